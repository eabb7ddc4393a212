"""Exercise set 4: one neuron."""

import numpy as np

from ..activations import sigmoid, softmax
from .engine import Exercise, Mistake, Value
from .set_04_basics import BASICS
from .set_04_cost import COST
from .set_04_reference import (
    epochs_needed,
    softmax_gradient,
    softmax_inputs,
    start,
    train,
)

__all__ = ["EXERCISES"]


def _naive_softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=0)


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
            *((f"rounded to {n} digits", round(2 / 3, n), "Near. Return the exact fraction.") for n in range(2, 9)),
            *((f"cut to {n} digits", int("6" * n) / 10**n, "Near. Return the exact fraction.") for n in (2, 3, 4)),
        ),
        rtol=1e-9,
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
                "This is the result after a single epoch. Where does your return stand?",
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
    Exercise(
        "04.9", softmax_gradient(), softmax_inputs,
        (
            Mistake(
                "exp overflows", softmax_gradient(outputs=_naive_softmax),
                "Right for ordinary logits. For large ones exp overflows. Which number may be added to all of them?",
                see="chapter 4, “Softmax: one answer out of several”",
            ),
            Mistake(
                "softmax along the wrong axis", softmax_gradient(outputs=lambda z: softmax(z, axis=1)),
                "Each example is a column. Over which axis should the outputs add up to 1?",
            ),
            Mistake(
                "the sum runs over the whole batch",
                softmax_gradient(outputs=lambda z: softmax(z.reshape(1, -1)).reshape(z.shape)),
                "Your outputs of all examples together add up to 1. Those of each example should.",
            ),
            Mistake(
                "the sigmoid", softmax_gradient(outputs=sigmoid),
                "These outputs do not add up to 1. Which function is in (4.12)?",
            ),
            Mistake("sign flipped", softmax_gradient(sign=-1), "All signs are the wrong way round."),
            Mistake(
                "a slope that has canceled", softmax_gradient(slope=lambda a: a * (1 - a)),
                "The short form (4.16) holds the derivative of softmax already.",
            ),
            Mistake(
                "the sum, not the mean", softmax_gradient(scale=lambda m: 1),
                "Everything is m times too large. The cost of a batch is a mean.",
            ),
            Mistake("1/m twice", softmax_gradient(scale=lambda m: 1 / m**2), "Everything is m times too small."),
            Mistake(
                "divided by the number of classes", softmax_gradient(scale=lambda m: 1 / 4),
                "The factor before the sum is not right: the mean runs over the examples, and each is a column.",
            ),
            Mistake(
                "the mean of the bias is taken twice", softmax_gradient(of_b=lambda d: d.mean(axis=1, keepdims=True)),
                "nabla_W is right, nabla_b is m times too small. Does your delta hold the 1/m already?",
            ),
            Mistake(
                "1/m in one of the two", softmax_gradient(of_b=lambda d: d.sum(axis=1, keepdims=True) * 7),
                "nabla_W is right, nabla_b is m times too large. Both belong to the same mean.",
            ),
            Mistake(
                "the mean over all entries", softmax_gradient(scale=lambda m: 1 / (4 * m)),
                "Everything is too small by the number of classes. The mean runs over the examples only.",
                see="chapter 4, “The cost, and where its constants go”",
            ),
            Mistake(
                "transposed", softmax_gradient(of_W=lambda g: g.T),
                "nabla_W should have the shape of W. In which order do the two factors stand?",
            ),
            Mistake(
                "the bias gradient is not summed", softmax_gradient(of_b=lambda d: d),
                "Each class has one bias, used by all examples. What do we do with paths?",
            ),
            Mistake(
                "a dimension of the bias gradient is lost", softmax_gradient(of_b=lambda d: d.sum(axis=1)),
                "The numbers are right. b is a column, and its gradient should be one too.",
            ),
            Mistake(
                "summed over the classes", softmax_gradient(of_b=lambda d: d.sum(axis=0, keepdims=True)),
                "You have summed over the classes, which gives 0. The sum runs over the examples.",
            ),
        ),
        see="chapter 4, “The gradient of softmax with cross-entropy”", parts=("nabla_W", "nabla_b"),
    ),
)  # fmt: skip
