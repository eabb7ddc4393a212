"""Exercise 8.9: the gradient of three affine layers with Tanh and ReLU between them."""

import numpy as np

from ...activations import relu, softmax
from ...layers import Affine, ReLU, Tanh
from ...models import Sequential
from ..engine import Exercise, Mistake, With, in_turn
from ..families import (
    BIAS_LEFT_OUT,
    FIRST_FOR_ALL,
    LABEL_ASSIGNED,
    LABELS_LEFT,
    MEAN_MISSING,
    MEAN_OVER_ENTRIES,
    MEAN_TWICE,
    SIGN,
    SLOPE_LEFT_OUT,
    SOFTMAX_AXIS,
    SOFTMAX_OF_ALL,
    SOFTMAX_TWICE,
    TANH_OF_A,
    TWICE,
)
from .softmax import softmax_alone

__all__ = ["DEEPER"]


def _deep_inputs(rng):
    """(params, x, t) of a network of three layers; the second batch lacks the last class, the last is one example."""
    sizes, labels = in_turn(
        rng,
        ((5, 6, 4, 3), [0, 0, 1, 1, 1, 2, 2]),
        ((4, 6, 5, 3), [0, 0, 1, 1, 1, 0, 1, 1]),
        ((3, 5, 6, 4), [0, 1, 1, 3, 3, 2, 0, 3, 1]),
        ((6, 4, 5, 3), [1]),
    )
    params = {}
    for l, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        params[f"W{l}"] = rng.normal(0, 0.8, (n_in, n_out))
        params[f"b{l}"] = rng.normal(0, 0.5, n_out)
    return (
        params,
        rng.normal(size=(len(labels), sizes[0])),
        rng.permutation(labels),
    )


def _deep(params, x, t):
    sizes = [(params[f"W{l}"].shape) for l in (1, 2, 3)]
    one, two, three = (Affine(*size, rng=0) for size in sizes)
    net = Sequential([one, Tanh(), two, ReLU(), three])
    net.params.update(params)
    return net.gradient(x, t)


_TANH = {
    "right": lambda z, a: 1 - a**2,
    "of z": lambda z, a: 1 - z**2,
    "no square": lambda z, a: 1 - a,
    "none": lambda z, a: 1,
    "sigmoid": lambda z, a: a * (1 - a),
    "tanh of a": lambda z, a: 1 - np.tanh(a) ** 2,
    "ReLU": lambda z, a: z > 0,
    "square": lambda z, a: a**2,
    "plus": lambda z, a: 1 + a**2,
    "a": lambda z, a: a,
}
_MASK = {
    "right": lambda z, a, back: z > 0,
    "none": lambda z, a, back: 1,
    "from dout": lambda z, a, back: back > 0,
    "output": lambda z, a, back: a,
    "tanh": lambda z, a, back: 1 - a**2,
    "tanh of z": lambda z, a, back: 1 - np.tanh(z) ** 2,
    "inverted": lambda z, a, back: z <= 0,
}
_SCORES = {
    "right": softmax,
    "none": lambda z: z,
    "columns": lambda z: softmax(z, axis=0),
    "all": lambda z: np.exp(z) / np.exp(z).sum(),
    "relu": lambda z: softmax(relu(z)),
    "tanh": lambda z: softmax(np.tanh(z)),
    "twice": lambda z: softmax(softmax(z)),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
}
_ERRORS = {
    "right": lambda y, T: y - T,
    "columns of all rows": lambda y, T: y - np.tile(T.max(axis=0), (len(y), 1)),
    "none": lambda y, T: y,
    "set to -1": lambda y, T: np.where(T == 1, -1, y),
    "differentiated twice": lambda y, T: softmax_alone(y, y - T),
    "squares": lambda y, T: softmax_alone(y, 2 * (y - T)),
    "slope": lambda y, T: (y - T) * y * (1 - y),
    "labels": lambda y, T: y - T.argmax(axis=1)[:, None],
    "by y": lambda y, T: -T / y,
}
_DIVIDED = {
    "m": lambda m, K: m,
    "1": lambda m, K: 1,
    "m²": lambda m, K: m**2,
    "-m": lambda m, K: -m,
    "-1": lambda m, K: -1,
    "K": lambda m, K: K,
    "m K": lambda m, K: m * K,
    "m / 2": lambda m, K: m / 2,
}
_BIAS = {
    "sum": lambda d: d.sum(axis=0),
    "mean": lambda d: d.mean(axis=0),
    "keepdims": lambda d: d.sum(axis=0, keepdims=True),
    "first": lambda d: d[0],
    "one number": lambda d: np.full(d.shape[1], d.sum()),
    "not summed": lambda d: d,
    "other axis": lambda d: d.sum(axis=1),
}


def _activations(order):
    """What the two activations do, and their slopes from (z, a, what arrives)."""
    tanh = np.tanh, lambda z, a, back: 1 - a**2
    off = relu, lambda z, a, back: z > 0
    return {"swapped": (off, tanh), "two tanh": (tanh, tanh), "two ReLU": (off, off)}[order]


