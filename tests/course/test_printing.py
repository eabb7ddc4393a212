"""The book on paper: everything is there, typeset, tagged and whole, and no answer stands under its question."""

import io
import re

import kit_path
import nbformat
import pytest
from bs4 import BeautifulSoup
from built_site import built, this_run
from kit import printing, sources
from PIL import Image
from pypdf import PdfReader

NAME = "06_four_equations"
PREDICTED = "286320000 runs of the network"  # what the first prediction of chapter 6 asks for
PAGE = """<article class="bd-article"><nav class="prev-next-top"><a href="x.html">Next</a></nav>
<section id="one"><h1>6. One: two<a class="headerlink" href="#one">#</a></h1>
<p>To <a href="#two">here</a>, <a href="other.html#far">there</a>, <a href="../elsewhere/page.html#x">away</a>
and <a href="https://example.org">out</a>.</p>
<div class="cell"><details class="admonition hide above-input"><summary><p class="collapsed">Show the code</p>
</summary><pre>plot()</pre></details>
<div class="cell_output"><img src="../_images/a.webp" alt="A line" loading="lazy"></div></div>
<p id="two"><strong>Predict</strong> it. <span data-question="q" data-label="W"></span></p>
<div class="cell"><pre>f()</pre><details class="admonition hide below-input"><summary>
<p class="collapsed">Show the output</p><p class="expanded">Hide the output</p></summary>
<pre>the output</pre></details></div>
<p>Why?</p><details><summary>Answer</summary><p>Because.</p></details>
<p>How?</p><details><summary>Hint 1</summary><p>Look <a href="#two">up</a>.</p></details>
</section><details class="cite-page"><summary>Cite this page</summary></details><script>x()</script></article>"""


def _squeezed(text):
    return re.sub(r"\s+", "", text)


def _printer(folder, **settings):
    for name in ("chapters/06_one", "chapters/other"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / f"{name}.html").write_text(PAGE, encoding="utf-8")
    return printing.Printer(["chapters/06_one", "chapters/other"], html=folder, **settings)


def test_what_was_folded_stands_at_the_end(tmp_path):
    part = _printer(tmp_path).part("chapters/06_one")
    assert part.title == "6. One: two"
    assert part.running == "6. One"
    assert list(part.folded) == ["answer", "hint", "code"]
    for there in ("the output", "Because."):
        assert there in part.folded["answer"]
        assert there not in part.body
    assert "Look" in part.folded["hint"]
    assert "plot()" in part.folded["code"]
    for gone in (
        "plot()",
        "Look",
        "<details",
        "<script",
        "Next",
        "headerlink",
        "Cite this page",
        "data-question",
    ):
        assert gone not in part.body
    pointers = BeautifulSoup(part.body, "html.parser").select(".pointer")
    said = [" ".join(pointer.get_text().split()) for pointer in pointers]
    assert said == ["Code 1, page", "Output: answer 1, page", "Answer 2, page", "Hint 1, page"]
    assert all(f'id="{pointer.a["href"][1:]}"' in "".join(part.folded.values()) for pointer in pointers)


def test_a_sheet_without_answers_has_room_for_them(tmp_path):
    part = _printer(tmp_path, answers=False, blanks=True).part("chapters/06_one")
    assert "answer" not in part.folded
    assert "the output" not in part.body
    assert "Because." not in part.body
    assert "Output: not on this sheet" in part.body
    assert re.search(r'W: <span class="blank">', part.body)


def test_links_lead_into_the_document_or_are_words(tmp_path):
    def links(**settings):
        soup = BeautifulSoup(_printer(tmp_path, **settings).part("chapters/06_one").body, "html.parser")
        return [link["href"] for link in soup.p.select("a")], soup.img["src"]

    inside = ["#p-chapters-06_one.two", "#p-chapters-other.far"]
    assert links() == ([*inside, "https://example.org"], "/_images/a.webp")
    away = "https://book.org/elsewhere/page.html#x"
    assert links(site="https://book.org/")[0] == [*inside, away, "https://example.org"]
    printer = _printer(tmp_path)
    parts = [printer.part(page) for page in ("chapters/06_one", "chapters/other")]
    text = printing.document(printing.Sheets("Title", parts, contents=True))
    assert "p-chapters-other.far" not in text, "no such place: to the page"
    assert not _dangling(BeautifulSoup(text, "html.parser"))


def _dangling(soup):
    places = [element["id"] for element in soup.select("[id]") if not element.find_parent("svg")]
    assert len(places) == len(set(places))
    return {link["href"] for link in soup.select('a[href^="#"]') if link["href"][1:] not in places}


