"""Exercises 8.4 and 8.8: backward of the softmax, with cross-entropy and alone."""

import numpy as np

from ...activations import softmax
from ...layers import SoftmaxWithLoss
from ..engine import Exercise, Mistake, With, in_turn
from ..families import (
    CLIPPED,
    FIRST_FOR_ALL,
    LABEL_ASSIGNED,
    LABELS_LEFT,
    MEAN_MISSING,
    MEAN_OVER_ENTRIES,
    MEAN_TWICE,
    SIGN,
    SOFTMAX_AXIS,
    SOFTMAX_OF_ALL,
    SOFTMAX_SHIFT,
    SOFTMAX_TWICE,
    TWICE,
)

__all__ = ["SCORES", "SOFTMAX", "softmax_alone"]


def _scores_and_labels(rng):
    """(z, t): rows of scores, and a class that is no label.

    The first scores are moderate. Then rows are far from the others as a whole, and one has scores at both ends. In
    the third batch the last class is no label: the labels do not tell how many classes there are. The last batch is
    one example.
    """
    K, labels = in_turn(
        rng,
        (4, [0, 1, 1, 3, 3, 0]),
        (4, [0, 1, 1, 3, 3]),
        (5, [0, 1, 1, 2, 2, 3, 3]),
        (3, [0, 0, 2, 2, 2, 0]),
        (6, [4]),
    )
    m = len(labels)
    z = rng.normal(0, 1.5, (m, K))
    if m not in (1, 6) or K == 3:
        z[1] += 1000
        z[3] -= 1000
        z[4] = rng.permutation([1000.0, 998.5, -1000.0, *rng.normal(size=K - 3)])
    return z, rng.permutation(labels)


def _logits_gradient(z, t):
    layer = SoftmaxWithLoss()
    layer.forward(z, t)
    return layer.backward()


def _shifted(shift, whole=False, axis=1):
    """The softmax with another shift."""

    def probabilities(z):
        e = np.exp(z - shift(z))
        return e / (e.sum() if whole else e.sum(axis=axis, keepdims=True))

    return probabilities


def _row_max(z):
    return z.max(axis=1, keepdims=True)


def _clipped_scores(limit):
    return lambda z: _shifted(lambda z: 0)(np.clip(z, -limit, limit))


_PROBABILITIES = {
    "right": softmax,
    "columns": lambda z: softmax(z, axis=0),
    "none": lambda z: z,
    "overflow": _shifted(lambda z: 0),
    "one maximum": _shifted(np.max),
    "column maximum": _shifted(lambda z: z.max(axis=0)),
    "mean": _shifted(lambda z: z.mean(axis=1, keepdims=True)),
    "minimum": _shifted(lambda z: z.min(axis=1, keepdims=True)),
    "whole": _shifted(np.max, whole=True),
    "whole, rows shifted": _shifted(_row_max, whole=True),
    "whole, overflow": _shifted(lambda z: 0, whole=True),
    "nan to 0": lambda z: np.nan_to_num(_PROBABILITIES["overflow"](z)),
    "divided by the maximum": lambda z: softmax(z / np.abs(z).max(axis=1, keepdims=True)),
    "clipped 500": _clipped_scores(500),
    "clipped 700": _clipped_scores(700),
    "clipped 100": _clipped_scores(100),
    "clipped 50": _clipped_scores(50),
    "sigmoid": lambda z: np.exp(-np.logaddexp(0, -z)),
    "logarithm": lambda z: z - _row_max(z) - np.log(np.exp(z - _row_max(z)).sum(axis=1, keepdims=True)),
    "twice": lambda z: softmax(softmax(z)),
    "square": lambda z: softmax(z) ** 2,
    "half the scores": lambda z: softmax(z / 2),
    "twice the scores": lambda z: softmax(2 * z),
    "minus the scores": lambda z: softmax(-z),
    "exp alone": lambda z: np.exp(z - _row_max(z)),
}


