"""The exercises of set 11 on the recipe: dropout here, and the value between pixels."""

import numpy as np

from .engine import Exercise, Mistake
from .set_11_between import BETWEEN

__all__ = ["RECIPE"]

# 11.11 dropout


def _dropped(a, dout, left, r):
    return a * left / (1 - r), dout * left / (1 - r)


def _dropout_inputs(rng):
    """(a, dout, left, r); some units are left and some are not, in another fraction than expected, and some are 0.

    m is never 2: an array of two rows would be taken for the pair.
    """
    m, n = rng.choice([1, 3, 4]), rng.integers(5, 8)
    left = rng.permutation(m * n) < rng.integers(2, m * n - 1)
    r = rng.choice([0.15, 0.3, 0.4, 0.6, 0.72])
    a = rng.normal(0, 1, m * n)
    a[rng.choice(np.flatnonzero(left))] = a[rng.choice(np.flatnonzero(~left))] = 0  # as ReLU leaves them
    return a.reshape(m, n), rng.normal(0, 2, (m, n)), left.reshape(m, n), float(r)


def _back(kind):
    """The right output, with a gradient that is taken from it or divided once more."""

    def wrong(a, dout, left, r):
        out, grad = _dropped(a, dout, left, r)
        if kind == "mean":
            return out, grad / len(a)
        with np.errstate(all="ignore"):
            return out, (dout * (out != 0) / (1 - r) if kind == "mask" else dout * out / a)

    return wrong


_DROPOUT = Exercise(
    "11.11",
    _dropped,
    _dropout_inputs,
    trials=5,
    parts=("the output", "the gradient"),
    mistakes=(
        Mistake(
            "nothing is divided",
            lambda a, dout, left, r: (a * left, dout * left),
            "The right units are dropped. What is then the mean of an entry, compared with its mean in use?",
        ),
        Mistake(
            "divided by r",
            lambda a, dout, left, r: (a * left / r, dout * left / r),
            "r is the probability to be dropped. With which probability does an entry stay?",
        ),
        Mistake(
            "multiplied instead of divided",
            lambda a, dout, left, r: (a * left * (1 - r), dout * left * (1 - r)),
            "Dropping makes the mean smaller, and this factor makes it smaller still.",
        ),
        Mistake(
            "divided by the fraction that happens to be left",
            lambda a, dout, left, r: (a * left / left.mean(), dout * left / left.mean()),
            "The factor is the same for every batch: it follows from the probability, not from the draw.",
        ),
        Mistake(
            "the mask the wrong way round",
            lambda a, dout, left, r: (a * ~left / (1 - r), dout * ~left / (1 - r)),
            "The units that should stay are dropped: where left is True, the entry stays.",
        ),
        Mistake(
            "no mask on the way back",
            lambda a, dout, left, r: (_dropped(a, dout, left, r)[0], dout / (1 - r)),
            "Forward is right. Does the cost depend on an entry that was dropped?",
        ),
        Mistake(
            "no factor on the way back",
            lambda a, dout, left, r: (_dropped(a, dout, left, r)[0], dout * left),
            "Forward is right. By which constant was each entry multiplied there?",
        ),
        Mistake(
            "the factor twice on the way back",
            lambda a, dout, left, r: (_dropped(a, dout, left, r)[0], dout * left / (1 - r) ** 2),
            "Forward is right. By which constant was each entry multiplied there, and how often?",
        ),
        Mistake(
            "nothing on the way back",
            lambda a, dout, left, r: (_dropped(a, dout, left, r)[0], dout),
            "Forward is right. Backward lets everything pass: which entries had an influence, and how large?",
        ),
        Mistake(
            "the mask of ReLU",
            lambda a, dout, left, r: (_dropped(a, dout, left, r)[0], dout * (a * left > 0) / (1 - r)),
            "Forward is right. Entries below 0 that were not dropped have an influence too.",
        ),
        Mistake(
            "the mask is taken from the output",
            _back("mask"),
            "Forward is right. An entry that is 0 by itself, and was not dropped, passes its derivative on too.",
        ),
        Mistake(
            "the output is divided by a",
            _back("quotient"),
            "Forward is right. The quotient of output and a is not defined where a is 0, and ReLU gives many zeros.",
        ),
        Mistake(
            "1/m on the way back",
            _back("mean"),
            "Forward is right. The factor 1/m is in dout already: it comes from the loss.",
        ),
        Mistake(
            "no factor on the way forward",
            lambda a, dout, left, r: (a * left, _dropped(a, dout, left, r)[1]),
            "The gradient is right. What is the mean of an entry of the output, compared with its mean in use?",
        ),
        Mistake(
            "nothing is dropped",
            lambda a, dout, left, r: (a, dout),
            "This is the layer in use. In training, entries are dropped where left is False.",
        ),
        Mistake(
            "brackets are missing",
            lambda a, dout, left, r: (a * left / 1 - r, dout * left / 1 - r),
            "Dropped entries are not 0. Python divides before it subtracts: where do brackets belong?",
        ),
        Mistake(
            "the two are swapped",
            lambda a, dout, left, r: _dropped(dout, a, left, r),
            "The first of the pair should be the output, the second the gradient.",
        ),
        Mistake(
            "the sign of the gradient",
            lambda a, dout, left, r: (_dropped(a, dout, left, r)[0], -dout * left / (1 - r)),
            "Forward is right. If an entry that was not dropped rises, does its output rise or fall?",
        ),
        Mistake(
            "the gradient is multiplied by a",
            lambda a, dout, left, r: (_dropped(a, dout, left, r)[0], dout * a * left / (1 - r)),
            "Forward is right. What is the derivative of c·a by a?",
        ),
    ),
    see="chapter 11, “Units that drop out”",
)

RECIPE = (_DROPOUT, BETWEEN)
