"""Exercise set 1, the first half: slopes and differences, and two derivatives on paper."""

import numpy as np

from ..activations import sigmoid_prime
from .engine import Exercise, Mistake
from .set_01_reference import central, g_prime, kink_inputs, one_sided, slope, slope_inputs, step_inputs

__all__ = ["BASICS", "PARENTHESES", "RULES"]

_QUOTIENT = "chapter 1, “How fast is the car now?”"
_DIFFERENCES = "chapter 1, “Two points: forward and central difference”"
_KINKS = "chapter 1, “Where there is no derivative”"
RULES = "chapter 1, “The rules, as programs”"

PARENTHESES = (
    "Division and multiplication come before subtraction, and a / b * c is (a / b) * c. Put in numbers."
)

_SQUARED = "You computed the square of the sine. Here it is x that is squared, before the sine is taken."

# fmt: off
BASICS = (
    Exercise(
        "01.1", slope, slope_inputs,
        (
            Mistake("run over rise", lambda f, a, b: 1 / slope(f, a, b),
                "Slope is how far the line rises, divided by how far it runs. Which of the two is on top?"),
            Mistake("sign flipped", lambda f, a, b: -slope(f, a, b),
                "A rising line has a positive slope, a falling one a negative. Yours are the other way round: take "
                "both differences in the same order."),
            Mistake("slope without its sign", lambda f, a, b: abs(slope(f, a, b)),
                "For rising lines all is right. A falling line has a negative slope, yours is positive."),
            Mistake("parentheses missing", lambda f, a, b: f(b) - f(a) / b - a,
                PARENTHESES),
            Mistake("numerator without parentheses", lambda f, a, b: f(b) - f(a) / (b - a),
                "Only f(a) is divided. " + PARENTHESES),
            Mistake("denominator without parentheses", lambda f, a, b: (f(b) - f(a)) / b - a,
                "The rise is divided by b alone. " + PARENTHESES),
            Mistake("not divided", lambda f, a, b: f(b) - f(a),
                "This is how far the line rises. Over which distance does it do so?"),
        ),
        _QUOTIENT, trials=5,
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
                PARENTHESES),
            Mistake("numerator without parentheses", lambda f, x, h: f(x + h) - f(x - h) / (2 * h),
                "Only the second term is divided. " + PARENTHESES),
        ),
        _DIFFERENCES,
    ),
    Exercise(
        "01.3", one_sided, kink_inputs,
        (
            Mistake("left slope with the wrong sign", lambda f, x, h: (slope(f, x, x - h) * -1, slope(f, x, x + h)),
                "The right slope is right. On the left, going from x to x - h is a run of -h: mind the sign of both "
                "differences."),
            Mistake("both slopes with the wrong sign", lambda f, x, h: tuple(-s for s in one_sided(f, x, h)),
                "Both slopes have the wrong sign. From x to x + h the function changes by f(x + h) - f(x): which value "
                "comes first?"),
            Mistake("left and right swapped", lambda f, x, h: one_sided(f, x, h)[::-1],
                "Both slopes are right, but in the other order than asked for."),
            Mistake("central difference", lambda f, x, h: (central(f, x, h),) * 2,
                "This is the central difference, the mean of the two slopes. A mean cannot show that they disagree."),
            Mistake("not divided", lambda f, x, h: (f(x) - f(x - h), f(x + h) - f(x)),
                "These are the two rises. A slope is a rise divided by a run."),
            Mistake("divided by 2h", lambda f, x, h: tuple(s / 2 for s in one_sided(f, x, h)),
                "Both slopes are half of what they should be. How far apart are the two points of each secant?"),
        ),
        _KINKS, parts=("left", "right"),
    ),
    Exercise(
        "01.4", g_prime, lambda rng: (rng.uniform(0.5, 2),),
        (
            Mistake("inner derivative left out", lambda x: np.sin(x ** 2) + x * np.cos(x ** 2),
                "In the second term a factor is missing: the chain rule multiplies by the derivative of what is "
                "inside the sine."),
            Mistake("factor x left out of the second term", lambda x: np.sin(x ** 2) + 2 * x * np.cos(x ** 2),
                "The chain rule is right. In the product rule each of the two terms has two factors: what stays while "
                "the sine changes?"),
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
            Mistake("sine and cosine squared", lambda x: np.sin(x) ** 2 + 2 * x ** 2 * np.cos(x) ** 2,
                _SQUARED),
            Mistake("sine squared", lambda x: np.sin(x) ** 2 + 2 * x ** 2 * np.cos(x ** 2),
                _SQUARED),
            Mistake("the derivative of x (sin x)²", lambda x: np.sin(x) ** 2 + 2 * x * np.sin(x) * np.cos(x),
                _SQUARED),
        ),
        RULES,
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
                "the exponent, since (e^u)' = e^u u'."),
            Mistake("derivative of tanh", lambda a: 1 - a ** 2,
                "This is the derivative of tanh, given its value. The sigmoid's is similar, but a different one."),
            Mistake("the power rule without the chain rule", lambda a: -a ** 2,
                "This is the power rule for 1/u. By the chain rule a factor is missing: how fast does u change with "
                "z?"),
        ),
        RULES,
    ),
)
# fmt: on
