"""What needs the site's address is there when it is configured, and left out when it is not."""

import os
import re
import shutil
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from built_site import ROOT

ADDRESS = "https://example.org/some/book/"


def _built(folder, **options):
    """A book of two pages with the extension that describes pages."""
    for name in ("book/index", "chapters/01_first"):
        page = folder / f"{name}.md"
        page.parent.mkdir(parents=True)
        page.write_text(f"# The page {name[-5:]}\n\nIt says something, with $x_1$.\n", encoding="utf-8")
    with open(folder / "book/index.md", "a", encoding="utf-8") as front:
        front.write("\n![A picture](drawing.svg)\n\n[one](../chapters/01_first.md)\n\n")
        front.write("```{toctree}\n../chapters/01_first\n```\n")
    shutil.copy(ROOT / "book/_static/logo.svg", folder / "book/drawing.svg")
    (folder / "_templates").mkdir()
    shutil.copy(ROOT / "book/_templates/404.html", folder / "_templates")
    settings = {
        "extensions": ["myst_parser", "book_meta"],
        "root_doc": "book/index",
        "templates_path": ["_templates"],
        "myst_enable_extensions": ["dollarmath"],
        **options,
    }
    conf = "\n".join(f"{name} = {value!r}" for name, value in settings.items())
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "-q", folder, folder / "site"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "book/_ext"), "SOURCE_DATE_EPOCH": "86400"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    # Also without the slash at its end.
    return _built(tmp_path_factory.mktemp("published"), html_baseurl=ADDRESS.rstrip("/"))


@pytest.fixture(scope="module")
def unpublished(tmp_path_factory):
    return _built(tmp_path_factory.mktemp("unpublished"))


def _head(path):
    text = path.read_text(encoding="utf-8")
    return text, dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)"', text))


@pytest.mark.parametrize(
    ("name", "url"),
    [("chapters/01_first", f"{ADDRESS}chapters/01_first.html"), ("book/index", ADDRESS), ("index", ADDRESS)],
)
def test_a_page_names_its_address(published, name, url):
    text, properties = _head(published / f"{name}.html")
    assert re.findall(r'<link rel="canonical" href="([^"]*)"', text) == [url]
    assert properties["og:url"] == url
    assert properties["og:image"] == f"{ADDRESS}_static/page.png"
    assert f"url = {{{url}}}" in text


def test_the_sitemap_names_every_page_once(published):
    root = ElementTree.parse(published / "sitemap.xml").getroot()
    assert root.tag == "{http://www.sitemaps.org/schemas/sitemap/0.9}urlset"
    assert [url[0].text for url in root] == [ADDRESS, f"{ADDRESS}chapters/01_first.html"]


def test_the_page_for_wrong_addresses_knows_where_the_book_is(published, unpublished):
    assert 'href="/some/book/chapters/01_first.html"' in _head(published / "404.html")[0]
    assert 'href="chapters/01_first.html"' in _head(unpublished / "404.html")[0]


def test_nothing_names_an_address_that_is_not_known(unpublished):
    assert not (unpublished / "sitemap.xml").exists()
    for name in ("chapters/01_first", "book/index", "index"):
        text, properties = _head(unpublished / f"{name}.html")
        assert "canonical" not in text
        assert "og:title" in properties
        assert not {"og:url", "og:image"} & set(properties)


def test_a_description_is_text_and_the_day_of_the_build_can_be_fixed(unpublished):
    text, properties = _head(unpublished / "chapters/01_first.html")
    assert properties["og:description"] == "It says something, with x_1."
    assert '<meta name="description" content="It says something, with x_1." />' in text


def test_the_front_page_at_the_root_has_the_links_of_the_one_in_its_folder(unpublished):
    below, _ = _head(unpublished / "book/index.html")
    root, _ = _head(unpublished / "index.html")
    assert 'href="../chapters/01_first.html"' in below
    assert 'href="chapters/01_first.html"' in root
    assert 'src="_images/drawing.svg"' in root
    assert 'data-content_root="./"' in root
    links = re.findall(r'(?:href|src|action)="(?!https?:)([^"#]+)', root)
    assert len(links) > 5
    for link in links:
        assert (unpublished / link.partition("?")[0]).is_file(), link
