"""Exercise set 8: layers."""

import numpy as np

from .engine import Exercise, Mistake
from .set_08_basics import BASICS
from .set_08_reference import (
    block,
    block_inputs,
    deep,
    deep_inputs,
    shared,
    shared_inputs,
    softmax_alone,
    wrong_block,
    wrong_deep,
    wrong_shared,
)

__all__ = ["EXERCISES"]


_LAST = "You have the contribution of one of the two places. Over how many paths does W reach the cost?"
_SHARED = Exercise(
    "08.6", shared, shared_inputs,
    (
        Mistake("only the second use counts", wrong_shared("second only"), _LAST),
        Mistake("only the first use counts", wrong_shared("first only"), _LAST),
        Mistake(
            "the mean of the contributions", wrong_shared("mean"),
            "You have both contributions. What happens to those of several paths: are they averaged?",
        ),
        Mistake(
            "not sent back through W", wrong_shared("not sent back"),
            "Between the two tanh layers lies an affine step. What does its backward do to the derivative?",
        ),
        Mistake(
            "W is not transposed on the way back", wrong_shared("not transposed"),
            "W is square here, so no shape complains. Which index of W is summed over on the way back?",
        ),
        Mistake(
            "no slope at the end", wrong_shared("no slope at the end"),
            "dout is the derivative by the output of the last tanh. Which brick comes first on the way back?",
        ),
        Mistake(
            "no slope inside", wrong_shared("no slope inside"), "There are two tanh layers. Yours has one backward."
        ),
        Mistake(
            "the cache of the other tanh", wrong_shared("wrong cache"),
            "Both tanh layers use the same output for their slope. Each has its own.",
        ),
        Mistake(
            "tanh of the output", wrong_shared("slope of a"),
            "The slope is 1 − a² with the output a. In one place you apply tanh to a once more.",
        ),
        Mistake(
            "the input of the whole in both places", wrong_shared("input twice"),
            "What goes into the second use of W? It is not x.",
        ),
    ),
    see="chapter 8, “One object, one place, one batch”",
)  # fmt: skip

_BLOCK = Exercise(
    "08.7", block, block_inputs,
    (
        Mistake(
            "the bug is still there", wrong_block("masked"),
            "dW and db are right, dx is not. Print dout beside what is added at the end: are these the same numbers?",
        ),
        Mistake(
            "the way around is left out", wrong_block("no way around"),
            "x reaches the output in two ways. The contribution of one of them is gone.",
        ),
        Mistake(
            "only the way around", wrong_block("only around"),
            "x reaches the output in two ways. Only the direct one is in your dx.",
        ),
        Mistake(
            "nothing is stopped", wrong_block("no mask"),
            "Without the mask the ReLU is gone from the backward pass. The mask was not the bug.",
        ),
        Mistake(
            "the mask is taken from dout", wrong_block("mask of dout"),
            "The mask asks where the ReLU was on. What tells that?",
        ),
        Mistake(
            "the mask is taken from x", wrong_block("mask of x"),
            "The input of the ReLU is not the input of the block.",
        ),
        Mistake("the mask is inverted", wrong_block("inverted"), "You stop what should pass."),
        Mistake(
            "W is not transposed", wrong_block("not transposed"),
            "This line was right. W is square here, so no shape complains without the transpose.",
        ),
        Mistake(
            "x is added, not its derivative", wrong_block("the input itself"),
            "Forward, x is added to the output. What is the backward of an addition?",
        ),
        Mistake("divided by m", wrong_block("1/m"), "The factor 1/m is in dout already."),
    ),
    see="chapter 8, “ReLU”", parts=("dx", "dW", "db"),
)  # fmt: skip


def _probabilities(rng):
    e = np.exp(rng.normal(size=(4, 3)))
    return e / e.sum(axis=1, keepdims=True), rng.normal(size=(4, 3))


