"""Exercise 8.3: backward of Affine."""

import numpy as np

from ...layers import Affine
from ..engine import Exercise, Mistake, With, in_turn
from ..families import FIRST_FOR_ALL, MEAN_TWICE, TRANSPOSE_LEFT_OUT

__all__ = ["AFFINE"]


def _affine_inputs(rng):
    """(x, W, dout): first with a square W, with which a forgotten transpose runs, then with others; the last
    batch is one example."""
    m, n_in, n_out = in_turn(rng, (5, 3, 3), (4, 6, 7), (7, 5, 3), (1, 4, 6))
    return rng.normal(size=(m, n_in)), rng.normal(size=(n_in, n_out)), rng.normal(size=(m, n_out))


def _affine(x, W, dout):
    layer = Affine(*W.shape, rng=0)
    layer.W = W
    layer.forward(x)
    return layer.backward(dout), layer.dW, layer.db


_DX = {
    "right": lambda x, W, dout: dout @ W.T,
    # On a W that is not square it raises, as it does in the answer.
    "untransposed": lambda x, W, dout: dout @ W,
    "/ m": lambda x, W, dout: dout @ W.T / len(x),
    "no dout": lambda x, W, dout: np.tile(W.sum(axis=1), (len(x), 1)),
    "W": lambda x, W, dout: W,
    "W.T": lambda x, W, dout: W.T,
    "first": lambda x, W, dout: np.tile(dout[0] @ W.T, (len(x), 1)),
    "summed": lambda x, W, dout: np.tile(dout.sum(axis=0) @ W.T, (len(x), 1)),
    "forward": lambda x, W, dout: dout * (x @ W),
    "times x": lambda x, W, dout: (dout @ W.T) * x,
    "dx is dout": lambda x, W, dout: dout,
}
_DW = {
    "right": lambda x, W, dout: x.T @ dout,
    "transposed": lambda x, W, dout: dout.T @ x,
    "/ m": lambda x, W, dout: x.T @ dout / len(x),
    "no dout": lambda x, W, dout: np.tile(x.sum(axis=0)[:, None], (1, W.shape[1])),
    "first": lambda x, W, dout: np.outer(x[0], dout[0]),
    "last": lambda x, W, dout: np.outer(x[-1], dout[-1]),
    "sums": lambda x, W, dout: np.outer(x.sum(axis=0), dout.sum(axis=0)),
    "means": lambda x, W, dout: np.outer(x.mean(axis=0), dout.mean(axis=0)),
    "no x": lambda x, W, dout: np.tile(dout.sum(axis=0), (len(W), 1)),
    "times W": lambda x, W, dout: (x.T @ dout) * W,
}
_DB = {
    "right": lambda x, W, dout: dout.sum(axis=0),
    "mean": lambda x, W, dout: dout.mean(axis=0),
    "not summed": lambda x, W, dout: dout,
    "two dimensions": lambda x, W, dout: dout.sum(axis=0, keepdims=True),
    "other axis": lambda x, W, dout: dout.sum(axis=1),
    "one number": lambda x, W, dout: dout.sum(),
    "mean of all": lambda x, W, dout: dout.mean(),
    "ones": lambda x, W, dout: np.ones(W.shape[1]),
    "count": lambda x, W, dout: np.full(W.shape[1], float(len(x))),
    "first": lambda x, W, dout: dout[0],
    "last": lambda x, W, dout: dout[-1],
    "with x": lambda x, W, dout: (x.T @ dout).sum(axis=0),
    "largest": lambda x, W, dout: dout.max(axis=0),
}


def _with(dx="right", dW="right", db="right"):
    """(dx, dW, db), one or more of them wrong."""
    return lambda x, W, dout: (_DX[dx](x, W, dout), _DW[dW](x, W, dout), _DB[db](x, W, dout))


def _square_only(x, W, dout):
    """dx without the transpose where that runs, and the right one elsewhere."""
    return _with(dx="untransposed" if W.shape[0] == W.shape[1] else "right")(x, W, dout)


_IN_DOUT = "Where does the factor 1/m come in? It is in dout already."
_ONE_EXAMPLE = "All examples of the batch count. Yours uses one of them."

