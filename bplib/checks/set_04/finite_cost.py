"""Exercise 4.8: a cost that is finite for every weighted input, and the forms that are not."""

import numpy as np

from ...activations import sigmoid
from ...costs import binary_cross_entropy
from .. import families as f
from ..engine import Exercise, Mistake, With, trial

__all__ = ["FINITE_COST"]

# From the second trial on, the first z is far from 0: the sign of z, its least and largest size, and its target.
# 50 is too much for 1 - a, 715 for exp of a positive number, 750 for exp of a negative one.
_FAR = (
    *((1, 45, 55, 0), (-1, 715, 725, 0), (1, 715, 725, 1), (-1, 715, 725, 1)),
    *((-1, 750, 950, 1), (1, 750, 950, 0)),
)


def _inputs(rng):
    number = trial(rng)
    m = 5 + number % 4
    z, y = rng.normal(size=(1, m)) * 2, rng.permutation(np.arange(m) % 2).astype(float)[None, :]
    if 1 < number <= 7:
        sign, least, most, target = _FAR[number - 2]
        z[0, 0], y[0, 0] = sign * rng.uniform(least, most), target
    # At last moderate ones: all targets 0, all 1, all z positive, all negative.
    y = {8: 0 * y, 9: 0 * y + 1}.get(number, y)
    return {10: abs(z), 11: -abs(z)}.get(number, z), y


def _right(z, y):
    return np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))))


_FIRST = {
    "max": lambda z: np.maximum(z, 0),
    "min": lambda z: np.minimum(z, 0),
    "abs": np.abs,
    "max of −z": lambda z: np.maximum(-z, 0),
    "z": lambda z: z,
    "nothing": lambda z: 0 * z,
    "max with 1": lambda z: np.maximum(z, 1),
}
_SECOND = {
    "y z": lambda z, y: -y * z,
    "none": lambda z, y: 0 * z,
    "z": lambda z, y: -z,
    "y": lambda z, y: -y,
    "y |z|": lambda z, y: -y * np.abs(z),
}
_THIRD = {
    "ln": lambda z: np.log1p(np.exp(-np.abs(z))),
    "log2": lambda z: np.log2(1 + np.exp(-np.abs(z))),
    "log10": lambda z: np.log10(1 + np.exp(-np.abs(z))),
    "minus": lambda z: -np.log1p(np.exp(-np.abs(z))),
    "no logarithm": lambda z: 1 + np.exp(-np.abs(z)),
    "no 1": lambda z: -np.abs(z),
    "no sigmoid": lambda z: np.exp(-np.abs(z)),
    "1 − exp": lambda z: np.log1p(-np.exp(-np.abs(z) - 1e-300)),
    "exp of −z²": lambda z: np.log1p(np.exp(-(z**2))),
}


def _stable(*, first="max", second="y z", third="ln", over=lambda cost: cost.mean(), z_of=lambda z: z):
    """The mean of three terms, with one thing changed."""

    def cost(z, y):
        z = z_of(z)
        return over(_FIRST[first](z) + _SECOND[second](z, y) + _THIRD[third](z))

    return cost


def _cut(limit):
    """z is cut off, and the cost with it."""
    return lambda z, y: _right(np.clip(z, -limit, limit), y)


def _quadratic(z, y):
    return np.mean((sigmoid(z) - y) ** 2) / 2


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
_OVERFLOW = "Right for ordinary z, and exp overflows for a large {} z. Which numbers may exp see?"
_BOTH = "Right for ordinary z, and exp overflows where its argument is large and positive. Which numbers may exp see?"
_LOG = (
    "Right for ordinary z. For large |z| the sigmoid is exactly 0 or 1, and a logarithm becomes infinite. Find a form"
    " of the cost in which a does not occur."
)
_CLIPPED = (
    "A probability that is kept away from 0 keeps the logarithm finite, but a badly wrong answer then costs too little."
    " Find a form of the cost in which no probability occurs."
)
_CUT = "Something is cut off in yours, and with it the cost of a badly wrong answer. How much is it at |z| = 900?"
_CUT_COST = (
    "Your cost is never larger than some limit. At |z| = 900 with the wrong target, how much should it cost?"
)
_FORM = (
    "Try z = 2 and z = −2 with both targets on paper, and hold each term of your line against your derivation. One of"
    " them is another."
)
_WIPED = "Something infinite or undefined still occurs, and its traces are wiped away afterward."

