"""Drawn networks: what flows through units and edges, forward or backward; and the pictures of chapter 6.

Signs are shown twice: by color and by line style or hatching. Nothing is told by color alone.
"""

from functools import partial

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.patches import Circle, Rectangle

from .._validate import float_array, positive, same_shape
from . import BLUE, ORANGE
from .nodes_and_edges import RADIUS, WIDTH, Edge, Node, animated, signed_text

__all__ = ["animate_network", "draw_biases", "draw_network", "draw_product", "unit_places"]

_MAX_UNITS = 12  # in a layer


def unit_places(sizes):
    """Where ``draw_network`` puts the units: for each layer a list of points (x, y)."""
    spacing, left = 1.05 if max(sizes) <= 3 else 0.86, 0.55
    xs = np.linspace(left, WIDTH - left, len(sizes))
    return [[np.array([x, ((n - 1) / 2 - j) * spacing]) for j in range(n)] for x, n in zip(xs, sizes)]


def draw_network(
    weights,
    values=None,
    *,
    edges=None,
    value_format="+.3f",
    edge_format=None,
    value_scale=None,
    edge_scale=None,
    captions=None,
    title=None,
    ax=None,
):
    """Draw a network with a number on every unit and on every edge: activations, errors δ, weights, gradients.

    A number v is a disc in the unit (its area is |v|) or the width of the edge. Positive numbers are filled or
    solid and blue, negative ones hatched or dashed and orange; an edge of 0 is a thin gray line.

    Args:
        weights: list of arrays, W^l of shape (n_l, n_{l-1}) for l = 2 … L; they give the sizes of the layers.
        values: numbers of the units: a list of L arrays with n_l entries each, or of L - 1 for layers 2 … L.
            None in place of an array leaves a layer empty. None at all leaves all units empty.
        edges: numbers of the edges, a list of arrays of the shapes of weights, by default the weights. None in
            place of an array draws thin gray edges.
        value_format, edge_format: how to print the numbers, as in ``format(v, "+.3f")``; None: not at all.
        value_scale, edge_scale: the number that fills a unit, or has the widest edge; by default the largest.
        captions: L texts, one below each layer; by default "layer 1", …
        title: title of the figure.
        ax: axes to draw in; by default a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if weights do not fit one another, a layer has more than 12 units, or values, edges or
            captions do not fit the weights.
    """
    weights, sizes = _layers(weights)
    values = _unit_values(values, sizes)
    edges = _edge_values(edges, weights)
    captions = [f"layer {l}" for l in range(1, len(sizes) + 1)] if captions is None else list(captions)
    if len(captions) != len(sizes):
        raise ValueError(f"captions must be {len(sizes)} texts, one for each layer; got {len(captions)}")
    value_scale = _scale("value_scale", value_scale, values)
    edge_scale = _scale("edge_scale", edge_scale, edges)

    places = unit_places(sizes)
    top = max(units[0][1] for units in places)
    below = RADIUS + (0.12 if value_format is None else 0.32)  # from the lowest unit to the captions
    if ax is None:
        ax = plt.subplots(figsize=(WIDTH, 2 * top + below + 0.58 + (0.3 if title else 0)))[1]
    for start, end, array in zip(places, places[1:], edges):
        for (j, k), v in np.ndenumerate(array):
            others = [(p, q) for p in start for q in end if p is not start[k] or q is not end[j]]
            _edge((start[k], end[j]), v, edge_scale, edge_format, others).draw(ax)
    for units, array, caption in zip(places, values, captions):
        for place, v in zip(units, array):
            _unit(ax, place, v, value_scale, value_format)
        ax.text(units[0][0], -top - below, caption, ha="center", va="top", fontsize=10.5)
    ax.set(xlim=(0, WIDTH), ylim=(-top - below - 0.28, top + 0.3), aspect="equal", title=title or "")
    ax.axis("off")
    return ax


def draw_biases(sizes, biases, ax):
    """Draw a small circle for each bias on its unit: filled for positive ones, hatched for negative ones.

    Args:
        sizes: numbers of units of the layers of the network that ``draw_network`` has drawn in ax.
        biases: list of arrays, b^l with n_l entries for l = 2 … L.
        ax: axes.
    """
    for units, array in zip(unit_places(sizes)[1:], biases, strict=True):
        for (x, y), b in zip(units, np.ravel(array), strict=True):
            place = (x - 0.78 * RADIUS, y + 0.78 * RADIUS)
            look = {"fc": BLUE, "ec": BLUE} if b >= 0 else {"fc": "white", "ec": ORANGE, "hatch": "//////"}
            ax.add_patch(Circle(place, 0.3 * RADIUS, lw=1.5, zorder=5, **look))


def _layers(weights):
    weights = [float_array("weights", w) for w in weights]
    if not weights:
        raise ValueError("weights must hold at least one array")
    for w in weights:
        if w.ndim != 2 or 0 in w.shape:
            raise ValueError(f"each of weights must have shape (n_out, n_in), got {w.shape}")
    for l, (w, after) in enumerate(zip(weights, weights[1:]), start=2):
        if after.shape[1] != len(w):
            problem = f"weights of layer {l + 1} take {after.shape[1]} inputs, layer {l} has {len(w)} units"
            raise ValueError(problem)
    sizes = [weights[0].shape[1], *map(len, weights)]
    if max(sizes) > _MAX_UNITS:
        raise ValueError(f"weights must have at most {_MAX_UNITS} units in a layer to be drawn, got {sizes}")
    return weights, sizes


