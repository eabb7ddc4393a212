"""Exercise 9.6: a step of gradient descent with which nothing is learned."""

import numpy as np

from ...activations import sigmoid
from ..engine import Exercise, Mistake, With, in_turn
from ..families import (
    BIAS_LEFT_OUT,
    FIRST_FOR_ALL,
    MEAN_MISSING,
    MEAN_TWICE,
    ONE_STEP_OFF,
    RATE_LEFT_OUT,
    SIGMA_LEFT_OUT,
    SIGN,
    SLOPE_LEFT_OUT,
    TANH_OF_A,
    UPDATED_TOO_EARLY,
)

__all__ = ["STEP"]


def _batch_inputs(rng):
    """(W1, b1, W2, b2, X, y, eta): the sizes change; the third batch is one example, in the fourth eta is 1."""
    (m, n, h), eta = in_turn(
        rng,
        ((4, 2, 3), 0.5),
        ((7, 3, 5), 2.0),
        ((1, 3, 4), 0.3),
        ((6, 5, 4), 1.0),
        ((9, 4, 6), 0.1),
        ((2, 4, 3), 0.7),
    )
    shapes = (n, h), (h,), (h, 1), (1,), (m, n)
    W1, b1, W2, b2, X = (rng.normal(size=shape) for shape in shapes)
    # Both labels in every batch that has two examples.
    return W1, b1, W2, b2, X, rng.permutation(np.arange(m) % 2)[:, None].astype(float), eta


_OUTPUTS = {
    "right": sigmoid,
    "z": lambda z: z,
    "rounded": lambda z: np.round(sigmoid(z)),
    "tanh": np.tanh,
}
_ERRORS = {
    "right": lambda a, y: a - y,
    "slope": lambda a, y: (a - y) * a * (1 - a),
    "no labels": lambda a, y: a,
    "sum": lambda a, y: a + y,
    "by a": lambda a, y: (a - y) / (a * (1 - a)),
    "squares": lambda a, y: 2 * (a - y) * a * (1 - a),
    "size": lambda a, y: np.abs(a - y),
    "square": lambda a, y: (a - y) ** 2,
    "twice": lambda a, y: 2 * (a - y),
}
_SLOPES = {
    "right": lambda z, a: 1 - a**2,
    "none": lambda z, a: 1,
    "sigmoid": lambda z, a: a * (1 - a),
    "half": lambda z, a: 1 - a,
    "of z": lambda z, a: 1 - z**2,
    "tanh of a": lambda z, a: 1 - np.tanh(a) ** 2,
    "square": lambda z, a: a**2,
    "plus": lambda z, a: 1 + a**2,
}
_COUNTS = {
    "m": lambda m, h: m,
    "1": lambda m, h: 1,
    "m²": lambda m, h: m**2,
    "4": lambda m, h: 4,
    "h": lambda m, h: h,
    "2 m": lambda m, h: 2 * m,
}
_SUMS = {
    "sum": lambda D: D.sum(axis=0),
    "mean": lambda D: D.mean(axis=0),
    "all": lambda D: np.full(D.shape[1], D.sum()),
    "first": lambda D: D[0],
    "last": lambda D: D[-1],
}
_RATES = {
    "eta": lambda eta, m: eta,
    "1": lambda eta, m: 1,
    "0.5": lambda eta, m: 0.5,
    "-eta": lambda eta, m: -eta,
    "-1": lambda eta, m: -1,
    "square": lambda eta, m: eta**2,
    "1 / eta": lambda eta, m: 1 / eta,
}
_WRONG_BY = {
    "-1": lambda eta, m: -1,
    "m": lambda eta, m: m,
    "1 / m": lambda eta, m: 1 / m,
    "1 / eta": lambda eta, m: 1 / eta,
    "eta": lambda eta, m: eta,
    "2": lambda eta, m: 2,
    "½": lambda eta, m: 0.5,
}
_WHERE = {"first": "W1 and b1", "second": "W2 and b2", "last": "b2"}
_NAMES = ("W1", "b1", "W2", "b2")


