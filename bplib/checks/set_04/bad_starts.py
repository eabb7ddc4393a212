"""Exercises 4.5 and 4.6: where the error of the quadratic cost is largest, and what a bad start costs."""

import functools
import math
from decimal import Decimal
from numbers import Rational

import numpy as np

from .. import families as f
from ..engine import Exercise, Mistake, Value, describe
from .shared import slope_at

__all__ = ["LARGEST_ERROR", "TWO_STARTS"]


def _quadratic_error(a):
    return a * a * (1 - a)


def _accepts_two_thirds(answer):
    """True for the fraction in any form; an approximation is near, and no more."""
    number = np.asarray(float(answer) if isinstance(answer, Rational | Decimal) else answer)
    if number.shape != () or number.dtype.kind not in "iuf":
        return f"The answer should be a single number, but it is {describe(answer)}."
    number = float(number)
    off = abs(number - 2 / 3)
    if off <= 1e-8:
        return True
    if off < 0.007:
        return "This is near, but not exact. Solve the equation on paper, and return a fraction, like 1 / 7."
    if not 0 <= number <= 1:
        return f"An activation of a sigmoid neuron lies between 0 and 1, and {number:.6g} does not."
    return (
        f"At a = {number:.6g} the error δ is {_quadratic_error(number):.4g}. Try a little more and a little less: at"
        " its largest value δ would fall on both sides."
    )


LARGEST_ERROR = Value(
    "04.5", 2 / 3,
    (
        ("where the sigmoid is steepest", 0.5, "Here σ' is largest. But δ has another factor, which still grows."),
        ("where it is most wrong", 1.0, "Here a − y is largest. What is the other factor at this place?"),
        ("the mirror image", 1 / 3, "This would be the answer for the target 1."),
        ("the weighted input", float(np.log(2)), "Is this a or z? The question asks for the activation."),
        ("the error itself", 4 / 27, "This is how large δ gets. The question is where."),
        ("the error of the steepest place", 1 / 8, "This is δ where the sigmoid is steepest."),
        ("where it is smallest", 0.0, "The derivative is 0 here too, but so is δ: its smallest value."),
        ("percent", 200 / 3, "An activation is a number between 0 and 1."),
        ("percent, rounded", 66.67, "An activation is a number between 0 and 1."),
        ("the cost there", 2 / 9, "This is a number that belongs to the right place. The question is where."),
        ("a factor too many", 0.75,
        "In yours the activation stands once too often in δ. Write δ = (a − 0) σ'(z) again."),
        ("the largest slope", 0.25, "This is how large σ' gets. The question is at which activation δ is largest."),
        ("the slope of tanh", 3**-0.5, "Is 1 − a² the slope of the sigmoid?"),
        ("the square of the slope", 0.6, "In yours the slope σ' stands once too often in δ."),
        ("the cost squared", 0.8, "Which powers of a are in your δ? Write δ = (a − 0) σ'(z) again."),
        ("upside down", 1.5, "Can an activation be larger than 1? Turn to the last step of your equation."),
        ("the sign", -2 / 3, "Can an activation be negative? Turn to the last step of your equation."),
    ),
    accept=_accepts_two_thirds,
    see="chapter 4, “The gradient by hand”",
)  # fmt: skip


@functools.cache
def _epochs_needed(z, error, eta=0.5, until=0.1):
    """Epochs until a < until, for input 1, target 0, w = z and b = 0 at the start."""
    w, b, epochs = z, 0.0, 0
    while True:
        a = 1 / (1 + math.exp(-(w + b)))
        if a < until:
            return epochs
        delta = error(a)
        w, b, epochs = w - eta * delta, b - eta * delta, epochs + 1


def _starts(error, z0=(8.0, 9.0), **settings):
    return lambda: tuple(_epochs_needed(z, error, **settings) for z in z0)


def _quotient():
    near, far = _starts(_quadratic_error)()
    return far / near


_SHIFTED = (
    "Your two counts are next to the right ones. Which epoch is the first in yours, and which the last?"
)
_ERROR = "The learning goes by another error. Write δ = ∂C/∂z for the quadratic cost and the target 0."


def _counted(near, far):
    """The right counts with something added to each."""
    return lambda: tuple(n + more for n, more in zip(_starts(_quadratic_error)(), (near, far)))


