"""Exercises 1.1, 1.2, 1.3 and 1.6: slopes between two points, on both sides of a kink, and at many points.

The references call the library where it computes the same thing (with the step that is given).
"""

import numpy as np

from ...gradients import derivative
from ..engine import Exercise, Mistake, With, in_turn
from ..families import (
    BACKWARD_DIFFERENCE,
    FIRST_FOR_ALL,
    FORWARD_DIFFERENCE,
    FUNCTION_ITSELF,
    LAST_LEFT_OUT,
    OWN_STEP,
    SIGN,
    TWO_FORGOTTEN,
)
from ..families import PARENTHESES as UNBRACKETED
from .shared import PARENTHESES, accepting, close, curve

__all__ = ["CENTRAL_DIFFERENCE", "LEFT_AND_RIGHT", "SECANT", "SLOPES_OF_MANY_POINTS"]

_QUOTIENT = "chapter 1, “How fast is the car now?”"
_DIFFERENCES = "chapter 1, “Two points: forward and central difference”"
_KINKS = "chapter 1b, “Where there is no derivative”"


def _slope(f, a, b):
    return (f(b) - f(a)) / (b - a)


def _exact(f, x):
    return derivative(f, x, method="complex")


def _far_nearer(other, wanted, got):
    """Whether a number is another one but for a difference, and not the one that is wanted."""
    return abs(got - other) < 0.02 * min(abs(wanted - other), abs(other))


def _slope_inputs(rng):
    side, way = in_turn(rng, (1, 1), (-1, -1), (1, -1), (-1, 1), (-1, 1))
    a = side * rng.uniform(0.1, 1)
    return curve(rng), a, a + way * rng.uniform(0.3, 1.5)


def _told_of_secant(wanted, got, f, a, b):
    places = {"at a alone": a, "at b alone": b, "in the middle between a and b": (a + b) / 2}
    for where, x in places.items():
        if _far_nearer(_exact(f, x), wanted, got):
            return (
                f"This is about the slope of f {where}. The secant goes through two points, a and b, which are not "
                "close together."
            )
    if _far_nearer((_exact(f, a) + _exact(f, b)) / 2, wanted, got):
        return "This is about the mean of the slopes of f at a and at b. The secant has a slope of its own."
    return ""


