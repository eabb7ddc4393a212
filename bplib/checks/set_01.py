"""Exercise set 1, the derivative: its exercises, each with the mistakes that have a hint of their own."""

import numpy as np

from ..activations import sigmoid_prime
from .engine import Exercise, Mistake, Value
from .set_01_reference import (
    best_step,
    buggy,
    central,
    descend,
    descend_inputs,
    divide,
    g_prime,
    kink_inputs,
    one_sided,
    second,
    second_inputs,
    second_over_h,
    slope,
    slope_inputs,
    slopes,
    slopes_inputs,
    step_inputs,
)

__all__ = ["EXERCISES"]

_QUOTIENT = "chapter 1, “How fast is the car now?”"
_DIFFERENCES = "chapter 1, “Two points: forward and central difference”"
_KINKS = "chapter 1, “Where there is no derivative”"
_RULES = "chapter 1, “The rules, as programs”"
_STEP = "chapter 1, “The best step”"
_PITFALLS = "chapter 1, the pitfalls in “The best step”"
_LEARNING = "chapter 1, “What this has to do with learning”"

_PARENTHESES = (
    "Division and multiplication come before subtraction, and a / b * c is (a / b) * c. Put in numbers."
)
_SECOND = "Count again in (b) how often a rounded value enters the numerator"

