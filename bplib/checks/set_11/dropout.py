"""Exercise 11.11: dropout, forward and backward."""

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn
from ..families import MEAN_TWICE, PARENTHESES, SIGN

__all__ = ["DROPOUT"]


def _dropped(a, dout, left, r):
    return a * left / (1 - r), dout * left / (1 - r)


def _dropout_inputs(rng):
    """(a, dout, left, r); some units are left and some are not, in another fraction than expected, and some are 0.

    m is never 2: an array of two rows would be taken for the pair.
    """
    m, n = in_turn(rng, (3, 6), (5, 4), (1, 7), (4, 7), (6, 3), (4, 5))
    left = rng.permutation(m * n) < rng.integers(2, m * n - 1)
    r = rng.choice([0.15, 0.3, 0.4, 0.6, 0.72])
    a = rng.normal(0, 1, m * n)
    a[rng.choice(np.flatnonzero(left))] = a[rng.choice(np.flatnonzero(~left))] = 0  # as ReLU leaves them
    return a.reshape(m, n), rng.normal(0, 2, (m, n)), left.reshape(m, n), float(r)


def _scaled(left, r):
    return left / (1 - r)


def _layer(forward=_scaled, back=_scaled, of="dout", to=1):
    """A layer: by what the entries are multiplied on both ways; ``to`` multiplies the gradient, or names what does."""

    def layer(a, dout, left, r):
        out = a * forward(left, r)
        more = {"1/m": 1 / len(a), "a": a, "a > 0": a > 0}.get(to, to)
        return out, (dout if of == "dout" else out) * back(left, r) * more

    return layer


def _both(factor):
    """A layer that multiplies by the same on both ways."""
    return _layer(factor, factor)


def _from_the_output(quotient):
    """The right output, with a gradient that is taken from it."""

    def wrong(a, dout, left, r):
        out, _ = _dropped(a, dout, left, r)
        with np.errstate(all="ignore"):
            return out, (dout * out / a if quotient else dout * (out != 0) / (1 - r))

    return wrong


