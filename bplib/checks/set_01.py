"""Exercise set 1, the derivative: its exercises, each with the mistakes that have a hint of their own."""

import numpy as np

from .engine import Exercise, Mistake, Value
from .set_01_basics import BASICS, PARENTHESES, RULES
from .set_01_reference import (
    accepting,
    best_second,
    buggy,
    descend,
    descend_inputs,
    divide,
    downhill,
    root,
    second,
    second_inputs,
    slopes,
    slopes_inputs,
    spoiled,
)

__all__ = ["EXERCISES"]

_STEP = "chapter 1, “The best step”"
_PITFALLS = "chapter 1, the pitfalls in “The best step”"
_LEARNING = "chapter 1, “What this has to do with learning”"

_SECOND = "Count again in (b) how often a rounded value enters the numerator"
_TWO = (
    "One of the two errors is off by a factor of 2. In (a), the terms of both sides add up. In (b), each value is "
    "off by at most half of ε, relatively."
)

# fmt: off
EXERCISES = (
    *BASICS,
    Exercise(
        "01.6", slopes, slopes_inputs,
        (
            Mistake("both bugs", lambda f, x: buggy(f, x, x.dtype),
                "Nothing has changed yet. Begin with the formula: in which order does Python carry out - and / and "
                "*?"),
            Mistake("integers lose their fractions", lambda f, x: slopes(f, x).astype(x.dtype),
                "For floats all is right. For integer x the slopes lose what is behind the decimal point: what is "
                "the dtype of the array that you store them in?"),
            Mistake("parentheses missing", lambda f, x: buggy(f, x, float),
                "The integers are dealt with, but the formula is still the old one. " + PARENTHESES),
            Mistake("/ 2 * h", lambda f, x: slopes(f, x) * 1e-10,
                "The results are almost zero. You multiply by h where you should divide: a / 2 * h is (a / 2) * h."),
            Mistake("numerator without parentheses",
                lambda f, x: np.array([f(p + 1e-05) - f(p - 1e-05) / 2e-05 for p in x]),
                "The results are huge: only the second value is divided by 2h."),
        ),
        _PITFALLS, trials=6, rtol=1e-07, atol=1e-13,
    ),
    Value(
        "01.7", -2,
        (
            ("a step too large", -1,
                "The truncation error is still large here, and a smaller step is better. Do you take the smallest "
                "of the errors?"),
            ("the best step of the forward difference", -3,
                "This is the best step of the forward difference. The central one can afford a larger step: its "
                "truncation error is smaller. If yours is central, take its largest error over all points."),
            ("a step too small", -4,
                "The largest error is about a hundred times what it can be. Divide by 2h, with h as float32, and take "
                "the largest error over all points, for each k."),
            ("the best step of float64", -5,
                "This would be the best step in float64. Are points, h and f(points) of type float32? Look at their "
                "dtype."),
            ("near the best step of float64", -6,
                "In float32 this step is only about eight times as wide as the spacing of the numbers between 1 and "
                "2. Measure: look at the dtype of all that enters."),
            ("the smallest step of all", -7,
                "A smaller step is not always better. This is the best one for the forward difference in float64; here "
                "the difference is central, and the numbers are float32."),
            ("the square root of the ε of float64", -8,
                "This is the rule of thumb for the forward difference in float64. Here the difference is central, and "
                "the numbers are float32."),
            ("sign left out", 2,
                "With this k the step would be 100. The exponent is negative."),
            ("the step, not its exponent", 0.01,
                "You return the step. The exponent k was asked for."),
        ),
        see=_STEP,
        **accepting(
            lambda: -2, lambda wanted, got: got % 1 != 0, "An integer k is asked for, one of -1, -2, … -7.",
        ),
    ),
    Exercise(
        "01.8", divide, lambda rng: (tuple(rng.uniform(0.5, 2, 2)), tuple(rng.uniform(0.5, 2, 2))),
        (
            Mistake("terms of the numerator swapped", lambda u, v: (u[0] / v[0], -divide(u, v)[1]),
                "The derivative has the wrong sign. When u grows, the quotient grows (for positive v): which term has "
                "the plus?"),
            Mistake("quotient of the derivatives", lambda u, v: (u[0] / v[0], u[1] / v[1]),
                "You divided the derivatives. As with the product, a rule with two terms is needed."),
            Mistake("square in the denominator left out", lambda u, v: (u[0] / v[0], divide(u, v)[1] * v[0]),
                "The numerator is right. The denominator comes from the power rule for 1/v: look at its exponent."),
            Mistake("plus for minus", lambda u, v: (u[0] / v[0], (u[1] * v[0] + u[0] * v[1]) / v[0] ** 2),
                "When v grows, the quotient gets smaller. Yours gets larger: check the sign of the term with the "
                "derivative of v."),
            Mistake("denominator taken as constant", lambda u, v: (u[0] / v[0], u[1] / v[0]),
                "This is right only if v does not change. Its derivative has to appear."),
            Mistake("denominator left out", lambda u, v: (u[0] / v[0], divide(u, v)[1] * v[0] ** 2),
                "The numerator is right. It has to be divided by something: use the power rule for 1/v."),
            Mistake("derivative of v left out", lambda u, v: (u[0] / v[0], (u[1] * v[0] - u[0]) / v[0] ** 2),
                "In the second term a factor is missing: how fast does v change?"),
            Mistake("parentheses missing", lambda u, v: (u[0] / v[0], u[1] * v[0] - u[0] * v[1] / v[0] ** 2),
                "Only the second term of the numerator is divided. " + PARENTHESES),
            Mistake("derivative first", lambda u, v: divide(u, v)[::-1],
                "Both numbers are right, but the pair is (value, derivative), in this order."),
            Mistake("v / u", lambda u, v: divide(v, u),
                "This is the quotient v / u. The other one was asked for."),
        ),
        RULES, parts=("value", "derivative"),
    ),
    Exercise(
        "01.9", descend, descend_inputs,
        (
            Mistake("uphill", lambda C_prime, w, eta, steps: descend(C_prime, w, -eta, steps),
                "You walk uphill. Where the slope is positive, the cost falls to the left."),
            Mistake("slope without its sign", downhill(lambda eta, slope: -eta * abs(slope)),
                "You always walk to the left. Where the slope is negative, downhill is to the right."),
            Mistake("steps only where the slope is positive", downhill(lambda eta, slope: -eta * max(slope, 0)),
                "Where the slope is negative you stay where you are. There, too, a step leads downhill."),
            Mistake("slope of the start used for every step",
                lambda C_prime, w, eta, steps: w - steps * eta * C_prime(w),
                "All of your steps are of the same length. The slope has to be computed anew at each new weight."),
            Mistake("one step too few", lambda C_prime, w, eta, steps: descend(C_prime, w, eta, steps - 1),
                "You stop one step too early. How often does your loop run?"),
            Mistake("one step too many", lambda C_prime, w, eta, steps: descend(C_prime, w, eta, steps + 1),
                "You take one step too many. How often does your loop run?"),
            Mistake("a single step", lambda C_prime, w, eta, steps: descend(C_prime, w, eta, 1),
                "This is the weight after one step. Is there a return inside the loop, or does every step begin at the "
                "first weight again?"),
            Mistake("learning rate left out", lambda C_prime, w, eta, steps: descend(C_prime, w, 1, steps),
                "The steps are as long as the slope itself. A factor is missing."),
            Mistake("the start returned", lambda C_prime, w, eta, steps: w,
                "This is the weight that you started from. Does the new one get assigned to w?"),
        ),
        _LEARNING, trials=5,
    ),
    Exercise(
        "01.10", best_second, second_inputs,
        (
            Mistake("best step of the forward difference", second(root(2, 1 / 2)),
                "This is the best step of the first derivative by the forward difference. Here both errors are "
                "different ones: derive them as in (a) and (b)."),
            Mistake("best step of the central difference", second(root(1.5, 1 / 3)),
                "This is the best step of the first derivative by the central difference. Here one divides by h "
                "squared: derive both errors as in (a) and (b)."),
            Mistake("fourth root of ε alone", second(lambda y, fourth, eps: eps ** (1 / 4)),
                "This is the rule of thumb, for functions of ordinary size. Keep the factors, and the sizes of f "
                "and of its fourth derivative."),
            Mistake("factor left out", second(root(1)),
                "The powers are right. The number in front is missing: it comes from the two errors and from "
                "differentiating their sum."),
            Mistake("middle value counted once", second(root(18)),
                _SECOND + ", and with which factor."),
            Mistake("one of the errors twice too large or too small", second(root(12)), _TWO),
            Mistake("one of the errors twice too small or too large", second(root(48)), _TWO),
            Mistake("square root", second(root(24, 1 / 2)),
                "The right number, but the wrong root. In (c), multiply the equation by h to the power that clears "
                "the denominator."),
            Mistake("cube root", second(root(24, 1 / 3)),
                "The right number, but the wrong root. In (c), to which power does h appear once the denominator is "
                "cleared?"),
            Mistake("size of f left out", second(lambda y, fourth, eps: (24 * eps / fourth) ** (1 / 4)),
                "A factor is missing: the round-off error is relative to the size of the function."),
            Mistake("size of f with its sign", second(lambda y, fourth, eps: (24 * eps * y / fourth) ** (1 / 4)),
                "Where f is positive all is right. Where it is negative there is no real fourth root: which size of f "
                "enters?"),
            Mistake("fourth derivative left out", second(lambda y, fourth, eps: (24 * eps * abs(y)) ** (1 / 4)),
                "A factor is missing: the truncation error depends on the fourth derivative."),
            Mistake("divided by h", spoiled(lambda h, value: (h, value * h)),
                "The step is right. The second derivative divides by h twice."),
            Mistake("/ h * h", spoiled(lambda h, value: (h, value * h ** 2)),
                "The step is right. You do not divide by h squared: a / h * h is (a / h) * h, which is a."),
            Mistake("value first", spoiled(lambda h, value: (value, h)),
                "Both numbers are right, but in the other order than asked for."),
        ),
        _STEP, trials=5,
        **accepting(
            best_second, lambda wanted, got: abs(got[0] / wanted[0] - 1) < 0.1,
            "Your step is close to the best one, as if you had searched for it. Derive it instead: set the slope of "
            "the sum of both errors to zero.", rtol=1e-5, parts=("h", "value"),
        ),
    ),
)
# fmt: on
