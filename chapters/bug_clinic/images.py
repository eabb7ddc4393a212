"""The images of handwritten digits that all networks are given."""

from functools import cache

import numpy as np
from sklearn.datasets import load_digits


@cache
def _all_digits():
    bunch = load_digits()
    return bunch.data, bunch.target


def digits(cls, m, seed=0):
    """m digits with gray levels from 0 to 16, and labels for the classes of cls."""
    x, t = _all_digits()
    chosen = (10 * seed + np.arange(m)) % len(x)  # after the last the first again
    return x[chosen], t[chosen] % cls.classes
