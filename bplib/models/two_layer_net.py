"""The network of the book: two affine layers with an activation between them. Rows are examples."""

import numpy as np

from .._validate import choice, generator, integer
from ..layers import Affine, ReLU, Sigmoid, Tanh
from .sequential import Sequential

__all__ = ["TwoLayerNet"]


class TwoLayerNet(Sequential):
    """input → Affine → activation → Affine → softmax with cross-entropy: the network of the book.

    Args:
        input_size, hidden_size, output_size: numbers of units, for example 784, 100, 10.
        activation: "relu", "sigmoid" or "tanh".
        dtype: float32 (default: twice as fast to train) or float64 (to check a gradient to nine digits).
        rng: ``numpy.random.Generator`` or int seed for the initial weights.

    Attributes:
        params: W1 (input_size, hidden_size), b1 (hidden_size,), W2 (hidden_size, output_size), b2 (output_size,).

    Raises:
        ValueError: if a size is not a positive integer, or activation or dtype is none of these.
    """

    def __init__(
        self, input_size, hidden_size, output_size, *, activation="relu", dtype=np.float32, rng=None
    ):
        choice("activation", activation, ("relu", "sigmoid", "tanh"))
        sizes = {"input_size": input_size, "hidden_size": hidden_size, "output_size": output_size}
        for name, size in sizes.items():
            integer(name, size)
        rng = generator(rng)
        init = "he" if activation == "relu" else "xavier"
        between = {"relu": ReLU, "sigmoid": Sigmoid, "tanh": Tanh}[activation]()
        super().__init__(
            [
                Affine(input_size, hidden_size, init=init, dtype=dtype, rng=rng),
                between,
                Affine(hidden_size, output_size, init="xavier", dtype=dtype, rng=rng),
            ]
        )
