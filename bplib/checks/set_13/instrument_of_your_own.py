"""Exercise 13.8: an instrument that finds parameters which never move."""

import copy

import numpy as np

from ..engine import Exercise, Mistake, in_turn

__all__ = ["NEVER_MOVES"]


_TINY = 1e-20


class _Step:
    """A step that changes some of the parameters, and knows whether the arrays that it came with were touched."""

    def __init__(self, arrays, changes, in_place, copies):
        self.arrays, self.changes, self.in_place, self.copies = arrays, changes, in_place, copies

    def __deepcopy__(self, memo):
        """With its own arrays. All copies are remembered, so that accept sees those that the answer was given."""
        arrays = copy.deepcopy(self.arrays, memo)
        self.copies.append(arrays)
        return _Step(arrays, self.changes, self.in_place, self.copies)

    def __call__(self, params):
        for name, p in params.items():
            new = self.changes[name](p) if name in self.changes else p.copy()
            if self.in_place:
                p[...] = new
            else:
                params[name] = new

    def touched(self):
        """Names of arrays that somebody has changed since they were handed out."""
        return [n for given in self.copies for n, p in given.items() if not np.array_equal(p, self.arrays[n])]


def _added(rng, shape, size):
    amount = rng.normal(0, size, shape)
    return lambda p: p + amount


def _last(p):
    p = p.copy()
    p.flat[-1] += 0.1
    return p


def _tiny_one(p):
    p = p.copy()
    p[np.abs(p) == _TINY] *= 2
    return p


def _exchanged(p):
    p = p.copy()
    p.flat[0], p.flat[-1] = p.flat[-1], p.flat[0]
    return p


def _trial(names, moved, in_place, kind):
    def inputs(rng):
        params = {name: rng.normal(size=(3, 4) if name.startswith("W") else 4) for name in names}
        changes = {}
        for name in moved:
            if kind in ("exchanged", "turned"):  # sums of them, and of their squares, are exact
                params[name] = np.round(params[name] * 8) / 8
                params[name].flat[0], params[name].flat[-1] = 0.25, -0.5
            if kind == "tiny one":
                params[name].flat[-1 if name == "W" else 2] = _TINY  # no sum of the entries sees it
            changes[name] = {
                "usual": _added(rng, params[name].shape, 0.1),
                "tiny": _added(rng, params[name].shape, 1e-10),
                "last": _last,
                "tiny one": _tiny_one,
                "exchanged": _exchanged,
                "turned": np.negative,
                "once": np.zeros_like,  # a second step changes nothing more
            }[kind]
        return params, _Step(dict(params), changes, in_place, [])

    return inputs


_TRIALS = (
    _trial(("W1", "b1", "W2", "b2"), ("W1", "W2", "b2"), True, "usual"),
    _trial(("gain", "W", "shift"), ("W", "gain"), False, "usual"),
    _trial(("W1", "b1", "W2", "b2", "W3", "b3"), ("W3", "b1", "W1"), True, "tiny"),
    _trial(("W", "b"), ("W", "b"), False, "last"),
    _trial(("b", "W", "gain", "W2"), ("b", "W", "W2"), True, "tiny one"),
    _trial(("W1", "b1", "W2", "b2"), ("b1", "W2"), True, "exchanged"),
    _trial(("W1", "b1", "W2", "b2"), ("b2", "W1"), False, "turned"),
    _trial(("b", "W"), (), True, "usual"),
    _trial(("W1", "b1", "W2"), ("W2", "b1"), False, "once"),
)


def _stepped(params, step, times=1):
    after = copy.deepcopy(params)
    for _ in range(times):
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


def _identical(params, step):
    work = copy.deepcopy(params)
    before = dict(work)
    step(work)
    return [name for name in before if before[name] is work[name]]


def _old_arrays(params, step):
    work = copy.deepcopy(params)
    arrays = dict(work)
    step(work)
    return [name for name in params if np.array_equal(params[name], arrays[name])]


def _two_steps(params, step):
    after = _stepped(params, step, 2)
    return [name for name, p in params.items() if np.array_equal(p, after[name])]


def _second_step(params, step):
    first, second = _stepped(params, step), _stepped(params, step, 2)
    return [name for name in params if np.array_equal(first[name], second[name])]


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
    if list(answer) != right:
        return "The names are right. Give each once, in the order of params."
    touched = step.touched()
    return not touched or (
        "The names are right, and params holds the old numbers again, but in new arrays: the array that was"
        f" params[{touched[0]!r}] has been changed by the step. Whoever else holds it has a patient that is not as it"
        " was. To what could you apply the step instead?"
    )


def _examples(rng):
    return in_turn(rng, *_TRIALS)(rng)


NEVER_MOVES = Exercise(
    "13.8", _never_moves, _examples,
    (
        Mistake(
            "the arrays before are the arrays after", _shallow,
            "A step that writes into the arrays changes your “before” too: dict(params) is a new dict with the same"
            " arrays. That is an instrument with a bug: it calls healthy parameters still.",
        ),
        Mistake(
            "the same array, or the same numbers", _identical,
            "“is” asks whether it is the same array. A step that writes into it leaves it the same array, with other"
            " numbers; another step may put equal numbers into a new one.",
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
            "a very small move is missed", _by(lambda b, a: np.abs(a - b).max() < 1e-12),
            "A parameter that moves by very little does move. What was not moved is exactly the same, to the last bit.",
        ),
        Mistake(
            "one entry that stays is enough", _by(lambda b, a: (a == b).any()),
            "A parameter is still if all of its entries are. Some entries may stay: the weights of a dead unit do.",
        ),
        Mistake(
            "only the first entry is compared", _by(lambda b, a: a.flat[0] == b.flat[0]),
            "One entry stands for all here. It can stay while others move.",
        ),
        Mistake(
            "only the first row is compared", _by(lambda b, a: np.array_equal(a[0], b[0])),
            "One row stands for all here. It can stay while others move.",
        ),
        Mistake(
            "sums are compared", _by(lambda b, a: a.sum() == b.sum()),
            "One entry up, another down by as much: the sum does not see it.",
        ),
        Mistake(
            "norms or spreads are compared", _by(lambda b, a: np.linalg.norm(a) == np.linalg.norm(b)),
            "Entries can change signs or places, and the norm does not see it; nor does the standard deviation.",
        ),
        Mistake(
            "sorted entries are compared", _by(lambda b, a: np.array_equal(np.sort(a.ravel()), np.sort(b.ravel()))),
            "The same numbers in other places are other weights.",
        ),
        Mistake(
            "two steps", _two_steps,
            "Here the step is taken twice, and a second one can undo the first.",
        ),
        Mistake(
            "the second step", _second_step,
            "You compare what is there after one step with what is there after two. The first step is lost.",
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
    see="chapter 13, “Case 4: everything learns, almost”", accept=_names, trials=len(_TRIALS),
    remark="This is the instrument for updates: it needs one step and no differences. It does not see a parameter"
    " that moves the wrong way; for that, see whether the loss of ten examples falls.",
)  # fmt: skip
