"""Exercises 12.2, 12.7 and 12.9: the variance of the first weights, for two slopes, He's, and the best of five."""

from numbers import Real

import numpy as np

from ..engine import Exercise, Mistake, Value, With, in_turn
from ..families import FIRST_FOR_ALL, LAYER_OFF_BY_ONE, PARENTHESES

__all__ = ["BEST_SCALE", "HE", "TWO_SLOPES"]

_HOW_LARGE = "chapter 12, “How large is a weighted sum?”"


def _slopes(rng):
    p, q = in_turn(
        rng, (1.0, 0.0), (1.0, 0.2), (1.5, -0.5), (-0.4, 1.7), (0.0, 0.7), tuple(rng.normal(size=2))
    )
    return int(rng.integers(1, 800)), p, q


def _keeping(squares=lambda p, q: p**2 + q**2, half=0.5, power=1, then=float):
    """The variance: 1 over what a layer makes of ⟨z²⟩ with v = 1, and what is done with it."""
    return lambda n, p, q: then(1 / (half * squares(p, q) * float(n) ** power))


def _variance(n, p, q):
    return 2 / ((p**2 + q**2) * n)


TWO_SLOPES = Exercise(
    "12.2", _variance, _slopes,
    (
        Mistake(
            "He, whatever the slopes are", lambda n, p, q: 2 / n,
            "This is right for ReLU. What becomes of the half of ⟨z²⟩ that comes from negative z?",
        ),
        Mistake("Xavier, whatever the slopes are", lambda n, p, q: 1 / n, "Where do the slopes come in?"),
        Mistake(
            "no half", With(_keeping, half=1),
            "Each of the two slopes acts on a half of ⟨z²⟩ only.",
        ),
        Mistake(
            "slopes without squares", With(_keeping, squares=lambda p, q: p + q),
            "⟨a²⟩ is a mean of squares. What happens to the slope when a is squared?",
        ),
        Mistake(
            "the square of the mean slope", lambda n, p, q: 4 / ((p + q) ** 2 * n),
            "You take the mean of the slopes and square it. Which comes first?",
        ),
        Mistake(
            "the square of the sum", With(_keeping, squares=lambda p, q: (p + q) ** 2),
            "Square each slope, then add. Positive and negative z never meet in a product.",
        ),
        Mistake(
            "the standard deviation", With(_keeping, then=np.sqrt),
            "This is the standard deviation of the weights. Asked for is their variance.",
        ),
        Mistake(
            "multiplied, not divided", lambda n, p, q: (p**2 + q**2) / (2 * n),
            "If the activation makes numbers larger, must the weights be larger or smaller?",
        ),
        Mistake(
            "the factor of one layer", lambda n, p, q: (p**2 + q**2) / 2,
            "This is the factor from ⟨z²⟩ to ⟨a²⟩. Now choose v so that the whole step has the factor 1.",
        ),
        Mistake(
            "α = q", With(_keeping, squares=lambda p, q: 1 + q**2), "You take the slope above 0 for 1. Here it is p.",
        ),
        Mistake(
            "α = q / p", lambda n, p, q: 2 / ((1 + (q / p) ** 2) * n),
            "With α = q/p the function is p times the leaky ReLU. What does the factor p do to the mean square?",
        ),
        PARENTHESES(lambda n, p, q: 2 / n * (p**2 + q**2)),
        Mistake(
            "a difference of squares", With(_keeping, squares=lambda p, q: p**2 - q**2),
            "Both halves make ⟨a²⟩ larger, whatever the signs of the slopes are.",
        ),
        Mistake(
            "a product of the slopes", With(_keeping, squares=lambda p, q: np.abs(p * q)),
            "Square each slope, then add. For ReLU a slope is 0, and your variance infinite.",
        ),
        Mistake(
            "the slopes without their signs", With(_keeping, squares=lambda p, q: abs(p) + abs(q)),
            "⟨a²⟩ is a mean of squares. What happens to the slope when a is squared?",
        ),
        Mistake(
            "the roots of the squares", With(_keeping, squares=np.hypot),
            "There is a root too many: the factor of the mean square is itself a mean of squares.",
        ),
        Mistake(
            "n is left out", With(_keeping, power=0),
            "How many terms has the sum z? The more there are, the smaller the weights.",
        ),
        Mistake(
            "n and the half are left out", lambda n, p, q: 1 / (p**2 + q**2),
            "How many terms has the sum z? And on which part of ⟨z²⟩ does each slope act?",
        ),
        Mistake(
            "upside down", With(_keeping, then=lambda v: 1 / v),
            "This is by what a variance of 1 would multiply ⟨z²⟩. Which v makes the factor 1?",
        ),
        Mistake(
            "the variance of a", lambda n, p, q: 1 / (((p**2 + q**2) / 2 - (p - q) ** 2 / (2 * np.pi)) * n),
            "You take the variance of a, about its mean. ⟨a²⟩ is a mean square, about 0.",
        ),
        Mistake(
            "the larger slope", With(_keeping, squares=lambda p, q: max(p**2, q**2)),
            "Each slope acts on one half of the numbers. You use one slope only.",
        ),
        Mistake("only the slope above", With(_keeping, squares=lambda p, q: p**2), "What becomes of negative z?"),
    ),
    see="chapter 12, “How large is a weighted sum?”", trials=6,
)  # fmt: skip


