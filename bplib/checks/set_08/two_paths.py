"""Exercises 8.6 and 8.7: backward where the cost is reached in two ways."""

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn
from ..families import (
    BIAS_LEFT_OUT,
    FIRST_FOR_ALL,
    HALF,
    MEAN_TWICE,
    SHALLOW_COPY,
    SLOPE_LEFT_OUT,
    TANH_OF_A,
    TRANSPOSE_LEFT_OUT,
)

__all__ = ["BLOCK", "SAME_WEIGHTS"]


def _shared_inputs(rng):
    """(W, x, dout): the sizes change, the last batch is one example."""
    m, n = in_turn(rng, (5, 3), (4, 6), (7, 4), (1, 5))
    return rng.normal(0, 0.6, (n, n)), rng.normal(size=(m, n)), rng.normal(size=(m, n))


_SLOPES = {
    "right": lambda z, a: 1 - a**2,
    "none": lambda z, a: 1,
    "of z": lambda z, a: 1 - z**2,
    "of a": lambda z, a: 1 - np.tanh(a) ** 2,
    "no square": lambda z, a: 1 - a,
    "sigmoid": lambda z, a: a * (1 - a),
    "a": lambda z, a: a,
    "square": lambda z, a: a**2,
    "plus": lambda z, a: 1 + a**2,
    "root": lambda z, a: (1 - a) ** 2,
}
_TOGETHER = {
    "sum": lambda first, second, m: first + second,
    "first only": lambda first, second, m: first,
    "second only": lambda first, second, m: second,
    "mean": lambda first, second, m: (first + second) / 2,
    "first twice": lambda first, second, m: 2 * first,
    "second twice": lambda first, second, m: 2 * second,
    "1/m": lambda first, second, m: (first + second) / m,
    "product": lambda first, second, m: first * second,
    "matrix product": lambda first, second, m: first @ second,
    "second matrix product": lambda first, second, m: second @ first,
    "difference": lambda first, second, m: first - second,
    "other difference": lambda first, second, m: second - first,
}


def _shared_with(outer="right", inner="right", back="right", together="sum", inputs="right", middle="tanh"):
    """∂/∂W of Σ dout · tanh(tanh(x W) W), with one thing or more that is wrong."""

    def answer(W, x, dout):
        z1 = x @ W
        a1 = np.tanh(z1) if middle == "tanh" else z1
        z2 = a1 @ (W.T if middle == "transposed" else W)
        a2 = z2 if middle == "no tanh at the end" else np.tanh(z2)
        d2 = dout * _SLOPES[outer](z2, a2)
        sent = dout if back == "from dout" else d2
        ways = {"not sent back": np.eye(len(W)), "not transposed": W, "twice": W.T @ W.T}
        sent = sent @ ways.get(back, W.T)
        d1 = sent * (1 if middle == "none" else _SLOPES[inner](z1, a1))
        before = {
            "right": (x, a1), "x twice": (x, x), "a twice": (a1, a1), "exchanged": (a1, x), "z": (x, z1),
            "outputs": (a1, a2),
        }[inputs]  # fmt: skip
        return _TOGETHER[together](before[0].T @ d1, before[1].T @ d2, len(x))

    return answer


def _shared(W, x, dout):
    return _shared_with()(W, x, dout)


def _slopes_at(outer, inner):
    """The slopes with the outputs of other layers than their own."""

    def answer(W, x, dout):
        a1 = np.tanh(x @ W)
        a2 = np.tanh(a1 @ W)
        outputs = {"1": a1, "2": a2}
        d2 = dout * (1 - outputs[outer] ** 2)
        return x.T @ ((d2 @ W.T) * (1 - outputs[inner] ** 2)) + a1.T @ d2

    return answer


_LAST = "You have the contribution of one of the two places. Over how many paths does W reach the cost?"

_OUTPUT = "The slope of tanh is 1 − a², with its output. You use its input."
_ONCE_MORE = "The slope is 1 − a² with the output a. In one place you apply tanh to a once more."
_ONCE_MORE_BOTH = "The slope is 1 − a² with the output a. You apply tanh to a once more."
_OF_TANH = "What is the derivative of tanh, in terms of its output?"
_ADD = "A change of W changes both places at once. What does the chain rule do with the two contributions?"

