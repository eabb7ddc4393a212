"""Data sets, each as ``Dataset(x_train, t_train, x_test, t_test)`` with one row for each example."""

import math
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np

from . import _browser
from ._csv_file import read_rows
from ._data_files import MNIST, read, read_known
from ._validate import float_type, generator, one_hot

__all__ = ["Dataset", "TinyNetwork", "csv", "digits", "mnist", "read_idx", "tiny_network", "xor"]


class Dataset(NamedTuple):
    """Training and test examples: x (N, features), t labels (N,) or one-hot rows (N, classes)."""

    x_train: np.ndarray
    t_train: np.ndarray
    x_test: np.ndarray
    t_test: np.ndarray


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


def _split(x, t, test_fraction, rng):
    if not (isinstance(test_fraction, int | float) and 0 <= test_fraction < 1):
        raise ValueError(f"test_fraction must be at least 0 and less than 1, got {test_fraction!r}")
    order = generator(rng).permutation(len(x))
    n_test = round(test_fraction * len(x))
    if len(x) == n_test:
        raise ValueError(f"test_fraction = {test_fraction} of {len(x)} examples leaves none to train on")
    train, test = order[n_test:], order[:n_test]
    return Dataset(x[train], t[train], x[test], t[test])


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
    return _finish(_split(x, target, test_fraction, rng), flatten, one_hot)


def _load_digits():
    if not _browser.IN_BROWSER:
        from sklearn.datasets import load_digits

        bunch = load_digits()
        return bunch.images, bunch.target
    # The same file, without the 25 MB of scikit-learn.
    lines = read_known(_browser.SiteFolder(), "digits.csv").decode().splitlines()
    values = np.loadtxt(lines, delimiter=",")
    return values[:, :-1].reshape(-1, 8, 8), values[:, -1].astype(int)


def _finish(data, flatten, as_one_hot):
    xs = [x.reshape(len(x), math.prod(x.shape[1:])) if flatten else x for x in (data.x_train, data.x_test)]
    ts = [one_hot(t, 10, xs[0].dtype) if as_one_hot else t for t in (data.t_train, data.t_test)]
    return Dataset(xs[0], ts[0], xs[1], ts[1])


def mnist(*, flatten=True, normalize=True, one_hot=False, dtype=np.float32, folder=None):
    """The MNIST digits: 60,000 training and 10,000 test images of 28 × 28 pixels.

    Args:
        flatten: rows of 784 pixels instead of images of shape (28, 28).
        normalize: gray levels from 0 to 1, of type dtype, instead of uint8 from 0 to 255.
        one_hot: labels as rows of shape (10,) with a single one.
        dtype: float32 or float64.
        folder: where the four .gz files are, if not in the package (in the browser: on the book's site).

    Returns:
        Dataset; labels are uint8 numbers from 0 to 9 unless one_hot.

    Raises:
        FileNotFoundError: if a file is missing.
        OSError: in the browser, if a file cannot be fetched.
        ValueError: if a file is truncated, corrupted or another one; the message says which and how.

    Source: LeCun, Bottou, Bengio, Haffner, Proc. IEEE 86(11), 1998. License of the data: CC BY-SA 3.0.
    """
    dtype = float_type(dtype)
    if folder is None:
        folder = _browser.SiteFolder() if _browser.IN_BROWSER else files("bplib") / "data" / "mnist"
    else:
        folder = Path(folder)
    x_train, t_train, x_test, t_test = (
        _parse_idx(folder / f"{name}.gz", read_known(folder, name)) for name in MNIST
    )
    if normalize:
        # One multiplication of a float array is three times faster than a division of integers.
        x_train, x_test = (np.multiply(x, dtype.type(1 / 255), dtype=dtype) for x in (x_train, x_test))
    return _finish(Dataset(x_train, t_train, x_test, t_test), flatten, one_hot)


_IDX_TYPES = {8: "u1", 9: "i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}


def read_idx(path):
    """An IDX file (the format of MNIST's files), gzip-compressed or not, as an array.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if it is not an IDX file, or holds fewer or more bytes than its header says.
    """
    path = Path(path)
    return _parse_idx(path, read(path))


def _parse_idx(path, raw):
    if len(raw) < 4 or raw[:2] != b"\0\0" or raw[2] not in _IDX_TYPES:
        raise ValueError(f"{path} is not an IDX file: it begins with {raw[:4].hex() or 'nothing'}")
    kind, ndim = np.dtype(_IDX_TYPES[raw[2]]), raw[3]
    start = 4 + 4 * ndim
    if len(raw) < start:
        raise ValueError(f"{path} is truncated: its header has {len(raw)} of {start} bytes")
    shape = tuple(int(n) for n in np.frombuffer(raw, ">u4", ndim, offset=4))
    wanted = start + kind.itemsize * math.prod(shape)
    if len(raw) != wanted:
        problem = "truncated" if len(raw) < wanted else "too long"
        raise ValueError(f"{path} is {problem}: shape {shape} needs {wanted} bytes, it has {len(raw)}")
    array = np.frombuffer(raw, kind, offset=start).reshape(shape)
    return array.astype(kind.newbyteorder("="))


def csv(path, *, test_fraction=0.0, one_hot=False, rng=0):
    """A CSV file of numbers with one example in a row, the label in its last column.

    A first row that holds no number at all is taken for a header.

    Args:
        path: the file, UTF-8, separated by commas.
        test_fraction: part of the examples, drawn at random, that becomes the test set.
        one_hot: labels (which must be 0, 1, 2, …) as rows with a single one.
        rng: ``numpy.random.Generator`` or int seed for the split; without a test set the order is kept.

    Returns:
        Dataset of float64 inputs (N, columns - 1). Labels that are all whole numbers are integers of shape
        (N,); others are floats of shape (N, 1), so that they never broadcast against predictions (N, 1).

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: for a ragged row, a missing or non-numeric value, a single column (a label and nothing to
            learn it from) or no data; the message names file, line and column.
    """
    path = Path(path)
    values = np.array(read_rows(path))
    x, t = values[:, :-1], values[:, -1:]
    if np.all((t == np.round(t)) & (np.abs(t) < 2**53)):
        t = t[:, 0].astype(np.int64)
    if one_hot:
        t = _csv_one_hot(path, t)
    if test_fraction == 0:
        return Dataset(x, t, x[:0], t[:0])
    return _split(x, t, test_fraction, rng)


def _csv_one_hot(path, t):
    if t.dtype.kind != "i" or t.min() < 0:
        raise ValueError(f"{path}: labels must be 0, 1, 2, … to become one-hot")
    return one_hot(t, int(t.max()) + 1)
