"""What exercise set 8 compares with: random inputs, the tested layers, and layers gone wrong."""

import numpy as np

from .. import activations, layers, models

__all__ = [
    "affine", "affine_inputs", "block", "block_inputs", "deep", "deep_inputs", "in_turn", "logits_gradient",
    "scores_and_labels", "shared", "shared_inputs", "softmax_alone", "wrong_block", "wrong_deep",
    "wrong_logits", "wrong_shared",
]  # fmt: skip


def in_turn(rng, *choices):
    """The first of the choices in the first trial, the second in the second, …"""
    rng.spawn(1)  # draws nothing; the spawned are counted
    return choices[(rng.bit_generator.seed_seq.n_children_spawned - 1) % len(choices)]


def affine_inputs(rng):
    """(x, W, dout): first with a square W, with which a forgotten transpose runs, then with others."""
    m, n_in, n_out = in_turn(rng, (5, 3, 3), (4, 2, 5), (6, 4, 3))
    return rng.normal(size=(m, n_in)), rng.normal(size=(n_in, n_out)), rng.normal(size=(m, n_out))


def affine(x, W, dout):
    layer = layers.Affine(*W.shape, rng=0)
    layer.W = W
    layer.forward(x)
    return layer.backward(dout), layer.dW, layer.db


def scores_and_labels(rng):
    """(z, t): rows of scores, two of them far from the others, and a class that is no label.

    In the second batch that is the last class: the labels do not tell how many classes there are.
    """
    K, labels = in_turn(rng, (4, [0, 1, 1, 3, 3]), (4, [0, 1, 1, 2, 2]), (3, [0, 0, 2, 2, 2, 0]))
    z = rng.normal(0, 1.5, (len(labels), K))
    z[1] += 1000
    z[3] -= 1000
    return z, rng.permutation(labels)


def logits_gradient(z, t):
    layer = layers.SoftmaxWithLoss()
    layer.forward(z, t)
    return layer.backward()


def _probabilities(kind, z):
    """The softmax of the rows of z with one thing wrong."""
    if kind == "columns":
        return activations.softmax(z, axis=0)
    if kind == "no softmax":
        return z
    shift = {"overflow": 0, "whole, overflow": 0, "one maximum": z.max(), "whole": z.max()}
    e = np.exp(z - shift.get(kind, z.max(axis=1, keepdims=True)))
    return e / (e.sum() if kind.startswith("whole") else e.sum(axis=1, keepdims=True))


def wrong_logits(kind):
    """The gradient of softmax with cross-entropy with one thing wrong."""

    def wrong(z, t):
        m, K = z.shape
        T, y = np.eye(K)[t], _probabilities(kind, z)
        if kind == "all columns":
            T = np.tile(T.max(axis=0), (m, 1))
        elif kind == "labels":
            T = t[:, None]
        elif kind in ("no target", "no target, no mean"):
            T = 0
        dz = (y - T) / m
        if kind == "softmax twice":
            dz = softmax_alone(y, dz)
        factors = {"sign": -1, "sum": m, "no target, no mean": m, "1/m twice": 1 / m, "all entries": 1 / K}
        return dz * factors.get(kind, 1)

    return wrong


def softmax_alone(y, dout):
    return y * (dout - (dout * y).sum(axis=1, keepdims=True))


def shared_inputs(rng):
    m, n = 5, 3
    return rng.normal(0, 0.6, (n, n)), rng.normal(size=(m, n)), rng.normal(size=(m, n))


def shared(W, x, dout):
    return wrong_shared("nothing")(W, x, dout)


def wrong_shared(kind):
    """∂/∂W of Σ dout · tanh(tanh(x W) W), with one thing wrong."""

    def wrong(W, x, dout):
        z1 = x @ W
        a1 = np.tanh(z1)
        z2 = a1 @ W
        a2 = np.tanh(z2)
        d2 = dout * {"no slope at the end": 1, "slope of z": 1 - z2**2}.get(kind, 1 - a2**2)
        back = d2 if kind == "not sent back" else d2 @ (W if kind == "not transposed" else W.T)
        slope = {"no slope inside": 1, "slope of a": 1 - np.tanh(a1) ** 2, "wrong cache": 1 - a2**2}
        slope["slope of z"] = 1 - z1**2
        d1 = back * slope.get(kind, 1 - a1**2)
        first, second = x.T @ d1, a1.T @ d2
        if kind == "input twice":
            second = x.T @ d2
        whole = {
            "first only": first, "second only": second, "mean": (first + second) / 2, "first twice": 2 * first,
            "second twice": 2 * second, "1/m": (first + second) / len(x),
        }  # fmt: skip
        return whole.get(kind, first + second)

    return wrong


