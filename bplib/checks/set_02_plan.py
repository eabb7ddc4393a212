"""Exercise 02.9, the best plan for a bowl: its answer, mistaken learning rates, and the random inputs."""

import math

import numpy as np

from .compare import Unlike, match
from .engine import Exercise


def plan(curvatures, reduction):
    low, high = np.min(curvatures), np.max(curvatures)
    factor = (high - low) / (high + low)
    return 2 / (high + low), math.ceil(math.log(reduction) / math.log(factor))


def planned(rate=None, steps=math.ceil, *, factor=np.max, ratio=None):
    """The answer to 02.9 with another learning rate, a function of the curvatures, or with other steps.

    ``factor`` chooses among the sizes of the factors; ``ratio`` makes one of the extreme curvatures instead.
    """

    def answer(curvatures, reduction):
        eta = plan(curvatures, reduction)[0] if rate is None else rate(np.asarray(curvatures))
        q = factor(np.abs(1 - eta * curvatures))
        if ratio is not None:
            q = ratio(np.min(curvatures), np.max(curvatures))
        return eta, 0 if q == 1 else steps(math.log(reduction) / math.log(q))  # with q = 1 no number suffices

    return answer


_ENDS = "Which directions decide: all of them, or the two extreme ones?"
# Mistaken learning rates for 02.9: name, function of the curvatures, hint.
RATES = (
    (
        "creeping only",
        lambda a: 1 / a.max(),
        "With this rate the steepest direction is there in one step, and the flattest is left behind. A zigzag in the"
        " steep one would be welcome if the flat one gained by it.",
    ),
    (
        "the bound itself",
        lambda a: 2 / a.max(),
        "With your eta the steepest direction jumps to and fro forever: it is the bound itself.",
    ),
    (
        "the flattest direction alone",
        lambda a: 1 / a.min(),
        "With this rate the flattest direction is there in one step. What does the steepest one do?",
    ),
    (
        "the formula of the chapter",
        lambda a: 2 / (1 + a.max()),
        "This is the best rate of the candle, where the flat direction had the curvature 1. Here the smallest"
        " curvature is another number.",
    ),
    ("sum of all curvatures", lambda a: 2 / a.sum(), _ENDS),
    ("mean of all curvatures", lambda a: 1 / a.mean(), _ENDS),
    (
        "first and last",
        lambda a: 2 / (a[0] + a[-1]),
        "You took the first and the last curvature. They are in no particular order.",
    ),
    (
        "twice too small",
        lambda a: 1 / (a.max() + a.min()),
        "At the best rate, the factors of the two extreme directions are equally large, with opposite signs. Put in"
        " your rate: are they?",
    ),
    (
        "mean of the two bounds",
        lambda a: (1 / a.max() + 1 / a.min()) / 2,
        "This is the middle between two good rates. Set up the equation for the two factors instead.",
    ),
)
_PLAN = Exercise("", plan, parts=("eta", "steps"))


def plan_accepted(answer, curvatures, reduction):
    """Compare as usual; a mistaken learning rate that we know has its text whatever the steps are."""
    right = plan(curvatures, reduction)
    try:
        match(right, answer, _PLAN, "the answer")
    except Unlike as unlike:
        for _, rate, text in RATES:
            mistaken = rate(curvatures)
            if (
                unlike.kind == "wrong"
                and np.isclose(answer[0], mistaken)
                and not np.isclose(mistaken, right[0])
            ):
                return text
        raise
    return True


def plan_inputs(rng):
    """One curvature is so small that dozens of steps are needed: few steps could be right by chance."""
    curvatures = np.append(rng.uniform(0.2, 0.6), rng.uniform(2, 9, rng.integers(2, 5)))
    return rng.permutation(curvatures), 10 ** -rng.uniform(2, 6)