def _deep_with(
    scores="right", error="right", divided="m", tanh="right", mask="right", order="right", inputs="right",
    bias="sum", weights="right", biases=(1, 1, 1), stop=0,
):  # fmt: skip
    """The gradient of Affine, Tanh, Affine, ReLU, Affine, softmax with one thing or more that is wrong.

    ``biases`` says which are added forward, ``stop`` is the lowest layer that passes nothing on.
    """

    def answer(params, x, t):
        W, b = ([params[f"{name}{l}"] for l in (1, 2, 3)] for name in "Wb")
        if order == "right":
            first = np.tanh, lambda z, a, arrived: _TANH[tanh](z, a)
            second = relu, _MASK[mask]
        else:
            first, second = _activations(order)
        z1 = x @ W[0] + biases[0] * b[0]
        a1 = first[0](z1)
        z2 = a1 @ W[1] + biases[1] * b[1]
        a2 = second[0](z2)
        y = _SCORES[scores](a2 @ W[2] + biases[2] * b[2])
        m, K = y.shape
        d3 = _ERRORS[error](y, np.eye(K)[t]) / _DIVIDED[divided](m, K)
        arrived = d3 @ W[2].T if stop < 3 else np.zeros(a2.shape)
        d2 = arrived * second[1](z2, a2, arrived)
        arrived = d2 @ W[1].T if stop < 2 else np.zeros(a1.shape)
        d1 = arrived * first[1](z1, a1, arrived)
        before = {
            "right": (x, a1, a2), "z": (x, z1, z2), "z1": (x, z1, a2), "z2": (x, a1, z2),
        }[inputs]  # fmt: skip
        gradient = {}
        for l, (a, d) in enumerate(zip(before, (d1, d2, d3)), start=1):
            dW = a.T @ d
            gradient[f"W{l}"] = {"right": dW, "transposed": dW.T, "/ m": dW / m}[weights]
            gradient[f"b{l}"] = _BIAS[bias](d)
        return gradient

    return answer


_ONLY_THE_BIASES = (
    "A bias is added to every example of the batch, and acts on its own unit alone. Over what is summed?"
)
_IN_DOUT = "The factor 1/m is in dout already."
_MISSED = "One of the three b is missing in the forward pass. Compare your three weighted sums."

