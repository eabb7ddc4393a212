"""Decks of slides: offline, nothing cut off, nothing empty, and what is said is in the notes."""

import json
import re

import kit_path  # first: it says where the others are
import nbformat
import pytest
from browser import chromium
from built_site import built, this_run
from kit import slides, sources

PAGES = [page for pages in sources.chapters().values() for page in pages]
OVERFLOW = """slides => slides.map(slide => {
  slide.style.display = 'block';
  const content = slide.querySelector('.content');
  const parts = [...content.querySelectorAll('p, pre, li, td, img, svg, mjx-container, .box')];
  const boxes = parts.filter(part => !part.closest('.live')).map(part => part.getBoundingClientRect());
  const frame = slide.getBoundingClientRect();
  const said = content.innerText.trim().length + content.querySelectorAll('img, svg, mjx-container').length;
  const bottom = Math.max(0, ...boxes.map(box => box.bottom)) - frame.top;
  const right = Math.max(0, ...boxes.map(box => box.right)) - frame.left;
  const scale = frame.width / slide.offsetWidth;
  slide.style.display = '';
  return {said, bottom: bottom / scale, right: right / scale, zoom: Number(content.style.zoom || 1)};
})"""


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    """All decks, with the figures of the built book."""
    built(this_run())
    return slides.write(list(sources.chapters()), tmp_path_factory.mktemp("slides"), progress=False)


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.mark.site
@pytest.mark.parametrize("name", [page.stem for page in PAGES])
def test_no_slide_is_empty_or_overflows(decks, browser, name):
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((decks / f"{name}.html").as_uri())
    page.wait_for_selector("html[data-ready]", timeout=120_000)
    measured = page.eval_on_selector_all(".slides section", OVERFLOW)
    page.close()
    assert not wrong
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked), "a deck needs no network"
    assert len(measured) >= 8
    for number, slide in enumerate(measured, 1):
        assert slide["said"] > 0, f"slide {number} is empty"
        assert slide["bottom"] <= 722, f"slide {number} overflows: {slide}"
        assert slide["right"] <= 1282, f"slide {number} is too wide: {slide}"
        assert slide["zoom"] >= 0.45, f"slide {number} is too small to read: {slide}"


def _deck(cells):
    """The slides of a notebook of some cells."""
    nb = nbformat.v4.new_notebook(cells=cells)
    page = kit_path.ROOT / "chapters/06_four_equations.ipynb"
    return slides.Deck(page, None, nb).made()


def test_what_is_shown_and_what_is_said():
    md, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    long = code("\n".join(f"x{i} = {i}" for i in range(20)))
    hidden = code("y = 2", metadata={"tags": ["hide-output"]})
    hidden.outputs = [nbformat.v4.new_output("stream", name="stdout", text="42\n")]
    made = _deck(
        [
            md("# 6. Title: more\n\nA sentence."),
            md(
                "## First\n\nSome words to say.\n\n$$\nx = 1 \\tag{6.1}\n$$\n\nMore words. [A link](05_network.ipynb)."
            ),
            md('**Predict** what comes. <span data-number="42"></span>'),
            hidden,
            long,
            md(
                '<div class="admonition warning"><p class="admonition-title">Pitfall: one</p>\n\nDo not.\n\n</div>'
            ),
            md(
                "## Check yourself\n\n**1.** Why?\n\n<details><summary>Answer</summary>\n\nBecause.\n\n</details>"
            ),
            md("## Sources\n\n- A book."),
        ]
    )
    text = "\n".join(part.html for slide in made for part in slide.parts)
    notes = "\n".join(note for slide in made for note in slide.notes)
    assert r"\[x = 1 \tag{6.1}\]" in text
    assert "Some words to say." in notes
    assert "Some words" not in text
    assert "A link" in notes
    assert "href" not in notes, "the chapter is not in the folder"
    assert "what comes" in text
    assert "data-number" not in text
    assert [part.fragment for slide in made for part in slide.parts if "42" in part.html] == [True]
    assert "x19" not in text + notes
    assert "Pitfall: one" in text
    assert "Why?" in text
    assert "Because." in notes
    assert "Because." not in text
    assert "A book." not in text + notes


def test_the_slideshow_metadata_of_a_cell_wins():
    def cell(text, kind=None):
        metadata = {"slideshow": {"slide_type": kind}} if kind else {}
        return nbformat.v4.new_markdown_cell(text, metadata=metadata)

    made = _deck(
        [
            cell("# 1. T"),
            cell("## A\n\n$$\na\n$$"),
            cell("$$\nb\n$$", "slide"),
            cell("$$\nc\n$$", "skip"),
            cell("$$\nd\n$$", "notes"),
        ]
    )
    shown = [[re.sub(r"\s", "", part.html) for part in slide.parts] for slide in made[1:]]
    assert [len(parts) for parts in shown] == [1, 1]
    assert "[a" in shown[0][0]
    assert "[b" in shown[1][0]
    assert "d" in "".join(made[2].notes)


@pytest.mark.site
def test_decks_have_their_licenses_and_alternative_texts(decks):
    names = {path.relative_to(decks).as_posix() for path in decks.rglob("*") if path.is_file()}
    assert {"lib/LICENSE-reveal.js", "lib/mathjax/LICENSE", "lib/reveal.js"} <= names
    text = (decks / "06_four_equations.html").read_text(encoding="utf-8")
    images = re.findall(r'<img src="data:image/[^>]*alt="([^"]*)"', text)
    assert len(images) >= 3
    assert all(len(alt) >= 40 for alt in images)
    assert "CC BY 4.0" in text
    assert str(kit_path.ROOT) not in json.dumps(text)
