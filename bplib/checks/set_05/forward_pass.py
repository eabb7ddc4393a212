"""Exercises 5.3 to 5.5: the weighted input of one unit by index, then whole forward passes."""

import numpy as np

from ...activations import sigmoid, sigmoid_prime, softmax
from .. import families as f
from ..engine import Exercise, Mistake, With, trial
from ..networks import network, parameters

__all__ = ["BATCH", "BUG", "ONE_UNIT"]


def _unit_inputs(rng):
    """First a tall matrix, so that W[k, j] exists for every k, then wide ones; then no bias, no activity, one input."""
    number = trial(rng)
    n_out, n_in = {1: (int(rng.integers(6, 9)), 4), 6: (5, 1)}.get(number, (4, int(rng.integers(6, 9))))
    W, b, a = (rng.normal(size=shape) for shape in ((n_out, n_in), (n_out, 1), (n_in, 1)))
    return W, b * (number != 4), a * (number != 5), 0 if number == 3 else int(rng.integers(1, 3))


def _one_unit_of(made):
    return lambda W, b, a, j: made(W[j] @ a[:, 0], b[j, 0])


_BIASES = {
    "own": lambda b, j, n: b[j, 0],
    "none": lambda b, j, n: 0,
    "minus": lambda b, j, n: -b[j, 0],
    "each": lambda b, j, n: n * b[j, 0],
    "first": lambda b, j, n: b[0, 0],
    "last": lambda b, j, n: b[-1, 0],
    "last of the shorter": lambda b, j, n: b[min(n, len(b)) - 1, 0],
    "last k": lambda b, j, n: b[n - 1, 0],
    "all": lambda b, j, n: b[:n, 0].sum(),
    "really all": lambda b, j, n: b.sum(),
    "next": lambda b, j, n: b[j + 1, 0],
    "one before": lambda b, j, n: b[j - 1, 0],
}
_TERMS = {
    "product": lambda w, a: w * a,
    "sum": lambda w, a: w + a,
    "only w": lambda w, a: w,
    "only a": lambda w, a: a,
    "w σ(a)": lambda w, a: w * sigmoid(a),
    "size": lambda w, a: abs(w * a),
    "difference": lambda w, a: w - a,
}


def _one_unit(
    *,
    transpose=False,
    bias="own",
    squash=False,
    keep=slice(None),
    off=0,
    activation="k",
    shorter=False,
    term="product",
    mean=False,
    sign=1,
):
    """z_j with one thing changed."""

    def weighted(W, b, a, j):
        j -= off
        n = W.shape[1]
        row = W[:n, j] if transpose else W[j]
        index = {"k": lambda k: k, "j": lambda k: j, "first": lambda k: 0, "reversed": lambda k: -1 - k}[
            activation
        ]
        terms = [_TERMS[term](row[k], a[index(k), 0]) for k in range(n)]
        total = sum(terms[: min(W.shape)] if shorter else terms[keep])
        z = sign * (total / n if mean else total) + _BIASES[bias](b, j, n)
        return sigmoid(z) if squash else z

    return weighted


_FIRST_ROUND = "Only the first term of the sum is in yours. Where does your return stand?"
_TERM = "Each term of (5.1) is made of two numbers. Which two, and what is done with them?"

