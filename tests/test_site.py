"""The built site: it builds without a warning, every link leads somewhere, and it asks nothing of other hosts."""

import re
import shutil
import subprocess
import sysconfig
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlparse

import nbformat
import pytest
import yaml
from browser import chromium, served

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
TOC = yaml.safe_load((ROOT / "book/_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"], *(chapter["file"] for part in TOC["parts"] for chapter in part["chapters"])]
CHAPTERS = [page for page in PAGES if page.startswith("chapters/")]
BUILD = [str(Path(sysconfig.get_path("scripts")) / "jupyter-book"), "build"]
STRICT = ["-W", "-n", "--keep-going"]

# With --dist loadfile one worker builds the site, and all tests of it run there.
pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def site():
    command = [*BUILD, ".", "--config", "book/_config.yml", "--toc", "book/_toc.yml", "--path-output", "."]
    result = subprocess.run(
        [*command, "--all", *STRICT], cwd=ROOT, capture_output=True, text=True, timeout=1200
    )
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-6000:]
    return SITE


class _Page(HTMLParser):
    """The ids, links, images and addresses of other hosts of a page."""

    def __init__(self, path):
        super().__init__()
        self.ids, self.links, self.images, self.loaded = set(), [], [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids.add(attributes.get("id"))
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        if tag == "img":
            self.images.append(attributes)
        if tag in ("script", "img", "iframe", "source"):
            self.loaded.append(attributes.get("src") or "")
        if tag == "link" and attributes.get("rel") in (
            "stylesheet",
            "preload",
            "preconnect",
            "icon",
            "modulepreload",
        ):
            self.loaded.append(attributes.get("href") or "")


@pytest.fixture(scope="module")
def pages(site):
    return {name: _Page(site / f"{name}.html") for name in PAGES}


def test_every_page_of_the_table_of_contents_is_there(site):
    for name in PAGES:
        assert (site / f"{name}.html").is_file()
    assert (site / "index.html").is_file()


def test_the_order_of_the_book_is_the_order_of_the_numbers():
    for folder in ("chapters", "exercises", "solutions"):
        listed = [page for page in PAGES if page.startswith(f"{folder}/")]
        assert listed == [f"{folder}/{p.stem}" for p in sorted((ROOT / folder).glob("*.ipynb"))]


def test_the_readme_lists_the_chapters_in_order():
    linked = re.findall(r"\]\((chapters/\d\d_\w+)\.ipynb\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert linked == CHAPTERS


def test_no_page_loads_anything_from_another_host(site, pages):
    for name, page in pages.items():
        assert not [url for url in page.loaded if urlparse(url).netloc], name
        assert not re.search(
            r"unpkg\.com|cdn\.|cdnjs|maxcdn|googleapis", (site / f"{name}.html").read_text(encoding="utf-8")
        ), name


def test_links_inside_the_site_lead_to_a_page_and_a_place_on_it(site, pages):
    for name, page in pages.items():
        here = site / f"{name}.html"
        for link in page.links:
            url, fragment = urldefrag(link)
            if urlparse(url).scheme or url.startswith("//"):
                continue
            target = (here.parent / unquote(url)).resolve() if url else here
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), f"{name}: {link}"
            if fragment and target.suffix == ".html":
                assert unquote(fragment) in _Page(target).ids, f"{name}: {link}"


def test_every_image_is_described(pages):
    for name, page in pages.items():
        for image in page.images:
            alt = image.get("alt", "")
            assert len(alt) >= 20, f"{name}: {image.get('src', '')[:80]} has alt text {alt!r}"
            assert not re.search(r"\.(png|svg)$|^[0-9a-f]{16,}", alt), f"{name}: {alt}"


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_figure_of_a_chapter_is_on_its_page(pages, name):
    # A figure that fails while it is drawn does not fail its cell: it is just not there.
    shown = [image.get("alt") for image in pages[name].images]
    for cell in nbformat.read(ROOT / f"{name}.ipynb", as_version=4).cells:
        alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt")
        if alt and any("Figure" in str(o.get("data", "")) for o in cell.outputs):
            assert shown.count(alt) == 1, alt


def test_no_page_shows_a_traceback_a_warning_or_a_widget(site):
    for name in PAGES:
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        # The pages of book/ are not run: a traceback there is one that a reader is to see.
        assert "Traceback" not in text or name.startswith("book/"), name
        assert not re.search(r"\b\w*Warning:", text), name
        assert "application/vnd.jupyter.widget" not in text, name


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_shows_figures_and_numbered_equations(site, name):
    text = (site / f"{name}.html").read_text(encoding="utf-8")
    assert text.count("_images/") >= 4
    number = int(name.split("/")[1][:2])
    assert re.search(rf"\\tag\{{(BP\d|{number}\.\d+)\}}", text)


def test_terms_lead_to_the_glossary_where_they_are_defined(site):
    for name in CHAPTERS:
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        links = re.findall(r'href="\.\./book/glossary\.html#(term-[^"]+)"[^>]*><em>([^<]+)</em>', text)
        assert links, name
        assert len(set(links)) == len(links), name
    assert ("term-gradient", "gradient") in re.findall(
        r"glossary\.html#(term-[^\"]+)\"[^>]*><em>([^<]+)</em>",
        (site / "chapters/02_gradients.html").read_text(encoding="utf-8"),
    )


def test_the_equation_index_has_every_equation_with_its_function_and_its_test(site):
    text = (site / "book/equations.html").read_text(encoding="utf-8")
    for name in CHAPTERS:
        for number in re.findall(r"\\tag\{([^}]+)\}", (site / f"{name}.html").read_text(encoding="utf-8")):
            anchor = f"equation-{number.lower().replace('.', '-')}"
            assert f'href="../{name}.html#{anchor}"' in text, number
    row = re.search(r"<tr[^>]*>(?:(?!<tr).)*#equation-bp2\".*?</tr>", text, re.DOTALL)[0]
    assert "bplib.network.Network.backprop" in row
    assert "test_equations_06.py" in row
    assert row.count("Verified by") == 1
    rows = re.findall(r'#equation-[^"]+"', text)
    assert text.count("Verified by") == len(rows) >= 100


def test_a_notebook_that_fails_fails_the_build(tmp_path):
    shutil.copy(ROOT / "book/_config.yml", tmp_path / "_config.yml")
    config = yaml.safe_load((tmp_path / "_config.yml").read_text(encoding="utf-8"))
    for key in ("logo", "html", "sphinx"):
        config.pop(key)
    (tmp_path / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: page\n", encoding="utf-8")
    outcomes = {}
    for source in ("1 + 1", "1 / 0"):
        cells = [nbformat.v4.new_markdown_cell("# A page"), nbformat.v4.new_code_cell(source)]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), tmp_path / "page.ipynb")
        outcomes[source] = subprocess.run(
            [*BUILD, str(tmp_path), *STRICT], capture_output=True, timeout=300
        ).returncode
    assert outcomes["1 + 1"] == 0
    assert outcomes["1 / 0"] != 0


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(site):
    # Under a path of its own, as on a project page: every link must be relative.
    with served(site.parent) as root:
        yield root + "html/"


