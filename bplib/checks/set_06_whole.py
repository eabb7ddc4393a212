"""Exercises 6.8 to 6.10, on the whole of backpropagation, and the hints that the set shares."""

from .engine import Exercise, Mistake
from .set_06_reference import batch, reference, square_first, wrong

__all__ = ["GRADIENT", "OUTER", "SIGMA_OF_A", "SIGN", "TRANSPOSE", "WHOLE"]

GRADIENT = ("nabla_b", "nabla_w")
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


def _last_first(*args):
    return tuple(g[::-1] for g in reference(*args))


def _swapped(*args):
    return reference(*args)[::-1]


def _units_for_m(weights, biases, x, y):
    return wrong(scale=lambda m: 1 / len(x))(weights, biases, x, y)


WHOLE = (
    Exercise(
        "06.8", reference, square_first,
        (
            Mistake(
                "the bug is still there", wrong(hidden="a"),
                "The output layer is right and all others are not. Which line do only the others use?",
            ),
            Mistake("the factor σ' is gone", wrong(hidden="nothing"), "A factor was wrong; now it is missing."),
            Mistake(
                "another layer's z", wrong(late=1), "The right kind of number now, but of a layer too late."
            ),
            Mistake("σ for σ'", wrong(hidden="σ"), "The factor in (BP2) is the slope of σ, not σ itself."),
            Mistake("weights before biases", _swapped, "Which list comes first?"),
            Mistake("a new bug in BP1", wrong(top="a"), "The hidden layers are mended. Was BP1 wrong before?"),
        ),
        see="chapter 6, “Pitfalls”", parts=GRADIENT,
    ),
    Exercise(
        "06.9", reference, square_first,
        (
            Mistake("sign flipped", wrong(sign=-1), SIGN),
            Mistake(
                "the right errors, last layer first", _last_first,
                "The backward pass meets the layers from the last to the first. In which order are the parameters?",
            ),
            Mistake("weights before biases", _swapped, "Which list comes first?"),
            Mistake("σ'(z) is left out of BP1", wrong(top="nothing"), "Look at the line for the output layer."),
            Mistake("σ'(z) is left out of BP2", wrong(hidden="nothing"), "Look at the line for a hidden layer."),
            Mistake("σ'(a) for σ'(z) in BP1", wrong(top="a"), SIGMA_OF_A),
            Mistake("σ'(a) for σ'(z) in BP2", wrong(hidden="a"), SIGMA_OF_A),
            Mistake("σ'(a) for σ'(z) everywhere", wrong(top="a", hidden="a"), SIGMA_OF_A),
            Mistake("the sum runs over the wrong index", wrong(transpose=False), TRANSPOSE),
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
        see="chapter 6, “The whole of it in 15 lines”", parts=GRADIENT,
    ),
    Exercise(
        "06.10", reference, batch,
        (
            Mistake("1/m is forgotten", wrong(scale=lambda m: 1), "The cost of a batch is a mean. Yours is a sum."),
            Mistake("weights before biases", _swapped, "Which list comes first?"),
            Mistake("the right errors, last layer first", _last_first, "In which order are the parameters?"),
            Mistake(
                "the wrong m", _units_for_m,
                "Which axis of x counts the examples?",
            ),
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
        see="chapter 6, “A batch as a matrix of columns”", parts=GRADIENT,
    ),
)  # fmt: skip
