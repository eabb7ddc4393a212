"""What exercise set 4 compares with: one neuron done right, random inputs, and one neuron gone wrong."""

import math

import numpy as np

from ..activations import sigmoid, sigmoid_prime, softmax

__all__ = [
    "accept_nand", "batch", "batch_gradient", "cost_inputs", "cost_of_z", "epochs_needed", "example",
    "input_gradient", "softmax_gradient", "softmax_inputs", "start", "train",
]  # fmt: skip

_INPUTS = ((0, 0), (0, 1), (1, 0), (1, 1))


def example(rng):
    """w, b, x, y of one neuron and one example."""
    n = int(rng.integers(3, 6))
    return rng.normal(size=(1, n)), rng.normal(size=(1, 1)), rng.normal(size=(n, 1)), rng.random((1, 1))


def batch(rng):
    """w, b, X, y of one neuron and a batch of five to eight."""
    n, m = 3, int(rng.integers(5, 9))
    return rng.normal(size=(1, n)), rng.normal(size=(1, 1)), rng.normal(size=(n, m)), rng.random((1, m))


def start(rng):
    """A batch with targets 0 and 1, a learning rate and a number of epochs."""
    w, b, X, _ = batch(rng)
    y = rng.permutation(np.arange(X.shape[1]) % 2).astype(float)[None, :]
    return w, b, X, y, float(rng.uniform(0.3, 0.9)), int(rng.integers(4, 9))


def accept_nand(answer):
    """True, or what is wrong with the weights and the bias of a neuron that should compute NAND."""
    try:
        w1, w2, b = (float(number) for number in answer)
    except (TypeError, ValueError):
        return "Return three numbers, in the order w1, w2, b."
    if not np.isfinite([w1, w2, b]).all():
        return "Return three finite numbers."
    a = np.array([float(sigmoid(w1 * x1 + w2 * x2 + b)) for x1, x2 in _INPUTS])
    says, wanted = a > 0.5, np.array([True, True, True, False])
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


def batch_gradient(*, sign=1, slope="z", scale=None, of_w=None, of_b=None):
    """Gradient of the quadratic cost of a batch. scale takes m; of_w takes nabla_w, of_b delta and m."""

    def gradient(w, b, X, y):
        m = y.shape[1]
        z = w @ X + b
        a = sigmoid(z)
        factor = {"z": sigmoid_prime(z), "a": sigmoid_prime(a), "σ": a, "none": 1}[slope]
        delta = sign * (a - y) * factor * (scale(m) if scale else 1 / m)
        nabla_w = delta @ X.T
        nabla_b = of_b(delta, m) if of_b else delta.sum(axis=1, keepdims=True)
        return (of_w(nabla_w) if of_w else nabla_w), nabla_b

    return gradient


def input_gradient(*, sign=1, slope=True, factor=1, shape=lambda w, x: w.T):
    """∂C/∂x of one example."""

    def gradient(w, b, x, y):
        z = w @ x + b
        delta = sign * factor * (sigmoid(z) - y) * (sigmoid_prime(z) if slope else 1)
        return shape(w, x) * delta

    return gradient


def epochs_needed(z, error, eta=0.5):
    """Epochs until a < 0.1, for input 1, target 0, w = z and b = 0 at the start."""
    w, b, epochs = z, 0.0, 0
    while True:
        a = 1 / (1 + math.exp(-(w + b)))
        if a < 0.1:
            return epochs
        delta = error(a)
        w, b, epochs = w - eta * delta, b - eta * delta, epochs + 1


def train(*, slope=False, b_scale=None, w_scale=None, early=False):
    """Gradient descent on cross-entropy, with one thing changed. b_scale and w_scale take m."""

    def learn(w, b, X, y, eta, epochs):
        m = y.shape[1]
        for _ in range(epochs):
            a = sigmoid(w @ X + b)
            delta = (a - y) / m * (a * (1 - a) if slope else 1)
            w = w - eta * delta @ X.T * (w_scale(m) if w_scale else 1)
            if early:  # the error of the bias from weights that have changed already
                delta = (sigmoid(w @ X + b) - y) / m
            b = b - eta * delta.sum(axis=1, keepdims=True) * (b_scale(m) if b_scale else 1)
        return w, b

    return learn


def _trial(rng):
    rng.spawn(1)  # draws nothing; the spawned are counted
    return rng.bit_generator.seed_seq.n_children_spawned


def cost_inputs(rng):
    """z and y: first ordinary; then with one z far from 0, twice on the side of its target, then not."""
    z, y = rng.normal(size=(1, 6)) * 2, np.array([[1.0, 0.0, 1.0, 0.0, 0.0, 1.0]])
    trial = _trial(rng)
    if trial > 1:
        z[0, 0] = (1 if trial == 3 else -1) * rng.uniform(750, 950)
        y[0, 0] = trial > 2
    return z, y


def cost_of_z(z, y):
    return np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))))


def softmax_inputs(rng):
    """W, b, X, Y: four classes, three inputs, seven examples; the third time with huge logits."""
    W, b, X = rng.normal(size=(4, 3)), rng.normal(size=(4, 1)), rng.normal(size=(3, 7))
    kinds = rng.permutation(np.arange(7) % 4)
    if _trial(rng) == 3:
        W = W * 2000
    return W, b, X, (np.arange(4)[:, None] == kinds).astype(float)


def softmax_gradient(
    *, outputs=lambda z: softmax(z, axis=0), sign=1, slope=lambda a: 1, scale=None, of_W=None, of_b=None
):
    """Gradient of softmax outputs with cross-entropy. scale takes m, of_W nabla_W, of_b delta."""

    def gradient(W, b, X, Y):
        m = Y.shape[1]
        a = outputs(W @ X + b)
        delta = sign * (a - Y) * slope(a) * (scale(m) if scale else 1 / m)
        nabla_W = delta @ X.T
        nabla_b = of_b(delta) if of_b else delta.sum(axis=1, keepdims=True)
        return (of_W(nabla_W) if of_W else nabla_W), nabla_b

    return gradient
