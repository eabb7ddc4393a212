"""Exercises 2.8 and 2.9: the learning rate in a long narrow bowl, how large it may be, and the best one."""

import math

import numpy as np

from ..engine import WHOLE, Exercise, Mistake, Unlike, Value, in_turn, match
from ..families import ONE_STEP_OFF

__all__ = ["BEST_PLAN", "LARGEST_RATE"]

_NARROW = "chapter 2b, “A long narrow bowl”"

_HOURS = np.arange(5.0)  # of the candle, counted from ten o'clock


def _largest_rate():
    """The answer to 02.8: the largest k/1000 for which the cost falls over 1000 steps."""
    rate = 2 / np.linalg.eigvalsh([[np.mean(_HOURS**2), np.mean(_HOURS)], [np.mean(_HOURS), 1]]).max()
    return math.floor(1000 * rate) / 1000


_RATE = {"atol": 5e-5, "rtol": 0.0}


def _rate_accepted(answer):
    """As usual; of other rates it is said what the right one would do."""
    try:
        match(_largest_rate(), answer, Exercise("02.8", _largest_rate, **_RATE), WHOLE)
    except Unlike as unlike:
        if unlike.kind != "wrong":
            raise
        if not 0.001 <= answer <= 1:
            return "This is none of the rates 0.001, 0.002, …, 1.000."
        if abs(1000 * answer - round(1000 * answer)) > 1e-6:
            return "A rate with three decimals is asked for, one of 0.001, 0.002, …, 1.000."
        return (
            "This is not the limit. With the right rate the cost ends lower than it began, and with the next one, "
            "0.001 larger, it does not. Put your rate and the next one into the loop, 1000 steps each."
        )
    return True


LARGEST_RATE = Value(
    "02.8", _largest_rate(),
    (
        ("one too many", round(_largest_rate() + 0.001, 3),
            "Very near, but with this rate the cost after 1000 steps is higher than at the start. Did you make fewer "
            "steps, or return the first rate that fails?"),
        ("the bound with s, rounded", 0.333,
            "You put the mean of the squared times into the bound of the chapter. Its derivation needs times with the "
            "mean zero. Try this rate."),
        ("one below the bound with s", 0.332,
            "You put the mean of the squared times into the bound of the chapter. Its derivation needs times with the "
            "mean zero. Try this rate."),
        ("one below the bound of the chapter", 0.999,
            "This is just below the bound of the candle in the chapter. There the mean of the times was zero."),
        ("one too few", round(_largest_rate() - 0.001, 3),
            "Very near. With the next one the cost still falls, though slowly."),
        ("rounded", 0.3,
            "Near, but rounded too early: with this rate the cost grows. Three decimals are asked for."),
        ("in thousandths", 1000 * _largest_rate(),
            "You return the number of thousandths. The learning rate itself is asked for."),
        ("too many digits", 2 / 6.7015621187164243,
            "This is the bound itself. The largest of the rates with three decimals is asked for."),
        ("from 5 steps", 0.308,
            "Near, but after more steps this rate diverges. How many steps did you take?"),
        ("from 20 steps", 0.301,
            "With this rate the cost after 20 steps is still lower than at the start, because the flat direction has "
            "won more than the steep one has lost. 1000 steps were asked for."),
        ("from 10 steps", 0.304,
            "Near, but after more steps this rate diverges. How many steps did you take?"),
        ("the bound of the chapter", 1.0,
            "This is the bound of the candle in the chapter. There the mean of the times was zero."),
        ("the bound with s", 0.3333,
            "You put the mean of the squared times into the bound of the chapter. Its derivation needs times with the "
            "mean zero. Try this rate."),
        ("no zigzag", 0.149,
            "Up to about this rate the steep direction does not zigzag. With a zigzag the cost still falls."),
        ("the best rate", 2 / 7,
            "This is the rate with which it goes fastest. The question is how large it can be at most."),
        ("the best rate, rounded", 0.286,
            "This is about the rate with which it goes fastest. The question is how large it can be at most."),
    ),
    see=_NARROW, accept=_rate_accepted, **_RATE,
    seconds=120.0,  # all 1000 rates, of 1000 steps each, take a quarter of a minute
)  # fmt: skip


def _plan(curvatures, reduction):
    low, high = np.min(curvatures), np.max(curvatures)
    factor = (high - low) / (high + low)
    return 2 / (high + low), math.ceil(math.log(reduction) / math.log(factor))


def _planned(rate=None, steps=math.ceil, *, factor=np.max, ratio=None):
    """The answer to 02.9 with another learning rate, a function of the curvatures, or with other steps.

    ``factor`` chooses among the sizes of the factors; ``ratio`` makes one of the extreme curvatures instead.
    """

    def answer(curvatures, reduction):
        eta = _plan(curvatures, reduction)[0] if rate is None else rate(np.asarray(curvatures))
        q = factor(np.abs(1 - eta * curvatures))
        if ratio is not None:
            q = ratio(np.min(curvatures), np.max(curvatures))
        return eta, 0 if q == 1 else steps(math.log(reduction) / math.log(q))  # with q = 1 no number suffices

    return answer


