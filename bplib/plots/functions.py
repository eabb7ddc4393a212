"""The figures of chapter 5, the network: which functions it can be, how many parameters it has, how they begin.

Each function draws one figure from the numbers that it is given and leaves it as the current one.
"""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgba
from matplotlib.ticker import NullLocator

from .._validate import float_array, integer, positive, same_shape
from . import BLUE, GRAY, GREEN, ORANGE, PURPLE

__all__ = [
    "approximations",
    "bump",
    "errors_by_units",
    "neuron_curves",
    "parameter_bars",
    "stacked_layers",
    "start_and_training",
    "towers",
    "two_scales",
]

_LOOKS = tuple(zip((BLUE, ORANGE, GREEN, PURPLE), ("-", "--", "-.", ":"), "osD^"))


def _curve(name, x, y):
    """y as a flat array with as many entries as x."""
    y = float_array(name, y)
    same_shape("x", x, name, y)
    return y


def _grid(x):
    x = float_array("x", x)
    if x.ndim != 1 or len(x) < 2:
        raise ValueError(f"x must be a flat array of at least two numbers, got shape {x.shape}")
    return x


def _at_most(name, things, count):
    if not 1 <= len(things) <= count:
        raise ValueError(f"{name} must hold 1 to {count} entries, got {len(things)}")


def neuron_curves(x, curves, band):
    """The outputs of single neurons over one input, and the band in which a high output is wanted.

    Args:
        x: inputs, shape (n,).
        curves: dict of at most four, label and outputs of shape (n,).
        band: the two ends of the band.
    """
    x = _grid(x)
    _at_most("curves", curves, len(_LOOKS))
    low, high = float_array("band", band)
    _, ax = plt.subplots(figsize=(5.2, 3.5))
    ax.axvspan(low, high, ymax=0.86, facecolor=to_rgba(GRAY, 0.18), edgecolor=GRAY, linewidth=1)
    ax.text((low + high) / 2, 1.05, "wanted: 1", ha="center", va="bottom")
    for edge in (x[0], x[-1]):
        middle = (edge + (low if edge < low else high)) / 2
        ax.text(middle, 1.05, "wanted: 0", ha="center", va="bottom")
    for (label, y), (color, style, _) in zip(curves.items(), _LOOKS):
        ax.plot(x, _curve(label, x, y), color=color, linestyle=style, label=label)
    ax.set(xlabel="temperature (°C)", ylabel="output of the neuron", ylim=(-0.03, 1.2))
    ax.set_title("One neuron only rises, or only falls")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=len(curves))


def bump(x, rising, falling, height):
    """Two sigmoid units over one input, above, and their difference times a height, below."""
    x = _grid(x)
    rising, falling = _curve("rising", x, rising), _curve("falling", x, falling)
    _, axes = plt.subplots(2, 1, figsize=(5.2, 4.4), sharex=True)
    axes[0].plot(x, rising, color=BLUE, linestyle="-", label="first unit")
    axes[0].plot(x, falling, color=ORANGE, linestyle="--", label="second unit")
    axes[0].set(ylabel="activation", ylim=(-0.05, 1.1))
    axes[0].set_title("Two steps up, at different places …")
    axes[0].legend(loc="center right")
    axes[1].plot(x, float(height) * (rising - falling), color=GREEN, linestyle="-")
    axes[1].set(xlabel="input x", ylabel="weighted sum")
    axes[1].set_title(f"… first minus second, times {height:g}: a bump")


