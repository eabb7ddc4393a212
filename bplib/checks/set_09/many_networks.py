"""Exercises 9.7 and 9.8: the gradients of many networks at once, and which of a hundred do not learn XOR."""

from functools import cache

import numpy as np

from ...activations import sigmoid
from ..engine import Exercise, Mistake, With, in_turn
from ..families import (
    BIAS_LEFT_OUT,
    FIRST_FOR_ALL,
    LABELS_LEFT,
    MEAN_MISSING,
    MEAN_OVER_ENTRIES,
    MEAN_TWICE,
    SIGMA_LEFT_OUT,
    SIGN,
    SLOPE_LEFT_OUT,
    TANH_OF_A,
)
from .one_neuron import CORNERS

__all__ = ["FAILED", "STACK"]

_SEE = "chapter 9b, “Side by side”"


def _stack_inputs(rng):
    """(W1, b1, W2, b2, X, T): s networks; in the first trial s = m = h, so that wrong axes run too."""
    s, m, n, h = in_turn(rng, (4, 4, 3, 4), (5, 3, 2, 6), (1, 4, 5, 3), (3, 1, 4, 5), (3, 7, 4, 6))
    shapes = (s, n, h), (s, 1, h), (s, h, 1), (s, 1, 1), (m, n)
    W1, b1, W2, b2, X = (rng.normal(size=shape) for shape in shapes)
    # Both labels where there are two examples.
    return W1, b1, W2, b2, X, rng.permutation(np.arange(m) % 2)[:, None].astype(float)


def _stack(W1, b1, W2, b2, X, T):
    return _stack_with()(W1, b1, W2, b2, X, T)


_ERRORS = {
    "right": lambda a, T: a - T,
    "slope": lambda a, T: (a - T) * a * (1 - a),
    "squares": lambda a, T: 2 * (a - T) * a * (1 - a),
    "sign": lambda a, T: T - a,
    "no labels": lambda a, T: a,
    "sum": lambda a, T: a + T,
    "rounded": lambda a, T: np.round(a) - T,
    "by a": lambda a, T: (a - T) / (a * (1 - a)),
    "twice": lambda a, T: 2 * (a - T),
}
_COUNTS = {
    "m": lambda s, m, h: m,
    "4": lambda s, m, h: 4,
    "1": lambda s, m, h: 1,
    "s m": lambda s, m, h: s * m,
    "s": lambda s, m, h: s,
    "m²": lambda s, m, h: m**2,
    "h": lambda s, m, h: h,
    "2 m": lambda s, m, h: 2 * m,
}
_SLOPES = {
    "right": lambda z, a: 1 - a**2,
    "none": lambda z, a: 1,
    "sigmoid": lambda z, a: a * (1 - a),
    "of z": lambda z, a: 1 - z**2,
    "no square": lambda z, a: 1 - a,
    "tanh of a": lambda z, a: 1 - np.tanh(a) ** 2,
    "square": lambda z, a: a**2,
    "plus": lambda z, a: 1 + a**2,
}
_SUMS = {
    "right": lambda D: D.sum(axis=1, keepdims=True),
    "networks": lambda D: D.sum(axis=0, keepdims=True),
    "networks, an axis put in": lambda D: D.sum(axis=0)[:, None, :],
    "units": lambda D: D.sum(axis=2, keepdims=True),
    "units, an axis put in": lambda D: D.sum(axis=2)[:, None, :],
    "all but units": lambda D: D.sum(axis=(0, 1), keepdims=True),
    "all but units, for all": lambda D: np.broadcast_to(
        D.sum(axis=(0, 1), keepdims=True), (len(D), 1, D.shape[2])
    ),
    "all but networks": lambda D: np.broadcast_to(D.sum(axis=(1, 2), keepdims=True), (len(D), 1, D.shape[2])),
    "not": lambda D: D,
    "flat": lambda D: D.sum(axis=1),
    "mean": lambda D: D.mean(axis=1, keepdims=True),
    "first": lambda D: D[:, :1],
    "all": lambda D: D.sum(),
}
_HIDDEN = {"tanh": np.tanh, "sigmoid": sigmoid, "relu": lambda z: np.maximum(z, 0)}
_WHOLE = {
    "right": lambda g: g,
    "mean": lambda g: np.broadcast_to(g.mean(axis=0), g.shape),
    "sum": lambda g: np.broadcast_to(g.sum(axis=0), g.shape),
    "first": lambda g: np.broadcast_to(g[0], g.shape),
    "first, others 0": lambda g: np.concatenate([g[:1], np.zeros_like(g[1:])]),
    "added up": lambda g: g.sum(axis=0),
    "averaged": lambda g: g.mean(axis=0),
    "reversed": lambda g: g[::-1],
    "first alone": lambda g: g[0],
}


