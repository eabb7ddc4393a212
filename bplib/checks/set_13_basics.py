"""The first exercises of set 13: a broadcast, an evaluation, equal units, and a factor on paper."""

import numpy as np

from .engine import Exercise, Mistake
from .set_13_reference import bug, in_turn, line, wrong_line
from .set_13_weights import WEIGHTS

__all__ = ["BASICS"]


def _table(rng):
    m = in_turn(rng, 6, 1, 9)
    return float(rng.normal()), float(rng.normal()), rng.normal(0.5, 1.5, (m, 1)), rng.normal(1, 2, m)


_LINE = Exercise(
    "13.1", line, _table,
    (
        bug(
            "the bug is still there", wrong_line("sick"),
            "Right for one example, wrong for several. Print the shapes of x, of w * x + b, and of the error.",
            "shapes",
        ),
        bug(
            "only the loss is cured", wrong_line("loss cured"),
            "The loss is right, dw still comes from the array of all pairs.", "gradient check",
        ),
        bug(
            "only the gradient is cured", wrong_line("gradient cured"),
            "dw and db are right, the loss is still the mean over all pairs.", "gradient check",
        ),
        bug(
            "x lies along the targets", wrong_line("along the targets"),
            "Only dw is another now, and not right: the error still has the shape (m, m), and an x of shape (m,) is"
            " multiplied into its columns, which belong to the targets.",
            "shapes",
        ),
        bug(
            "dw and db are exchanged", wrong_line("exchanged"), "In which order are the three numbers asked for?",
            "gradient check",
        ),
        bug(
            "the same bug one line further down", wrong_line("second line"),
            "The error has one number per example now. Which shape has the array that you multiply it by?",
            "shapes",
        ),
        bug(
            "dw without x", wrong_line("without x"),
            "Your dw is equal to db. By what is the error of an example multiplied for the slope?", "gradient check",
        ),
        bug(
            "sums, not means", wrong_line("sum"),
            "Loss and gradient fit each other, but both grow with the number of examples.", "batch doubled",
        ),
        bug(
            "the gradient is a sum", wrong_line("sums of the gradient"),
            "The loss is a mean over the examples. So is its gradient.", "gradient check; batch doubled",
        ),
        bug(
            "the ½ is gone", wrong_line("no half"), "The loss has lost a factor, the gradient has not.",
            "gradient check",
        ),
        bug(
            "a factor 2 in the gradient", wrong_line("twice"),
            "What does the ½ of the loss do to the 2 of the derivative?", "gradient check",
        ),
        bug(
            "another loss", wrong_line("no half, twice"),
            "Loss and gradient fit each other and belong to another cost: the one here has a factor ½.",
            "none, only the text of the task",
        ),
        bug("the sign", wrong_line("sign"), "This gradient points down the hill.", "gradient check"),
    ),
    see="chapter 13, “Silent broadcast”", parts=("loss", "dw", "db"),
    remark="What would have found it: shapes, with assert error.shape == t.shape. The gradient check passes,"
    " because the sick gradient is the right gradient of the sick loss.",
)  # fmt: skip


def _scores(rng):
    """(scores, t): also far from 0, all below -1000, close together, and more than 500 of them."""
    m, K, factor, shift = in_turn(
        rng,
        (14, 5, 1, 0),
        (1, 6, 1, 0),
        (600, 10, 1, -5000),
        (2, 4, 0.01, 0),
        (40, 3, 1000, 0),
        (30, 8, 1e-6, 0),
    )
    t = rng.integers(0, K, m)
    return shift + factor * (rng.normal(size=(m, K)) + rng.uniform(0, 1.5) * np.eye(K)[t]), t


def _top_two(scores, t):
    return np.mean(_two(scores) == t[:, None], axis=0).sum()


def _two(scores):
    return np.argsort(scores, axis=1)[:, -2:]


