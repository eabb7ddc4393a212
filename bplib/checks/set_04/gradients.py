"""Exercises 4.3 and 4.4: the gradient of the quadratic cost, by the parameters and by the input."""

import numpy as np

from ...activations import sigmoid, sigmoid_prime
from .. import families as f
from ..engine import Exercise, Mistake, With, trial
from .shared import ERRORS, SLOPES, batch, parameter_gradients

__all__ = ["BATCH_GRADIENT", "INPUT_GRADIENT"]

_SIGN = "All signs are the wrong way round. Is it output minus target, or target minus output?"
_SHAPE = "A gradient has the shape of its parameter. In which order do your two factors of the product stand?"
_UNIT = "One factor should be the slope of the neuron's σ. Where is yours taken, and of which function is it?"
_COST = "One factor should be the derivative of the cost by a. What does a square become when it is derived?"


def _of_examples(X, y, which):
    return {"all": (X, y), "last": (X[:, -1:], y[:, -1:]), "first": (X[:, :1], y[:, :1]),
            "but the last": (X[:, :-1], y[:, :-1])}[which]  # fmt: skip


def _batch_gradient(
    *, sign=1, slope="z", scale=lambda m, n: 1 / m, error="a − y", factor=1, bias=1, which="all", **of
):
    """Gradient of the quadratic cost of a batch of m examples with n inputs; of: as in parameter_gradients."""

    def gradient(w, b, X, y):
        m, n = X.shape[1], len(X)
        X, y = _of_examples(X, y, which)
        z = w @ X + bias * b
        delta = sign * factor * ERRORS[error](z, y) * SLOPES[slope](z) * scale(m, n)
        return parameter_gradients(delta, X, **of)

    return gradient


def _other_part(**parts):
    """nabla_w and nabla_b with one of the two replaced: functions of the errors of the examples and the arguments."""

    def gradient(w, b, X, y):
        z = w @ X + b
        delta = (sigmoid(z) - y) * sigmoid_prime(z)
        right = _batch_gradient()(w, b, X, y)
        return tuple(
            parts[name](delta, z, w, b, X, y) if name in parts else value
            for name, value in zip(("nabla_w", "nabla_b"), right)
        )

    return gradient


def _mean(array):
    return array.mean(axis=1, keepdims=True)


