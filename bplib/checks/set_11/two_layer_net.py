"""Exercises 11.5 and 11.7: the forward pass of the two-layer network, and its whole gradient."""

import numpy as np

from ... import activations
from ..engine import Exercise, Mistake, With
from ..families import (
    BIAS_AFTER_SIGMA,
    BIAS_LEFT_OUT,
    LABEL_ASSIGNED,
    LABELS_LEFT,
    MEAN_MISSING,
    MEAN_OVER_ENTRIES,
    MEAN_TWICE,
    SIGMA_LEFT_OUT,
    SIGMA_TWICE,
    SIGN,
    SLOPE_LEFT_OUT,
    SLOPE_OF_A,
    SOFTMAX_AXIS,
    SOFTMAX_OF_ALL,
    SOFTMAX_TWICE,
)
from .shared import gradient, inputs, network, softmax_again

__all__ = ["FORWARD", "GRADIENT"]

_BRICKS = "chapter 11, “Four bricks”"


def _predict(params, x):
    return network(params).predict(x)


def _same(z):
    return z


def _leaky(z):
    return np.where(z > 0, z, 0.01 * z)


def _backward_relu(z):
    return np.minimum(z, 0)


def _forward(first=_same, hidden=activations.relu, last=_same, b1=1, b2=1):
    """A forward pass: what is done with x, in the middle and at the end, and how often each bias is added."""

    def predict(params, x):
        W1, W2 = params["W1"], params["W2"]
        a1 = hidden(first(x) @ W1 + b1 * params["b1"])
        return last(a1 @ W2 + b2 * params["b2"])

    return predict


def _bias_after_relu(params, x):
    return (activations.relu(x @ params["W1"]) + params["b1"]) @ params["W2"] + params["b2"]


def _other_activations():
    """Activation functions that are not ReLU, by name."""
    return {
        "tanh": np.tanh,
        "leaky ReLU": _leaky,
        "the absolute value": np.abs,
        "softmax in the middle": activations.softmax,
        "0 and 1": lambda z: (z > 0).astype(float),
        "ReLU turned round": _backward_relu,
        "ReLU of the opposite": lambda z: np.maximum(-z, 0),
        "ELU": lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
        "softplus": lambda z: np.logaddexp(0, z),
        "the square": np.square,
        "negative numbers that are clipped, and large ones": lambda z: np.clip(z, 0, 1),
    }


FORWARD = Exercise(
    "11.5",
    _predict,
    lambda rng: inputs(rng)[:2],
    trials=4,
    mistakes=(
        SIGMA_LEFT_OUT(
            With(_forward, hidden=_same),
            name="no ReLU",
            hint="Two affine layers without anything between them are one affine layer.",
        ),
        SIGMA_TWICE(
            With(_forward, last=activations.relu),
            name="ReLU after the last layer too",
            hint="Scores may be negative: which bricks does the task name, and in which order?",
        ),
        Mistake(
            "ReLU at the end only",
            With(_forward, hidden=_same, last=activations.relu),
            "ReLU stands between the two affine layers. Yours comes after both.",
        ),
        Mistake(
            "ReLU on the batch",
            With(_forward, first=activations.relu, hidden=_same),
            "ReLU gets what comes out of the first affine layer. Yours gets x.",
        ),
        Mistake(
            "ReLU on the batch too",
            With(_forward, first=activations.relu),
            "x goes into the first affine layer as it is. It may be negative.",
        ),
        BIAS_LEFT_OUT(
            With(_forward, b1=0, b2=0),
            name="the biases are left out",
            hint="An affine layer has two parameters.",
        ),
        BIAS_LEFT_OUT(
            With(_forward, b1=0),
            name="b1 is left out",
            hint="Each of the two affine layers has two parameters. The first uses one of them only.",
        ),
        BIAS_LEFT_OUT(
            With(_forward, b2=0),
            name="b2 is left out",
            hint="Each of the two affine layers has two parameters. The second uses one of them only.",
        ),
        SIGN(
            With(_forward, b1=-1),
            name="b1 is subtracted",
            hint="The first affine layer has its bias with the wrong sign.",
        ),
        SIGN(
            With(_forward, b2=-1),
            name="b2 is subtracted",
            hint="The second affine layer has its bias with the wrong sign.",
        ),
        BIAS_AFTER_SIGMA(
            _bias_after_relu,
            name="the bias is added after ReLU",
            hint="b1 belongs to the affine layer: it is added before ReLU decides which units are active.",
        ),
        Mistake(
            "sigmoid instead of ReLU",
            With(_forward, hidden=activations.sigmoid),
            "The hidden units of this network have another activation function.",
        ),
        *(
            Mistake(
                f"{name} instead of ReLU" if name in ("tanh", "leaky ReLU", "ELU", "softplus") else f"{name}",
                With(_forward, hidden=function),
                "The hidden units of this network have another activation function: which values does it have below 0,"
                " and above?",
            )
            for name, function in _other_activations().items()
        ),
        Mistake(
            "softmax applied",
            With(_forward, last=activations.softmax),
            "These are probabilities. The scores before the softmax are wanted.",
        ),
        Mistake(
            "the logarithm of the softmax applied",
            With(_forward, last=activations.log_softmax),
            "These are logarithms of probabilities. The scores before the softmax are wanted.",
        ),
        Mistake(
            "the batch is scaled",
            With(_forward, first=lambda x: x / 255),
            "x is divided by 255 on its way. It comes as it is to be used.",
        ),
        Mistake(
            "the answers, not the scores",
            With(_forward, last=lambda z: np.eye(z.shape[1])[z.argmax(axis=1)]),
            "These say which score is the largest. The scores themselves are wanted.",
        ),
        Mistake(
            "the scores are shifted",
            With(_forward, last=lambda z: z - z.max(axis=1, keepdims=True)),
            "The largest score of each row is 0. The shift belongs to the softmax.",
        ),
        Mistake(
            "the first layer only",
            lambda params, x: activations.relu(x @ params["W1"] + params["b1"]),
            "These are the hidden units. There is a second affine layer after them.",
        ),
        Mistake(
            "the largest of the batch",
            lambda params, x: np.max(x @ params["W1"] + params["b1"], 0) @ params["W2"] + params["b2"],
            "np.max(z, 0) takes the maximum along axis 0. The larger of two numbers, entry by entry, is another"
            " function.",
        ),
    ),
    see=_BRICKS,
)


