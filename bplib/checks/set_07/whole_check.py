"""Exercise 7.8: a check of every entry of every array."""

import numpy as np

from ...gradients import relative_error
from ..engine import Exercise, Mistake, With, trial
from ..families import (
    BACKWARD_DIFFERENCE,
    EPSILON_BELOW,
    FIRST_FOR_ALL,
    FORWARD_DIFFERENCE,
    OWN_NORM,
    OWN_STEP,
    PARENTHESES,
    SIGN,
    TWO_FORGOTTEN,
)
from .relative_error import (
    absolute,
    by_entry,
    mean_difference,
    measure,
    norms,
    relative_to_a,
    relative_to_b,
    sizes_compared,
)
from .shared import Loss, params_like

__all__ = ["WHOLE_CHECK"]

_SHAPES = (
    {"W1": (4, 3), "b1": (4, 1), "W2": (2, 4), "b2": (2, 1)},
    {"V": (3, 2), "c": (3,), "K": (2, 3, 2), "A": (2, 2)},
    {"b1": (5,), "W1": (5, 4), "W0": (3, 5), "b0": (3,)},
    {"U": (6, 3), "W1": (3, 7), "d": (4,), "b1": (5, 1)},
)


def _spoiled(rng):
    """Params, loss, and a gradient: too small, of the wrong sign, wrong in one entry (the last once), right.

    In the last trial the cost is measured in a unit in which all derivatives are tiny.
    """
    number = trial(rng)
    shapes = _SHAPES[number - 1]
    params, loss = params_like(rng, shapes), Loss(rng, shapes, unit=1e-12 if number == 4 else 1.0)
    gradient = loss.gradient(params)
    small, sign, entry, _ = gradient
    gradient[small] = 0.6 * gradient[small]
    gradient[sign] = -1.5 * gradient[sign]
    # A small entry: the error relative to it is another than that relative to the largest.
    place = -1 if number == 2 else np.abs(gradient[entry]).argmin()
    gradient[entry].flat[place] += rng.uniform(0.2, 0.3) * np.abs(gradient[entry]).max()
    return params, loss, gradient


def _errors(measured=relative_error, whole=None, difference=None, where=np.ndindex):
    """The answer to 07.8.

    Args:
        measured: another measure than (7.2).
        whole: measures from all arrays at once.
        difference: another difference, of (loss, p, i).
        where: the indices of the entries of a shape that are visited; elsewhere the slope is 0.
    """

    def answer(params, loss, gradient):
        work = {name: p.copy() for name, p in params.items()}
        numeric = {}
        for name, p in work.items():
            numeric[name] = np.zeros(p.shape)
            for i in where(*p.shape):
                numeric[name][i] = (difference or _central)(lambda: loss(work), p, i)
        if whole:
            return whole(gradient, numeric)
        return {name: float(measured(gradient[name], numeric[name])) for name in params}

    return answer


def _central(loss, p, i, h=1e-5):
    old = p[i]
    p[i] = old + h
    right, p[i] = loss(), old - h
    left, p[i] = loss(), old
    return (right - left) / (2 * h)


def _with_step(h):
    return lambda loss, p, i: _central(loss, p, i, h)


def _not_restored(loss, p, i, h=1e-5):
    slope = _central(loss, p, i, h)
    p[i] -= h
    return slope


def _restored_too_far(loss, p, i, h=1e-5):
    slope = _central(loss, p, i, h)
    p[i] += h
    return slope


def _one_sided(loss, p, i, h=1e-5):
    old, left = p[i], loss()
    p[i] = old + h
    slope = (loss() - left) / h
    p[i] = old
    return slope


def _backward(loss, p, i, h=1e-5):
    return _one_sided(loss, p, i, -h)


def _times(factor):
    return lambda loss, p, i: factor * _central(loss, p, i)


def _one_scale(gradient, numeric):
    """Relative errors that are divided by the largest entry of all arrays."""
    size = max(np.abs(g).max() for arrays in (gradient, numeric) for g in arrays.values())
    return {name: float(np.abs(g - numeric[name]).max() / size) for name, g in gradient.items()}


def _one_number(gradient, numeric):
    """The largest error of all for each."""
    errors = [relative_error(g, numeric[name]) for name, g in gradient.items()]
    return dict.fromkeys(gradient, max(errors))


def _first_rows(*shape):
    return ((i, *(0 for _ in shape[1:])) for i in range(shape[0]))


def _all_at_once(params, loss, gradient):
    errors = {}
    for name, p in params.items():
        slope = (loss(params | {name: p + 1e-5}) - loss(params | {name: p - 1e-5})) / 2e-5
        errors[name] = float(relative_error(gradient[name], np.full(p.shape, slope)))
    return errors


