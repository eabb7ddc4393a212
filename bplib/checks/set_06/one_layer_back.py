"""Exercises 6.4 and 6.7: BP2, the error of a hidden layer, and how errors shrink on their way back."""

import numpy as np

from ...activations import sigmoid, sigmoid_prime
from ...network import Network
from .. import families as f
from ..engine import Exercise, Mistake, Value, With, in_turn
from ..networks import where_square
from .output_error import SIGMA_OF_A

__all__ = ["HIDDEN_ERROR", "SHRINKING", "TRANSPOSE"]

TRANSPOSE = (
    "W[j, k] belongs to the edge from unit k to unit j. Forward we sum over k. Over which index does (6.6) sum?"
    " With layers of different sizes this product would not even run."
)


def _hidden_inputs(rng):
    """First layers of the same size, in which a forgotten transpose runs; then fewer above, more, one, one below."""
    n, k = in_turn(rng, (4, 4), (2, 3), (5, 3), (1, 4), (3, 1))
    W, delta, z = (rng.normal(size=shape) for shape in ((n, k), (n, 1), (k, 1)))
    delta[0], z[0] = -abs(delta[0]), -abs(z[0])  # single ones are negative, as some of the others are
    return W, delta, z


_SLOPES = {
    "z": lambda z, d: sigmoid_prime(z),
    "none": lambda z, d: 1,
    "a": lambda z, d: sigmoid_prime(sigmoid(z)),
    "σ": lambda z, d: sigmoid(z),
    "1 - a": lambda z, d: 1 - sigmoid(z),
    "z itself": lambda z, d: z,
    "z (1 - z)": lambda z, d: z * (1 - z),
    "tanh": lambda z, d: 1 - np.tanh(z) ** 2,
    "tanh of a": lambda z, d: 1 - sigmoid(z) ** 2,
    "step": lambda z, d: z > 0,
    "square": lambda z, d: sigmoid_prime(z) ** 2,
    "inverse": lambda z, d: 1 / sigmoid_prime(z),
    "share": lambda z, d: sigmoid_prime(d),
    "mean": lambda z, d: sigmoid_prime(z).mean(),
    "sum": lambda z, d: sigmoid_prime(z).sum(),
    "a (1 − σ(a))": lambda z, d: sigmoid(z) * (1 - sigmoid(sigmoid(z))),
    "a²": lambda z, d: sigmoid(z) ** 2,
    "a (1 + a)": lambda z, d: sigmoid(z) * (1 + sigmoid(z)),
    "exp(−z)": lambda z, d: np.exp(-z),
    "1 − z²": lambda z, d: 1 - z**2,
    "1 − z": lambda z, d: 1 - z,
    "tanh(z)": lambda z, d: np.tanh(z),
    "1 + σ'(z)": lambda z, d: 1 + sigmoid_prime(z),
    "1 − σ'(z)": lambda z, d: 1 - sigmoid_prime(z),
    "a times σ'(z)": lambda z, d: sigmoid(z) * sigmoid_prime(z),
    "z times σ'(z)": lambda z, d: z * sigmoid_prime(z),
    "the root of σ'(z)": lambda z, d: np.sqrt(sigmoid_prime(z)),
}
_SUMS = {
    "W.T": lambda w, d: w.T @ d,
    "W": lambda w, d: (w if where_square(w) else w.T) @ d,
    "no W": lambda w, d: np.full((w.shape[1], 1), d.sum()),
    "no delta": lambda w, d: w.sum(axis=0)[:, None],
    "separate": lambda w, d: w.sum(axis=0)[:, None] * d.sum(),
    "first": lambda w, d: w[:1].T * d[0, 0],
    "last": lambda w, d: w[-1:].T * d[-1, 0],
    "but the last": lambda w, d: w[:-1].T @ d[:-1],
    "but the first": lambda w, d: w[1:].T @ d[1:],
    "reshaped": lambda w, d: w.reshape(w.shape[::-1]) @ d,
    "square": lambda w, d: (w**2).T @ d,
    "inverse": lambda w, d: np.linalg.pinv(w) @ d,
    "mean": lambda w, d: w.T @ d / len(d),
    "delta": lambda w, d: d if where_square(w) else w.T @ d,
    "product": lambda w, d: d * w.T.sum(axis=1, keepdims=True) if where_square(w) else w.T @ d,
    "size": lambda w, d: abs(w).T @ d,
    "sizes of δ": lambda w, d: w.T @ abs(d),
    "signs of δ": lambda w, d: w.T @ np.sign(d),
    "squares of δ": lambda w, d: w.T @ d**2,
    "σ(δ)": lambda w, d: w.T @ sigmoid(d),
    "σ'(δ)": lambda w, d: w.T @ sigmoid_prime(d),
    "less the mean": lambda w, d: w.T @ (d - d.mean()),
    "σ of the sum": lambda w, d: sigmoid(w.T @ d),
    "size of the sum": lambda w, d: abs(w.T @ d),
    "ones": lambda w, d: np.ones((w.shape[1], 1)),
    "largest": lambda w, d: (w.T * d.T).max(axis=1, keepdims=True),
    "plus": lambda w, d: (w.T + d.T).sum(axis=1, keepdims=True),
    "diagonal": lambda w, d: np.diag(w)[:, None] * d if where_square(w) else w.T @ d,
    "norm": lambda w, d: w.T @ d / np.linalg.norm(w),
    "norm of δ": lambda w, d: w.T @ d / np.linalg.norm(d),
}


