"""Exercises 10.3 and 10.4: standardized inputs, and the width of the first weights where inputs are not scaled."""

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn
from ..families import EPSILON_BELOW, MEAN_MISSING, MEAN_OVER_ENTRIES

__all__ = ["STANDARDIZE", "WEIGHT_LIMIT"]


def _gray_levels(rng):
    """(x_train, x_new): one pixel never changes in training; once there is a single new row."""
    m, k, n, level = in_turn(rng, (6, 4, 3, 1), (5, 1, 4, 3), (8, 3, 2, 0))
    x_train, x_new = rng.integers(0, 17, (m, n)), rng.integers(0, 17, (k, n))
    x_train[:, level] = 5
    x_new[:, level] = 9
    if m == 8:  # small, of both signs, and exact in binary: the deviation of what never changes is exactly 0
        return (x_train - 9.5) / 32, (x_new - 9.5) / 32
    return x_train.astype(float), x_new.astype(float)


def _standardize(x_train, x_new):
    return _wrong_standardize("nothing")(x_train, x_new)


def _spread(x, kind, axis):
    if kind == "sample deviation":
        return x.std(axis=axis, ddof=1)
    return x.var(axis=axis) if kind == "variance" else x.std(axis=axis)


def _by_row(x):
    deviation = x.std(axis=1, keepdims=True)
    return (x - x.mean(axis=1, keepdims=True)) / np.where(deviation == 0, 1, deviation)


def _wrong_standardize(kind):
    """(x_train, x_new) standardized, with one thing wrong."""

    def scaled(x, source):
        axis = {"whole": None}.get(kind, 0)
        mean, deviation = source.mean(axis=axis), _spread(source, kind, axis)
        if kind == "eps":
            return (x - mean) / (deviation + 1e-8)
        if kind == "root mean square":
            deviation = np.sqrt((source**2).mean(axis=0))
        if kind == "norm":
            deviation = deviation * np.sqrt(len(source))
            deviation = np.where(source.std(axis=0) == 0, 1, deviation)
        if kind == "absolute":
            deviation = np.abs(source - mean).mean(axis=0)
        if kind == "median":
            mean = np.median(source, axis=0)
        if kind == "largest":
            deviation = np.abs(source - mean).max(axis=0)
        if kind == "not shifted":
            mean = 0
        if kind not in ("divided by zero", "nan to zero", "nan to num"):
            deviation = np.where(deviation == 0, 1, deviation)
        if kind in ("range", "range, divided by zero"):
            width = np.ptp(source, axis=0)
            deviation = np.where(width == 0, 1, width) if kind == "range" else width
            mean = source.min(axis=0)
        if kind == "at least 1":
            deviation = np.maximum(deviation, 1)
        if kind == "not divided":
            deviation = 1
        if kind == "one mean":
            mean = source.mean()
        if kind == "one deviation":
            deviation = source.std()
        result = (x - mean) * deviation if kind == "multiplied" else (x - mean) / deviation
        if kind == "nan to num":
            return np.nan_to_num(result)
        return np.nan_to_num(result, posinf=0, neginf=0) if kind == "nan to zero" else result

    def wrong(x_train, x_new):
        if kind == "rows":
            return tuple(_by_row(x) for x in (x_train, x_new))
        if kind == "both sets":
            source = np.concatenate([x_train, x_new])
            return scaled(x_train, source), scaled(x_new, source)
        if kind == "new not shifted":
            return scaled(x_train, x_train), x_new / np.where(
                x_train.std(axis=0) == 0, 1, x_train.std(axis=0)
            )
        if kind == "new not divided":
            return scaled(x_train, x_train), x_new - x_train.mean(axis=0)
        if kind in ("own mean", "own deviation"):
            mean, deviation = x_new.mean(axis=0), x_train.std(axis=0)
            if kind == "own deviation":
                mean, deviation = x_train.mean(axis=0), x_new.std(axis=0)
            return scaled(x_train, x_train), (x_new - mean) / np.where(deviation == 0, 1, deviation)
        if kind == "deviation of both":
            mean, deviation = x_train.mean(axis=0), np.concatenate([x_train, x_new]).std(axis=0)
            safe = np.where(deviation == 0, 1, deviation)
            return (x_train - mean) / safe, (x_new - mean) / safe
        if kind == "new not scaled":
            return scaled(x_train, x_train), x_new
        parts = scaled(x_train, x_train), scaled(x_new, x_new if kind == "own" else x_train)
        return parts[::-1] if kind == "swapped" else parts

    return wrong


