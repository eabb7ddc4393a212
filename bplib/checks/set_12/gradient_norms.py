"""Exercise 12.8: the norm of the gradient in each layer of a deep network."""

import numpy as np

from ... import activations, layers, models
from ..engine import Exercise, Mistake, With, in_turn
from ..families import (
    LABEL_ASSIGNED,
    LABELS_LEFT,
    MEAN_MISSING,
    MEAN_TWICE,
    SLOPE_LEFT_OUT,
    SOFTMAX_AXIS,
    SOFTMAX_TWICE,
    TANH_OF_A,
)

__all__ = ["GRADIENT_NORMS"]


def _deep_batch(rng):
    """(Ws, x, t) of networks of one to five layers; the third batch is one example, of class 0; in the fourth
    the last class does not occur."""
    sizes, m = in_turn(rng, ((4, 6, 5, 3), 6), ((3, 4), 5), ((5, 4, 4, 6, 3), 1), ((2, 7, 5, 6, 4, 3), 4))
    Ws = [rng.normal(0, 1.2 / n**0.5, (n, k)) for n, k in zip(sizes, sizes[1:])]
    classes = {1: 1, 4: sizes[-1] - 1}.get(m, sizes[-1])
    return Ws, rng.normal(size=(m, sizes[0])), rng.integers(classes, size=m)


def _norms(Ws, x, t):
    stack = []
    for W in Ws:
        affine = layers.Affine(*W.shape, rng=0)
        affine.W = W
        stack += [affine, layers.Tanh()]
    grads = models.Sequential(stack[:-1]).gradient(x, t)
    return [float(np.linalg.norm(grads[f"W{l}"])) for l in range(1, len(Ws) + 1)]


def _norm(g, D, m):
    return np.linalg.norm(g)


def _minus_targets(y, t):
    return y - np.eye(y.shape[1])[t]


def _label_assigned(y, t):
    D = y.copy()
    D[np.arange(len(t)), t] = -1
    return D


def _whole_columns(y, t):
    return y - np.eye(y.shape[1])[t].max(axis=0)


def _of_tanh(z, a):
    return 1 - a**2


def _other_norms(
    hidden=np.tanh, last=None, shares=activations.softmax, compared=_minus_targets, power=1, slope=_of_tanh,
    into="a", measure=_norm, order=1,
):  # fmt: skip
    """Norms of the weight gradients; the options say what is done in each step, and ``power`` is that of 1/m."""

    def norms(Ws, x, t):
        inputs, zs, m = [x], [x], len(t)
        for W in Ws:
            zs.append(inputs[-1] @ W)
            inputs.append(hidden(zs[-1]))
        inputs.pop()
        D = compared(shares(zs[-1] if last is None else last(zs[-1])), t) / float(m) ** power
        result = []
        for W, a, z in zip(reversed(Ws), reversed(inputs), reversed(zs[:-1])):
            result.append(float(measure((z if into == "z" else a).T @ D, D, m)))
            D = (D @ W.T) * slope(z, a)
        return result[::-1][::order]

    return norms


def _columns(z):
    return activations.softmax(z.T).T


def _slope_at_the_end(Ws, x, t):
    scores = x
    for i, W in enumerate(Ws):
        scores = (np.tanh(scores) if i else scores) @ W
    return _other_norms(compared=lambda y, t: _minus_targets(y, t) * (1 - np.tanh(scores) ** 2))(Ws, x, t)


def _relative(norms, i):
    return [norm / norms[i] for norm in norms]


