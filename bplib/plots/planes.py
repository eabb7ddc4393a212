"""The figures of chapter 9: points in the plane, what a network says there, and the space of its hidden layer.

Rows are examples. Targets are told apart by color, marker and filling, regions by hatching.
"""

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.animation import FuncAnimation

from .._validate import float_array
from . import BLUE, GRAY, GREEN, PURPLE, RED, TARGETS, animation_player

__all__ = [
    "decision_player",
    "decision_regions",
    "hidden_space",
    "lines_in_the_plane",
]

_LINES = [(GREEN, "--"), (PURPLE, "-."), (RED, ":")]
_CLEAR = mpl.colors.to_rgba(BLUE, 0)
_TINTED = mpl.colors.to_rgba(BLUE, 0.15)


def _examples(x, t):
    x, t = float_array("x", x), float_array("t", t)
    if x.ndim != 2 or x.shape[1] != 2 or t.shape != (len(x),):
        raise ValueError(f"x must have shape (m, 2) and t (m,), got {x.shape} and {t.shape}")
    if not np.isin(t, (0, 1)).all():
        raise ValueError("t must hold the targets 0 and 1 only")
    return x, t


def _points(ax, x, t, size):
    for target, style in TARGETS.items():
        ax.plot(
            *x[t == target].T, **style, markersize=size, markeredgewidth=size / 5, linestyle="none", zorder=3
        )


def _size(x):
    """Few points are drawn large, many small."""
    return 11 if len(x) <= 10 else 5


def _window(x, margin=None):
    margin = (0.3 if len(x) <= 10 else 0.1) if margin is None else margin
    low, high = x.min(axis=0), x.max(axis=0)
    room = margin * (high - low)
    return tuple(zip(low - room, high + room))


def _outputs(predict, window, points):
    """The two coordinates of a lattice and the answers there, shapes (n,), (n,) and (n, n)."""
    u, v = (np.linspace(*ends, points) for ends in window)
    lattice = np.stack(np.meshgrid(u, v), axis=-1).reshape(-1, 2)
    values = float_array("the result of predict", predict(lattice))
    if values.size != len(lattice):
        raise ValueError(
            f"predict must give one number for each of {len(lattice)} rows, got shape {values.shape}"
        )
    return u, v, values.reshape(points, points)


def _regions(ax, predict, window, level, points=81):
    """The region above the level hatched and tinted, its edge as a line. Returns the artists."""
    u, v, values = _outputs(predict, window, points)
    ends = [min(values.min(), level) - 1, level, max(values.max(), level) + 1]
    with mpl.rc_context({"hatch.color": mpl.colors.to_hex(BLUE)}):
        filled = ax.contourf(u, v, values, ends, colors=[_CLEAR, _TINTED], hatches=[None, "//"], zorder=0)
    filled.set_edgecolor(mpl.colors.to_rgba(BLUE, 0.35))
    filled.set_linewidth(0)
    if values.min() < level < values.max():
        return filled, ax.contour(u, v, values, [level], colors=[GREEN], linestyles="--", linewidths=2)
    return (filled,)


def _axes(ax, window, names=None):
    xlabel, ylabel = names or ("input $x_1$", "input $x_2$")
    aspect = "auto" if names else "equal"
    ax.set(xlabel=xlabel, ylabel=ylabel, xlim=window[0], ylim=window[1], aspect=aspect)
    ax.grid(visible=False)


def lines_in_the_plane(lines, x, t, title):
    """Examples and the boundaries w·x + b = 0 of one to three units, each with an arrow to its side of yes.

    Args:
        lines: dict from a label to (w, b): two weights, of which one is not zero, and a number.
        x, t: examples (m, 2) and their targets 0 or 1, (m,).
        title: of the figure.

    Raises:
        ValueError: if shapes differ from these.
    """
    x, t = _examples(x, t)
    if not 1 <= len(lines) <= len(_LINES):
        raise ValueError(f"lines must be one to three, got {len(lines)}")
    figure, ax = plt.subplots(figsize=(4.6, 4.8))
    _points(ax, x, t, _size(x))
    for k, ((label, (w, b)), (color, style)) in enumerate(zip(lines.items(), _LINES)):
        w, b = float_array("w", w), float(b)
        if w.shape != (2,) or not w.any():
            raise ValueError(f"w of {label} must be two numbers, not both zero; got {w}")
        normal = w / np.hypot(*w)
        along = np.array([-normal[1], normal[0]])
        foot = x.mean(axis=0) - (w @ x.mean(axis=0) + b) / np.hypot(*w) * normal
        ax.plot(*zip(foot - 9 * along, foot + 9 * along), color=color, linestyle=style, label=label)
        start = foot + 0.25 * (k - (len(lines) - 1) / 2) * along
        arrow = {"arrowstyle": "-|>", "color": color, "linewidth": 2.5}
        ax.annotate("", start + 0.35 * normal, start, arrowprops=arrow)
    _axes(ax, _window(x, 0.6))
    ax.set_title(title)
    figure.legend(loc="outside lower center", ncols=2, columnspacing=1)


