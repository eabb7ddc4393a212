"""What exercise set 13 compares with: random inputs, healthy functions, and the same with something wrong."""

import numpy as np

from .. import activations
from .engine import Mistake

__all__ = [
    "bug", "chunk_inputs", "chunked", "deep", "deep_inputs", "in_turn", "line", "wrong_chunked", "wrong_deep",
    "wrong_line",
]  # fmt: skip


def bug(name, wrong, hint, found_by):
    """A mistake whose hint ends with the instrument that finds it."""
    return Mistake(name, wrong, f"{hint}\nWhat would have found it: {found_by}.")


def in_turn(rng, *choices):
    """The first of the choices in the first trial, the second in the second, …"""
    rng.spawn(1)  # draws nothing; the spawned are counted
    return choices[(rng.bit_generator.seed_seq.n_children_spawned - 1) % len(choices)]


def line(w, b, x, t):
    return wrong_line("nothing")(w, b, x, t)


def wrong_line(kind):
    """(loss, dw, db) of a line with something wrong; x has the shape (m, 1) and t the shape (m,)."""

    def wrong(w, b, x, t):
        flat = x[:, 0]
        error = w * flat + b - t  # (m,)
        square = w * x + b - t  # (m, m): the bug
        loss, dw, db = np.mean(error**2) / 2, np.mean(error * flat), np.mean(error)
        if kind in ("sick", "loss cured"):
            dw = np.mean(square * x)
        if kind in ("sick", "gradient cured"):
            loss = np.mean(square**2) / 2
        if kind == "along the targets":
            loss, dw = np.mean(square**2) / 2, np.mean(square * flat)
        if kind == "exchanged":
            dw, db = db, dw
        if kind == "second line":
            dw = np.mean(error * x)
        if kind == "without x":
            dw = db
        if kind == "sum":
            loss, dw, db = len(t) * loss, len(t) * dw, len(t) * db
        if kind == "sums of the gradient":
            dw, db = len(t) * dw, len(t) * db
        if kind == "no half":
            loss = 2 * loss
        if kind == "twice":
            dw, db = 2 * dw, 2 * db
        if kind == "no half, twice":
            loss, dw, db = 2 * loss, 2 * dw, 2 * db
        if kind == "sign":
            dw, db = -dw, -db
        return loss, dw, db

    return wrong


def _chunk(W, x, t):
    return x.T @ (activations.softmax(x @ W) - np.eye(W.shape[1])[t]) / len(x)


def chunk_inputs(rng):
    """(W, x, t, size): a last chunk that is shorter, whole chunks, a chunk larger than the batch, single examples."""
    m, n, K, size = in_turn(rng, (10, 4, 3, 4), (12, 2, 5, 4), (3, 5, 3, 8), (11, 3, 4, 3), (4, 3, 2, 1))
    return rng.normal(size=(n, K)), rng.normal(size=(m, n)), rng.integers(0, K, m), size


def chunked(W, x, t, size):
    return _chunk(W, x, t)


def wrong_chunked(kind):
    """The gradient of a batch, in chunks, with something wrong."""

    def wrong(W, x, t, size):
        m = len(x)
        if kind in ("array_split", "array_split, rounded down"):
            count = -(-m // size) if kind == "array_split" else max(1, m // size)
            parts = zip(np.array_split(x, count), np.array_split(t, count))
            return np.mean([_chunk(W, *part) for part in parts], axis=0)
        starts = range(0, m - m % size if "whole chunks" in kind else m, size)
        parts = [(_chunk(W, x[i : i + size], t[i : i + size]), len(x[i : i + size])) for i in starts]
        means = sum(g for g, _ in parts) + np.zeros_like(W)
        whole = sum(n * g for g, n in parts) + np.zeros_like(W)
        results = {
            "sick": lambda: means / len(parts), "sum of means": lambda: means, "size": lambda: means * size / m,
            "floor": lambda: means / (m // size), "per example": lambda: means / m, "sum": lambda: whole,
            "1/size": lambda: whole / (size * len(parts)), "chunks": lambda: whole / len(parts),
            "last": lambda: parts[-1][0], "whole chunks": lambda: means / len(parts),
            "mean of whole chunks": lambda: whole / m,
            "whole chunks or nothing": lambda: means / max(len(parts), 1),
            "whole chunks or all": lambda: means / len(parts) if parts else _chunk(W, x, t),
        }  # fmt: skip
        return results[kind]()

    return wrong


def deep_inputs(rng):
    """(Ws, bs, x, t) of tanh layers: first a square network, in which wrong indices run."""
    m, sizes = in_turn(
        rng, (5, (3, 3, 3, 3)), (4, (2, 5, 3, 4, 1)), (6, (4, 2)), (1, (3, 4, 2)), (3, (2, 3, 4, 3, 2, 4, 2))
    )
    Ws = [rng.normal(0, 0.7, shape) for shape in zip(sizes, sizes[1:])]
    bs = [rng.normal(0, 0.3, n) for n in sizes[1:]]
    return Ws, bs, rng.normal(size=(m, sizes[0])), rng.uniform(-1, 1, (m, sizes[-1]))


def deep(Ws, bs, x, t):
    return wrong_deep("nothing")(Ws, bs, x, t)


def wrong_deep(kind):
    """(dWs, dbs) of ½ mean ‖a − t‖² for tanh layers, with something wrong."""

    def wrong(Ws, bs, x, t):
        a, zs, L = [x], [], len(Ws)
        for W, b in zip(Ws, bs):
            zs.append(a[-1] @ W + b)
            a.append(np.tanh(zs[-1]))
        dWs, dbs = [np.zeros_like(W) for W in Ws], [np.zeros_like(b) for b in bs]
        dout = {
            "sum": a[-1] - t,
            "entries": (a[-1] - t) / t.size,
            "twice": 2 * (a[-1] - t) / len(x),
            "sign": (t - a[-1]) / len(x),
        }.get(kind, (a[-1] - t) / len(x))
        steps = {"sick": range(L - 1, 0, -1), "forwards": range(L), "last": range(L - 2, -1, -1)}
        for l in steps.get(kind, range(L - 1, -1, -1)):
            slopes = {
                "no slope": 1, "no slope at the end": 1 if l == L - 1 else 1 - a[l + 1] ** 2,
                "no slope at the start": 1 if l == 0 else 1 - a[l + 1] ** 2,
                "slope of z": 1 - zs[l] ** 2, "slope of the layer before": 1 - a[l] ** 2,
            }  # fmt: skip
            dz = dout * slopes.get(kind, 1 - a[l + 1] ** 2)
            into = a[l + 1] if kind == "output for input" else zs[l - 1] if kind == "z for a" and l else a[l]
            dWs[l] = dz.T @ into if kind == "transposed" else into.T @ dz
            dbs[l] = dz.mean(axis=0) if kind == "bias means" else dz.sum(axis=0)
            back = Ws[l - 1] if kind == "W of the layer before" else Ws[l]
            dout = (dout if kind == "slope lost" else dz) @ (back if kind == "not transposed" else back.T)
        if kind == "reversed":
            return dWs[::-1], dbs[::-1]
        if kind == "weights only":
            dbs[0] = np.zeros_like(bs[0])
        if kind == "biases only":
            dWs[0] = np.zeros_like(Ws[0])
        return dWs, dbs

    return wrong