def _stack_with(
    error="right", count="m", slope="right", sums="right", whole="right", output="sigmoid", hidden="tanh",
    dW2="right", back="right", biases=(1, 1), inputs="a",
):  # fmt: skip
    """Gradients of a stack of networks, with one thing or more that is wrong."""

    def answer(W1, b1, W2, b2, X, T):
        z1 = X @ W1 + biases[0] * b1
        A1 = _HIDDEN[hidden](z1)
        z2 = A1 @ W2 + biases[1] * b2
        a = {"sigmoid": sigmoid, "none": lambda z: z, "tanh": np.tanh}[output](z2)
        D2 = _ERRORS[error](a, T) / _COUNTS[count](len(W1), len(X), W1.shape[2])
        own = {"tanh": _SLOPES[slope](z1, A1), "sigmoid": A1 * (1 - A1), "relu": z1 > 0}[hidden]
        through = {
            "right": W2.swapaxes(1, 2),
            "first": np.broadcast_to(W2[0].T, (len(W2), 1, W2.shape[1])), "none": np.ones((1, 1, W2.shape[1])),
        }[back]  # fmt: skip
        D1 = (D2 @ through) * own
        before = z1 if inputs == "z" else A1
        turned = before.reshape(len(A1), -1, len(X)) if dW2 == "reshaped" else before.swapaxes(1, 2)
        grads = X.T @ D1, _SUMS[sums](D1), turned @ D2, _SUMS[sums](D2)
        return tuple(map(_WHOLE[whole], grads))

    return answer


