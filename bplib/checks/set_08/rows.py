"""Exercise 8.1: a network in columns, rewritten for rows."""

import numpy as np

from ..engine import Exercise, Mistake, in_turn
from ..families import FIRST_FOR_ALL, LAST_LEFT_OUT
from ..networks import parameters

__all__ = ["TO_ROWS"]


def _columns(rng):
    # Also a square W, and layers with one output.
    return parameters(rng, in_turn(rng, (4, 3, 1, 2), (3, 4, 4), (2, 3, 5, 4, 1), (5, 3)))


def _rows(weights, biases):
    return [W.T for W in weights], [b[:, 0] for b in biases]


TO_ROWS = Exercise(
    "08.1", _rows, _columns,
    (
        Mistake(
            "the weights are as they were", lambda ws, bs: (ws, [b[:, 0] for b in bs]),
            "A product X W with examples as rows needs W of shape (n_in, n_out). What shape did you return?",
        ),
        Mistake(
            "the biases are still columns", lambda ws, bs: ([W.T for W in ws], bs),
            "Added to a batch of rows, a column of shape (n_out, 1) would be added along the wrong axis.",
        ),
        Mistake(
            "the biases have two dimensions", lambda ws, bs: ([W.T for W in ws], [b.T for b in bs]),
            "Close. A bias should have the shape (n_out,), with one dimension: see the table.",
        ),
        Mistake(
            "the biases are squeezed", lambda ws, bs: ([W.T for W in ws], [np.squeeze(b) for b in bs]),
            "squeeze takes away every axis of length 1. What is left of the bias of a layer with one output?",
        ),
        Mistake(
            "reshaped, not transposed", lambda ws, bs: ([W.reshape(W.T.shape) for W in ws], _rows(ws, bs)[1]),
            "The shapes are right, the numbers stand in the wrong places. reshape keeps the order in memory, and"
            " that is something else than exchanging rows and columns.",
        ),
        Mistake(
            "the layers are in reversed order", lambda ws, bs: tuple(part[::-1] for part in _rows(ws, bs)),
            "Only each array is transposed. The order of the layers in the lists stays.",
        ),
        Mistake(
            "both as they were", lambda ws, bs: (ws, bs),
            "In rows a weight matrix has the shape (n_in, n_out) and a bias the shape (n_out,). What are yours?",
        ),
        Mistake(
            "the first number of each bias", lambda ws, bs: ([W.T for W in ws], [b[0] for b in bs]),
            "b[0] is the first row of a column. What is wanted is all of it.",
        ),
        FIRST_FOR_ALL(
            lambda ws, bs: ([ws[0].T], [bs[0][:, 0]]), name="the first layer only",
            hint="How many layers has the network, and how many are in your lists?",
        ),
        LAST_LEFT_OUT(lambda ws, bs: tuple(part[:-1] for part in _rows(ws, bs))),
        Mistake(
            "the rows are reversed, not exchanged with the columns",
            lambda ws, bs: ([W[::-1] for W in ws], _rows(ws, bs)[1]),
            "[::-1] reverses the order of the rows. Which index should become which?",
        ),
        Mistake(
            "the two lists are swapped", lambda ws, bs: _rows(ws, bs)[::-1],
            "Which of the two lists comes first?",
        ),
    ),
    see="chapter 8, “The four equations in rows”", parts=("Ws", "bs"), trials=4,
)  # fmt: skip
