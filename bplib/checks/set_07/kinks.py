"""Exercise 7.5: which gradients a kink allows."""

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn
from ..families import HALF, TWICE

__all__ = ["KINKS"]


def _sides(rng):
    """Entries with and without a kink, of either order, and gradients within, below and above.

    The jumps are 1.2 to 4 times the threshold where there is a kink, 0.05 to 0.6 times where there is none, and in
    the last two entries just the threshold.
    """
    threshold, shape = in_turn(rng, (0.125, (12,)), (2.0, (3, 4)), (2.0**-10, (2, 2, 3)))
    left = rng.normal(0, 2, 12)
    left[10:] = (3, -2)
    jump = np.concatenate(
        [rng.uniform(1.2, 1.8, 3), rng.uniform(2.2, 4, 3), rng.uniform(0.05, 0.6, 4), [1, 1]]
    )
    jump *= np.array([1, -1] * 6)
    place = np.array([0.3, 0.8, -0.4, 1.7, 1.4, -0.6, 0.2, 0.9, -30.0, 40.0, 0.3, 0.8]) + rng.uniform(
        -0.1, 0.1, 12
    )
    left, right, analytic = ((threshold * a).reshape(shape) for a in (left, left + jump, left + place * jump))
    return left, right, analytic, threshold


_APART = {
    "size": lambda l, r, a: np.abs(r - l),
    "right - left": lambda l, r, a: r - l,
    "left - right": lambda l, r, a: l - r,
    "relative": lambda l, r, a: np.abs(r - l) / np.maximum(np.abs(l), np.abs(r)),
    "half": lambda l, r, a: np.abs(r - l) / 2,
    "sizes": lambda l, r, a: np.abs(np.abs(r) - np.abs(l)),
    "square": lambda l, r, a: (r - l) ** 2,
    "from the mean": lambda l, r, a: np.abs(a - (l + r) / 2),
    "from the left": lambda l, r, a: np.abs(a - l),
    "from the right": lambda l, r, a: np.abs(a - r),
    "signs": lambda l, r, a: np.where(l * r < 0, np.inf, 0),
}


def _nearest(l, r, a, t):
    return np.clip(a, np.minimum(l, r), np.maximum(l, r))


_KINK = {
    "between": _nearest,
    "clip(left, right)": lambda l, r, a, t: np.clip(a, l, r),
    "clip(right, left)": lambda l, r, a, t: np.clip(a, r, l),
    "anything": lambda l, r, a, t: a,
    "mean": lambda l, r, a, t: (l + r) / 2,
    "ends": lambda l, r, a, t: np.where(np.abs(a - l) < np.abs(a - r), l, r),
    "farther end": lambda l, r, a, t: np.where(np.abs(a - l) > np.abs(a - r), l, r),
    "wider": lambda l, r, a, t: np.clip(a, np.minimum(l, r) - t, np.maximum(l, r) + t),
    "left": lambda l, r, a, t: l,
    "right": lambda l, r, a, t: r,
    "minimum": lambda l, r, a, t: np.minimum(l, r),
    "maximum": lambda l, r, a, t: np.maximum(l, r),
    "above only": lambda l, r, a, t: np.minimum(a, np.maximum(l, r)),
    "below only": lambda l, r, a, t: np.maximum(a, np.minimum(l, r)),
}
_SMOOTH = {
    "mean": lambda l, r, a: (l + r) / 2,
    "interval": lambda l, r, a: _nearest(l, r, a, 0),
    "sum": lambda l, r, a: l + r,
    "difference": lambda l, r, a: (r - l) / 2,
    "left": lambda l, r, a: l,
    "right": lambda l, r, a: r,
    "anything": lambda l, r, a: a,
    "l + r / 2": lambda l, r, a: l + r / 2,
}
_RESULT = {
    "size": lambda a, wanted, l, r: np.abs(a - wanted),
    "number": lambda a, wanted, l, r: wanted,
    "signed": lambda a, wanted, l, r: a - wanted,
    "signed, the other way": lambda a, wanted, l, r: wanted - a,
    "square": lambda a, wanted, l, r: (a - wanted) ** 2,
    "relative": lambda a, wanted, l, r: np.abs(a - wanted) / np.maximum(np.abs(a), np.abs(wanted)),
    "sizes": lambda a, wanted, l, r: np.abs(np.abs(a) - np.abs(wanted)),
    "true or false": lambda a, wanted, l, r: a != wanted,
}


def _with(apart="size", kink="between", smooth="mean", result="size", more=np.greater):
    """The distance from what is acceptable, with one thing or more that is another."""

    def answer(left, right, analytic, threshold):
        there = more(_APART[apart](left, right, analytic), threshold)
        at = _KINK[kink](left, right, analytic, threshold)
        wanted = np.where(there, at, _SMOOTH[smooth](left, right, analytic))
        return _RESULT[result](analytic, wanted, left, right)

    return answer


_allowed = _with()
_DASHED = "Think of -|x|: there the right slope is the smaller one. Is that no kink?"
_OFF_SIGN = "Think of |x|: there the right slope is the larger one. Is that no kink?"
_FROM_GRADIENT = "Whether there is a kink is a question about left and right alone."
_ONE_SLOPE = "Where there is no kink, both slopes count. Which number does a central difference give?"
_ONE_END = "At a kink every number between the two slopes is acceptable, not one of them alone."
_BOTH_ENDS = "At a kink the gradient may lie below both slopes, or above both."

