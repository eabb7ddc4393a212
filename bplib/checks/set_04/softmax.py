"""Exercise 4.9: the gradient of a layer of softmax outputs, and softmax gone wrong."""

import numpy as np

from ...activations import sigmoid, softmax
from .. import families as f
from ..engine import Exercise, Mistake, With, trial
from .shared import parameter_gradients, slope_at

__all__ = ["SOFTMAX_GRADIENT"]


def _softmax_inputs(rng):
    """W, b, X, Y with different sizes, and three times with huge logits.

    These are first all far below 0, then about the same in each example, then as different as can be. At last there is
    no bias, and a batch of one.
    """
    number = trial(rng)
    K, n, m = ((4, 3, 7), (3, 5, 8), (5, 4, 6), (3, 4, 8), (4, 3, 9), (5, 3, 7), (4, 5, 1))[number - 1]
    W, b, X = rng.normal(size=(K, n)), rng.normal(size=(K, 1)), rng.normal(size=(n, m))
    kinds = rng.permutation(np.arange(m) % K)
    if number == 3:
        b = b - 3000
    elif number == 4:
        W, b = W + 2000 * rng.normal(size=(1, n)), b + 30_000
    elif number == 5:
        W = W * 2000
    elif number == 6:
        b = 0 * b
    return W, b, X, (np.arange(K)[:, None] == kinds).astype(float)


_DELTAS = {
    "a − Y": lambda a, Y: a - Y,
    "a": lambda a, Y: a,
    "true class": lambda a, Y: (a - Y) * Y,
    "other classes": lambda a, Y: a * (1 - Y),
    "label": lambda a, Y: np.where(Y == 1, -1.0, a),
    "by a": lambda a, Y: -Y / a,
    "times a": lambda a, Y: (a - Y) * a,
    "other target": lambda a, Y: a - (1 - Y),
    "own answer": lambda a, Y: a - (a == a.max(axis=0)),
    "logarithm": lambda a, Y: np.log(np.maximum(a, 1e-300)) - Y,
    "squared": lambda a, Y: (a - Y) ** 2,
    "size": lambda a, Y: abs(a - Y),
}


def _softmax_gradient(
    *,
    outputs=lambda z: softmax(z, axis=0),
    sign=1,
    slope=lambda a: 1,
    scale=lambda m, K: 1 / m,
    delta="a − Y",
    factor=1,
    bias=1,
    which=slice(None),
    **of,
):
    """Gradient of K softmax outputs with cross-entropy for m examples; of: as in parameter_gradients.

    ``which``: the examples that have a share in it.
    """

    def gradient(W, b, X, Y):
        K, m = Y.shape
        a = outputs(W @ X + bias * b)
        errors = sign * factor * _DELTAS[delta](a, Y) * slope(a) * scale(m, K)
        return parameter_gradients(errors[:, which], X[:, which], **of)

    return gradient


def _naive_softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=0)


def _one_maximum(z):
    return _naive_softmax(z - z.max())


def _maximum_of_each_class(z):
    return _naive_softmax(z - z.max(axis=1, keepdims=True))


def _shifted(change, below=0.0):
    """Softmax with something done to the logits less their maximum, and something added below."""

    def outputs(z):
        e = np.exp(change(z - z.max(axis=0)))
        return e / (e.sum(axis=0) + below)

    return outputs


def _cut_outputs(limit):
    return lambda z: np.clip(softmax(z, axis=0), limit, 1 - limit)


def _of_parts(**made):
    """(nabla_W, nabla_b) with one of the two replaced: functions of a - Y and X."""

    def gradient(W, b, X, Y):
        errors = softmax(W @ X + b, axis=0) - Y
        right = _softmax_gradient()(W, b, X, Y)
        return tuple(
            made[name](errors, X) if name in made else value
            for name, value in zip(("nabla_W", "nabla_b"), right)
        )

    return gradient


def _mean(array):
    return array.mean(axis=1, keepdims=True)


_EQUAL = "(8.15) compares each output with its target. With what does yours compare it, and in which classes?"
_SHIFT = "After the subtraction, what should the largest logit of each example be, and what the others?"

