"""Exercise 13.6: the probability of many examples, which is too small a number to be computed."""

import numpy as np

from ... import activations
from ..engine import Exercise, With, in_turn
from ..families import (
    CLIPPED,
    MEAN_MISSING,
    OTHER_LOGARITHM,
    SIGN,
    SOFTMAX_AXIS,
    SOFTMAX_TWICE,
)
from .bug import bug

__all__ = ["SURPRISE", "USUAL_FLOORS"]


def _surprise_with(logs=None, factor=1, total=np.mean):
    """The surprise: the logarithms of the right probabilities (by default the right ones), and what is done to them."""
    logs = _logs if logs is None else logs
    return lambda scores, t: -factor * total(logs(scores, t))


_ROWS = np.array([[0.0, 725, 0], [1100, 0, 0], [3, 1, 2]])  # softmax is well with them, other shifts are not


def _many(rng):
    """(scores, t): few, thousands of examples, one, and scores far from each other or from 0."""
    m, K, spread, shift = in_turn(
        rng,
        (5, 4, 1, 0),
        (4000, 4, 4, 0),
        (1, 6, 1, 0),
        (20, 5, 60, 0),
        (3, 3, 0, 0),
        (6, 5, 1200, 0),
        (4, 3, 2, 1000),
        (3, 4, 1, -900),
    )
    if spread == 0:
        return _ROWS + rng.normal(size=(m, K)), np.array([0, 0, 1])
    return rng.normal(shift, spread, (m, K)), rng.integers(0, K, m)


def _logs(scores, t):
    return activations.log_softmax(scores)[np.arange(len(t)), t]


def _right_class(scores, t):
    return activations.softmax(scores)[np.arange(len(t)), t]


def _unshifted(scores, t):
    e = np.exp(scores)
    return e[np.arange(len(t)), t] / e.sum(axis=1)


def _largest(scores):
    return scores.max(axis=1, keepdims=True)


def _products(scores, t, size=50):
    p = _right_class(scores, t)
    return [np.prod(p[i : i + size]) for i in range(0, len(p), size)]


def _shifted_by(c):
    """The surprise, twice: with c(scores, t) subtracted from the scores, (m, 1) or a number."""

    def by_softmax(s, t):
        return -np.mean(np.log(_unshifted(s - c(s, t), t)))

    def by_the_sum(s, t):
        z = s - c(s, t)
        return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(t)), t])

    return by_softmax, by_the_sum


_FORGOTTEN = (
    lambda s, t: np.mean(np.log(np.exp(s - _largest(s)).sum(axis=1)) - s[np.arange(len(t)), t]),
    lambda s, t: np.mean(np.log(np.exp(s).sum(axis=1)) - (s - _largest(s))[np.arange(len(t)), t]),
)

_SHIFTS = (
    *(
        bug(
            "the largest score of the row is not what is subtracted", wrong,
            "Before exp something is subtracted, the same for the whole row: good. But a score that lies far above it"
            " is there still, and exp overflows.",
            "extreme values",
        )
        for c in (
            lambda s, t: s[:, :1],
            lambda s, t: s[:, -1:],
            lambda s, t: s.mean(axis=1, keepdims=True),
            lambda s, t: s.min(axis=1, keepdims=True),
            lambda s, t: np.median(s, axis=1, keepdims=True),
            lambda s, t: s[np.arange(len(t)), t][:, None],
            lambda s, t: s.mean(),
        )
        for wrong in _shifted_by(c)
    ),
    *(
        bug(
            "one maximum for the whole batch", wrong,
            "The largest score of the batch is subtracted. In a row far below it all exp are rounded to 0: row by row.",
            "extreme values",
        )
        for wrong in _shifted_by(lambda s, t: s.max())
    ),
)  # fmt: skip

# What is put under a probability that could be 0.
USUAL_FLOORS = ("1e-12", "1e-15", "1e-10", "1e-8", "1e-16", "1e-9", "1e-7", "1e-6", "1e-300")