BATCH_GRADIENT = Exercise(
    "04.3", _batch_gradient(), batch,
    (
        f.SIGN(With(_batch_gradient, sign=-1), hint=_SIGN),
        f.SLOPE_LEFT_OUT(
            With(_batch_gradient, slope="none"), name="the slope of σ is left out",
            hint="A link of the chain is missing. Or is this the gradient of another cost?",
        ),
        f.SLOPE_OF_A(
            With(_batch_gradient, slope="a"), hint="a is σ(z) already. Your slope applies σ to it once more."
        ),
        Mistake(
            "σ for σ'", With(_batch_gradient, slope="σ"), "One factor is the value of σ where its slope belongs."
        ),
        f.MEAN_MISSING(
            _batch_gradient(scale=lambda m, n: 1), name="the sum, not the mean",
            hint="Everything is m times too large. What stands before the sum in (4.4)?",
            see="chapter 4, “The cost, and where its constants go”",
        ),
        Mistake(
            "divided by the number of inputs", With(_batch_gradient, scale=lambda m, n: 1 / n),
            "The factor before the sum is not right. Over what does the mean in (4.4) run, and which axis is that?",
            see="chapter 4, “The cost, and where its constants go”",
        ),
        Mistake(
            "divided by the number of all entries", With(_batch_gradient, scale=lambda m, n: 1 / (m * n)),
            "The factor before the sum is not right. Over what does the mean in (4.4) run, and which axis is that?",
            see="chapter 4, “The cost, and where its constants go”",
        ),
        Mistake(
            "m − 1 for m", With(_batch_gradient, scale=lambda m, n: 1 / max(m - 1, 1)),
            "By how many do you divide, and how many examples are there?",
        ),
        f.MEAN_TWICE(
            _batch_gradient(scale=lambda m, n: 1 / m**2), name="1/m twice",
            hint="Everything is m times too small. The mean is taken in two places.",
        ),
        f.TWICE(
            With(_batch_gradient, factor=2), name="a factor of 2",
            hint="There is a factor of 2 too many. What does the ½ in (4.4) do?",
            see="chapter 4, “The cost, and where its constants go”",
        ),
        f.HALF(
            With(_batch_gradient, factor=0.5), name="a factor of ½",
            hint="There is a factor of ½ too many. Where does the 2 of the square go?",
            see="chapter 4, “The cost, and where its constants go”",
        ),
        f.MEAN_MISSING(
            _batch_gradient(of_b=lambda d, m: d.sum(axis=1, keepdims=True) * m), name="1/m in one of the two",
            hint="nabla_w is right, nabla_b is m times too large. Both belong to the same mean.",
        ),
        f.MEAN_MISSING(
            _batch_gradient(of_w=lambda g, m: g * m), name="1/m for the bias only",
            hint="nabla_b is right, nabla_w is m times too large. Is a matrix product over the examples a sum"
            " or a mean?",
        ),
        f.MEAN_TWICE(
            _batch_gradient(of_b=lambda d, m: d.mean(axis=1, keepdims=True)),
            name="the mean of the bias is taken twice",
            hint="nabla_w is right, nabla_b is m times too small. Does your delta hold the 1/m already?",
        ),
        f.MEAN_TWICE(
            _batch_gradient(of_w=lambda g, m: g / m), name="the mean of the weights is taken twice",
            hint="nabla_b is right, nabla_w is m times too small. Does your delta hold the 1/m already?",
        ),
        Mistake(
            "the bias gradient is not summed", _batch_gradient(of_b=lambda d, m: d),
            "There is one bias, but m paths from it to the cost. What do we do with paths?",
        ),
        f.KEEPDIMS(
            _batch_gradient(of_b=lambda d, m: d.sum()), name="the bias gradient has lost its dimensions",
            hint="The number is right. A gradient has the shape of its parameter, and b has the shape (1, 1).",
        ),
        f.KEEPDIMS(
            _batch_gradient(of_b=lambda d, m: d.sum(axis=1)), name="a dimension of the bias gradient is lost",
            hint="The number is right, the shape (1,) is not that of b. Which argument of sum keeps the dimension?",
        ),
        f.TRANSPOSE_LEFT_OUT(
            With(_batch_gradient, of_w=lambda g, m: g.T), name="transposed", hint=_SHAPE
        ),
        *(
            Mistake(name, With(_batch_gradient, slope=name), _UNIT)
            for name in ("1 − a", "1 − a²", "z (1 − z)", "the slope of tanh", "the slope of a step or a ReLU")
        ),
        Mistake(
            "the slope twice", With(_batch_gradient, slope="the slope twice"),
            "The slope of σ is a factor twice. How often does the way from the cost to z cross σ?",
        ),
        Mistake(
            "divided by the slope", With(_batch_gradient, slope="1 / σ'(z)"),
            "You divide by the slope of σ. What does the chain rule do with it?",
        ),
        Mistake(
            "a as one factor more", _other_part(
                nabla_w=lambda d, z, w, b, X, y: d * sigmoid(z) @ X.T / X.shape[1],
                nabla_b=lambda d, z, w, b, X, y: _mean(d * sigmoid(z)),
            ),
            "A factor a is there that does not belong to the chain from C to z.",
        ),
        *(
            Mistake(name, With(_batch_gradient, error=name), _COST)
            for name in (
                "z − y", "the error squared", "the cost", "the target left out", "the size of the error",
                "only the target", "1 − y", "a + y", "the error cubed", "the error times the target",
                "the answer rounded",
            )
        ),
        Mistake(
            "the sum of the errors", With(_batch_gradient, error="the sum of the errors"),
            "The errors are added before they meet the slopes. Each example has a chain of its own.",
        ),
        Mistake(
            "the mean of the errors", With(_batch_gradient, error="the mean of the errors"),
            "The mean is taken before the errors meet the slopes. Each example has a chain of its own.",
        ),
        f.BIAS_LEFT_OUT(With(_batch_gradient, bias=0), name="the bias is left out of z"),
        Mistake("the sign of the bias", With(_batch_gradient, bias=-1), "Compare your z with (4.1), sign by sign."),
        f.ASSIGNED(With(_batch_gradient, which="last"), name="the last example only"),
        f.ASSIGNED(
            _batch_gradient(which="last", scale=lambda m, n: 1), name="the last example only, not divided by m"
        ),
        f.FIRST_FOR_ALL(
            With(_batch_gradient, which="first"), name="the first example only",
            hint="Only the first example has a share in yours. Where does the loop end, or the function return?",
        ),
        f.FIRST_FOR_ALL(
            _batch_gradient(which="first", scale=lambda m, n: 1), name="the first example only, not divided by m",
            hint="Only the first example has a share in yours. Where does the loop end, or the function return?",
        ),
        f.LAST_LEFT_OUT(With(_batch_gradient, which="but the last"), name="the last example is left out"),
        Mistake(
            "the slope alone", _other_part(
                nabla_w=lambda d, z, w, b, X, y: sigmoid_prime(z) @ X.T / X.shape[1],
                nabla_b=lambda d, z, w, b, X, y: _mean(sigmoid_prime(z)),
            ),
            "This is how the activation depends on w and b. How does the cost depend on the activation?",
        ),
        Mistake(
            "the error itself through σ", _other_part(
                nabla_w=lambda d, z, w, b, X, y: sigmoid(sigmoid(z) - y) @ X.T / X.shape[1],
                nabla_b=lambda d, z, w, b, X, y: _mean(sigmoid(sigmoid(z) - y)),
            ),
            "What has the error a − y to do with σ? Write down the three links of the chain.",
        ),
        Mistake(
            "the slope at the error", _other_part(
                nabla_w=lambda d, z, w, b, X, y: sigmoid_prime(sigmoid(z) - y) @ X.T / X.shape[1],
                nabla_b=lambda d, z, w, b, X, y: _mean(sigmoid_prime(sigmoid(z) - y)),
            ),
            "What has the error a − y to do with the slope of σ? Write down the three links of the chain.",
        ),
        Mistake(
            "a step taken", lambda w, b, X, y: tuple(
                p - g for p, g in zip((w, b), _batch_gradient()(w, b, X, y))
            ),
            "These are w and b after a step. The task asks for the gradient itself.",
        ),
        Mistake(
            "a product of means", _other_part(nabla_w=lambda d, z, w, b, X, y: _mean(d) @ _mean(X).T),
            "nabla_w: the mean of the products δ x is wanted. Yours is the product of the two means.",
        ),
        Mistake(
            "the weights for the inputs", _other_part(nabla_w=lambda d, z, w, b, X, y: _mean(d) @ w),
            "nabla_w: in z = w x + b, what is the derivative of z by a weight?",
        ),
        Mistake(
            "δ for every weight", _other_part(nabla_w=lambda d, z, w, b, X, y: _mean(d) + 0 * w),
            "nabla_w: in z = w x + b, what is the derivative of z by a weight?",
        ),
        Mistake(
            "the weighted inputs added", _other_part(nabla_w=lambda d, z, w, b, X, y: _mean(d) + _mean(X).T),
            "nabla_w: what does the chain rule do with its factors?",
        ),
        Mistake(
            "the bias times its gradient", _other_part(nabla_b=lambda d, z, w, b, X, y: _mean(d) * b),
            "nabla_b: in z = w x + b, what is the derivative of z by b?",
        ),
        Mistake(
            "the slope is left out of the bias gradient",
            _other_part(nabla_b=lambda d, z, w, b, X, y: _mean(sigmoid(z) - y)),
            "nabla_b: the chain from C to b crosses σ too.",
        ),
        Mistake(
            "the slope is left out of the weight gradient",
            _other_part(nabla_w=lambda d, z, w, b, X, y: (sigmoid(z) - y) @ X.T / X.shape[1]),
            "nabla_w: the chain from C to w crosses σ too.",
        ),
        Mistake(
            "a sum of the weight gradient", _other_part(nabla_b=lambda d, z, w, b, X, y: _mean(d @ X.T) * len(X)),
            "nabla_b: in z = w x + b, what is the derivative of z by b?",
        ),
        f.PARENTHESES(_other_part(
            nabla_w=lambda d, z, w, b, X, y: ((sigmoid(z) - y) * sigmoid(z) * 1 - sigmoid(z)) @ X.T / X.shape[1],
            nabla_b=lambda d, z, w, b, X, y: _mean((sigmoid(z) - y) * sigmoid(z) * 1 - sigmoid(z)),
        )),
        f.PARENTHESES(_other_part(
            nabla_w=lambda d, z, w, b, X, y: (sigmoid(z) - y * sigmoid_prime(z)) @ X.T / X.shape[1],
            nabla_b=lambda d, z, w, b, X, y: _mean(sigmoid(z) - y * sigmoid_prime(z)),
        ), name="parentheses missing around the error"),
    ),
    see="chapter 4, “From one example to a batch”", parts=("nabla_w", "nabla_b"), trials=5,
)  # fmt: skip


