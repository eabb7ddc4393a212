"""Every numbered equation has a test, every term its entry in the glossary, every source its line in the references.

The equation index of the site is made from the same functions.
"""

import json
import re
import sys
from pathlib import Path

import pytest
from pybtex.database import parse_file, parse_string

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))
import book_references  # noqa: E402
import book_source  # noqa: E402

NUMBERS = [equation.number for equation in book_source.equations()]
TESTS = book_source.verifying_tests()
NAMES = book_source.glossary()
WORKS = parse_file(ROOT / "book/references.bib", "bibtex").entries
TITLES = {key: re.sub("[{}]", "", work.fields["title"]) for key, work in WORKS.items()}


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


def test_numbers_rise_in_each_chapter_through_its_pages():
    for chapter in range(1, 14):
        found = [
            e.number
            for e in book_source.equations()
            if int(e.chapter.name[:2]) == chapter and "." in e.number
        ]
        assert found == [f"{chapter}.{i}" for i in range(1, len(found) + 1)], chapter


@pytest.mark.parametrize(
    ("term", "chapter"), [pytest.param(t.text, t.chapter.stem, id=t.text) for t in book_source.terms()]
)
def test_what_is_in_italics_is_a_term_of_the_glossary_or_the_title_of_a_work(term, chapter):
    assert book_source.entry(term, NAMES) or term in TITLES.values(), f"{term} in chapter {chapter}"


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
        assert block.rstrip().endswith(
            f"[Chapter {path.name.partition('_')[0].lstrip('0')}](../chapters/{path.name})"
        ), block


def _authors(work):
    """As a notebook writes them: "A. Griewank, A. Walther", or "S. Rush and others"."""
    persons = work.persons["author"]
    names = [" ".join([*person.first_names, *person.middle_names, *person.last_names]) for person in persons]
    return ", ".join(names).replace(", others", " and others")


def _is_named(key, source):
    """Whether a line under "Sources" is about a work: by an address of it, or by its title if there is none."""
    if found := re.search(r"\]\((https?:[^)\s]+)\)", source):
        return found[1] in book_references.addresses(WORKS[key])
    return f"*{TITLES[key]}*" in source


@pytest.mark.parametrize("path", book_source.chapters(), ids=lambda path: path.stem)
def test_the_sources_of_a_chapter_are_in_the_references(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    sources = re.findall(r"(?m)^- (.+)", text.split("\n## Sources")[1])
    assert len(sources) >= (4 if path.name[2] == "_" else 1)
    for source in sources:
        if source.startswith("The thirty bugs"):  # whose tutorials are not named
            continue
        named = [key for key in WORKS if _is_named(key, source)]
        assert len(named) == 1, source
        work = WORKS[named[0]]
        assert source.startswith(f"{_authors(work)}, "), source
        assert work.fields["year"][-4:] in source, source
        for field in ("journal", "booktitle", "volume"):
            assert work.fields.get(field, "") in source, f"{field}: {source}"


def test_each_work_is_shown_once():
    text = (ROOT / "book/references.md").read_text(encoding="utf-8")
    lists = re.findall(r'```\{bibliography\}\n:filter: keywords == "(\w+)"\n', text)
    assert len(set(lists)) == len(lists) == text.count("{bibliography}")
    assert {work.fields["keywords"] for work in WORKS.values()} == set(lists)
    assert len(set(TITLES.values())) == len(WORKS)


# The reading itself, on a small book


def _book(folder, *cells, test="", docstring=""):
    for name in ("chapters", "tests", "bplib", "book"):
        (folder / name).mkdir()
    markdown = [{"cell_type": "markdown", "source": [cell]} for cell in cells]
    (folder / "chapters/01_a.ipynb").write_text(json.dumps({"cells": markdown}), encoding="utf-8")
    (folder / "tests/test_a.py").write_text(test, encoding="utf-8")
    (folder / "bplib/a.py").write_text(
        f'class A:\n    def f(self):\n        """{docstring}"""\n', encoding="utf-8"
    )
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
    (root / "book/glossary.md").write_text(text, encoding="utf-8")
    assert book_source.glossary(root) == {"gradient": "Gradient", "nabla": "Gradient", "bias": "bias"}


def test_a_work_is_shown_with_its_title_as_a_link_and_a_remark():
    works = parse_string(
        r"""@incollection{a, author = {Doe, J. and others}, title = {On {XOR}}, booktitle = {A Book},
          publisher = {P}, year = {since 2001}, doi = {10.1/2(3)}, url = {not asked},
          annotation = {See \texttt{a\_b} and \href{https://c.d/#e}{chapter 2}.}}
        @article{b, author = {Roe, R. and Poe, P. and Low, L.}, title = {Why?}, journal = {J}, year = {1999},
          volume = {4}, number = {5}, pages = {6--7}}
        @book{c, author = {Roe, R.}, title = {All}, edition = {2nd}, publisher = {P}, year = {1998}}""",
        "bibtex",
    ).entries.values()
    style = book_references.Works()
    shown = [entry.text.render_as("html") for entry in style.format_entries(works)]
    assert [re.sub("</?span[^>]*>", "", text).replace("&nbsp;", " ") for text in shown] == [
        'J. Doe and others (since 2001). <a href="https://doi.org/10.1/2%283%29">On XOR</a>. In <em>A Book</em>, '
        'P. See <tt>a_b</tt> and <a href="https://c.d/#e">chapter 2</a>.',
        "R. Roe (1998). <em>All</em>. 2nd edition, P.",
        "R. Roe, P. Poe and L. Low (1999). Why? <em>J</em> 4(5), 6–7.",
    ]
