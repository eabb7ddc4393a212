"""Exercise set 6: the four equations of backpropagation."""

import numpy as np

from ..activations import sigmoid, sigmoid_prime
from ..network import Network
from .engine import Exercise, Mistake, Value
from .set_06_reference import forward, forward_inputs, hidden_inputs, output, tested_forward, where_square
from .set_06_whole import GRADIENT, OUTER, SIGMA_OF_A, SIGN, TRANSPOSE, WHOLE

__all__ = ["EXERCISES"]


def _deep_errors():
    deep = Network([20] * 8, rng=7)
    x = np.random.default_rng(7).normal(size=(20, 1))
    deltas, _ = deep.backprop(x, np.zeros((20, 1)))
    return np.array([np.sqrt(np.mean(d**2)) for d in deltas])


_SIZES = _deep_errors()
_RATIO = _SIZES[0] / _SIZES[-1]

EXERCISES = (
    Exercise(
        "06.1", lambda a: a * (1 - a), lambda rng: (rng.uniform(0.05, 0.95, (3, 2)),),
        (
            Mistake("a taken for z", sigmoid_prime, "a is σ(z) already. Your function applies σ to it once more."),
            Mistake("the sign", lambda a: a * (a - 1), "The sigmoid rises everywhere. What sign has its derivative?"),
            Mistake("the derivative of tanh", lambda a: 1 - a**2, "This belongs to another activation function."),
            Mistake(
                "the activation itself", lambda a: a, "This is the value of the sigmoid. How steep is it there?"
            ),
            Mistake(
                "rounded", lambda a: np.round(a * (1 - a), 2), "Near, but not exact. Return all digits, do not round."
            ),
            Mistake("one factor is missing", lambda a: 1 - a, "At a near 0 the sigmoid is flat, but yours is not."),
        ),
        see="chapter 6, “Notation and the forward pass”, equation (6.3)",
    ),
    Exercise(
        "06.2", tested_forward, forward_inputs,
        (
            Mistake("the bias is left out", forward(bias=0), "Compare your line for z with (6.1), term by term."),
            Mistake("the sign of the bias", forward(bias=-1), "Compare your line for z with (6.1), sign by sign."),
            Mistake("the input went through σ", forward(first=True), "What is the activation of the first layer?"),
            Mistake("no σ in the last layer", forward(last=False), "Is one of the layers treated differently?"),
            Mistake("σ is left out", forward(last=False, hidden=False), "Your layers pass z on as it is."),
            Mistake(
                "z is passed on", forward(feed_z=True), "What enters the next layer: what is in zs or in activations?"
            ),
            Mistake(
                "the two lists are swapped", lambda *args: tested_forward(*args)[::-1],
                "Which of the two lists comes first?",
            ),
            Mistake("zs holds activations", forward(squash_z=True), "What is stored in zs: before or after σ?"),
            Mistake(
                "the input is missing from activations", forward(with_input=False),
                "activations should have one entry more than zs. Which layer is not in it?",
            ),
        ),
        see="chapter 6, “Notation and the forward pass”", parts=("zs", "activations"),
    ),
    Exercise(
        "06.3", lambda z, a, y: (a - y) * sigmoid_prime(z), output,
        (
            Mistake("sign flipped", lambda z, a, y: (y - a) * sigmoid_prime(z), SIGN),
            Mistake(
                "a link of the chain is missing", lambda z, a, y: a - y,
                "This is ∂C/∂a. One more step of the chain rule leads from a to z.",
            ),
            Mistake("σ'(a) for σ'(z)", lambda z, a, y: (a - y) * sigmoid_prime(a), SIGMA_OF_A),
            Mistake(
                "a column less a row", lambda z, a, y: (a - y.T) * sigmoid_prime(z),
                "NumPy subtracted every entry from every other. Keep all columns of shape (n, 1), without ravel or .T.",
            ),
            Mistake("σ for σ'", lambda z, a, y: (a - y) * a, "One factor is the function where its slope belongs."),
            Mistake(
                "a factor of 2", lambda z, a, y: 2 * (a - y) * sigmoid_prime(z),
                "Every entry is twice what it should be. What does the ½ in the quadratic cost do?",
            ),
            Mistake(
                "a factor of ½", lambda z, a, y: (a - y) * sigmoid_prime(z) / 2,
                "Every entry is half of what it should be. The square has a derivative with a factor of its own.",
            ),
            Mistake(
                "the cost, not its derivative", lambda z, a, y: (a - y) ** 2 / 2 * sigmoid_prime(z),
                "The first factor in (BP1) is the derivative of the cost.",
            ),
        ),
        see="chapter 6, “BP1, the error of the output layer”",
    ),
    Exercise(
        "06.4", lambda W_next, delta_next, z: (W_next.T @ delta_next) * sigmoid_prime(z),
        hidden_inputs,
        (
            Mistake(
                "the sum runs over the wrong index",
                lambda w, d, z: ((w if where_square(w) else w.T) @ d) * sigmoid_prime(z), TRANSPOSE,
            ),
            Mistake(
                "a link of the chain is missing", lambda w, d, z: w.T @ d,
                "This is the derivative with respect to the activation of the unit, not to its weighted input.",
            ),
            Mistake("σ'(a) for σ'(z)", lambda w, d, z: (w.T @ d) * sigmoid_prime(sigmoid(z)), SIGMA_OF_A),
            Mistake("σ for σ'", lambda w, d, z: (w.T @ d) * sigmoid(z), "Which factor in (BP2) belongs to σ?"),
            Mistake(
                "σ'(z) on the wrong side of W",
                lambda w, d, z: w.T @ (d * sigmoid_prime(z)) if where_square(w) else (w.T @ d) * sigmoid_prime(z),
                "z belongs to the layer on the left of the edges. When do we get there: before or after the product?",
            ),
        ),
        see="chapter 6, “BP2, one layer back”",
    ),
    Exercise(
        "06.5", lambda delta, a_before: (delta, delta @ a_before.T),
        lambda rng: (rng.normal(size=(3, 1)), rng.normal(size=(5, 1))),
        (
            Mistake("outer product reversed", lambda d, a: (d, a @ d.T), OUTER),
            Mistake("the two in the wrong order", lambda d, a: (d @ a.T, d), "Which gradient comes first?"),
            Mistake(
                "a bias gradient without its second dimension", lambda d, a: (d.ravel(), d @ a.T),
                "A bias is a column. Its gradient should be a column too.",
            ),
            Mistake(
                "summed over the units", lambda d, a: (d.sum(keepdims=True), d @ a.T),
                "Each unit has a bias of its own, with a derivative of its own.",
            ),
        ),
        see="chapter 6, “BP3 and BP4, from errors to parameters”", parts=GRADIENT,
    ),
    Exercise(
        "06.6", lambda a, y: (a - y) ** 3 * (1 - a**2),
        lambda rng: (np.tanh(rng.normal(size=(5, 1))), rng.uniform(-1, 1, (5, 1))),
        (
            Mistake("sign flipped", lambda a, y: (y - a) ** 3 * (1 - a**2), SIGN),
            Mistake(
                "the slope of the sigmoid", lambda a, y: (a - y) ** 3 * a * (1 - a),
                "The units are tanh here. (6.3) holds for the sigmoid only.",
            ),
            Mistake(
                "the slope is left out", lambda a, y: (a - y) ** 3, "This is ∂C/∂a. How does a depend on z?"
            ),
            Mistake(
                "tanh'(a) for tanh'(z)", lambda a, y: (a - y) ** 3 * (1 - np.tanh(a) ** 2),
                "a is tanh(z) already. Your function applies tanh to it once more.",
            ),
            Mistake(
                "a factor of ¼", lambda a, y: (a - y) ** 3 * (1 - a**2) / 4,
                "Every entry is a quarter of what it should be. What does a fourth power do to the ¼?",
            ),
            Mistake(
                "a factor of 4", lambda a, y: 4 * (a - y) ** 3 * (1 - a**2), "What does the ¼ of the cost do?"
            ),
            Mistake(
                "the quadratic cost", lambda a, y: (a - y) * (1 - a**2),
                "The slope of the units is right. The cost is not the quadratic one here.",
            ),
        ),
        see="chapter 6, “BP1, the error of the output layer”",
    ),
    Value(
        "06.7", float(_RATIO ** (1 / 6)),
        (
            ("the factor of all steps together", float(_RATIO), "How many steps lead from layer 8 to layer 2?"),
            (
                "the mean square", float(_RATIO ** (1 / 3)),
                "This is how the mean square shrinks. The size is its root.",
            ),
            ("forward, not backward", float(_RATIO ** (-1 / 6)), "A factor above 1 says that errors grow."),
            (
                "the number of steps", float(_RATIO ** (1 / 7)),
                "Seven errors have fewer gaps between them than you think.",
            ),
            (
                "the number of steps is that of the layers", float(_RATIO ** (1 / 8)),
                "Not every layer has an error, and the factor counts steps between errors.",
            ),
            (
                "the whole divided by the steps", float(_RATIO / 6),
                "The six factors are multiplied, not added. Which operation undoes that?",
            ),
            (
                "the mean of the factors", float(np.mean(_SIZES[:-1] / _SIZES[1:])),
                "Near, but the sixth power of this is not the whole factor.",
            ),
        ),
        rtol=2e-4, see="chapter 6, “Why errors shrink on their way back”",
    ),
    *WHOLE,
)  # fmt: skip
