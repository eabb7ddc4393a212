"""Data so small that one can reckon with them by hand: exclusive or, and the network of the book."""

from typing import NamedTuple

import numpy as np

from .dataset import Dataset

__all__ = ["TinyNetwork", "tiny_network", "xor"]


class TinyNetwork(NamedTuple):
    """The 2-3-2 sigmoid network that runs through the book, in columns."""

    weights: list[np.ndarray]
    biases: list[np.ndarray]
    x: np.ndarray
    y: np.ndarray
    batch_x: np.ndarray
    batch_y: np.ndarray


def tiny_network():
    """Fixed parameters of the 2-3-2 network, one example (x, y) and a batch of four, fresh copies each time.

    Returns:
        TinyNetwork: weights (3, 2) and (2, 3); biases (3, 1) and (2, 1); x, y of shape (2, 1); batch_x, batch_y
        of shape (2, 4), whose first column is the one example.
    """
    batch_x = np.array([[1.0, -1.0, 0.5, 0.0], [0.5, 2.0, -1.5, 1.0]])
    batch_y = np.array([[1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 0.0, 1.0]])
    return TinyNetwork(
        weights=[
            np.array([[0.5, -0.5], [1.0, 0.5], [-1.5, 1.0]]),
            np.array([[1.0, -1.0, 0.5], [-0.5, 1.5, 1.0]]),
        ],
        biases=[np.array([[0.0], [-0.5], [0.5]]), np.array([[0.5], [-1.0]])],
        x=batch_x[:, :1].copy(),
        y=batch_y[:, :1].copy(),
        batch_x=batch_x,
        batch_y=batch_y,
    )


def xor():
    """The four examples of exclusive or: x (4, 2) of 0.0 and 1.0, t (4,) of 0 and 1; the test set is the same."""
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    t = np.array([0, 1, 1, 0])
    return Dataset(x, t, x.copy(), t.copy())
