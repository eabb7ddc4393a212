"""Exercise 7.8: the whole check."""

import numpy as np

from ..gradients import relative_error
from .engine import Exercise, Mistake
from .set_07_reference import Loss, by_entry, params_like, size, trial

__all__ = ["WHOLE_CHECK"]

_SHAPES = (
    {"W1": (4, 3), "b1": (4, 1), "W2": (2, 4), "b2": (2, 1)},
    {"V": (3, 2), "c": (3,), "K": (2, 3, 2), "A": (2, 2)},
    {"b1": (5,), "W1": (5, 4), "W0": (3, 5), "b0": (3,)},
)


def _spoiled(rng):
    """Params, loss, and a gradient: too small, of the wrong sign, wrong in one entry (the last once), right."""
    number = trial(rng)
    shapes = _SHAPES[number]
    params, loss = params_like(rng, shapes), Loss(rng, shapes)
    gradient = loss.gradient(params)
    small, sign, entry, _ = gradient
    gradient[small] = 0.6 * gradient[small]
    gradient[sign] = -1.5 * gradient[sign]
    # A small entry: the error relative to it is another than that relative to the largest.
    place = -1 if number == 1 else np.abs(gradient[entry]).argmin()
    gradient[entry].flat[place] += rng.uniform(0.2, 0.3) * np.abs(gradient[entry]).max()
    return params, loss, gradient


def _errors(measure=relative_error, whole=None, difference=None):
    """The answer to 07.8. ``whole`` measures from all arrays at once, ``difference`` changes the differences."""

    def answer(params, loss, gradient):
        work = {name: p.copy() for name, p in params.items()}
        numeric = {}
        for name, p in work.items():
            numeric[name] = np.empty(p.shape)
            for i in np.ndindex(p.shape):
                numeric[name][i] = (difference or _central)(lambda: loss(work), p, i)
        if whole:
            return whole(gradient, numeric)
        return {name: float(measure(gradient[name], numeric[name])) for name in params}

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


def _one_sided(loss, p, i, h=1e-5):
    old, left = p[i], loss()
    p[i] = old + h
    slope = (loss() - left) / h
    p[i] = old
    return slope


def _one_scale(gradient, numeric):
    """Relative errors that are divided by the largest entry of all arrays."""
    size = max(np.abs(g).max() for arrays in (gradient, numeric) for g in arrays.values())
    return {name: float(np.abs(g - numeric[name]).max() / size) for name, g in gradient.items()}


WHOLE_CHECK = Exercise(
    "07.8", _errors(), _spoiled,
    (
        Mistake(
            "the absolute error", _errors(lambda a, b: size(a - b)),
            "Your differences are right. (7.2) divides by something.",
        ),
        Mistake("entry by entry", _errors(by_entry), "Your differences are right. One small entry decides here."),
        Mistake(
            "one scale for all arrays", _errors(whole=_one_scale),
            "Each array should be divided by its own largest entry.",
        ),
        Mistake(
            "relative to the program's gradient alone", _errors(lambda a, b: size(a - b) / size(a)),
            "What is your error if the program returns zeros?",
        ),
        Mistake(
            "relative to the differences alone", _errors(lambda a, b: size(a - b) / size(b)),
            "Which of the two may be the larger one in (7.2)?",
        ),
        Mistake(
            "entries are not put back", _errors(difference=_not_restored),
            "Your errors are off by a little. Where are the parameters after the first differences?",
        ),
        Mistake(
            "a forward difference", _errors(difference=_one_sided),
            "Your errors are off by a little. How exact are your differences?",
        ),
        *(
            Mistake(
                f"h = {h:g}", _errors(difference=_with_step(h)),
                "Your errors are off by a little. Is your step the one of the task? See chapter 1 on round-off.",
            )
            for h in (1e-10, 1e-8, 1e-3)
        ),
        Mistake(
            "the sizes are compared",
            _errors(lambda a, b: size(np.abs(a) - np.abs(b)) / max(size(a), size(b))),
            "What is your error if the program returns the gradient with the wrong sign?",
        ),
        Mistake(
            "the mean difference",
            _errors(lambda a, b: np.abs(a - b).mean() / max(size(a), size(b))),
            "A mean hides a single wrong entry among many right ones.",
        ),
    ),
    see="chapter 7, “A gradient check in ten lines”",
)  # fmt: skip
