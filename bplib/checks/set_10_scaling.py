"""Exercises of set 10 on scaling: standardized inputs, first weights."""

import numpy as np

from . import set_10_reference as reference
from .engine import Exercise, Mistake

__all__ = ["SCALING"]


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
        _scaling(
            "one mean for all inputs", "one mean",
            "Your deviations are those of the columns, your mean is that of the whole array.",
        ),
        _scaling(
            "one deviation for all inputs", "one deviation",
            "Your means are those of the columns, your deviation is that of the whole array.",
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
        Mistake(
            "divided by a", lambda x: np.sqrt(1.5 / np.mean(np.sum(x**2, axis=1))),
            "The integral runs from −a to a. How wide is that?",
        ),
        Mistake(
            "not divided by the width", lambda x: np.cbrt(1.5 / np.mean(np.sum(x**2, axis=1))),
            "A mean over an interval is the integral divided by something.",
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

SCALING = (_STANDARDIZE, _LIMIT)
