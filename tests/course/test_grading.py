"""Grading outside the student's process: the zoo of submissions, every set, and what comes of a class."""

import copy
import csv
import json
import os
import re
import subprocess
import sys
import time
import zipfile

import kit_path
import nbformat
import numpy as np
import pytest
import zoo
from kit import sources
from kit.grading import examine, folders, process, rebuild, report, run, wire

from bplib import checks

pytestmark = pytest.mark.notebook
SETS = sources.solutions(list(sources.chapters()))
SIX = SETS[5]
POINTS = 19


def _notebook(folder, path=SIX):
    return nbformat.read(path.parents[1] / folder / path.name, as_version=4)


def _hand_in(made, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(made, bytes):
        path.write_bytes(made)
    elif made is not None:
        path.write_text(nbformat.writes(made), encoding="utf-8")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The class of all kinds, graded: (folder of the results, {kind: row of grades.csv})."""
    folder = tmp_path_factory.mktemp("class")
    for name, build in zoo.KINDS.items():
        made = build(_notebook("solutions"), _notebook("exercises"))
        _hand_in(made, folder / "submitted" / name / SIX.stem / f"{SIX.stem}.ipynb")
    out = run.grade("6", folder / "submitted", seed=11, progress=False, jobs=2)
    with (out / "grades.csv").open(encoding="utf-8") as file:
        return out, {row["student"]: row for row in csv.DictReader(file)}


def test_there_are_thirty_kinds_and_each_is_graded(graded):
    assert set(graded[1]) == set(zoo.KINDS)
    assert len(zoo.KINDS) >= 30


@pytest.mark.parametrize("name", zoo.KINDS)
def test_every_kind_ends_in_its_grade_or_in_a_line(graded, name):
    out, rows = graded
    row, wanted = rows[name], zoo.WANTED[name]
    if wanted is None:
        assert row["note"], row
        assert float(row["points"]) == 0
    else:
        assert not row["note"], row
        least, most = wanted if isinstance(wanted, tuple) else (wanted, wanted)
        assert least <= float(row["points"]) <= most, row
    page = (out / "feedback" / f"{name}.html").read_text(encoding="utf-8")
    assert len(page) < 100_000
    assert "Traceback" not in page
    assert str(kit_path.ROOT) not in page
    assert "root:" not in page or "bubblewrap" not in process.protection()[0]


def test_nothing_that_a_submission_did_is_left_on_the_machine(graded):
    assert not os.path.exists("/tmp/zoo-escaped")


def test_the_class_report_counts_the_mistakes_and_says_what_to_teach(graded):
    text = (graded[0] / "class.html").read_text(encoding="utf-8")
    assert "<h2>Teach again</h2>" in text
    assert re.search(r"\d+ × ", text)
    assert "chapter 6, “" in text
    assert "It is empty." in text


def test_a_second_time_gives_the_same_and_takes_what_is_kept(graded, monkeypatch):
    out = graded[0]

    def never(*args):
        raise AssertionError("graded again")

    monkeypatch.setattr(run, "_grade", never)
    before = (out / "grades.csv").read_bytes()
    again = run.grade("6", out.parents[1] / "submitted", seed=11, progress=False)
    assert again == out
    assert (out / "grades.csv").read_bytes() == before


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_every_set_gets_all_its_points_from_outside_and_none_untouched(path, tmp_path):
    library = process.library(tmp_path / "library")
    os.chmod(tmp_path, 0o755)
    released = rebuild.release(path)
    assert set(released.answers) == set(checks.exercises(path.stem[:2]))
    for folder, share in (("solutions", 1), ("exercises", 0)):
        rebuilt = rebuild.rebuild(released, rebuild.read(path.parents[1] / folder / path.name))
        outcomes, odd = examine.examine_all(str(library), released, rebuilt, 5)
        right = sum(released.points[name] for name, outcome in outcomes.items() if outcome.verdict)
        assert right == share * sum(released.points.values()), [str(o.verdict) for o in outcomes.values()]
        assert not odd
        assert share or {outcome.verdict.kind for outcome in outcomes.values()} == {"todo"}


@pytest.mark.parametrize("name", ["01.1", "02.7", "06.3", "06.10", "07.4", "07.8", "11.8", "13.8"])
def test_a_wrong_answer_gets_the_verdict_that_it_gets_inside(name, tmp_path):
    """All named mistakes of exercises with arrays, with functions, with counted functions, with a generator."""
    exercise = checks.exercises(name[:2])[name]

    class Session:
        cells = ()

        def __init__(self, answer):
            self.answer = answer

    for mistake in exercise.mistakes:
        inside = checks.check(name, mistake.wrong, seed=3)

        def through_the_wire(*args, wrong=mistake.wrong):
            functions = []
            sent = wire.encode(args, lambda f: functions.append(f) or len(functions) - 1)
            received = wire.decode(json.loads(json.dumps(sent)), functions.__getitem__)
            result = wrong(*received)
            back = wire.decode(
                json.loads(json.dumps(wire.encode(received, lambda f: 0))), lambda number: None
            )
            examine._write_back(args, back)
            return wire.decode(json.loads(json.dumps(wire.encode(result))))

        through_the_wire.__signature__ = examine.inspect.signature(exercise.reference)
        outside = checks.check(name, through_the_wire, seed=3)
        assert (outside.kind, outside.mistake) == (inside.kind, inside.mistake)


def test_a_wrong_helper_does_not_cost_what_is_built_on_it(tmp_path):
    library = process.library(tmp_path / "library")
    os.chmod(tmp_path, 0o755)
    released = rebuild.release(SIX)
    nb = _notebook("solutions")
    for cell in nb.cells:
        if "def forward" in cell.source and "### BEGIN SOLUTION" in cell.source:
            cell.source = "def forward(weights, biases, x):\n    return [x], [x]"
    cells = [("", "", c.source) for c in nb.cells if c.cell_type == "code"]
    outcomes, _ = examine.examine_all(str(library), released, rebuild.rebuild(released, cells), 5)
    assert not outcomes["06.2"].verdict
    assert outcomes["06.9"].verdict
    assert outcomes["06.9"].helped == ("06.2",)


def test_parts_of_the_points_for_named_mistakes(tmp_path):
    named = checks.exercises("06")["06.3"].mistakes[0]
    verdict = checks.check("06.3", named.wrong)
    outcome = examine.Outcome(verdict)
    path = tmp_path / "partial.toml"
    path.write_text(f'[default]\nmistake = 0.25\n\n["06.3"]\n"{named.name}" = 0.5\n', encoding="utf-8")
    assert report.Credit(path).part(outcome) == 0.5
    path.write_text("[default]\nmistake = 0.25\n", encoding="utf-8")
    assert report.Credit(path).part(outcome) == 0.25
    assert report.Credit().part(outcome) == 0
    assert (
        report.Credit().part(examine.Outcome(checks.check("06.3", checks.exercises("06")["06.3"].reference)))
        == 1
    )
    path.write_text("[default]\nmistake = 2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="numbers from 0 to 1, got 2"):
        report.Credit(path)
    path.write_text('["99.1"]\nany = 1\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"exercises of the set.*99\.1"):
        report.Credit(path, ("06.1",))


def test_what_canvas_moodle_nbgrader_and_plain_folders_hand_in_is_found(tmp_path):
    solved = _notebook("solutions")
    name = SIX.stem
    for path in (
        f"canvas/lovelaceada_4711_815_{name}-1.ipynb",
        f"canvas/turingalan_LATE_4712_816_{name}.ipynb",
        f"moodle/Ada Lovelace_4711_assignsubmission_file/{name} (1).ipynb",
        f"moodle/Alan Turing_4712_assignsubmission_file/{name}.ipynb",
        "moodle/Alan Turing_4713_assignsubmission_file/other.ipynb",
        f"nbgrader/ada/{name}/{name}.ipynb",
        f"nbgrader/ada/{name}/timestamp.txt",
        f"nbgrader/ada/{name}/.ipynb_checkpoints/{name}-checkpoint.ipynb",
        "plain/ada.ipynb",
        "plain/__MACOSX/ada.ipynb",
    ):
        _hand_in(solved, tmp_path / path)

    def found(folder):
        return [(s.student, s.number, s.path.suffix) for s in folders.submissions(tmp_path / folder, name)]

    assert found("canvas") == [("lovelaceada", "4711", ".ipynb"), ("turingalan", "4712", ".ipynb")]
    assert found("moodle") == [
        ("Ada Lovelace", "4711", ".ipynb"),
        ("Alan Turing", "4712", ".ipynb"),
        ("Alan Turing", "4713", ".ipynb"),
    ]
    assert found("nbgrader") == [("ada", "", ".ipynb")]
    assert found("plain") == [("ada", "", ".ipynb")]
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in sorted((tmp_path / "canvas").iterdir()):
            archive.write(path, path.name)
    unpacked = folders.unpacked(tmp_path / "all.zip", tmp_path / "unpacked")
    assert len(folders.submissions(unpacked, name)) == 2
    (tmp_path / "nobody").mkdir()
    with pytest.raises(ValueError, match="holds none"):
        folders.submissions(tmp_path / "nobody", name)
    with pytest.raises(ValueError, match="a folder or a zip file"):
        folders.unpacked(tmp_path / "plain/ada.ipynb", tmp_path)


def test_names_that_a_spreadsheet_would_run_are_texts(tmp_path):
    released = rebuild.release(SIX)
    graded = [report.Graded("=1+1"), report.Graded("../../evil")]
    report.write(tmp_path / "out", SIX.stem, released, graded, report.Credit(), "nothing")
    for path in (tmp_path / "out").glob("*.csv"):
        for row in csv.reader(path.open(encoding="utf-8")):
            assert not any(cell.startswith("=") for cell in row)
    assert sorted(p.name for p in (tmp_path / "out/feedback").iterdir()) == ["1_1.html", "evil.html"]


def test_bad_input_is_refused_in_words(tmp_path):
    with pytest.raises(ValueError, match=r"set must be one of 01_derivatives.*'99'"):
        run.grade("99", tmp_path)
    with pytest.raises(ValueError, match="there is no"):
        run.grade("6", tmp_path / "nowhere")
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        run.grade("6", tmp_path, seed=-1)


def test_a_grader_that_is_killed_goes_on_where_it_was(tmp_path):
    solved = _notebook("solutions")
    for i in range(8):
        _hand_in(solved, tmp_path / f"submitted/student_{i}.ipynb")
    command = [sys.executable, "book/_tools/kit", "grade", "6", str(tmp_path / "submitted"), "--jobs", "1"]
    kept = tmp_path / f"graded/{SIX.stem}/outcomes"
    running = subprocess.Popen(
        command, cwd=kit_path.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    until = time.monotonic() + 120
    while len(list(kept.glob("*.json"))) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(running.pid, 9)
    running.communicate()
    done = {path.name: path.stat().st_mtime_ns for path in kept.glob("*.json")}
    assert 2 <= len(done) < 8
    finished = subprocess.run(command, cwd=kit_path.ROOT, capture_output=True, text=True, timeout=300)
    assert finished.returncode == 0, finished.stderr
    after = {path.name: path.stat().st_mtime_ns for path in kept.glob("*.json")}
    assert len(after) == 8
    assert all(after[name] == when for name, when in done.items())
    with (kept.parent / "grades.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["points"]) for row in rows] == [POINTS] * 8


@pytest.mark.parametrize(
    "value",
    [
        None, True, -7, 10**30, 0.1, float("inf"), 1 + 2j, "text", (1, [2.5, {"a": (None,)}]), {1: "one"},
        np.arange(6).reshape(2, 3), np.float32(1.5), np.array([True, False]), np.array(3.0), np.zeros((0, 4)),
    ],
)  # fmt: skip
def test_what_goes_through_the_wire_comes_out_as_it_was(value):
    back = wire.decode(json.loads(json.dumps(wire.encode(value))))
    assert type(back) is type(value)
    np.testing.assert_equal(back, value)
    if isinstance(value, np.ndarray):
        assert (back.dtype, back.shape) == (value.dtype, value.shape)


def test_not_a_number_generators_and_objects_go_through_the_wire():
    assert np.isnan(wire.decode(wire.encode(float("nan"))))
    rng = np.random.default_rng(3)
    twin = wire.decode(wire.encode(rng))
    assert twin.random() == rng.random()
    assert type(wire.decode(wire.encode(object()))).__name__ == "object"
    assert wire.encode(np.array([object()])) == {"o": "ndarray"}


@pytest.mark.parametrize(
    "message",
    [
        {"a": ["O", [1], "AAAAAAAAAAA="]}, {"a": ["f8", [10**9], "AAAA"]}, {"x": 1}, {}, [], 3, {"i": "x"},
        {"a": ["f8", [2], "!"]}, {"t": 3}, {"call": 0},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(message):
    with pytest.raises(wire.WireError):
        wire.decode(message)


def test_the_worker_holds_no_reference(tmp_path):
    library = process.library(tmp_path / "library")
    names = {path.relative_to(library).as_posix() for path in library.rglob("*.py")}
    assert "bplib/network.py" in names
    assert not [name for name in names if re.search(r"checks/(set_|engine|families)", name)]
    script = "from bplib import checks; checks.exercises"
    env = {**os.environ, "PYTHONPATH": str(library)}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=env, cwd=tmp_path
    )
    assert "AttributeError" in done.stderr


def test_copies_are_not_shared():
    """What rebuild is given stays as it was."""
    cells = rebuild.read(SIX)
    before = copy.deepcopy(cells)
    rebuild.rebuild(rebuild.release(SIX), cells)
    assert cells == before
