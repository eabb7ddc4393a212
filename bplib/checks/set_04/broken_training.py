"""Exercise 4.7: training with cross-entropy, with three bugs to find."""

import numpy as np

from ...activations import sigmoid
from .. import families as f
from ..engine import Exercise, Mistake, With, trial
from .shared import SLOPES, slope_at

__all__ = ["TRAINING"]


def _start(rng):
    """A batch with targets 0 and 1, a rate and a number of epochs; at last one epoch, one example, no input, rate 1."""
    number = trial(rng)
    n, m, eta, epochs = (
        (3, 7, 0.6, 6), (4, 5, 0.35, 9), (5, 8, 1.4, 4), (3, 6, 0.8, 1), (4, 1, 0.7, 5), (3, 5, 0.9, 4), (4, 6, 1.0, 5)
    )[number - 1]  # fmt: skip
    w, b, X = rng.normal(size=(1, n)), rng.normal(size=(1, 1)), rng.normal(size=(n, m))
    X[:2, 0] = abs(X[0, 0]), -abs(X[1, 0])
    X = X * (number != 6)
    return w, b, X, rng.permutation(np.arange(m) % 2).astype(float)[None, :], eta, epochs


def _train(
    *,
    slope=None,
    sign=1,
    b_scale=None,
    w_scale=None,
    early=False,
    once=False,
    more=0,
    factor=1,
    no_eta=False,
    b_sign=1,
    b_stays=False,
    w_stays=False,
    spread=False,
    frozen=False,
    unit=sigmoid,
    bias=1,
    eta_scale=None,
    w_slope=None,
    b_slope=None,
    units_for_m=False,
    decay=0,
    b_no_eta=False,
    power=1,
    size=False,
    mean_input=False,
    b_first=False,
):
    """Gradient descent on cross-entropy, with one thing changed. slope takes a; b_scale, w_scale take m.

    Args:
        more: epochs too many.
        spread: δ of each example is subtracted from b, which becomes a row.
        frozen: the activations are computed before the loop.
        eta_scale: a function of the epoch by which eta is multiplied.
    """

    def learn(w, b, X, y, eta, epochs):
        m = y.shape[1]
        a = unit(w @ X + bias * b)
        for epoch in range(min(1, epochs) if once else max(epochs + more, 0)):
            a = a if frozen else unit(w @ X + bias * b)
            rate = (1 if no_eta else eta**power) * (eta_scale(epoch) if eta_scale else 1)
            error = abs(a - y) if size else a - y
            delta = factor * sign * error / (len(X) if units_for_m else m) * (slope(a) if slope else 1)
            if not w_stays:
                of_w = delta * (w_slope(a) if w_slope else 1)
                if b_first:
                    moved = b - b_sign * rate * delta.sum(axis=1, keepdims=True)
                    of_w = factor * sign * (unit(w @ X + bias * moved) - y) / m
                step = of_w.sum() * X.mean(axis=1)[None, :] if mean_input else of_w @ X.T
                w = (1 - decay) * w - rate * step * (w_scale(m) if w_scale else 1)
            if early:  # the error of the bias from weights that have changed already
                delta = factor * sign * (unit(w @ X + bias * b) - y) / m * (slope(a) if slope else 1)
            if not b_stays:
                of_b = delta * (b_slope(a) if b_slope else 1)
                step = of_b if spread else of_b.sum(axis=1, keepdims=True)
                b = b - b_sign * (1 if b_no_eta else rate) * step * (b_scale(m) if b_scale else 1)
        return w, b

    return learn


def _by_example(scale):
    """A step for each example, one after the other."""

    def learn(w, b, X, y, eta, epochs):
        for _ in range(epochs):
            for x, t in zip(X.T[:, :, None], y[0]):
                delta = (sigmoid(w @ x + b) - t) * scale(y.shape[1])
                w, b = w - eta * delta @ x.T, b - eta * delta
        return w, b

    return learn


def _one_example(i):
    return lambda w, b, X, y, eta, epochs: _train()(w, b, X[:, i][:, None], y[:, i][:, None], eta, epochs)