ONE_UNIT = Exercise(
    "05.3", _one_unit(), _unit_inputs,
    (
        f.TRANSPOSE_LEFT_OUT(
            With(_one_unit, transpose=True), name="the indices are exchanged",
            hint="Your loop walks down a column of W. Which edges are these: those into unit j, or those out of it?",
        ),
        f.BIAS_LEFT_OUT(
            With(_one_unit, bias="none"), name="the bias is left out",
            hint="Compare your sum with (5.1), term by term.",
        ),
        Mistake(
            "the sign of the bias", With(_one_unit, bias="minus"), "Compare your sum with (5.1), sign by sign."
        ),
        Mistake("the sign of the sum", With(_one_unit, sign=-1), "Compare your sum with (5.1), sign by sign."),
        Mistake(
            "the bias in each step", With(_one_unit, bias="each"),
            "How often is the bias added? In (5.1), does it stand under the sum?",
        ),
        f.FIRST_FOR_ALL(
            With(_one_unit, bias="first"), name="the bias of another unit", hint="This is the bias of the first unit."
        ),
        Mistake(
            "the index of the bias", With(_one_unit, bias="last k"),
            "Which index does the bias have in (5.1)? Is it the one that the sum runs over?",
        ),
        Mistake(
            "the index of the bias, as far as it goes", With(_one_unit, bias="last of the shorter"),
            "Which index does the bias have in (5.1)? Is it the one that the sum runs over?",
        ),
        Mistake(
            "the last bias", With(_one_unit, bias="last"), "Your bias is that of the last unit. Which index does it"
            " have in (5.1)?",
        ),
        Mistake(
            "the bias of the next unit", With(_one_unit, bias="next"), "Does j count from 0 or from 1 in your bias?"
        ),
        Mistake(
            "all biases", With(_one_unit, bias="all"),
            "How often is a bias added, and which? In (5.1), does it stand under the sum?",
        ),
        Mistake(
            "the sum of all biases", With(_one_unit, bias="really all"),
            "How often is a bias added, and which? Each unit has one of its own.",
        ),
        Mistake(
            "the index of a", With(_one_unit, activation="j"),
            "Each weight meets the activation of the unit that it comes from. Which index is that?",
        ),
        f.FIRST_FOR_ALL(
            With(_one_unit, activation="first"), name="the first activation for all",
            hint="Each weight meets the activation of the unit that it comes from. Which index is that?",
        ),
        Mistake(
            "the activations in reverse order", With(_one_unit, activation="reversed"),
            "Each weight meets the activation of the unit that it comes from. Do both indices run the same way?",
        ),
        Mistake(
            "the shorter side", With(_one_unit, shorter=True),
            "With more inputs than units some of your terms are missing. Which axis of W does the loop run along?",
        ),
        f.SIGMA_TWICE(
            With(_one_unit, squash=True), name="σ has been applied",
            hint="The task asks for what enters the sigmoid.",
        ),
        f.ONE_STEP_OFF(
            With(_one_unit, off=1), name="another unit",
            hint="This is the weighted input of another unit. Does j count from 0 or from 1 here?",
        ),
        f.ASSIGNED(
            With(_one_unit, keep=slice(-1, None)), name="only the last term",
            hint="Only one term of the sum has survived. Is z assigned anew in each step?",
        ),
        f.ASSIGNED(
            _one_unit(keep=slice(-1, None), bias="none"), name="only the last term, and no bias",
            hint="Only one term of the sum has survived. Is z assigned anew in each step? And where is the bias?",
        ),
        Mistake("only the first term", With(_one_unit, keep=slice(1)), _FIRST_ROUND),
        Mistake(
            "only the first term, and no bias", _one_unit(keep=slice(1), bias="none"), _FIRST_ROUND
        ),
        Mistake(
            "the first term is missing", With(_one_unit, keep=slice(1, None)),
            "One term is missing. Where does a loop over all k begin in Python?",
        ),
        f.LAST_LEFT_OUT(
            With(_one_unit, keep=slice(-1)), name="the loop ends too early",
            hint="One term is missing. What is the last number in range(n)?",
        ),
        Mistake(
            "the bias times the sum", _one_unit_of(lambda total, bias: total * bias),
            "What is done with the bias and the sum in (5.1)?",
        ),
        Mistake(
            "the bias in each bracket", lambda W, b, a, j: ((W[j] + b[j, 0]) * a[:, 0]).sum(),
            "In (5.1), does the bias stand under the sum?",
        ),
        Mistake("the sum squared", _one_unit_of(lambda total, bias: total**2 + bias), "Compare your sum with (5.1)."),
        Mistake(
            "the sum of all units", lambda W, b, a, j: (W @ a).sum() + b[j, 0],
            "All units are in your sum. Which row of W belongs to unit j?",
        ),
        Mistake(
            "the sums and biases of all units", lambda W, b, a, j: (W @ a + b).sum(),
            "All units are in your sum. Which row of W belongs to unit j?",
        ),
        f.ONE_STEP_OFF(
            With(_one_unit, bias="one before"), name="the bias of the unit before",
            hint="Does j count from 0 or from 1 in your bias?",
        ),
        f.ONE_STEP_OFF(
            lambda W, b, a, j: W[j - 1] @ a[:, 0] + b[j, 0], name="the row of the unit before",
            hint="Does j count from 0 or from 1 in your row of W?",
        ),
        f.ONE_STEP_OFF(
            lambda W, b, a, j: W[j + 1] @ a[:, 0] + b[j, 0], name="the row of the next unit",
            hint="Does j count from 0 or from 1 in your row of W?",
        ),
        Mistake(
            "the first and the last term are missing", With(_one_unit, keep=slice(1, -1)),
            "Terms are missing at both ends of your sum.",
        ),
        Mistake("a sum in each term", With(_one_unit, term="sum"), _TERM),
        Mistake("a difference in each term", With(_one_unit, term="difference"), _TERM),
        Mistake("the weights alone", With(_one_unit, term="only w"), _TERM),
        Mistake("the activations alone", With(_one_unit, term="only a"), _TERM),
        Mistake("the sizes of the terms", With(_one_unit, term="size"), _TERM),
        f.SIGMA_TWICE(
            With(_one_unit, term="w σ(a)"), name="σ of the activations",
            hint="What you are given are activations already: they have gone through σ.",
        ),
        f.MEAN_OVER_ENTRIES(
            With(_one_unit, mean=True), name="the mean of the terms",
            hint="The sum is divided by the number of its terms. Is z a mean?",
        ),
    ),
    see="chapter 5, “By index, then by matrix”", trials=6,
)  # fmt: skip


