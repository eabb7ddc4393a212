"""The pages around the chapters: their sessions run, their links into chapters hold, the front page is in step."""

import doctest
import json
import re
from pathlib import Path

import pytest

BOOK = Path(__file__).resolve().parents[2] / "book"
CORE = sorted((BOOK.parent / "chapters").glob("[0-9][0-9]_*.ipynb"))
SESSIONS = ["notation", "prerequisites"]  # these pages must have some; others may
FENCE = re.compile(r"^(`{3,})(\w*)[^\n]*\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def _read(page):
    return (BOOK / f"{page}.md").read_text(encoding="utf-8")


def _examples(text):
    """The sessions of a page in order, each example with its line on the page."""
    found = []
    for fence in FENCE.finditer(text):
        if ">>>" in fence[3]:
            first = text.count("\n", 0, fence.start(3))
            for example in doctest.DocTestParser().get_examples(fence[3]):
                example.lineno += first
                found.append(example)
    return found


def _failures(text, name="page"):
    """How many examples of a page fail, how many ran, and what doctest says of them."""
    said = []
    test = doctest.DocTest(_examples(text), {}, name, f"{name}.md", 0, text)
    result = doctest.DocTestRunner(verbose=False, optionflags=FLAGS).run(test, out=said.append)
    return result.failed, result.attempted, "".join(said)


PAGES = sorted(path.stem for path in BOOK.glob("*.md") if ">>>" in path.read_text(encoding="utf-8"))


def _markdown(chapter):
    cells = json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def _slug(heading):
    """The anchor that MyST gives a heading, as on GitHub."""
    return re.sub(r"[^\w\- ]", "", heading.lower().strip().replace("`", "").replace("$", "")).replace(
        " ", "-"
    )


def _minutes(text):
    """A reading time in words, such as "about an hour to read", "45 minutes" or "1 hour"."""
    hours = re.search(r"\b(an|1|2|two) hours?( and a half)?", text)
    if hours:
        return {"an": 60, "1": 60, "2": 120, "two": 120}[hours[1]] + (30 if hours[2] else 0)
    return int(re.search(r"(\d+) min", text)[1])


def test_the_pages_that_should_have_sessions_have_them():
    assert set(SESSIONS) <= set(PAGES)
    for page in SESSIONS:
        assert len(_examples(_read(page))) >= 20, page


@pytest.mark.parametrize("page", PAGES)
def test_every_session_of_a_page_prints_what_the_page_shows(page):
    text = _read(page)
    failed, attempted, said = _failures(text, page)
    assert not failed, said
    # None is left out: every prompt of the page, in a fence or not, was run.
    assert attempted == len(re.findall(r"^\s*>>> ", text, re.MULTILINE)) > 0


def test_a_wrong_output_is_noticed_wherever_it_stands():
    text = "a\n\n:::{dropdown} Answer\n```pycon\n>>> x = 2\n>>> x + 1\n3\n```\n:::\n"
    assert _failures(text)[:2] == (0, 2)
    failed, _, said = _failures(text.replace("3", "4"))
    assert failed == 1
    assert "line 6" in said


def test_every_question_of_the_self_test_has_its_answer_folded_away():
    text = _read("prerequisites")
    numbers = [int(n) for n in re.findall(r"^\*\*(\d+)\.\*\*", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 15
    questions = re.split(r"^\*\*\d+\.\*\*", text, flags=re.MULTILINE)[1:]
    for number, question in zip(numbers, questions):
        assert question.count("<details><summary>Answer</summary>") == 1, number
        assert question.count("</details>") == 1, number
    # The Python group, from question 12 on, is answered by sessions that run.
    python = questions[11:]
    assert len(python) >= 6
    assert all(">>> " in question.split("</details>")[0] for question in python)


@pytest.mark.parametrize("page", sorted(path.stem for path in BOOK.glob("*.md")))
def test_links_into_chapters_lead_to_a_heading(page):
    for name, anchor in re.findall(r"\]\(\.\./(\w+/\w+\.ipynb)(?:#([^)]+))?\)", _read(page)):
        target = BOOK.parent / name
        assert target.is_file(), f"{page}.md: no {name}"
        if anchor:
            headings = re.findall(r"^#{1,3} (.+)$", _markdown(target), re.MULTILINE)
            assert anchor in map(_slug, headings), f"{page}.md: {name} has no #{anchor}"


def test_pages_link_only_to_pages_that_are_there():
    for path in BOOK.glob("*.md"):
        for name in re.findall(r"\]\((\w+\.md)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (BOOK / name).is_file(), f"{path.name}: no {name}"


@pytest.mark.parametrize("page", sorted(path.stem for path in BOOK.glob("*.md")))
def test_links_to_a_part_of_a_page_lead_to_a_heading(page):
    for name, anchor in re.findall(r"\]\((?:(\w+)\.md)?#([^)]+)\)", _read(page)):
        text = FENCE.sub("", _read(name or page))
        headings = re.findall(r"^#{1,3} (.+)$", text, re.MULTILINE)
        assert anchor in map(_slug, headings), f"{page}.md: {name or page}.md has no #{anchor}"


def test_what_is_typed_without_make_is_what_make_does():
    fences = {
        fence[2]: fence[3] for fence in FENCE.finditer(_read("how_to_use").split("As an instructor")[0])
    }
    windows = fences["powershell"].replace("\\", "/").replace("Scripts", "bin").replace("py -m", "python3 -m")
    linux = next(f[3] for f in FENCE.finditer(_read("how_to_use")) if "python3" in f[3])
    assert windows == linux
    makefile = (BOOK.parent / "Makefile").read_text(encoding="utf-8")
    for old, new in (("$(BIN)", ".venv/bin"), ("$(PYTHON)", "python3"), ("$(VENV)", ".venv")):
        makefile = makefile.replace(old, new)
    makefile = makefile.replace("--quiet --disable-pip-version-check ", "")
    for line in linux.splitlines():
        assert f"\t{line}\n" in makefile, line


ROW = re.compile(r"^(\d+)\. \[([^\]]+)\]\(\.\./chapters/(\w+)\.ipynb\) (.+) \*([^*]+)\*$", re.MULTILINE)


def test_the_front_page_lists_the_chapters_there_are_in_order():
    rows = ROW.findall(_read("index"))
    assert [name for _, _, name, _, _ in rows] == [path.stem for path in CORE]
    assert len(rows) >= 13


@pytest.mark.parametrize("chapter", CORE, ids=lambda path: path.stem)
def test_the_front_page_has_title_and_reading_time_of_each_chapter(chapter):
    number, title, _, _, time = next(row for row in ROW.findall(_read("index")) if row[2] == chapter.stem)
    text = _markdown(chapter)
    heading = re.search(r"^# (\d+)\. (.+)$", text, re.MULTILINE)
    assert int(number) == int(heading[1]) == int(chapter.stem[:2])
    assert title == heading[2].split(":")[0]
    stated = re.search(r"\*\*Time:?\*\*:? ([^;,.]+)", text)[1]
    assert "read" in stated
    assert _minutes(time) == _minutes(stated)


@pytest.mark.parametrize(
    ("words", "minutes"),
    [("about an hour to read", 60), ("45 minutes to read", 45), ("1 hour", 60), ("45 min", 45),
     ("an hour and a half", 90), ("two hours", 120)],
)  # fmt: skip
def test_reading_times_are_read_as_meant(words, minutes):
    assert _minutes(words) == minutes