_ONE_EXAMPLE = (
    "You take a step for each example. Gradient descent takes one for each epoch, with the mean of all."
)


TRAINING = Exercise(
    "04.7", _train(), _start,
    (
        f.SLOPE_OF_A(
            _train(slope=slope_at), name="the gradient of another cost",
            hint="The neuron still learns slowly from a bad start. To which cost does your gradient belong?",
        ),
        f.MEAN_TWICE(
            _train(b_scale=lambda m: 1 / m), name="the bias still learns too slowly",
            hint="The step of b is not right. How large is it for one example, and how large for m times the same"
            " one?",
        ),
        Mistake(
            "two are left", _train(slope=slope_at, b_scale=lambda m: 1 / m),
            "The arguments are left alone now, and that is good. The other two symptoms are still there: hold one"
            " step of each parameter against differences of the cost.",
        ),
        f.SIGN(
            _train(sign=-1), name="uphill",
            hint="The cost rises. In which direction does a step go, and what does a − y say?",
        ),
        Mistake(
            "one epoch only", With(_train, once=True),
            "This is the result after a single epoch. Where does your return stand, and from which w and b does"
            " each epoch start?",
        ),
        Mistake(
            "the derivative by the activation", _train(slope=lambda a: 1 / slope_at(a)),
            "This is how the cost depends on a. One more link of the chain leads to z.",
        ),
        f.MEAN_MISSING(
            _train(w_scale=lambda m: m, b_scale=lambda m: m), name="the mean is gone",
            hint="The cost is a mean. With your lines the steps grow with the number of examples.",
        ),
        Mistake(
            "the slope is there, and the mean is gone",
            _train(slope=slope_at, w_scale=lambda m: m, b_scale=lambda m: m),
            "The neuron still learns slowly from a bad start: to which cost does your gradient belong? And the steps"
            " grow with the number of examples.",
        ),
        f.MEAN_MISSING(
            _train(b_scale=lambda m: m), name="the bias learns m times too fast",
            hint="The step of w is as it should be. b takes steps that grow with the number of examples.",
        ),
        f.MEAN_MISSING(
            _train(w_scale=lambda m: m), name="the weights learn m times too fast",
            hint="The step of b is as it should be. w takes steps that grow with the number of examples.",
        ),
        Mistake(
            "the slope for the weights, and not their mean",
            _train(slope=slope_at, w_scale=lambda m: m),
            "The neuron still learns slowly from a bad start: to which cost does your gradient belong? And the steps"
            " of w grow with the number of examples.",
        ),
        f.MEAN_TWICE(
            _train(w_scale=lambda m: 1 / m), name="the weights learn too slowly now",
            hint="The step of b is as it should be. In that of w, how often is 1/m a factor?",
        ),
        f.MEAN_TWICE(
            _train(w_scale=lambda m: 1 / m, b_scale=lambda m: 1 / m), name="1/m twice",
            hint="You divide by the number of examples twice. Where did the first 1/m come from?",
        ),
        f.UPDATED_TOO_EARLY(
            With(_train, early=True), name="the error is computed again after w has changed",
            hint="Both gradients belong to the same point. Compute both, then take both steps.",
        ),
        f.RATE_LEFT_OUT(With(_train, no_eta=True)),
        f.ONE_STEP_OFF(_train(more=1), name="one epoch too many"),
        f.ONE_STEP_OFF(_train(more=-1), name="one epoch too few"),
        f.TWICE(With(_train, factor=2), hint="A factor of 2 is there that should not be. Which cost has one?"),
        f.HALF(With(_train, factor=0.5), hint="A factor of ½ is there that should not be. Which cost has one?"),
        f.SIGN(
            With(_train, b_sign=-1), name="the bias goes uphill",
            hint="The steps of w and of b go in opposite directions: one of them climbs.",
        ),
        Mistake("b stays as it is", With(_train, b_stays=True), "Your b never changes. Which line should change it?"),
        Mistake("w stays as it is", With(_train, w_stays=True), "Your w never changes. Which line should change it?"),
        Mistake(
            "the activations are computed once", With(_train, frozen=True),
            "All your steps go by the activations of the beginning. When do they have to be computed again?",
        ),
        Mistake(
            "a bias for each example", With(_train, spread=True),
            "Your b becomes a row. There is one bias, and all examples have a share in its step.",
        ),
        *(
            Mistake(
                f"another slope, {name}", _train(slope=lambda a, s=SLOPES[name]: s(np.log(a / (1 - a)))),
                "Your δ has a factor besides a − y. Derive cross-entropy by z: what is left of the slope of σ?",
            )
            for name in ("a", "σ", "1 − a", "1 − a²", "the slope twice")
        ),
        f.BIAS_LEFT_OUT(With(_train, bias=0), name="the bias is left out of z"),
        f.SIGMA_LEFT_OUT(_train(unit=lambda z: z), hint="The error is z − y in yours. What does the neuron do with z?"),
        Mistake(
            "a unit with a step", _train(unit=lambda z: (z > 0) * 1.0),
            "Your neuron answers yes or no. A sigmoid neuron has a soft step.",
        ),
        f.SLOPE_OF_A(
            _train(w_slope=slope_at), name="the slope is left in the step of w",
            hint="The steps of w and b belong to two different costs. Which factor is in one of them only?",
        ),
        f.SLOPE_OF_A(
            _train(b_slope=slope_at), name="the slope is left in the step of b",
            hint="The steps of w and b belong to two different costs. Which factor is in one of them only?",
        ),
        Mistake(
            "the slope and another 1/m in the step of b", _train(b_slope=slope_at, b_scale=lambda m: 1 / m),
            "Hold the step of b against differences of the cost: it has two factors too many.",
        ),
        Mistake(
            "the slope and another 1/m in the step of b, and the slope in that of w",
            _train(w_slope=slope_at, b_scale=lambda m: 1 / m),
            "Hold a step of each parameter against differences of the cost: each has a factor too many.",
        ),
        Mistake(
            "the number of inputs for m", With(_train, units_for_m=True),
            "By what is the sum divided? Which axis counts the examples?",
        ),
        Mistake(
            "the weights shrink", With(_train, decay=0.01),
            "Your w shrinks in each epoch, also where its gradient is 0."
        ),
        f.RATE_LEFT_OUT(
            With(_train, b_no_eta=True), name="learning rate left out of the step of b",
            hint="The steps of b are as long as the slope itself. A factor is missing.",
        ),
        Mistake("the learning rate squared", With(_train, power=2), "How often does eta stand in a step?"),
        Mistake("divided by the learning rate", With(_train, power=-1), "How does a larger eta change your steps?"),
        Mistake(
            "the size of the error", With(_train, size=True), "Your error has lost its sign: it always points one way.",
        ),
        Mistake(
            "a product of means", With(_train, mean_input=True),
            "w: the mean of the products is wanted. Yours is the product of the two means.",
        ),
        f.UPDATED_TOO_EARLY(
            With(_train, b_first=True), name="the error is computed again after b has changed",
            hint="Both gradients belong to the same point. Compute both, then take both steps.",
        ),
        f.ASSIGNED(
            _one_example(-1), name="the last example only",
            hint="Only the last example has a share in your steps. The cost is a mean over all.",
        ),
        f.FIRST_FOR_ALL(
            _one_example(0), name="the first example only",
            hint="Only the first example has a share in your steps. The cost is a mean over all.",
        ),
        Mistake("a step for each example", _by_example(lambda m: 1), _ONE_EXAMPLE),
        Mistake("a step for each example, divided by m", _by_example(lambda m: 1 / m), _ONE_EXAMPLE),
        Mistake(
            "a learning rate that falls", _train(eta_scale=lambda epoch: 1 / (1 + epoch)),
            "The learning rate changes from epoch to epoch. It is given as a number.",
        ),
    ),
    see="chapter 4, “Cross-entropy removes the flat part”", parts=("w", "b"), trials=7,
)  # fmt: skip
