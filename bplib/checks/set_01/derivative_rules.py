"""Exercises 1.4, 1.5 and 1.8: product and chain rule on paper, and the quotient rule as a program."""

import numpy as np

from ...activations import sigmoid, sigmoid_prime
from ...gradients import derivative
from ..engine import Exercise, Mistake, With, in_turn
from ..families import FUNCTION_ITSELF, INNER_DERIVATIVE, SIGN
from ..families import PARENTHESES as UNBRACKETED
from .shared import PARENTHESES

__all__ = ["PRODUCT_AND_CHAIN", "QUOTIENT_RULE", "SIGMOID_SLOPE"]

_RULES = "chapter 1, “The rules”"
_PROGRAMS = "chapter 1b, “The rules, as programs”"
_SQUARED = "You computed the square of the sine. Here it is x that is squared, before the sine is taken."


def _g_prime(x):
    return derivative(lambda x: x * np.sin(x**2), x, method="complex")


def _terms(
    first=lambda x: np.sin(x**2),
    kept=lambda x: x,
    outer=lambda x: np.cos(x**2),
    inner=lambda x: 2 * x,
    sign=1,
):
    """The answer to 01.4: a first term, and a second of three factors."""
    return lambda x: first(x) + sign * kept(x) * outer(x) * inner(x)


PRODUCT_AND_CHAIN = Exercise(
    "01.4", _g_prime, lambda rng: (rng.uniform(0.5, 2) * in_turn(rng, 1, -1, 1, -1),),
    (
        INNER_DERIVATIVE(With(_terms, inner=lambda x: 1),
            hint="In the second term a factor is missing: the chain rule multiplies by the derivative of what is "
            "inside the sine."),
        Mistake("factor x left out of the second term", With(_terms, kept=lambda x: 1),
            "A factor of the second term is missing. In the product rule each of the two terms has two factors: what "
            "stays while the sine changes? And how fast does the inside of the sine change?"),
        Mistake("factor 2 left out of the second term", With(_terms, inner=lambda x: x),
            "In the second term a factor is missing: how fast does the inside of the sine change?"),
        Mistake("a power of x too much", With(_terms, inner=lambda x: 2 * x ** 2),
            "There is one x too many in the second term. Count: one is the factor that stays, one comes from the "
            "inside of the sine."),
        Mistake("half the second term", With(_terms, inner=lambda x: x ** 2),
            "The second term has another factor: the inside of the sine is not differentiated, or not by the power "
            "rule."),
        Mistake("product of the derivatives", With(_terms, first=lambda x: 0, kept=lambda x: 1),
            "You multiplied the derivatives of the two factors. In the product rule one factor changes while the "
            "other stays, and there are two terms."),
        Mistake("product of the derivatives, without the inner one", lambda x: np.cos(x ** 2),
            "The product rule has two terms: one factor changes while the other stays. And the chain rule multiplies "
            "by how fast the inside changes."),
        Mistake("first term of the product rule left out", With(_terms, first=lambda x: 0),
            "This is one of the two terms of the product rule. The factor x changes too."),
        Mistake("second term of the product rule left out", lambda x: np.sin(x ** 2),
            "This is one of the two terms of the product rule. The sine changes too."),
        Mistake("first term without its sine", With(_terms, first=lambda x: 1),
            "In the first term x changes, and the sine stays as it is: where is it?"),
        Mistake("first term with x", With(_terms, first=lambda x: x * np.sin(x ** 2)),
            "In the first term it is x that changes: how fast, if its slope is asked for?"),
        SIGN(With(_terms, sign=-1),
            hint="One term has the wrong sign. Is it the sine or the cosine whose derivative has a minus?"),
        Mistake("derivative put inside", With(_terms, outer=lambda x: np.cos(2 * x)),
            "In the chain rule the outer derivative is taken at the inner value itself. Yours is taken at the inner "
            "derivative."),
        Mistake("derivative put inside", With(_terms, outer=lambda x: np.cos(2 * x), inner=lambda x: 1),
            "In the chain rule the outer derivative is taken at the inner value itself, and the inner derivative is a "
            "factor in front."),
        Mistake("derivative put inside, twice", lambda x: np.sin(2 * x) + x * np.cos(2 * x),
            "Inside of sine and cosine stands 2x, the derivative of what should stand there. It is a factor in front."),
        UNBRACKETED(lambda x: (np.sin(x ** 2) + x) * np.cos(x ** 2) * 2 * x,
            hint="The sum of sine and x is multiplied by the rest. Only x should be. Where do the parentheses end?"),
        Mistake("cosine of x", With(_terms, outer=lambda x: np.cos(x)),
            "In the second term the cosine is taken at x. In the chain rule the outer derivative is taken at the "
            "inner value."),
        Mistake("sine of x", With(_terms, first=lambda x: np.sin(x)),
            "In the first term the sine is taken at x. What stands inside it?"),
        Mistake("sine and cosine of x", With(_terms, first=lambda x: np.sin(x), outer=lambda x: np.cos(x)),
            "Sine and cosine are taken at x. What stands inside the sine of the task?"),
        Mistake("the sine is not differentiated", With(_terms, outer=lambda x: np.sin(x ** 2)),
            "In the second term the sine changes: what is its derivative?"),
        Mistake("the cosine in both terms", With(_terms, first=lambda x: np.cos(x ** 2)),
            "In the first term it is x that changes, and the sine stays as it is."),
        Mistake("sine and cosine exchanged",
            With(_terms, first=lambda x: np.cos(x ** 2), outer=lambda x: np.sin(x ** 2)),
            "In which of the two terms is the sine differentiated: where x changes, or where x stays?"),
        Mistake("sine and cosine squared",
            With(_terms, first=lambda x: np.sin(x) ** 2, outer=lambda x: np.cos(x) ** 2),
            _SQUARED),
        Mistake("sine squared", With(_terms, first=lambda x: np.sin(x) ** 2), _SQUARED),
        Mistake("cosine squared", With(_terms, outer=lambda x: np.cos(x) ** 2),
            "You computed the square of the cosine. Here it is x that is squared, before the cosine is taken."),
        Mistake("the derivative of x (sin x)²", lambda x: np.sin(x) ** 2 + 2 * x * np.sin(x) * np.cos(x),
            _SQUARED),
        *(
            Mistake("degrees", With(
                _terms, first=lambda x, c=c: np.sin(c(x)), outer=lambda x, c=c: np.cos(c(x))),
                "The angles are converted from or to degrees. np.sin takes radians, and so does the rule for its "
                "derivative.")
            for c in (
                lambda x: np.radians(x ** 2), lambda x: np.degrees(x ** 2), lambda x: np.radians(x) ** 2,
                lambda x: np.degrees(x) ** 2,
            )
        ),
        Mistake("the second derivative", lambda x: 6 * x * np.cos(x ** 2) - 4 * x ** 3 * np.sin(x ** 2),
            "You have differentiated twice."),
        Mistake("only the cosine and the x", lambda x: x * np.cos(x ** 2),
            "Only the sine has become a cosine. Both factors of the product change, and the inside of the sine too."),
        FUNCTION_ITSELF(lambda x: x * np.sin(x ** 2)),
    ),
    _RULES, trials=4,
)  # fmt: skip