def _flat_batch(rng):
    """First as many examples as units in each layer, then others; then one example, one matrix, and no biases."""
    number = trial(rng)
    sizes, m = (
        ([4] * 4, 4), ([5, 4, int(rng.integers(6, 8))], 3), ([3, 5, 2, 4], 1), ([3, 5], 6), ([4, 6, 3], 5)
    )[number - 1]  # fmt: skip
    weights, biases = parameters(rng, sizes)
    return weights, [b[:, 0] * (number != 5) for b in biases], rng.normal(size=(sizes[0], m))


def _tested_feedforward(weights, flat_biases, X):
    return network(weights, [b.reshape(-1, 1) for b in flat_biases]).feedforward(X)


_UNITS = {
    "σ": sigmoid,
    "tanh": np.tanh,
    "ReLU": lambda z: np.maximum(0, z),
    "step": lambda z: (z > 0) * 1.0,
    "σ'": sigmoid_prime,
    "falling": lambda z: sigmoid(-z),
    "twice": lambda z: sigmoid(sigmoid(z)),
    "softmax": lambda z: softmax(z, axis=0),
    "softmax of a": lambda z: softmax(sigmoid(z), axis=0),
}
_FLAT_BIASES = {
    "column": lambda b: b.reshape(-1, 1),
    "row": lambda b: b,
    "first": lambda b: b[0],
    "sum": lambda b: b.sum(),
    "mean": lambda b: b.mean(),
    "minus": lambda b: -b.reshape(-1, 1),
    "none": lambda b: 0,
    "twice": lambda b: 2 * b.reshape(-1, 1),
    "largest": lambda b: b.max(),
    "reversed": lambda b: b[::-1].reshape(-1, 1),
}


def _flat_feedforward(
    *,
    biases="column",
    transpose=False,
    first=False,
    hidden=True,
    last=True,
    layers=slice(None),
    rows=False,
    unit="σ",
    late_bias=False,
    early_bias=False,
    one_bias=False,
    no_bias=None,
    top=None,
    below=None,
):
    """The forward pass of a batch with one thing changed.

    Args:
        late_bias: whether the bias comes after σ, and early_bias whether σ sees only the bias.
        one_bias: whether the biases of the first layer are used in all of them.
        no_bias: the layer that has none, first or last.
        top, below: what the units of the last layer are, and of those below.
    """

    def passed(weights, flat_biases, X):
        A = sigmoid(X) if first else X
        for l, (W, b) in list(enumerate(zip(weights, flat_biases), start=1))[layers]:
            b = _FLAT_BIASES[biases](flat_biases[0] if one_bias else b)
            b = 0 * b if no_bias and l == (1 if no_bias == "first" else len(weights)) else b
            kind = (top if l == len(weights) else below) or unit
            squash = _UNITS[kind] if (last if l == len(weights) else hidden) else (lambda z: z)
            Z = (W.T if transpose else W) @ A
            A = squash(Z) + b if late_bias else Z + squash(b + 0 * Z) if early_bias else squash(Z + b)
        return A.T if rows else A

    return passed


def _last_only(weights, flat_biases, X):
    """X goes into every layer, and only the last result is left."""
    return sigmoid(weights[-1] @ X + flat_biases[-1].reshape(-1, 1))


