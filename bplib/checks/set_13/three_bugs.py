"""Exercise 13.10: a network with three bugs, and what is left of them after half a cure."""

import numpy as np

from ... import activations
from ..engine import Exercise, in_turn
from ..families import (
    BIAS_LEFT_OUT,
    CLIPPED,
    LABEL_ASSIGNED,
    LABELS_LEFT,
    MEAN_MISSING,
    MEAN_TWICE,
    RATE_LEFT_OUT,
    SIGN,
    SLOPE_LEFT_OUT,
    UPDATED_TOO_EARLY,
)
from .bug import bug
from .numerics import USUAL_FLOORS

__all__ = ["CURED_NET"]


def _inputs(rng):
    """(params, x, t, eta) of a 2-layer net; scores far from each other in the second trial, far from 0 in the last."""
    m, n, hidden, K, large, shift = in_turn(
        rng,
        (5, 4, 6, 3, 1, 0),
        (4, 3, 5, 4, 5000, 0),
        (1, 2, 3, 2, 1, 0),
        (7, 3, 3, 3, 1, 0),
        (3, 2, 4, 5, 1, 2000),
    )
    params = {
        "W1": rng.normal(size=(n, hidden)), "b1": rng.normal(0, 0.5, hidden),
        "W2": rng.normal(0, large, (hidden, K)), "b2": rng.normal(shift, 0.5, K),
    }  # fmt: skip
    return params, rng.normal(size=(m, n)), rng.integers(0, K, m), float(rng.uniform(0.1, 0.6))


def _exp(scores, shift=0.0):
    """Softmax with another number subtracted than the largest score of the row."""
    e = np.exp(scores - shift)
    return e / e.sum(axis=1, keepdims=True)


def _logs(kinds, scores, t):
    """Logarithms of the probabilities of the right classes."""
    right = np.arange(len(t)), t
    if {"overflow", "overflow in loss"} & set(kinds):
        return np.log(_exp(scores)[right])
    if "one maximum" in kinds:
        return np.log(_exp(scores, scores.max())[right])
    if "log of the sum" in kinds:
        return scores[right] - np.log(np.exp(scores).sum(axis=1))
    if "maximum lost" in kinds:
        return scores[right] - np.log(np.exp(scores - scores.max(axis=1, keepdims=True)).sum(axis=1))
    for kind in kinds:  # such as "+ 1e-12" or "at least 1e-12"
        if "1e-" in kind or kind == "log":
            p, floor = activations.softmax(scores)[right], float("0" if kind == "log" else kind.split()[-1])
            return np.log(p + floor if kind.startswith("+") else np.maximum(p, floor))
    return activations.log_softmax(scores)[right]


def _loss_and_gradient(kinds, params, x, t):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    z1 = x @ W1 + b1
    a1 = activations.sigmoid(z1)
    scores, m = a1 @ W2 + b2, len(x)
    if "clipped" in kinds:
        scores = np.clip(scores, -500, 500)
    loss = -_logs(kinds, scores, t).mean() * (m if "sum of the loss" in kinds else 1)
    if {"overflow", "overflow in gradient"} & set(kinds):
        d2 = _exp(scores)
    elif "one maximum" in kinds:
        d2 = _exp(scores, scores.max())
    else:
        d2 = activations.softmax(scores)
    if "labels left" in kinds:
        pass
    elif "label assigned" in kinds:
        d2[np.arange(m), t] = -1
    else:
        d2[np.arange(m), t] -= 1
    d2 = d2 * (-1 if "t - y" in kinds else 1) / (1 if "sum" in kinds else m**2 if "1/m twice" in kinds else m)
    again = activations.sigmoid(a1)
    slope = again * (1 - again) if "slope" in kinds else 1 if "no slope" in kinds else a1 * (1 - a1)
    if "slope of z" in kinds:
        slope = z1 * (1 - z1)
    if "slope is a" in kinds:
        slope = a1
    if "slope of tanh" in kinds:
        slope = 1 - a1**2
    if "slope without b1" in kinds:
        slope = activations.sigmoid_prime(x @ W1)
    d1 = (d2 @ W2.T) * slope
    over = np.mean if "bias means" in kinds else np.sum
    return loss, {"W1": x.T @ d1, "b1": over(d1, axis=0), "W2": a1.T @ d2, "b2": over(d2, axis=0)}


