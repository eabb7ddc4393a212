"""What students have handed in: nbgrader's ``submitted/``, downloads from Canvas and Moodle, or one file a student."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

# Canvas: lovelaceada_4711_815_06_four_equations-1.ipynb; late ones have _LATE after the name.
CANVAS = re.compile(r"(?P<student>[^_]+)(?:_LATE)?_(?P<id>\d+)_\d+_(?P<file>.+)", re.DOTALL)
# Moodle: a folder "Ada Lovelace_4711_assignsubmission_file", or the files themselves begin so.
MOODLE = re.compile(r"(?P<student>.+?)_(?P<id>\d+)_assignsubmission_file_?(?P<file>.*)", re.DOTALL)


@dataclass(frozen=True)
class Submission:
    """A student's file for a set.

    Attributes:
        student: name, as the folder or the file has it.
        path: of the notebook, or of what was handed in instead; None if there is none.
        number: of the student in Canvas or Moodle, if known.
        note: what was odd about it, for the teacher.
    """

    student: str
    path: Path | None
    number: str = ""
    note: str = ""


def unpacked(path, into):
    """A folder: the path itself, or what a zip file holds, without paths that lead out of it.

    Raises:
        ValueError: if it is neither a folder nor a zip file.
    """
    path = Path(path)
    if path.is_dir():
        return path
    if not zipfile.is_zipfile(path):
        raise ValueError(f"submissions must be a folder or a zip file, got {path}")
    Path(into).mkdir(mode=0o700)  # submissions run as somebody else, who shall not read them
    with zipfile.ZipFile(path) as archive:
        archive.extractall(into)  # refuses absolute paths and ..
    return Path(into)


def _best(files, name):
    """Of several files the notebook that is called as the set is, the newest of these."""
    if not files:
        return None, "no file"

    def rank(path):
        return (
            path.suffix == ".ipynb",
            path.stem.startswith(name),
            name[3:] in path.stem,
            path.stat().st_mtime,
            path.name,
        )

    ordered = sorted(files, key=rank)
    note = f"{len(files)} files; {ordered[-1].name} was taken" if len(files) > 1 else ""
    return ordered[-1], note


def _files(folder):
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith((".", "__MACOSX")) for part in path.relative_to(folder).parts)
    ]


def submissions(folder, name):
    """What each student has handed in for a set, in order of their names.

    Args:
        folder: nbgrader's ``submitted``, an unpacked download of Canvas or Moodle, or a folder of notebooks or of
            folders, one for each student.
        name: of the set, such as 06_four_equations.

    Raises:
        ValueError: if nothing was handed in.
    """
    found = {}
    for entry in sorted(Path(folder).iterdir()):
        if entry.name.startswith((".", "__MACOSX")):
            continue
        if entry.is_dir():
            given = MOODLE.fullmatch(entry.name)
            student = given["student"] if given else entry.name
            files = _files(entry / name) if (entry / name).is_dir() else _files(entry)
            path, note = _best([f for f in files if f.suffix == ".ipynb"] or files, name)
            _add(found, Submission(student, path, given["id"] if given else "", note))
        elif given := MOODLE.fullmatch(entry.name) or CANVAS.fullmatch(entry.name):
            _add(found, Submission(given["student"], entry, given["id"]), name)
        elif entry.suffix == ".ipynb":
            _add(found, Submission(entry.stem, entry))
    if not found:
        raise ValueError(
            f"submissions must hold a notebook or a folder for each student, {folder} holds none"
        )
    return [found[key] for key in sorted(found)]


def _add(found, new, name=""):
    """One for each student: two people of one name keep their numbers, of two files of one student one is taken."""
    key = (new.student, new.number)
    if key not in found:
        found[key] = new
        return
    path, note = _best([found[key].path, new.path], name)
    found[key] = Submission(new.student, path, new.number, note)
