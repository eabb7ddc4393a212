"""Command line of the instructor's kit."""

import argparse
import importlib
import os
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])


def kit(name):
    """A module of the kit, imported when its command is run: each needs packages that the others do not."""
    return importlib.import_module(f"kit.{name}")


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
    one.set_defaults(run=lambda o: kit("course").take(o.numbers, o.out, core=o.core, site=o.site))

    one = commands.add_parser("slides", help="write a deck of slides for every page of some chapters")
    one.add_argument("numbers", nargs="+", type=int, metavar="CHAPTER")
    one.add_argument("--out", type=Path, default=Path("slides"), metavar="DIR", help="default: slides")
    one.add_argument("--core", action="store_true", help="without the pages that have a letter")
    one.add_argument("--site", metavar="URL", help="address of the published book, for links")
    one.set_defaults(run=lambda o: kit("slides").write(o.numbers, o.out, core=o.core, site=o.site))

    one = commands.add_parser("nbgrader", help="write sets as nbgrader assignments")
    one.add_argument(
        "course", type=Path, metavar="COURSE", help="folder of the course; the sets come into its source/"
    )
    one.add_argument("numbers", nargs="*", type=int, metavar="CHAPTER", help="all sets, if there are none")
    one.add_argument(
        "--seed", type=int, help="of the course, for the inputs of the hidden tests (default: drawn)"
    )
    one.add_argument(
        "--overlay", type=Path, metavar="DIR", help="folder with sets of your own: solutions/, checks/"
    )
    one.set_defaults(run=lambda o: kit("assignments").write(o.course, o.numbers, seed=o.seed))

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
    one.add_argument(
        "--overlay", type=Path, metavar="DIR", help="folder with sets of your own: solutions/, checks/"
    )
    one.set_defaults(
        run=lambda o: kit("grading.run").grade(
            *(o.set, o.submitted),
            **{"out": o.out, "seed": o.seed, "partial": o.partial, "gradebook": o.gradebook, "jobs": o.jobs},
        )
    )
    one = commands.add_parser("notes", help="print notes on chapters: plans, misconceptions, exam questions")
    one.add_argument("numbers", nargs="+", type=int, metavar="CHAPTER")
    one.add_argument("--site", metavar="URL", help="address of the published book, for links")
    one.set_defaults(run=lambda o: kit("teaching").notes(o.numbers, site=o.site))

    one = commands.add_parser("syllabus", help="print a course: what is read and done in each week")
    one.add_argument("numbers", nargs="+", type=int, metavar="CHAPTER")
    one.add_argument("--weeks", required=True, type=int, help="how many there are")
    one.add_argument("--brief", action="store_true", help="the table alone, without plans")
    one.add_argument("--site", metavar="URL", help="address of the published book, for links")
    one.set_defaults(run=lambda o: kit("teaching").syllabus(o.numbers, o.weeks, brief=o.brief, site=o.site))

    one = commands.add_parser("exam", help="write an exam: exercises of a set with other numbers")
    one.add_argument("set", help="the set, such as 06_four_equations, or 6")
    one.add_argument("--seed", required=True, type=int, help="decides the numbers")
    one.add_argument("--out", type=Path, metavar="DIR", help="a new folder (default: exam_06_SEED for set 6)")
    one.set_defaults(run=lambda o: kit("exams").write(o.set, o.seed, o.out))

    one = commands.add_parser("teaching", help="write the page Teaching with this book anew")
    one.add_argument("--out", type=Path, metavar="FILE", help="default: the page of the book")
    one.set_defaults(run=lambda o: kit("teaching").write(*filter(None, [o.out])))

    for name, words in (
        ("pdf", "the chapters and what stands around them"),
        ("exercises", "all sets"),
        ("solutions", "all solved sets"),
    ):
        one = commands.add_parser(name, help=f"print {words} as one PDF (after make book)")
        default = Path("print", f"{'book' if name == 'pdf' else name}.pdf")
        one.add_argument("--out", type=Path, metavar="FILE", default=default, help=f"default: {default}")
        one.add_argument(
            "--site", metavar="URL", help="address of the published book, for links to what is not printed"
        )
        of = () if name == "pdf" else (name,)
        one.set_defaults(
            run=lambda o, of=of: getattr(kit("printing"), "sets" if of else "book")(*of, o.out, site=o.site)
        )

    one = commands.add_parser(
        "handout", help="print the core page of a chapter with its set (after make book)"
    )
    one.add_argument("number", type=int, metavar="CHAPTER")
    one.add_argument("--answers", action="store_true", help="with answers and solutions at the end")
    one.add_argument("--out", type=Path, metavar="FILE", help="default: print/handout-CHAPTER.pdf")
    one.add_argument(
        "--site", metavar="URL", help="address of the published book, for links to what is not printed"
    )
    one.set_defaults(
        run=lambda o: kit("printing").handout(
            o.number,
            o.out or Path("print", f"handout-{o.number}{'-answers' * o.answers}.pdf"),
            answers=o.answers,
            site=o.site,
        )
    )
    return parser


def main(arguments=None):
    options = _parser().parse_args(arguments)
    if getattr(options, "overlay", None):  # before bplib is imported, here and in the processes that grade
        os.environ["BPLIB_OVERLAY"] = str(options.overlay.resolve())
    try:
        made = options.run(options)
    except ValueError as error:
        raise SystemExit(str(error)) from None
    if made is not None:
        print(made)


if __name__ == "__main__":
    main()
