"""Exercise 6.5: BP3 and BP4, from errors to parameters."""

import numpy as np

from ...activations import sigmoid, sigmoid_prime
from .. import families as f
from ..engine import Exercise, Mistake, With, in_turn

__all__ = ["GRADIENT", "LAYER_GRADIENTS", "OUTER"]

GRADIENT = ("nabla_b", "nabla_w")

OUTER = (
    "The gradient of a matrix has the shape of the matrix: (to, from). Which of the two columns belongs to the"
    " units at the end of the edges?"
)


def _inputs(rng):
    n, k = in_turn(rng, (3, 5), (4, 3), (1, 6), (5, 1))
    delta, a = rng.normal(size=(n, 1)), rng.normal(size=(k, 1))
    delta[0], a[0] = -abs(delta[0]), -abs(a[0])  # single ones are negative, as some of the others are
    return delta, a


_OF_BIASES = {
    "delta": lambda d, a: d,
    "mean": lambda d, a: np.full_like(d, d.mean()),
    "total": lambda d, a: np.full_like(d, d.sum()),
    "ones": lambda d, a: np.ones_like(d),
    "zeros": lambda d, a: np.zeros_like(d),
    "rows of nabla_w": lambda d, a: d * a.sum(),
    "mean of nabla_w": lambda d, a: d * a.mean(),
    "slope": lambda d, a: d * sigmoid_prime(d),
    "square": lambda d, a: d**2,
    "share": lambda d, a: d / len(d),
}
_OF_WEIGHTS = {
    "a": lambda d, a: d @ a.T,
    "slope at a": lambda d, a: d @ sigmoid_prime(a).T,
    "a (1 - a)": lambda d, a: d @ (a * (1 - a)).T,
    "σ": lambda d, a: d @ sigmoid(a).T,
    "slope of delta": lambda d, a: (d * sigmoid_prime(d)) @ a.T,
    "only delta": lambda d, a: np.repeat(d, len(a), axis=1),
    "only a": lambda d, a: np.repeat(a.T, len(d), axis=0),
    "sum": lambda d, a: d + a.T,
    "difference": lambda d, a: d - a.T,
    "a in all": lambda d, a: np.repeat(d * a.sum(), len(a), axis=1),
    "delta in all": lambda d, a: np.repeat(d.sum() * a.T, len(d), axis=0),
    "mean over units": lambda d, a: d @ a.T / len(d),
    "mean over inputs": lambda d, a: d @ a.T / len(a),
    "reshaped": lambda d, a: (a @ d.T).reshape(len(d), len(a)),
    "size": lambda d, a: abs(d @ a.T),
}


def _gradients(*, sign=1, of_b="delta", of_w="a"):
    """(∂C/∂b, ∂C/∂W) with one thing changed."""

    def gradients(delta, a_before):
        return sign * _OF_BIASES[of_b](delta, a_before), sign * _OF_WEIGHTS[of_w](delta, a_before)

    return gradients


_BIAS = "nabla_b: by how much does z_j change when b_j does? Multiply δ_j by that."
_SLOPE = (
    "nabla_w holds a slope of σ, or σ itself, that (BP4) does not: δ is the derivative by z, and from z to a weight"
    " there is no σ any more."
)
_OF_EDGE = (
    "nabla_w: an edge has two ends. Which number belongs to which of them, and what is done with the two?"
)

LAYER_GRADIENTS = Exercise(
    "06.5", lambda delta, a_before: (delta, delta @ a_before.T), _inputs,
    (
        f.TRANSPOSE_LEFT_OUT(lambda d, a: (d, a @ d.T), name="outer product reversed", hint=OUTER),
        Mistake("the two in the wrong order", lambda d, a: (d @ a.T, d), "Which gradient comes first?"),
        f.KEEPDIMS(
            lambda d, a: (d.ravel(), d @ a.T), name="a bias gradient without its second dimension",
            hint="A bias is a column. Its gradient should be a column too.",
        ),
        Mistake(
            "summed over the units", lambda d, a: (d.sum(keepdims=True), d @ a.T),
            "Each unit has a bias of its own, with a derivative of its own.",
        ),
        f.SIGN(With(_gradients, sign=-1), hint="The sizes are right and the sign is not. No minus stands in (BP3) and"
               " (BP4)."),
        *(
            Mistake(f"the bias gradient: {words}", With(_gradients, of_b=kind), _BIAS)
            for kind, words in (
                ("mean", "a mean over the units"), ("total", "a sum over the units"), ("ones", "only ones"),
                ("zeros", "only zeros"), ("rows of nabla_w", "a sum of nabla_w"), ("mean of nabla_w", "a mean of"
                " nabla_w"), ("slope", "a slope too many"), ("square", "δ squared"), ("share", "divided by n"),
            )
        ),
        *(
            f.SLOPE_OF_A(With(_gradients, of_w=kind), name=f"a slope in the weight gradient, {words}", hint=_SLOPE)
            for kind, words in (
                ("slope at a", "σ'(a)"), ("a (1 - a)", "a (1 − a)"), ("σ", "σ(a)"), ("slope of delta", "of δ"),
            )
        ),
        *(
            Mistake(f"the weight gradient: {words}", With(_gradients, of_w=kind), _OF_EDGE)
            for kind, words in (
                ("only delta", "only δ"), ("only a", "only a"), ("sum", "a sum"), ("difference", "a difference"),
                ("a in all", "summed over a"), ("delta in all", "summed over δ"),
            )
        ),
        f.OUTPUTS_COUNTED(
            With(_gradients, of_w="mean over units"), name="the weight gradient divided by the number of units",
            hint="nabla_w: one example is given, so there is no mean to take.",
        ),
        f.OUTPUTS_COUNTED(
            With(_gradients, of_w="mean over inputs"), name="the weight gradient divided by the number of inputs",
            hint="nabla_w: one example is given, so there is no mean to take.",
        ),
        Mistake(
            "everything divided by the number of units", lambda d, a: (d / len(d), d @ a.T / len(d)),
            "One example is given, so there is no mean to take.",
        ),
        f.TRANSPOSE_LEFT_OUT(
            With(_gradients, of_w="reshaped"), name="reshaped, not transposed",
            hint="nabla_w has the right shape, and its entries are in the wrong places. reshape is no transpose.",
        ),
        Mistake(
            "the sign is lost", With(_gradients, of_w="size"),
            "nabla_w has no negative entries. Can an error be negative?"
        ),
    ),
    see="chapter 6, “BP3 and BP4, from errors to parameters”", parts=GRADIENT, trials=4,
)  # fmt: skip
