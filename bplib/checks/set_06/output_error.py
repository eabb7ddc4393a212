"""Exercises 6.3 and 6.6: BP1, the error of the output layer, for two costs and two kinds of unit."""

import numpy as np

from ...activations import sigmoid, sigmoid_prime
from .. import families as f
from ..engine import Exercise, Mistake, With, trial

__all__ = ["QUADRATIC", "QUARTIC", "SIGMA_OF_A", "SIGN"]

SIGN = (
    "The sign is the opposite one. Which of the two is subtracted from which in the derivative of the cost?"
)

SIGMA_OF_A = (
    "The derivative σ' is evaluated at the wrong number: at what comes out of σ instead of what goes into it."
)


def _inputs(rng):
    """Targets between 0 and 1, then 0 or 1; then one output, with a negative z, and targets that are all 0."""
    number = trial(rng)
    n = (4, 3, 5, 1, 6)[number - 1]
    z, y = rng.normal(size=(n, 1)) * 1.5, rng.random((n, 1))
    z[0] = -abs(z[0])
    return z, sigmoid(z), {2: (np.arange(n)[:, None] == 1) * 1.0, 5: 0 * y}.get(number, y)


_SLOPES = {
    "z": lambda z, a, y: sigmoid_prime(z),
    "a": lambda z, a, y: sigmoid_prime(a),
    "σ": lambda z, a, y: a,
    "square": lambda z, a, y: sigmoid_prime(z) ** 2,
    "z (1 - z)": lambda z, a, y: z * (1 - z),
    "1 - a": lambda z, a, y: 1 - a,
    "tanh": lambda z, a, y: 1 - a**2,
    "tanh of z": lambda z, a, y: 1 - np.tanh(z) ** 2,
    "y": lambda z, a, y: sigmoid_prime(y),
    "y (1 - y)": lambda z, a, y: y * (1 - y),
    "a - y": lambda z, a, y: sigmoid_prime(a - y),
    "step": lambda z, a, y: z > 0,
    "inverse": lambda z, a, y: 1 / sigmoid_prime(z),
    "exp": lambda z, a, y: np.exp(-z),
    "exp of z": lambda z, a, y: np.exp(z),
    "z itself": lambda z, a, y: z,
    "half": lambda z, a, y: a * (1 - sigmoid(a)),
    "mean": lambda z, a, y: sigmoid_prime(z).mean(),
    "sum": lambda z, a, y: sigmoid_prime(z).sum(),
    "a²": lambda z, a, y: a**2,
    "1 + a": lambda z, a, y: a * (1 + a),
    "root": lambda z, a, y: np.sqrt(sigmoid_prime(z)),
    "z squared": lambda z, a, y: 1 - z**2,
}
_ERRORS = {
    "a - y": lambda z, a, y: a - y,
    "z - y": lambda z, a, y: z - y,
    "none": lambda z, a, y: np.ones_like(a),
    "a": lambda z, a, y: a,
    "y": lambda z, a, y: y,
    "square": lambda z, a, y: (a - y) ** 2,
    "sum": lambda z, a, y: np.sum(a - y),
    "cost": lambda z, a, y: np.sum((a - y) ** 2) / 2,
    "σ(a) − y": lambda z, a, y: sigmoid(a) - y,
    "a − σ(y)": lambda z, a, y: a - sigmoid(y),
    "a + y": lambda z, a, y: a + y,
    "a y": lambda z, a, y: a * y,
    "a² − y²": lambda z, a, y: a**2 - y**2,
    "rounded": lambda z, a, y: (a > 0.5) - y,
    "cube": lambda z, a, y: (a - y) ** 3,
    "size": lambda z, a, y: abs(a - y),
    "sign": lambda z, a, y: np.sign(a - y),
    "1 - y": lambda z, a, y: 1 - y,
    "norm": lambda z, a, y: (a - y) / np.linalg.norm(a - y),
    "mean": lambda z, a, y: np.mean(a - y),
}