def _hidden(*, sign=1, slope="z", by="W.T"):
    """δ^l with one thing changed."""

    def delta(W_next, delta_next, z):
        back = _SUMS[by](W_next, delta_next)
        return sign * back * _SLOPES[slope](z, back)

    return delta


_OF_UNIT = "The factor of the unit is the slope of the sigmoid. Where is yours taken, and is it that of σ?"
_PATHS = (
    "Each unit j of layer l + 1 sends its share δ_j W_jk back to unit k, and unit k adds them up. Which shares are in"
    " your sum?"
)

HIDDEN_ERROR = Exercise(
    "06.4", _hidden(), _hidden_inputs,
    (
        f.TRANSPOSE_LEFT_OUT(
            With(_hidden, by="W"), name="the sum runs over the wrong index", hint=TRANSPOSE
        ),
        f.SLOPE_LEFT_OUT(
            _hidden(slope="none"), name="a link of the chain is missing",
            hint="This is the derivative with respect to the activation of the unit, not to its weighted input.",
        ),
        f.SLOPE_LEFT_OUT(
            lambda w, d, z: (w if where_square(w) else w.T) @ d, name="the slope is left out, and the wrong sum",
            hint=TRANSPOSE + " And on the way from the activation of a unit to its weighted input a factor is missing.",
        ),
        f.SLOPE_OF_A(With(_hidden, slope="a"), hint=SIGMA_OF_A),
        Mistake("σ for σ'", With(_hidden, slope="σ"), "Which factor in (BP2) belongs to σ?"),
        Mistake(
            "σ'(z) on the wrong side of W",
            lambda w, d, z: w.T @ (d * sigmoid_prime(z)) if where_square(w) else (w.T @ d) * sigmoid_prime(z),
            "z belongs to the layer on the left of the edges. When do we get there: before or after the product?",
        ),
        Mistake(
            "σ'(z) on the wrong side of W, and the wrong sum",
            lambda w, d, z: w @ (d * sigmoid_prime(z)) if where_square(w) else (w.T @ d) * sigmoid_prime(z),
            "z belongs to the layer on the left of the edges. When do we get there: before or after the product? And"
            " over which index of W do we sum on the way back?",
        ),
        f.SIGN(With(_hidden, sign=-1), hint="The sizes are right and the sign is not. No minus stands in (BP2)."),
        Mistake("z for its slope", With(_hidden, slope="z itself"), _OF_UNIT),
        Mistake(
            "z (1 − z)", With(_hidden, slope="z (1 - z)"),
            "z (1 − z) looks like the slope of the sigmoid. For which of z and a does that formula hold?",
        ),
        Mistake("one factor of the slope is missing", With(_hidden, slope="1 - a"), _OF_UNIT),
        Mistake("the slope of tanh", With(_hidden, slope="tanh"), _OF_UNIT),
        Mistake("1 − a²", With(_hidden, slope="tanh of a"), _OF_UNIT),
        Mistake("the slope of a step or a ReLU", With(_hidden, slope="step"), _OF_UNIT),
        Mistake("the slope at the error", With(_hidden, slope="share"), _OF_UNIT),
        Mistake(
            "the mean of the slopes", With(_hidden, slope="mean"),
            "Each unit has a slope of its own. Yours is one for all of them.",
        ),
        Mistake(
            "the slope twice", With(_hidden, slope="square"),
            "The slope of σ is a factor twice. How often does the way back to z cross σ?",
        ),
        Mistake(
            "divided by the slope", With(_hidden, slope="inverse"),
            "You divide by the slope of σ. What does the chain rule do with it?",
        ),
        Mistake(
            "the slope is added", lambda w, d, z: w.T @ d + sigmoid_prime(z),
            "What does the chain rule do with its factors?",
        ),
        *(
            Mistake(f"{name} for the slope", With(_hidden, slope=name), _OF_UNIT)
            for name in (
                "a (1 − σ(a))", "a²", "a (1 + a)", "exp(−z)", "1 − z²", "1 − z", "tanh(z)", "1 + σ'(z)", "1 − σ'(z)",
                "a times σ'(z)", "z times σ'(z)", "the root of σ'(z)",
            )
        ),
        Mistake(
            "the sum of the slopes", With(_hidden, slope="sum"),
            "Each unit has a slope of its own. Yours is one for all of them.",
        ),
        *(
            Mistake(f"the back sum: {words}", With(_hidden, by=kind), _PATHS)
            for kind, words in (
                ("sizes of δ", "sizes of δ"), ("signs of δ", "signs of δ"), ("squares of δ", "squares of δ"),
                ("σ(δ)", "σ of δ"), ("σ'(δ)", "σ' of δ"), ("less the mean", "δ less its mean"),
                ("σ of the sum", "σ of it"), ("size of the sum", "its size"), ("ones", "nothing"), ("largest",
                "the largest"),
                ("plus", "W + δ"), ("diagonal", "the diagonal"), ("norm", "divided by a norm of W"),
                ("norm of δ", "divided by the norm of δ"),
            )
        ),
        Mistake(
            "z is added", lambda w, d, z: w.T @ d + z, "What does the chain rule do with its factors?"
        ),
        Mistake("W is not used", With(_hidden, by="no W"), _PATHS),
        Mistake("delta_next is not used", With(_hidden, by="no delta"), _PATHS),
        Mistake(
            "two sums multiplied", With(_hidden, by="separate"), _PATHS + " A product of sums is no sum of products.",
        ),
        f.FIRST_FOR_ALL(With(_hidden, by="first"), name="the first share only", hint=_PATHS),
        f.ASSIGNED(With(_hidden, by="last")),
        f.LAST_LEFT_OUT(With(_hidden, by="but the last"), hint=_PATHS),
        Mistake("the first is left out", With(_hidden, by="but the first"), _PATHS),
        Mistake("delta_next as it is", With(_hidden, by="delta"), _PATHS),
        Mistake("each δ with its own row of W", With(_hidden, by="product"), _PATHS),
        Mistake("the sizes of the weights", With(_hidden, by="size"), "The weights have lost their signs."),
        f.TRANSPOSE_LEFT_OUT(
            With(_hidden, by="reshaped"), name="reshaped, not transposed",
            hint="reshape puts the entries of W into other places. Which operation exchanges rows and columns?",
        ),
        Mistake("the weights squared", With(_hidden, by="square"), "How often does W_jk stand in z_j?"),
        Mistake(
            "the inverse", With(_hidden, by="inverse"),
            "The way back is not the inverse of the way there: no z is recovered. It sums over paths.",
        ),
        f.OUTPUTS_COUNTED(
            With(_hidden, by="mean"), name="the mean of the shares",
            hint="There is a division by the number of units of the next layer. Are paths averaged, or added?",
        ),
    ),
    see="chapter 6, “BP2, one layer back”", trials=5,
)  # fmt: skip


