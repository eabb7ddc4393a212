"""Exercises 2.2 and 2.3: the angle between two vectors, and the slope in the direction of a target."""

import numpy as np

from ..engine import Exercise, Mistake, in_turn
from ..families import CLIPPED, SIGN
from ..families import PARENTHESES as UNBRACKETED

__all__ = ["ANGLE", "SLOPE_TOWARD"]

_ARROWS = "chapter 2, “Arrows: length, product and angle”"
_STEEPEST = "chapter 2, “Steepest ascent, measured in 36 directions”"


def _cosine(g, v):
    return g @ v / (np.linalg.norm(g) * np.linalg.norm(v))


def _degrees(number):
    return np.degrees(np.arccos(number))


def _between_axes(g, v):
    """The angle between the first two entries of two vectors, from the axis, with its sign."""
    return np.degrees(np.arctan2(v[1], v[0]) - np.arctan2(g[1], g[0]))


def _two_vectors(rng):
    """Two vectors whose product has a size above 1, also when it is divided by one of the lengths only."""
    n, far = in_turn(rng, (3, False), (5, False), (4, True), (3, False), (6, False))
    while True:
        g, v = rng.choice([-1, 1], (2, n)) * rng.uniform(1, 3, (2, n))
        if abs(_cosine(g, v)) * min(np.linalg.norm(g), np.linalg.norm(v)) > 1.1 and (
            not far or abs(_between_axes(g, v)) > 190
        ):
            return g, v


ANGLE = Exercise(
    "02.2", lambda g, v: _degrees(_cosine(g, v)), _two_vectors,
    (
        Mistake("radians", lambda g, v: np.arccos(_cosine(g, v)),
            "The angle is right, but in radians, as NumPy returns it. Degrees were asked for."),
        Mistake("the cosine", _cosine,
            "This is the cosine of the angle. One function leads from it back to the angle."),
        Mistake("the dot product", lambda g, v: g @ v,
            "This is the dot product. Which equation connects it with the angle?"),
        Mistake("sine", lambda g, v: 90 - _degrees(_cosine(g, v)),
            "You took the inverse of the sine. It is another function that stands in the equation."),
        Mistake("the sign lost", lambda g, v: _degrees(abs(_cosine(g, v))),
            "Angles of less than 90° are right. A negative dot product means an angle of more than 90°: keep its "
            "sign."),
        Mistake("squared lengths", lambda g, v: _degrees(g @ v / ((g @ g) * (v @ v))),
            "You divide by the squares of the lengths. What is still missing in g @ g?"),
        Mistake("the supplement", lambda g, v: 180 - _degrees(_cosine(g, v)),
            "Yours and the right one add up to 180°: one of the two arrows points the wrong way, or a sign is "
            "flipped."),
        Mistake("outside of -1 to 1", lambda g, v: np.nan,
            "No angle has a cosine outside of -1 to 1, so the arccos has no answer. By what has "
            "the dot product to be divided? Where are the parentheses? And which of the two, arccos and the "
            "conversion to degrees, comes first?"),
        *(
            Mistake(f"arctan2 of two entries, {name}", change,
                "You use the first two entries only. Vectors with more entries have an angle as well: their dot "
                "product and their lengths give it.")
            for name, change in (
                ("from g to v", _between_axes),
                ("from v to g", lambda g, v: _between_axes(v, g)),
                ("without a sign", lambda g, v: abs(_between_axes(g, v))),
                ("below 360", lambda g, v: _between_axes(g, v) % 360),
                ("below 180", lambda g, v: abs((_between_axes(g, v) + 180) % 360 - 180)),
            )
        ),
        *(
            CLIPPED(lambda g, v, change=change: _degrees(np.clip(change(g, v), -1, 1)), name=f"cut off, {name}",
                hint="Yours comes out as 0 or 180, because what you take for the cosine is cut off at -1 and 1. By "
                "what has the dot product to be divided? Where are the parentheses?")
            for name, change in (
                ("the dot product", lambda g, v: g @ v),
                ("sum of lengths", lambda g, v: g @ v / (np.linalg.norm(g) + np.linalg.norm(v))),
            )
        ),
        Mistake("sum of the lengths", lambda g, v: _degrees(g @ v / (np.linalg.norm(g) + np.linalg.norm(v))),
            "You divide by the sum of the two lengths. How do they enter the equation of the dot product?"),
        Mistake("lengths as sums", lambda g, v: _degrees(g @ v / (np.abs(g).sum() * np.abs(v).sum())),
            "For the lengths you add up the sizes of the entries. The length of an arrow is that of Pythagoras."),
        Mistake("a mean for the dot product", lambda g, v: _degrees(_cosine(g, v) / len(g)),
            "The products of the entries are averaged. The dot product is their sum."),
        Mistake("360 degrees less", lambda g, v: 360 - _degrees(_cosine(g, v)),
            "Yours and the right one add up to 360°: you measure the other way round. Between 0 and 180 is asked for."),
        SIGN(lambda g, v: -_degrees(_cosine(g, v)),
            hint="The angle is right, but negative. The number is between 0 and 180."),
        Mistake("radians taken for degrees", lambda g, v: np.radians(np.arccos(_cosine(g, v))),
            "You convert the wrong way: arccos returns radians."),
        Mistake("half the angle", lambda g, v: _degrees(_cosine(g, v)) / 2, "This is half of the angle."),
        Mistake("the sine of the angle", lambda g, v: np.sqrt(1 - _cosine(g, v) ** 2),
            "This is the sine of the angle. The angle is asked for."),
        Mistake("the cosine, converted", lambda g, v: np.degrees(_cosine(g, v)),
            "This is the cosine, converted as if it were an angle. One function leads from it to the angle."),
        Mistake("entry by entry", lambda g, v: _degrees(g * v / (np.linalg.norm(g) * np.linalg.norm(v))),
            "These are numbers for each entry. The dot product is one number: their products are added up."),
        Mistake("one length", lambda g, v: _degrees(g @ v / (g @ g)),
            "You divide by the square of one length. Both vectors have a length, and each enters once."),
    ),
    _ARROWS, trials=5,
)  # fmt: skip


