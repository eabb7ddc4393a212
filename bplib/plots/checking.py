"""The figures of chapter 7 and page 6b: the gradient check, and what gradients cost. Each draws the current figure."""

import numpy as np
from matplotlib import pyplot as plt

from .._validate import float_array, positive, same_shape
from . import BLUE, GRAY, GREEN, ORANGE, PURPLE, RED

__all__ = [
    "cost_of_gradients",
    "error_strips",
    "memory_of_gradients",
    "missed_by_samples",
    "random_directions",
    "slopes_at_kink",
    "two_trainings",
]

# Told apart by marker and line as well as by color.
_STYLES = tuple(zip((BLUE, ORANGE, GREEN, PURPLE, RED), ("-", "--", "-.", ":", (0, (5, 1, 1, 1))), "osD^v"))


def _named(name, series, most=5):
    """A dict of arrays, with as many entries as there are line styles at most."""
    if not isinstance(series, dict) or not 1 <= len(series) <= most:
        raise ValueError(f"{name} must be a dict of 1 to {most} arrays")
    arrays = {label: float_array(f"{name}[{label!r}]", values) for label, values in series.items()}
    for label, values in arrays.items():
        if values.ndim != 1 or not len(values):
            raise ValueError(f"{name}[{label!r}] must be a list of numbers, got shape {values.shape}")
    return arrays


def _along(name, x, series):
    """x and the arrays over it, which must have its shape."""
    x, series = float_array(name, x), _named("series", series)
    for label, values in series.items():
        same_shape(name, x, f"series[{label!r}]", values)
    return x, series


def _legend_below(ncols):
    """The legend of the current axes under them, where no line and no grid crosses it."""
    handles, labels = plt.gca().get_legend_handles_labels()
    plt.gcf().legend(handles, labels, loc="outside lower center", ncols=ncols)


def two_trainings(costs):
    """The cost against the number of steps for several trainings, each with its last cost in the legend.

    Args:
        costs: {name: costs after 0, 1, 2 … steps}.
    """
    costs = _named("costs", costs)
    _, ax = plt.subplots(figsize=(5.2, 4.0))
    for (name, values), (color, style, _) in zip(costs.items(), _STYLES):
        ax.plot(values, color=color, linestyle=style, label=f"{name}: {values[-1]:.3f} at the end")
    ax.set(xlabel="steps of gradient descent", ylabel="cost C", ylim=(0, None))
    ax.set_title("Both learn. One of the gradients is wrong.")
    _legend_below(1)


def error_strips(groups, tolerance):
    """Relative errors on a logarithmic axis, a strip of dots for each group, with a line at the tolerance.

    Args:
        groups: {name: relative errors, all positive}. The name stands above its strip.
        tolerance: where to draw the line.
    """
    groups, tolerance = _named("groups", groups), positive("tolerance", tolerance)
    _, ax = plt.subplots(figsize=(5.2, 0.75 * len(groups) + 1.1))
    for row, ((name, values), (color, _, marker)) in enumerate(zip(groups.items(), _STYLES)):
        height = -row + 0.16 * np.sin(7.0 * np.arange(len(values)))  # spread, so that dots can be told apart
        ax.plot(values, height, marker, color=color, markersize=5, alpha=0.6, linestyle="none")
        ax.text(1.4e-11, -row + 0.3, name, color=color, va="bottom")
    ax.axvline(tolerance, color=GRAY, linestyle="--", linewidth=1.5)
    ax.set(xscale="log", xlim=(1e-11, 10), ylim=(-len(groups) + 0.55, 0.8), yticks=[])
    ax.set(xlabel=f"relative error (dashed: {tolerance:.0e})")
    ax.set_title("Right and wrong gradients are far apart")
    ax.spines["left"].set_visible(False)


def slopes_at_kink(h, slopes, distance):
    """One-sided and central differences against the step, near a kink that a step of ``distance`` reaches.

    Args:
        h: the steps.
        slopes: {name: slopes, one for each step}.
        distance: the step at which the kink is reached.
    """
    h, slopes = _along("h", h, slopes)
    distance = positive("distance", distance)
    _, ax = plt.subplots(figsize=(5.2, 4.0))
    for (name, values), (color, style, _) in zip(slopes.items(), _STYLES):
        ax.plot(h, values, color=color, linestyle=style, label=name)
    ax.axvline(distance, color=GRAY, linestyle=":", linewidth=1.5)
    ax.set(xscale="log", xlabel="step h (dotted: the kink is reached)", ylabel="slope of the cost")
    ax.set_title("Beyond the kink the two sides disagree")
    _legend_below(3)


