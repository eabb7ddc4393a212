"""Exercises 6.8 to 6.10: the whole of backpropagation, with a bug, for one example and for a batch."""

import numpy as np

from ...activations import sigmoid, sigmoid_prime
from .. import families as f
from ..engine import Exercise, Mistake, With, trial
from ..networks import network, parameters, where_square
from .errors_to_parameters import GRADIENT, OUTER
from .one_layer_back import TRANSPOSE
from .output_error import SIGMA_OF_A, SIGN

__all__ = ["BATCH", "BUG", "ONE_EXAMPLE"]


def _reference(weights, biases, x, y):
    return network(weights, biases).backprop(x, y)


def _last_first(*args):
    return tuple(g[::-1] for g in _reference(*args))


def _one_last_first(which):
    """Only one of the two lists begins with the last layer."""

    def gradient(*args):
        return tuple(g[::-1] if i == which else g for i, g in enumerate(_reference(*args)))

    return gradient


def _swapped(*args):
    return _reference(*args)[::-1]


_SLOPES = {
    "z": lambda z, a: sigmoid_prime(z),
    "a": lambda z, a: sigmoid_prime(a),
    "σ": lambda z, a: a,
    "1 - a": lambda z, a: 1 - a,
    "nothing": lambda z, a: 1,
    "square": lambda z, a: sigmoid_prime(z) ** 2,
    "tanh": lambda z, a: 1 - np.tanh(z) ** 2,
    "tanh of a": lambda z, a: 1 - a**2,
    "z (1 - z)": lambda z, a: z * (1 - z),
    "z itself": lambda z, a: z,
    "step": lambda z, a: z > 0,
}
_ERRORS = {
    "a - y": lambda z, a, y: a - y,
    "z - y": lambda z, a, y: z - y,
    "square": lambda z, a, y: (a - y) ** 2,
    "cost": lambda z, a, y: (a - y) ** 2 / 2,
    "sum": lambda z, a, y: np.repeat((a - y).sum(axis=0, keepdims=True), len(a), axis=0),
    "a": lambda z, a, y: a,
    "size": lambda z, a, y: abs(a - y),
    "cube": lambda z, a, y: (a - y) ** 3,
    "σ(a) − y": lambda z, a, y: sigmoid(a) - y,
    "1": lambda z, a, y: np.ones_like(a),
}
# What enters (BP4) from below: z and a of the layer before, z of the first being the input.
_BEFORE = {
    "a": lambda z, a, first: a,
    "z": lambda z, a, first: z,
    "σ of the input": lambda z, a, first: sigmoid(a) if first else a,
    "σ": lambda z, a, first: sigmoid(a),
    "slope": lambda z, a, first: a if first else sigmoid_prime(z),
}


_STEPS = {
    "2": lambda d, above: 2 * d,
    "½": lambda d, above: d / 2,
    "minus": lambda d, above: -d,
    "units": lambda d, above: d / len(d),
    "units above": lambda d, above: d / above,
    "size": lambda d, above: abs(d),
    "sum": lambda d, above: 0 * d + d.sum(axis=0, keepdims=True),
    "σ": lambda d, above: sigmoid(d),
    "norm": lambda d, above: d / np.linalg.norm(d),
}


