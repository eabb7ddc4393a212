"""Exercises 5.7 and 5.10: a bump from a pair of sigmoids, and a curve from many, with what they are compared with."""

import numpy as np

from ..activations import sigmoid
from .engine import Exercise, Mistake
from .set_05_reference import trial

__all__ = ["BUMP", "CURVE"]


def bump(
    *,
    sign=-1,
    scaled=True,
    steep=True,
    minus=-1,
    upside=1,
    high=True,
    level=0.0,
    turned=None,
    second_first=False,
):
    """W2, b2, W3, b3 of a bump, with one thing changed.

    Args:
        sign, scaled, steep: of the biases, whether s multiplies the places, and whether it is the weight.
        minus: the second output weight over the first.
        upside: -1 exchanges the signs of the output weights.
        high: whether the output weights have the height.
        level: b3 in heights.
        turned: None, or the index of the hidden unit that falls, so that both output weights have one sign.
        second_first: the other order of the hidden units.
    """

    def parameters(p, q, height, s):
        W2 = np.array([[s], [s]], float) if steep else np.ones((2, 1))
        b2 = sign * (s if scaled else 1) * np.array([[p], [q]], float)
        W3 = upside * (height if high else 1) * np.array([[1.0, minus]])
        if turned is not None:
            W2[turned], b2[turned], W3[0, turned] = -W2[turned], -b2[turned], -W3[0, turned]
        order = slice(None, None, -1 if second_first else 1)
        return W2[order], b2[order], W3[:, order], np.array([[level * height]])

    return parameters


_PLACES = {"far to the left": -1.5, "at p": 0.0, "in the middle": 0.5, "at q": 1.0, "far to the right": 2.5}


def accepts_bump(answer, p, q, height, s):
    """True if the output is that of a bump everywhere, whatever the order of the units; else a sentence."""
    if not isinstance(answer, tuple | list) or len(answer) != 4:
        return "The answer should be a tuple of four arrays, W2, b2, W3 and b3."
    arrays = []
    for name, value, shape in zip(("W2", "b2", "W3", "b3"), answer, ((2, 1), (2, 1), (1, 2), (1, 1))):
        array = np.asarray(value)
        if array.dtype.kind not in "iuf":
            return f"{name} should be an array of numbers."
        if array.shape != shape:
            return f"{name} should have shape {shape}, but it has shape {array.shape}."
        if not np.isfinite(array).all():
            return f"{name} holds a number that is not finite."
        arrays.append(array)
    W2, b2, W3, b3 = arrays
    for place, share in _PLACES.items():
        x = p + share * (q - p)
        wanted = height * (sigmoid(s * (x - p)) - sigmoid(s * (x - q)))
        got = (W3 @ sigmoid(W2 * x + b2) + b3)[0, 0]
        if abs(got - wanted) > 0.03 * abs(height):
            return f"Your network is not right {place}: at x = {x:.4g} its output is {got:.4g}."
    for x in np.add.outer([p, q], np.linspace(-2, 2, 9) / s).ravel():
        wanted = height * (sigmoid(s * (x - p)) - sigmoid(s * (x - q)))
        if abs((W3 @ sigmoid(W2 * x + b2) + b3)[0, 0] - wanted) > 1e-6 * abs(height):
            edge = "p" if abs(x - p) < abs(x - q) else "q"
            return f"Nearly right, but not at the edge {edge}. Hold its place, height and steepness against (5.7)."
    return True


def bump_inputs(rng):
    """First a bump from left of 0, then one that is right of 0, then a pit."""
    number = trial(rng)
    p = float(rng.uniform(0.5, 2) if number == 2 else rng.uniform(-2, -0.5))
    height = float(rng.uniform(1.5, 4) * (-1 if number == 3 else 1))
    return p, p + float(rng.uniform(1, 3)), height, float(rng.uniform(10, 20))


def curve_inputs(rng):
    a, b, c = rng.uniform(0.5, 2, 3)
    edges = np.cumsum(rng.uniform(0.3, 1, (6, 3, 9)[trial(rng) - 1])) - 1.2
    return (lambda x: a + b * np.sin(c * x)), edges, float(rng.uniform(20, 40))


