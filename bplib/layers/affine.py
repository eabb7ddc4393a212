"""The affine layer."""

import numpy as np

from .._validate import choice, float_array, float_type, generator, integer
from .base import Layer, checked_dout, kept

__all__ = ["Affine"]


class Affine(Layer):
    """The affine map Z = X W + b, a batch of rows at a time.

    Equations (5.10), (8.4), (8.10), (8.18), (11.1), (11.2), (12.4)
    and (12.6).

    Args:
        n_in, n_out: numbers of inputs and outputs.
        init: "he" (N(0, 2/n_in), for ReLU) or "lecun" (N(0, 1/n_in), for sigmoid and tanh). "xavier" is another
            name of the second, as in many programs; Glorot and Bengio's own rule has the variance 2/(n_in + n_out).
        dtype: np.float64 or np.float32.
        rng: ``numpy.random.Generator`` or int seed for W.

    Attributes:
        W: weights, shape (n_in, n_out).
        b: biases, shape (n_out,), zero at first.
        dW, db: gradients of the last backward pass, of the same shapes.
        needs_dx: set it to False on the first layer of a network, whose input gradient nobody uses:
            ``backward`` then returns None and saves one of its two matrix products.

    Sources of the scales: LeCun et al., Efficient BackProp, 1998; He et al., ICCV 2015.
    """

    def __init__(self, n_in, n_out, *, init="he", dtype=np.float64, rng=None):
        n_in, n_out = integer("n_in", n_in), integer("n_out", n_out)
        variance = {"he": 2 / n_in, "lecun": 1 / n_in, "xavier": 1 / n_in}[
            choice("init", init, ("he", "lecun", "xavier"))
        ]
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
        return self._forward(x)

    def _forward(self, x):
        self._x = x
        z = x @ self.W  # (m, n_in) @ (n_in, n_out)
        z += self.b
        return z

    def backward(self, dout):
        """dX = dZ Wᵀ, and leaves dW = Xᵀ dZ and db = Σ rows of dZ."""
        x = kept(self._x, self)
        dout = checked_dout(dout, (len(x), len(self.b)))
        dW, db = np.empty(self.W.shape, np.result_type(x, dout)), np.empty(self.b.shape, dout.dtype)
        dx = self._backward(dout, dW, db)
        self.dW, self.db = dW, db
        return dx

    def _backward(self, dout, dW, db):
        np.matmul(self._x.T, dout, out=dW)  # (n_in, m) @ (m, n_out)
        dout.sum(axis=0, out=db)
        return dout @ self.W.T if self.needs_dx else None  # (m, n_out) @ (n_out, n_in)
