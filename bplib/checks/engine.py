"""The engine of the checks: what an exercise is, and how an answer to it is examined."""

import copy
import inspect
import linecache
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .compare import WHOLE, Unlike, describe, match, tried_with
from .deadline import TooLongError, deadline
from .verdict import Verdict

_PACKAGE = str(Path(__file__).parents[1])

__all__ = ["Exercise", "Mistake", "Value", "examine"]


@dataclass(frozen=True)
class Mistake:
    """A mistake worth a hint of its own.

    Attributes:
        name: a few words, as in "the factor σ'(z) is left out".
        wrong: a function that makes the mistake, with the arguments of the reference.
        hint: what to tell the learner. It points at the cause and does not give the answer away.
        see: the section to read again, if it is not the exercise's.
    """

    name: str
    wrong: Callable
    hint: str
    see: str = ""


@dataclass(frozen=True)
class Exercise:
    """An exercise: a right answer, random inputs to hold others against it, and the mistakes we know.

    Attributes:
        name: such as "06.3".
        reference: the right answer. It returns numbers, arrays, strings, or tuples, lists or dicts of these.
        inputs: function of a ``numpy.random.Generator`` that returns a tuple of arguments for one trial.
        mistakes: those to recognize.
        see: the section to read again.
        trials: how many random inputs to try.
        rtol, atol: tolerances, relative to the largest entry of the reference's answer, and absolute.
        seconds: how long all trials together may take.
        accept: if not None, ``accept(answer, *args)`` decides instead of a comparison with the reference, for
            questions with more than one right answer. It returns True, or a sentence that says what is wrong.
            Mistakes are still recognized by comparison.
        parts: what the parts of a tuple are called in the task, for the texts.
        remark: what a right answer is told besides, for example which instrument finds the bug that is cured.
    """

    name: str
    reference: Callable
    inputs: Callable = lambda rng: ()
    mistakes: tuple[Mistake, ...] = ()
    see: str = ""
    trials: int = 3
    rtol: float = 1e-6
    atol: float = 1e-9
    seconds: float = 5.0
    accept: Callable | None = None
    parts: tuple[str, ...] = ()
    remark: str = ""


def Value(name, right, mistakes=(), **settings):
    """An exercise whose answer is one number, string or tuple: a function without arguments returns it.

    Args:
        name: of the exercise.
        right: the right value.
        mistakes: triples (name, wrong value, hint).
        settings: other fields of ``Exercise``.
    """
    named = tuple(Mistake(label, lambda value=value: value, hint) for label, value, hint in mistakes)
    return Exercise(name, lambda: right, mistakes=named, trials=1, **settings)


def examine(exercise, answer):
    """The verdict on an answer. Whatever the answer does, this returns one."""

    def verdict(kind, text, mistake="", see=None):
        return Verdict(exercise.name, kind, text, mistake, exercise.see if see is None else see)

    if not callable(answer):
        return verdict("type", f"The answer should be a function, but it is {describe(answer)}.")
    rng = np.random.default_rng([int(part) for part in exercise.name.split(".")])
    trials = [exercise.inputs(rng) for _ in range(exercise.trials)]
    wanted = [exercise.reference(*copy.deepcopy(args)) for args in trials]
    problem = _signature_problem(answer, trials[0])
    if problem:
        return verdict("type", problem)
    got = []
    try:
        with deadline(exercise.seconds), np.errstate(all="ignore"):
            for args in trials:
                given = copy.deepcopy(args)
                got.append(_own_copy(answer(*given)))
                changed = _first_changed(answer, given, args)
                if changed:
                    return verdict(
                        "changed",
                        f"Your function changed its argument {changed}. It should leave its inputs as they were:"
                        " work on a copy, and beware of +=, -= and *= on an array that came from outside.",
                    )
    except NotImplementedError:
        return verdict("todo", "Replace the line that raises NotImplementedError with your answer.", see="")
    except TooLongError:
        text = f"Your function was still running after {exercise.seconds:g} seconds."
        text += " Is there a loop that never ends, or one with far more steps than are needed?"
        return verdict("endless", text)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        # A mistake may show on the first inputs and raise on others, as a transpose does on a square matrix.
        shown = _problem(exercise, trials, wanted, got) is not None
        otherwise = verdict("raised", _where(error))
        return _recognized(exercise, trials, got, verdict, otherwise, raised=None if shown else error)
    if all(g is None for g in got) and wanted[0] is not None:
        return verdict("type", "Your function returned None. Does it end with a return statement?")
    problem = _problem(exercise, trials, wanted, got)
    if problem is None:
        return verdict("right", exercise.remark, see="")
    return _recognized(exercise, trials, got, verdict, otherwise=verdict(problem.kind, problem.text))


