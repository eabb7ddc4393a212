"""Exercises 11.3 and 11.4: the softmax and its cross-entropy, where the exponential overflows."""

import numpy as np

from ... import activations, costs
from ..engine import Exercise, Mistake, With, in_turn
from ..families import (
    CLIPPED,
    KEEPDIMS,
    MEAN_MISSING,
    MEAN_OVER_ENTRIES,
    OTHER_LOGARITHM,
    SIGN,
    SOFTMAX_AXIS,
    SOFTMAX_OF_ALL,
    SOFTMAX_SHIFT,
    SOFTMAX_TWICE,
)

__all__ = ["LOSS", "SOFTMAX"]

_BRICKS = "chapter 11, “Four bricks”"


def _normalized(z, shift=0, axis=1):
    e = np.exp(z - shift)
    return e / e.sum(axis=axis, keepdims=True)


def _most(axis=1, keepdims=True):
    return lambda z: z.max(axis=axis, keepdims=keepdims)


_MAXIMUM = _most()


def _softmax_with(shift=_MAXIMUM, axis=1, divided=True):
    """A softmax: what is subtracted from the scores, and along which axis the exponentials are divided by their sum."""

    def softmax(z):
        e = np.exp(z - shift(z))
        return e / e.sum(axis=axis, keepdims=True) if divided else e

    return softmax


def _far_rows(rng):
    """Moderate rows; rows far above 0, far below it, and spread over both; a single row; and moderate ones again.

    In the last row of the first array all scores are equal, and in the row that is spread no entry at an edge is the
    largest. The first array is square, as is an array of sums that broadcasts along the wrong axis.
    """
    m, K = in_turn(rng, (5, 5), (4, 6), (6, 4), (1, 3), (3, 5))
    z = rng.normal(0, 2, (m, K))
    if m == 5:
        z[-1] = z[-1, 0]
    if m in (4, 6):
        z[0] += 10_000
        z[1] -= 10_000
        z[2] += [6_000, *rng.permutation([10_000, *[0] * (K - 4), -10_000]), -6_000]
    return (z,)


