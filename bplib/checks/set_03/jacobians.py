"""Exercises 3.3 and 3.9: a Jacobian that is built row by row, and the order in which several are multiplied."""

import numpy as np

from ..engine import WHOLE, Exercise, Mistake, Unlike, Value, in_turn, match
from ..families import FIRST_FOR_ALL

__all__ = ["CHEAPER_FORWARD", "JACOBIAN"]

_LEFT = "chapter 3b, “From the left, without building Jacobians”"


def _jacobian(vjp, m, *, kept=False):
    """Row by row, from steps back. The option makes a mistake: the 1 of the row before is kept."""
    unit = np.tri(m) if kept else np.eye(m)
    return np.vstack([vjp(unit[j].reshape(m, 1)).T for j in range(m)])


def _diagonal(vjp, m):
    full = _jacobian(vjp, m)
    kept = np.zeros_like(full)
    np.fill_diagonal(kept, np.diag(full))
    return kept


def _steps_back(rng):
    """A step back through a Jacobian, of more inputs than outputs, of more outputs, of one output, and a square one."""
    m, n = in_turn(rng, (3, 5), (6, 4), (1, 4), (2, 3), (4, 4))
    J = rng.normal(size=(m, n))
    return (lambda z_bar: J.T @ z_bar), m


JACOBIAN = Exercise(
    "03.3", _jacobian, _steps_back,
    (
        Mistake(
            "the transpose", lambda vjp, m: _jacobian(vjp, m).T,
            "All entries are there, but in the other layout. What are rows, what are columns?",
        ),
        Mistake(
            "reshaped, not transposed", lambda vjp, m: _jacobian(vjp, m).T.reshape(m, -1),
            "The shape is right, the order of the entries is not. A reshape is no transpose.",
        ),
        Mistake(
            "columns in a list", lambda vjp, m: _jacobian(vjp, m)[..., np.newaxis],
            "The numbers are right, but your rows are still columns, of shape (n, 1) each.",
        ),
        Mistake(
            "rows that stand alone", lambda vjp, m: _jacobian(vjp, m)[:, np.newaxis],
            "The numbers are right, but there is one axis too many. Your rows have shape (1, n) each.",
        ),
        Mistake(
            "all outputs at once", lambda vjp, m: _jacobian(vjp, m).sum(axis=0) * np.ones((m, 1)),
            "All your rows are the same: the sum of the right ones. Which entries of z_bar should be 0?",
        ),
        Mistake(
            "all outputs at once, in one row", lambda vjp, m: _jacobian(vjp, m).sum(axis=0, keepdims=True),
            "This is the sum of all rows. With which z_bar does a step back give one of them?",
        ),
        Mistake(
            "an entry is not set back", lambda vjp, m: _jacobian(vjp, m, kept=True),
            "The first row is right, the others contain the rows before. What is left in z_bar by then?",
        ),
        Mistake(
            "the diagonal only", _diagonal,
            "Only outputs and inputs of the same number are there. Here every output depends on every input.",
        ),
        FIRST_FOR_ALL(lambda vjp, m: _jacobian(vjp, m)[[0] * m], name="the first row for all",
            hint="All your rows are the first one. Which entry of z_bar should be 1 for the others?"),
        Mistake("only the first row", lambda vjp, m: _jacobian(vjp, m)[:1],
            "Only the first row is there. Is there a return inside the loop?"),
        Mistake("the first row is filled, no other",
            lambda vjp, m: _jacobian(vjp, m) * np.eye(m, 1),
            "Only the first row is computed, the others are 0. Is there a return inside the loop?"),
        Mistake("the last row is filled, no other",
            lambda vjp, m: _jacobian(vjp, m) * np.eye(m)[:, -1:],
            "Only the last row is there, the others are 0. Does every step begin with a new matrix?"),
        Mistake("all in one row", lambda vjp, m: _jacobian(vjp, m).reshape(1, -1),
            "The numbers are right, but they stand in one row. How are rows put under one another?"),
        Mistake("all in one line", lambda vjp, m: _jacobian(vjp, m).ravel(),
            "The numbers are right, but they stand in one line. How are rows put under one another?"),
        Mistake("all in one column", lambda vjp, m: _jacobian(vjp, m).reshape(-1, 1),
            "The numbers are right, but they stand in one column. Each step back gives a column of shape (n, 1), and "
            "the Jacobian wants it as a row."),
        Mistake("all outputs but one", lambda vjp, m: _jacobian(vjp, m).sum(axis=0) - _jacobian(vjp, m),
            "Each of your rows is the sum of all the others. Which entries of z_bar should be 0?"),
        Mistake("divided by the number of rows", lambda vjp, m: _jacobian(vjp, m) / m,
            "Each row is divided by the number of outputs. Here there is no mean."),
    ),
    see=_LEFT, trials=5,
)  # fmt: skip


def _accept_limit(answer):
    try:
        match(38, answer, _PLAIN, WHOLE)
    except Unlike as unlike:
        if unlike.kind != "wrong":
            raise
        if answer % 1:
            return "A whole number is asked for."
        return (
            "This is not the limit. Each order takes two products, so four products are to be counted, one of which "
            "does not depend on m. Which are the shapes in each?"
        )
    return True


_PLAIN = Exercise("03.9", lambda: 38)

CHEAPER_FORWARD = Value(
    "03.9", 38,
    (
        ("the last that is cheaper in reverse", 37, "With this m the reverse order is still cheaper."),
        (
            "the number of inputs", 40,
            "Outputs against inputs is a good rule of thumb. The layers in between move the limit: count.",
        ),
        ("the last product is left out", 34, "Forward, too, takes two products. What does the one with J3 cost?"),
        ("as cheap", 37.5, "Here the two cost the same. m is a whole number."),
        ("the second product of the reverse order is left out", 47,
            "Reverse, too, takes two products. What does the one with J1 cost?"),
        ("a number of the layers", 200, "This is the size of a layer. How many multiplications does each order take?"),
        ("a number of the layers", 300, "This is the size of a layer. How many multiplications does each order take?"),
        ("the other order", 1,
            "Is it the order whose first product has J3 in it that you call forward? Forward order begins with J1, at "
            "the inputs."),
        (
            "more outputs than inputs", 41,
            "The rule of thumb says this, and so does the first product of each order alone. Count both products.",
        ),
    ),
    see=_LEFT, accept=_accept_limit,
)  # fmt: skip