def _step_with(
    output="right", error="right", count="m", slope="right", back="old", sums="sum", rate="eta", stay=(),
    hidden="tanh", biases=(1, 1), given="parameters", steps=1, only=None, first=None, second=None, last=None,
):  # fmt: skip
    """A step of gradient descent, with one thing or more that is wrong.

    ``stay`` lists the parameters that do not move, ``only`` the one example that counts, ``biases`` says which are
    added, ``given`` what is returned. ``first``, ``second`` and ``last`` say by what factor the gradients of the first
    layer, of the second, and of b2 alone are wrong.
    """

    def gradients(W1, b1, W2, b2, X, y, eta):
        m, h = len(X), len(W2)
        z1 = X @ W1 + biases[0] * b1
        A1 = {"tanh": np.tanh, "sigmoid": sigmoid, "relu": lambda z: np.maximum(z, 0)}[hidden](z1)
        D2 = _ERRORS[error](_OUTPUTS[output](A1 @ W2 + biases[1] * b2), y) / _COUNTS[count](m, h)
        if only is not None:
            D2 = D2 * (np.arange(m) == only % m)[:, None]
        dW2, db2 = A1.T @ D2, _SUMS[sums](D2)
        through = W2 - _RATES[rate](eta, m) * dW2 if back == "new" else W2
        own = {"tanh": _SLOPES[slope](z1, A1), "sigmoid": A1 * (1 - A1), "relu": z1 > 0}[hidden]
        D1 = (np.tile(D2, (1, h)) if back == "no W2" else D2 @ through.T) * own
        return X.T @ D1, _SUMS[sums](D1), dW2, db2

    def answer(W1, b1, W2, b2, X, y, eta):
        params, grads = (W1, b1, W2, b2), None
        for _ in range(steps):
            grads = gradients(*params, X, y, eta)
            factors = [
                1 if f is None else _WRONG_BY[f](eta, len(X)) for f in (first, first, second, last or second)
            ]
            grads = [f * g for f, g in zip(factors, grads)]
            moved = [p - _RATES[rate](eta, len(X)) * g for p, g in zip(params, grads)]
            params = [p.copy() if name in stay else new for name, p, new in zip(_NAMES, params, moved)]
        if given == "gradients":
            return tuple(grads)
        if given == "changes":
            return tuple(-eta * g for g in grads)
        return tuple(params)

    return answer


def _step(W1, b1, W2, b2, X, y, eta):
    return _step_with()(W1, b1, W2, b2, X, y, eta)


def _product(W1, b1, W2, b2, X, y, eta):
    """p · (1 − eta · g) for p − eta · g."""
    grads = _step_with(given="gradients")(W1, b1, W2, b2, X, y, eta)
    return tuple(p * (1 - eta * g) for p, g in zip((W1, b1, W2, b2), grads))


def _bias_of_weights(W1, b1, W2, b2, X, y, eta):
    right, grads = _step(W1, b1, W2, b2, X, y, eta), _step_with(given="gradients")(W1, b1, W2, b2, X, y, eta)
    return (*right[:3], b2 - eta * grads[2].sum())


def _in_place_one_after_another(W1, b1, W2, b2, X, y, eta):
    """The second layer moves, and the forward pass is made anew for the first."""
    W2, b2 = _step(W1, b1, W2, b2, X, y, eta)[2:]
    return (*_step(W1, b1, W2, b2, X, y, eta)[:2], W2, b2)


_MEAN_IN_ERROR = "The mean is in the error already. For the biases the examples are summed."
_OF_TANH = "The slope of tanh is not this one. What is it, in terms of a?"
_OLD = "D1 is computed with a W2 that has taken its step already. All gradients belong to the old parameters."

