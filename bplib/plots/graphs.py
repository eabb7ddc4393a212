"""Drawn graphs: nodes with values and gradients on them, and what flows along the edges.

``draw_graph`` draws every computational graph of the book. Nothing is told by color alone.
"""

from functools import partial

import numpy as np
from matplotlib import pyplot as plt

from . import BLUE, GREEN, PURPLE, RED
from .nodes_and_edges import RADIUS, WIDTH, Edge, Node, animated, signed_text

__all__ = ["animate_graph", "draw_graph"]

_MAX_COLUMNS, _MAX_ROWS = 7, 6
_PATHS = ((GREEN, "-"), (PURPLE, (0, (4, 1.5))), (RED, (0, (1.2, 1.2))), (BLUE, (0, (6, 1.5, 1.2, 1.5))))


def draw_graph(
    inputs,
    *,
    labels=None,
    values=None,
    gradients=None,
    edge_labels=None,
    paths=(),
    places=None,
    value_format=".4g",
    title=None,
    ax=None,
):
    """Draw a computational graph, with a value above each node, a gradient below it, local derivatives on edges.

    Args:
        inputs: {"x": (), "y": (), "p": ("x", "y")}: each node with the nodes it is computed from, in an order in
            which these come first. ("a", "a") draws two edges.
        labels: {node: text in the node}, by default its name.
        values: {node: number or text}, above the node in blue.
        gradients: {node: number or text}, below the node in orange.
        edge_labels: {("x", "p"): number or text}; of two edges between the same nodes, a list of two.
        paths: up to four lists of nodes, whose edges are drawn thick, each path in a color and style of its own.
            Of two edges into a node "b", ("b", 1) takes the second.
        places: {node: (column, row)}, row 0 at the top; by default a node stands one column to the right of its
            last input, an input one to the left of its first use.
        value_format: how to print numbers, as in ``format(v, ".4g")``.
        title: title of the figure.
        ax: axes to draw in; by default a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if a node is used before it is defined, an argument names a node or an edge that is not there,
            or the graph has more than 7 columns or 6 rows.
    """
    inputs = _checked(inputs)
    edges = [(a, b, before[:i].count(a)) for b, before in inputs.items() for i, a in enumerate(before)]
    for name, given in (("labels", labels), ("values", values), ("gradients", gradients), ("places", places)):
        _known(name, given, inputs, "a node")
    _known("edge_labels", edge_labels, {(a, b) for a, b, _ in edges}, "an edge")
    routes = _routes(paths, edges)
    at = {**_layout(inputs), **(places or {})}
    columns, rows = zip(*at.values())
    if max(columns) - min(columns) >= _MAX_COLUMNS or max(rows) - min(rows) >= _MAX_ROWS:
        raise ValueError(f"the graph must fit into {_MAX_COLUMNS} columns and {_MAX_ROWS} rows")
    texts = [_texts(given, value_format) for given in (values, gradients)]
    wide = max(len(text) for text in [*texts[0].values(), *texts[1].values(), ""])
    nodes = {
        name: Node((column, -row), (labels or {}).get(name, name), *(t.get(name, "") for t in texts))
        for name, (column, row) in at.items()
    }
    margin = max(0.06 + max(0.04 * wide, *(node.half[0] for node in nodes.values())), 0.35)
    nodes = _spread(nodes, margin, 0.62 + 0.22 * any(texts[0]) + 0.22 * any(texts[1]))
    lines = [_line(edge, edges, nodes, edge_labels or {}, value_format, routes) for edge in edges]
    ys = [node.place[1] for node in nodes.values()]
    ends = [p[1] for line in lines for edge in line for p in edge.points()]
    low = min(min(ys) - RADIUS - (0.27 if texts[1] else 0.06), min(ends, default=0) - 0.1)
    high = max(max(ys) + RADIUS + (0.27 if texts[0] else 0.06), max(ends, default=0) + 0.1)
    if ax is None:
        ax = plt.subplots(figsize=(WIDTH, high - low + (0.4 if title else 0.1)))[1]
    for part in [edge for line in lines for edge in line] + list(nodes.values()):
        part.draw(ax)
    ax.set(xlim=(0, WIDTH), ylim=(low, high), aspect="equal", title=title or "")
    ax.axis("off")
    return ax


def _checked(inputs):
    """``inputs`` with every node after what it is computed from."""
    known = {}
    for name, before in dict(inputs).items():
        for node in before:
            if node not in known:
                raise ValueError(f"inputs must define {node!r} before {name!r}, which is computed from it")
        known[name] = tuple(before)
    if not known:
        raise ValueError("inputs must hold at least one node")
    return known