def _one_hot(t, K):
    return np.eye(K)[t]


_TARGETS = {
    "right": lambda y, T, t: y - T,
    "all columns": lambda y, T, t: y - np.tile(T.max(axis=0), (len(t), 1)),
    "labels": lambda y, T, t: y - t[:, None],
    "none": lambda y, T, t: y,
    "set to -1": lambda y, T, t: np.where(T == 1, -1, y),
    "set to 0": lambda y, T, t: np.where(T == 1, 0, y),
    "next class": lambda y, T, t: y - np.roll(T, 1, axis=1),
    "class before": lambda y, T, t: y - np.roll(T, -1, axis=1),
    "most likely": lambda y, T, t: y - (y == y.max(axis=1, keepdims=True)),
    "only at the label": lambda y, T, t: (y - T) * T,
    "targets added": lambda y, T, t: y + T,
    "by y": lambda y, T, t: -T / y,
    "slope of the sigmoid": lambda y, T, t: (y - T) * y * (1 - y),
    "squares": lambda y, T, t: softmax_alone(y, 2 * (y - T)),
    "halved squares": lambda y, T, t: softmax_alone(y, y - T),
    "times y": lambda y, T, t: (y - T) * y,
    "the first label": lambda y, T, t: y - T[0],
    "cost": lambda y, T, t: -T * np.log(np.maximum(y, 1e-300)),
    "rows t": lambda y, T, t: y - np.bincount(t % len(y), minlength=len(y)).clip(max=1)[:, None],
}
_FACTORS = {
    "right": lambda m, K: 1 / m,
    "sum": lambda m, K: 1,
    "twice": lambda m, K: 1 / m**2,
    "entries": lambda m, K: 1 / (m * K),
    "classes": lambda m, K: 1 / K,
    "sign": lambda m, K: -1 / m,
    "sign and sum": lambda m, K: -1,
    "2": lambda m, K: 2 / m,
    "½": lambda m, K: 1 / (2 * m),
}


def _logits(probabilities="right", targets="right", factor="right"):
    """The gradient of softmax with cross-entropy, with one thing or more that is wrong."""

    def answer(z, t):
        m, K = z.shape
        y = _PROBABILITIES[probabilities](z)
        return _TARGETS[targets](y, _one_hot(t, K), t) * _FACTORS[factor](m, K)

    return answer


def _half_divided(z, t):
    """1/m in the probabilities, and not in what is subtracted."""
    return softmax(z) / len(z) - _one_hot(t, z.shape[1])


def _other_half_divided(z, t):
    return softmax(z) - _one_hot(t, z.shape[1]) / len(z)


_OTHER_SHIFT = (
    "What is subtracted from the scores of a row must keep every exponent from being large. Does yours?"
)

