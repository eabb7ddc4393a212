"""The pages for readers with a keyboard, a screen reader, a phone, or a dark screen: axe-core's rules, and more."""

import re
from contextlib import suppress

import numpy as np
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browser import chromium, served
from built_site import CHAPTERS, PAGES, SITE, built, this_run
from layout import shown, sticks_out
from PIL import Image
from playwright.sync_api import TimeoutError

from bplib.plots import PALETTE

pytestmark = pytest.mark.site

THEMES = "light", "dark"
OTHERS = ["search", "genindex", "404"]
BOXES = (
    "pre, table, .output, .pst-scrollable-table-container, .drawing-box, .live-scrolls, .math, mjx-container"
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLORS = ["color-contrast", "link-in-text-block"]

# Of what is the same many times on a page, one is enough for axe: formulas, and code of one color in one kind of box.
THIN = """() => {
  const seen = new Set(), again = key => seen.size === seen.add(key).size
  for (const formula of document.querySelectorAll("mjx-container"))
    if (again(formula.parentElement.className)) formula.remove()
  for (const token of document.querySelectorAll(".highlight span:not(:has(*))")) {
    const box = token.closest(".highlight").parentElement, around = box.closest("details, .admonition, .cell")
    if (again([token.className, box.className, around?.className].join("|"))) token.replaceWith(token.textContent)
  }
  document.querySelectorAll(".highlight pre").forEach(code => code.normalize())
}"""
# What has text, one of each look: for the rules on colors, which take long.
LOOKS = """() => {
  const looks = new Map()
  for (const element of document.body.querySelectorAll("*")) {
    if (![...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())) continue
    let look = element.getAttribute("style") ?? ""
    for (let around = element; around; around = around.parentElement) look += ` ${around.tagName}.${around.className}`
    if (!looks.has(look)) looks.set(look, element)
  }
  return [...looks.values()]
}"""
# Pictures of numbers, all grays or colors; everything else in a figure has to stand out from the page.
PICTURES = r"digit|handwritten|[Cc]onfusion matrix|validation images|as pictures|surface"


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address():
    with served(built(this_run()).parent) as root:
        yield root + "html/"


def _open(context, url):
    page = context.new_page()
    page.goto(url)
    page.evaluate("window.MathJax?.startup?.promise")
    return page


def _violations(page, context, settings):
    """What axe-core finds, each as "rule: element: why"."""
    found = page.evaluate(
        f"settings => axe.run({context}, {{...settings, resultTypes: ['violations']}})", settings
    )
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def _faults(page):
    """Of all rules but those on colors."""
    return _violations(
        page, "document", {"runOnly": RULES, "rules": {name: {"enabled": False} for name in COLORS}}
    )


def _faint(page):
    return _violations(page, f"{{include: ({LOOKS})()}}", {"runOnly": COLORS})


@pytest.mark.parametrize("name", [*PAGES, *OTHERS])
def test_a_page_on_a_phone_and_before_axe(browser, address, name):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    shown(page, f"{address}{name}.html", 320)  # as at 400 % on a screen of 1280
    assert sticks_out(page) == [False, []]
    page.set_viewport_size({"width": 360, "height": 780})
    _nothing_but_boxes_scrolls_sideways(page, name)
    page.set_viewport_size({"width": 1280, "height": 2400})  # all of the menus is in view
    _formulas_are_read_and_fit(page, name)
    page.evaluate(THIN)
    page.evaluate(AXE_SCRIPT)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        if name != "404":  # it follows the system by itself
            page.wait_for_function(f"document.documentElement.dataset.theme === '{theme}'")
        grounds = page.evaluate("[...document.images].map(i => getComputedStyle(i).backgroundColor)")
        assert set(grounds) <= {"rgba(0, 0, 0, 0)"}, f"{name}: a figure with a box behind it"
        # Only colors differ between the themes.
        found = _faint(page) + (_faults(page) if theme == "light" else [])
        assert not found, f"{name}, {theme}:\n" + "\n".join(found)
    context.close()


def _nothing_but_boxes_scrolls_sideways(page, name):
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    with suppress(TimeoutError):  # a11y.js takes its time; what it has missed is said below
        page.wait_for_function(
            """boxes => [...document.querySelectorAll(boxes)].every(box => box.tabIndex === 0
                 || box.scrollWidth <= box.clientWidth + 1 || getComputedStyle(box).overflowX !== "auto")""",
            arg=BOXES,
            timeout=30_000,
        )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    boxes = page.evaluate(
        """boxes => [...document.querySelectorAll(".bd-article, .bd-article *:not(mjx-container *)")].filter(box =>
             box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 1
             && getComputedStyle(box).overflowX !== "visible"
           ).map(box => [box.matches(boxes), box.tabIndex, getComputedStyle(box).overflowX,
                         box.outerHTML.slice(0, 200)])""",
        BOXES,
    )
    for is_wide_by_nature, tab, overflow, start in boxes:
        assert is_wide_by_nature, f"scrolls sideways: {start}"
        assert overflow == "auto", f"cut off: {start}"
        assert tab == 0, f"not reached by the keyboard: {start}"
    assert boxes or name not in CHAPTERS, "code of 88 columns does not fit"


def _formulas_are_read_and_fit(page, name):
    assert page.locator("mjx-merror").count() == 0, f"{name}: a formula that MathJax cannot read"
    wide = page.evaluate(
        """[...document.querySelectorAll("div.math")].filter(block =>
             [block, block.querySelector("mjx-container")].some(box => box.scrollWidth > box.clientWidth + 1)
           ).map(block => block.innerText)"""
    )
    assert not wide, f"{name}: a formula wider than the text"


def test_axe_is_at_work(browser, address):
    context = browser.new_context(reduced_motion="reduce")
    page = _open(context, f"{address}book/preface.html")
    page.evaluate(AXE_SCRIPT)
    page.evaluate("document.querySelector('.bd-article p').style.color = '#bbb'")
    page.evaluate("document.querySelector('.bd-article').append(new Image())")
    rules = {line.partition(":")[0] for line in _faults(page) + _faint(page)}
    assert {"color-contrast", "image-alt"} <= rules
    context.close()


def test_the_first_key_leads_past_the_menus(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = _open(context, f"{address}chapters/06_four_equations.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to main content"
    box = page.locator("#pst-skip-link a").bounding_box()
    assert box["y"] >= 0
    assert box["height"] >= 24
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    context.close()


@pytest.mark.parametrize(
    ("name", "theme"),
    [("book/index", "light"), ("exercises/06_four_equations", "light"), ("chapters/01_derivatives", "dark")],
)
def test_the_keyboard_shows_where_it_is(browser, address, name, theme):
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", color_scheme=theme
    )
    page = _open(context, f"{address}{name}.html")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    seen = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        element, width, color, area = page.evaluate(
            """() => {
                const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect()
                const ring = s.outlineStyle === "none" ? 0 : parseFloat(s.outlineWidth)
                return [e.outerHTML.slice(0, 150), ring, s.outlineColor, r.width * r.height]
            }"""
        )
        if element.startswith("<body"):
            break
        seen.add(element)
        assert width >= 2, f"no ring: {element}"
        assert _contrast(_rgb(color), _rgb(ground)) >= 3, f"a faint ring: {element}"
        assert area > 0, f"reached, but not to be seen: {element}"
    assert len(seen) > 20
    context.close()


@pytest.mark.parametrize("name", ["chapters/06_four_equations", "book/equations"])
def test_formulas_are_there_for_screen_readers(browser, address, name):
    context = browser.new_context()
    page = _open(context, f"{address}{name}.html")
    formulas = page.evaluate(
        """[...document.querySelectorAll("mjx-container")].map(formula => [
             formula.querySelector("mjx-math")?.getAttribute("aria-hidden"),
             formula.querySelector("mjx-assistive-mml > math")?.textContent,
             getComputedStyle(formula.querySelector("mjx-assistive-mml")).display])"""
    )
    assert len(formulas) == page.locator(".math").count() > 100
    for drawn, spoken, display in formulas:
        assert drawn == "true"
        assert spoken.strip()
        assert display != "none"
    context.close()


def _rgb(css):
    return np.array([float(value) for value in re.findall(r"[\d.]+", css)[:3]])


def _luminance(colors):
    share = np.asarray(colors, dtype=float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def _contrast(colors, ground):
    """WCAG's contrast ratio, 1 to 21."""
    one, other = _luminance(colors) + 0.05, _luminance(ground) + 0.05
    return np.maximum(one, other) / np.minimum(one, other)


@pytest.fixture(scope="module")
def grounds(browser, address):
    """The background of the text on the light and on the dark page."""
    found = []
    for theme in THEMES:
        page = browser.new_page(color_scheme=theme)
        page.goto(f"{address}chapters/01_derivatives.html")
        page.wait_for_function(f"document.documentElement.dataset.theme === '{theme}'")
        found.append(_rgb(page.evaluate("getComputedStyle(document.body).backgroundColor")))
        page.close()
    assert _luminance(found[0]) > 0.9 > 0.1 > _luminance(found[1])
    return found


def test_the_palette_stands_out_from_both_pages(grounds):
    colors = [[int(color[i : i + 2], 16) for i in (1, 3, 5)] for color in PALETTE]
    for ground in grounds:
        assert _contrast(colors, ground).min() >= 3


def _figures():
    """(file, alt text) of what is shown as pixels: animations. Drawings are looked at in test_figures.py."""
    found = {}
    for name in PAGES:
        text = (SITE / f"{name}.html").read_text(encoding="utf-8")
        for tag in re.findall(r"<img [^>]*_images/[^>]*>", text):
            file = re.search(r'src="[^"]*_images/([^"]+)"', tag)[1]
            if not file.endswith(".svg"):
                found[file] = re.search(r'alt="([^"]*)"', tag)[1]
    return sorted(found.items())


def test_figures_have_no_ground_and_stand_out_from_both_pages(grounds):
    figures = _figures()
    assert len(figures) > 5
    pictures = 0
    for file, alt in figures:
        pixels = np.asarray(Image.open(SITE / "_images" / file).convert("RGBA"))
        edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
        assert edge[:, 3].max() == 0, f"a box behind: {alt}"
        ink = pixels[pixels[..., 3] > 240][:, :3]  # frames of animations have few colors, none quite opaque
        assert len(ink), f"nothing to be seen: {alt}"
        faint = np.minimum(*(_contrast(ink, ground) for ground in grounds)) < 3
        if re.search(PICTURES, alt):
            pictures += 1
            continue
        assert faint.sum() / pixels[..., 0].size < 0.003, f"too faint on one of the pages: {alt}"
        assert faint.mean() < 0.2, f"too faint on one of the pages: {alt}"
    assert pictures < len(figures) / 5
