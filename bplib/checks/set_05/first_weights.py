"""Exercises 5.8 and 5.9: how large the first weights should be, and how many units are saturated if they are not."""

import numpy as np

from ...activations import sigmoid, sigmoid_prime
from .. import families as f
from ..engine import Exercise, Mistake, With, in_turn, trial

__all__ = ["SATURATED", "STANDARD_DEVIATION"]


def _std(tau, beta, n, q):
    return np.sqrt((tau**2 - beta**2) / (n * q))


def _std_inputs(rng):
    """n, mean square, β and τ: all above 1, below it; then trials in which one or two of them play no part."""
    n, q, beta, more = in_turn(
        rng, (23, 2.6, 1.3, 0.9), (54, 0.35, 0.4, 0.25), (1, 1.7, 0.7, 1.2), (9, 0.6, 0.0, 1.6), (17, 1.0, 0.8, 1.1),
        (1, 1.0, 1.2, 0.8),
    )  # fmt: skip
    change = rng.uniform(0.9, 1.1, 3)
    q = q if q == 1 else float(q * change[0])
    return n, q, float(beta * change[1]), float(beta * change[1] + more * change[2])


_ABOVE = {
    "τ² − β²": lambda b, t: t**2 - b**2,
    "τ²": lambda b, t: t**2,
    "τ² + β²": lambda b, t: t**2 + b**2,
    "(τ − β)²": lambda b, t: (t - b) ** 2,
    "τ − β": lambda b, t: t - b,
    "τ² − β": lambda b, t: t**2 - b,
    "τ + β": lambda b, t: t + b,
    "τ": lambda b, t: t,
    "1": lambda b, t: 1.0,
}


def _weights(*, above="τ² − β²", n_power=1, q_power=1, root=True):
    """The standard deviation with one thing changed; the powers are those in the variance, below."""

    def std(n, mean_square, beta, tau):
        variance = _ABOVE[above](beta, tau) / (n**n_power * mean_square**q_power)
        return np.sqrt(variance) if root else variance

    return std


_DEVIATIONS = "What adds up when independent quantities are added: deviations, or their squares?"