AFFINE = Exercise(
    "08.3", _affine, _affine_inputs,
    (
        TRANSPOSE_LEFT_OUT(
            _square_only, name="W is not transposed",
            hint="Your dx runs because W is square here. Over which index of W runs the sum, forward and backward?",
        ),
        TRANSPOSE_LEFT_OUT(
            With(_with, dx="untransposed"), name="W is not transposed",
            hint="Your dx runs because W is square here. Over which index of W runs the sum, forward and backward?",
        ),
        Mistake(
            "dW is transposed", With(_with, dW="transposed"),
            "dW must have the shape of W, (n_in, n_out), and its entry [j, k] belongs to W[j, k].",
        ),
        Mistake(
            "dx is divided by m", With(_with, dx="/ m"),
            "An input reaches the cost through its own row only, and the factor 1/m is in dout already.",
        ),
        MEAN_TWICE(
            With(_with, dx="/ m", dW="/ m", db="mean"), name="all three are divided by m", hint=_IN_DOUT,
        ),
        MEAN_TWICE(With(_with, dW="/ m"), name="dW is divided by m", hint=_IN_DOUT),
        MEAN_TWICE(With(_with, dW="/ m", db="mean"), name="dW and db are divided by m", hint=_IN_DOUT),
        Mistake(
            "db is a mean", With(_with, db="mean"),
            "The bias reaches the cost through every example. What happens to the contributions of several paths?",
        ),
        Mistake(
            "db is not summed", With(_with, db="not summed"),
            "db must have the shape of b, (n_out,). There is one bias for all examples of the batch.",
        ),
        Mistake(
            "db has two dimensions", With(_with, db="two dimensions"),
            "Close: db should have the shape of b, (n_out,), with one dimension.",
        ),
        Mistake(
            "db is summed along the other axis", With(_with, db="other axis"),
            "You summed over the outputs of each example. Along which axis do the examples lie?",
        ),
        Mistake("db is one number", With(_with, db="one number"), "Each output has a bias of its own."),
        Mistake("db is one number", With(_with, db="mean of all"), "Each output has a bias of its own."),
        Mistake(
            "db without dout", With(_with, db="ones"),
            "∂z/∂b is 1. ∂C/∂b needs what arrives for z as well.",
        ),
        Mistake(
            "db without dout", With(_with, db="count"), "∂z/∂b is 1. ∂C/∂b needs what arrives for z as well.",
        ),
        *(FIRST_FOR_ALL(With(_with, db=one), name="db of one example", hint=_ONE_EXAMPLE) for one in ("first", "last")),
        *(FIRST_FOR_ALL(With(_with, dW=one), name="dW of one example", hint=_ONE_EXAMPLE) for one in ("first", "last")),
        FIRST_FOR_ALL(
            With(_with, dx="first"), name="dx of one example",
            hint="Each example has a row of its own in dx. Yours are all alike.",
        ),
        Mistake(
            "db with x", With(_with, db="with x"), "Forward, b is added as it is. Does ∂z/∂b depend on x?"
        ),
        Mistake(
            "the largest for the sum", With(_with, db="largest"), "The chain rule adds the paths."
        ),
        Mistake(
            "dx is summed over the examples", With(_with, dx="summed"),
            "An input reaches the cost through its own row only. Yours has the same row for all examples.",
        ),
        Mistake(
            "dx without dout", With(_with, dx="no dout"),
            "∂z/∂x consists of the weights. ∂C/∂x needs what arrives for z as well.",
        ),
        *(
            Mistake(
                "dx is W", With(_with, dx=what),
                "∂z/∂x consists of the weights. ∂C/∂x needs what arrives for z as well.",
            )
            for what in ("W", "W.T")
        ),
        Mistake(
            "dx with the output of forward", With(_with, dx="forward"),
            "Forward is linear in x. Which factor has x in front of it, and what happens to that one?",
        ),
        Mistake("dx with x", With(_with, dx="times x"), "Forward is linear in x. Does its slope depend on x?"),
        Mistake(
            "dx is dout", With(_with, dx="dx is dout"), "What arrives has to go back through the weights."
        ),
        Mistake(
            "dW without dout", With(_with, dW="no dout"),
            "∂z/∂W consists of the inputs. ∂C/∂W needs what arrives for z as well.",
        ),
        Mistake(
            "dW without x", With(_with, dW="no x"),
            "How strongly does a weight act on z? That depends on the input that it is multiplied by.",
        ),
        *(
            Mistake(
                "a product of sums in dW", With(_with, dW=what),
                "Each example has its own x and its own dout. First the product for each example, then the sum.",
            )
            for what in ("sums", "means")
        ),
        Mistake("dW with W", With(_with, dW="times W"), "Forward is linear in W. Does its slope depend on W?"),
        Mistake(
            "dx and dW are swapped", lambda x, W, dout: (x.T @ dout, dout @ W.T, dout.sum(axis=0)),
            "In which order are the three wanted?",
        ),
    ),
    see="chapter 8, “Affine”", parts=("dx", "dW", "db"), trials=4,
)  # fmt: skip