def _y(z, t):
    return activations.softmax(z)


def _minus_targets(y, t):
    return y - np.eye(y.shape[1])[t]


def _whole_columns(y, t):
    """What D[:, t] -= 1 does: it takes 1 off whole columns, once each."""
    return y - np.eye(y.shape[1])[t].max(axis=0)


def _label_assigned(y, t):
    D = y.copy()
    D[np.arange(len(t)), t] = -1
    return D


def _of_columns(z, t):
    return activations.softmax(z.T).T


def _of_all(z, t):
    return activations.softmax(z.reshape(1, -1)).reshape(z.shape)


def _active(z1, a1, da1):
    return z1 > 0


def _backward(
    shares=_y, compared=_minus_targets, twice=False, factor=1, power=1, slope=_active, bias_slope=None,
    relu=activations.relu, b1=1, b2=1, into_W2="a1", back="W2", batch=None,
):  # fmt: skip
    """A backward pass: what the scores become, what they are compared with, what is done on the way and at the end.

    ``power`` is that of 1/m; ``batch`` holds the parameters whose gradient is divided by m once more.
    """

    def gradient(params, x, t):
        W2, m = params["W2"], len(x)
        z1 = x @ params["W1"] + b1 * params["b1"]
        a1 = relu(z1)
        y = shares(a1 @ W2 + b2 * params["b2"], t)
        dz2 = compared(y, t) * factor
        if twice:
            dz2 = softmax_again(y, dz2)
        dz2 = dz2 / float(m) ** power
        da1 = dz2 @ (W2 if back == "W2" else np.sign(W2)).T
        dz1 = da1 * slope(z1, a1, da1)
        grads = {
            "W1": x.T @ dz1,
            "b1": (dz1 if bias_slope is None else da1 * bias_slope(z1, a1, da1)).sum(axis=0),
            "W2": (a1 if into_W2 == "a1" else z1).T @ dz2,
            "b2": dz2.sum(axis=0),
        }
        for name in batch or ():
            grads[name] = grads[name] / m
        return grads

    return gradient


def _reshaped(function, names=("W1", "b1", "W2", "b2")):
    """The right gradient, with an array of another shape in the place of some."""

    def wrong(params, x, t):
        grads = gradient(params, x, t)
        return grads | {name: function(grads[name]) for name in names}

    return wrong


def _no_slope(z1, a1, da1):
    return 1


