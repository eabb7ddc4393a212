"""Exercises 7.4 and 7.9: slopes along a direction, and what they say of where a gradient is wrong."""

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn
from ..families import BACKWARD_DIFFERENCE, FORWARD_DIFFERENCE, OWN_STEP, PARENTHESES, SIGN, TWO_FORGOTTEN
from .shared import Loss, params_like

__all__ = ["BOTH_SIDES", "WHERE"]


class _TwoCosts:
    """A smooth function of a flat array that may be called twice."""

    def __init__(self, A):
        self.A, self.calls = A, 0

    def __call__(self, p):
        self.calls += 1
        if self.calls > 2:
            raise RuntimeError("the cost may be evaluated twice here, not more")
        return float(np.sum(np.sin(self.A @ p)) + p @ p / 2)


def _line(rng):
    n, h = in_turn(rng, (6, 1e-3), (4, 1e-2), (5, 3e-3))
    theta, v, gradient = rng.normal(size=(3, n))
    return _TwoCosts(rng.normal(size=(n, n))), theta, gradient, v, h


def _unit(v):
    return v / np.linalg.norm(v)


_NUMERIC = {
    "right": lambda c, t, g, v, h: (c(t + h * v) - c(t - h * v)) / (2 * h),
    "forward": lambda c, t, g, v, h: (c(t + h * v) - c(t)) / h,
    "backward": lambda c, t, g, v, h: (c(t) - c(t - h * v)) / h,
    "forward over two": lambda c, t, g, v, h: (c(t + h * v) - c(t)) / (2 * h),
    "half the distance": lambda c, t, g, v, h: (c(t + h * v) - c(t - h * v)) / h,
    "half steps": lambda c, t, g, v, h: (c(t + h * v / 2) - c(t - h * v / 2)) / h,
    "half steps over two": lambda c, t, g, v, h: (c(t + h * v / 2) - c(t - h * v / 2)) / (2 * h),
    "left minus right": lambda c, t, g, v, h: (c(t - h * v) - c(t + h * v)) / (2 * h),
    "times h": lambda c, t, g, v, h: (c(t + h * v) - c(t - h * v)) / 2 * h,
    "divided by 2": lambda c, t, g, v, h: (c(t + h * v) - c(t - h * v)) / 2,
    "not divided": lambda c, t, g, v, h: c(t + h * v) - c(t - h * v),
    "second difference": lambda c, t, g, v, h: (c(t + h * v) + c(t - h * v)) / (2 * h),
    "h left out": lambda c, t, g, v, h: (c(t + v) - c(t - v)) / (2 * h),
    "a step of v": lambda c, t, g, v, h: (c(t + v) - c(t - v)) / 2,
    "all by h": lambda c, t, g, v, h: (c(t + h) - c(t - h)) / (2 * h),
    "along the gradient": lambda c, t, g, v, h: (c(t + h * g) - c(t - h * g)) / (2 * h),
    "scaled": lambda c, t, g, v, h: (c(t * (1 + h * v)) - c(t * (1 - h * v))) / (2 * h),
    "at v": lambda c, t, g, v, h: (c(v + h) - c(v - h)) / (2 * h),
}
_ANALYTIC = {
    "right": lambda g, v, h: float(g @ v),
    "length": lambda g, v, h: np.linalg.norm(g),
    "square": lambda g, v, h: g @ g,
    "sum": lambda g, v, h: g.sum(),
    "sums": lambda g, v, h: g.sum() * v.sum(),
    "times h": lambda g, v, h: h * (g @ v),
    "mean": lambda g, v, h: np.mean(g * v),
    "absolute": lambda g, v, h: np.abs(g * v).sum(),
    "lengths": lambda g, v, h: np.linalg.norm(g) * np.linalg.norm(v),
    "cosine": lambda g, v, h: g @ v / np.linalg.norm(g) / np.linalg.norm(v),
}


def _with(numeric="right", analytic="right", step=None):
    """The two sides, one or both of them another."""

    def answer(cost, theta, gradient, v, h):
        difference = _NUMERIC[numeric](cost, theta, gradient, v, step or h)
        return difference, _ANALYTIC[analytic](gradient, v, h)

    return answer


_two_slopes = _with()
_TWO_POINTS = "How far from theta are your two points? A slope needs a small step."