KINKS = Exercise(
    "07.5", _allowed, _sides,
    (
        Mistake(
            "the mean everywhere", _with(kink="mean"),
            "At a kink the mean of the two sides is no better than any other number between them.",
        ),
        Mistake(
            "the interval everywhere", _with(smooth="interval"),
            "Where there is no kink, one number is right, not an interval.",
        ),
        Mistake(
            "left taken for the smaller one", With(_with, kink="clip(left, right)"),
            "Think of -|x|. Is the slope on the left always the smaller one?",
        ),
        Mistake(
            "right taken for the smaller one", With(_with, kink="clip(right, left)"),
            "Think of |x|. Is the slope on the right always the smaller one?",
        ),
        Mistake("kinks of one kind only", With(_with, apart="right - left"), _DASHED),
        Mistake("kinks of the other kind only", With(_with, apart="left - right"), _OFF_SIGN),
        Mistake(
            "the acceptable number itself", With(_with, result="number"),
            "This is the nearest acceptable number. How far is the analytic one from it?",
        ),
        Mistake(
            "with a sign",
            lambda l, r, a, t: np.where(a < (l + r) / 2, -1, 1) * _allowed(l, r, a, t),
            "A difference in size has no sign.",
        ),
        Mistake("with a sign", With(_with, result="signed"), "A difference in size has no sign."),
        Mistake("with a sign", With(_with, result="signed, the other way"), "A difference in size has no sign."),
        Mistake(
            "the farther end", With(_with, kink="farther end"),
            "At a kink, what is the answer for a number between the two slopes? And which end counts for the others?",
        ),
        Mistake(
            "kinks are not checked at all", With(_with, kink="anything"),
            "At a kink not everything is right: what if the gradient is larger than both slopes?",
        ),
        Mistake(
            "the nearer end", With(_with, kink="ends"),
            "At a kink, what is the answer for a number between the two slopes?",
        ),
        Mistake(
            "a kink at the threshold", _with(more=np.greater_equal),
            "Right except where the two sides are apart by just the threshold. What does the task say there?",
        ),
        Mistake(
            "the condition is inverted", With(_with, more=np.less_equal),
            "Where do the two sides disagree: above the threshold or below it?",
        ),
        Mistake(
            "the condition is inverted", With(_with, more=np.less),
            "Where do the two sides disagree: above the threshold or below it?",
        ),
        TWICE(
            With(_with, smooth="sum"), name="the sum of the slopes",
            hint="Where there is no kink you take the two slopes together. What makes a mean of them?",
        ),
        Mistake(
            "half of the right slope", With(_with, smooth="l + r / 2"),
            "Division comes before addition. Where do parentheses belong?",
        ),
        Mistake(
            "half the difference of the slopes", With(_with, smooth="difference"),
            "Where there is no kink you subtract the slopes. What is the mean of two numbers?",
        ),
        Mistake("the left slope", With(_with, smooth="left"), _ONE_SLOPE),
        Mistake("the right slope", With(_with, smooth="right"), _ONE_SLOPE),
        Mistake(
            "only kinks are checked", With(_with, smooth="anything"),
            "Where there is no kink, not everything is right. What is the answer there?",
        ),
        Mistake(
            "a relative threshold", With(_with, apart="relative"),
            "Your threshold is relative to the slopes. The one of the task is not.",
        ),
        HALF(
            With(_with, apart="half"), name="half the jump",
            hint="You compare half the jump with the threshold, the distance from the mean. How far apart are the two?",
        ),
        Mistake(
            "the sizes of the slopes are compared", With(_with, apart="sizes"),
            "How far apart are the slopes 3 and -3, and how far for your condition?",
        ),
        Mistake(
            "the square of the jump", With(_with, apart="square"),
            "You compare a square with the threshold. How far apart are the two slopes?",
        ),
        Mistake("a kink where the gradient is off", With(_with, apart="from the mean"), _FROM_GRADIENT),
        Mistake("a kink where the gradient is off the left slope", With(_with, apart="from the left"), _FROM_GRADIENT),
        Mistake(
            "a kink where the gradient is off the right slope", With(_with, apart="from the right"), _FROM_GRADIENT
        ),
        Mistake(
            "a kink where the signs differ", With(_with, apart="signs"),
            "Both slopes at a kink may have the same sign. What does the task compare?",
        ),
        Mistake(
            "an interval wider by the threshold", With(_with, kink="wider"),
            "The threshold decides whether there is a kink. Which numbers are acceptable then?",
        ),
        *(Mistake("one end for the interval", With(_with, kink=end), _ONE_END)
          for end in ("left", "right", "minimum", "maximum")),
        *(Mistake("one side of the interval is open", With(_with, kink=end), _BOTH_ENDS)
          for end in ("above only", "below only")),
        Mistake("a squared distance", With(_with, result="square"), "A distance is asked for. Yours is squared."),
        Mistake(
            "a relative distance", With(_with, result="relative"),
            "The distance itself is asked for. Yours is divided by a size.",
        ),
        Mistake(
            "the distance of the sizes", With(_with, result="sizes"),
            "How far apart are 3 and -3, and how far for your function?",
        ),
        Mistake(
            "the distance to the nearer slope everywhere",
            lambda l, r, a, t: np.minimum(np.abs(a - l), np.abs(a - r)),
            "At a kink a number between the slopes is acceptable, elsewhere the mean is. Yours has one rule for all.",
        ),
    ),
    see="chapter 7, “Kinks”",
)  # fmt: skip
