"""Exercise 13.1: two shapes that broadcast to all pairs, silently."""

import numpy as np

from ..engine import Exercise, With, in_turn
from ..families import BIAS_LEFT_OUT, FIRST_FOR_ALL, HALF, MEAN_MISSING, MEAN_TWICE, SIGN
from .bug import bug

__all__ = ["LINE_GRADIENT"]


def _table(rng):
    m = in_turn(rng, 6, 1, 9, 4)
    return float(rng.normal()), float(rng.normal()), rng.normal(0.5, 1.5, (m, 1)), rng.normal(1, 2, m)


def _line(w, b, x, t):
    return _line_with()(w, b, x, t)


def _line_with(
    loss=1, dw=1, db=1, power=(1, 1), of=lambda loss: loss, offset=1, swapped=False, times_x=True, target=1
):
    """(loss, dw, db) of a line, each with a factor; ``power`` is that of 1/m in the loss and in the gradient."""

    def gradient(w, b, x, t):
        flat, m = x[:, 0], len(t)
        error = w * flat + offset * b - target * t  # (m,)
        cost = of(loss * np.sum(error**2) / 2 / float(m) ** power[0])
        slope = dw * np.sum(error * (flat if times_x else 1)) / float(m) ** power[1]
        shift = db * np.sum(error) / float(m) ** power[1]
        return (cost, shift, slope) if swapped else (cost, slope, shift)

    return gradient


def _all_pairs(kind):
    """(loss, dw, db) of a line, some of them from the array of all pairs; x has the shape (m, 1) and t (m,)."""

    def wrong(w, b, x, t):
        flat, square = x[:, 0], w * x + b - t  # (m, m): the bug
        loss, dw, db = _line(w, b, x, t)
        if kind in ("sick", "loss cured"):
            dw = np.mean(square * x)
        if kind in ("sick", "gradient cured"):
            loss = np.mean(square**2) / 2
        if kind == "along the targets":
            loss, dw = np.mean(square**2) / 2, np.mean(square * flat)
        if kind == "second line":
            dw = np.mean(db * x)
        if kind == "sums of the pairs":
            m = len(t)
            return np.sum(square**2) / (2 * m), np.sum(square * x) / m, np.sum(square) / m
        return loss, dw, db

    return wrong


def _first_x(w, b, x, t):
    error = w * x[0] + b - t
    return np.mean(error**2) / 2, np.mean(error * x[0]), np.mean(error)


LINE_GRADIENT = Exercise(
    "13.1", _line, _table,
    (
        bug(
            "the bug is still there", _all_pairs("sick"),
            "Right for one example, wrong for several. Print the shapes of x, of w * x + b, and of the error.",
            "shapes",
        ),
        bug(
            "only the loss is cured", _all_pairs("loss cured"),
            "The loss is right, dw still comes from the array of all pairs.", "gradient check",
        ),
        bug(
            "only the gradient is cured", _all_pairs("gradient cured"),
            "dw and db are right, the loss is still the mean over all pairs.", "gradient check",
        ),
        bug(
            "x lies along the targets", _all_pairs("along the targets"),
            "Only dw is another now, and not right: the error still has the shape (m, m), and an x of shape (m,) is"
            " multiplied into its columns, which belong to the targets.",
            "shapes",
        ),
        bug(
            "dw and db are exchanged", With(_line_with, swapped=True),
            "In which order are the three numbers asked for?",
            "gradient check",
        ),
        bug(
            "the same bug one line further down", _all_pairs("second line"),
            "Your dw is the mean error times the mean of x: every error meets every x. Which shape has the array that"
            " you multiply the error by?",
            "shapes",
        ),
        bug(
            "dw without x", With(_line_with, times_x=False),
            "There is no x in your dw. By what is the error of an example multiplied for the slope?", "gradient check",
        ),
        bug(
            "sums, not means", With(_line_with, power=(0, 0)),
            "Loss and gradient both grow with the number of examples.", "batch doubled",
        ),
        bug(
            "the gradient is a sum", With(_line_with, power=(1, 0)),
            "The loss is a mean over the examples. So is its gradient.", "gradient check; batch doubled",
        ),
        bug(
            "the ½ is gone", With(_line_with, loss=2), "The loss has lost a factor, the gradient has not.",
            "gradient check",
        ),
        bug(
            "a factor 2 in the gradient", With(_line_with, dw=2, db=2),
            "What does the ½ of the loss do to the 2 of the derivative?", "gradient check",
        ),
        bug(
            "another loss", _line_with(loss=2, dw=2, db=2),
            "Loss and gradient fit each other and belong to another cost: the one here has a factor ½.",
            "none, only the text of the task",
        ),
        bug(
            "sums over all pairs", _all_pairs("sums of the pairs"),
            "There is still an array of all pairs, and now it is summed and divided by m.", "shapes",
        ),
        bug(
            "the first x for all", _first_x,
            "x[0] is the first example alone. Which index takes the first column?", "gradient check; shapes",
            FIRST_FOR_ALL,
        ),
        bug(
            "the root of the loss", With(_line_with, of=np.sqrt),
            "The root of the mean square is a good thing to print. The cost of the task has none.", "gradient check",
        ),
        bug(
            "b is left out", With(_line_with, offset=0),
            "The line has two parameters. Where does b come in?", "gradient check", BIAS_LEFT_OUT,
        ),
        bug(
            "the loss is a sum", With(_line_with, power=(0, 1)),
            "The gradient is that of a mean. So the loss should be a mean too.", "gradient check; batch doubled",
            MEAN_MISSING,
        ),
        bug(
            "1/m twice in the gradient", With(_line_with, power=(1, 2)),
            "np.mean divides by the number of examples already.", "gradient check; batch doubled", MEAN_TWICE,
        ),
        bug(
            "1/m twice", With(_line_with, power=(2, 2)),
            "np.mean divides by the number of examples already.", "batch doubled", MEAN_TWICE,
        ),
        bug(
            "the sign of dw", With(_line_with, dw=-1), "Of the two derivatives one has the wrong sign: which of them?",
            "gradient check", SIGN,
        ),
        bug(
            "a factor ½ in the gradient", With(_line_with, dw=0.5, db=0.5),
            "The ½ of the loss is there to cancel something.", "gradient check", HALF,
        ),
        bug(
            "the targets with the wrong sign", With(_line_with, target=-1),
            "The error is a difference of line and target. Yours is their sum.", "overfit ten examples", SIGN,
        ),
        bug("the sign", With(_line_with, dw=-1, db=-1), "This gradient points down the hill.", "gradient check"),
    ),
    see="chapter 13, “Case 3: a loss that grows with the batch”", parts=("loss", "dw", "db"), trials=4,
    remark="What would have found it: shapes, with assert error.shape == t.shape. The gradient check passes,"
    " because the sick gradient is the right gradient of the sick loss.",
)  # fmt: skip