def _first_column(weights, flat_biases, X):
    return np.repeat(_tested_feedforward(weights, flat_biases, X)[:, :1], X.shape[1], axis=1)


def _reversed(weights, flat_biases, X):
    return _flat_feedforward()(weights[::-1], flat_biases[::-1], X)


_OF_UNIT = "What stands between a weighted input and an activation is another function than the sigmoid."
_OF_BIAS = (
    "Each unit has a bias of its own, the same for all examples. Is that so in yours? Try one with two units."
)

BATCH = Exercise(
    "05.4", _tested_feedforward, _flat_batch,
    (
        f.KEEPDIMS(
            With(_flat_feedforward, biases="row"), name="the bias along the wrong axis",
            hint="NumPy takes a flat array for a row. To which axis of W @ A is the bias added: units or examples?",
        ),
        f.TRANSPOSE_LEFT_OUT(
            With(_flat_feedforward, transpose=True), name="the matrix is transposed",
            hint="Write the shapes below W and A for layers of different sizes. Which of the two runs?",
            see="chapter 5, “By index, then by matrix”",
        ),
        f.BIAS_LEFT_OUT(
            With(_flat_feedforward, biases="none"), name="the bias is left out",
            hint="Which parameters do you not use?",
        ),
        f.SIGMA_LEFT_OUT(
            _flat_feedforward(hidden=False, last=False), name="no σ at all",
            hint="Which function stands between a weighted input and an activation?",
        ),
        f.LAST_LEFT_OUT(
            With(_flat_feedforward, layers=slice(-1)), name="one layer too few",
            hint="This is the activation of the layer before the last. How many matrices are there?",
            see="chapter 5, “Lists that begin with layer 2”",
        ),
        f.LAYER_OFF_BY_ONE(
            With(_flat_feedforward, layers=slice(1, None)), name="the first matrix is left out",
            hint="The first matrix is not used. Which index does W² have?",
            see="chapter 5, “Lists that begin with layer 2”",
        ),
        f.ASSIGNED(
            With(_flat_feedforward, layers=slice(1)), name="the first layer only",
            hint="This is the activation of layer 2. Where does your return stand?",
        ),
        Mistake(
            "examples as rows", With(_flat_feedforward, rows=True),
            "Your result is transposed. Which axis counts the examples here?",
        ),
        f.ASSIGNED(
            _last_only, name="X in every layer", hint="What goes into layer 3: X, or the result of layer 2?"
        ),
        Mistake(
            "from the last layer to the first", _reversed, "All matrices are used once, but in which order?"
        ),
        f.FIRST_FOR_ALL(
            _first_column, name="the first example for all", hint="Every example has an output of its own."
        ),
        f.SIGMA_TWICE(
            With(_flat_feedforward, first=True), name="the input went through σ",
            hint="What is the activation of the first layer?",
        ),
        f.SIGMA_LEFT_OUT(
            With(_flat_feedforward, last=False), name="no σ in the last layer",
            hint="Is one of the layers treated differently?",
        ),
        f.SIGMA_LEFT_OUT(
            With(_flat_feedforward, hidden=False), name="no σ in the hidden layers",
            hint="Your layers collapse into one. What stands between two matrix products?",
            see="chapter 5, “Why σ stands between the layers”",
        ),
        f.BIAS_AFTER_SIGMA(With(_flat_feedforward, late_bias=True)),
        Mistake(
            "σ of the bias only", With(_flat_feedforward, early_bias=True),
            "σ sees only one part of the weighted input in yours. Where does the bracket close?",
        ),
        f.FIRST_FOR_ALL(
            With(_flat_feedforward, one_bias=True), name="the first biases for all layers",
            hint="Which biases does the second layer have in yours?",
        ),
        f.FIRST_FOR_ALL(With(_flat_feedforward, biases="first"), name="the first bias for all units", hint=_OF_BIAS),
        Mistake("the sum of the biases", With(_flat_feedforward, biases="sum"), _OF_BIAS),
        Mistake("the mean of the biases", With(_flat_feedforward, biases="mean"), _OF_BIAS),
        Mistake("the biases in reverse order", With(_flat_feedforward, biases="reversed"), _OF_BIAS),
        Mistake(
            "the sign of the biases", With(_flat_feedforward, biases="minus"),
            "Compare your z with (5.1), sign by sign."
        ),
        Mistake("tanh units", With(_flat_feedforward, unit="tanh"), _OF_UNIT),
        Mistake("ReLU units", With(_flat_feedforward, unit="ReLU"), _OF_UNIT),
        Mistake("units with a step", With(_flat_feedforward, unit="step"), _OF_UNIT),
        Mistake("the slope of σ", With(_flat_feedforward, unit="σ'"), _OF_UNIT),
        Mistake("the sign in the exponent", With(_flat_feedforward, unit="falling"), _OF_UNIT),
        *(
            Mistake(
                f"{name} in the last layer", With(_flat_feedforward, top=kind),
                "Is one of the layers treated differently? All layers but the input have sigmoid units.",
            )
            for kind, name in (
                ("softmax", "softmax"), ("softmax of a", "softmax after σ"), ("σ'", "the slope of σ"),
                ("twice", "σ twice"), ("step", "a step"), ("ReLU", "ReLU"), ("tanh", "tanh"),
            )
        ),
        *(
            Mistake(
                f"{name} in the hidden layers", With(_flat_feedforward, below=kind),
                "Is one of the layers treated differently? All layers but the input have sigmoid units.",
            )
            for kind, name in (("σ'", "the slope of σ"), ("twice", "σ twice"), ("ReLU", "ReLU"), ("tanh", "tanh"))
        ),
        Mistake(
            "the biases twice", With(_flat_feedforward, biases="twice"), "How often is the bias added in yours?"
        ),
        f.LAST_LEFT_OUT(
            With(_flat_feedforward, no_bias="last"), name="no bias in the last layer",
            hint="One layer has no bias in yours. Which one?",
        ),
        f.LAST_LEFT_OUT(
            With(_flat_feedforward, no_bias="first"), name="no bias in the first hidden layer",
            hint="One layer has no bias in yours. Which one?",
        ),
        Mistake("the largest bias for all units", With(_flat_feedforward, biases="largest"), _OF_BIAS),
        f.SIGMA_TWICE(With(_flat_feedforward, unit="twice"), hint="σ is applied twice on the way to the next layer."),
    ),
    see="chapter 5, “A batch is a matrix of columns”", trials=5,
)  # fmt: skip


