"""A submission as it is graded: the cells that were handed out, with the student's answers in them.

What a student changed elsewhere (checks, imports, given cells) is not run. Cells that a student added are, before the
answer that follows them.
"""

import ast
import re
from dataclasses import dataclass, field, replace

from .. import sources
from ..sources import notebooks

MOST = 20_000_000  # bytes of a notebook


class UnreadableError(Exception):
    """A file from which no answer can be taken, in words for the student."""


@dataclass(frozen=True)
class Slot:
    """A code cell of a set: given (no exercise), or one that is to be answered, and what its answer defines."""

    source: str
    id: str
    exercise: str = ""
    names: tuple[str, ...] = ()
    solution: str = ""


@dataclass(frozen=True)
class Released:
    """A set as it is handed out: its cells, and for each exercise what its check looks at, its points and its title."""

    slots: list[Slot]
    answers: dict[str, str]
    points: dict[str, int]
    titles: dict[str, str]
    title: str = ""


@dataclass
class Rebuilt:
    """The cells to run, each with the exercise that it answers or an empty name, and what was odd."""

    cells: list[tuple[str, str]]
    oddities: list[str] = field(default_factory=list)


def defined(source):
    """The names that a cell defines at its top; of a cell that is no Python, those that it seems to define."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(re.findall(r"(?m)^(?:async +def|def|class) +(\w+)", source)) | set(
            re.findall(r"(?m)^(\w+) *=(?!=)", source)
        )
    found = set()
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}
    return found


def release(path):
    """The set of a solved notebook.

    Args:
        path: of the solved notebook.

    Returns:
        Released.
    """
    solved = notebooks.without_explanations(notebooks.read(path))
    handed_out = notebooks.to_exercise(notebooks.read(path))
    slots, waiting, answers, points, titles = [], [], {}, {}, {}
    stars = title = None
    for cell, stub in zip(solved.cells, handed_out.cells, strict=True):
        if cell.cell_type == "markdown" and (heading := re.match(r"## +(.+)", cell.source)):
            stars, title = sources.stars(heading[1]), re.sub(r" *[★☆]+$", "", heading[1])
        elif cell.cell_type == "code":
            if check := notebooks.CHECK.search(cell.source):
                answers[check[1]] = check[2].partition(".")[0]
                points[check[1]], titles[check[1]] = stars, title
                slots += [replace(slot, exercise=check[1]) if slot.solution else slot for slot in waiting]
                waiting = []
            elif "### BEGIN SOLUTION" in cell.source:
                names = tuple(sorted(defined(stub.source)))
                waiting.append(Slot(stub.source, stub.id, "", names, cell.source))
            else:  # between an answer and its check it stays behind the answer
                (waiting or slots).append(Slot(stub.source, stub.id))
    name = solved.cells[0].source.splitlines()[0].lstrip("# ")
    return Released(slots, answers, points, titles, name)


def read(path):
    """The code cells of a notebook that was handed in, whatever became of it.

    Raises:
        UnreadableError: if it is none.
    """
    if path.stat().st_size > MOST:
        raise UnreadableError(
            f"The file has {path.stat().st_size / 1e6:.0f} MB; at most {MOST / 1e6:.0f} are read."
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
        nb = notebooks.nbformat.reads(text, as_version=4)
        return [
            (
                cell.get("id", ""),
                cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", ""),
                cell.source,
            )
            for cell in nb.cells
            if cell.cell_type == "code"
        ]
    except Exception as error:
        words = "It is empty." if path.stat().st_size == 0 else f"{type(error).__name__}: {str(error)[:200]}"
        raise UnreadableError(f"The file is not a Jupyter notebook. {words}") from None


def said(exercise):
    """An exercise as its heading says it: 6.3."""
    return exercise.lstrip("0")


def _is_check(source):
    return re.search(r"(?m)^\s*(?:verdict *= *)?check\(", source) and not re.search(
        r"(?m)^(?:def|class) ", source
    )


def rebuild(released, cells):
    """Put a student's answers into the set that was handed out.

    Args:
        released: the set.
        cells: (id, nbgrader's name, source) of the code cells of the submission.

    Returns:
        Rebuilt.
    """
    found, odd, used = {}, [], set()
    for slot in released.slots:
        if not slot.exercise:
            continue
        wanted = set(slot.names)
        named = f"answer-{slot.exercise.replace('.', '-')}"
        fits = [i for i, (_, _, source) in enumerate(cells) if wanted <= defined(source)]
        marked = [i for i, (id_, grade_id, _) in enumerate(cells) if id_ == slot.id or grade_id == named]
        answered = [i for i in fits if cells[i][2].strip() != slot.source.strip()]
        if len(answered) > 1:
            odd.append(
                f"Exercise {said(slot.exercise)}: {len(answered)} cells define {', '.join(wanted)}; the last is taken."
            )
        chosen = (answered or fits or marked)[-1:]
        used |= {*fits, *marked}
        if chosen:
            found[slot] = chosen[0]
            if chosen[0] not in fits:
                odd.append(f"Exercise {said(slot.exercise)}: its cell does not define {', '.join(wanted)}.")
        else:
            odd.append(f"Exercise {said(slot.exercise)}: no cell defines {', '.join(wanted)}.")
    if not found:
        odd = ["No cell answers any exercise of this set."]
    given = {slot.source.strip() for slot in released.slots if not slot.exercise}
    ids = {slot.id for slot in released.slots if not slot.exercise}
    extra = []
    for i, (id_, _, source) in enumerate(cells):
        if i in used or source.strip() in given or not source.strip():
            continue
        if id_ in ids:
            odd.append("A given cell was changed; the original was run.")
        elif not _is_check(source):
            extra.append(i)
    result = []
    for slot in released.slots:
        if not slot.exercise:
            result.append(("", slot.source))
        elif slot in found:
            before = [i for i in extra if i < found[slot]]
            extra = [i for i in extra if i not in before]
            result += [("", cells[i][2]) for i in before]
            result.append((slot.exercise, cells[found[slot]][2]))
    result += [("", cells[i][2]) for i in extra]
    return Rebuilt(result, odd)
