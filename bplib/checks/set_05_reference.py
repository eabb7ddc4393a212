"""What exercise set 5 compares with: the tested network, random inputs, and forward passes gone wrong."""

import numpy as np

from ..activations import sigmoid, sigmoid_prime
from ..network import Network

__all__ = [
    "flat_batch", "flat_feedforward", "last_only", "layer_inputs", "one_unit", "output", "parameters", "saturated",
    "square_first", "tested_feedforward", "trial", "unit_inputs",
]  # fmt: skip


def network(weights, biases):
    net = Network([weights[0].shape[1], *map(len, weights)], rng=0)
    net.weights, net.biases = weights, biases
    return net


def trial(rng):
    """1 for the first inputs drawn from rng, 2 for the second, and so on."""
    rng.spawn(1)  # draws nothing; the spawned are counted
    return rng.bit_generator.seed_seq.n_children_spawned


def _parameters(rng, sizes):
    weights = [rng.normal(size=(n, k)) for n, k in zip(sizes[1:], sizes)]
    return weights, [rng.normal(size=(n, 1)) for n in sizes[1:]]


def unit_inputs(rng):
    """First a tall matrix, so that W[k, j] exists for every k, then wide ones; j is within, then 0."""
    number = trial(rng)
    n_out, n_in = (int(rng.integers(6, 9)), 4) if number == 1 else (4, int(rng.integers(6, 9)))
    arrays = (rng.normal(size=shape) for shape in ((n_out, n_in), (n_out, 1), (n_in, 1)))
    return *arrays, 0 if number == 3 else int(rng.integers(1, 3))


_BIASES = {
    "own": lambda b, j, n: b[j, 0],
    "none": lambda b, j, n: 0,
    "minus": lambda b, j, n: -b[j, 0],
    "each": lambda b, j, n: n * b[j, 0],
    "first": lambda b, j, n: b[0, 0],
    "last k": lambda b, j, n: b[n - 1, 0],
    "all": lambda b, j, n: b[:n, 0].sum(),
}


def one_unit(
    *, transpose=False, bias="own", squash=False, keep=slice(None), off=0, activation="k", shorter=False
):
    """z_j with one thing changed."""

    def weighted(W, b, a, j):
        j -= off
        n = W.shape[1]
        row = W[:n, j] if transpose else W[j]
        terms = [row[k] * (a[k, 0] if activation == "k" else a[j, 0]) for k in range(n)]
        z = sum(terms[: min(W.shape)] if shorter else terms[keep]) + _BIASES[bias](b, j, n)
        return sigmoid(z) if squash else z

    return weighted


def square_first(rng):
    """A network and one example: first with equal layers, in which a wrong layer runs, then others, then more."""
    number = trial(rng)
    sizes = [3] * 4 if number == 1 else [4, 2, *(int(n) for n in rng.integers(5, 8, size=number))]
    return *_parameters(rng, sizes), rng.normal(size=(sizes[0], 1))


def parameters(rng):
    """Three matrices, then two with a single output unit, then four."""
    return _parameters(rng, ([2, 4, 3, 5], [3, 2, 1], [5, 3, 4, 2, 6])[trial(rng) - 1])


def output(layers, squash=True):
    """The forward pass through ``weights[i]`` for the i of ``layers(number of matrices)``."""

    def passed(weights, biases, x):
        a = x
        for i in layers(len(weights)):
            z = weights[i] @ a + biases[i]
            a = sigmoid(z) if squash else z
        return a

    return passed


def flat_batch(rng):
    """First as many examples as there are units in each layer, then another number, then one, with more layers."""
    sizes, m = (([4] * 3, 4), ([2, 4, int(rng.integers(5, 8))], 3), ([3, 5, 2, 4], 1))[trial(rng) - 1]
    weights, biases = _parameters(rng, sizes)
    return weights, [b[:, 0] for b in biases], rng.normal(size=(sizes[0], m))


def tested_feedforward(weights, flat_biases, X):
    return network(weights, [b.reshape(-1, 1) for b in flat_biases]).feedforward(X)


def flat_feedforward(
    *,
    wrong_axis=False,
    transpose=False,
    bias=True,
    first=False,
    hidden=True,
    last=True,
    layers=None,
    rows=False,
):
    """The forward pass of a batch with one thing changed."""

    def passed(weights, flat_biases, X):
        A = sigmoid(X) if first else X
        for l, (W, b) in list(enumerate(zip(weights, flat_biases), start=1))[:layers]:
            A = (W.T if transpose else W) @ A + (b if wrong_axis else b.reshape(-1, 1)) * bias
            A = sigmoid(A) if (last if l == len(weights) else hidden) else A
        return A.T if rows else A

    return passed


def last_only(weights, flat_biases, X):
    """X goes into every layer, and only the last result is left."""
    return sigmoid(weights[-1] @ X + flat_biases[-1].reshape(-1, 1))


def layer_inputs(rng):
    """Weights of any shape, pixels, and a slope: at first one so high that no share is 0. Later no pixel is 16."""
    first = trial(rng) == 1
    below = rng.uniform(0.24975, 0.24985) if first else rng.uniform(0.05, 0.22)
    units, n, examples = (int(rng.integers(*ends)) for ends in ((18, 30), (34, 55), (25, 33)))
    pixels = rng.integers(0, 17 if first else 14, size=(n, examples)).astype(float)
    return rng.normal(size=(units, n)), pixels, float(below)


def saturated(
    *,
    slope=sigmoid_prime,
    root=lambda W: W.shape[1] ** 0.5,
    divisor=16,
    factor=1,
    flip=False,
    fixed=None,
    order=1,
):
    """The three shares of exercise 5.9, with one thing changed.

    Args:
        slope: what is compared with the threshold.
        root: function of the weights, by what they are divided.
        divisor: by what the pixels are divided in the third part.
        factor: of the shares; None counts pairs.
        flip: the share of the others.
        fixed: a threshold in place of the one asked for.
        order: -1 for the third share first.
    """

    def shares(weights, pixels, below):
        z = weights @ pixels
        flat = [np.mean(slope(x) < (fixed or below)) for x in (z, z / 16, z / divisor / root(weights))]
        return tuple((factor or z.size) * float(1 - share if flip else share) for share in flat[::order])

    return shares
