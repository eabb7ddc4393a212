"""The first exercises of set 11: labels, accuracy, softmax and loss."""

import numpy as np

from .. import activations, costs
from . import set_11_reference as network
from .engine import Exercise, Mistake

__all__ = ["BASICS"]

_PICTURE = "chapter 11, “What a picture is for a network”"
_BRICKS = "chapter 11, “Four bricks”"
_FOOL = "chapter 11, “Three ways to fool yourself”"


def _rows(t, K):
    return np.eye(K)[t]


# 11.1 one-hot rows


def _all_columns(t, K):
    rows = np.zeros((len(t), K))
    rows[:, t] = 1
    return rows


_ONE_HOT = Exercise(
    "11.1",
    _rows,
    lambda rng: (rng.permutation(7)[:5], 7),
    mistakes=(
        Mistake(
            "ones in every row",
            _all_columns,
            "All rows look the same. rows[:, t] means all rows; you want row 0 with t[0], row 1 with t[1], …",
        ),
        Mistake("transposed", lambda t, K: _rows(t, K).T, "Each example should be a row, not a column."),
        Mistake(
            "one column too far to the left",
            lambda t, K: _rows(t - 1, K),
            "The label 0 belongs to column 0: labels and columns both count from 0.",
        ),
        Mistake(
            "the label itself instead of a 1",
            lambda t, K: _rows(t, K) * t[:, None],
            "The right column should hold a 1, whatever the label is.",
        ),
    ),
    see=_PICTURE,
)

# 11.2 accuracy


def _accuracy(scores, t):
    return np.mean(scores.argmax(axis=1) == t)


_ACCURACY = Exercise(
    "11.2",
    _accuracy,
    network.scores_and_labels,
    mistakes=(
        Mistake(
            "the labels are compared with themselves",
            lambda scores, t: 1.0,
            "The accuracy comes out as 1 whatever the scores are. Do the answers really come from the scores?",
            _FOOL,
        ),
        Mistake(
            "a count instead of a fraction",
            lambda scores, t: len(t) * _accuracy(scores, t),
            "This is the number of right answers. What does it have to be divided by?",
        ),
        Mistake(
            "percent",
            lambda scores, t: 100 * _accuracy(scores, t),
            "A fraction lies between 0 and 1.",
        ),
        Mistake(
            "not averaged",
            lambda scores, t: scores.argmax(axis=1) == t,
            "You know of each image whether its answer is right. One number is wanted for all.",
        ),
        Mistake(
            "the fraction of wrong answers",
            lambda scores, t: 1 - _accuracy(scores, t),
            "This is the error rate: it should be small for a good network, the accuracy large.",
        ),
        Mistake(
            "the smallest score counts",
            lambda scores, t: _accuracy(-scores, t),
            "The answer to an image is the column of its largest score.",
        ),
        Mistake(
            "rounded down",
            lambda scores, t: 0,
            "A fraction should come out, and it is always 0. Is it cut to a whole number somewhere, by // or int?",
        ),
        Mistake(
            "scores are compared with labels",
            lambda scores, t: np.mean(scores.max(axis=1) == t),
            "max gives the largest score. Which column it stands in is another question.",
        ),
        Mistake(
            "one answer for the whole batch",
            lambda scores, t: np.mean(scores.argmax() == t),
            "argmax without an axis looks at the whole array at once. Each row needs an answer of its own.",
        ),
        Mistake(
            "the best image for each digit",
            lambda scores, t: scores.argmax(axis=0),
            "This has one number for each column. Along which axis do the scores of one image lie?",
        ),
    ),
    see=_FOOL,
)

# 11.3 softmax


_SHIFT = "For some rows the exponents are still too large: which score must be subtracted, so that none is above 0?"


_SOFTMAX = Exercise(
    "11.3",
    activations.softmax,
    network.far_rows,
    mistakes=(
        Mistake(
            "exp overflows",
            network.normalized,
            "Rows with large scores become nan: exp(10000) is infinite. Make the exponents small first, without"
            " changing the result.",
        ),
        Mistake(
            "one maximum for the whole array",
            lambda z: network.normalized(z, z.max()),
            "A row that lies far below the largest score of the array becomes 0/0. Every row needs its own maximum.",
        ),
        Mistake(
            "a score from the middle of the row is subtracted",
            lambda z: network.normalized(z, z.mean(axis=1, keepdims=True)),
            _SHIFT,
        ),
        Mistake(
            "the smallest score of the row is subtracted",
            lambda z: network.normalized(z, z.min(axis=1, keepdims=True)),
            _SHIFT,
        ),
        Mistake(
            "the first score of the row is subtracted",
            lambda z: network.normalized(z, z[:, :1]),
            _SHIFT,
        ),
        Mistake(
            "columns instead of rows",
            lambda z: network.normalized(z, z.max(axis=0), axis=0),
            "Your columns sum to 1. The probabilities of one image lie in a row.",
        ),
        Mistake(
            "divided by the sum of the whole array",
            lambda z: network.normalized(z, z.max(axis=1, keepdims=True), axis=None),
            "All entries together sum to 1. Each row should.",
        ),
        Mistake(
            "not divided by the sum",
            lambda z: np.exp(z - z.max(axis=1, keepdims=True)),
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

# 11.4 loss


_FLOORS = (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16, 1e-300, np.finfo(float).tiny, 1e-308)

_LOSS = Exercise(
    "11.4",
    costs.softmax_cross_entropy,
    network.hopeless_rows,
    mistakes=(
        Mistake(
            "exp overflows",
            network.unshifted_loss,
            "exp(10000) is infinite, and exp(-10000) is 0. Make the exponents small first, without changing the"
            " result.",
        ),
        Mistake(
            "the logarithm of 0",
            lambda z, t: -np.log(network.picked(z, t)).mean(),
            "One probability is too small for floating point and its logarithm is infinite. Find ln y without"
            " computing y.",
        ),
        *(
            Mistake(
                f"a small number inside the logarithm, {floor:.3g}",
                lambda z, t, floor=floor: -np.log(np.maximum(network.picked(z, t), floor)).mean(),
                "The tiny number keeps the loss finite, but the loss of a hopeless example is now far too small."
                " Find ln y without computing y.",
            )
            for floor in _FLOORS
        ),
        Mistake(
            "a sum instead of the mean",
            lambda z, t: costs.softmax_cross_entropy(z, t) * len(t),
            "The loss grows with the batch. It should be the mean over the examples.",
        ),
        Mistake(
            "the sign",
            lambda z, t: -costs.softmax_cross_entropy(z, t),
            "A loss of probabilities below 1 is positive: look at the sign of the logarithm.",
        ),
        Mistake(
            "divided by all entries",
            lambda z, t: costs.softmax_cross_entropy(z, t) / z.shape[1],
            "Divide by the number of examples, not by the number of entries of z.",
        ),
        Mistake(
            "every row with every label",
            lambda z, t: -activations.log_softmax(z)[:, t].mean(),
            "[:, t] takes the columns t of all rows. You want row 0 with t[0], row 1 with t[1], …",
        ),
        Mistake(
            "every class counts",
            lambda z, t: -activations.log_softmax(z).sum(axis=1).mean(),
            "Only the probability of the right label enters. What do the zeros of the one-hot target do?",
        ),
        Mistake(
            "one loss for each example",
            lambda z, t: -activations.log_softmax(z)[np.arange(len(t)), t],
            "These are the losses of the single examples. One number is wanted for the batch.",
        ),
    ),
    see=_BRICKS,
)

BASICS = (_ONE_HOT, _ACCURACY, _SOFTMAX, _LOSS)
