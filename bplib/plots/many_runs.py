"""The figures of chapter 9 on many networks trained at once: their costs, how many failed, and where."""

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt

from .._validate import float_array, integer
from . import BLUE, GRAY, ORANGE, PURPLE
from .planes import _CLEAR, _TINTED, _axes, _examples, _outputs, _points, _size, _window

__all__ = ["costs_of_many", "failure_bars", "output_zones"]


def costs_of_many(costs, marked, floors, title):
    """The costs of many networks over the steps, those of some networks marked, with horizontal lines.

    Args:
        costs: array (steps, networks), positive.
        marked: numbers of the networks to draw in another color and style.
        floors: dict from a label to the height of a line.
        title: of the figure.

    Raises:
        ValueError: if costs is not such an array, or a number is not that of a network.
    """
    costs = float_array("costs", costs)
    if costs.ndim != 2 or not (costs > 0).all():
        raise ValueError(f"costs must be positive, shape (steps, networks), got shape {costs.shape}")
    marked = [integer("each of marked", s, at_least=0) for s in marked]
    if max(marked, default=0) >= costs.shape[1]:
        raise ValueError(f"marked must be numbers below {costs.shape[1]}, got {max(marked)}")
    figure, ax = plt.subplots(figsize=(5.2, 4.0))
    steps = np.arange(len(costs)) + 1
    others = np.setdiff1d(np.arange(costs.shape[1]), marked)
    styles = ((others, GRAY, "-", 0.8, "learned"), (marked, ORANGE, "--", 2, "stuck"))
    for group, color, style, width, label in styles:
        for k, s in enumerate(group):
            name = label if k == 0 else "_"
            ax.loglog(steps, costs[:, s], color=color, linestyle=style, linewidth=width, label=name)
    for (label, height), style in zip(floors.items(), (":", "-.")):
        ax.axhline(height, color=PURPLE, linestyle=style, linewidth=2, label=label)
    ax.set(xlabel="step + 1", ylabel="cost C")
    ax.set_title(title)
    figure.legend(loc="outside lower center", ncols=4, columnspacing=1)


def failure_bars(failures, out_of, title, xlabel=""):
    """How many networks of a number of them failed, as bars with their counts, for one to three kinds.

    Args:
        failures: dict from a kind to a dict from the name of a group to its count; the same groups for all.
        out_of: how many networks there were in each group.
        title: of the figure.
        xlabel: what the groups are.

    Raises:
        ValueError: if there are not one to three kinds, groups differ, or a count is not between 0 and out_of.
    """
    out_of = integer("out_of", out_of)
    if not 1 <= len(failures) <= 3:
        raise ValueError(f"failures must be of one to three kinds, got {len(failures)}")
    groups = list(next(iter(failures.values())))
    figure, ax = plt.subplots(figsize=(5.2, 3.7))
    width = 0.8 / len(failures)
    for k, (kind, counts) in enumerate(failures.items()):
        if list(counts) != groups:
            raise ValueError(f"{kind} must have the groups {groups}, got {list(counts)}")
        if not all(0 <= n <= out_of for n in counts.values()):
            raise ValueError(f"{kind} must have counts from 0 to {out_of}, got {list(counts.values())}")
        places = np.arange(len(groups)) + (k - (len(failures) - 1) / 2) * width
        color, hatch = ((ORANGE, "///"), (BLUE, ""), (PURPLE, ".."))[k]
        fill = color if not hatch else "none"
        ax.bar(
            places, list(counts.values()), 0.9 * width, color=fill, edgecolor=color, hatch=hatch, label=kind
        )
        for place, n in zip(places, counts.values()):
            ax.text(place, n + 0.012 * out_of, str(int(n)), ha="center", va="bottom")
    ax.set_xticks(range(len(groups)), groups)
    ax.set(
        xlabel=xlabel,
        ylabel=f"failed, of {out_of}",
        ylim=(0, 1.18 * max(1, *(n for counts in failures.values() for n in counts.values()))),
    )
    ax.grid(axis="x", visible=False)
    ax.set_title(title)
    if len(failures) > 1:
        figure.legend(loc="outside lower center", ncols=3)


def output_zones(panels, x, t, title="", *, between=(0.4, 0.6)):
    """Where a network of two inputs says yes, where no, and where its output is in between, with the examples.

    Args:
        panels: dict from the title of a panel to a function, rows (n, 2) to n outputs between 0 and 1; one or
            two of them.
        x, t: examples (m, 2) and their targets 0 or 1, (m,).
        title: of the figure.
        between: the outputs that count as undecided, two numbers between 0 and 1 in rising order.

    Raises:
        ValueError: if shapes differ from these, or an output does not lie between 0 and 1.
    """
    x, t = _examples(x, t)
    if not 1 <= len(panels) <= 2:
        raise ValueError(f"panels must be one or two, got {len(panels)}")
    low, high = float_array("between", between)
    if not 0 < low < high < 1:
        raise ValueError(f"between must be two rising numbers between 0 and 1, got {between}")
    window = _window(x)
    unsure, hatches = mpl.colors.to_rgba(PURPLE, 0.15), [None, "..", "//"]
    figure, axes = plt.subplots(1, len(panels), figsize=(5.2, 3.6), squeeze=False, sharex=True, sharey=True)
    for ax, (name, predict) in zip(axes.flat, panels.items()):
        u, v, outputs = _outputs(predict, window, 81)
        if outputs.min() < 0 or outputs.max() > 1:
            raise ValueError(f"the outputs of {name} must lie between 0 and 1")
        zones = ax.contourf(
            u, v, outputs, [-0.1, low, high, 1.1], colors=[_CLEAR, unsure, _TINTED], hatches=hatches, zorder=0
        )
        zones.set_edgecolor([_CLEAR, mpl.colors.to_rgba(PURPLE, 0.5), mpl.colors.to_rgba(BLUE, 0.35)])
        zones.set_linewidth(0)
        _points(ax, x, t, _size(x))
        _axes(ax, window)
        ax.set_title(name)
        ax.label_outer()
    figure.suptitle(title, fontsize=11, fontweight="bold")
    handles, labels = axes[0, 0].get_legend_handles_labels()
    for color, hatch, label in ((PURPLE, "..", f"{low:g} to {high:g}"), (BLUE, "//", f"above {high:g}")):
        face = mpl.colors.to_rgba(color, 0.15)
        handles.append(mpl.patches.Patch(facecolor=face, edgecolor=color, hatch=hatch, linewidth=0))
        labels.append(f"output {label}")
    figure.legend(handles, labels, loc="outside lower center", ncols=2, columnspacing=1)
