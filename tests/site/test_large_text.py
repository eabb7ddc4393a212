"""The pages for a reader who has set the text of the browser to twice its size."""

import pytest
from browser import chromium, served
from built_site import built, this_run
from layout import shown, sticks_out

pytestmark = pytest.mark.site


def test_text_of_twice_the_size_covers_nothing():
    larger = "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"
    with served(built(this_run())) as address, chromium(larger) as browser:
        page = browser.new_page()
        for width in (1280, 700):
            shown(page, f"{address}chapters/06_four_equations.html", width)
            assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
            assert sticks_out(page) == [False, []], width
            covered = page.evaluate(
                """() => {
                     const boxes = [".article-header-buttons", ".bd-article h1", ".bd-article h1 + p",
                                    ".bd-sidebar-secondary", ".bd-sidebar-primary"]
                       .map(name => document.querySelector(name)).filter(box => box?.checkVisibility())
                       .map(box => box.getBoundingClientRect()).filter(box => box.right > 0 && box.left < innerWidth)
                     return boxes.flatMap((one, i) => boxes.slice(i + 1).map(other =>
                       [Math.min(one.right, other.right) - Math.max(one.left, other.left),
                        Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)])
                     ).filter(([wide, high]) => wide > 1 && high > 1)
                   }"""
            )
            assert not covered, width