def _wrong(
    *,
    sign=1,
    top="z",
    hidden="z",
    late=0,
    transpose=True,
    reverse=False,
    before=0,
    scale=None,
    w=None,
    b=None,
    bias=1,
    factor=1,
    share=False,
    error="a - y",
    enters="a",
    stuck=False,
    before_w=False,
    each=False,
    but_last=False,
    step=None,
    weight=None,
    added=False,
):
    """Backpropagation with one thing changed. scale, w and b take m, m and (delta, m).

    Args:
        late: by how many layers the z of (BP2) is too late.
        before: by how many layers the activation of (BP4) is too late.
        bias: the biases are multiplied by it on the way forward.
        share: divides by the number of outputs.
        enters: what enters (BP4) from below.
        stuck: every layer gets the error of the last one.
        before_w: the slope is multiplied before the sum over W.
        each: 1/m enters in every layer.
        but_last: (BP4) is right in the last layer.
        step: what is done to δ in each step back, a key of _STEPS.
        weight: what is done to the weights in (BP2).
        added: the slope in (BP2) is added.
    """

    def backprop(weights, biases, x, y):
        m = x.shape[1]
        square = where_square(*weights)
        zs, activations = network(weights, [bias * c for c in biases])._forward(x)
        last = (
            sign * factor * _ERRORS[error](zs[-1], activations[-1], y) * _SLOPES[top](zs[-1], activations[-1])
        )
        delta = last * (scale(m) if scale else 1 / m) / (len(y) if share else 1)
        nabla_b, nabla_w, above = [], [], delta
        for l in reversed(range(len(zs))):
            kind, further = ("a", 0) if but_last and l == len(zs) - 1 else (enters, before)
            a = _BEFORE[kind](zs[l - 1] if l else x, activations[l + further], l == 0)
            nabla_w.insert(0, (a @ delta.T if reverse else delta @ a.T) * (w(m) if w else 1))
            nabla_b.insert(0, b(delta, m) if b else delta.sum(axis=1, keepdims=True))
            if l > 0:
                back = weights[l] if not transpose and square else weights[l].T
                back = {"size": abs, "square": np.square}.get(weight, lambda W: W)(back)
                other = late if square else 0
                sent = above if stuck and square else delta
                if before_w:
                    delta = back @ (sent * _SLOPES[hidden](zs[l], activations[l + 1]))
                else:
                    delta = (back @ sent) * _SLOPES[hidden](zs[l - 1 + other], activations[l])
                if added:
                    delta = back @ sent + _SLOPES[hidden](zs[l - 1], activations[l])
                if step == "mean slope":
                    delta = (back @ sent) * _SLOPES[hidden](zs[l - 1], activations[l]).mean(
                        axis=0, keepdims=True
                    )
                elif step:
                    delta = _STEPS[step](delta, len(sent))
                delta = delta / m if each else delta
        return nabla_b, nabla_w

    return backprop


_OF_UNIT = "The units are sigmoids. Which slope belongs to them, and of which number is it taken?"
_BP1 = "Look at the line for the output layer. "
_BP2 = "Look at the line for a hidden layer. "
_BP4 = "Look at the line for the weights. On an edge δ, at its end, meets what comes in at its beginning. What is that?"
_COST = _BP1 + "Which derivative of the cost belongs into (BP1)?"


