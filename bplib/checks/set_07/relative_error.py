"""Exercise 7.1: the relative error of two arrays, and other measures of how far apart they are."""

import numpy as np

from ...gradients import relative_error
from ..engine import Exercise, Mistake, With, trial
from ..families import EPSILON_BELOW, OWN_NORM

__all__ = [
    "MEASURE",
    "absolute",
    "by_entry",
    "mean_difference",
    "measure",
    "norms",
    "relative_to_a",
    "relative_to_b",
    "sizes_compared",
]


def _two_arrays(rng):
    """The larger entry is now in one array, now in the other; in the third of six trials one sign differs.

    The first arrays have three axes, so that what is right for one or two of them is not taken for a mistake. The
    fifth are tiny, and so are the last, of which one is all zeros.
    """
    number = trial(rng)
    a = rng.normal(size=((2, 3, 2), (3, 4), (5,), (4, 2), (7,), (3, 3))[number - 1])
    b = a * rng.uniform(0.5, 0.9, a.shape)
    if number == 3:
        b.flat[np.abs(a).argmax()] *= -1
    if number >= 5:
        a, b = (1e-13 * np.abs(a), 1e-13 * np.abs(b)) if number == 5 else (1e-13 * a, 0 * b)
    return (b, a) if number % 2 else (a, b)


def _size(a):
    return np.abs(a).max()


_ABOVE = {
    "largest difference": lambda a, b: _size(a - b),
    "signed": lambda a, b: (a - b).max(),
    "sizes": lambda a, b: _size(np.abs(a) - np.abs(b)),
    "mean": lambda a, b: np.abs(a - b).mean(),
    "sum": lambda a, b: np.abs(a - b).sum(),
    "two sizes": lambda a, b: abs(_size(a) - _size(b)),
    "length": lambda a, b: np.linalg.norm(a - b),
    "squares": lambda a, b: _size((a - b) ** 2),
    "sum of squares": lambda a, b: np.sum((a - b) ** 2),
    "median": lambda a, b: np.median(np.abs(a - b)),
    "range": lambda a, b: np.ptp(a - b),
    "rms": lambda a, b: np.sqrt(np.mean((a - b) ** 2)),
    "smallest": lambda a, b: np.abs(a - b).min(),
}
_BELOW = {
    "larger size": lambda a, b: max(_size(a), _size(b)),
    "nothing": lambda a, b: 1,
    "signed": lambda a, b: max(a.max(), b.max()),
    "a": lambda a, b: _size(a),
    "b": lambda a, b: _size(b),
    "sum": lambda a, b: _size(a) + _size(b),
    "half the sum": lambda a, b: (_size(a) + _size(b)) / 2,
    "smaller": lambda a, b: min(_size(a), _size(b)),
    "size of the sum": lambda a, b: _size(a + b),
    "mean": lambda a, b: max(np.abs(a).mean(), np.abs(b).mean()),
    "lengths": lambda a, b: max(np.linalg.norm(a), np.linalg.norm(b)),
    "product": lambda a, b: _size(a) * _size(b),
    "lengths added": lambda a, b: np.linalg.norm(a) + np.linalg.norm(b),
    "at least 1": lambda a, b: max(_size(a), _size(b), 1),
    "plus 1": lambda a, b: max(_size(a), _size(b)) + 1,
}


def measure(above="largest difference", below="larger size", more=0.0, least=0.0):
    """Another measure than (7.2): a quotient of another numerator and another denominator."""
    return lambda a, b: _ABOVE[above](a, b) / max(_BELOW[below](a, b) + more, least)


def by_entry(a, b):
    return (np.abs(a - b) / np.maximum(np.abs(a), np.abs(b))).max()


_BY_ENTRY = (
    lambda a, b: np.mean(np.abs(a - b) / np.maximum(np.abs(a), np.abs(b))),
    lambda a, b: np.max(np.abs(a - b) / (np.abs(a) + np.abs(b))),
    lambda a, b: np.mean(np.abs(a - b) / (np.abs(a) + np.abs(b))),
    lambda a, b: np.max(np.abs((a - b) / a)),
    lambda a, b: np.max(np.abs((a - b) / b)),
    lambda a, b: np.mean(np.abs((a - b) / a)),
    lambda a, b: np.mean(np.abs((a - b) / b)),
)


def norms(a, b):
    return np.linalg.norm(a - b) / max(np.linalg.norm(a), np.linalg.norm(b))


absolute = With(measure, below="nothing")
sizes_compared = With(measure, above="sizes")
mean_difference = With(measure, above="mean")
relative_to_a = With(measure, below="a")
relative_to_b = With(measure, below="b")

