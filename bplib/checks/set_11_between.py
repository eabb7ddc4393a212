"""The exercise of set 11 on the value between pixels."""

import numpy as np

from ..distortions import resample
from .compare import WHOLE, Unlike, match
from .engine import Exercise, Mistake

__all__ = ["BETWEEN"]

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
    h, w = rng.choice([[4, 7], [6, 5], [2, 2], [2, 3], [9, 4]])
    rows = np.array([*rng.uniform(0, h - 1, 4), rng.integers(h - 1), h - 1, rng.uniform(0, h - 1), h - 1])
    columns = np.array([*rng.uniform(0, w - 1, 4), rng.integers(w - 1), rng.uniform(0, w - 1), w - 1, w - 1])
    order = rng.permutation(len(rows))
    return rng.normal(0, 3, (h, w)), rows[order], columns[order]


def _wrong_place(kind):
    """The value between the pixels with one thing wrong."""

    def wrong(image, rows, columns):
        h, w = image.shape
        if kind == "padded":  # a border on all sides
            image, h, w = np.pad(image, 1), h + 2, w + 2
        whole = np.rint if kind == "rounded" else np.floor
        i = np.minimum(whole(rows).astype(int), h - 2)
        j = np.minimum(whole(columns).astype(int), w - 2)
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
            "rows reversed": (1 - p, q),
            "columns reversed": (p, 1 - q),
            "old fraction": (rows % 1, columns % 1),
            "not quite": (np.minimum(p, 0.999), np.minimum(q, 0.999)),
        }.get(kind, (p, q))
        upper = (1 - q) * image[i, j] + q * image[i, j + 1]
        lower = (1 - q) * image[i + 1, j] + q * image[i + 1, j + 1]
        if kind == "diagonal":
            return (1 - p) * (1 - q) * image[i, j] + p * q * image[i + 1, j + 1]
        if kind == "sum":
            return upper + lower
        value = (1 - p) * upper + p * lower
        at_edge = (rows == h - 1) | (columns == w - 1)
        if kind == "zero at the edge":
            return np.where(at_edge, 0, value)
        if kind == "pixel at the edge":
            return np.where(at_edge, image[rows.astype(int), columns.astype(int)], value)
        return value

    return wrong


def _accept_between(answer, image, rows, columns):
    """True, or that only the last row and column are wrong."""
    right = _between(image, rows, columns)
    try:
        match(right, answer, BETWEEN, WHOLE)
    except Unlike as unlike:
        inside = (rows < image.shape[0] - 1) & (columns < image.shape[1] - 1)
        if unlike.kind == "wrong" and np.allclose(right[inside], np.asarray(answer)[inside], rtol=1e-6):
            return f"Inside the image the values are right. {_EDGE}"
        raise
    return True


_EDGE = (
    "Wrong are those in the last row or column: which pixels lie around such a place, and with which weights?"
)


BETWEEN = Exercise(
    "11.12",
    _between,
    _place_inputs,
    trials=6,
    accept=_accept_between,
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
        Mistake(
            "the fraction of the rows is reversed",
            _wrong_place("rows reversed"),
            "Between columns it is right. Very near to row i, which of the two rows should have nearly all of the"
            " weight?",
        ),
        Mistake(
            "the fraction of the columns is reversed",
            _wrong_place("columns reversed"),
            "Between rows it is right. Very near to column j, which of the two columns should have nearly all of the"
            " weight?",
        ),
        Mistake(
            "rounded instead of cut off",
            _wrong_place("rounded"),
            "The row i is the one above the place, also when the next one is nearer.",
        ),
        Mistake(
            "the border shifts the image",
            _wrong_place("padded"),
            "With a border on all sides, pixel (0, 0) of the image lies elsewhere. Where is it then?",
        ),
        Mistake(
            "the fraction 0 in the row before",
            _wrong_place("old fraction"),
            f"Inside the image the values are right. {_EDGE}",
        ),
        Mistake(
            "0 in the last row and column",
            _wrong_place("zero at the edge"),
            "Inside the image the values are right. The last row and column belong to the image: they are not 0.",
        ),
        Mistake(
            "only pixels in the last row and column",
            _wrong_place("pixel at the edge"),
            "Inside the image the values are right. Along the last row, too, the value changes from pixel to pixel.",
        ),
        Mistake(
            "the last row and column are not quite reached",
            _wrong_place("not quite"),
            "Inside the image the values are right. In the last row the lower pixels should have all of the weight.",
        ),
    ),
    see="chapter 11, “Elastic and affine distortions”",
)
