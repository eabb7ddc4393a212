"""Cost functions and their derivatives.

Each is the *mean over the examples* of a batch. ``axis`` is the axis along which one example runs: -1 when rows
are examples (layers, models), 0 when columns are (``Network``). A one-dimensional array is a single example.
Shapes must agree exactly; nothing is broadcast.
"""

import numpy as np

from ._validate import float_array, labels, one_hot, probabilities, same_shape
from .activations import log_softmax, softmax

__all__ = [
    "binary_cross_entropy",
    "binary_cross_entropy_prime",
    "quadratic",
    "quadratic_prime",
    "softmax_cross_entropy",
    "softmax_cross_entropy_prime",
]


def _pair(a, y):
    a, y = float_array("a", a), float_array("y", y)
    same_shape("a", a, "y", y)
    if a.size == 0:
        raise ValueError(f"a must hold at least one number, got shape {a.shape}")
    return a, y


def _examples(a, axis):
    """Number of examples in the batch."""
    return a.size // np.moveaxis(a, axis, 0).shape[0] if a.ndim else 1


def quadratic(a, y, axis=-1):
    """Quadratic cost C = 1/m Σ_x ½ ‖a - y‖² of m examples.

    Equations (2.1), (4.4), (6.2) and (6.8).

    Args:
        a: outputs, any shape, for example (m, n).
        y: targets, the same shape.
        axis: the axis along which one example runs.

    Raises:
        ValueError: if a or y is not numeric, is empty, or their shapes differ.
    """
    a, y = _pair(a, y)
    return ((a - y) ** 2).sum() / (2 * _examples(a, axis))


def quadratic_prime(a, y, axis=-1):
    """∂C/∂a = (a - y) / m, the same shape as a. Raises as ``quadratic``.

    Equation (6.5).
    """
    a, y = _pair(a, y)
    return (a - y) / _examples(a, axis)


def _probabilities(a, y):
    a, y = _pair(a, y)
    if not (a.real.min() >= 0 and a.real.max() <= 1):
        raise ValueError(f"a must lie between 0 and 1, got {a.real.min():g} to {a.real.max():g}")
    return a, y


def _floor(p):
    """p, kept above the smallest normal number of its type: ln and 1/p stay finite at p = 0."""
    tiny = np.finfo(p.dtype).tiny
    return np.where(p.real < tiny, p.dtype.type(tiny), p)


def binary_cross_entropy(a, y, axis=-1):
    """C = -1/m Σ_x Σ_j [y_j ln a_j + (1 - y_j) ln(1 - a_j)].

    Equations (4.9) and (12.15).

    Args:
        a: outputs between 0 and 1, any shape.
        y: targets, the same shape.
        axis: the axis along which one example runs.

    Finite for a in {0, 1}: a probability under the smallest normal number counts as that number.

    Raises:
        ValueError: as ``quadratic``, and if an a is outside [0, 1].
    """
    a, y = _probabilities(a, y)
    terms = y * np.log(_floor(a)) + (1 - y) * np.log(_floor(1 - a))
    return -terms.sum() / _examples(a, axis)


def binary_cross_entropy_prime(a, y, axis=-1):
    """∂C/∂a = (a - y) / (a (1 - a)) / m, the same shape as a; finite for a in {0, 1}.

    Raises:
        ValueError: as ``binary_cross_entropy``.
    """
    a, y = _probabilities(a, y)
    return (a - y) / _floor(a * (1 - a)) / _examples(a, axis)


def _targets(logits, t, axis):
    """t as an array of the shape of logits whose entries sum to 1 over each example."""
    if logits.ndim == 0 or logits.size == 0:
        raise ValueError(f"logits must hold at least one example, got shape {logits.shape}")
    t = np.asarray(t)
    if t.ndim == logits.ndim - 1:
        *shape, classes = np.moveaxis(logits, axis, -1).shape
        if t.shape != tuple(shape):
            raise ValueError(f"t must be labels of shape {tuple(shape)}, got shape {t.shape}")
        t = labels("t", t.reshape(-1), classes, t.size)
        rows = one_hot(t, classes, logits.real.dtype).reshape(*shape, classes)
        return np.moveaxis(rows, -1, axis)
    return probabilities("logits", logits, t, axis)


def softmax_cross_entropy(logits, t, axis=-1):
    """C = -1/m Σ_x Σ_j t_j ln softmax(logits)_j.

    Equation (8.24).

    Args:
        logits: inputs of the softmax, for example shape (m, K).
        t: integer labels of shape (m,), or one-hot of the shape of logits.
        axis: the axis along which one example runs.

    Raises:
        ValueError: if the shapes do not fit, a label is not in 0 … K-1, or a one-hot row does not sum to 1.
    """
    logits = float_array("logits", logits)
    t = _targets(logits, t, axis)
    return -(t * log_softmax(logits, axis)).sum() / _examples(logits, axis)


def softmax_cross_entropy_prime(logits, t, axis=-1):
    """∂C/∂logits = (softmax(logits) - t) / m, the shape of logits. Raises as ``softmax_cross_entropy``.

    Equation (8.15).
    """
    logits = float_array("logits", logits)
    t = _targets(logits, t, axis)
    return (softmax(logits, axis) - t) / _examples(logits, axis)