def _square_first(rng):
    """A network and one example: equal layers, in which a wrong layer runs, others, more, one matrix, and no biases."""
    number = trial(rng)
    sizes = ([3] * 4, [4, 2, 6, 5], [4, 3, 7, 5, 6], [3, 5], [5, 3, 4])[number - 1]
    weights, biases = parameters(rng, sizes)
    return weights, [b * (number != 5) for b in biases], rng.normal(size=(sizes[0], 1))


def _output(
    layers=range,
    squash="all",
    bias=1,
    unit="σ",
    other_biases=None,
    transpose=False,
    late_bias=False,
    again=False,
    no_bias=None,
    top=None,
    below=None,
):
    """The forward pass through ``weights[i]`` for the i of ``layers(number of matrices)``, with one thing changed.

    Args:
        squash: which layers have σ: all, none, hidden or last.
        other_biases: by how many places the biases are shifted.
        again: whether x goes into every layer, and the last result is left.
    """

    def passed(weights, biases, x):
        a = x
        places = list(layers(len(weights)))
        for i in places:
            W = weights[i].T if transpose else weights[i]
            b = bias * biases[(i + other_biases) % len(biases) if other_biases else i]
            b = 0 * b if no_bias and i == places[0 if no_bias == "first" else -1] else b
            z = W @ (x if again else a) + (0 if late_bias else b)
            last = i == places[-1]
            squashed = squash == "all" or squash == ("last" if last else "hidden")
            kind = (top if last else below) or unit
            a = (_UNITS[kind](z) if squashed else z) + (b if late_bias else 0)
        return a

    return passed


_PLACE = "Compare the loop with the layers that have parameters: from which l to which?"

