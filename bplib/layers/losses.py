"""Loss layers: the last brick of a network, from its outputs and the targets to one number.

``forward(x, t)`` returns the mean loss over the examples, ``backward()`` its gradient with respect to x.
``targets(x, t)`` checks the targets and brings them into the shape of x; ``classes(x)`` says which class each
row of outputs stands for.
"""

import numpy as np

from .. import activations
from .._validate import float_array, labels, one_hot, probabilities
from .base import Layer, kept

__all__ = ["QuadraticLoss", "SigmoidWithLoss", "SoftmaxWithLoss"]


class _LossLayer(Layer):
    _inputs = "logits (m, K)"

    def __init__(self):
        self._y = self._t = None

    def forward(self, x, t):
        """Mean loss of a batch of outputs x, shape (m, n), for the targets t."""
        x = float_array("x", x)
        if x.ndim != 2 or x.size == 0:
            raise ValueError(f"x must be a batch of {self._inputs}, got shape {x.shape}")
        if not (self.training and getattr(t, "shape", None) == x.shape):  # train has checked all beforehand
            t = self.targets(x, t)
        return self._loss(x, t)

    def backward(self, dout=1.0):
        """(y - t) / m, shape (m, n): y are the outputs as the loss sees them, after softmax or sigmoid."""
        y = kept(self._y, self)
        return (y - self._t) * (dout / len(y))

    def targets(self, x, t):
        """t as numbers of the shape and type of x."""
        raise NotImplementedError

    def _loss(self, x, t):
        raise NotImplementedError


class _BinaryTargets(_LossLayer):
    """Targets for outputs that stand for themselves: (m, n), or (m,) for a single output."""

    def targets(self, x, t):
        t = float_array("t", t)
        if t.ndim == 1 and x.shape[1] == 1:
            t = t[:, np.newaxis]
        if t.shape != x.shape:
            raise ValueError(
                f"t has shape {t.shape}, the outputs have shape {x.shape}: they must be the same"
            )
        return t.astype(x.dtype, copy=False)


class SoftmaxWithLoss(_LossLayer):
    """Softmax and mean cross-entropy in one: its gradient with respect to the logits is (softmax - t) / m.

    Equations (8.14), (8.15), (10.7), (11.3), (11.4) and (12.17).

    ``forward(x, t)`` takes logits (m, K) and labels (m,) or one-hot rows (m, K) and returns the mean loss.
    ``backward()`` returns dx, shape (m, K).
    """

    def targets(self, x, t):
        """One-hot rows of the shape of x, from labels (m,) or rows that sum to 1."""
        t = np.asarray(t)
        if t.ndim == 1:
            return one_hot(labels("t", t, x.shape[1], len(x)), x.shape[1], x.dtype)
        return probabilities("x", x, t)

    def _loss(self, x, t):
        z = activations.shifted(x, -1)
        e = np.exp(z)
        total = e.sum(axis=1, keepdims=True)
        e /= total
        self._y, self._t = e, t
        return float(np.log(total).sum() - np.vdot(t, z)) / len(x)  # ln softmax = z - ln total

    def classes(self, x):
        """Label of the largest score of each row, shape (m,)."""
        return x.argmax(axis=1)


class SigmoidWithLoss(_BinaryTargets):
    """Sigmoid and binary cross-entropy in one: its gradient with respect to the logits is (σ(x) - t) / m.

    Equations (9.7), (9.8), (9.9), (12.13) and (12.16).

    ``forward(x, t)`` takes logits (m, n) and targets (m, n) between 0 and 1, or (m,) if n = 1, and returns the
    mean over the examples of the sum over the outputs. ``backward()`` returns dx, shape (m, n).

    Computed as max(x, 0) - x t + ln(1 + exp(-|x|)), which is finite for every finite logit.

    Raises:
        ValueError: if the shapes do not fit or a target is outside [0, 1].
    """

    def targets(self, x, t):
        t = super().targets(x, t)
        if not (t.min() >= 0 and t.max() <= 1):
            raise ValueError(f"t must lie between 0 and 1, got {t.min():g} to {t.max():g}")
        return t

    def _loss(self, x, t):
        self._y, self._t = activations.sigmoid(x), t
        terms = np.maximum(x, 0) - x * t + np.log1p(np.exp(-np.abs(x)))
        return float(terms.sum()) / len(x)

    def classes(self, x):
        """1 where the logit is positive: shape (m,) for one output, (m, n) for several."""
        return (x[:, 0] if x.shape[1] == 1 else x) > 0


class QuadraticLoss(_BinaryTargets):
    """Quadratic cost: the mean over the examples of ½ ‖x - t‖²; its gradient is (x - t) / m.

    Equation (9.14).

    ``forward(x, t)`` takes outputs (m, n) and targets (m, n), or (m,) if n = 1. ``backward()`` returns dx, (m, n).
    """

    _inputs = "outputs (m, n)"

    def _loss(self, x, t):
        self._y, self._t = x, t
        return float(((x - t) ** 2).sum()) / (2 * len(x))

    def classes(self, x):
        """Nearer to 1 than to 0 for one output; the largest of several."""
        return x[:, 0] > 0.5 if x.shape[1] == 1 else x.argmax(axis=1)