MEASURE = Exercise(
    "07.1", relative_error, _two_arrays,
    (
        Mistake(
            "the absolute error", absolute,
            "Measured in other units, all your errors would change. What does (7.2) divide by?",
        ),
        OWN_NORM(
            by_entry, name="entry by entry",
            hint="You divide before you take the maximum. One tiny entry would decide the result.",
        ),
        Mistake(
            "no absolute value", With(measure, above="signed"),
            "What does your numerator do where a is smaller than b?",
        ),
        Mistake(
            "no absolute value below", With(measure, below="signed"),
            "What does your denominator do with an array of negative numbers?",
        ),
        Mistake(
            "no absolute value at all", lambda a, b: (a - b).max() / max(a.max(), b.max()),
            "All three maxima of (7.2) are of sizes. What is the size of -3?",
        ),
        Mistake(
            "the sizes are compared", sizes_compared,
            "How far apart are 3 and -3, and how far for your function?",
        ),
        Mistake(
            "the mean difference", mean_difference,
            "A mean hides a single wrong entry among many right ones.",
        ),
        Mistake(
            "relative to a alone", relative_to_a,
            "Exchange the two arrays: the error should stay the same.",
        ),
        Mistake(
            "relative to b alone", relative_to_b,
            "Exchange the two arrays: the error should stay the same.",
        ),
        Mistake(
            "the sum of the sizes", With(measure, below="sum"),
            "A wrong sign should give 2 and a missing array 1. Try both with your function.",
        ),
        Mistake(
            "an array of errors", lambda a, b: np.abs(a - b) / max(_size(a), _size(b)),
            "How large is the number that you return for one array? Errors of (7.2) are single numbers of at most 2.",
        ),
        Mistake(
            "the lengths of the arrays", norms,
            "A good measure too, but not that of (7.2): it takes the largest entries.",
        ),
        Mistake(
            "the lengths of the arrays, added",
            lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)),
            "The measure of other texts, as good as (7.2), but not the same. (7.2) has no lengths and no sum.",
        ),
        Mistake(
            "means or sums of everything", lambda a, b: _ABOVE["mean"](a, b) / _BELOW["mean"](a, b),
            "You take means or sums where (7.2) takes the largest. They hide a single wrong entry among many.",
        ),
        Mistake(
            "the mean in the denominator", With(measure, below="mean"),
            "Your denominator is a mean. Which entry of an array does (7.2) take?",
        ),
        Mistake(
            "a sum above", With(measure, above="sum"),
            "Your numerator grows with the number of entries. Which of the differences does (7.2) take?",
        ),
        Mistake(
            "the difference of the maxima", With(measure, above="two sizes"),
            "Two arrays may have equal maxima and be far apart everywhere. What comes first, the difference or the"
            " maximum?",
        ),
        Mistake(
            "a length above", With(measure, above="length"),
            "Your numerator is the length of the difference. (7.2) takes no lengths.",
        ),
        Mistake(
            "a length below", With(measure, below="lengths"),
            "Your denominator is a length. (7.2) takes no lengths.",
        ),
        Mistake(
            "squares above", With(measure, above="squares"),
            "In other units of the two arrays the result would be another. Is something squared?",
        ),
        Mistake(
            "the smaller of the two", With(measure, below="smaller"),
            "Of the two sizes you divide by the smaller one. What if one of the arrays is nearly 0?",
        ),
        Mistake(
            "half the sum of the sizes", With(measure, below="half the sum"),
            "Your denominator is the mean of two sizes. Which of the two does (7.2) take?",
        ),
        Mistake(
            "the size of the sum", With(measure, below="size of the sum"),
            "What is your denominator if b is -a? In (7.2) the arrays are not added.",
        ),
        Mistake(
            "divided by both sizes", With(measure, below="product"),
            "In other units of the two arrays the result would be another. By how many sizes do you divide?",
        ),
        *(
            OWN_NORM(
                by, name="entry by entry, with another denominator or a mean",
                hint="You divide before you take the maximum or a mean. One tiny entry would weigh as much as a large"
                " one.",
            )
            for by in _BY_ENTRY
        ),
        Mistake(
            "the median", With(measure, above="median"), "A median hides a single wrong entry among many right ones."
        ),
        Mistake(
            "the range of the differences", With(measure, above="range"),
            "Your numerator is the distance between two differences. What if all entries are off by the same amount?",
        ),
        Mistake(
            "the smallest difference", With(measure, above="smallest"),
            "A single right entry would make your error 0.",
        ),
        Mistake(
            "the root of the mean square", With(measure, above="rms"),
            "A mean, also one of squares, hides a single wrong entry among many right ones.",
        ),
        Mistake(
            "sums of squares", lambda a, b: np.sum((a - b) ** 2) / max(np.sum(a**2), np.sum(b**2)),
            "This is the square of a relative error of lengths. (7.2) takes the largest entries, and no squares.",
        ),
        Mistake(
            "a sum of squares above", With(measure, above="sum of squares"),
            "In other units of the two arrays the result would be another. Is something squared?",
        ),
        Mistake(
            "two lengths in the denominator", With(measure, below="lengths added"),
            "Your denominator is a sum of lengths. (7.2) has no lengths and no sum.",
        ),
        *(
            EPSILON_BELOW(
                lambda a, b, k=k: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b) + 10.0**-k),
                name="lengths, and a small number in the denominator",
                hint="(7.2) has no lengths and no sum, and nothing is added below.",
            )
            for k in (6, 7, 8, 10, 12, 15)
        ),
        EPSILON_BELOW(
            With(measure, below="at least 1"), name="at least 1 in the denominator",
            hint="Where all entries are below 1 your error is no longer relative. What does (7.2) divide by?",
        ),
        EPSILON_BELOW(
            With(measure, below="plus 1"), name="1 added in the denominator",
            hint="Where all entries are small your error is no longer relative. What does (7.2) divide by?",
        ),
        *(EPSILON_BELOW(With(measure, more=10.0**-k)) for k in range(4, 17)),
        EPSILON_BELOW(With(measure, more=np.finfo(float).eps)),
        *(EPSILON_BELOW(With(measure, least=10.0**-k)) for k in range(4, 13)),
        *(EPSILON_BELOW(With(measure, below="sum", more=10.0**-k), name="the sum of the sizes, and a small number",
            hint="A sum of two sizes and a small number stand below. What does (7.2) divide by?")
          for k in (7, 8, 10, 12)),
    ),
    see="chapter 7, “How far apart is too far?”", trials=6,
)  # fmt: skip