BUG = Exercise(
    "05.5", _output(), _square_first,
    (
        f.LAYER_OFF_BY_ONE(
            _output(lambda n: range(-1, n - 1)), name="the bug is still there",
            hint="The last matrix still comes first. Which index does the first round of your loop ask for?",
        ),
        f.LAST_LEFT_OUT(
            _output(lambda n: range(n - 1)), name="the loop ends too early", hint=_PLACE + " One is missing."
        ),
        f.LAYER_OFF_BY_ONE(
            _output(lambda n: range(-1, n)), name="one layer too many",
            hint=_PLACE + " One matrix is used twice, and nothing raises.",
        ),
        f.LAYER_OFF_BY_ONE(
            _output(lambda n: range(1, n)), name="the loop begins too late", hint=_PLACE + " W² is not used."
        ),
        f.LAYER_OFF_BY_ONE(
            _output(lambda n: [*range(1, n), 0]), name="the first matrix last",
            hint="All matrices are used once, but the first of them comes last. Which index does each round ask for?",
        ),
        f.SIGMA_LEFT_OUT(
            With(_output, squash="none"), name="σ is left out",
            hint="The layers are in the right order. What does each of them do after the product?",
        ),
        f.SIGMA_LEFT_OUT(
            With(_output, squash="hidden"), name="no σ in the last layer",
            hint="The layers are in the right order. Is one of them treated differently?",
        ),
        f.SIGMA_LEFT_OUT(
            With(_output, squash="last"), name="no σ in the hidden layers",
            hint="The layers are in the right order. What stands between two matrix products?",
        ),
        Mistake(
            "from the last layer to the first", _output(lambda n: reversed(range(n))),
            "All matrices are used once, but in which order?",
        ),
        f.BIAS_LEFT_OUT(With(_output, bias=0), name="the biases are left out"),
        Mistake("the sign of the biases", With(_output, bias=-1), "Compare your z with (5.1), sign by sign."),
        f.LAYER_OFF_BY_ONE(
            With(_output, other_biases=-1), name="the biases of another layer",
            hint="Each matrix has its own biases. With which index do you take them?",
        ),
        f.LAYER_OFF_BY_ONE(
            With(_output, other_biases=1), name="the biases of the next layer",
            hint="Each matrix has its own biases. With which index do you take them?",
        ),
        f.BIAS_AFTER_SIGMA(With(_output, late_bias=True)),
        f.TRANSPOSE_LEFT_OUT(
            With(_output, transpose=True), name="the matrix is transposed",
            hint="Write the shapes below W and a for layers of different sizes. Which of the two runs?",
        ),
        f.ASSIGNED(
            With(_output, again=True), name="x in every layer",
            hint="What goes into layer 3: x, or the result of layer 2?",
        ),
        f.FIRST_FOR_ALL(
            _output(lambda n: [0] * n), name="the first matrix for all",
            hint="Every round of your loop uses the same matrix. Which index should change?",
        ),
        f.FIRST_FOR_ALL(
            _output(lambda n: [n - 1] * n), name="the last matrix for all",
            hint="Every round of your loop uses the same matrix. Which index should change?",
        ),
        f.LAST_LEFT_OUT(
            _output(lambda n: range(1)), name="the first layer only",
            hint="This is the activation of layer 2. Where does your return stand?",
        ),
        *(
            Mistake(
                f"{name} in the last layer", With(_output, top=kind),
                "The layers are in the right order. Is one of them treated differently?",
            )
            for kind, name in (("softmax", "softmax"), ("σ'", "the slope of σ"), ("twice", "σ twice"), ("step",
            "a step"))
        ),
        *(
            Mistake(
                f"{name} in the hidden layers", With(_output, below=kind),
                "The layers are in the right order. Is one of them treated differently?",
            )
            for kind, name in (("σ'", "the slope of σ"), ("twice", "σ twice"), ("ReLU", "ReLU"))
        ),
        f.LAST_LEFT_OUT(
            With(_output, no_bias="last"), name="no bias in the last layer",
            hint="One layer has no bias in yours. Which one?",
        ),
        f.LAST_LEFT_OUT(
            With(_output, no_bias="first"), name="no bias in the first hidden layer",
            hint="One layer has no bias in yours. Which one?",
        ),
        Mistake("the sign in the exponent", With(_output, unit="falling"), _OF_UNIT),
        Mistake("units with a step", With(_output, unit="step"), _OF_UNIT),
        Mistake("tanh units", With(_output, unit="tanh"), _OF_UNIT),
        Mistake("ReLU units", With(_output, unit="ReLU"), _OF_UNIT),
        Mistake("the slope of σ", With(_output, unit="σ'"), _OF_UNIT),
        f.SIGMA_TWICE(With(_output, unit="twice"), hint="σ is applied twice on the way to the next layer."),
    ),
    see="chapter 5, “Lists that begin with layer 2”", trials=5,
)  # fmt: skip