def _wrong(*kinds):
    """(loss, gradient, params after them, params after two steps), with some things wrong."""
    still = {"biases": ("b1", "b2"), "b1": ("b1",), "b2": ("b2",), "nothing moves": ("W1", "b1", "W2", "b2")}
    kept = [name for kind in kinds for name in still.get(kind, ())]

    def wrong(params, x, t, eta):
        factor = {"up": -1, "twice": 2, "no eta": 1 / eta, "1/m in the step": 1 / len(x), "eta twice": eta}
        rate = eta * np.prod([factor[kind] for kind in kinds if kind in factor])
        loss, first = _loss_and_gradient(kinds, params, x, t)
        after = params
        for _ in range(2):
            grads = first if "first gradient" in kinds else _loss_and_gradient(kinds, after, x, t)[1]
            if "one after the other" in kinds:
                after = dict(after)
                for name in params:
                    after[name] = after[name] - rate * _loss_and_gradient(kinds, after, x, t)[1][name]
                continue
            twice = {name: 2 if "biases twice" in kinds and name[0] == "b" else 1 for name in after}
            after = {n: p if n in kept else p - twice[n] * rate * grads[n] for n, p in after.items()}
        return loss, first, params, after

    return wrong


_SLOPE = (
    "The slope of the sigmoid comes from its output a as a (1 − a). In gradient, what is it computed from?"
)
_BIASES = "b = b − … makes a new array and gives it the name b; the array in params stays as it was."
_REST = {
    "slope": ("the slope", _SLOPE, "gradient check"),
    "biases": ("the biases", _BIASES, "every parameter moves"),
}
_EXTREMES = {
    ("overflow",): ("extreme scores", "With scores of some hundreds exp overflows."),
    ("log",): (
        "the logarithm of 0",
        "The probabilities are finite now. Then the logarithm of one that was rounded to 0 is taken.",
    ),
    ("overflow in loss",): (
        "exp in the loss",
        "In the gradient extreme scores are no trouble now; in the loss exp still overflows.",
    ),
    ("overflow in gradient",): (
        "exp in the gradient",
        "In the loss extreme scores are no trouble now; in the gradient exp still overflows.",
    ),
    ("log of the sum",): (
        "exp in the logarithm of the sum",
        "In the loss the logarithm is taken before anything can be rounded to 0: good. But exp(1000) is infinite"
        " there.",
    ),
    ("log of the sum", "overflow in gradient"): (
        "exp, in the logarithm of the sum and in the gradient",
        "In the loss the logarithm is taken before anything can be rounded to 0: good. But exp(1000) is infinite,"
        " there and in the gradient.",
    ),
}  # fmt: skip
_COUNT = {1: "one bug is left", 2: "two bugs are left", 3: "three bugs are left"}


def _left(extreme, *rest):
    """Two or three bugs, or one, that are not cured yet; of extreme scores also half of the cure."""
    parts = [_REST[kind] for kind in rest]
    if extreme:
        name, hint = _EXTREMES[extreme]
        parts.append((name, hint, "extreme values"))
    names, hints, found = zip(*parts)
    hint = " ".join(hints)
    return bug(
        f"{_COUNT[len(parts)]}: {', and '.join(names)}", _wrong(*extreme, *rest), hint, "; ".join(found)
    )


_LEFT = (
    bug(
        "all three bugs are still there", _wrong("slope", "overflow", "biases"),
        "Begin with the gradient check: it says which arrays are wrong.",
        "gradient check, extreme values, every parameter moves",
    ),
    *(
        _left(extreme, *rest)
        for extreme in ((), *_EXTREMES)
        for rest in (("slope", "biases"), ("slope",), ("biases",), ())
        if (extreme or rest) and not (extreme == ("overflow",) and len(rest) == 2)
    ),
)  # fmt: skip

_FLOORS = tuple(
    bug(
        "a floor under the probabilities", _wrong(f"{how} {eps}"),
        f"Nothing is infinite, and the loss is wrong where the model is very wrong: it cannot exceed −log({eps}).",
        "extreme values; gradient check",
    )
    for eps in USUAL_FLOORS
    for how in ("+", "at least")
)  # fmt: skip

_STEP = "parameters before and after a step, compared with −eta times the gradient"
_ONE_BIAS = "One of the two biases is still the same after a step."

