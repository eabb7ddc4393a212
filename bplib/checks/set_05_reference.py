"""What exercise set 5 compares with: the tested network, random inputs, and forward passes gone wrong."""

import numpy as np

from ..activations import sigmoid, sigmoid_prime
from ..network import Network

__all__ = [
    "accepts_bump", "bump", "curve", "curve_inputs", "flat_batch", "flat_feedforward", "one_unit", "output",
    "parameters", "saturated", "square_first", "tested_feedforward", "unit_inputs",
]  # fmt: skip


def network(weights, biases):
    net = Network([weights[0].shape[1], *map(len, weights)], rng=0)
    net.weights, net.biases = weights, biases
    return net


def _first_trial(rng):
    rng.spawn(1)  # draws nothing; the spawned are counted
    return rng.bit_generator.seed_seq.n_children_spawned == 1


def _parameters(rng, sizes):
    weights = [rng.normal(size=(n, k)) for n, k in zip(sizes[1:], sizes)]
    return weights, [rng.normal(size=(n, 1)) for n in sizes[1:]]


def unit_inputs(rng):
    """A tall matrix, so that W[k, j] exists for every k; j is not the first unit, so that W[j - 1] is another."""
    n_in = 3
    n_out = int(rng.integers(5, 8))
    arrays = (rng.normal(size=shape) for shape in ((n_out, n_in), (n_out, 1), (n_in, 1)))
    return *arrays, int(rng.integers(1, n_in))


def one_unit(*, transpose=False, bias=1, squash=False, last=False, first_left_out=False, short=False, off=0):
    """z_j with one thing changed."""

    def weighted(W, b, a, j):
        j -= off
        n = W.shape[1]
        row = W[:n, j] if transpose else W[j]
        terms = [row[k] * a[k, 0] for k in range(n)]
        terms = terms[-1:] if last else terms[1:] if first_left_out else terms[:-1] if short else terms
        z = sum(terms) + bias_of(bias, b, j, n)
        return sigmoid(z) if squash else z

    return weighted


def bias_of(bias, b, j, n):
    return (n if bias == "each" else bias) * b[j, 0]


def square_first(rng):
    """A network and one example: first with equal layers, in which a wrong layer runs, then with others."""
    sizes = [3] * 4 if _first_trial(rng) else [4, 2, *(int(n) for n in rng.integers(5, 8, size=2))]
    return *_parameters(rng, sizes), rng.normal(size=(sizes[0], 1))


def parameters(rng):
    return _parameters(rng, [2, 4, 3, 5])


def output(layers):
    """The forward pass through ``weights[i]`` for the i of ``layers(number of matrices)``."""

    def passed(weights, biases, x):
        a = x
        for i in layers(len(weights)):
            a = sigmoid(weights[i] @ a + biases[i])
        return a

    return passed


def flat_batch(rng):
    """First as many examples as there are units in each layer, then another number."""
    sizes, m = ([4] * 3, 4) if _first_trial(rng) else ([2, 4, int(rng.integers(5, 8))], 3)
    weights, biases = _parameters(rng, sizes)
    return weights, [b[:, 0] for b in biases], rng.normal(size=(sizes[0], m))


def tested_feedforward(weights, flat_biases, X):
    return network(weights, [b.reshape(-1, 1) for b in flat_biases]).feedforward(X)


def flat_feedforward(*, wrong_axis=False, transpose=False, bias=True, first=False, hidden=True, last=True):
    """The forward pass of a batch with one thing changed."""

    def passed(weights, flat_biases, X):
        A = sigmoid(X) if first else X
        for l, (W, b) in enumerate(zip(weights, flat_biases), start=1):
            A = (W.T if transpose else W) @ A + (b if wrong_axis else b.reshape(-1, 1)) * bias
            A = sigmoid(A) if (last if l == len(weights) else hidden) else A
        return A

    return passed


def bump(*, sign=-1, scaled=True, minus=-1, swapped=False):
    """W2, b2, W3, b3 of a bump, with one thing changed."""

    def parameters(p, q, height, s):
        places = np.array([[q], [p]] if swapped else [[p], [q]], float)
        b2 = sign * (s if scaled else 1) * places
        return np.full((2, 1), float(s)), b2, np.array([[height, minus * height]], float), np.zeros((1, 1))

    return parameters


_PLACES = {"far to the left": -1.5, "at p": 0.0, "in the middle": 0.5, "at q": 1.0, "far to the right": 2.5}


def accepts_bump(answer, p, q, height, s):
    """True if the output is that of a bump everywhere, whatever the order of the units; else a sentence."""
    if not isinstance(answer, tuple | list) or len(answer) != 4:
        return "The answer should be a tuple of four arrays, W2, b2, W3 and b3."
    arrays = []
    for name, value, shape in zip(("W2", "b2", "W3", "b3"), answer, ((2, 1), (2, 1), (1, 2), (1, 1))):
        array = np.asarray(value)
        if array.dtype.kind not in "iuf":
            return f"{name} should be an array of numbers."
        if array.shape != shape:
            return f"{name} should have shape {shape}, but it has shape {array.shape}."
        if not np.isfinite(array).all():
            return f"{name} holds a number that is not finite."
        arrays.append(array)
    W2, b2, W3, b3 = arrays
    for place, share in _PLACES.items():
        x = p + share * (q - p)
        wanted = height * (sigmoid(s * (x - p)) - sigmoid(s * (x - q)))
        got = (W3 @ sigmoid(W2 * x + b2) + b3)[0, 0]
        if abs(got - wanted) > 0.03 * abs(height):
            return f"Your network is not right {place}: at x = {x:.4g} its output is {got:.4g}."
    for x in np.linspace(p - 2 / s, p + 2 / s, 9):
        wanted = height * (sigmoid(s * (x - p)) - sigmoid(s * (x - q)))
        if abs((W3 @ sigmoid(W2 * x + b2) + b3)[0, 0] - wanted) > 1e-6 * abs(height):
            return "Your network has the right levels, but its edges do not have the steepness s."
    return True


def curve_inputs(rng):
    a, b, c = rng.uniform(0.5, 2, 3)
    edges = np.cumsum(rng.uniform(0.3, 1, 6)) - 1.2
    return (lambda x: a + b * np.sin(c * x)), edges, float(rng.uniform(20, 40))


def curve(*, heights="middle", jumps=True, first=True, last=True, sign=-1, scaled=True, backward=False):
    """W2, b2, W3 of a sum of bumps, with one thing changed."""

    def parameters(f, edges, s):
        at = {"middle": (edges[:-1] + edges[1:]) / 2, "left": edges[:-1], "right": edges[1:]}[heights]
        levels = np.concatenate([[0.0], f(at), [0.0]])
        W3 = np.diff(levels) if jumps else levels[1:]
        if not first:
            W3[0] = 0
        if not last:
            W3[-1] = 0
        b2 = sign * (s if scaled else 1) * edges.reshape(-1, 1)
        return np.full((len(edges), 1), s), b2, (-1 if backward else 1) * W3.reshape(1, -1)

    return parameters


def saturated(slope=sigmoid_prime, below=0.01, root=8.0, flip=False):
    """The three shares of exercise 5.9, with one thing changed."""
    rng = np.random.default_rng(59)
    X = rng.integers(0, 17, size=(64, 300)).astype(float)
    W = rng.normal(0, 1, (100, 64))
    shares = [np.mean(slope(z) < below) for z in (W @ X, W @ X / 16, W @ X / 16 / root)]
    return tuple(float(1 - share if flip else share) for share in shares)