# Mistakes that 6.8, 6.9 and 6.10 share, besides those that each of them has named for long.
_SHARED = (
    f.BIAS_LEFT_OUT(With(_wrong, bias=0), name="the biases are left out on the way forward", hint="Begin with the"
                    " forward pass: which parameters are not in your z?"),
    Mistake(
        "the sign of the biases on the way forward", With(_wrong, bias=-1),
        "Begin with the forward pass: compare your line for z with (6.1), sign by sign.",
    ),
    f.TWICE(
        With(_wrong, factor=2), name="a factor of 2",
        hint="There is a factor of 2 too many. What does the ½ in the quadratic cost do?",
    ),
    f.HALF(
        With(_wrong, factor=0.5), name="a factor of ½",
        hint="There is a factor of ½ too many. The square has a derivative with a factor of its own.",
    ),
    f.OUTPUTS_COUNTED(
        With(_wrong, share=True),
        hint="There is a division by the number of outputs. Over these the cost of an example is a sum.",
    ),
    f.OUTPUTS_COUNTED(
        _wrong(share=True, factor=2), name="divided by the number of outputs, and the 2 of the square",
        hint="Your cost is the mean of the squares over the outputs. Compare it with the one of the task.",
    ),
    Mistake("z for a in BP1", With(_wrong, error="z - y"), _COST),
    Mistake("the error squared in BP1", With(_wrong, error="square"), _COST),
    Mistake("the cost in BP1", With(_wrong, error="cost"), _COST),
    Mistake("the errors summed in BP1", With(_wrong, error="sum"), _COST + " Each output has one of its own."),
    Mistake("the target is not used", With(_wrong, error="a"), _COST),
    Mistake("the size of the error in BP1", With(_wrong, error="size"), _COST),
    Mistake("the error cubed in BP1", With(_wrong, error="cube"), _COST),
    Mistake("σ(a) − y in BP1", With(_wrong, error="σ(a) − y"), _COST),
    Mistake("the slope alone in BP1", With(_wrong, error="1"), _COST),
    *(
        Mistake(f"{words} in each step back", With(_wrong, step=kind), _BP2 + "In each step back something happens that"
                " (BP2) does not have. Compare them factor by factor.")
        for kind, words in (
            ("2", "a factor of 2"), ("½", "a factor of ½"), ("minus", "a minus"), ("units",
            "a division by the number of"
            " units"), ("units above", "a division by the number of units of the layer above"), ("size", "a lost sign"),
            ("mean slope", "the mean of the slopes"), ("sum", "a sum over the units"), ("σ", "σ"), ("norm", "a norm"),
        )
    ),
    Mistake(
        "the sizes of the weights in BP2", With(_wrong, weight="size"), _BP2 + "The weights have lost their signs."
    ),
    Mistake("the weights squared in BP2", With(_wrong, weight="square"), _BP2 + "How often does W_jk stand in z_j?"),
    Mistake("added, not multiplied, in BP2", With(_wrong, added=True), _BP2 + "What does the chain rule do with its"
            " factors?"),
    *(
        Mistake(f"{words} in BP1", With(_wrong, top=kind), _BP1 + _OF_UNIT)
        for kind, words in (
            ("1 - a", "one factor of the slope is missing"), ("square", "the slope twice"),
            ("tanh", "the slope of tanh"), ("tanh of a", "1 − a²"), ("z (1 - z)", "z (1 − z)"),
            ("step", "the slope of a ReLU"), ("σ", "σ for σ'"),
        )
    ),
    *(
        Mistake(f"{words} in BP2", With(_wrong, hidden=kind), _BP2 + _OF_UNIT)
        for kind, words in (
            ("1 - a", "one factor of the slope is missing"), ("square", "the slope twice"),
            ("tanh", "the slope of tanh"), ("tanh of a", "1 − a²"), ("z (1 - z)", "z (1 − z)"),
            ("z itself", "z for its slope"), ("step", "the slope of a ReLU"),
        )
    ),
    *(
        Mistake(f"{words} everywhere", _wrong(top=kind, hidden=kind), _OF_UNIT)
        for kind, words in (
            ("1 - a", "one factor of the slope is missing"), ("square", "the slope twice"),
            ("tanh", "the slope of tanh"), ("tanh of a", "1 − a²"), ("z (1 - z)", "z (1 − z)"),
            ("step", "the slope of a ReLU"), ("σ", "σ for σ'"),
        )
    ),
    Mistake(
        "the slope is multiplied before the sum in BP2", With(_wrong, before_w=True),
        _BP2 + "The slope belongs to the layer that δ^l is made for. Do you multiply by it before or after W^T?",
    ),
    Mistake("z for a in BP4", With(_wrong, enters="z"), _BP4),
    Mistake("σ of the input in BP4", With(_wrong, enters="σ of the input"), _BP4),
    f.SIGMA_TWICE(With(_wrong, enters="σ"), name="σ of a in BP4", hint=_BP4),
    Mistake("the slope for a in BP4", With(_wrong, enters="slope"), _BP4),
    Mistake("z for a in BP4, but for the last layer", _wrong(enters="z", but_last=True), _BP4),
    Mistake("the slope for a in BP4, but for the last layer", _wrong(enters="slope", but_last=True), _BP4),
    f.LAYER_OFF_BY_ONE(
        _wrong(before=1, but_last=True), name="off by one layer in BP4, but for the last layer", hint=_BP4
    ),
    Mistake(
        "δ is not carried on", With(_wrong, stuck=True),
        _BP2 + "In each step the error of the layer above enters. Which δ enters in yours?",
    ),
)  # fmt: skip

_ORDER = (
    Mistake(
        "only the biases last layer first", _one_last_first(0),
        "One list begins with the first layer that has parameters, the other with the last.",
    ),
    Mistake(
        "only the weights last layer first", _one_last_first(1),
        "One list begins with the first layer that has parameters, the other with the last.",
    ),
)  # fmt: skip


def _columns(rng, n, m=1):
    """Inputs of both signs in each trial."""
    x = rng.normal(size=(n, m))
    x[:2, 0] = abs(x[0, 0]), -abs(x[1, 0])
    return x


