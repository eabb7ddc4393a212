"""Exercise 4.9: the gradient of a layer of softmax outputs, and softmax gone wrong."""

import numpy as np

from ..activations import sigmoid, softmax
from .engine import Exercise, Mistake
from .set_04_reference import softmax_gradient, softmax_inputs

__all__ = ["SOFTMAX"]


def _naive_softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=0)


def _one_maximum(z):
    return _naive_softmax(z - z.max())


def _maximum_of_each_class(z):
    return _naive_softmax(z - z.max(axis=1, keepdims=True))


def _sum_for_the_weights(W, b, X, Y):
    nabla_W, nabla_b = softmax_gradient()(W, b, X, Y)
    return nabla_W * Y.shape[1], nabla_b


SOFTMAX = Exercise(
    "04.9", softmax_gradient(), softmax_inputs,
    (
        Mistake(
            "1/m for the bias only", _sum_for_the_weights,
            "nabla_b is right, nabla_W is m times too large. Is a matrix product over the examples a sum or a mean?",
        ),
        Mistake(
            "exp overflows", softmax_gradient(outputs=_naive_softmax),
            "Right for ordinary logits. For large ones exp overflows. Which number may be added to all of them?",
            see="chapter 4, “Softmax: one answer out of several”",
        ),
        Mistake(
            "one maximum for the whole batch", softmax_gradient(outputs=_one_maximum),
            "exp does not overflow any more. But in an example whose logits lie far below the others, all your"
            " exponentials become 0. Which logits should the maximum be taken of?",
            see="chapter 4, “Softmax: one answer out of several”",
        ),
        Mistake(
            "not the largest logit",
            softmax_gradient(outputs=lambda z: _naive_softmax(z - z.mean(axis=0))),
            "Subtracting one number from the logits of an example is right. But after it some of yours are still"
            " large and positive, and exp overflows. Which number leaves none above 0?",
            see="chapter 4, “Softmax: one answer out of several”",
        ),
        Mistake(
            "the largest absolute value", softmax_gradient(outputs=lambda z: _naive_softmax(z - abs(z).max(axis=0))),
            "exp does not overflow any more. But where the logit that is farthest from 0 is negative, all your"
            " exponentials become 0. After the subtraction, what should the largest logit be?",
            see="chapter 4, “Softmax: one answer out of several”",
        ),
        Mistake(
            "a maximum for each class", softmax_gradient(outputs=_maximum_of_each_class),
            "From each class you subtract another number, and that changes the outputs. Which logits must share"
            " it?",
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
            "the sum, not the mean", softmax_gradient(scale=lambda m, K: 1),
            "Everything is m times too large. The cost of a batch is a mean.",
        ),
        Mistake("1/m twice", softmax_gradient(scale=lambda m, K: 1 / m**2), "Everything is m times too small."),
        Mistake(
            "divided by the number of classes", softmax_gradient(scale=lambda m, K: 1 / K),
            "The factor before the sum is not right: the mean runs over the examples, and each is a column.",
        ),
        Mistake(
            "the mean of the bias is taken twice", softmax_gradient(of_b=lambda d: d.mean(axis=1, keepdims=True)),
            "nabla_W is right, nabla_b is m times too small. Does your delta hold the 1/m already?",
        ),
        Mistake(
            "1/m in one of the two", softmax_gradient(of_b=lambda d: d.sum(axis=1, keepdims=True) * d.shape[1]),
            "nabla_W is right, nabla_b is m times too large. Both belong to the same mean.",
        ),
        Mistake(
            "the mean over all entries", softmax_gradient(scale=lambda m, K: 1 / (K * m)),
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
    see="chapter 4, “The gradient of softmax with cross-entropy”", parts=("nabla_W", "nabla_b"), trials=5,
)  # fmt: skip
