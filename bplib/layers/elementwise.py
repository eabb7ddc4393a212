"""Layers that apply one function to each number."""

import numpy as np

from .. import activations
from .._validate import float_array
from .base import Layer, checked_dout, kept

__all__ = ["ReLU", "Sigmoid", "Tanh"]


class ReLU(Layer):
    """max(0, z). The derivative asks for the sign of the *input*, which is kept as a mask.

    Equations (8.12), (12.5) and (12.11).
    """

    def __init__(self):
        self._mask = None

    def forward(self, x):
        return self._forward(float_array("x", x))

    def backward(self, dout):
        mask = kept(self._mask, self)
        return self._backward(checked_dout(dout, mask.shape))

    def _forward(self, x):
        zero = np.zeros((), x.dtype)  # NumPy would make an array of 0 in each of the two calls
        self._mask = x > zero
        return np.maximum(x, zero)

    def _backward(self, dout):
        return dout * self._mask


class Sigmoid(Layer):
    """σ(z). The derivative is computed from the output: σ' = a (1 - a).

    Equations (3.13) and (8.11).
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

    Equation (8.11).
    """

    def __init__(self):
        self._a = None

    def forward(self, x):
        self._a = activations.tanh(x)
        return self._a

    def backward(self, dout):
        a = kept(self._a, self)
        return checked_dout(dout, np.shape(a)) * (1 - a) * (1 + a)