def _own_copy(result):
    """A copy that later calls cannot change, where the result can be copied."""
    try:
        return copy.deepcopy(result)
    except Exception:
        return result


def _problem(exercise, trials, wanted, got):
    """The first way in which a result is not right, or None."""
    for args, w, g in zip(trials, wanted, got):
        try:
            if exercise.accept is None:
                match(w, g, exercise, WHOLE)
            else:
                accepted = exercise.accept(g, *copy.deepcopy(args))
                if accepted is not True:
                    raise Unlike("wrong", str(accepted))
        except Unlike as unlike:
            return Unlike(unlike.kind, unlike.text + tried_with(exercise.reference, args))
        except Exception as error:
            return Unlike("type", f"Your answer could not be checked: it is {describe(g)} ({error}).")
    return None


def _recognized(exercise, trials, got, verdict, otherwise, raised=None):
    """The verdict that names a mistake, if the results so far are those of one.

    ``raised``: what the answer raised on the inputs after them, if they are all right so far; the mistake must
    then raise the same.
    """
    for mistake in exercise.mistakes:
        if _looks_like(mistake, trials, got, exercise) and (
            raised is None or _raises(mistake, trials[len(got)], raised)
        ):
            return verdict("mistake", mistake.hint, mistake.name, mistake.see or exercise.see)
    return otherwise


def _raises(mistake, args, error):
    try:
        mistake.wrong(*copy.deepcopy(args))
    except Exception as other:
        return (type(other), str(other)) == (type(error), str(error))
    return False


def _looks_like(mistake, trials, got, exercise):
    with np.errstate(all="ignore"):
        for args, g in zip(trials, got):
            try:
                match(mistake.wrong(*copy.deepcopy(args)), g, exercise, WHOLE, finite=False)
            except Exception:  # unlike, or the wrong variant fails on this input
                return False
    return True


def _signature_problem(answer, args):
    """A sentence if the answer cannot be called with as many arguments, else None."""
    try:
        signature = inspect.signature(answer)
    except (TypeError, ValueError):  # some built-in functions do not tell
        return None
    try:
        signature.bind(*args)
    except TypeError:
        count = f"{len(args)} argument{'' if len(args) == 1 else 's'}"
        return f"Your function should take {count}; it is defined with {signature}."
    return None


def _first_changed(answer, given, original):
    """Name of the first argument that was changed, or an empty string."""
    for i, (now, before) in enumerate(zip(given, original)):
        if not _same(now, before):
            try:
                return list(inspect.signature(answer).parameters)[i]
            except (TypeError, ValueError, IndexError):
                return f"number {i + 1}"
    return ""


def _same(a, b):
    if isinstance(a, np.ndarray):
        return (
            a.shape == b.shape and a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind in "fc")
        )
    if isinstance(a, tuple | list):
        return len(a) == len(b) and all(map(_same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in b)
    if hasattr(a, "__dict__") and not callable(a):
        return _same(vars(a), vars(b))
    if isinstance(a, str | int | float | complex | np.generic):
        return bool(a == b) or (a != a and b != b)
    return True


def _where(error):
    """What was raised, and in which line of the learner's code, in words."""
    frames = traceback.extract_tb(error.__traceback__)
    message = f": {error}" if str(error) else ""
    text = f"Your function raised {type(error).__name__}{message}."
    if isinstance(error, ValueError) and re.search("shape|dimension|broadcast|matmul|aligned", message):
        text += "\nThe shapes do not fit together. Write the shape beside each array of the line."
    own = [f for f in frames if not f.filename.startswith(_PACKAGE) and "site-packages" not in f.filename]
    if own:
        line = linecache.getline(own[-1].filename, own[-1].lineno).strip() or own[-1].line
        text += f"\nIt happened in line {own[-1].lineno} of the cell or file: {line}" if line else ""
    return text
