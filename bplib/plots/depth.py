"""The figures of chapter 12, networks of many layers. Each draws one figure and leaves it as the current one."""

import numpy as np
from matplotlib import pyplot as plt

from .._validate import float_array, integer, same_shape
from . import BLUE, GRAY, GREEN, ORANGE, PURPLE, RED

__all__ = [
    "costs_to_order",
    "counts_over_training",
    "layer_histograms",
    "norms_over_training",
    "sizes_by_layer",
]

# Told apart by marker and line as well as by color.
_STYLES = tuple(zip((BLUE, ORANGE, GREEN, PURPLE, RED), ("-", "--", "-.", ":", (0, (5, 1, 1, 1))), "osD^v"))


def _named(name, series, ndim, most=5):
    """A dict of arrays, with as many entries as there are line styles at most."""
    if not isinstance(series, dict) or not 1 <= len(series) <= most:
        raise ValueError(f"{name} must be a dict of 1 to {most} arrays")
    arrays = {label: float_array(f"{name}[{label!r}]", values) for label, values in series.items()}
    for label, values in arrays.items():
        if values.ndim != ndim or not values.size:
            raise ValueError(f"{name}[{label!r}] must have {ndim} dimensions, got shape {values.shape}")
    return arrays


def _legend_below(ncols):
    handles, labels = plt.gca().get_legend_handles_labels()
    plt.gcf().legend(handles, labels, loc="outside lower center", ncols=ncols)


def sizes_by_layer(measured, derived=None, *, ylabel, title, lines="derived"):
    """One positive number for each layer, on a logarithmic axis: marks, and lines for what was derived.

    Args:
        measured: {name: values for the layers 1, 2, …}; at most five.
        derived: {the same names: values} to draw as lines, for all names or for some; shorter arrays are for
            the first layers.
        ylabel, title: of the figure.
        lines: what the lines are called in the legend.

    Raises:
        ValueError: if a derived curve has no measured one of its name, or is longer, or a value is not positive.
    """
    measured = _named("measured", measured, 1)
    derived = _named("derived", derived, 1) if derived else {}
    for label, values in derived.items():
        if label not in measured:
            raise ValueError(f"derived has {label!r}, which measured has not")
        if len(values) > len(measured[label]):
            raise ValueError(
                f"derived[{label!r}] has {len(values)} layers, measured has {len(measured[label])}"
            )
    if min(values.min() for values in [*measured.values(), *derived.values()]) <= 0:
        raise ValueError("measured and derived must be positive, for a logarithmic axis")
    _, ax = plt.subplots(figsize=(5.2, 4.0))
    for (label, values), (color, style, marker) in zip(measured.items(), _STYLES):
        numbers = np.arange(1, len(values) + 1)
        if label in derived:
            line = derived[label]
            ax.semilogy(numbers[: len(line)], line, color=color, linestyle=style, linewidth=1.5)
        ax.semilogy(numbers, values, color=color, linestyle="none", marker=marker, markersize=6, label=label)
    if derived:
        ax.plot([], [], color=GRAY, linewidth=1.5, label=lines)
    ax.set(xlabel="layer $l$", ylabel=ylabel, title=title, xticks=numbers)
    _legend_below(2)


