"""Layers: ``forward`` keeps what ``backward`` needs. Rows are examples (chapter 8 derives each layer).

A layer's ``backward(dout)`` takes ∂C/∂(its output) and returns ∂C/∂(its input), both for the whole batch, and
leaves ∂C/∂(its parameters) in ``grads``. Arrays are kept, not copied, between the two calls: do not change the
batch in between. The design follows K. Saito, *Deep Learning from Scratch*, chapter 5.
"""

import numpy as np

from . import activations
from ._layer import Layer, checked_dout, kept
from ._loss_layers import QuadraticLoss, SigmoidWithLoss, SoftmaxWithLoss
from ._validate import choice, float_array, float_type, fraction, generator, integer

__all__ = [
    "Affine",
    "Dropout",
    "Layer",
    "QuadraticLoss",
    "ReLU",
    "Sigmoid",
    "SigmoidWithLoss",
    "SoftmaxWithLoss",
    "Tanh",
]


class Affine(Layer):
    """The affine map Z = X W + b, a batch of rows at a time.

    Equations (3.14), (3.15), (3.16), (5.5), (8.2), (8.9), (8.14), (11.1), (11.2), (12.7)
    and (12.9).

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
        x = kept(self._x, self)
        dout = checked_dout(dout, (len(x), len(self.b)))
        self.dW = x.T @ dout  # (n_in, m) @ (m, n_out)
        self.db = dout.sum(axis=0)
        return dout @ self.W.T if self.needs_dx else None  # (m, n_out) @ (n_out, n_in)


class ReLU(Layer):
    """max(0, z). The derivative asks for the sign of the *input*, which is kept as a mask.

    Equations (8.11), (12.8) and (12.12).
    """

    def __init__(self):
        self._mask = None

    def forward(self, x):
        x = float_array("x", x)
        self._mask = x > 0
        return np.maximum(x, 0)

    def backward(self, dout):
        mask = kept(self._mask, self)
        return checked_dout(dout, mask.shape) * mask


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
        a = kept(self._a, self)
        return checked_dout(dout, np.shape(a)) * a * (1 - a)


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
        a = kept(self._a, self)
        return checked_dout(dout, np.shape(a)) * (1 - a) * (1 + a)


class Dropout(Layer):
    """Drops each number of its input with probability ``rate`` while the network is trained, else changes nothing.

    Equations (11.9) and (11.10).

    What is left is divided by 1 - rate, so that the mean stays what it was. Units are drawn anew in every forward
    pass, and the backward pass lets through what the forward pass let through, times the same factor.

    Args:
        rate: probability to drop a number, at least 0 and less than 1.
        rng: ``numpy.random.Generator`` or int seed for the draws.

    Source: Srivastava et al., JMLR 15, 2014, in the form that scales in training.
    """

    def __init__(self, rate, rng=None):
        self.rate = fraction("rate", rate)
        self._rng = generator(rng)
        self._scale = None

    def forward(self, x):
        x = float_array("x", x)
        self._scale = np.ones((), x.dtype)
        if self.training:
            left = self._rng.random(x.shape, np.float32) >= self.rate
            self._scale = left * x.dtype.type(1 / (1 - self.rate))
        self._shape = x.shape
        return x * self._scale

    def backward(self, dout):
        scale = kept(self._scale, self)
        return checked_dout(dout, self._shape) * scale
