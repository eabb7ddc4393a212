"""Exercise 11.12: the value of an image between its pixels, as distortions need it."""

import numpy as np

from ...distortions import resample
from ..engine import WHOLE, Exercise, Mistake, Unlike, With, in_turn, match

__all__ = ["BETWEEN_PIXELS"]


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
    h, w = in_turn(rng, (4, 7), (6, 5), (2, 2), (2, 3), (9, 4), (5, 2))
    rows = np.array([*rng.uniform(0, h - 1, 4), rng.integers(h - 1), h - 1, rng.uniform(0, h - 1), h - 1])
    columns = np.array([*rng.uniform(0, w - 1, 4), rng.integers(w - 1), rng.uniform(0, w - 1), w - 1, w - 1])
    order = rng.permutation(len(rows))
    return rng.normal(0, 3, (h, w)), rows[order], columns[order]


def _other_way_round(image, rows, columns):
    """The value at (columns, rows), of an image that is made square where there is none."""
    h, w = image.shape
    larger = np.pad(image, ((0, max(w - h, 0)), (0, max(h - w, 0))), mode="edge")
    return _between_any(larger, columns, rows)


def _clipped_the_other_way(image, rows, columns):
    """The value at (columns, rows), with indices that are kept within the image."""
    h, w = image.shape
    i = np.clip(columns.astype(int), 0, h - 2)
    j = np.clip(rows.astype(int), 0, w - 2)
    return _four(image, i, j, columns - i, rows - j)


def _four(image, i, j, p, q):
    upper = (1 - q) * image[i, j] + q * image[i, j + 1]
    lower = (1 - q) * image[i + 1, j] + q * image[i + 1, j + 1]
    return (1 - p) * upper + p * lower


def _between_any(image, rows, columns):
    i = np.minimum(rows.astype(int), len(image) - 2)
    j = np.minimum(columns.astype(int), image.shape[1] - 2)
    return _four(image, i, j, rows - i, columns - j)


def _place(rows_reversed=False, columns_reversed=False, swapped=False, whole=np.floor, clamped=False):
    """The value between the pixels, with some of its steps changed."""

    def value(image, rows, columns):
        h, w = image.shape
        last = 1 if clamped else 2
        i, j = np.minimum(whole(rows).astype(int), h - last), np.minimum(whole(columns).astype(int), w - last)
        below, beside = np.minimum(i + 1, h - 1), np.minimum(j + 1, w - 1)
        p, q = (columns - j, rows - i) if swapped else (rows - i, columns - j)
        p, q = 1 - p if rows_reversed else p, 1 - q if columns_reversed else q
        upper = (1 - q) * image[i, j] + q * image[i, beside]
        return (1 - p) * upper + p * ((1 - q) * image[below, j] + q * image[below, beside])

    return value


_OPTIONS = {
    "reversed": {"rows_reversed": True, "columns_reversed": True},
    "rows reversed": {"rows_reversed": True},
    "columns reversed": {"columns_reversed": True},
    "swapped": {"swapped": True},
    "rounded": {"whole": np.rint},
}


def _inside(kind, clamped):
    """A mistake of ``_INSIDE``, which can be joined with others where it is one of the options of ``_place``."""
    if kind not in _OPTIONS:
        return _wrong_place(kind, clamped)
    options = _OPTIONS[kind]
    return With(_clamped_place, **options) if clamped else With(_place, **options)


def _clamped_place(**options):
    return _place(clamped=True, **options)


def _wrong_place(kind, clamped=False):
    """The value between the pixels with one thing wrong.

    In the last row the row before is used and the fraction is 1; if ``clamped``, the last row twice, with 0.
    """

    def wrong(image, rows, columns):
        h, w = image.shape
        if kind == "padded":  # a border on all sides
            image, h, w = np.pad(image, 1), h + 2, w + 2
        last = 1 if clamped else 2
        i = np.minimum(rows.astype(int), h - last)
        j = np.minimum(columns.astype(int), w - last)
        below, beside = np.minimum(i + 1, h - 1), np.minimum(j + 1, w - 1)
        p, q = rows - i, columns - j
        if kind == "nearest":
            return image[np.rint(rows).astype(int), np.rint(columns).astype(int)]
        if kind == "floor":
            return image[rows.astype(int), columns.astype(int)]
        p, q = {
            "only columns": (0 * p, q),
            "only rows": (p, 0 * q),
            "mean": (0.5 + 0 * p, 0.5 + 0 * q),
            "old fraction": (rows % 1, columns % 1),
            "not quite": (np.minimum(p, 0.999), np.minimum(q, 0.999)),
        }.get(kind, (p, q))
        upper = (1 - q) * image[i, j] + q * image[i, beside]
        lower = (1 - q) * image[below, j] + q * image[below, beside]
        if kind == "diagonal":
            return (1 - p) * (1 - q) * image[i, j] + p * q * image[below, beside]
        if kind == "plane":
            corner = image[i, j]
            return corner + p * (image[below, j] - corner) + q * (image[i, beside] - corner)
        if kind == "no corner":
            return (1 - p) * upper + p * (1 - q) * image[below, j]
        if kind == "two beside":
            return (image[i, j] + image[i, beside]) / 2
        if kind == "two below":
            return (image[i, j] + image[below, j]) / 2
        if kind == "largest":
            return np.max([image[i, j], image[i, beside], image[below, j], image[below, beside]], axis=0)
        if kind == "mean of both":
            down = (1 - p) * image[i, j] + p * image[below, j]
            return (upper + down) / 2
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