SIGMOID_SLOPE = Exercise(
    "01.5", lambda a: sigmoid_prime(np.log(a / (1 - a))),
    lambda rng: (in_turn(rng, rng.uniform(0.1, 0.4), rng.uniform(0.6, 0.9), 0.55, 0.999, 0.002),),
    (
        Mistake("a taken for z", sigmoid_prime,
            "You took the argument for z and put it through the sigmoid. It is the value of the sigmoid already."),
        Mistake("the sigmoid of a", sigmoid,
            "This is the sigmoid of a. The argument is the value of the sigmoid already, and its slope is asked for."),
        Mistake("back to z", lambda a: np.log(a / (1 - a)),
            "This is the place z. The slope there is asked for."),
        Mistake("the denominator left out", lambda a: (1 - a) / a,
            "You have expressed the exponential by a, and that is right. It is one factor of the derivative; the "
            "denominator is missing."),
        Mistake("the denominator not squared", lambda a: 1 - a,
            "This is the exponential times a. Look at the exponent of the denominator once more: the power rule "
            "lowers -1 by 1."),
        Mistake("the denominator to the third power", lambda a: a ** 2 * (1 - a),
            "The denominator enters once too often: the power rule lowers -1 by 1."),
        Mistake("the denominator on top", lambda a: (1 - a) / a ** 3,
            "You have expressed the exponential by a, and that is right. The denominator is 1/a: divide by its "
            "square, do not multiply."),
        SIGN(lambda a: a * (a - 1),
            hint="Yours is negative, but the sigmoid rises everywhere. Two minus signs meet: of the power -1 and of "
            "the exponent, since (e^u)' = e^u u'."),
        Mistake("derivative of tanh", lambda a: 1 - a ** 2,
            "This is the derivative of tanh, given its value. The sigmoid's is similar, but a different one."),
        INNER_DERIVATIVE(lambda a: -a ** 2, name="the power rule without the chain rule",
            hint="This is the power rule for 1/u. By the chain rule a factor is missing: how fast does u change with "
            "z?"),
        INNER_DERIVATIVE(lambda a: a ** 2, name="the power rule without the chain rule, and the sign",
            hint="This is the power rule for 1/u, up to the sign. By the chain rule a factor is missing: how fast "
            "does u change with z?"),
        Mistake("the exponential of a", lambda a: np.exp(-a) * a ** 2,
            "One exponential is left, and it is taken at a. It should be at z: express it by a, as the denominator."),
        Mistake("the exponential of a", lambda a: np.exp(a) * a ** 2,
            "One exponential is left, and it is taken at a. It should be at z: express it by a, as the denominator."),
        Mistake("the exponential expressed wrongly", lambda a: a * (1 + a),
            "Of the two factors one is right. Solve 1 + e^-z = 1/a for the exponential again: on which side does the "
            "1 go, and with which sign?"),
        Mistake("the exponential with the 1", lambda a: a,
            "This is a itself. 1/a is the exponential and 1 together: what is the exponential alone?"),
        Mistake("the exponential for 1 - a", lambda a: a ** 2 * (1 - a) ** 2,
            "This is the square of what is wanted. Which factor comes twice, and how often should it?"),
        Mistake("1 - a squared", lambda a: (1 - a) ** 2,
            "One of the two factors is not right. Insert a = ½: the slope of the sigmoid is largest there. And where "
            "is it 0?"),
        Mistake("1 - a squared", lambda a: a * (1 - a) ** 2,
            "A factor comes twice. The slope does not change if a and 1 - a change places."),
        Mistake("a for z, in part", lambda a: sigmoid(a) * (1 - a),
            "In one of the factors a goes through the sigmoid once more. It is its value already."),
        Mistake("a for z, in part", lambda a: a * (1 - sigmoid(a)),
            "In one of the factors a goes through the sigmoid once more. It is its value already."),
        Mistake("the sign of e^z", lambda a: a ** 3 / (1 - a),
            "You have e^z where e^-z belongs. Solve 1 + e^-z = 1/a for the exponential."),
        Mistake("1 - a²", lambda a: a * (1 - a ** 2),
            "One factor is right, the other reminds of tanh. Solve 1 + e^-z = 1/a for the exponential again."),
        Mistake("the slope of the slope", lambda a: 1 - 2 * a,
            "This is the derivative of the expression by a. The expression itself is asked for."),
        Mistake("the second derivative", lambda a: a * (1 - a) * (1 - 2 * a),
            "You have differentiated once more than is asked for."),
        Mistake("the difference", lambda a: a - (1 - a),
            "The two numbers in it are right, what is done with them is not."),
    ),
    _RULES, trials=5,
)  # fmt: skip