def _open(context, url):
    """A page, and what it asked for that is not its own site's, and the errors in its console."""
    page, foreign, errors = context.new_page(), [], []
    own = url[: url.index("/html/")]
    page.on(
        "request", lambda r: foreign.append(r.url) if not r.url.startswith((own, "data:", "blob:")) else None
    )
    page.on("requestfailed", lambda r: errors.append(f"failed: {r.url}"))
    page.on("response", lambda r: errors.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.wait_for_function("!window.MathJax || window.MathJax.startup?.promise")
    page.evaluate("window.MathJax ? MathJax.startup.promise : null")
    return page, foreign, errors


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_in_a_browser(browser, address, theme):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=theme)
    for name in PAGES:
        page, foreign, errors = _open(context, f"{address}{name}.html")
        assert not foreign, name
        assert not errors, name
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        assert page.locator("mjx-merror").count() == 0, f"{name}: a formula that MathJax cannot read"
        cut_off = page.evaluate(
            """[...document.querySelectorAll("div.math")].filter(block => {
                const formula = block.querySelector("mjx-container") ?? block
                return formula.scrollWidth > formula.clientWidth + 1 || block.scrollWidth > block.clientWidth + 1
            }).map(block => block.id + " " + block.innerText)"""
        )
        assert not cut_off, f"{name}: a formula wider than the text"
        backgrounds = page.evaluate(
            "[...document.querySelectorAll('.cell_output img')].map(i => getComputedStyle(i).backgroundColor)"
        )
        assert set(backgrounds) <= {"rgba(0, 0, 0, 0)"}, f"{name}: a figure with a box behind it"
        page.close()
    context.close()


def test_nothing_scrolls_sideways_on_a_phone(browser, address):
    context = browser.new_context(viewport={"width": 360, "height": 780}, has_touch=True)
    for name in PAGES:
        page, _, _ = _open(context, f"{address}{name}.html")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, f"{name} is {width} px wide"
        page.close()
    context.close()


def test_the_animation_of_chapter_1_plays_only_when_told_to(browser, address):
    context = browser.new_context()
    page, _, _ = _open(context, f"{address}chapters/01_derivatives.html")
    image, slider = page.locator(".animation img").first, page.locator(".anim-slider").first
    first = image.get_attribute("src")
    assert len(image.get_attribute("alt")) >= 40
    page.wait_for_timeout(500)
    assert image.get_attribute("src") == first
    assert slider.input_value() == "0"
    page.locator(".animation button[title='Next frame']").first.click()
    assert slider.input_value() == "1"
    assert image.get_attribute("src") != first
    page.locator(".animation button[title='Play']").first.click()
    page.wait_for_function("document.querySelector('.anim-slider').value > 3")
    context.close()


def test_the_search_finds_an_equation_by_its_name(browser, address):
    context = browser.new_context()
    page, _, _ = _open(context, f"{address}search.html?q=BP2")
    page.wait_for_selector("#search-results li")
    assert "four_equations" in page.locator("#search-results").inner_html()
    context.close()
