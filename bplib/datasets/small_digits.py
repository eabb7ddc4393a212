"""scikit-learn's handwritten digits of 8 × 8 pixels."""

import numpy as np

from .. import _browser
from .dataset import finished, split
from .known_files import read_known

__all__ = ["digits"]


def digits(*, test_fraction=0.2, flatten=True, normalize=True, one_hot=False, rng=0):
    """scikit-learn's 1,797 handwritten digits of 8 × 8 pixels, shuffled and split.

    Args:
        test_fraction: part of the examples that becomes the test set.
        flatten: rows of 64 pixels instead of images of shape (8, 8).
        normalize: gray levels from 0 to 1 instead of 0 to 16.
        one_hot: labels as rows of shape (10,) with a single one.
        rng: ``numpy.random.Generator`` or int seed for the split.

    Returns:
        Dataset of float64 inputs.

    Source: E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998, by way of ``load_digits``.
    """
    images, target = _load_digits()
    x = images / 16 if normalize else images
    return finished(split(x, target, test_fraction, rng), flatten, one_hot)


def _load_digits():
    if not _browser.IN_BROWSER:
        from sklearn.datasets import load_digits

        bunch = load_digits()
        return bunch.images, bunch.target
    # The same file, without the 25 MB of scikit-learn.
    lines = read_known(_browser.SiteFolder(), "digits.csv").decode().splitlines()
    values = np.loadtxt(lines, delimiter=",")
    return values[:, :-1].reshape(-1, 8, 8), values[:, -1].astype(int)
