"""The search: what it knows of a page, what it finds, and what it shows of it."""

import json
import re
import sys

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browser import chromium, served
from built_site import PAGES, ROOT, built, this_run

on_site = pytest.mark.site
# Not there where only the library is tested.
pytest.importorskip("sphinx")
sys.path.insert(0, str(ROOT / "book" / "_ext"))
import book_search  # noqa: E402
from docutils import nodes  # noqa: E402


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\delta^l = \bigl((W^{l+1})^{\mathsf T} \delta^{l+1}\bigr) \odot \sigma'(z^l) \tag{BP2}",
         "δ^{l} = ((W^{l+1})^{T} δ^{l+1}) ⊙ σ′(z^{l}) (BP2)"),
        (r"\frac{\partial C}{\partial z^l_j} \approx -\tfrac12", "∂C/∂z^{l}_{j} ≈ −1/2"),
        (r"\frac{f(x+h) - f(x)}{h}", "(f(x+h) − f(x))/h"),
        (r"\sqrt[3]{3\varepsilon}", "^{3}√(3ε)"),
        (r"\bar z_{n_\text{in}} \ne \ln 2", "z\u0304_{nin} ≠ ln 2"),
        (r"\tanh(z)", "tanh(z)"),
        (r"\underbrace{W}_{2 \times 3} \to P", "W → P"),
        (r"\begin{aligned} a &= 1, \\ b &= \{2\} \end{aligned}", "a = 1, b = {2}"),
        (r"\left\lVert v \right\rVert", "‖ v ‖"),
    ],
)  # fmt: skip
def test_a_formula_is_a_line_of_text(latex, text):
    assert book_search.plain(latex) == text


def test_words_are_found_in_any_form_and_greek_letters_by_their_names():
    def stems(text):
        return list(book_search.stems(text, {"6.3"}))

    assert stems("Derivatives of σ") == stems("derivative sigma") == ["deriv", "sigma"]
    assert stems("sigmoid_prime, by (6.3) or (6.2)") == ["sigmoid", "prime", "6.3"]
    assert stems("δ^{l} ∇C 0.5 x 17") == ["delta", "nabla"]


def test_the_index_packs_the_places_of_a_word():
    assert book_search._packed([0, 25, 26, 52, 52 + 26 * 27]) == "AZBbAbbA"


def _page():
    code = nodes.container("", nodes.literal_block("", "x = hidden"), classes=["cell"])
    output = nodes.container("", nodes.literal_block("", "printed"), classes=["cell_output"])
    inner = nodes.section("", nodes.title("", "One step"), nodes.paragraph("", "", nodes.Text("Error "),
                          nodes.math("", r"\delta")), code, output, ids=["one-step"])  # fmt: skip
    page = nodes.section(
        "", nodes.title("", "6. A page"), nodes.paragraph("", "First."), inner, ids=["a-page"]
    )
    return nodes.section("", page)


@pytest.mark.parametrize("code", [True, False])
def test_a_page_is_read_by_sections_without_outputs_and_if_so_wanted_without_code(code):
    assert book_search.sections(_page()[0], code)[-1] == (
        "one-step", "One step", "Error δ", "x = hidden" if code else ""
    )  # fmt: skip


# On the built site


@pytest.fixture(scope="module")
def site():
    return built(this_run())


@pytest.fixture(scope="module")
def host(site):
    with served(site) as root:
        yield root


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


def _search(page, host, query):
    """[(address, title, what is quoted, words marked)] of the results that are shown."""
    page.goto(f"{host}search.html")
    page.locator(".bd-search-container input[name=q]").fill(query)
    page.wait_for_selector("#search-results li .context")
    page.wait_for_load_state("networkidle")
    return page.evaluate(
        """[...document.querySelectorAll("#search-results li")].map(item => [
             item.querySelector("a").getAttribute("href"), item.querySelector("a").textContent,
             item.querySelector(".context").textContent,
             [...item.querySelectorAll("mark")].map(mark => mark.textContent)])"""
    )


@on_site
@pytest.mark.parametrize("query", ["δ", "delta", "Δ"])
def test_a_greek_letter_is_found_by_its_sign_and_by_its_name(page, host, query):
    found = _search(page, host, query)
    assert any("chapters/06_four_equations.html#" in address for address, *_ in found)
    marked = {word for *_, words in found for word in words}
    assert "δ" in marked


@on_site
@pytest.mark.parametrize("query", ["BP2", "(BP2)", "bp2", "equation (BP2)"])
def test_an_equation_is_the_first_result_for_its_number(page, host, query):
    address, title, quote, _ = _search(page, host, query)[0]
    assert address.endswith("/chapters/06_four_equations.html#equation-bp2")
    assert title == "Equation (BP2)"
    assert "\\" not in quote