def _scaling(label, kind, hint, family=""):
    return Mistake(label, _wrong_standardize(kind), hint, family=family)


STANDARDIZE = Exercise(
    "10.3", _standardize, _gray_levels,
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
            "one mean and one deviation for all inputs", "whole",
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
            "from 0 to 1, and divided by 0", "range, divided by zero",
            "This scales the columns to the range from 0 to 1. Asked for are the mean 0 and the variance 1. And an"
            " input that never changes has no range.",
        ),
        _scaling(
            "a small number added", "eps",
            "A new value of an input that never changed in training becomes huge. By what should it be divided?",
            EPSILON_BELOW.family,
        ),
        _scaling(
            "0 for an input that never changes", "nan to zero",
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
        _scaling(
            "the mean of the new rows stays", "new not shifted",
            "The new rows are divided, and no mean is subtracted from them. Both sets are treated alike.",
        ),
        _scaling(
            "the new rows are not divided", "new not divided",
            "A mean is subtracted from the new rows, and they are not divided. Both sets are treated alike.",
        ),
        _scaling(
            "the root mean square in place of the deviation", "root mean square",
            "A deviation is about the mean. Yours is about 0.",
        ),
        _scaling(
            "the mean absolute deviation", "absolute",
            "You take the mean of the absolute distances. The deviation has squares and a root.",
        ),
        _scaling("the median in place of the mean", "median", "The columns of your result do not have the mean 0."),
        _scaling(
            "the root of a sum", "norm", "Your deviation grows with the number of examples: the mean is missing in it.",
        ),
        _scaling(
            "the deviation of both sets", "deviation of both",
            "Your mean comes from the training set, and the deviation from both. The new rows must have no part in it.",
        ),
        _scaling(
            "divided by the largest distance", "largest",
            "The largest entry of each column is 1. Asked for is the variance 1.",
        ),
        _scaling(
            "nan replaced, and infinity too", "nan to num",
            "In an input that never changed in training, a new value becomes gigantic. By what should it be divided?",
        ),
        _scaling(
            "the new rows by their own mean", "own mean",
            "Your deviation comes from the training set, and the mean from the new rows. Both come from one set.",
        ),
        _scaling(
            "the new rows by their own deviation", "own deviation",
            "Your mean comes from the training set, and the deviation from the new rows. Both come from one set.",
        ),
        _scaling(
            "multiplied, not divided", "multiplied",
            "Compute the deviation of your result: it is not 1. Is something multiplied where it should be divided?",
        ),
        _scaling("the two are swapped", "swapped", "In which order are the two wanted?"),
    ),
    see="chapter 10, “Scaling”", parts=("x_train", "x_new"),
)  # fmt: skip


def _pixels(rng):
    m, n, shift, scale = in_turn(rng, (5, 3, 2, 1), (4, 6, 0, 10), (1, 4, -3, 2), (7, 5, -1, 3))
    return (rng.normal(shift, scale, (m, n)),)


def _uniform_limit(x):
    return np.sqrt(3 / np.mean(np.sum(x**2, axis=1)))


def _sum_of_squares(x):
    return np.mean(np.sum(x**2, axis=1))


def _limit(c=3, size=_sum_of_squares, power=0.5):
    """(c / size)^power, with what the inputs contribute to the variance of z."""
    return lambda x: (c / size(x)) ** power