def _deep_gradient():
    deep = Network([20] * 8, rng=7)
    x = np.random.default_rng(7).normal(size=(20, 1))
    return deep.backprop(x, np.zeros((20, 1)))


_DELTAS, _NABLA_W = _deep_gradient()
_SIZES = np.array([np.sqrt(np.mean(d**2)) for d in _DELTAS])
_RATIO = float(_SIZES[0] / _SIZES[-1])
_RIGHT = float(_RATIO ** (1 / 6))
_STEPS = _SIZES[:-1] / _SIZES[1:]


def _with_size(size, parts=_DELTAS):
    """f for another size of an array."""
    return float((size(parts[0]) / size(parts[-1])) ** (1 / 6))


_OTHER_SIZE = "The size of δ is its root mean square. Yours is another one."
_ROUNDED = "This is rounded. The task wants it as it is computed."
_ONE_STEP = "This is the factor of a single step. The one asked for is the same for all steps."
_INTERVAL = "How many steps lead from layer 8 to layer 2, and do both of these two layers count?"

SHRINKING = Value(
    "06.7", _RIGHT,
    (
        ("the factor of all steps together", _RATIO, "How many steps lead from layer 8 to layer 2?"),
        ("the mean square", _RATIO ** (1 / 3), "This is how the mean square shrinks. The size is its root."),
        ("forward, not backward", _RATIO ** (-1 / 6), "A factor above 1 says that errors grow."),
        ("the number of steps", _RATIO ** (1 / 7), "Seven errors have fewer gaps between them than you think."),
        (
            "the number of steps is that of the layers", _RATIO ** (1 / 8),
            "Not every layer has an error, and the factor counts steps between errors.",
        ),
        (
            "the whole divided by the steps", _RATIO / 6,
            "The six factors are multiplied, not added. Which operation undoes that?",
        ),
        (
            "the mean of the factors", float(np.mean(_STEPS)),
            "Near, but the sixth power of this is not the whole factor.",
        ),
        (
            "the median of the factors", float(np.median(_STEPS)), "Near, but the sixth power of this is not the whole"
            " factor.",
        ),
        ("the mean of the logarithms", float(np.log(_RATIO) / 6),
        "This is the logarithm of f. Which function undoes it?"),
        ("the logarithm of the whole", float(np.log(_RATIO)), "This is a logarithm of the factor of all steps."),
        ("one step too few", _RATIO ** (1 / 5), _INTERVAL),
        ("from layer 3", float((_SIZES[1] / _SIZES[-1]) ** (1 / 5)),
        "δ² is the error with index 0. Where do you begin?"),
        ("from layer 3, six steps", float((_SIZES[1] / _SIZES[-1]) ** (1 / 6)), "δ² is the error with index 0. Where do"
         " you begin?"),
        ("to layer 7", float((_SIZES[0] / _SIZES[-2]) ** (1 / 5)), "δ⁸ is the last of the errors. Where do you end?"),
        ("to layer 7, six steps", float((_SIZES[0] / _SIZES[-2]) ** (1 / 6)), "δ⁸ is the last of the errors. Where do"
         " you end?"),
        *((f"the step from layer {l + 3} to {l + 2} only", float(step), _ONE_STEP) for l, step in enumerate(_STEPS)),
        *((f"the step from layer {l + 2} to {l + 3} only", float(1 / step), _ONE_STEP) for l,
        step in enumerate(_STEPS)),
        ("the mean size", _with_size(lambda d: np.abs(d).mean()), _OTHER_SIZE),
        ("the largest entry", _with_size(lambda d: np.abs(d).max()), _OTHER_SIZE),
        ("the largest entry with its sign", _with_size(lambda d: abs(d.max())), _OTHER_SIZE),
        ("the standard deviation", _with_size(np.std), _OTHER_SIZE),
        ("the mean with its sign", _with_size(lambda d: abs(d.mean())), _OTHER_SIZE),
        ("the first entry", _with_size(lambda d: abs(d[0, 0])), _OTHER_SIZE),
        ("the median", _with_size(lambda d: np.median(np.abs(d))), _OTHER_SIZE),
        (
            "the gradients of the weights", _with_size(np.linalg.norm, _NABLA_W),
            "These are the gradients of the weights. Which of the two lists holds the errors?",
        ),
        ("an integer division", 1.0, "The number does not depend on the errors. What is 1 // 6?"),
        (
            "the square root for the sixth", _RATIO**0.5,
            "Which root undoes the multiplication by f in each of six steps?"
        ),
        ("the difference by steps", float((_SIZES[-1] - _SIZES[0]) / 6), "Is f added in each step, or multiplied?"),
        ("the sign", -_RIGHT, "Sizes are not negative, and neither is their quotient."),
        ("1 less f", 1 - _RIGHT, "This is the share that is lost in each step. f is what is left."),
        ("a sixth of the logarithm of base 10", float(np.log10(_RATIO) / 6), "This is a logarithm of f. Which function"
         " undoes it?"),
        ("the first size", float(_SIZES[0]), "This is the size of one error. f compares sizes of two."),
        ("the last size", float(_SIZES[-1]), "This is the size of one error. f compares sizes of two."),
        ("the inverse of the whole", 1 / _RATIO, "Which of the two sizes stands above, and how many steps are there?"),
        ("the last entry", _with_size(lambda d: abs(d[-1, 0])), _OTHER_SIZE),
        ("the smallest entry", _with_size(lambda d: np.abs(d).min()), _OTHER_SIZE),
        ("two digits", round(_RIGHT, 2), _ROUNDED),
        ("a guess", 0.2, "This is a guess of the task. Now measure it."),
        ("another guess", 0.5, "This is a guess of the task. Now measure it."),
        ("the largest slope of σ", 0.25, "This is the largest slope of σ. The weights shrink and stretch errors too."),
    ),
    rtol=2e-4, see="chapter 6b, “Why errors shrink on their way back”",
)  # fmt: skip
