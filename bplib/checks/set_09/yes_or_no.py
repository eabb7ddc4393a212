"""Exercise 9.5: the loss for yes and no, sigmoid with cross-entropy."""

import numpy as np

from ...activations import sigmoid
from ..engine import Exercise, Mistake, With, in_turn
from ..families import CLIPPED, LABELS_LEFT, MEAN_MISSING, MEAN_TWICE, OTHER_LOGARITHM, SIGN, TWICE

__all__ = ["LOSS"]


def _logit_inputs(rng):
    """(z, t): column of logits and labels (m,), both kinds.

    The first batch is moderate. In the second and the third two logits are far out, once with the wrong and once with
    the right label. The last batch is a single example.
    """
    m = in_turn(rng, 5, 7, 6, 1)
    z, t = rng.normal(0, 2, (m, 1)), np.arange(m) % 2
    if m > 5:
        z[[1, 2]] = [[-800.0], [900.0]]
        t[[1, 2]] = [1, 0] if m == 7 else [0, 1]
    return z, t


def _logs(least, inside=0.0):
    """The cost by logarithms of clipped probabilities, or with a small number added to them."""

    def terms(z, T):
        p = np.clip(sigmoid(z), least, 1 - least)
        return -(T * np.log(p + inside) + (1 - T) * np.log(1 - p + inside))

    return terms


def _clipped(limit):
    return lambda z, T: np.logaddexp(0, np.clip(z, -limit, limit)) - T * np.clip(z, -limit, limit)


_TERMS = {
    "right": lambda z, T: np.logaddexp(0, z) - T * z,
    "logarithms": _logs(0),
    "where": lambda z, T: np.where(T == 1, -np.log(sigmoid(z)), -np.log(1 - sigmoid(z))),
    "nan to 0": lambda z, T: np.nan_to_num(_logs(0)(z, T), posinf=0),
    "overflow": lambda z, T: np.log(1 + np.exp(z)) - T * z,
    "overflow, log1p": lambda z, T: np.log1p(np.exp(z)) - T * z,
    "overflow, two logarithms": lambda z, T: T * np.log(1 + np.exp(-z)) + (1 - T) * np.log(1 + np.exp(z)),
    "overflow, plus t z": lambda z, T: np.log(1 + np.exp(z)) + T * z,
    "overflow, no t z": lambda z, T: np.log(1 + np.exp(z)),
    "softplus of -z": lambda z, T: np.logaddexp(0, -z) - T * z,
    "no t z": lambda z, T: np.logaddexp(0, z),
    "t z alone": lambda z, T: -T * z,
    "no max": lambda z, T: np.log1p(np.exp(-np.abs(z))) - T * z,
    "max alone": lambda z, T: np.maximum(z, 0) - T * z,
    "size for max": lambda z, T: np.abs(z) + np.log1p(np.exp(-np.abs(z))) - T * z,
    "minimum": lambda z, T: np.minimum(z, 0) + np.log1p(np.exp(-np.abs(z))) - T * z,
    "no absolute value": lambda z, T: np.maximum(z, 0) + np.log1p(np.exp(-z)) - T * z,
    "exp of |z|": lambda z, T: np.maximum(z, 0) + np.log1p(np.exp(np.abs(z))) - T * z,
    "minus in front": lambda z, T: np.logaddexp(0, z) + T * z,
    "quadratic": lambda z, T: (sigmoid(z) - T) ** 2 / 2,
    "squares": lambda z, T: (sigmoid(z) - T) ** 2,
    "difference": lambda z, T: np.abs(sigmoid(z) - T),
    "first half": lambda z, T: T * np.logaddexp(0, -z),
    "second half": lambda z, T: (1 - T) * np.logaddexp(0, z),
    "labels of ±1": lambda z, T: np.logaddexp(0, -T * z),
    "1 + t": lambda z, T: np.logaddexp(0, z) - (1 - T) * z,
    "base 2": lambda z, T: (np.logaddexp(0, z) - T * z) / np.log(2),
    "base 10": lambda z, T: (np.logaddexp(0, z) - T * z) / np.log(10),
    "t alone": lambda z, T: np.logaddexp(0, z) - T,
    "t a": lambda z, T: np.logaddexp(0, z) - T * sigmoid(z),
    "of a": lambda z, T: np.logaddexp(0, sigmoid(z)) - T * sigmoid(z),
}
_CUTS = ("1e-3", "1e-5", "1e-6", "1e-7", "1e-8", "1e-9", "1e-10", "1e-12", "1e-15", "1e-16")
_INSIDE = (*_CUTS[1:], "1e-300")
_TERMS |= {f"clipped {least}": _logs(float(least)) for least in _CUTS}
_TERMS |= {f"inside {least}": _logs(0, float(least)) for least in _INSIDE}
_TERMS |= {
    f"z clipped {limit}": _clipped(limit) for limit in (10, 15, 20, 30, 50, 100, 200, 500, 600, 700, 709)
}

