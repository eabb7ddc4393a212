"""A number in the text leads to its equation, a term to its entry, and both show beside the link what is there."""

import gzip
import json
import re
import sys
from html.parser import HTMLParser

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browser import chromium, served
from built_site import PAGES, ROOT, built, this_run

sys.path.insert(0, str(ROOT / "book" / "_ext"))
import book_source

pytestmark = pytest.mark.site

NUMBERS = {equation.number for equation in book_source.equations()}
NUMBER = re.compile(rf"\(({book_source.NUMBER})\)")
BP2 = "p > a[href='#equation-bp2']"
PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True}


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


@pytest.fixture
def page(browser, host):
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.goto(f"{host}chapters/06_four_equations.html")
    page.evaluate("MathJax.startup.promise")
    yield page
    page.close()


class _Text(HTMLParser):
    """The text of an article with what it stands in, and its links to equations."""

    def __init__(self, path):
        super().__init__()
        self.around, self.texts, self.links, self.ids = [], [], [], []
        self.feed(path.read_text(encoding="utf-8").split("<article")[1].split("</article>")[0])

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids.append(attributes.get("id"))
        if tag in ("img", "br", "hr", "input", "col", "source", "meta", "link", "wbr"):
            return
        self.around.append((tag, attributes.get("class") or ""))
        if tag == "a" and "#equation-" in attributes.get("href", ""):
            self.links.append((attributes["href"], [name for name, _ in self.around]))

    def handle_endtag(self, tag):
        if tag in [name for name, _ in self.around]:
            while self.around.pop()[0] != tag:
                pass

    def handle_data(self, data):
        tags = {tag for tag, _ in self.around}
        classes = " ".join(names for _, names in self.around).split()
        if tags.isdisjoint({"a", "code", "pre", "script", "style", "h1", "h2", "h3"}) and not {
            "math",
            "cite-page",
            "cell_output",
        } & set(classes):
            self.texts.append(data)


@pytest.fixture(scope="module")
def texts(site):
    return {name: _Text(site / f"{name}.html") for name in PAGES}


def test_every_number_in_the_text_is_a_link_to_its_equation(texts):
    for name, text in texts.items():
        left = [number for part in text.texts for number in NUMBER.findall(part) if number in NUMBERS]
        assert not left, f"{name}: {left}"
    for name, least in (("chapters/06_four_equations", 20), ("exercises/04_neuron", 6), ("book/notation", 6)):
        assert len(texts[name].links) >= least, name


def test_titles_and_code_have_no_links_to_equations(texts):
    for name, text in texts.items():
        for link, around in text.links:
            assert not {"h1", "h2", "h3", "code", "pre"} & set(around), f"{name}: {link}"


def test_what_is_in_parentheses_in_code_stays_as_it_is(site):
    assert "SGD(0.1)" in (site / "chapters/10_digits.html").read_text(encoding="utf-8")


def test_every_link_to_an_equation_or_a_term_has_a_preview(site, texts):
    previews = json.loads((site / "_static/previews.json").read_text(encoding="utf-8"))
    asked = set()
    for name in PAGES:
        page = (site / f"{name}.html").read_text(encoding="utf-8")
        asked |= set(re.findall(r'href="[^"]*#((?:equation|term)-[^"]+)"', page))
    assert len(asked) > 200
    assert asked <= set(previews)
    content, where, address = previews["equation-bp2"]
    assert r"\tag{BP2}" in content
    assert where == "Chapter 6: BP2, one layer back"
    assert address == "chapters/06_four_equations.html"
    assert "<strong>gradient</strong>" in previews["term-gradient"][0]


def test_the_script_is_small_and_the_previews_are_fetched_only_when_one_is_wanted(site, page, host):
    assert len(gzip.compress((site / "_static/previews.js").read_bytes())) <= 4000
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    assert f"{host}_static/previews.json" not in asked
    page.evaluate("MathJax.startup.promise")  # what is typeset above the link moves it away from the mouse
    page.locator(BP2).first.hover()
    page.wait_for_selector(".preview mjx-container")
    assert asked.count(f"{host}_static/previews.json") == 1
    assert all(url.startswith(host) for url in asked)


def _is_beside(box, link):
    return abs(box["y"] - link["y"] - link["height"]) < 12 or abs(box["y"] + box["height"] - link["y"]) < 12


def test_the_mouse_shows_an_equation_with_its_number_and_its_place(page):
    link = page.locator(BP2).first
    link.hover()
    preview = page.locator(".preview")
    preview.locator("mjx-container").wait_for()
    assert "(BP2)" in preview.locator("mjx-assistive-mml").text_content()
    assert preview.locator("a").inner_text().endswith("BP2, one layer back →")
    assert _is_beside(preview.bounding_box(), link.bounding_box())
    assert link.get_attribute("aria-describedby") == "preview"
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert len(set(ids)) == len(ids)
    # The mouse can go to it, and it stays as long as the mouse is there.
    preview.locator("mjx-container").hover()
    page.wait_for_timeout(600)
    assert preview.is_visible()
    page.locator("article h1").hover()
    preview.wait_for(state="detached")
    assert link.get_attribute("aria-describedby") is None


