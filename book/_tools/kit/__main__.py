"""Command line of the instructor's kit."""

import argparse
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from kit import assignments, course, slides  # noqa: E402
from kit.grading import run as grading  # noqa: E402


def _parser():
    parser = argparse.ArgumentParser(
        prog="python book/_tools/kit", description="The instructor's kit of the book."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("course", help="take chapters and their sets out of the book")
    one.add_argument("numbers", nargs="+", type=int, metavar="CHAPTER")
    one.add_argument("--out", required=True, type=Path, metavar="DIR", help="a new folder")
    one.add_argument("--core", action="store_true", help="without the pages that have a letter")
    one.add_argument(
        "--site", metavar="URL", help="address of the published book, for links to what is not taken"
    )
    one.set_defaults(run=lambda o: course.take(o.numbers, o.out, core=o.core, site=o.site))

    one = commands.add_parser("slides", help="write a deck of slides for every page of some chapters")
    one.add_argument("numbers", nargs="+", type=int, metavar="CHAPTER")
    one.add_argument("--out", type=Path, default=Path("slides"), metavar="DIR", help="default: slides")
    one.add_argument("--core", action="store_true", help="without the pages that have a letter")
    one.add_argument("--site", metavar="URL", help="address of the published book, for links")
    one.set_defaults(run=lambda o: slides.write(o.numbers, o.out, core=o.core, site=o.site))

    one = commands.add_parser("nbgrader", help="write sets as nbgrader assignments")
    one.add_argument(
        "course", type=Path, metavar="COURSE", help="folder of the course; the sets come into its source/"
    )
    one.add_argument("numbers", nargs="*", type=int, metavar="CHAPTER", help="all sets, if there are none")
    one.add_argument(
        "--seed", type=int, help="of the course, for the inputs of the hidden tests (default: drawn)"
    )
    one.set_defaults(run=lambda o: assignments.write(o.course, o.numbers, seed=o.seed))

    one = commands.add_parser("grade", help="grade what a class has handed in for a set")
    one.add_argument("set", help="the set, such as 06_four_equations, or 6")
    one.add_argument(
        "submitted", type=Path, metavar="FOLDER", help="nbgrader's submitted, or a download (also zipped)"
    )
    one.add_argument(
        "--out", type=Path, metavar="DIR", help="for the results (default: graded/SET beside FOLDER)"
    )
    one.add_argument(
        "--seed", type=int, help="of the course: other inputs than those that students have seen"
    )
    one.add_argument("--partial", type=Path, metavar="TOML", help="parts of the points for named mistakes")
    one.add_argument(
        "--gradebook", type=Path, metavar="COURSE", help="put the points into nbgrader's gradebook"
    )
    one.add_argument("--jobs", type=int, help="processes at a time (default: one for each core)")
    one.set_defaults(
        run=lambda o: grading.grade(
            *(o.set, o.submitted),
            **{"out": o.out, "seed": o.seed, "partial": o.partial, "gradebook": o.gradebook, "jobs": o.jobs},
        )
    )
    return parser


def main(arguments=None):
    options = _parser().parse_args(arguments)
    try:
        made = options.run(options)
    except ValueError as error:
        raise SystemExit(str(error)) from None
    if made is not None:
        print(made)


if __name__ == "__main__":
    main()