SECANT = Exercise(
    "01.1", _slope, _slope_inputs,
    (
        Mistake("run over rise", lambda f, a, b: 1 / _slope(f, a, b),
            "Slope is how far the line rises, divided by how far it runs. Which of the two is on top?"),
        SIGN(lambda f, a, b: -_slope(f, a, b),
            hint="A rising line has a positive slope, a falling one a negative. Yours are the other way round: take "
            "both differences in the same order."),
        Mistake("slope without its sign", lambda f, a, b: abs(_slope(f, a, b)),
            "For rising lines all is right. A falling line has a negative slope, yours is positive."),
        Mistake("run without its sign", lambda f, a, b: (f(b) - f(a)) / abs(b - a),
            "Where b lies to the right of a all is right. Where it lies to the left the run is negative, and yours is "
            "not."),
        Mistake("rise without its sign", lambda f, a, b: abs(f(b) - f(a)) / (b - a),
            "The rise is negative where f(b) is less than f(a). Yours is always positive."),
        UNBRACKETED(lambda f, a, b: f(b) - f(a) / b - a),
        UNBRACKETED(lambda f, a, b: f(b) - f(a) / (b - a), name="numerator without parentheses",
            hint="Only f(a) is divided. " + PARENTHESES),
        UNBRACKETED(lambda f, a, b: (f(b) - f(a)) / b - a, name="denominator without parentheses",
            hint="The rise is divided by b alone. " + PARENTHESES),
        Mistake("the angle, from both lengths", lambda f, a, b: np.arctan2(f(b) - f(a), b - a),
            "This is the angle of the line, which arctan2 tells from two lengths. A slope is their quotient."),
        Mistake("not divided", lambda f, a, b: f(b) - f(a),
            "This is how far the line rises. Over which distance does it do so?"),
        Mistake("multiplied by the run", lambda f, a, b: (f(b) - f(a)) * (b - a),
            "The rise is multiplied by the run. Which of the two operations gives a slope?"),
        Mistake("the run alone", lambda f, a, b: b - a,
            "This is how far the line runs. How far does it rise meanwhile?"),
        Mistake("plus for minus", lambda f, a, b: (f(b) + f(a)) / (b - a),
            "You add the two values. The rise is what lies between them."),
        Mistake("plus for minus in the run", lambda f, a, b: (f(b) - f(a)) / (b + a),
            "You add the two places. The run is what lies between them."),
        Mistake("rise over one of the places", lambda f, a, b: (f(b) - f(a)) / b,
            "The rise is divided by b. The line does not begin at 0: how far does it run?"),
        Mistake("rise over one of the places", lambda f, a, b: (f(b) - f(a)) / a,
            "The rise is divided by a. How far does the line run?"),
        UNBRACKETED(lambda f, a, b: f(a) - f(b) / a - b),
        UNBRACKETED(lambda f, a, b: (f(a) - f(b)) / a - b, name="denominator without parentheses",
            hint="The rise is divided by a alone. " + PARENTHESES),
        UNBRACKETED(lambda f, a, b: f(a) - f(b) / (a - b), name="numerator without parentheses",
            hint="Only f(b) is divided. " + PARENTHESES),
        UNBRACKETED(lambda f, a, b: (f(a) - f(b)) / b - a, name="denominator without parentheses",
            hint="The rise is divided by b alone, and it is counted the other way. " + PARENTHESES),
        Mistake("f of the difference", lambda f, a, b: f(b - a),
            "f is evaluated at b - a. The rise is between its values at a and at b."),
        Mistake("the value in the middle", lambda f, a, b: f((a + b) / 2),
            "This is a value of f, in the middle between a and b. A slope is a rise divided by a run."),
        Mistake("one value only", lambda f, a, b: f(b) / (b - a),
            "Only f(b) enters. The rise is counted from f(a), not from 0."),
        Mistake("f of the difference", lambda f, a, b: f(b - a) / (b - a),
            "f is evaluated at b - a. The rise is between its values at a and at b."),
        Mistake("two quotients subtracted", lambda f, a, b: f(b) / b - f(a) / a,
            "These are two slopes, from the origin to each of the points, and their difference. Take both differences "
            "first, and divide once."),
        Mistake("half the slope", lambda f, a, b: _slope(f, a, b) / 2,
            "The 2 belongs to the central difference, whose points are 2h apart. How far apart are a and b?"),
        Mistake("mean of the values", lambda f, a, b: (f(a) + f(b)) / 2,
            "This is the height halfway along the line. Its slope is asked for."),
        Mistake("the angle in degrees", lambda f, a, b: np.degrees(np.arctan(_slope(f, a, b))),
            "This is the angle of the line with the horizontal. Its slope is asked for, a rise per run."),
        Mistake("the angle in radians", lambda f, a, b: np.arctan(_slope(f, a, b)),
            "This is the angle of the line with the horizontal. Its slope is asked for, a rise per run."),
        Mistake("divided by the length of the line",
            lambda f, a, b: (f(b) - f(a)) / np.hypot(b - a, f(b) - f(a)),
            "The rise is divided by the length of the line from point to point. A slope counts the run only, "
            "horizontally."),
        Mistake("the length of the line", lambda f, a, b: np.hypot(b - a, f(b) - f(a)),
            "This is the distance between the two points. How steep is the way?"),
        Mistake("where the line meets the axis", lambda f, a, b: f(a) - _slope(f, a, b) * a,
            "This is the height of the line above 0. Its slope is asked for."),
    ),
    _QUOTIENT, trials=5, **accepting(_slope, _told_of_secant),
)  # fmt: skip


def _difference(points=(1, -1, 2), sign=1, below=True, plus=False):
    """The answer to 01.2: values at two points, so many h from x, divided by so many h."""
    ahead, behind, apart = points

    def answer(f, x, h):
        first, second = f(x + ahead * h), f(x + behind * h)
        rise = sign * (first + second if plus else first - second)
        return rise / (apart * h) if below else rise

    return answer