BOTH_SIDES = Exercise(
    "07.4", _two_slopes, _line,
    (
        FORWARD_DIFFERENCE(
            With(_with, numeric="forward"), name="a forward difference",
            hint="Two evaluations, but not the two that (7.4) wants.",
        ),
        BACKWARD_DIFFERENCE(
            With(_with, numeric="backward"), name="a backward difference",
            hint="Two evaluations, but not the two that (7.4) wants.",
        ),
        TWO_FORGOTTEN(
            With(_with, numeric="half the distance"), name="half the distance",
            hint="How far apart are the two points, in units of v?",
        ),
        Mistake(
            "a one-sided step over the distance of two", With(_with, numeric="forward over two"),
            "How far apart are your two points, and by what do you divide?",
        ),
        OWN_STEP(
            With(_with, numeric="half steps"), name="half steps",
            hint="Your points are h apart, in units of v. How far from theta does (7.4) go to either side?",
        ),
        Mistake(
            "half steps over the distance of two", With(_with, numeric="half steps over two"),
            "How far apart are your two points, and by what do you divide?",
        ),
        PARENTHESES(With(_with, numeric="times h"), name="/ 2 * h"),
        Mistake(
            "divided by 2 alone", With(_with, numeric="divided by 2"),
            "How far apart are the two points, in units of v?",
        ),
        Mistake(
            "not divided", With(_with, numeric="not divided"), "This is a difference. What turns it into a slope?"
        ),
        SIGN(
            With(_with, numeric="second difference"), name="a sum of the two costs",
            hint="A slope comes from a difference. Which sign have your two costs?",
        ),
        SIGN(
            With(_with, numeric="left minus right"), name="left minus right",
            hint="The two sides of a right gradient would differ in sign.",
        ),
        Mistake(
            "the step is shortened to length h",
            lambda c, t, g, v, h: (_two_slopes(c, t, g, _unit(v), h)[0], g @ v),
            "You divide v by its length for the difference only. Both sides need the same v; use it as it is.",
        ),
        Mistake(
            "the gradient with a v of length 1",
            lambda c, t, g, v, h: (_two_slopes(c, t, g, v, h)[0], g @ _unit(v)),
            "You divide v by its length for the product only. Both sides need the same v; use it as it is.",
        ),
        Mistake(
            "the difference for a v of length 1",
            lambda c, t, g, v, h: (_two_slopes(c, t, g, v, h)[0] / np.linalg.norm(v), g @ v),
            "You divide by the length of v for the difference only. Both sides need the same v; use it as it is.",
        ),
        Mistake("h is left out", With(_with, numeric="h left out"), _TWO_POINTS),
        Mistake("a step of v", With(_with, numeric="a step of v"), _TWO_POINTS),
        Mistake(
            "the length of the gradient", With(_with, analytic="length"),
            "The length of g is the slope in the steepest direction. Which direction is asked for?",
        ),
        Mistake(
            "the gradient with itself", With(_with, analytic="square"),
            "The square of the length of g belongs to a step along g itself. Which direction is asked for?",
        ),
        Mistake(
            "both sides with a v of length 1",
            lambda c, t, g, v, h: _two_slopes(c, t, g, _unit(v), h),
            "Both sides of (7.4) agree for any v. Use it as it is given.",
        ),
        Mistake(
            "both sides divided by the length of v",
            lambda c, t, g, v, h: (_two_slopes(c, t, g, v, h)[0] / np.linalg.norm(v), g @ _unit(v)),
            "Both sides of (7.4) agree for any v. Use it as it is given.",
        ),
        Mistake(
            "theta for v", lambda c, t, g, v, h: (_two_slopes(c, t, g, v, h)[0], g @ t),
            "Along which direction is the slope asked for?",
        ),
        Mistake(
            "the product is not summed", lambda c, t, g, v, h: (_two_slopes(c, t, g, v, h)[0], g * v),
            "The slope along v is one number.",
        ),
        Mistake(
            "the slopes along the axes are added", With(_with, analytic="sum"),
            "Where does v enter on the side of the gradient?",
        ),
        Mistake(
            "a product of two sums", With(_with, analytic="sums"),
            "Which comes first on the side of the gradient, the product or the sum?",
        ),
        Mistake(
            "h on the side of the gradient", With(_with, analytic="times h"),
            "A slope along v does not depend on how long the step is. Where does h belong?",
        ),
        Mistake(
            "a mean on the side of the gradient", With(_with, analytic="mean"),
            "The contributions of the parameters add up. Yours are averaged.",
        ),
        Mistake(
            "only sizes on the side of the gradient", With(_with, analytic="absolute"),
            "The contributions of the parameters have signs. Where are they in yours?",
        ),
        Mistake(
            "the product of the lengths", With(_with, analytic="lengths"),
            "This is the slope if v points where the gradient does. What if it does not?",
        ),
        Mistake(
            "the cosine", With(_with, analytic="cosine"),
            "This depends on the angle between g and v alone. Use both as they are.",
        ),
        Mistake(
            "all parameters moved by h", With(_with, numeric="all by h"),
            "Where does v enter on the side of the differences?",
        ),
        Mistake(
            "along the gradient", _with(numeric="along the gradient", analytic="square"),
            "You go along the gradient. Which direction is asked for?",
        ),
        Mistake(
            "a step along the gradient", With(_with, numeric="along the gradient"),
            "Your step goes along the gradient. Which direction is asked for?",
        ),
        Mistake(
            "theta is stretched", With(_with, numeric="scaled"),
            "A direction is added to theta. Yours multiplies.",
        ),
        Mistake(
            "around v", With(_with, numeric="at v"), "At which point is the slope asked for?",
        ),
        *(
            OWN_STEP(With(_with, step=own), hint="The step is given as h. Yours is another one.")
            for own in (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
        ),
        Mistake("in the wrong order", lambda *args: _two_slopes(*args)[::-1], "Which of the two comes first?"),
    ),
    see="chapter 7, “The whole gradient from two evaluations”", parts=("numeric", "analytic"),
)  # fmt: skip

# The biases are long: of few random signs all may be equal, and see nothing of exchanged entries.
_SHAPES = {"W1": (9, 4), "b1": (9, 1), "W2": (8, 8), "b2": (8, 1)}
_OTHERS = {"V": (5, 3), "c": (10,), "A": (6, 6)}


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


def _missing(g, rng):
    """The largest entry is 0: the program has forgotten it. Along its own gradient nothing of this is seen."""
    g = g.copy()
    g.flat[np.abs(g).argmax()] = 0
    return g


# Each trial: the unit of the cost, and how which arrays are spoiled. The units are so far apart that no absolute
# threshold is right for all.
_TRIALS = (
    (1.0, {"b1": _entry, "W2": _exchanged}),
    (1.0, {}),
    (1.0, {"W1": _entry, "W2": _entry, "b2": _exchanged}),
    (1.0, {"W1": _little, "b2": _entry}),
    (1e-6, {"W1": _entry, "b1": _little, "W2": _exchanged, "b2": _little}),
    (1e9, {"W2": _little}),
    (1e-12, {"b1": _exchanged, "W1": _little, "W2": _entry}),
    (1.0, {"V": _exchanged, "A": _entry}),
    (1e-6, {"c": _exchanged, "A": _little}),
    (1.0, {"W1": _entry, "b1": _exchanged, "W2": _little}),
    (1.0, {"b1": _missing, "W2": _missing}),
    (1e-12, {"b1": _little}),
)

_LOOKS = {
    _entry: "one of its entries is wrong. Do all entries of the array move, is a negative difference seen, and what is"
    " your threshold relative to?",
    _exchanged: "its errors add up to zero. Which v are blind to that?",
    _missing: "one of its entries is 0, and should not be. Which entries does your v move, and how far?",
    _little: "it is too large by three in ten thousand. What is your threshold, and relative to what?",
}


def _some_wrong(rng):
    """Params, loss with a budget, gradient and seed; what is wrong changes with the trial."""
    unit, spoils = in_turn(rng, *_TRIALS)
    shapes = _OTHERS if "A" in spoils else _SHAPES
    params, loss = params_like(rng, shapes), Loss(rng, shapes, most=2 * len(shapes), unit=unit)
    gradient = loss.gradient(params)
    gradient |= {name: spoil(gradient[name], rng) for name, spoil in spoils.items()}
    return params, loss, gradient, int(rng.integers(1000))


def _wrong_arrays(params, loss, gradient, seed):
    right = loss.gradient(params)
    return [name for name in params if not np.allclose(gradient[name], right[name], rtol=1e-9, atol=0)]


def _chosen(change):
    """The answer, its list changed: change(names that are wrong, all names)."""
    return lambda params, loss, gradient, seed: change(
        _wrong_arrays(params, loss, gradient, seed), list(params)
    )


def _how(given, right):
    """Which of the spoils made ``given`` from ``right``."""
    if np.allclose(given, _little(right, None), rtol=1e-9, atol=0):
        return _little
    different = ~np.isclose(given, right, rtol=1e-9, atol=0)
    if different.sum() > 1:
        return _exchanged
    return _entry if given[different].all() else _missing


def _accepted(answer, params, loss, gradient, seed):
    """True, or what is wrong with a list of names."""
    if not isinstance(answer, list | tuple) or not all(isinstance(name, str) for name in answer):
        return f"The answer should be a list of names, such as ['W1', 'b2'], but it is {answer!r:.60}."
    wrong, right = _wrong_arrays(params, loss, gradient, seed), loss.gradient(params)
    for name in answer:
        if name not in params:
            return f"Your list has {name!r}, which is no name in params."
    for name in params:
        if name in wrong and name not in answer:
            return f"Your list lacks {name!r}: {_LOOKS[_how(gradient[name], right[name])]}"
        if name in answer and name not in wrong:
            return (
                f"Your list has {name!r}, whose gradient is right to 15 digits. Print your two numbers for it: do they"
                " differ by a factor, by a little, or have they nothing to do with each other? Both belong to one v,"
                " which is zero outside of this array; and how exact is a difference with your step?"
            )
    return (
        True
        if list(answer) == wrong
        else "The right names. Each should be there once, in the order of params."
    )


WHERE = Exercise(
    "07.9", _wrong_arrays, _some_wrong,
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
            "Your test lets nothing pass, not even a right array. Print the two numbers of an array that is right: do"
            " they differ by a factor, by a little, or have they nothing to do with each other?",
        ),
    ),
    see="chapter 7, “The whole gradient from two evaluations”", trials=len(_TRIALS), accept=_accepted,
)  # fmt: skip