SAME_WEIGHTS = Exercise(
    "08.6", _shared, _shared_inputs,
    (
        Mistake("only the second use counts", With(_shared_with, together="second only"), _LAST),
        Mistake("only the first use counts", With(_shared_with, together="first only"), _LAST),
        HALF(
            With(_shared_with, together="mean"), name="the mean of the contributions",
            hint="You have both contributions. What happens to those of several paths: are they averaged?",
        ),
        Mistake(
            "the first use counts twice", With(_shared_with, together="first twice"),
            "Both places contribute, but not the same amount. One of your two terms stands for the other as well.",
        ),
        Mistake(
            "the second use counts twice", With(_shared_with, together="second twice"),
            "Both places contribute, but not the same amount. One of your two terms stands for the other as well.",
        ),
        MEAN_TWICE(
            With(_shared_with, together="1/m"), name="divided by m", hint="The factor 1/m is in dout already."
        ),
        *(
            Mistake("the contributions multiplied", With(_shared_with, together=together), _ADD)
            for together in ("product", "matrix product", "second matrix product")
        ),
        *(
            Mistake("the contributions subtracted", With(_shared_with, together=together), _ADD)
            for together in ("difference", "other difference")
        ),
        Mistake("1 − z² for the slope of tanh", With(_shared_with, outer="of z", inner="of z"), _OUTPUT),
        Mistake("1 − z² for the slope of tanh at the end", With(_shared_with, outer="of z"), _OUTPUT),
        Mistake("1 − z² for the slope of tanh inside", With(_shared_with, inner="of z"), _OUTPUT),
        Mistake(
            "not sent back through W", With(_shared_with, back="not sent back"),
            "Between the two tanh layers lies an affine step. What does its backward do to the derivative?",
        ),
        TRANSPOSE_LEFT_OUT(
            With(_shared_with, back="not transposed"), name="W is not transposed on the way back",
            hint="W is square here, so no shape complains. Which index of W is summed over on the way back?",
        ),
        Mistake(
            "through W twice", With(_shared_with, back="twice"),
            "Between the two tanh layers lies one product with W. How often do you go back through it?",
        ),
        Mistake(
            "W is transposed in the forward pass", With(_shared_with, middle="transposed"),
            "Both times the network multiplies by W itself.",
        ),
        Mistake(
            "dout goes past the last tanh", With(_shared_with, back="from dout"),
            "What goes back through W has passed the last tanh. You send back dout itself.",
        ),
        SLOPE_LEFT_OUT(
            With(_shared_with, outer="none"), name="no slope at the end",
            hint="dout is the derivative by the output of the last tanh. Which brick comes first on the way back?",
        ),
        SLOPE_LEFT_OUT(
            With(_shared_with, inner="none"), name="no slope inside",
            hint="There are two tanh layers. Where is the backward of the inner one?",
        ),
        Mistake(
            "the cache of the other tanh", _slopes_at("2", "2"),
            "Both tanh layers use the same output for their slope. Each has its own.",
        ),
        Mistake(
            "the cache of the inner tanh", _slopes_at("1", "1"),
            "Both tanh layers use the same output for their slope. Each has its own.",
        ),
        Mistake(
            "the caches exchanged", _slopes_at("1", "2"),
            "Each tanh layer has the output of the other one in its slope. Which output belongs to which?",
        ),
        TANH_OF_A(With(_shared_with, inner="of a"), name="tanh of the output", hint=_ONCE_MORE),
        TANH_OF_A(With(_shared_with, outer="of a"), name="tanh of the last output", hint=_ONCE_MORE),
        TANH_OF_A(With(_shared_with, outer="of a", inner="of a"), name="tanh of both outputs", hint=_ONCE_MORE_BOTH),
        *(
            Mistake("another slope at the end", With(_shared_with, outer=kind), _OF_TANH)
            for kind in ("no square", "sigmoid", "a", "square", "plus", "root")
        ),
        *(
            Mistake("another slope inside", With(_shared_with, inner=kind), _OF_TANH)
            for kind in ("no square", "sigmoid", "a", "square", "plus", "root")
        ),
        *(
            Mistake("another slope in both places", With(_shared_with, outer=kind, inner=kind), _OF_TANH)
            for kind in ("no square", "sigmoid", "a", "square", "plus", "root")
        ),
        Mistake(
            "the input of the whole in both places", With(_shared_with, inputs="x twice"),
            "What goes into the second use of W? It is not x.",
        ),
        Mistake(
            "the output of the inner tanh in both places", With(_shared_with, inputs="a twice"),
            "What goes into the first use of W? It has not passed a tanh.",
        ),
        Mistake(
            "the inputs exchanged", With(_shared_with, inputs="exchanged"),
            "Which derivative belongs to which input: what goes into the first use of W, and what into the second?",
        ),
        Mistake(
            "outputs for inputs", With(_shared_with, inputs="outputs"),
            "The weight gradient wants what went into the product with W, not what came out of the tanh behind it.",
        ),
        Mistake(
            "z in place of a", With(_shared_with, inputs="z"),
            "What goes into the second use of W has passed the tanh.",
        ),
        Mistake(
            "no tanh inside", With(_shared_with, middle="none"),
            "Between the two uses of W lies a tanh, forward and backward.",
        ),
        Mistake(
            "no tanh at the end", With(_shared_with, middle="no tanh at the end", outer="none"),
            "dout is the derivative by the output of the last tanh. Which brick comes first on the way back?",
        ),
        Mistake(
            "no tanh at the end, but its slope", With(_shared_with, middle="no tanh at the end"),
            "Your slope at the end wants the output of the last tanh. Is it computed?",
        ),
    ),
    see="chapter 8b, “Shared weights: their gradients add”", trials=4,
)  # fmt: skip


