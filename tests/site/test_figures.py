"""Figures of the site: drawn in the colors of the page, legible on both themes, on paper and on a phone."""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from browser import chromium, served
from built_site import CHAPTERS, CORE, ROOT, SITE, built, this_run

from bplib.plots.palette import INKS
from bplib.plots.svg import COLORS

sys.path.insert(0, str(ROOT / "book" / "_ext"))
import book_figures

pytestmark = pytest.mark.site

THEMES = "light", "dark"
LEGIBLE = 12  # CSS pixels
CSS = (ROOT / "book/_static/figures.css").read_text(encoding="utf-8")
PAGE = "chapters/01_derivatives"
# How large each drawing of a page is shown, and the file that is shown.
SHOWN = """[...document.querySelectorAll(".drawing-box")].map(box => {
  const source = box.querySelector("source"), image = box.querySelector("img")
  const narrow = source && matchMedia(source.media).matches
  return [narrow ? source.srcset : image.getAttribute("src"),
          (box.querySelector("svg") ?? image).getBoundingClientRect().width]
})"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address():
    with served(built(this_run()).parent) as root:
        yield root + "html/"


def _drawing(name):
    return ElementTree.parse(SITE / "_images" / Path(name).name).getroot()


def _texts(root):
    """(size in points, color) of the lines of text of a drawing: groups of letters, which are a hundred units high."""
    found = []
    around = {child: group for group in root.iter() for child in group}
    for group in root.iter("{http://www.w3.org/2000/svg}g"):
        scale = re.search(r"scale\(([\d.]+) -[\d.]+\)", group.get("transform", ""))
        if not scale or not any(use.tag.endswith("use") for use in group.iter()):
            continue
        color = None
        while color is None and group is not None:  # lines of one text have theirs from the group around them
            color = re.search(r"fill:([^;]+)|$", group.get("style") or "")[1]
            group = around.get(group)
        found.append((100 * float(scale[1]), color))
    return found


def _to_its_drawing(page, at=0):
    """Scroll to a drawing and wait until it is part of the page."""
    box = page.locator(".drawing-box").nth(at)
    box.scroll_into_view_if_needed()
    drawing = box.locator("svg.drawing")
    drawing.wait_for()
    return drawing


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_figure_is_a_drawing_with_text_that_is_legible_on_a_phone(browser, address, name):
    page = browser.new_page(viewport={"width": 360, "height": 780})
    page.goto(f"{address}{name}.html")
    assert page.locator("img:not(.drawing):not(.animation img)[src*='_images/']").count() == 0
    page.wait_for_function(f"({SHOWN}).every(([, width]) => width)")  # none is just being put in
    shown = page.evaluate(SHOWN)
    assert len(shown) >= (3 if name in CORE else 1)
    for file, width in shown:
        root = _drawing(file)
        smallest = min(size for size, _ in _texts(root))
        pixels = smallest * width / float(root.get("viewBox").split()[2])
        assert pixels >= LEGIBLE - 0.05, f"{file}: {pixels:.1f} pixels"
    page.close()


def test_text_has_a_color_of_the_page_except_on_a_picture():
    built(this_run())
    files = [
        path
        for path in (SITE / "_images").glob("*.svg")
        if book_figures._START.match(path.read_text("utf-8"))
    ]
    assert len(files) > 100
    for path in files:
        root = _drawing(path.name)
        on_pictures = set(INKS) if root.find(".//{*}image") is not None else set()
        assert {color for _, color in _texts(root)} <= {*COLORS.values(), *on_pictures}, path.name


def _luminance(color):
    share = np.array([float(part) for part in re.findall(r"[\d.]+", color)[:3]]) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def _contrast(color, ground):
    low, high = sorted((_luminance(color), _luminance(ground)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("theme", THEMES)
def test_every_color_of_text_stands_out(browser, address, theme, media):
    page = browser.new_page(color_scheme=theme)
    page.goto(f"{address}{PAGE}.html")
    page.wait_for_function(f"document.documentElement.dataset.theme === '{theme}'")
    _to_its_drawing(page)
    page.emulate_media(media=media, color_scheme=theme)
    colors = page.evaluate(
        """names => names.map(name => {
            const probe = document.createElementNS("http://www.w3.org/2000/svg", "path")
            probe.style.fill = name
            document.querySelector(".drawing-box svg.drawing").append(probe)
            return getComputedStyle(probe).fill
        })""",
        [name.partition(",")[0] + ")" if "," in name else name for name in COLORS.values()],
    )
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert len(set(colors)) == len(COLORS)
    for name, color in zip(COLORS.values(), colors):
        assert _contrast(color, ground) >= 4.5, f"{name} is {color} on {ground}"
    page.close()


def test_a_drawing_is_part_of_the_page_and_follows_its_theme(browser, address):
    page = browser.new_page(color_scheme="light")
    page.goto(f"{address}{PAGE}.html")
    drawing = _to_its_drawing(page)
    image = page.locator("img.drawing").first
    assert drawing.get_attribute("role") == "img"
    assert drawing.get_attribute("aria-label") == image.get_attribute("alt") != ""
    assert not image.is_visible()
    assert "--figure-blue" in drawing.inner_html()
    before = drawing.evaluate("drawing => getComputedStyle(drawing).color")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    after = drawing.evaluate("drawing => getComputedStyle(drawing).color")
    assert _luminance(before) < 0.1 < 0.4 < _luminance(after)
    page.close()


def test_a_drawing_is_fetched_when_it_comes_near_and_nothing_moves(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}{PAGE}.html")
    page.evaluate("window.MathJax?.startup?.promise")
    box = page.locator(".drawing-box").last
    last = box.locator("img").get_attribute("src").removeprefix("../")
    assert address + last not in asked
    height = box.evaluate("box => box.offsetHeight")
    _to_its_drawing(page, page.locator(".drawing-box").count() - 1)
    assert address + last in asked
    assert box.evaluate("box => box.offsetHeight") == pytest.approx(height, abs=2)
    page.close()


def test_when_the_page_becomes_narrow_the_drawing_for_phones_comes(browser, address):
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.goto(f"{address}{PAGE}.html")
    wide = _to_its_drawing(page).get_attribute("viewBox")
    page.set_viewport_size({"width": 360, "height": 780})
    page.wait_for_function(
        "wide => document.querySelector('svg.drawing').getAttribute('viewBox') !== wide", arg=wide
    )
    assert page.locator(".drawing-box").first.locator("svg.drawing").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


def test_what_is_too_wide_for_a_phone_scrolls_and_the_keyboard_reaches_it(browser, address):
    page = browser.new_page(viewport={"width": 360, "height": 780})
    page.goto(f"{address}{PAGE}.html")
    page.wait_for_function(
        """[...document.querySelectorAll(".drawing-box")].some(box => box.scrollWidth > box.clientWidth + 1)"""
    )
    page.wait_for_function(
        """[...document.querySelectorAll(".drawing-box")].every(
             box => (box.scrollWidth > box.clientWidth + 1) === (box.tabIndex === 0))"""
    )
    page.close()


@pytest.mark.parametrize("theme", THEMES)
def test_without_scripts_a_drawing_is_seen_on_the_page_that_is_then_light(browser, address, theme):
    context = browser.new_context(java_script_enabled=False, color_scheme=theme)
    page = context.new_page()
    page.goto(f"{address}{PAGE}.html")
    image = page.locator("img.drawing").first
    image.scroll_into_view_if_needed()
    image.wait_for()
    page.wait_for_load_state("networkidle")
    seen = np.asarray(_picture(image.screenshot()).convert("L"), dtype=float)
    assert np.median(seen) > 230
    assert (seen < 110).mean() > 0.005  # ink
    context.close()


def _picture(png):
    from io import BytesIO

    from PIL import Image

    return Image.open(BytesIO(png))


DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="drawing" width="569" height="360" viewBox="0 0 372 236" '
    'style="min-width:447px;stroke-linejoin:round"><path d="M0 0"/>{}</svg>'
)
NARROW = DRAWN.replace("569", "402").replace("min-width:447px;", "").format("")
TAG = '<img alt="A &lt; B" class="x" src="../_images/' + 64 * "a" + '.svg" />'


def test_a_drawing_for_phones_is_a_file_of_its_own():
    files = book_figures.files(DRAWN.format(f"<metadata>{NARROW}</metadata>"), CSS)
    assert list(files) == [".svg", "-phone.svg"]
    for text in files.values():
        style = ElementTree.fromstring(text).findtext("{*}style")
        light, dark = style.split("@media (prefers-color-scheme:dark)")
        assert light.startswith("svg:root{")
        for part in (light, dark):
            assert len(re.findall(r"--figure-\w+: #", part)) == len(COLORS) - 1
            assert " color: #" in part
    assert "<metadata>" not in files[".svg"]
    assert list(book_figures.files(NARROW, CSS)) == [".svg"]


def test_a_picture_has_its_size_and_what_it_shows_and_says_how_narrow_it_may_be():
    both = book_figures.picture(TAG, "../_images/a", DRAWN.format(f"<metadata>{NARROW}</metadata>"))
    assert (
        '<source media="(max-width: 480px)" srcset="../_images/a-phone.svg" width="402" height="360">' in both
    )
    assert 'src="../_images/a.svg" alt="A &lt; B" width="569" height="360"' in both
    assert "--least: 0px" in both
    alone = book_figures.picture(TAG, "../_images/a", DRAWN.format(""))
    assert "<source" not in alone
    assert "--least: 447px" in alone