def _square_first(rng):
    """A network and one example: equal layers, in which a forgotten transpose runs, others, one matrix, no biases."""
    number = trial(rng)
    sizes = ([3] * 4, [4, 2, 6, 7, 5], [5, 4], [4, 3, 6])[number - 1]
    weights, biases = parameters(rng, sizes)
    return weights, [b * (number != 4) for b in biases], _columns(rng, sizes[0]), rng.random((sizes[-1], 1))


BUG = Exercise(
    "06.8", _reference, _square_first,
    (
        f.SLOPE_OF_A(
            _wrong(hidden="a"), name="the bug is still there",
            hint="The output layer is right and all others are not. Which line do only the others use?",
        ),
        f.SLOPE_LEFT_OUT(
            With(_wrong, hidden="nothing"), name="the factor σ' is gone",
            hint="A factor was wrong; now it is missing.",
        ),
        f.LAYER_OFF_BY_ONE(
            With(_wrong, late=1), name="another layer's z",
            hint="The right kind of number now, but of a layer too late.",
        ),
        Mistake(
            "σ for σ'", With(_wrong, hidden="σ"), "The factor in (BP2) is the slope of σ, not σ itself."
        ),
        Mistake("weights before biases", _swapped, "Which list comes first?"),
        f.SLOPE_OF_A(
            _wrong(top="a"), name="a new bug in BP1", hint="The hidden layers are mended. Was BP1 wrong before?"
        ),
        f.SLOPE_LEFT_OUT(
            _wrong(top="nothing"), name="the slope is gone from BP1",
            hint="The hidden layers have the right slope now. Was the line for the output layer wrong before?",
        ),
        f.SLOPE_OF_A(
            _wrong(top="a", hidden="a"), name="the bug in two places",
            hint="Both lines take the slope at what has gone through σ already. Which of them was right?",
        ),
        f.SLOPE_LEFT_OUT(
            _wrong(top="nothing", hidden="nothing"), name="no slope anywhere",
            hint="No slope is left. (BP1) and (BP2) have one each. Of which number?",
        ),
        Mistake("a new bug: last layer first", _last_first, "In which order are the parameters, and your lists?"),
        *_ORDER,
        f.SIGN(With(_wrong, sign=-1), hint=SIGN),
        f.TRANSPOSE_LEFT_OUT(With(_wrong, transpose=False), name="the sum runs over the wrong index", hint=TRANSPOSE),
        f.TRANSPOSE_LEFT_OUT(With(_wrong, reverse=True), name="outer product reversed", hint=OUTER),
        f.LAYER_OFF_BY_ONE(
            With(_wrong, before=1), name="off by one layer in BP4",
            hint="An edge starts one layer before the unit in which it ends. Which activation belongs to which error?",
        ),
        *_SHARED,
    ),
    see="chapter 6b, “Planted mistakes”", parts=GRADIENT, trials=4, backward=True,
)  # fmt: skip

# Both for one example and for a batch.
_AT_THE_SLOPE = (
    f.SLOPE_LEFT_OUT(
        With(_wrong, top="nothing"), name="σ'(z) is left out of BP1",
        hint="Look at the line for the output layer.",
    ),
    f.SLOPE_LEFT_OUT(
        With(_wrong, hidden="nothing"), name="σ'(z) is left out of BP2",
        hint="Look at the line for a hidden layer.",
    ),
    f.SLOPE_LEFT_OUT(
        _wrong(top="nothing", hidden="nothing"), name="σ'(z) is left out everywhere",
        hint="On the way from an activation to its weighted input a factor is missing, in (BP1) and in (BP2).",
    ),
    f.SLOPE_OF_A(With(_wrong, top="a"), name="σ'(a) for σ'(z) in BP1", hint=SIGMA_OF_A),
    f.SLOPE_OF_A(With(_wrong, hidden="a"), name="σ'(a) for σ'(z) in BP2", hint=SIGMA_OF_A),
    f.SLOPE_OF_A(_wrong(top="a", hidden="a"), name="σ'(a) for σ'(z) everywhere", hint=SIGMA_OF_A),
    Mistake("σ for σ' in BP2", With(_wrong, hidden="σ"), _BP2 + _OF_UNIT),
)  # fmt: skip