STACK = Exercise(
    "09.7", _stack, _stack_inputs,
    (
        MEAN_MISSING(
            With(_stack_with, count="1"), name="a sum over the batch",
            hint="The cost is the mean over the examples. Yours is the sum.",
        ),
        MEAN_OVER_ENTRIES(
            With(_stack_with, count="s"), name="divided by the number of networks",
            hint="You divide by the length of the first axis. That counts networks, not examples.",
        ),
        MEAN_OVER_ENTRIES(
            With(_stack_with, count="s m"), name="divided by networks and examples",
            hint="The mean is over the examples of one network. The networks do not share a cost.",
        ),
        MEAN_TWICE(With(_stack_with, count="m²"), name="1/m twice", hint="The mean is taken twice."),
        MEAN_OVER_ENTRIES(
            With(_stack_with, count="h"), name="divided by the number of hidden units",
            hint="You divide by the number of hidden units. Over what is the cost a mean?",
        ),
        Mistake(
            "divided by 2 m", With(_stack_with, count="2 m"),
            "A factor ½ is in your gradients. Is anything squared in the cross-entropy?",
        ),
        SIGN(
            With(_stack_with, error="sign"), name="the sign",
            hint="When an output is too large, which sign has the derivative by its logit?",
        ),
        Mistake(
            "the error of the quadratic cost", With(_stack_with, error="slope"),
            "The slope of the output sigmoid is in your error. With cross-entropy it cancels.",
        ),
        Mistake(
            "the error of a squared cost", With(_stack_with, error="squares"),
            "The slope of the output sigmoid and a 2 are in your error. The cost is the cross-entropy.",
        ),
        Mistake(
            "a factor 2", With(_stack_with, error="twice"),
            "A factor 2 is in your gradients. Is anything squared in the cross-entropy?",
        ),
        LABELS_LEFT(
            With(_stack_with, error="no labels"), name="the labels are not subtracted",
            hint="Your gradients are the same whatever the labels are.",
        ),
        SIGN(
            With(_stack_with, error="sum"), name="the labels added",
            hint="Where a network is right, its error is 0. Which sign have the labels?",
        ),
        Mistake(
            "the answers instead of the outputs", With(_stack_with, error="rounded"),
            "The difference is taken with the output between 0 and 1, not with the rounded answer.",
        ),
        Mistake(
            "the derivative by the output", With(_stack_with, error="by a"),
            "This is the derivative by the output. It has to go on to what goes into the sigmoid.",
        ),
        SIGMA_LEFT_OUT(
            With(_stack_with, output="none"), name="no sigmoid at the output",
            hint="Your error is taken with the logit. What does the output unit do with it?",
        ),
        Mistake("tanh at the output", With(_stack_with, output="tanh"), "The output unit is a sigmoid."),
        SLOPE_LEFT_OUT(
            With(_stack_with, slope="none"), name="no slope in the hidden layer",
            hint="On the way back through tanh a factor is missing.",
        ),
        Mistake(
            "the slope of the sigmoid in the hidden layer", With(_stack_with, slope="sigmoid"),
            "a (1 − a) is the slope of the sigmoid. The hidden layer is tanh.",
        ),
        Mistake(
            "1 − z² for the slope", With(_stack_with, slope="of z"),
            "The slope of tanh is 1 − a² with its output, not its input.",
        ),
        Mistake(
            "1 − a for the slope", With(_stack_with, slope="no square"),
            "The slope of tanh is not 1 − a. What is it, in terms of a?",
        ),
        TANH_OF_A(With(_stack_with, slope="tanh of a")),
        *(
            Mistake(
                "another slope in the hidden layer", With(_stack_with, slope=slope),
                "What is the slope of tanh, in terms of a?",
            )
            for slope in ("square", "plus")
        ),
        *(
            Mistake("another hidden layer", With(_stack_with, hidden=hidden), "The hidden layer is tanh.")
            for hidden in ("sigmoid", "relu")
        ),
        *(
            BIAS_LEFT_OUT(With(_stack_with, biases=biases), name="a bias is left out of the forward pass")
            for biases in ((0, 1), (1, 0), (0, 0))
        ),
        Mistake(
            "the biases summed over the networks", With(_stack_with, sums="networks"),
            "A bias gradient sums over the examples. Which axis counts them in an array (s, m, h)?",
        ),
        Mistake(
            "the biases summed over the networks, with an axis put in",
            With(_stack_with, sums="networks, an axis put in"),
            "A bias gradient sums over the examples. The first axis of an array (s, m, h) counts networks.",
        ),
        Mistake(
            "the biases summed over the units", With(_stack_with, sums="units"),
            "For db1 and db2 you have summed over the units. Each unit has a bias of its own; over which axis of"
            " (s, m, h) do you sum?",
        ),
        Mistake(
            "the biases summed over the units, with an axis put in", With(_stack_with, sums="units, an axis put in"),
            "For db1 and db2 you have summed over the last axis, the units. Which axis counts the examples?",
        ),
        *(
            Mistake(
                "the biases summed over networks and examples", With(_stack_with, sums=sums),
                "For db1 and db2 you have summed over networks and examples. Each network has biases of its own.",
            )
            for sums in ("all but units", "all but units, for all")
        ),
        Mistake(
            "the biases summed over examples and units", With(_stack_with, sums="all but networks"),
            "For db1 you have summed over examples and units. Each unit has a bias of its own.",
        ),
        Mistake(
            "the biases summed over everything", With(_stack_with, sums="all"),
            "Each unit of each network has a bias of its own. Over which axis do the examples lie?",
        ),
        Mistake(
            "the biases not summed", With(_stack_with, sums="not"),
            "A bias is added to every example of its network. So its derivative is a sum. Over which axis?",
        ),
        FIRST_FOR_ALL(
            With(_stack_with, sums="first"), name="the biases of the first example",
            hint="All examples of the batch count. For the biases you use one of them.",
        ),
        Mistake(
            "divided by 4", With(_stack_with, count="4"),
            "You divide by 4. Is that the number of examples in every batch?",
        ),
        Mistake(
            "the biases have lost an axis", With(_stack_with, sums="flat"),
            "The bias gradients should have the shapes (s, 1, h) and (s, 1, 1), like the biases.",
        ),
        MEAN_TWICE(
            With(_stack_with, sums="mean"), name="means for the biases",
            hint="The mean is in the error already. For the biases the examples are summed.",
        ),
        *(
            Mistake(
                "the networks are averaged", With(_stack_with, whole=whole),
                "All your networks get the same gradient. Each has its own: the axis s is never summed over.",
            )
            for whole in ("mean", "sum")
        ),
        *(
            Mistake(
                "the networks are added up", With(_stack_with, whole=whole),
                "The first axis has disappeared. Each network has its own gradient.",
            )
            for whole in ("added up", "averaged", "first alone")
        ),
        *(
            FIRST_FOR_ALL(
                With(_stack_with, whole=whole), name="the first network only",
                hint="What you return belongs to the first network. The others have gradients of their own.",
            )
            for whole in ("first", "first, others 0")
        ),
        Mistake(
            "the networks in reverse order", With(_stack_with, whole="reversed"),
            "The gradient of network 0 comes first.",
        ),
        FIRST_FOR_ALL(
            With(_stack_with, back="first"), name="the W2 of the first network for all",
            hint="On the way back each error meets the W2 of its own network.",
        ),
        Mistake(
            "not sent back through W2", With(_stack_with, back="none"),
            "On the way back to the hidden layer the error meets W2.",
        ),
        Mistake(
            "reshaped, not transposed", With(_stack_with, dW2="reshaped"),
            "The shapes of dW2 fit, the numbers stand in wrong places. reshape keeps the order in memory. Which two"
            " axes should be exchanged?",
        ),
        Mistake(
            "z in place of a", With(_stack_with, inputs="z"),
            "The gradient of W2 wants what comes out of the hidden layer. That has passed tanh.",
        ),
    ),
    see=_SEE, parts=("dW1", "db1", "dW2", "db2"), trials=5, backward=True,
)  # fmt: skip