def _block_inputs(rng):
    """(x, W, b, dout); one entry of the ReLU's input is exactly 0; the last batch is one example."""
    m, n = in_turn(rng, (5, 3), (7, 4), (4, 6), (1, 5))
    x, W, b, dout = (rng.normal(size=shape) for shape in ((m, n), (n, n), n, (m, n)))
    b[0] = 0
    if m > 1:
        x[1] = 0
    return x, W, b, dout


def _block(x, W, b, dout):
    return _block_with()(x, W, b, dout)


_MASKS = {
    "right": lambda x, z, dout: z > 0,
    "from dout": lambda x, z, dout: dout > 0,
    "none": lambda x, z, dout: np.ones(z.shape),
    "from x": lambda x, z, dout: x > 0,
    "inverted": lambda x, z, dout: z <= 0,
    "at 0": lambda x, z, dout: z >= 0,
    "from the output": lambda x, z, dout: x + np.maximum(z, 0) > 0,
    "both": lambda x, z, dout: (z > 0) & (dout > 0),
    "output": lambda x, z, dout: np.maximum(z, 0),
    "tanh": lambda x, z, dout: 1 - np.tanh(z) ** 2,
}
_AROUND = {
    "right": lambda x, dz, dout: dout,
    "masked": lambda x, dz, dout: dz,
    "none": lambda x, dz, dout: 0,
    "input": lambda x, dz, dout: x,
    "one": lambda x, dz, dout: 1,
    "twice": lambda x, dz, dout: 2 * dout,
    "minus": lambda x, dz, dout: -dout,
    "times x": lambda x, dz, dout: dout * x,
    "half": lambda x, dz, dout: dout / 2,
}
_THROUGH = {
    "right": lambda dz, W, around: dz @ W.T + around,
    "not transposed": lambda dz, W, around: dz @ W + around,
    "product": lambda dz, W, around: (dz @ W.T) * around,
    "mean": lambda dz, W, around: (dz @ W.T + around) / 2,
    "without W": lambda dz, W, around: dz + around,
    "masked at the end": lambda dz, W, around: np.where(dz != 0, dz @ W.T + around, 0),
    "around only": lambda dz, W, around: around,
}
_WEIGHTS = {
    "right": lambda x, dz, dout, z: x.T @ dz,
    "transposed": lambda x, dz, dout, z: dz.T @ x,
    "/ m": lambda x, dz, dout, z: x.T @ dz / len(x),
    "without the mask": lambda x, dz, dout, z: x.T @ dout,
    "z for x": lambda x, dz, dout, z: np.maximum(z, 0).T @ dz,
    "both ways": lambda x, dz, dout, z: x.T @ (dz + dout),
}
_BIASES = {
    "right": lambda dz, dout: dz.sum(axis=0),
    "mean": lambda dz, dout: dz.mean(axis=0),
    "other axis": lambda dz, dout: dz.sum(axis=1),
    "one number": lambda dz, dout: dz.sum(),
    "not summed": lambda dz, dout: dz,
    "without the mask": lambda dz, dout: dout.sum(axis=0),
    "first": lambda dz, dout: dz[0],
    "keepdims": lambda dz, dout: dz.sum(axis=0, keepdims=True),
    "both ways": lambda dz, dout: (dz + dout).sum(axis=0),
}