def _quadratic(*, sign=1, factor=1, error="a - y", slope="z", share=False):
    """δ^L with one thing changed; share divides by the number of outputs."""

    def delta(z, a, y):
        made = sign * factor * _ERRORS[error](z, a, y) * _SLOPES[slope](z, a, y)
        return made / len(y) if share else made

    return delta


_OF_COST = (
    "The first factor in (BP1) is the derivative of the cost by a. What does yours compare with the target?"
)
_OF_UNIT = (
    "The second factor in (BP1) is the slope of the output units, which are sigmoids. Where is yours taken?"
)

QUADRATIC = Exercise(
    "06.3", _quadratic(), _inputs,
    (
        f.SIGN(With(_quadratic, sign=-1), hint=SIGN),
        f.SLOPE_LEFT_OUT(
            lambda z, a, y: a - y, name="a link of the chain is missing",
            hint="This is ∂C/∂a. One more step of the chain rule leads from a to z.",
        ),
        f.SLOPE_OF_A(With(_quadratic, slope="a"), hint=SIGMA_OF_A),
        Mistake(
            "a column less a row", lambda z, a, y: (a - y.T) * sigmoid_prime(z),
            "NumPy subtracted every entry from every other. Keep all columns of shape (n, 1), without ravel or .T.",
        ),
        Mistake(
            "σ for σ'", With(_quadratic, slope="σ"), "One factor is the function where its slope belongs."
        ),
        f.TWICE(
            With(_quadratic, factor=2), name="a factor of 2",
            hint="There is a factor of 2 too many. What does the ½ in the quadratic cost do?",
        ),
        f.HALF(
            With(_quadratic, factor=0.5), name="a factor of ½",
            hint="There is a factor of ½ too many. The square has a derivative with a factor of its own.",
        ),
        Mistake(
            "the cost, not its derivative", lambda z, a, y: (a - y) ** 2 / 2 * sigmoid_prime(z),
            "The first factor in (BP1) is the derivative of the cost.",
        ),
        Mistake(
            "the error squared", With(_quadratic, error="square"),
            "The error stands there squared, as in the cost. What is the derivative of a square?",
        ),
        f.OUTPUTS_COUNTED(
            With(_quadratic, share=True),
            hint="There is a division by the number of outputs. Is the cost a mean over them, or a sum?",
        ),
        Mistake("z for a", With(_quadratic, error="z - y"), _OF_COST),
        *(
            Mistake(f"{name} for the error", With(_quadratic, error=name), _OF_COST)
            for name in ("σ(a) − y", "a − σ(y)", "a + y", "a y", "a² − y²", "1 - y")
        ),
        Mistake("the answer rounded", With(_quadratic, error="rounded"), _OF_COST),
        Mistake("the error cubed", With(_quadratic, error="cube"), _OF_COST),
        Mistake("the size of the error", With(_quadratic, error="size"), "The error has lost its sign."),
        Mistake("the sign of the error", With(_quadratic, error="sign"), "How far a is from y plays no part in yours."),
        Mistake("the error normalized", With(_quadratic, error="norm"), "The error is divided by its own norm. Why?"),
        Mistake(
            "the mean of the errors", With(_quadratic, error="mean"),
            "Each output has an error of its own: ∂C/∂z_j holds a_j and y_j only. What averages over them?",
        ),
        *(
            Mistake(f"{words} for the slope", With(_quadratic, slope=kind), _OF_UNIT)
            for kind, words in (
                ("exp", "exp of −z"), ("exp of z", "exp of z"), ("z itself", "z"), ("half", "a (1 − σ(a))"),
                ("a²", "a²"),
                ("1 + a", "a (1 + a)"), ("root", "its root"), ("z squared", "1 − z²"),
            )
        ),
        *(
            Mistake(f"the {kind} of the slopes", With(_quadratic, slope=kind), "Each output has a slope of its own.")
            for kind in ("mean", "sum")
        ),
        Mistake("the target is not used", With(_quadratic, error="a"), _OF_COST),
        Mistake("only the target", With(_quadratic, error="y"), _OF_COST),
        Mistake(
            "the slope alone", With(_quadratic, error="none"),
            "This is how a changes with z. How does the cost change with a?",
        ),
        Mistake(
            "the errors summed", With(_quadratic, error="sum"),
            "Each output has an error of its own: ∂C/∂z_j holds a_j and y_j only. Which line sums over the outputs?",
        ),
        Mistake(
            "the whole cost", With(_quadratic, error="cost"),
            "The first factor is the cost of all outputs together. (BP1) wants its derivative by each a_j.",
        ),
        Mistake(
            "z (1 − z)", With(_quadratic, slope="z (1 - z)"),
            "z (1 − z) looks like the slope of the sigmoid. For which of z and a does that formula hold?",
        ),
        Mistake(
            "one factor of the slope is missing", With(_quadratic, slope="1 - a"),
            "At a near 0 the sigmoid is flat, but your slope is not.",
        ),
        Mistake("the slope of tanh", With(_quadratic, slope="tanh"), _OF_UNIT),
        Mistake("the slope of tanh, at z", With(_quadratic, slope="tanh of z"), _OF_UNIT),
        Mistake("the slope of a step or a ReLU", With(_quadratic, slope="step"), _OF_UNIT),
        Mistake("the slope at the target", With(_quadratic, slope="y"), _OF_UNIT),
        Mistake("y (1 − y)", With(_quadratic, slope="y (1 - y)"), _OF_UNIT),
        Mistake("the slope at the error", With(_quadratic, slope="a - y"), _OF_UNIT),
        Mistake(
            "the slope twice", With(_quadratic, slope="square"), "The slope of σ is a factor twice. From z to a"
            " there is one step.",
        ),
        Mistake(
            "divided by the slope", With(_quadratic, slope="inverse"),
            "You divide by the slope of σ. What does the chain rule do with it?",
        ),
        Mistake(
            "z as one factor more", lambda z, a, y: (a - y) * sigmoid_prime(z) * z,
            "A factor z is there that (BP1) does not have.",
        ),
        Mistake(
            "a as one factor more", lambda z, a, y: (a - y) * sigmoid_prime(z) * a,
            "A factor a is there that (BP1) does not have.",
        ),
        f.PARENTHESES(lambda z, a, y: a - y * sigmoid_prime(z)),
        f.PARENTHESES(lambda z, a, y: (a - y) * a * 1 - a, name="parentheses missing in the slope"),
        Mistake(
            "added, not multiplied", lambda z, a, y: a - y + sigmoid_prime(z),
            "What does the chain rule do with its factors?",
        ),
    ),
    see="chapter 6, “BP1, the error of the output layer”", trials=5,
)  # fmt: skip


