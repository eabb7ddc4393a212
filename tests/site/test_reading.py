"""Where a reader is: the pages before and after, the line of progress, the list of pages; and the icon of the site."""

import io
import posixpath
import re
from itertools import pairwise

import pytest
from browser import chromium, served
from built_site import CHAPTERS, CORE, PAGES, built, this_run
from PIL import Image

pytestmark = pytest.mark.site

CURRENT = ".bd-sidebar-primary nav a.current >> nth=-1"


@pytest.fixture(scope="module")
def site():
    return built(this_run())


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def host(site):
    with served(site) as root:
        yield root


def _in_view(page, selector):
    return page.locator(selector).evaluate(
        """link => {
             const { top, bottom, left } = link.getBoundingClientRect()
             const seen = document.elementFromPoint(left + 2, (top + bottom) / 2)
             return top >= 0 && bottom <= innerHeight && link.contains(seen)
           }"""
    )


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_before_and_after_stand_at_the_top_too(browser, host, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{host}chapters/06_four_equations.html")
    for way, other in (("prev", "left-prev"), ("next", "right-next")):
        link = page.locator(f".prev-next-top a[rel={way}]")
        below = page.locator(f".prev-next-footer a.{other}")
        assert _in_view(page, f".prev-next-top a[rel={way}]")
        assert link.get_attribute("href") == below.get_attribute("href")
        assert below.locator(".prev-next-title").inner_text() in link.get_attribute("aria-label")
        assert link.inner_text() in link.get_attribute("aria-label")
        box = link.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        assert box["x"] + box["width"] <= width
    page.close()


def test_every_page_but_the_first_and_the_last_has_both(site):
    for i, name in enumerate(PAGES):
        text = (site / f"{name}.html").read_text(encoding="utf-8").split('class="prev-next-top"')[1]
        ways = re.findall(r'<a [^>]*rel="(\w+)"', text.split("</nav>")[0])
        assert ways == ["prev"] * (i > 0) + ["next"] * (i < len(PAGES) - 1), name


def test_the_way_goes_from_chapter_to_chapter_and_back_from_a_page_with_a_letter(site):
    def ways(name):
        text = (site / f"{name}.html").read_text(encoding="utf-8").split('class="prev-next-top"')[1]
        links = re.findall(r'<a href="([^"]+)\.html" rel="(\w+)"', text.split("</nav>")[0])
        return {way: posixpath.normpath(posixpath.join(posixpath.dirname(name), link)) for link, way in links}

    for before, after in pairwise(CORE):
        assert ways(before)["next"] == after
        assert ways(after)["prev"] == before
    for name in set(CHAPTERS) - set(CORE):
        assert ways(name)["prev"] == PAGES[PAGES.index(name) - 1]
        assert ways(name)["next"] == PAGES[PAGES.index(name) + 1]


def test_what_shows_the_pages_of_a_chapter_has_a_name(site):
    text = (site / "chapters/06_four_equations.html").read_text(encoding="utf-8")
    menu = re.search(r'(?s)<nav class="bd-links.*?</nav>', text)[0]
    names = re.findall(r"<summary([^>]*)>", menu)
    assert len(names) == len({name[:11] for name in set(CHAPTERS) - set(CORE)}) > 0
    assert all(re.fullmatch(r' aria-label="More pages of chapter \d+"', name) for name in names)


def test_a_line_shows_how_far_one_has_read_and_takes_no_room(browser, host):
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.goto(f"{host}chapters/01_derivatives.html")
    page.evaluate("MathJax.startup.promise")
    line = page.locator(".reading-line")
    assert line.evaluate("line => getComputedStyle(line).position") == "fixed"
    assert line.evaluate("line => line.ariaHidden") == "true"
    widths = []
    for share in (0, 0.5, 1):
        page.evaluate(
            "share => scrollTo(0, share * (document.documentElement.scrollHeight - innerHeight))", share
        )
        page.wait_for_function(
            """share => {
                 const line = document.querySelector(".reading-line").getBoundingClientRect()
                 return Math.abs(line.width / document.documentElement.clientWidth - share) < 0.02
               }""",
            arg=share,
        )
        widths.append(line.bounding_box()["width"])
    assert widths == sorted(widths)
    page.emulate_media(media="print")
    assert not line.is_visible()
    page.close()


def test_the_list_of_pages_shows_this_page_wherever_it_was_before(browser, host):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{host}solutions/13_bug_clinic.html", wait_until="load")
    page.wait_for_timeout(200)
    assert _in_view(page, CURRENT)
    page.goto(f"{host}chapters/01_derivatives.html", wait_until="load")
    page.wait_for_timeout(200)
    assert _in_view(page, CURRENT)


def test_the_list_of_pages_stays_where_it_is_if_this_page_is_in_it(browser, host):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{host}exercises/05_network.html", wait_until="load")
    page.wait_for_timeout(200)
    assert _in_view(page, CURRENT)
    place = "document.querySelector('#pst-primary-sidebar').scrollTop"
    before = page.evaluate(place)
    assert before > 0
    page.locator(".prev-next-top a[rel=next]").click()
    page.wait_for_url("**/06_four_equations.html")
    page.wait_for_load_state("load")
    page.wait_for_timeout(200)
    assert page.evaluate(place) == before
    assert _in_view(page, CURRENT)
    page.close()


def test_on_a_phone_the_list_opens_at_this_page(browser, host):
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{host}solutions/09_xor.html")
    page.locator(".primary-toggle:visible").first.click()
    page.locator(CURRENT).wait_for()
    page.wait_for_timeout(500)  # it slides in
    assert _in_view(page, CURRENT)
    page.close()


def test_a_browser_that_asks_for_the_icon_gets_it(site, browser):
    icon = Image.open(site / "favicon.ico")
    assert icon.format == "ICO"
    assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    page = browser.new_page(viewport={"width": 48, "height": 48})
    drawing = (site / "_static/favicon.svg").read_text(encoding="utf-8")
    page.set_content(f"<style>*{{margin:0}} svg{{display:block;width:48px}}</style>{drawing}")
    drawn = Image.open(io.BytesIO(page.screenshot(omit_background=True))).convert("RGBA")
    pairs = zip(icon.convert("RGBA").tobytes(), drawn.tobytes())
    assert sum(abs(a - b) for a, b in pairs) / (4 * 48 * 48) < 4, "favicon.ico is no picture of favicon.svg"
    page.close()


def test_a_page_says_its_viewport_once_and_nothing_of_thebe(site):
    for name in [*PAGES, "index", "search", "genindex"]:
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        assert text.count('name="viewport"') == 1, name
        assert not re.search("thebe|kernelName", text, re.IGNORECASE), name
    assert not list((site / "_static").glob("*thebe*"))