def test_a_page_that_is_not_built_is_said(tmp_path):
    with pytest.raises(ValueError, match="make book"):
        _printer(tmp_path).part("chapters/07_two")


def test_of_an_animation_the_last_frame_is_printed(tmp_path):
    sheet = Image.new("RGBA", (4, 9), "red")
    sheet.paste((0, 0, 255, 255), (0, 6, 4, 9))
    sheet.putpixel((0, 8), (0, 0, 0, 0))
    sheet.save(tmp_path / "frames.webp", lossless=True, exact=True)
    frame = Image.open(io.BytesIO(printing.last_frame(tmp_path / "frames.webp", 3)))
    assert frame.size == (4, 3)
    assert frame.getpixel((2, 1)) == (0, 0, 255)
    assert frame.getpixel((0, 2)) == (255, 255, 255)


def test_hatching_stays_lines():
    svg = (
        '<svg><path d="m70 10l10 0 0 65-10 0z" clip-path="url(#c)" style="fill:url(#h);stroke:red"/>'
        '<pattern id="h" x="0" y="0" width="72" height="72"><path d="m0 0l72 72"/></pattern></svg>'
    )
    drawn = printing.drawn(svg)
    assert "<pattern" not in drawn
    assert "fill:url" not in drawn
    assert drawn.count("<use ") == 4  # tiles under a shape of two by two
    assert 'style="fill:none;stroke:red"' in drawn
    assert printing._box("m1 1c0 0 9 9 4 4l1 0z m-1-1") == (0, 0, 10, 10)


@pytest.fixture(scope="module")
def site():
    return built(this_run())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("print")


@pytest.fixture(scope="module")
def whole(site, folder):
    """The handout of chapter 6 with its answers, and what was said of it."""
    said = printing.handout(6, folder / "whole.pdf", answers=True, html=site, progress=False)
    return PdfReader(folder / "whole.pdf"), said


@pytest.fixture(scope="module")
def sheet(site, folder):
    """The handout of chapter 6 without answers."""
    printing.handout(6, folder / "sheet.pdf", html=site, progress=False)
    return PdfReader(folder / "sheet.pdf")


@pytest.fixture(scope="module")
def texts(whole):
    return [page.extract_text() for page in whole[0].pages]


