"""Exercises 1.7 and 1.10: the step with the smallest error, for the central difference in float32 and for f″."""

import numpy as np

from ..engine import Exercise, Mistake, Value, With, in_turn
from ..families import OWN_STEP
from .shared import accepting, close, curve

__all__ = ["FLOAT32_STEP", "SECOND_DERIVATIVE"]

_STEP = "chapter 1b, “The best step”"


_NO_EXPONENT = "A negative integer k is asked for, one of -1, -2, … -7."

FLOAT32_STEP = Value(
    "01.7", -2,
    (
        ("a step too large", -1,
            "The truncation error is still large here, and a smaller step is better. Do you take the smallest of the "
            "errors?"),
        ("the best step of the forward difference", -3,
            "This is the best step of the forward difference. The central one can afford a larger step: its "
            "truncation error is smaller. If yours is central, take its largest error over all points."),
        ("a step too small", -4,
            "The largest error is about a hundred times what it can be. Divide by 2h, with h as float32, and take the "
            "largest error over all points, for each k."),
        ("the best step of float64", -5,
            "This would be the best step in float64. Are points, h and f(points) of type float32? Look at their "
            "dtype."),
        ("near the best step of float64", -6,
            "In float32 this step is only about eight times as wide as the spacing of the numbers between 1 and 2. "
            "Measure: look at the dtype of all that enters."),
        ("the smallest step of all", -7,
            "A smaller step is not always better. This is the best one for the forward difference in float64; here "
            "the difference is central, and the numbers are float32."),
        ("the square root of the ε of float64", -8,
            "This is the rule of thumb for the forward difference in float64. Here the difference is central, and the "
            "numbers are float32."),
        ("sign left out", 2,
            "With this k the step would be 100. The exponent is negative."),
        ("an index", 1,
            "With this k the step would be 10. Is it the place of a k in a list? The k itself is asked for."),
        ("no power at all", 0,
            "With this k the step would be 1. The smallest error is at one of -1, -2, … -7. Is 0 the place of a k in "
            "a list?"),
        ("the step, not its exponent", 0.01,
            "You return the step. The exponent k was asked for."),
    ),
    see=_STEP,
    **accepting(
        lambda: -2, lambda wanted, got: "" if got % 1 == 0 and -8 < got < 0 else _NO_EXPONENT,
    ),
)  # fmt: skip


def _best(y, fourth, eps):
    return (24 * eps * abs(y) / fourth) ** (1 / 4)


def _formula(f, x, h):
    return (f(x + h) - 2 * f(x) + f(x - h)) / h**2


def _second(step=_best, value=_formula, swap=False):
    """The answer to 01.10 with a given step, and a given value for it."""

    def answer(f, x, fourth, eps):
        h = step(f(x), fourth, eps)
        return (value(f, x, h), h) if swap else (h, value(f, x, h))

    return answer


def _root(factor, power=1 / 4):
    """A step like the best one for 01.10, with another factor or power."""
    return lambda y, fourth, eps: (factor * eps * abs(y) / fourth) ** power


_best_second = _second()


def _second_inputs(rng):
    # ε and the fourth derivative are of many sizes, and f is of either sign.
    sign, f, x = in_turn(rng, 1, -1, -1, 1), curve(rng), rng.uniform(-1, 1)
    while sign * f(x) < 0.2:
        f = curve(rng)
    return f, x, rng.uniform(0.5, 2), 10.0 ** rng.uniform(-9, -6)


def _told_of_second(wanted, got, f, x, fourth, eps):
    h, value = got
    if np.iscomplexobj(h):
        return ""
    if not close(wanted[0], h, 1e-5):
        if h > 0 and abs(np.log10(h) - np.round(np.log10(h))) < 1e-9:
            return f"Your step is {h:g}. It should depend on eps, on f and on its fourth derivative."
        number = 24 * (h / wanted[0]) ** 4
        if 1 <= round(number) < 200 and abs(number - round(number)) < 1e-3:
            return (
                "The step depends on all quantities as it should. Only the number in front of them is not right: it "
                "comes from the two errors and from differentiating their sum."
            )
        if abs(h / wanted[0] - 1) < 0.1:
            return (
                "Your step is within 10 percent of the best one. Did you search for it, or is the number in front of "
                "the root not quite right? Derive it: set the slope of the sum of both errors to zero."
            )
        return ""
    if close(wanted[1], value, 0.05):
        return "The value is near the second derivative, but it is not the one of the formula with this step."
    return ""


_SECOND = "Count again in (b) how often a rounded value enters the numerator"
_TWO = (
    "One of the two errors is off by a factor of 2. In (a), the terms of both sides add up. In (b), each value is off "
    "by at most half of ε, relatively."
)

