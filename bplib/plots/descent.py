"""The figures of chapter 2, gradients and descent. Each function draws one figure and leaves it as the current one.

Functions of two variables are given as in the text: f takes one array of two numbers.
"""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.ticker import MaxNLocator

from .._validate import float_array, positive, same_shape
from . import BLUE, GRAY, GREEN, ORANGE, PURPLE, RED, animation_player

__all__ = [
    "contour_map",
    "costs_by_step",
    "cuts",
    "learning_rate_player",
    "line_fit",
    "saddle",
    "two_minima",
]

_DOT = {"marker": "o", "linestyle": "none", "markersize": 8}
ARROW = {"arrowstyle": "-|>", "linewidth": 2.2, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 15}
_LOOKS = ((ORANGE, "-", "o"), (BLUE, "--", "s"), (GREEN, "-.", "^"), (PURPLE, ":", "D"))


def pair(name, value):
    """``value`` as an array of two finite numbers."""
    array = float_array(name, value)
    if array.shape != (2,) or not np.isfinite(array).all():
        raise ValueError(f"{name} must be two finite numbers, got {value!r}")
    return array


def _path(name, value):
    """``value`` as an array of points, shape (steps + 1, 2)."""
    array = float_array(name, value)
    if array.ndim != 2 or array.shape[1] != 2 or not len(array):
        raise ValueError(f"{name} must have shape (steps + 1, 2), got {array.shape}")
    return array


def signed(number, digits=2):
    return f"{number:.{digits}f}".replace("-", "−")


def line_fit(x, y, theta, *, names=("input x", "target y"), title="How wrong is this line?"):
    """Examples, the line w x + b with theta = (w, b), and the distance of each example from it."""
    x, y, (w, b) = float_array("x", x), float_array("y", y), pair("theta", theta)
    same_shape("x", x, "y", y)
    _, ax = plt.subplots()
    ends = np.array([x.min(), x.max()]) + np.array([-0.06, 0.06]) * np.ptp(x)
    label = f"line: w = {signed(w, 1)}, b = {signed(b, 1)}"
    ax.plot(ends, w * ends + b, color=BLUE, label=label)
    ax.vlines(x, w * x + b, y, color=ORANGE, linestyle="--", label="how far off the line is")
    ax.plot(x, y, **_DOT, color=GREEN, label="measured")
    ax.set(xlabel=names[0], ylabel=names[1], title=title)
    ax.legend()


def cuts(f, point, gradient, *, names=("w", "b"), reach=1.5):
    """f along each of its two variables through a point, with the tangent whose slope is the partial derivative."""
    point, gradient, reach = pair("point", point), pair("gradient", gradient), positive("reach", reach)
    figure, axes = plt.subplots(1, 2, figsize=(5.2, 3.3), sharey=True)
    t = np.linspace(-reach, reach, 81)
    for k, ax in enumerate(axes):
        steps = np.outer(t, np.eye(2)[k])
        ax.plot(point[k] + t, [f(point + step) for step in steps], color=BLUE)
        ends = np.array([-0.6, 0.6]) * reach
        label = f"slope {signed(gradient[k], 1)}"
        ax.plot(point[k] + ends, f(point) + gradient[k] * ends, color=ORANGE, linestyle="--", label=label)
        ax.plot(point[k], f(point), **_DOT, color=BLUE)
        ax.set_xlabel(f"{names[k]}   ({names[1 - k]} = {signed(point[1 - k], 0)})")
        ax.set_title(f"Only {names[k]} changes")
        ax.legend(loc="upper center")
    axes[0].set_ylabel(f"cost C({names[0]}, {names[1]})")
    axes[0].set_ylim(0, 1.25 * axes[0].get_ylim()[1])
    return figure


def contour_map(
    f, xlim, ylim, levels, *, paths=None, arrows=None, names=("w", "b"), equal=True, title="", ax=None
):
    """Contours of a function of two variables, with paths of points and arrows on them.

    Args:
        f: function of an array of two numbers.
        xlim, ylim: pairs, the part of the plane to show.
        levels: values of f at which to draw a contour, labeled with the value.
        paths: dict from a label to an array of points, shape (steps + 1, 2), from the first to the last.
        arrows: dict from a label to a pair (point, vector).
        names: of the two variables.
        equal: the same scale on both axes, so that right angles are right.
        title: of the figure.
        ax: axes to draw in; by default a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if a path, a point or a limit has another shape.
    """
    xlim, ylim = pair("xlim", xlim), pair("ylim", ylim)
    levels = np.sort(float_array("levels", levels))
    paths = {label: _path(f"path {label!r}", path) for label, path in (paths or {}).items()}
    arrows = {label: [pair(f"arrow {label!r}", v) for v in both] for label, both in (arrows or {}).items()}
    if ax is None:
        height = 4.2 * np.ptp(ylim) / np.ptp(xlim) if equal else 3.2
        ax = plt.subplots(figsize=(5.2, np.clip(height + 1.2, 2.2, 4.7)))[1]
    first, second = np.linspace(*xlim, 121), np.linspace(*ylim, 121)
    values = [[f(np.array([p, q])) for p in first] for q in second]
    lines = ax.contour(first, second, values, levels=levels, colors=GRAY, linewidths=1, linestyles="-")
    ax.clabel(lines, fontsize=10, colors=GRAY, fmt=lambda level: f"{level:g}".replace("-", "−"))
    for (label, path), (color, style, marker) in zip(paths.items(), _LOOKS):
        ax.plot(
            *path.T, color=color, linestyle=style, marker=marker, markersize=4.5, linewidth=1.5, label=label
        )
        ax.plot(*path[0], **{**_DOT, "marker": marker}, color=color)
    for (label, (point, vector)), (color, style, _) in zip(arrows.items(), _LOOKS):
        arrow = {**ARROW, "color": color, "linestyle": style}
        ax.annotate("", point + vector, point, arrowprops=arrow, annotation_clip=False)
        ax.plot([], [], color=color, linestyle=style, label=label)
        ax.plot(*point, **_DOT, color=color)
    ax.set(xlim=xlim, ylim=ylim, xlabel=names[0], ylabel=names[1], title=title)
    ax.set_aspect("equal" if equal else "auto", adjustable="box")
    if paths or arrows:
        ax.figure.legend(loc="outside lower center", ncols=2)
    return ax