def _folded(site, page):
    """What is folded on a page of the site as an answer, without formulas."""
    soup = BeautifulSoup((site / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
    for details in soup.select("article details:not(.above-input, .chapter-guide, .cite-page)"):
        for gone in details.select("summary, .math, img, live-figure"):
            gone.replace_with("\n")
        if lines := [line for line in details.get_text().splitlines() if len(_squeezed(line)) > 18]:
            yield _squeezed(max(lines, key=len))


@pytest.mark.site
def test_outline(whole):
    def flat(items, depth=0):
        for item in items:
            if isinstance(item, list):
                yield from flat(item, depth + 1)
            else:
                yield depth, item.title.strip()

    found = list(flat(whole[0].outline))
    assert (0, "6. The four equations of backpropagation") in found
    assert (1, "Seventeen knobs") in found
    assert [title for depth, title in found if depth == 0][1:] == [
        "Exercises 6: The four equations",
        "Answers",
        "Solutions 6: The four equations",
    ]


@pytest.mark.site
def test_fonts_are_embedded(whole):
    kinds = set()
    for page in whole[0].pages:
        for font in page["/Resources"].get("/Font", {}).values():
            font = font.get_object()
            kinds.add(font["/Subtype"])
            inner = font["/DescendantFonts"][0].get_object() if font["/Subtype"] == "/Type0" else font
            descriptor = inner.get("/FontDescriptor", {})
            assert "/CharProcs" in inner or {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor), font
    assert kinds


@pytest.mark.site
def test_equations_have_their_numbers(whole, texts):
    source = (kit_path.ROOT / f"chapters/{NAME}.ipynb").read_text(encoding="utf-8")
    numbers = set(re.findall(r"\\\\tag\{([^}]+)\}", source))
    assert len(numbers) >= 10
    text = _squeezed("".join(texts))
    assert {number for number in numbers if f"({number})" not in text} == set()
    assert "\\frac" not in text


@pytest.mark.site
def test_no_line_of_code_is_lost(texts):
    text = _squeezed("".join(texts))
    lost, looked = [], 0
    for folder in ("chapters", "exercises", "solutions"):
        for cell in nbformat.read(kit_path.ROOT / folder / f"{NAME}.ipynb", 4).cells:
            lines = cell.source.splitlines() if cell.cell_type == "code" else []
            if {"remove-input", "remove-cell"} & set(cell.metadata.get("tags", [])):
                continue
            looked += len(lines)
            lost += [line for line in lines if _squeezed(line) not in text]
    assert looked > 300
    assert lost == []


@pytest.mark.site
def test_tagged_with_alternative_texts(site, whole):
    root = whole[0].trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    found, left = [], [root["/StructTreeRoot"]]
    while left:
        element = left.pop()
        if isinstance(element, dict):
            if "/Alt" in element:
                found.append(element["/Alt"])
            inside = element.get("/K", [])
            inside = inside if isinstance(inside, list) else [inside]
            left += [each.get_object() for each in inside if not isinstance(each, int)]
    soup = BeautifulSoup((site / f"chapters/{NAME}.html").read_text(encoding="utf-8"), "html.parser")
    wanted = {" ".join(image["alt"].split()) for image in soup.select("article img[alt]")}
    assert len(wanted) >= 8
    assert wanted - {" ".join(alt.split()) for alt in found} == set()
    formulas = int(re.search(r"(\d+) formulas", whole[1])[1])
    assert sum("\\tag{BP2}" in alt for alt in found) == 1
    assert len(found) >= formulas > 250


@pytest.mark.site
def test_answers_come_last_or_not_at_all(site, sheet, texts):
    answers = [*_folded(site, f"chapters/{NAME}")]
    assert len(answers) >= 5
    first = next(i for i, text in enumerate(texts) if re.search(r"(?m)^Answers$", text))
    before, after = (_squeezed("".join(part)) for part in (texts[:first], texts[first:]))
    assert _squeezed(PREDICTED) in after
    assert [answer for answer in answers if answer in before] == []
    assert [answer for answer in answers if answer not in after] == []
    without = _squeezed("".join(page.extract_text() for page in sheet.pages))
    assert [answer for answer in answers if answer in without] == []
    assert _squeezed("6.9 The whole of backpropagation") in without
    hidden = "nabla_w=[delta[l]@a[l-1].T"
    assert hidden not in without[without.index("Exercises6") :]


@pytest.mark.site
def test_links_and_numbers_of_pages_are_right(whole, texts):
    places = whole[0].named_destinations
    numbers = {page.indirect_reference.idnum: i for i, page in enumerate(whole[0].pages, 1)}
    count = 0
    for page in whole[0].pages:
        for link in page.get("/Annots", []):
            link = link.get_object()
            if "/A" in link:
                address = link["/A"]["/URI"]
                assert address.startswith(("https:", "http:")), address
                assert "127.0.0.1" not in address
            else:
                assert str(link["/Dest"]).removeprefix("/") in {name.removeprefix("/") for name in places}
                count += 1
    assert count > 60
    said = re.search(r"Output: answer 1, page\s*(\d+)", "\n".join(texts))
    place = next(places[name] for name in places if name.endswith(f"{NAME}.answer-1"))
    assert int(said[1]) == numbers[place.page.idnum]
    assert all(re.search(rf"(?m)^\s*{i}\s*$", text) for i, text in enumerate(texts, 1))


@pytest.mark.site
def test_nothing_is_cut_off_and_the_file_is_small(whole, folder, texts):
    assert "wider than the paper" not in whole[1]
    assert (folder / "whole.pdf").stat().st_size < 1.5e6
    assert all(len(text) > 80 for text in texts), "an empty page"
    text = _squeezed("".join(texts))
    assert "CCBY4.0" in text
    assert "creativecommons.org" in text


@pytest.mark.site
def test_the_whole_book_is_one_document(site):
    """Its pages as they go to the printer; printing all of them takes minutes."""
    pages = printing.listed(*printing.BOOK)
    assert {f"chapters/{page.stem}" for pages in sources.chapters().values() for page in pages} <= set(pages)
    printer = printing.Printer(pages, html=site)
    text = printing.document(printing.Sheets("Book", [printer.part(page) for page in pages], contents=True))
    soup = BeautifulSoup(text, "lxml")
    assert not _dangling(soup)
    assert not soup.select("details, button, input, nav:not(.toc), main script")
    assert all(image.get("alt") for image in soup.select("img"))
    assert len(printer.pictures) >= 5, "animations"
    assert len(soup.select(".toc li")) == len(pages)
    for page in ("chapters/06_four_equations", "book/prerequisites"):
        body = soup.find(id=printing.anchor(page))
        for folds in body.select(".folds"):
            folds.extract()
        text = _squeezed(body.get_text())
        assert [answer for answer in _folded(site, page) if answer in text] == []
