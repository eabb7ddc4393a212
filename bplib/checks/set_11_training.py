"""Exercises of set 11 on training: mini-batches and a step."""

import numpy as np

from .. import training
from . import set_11_reference as network
from .compare import WHOLE, Unlike, match
from .engine import Exercise, Mistake

__all__ = ["TRAINING"]

_BATCHES = "chapter 11, “Training, and choosing on the validation set”"
_FOOL = "chapter 11, “Three ways to fool yourself”"

# 11.8 mini-batches


def _batches(x, t, order, t_order, size, starts=None):
    starts = range(0, len(x), size) if starts is None else starts
    return [(x[order[i : i + size]], t[t_order[i : i + size]]) for i in starts]


def _two_permutations(x, t, size, rng):
    return _batches(x, t, rng.permutation(len(x)), rng.permutation(len(x)), size)


def _labels_in_order(x, t, size, rng):
    return _batches(x, t, rng.permutation(len(x)), np.arange(len(x)), size)


def _not_shuffled(x, t, size, rng):
    return _batches(x, t, np.arange(len(x)), np.arange(len(x)), size)


def _last_lost(x, t, size, rng):
    order = rng.permutation(len(x))
    return _batches(x, t, order, order, size, range(0, len(x) - size + 1, size))


def _one_at_a_time(x, t, size, rng):
    order = rng.permutation(len(x))
    return _batches(x, t, order, order, size, range(len(x)))


def _empty_last(x, t, size, rng):
    order = rng.permutation(len(x))
    return _batches(x, t, order, order, size, range(0, len(x) + 1, size))


def _even_parts(x, t, size, rng):
    order = rng.permutation(len(x))
    return [(x[part], t[part]) for part in np.array_split(order, -(-len(x) // size))]


def _reference_batches(x, t, size, rng):
    return list(training.minibatches(x, t, size, rng))


def _batch_inputs(rng):
    m, size = [(11, 4), (12, 4), (10, 4), (3, 5)][rng.integers(4)]
    return rng.normal(0, 1, (m, 2)), np.arange(m) * 3, size, np.random.default_rng(rng.integers(1000))


def _own_order(answer, x, t):
    """What to say of batches that keep images and labels together, but not in the order of rng.permutation."""
    try:
        images, labels = (np.concatenate(part) for part in zip(*answer))
    except ValueError:
        return ""
    if not np.isin(labels, t).all() or not np.array_equal(images, x[np.searchsorted(t, labels)]):
        return ""
    found = "The batches fit together, but the order of the examples is another"
    if not np.array_equal(np.sort(labels), t):
        found = "Some examples come more than once and others not at all"
    return f"{found}: rng.permutation(m) was not called exactly once for the whole epoch."


def _accept_batches(answer, x, t, size, rng):
    """True, or what is wrong."""
    try:
        match(_reference_batches(x, t, size, rng), answer, _MINIBATCHES, WHOLE)
    except Unlike as unlike:
        text = _own_order(answer, x, t) if unlike.kind == "wrong" else ""
        if text:
            return text
        raise
    return True


_MINIBATCHES = Exercise(
    "11.8",
    _reference_batches,
    _batch_inputs,
    accept=_accept_batches,
    trials=12,
    mistakes=(
        Mistake(
            "two permutations",
            _two_permutations,
            "Images and labels are shuffled independently: every image gets the label of another.",
            _FOOL,
        ),
        Mistake(
            "the labels are not shuffled",
            _labels_in_order,
            "The images move, the labels stay: every image gets the label of another.",
            _FOOL,
        ),
        Mistake(
            "not shuffled",
            _not_shuffled,
            "The examples come in the order of the arrays. Where does rng enter?",
        ),
        Mistake(
            "the last batch is lost",
            _last_lost,
            "Examples are missing. If there are 11 and a batch takes 4: how many batches are there, and how long is"
            " the last?",
        ),
        Mistake(
            "an empty last batch",
            _empty_last,
            "When size divides the number of examples, the last batch is empty. Where should the starts end?",
        ),
        Mistake(
            "batches of equal length",
            _even_parts,
            "Every batch should have size examples, and only the last may have fewer. Here others have fewer too.",
        ),
        Mistake(
            "overlapping batches",
            _one_at_a_time,
            "There is a batch for every example: by how much does the start move from batch to batch?",
        ),
    ),
    see=_BATCHES,
)

# 11.9 a step


def _step(params, grads, eta, learning=("W1", "b1", "W2", "b2")):
    return {name: p - eta * grads[name] if name in learning else p for name, p in params.items()}


def _step_inputs(rng):
    params, x, t = network.inputs(rng)
    return params, network.gradient(params, x, t), 0.3


_STEP = Exercise(
    "11.9",
    _step,
    _step_inputs,
    mistakes=(
        Mistake(
            "the bug is still there",
            lambda p, g, eta: _step(p, g, eta, ("W1", "W2", "b2")),
            "One of the four parameters is the same after the step as before. Which, and in which line is it lost?",
        ),
        Mistake(
            "uphill",
            lambda p, g, eta: _step(p, g, -eta),
            "The gradient points to where the loss grows. Which way do we want to go?",
        ),
        Mistake("the learning rate is left out", lambda p, g, eta: _step(p, g, 1), "How long is the step?"),
        Mistake(
            "nothing learns",
            lambda p, g, eta: _step(p, g, 0),
            "The parameters that come back are the old ones.",
        ),
        Mistake(
            "the biases do not learn",
            lambda p, g, eta: _step(p, g, eta, ("W1", "W2")),
            "The weights are right. Both biases are the same after the step as before.",
        ),
        Mistake(
            "the change instead of the new value",
            lambda p, g, eta: {name: -eta * g[name] for name in p},
            "This is what should be added to the parameters.",
        ),
    ),
    see=_BATCHES,
)

TRAINING = (_MINIBATCHES, _STEP)
