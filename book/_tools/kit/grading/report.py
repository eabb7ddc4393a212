"""What comes of grading: grades for every system, a page for each student, and a report for the class."""

import csv
import json
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import jinja2

from ..sources import TEMPLATES
from .examine import Outcome


@dataclass
class Graded:
    """A student's outcomes, points and what was odd; ``problem`` in place of outcomes where there is no notebook."""

    student: str
    number: str = ""
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    oddities: list[str] = field(default_factory=list)
    problem: str = ""

    def plain(self):
        outcomes = {name: outcome.plain() for name, outcome in self.outcomes.items()}
        return {**vars(self), "outcomes": outcomes}

    @classmethod
    def of(cls, plain):
        outcomes = {name: Outcome.of(outcome) for name, outcome in plain["outcomes"].items()}
        return cls(**{**plain, "outcomes": outcomes})


class Credit:
    """Points for an outcome: all for a right answer, a part for a mistake that the teacher has named so.

    The file is TOML: for an exercise the part (0 to 1) for each mistake by its name; under ``default`` for each kind
    of verdict (mistake, shape, …) where nothing else is said::

        [default]
        mistake = 0.25

        ["06.3"]
        "the factor σ'(z) is left out" = 0.5
    """

    def __init__(self, path=None, known=()):
        self.parts = tomllib.loads(Path(path).read_text(encoding="utf-8")) if path else {}
        for table, parts in self.parts.items():
            if table != "default" and known and table not in known:
                raise ValueError(f"partial must name exercises of the set, {', '.join(known)}; got {table!r}")
            for name, part in parts.items():
                if isinstance(part, bool) or not isinstance(part, int | float) or not 0 <= part <= 1:
                    raise ValueError(f"partial must give numbers from 0 to 1, got {part!r} for {name!r}")

    def part(self, outcome):
        verdict = outcome.verdict
        if verdict:
            return 1.0
        own = self.parts.get(verdict.exercise, {})
        return float(own.get(verdict.mistake, self.parts.get("default", {}).get(verdict.kind, 0.0)))


def _points(graded, released, credit):
    return {
        name: released.points[name] * credit.part(o) if (o := graded.outcomes.get(name)) else 0.0
        for name in released.points
    }


def _shown(points):
    return f"{points:g}"


def write_grades(folder, name, released, graded, credit):
    """grades.csv, and the forms that Canvas and Moodle import."""
    names = list(released.points)
    rows = [(g, _points(g, released, credit)) for g in graded]
    most = sum(released.points.values())
    title = released.title
    _csv(
        folder / "grades.csv",
        ["student", "id", "points", "of", *names, "note"],
        [
            [g.student, g.number, _shown(sum(p.values())), most, *map(_shown, p.values()), g.problem]
            for g, p in rows
        ],
    )
    _csv(
        folder / "grades_canvas.csv",
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title],
        [
            ["    Points Possible", "", "", "", "", most],
            *([g.student, g.number, "", "", "", _shown(sum(p.values()))] for g, p in rows),
        ],
    )
    _csv(
        folder / "grades_moodle.csv",
        ["Identifier", "Full name", "Grade", "Maximum grade", "Feedback comments"],
        [
            [
                f"Participant {g.number}" if g.number else g.student,
                g.student,
                _shown(sum(p.values())),
                most,
                _comment(g),
            ]
            for g, p in rows
        ],
    )


def _csv(path, head, rows):
    # A cell that begins so would be a formula to a spreadsheet, and a student's name can be anything.
    safe = [
        [f"'{c}" if isinstance(c, str) and c[:1] in ("=", "+", "-", "@", "\t") else c for c in row]
        for row in rows
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *safe])


def _comment(graded):
    return graded.problem or " ".join(o.verdict.heading for o in graded.outcomes.values())


def _pages():
    folder = jinja2.FileSystemLoader(TEMPLATES)
    return jinja2.Environment(
        loader=folder, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )


def feedback(name, released, graded, credit):
    """The page of one student: the verdict of the book on each exercise, and the points."""
    points = _points(graded, released, credit)
    return (
        _pages()
        .get_template("feedback.html")
        .render(
            title=released.title,
            graded=graded,
            released=released,
            points=points,
            most=sum(released.points.values()),
        )
    )


def class_report(name, released, graded, protection):
    """The page for the teacher: which mistakes occurred, how often, and where the book teaches what to teach again."""
    handed_in = [g for g in graded if g.outcomes]
    again, rows = Counter(), []
    for exercise in released.points:
        verdicts = [g.outcomes[exercise].verdict for g in handed_in]
        wrong = [v for v in verdicts if not v and v.kind != "todo"]
        again.update(v.see for v in wrong if v.see)
        rows.append(
            {
                "title": released.titles[exercise],
                "right": sum(map(bool, verdicts)),
                "todo": sum(v.kind == "todo" for v in verdicts),
                "mistakes": Counter(v.mistake or _kind(v) for v in wrong).most_common(),
            }
        )
    return (
        _pages()
        .get_template("class.html")
        .render(
            title=released.title,
            rows=rows,
            again=again.most_common(8),
            graded=graded,
            examined=len(handed_in),
            protection=protection,
        )
    )


def _kind(verdict):
    words = {
        "wrong": "not named",
        "type": "wrong type",
        "length": "wrong number of parts",
        "shape": "wrong shape",
    }
    words |= {"not finite": "not finite", "changed": "changed its input", "raised": "raised an exception"}
    words |= {"endless": "took too long"}
    relation = f" ({verdict.relation})" if verdict.relation else ""
    return words.get(verdict.kind, verdict.kind) + relation


def file_name(student, number):
    """A name for a student's page: letters that every system allows, and never the same for two students."""
    plain = re.sub(r"[^\w-]+", "_", student).strip("_")[:80] or "student"
    return f"{plain}_{number}" if number else plain


def write(folder, name, released, graded, credit, protection):
    """All of it, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_grades(folder, name, released, graded, credit)
    pages = folder / "feedback"
    pages.mkdir(exist_ok=True)
    for g in graded:
        (pages / f"{file_name(g.student, g.number)}.html").write_text(
            feedback(name, released, g, credit), encoding="utf-8"
        )
    (folder / "class.html").write_text(class_report(name, released, graded, protection), encoding="utf-8")


def to_nbgrader(course, name, released, graded, credit):
    """Put the points into the gradebook of an nbgrader course, by its API.

    Raises:
        ValueError: if the course has no gradebook, or the assignment is not in it.
    """
    from nbgrader.api import Gradebook, MissingEntry

    database = Path(course) / "gradebook.db"
    if not database.exists():
        raise ValueError(f"gradebook must be a folder with nbgrader's gradebook.db, {course} has none")
    with Gradebook(f"sqlite:///{database.resolve()}") as book:
        for g in graded:
            try:
                book.find_assignment(name)
            except MissingEntry:
                raise ValueError(
                    f"gradebook must hold the assignment {name}; run nbgrader generate_assignment first"
                ) from None
            book.update_or_create_student(g.student)
            submission = book.update_or_create_submission(name, g.student)
            notebook = next(iter(submission.notebooks))
            for exercise, points in _points(g, released, credit).items():
                grade = book.find_grade(f"check-{exercise.replace('.', '-')}", notebook.name, name, g.student)
                grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()


def store(path, graded):
    """Keep the outcomes of a student; the file is there as a whole or not at all."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(graded.plain()), encoding="utf-8")
    part.replace(path)


def stored(path):
    """What ``store`` has kept, or None."""
    try:
        return Graded.of(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None
