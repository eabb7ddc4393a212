"""The files of the data sets: read, unpacked and known by their SHA-256."""

import gzip
import hashlib
import zlib

from .._files import describe, missing

__all__ = ["MNIST", "find_mnist", "read", "read_known"]

# SHA-256 of the raw (uncompressed) files.
MNIST = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
DIGITS = {"digits.csv": "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"}


def read(path):
    """Contents of a file, unpacked if it is gzip.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if what gzip packed is damaged, or packed twice.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise missing(path) from None
    except (IsADirectoryError, PermissionError):  # the second on Windows
        if path.is_dir():
            raise ValueError(f"{path} is a folder: name a file in it") from None
        raise
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        data = gzip.decompress(data)
    except EOFError:
        raise ValueError(f"{path} is truncated: its gzip stream ends after {len(data)} bytes") from None
    except (OSError, zlib.error) as error:
        raise ValueError(f"{path} is corrupted: {error}") from None
    if data[:2] == b"\x1f\x8b":
        raise ValueError(f"{path} is gzip within gzip: unpack it once, and read what comes out")
    return data


def find_mnist(folder):
    """The paths of MNIST's four files in a folder, in the order of their names.

    Some places on the net write a dot (train-images.idx3-ubyte), some do not compress. What the files hold is
    checked when they are read.

    Raises:
        FileNotFoundError: if one of them is not there; the message says where else it is, if it is near.
        ValueError: if ``folder`` is a file.
    """
    if folder.is_file():
        raise ValueError(f"folder must be the folder of MNIST's files, {folder} is a file")
    return [_find(folder, name) for name in MNIST]


def _find(folder, name):
    dotted = name.replace("-idx", ".idx")
    names = (f"{name}.gz", name, f"{dotted}.gz", dotted)
    for path in (folder / other for other in names):
        if path.is_file():
            return path
    for pattern in ("*", "*/*"):
        for other in names:
            for path in folder.glob(f"{pattern}/{other}"):
                if path.is_file():
                    raise missing(
                        folder / names[0], f" (it is in {path.parent}: say folder={str(path.parent)!r})"
                    )
    raise missing(folder / names[0], f", and so are {', '.join(names[1:])}" if folder.is_dir() else "")


def read_known(folder, name, path=None):
    """Unpacked contents of a known file, if they are what they should be: of name.gz in a folder, or of path."""
    owner, known = ("MNIST", MNIST) if name in MNIST else ("scikit-learn", DIGITS)
    path = folder / f"{name}.gz" if path is None else path
    raw = read(path)
    digest = hashlib.sha256(raw).hexdigest()
    if digest != known[name]:
        for other in known:
            if digest == known[other]:
                raise ValueError(f"{path} holds {other}: the files have been swapped")
        raise ValueError(
            f"{path} is not {owner}'s {name}: SHA-256 of its contents is {digest}; it is {describe(raw) or 'damaged'}"
        )
    return raw
