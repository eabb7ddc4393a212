"""Data sets, each as ``Dataset(x_train, t_train, x_test, t_test)`` with one row for each example."""

import gzip
import hashlib
import math
import zlib
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ._csv_file import read_rows
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
    from sklearn.datasets import load_digits

    bunch = load_digits()
    x = bunch.images / 16 if normalize else bunch.images
    return _finish(_split(x, bunch.target, test_fraction, rng), flatten, one_hot)


def _finish(data, flatten, as_one_hot):
    xs = [x.reshape(len(x), math.prod(x.shape[1:])) if flatten else x for x in (data.x_train, data.x_test)]
    ts = [one_hot(t, 10, xs[0].dtype) if as_one_hot else t for t in (data.t_train, data.t_test)]
    return Dataset(xs[0], ts[0], xs[1], ts[1])


# SHA-256 of the raw (uncompressed) files.
_MNIST = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}


def mnist(*, flatten=True, normalize=True, one_hot=False, dtype=np.float32, folder=None):
    """The MNIST digits: 60,000 training and 10,000 test images of 28 × 28 pixels, from the installed package.

    Args:
        flatten: rows of 784 pixels instead of images of shape (28, 28).
        normalize: gray levels from 0 to 1, of type dtype, instead of uint8 from 0 to 255.
        one_hot: labels as rows of shape (10,) with a single one.
        dtype: float32 or float64.
        folder: where the four .gz files are, if not in the package.

    Returns:
        Dataset; labels are uint8 numbers from 0 to 9 unless one_hot.

    Raises:
        FileNotFoundError: if a file is missing.
        ValueError: if a file is truncated, corrupted or another one; the message says which and how.

    Source: LeCun, Bottou, Bengio, Haffner, Proc. IEEE 86(11), 1998. License of the data: CC BY-SA 3.0.
    """
    dtype = float_type(dtype)
    folder = files("bplib") / "data" / "mnist" if folder is None else Path(folder)
    x_train, t_train, x_test, t_test = (_mnist_file(folder, name) for name in _MNIST)
    if normalize:
        # One multiplication of a float array is three times faster than a division of integers.
        x_train, x_test = (np.multiply(x, dtype.type(1 / 255), dtype=dtype) for x in (x_train, x_test))
    return _finish(Dataset(x_train, t_train, x_test, t_test), flatten, one_hot)


def _mnist_file(folder, name):
    path = folder / f"{name}.gz"
    raw = _read(path)
    digest = hashlib.sha256(raw).hexdigest()
    if digest != _MNIST[name]:
        for other, known in _MNIST.items():
            if digest == known:
                raise ValueError(f"{path} holds {other}: the files have been swapped")
        raise ValueError(f"{path} is not MNIST's {name}: SHA-256 of its contents is {digest}")
    return _parse_idx(path, raw)


def _read(path):
    """Contents of a file, unpacked if it is gzip."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileNotFoundError(f"{path} is missing") from None
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return gzip.decompress(data)
    except EOFError:
        raise ValueError(f"{path} is truncated: its gzip stream ends after {len(data)} bytes") from None
    except (OSError, zlib.error) as error:
        raise ValueError(f"{path} is corrupted: {error}") from None


_IDX_TYPES = {8: "u1", 9: "i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}


def read_idx(path):
    """An IDX file (the format of MNIST's files), gzip-compressed or not, as an array.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if it is not an IDX file, or holds fewer or more bytes than its header says.
    """
    path = Path(path)
    return _parse_idx(path, _read(path))


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
