"""Exercise set 2, gradients: its exercises, each with the mistakes that have a hint of their own."""

import math

import numpy as np

from .engine import Exercise, Mistake, Value
from .set_02_basics import BASICS
from .set_02_plan import RATES, plan, plan_accepted, plan_inputs, planned
from .set_02_reference import descend, descend_inputs, descending, first_row_moved, largest_rate, stationary

__all__ = ["EXERCISES"]

_DOWN = "chapter 2, “Two knobs: down the bowl”"
_NARROW = "chapter 2, “A long narrow bowl”"
_FLAT = "chapter 2, “Flat places”"
_PAIR = "Both points are found, but one of them in the other one's place. Where does f bend downward along an axis?"

# fmt: off
EXERCISES = (
    *BASICS,
    Exercise(
        "02.6", stationary, lambda rng: (rng.uniform(0.5, 2.5), rng.choice([-1, 1]) * rng.uniform(0.5, 2)),
        (
            Mistake("minimum and saddle swapped", lambda c, d: stationary(c, d)[::-1], _PAIR),
            Mistake("sign of the second entry", lambda c, d: stationary(c, -d),
                "The first entries are right. In the second, set the partial derivative to zero and solve: which side "
                "does d move to?"),
            Mistake("both second entry wrong and swapped", lambda c, d: stationary(-c, -d),
                "Two things: the sign of the second entry, and which of the two points is the minimum."),
            Mistake("c not squared", lambda c, d: stationary(np.sqrt(c), d),
                "The second entries are right. In the first, which power of c stands in f?"),
            Mistake("root not taken", lambda c, d: stationary(c ** 2, d),
                "The second entries are right. For the first you have the square of the variable. Take one more step."),
            Mistake("factor 3 kept", lambda c, d: stationary(np.sqrt(3) * c, d),
                "The second entries are right. In the first, the power rule brings a factor down in front of the first "
                "term. Did it meet the other one?"),
            Mistake("the second entry twice too large", lambda c, d: stationary(c, 2 * d),
                "The first entries are right. In the second, the power rule brings a 2 down in front of the square."),
            Mistake("second entry zero", lambda c, d: stationary(c, 0.0),
                "The first entries are right. For the second, where is the lowest point of a parabola that has been "
                "shifted to the side?"),
            Mistake("both entries change sign", lambda c, d: (stationary(c, d)[0], -stationary(c, d)[0]),
                "The minimum is right. From one point to the other, does the second entry change too? Look at the "
                "equation for it alone."),
            Mistake("the saddle between", lambda c, d: (stationary(c, d)[0], np.array([0.0, d])),
                "The minimum is right. At your saddle the second partial derivative is zero, the first one is not. Put "
                "it in."),
            Mistake("entries exchanged", lambda c, d: tuple(point[::-1] for point in stationary(c, d)),
                "The numbers are right, but in each point they stand in the other order."),
            Mistake("three times too large", lambda c, d: stationary(3 * c, d),
                "The second entries are right. In the first, does the 3 that the power rule brings down meet another "
                "one? Put your point into the partial derivative."),
            Mistake("one point twice", lambda c, d: (stationary(c, d)[0],) * 2,
                "This is one of the two points, twice. A square has two roots."),
        ),
        _FLAT, trials=4, parts=("minimum", "saddle"),
    ),
    Exercise(
        "02.7", lambda gradient, theta, eta, steps: descend(gradient, theta, eta, steps), descend_inputs,
        (
            Mistake("uphill", descending(sign=1),
                "Your steps go uphill. Which sign stands between the parameters and the step?"),
            Mistake("one entry after the other", descending(mixed=True),
                "The direction is right for the first entry only. When the second one moves, the gradient is computed "
                "at a point where the first has moved already. All entries belong to the gradient at one point."),
            Mistake("one entry after the other, uphill", descending(mixed=True, sign=1),
                "Two of the bugs are still there: the sign, and that the gradient is computed anew before the second "
                "entry moves."),
            Mistake("all rows equal", descending(alias=True),
                "Only the last row is right, and all rows are equal: the list holds one and the same array many times. "
                "Which line changes an array in place?"),
            Mistake("all rows equal, uphill", descending(alias=True, sign=1),
                "All rows are equal: the list holds one and the same array many times. And look at the sign."),
            Mistake("all rows equal, one entry after the other", descending(alias=True, mixed=True),
                "All rows are equal: the list holds one and the same array many times. And the gradient is computed "
                "anew before the second entry moves."),
            Mistake("a copy, and no bug mended", descending(alias=True, mixed=True, sign=1),
                "You made a copy, so the argument stays as it was. The array that the list holds is still one and the "
                "same, the entries are moved one after another, and the sign is the wrong one."),
            Mistake("the first row moves on", first_row_moved(),
                "All rows but the first are right. The first one is the same as the last: you stored the start itself, "
                "not a copy of it, and it moved on."),
            Mistake("the first row moves on, one entry after the other", first_row_moved(mixed=True),
                "Two of the bugs are still there: the first row is the same as the last, because you stored the start "
                "itself, and the gradient is computed anew before the second entry moves."),
            Mistake("the first row moves on, and three bugs", first_row_moved(mixed=True, sign=1),
                "The later rows are copies now. The first one still moves on, the entries are moved one after another, "
                "and the sign is the wrong one."),
            Mistake("the start is missing", descending(start=False),
                "The first row should be where you started, before any step."),
            Mistake("the last step is missing", descending(end=False),
                "The rows are right, but the last one is missing: there is one row more than there are steps."),
            Mistake("one gradient for all steps", descending(fresh=False),
                "All your steps are equal. The gradient has to be computed anew at each point."),
        ),
        _DOWN,
    ),
    Value(
        "02.8", largest_rate(),
        (
            ("one too many", round(largest_rate() + 0.001, 3),
                "Very near, but with this rate the cost after 1000 steps is higher than at the start. Did you make "
                "fewer steps, or return the first rate that fails?"),
            ("the bound with s, rounded", 0.333,
                "You put the mean of the squared times into the bound of the chapter. Its derivation needs times "
                "with the mean zero. Try this rate."),
            ("one below the bound with s", 0.332,
                "You put the mean of the squared times into the bound of the chapter. Its derivation needs times "
                "with the mean zero. Try this rate."),
            ("one below the bound of the chapter", 0.999,
                "This is just below the bound of the candle in the chapter. There the mean of the times was zero."),
            ("one too few", round(largest_rate() - 0.001, 3),
                "Very near. With the next one the cost still falls, though slowly."),
            ("rounded", 0.3,
                "Near, but rounded too early: with this rate the cost grows. Three decimals are asked for."),
            ("in thousandths", 1000 * largest_rate(),
                "You return the number of thousandths. The learning rate itself is asked for."),
            ("too many digits", 2 / 6.7015621187164243,
                "This is the bound itself. The largest of the rates with three decimals is asked for."),
            ("from 5 steps", 0.308,
                "Near, but after more steps this rate diverges. How many steps did you take?"),
            ("from 20 steps", 0.301,
                "With this rate the cost after 20 steps is still lower than at the start, because the flat direction "
                "has won more than the steep one has lost. 1000 steps were asked for."),
            ("from 10 steps", 0.304,
                "Near, but after more steps this rate diverges. How many steps did you take?"),
            ("the bound of the chapter", 1.0,
                "This is the bound of the candle in the chapter. There the mean of the times was zero."),
            ("the bound with s", 0.3333,
                "You put the mean of the squared times into the bound of the chapter. Its derivation needs times "
                "with the mean zero. Try this rate."),
            ("no zigzag", 0.149,
                "Up to about this rate the steep direction does not zigzag. With a zigzag the cost still falls."),
            ("the best rate", 2 / 7,
                "This is the rate with which it goes fastest. The question is how large it can be at most."),
            ("the best rate, rounded", 0.286,
                "This is about the rate with which it goes fastest. The question is how large it can be at most."),
        ),
        see=_NARROW, atol=5e-5, rtol=0.0,
    ),
    Exercise(
        "02.9", plan, plan_inputs,
        (
            *(Mistake(name, planned(rate), text) for name, rate, text in RATES),
            Mistake("rounded", planned(steps=round),
                "The rate is right, and the steps are for some of the tries. Which way must a number of steps be "
                "rounded so that it suffices?"),
            Mistake("rounded down", planned(steps=math.floor),
                "The rate is right. After so many steps the distance is a little too large: round the other way."),
            Mistake("one step too many", planned(steps=lambda k: math.ceil(k) + 1),
                "The rate is right. One step fewer is enough."),
            Mistake("not rounded", planned(steps=lambda k: k),
                "The rate is right. A number of steps is an integer."),
            Mistake("cost for distance", planned(steps=lambda k: math.ceil(k / 2)),
                "The rate is right. You reckoned with the cost, which is multiplied by the square of the factor. "
                "The question is about the distance."),
            Mistake("the fastest direction", planned(steps=math.ceil, factor=np.min),
                "The rate is right. You counted the steps with the smallest factor, that of the fastest direction. The "
                "slowest one has to arrive as well."),
            Mistake("the ratio of the curvatures", planned(steps=math.ceil, ratio=lambda low, high: low / high),
                "The rate is right. You counted the steps with the ratio of two curvatures. Put your rate into the "
                "factor of (2.12)."),
            Mistake("one minus the ratio", planned(steps=math.ceil, ratio=lambda low, high: 1 - low / high),
                "The rate is right. For the steps you used the factor that belongs to one over the largest curvature. "
                "Put your own rate into (2.12)."),
            Mistake("steps first", lambda a, reduction: plan(a, reduction)[::-1],
                "Both numbers are right, but in the other order than asked for."),
        ),
        _NARROW, trials=5, parts=("eta", "steps"), accept=plan_accepted,
    ),
)
# fmt: on
