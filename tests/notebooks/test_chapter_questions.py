"""The questions of the chapters: in the form that the site reads, and in step with what answers them."""

import json
import re
import sys
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

# Not there where only the library is tested.
pytest.importorskip("sphinx")

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "book" / "_ext"))
import book_questions  # noqa: E402

NUMBER = r"-?\d+\.?\d*(?:e[+-]?\d+)?"


class Question(NamedTuple):
    """A question, its choices, and what answers it: an explanation, or the outputs of the cells below."""

    text: str
    fields: list
    choices: list
    explanation: str
    cells: list

    @property
    def output(self):
        outputs = [output for cell in self.cells for output in cell["outputs"]]
        return "".join("".join(output.get("text", "")) for output in outputs)


def _questions(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for i, cell in enumerate(cells):
        paragraphs = re.split(r"\n\s*\n", "".join(cell["source"])) if cell["cell_type"] == "markdown" else []
        for j, text in enumerate(paragraphs):
            if not (fields := book_questions.fields(text)):
                continue
            below = paragraphs[j + 1 :]
            choices = re.findall(r"(?m)^- (.+)$", below.pop(0)) if below and below[0][:2] == "- " else []
            rest = "\n\n".join(below)
            folded = re.match(r"<details><summary>Answer</summary>(.*?)</details>", rest, re.DOTALL)
            code = list(takewhile(lambda below: below["cell_type"] == "code", cells[i + 1 :]))
            yield Question(text, fields, choices, folded[1] if folded else "", code)


CHAPTERS = {path.stem: path for path in sorted(ROOT.glob("chapters/*.ipynb"))}
# Chapters whose questions have been rewritten; what they leave open says why, how or what in words of one's own.
ANSWERED = {
    "01_derivatives": ["The next figure is interactive"],  # it answers by itself
    "06_four_equations": [
        "The whole algorithm to walk through",
        "Why does the backward pass start at the output",
    ],
}


@pytest.fixture(params=CHAPTERS)
def chapter(request):
    return request.param


def test_questions_are_of_the_form_that_the_site_reads(chapter):
    texts = []
    for question in _questions(CHAPTERS[chapter]):
        texts.append(question.text)
        assert re.search(r"\S(?: <span data-[^<>]+></span>)+$", question.text), "the mark ends the paragraph"
        (first, *_) = question.fields
        if first.kind == "choice":
            assert first.answers[0] in book_questions.letters(question.choices), question.text
        else:
            assert not question.choices, question.text
        hidden = [c for c in question.cells if "hide-output" in c["metadata"].get("tags", [])]
        assert question.explanation or hidden[:1] == question.cells[:1] != [], (
            f"nothing to open: {question.text}"
        )
    source = CHAPTERS[chapter].read_text(encoding="utf-8")
    assert source.count("<span data-") == sum(len(book_questions.fields(text)) for text in texts)


@pytest.mark.parametrize("name", ANSWERED)
def test_every_question_that_can_be_judged_is(name):
    cells = json.loads(CHAPTERS[name].read_text(encoding="utf-8"))["cells"]
    text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    asked = re.findall(r"(?m)^.*(?:\*\*Predict\*\*|^\*\*\d+\.\*\*).*$", text)
    assert len(asked) >= 7
    open_ones = [question for question in asked if not book_questions.fields(question)]
    assert len(open_ones) == len(ANSWERED[name])
    assert all(start in question for question, start in zip(open_ones, ANSWERED[name]))


def _near(value, field):
    """As in questions.js."""
    within = field.within or "0"
    for right in map(float, field.answers):
        if within.endswith("x"):
            if value * right > 0 and max(value / right, right / value) <= float(within[:-1]):
                return True
            continue
        distance = float(within[:-1]) / 100 * abs(right) if within.endswith("%") else float(within)
        if abs(value - right) <= distance + 1e-9 * abs(right):
            return True
    return False


def _plain(text):
    """Without what formulas and shapes can be written with or without."""
    return re.sub(r"[\s$()]", "", text.replace(r"\times", "x"))


def _explained(field, explanation):
    if field.kind == "choice":
        return explanation.strip().startswith(f"({field.answers[0]}).")
    if field.kind == "word":
        return any(_plain(answer) in _plain(explanation) for answer in field.answers)
    numbers = {float(number) for number in re.findall(NUMBER, explanation)}
    return any(float(answer) in numbers for answer in field.answers)


def test_explanations_say_the_answer(chapter):
    for question in _questions(CHAPTERS[chapter]):
        for field in question.fields if question.explanation else ():
            assert _explained(field, question.explanation), (
                f"{field} is not what is explained: {question.text}"
            )


def _printed(field, output):
    """Whether a number is in an output, in a line of its own if one begins with its label."""
    lines = [line for line in output.splitlines() if line.startswith(field.label.replace(" ", "_"))]
    numbers = [float(number) for number in re.findall(NUMBER, "\n".join(lines) or output)]
    if field.within.endswith("x"):  # what a reader may guess is wide, what was printed is not
        field = field._replace(within="")
    return any(_near(number, field) for number in numbers)


def _ten_times_smaller(output):
    """Of the errors of two formulas, how many times smaller the smallest of three steps makes each, per step."""
    table = np.array([re.findall(NUMBER, line) for line in output.splitlines()[1:]], dtype=float)
    return np.abs(table[0, 1:] / table[-1, 1:]) ** (1 / (len(table) - 1))


def _falls_and_grows(output):
    errors = np.abs([float(error) for error in re.findall(rf"error +({NUMBER})", output)])
    turn = errors.argmin()
    falls, grows = np.diff(errors[: turn + 1]) < 0, np.diff(errors[turn:]) > 0
    return (
        "c" if min(len(falls), len(grows)) >= 2 and falls.all() and grows.all() and errors[-1] < 0.1 else "?"
    )


def _seen_by_shape_and_hidden(output):
    rows = [re.split(r" {2,}", line) for line in output.splitlines()[1:]]
    first, square, single = list(zip(*rows))[1:]
    shapes = [sum(cell in ("raises", "wrong shape") for cell in column) for column in (first, square)]
    return [*shapes, single.count("passes")]


# What an output shows without printing it as a number: the answers, computed from the output.
SHOWN = {
    "how many times smaller does each of the two errors get?": _ten_times_smaller,
    "what happens to the error of the central difference": _falls_and_grows,
    "Which can no network with one example ($m = 1$) show?": _seen_by_shape_and_hidden,
}


def test_predictions_come_true(chapter):
    for question in _questions(CHAPTERS[chapter]):
        if question.explanation or not question.output:  # a figure is looked at
            continue
        shown = [answers for part, answers in SHOWN.items() if part in question.text]
        values = shown[0](question.output) if shown else [None] * len(question.fields)
        for field, value in zip(question.fields, values, strict=True):
            if value is None:
                assert field.kind == "number", f"say in SHOWN how the output answers: {question.text}"
                assert _printed(field, question.output), f"{field} is not in the output: {question.text}"
            elif field.kind == "number":
                assert _near(value, field), f"{field}, but the output says {value}: {question.text}"
            else:
                assert value in field.answers, f"{field}, but the output says {value}: {question.text}"


def test_every_line_of_shown_is_about_a_question():
    texts = [question.text for path in CHAPTERS.values() for question in _questions(path)]
    for part in SHOWN:
        assert sum(part in text for text in texts) == 1, part


@pytest.mark.parametrize(
    "text",
    [
        '<span data-nubmer="1"></span>',
        "<span data-number='1'></span>",
        "<span data-number=1></span>",
        '<span data-number="one"></span>',
        '<span data-number="1,5"></span>',
        '<span data-number=""></span>',
        '<span data-number="inf"></span>',
        '<span data-number="1" data-within="about"></span>',
        '<span data-word="one" data-within="0.1"></span>',
        '<span data-word="one||two"></span>',
        '<span data-word="one" data-number="1"></span>',
        '<span data-choice="A"></span>',
        '<span data-choice="a|b"></span>',
        '<span data-number="1"></span> <span data-number="2"></span>',
        '<span data-number="1" data-label="x"></span> <span data-number="2" data-label="x"></span>',
        '<span data-number="1" data-label="x"></span> <span data-choice="a" data-label="y"></span>',
    ],
)
def test_another_form_is_refused(text):
    with pytest.raises(ValueError, match=r"form|number|choice|within|data-label|empty"):
        book_questions.fields(text)


@pytest.mark.parametrize(
    "items", [[], ["(a) one"], ["(a) one", "(c) two"], ["(a) one", "two"], ["(b) 1", "(a) 2"]]
)
def test_choices_have_letters_in_order(items):
    with pytest.raises(ValueError, match="choices"):
        book_questions.letters(items)


def test_an_answer_that_drifts_is_noticed():
    output = "forward         0.0\ncentral         0.0\ncomplex_step   -1.0\n"
    printed = book_questions.fields('<span data-number="-1" data-label="complex step"></span>')[0]
    assert _printed(printed, output)
    for other in ({"answers": ("0",)}, {"answers": ("1",)}, {"label": "forward"}):
        assert not _printed(printed._replace(**other), output)
    guess = book_questions.fields('<span data-number="4.3e-6" data-within="5x"></span>')[0]
    assert _printed(guess, "in all: 4.3e-06")
    assert not _printed(guess, "in all: 4.4e-06")
    assert not _explained(guess, "about a millionth")
    choice = book_questions.fields('<span data-choice="b"></span>')[0]
    assert _explained(choice, "\n(b). Since …")
    assert not _explained(choice, "\n(c). Since …")
    shape = book_questions.fields('<span data-word="5x4|5,4"></span>')[0]
    assert _explained(shape, r"$W^3$ is $5 \times 4$")
    assert not _explained(shape, r"$W^3$ is $4 \times 5$")
