"""Checks of arguments, shared by the modules. Messages say the argument, what was wanted, what came."""

import operator
from numbers import Real

import numpy as np


def float_array(name, value):
    """``value`` as an array of floats (float32, float64 and complex stay, integers become float64).

    Raises:
        ValueError: if ``value`` is not numeric.
    """
    if type(value) is np.ndarray and value.dtype.kind == "f":  # nearly always: in every layer, in every step
        return value
    try:
        array = np.asarray(value)
    except ValueError as error:  # ragged nested lists
        raise ValueError(f"{name} must be an array of numbers, got a ragged sequence") from error
    if array.dtype.kind in "fc":
        return array
    if array.dtype.kind in "biu":
        return array.astype(np.float64)
    kind = type(value).__name__
    raise ValueError(f"{name} must be numbers, got {kind} (dtype {array.dtype})")


def finite(name, array, dtype=None):
    """Raise if an array of floats holds nan or inf, or what would be inf in dtype; the message says where.

    Least and largest number are looked at: two quick passes, and no copy. Other arrays pass.
    """
    if array.dtype.kind != "f" or array.size == 0:
        return
    dtype = np.dtype(dtype or array.dtype)
    largest = np.finfo(dtype).max
    if -largest <= array.min() and array.max() <= largest:  # not so, if one of them is nan
        return
    bad = np.argwhere(~(np.abs(array) <= largest))
    first = tuple(bad[0].tolist())
    place = ", ".join(f"{axis} {i}" for axis, i in zip(("row", "column"), first))
    place = place if len(first) < 3 else f"row {first[0]}, at {first[1:]}"
    wanted = "finite numbers" + (f" of {dtype}" if np.isfinite(array[first]) else "")
    more = f"; {len(bad)} of {array.size} numbers are bad" if len(bad) > 1 else ""
    raise ValueError(f"{name} must hold {wanted}, got {array[first]:g} in {place}, counted from 0{more}")


def same_shape(name_a, a, name_b, b):
    """Raise unless two arrays have the same shape: a silent broadcast is the costliest bug there is."""
    if a.shape != b.shape:
        raise ValueError(f"{name_b} has shape {b.shape}, {name_a} has shape {a.shape}: they must be the same")


def positive(name, value):
    """``value`` as a positive finite float."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a positive number, got {value!r}") from None
    if not (np.isfinite(number) and number > 0):
        raise ValueError(f"{name} must be a positive number, got {value!r}")
    return number


def fraction(name, value):
    """``value`` as a float that is at least 0 and less than 1."""
    if not (isinstance(value, Real) and 0 <= value < 1):
        raise ValueError(f"{name} must be at least 0 and less than 1, got {value!r}")
    return float(value)


def integer(name, value, *, at_least=1):
    """``value`` as an int that is at least ``at_least``; 3.0 and True are refused."""
    try:
        number = None if isinstance(value, bool | np.bool_) else operator.index(value)
    except TypeError:
        number = None
    if number is None or number < at_least:
        raise ValueError(f"{name} must be an integer of at least {at_least}, got {value!r}")
    return number


def choice(name, value, options):
    """``value``, which must be one of ``options``."""
    if value not in options:
        raise ValueError(f"{name} must be one of {', '.join(options)}; got {value!r}")
    return value


def float_type(dtype):
    """``dtype`` as np.dtype("float32") or np.dtype("float64")."""
    for known in (np.dtype(np.float32), np.dtype(np.float64)):
        if dtype in (known, known.type, known.name):
            return known
    raise ValueError(f"dtype must be float32 or float64, got {getattr(dtype, '__name__', dtype)}")


def generator(rng):
    """A ``numpy.random.Generator`` from a generator, an int seed, or None (fresh entropy)."""
    if rng is None or isinstance(rng, np.random.Generator):
        return np.random.default_rng(rng)
    if isinstance(rng, np.random.RandomState):
        raise ValueError("rng must be a numpy.random.Generator or an int seed, got a RandomState")
    try:
        return np.random.default_rng(rng)
    except (TypeError, ValueError):
        raise ValueError(f"rng must be a numpy.random.Generator or an int seed, got {rng!r}") from None


def labels(name, t, classes, count):
    """``t`` as integer labels, ``count`` of them, each from 0 to ``classes - 1``."""
    t = np.asarray(t)
    if t.dtype.kind not in "iu":
        raise ValueError(f"{name} must be integer labels, got dtype {t.dtype}")
    if t.shape != (count,):
        raise ValueError(f"{name} must be {count} labels, shape ({count},); got shape {t.shape}")
    if t.size and not (t.min() >= 0 and t.max() < classes):
        worst = t.min() if t.min() < 0 else t.max()
        raise ValueError(f"{name} must be labels from 0 to {classes - 1}, got {worst}")
    return t


def probabilities(name, logits, t, axis=-1):
    """``t`` as one-hot targets (or other numbers that sum to 1 over each example), of the type of ``logits``."""
    t = float_array("t", t)
    same_shape(name, logits, "t", t)
    if not (np.abs(t.sum(axis=axis) - 1) <= 2e-5).all():
        raise ValueError("t must be one-hot (or sum to 1 over each example)")
    return t.astype(logits.real.dtype, copy=False)


def one_hot(t, classes, dtype=np.float64):
    """Labels, shape (N,), as rows with a single one, shape (N, classes)."""
    rows = np.zeros((len(t), classes), dtype)
    rows[np.arange(len(t)), t] = 1
    return rows


def is_ours(thing, *methods):
    """Whether ``thing`` is of a class of this library, and none of the methods has been replaced by other code."""
    code = (getattr(getattr(thing, name, None), "__globals__", {}) for name in methods)
    modules = [type(thing).__module__, *(part.get("__name__") or "" for part in code)]
    return {module.partition(".")[0] for module in modules} == {__name__.partition(".")[0]}