def curve(*, heights="middle", jumps=True, first=True, last=True, sign=-1, scaled=True, backward=False):
    """W2, b2, W3 of a sum of bumps, with one thing changed."""

    def parameters(f, edges, s):
        left, right = edges[:-1], edges[1:]
        values = {
            "middle": f((left + right) / 2), "left": f(left), "right": f(right), "mean": (f(left) + f(right)) / 2
        }[heights]  # fmt: skip
        levels = np.concatenate([[0.0], values, [0.0]])
        W3 = np.diff(levels) if jumps is True else f(edges) if jumps == "values" else levels[1:]
        if jumps == "inner":
            W3 = np.diff(levels) * np.r_[1, -np.ones(len(edges) - 2), 1]
        if not first:
            W3[0] = 0
        if not last:
            W3[-1] = 0
        b2 = sign * (s if scaled else 1) * edges.reshape(-1, 1)
        return np.full((len(edges), 1), s), b2, (-1 if backward else 1) * W3.reshape(1, -1)

    return parameters


def _in_either_order(name, hint, **change):
    """The same mistake with either hidden unit as the first."""
    return [Mistake(name, bump(**change, second_first=other), hint) for other in (False, True)]


_BUMPS = (
    *_in_either_order(
        "the sign of the biases", "A step lies where the weighted input is 0. Where is that with your biases?", sign=1
    ),
    *_in_either_order(
        "the places as biases", "Multiply out the argument of the sigmoid in (5.7). What does the steepness multiply?",
        scaled=False,
    ),
    *_in_either_order(
        "places as biases, not negated", "For which x is s x + b equal to 0?", scaled=False, sign=1
    ),
    *_in_either_order(
        "the steepness is left out", "How wide are your edges? Which parameters does s belong to?",
        scaled=False, steep=False,
    ),
    *_in_either_order(
        "s in the biases only", "The biases have the steepness. What else does it multiply in s (x - p)?", steep=False
    ),
    *_in_either_order(
        "the two steps are added", "To the right of q both units are 1. What should the output be there?", minus=1
    ),
    *_in_either_order(
        "upside down", "Your output is minus the one asked for. Which of the two steps is subtracted?", upside=-1
    ),
    *_in_either_order(
        "the height is left out", "Your bump is 1 high whatever is asked. Which parameters set its height?", high=False
    ),
    *_in_either_order(
        "the bias of the thermostat",
        "Your whole curve is shifted by minus half the height. In the chapter the output unit of the thermostat has a"
        " sigmoid. Has yours?",
        level=-0.5,
    ),
    *(
        mistake
        for turned, which in enumerate(("first", "second"))
        for mistake in _in_either_order(
            "a level that stays",
            f"The {which} step falls, which is allowed. What is your output far to the left and far to the right?",
            turned=turned,
        )
    ),
)  # fmt: skip

BUMP = Exercise(
    "05.7", bump(), bump_inputs, _BUMPS,
    see="chapter 5, “A bump from a pair of sigmoids”", accept=accepts_bump, parts=("W2", "b2", "W3", "b3"),
)  # fmt: skip

CURVE = Exercise(
    "05.10", curve(), curve_inputs,
    (
        Mistake(
            "heights, not jumps", curve(jumps=False),
            "Once a unit has switched on, it stays on. What must the next unit add to the sum?",
        ),
        Mistake(
            "values at the edges", curve(jumps="values"),
            "A unit that has switched on stays on, and heights belong to slices. Which jump does an edge need?",
        ),
        Mistake(
            "the mean of the edges", curve(heights="mean"), "Where in its slice is a height taken in (5.8)?"
        ),
        Mistake(
            "inner jumps turned round", curve(jumps="inner"),
            "At an inner edge one bump ends and the next begins. Which of them has the sign plus?",
        ),
        Mistake("the last jump is left out", curve(last=False), "What is your output far to the right?"),
        Mistake(
            "the first jump is left out", curve(first=False), "What is the level before the first edge?"
        ),
        Mistake("heights at the left edges", curve(heights="left"), "Where in its slice is a height taken?"),
        Mistake("heights at the right edges", curve(heights="right"), "Where in its slice is a height taken?"),
        Mistake(
            "the sign of the biases", curve(sign=1),
            "A step lies where the weighted input is 0. Where is that with your biases?",
        ),
        Mistake(
            "the places as biases", curve(scaled=False),
            "Multiply out the argument of a sigmoid in (5.8). What does the steepness multiply?",
        ),
        Mistake("upside down", curve(backward=True), "Every jump has the wrong sign: which level minus which?"),
    ),
    see="chapter 5, “Many bumps make a curve”", parts=("W2", "b2", "W3"),
)  # fmt: skip
