"""What exercise set 12 compares with: random inputs, the right answers, and answers gone wrong."""

import numpy as np

from .. import activations, layers, models
from .set_08_reference import in_turn

__all__ = [
    "allowed", "asked_of_tanh", "dead", "deep_batch",
    "network_with_dead_units", "norms", "steps_inputs", "tanh_inputs", "wrong_dead", "wrong_norms",
    "wrong_steps", "wrong_tanh",
]  # fmt: skip


def tanh_inputs(rng):
    """(a, y): outputs of tanh and targets, in the last trial also targets in between."""
    shape = in_turn(rng, (6,), (3, 2), (1,), (2, 4))
    a = np.tanh(rng.normal(size=shape))
    return a, in_turn(rng, *3 * [rng.choice([-1.0, 1.0], shape)], rng.uniform(-1, 1, shape))


def asked_of_tanh(a, y):
    return wrong_tanh("nothing")(a, y)


def wrong_tanh(kind):
    """ln 2 − (1 − y)/2 · ln(1 − a) − (1 + y)/2 · ln(1 + a) with one thing wrong."""

    def wrong(a, y):
        below, above = (1 - y) / 2, (1 + y) / 2
        if kind == "swapped":
            below, above = above, below
        if kind == "no half":
            below, above = 1 - y, 1 + y
        first, second = below * np.log(1 - a), above * np.log(1 + a)
        whole = {
            "inner derivative": np.log(2) + first - second, "no constant": -first - second,
            "sign": first + second - np.log(2), "sign of the constant": -first - second - np.log(2),
            "other sign": np.log(2) - first + second, "quadratic": (a - y) ** 2 / 2, "slope": (a - y) / (1 - a**2),
            "entropy": -y * np.log(np.abs(a)) - (1 - y) * np.log(1 - a), "no half": 2 * np.log(2) - first - second,
            "mean": np.mean(np.log(2) - first - second), "the gradient": a - y,
            "two targets": np.log(2) - np.where(y > 0, np.log(1 + a), np.log(1 - a)),
            "wrong constant": np.log(4) - first - second,
            "log2": 1 - (first + second) / np.log(2),
        }  # fmt: skip
        return whole.get(kind, np.log(2) - first - second)

    return wrong


def _drawn_steps(rng):
    """(nv, s, fraction): products between 0.05 and 0.9, and a number of steps that is not nearly whole."""
    while True:
        nv = float(rng.choice((1.0, 2.0, 0.5, 16.0)))
        s = rng.uniform(0.05, 0.9) / nv
        fraction = 10 ** rng.uniform(-8, -0.5)
        steps = 2 * np.log(fraction) / np.log(nv * s)
        if 0.1 < steps % 1 < 0.9:
            return nv, s, fraction


def steps_inputs(rng):
    """As ``_drawn_steps``; the first are sigmoids with v = 1/n, the second allows no step, the fourth hundreds."""
    drawn = _drawn_steps(rng)
    fixed = (1.0, 1 / 16, 1e-3), (0.5, 0.3, 0.6), (2.0, 0.1, 0.015), (0.5, 1.9, 1e-4), (16.0, 0.02, 3e-7)
    return in_turn(rng, *fixed, drawn, drawn, drawn)


def allowed(nv, s, fraction):
    return wrong_steps("nothing")(nv, s, fraction)


def wrong_steps(kind):
    """The number of affordable steps with one thing wrong."""

    def wrong(nv, s, fraction):
        factor = {"no nv": s, "slope squared again": nv * s**2}.get(kind, nv * s)
        if kind == "root of s":
            factor = (nv * s**0.5) ** 2
        root = {"no root": 1, "root twice": 0.25, "wrong side": 2}.get(kind, 0.5)
        steps = np.log(fraction) / (root * np.log(factor))
        if kind == "natural for ten":
            steps = 2 * np.log(fraction) / np.log10(factor)
        if kind == "not rounded":
            return steps
        if kind == "rounded":
            return round(steps)
        return int(steps) + {"one too many": 1, "one too few": -1, "layers": 2}.get(kind, 0)

    return wrong