_EDGE = (
    "Wrong are those in the last row or column: which pixels lie around such a place, and with which weights?"
)


def _accept_between(answer, image, rows, columns):
    """True, or that only the last row and column are wrong."""
    right = _between(image, rows, columns)
    try:
        match(right, answer, BETWEEN_PIXELS, WHOLE)
    except Unlike as unlike:
        inside = (rows < image.shape[0] - 1) & (columns < image.shape[1] - 1)
        if unlike.kind == "wrong" and np.allclose(right[inside], np.asarray(answer)[inside], rtol=1e-6):
            return f"Inside the image the values are right. {_EDGE}"
        raise
    return True


_INSIDE = (
    (
        "reversed",
        "the weights are reversed",
        "Very near to a pixel, which of the four should have nearly all of the weight?",
    ),
    (
        "swapped",
        "the two fractions are swapped",
        "One fraction belongs to the rows and one to the columns: which leads from row i to row i + 1?",
    ),
    (
        "only columns",
        "between columns only",
        "The two pixels of the upper row are there. What of the row below?",
    ),
    (
        "only rows",
        "between rows only",
        "The two pixels of the left column are there. What of the column beside it?",
    ),
    (
        "mean",
        "the mean of the four",
        "All four pixels have the same weight. On a pixel, the value should be that of the pixel.",
    ),
    (
        "diagonal",
        "two of the four",
        "Only two pixels on the diagonal have a weight. On an image of ones the result should be 1.",
    ),
    (
        "plane",
        "without the mixed term",
        "This is a plane through three of the pixels. Where both fractions are 1, the value should be that of the"
        " fourth.",
    ),
    (
        "no corner",
        "three of the four",
        "One pixel has no weight. On an image of ones the result should be 1.",
    ),
    (
        "mean of both",
        "the mean of two lines",
        "One value is taken along the row, one along the column, and their mean. The pixel on the other corner has"
        " no weight.",
    ),
    (
        "sum",
        "the rows are added",
        "Both rows have full weight. On an image of ones the result should be 1.",
    ),
    (
        "rows reversed",
        "the fraction of the rows is reversed",
        "Very near to row i, which of the two rows should have nearly all of the weight?",
    ),
    (
        "columns reversed",
        "the fraction of the columns is reversed",
        "Very near to column j, which of the two columns should have nearly all of the weight?",
    ),
    (
        "rounded",
        "rounded instead of cut off",
        "The row i is the one above the place, also when the next one is nearer.",
    ),
    (
        "two beside",
        "the mean of two neighbors",
        "Two pixels with the same weight: what are the fractions for?",
    ),
    (
        "two below",
        "the mean of two pixels of a column",
        "Two pixels with the same weight: what are the fractions for?",
    ),
    (
        "largest",
        "the largest of the four",
        "The value between pixels lies between theirs. What are the fractions for?",
    ),
)


BETWEEN_PIXELS = Exercise(
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
        *(Mistake(name, _inside(kind, clamped=False), hint) for kind, name, hint in _INSIDE),
        *(
            Mistake(f"{name}; the last row twice", _inside(kind, clamped=True), hint)
            for kind, name, hint in _INSIDE
        ),
        *(
            Mistake(
                f"rows and columns exchanged{more}",
                wrong,
                "Each place is read at (column, row) of the image. image[i, j] is in row i: from which of the two"
                " arrays does i come?",
            )
            for more, wrong in (
                (", on an image made larger", _other_way_round),
                (", and kept within the image", _clipped_the_other_way),
            )
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
    see="chapter 11c, “Between pixels”",
)