STANDARD_DEVIATION = Exercise(
    "05.8", lambda n, mean_square, beta, tau: _std(tau, beta, n, mean_square), _std_inputs,
    (
        Mistake(
            "the special case", lambda n, q, b, t: 1 / np.sqrt(n),
            "This is (12.3), for inputs of size 1 and no bias. What is different here?",
        ),
        Mistake("the variance", With(_weights, root=False), "This is a variance. The task asks for its root."),
        f.BIAS_LEFT_OUT(
            With(_weights, above="τ²"), name="the bias is left out", hint="What does the bias add to z²?"
        ),
        Mistake("deviations subtracted", With(_weights, above="(τ − β)²"), _DEVIATIONS),
        Mistake("deviations under the root", With(_weights, above="τ − β"), _DEVIATIONS),
        Mistake("deviations added under the root", With(_weights, above="τ + β"), _DEVIATIONS),
        Mistake("τ under the root", With(_weights, above="τ"), "τ is a standard deviation. What is the mean of z²?"),
        Mistake(
            "τ and β are not used", With(_weights, above="1"), "Your weights do not depend on β and τ. Should they?",
        ),
        Mistake(
            "the sign of the bias", With(_weights, above="τ² + β²"),
            "With a larger bias, do the weights have to contribute more to z or less?",
        ),
        Mistake(
            "β for β²", With(_weights, above="τ² − β"), "β is a standard deviation. What is the mean of b²?"
        ),
        Mistake(
            "a mean for a sum", With(_weights, n_power=0),
            "Twice as many inputs should give smaller weights. Yours do not depend on n.",
        ),
        Mistake(
            "the mean square is left out", With(_weights, q_power=0),
            "Larger inputs should give smaller weights. Yours do not depend on them.",
        ),
        Mistake(
            "n without its root", With(_weights, n_power=2),
            "The square of the weights goes with 1/n. How do the weights themselves go?",
        ),
        Mistake(
            "the mean square without its root", With(_weights, q_power=2),
            "The mean of the squares of the inputs has been taken for the size of an input.",
        ),
        Mistake(
            "the root of n twice", With(_weights, n_power=0.5),
            "The square of the weights goes with 1/n. Is a root of n"
            " taken once too often?",
        ),
        Mistake(
            "the root of the mean square twice", With(_weights, q_power=0.5),
            "A mean square stands below in the square of the weights. Is its root taken once too often?",
        ),
        Mistake(
            "multiplied by n", With(_weights, n_power=-1),
            "Twice as many inputs should give smaller weights. Yours give larger ones.",
        ),
        Mistake(
            "multiplied by n, without its root", With(_weights, n_power=-2),
            "Twice as many inputs should give smaller weights. Yours give larger ones.",
        ),
        Mistake(
            "multiplied by the mean square", With(_weights, q_power=-1),
            "Larger inputs should give smaller weights. Yours give larger ones.", family=f.PARENTHESES.family,
        ),
        Mistake(
            "multiplied by the mean square, without its root", With(_weights, q_power=-2),
            "Larger inputs should give smaller weights. Yours give larger ones.", family=f.PARENTHESES.family,
        ),
        Mistake(
            "the root of the numerator only", lambda n, q, b, t: np.sqrt(t**2 - b**2) / (n * q),
            "How far does the root reach? Write down v first, then its root.",
        ),
        Mistake(
            "the root of the denominator only", lambda n, q, b, t: (t**2 - b**2) / np.sqrt(n * q),
            "How far does the root reach? Write down v first, then its root.",
        ),
        Mistake(
            "a bias for each input", lambda n, q, b, t: np.sqrt(np.maximum(t**2 - n * b**2, 0) / (n * q)),
            "How often does the bias stand in z? And so how often its mean square?",
        ),
        Mistake(
            "a bias for each input, nan kept", lambda n, q, b, t: np.sqrt((t**2 - n * b**2) / (n * q)),
            "How often does the bias stand in z? And so how often its mean square?",
        ),
        Mistake(
            "the bias divided too", lambda n, q, b, t: np.sqrt(abs(t**2 / (n * q) - b**2)),
            "Solve for the variance of the weights again: first subtract what the bias adds, then divide.",
        ),
        Mistake(
            "the bias divided too, the deviation", lambda n, q, b, t: t / np.sqrt(n * q) - b,
            "Solve for the variance of the weights again: first subtract what the bias adds, then divide.",
        ),
        Mistake(
            "the bias divided by n", lambda n, q, b, t: np.sqrt((t**2 - b**2 / n) / (n * q)),
            "How often does the bias stand in z? And so how often its mean square?",
        ),
        Mistake(
            "the bias times the mean square", lambda n, q, b, t: np.sqrt(abs(t**2 - q * b**2) / (n * q)),
            "The bias meets no input. What is the mean of b²?",
        ),
        Mistake(
            "the bias divided by n and the inputs", lambda n, q, b, t: np.sqrt(abs(t**2 / n - b**2) / q),
            "Solve for the variance of the weights again: first subtract what the bias adds, then divide.",
        ),
        Mistake(
            "n + 1 inputs", lambda n, q, b, t: np.sqrt((t**2 - b**2) / ((n + 1) * q)),
            "The bias has its own deviation. Does it count as an input too?",
        ),
        Mistake(
            "n + 1 inputs for the bias", lambda n, q, b, t: t / np.sqrt(n * q + 1),
            "This is right for a bias with the deviation of the weights. This one has β.",
        ),
        Mistake(
            "n − 1 for n", lambda n, q, b, t: np.sqrt((t**2 - b**2) / ((n - 1) * q)),
            "The sum in z has how many terms?",
        ),
        Mistake(
            "τ for τ²", lambda n, q, b, t: np.sqrt(abs(t - b**2) / (n * q)),
            "τ is a standard deviation. What is the mean of z²?",
        ),
        Mistake(
            "upside down", lambda n, q, b, t: np.sqrt(n * q / (t**2 - b**2)),
            "Twice as many inputs should give smaller weights. Yours give larger ones.",
        ),
        Mistake(
            "the standard deviation of z alone", lambda n, q, b, t: np.sqrt(t**2 - b**2),
            "This is what the weights must contribute to z. How large must each of them be for that?",
        ),
        Mistake(
            "a root in two places", lambda n, q, b, t: np.sqrt(np.sqrt((t**2 - b**2) / (n * q))),
            "The root is taken twice.",
        ),
    ),
    see="chapter 12, “How large is a weighted sum?”", trials=6,
)  # fmt: skip


def _layer_inputs(rng):
    """Weights of any shape, pixels, and a slope: at first one so high that no share is 0. Later no pixel is 16."""
    first = trial(rng) == 1
    below = rng.uniform(0.24975, 0.24985) if first else rng.uniform(0.05, 0.22)
    units, n, examples = (int(rng.integers(*ends)) for ends in ((18, 30), (34, 55), (25, 33)))
    pixels = rng.integers(0, 17 if first else 14, size=(n, examples)).astype(float)
    return rng.normal(size=(units, n)), pixels, float(below)


