"""Exercises of set 12 on sizes: variances, the cost for tanh, the number of layers."""

import numpy as np

from .engine import Exercise, Mistake
from .set_08_reference import in_turn
from .set_12_reference import allowed, asked_of_tanh, steps_inputs, tanh_inputs, wrong_steps, wrong_tanh

__all__ = ["BASICS"]


def _inputs_of_layer(rng):
    m, n = in_turn(rng, (7, 4), (1, 6), (3, 10))
    return rng.normal(1.5, 1, (m, n)), float(rng.uniform(0.02, 2))


_SIZE = Exercise(
    "12.1", lambda a, v: a.shape[1] * v * np.mean(a**2), _inputs_of_layer,
    (
        Mistake(
            "the variance of the inputs", lambda a, v: a.shape[1] * v * a.var(),
            "np.var subtracts the mean of the inputs first. Which mean is zero in the derivation: that of the weights,"
            " or that of the inputs?",
        ),
        Mistake("n is left out", lambda a, v: v * np.mean(a**2), "How many terms has the sum z?"),
        Mistake(
            "m in place of n", lambda a, v: len(a) * v * np.mean(a**2),
            "The sum z runs over the inputs of a unit, not over the examples.",
        ),
        Mistake(
            "the sum over the batch", lambda a, v: v * np.sum(a**2),
            "You add over the examples as well. Over them the mean is taken.",
        ),
        Mistake(
            "the root", lambda a, v: np.sqrt(a.shape[1] * v * np.mean(a**2)),
            "This is the typical size of z. Asked for is the mean of its square.",
        ),
        Mistake(
            "v taken for the standard deviation", lambda a, v: a.shape[1] * v**2 * np.mean(a**2),
            "v is the variance of the weights already.",
        ),
        Mistake(
            "the root of v", lambda a, v: a.shape[1] * np.sqrt(v) * np.mean(a**2),
            "The root of v is the standard deviation of the weights. Which of the two stands in the derivation?",
        ),
        Mistake(
            "half of it", lambda a, v: a.shape[1] * v * np.mean(a**2) / 2,
            "There is no ReLU in this exercise: a is what the layer reads.",
        ),
        Mistake(
            "the square of the mean", lambda a, v: a.shape[1] * v * np.mean(a) ** 2,
            "First the squares, then their mean.",
        ),
        Mistake(
            "one number for each example", lambda a, v: v * np.sum(a**2, axis=1),
            "You have the right number for each example. Asked for is one number for all.",
        ),
    ),
    see="chapter 12, “How large is a weighted sum?”",
)  # fmt: skip


def _slopes(rng):
    p, q = in_turn(
        rng, (1.0, 0.0), (1.0, 0.2), (1.5, -0.5), (-0.4, 1.7), (0.0, 0.7), tuple(rng.normal(size=2))
    )
    return int(rng.integers(1, 800)), p, q


_VARIANCE = Exercise(
    "12.2", lambda n, p, q: 2 / ((p**2 + q**2) * n), _slopes,
    (
        Mistake(
            "He, whatever the slopes are", lambda n, p, q: 2 / n,
            "This is right for ReLU. What becomes of the half of ⟨z²⟩ that comes from negative z?",
        ),
        Mistake("Xavier, whatever the slopes are", lambda n, p, q: 1 / n, "Where do the slopes come in?"),
        Mistake(
            "no half", lambda n, p, q: 1 / ((p**2 + q**2) * n),
            "Each of the two slopes acts on a half of ⟨z²⟩ only.",
        ),
        Mistake(
            "slopes without squares", lambda n, p, q: 2 / ((p + q) * n),
            "⟨a²⟩ is a mean of squares. What happens to the slope when a is squared?",
        ),
        Mistake(
            "the square of the mean slope", lambda n, p, q: 4 / ((p + q) ** 2 * n),
            "You take the mean of the slopes and square it. Which comes first?",
        ),
        Mistake(
            "the square of the sum", lambda n, p, q: 2 / ((p + q) ** 2 * n),
            "Square each slope, then add. Positive and negative z never meet in a product.",
        ),
        Mistake(
            "the standard deviation", lambda n, p, q: np.sqrt(2 / ((p**2 + q**2) * n)),
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
            "α = q", lambda n, p, q: 2 / ((1 + q**2) * n), "This is right for a slope of 1 above 0. Here it is p.",
        ),
        Mistake(
            "α = q / p", lambda n, p, q: 2 / ((1 + (q / p) ** 2) * n),
            "With α = q/p the function is p times the leaky ReLU. What does the factor p do to the mean square?",
        ),
        Mistake("only the slope above", lambda n, p, q: 2 / (p**2 * n), "What becomes of negative z?"),
    ),
    see="chapter 12, “A leak”", trials=6,
)  # fmt: skip

