"""Exercise set 4: one neuron.

Exercises 1 to 4 are in ``set_04_basics``, 8 in ``set_04_cost``, 9 in ``set_04_softmax``.
"""

from decimal import Decimal
from numbers import Rational

import numpy as np

from .compare import describe
from .engine import Exercise, Mistake, Value
from .set_04_basics import BASICS
from .set_04_cost import COST
from .set_04_reference import epochs_needed, start, train
from .set_04_softmax import SOFTMAX

__all__ = ["EXERCISES"]


def _accepts_two_thirds(answer):
    """True for the fraction in any form; an approximation is near, and no more."""
    number = np.asarray(float(answer) if isinstance(answer, Rational | Decimal) else answer)
    if number.shape != () or number.dtype.kind not in "iuf":
        return f"The answer should be a single number, but it is {describe(answer)}."
    off = abs(float(number) - 2 / 3)
    if off <= 1e-12:
        return True
    near = "This is near, but not exact. Solve the equation on paper, and return a fraction, like 1 / 7."
    return near if off < 0.007 else f"The answer is not right: yours is {float(number):.6g}."


def _quadratic_error(a):
    return a * a * (1 - a)


def _starts(error, z0=(8.0, 9.0), **settings):
    return lambda: tuple(epochs_needed(z, error, **settings) for z in z0)


def _slope_only(a):
    return a * (1 - a)


def _quotient():
    near, far = _starts(_quadratic_error)()
    return far / near


EXERCISES = (
    *BASICS,
    Value(
        "04.5", 2 / 3,
        (
            ("where the sigmoid is steepest", 0.5, "Here σ' is largest. But δ has another factor, which still grows."),
            ("where it is most wrong", 1.0, "Here a − y is largest. What is the other factor at this place?"),
            ("the mirror image", 1 / 3, "This would be the answer for the target 1."),
            ("the weighted input", float(np.log(2)), "Is this a or z? The question asks for the activation."),
            ("the error itself", 4 / 27, "This is how large δ gets. The question is where."),
            ("the error of the steepest place", 1 / 8, "This is δ where the sigmoid is steepest."),
            ("where it is smallest", 0.0, "The derivative is 0 here too, but so is δ: its smallest value."),
        ),
        accept=_accepts_two_thirds,
        see="chapter 4, “Two starts, a mild one and a bad one”",
    ),
    Exercise(
        "04.6", _starts(_quadratic_error),
        mistakes=(
            Mistake("the other order", _starts(_quadratic_error, (9.0, 8.0)), "First the number for 8, then for 9."),
            Mistake(
                "cross-entropy", _starts(lambda a: a), "These are the epochs for the other cost, whose δ is a − y."
            ),
            Mistake(
                "a factor is missing in the error", _starts(_slope_only),
                "Your error is how fast a changes with z. How fast does the cost change with a?",
            ),
            Mistake(
                "the error is twice too large", _starts(lambda a: 2 * _quadratic_error(a)),
                "The neuron learns too fast. What does the ½ in the cost do to the derivative of the square?",
            ),
            Mistake(
                "the error is twice too small", _starts(lambda a: _quadratic_error(a) / 2),
                "The neuron learns too slowly. Where does the 2 of the square go, and where the ½ of the cost?",
            ),
            Mistake(
                "another learning rate", _starts(_quadratic_error, eta=0.1), "Leave the argument eta as it is given."
            ),
            Mistake(
                "stopped at one half", _starts(_quadratic_error, until=0.5),
                "These are the epochs until the answer is right. The question goes on until a < 0.1.",
            ),
            Mistake("other starts", _starts(_quadratic_error, (7.0, 8.0)), "At which two weighted inputs do we begin?"),
            Mistake(
                "the quotient", _quotient, "This is the factor itself. The check wants the two counts that it is of."
            ),
        ),
        trials=1, see="chapter 4, “Two starts, a mild one and a bad one”", parts=("epochs8", "epochs9"),
    ),
    Exercise(
        "04.7", train(), start,
        (
            Mistake(
                "the gradient of another cost", train(slope=_slope_only),
                "The neuron still learns slowly from a bad start. To which cost does your gradient belong?",
            ),
            Mistake(
                "the bias still learns too slowly", train(b_scale=lambda m: 1 / m),
                "w is right now. How large is the step of b for one example, and how large for m times the same one?",
            ),
            Mistake(
                "two are left", train(slope=_slope_only, b_scale=lambda m: 1 / m),
                "The arguments are left alone now, and that is good. The other two symptoms are still there: hold one"
                " step of each parameter against differences of the cost.",
            ),
            Mistake(
                "uphill", train(sign=-1), "The cost rises. In which direction does a step go, and what does a − y say?"
            ),
            Mistake(
                "one epoch only", train(once=True),
                "This is the result after a single epoch. Where does your return stand, and from which w and b does"
                " each epoch start?",
            ),
            Mistake(
                "the derivative by the activation", train(slope=lambda a: 1 / (a * (1 - a))),
                "This is how the cost depends on a. One more link of the chain leads to z.",
            ),
            Mistake(
                "the mean is gone", train(w_scale=lambda m: m, b_scale=lambda m: m),
                "The cost is a mean. With your lines the steps grow with the number of examples.",
            ),
            Mistake(
                "the bias learns m times too fast", train(b_scale=lambda m: m),
                "w is updated as it should be. b takes steps that grow with the number of examples.",
            ),
            Mistake(
                "the error is computed again after w has changed", train(early=True),
                "Both gradients belong to the same point. Compute both, then take both steps.",
            ),
        ),
        see="chapter 4, “Cross-entropy removes the flat part”", parts=("w", "b"),
    ),
    COST,
    SOFTMAX,
)  # fmt: skip