_ENDS = "Which directions decide: all of them, or the two extreme ones?"
# Mistaken learning rates for 02.9: name, function of the curvatures, hint.
_RATES = (
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
    (
        "geometric mean",
        lambda a: 1 / np.sqrt(a.min() * a.max()),
        "Between the two extreme curvatures you take a geometric mean. Set up the equation for the two factors "
        "instead.",
    ),
    ("median", lambda a: 1 / np.median(a), _ENDS),
    ("median", lambda a: 2 / np.median(a), _ENDS),
    (
        "twice too large",
        lambda a: 4 / (a.max() + a.min()),
        "At the best rate, the factors of the two extreme directions are equally large, with opposite signs. Put in "
        "your rate: are they?",
    ),
    (
        "difference of the extreme curvatures",
        lambda a: 2 / (a.max() - a.min()),
        "At the best rate, the factors of the two extreme directions have opposite signs. Write down the equation, "
        "and solve it once more.",
    ),
    (
        "mean of the extreme curvatures",
        lambda a: (a.max() + a.min()) / 2,
        "A bowl that is twice as steep needs a rate half as large. Yours gets larger.",
    ),
)


def _plan_accepted(answer, curvatures, reduction):
    """Compare as usual; a mistaken learning rate that we know has its text whatever the steps are."""
    right = _plan(curvatures, reduction)
    try:
        match(right, answer, BEST_PLAN, WHOLE)
    except Unlike as unlike:
        for _, rate, text in _RATES:
            mistaken = rate(curvatures)
            if (
                unlike.kind == "wrong"
                and np.isclose(answer[0], mistaken)
                and not np.isclose(mistaken, right[0])
            ):
                return text
        if unlike.kind == "wrong" and 1e-6 < abs(answer[0] / right[0] - 1) < 0.02:
            return (
                "Your eta is close to the best one, but it is not the best one. Did you search for it? At the best "
                "rate, two factors are equally large: which, and what follows from that?"
            )
        raise
    return True


def _plan_inputs(rng):
    """One curvature is so small that dozens of steps are needed: few steps could be right by chance."""
    number = in_turn(rng, 2, 4, 3, 4, 1, 3)
    curvatures = np.append(rng.uniform(0.2, 0.6), rng.uniform(2, 9, number))
    if number == 4:
        curvatures[-1] = curvatures[-2]
    # Where there are two curvatures, not much is asked for.
    return rng.permutation(curvatures), 10 ** -(rng.uniform(0.3, 0.6) if number == 1 else rng.uniform(2, 6))


BEST_PLAN = Exercise(
    "02.9", _plan, _plan_inputs,
    (
        *(Mistake(name, _planned(rate), text) for name, rate, text in _RATES),
        Mistake("rounded", _planned(steps=round),
            "The rate is right, and the steps are for some of the tries. Which way must a number of steps be rounded "
            "so that it suffices?"),
        Mistake("rounded down", _planned(steps=math.floor),
            "The rate is right. After so many steps the distance is a little too large: round the other way."),
        ONE_STEP_OFF(_planned(steps=lambda k: math.ceil(k) + 1), name="one step too many",
            hint="The rate is right. One step fewer is enough."),
        Mistake("not rounded", _planned(steps=lambda k: k),
            "The rate is right. A number of steps is an integer."),
        Mistake("cost for distance", _planned(steps=lambda k: math.ceil(k / 2)),
            "The rate is right. You reckoned with the cost, which is multiplied by the square of the factor. The "
            "question is about the distance."),
        Mistake("the fastest direction", _planned(steps=math.ceil, factor=np.min),
            "The rate is right. You counted the steps with the smallest factor, that of the fastest direction. The "
            "slowest one has to arrive as well."),
        Mistake("the ratio of the curvatures", _planned(steps=math.ceil, ratio=lambda low, high: low / high),
            "The rate is right. You counted the steps with the ratio of two curvatures. Put your rate into the factor "
            "of (2.12)."),
        Mistake("one minus the ratio", _planned(steps=math.ceil, ratio=lambda low, high: 1 - low / high),
            "The rate is right. For the steps you used the factor that belongs to one over the largest curvature. Put "
            "your own rate into (2.12)."),
        Mistake("hardly ever more than one step", _planned(steps=lambda k: math.ceil(1 / k)),
            "The rate is right. Your number of steps is 1, where dozens are needed: a smaller reduction takes more "
            "steps. Which logarithm is divided by which?"),
        Mistake("negative", _planned(steps=lambda k: -math.ceil(k)),
            "The rate is right. The number of steps is negative: which logarithm is divided by which, and which signs "
            "do they have?"),
        Mistake("negative", _planned(steps=lambda k: math.ceil(-k)),
            "The rate is right. The number of steps is negative: which logarithm is divided by which, and which signs "
            "do they have?"),
        Mistake("twice as many", _planned(steps=lambda k: math.ceil(2 * k)),
            "The rate is right. You take twice as many steps as needed: is the factor a square root?"),
        Mistake("by the rest", lambda a, reduction: _planned()(a, 1 - reduction),
            "The rate is right. `reduction` is what is left of the distance, not what is gone."),
        Mistake("the factor for the steps", lambda a, r: (_plan(a, r)[0], np.abs(1 - _plan(a, r)[0] * a).max()),
            "The rate is right. In place of the steps stands the factor of one step, the answer to (b)."),
        Mistake("one division for all steps",
            lambda a, r: (_plan(a, r)[0], math.ceil(np.abs(1 - _plan(a, r)[0] * a).max() / r)),
            "The rate is right. Each step multiplies what is left. Which function turns that into a sum?"),
        Mistake("steps first", lambda a, reduction: _plan(a, reduction)[::-1],
            "Both numbers are right, but in the other order than asked for."),
    ),
    _NARROW, trials=6, parts=("eta", "steps"), accept=_plan_accepted,
)  # fmt: skip