SCORES = Exercise(
    "08.4", _logits_gradient, _scores_and_labels,
    (
        MEAN_MISSING(
            With(_logits, factor="sum"), name="the sum, not the mean",
            hint="This is the gradient of the sum over the examples. The cost is their mean.",
        ),
        SIGN(
            With(_logits, factor="sign"), name="the sign",
            hint="Where the probability of the right class is too small, what sign?",
        ),
        SIGN(
            With(_logits, factor="sign and sum"), name="the sign, and the sum",
            hint="Where the probability of the right class is too small, what sign? And the cost is a mean.",
        ),
        MEAN_TWICE(
            With(_logits, factor="twice"), name="1/m twice",
            hint="The mean is taken once. Where do you divide a second time?",
        ),
        MEAN_OVER_ENTRIES(
            With(_logits, factor="entries"), name="divided by all entries",
            hint="Divide by the number of examples, not by that of all entries.",
        ),
        MEAN_OVER_ENTRIES(
            With(_logits, factor="classes"), name="divided by the number of classes",
            hint="You divide by the number of classes. Over what is the cost a mean?",
        ),
        TWICE(
            With(_logits, factor="2"), name="a factor 2",
            hint="There is a factor 2. Is anything squared in the cross-entropy?",
        ),
        Mistake(
            "every row with every label", With(_logits, targets="all columns"),
            "y[:, t] means the columns t of all rows. Row 0 belongs to t[0], row 1 to t[1], …",
        ),
        Mistake(
            "the label itself is subtracted", With(_logits, targets="labels"),
            "A label is the number of a class. What is subtracted is a row with a 1 in its place.",
        ),
        SOFTMAX_AXIS(
            With(_logits, probabilities="columns"), name="columns, not rows",
            hint="Your columns sum to 1. The classes of an example lie in a row.",
        ),
        LABELS_LEFT(
            _logits(targets="none"), name="no targets",
            hint="These are the probabilities divided by m. Where do the labels come in?",
        ),
        LABELS_LEFT(
            _logits(targets="none", factor="sum"), name="the probabilities",
            hint="This is the softmax of the scores, forward.",
        ),
        *(
            SOFTMAX_OF_ALL(
                With(_logits, probabilities=which), name="one softmax for the whole array",
                hint="All your probabilities together sum to 1. Those of each example should.",
            )
            for which in ("whole", "whole, rows shifted")
        ),
        SOFTMAX_OF_ALL(
            With(_logits, probabilities="whole, overflow"), name="one softmax for the whole array, and it overflows",
            hint="exp(1000) is infinite; and over which entries must the probabilities sum to 1?",
        ),
        Mistake("no softmax", With(_logits, probabilities="none"), "Scores are not probabilities yet."),
        SOFTMAX_SHIFT(
            With(_logits, probabilities="overflow"), name="exp overflows",
            hint="exp(1000) is infinite. What may be subtracted from the scores of a row without changing the result?",
        ),
        SOFTMAX_SHIFT(
            With(_logits, probabilities="nan to 0"), name="exp overflows, and nan is replaced",
            hint="exp(1000) is infinite, and what comes of it is nan, not 0. Keep exp from overflowing.",
        ),
        SOFTMAX_SHIFT(
            With(_logits, probabilities="one maximum"), name="one maximum for the whole array",
            hint="A row far below the largest score of the array becomes 0/0. What is to be subtracted, row by row?",
        ),
        SOFTMAX_SHIFT(
            With(_logits, probabilities="column maximum"), name="the maximum of each column", hint=_OTHER_SHIFT,
        ),
        SOFTMAX_SHIFT(With(_logits, probabilities="mean"), name="the mean is subtracted", hint=_OTHER_SHIFT),
        SOFTMAX_SHIFT(With(_logits, probabilities="minimum"), name="the minimum is subtracted", hint=_OTHER_SHIFT),
        Mistake(
            "divided by the largest score", With(_logits, probabilities="divided by the maximum"),
            "To divide the scores changes the probabilities. What does not?",
        ),
        *(
            CLIPPED(
                With(_logits, probabilities=f"clipped {limit}"), name="clipped scores",
                hint="Scores that differ become equal when they are clipped, and so do their probabilities.",
            )
            for limit in (500, 700, 100, 50)
        ),
        Mistake(
            "the sigmoid", With(_logits, probabilities="sigmoid"),
            "Each of your numbers comes from one score alone. The probabilities of a row sum to 1.",
        ),
        Mistake(
            "the logarithm of the softmax", With(_logits, probabilities="logarithm"),
            "These are logarithms of probabilities. The gradient has the probabilities themselves.",
        ),
        SOFTMAX_TWICE(With(_logits, probabilities="twice")),
        *(
            Mistake(
                "scores with a factor", With(_logits, probabilities=which),
                "The scores go into exp as they are. Yours have a factor or another sign.",
            )
            for which in ("half the scores", "twice the scores", "minus the scores")
        ),
        Mistake(
            "squared probabilities", With(_logits, probabilities="square"),
            "The probabilities of a row sum to 1. Do yours?",
        ),
        Mistake(
            "not divided by the sum", With(_logits, probabilities="exp alone"),
            "The probabilities of a row sum to 1. Do yours?",
        ),
        Mistake(
            "the softmax differentiated twice", With(_logits, targets="halved squares"),
            "y − t is the derivative with respect to the scores. It has passed through the softmax already.",
        ),
        Mistake(
            "the quadratic cost", With(_logits, targets="squares"),
            "This is the gradient of a sum of squares. The cost is the cross-entropy.",
        ),
        LABEL_ASSIGNED(With(_logits, targets="set to -1")),
        LABEL_ASSIGNED(
            With(_logits, targets="set to 0"), name="= 0 for -= 1",
            hint="At the label you write 0. What was there should be lowered by 1.",
        ),
        Mistake(
            "off by one class", With(_logits, targets="next class"),
            "You subtract at the class after the right one. The classes are counted from 0.",
        ),
        Mistake(
            "off by one class", With(_logits, targets="class before"),
            "You subtract at the class before the right one. The classes are counted from 0.",
        ),
        Mistake(
            "the class that the network would choose", With(_logits, targets="most likely"),
            "You subtract at the largest probability. At which class should it be?",
        ),
        Mistake(
            "only at the label", With(_logits, targets="only at the label"),
            "The other scores of the row act on the cost too: they stand in the denominator.",
        ),
        SIGN(
            With(_logits, targets="targets added"), name="the targets added",
            hint="Where the network is right, the gradient is 0. Which sign have the targets?",
        ),
        Mistake(
            "the derivative by the probabilities", With(_logits, targets="by y"),
            "This is the derivative by the output of the softmax. It has to go on to the scores.",
        ),
        Mistake(
            "times the slope of the sigmoid", With(_logits, targets="slope of the sigmoid"),
            "With this cost the slope of the softmax is in the difference already. Yours has a factor more.",
        ),
        Mistake(
            "times y", With(_logits, targets="times y"),
            "With this cost the slope of the softmax is in the difference already. Yours has a factor more.",
        ),
        FIRST_FOR_ALL(
            With(_logits, targets="the first label"), name="one label for all",
            hint="Row 0 belongs to t[0], row 1 to t[1], … You use the first label for all of them.",
        ),
        Mistake("the cost", With(_logits, targets="cost"), "These are shares of the cost. Its gradient is asked for."),
        Mistake(
            "rows for labels", With(_logits, targets="rows t"),
            "y[t] means the rows t. A label says in which column of its own row something is subtracted.",
        ),
        MEAN_MISSING(
            _half_divided, name="1/m in one of two terms",
            hint="The 1 at the label belongs to the mean as well. Where do you divide?",
        ),
        MEAN_MISSING(
            _other_half_divided, name="1/m in one of two terms",
            hint="The probabilities belong to the mean as well. Where do you divide?",
        ),
    ),
    see="chapter 8, “Softmax with cross-entropy”", trials=5,
)  # fmt: skip