def learning_rate_player(curvature, minimum, start, etas, alt, steps=8):
    """An animation with buttons, one frame for each learning rate: some steps down the parabola a/2 (w - minimum)²."""
    curvature = positive("curvature", curvature)
    figure, ax = plt.subplots(figsize=(4.8, 3.4))
    reach = 1.6 * abs(start - minimum)
    w = np.linspace(minimum - reach, minimum + reach, 121)

    def cost(w):
        return curvature / 2 * (w - minimum) ** 2

    ax.plot(w, cost(w), color=BLUE)
    (path,) = ax.plot([], [], color=ORANGE, marker="o", markersize=6, linewidth=1.3, linestyle="-")
    ax.plot(start, cost(start), **{**_DOT, "marker": "s"}, color=GREEN, label="start")
    ax.set(xlabel="weight w", ylabel="cost C(w)", xlim=(w[0], w[-1]), ylim=(-0.06 * cost(w[0]), cost(w[0])))
    ax.legend(loc="upper center")
    title = ax.set_title("η")

    def draw(eta):
        factor = 1 - eta * curvature
        points = minimum + (start - minimum) * factor ** np.arange(steps + 1)
        path.set_data(points, cost(points))
        kinds = ("creeps to the minimum", "zigzags to the minimum", "jumps to and fro", "diverges")
        kind = kinds[int(factor < -1e-9) + int(factor < -1 + 1e-9) + int(factor < -1 - 1e-9)]
        kind = "there in one step" if abs(factor) < 1e-9 else kind
        title.set_text(f"η = {eta:.3f}, factor {signed(factor)}: {kind}")
        return path, title

    return animation_player(FuncAnimation(figure, draw, etas, init_func=lambda: ()), alt, fps=4)


def costs_by_step(costs, *, ylabel="cost above the minimum", title=""):
    """Costs over the steps of several descents, on a logarithmic axis; costs[label] is a list of positive numbers."""
    _, ax = plt.subplots()
    for (label, values), (color, style, _) in zip(costs.items(), _LOOKS):
        ax.semilogy(
            np.arange(len(values)), float_array(label, values), color=color, linestyle=style, label=label
        )
    ax.set(xlabel="step", ylabel=ylabel, title=title)
    ax.legend()


def saddle(f, path, *, names=("x", "y"), title="A saddle is left slowly at first"):
    """Contours around a saddle at the origin with a path from near it, and the value of f at each step."""
    path = _path("path", path)
    _, (above, below) = plt.subplots(2, 1, figsize=(5.2, 6.4), height_ratios=(1.9, 1))
    levels = (-1.2, -0.8, -0.4, 0, 0.4, 0.8, 1.2)
    contour_map(f, (-1.3, 1.3), (-1.3, 1.3), levels, names=names, ax=above)
    above.plot(*path.T, color=ORANGE, marker="o", markersize=4, linewidth=1.3, linestyle="-", clip_on=True)
    above.plot(*path[0], **{**_DOT, "marker": "s"}, color=GREEN, label="start")
    above.plot(0, 0, marker="*", markersize=14, linestyle="none", color=RED, label="saddle")
    above.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    below.plot([f(p) for p in path], color=ORANGE, marker="o", markersize=3, linewidth=1.3, linestyle="-")
    below.set(xlabel="step", ylabel=f"f({names[0]}, {names[1]})")
    below.xaxis.set_major_locator(MaxNLocator(integer=True))
    above.set_title(title)
    below.set_title("Flat for long, then a fall")


def two_minima(f, descents, ends):
    """A function of one number with two minima, and descents that begin on either side.

    Args:
        f: function of an array of numbers.
        descents: dict from a label to the points of a descent.
        ends: pair, the part of the axis to show.
    """
    ends = pair("ends", ends)
    _, ax = plt.subplots()
    w = np.linspace(*ends, 201)
    ax.plot(w, f(w), color=GRAY, linestyle="-")
    for (label, points), (color, style, marker) in zip(descents.items(), _LOOKS):
        points = float_array(label, points)
        ax.plot(points, f(points), color=color, linestyle=style, marker=marker, linewidth=1.3, label=label)
    ax.set(xlabel="weight w", ylabel="cost C(w)", title="Where descent ends depends on where it begins")
    ax.legend(loc="upper center")
