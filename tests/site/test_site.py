"""The built site: it builds without a warning, every link leads somewhere, and every page has what it should have."""

import functools
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urlparse

import nbformat
import pytest
import yaml
from built_site import BUILD, CHAPTERS, CORE, PAGES, ROOT, STRICT, built, this_run
from pybtex.database import parse_file

sys.path.insert(0, str(ROOT / "book" / "_ext"))
import book_references

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def site():
    return built(this_run())


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


_page = functools.cache(_Page)


@pytest.fixture(scope="module")
def pages(site):
    return {name: _page(site / f"{name}.html") for name in PAGES}


def test_every_page_of_the_table_of_contents_is_there(site):
    for name in PAGES:
        assert (site / f"{name}.html").is_file()
    assert (site / "index.html").is_file()


def test_the_order_of_the_book_is_the_order_of_the_numbers():
    for folder in ("chapters", "exercises", "solutions"):
        listed = [page for page in PAGES if page.startswith(f"{folder}/")]
        assert listed == [f"{folder}/{p.stem}" for p in sorted((ROOT / folder).glob("*.ipynb"))]


def test_the_readme_lists_the_chapters_in_order():
    linked = re.findall(
        r"\]\((chapters/\d\d[a-z]?_\w+)\.ipynb\)", (ROOT / "README.md").read_text(encoding="utf-8")
    )
    assert linked == CHAPTERS  # with those that have a letter


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
            path = unquote(urlparse(url).path)
            target = (here.parent / path).resolve() if path else here
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), f"{name}: {link}"
            if fragment and target.suffix == ".html" and "=" not in fragment:  # a state of a live figure
                assert unquote(fragment) in _page(target).ids, f"{name}: {link}"


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
    assert text.count("_images/") >= (3 if name in CORE else 1)
    number = int(name.split("/")[1][:2])
    assert name not in CORE or re.search(rf"\\tag\{{(BP\d|{number}\.\d+)\}}", text)


def test_terms_lead_to_the_glossary_where_they_are_defined(site):
    for name in CHAPTERS:
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        links = re.findall(r'href="\.\./book/glossary\.html#(term-[^"]+)"[^>]*><em>([^<]+)</em>', text)
        assert links or name not in CORE, name
        assert len(set(links)) == len(links), name
    assert ("term-gradient", "gradient") in re.findall(
        r"glossary\.html#(term-[^\"]+)\"[^>]*><em>([^<]+)</em>",
        (site / "chapters/02_gradients.html").read_text(encoding="utf-8"),
    )


def test_the_references_have_every_work_with_its_links_and_what_is_cited_leads_there(site, pages):
    text = (site / "book/references.html").read_text(encoding="utf-8")
    works = parse_file(ROOT / "book/references.bib", "bibtex").entries
    shown = dict(re.findall(r'<li id="(\w+)-\d"><p>(.*?)</p></li>', text, re.DOTALL))
    assert set(shown) == set(works)
    for key, work in works.items():
        assert re.sub("[{}]", "", work.fields["title"]) in shown[key], key
        assert set(re.findall('href="([^"]+)"', shown[key])) == set(book_references.addresses(work)), key
        assert not re.search(r"[\\{}]|undefined", shown[key]), key
    for name in ("preface", "notation", "performance"):
        cited = [link for link in pages[f"book/{name}"].links if link.startswith("references.html#")]
        assert len(cited) >= 3, name


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