_TANH_SLOPES = {
    "tanh": lambda a, y: 1 - a**2,
    "sigmoid": lambda a, y: a * (1 - a),
    "sigmoid of a": lambda a, y: sigmoid_prime(a),
    "none": lambda a, y: 1,
    "tanh of a": lambda a, y: 1 - np.tanh(a) ** 2,
    "1 - a": lambda a, y: 1 - a,
    "1 + a²": lambda a, y: 1 + a**2,
    "root": lambda a, y: np.sqrt(1 - a**2),
    "square": lambda a, y: (1 - a**2) ** 2,
    "y": lambda a, y: 1 - y**2,
    "a - y": lambda a, y: 1 - (a - y) ** 2,
    "a": lambda a, y: a,
    "inverse": lambda a, y: 1 / (1 - a**2),
    "a (1 − a²)": lambda a, y: a * (1 - a**2),
    "(1 − a)²": lambda a, y: (1 - a) ** 2,
    "1 + a": lambda a, y: 1 + a,
    "1 − |a|": lambda a, y: 1 - abs(a),
    "1 − a³": lambda a, y: 1 - a**3,
    "1 − a⁴": lambda a, y: 1 - a**4,
    "1 − 2 a": lambda a, y: 1 - 2 * a,
    "−2 a": lambda a, y: -2 * a,
    "1 / (1 − a)": lambda a, y: 1 / (1 - a),
    "1 / (1 + a²)": lambda a, y: 1 / (1 + a**2),
    "tanh(a)": lambda a, y: np.tanh(a),
    "1 − tanh(a)": lambda a, y: 1 - np.tanh(a),
    "1 − tanh(y)²": lambda a, y: 1 - np.tanh(y) ** 2,
    "1 − a y": lambda a, y: 1 - a * y,
}
_POWERS = {
    "cube": lambda a, y: (a - y) ** 3,
    "none": lambda a, y: np.ones_like(a),
    "one": lambda a, y: a - y,
    "square": lambda a, y: (a - y) ** 2,
    "fourth": lambda a, y: (a - y) ** 4,
    "each": lambda a, y: a**3 - y**3,
    "sum": lambda a, y: np.sum((a - y) ** 3),
    "tanh of a": lambda a, y: (np.tanh(a) - y) ** 3,
    "size": lambda a, y: abs(a - y) ** 3,
    "fifth": lambda a, y: (a - y) ** 5,
    "sum of both": lambda a, y: (a + y) ** 3,
    "a³": lambda a, y: a**3,
    "y³": lambda a, y: y**3,
    "tanh": lambda a, y: np.tanh(a - y) ** 3,
    "tanh of y": lambda a, y: (a - np.tanh(y)) ** 3,
    "arctanh": lambda a, y: (np.arctanh(a) - y) ** 3,
    "mean": lambda a, y: np.mean((a - y) ** 3),
    "cost": lambda a, y: np.sum((a - y) ** 4) / 4,
}