def _unit_values(values, sizes):
    if values is None:
        values = [None] * len(sizes)
    values = list(values)
    if len(values) == len(sizes) - 1:
        values.insert(0, None)
    if len(values) != len(sizes):
        raise ValueError(f"values must be {len(sizes)} or {len(sizes) - 1} arrays, got {len(values)}")
    result = []
    for l, (n, v) in enumerate(zip(sizes, values), start=1):
        v = np.full(n, np.nan) if v is None else float_array("values", v).reshape(-1)
        if len(v) != n:
            raise ValueError(f"values of layer {l} must be {n} numbers, got {len(v)}")
        result.append(v)
    return result


def _edge_values(edges, weights):
    edges = weights if edges is None else list(edges)
    if len(edges) != len(weights):
        raise ValueError(f"edges must be {len(weights)} arrays, got {len(edges)}")
    result = []
    for l, (w, e) in enumerate(zip(weights, edges), start=2):
        result.append(np.full(w.shape, np.nan) if e is None else float_array("edges", e))
        same_shape(f"W of layer {l}", w, "edges", result[-1])
    return result


def _scale(name, scale, arrays):
    if scale is not None:
        return positive(name, scale)
    largest = np.nanmax(np.abs(np.concatenate([a.ravel() for a in arrays] + [[0.0]])))
    return float(largest) or 1.0


def _label_position(edge, others, half):
    """The fraction of the way at which a label of length 2 half (also a fraction) is farthest from other edges."""
    fractions, along = np.linspace(0.2, 0.8, 61), np.linspace(-half, half, 7)
    t = fractions[:, None] + along
    heights = [start[1] + t * (end[1] - start[1]) for start, end in (edge, *others)]
    clear = [np.abs(heights[0] - height).min(axis=1) for height in heights[1:]]
    return fractions[np.argmax(np.min(clear, axis=0))] if clear else 0.5


def _edge(edge, v, scale, spec, others):
    nodes = map(Node, edge)
    if not v or np.isnan(v):
        return Edge(*nodes, width=0.7, alpha=0.6)
    width = 0.4 + 3.8 * min(1, abs(v) / scale)
    stretch = max(1, 1.3 / width)  # dashes are measured in line widths
    dashes = "-" if v > 0 else (0, (3.2 * stretch, 1.2 * stretch))
    look = {"color": BLUE if v > 0 else ORANGE, "style": dashes, "width": width}
    if spec is None:
        return Edge(*nodes, **look)
    label, length = signed_text(v, spec), np.linalg.norm(edge[1] - edge[0])
    at = _label_position(edge, others, (0.045 * len(label) + 0.03) / length)
    return Edge(*nodes, label, (at * length - RADIUS) / (length - 2 * RADIUS), **look)


def _unit(ax, place, v, scale, spec):
    Node(place).draw(ax)
    if np.isnan(v):
        return
    radius = 0.93 * RADIUS * np.sqrt(min(1, abs(v) / scale))
    look = {"fc": BLUE, "ec": BLUE} if v >= 0 else {"fc": "none", "ec": ORANGE, "hatch": "//////", "lw": 1.5}
    if v:
        ax.add_patch(Circle(place, radius, **look))
    if spec is not None:
        ax.text(
            place[0], place[1] - RADIUS - 0.04, signed_text(v, spec), ha="center", va="top", fontsize=10.5
        )


def animate_network(weights, frames, interval=1000):
    """A sequence of ``draw_network``, for ``animation_player``.

    Args:
        weights: as for ``draw_network``.
        frames: list of dicts, the other arguments of ``draw_network`` for one frame each.
        interval: milliseconds between frames.

    Returns:
        matplotlib ``FuncAnimation``.

    Raises:
        ValueError: if there are no frames; as ``draw_network``.
    """
    return animated(partial(draw_network, weights), frames, interval)


def draw_product(*lines, title=None):
    """Products of matrices as rectangles of the right proportions, to see which inner sides must agree.

    Args:
        lines: each a list whose items are (label, rows, columns) for a matrix and a string for an operator, for
            example [("$W$", 3, 2), "@", ("$a$", 2, 1), "=", ("$z$", 3, 1)].
        title: title of the figure.

    Returns:
        The axes.
    """
    unit, gap, y = 0.3, 0.16, 0.0
    ax = plt.subplots(figsize=(WIDTH, round(0.6 + sum(_line_height(line, unit) for line in lines), 1)))[1]
    for line in lines:
        slots = [0.2 if isinstance(item, str) else max(unit * item[2], 0.6) for item in line]
        y -= _line_height(line, unit) / 2
        x = (WIDTH - sum(slots) - gap * (len(slots) - 1)) / 2
        for item, slot in zip(line, slots):
            middle = x + slot / 2
            x += slot + gap
            if isinstance(item, str):
                ax.text(middle, y, item, ha="center", va="center", fontsize=12)
                continue
            label, rows, columns = item
            w, h = unit * columns, unit * rows
            corner = (middle - w / 2, y - h / 2)
            ax.add_patch(Rectangle(corner, w, h, fc=BLUE, alpha=0.25, lw=0))
            ax.add_patch(Rectangle(corner, w, h, fill=False, ec=BLUE, lw=1.5))
            ax.text(middle, y + h / 2 + 0.05, label, ha="center", va="bottom", fontsize=11)
            ax.text(middle, y - h / 2 - 0.05, f"{rows}×{columns}", ha="center", va="top", fontsize=10)
        y -= _line_height(line, unit) / 2
    ax.set(xlim=(0, WIDTH), ylim=(y, 0.1), aspect="equal", title=title or "")
    ax.axis("off")
    return ax


def _line_height(line, unit):
    return unit * max(item[1] for item in line if not isinstance(item, str)) + 0.75
