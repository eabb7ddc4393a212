"""What exercise set 6 compares with: the tested network, random inputs, and backpropagation gone wrong."""

from ..activations import sigmoid, sigmoid_prime
from ..network import Network

__all__ = [
    "batch", "forward", "forward_inputs", "hidden_inputs", "output", "reference", "square_first",
    "tested_forward", "where_square", "wrong",
]  # fmt: skip


def network(weights, biases):
    network = Network([weights[0].shape[1], *map(len, weights)], rng=0)
    network.weights, network.biases = weights, biases
    return network


def _parameters(rng, sizes):
    weights = [rng.normal(size=(n, k)) for n, k in zip(sizes[1:], sizes)]
    return weights, [rng.normal(size=(n, 1)) for n in sizes[1:]]


def reference(weights, biases, x, y):
    return network(weights, biases).backprop(x, y)


def tested_forward(weights, biases, x):
    return network(weights, biases)._forward(x)


def _slope(at, z, a):
    return {"z": sigmoid_prime(z), "a": sigmoid_prime(a), "σ": a, "nothing": 1}[at]


def wrong(
    *,
    sign=1,
    top="z",
    hidden="z",
    late=0,
    transpose=True,
    reverse=False,
    before=0,
    scale=None,
    w=None,
    b=None,
):
    """Backpropagation with one thing changed. scale, w and b take m, m and (delta, m)."""

    def backprop(weights, biases, x, y):
        m = x.shape[1]
        zs, activations = network(weights, biases)._forward(x)
        delta = sign * (activations[-1] - y) * _slope(top, zs[-1], activations[-1])
        delta = delta * (scale(m) if scale else 1 / m)
        nabla_b, nabla_w = [], []
        for l in reversed(range(len(zs))):
            a = activations[l + before]
            nabla_w.insert(0, (a @ delta.T if reverse else delta @ a.T) * (w(m) if w else 1))
            nabla_b.insert(0, b(delta, m) if b else delta.sum(axis=1, keepdims=True))
            if l > 0:
                back = weights[l] if not transpose and where_square(*weights) else weights[l].T
                other = late if where_square(*weights) else 0
                delta = (back @ delta) * _slope(hidden, zs[l - 1 + other], activations[l])
        return nabla_b, nabla_w

    return backprop


def forward(*, bias=1, first=False, last=True, hidden=True, squash_z=False, with_input=True, feed_z=False):
    """The forward pass with one thing changed."""

    def passed(weights, biases, x):
        zs, activations = [], [sigmoid(x) if first else x]
        for l, (w, b) in enumerate(zip(weights, biases), start=1):
            z = w @ (zs[-1] if feed_z and zs else activations[-1]) + bias * b
            squash = last if l == len(weights) else hidden
            activations.append(sigmoid(z) if squash else z)
            zs.append(activations[-1] if squash_z else z)
        return zs, activations if with_input else activations[1:]

    return passed


def forward_inputs(rng):
    sizes = [int(n) for n in rng.integers(2, 6, size=4)]
    return *_parameters(rng, sizes), rng.normal(size=(sizes[0], 1))


def output(rng, n=4):
    z = rng.normal(size=(n, 1)) * 1.5
    return z, sigmoid(z), rng.random((n, 1))


def where_square(*matrices):
    """Whether a mistake runs that layers of different sizes turn into an error."""
    return all(w.shape[0] == w.shape[1] for w in matrices)


def _first_trial(rng):
    rng.spawn(1)  # draws nothing; the spawned are counted
    return rng.bit_generator.seed_seq.n_children_spawned == 1


def hidden_inputs(rng):
    n, k = (4, 4) if _first_trial(rng) else (2, 3)
    return tuple(rng.normal(size=shape) for shape in ((n, k), (n, 1), (k, 1)))


def square_first(rng):
    """A network and one example: first with equal layers, in which a forgotten transpose runs, then with others."""
    sizes = [3] * 4 if _first_trial(rng) else [4, 2, *(int(n) for n in rng.integers(5, 8, size=2)), 3]
    x, y = rng.normal(size=(sizes[0], 1)), rng.random((sizes[-1], 1))
    return *_parameters(rng, sizes), x, y


def batch(rng):
    sizes = [4, int(rng.integers(5, 8)), 3, 2]
    return *_parameters(rng, sizes), rng.normal(size=(4, 6)), rng.random((2, 6))