def _block_with(mask="right", around="right", through="right", dW="right", db="right", z="right"):
    """Backward of x + ReLU(x W + b) with one thing or more that is wrong."""

    def answer(x, W, b, dout):
        inside = {"right": x @ W + b, "no bias": x @ W, "x too": x + x @ W + b}[z]
        dz = dout * _MASKS[mask](x, inside, dout)
        dx = _THROUGH[through](dz, W, _AROUND[around](x, dz, dout))
        return dx, _WEIGHTS[dW](x, dz, dout, inside), _BIASES[db](dz, dout)

    return answer


def _all_through_w(x, W, b, dout):
    """The share of the way around goes back through W as well."""
    _, dW, db = _block(x, W, b, dout)
    return (dout * (x @ W + b > 0) + dout) @ W.T, dW, db


def _added_too_early(x, W, b, dout):
    """The share of the way around is added before the gradients are formed."""
    dz = dout * (x @ W + b > 0) + dout
    return dz @ W.T, x.T @ dz, dz.sum(axis=0)


_BEFORE = "These two were right. W and b lie before the ReLU, so what reaches them has passed it."

BLOCK = Exercise(
    "08.7", _block, _block_inputs,
    (
        SHALLOW_COPY(
            With(_block_with, around="masked"), name="the bug is still there",
            hint="Print dout beside what is added to dx at the end: are these the same numbers?",
        ),
        Mistake(
            "the way around is left out", With(_block_with, around="none"),
            "x reaches the output in two ways. The contribution of one of them is gone.",
        ),
        Mistake(
            "the mask at the end", With(_block_with, through="masked at the end"),
            "The mask belongs to the output of the layer. What comes back to x has left it already.",
        ),
        Mistake(
            "only the way around", With(_block_with, through="around only"),
            "x reaches the output in two ways. Only the direct one is in your dx.",
        ),
        Mistake(
            "nothing is stopped", With(_block_with, mask="none"),
            "Without the mask the ReLU is gone from the backward pass. The mask was not the bug.",
        ),
        Mistake(
            "the mask is taken from dout", With(_block_with, mask="from dout"),
            "The mask asks where the ReLU was on. What tells that?",
        ),
        Mistake(
            "the sign of dout decides too", With(_block_with, mask="both"),
            "Negative derivatives are stopped as well. Which array alone decides whether the ReLU was on?",
        ),
        Mistake(
            "the mask is taken from x", With(_block_with, mask="from x"),
            "The input of the ReLU is not the input of the block.",
        ),
        Mistake(
            "the mask is taken from the output of the block", With(_block_with, mask="from the output"),
            "The output of the block has x added to it. Where was the ReLU on?",
        ),
        Mistake(
            "times the output of the ReLU", With(_block_with, mask="output"),
            "You multiply by the output of the ReLU. What is the slope of max(0, z) for z > 0?",
        ),
        Mistake("the slope of tanh", With(_block_with, mask="tanh"), "The activation of the block is a ReLU."),
        BIAS_LEFT_OUT(
            With(_block_with, z="no bias"), name="b is forgotten in z",
            hint="What goes into the ReLU? The bias decides too whether it is on.",
        ),
        Mistake(
            "x goes through the ReLU", With(_block_with, z="x too"),
            "The way around is added behind the ReLU. Yours is added to its input.",
        ),
        Mistake(
            "the ReLU comes last", _block_with(z="x too", around="masked"),
            "The way around is added behind the ReLU. In yours the ReLU comes after the sum.",
        ),
        Mistake("the mask is inverted", With(_block_with, mask="inverted"), "You stop what should pass."),
        Mistake(
            "at 0", With(_block_with, mask="at 0"),
            "What comes back where z is exactly 0? Look at the mask of the function with the bug.",
        ),
        Mistake(
            "the way around goes through W", _all_through_w,
            "The way around the layer does not meet W, and the way back from there does not either.",
        ),
        Mistake(
            "the way around is added before W", _added_too_early,
            "The way around the layer meets neither W nor b. In yours its share goes to both of them.",
        ),
        Mistake(
            "dW and db without the mask", With(_block_with, dW="without the mask", db="without the mask"), _BEFORE
        ),
        Mistake(
            "dW without the mask", With(_block_with, dW="without the mask"),
            "This one was right. W lies before the ReLU, so what reaches it has passed it.",
        ),
        Mistake(
            "db without the mask", With(_block_with, db="without the mask"),
            "This one was right. b lies before the ReLU, so what reaches it has passed it.",
        ),
        Mistake(
            "the way around in dW and db", _block_with(dW="both ways", db="both ways"),
            "The way around the layer meets neither W nor b. In yours its share goes to both of them.",
        ),
        Mistake(
            "the way around in dW", With(_block_with, dW="both ways"), "The way around the layer does not meet W."
        ),
        Mistake(
            "the way around in db", With(_block_with, db="both ways"), "The way around the layer does not meet b."
        ),
        TRANSPOSE_LEFT_OUT(
            With(_block_with, through="not transposed"), name="W is not transposed",
            hint="This line was right. W is square here, so no shape complains without the transpose.",
        ),
        Mistake(
            "the way back does not pass W", With(_block_with, through="without W"),
            "Through the layer x meets W. Where is it on the way back?",
        ),
        Mistake(
            "dW is transposed", With(_block_with, dW="transposed"),
            "W is square here, so no shape complains. The entry [j, k] of dW belongs to W[j, k].",
        ),
        Mistake(
            "the output of the ReLU for x", With(_block_with, dW="z for x"),
            "The weight gradient wants what went into the product with W.",
        ),
        Mistake(
            "x is added, not its derivative", With(_block_with, around="input"),
            "Forward, x is added to the output. What is the backward of an addition?",
        ),
        Mistake(
            "1 is added", With(_block_with, around="one"),
            "The slope of the way around is 1. What arrives for it?",
        ),
        Mistake(
            "the way around counts twice", With(_block_with, around="twice"),
            "The direct way from x to the output is in your dx twice.",
        ),
        Mistake(
            "half of the way around", With(_block_with, around="half"), "What is the backward of an addition?"
        ),
        Mistake(
            "the way around with x as a factor", With(_block_with, around="times x"),
            "Forward, x is added to the output. Does the slope of a sum depend on x?",
        ),
        Mistake(
            "the ways are subtracted", With(_block_with, around="minus"),
            "Forward, the two ways are added. With which signs do their contributions come back?",
        ),
        Mistake(
            "the ways are multiplied", With(_block_with, through="product"),
            "x reaches the output in two ways. What does the chain rule do with the contributions of two paths?",
        ),
        Mistake(
            "the ways are averaged", With(_block_with, through="mean"),
            "The chain rule adds the paths. It does not average them.",
        ),
        MEAN_TWICE(
            With(_block_with, dW="/ m", db="mean"), name="divided by m", hint="The factor 1/m is in dout already."
        ),
        MEAN_TWICE(
            With(_block_with, dW="/ m"), name="dW is divided by m", hint="The factor 1/m is in dout already."
        ),
        MEAN_TWICE(
            With(_block_with, db="mean"), name="db is a mean",
            hint="The factor 1/m is in dout already. What is left to do for a bias?",
        ),
        *(
            Mistake(
                "db is not a sum over the examples", With(_block_with, db=db),
                "There is one bias for each unit, and all examples of the batch share it. Over what is summed?",
            )
            for db in ("other axis", "one number", "not summed")
        ),
        Mistake(
            "db has two dimensions", With(_block_with, db="keepdims"), "db should have the shape of b, one dimension."
        ),
        FIRST_FOR_ALL(
            With(_block_with, db="first"), name="db of the first example",
            hint="All examples of the batch count. Yours uses one of them.",
        ),
    ),
    see="chapter 8b, “A brick that splits, a brick that adds”", parts=("dx", "dW", "db"), trials=4,
)  # fmt: skip