# fmt: off
EXERCISES = (
    Exercise(
        "01.1", slope, slope_inputs,
        (
            Mistake("run over rise", lambda f, a, b: 1 / slope(f, a, b),
                "Slope is how far the line rises, divided by how far it runs. Which of the two is on top?"),
            Mistake("sign flipped", lambda f, a, b: -slope(f, a, b),
                "A rising line has a positive slope, yours is negative. Take both differences in the same order."),
            Mistake("parentheses missing", lambda f, a, b: f(b) - f(a) / b - a,
                _PARENTHESES),
            Mistake("not divided", lambda f, a, b: f(b) - f(a),
                "This is how far the line rises. Over which distance does it do so?"),
        ),
        _QUOTIENT,
    ),
    Exercise(
        "01.2", central, step_inputs,
        (
            Mistake("forward difference", lambda f, x, h: (f(x + h) - f(x)) / h,
                "This looks to the right of x only. The central difference has one point on each side."),
            Mistake("backward difference", lambda f, x, h: (f(x) - f(x - h)) / h,
                "This looks to the left of x only. The central difference has one point on each side."),
            Mistake("twice too large", lambda f, x, h: (f(x + h) - f(x - h)) / h,
                "Your result is twice too large. How far apart are the two points?"),
            Mistake("sign flipped", lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h),
                "The sign is the wrong one: which of the two points comes first in the numerator?"),
            Mistake("/ 2 * h", lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h,
                "You multiply by h: a / 2 * h is (a / 2) * h in Python."),
            Mistake("parentheses missing", lambda f, x, h: f(x + h) - f(x - h) / 2 * h,
                _PARENTHESES),
            Mistake("numerator without parentheses", lambda f, x, h: f(x + h) - f(x - h) / (2 * h),
                "Only the second term is divided. " + _PARENTHESES),
        ),
        _DIFFERENCES,
    ),
    Exercise(
        "01.3", one_sided, kink_inputs,
        (
            Mistake("left slope with the wrong sign", lambda f, x, h: (slope(f, x, x - h) * -1, slope(f, x, x + h)),
                "The right slope is right. On the left, going from x to x - h is a run of -h: mind the sign of both "
                "differences."),
            Mistake("left and right swapped", lambda f, x, h: one_sided(f, x, h)[::-1],
                "Both slopes are right, but in the other order than asked for."),
            Mistake("central difference", lambda f, x, h: (central(f, x, h),) * 2,
                "This is the central difference, the mean of the two slopes. A mean cannot show that they disagree."),
            Mistake("not divided", lambda f, x, h: (f(x) - f(x - h), f(x + h) - f(x)),
                "These are the two rises. A slope is a rise divided by a run."),
            Mistake("divided by 2h", lambda f, x, h: tuple(s / 2 for s in one_sided(f, x, h)),
                "Both slopes are half of what they should be. How far apart are the two points of each secant?"),
        ),
        _KINKS,
    ),
    Exercise(
        "01.4", g_prime, lambda rng: (rng.uniform(0.5, 2),),
        (
            Mistake("inner derivative left out", lambda x: np.sin(x ** 2) + x * np.cos(x ** 2),
                "In the second term a factor is missing: the chain rule multiplies by the derivative of what is "
                "inside the sine."),
            Mistake("product of the derivatives", lambda x: 2 * x * np.cos(x ** 2),
                "You multiplied the derivatives of the two factors. In the product rule one factor changes while "
                "the other stays, and there are two terms."),
            Mistake("first term of the product rule left out", lambda x: 2 * x ** 2 * np.cos(x ** 2),
                "This is one of the two terms of the product rule. The factor x changes too."),
            Mistake("sign flipped", lambda x: np.sin(x ** 2) - 2 * x ** 2 * np.cos(x ** 2),
                "One term has the wrong sign. Is it the sine or the cosine whose derivative has a minus?"),
            Mistake("derivative put inside", lambda x: np.sin(x ** 2) + x * np.cos(2 * x),
                "In the chain rule the outer derivative is taken at the inner value itself, and the inner "
                "derivative is a factor in front."),
            Mistake("sine squared", lambda x: np.sin(x) ** 2 + 2 * x ** 2 * np.cos(x) ** 2,
                "You computed the square of the sine. Here it is x that is squared, before the sine is taken."),
        ),
        _RULES,
    ),
    Exercise(
        "01.5", lambda a: sigmoid_prime(np.log(a / (1 - a))), lambda rng: (rng.uniform(0.05, 0.95),),
        (
            Mistake("a taken for z", sigmoid_prime,
                "You took the argument for z and put it through the sigmoid. It is the value of the sigmoid "
                "already."),
            Mistake("the denominator left out", lambda a: (1 - a) / a,
                "You have expressed the exponential by a, and that is right. It is one factor of the derivative; "
                "the denominator is missing."),
            Mistake("sign flipped", lambda a: a * (a - 1),
                "Yours is negative, but the sigmoid rises everywhere. Two minus signs meet: of the power -1 and of "
                "the exponent."),
            Mistake("derivative of tanh", lambda a: 1 - a ** 2,
                "This is the derivative of tanh, given its value. The sigmoid's is similar, but a different one."),
            Mistake("the power rule without the chain rule", lambda a: -a ** 2,
                "This is the power rule for 1/u. By the chain rule a factor is missing: how fast does u change with "
                "z?"),
        ),
        _RULES,
    ),
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
                "The integers are dealt with, but the formula is still the old one. " + _PARENTHESES),
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
            ("the best step of float64", -5,
                "This would be the best step in float64. Are points, h and f(points) of type float32? Look at their "
                "dtype."),
            ("a forward difference in float64", -8,
                "This is the best step of the forward difference in float64. Here the difference is central, and "
                "the numbers are float32."),
            ("a step too small", -3,
                "Very near, but a larger step is better still. Take the largest error at all points; at a few of "
                "them a bad step is right by luck."),
            ("the best step of the forward difference", -4,
                "This is about the best step of the forward difference. The central one can afford a larger step: "
                "its truncation error is smaller."),
            ("sign left out", 2,
                "With this k the step would be 100. The exponent is negative."),
            ("the step, not its exponent", 0.01,
                "You return the step. The exponent k was asked for."),
        ),
        see=_STEP,
    ),
    Exercise(
        "01.8", divide, lambda rng: (tuple(rng.uniform(0.5, 2, 2)), tuple(rng.uniform(0.5, 2, 2))),
        (
            Mistake("terms of the numerator swapped", lambda u, v: (u[0] / v[0], -divide(u, v)[1]),
                "The derivative has the wrong sign. When u grows, the quotient grows: which term has the plus?"),
            Mistake("quotient of the derivatives", lambda u, v: (u[0] / v[0], u[1] / v[1]),
                "You divided the derivatives. As with the product, a rule with two terms is needed."),
            Mistake("square in the denominator left out", lambda u, v: (u[0] / v[0], divide(u, v)[1] * v[0]),
                "The numerator is right. The denominator comes from the power rule for 1/v: look at its exponent."),
            Mistake("plus for minus", lambda u, v: (u[0] / v[0], (u[1] * v[0] + u[0] * v[1]) / v[0] ** 2),
                "When v grows, the quotient gets smaller. Yours gets larger: check the sign of the term with the "
                "derivative of v."),
            Mistake("denominator taken as constant", lambda u, v: (u[0] / v[0], u[1] / v[0]),
                "This is right only if v does not change. Its derivative has to appear."),
            Mistake("v / u", lambda u, v: divide(v, u),
                "This is the quotient v / u. The other one was asked for."),
        ),
        _RULES,
    ),
    Exercise(
        "01.9", descend, descend_inputs,
        (
            Mistake("uphill", lambda C_prime, w, eta, steps: descend(C_prime, w, -eta, steps),
                "You walk uphill. Where the slope is positive, the cost falls to the left."),
            Mistake("slope of the start used for every step",
                lambda C_prime, w, eta, steps: w - steps * eta * C_prime(w),
                "All of your steps are of the same length. The slope has to be computed anew at each new weight."),
            Mistake("one step too few", lambda C_prime, w, eta, steps: descend(C_prime, w, eta, steps - 1),
                "You stop one step too early. How often does your loop run?"),
            Mistake("one step too many", lambda C_prime, w, eta, steps: descend(C_prime, w, eta, steps + 1),
                "You take one step too many. How often does your loop run?"),
            Mistake("a single step", lambda C_prime, w, eta, steps: descend(C_prime, w, eta, 1),
                "This is the weight after one step. Is there a return inside the loop?"),
            Mistake("learning rate left out", lambda C_prime, w, eta, steps: descend(C_prime, w, 1, steps),
                "The steps are as long as the slope itself. A factor is missing."),
            Mistake("the start returned", lambda C_prime, w, eta, steps: w,
                "This is the weight that you started from. Does the new one get assigned to w?"),
        ),
        _LEARNING,
    ),
    Exercise(
        "01.10", second(best_step), second_inputs,
        (
            Mistake("best step of the forward difference",
                second(lambda size, fourth, eps: (2 * eps * size / fourth) ** (1 / 2)),
                "This is the best step of the first derivative by the forward difference. Here both errors are "
                "different ones: derive them as in (a) and (b)."),
            Mistake("best step of the central difference",
                second(lambda size, fourth, eps: (1.5 * eps * size / fourth) ** (1 / 3)),
                "This is the best step of the first derivative by the central difference. Here one divides by h "
                "squared: derive both errors as in (a) and (b)."),
            Mistake("fourth root of ε alone", second(lambda size, fourth, eps: eps ** (1 / 4)),
                "This is the rule of thumb, for functions of ordinary size. Keep the factors, and the sizes of f "
                "and of its fourth derivative."),
            Mistake("factor left out", second(lambda size, fourth, eps: (eps * size / fourth) ** (1 / 4)),
                "The powers are right. The number in front is missing: it comes from the two errors and from "
                "differentiating their sum."),
            Mistake("middle value counted once",
                second(lambda size, fourth, eps: (18 * eps * size / fourth) ** (1 / 4)),
                _SECOND + ", and with which factor."),
            Mistake("a factor of 2 in one of the errors",
                second(lambda size, fourth, eps: (48 * eps * size / fourth) ** (1 / 4)),
                "One of the two errors is off by a factor of 2. In (a), the terms of both sides add up. In (b), "
                "each value is off by at most half of ε, relatively."),
            Mistake("square root", second(lambda size, fourth, eps: (24 * eps * size / fourth) ** (1 / 2)),
                "The right number, but the wrong root. In (c), multiply the equation by h to the power that clears "
                "the denominator."),
            Mistake("divided by h", second_over_h,
                "The step is right. The second derivative divides by h twice."),
        ),
        _STEP, rtol=1e-05,
    ),
)
# fmt: on
