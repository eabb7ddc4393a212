"""What every data set is: training and test examples, one in a row."""

import math
from typing import NamedTuple

import numpy as np

from .._validate import generator, one_hot

__all__ = ["Dataset", "finished", "split"]


class _Four(NamedTuple):
    x_train: np.ndarray
    t_train: np.ndarray
    x_test: np.ndarray
    t_test: np.ndarray


class Dataset(_Four):
    """Training and test examples: x (N, features), t labels (N,) or one-hot rows (N, classes).

    Attributes:
        class_names: what the labels 0, 1, 2, … are called, if they have names; else (). It is not one of the
            four values that are unpacked.
    """

    class_names = ()

    def named(self, class_names):
        """The same data with names of the classes."""
        named = Dataset(*self)
        named.class_names = tuple(class_names)
        return named

    def _replace(self, **changes):
        return Dataset(*super()._replace(**changes)).named(self.class_names)


def split(x, t, test_fraction, rng):
    """The examples in a random order, a part of them as the test set."""
    if not (isinstance(test_fraction, int | float) and 0 <= test_fraction < 1):
        raise ValueError(f"test_fraction must be at least 0 and less than 1, got {test_fraction!r}")
    order = generator(rng).permutation(len(x))
    n_test = round(test_fraction * len(x))
    if len(x) == n_test:
        raise ValueError(f"test_fraction = {test_fraction} of {len(x)} examples leaves none to train on")
    train, test = order[n_test:], order[:n_test]
    return Dataset(x[train], t[train], x[test], t[test])


def finished(data, flatten, as_one_hot):
    """A data set of digits with images as rows, if flatten, and labels as one-hot rows, if as_one_hot."""
    xs = [x.reshape(len(x), math.prod(x.shape[1:])) if flatten else x for x in (data.x_train, data.x_test)]
    ts = [one_hot(t, 10, xs[0].dtype) if as_one_hot else t for t in (data.t_train, data.t_test)]
    return Dataset(xs[0], ts[0], xs[1], ts[1])
