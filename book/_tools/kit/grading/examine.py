"""Examine a submission from outside: the book's checks call its functions through a pipe."""

import ast
import builtins
import inspect
import linecache
from dataclasses import asdict, dataclass, field

from bplib.checks import Verdict, exercises
from bplib.checks.engine import examine
from bplib.checks.engine.deadline import TooLongError, slowness

from . import wire
from .process import PATIENCE, GoneError, Process
from .worker import _write_back

CELL_SECONDS = 60.0


@dataclass
class Outcome:
    """What became of an exercise: the verdict, and whether it took the book's helpers."""

    verdict: Verdict
    helped: tuple[str, ...] = ()

    def plain(self):
        return {"verdict": asdict(self.verdict), "helped": list(self.helped)}

    @classmethod
    def of(cls, plain):
        said = dict(plain["verdict"])
        for name in ("parts_right", "parts_wrong"):
            said[name] = tuple(said[name])
        return cls(Verdict(**said), tuple(plain["helped"]))


@dataclass
class Session:
    """The cells of a submission in a process, which is started again without a cell that ends it."""

    folder: str
    cells: list[tuple[str, str]]
    oddities: list[str] = field(default_factory=list)
    dropped: set = field(default_factory=set)
    process: Process | None = None

    def ready(self):
        """The process, with all cells run but those that end it."""
        while self.process is None:
            process = Process(self.folder)
            if self._run(process):
                self.process = process
            else:
                process.close()
        return self.process

    def _run(self, process):
        chosen = [i for i in range(len(self.cells)) if i not in self.dropped]
        begun = None
        try:
            process.send({"cells": [[f"<answer {i}>", self.cells[i][1], CELL_SECONDS] for i in chosen]})
            while True:
                message = process.receive(CELL_SECONDS * 8 * slowness() + PATIENCE)
                if "ran" in message:
                    break
                begun = message.get("begins")
        except GoneError as error:
            at = next((i for i in chosen if begun == f"<answer {i}>"), None)
            if at is None:  # not even the first cell: there is nothing left to run
                self.dropped |= set(chosen)
                self.oddities.append(f"Nothing could be run: {error}.")
                return not chosen
            self.dropped.add(at)
            self.oddities.append(f"{self._called(at)} was left out: {error}.")
            return False
        for i, raised in zip(chosen, message["ran"] if isinstance(message["ran"], list) else ()):
            if raised and not str(raised).startswith("NotImplementedError") and i not in self.dropped:
                words = str(raised).replace(str(self.folder), "")[:300]
                note = f"{self._called(i)} raised {words}."
                if note not in self.oddities:
                    self.oddities.append(note)
        return True

    def _called(self, i):
        exercise = self.cells[i][0]
        return f"The cell of exercise {exercise.lstrip('0')}" if exercise else "A cell between the answers"

    def ended(self, exercise):
        """The process has gone while an exercise was examined: its cells are left out from now on."""
        self.close()
        self.dropped |= {i for i, (name, _) in enumerate(self.cells) if name == exercise}

    def close(self):
        if self.process is not None:
            self.process.close()
            self.process = None


def answer(session, name, exercise):
    """A function that stands for a submission's function of that name, or what stands in its place."""
    process = session.ready()
    process.send({"signature": name})
    told = process.receive(PATIENCE)
    if "missing" in told:
        return None
    if "value" in told:
        return wire.decode(told["value"])
    left = exercise.seconds

    def stands_for(*args):
        nonlocal left
        functions = []

        def keep(function):
            functions.append(function)
            return len(functions) - 1

        process.send({"call": name, "args": wire.encode(args, keep), "seconds": max(left, 0.01)})
        wait = exercise.seconds * 10 * slowness() + PATIENCE
        while True:
            message = process.receive(wait)
            if "outside" not in message:
                break
            process.send(_called(functions, message))
        left -= float(message.get("used", 0.0))
        if "endless" in message:
            raise TooLongError
        if "raised" in message:
            _raise(message["raised"], session.cells)
        try:
            after, result = wire.decode(message["args"], lambda number: None), wire.decode(message["result"])
        except (KeyError, wire.WireError):
            raise GoneError("its process sent what cannot be read") from None
        _write_back(args, after)
        return result

    stands_for.__signature__ = _signature(told.get("signature"))
    return stands_for


def _called(functions, message):
    """Call a function of the grader for a submission."""
    try:
        function = functions[message["outside"]]
        args = wire.decode(message["args"])
    except (LookupError, TypeError, wire.WireError):
        raise GoneError("its process sent what cannot be read") from None
    try:
        return {"result": wire.encode(function(*args)), "args": wire.encode(args)}
    except Exception as error:
        return {"raised": [type(error).__name__, str(error)[:500]]}


