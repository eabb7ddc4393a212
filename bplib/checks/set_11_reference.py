"""What set 11 holds answers against: references and wrong variants of the two-layer network."""

import numpy as np

from .. import activations, costs
from ..models import TwoLayerNet

__all__ = ["gradient", "inputs", "predict", "smoothed", "smoothing_inputs", "wrong_gradient", "wrong_predict"]


def inputs(rng):
    """(params, x, t) of a small network in which no two sizes are equal."""
    n, h, K, m = 6, 8, 4, 5
    params = {
        "W1": rng.normal(0, 0.7, (n, h)),
        "b1": rng.normal(0, 0.5, h),
        "W2": rng.normal(0, 0.7, (h, K)),
        "b2": rng.normal(0, 0.5, K),
    }
    return params, rng.normal(0, 1, (m, n)), rng.integers(K, size=m)


def _net(params):
    n, h = params["W1"].shape
    net = TwoLayerNet(n, h, params["W2"].shape[1], dtype=np.float64, rng=0)
    for name, p in params.items():
        net.params[name] = p
    return net


def predict(params, x):
    return _net(params).predict(x)


def gradient(params, x, t):
    return _net(params).gradient(x, t)


def wrong_predict(kind):
    """A forward pass with one thing wrong."""

    def wrong(params, x):
        W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
        if kind == "bias after relu":
            return (activations.relu(x @ W1) + b1) @ W2 + b2
        z1 = x @ W1 + (0 if kind == "no biases" else b1)
        a1 = {"no relu": z1, "sigmoid": activations.sigmoid(z1)}.get(kind, activations.relu(z1))
        z2 = a1 @ W2 + (0 if kind == "no biases" else b2)
        last = {"relu at the end": activations.relu, "softmax": activations.softmax}
        return last[kind](z2) if kind in last else z2

    return wrong


def softmax_again(y, dout):
    """dout through the derivative of the softmax, once more."""
    return y * (dout - (dout * y).sum(axis=1, keepdims=True))


def wrong_gradient(kind):
    """A backward pass with one thing wrong."""

    def wrong(params, x, t):
        W2, m = params["W2"], len(x)
        z1 = x @ params["W1"] + params["b1"]
        a1 = activations.relu(z1)
        y = activations.softmax(a1 @ W2 + params["b2"])
        dz2 = (y - np.eye(y.shape[1])[t]) / m
        if kind == "softmax twice":
            dz2 = softmax_again(y, dz2)
        dz2 = dz2 * {"sign": -1, "sum": m, "twice": 1 / m}.get(kind, 1)
        da1 = dz2 @ W2.T
        mask = {"no mask": 1, "mask of dout": da1 > 0, "a1 for the mask": a1}.get(kind, z1 > 0)
        dz1 = da1 * mask
        grads = {
            "W1": x.T @ dz1,
            "b1": dz1.sum(axis=0),
            "W2": (z1 if kind == "z1 for a1" else a1).T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        if kind == "transposed":
            grads = {name: g.T for name, g in grads.items()}
        if kind in ("bias means", "bias rows"):
            for name in ("b1", "b2"):
                grads[name] = grads[name] / m if kind == "bias means" else grads[name][None]
        return grads

    return wrong


def smoothing_inputs(rng):
    """(z, t, s)."""
    return rng.normal(0, 2, (5, 4)), rng.integers(4, size=5), rng.uniform(0.2, 0.4)


def _targets(t, s, K, right=None, other=None):
    """Targets with ``right`` at the label and ``other`` elsewhere; by default those of the exercise."""
    rows = np.eye(K)[t]
    right = 1 - s + s / K if right is None else right
    other = s / K if other is None else other
    return rows * right + (1 - rows) * other


def smoothed(kind=None):
    """The gradient of the smoothed cross-entropy by the scores, right or with one thing wrong."""

    def function(z, t, s):
        m, K = z.shape
        shapes = {"one-hot": (1, 0), "others only": (1 - s, s / (K - 1)), "sum below 1": (1 - s, s / K)}
        q = _targets(t, s, K, *shapes.get(kind, ()))
        if kind is None:
            return costs.softmax_cross_entropy_prime(z, q)
        y = activations.softmax(z)
        dz = (y - q) / m
        if kind == "softmax twice":
            return softmax_again(y, dz)
        if kind == "cross-entropy only":
            return -q / y / m
        return dz * {"sign": -1, "sum": m, "all entries": 1 / K}.get(kind, 1)

    return function
