"""Exercise set 6: the four equations of backpropagation."""

import numpy as np

from ..activations import sigmoid, sigmoid_prime
from ..network import Network
from .engine import Exercise, Mistake, Value
from .set_06_reference import batch, forward, forward_inputs, output, reference, square, tested_forward, wrong

__all__ = ["EXERCISES"]

# Hints that several exercises share.
SIGN = "Every entry has the opposite sign. Which of the two is subtracted from which in the derivative of the cost?"
SIGMA_OF_A = (
    "The derivative σ' is evaluated at the wrong number: at what comes out of σ instead of what goes into it."
)
TRANSPOSE = (
    "W[j, k] belongs to the edge from unit k to unit j. Forward we sum over k. Over which index does (6.9) sum?"
    " With layers of different sizes this product would not even run."
)
OUTER = (
    "The gradient of a matrix has the shape of the matrix: (to, from). Which of the two columns belongs to the"
    " units at the end of the edges?"
)


def _deep_errors():
    deep = Network([20] * 8, rng=7)
    x = np.random.default_rng(7).normal(size=(20, 1))
    deltas, _ = deep.backprop(x, np.zeros((20, 1)))
    return np.array([np.sqrt(np.mean(d**2)) for d in deltas])


_SIZES = _deep_errors()
_WHOLE = _SIZES[0] / _SIZES[-1]