_TOTALS = {
    "mean": lambda terms, m: terms.sum() / m,
    "sum": lambda terms, m: terms.sum(),
    "twice": lambda terms, m: terms.sum() / m**2,
    "half": lambda terms, m: terms.sum() / m / 2,
    "double": lambda terms, m: 2 * terms.sum() / m,
    "minus": lambda terms, m: -terms.sum() / m,
    "largest": lambda terms, m: terms.max(),
    "each": lambda terms, m: terms,
}
_ERRORS = {
    "right": lambda a, T, z: a - T,
    "slope": lambda a, T, z: (a - T) * a * (1 - a),
    "flipped": lambda a, T, z: T - a,
    "no labels": lambda a, T, z: a,
    "sum": lambda a, T, z: a + T,
    "by a": lambda a, T, z: (a - T) / (a * (1 - a)),
    "of z": lambda a, T, z: z - T,
    "rounded": lambda a, T, z: np.round(a) - T,
    "slope alone": lambda a, T, z: a * (1 - a),
    "twice": lambda a, T, z: 2 * (a - T),
    "tanh": lambda a, T, z: np.tanh(z) - T,
    "σ twice": lambda a, T, z: sigmoid(a) - T,
    "size": lambda a, T, z: np.abs(a - T),
    "half": lambda a, T, z: (a - T) / 2,
}
_DIVIDED = {"m": lambda m: m, "1": lambda m: 1, "m²": lambda m: m**2}


def _loss_with(terms="right", total="mean", error="right", divided="m", labels="right", shape="column"):
    """(C, ∂C/∂z) of sigmoid with cross-entropy, with one thing or more that is wrong."""

    def answer(z, t):
        m, T = len(z), t.reshape(z.shape).astype(float)
        T = 1 - T if labels == "exchanged" else T
        dz = _ERRORS[error](sigmoid(z), T, z) / _DIVIDED[divided](m)
        return _TOTALS[total](_TERMS[terms](z, T), m), dz[:, 0] if shape == "flat" else dz

    return answer


def _loss(z, t):
    return _loss_with()(z, t)


def _broadcast(C=None, dz=None, naive=False):
    """Labels of shape (m,) against a column, in C, in dz or in both: ``sum`` over m, ``mean`` of all, or ``1``."""

    def answer(z, t):
        m, T = len(z), t.astype(float)
        terms = _logs(0)(z, T) if naive else np.logaddexp(0, z) - T * z
        right = _loss(z, t)
        cost = {None: right[0], "sum": terms.sum() / m, "mean": terms.mean(), "1": terms.sum()}[C]
        error = sigmoid(z) - T
        return cost, {None: right[1], "mean": error / m, "1": error, "all": error / m**2}[dz]

    return answer


_OVERFLOWS = "exp(900) is infinite. There is another form of the same term."
_INFINITE = (
    "Far out σ(z) rounds to 0 or 1, and its logarithm is infinite; or exp is. Simplify before you compute."
)
_ONE_LABEL = "Your cost is 0 for one of the two labels, whatever z is. An example of either label has a cost."
_SHAPE = "z has shape (m, 1) and t has shape (m,). What shape has their difference?"
_BOTH_SHAPES = "z has shape (m, 1) and t has shape (m,). What shape has their product? And their difference?"

