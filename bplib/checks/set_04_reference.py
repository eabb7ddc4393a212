"""What exercise set 4 compares with: one neuron done right, random inputs, and one neuron gone wrong."""

import functools
import math

import numpy as np

from ..activations import sigmoid, sigmoid_prime, softmax

__all__ = [
    "accept_nand", "batch", "batch_gradient", "count_trial", "epochs_needed", "example", "input_gradient",
    "softmax_gradient", "softmax_inputs", "start", "train",
]  # fmt: skip

_INPUTS = ((0, 0), (0, 1), (1, 0), (1, 1))


def example(rng):
    """w, b, x, y of one neuron and one example."""
    n = int(rng.integers(3, 6))
    return rng.normal(size=(1, n)), rng.normal(size=(1, 1)), rng.normal(size=(n, 1)), rng.random((1, 1))


def batch(rng):
    """w, b, X, y of one neuron with three, four, then two inputs, and a batch of five to eight."""
    n, m = (3, 4, 2)[count_trial(rng) - 1], int(rng.integers(5, 9))
    return rng.normal(size=(1, n)), rng.normal(size=(1, 1)), rng.normal(size=(n, m)), rng.random((1, m))


def start(rng):
    """A batch with targets 0 and 1, a learning rate and a number of epochs."""
    w, b, X, _ = batch(rng)
    y = rng.permutation(np.arange(X.shape[1]) % 2).astype(float)[None, :]
    return w, b, X, y, float(rng.uniform(0.3, 0.9)), int(rng.integers(4, 9))


def accept_nand(answer):
    """True, or what is wrong with the weights and the bias of a neuron that should compute NAND."""
    try:
        w1, w2, b = (float(number) for number in answer if not isinstance(number, str))
    except (TypeError, ValueError):
        return "Return three numbers, in the order w1, w2, b."
    if isinstance(answer, dict | set):
        return "Return a tuple of three numbers. The order must be certain: w1, w2, b."
    if not np.isfinite([w1, w2, b]).all():
        return "Return three finite numbers."
    if w1 == w2 == 0:
        return "With both weights 0 the answer is the same for every input. NAND depends on its inputs."
    z = np.array([w1 * x1 + w2 * x2 + b for x1, x2 in _INPUTS])
    on_it = np.abs(z) <= 1e-9 * max(abs(w1), abs(w2), abs(b))
    if on_it.any():
        return (
            f"For the input {_INPUTS[int(np.argmax(on_it))]} the weighted input is 0: the boundary runs through this"
            " point, where the neuron says neither yes nor no. Shift the boundary first."
        )
    a, says, wanted = sigmoid(z), z > 0, np.array([True, True, True, False])
    if np.array_equal(says, ~wanted):
        return "All four answers are the opposite of what they should be. This is AND. What turns a yes into a no?"
    if np.array_equal(says, [False, True, True, True]):
        return "This neuron computes OR. Look at the table again."
    if np.array_equal(says, [True, False, False, False]):
        return "This neuron says yes only when both inputs are 0. How strong must the bias be against one weight?"
    if np.array_equal(says, [True, True, True, True]):
        return "This neuron always says yes. Together, the two weights must outweigh the bias."
    if not says.any():
        return "This neuron always says no. What is z for the input (0, 0)?"
    if not np.array_equal(says, wanted):
        i = int(np.argmax(says != wanted))
        return f"For the input {_INPUTS[i]} the neuron gives {a[i]:.2f}, on the wrong side of ½."
    i = int(np.argmax(np.abs(a - wanted)))
    if abs(a[i] - wanted[i]) >= 0.1:
        return (
            f"The boundary is in the right place, but for the input {_INPUTS[i]} the neuron gives {a[i]:.2f}, which"
            " is not near enough. What makes the answers sharper and leaves the boundary where it is?"
        )
    return True


def _slope(kind, z):
    """σ'(z), or what is taken for it: σ'(a), σ(z) or nothing."""
    a = sigmoid(z)
    return {"z": sigmoid_prime(z), "a": sigmoid_prime(a), "σ": a, "none": 1}[kind]


