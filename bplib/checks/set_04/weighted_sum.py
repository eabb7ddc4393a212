"""Exercise 4.1: what the neuron says, a weighted sum and a soft step."""

import numpy as np

from ...activations import sigmoid, sigmoid_prime, softmax
from .. import families as f
from ..engine import Exercise, Mistake, With
from .shared import batch

__all__ = ["ACTIVATIONS"]

_SUMS = {
    "w X": lambda w, X: w @ X,
    "mean": lambda w, X: w @ X / len(X),
    "no weights": lambda w, X: X.sum(axis=0, keepdims=True),
    "all examples": lambda w, X: np.full((1, X.shape[1]), np.sum(w @ X)),
    "first example": lambda w, X: np.full((1, X.shape[1]), (w @ X)[0, 0]),
    "first weight": lambda w, X: w[0, 0] * X.sum(axis=0, keepdims=True),
    "last input": lambda w, X: w[:, -1:] @ X[-1:],
    "but the last": lambda w, X: w[:, :-1] @ X[:-1],
    "but the first": lambda w, X: w[:, 1:] @ X[1:],
    "sums": lambda w, X: w.sum() * X.sum(axis=0, keepdims=True),
    "σ of X": lambda w, X: w @ sigmoid(X),
    "normalized": lambda w, X: w @ X / np.linalg.norm(w),
    "distance": lambda w, X: ((w.T - X) ** 2).sum(axis=0, keepdims=True),
}
_BIASES = {
    "own": lambda w, b: b,
    "none": lambda w, b: 0,
    "minus": lambda w, b: -b,
    "each": lambda w, b: b * w.shape[1],
    "on the inputs": lambda w, b: b * w.sum(),
}
_UNITS = {
    "σ": sigmoid,
    "none": lambda z: z,
    "falling": lambda z: sigmoid(-z),
    "step": lambda z: (z > 0).astype(float),
    "slope": sigmoid_prime,
    "tanh": np.tanh,
    "ReLU": lambda z: np.maximum(0, z),
    "twice": lambda z: sigmoid(sigmoid(z)),
    "softmax": lambda z: softmax(z, axis=1),
    "exp": np.exp,
    "parentheses": lambda z: 1 / 1 + np.exp(-z),
    "minus": lambda z: 1 / (1 - np.exp(-z)),
    "2 σ − 1": lambda z: 2 * sigmoid(z) - 1,
    "powers of 2": lambda z: 1 / (1 + 2.0**-z),
    "powers of 10": lambda z: 1 / (1 + 10.0**-z),
    "arctan": lambda z: np.arctan(z) / np.pi + 0.5,
    "size": lambda z: sigmoid(abs(z)),
    "size below": lambda z: z / (1 + abs(z)),
    "square": lambda z: sigmoid(z) ** 2,
    "of the sum": lambda z: sigmoid(z) / sigmoid(z).sum(),
    "cut": lambda z: np.clip(z, 0, 1),
    "numerator": lambda z: np.exp(-z) / (1 + np.exp(z)),
}


def _neuron(*, by="w X", bias="own", unit="σ"):
    """A neuron with one thing changed."""
    return lambda w, b, X: _UNITS[unit](_SUMS[by](w, X) + _BIASES[bias](w, b))


_SUM = (
    "Write the sum of (4.1) for one example, with n = 2: which term meets which? Which terms does yours have?"
)
_EXAMPLES = "Every example has an activation of its own. Does a column of X reach only its own output?"
_UNIT = (
    "What comes after the weighted input is another function than the sigmoid. Put in z = 0 and a large z."
)

