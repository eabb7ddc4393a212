"""The dropout layer."""

import numpy as np

from .._validate import float_array, fraction, generator
from .base import Layer, checked_dout, kept

__all__ = ["Dropout"]


class Dropout(Layer):
    """Drops each number of its input with probability ``rate`` while the network is trained, else changes nothing.

    Equations (11.8) and (11.9).

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
