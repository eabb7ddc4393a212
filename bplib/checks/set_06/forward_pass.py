"""Exercises 6.1 and 6.2: what the backward pass needs of the forward pass, σ' from the activation, and all z and a."""

import numpy as np

from ...activations import sigmoid, sigmoid_prime
from .. import families as f
from ..engine import Exercise, Mistake, With, in_turn, trial
from ..networks import network, parameters

__all__ = ["FORWARD", "SLOPE"]


def _activations(rng):
    """A matrix, a flat array, one with three axes, and a single entry."""
    return (rng.uniform(0.02, 0.98, in_turn(rng, (3, 2), (5,), (2, 4, 3), (1, 1))),)


_TRY = "Try a = 0.1, 0.5 and 0.9: where is the sigmoid flat, and where is it steepest? What does yours say?"

SLOPE = Exercise(
    "06.1", lambda a: a * (1 - a), _activations,
    (
        f.SLOPE_OF_A(
            sigmoid_prime, name="a taken for z",
            hint="a is σ(z) already. Your function applies σ to it once more.",
        ),
        f.SIGN(
            lambda a: a * (a - 1), name="the sign", hint="The sigmoid rises everywhere. What sign has its derivative?"
        ),
        Mistake("the derivative of tanh", lambda a: 1 - a**2, "This belongs to another activation function."),
        f.FUNCTION_ITSELF(
            lambda a: a, name="the activation itself",
            hint="This is the value of the sigmoid. How steep is it there?",
        ),
        Mistake(
            "rounded", lambda a: np.round(a * (1 - a), 2), "Near, but not exact. Return all digits, do not round."
        ),
        Mistake("one factor is missing", lambda a: 1 - a, "At a near 0 the sigmoid is flat, but yours is not."),
        f.SIGMA_TWICE(sigmoid),
        f.SIGMA_TWICE(
            lambda a: 1 - sigmoid(a), name="1 − σ(a)",
            hint="σ is applied to what has gone through σ already, and one factor is missing.",
        ),
        f.PARENTHESES(lambda a: a * 1 - a),
        Mistake("a square for the product", lambda a: a**2, _TRY),
        Mistake("the other square", lambda a: (1 - a) ** 2, _TRY),
        Mistake("a (1 + a)", lambda a: a * (1 + a), _TRY),
        Mistake("a (1 − a²)", lambda a: a * (1 - a**2), _TRY),
        Mistake("a² (1 − a)", lambda a: a**2 * (1 - a), _TRY),
        Mistake("¼ − a²", lambda a: 0.25 - a**2, _TRY),
        Mistake("a / (1 − a)", lambda a: a / (1 - a), _TRY),
        *(
            Mistake(name, wrong, _TRY)
            for name, wrong in (
                ("a (1 − a)²", lambda a: a * (1 - a) ** 2),
                ("the square of the slope", lambda a: (a * (1 - a)) ** 2),
                ("the root of the slope", lambda a: np.sqrt(a * (1 - a))),
                ("1 divided by the slope", lambda a: 1 / (a * (1 - a))),
                ("(1 − a) / a", lambda a: (1 - a) / a),
                ("1 / a", lambda a: 1 / a),
                ("1 / (1 − a)", lambda a: 1 / (1 - a)),
                ("1 − a³", lambda a: 1 - a**3),
                ("the smaller of a and 1 − a", lambda a: np.minimum(a, 1 - a)),
                ("the distance from ½", lambda a: abs(a - 0.5)),
                ("the distance from ½, squared", lambda a: (a - 0.5) ** 2),
                ("¼ everywhere", lambda a: np.full(a.shape, 0.25)),
                ("1 everywhere", lambda a: np.ones(a.shape)),
                ("(1 − a²) / 4", lambda a: (1 - a**2) / 4),
                ("(1 − a²) / 2", lambda a: (1 - a**2) / 2),
                ("the logarithm of a", np.log),
                ("the logarithm of 1 − a", lambda a: np.log(1 - a)),
                ("exp of −a", lambda a: np.exp(-a)),
                ("exp of a", np.exp),
                ("exp of −a times a", lambda a: np.exp(-a) * a),
                ("exp of −a times a²", lambda a: np.exp(-a) * a**2),
                ("a step at ½", lambda a: (a > 0.5) * 1.0),
                ("the slope of tanh at a", lambda a: 1 - np.tanh(a) ** 2),
                ("the entropy", lambda a: -a * np.log(a) - (1 - a) * np.log(1 - a)),
            )
        ),
        Mistake("1 − 2 a", lambda a: 1 - 2 * a, "Your expression has the derivative by a taken of it. The slope is"
                " ∂a/∂z."),
        Mistake(
            "the second derivative", lambda a: a * (1 - a) * (1 - 2 * a), "This is how the slope itself changes with z."
        ),
        Mistake(
            "back to z", lambda a: np.log(a / (1 - a)), "This is z. The slope of σ there is one step further."
        ),
        Mistake(
            "the mean of all", lambda a: a * (1 - np.mean(a)), "Each entry has a slope of its own. Which of your"
            " factors is the same for all entries?",
        ),
        f.PARENTHESES(
            lambda a: np.exp(-a) / 1 + np.exp(-a) ** 2, name="parentheses missing, and a taken for z",
            hint="a is σ(z) already, so exp is not needed. And a / b + c is (a / b) + c.",
        ),
    ),
    see="chapter 6, “BP1, the error of the output layer”", trials=4, rtol=1e-9,
)  # fmt: skip