def _toward(g, theta, target):
    return g @ (target - theta) / np.linalg.norm(target - theta)


def _toward_inputs(rng):
    n = in_turn(rng, 3, 5, 2, 4, 1, 6)
    theta = rng.uniform(-2, 2, n)
    return rng.uniform(-3, 3, n), theta, theta + rng.choice([-1, 1], n) * rng.uniform(0.5, 2, n)


SLOPE_TOWARD = Exercise(
    "02.3", _toward, _toward_inputs,
    (
        Mistake("not per unit of length", lambda g, theta, target: g @ (target - theta),
            "Your slope depends on how far away the target is. A slope is a rise for each unit of the way: which "
            "length must the direction have?"),
        SIGN(lambda g, theta, target: -_toward(g, theta, target), name="the wrong way",
            hint="The sign is the wrong one. What has to be added to theta to get to the target?"),
        Mistake("the target taken as the direction", lambda g, theta, target: g @ target / np.linalg.norm(target),
            "You walk in the direction of the vector target, as if you stood at the origin. You stand at theta."),
        Mistake("the steepest slope", lambda g, theta, target: np.linalg.norm(g),
            "This is the slope in the steepest direction. The way to the target is another direction."),
        Mistake("the cosine", lambda g, theta, target: _cosine(g, target - theta),
            "This is the cosine of the angle between the gradient and the way. Why did you divide by the length of "
            "the gradient?"),
        Mistake("divided by the squared length", lambda g, a, b: g @ (b - a) / ((b - a) @ (b - a)),
            "You divide by the square of the distance. Put in a target twice as far away: the slope must stay."),
        Mistake("distance without the root", lambda g, a, b: g @ (b - a) / np.sum(np.abs(b - a)),
            "You divide by the sum of the distances along the axes. The length of an arrow is that of Pythagoras."),
        Mistake("slope without its sign", lambda g, a, b: abs(_toward(g, a, b)),
            "Where it goes uphill all is right. Where it goes downhill the slope is negative, yours is positive."),
        Mistake("the mean", lambda g, a, b: g @ (b - a) / len(a),
            "You divide by the number of variables. The slope is per unit of the way: how long is the way?"),
        *(
            Mistake(f"divided by another length, {name}", change,
                "You divide by the length of another arrow. Which one leads to the target?")
            for name, change in (
                ("of the gradient", lambda g, a, b: g @ (b - a) / np.linalg.norm(g)),
                ("of theta", lambda g, a, b: g @ (b - a) / np.linalg.norm(a)),
                ("of the target", lambda g, a, b: g @ (b - a) / np.linalg.norm(b)),
                ("of all", lambda g, a, b: g @ (b - a) / np.linalg.norm(a + b)),
            )
        ),
        Mistake("plus for minus", lambda g, a, b: g @ (a + b) / np.linalg.norm(a + b),
            "You add theta and target. Which arrow leads from one to the other?"),
        Mistake("two unit vectors", lambda g, a, b: g @ (b / np.linalg.norm(b) - a / np.linalg.norm(a)),
            "You make theta and target one unit long, each by itself. First the way, then its length."),
        Mistake("the target alone", lambda g, a, b: g @ b, "You stand at theta. Which arrow leads from there?"),
        Mistake("theta as the direction", lambda g, a, b: g @ a / np.linalg.norm(a),
            "You walk in the direction of the vector theta. Which arrow leads to the target?"),
        UNBRACKETED(lambda g, a, b: g @ b - a @ a / np.linalg.norm(b - a)),
        UNBRACKETED(lambda g, a, b: g @ b - g @ a / np.linalg.norm(b - a)),
        UNBRACKETED(lambda g, a, b: g @ (b - a) / np.linalg.norm(b) - np.linalg.norm(a),
            name="a difference of lengths",
            hint="The length of a difference is not the difference of two lengths. Where are the parentheses?"),
        Mistake("a difference of lengths", lambda g, a, b: g @ (b - a) / (np.linalg.norm(b) - np.linalg.norm(a)),
            "The length of a difference is not the difference of two lengths. First the way, then its length."),
        Mistake("the angle",
            lambda g, a, b: np.degrees(np.arccos(np.clip(_cosine(g, b - a), -1, 1))),
            "This is the angle between the gradient and the way, in degrees. How steep is it there?"),
        Mistake("the angle", lambda g, a, b: np.arccos(np.clip(_cosine(g, b - a), -1, 1)),
            "This is the angle between the gradient and the way. How steep is it there?"),
        Mistake("the gradient is not asked for the direction", lambda g, a, b: g.sum() / np.linalg.norm(b - a),
            "The direction of the way does not enter. Each entry of the gradient counts as much as the way leads along "
            "it."),
        Mistake("the steepest slope over the distance", lambda g, a, b: np.linalg.norm(g) / np.linalg.norm(b - a),
            "The direction of the way does not enter. The angle between it and the gradient counts."),
        Mistake("a mean for the dot product", lambda g, a, b: _toward(g, a, b) / len(a),
            "The products of the entries are averaged. The dot product is their sum."),
        Mistake("the distance", lambda g, a, b: np.linalg.norm(b - a),
            "This is how far away the target is. How steep is the way?"),
        Mistake("multiplied by the length", lambda g, a, b: g @ (b - a) * np.linalg.norm(b - a),
            "You multiply by the distance. The slope is for one unit of it."),
        Mistake("not added up", lambda g, a, b: g * (b - a) / np.linalg.norm(b - a),
            "These are the terms of the dot product, one for each variable. The slope is one number."),
    ),
    _STEEPEST, trials=6,
)  # fmt: skip
