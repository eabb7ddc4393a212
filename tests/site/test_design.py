"""How the pages look: colors that can be read, the book's own fonts, how a chapter opens and counts its figures."""

import functools
import html
import re
import sys

import pytest
from browser import chromium, served
from bs4 import BeautifulSoup
from built_site import CHAPTERS, CORE, PAGES, ROOT, built, number, this_run

sys.path.append(str(ROOT / "book" / "_ext"))
from book_captions import first_sentence
from book_frame import short

STATIC = ROOT / "book" / "_static"
# No text font has them; a font of the reader's does.
SYMBOLS = set("★☆✗∇⟨⟩⊙∛ᵀ‖⁸")
READ = "window.MathJax ? MathJax.startup.promise : null"


def _colors():
    """The custom properties of the light and of the dark page."""
    text = (STATIC / "palette.css").read_text(encoding="utf-8")
    blocks = re.findall(r"^(:root|html\[data-theme=\"dark\"\]) \{(.*?)^\}", text, re.MULTILINE | re.DOTALL)
    light, dark = (dict(re.findall(r"--book-([\w-]+): (#\w{6});", block)) for _, block in blocks[:2])
    return {"light": light, "dark": dark}


def _luminance(color):
    share = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in share]
    return sum(a * b for a, b in zip(linear, (0.2126, 0.7152, 0.0722)))


def _contrast(one, other):
    high, low = sorted((_luminance(one) + 0.05, _luminance(other) + 0.05), reverse=True)
    return high / low


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_from_the_page_and_from_boxes(theme):
    colors = _colors()[theme]
    texts = [
        name
        for name in colors
        if name in ("text", "muted", "accent", "good", "bad") or name.startswith("code-")
    ]
    assert len(texts) == 9
    for name in texts:
        for ground in ("page", "surface", "tint"):
            assert _contrast(colors[name], colors[ground]) >= 4.5, f"{name} on {ground}"
    for ground in ("page", "surface"):
        assert _contrast(colors["border"], colors[ground]) >= 3, ground


def test_light_and_dark_have_the_same_names_and_no_color_in_common():
    light, dark = _colors().values()
    assert light.keys() == dark.keys()
    assert not set(light.values()) & set(dark.values())


def test_fonts_are_the_books_own_and_come_with_their_license():
    license_ = (STATIC / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in license_
    sheet = (STATIC / "fonts.css").read_text(encoding="utf-8")
    files = set(re.findall(r'url\("(fonts/[\w-]+\.woff2)"\)', sheet))
    assert files == {f"fonts/{path.name}" for path in STATIC.glob("fonts/*.woff2")}
    # "Source" is a reserved name: what was changed may not go by it.
    assert not re.search(r'font-family: "[^"]*Source', sheet)


def test_names_are_short_in_the_list_of_pages():
    link = '<li><a class="reference" href="x.html">3. The chain rule: how a change travels</a></li>'
    assert short(link) == '<li><a class="reference" href="x.html">3. The chain rule</a></li>'
    exercises = '<a href="x.html">Exercises 3: The chain rule</a>'
    assert short(exercises) == exercises


@pytest.mark.parametrize(
    ("alt", "caption"),
    [
        ("A curve. It bends.", "A curve."),
        ("Above: ReLU, 0.5 high. Below: its slope.", "Above: ReLU, 0.5 high."),
        ("One line without a stop", "One line without a stop"),
    ],
)
def test_a_caption_is_the_first_sentence_of_the_alternative_text(alt, caption):
    assert first_sentence(alt) == caption


@pytest.fixture(scope="module")
def site():
    return built(this_run())


@pytest.fixture(scope="module")
def host(site):
    with served(site.parent) as root:
        yield f"{root}{site.name}/"


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def _read(page):
    """The text of a page that its fonts have to show."""
    page = re.sub(r"<(head|script|style|svg)\b.*?</\1>", "", page, flags=re.DOTALL)
    page = re.sub(r'<(span|div) class="math .*?</\1>', "", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "", page))


@functools.cache
def _soup(site, name):
    return BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


