"""Exercise 8.2: backward of ReLU."""

import numpy as np

from ...layers import ReLU
from ..engine import Exercise, Mistake, in_turn
from ..families import FUNCTION_ITSELF

__all__ = ["RELU"]


def _units(rng):
    """(z, dout): some entries of z are exactly 0, and what arrives there has both signs."""
    shape = in_turn(rng, (2, 4), (5, 3), (1, 7))
    z = rng.choice([-2.0, -0.5, 0.5, 1.5, 3.0, -1.0, 0.75, -2.5], shape) + rng.uniform(-0.2, 0.2, shape)
    dout = rng.normal(size=shape)
    # In each trial: 0 with either sign arriving, and units that are on and off, with either sign.
    z.flat[:6] = rng.permutation([0.0, 0.0, -0.7, -1.6, 0.9, 2.2])
    order = np.argsort(z.flat[:6])
    dout.flat[order] = np.abs(dout.flat[order]) * [1, -1, 1, -1, 1, -1]
    return z, dout


def _relu(z, dout):
    layer = ReLU()
    layer.forward(z)
    return layer.backward(dout)


_SLOPES = {
    "at 0": lambda z, dout: z >= 0,
    "half at 0": lambda z, dout: (z > 0) + 0.5 * (z == 0),
    "from dout": lambda z, dout: dout > 0,
    "from both": lambda z, dout: (z > 0) & (dout > 0),
    "from the product": lambda z, dout: z * dout > 0,
    "all": lambda z, dout: np.ones(z.shape),
    "output": lambda z, dout: np.maximum(z, 0),
    "z": lambda z, dout: z,
    "inverted": lambda z, dout: z <= 0,
    "inverted, not at 0": lambda z, dout: z < 0,
    "sign": lambda z, dout: np.sign(z),
    "nonzero": lambda z, dout: z != 0,
    "sigmoid": lambda z, dout: 1 / (1 + np.exp(-z)),
    "slope of the sigmoid": lambda z, dout: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2,
    "slope of tanh": lambda z, dout: 1 - np.tanh(z) ** 2,
    "above 1": lambda z, dout: z > 1,
    "leaky 0.01": lambda z, dout: np.where(z > 0, 1, 0.01),
    "leaky 0.1": lambda z, dout: np.where(z > 0, 1, 0.1),
}


def _slope(of):
    return lambda z, dout: dout * _SLOPES[of](z, dout)


RELU = Exercise(
    "08.2", _relu, _units,
    (
        Mistake(
            "the mask is taken from dout", _slope("from dout"),
            "Your function asks for the sign of dout. Which array decides whether the unit was on?",
        ),
        Mistake(
            "everything passes", _slope("all"),
            "Nothing is stopped. If you took the mask from max(0, z) with >=, it is true everywhere.",
        ),
        Mistake("at 0", _slope("at 0"), "Right except where z is exactly 0. What did we agree on there?"),
        Mistake(
            "half passes at 0", _slope("half at 0"), "Right except where z is exactly 0. What did we agree on there?"
        ),
        Mistake(
            "dout is left out", lambda z, dout: (z > 0) * 1.0,
            "This is the slope of the ReLU itself. backward returns ∂C/∂z, and needs what arrives for that.",
        ),
        Mistake(
            "times the output", _slope("output"),
            "Where the unit is on, you multiply by its output. What is the slope of max(0, z) there?",
        ),
        Mistake(
            "times z", _slope("z"),
            "You multiply by the input of the layer. What is the slope of max(0, z)?",
        ),
        Mistake(
            "the mask is inverted", _slope("inverted"),
            "You stop what should pass and pass what should be stopped.",
        ),
        Mistake(
            "the mask is inverted", _slope("inverted, not at 0"),
            "You stop what should pass and pass what should be stopped.",
        ),
        FUNCTION_ITSELF(
            lambda z, dout: np.maximum(z, 0), name="forward, not backward", hint="This is the output of forward."
        ),
        FUNCTION_ITSELF(
            lambda z, dout: np.maximum(z * dout, 0), name="max(0, z dout)",
            hint="Backward is no maximum. Which factor does dout get where the unit is on, and where it is off?",
        ),
        Mistake(
            "the sign of z", _slope("sign"),
            "Where z is negative, dout comes back with the other sign. What should come back there?",
        ),
        Mistake(
            "everything passes but at 0", _slope("nonzero"), "A unit with z < 0 is off. What comes back from it?"
        ),
        Mistake(
            "the sign of dout decides too", _slope("from both"),
            "Negative derivatives are stopped as well. Which array alone decides whether the unit was on?",
        ),
        Mistake(
            "the sign of the product decides", _slope("from the product"),
            "Units that are off send something back when what arrives is negative. Which array alone decides?",
        ),
        Mistake("a unit is on above 1 only", _slope("above 1"), "From which z on is max(0, z) not 0?"),
        *(
            Mistake(
                "the slope of another activation", _slope(of),
                "Your slope takes many values. How many has the slope of max(0, z)?",
            )
            for of in ("sigmoid", "slope of the sigmoid", "slope of tanh")
        ),
        *(
            Mistake(
                "a leaky ReLU", _slope(f"leaky {rest}"), "Something comes back where the unit is off. What should?"
            )
            for rest in ("0.01", "0.1")
        ),
        *(
            Mistake(
                "z and dout mixed up", wrong,
                "z decides whether something passes. What passes is dout.",
            )
            for wrong in (
                lambda z, dout: z * (dout > 0), lambda z, dout: z * (z > 0) * (dout > 0),
                lambda z, dout: np.where(z > 0, z, dout), lambda z, dout: np.minimum(z, dout),
            )
        ),
        Mistake("the slope added", lambda z, dout: dout + (z > 0), "What does the chain rule do with slope and dout?"),
    ),
    see="chapter 8, “ReLU”",
)  # fmt: skip