def _known(name, given, there, kind):
    for key in given or ():
        if key not in there:
            raise ValueError(f"{name} has an entry for {key!r}, which is not {kind} of the graph")


def _texts(given, spec):
    """Numbers as texts with a true minus sign; what is a text already stays."""
    return {key: signed_text(v, spec) for key, v in (given or {}).items()}


def _layout(inputs):
    """{node: (column, row)}: columns by the longest way from an input, rows beside those of the inputs."""
    column = {}
    for name, before in inputs.items():
        column[name] = 1 + max((column[node] for node in before), default=-1)
    for name, before in inputs.items():
        uses = [column[other] for other, its in inputs.items() if name in its]
        if not before and uses:
            column[name] = min(uses) - 1
    row = {}
    for c in sorted(set(column.values())):
        names = [name for name in inputs if column[name] == c]
        for name in filter(inputs.get, names):
            row[name] = np.mean([row[node] for node in inputs[name]])
        lowest = max((row[name] for name in names if name in row), default=0)
        row |= dict.fromkeys((name for name in names if not inputs[name]), lowest + 1)
        names.sort(key=row.get)
        wanted = np.array([row[name] for name in names])
        apart = np.maximum.accumulate(wanted - np.arange(len(names))) + np.arange(len(names))
        row |= dict(zip(names, apart - np.mean(apart - wanted)))
    return {name: (column[name], row[name]) for name in inputs}


def _spread(nodes, margin, height):
    """The nodes with places in inches: columns over the width, rows ``height`` apart."""
    columns = [node.place[0] for node in nodes.values()]
    first, last = min(columns), max(columns)
    step = min((WIDTH - 2 * margin) / max(last - first, 1), 1.6)
    left = (WIDTH - step * (last - first)) / 2
    return {
        name: Node((left + step * (n.place[0] - first), height * n.place[1]), n.label, n.above, n.below)
        for name, n in nodes.items()
    }


def _routes(paths, edges):
    """{edge: numbers of the paths that take it}; an edge is (from, to, which of several)."""
    if len(paths) > len(_PATHS):
        raise ValueError(f"paths must be at most {len(_PATHS)}, got {len(paths)}")
    routes = {}
    for number, path in enumerate(paths):
        steps = [step if isinstance(step, tuple) else (step, 0) for step in path]
        for (a, _), (b, which) in zip(steps, steps[1:]):
            if (a, b, which) not in edges:
                raise ValueError(f"paths takes an edge from {a!r} to {b!r}, which is not there")
            routes.setdefault((a, b, which), []).append(number)
    return routes


def _line(edge, edges, nodes, edge_labels, spec, routes):
    """One edge as the Edges to draw: a thin one or, where paths take it, one beside the other."""
    a, b, which = edge
    count = sum(other[:2] == (a, b) for other in edges)
    label = edge_labels.get((a, b), "")
    if isinstance(label, list | tuple):
        label = label[which]
    bend = (which - (count - 1) / 2) * 0.5 if count > 1 else _around(nodes, a, b)
    settings = {"bend": bend, "arrow": True}
    taken = routes.get(edge, [])
    if not taken:
        return [Edge(nodes[a], nodes[b], signed_text(label, spec), **settings)]
    looks = [{"color": _PATHS[n][0], "style": _PATHS[n][1], "width": 2.6, **settings} for n in taken]
    shifts = 0.07 * (np.arange(len(taken)) - (len(taken) - 1) / 2)
    texts = [signed_text(label, spec), *[""] * (len(taken) - 1)]
    return [Edge(nodes[a], nodes[b], t, shift=s, **look) for t, s, look in zip(texts, shifts, looks)]


def _around(nodes, a, b):
    """How far to bend the edge so that it does not cross a node that lies on its way."""
    for bend in (0.0, 0.45, -0.45, 0.8, -0.8):
        line = Edge(nodes[a], nodes[b], bend=bend or 1e-9).points()
        others = [node for name, node in nodes.items() if name not in (a, b)]
        if all(np.hypot(*((line - n.place) / n.half).T).min() > 1.15 for n in others):
            return bend
    return 0.0


def animate_graph(inputs, frames, interval=1000):
    """A sequence of ``draw_graph``, for ``animation_player``.

    Args:
        inputs: as for ``draw_graph``.
        frames: list of dicts, the other arguments of ``draw_graph`` for one frame each.
        interval: milliseconds between frames.

    Returns:
        matplotlib ``FuncAnimation``.

    Raises:
        ValueError: if there are no frames; as ``draw_graph``.
    """
    return animated(partial(draw_graph, inputs), frames, interval, everything=True)
