"""Exercises of set 10 on the data: parts, size of a test set, scaling, first weights, early stopping."""

import numpy as np

from . import set_10_reference as reference
from .engine import Exercise, Mistake

__all__ = ["BASICS"]


def _split(label, kind, hint):
    return Mistake(label, reference.wrong_split(kind), hint)


_PARTS = Exercise(
    "10.1", reference.three_parts, reference.split_inputs,
    (
        _split(
            "the order of the parts", "order of the parts",
            "The parts are all right. In which order are they wanted?",
        ),
        _split(
            "not shuffled", "not shuffled",
            "The indices come in the order of the file. Where does the seed enter?",
        ),
        _split(
            "drawn with replacement", "with replacement",
            "integers draws each index anew, so some come twice and others never. Which method only changes the"
            " order?",
        ),
        _split("another seed", "seed", "The parts do not depend on the seed that is given."),
        _split(
            "the validation part is inside the training part", "validation inside train",
            "Some indices are in two parts. Where does the training part begin?",
        ),
        _split(
            "validation and test overlap", "overlap",
            "Some indices are in two parts, and others in none. Where does the validation part begin?",
        ),
        _split(
            "a number taken for a place", "second cut",
            "n_validation is a number of examples. The second cut is a place in the order: how many stand before it?",
        ),
        _split("validation before test", "validation first", "Which part is cut off the front of the order first?"),
        _split("the training part is cut off first", "train first", "Which part is cut off the front of the order?"),
        _split("one example is lost", "one too many lost", "Count the three parts: an example is in none of them."),
        _split(
            "three permutations", "three permutations",
            "Each part is cut from a shuffle of its own, so the parts overlap. One order must serve all three.",
        ),
        _split(
            "cut from the end", "from the end",
            "You cut from the back of the order. The task begins at the front.",
        ),
    ),
    see="chapter 10, “Three parts of the data”", parts=("train", "validation", "test"), trials=4,
)  # fmt: skip


def _needed(p, d):
    return int(np.ceil(p * (1 - p) / d**2))


_HOW_MANY = Exercise(
    "10.2", _needed, reference.halves,
    (
        Mistake(
            "the deviation is not squared", lambda p, d: int(np.ceil(p * (1 - p) / d)),
            "n stands under a root. What happens to d when both sides are squared?",
        ),
        Mistake(
            "the root of the numerator only", lambda p, d: int(np.ceil(np.sqrt(p * (1 - p)) / d)),
            "You have √n. One step is missing.",
        ),
        Mistake(
            "1 − p is left out", lambda p, d: int(np.ceil(p / d**2)),
            "What is the variance of a 0 or 1 that is 1 with probability p?",
        ),
        Mistake(
            "p is left out", lambda p, d: int(np.ceil((1 - p) / d**2)),
            "What is the variance of a 0 or 1 that is 1 with probability p?",
        ),
        Mistake(
            "rounded down", lambda p, d: int(np.floor(p * (1 - p) / d**2)),
            "With this many the deviation is still a little above d.",
        ),
        Mistake(
            "rounded to the nearest", lambda p, d: round(p * (1 - p) / d**2),
            "Rounded to the nearest number it may be one too few. In which direction must you round?",
        ),
        Mistake(
            "not rounded", lambda p, d: p * (1 - p) / d**2,
            "A number of images is whole. In which direction must you round?",
        ),
        Mistake(
            "the deviation itself", lambda p, d: np.sqrt(p * (1 - p)) * d, "Solve the equation of the chapter for n.",
        ),
    ),
    see="chapter 10, “Ten seeds, and two other programs”", atol=0.1, rtol=0,
)  # fmt: skip


def _scaling(label, kind, hint):
    return Mistake(label, reference.wrong_standardize(kind), hint)


