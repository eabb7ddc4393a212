"""Exercises 11.8, 11.9 and 11.10: mini-batches, a step downhill, and how many images a network needs to learn from."""

import numpy as np

from ... import training
from ..engine import WHOLE, Exercise, Mistake, Unlike, Value, With, in_turn, match
from ..families import RATE_LEFT_OUT, SIGN
from .shared import gradient, inputs

__all__ = ["IMAGES_NEEDED", "MINI_BATCHES", "STEP"]

_CHOOSING = "chapter 11, “Training, and choosing on the validation set”"
_FOOL = "chapter 11, “Three ways to fool yourself”"


def _batches(x, t, order, t_order, size, starts=None):
    starts = range(0, len(x), size) if starts is None else starts
    return [(x[order[i : i + size]], t[t_order[i : i + size]]) for i in starts]


def _two_permutations(x, t, size, rng):
    return _batches(x, t, rng.permutation(len(x)), rng.permutation(len(x)), size)


def _labels_in_order(x, t, size, rng):
    return _batches(x, t, rng.permutation(len(x)), np.arange(len(x)), size)


def _not_shuffled(x, t, size, rng):
    return _batches(x, t, np.arange(len(x)), np.arange(len(x)), size)


def _starting_at(starts):
    """Batches of one order that start at the places ``starts(m, size)``."""

    def wrong(x, t, size, rng):
        order = rng.permutation(len(x))
        return _batches(x, t, order, order, size, starts(len(x), size))

    return wrong