def _quartic(*, sign=1, factor=1, power="cube", slope="tanh", share=False):
    """δ^L of tanh units and the quartic cost, with one thing changed."""

    def delta(a, y):
        made = sign * factor * _POWERS[power](a, y) * _TANH_SLOPES[slope](a, y)
        return made / len(y) if share else made

    return delta


def _quartic_inputs(rng):
    """Five outputs, three with positive targets, one, then targets that are all 0, and outputs that are."""
    number = trial(rng)
    n = (5, 3, 1, 4, 6)[number - 1]
    a, y = np.tanh(rng.normal(size=(n, 1))), rng.uniform(-1, 1, (n, 1)) * (number != 4)
    a[0], y = -abs(a[0]), abs(y) if number == 2 else y
    return a * (number != 5), y


_TANH = "The slope of tanh is given in the task. What is it in terms of a, and is it yours?"
_POWER = "What does the derivative of a fourth power hold? Put in a = 3, y = 1 and compare."

_FIRST = "The first factor depends on the cost only: the derivative of ¼ (a_j − y_j)⁴ by a_j. Is it yours?"

QUARTIC = Exercise(
    "06.6", _quartic(), _quartic_inputs,
    (
        f.SIGN(With(_quartic, sign=-1), hint=SIGN),
        Mistake(
            "the slope of the sigmoid", With(_quartic, slope="sigmoid"),
            "The units are tanh here. (4.3) holds for the sigmoid only.",
        ),
        Mistake(
            "the slope of the sigmoid at a", With(_quartic, slope="sigmoid of a"),
            "The units are tanh here, and what you have is a = tanh(z), not z.",
        ),
        f.SLOPE_LEFT_OUT(
            With(_quartic, slope="none"), name="the slope is left out",
            hint="You stop at the derivative by a. How does a depend on z?",
        ),
        f.TANH_OF_A(
            With(_quartic, slope="tanh of a"), name="tanh'(a) for tanh'(z)",
            hint="a is tanh(z) already. Your slope applies tanh to it once more.",
        ),
        f.TANH_OF_A(
            lambda a, y: (np.tanh(a) - y) ** 3 * (1 - np.tanh(a) ** 2), name="tanh of a everywhere",
            hint="a is tanh(z) already. Your function applies tanh to it once more.",
        ),
        f.TANH_OF_A(
            With(_quartic, power="tanh of a"), name="tanh of a in the error",
            hint="a is tanh(z) already. Your error applies tanh to it once more.",
        ),
        Mistake(
            "a factor of ¼", With(_quartic, factor=0.25),
            "There is a factor of ¼ too many. What does a fourth power do to the ¼?",
        ),
        Mistake("a factor of 4", With(_quartic, factor=4), "What does the ¼ of the cost do?"),
        Mistake(
            "the quadratic cost", With(_quartic, power="one"),
            "Your first factor belongs to the quadratic cost. This cost is another one.",
        ),
        Mistake("the power is not lowered", With(_quartic, power="fourth"), _POWER),
        Mistake(
            "the cost of each output", lambda a, y: (a - y) ** 4 / 4,
            "This is the cost of each output. Its derivative by z_j is asked for.", family=f.FUNCTION_ITSELF.family,
        ),
        Mistake(
            "the cost for its derivative", lambda a, y: (a - y) ** 4 / 4 * (1 - a**2),
            "One factor is the cost of each output. Which derivative belongs there?",
        ),
        Mistake("the power is lowered twice", With(_quartic, power="square"), _POWER),
        Mistake(
            "the second derivative", lambda a, y: 3 * (a - y) ** 2 * (1 - a**2), "Your cost is derived twice."
        ),
        Mistake(
            "a³ − y³", With(_quartic, power="each"),
            "The power is taken of each of the two, and not of their difference."
        ),
        Mistake(
            "summed over the outputs", With(_quartic, power="sum"),
            "Each output has an error of its own. Which line sums over the outputs?",
        ),
        f.OUTPUTS_COUNTED(
            With(_quartic, share=True),
            hint="There is a division by the number of outputs. Is the cost a mean over them, or a sum?",
        ),
        Mistake(
            "the slope alone", With(_quartic, power="none"),
            "This is how a changes with z. How does the cost change with a?",
        ),
        Mistake("a square is missing in the slope", With(_quartic, slope="1 - a"), _TANH),
        Mistake("1 + a²", With(_quartic, slope="1 + a²"), _TANH),
        *(
            Mistake(f"{name} for the slope", With(_quartic, slope=name), _TANH)
            for name in (
                "a (1 − a²)", "(1 − a)²", "1 + a", "1 − |a|", "1 − a³", "1 − a⁴", "1 − 2 a", "−2 a", "1 / (1 − a)",
                "1 / (1 + a²)", "tanh(a)", "1 − tanh(a)", "1 − tanh(y)²", "1 − a y",
            )
        ),
        *(
            Mistake(f"{words} for the first factor", With(_quartic, power=kind), _FIRST)
            for kind, words in (
                ("fifth", "a fifth power"), ("sum of both", "(a + y)³"), ("a³", "a³"), ("y³", "y³"),
                ("tanh", "tanh(a − y)³"), ("tanh of y", "(a − tanh(y))³"), ("arctanh", "(z − y)³"), ("mean", "a mean"),
                ("cost", "the whole cost"), ("size", "|a − y|³"),
            )
        ),
        Mistake("the root of the slope", With(_quartic, slope="root"), _TANH),
        Mistake("a for the slope", With(_quartic, slope="a"), _TANH),
        Mistake("the slope twice", With(_quartic, slope="square"), "From z to a there is one step. How often is its"
                " slope a factor?"),
        Mistake(
            "divided by the slope", With(_quartic, slope="inverse"),
            "You divide by the slope of tanh. What does the chain rule do with it?",
        ),
        Mistake(
            "the slope at the target", With(_quartic, slope="y"), "The slope is taken at y. Whose slope is it?"
        ),
        Mistake(
            "the slope at the error", With(_quartic, slope="a - y"),
            "The slope is taken at a − y. What goes into tanh, and what comes out of it?",
        ),
        Mistake(
            "all of it cubed", lambda a, y: ((a - y) * (1 - a**2)) ** 3,
            "The third power reaches too far: which of the two factors does it belong to?",
        ),
        f.PARENTHESES(lambda a, y: (a - y) ** 3 * 1 - a**2),
        f.PARENTHESES(lambda a, y: a - y**3 * (1 - a**2), name="parentheses missing around the error"),
        Mistake(
            "added, not multiplied", lambda a, y: (a - y) ** 3 + 1 - a**2,
            "What does the chain rule do with its factors?",
        ),
    ),
    see="chapter 6, “BP1, the error of the output layer”", trials=5,
)  # fmt: skip