STEP = Exercise(
    "09.6", _step, _batch_inputs,
    (
        Mistake(
            "nothing changes", lambda W1, b1, W2, b2, X, y, eta: (W1.copy(), b1.copy(), W2.copy(), b2.copy()),
            "Your step changes nothing at all. Are the new parameters returned? And what is y at the moment when the"
            " difference is taken?",
        ),
        SIGN(
            With(_step_with, rate="-eta"), name="uphill",
            hint="Which sign has the update, and which the difference at the output?",
        ),
        RATE_LEFT_OUT(
            With(_step_with, rate="1"), name="the learning rate has no effect",
            hint="How far does your step go when eta is doubled?",
        ),
        RATE_LEFT_OUT(
            With(_step_with, rate="0.5"), name="a learning rate of its own",
            hint="How far does your step go when eta is doubled?",
        ),
        RATE_LEFT_OUT(
            With(_step_with, rate="-1"), name="uphill, and without the learning rate",
            hint="Which sign has the update? And how far does your step go when eta is doubled?",
        ),
        RATE_LEFT_OUT(
            With(_step_with, rate="square"), name="the learning rate twice",
            hint="Your step is four times as long when eta is doubled. How often do you multiply by it?",
        ),
        RATE_LEFT_OUT(
            With(_step_with, rate="1 / eta"), name="divided by the learning rate",
            hint="Your step is shorter when eta is larger.",
        ),
        MEAN_MISSING(
            With(_step_with, count="1"), name="not divided by m",
            hint="This is a step for the sum over the batch. The cost is the mean.",
        ),
        MEAN_TWICE(With(_step_with, count="m²"), name="1/m twice", hint="The mean is taken twice."),
        Mistake(
            "divided by 4", With(_step_with, count="4"),
            "You divide by 4. Is that the number of examples in every batch?",
        ),
        Mistake(
            "divided by the number of hidden units", With(_step_with, count="h"),
            "You divide by the number of hidden units. Over what is the cost a mean?",
        ),
        Mistake(
            "divided by 2 m", With(_step_with, count="2 m"),
            "A factor ½ is in your gradients. Is anything squared in the cross-entropy?",
        ),
        MEAN_TWICE(With(_step_with, sums="mean"), name="means for the biases", hint=_MEAN_IN_ERROR),
        Mistake(
            "the biases summed over everything", With(_step_with, sums="all"),
            "Each hidden unit has a bias of its own. Over which axis are the examples summed?",
        ),
        *(
            FIRST_FOR_ALL(
                With(_step_with, sums=sums), name="the biases from one example",
                hint="All examples of the batch count. For the biases you use one of them.",
            )
            for sums in ("first", "last")
        ),
        *(
            FIRST_FOR_ALL(
                With(_step_with, only=only), name="one example only",
                hint="All examples of the batch count. Yours uses one of them.",
            )
            for only in (0, -1)
        ),
        Mistake(
            "σ' at the output", With(_step_with, error="slope"),
            "With cross-entropy the slope of the output sigmoid cancels.",
        ),
        Mistake(
            "the quadratic cost", With(_step_with, error="squares"),
            "The factors of a squared error are in your difference. The cost is the cross-entropy.",
        ),
        Mistake(
            "a factor 2", With(_step_with, error="twice"),
            "A factor 2 is in your gradients. Is anything squared in the cross-entropy?",
        ),
        Mistake(
            "the derivative by the output", With(_step_with, error="by a"),
            "This is the derivative by a2. It has to go on to what goes into the sigmoid.",
        ),
        Mistake(
            "the labels are not subtracted", With(_step_with, error="no labels"),
            "Your step is the same whatever the labels are.",
        ),
        SIGN(
            With(_step_with, error="sum"), name="the labels added",
            hint="Where the network is right, the error is 0. Which sign have the labels?",
        ),
        Mistake(
            "the error without its sign", With(_step_with, error="size"),
            "The error is negative where the output is too small. Yours never is.",
        ),
        Mistake(
            "the error squared", With(_step_with, error="square"),
            "The error is negative where the output is too small. Yours never is.",
        ),
        Mistake(
            "the answers instead of the outputs", With(_step_with, output="rounded"),
            "The difference is taken with the output between 0 and 1, not with the rounded answer.",
        ),
        SIGMA_LEFT_OUT(
            With(_step_with, output="z"), name="no sigmoid at the output",
            hint="Your difference is taken with the logit. What does the output unit do with it?",
        ),
        Mistake("tanh at the output", With(_step_with, output="tanh"), "The output unit is a sigmoid."),
        UPDATED_TOO_EARLY(With(_step_with, back="new"), name="W2 changed before it is used", hint=_OLD),
        UPDATED_TOO_EARLY(
            _in_place_one_after_another, name="a second forward pass",
            hint="The first layer takes its step with a second layer that has moved. All gradients belong to the old"
            " parameters.",
        ),
        Mistake(
            "not sent back through W2", With(_step_with, back="no W2"),
            "On the way back to the hidden layer the error meets W2.",
        ),
        SLOPE_LEFT_OUT(
            With(_step_with, slope="none"), name="no slope in the hidden layer",
            hint="On the way back through tanh a factor is missing.",
        ),
        Mistake(
            "the slope of the sigmoid in the hidden layer", With(_step_with, slope="sigmoid"),
            "a (1 − a) is the slope of the sigmoid. The hidden layer is tanh.",
        ),
        Mistake(
            "a square is missing", With(_step_with, slope="half"),
            "The slope of tanh is not 1 − a. What is it, in terms of a?",
        ),
        Mistake(
            "1 − z² for the slope", With(_step_with, slope="of z"),
            "The slope of tanh is 1 − a² with its output, not its input.",
        ),
        TANH_OF_A(With(_step_with, slope="tanh of a")),
        *(
            Mistake("another slope in the hidden layer", With(_step_with, slope=slope), _OF_TANH)
            for slope in ("square", "plus")
        ),
        *(
            Mistake("another hidden layer", With(_step_with, hidden=hidden), "The hidden layer is tanh.")
            for hidden in ("sigmoid", "relu")
        ),
        *(
            BIAS_LEFT_OUT(With(_step_with, biases=biases), name="a bias is left out of the forward pass")
            for biases in ((0, 1), (1, 0), (0, 0))
        ),
        Mistake("the first layer stays", With(_step_with, stay=("W1", "b1")), "W1 and b1 have not moved."),
        Mistake("the second layer stays", With(_step_with, stay=("W2", "b2")), "W2 and b2 have not moved."),
        Mistake("the biases stay", With(_step_with, stay=("b1", "b2")), "b1 and b2 have not moved."),
        Mistake("the weights stay", With(_step_with, stay=("W1", "W2")), "W1 and W2 have not moved."),
        *(
            Mistake("one array stays", With(_step_with, stay=(name,)), "One of the four arrays has not moved.")
            for name in _NAMES
        ),
        *(
            Mistake(f"{name} in {where}", With(_step_with, **{which: factor}), f"{hint} Look at {where}.")
            for which, where in _WHERE.items()
            for name, factor, hint in (
                ("uphill", "-1", "Is the update a minus everywhere?"),
                ("the mean left out", "m", "The cost is a mean, for each of the four arrays."),
                ("the mean twice", "1 / m", "The mean is taken once, for each of the four arrays."),
                ("the learning rate left out", "1 / eta", "Each of the four arrays takes a step with eta."),
                ("the learning rate twice", "eta", "Each of the four arrays takes a step with eta, once."),
                ("a factor 2", "2", "A factor of 2 is there that should not be."),
                ("a factor ½", "½", "A factor of ½ is there that should not be."),
            )
        ),
        Mistake(
            "the weight gradient summed for b2", _bias_of_weights,
            "b2 acts on the output without a1 in between. What is summed for it?",
        ),
        Mistake(
            "gradients, not parameters", With(_step_with, given="gradients"),
            "These are the gradients. Return the parameters after the step.",
        ),
        Mistake(
            "changes, not parameters", With(_step_with, given="changes"),
            "This is what has to be added. Return the parameters after the step.",
        ),
        Mistake(
            "a product for the difference", _product,
            "A step is subtracted from a parameter, however large that is. Yours is larger for a larger parameter.",
        ),
        ONE_STEP_OFF(
            With(_step_with, steps=2), name="two steps", hint="One step is asked for. How many does your function take?"
        ),
    ),
    see="chapter 9, “A mistake that looks like bad luck”", parts=("W1", "b1", "W2", "b2"), trials=6,
)  # fmt: skip