_STEPS = {"short": 300, "1000 steps": 1000}
_GRADIENTS = {
    "sum": {"count": "1"},
    "1/m twice": {"count": "m²"},
    "quadratic": {"error": "slope"},
    "sign": {"error": "sign"},
    "no slope": {"slope": "none"},
    "sigmoid hidden": {"hidden": "sigmoid"},
}


@cache
def _trained(kind, scale):
    """How many of the four answers are right in each of a hundred networks with two hidden units, one thing wrong."""
    T = np.array([[0.0], [1.0], [1.0], [0.0]])
    draws = [np.random.default_rng(s + (kind == "seeds")) for s in range(100)]
    scale = {"no scale": 1, "square": scale**2}.get(kind, scale)
    W1, W2 = (
        scale * np.stack(w)
        for w in zip(*((r.normal(0, 0.5**0.5, (2, 2)), r.normal(0, 0.5**0.5, (2, 1))) for r in draws))
    )
    params = [W1, np.zeros((100, 1, 2)), W2, np.zeros((100, 1, 1))]
    gradients = _stack_with(**_GRADIENTS.get(kind, {}))
    moved = (1, 0, 1, 0) if kind == "no biases" else (1, 1, 1, 1)
    for _ in range(_STEPS.get(kind, 3000)):
        grads = gradients(*params, CORNERS, T)
        params = [p - k * g for p, k, g in zip(params, moved, grads)]
    W1, b1, W2, b2 = params
    hidden = _HIDDEN["sigmoid" if kind == "sigmoid hidden" else "tanh"]
    return ((hidden(CORNERS @ W1 + b1) @ W2 + b2 > 0) == (T > 0.5)).sum(axis=(1, 2))