@on_site
@pytest.mark.parametrize("query", ["6.3", "(6.3)"])
def test_a_number_finds_the_equation_the_exercise_and_what_refers_to_them(page, host, query):
    found = _search(page, host, query)
    assert found[0][0].endswith("/chapters/06_four_equations.html#equation-6-3")
    assert any(title.startswith("6.3 ") and "/exercises/06" in address for address, title, *_ in found[:4])
    assert any("(6.3)" in quote and "6.3" in words for _, _, quote, words in found)


@on_site
def test_parts_of_a_name_find_what_has_all_of_them(page, host):
    found = _search(page, host, "sigmoid prime")
    assert len(found) >= 3
    marked = [{word.lower() for word in words} for *_, words in found]
    assert marked[0] == {"sigmoid", "prime"}
    assert all(words <= {"sigmoid", "prime"} for words in marked)
    assert sum(words == {"sigmoid", "prime"} for words in marked) > len(marked) / 2


@on_site
def test_a_term_leads_to_its_entry_and_to_sections_about_it(page, host):
    found = _search(page, host, "learning rate")
    assert found[0][0].endswith("/book/glossary.html#term-learning-rate")
    assert "step" in found[0][2].lower()
    assert sum("#" in address for address, *_ in found) > len(found) / 2
    assert any("/chapters/" in address for address, *_ in found[:5])


@on_site
def test_the_beginning_of_a_word_is_enough(page, host):
    assert any("backpropagation" in " ".join(words).lower() for *_, words in _search(page, host, "backprop"))


@on_site
@pytest.mark.parametrize("query", ["learning rate", "δ", "cost", "chain rule", "softmax"])
def test_what_is_quoted_is_what_a_page_shows(page, host, query):
    found = _search(page, host, query)
    assert sum(bool(words) for *_, words in found) > len(found) / 2  # the others have them in their titles
    for address, _, quote, _ in found:
        assert quote, address
        assert not re.search(r"\\[a-zA-Z]|\$|[_^]\{|BEGIN SOLUTION", quote), f"{address}: {quote}"
        assert len(quote) < 400


@on_site
def test_all_that_is_found_leads_to_a_place_of_a_page(page, host, site):
    for query in ("derivative", "weight"):
        page.goto(f"{host}search.html?q={query}")
        page.wait_for_selector("#search-results li")
        while (more := page.locator("#search-results > button")).is_visible():
            more.click()
        links = page.evaluate("[...document.querySelectorAll('#search-results a')].map(link => link.href)")
        assert len(links) > 20
        for link in links:
            path, _, anchor = link.removeprefix(host).partition("#")
            text = (site / path).read_text(encoding="utf-8")
            assert not anchor or f'id="{anchor}"' in text, link


@on_site
def test_nothing_found_is_said_and_the_address_keeps_what_is_asked(page, host):
    page.goto(f"{host}search.html")
    page.locator(".bd-search-container input[name=q]").fill("xylophone")
    page.wait_for_function(
        "document.querySelector('[role=status]').textContent.startsWith('Nothing was found')"
    )
    assert page.url.endswith("?q=xylophone")


@on_site
def test_solutions_are_known_without_their_code(site):
    for name in PAGES:
        parts = json.loads((site / f"_static/search/{name}.json").read_text(encoding="utf-8"))
        if name == "book/equations":
            assert not parts  # a table of what the chapters say
            continue
        assert parts, name
        if name.startswith(("solutions/", "exercises/")):
            assert not any(code for *_, code in parts), name
        if name.startswith("chapters/"):
            assert any("import" in code for *_, code in parts), name
        for _, title, text, _ in parts:
            assert not re.search(r"SOLUTION|\\[a-z]{2,}|</?\w+>", title + text), f"{name}: {title}"


@on_site
def test_the_titles_tell_a_set_from_its_solutions_and_its_chapter(site):
    data = (site / "searchindex.js").read_text(encoding="utf-8")
    titles = dict(json.loads(data.removeprefix("window.searchIndex = ").rstrip(";\n"))["pages"])
    assert titles["chapters/06_four_equations"] == "6. The four equations of backpropagation"
    assert titles["exercises/06_four_equations"] == "Exercises 6: The four equations"
    assert titles["solutions/06_four_equations"] == "Solutions 6: The four equations"
    assert len(set(titles.values())) == len(titles)
    solutions = (site / "solutions/06_four_equations.html").read_text(encoding="utf-8")
    assert "<title>Solutions 6: The four equations" in solutions
    assert re.search(r"<h1>Solutions 6: The four equations", solutions)


@on_site
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_results(browser, host, theme):
    page = browser.new_page(color_scheme=theme, viewport={"width": 360, "height": 780})
    _search(page, host, "learning rate")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.evaluate(AXE_SCRIPT)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", rules)
    assert not found["violations"], found["violations"]
    page.close()
