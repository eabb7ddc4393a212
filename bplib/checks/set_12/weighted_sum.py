"""Exercise 12.1: the size of a weighted sum."""

import numpy as np

from ..engine import WHOLE, Exercise, Mistake, Unlike, With, in_turn, match

__all__ = ["SIZE"]


def _inputs_of_layer(rng):
    m, n = in_turn(rng, (7, 4), (1, 6), (3, 10), (5, 1))
    return rng.normal(0.8, 1.5, (m, n)), float(rng.uniform(0.02, 0.7))


def _predicted(a, v):
    return a.shape[1] * v * np.mean(a**2)


def _accept_size(answer, a, v):
    """True, or that it is near, as a mean over some draws is."""
    right = _predicted(a, v)
    try:
        match(right, answer, SIZE, WHOLE)
    except Unlike as unlike:
        if unlike.kind == "wrong" and abs(float(answer) - right) < 0.2 * right:
            return (
                f"This is near the right number, but not it: {float(answer):.6g}. Is it a mean over some draws? The"
                " mean over all draws can be calculated."
            )
        raise
    return True


def _size(terms=lambda a: a.shape[1], square=lambda a: np.mean(a**2), power=1, factor=1, then=float):
    """The mean of z²: how many terms, of which mean, times which power of v, and what is done with it."""
    return lambda a, v: then(factor * terms(a) * v**power * square(a))


SIZE = Exercise(
    "12.1", _predicted, _inputs_of_layer,
    (
        Mistake(
            "the variance of the inputs", With(_size, square=np.var),
            "np.var subtracts the mean of the inputs first. Which mean is zero in the derivation: that of the weights,"
            " or that of the inputs?",
        ),
        Mistake("n is left out", With(_size, terms=lambda a: 1), "How many terms has the sum z?"),
        Mistake(
            "m in place of n", With(_size, terms=len),
            "The sum z runs over the inputs of a unit, not over the examples.",
        ),
        Mistake(
            "the sum over the batch", With(_size, terms=np.size),
            "You add over the examples as well. Over them the mean is taken.",
        ),
        Mistake(
            "the root", With(_size, then=np.sqrt),
            "A root gives the typical size of z. Asked for is the mean of its square.",
        ),
        Mistake(
            "v taken for the standard deviation", With(_size, power=2),
            "v is the variance of the weights already.",
        ),
        Mistake(
            "the root of v", With(_size, power=0.5),
            "The root of v is the standard deviation of the weights. Which of the two stands in the derivation?",
        ),
        Mistake(
            "half of it", With(_size, factor=0.5),
            "There is no ReLU in this exercise: a is what the layer reads.",
        ),
        Mistake(
            "the square of the mean", With(_size, square=lambda a: np.mean(a) ** 2),
            "First the squares, then their mean.",
        ),
        Mistake(
            "the square of the sums", lambda a, v: v * np.mean(np.sum(a, axis=1) ** 2),
            "You add the inputs and square the sum. What becomes of the products of two different terms, when the"
            " weights have mean 0?",
        ),
        Mistake(
            "the square of the means", lambda a, v: v * np.sum(a.mean(axis=0) ** 2),
            "First the squares, then their mean over the examples.",
        ),
        Mistake(
            "the variances of the inputs", lambda a, v: v * np.sum(a.var(axis=0)),
            "np.var subtracts the mean of each input first. Which mean is zero in the derivation: that of the weights,"
            " or that of the inputs?",
        ),
        Mistake(
            "the inputs are left out", With(_size, square=lambda a: 1),
            "Where does a come in? The inputs have another mean square than 1.",
        ),
        Mistake(
            "the size of the inputs alone", With(_size, power=0),
            "Where do the weights come in?",
        ),
        Mistake(
            "sizes in place of squares", With(_size, square=lambda a: np.mean(np.abs(a))),
            "The mean of z² has the squares of the inputs in it, not their absolute values.",
        ),
        Mistake(
            "the deviation of the inputs", With(_size, square=np.std),
            "np.std is the root of a mean square, about the mean. The mean of z² has the squares of the inputs in it.",
        ),
        Mistake(
            "the first example alone", lambda a, v: v * np.sum(a[0] ** 2),
            "You look at one example. The mean is over all of them.",
        ),
        Mistake(
            "divided by n", With(_size, terms=lambda a: 1 / a.shape[1]),
            "With more inputs the sum z becomes larger, not smaller.",
        ),
        Mistake(
            "one number for each input", lambda a, v: a.shape[1] * v * np.mean(a**2, axis=0),
            "You have a number for each input. The terms of z are added up, and the mean is over the examples.",
        ),
        Mistake(
            "one number for each example", lambda a, v: v * np.sum(a**2, axis=1),
            "You have the right number for each example. Asked for is one number for all.",
        ),
    ),
    see="chapter 12, “How large is a weighted sum?”", trials=4, accept=_accept_size,
)  # fmt: skip
