"""The exercises of set 9 on one neuron, on weights by hand, on counting, and on a file."""

import numpy as np

from .engine import Exercise, Mistake, Value
from .set_09_reference import (
    columns_inputs,
    margin_inputs,
    margins,
    scaled,
    sizes_inputs,
    wrong_margins,
    wrong_scaled,
)

__all__ = ["BY_HAND", "COLUMNS", "COUNTED", "HOW_MANY", "MARGINS"]

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
    ),
    see=_FOUR, trials=4,
)  # fmt: skip


def _how_many(answer):
    if isinstance(answer, bool | str) or np.ndim(answer) or not np.isreal(answer):
        return "The answer should be one whole number."
    if answer == 14:
        return True
    if not 0 <= answer <= 16:
        return "There are sixteen functions. The number cannot be negative or larger."
    if answer in (15, 16):
        return (
            "The chapter has shown one that no neuron computes. Is it the only one? Look for a mirror image."
        )
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
            "those that cannot", 2,
            "That many cannot be computed. The question was how many can.",
        ),
        (
            "the constant ones left out", 12,
            "Twelve of them depend on their inputs. A neuron with w = 0 computes something as well.",
        ),
    ),
    see=_FOUR, accept=_how_many,
)  # fmt: skip


def _by_hand(answer):
    """True if (W1, b1, W2, b2) computes XOR of inputs −1 and 1 with sigmoid units, with |z| of at least 1."""
    try:
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
        return f"{got} All signs are right, but one is nearer to 0 than 1. Is the hidden layer steep enough?"
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


def _count(sizes):
    return sum(n * k + k for n, k in zip(sizes, sizes[1:]))


COUNTED = Exercise(
    "09.4", _count, sizes_inputs,
    (
        Mistake(
            "no biases", lambda sizes: sum(n * k for n, k in zip(sizes, sizes[1:])),
            "You have counted the weights. Each unit that computes something has one parameter more.",
        ),
        Mistake(
            "biases of the inputs", lambda sizes: _count(sizes) + sizes[0],
            "Your count has biases for the inputs. The input layer computes nothing.",
        ),
        Mistake(
            "a bias for each step", lambda sizes: sum(n * k + 1 for n, k in zip(sizes, sizes[1:])),
            "You have one bias for each layer. How many units share it?",
        ),
        Mistake(
            "biases counted by the inputs of the step", lambda sizes: sum(n * k + n for n, k in zip(sizes, sizes[1:])),
            "A bias belongs to the unit that the weights lead to, not to the one that they come from.",
        ),
        Mistake(
            "units, not parameters", lambda sizes: sum(sizes),
            "You have counted units. Between two layers, how many pairs of units are there?",
        ),
        Mistake(
            "all multiplied", lambda sizes: int(np.prod(sizes)),
            "The numbers of parameters of the steps add up. Only within one step two sizes are multiplied.",
        ),
        Mistake(
            "the first and the last only", lambda sizes: sizes[0] * sizes[-1] + sizes[-1],
            "Your count has one step, from the inputs to the outputs. What of the layers between them?",
        ),
        Mistake(
            "the last step is missing", lambda sizes: _count(sizes[:-1]),
            "Your loop ends one step too early: the step to the output is missing.",
        ),
        Mistake(
            "the first step is missing", lambda sizes: _count(sizes[1:]),
            "Your loop begins one step too late: the step from the inputs is missing.",
        ),
        Mistake(
            "the output has no biases", lambda sizes: _count(sizes) - sizes[-1],
            "The output units have biases too.",
        ),
    ),
    see="chapter 9, “Three hidden units, set by hand”", trials=4,
)  # fmt: skip

COLUMNS = Exercise(
    "09.9", scaled, columns_inputs,
    (
        Mistake(
            "the test examples with their own mean", wrong_scaled("own mean"),
            "The test examples must go through exactly the change that the network was trained with. And what is the"
            " spread of a single test example?",
        ),
        Mistake(
            "the test examples with their own mean, but the spread of the others",
            wrong_scaled("own mean, spread of the training"),
            "The spread is right. But the same temperature must become the same number in both parts.",
        ),
        Mistake(
            "mean and spread of both parts together", wrong_scaled("whole file"),
            "The training must know nothing of the test examples, not even their mean.",
        ),
        Mistake(
            "one mean for all columns", wrong_scaled("one number"),
            "Each column has a unit of its own, and needs a mean and a spread of its own. Along which axis?",
        ),
        Mistake(
            "rows instead of columns", wrong_scaled("rows"),
            "You have taken means over the inputs of one example, degrees and percent together.",
        ),
        Mistake(
            "not divided", wrong_scaled("not divided"),
            "The means are 0 now. The spreads are still those of the file.",
        ),
        Mistake("not centered", wrong_scaled("not centered"), "The spreads are 1 now. The means are not 0."),
        Mistake(
            "the variance", wrong_scaled("variance"),
            "You divide by the variance. Which unit has it, if the column is in degrees?",
        ),
        Mistake(
            "divided by n − 1", wrong_scaled("n - 1"),
            "Right but for a factor near 1: take the standard deviation of NumPy as it comes.",
        ),
        Mistake(
            "from 0 to 1", wrong_scaled("range"),
            "This brings the columns to the range from 0 to 1. Asked for are mean 0 and standard deviation 1.",
        ),
        Mistake(
            "divided before the mean is taken off", wrong_scaled("divided first"),
            "The mean is that of the column as it is. Which comes first, and where do parentheses belong?",
        ),
        Mistake("the mean added", wrong_scaled("added"), "What is the mean of x plus its mean?"),
        Mistake(
            "the test examples untouched", wrong_scaled("test untouched"),
            "The training part is right. The network expects the test examples on the same scale.",
        ),
    ),
    see="chapter 9, “A file of your own”", parts=("the scaled x_train", "the scaled x_test"),
)  # fmt: skip