GRADIENT_NORMS = Exercise(
    "12.8", _norms, _deep_batch,
    (
        MEAN_MISSING(
            With(_other_norms, power=0), name="the sum, not the mean",
            hint="The cost is the mean over the examples, not their sum.",
        ),
        MEAN_TWICE(
            With(_other_norms, power=2), name="1/m twice",
            hint="The mean is taken once. Where do you divide again?",
        ),
        Mistake(
            "squares without the root", With(_other_norms, measure=lambda g, D, m: np.sum(g**2)),
            "You have the sum of the squares. A norm has one step more.",
        ),
        Mistake(
            "the root mean square", With(_other_norms, measure=lambda g, D, m: np.mean(g**2) ** 0.5),
            "You divide by the number of entries. The norm of the task is the root of the sum.",
        ),
        Mistake(
            "the largest stretch", With(_other_norms, measure=lambda g, D, m: np.linalg.norm(g, 2)),
            "np.linalg.norm(g, 2) of a matrix is the stretch of (12.1). What does it do without the 2?",
        ),
        Mistake(
            "the mean of the absolute values", With(_other_norms, measure=lambda g, D, m: np.abs(g).mean()),
            "The norm of the task is the root of a sum of squares.",
        ),
        Mistake(
            "the mean of the squares", With(_other_norms, measure=lambda g, D, m: np.mean(g**2)),
            "The norm of the task is the root of a sum of squares, not their mean.",
        ),
        Mistake(
            "the norm of the mean over the units",
            With(_other_norms, measure=lambda g, D, m: np.linalg.norm(g) / g.shape[0] ** 0.5),
            "You divide by the root of the number of inputs. The norm of the task is the root of a sum.",
        ),
        Mistake(
            "the largest entry", With(_other_norms, measure=lambda g, D, m: np.abs(g).max()),
            "You have the largest entry. All of them count.",
        ),
        Mistake(
            "the sum of the absolute values", With(_other_norms, measure=lambda g, D, m: np.abs(g).sum()),
            "Add squares, not absolute values.",
        ),
        Mistake(
            "the norms of D", With(_other_norms, measure=lambda g, D, m: np.linalg.norm(D)),
            "These are the norms of the derivatives by Z. By which product does one get from D to the gradient of W?",
        ),
        Mistake(
            "in the wrong order", With(_other_norms, order=-1),
            "Which layer comes first in the list: that of x, or that of the scores?",
        ),
        SLOPE_LEFT_OUT(
            With(_other_norms, slope=lambda z, a: 1), name="no slope", hint="What does a tanh do to D on its way back?",
        ),
        Mistake(
            "1 − z² for the slope", With(_other_norms, slope=lambda z, a: 1 - z**2),
            "The slope of tanh is 1 − a² with its output. You use z.",
        ),
        Mistake(
            "the slope of the sigmoid", With(_other_norms, slope=lambda z, a: a * (1 - a)),
            "a (1 − a) is the slope of another activation function.",
        ),
        TANH_OF_A(
            With(_other_norms, slope=lambda z, a: 1 - np.tanh(a) ** 2), name="tanh of the output",
            hint="You apply tanh to an array that is the output of tanh already.",
        ),
        Mistake(
            "z in place of a", With(_other_norms, into="z"),
            "What goes into the second affine layer: the output of the first one, or the tanh of it?",
        ),
        Mistake(
            "tanh at the end", With(_other_norms, last=np.tanh),
            "After the last affine layer comes the softmax at once."
        ),
        Mistake("no softmax", With(_other_norms, shares=lambda z: z), "Scores are not probabilities yet."),
        LABELS_LEFT(
            With(_other_norms, compared=lambda y, t: y), name="no targets", hint="Where do the labels come in?"
        ),
        LABEL_ASSIGNED(With(_other_norms, compared=_label_assigned)),
        Mistake(
            "1 is taken off whole columns", With(_other_norms, compared=_whole_columns),
            "[:, t] means the columns t of all rows. You want row 0 with t[0], row 1 with t[1], …",
        ),
        SOFTMAX_AXIS(With(_other_norms, shares=_columns)),
        SOFTMAX_TWICE(With(_other_norms, shares=lambda z: activations.softmax(activations.softmax(z)))),
        Mistake(
            "ReLU in place of tanh", With(_other_norms, hidden=activations.relu, slope=lambda z, a: a > 0),
            "These are the norms of a network with ReLU. This one has another activation function.",
        ),
        Mistake(
            "sigmoid in place of tanh",
            With(_other_norms, hidden=activations.sigmoid, slope=lambda z, a: a * (1 - a)),
            "These are the norms of a network of sigmoids. This one has another activation function.",
        ),
        Mistake(
            "no tanh at all", With(_other_norms, hidden=lambda z: z, slope=lambda z, a: 1),
            "Without tanh the layers together are one affine layer. What stands between them?",
        ),
        Mistake(
            "the slope of ReLU", With(_other_norms, slope=lambda z, a: a > 0),
            "These are the slopes of another activation function. That of tanh is no 0 or 1.",
        ),
        Mistake(
            "the square is left out", With(_other_norms, slope=lambda z, a: 1 - a),
            "1 − a is not the slope of tanh. Something is to be squared.",
        ),
        Mistake(
            "1 + a² for the slope", With(_other_norms, slope=lambda z, a: 1 + a**2),
            "The slope of tanh is never above 1. Look at its sign.",
        ),
        Mistake(
            "a for the slope", With(_other_norms, slope=lambda z, a: a),
            "D is multiplied by what comes out of tanh. By which slope should it be?",
        ),
        Mistake(
            "the norms of the weights", lambda Ws, x, t: [float(np.linalg.norm(W)) for W in Ws],
            "These are the norms of the weights. Asked for are those of their gradients.",
        ),
        Mistake(
            "the norms relative to the last", lambda Ws, x, t: _relative(_norms(Ws, x, t), -1),
            "Your last number is always 1. The norms themselves are wanted.",
        ),
        Mistake(
            "the norms relative to the first", lambda Ws, x, t: _relative(_norms(Ws, x, t), 0),
            "Your first number is always 1. The norms themselves are wanted.",
        ),
        Mistake(
            "the slope of tanh at the end", _slope_at_the_end,
            "D at the scores comes from the softmax alone. There is no tanh after the last affine layer.",
        ),
        Mistake(
            "the norms relative to the weights",
            lambda Ws, x, t: [n / float(np.linalg.norm(W)) for n, W in zip(_norms(Ws, x, t), Ws)],
            "You divide by the norm of the weights. The norms of the gradients themselves are wanted.",
        ),
        Mistake(
            "the logarithms of the norms", lambda Ws, x, t: [float(np.log10(n)) for n in _norms(Ws, x, t)],
            "These are logarithms. The norms themselves are wanted.",
        ),
        Mistake(
            "a mean of the examples' norms",
            lambda Ws, x, t: list(np.mean([_norms(Ws, x[i : i + 1], t[i : i + 1]) for i in range(len(t))], axis=0)),
            "The norm of a mean is not the mean of the norms. Of which is the gradient of the cost made?",
        ),
        Mistake(
            "the norms of all layers together", lambda Ws, x, t: float(np.linalg.norm(_norms(Ws, x, t))),
            "This is one norm for the whole network. A list with one for each W is wanted.",
        ),
    ),
    see="chapter 8, “The four equations in rows”", trials=4,
)  # fmt: skip