ONE_EXAMPLE = Exercise(
    "06.9", _reference, _square_first,
    (
        f.SIGN(With(_wrong, sign=-1), hint=SIGN),
        Mistake(
            "the right errors, last layer first", _last_first,
            "The backward pass meets the layers from the last to the first. In which order are the parameters?",
        ),
        *_ORDER,
        Mistake("weights before biases", _swapped, "Which list comes first?"),
        *_AT_THE_SLOPE,
        f.TRANSPOSE_LEFT_OUT(With(_wrong, transpose=False), name="the sum runs over the wrong index", hint=TRANSPOSE),
        f.TRANSPOSE_LEFT_OUT(With(_wrong, reverse=True), name="outer product reversed", hint=OUTER),
        f.LAYER_OFF_BY_ONE(
            With(_wrong, before=1), name="off by one layer in BP4",
            hint="An edge starts one layer before the unit in which it ends. Which activation belongs to which error?",
        ),
        f.LAYER_OFF_BY_ONE(
            With(_wrong, late=1), name="off by one layer in BP2",
            hint="δ^l is made with the slope in its own layer. Which z do you take?",
        ),
        *_SHARED,
    ),
    see="chapter 6, “The whole of it in 15 lines”", parts=GRADIENT, trials=4, backward=True,
)  # fmt: skip


def _batch(rng):
    """Networks of any depth. No size is that of another or of the batch; at last a batch of one, and no biases."""
    number = trial(rng)
    sizes, m = (([4, 6, 3, 5], 7), ([6, 3], 4), ([2, 5, 4, 6, 3], 8), ([3, 5, 4], 1), ([5, 3, 4], 6))[
        number - 1
    ]
    weights, biases = parameters(rng, sizes)
    x, y = _columns(rng, sizes[0], m), rng.random((sizes[-1], m))
    return weights, [b * (number != 5) for b in biases], x, y


def _units_for_m(weights, biases, x, y):
    return _wrong(scale=lambda m: 1 / len(x))(weights, biases, x, y)


def _outputs_for_m(weights, biases, x, y):
    return _wrong(scale=lambda m: 1 / len(y))(weights, biases, x, y)


def _one_column(i):
    """The gradient of example i only."""
    return lambda weights, biases, x, y: _reference(weights, biases, x[:, i][:, None], y[:, i][:, None])


def _one_column_over_m(i):
    def gradient(weights, biases, x, y):
        return tuple([g / x.shape[1] for g in part] for part in _one_column(i)(weights, biases, x, y))

    return gradient


def _without_the_last(weights, biases, x, y):
    m = x.shape[1]
    part = (
        _reference(weights, biases, x[:, : m - 1], y[:, : m - 1])
        if m > 1
        else _reference(weights, biases, x, 1 * y)
    )
    return tuple([g * (m - 1) / m for g in grads] for grads in part)


def _mean_example(weights, biases, x, y):
    return _reference(weights, biases, x.mean(axis=1, keepdims=True), y.mean(axis=1, keepdims=True))


def _means_multiplied(weights, biases, x, y):
    """The mean error times the mean activation."""
    m = x.shape[1]
    _, activations = network(weights, biases)._forward(x)
    deltas, _ = _wrong(scale=lambda m: 1, b=lambda d, m: d)(weights, biases, x, y)
    nabla_b = [d.mean(axis=1, keepdims=True) for d in deltas]
    return nabla_b, [d @ a.sum(axis=1, keepdims=True).T / m for d, a in zip(nabla_b, activations)]


