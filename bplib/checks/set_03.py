"""Exercise set 3: the chain rule."""

import numpy as np

from .engine import Exercise, Mistake, Value
from .set_03_graphs import GRAPHS
from .set_03_matrices import MATRICES

__all__ = ["EXERCISES"]

_RATES = "chapter 3, “Rates multiply”"
_PATHS = "chapter 3, “Several paths add up”"
_COSTS = "chapter 3, “From the left, without building Jacobians”"


def _slope(x):
    return np.exp(np.sin(x**2)) * np.cos(x**2) * 2 * x


def _number(rng):
    """Of either sign, and large enough that the cosine of its square can be negative."""
    return (float(rng.choice([-1, 1]) * rng.uniform(0.4, 1.7)),)


def _by_hand(a, b, *, through_e=1, through_q=1, direct=1, own_in_e=False, own_in_p=False):
    """The derivatives of e = p q with p = a b, q = a + p. The options leave out arrows, or exchange factors."""
    p = a * b
    q = a + p
    to_p, q_bar = (p, q) if own_in_e else (q, p)
    p_bar = through_e * to_p + through_q * q_bar
    to_a, to_b = (a, b) if own_in_p else (b, a)
    return p_bar * to_a + direct * q_bar, p_bar * to_b


_BASICS = (
    Exercise(
        "03.1", _slope, _number,
        (
            Mistake(
                "the innermost derivative is left out", lambda x: np.exp(np.sin(x**2)) * np.cos(x**2),
                "There are three steps, but your product has two factors. How fast does the first step change with x?",
            ),
            Mistake(
                "the middle derivative is left out", lambda x: np.exp(np.sin(x**2)) * 2 * x,
                "There are three steps, but your product has two factors. Which step has none?",
            ),
            Mistake(
                "the outermost derivative is left out", lambda x: np.cos(x**2) * 2 * x,
                "There are three steps, but your product has two factors. The last step has a derivative too.",
            ),
            Mistake(
                "all derivatives taken at x", lambda x: np.exp(x) * np.cos(x) * 2 * x,
                "The factors are right, the places where they are taken are not. What is the operand of each step?",
            ),
            Mistake(
                "the cosine taken at x", lambda x: np.exp(np.sin(x**2)) * np.cos(x) * 2 * x,
                "One derivative is taken at the wrong place: at the input, not at the operand of its step.",
            ),
            Mistake(
                "derivatives put into one another", lambda x: np.exp(np.cos(x**2) * 2 * x),
                "Is the derivative of a composition the composition of the derivatives?",
            ),
            Mistake(
                "x for 2x", lambda x: _slope(x) / 2,
                "Two factors are right. How fast does the first step, the square, change?",
            ),
            Mistake(
                "the exponential of the cosine", lambda x: np.exp(np.cos(x**2)) * 2 * x,
                "What stands in the exponent is differentiated in place. Take one step after the other.",
            ),
            Mistake("the value", lambda x: np.exp(np.sin(x**2)), "This is y itself. How fast does it change?"),
            Mistake("sign flipped", lambda x: -_slope(x), "What is the derivative of the sine? Look at its sign."),
        ),
        see=_RATES, trials=5,
    ),
    Exercise(
        "03.2", _by_hand, lambda rng: (*_number(rng), float(rng.choice([-1, 1]) * rng.uniform(1.5, 3))),
        (
            Mistake(
                "the path p → q → e is missing", lambda a, b: _by_hand(a, b, through_q=0),
                "Two arrows leave p. Both contribute to the derivative with respect to p.",
            ),
            Mistake(
                "the path p → e is missing", lambda a, b: _by_hand(a, b, through_e=0),
                "Two arrows leave p. Both contribute to the derivative with respect to p.",
            ),
            Mistake(
                "the path a → q is missing", lambda a, b: _by_hand(a, b, direct=0),
                "The derivative with respect to b is right. How many arrows leave a?",
            ),
            Mistake("the two are swapped", lambda a, b: _by_hand(a, b)[::-1], "Which derivative comes first?"),
            *(
                Mistake(
                    "the wrong factor", lambda a, b, own=own: _by_hand(a, b, **own),
                    "What is the local derivative of a product with respect to a factor? Look at every product.",
                )
                for own in ({"own_in_p": True}, {"own_in_e": True}, {"own_in_p": True, "own_in_e": True})
            ),
            Mistake(
                "p and q held fixed", lambda a, b: (a * b, 0.0),
                "This counts only the arrow from a to q. What a and b do to p, they do to e as well.",
            ),
        ),
        see=_PATHS, trials=4, parts=("a_bar", "b_bar"),
    ),
    Value(
        "03.9", 38,
        (
            ("the last that is cheaper in reverse", 37, "With this m the reverse order is still cheaper."),
            (
                "the number of inputs", 40,
                "Outputs against inputs is a good rule of thumb. The layers in between move the limit: count.",
            ),
            ("the last product is left out", 34, "Forward, too, takes two products. What does the one with J3 cost?"),
            ("as cheap", 37.5, "Here the two cost the same. m is a whole number."),
            (
                "more outputs than inputs", 41,
                "The rule of thumb says this, and so does the first product of each order alone. Count both products.",
            ),
        ),
        see=_COSTS,
    ),
)  # fmt: skip

EXERCISES = tuple(sorted((*_BASICS, *GRAPHS, *MATRICES), key=lambda exercise: int(exercise.name[3:])))