_STANDARDIZE = Exercise(
    "10.3", reference.standardize, reference.gray_levels,
    (
        _scaling(
            "the new rows by their own statistics", "own",
            "A single new row becomes all zeros. Which set do the mean and the deviation come from?",
        ),
        _scaling(
            "statistics of both sets", "both sets",
            "Your means change when the new rows change. These must have no part in them.",
        ),
        _scaling(
            "one mean for all inputs", "whole",
            "Every input, that is every column, has a mean and a deviation of its own."
        ),
        _scaling("by rows", "rows", "Along which axis do the examples lie? A mean is to be taken over the examples."),
        _scaling(
            "the variance in place of the deviation", "variance",
            "Compute the variance of your result: it is not 1. By which power of v is to be divided?",
        ),
        _scaling(
            "N − 1", "sample deviation", "Your deviation divides by one less than the number of examples. Compute the"
            " variance of your result, with x.var(axis=0).",
        ),
        _scaling(
            "divided by 0", "divided by zero",
            "An input that never changes in training has the deviation 0. What to do there?"
        ),
        _scaling(
            "every small deviation replaced", "at least 1",
            "Inputs that change by less than 1 are left small. Which deviations cannot be divided by?",
        ),
        _scaling(
            "from 0 to 1", "range",
            "This scales the columns to the range from 0 to 1. Asked for are the mean 0 and the variance 1.",
        ),
        _scaling(
            "a small number added", "eps",
            "A new value of an input that never changed in training becomes huge. By what should it be divided?",
        ),
        _scaling(
            "nan replaced afterwards", "nan to zero",
            "In an input that never changed in training, a new value loses its difference from the mean.",
        ),
        _scaling(
            "the mean stays", "not shifted",
            "The columns of your result have the variance 1, but not the mean 0.",
        ),
        _scaling("not divided", "not divided", "The columns of your result have the mean 0, but not the variance 1."),
        _scaling(
            "the new rows as they are", "new not scaled",
            "The network will see both sets. Both must be scaled.",
        ),
        _scaling("the two are swapped", "swapped", "In which order are the two wanted?"),
    ),
    see="chapter 10, “Scaling, and what it changes”", parts=("x_train", "x_new"),
)  # fmt: skip

_LIMIT = Exercise(
    "10.4", reference.uniform_limit, reference.pixels,
    (
        Mistake(
            "the variance of the weights is taken for a²", lambda x: np.sqrt(1 / np.mean(np.sum(x**2, axis=1))),
            "With this a the variance of z is too small. Work out the mean of w² for a w between −a and a.",
        ),
        Mistake(
            "the width is a, not 2a", lambda x: np.sqrt(12 / np.mean(np.sum(x**2, axis=1))),
            "The interval from −a to a has the width 2a.",
        ),
        Mistake("not rooted", lambda x: 3 / np.mean(np.sum(x**2, axis=1)), "This is a². What was asked for?"),
        Mistake(
            "the mean over the pixels too", lambda x: np.sqrt(3 / np.mean(x**2)),
            "The variances of the n products add up. You have taken their mean.",
        ),
        Mistake(
            "the sum over the images too", lambda x: np.sqrt(3 / np.sum(x**2)),
            "The more images, the smaller your a. What is to be done over the images?",
        ),
        Mistake(
            "the squared means are left out", lambda x: np.sqrt(3 / np.sum(x.var(axis=0))),
            "An input that is the same in all images still makes z vary, because the weights do.",
        ),
        Mistake(
            "the variances are left out", lambda x: np.sqrt(3 / np.sum(x.mean(axis=0) ** 2)),
            "The square of a mean is not the mean of the squares.",
        ),
        Mistake(
            "only the number of inputs", lambda x: np.sqrt(3 / x.shape[1]),
            "Do the inputs have variance 1 and mean 0?",
        ),
        Mistake(
            "upside down", lambda x: np.sqrt(np.mean(np.sum(x**2, axis=1)) / 3),
            "Larger inputs need smaller weights.",
        ),
    ),
    see="chapter 10, “How large is a weighted input?”",
)  # fmt: skip


def _stop(label, kind, hint):
    return Mistake(label, reference.wrong_stopping(kind), hint)


_STOPPING = Exercise(
    "10.5", reference.stopping, reference.loss_lists,
    (
        _stop(
            "the lowest of the whole list", "no patience",
            "Training has ended before some of these epochs. What does patience do?",
        ),
        _stop(
            "the future is known", "whole list",
            "The epochs trained are right. The best may only be sought among these.",
        ),
        _stop("one epoch too late", "too late", "Count again: how many epochs without a lower loss are allowed?"),
        _stop("one epoch too early", "too early", "Count again: how many epochs without a lower loss are allowed?"),
        _stop(
            "any fall counts", "reset by any fall",
            "You compare with the epoch before. A loss may fall and still be above the lowest so far.",
        ),
        _stop(
            "the count is never set back", "never reset",
            "You count all epochs without a new lowest loss. What happens to the count when there is one?",
        ),
        _stop("a tie counts as lower", "ties", "Where two losses are equal, has the loss been lowered?"),
        _stop("the last as the best", "last as best", "These are the parameters of the last epoch. Which were kept?"),
        _stop("counted from 0", "from zero", "The first epoch is number 1."),
        _stop("swapped", "swapped", "In which order are the two wanted?"),
    ),
    see="chapter 10, “Early stopping”", parts=("best", "trained"), trials=6, rtol=0, atol=0.1,
)  # fmt: skip

BASICS = (_PARTS, _HOW_MANY, _STANDARDIZE, _LIMIT, _STOPPING)
