"""Exercises 5.7 and 5.10: a bump from a pair of sigmoids, and a curve from many."""

import numpy as np

from ...activations import sigmoid
from .. import families as f
from ..engine import Exercise, Mistake, With, in_turn, trial

__all__ = ["BUMP", "CURVE"]


def _bump_inputs(rng):
    """First a bump from left of 0, then one that is right of 0, then a pit."""
    number = trial(rng)
    p = float(rng.uniform(0.5, 2) if number == 2 else rng.uniform(-2, -0.5))
    height = float(rng.uniform(1.5, 4) * (-1 if number == 3 else 1))
    return p, p + float(rng.uniform(1, 3)), height, float(rng.uniform(10, 20))


def _bump(
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
    over=1,
    width=False,
    only=None,
    early_height=False,
    divided=False,
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
        over: a factor of the height.
        width: whether q is taken for the width.
        only: the only one of the two places that is used.
        early_height: whether the height is in the first layer.
        divided: whether the places are divided by s.
    """

    def parameters(p, q, height, s):
        q = p + q if width else q
        p, q = (q, q) if only == "q" else (p, p) if only == "p" else (p, q)
        p, q = (p / s**2, q / s**2) if divided else (p, q)
        s = s * height if early_height else s
        W2 = np.array([[s], [s]], float) if steep else np.ones((2, 1))
        b2 = sign * (s if scaled else 1) * np.array([[p], [q]], float)
        W3 = upside * over * (height if high else 1) * np.array([[1.0, minus]])
        if turned is not None:
            W2[turned], b2[turned], W3[0, turned] = -W2[turned], -b2[turned], -W3[0, turned]
        order = slice(None, None, -1 if second_first else 1)
        return W2[order], b2[order], W3[:, order], np.array([[level * height]])

    return parameters


_PLACES = {"far to the left": -1.5, "at p": 0.0, "in the middle": 0.5, "at q": 1.0, "far to the right": 2.5}


def _accepts_bump(answer, p, q, height, s):
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

    def output(x):
        return (W3 @ sigmoid(W2 * x + b2) + b3)[0, 0]

    def wanted(x):
        return height * (sigmoid(s * (x - p)) - sigmoid(s * (x - q)))

    for place, share in _PLACES.items():
        x = p + share * (q - p)
        if abs(output(x) - wanted(x)) > 0.03 * abs(height):
            return f"Your network is not right {place}: at x = {x:.4g} its output is {output(x):.4g}."
    for x in np.add.outer([p, q], np.linspace(-2, 2, 9) / s).ravel():
        if abs(output(x) - wanted(x)) > 1e-6 * abs(height):
            edge = "p" if abs(x - p) < abs(x - q) else "q"
            return f"Nearly right, but not at the edge {edge}. Hold its place, height and steepness against (5.7)."
    return True


def _in_either_order(name, hint, **change):
    """The same mistake with either hidden unit as the first."""
    return [Mistake(name, _bump(**change, second_first=other), hint) for other in (False, True)]


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
    *_in_either_order(
        "a level of the height", "Your whole curve is shifted. What should the output be far to the left?", level=1.0
    ),
    *_in_either_order(
        "shifted by half the height", "Your whole curve is shifted. What should the output be far to the left?",
        level=0.5
    ),
    *_in_either_order(
        "q for the width", "Where is your second step? q is a place, and not a width.", width=True
    ),
    *_in_either_order(
        "the places divided by s", "For which x is s x + b equal to 0, with your b?", divided=True
    ),
    *_in_either_order(
        "half the height", "The output between the steps is half of what is asked. What is σ to the right of a step?",
        over=0.5,
    ),
    *_in_either_order(
        "twice the height", "The output between the steps is twice what is asked. What is σ to the right of a step?",
        over=2,
    ),
    Mistake("both steps at p", _bump(only="p"), "Your two steps are at the same place, and cancel."),
    Mistake("both steps at q", _bump(only="q"), "Your two steps are at the same place, and cancel."),
    *_in_either_order(
        "the height in the first layer", "The height is in your weights of the first layer, where it makes edges"
        " steeper. Which weights does the output unit have?", high=False, early_height=True,
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
    "05.7", _bump(), _bump_inputs, _BUMPS,
    see="chapter 5b, “A bump from a pair of sigmoids”", accept=_accepts_bump, parts=("W2", "b2", "W3", "b3"),
)  # fmt: skip


def _curve_inputs(rng):
    """Six edges, three, nine, then two: a single bump. The function takes both signs."""
    number = in_turn(rng, 6, 3, 9, 2)
    a, b, c = rng.uniform(-0.5, 0.5), *rng.uniform(1, 2, 2)
    edges = np.cumsum(rng.uniform(0.3, 1, number)) - 1.2
    return (lambda x: a + b * np.sin(c * x)), edges, float(rng.uniform(20, 40))


_HEIGHTS = {
    "middle": lambda f, e: f((e[:-1] + e[1:]) / 2),
    "left": lambda f, e: f(e[:-1]),
    "right": lambda f, e: f(e[1:]),
    "mean": lambda f, e: (f(e[:-1]) + f(e[1:])) / 2,
    "of the width": lambda f, e: f((e[1:] - e[:-1]) / 2),
    "sum": lambda f, e: f(e[:-1] + e[1:]),
    "precedence": lambda f, e: f(e[:-1] + e[1:] / 2),
    "places": lambda f, e: (e[:-1] + e[1:]) / 2,
    "even": lambda f, e: f(np.linspace(e[0], e[-1], len(e) - 1)),
}
_JUMPS = {
    "jumps": lambda f, e, h: np.diff([0, *h, 0]),
    "heights": lambda f, e, h: np.append(h, 0.0),
    "heights, the first again": lambda f, e, h: np.append(h[:1], h),
    "heights, 0 first": lambda f, e, h: np.append(0.0, h),
    "heights, the last again": lambda f, e, h: np.append(h, h[-1:]),
    "heights, and the last taken back": lambda f, e, h: np.append(h, -h[-1:]),
    "alternating": lambda f, e, h: np.append(h, 0) * (-1.0) ** np.arange(len(e)),
    "values": lambda f, e, h: f(e),
    "differences of values": lambda f, e, h: np.diff([0, *f(e)]),
    "differences of values, 0 last": lambda f, e, h: np.r_[f(e)[0], np.diff(f(e))[:-1], -f(e)[-1]],
    "inner": lambda f, e, h: np.diff([0, *h, 0]) * np.r_[1, -np.ones(len(e) - 2), 1],
    "running sums": lambda f, e, h: np.cumsum([0, *h]),
    "running sums from the first": lambda f, e, h: np.cumsum([*h, 0]),
    "means": lambda f, e, h: np.diff([0, *h, 0]) / 2,
    "sums": lambda f, e, h: np.array([0, *h]) + np.array([*h, 0]),
    "slopes": lambda f, e, h: np.diff([0, *h, 0]) / np.append(np.diff(e), 1.0),
    "widths": lambda f, e, h: np.diff([0, *h, 0]) * np.append(np.diff(e), 1.0),
    "sizes": lambda f, e, h: abs(np.diff([0, *h, 0])),
    "last up": lambda f, e, h: np.diff([0, *h, 0]) * np.r_[np.ones(len(e) - 1), -1],
    "ones": lambda f, e, h: np.ones(len(e)),
}
_EDGES = {
    "edges": lambda e: e,
    "middles": lambda e: np.append((e[:-1] + e[1:]) / 2, e[-1]),
    "even": lambda e: np.linspace(e[0], e[-1], len(e)),
    "from 0": lambda e: e - e[0],
    "reversed": lambda e: e[::-1],
}


def _curve(
    *,
    heights="middle",
    jumps="jumps",
    first=True,
    last=True,
    sign=-1,
    scaled=True,
    backward=False,
    places="edges",
    steep=True,
    divided=False,
    ends=True,
):
    """W2, b2, W3 of a sum of bumps, with one thing changed."""

    def parameters(f, edges, s):
        W3 = np.array(_JUMPS[jumps](f, edges, _HEIGHTS[heights](f, edges)), float)
        if not (first and ends):
            W3[0] = 0
        if not (last and ends):
            W3[-1] = 0
        b2 = sign * (1 / s if divided else s if scaled else 1) * _EDGES[places](edges).reshape(-1, 1)
        W2 = np.full((len(edges), 1), s if steep else 1.0)
        return W2, b2, (-1 if backward else 1) * W3.reshape(1, -1)

    return parameters


_STEPS = "b2: a step lies where the weighted input is 0. Where do your steps lie?"
_LEVELS = (
    "W3: write down the levels of the curve from left to right, with what is before the first edge and behind the last."
    " By how much does the sum jump at each edge?"
)
_MIDDLES = "Where in its slice is a height taken? Put in the edges 1 and 3."

CURVE = Exercise(
    "05.10", _curve(), _curve_inputs,
    (
        Mistake(
            "heights, not jumps", With(_curve, jumps="heights"),
            "Once a unit has switched on, it stays on. What must the next unit add to the sum?",
        ),
        Mistake(
            "values at the edges", With(_curve, jumps="values"),
            "A unit that has switched on stays on, and heights belong to slices. Which jump does an edge need?",
        ),
        Mistake(
            "the mean of the edges", With(_curve, heights="mean"), "Where in its slice is a height taken in (5.8)?"
        ),
        Mistake(
            "inner jumps turned round", With(_curve, jumps="inner"),
            "At an inner edge one bump ends and the next begins. Which of them has the sign plus?",
        ),
        f.LAST_LEFT_OUT(
            With(_curve, last=False), name="the last jump is left out", hint="What is your output far to the right?"
        ),
        Mistake(
            "the first jump is left out", With(_curve, first=False), "What is the level before the first edge?"
        ),
        Mistake(
            "both outer jumps are left out", With(_curve, ends=False),
            "What is the level before the first edge, and what behind the last?",
        ),
        Mistake(
            "the last jump goes up", With(_curve, jumps="last up"),
            "What is your output far to the right? Which level minus which is the last jump?",
        ),
        Mistake(
            "heights at the left edges", With(_curve, heights="left"), "Where in its slice is a height taken?"
        ),
        Mistake(
            "heights at the right edges", With(_curve, heights="right"), "Where in its slice is a height taken?"
        ),
        f.PARENTHESES(With(_curve, heights="precedence"), hint="a + b / 2 is a + (b / 2). " + _MIDDLES),
        Mistake("the sum of the edges", With(_curve, heights="sum"), _MIDDLES),
        Mistake("half the width", With(_curve, heights="of the width"), _MIDDLES),
        Mistake("slices of equal width for the heights", With(_curve, heights="even"), _MIDDLES),
        Mistake(
            "places for heights", With(_curve, heights="places"), "f is not used. How high are the bumps?",
            family=f.FUNCTION_ITSELF.family,
        ),
        *(
            Mistake(name, With(_curve, jumps=name), _LEVELS)
            for name in (
                "heights, the first again", "heights, 0 first", "heights, the last again",
                "heights, and the last taken back", "alternating", "differences of values",
                "differences of values, 0 last", "running sums", "running sums from the first", "sums", "sizes", "ones",
            )
        ),
        f.HALF(With(_curve, jumps="means"), name="half the jumps", hint=_LEVELS),
        Mistake(
            "jumps divided by widths", With(_curve, jumps="slopes"),
            "W3: a jump is a difference of levels, and not a slope. What are the widths for?",
        ),
        Mistake(
            "jumps times widths", With(_curve, jumps="widths"),
            "W3: a jump is a difference of levels, and not an area. What are the widths for?",
        ),
        f.SIGN(
            With(_curve, sign=1), name="the sign of the biases",
            hint="A step lies where the weighted input is 0. Where is that with your biases?",
        ),
        Mistake(
            "the places as biases", With(_curve, scaled=False),
            "Multiply out the argument of a sigmoid in (5.8). What does the steepness multiply?",
        ),
        Mistake(
            "the places as biases, not negated", _curve(scaled=False, sign=1), "For which x is s x + b equal to 0?"
        ),
        Mistake(
            "the places divided by s", With(_curve, divided=True), "For which x is s x + b equal to 0, with your b?",
        ),
        Mistake(
            "the steepness is left out", _curve(scaled=False, steep=False),
            "How wide are your edges? Which parameters does s belong to?",
        ),
        Mistake(
            "s in the biases only", With(_curve, steep=False),
            "The biases have the steepness. What else does it multiply in s (x − e)?",
        ),
        Mistake("steps in the middles", With(_curve, places="middles"), _STEPS),
        Mistake(
            "edges at equal distances", With(_curve, places="even"), _STEPS + " The slices need not be equally wide.",
        ),
        Mistake("edges counted from the first", With(_curve, places="from 0"), _STEPS),
        Mistake("edges in reverse order", With(_curve, places="reversed"), _STEPS + " Unit i has its step at e_i."),
        f.SIGN(
            With(_curve, backward=True), name="upside down",
            hint="Every jump has the wrong sign: which level minus which?",
        ),
    ),
    see="chapter 5b, “Many bumps make a curve”", parts=("W2", "b2", "W3"), trials=4,
)  # fmt: skip