@pytest.mark.site
def test_every_character_of_the_text_is_in_the_fonts(site):
    sheet = (STATIC / "fonts.css").read_text(encoding="utf-8")
    ranges = re.findall(r"U\+([0-9a-f]+)(?:-([0-9a-f]+))?", sheet)
    codes = {code for start, end in ranges for code in range(int(start, 16), int(end or start, 16) + 1)}
    for name in PAGES:
        text = _read((site / f"{name}.html").read_text(encoding="utf-8"))
        missing = {sign for sign in text if sign.isprintable() and ord(sign) not in codes} - SYMBOLS
        assert not missing, f"{name}: make the fonts anew with {missing}, see book/_tools/fonts.py"


@pytest.mark.site
@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_opens_with_its_name_and_a_box_of_one_line(site, name):
    section = _soup(site, name).select_one(".bd-article > section")
    assert section.h1.select_one(".chapter-number").get_text() == number(name)
    assert section.h1.select_one(".chapter-name").get_text()
    guide = section.find("details", class_="chapter-guide", recursive=False)
    assert "open" not in guide.attrs
    assert guide.select_one(".guide-time").get_text().endswith("to read")
    assert guide.select_one("li")
    assert "uilds on" in guide.get_text()
    assert "After this" not in "".join(part.get_text() for part in section.find_all("p", recursive=False))


@pytest.mark.site
@pytest.mark.parametrize("name", [page for page in PAGES if not page.startswith("book/")])
def test_the_imports_are_folded_and_folds_say_what_they_hold(site, name):
    soup = _soup(site, name)
    cell = soup.select_one("div.cell")
    assert "import bplib" in cell.get_text()
    assert cell.details.find("p", class_="collapsed").get_text() == "Show the imports"
    assert cell.details.select_one(".cell_input")
    folds = [fold.get_text() for fold in soup.select("details.hide > summary > .collapsed")]
    assert all(words.startswith("Show the ") for words in folds)
    assert "Show the source" not in folds
    assert not soup.select("article summary[aria-label]")


@pytest.mark.site
@pytest.mark.parametrize("name", CHAPTERS)
def test_figures_are_numbered_and_have_a_caption(site, name):
    soup = _soup(site, name)
    drawn = soup.select(".cell_output img, .cell_output svg, .cell_output .animation")
    drawn = [
        part
        for part in drawn
        if not any([part.find_parent(class_="animation"), *part.find_parents(["svg", "live-figure"])])
    ]
    figures = soup.select(".cell_output figure.book-figure")
    assert len(drawn) == len(figures) >= (3 if name in CORE else 1)
    for place, figure in enumerate(figures, 1):
        assert figure["id"] == f"figure-{number(name)}-{place}"
        label, words = figure.figcaption.find_all("span", recursive=False)
        assert label.get_text() == f"Figure {number(name)}.{place}."
        assert len(words.get_text()) > 10
        assert words["aria-hidden"] == "true"


@pytest.mark.site
def test_the_front_page_shows_three_ways_and_the_path(site):
    soup = _soup(site, "book/index")
    assert soup.select_one('.front-network live-figure[kind="network"] .live-static svg')
    ways = [item.a for item in soup.select(".front-ways li")]
    assert [way.get_text() for way in ways] == ["Start reading", "Exercises", "Teach"]
    assert ways[0]["href"].endswith("chapters/01_derivatives.html")
    steps = soup.select(".chapter-path > ol > li")
    assert [step.select_one("[data-progress]")["data-progress"] for step in steps] == [
        name[9:11] for name in CORE
    ]


