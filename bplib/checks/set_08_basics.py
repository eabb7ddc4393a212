"""The first exercises of set 8: rows, ReLU and Affine."""

import numpy as np

from .. import layers
from .engine import Exercise, Mistake
from .set_08_reference import affine, affine_inputs, in_turn

__all__ = ["BASICS"]


def _columns(rng):
    sizes = in_turn(
        rng, (4, 3, 1, 2), (3, 4, 4), (2, 3, 5, 4, 1)
    )  # also a square W, and layers with one output
    weights = [rng.normal(size=(n, k)) for n, k in zip(sizes[1:], sizes)]
    return weights, [rng.normal(size=(n, 1)) for n in sizes[1:]]


def _rows(weights, biases):
    return [W.T for W in weights], [b[:, 0] for b in biases]


_TO_ROWS = Exercise(
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
            "the two lists are swapped", lambda ws, bs: _rows(ws, bs)[::-1],
            "Which of the two lists comes first?",
        ),
    ),
    see="chapter 8, “From columns to rows”", parts=("Ws", "bs"),
)  # fmt: skip


def _relu(z, dout):
    layer = layers.ReLU()
    layer.forward(z)
    return layer.backward(dout)


_RELU = Exercise(
    "08.2", _relu,
    lambda rng: (rng.permutation([-2.0, -0.5, 0.0, 0.0, 0.5, 1.5, 3.0, -1.0]).reshape(2, 4), rng.normal(size=(2, 4))),
    (
        Mistake(
            "the mask is taken from dout", lambda z, dout: np.maximum(dout, 0),
            "Your function asks for the sign of dout. Which array decides whether the unit was on?",
        ),
        Mistake(
            "everything passes", lambda z, dout: dout,
            "Nothing is stopped. If you took the mask from max(0, z) with >=, it is true everywhere.",
        ),
        Mistake(
            "at 0", lambda z, dout: dout * (z >= 0), "Right except where z is exactly 0. What did we agree on there?"
        ),
        Mistake(
            "dout is left out", lambda z, dout: (z > 0) * 1.0,
            "This is the slope of the ReLU itself. backward returns ∂C/∂z, and needs what arrives for that.",
        ),
        Mistake(
            "times the output", lambda z, dout: dout * np.maximum(z, 0),
            "Where the unit is on, you multiply by its output. What is the slope of max(0, z) there?",
        ),
        Mistake(
            "the mask is inverted", lambda z, dout: dout * (z <= 0),
            "You stop what should pass and pass what should be stopped.",
        ),
        Mistake("forward, not backward", lambda z, dout: np.maximum(z, 0), "This is the output of forward."),
    ),
    see="chapter 8, “ReLU”",
)  # fmt: skip


def _with(**changes):
    """affine with some of its parts replaced by functions of (x, W, dout)."""
    names = ("dx", "dW", "db")

    def wrong(x, W, dout):
        parts = dict(zip(names, affine(x, W, dout)))
        parts.update({name: change(x, W, dout) for name, change in changes.items()})
        return tuple(parts.values())

    return wrong


_AFFINE = Exercise(
    "08.3", affine, affine_inputs,
    (
        Mistake(
            "W is not transposed", _with(dx=lambda x, W, dout: dout @ (W if W.shape[0] == W.shape[1] else W.T)),
            "Your dx runs because W is square here. Over which index of W runs the sum, forward and backward?",
        ),
        Mistake(
            "dW is transposed", _with(dW=lambda x, W, dout: dout.T @ x),
            "dW must have the shape of W, (n_in, n_out), and its entry [j, k] belongs to W[j, k].",
        ),
        Mistake(
            "dx is divided by m", _with(dx=lambda x, W, dout: dout @ W.T / len(x)),
            "An input reaches the cost through its own row only, and the factor 1/m is in dout already.",
        ),
        Mistake(
            "all three are divided by m", lambda x, W, dout: tuple(part / len(x) for part in affine(x, W, dout)),
            "Where does the factor 1/m come in? It is in dout already.",
        ),
        Mistake(
            "dW is divided by m", _with(dW=lambda x, W, dout: x.T @ dout / len(x)),
            "Where does the factor 1/m come in? It is in dout already.",
        ),
        Mistake(
            "dW and db are divided by m",
            _with(dW=lambda x, W, dout: x.T @ dout / len(x), db=lambda x, W, dout: dout.mean(axis=0)),
            "Where does the factor 1/m come in? It is in dout already.",
        ),
        Mistake(
            "db is a mean", _with(db=lambda x, W, dout: dout.mean(axis=0)),
            "The bias reaches the cost through every example. What happens to the contributions of several paths?",
        ),
        Mistake(
            "db is not summed", _with(db=lambda x, W, dout: dout),
            "db must have the shape of b, (n_out,). There is one bias for all examples of the batch.",
        ),
        Mistake(
            "db has two dimensions", _with(db=lambda x, W, dout: dout.sum(axis=0, keepdims=True)),
            "Close: db should have the shape of b, (n_out,), with one dimension.",
        ),
        Mistake(
            "db is summed along the other axis", _with(db=lambda x, W, dout: dout.sum(axis=1)),
            "You summed over the outputs of each example. Along which axis do the examples lie?",
        ),
        Mistake(
            "db is one number", _with(db=lambda x, W, dout: dout.sum()), "Each output has a bias of its own.",
        ),
        Mistake(
            "dx and dW are swapped", lambda x, W, dout: (x.T @ dout, dout @ W.T, dout.sum(axis=0)),
            "In which order are the three wanted?",
        ),
    ),
    see="chapter 8, “Affine”", parts=("dx", "dW", "db"),
)  # fmt: skip

BASICS = (_TO_ROWS, _RELU, _AFFINE)
