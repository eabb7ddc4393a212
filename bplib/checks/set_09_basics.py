"""The exercises of set 9 on one neuron, and on weights by hand."""

import numpy as np

from .engine import Exercise, Mistake, Value
from .set_09_reference import margin_inputs, margins, wrong_margins

__all__ = ["BY_HAND", "HOW_MANY", "MARGINS"]

_FOUR = "chapter 9, “Four inequalities that cannot all hold”"

MARGINS = Exercise(
    "09.1", margins, margin_inputs,
    (
        Mistake(
            "the targets have no effect", wrong_margins("no sign"),
            "These are the four weighted inputs. For an example with target 0, which sign should z have?",
        ),
        Mistake(
            "the signs are the other way around", wrong_margins("flipped"),
            "A number should be positive when the example is right. Try a target 1 with a large positive z.",
        ),
        Mistake(
            "examples with target 0 are multiplied away", wrong_margins("targets"),
            "For target 0 your number is always 0. Such an example makes a demand on z too.",
        ),
        Mistake(
            "examples with target 1 are multiplied away", wrong_margins("t - 1"),
            "For target 1 your number is always 0. Such an example makes a demand on z too.",
        ),
        Mistake(
            "two examples are exchanged", wrong_margins("order"),
            "The second example is (0, 1): which of the two weights counts there?",
        ),
        Mistake("the bias is left out", wrong_margins("no bias"), "At (0, 0) your z is 0 whatever b is."),
        Mistake(
            "true or false", wrong_margins("true or false"),
            "Return the four numbers, not whether they are positive.",
        ),
        Mistake("only the signs", wrong_margins("sign only"), "Return the four numbers themselves, not their signs."),
        Mistake(
            "through the sigmoid", wrong_margins("sigmoid"),
            "The inequalities are about z. There is no sigmoid in them.",
        ),
        Mistake(
            "the corners of another square", wrong_margins("corners of one"),
            "Your inputs are −1 and +1. In this exercise they are 0 and 1.",
        ),
        Mistake(
            "the bias keeps its sign", wrong_margins("sign without the bias"),
            "For target 0 you turn the sign of the weighted sum around, but not that of the bias. It is part of z.",
        ),
        Mistake(
            "a sign before the sigmoid", wrong_margins("sign of the sigmoid"),
            "The inequalities are about z. There is no sigmoid in them.",
        ),
        Mistake(
            "the targets of XOR", wrong_margins("always XOR"),
            "Your signs are those of XOR, whatever the targets are.",
        ),
        Mistake(
            "all positive", wrong_margins("absolute"),
            "None of your numbers can be negative. How would you see that the neuron is wrong?",
        ),
        Mistake(
            "distances from the line", wrong_margins("distance"),
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
    if not 0 <= answer <= 16:
        return "There are sixteen functions. The number cannot be negative or larger."
    if answer in (15, 16):
        return "The chapter has shown one that no neuron computes. Is it the only one? Look at the other fifteen."
    if answer < 14:
        return (
            "There are more. If you tried weights at random, did you try enough of them, with biases of both signs"
            " and of all sizes? Functions that are constant count too."
        )
    return "That is not a whole number."


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


def _by_hand(answer):
    """True if (W1, b1, W2, b2) computes XOR of inputs −1 and 1 with sigmoid units, with |z| of at least 1."""
    try:
        if any(map(np.iscomplexobj, answer)):
            raise TypeError("complex numbers")
        arrays = [np.asarray(part, float) for part in answer]
    except (TypeError, ValueError):
        return "The answer should be a tuple (W1, b1, W2, b2) of four arrays of numbers."
    if len(arrays) != 4:
        return f"The answer should be a tuple of four arrays (W1, b1, W2, b2); it has {len(arrays)} parts."
    for name, array, shape in zip(("W1", "b1", "W2", "b2"), arrays, ((2, 2), (2,), (2, 1), (1,))):
        if array.shape != shape:
            return f"{name} should have shape {shape}, but it has shape {array.shape}."
        if not np.isfinite(array).all():
            return f"{name} should hold finite numbers."
    W1, b1, W2, b2 = arrays
    corners = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
    wanted = np.array([-1, 1, 1, -1])

    def logits(hidden, x=corners, steep=1):
        return (hidden(steep * (x @ W1 + b1)) @ W2 + b2)[:, 0]

    def sigma(z):
        return 1 / (1 + np.exp(-np.clip(z, -500, 500)))

    z = logits(sigma)
    if (wanted * z >= 1).all():
        return True
    shown = ", ".join(f"{v:.3g}" for v in z)
    got = f"Your four logits are {shown}."
    if (wanted * z > 0).all():
        h = sigma(corners @ W1 + b1)
        units = "The hidden units are all near 0 or 1 there. What multiplies them?"
        if np.minimum(h, 1 - h).max() > 0.1:
            units = "The hidden units are not all near 0 or 1 there: print them."
        return f"{got} All signs are right, but a logit is nearer to 0 than 1. {units}"
    if (wanted * z < 0).all():
        return f"{got} All four signs are wrong: this is the opposite of XOR."
    if (wanted * logits(sigma, steep=20) >= 1).all():
        return f"{got} The lines lie well. But is the hidden layer steep enough?"
    if (wanted * logits(np.tanh) > 0).all():
        return f"{got} They would be right with tanh. A sigmoid goes from 0 to 1, not from −1 to 1."
    if (wanted * logits(sigma, (corners + 1) / 2) > 0).all():
        return f"{got} They would be right for inputs 0 and 1. Here the inputs are −1 and 1: where do the lines lie?"
    bad = ", ".join(str(tuple(int(v) for v in x)) for x in corners[wanted * z <= 0])
    return f"{got} Wrong at {bad}. What does each of the two hidden units give there?"


_RIGHT = (np.full((2, 2), 10.0), np.array([10.0, -10.0]), np.array([[10.0], [-10.0]]), np.array([-5.0]))
BY_HAND = Value("09.3", _RIGHT, see="chapter 9, “Three hidden units, set by hand”", accept=_by_hand)
