"""The built site, for the tests of several files: one worker builds it, once in a run, and the others wait for it."""

import fcntl
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"
TOC = yaml.safe_load((ROOT / "book/_toc.yml").read_text(encoding="utf-8"))
PAGES = [
    TOC["root"],
    *(
        page["file"]
        for part in TOC["parts"]
        for chapter in part["chapters"]
        for page in (chapter, *chapter.get("sections", ()))
    ),
]
CHAPTERS = [page for page in PAGES if page.startswith("chapters/")]  # all their pages


def number(page):
    """As it is said: 6 or 6b."""
    return page[9:].partition("_")[0].lstrip("0")


CORE = [page for page in CHAPTERS if page[11] == "_"]  # those that everybody reads
BUILD = [str(Path(sysconfig.get_path("scripts")) / "jupyter-book"), "build"]
STRICT = ["-W", "-n", "--keep-going"]


def build():
    """Build the site as ``make book`` does, and say what went wrong if it fails."""
    lite = [sys.executable, "book/_tools/lite.py"]
    book = [*BUILD, ".", "--config", "book/_config.yml", "--toc", "book/_toc.yml", "--path-output", "."]
    for command in ([*lite, "fetch"], [*book, "--all", *STRICT], [*lite, "build"]):
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1200)
        if result.returncode:
            return result.stdout[-6000:] + result.stderr[-6000:]
    return ""


def built(run):
    """The folder of the site, built in this run of the tests."""
    outcome = ROOT / "_build" / ".tested"
    outcome.parent.mkdir(exist_ok=True)
    with open(f"{outcome}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not outcome.exists() or outcome.read_text(encoding="utf-8").partition("\n")[0] != run:
            outcome.write_text(f"{run}\n{build()}", encoding="utf-8")
        problem = outcome.read_text(encoding="utf-8").partition("\n")[2]
    assert not problem, problem
    return SITE


def this_run():
    """The same for all workers of a run."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID", f"process {os.getpid()}")