EXERCISES = (
    Exercise(
        "06.1", lambda a: a * (1 - a), lambda rng: (rng.uniform(0.05, 0.95, (3, 2)),),
        (
            Mistake("a taken for z", sigmoid_prime, "a is σ(z) already. Your function applies σ to it once more."),
            Mistake("the sign", lambda a: a * (a - 1), "The sigmoid rises everywhere. What sign has its derivative?"),
            Mistake("the derivative of tanh", lambda a: 1 - a**2, "This belongs to another activation function."),
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
            Mistake("zs holds activations", forward(squash_z=True), "What is stored in zs: before or after σ?"),
            Mistake(
                "the input is missing from activations", forward(with_input=False),
                "activations should have one entry more than zs. Which layer is not in it?",
            ),
        ),
        see="chapter 6, “Notation and the forward pass”",
    ),
    Exercise(
        "06.3", lambda z, a, y: (a - y) * sigmoid_prime(z), output,
        (
            Mistake("sign flipped", lambda z, a, y: (y - a) * sigmoid_prime(z), SIGN),
            Mistake(
                "the factor σ'(z) is left out", lambda z, a, y: a - y,
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
                "the cost, not its derivative", lambda z, a, y: (a - y) ** 2 / 2 * sigmoid_prime(z),
                "The first factor in (BP1) is the derivative of the cost.",
            ),
        ),
        see="chapter 6, “BP1, the error of the output layer”",
    ),
    Exercise(
        "06.4", lambda w, d, z: (w.T @ d) * sigmoid_prime(z),
        lambda rng: tuple(rng.normal(size=shape) for shape in ((4, 4), (4, 1), (4, 1))),
        (
            Mistake("W is not transposed", lambda w, d, z: (w @ d) * sigmoid_prime(z), TRANSPOSE),
            Mistake(
                "the factor σ'(z) is left out", lambda w, d, z: w.T @ d,
                "This is the derivative with respect to the activation of the unit, not to its weighted input.",
            ),
            Mistake("σ'(a) for σ'(z)", lambda w, d, z: (w.T @ d) * sigmoid_prime(sigmoid(z)), SIGMA_OF_A),
            Mistake("σ for σ'", lambda w, d, z: (w.T @ d) * sigmoid(z), "Which factor in (BP2) belongs to σ?"),
            Mistake(
                "σ'(z) on the wrong side of W", lambda w, d, z: w.T @ (d * sigmoid_prime(z)),
                "z belongs to the layer on the left of the edges. When do we get there: before or after the product?",
            ),
        ),
        see="chapter 6, “BP2, one layer back”",
    ),
    Exercise(
        "06.5", lambda d, a: (d, d @ a.T), lambda rng: (rng.normal(size=(3, 1)), rng.normal(size=(5, 1))),
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
        see="chapter 6, “BP3 and BP4, from errors to parameters”",
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
        "06.7", float(_WHOLE ** (1 / 6)),
        (
            ("the factor of all steps together", float(_WHOLE), "How many steps lead from layer 8 to layer 2?"),
            ("forward, not backward", float(_WHOLE ** (-1 / 6)), "A factor above 1 says that errors grow."),
            (
                "the number of steps", float(_WHOLE ** (1 / 7)),
                "Seven errors have fewer gaps between them than you think.",
            ),
            (
                "the number of steps is that of the layers", float(_WHOLE ** (1 / 8)),
                "Not every layer has an error, and the factor counts steps between errors.",
            ),
            (
                "the whole divided by the steps", float(_WHOLE / 6),
                "The six factors are multiplied, not added. Which operation undoes that?",
            ),
            (
                "the mean of the factors", float(np.mean(_SIZES[:-1] / _SIZES[1:])),
                "Near, but the sixth power of this is not the whole factor.",
            ),
        ),
        rtol=1e-3, see="chapter 6, “Why errors shrink on their way back”",
    ),
    Exercise(
        "06.8", reference, square,
        (
            Mistake(
                "the bug is still there", wrong(hidden="a"),
                "The output layer is right and all others are not. Which line does only the others use?",
            ),
            Mistake("the factor σ' is gone", wrong(hidden="nothing"), "A factor was wrong; now it is missing."),
            Mistake(
                "another layer's z", wrong(late=1), "The right kind of number now, but of a layer too late."
            ),
            Mistake("σ for σ'", wrong(hidden="σ"), "The factor in (BP2) is the slope of σ, not σ itself."),
            Mistake("a new bug in BP1", wrong(top="a"), "The hidden layers are mended. Was BP1 wrong before?"),
        ),
        see="chapter 6, “Pitfalls”",
    ),
    Exercise(
        "06.9", reference, square,
        (
            Mistake("sign flipped", wrong(sign=-1), SIGN),
            Mistake(
                "the last layer comes first", lambda *args: tuple(g[::-1] for g in reference(*args)),
                "The backward pass meets the layers from the last to the first. In which order are the parameters?",
            ),
            Mistake("weights before biases", lambda *args: reference(*args)[::-1], "Which list comes first?"),
            Mistake("σ'(z) is left out of BP1", wrong(top="nothing"), "Look at the line for the output layer."),
            Mistake("σ'(z) is left out of BP2", wrong(hidden="nothing"), "Look at the line for a hidden layer."),
            Mistake("σ'(a) for σ'(z) in BP1", wrong(top="a"), SIGMA_OF_A),
            Mistake("σ'(a) for σ'(z) in BP2", wrong(hidden="a"), SIGMA_OF_A),
            Mistake("σ'(a) for σ'(z) everywhere", wrong(top="a", hidden="a"), SIGMA_OF_A),
            Mistake("W is not transposed", wrong(transpose=False), TRANSPOSE),
            Mistake("outer product reversed", wrong(reverse=True), OUTER),
            Mistake(
                "off by one layer in BP4", wrong(before=1),
                "An edge starts one layer before the unit in which it ends. Which activation belongs to which error?",
            ),
            Mistake(
                "off by one layer in BP2", wrong(late=1),
                "δ^l is made with the slope in its own layer. Which z do you take?",
            ),
        ),
        see="chapter 6, “The whole of it in 15 lines”",
    ),
    Exercise(
        "06.10", reference, batch,
        (
            Mistake("1/m is forgotten", wrong(scale=lambda m: 1), "The cost of a batch is a mean. Yours is a sum."),
            Mistake(
                "1/m is applied twice", wrong(scale=lambda m: m**-2), "Every entry is m times too small. Where is 1/m?"
            ),
            Mistake(
                "1/m is applied twice to the weights", wrong(w=lambda m: 1 / m),
                "The biases are right. What happens to the weight gradient besides the matrix product?",
            ),
            Mistake(
                "1/m is applied twice to the biases", wrong(b=lambda d, m: d.mean(axis=1, keepdims=True)),
                "The weights are right. δ includes 1/m already: what does BP3 do with its columns?",
            ),
            Mistake(
                "1/m for the weights only", wrong(b=lambda d, m: m * d.sum(axis=1, keepdims=True)),
                "The weights are right, the biases are m times too large.",
            ),
            Mistake(
                "the bias gradient is not summed", wrong(b=lambda d, m: d),
                "A bias is shared by all examples. How many columns may its gradient have?",
            ),
            Mistake(
                "a bias gradient without its second dimension", wrong(b=lambda d, m: d.sum(axis=1)),
                "A bias has shape (n, 1), yours (n,). Which option of sum keeps the dimension?",
            ),
            Mistake("sign flipped", wrong(sign=-1), SIGN),
            Mistake("σ'(z) is left out of BP1", wrong(top="nothing"), "Look at the line for the output layer."),
            Mistake("σ'(z) is left out of BP2", wrong(hidden="nothing"), "Look at the line for a hidden layer."),
        ),
        see="chapter 6, “A batch as a matrix of columns”",
    ),
)  # fmt: skip
