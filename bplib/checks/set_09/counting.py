"""Exercise 9.4: how many parameters a network has."""

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn
from ..families import BIAS_LEFT_OUT, LAST_LEFT_OUT, ONE_STEP_OFF

__all__ = ["COUNTED"]


def _sizes_inputs(rng):
    """Lists of 3, 4, 2 and 5 sizes, all different; only the last network has a single output."""
    layers, outputs = in_turn(rng, (3, None), (4, None), (2, None), (5, 1))
    sizes = [int(n) for n in rng.permutation(np.arange(3, 11))[:layers]]
    return ([*sizes[:-1], outputs or sizes[-1]],)


_WEIGHTS = {
    "right": lambda n, k: n * k,
    "none": lambda n, k: 0,
    "added": lambda n, k: n + k,
    "one more on both sides": lambda n, k: (n + 1) * (k + 1) - k,
    "squares of the inputs": lambda n, k: n * n,
    "squares of the outputs": lambda n, k: k * k,
    "twice": lambda n, k: 2 * n * k,
}
_BIASES = {
    "right": lambda n, k: k,
    "none": lambda n, k: 0,
    "one": lambda n, k: 1,
    "inputs": lambda n, k: n,
    "both": lambda n, k: n + k,
    "weights": lambda n, k: n * k,
    "twice": lambda n, k: 2 * k,
}


def _counted(weights="right", biases="right", more=None, steps=slice(None)):
    """The number of parameters, one or more things wrong: ``more`` is counted besides."""

    def answer(sizes):
        pairs = list(zip(sizes, sizes[1:]))[steps]
        total = sum(_WEIGHTS[weights](n, k) + _BIASES[biases](n, k) for n, k in pairs)
        return total + (more(sizes) if more else 0)

    return answer


_count = _counted()

COUNTED = Exercise(
    "09.4", _count, _sizes_inputs,
    (
        BIAS_LEFT_OUT(
            With(_counted, biases="none"), name="no biases",
            hint="You have counted the weights. Each unit that computes something has one parameter more.",
        ),
        Mistake(
            "biases of the inputs", With(_counted, more=lambda sizes: sizes[0]),
            "Your count has biases for the inputs. The input layer computes nothing.",
        ),
        Mistake(
            "a bias for each step", With(_counted, biases="one"),
            "You have one bias for each layer. How many units share it?",
        ),
        Mistake(
            "biases counted by the inputs of the step", With(_counted, biases="inputs"),
            "A bias belongs to the unit that the weights lead to, not to the one that they come from.",
        ),
        Mistake(
            "biases on both sides of the step", With(_counted, biases="both"),
            "A bias belongs to the unit that the weights lead to. Yours counts those that they come from too.",
        ),
        Mistake(
            "a bias for each step, besides", With(_counted, more=lambda sizes: len(sizes) - 1),
            "You count one parameter for each step too many. What is it?",
        ),
        Mistake(
            "a bias for each layer", lambda sizes: _counted(biases="none")(sizes) + len(sizes),
            "You have one bias for each layer. How many units share it?",
        ),
        Mistake(
            "a bias for each weight", With(_counted, biases="weights"),
            "Each weight would have a bias of its own. How many biases does a unit have?",
        ),
        Mistake(
            "biases counted twice", With(_counted, biases="twice"), "How many biases does a unit have?"
        ),
        Mistake(
            "weights counted twice", With(_counted, weights="twice"),
            "Between two units of neighboring layers there is one weight, not one in each direction.",
        ),
        Mistake(
            "one more on both sides", With(_counted, weights="one more on both sides"),
            "An input that is always 1 stands for the biases. Do the units that the weights lead to get one as well?",
        ),
        Mistake(
            "sizes added within a step", With(_counted, weights="added"),
            "Each unit of a layer is connected to each of the next. How many pairs are there?",
        ),
        *(
            Mistake(
                "squares of sizes", With(_counted, weights=weights),
                "A weight leads from one layer to the next. How many pairs of units of two layers are there?",
            )
            for weights in ("squares of the inputs", "squares of the outputs")
        ),
        Mistake(
            "no weights", With(_counted, weights="none"),
            "You have counted the biases. How many weights lead to each unit?",
        ),
        Mistake(
            "units, not parameters", lambda sizes: sum(sizes),
            "You have counted units. Between two layers, how many pairs of units are there?",
        ),
        Mistake(
            "all multiplied", lambda sizes: int(np.prod(sizes)),
            "The numbers of parameters of the steps add up. Only within one step two sizes are multiplied.",
        ),
        *(
            Mistake(
                "all multiplied, with biases", lambda sizes, more=more: int(np.prod(sizes)) + sum(sizes[more:]),
                "The numbers of parameters of the steps add up. Only within one step two sizes are multiplied.",
            )
            for more in (0, 1)
        ),
        Mistake(
            "the first and the last only", lambda sizes: sizes[0] * sizes[-1] + sizes[-1],
            "Your count has one step, from the inputs to the outputs. What of the layers between them?",
        ),
        LAST_LEFT_OUT(
            With(_counted, steps=slice(None, -1)), name="the last step is missing",
            hint="Your loop ends one step too early: the step to the output is missing.",
        ),
        ONE_STEP_OFF(
            With(_counted, steps=slice(1, None)), name="the first step is missing",
            hint="Your loop begins one step too late: the step from the inputs is missing.",
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
            "the output has no biases", With(_counted, more=lambda sizes: -sizes[-1]),
            "The output units have biases too.",
        ),
        Mistake(
            "one bias for the output", lambda sizes: _count(sizes) - sizes[-1] + 1,
            "Each output unit has a bias of its own. Yours share one.",
        ),
        Mistake(
            "one output", lambda sizes: _count([*sizes[:-1], 1]),
            "A network may have more outputs than one.",
        ),
        Mistake(
            "arrays, not numbers", lambda sizes: 2 * (len(sizes) - 1),
            "You have counted the arrays. How many numbers does each of them hold?",
        ),
        Mistake(
            "one bias in all", lambda sizes: _counted(biases="none")(sizes) + 1,
            "You have one bias for the whole network. How many units have one?",
        ),
        Mistake(
            "a step from the last layer to the first", lambda sizes: _count([sizes[-1], *sizes]),
            "Your loop has one step too many: nothing leads to the inputs. What is sizes[-1]?",
        ),
        Mistake(
            "each layer with itself", lambda sizes: sum(n * (n + 1) for n in sizes),
            "A weight leads from one layer to the next. Between which units does it lie?",
        ),
        Mistake(
            "steps to every later layer",
            lambda sizes: sum(n * k for i, n in enumerate(sizes) for k in sizes[i + 1 :]) + sum(sizes[1:]),
            "A layer is connected to the next one only.",
        ),
    ),
    see="chapter 9, “Three hidden units, set by hand”", trials=4,
)  # fmt: skip