def test_escape_puts_a_preview_away_without_moving_the_mouse(page):
    page.locator(BP2).first.hover()
    page.locator(".preview").wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".preview").count() == 0
    page.wait_for_timeout(600)
    assert page.locator(".preview").count() == 0


def test_a_mouse_that_only_passes_shows_nothing(page):
    page.locator(BP2).first.evaluate(
        """link => {
             for (const way of ["pointerover", "pointerout"])
               link.dispatchEvent(new PointerEvent(way, { bubbles: true, pointerType: "mouse" }))
           }"""
    )
    page.wait_for_timeout(600)
    assert page.locator(".preview").count() == 0


def test_the_keyboard_shows_a_preview_and_can_go_into_it(page):
    link = page.locator(BP2).first
    link.evaluate("link => link.focus({ focusVisible: true })")
    preview = page.locator(".preview")
    preview.locator("mjx-container").wait_for()
    page.keyboard.press("Tab")
    assert preview.is_visible()
    if page.evaluate("document.activeElement.matches('.preview mjx-container')"):
        page.keyboard.press("Tab")  # a browser reaches a box that scrolls first
    assert page.evaluate("document.activeElement.matches('.preview .preview-way')")
    while page.evaluate("document.activeElement.closest('.preview') !== null"):
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")  # where it went may be a link with a preview of its own
    preview.wait_for(state="detached")
    assert not page.evaluate("document.activeElement === document.body")


def test_a_term_shows_its_definition_with_formulas_and_links_that_hold(page, host):
    page.locator(".bd-article a[href*='glossary.html#term-']").first.hover()
    preview = page.locator(".preview")
    preview.wait_for()
    assert preview.locator("strong").count() == 1
    links = preview.evaluate("box => [...box.querySelectorAll('a')].map(link => link.href)")
    assert all(page.request.get(link).ok for link in links)
    assert links[-1].startswith(f"{host}book/glossary.html#term-")
    page.locator("article h1").hover()
    preview.wait_for(state="detached")
    page.goto(f"{host}chapters/04_neuron.html")
    page.evaluate("MathJax.startup.promise")
    page.locator("a[href$='#term-sigmoid']").hover()
    preview.locator("mjx-container").first.wait_for()
    assert "\\" not in preview.inner_text()


def test_a_finger_shows_a_preview_at_first_and_follows_the_link_then(browser, host):
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.goto(f"{host}exercises/04_neuron.html")
    page.evaluate("MathJax.startup.promise")
    link = page.locator(".bd-article a[href*='04_neuron.html#equation-4-9']").first
    link.tap()
    preview = page.locator(".preview")
    preview.locator("mjx-container").wait_for()
    assert page.url.endswith("exercises/04_neuron.html")
    box = preview.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert preview.locator(".preview-way").bounding_box()["height"] >= 24
    page.locator("article h1").tap()
    preview.wait_for(state="detached")
    link.tap()
    preview.wait_for()
    link.tap()
    page.wait_for_url("**/chapters/04_neuron.html#equation-4-9")
    page.go_back()
    link.tap()
    preview.locator(".preview-way").tap()
    page.wait_for_url("**/chapters/04_neuron.html#equation-4-9")
    context.close()


def test_if_previews_do_not_come_a_finger_follows_the_link(browser, host):
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.route("**/previews.json", lambda route: route.abort())
    page.goto(f"{host}exercises/04_neuron.html")
    page.locator(".bd-article a[href*='04_neuron.html#equation-4-9']").first.tap()
    page.wait_for_url("**/chapters/04_neuron.html#equation-4-9")
    context.close()


def test_a_page_without_formulas_fetches_mathjax_for_a_preview(browser, host):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{host}book/preface.html")
    assert not page.evaluate("'MathJax' in window")
    page.evaluate(
        """document.querySelector(".bd-article p").innerHTML =
             '<a href="../chapters/06_four_equations.html#equation-bp2">(BP2)</a>'"""
    )
    page.locator("a[href$='#equation-bp2']").hover()
    page.wait_for_selector(".preview mjx-container")
    assert "(BP2)" in page.locator(".preview mjx-assistive-mml").text_content()
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_a_preview(browser, host, theme):
    page = browser.new_page(color_scheme=theme, reduced_motion="reduce")
    page.goto(f"{host}exercises/04_neuron.html")
    page.evaluate("MathJax.startup.promise")
    page.locator(".bd-article a[href*='04_neuron.html#equation-4-9']").first.hover()
    page.locator(".preview mjx-container").wait_for()
    page.evaluate(AXE_SCRIPT)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate(
        "rules => axe.run('.preview', {runOnly: rules, resultTypes: ['violations']})", rules
    )
    assert not found["violations"], found["violations"]
    page.close()
