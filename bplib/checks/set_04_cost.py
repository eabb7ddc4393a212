"""Exercise 4.8: a cost that is finite for every weighted input, and the forms that are not."""

import numpy as np

from ..activations import sigmoid
from ..costs import binary_cross_entropy
from .engine import Exercise, Mistake
from .set_04_reference import count_trial

__all__ = ["COST"]

# From the second trial on, the first z is far from 0: the sign of z, its least and largest size, and its target.
# 50 is too much for 1 - a, 715 for exp of a positive number, 750 for exp of a negative one.
_FAR = (
    *((1, 45, 55, 0), (-1, 715, 725, 0), (1, 715, 725, 1), (-1, 715, 725, 1)),
    *((-1, 750, 950, 1), (1, 750, 950, 0)),
)


def _inputs(rng):
    trial = count_trial(rng)
    m = 5 + trial % 4
    z, y = rng.normal(size=(1, m)) * 2, rng.permutation(np.arange(m) % 2).astype(float)[None, :]
    if trial > 1:
        sign, least, most, target = _FAR[trial - 2]
        z[0, 0], y[0, 0] = sign * rng.uniform(least, most), target
    return z, y


def _right(z, y):
    return np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))))


def _simple_sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _clipped(limit):
    def cost(z, y):
        a = np.clip(sigmoid(z), limit, 1 - limit)
        return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))

    return cost


def _by_outputs(sigma, change=lambda a: a):
    """From the outputs, with a change of what the logarithms see."""

    def cost(z, y):
        a = sigma(z)
        return -np.mean(y * np.log(change(a)) + (1 - y) * np.log(change(1 - a)))

    return cost


def _raised(limit):
    return _by_outputs(sigmoid, lambda a: np.maximum(a, limit))


def _added(limit):
    return _by_outputs(sigmoid, lambda a: a + limit)


def _two_terms(yes, no):
    """-ln a and -ln(1 - a), each multiplied by its target."""
    return lambda z, y: np.mean(y * yes(z) + (1 - y) * no(z))


def _chosen(yes, no):
    """The same two, one of them chosen by the target."""
    return lambda z, y: np.mean(np.where(y == 1, yes(z), no(z)))


def _yes(z):
    return np.log(1 + np.exp(-z))


def _no(z):
    return np.log(1 + np.exp(z))


def _two_sigmoids(z, y):
    return -np.mean(y * np.log(sigmoid(z)) + (1 - y) * np.log(sigmoid(-z)))


_PRODUCT = (
    "Right for ordinary z, and no probability occurs, which is good. But exp overflows to infinity where its argument"
    " is large and positive, and 0 · ∞, or ∞ − ∞, is nan. Which numbers may exp see?"
)
_OVERFLOW = "The formula is right, and exp overflows for a large {} z. Which numbers may exp see?"
_BOTH = "Right for ordinary z, and exp overflows where its argument is large and positive. Which numbers may exp see?"
_LOG = (
    "Right for ordinary z. For large |z| the sigmoid is exactly 0 or 1, and a logarithm becomes infinite. Find a form"
    " of the cost in which a does not occur."
)
_CLIPPED = (
    "A probability that is kept away from 0 keeps the logarithm finite, but a badly wrong answer then costs too little."
    " Find a form of the cost in which no probability occurs."
)
_WIPED = "Something infinite or undefined still occurs, and its traces are wiped away afterward."

COST = Exercise(
    "04.8", _right, _inputs,
    (
        Mistake("the logarithm of 0", _by_outputs(_simple_sigmoid), _LOG),
        Mistake("the logarithm of 0", _by_outputs(sigmoid), _LOG),
        Mistake(
            "the logarithm of 0, chosen by the target",
            _chosen(lambda z: -np.log(sigmoid(z)), lambda z: -np.log(1 - sigmoid(z))), _LOG,
        ),
        Mistake("exp overflows", _two_terms(_yes, _no), _PRODUCT),
        Mistake("exp overflows, chosen by the target", _chosen(_yes, _no), _BOTH),
        Mistake("exp of −z overflows", _two_terms(_yes, lambda z: z + _yes(z)), _PRODUCT),
        Mistake("exp of z overflows", _two_terms(lambda z: _no(z) - z, _no), _PRODUCT),
        Mistake("exp overflows for z > 0", lambda z, y: np.mean(_no(z) - y * z), _OVERFLOW.format("positive")),
        Mistake("exp overflows for z < 0", lambda z, y: np.mean(_yes(z) + (1 - y) * z), _OVERFLOW.format("negative")),
        Mistake(
            "a sigmoid that becomes 0", _two_sigmoids,
            "Much better: 1 − a has gone. But beyond |z| = 745 a sigmoid is rounded to 0, and its logarithm is"
            " infinite. Find a form in which no probability occurs.",
        ),
        Mistake(
            "a probability replaced", lambda z, y: binary_cross_entropy(sigmoid(z), y, axis=0),
            "Finite, but false for a badly wrong answer: a probability of 0 was replaced by a tiny one. Find a form of"
            " the cost in which no probability occurs.",
        ),
        *(
            Mistake(f"kept away from 0 by {limit:g}", kept(limit), _CLIPPED)
            for limit in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15) for kept in (_clipped, _raised, _added)
        ),
        Mistake("nan replaced by a number", lambda z, y: np.nan_to_num(_by_outputs(sigmoid)(z, y)), _WIPED),
        Mistake(
            "nan replaced by a number, with the simple sigmoid",
            lambda z, y: np.nan_to_num(_by_outputs(_simple_sigmoid)(z, y)), _WIPED,
        ),
        Mistake(
            "the sum, not the mean", lambda z, y: _right(z, y) * z.size, "m times too large. The cost of a batch is a"
            " mean.",
        ),
        Mistake("sign flipped", lambda z, y: -_right(z, y), "Below 0? Mind the first minus sign of (4.9)."),
        Mistake(
            "the targets are swapped", lambda z, y: _right(z, 1 - y),
            "This is the cost for the opposite targets. Which logarithm belongs to y = 1?",
        ),
        Mistake(
            "the sign of a term", lambda z, y: _right(z, y) + 2 * np.mean(y * z),
            "Right for y = 0. For y = 1, what happens to your cost as z grows, and what should happen?",
        ),
        Mistake(
            "a term is missing", lambda z, y: _right(z, y) + np.mean(y * z),
            "Right for y = 0. Your cost does not depend on y. Where does y stand in (4.9)?",
        ),
        Mistake(
            "exp of |z|", lambda z, y: np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(np.abs(z)))),
            "exp should only see numbers that are not positive, and |z| is never negative.",
        ),
        Mistake(
            "exp of −z on both sides", lambda z, y: np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-z))),
            "Right for z > 0. What must stand in the exponent for z < 0?",
        ),
        Mistake(
            "exp of z on both sides", lambda z, y: np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(z))),
            "Right for z < 0. What must stand in the exponent for z > 0?",
        ),
        Mistake(
            "only one of the two targets", lambda z, y: np.mean(y * np.logaddexp(0, -z)),
            "The examples with y = 0 cost nothing in your formula. Which term is theirs?",
        ),
        Mistake(
            "the last term is missing", lambda z, y: np.mean(np.maximum(z, 0) - y * z),
            "Right far from 0. How much is missing at z = 0?",
        ),
    ),
    see="chapter 4, “When exp and log leave their range”", trials=7, rtol=1e-9,
)  # fmt: skip
