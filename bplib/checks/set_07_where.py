"""Exercise 7.9: in which arrays is the gradient wrong? The mistakes that are planted, and what is said of an answer."""

import numpy as np

from .engine import Exercise, Mistake
from .set_07_reference import Loss, params_like, trial

__all__ = ["WHERE"]

_SHAPES = {"W1": (4, 3), "b1": (4, 1), "W2": (4, 4), "b2": (4, 1)}
_OTHERS = {"V": (5, 3), "c": (5,), "A": (3, 3)}


def _entry(g, rng):
    """One entry is wrong."""
    g = g.copy()
    g.flat[rng.integers(g.size)] += rng.uniform(0.2, 0.4) * np.abs(g).max()
    return g


def _exchanged(g, rng):
    """Entries at other places, so that the errors add up to 0: a transposed matrix, turned rows, or a turned bias."""
    if g.ndim == 2 and g.shape[0] == g.shape[1]:
        return g.T.copy()
    return np.roll(g, 1, axis=1 if g.ndim == 2 and g.shape[1] > 1 else 0)


def _little(g, rng):
    """All entries are too large by three in ten thousand."""
    return 1.0003 * g


# Each trial: the unit of the cost, and how which arrays are spoiled. The units are so far apart that no absolute
# threshold is right for all.
_TRIALS = (
    (1.0, {"b1": _entry, "W2": _exchanged}),
    (1.0, {}),
    (1.0, {"W1": _entry, "W2": _entry, "b2": _exchanged}),
    (1.0, {"W1": _little, "b2": _entry}),
    (1e-6, {"W1": _entry, "b1": _little, "W2": _exchanged, "b2": _little}),
    (1e6, {"W2": _little}),
    (1e-6, {"b1": _exchanged, "W1": _little, "W2": _entry}),
    (1.0, {"V": _exchanged, "A": _entry}),
    (1e-6, {"c": _exchanged, "A": _little}),
    (1.0, {"W1": _entry, "b1": _exchanged, "W2": _little}),
)
_LOOKS = {
    _entry: "one of its entries is wrong. Do all entries of the array move, is a negative difference seen, and what is"
    " your threshold relative to?",
    _exchanged: "its errors add up to zero. Which v are blind to that?",
    _little: "it is too large by three in ten thousand. What is your threshold, and relative to what?",
}


def some_wrong(rng):
    """Params, loss with a budget, gradient and seed; what is wrong changes with the trial."""
    unit, spoils = _TRIALS[trial(rng)]
    shapes = _OTHERS if "A" in spoils else _SHAPES
    params, loss = params_like(rng, shapes), Loss(rng, shapes, most=2 * len(shapes), unit=unit)
    gradient = loss.gradient(params)
    gradient |= {name: spoil(gradient[name], rng) for name, spoil in spoils.items()}
    return params, loss, gradient, int(rng.integers(1000))


def wrong_arrays(params, loss, gradient, seed):
    right = loss.gradient(params)
    return [name for name in params if not np.allclose(gradient[name], right[name], rtol=1e-9, atol=0)]


def _chosen(change):
    """The answer, its list changed: change(names that are wrong, all names)."""
    return lambda params, loss, gradient, seed: change(
        wrong_arrays(params, loss, gradient, seed), list(params)
    )


def _how(given, right):
    """Which of the spoils made ``given`` from ``right``."""
    if np.allclose(given, _little(right, None), rtol=1e-9, atol=0):
        return _little
    return _entry if np.sum(~np.isclose(given, right, rtol=1e-9, atol=0)) == 1 else _exchanged


def accepted(answer, params, loss, gradient, seed):
    """True, or what is wrong with a list of names."""
    if not isinstance(answer, list | tuple) or not all(isinstance(name, str) for name in answer):
        return f"The answer should be a list of names, such as ['W1', 'b2'], but it is {answer!r:.60}."
    wrong, right = wrong_arrays(params, loss, gradient, seed), loss.gradient(params)
    for name in answer:
        if name not in params:
            return f"Your list has {name!r}, which is no name in params."
    for name in params:
        if name in wrong and name not in answer:
            return f"Your list lacks {name!r}: {_LOOKS[_how(gradient[name], right[name])]}"
        if name in answer and name not in wrong:
            return (
                f"Your list has {name!r}, whose gradient is right to 15 digits. Do both of your numbers belong to the"
                " same v, which is zero outside of this array? And is your threshold one that a difference can"
                " keep, in any unit of the cost?"
            )
    return (
        True
        if list(answer) == wrong
        else "The right names. Each should be there once, in the order of params."
    )


WHERE = Exercise(
    "07.9", wrong_arrays, some_wrong,
    (
        Mistake(
            "the right ones", _chosen(lambda wrong, names: [n for n in names if n not in wrong]),
            "Which ones are asked for, the right or the wrong ones?",
        ),
        Mistake(
            "one direction for all", _chosen(lambda wrong, names: names if wrong else []),
            "You see that something is wrong, not where. What should v be outside of the array in question?",
        ),
        Mistake("only the first", _chosen(lambda wrong, names: wrong[:1]), "Does your loop end at the first find?"),
        Mistake("only the last", _chosen(lambda wrong, names: wrong[-1:]), "Is the list made anew for each array?"),
        Mistake("in another order", _chosen(lambda wrong, names: wrong[::-1]), "Keep the order of params."),
        Mistake("none", _chosen(lambda wrong, names: []), "Your test lets everything pass."),
        Mistake(
            "all", _chosen(lambda wrong, names: names),
            "Your test lets nothing pass, not even a right array. There are three ways to get there: something moves"
            " outside of the array; the two numbers belong to two different v; or the threshold is below what"
            " differences can keep.",
        ),
    ),
    see="chapter 7, “The whole gradient from two evaluations”", trials=len(_TRIALS), accept=accepted,
)  # fmt: skip