WEIGHT_LIMIT = Exercise(
    "10.4", _uniform_limit, _pixels,
    (
        Mistake(
            "the variance of the weights is taken for a²", With(_limit, c=1),
            "Work out the mean of w² for a w between −a and a.",
        ),
        Mistake(
            "the width is a, not 2a", With(_limit, c=12),
            "The interval from −a to a has the width 2a.",
        ),
        Mistake(
            "divided by a", With(_limit, c=1.5),
            "The integral runs from −a to a. How wide is that?",
        ),
        Mistake(
            "not divided by the width", lambda x: np.cbrt(1.5 / np.mean(np.sum(x**2, axis=1))),
            "A mean over an interval is the integral divided by something.",
        ),
        Mistake("not rooted", With(_limit, power=1), "This is a². What was asked for?"),
        MEAN_OVER_ENTRIES(
            With(_limit, size=lambda x: np.mean(x**2)), name="the mean over the pixels too",
            hint="The variances of the n products add up. You have taken their mean.",
        ),
        MEAN_MISSING(
            With(_limit, size=lambda x: np.sum(x**2)), name="the sum over the images too",
            hint="The more images, the smaller your a. What is to be done over the images?",
        ),
        Mistake(
            "the squared means are left out", With(_limit, size=lambda x: np.sum(x.var(axis=0))),
            "An input that is the same in all images still makes z vary, because the weights do.",
        ),
        Mistake(
            "the variances are left out", With(_limit, size=lambda x: np.sum(x.mean(axis=0) ** 2)),
            "The square of a mean is not the mean of the squares.",
        ),
        Mistake(
            "the mean of all pixels, squared", With(_limit, size=lambda x: x.shape[1] * x.mean() ** 2),
            "The square of a mean is not the mean of the squares.",
        ),
        Mistake(
            "only the number of inputs", With(_limit, size=lambda x: x.shape[1]),
            "Do the inputs have variance 1 and mean 0?",
        ),
        Mistake(
            "a 2 for the 3", With(_limit, c=2),
            "Integrate w² from −a to a, and divide by the width. Which number comes out under a²?",
        ),
        Mistake(
            "the deviations are added", With(_limit, size=lambda x: np.sum(x.std(axis=0))),
            "Variances of independent terms are added, not deviations. And an input that never changes counts too.",
        ),
        Mistake(
            "the squares of the sums", With(_limit, size=lambda x: np.mean(np.sum(x, axis=1) ** 2)),
            "You add the inputs first and square the sum. The weights are independent: the variances of the products"
            " are added.",
        ),
        Mistake(
            "the variance of all pixels", With(_limit, size=lambda x: x.shape[1] * x.var()),
            "An input whose mean is not 0 makes z vary by more than its own variance, because the weights vary.",
        ),
        Mistake(
            "sums over the images", With(_limit, size=lambda x: np.mean(np.sum(x**2, axis=0))),
            "You add over the images and take the mean over the inputs. Which of the two does a weighted input add up?",
        ),
        Mistake(
            "the mean of the limits", lambda x: np.mean(np.sqrt(3 / np.sum(x**2, axis=1))),
            "You choose an a for each image and take the mean of these. The mean of Var(z) is to be 1.",
        ),
        Mistake(
            "the mean of the squared limits", lambda x: np.sqrt(np.mean(3 / np.sum(x**2, axis=1))),
            "You choose an a² for each image and take the mean of these. The mean of Var(z) is to be 1.",
        ),
        Mistake(
            "a limit for each image", lambda x: np.sqrt(3 / np.sum(x**2, axis=1)),
            "There is one a for all images: average Var(z) over them.",
        ),
        Mistake(
            "He's variance", With(_limit, c=6),
            "He's variance makes Var(z) larger than 1, for ReLU. Which variance is asked for?",
        ),
        Mistake(
            "the norms, not their squares", lambda x: np.sqrt(3) / np.mean(np.sqrt(np.sum(x**2, axis=1))),
            "The mean of the roots is not the root of the mean. Over what is to be averaged?",
        ),
        Mistake(
            "upside down", lambda x: np.sqrt(np.mean(np.sum(x**2, axis=1)) / 3),
            "Larger inputs need smaller weights.",
        ),
    ),
    see="chapter 10, “How large is a weighted input?”", trials=4,
)  # fmt: skip