def _experiment(kind, scale):
    """Seeds of the networks that do not learn XOR, with one thing wrong."""
    right = _trained("nothing" if kind in ("learned", "two", "none right") else kind, scale)
    failed = {
        "learned": right == 4, "two": right < 2, "none right": right == 0,
    }.get(kind, right < 4)  # fmt: skip
    return np.flatnonzero(failed)


def _wrong(kind):
    return lambda scale: _experiment(kind, scale)


def _failures(scale):
    return _experiment("nothing", scale)


def _same_seeds(answer, scale):
    """True for the seeds that failed, in rising order, or what is wrong with the answer."""
    if isinstance(answer, set | frozenset | dict) or answer is None or isinstance(answer, str):
        return "The answer should be a list or an array of seeds, in rising order."
    seeds = np.asarray(answer)
    if seeds.ndim == 0:
        return "Return the seeds of the networks that failed, in a list or an array, not how many they are."
    if seeds.dtype == bool:
        return "These are True and False. Return the seeds: at which places is the network one that failed?"
    if seeds.ndim != 1 or seeds.dtype.kind not in "iuf":
        return f"The answer should be a row of seeds, whole numbers; it has shape {seeds.shape}."
    if not np.isin(seeds, np.arange(100)).all():
        return "The seeds are whole numbers from 0 to 99."
    if (np.diff(seeds) <= 0).any():
        return "The seeds should be in rising order, each once."
    failed = _failures(scale)
    if np.array_equal(seeds, failed):
        return True
    missing, extra = len(np.setdiff1d(failed, seeds)), len(np.setdiff1d(seeds, failed))
    return (
        f"With the scale {scale:g}, {missing} of the networks that fail are not in your answer, and {extra} that learn"
        " are. Are the starting weights those of start(seed, scale), the biases 0 at first, the learning rate 1, the"
        " cost the mean of the cross-entropy, the steps 3000, and all four answers right in a network that has learned?"
    )


FAILED = Exercise(
    "09.8", _failures, lambda rng: (in_turn(rng, 0.3, 2.0),),
    (
        Mistake("those that learned", _wrong("learned"), "These seeds are of the networks that learned XOR."),
        Mistake(
            "the scale has no effect", _wrong("no scale"),
            "Your experiment is the same for every scale. Where do the starting weights come from?",
        ),
        Mistake(
            "seeds 1 to 100", _wrong("seeds"),
            "The experiment seems right, but network number 0 is not that of seed 0. With which seed do you begin?",
        ),
        Mistake(
            "the gradient of the sum", _wrong("sum"),
            "Your steps are four times too long. Is your cost the mean over the examples?",
        ),
        Mistake(
            "the quadratic cost", _wrong("quadratic"),
            "The slope of the output sigmoid is in your error. With cross-entropy it cancels.",
        ),
        Mistake(
            "too short a way", _wrong("short"),
            "With the small scale many of your networks are still on the plateau. Learning rate and number of steps:"
            " has each network gone the whole way?",
        ),
        Mistake(
            "uphill", _wrong("sign"),
            "In your answer no network learns. Does the cost fall with the steps? Look at the sign of the update.",
        ),
        Mistake(
            "no slope in the hidden layer", _wrong("no slope"),
            "On the way back through tanh a factor is missing.",
        ),
        Mistake(
            "1/m twice", _wrong("1/m twice"), "Your steps are four times too short. Where do you take the mean twice?"
        ),
        Mistake(
            "a hidden layer of sigmoids", _wrong("sigmoid hidden"), "The hidden layer is tanh, forward and backward."
        ),
        Mistake(
            "fewer steps", _wrong("1000 steps"),
            "Some of your networks are still on the way. How many steps does each of them go?",
        ),
        *(
            Mistake("too few right answers suffice", _wrong(kind), "When has a network learned XOR?")
            for kind in ("two", "none right")
        ),
        Mistake(
            "the scale counts twice", _wrong("square"), "Is each weight scaled once? start(seed, scale) scales already."
        ),
        Mistake(
            "the biases stay 0", _wrong("no biases"),
            "The biases are 0 at first. They are trained like the weights.",
        ),
    ),
    see=_SEE, trials=2, seconds=60.0, accept=_same_seeds,
)  # fmt: skip
