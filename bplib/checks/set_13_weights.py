"""Exercise 13.3: first weights. There are many right answers; those that are not are told what is alike."""

import numpy as np

from .compare import describe
from .engine import Exercise
from .set_13_reference import bug, in_turn

__all__ = ["WEIGHTS"]


def _sizes(rng):
    return in_turn(rng, [40, 30, 30, 20], [25, 60], [30, 30, 30, 30]), int(rng.integers(1, 1000))


def _weights(sizes, seed):
    rng = np.random.default_rng(seed)
    return [rng.normal(0, n**-0.5, (n, k)) for n, k in zip(sizes, sizes[1:])]


def _by_unit(seed_of):
    """Weights with a generator of its own for each unit k of layer l, whose seed is seed_of(seed, l, k)."""

    def weights(sizes, seed):
        return [
            np.stack(
                [np.random.default_rng(seed_of(seed, l, k)).normal(0, n**-0.5, n) for k in range(n_out)],
                axis=1,
            )
            for l, (n, n_out) in enumerate(zip(sizes, sizes[1:]))
        ]

    return weights


def _multiples(columns):
    """A pair of columns that are multiples of each other, or None."""
    unit = columns / np.linalg.norm(columns, axis=0)
    found = np.argwhere(np.triu(np.abs(unit.T @ unit) > 0.9999, k=1))
    return tuple(int(i) for i in found[0]) if len(found) else None


def _units(got, sizes, seed):
    shapes = list(zip(sizes, sizes[1:]))
    if not isinstance(got, list | tuple) or len(got) != len(shapes):
        return (
            f"The answer should be a list of {len(shapes)} arrays, one for each pair of neighbors in sizes."
        )
    for l, (W, shape) in enumerate(zip(got, shapes)):
        if not isinstance(W, np.ndarray) or W.shape != shape or W.dtype.kind != "f":
            return f"Array {l} of the list should have shape {shape} and hold floats; it is {describe(W)}."
        if not np.isfinite(W).all():
            return f"Array {l} of the list holds a number that is not finite."
        if not W.any(axis=0).all():
            return f"In array {l} there are units whose weights are all 0.{_FOUND_BY}"
        pair = _multiples(W)
        if pair:
            same = "still equal" if np.array_equal(*W[:, pair].T) else "multiples of each other"
            return f"The columns {pair[0]} and {pair[1]} of array {l} are {same}.{_FOUND_BY}"
        pair = _multiples(W.T)
        if pair:
            return (
                f"The rows {pair[0]} and {pair[1]} of array {l} are multiples of each other: the units cannot tell"
                f" the inputs {pair[0]} and {pair[1]} apart.{_FOUND_BY}"
            )
    for l, W in enumerate(got):
        for k, V in enumerate(got[:l]):
            n, count = min(len(V), len(W)), min(V.shape[1], W.shape[1])
            starts = np.stack([V.ravel()[:20], W.ravel()[:20]], axis=1)
            both = np.concatenate([V[:n, :count], W[:n, :count]], axis=1)
            if _multiples(starts) or _multiples(both):
                return f"The units of array {l} begin with the same random numbers as those of array {k}. {_AGAIN}"
    for l, W in enumerate(got):
        ratio = W.std() * len(W) ** 0.5
        if not 0.85 < ratio < 1.15:
            return f"The standard deviation of array {l} is {ratio:.2g} times 1/√n_in.{_SPREAD}"
        if abs(W.mean()) > 5 / (W.size * len(W)) ** 0.5:
            return f"The mean of array {l} is {W.mean():.2g}, and should be near 0.{_SPREAD}"
    return True


_FOUND_BY = "\nWhat would have found it: weights compared."
_AGAIN = "How often is a generator made from the seed?\nWhat would have found it: weights compared, between the layers."
_SPREAD = "\nWhat would have found it: loss at initialization."
_SEED = "Every unit makes a generator of its own from the same seed, and draws the same numbers from it."

WEIGHTS = Exercise(
    "13.3", _weights, _sizes,
    (
        bug("the bug is still there", _by_unit(lambda seed, l, k: seed), _SEED, "weights compared"),
        bug(
            "the units of a layer are equal, the layers differ", _by_unit(lambda seed, l, k: seed + l),
            "Now every layer has a seed of its own. Inside a layer all units still have the same one.",
            "weights compared",
        ),
        bug(
            "each layer begins with the same numbers", _by_unit(lambda seed, l, k: seed + k),
            "The units of a layer differ now. But unit 0 of one layer and unit 0 of the next use the same seed.",
            "weights compared, between the layers",
        ),
        bug(
            "the seeds of the layers overlap", _by_unit(lambda seed, l, k: seed + l + k),
            "Unit 1 of a layer and unit 0 of the next one have the same seed: sums of small numbers coincide.",
            "weights compared, between the layers",
        ),
        bug(
            "one seed for each layer", lambda sizes, seed: [
                np.random.default_rng(seed).normal(0, n**-0.5, (n, k)) for n, k in zip(sizes, sizes[1:])
            ],
            "Inside a layer the units differ. But every layer makes its generator anew from the same seed.",
            "weights compared, between the layers",
        ),
        bug(
            "the spread is lost", lambda sizes, seed: [W * n**0.5 for W, n in zip(_weights(sizes, seed), sizes)],
            "The units differ, but their weights have the standard deviation 1.",
            "loss at initialization",
        ),
    ),
    see="chapter 5, “Equal weights stay equal”", accept=_units,
    remark="What would have found it: weights compared. No two columns of a weight matrix may be equal, before"
    " training and after. The gradient check passes: the gradients of equal units are right, and equal.",
)  # fmt: skip