def _signature(told):
    """The signature that a submission's function has; any, if it does not tell or tells nonsense."""
    try:
        parameters = [
            inspect.Parameter(
                str(name),
                inspect._ParameterKind(kind),
                default=_Default(shown) if given else inspect.Parameter.empty,
            )
            for name, kind, given, shown in told
        ]
        return inspect.Signature(parameters)
    except Exception:
        return inspect.signature(lambda *args: None)


class _Default:
    """A default value, of which only the looks are known here."""

    def __init__(self, shown):
        self.shown = str(shown)

    def __repr__(self):
        return self.shown


def _raise(told, cells):
    """Raise here what was raised there, as if in the same line."""
    try:
        kind, text, place = told
        kind, text = str(kind), str(text)
        made = getattr(builtins, kind, None)
        if not (isinstance(made, type) and issubclass(made, Exception)):
            made = type(kind, (Exception,), {})
        try:
            error = made(text)
        except TypeError:  # UnicodeDecodeError and its like take more
            error = type(kind, (Exception,), {})(text)
        file, line = (str(place[0]), int(place[1])) if place else ("<answer>", 1)
        number = int(file.removeprefix("<answer ").removesuffix(">")) if place else None
        source = cells[number][1] if number is not None else ""
    except Exception:
        raise GoneError("its process sent what cannot be read") from None
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    exec(compile("\n" * min(line - 1, 100_000) + "raise error", file, "exec"), {"error": error})


def _uses(source, names):
    try:
        return {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)} & names
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()


def _verdict(session, name, exercise, seed):
    try:
        stands_for = answer(session, name, exercise)
        if stands_for is None:
            return Verdict(exercise.name, "todo", f"No cell that could be run defines {name}.")
        verdict = examine(exercise, stands_for, seed)
    except GoneError as error:
        verdict = Verdict(exercise.name, "raised", f"It could not be examined: {error}.")
    if (
        verdict.kind == "raised"
        and session.process is not None
        and session.process.process.poll() is not None
    ):
        session.ended(exercise.name)
    elif "could not be examined" in verdict.text or "GoneError" in verdict.text:
        session.ended(exercise.name)
        verdict = Verdict(
            exercise.name,
            "raised",
            verdict.text.replace("Your function raised GoneError", "It could not be examined"),
        )
    return verdict


def examine_all(folder, released, rebuilt, seed):
    """The outcomes of all exercises of a submission, by name, and what was odd.

    Args:
        folder: what ``process.library`` has written.
        released: the set.
        rebuilt: the submission.
        seed: of the course, for the inputs of the checks; None for those that every learner sees.
    """
    asked = exercises(next(iter(released.answers)).partition(".")[0])
    session = Session(folder, rebuilt.cells, list(rebuilt.oddities))
    outcomes = {}
    try:
        for name, function in released.answers.items():
            outcomes[name] = Outcome(_verdict(session, function, asked[name], seed))
    finally:
        session.close()
    wrong = {name for name, outcome in outcomes.items() if not outcome.verdict}
    for name in sorted(wrong, key=list(outcomes).index):
        helpers = _helpers(released, rebuilt, name, wrong)
        if helpers and outcomes[name].verdict.kind != "todo":
            outcomes[name] = _again(folder, released, rebuilt, asked[name], helpers, seed) or outcomes[name]
    return outcomes, list(dict.fromkeys(session.oddities))


def _helpers(released, rebuilt, name, wrong):
    """The exercises whose answers are wrong and are used in the answer to another one."""
    defines = {n: slot.exercise for slot in released.slots if slot.exercise for n in slot.names}
    needed, seen = {name}, set()
    while needed - seen:
        one = (needed - seen).pop()
        seen.add(one)
        for exercise, source in rebuilt.cells:
            if exercise == one:
                needed |= {defines[n] for n in _uses(source, set(defines))}
    return tuple(sorted((needed - {name}) & wrong))


def _again(folder, released, rebuilt, exercise, helpers, seed):
    """The outcome with the book's helpers, if that makes an answer right; else None."""
    solved = {}
    for slot in released.slots:
        if slot.exercise in helpers:
            solved.setdefault(slot.exercise, []).append(slot.solution)
    cells = []
    for name, source in rebuilt.cells:
        if name in solved:
            cells += [(name, text) for text in solved.pop(name)]
        elif name not in helpers:
            cells.append((name, source))
    session = Session(folder, cells)
    try:
        verdict = _verdict(session, released.answers[exercise.name], exercise, seed)
    finally:
        session.close()
    return Outcome(verdict, helpers) if verdict else None
