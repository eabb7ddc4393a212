"""Files of named arrays, for ``save`` and ``load`` of models."""

import io
import os
from pathlib import Path

import numpy as np

from .._files import describe, missing


def full_path(path):
    """``path`` with the suffix .npz, which is added if it is not there."""
    path = Path(path)
    return path if path.suffix == ".npz" else path.with_name(path.name + ".npz")


def write(path, arrays):
    """Write arrays beside the file's place, then move it there: the file appears whole or not at all."""
    path = full_path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(f"{path} cannot be written: there is no folder {path.parent}")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(part, "wb") as file:
            np.savez(file, **arrays)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


def find(path):
    """``path``, with the suffix .npz if there is no such file without it."""
    path = Path(path)
    return path if path.is_file() and not full_path(path).is_file() else full_path(path)


def read(path):
    """The arrays of a file by name. Pickled objects are refused: reading them could run any program.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if it is not an intact .npz file; the message says what it is instead, if that can be seen.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise missing(path) from None
    refused = f"path must be an .npz file of arrays, {path.name} is not"
    what = describe(data)
    if what is None or not what.startswith("an .npz file"):
        raise ValueError(f"{refused}: it " + (f"is {what}" if what else f"begins with {data[:4].hex()}"))
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            return {name: np.asarray(file[name]) for name in file.files}
    except Exception as error:  # zipfile and NumPy raise a dozen kinds
        raise ValueError(f"{refused} ({error})") from error
