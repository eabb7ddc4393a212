"""The parts of an answer: what a tuple, list or dict holds, by the names under which a learner knows them."""

from dataclasses import dataclass

import numpy as np

__all__ = ["WHOLE", "Part", "named", "near", "pairs"]

WHOLE = "the answer"


@dataclass(frozen=True)
class Part:
    """A number, array, string or truth value of an answer, beside the reference's.

    ``place`` holds the keys and indices that lead to it; ``right`` says whether it is right.
    """

    name: str
    wanted: object
    got: object
    place: tuple
    right: bool

    @property
    def comparable(self):
        """Whether both are finite numbers, or arrays of them of one shape."""
        arrays = isinstance(self.wanted, np.ndarray) and isinstance(self.got, np.ndarray)
        return arrays and self.got.shape == self.wanted.shape and bool(np.isfinite(self.got).all())


def near(wanted, got, exercise):
    """Which entries of ``got`` are those of ``wanted``, within the tolerances; both arrays of one shape."""
    scale = np.abs(wanted[np.isfinite(wanted)]).max(initial=0)
    return np.isclose(got, wanted, rtol=0, atol=exercise.atol + exercise.rtol * scale, equal_nan=True)


def named(what, i, names=()):
    """What part i, counted from 0, is called: its name in the task, an index of what has a name, or words."""
    if what == WHOLE and names:
        return names[i]
    return f"part {i + 1} of {what}" if " " in what else f"{what}[{i}]"


def _short(what, key, count, exercise):
    """What a part is called in a list of parts. The layers of a backward pass are counted from the output."""
    if what != WHOLE:
        backward = exercise.backward and isinstance(key, int)
        return f"{what}[{key - count if backward else repr(key)}]"
    if isinstance(key, int):
        return exercise.parts[key] if exercise.parts else f"part {key + 1}"
    return str(key)


def pairs(wanted, got, exercise, what=WHOLE, place=()):
    """All parts of an answer that is built as the reference's is, in order; None if it is built in another way."""
    if isinstance(wanted, dict | list | tuple):
        keys = wanted if isinstance(wanted, dict) else range(len(wanted))
        if isinstance(wanted, dict):
            alike = isinstance(got, dict) and got.keys() == wanted.keys()
        else:
            several = isinstance(got, tuple | list) or (isinstance(got, np.ndarray) and got.ndim > 0)
            alike = several and len(got) == len(wanted)
        parts = []
        for key in keys if alike else ():
            inner = pairs(
                wanted[key], got[key], exercise, _short(what, key, len(wanted), exercise), (*place, key)
            )
            if inner is None:
                return None
            parts += inner
        return parts if alike else None
    if isinstance(wanted, str | bool | np.bool_):
        right = type(got) in (type(wanted), np.bool_, bool, str) and np.shape(got) == () and wanted == got
        return [Part(what, wanted, got, place, bool(right))]
    wanted = np.asarray(wanted)
    try:
        array = np.asarray(got)
    except Exception:  # ragged lists, or an object that does not want to be an array
        return [Part(what, wanted, got, place, False)]
    if array.dtype.kind not in "biufc" or isinstance(got, bool):
        return [Part(what, wanted, got, place, False)]
    right = array.shape == wanted.shape and bool(near(wanted, array, exercise).all())
    return [Part(what, wanted, array, place, right)]
