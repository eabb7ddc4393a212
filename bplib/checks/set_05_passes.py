"""Exercises 5.4 to 5.6: whole forward passes, and their parameters as rows."""

from . import set_05_reference as ref
from .engine import Exercise, Mistake

__all__ = ["PASSES"]

_PLACE = "Compare the loop with the layers that have parameters: from which l to which?"

PASSES = (
    Exercise(
        "05.4", ref.tested_feedforward, ref.flat_batch,
        (
            Mistake(
                "the bias along the wrong axis", ref.flat_feedforward(wrong_axis=True),
                "NumPy takes a flat array for a row. To which axis of W @ A is the bias added: units or examples?",
            ),
            Mistake(
                "the matrix is transposed", ref.flat_feedforward(transpose=True),
                "Write the shapes below W and A for layers of different sizes. Which of the two runs?",
                "chapter 5, “By index, then by matrix”",
            ),
            Mistake("the bias is left out", ref.flat_feedforward(bias=False), "Which parameters do you not use?"),
            Mistake(
                "no σ at all", ref.flat_feedforward(hidden=False, last=False),
                "Which function stands between a weighted input and an activation?",
            ),
            Mistake(
                "one layer too few", ref.flat_feedforward(layers=-1),
                "This is the activation of the layer before the last. How many matrices are there?",
                "chapter 5, “Lists that begin with layer 2”",
            ),
            Mistake(
                "examples as rows", ref.flat_feedforward(rows=True),
                "The numbers are right, but transposed. Which axis counts the examples here?",
            ),
            Mistake(
                "X in every layer", ref.last_only, "What goes into layer 3: X, or the result of layer 2?",
            ),
            Mistake(
                "the input went through σ", ref.flat_feedforward(first=True),
                "What is the activation of the first layer?",
            ),
            Mistake(
                "no σ in the last layer", ref.flat_feedforward(last=False), "Is one of the layers treated differently?"
            ),
            Mistake(
                "no σ in the hidden layers", ref.flat_feedforward(hidden=False),
                "Your layers collapse into one. What stands between two matrix products?",
                "chapter 5, “Without σ, layers collapse”",
            ),
        ),
        see="chapter 5, “A batch is a matrix of columns”",
    ),
    Exercise(
        "05.5", ref.output(range), ref.square_first,
        (
            Mistake(
                "the bug is still there", ref.output(lambda n: range(-1, n - 1)),
                "The last matrix still comes first. Which index does the first round of your loop ask for?",
            ),
            Mistake("the loop ends too early", ref.output(lambda n: range(n - 1)), _PLACE + " One is missing."),
            Mistake(
                "one layer too many", ref.output(lambda n: range(-1, n)),
                _PLACE + " One matrix is used twice, and nothing raises.",
            ),
            Mistake("the loop begins too late", ref.output(lambda n: range(1, n)), _PLACE + " W² is not used."),
            Mistake(
                "σ is left out", ref.output(range, squash=False),
                "The layers are in the right order. What does each of them do after the product?",
            ),
            Mistake(
                "from the last layer to the first", ref.output(lambda n: reversed(range(n))),
                "All matrices are used once, but in which order?",
            ),
        ),
        see="chapter 5, “Lists that begin with layer 2”",
    ),
    Exercise(
        "05.6", lambda weights, biases: ([w.T for w in weights], [b[:, 0] for b in biases]), ref.parameters,
        (
            Mistake(
                "reshape for a transpose",
                lambda weights, biases: ([w.reshape(w.shape[::-1]) for w in weights], [b[:, 0] for b in biases]),
                "The shapes are right, the entries are in the wrong places. Which entry must W[0, 1] become?",
            ),
            Mistake(
                "the weights as they were", lambda weights, biases: (weights, [b[:, 0] for b in biases]),
                "Write the shapes below X @ W for an X of shape (m, n_in). Does it run?",
            ),
            Mistake(
                "the biases as they were", lambda weights, biases: ([w.T for w in weights], biases),
                "A bias of shape (n, 1) would be added along the wrong axis there. What shape is wanted?",
            ),
            Mistake(
                "biases with two axes", lambda weights, biases: ([w.T for w in weights], [b.T for b in biases]),
                "This would run, but the task asks for flat arrays, with one axis.",
            ),
            Mistake(
                "the layers in reverse order",
                lambda weights, biases: ([w.T for w in weights[::-1]], [b[:, 0] for b in biases[::-1]]),
                "The order of the factors is reversed in each layer. Is the order of the layers?",
            ),
            Mistake(
                "biases first", lambda weights, biases: ([b[:, 0] for b in biases], [w.T for w in weights]),
                "Which of the two lists comes first?",
            ),
        ),
        see="chapter 5, “Other texts, other layouts”", parts=("row_weights", "row_biases"),
    ),
)  # fmt: skip