def _forward_inputs(rng):
    """Three matrices, one, then four, at last without biases; all sizes of a network differ."""
    number = trial(rng)
    sizes = ([3, 5, 4, 2], [4, 3], [2, 6, 3, 5, 4], [5, 3, 4])[number - 1]
    weights, biases = parameters(rng, sizes)
    return weights, [b * (number != 4) for b in biases], rng.normal(size=(sizes[0], 1))


def _tested_forward(weights, biases, x):
    return network(weights, biases)._forward(x)


_UNITS = {
    "σ": sigmoid,
    "tanh": np.tanh,
    "ReLU": lambda z: np.maximum(0, z),
    "step": lambda z: (z > 0) * 1.0,
    "σ'": sigmoid_prime,
    "falling": lambda z: sigmoid(-z),
    "σ twice": lambda z: sigmoid(sigmoid(z)),
}


def _forward(
    *,
    bias=1,
    first=False,
    last=True,
    hidden=True,
    squash_z=False,
    with_input=True,
    feed_z=False,
    unit="σ",
    late_bias=False,
    kept="σ",
    bare=False,
    x_in_zs=False,
):
    """The forward pass with one thing changed.

    Args:
        unit: the activation function.
        kept: what is kept in place of the activation, which is passed on as it is.
        bare: whether zs holds W a without b, and late_bias whether b comes after σ.
    """

    def passed(weights, biases, x):
        a = sigmoid(x) if first else x
        zs, activations = [x] if x_in_zs else [], [a]
        for l, (w, b) in enumerate(zip(weights, biases), start=1):
            bare_z = w @ (zs[-1] if feed_z and l > 1 else a)
            z = bare_z if late_bias else bare_z + bias * b
            squash = last if l == len(weights) else hidden
            a = (_UNITS[unit](z) if squash else z) + (bias * b if late_bias else 0)
            activations.append(a if kept == "σ" else _UNITS[kept](z))
            zs.append(a if squash_z else bare_z if bare else z)
        return zs, activations if with_input else activations[1:]

    return passed


def _one_list_reversed(weights, biases, x):
    zs, activations = _tested_forward(weights, biases, x)
    return zs[::-1], activations[::-1]


_UNIT = "The first z and the input are right. What makes an activation of a z, in a network of sigmoid units?"

FORWARD = Exercise(
    "06.2", _tested_forward, _forward_inputs,
    (
        f.BIAS_LEFT_OUT(
            With(_forward, bias=0), name="the bias is left out",
            hint="Compare your line for z with (6.1), term by term.",
        ),
        Mistake(
            "the sign of the bias", With(_forward, bias=-1), "Compare your line for z with (6.1), sign by sign."
        ),
        f.SIGMA_TWICE(
            With(_forward, first=True), name="the input went through σ",
            hint="What is the activation of the first layer?",
        ),
        f.SIGMA_LEFT_OUT(
            With(_forward, last=False), name="no σ in the last layer",
            hint="Is one of the layers treated differently?",
        ),
        f.SIGMA_LEFT_OUT(
            _forward(last=False, hidden=False), name="σ is left out", hint="Your layers pass z on as it is."
        ),
        Mistake(
            "z is passed on", With(_forward, feed_z=True),
            "What enters the next layer: what is in zs or in activations?",
        ),
        Mistake(
            "the two lists are swapped", lambda *args: _tested_forward(*args)[::-1],
            "Which of the two lists comes first?",
        ),
        Mistake(
            "zs holds activations", With(_forward, squash_z=True), "What is stored in zs: before or after σ?"
        ),
        Mistake(
            "the input is missing from activations", With(_forward, with_input=False),
            "activations should have one entry more than zs. Which layer is not in it?",
        ),
        Mistake(
            "the input is in both lists", With(_forward, x_in_zs=True),
            "zs begins with z². Which entry of yours is no weighted input?",
        ),
        Mistake("tanh units", _forward(unit="tanh"), _UNIT),
        Mistake("ReLU units", _forward(unit="ReLU"), _UNIT),
        Mistake("units with a step", _forward(unit="step"), _UNIT),
        Mistake("the slope of σ in every layer", _forward(unit="σ'"), _UNIT),
        Mistake("the sign in the exponent", _forward(unit="falling"), _UNIT),
        f.SIGMA_TWICE(_forward(unit="σ twice"), hint="Between z and the next layer σ is applied twice."),
        Mistake(
            "slopes are kept", With(_forward, kept="σ'"),
            "activations holds the slopes σ'(z). What is an activation?",
        ),
        f.SIGMA_TWICE(
            With(_forward, kept="σ twice"), name="σ twice in what is kept",
            hint="What you keep has gone through σ once more than what you pass on.",
        ),
        f.BIAS_AFTER_SIGMA(With(_forward, late_bias=True)),
        Mistake(
            "zs without the biases", _forward(bare=True),
            "The activations are right, so the bias gets in after what you keep in zs.",
        ),
        Mistake(
            "last layer first", _one_list_reversed, "In which order do the lists run: from the input or to it?"
        ),
    ),
    see="chapter 6, “Notation and the forward pass”", parts=("zs", "activations"), trials=4,
)  # fmt: skip