DROPOUT = Exercise(
    "11.11",
    _dropped,
    _dropout_inputs,
    trials=6,
    parts=("the output", "the gradient"),
    mistakes=(
        Mistake(
            "nothing is divided",
            _both(lambda left, r: left),
            "The right units are dropped. What is then the mean of an entry, compared with its mean in use?",
        ),
        Mistake(
            "divided by r",
            _both(lambda left, r: left / r),
            "r is the probability to be dropped. With which probability does an entry stay?",
        ),
        Mistake(
            "multiplied instead of divided",
            _both(lambda left, r: left * (1 - r)),
            "Dropping makes the mean smaller, and this factor makes it smaller still.",
        ),
        Mistake(
            "divided by the fraction that happens to be left",
            _both(lambda left, r: left / left.mean()),
            "The factor is the same for every batch: it follows from the probability, not from the draw.",
        ),
        Mistake(
            "the mask the wrong way round",
            _both(lambda left, r: ~left / (1 - r)),
            "The units that should stay are dropped: where left is True, the entry stays.",
        ),
        Mistake(
            "the mask the wrong way round, and nothing divided",
            _both(lambda left, r: ~left * 1.0),
            "Where left is True, the entry stays. And what is then the mean of an entry?",
        ),
        Mistake(
            "the mask the wrong way round, and divided by r",
            _both(lambda left, r: ~left / r),
            "Where left is True, the entry stays. And with which probability does it stay?",
        ),
        Mistake(
            "the layer in use",
            _both(lambda left, r: 1 - r),
            "Nothing is dropped here. In training, the entries are dropped where left is False.",
        ),
        Mistake(
            "scaled, and nothing dropped",
            _both(lambda left, r: 1 / (1 - r)),
            "The factor is there. In training, the entries are dropped where left is False.",
        ),
        Mistake(
            "the factor twice",
            _both(lambda left, r: left / (1 - r) ** 2),
            "What is the mean of an entry of the output, compared with its mean in use? The factor is there twice.",
        ),
        Mistake(
            "dropped entries stay as they are",
            _both(lambda left, r: np.where(left, 1 / (1 - r), 1)),
            "Where left is False the entry comes out as it was. What does it mean to drop it?",
        ),
        Mistake(
            "the root of the factor",
            _both(lambda left, r: left / np.sqrt(1 - r)),
            "Work out the mean of an entry of the output: it is not that of the entry.",
        ),
        Mistake(
            "1 + r",
            _both(lambda left, r: left * (1 + r)),
            "For small r this is nearly right. Work out the mean of an entry of the output.",
        ),
        Mistake(
            "no mask on the way back",
            With(_layer, back=lambda left, r: 1 / (1 - r)),
            "On the way back: does the cost depend on an entry that was dropped?",
        ),
        Mistake(
            "no factor on the way back",
            With(_layer, back=lambda left, r: left),
            "On the way back a factor is missing. By which constant was each entry multiplied on the way forward?",
        ),
        Mistake(
            "the factor twice on the way back",
            With(_layer, back=lambda left, r: left / (1 - r) ** 2),
            "On the way back: by which constant was each entry multiplied forward, and how often?",
        ),
        Mistake(
            "multiplied instead of divided on the way back",
            With(_layer, back=lambda left, r: left * (1 - r)),
            "The way back does not undo the way forward. What is the derivative of c·a by a?",
        ),
        Mistake(
            "divided by r on the way back",
            With(_layer, back=lambda left, r: left / r),
            "On the way back: r is the probability to be dropped. By what is divided on the way forward?",
        ),
        Mistake(
            "the mask the wrong way round on the way back",
            With(_layer, back=lambda left, r: ~left / (1 - r)),
            "On the way back the derivative passes where the entry was dropped. Which entries had an influence?",
        ),
        Mistake(
            "the way back goes through 1 / c",
            With(_layer, back=lambda left, r: left * (1 - r) ** 2),
            "The way back makes the derivative smaller. What is the derivative of c·a by a?",
        ),
        Mistake(
            "nothing on the way back",
            With(_layer, back=lambda left, r: 1),
            "Backward lets everything pass: which entries had an influence, and how large?",
        ),
        Mistake(
            "the mask of ReLU",
            With(_layer, to="a > 0"),
            "On the way back: entries below 0 that were not dropped have an influence too.",
        ),
        Mistake(
            "the mask is taken from the output",
            _from_the_output(quotient=False),
            "Forward is right. An entry that is 0 by itself, and was not dropped, passes its derivative on too.",
        ),
        Mistake(
            "the output is divided by a",
            _from_the_output(quotient=True),
            "Forward is right. The quotient of output and a is not defined where a is 0, and ReLU gives many zeros.",
        ),
        MEAN_TWICE(
            With(_layer, to="1/m"),
            name="1/m on the way back",
            hint="On the way back: the factor 1/m is in dout already, because it comes from the loss.",
        ),
        Mistake(
            "no factor on the way forward",
            With(_layer, forward=lambda left, r: left),
            "Forward: what is the mean of an entry of the output, compared with its mean in use?",
        ),
        Mistake(
            "divided by r on the way forward",
            With(_layer, forward=lambda left, r: left / r),
            "Forward: r is the probability to be dropped. With which probability does an entry stay?",
        ),
        Mistake(
            "multiplied instead of divided on the way forward",
            With(_layer, forward=lambda left, r: left * (1 - r)),
            "Forward: dropping makes the mean smaller, and this factor makes it smaller still.",
        ),
        Mistake(
            "the mask the wrong way round on the way forward",
            With(_layer, forward=lambda left, r: ~left / (1 - r)),
            "Forward, the units that should stay are dropped: where left is True, the entry stays.",
        ),
        Mistake(
            "no mask on the way forward",
            With(_layer, forward=lambda left, r: 1 / (1 - r)),
            "Forward, nothing is dropped. What is left for?",
        ),
        Mistake(
            "nothing on the way forward",
            With(_layer, forward=lambda left, r: 1),
            "Forward, the layer lets everything pass as it is. In training, entries are dropped.",
        ),
        Mistake(
            "the output goes back",
            With(_layer, of="out", back=lambda left, r: 1),
            "The second of the pair is the output once more. What comes back from the loss is dout.",
        ),
        Mistake(
            "nothing is dropped",
            lambda a, dout, left, r: (a, dout),
            "This is the layer in use. In training, entries are dropped where left is False.",
        ),
        PARENTHESES(
            lambda a, dout, left, r: (a * left / 1 - r, dout * left / 1 - r),
            name="brackets are missing",
            hint="Dropped entries are not 0. Python divides before it subtracts: where do brackets belong?",
        ),
        Mistake(
            "the two are swapped",
            lambda a, dout, left, r: _dropped(dout, a, left, r),
            "The first of the pair should be the output, the second the gradient.",
        ),
        SIGN(
            With(_layer, to=-1),
            name="the sign of the gradient",
            hint="On the way back: if an entry that was not dropped rises, does its output rise or fall?",
        ),
        Mistake(
            "the gradient is multiplied by a",
            With(_layer, to="a"),
            "On the way back: what is the derivative of c·a by a?",
        ),
    ),
    see="chapter 11b, “Units that drop out”",
)