def _even_parts(x, t, size, rng):
    order = rng.permutation(len(x))
    return [(x[part], t[part]) for part in np.array_split(order, -(-len(x) // size))]


def _reference_batches(x, t, size, rng):
    return list(training.minibatches(x, t, size, rng))


def _batch_inputs(rng):
    m, n, size = in_turn(rng, (11, 3, 4), (12, 5, 4), (3, 4, 5), (10, 6, 3), (7, 3, 1))
    return rng.normal(0, 1, (m, n)), np.arange(m) * 3, size, np.random.default_rng(rng.integers(1000))


def _in_the_order(changed):
    """Batches of the one order that ``changed`` makes of the permutation."""

    def wrong(x, t, size, rng):
        order = changed(rng.permutation(len(x)), size)
        return _batches(x, t, order, order, size)

    return wrong


def _sorted_within(order, size):
    return np.concatenate([np.sort(order[i : i + size]) for i in range(0, len(order), size)])


def _shuffled_batches(x, t, size, rng):
    order = np.arange(len(x))
    batches = _batches(x, t, order, order, size)
    return [batches[i] for i in rng.permutation(len(batches))]


def _shuffled_again(x, t, size, rng):
    """A new permutation for each batch, of which it takes the first."""
    result = []
    for i in range(0, len(x), size):
        order = rng.permutation(len(x))[: min(size, len(x) - i)]
        result.append((x[order], t[order]))
    return result


def _strided(x, t, size, rng):
    order, count = rng.permutation(len(x)), -(-len(x) // size)
    return [(x[order[i::count]], t[order[i::count]]) for i in range(count)]


def _filled_up(x, t, size, rng):
    order, m = rng.permutation(len(x)), len(x)
    return _batches(x, t, order, order, size, [max(0, min(i, m - size)) for i in range(0, m, size)])


def _shuffled_labels(x, t, size, rng):
    order = rng.permutation(len(x))
    return _batches(x, t, order, order[order], size)


def _own_order(answer, x, t):
    """What to say of batches that keep images and labels together, but not in the order of rng.permutation."""
    try:
        images, labels = (np.concatenate(part) for part in zip(*answer))
    except ValueError:
        return ""
    if not np.isin(labels, t).all() or not np.array_equal(images, x[np.searchsorted(t, labels)]):
        return ""
    if not np.array_equal(np.sort(labels), t):
        return (
            "Images and labels fit together, but some examples come more than once and others not at all. In one"
            " permutation of all examples each comes once."
        )
    return (
        "The batches fit together, and each example comes once, but in another order than that of one"
        " rng.permutation(m): example number order[0] first, then number order[1], and so on."
    )


def _accept_batches(answer, x, t, size, rng):
    """True, or what is wrong."""
    try:
        match(_reference_batches(x, t, size, rng), answer, MINI_BATCHES, WHOLE)
    except Unlike as unlike:
        text = _own_order(answer, x, t) if unlike.kind == "wrong" else ""
        if text:
            return text
        raise
    return True


MINI_BATCHES = Exercise(
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
            _starting_at(lambda m, size: range(0, m - size + 1, size)),
            "Examples are missing. If there are 11 and a batch takes 4: how many batches are there, and how long is"
            " the last?",
        ),
        Mistake(
            "an empty last batch",
            _starting_at(lambda m, size: range(0, m + 1, size)),
            "When size divides the number of examples, the last batch is empty. Where should the starts end?",
        ),
        Mistake(
            "batches of equal length",
            _even_parts,
            "Every batch should have size examples, and only the last may have fewer. Here others have fewer too.",
        ),
        Mistake(
            "overlapping batches",
            _starting_at(lambda m, size: range(m)),
            "There is a batch for every example: by how much does the start move from batch to batch?",
        ),
        Mistake(
            "the permutation the other way round",
            _in_the_order(lambda order, size: np.argsort(order)),
            "Each example is put where the permutation says. The other way is wanted: the permutation says which"
            " example comes first.",
        ),
        Mistake(
            "the permutation from its end",
            _in_the_order(lambda order, size: order[::-1]),
            "The first batch should hold the examples whose numbers come first in the permutation.",
        ),
        Mistake(
            "sorted within each batch",
            _in_the_order(_sorted_within),
            "Each batch holds the right examples, in ascending order. Take them in the order of the permutation.",
        ),
        Mistake(
            "every so many examples",
            _strided,
            "Your batches take every second, third or tenth number of the permutation. A batch is a piece of it.",
        ),
        Mistake(
            "whole batches are shuffled",
            _shuffled_batches,
            "The batches hold neighbors, and come in random order. The examples are to be shuffled, before they are"
            " put into batches.",
        ),
        Mistake(
            "a new permutation for each batch",
            _shuffled_again,
            "Each batch is drawn from all examples anew: some come twice in an epoch, others never.",
        ),
        Mistake(
            "the labels are shuffled once more",
            _shuffled_labels,
            "The permutation is used once for the images and twice for the labels: every image gets the label of"
            " another.",
            _FOOL,
        ),
        Mistake(
            "the images are not shuffled",
            lambda x, t, size, rng: _batches(x, t, np.arange(len(x)), rng.permutation(len(x)), size),
            "The labels move, the images stay: every image gets the label of another.",
            _FOOL,
        ),
        Mistake(
            "the first batch only",
            lambda x, t, size, rng: _reference_batches(x, t, size, rng)[:1],
            "One batch comes back. Does your function return inside the loop?",
        ),
        Mistake(
            "the last batch is filled up",
            _filled_up,
            "The last batch begins earlier so that it is full, and some examples come twice. It may be shorter.",
        ),
    ),
    see=_CHOOSING,
)


def _step(params, grads, eta):
    return {name: p - eta * grads[name] for name, p in params.items()}


def _step_inputs(rng):
    params, x, t = inputs(rng)
    return params, gradient(params, x, t), in_turn(rng, 0.3, 0.7, 0.02, 1.6, 0.0)


def _unit(gradient):
    return gradient / np.linalg.norm(gradient)


def _stepped(learning=("W1", "b1", "W2", "b2"), rate=lambda eta: eta, sign=-1, last=lambda p: p):
    """A step in which some parameters do not learn, or with another rate, or the other way."""

    def step(params, grads, eta):
        change = {name: sign * rate(eta) * grads[name] * (name in learning) for name in params}
        return {name: last(p) + change[name] for name, p in params.items()}

    return step


_NAMES = ("W1", "b1", "W2", "b2")


STEP = Exercise(
    "11.9",
    _step,
    _step_inputs,
    trials=5,
    mistakes=(
        Mistake(
            "the bug is still there",
            With(_stepped, learning=("W1", "W2", "b2")),
            "One of the four parameters is the same after the step as before. Which, and in which line is it lost?",
        ),
        SIGN(
            With(_stepped, sign=1),
            name="uphill",
            hint="The gradient points to where the loss grows. Which way do we want to go?",
        ),
        RATE_LEFT_OUT(
            With(_stepped, rate=lambda eta: 1),
            name="the learning rate is left out",
            hint="How long is the step?",
        ),
        RATE_LEFT_OUT(
            With(_stepped, rate=lambda eta: np.divide(1.0, eta)),
            name="divided by the learning rate",
            hint="With a small learning rate your steps are long. It is a factor of the gradient.",
        ),
        RATE_LEFT_OUT(
            With(_stepped, rate=lambda eta: eta**2),
            name="the learning rate twice",
            hint="The learning rate is a factor twice. Once is enough.",
        ),
        *(
            RATE_LEFT_OUT(
                With(_stepped, rate=lambda eta, fixed=fixed: fixed),
                name=f"a learning rate of its own, {fixed:g}",
                hint="The learning rate is given as an argument. Yours is another one.",
            )
            for fixed in (0.1, 0.01, 0.5)
        ),
        Mistake(
            "nothing learns",
            _stepped(learning=()),
            "The parameters that come back are the old ones.",
        ),
        Mistake(
            "the biases do not learn",
            With(_stepped, learning=("W1", "W2")),
            "Both biases are the same after the step as before.",
        ),
        *(
            Mistake(
                f"{name} does not learn",
                With(_stepped, learning=tuple(other for other in _NAMES if other != name)),
                f"{name} is the same after the step as before.",
            )
            for name in ("W1", "W2", "b2")
        ),
        Mistake(
            "the change instead of the new value",
            _stepped(last=np.zeros_like),
            "This is what should be added to the parameters.",
        ),
        SIGN(
            _stepped(last=np.zeros_like, sign=1),
            name="the change, uphill",
            hint="This is what should be subtracted from the parameters.",
        ),
        Mistake(
            "steps of one length",
            lambda params, grads, eta: {name: p - eta * _unit(grads[name]) for name, p in params.items()},
            "Each gradient is divided by its norm. Gradient descent takes it as it is: small gradients, small steps.",
        ),
        Mistake(
            "only the signs of the gradients",
            lambda params, grads, eta: {name: p - eta * np.sign(grads[name]) for name, p in params.items()},
            "Every entry moves by eta, whatever the size of its gradient is.",
        ),
        Mistake(
            "the parameters are multiplied",
            lambda params, grads, eta: {name: p * (1 - eta * grads[name]) for name, p in params.items()},
            "The gradient is multiplied by the parameter. The step does not depend on how large the parameter is.",
        ),
        Mistake(
            "the parameters shrink",
            lambda params, grads, eta: {
                name: (1 - eta) * p - eta * grads[name] for name, p in params.items()
            },
            "There is one term too many: it moves each parameter toward 0, whatever its gradient is.",
        ),
        Mistake(
            "b1 moves twice",
            lambda params, grads, eta: (
                _step(params, grads, eta) | {"b1": params["b1"] - 2 * eta * grads["b1"]}
            ),
            "The step of b1 is twice as long as it should be. How many lines change it?",
        ),
        Mistake(
            "b1 with itself for its gradient",
            lambda params, grads, eta: _step(params, grads, eta) | {"b1": (1 - eta) * params["b1"]},
            "b1 shrinks toward 0. What should be subtracted from it?",
        ),
        Mistake(
            "the gradients come back",
            lambda params, grads, eta: dict(grads),
            "These are the gradients. The parameters after the step are wanted.",
        ),
    ),
    see=_CHOOSING,
)

_LOOK = "Call accuracy_with with your number and look: is it 0.85 or more?"
_CHOOSE = "Choose one of the six numbers: the smallest that is enough."


def _accept_needed(answer):
    """True, or what else came back: the accuracy, a place in the list, or a number that is not in it."""
    try:
        match(1000, answer, IMAGES_NEEDED, WHOLE)
    except Unlike as unlike:
        if unlike.kind != "wrong":
            raise
        if 0.8 < answer < 1 or 80 < answer < 100:
            return f"This looks like an accuracy. The number of images is wanted. {_CHOOSE}"
        if answer in range(1, 6):
            return f"This looks like a place in the list. The number that stands there is wanted. {_CHOOSE}"
        return f"This is not one of them. {_CHOOSE}"
    return True


IMAGES_NEEDED = Value(
    "11.10",
    1000,
    mistakes=(
        *((f"too small, {n}", n, _LOOK) for n in (10, 30, 100, 300)),
        ("not the smallest", 3000, "This is enough, but a smaller one is enough."),
        *((f"not one of the six, {n}", n, _CHOOSE) for n in (500, 2000, 50_000, 60_000)),
    ),
    accept=_accept_needed,
    see=_CHOOSING,
    seconds=60.0,  # the answer may hold the search, which trains up to five networks
)