DEEPER = Exercise(
    "08.9", _deep, _deep_inputs,
    (
        MEAN_MISSING(
            With(_deep_with, divided="1"), name="the sum, not the mean",
            hint="Where does the mean over the batch come in?",
        ),
        MEAN_TWICE(
            With(_deep_with, divided="m²"), name="1/m everywhere twice",
            hint="The cost is a mean once. Where do you divide by m a second time?",
        ),
        MEAN_TWICE(With(_deep_with, weights="/ m"), name="1/m twice in the weights", hint=_IN_DOUT),
        MEAN_TWICE(
            With(_deep_with, bias="mean"), name="the biases get a mean",
            hint="The factor 1/m is in dout already. What is left to do for a bias?",
        ),
        MEAN_OVER_ENTRIES(
            With(_deep_with, divided="K"), name="divided by the number of classes",
            hint="You divide by the number of classes. Over what is the cost a mean?",
        ),
        MEAN_OVER_ENTRIES(With(_deep_with, divided="m K")),
        TWICE(
            With(_deep_with, divided="m / 2"), name="a factor 2",
            hint="There is a factor 2. Is anything squared in the cross-entropy?",
        ),
        SIGN(
            With(_deep_with, divided="-m"), name="the sign",
            hint="Where the probability of the right class is too small, which sign has the derivative?",
        ),
        SIGN(
            With(_deep_with, divided="-1"), name="the sign, and the sum",
            hint="Which sign has the derivative where the right class has too little? And the cost is a mean.",
        ),
        Mistake(
            "Tanh and ReLU are swapped", With(_deep_with, order="swapped"),
            "Compare the order of your layers with the task.",
        ),
        Mistake(
            "two layers of Tanh", With(_deep_with, order="two tanh"), "Compare your layers with those of the task."
        ),
        Mistake(
            "two layers of ReLU", With(_deep_with, order="two ReLU"), "Compare your layers with those of the task."
        ),
        Mistake(
            "the slope of tanh from its input", With(_deep_with, tanh="of z"),
            "1 − a² wants the output of the tanh. You use its input.",
        ),
        Mistake(
            "1 − a for the slope of tanh", With(_deep_with, tanh="no square"), "What is the derivative of tanh?"
        ),
        *(
            Mistake("another slope of tanh", With(_deep_with, tanh=tanh), "What is the derivative of tanh?")
            for tanh in ("square", "plus", "a")
        ),
        TANH_OF_A(With(_deep_with, tanh="tanh of a")),
        Mistake(
            "the slopes of Tanh and ReLU are swapped", _deep_with(tanh="ReLU", mask="tanh"),
            "Forward, which activation comes first? On the way back each slope belongs to its own place.",
        ),
        Mistake(
            "the slope of ReLU for that of Tanh", With(_deep_with, tanh="ReLU"), "The first activation is a tanh."
        ),
        *(
            Mistake(
                "the slope of Tanh for that of ReLU", With(_deep_with, mask=mask), "The second activation is a ReLU."
            )
            for mask in ("tanh", "tanh of z")
        ),
        Mistake("the slope of the sigmoid", With(_deep_with, tanh="sigmoid"), "The first activation is a tanh."),
        SLOPE_LEFT_OUT(
            With(_deep_with, tanh="none"), name="no slope of tanh",
            hint="The backward of one of the layers is missing.",
        ),
        SLOPE_LEFT_OUT(
            With(_deep_with, mask="none"), name="ReLU lets everything pass", hint="Look at the mask of your ReLU.",
        ),
        SLOPE_LEFT_OUT(
            _deep_with(tanh="none", mask="none"), name="no slopes at all",
            hint="On the way back the derivative passes two activations. Where are they?",
        ),
        Mistake("the mask is inverted", With(_deep_with, mask="inverted"), "Look at the mask of your ReLU."),
        Mistake(
            "the mask is taken from dout", With(_deep_with, mask="from dout"), "What decides whether a ReLU was on?"
        ),
        Mistake(
            "times the output of the ReLU", With(_deep_with, mask="output"), "What is the slope of max(0, z) for z > 0?"
        ),
        *(
            Mistake(
                "z in place of a", With(_deep_with, inputs=inputs),
                "The weight gradient wants what went into the affine layer. That has passed the activation.",
            )
            for inputs in ("z", "z1", "z2")
        ),
        Mistake(
            "a ReLU after the last layer", With(_deep_with, scores="relu"),
            "The scores go straight into the softmax.",
        ),
        Mistake(
            "a tanh after the last layer", With(_deep_with, scores="tanh"),
            "The scores go straight into the softmax.",
        ),
        Mistake(
            "no softmax", With(_deep_with, scores="none"), "From which numbers do you subtract the targets?"
        ),
        Mistake(
            "the sigmoid for the softmax", With(_deep_with, scores="sigmoid"),
            "The probabilities of a row sum to 1. Do yours?",
        ),
        SOFTMAX_AXIS(With(_deep_with, scores="columns")),
        SOFTMAX_OF_ALL(With(_deep_with, scores="all")),
        SOFTMAX_TWICE(With(_deep_with, scores="twice")),
        Mistake(
            "the softmax differentiated twice", With(_deep_with, error="differentiated twice"),
            "y − t has passed through the softmax already.",
        ),
        Mistake(
            "the quadratic cost", With(_deep_with, error="squares"),
            "This is the gradient of a sum of squares. The cost is the cross-entropy.",
        ),
        Mistake(
            "times the slope of the sigmoid", With(_deep_with, error="slope"),
            "y − t has passed through the softmax already. Yours has a factor more.",
        ),
        Mistake(
            "the derivative by the probabilities", With(_deep_with, error="by y"),
            "Between the cost and the scores lies the softmax. Where is its backward?",
        ),
        LABELS_LEFT(With(_deep_with, error="none")),
        LABEL_ASSIGNED(With(_deep_with, error="set to -1")),
        Mistake(
            "the label itself is subtracted", With(_deep_with, error="labels"),
            "A label is the number of a class. What is subtracted is a row with a 1 in its place.",
        ),
        Mistake(
            "every row with every label", With(_deep_with, error="columns of all rows"),
            "y[:, t] means the columns t of all rows. Row 0 belongs to t[0], row 1 to t[1], …",
        ),
        Mistake(
            "the columns convention", With(_deep_with, weights="transposed"),
            "Each gradient has the shape of its parameter.",
        ),
        *(
            BIAS_LEFT_OUT(With(_deep_with, biases=biases), name="a bias is left out", hint=_MISSED)
            for biases in ((0, 1, 1), (1, 0, 1), (1, 1, 0))
        ),
        BIAS_LEFT_OUT(
            With(_deep_with, biases=(0, 0, 0)), name="all biases are left out",
            hint="What is the output of an affine layer where all inputs are 0?",
        ),
        *(
            Mistake("the biases are not summed over the examples", With(_deep_with, bias=bias), _ONLY_THE_BIASES)
            for bias in ("one number", "not summed", "other axis")
        ),
        Mistake(
            "the biases have two dimensions", With(_deep_with, bias="keepdims"),
            "Each gradient has the shape of its parameter.",
        ),
        FIRST_FOR_ALL(
            With(_deep_with, bias="first"), name="the biases of the first example",
            hint="All examples of the batch count. For the biases you use one of them.",
        ),
        *(
            Mistake(
                "the way back ends too early", With(_deep_with, stop=stop),
                "Below one of your layers all gradients are 0. What does its backward pass on?",
            )
            for stop in (3, 2)
        ),
    ),
    see="chapter 8, “Sequential: a list of layers”", trials=4, backward=True,
)  # fmt: skip
