"""Layers: ``forward`` keeps what ``backward`` needs. Rows are examples (chapter 8 derives each layer).

A layer's ``backward(dout)`` takes ∂C/∂(its output) and returns ∂C/∂(its input), both for the whole batch, and
leaves ∂C/∂(its parameters) in ``grads``. Arrays are kept, not copied, between the two calls: do not change the
batch in between. The design follows K. Saito, *Deep Learning from Scratch*, chapter 5.
"""

import numpy as np

from . import activations
from ._validate import choice, float_array, float_type, generator, integer, labels, one_hot, probabilities

__all__ = ["Affine", "Layer", "ReLU", "Sigmoid", "SoftmaxWithLoss", "Tanh"]


def _kept(value, layer):
    if value is None:
        raise RuntimeError(f"{type(layer).__name__}.backward needs a forward pass first")
    return value


def _dout(dout, shape):
    dout = float_array("dout", dout)
    if dout.shape != shape:
        raise ValueError(f"dout has shape {dout.shape}, the layer's output has shape {shape}")
    return dout


class Layer:
    """What all layers share. A layer without parameters has empty ``params`` and ``grads``.

    Equation (8.7).

    A layer of your own keeps each parameter as an attribute of the name that it has in ``params``, so that
    ``Sequential.astype`` can replace it.
    """

    @property
    def params(self):
        """Parameter arrays by name, the arrays themselves."""
        return {}

    @property
    def grads(self):
        """∂C/∂(parameter) of the last backward pass, with the names and shapes of ``params``."""
        return {}

    def forward(self, x):
        """Output of the layer for a batch x."""
        raise NotImplementedError

    def backward(self, dout):
        """∂C/∂x from dout = ∂C/∂(output)."""
        raise NotImplementedError


class Affine(Layer):
    """The affine map Z = X W + b, a batch of rows at a time.

    Equations (3.14), (3.15), (3.16), (5.5), (8.2), (8.9), (8.14), (11.1) and (11.2).

    Args:
        n_in, n_out: numbers of inputs and outputs.
        init: "he" (N(0, 2/n_in), for ReLU) or "xavier" (N(0, 1/n_in), for sigmoid and tanh).
        dtype: np.float64 or np.float32.
        rng: ``numpy.random.Generator`` or int seed for W.

    Attributes:
        W: weights, shape (n_in, n_out).
        b: biases, shape (n_out,), zero at first.
        dW, db: gradients of the last backward pass, of the same shapes.
        needs_dx: set it to False on the first layer of a network, whose input gradient nobody uses:
            ``backward`` then returns None and saves one of its two matrix products.

    Sources of the scales: Glorot and Bengio, AISTATS 2010; He et al., ICCV 2015.
    """

    def __init__(self, n_in, n_out, *, init="he", dtype=np.float64, rng=None):
        n_in, n_out = integer("n_in", n_in), integer("n_out", n_out)
        variance = {"he": 2 / n_in, "xavier": 1 / n_in}[choice("init", init, ("he", "xavier"))]
        dtype = float_type(dtype)
        self.W = generator(rng).normal(0, variance**0.5, (n_in, n_out)).astype(dtype)
        self.b = np.zeros(n_out, dtype)
        self.dW = self.db = None
        self.needs_dx = True
        self._x = None

    @property
    def params(self):
        return {"W": self.W, "b": self.b}

    @property
    def grads(self):
        return {"W": self.dW, "b": self.db}

    def forward(self, x):
        """X W + b, shape (m, n_out), for x of shape (m, n_in)."""
        x = float_array("x", x)
        if x.ndim != 2:
            raise ValueError(f"x must be a batch of rows (m, {len(self.W)}), got shape {x.shape}")
        if x.shape[1] != len(self.W):
            raise ValueError(f"x has {x.shape[1]} features, the layer takes {len(self.W)}")
        self._x = x
        z = x @ self.W  # (m, n_in) @ (n_in, n_out)
        z += self.b
        return z

    def backward(self, dout):
        """dX = dZ Wᵀ, and leaves dW = Xᵀ dZ and db = Σ rows of dZ."""
        x = _kept(self._x, self)
        dout = _dout(dout, (len(x), len(self.b)))
        self.dW = x.T @ dout  # (n_in, m) @ (m, n_out)
        self.db = dout.sum(axis=0)
        return dout @ self.W.T if self.needs_dx else None  # (m, n_out) @ (n_out, n_in)


class ReLU(Layer):
    """max(0, z). The derivative asks for the sign of the *input*, which is kept as a mask.

    Equation (8.11).
    """

    def __init__(self):
        self._mask = None

    def forward(self, x):
        x = float_array("x", x)
        self._mask = x > 0
        return np.maximum(x, 0)

    def backward(self, dout):
        mask = _kept(self._mask, self)
        return _dout(dout, mask.shape) * mask


class Sigmoid(Layer):
    """σ(z). The derivative is computed from the output: σ' = a (1 - a).

    Equations (3.11) and (8.10).
    """

    def __init__(self):
        self._a = None

    def forward(self, x):
        self._a = activations.sigmoid(x)
        return self._a

    def backward(self, dout):
        a = _kept(self._a, self)
        return _dout(dout, np.shape(a)) * a * (1 - a)


class Tanh(Layer):
    """tanh(z). The derivative is computed from the output: tanh' = 1 - a².

    Equation (8.10).
    """

    def __init__(self):
        self._a = None

    def forward(self, x):
        self._a = activations.tanh(x)
        return self._a

    def backward(self, dout):
        a = _kept(self._a, self)
        return _dout(dout, np.shape(a)) * (1 - a) * (1 + a)


class SoftmaxWithLoss(Layer):
    """Softmax and mean cross-entropy in one: its gradient with respect to the logits is (softmax - t) / m.

    Equations (8.12), (8.13), (11.3) and (11.4).

    ``forward(x, t)`` takes logits (m, K) and labels (m,) or one-hot rows (m, K) and returns the mean loss.
    ``backward()`` returns dx, shape (m, K).
    """

    def __init__(self):
        self._y = self._t = None

    def forward(self, x, t):
        x = float_array("x", x)
        if x.ndim != 2 or x.size == 0:
            raise ValueError(f"x must be a batch of logits (m, K), got shape {x.shape}")
        m, k = x.shape
        t = np.asarray(t)
        t = one_hot(labels("t", t, k, m), k, x.dtype) if t.ndim == 1 else probabilities("x", x, t)
        log_y = activations.log_softmax(x)
        self._y, self._t = np.exp(log_y), t
        return float(-(t * log_y).sum() / m)

    def backward(self, dout=1.0):
        y = _kept(self._y, self)
        return (y - self._t) * (dout / len(y))