def _central(f, x, h):
    return derivative(f, x, h, "central")


def _step_inputs(rng):
    return curve(rng), rng.uniform(0.2, 1) * in_turn(rng, 1, -1, -3, 2.5), rng.uniform(0.2, 0.5)


def _told_of_central(wanted, got, f, x, h):
    for step in (10.0**-k for k in range(1, 9)):
        differences = {"central": (step, step), "forward": (step, 0), "backward": (0, step)}
        for kind, (ahead, behind) in differences.items():
            difference = (f(x + ahead) - f(x - behind)) / (ahead + behind)
            if abs(got - difference) < 1e-8 * abs(difference):
                return f"This is a {kind} difference with a smaller step. " + OWN_STEP.hint
    if _far_nearer(_exact(f, x), wanted, got):
        return (
            "This is much nearer to the exact slope than the central difference is with this h. The check compares "
            "with the formula, for the h that is given: is yours another one, or another formula?"
        )
    return ""


CENTRAL_DIFFERENCE = Exercise(
    "01.2", _central, _step_inputs,
    (
        FORWARD_DIFFERENCE(With(_difference, points=(1, 0, 1)),
            hint="This looks to the right of x only. The central difference has one point on each side."),
        BACKWARD_DIFFERENCE(With(_difference, points=(0, -1, 1)),
            hint="This looks to the left of x only. The central difference has one point on each side."),
        TWO_FORGOTTEN(With(_difference, points=(1, -1, 1)), name="twice too large",
            hint="Your result is twice too large. How far apart are the two points?"),
        SIGN(With(_difference, sign=-1),
            hint="The sign is the wrong one: which of the two points comes first in the numerator?"),
        UNBRACKETED(lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h, name="/ 2 * h",
            hint="You multiply by h: a / 2 * h is (a / 2) * h in Python."),
        UNBRACKETED(lambda f, x, h: f(x + h) - f(x - h) / 2 * h),
        UNBRACKETED(lambda f, x, h: f(x + h) - f(x - h) / (2 * h), name="numerator without parentheses",
            hint="Only the second term is divided. " + PARENTHESES),
        UNBRACKETED(lambda f, x, h: f(x + h - f(x - h)) / (2 * h), name="a parenthesis in the wrong place",
            hint="Count the parentheses: f(x - h) stands inside the argument of the first f."),
        UNBRACKETED(lambda f, x, h: (f(x) + h - (f(x) - h)) / (2 * h), name="h outside of f",
            hint="You add h to the value of f. It is x that is changed by h."),
        Mistake("not divided", With(_difference, below=False),
            "This is how far f rises between the two points. Over which distance does it do so?"),
        Mistake("divided by 2 only", lambda f, x, h: (f(x + h) - f(x - h)) / 2,
            "The distance of the two points is in the unit of h. You divide by 2 alone."),
        Mistake("divided by h squared", lambda f, x, h: (f(x + h) - f(x - h)) / h**2,
            "You divide by the square of h. How far apart are the two points?"),
        Mistake("plus for minus", With(_difference, plus=True),
            "You add the two values. The rise is what lies between them."),
        Mistake("forward difference over 2h", With(_difference, points=(1, 0, 2)),
            "One point on each side is wanted. Yours are x and x + h, and you divide by twice their distance."),
        Mistake("backward difference over 2h", With(_difference, points=(0, -1, 2)),
            "One point on each side is wanted. Yours are x - h and x, and you divide by twice their distance."),
        Mistake("both points to the right", With(_difference, points=(2, 0, 2)),
            "Your points are x and x + 2h. Their distance is right, but x does not lie in the middle."),
        Mistake("both points to the left", With(_difference, points=(0, -2, 2)),
            "Your points are x - 2h and x. Their distance is right, but x does not lie in the middle."),
        Mistake("half the step", With(_difference, points=(0.5, -0.5, 1)),
            "This is a central difference with the step h/2: your points are h apart. The formula goes a whole h to "
            "each side."),
        Mistake("half the step and 2h", With(_difference, points=(0.5, -0.5, 2)),
            "Your points are h apart, and you divide by 2h."),
        Mistake("twice the step", With(_difference, points=(2, -2, 4)),
            "This is a central difference with the step 2h."),
        Mistake("twice the step over 2h", With(_difference, points=(2, -2, 2)),
            "Your points are 4h apart, and you divide by 2h."),
        Mistake("the formula with four points",
            lambda f, x, h: (-f(x + 2 * h) + 8 * f(x + h) - 8 * f(x - h) + f(x - 2 * h)) / (12 * h),
            "This formula has four points and a smaller error. The one that is asked for has two."),
        Mistake("three points on one side", lambda f, x, h: (-3 * f(x) + 4 * f(x + h) - f(x + 2 * h)) / (2 * h),
            "This is a formula with three points, none of them to the left of x. The central difference has one on "
            "each side."),
        Mistake("the second derivative", lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / h**2,
            "This is the formula for the second derivative. The middle value does not enter the first."),
        Mistake("difference of the two one-sided slopes", lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / h,
            "You subtract the slope on the left from that on the right. What lies between the two?"),
        Mistake("sum of the two one-sided slopes over h", lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / (2 * h),
            "Here the value in the middle is subtracted twice. Which of the two one-sided differences has x on the "
            "right?"),
        FUNCTION_ITSELF(lambda f, x, h: f(x)),
        FUNCTION_ITSELF(lambda f, x, h: (f(x + h) + f(x - h)) / 2, name="mean of the two values",
            hint="This is the mean of the two values, about f(x). A slope is a difference divided by a distance."),
    ),
    _DIFFERENCES, trials=4, **accepting(_central, _told_of_central),
)  # fmt: skip


