"""Every numbered equation has a test, every term its entry in the glossary, every source its line in the references.

The equation index of the site is made from the same functions.
"""

import importlib.util
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_spec = importlib.util.spec_from_file_location("book_source", ROOT / "book/_ext/book_source.py")
book_source = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(book_source)

NUMBERS = [equation.number for equation in book_source.equations()]
TESTS = book_source.verifying_tests()
NAMES = book_source.glossary()
REFERENCES = (ROOT / "book/references.md").read_text(encoding="utf-8")


def test_equations_are_found_and_each_number_is_used_once():
    assert len(NUMBERS) >= 100
    assert sorted(set(NUMBERS)) == sorted(NUMBERS)
    tags = "".join(path.read_text(encoding="utf-8") for path in book_source.chapters()).count("\\\\tag{")
    assert tags == len(NUMBERS), "a tag stands outside of a displayed equation"


@pytest.mark.parametrize("number", NUMBERS)
def test_an_equation_has_a_test_that_verifies_it(number):
    assert TESTS.get(number), f'no test is marked @pytest.mark.verifies("{number}")'


def test_no_test_verifies_an_equation_that_is_gone():
    assert set(TESTS) <= set(NUMBERS)


def test_no_docstring_names_an_equation_that_is_gone():
    names = book_source.implementing_names()
    assert set(names) <= set(NUMBERS)
    assert "bplib.network.Network.backprop" in names["BP1"]


def test_numbers_rise_in_each_chapter():
    for path in book_source.chapters():
        own = [e.number for e in book_source.equations() if e.chapter == path and "." in e.number]
        assert own == [f"{int(path.name[:2])}.{i}" for i in range(1, len(own) + 1)], path.name


@pytest.mark.parametrize(
    ("term", "chapter"), [pytest.param(t.text, t.chapter.stem, id=t.text) for t in book_source.terms()]
)
def test_what_is_in_italics_is_a_term_of_the_glossary_or_the_title_of_a_work(term, chapter):
    assert book_source.entry(term, NAMES) or f"*{term}*" in REFERENCES, f"{term} in chapter {chapter}"


def test_a_term_is_in_italics_only_where_it_is_defined():
    first = {}
    for term in book_source.terms():
        entry = book_source.entry(term.text, NAMES)
        if entry:
            assert entry not in first, f"{entry}: {first[entry].chapter.stem} and {term.chapter.stem}"
            first[entry] = term


def test_the_glossary_is_in_order_and_each_entry_leads_to_the_chapter_that_defines_it():
    entries = list(dict.fromkeys(NAMES.values()))
    assert len(entries) >= 80
    assert [e.lower() for e in entries] == sorted(e.lower() for e in entries)
    used = {book_source.entry(term.text, NAMES): term.chapter for term in book_source.terms()}
    assert set(entries) <= set(used), sorted(set(entries) - set(used))
    text = (ROOT / "book/glossary.md").read_text(encoding="utf-8")
    for block in text.split("```{glossary}\n")[1].removesuffix("```\n").split("\n\n"):
        path = used[block.splitlines()[0]]
        assert block.rstrip().endswith(f"[Chapter {int(path.name[:2])}](../chapters/{path.name})"), block


@pytest.mark.parametrize("path", book_source.chapters(), ids=lambda path: path.stem)
def test_the_sources_of_a_chapter_are_in_the_references(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    sources = text.split("\n## Sources")[1]
    addresses = set(re.findall(r"(?:\]\(|<)(https?:[^)>\s]+)", sources))
    assert addresses
    assert {a for a in addresses if f"({a})" not in REFERENCES} == set()


# The reading itself, on a small book


def _book(folder, *cells, test="", docstring=""):
    for name in ("chapters", "tests", "bplib", "book"):
        (folder / name).mkdir()
    markdown = [{"cell_type": "markdown", "source": [cell]} for cell in cells]
    (folder / "chapters/01_a.ipynb").write_text(json.dumps({"cells": markdown}))
    (folder / "tests/test_a.py").write_text(test)
    (folder / "bplib/a.py").write_text(f'class A:\n    def f(self):\n        """{docstring}"""\n')
    return folder


def test_numbers_formulas_and_headings_are_read(tmp_path):
    root = _book(
        tmp_path, "# 1. A\n\n$$\nx = 1 \\tag{1.1}\n$$", "## B\n\n$$y\n= 2\n\\tag{BP1}$$\n\nNot $\\tag{3}$"
    )
    chapter = root / "chapters/01_a.ipynb"
    assert book_source.equations(root) == [("1.1", "x = 1", chapter), ("BP1", "y\n= 2", chapter)]
    assert list(book_source.headings(chapter)) == ["1. A", "B"]


def test_marks_and_docstrings_are_read(tmp_path):
    test = '@pytest.mark.verifies("1.1", "BP2")\n@pytest.mark.slow\ndef test_b(): ...\ndef test_c(): ...\n'
    root = _book(tmp_path, "", test=test, docstring="Sum. Equations (1.1), (BP2) and (1.12). In (2.5) steps.")
    assert book_source.verifying_tests(root) == {"1.1": ["test_a.py::test_b"], "BP2": ["test_a.py::test_b"]}
    assert book_source.implementing_names(root) == {
        number: ["bplib.a.A.f"] for number in ("1.1", "BP2", "1.12")
    }


def test_italics_are_read_with_their_formulas_but_not_in_links_and_sources(tmp_path):
    root = _book(
        tmp_path,
        "## A\n\nThe *error $\\delta$* and $a*b*c$, **bold**, [*no*](x.md).",
        "## Sources\n\n*A Book*",
    )
    assert [t.text for t in book_source.terms(root)] == ["error $\\delta$"]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Gradient", "gradient"),
        ("gradients", "gradient"),
        ("batches", "batch"),
        ("Matrices", "matrix"),
        ("step", None),
        ("chain\nrule", "chain rule"),
        ("entropies", "entropy"),
    ],
)
def test_plurals_and_capitals_find_their_entry(text, entry):
    names = {name: name for name in ("gradient", "batch", "matrix", "chain rule", "entropy")}
    assert book_source.entry(text, names) == entry


def test_the_glossary_is_read_with_all_names_of_an_entry(tmp_path):
    root = _book(tmp_path, "")
    text = "Text\n\n```{glossary}\nGradient\nnabla\n  All slopes.\n\nbias\n  A number: $b$.\n```\n"
    (root / "book/glossary.md").write_text(text)
    assert book_source.glossary(root) == {"gradient": "Gradient", "nabla": "Gradient", "bias": "bias"}