def approximations(x, target, sums):
    """A curve and its approximations by sums of bumps, one panel for each.

    Args:
        x: inputs, shape (n,).
        target: values of the curve, shape (n,).
        sums: dict of at most three, number of pairs and values of shape (n,).
    """
    x = _grid(x)
    target = _curve("target", x, target)
    _at_most("sums", sums, 3)
    fig, axes = plt.subplots(len(sums), 1, figsize=(5.2, 1.55 * len(sums) + 0.9), sharex=True, squeeze=False)
    for ax, (pairs, values) in zip(axes[:, 0], sums.items()):
        pairs, values = integer("each of sums", pairs), _curve(f"sums[{pairs}]", x, values)
        worst = np.abs(values - target).max()
        ax.plot(x, target, color=GRAY, linestyle="--", label="target")
        ax.plot(x, values, color=BLUE, linestyle="-", label="network")
        ax.set(ylabel="output")
        ax.set_title(f"{pairs} pairs, {2 * pairs} hidden units: error up to {worst:.2f}")
    axes[-1, 0].set_xlabel("input x")
    fig.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=2)


def errors_by_units(units, errors, bound):
    """The largest error of an approximation against the number of hidden units, with a bound, log-log."""
    units = _grid(units)
    errors, bound = _curve("errors", units, errors), _curve("bound", units, bound)
    _, ax = plt.subplots()
    ax.loglog(units, bound, color=GRAY, linestyle="--", label="bound from the slope")
    ax.loglog(units, errors, color=BLUE, linestyle="-", marker="o", label="measured")
    ax.set(xlabel="hidden units", ylabel="largest error")
    ax.set_xticks(units, [f"{n:g}" for n in units])
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_title("Twice as many units, half the error")
    ax.legend()


def towers(x, cross, tower):
    """Two functions of two inputs as wire frames over a square: sums of ridges, and a tower.

    Args:
        x: values of each of the two inputs, shape (n,).
        cross, tower: values, shape (n, n).
    """
    x = _grid(x)
    # Placed by hand: matplotlib 3.8, which the browser has, does not find room for 3D axes by itself.
    fig = plt.figure(figsize=(5.2, 6.2), layout="none")
    titles = ("Two pairs of hidden units: a cross", "One unit after them: a tower")
    for i, (values, title, color) in enumerate(zip((cross, tower), titles, (ORANGE, BLUE)), start=1):
        values = float_array("cross" if i == 1 else "tower", values)
        if values.shape != (len(x), len(x)):
            raise ValueError(f"values must have shape {(len(x), len(x))}, got {values.shape}")
        place = (0.01, 1.06 - 0.5 * i, 0.98, 0.4)
        ax = fig.add_axes(place, projection="3d", facecolor="none")
        look = {"color": color, "edgecolor": to_rgba(GRAY, 0.8), "linewidth": 0.3}
        ax.plot_surface(*np.meshgrid(x, x), values, **look, rcount=len(x), ccount=len(x))
        for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
            axis.set_pane_color((0, 0, 0, 0))
            axis.line.set_color(GRAY)
        ax.set(xlabel="input $x_1$", ylabel="input $x_2$", title=title)
        ax.set_box_aspect((1, 1, 0.5), zoom=1.12)
        ax.locator_params(nbins=4)
        ax.view_init(elev=40, azim=-58)


def stacked_layers(x, without, with_sigma):
    """What several layers do to one input, without σ above and with σ below, each curve at most 1 in size.

    Args:
        x: inputs, shape (n,).
        without, with_sigma: dicts of at most four, label and values of shape (n,).
    """
    x = _grid(x)
    fig, axes = plt.subplots(2, 1, figsize=(5.2, 4.9), sharex=True)
    titles = ("Without σ every depth is a straight line", "With σ between the layers the curves bend")
    for ax, curves, title in zip(axes, (without, with_sigma), titles):
        _at_most("curves", curves, len(_LOOKS))
        for (label, y), (color, style, _) in zip(curves.items(), _LOOKS):
            y = _curve(label, x, y)
            ax.plot(x, y / (np.abs(y).max() or 1), color=color, linestyle=style, label=label)
        ax.set(ylabel="output / its largest size", title=title)
    axes[1].set_xlabel("input x")
    fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=4)


