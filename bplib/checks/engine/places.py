"""Places: in which trials, parts, rows or entries an answer is wrong, and what these have in common."""

import numpy as np

from .parts import near

__all__ = ["listed", "region", "trials_in_common"]


def listed(words):
    """a; a and b; a, b and c."""
    words = list(words)
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


# What trials have in common


def trials_in_common(trials, wrong):
    """Words for what holds in the wrong trials and in no other one, or an empty string.

    Args:
        trials: a dict of arguments by name for each trial.
        wrong: whether the answer is wrong in it.
    """
    features = [dict(_features(args)) for args in trials]
    positive = [(words, wrong, words) for words in features[wrong.index(True)]]
    right = [not bad for bad in wrong]
    negative = [(words, right, _negated(words)) for words in features[wrong.index(False)]]
    for words, pattern, said in sorted([*positive, *negative], key=lambda feature: _weak(feature[0])):
        if [f.get(words) for f in features] == pattern:
            return said
    return ""


def _negated(words):
    for verb, negation in ((" is ", " is not "), (" has ", " does not have "), (" holds ", " holds no ")):
        if verb in words:
            return words.replace(verb, negation, 1)
    return f"not {words}"


_STRONG = (
    "is 0",
    "is 1",
    "is empty",
    "has one ",
    "is square",
    "all zeros",
    "holds zeros",
    "equal",
    "negative",
)


def _weak(words):
    """Whether a feature is no edge: it is said only where no edge explains it."""
    return not any(strong in words for strong in _STRONG)


def _features(args):
    """(words, whether it is so) of the arguments of a trial; what is an edge comes first."""
    for name, value in args.items():
        if isinstance(value, bool | np.bool_):
            yield f"{name} is {value}", True
        elif isinstance(value, int | float | np.number):
            yield from _of_number(name, value)
        elif isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
            yield from _of_array(name, value)
        elif isinstance(value, str):
            yield f"{name} is {value!r}", True
        elif isinstance(value, list | tuple | dict):
            yield from _of_list(name, value)
    names = list(args)
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            yield from _of_two(a, args[a], b, args[b])


def _of_number(name, value):
    yield f"{name} is 0", bool(value == 0)
    yield f"{name} is 1", bool(value == 1)
    yield f"{name} is negative", bool(value < 0)
    yield f"{name} is an integer", isinstance(value, int | np.integer)
    if isinstance(value, int | np.integer):
        yield f"{name} is odd", bool(value % 2 == 1)
        yield f"{name} is 2 or more", bool(value >= 2)
    yield f"{name} is larger than 100", bool(abs(value) > 100)


def _of_array(name, value):
    yield f"{name} is empty", value.size == 0
    yield f"{name} has one entry", value.size == 1
    if value.ndim:
        yield f"{name} has one row", len(value) == 1
    if value.ndim == 2:
        yield f"{name} has one column", value.shape[1] == 1
        yield f"{name} is square", value.shape[0] == value.shape[1]
        yield f"{name} has more rows than columns", value.shape[0] > value.shape[1]
    yield f"{name} is all zeros", value.size > 0 and not value.any()
    yield f"{name} holds zeros", bool((value == 0).any())
    yield f"{name} holds integers", value.dtype.kind in "iu"
    yield f"{name} is of type {value.dtype}", True
    yield f"{name} holds numbers beyond ±100", bool((np.abs(value) > 100).any())
    yield f"{name} holds negative numbers", bool((value < 0).any())
    yield f"{name} holds equal numbers", np.unique(value).size < value.size
    for axes in (1, 2, 3):
        yield f"{name} has {axes} {'axis' if axes == 1 else 'axes'}", value.ndim == axes


def _of_list(name, value):
    yield f"{name} is empty", len(value) == 0
    for size, words in ((1, "one entry"), (2, "two entries"), (3, "three entries")):
        yield f"{name} has {words}", len(value) == size
    yield f"{name} has more than three entries", len(value) > 3
    if isinstance(value, list | tuple):
        numbers = [v for v in value if isinstance(v, int | float) and not isinstance(v, bool)]
        if numbers and len(numbers) == len(value):
            yield f"{name} holds zeros", 0 in numbers
            yield f"{name} holds negative numbers", min(numbers) < 0
            yield f"{name} holds equal numbers", len(set(numbers)) < len(numbers)
        arrays = [v for v in value if isinstance(v, np.ndarray)]
        if arrays and len(arrays) == len(value):
            square = all(v.ndim == 2 and v.shape[0] == v.shape[1] for v in arrays)
            yield f"{name} has square arrays only", square
            yield f"{name} holds zeros only", not any(v.any() for v in arrays)