def _example(rng):
    """w, b, x, y of one neuron and one example, with a z of either sign; then one input, no bias, a target of 0."""
    number = trial(rng)
    n, z = ((4, 0.7), (3, -1.1), (6, 1.6), (1, -0.4), (5, 0.0), (4, -1.3))[number - 1]
    w, x = rng.normal(size=(1, n)), rng.normal(size=(n, 1))
    return w, (z - w @ x) * (number != 5), x, rng.random((1, 1)) * (number != 6)


_SHAPES = {
    "w": lambda w, b, x: w.T,
    "x": lambda w, b, x: x,
    "row": lambda w, b, x: w,
    "ones": lambda w, b, x: np.ones_like(x),
    "sum": lambda w, b, x: np.full_like(x, w.sum()),
    "mean": lambda w, b, x: w.T / x.size,
    "w + b": lambda w, b, x: w.T + b,
    "w x": lambda w, b, x: w.T * x,
    "w²": lambda w, b, x: w.T**2,
    "1 / w": lambda w, b, x: 1 / w.T,
    "w / x": lambda w, b, x: w.T / x,
    "|w|": lambda w, b, x: abs(w.T),
    "b": lambda w, b, x: np.full_like(x, b[0, 0]),
    "w x summed": lambda w, b, x: np.full_like(x, (w @ x)[0, 0]),
    "x²": lambda w, b, x: w.T * x**2,
    "x and all w": lambda w, b, x: x * w.sum(),
    "x and w": lambda w, b, x: x + w.T,
    "w and all x": lambda w, b, x: w.T * x.sum(),
    "w, normalized": lambda w, b, x: w.T / np.linalg.norm(w),
    "|x|": lambda w, b, x: abs(x),
    "w − x": lambda w, b, x: w.T - x,
    "z": lambda w, b, x: np.full_like(x, (w @ x + b)[0, 0]),
}


