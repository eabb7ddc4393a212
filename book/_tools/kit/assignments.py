"""Sets as nbgrader assignments."""

import secrets
from pathlib import Path

import nbformat
from tqdm import tqdm

from . import sources
from .sources import TEMPLATES
from .sources import notebooks as store

CHECK = """\
verdict = check("{name}", {answer})
display(verdict)
assert verdict, verdict.heading
### BEGIN HIDDEN TESTS
verdict = check("{name}", {answer}, seed={seed})  # other inputs
assert verdict, f"{{verdict.heading}} {{verdict.text}}"
### END HIDDEN TESTS"""
PRIVATE = """\
# Your teacher checks this exercise after you have handed it in.
assert callable({answer})
### BEGIN HIDDEN TESTS
verdict = check("{name}", {answer}, seed={seed})
assert verdict, f"{{verdict.heading}} {{verdict.text}}"
### END HIDDEN TESTS"""


def _grading(name, *, grade=False, solution=False, **more):
    return nbformat.from_dict(
        {
            "grade_id": name,
            "grade": grade,
            "solution": solution,
            "locked": not solution,
            "task": False,
            **more,
        }
        | {"schema_version": 3}
    )


def assignment(nb, seed, private=False):
    """An nbgrader assignment from a solved set.

    Every check becomes a graded cell, worth one point for each star in the heading above it: it shows the verdict and
    fails if the answer is not right, which a student's Validate notices, and has a hidden test on other inputs.
    Cells that are not answers are locked.

    Args:
        nb: the solved notebook.
        seed: for the inputs of the hidden tests.
        private: whether students do not have the checks, so that nothing but a hidden test can call them.
    """
    nb = store.normalize(store.without_explanations(nb))
    points, answers = 1, []
    for i, cell in enumerate(nb.cells):
        cell.metadata.nbgrader = _grading(f"cell-{i}")
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            points = sources.stars(cell.source.splitlines()[0])
        elif cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            check = store.CHECK.search(cell.source)
            if "### BEGIN SOLUTION" in cell.source:
                answers.append(cell)
            if check:
                name = check[1].replace(".", "-")
                cell.source = (PRIVATE if private else CHECK).format(
                    name=check[1], answer=check[2], seed=seed
                )
                cell.metadata.nbgrader = _grading(f"check-{name}", grade=True, points=points)
                for place, answer in enumerate(reversed(answers)):
                    answer.metadata.nbgrader = _grading(
                        f"answer-{name}" + f"-{place}" * bool(place), solution=True
                    )
                answers = []
    return nb


def write(course, numbers, *, seed=None, progress=True):
    """Write sets into COURSE/source/, and the configuration if there is none.

    Args:
        course: folder of the course.
        numbers: of the sets; all, if there are none.
        seed: of the course, for the inputs of the hidden tests; drawn, if none is given.

    Returns:
        What to say of it.

    Raises:
        ValueError: if there is no such set, the seed is no whole number of at least 0, or a set is there already.
    """
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int) or seed < 0):
        raise ValueError(f"seed must be a whole number of at least 0, got {seed!r}")
    course = Path(course)
    known = sources.sets()
    if unknown := sorted(set(numbers) - set(known)):
        raise ValueError(f"sets must be some of {', '.join(map(str, known))}, got {unknown[0]}")
    paths = [known[number] for number in sorted(set(numbers) or known)]
    targets = {path: course / "source" / path.stem / path.name for path in paths}
    if there := [target for target in targets.values() if target.exists()]:
        raise ValueError(f"{there[0]} is there already; move it away first")
    seed = secrets.randbelow(10**6) if seed is None else seed
    for path, target in tqdm(targets.items(), unit="set", disable=not progress):
        target.parent.mkdir(parents=True)
        store.write(assignment(store.read(path), seed, sources.is_private(path)), target)
    config = course / "nbgrader_config.py"
    if not config.exists():
        text = (TEMPLATES / "nbgrader_config.py").read_text(encoding="utf-8")
        config.write_text(text.replace("COURSE_NAME", course.resolve().name), encoding="utf-8")
    return f"{len(paths)} sets in {course / 'source'}, hidden tests with seed {seed}"