def layer_histograms(columns, numbers, *, bins=40, xlabel="activation", title=""):
    """Histograms in a grid: a row for each layer, a column for each setting, over the same axis.

    Args:
        columns: {name of the setting: list of arrays, one for each layer}; at most three.
        numbers: the numbers of the layers, one for each array of a list.
        bins: number of bins between the smallest and the largest value of all.
        xlabel, title: of the figure.

    Raises:
        ValueError: if a list has another length than numbers, or there are more than three columns.
    """
    bins = integer("bins", bins)
    if not isinstance(columns, dict) or not 1 <= len(columns) <= 3:
        raise ValueError("columns must be a dict of 1 to 3 lists of arrays")
    grid = {}
    for label, arrays in columns.items():
        if len(arrays) != len(numbers):
            raise ValueError(f"columns[{label!r}] must hold {len(numbers)} arrays, got {len(arrays)}")
        grid[label] = [float_array(f"columns[{label!r}]", values).ravel() for values in arrays]
    everything = np.concatenate([values for arrays in grid.values() for values in arrays])
    edges = np.linspace(everything.min(), everything.max(), bins + 1)
    figure, axes = plt.subplots(
        len(numbers), len(grid), figsize=(5.2, 1.0 * len(numbers) + 1.3), sharex=True, squeeze=False
    )
    for column, ((label, arrays), (color, _, _)) in zip(axes.T, zip(grid.items(), _STYLES)):
        column[0].set_title(label, fontsize=10)
        for ax, values, number in zip(column, arrays, numbers):
            ax.hist(values, edges, weights=np.full(len(values), 100 / len(values)), color=color)
            ax.set(yticks=[])
            ax.grid(visible=False)
            if ax in axes[:, 0]:
                ax.set_ylabel(f"layer {number}", rotation=0, ha="right", va="center")
    axes[-1, len(grid) // 2].set_xlabel(xlabel)
    figure.supylabel("share (each panel to its own scale)", fontsize=10)
    figure.suptitle(title, fontsize=11, fontweight="bold")


def norms_over_training(steps, panels, numbers, *, title=""):
    """The norm of the gradient of some layers over the steps of a training, a panel for each network.

    Args:
        steps: at which steps the norms were taken, shape (k,).
        panels: {name of the network: norms, shape (k, number of layers)}, on one logarithmic axis; at most five.
        numbers: which layers to draw, counted from 1; at most five.
        title: of the figure.

    Raises:
        ValueError: if the shapes do not fit together.
    """
    steps, panels = float_array("steps", steps), _named("panels", panels, 2)
    if not 1 <= len(numbers) <= len(_STYLES):
        raise ValueError(f"numbers must be one to five layers, got {len(numbers)}")
    for label, norms in panels.items():
        if len(norms) != len(steps) or not 1 <= min(numbers) <= max(numbers) <= norms.shape[1]:
            raise ValueError(
                f"panels[{label!r}] must have shape ({len(steps)}, at least {max(numbers)}), got {norms.shape}"
            )
    figure, axes = plt.subplots(
        len(panels), 1, figsize=(5.2, 1.45 * len(panels) + 1.2), sharex=True, sharey=True, squeeze=False
    )
    for ax, (label, norms) in zip(axes[:, 0], panels.items()):
        for number, (color, style, _) in zip(numbers, _STYLES):
            ax.semilogy(
                steps,
                norms[:, number - 1],
                color=color,
                linestyle=style,
                linewidth=1.6,
                label=f"layer {number}",
            )
        ax.set_title(label, fontsize=10)
    axes[-1, 0].set_xlabel("step")
    figure.supylabel(r"norm of $\partial C/\partial W_l$", fontsize=11)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    _legend_below(len(numbers))


def counts_over_training(counts, total, *, every=1, ylabel, title):
    """How many units of a layer are in some state, over the steps of several trainings.

    Args:
        counts: {name: counts after each step}, or after each tenth step with ``every=10``; at most five.
        total: number of units in the layer, drawn as a dotted line.
        every: how many steps lie between two counts.
        ylabel, title: of the figure.
    """
    counts, total, every = _named("counts", counts, 1), integer("total", total), integer("every", every)
    _, ax = plt.subplots(figsize=(5.2, 3.8))
    for (label, values), (color, style, _) in zip(counts.items(), _STYLES):
        ax.plot(every * np.arange(1, len(values) + 1), values, color=color, linestyle=style, label=label)
    ax.axhline(total, color=GRAY, linestyle=":", linewidth=1.5)
    ax.text(1, total + 0.02 * total, f"all {total}", color=GRAY, va="bottom")
    ax.set(xlabel="step", ylabel=ylabel, title=title, ylim=(-0.02 * total, 1.14 * total))
    _legend_below(2)


def costs_to_order(a, slopes, costs, *, title):
    """Slopes that are asked of a cost, and the costs that have them, over the output of a unit with target 1.

    Args:
        a: outputs, shape (k,).
        slopes, costs: {name: values at a} with the same names.
        title: of the figure.
    """
    a = float_array("a", a)
    figure, axes = plt.subplots(2, 1, figsize=(5.2, 4.6), sharex=True)
    for ax, name, series, low, high in (
        (axes[0], "slopes", slopes, -12, 1),
        (axes[1], "costs", costs, -0.15, 4),
    ):
        for (label, values), (color, style, _) in zip(_named(name, series, 1).items(), _STYLES):
            same_shape("a", a, f"{name}[{label!r}]", values)
            ax.plot(a, values, color=color, linestyle=style, label=label)
        ax.set_ylim(low, high)
    axes[0].set_ylabel(r"$\partial C/\partial a$")
    axes[1].set(xlabel="output $a$, target 1", ylabel="cost $C$")
    axes[0].legend(loc="lower right")
    figure.suptitle(title, fontsize=11, fontweight="bold")
