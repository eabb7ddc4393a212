"""The figures of chapter 13, the bug clinic. Each draws one figure, the current one."""

import numpy as np
from matplotlib import pyplot as plt

from .._validate import float_array, positive, same_shape
from . import BLUE, GRAY, GREEN, ORANGE, PURPLE, RED

__all__ = ["detection", "errors_by_array", "findings", "slope_shares", "step_errors", "where_they_sit"]

_STYLES = tuple(zip((BLUE, ORANGE, GREEN, PURPLE, RED), ("-", "--", "-.", ":", (0, (5, 1, 1, 1))), "osD^v"))
# Verdict: marker, color, size, edge.
_MARKS = {"finds": ("o", BLUE, 6.5), "crash": ("X", ORANGE, 7.5), "passes": (".", GRAY, 2.5)}


def where_they_sit(steps):
    """The steps of a network one under the other, with the numbers of the bugs that sit in each.

    Args:
        steps: {name of the step: numbers}, from top to bottom.
    """
    if not isinstance(steps, dict) or not any(len(list(numbers)) for numbers in steps.values()):
        raise ValueError("steps must be a dict of lists of numbers, at least one of them not empty")
    _, ax = plt.subplots(figsize=(5.2, 0.245 * len(steps) + 0.75))
    for row, numbers in enumerate(steps.values()):
        for column, number in enumerate(numbers):
            ax.text(column, row, f"{number}", ha="center", va="center", color=BLUE, fontweight="bold")
    ax.set_yticks(range(len(steps)), list(steps), family="monospace")
    ax.set(xlim=(-0.5, 6.2), ylim=(len(steps) - 0.4, -0.6), xticks=[])
    ax.set_title("Each step of a network has its bugs")
    ax.grid(visible=False)
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)


def findings(table, names, title):
    """Instruments × bugs: a filled circle where an instrument finds a bug, a cross where it cannot run.

    Args:
        table: {number: {letter: "finds", "crash" or "passes"}}, the same letters for each number.
        names: {group: {number: name}}: the rows, from top to bottom.
        title: title of the figure.

    Raises:
        ValueError: if a bug has no row in the table, the letters differ or a verdict is unknown.
    """
    letters = list(next(iter(table.values())))
    count = sum(len(group) + 1 for group in names.values())
    _, ax = plt.subplots(figsize=(5.2, 0.205 * count + 0.95))
    ticks, labels, row, places = [], [], 0, {verdict: [] for verdict in _MARKS}
    for group, members in names.items():
        ax.text(-0.6, row, group, ha="right", va="center", color=GRAY, fontweight="bold", fontsize=10)
        ax.axhline(row, color=GRAY, linewidth=0.8, alpha=0.5)
        row += 1
        for number, name in members.items():
            if number not in table or list(table[number]) != letters:
                raise ValueError(f"table must have the letters {letters} for bug {number}")
            ticks.append(row)
            labels.append(f"{name} {number}")
            for column, verdict in enumerate(table[number].values()):
                if verdict not in _MARKS:
                    raise ValueError(f"verdict must be one of {list(_MARKS)}, got {verdict!r}")
                places[verdict].append((column, row))
            row += 1
    for verdict, (marker, color, size) in _MARKS.items():
        columns, rows = np.array(places[verdict], float).reshape(-1, 2).T
        ax.plot(columns, rows, marker, color=color, markersize=size, markeredgewidth=0, label=verdict)
    ax.set_yticks(ticks, labels)
    ax.set_xticks(range(len(letters)), letters)
    ax.set(xlim=(-0.6, len(letters) - 0.4), ylim=(row - 0.4, -0.7))
    ax.set_title(title, loc="right")
    ax.xaxis.set_ticks_position("both")
    ax.tick_params(labeltop=True, length=0)
    for tick in ax.xaxis.get_major_ticks()[1::2]:
        tick.set_pad(tick.get_pad() + 10)  # every second letter a line farther out
    ax.grid(alpha=0.15)
    for spine in ax.spines.values():
        spine.set_visible(False)
    marks = [plt.Line2D([], [], linestyle="none", marker=m, color=c, ms=s) for m, c, s in _MARKS.values()]
    names_of = ("finds it", "cannot run", "passes")
    plt.gcf().legend(marks, names_of, loc="outside lower center", ncols=3)


def detection(shares, title):
    """The share of bugs that each instrument notices, with its interval, a row for each.

    Args:
        shares: {name: (share, (low, high))}, from top to bottom.
        title: title of the figure.

    Raises:
        ValueError: if there is no row, or a share lies outside 0 … 1 or its interval.
    """
    if not shares:
        raise ValueError("shares must have at least one row, got none")
    for name, (share, (low, high)) in shares.items():
        if not 0 <= low <= high <= 1 or not 0 <= share <= 1:
            raise ValueError(f"shares[{name!r}] must lie in 0 … 1, got {share}, {(low, high)}")
    _, ax = plt.subplots(figsize=(5.2, 0.205 * len(shares) + 1.0))
    for row, (share, ends) in enumerate(shares.values()):
        ax.plot(ends, (row, row), "-", color=GRAY, linewidth=2.5)
        ax.plot(share, row, "o", color=BLUE, markersize=6)
    ax.set_yticks(range(len(shares)), list(shares))
    ax.set(xlim=(-0.02, 1), ylim=(len(shares) - 0.4, -0.6), xlabel="share noticed (bar: interval)")
    ax.set_title(title, loc="right")
    ax.tick_params(axis="y", length=0)