WHOLE_CHECK = Exercise(
    "07.8", _errors(), _spoiled,
    (
        Mistake("the absolute error", With(_errors, measured=absolute), "(7.2) divides by something."),
        OWN_NORM(
            With(_errors, measured=by_entry), name="entry by entry", hint="One small entry decides here.",
        ),
        Mistake(
            "one scale for all arrays", With(_errors, whole=_one_scale),
            "Each array should be divided by its own largest entry.",
        ),
        FIRST_FOR_ALL(
            With(_errors, whole=_one_number), name="one error for all arrays",
            hint="All your errors are the same. Each array has an error of its own.",
        ),
        Mistake(
            "relative to the program's gradient alone", With(_errors, measured=relative_to_a),
            "What is your error if the program returns zeros?",
        ),
        Mistake(
            "relative to the differences alone", With(_errors, measured=relative_to_b),
            "Which of the two may be the larger one in (7.2)?",
        ),
        Mistake(
            "entries are not put back", With(_errors, difference=_not_restored),
            "Where are the parameters after the first differences?",
        ),
        Mistake(
            "entries are put back too far", With(_errors, difference=_restored_too_far),
            "Where are the parameters after the first differences?",
        ),
        FORWARD_DIFFERENCE(
            With(_errors, difference=_one_sided), name="a forward difference",
            hint="How exact are your differences? On which sides of an entry do they look?",
        ),
        BACKWARD_DIFFERENCE(
            With(_errors, difference=_backward), name="a backward difference",
            hint="How exact are your differences? On which sides of an entry do they look?",
        ),
        Mistake(
            "a one-sided step over the distance of two",
            With(_errors, difference=lambda loss, p, i: _one_sided(loss, p, i) / 2),
            "How far apart are your two points, and by what do you divide? If two dictionaries hold the same arrays,"
            " the second change undoes the first.",
        ),
        Mistake(
            "a one-sided step over the distance of two",
            With(_errors, difference=lambda loss, p, i: _backward(loss, p, i) / 2),
            "How far apart are your two points, and by what do you divide? If two dictionaries hold the same arrays,"
            " the second change undoes the first.",
        ),
        TWO_FORGOTTEN(With(_errors, difference=_times(2))),
        PARENTHESES(With(_errors, difference=_times(1e-10)), name="/ 2 * h"),
        SIGN(
            With(_errors, difference=_times(-1)), name="left minus right",
            hint="Where the cost rises with an entry, which sign has your difference? Which cost comes first?",
        ),
        Mistake(
            "half the difference", With(_errors, difference=_times(0.5)),
            "How far apart are your two points, and by what do you divide?",
        ),
        *(
            OWN_STEP(
                With(_errors, difference=_with_step(h)), name=f"h = {h:g}",
                hint="Is your step the one of the task? See chapter 1 on round-off.",
            )
            for h in (1e-10, 1e-8, 1e-3, 1e-2, 1e-4, 1e-6, 1e-7, 0.1)
        ),
        Mistake(
            "the sizes are compared", With(_errors, measured=sizes_compared),
            "What is your error if the program returns the gradient with the wrong sign?",
        ),
        Mistake(
            "the mean difference", With(_errors, measured=mean_difference),
            "A mean hides a single wrong entry among many right ones.",
        ),
        Mistake(
            "means of everything",
            With(_errors, measured=lambda a, b: np.abs(a - b).mean() / max(np.abs(a).mean(), np.abs(b).mean())),
            "A mean hides a single wrong entry among many right ones.",
        ),
        Mistake(
            "a mean of the errors of the entries",
            With(
                _errors, measured=lambda a, b: np.mean(np.abs(a - b) / np.maximum(np.abs(a), np.abs(b))),
            ),
            "You divide entry by entry, and then take a mean. (7.2) does neither.",
        ),
        Mistake(
            "the lengths of the arrays", With(_errors, measured=norms),
            "A good measure too, but not that of (7.2): it takes the largest entries.",
        ),
        Mistake(
            "the lengths of the arrays, added",
            With(
                _errors,
                measured=lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)),
            ),
            "(7.2) has no lengths and no sum.",
        ),
        Mistake(
            "the sum of the sizes", With(_errors, measured=measure(below="sum")),
            "What is your error if the program returns the gradient with the wrong sign, and what should it be?",
        ),
        Mistake(
            "the smaller of the two sizes", With(_errors, measured=measure(below="smaller")),
            "What is your error if the program returns zeros?",
        ),
        Mistake(
            "no absolute value", With(_errors, measured=measure(above="signed")),
            "What does your numerator do where the gradient is too small?",
        ),
        Mistake(
            "no absolute value", With(_errors, measured=lambda a, b: measure(above="signed")(b, a)),
            "What does your numerator do where the gradient is too small?",
        ),
        Mistake(
            "no absolute value below", With(_errors, measured=measure(below="signed")),
            "What does your denominator do with an array of negative numbers?",
        ),
        Mistake(
            "a sum above", With(_errors, measured=measure(above="sum")),
            "Your numerator grows with the number of entries. Which of the differences does (7.2) take?",
        ),
        EPSILON_BELOW(
            With(_errors, measured=measure(below="at least 1")), name="at least 1 in the denominator",
            hint="Where all entries are below 1 your error is no longer relative. What does (7.2) divide by?",
        ),
        *(EPSILON_BELOW(With(_errors, measured=measure(more=10.0**-k))) for k in range(5, 17)),
        *(EPSILON_BELOW(With(_errors, measured=measure(least=10.0**-k))) for k in range(5, 13)),
        *(EPSILON_BELOW(With(_errors, measured=measure(below="sum", more=10.0**-k)),
            name="the sum of the sizes, and a small number",
            hint="A sum of two sizes and a small number stand below. What does (7.2) divide by?")
          for k in (7, 8, 10, 12)),
        Mistake(
            "all entries moved at once", _all_at_once,
            "All entries of an array move at once. How is the slope along one entry found?",
        ),
        Mistake(
            "the root of the mean square", With(_errors, measured=measure(above="rms")),
            "A mean, also one of squares, hides a single wrong entry among many right ones.",
        ),
        Mistake(
            "the difference of the maxima", With(_errors, measured=measure(above="two sizes")),
            "Two arrays may have equal maxima and be far apart everywhere. What comes first, the difference or the"
            " maximum?",
        ),
        Mistake(
            "the first of each row only", With(_errors, where=_first_rows),
            "Your loop visits the first entry of each row only. How are all entries of an array visited?",
        ),
    ),
    see="chapter 7, “A gradient check in ten lines”", trials=4,
)  # fmt: skip
