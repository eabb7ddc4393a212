"""The exercises of set 9 on counting parameters and on the columns of a file."""

import numpy as np

from .engine import Exercise, Mistake
from .set_09_reference import columns_inputs, scaled, sizes_inputs, wrong_scaled

__all__ = ["COLUMNS", "COUNTED"]


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
            "made for three sizes",
            lambda sizes: (sizes[0] + 1) * sizes[1] + (sizes[1] + 1) * sizes[2],
            "Your formula is made for lists of three sizes. A network may have fewer layers, or more.",
        ),
        Mistake(
            "the first, the second and the last size",
            lambda sizes: (sizes[0] + 1) * sizes[1] + (sizes[1] + 1) * sizes[-1],
            "Your formula knows the first two sizes and the last. A network may have fewer layers, or more.",
        ),
        Mistake(
            "the first step only", lambda sizes: (sizes[0] + 1) * sizes[1],
            "You have counted the first step, from the inputs to the first hidden layer. Where do the others come in?",
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
            "one mean, but a spread for each column", wrong_scaled("one mean"),
            "The spreads are those of the columns. The mean is one for all columns: along which axis?",
        ),
        Mistake(
            "one spread, but a mean for each column", wrong_scaled("one spread"),
            "The means are those of the columns. The spread is one for all columns: along which axis?",
        ),
        Mistake(
            "the division comes before the difference", wrong_scaled("precedence"),
            "Python divides before it subtracts. Where do parentheses belong?",
        ),
        Mistake(
            "the test examples not divided", wrong_scaled("test not divided"),
            "The test examples are centered, but not divided. Is the spread that of x_train as it was given, or of an"
            " x_train that had been scaled?",
        ),
        Mistake(
            "the test examples with their own spread", wrong_scaled("spread of the test"),
            "The mean is right. But the test examples are divided by a spread of their own.",
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
            "The training part is right, but the test examples come out as they went in. Were they scaled at all? Or"
            " with a mean and a spread taken from x_train after it had been scaled?",
        ),
    ),
    see="chapter 9, “A file of your own”", parts=("the scaled x_train", "the scaled x_test"),
)  # fmt: skip
