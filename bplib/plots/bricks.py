"""Pictures of chapter 8: batches as grids of numbers, and what a backward pass spends where."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.patches import Rectangle

from .._validate import float_array, same_shape
from . import BLUE, GRAY, ORANGE

__all__ = ["multiplication_bars", "number_grids"]

_WIDTH, _CELL, _GAP, _OPERATOR = 5.2, 0.56, 0.08, 0.16  # inches
_NARROWEST = 0.3


def number_grids(*lines, value_format="g", title=None):
    """Arrays as grids of numbers, so that one sees which entry stands where and what happens to it.

    Args:
        lines: each a list whose items are (label, array), (label, array, marked) or a string for an operator, for
            example [("$Y$", y), "-", ("$T$", t)]. Arrays have two dimensions; marked is a boolean array of the
            same shape, whose cells get a thick border.
        value_format: how to print the numbers, as in ``format(v, ".2f")``.
        title: title of the figure.

    Returns:
        The axes.

    Raises:
        ValueError: if an array has not two dimensions, its marks have another shape, or a line is too wide.
    """
    lines = [[_grid(item) for item in line] for line in lines]
    if not lines:
        raise ValueError("lines must hold at least one line")
    heights = [_height(line) for line in lines]
    ax = plt.subplots(figsize=(_WIDTH, round(sum(heights) + (0.42 if title else 0.1), 2)))[1]
    top = 0.0
    for line, height in zip(lines, heights):
        top -= height
        _line(ax, line, top + height / 2, value_format)
    ax.set(xlim=(0, _WIDTH), ylim=(top, 0), aspect="equal", title=title or "")
    ax.axis("off")
    return ax


def _grid(item):
    """(label, array, marked), or the operator as it is."""
    if isinstance(item, str):
        return item
    label, array, *marked = item
    array = float_array(f"array {label}", array)
    if array.ndim != 2 or array.size == 0:
        raise ValueError(f"array {label} must have two dimensions, got shape {array.shape}")
    marked = np.asarray(marked[0], bool) if marked else np.zeros(array.shape, bool)
    same_shape(f"array {label}", array, "its marks", marked)
    return label, array, marked


def _height(line):
    return 0.32 * max(len(item[1]) for item in line if not isinstance(item, str)) + 0.62


def _line(ax, line, middle, spec):
    columns = sum(item[1].shape[1] for item in line if not isinstance(item, str))
    operators = sum(isinstance(item, str) for item in line)
    free = _WIDTH - 0.1 - _GAP * (len(line) - 1) - _OPERATOR * operators
    cell = min(_CELL, free / columns)
    if cell < _NARROWEST:
        raise ValueError(f"line has {columns} columns, too many to be read in {_WIDTH} inches")
    x = (_WIDTH - _OPERATOR * operators - cell * columns - _GAP * (len(line) - 1)) / 2
    for item in line:
        if isinstance(item, str):
            ax.text(x + _OPERATOR / 2, middle, item, ha="center", va="center", fontsize=12, color=GRAY)
            x += _OPERATOR + _GAP
            continue
        _numbers(ax, item, (x, middle), cell, spec)
        x += cell * item[1].shape[1] + _GAP


def _numbers(ax, item, corner, cell, spec):
    """One grid, its left edge at corner[0], centered at the height corner[1]."""
    label, array, marked = item
    rows, columns = array.shape
    left, top = corner[0], corner[1] + 0.16 * rows
    ax.text(left + cell * columns / 2, top + 0.06, label, ha="center", va="bottom", fontsize=11, color=GRAY)
    for (i, j), v in np.ndenumerate(array):
        place = (left + j * cell, top - 0.32 * (i + 1))
        ax.add_patch(Rectangle(place, cell, 0.32, fill=False, ec=GRAY, lw=0.8))
        if marked[i, j]:
            ax.add_patch(Rectangle(place, cell, 0.32, fill=False, ec=BLUE, lw=2.2, zorder=3))
        text = format(v, spec).replace("-", "−")
        at = (place[0] + cell / 2, place[1] + 0.155)
        ax.text(*at, text, ha="center", va="center", fontsize=10, color=BLUE if marked[i, j] else GRAY)
    bottom = top - 0.32 * rows - 0.05
    shape = f"{rows}×{columns}"
    ax.text(left + cell * columns / 2, bottom, shape, ha="center", va="top", fontsize=10, color=GRAY)


def multiplication_bars(parts, *, dropped=(), title=None):
    """A horizontal bar for each part of a pass: how many multiplications it takes.

    Args:
        parts: dict {name of the product: multiplications}, drawn from top to bottom.
        dropped: names of the parts that can be left out; they are hatched and orange.
        title: title of the figure.

    Returns:
        The axes.

    Raises:
        ValueError: if there are no parts, or a dropped name is not among them.
    """
    if not parts:
        raise ValueError("parts must hold at least one product")
    for name in dropped:
        if name not in parts:
            raise ValueError(f"dropped must be names of parts, got {name!r}")
    ax = plt.subplots(figsize=(_WIDTH, 0.42 * len(parts) + 1.15))[1]
    out = [name in dropped for name in parts]
    bars = ax.barh(
        list(parts), list(parts.values()), height=0.6, lw=1.5,
        color=["none" if o else BLUE for o in out], edgecolor=[ORANGE if o else BLUE for o in out],
        hatch=["///" if o else "" for o in out],
    )  # fmt: skip
    ax.bar_label(bars, labels=[f"{v:,}" for v in parts.values()], padding=4, fontsize=10, color=GRAY)
    ax.set(xlabel="multiplications for one example", title=title or "")
    ax.xaxis.set_major_formatter(lambda v, _: f"{v:,.0f}")
    ax.margins(x=0.2)
    ax.grid(axis="y", visible=False)
    ax.invert_yaxis()
    return ax
