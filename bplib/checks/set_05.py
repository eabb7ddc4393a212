"""Exercise set 5: from neurons to a network. The first six exercises are in ``set_05_basics``."""

import numpy as np

from ..activations import sigmoid, sigmoid_prime
from . import set_05_reference as ref
from .engine import Exercise, Mistake, Value
from .set_05_basics import BASICS

__all__ = ["EXERCISES"]


def _std(tau, beta, n, q):
    return np.sqrt((tau**2 - beta**2) / (n * q))


def _std_inputs(rng):
    beta = rng.uniform(0.4, 1)
    return int(rng.integers(5, 60)), *map(float, (rng.uniform(1.5, 3), beta, beta + rng.uniform(0.5, 1.5)))


_RIGHT = ref.saturated()

EXERCISES = (
    *BASICS,
    Exercise(
        "05.7", ref.bump(),
        lambda rng: (
            p := float(rng.uniform(-2, -0.5)), p + float(rng.uniform(1, 3)),
            float(rng.uniform(1.5, 4)), float(rng.uniform(10, 20)),
        ),
        (
            Mistake(
                "the sign of the biases", ref.bump(sign=1),
                "A step lies where the weighted input is 0. Where is that with your biases?",
            ),
            Mistake(
                "the places as biases", ref.bump(scaled=False),
                "Multiply out the argument of the sigmoid in (5.7). What does the steepness multiply?",
            ),
            Mistake(
                "places as biases, not negated", ref.bump(scaled=False, sign=1), "For which x is s x + b equal to 0?"
            ),
            Mistake(
                "the two steps are added", ref.bump(minus=1),
                "To the right of q both units are 1. What should the output be there?",
            ),
            Mistake("upside down", ref.bump(swapped=True), "Your bump is a pit. Which unit has its step first?"),
        ),
        see="chapter 5, “A bump from a pair of sigmoids”", accept=ref.accepts_bump, parts=("W2", "b2", "W3", "b3"),
    ),
    Exercise(
        "05.8", lambda n, mean_square, beta, tau: _std(tau, beta, n, mean_square), _std_inputs,
        (
            Mistake(
                "the variance", lambda n, q, b, t: _std(t, b, n, q) ** 2,
                "This is what (5.12) calls v. The task asks for its root.",
            ),
            Mistake("the bias is left out", lambda n, q, b, t: _std(t, 0, n, q), "What does the bias add to z²?"),
            Mistake(
                "the special case", lambda n, q, b, t: 1 / np.sqrt(n),
                "This is (5.13), for inputs of size 1 and no bias. What is different here?",
            ),
            Mistake(
                "deviations subtracted", lambda n, q, b, t: (t - b) / np.sqrt(n * q),
                "What adds up when independent quantities are added: deviations, or their squares?",
            ),
            Mistake(
                "the sign of the bias", lambda n, q, b, t: np.sqrt((t**2 + b**2) / (n * q)),
                "With a larger bias, do the weights have to contribute more to z or less?",
            ),
            Mistake(
                "a mean for a sum", lambda n, q, b, t: _std(t, b, 1, q),
                "Twice as many inputs should give smaller weights. Yours do not depend on n.",
            ),
            Mistake(
                "the mean square is left out", lambda n, q, b, t: _std(t, b, n, 1),
                "Larger inputs should give smaller weights. Yours do not depend on them.",
            ),
            Mistake(
                "n without its root", lambda n, q, b, t: np.sqrt((t**2 - b**2) / q) / n,
                "The square of the weights goes with 1/n. How do the weights themselves go?",
            ),
            Mistake(
                "the mean square without its root", lambda n, q, b, t: np.sqrt((t**2 - b**2) / n) / q,
                "The mean of the squares of the inputs has been taken for the size of an input.",
            ),
        ),
        see="chapter 5, “How large the first weights should be”",
    ),
    Value(
        "05.9", _RIGHT,
        (
            (
                "σ'(a) for σ'(z)", ref.saturated(slope=lambda z: sigmoid_prime(sigmoid(z))),
                "With you no unit is ever saturated. Is σ applied twice on the way to the slope?",
            ),
            ("the other share", ref.saturated(flip=True), "This is the share of the units that still have a slope."),
            ("percent", tuple(100 * share for share in _RIGHT), "A share is a number between 0 and 1."),
            (
                "counts", tuple(100 * 300 * share for share in _RIGHT),
                "These are numbers of pairs. Divide by how many there are.",
            ),
            (
                "|z| for the slope", ref.saturated(slope=np.abs),
                "You count small weighted inputs. It is the slope σ'(z) that should be small.",
            ),
            (
                "σ for its slope", ref.saturated(slope=sigmoid),
                "A unit at 1 is as flat as a unit at 0. You count only one of the two.",
            ),
        ),
        atol=0.006, see="chapter 5, “How large the first weights should be”",
    ),
    Exercise(
        "05.10", ref.curve(), ref.curve_inputs,
        (
            Mistake(
                "heights, not jumps", ref.curve(jumps=False),
                "Once a unit has switched on, it stays on. What must the next unit add to the sum?",
            ),
            Mistake("the last jump is left out", ref.curve(last=False), "What is your output far to the right?"),
            Mistake(
                "the first jump is left out", ref.curve(first=False), "What is the level before the first edge?"
            ),
            Mistake("heights at the left edges", ref.curve(heights="left"), "Where in its slice is a height taken?"),
            Mistake("heights at the right edges", ref.curve(heights="right"), "Where in its slice is a height taken?"),
            Mistake(
                "the sign of the biases", ref.curve(sign=1),
                "A step lies where the weighted input is 0. Where is that with your biases?",
            ),
            Mistake(
                "the places as biases", ref.curve(scaled=False),
                "Multiply out the argument of a sigmoid in (5.8). What does the steepness multiply?",
            ),
            Mistake("upside down", ref.curve(backward=True), "Every jump has the wrong sign: which level minus which?"),
        ),
        see="chapter 5, “Many bumps make a curve”", parts=("W2", "b2", "W3"),
    ),
)  # fmt: skip
