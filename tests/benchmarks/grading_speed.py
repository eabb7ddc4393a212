"""How long a class takes to grade: ``make bench-grading``.

    python -m tests.benchmarks.grading_speed [SUBMISSIONS]

A class hands in set 6: a third solved, a third with two named mistakes, a third half done. It is graded on one core and
on two, each time from nothing.
"""

import copy
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book/_tools"))

import nbformat  # noqa: E402
from kit import sources  # noqa: E402
from kit.grading import run  # noqa: E402

SIX = sources.solutions([6])[0]


def hand_in(folder, count):
    """Write the submissions of a class."""
    solved = nbformat.read(SIX, as_version=4)
    empty = nbformat.read(ROOT / "exercises" / SIX.name, as_version=4)
    for i in range(count):
        nb = copy.deepcopy(solved if i % 3 < 2 else empty)
        answers = [c for c in solved.cells if "### BEGIN SOLUTION" in c.source]
        for cell in nb.cells:
            if i % 3 == 1 and "def output_error" in cell.source:
                cell.source = "def output_error(z, a, y):\n    return a - y"
            if i % 3 == 1 and "def slope_from_activation" in cell.source:
                cell.source = "def slope_from_activation(a):\n    return a"
            if i % 3 == 2:
                for answer in answers[:5]:
                    name = answer.source.partition("(")[0]
                    if cell.source.startswith(name):
                        cell.source = answer.source
        nb.cells.append(nbformat.v4.new_markdown_cell(f"student {i}"))
        nbformat.write(nb, folder / f"student_{i:03}.ipynb")


def main(count=300):
    print(f"{count} submissions to set 6")
    with tempfile.TemporaryDirectory() as scratch:
        submitted = Path(scratch, "submitted")
        submitted.mkdir()
        hand_in(submitted, count)
        seconds = {}
        for jobs in (1, 2):
            shutil.rmtree(Path(scratch, "graded"), ignore_errors=True)
            begun = time.perf_counter()
            run.grade("6", submitted, seed=1, jobs=jobs, progress=sys.stderr.isatty())
            seconds[jobs] = time.perf_counter() - begun
            print(
                f"{jobs} at a time: {seconds[jobs]:6.1f} s, {seconds[jobs] / count:.2f} s a submission, "
                f"{60 * count / seconds[jobs]:.0f} a minute"
            )
    print(f"two at a time are {seconds[1] / seconds[2]:.2f} times as fast as one")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