ACTIVATIONS = Exercise(
    "04.1", _neuron(), lambda rng: batch(rng)[:3],
    (
        f.BIAS_LEFT_OUT(
            With(_neuron, bias="none"), name="the bias is left out", hint="One of the three arguments is not used."
        ),
        Mistake("the sign of the bias", With(_neuron, bias="minus"), "Compare your z with (4.1), sign by sign."),
        f.SIGMA_LEFT_OUT(
            With(_neuron, unit="none"), name="σ is left out",
            hint="This is the weighted input. What comes after it?",
        ),
        Mistake(
            "the sign in the exponent", With(_neuron, unit="falling"),
            "Your function falls where it should rise. What is the sigmoid of a large positive number?",
        ),
        f.BIAS_AFTER_SIGMA(
            lambda w, b, X: sigmoid(w @ X) + b, name="the bias is added after σ",
            hint="An activation lies between 0 and 1. Some of yours do not: what is inside σ and what outside?",
        ),
        Mistake(
            "σ of each product", lambda w, b, X: (sigmoid(w.T * X)).sum(axis=0, keepdims=True) + b,
            "The neuron adds first and bends once, at the end.",
        ),
        Mistake(
            "σ of each product, and of the bias", lambda w, b, X: sigmoid(w.T * X + b).sum(axis=0, keepdims=True),
            "The neuron adds first and bends once, at the end.",
        ),
        Mistake(
            "a yes or no", With(_neuron, unit="step"),
            "These are the answers of a unit with a step. The neuron of this chapter has a soft one.",
        ),
        f.INNER_DERIVATIVE(
            With(_neuron, unit="slope"), name="the slope of σ", hint="This is how steep the sigmoid is there."
        ),
        Mistake("tanh", With(_neuron, unit="tanh"), _UNIT),
        Mistake("ReLU", With(_neuron, unit="ReLU"), _UNIT),
        Mistake("the exponential", With(_neuron, unit="exp"), _UNIT),
        Mistake("a minus below", With(_neuron, unit="minus"), _UNIT),
        Mistake("another fraction", With(_neuron, unit="numerator"), _UNIT),
        Mistake("cut off at 0 and 1", With(_neuron, unit="cut"), _UNIT),
        *(
            Mistake(name, With(_neuron, unit=name), _UNIT)
            for name in ("2 σ − 1", "powers of 2", "powers of 10", "arctan", "square")
        ),
        Mistake("|z| below", With(_neuron, unit="size below"), _UNIT),
        Mistake(
            "the size of z", With(_neuron, unit="size"), "No activation of yours is below ½. Where is a sign lost?",
        ),
        Mistake(
            "divided by the sum over the batch", With(_neuron, unit="of the sum"),
            "Your activations of all examples sum to 1. What has one example to do with another?",
        ),
        Mistake("the bias times z", lambda w, b, X: sigmoid(w @ X * b), "What is done with the bias in (4.1)?"),
        Mistake("the bias times a", lambda w, b, X: sigmoid(w @ X) * b, "What is done with the bias in (4.1)?"),
        Mistake(
            "the weights went through σ", lambda w, b, X: sigmoid(w) @ X + b, "σ belongs to the sum, and not to w.",
        ),
        Mistake(
            "the weights went through σ too", lambda w, b, X: sigmoid(sigmoid(w) @ X + b),
            "σ belongs to the sum, and not to w.",
        ),
        f.SIGMA_TWICE(With(_neuron, unit="twice")),
        f.SOFTMAX_AXIS(
            With(_neuron, unit="softmax"), name="softmax over the batch",
            hint="Your activations of all examples sum to 1. What has one example to do with another?",
        ),
        f.PARENTHESES(With(_neuron, unit="parentheses")),
        f.MEAN_OVER_ENTRIES(
            With(_neuron, by="mean"), name="the mean of the inputs",
            hint="The weighted inputs are divided by their number. Is z a sum or a mean?",
        ),
        Mistake("the bias for each input", With(_neuron, bias="each"), "How often is the bias added to z?"),
        Mistake(
            "the bias on the inputs", With(_neuron, bias="on the inputs"),
            "The bias is added to each input and multiplied by the weights. Does it stand in or beside the sum?",
        ),
        Mistake("the weights are not used", With(_neuron, by="no weights"), _SUM),
        Mistake("one weight for all inputs", With(_neuron, by="first weight"), _SUM),
        f.ASSIGNED(With(_neuron, by="last input"), name="the last term only"),
        f.LAST_LEFT_OUT(With(_neuron, by="but the last"), name="the last input is left out"),
        Mistake("the first input is left out", With(_neuron, by="but the first"), _SUM),
        Mistake("a product of two sums", With(_neuron, by="sums"), _SUM),
        Mistake("the weights normalized", With(_neuron, by="normalized"), _SUM),
        Mistake("a distance", With(_neuron, by="distance"), _SUM),
        Mistake("all examples in one sum", With(_neuron, by="all examples"), _EXAMPLES),
        f.FIRST_FOR_ALL(With(_neuron, by="first example"), name="the first example for all", hint=_EXAMPLES),
        f.SIGMA_TWICE(
            With(_neuron, by="σ of X"), name="the inputs went through σ", hint="What is done to X before the sum?"
        ),
    ),
    see="chapter 4, “A weighted sum and a soft step”", trials=6,
)  # fmt: skip
