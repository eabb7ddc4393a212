"""Models put together from layers. Rows are examples."""

from .sequential import Sequential
from .two_layer_net import TwoLayerNet

__all__ = ["Sequential", "TwoLayerNet"]
