"""Activation functions and their derivatives: pure functions of arrays.

All are elementwise except softmax. They take arrays of any shape (or a number), keep float32 as float32, turn
integers into float64 and never overflow for a finite argument. They accept complex arguments too, so that the
complex-step derivative (equation 1.4) can be taken through them.
"""

import numpy as np

from ._validate import float_array

__all__ = [
    "log_softmax",
    "relu",
    "relu_prime",
    "sigmoid",
    "sigmoid_prime",
    "softmax",
    "tanh",
    "tanh_prime",
]


_LOWEST = {kind: np.finfo(kind).min for kind in "efdg"}


def _decay(z):
    """exp(-|z|) of a real z: exp only ever sees a non-positive (real part of an) argument."""
    return np.exp(np.where(z.real >= 0, -z, z))


def sigmoid(z):
    """The logistic function σ(z) = 1 / (1 + exp(-z)), elementwise, same shape as z.

    Equations (4.2) and (8.19).

    Raises:
        ValueError: if z is not numeric.
    """
    z = float_array("z", z)
    e = _decay(z)
    return (np.where(z.real >= 0, 1, e) / (1 + e))[()]


def sigmoid_prime(z):
    """σ'(z) = σ(z) (1 - σ(z)), elementwise; at most 1/4, at z = 0.

    Equations (4.3) and (4.3).

    Computed as e / (1 + e)² with e = exp(-|z|), so that it keeps its digits when σ(z) rounds to 1.
    """
    e = _decay(float_array("z", z))
    return (e / (1 + e) ** 2)[()]


def tanh(z):
    """Hyperbolic tangent, elementwise: tanh(z) = 2 σ(2z) - 1."""
    return np.tanh(float_array("z", z))


def tanh_prime(z):
    """tanh'(z) = 4 σ'(2z), which is 1 - tanh(z)² without its cancellation for large |z|."""
    e = _decay(float_array("z", z)) ** 2
    return (4 * e / (1 + e) ** 2)[()]


def relu(z):
    """max(0, z), elementwise."""
    z = float_array("z", z)
    return np.where(z.real <= 0, np.zeros((), z.dtype), z)[()]  # nan stays nan


def relu_prime(z):
    """1 where z > 0, else 0. At z = 0 relu has no derivative; 0 is the usual choice (chapter 1)."""
    z = float_array("z", z)
    return (z.real > 0).astype(z.dtype)[()]


@np.errstate(over="ignore")  # the difference of two huge numbers: the lowest number is low enough
def shifted(z, axis):
    """z minus its maximum along ``axis``: the same softmax, and no exp of it overflows."""
    z = float_array("z", z)
    if z.ndim == 0 or z.size == 0:
        raise ValueError(f"z must have at least one entry along an axis, got shape {z.shape}")
    z = z - z.real.max(axis=axis, keepdims=True)
    return np.maximum(z, _LOWEST[z.real.dtype.char], out=z)


def softmax(z, axis=-1):
    """exp(z_j) / Σ_k exp(z_k) along ``axis``: positive numbers that sum to 1.

    Equations (8.13) and (8.20).

    Raises:
        ValueError: if z is not numeric, is a single number or is empty.
    """
    e = np.exp(shifted(z, axis))
    return e / e.sum(axis=axis, keepdims=True)


def log_softmax(z, axis=-1):
    """ln softmax(z) along ``axis``, finite where softmax itself underflows to 0.

    Raises:
        ValueError: as ``softmax``.
    """
    z = shifted(z, axis)
    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))
