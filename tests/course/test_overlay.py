"""Sets of a teacher's own, in a folder that is not published: handed out, graded, and unknown to students."""

import csv
import os
import subprocess
import sys

import kit_path
import nbformat
import pytest
from kit import sources

md, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
CHECKS = """
from ..engine import Exercise, Mistake

EXERCISES = (
    Exercise(
        "50.1",
        lambda x: 2 * x,
        lambda rng: (rng.normal(),),
        (Mistake("squared", lambda x: x**2, "Twice, not squared."),),
    ),
)
"""


@pytest.fixture
def overlay(tmp_path):
    folder = tmp_path / "mine"
    (folder / "checks/set_50").mkdir(parents=True)
    (folder / "checks/set_50/__init__.py").write_text(CHECKS, encoding="utf-8")
    (folder / "solutions").mkdir()
    stub = (
        'def double(x):\n    """Twice x."""\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION'
    )
    cells = [
        md("# Exercises 50: mine"),
        code("from bplib.checks import check"),
        md("## 50.1 Double ★★☆"),
        code(stub),
    ]
    nb = nbformat.v4.new_notebook(cells=[*cells, code('check("50.1", double)')])
    nbformat.write(nb, folder / "solutions/50_mine.ipynb")
    return folder


def _kit(*arguments):
    command = [sys.executable, "book/_tools/kit", *map(str, arguments)]
    return subprocess.run(command, cwd=kit_path.ROOT, capture_output=True, text=True, timeout=300)


def test_a_set_of_ones_own_is_handed_out_and_graded(overlay, tmp_path):
    done = _kit("nbgrader", tmp_path / "course", "50", "--seed", "1", "--overlay", overlay)
    assert done.returncode == 0, done.stderr
    source = nbformat.read(tmp_path / "course/source/50_mine/50_mine.ipynb", as_version=4)
    shown = source.cells[-1].source.partition("### BEGIN HIDDEN TESTS")[0]
    assert "check(" not in shown, "students do not have the checks"
    assert source.cells[-1].metadata.nbgrader.points == 2
    answers = {"right": "return 2 * x", "wrong": "return x**2"}
    for student, line in answers.items():
        nb = nbformat.v4.new_notebook(cells=[code(f"def double(x):\n    {line}")])
        (tmp_path / "submitted").mkdir(exist_ok=True)
        nbformat.write(nb, tmp_path / f"submitted/{student}.ipynb")
    done = _kit("grade", "50", tmp_path / "submitted", "--overlay", overlay, "--jobs", "1")
    assert done.returncode == 0, done.stderr
    out = tmp_path / "graded/50_mine"
    with (out / "grades.csv").open(encoding="utf-8") as file:
        assert {row["student"]: row["points"] for row in csv.DictReader(file)} == {"right": "2", "wrong": "0"}
    assert "Twice, not squared." in (out / "feedback/wrong.html").read_text(encoding="utf-8")


def test_without_the_overlay_nobody_knows_the_set():
    env = {key: value for key, value in os.environ.items() if key != "BPLIB_OVERLAY"}
    script = "from bplib.checks import check; check('50.1', abs)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env)
    assert "name must begin with the number of an exercise set, got '50'" in done.stderr


def test_a_folder_that_is_no_overlay_is_refused_in_words(overlay, tmp_path, monkeypatch):
    monkeypatch.setenv("BPLIB_OVERLAY", str(tmp_path))
    with pytest.raises(ValueError, match=r"overlay must be a folder with solutions/ and checks/"):
        sources.sets()
    monkeypatch.setenv("BPLIB_OVERLAY", str(overlay))
    assert sources.is_private(sources.sets()[50])
    (overlay / "solutions/50_mine.ipynb").rename(overlay / "solutions/06_mine.ipynb")
    with pytest.raises(ValueError, match=r"a number that the book has not, got 06_mine\.ipynb"):
        sources.sets()