def _sides(left=(-1, 0), right=(0, 1), left_sign=1, right_sign=1, apart=(1, 1), below=True, swap=False):
    """The answer to 01.3: slopes between x + left h, and between x + right h, divided by so many h."""

    def answer(f, x, h):
        slopes = [
            sign * (f(x + b * h) - f(x + a * h)) / (over * h if below else 1)
            for (a, b), sign, over in ((left, left_sign, apart[0]), (right, right_sign, apart[1]))
        ]
        return tuple(slopes[::-1] if swap else slopes)

    return answer


_one_sided = _sides()


def _kinked(rng):
    """A function with a kink, and a place where its two slopes differ in size and sign."""
    side, bend = in_turn(rng, (1, 1), (-1, 1), (-1, -1), (1, -1))
    place, left, right = side * rng.uniform(0.2, 1), rng.uniform(0.5, 1), bend * rng.uniform(1.5, 2)
    return (lambda x: left * x + right * abs(x - place) + 0.3 * x**2), place


def _kink_inputs(rng):
    return *_kinked(rng), rng.uniform(0.1, 0.4)


def _told_of_sides(wanted, got, f, x, h):
    if close(_one_sided(f, x, 1e-6), got, 5e-4 if h > 0.1 else 1e-5):
        return "These are about the two slopes for a very small step. Take the step that is given, h."
    return ""