def parameter_bars(sizes):
    """How many weights and biases each layer of a network has, as bars on a logarithmic scale."""
    sizes = [integer("each of sizes", n) for n in sizes]
    if len(sizes) < 2:
        raise ValueError(f"sizes must name at least two layers, got {sizes}")
    counts = {}
    for l, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=2):
        counts[f"$W^{{{l}}}$"], counts[f"$b^{{{l}}}$"] = n_in * n_out, n_out
    total = sum(counts.values())
    _, ax = plt.subplots(figsize=(5.2, 0.42 * len(counts) + 1.1))
    for i, (name, count) in enumerate(counts.items()):
        color, hatch = (BLUE, "") if "W" in name else (ORANGE, "///")
        look = {"facecolor": to_rgba(color, 0.35), "edgecolor": color, "hatch": hatch}
        ax.barh(i, count, height=0.6, **look)
        ax.text(count * 1.15, i, f"{count:,}", va="center")
    ax.set_yticks(range(len(counts)), counts)
    ax.set(xscale="log", xlim=(1, max(counts.values()) * 12), xlabel="number of parameters")
    ax.set_title(f"{'-'.join(map(str, sizes))}: {total:,} parameters")
    ax.grid(axis="y", visible=False)
    ax.invert_yaxis()


def start_and_training(equal, drawn):
    """One weight of each hidden unit during training, from equal starting values and from random ones.

    Args:
        equal, drawn: shape (steps + 1, units), at most four units.
    """
    equal, drawn = float_array("equal", equal), float_array("drawn", drawn)
    if equal.ndim != 2:
        raise ValueError(f"equal must have shape (steps + 1, units), got {equal.shape}")
    same_shape("equal", equal, "drawn", drawn)
    _at_most("units", equal.T, len(_LOOKS))
    _, axes = plt.subplots(2, 1, figsize=(5.2, 4.6), sharex=True)
    titles = ("Equal at the start, equal for ever", "Drawn at random, each goes its own way")
    for ax, history, title in zip(axes, (equal, drawn), titles):
        for j, (path, (color, style, marker)) in enumerate(zip(history.T, _LOOKS), start=1):
            every = max(1, len(path) // 8)
            look = {"marker": marker, "markersize": 11 - 3 * j, "markevery": every, "linewidth": 4.5 - j}
            ax.plot(path, color=color, linestyle=style, **look, label=f"unit {j}")
        ax.set(ylabel="$W^2_{j1}$", title=title)
    axes[0].legend(loc="best", ncols=equal.shape[1])
    axes[1].set_xlabel("step of gradient descent")


def two_scales(weighted, slopes):
    """Weighted inputs of a layer for many examples, and the slopes of its sigmoids there, for two scales of weights.

    Each histogram shows shares of all pairs of unit and example.

    Args:
        weighted: dict of two, label and weighted inputs of any shape.
        slopes: dict of the same labels, σ' at these.
    """
    if len(weighted) != 2 or list(weighted) != list(slopes):
        raise ValueError(
            f"weighted and slopes must have the same two labels, got {[*weighted]} and {[*slopes]}"
        )
    _, axes = plt.subplots(2, 1, figsize=(5.2, 4.9))
    reach = positive("the largest weighted input", max(np.abs(z).max() for z in weighted.values()))
    for ax, arrays, bins in zip(
        axes, (weighted, slopes), (np.linspace(-reach, reach, 61), np.linspace(0, 0.25, 26))
    ):
        for (label, values), (color, style, _) in zip(arrays.items(), _LOOKS[::-1][2:]):
            values = float_array(label, values).ravel()
            look = {"histtype": "step", "linestyle": style, "linewidth": 2, "edgecolor": color}
            # A share, not a density: the two have different bins only by where they lie.
            ax.hist(values, bins, weights=np.full(len(values), 1 / len(values)), **look, label=label)
        ax.set(ylabel="share of all pairs")
    axes[0].set_xlabel("weighted input z")
    axes[0].set_title("Weights of size 1 throw z far out …")
    axes[0].legend(loc="upper right")
    axes[1].set_xlabel(r"slope $\sigma'(z)$ of the unit")
    axes[1].set_title("… where most sigmoids have no slope left")