_TOP_TWO = Exercise(
    "13.2", _top_two, _scores,
    (
        bug(
            "the bug is still there", lambda s, t: np.mean(np.isin(t, _two(s))),
            "Right for one example, too good for many. In which array does np.isin look for a label: in its row?",
            "accuracy untrained",
        ),
        bug(
            "half of it", lambda s, t: np.mean(_two(s) == t[:, None]),
            "You take the mean over both places. A label can stand in one of them only, so this is at most 0.5.",
            "accuracy untrained",
        ),
        bug(
            "the two lowest scores", lambda s, t: np.mean((np.argsort(s, axis=1)[:, :2] == t[:, None]).any(axis=1)),
            "argsort sorts upward. At which end stand the best?", "overfit ten examples",
        ),
        bug(
            "only the highest score", lambda s, t: np.mean(s.argmax(axis=1) == t),
            "This is the ordinary accuracy. A label in second place counts here too.", "accuracy untrained",
        ),
        bug(
            "the three highest scores",
            lambda s, t: np.mean((np.argsort(s, axis=1)[:, -3:] == t[:, None]).any(axis=1)),
            "A label in third place counts for you. How many places has your slice?", "accuracy untrained",
        ),
        bug(
            "only the second highest", lambda s, t: np.mean(_two(s)[:, 0] == t),
            "You look at one of the two places only.", "accuracy untrained",
        ),
        bug(
            "the number, not the fraction", lambda s, t: np.sum(_two(s) == t[:, None]),
            "This counts. A fraction lies between 0 and 1.", "accuracy untrained",
        ),
        bug(
            "nothing ever counts", lambda s, t: 0 * np.mean(s),
            "Always 0. Do you compare labels with classes (argsort) or with scores (sort)? Do you ask for any of the"
            " two places, or for all?",
            "accuracy untrained",
        ),
        bug(
            "divided by the number of classes", lambda s, t: np.sum(_two(s) == t[:, None]) / s.shape[1],
            "Of what is it the fraction: of the examples or of the classes?", "batch doubled",
        ),
    ),
    trials=6, see="chapter 13, “Misleading evaluation”",
    remark="What would have found it: accuracy untrained. With K classes and random scores the fraction must be"
    " near 2/K. No look at a trained network would have: there, numbers near 1 are hoped for.",
)  # fmt: skip


def _rates(rng):
    return (rng.choice([0.1, 0.2, 0.25, 0.5, 0.6, 0.8], in_turn(rng, 3, 1, 5, 2), replace=False),)


def _factors(rates):
    return np.append(np.cumprod((1 - rates)[::-1])[::-1], 1.0)


_PAPER = Exercise(
    "13.4", _factors, _rates,
    (
        Mistake(
            "counted from the wrong end", lambda p: np.append(1.0, np.cumprod(1 - p)),
            "The backward pass begins at the cost. Which gradient has passed no dropout layer on its way?",
        ),
        Mistake(
            "turned around", lambda p: _factors(p)[::-1],
            "The numbers are right and in reversed order. The first belongs to the first layer.",
        ),
        Mistake(
            "how many times too small", lambda p: 1 / _factors(p),
            "Asked for is the wrong gradient divided by the right one. A gradient that is too small gives less than 1.",
        ),
        Mistake(
            "only the next dropout layer", lambda p: np.append(1 - p, 1.0),
            "On its way back a derivative passes every dropout layer that lies between the cost and the layer.",
        ),
        Mistake(
            "off by one layer", lambda p: np.append(_factors(p)[1:], 1.0),
            "Dropout layer l stands after Affine layer l. Does the gradient of layer l pass it on its way back?",
        ),
        Mistake(
            "all layers alike", lambda p: np.full(len(p) + 1, np.prod(1 - p)),
            "The last Affine layer has no dropout layer between itself and the cost.",
        ),
        Mistake(
            "p in place of 1 − p", lambda p: np.append(np.cumprod(p[::-1])[::-1], 1.0),
            "The rate p is the fraction that is dropped. By what does forward divide?",
        ),
        Mistake(
            "added, not multiplied", lambda p: np.append(1 - np.cumsum(p[::-1])[::-1], 1.0),
            "Two layers one after the other: do their factors add or multiply?",
        ),
        Mistake(
            "the mask counted as well", lambda p: _factors(p) ** 2,
            "The mask is there in the sick backward and in the healthy one. Only one factor 1/(1 − p) is missing for"
            " each layer.",
        ),
        Mistake(
            "the last layer is left out", lambda p: _factors(p)[:-1],
            "There is one Affine layer more than there are dropout layers.",
        ),
    ),
    see="chapter 13, “Wrong gradient”",
    trials=4,
    remark="What would have found it: the gradient check, with the masks held fixed. Batch doubled, shapes and loss"
    " at the start see nothing: the forward pass is healthy.",
)  # fmt: skip

BASICS = (_LINE, _TOP_TWO, WEIGHTS, _PAPER)
