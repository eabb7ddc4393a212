"""Nodes and edges: what drawn graphs and drawn networks consist of. The unit of all places is an inch."""

from dataclasses import dataclass

import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.patches import Circle, FancyBboxPatch, Polygon
from matplotlib.textpath import TextPath

from . import BLUE, GRAY, ORANGE

__all__ = ["RADIUS", "WIDTH", "Edge", "Node", "animated", "signed_text"]

WIDTH, RADIUS = 5.2, 0.21  # of a figure, of a node


def signed_text(v, spec):
    """A number as text with a true minus sign; what is a text already stays as it is."""
    return v if isinstance(v, str) else format(v, spec).replace("-", "−")


@dataclass(frozen=True)
class Node:
    """A node at ``place`` (inches): a circle or, around a long label, a box; a text above and one below it."""

    place: tuple
    label: str = ""
    above: str = ""
    below: str = ""

    @property
    def half(self):
        """Half its width and half its height, in inches."""
        width = TextPath((0, 0), self.label, size=11).get_extents().width / 72 if self.label.strip() else 0
        return (RADIUS if width < 1.7 * RADIUS else width / 2 + 0.1), RADIUS

    def draw(self, ax):
        """Draw it into axes whose unit is an inch."""
        (x, y), (w, h) = self.place, self.half
        if w == h:
            ax.add_patch(Circle(self.place, w, fill=False, ec=GRAY, lw=1.3))
        else:
            style = f"round,pad=0,rounding_size={h}"
            ax.add_patch(FancyBboxPatch((x - w, y - h), 2 * w, 2 * h, style, fill=False, ec=GRAY, lw=1.3))
        if self.label:
            ax.text(x, y, self.label, ha="center", va="center", fontsize=11)
        if self.above:
            ax.text(x, y + h + 0.04, self.above, ha="center", va="bottom", fontsize=10.5, color=BLUE)
        if self.below:
            ax.text(x, y - h - 0.04, self.below, ha="center", va="top", fontsize=10.5, color=ORANGE)


@dataclass(frozen=True)
class Edge:
    """An edge between two nodes, straight or bent, with a text at a fraction ``at`` of its way."""

    start: Node
    end: Node
    label: str = ""
    at: float = 0.5
    bend: float = 0.0
    shift: float = 0.0
    color: str = GRAY
    style: object = "-"
    width: float = 1.2
    alpha: float = 1.0
    arrow: bool = False

    def points(self):
        """The line from border to border, shape (n, 2): two points if it is straight."""
        a, b = np.array(self.start.place, float), np.array(self.end.place, float)
        across = np.array([a[1] - b[1], b[0] - a[0]]) / np.linalg.norm(b - a)
        a, b = a + self.shift * across, b + self.shift * across
        t = np.linspace(0, 1, 201)[:, None]
        line = a + t * (b - a) + 2 * t * (1 - t) * self.bend * across
        outside = np.ones(len(line), bool)
        for node in (self.start, self.end):
            outside &= np.hypot(*((line - node.place) / node.half).T) >= 1
        line = line[outside]
        return line if self.bend else line[[0, -1]]

    def draw(self, ax):
        """Draw it into axes whose unit is an inch, with a gap for the label where there is room for it."""
        line = self.points()
        look = {"color": self.color, "ls": self.style, "lw": self.width, "alpha": self.alpha}
        if self.arrow:
            line = _with_head(ax, line, self.color)
        if not self.label:
            ax.plot(*line.T, **look)
            return
        way = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
        middle, half = self.at * way[-1], 0.045 * len(self.label) + 0.03
        place, before, after = (
            np.array([np.interp(s, way, coordinate) for coordinate in line.T])
            for s in (middle, middle - half, middle + half)
        )
        color = {"color": self.color}
        if 2 * half > 0.8 * way[-1]:
            ax.plot(*line.T, **look)
            ax.text(place[0], place[1] + 0.05, self.label, ha="center", va="bottom", fontsize=10, **color)
            return
        ax.plot(*np.vstack([line[way < middle - half], before]).T, **look)
        ax.plot(*np.vstack([after, line[way > middle + half]]).T, **look)
        step = after - before
        angle = (np.degrees(np.arctan2(step[1], step[0])) + 90) % 180 - 90  # never upside down
        turned = {"rotation": angle, "rotation_mode": "anchor"}
        ax.text(*place, self.label, ha="center", va="center", fontsize=10, **color, **turned)


def _with_head(ax, line, color):
    """Draw the head of an arrow at the end of a line; the line up to its foot."""
    length = 0.1
    tip, behind = line[-1], line[:-1][np.linalg.norm(line[:-1] - line[-1], axis=1) >= length]
    behind = behind if len(behind) else line[:1]
    step = (tip - behind[-1]) / np.linalg.norm(tip - behind[-1])
    foot, side = tip - length * step, 0.4 * length * np.array([-step[1], step[0]])
    ax.add_patch(Polygon([tip, foot + side, foot - side], fc=color, ec=color, lw=0.5))
    return np.vstack([behind, foot])


def animated(draw, frames, interval, everything=False):
    """``draw(**frame)`` for each frame, in the axes of the first one.

    Args:
        draw: function that draws into ``ax`` and returns it.
        frames: list of dicts, the arguments of ``draw`` for one frame each.
        interval: milliseconds between frames.
        everything: whether all frames are drawn in the box that holds what any of them shows.

    Returns:
        matplotlib ``FuncAnimation``.

    Raises:
        ValueError: if there are no frames; as ``draw``.
    """
    frames = list(frames)
    if not frames:
        raise ValueError("frames must hold at least one dict")
    first = {key: value for frame in frames for key, value in frame.items()} if everything else frames[0]
    ax = draw(**first)
    box = ax.get_ylim()

    def show(frame):
        ax.clear()
        draw(**frame, ax=ax)
        ax.set_ylim(box)

    settings = {"init_func": lambda: show(frames[0]), "interval": interval, "cache_frame_data": False}
    return FuncAnimation(ax.figure, show, frames, **settings)
