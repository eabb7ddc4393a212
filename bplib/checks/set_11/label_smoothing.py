"""Exercise 11.6: the gradient of the cross-entropy with smoothed labels."""

import numpy as np

from ... import activations, costs
from ..engine import Exercise, Mistake, With, in_turn
from ..families import (
    LABELS_LEFT,
    MEAN_MISSING,
    MEAN_OVER_ENTRIES,
    MEAN_TWICE,
    SIGN,
    SOFTMAX_AXIS,
)
from .shared import softmax_again

__all__ = ["LABEL_SMOOTHING"]


def _smoothing_inputs(rng):
    """(z, t, s): other sizes each time, and among them the edges of s."""
    m, K, s = in_turn(rng, (5, 4, None), (3, 6, None), (7, 5, 1.0), (4, 3, 0.0), (9, 7, None))
    z = rng.normal(0, 2, (m, K))
    z[-1] = z[-1, 0]  # equal scores
    return z, rng.integers(K, size=m), rng.uniform(0.2, 0.4) if s is None else s


def _asked(s, K):
    """What the right class gets, and what every other class gets."""
    return 1 - s + s / K, s / K


def _same(y, s, K):
    return y


def _rows(z):
    return activations.softmax(z)


def _columns(z):
    return activations.softmax(z.T).T


def _smoothed(
    targets=_asked,
    shares=_rows,
    changed=_same,
    twice=False,
    factor=1,
    power=1,
    per_class=False,
    only=None,
    slope=False,
):
    """The gradient of the smoothed cross-entropy by the scores: with which targets, shares and factors.

    ``power`` is that of 1/m; ``only`` says in which entries there is a gradient: at the label or not.
    """

    def function(z, t, s):
        m, K = z.shape
        right, other = targets(s, K)
        rows = np.eye(K)[t]
        y = shares(z)
        dz = changed(y, s, K) - (rows * right + (1 - rows) * other)
        if slope:
            dz = dz * y * (1 - y)
        if twice:
            dz = softmax_again(y, dz)
        if only is not None:
            dz = dz * (rows == only)
        return dz * (1 - s if factor == "1 - s" else factor) / float(m) ** power / (K if per_class else 1)

    return function


def _gradient(z, t, s):
    right, other = _asked(s, z.shape[1])
    rows = np.eye(z.shape[1])[t]
    return costs.softmax_cross_entropy_prime(z, rows * right + (1 - rows) * other)


def _by_the_probabilities(z, t, s):
    right, other = _asked(s, z.shape[1])
    rows = np.eye(z.shape[1])[t]
    return -(rows * right + (1 - rows) * other) / activations.softmax(z) / len(z)


def _costs(z, t, s):
    right, other = _asked(s, z.shape[1])
    rows = np.eye(z.shape[1])[t]
    return -(rows * right + (1 - rows) * other) * activations.log_softmax(z) / len(z)


