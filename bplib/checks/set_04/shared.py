"""What several exercises on one neuron share: a random batch, slopes and errors, and the step to parameters."""

import numpy as np

from ...activations import sigmoid, sigmoid_prime
from ..engine import trial

__all__ = ["ERRORS", "SLOPES", "batch", "parameter_gradients", "slope_at"]

# What is taken for σ'(z), in words for a name.
SLOPES = {
    "z": sigmoid_prime,
    "a": lambda z: sigmoid_prime(sigmoid(z)),
    "σ": sigmoid,
    "none": lambda z: 1,
    "1 − a": lambda z: 1 - sigmoid(z),
    "1 − a²": lambda z: 1 - sigmoid(z) ** 2,
    "z (1 − z)": lambda z: z * (1 - z),
    "the slope of tanh": lambda z: 1 - np.tanh(z) ** 2,
    "the slope of a step or a ReLU": lambda z: z > 0,
    "the slope twice": lambda z: sigmoid_prime(z) ** 2,
    "1 / σ'(z)": lambda z: 1 / sigmoid_prime(z),
}

# What is taken for a - y.
ERRORS = {
    "a − y": lambda z, y: sigmoid(z) - y,
    "z − y": lambda z, y: z - y,
    "the error squared": lambda z, y: (sigmoid(z) - y) ** 2,
    "the cost": lambda z, y: (sigmoid(z) - y) ** 2 / 2,
    "the target left out": lambda z, y: sigmoid(z),
    "only the target": lambda z, y: y + 0 * z,
    "1 − y": lambda z, y: 1 - y + 0 * z,
    "a + y": lambda z, y: sigmoid(z) + y,
    "the error cubed": lambda z, y: (sigmoid(z) - y) ** 3,
    "the error times the target": lambda z, y: (sigmoid(z) - y) * y,
    "the answer rounded": lambda z, y: (z > 0) - y,
    "the size of the error": lambda z, y: abs(sigmoid(z) - y),
    "the sum of the errors": lambda z, y: np.sum(sigmoid(z) - y) + 0 * z,
    "the mean of the errors": lambda z, y: np.mean(sigmoid(z) - y) + 0 * z,
}


def batch(rng):
    """w, b, X, y of one neuron: batches of several sizes, then a batch of one, no bias, no input."""
    number = trial(rng)
    n, m = ((3, 7), (4, 5), (6, 8), (5, 1), (3, 5), (4, 6))[number - 1]
    w, b, X = rng.normal(size=(1, n)), rng.normal(size=(1, 1)), rng.normal(size=(n, m))
    X[:2, 0] = abs(X[0, 0]), -abs(X[1, 0])
    return w, np.abs(b) * (-1, 1, -1, 1, 0, 1)[number - 1], X * (number != 6), rng.random((1, m))


def slope_at(a):
    """σ'(z) for a = σ(z)."""
    return a * (1 - a)


def parameter_gradients(
    delta, X, of_w=lambda nabla_w, m: nabla_w, of_b=lambda delta, m: delta.sum(axis=1, keepdims=True)
):
    """(nabla_w, nabla_b) from the errors of a batch of m columns; of_w and of_b are there to be changed."""
    m = X.shape[1]
    return of_w(delta @ X.T, m), of_b(delta, m)