LEFT_AND_RIGHT = Exercise(
    "01.3", _one_sided, _kink_inputs,
    (
        SIGN(With(_sides, left_sign=-1), name="left slope with the wrong sign",
            hint="On the left, going from x to x - h is a run of -h: mind the sign of both differences."),
        SIGN(With(_sides, right_sign=-1), name="right slope with the wrong sign",
            hint="From x to x + h the function changes by f(x + h) - f(x): which value comes first?"),
        SIGN(With(_sides, left_sign=-1, right_sign=-1), name="both slopes with the wrong sign",
            hint="Both slopes have the wrong sign. From x to x + h the function changes by f(x + h) - f(x): which "
            "value comes first?"),
        Mistake("left and right swapped", With(_sides, swap=True),
            "The two slopes stand in the other order than asked for."),
        Mistake("central difference", lambda f, x, h: (_central(f, x, h),) * 2,
            "This is the central difference, the mean of the two slopes. A mean cannot show that they disagree."),
        Mistake("not divided", With(_sides, below=False),
            "These are the two rises. A slope is a rise divided by a run."),
        Mistake("divided by 2h", With(_sides, apart=(2, 2)),
            "Each slope is half of what it should be. How far apart are the two points of each secant?"),
        Mistake("multiplied by h", lambda f, x, h: tuple(s * h * h for s in _one_sided(f, x, h)),
            "The rises are multiplied by h. A slope is a rise divided by a run."),
        Mistake("the two values", lambda f, x, h: (f(x - h), f(x + h)),
            "These are the values of f on both sides. A slope is a difference of two values, divided by a run."),
        Mistake("the values divided by h", lambda f, x, h: (f(x - h) / h, f(x + h) / h),
            "f(x) does not enter. A secant has two ends."),
        Mistake("plus for minus", lambda f, x, h: ((f(x) + f(x - h)) / h, (f(x + h) + f(x)) / h),
            "You add the two values of each secant. The rise is what lies between them."),
        FIRST_FOR_ALL(With(_sides, left=(0, 1)), name="the right slope for both",
            hint="The right slope stands in both places. At a kink the left one is another."),
        FIRST_FOR_ALL(With(_sides, right=(-1, 0)), name="the left slope for both",
            hint="The left slope stands in both places. At a kink the right one is another."),
        Mistake("a secant from one side to the other", With(_sides, right=(-1, 1)),
            "The right secant begins at x, and yours at x - h."),
        Mistake("a secant from one side to the other", With(_sides, left=(-1, 1)),
            "The left secant ends at x, and yours at x + h."),
        Mistake("secants from one side to the other", lambda f, x, h: ((f(x + h) - f(x - h)) / h,) * 2,
            "Both of your secants go from x - h to x + h. One of them should end at x, the other begin there."),
        Mistake("two steps away", With(_sides, left=(-2, 0), right=(0, 2), apart=(2, 2)),
            "Your secants have the length 2h."),
        Mistake("half a step away", With(_sides, left=(-0.5, 0), right=(0, 0.5), apart=(0.5, 0.5)),
            "Your secants have the length h/2. They should be h long."),
        Mistake("secants that do not touch x", With(_sides, left=(-2, -1), right=(1, 2)),
            "Your secants begin one step away from x. Each of them should have one end at x."),
        UNBRACKETED(lambda f, x, h: (f(x) - f(x - h) / h, f(x + h) - f(x) / h),
            hint="Only the second value of each difference is divided. " + PARENTHESES),
    ),
    _KINKS, trials=4, **accepting(_one_sided, _told_of_sides, parts=("left", "right")),
)  # fmt: skip


def _points(points=(1, -1, 2), sign=1, own=None, cast=False):
    """The answer to 01.6."""
    ahead, behind, apart = points

    def answer(f, x, h=1e-5):
        h = h if own is None else own
        slopes = np.array([sign * (f(p + ahead * h) - f(p + behind * h)) / (apart * h) for p in x], float)
        return slopes.astype(x.dtype) if cast else slopes

    return answer


def _slopes(f, x, h=1e-5):
    return np.array([derivative(f, number, h) for number in x])


def _buggy(f, x, dtype, h=1e-5):
    return np.array([f(p + h) - f(p - h) / 2 * h for p in x]).astype(dtype)


def _slopes_inputs(rng):
    floats, integers = (
        (lambda n: rng.uniform(-2, 3, n)),
        (lambda n: rng.integers(1, 6, n) * rng.choice([-1, 1])),
    )
    x = in_turn(rng, (floats, 5), (integers, 6), (floats, 4), (integers, 7), (floats, 1), (integers, 3))
    x = x[0](x[1])
    # The step is given where it is not the usual one.
    step = () if x.size in (4, 7) else (rng.uniform(0.05, 0.3),)
    return curve(rng), x, *step