TWO_STARTS = Exercise(
    "04.6", _starts(_quadratic_error),
    mistakes=(
        Mistake("the other order", _starts(_quadratic_error, (9.0, 8.0)), "First the number for 8, then for 9."),
        Mistake(
            "cross-entropy", _starts(lambda a: a), "These are the epochs for the other cost, whose δ is a − y."
        ),
        Mistake(
            "a factor is missing in the error", _starts(slope_at),
            "Your error is how fast a changes with z. How fast does the cost change with a?",
        ),
        f.TWICE(
            _starts(lambda a: 2 * _quadratic_error(a)), name="the error is twice too large",
            hint="The neuron learns too fast. What does the ½ in the cost do to the derivative of the square?",
        ),
        f.HALF(
            _starts(lambda a: _quadratic_error(a) / 2), name="the error is twice too small",
            hint="The neuron learns too slowly. Where does the 2 of the square go, and where the ½ of the cost?",
        ),
        Mistake(
            "another learning rate", _starts(_quadratic_error, eta=0.1), "Leave the argument eta as it is given."
        ),
        *(
            Mistake(
                f"another learning rate, {eta:g}", _starts(_quadratic_error, eta=eta),
                "Leave the argument eta as it is given.",
            )
            for eta in (0.2, 0.3, 1.5, 2.0, 5.0)
        ),
        Mistake(
            "stopped at one half", _starts(_quadratic_error, until=0.5),
            "These are the epochs until the answer is right. The question goes on until a < 0.1.",
        ),
        *(
            Mistake(
                f"stopped at {until:g}", _starts(_quadratic_error, until=until),
                "Your loop ends at another activation. The question goes on until a < 0.1.",
            )
            for until in (0.01, 0.05, 0.2, 0.9)
        ),
        Mistake("other starts", _starts(_quadratic_error, (7.0, 8.0)), "At which two weighted inputs do we begin?"),
        *(
            Mistake(
                f"other starts, {near:g} and {far:g}", _starts(_quadratic_error, (near, far)),
                "At which two weighted inputs do we begin?",
            )
            for near, far in (
                (9.0, 10.0), (4.0, 4.5), (8.0, 10.0), (6.0, 7.0), (8.0, 8.0), (9.0, 9.0), (7.0, 9.0), (0.8,
                0.9), (5.0, 6.0)
            )
        ),
        Mistake(
            "the quotient", _quotient, "This is the factor itself. The check wants the two counts that it is of."
        ),
        Mistake(
            "the inverse quotient", lambda: 1 / _quotient(),
            "This is a factor. The check wants the two counts that it is of.",
        ),
        f.SLOPE_OF_A(
            _starts(lambda a: a * slope_at(1 / (1 + math.exp(-a)))),
            hint="a is σ(z) already. Your slope applies σ to it once more.",
        ),
        f.SLOPE_OF_A(
            _starts(lambda a: slope_at(1 / (1 + math.exp(-a)))), name="σ'(a), and a factor is missing",
            hint="a is σ(z) already, and your slope applies σ to it once more. And how does the cost change with a?",
        ),
        Mistake("a²", _starts(lambda a: a * a), _ERROR),
        Mistake(
            "the cost itself", _starts(lambda a: a * a / 2), "Your error is the cost. Learning goes by its derivative.",
        ),
        Mistake("a³ (1 − a)", _starts(lambda a: a**3 * (1 - a)), _ERROR),
        Mistake("the cost times the slope", _starts(lambda a: a**3 * (1 - a) / 2), _ERROR),
        Mistake("a (1 − a²)", _starts(lambda a: a * (1 - a * a)), _ERROR),
        Mistake("1 − a", _starts(lambda a: 1 - a), _ERROR),
        Mistake("1", _starts(lambda a: 1.0), _ERROR),
        f.ONE_STEP_OFF(_counted(1, 1), name="one epoch too many", hint=_SHIFTED),
        f.ONE_STEP_OFF(_counted(-1, -1), name="one epoch too few", hint=_SHIFTED),
        Mistake(
            "both costs from one start",
            lambda: (_starts(_quadratic_error)()[0], _starts(lambda a: a)()[0]),
            "These are the epochs of two costs from one start. The task wants one cost and two starts.",
        ),
        Mistake(
            "both costs from the other start",
            lambda: (_starts(_quadratic_error)()[1], _starts(lambda a: a)()[1]),
            "These are the epochs of two costs from one start. The task wants one cost and two starts.",
        ),
    ),
    trials=1, see="chapter 4b, “Two starts, a mild one and a bad one”", parts=("epochs8", "epochs9"),
    rtol=0, atol=0.01,
)  # fmt: skip
