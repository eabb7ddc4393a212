"""How an answer to an exercise is examined."""

import contextlib
import copy
import inspect
import io
import itertools
import linecache
import re
import traceback
import warnings
from pathlib import Path

import numpy as np

from .compare import Unlike, describe, match, tried_with
from .deadline import TooLongError, deadline, slowness
from .exercise import With
from .findings import find, of_one_number, right_but_for_the_shape
from .parts import WHOLE
from .places import trials_in_common
from .verdict import Verdict

_PACKAGE = str(Path(__file__).parents[2])

__all__ = ["examine"]


def examine(exercise, answer, seed=None):
    """The verdict on an answer. Whatever the answer does, this returns one.

    Args:
        exercise: what is asked for.
        answer: the learner's function.
        seed: other inputs than usual are drawn for another seed, a whole number of at least 0.
    """
    # What an answer warns of is not for this cell; nbgrader gives no points to a check that wrote to stderr.
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        return _Examination(exercise, seed).verdict(answer)


class _Examination:
    """An exercise with its trials: arguments, and what the reference says to them."""

    def __init__(self, exercise, seed=None):
        self.exercise = exercise
        number = [int(part) for part in exercise.name.split(".")]
        rng = np.random.default_rng(number if seed is None else [*number, seed])
        self.trials = [exercise.inputs(rng) for _ in range(exercise.trials)]
        self.wanted = [exercise.reference(*copy.deepcopy(args)) for args in self.trials]
        self.got = []

    def said(self, kind, text, mistake="", see=None, **data):
        return Verdict(
            self.exercise.name, kind, text, mistake, self.exercise.see if see is None else see, **data
        )

    def verdict(self, answer):
        exercise, trials, wanted, got = self.exercise, self.trials, self.wanted, self.got
        if not callable(answer):
            return self.said("type", f"The answer should be a function, but it is {describe(answer)}.")
        problem = _signature_problem(answer, trials[0])
        if problem:
            return self.said("type", problem)
        try:
            with deadline(exercise.seconds):
                for args in trials:
                    given = copy.deepcopy(args)
                    got.append(_own_copy(answer(*given)))
                    changed = _first_changed(answer, given, args)
                    if changed:
                        return self.said(
                            "changed",
                            f"Your function changed its argument {changed}. It should leave its inputs as they were:"
                            " work on a copy, and beware of +=, -= and *= on an array that came from outside.",
                        )
        except NotImplementedError:
            return self.said(
                "todo", "Replace the line that raises NotImplementedError with your answer.", see=""
            )
        except TooLongError:
            named = self._named() if any(self._problem(i) for i in range(len(got))) else None
            return self.said("endless", self._too_long()) if named is None else named
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return self._raised(error)
        if all(g is None for g in got) and wanted[0] is not None:
            return self.said("type", "Your function returned None. Does it end with a return statement?")
        problems = [self._problem(i) for i in range(len(trials))]
        if not any(problems):
            return self.said("right", exercise.remark, see="")
        # A verdict that is not "right" counts as false.
        named = self._named()
        return self._found(problems, answer) if named is None else named

    def _too_long(self):
        limit = f"{self.exercise.seconds * slowness():.3g} seconds"
        text = f"Your function was still running after {limit}."
        if self.got:
            text += f" It had answered {len(self.got)} of the {len(self.trials)} inputs."
        text += " Is there a loop that never ends, or one with far more steps than are needed?"
        return text + tried_with(self.exercise.reference, self.trials[len(self.got)])

    def _raised(self, error):
        """An exception, on the inputs after those that have been answered."""
        at, text = len(self.got), where(error)
        shown = any(self._problem(i) for i in range(at))
        # A mistake may show on the first inputs and raise on others, as a transpose does on a square matrix.
        named = self._named(raised=None if shown else error)
        if named is not None:
            return named
        if at and not shown:
            first = "the first input" if at == 1 else f"the first {at} inputs"
            text += f"\nOn {first} it was right."
            words = trials_in_common(self._arguments()[: at + 1], [False] * at + [True])
            text += f" This time {words}." if words else ""
        return self.said("raised", text + tried_with(self.exercise.reference, self.trials[at]))

    def _problem(self, i):
        """In which way the result of a trial is not right, or None."""
        exercise, got = self.exercise, self.got[i]
        try:
            if exercise.accept is None:
                match(self.wanted[i], got, exercise, WHOLE)
                return None
            accepted = exercise.accept(got, *copy.deepcopy(self.trials[i]))
            return None if accepted is True else Unlike("told", str(accepted))
        except Unlike as unlike:
            return unlike
        except Exception as error:
            return Unlike(
                "type", f"Your answer could not be checked: it is {describe(got)} ({message(error)})."
            )

    def _named(self, raised=None):
        """The verdict that names a mistake, or two at once, if the results so far are theirs; else None.

        ``raised``: what the answer raised on the inputs after them, if they are all right so far; the mistake must
        then raise the same.
        """
        mistakes = self.exercise.mistakes
        for mistake in mistakes:
            if self._looks_like(mistake.wrong, raised):
                see = mistake.see or self.exercise.see
                return self.said("mistake", mistake.hint, mistake.name, see, family=mistake.family)
        options = [mistake for mistake in mistakes if isinstance(mistake.wrong, With)]
        for one, other in itertools.combinations(options, 2):
            both = one.wrong.joined(other.wrong)
            if both is not None and self._looks_like(both, raised):
                text = f"Two things at once.\n{one.hint}\n{other.hint}"
                families = ", ".join(filter(None, (one.family, other.family)))
                return self.said("mistake", text, f"{one.name}; and {other.name}", family=families)
        return None

    def _looks_like(self, wrong, raised):
        for args, got in zip(self.trials, self.got):
            try:
                match(wrong(*copy.deepcopy(args)), got, self.exercise, WHOLE, finite=False)
            except Exception:  # unlike, or the wrong variant fails on this input
                return False
        return raised is None or _raises(wrong, self.trials[len(self.got)], raised)

    def _arguments(self):
        """The arguments by name, for each trial."""
        names = list(inspect.signature(self.exercise.reference).parameters)
        return [dict(zip(names, args)) for args in self.trials]

    def _found(self, problems, answer):
        """What can be said of an answer that is no named mistake."""
        # Where numbers are not finite they say nothing; a trial with moderate ones says more.
        at = next((i for i, p in enumerate(problems) if p and p.kind != "not finite"), None)
        at = at if at is not None else next(i for i, p in enumerate(problems) if p)
        problem, tried = problems[at], tried_with(self.exercise.reference, self.trials[at])
        if problem.kind == "told":
            return self.said("wrong", problem.text + tried)
        if problem.kind in ("wrong", "not finite") and self._changes(answer):
            text = (
                "Called twice with the same arguments, your function gives two different results. Does it draw random"
                " numbers from elsewhere, or keep something from call to call?"
            )
            return self.said("wrong", text, relation="changes from call to call")
        if not self.trials[0] and isinstance(self.wanted[0], int | float | np.number):
            more = of_one_number(self.wanted[0], self.got[0]) if problem.kind == "wrong" else ""
            return self.said(problem.kind, " ".join(filter(None, (problem.text, more))))
        if problem.kind not in ("wrong", "shape", "not finite"):
            return self.said(problem.kind, problem.text + tried)
        finding = find(self.exercise, self._arguments(), self.wanted, self.got)
        texts = [finding.text]
        if problem.kind == "shape":
            texts = [problem.text, finding.text, right_but_for_the_shape(self.wanted[at], self.got[at])]
        elif not finding.relation:
            texts.append(problem.text)
        return self.said(
            problem.kind, "\n".join(filter(None, texts)) + tried,
            relation=finding.relation, parts_right=finding.right, parts_wrong=finding.wrong,
        )  # fmt: skip

    def _changes(self, answer):
        """Whether a second call with the arguments of the first trial gives another result."""
        try:
            with deadline(self.exercise.seconds):
                again = _own_copy(answer(*copy.deepcopy(self.trials[0])))
            match(self.got[0], again, self.exercise, WHOLE, finite=False)
        except Unlike:
            return True
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
        return False


def _own_copy(result):
    """A copy that later calls cannot change, where the result can be copied."""
    try:
        return copy.deepcopy(result)
    except Exception:
        return result


def _raises(wrong, args, error):
    try:
        wrong(*copy.deepcopy(args))
    except Exception as other:
        return (type(other), message(other)) == (type(error), message(error))
    return False


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


def message(error):
    """What an exception says; nothing if it cannot be printed."""
    try:
        return str(error)
    except Exception:
        return ""


def where(error):
    """What was raised, and in which line of the learner's code, in words."""
    frames = traceback.extract_tb(error.__traceback__)
    said = f": {message(error)}" if message(error) else ""
    text = f"Your function raised {type(error).__name__}{said}."
    if isinstance(error, ValueError) and re.search("shape|dimension|broadcast|matmul|aligned", said):
        text += "\nThe shapes do not fit together. Write the shape beside each array of the line."
    own = [f for f in frames if not f.filename.startswith(_PACKAGE) and "site-packages" not in f.filename]
    if own:
        line = linecache.getline(own[-1].filename, own[-1].lineno).strip() or own[-1].line
        text += f"\nIt happened in line {own[-1].lineno} of the cell or file: {line}" if line else ""
    return text
