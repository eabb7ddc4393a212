"""The figures of chapter 4, one neuron. Each function draws one figure and leaves it as the current one."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.animation import FuncAnimation

from .._validate import float_array, same_shape
from . import BLUE, GRAY, GREEN, ORANGE, PURPLE, RED, TARGETS, animation_player

__all__ = [
    "boundary_player",
    "class_bars",
    "decision_boundary",
    "learning_curves",
    "sigmoid_and_slope",
    "step_and_smooth",
    "threshold_curves",
]

_LOOKS = [(BLUE, "-"), (ORANGE, "--"), (GREEN, "-."), (PURPLE, ":"), (RED, (0, (5, 1, 1, 1)))]


def step_and_smooth(weights, step, smooth):
    """Two curves over one weight: the share of wrong answers of a unit with a step, the cost of one with a sigmoid.

    Args:
        weights: values of the weight, shape (n,).
        step, smooth: the share and the cost at these weights, shape (n,) each.

    Raises:
        ValueError: if the shapes differ.
    """
    weights, costs = float_array("weights", weights), {}
    for name, cost in {"step": step, "smooth": smooth}.items():
        costs[name] = float_array(name, cost)
        same_shape("weights", weights, name, costs[name])
    _, ax = plt.subplots()
    ax.plot(weights, costs["step"], color=ORANGE, linestyle="--", label="share of wrong answers, step")
    ax.plot(weights, costs["smooth"], color=BLUE, linestyle="-", label="cost, soft step")
    ax.set(xlabel="weight $w_1$", ylabel="share, cost", ylim=(0, None))
    ax.set_title("A step has no slope to follow")
    ax.legend()


def sigmoid_and_slope(z, a, slope, marked):
    """The sigmoid and its derivative over the weighted input, with dots on both at one z.

    Args:
        z, a, slope: the weighted inputs, σ(z) and σ'(z), shape (n,) each.
        marked: a triple, z and both values there.

    Raises:
        ValueError: if the shapes differ or marked is not three numbers.
    """
    z, a, slope = float_array("z", z), float_array("a", a), float_array("slope", slope)
    same_shape("z", z, "a", a)
    same_shape("z", z, "slope", slope)
    marked = float_array("marked", marked)
    if marked.shape != (3,):
        raise ValueError(f"marked must be three numbers (z, a, slope), got shape {marked.shape}")
    _, ax = plt.subplots()
    ax.plot(z, a, color=BLUE, linestyle="-", label=r"$\sigma(z)$")
    ax.plot(z, slope, color=ORANGE, linestyle="--", label=r"$\sigma'(z)$")
    for height, color, marker, va in ((marked[1], BLUE, "o", "top"), (marked[2], ORANGE, "s", "bottom")):
        ax.plot(marked[0], height, color=color, marker=marker, markersize=8, linestyle="none")
        ax.text(marked[0] + 0.35, height, f"{height:.4g}", color=color, va=va)
    ax.set(xlabel="weighted input z", ylabel="activation, slope", ylim=(-0.04, 1.08))
    ax.set_title("Steep in the middle, flat at both ends")
    ax.legend(loc="upper left")


def _examples(x, y):
    x, y = float_array("x", x), float_array("y", y)
    if x.ndim != 2 or x.shape[0] != 2 or y.shape != (1, x.shape[1]):
        raise ValueError(f"x must have shape (2, m) and y (1, m), got {x.shape} and {y.shape}")
    return x, y[0]


def _line(w, b):
    w, b = float_array("w", w), float_array("b", b)
    if w.shape != (1, 2) or b.shape != (1, 1):
        raise ValueError(f"w must have shape (1, 2) and b (1, 1), got {w.shape} and {b.shape}")
    if not w.any():
        raise ValueError("w must not be all zeros: a neuron without weights has no decision boundary")
    return w[0], float(b[0, 0])


def _across(w, b, middle=(0.5, 0.5), reach=6.0):
    """The point of the line w·x + b = 0 nearest to the middle, two far points of it, and its unit normal."""
    length = np.hypot(*w)
    normal = w / length
    foot = np.asarray(middle) - (w @ middle + b) / length * normal
    along = np.array([-normal[1], normal[0]])
    return foot, foot - reach * along, foot + reach * along, normal


def _prepare(ax, x, y):
    for target, style in TARGETS.items():
        ax.plot(*x[:, y == target], **style, markersize=11, markeredgewidth=2, linestyle="none", zorder=3)
    ax.set(xlabel="input $x_1$", ylabel="input $x_2$", xlim=(-0.8, 1.8), ylim=(-0.8, 1.8), aspect="equal")
    ax.set_xticks([0, 1])
    ax.set_yticks([0, 1])


def decision_boundary(w, b, x, y, title, arrow="w"):
    """Examples in the plane, the line w·x + b = 0, and an arrow along w.

    Args:
        w, b: weights (1, 2) and bias (1, 1).
        x, y: inputs (2, m) and their targets 0 or 1, (1, m).
        title: of the figure.
        arrow: text beside the arrow.

    Raises:
        ValueError: if a shape is another, or w is zero.
    """
    (weights, bias), (x, y) = _line(w, b), _examples(x, y)
    figure, ax = plt.subplots(figsize=(4.6, 4.6))
    _prepare(ax, x, y)
    foot, one, other, normal = _across(weights, bias)
    ax.plot(*zip(one, other), color=GREEN, linestyle="--", label=r"$w \cdot x + b = 0$")
    tip = foot + 0.55 * normal
    ax.annotate("", tip, foot, arrowprops={"arrowstyle": "-|>", "color": PURPLE, "linewidth": 2.5})
    side = np.array([normal[1], -normal[0]])
    ax.text(*(foot + 0.4 * normal + 0.13 * side), arrow, color=PURPLE, ha="center", va="center")
    ax.set_title(title)
    figure.legend(loc="outside lower center", ncols=3, columnspacing=1)


def boundary_player(history, x, y, epochs, alt):
    """A player: the decision boundary at some epochs of learning, earlier ones faint.

    Args:
        history: list of (w, b), one for each frame, as for ``decision_boundary``.
        x, y: the examples.
        epochs: the epoch of each frame.
        alt: text for readers who do not see it.

    Raises:
        ValueError: as ``decision_boundary``, and if history and epochs differ in length.
    """
    lines, (x, y) = [_line(w, b) for w, b in history], _examples(x, y)
    if len(lines) != len(epochs):
        raise ValueError(f"epochs must be {len(lines)} numbers, one for each frame, got {len(epochs)}")
    figure, ax = plt.subplots(figsize=(4.2, 4.0))
    _prepare(ax, x, y)
    trail = [ax.plot([], [], color=GRAY, linestyle=":", linewidth=1)[0] for _ in lines]
    (line,) = ax.plot([], [], color=GREEN, linestyle="--")
    (arrow,) = ax.plot([], [], color=PURPLE, linestyle="-", linewidth=2.5)
    (tip,) = ax.plot([], [], color=PURPLE, marker="D", markersize=7, linestyle="none")
    title = ax.set_title("epoch 0")

    def show(i):
        foot, one, other, normal = _across(*lines[i])
        line.set_data(*zip(one, other))
        arrow.set_data(*zip(foot, foot + 0.5 * normal))
        tip.set_data(*zip(foot + 0.5 * normal))
        for k, old in enumerate(trail):
            old.set_data(*(zip(*_across(*lines[k])[1:3]) if k < i else ([], [])))
        title.set_text(f"The boundary after {epochs[i]} epochs")

    return animation_player(FuncAnimation(figure, show, frames=len(lines)), alt, fps=3)


def threshold_curves(x, y, grid, curves, threshold):
    """One-dimensional examples and the output of a neuron over its input, at several epochs.

    Args:
        x, y: inputs and targets 0 or 1, shape (m,) each.
        grid: inputs for the curves, shape (n,).
        curves: dict from a label to the outputs at grid, shape (n,); at most five.
        threshold: the input at which the last curve is ½.

    Raises:
        ValueError: if shapes differ or there are more than five curves.
    """
    x, y, grid = float_array("x", x), float_array("y", y), float_array("grid", grid)
    same_shape("x", x, "y", y)
    if not 1 <= len(curves) <= len(_LOOKS):
        raise ValueError(f"curves must be one to five, got {len(curves)}")
    figure, ax = plt.subplots(figsize=(5.2, 4.2))
    for target, style in TARGETS.items():
        ax.plot(x[y == target], y[y == target], **style, markersize=7, linestyle="none")
    for (label, values), (color, style) in zip(curves.items(), _LOOKS):
        values = float_array(label, values)
        same_shape("grid", grid, label, values)
        ax.plot(grid, values, color=color, linestyle=style, label=label)
    ax.axvline(threshold, color=GRAY, linestyle=":", linewidth=1.5)
    ax.text(threshold + 0.08, 0.06, f"{threshold:.2f}", color=GRAY)
    ax.set(xlabel="hours of light a day", ylabel="output a")
    ax.set_title("The curve steepens at the threshold")
    figure.legend(loc="outside lower center", ncols=3)


def learning_curves(curves, title):
    """|a − y| over the epochs for several runs.

    Args:
        curves: dict from a label to an array (epochs,); at most five.
        title: of the figure.

    Raises:
        ValueError: if there are more than five curves or one is not one-dimensional.
    """
    if not 1 <= len(curves) <= len(_LOOKS):
        raise ValueError(f"curves must be one to five, got {len(curves)}")
    figure, ax = plt.subplots(figsize=(5.2, 3.7))
    for (label, values), (color, style) in zip(curves.items(), _LOOKS):
        values = float_array(label, values)
        if values.ndim != 1:
            raise ValueError(f"{label} must be one-dimensional, got shape {values.shape}")
        ax.plot(values, color=color, linestyle=style, label=label)
    ax.set(xlabel="epoch", ylabel=r"distance $|a - y|$", ylim=(-0.03, 1.12))
    ax.set_title(title)
    figure.legend(loc="outside lower center", ncols=2)


def class_bars(logits, probabilities, title):
    """Logits above, the softmax of them below, one bar for each class, with its number.

    Raises:
        ValueError: if the two are not one-dimensional and of the same length.
    """
    logits, probabilities = float_array("logits", logits), float_array("probabilities", probabilities)
    same_shape("logits", logits, "probabilities", probabilities)
    if logits.ndim != 1:
        raise ValueError(f"logits must be one-dimensional, got shape {logits.shape}")
    figure, axes = plt.subplots(2, 1, figsize=(5.2, 4.0), sharex=True)
    rows = zip(axes, (logits, probabilities), ("logit $z_k$", "output $a_k$"), (ORANGE, BLUE), ("///", ""))
    for ax, values, name, color, hatch in rows:
        places = np.arange(1, len(values) + 1)
        ax.bar(places, values, color="none" if hatch else color, edgecolor=color, hatch=hatch, width=0.6)
        span = max(values.max(), 0) - min(values.min(), 0)
        for place, value in zip(places, values):
            above = value >= 0
            height = value + (0.04 if above else -0.04) * span
            text = f"{round(float(value), 4):g}".replace("-", "−")
            ax.text(place, height, text, ha="center", va="bottom" if above else "top")
        ax.axhline(0, color=GRAY, linewidth=1)
        ax.set(ylabel=name, ylim=(min(values.min(), 0) - 0.22 * span, max(values.max(), 0) + 0.22 * span))
        ax.grid(axis="x", visible=False)
    axes[1].set(xlabel="class k", xticks=places)
    figure.suptitle(title, fontsize=11, fontweight="bold")
