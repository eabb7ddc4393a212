"""Layers: ``forward`` keeps what ``backward`` needs. Rows are examples (chapter 8 derives each layer).

A layer's ``backward(dout)`` takes ∂C/∂(its output) and returns ∂C/∂(its input), both for the whole batch, and
leaves ∂C/∂(its parameters) in ``grads``. Arrays are kept, not copied, between the two calls: do not change the
batch in between. The design follows K. Saitoh, *Deep Learning from Scratch*, chapter 5.
"""

from .affine import Affine
from .base import Layer
from .dropout import Dropout
from .elementwise import ReLU, Sigmoid, Tanh
from .losses import QuadraticLoss, SigmoidWithLoss, SoftmaxWithLoss

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