def _quotient(
    value=lambda u, v: u / v, first=lambda u, v, s, t: s * v, second=lambda u, v, s, t: u * t, sign=-1, turned=1,
    below=lambda v, t: v**2, swap=False,
):  # fmt: skip
    """The answer to 01.8, with any change: u and v are the values, s and t the derivatives."""

    def answer(pair, other):
        (u, s), (v, t) = pair, other
        slope = turned * (first(u, v, s, t) + sign * second(u, v, s, t)) / below(v, t)
        return (slope, value(u, v)) if swap else (value(u, v), slope)

    return answer


_divide = _quotient()


def _pairs(rng):
    """Two pairs; among the trials are values and derivatives of either sign."""
    u, s, v, t = rng.uniform(0.5, 2, 4) * in_turn(
        rng, (1, 1, 1, 1), (1, 1, -1, 1), (-1, 1, 1, -1), (1, -1, -1, -1), (1, -1, 1, -1), (-1, -1, 1, 1)
    )  # fmt: skip
    return (float(u), float(s)), (float(v), float(t))


def _slope_only(change):
    return lambda u, v: (u[0] / v[0], change(*u, *v))


QUOTIENT_RULE = Exercise(
    "01.8", _divide, _pairs,
    (
        SIGN(With(_quotient, turned=-1), name="terms of the numerator swapped",
            hint="The sign of the derivative is wrong. When u grows, the quotient grows (for positive v): which term "
            "has the plus?"),
        Mistake("quotient of the derivatives",
            lambda u, v: (u[0] / v[0], u[1] / v[1]),
            "You divided the derivatives. As with the product, a rule with two terms is needed."),
        Mistake("square in the denominator left out", With(_quotient, below=lambda v, t: v),
            "The denominator comes from the power rule for 1/v: look at its exponent."),
        Mistake("third power in the denominator", With(_quotient, below=lambda v, t: v ** 3),
            "The denominator comes from the power rule for 1/v: look at its exponent."),
        Mistake("denominator doubled", With(_quotient, below=lambda v, t: 2 * v),
            "Below stands 2v where the square of v belongs."),
        Mistake("denominator with u", lambda u, v: (u[0] / v[0], (u[1] * v[0] - u[0] * v[1]) / u[0] ** 2),
            "The numerator is right. Below stands the square of the wrong one of the two."),
        Mistake("plus for minus", With(_quotient, sign=1),
            "The two terms have the same sign. When v grows, a positive quotient of positive numbers gets smaller: "
            "check the sign of the term with the derivative of v."),
        Mistake("no derivative", _slope_only(lambda u, s, v, t: 0.0),
            "The derivative is 0. How fast does the quotient change when u and v do?"),
        Mistake("denominator taken as constant", With(_quotient, second=lambda u, v, s, t: 0),
            "This is right only if v does not change. Its derivative has to appear."),
        Mistake("numerator taken as constant", With(_quotient, first=lambda u, v, s, t: 0),
            "This is right only if u does not change. Its derivative has to appear."),
        Mistake("denominator left out", With(_quotient, below=lambda v, t: 1),
            "The numerator has to be divided by something: use the power rule for 1/v. (And a / v * v is a.)"),
        INNER_DERIVATIVE(With(_quotient, second=lambda u, v, s, t: u), name="derivative of v left out",
            hint="In the second term a factor is missing: how fast does v change?"),
        Mistake("v left out of the first term", With(_quotient, first=lambda u, v, s, t: s),
            "In the first term a factor is missing: by which number must it be multiplied so that both terms can be "
            "divided by the square of v?"),
        Mistake("u left out of the second term", With(_quotient, second=lambda u, v, s, t: t),
            "In the second term a factor is missing: what stays while v changes?"),
        Mistake("crosswise", lambda u, v: (u[0] / v[0], (u[1] * v[1] - u[0] * v[0]) / v[0] ** 2),
            "The derivatives are multiplied by each other, and so are the values. In each term one changes while the "
            "other stays."),
        Mistake("derivatives and values exchanged in the terms",
            lambda u, v: (u[0] / v[0], (u[1] - v[1]) / v[0] ** 2),
            "In the numerator each derivative is multiplied by the value of the other one."),
        Mistake("each with its own derivative", lambda u, v: (u[0] / v[0], (u[1] * u[0] - v[0] * v[1]) / v[0] ** 2),
            "In the numerator each derivative is multiplied by its own value. It should be that of the other one."),
        Mistake("derivative of v in the denominator", lambda u, v: (
            u[0] / v[0],
            (u[1] * v[0] - u[0] * v[1]) / v[1] ** 2),
            "The numerator is right. Below stands the derivative of v; which number of the pair is it that u is "
            "divided by?"),
        Mistake("the power of v in the second term", _slope_only(lambda u, s, v, t: s / v - u * t / v ** 3),
            "The first term is right. In the second, to which power does v stand in the derivative of 1/v?"),
        Mistake("the power of v in the second term", _slope_only(lambda u, s, v, t: s / v - u * t / v),
            "The first term is right. In the second, to which power does v stand in the derivative of 1/v?"),
        Mistake("the derivative of 1/v", _slope_only(lambda u, s, v, t: s / v + u / t),
            "The first term is right. In the second, 1/v is differentiated: 1/v' is not its derivative."),
        UNBRACKETED(_slope_only(lambda u, s, v, t: s * v - u * t / v ** 2),
            hint="Only the second term of the numerator is divided. " + PARENTHESES),
        Mistake("the product rule", _slope_only(lambda u, s, v, t: s * v + u * t),
            "This is the derivative of the product. For the quotient write u times 1/v: what is the derivative of "
            "1/v?"),
        Mistake("the product", lambda u, v: (u[0] * v[0], u[1] * v[0] + u[0] * v[1]),
            "This is the pair of the product. The quotient is asked for."),
        Mistake("derivative first", With(_quotient, swap=True),
            "The pair is (value, derivative), in this order."),
        Mistake("pairs read the other way round", lambda u, v: _divide(u[::-1], v[::-1]),
            "In u and in v the value comes first, then the derivative."),
        Mistake("v / u", lambda u, v: _divide(v, u),
            "This is the quotient v / u. The other one was asked for."),
        Mistake("value of v / u", With(_quotient, value=lambda u, v: v / u),
            "The value is that of v / u."),
        Mistake("value of the product", With(_quotient, value=lambda u, v: u * v),
            "The value is that of the product."),
        Mistake("pairs taken apart the wrong way", lambda u, v: (u[0] / u[1], v[0] / v[1]),
            "Each pair holds a value and its derivative. You divide the two numbers of one pair."),
        Mistake("1 / v", lambda u, v: (1 / v[0], -v[1] / v[0] ** 2),
            "This is the pair of 1/v. What happens when u comes in as a factor?"),
    ),
    _PROGRAMS, trials=6, parts=("value", "derivative"),
)  # fmt: skip