_COST = Exercise(
    "12.3", asked_of_tanh, tanh_inputs,
    (
        Mistake(
            "the inner derivative of 1 − a", wrong_tanh("inner derivative"),
            "Differentiate ln(1 − a), with the chain rule. Is it 1/(1 − a)?",
        ),
        Mistake(
            "no constant", wrong_tanh("no constant"),
            "Its slope is right. What does a right answer cost, y = 1 and a close to 1?",
        ),
        Mistake(
            "the sign of the whole", wrong_tanh("sign"), "Your cost is largest where the answer is right.",
        ),
        Mistake(
            "the sign of the constant", wrong_tanh("sign of the constant"),
            "Its slope is right. Put in y = 1 and a close to 1: a right answer should cost 0.",
        ),
        Mistake(
            "the sign of the second part", wrong_tanh("other sign"),
            "Put a = −1 into a − y = P (1 + a) + Q (1 − a). Which sign has Q?",
        ),
        Mistake(
            "the two numbers are swapped", wrong_tanh("swapped"),
            "Which of the two logarithms goes to −∞ when a goes to 1? Should that be expensive for the target 1?",
        ),
        Mistake(
            "the halves are missing", wrong_tanh("no half"),
            "∂C/∂z is twice what was demanded. Put a = 1 into a − y = P (1 + a) + Q (1 − a) once more.",
        ),
        Mistake("the slope", wrong_tanh("slope"), "This is the slope ∂C/∂a. It still has to be integrated."),
        Mistake(
            "the gradient", wrong_tanh("the gradient"), "This is the ∂C/∂z that was demanded. Asked for is C itself."
        ),
        Mistake(
            "the quadratic cost", wrong_tanh("quadratic"),
            "The quadratic cost has ∂C/∂a = a − y, and the slope of tanh does not cancel.",
        ),
        Mistake(
            "only for two targets", wrong_tanh("two targets"),
            "For the targets −1 and 1 this is right. The formula should hold for a target in between as well.",
        ),
        Mistake(
            "twice the constant", wrong_tanh("wrong constant"),
            "Its slope is right, but the constant is too large: put in y = 1 and a close to 1.",
        ),
        Mistake("the logarithm to the base 2", wrong_tanh("log2"), "The integral of 1/a is the natural logarithm."),
        Mistake(
            "a mean over all", wrong_tanh("mean"), "The result should have the shape of a: a cost for each entry."
        ),
        Mistake(
            "the cost of the sigmoid", wrong_tanh("entropy"),
            "This is the cost for outputs between 0 and 1. The slope of tanh is another one.",
        ),
    ),
    see="chapter 12, “A cost made to order”", trials=4,
)  # fmt: skip

_STEPS = Exercise(
    "12.4", allowed, steps_inputs,
    (
        Mistake(
            "no root", wrong_steps("no root"),
            "nvs is the factor of the mean square. Which factor has its root in each step?",
        ),
        Mistake("the root twice", wrong_steps("root twice"), "The root of nvs is taken once too often."),
        Mistake(
            "one step too many", wrong_steps("one too many"),
            "With your last step the root mean square falls below the fraction.",
        ),
        Mistake("one step too few", wrong_steps("one too few"), "One more step is still allowed."),
        Mistake(
            "one step and one layer too many", wrong_steps("layers"), "Asked for are the steps, and rounded down."
        ),
        Mistake(
            "rounded to the nearest", wrong_steps("rounded"),
            "After a step that is only nearly allowed, the root mean square is below the fraction. Where do you round?",
        ),
        Mistake(
            "the root of s alone", wrong_steps("root of s"),
            "You take the root of s, but not of nv. Which factor has the mean square, and what is its root?",
        ),
        Mistake(
            "the root on the wrong side", wrong_steps("wrong side"),
            "The root mean square shrinks more slowly than the mean square. Does it fall below sooner, or later?",
        ),
        Mistake("not a whole number", wrong_steps("not rounded"), "A number of steps is a whole number."),
        Mistake("nv is left out", wrong_steps("no nv"), "The weights contribute a factor too."),
        Mistake(
            "s is squared again", wrong_steps("slope squared again"), "s is the mean of the squares already."
        ),
        Mistake(
            "two kinds of logarithm", wrong_steps("natural for ten"),
            "np.log and np.log10 in one fraction: take the same for both.",
        ),
    ),
    see="chapter 12, “The same on the way back”", trials=8,
)  # fmt: skip


BASICS = (_SIZE, _VARIANCE, _COST, _STEPS)