_FLOORS = tuple(
    bug(
        "a floor under the probabilities", wrong,
        f"Nothing is infinite, and it is wrong: no surprise can be larger than −log({eps:.0e}) = {-np.log(eps):.1f},"
        " however sure the model was of the wrong class. The floor hides the illness.",
        "extreme values",
    )
    for eps in map(float, USUAL_FLOORS)
    for wrong in (
        With(_surprise_with, logs=lambda s, t, eps=eps: np.log(_right_class(s, t) + eps)),
        With(_surprise_with, logs=lambda s, t, eps=eps: np.log(np.maximum(_right_class(s, t), eps))),
    )
)  # fmt: skip


def _surprise(scores, t):
    return -np.mean(_logs(scores, t))


SURPRISE = Exercise(
    "13.6", _surprise, _many,
    (
        bug(
            "the bug is still there", lambda s, t: -np.log(np.prod(_right_class(s, t))) / len(t),
            "A product of thousands of numbers below 1 is rounded to 0. What is the logarithm of a product?",
            "extreme values, here of the number of examples",
        ),
        bug(
            "the logarithm of a probability that was rounded to 0",
            With(_surprise_with, logs=lambda s, t: np.log(_right_class(s, t))),
            "Many examples are no trouble now. But a single probability can be rounded to 0 too, when scores lie"
            " hundreds apart.",
            "extreme values",
        ),
        bug(
            "exp overflows", With(_surprise_with, logs=lambda s, t: np.log(_unshifted(s, t))),
            "exp(1000) is infinite, and infinity divided by infinity is nan.", "extreme values",
        ),
        bug(
            "exp overflows in the logarithm of the sum",
            With(_surprise_with, logs=lambda s, t: s[np.arange(len(t)), t] - np.log(np.exp(s).sum(axis=1))),
            "The logarithm is taken before anything can be rounded to 0: good. But exp(1000) is still infinite.",
            "extreme values",
        ),
        *_FLOORS,
        *_SHIFTS,
        *(
            bug(
                "the maximum is subtracted once and forgotten once", wrong,
                "The scores are shifted in one of the two places, under exp or for the right class, and not in the"
                " other. What cancels what?",
                "extreme values",
            )
            for wrong in _FORGOTTEN
        ),
        bug(
            "a product of some at a time", lambda s, t: -sum(map(np.log, _products(s, t))) / len(t),
            "The product of all is gone. A product of some can be rounded to 0 as well, and so can one probability.",
            "extreme values",
        ),
        bug(
            "the product is clipped", lambda s, t: -np.log(max(np.prod(_right_class(s, t)), 1e-300)) / len(t),
            "Now the loss of many examples cannot exceed 691/m, whatever the model does. The product must go.",
            "extreme values; batch doubled",
        ),
        bug(
            "nan_to_num", lambda s, t: np.nan_to_num(-np.log(np.prod(_right_class(s, t))) / len(t)),
            "Infinity was replaced by a large number, which is as wrong as before and harder to see.",
            "extreme values",
        ),
        bug(
            "the sum, not the mean", With(_surprise_with, total=np.sum),
            "This grows with the number of examples.", "batch doubled", MEAN_MISSING,
        ),
        bug(
            "the logarithm of the mean", lambda s, t: -np.log(np.mean(_right_class(s, t))),
            "The mean of the logarithms is not the logarithm of the mean.", "two examples, computed by hand",
        ),
        bug(
            "the sign", With(_surprise_with, factor=-1),
            "A probability is below 1, so its logarithm is negative. The surprise is positive.",
            "loss at the start", SIGN,
        ),
        bug(
            "every row with every label", lambda s, t: -np.mean(activations.log_softmax(s).mean(axis=0)[t]),
            "[:, t] means the columns t of all rows. Row 0 belongs to t[0], row 1 to t[1], …", "shapes",
        ),
        bug(
            "all classes", With(_surprise_with, logs=lambda s, t: activations.log_softmax(s)),
            "The logarithms of all classes enter. Only that of the label counts.", "overfit ten examples",
        ),
        bug(
            "softmax over columns, and the logarithm of 0",
            With(_surprise_with, logs=lambda s, t: np.log(activations.softmax(s.T)[t, np.arange(len(t))])),
            "The shares of a column sum to 1. Those of an example should. And a probability can be rounded to 0.",
            "extreme values; batch doubled", SOFTMAX_AXIS,
        ),
        bug(
            "softmax over columns",
            With(_surprise_with, logs=lambda s, t: activations.log_softmax(s.T)[t, np.arange(len(t))]),
            "The shares of a column sum to 1. Those of an example should.", "batch doubled", SOFTMAX_AXIS,
        ),
        bug(
            "softmax twice",
            With(_surprise_with, logs=lambda s, t: _logs(activations.softmax(s), t)),
            "What has gone through the softmax goes through it once more.", "extreme values", SOFTMAX_TWICE,
        ),
        bug(
            "the scores are clipped",
            With(_surprise_with, logs=lambda s, t: _logs(np.clip(s, -500, 500), t)),
            "Scores beyond your limit become equal. What changes all scores of a row, and not the result?",
            "extreme values", CLIPPED,
        ),
        bug(
            "the scores are clipped, at 700",
            With(_surprise_with, logs=lambda s, t: _logs(np.clip(s, -700, 700), t)),
            "Scores beyond your limit become equal. What changes all scores of a row, and not the result?",
            "extreme values", CLIPPED,
        ),
        bug(
            "divided by the number of classes", lambda s, t: -np.sum(_logs(s, t)) / s.shape[1],
            "A surprise per example is asked for. By which number do you divide?", "batch doubled",
        ),
        bug(
            "the bug is still there, by the number of classes",
            lambda s, t: -np.log(np.prod(_right_class(s, t))) / s.shape[1],
            "A surprise per example is asked for: by which number do you divide? And the product is still there.",
            "extreme values, here of the number of examples; batch doubled",
        ),
        bug(
            "the product without its mean", lambda s, t: -np.log(np.prod(_right_class(s, t))),
            "The product is still there, and 1/m is not.",
            "extreme values, here of the number of examples; batch doubled",
        ),
        bug(
            "the exponential of the surprise", lambda s, t: np.exp(-np.mean(_logs(s, t))),
            "This is how many equally likely classes would surprise as much. Its logarithm is asked for.",
            "loss at the start",
        ),
        bug(
            "the largest probability", lambda s, t: -np.mean(activations.log_softmax(s).max(axis=1)),
            "Where does t enter? The probability of the right class counts, whether it is the largest or not.",
            "loss at the start",
        ),
        bug(
            "the logarithm is left out", lambda s, t: -np.mean(_right_class(s, t)),
            "These are probabilities. The surprise takes their logarithms.", "loss at the start",
        ),
        bug(
            "the softmax is left out", lambda s, t: -np.mean(s[np.arange(len(t)), t]),
            "These are scores. What makes probabilities of them?", "loss at the start",
        ),
        bug(
            "the largest score, and no logarithm", lambda s, t: np.mean(s.max(axis=1) - s[np.arange(len(t)), t]),
            "The distance to the largest score is nearly the surprise, where one score is far above the others. And"
            " where two are equal?",
            "loss at the start",
        ),
        bug(
            "logarithm to base 2", With(_surprise_with, factor=1 / np.log(2)),
            "A factor is the same in all values: which base has your logarithm?", "loss at the start",
            OTHER_LOGARITHM,
        ),
    ),
    trials=8, see="chapter 8c, “When exp and log leave their range”",
    remark="What would have found it: extreme values. Try scores of ±1000, and try many examples as well as few.",
)  # fmt: skip