def errors_by_array(errors, tolerance):
    """Relative errors of the gradient of each array, a row for each bug, on a logarithmic axis.

    Args:
        errors: {name of the row: {name of the array: error}}, the same arrays in each row, at most five.
        tolerance: where to draw the line.
    """
    tolerance, arrays = positive("tolerance", tolerance), list(next(iter(errors.values())))
    if any(list(row) != arrays for row in errors.values()) or len(arrays) > len(_STYLES):
        raise ValueError(f"errors must have the same arrays in each row, at most {len(_STYLES)}")
    fig, ax = plt.subplots(figsize=(5.2, 0.42 * len(errors) + 1.5))
    for k, (array, (color, _, marker)) in enumerate(zip(arrays, _STYLES)):
        values = [max(float(row[array]), 1e-12) for row in errors.values()]
        height = np.arange(len(errors)) + 0.17 * (k - (len(arrays) - 1) / 2)
        ax.plot(values, height, marker, color=color, label=array, linestyle="none", markersize=6)
    ax.axvline(tolerance, color=GRAY, linestyle="--", linewidth=1.5)
    ax.set_yticks(range(len(errors)), list(errors))
    ax.set(xscale="log", xlim=(1e-13, 10), ylim=(len(errors) - 0.4, -0.6))
    ax.set(xlabel=f"relative error (dashed: {tolerance:.0e})")
    ax.set_title("Which arrays are wrong points at the line", loc="right")
    fig.legend(loc="outside lower center", ncols=len(arrays))


def slope_shares(slopes, title):
    """Histograms of σ'(z) one above the other, as shares of the units.

    Args:
        slopes: {name: slopes}, at most five.
        title: title of the figure.
    """
    if not isinstance(slopes, dict) or not 1 <= len(slopes) <= len(_STYLES):
        raise ValueError(f"slopes must be a dict of 1 to {len(_STYLES)} arrays")
    bins = np.linspace(0, 0.25, 26)
    fig, axes = plt.subplots(len(slopes), figsize=(5.2, 1.25 * len(slopes) + 0.9), sharex=True, squeeze=False)
    for ax, (name, values), (color, *_), hatch in zip(
        axes[:, 0], slopes.items(), _STYLES, ("///", "\\\\\\", "...", "xx", "++")
    ):
        values = float_array(f"slopes[{name!r}]", values).ravel()
        weights = np.full(values.shape, 1 / values.size)
        ax.hist(values, bins, weights=weights, facecolor="none", edgecolor=color, hatch=hatch)
        ax.text(
            0.5, 0.93, name, transform=ax.transAxes, ha="center", va="top", color=color, fontweight="bold"
        )
        ax.set(ylabel="share")
    axes[-1, 0].set(xlabel=r"slope $\sigma'(z)$ of the hidden units")
    fig.suptitle(title, fontsize=11, fontweight="bold")


def step_errors(h, errors, used, title):
    """Errors of differences against their step, log-log, with a ring at the step that each program uses.

    Args:
        h: the steps.
        errors: {name: errors, one for each step}, at most five.
        used: {name: the step used}, one of h.
        title: title of the figure.
    """
    h = float_array("h", h)
    if not isinstance(errors, dict) or not 1 <= len(errors) <= len(_STYLES) or used.keys() != errors.keys():
        raise ValueError(f"errors must be a dict of 1 to {len(_STYLES)} arrays, used one of the same names")
    fig, ax = plt.subplots(figsize=(5.2, 3.9))
    for (name, values), (color, style, marker) in zip(errors.items(), _STYLES):
        values = float_array(f"errors[{name!r}]", values)
        same_shape("h", h, f"errors[{name!r}]", values)
        (place,) = (
            np.flatnonzero(np.isclose(h, used[name], rtol=1e-6, atol=0)) if used[name] in h else (None,)
        )
        if place is None:
            raise ValueError(f"used[{name!r}] must be one of h, got {used[name]:g}")
        ax.plot(h, values, color=color, linestyle=style, marker=marker, markersize=4, label=name)
        ax.plot(h[place], values[place], "o", markersize=14, fillstyle="none", color=color, markeredgewidth=2)
    ax.set(xscale="log", yscale="log", xlabel="step h (ring: the step that is used)", ylabel="largest error")
    ax.set_title(title)
    fig.legend(loc="outside lower center", ncols=2)
