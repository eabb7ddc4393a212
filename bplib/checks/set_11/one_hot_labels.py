"""Exercise 11.1: labels as one-hot rows."""

import numpy as np

from ..engine import Exercise, Mistake, in_turn

__all__ = ["ONE_HOT"]


def _rows(t, K):
    return np.eye(K)[t]


def _all_columns(t, K):
    rows = np.zeros((len(t), K))
    rows[:, t] = 1
    return rows


def _all_rows(t, K):
    rows = np.zeros((len(t), K))
    rows[t[t < len(t)]] = 1
    return rows


def _labels(rng):
    """(t, K): first each label once, then some twice and some not at all, such as the last; and a single label."""
    m, K = in_turn(rng, (5, 7), (6, 4), (1, 6), (8, 10))
    t = rng.permutation(7)[:5] if m == 5 else rng.integers(K - 1, size=m)
    return (np.concatenate([t[:-1], t[:1]]) if m > 5 else t), K


ONE_HOT = Exercise(
    "11.1",
    _rows,
    _labels,
    trials=4,
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
        Mistake(
            "one column too far to the right",
            lambda t, K: _rows((t + 1) % K, K),
            "The label 0 belongs to column 0: labels and columns both count from 0.",
        ),
        Mistake(
            "whole rows of ones",
            _all_rows,
            "rows[t] means the rows t. You want one entry in each row: row 0 with t[0], row 1 with t[1], …",
        ),
        Mistake(
            "0 and 1 exchanged",
            lambda t, K: 1 - _rows(t, K),
            "The 1 should be at the label, and 0 at all other places.",
        ),
        Mistake(
            "the labels do not enter",
            lambda t, K: np.eye(len(t), K),
            "Row 0 has its 1 in column 0, row 1 in column 1, …: is that what t says?",
        ),
        Mistake(
            "as many columns as the labels need",
            lambda t, K: np.eye(t.max() + 1)[t],
            "The largest class may be missing among the labels. How many columns are there then?",
        ),
    ),
    see="chapter 11, “Four bricks”",
)
