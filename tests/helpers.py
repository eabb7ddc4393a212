"""What several test modules use."""

import contextlib
import copy

import numpy as np
from hypothesis import strategies as st

from bplib import costs

SIZES = st.integers(1, 6)
SEEDS = st.integers(0, 2**32 - 1)


def error(a, b):
    """Largest difference, relative to the largest entry of b (or to 1e-300, where all of b is 0)."""
    a, b = np.asarray(a), np.asarray(b)
    assert a.shape == b.shape
    return np.abs(a - b).max() / max(np.abs(b).max(), 1e-300)


def complex_gradient(loss, x, h=1e-20):
    """∂loss/∂x by the complex step: as exact as loss itself, and independent of bplib.gradients.

    ``loss`` takes no argument; x is the complex array that it depends on.
    """
    gradient = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + 1j * h
        gradient[index] = np.imag(loss()) / h
        x[index] = old
    return gradient


def exact_gradients(model, x, t):
    """Gradient of a model's loss by the complex step through its forward pass, a dict of arrays."""
    if hasattr(model, "weights"):  # a Network
        twin = copy.deepcopy(model)
        twin.weights = [w.astype(complex) for w in twin.weights]
        twin.biases = [b.astype(complex) for b in twin.biases]

        def loss():
            return getattr(costs, twin.cost)(twin.feedforward(x), t, axis=0)
    else:
        twin = model.astype(complex)

        def loss():
            return costs.softmax_cross_entropy(twin.predict(x), t)

    return {name: complex_gradient(loss, p) for name, p in twin.params.items()}


@contextlib.contextmanager
def unchanged(*arrays):
    """Fails unless the arrays are the same, to the bit, afterwards."""
    before = [a.copy() for a in arrays]
    yield
    for a, b in zip(arrays, before):
        np.testing.assert_array_equal(a, b, strict=True)


def snapshot(model):
    """Copies of a model's parameters."""
    return {name: p.copy() for name, p in model.params.items()}


def same_params(model, saved):
    return all(np.array_equal(p, saved[name]) for name, p in model.params.items())


def one_hot(t, classes):
    return np.eye(classes)[t]