def _draws(rng):
    sizes = in_turn(rng, (6, 3, 8), (4, 7), (9, 5, 3, 1))
    return ([rng.normal(size=pair) for pair in zip(sizes, sizes[1:])],)


def _he_with(c=2, of=lambda n_in, n_out: n_in, power=0.5):
    """Draws times (c / n)^power, with n of the two sizes."""
    return _scaled(lambda n_in, n_out: (c / of(n_in, n_out)) ** power)


def _scaled(factor):
    return lambda draws: [draw * factor(*draw.shape) for draw in draws]


HE = Exercise(
    "12.7", _scaled(lambda n_in, n_out: (2 / n_in) ** 0.5), _draws,
    (
        Mistake(
            "the bug is still there", With(_he_with, of=lambda n_in, n_out: n_out),
            "Which axis of W counts the inputs, in the row convention? Equal sizes do not tell.",
        ),
        Mistake(
            "no root", With(_he_with, power=1),
            "A number of variance 1, multiplied by c, has the variance c².",
        ),
        Mistake(
            "no root, and the bug", _scaled(lambda n_in, n_out: 2 / n_out),
            "Two things: which axis counts the inputs, and what multiplying by c does to a variance.",
        ),
        Mistake(
            "Xavier", With(_he_with, c=1),
            "This is the variance for tanh. What does ReLU do to half of the mean square?",
        ),
        Mistake(
            "the middle of both sides", _scaled(lambda n_in, n_out: (2 / (n_in + n_out)) ** 0.5),
            "This is the variance of (12.8). Asked for is that of He.",
        ),
        Mistake(
            "twice the middle", _scaled(lambda n_in, n_out: (4 / (n_in + n_out)) ** 0.5),
            "You take the middle of inputs and outputs. He's variance has one of them.",
        ),
        Mistake(
            "all entries", With(_he_with, of=lambda n_in, n_out: n_in * n_out),
            "You divide by the number of all weights. How many of them meet in one sum z?",
        ),
        Mistake(
            "multiplied, not divided", With(_he_with, power=-0.5),
            "The more inputs, the smaller the weights.",
        ),
        Mistake(
            "the root of 2 only", _scaled(lambda n_in, n_out: 2**0.5 / n_in),
            "A number of variance 1, multiplied by c, has the variance c². You divide by n, and not by its root.",
        ),
        Mistake(
            "the root of n only", _scaled(lambda n_in, n_out: 2 / n_in**0.5),
            "A number of variance 1, multiplied by c, has the variance c². The 2 stands under the root too.",
        ),
        Mistake(
            "the geometric middle", With(_he_with, of=lambda n_in, n_out: (n_in * n_out) ** 0.5),
            "You take a middle of inputs and outputs. He's variance has one of them.",
        ),
        *(
            Mistake(
                f"divided by {name}", _scaled(factor),
                "He's variance has the number of inputs alone in its denominator. What stands in yours?",
            )
            for name, factor in (
                ("one input more", lambda n_in, n_out: (2 / (n_in + 1)) ** 0.5),
                ("the larger of the two", lambda n_in, n_out: (2 / max(n_in, n_out)) ** 0.5),
                ("the smaller of the two", lambda n_in, n_out: (2 / min(n_in, n_out)) ** 0.5),
                ("the number of inputs twice", lambda n_in, n_out: (1 / (2 * n_in)) ** 0.5),
            )
        ),
        Mistake(
            "a limit for uniform numbers", With(_he_with, c=6),
            "This is the limit of uniform numbers with He's variance. The draws are normal, with variance 1.",
        ),
        Mistake(
            "divided by the deviation of the draws",
            lambda draws: [draw * (2 / draw.shape[0]) ** 0.5 / draw.std() for draw in draws],
            "The draws are divided by what their deviation happens to be. They come from a distribution of variance 1.",
        ),
        LAYER_OFF_BY_ONE(
            lambda draws: [
                draw * (2 / draws[max(i - 1, 0)].shape[0]) ** 0.5 for i, draw in enumerate(draws)
            ],
            hint="Each layer has the number of inputs of the layer before. Which axis of which array counts its own?",
        ),
        Mistake(
            "Xavier in the last layer",
            lambda draws: [
                draw * ((1 if i == len(draws) - 1 else 2) / draw.shape[0]) ** 0.5 for i, draw in enumerate(draws)
            ],
            "The last array has the variance 1/n. The task asks for He's variance in all of them.",
        ),
        Mistake(
            "Xavier in the first layer",
            lambda draws: [draw * ((2 if i else 1) / draw.shape[0]) ** 0.5 for i, draw in enumerate(draws)],
            "The first array has the variance 1/n. The task asks for He's variance in all of them.",
        ),
        Mistake("the draws as they are", _scaled(lambda n_in, n_out: 1), "These are the draws. Where is the scale?"),
        FIRST_FOR_ALL(
            lambda draws: [draw * (2 / draws[0].shape[0]) ** 0.5 for draw in draws],
            name="the size of the first layer for all",
            hint="The first array is right. Each layer has a number of inputs of its own.",
        ),
        Mistake(
            "transposed", lambda draws: [draw.T * (2 / draw.shape[0]) ** 0.5 for draw in draws],
            "The numbers are right, but the shapes should be those of the draws.",
        ),
    ),
    see=_HOW_LARGE,
)  # fmt: skip

_SCALES = (0.5, 1, 2, 4, 8)


def _scale(answer):
    """One of the five scales, as a number."""
    if isinstance(answer, bool) or not isinstance(answer, Real | np.ndarray) or np.ndim(answer):
        return "The answer should be one number, one of the five scales."
    if answer == 2:
        return True
    if answer not in _SCALES:
        return "Choose one of the five: 0.5, 1, 2, 4 or 8."
    return "Another of the five has a lower mean loss. Print all five means."


BEST_SCALE = Value(
    "12.9", 2,
    mistakes=(
        (
            "the nan", 8,
            "With this scale the loss is not a number any more. What does np.argmin do with nan?",
        ),
        (
            "a neighbor above", 4,
            "This one learns, but another has a lower mean on the validation digits. Print all five means.",
        ),
        (
            "a neighbor below", 1,
            "Its loss is still near ln 10. Print all five means: do you take the smallest?",
        ),
        (
            "the largest loss", 0.5,
            "Its loss is ln 10, that of an answer by chance. Are you looking for the largest, or for the smallest?",
        ),
    ),
    see=_HOW_LARGE, seconds=120.0, accept=_scale,
)  # fmt: skip