def _outputs(rng):
    """(y, dout); the last batch is one example."""
    shape = in_turn(rng, (4, 3), (3, 5), (6, 4), (1, 7))
    e = np.exp(rng.normal(size=shape))
    return e / e.sum(axis=1, keepdims=True), rng.normal(size=shape)


def softmax_alone(y, dout):
    return y * (dout - (dout * y).sum(axis=1, keepdims=True))


def _total(a, axis=1):
    return a.sum(axis=axis, keepdims=True)


_OWN = {
    "right": lambda y, dout: y * dout,
    "no y": lambda y, dout: dout,
    "(1 - y)": lambda y, dout: y * (1 - y) * dout,
    "none": lambda y, dout: 0 * y,
    "y alone": lambda y, dout: y,
}
_OTHERS = {
    "right": lambda y, dout: -y * _total(dout * y),
    "none": lambda y, dout: 0 * y,
    "plus": lambda y, dout: y * _total(dout * y),
    "examples": lambda y, dout: -y * _total(dout * y, 0),
    "everything": lambda y, dout: -y * (dout * y).sum(),
    "without y": lambda y, dout: -y * _total(dout),
    "mean": lambda y, dout: -y * (dout * y).mean(axis=1, keepdims=True),
    "no y outside": lambda y, dout: -_total(dout * y),
    "squares": lambda y, dout: -_total(dout * y**2),
    "squares, and y": lambda y, dout: -y * _total(dout * y**2),
    "without dout": lambda y, dout: -y * _total(y),
    "mean without y": lambda y, dout: -(dout * y).mean(axis=1, keepdims=True),
    "largest": lambda y, dout: -y * (dout * y).max(axis=1, keepdims=True),
    "y twice": lambda y, dout: -(y**2) * _total(dout * y),
    "only others": lambda y, dout: -y * (_total(dout * y) - dout * y),
    "others plus": lambda y, dout: y * (_total(dout * y) - dout * y),
}
_FACTOR = {
    "1/m": lambda y: 1 / len(y),
    "-1": lambda y: -1,
    "y": lambda y: y,
    "1 - y": lambda y: 1 - y,
}


