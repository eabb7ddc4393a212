"""Exercise set 5: from neurons to a network.

Exercises 1 to 3 are in ``set_05_basics``, 4 to 6 in ``set_05_passes``, 7 and 10 in ``set_05_bumps``.
"""

import numpy as np

from ..activations import sigmoid, sigmoid_prime
from . import set_05_reference as ref
from .engine import Exercise, Mistake
from .set_05_basics import BASICS
from .set_05_bumps import BUMP, CURVE
from .set_05_passes import PASSES

__all__ = ["EXERCISES"]


def _std(tau, beta, n, q):
    return np.sqrt((tau**2 - beta**2) / (n * q))


def _std_inputs(rng):
    beta = rng.uniform(0.4, 1)
    return int(rng.integers(5, 60)), *map(float, (rng.uniform(1.5, 3), beta, beta + rng.uniform(0.5, 1.5)))


EXERCISES = (
    *BASICS,
    *PASSES,
    BUMP,
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
                "the root of the numerator only", lambda n, q, b, t: np.sqrt(t**2 - b**2) / (n * q),
                "How far does the root reach? Write down v first, then its root.",
            ),
            Mistake(
                "β for β²", lambda n, q, b, t: np.sqrt((t**2 - b) / (n * q)),
                "β is a standard deviation. What is the mean of b²?",
            ),
            Mistake(
                "the mean square without its root", lambda n, q, b, t: np.sqrt((t**2 - b**2) / n) / q,
                "The mean of the squares of the inputs has been taken for the size of an input.",
            ),
        ),
        see="chapter 5, “How large the first weights should be”",
    ),
    Exercise(
        "05.9", ref.saturated(), ref.layer_inputs,
        (
            Mistake(
                "σ'(a) for σ'(z)", ref.saturated(slope=lambda z: sigmoid_prime(sigmoid(z))),
                "Your slopes lie between 0.19 and 0.25. Is σ applied twice on the way to the slope?",
            ),
            Mistake(
                "the other share", ref.saturated(flip=True), "This is the share of the pairs that still have a slope."
            ),
            Mistake("percent", ref.saturated(factor=100), "A share is a number between 0 and 1."),
            Mistake(
                "counts", ref.saturated(factor=None), "These are numbers of pairs. Divide by how many there are."
            ),
            Mistake(
                "|z| for the slope", ref.saturated(slope=np.abs),
                "You count small weighted inputs. It is the slope σ'(z) that should be small.",
            ),
            Mistake(
                "σ for its slope", ref.saturated(slope=sigmoid),
                "A unit at 1 is as flat as a unit at 0. You count only one of the two.",
            ),
            Mistake(
                "pixels as they were in the third part", ref.saturated(divisor=1),
                "In addition means that the third part has both changes.",
            ),
            Mistake(
                "pixels divided twice", ref.saturated(divisor=256),
                "By how much are the pixels divided in all in your third part?",
            ),
            Mistake(
                "n without its root", ref.saturated(root=lambda W: W.shape[1]),
                "By (5.13), which standard deviation do the weights need?",
            ),
            Mistake(
                "the weights as they were", ref.saturated(root=lambda W: 1),
                "What sets your third part apart from the second?",
            ),
            Mistake(
                "√64 for √n", ref.saturated(root=lambda W: 8),
                "The check uses layers with other numbers of inputs. Which axis of weights tells how many?",
            ),
            Mistake(
                "the number of units for n", ref.saturated(root=lambda W: len(W) ** 0.5),
                "n is the number of inputs of a unit. Is that the rows of weights or its columns?",
            ),
            Mistake(
                "0.01 for below", ref.saturated(fixed=0.01), "Which argument do you not use? The check varies it."
            ),
            Mistake("the other order", ref.saturated(order=-1), "Which of the three comes first?"),
        ),
        see="chapter 5, “How large the first weights should be”",
        parts=("the first share", "the second share", "the third share"),
    ),
    CURVE,
)  # fmt: skip
