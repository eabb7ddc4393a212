"""Exercise 2.6: the minimum and the saddle of a function of two variables."""

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn

__all__ = ["FLAT_PLACES"]

_FLAT = "chapter 2b, “Flat places”"
_PAIR = "Minimum and saddle stand in each other's place. Where does f bend downward along an axis?"


def _points(first=lambda c: c, second=lambda d: d, swap=False, turned=False):
    """The answer to 02.6, with other entries, or in another order."""

    def answer(c, d):
        points = np.array([first(c), second(d)]), np.array([-first(c), second(d)])
        points = tuple(point[::-1] for point in points) if turned else points
        return points[::-1] if swap else points

    return answer


_stationary = _points()


def _numbers(rng):
    c, sign = in_turn(rng, (1.8, 1), (0.4, -1), (2.6, -1), (0.7, 1))
    return c * rng.uniform(0.9, 1.1), sign * rng.uniform(0.5, 2)


def _value(c, d, at):
    return at**3 - 3 * c**2 * at


FLAT_PLACES = Exercise(
    "02.6", _stationary, _numbers,
    (
        Mistake("minimum and saddle swapped", With(_points, swap=True), _PAIR),
        Mistake("sign of the second entry", With(_points, second=lambda d: -d),
            "In the second entries, set the partial derivative to zero and solve: which side does d move to?"),
        Mistake("both second entry wrong and swapped", lambda c, d: _stationary(-c, -d),
            "Two things: the sign of the second entry, and which of the two points is the minimum."),
        Mistake("c not squared", With(_points, first=np.sqrt),
            "In the first entries, which power of c stands in f?"),
        Mistake("root not taken", With(_points, first=lambda c: c**2),
            "For the first entries you have the square of the variable. Take one more step."),
        Mistake("factor 3 kept", With(_points, first=lambda c: np.sqrt(3) * c),
            "In the first entries, the power rule brings a factor down in front of the first term. Did it meet the "
            "other one?"),
        Mistake("the second entry twice too large", With(_points, second=lambda d: 2 * d),
            "In the second entries, the power rule brings a 2 down in front of the square."),
        Mistake("second entry zero", With(_points, second=lambda d: 0.0),
            "For the second entries, where is the lowest point of a parabola that has been shifted to the side?"),
        Mistake("both entries change sign", lambda c, d: (_stationary(c, d)[0], -_stationary(c, d)[0]),
            "The minimum is right. From one point to the other, does the second entry change too? Look at the "
            "equation for it alone."),
        Mistake("the saddle between", lambda c, d: (_stationary(c, d)[0], np.array([0.0, d])),
            "The minimum is right. At your saddle the second partial derivative is zero, the first one is not. Put it "
            "in."),
        Mistake("entries exchanged", With(_points, turned=True),
            "In each point the two numbers stand in the other order."),
        Mistake("three times too large", With(_points, first=lambda c: 3 * c),
            "In the first entries, does the 3 that the power rule brings down meet another one? Put your point into "
            "the partial derivative."),
        Mistake("the second entry half as large", With(_points, second=lambda d: d / 2),
            "In the second entries, put your number into the partial derivative."),
        Mistake("the second entry squared", With(_points, second=lambda d: d**2),
            "In the second entries, put your number into the partial derivative."),
        Mistake("the second entry changes sign instead", lambda c, d: (np.array([c, d]), np.array([c, -d])),
            "The minimum is right. Which of the two equations has two roots?"),
        Mistake("the second entry changes sign instead", lambda c, d: (np.array([-c, d]), np.array([-c, -d])),
            "Which of the two equations has two roots, and at which of them does f bend upward?"),
        Mistake("the first entry cubed", With(_points, first=lambda c: c**3),
            "For the first entries, set the derivative along it to zero and solve: which power of c is left?"),
        Mistake("c over the root of 3", With(_points, first=lambda c: c / np.sqrt(3)),
            "In the first entries, the power rule brings a 3 down. Is there another one?"),
        Mistake("where f is zero", With(_points, first=lambda c: 3 * c**2),
            "For the first entries, set the derivative along it to zero, and take the root."),
        Mistake("first entry zero", lambda c, d: (np.array([0.0, d]), np.array([0.0, d])),
            "The second entries are right. At your points f is not flat along the first axis: put them in."),
        Mistake("the minimum between", lambda c, d: (np.array([0.0, d]), np.array([-c, d])),
            "The saddle is right. At your minimum the second partial derivative is zero, the first one is not. Put it "
            "in."),
        Mistake("the origin", lambda c, d: (np.array([c, d]), np.zeros(2)),
            "The minimum is right. At the origin f is not flat: put it into both partial derivatives."),
        Mistake("the values of f",
            lambda c, d: (np.array([_value(c, d, c), 0.0]), np.array([_value(c, d, -c), 0.0])),
            "These are values of f. The places are asked for, both variables of each."),
        Mistake("values of f", lambda c, d: (_value(c, d, c), _value(c, d, -c)),
            "These are the values of f at the two points. The points are asked for."),
        Mistake("the first entries only", lambda c, d: (c, -c),
            "These are the first entries of the points. A point has two."),
        Mistake("one point twice", lambda c, d: (_stationary(c, d)[1],) * 2,
            "This is one of the two points, twice. A square has two roots."),
        Mistake("one point twice", lambda c, d: (_stationary(c, d)[0],) * 2,
            "This is one of the two points, twice. A square has two roots."),
    ),
    _FLAT, trials=4, parts=("minimum", "saddle"),
)  # fmt: skip
