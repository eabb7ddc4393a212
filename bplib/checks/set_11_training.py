"""The last exercises of set 11: mini-batches, a step, the confusion matrix, an experiment."""

import numpy as np

from .. import training
from . import set_11_reference as network
from .engine import Exercise, Mistake, Value

__all__ = ["TRAINING"]

_BATCHES = "chapter 11, “Why mini-batches”"
_WRONG = "chapter 11, “What the network gets wrong”"
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


_MINIBATCHES = Exercise(
    "11.8",
    lambda x, t, size, rng: list(training.minibatches(x, t, size, rng)),
    lambda rng: (rng.normal(0, 1, (11, 2)), np.arange(11) * 3, 4, np.random.default_rng(rng.integers(1000))),
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
            "11 examples in batches of 4: how many batches are there, and how long is the last?",
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
    see=_FOOL,
)

# 11.10 confusion matrix


def _confusion(answers, t, K):
    matrix = np.zeros((K, K), int)
    np.add.at(matrix, (t, answers), 1)
    return matrix


_CONFUSION = Exercise(
    "11.10",
    _confusion,
    lambda rng: (rng.integers(4, size=30), rng.integers(4, size=30), 4),
    mistakes=(
        Mistake(
            "answers and labels swapped",
            lambda answers, t, K: _confusion(t, answers, K),
            "Rows and columns have changed places: which of the two is the right label?",
        ),
        Mistake(
            "no count exceeds 1",
            lambda answers, t, K: np.minimum(_confusion(answers, t, K), 1),
            "Indexing with two arrays writes each place once, however often the pair occurs. Every example must count.",
        ),
        Mistake(
            "fractions instead of counts",
            lambda answers, t, K: _confusion(answers, t, K) / len(t),
            "Counts are wanted, whole numbers.",
        ),
        Mistake(
            "fractions of each row",
            lambda answers, t, K: (c := _confusion(answers, t, K)) / c.sum(axis=1, keepdims=True),
            "The rows sum to 1. Counts are wanted, whole numbers.",
        ),
        Mistake(
            "the right answers are not counted",
            lambda answers, t, K: _confusion(answers, t, K) * (1 - np.eye(K, dtype=int)),
            "The diagonal is empty: right answers count as well.",
        ),
    ),
    see=_WRONG,
)

# 11.11 an experiment

_NEEDED = Value(
    "11.11",
    1000,
    mistakes=(
        ("one size too small", 300, "Close, but with 300 images the accuracy is still below 0.85."),
        ("not the smallest", 3000, "This is enough, but a smaller number is too."),
        ("all images", 50_000, "Choose one of the six numbers; the smallest that is enough."),
        ("a handful", 100, "Call accuracy_with(100) and look: is it 0.85 or more?"),
    ),
    see=_BATCHES,
)

TRAINING = (_MINIBATCHES, _STEP, _CONFUSION, _NEEDED)