def block_inputs(rng):
    """(x, W, b, dout); one entry of the ReLU's input is exactly 0."""
    m, n = in_turn(rng, (5, 3), (4, 2), (6, 4))
    x, W, b, dout = (rng.normal(size=shape) for shape in ((m, n), (n, n), n, (m, n)))
    x[1], b[0] = 0, 0
    return x, W, b, dout


def block(x, W, b, dout):
    return wrong_block("nothing")(x, W, b, dout)


def wrong_block(kind):
    """Backward of x + ReLU(x W + b) with one thing wrong."""

    def wrong(x, W, b, dout):
        z = x @ W if kind == "no bias" else x @ W + b
        masks = {
            "mask of dout": dout > 0, "no mask": 1, "mask of x": x > 0, "inverted": z <= 0, "at 0": z >= 0,
            "mask of the output": x + np.maximum(z, 0) > 0,
        }  # fmt: skip
        dz = dout * masks.get(kind, z > 0)
        skip = {"masked": dz, "no way around": 0, "the input itself": x}.get(kind, dout)
        WT = W if kind == "not transposed" else W.T
        dx = (dz + dout) @ WT if kind == "both through W" else dz @ WT + skip
        if kind == "only around":
            dx = dout
        if kind == "mask for dx only":
            dz = dout
        m = len(x) if kind == "1/m" else 1
        return dx, x.T @ dz / m, dz.sum(axis=0) / m

    return wrong


def deep_inputs(rng):
    """(params, x, t) of a network of three layers; the second batch lacks the last class."""
    small = (5, 6, 4, 3)
    sizes, labels = in_turn(
        rng,
        (small, [0, 0, 1, 1, 1, 2, 2]),
        (small, [0, 0, 1, 1, 1, 0, 1]),
        ((3, 5, 6, 4), [0, 1, 1, 3, 3, 2]),
    )
    params = {}
    for l, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        params[f"W{l}"] = rng.normal(0, 0.8, (n_in, n_out))
        params[f"b{l}"] = rng.normal(0, 0.5, n_out)
    return (
        params,
        rng.normal(size=(len(labels), sizes[0])),
        rng.permutation(labels),
    )


def deep(params, x, t):
    sizes = [(params[f"W{l}"].shape) for l in (1, 2, 3)]
    one, two, three = (layers.Affine(*size, rng=0) for size in sizes)
    net = models.Sequential([one, layers.Tanh(), two, layers.ReLU(), three])
    net.params.update(params)
    return net.gradient(x, t)


def wrong_deep(kind):
    """The gradient of Affine, Tanh, Affine, ReLU, Affine, softmax with one thing wrong."""

    def wrong(params, x, t):
        W1, W2, W3 = (params[f"W{l}"] for l in (1, 2, 3))
        b1, b2, b3 = (params[f"b{l}"] for l in (1, 2, 3))
        relu, tanh = activations.relu, np.tanh
        first, second = (relu, tanh) if kind == "swapped" else (tanh, relu)
        z1 = x @ W1 + b1
        a1 = first(z1)
        z2 = a1 @ W2 + b2
        a2 = second(z2)
        z3 = a2 @ W3 + b3
        if kind == "relu at the end":
            z3 = relu(z3)
        m, K = z3.shape
        T = np.eye(K)[t]
        if kind == "all columns":
            T = np.tile(T.max(axis=0), (m, 1))
        d3 = ((z3 if kind == "no softmax" else activations.softmax(z3)) - T) / m
        if kind == "softmax twice":
            d3 = softmax_alone(activations.softmax(z3), d3)
        d3 = d3 * {"sum": m, "sign": -1, "1/m twice": 1 / m}.get(kind, 1)
        tanh_slope = {
            "slope of z": 1 - z1**2, "slope without square": 1 - a1, "no tanh slope": 1,
            "sigmoid slope": a1 * (1 - a1), "slopes swapped": z1 > 0,
        }  # fmt: skip
        mask = {"mask >= 0": 1, "mask of dout": d3 @ W3.T > 0, "a2 for the mask": a2}.get(kind, z2 > 0)
        if kind == "swapped":
            d2 = (d3 @ W3.T) * (1 - a2**2)
            d1 = (d2 @ W2.T) * (z1 > 0)
        else:
            d2 = (d3 @ W3.T) * (1 - a2**2 if kind == "slopes swapped" else mask)
            d1 = (d2 @ W2.T) * tanh_slope.get(kind, 1 - a1**2)
        befores = (x, z1, z2) if kind == "z for a" else (x, a1, a2)
        grads = {}
        for l, (before, d) in enumerate(zip(befores, (d1, d2, d3)), start=1):
            dW = before.T @ d
            grads[f"W{l}"] = dW.T if kind == "transposed" else dW / m if kind == "weights twice" else dW
            grads[f"b{l}"] = d.mean(axis=0) if kind == "bias means" else d.sum(axis=0)
        return grads

    return wrong
