"""The random inputs of the exercises tell apart what is to be told apart: no size, sign or value is so by coincidence.

What the task itself fixes stands below, with the reason.
"""

import inspect

import numpy as np
import pytest

from bplib.checks import exercises

SETS = [f"{number:02d}" for number in range(1, 14)]
EVERY = {name: exercise for number in SETS for name, exercise in exercises(number).items()}
# Sizes that the task itself fixes, by exercise and argument.
FIXED = {
    "02.1": "theta: a function of two variables",
    "05.4": "weights flat_biases: only two of the networks have so many layers",
    "07.9": "params gradient: each seed has names of its own, with sizes that differ from name to name",
    "09.1": "w targets: the four corners of the plane",
    "11.12": "rows columns: one point for each of the eight cases that there are",
    "12.8": "Ws: only two of the networks have so many layers",
    "13.8": "params: what counts is whether they move",
}
# Arguments that have one sign by their nature: steps, rates, sizes, probabilities, targets of 0 and 1, gray levels.
OF_ONE_SIGN = {
    "h", "eta", "eps", "fourth", "c", "curvatures", "reduction", "q", "s",
    "mean_square", "beta", "tau", "pixels", "below", "p", "d", "threshold", "scale",
    "losses", "r", "rates", "fraction", "nv", "v", "rows", "columns", "y",
    "Y", "T", "a", "x",
}  # fmt: skip
# Those whose name does not tell it.
MEANT = {"01.5": "a = σ(z)", "06.1": "a = σ(z)", "06.3": "a = σ(z)", "03.7": "x: shares of a positive sum"}


def trials(exercise):
    """The arguments of an exercise by name, for each trial."""
    rng = np.random.default_rng([int(part) for part in exercise.name.split(".")])
    names = list(inspect.signature(exercise.reference).parameters)
    return [dict(zip(names, exercise.inputs(rng))) for _ in range(exercise.trials)]


def numbers(name, value):
    """(name, array) of the arrays and numbers in an argument."""
    if isinstance(value, np.ndarray):
        yield name, value
    elif isinstance(value, bool | str) or callable(value):
        return
    elif isinstance(value, int | float):
        yield name, np.asarray(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(f"{name}[{key!r}]", inner)
    elif isinstance(value, list | tuple):
        for i, inner in enumerate(value):
            yield from numbers(f"{name}[{i}]", inner)


def sizes(arguments):
    """{(argument, axis): size} of a trial; the arrays of a list are one."""
    found = {}
    for name, value in arguments.items():
        for inner, array in numbers(name, value):
            for axis, size in enumerate(array.shape):
                found[inner, axis] = size
    return found


@pytest.mark.parametrize("name", [name for name, e in EVERY.items() if trials(e)[0]])
def test_sizes_change_and_are_not_always_1_or_2(name):
    seen = {}
    for arguments in trials(EVERY[name]):
        for place, size in sizes(arguments).items():
            seen.setdefault(place, []).append(size)
    problems = []
    for (argument, axis), found in seen.items():
        word = argument.partition("[")[0]
        if (
            word not in FIXED.get(name, "").partition(":")[0].split()
            and len(found) > 1
            and len(set(found)) == 1
            and found[0] != 1
        ):
            problems.append(f"axis {axis} of {argument} is always {found[0]}")
    assert not problems


@pytest.mark.parametrize("name", [name for name, e in EVERY.items() if trials(e)[0]])
def test_numbers_have_both_signs(name):
    seen = {}
    for arguments in trials(EVERY[name]):
        for argument, value in arguments.items():
            for _, array in numbers(argument, value):
                if array.dtype.kind == "f" and array.size:
                    low, high = seen.get(argument, (np.inf, -np.inf))
                    seen[argument] = min(low, array.min()), max(high, array.max())
    positive = {a for a in seen if a in OF_ONE_SIGN and (a not in "ax" or name in MEANT)}
    problems = [f"{a} is never negative" for a, (low, _) in seen.items() if low >= 0 and a not in positive]
    problems += [f"{a} is never positive" for a, (_, high) in seen.items() if high <= 0]
    assert not problems
