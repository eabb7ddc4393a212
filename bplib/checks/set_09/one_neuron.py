"""Exercises 9.1 and 9.2: what one neuron computes at the four corners, and what it cannot."""

import numpy as np

from ...activations import sigmoid
from ..engine import Exercise, Mistake, Value, With, in_turn
from ..families import BIAS_LEFT_OUT, SIGN

__all__ = ["CORNERS", "HOW_MANY", "MARGINS"]

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])

_FOUR = "chapter 9, “Four inequalities that cannot all hold”"


def _margin_inputs(rng):
    """(w, b, targets): any function of two inputs, any signs."""
    targets = in_turn(rng, [1, 0, 0, 1], [0, 0, 1, 0], [1, 1, 0, 1], [0, 1, 1, 1])
    w = rng.uniform(0.3, 2, 2) * rng.choice([-1, 1], 2)
    return w, float(rng.uniform(0.2, 1) * rng.choice([-1, 1])), np.array(targets)


_CORNERS_OF = {
    "right": CORNERS,
    "exchanged": CORNERS[[0, 2, 1, 3]],
    "reversed": CORNERS[::-1],
    "-1 and 1": 2 * CORNERS - 1,
}
_SUMS = {
    "right": lambda x, w, b: x @ w + b,
    "no bias": lambda x, w, b: x @ w,
    "minus bias": lambda x, w, b: x @ w - b,
    "bias twice": lambda x, w, b: x @ w + 2 * b,
    "bias multiplied": lambda x, w, b: x @ w * b,
    "first weight for both": lambda x, w, b: x.sum(axis=1) * w[0] + b,
    "second weight for both": lambda x, w, b: x.sum(axis=1) * w[1] + b,
    "first only": lambda x, w, b: x[:, 0] * w[0] + b,
    "second only": lambda x, w, b: x[:, 1] * w[1] + b,
    "product of the inputs": lambda x, w, b: x[:, 0] * w[0] * x[:, 1] * w[1] + b,
    "difference": lambda x, w, b: x[:, 0] * w[0] - x[:, 1] * w[1] + b,
    "sum of the weights": lambda x, w, b: np.full(4, w.sum() + b),
}
_SIGNED = {
    "right": lambda z, t: (2 * t - 1) * z,
    "none": lambda z, t: z,
    "flipped": lambda z, t: (1 - 2 * t) * z,
    "t": lambda z, t: t * z,
    "t - 1": lambda z, t: (t - 1) * z,
    "1 - t": lambda z, t: (1 - t) * z,
    "t - ½": lambda z, t: (t - 0.5) * z,
    "XOR": lambda z, t: np.array([-1, 1, 1, -1]) * z,
    "size": lambda z, t: np.abs(z),
    "minus": lambda z, t: -z,
    "difference": lambda z, t: t - z,
    "other difference": lambda z, t: z - t,
    "difference to ±1": lambda z, t: z - (2 * t - 1),
    "plus ±1": lambda z, t: z + (2 * t - 1),
    "signs of the first": lambda z, t: (2 * t[0] - 1) * z,
}
_SHOWN = {
    "right": lambda v, w: v,
    "true or false": lambda v, w: (v > 0).astype(float),
    "signs": lambda v, w: np.sign(v),
    "sigmoid": lambda v, w: sigmoid(v),
    "distance": lambda v, w: v / np.hypot(*w),
    "positive part": lambda v, w: np.maximum(v, 0),
    "tanh": lambda v, w: np.tanh(v),
}


def _with(corners="right", sums="right", signed="right", shown="right"):
    """Signed weighted inputs at the four corners, with one thing or more that is wrong."""

    def answer(w, b, targets):
        z = _SUMS[sums](_CORNERS_OF[corners], w, b)
        return _SHOWN[shown](_SIGNED[signed](z, targets), w)

    return answer


def _margins(w, b, targets):
    return _with()(w, b, targets)


_NO_SIGMOID = "The inequalities are about z. There is no sigmoid in them."
_WHICH_WEIGHTS = "Each input has a weight of its own. Write down z at (0, 1) and at (1, 0)."
_NO_DIFFERENCE = "The target says which sign z should have. Nothing is subtracted from it."

