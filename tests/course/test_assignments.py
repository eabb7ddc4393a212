"""Sets as nbgrader assignments: released, validated by a student, graded, with the book's words in the feedback."""

import csv
import html
import os
import re
import subprocess
import sys
import sysconfig

import kit_path
import nbformat
import pytest
from kit import assignments, sources
from kit.grading import run

from bplib.checks import check

pytestmark = [pytest.mark.notebook, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]
NUMBER = 6
NAME = sources.solutions([NUMBER])[0].stem


def _nbgrader(course, *arguments):
    """As from a shell in which .venv/bin is not on the path."""
    script = os.path.join(sysconfig.get_path("scripts"), "nbgrader")
    done = subprocess.run(
        [script, *arguments], cwd=course, capture_output=True, text=True, timeout=400,
        env={"PATH": "/usr/bin:/bin", "HOME": str(course)},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def _warnings(said):
    """But for what nbgrader says of every hidden test, which it takes out of a cell and puts in again."""
    lines = [line for line in said.splitlines() if re.search(r"WARNING|ERROR", line)]
    return [line for line in lines if "Attribute 'checksum' for cell check-" not in line]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with set 6 released, and three submissions: all right, none, one with a mistake and a warning."""
    course = tmp_path_factory.mktemp("course")
    assignments.write(course, [NUMBER], seed=4, progress=False)
    code, said = _nbgrader(course, "generate_assignment", NAME)
    assert code == 0, said
    assert not _warnings(said)
    released = nbformat.read(course / f"release/{NAME}/{NAME}.ipynb", as_version=4)
    for student in ("all", "none", "some"):
        nb = nbformat.from_dict(released)
        solved = nbformat.read(course / f"source/{NAME}/{NAME}.ipynb", as_version=4)
        for cell, right in zip(nb.cells, solved.cells, strict=True):
            if cell.metadata.nbgrader.solution and student != "none":
                cell.source = right.source
            if student == "some" and "def output_error" in cell.source:
                cell.source = "def output_error(z, a, y):\n    return a - y"
            if student == "some" and "def hidden_error" in cell.source:
                cell.source = "import sys\n\n\n" + cell.source.replace(
                    "### BEGIN", 'print("x", file=sys.stderr)\n    ### BEGIN'
                )
        folder = course / f"submitted/{student}/{NAME}"
        folder.mkdir(parents=True)
        nbformat.write(nb, folder / f"{NAME}.ipynb")
        released = nbformat.read(course / f"release/{NAME}/{NAME}.ipynb", as_version=4)
    for command in ("autograde", "generate_feedback"):
        code, said = _nbgrader(course, command, NAME)
        assert code == 0, said
        assert not _warnings(said), said
    return course


def _scores(course, student):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        grades = book.find_submission(NAME, student).notebooks[0].grades
        return {g.name: (g.score, g.max_score) for g in grades}


def test_students_get_no_solution_and_no_hidden_test(course):
    text = (course / f"release/{NAME}/{NAME}.ipynb").read_text(encoding="utf-8")
    assert "SOLUTION" not in text
    assert "HIDDEN" not in text
    assert "seed" not in text.split("How the checks work")[1]


def test_cells_that_are_not_answers_are_locked(course):
    nb = nbformat.read(course / f"release/{NAME}/{NAME}.ipynb", as_version=4)
    for cell in nb.cells:
        assert cell.metadata.nbgrader.locked != cell.metadata.nbgrader.solution
        assert cell.metadata.nbgrader.solution == (
            "NotImplementedError()" in cell.source and cell.cell_type == "code"
        )


def test_right_answers_get_all_points_and_none_get_none(course):
    scores = _scores(course, "all")
    assert sum(most for _, most in scores.values()) == 19
    assert all(score == most for score, most in scores.values())
    assert not any(score for score, _ in _scores(course, "none").values())


def test_a_mistake_costs_its_points_and_a_word_on_stderr_nothing(course):
    scores = _scores(course, "some")
    lost = {name for name, (score, most) in scores.items() if score < most}
    assert "check-06-3" in lost
    assert "check-06-4" not in lost


def test_the_feedback_names_the_mistake(course):
    text = (course / f"feedback/some/{NAME}/{NAME}.html").read_text(encoding="utf-8")
    verdict = check("06.3", lambda z, a, y: a - y, seed=4)
    assert verdict.mistake
    assert verdict.heading in html.unescape(text)


@pytest.mark.parametrize(("student", "valid"), [("none", False), ("all", True), ("some", False)])
def test_validate_says_whether_a_set_is_done(course, student, valid):
    _, said = _nbgrader(course, "validate", f"submitted/{student}/{NAME}/{NAME}.ipynb")
    assert ("Success! Your notebook passes all the tests." in said) == valid, said


def test_the_command_says_what_it_made_and_refuses_what_is_there(course, tmp_path):
    command = [sys.executable, "book/_tools/kit", "nbgrader"]
    done = subprocess.run(
        [*command, str(tmp_path / "new"), "3"], cwd=kit_path.ROOT, capture_output=True, text=True
    )
    assert re.search(r"1 sets? in .*source, hidden tests with seed \d+", done.stdout), done
    assert "new" in (tmp_path / "new/nbgrader_config.py").read_text(encoding="utf-8")
    done = subprocess.run([*command, str(course), "6"], cwd=kit_path.ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "is there already" in done.stderr
    for wrong, words in (([99], r"sets must be some of 1, 2, .*, 13, got 99"), ([6], "seed")):
        with pytest.raises(ValueError, match=words):
            assignments.write(tmp_path / "x", wrong, seed=-1 if wrong == [6] else None, progress=False)


def test_the_kit_puts_its_points_into_the_gradebook(course):
    out = run.grade("6", course / "submitted", seed=4, gradebook=course, progress=False, jobs=1)
    with (out / "grades.csv").open(encoding="utf-8") as file:
        wanted = {row["student"]: float(row["points"]) for row in csv.DictReader(file)}
    assert wanted["all"] == 19
    assert 0 < wanted["some"] < 19
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        assert {student: book.find_submission(NAME, student).score for student in wanted} == wanted


def test_a_course_without_a_gradebook_is_refused_in_words(course, tmp_path):
    with pytest.raises(ValueError, match=r"gradebook must be a folder with nbgrader's gradebook\.db"):
        run.grade("6", course / "submitted", seed=4, gradebook=tmp_path, progress=False, jobs=1)
