"""The live network: all parameters are knobs; it walks forward and backward, learns, and can have a bug put in."""

import json
from pathlib import Path

import numpy as np

from .._validate import float_array, integer, one_hot
from ..datasets import tiny_network
from ..layers import ReLU, Sigmoid, Tanh
from ..models import TwoLayerNet
from ..network import Network
from .bugs import BUGS
from .figure import LiveFigure

__all__ = ["network"]

RATES = json.loads((Path(__file__).parent / "rates.json").read_text(encoding="utf-8"))
_ACTIVATIONS = {ReLU: "relu", Sigmoid: "sigmoid", Tanh: "tanh"}
LAYERS, UNITS, EXAMPLES = 5, 6, 12  # the most that a picture has room for


def network(net=None, x=None, y=None, *, example=0, simple=False, **state):
    """A network whose parameters the reader turns.

    Args:
        net: a ``Network`` (columns, chapter 6) or a ``TwoLayerNet`` (rows, chapter 8), of at most 5 layers of 6
            units; by default the 2-3-2 network of the book. The figure has a copy of its parameters.
        x, y: examples as the network takes them, at most 12: columns (n_0, m) and (n_L, m) for a Network; rows
            (m, n_0) and labels (m,) or one-hot rows for a TwoLayerNet. By default the batch of four of the book.
        example: the one that is shown first, from 0; "all" for the mean over all of them.
        simple: only the knobs and the cost, without steps, derivatives and bugs.
        state: parts of the figure's state to begin with, such as ``eta=0.5`` or ``chosen="W:3:2:1"``.

    Returns:
        LiveFigure: its ``state`` has what differs from the beginning, such as "weights", "biases" and "eta".

    Raises:
        ValueError: if net is something else or too large, or x and y do not fit it.
    """
    parts, x, y = _columns(net, x, y)
    sizes, m = parts["sizes"], x.shape[1]
    if example != "all" and not 0 <= integer("example", example, at_least=0) < m:
        raise ValueError(f"example must be from 0 to {m - 1} or 'all', got {example!r}")
    name = "-".join(map(str, sizes))
    settings = {
        "network": parts,
        "x": x.tolist(),
        "y": y.tolist(),
        "example": example,
        "simple": bool(simple),
    }
    if not simple:
        settings |= {"bugs": BUGS, "rates": RATES}
    text = f"Live figure: a {name} network, {'one example' if m == 1 else f'{m} examples'}"
    return LiveFigure("network", settings, text, lambda: _picture(parts, x, example), state)


def _columns(net, x, y):
    if net is None:
        tiny = tiny_network()
        parts = _parts(tiny.weights, tiny.biases, "sigmoid", "quadratic")
        x, y = (tiny.batch_x, tiny.batch_y) if x is None else (x, y)
    elif isinstance(net, Network):
        parts = _parts(net.weights, net.biases, "sigmoid", net.cost)
    elif isinstance(net, TwoLayerNet):
        p = net.params
        weights, biases = [p["W1"].T, p["W2"].T], [p["b1"].reshape(-1, 1), p["b2"].reshape(-1, 1)]
        parts = _parts(weights, biases, _ACTIVATIONS[type(net.layers[1])], "softmax_cross_entropy")
        if x is not None and y is not None:
            y = np.asarray(y)
            y = one_hot(y, parts["sizes"][-1]) if y.ndim == 1 else y
            x, y = float_array("x", x).T, float_array("y", y).T
    else:
        raise ValueError(f"net must be a Network or a TwoLayerNet, got {type(net).__name__}")
    if x is None or y is None:
        raise ValueError("x and y must be given together with net: the figure shows its numbers")
    x, y = float_array("x", x), float_array("y", y)
    for name, array, units in (("x", x, parts["sizes"][0]), ("y", y, parts["sizes"][-1])):
        if array.ndim != 2 or array.shape[0] != units or not 1 <= array.shape[1] <= EXAMPLES:
            raise ValueError(
                f"{name} must hold 1 to {EXAMPLES} examples of {units} numbers, got shape {array.shape}"
            )
    if x.shape[1] != y.shape[1]:
        raise ValueError(f"x has {x.shape[1]} examples, y has {y.shape[1]}")
    return parts, x, y


def _parts(weights, biases, activation, cost):
    sizes = [weights[0].shape[1], *(len(w) for w in weights)]
    if len(sizes) > LAYERS or max(sizes) > UNITS:
        raise ValueError(f"net must have at most {LAYERS} layers of {UNITS} units to be drawn, got {sizes}")
    return {
        "sizes": sizes,
        "activation": activation,
        "cost": cost,
        "weights": [np.asarray(w, dtype=np.float64).tolist() for w in weights],
        "biases": [np.asarray(b, dtype=np.float64).tolist() for b in biases],
    }


def _picture(parts, x, example):
    """The network with its weights and inputs, for where no script runs."""
    from ..plots.diagrams import draw_biases, draw_network
    from ..plots.pictures import drawn

    weights = [np.array(w) for w in parts["weights"]]
    first = x[:, 0 if example == "all" else example]

    def picture(ax):
        ax = draw_network(weights, [first, *([None] * len(weights))], edge_format="+.2g")
        draw_biases(parts["sizes"], parts["biases"], ax)
        return ax

    return drawn(picture)