def _input_gradient(*, sign=1, slope="z", factor=1, shape="w", error="a − y", bias=1):
    """∂C/∂x of one example."""

    def gradient(w, b, x, y):
        z = w @ x + bias * b
        return _SHAPES[shape](w, b, x) * (sign * factor * ERRORS[error](z, y) * SLOPES[slope](z))

    return gradient


_LINK = "The last link leads from z = w x + b to x_k. Write z out for two inputs: what is ∂z/∂x_1?"

INPUT_GRADIENT = Exercise(
    "04.4", _input_gradient(), _example,
    (
        f.SIGN(With(_input_gradient, sign=-1), hint=_SIGN),
        Mistake(
            "the gradient of the weights", With(_input_gradient, shape="x"),
            "This is how the cost depends on the weights. In z = w x + b, what is the derivative by an input?",
        ),
        f.TRANSPOSE_LEFT_OUT(
            With(_input_gradient, shape="row"), name="a row",
            hint="A gradient has the shape of what we differentiate by, and x is a column. Yours is a row.",
        ),
        f.SLOPE_LEFT_OUT(
            With(_input_gradient, slope="none"), name="the slope of σ is left out",
            hint="A link of the chain between C and x is missing.",
        ),
        f.SLOPE_OF_A(
            With(_input_gradient, slope="a"), hint="a is σ(z) already. Your slope applies σ to it once more."
        ),
        Mistake(
            "σ for σ'", With(_input_gradient, slope="σ"), "One factor is the value of σ where its slope belongs."
        ),
        Mistake(
            "the same number everywhere", _input_gradient(shape="ones"),
            "This is δ, the derivative by z, for every input. One more step leads from z to each input.",
        ),
        f.TWICE(
            With(_input_gradient, factor=2), name="a factor of 2",
            hint="There is a factor of 2 too many. What does the ½ of the cost do?",
        ),
        f.HALF(
            With(_input_gradient, factor=0.5), name="a factor of ½",
            hint="There is a factor of ½ too many. Where does the 2 of the square go?",
        ),
        Mistake(
            "the slope of the output only", lambda w, b, x, y: w.T * sigmoid_prime(w @ x + b),
            "This is how the activation depends on x. How does the cost depend on the activation?",
        ),
        *(
            Mistake(name, With(_input_gradient, slope=name), _UNIT)
            for name in ("1 − a", "1 − a²", "z (1 − z)", "the slope of tanh", "the slope of a step or a ReLU")
        ),
        Mistake(
            "the slope twice", With(_input_gradient, slope="the slope twice"),
            "The slope of σ is a factor twice. How often does the way from the cost to z cross σ?",
        ),
        Mistake(
            "divided by the slope", With(_input_gradient, slope="1 / σ'(z)"),
            "You divide by the slope of σ. What does the chain rule do with it?",
        ),
        *(
            Mistake(name, With(_input_gradient, error=name), _COST)
            for name in (
                "z − y", "the error squared", "the cost", "the target left out", "the size of the error",
                "only the target", "1 − y", "a + y", "the error cubed", "the error times the target",
                "the answer rounded",
            )
        ),
        f.BIAS_LEFT_OUT(With(_input_gradient, bias=0), name="the bias is left out of z"),
        Mistake("the sign of the bias", With(_input_gradient, bias=-1), "Compare your z with (4.1), sign by sign."),
        f.MEAN_OVER_ENTRIES(
            With(_input_gradient, shape="mean"), name="divided by the number of inputs",
            hint="There is a division by the number of inputs. Over what does z take a mean?",
        ),
        Mistake("the weights summed", With(_input_gradient, shape="sum"), _LINK),
        Mistake("the bias added to the weights", With(_input_gradient, shape="w + b"), _LINK),
        Mistake("weights times inputs", With(_input_gradient, shape="w x"), _LINK),
        Mistake("the weights squared", With(_input_gradient, shape="w²"), _LINK),
        Mistake("divided by the weights", With(_input_gradient, shape="1 / w"), _LINK),
        Mistake("divided by the inputs", With(_input_gradient, shape="w / x"), _LINK),
        Mistake("the sizes of the weights", With(_input_gradient, shape="|w|"), _LINK),
        *(
            Mistake(f"{name} for the last link", With(_input_gradient, shape=name), _LINK)
            for name in (
                "b", "w x summed", "x²", "x and all w", "x and w", "w and all x", "w, normalized", "|x|", "w − x",
            )
        ),
        Mistake("the weighted input for the weights", With(_input_gradient, shape="z"), _LINK),
        Mistake(
            "a step taken", lambda w, b, x, y: x - _input_gradient()(w, b, x, y),
            "This is x after a step. The task asks for the gradient itself.",
        ),
        Mistake(
            "a second derivative",
            lambda w, b, x, y: w.T * sigmoid_prime(w @ x + b) ** 2,
            "The error a − y does not occur in yours. How does the cost depend on the activation?",
        ),
        f.PARENTHESES(lambda w, b, x, y: w.T * (sigmoid(w @ x + b) - y * sigmoid_prime(w @ x + b))),
        f.PARENTHESES(
            lambda w, b, x, y: w.T * ((sigmoid(w @ x + b) - y) * sigmoid(w @ x + b) * 1 - sigmoid(w @ x + b)),
            name="parentheses missing in the slope",
        ),
    ),
    see="chapter 4, “The gradient by hand”", trials=6,
)  # fmt: skip