_SOFTMAX = Exercise(
    "08.8", softmax_alone, _probabilities,
    (
        Mistake(
            "only the entry itself", lambda y, dout: dout * y * (1 - y),
            "This would be right if each output depended on its own score only. Through which other outputs does a"
            " score act? All of them have it in their denominator.",
        ),
        Mistake(
            "dout is left out", lambda y, dout: y * (1 - y),
            "This is ∂y_k/∂z_k. backward returns ∂C/∂z, a sum over all y_j with what arrives for each of them.",
        ),
        Mistake(
            "the numerator only", lambda y, dout: dout * y,
            "The score z_k occurs in the numerator of y_k, and in one more place.",
        ),
        Mistake(
            "the denominator only", lambda y, dout: -y * (dout * y).sum(axis=1, keepdims=True),
            "The term with j = k has a second part: z_k occurs in the numerator of y_k too.",
        ),
        Mistake(
            "the sign of the second part", lambda y, dout: y * (dout + (dout * y).sum(axis=1, keepdims=True)),
            "The score occurs in the denominator: with which sign does the quotient rule take that?",
        ),
        Mistake(
            "summed over the examples", lambda y, dout: y * (dout - (dout * y).sum(axis=0)),
            "An example acts on its own row only. Along which axis do the classes lie?",
        ),
        Mistake(
            "summed over everything", lambda y, dout: y * (dout - (dout * y).sum()),
            "An example acts on its own row only. Your sum runs over all of them.",
        ),
        Mistake(
            "the sum without y", lambda y, dout: y * (dout - dout.sum(axis=1, keepdims=True)),
            "In the sum over j each dout_j has a factor that comes from ∂y_j/∂z_k. It is missing.",
        ),
        Mistake(
            "a mean, not a sum", lambda y, dout: y * (dout - (dout * y).mean(axis=1, keepdims=True)),
            "The chain rule adds the paths. It does not average them.",
        ),
        Mistake(
            "a factor y is missing", lambda y, dout: dout - (dout * y).sum(axis=1, keepdims=True),
            "Does each row of your result sum to 0, as it must? A factor of both parts is missing.",
        ),
        Mistake(
            "divided by m", lambda y, dout: softmax_alone(y, dout) / len(y), "The factor 1/m is in dout already."
        ),
    ),
    see="chapter 8, “Softmax with cross-entropy”",
)  # fmt: skip

_DEEP = Exercise(
    "08.9", deep, deep_inputs,
    (
        Mistake(
            "the sum, not the mean", wrong_deep("sum"),
            "All gradients are too large by the same factor. Where does the mean over the batch come in?",
        ),
        Mistake(
            "1/m everywhere twice", wrong_deep("1/m twice"), "All gradients are too small by the same factor.",
        ),
        Mistake("1/m twice in the weights", wrong_deep("weights twice"), "The factor 1/m is in dout already."),
        Mistake(
            "the biases get a mean", wrong_deep("bias means"),
            "The factor 1/m is in dout already. What is left to do for a bias?",
        ),
        Mistake("the sign", wrong_deep("sign"), "The whole gradient points the wrong way."),
        Mistake("Tanh and ReLU are swapped", wrong_deep("swapped"), "Compare the order of your layers with the task."),
        Mistake(
            "the slope of tanh from its input", wrong_deep("slope of z"),
            "1 − a² wants the output of the tanh. You use its input.",
        ),
        Mistake(
            "1 − a for the slope of tanh", wrong_deep("slope without square"), "What is the derivative of tanh?"
        ),
        Mistake("the slope of the sigmoid", wrong_deep("sigmoid slope"), "The first activation is a tanh."),
        Mistake("no slope of tanh", wrong_deep("no tanh slope"), "The backward of one of the layers is missing."),
        Mistake("ReLU lets everything pass", wrong_deep("mask >= 0"), "Look at the mask of your ReLU."),
        Mistake(
            "the mask is taken from dout", wrong_deep("mask of dout"), "What decides whether a ReLU was on?"
        ),
        Mistake(
            "times the output of the ReLU", wrong_deep("a2 for the mask"), "What is the slope of max(0, z) for z > 0?"
        ),
        Mistake(
            "z in place of a", wrong_deep("z for a"),
            "The weight gradient wants what went into the affine layer. That has passed the activation.",
        ),
        Mistake(
            "a ReLU after the last layer", wrong_deep("relu at the end"),
            "The scores go straight into the softmax.",
        ),
        Mistake("no softmax", wrong_deep("no softmax"), "From which numbers do you subtract the targets?"),
        Mistake(
            "the softmax differentiated twice", wrong_deep("softmax twice"),
            "y − t has passed through the softmax already.",
        ),
        Mistake(
            "every row with every label", wrong_deep("all columns"),
            "y[:, t] means the columns t of all rows. Row 0 belongs to t[0], row 1 to t[1], …",
        ),
        Mistake(
            "the columns convention", wrong_deep("transposed"), "Each gradient has the shape of its parameter."
        ),
    ),
    see="chapter 8, “Sequential: a list of layers”",
)  # fmt: skip

EXERCISES = (*BASICS, _SHARED, _BLOCK, _SOFTMAX, _DEEP)