def _changed(change):
    return lambda f, x, h=1e-5: change(_slopes(f, x, h))


SLOPES_OF_MANY_POINTS = Exercise(
    "01.6", _slopes, _slopes_inputs,
    (
        Mistake("both bugs", lambda f, x, h=1e-5: _buggy(f, x, x.dtype, h),
            "Nothing has changed yet. Begin with the formula: in which order does Python carry out - and / and *?"),
        Mistake("integers lose their fractions", With(_points, cast=True),
            "For integer x the slopes lose what is behind the decimal point: what is the dtype of the array that you "
            "store them in?"),
        UNBRACKETED(lambda f, x, h=1e-5: _buggy(f, x, float, h),
            hint="The integers are dealt with, but the formula is still the old one. " + PARENTHESES),
        UNBRACKETED(lambda f, x, h=1e-5: _slopes(f, x, h) * h ** 2, name="/ 2 * h",
            hint="You multiply by h where you should divide: a / 2 * h is (a / 2) * h."),
        UNBRACKETED(lambda f, x, h=1e-5: (_slopes(f, x, h) * h ** 2).astype(x.dtype),
            name="/ 2 * h, and the array",
            hint="You multiply by h where you should divide: a / 2 * h is (a / 2) * h. And the array is still the old "
            "one."),
        UNBRACKETED(lambda f, x, h=1e-5: np.array([f(p + h) - f(p - h) / (2 * h) for p in x]),
            name="numerator without parentheses",
            hint="Only the second value is divided by 2h."),
        UNBRACKETED(lambda f, x, h=1e-5: np.array([f(p + h) - f(p - h) / (2 * h) for p in x]).astype(x.dtype),
            name="numerator without parentheses, and the array",
            hint="Only the second value is divided by 2h. And the array is still the old one."),
        FORWARD_DIFFERENCE(With(_points, points=(1, 0, 1))),
        BACKWARD_DIFFERENCE(With(_points, points=(0, -1, 1))),
        TWO_FORGOTTEN(With(_points, points=(1, -1, 1))),
        SIGN(With(_points, sign=-1)),
        Mistake("divided by 2 only", lambda f, x, h=1e-5: _slopes(f, x, h) * h,
            "The results are too small by the factor h. The distance of the two points is in the unit of h."),
        Mistake("divided by h squared", lambda f, x, h=1e-5: _slopes(f, x, h) / h,
            "The results are too large: you divide by h twice."),
        Mistake("x loses its fractions", lambda f, x, h=1e-5: _slopes(f, x.astype(int).astype(float), h),
            "For integers all is right. Where x holds fractions, they are cut off. Is there an int()?"),
        Mistake("differences between neighbors",
            lambda f, x, h=1e-5: np.gradient(f(x), x) if len(x) > 1 else np.zeros(1),
            "These are slopes between neighboring entries of x. The slope at an entry needs points close to it."),
        FUNCTION_ITSELF(lambda f, x, h=1e-5: np.array([f(p) for p in x], float)),
        OWN_STEP(With(_points, own=1e-5), name="h ignored",
            hint="The check gives other steps than 1e-5 too: does your formula use the argument h?"),
        LAST_LEFT_OUT(_changed(lambda s: np.append(s[:-1], 0)),
            hint="The last entry is 0. How often does your loop run?"),
        Mistake("the first entry left out", _changed(lambda s: np.append(0, s[1:])),
            "The first entry is 0. At which index does your loop begin?"),
        FIRST_FOR_ALL(_changed(lambda s: np.full_like(s, s[0]))),
        FIRST_FOR_ALL(_changed(lambda s: np.full_like(s, s[-1])), name="the last for all",
            hint="The slope at the last point stands in all places. Is there an index missing on the left of the =?"),
        Mistake("only the first is computed", _changed(lambda s: np.append(s[0], 0 * s[1:])),
            "Only the first entry is computed, the others are 0. Is there a return inside the loop?"),
    ),
    _DIFFERENCES, trials=6, rtol=1e-07, atol=1e-13,
)  # fmt: skip