BATCH = Exercise(
    "06.10", _reference, _batch,
    (
        f.MEAN_MISSING(
            With(_wrong, scale=lambda m: 1), name="1/m is forgotten",
            hint="The cost of a batch is a mean. Yours is a sum."
        ),
        Mistake("weights before biases", _swapped, "Which list comes first?"),
        Mistake("the right errors, last layer first", _last_first, "In which order are the parameters?"),
        *_ORDER,
        Mistake(
            "the wrong m", _units_for_m,
            "Which axis of x counts the examples?",
        ),
        Mistake(
            "m − 1 for m", With(_wrong, scale=lambda m: 1 / max(m - 1, 1)), "By how many do you divide, and how many"
            " examples are there?",
        ),
        Mistake("the number of outputs for m", _outputs_for_m, "Which axis of y counts the examples?"),
        f.MEAN_TWICE(
            _wrong(scale=lambda m: m**-2), name="1/m is applied twice",
            hint="Every entry is m times too small. Where is 1/m?",
        ),
        f.MEAN_TWICE(
            _wrong(w=lambda m: 1 / m), name="1/m is applied twice to the weights",
            hint="The biases are right. What happens to the weight gradient besides the matrix product?",
        ),
        f.MEAN_TWICE(
            _wrong(b=lambda d, m: d.mean(axis=1, keepdims=True)), name="1/m is applied twice to the biases",
            hint="The weights are right. δ includes 1/m already: what does BP3 do with its columns?",
        ),
        f.MEAN_TWICE(
            With(_wrong, each=True), name="1/m in every layer",
            hint="In each step back the error is divided by m again. How often does 1/m stand in the cost?",
        ),
        f.MEAN_MISSING(
            _wrong(b=lambda d, m: m * d.sum(axis=1, keepdims=True)), name="1/m for the weights only",
            hint="The weights are right, the biases are m times too large.",
        ),
        f.MEAN_MISSING(
            _wrong(w=lambda m: m), name="1/m for the biases only",
            hint="The biases are right, the weights are m times too large. Is a matrix product a sum or a mean?",
        ),
        Mistake(
            "the bias gradient is not summed", _wrong(b=lambda d, m: d),
            "A bias is shared by all examples. How many columns may its gradient have?",
        ),
        f.KEEPDIMS(
            _wrong(b=lambda d, m: d.sum(axis=1)), name="a bias gradient without its second dimension",
            hint="A bias has shape (n, 1), yours (n,). Which option of sum keeps the dimension?",
        ),
        f.SIGN(With(_wrong, sign=-1), hint=SIGN),
        *_AT_THE_SLOPE,
        f.ASSIGNED(
            _one_column(-1), name="the last example only",
            hint="Every example has a share in the gradient. Yours is the gradient of the last one.",
        ),
        f.ASSIGNED(
            _one_column_over_m(-1), name="the last example only, divided by m",
            hint="Every example has a share in the gradient. In yours there is only that of the last one.",
        ),
        f.FIRST_FOR_ALL(
            _one_column(0), name="the first example only",
            hint="Every example has a share in the gradient. Yours is the gradient of the first one.",
        ),
        f.LAST_LEFT_OUT(
            _without_the_last, name="the last example is left out", hint="One example is missing. How often does your"
            " loop run?",
        ),
        Mistake(
            "one mean example", _mean_example,
            "The mean of the examples is one example, and σ is no straight line. Which mean does the cost take?",
        ),
        Mistake(
            "a product of means", _means_multiplied,
            "The mean of the products δ a is wanted. Yours is the product of the two means.",
        ),
        Mistake(
            "the same bias gradient for all units", _wrong(b=lambda d, m: np.full((len(d), 1), d.mean() * m)),
            "You sum or average over all entries of δ. Which of its two axes counts the examples?",
        ),
        Mistake(
            "the sum over all entries", _wrong(b=lambda d, m: np.full((len(d), 1), d.sum())),
            "You sum or average over all entries of δ. Which of its two axes counts the examples?",
        ),
        Mistake(
            "one column of δ for the bias", _wrong(b=lambda d, m: d[:, :1] * m),
            "nabla_b: this is δ of the first example. All examples have a share in it.",
        ),
        Mistake(
            "one column of δ for the bias, divided by m", _wrong(b=lambda d, m: d[:, :1]),
            "nabla_b: only the first example has a share in yours.",
        ),
        Mistake(
            "the wrong m for the biases", _wrong(b=lambda d, m: d.sum(axis=1, keepdims=True) * m / len(d)),
            "nabla_b is divided by the number of units. Which axis of δ counts the examples?",
        ),
        Mistake(
            "summed over the units", _wrong(b=lambda d, m: d.sum(axis=0, keepdims=True)),
            "nabla_b is summed along the wrong axis: which of the two counts the examples?",
        ),
        *(mistake for mistake in _SHARED if mistake.name != "δ is not carried on"),
    ),
    see="chapter 6b, “A batch as a matrix of columns”", parts=GRADIENT, trials=5, backward=True,
)  # fmt: skip
