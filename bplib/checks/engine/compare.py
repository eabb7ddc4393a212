"""Comparison of an answer with the reference's, in words."""

import inspect

import numpy as np

from .parts import WHOLE, named, near

__all__ = ["Unlike", "describe", "match", "tried_with"]


class Unlike(Exception):
    """An answer cannot be compared with the reference's, or differs from it; ``kind`` is the verdict's."""

    def __init__(self, kind, text):
        super().__init__(text)
        self.kind, self.text = kind, text


def match(wanted, got, exercise, what, finite=True):
    """Raise Unlike unless ``got`` is ``wanted`` within the tolerances."""
    if wanted is None:  # a mistake may return nothing
        if got is not None:
            raise Unlike("type", f"{_begin(what)} should be None, but it is {describe(got)}.")
    elif isinstance(wanted, dict):
        if not isinstance(got, dict):
            raise Unlike("type", f"{_begin(what)} should be a dict, but it is {describe(got)}.")
        if got.keys() != wanted.keys():
            names = ", ".join(map(repr, wanted))
            raise Unlike("type", f"{_begin(what)} should have the keys {names}; it has {_keys(got)}.")
        for key in wanted:
            match(wanted[key], got[key], exercise, f"entry {key!r} of {what}", finite)
    elif isinstance(wanted, tuple | list):
        if isinstance(got, np.ndarray) and got.ndim and len(got) == len(wanted):
            got = list(got)
        if not isinstance(got, tuple | list):
            kind = type(wanted).__name__
            raise Unlike(
                "type",
                f"{_begin(what)} should be a {kind} of {len(wanted)}, but it is {describe(got)}.",
            )
        if len(got) != len(wanted):
            raise Unlike("length", f"{_begin(what)} should have {len(wanted)} parts; it has {len(got)}.")
        for i, (w, g) in enumerate(zip(wanted, got)):
            match(w, g, exercise, named(what, i, exercise.parts), finite)
    elif isinstance(wanted, str | bool | np.bool_):
        if isinstance(wanted, str) != isinstance(got, str):
            kind = "a string" if isinstance(wanted, str) else "True or False"
            raise Unlike("type", f"{_begin(what)} should be {kind}, but it is {describe(got)}.")
        if np.shape(got) != () or wanted != got:
            raise Unlike("wrong", f"{_begin(what)} {got!r} is not right.")
    else:
        _match_numbers(np.asarray(wanted), got, exercise, what, finite)


def _match_numbers(wanted, got, exercise, what, finite):
    try:
        array = np.asarray(got)
    except Exception:  # ragged lists, or an object that does not want to be an array
        array = np.empty(0, object)
    if array.dtype.kind not in "biufc" or isinstance(got, bool):
        kind = "a number" if wanted.ndim == 0 else "an array of numbers"
        raise Unlike("type", f"{_begin(what)} should be {kind}, but it is {describe(got)}.")
    if array.shape != wanted.shape:
        should = f"have shape {wanted.shape}" if wanted.ndim else "be a single number"
        raise Unlike("shape", f"{_begin(what)} should {should}, but it has shape {array.shape}.")
    if finite and not np.isfinite(array).all() and np.isfinite(wanted).all():
        bad = np.argwhere(~np.isfinite(np.atleast_1d(array)))[0]
        value = np.atleast_1d(array)[tuple(bad)]
        raise Unlike("not finite", f"{_begin(what)} holds {value} {_at(bad, wanted.ndim)}".strip() + ".")
    right = near(wanted, array, exercise)
    if not right.all():
        bad = np.argwhere(~np.atleast_1d(right))[0]
        value = np.atleast_1d(array)[tuple(bad)]
        count = "" if wanted.ndim == 0 else f" {(~right).sum()} of {right.size} entries differ."
        verb = "yours is" if wanted.ndim == 0 else "yours has"
        text = f"{_begin(what)} is not right: {verb} {value:.6g} {_at(bad, wanted.ndim)}"
        raise Unlike("wrong", f"{text.strip()}.{count}")


def _begin(what):
    """As the first words of a sentence; the names of parts stay as they are."""
    return what[:1].upper() + what[1:] if what.startswith((WHOLE, "part ", "entry ")) else what


def _at(index, ndim):
    return f"at index [{', '.join(map(str, index))}]" if ndim else ""


def tried_with(function, args):
    """A line with the arguments, so that a learner can try them; of those too large to read, the shape."""
    shown, room = [], 60  # numbers
    for name, value in zip(inspect.signature(function).parameters, args):
        parts = value if isinstance(value, list | tuple) else [value]
        arrays = [part for part in parts if isinstance(part, np.ndarray)]
        room -= sum(array.size for array in arrays)
        text = _shown(value) if room >= 0 or not arrays else None
        if text is None and arrays:
            shapes = ", ".join(str(array.shape) for array in arrays)
            text = f"an array of shape {shapes}" if value is arrays[0] else f"arrays of shapes {shapes}"
        if text is not None:
            shown.append(f"{name} = {text}")
    if not shown:
        return ""
    start, between = (" ", ", ") if sum(map(len, shown)) <= 80 else ("\n", "\n")
    return f"\nThe check tried it with{start}{between.join(shown)}."


def _shown(value):
    """A number, text or small array as one would type it; None for what cannot be read."""
    if isinstance(value, int | float | np.number):
        return f"{value:.6g}"
    if isinstance(value, np.ndarray):
        return " ".join(np.array2string(value, precision=4, separator=", ", max_line_width=10_000).split())
    if isinstance(value, list | tuple) and value and all(isinstance(part, np.ndarray) for part in value):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, str | dict | list | tuple):
        text = repr(value)
        return text if len(text) <= 200 and "array" not in text and " at 0x" not in text else None
    return None


def _keys(got):
    return ", ".join(map(repr, got)) or "none"


def describe(value):
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"an array of dtype {value.dtype} and shape {value.shape}"
    try:
        text = repr(value)
    except Exception:  # a learner's object may have a broken repr
        text = ""
    shown = f" ({text})" if 0 < len(text) <= 60 else ""
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}{shown}"