def network_with_dead_units(rng):
    """(Ws, bs, x): one to three hidden layers, with units that are off for all, at 0 for all, or off for many."""
    sizes, m = in_turn(rng, ((4, 9, 3), 7), ((3, 8, 7, 2), 5), ((5, 6, 8, 7, 4), 1), ((2, 10, 6, 5), 12))
    Ws = [rng.normal(size=pair) for pair in zip(sizes, sizes[1:])]
    bs = [rng.normal(0, 0.5, n) for n in sizes[1:]]
    for W, b in zip(Ws, bs):
        b[rng.integers(len(b))] = -1e3
        k = rng.integers(len(b))
        W[:, k] = b[k] = 0
        if len(b) > 6:  # not dead, though it looks so
            k = (k + 1) % len(b)
            W[:, k], b[k] = 0, 1e-10
    return Ws, bs, rng.normal(size=(m, sizes[0]))


def dead(Ws, bs, x):
    return wrong_dead("nothing")(Ws, bs, x)


def wrong_dead(kind):
    """The list of counts with one thing wrong."""

    def wrong(Ws, bs, x):
        counts, a = [], x
        last = None if kind == "the last layer too" else -1
        for W, b in zip(Ws[:last], bs[:last]):
            z = a @ W + (0 if kind == "no bias" else b)
            a = z if kind == "no relu" else np.maximum(z, 0)
            off = z < 0 if kind == "strictly" else z <= 1e-8 if kind == "nearly" else z <= 0
            off = off[:1] if kind == "first example" else off
            if kind == "pairs":
                counts.append(int(off.sum()))
            elif kind == "mean":
                counts.append(int(np.sum(z.mean(axis=0) <= 0)))
            else:
                some = np.any if kind == "for any example" else np.all
                whole = some(off, axis=1 if kind == "examples" else 0)
                counts.append(int(np.sum(~whole if kind == "living" else whole)))
        return sum(counts) if kind == "sum" else counts

    return wrong


def deep_batch(rng):
    """(Ws, x, t) of networks of one to five layers; the third batch is one example, of class 0; in the fourth
    the last class does not occur."""
    sizes, m = in_turn(rng, ((4, 6, 5, 3), 6), ((3, 4), 5), ((5, 4, 4, 6, 3), 1), ((2, 7, 5, 6, 4, 3), 4))
    Ws = [rng.normal(0, 1.2 / n**0.5, (n, k)) for n, k in zip(sizes, sizes[1:])]
    classes = {1: 1, 4: sizes[-1] - 1}.get(m, sizes[-1])
    return Ws, rng.normal(size=(m, sizes[0])), rng.integers(classes, size=m)


def norms(Ws, x, t):
    stack = []
    for W in Ws:
        affine = layers.Affine(*W.shape, rng=0)
        affine.W = W
        stack += [affine, layers.Tanh()]
    grads = models.Sequential(stack[:-1]).gradient(x, t)
    return [float(np.linalg.norm(grads[f"W{l}"])) for l in range(1, len(Ws) + 1)]


def wrong_norms(kind):
    """The norms of the weight gradients with one thing wrong."""

    def wrong(Ws, x, t):
        inputs, zs, m = [x], [x], len(t)
        for W in Ws:
            zs.append(inputs[-1] @ W)
            inputs.append(np.tanh(zs[-1]))
        scores = inputs.pop() if kind == "tanh at the end" else inputs.pop() * 0 + zs[-1]
        y = scores if kind == "no softmax" else activations.softmax(scores)
        D = (y - (0 if kind == "no target" else np.eye(y.shape[1])[t])) / (1 if kind == "sum" else m)
        result = []
        for W, a, z in zip(reversed(Ws), reversed(inputs), reversed(zs[:-1])):
            g = (z if kind == "z for a" else a).T @ D
            measure = {
                "squares": np.sum(g**2), "mean square": np.mean(g**2) ** 0.5, "stretch": np.linalg.norm(g, 2),
                "largest": np.abs(g).max(), "of D": np.linalg.norm(D), "absolute": np.abs(g).sum(),
                "1/m twice": np.linalg.norm(g) / m,
            }  # fmt: skip
            result.append(float(measure.get(kind, np.linalg.norm(g))))
            slope = {
                "no slope": 1,
                "slope of z": 1 - z**2,
                "sigmoid": a * (1 - a),
                "tanh again": 1 - np.tanh(a) ** 2,
            }
            D = (D @ W.T) * slope.get(kind, 1 - a**2)
        return result if kind == "reversed" else result[::-1]

    return wrong
