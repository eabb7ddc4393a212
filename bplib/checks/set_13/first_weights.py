"""Exercise 13.3: first weights. There are many right answers; those that are not are told what is alike."""

import numpy as np

from ..engine import Exercise, describe, in_turn
from .bug import bug

__all__ = ["FIRST_WEIGHTS"]


def _sizes(rng):
    """(sizes, seed): seed 0 too, and few inputs, where rounding shows."""
    any_seed = int(rng.integers(1, 1000))
    sizes, seed = in_turn(
        rng,
        ([40, 30, 30, 20], any_seed),
        ([25, 60], any_seed),
        ([36, 30, 24], 0),
        ([8, 400], any_seed),
        ([30, 30, 30, 30], any_seed),
    )
    return sizes, seed


def _healthy(sizes, seed):
    rng = np.random.default_rng(seed)
    return [rng.normal(0, n**-0.5, (n, k)) for n, k in zip(sizes, sizes[1:])]


def _three(weights):
    """The function ``three`` of the exercise, with these weights: twice the same seed, then the next one."""
    return lambda sizes, seed: [weights(sizes, s) for s in (seed, seed, seed + 1)]


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
    if (
        not isinstance(got, list | tuple)
        or len(got) != 3
        or any(np.ndim(W) == 2 for W in got if hasattr(W, "ndim"))
    ):
        return "Give the function three to the check, as it stands in the exercise."
    for Ws in got:
        problem = _of_one(Ws, list(zip(sizes, sizes[1:])))
        if problem:
            return problem
    if not all(np.array_equal(a, b) for a, b in zip(got[0], got[1])):
        return (
            "first_weights was called twice with the same sizes and the same seed, and the weights are different: they"
            " depend on something else. A generator without a seed? One from outside, which goes on from call to"
            " call?\nWhat would have found it: a second call."
        )
    for l, (a, b) in enumerate(zip(got[0], got[2])):
        if np.array_equal(a, b):
            return f"Array {l} is the same for seed {seed} and seed {seed + 1}. Where does the seed go in?"
    z = np.concatenate([(W / W.std()).ravel() for Ws in got[1:] for W in Ws])
    far = np.mean(np.abs(z) > 2)
    if abs(far - 0.0455) > 4.5 * (0.0455 * 0.9545 / len(z)) ** 0.5:
        return (
            f"{far:.1%} of the weights are farther than two standard deviations from 0. Of normally distributed ones"
            " 4.6% are. From which distribution are yours?"
        )
    return True


def _of_one(got, shapes):
    """What is wrong with the weights of one call, or an empty string."""
    if got is None:
        return "first_weights returned None. Does it end with a return statement?"
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
        if abs(ratio - 1) > 5 / (2 * W.size) ** 0.5:
            found = _LARGE if ratio > 1 else _SMALL
            return f"The standard deviation of array {l} is {ratio:.2g} times 1/√n_in.{found}"
        if abs(W.mean()) > 5 / (W.size * len(W)) ** 0.5:
            return f"The mean of array {l} is {W.mean():.2g}, and should be near 0."
    return ""


_FOUND_BY = "\nWhat would have found it: weights compared."
_AGAIN = "How often is a generator made from the seed?\nWhat would have found it: weights compared, between the layers."
_LARGE = "\nWhat would have found it, if it is far too large: loss at the start."
_SMALL = "\nWhat would have found it: only the standard deviation itself. Loss and accuracy at the start do not see it."
_SEED = "Every unit makes a generator of its own from the same seed, and draws the same numbers from it."

FIRST_WEIGHTS = Exercise(
    "13.3", _three(_healthy), _sizes,
    (
        bug("the bug is still there", _three(_by_unit(lambda seed, l, k: seed)), _SEED, "weights compared"),
        bug(
            "the units of a layer are equal, the layers differ", _three(_by_unit(lambda seed, l, k: seed + l)),
            "Now every layer has a seed of its own. Inside a layer all units still have the same one.",
            "weights compared",
        ),
        bug(
            "each layer begins with the same numbers", _three(_by_unit(lambda seed, l, k: seed + k)),
            "The units of a layer differ now. But unit 0 of one layer and unit 0 of the next use the same seed.",
            "weights compared, between the layers",
        ),
        bug(
            "the seeds of the layers overlap", _three(_by_unit(lambda seed, l, k: seed + l + k)),
            "Unit 1 of a layer and unit 0 of the next one have the same seed: sums of small numbers coincide.",
            "weights compared, between the layers",
        ),
        bug(
            "one seed for each layer",
            _three(lambda sizes, seed: [_healthy(pair, seed)[0] for pair in zip(sizes, sizes[1:])]),
            "Inside a layer the units differ. But every layer makes its generator anew from the same seed.",
            "weights compared, between the layers",
        ),
        bug(
            "a seed that is written into the code", _three(lambda sizes, seed: _healthy(sizes, 42)),
            "The weights are always the same ones. Where does the argument seed go in?", "a call with another seed",
        ),
        bug(
            "the spread is lost",
            _three(lambda sizes, seed: [W * n**0.5 for W, n in zip(_healthy(sizes, seed), sizes)]),
            "The units differ, but their weights have the standard deviation 1.",
            "loss at the start",
        ),
        bug(
            "the variance in place of the standard deviation",
            _three(lambda sizes, seed: [W / n**0.5 for W, n in zip(_healthy(sizes, seed), sizes)]),
            "The second argument of normal is a standard deviation. Yours is 1/n_in, as if it were a variance.",
            "only the standard deviation itself; loss and accuracy at the start do not see small weights",
        ),
    ),
    see="chapter 13b, “24. The first weights”", accept=_units, trials=5,
    remark="What would have found it: weights compared. No two columns of a weight matrix may be equal, before"
    " training and after. The gradient check passes: the gradients of equal units are right, and equal.",
)  # fmt: skip
