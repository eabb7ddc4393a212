"""Exercise set 4: one neuron."""

import numpy as np

from ..activations import sigmoid, softmax
from ..costs import binary_cross_entropy
from .engine import Exercise, Mistake, Value
from .set_04_basics import BASICS
from .set_04_reference import (
    cost_inputs,
    cost_of_z,
    epochs_needed,
    softmax_gradient,
    softmax_inputs,
    start,
    train,
)

__all__ = ["EXERCISES"]


def _clipped(limit):
    def cost(z, y):
        a = np.clip(sigmoid(z), limit, 1 - limit)
        return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))

    return cost


def _by_outputs(z, y):
    a = sigmoid(z)
    return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


def _clip(limit):
    return Mistake(
        f"clipped at {limit:g}", _clipped(limit),
        "A clipped probability keeps the logarithm finite, but a badly wrong answer then costs too little. Find a"
        " form of the cost in which no probability occurs.",
    )  # fmt: skip


def _naive_softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=0)


def _quadratic_error(a):
    return a * a * (1 - a)


_FAR, _NEAR = (epochs_needed(z, _quadratic_error) for z in (9.0, 8.0))
_CROSS_FAR, _CROSS_NEAR = (epochs_needed(z, lambda a: a) for z in (9.0, 8.0))

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
            ("rounded to two digits", 0.67, "Near. Return the exact fraction."),
            ("rounded to three digits", 0.667, "Near. Return the exact fraction."),
            ("rounded to four digits", 0.6667, "Near. Return the exact fraction."),
        ),
        see="chapter 4, “Saturation: badly wrong, and slow”",
    ),
    Value(
        "04.6", _FAR / _NEAR,
        (
            ("upside down", _NEAR / _FAR, "A worse start takes longer, so the factor is above 1."),
            ("cross-entropy", _CROSS_FAR / _CROSS_NEAR, "The question is about the other cost."),
            ("what it tends to", float(np.e), "The factor tends to this as z grows. Measure it from 8 to 9."),
            ("rounded", 2.7, "Near. Return the quotient itself."),
            ("a difference", float(_FAR - _NEAR), "These are the additional epochs. How many times as many are they?"),
            ("the epochs", float(_FAR), "This is the number of epochs of one start. Compare it."),
            ("the epochs of the nearer start", float(_NEAR), "This is the number of epochs of one start. Compare it."),
            (
                "the two costs compared", _FAR / _CROSS_FAR,
                "This compares the two costs at one start. The question compares two starts at one cost.",
            ),
        ),
        rtol=5e-3, see="chapter 4, “Saturation: badly wrong, and slow”",
    ),
    Exercise(
        "04.7", train(), start,
        (
            Mistake(
                "σ' is still in the error", train(slope=True),
                "Compare your delta with (4.10). Where did the slope of the sigmoid go?",
            ),
            Mistake(
                "the bias still learns too slowly", train(b_scale=lambda m: 1 / m),
                "w is updated as it should be. What is different in the line of b?",
            ),
            Mistake(
                "two are left", train(slope=True, b_scale=lambda m: 1 / m),
                "The arguments are left alone now, and that is good. The values of delta and nabla_b are still wrong.",
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
    Exercise(
        "04.8", cost_of_z, cost_inputs,
        (
            Mistake(
                "the logarithm of 0", _by_outputs,
                "Right for ordinary z. For large |z| the sigmoid is exactly 0 or 1, and a logarithm becomes infinite."
                " Find a form of the cost in which a does not occur.",
            ),
            Mistake(
                "the logarithm of 0, chosen by np.where",
                lambda z, y: -np.mean(np.where(y == 1, np.log(sigmoid(z)), np.log(1 - sigmoid(z)))),
                "Right for ordinary z, infinite for a badly wrong answer: somewhere the logarithm of 0 is taken.",
            ),
            Mistake(
                "exp overflows", lambda z, y: np.mean(np.log(1 + np.exp(z)) - y * z),
                "The formula is right, and exp overflows for a large positive z. Which numbers may exp see?",
            ),
            Mistake(
                "exp of the other sign overflows", lambda z, y: np.mean(np.log(1 + np.exp(-z)) + (1 - y) * z),
                "The formula is right, and exp overflows for a large negative z. Which numbers may exp see?",
            ),
            Mistake(
                "clipped at the smallest float", lambda z, y: binary_cross_entropy(sigmoid(z), y, axis=0),
                "Finite, but a badly wrong answer costs too little: a probability of 0 was replaced. Find a form of"
                " the cost in which no probability occurs.",
            ),
            *(_clip(limit) for limit in (1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15)),
            Mistake(
                "nan replaced by a number", lambda z, y: np.nan_to_num(_by_outputs(z, y)),
                "The logarithm of 0 is still taken, and its traces are wiped away afterward.",
            ),
            Mistake(
                "the sum, not the mean", lambda z, y: cost_of_z(z, y) * z.size,
                "m times too large. The cost of a batch is a mean.",
            ),
            Mistake("sign flipped", lambda z, y: -cost_of_z(z, y), "Below 0? Mind the first minus sign of (4.9)."),
            Mistake(
                "the targets are swapped", lambda z, y: cost_of_z(z, 1 - y),
                "This is the cost for the opposite targets. Which logarithm belongs to y = 1?",
            ),
            Mistake(
                "only one of the two targets", lambda z, y: np.mean(y * np.logaddexp(0, -z)),
                "The examples with y = 0 cost nothing in your formula. Which term is theirs?",
            ),
            Mistake(
                "the last term is missing", lambda z, y: np.mean(np.maximum(z, 0) - y * z),
                "Right far from 0. How much is missing at z = 0?",
            ),
        ),
        see="chapter 4, “When exp and log leave their range”", trials=4,
    ),
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
