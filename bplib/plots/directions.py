"""The figures of chapter 2 on directions: two arrows and their angle, and the slope in each direction."""

import numpy as np
from matplotlib import pyplot as plt

from .._validate import float_array, same_shape
from . import BLUE, GRAY, GREEN, ORANGE, PURPLE
from .descent import ARROW, pair, signed

__all__ = ["dot_product", "slopes_around"]


def dot_product(g, v):
    """Two arrows with the angle φ between them, and the shadow that v throws on the line of g."""
    g, v = pair("g", g), pair("v", v)
    if not (g.any() and v.any()):
        raise ValueError("g and v must not be zero: the zero vector has no direction")
    _, ax = plt.subplots(figsize=(5.2, 3.6))
    foot = g * (g @ v) / (g @ g)
    for vector, name, color, style in ((g, "g", ORANGE, "-"), (v, "v", BLUE, "--")):
        ax.annotate("", vector, (0, 0), arrowprops={**ARROW, "color": color, "linestyle": style})
        label = f"{name} = ({signed(vector[0], 0)}, {signed(vector[1], 0)})"
        label += f", length {np.hypot(*vector):.2f}"
        ax.plot([], [], color=color, linestyle=style, label=label)
    ax.plot(*np.array([v, foot]).T, color=GRAY, linestyle=":", linewidth=1.5)
    ax.plot(
        *np.array([np.zeros(2), foot]).T, color=GREEN, linewidth=8, alpha=0.6, label=r"shadow $|v| \cos φ$"
    )
    start, end = np.arctan2(g[1], g[0]), np.arctan2(v[1], v[0])
    bend, radius = np.linspace(start, end, 40), 0.3 * min(np.hypot(*g), np.hypot(*v))
    ax.plot(radius * np.cos(bend), radius * np.sin(bend), color=GRAY, linestyle="-", linewidth=1.2)
    ax.text(*1.25 * radius * np.array([np.cos(bend[20]), np.sin(bend[20])]), "φ", ha="center", va="center")
    corners = np.array([np.zeros(2), g, v])
    low, high = corners.min(axis=0) - 0.4, corners.max(axis=0) + 0.4
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
    angle = np.degrees(np.arccos(g @ v / np.hypot(*g) / np.hypot(*v)))
    ax.set(xlabel="first entry", ylabel="second entry")
    ax.set_title(f"g · v = |g| |v| cos {angle:.0f}° = {signed(g @ v, 0)}")
    ax.figure.legend(loc="outside lower center", ncols=1)


def slopes_around(angles, slopes, gradient):
    """Slopes measured in many directions: as rays around the point, and against the angle.

    Args:
        angles: directions, in degrees.
        slopes: the slope measured in each.
        gradient: two numbers; drawn as an arrow, and its length as the largest possible slope.
    """
    angles, slopes = float_array("angles", angles), float_array("slopes", slopes)
    same_shape("angles", angles, "slopes", slopes)
    gradient = pair("gradient", gradient)
    length, own = np.hypot(*gradient), np.degrees(np.arctan2(gradient[1], gradient[0])) % 360
    _, (rose, ax) = plt.subplots(2, 1, figsize=(5.2, 6.6), height_ratios=(1.25, 1))
    ends = np.abs(slopes)[:, None] * np.array([np.cos(np.radians(angles)), np.sin(np.radians(angles))]).T
    for up, color, style, marker in ((True, BLUE, "-", "o"), (False, PURPLE, ":", "s")):
        chosen = (slopes > 0) == up
        for p, q in ends[chosen]:
            rose.plot([0, p], [0, q], color=color, linestyle=style, linewidth=1.2)
        label = "uphill" if up else "downhill"
        rose.plot(*ends[chosen].T, linestyle="none", marker=marker, markersize=5, color=color, label=label)
        dots = {"linestyle": "none", "marker": marker, "markersize": 5, "color": color}
        ax.plot(angles[chosen], slopes[chosen], **dots)
    rose.annotate("", gradient, (0, 0), arrowprops={**ARROW, "color": ORANGE}, zorder=5)
    rose.plot([], [], color=ORANGE, linestyle="-", label="gradient")
    rose.set(aspect="equal", xlabel="direction of w", ylabel="direction of b")
    rose.margins(0.08)
    rose.set_title("Ray length: the slope in that direction")
    rose.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    t = np.linspace(0, 360, 200)
    ax.plot(
        t, length * np.cos(np.radians(t - own)), color=GRAY, linestyle="-", linewidth=1, label="|g| cos φ"
    )
    ax.plot(
        own, length, color=ORANGE, marker="*", markersize=15, linestyle="none", label=f"|g| = {length:.2f}"
    )
    ax.set_xticks(np.arange(0, 361, 90))
    ax.set(xlabel="direction (degrees, from w toward b)", ylabel="slope of C")
    ax.set(title="Steepest at the gradient's angle, flat at 90° to it", ylim=(-1.2 * length, 1.75 * length))
    ax.legend(loc="upper center", ncols=2)