FINITE_COST = Exercise(
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
        *(
            f.CLIPPED(_cut(limit), name=f"cut off at {limit:g}", hint=_CUT)
            for limit in (10, 15, 20, 30, 35, 36, 37, 40, 50, 100, 200, 250, 300, 500, 600, 700, 709, 710)
        ),
        *(
            f.CLIPPED(
                lambda z, y, limit=limit: _by_outputs(sigmoid)(np.clip(z, -limit, limit), y),
                name=f"cut off at {limit:g}, then the logarithm of a", hint=_CUT,
            )
            for limit in (20, 30, 35, 36)
        ),
        Mistake(
            "nan replaced by a number, example by example",
            lambda z, y: np.mean(np.nan_to_num(-(y * np.log(sigmoid(z)) + (1 - y) * np.log(1 - sigmoid(z))))), _WIPED,
        ),
        Mistake(
            "nan left out of the mean",
            lambda z, y: np.nanmean(-(y * np.log(sigmoid(z)) + (1 - y) * np.log(1 - sigmoid(z)))), _WIPED,
        ),
        f.MEAN_MISSING(
            lambda z, y: _right(z, y) * z.size, name="the sum, not the mean",
            hint="m times too large. The cost of a batch is a mean.",
        ),
        f.HALF(lambda z, y: _right(z, y) / 2, hint="A factor of ½ is there that should not be. Which cost has one?"),
        f.FIRST_FOR_ALL(
            lambda z, y: _right(z[:, :1], y[:, :1]), name="the first example only",
            hint="This is the cost of the first example. Where are the others?",
        ),
        f.ASSIGNED(
            lambda z, y: _right(z[:, -1:], y[:, -1:]), name="the last example only",
            hint="This is the cost of the last example. Where are the others?",
        ),
        *(
            Mistake(
                f"the cost is cut off at {limit:g}",
                lambda z, y, limit=limit: np.mean(
                    np.minimum(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))), limit)
                ),
                _CUT_COST,
            )
            for limit in (1, 10)
        ),
        *(
            Mistake(f"the mean cost is cut off at {limit:g}", lambda z, y, limit=limit: min(_right(z, y),
            limit), _CUT_COST)
            for limit in (10, 50, 100)
        ),
        Mistake(
            "m − 1 for m", lambda z, y: _right(z, y) * z.size / (z.size - 1),
            "By how many do you divide, and how many examples are there?",
        ),
        Mistake(
            "the largest cost", With(_stable, over=np.max),
            "This is the cost of one example. The mean over all is wanted."
        ),
        Mistake("the median", With(_stable, over=np.median), "This is a median. The mean is wanted."),
        Mistake(
            "the mean error", lambda z, y: np.mean(sigmoid(z) - y), "This is the mean error. A cost is never below 0.",
        ),
        Mistake(
            "the mean size of the error", lambda z, y: np.mean(abs(sigmoid(z) - y)),
            "This is another cost. (4.9) has logarithms.",
        ),
        Mistake(
            "a hinge", lambda z, y: np.mean(np.maximum(0, 1 - z * (2 * y - 1))),
            "This is another cost. (4.9) has logarithms.",
        ),
        Mistake("the quadratic cost", _quadratic, "This is another cost. (4.9) has logarithms."),
        Mistake("the quadratic cost, twice", lambda z, y: 2 * _quadratic(z, y), "This is another cost. (4.9) has"
                " logarithms."),
        f.OTHER_LOGARITHM(lambda z, y: _right(z, y) / np.log(2)),
        f.OTHER_LOGARITHM(lambda z, y: _right(z, y) / np.log(10), name="the logarithm of base 10"),
        f.OTHER_LOGARITHM(With(_stable, third="log2"), name="another logarithm in the last term"),
        f.OTHER_LOGARITHM(With(_stable, third="log10"), name="the logarithm of base 10 in the last term"),
        Mistake(
            "targets −1 and 1", lambda z, y: np.mean(np.logaddexp(0, -y * z)),
            "This form belongs to the targets −1 and 1. With the target 0, z does not occur in it.",
        ),
        Mistake("|z| for the larger of z and 0", With(_stable, first="abs"), _FORM),
        Mistake("the smaller of z and 0", With(_stable, first="min"), _FORM),
        Mistake("the larger of −z and 0", With(_stable, first="max of −z"), _FORM),
        Mistake("z for the larger of z and 0", With(_stable, first="z"), _FORM),
        Mistake("the first term is missing", With(_stable, first="nothing"), _FORM),
        Mistake("the larger of z and 1", With(_stable, first="max with 1"), _FORM),
        Mistake("z for y z", With(_stable, second="z"), _FORM),
        Mistake("y for y z", With(_stable, second="y"), _FORM),
        Mistake("y |z| for y z", With(_stable, second="y |z|"), _FORM),
        Mistake("the sign of the logarithm", With(_stable, third="minus"), _FORM),
        Mistake("no logarithm", With(_stable, third="no logarithm"), _FORM),
        Mistake("the 1 in the logarithm is missing", With(_stable, third="no 1"), _FORM),
        Mistake("exp without a logarithm", With(_stable, third="no sigmoid"), _FORM),
        Mistake("1 minus exp", With(_stable, third="1 − exp"), _FORM),
        Mistake("exp of −z²", With(_stable, third="exp of −z²"), _FORM),
        f.SIGN(lambda z, y: -_right(z, y), hint="Below 0? Mind the first minus sign of (4.9)."),
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
    see="chapter 8c, “When exp and log leave their range”", trials=11, rtol=1e-9,
)  # fmt: skip