@pytest.mark.site
def test_a_line_of_text_and_a_line_of_code_have_their_length(browser, host):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{host}chapters/06_four_equations.html")
    page.evaluate("document.fonts.ready")
    characters = page.evaluate(
        """() => {
            const text = document.querySelector(".bd-article section section > p"), line = text.cloneNode()
            line.style.cssText = "display: inline; white-space: nowrap"
            line.textContent = "The gradient answers the first two; how far is a matter of the learning rate."
            text.before(line)
            const each = line.getBoundingClientRect().width / line.textContent.length
            line.remove()
            return parseFloat(getComputedStyle(text).maxWidth) / each
        }"""
    )
    assert 65 <= characters <= 75
    size, inner, scrolls = page.evaluate(
        """() => {
            const pre = [...document.querySelectorAll(".cell_input pre")].find(pre => pre.clientWidth)
            pre.textContent = "x".repeat(88)
            return [parseFloat(getComputedStyle(pre).fontSize), pre.clientWidth, pre.scrollWidth]
        }"""
    )
    assert 14 <= size <= 15
    assert scrolls == inner
    page.wait_for_function(
        """() => {
            const loaded = [...document.fonts].filter(font => font.status === "loaded")
            const families = loaded.map(font => font.family.replaceAll('"', ""))
            return ["Book Serif", "Book Mono"].every(family => families.includes(family))
        }"""
    )
    page.close()


@pytest.mark.site
@pytest.mark.parametrize("width", [1280, 360])
def test_formulas_have_one_scale(browser, host, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{host}chapters/06_four_equations.html")
    page.evaluate(READ)
    scales = page.evaluate(
        """[...document.querySelectorAll("mjx-container")].map(formula => (
             parseFloat(getComputedStyle(formula).fontSize)
             / parseFloat(getComputedStyle(formula.parentElement).fontSize)).toFixed(2))"""
    )
    assert len(scales) > 150
    assert set(scales) == {"1.06"}
    page.close()


@pytest.mark.site
def test_the_first_screen_of_a_chapter_reaches_its_first_figure(browser, host):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{host}chapters/06_four_equations.html")
    page.evaluate("document.fonts.ready")
    assert page.locator(".book-figure").first.bounding_box()["y"] < 700
    page.close()


@pytest.mark.site
def test_headings_step_down_on_a_phone_and_nothing_sticks_out(browser, host):
    sizes = []
    for width in (1280, 320):
        page = browser.new_page(viewport={"width": width, "height": 800})
        for name in ("book/index", "exercises/06_four_equations", "chapters/06_four_equations"):
            page.goto(f"{host}{name}.html")
            page.evaluate("document.fonts.ready")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width}"
        size = "tag => parseFloat(getComputedStyle(document.querySelector('.bd-article ' + tag)).fontSize)"
        sizes.append([page.evaluate(size, tag) for tag in ("h1", "h2", "p")])
        page.close()
    wide, narrow = sizes
    assert all(small < large for small, large in zip(narrow, wide))
    assert narrow[0] > narrow[1] > narrow[2] >= 16


@pytest.mark.site
def test_the_menu_of_the_bar_opens_and_closes_by_keyboard(browser, host):
    page = browser.new_page()
    page.goto(f"{host}chapters/06_four_equations.html")
    button = page.get_by_role("button", name="Download this page")
    link = page.locator(".btn-download-source-button")
    assert not link.is_visible()
    button.press("Enter")
    assert link.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Tab")
    assert link.evaluate("link => link === document.activeElement")
    page.keyboard.press("Escape")
    assert not link.is_visible()
    assert button.evaluate("button => button === document.activeElement")
    button.click()
    page.locator(".bd-article h1").click()
    assert not link.is_visible()
    page.close()


@pytest.mark.site
def test_a_printed_page_has_a_number_a_title_and_no_box_left_of_a_fold(browser, host):
    page = browser.new_page()
    page.goto(f"{host}chapters/06_four_equations.html")
    page.emulate_media(media="print")
    assert page.locator(".bd-article h1").is_visible()
    assert page.locator(".chapter-guide li").first.is_visible()
    folds = page.locator("details.hide.above-input")
    assert folds.count() > 5
    assert not any(folds.nth(i).is_visible() for i in range(folds.count()))
    rules = page.evaluate(
        """[...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
             .filter(rule => rule instanceof CSSPageRule).map(rule => rule.cssText)"""
    )
    assert any("counter(page)" in rule for rule in rules)
    page.close()