def _of_two(a, first, b, second):
    number = (int, float, np.number)
    if isinstance(first, number) and isinstance(second, number):
        yield f"{a} is equal to {b}", bool(first == second)
        yield f"{a} is larger than {b}", bool(first > second)
    elif isinstance(first, np.ndarray) and isinstance(second, number) and first.ndim:
        yield f"{b} is equal to the length of {a}", len(first) == second
        yield f"{b} is larger than the length of {a}", second > len(first)
    elif isinstance(first, str) and isinstance(second, str):
        yield f"{a} is equal to {b}", first == second


# Where in an array


def region(wanted, got, exercise, args):
    """Words for the entries in which an array is wrong, where only some are: a row, the diagonal, the negative ones."""
    right = near(wanted, got, exercise)
    if wanted.ndim == 0 or right.all() or not right.any():
        return ""
    for words, where in _regions(wanted, args):
        if np.array_equal(where, ~right):
            return f"wrong {words}, and right elsewhere"
        if np.array_equal(where, right):
            return f"right only {words}"
    for axis, line in ((0, "row"), (1, "column")):
        if wanted.ndim == 2 and wanted.shape[axis] > 1:
            lines = (~right).any(axis=1 - axis)
            if np.array_equal(np.expand_dims(lines, 1 - axis) | np.zeros_like(right), ~right):
                return _numbered(line, np.flatnonzero(lines), len(lines))
    if wanted.ndim == 1:
        return _numbered("place", np.flatnonzero(~right), len(right))
    for axis, line in ((0, "row"), (1, "column")):
        if wanted.ndim == 2:
            lines = (~right).any(axis=1 - axis)
            if not lines.all():
                return _numbered(line, np.flatnonzero(lines), len(lines), within="somewhere ")
    bad = np.argwhere(~right)
    if len(bad) <= 4:
        places = listed([f"[{', '.join(map(str, index))}]" for index in bad])
        return f"wrong at {places} only"
    return ""


def _numbered(line, found, count, within=""):
    plural = line if len(found) == 1 else f"{line}s"
    if 2 * len(found) > count and count - len(found) <= 3:
        others = [str(i) for i in range(count) if i not in found]
        plural = line if len(others) == 1 else f"{line}s"
        return f"right only in {plural} {listed(others)} (counted from 0)"
    shown = [str(i) for i in found[:6]]
    more = ", …" if len(found) > 6 else ""
    return f"wrong {within}in {plural} {listed(shown)}{more} (counted from 0), and right elsewhere"


def _regions(wanted, args):
    """(words, mask) of parts of an array that have a name."""
    shape = wanted.shape
    index = np.indices(shape)
    for axis, line in enumerate(
        ("row", "column") if len(shape) == 2 else ("entry",) if len(shape) == 1 else ()
    ):
        yield f"in the first {line}", index[axis] == 0
        yield f"in the last {line}", index[axis] == shape[axis] - 1
        yield f"in the first and the last {line}", (index[axis] == 0) | (index[axis] == shape[axis] - 1)
    if len(shape) == 2:
        yield "on the diagonal", index[0] == index[1]
        yield "below the diagonal", index[0] > index[1]
        yield "above the diagonal", index[0] < index[1]
        edge = (index[0] == 0) | (index[1] == 0) | (index[0] == shape[0] - 1) | (index[1] == shape[1] - 1)
        yield "at the border", edge
    for name, value in args.items():
        if isinstance(value, np.ndarray) and value.shape == shape and value.dtype.kind in "biuf":
            yield f"where {name} is 0", value == 0
            yield f"where {name} is negative", value < 0
            yield f"where {name} is positive", value > 0
            yield f"where {name} is beyond ±100", np.abs(value) > 100
            yield f"where {name} is above 1 in size", np.abs(value) > 1
            if value.size:
                yield f"where {name} is largest", value == value.max()
    if wanted.dtype.kind in "biuf":
        yield "where the right number is 0", wanted == 0
        yield "where the right number is negative", wanted < 0
        yield "where the right number is positive", wanted > 0
