"""Exercise 5.6: the parameters of a network in columns, for a program that works in rows."""

import numpy as np

from .. import families as f
from ..engine import Exercise, Mistake, With, trial
from ..networks import parameters

__all__ = ["TO_ROWS"]


def _inputs(rng):
    """Three matrices, then two with a single output unit, then four."""
    return parameters(rng, ([2, 4, 3, 5], [3, 2, 1], [5, 3, 4, 2, 6])[trial(rng) - 1])


_OF_WEIGHTS = {
    "transposed": lambda W: W.T,
    "reshaped": lambda W: W.reshape(W.shape[::-1]),
    "same": lambda W: W,
    "turned": lambda W: np.rot90(W),
    "turned back": lambda W: np.rot90(W, -1),
    "flat": lambda W: W.ravel(),
    "minus": lambda W: -W.T,
}
_OF_BIASES = {
    "flat": lambda b: b[:, 0],
    "same": lambda b: b,
    "row": lambda b: b.T,
    "first": lambda b: b[0],
    "number": lambda b: b[0, 0],
    "reversed": lambda b: b[::-1, 0],
    "minus": lambda b: -b[:, 0],
    "zeros": lambda b: 0 * b[:, 0],
}


def _to_rows(*, w="transposed", b="flat", w_reversed=False, b_reversed=False, swapped=False, short=False):
    """Both lists with one thing changed."""

    def parameters(weights, biases):
        row_weights = [_OF_WEIGHTS[w](W) for W in weights][:: -1 if w_reversed else 1]
        row_biases = [_OF_BIASES[b](c) for c in biases][:: -1 if b_reversed else 1]
        if short:
            row_weights, row_biases = row_weights[:1], row_biases[:1]
        return (row_biases, row_weights) if swapped else (row_weights, row_biases)

    return parameters


_ENTRIES = "The shapes of the weights are right, the entries are in the wrong places. Which entry must W[0, 1] become?"

TO_ROWS = Exercise(
    "05.6", _to_rows(), _inputs,
    (
        Mistake(
            "reshape for a transpose", With(_to_rows, w="reshaped"),
            "The shapes are right, the entries are in the wrong places. Which entry must W[0, 1] become?",
        ),
        f.TRANSPOSE_LEFT_OUT(
            With(_to_rows, w="same"), name="the weights as they were",
            hint="Write the shapes below X @ W for an X of shape (m, n_in). Does it run?",
        ),
        Mistake(
            "the biases as they were", With(_to_rows, b="same"),
            "A bias of shape (n, 1) would be added along the wrong axis there. What shape is wanted?",
        ),
        Mistake(
            "everything as it was", lambda weights, biases: (weights, biases),
            "These are the parameters that you were given. What does X @ W + b need?",
        ),
        Mistake(
            "biases with two axes", With(_to_rows, b="row"),
            "This would run, but the task asks for flat arrays, with one axis.",
        ),
        Mistake(
            "the layers in reverse order", _to_rows(w_reversed=True, b_reversed=True),
            "The order of the factors is reversed in each layer. Is the order of the layers?",
        ),
        Mistake(
            "the weights in reverse order", With(_to_rows, w_reversed=True),
            "The order of the factors is reversed in each layer. Is the order of the layers?",
        ),
        Mistake(
            "the biases in reverse order", With(_to_rows, b_reversed=True),
            "The order of the factors is reversed in each layer. Is the order of the layers?",
        ),
        Mistake("biases first", With(_to_rows, swapped=True), "Which of the two lists comes first?"),
        Mistake("turned by a quarter", With(_to_rows, w="turned"), _ENTRIES),
        Mistake("turned by a quarter, the other way", With(_to_rows, w="turned back"), _ENTRIES),
        Mistake("flat weights", With(_to_rows, w="flat"), "The weights have become flat. X @ W needs two axes."),
        f.SIGN(With(_to_rows, w="minus"), name="the sign of the weights", hint="No sign changes with the layout."),
        f.SIGN(With(_to_rows, b="minus"), name="the sign of the biases", hint="No sign changes with the layout."),
        f.FIRST_FOR_ALL(
            With(_to_rows, b="first"), name="the first bias only",
            hint="A bias of each layer has become a single entry. Which index takes a column out of (n, 1)?",
        ),
        f.FIRST_FOR_ALL(
            With(_to_rows, b="number"), name="the first bias only, as a number",
            hint="A bias of each layer has become a single entry. Which index takes a column out of (n, 1)?",
        ),
        Mistake("the units in reverse order", With(_to_rows, b="reversed"), "The order of the units stays as it is."),
        Mistake("biases of 0", With(_to_rows, b="zeros"), "The biases have become 0."),
        f.FIRST_FOR_ALL(
            With(_to_rows, short=True), name="the first layer only",
            hint="The other layers are missing. Where does your return stand?",
        ),
    ),
    see="chapter 5b, “Other texts, other layouts”", parts=("row_weights", "row_biases"),
)  # fmt: skip
