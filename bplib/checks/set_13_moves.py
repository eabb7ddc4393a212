"""Exercise 13.8: an instrument that finds parameters which never move."""

import copy

import numpy as np

from .engine import Exercise, Mistake
from .set_13_reference import in_turn

__all__ = ["MOVES"]


def _replaces(change):
    def step(params):
        for name, amount in change.items():
            params[name] = params[name] + amount

    return step


def _writes(change):
    def step(params):
        for name, amount in change.items():
            params[name] += amount

    return step


def _trial(names, moved, way, kind):
    def inputs(rng):
        params = {name: rng.normal(size=(3, 4) if name.startswith("W") else 4) for name in names}
        change = {}
        for name in moved:
            amount = rng.normal(0, 0.1, params[name].shape)
            if kind == "tiny":
                amount *= 1e-9
            elif kind == "one entry":
                amount.flat[1:] = 0
            elif kind == "sum 0":
                params[name], amount = np.round(params[name] * 8) / 8, np.zeros(params[name].shape)
                amount.flat[:2] = 0.25, -0.25
            change[name] = amount
        return params, way(change)

    return inputs


_TRIALS = (
    _trial(("W1", "b1", "W2", "b2"), ("W1", "W2", "b2"), _writes, "usual"),
    _trial(("gain", "W", "shift"), ("W", "gain"), _replaces, "usual"),
    _trial(("W1", "b1", "W2", "b2", "W3", "b3"), ("W3", "b1", "W1"), _writes, "tiny"),
    _trial(("W", "b"), ("W", "b"), _replaces, "one entry"),
    _trial(("W1", "b1", "W2", "b2"), ("b1", "W2"), _writes, "sum 0"),
    _trial(("b", "W"), (), _writes, "usual"),
)


def _stepped(params, step):
    after = copy.deepcopy(params)
    step(after)
    return after


def _never_moves(params, step):
    after = _stepped(params, step)
    return [name for name, p in params.items() if np.array_equal(p, after[name])]


def _by(still):
    """never_moves with another comparison of before and after."""
    return lambda params, step: [n for n, after in _stepped(params, step).items() if still(params[n], after)]


def _shallow(params, step):
    work = copy.deepcopy(params)
    before = dict(work)
    step(work)
    return [name for name in before if np.array_equal(before[name], work[name])]


def _old_arrays(params, step):
    work = copy.deepcopy(params)
    arrays = dict(work)
    step(work)
    return [name for name in params if np.array_equal(params[name], arrays[name])]


def _names(answer, params, step):
    if isinstance(answer, bool):
        return "The answer should be the names, not True or False: a list, empty if all parameters move."
    if not isinstance(answer, list | tuple) or not all(isinstance(name, str) for name in answer):
        return "The answer should be a list of names of parameters, empty if all of them move."
    unknown = [name for name in answer if name not in params]
    if unknown:
        return f"Your list has {unknown[0]!r}, which is no name in params."
    right, after = _never_moves(params, step), _stepped(params, step)
    for name in answer:
        if name not in right:
            most = np.abs(after[name] - params[name]).max()
            count = np.count_nonzero(after[name] - params[name])
            return f"{name!r} does move: {count} of its {after[name].size} entries, by at most {most:.1g}."
    missing = [name for name in right if name not in answer]
    if missing:
        return f"{missing[0]!r} is exactly the same before and after the step, and is not in your list."
    return list(answer) == right or "The names are right. Give each once, in the order of params."


def _examples(rng):
    return in_turn(rng, *_TRIALS)(rng)


MOVES = Exercise(
    "13.8", _never_moves, _examples,
    (
        Mistake(
            "the arrays before are the arrays after", _shallow,
            "dict(params) is a new dict with the same arrays. A step that writes into them changes your “before” too."
            " That is an instrument with a bug: it calls healthy parameters still.",
        ),
        Mistake(
            "the arrays that were there before", _old_arrays,
            "A step may write into an array, or put a new one into the dict. You look at the old array in both cases."
            " What does the dict hold after the step?",
        ),
        Mistake(
            "“nearly the same” is called still", _by(np.allclose),
            "np.allclose forgives small differences. A parameter that moves by very little does move.",
        ),
        Mistake(
            "one entry that stays is enough", _by(lambda b, a: (a == b).any()),
            "A parameter is still if all of its entries are. Some entries may stay: the weights of a dead unit do.",
        ),
        Mistake(
            "sums are compared", _by(lambda b, a: a.sum() == b.sum()),
            "One entry up, another down by as much: the sum does not see it.",
        ),
        Mistake(
            "those that move", _by(lambda b, a: not np.array_equal(a, b)),
            "You return the healthy ones. Asked for are those that stay.",
        ),
        Mistake(
            "only the biases are looked at",
            lambda params, step: [n for n in _never_moves(params, step) if params[n].ndim == 1],
            "Weights can stay behind as well.",
        ),
        Mistake(
            "only the weights are looked at",
            lambda params, step: [n for n in _never_moves(params, step) if params[n].ndim == 2],
            "Biases can stay behind as well, and it is noticed even less.",
        ),
    ),
    see="chapter 8, “Sequential: a list of layers”", accept=_names, trials=len(_TRIALS),
    remark="This is the instrument for updates: it needs one step and no differences. It does not see a parameter"
    " that moves the wrong way; for that, see whether the loss of ten examples falls.",
)  # fmt: skip