def _unit_rows(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / np.linalg.norm(e, axis=1, keepdims=True)


def _keepdims_in_the_sum(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1)


def _softmax(z):
    return activations.softmax(z)


_SHIFT = "For some rows the exponents are still too large: which score must be subtracted, so that none is above 0?"

SOFTMAX = Exercise(
    "11.3",
    _softmax,
    _far_rows,
    trials=5,
    mistakes=(
        Mistake(
            "exp overflows",
            With(_softmax_with, shift=lambda z: 0),
            "Rows with large scores become nan: exp(10000) is infinite. Make the exponents small first, without"
            " changing the result.",
        ),
        Mistake(
            "one maximum for the whole array",
            With(_softmax_with, shift=np.max),
            "A row that lies far below the largest score of the array becomes 0/0. Every row needs its own maximum.",
        ),
        Mistake(
            "a score from the middle of the row is subtracted",
            With(_softmax_with, shift=lambda z: z.mean(axis=1, keepdims=True)),
            _SHIFT,
        ),
        Mistake(
            "the smallest score of the row is subtracted",
            With(_softmax_with, shift=lambda z: z.min(axis=1, keepdims=True)),
            _SHIFT,
        ),
        Mistake(
            "the first score of the row is subtracted",
            With(_softmax_with, shift=lambda z: z[:, :1]),
            _SHIFT,
        ),
        SOFTMAX_AXIS(
            lambda z: _normalized(z, z.max(axis=0), axis=0),
            name="columns instead of rows, with their maxima",
            hint="Your columns sum to 1. The probabilities of one image lie in a row.",
        ),
        SOFTMAX_SHIFT(
            With(_softmax_with, shift=_most(axis=0)),
            name="the largest score of the column is subtracted",
            hint="A row keeps its softmax if all its scores are lowered by one number. Yours are lowered by several.",
        ),
        SOFTMAX_SHIFT(
            lambda z: np.nan_to_num(_normalized(z)),
            name="nan replaced afterwards",
            hint="exp overflows, and the nan that follow are replaced. What should stand there?",
        ),
        CLIPPED(
            lambda z: _normalized(np.clip(z, -500, 500)),
            name="the scores are clipped",
            hint="Scores beyond your limit become equal. What changes all scores of a row, and not the result?",
        ),
        Mistake(
            "the scores are divided by the largest",
            lambda z: _normalized(z / np.abs(z).max(axis=1, keepdims=True)),
            "That makes the exponents small, and changes the result. The softmax depends on differences of scores.",
        ),
        Mistake(
            "the scores are divided by the largest, without its sign",
            lambda z: _normalized(z / z.max(axis=1, keepdims=True)),
            "That makes the exponents small, and changes the result. The softmax depends on differences of scores.",
        ),
        SOFTMAX_TWICE(lambda z: activations.softmax(activations.softmax(z))),
        Mistake(
            "powers of another number",
            lambda z: activations.softmax(z * np.log(2)),
            "Your shares are powers of 2. The softmax has powers of e.",
        ),
        Mistake(
            "the squares of the exponentials",
            lambda z: activations.softmax(2 * z),
            "A factor of 2 is in your exponents. The differences of the scores count once.",
        ),
        Mistake(
            "the exponents with the wrong sign",
            lambda z: activations.softmax(-z),
            "Your largest probability is that of the smallest score.",
        ),
        Mistake(
            "sigmoid instead of softmax",
            activations.sigmoid,
            "Each score by itself: your rows do not sum to 1.",
        ),
        Mistake(
            "divided by the length of the row",
            _unit_rows,
            "The squares of your rows sum to 1. The numbers themselves should.",
        ),
        KEEPDIMS(_keepdims_in_the_sum),
        KEEPDIMS(
            With(_softmax_with, shift=_most(keepdims=False)),
            name="keepdims forgotten in the maximum",
            hint="The maximum of row i is subtracted in column i. Which shape has it, and which is needed?",
        ),
        Mistake(
            "a 1 at the largest score",
            lambda z: np.eye(z.shape[1])[z.argmax(axis=1)],
            "This is the answer, without its probability. The softmax lets the other classes keep a share.",
        ),
        Mistake(
            "the scores are divided by their sum",
            lambda z: z / z.sum(axis=1, keepdims=True),
            "Scores may be negative; probabilities may not. What is done to each score first?",
        ),
        SOFTMAX_AXIS(
            With(_softmax_with, axis=0),
            name="columns instead of rows",
            hint="Your columns sum to 1. The probabilities of one image lie in a row.",
        ),
        SOFTMAX_OF_ALL(
            With(_softmax_with, axis=None),
            name="divided by the sum of the whole array",
            hint="All entries together sum to 1. Each row should.",
        ),
        Mistake(
            "not divided by the sum",
            With(_softmax_with, divided=False),
            "The rows do not sum to 1, so these are no probabilities yet.",
        ),
        Mistake(
            "the logarithm of the softmax",
            activations.log_softmax,
            "These are the logarithms of the probabilities.",
        ),
    ),
    see=_BRICKS,
)


def _hopeless_rows(rng):
    """Moderate rows; rows far above 0, far below it and spread over both; a single row; and moderate ones again.

    The label of the row that is spread has a probability of 0.
    """
    m, K = in_turn(rng, (7, 5), (6, 4), (5, 6), (1, 3), (4, 3))
    z, t = rng.normal(0, 2, (m, K)), rng.integers(K, size=m)
    if m in (5, 6):
        z[0] += 10_000
        z[1] -= 10_000
        z[2] += [6_000, *rng.permutation([10_000, *[0] * (K - 4), -10_000]), -6_000]
        t[2] = (z[2].argmax() + 1) % K
    return z, t


def _picked(rows, t):
    """Of each row, the entry of its label."""
    return rows[np.arange(len(t)), t]


_MOST = {"keepdims": True, "axis": 1}
_FLOORS = (
    1e-3,
    1e-4,
    1e-5,
    1e-6,
    1e-7,
    1e-8,
    1e-9,
    1e-10,
    1e-12,
    1e-15,
    1e-16,
    1e-300,
    np.finfo(float).tiny,
    1e-308,
)


def _loss_with(logs=activations.log_softmax, of=_picked, total=np.mean, factor=1):
    """A loss: the logarithms that it takes, those of them that count, and what is done with them."""

    def loss(z, t):
        divisor = z.shape[1] if factor == "1/K" else 1
        return -total(of(logs(z), t)) * (1 if factor == "1/K" else factor) / divisor

    return loss


def _floored(floor, add):
    """The logarithm of the softmax, kept finite by a small number."""

    def logs(z):
        y = activations.softmax(z)
        return np.log(y + floor if add else np.maximum(y, floor))

    return logs


def _shift_left_in(z):
    return z - np.log(np.exp(z - z.max(**_MOST)).sum(axis=1, keepdims=True))


def _shift_of_the_score(z):
    return z - z.max(**_MOST) - np.log(np.exp(z).sum(axis=1, keepdims=True))


def _of_columns(z):
    return activations.log_softmax(z.T).T


def _loss(z, t):
    return costs.softmax_cross_entropy(z, t)


LOSS = Exercise(
    "11.4",
    _loss,
    _hopeless_rows,
    trials=5,
    mistakes=(
        SOFTMAX_SHIFT(
            With(_loss_with, logs=lambda z: np.log(_normalized(z))),
            name="exp overflows",
            hint="exp(10000) is infinite, and exp(-10000) is 0. Make the exponents small first, without changing the"
            " result.",
        ),
        Mistake(
            "the logarithm of 0",
            With(_loss_with, logs=lambda z: np.log(activations.softmax(z))),
            "One probability is too small for floating point and its logarithm is infinite. Find ln y without"
            " computing y.",
        ),
        *(
            CLIPPED(
                With(_loss_with, logs=_floored(floor, add)),
                name=f"a small number {'inside the logarithm' if add else 'as the least probability'}, {floor:.3g}",
                hint="The tiny number keeps the loss finite, but the loss of a hopeless example is now far too small."
                " Find ln y without computing y.",
            )
            for floor in _FLOORS
            for add in (False, True)
            if floor > 5e-8 or not add
        ),
        MEAN_MISSING(
            With(_loss_with, total=np.sum),
            name="a sum instead of the mean",
            hint="The loss grows with the batch. It should be the mean over the examples.",
        ),
        SIGN(
            With(_loss_with, factor=-1),
            name="the sign",
            hint="A loss of probabilities below 1 is positive: look at the sign of the logarithm.",
        ),
        OTHER_LOGARITHM(With(_loss_with, factor=1 / np.log(2)), name="logarithm to the base 2"),
        OTHER_LOGARITHM(With(_loss_with, factor=1 / np.log(10)), name="logarithm to the base 10"),
        MEAN_OVER_ENTRIES(
            With(_loss_with, factor="1/K"),
            name="divided by all entries",
            hint="Divide by the number of examples, not by the number of entries of z.",
        ),
        Mistake(
            "every row with every label",
            With(_loss_with, of=lambda logs, t: logs[:, t]),
            "[:, t] takes the columns t of all rows. You want row 0 with t[0], row 1 with t[1], …",
        ),
        Mistake(
            "every class counts",
            With(_loss_with, of=lambda logs, t: logs.sum(axis=1)),
            "Only the probability of the right label enters. What do the zeros of the one-hot target do?",
        ),
        Mistake(
            "the mean over every class",
            With(_loss_with, of=lambda logs, t: logs),
            "The logarithms of all classes enter, whatever the label is. Only that of the right label should.",
        ),
        Mistake(
            "the largest probability instead of the label's",
            With(_loss_with, of=lambda logs, t: logs.max(axis=1)),
            "Where does t enter? The probability of the right label counts, whether it is the largest or not.",
        ),
        Mistake(
            "one loss for each example",
            With(_loss_with, total=np.asarray),
            "These are the losses of the single examples. One number is wanted for the batch.",
        ),
        SOFTMAX_AXIS(With(_loss_with, logs=_of_columns)),
        SOFTMAX_OF_ALL(
            With(_loss_with, logs=lambda z: activations.log_softmax(z.reshape(1, -1)).reshape(z.shape))
        ),
        SOFTMAX_TWICE(With(_loss_with, logs=lambda z: activations.log_softmax(activations.softmax(z)))),
        Mistake(
            "the shift is in one term only",
            With(_loss_with, logs=_shift_left_in),
            "ln y is a difference of two terms. In the sum the scores are lowered by their maximum, in the other term"
            " they are not.",
        ),
        Mistake(
            "the shift is in the score only",
            With(_loss_with, logs=_shift_of_the_score),
            "ln y is a difference of two terms. The score of the label is lowered by the maximum, those in the sum are"
            " not.",
        ),
        Mistake(
            "the sum of exponentials is left out",
            With(_loss_with, logs=lambda z: z - z.max(**_MOST)),
            "The distance to the largest score is nearly the loss, where one score is far above the others. And where"
            " two are equal?",
        ),
        Mistake(
            "the softmax is left out",
            lambda z, t: -np.mean(_picked(z, t)),
            "These are scores. The cross-entropy takes the logarithm of probabilities.",
        ),
        Mistake(
            "the logarithm is left out",
            lambda z, t: -np.mean(_picked(activations.softmax(z), t)),
            "These are probabilities. What does the cross-entropy take of them?",
        ),
        Mistake(
            "the probability instead of its logarithm",
            lambda z, t: np.mean(_picked(activations.softmax(z), t)),
            "This is the mean probability of the right label. What does the cross-entropy take of it?",
        ),
        Mistake(
            "the quadratic cost",
            lambda z, t: np.mean(np.sum((activations.softmax(z) - np.eye(z.shape[1])[t]) ** 2, axis=1)),
            "These are squared differences. The cross-entropy has a logarithm.",
        ),
        Mistake(
            "half the quadratic cost",
            lambda z, t: np.mean(np.sum((activations.softmax(z) - np.eye(z.shape[1])[t]) ** 2, axis=1)) / 2,
            "These are squared differences. The cross-entropy has a logarithm.",
        ),
        Mistake(
            "the label before",
            With(_loss_with, of=lambda logs, t: _picked(logs, t - 1)),
            "The label 0 belongs to column 0: labels and columns both count from 0.",
        ),
        Mistake(
            "the entropy of the probabilities",
            lambda z, t: -np.mean(np.sum(activations.softmax(z) * activations.log_softmax(z), axis=1)),
            "Where do the labels come in? This compares the probabilities with themselves.",
        ),
        CLIPPED(
            With(_loss_with, logs=lambda z: activations.log_softmax(np.clip(z, -500, 500))),
            name="the scores are clipped",
            hint="Scores beyond your limit become equal. What changes all scores of a row, and not the result?",
        ),
        Mistake(
            "the logarithm of a mean",
            lambda z, t: -np.log(np.mean(_picked(activations.softmax(z), t))),
            "First the logarithm of each probability, then the mean. The other order gives another number.",
        ),
        Mistake(
            "the exponential is left out of the sum",
            lambda z, t: np.mean(np.log(np.abs(z.sum(axis=1))) - _picked(z, t)),
            "Under the logarithm, the scores themselves are added up. What does the softmax add up?",
        ),
    ),
    see=_BRICKS,
)
