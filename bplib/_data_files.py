"""The files of the data sets: read, unpacked and known by their SHA-256."""

import gzip
import hashlib
import zlib

__all__ = ["MNIST", "read", "read_known"]

# SHA-256 of the raw (uncompressed) files.
MNIST = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
DIGITS = {"digits.csv": "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"}


def read(path):
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


def read_known(folder, name):
    """Unpacked contents of name.gz in a folder, if they are what they should be."""
    owner, known = ("MNIST", MNIST) if name in MNIST else ("scikit-learn", DIGITS)
    path = folder / f"{name}.gz"
    raw = read(path)
    digest = hashlib.sha256(raw).hexdigest()
    if digest != known[name]:
        for other in known:
            if digest == known[other]:
                raise ValueError(f"{path} holds {other}: the files have been swapped")
        raise ValueError(f"{path} is not {owner}'s {name}: SHA-256 of its contents is {digest}")
    return raw