MARGINS = Exercise(
    "09.1", _margins, _margin_inputs,
    (
        Mistake(
            "the targets have no effect", With(_with, signed="none"),
            "For an example with target 0, which sign should z have?",
        ),
        SIGN(
            With(_with, signed="flipped"), name="the signs are the other way around",
            hint="A number should be positive when the example is right. Try a target 1 with a large positive z.",
        ),
        Mistake(
            "the sign is turned for all", With(_with, signed="minus"),
            "For which targets should z be negative?",
        ),
        Mistake(
            "examples with target 0 are multiplied away", With(_with, signed="t"),
            "For target 0 your number is always 0. Such an example makes a demand on z too.",
        ),
        *(
            Mistake(
                "examples with target 1 are multiplied away", With(_with, signed=signed),
                "For target 1 your number is always 0. Such an example makes a demand on z too.",
            )
            for signed in ("t - 1", "1 - t")
        ),
        Mistake(
            "targets of ±½", With(_with, signed="t - ½"), "The numbers are z or -z. By what do you multiply z?"
        ),
        Mistake(
            "two examples are exchanged", With(_with, corners="exchanged"),
            "The second example is (0, 1): which of the two weights counts there?",
        ),
        Mistake(
            "the examples in reverse order", With(_with, corners="reversed"),
            "The examples are those of X, in its order. Which one comes first?",
        ),
        BIAS_LEFT_OUT(
            With(_with, sums="no bias"), name="the bias is left out", hint="At (0, 0) your z is 0 whatever b is."
        ),
        SIGN(
            With(_with, sums="minus bias"), name="the bias is subtracted",
            hint="What is z at (0, 0)? A threshold is subtracted, a bias is not.",
        ),
        Mistake("the bias counts twice", With(_with, sums="bias twice"), "Which number is z at (0, 0)?"),
        Mistake("the bias is a factor", With(_with, sums="bias multiplied"), "Which number is z at (0, 0)?"),
        Mistake(
            "the cost of the logits", lambda w, b, t: np.logaddexp(0, -(2 * t - 1) * (CORNERS @ w + b)),
            "This is the cross-entropy. The inequalities are about z, and z alone.",
        ),
        Mistake(
            "two examples are exchanged, and the bias keeps its sign",
            lambda w, b, t: (2 * t - 1) * (CORNERS @ w[::-1]) + b,
            "The second example is (0, 1): which weight counts there? And the bias is part of z.",
        ),
        *(
            Mistake("one weight for both inputs", With(_with, sums=sums), _WHICH_WEIGHTS)
            for sums in ("first weight for both", "second weight for both")
        ),
        *(
            Mistake("one input only", With(_with, sums=sums), _WHICH_WEIGHTS)
            for sums in ("first only", "second only")
        ),
        Mistake(
            "the inputs multiplied", With(_with, sums="product of the inputs"),
            "The weighted inputs of a neuron are added. Write down z at (0, 1).",
        ),
        Mistake(
            "the inputs subtracted", With(_with, sums="difference"),
            "The weighted inputs of a neuron are added. Write down z at (0, 1).",
        ),
        Mistake(
            "the same z for all examples", With(_with, sums="sum of the weights"),
            "z depends on the example. Where does X come in?",
        ),
        Mistake(
            "true or false", With(_with, shown="true or false"),
            "Return the four numbers, not whether they are positive.",
        ),
        Mistake(
            "only the signs", With(_with, shown="signs"), "Return the four numbers themselves, not their signs."
        ),
        Mistake("through the sigmoid", With(_with, shown="sigmoid"), _NO_SIGMOID),
        Mistake("through tanh", With(_with, shown="tanh"), "The inequalities are about z. There is no tanh in them."),
        Mistake(
            "the negative ones are cut off", With(_with, shown="positive part"),
            "A negative number says by how much an example is wrong. Yours are cut off at 0.",
        ),
        Mistake(
            "the corners of another square", With(_with, corners="-1 and 1"),
            "Your inputs are −1 and +1. In this exercise they are 0 and 1.",
        ),
        Mistake(
            "the bias keeps its sign", lambda w, b, t: (2 * t - 1) * (CORNERS @ w) + b,
            "For target 0 you turn the sign of the weighted sum around, but not that of the bias. It is part of z.",
        ),
        Mistake(
            "only the bias changes its sign", lambda w, b, t: CORNERS @ w + (2 * t - 1) * b,
            "For target 0 you turn the sign of the bias around, but not that of the weighted sum. Both are part of z.",
        ),
        Mistake(
            "a sign before the sigmoid", lambda w, b, t: (2 * t - 1) * sigmoid(CORNERS @ w + b), _NO_SIGMOID
        ),
        Mistake(
            "the output minus the target", lambda w, b, t: sigmoid(CORNERS @ w + b) - t,
            "This is the error of the output. The inequalities are about z, and z alone.",
        ),
        Mistake(
            "the targets of XOR", With(_with, signed="XOR"),
            "Your signs are those of XOR, whatever the targets are.",
        ),
        Mistake(
            "the first target for all", With(_with, signed="signs of the first"),
            "Each example has a target of its own.",
        ),
        Mistake(
            "all positive", With(_with, signed="size"),
            "None of your numbers can be negative. How would you see that the neuron is wrong?",
        ),
        *(
            Mistake("a difference to the target", With(_with, signed=signed), _NO_DIFFERENCE)
            for signed in ("difference", "other difference", "difference to ±1", "plus ±1")
        ),
        Mistake(
            "distances from the line", With(_with, shown="distance"),
            "These are distances from the boundary, z over the length of w. Asked for is z, with its sign.",
        ),
    ),
    see=_FOUR, trials=4,
)  # fmt: skip


def _how_many(answer):
    if (
        not isinstance(answer, int | float | np.number | np.ndarray)
        or isinstance(answer, bool)
        or np.ndim(answer)
    ):
        return "The answer should be one whole number."
    if answer == 14:
        return True
    if not np.isreal(answer) or answer != answer // 1:
        return "How many of the sixteen? That is a whole number."
    if not 0 <= answer <= 16:
        return "There are sixteen functions. The number cannot be negative or larger."
    if answer in (15, 16):
        return "The chapter has shown one that no neuron computes. Is it the only one? Look at the other fifteen."
    return (
        "That is not the number. If you tried weights at random, did you try enough of them, with biases of both signs"
        " and of all sizes? Functions that are constant count too."
    )


HOW_MANY = Value(
    "09.2", 14,
    mistakes=(
        (
            "two", 2,
            "AND and OR alone would be two. Have you counted those that a neuron can compute, or those that it cannot?",
        ),
    ),
    see=_FOUR, accept=_how_many,
)  # fmt: skip