def _alone(own="right", others="right", factor=None):
    """Backward of the softmax: what comes from the entry itself, and from the sum over the row, one of them wrong."""

    def answer(y, dout):
        whole = _OWN[own](y, dout) + _OTHERS[others](y, dout)
        return whole if factor is None else whole * _FACTOR[factor](y)

    return answer


SOFTMAX = Exercise(
    "08.8", softmax_alone, _outputs,
    (
        Mistake(
            "only the entry itself", _alone(own="(1 - y)", others="none"),
            "This would be right if each output depended on its own score only. Through which other outputs does a"
            " score act? All of them have it in their denominator.",
        ),
        Mistake(
            "dout is left out", lambda y, dout: y * (1 - y),
            "This is ∂y_k/∂z_k. backward returns ∂C/∂z, a sum over all y_j with what arrives for each of them.",
        ),
        Mistake(
            "the numerator only", _alone(others="none"),
            "The score z_k occurs in the numerator of y_k, and in one more place.",
        ),
        Mistake(
            "the denominator only", _alone(own="none"),
            "The term with j = k has a second part: z_k occurs in the numerator of y_k too.",
        ),
        SIGN(
            With(_alone, factor="-1"), name="the sign of the whole",
            hint="Look at the case j = k: does y_k rise or fall with z_k?",
        ),
        SOFTMAX_TWICE(
            lambda y, dout: softmax_alone(softmax(y), dout), name="the softmax applied once more",
            hint="y is the output of the softmax already, not the scores.",
        ),
        Mistake(
            "j = k counted twice", With(_alone, own="(1 - y)"),
            "Your sum over j ≠ k runs over j = k as well, which you have counted before.",
        ),
        SIGN(
            With(_alone, others="plus"), name="the sign of the second part",
            hint="The score occurs in the denominator: with which sign does the quotient rule take that?",
        ),
        SIGN(
            _alone(own="(1 - y)", others="others plus"), name="the sign of the terms with j ≠ k",
            hint="For j ≠ k the score occurs in the denominator alone. Which sign has that in the quotient rule?",
        ),
        SIGN(
            _alone(own="(1 - y)", others="plus"), name="the sign of the sum, and j = k counted twice",
            hint="The score occurs in the denominator: with which sign? And does your sum over j ≠ k leave out j = k?",
        ),
        Mistake(
            "the terms with j ≠ k only", _alone(own="none", others="only others"),
            "Your result is the sum over j ≠ k. Where is the term with j = k?",
        ),
        Mistake(
            "the second part of j = k is left out", With(_alone, others="only others"),
            "For j = k the score occurs in the denominator as well as in the numerator.",
        ),
        SOFTMAX_AXIS(
            With(_alone, others="examples"), name="summed over the examples",
            hint="An example acts on its own row only. Along which axis do the classes lie?",
        ),
        SOFTMAX_OF_ALL(
            With(_alone, others="everything"), name="summed over everything",
            hint="An example acts on its own row only. Your sum runs over all of them.",
        ),
        Mistake(
            "the sum without y", With(_alone, others="without y"),
            "In the sum over j each dout_j has a factor that comes from ∂y_j/∂z_k. It is missing.",
        ),
        Mistake(
            "the sum without dout", With(_alone, others="without dout"),
            "In the sum over j each term has what arrives for y_j as a factor. It is missing.",
        ),
        Mistake(
            "a mean, not a sum", With(_alone, others="mean"),
            "The chain rule adds the paths. It does not average them.",
        ),
        Mistake(
            "a factor y is missing", _alone(own="no y", others="no y outside"),
            "Does each row of your result sum to 0, as it must? A factor of both parts is missing.",
        ),
        Mistake(
            "1 − y for a factor y", lambda y, dout: (1 - y) * (dout - _total(dout * y)),
            "What do both parts have as a factor? Look at ∂y_k/∂z_k and at ∂y_j/∂z_k.",
        ),
        Mistake(
            "a factor 1 − y too many", With(_alone, factor="1 - y"),
            "The part with 1 − y is in the sum already. What is ∂y_k/∂z_k?",
        ),
        Mistake(
            "a mean without y", With(_alone, others="mean without y"),
            "The chain rule adds the paths, and each has two factors y. Yours averages, and one of them is missing.",
        ),
        Mistake(
            "the largest for the sum", With(_alone, others="largest"),
            "A score acts through all outputs of its row. The chain rule adds the paths.",
        ),
        Mistake(
            "y_k is missing in front of the sum", With(_alone, others="no y outside"),
            "∂y_j/∂z_k has two factors, y_j and y_k. One of them does not depend on j and stands before the sum.",
        ),
        Mistake(
            "y_k is missing in the first part", With(_alone, own="no y"),
            "What is ∂y_k/∂z_k? A factor of the first part is missing.",
        ),
        *(
            Mistake(
                "squares in the sum", With(_alone, others=others),
                "∂y_j/∂z_k has the factors y_j and y_k. Which of the two runs with the sum, and which does not?",
            )
            for others in ("squares", "squares, and y", "y twice")
        ),
        Mistake(
            "dout is left out of the first part", With(_alone, own="y alone"),
            "What arrives for y_k belongs to the first part as well.",
        ),
        Mistake(
            "a factor y too many", With(_alone, factor="y"), "A factor y is in your result once too often."
        ),
        Mistake(
            "the difference alone", lambda y, dout: y - dout,
            "y − t is for softmax and cross-entropy together. Here dout is what arrives, not the targets.",
        ),
        Mistake(
            "y times 1 − dout", lambda y, dout: y * (1 - dout),
            "Where is the sum over all outputs that a score acts on?",
        ),
        Mistake(
            "a share of the sum", lambda y, dout: y * dout / _total(y * dout),
            "The sum is subtracted, as the quotient rule has it. Yours divides by it.",
        ),
        Mistake(
            "dout through the softmax", lambda y, dout: softmax(dout),
            "This is forward, applied to what arrives. Backward needs ∂y_j/∂z_k.",
        ),
        Mistake(
            "the difference to the mean", lambda y, dout: y * (dout - dout.mean(axis=1, keepdims=True)),
            "What is subtracted is a sum in which each dout_j has a weight of its own.",
        ),
        MEAN_TWICE(
            With(_alone, factor="1/m"), name="divided by m", hint="The factor 1/m is in dout already."
        ),
        FIRST_FOR_ALL(
            lambda y, dout: dout @ (np.diag(y[0]) - np.outer(y[0], y[0])), name="one Jacobian for all examples",
            hint="∂y_j/∂z_k is another for each example. Yours is that of the first row.",
        ),
    ),
    see="chapter 8c, “All the slopes of the softmax”", trials=4,
)  # fmt: skip