SECOND_DERIVATIVE = Exercise(
    "01.10", _best_second, _second_inputs,
    (
        Mistake("best step of the forward difference", With(_second, step=_root(2, 1 / 2)),
            "This is the best step of the first derivative by the forward difference. Here both errors are different "
            "ones: derive them as in (a) and (b)."),
        Mistake("best step of the central difference", With(_second, step=_root(1.5, 1 / 3)),
            "This is the best step of the first derivative by the central difference. Here one divides by h squared: "
            "derive both errors as in (a) and (b)."),
        Mistake("fourth root of ε alone", With(_second, step=lambda y, fourth, eps: eps ** (1 / 4)),
            "This is the rule of thumb, for functions of ordinary size. Keep the factors, and the sizes of f and of "
            "its fourth derivative."),
        Mistake("cube root of ε alone", With(_second, step=lambda y, fourth, eps: eps ** (1 / 3)),
            "This is the rule of thumb for the first derivative by the central difference. Derive both errors of the "
            "second derivative as in (a) and (b)."),
        Mistake("square root of ε alone", With(_second, step=lambda y, fourth, eps: eps ** (1 / 2)),
            "This is the rule of thumb for the first derivative by the forward difference. Derive both errors of the "
            "second derivative as in (a) and (b)."),
        Mistake("ε itself", With(_second, step=lambda y, fourth, eps: eps),
            "This is eps. With so small a step the round-off error is huge: where is it in balance with the other?"),
        Mistake("factor left out", With(_second, step=_root(1)),
            "The powers are right. The number in front is missing: it comes from the two errors and from "
            "differentiating their sum."),
        Mistake("middle value counted once", With(_second, step=_root(18)),
            _SECOND + ", and with which factor."),
        Mistake("one of the errors twice too large or too small", With(_second, step=_root(12)), _TWO),
        Mistake("one of the errors twice too small or too large", With(_second, step=_root(48)), _TWO),
        Mistake("** 1 / 4", With(_second, step=lambda y, fourth, eps: (24 * eps * abs(y) / fourth) ** 1 / 4),
            "The right number, but a ** 1 / 4 is (a ** 1) / 4: put the exponent in parentheses."),
        Mistake("square root", With(_second, step=_root(24, 1 / 2)),
            "The right number, but the wrong root. In (c), multiply the equation by h to the power that clears the "
            "denominator."),
        Mistake("cube root", With(_second, step=_root(24, 1 / 3)),
            "The right number, but the wrong root. In (c), to which power does h appear once the denominator is "
            "cleared?"),
        *(
            Mistake("factor left out, and another root", With(_second, step=_root(1, power)),
                "The number in front is missing: it comes from the two errors and from differentiating their sum. And "
                "to which power does h appear in (c), once the denominator is cleared?")
            for power in (1 / 2, 1 / 3)
        ),
        Mistake("root left out", With(_second, step=_root(24, 1)),
            "The right number, but no root of it. In (c), to which power does h appear once the denominator is "
            "cleared?"),
        Mistake("upside down", With(_second, step=lambda y, fourth, eps: (fourth / (24 * eps * abs(y))) ** (1 / 4)),
            "The fraction is upside down: with a smaller eps a smaller step is better."),
        Mistake("size of f left out", With(_second, step=lambda y, fourth, eps: (24 * eps / fourth) ** (1 / 4)),
            "A factor is missing: the round-off error is relative to the size of the function."),
        Mistake("size of f with its sign",
            With(_second, step=lambda y, fourth, eps: (24 * eps * y / fourth) ** (1 / 4)),
            "Where f is positive the step is right. Where it is negative there is no real fourth root: which size of "
            "f enters?"),
        Mistake("size of f with its sign",
            With(_second, step=lambda y, fourth, eps: float(24 * eps * y / fourth) ** (1 / 4)),
            "Where f is positive the step is right. Where it is negative there is no real fourth root: which size of "
            "f enters?"),
        Mistake("fourth derivative left out",
            With(_second, step=lambda y, fourth, eps: (24 * eps * abs(y)) ** (1 / 4)),
            "A factor is missing: the truncation error depends on the fourth derivative."),
        Mistake("ε left out", With(_second, step=lambda y, fourth, eps: (24 * abs(y) / fourth) ** (1 / 4)),
            "A factor is missing: the round-off error depends on the machine epsilon."),
        Mistake("fourth derivative on top",
            With(_second, step=lambda y, fourth, eps: (24 * eps * abs(y) * fourth) ** (1 / 4)),
            "Where the fourth derivative is large, the truncation error is large too. Should the step then be larger "
            "or smaller?"),
        Mistake("an epsilon of its own",
            With(_second, step=lambda y, fourth, eps: (24 * np.finfo(float).eps * abs(y) / fourth) ** (1 / 4)),
            "The formula for the step is right. The machine epsilon to reckon with is given as an argument; yours is "
            "that of float64."),
        OWN_STEP(With(_second, value=lambda f, x, h: _formula(f, x, 1e-4)), name="value with a step of its own",
            hint="The value is computed with another one."),
        Mistake("divided by h", With(_second, value=lambda f, x, h: _formula(f, x, h) * h),
            "The second derivative divides by h twice."),
        Mistake("/ h * h", With(_second, value=lambda f, x, h: _formula(f, x, h) * h ** 2),
            "You do not divide by h squared: a / h * h is (a / h) * h, which is a."),
        Mistake("middle value once in the formula",
            With(_second, value=lambda f, x, h: (f(x + h) - f(x) + f(x - h)) / h ** 2),
            "In the formula for the value, how often is f(x) subtracted?"),
        Mistake("middle value added", With(_second, value=lambda f, x, h: (f(x + h) + 2 * f(x) + f(x - h)) / h ** 2),
            "In the formula for the value, which sign has the middle value?"),
        Mistake("divided by 2h squared", With(_second, value=lambda f, x, h: _formula(f, x, h) / 4),
            "The value is divided by the square of 2h, where the square of h belongs."),
        Mistake("the first derivative as value",
            With(_second, value=lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h)),
            "The value is the central difference for the first derivative. The second is asked for."),
        Mistake("the first derivative as value", With(_second, value=lambda f, x, h: (f(x + h) - f(x)) / h),
            "The value is the forward difference for the first derivative. The second is asked for."),
        Mistake("value first", With(_second, swap=True),
            "The two numbers stand in the other order than asked for."),
    ),
    _STEP, trials=6,
    **accepting(_best_second, _told_of_second, rtol=1e-5, parts=("h", "value")),
)  # fmt: skip
