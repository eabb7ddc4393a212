"""The figures of chapter 9 on many networks trained at once: their costs, and how many of them failed."""

import numpy as np
from matplotlib import pyplot as plt

from .._validate import float_array, integer
from . import BLUE, GRAY, ORANGE, PURPLE

__all__ = ["costs_of_many", "failure_bars"]


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
