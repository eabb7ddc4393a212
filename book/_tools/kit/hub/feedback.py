"""Give the pages of feedback that ``kit grade`` has written to students, by nbgrader's exchange.

python book/_tools/kit/hub/feedback.py COURSE SET
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])

from kit.grading.report import file_name  # noqa: E402

STAMPS = ("timestamp.txt", "submission_secret.txt")  # ngshare has only the first


def lay_out(course, name):
    """Put the pages where nbgrader looks for feedback, each with the stamps of the submission it is on.

    Raises:
        ValueError: if nothing has been graded.
    """
    pages = course / "graded" / name / "feedback"
    if not pages.is_dir():
        raise ValueError(f"the set must have been graded, there is no {pages}")
    laid = 0
    for submission in sorted((course / "submitted").glob(f"*/{name}")):
        page = pages / f"{file_name(submission.parent.name, '')}.html"
        stamps = [submission / stamp for stamp in STAMPS if (submission / stamp).is_file()]
        if not page.exists() or not stamps:
            continue  # it did not come by the exchange, or after the grading
        target = course / "feedback" / submission.parent.name / name
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(page, target / f"{name}.html")
        for stamp in stamps:
            shutil.copy(stamp, target)
        laid += 1
    return laid


def main():
    parser = argparse.ArgumentParser(prog="feedback.py", description=__doc__.splitlines()[0])
    parser.add_argument("course", type=Path, help="folder of the course")
    parser.add_argument("name", metavar="SET", help="such as 06_four_equations")
    options = parser.parse_args()
    try:
        laid = lay_out(options.course, options.name)
    except ValueError as error:
        raise SystemExit(str(error)) from None
    command = [sys.executable, "-m", "nbgrader", "release_feedback", options.name]
    subprocess.run(command, cwd=options.course, check=True)
    print(f"feedback for {laid} students")


if __name__ == "__main__":
    main()