LABEL_SMOOTHING = Exercise(
    "11.6",
    _gradient,
    _smoothing_inputs,
    trials=5,
    mistakes=(
        MEAN_MISSING(
            With(_smoothed, power=0),
            name="1/m is forgotten",
            hint="The cost is the mean over the batch: which factor does that give every derivative?",
        ),
        MEAN_TWICE(With(_smoothed, power=2)),
        MEAN_OVER_ENTRIES(
            With(_smoothed, per_class=True),
            name="divided by all entries",
            hint="The mean is taken over the examples, not over all entries of the array.",
        ),
        SIGN(
            With(_smoothed, factor=-1),
            name="the sign",
            hint="A score that is raised too little should have a negative derivative. Look at the sign.",
        ),
        Mistake(
            "the derivative of the softmax is applied twice",
            With(_smoothed, twice=True),
            "Differentiating C by the scores directly already goes through the softmax. What comes after that?",
        ),
        Mistake(
            "the derivative by the probabilities",
            _by_the_probabilities,
            "This is the derivative by y. The scores z are one step further back.",
        ),
        Mistake(
            "no smoothing",
            With(_smoothed, targets=lambda s, K: (1, 0)),
            "s does not enter your targets: these are the one-hot ones.",
        ),
        Mistake(
            "the smoothing is shared by the wrong classes only",
            With(_smoothed, targets=lambda s, K: (1 - s, s / (K - 1))),
            "Read the targets again: how many classes share the probability s?",
        ),
        *(
            Mistake(
                f"the targets do not sum to 1{more}",
                With(_smoothed, targets=targets),
                "Add up your targets over one row, and read again what the right class gets.",
            )
            for more, targets in (
                ("", lambda s, K: (1 - s, s / K)),
                (": the right class loses nothing", lambda s, K: (1, s / K)),
            )
        ),
        *(
            Mistake(
                f"the targets do not sum to 1: {more}",
                With(_smoothed, targets=targets),
                "Add up your targets over one row, and read again what the wrong classes get.",
            )
            for more, targets in (
                ("s for each of the others", lambda s, K: (1 - s + s / K, s)),
                ("0 for the others", lambda s, K: (1 - s + s / K, 0)),
                ("s over K - 1 for the others", lambda s, K: (1 - s + s / K, s / (K - 1))),
                ("s for each class", lambda s, K: (1 - s + s, s)),
            )
        ),
        Mistake(
            "s and 1 - s exchanged",
            With(_smoothed, targets=lambda s, K: (s + (1 - s) / K, (1 - s) / K)),
            "For s = 0 these are no one-hot targets. Which share stays with the right class?",
        ),
        Mistake(
            "right and wrong classes exchanged",
            With(_smoothed, targets=lambda s, K: (s / K, 1 - s + s / K)),
            "For s = 0 these are no one-hot targets. Which class gets which of the two numbers?",
        ),
        Mistake(
            "only the right class has a derivative",
            With(_smoothed, only=1),
            "The other columns are all 0. Does the cost depend on the scores of the other classes?",
        ),
        Mistake(
            "the right class has no derivative",
            With(_smoothed, only=0),
            "The columns of the labels are 0. Does the cost depend on the score of the right class?",
        ),
        Mistake(
            "the probabilities are lowered by s",
            With(_smoothed, changed=lambda y, s, K: (1 - s) * y),
            "Smoothing changes the targets. The probabilities are those of the network, as they are.",
        ),
        Mistake(
            "1 - s times the gradient of one-hot targets",
            With(_smoothed, targets=lambda s, K: (1, 0), factor="1 - s"),
            "This is 1 - s times what one-hot targets give. Smoothing changes the targets, not the probabilities, and"
            " no factor comes of it.",
        ),
        SOFTMAX_AXIS(With(_smoothed, shares=_columns)),
        Mistake(
            "the softmax is left out",
            With(_smoothed, shares=lambda z: z),
            "The targets are compared with scores. With what does the derivation compare them?",
        ),
        Mistake(
            "sigmoid instead of softmax",
            With(_smoothed, shares=activations.sigmoid),
            "Each score by itself gives no shares of one whole: y is the softmax of the row.",
        ),
        Mistake(
            "the slope of a sigmoid as well",
            With(_smoothed, slope=True),
            "y - q is the whole derivative by the scores. The slope of the softmax is in it already.",
        ),
        Mistake(
            "the cost of each entry",
            _costs,
            "This is what each class adds to the cost. Its derivative by the scores is asked for.",
        ),
        SIGN(
            With(_smoothed, targets=lambda s, K: tuple(-share for share in _asked(s, K))),
            name="the targets are added",
            hint="The derivative is a difference of probabilities and targets.",
        ),
        LABELS_LEFT(
            With(_smoothed, targets=lambda s, K: (0, 0)),
            name="targets not subtracted",
            hint="These are the shares. The gradient compares them with the targets.",
        ),
    ),
    see="chapter 11, “Four bricks”",
)
