"""Exercise 12.3: a cost made to order for tanh."""

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn
from ..families import EPSILON_BELOW, OTHER_LOGARITHM, SIGN

__all__ = ["TANH_COST"]


def _tanh_inputs(rng):
    """(a, y): outputs of tanh and targets, in the last trial also targets in between."""
    shape, between = in_turn(rng, ((6,), False), ((3, 5), False), ((1,), False), ((7, 4), True))
    a = np.tanh(rng.normal(size=shape))
    if len(shape) == 1:  # both targets, and both signs of the output
        a[0] = abs(a[0])
        a[-1] = -abs(a[-1])
    y = rng.uniform(-1, 1, shape) if between else rng.choice([-1.0, 1.0], shape)
    if shape == (6,):
        y[:2] = -1, 1
    return a, y


def _asked_of_tanh(a, y):
    return _wrong_tanh("nothing")(a, y)


def _wrong_tanh(kind):
    """ln 2 − (1 − y)/2 · ln(1 − a) − (1 + y)/2 · ln(1 + a) with one thing wrong."""

    def wrong(a, y):
        below, above = (1 - y) / 2, (1 + y) / 2
        small = kind if isinstance(kind, float) else 0
        first, second = below * np.log(1 - a + small), above * np.log(1 + a + small)
        own = [part * np.log(np.where(part > 0, part, 1)) for part in (below, above)]
        whole = {
            "quadratic": (a - y) ** 2 / 2, "slope": (a - y) / (1 - a**2),
            "entropy": -y * np.log(np.abs(a)) - (1 - y) * np.log(1 - a),
            "mean": np.mean(np.log(2) - first - second), "the gradient": a - y,
            "two targets": np.log(2) - np.where(y > 0, np.log(1 + a), np.log(1 - a)),
            "inner derivative, halved": -above * np.log((1 + a) / 2) + below * np.log((1 - a) / 2),
            "sigmoid": -y * np.log(np.where(a > 0, a, np.nan)) - (1 - y) * np.log(1 - a),
            "one target squared": np.log(2) - np.log(1 + a * y), "above only": above * np.log(2) - second,
            "one target": np.log(2) - np.log(1 + a), "no target": np.log(2) - np.log(1 - a**2) / 2,
            "constant of its own": np.log(2) + sum(own) - first - second, "all": np.sum(np.log(2) - first - second),
        }  # fmt: skip
        return whole.get(kind, np.log(2) - first - second)

    return wrong


def _cost_with(constant=1, whole=1, below_sign=1, above_sign=1, swapped=False):
    """The cost as it is derived: the sign and size of the whole, of the constant and of the two logarithms."""

    def cost(a, y):
        below, above = (1 - y) / 2, (1 + y) / 2
        if swapped:
            below, above = above, below
        logs = below_sign * below * np.log(1 - a) + above_sign * above * np.log(1 + a)
        return whole * (constant * np.log(2) - logs)

    return cost


