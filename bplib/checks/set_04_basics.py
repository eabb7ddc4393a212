"""Exercise set 4, first half: the neuron, its weights chosen by hand, and its gradients."""

import numpy as np

from ..activations import sigmoid, sigmoid_prime
from .engine import Exercise, Mistake
from .set_04_reference import accept_nand, batch, batch_gradient, example, input_gradient

__all__ = ["BASICS"]

_SIGN = "All signs are the wrong way round. Is it output minus target, or target minus output?"
_SHAPE = "A gradient has the shape of its parameter. In which order do your two factors of the product stand?"

_right = batch_gradient()


def _sum_for_the_weights(w, b, X, y):
    nabla_w, nabla_b = _right(w, b, X, y)
    return nabla_w * y.size, nabla_b


BASICS = (
    Exercise(
        "04.1", lambda w, b, X: sigmoid(w @ X + b), lambda rng: batch(rng)[:3],
        (
            Mistake("the bias is left out", lambda w, b, X: sigmoid(w @ X), "One of the three arguments is not used."),
            Mistake(
                "the sign of the bias", lambda w, b, X: sigmoid(w @ X - b), "Compare your z with (4.1), sign by sign."
            ),
            Mistake("σ is left out", lambda w, b, X: w @ X + b, "This is the weighted input. What comes after it?"),
            Mistake(
                "the sign in the exponent", lambda w, b, X: sigmoid(-(w @ X + b)),
                "Your function falls where it should rise. What is the sigmoid of a large positive number?",
            ),
            Mistake(
                "the bias is added after σ", lambda w, b, X: sigmoid(w @ X) + b,
                "An activation lies between 0 and 1. Some of yours do not: what is inside σ and what outside?",
            ),
            Mistake(
                "σ of each product", lambda w, b, X: (sigmoid(w.T * X)).sum(axis=0, keepdims=True) + b,
                "The neuron adds first and bends once, at the end.",
            ),
            Mistake(
                "a yes or no", lambda w, b, X: (w @ X + b > 0).astype(float),
                "These are the answers of a unit with a step. The neuron of this chapter has a soft one.",
            ),
            Mistake(
                "the slope of σ", lambda w, b, X: sigmoid_prime(w @ X + b), "This is how steep the sigmoid is there."
            ),
        ),
        see="chapter 4, “A weighted sum and a soft step”",
    ),
    Exercise(
        "04.2", lambda: (-20.0, -20.0, 30.0), accept=accept_nand, trials=1,
        see="chapter 4, “The decision boundary moves”",
    ),
    Exercise(
        "04.3", batch_gradient(), batch,
        (
            Mistake("sign flipped", batch_gradient(sign=-1), _SIGN),
            Mistake(
                "the slope of σ is left out", batch_gradient(slope="none"),
                "A link of the chain is missing. Or is this the gradient of another cost?",
            ),
            Mistake(
                "σ'(a) for σ'(z)", batch_gradient(slope="a"),
                "a is σ(z) already. Your slope applies σ to it once more.",
            ),
            Mistake("σ for σ'", batch_gradient(slope="σ"), "One factor is the value of σ where its slope belongs."),
            Mistake(
                "the sum, not the mean", batch_gradient(scale=lambda m: 1),
                "Everything is m times too large. What stands before the sum in (4.4)?",
                see="chapter 4, “The cost, and where its constants go”",
            ),
            Mistake(
                "divided by the number of inputs",
                lambda w, b, X, y: batch_gradient(scale=lambda m: 1 / len(X))(w, b, X, y),
                "The factor before the sum is not right. Over what does the mean in (4.4) run, and which axis is that?",
                see="chapter 4, “The cost, and where its constants go”",
            ),
            Mistake(
                "1/m twice", batch_gradient(scale=lambda m: 1 / m**2),
                "Everything is m times too small. The mean is taken in two places.",
            ),
            Mistake(
                "a factor of 2", batch_gradient(scale=lambda m: 2 / m),
                "Everything is twice what it should be. What does the ½ in (4.4) do?",
                see="chapter 4, “The cost, and where its constants go”",
            ),
            Mistake(
                "1/m in one of the two", batch_gradient(of_b=lambda d, m: d.sum(axis=1, keepdims=True) * m),
                "nabla_w is right, nabla_b is m times too large. Both belong to the same mean.",
            ),
            Mistake(
                "1/m for the bias only", _sum_for_the_weights,
                "nabla_b is right, nabla_w is m times too large. Is a matrix product over the examples a sum"
                " or a mean?",
            ),
            Mistake(
                "the mean of the bias is taken twice", batch_gradient(of_b=lambda d, m: d.mean(axis=1, keepdims=True)),
                "nabla_w is right, nabla_b is m times too small. Does your delta hold the 1/m already?",
            ),
            Mistake(
                "the bias gradient is not summed", batch_gradient(of_b=lambda d, m: d),
                "There is one bias, but m paths from it to the cost. What do we do with paths?",
            ),
            Mistake(
                "the bias gradient has lost its dimensions", batch_gradient(of_b=lambda d, m: d.sum()),
                "The number is right. A gradient has the shape of its parameter, and b has the shape (1, 1).",
            ),
            Mistake(
                "a dimension of the bias gradient is lost", batch_gradient(of_b=lambda d, m: d.sum(axis=1)),
                "The number is right, the shape (1,) is not that of b. Which argument of sum keeps the dimension?",
            ),
            Mistake("transposed", batch_gradient(of_w=lambda g: g.T), _SHAPE),
        ),
        see="chapter 4, “From one example to a batch”", parts=("nabla_w", "nabla_b"),
    ),
    Exercise(
        "04.4", input_gradient(), example,
        (
            Mistake("sign flipped", input_gradient(sign=-1), _SIGN),
            Mistake(
                "the gradient of the weights", input_gradient(shape=lambda w, x: x),
                "This is how the cost depends on the weights. In z = w x + b, what is the derivative by an input?",
            ),
            Mistake(
                "a row", input_gradient(shape=lambda w, x: w),
                "The numbers are right. A gradient has the shape of what we differentiate by, and x is a column.",
            ),
            Mistake(
                "the slope of σ is left out", input_gradient(slope="none"),
                "A link of the chain between C and x is missing.",
            ),
            Mistake(
                "σ'(a) for σ'(z)", input_gradient(slope="a"), "a is σ(z) already. Your slope applies σ to it once more."
            ),
            Mistake("σ for σ'", input_gradient(slope="σ"), "One factor is the value of σ where its slope belongs."),
            Mistake(
                "the same number everywhere", input_gradient(shape=lambda w, x: np.ones_like(x)),
                "This is δ, the derivative by z, for every input. One more step leads from z to each input.",
            ),
            Mistake(
                "a factor of 2", input_gradient(factor=2), "Twice what it should be. What does the ½ of the cost do?"
            ),
            Mistake(
                "the slope of the output only", lambda w, b, x, y: w.T * sigmoid_prime(w @ x + b),
                "This is how the activation depends on x. How does the cost depend on the activation?",
            ),
        ),
        see="chapter 4, “The gradient by hand”",
    ),
)  # fmt: skip