_TAKEN = {
    "pairs": lambda flat: np.mean(flat),
    "any input": lambda flat: np.mean(flat.any(axis=1)),
    "all inputs": lambda flat: np.mean(flat.all(axis=1)),
    "all units": lambda flat: np.mean(flat.all(axis=0)),
    "counts": lambda flat: float(flat.sum()),
    "of each unit": lambda flat: flat.sum() / len(flat),
    "of each input": lambda flat: flat.sum() / flat.shape[1],
    "first unit": lambda flat: np.mean(flat[0]),
    "first input": lambda flat: np.mean(flat[:, 0]),
}
_PIXELS = {
    "16": lambda p: p / 16,
    "15": lambda p: p / 15,
    "17": lambda p: p / 17,
    "255": lambda p: p / 255,
    "256": lambda p: p / 256,
    "100": lambda p: p / 100,
    "64": lambda p: p / 64,
    "8": lambda p: p / 8,
    "4": lambda p: p / 4,
    "largest": lambda p: p / p.max(),
    "mean": lambda p: p / p.mean(),
    "sum": lambda p: p / p.sum(axis=0),
    "whole": lambda p: p // 16,
    "standard": lambda p: (p - p.mean()) / p.std(),
    "less the mean": lambda p: (p - p.mean()) / 16,
    "not": lambda p: p,
}


def _saturated(
    *,
    slope=sigmoid_prime,
    root=lambda W: W.shape[1] ** 0.5,
    divisor=16,
    factor=1,
    flip=False,
    fixed=None,
    order=1,
    pixel="16",
    taken="pairs",
    second_too=False,
    only_weights=False,
):
    """The three shares of exercise 5.9, with one thing changed.

    Args:
        slope: what is compared with the threshold.
        root: function of the weights, by what they are divided.
        divisor: by what the pixels are divided in the third part.
        factor: of the shares.
        flip: the share of the others.
        fixed: a threshold in place of the one asked for.
        order: -1 for the third share first.
        pixel: what is done to the pixels in place of a division by 16.
        taken: what of the pairs is counted.
        second_too: whether the weights are divided in the second part too.
        only_weights: whether in the second part only the weights are.
    """

    def shares(weights, pixels, below):
        scaled, small = _PIXELS[pixel](pixels), weights / root(weights)
        third = scaled * 16 / divisor if divisor != 16 else scaled
        second = small @ pixels if only_weights else small @ scaled if second_too else weights @ scaled
        parts = (weights @ pixels, second, small @ third)
        flat = [slope(x) < (fixed or below) for x in parts]
        return tuple(factor * float(_TAKEN[taken](~x if flip else x)) for x in flat[::order])

    return shares


_DIVIDED = "By what does the task divide the pixels? The check also tries pixels of which none is 16."
_PAIRS = "Count pairs of unit and input: there are as many as entries in z. What do you count, and divide by?"
_N = "n is the number of inputs of a unit. Is that the rows of weights or its columns?"