def _divided_by_classes(params, x, t):
    return {name: g / params["W2"].shape[1] for name, g in gradient(params, x, t).items()}


def _mask_on_the_weights(params, x, t):
    """ReLU's derivative is taken once for the whole batch: of the mean of its inputs."""
    z1 = x @ params["W1"] + params["b1"]
    da1 = (
        (activations.softmax(_predict(params, x)) - np.eye(params["W2"].shape[1])[t])
        @ params["W2"].T
        / len(x)
    )
    dz1 = da1 * (z1.mean(axis=0) > 0)
    return gradient(params, x, t) | {"W1": x.T @ dz1, "b1": dz1.sum(axis=0)}


GRADIENT = Exercise(
    "11.7",
    gradient,
    inputs,
    trials=4,
    backward=True,
    mistakes=(
        Mistake(
            "ReLU's mask is taken from the output gradient",
            With(_backward, slope=lambda z1, a1, da1: da1 > 0),
            "Whether a unit passes the gradient on depends on whether it was active in the forward pass.",
        ),
        SLOPE_LEFT_OUT(
            With(_backward, slope=_no_slope),
            name="ReLU's derivative is left out",
            hint="On the way from W2 back to W1 and b1 a brick is skipped.",
        ),
        Mistake(
            "the activations instead of ReLU's derivative",
            With(_backward, slope=lambda z1, a1, da1: a1),
            "The derivative of ReLU is not its output: which two values can it have?",
        ),
        MEAN_MISSING(
            With(_backward, power=0),
            name="1/m is forgotten",
            hint="This is the gradient of the sum over the batch. The loss is the mean.",
        ),
        MEAN_TWICE(
            With(_backward, power=2),
            name="1/m is applied twice",
            hint="The factor 1/m belongs in one place; later products carry it along.",
        ),
        MEAN_TWICE(
            With(_backward, batch=("b1", "b2")),
            name="1/m is applied twice for the biases",
            hint="The biases are too small: do they take the sum or the mean of the rows?",
        ),
        MEAN_TWICE(
            With(_backward, batch=("b1",)),
            name="the mean of the rows for b1",
            hint="b1 is divided by m once more than b2: does it take the sum or the mean of the rows?",
        ),
        MEAN_TWICE(
            With(_backward, batch=("W1", "W2")),
            name="1/m is applied twice for the weights",
            hint="The weights are too small: the product of the matrices carries 1/m along already.",
        ),
        SLOPE_LEFT_OUT(
            With(_backward, bias_slope=_no_slope),
            name="ReLU's derivative is left out for b1",
            hint="W1 and b1 belong to the same brick and receive the same array. In yours b1 gets another one.",
        ),
        Mistake(
            "the softmax is left out",
            With(_backward, shares=lambda z, t: z),
            "The derivative by the scores compares probabilities with the targets. What makes probabilities of scores?",
        ),
        Mistake(
            "1 is taken off whole columns",
            With(_backward, compared=_whole_columns),
            "[:, t] means the columns t of all rows. You want row 0 with t[0], row 1 with t[1], …",
        ),
        SIGN(
            With(_backward, factor=-1),
            name="the sign",
            hint="Every entry has the wrong sign: is it y - t or t - y?",
        ),
        Mistake(
            "the derivative of the softmax is applied twice",
            With(_backward, twice=True),
            "The short form of the derivative by the scores contains the softmax already.",
        ),
        Mistake(
            "the input of ReLU where its output belongs",
            With(_backward, into_W2="z1"),
            "In the gradient of W2: what is the input of the second affine layer?",
        ),
        Mistake(
            "transposed",
            _reshaped(np.transpose),
            "A gradient has the shape of its parameter: compare the shapes of W1 and of its gradient.",
        ),
        Mistake(
            "the biases have an axis too many",
            _reshaped(lambda g: g[None], ("b1", "b2")),
            "b1 has shape (h,), its gradient (1, h). What does keepdims do?",
        ),
        LABELS_LEFT(With(_backward, compared=lambda y, t: y)),
        LABEL_ASSIGNED(With(_backward, compared=_label_assigned)),
        SOFTMAX_AXIS(With(_backward, shares=_of_columns)),
        SOFTMAX_OF_ALL(With(_backward, shares=_of_all)),
        SOFTMAX_TWICE(
            With(_backward, shares=lambda z, t: activations.softmax(activations.softmax(z))),
            name="softmax of the softmax",
        ),
        Mistake(
            "the answers in place of the probabilities",
            With(_backward, shares=lambda z, t: np.eye(z.shape[1])[z.argmax(axis=1)]),
            "For an example that is read right, your derivative is 0. The derivative by the scores has probabilities in"
            " it.",
        ),
        Mistake(
            "sigmoid at the output",
            With(_backward, shares=lambda z, t: activations.sigmoid(z)),
            "Each score by itself gives no shares of one whole. Which function makes probabilities of a row of scores?",
        ),
        Mistake(
            "the slope of tanh",
            With(_backward, slope=lambda z1, a1, da1: 1 - np.tanh(z1) ** 2),
            "This is the slope of another activation function. Which two values can that of ReLU have?",
        ),
        MEAN_OVER_ENTRIES(
            _divided_by_classes,
            name="divided by the number of classes too",
            hint="The loss is a mean over the examples. Over the classes of an example it is a sum.",
        ),
        SIGMA_LEFT_OUT(
            With(_backward, relu=lambda z: z),
            name="no ReLU in the forward pass",
            hint="Backward knows of ReLU; forward does not. The gradient is that of another network.",
        ),
        SIGMA_LEFT_OUT(
            With(_backward, relu=lambda z: z, slope=_no_slope),
            name="no ReLU at all",
            hint="This is the gradient of a network without ReLU.",
        ),
        Mistake(
            "the slope of a sigmoid at the output",
            With(_backward, compared=lambda y, t: _minus_targets(y, t) * y * (1 - y)),
            "y - t is the whole derivative by the scores. The slope of the softmax is in it already.",
        ),
        Mistake(
            "the size of the errors without their sign",
            With(_backward, compared=lambda y, t: np.abs(_minus_targets(y, t))),
            "For the right class the derivative is negative. Where is its sign lost?",
        ),
        SIGN(
            With(_backward, compared=lambda y, t: y + np.eye(y.shape[1])[t]),
            name="the targets are added",
            hint="The derivative by the scores is a difference of probabilities and targets.",
        ),
        Mistake(
            "the label before",
            With(_backward, compared=lambda y, t: _minus_targets(y, t - 1)),
            "The label 0 belongs to column 0: labels and columns both count from 0.",
        ),
        Mistake(
            "sigmoid in the forward pass",
            With(_backward, relu=activations.sigmoid),
            "The hidden units of this network have another activation function.",
        ),
        Mistake(
            "sigmoid instead of ReLU",
            With(_backward, relu=activations.sigmoid, slope=lambda z1, a1, da1: a1 * (1 - a1)),
            "This is the gradient of a network of sigmoids. This one has ReLU.",
        ),
        Mistake(
            "tanh instead of ReLU",
            With(_backward, relu=np.tanh, slope=lambda z1, a1, da1: 1 - a1**2),
            "This is the gradient of a network of tanh. This one has ReLU.",
        ),
        SLOPE_OF_A(
            With(_backward, slope=lambda z1, a1, da1: a1 * (1 - a1)),
            name="the slope of a sigmoid",
            hint="a(1 - a) is the slope of a sigmoid. Which two values can that of ReLU have?",
        ),
        BIAS_LEFT_OUT(
            With(_backward, b1=0),
            name="b1 left out",
            hint="Forward, the first affine layer has two parameters. Yours uses one of them only.",
        ),
        BIAS_LEFT_OUT(
            With(_backward, b2=0),
            name="b2 left out",
            hint="Forward, the second affine layer has two parameters. Yours uses one of them only.",
        ),
        BIAS_LEFT_OUT(
            With(_backward, b1=0, b2=0),
            name="both biases left out",
            hint="Forward, each affine layer has two parameters. Yours uses one of them only.",
        ),
        Mistake(
            "the mask the wrong way round",
            With(_backward, slope=lambda z1, a1, da1: z1 <= 0),
            "Which units let their derivative pass, the active ones or the others?",
        ),
        Mistake(
            "one mask for the whole batch",
            _mask_on_the_weights,
            "W2 and b2 are right. Which units were active differs from example to example. Where is there a row for"
            " each example?",
        ),
        *(
            Mistake(
                f"{names} 0",
                _reshaped(np.zeros_like, tuple(names.split(" and "))),
                f"The gradient of {names} is all zeros; the others are right. Are they computed, and then lost?",
            )
            for names in ("b1", "b2", "b1 and b2")
        ),
    ),
    see=_BRICKS,
)
