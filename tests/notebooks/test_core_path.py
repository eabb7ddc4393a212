"""What everybody reads: pages of one sitting, each of which needs only the ones before it."""

import json
import re
import sys
from pathlib import Path

import pytest

# Not there where only the library is tested.
pytest.importorskip("sphinx")

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "book" / "_ext"))
import book_source  # noqa: E402

PAGES = book_source.chapters()
CORE = [path for path in PAGES if path.stem[2] == "_"]
ASIDE = [path for path in PAGES if path not in CORE]
EQUATIONS = {equation.number: equation.chapter for equation in book_source.equations()}
each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
each_core_page = pytest.mark.parametrize("path", CORE, ids=lambda path: path.stem)


def _cells(path, kind="markdown"):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == kind]


def _paragraphs(path):
    return re.split(r"\n\s*\n", "\n\n".join(_cells(path)))


def _up_to(path, text, folder):
    """A copy of a notebook that ends where a text first stands."""
    nb = json.loads(path.read_text(encoding="utf-8"))
    for i, cell in enumerate(nb["cells"]):
        before, found, _ = "".join(cell["source"]).partition(text)
        if found:
            nb["cells"] = [*nb["cells"][:i], {**cell, "source": before}]
            break
    short = folder / path.name
    short.write_text(json.dumps(nb), encoding="utf-8")
    return short


@each_page
def test_a_page_is_one_sitting_and_says_how_long_it_takes(path):
    minutes = book_source.reading_time(path).minutes
    assert minutes <= 35
    stated = re.search(r"\*\*Time:?\*\*:? about (\d+) minutes to read", "\n".join(_cells(path)))
    assert stated, "no line **Time:** about … minutes to read"
    assert abs(int(stated[1]) - minutes) <= 2.5, f"{minutes:.1f}"


def test_the_first_of_the_four_equations_comes_within_two_and_a_half_hours(tmp_path):
    before = [path for path in CORE if path.stem < "06"]
    (four,) = (path for path in CORE if path.stem.startswith("06"))
    pages = [*before, _up_to(four, r"\tag{BP1}", tmp_path)]
    assert sum(book_source.reading_time(path).minutes for path in pages) <= 150


def test_the_first_eight_chapters_take_four_and_a_half_hours():
    assert sum(book_source.reading_time(path).minutes for path in CORE if path.stem < "09") <= 270


@pytest.mark.parametrize("path", ASIDE, ids=lambda path: path.stem)
def test_a_page_with_a_letter_belongs_to_a_chapter_and_leads_back(path):
    (chapter,) = (core for core in CORE if core.stem[:2] == path.stem[:2])
    assert f"]({chapter.name}" in "\n".join(_cells(path)[:2])
    assert f"]({path.name}" in "\n".join(_cells(chapter)), "its chapter does not offer it"


@each_core_page
def test_a_core_page_builds_on_core_pages_alone(path):
    (line,) = (text for text in _paragraphs(path) if re.match(r"\*\*Builds on:?\*\*", text))
    assert not [aside.name for aside in ASIDE if aside.name in line]


@each_core_page
def test_a_core_page_needs_no_equation_of_a_page_with_a_letter(path):
    """Unless the paragraph offers that page."""
    for text in _paragraphs(path):
        for number in re.findall(rf"\(({book_source.NUMBER})\)", text):
            page = EQUATIONS.get(number)
            assert page not in ASIDE or f"]({page.name}" in text, f"({number}) of {page.name}: {text}"


def _plain(text):
    return " ".join(re.sub(r"[-’']", " ", text.lower()).split())


@each_core_page
def test_a_core_page_uses_no_term_of_a_page_with_a_letter(path):
    """Unless the paragraph offers a page with a letter, or lists sources."""
    names = book_source.glossary()
    defined = {book_source.entry(term.text, names): term.chapter for term in book_source.terms()}
    words = {name: entry for name, entry in names.items() if defined.get(entry) in ASIDE}
    text = "\n\n".join(_cells(path)).split("\n## Sources")[0]
    for paragraph in re.split(r"\n\s*\n", text):
        if any(f"]({aside.name}" in paragraph for aside in ASIDE):
            continue
        plain = _plain(re.sub(r"`[^`]*`|\$[^$]*\$|\]\([^)]*\)", " ", paragraph))
        for name, entry in words.items():
            used = re.search(rf"\b{re.escape(_plain(name))}s?\b", plain)
            assert not used, f"{entry}, which {defined[entry].stem} defines: {paragraph}"


def test_the_count_is_of_what_is_read(tmp_path):
    cells = [
        (
            "markdown",
            [],
            "One two [three](a/b.ipynb) $a + b$.\n\n$$\nx = 1\n$$\n\n<details>four\n</details> **five** |",
        ),
        ("code", [], "a = 1\n\nb = 2"),
        ("code", ["hide-input"], "c = 3"),
    ]
    path = tmp_path / "01_a.ipynb"
    text = {"cells": [{"cell_type": k, "metadata": {"tags": t}, "source": s} for k, t, s in cells]}
    path.write_text(json.dumps(text), encoding="utf-8")
    assert book_source.reading_time(path) == (5, 1, 2)
    assert book_source.reading_time(path).minutes == pytest.approx(5 / 135 + 0.5 + 2 / 12)
