"""Exercises 7.1 to 7.4: the parts of a gradient check."""

import numpy as np

from ..gradients import relative_error
from .engine import Exercise, Mistake
from .set_07_reference import (
    by_entry,
    central_gradient,
    enough,
    integers_or_floats,
    line,
    share_and_probability,
    size,
    slopes,
    two_arrays,
    two_slopes,
    whole_number,
)

__all__ = ["BASICS"]


def _samples(k):
    """The answer to 07.2 with another formula, rounded up."""
    return lambda q, p: int(np.ceil(k(q, p)))


_NUMBER = (
    "How large is the number that you return for one array? Errors of (7.2) are single numbers of at most 2."
)
_MEASURE = "chapter 7, “How far apart is too far?”"

BASICS = (
    Exercise(
        "07.1", relative_error, two_arrays,
        (
            Mistake(
                "the absolute error", lambda a, b: size(a - b),
                "Measured in other units, all your errors would change. What does (7.2) divide by?",
            ),
            Mistake(
                "entry by entry", by_entry,
                "You divide before you take the maximum. One tiny entry would decide the result.",
            ),
            Mistake(
                "no absolute value", lambda a, b: (a - b).max() / max(size(a), size(b)),
                "What does your numerator do where a is smaller than b?",
            ),
            Mistake(
                "no absolute value below", lambda a, b: size(a - b) / max(a.max(), b.max()),
                "What does your denominator do with an array of negative numbers?",
            ),
            Mistake(
                "no absolute value at all", lambda a, b: (a - b).max() / max(a.max(), b.max()),
                "All three maxima of (7.2) are of sizes. What is the size of -3?",
            ),
            Mistake(
                "the sizes are compared", lambda a, b: size(np.abs(a) - np.abs(b)) / max(size(a), size(b)),
                "How far apart are 3 and -3, and how far for your function?",
            ),
            Mistake(
                "the mean difference", lambda a, b: np.abs(a - b).mean() / max(size(a), size(b)),
                "A mean hides a single wrong entry among many right ones.",
            ),
            Mistake(
                "relative to a alone", lambda a, b: size(a - b) / size(a),
                "Exchange the two arrays: the error should stay the same.",
            ),
            Mistake(
                "relative to b alone", lambda a, b: size(a - b) / size(b),
                "Exchange the two arrays: the error should stay the same.",
            ),
            Mistake(
                "the sum of the sizes", lambda a, b: size(a - b) / (size(a) + size(b)),
                "A wrong sign should give 2 and a missing array 1. Yours gives 1 for both.",
            ),
            Mistake(
                "an array of errors", lambda a, b: np.abs(a - b) / max(size(a), size(b)), _NUMBER,
            ),
            Mistake(
                "the lengths of the arrays",
                lambda a, b: np.linalg.norm(a - b) / max(np.linalg.norm(a), np.linalg.norm(b)),
                "A good measure too, but not that of (7.2): it takes the largest entries.",
            ),
            Mistake(
                "the lengths of the arrays, added",
                lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)),
                "The measure of other texts, as good as (7.2), but not the same. (7.2) has no lengths and no sum.",
            ),
        ),
        see=_MEASURE, trials=4,
    ),
    Exercise(
        "07.2", enough, share_and_probability,
        (
            Mistake(
                "rounded down", lambda q, p: int(np.log(p) / np.log(1 - q)),
                "Put your k into (7.4): the probability is still a little too large.",
            ),
            Mistake(
                "rounded down, plus one", lambda q, p: int(np.log(p) / np.log(1 - q)) + 1,
                "Right but for one kind of case, such as q = 0.5 and p = 0.25. What is (1 - q)**2 there, and is that"
                " small enough?",
            ),
            Mistake(
                "rounded to the nearest", lambda q, p: round(np.log(p) / np.log(1 - q)),
                "Are 43 entries enough if 43.4 are needed?",
            ),
            Mistake(
                "not rounded", lambda q, p: float(np.log(p) / np.log(1 - q)), "How many entries are 43.7 entries?"
            ),
            Mistake(
                "q and p exchanged", _samples(lambda q, p: np.log(q) / np.log(1 - p)),
                "Which of the two is raised to the power k in (7.4)?",
            ),
            Mistake(
                "the probability to find it", _samples(lambda q, p: np.log(1 - p) / np.log(1 - q)),
                "p is the probability to miss the mistake. Yours is that to find it.",
            ),
            Mistake(
                "q for 1 - q", _samples(lambda q, p: np.log(p) / np.log(q)),
                "An entry drawn at random is wrong with probability q. Which one do you need k times in a row?",
            ),
            Mistake(
                "the approximation", _samples(lambda q, p: -np.log(p) / q),
                "ln(1 - q) ≈ -q is good for small q only. Take the logarithm itself.",
            ),
            Mistake(
                "the expected number", _samples(lambda q, p: 1 / q),
                "After this many entries a wrong one turns up on average. Where does p come in?",
            ),
        ),
        see="chapter 7, “Checking only some of the parameters”", trials=5, rtol=1e-9,
        accept=whole_number,
    ),
    Exercise(
        "07.3", central_gradient, integers_or_floats,
        (
            Mistake(
                "the integers are still integers", slopes(floats=False),
                "For arrays of floats your function is right. What can an array of integers store?",
            ),
            Mistake(
                "the entry is not put back", slopes(back=False),
                "The first entry is right, each later one is off by a little more. Where is the point by then?",
            ),
            Mistake(
                "both bugs, on a copy", slopes(floats=False, back=False),
                "The caller's array is safe now. Both bugs are still there, inside the copy.",
            ),
            Mistake(
                "a forward difference", slopes(forward=True, width=1.0),
                "Your numbers are near, but not near enough: you look to one side only.",
            ),
            Mistake(
                "the wrong distance", slopes(width=1.0),
                "Every entry is off by the same factor. How far apart are the two points?",
            ),
            Mistake(
                "a one-sided step over the distance of two", slopes(forward=True),
                "Every entry is off by about the same factor. How far apart are the two points?",
            ),
            Mistake(
                "the result is rounded to integers", slopes(integers_out=True),
                "The slopes are computed well and then stored in an array of the wrong type.",
            ),
            Mistake(
                "another step than h", slopes(own_step=True),
                "These are slopes for another step than h. The default is for those who give none.",
            ),
        ),
        see="chapter 7, “What may go in: integers and other guests”", trials=4,
    ),
    Exercise(
        "07.4", two_slopes, line,
        (
            Mistake(
                "a forward difference",
                lambda c, t, g, v, h: ((c(t + h * v) - c(t)) / h, g @ v),
                "Two evaluations, but not the two that (7.6) wants.",
            ),
            Mistake(
                "half the distance", lambda c, t, g, v, h: ((c(t + h * v) - c(t - h * v)) / h, g @ v),
                "How far apart are the two points, in units of v?",
            ),
            Mistake(
                "left minus right", lambda c, t, g, v, h: (-two_slopes(c, t, g, v, h)[0], g @ v),
                "The two sides of a right gradient would differ in sign.",
            ),
            Mistake(
                "the step is shortened to length h",
                lambda c, t, g, v, h: (two_slopes(c, t, g, v / np.linalg.norm(v), h)[0], g @ v),
                "You divide v by its length for the difference only. Both sides need the same v; use it as it is.",
            ),
            Mistake(
                "the gradient with a v of length 1",
                lambda c, t, g, v, h: (two_slopes(c, t, g, v, h)[0], g @ v / np.linalg.norm(v)),
                "You divide v by its length for the product only. Both sides need the same v; use it as it is.",
            ),
            Mistake(
                "the difference for a v of length 1",
                lambda c, t, g, v, h: (two_slopes(c, t, g, v, h)[0] / np.linalg.norm(v), g @ v),
                "You divide by the length of v for the difference only. Both sides need the same v; use it as it is.",
            ),
            Mistake(
                "h is left out",
                lambda c, t, g, v, h: ((c(t + v) - c(t - v)) / (2 * h), g @ v),
                "How far from theta are your two points? A slope needs a small step.",
            ),
            Mistake(
                "a step of v",
                lambda c, t, g, v, h: ((c(t + v) - c(t - v)) / 2, g @ v),
                "How far from theta are your two points? A slope needs a small step.",
            ),
            Mistake(
                "the length of the gradient",
                lambda c, t, g, v, h: (two_slopes(c, t, g, v, h)[0], np.linalg.norm(g)),
                "The length of g is the slope in the steepest direction. Which direction is asked for?",
            ),
            Mistake(
                "both sides with a v of length 1",
                lambda c, t, g, v, h: two_slopes(c, t, g, v / np.linalg.norm(v), h),
                "Both sides of (7.6) agree for any v. Use it as it is given.",
            ),
            Mistake(
                "the product is not summed", lambda c, t, g, v, h: (two_slopes(c, t, g, v, h)[0], g * v),
                "The slope along v is one number.",
            ),
            Mistake(
                "all parameters moved by h", lambda c, t, g, v, h: ((c(t + h) - c(t - h)) / (2 * h), g @ v),
                "Where does v enter on the side of the differences?",
            ),
            Mistake("in the wrong order", lambda *args: two_slopes(*args)[::-1], "Which of the two comes first?"),
        ),
        see="chapter 7, “The whole gradient from two evaluations”", parts=("numeric", "analytic"),
    ),
)  # fmt: skip
