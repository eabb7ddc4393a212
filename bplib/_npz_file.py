"""Files of named arrays, for ``save`` and ``load`` of models."""

import os
from pathlib import Path

import numpy as np


def full_path(path):
    """``path`` with the suffix .npz, which is added if it is not there."""
    path = Path(path)
    return path if path.suffix == ".npz" else path.with_name(path.name + ".npz")


def write(path, arrays):
    """Write arrays beside the file's place, then move it there: the file appears whole or not at all."""
    path = full_path(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(part, "wb") as file:
            np.savez(file, **arrays)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


def read(path):
    """The arrays of a file by name. Pickled objects are refused: reading them could run any program.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if it is not an intact .npz file.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: np.asarray(file[name]) for name in file.files}
    except FileNotFoundError:
        raise
    except Exception as error:  # zipfile and NumPy raise a dozen kinds
        raise ValueError(f"path must be an .npz file of arrays, {path.name} is not ({error})") from error