SOFTMAX_GRADIENT = Exercise(
    "04.9", _softmax_gradient(), _softmax_inputs,
    (
        f.MEAN_MISSING(
            _softmax_gradient(of_w=lambda g, m: g * m), name="1/m for the bias only",
            hint="nabla_b is right, nabla_W is m times too large. Is a matrix product over the examples a sum or a"
            " mean?",
        ),
        f.SOFTMAX_SHIFT(
            With(_softmax_gradient, outputs=_naive_softmax), name="exp overflows",
            hint="For large logits exp overflows. Which number may be added to all of them?",
            see="chapter 8, “Softmax with cross-entropy”",
        ),
        Mistake(
            "one maximum for the whole batch", With(_softmax_gradient, outputs=_one_maximum),
            "exp does not overflow any more. But in an example whose logits lie far below the others, all your"
            " exponentials become 0. Which logits should the maximum be taken of?",
            see="chapter 8, “Softmax with cross-entropy”",
        ),
        Mistake(
            "not the largest logit",
            With(_softmax_gradient, outputs=lambda z: _naive_softmax(z - z.mean(axis=0))),
            "Subtracting one number from the logits of an example is right. But after it some of yours are still"
            " large and positive, and exp overflows. Which number leaves none above 0?",
            see="chapter 8, “Softmax with cross-entropy”",
        ),
        Mistake(
            "the largest absolute value", With(_softmax_gradient,
            outputs=lambda z: _naive_softmax(z - abs(z).max(axis=0))),
            "exp does not overflow any more. But where the logit that is farthest from 0 is negative, all your"
            " exponentials become 0. After the subtraction, what should the largest logit be?",
            see="chapter 8, “Softmax with cross-entropy”",
        ),
        Mistake(
            "a maximum for each class", With(_softmax_gradient, outputs=_maximum_of_each_class),
            "From each class you subtract another number, and that changes the outputs. Which logits must share"
            " it?",
            see="chapter 8, “Softmax with cross-entropy”",
        ),
        f.SOFTMAX_AXIS(
            With(_softmax_gradient, outputs=lambda z: softmax(z, axis=1)),
            hint="Each example is a column. Over which axis should the outputs add up to 1?",
        ),
        f.SOFTMAX_OF_ALL(
            With(_softmax_gradient, outputs=lambda z: softmax(z.reshape(1, -1)).reshape(z.shape)),
            name="the sum runs over the whole batch",
            hint="Your outputs of all examples together add up to 1. Those of each example should.",
        ),
        Mistake(
            "the sigmoid", With(_softmax_gradient, outputs=sigmoid),
            "These outputs do not add up to 1. Which function is in (8.13)?",
        ),
        f.SIGN(_softmax_gradient(sign=-1), hint="All signs are the wrong way round."),
        Mistake(
            "a slope that has canceled", With(_softmax_gradient, slope=slope_at),
            "The short form (8.15) holds the derivative of softmax already.",
        ),
        f.MEAN_MISSING(
            With(_softmax_gradient, scale=lambda m, K: 1), name="the sum, not the mean",
            hint="The cost of a batch is a mean. Yours grows with the number of examples.",
        ),
        f.MEAN_TWICE(_softmax_gradient(scale=lambda m, K: 1 / m**2), hint="Everything is m times too small."),
        Mistake(
            "divided by the number of classes", _softmax_gradient(scale=lambda m, K: 1 / K),
            "The factor before the sum is not right: the mean runs over the examples, and each is a column.",
        ),
        f.MEAN_TWICE(
            _softmax_gradient(of_b=lambda d, m: d.mean(axis=1, keepdims=True)),
            name="the mean of the bias is taken twice",
            hint="nabla_W is right, nabla_b is m times too small. Does your delta hold the 1/m already?",
        ),
        f.MEAN_MISSING(
            _softmax_gradient(of_b=lambda d, m: d.sum(axis=1, keepdims=True) * m), name="1/m in one of the two",
            hint="nabla_W is right, nabla_b is m times too large. Both belong to the same mean.",
        ),
        f.MEAN_OVER_ENTRIES(
            _softmax_gradient(scale=lambda m, K: 1 / (K * m)), name="the mean over all entries",
            hint="Everything is too small by the number of classes. The mean runs over the examples only.",
            see="chapter 4, “The cost, and where its constants go”",
        ),
        f.TRANSPOSE_LEFT_OUT(
            With(_softmax_gradient, of_w=lambda g, m: g.T), name="transposed",
            hint="nabla_W should have the shape of W. In which order do the two factors stand?",
        ),
        Mistake(
            "the bias gradient is not summed", _softmax_gradient(of_b=lambda d, m: d),
            "Each class has one bias, used by all examples. What do we do with paths?",
        ),
        f.KEEPDIMS(
            _softmax_gradient(of_b=lambda d, m: d.sum(axis=1)), name="a dimension of the bias gradient is lost",
            hint="The numbers are right. b is a column, and its gradient should be one too.",
        ),
        Mistake(
            "summed over the classes", _softmax_gradient(of_b=lambda d, m: d.sum(axis=0, keepdims=True)),
            "You have summed over the classes, which gives 0. The sum runs over the examples.",
        ),
        f.MEAN_TWICE(
            _softmax_gradient(of_w=lambda g, m: g / m), name="the mean of the weights is taken twice",
            hint="nabla_b is right, nabla_W is m times too small. Does your delta hold the 1/m already?",
        ),
        Mistake(
            "m − 1 for m", With(_softmax_gradient, scale=lambda m, K: 1 / max(m - 1, 1)),
            "By how many do you divide, and how many examples are there?",
        ),
        f.TWICE(With(_softmax_gradient, factor=2), hint="A factor of 2 is there that should not be."),
        f.HALF(
            With(_softmax_gradient, factor=0.5), hint="A factor of ½ is there that should not be. Which cost has one?"
        ),
        f.LABELS_LEFT(With(_softmax_gradient, delta="a")),
        f.LABEL_ASSIGNED(With(_softmax_gradient, delta="label")),
        Mistake("the class of the target only", With(_softmax_gradient, delta="true class"),
        _EQUAL + " The logits of the"
                " other classes change the cost too."),
        Mistake("the other classes only", With(_softmax_gradient, delta="other classes"), _EQUAL),
        Mistake("the logarithm of the outputs", With(_softmax_gradient, delta="logarithm"), _EQUAL),
        Mistake("the error squared", With(_softmax_gradient, delta="squared"), _EQUAL),
        Mistake("the error times the output", With(_softmax_gradient, delta="times a"), _EQUAL),
        Mistake("the opposite targets", With(_softmax_gradient, delta="other target"), _EQUAL),
        Mistake("the own answer for the target", With(_softmax_gradient, delta="own answer"), _EQUAL),
        *(
            Mistake(
                f"logits {words}", With(_softmax_gradient, outputs=lambda z, factor=factor: softmax(factor * z,
                axis=0)),
                "The logits are multiplied before the softmax, and that changes the outputs. Which base has exp?",
            )
            for factor, words in (
                (0.5, "halved"), (2, "doubled"), (np.log(2), "with the base 2"), (np.log(10),
                "with the base 10"), (0.1, "/ 10")
            )
        ),
        Mistake(
            "a step taken", lambda W, b, X, Y: tuple(
                p - g for p, g in zip((W, b), _softmax_gradient()(W, b, X, Y))
            ),
            "These are W and b after a step. The task asks for the gradient itself.",
        ),
        f.SIGN(
            _softmax_gradient(of_b=lambda d, m: -d.sum(axis=1, keepdims=True)),
            name="sign flipped in the bias gradient",
            hint="nabla_W is right, nabla_b has the wrong sign.",
        ),
        f.SIGN(
            _softmax_gradient(of_w=lambda g, m: -g), name="sign flipped in the weight gradient",
            hint="nabla_b is right, nabla_W has the wrong sign.",
        ),
        Mistake("the size of the error", With(_softmax_gradient, delta="size"), _EQUAL),
        Mistake(
            "the derivative by the outputs", With(_softmax_gradient, delta="by a"),
            "This is how the cost depends on the outputs. One more link of the chain leads to the logits.",
        ),
        f.SOFTMAX_TWICE(With(_softmax_gradient, outputs=lambda z: softmax(softmax(z, axis=0), axis=0))),
        Mistake(
            "the sigmoid, then softmax", With(_softmax_gradient, outputs=lambda z: softmax(sigmoid(z), axis=0)),
            "The logits go through σ before the softmax. What do the outputs of (8.13) see?",
        ),
        Mistake(
            "yes or no", With(_softmax_gradient, outputs=lambda z: (z == z.max(axis=0)) * 1.0),
            "Your outputs are 0 or 1. Those of softmax are softer.",
        ),
        Mistake(
            "logits for outputs", With(_softmax_gradient, outputs=lambda z: z),
            "The targets are compared with the logits. What turns those into outputs?",
        ),
        Mistake(
            "not divided by the sum", With(_softmax_gradient, outputs=np.exp),
            "These outputs do not add up to 1. What do you divide by?",
        ),
        Mistake(
            "not divided by the sum, after the shift",
            With(_softmax_gradient, outputs=lambda z: np.exp(z - z.max(axis=0))),
            "These outputs do not add up to 1. What do you divide by?",
        ),
        Mistake(
            "divided by the largest", With(_softmax_gradient, outputs=lambda z: np.exp(z) / np.exp(z).max(axis=0)),
            "These outputs do not add up to 1. What do you divide by?",
        ),
        Mistake(
            "shares of the logits", With(_softmax_gradient, outputs=lambda z: z / z.sum(axis=0)),
            "The logits are divided by their sum, and exp is missing. Can a logit be negative?",
        ),
        Mistake(
            "the sign of the logits", With(_softmax_gradient, outputs=lambda z: softmax(-z, axis=0)),
            "The class with the largest logit has the smallest output in yours. Mind the sign in exp.",
        ),
        Mistake(
            "the shift in the numerator only",
            With(_softmax_gradient, outputs=lambda z: np.exp(z - z.max(axis=0)) / np.exp(z).sum(axis=0)),
            "The same number must be subtracted above and below. " + _SHIFT,
        ),
        Mistake(
            "the shift in the denominator only",
            With(_softmax_gradient, outputs=lambda z: np.exp(z) / np.exp(z - z.max(axis=0)).sum(axis=0)),
            "The same number must be subtracted above and below. " + _SHIFT,
        ),
        Mistake(
            "sizes below",
            With(_softmax_gradient, outputs=lambda z: np.exp(z) / np.exp(abs(z)).sum(axis=0)),
            "Above and below, exp sees different numbers. And it overflows.",
        ),
        Mistake(
            "divided by the largest logit",
            With(_softmax_gradient, outputs=lambda z: _naive_softmax(z / z.max(axis=0))),
            "You divide the logits, and that changes the outputs. What may be done to all of them, for free?",
        ),
        Mistake(
            "divided by the largest size",
            With(_softmax_gradient, outputs=lambda z: _naive_softmax(z / abs(z).max(axis=0))),
            "You divide the logits, and that changes the outputs. What may be done to all of them, for free?",
        ),
        *(
            f.CLIPPED(
                With(_softmax_gradient, outputs=lambda z, limit=limit: _naive_softmax(np.clip(z, -limit, limit))),
                name="logits cut off",
                hint="Logits beyond a limit are cut off in yours, and two that are far apart can become equal. What may"
                " be done to all of them, for free?",
            )
            for limit in (10, 20, 30, 50, 100, 500, 600, 700, 709)
        ),
        *(
            f.CLIPPED(
                With(_softmax_gradient, outputs=_cut_outputs(limit)), name=f"outputs cut off at {limit:g}",
                hint="Your outputs are kept away from 0 and 1. A gradient without a logarithm does not need that.",
            )
            for limit in (1e-2, 1e-3, 1e-4, 1e-5)
        ),
        *(
            f.EPSILON_BELOW(
                With(_softmax_gradient, outputs=_shifted(lambda z: z, below)),
                name=f"{below:g} in the denominator",
                hint="You add a small number below, and the outputs do not add up to 1 any more. Can the sum be 0?",
            )
            for below in (1e-2, 1e-3, 1e-4, 1e-5)
        ),
        f.BIAS_LEFT_OUT(With(_softmax_gradient, bias=0), name="the bias is left out of the logits",
        hint="Which parameter"
                        " is not in your logits?"),
        Mistake("the sign of the bias", With(_softmax_gradient, bias=-1), "Compare your logits with Z = W X + b."),
        f.ASSIGNED(With(_softmax_gradient, which=slice(-1, None)), name="the last example only"),
        f.ASSIGNED(
            _softmax_gradient(which=slice(-1, None), scale=lambda m, K: 1),
            name="the last example only, not divided by m"
        ),
        f.FIRST_FOR_ALL(
            With(_softmax_gradient, which=slice(1)), name="the first example only",
            hint="Only the first example has a share in yours.",
        ),
        f.FIRST_FOR_ALL(
            _softmax_gradient(which=slice(1), scale=lambda m, K: 1), name="the first example only, not divided by m",
            hint="Only the first example has a share in yours.",
        ),
        f.LAST_LEFT_OUT(With(_softmax_gradient, which=slice(-1)), name="the last example is left out"),
        Mistake(
            "a product of means", _of_parts(nabla_W=lambda d, X: _mean(d) @ _mean(X).T),
            "nabla_W: the mean of the products is wanted. Yours is the product of the two means.",
        ),
        Mistake(
            "the same for all classes", _of_parts(nabla_b=lambda d, X: np.full((len(d), 1), d.mean())),
            "nabla_b: you average over the classes too, which gives 0. Each class has a bias of its own.",
        ),
        Mistake(
            "the mean over the classes", _of_parts(nabla_b=lambda d, X: d.mean(axis=0, keepdims=True).T),
            "nabla_b: you average over the classes, which gives 0. Which axis counts the examples?",
        ),
        Mistake(
            "a sum of the weight gradient",
            _of_parts(nabla_b=lambda d, X: (d @ X.T / X.shape[1]).sum(axis=1, keepdims=True)),
            "nabla_b: what is the derivative of a logit by its bias?",
        ),
        Mistake(
            "the first example for the bias", _of_parts(nabla_b=lambda d, X: d[:, :1]),
            "nabla_b: all examples have a share in it. Yours is that of the first one.",
        ),
    ),
    see="chapter 8, “Softmax with cross-entropy”", parts=("nabla_W", "nabla_b"), trials=7,
)  # fmt: skip
