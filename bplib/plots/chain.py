"""The figures of chapter 3, the chain rule, that are not graphs: stretched changes, and matrices entry by entry."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.patches import Rectangle

from .._validate import float_array
from . import BLUE, GRAY, GREEN, ORANGE, PURPLE

__all__ = ["draw_changes", "draw_matrix"]

_WIDTH = 5.2  # inches


def draw_changes(changes, *, title=None):
    """Draw a small change and what each step of a composition makes of it, as bars of one scale.

    Between two bars stands the factor by which the step stretches the change.

    Args:
        changes: dict from the name of a quantity to its change, in the order of computation; all positive.
        title: title of the figure.

    Returns:
        The axes.

    Raises:
        ValueError: if there are fewer than two changes, or one is not a positive number.
    """
    names, sizes = list(changes), float_array("changes", list(changes.values()))
    if len(names) < 2:
        raise ValueError(f"changes must be at least two, got {len(names)}")
    if not (np.isfinite(sizes).all() and (sizes > 0).all()):
        raise ValueError(f"changes must be positive numbers, got {sizes.tolist()}")
    _, ax = plt.subplots(figsize=(_WIDTH, 0.75 * len(names) + 0.35))
    for row, (name, size) in enumerate(zip(names, sizes)):
        color, hatch = ((BLUE, ""), (ORANGE, "//"), (GREEN, ".."), (PURPLE, "xx"))[row % 4]
        look = {"facecolor": "none" if hatch else color, "edgecolor": color, "hatch": hatch}
        ax.barh(-row, size, height=0.4, **look)
        ax.text(size + 0.015 * sizes.max(), -row, f"{name} = {size:.4g}", va="center", color=color)
        if row:
            factor = f"↓ × {size / sizes[row - 1]:.4g}"
            ax.text(0, 0.5 - row, factor, va="center", ha="left", color=GRAY)
    ax.set(xlim=(0, 1.32 * sizes.max()), ylim=(0.4 - len(names), 0.35), title=title or "")
    ax.axis("off")
    return ax


def draw_matrix(matrix, rows=None, columns=None, *, value_format=".2f", title=None):
    """Draw a matrix as a grid of numbers in which the zeros stay empty, with a name for each row and column.

    Positive entries are shaded in blue, negative ones in orange; the numbers carry the sign as well.

    Args:
        matrix: array of shape (m, n), at most 8 rows and 8 columns.
        rows, columns: m and n texts (mathtext allowed); None: no names.
        value_format: how to print an entry, as in ``format(v, ".2f")``.
        title: title of the figure.

    Returns:
        The axes.

    Raises:
        ValueError: if matrix is not such an array, or rows or columns do not fit it.
    """
    matrix = float_array("matrix", matrix)
    if matrix.ndim != 2 or not matrix.size or max(matrix.shape) > 8:
        raise ValueError(f"matrix must have from 1 to 8 rows and columns, got shape {matrix.shape}")
    names = []
    for name, texts, count in zip(("rows", "columns"), (rows, columns), matrix.shape):
        names.append([""] * count if texts is None else list(texts))
        if len(names[-1]) != count:
            raise ValueError(f"{name} must be {count} texts, got {len(names[-1])}")
    m, n = matrix.shape
    cell, height = min(0.8, 4.2 / n), 0.42  # inches
    left, right = (_WIDTH - cell * n) / 2 + 0.25, (_WIDTH + cell * n) / 2 + 0.25
    _, ax = plt.subplots(figsize=(_WIDTH, height * m + 0.75))
    for (i, k), v in np.ndenumerate(matrix):
        corner = (left + k * cell, -(i + 1) * height)
        ax.add_patch(Rectangle(corner, cell, height, fill=False, ec=GRAY, lw=0.8))
        if v:
            ax.add_patch(Rectangle(corner, cell, height, fc=BLUE if v > 0 else ORANGE, alpha=0.22, lw=0))
        text = format(v, value_format).replace("-", "−") if v else "0"
        place = (left + (k + 0.5) * cell, -(i + 0.5) * height)
        weight = {"fontweight": "bold"} if v else {"fontsize": 10}
        ax.text(*place, text, ha="center", va="center", color=GRAY, **{"fontsize": 10.5, **weight})
    for i, text in enumerate(names[0]):
        ax.text(left - 0.1, -(i + 0.5) * height, text, ha="right", va="center")
    for k, text in enumerate(names[1]):
        ax.text(left + (k + 0.5) * cell, 0.08, text, ha="center", va="bottom")
    ax.set(xlim=(min(0, left), max(_WIDTH, right)), ylim=(-m * height - 0.05, 0.42), title=title or "")
    ax.set_aspect("equal")
    ax.axis("off")
    return ax
