"""What set 11 holds answers against: references and wrong variants of the two-layer network."""

import numpy as np

from .. import activations, costs
from ..models import TwoLayerNet

__all__ = [
    "far_rows",
    "gradient",
    "hopeless_rows",
    "inputs",
    "normalized",
    "picked",
    "predict",
    "scores_and_labels",
    "smoothed",
    "smoothing_inputs",
    "unshifted_loss",
    "wrong_gradient",
    "wrong_predict",
]


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
        if kind in ("no biases", "no b1"):
            b1 = 0
        if kind in ("no biases", "no b2"):
            b2 = 0
        z1 = x @ W1 + b1
        a1 = {"no relu": z1, "sigmoid": activations.sigmoid(z1)}.get(kind, activations.relu(z1))
        z2 = a1 @ W2 + b2
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
        z2 = a1 @ W2 + params["b2"]
        y = z2 if kind == "no softmax" else activations.softmax(z2)
        targets = np.eye(y.shape[1])[t]
        if kind == "all columns":  # D[:, t] -= 1 takes 1 off whole columns, once each
            targets = np.tile(targets.max(axis=0), (m, 1))
        dz2 = (y - targets) / m
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
        if kind == "no mask for b1":
            grads["b1"] = da1.sum(axis=0)
        too_small = {"bias means": ("b1", "b2"), "mean of b1": ("b1",), "weights twice": ("W1", "W2")}
        for name in too_small.get(kind, ()):
            grads[name] = grads[name] / m
        if kind == "bias rows":
            grads.update(b1=grads["b1"][None], b2=grads["b2"][None])
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


def scores_and_labels(rng):
    """Scores of 13 images, of which 7 or 8 are read right, and on which different mistakes give different numbers."""
    m, K = 13, 6
    t = np.concatenate([[0], rng.permutation(np.arange(1, m) % K)])  # three times 0
    scores = -rng.uniform(0.5, 3, (m, K))
    right = rng.integers(7, 9)
    rows = np.arange(m)
    scores[rows, np.where(rows < right, t, (t + 1) % K)] += 9
    scores[-1, t[-1]] -= 9  # one whose smallest score is at the label
    scores[0, 0] = 30  # the largest of all has index 0, also in the flat array
    chosen = rows[1:5]
    scores[chosen, t[chosen]] = t[chosen]  # four whose largest score happens to be the label
    return scores, t


def far_rows(rng):
    """Rows far above 0, far below it, and spread over both. In the last, no entry at an edge is the largest."""
    z = rng.normal(0, 2, (5, 5))
    z[0] += 10_000
    z[1] -= 10_000
    z[2] += [6_000, *rng.permutation([10_000, 0, -10_000]), -6_000]
    return (z,)


def hopeless_rows(rng):
    """Rows far above 0, far below it and spread over both; the right label of the last has a probability of 0."""
    m, K = 6, 4
    z, t = rng.normal(0, 2, (m, K)), rng.integers(K, size=m)
    z[0] += 10_000
    z[1] -= 10_000
    z[2] += [6_000, *rng.permutation([10_000, -10_000]), -6_000]
    t[2] = (z[2].argmax() + 1) % K
    return z, t


def normalized(z, shift=0, axis=1):
    e = np.exp(z - shift)
    return e / e.sum(axis=axis, keepdims=True)


def picked(z, t):
    """Probabilities of the right labels; 0 where they underflow."""
    return activations.softmax(z)[np.arange(len(t)), t]


def unshifted_loss(z, t):
    y = normalized(z)[np.arange(len(t)), t]
    return -np.log(y).mean()