CURED_NET = Exercise(
    "13.10", _wrong(), _inputs,
    (
        *_LEFT,
        *_FLOORS,
        bug("b1 never moves", _wrong("b1"), _ONE_BIAS, "every parameter moves"),
        bug("b2 never moves", _wrong("b2"), _ONE_BIAS, "every parameter moves"),
        bug("nothing moves", _wrong("nothing moves"),
            "The loss and the gradient are right. After step, params holds what it held before.",
            "every parameter moves"),
        bug("one maximum for the whole batch", _wrong("one maximum"),
            "The largest score of the batch is subtracted. A row far below it becomes 0/0: row by row.",
            "extreme values"),
        bug("the maximum is subtracted once and forgotten once", _wrong("maximum lost"),
            "In the loss the scores under exp are shifted, and the score of the right class is not.",
            "gradient check; extreme values"),
        bug("the slope is a", _wrong("slope is a"), "A sigmoid's slope is its output times something. What is missing?",
            "gradient check"),
        bug("the slope of tanh", _wrong("slope of tanh"), "1 − a² is the slope of another activation function.",
            "gradient check"),
        bug("b1 is left out in the slope", _wrong("slope without b1"),
            "The slope is taken at x W1. Where does the sigmoid get its input, forward?", "gradient check",
            BIAS_LEFT_OUT),
        bug("the scores are clipped", _wrong("clipped"),
            "Scores beyond your limit become equal. What changes all scores of a row, and not the result?",
            "extreme values", CLIPPED),
        bug("labels not subtracted", _wrong("labels left"),
            "These are the shares. The gradient compares them with the labels.", "gradient check", LABELS_LEFT),
        bug("= -1 for -= 1", _wrong("label assigned"),
            "At the label you write -1. What was there should be lowered by 1.", "gradient check", LABEL_ASSIGNED),
        bug("1/m twice", _wrong("1/m twice"), "The mean is taken once. Where do you divide again?",
            "batch doubled; gradient check", MEAN_TWICE),
        bug("1/m in the step", _wrong("1/m in the step"),
            "The gradient is a mean already. In step it is divided by the number of examples once more.", _STEP,
            MEAN_TWICE),
        bug("eta twice", _wrong("eta twice"), "The learning rate is a factor twice. Once is enough.", _STEP),
        bug("the biases move twice", _wrong("biases twice"),
            "Each bias moves by twice eta times its gradient. How many lines of step change it?", _STEP),
        bug("one parameter after the other", _wrong("one after the other"),
            "step computes a gradient after it has changed a parameter, and again after the next.", _STEP,
            UPDATED_TOO_EARLY),
        bug("no slope", _wrong("no slope"), "The sigmoid is gone from the way back.", "gradient check",
            SLOPE_LEFT_OUT),
        bug("the slope from z", _wrong("slope of z"), "In z (1 − z) stands the input of the sigmoid.",
            "gradient check"),
        bug("t − y", _wrong("t - y"), "The derivative by the scores has the wrong sign.", "gradient check", SIGN),
        bug("a sum over the batch", _wrong("sum"), "The mean over the examples was there, and right.",
            "batch doubled; gradient check", MEAN_MISSING),
        bug("the loss is a sum", _wrong("sum of the loss"),
            "The gradient is that of the mean over the examples. So the loss should be their mean.",
            "batch doubled; gradient check"),
        bug("a sum over the batch, in loss and gradient", _wrong("sum", "sum of the loss"),
            "Loss and gradient fit each other, but both grow with the batch.", "batch doubled"),
        bug("means of the biases", _wrong("bias means"),
            "The factor 1/m is in d2 already, and a mean divides by m once more.", "gradient check"),
        bug("uphill", _wrong("up"), "The parameters move along the gradient. Which way is down?",
            "overfit ten examples"),
        bug("two steps in one", _wrong("twice"), "Each parameter moves by twice eta times its gradient.",
            _STEP),
        bug("the learning rate is not used", _wrong("no eta"),
            "Each parameter moves by its whole gradient. Where is eta?", _STEP, RATE_LEFT_OUT),
        bug("always the first gradient", _wrong("first gradient"),
            "The first step is right. The second one takes the gradient of the old parameters once more.",
            "overfit ten examples"),
    ),
    see="chapter 13, “The protocol”", trials=5, rtol=1e-8,
    parts=("loss", "gradient", "params after loss and gradient", "params after two steps"),
    remark="What would have found them: the gradient check (the slope), extreme values (the softmax and its logarithm),"
    " every parameter moves (the biases). None of the three finds two of them.",
)  # fmt: skip
