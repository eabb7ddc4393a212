"""The MNIST digits, and the format of their files."""

import math
from importlib.resources import files
from pathlib import Path

import numpy as np

from .. import _browser
from .._files import describe
from .._validate import float_type
from .dataset import Dataset, finished
from .known_files import MNIST, find_mnist, read, read_known

__all__ = ["mnist", "read_idx"]


def mnist(*, flatten=True, normalize=True, one_hot=False, dtype=np.float32, folder=None):
    """The MNIST digits: 60,000 training and 10,000 test images of 28 × 28 pixels.

    Args:
        flatten: rows of 784 pixels instead of images of shape (28, 28).
        normalize: gray levels from 0 to 1, of type dtype, instead of uint8 from 0 to 255.
        one_hot: labels as rows of shape (10,) with a single one.
        dtype: float32 or float64.
        folder: where the four files are, if not in the package (in the browser: on the book's site): MNIST's
            train-images-idx3-ubyte.gz and so on, also unpacked, or with the dot of train-images.idx3-ubyte.

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
        paths = [folder / f"{name}.gz" for name in MNIST]
    else:
        folder = Path(folder)
        paths = find_mnist(folder)
    x_train, t_train, x_test, t_test = (
        _parse_idx(path, read_known(folder, name, path)) for name, path in zip(MNIST, paths)
    )
    if normalize:
        # One multiplication of a float array is three times faster than a division of integers.
        x_train, x_test = (np.multiply(x, dtype.type(1 / 255), dtype=dtype) for x in (x_train, x_test))
    return finished(Dataset(x_train, t_train, x_test, t_test), flatten, one_hot)


_IDX_TYPES = {8: "u1", 9: "i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}


def read_idx(path):
    """An IDX file (the format of MNIST's files), gzip-compressed or not, as an array.

    The numbers come as they are in the file. EMNIST's images (N, 28, 28) are transposed there, rows for columns:
    ``x.swapaxes(1, 2)`` sets them upright. The letters of EMNIST have labels from 1 to 26: ``t - 1`` makes them
    begin with 0, as labels do here.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if it is not an IDX file, or holds fewer or more bytes than its header says; the message
            says what the file is instead, if that can be seen.

    Source on EMNIST: Cohen, Afshar, Tapson, van Schaik, IJCNN 2017.
    """
    path = Path(path)
    return _parse_idx(path, read(path))


def _parse_idx(path, raw):
    if len(raw) < 4 or raw[:2] != b"\0\0" or raw[2] not in _IDX_TYPES:
        what = describe(raw)
        raise ValueError(
            f"{path} is not an IDX file: it begins with {raw[:4].hex() or 'nothing'}"
            + (f"; it is {what}" if what else "")
        )
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