SATURATED = Exercise(
    "05.9", _saturated(), _layer_inputs,
    (
        f.SLOPE_OF_A(
            With(_saturated, slope=lambda z: sigmoid_prime(sigmoid(z))),
            hint="Your slopes lie between 0.19 and 0.25. Is σ applied twice on the way to the slope?",
        ),
        Mistake(
            "the other share", With(_saturated, flip=True),
            "This is the share of the pairs that still have a slope.",
        ),
        Mistake("percent", With(_saturated, factor=100), "A share is a number between 0 and 1."),
        Mistake(
            "counts", With(_saturated, taken="counts"), "These are numbers of pairs. Divide by how many there are."
        ),
        Mistake("counts for each unit", With(_saturated, taken="of each unit"), _PAIRS),
        Mistake("counts for each input", With(_saturated, taken="of each input"), _PAIRS),
        Mistake("units that are saturated for any input", With(_saturated, taken="any input"), _PAIRS),
        Mistake("units that are saturated for all inputs", With(_saturated, taken="all inputs"), _PAIRS),
        Mistake("inputs that saturate all units", With(_saturated, taken="all units"), _PAIRS),
        f.FIRST_FOR_ALL(With(_saturated, taken="first unit"), name="the first unit only", hint=_PAIRS),
        f.FIRST_FOR_ALL(With(_saturated, taken="first input"), name="the first input only", hint=_PAIRS),
        Mistake(
            "|z| for the slope", With(_saturated, slope=np.abs),
            "You count small weighted inputs. It is the slope σ'(z) that should be small.",
        ),
        Mistake(
            "z for the slope", With(_saturated, slope=lambda z: z),
            "You compare weighted inputs with below. It is the slope σ'(z) that should be small.",
        ),
        Mistake(
            "z (1 − z)", With(_saturated, slope=lambda z: z * (1 - z)),
            "z (1 − z) looks like the slope of the sigmoid. For which of z and a does that formula hold?",
        ),
        Mistake(
            "the slope of tanh", With(_saturated, slope=lambda z: 1 - np.tanh(z) ** 2),
            "The units are sigmoids. Which slope belongs to them?",
        ),
        Mistake(
            "σ for its slope", With(_saturated, slope=sigmoid),
            "A unit at 1 is as flat as a unit at 0. You count only one of the two.",
        ),
        Mistake(
            "1 − σ for its slope", With(_saturated, slope=lambda z: 1 - sigmoid(z)),
            "A unit at 0 is as flat as a unit at 1. You count only one of the two.",
        ),
        Mistake(
            "pixels as they were in the third part", With(_saturated, divisor=1),
            "In addition means that the third part has both changes.",
        ),
        Mistake(
            "pixels divided twice", With(_saturated, divisor=256),
            "By how much are the pixels divided in all in your third part?",
        ),
        Mistake(
            "n without its root", With(_saturated, root=lambda W: W.shape[1]),
            "By (12.3), which standard deviation do the weights need?",
        ),
        Mistake(
            "the weights as they were", With(_saturated, root=lambda W: 1),
            "What sets your third part apart from the second?",
        ),
        Mistake(
            "√64 for √n", With(_saturated, root=lambda W: 8),
            "The check uses layers with other numbers of inputs. Which axis of weights tells how many?",
        ),
        Mistake(
            "10 for √n", With(_saturated, root=lambda W: 10),
            "The check uses layers with other numbers of inputs. Which axis of weights tells how many?",
        ),
        Mistake(
            "the number of units for n", With(_saturated, root=lambda W: len(W) ** 0.5), _N,
        ),
        Mistake("the number of weights for n", With(_saturated, root=lambda W: W.size**0.5), _N),
        Mistake(
            "multiplied by the root", With(_saturated, root=lambda W: W.shape[1] ** -0.5),
            "In your third part the weights become larger. Are they divided by √n, or multiplied?",
        ),
        Mistake(
            "n + 1 for n", With(_saturated, root=lambda W: (W.shape[1] + 1) ** 0.5), _N,
        ),
        Mistake(
            "0.01 for below", With(_saturated, fixed=0.01), "Which argument do you not use? The check varies it."
        ),
        Mistake("the other order", With(_saturated, order=-1), "Which of the three comes first?"),
        Mistake(
            "the weights are divided in the second part too", With(_saturated, second_too=True),
            "The second part has one change only, and the third has two.",
        ),
        Mistake(
            "only the weights are divided in the second part", With(_saturated, only_weights=True),
            "Which of the two changes comes first in the task?",
        ),
        f.INTEGER_DIVISION(With(_saturated, pixel="whole")),
        *(
            Mistake(f"pixels divided by {what}", With(_saturated, pixel=kind), _DIVIDED)
            for kind, what in (
                *((number, number) for number in ("15", "17", "255", "256", "100", "64", "8", "4")),
                ("largest", "the largest of them"),
                ("mean", "their mean"), ("sum", "their sum"), ("standard", "their deviation, less their mean"),
                ("less the mean", "16, less their mean"),
            )
        ),
        Mistake(
            "pixels as they were", With(_saturated, pixel="not"), "By what are the pixels divided in your second part?"
        ),
        Mistake(
            "slopes of the pixels",
            lambda weights, pixels, below: tuple(
                float(np.mean(sigmoid_prime(x) < below))
                for x in (pixels, pixels / 16, pixels / 16 / weights.shape[1] ** 0.5)
            ),
            "The slope is that of a unit, at its weighted input. Where do the weights come in?",
        ),
        Mistake(
            "mean slopes",
            lambda weights, pixels, below: tuple(
                float(np.mean(sigmoid_prime(weights @ x)))
                for x in (pixels, pixels / 16, pixels / 16 / weights.shape[1] ** 0.5)
            ),
            "These are mean slopes. How many slopes are below the threshold?",
        ),
    ),
    see="chapter 12, “How large is a weighted sum?”",
    parts=("the first share", "the second share", "the third share"),
)  # fmt: skip