def missed_by_samples(k, missed, measured=None):
    """The probability that k sampled entries miss a bug, a line for each share of wrong entries.

    Args:
        k: numbers of samples.
        missed: {name of the share: probabilities, one for each k}.
        measured: optional (k, frequencies), drawn as dots.
    """
    k, missed = _along("k", k, missed)
    if measured is not None:
        counts, frequencies = (float_array("measured", part) for part in measured)
        same_shape("k of measured", counts, "the frequencies", frequencies)
    fig, ax = plt.subplots(figsize=(5.2, 4.1))
    for (name, values), (color, style, _) in zip(missed.items(), _STYLES):
        ax.plot(k, values, color=color, linestyle=style, label=f"q = {name}")
    if measured is not None:
        ax.plot(counts, frequencies, "o", color=GRAY, label="measured", markersize=7)
    ax.set(
        xscale="log", xlabel="number k of entries checked", ylabel="probability to miss", ylim=(-0.03, 1.03)
    )
    ax.set_title("A rare bug slips through a small sample")
    fig.legend(title="share q of wrong entries", loc="outside lower center", ncols=3)


def random_directions(projections):
    """Histogram of e·v over many unit vectors v, in units of |e|/√n, with the normal curve.

    Args:
        projections: values of √n e·v / |e|.
    """
    projections = _named("projections", {"e": projections})["e"]
    _, ax = plt.subplots(figsize=(5.2, 4.0))
    ax.hist(
        projections,
        bins=40,
        density=True,
        facecolor="none",
        edgecolor=BLUE,
        hatch="///",
        label="directions drawn",
    )
    t = np.linspace(-4, 4, 200)
    ax.plot(t, np.exp(-(t**2) / 2) / np.sqrt(2 * np.pi), color=ORANGE, linestyle="--", label="normal curve")
    share = np.mean(np.abs(projections) < 0.01)
    ax.set(
        xlim=(-4, 4),
        ylim=(0, 0.52),
        ylabel="share per unit of width",
        xlabel=r"$e\cdot v$, in units of $|e|\,/\sqrt{n}$",
    )
    ax.set_title(f"Only {share:.1%} of directions see less than 0.01")
    _legend_below(2)


def cost_of_gradients(n, seconds, sampled):
    """Time of a whole gradient against the number of parameters, log-log, with the slope of a line through each.

    Args:
        n: numbers of parameters.
        seconds: {method: times, one for each n}.
        sampled: {method: True where the time is extrapolated from a sample of passes, one for each n}.

    Returns:
        {method: slope}.
    """
    n, seconds = _along("n", n, seconds)
    if not isinstance(sampled, dict) or sampled.keys() != seconds.keys():
        raise ValueError("sampled must be a dict with the keys of seconds")
    sampled = {name: np.asarray(marks, bool) for name, marks in sampled.items()}
    for name, marks in sampled.items():
        same_shape("n", n, f"sampled[{name!r}]", marks)
    slopes = {}
    _, ax = plt.subplots(figsize=(5.2, 4.8))
    for (name, values), (color, style, marker) in zip(seconds.items(), _STYLES):
        slopes[name] = float(np.polyfit(np.log10(n), np.log10(values), 1)[0])
        label = f"{name}, slope {slopes[name]:.1f}"
        ax.plot(n, values, color=color, linestyle=style, marker=marker, label=label, fillstyle="none")
        ax.plot(n[~sampled[name]], values[~sampled[name]], color=color, linestyle="none", marker=marker)
    ax.set(xscale="log", yscale="log", xlabel="number n of parameters", ylabel="seconds for one gradient")
    ax.set_title("The gap to backprop grows with n\n(open marks: extrapolated from a sample)")
    _legend_below(1)
    return slopes


def memory_of_gradients(m, megabytes):
    """Peak memory against the number of examples in the batch, log-log.

    Args:
        m: numbers of examples.
        megabytes: {method: peak memory in megabytes, one for each m}.
    """
    m, megabytes = _along("m", m, megabytes)
    _, ax = plt.subplots(figsize=(5.2, 4.0))
    for (name, values), (color, style, marker) in zip(megabytes.items(), _STYLES):
        ax.plot(m, values, color=color, linestyle=style, marker=marker, label=name)
    ax.set(xscale="log", yscale="log", xlabel="examples m in the batch", ylabel="peak memory (MB)")
    ax.set_title("Backprop pays in memory: it keeps every layer")
    _legend_below(1)