def batch_gradient(*, sign=1, slope="z", scale=None, of_w=None, of_b=None):
    """Gradient of the quadratic cost of a batch. scale takes m; of_w takes nabla_w, of_b delta and m."""

    def gradient(w, b, X, y):
        m = y.shape[1]
        z = w @ X + b
        a = sigmoid(z)
        factor = _slope(slope, z)
        delta = sign * (a - y) * factor * (scale(m) if scale else 1 / m)
        nabla_w = delta @ X.T
        nabla_b = of_b(delta, m) if of_b else delta.sum(axis=1, keepdims=True)
        return (of_w(nabla_w) if of_w else nabla_w), nabla_b

    return gradient


def input_gradient(*, sign=1, slope="z", factor=1, shape=lambda w, x: w.T):
    """∂C/∂x of one example."""

    def gradient(w, b, x, y):
        z = w @ x + b
        delta = sign * factor * (sigmoid(z) - y) * _slope(slope, z)
        return shape(w, x) * delta

    return gradient


@functools.cache
def epochs_needed(z, error, eta=0.5, until=0.1):
    """Epochs until a < until, for input 1, target 0, w = z and b = 0 at the start."""
    w, b, epochs = z, 0.0, 0
    while True:
        a = 1 / (1 + math.exp(-(w + b)))
        if a < until:
            return epochs
        delta = error(a)
        w, b, epochs = w - eta * delta, b - eta * delta, epochs + 1


def train(*, slope=None, sign=1, b_scale=None, w_scale=None, early=False, once=False):
    """Gradient descent on cross-entropy, with one thing changed. slope takes a; b_scale, w_scale take m."""

    def learn(w, b, X, y, eta, epochs):
        m = y.shape[1]
        for _ in range(1 if once else epochs):
            a = sigmoid(w @ X + b)
            delta = sign * (a - y) / m * (slope(a) if slope else 1)
            w = w - eta * delta @ X.T * (w_scale(m) if w_scale else 1)
            if early:  # the error of the bias from weights that have changed already
                delta = (sigmoid(w @ X + b) - y) / m
            b = b - eta * delta.sum(axis=1, keepdims=True) * (b_scale(m) if b_scale else 1)
        return w, b

    return learn


def count_trial(rng):
    """1 for the first inputs drawn from rng, 2 for the second, and so on."""
    rng.spawn(1)  # draws nothing; the spawned are counted
    return rng.bit_generator.seed_seq.n_children_spawned


def softmax_inputs(rng):
    """W, b, X, Y with different sizes, and from the third time on with huge logits.

    These are first all far below 0, then about the same in each example, at last as different as can be.
    """
    trial = count_trial(rng)
    K, n, m = ((4, 3, 7), (3, 5, 8), (5, 4, 6), (3, 4, 8), (4, 3, 9))[trial - 1]
    W, b, X = rng.normal(size=(K, n)), rng.normal(size=(K, 1)), rng.normal(size=(n, m))
    kinds = rng.permutation(np.arange(m) % K)
    if trial == 3:
        b = b - 3000
    elif trial == 4:
        W, b = W + 2000 * rng.normal(size=(1, n)), b + 30_000
    elif trial == 5:
        W = W * 2000
    return W, b, X, (np.arange(K)[:, None] == kinds).astype(float)


def softmax_gradient(
    *, outputs=lambda z: softmax(z, axis=0), sign=1, slope=lambda a: 1, scale=None, of_W=None, of_b=None
):
    """Gradient of softmax outputs with cross-entropy. scale takes m and K, of_W nabla_W, of_b delta."""

    def gradient(W, b, X, Y):
        K, m = Y.shape
        a = outputs(W @ X + b)
        delta = sign * (a - Y) * slope(a) * (scale(m, K) if scale else 1 / m)
        nabla_W = delta @ X.T
        nabla_b = of_b(delta) if of_b else delta.sum(axis=1, keepdims=True)
        return (of_W(nabla_W) if of_W else nabla_W), nabla_b

    return gradient