TANH_COST = Exercise(
    "12.3", _asked_of_tanh, _tanh_inputs,
    (
        Mistake(
            "the inner derivative of 1 − a", With(_cost_with, below_sign=-1),
            "Differentiate ln(1 − a), with the chain rule. Is it 1/(1 − a)?",
        ),
        Mistake(
            "no constant", With(_cost_with, constant=0),
            "What does a right answer cost, y = 1 and a close to 1?",
        ),
        SIGN(
            With(_cost_with, whole=-1), name="the sign of the whole",
            hint="Your cost is largest where the answer is right.",
        ),
        Mistake(
            "the sign of the constant", With(_cost_with, constant=-1),
            "Put in y = 1 and a close to 1: a right answer should cost 0.",
        ),
        Mistake(
            "the sign of the second part", With(_cost_with, above_sign=-1),
            "Put a = −1 into a − y = P (1 + a) + Q (1 − a). Which sign has Q?",
        ),
        Mistake(
            "the two numbers are swapped", With(_cost_with, swapped=True),
            "Which of the two logarithms goes to −∞ when a goes to 1? Should that be expensive for the target 1?",
        ),
        Mistake(
            "the halves are missing", With(_cost_with, whole=2),
            "∂C/∂z is twice what was demanded. Put a = 1 into a − y = P (1 + a) + Q (1 − a) once more.",
        ),
        Mistake("the slope", _wrong_tanh("slope"), "This is the slope ∂C/∂a. It still has to be integrated."),
        Mistake(
            "the gradient", _wrong_tanh("the gradient"), "This is the ∂C/∂z that was demanded. Asked for is C itself."
        ),
        Mistake(
            "the quadratic cost", _wrong_tanh("quadratic"),
            "The quadratic cost has ∂C/∂a = a − y, and the slope of tanh does not cancel.",
        ),
        Mistake(
            "only for two targets", _wrong_tanh("two targets"),
            "For the targets −1 and 1 this is right. The formula should hold for a target in between as well.",
        ),
        Mistake(
            "twice the constant", With(_cost_with, constant=2),
            "The constant is too large: put in y = 1 and a close to 1.",
        ),
        OTHER_LOGARITHM(
            With(_cost_with, whole=1 / np.log(2)), name="the logarithm to the base 2",
            hint="The integral of 1/a is the natural logarithm."
        ),
        Mistake(
            "half of the constant", With(_cost_with, constant=0.5),
            "Put in y = 1 and a close to 1: a right answer should cost 0.",
        ),
        Mistake(
            "the sign of the second part, with the constant inside", _wrong_tanh("inner derivative, halved"),
            "Differentiate ln(1 − a), with the chain rule. Is it 1/(1 − a)?",
        ),
        Mistake(
            "the halves are missing before the logarithms only",
            lambda a, y: np.log(2) - (1 + y) * np.log(1 + a) - (1 - y) * np.log(1 - a),
            "Put a = 1 into a − y = P (1 + a) + Q (1 − a) once more. And put y = 1 and a close to 1 into the cost.",
        ),
        Mistake(
            "the cost of the sigmoid as it is", _wrong_tanh("sigmoid"),
            "This is the cost for outputs between 0 and 1: for a below 0 its logarithm is nan.",
        ),
        Mistake(
            "for the target 1 only", _wrong_tanh("one target"),
            "Where does y come in? A target of −1 is taken for 1.",
        ),
        Mistake(
            "one of the two parts", _wrong_tanh("above only"),
            "For y = −1 your cost is always 0. There are two logarithms in the integral.",
        ),
        Mistake(
            "a logarithm of the product", _wrong_tanh("one target squared"),
            "For the targets −1 and 1 this is right. The formula should hold for a target in between as well.",
        ),
        Mistake(
            "without the target", _wrong_tanh("no target"),
            "Where does y come in? Your cost is the same for both targets.",
        ),
        Mistake(
            "a constant of its own for each target", _wrong_tanh("constant of its own"),
            "For the targets −1 and 1 this is right. For a target in between the constant should be the same.",
        ),
        *(
            EPSILON_BELOW(
                _wrong_tanh(small),
                name=f"a small number inside the logarithm, {small:g}",
                hint="a lies strictly between −1 and 1: no logarithm is infinite. The number that you add changes it.",
            )
            for small in (1e-3, 1e-4, 1e-5, 1e-6)
        ),
        Mistake(
            "a sum over all", _wrong_tanh("all"), "The result should have the shape of a: a cost for each entry."
        ),
        Mistake(
            "a mean over all", _wrong_tanh("mean"), "The result should have the shape of a: a cost for each entry."
        ),
        Mistake(
            "the cost of the sigmoid", _wrong_tanh("entropy"),
            "This is the cost for outputs between 0 and 1. The slope of tanh is another one.",
        ),
    ),
    see="chapter 12c, “The demand”", trials=4,
)  # fmt: skip