def decision_regions(panels, x, t, title="", *, level=0.0, names=None):
    """The part of the plane where a function of two inputs is above a level, hatched, with the examples.

    Args:
        panels: dict from the title of a panel to a function, rows (n, 2) to n numbers; one or two of them.
        x, t: examples (m, 2) and their targets 0 or 1, (m,).
        title: of the figure.
        level: 0 for logits, ½ for outputs of a sigmoid.
        names: of the two inputs, with their units; the axes have scales of their own then.

    Raises:
        ValueError: if shapes differ from these.
    """
    x, t = _examples(x, t)
    if not 1 <= len(panels) <= 2:
        raise ValueError(f"panels must be one or two, got {len(panels)}")
    window = _window(x)
    (left, right), (bottom, top) = window
    wide = len(panels) == 2 and right - left > 1.3 * (top - bottom) and names is None
    rows, columns, shape = (2, 1, (4.6, 6.4)) if wide else (1, len(panels), (5.2, 3.5))
    if len(panels) == 1:
        shape = (4.4, 4.4)
    figure, axes = plt.subplots(rows, columns, figsize=shape, squeeze=False, sharex=True, sharey=True)
    for ax, (name, predict) in zip(axes.flat, panels.items()):
        _regions(ax, predict, window, level)
        _points(ax, x, t, _size(x))
        _axes(ax, window, names)
        ax.set_title(name)
        ax.label_outer()
    figure.suptitle(title, fontsize=11, fontweight="bold")
    handles, labels = axes[0, 0].get_legend_handles_labels()
    edge = mpl.lines.Line2D([], [], color=GREEN, linestyle="--", label="boundary")
    figure.legend(
        [*handles, edge], [*labels, "boundary"], loc="outside lower center", ncols=3, columnspacing=1
    )


def decision_player(frames, x, t, alt, *, level=0.0):
    """A player: the decision regions of a network at some steps of its training.

    Args:
        frames: dict from the title of a frame to a function, rows (n, 2) to n numbers; at most 25.
        x, t: examples (m, 2) and their targets 0 or 1, (m,).
        alt: text for readers who do not see it.
        level: as for ``decision_regions``.

    Raises:
        ValueError: if shapes differ from these, or there are no frames or more than 25.
    """
    x, t = _examples(x, t)
    if not 1 <= len(frames) <= 25:
        raise ValueError(f"frames must be one to 25, got {len(frames)}")
    titles, functions, window = list(frames), list(frames.values()), _window(x)
    figure, ax = plt.subplots(figsize=(3.9, 4.0))
    _points(ax, x, t, _size(x))
    _axes(ax, window)
    drawn = []

    def show(i):
        while drawn:
            drawn.pop().remove()
        drawn.extend(_regions(ax, functions[i], window, level, 61))
        ax.set_title(titles[i])

    return animation_player(FuncAnimation(figure, show, frames=len(titles)), alt, fps=3)


def _seen_from_the_side(points, w, b):
    """Coordinates along the plane w·h + b = 0 and at right angles to it, and the function that gives them."""
    length = np.linalg.norm(w)
    normal = w / length
    centered = points - points.mean(axis=0)
    flat = centered - np.outer(centered @ normal, normal)
    along = np.linalg.svd(flat, full_matrices=False)[2][0]
    along *= np.sign(along[np.argmax(np.abs(along))])
    return lambda h: np.stack([h @ along, (h @ w + b) / length], axis=-1)


def hidden_space(panels, x, t, title=""):
    """Hidden activations of examples, and of a lattice of inputs, seen along the plane that the output draws.

    The horizontal line is that plane; the height of a point is its distance from it, as in (4.8).

    Args:
        panels: dict from the title of a panel to (hidden, w, b): a function that takes rows (n, 2) to hidden
            activations (n, h), the weights (h,) and the bias of the output unit; one or two of them.
        x, t: examples (m, 2) and their targets 0 or 1, (m,).
        title: of the figure.

    Raises:
        ValueError: if shapes differ from these, or w is zero.
    """
    x, t = _examples(x, t)
    if not 1 <= len(panels) <= 2:
        raise ValueError(f"panels must be one or two, got {len(panels)}")
    figure, axes = plt.subplots(1, len(panels), figsize=(5.2, 3.5), squeeze=False)
    low, high = x.min(axis=0), x.max(axis=0)
    fine, coarse = np.linspace(0, 1, 41), np.linspace(0, 1, 6)
    for ax, (name, (hidden, w, b)) in zip(axes[0], panels.items()):
        w, h = float_array("w", w), float_array("the hidden activations", hidden(x))
        if h.ndim != 2 or h.shape[0] != len(x) or w.shape != h.shape[1:] or not w.any():
            raise ValueError(f"{name}: w must be {h.shape[1:]} weights, not all zero, got shape {w.shape}")
        place = _seen_from_the_side(h, w, float(b))
        for c in coarse:
            for line in (np.stack([0 * fine + c, fine], -1), np.stack([fine, 0 * fine + c], -1)):
                ax.plot(*place(hidden(low + line * (high - low))).T, color=GRAY, linewidth=1, linestyle="-")
        ax.axhline(0, color=GREEN, linestyle="--", label="boundary")
        _points(ax, place(h), t, _size(x))
        ax.set_title(name)
        ax.set_xlabel("along the plane")
        ax.grid(visible=False)
        ax.margins(0.12)
        ax.set_aspect("equal", adjustable="datalim")
    axes[0, 0].set_ylabel("distance from the plane")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    handles, labels = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3, columnspacing=1)