LOSS = Exercise(
    "09.5", _loss, _logit_inputs,
    (
        Mistake("labels against a column", _broadcast("sum", "mean"), _SHAPE),
        Mistake("labels against a column, means of everything", _broadcast("mean", "mean"), _BOTH_SHAPES),
        Mistake(
            "labels against a column, means of everything, but not in dz", _broadcast("mean", "1"),
            "z has shape (m, 1) and t has shape (m,). What shape has their difference? And dz lacks the factor of the"
            " mean.",
        ),
        *(
            Mistake("labels against a column, and logarithms", _broadcast(C, dz, naive=True), _BOTH_SHAPES)
            for C in ("sum", "mean", "1") for dz in ("mean", "1")
        ),
        Mistake(
            "labels against a column, in C", _broadcast("mean", None),
            "dz is right. In C, z has shape (m, 1) and t has shape (m,). What shape has their product?",
        ),
        Mistake(
            "labels against a column, in C", _broadcast("sum", None),
            "dz is right. In C, z has shape (m, 1) and t has shape (m,). What shape has their product?",
        ),
        Mistake(
            "labels against a column, in dz", _broadcast(None, "mean"),
            "The cost is right. In dz, z has shape (m, 1) and t has shape (m,). What shape has their difference?",
        ),
        Mistake(
            "labels against a column, in dz, and a sum", _broadcast(None, "1"),
            "The cost is right. In dz, what shape has the difference of (m, 1) and (m,)? And where is the mean?",
        ),
        MEAN_MISSING(
            With(_loss_with, total="sum"), name="the cost is a sum",
            hint="The cost is the sum over the examples: it should be their mean.",
        ),
        MEAN_MISSING(
            With(_loss_with, divided="1"), name="the gradient of the sum",
            hint="The cost is a mean. Its derivative has the factor of the mean too.",
        ),
        MEAN_MISSING(
            With(_loss_with, total="sum", divided="1"), name="two sums",
            hint="Cost and gradient are those of the sum over the examples, not of the mean.",
        ),
        MEAN_TWICE(
            With(_loss_with, divided="m²"), name="1/m twice in the gradient", hint="In dz the mean is taken twice."
        ),
        MEAN_TWICE(
            With(_loss_with, total="twice"), name="1/m twice in the cost", hint="In C the mean is taken twice."
        ),
        Mistake(
            "half the cost", With(_loss_with, total="half"),
            "C has a factor ½. That belongs to squares, not to logarithms.",
        ),
        TWICE(
            With(_loss_with, total="double"), name="a factor 2 in C", hint="C has a factor 2. Where does it come from?"
        ),
        Mistake("half the gradient", With(_loss_with, error="half"), "dz has a factor ½. Where does it come from?"),
        Mistake(
            "the largest cost", With(_loss_with, total="largest"), "The cost is the mean over the examples."
        ),
        Mistake(
            "the cost of each example", With(_loss_with, total="each"),
            "C is one number, the mean over the examples.",
        ),
        SIGN(
            With(_loss_with, error="flipped"), name="the sign of the gradient",
            hint="When the target is 1 and the output too small, the cost falls with z. Which sign has the derivative"
            " then?",
        ),
        SIGN(
            With(_loss_with, total="minus"), name="the sign of the cost", hint="A cost is not negative. Yours is."
        ),
        Mistake(
            "the slope of the sigmoid is still there", With(_loss_with, error="slope"),
            "With this cost σ' cancels. Your dz has it as a factor; far out it is nearly 0.",
        ),
        Mistake(
            "the slope of the sigmoid alone", With(_loss_with, error="slope alone"),
            "This is the derivative of the output by z. Where does the cost come in?",
        ),
        Mistake(
            "the derivative by the output", With(_loss_with, error="by a"),
            "Between the output and z lies the sigmoid. dz is the derivative by z.",
        ),
        LABELS_LEFT(
            With(_loss_with, error="no labels"), name="no labels in dz",
            hint="Your dz is the same whatever the labels are.",
        ),
        SIGN(
            With(_loss_with, error="sum"), name="the labels added in dz",
            hint="Where the output is right, the derivative is nearly 0. Which sign have the labels?",
        ),
        Mistake(
            "the logit for the output in dz", With(_loss_with, error="of z"),
            "Your dz compares the labels with z. What are they to be compared with?",
        ),
        Mistake(
            "tanh in dz", With(_loss_with, error="tanh"), "The output is a sigmoid of z, between 0 and 1."
        ),
        Mistake(
            "the sigmoid twice in dz", With(_loss_with, error="σ twice"),
            "σ is applied to what has gone through σ already.",
        ),
        Mistake(
            "rounded outputs in dz", With(_loss_with, error="rounded"),
            "The difference is taken with the output between 0 and 1, not with the rounded answer.",
        ),
        Mistake(
            "dz without its sign", With(_loss_with, error="size"),
            "dz is negative where the output is too small. Yours never is.",
        ),
        TWICE(
            With(_loss_with, error="twice"), name="a factor 2 in dz",
            hint="There is a factor 2 in dz. Is anything squared in the cross-entropy?",
        ),
        Mistake(
            "0 and 1 exchanged", With(_loss_with, labels="exchanged"),
            "Yours is the cost of the opposite labels. Which logarithm belongs to target 1?",
        ),
        Mistake("0 and 1 exchanged in C", With(_loss_with, terms="1 + t"), "Which logarithm belongs to target 1?"),
        *(
            Mistake("the logarithm of 0, or an overflow", With(_loss_with, terms=terms), _INFINITE)
            for terms in ("logarithms", "overflow, two logarithms")
        ),
        Mistake(
            "the logarithm of 0, in one of two cases", With(_loss_with, terms="where"),
            "Far out σ(z) rounds to 0 or 1, and when that is the wrong answer its logarithm is infinite. Simplify"
            " before you compute.",
        ),
        Mistake(
            "the logarithm of 0, replaced", With(_loss_with, terms="nan to 0"),
            "Far out σ(z) rounds to 0 or 1. What comes of its logarithm is replaced by a number that is no cost.",
        ),
        *(
            Mistake("exp overflows", With(_loss_with, terms=terms), _OVERFLOWS)
            for terms in ("overflow", "overflow, log1p")
        ),
        Mistake(
            "exp overflows, and t z has the other sign", With(_loss_with, terms="overflow, plus t z"),
            "exp(900) is infinite. And which sign has t z, if a large z is good for target 1?",
        ),
        Mistake(
            "exp overflows, and t z is left out", With(_loss_with, terms="overflow, no t z"),
            "exp(900) is infinite. And your cost does not depend on the targets.",
        ),
        Mistake(
            "exp(−z) overflows", With(_loss_with, terms="no absolute value"),
            "With the maximum taken out, what is left needs an exponent that is never positive. For negative z yours"
            " is.",
        ),
        Mistake(
            "exp(|z|)", With(_loss_with, terms="exp of |z|"),
            "With the maximum taken out, what is left needs an exponent that is never positive. Which sign has yours?",
        ),
        Mistake(
            "the maximum is left out", With(_loss_with, terms="no max"),
            "Your logarithm does not overflow, but for positive z a term has been lost when e^z was taken out of it.",
        ),
        Mistake(
            "the logarithm is left out", With(_loss_with, terms="max alone"),
            "max(z, 0) is near to ln(1 + e^z) far out only. What is the difference, for z = 0?",
        ),
        *(
            Mistake(
                "another term for the maximum", With(_loss_with, terms=terms),
                "Put a large positive z and a large negative one into ln(1 + e^z) and into your form of it.",
            )
            for terms in ("size for max", "minimum")
        ),
        Mistake(
            "t z is left out", With(_loss_with, terms="no t z"),
            "Your cost does not depend on the targets: ln(1 + e^z) is the cost for one of the two labels only.",
        ),
        Mistake(
            "ln(1 + e^z) is left out", With(_loss_with, terms="t z alone"),
            "Your cost is 0 for one of the two labels, whatever z is. A term is missing.",
        ),
        SIGN(
            With(_loss_with, terms="minus in front"), name="t z with the other sign",
            hint="Which sign has t z? A large z is good for target 1.",
        ),
        Mistake(
            "t for t z", With(_loss_with, terms="t alone"),
            "The last term of the cost depends on z. Put in target 1 and a large z.",
        ),
        *(
            Mistake(
                "σ(z) for z in the cost", With(_loss_with, terms=terms),
                "ln(1 + e^z) − t z has the logit z in both terms, not the output.",
            )
            for terms in ("t a", "of a")
        ),
        *(
            Mistake("one of the two logarithms", With(_loss_with, terms=terms), _ONE_LABEL)
            for terms in ("first half", "second half")
        ),
        Mistake(
            "labels of −1 and 1", With(_loss_with, terms="labels of ±1"),
            "ln(1 + e^(−t z)) is the cost for labels of −1 and 1. Here they are 0 and 1.",
        ),
        *(
            OTHER_LOGARITHM(With(_loss_with, terms=terms)) for terms in ("base 2", "base 10")
        ),
        Mistake("the quadratic cost", With(_loss_with, terms="quadratic"), "Your C is the quadratic cost."),
        Mistake("the quadratic cost, without its ½", With(_loss_with, terms="squares"), "Your C is a mean of squares."),
        Mistake(
            "the distance from the label", With(_loss_with, terms="difference"),
            "Your C is a mean of distances. Where are the logarithms?",
        ),
        *(
            CLIPPED(
                With(_loss_with, terms=f"z clipped {limit}"), name="clipped logits",
                hint="Clipping z avoids the overflow and gives a wrong cost far out. There is a form that needs no"
                " clipping.",
            )
            for limit in (500, 10, 15, 20, 30, 50, 100, 200, 600, 700, 709)
        ),
        *(
            CLIPPED(
                With(_loss_with, terms=f"{how} {least}"),
                name=f"the cost of an example is cut off at {-np.log(float(least)):.1f}",
                hint="Something small is in your logarithms, or cuts them off. It hides that they are infinite, and"
                " the cost is wrong far out, where it should be hundreds. Simplify instead.",
            )
            for how, cuts in (("clipped", _CUTS), ("inside", _INSIDE)) for least in cuts
        ),
        Mistake(
            "−z for z", With(_loss_with, terms="softplus of -z"),
            "In the first term z has the wrong sign, or in the second t should be 1 − t with the other sign.",
        ),
        Mistake(
            "dz is flat", With(_loss_with, shape="flat"),
            "dz should have the shape of z, (m, 1). Yours has lost an axis.",
        ),
    ),
    see="chapter 9, “A loss for yes and no”", parts=("C", "dz"), trials=4,
)  # fmt: skip
