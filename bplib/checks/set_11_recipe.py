"""The exercises of set 11 on the recipe: dropout, and the value between pixels."""

import numpy as np

from ..distortions import resample
from .engine import Exercise, Mistake

__all__ = ["RECIPE"]

# 11.11 dropout


def _dropped(a, dout, left, r):
    return a * left / (1 - r), dout * left / (1 - r)


def _dropout_inputs(rng):
    """(a, dout, left, r); some units are left and some are not, in another fraction than expected."""
    m, n = rng.choice([1, 2, 4]), rng.integers(5, 8)
    left = rng.permutation(m * n) < rng.integers(2, m * n - 1)
    r = rng.choice([0.15, 0.3, 0.4, 0.6, 0.72])
    return rng.normal(0, 1, (m, n)), rng.normal(0, 2, (m, n)), left.reshape(m, n), float(r)


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

# 11.12 between the pixels


def _between(image, rows, columns):
    """By bplib.resample, in the corner of an image of its size."""
    h, w = image.shape
    whole = np.zeros((1, 28, 28))
    whole[0, :h, :w] = image
    places = np.zeros((2, 28, 28))
    places[:, 0, : len(rows)] = rows, columns
    return resample(whole, *places)[0, 0, : len(rows)]


def _place_inputs(rng):
    """(image, rows, columns): inside, on a pixel, in the last row, in the last column, and in the last corner."""
    h, w = rng.choice([[4, 7], [6, 5], [2, 3], [9, 4]])
    rows = np.array([*rng.uniform(0, h - 1, 4), rng.integers(h - 1), h - 1, rng.uniform(0, h - 1), h - 1])
    columns = np.array([*rng.uniform(0, w - 1, 4), rng.integers(w - 1), rng.uniform(0, w - 1), w - 1, w - 1])
    order = rng.permutation(len(rows))
    return rng.normal(0, 3, (h, w)), rows[order], columns[order]


def _wrong_place(kind):
    """The value between the pixels with one thing wrong."""

    def wrong(image, rows, columns):
        h, w = image.shape
        i = np.minimum(rows.astype(int), h - 2)
        j = np.minimum(columns.astype(int), w - 2)
        p, q = rows - i, columns - j
        if kind == "nearest":
            return image[np.rint(rows).astype(int), np.rint(columns).astype(int)]
        if kind == "floor":
            return image[rows.astype(int), columns.astype(int)]
        p, q = {
            "reversed": (1 - p, 1 - q),
            "swapped": (q, p),
            "only columns": (0 * p, q),
            "only rows": (p, 0 * q),
            "mean": (0.5 + 0 * p, 0.5 + 0 * q),
        }.get(kind, (p, q))
        upper = (1 - q) * image[i, j] + q * image[i, j + 1]
        lower = (1 - q) * image[i + 1, j] + q * image[i + 1, j + 1]
        if kind == "diagonal":
            return (1 - p) * (1 - q) * image[i, j] + p * q * image[i + 1, j + 1]
        if kind == "sum":
            return upper + lower
        return (1 - p) * upper + p * lower

    return wrong


_BETWEEN = Exercise(
    "11.12",
    _between,
    _place_inputs,
    trials=6,
    mistakes=(
        Mistake(
            "the nearest pixel",
            _wrong_place("nearest"),
            "These are values of single pixels. Between pixels the value should change smoothly.",
        ),
        Mistake(
            "the pixel above and to the left",
            _wrong_place("floor"),
            "These are values of single pixels. What are the fractions behind the whole numbers for?",
        ),
        Mistake(
            "the weights are reversed",
            _wrong_place("reversed"),
            "Very near to a pixel, which of the four should have nearly all of the weight?",
        ),
        Mistake(
            "the two fractions are swapped",
            _wrong_place("swapped"),
            "One fraction belongs to the rows and one to the columns: which leads from row i to row i + 1?",
        ),
        Mistake(
            "between columns only",
            _wrong_place("only columns"),
            "The two pixels of the upper row are there. What of the row below?",
        ),
        Mistake(
            "between rows only",
            _wrong_place("only rows"),
            "The two pixels of the left column are there. What of the column beside it?",
        ),
        Mistake(
            "the mean of the four",
            _wrong_place("mean"),
            "All four pixels have the same weight. On a pixel, the value should be that of the pixel.",
        ),
        Mistake(
            "two of the four",
            _wrong_place("diagonal"),
            "Only two pixels on the diagonal have a weight. On an image of ones the result should be 1.",
        ),
        Mistake(
            "the rows are added",
            _wrong_place("sum"),
            "Both rows have full weight. On an image of ones the result should be 1.",
        ),
    ),
    see="chapter 11, “Elastic and affine distortions”",
)

RECIPE = (_DROPOUT, _BETWEEN)
