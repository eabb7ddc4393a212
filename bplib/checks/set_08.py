"""Exercise set 8: layers."""

from .engine import Exercise, Mistake
from .set_08_basics import BASICS
from .set_08_reference import (
    block,
    block_inputs,
    deep,
    deep_inputs,
    shared,
    shared_inputs,
    wrong_block,
    wrong_deep,
    wrong_shared,
)
from .set_08_scores import SCORES

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
            "the first use counts twice", wrong_shared("first twice"),
            "Both places contribute, but not the same amount. One of your two terms stands for the other as well.",
        ),
        Mistake(
            "the second use counts twice", wrong_shared("second twice"),
            "Both places contribute, but not the same amount. One of your two terms stands for the other as well.",
        ),
        Mistake("divided by m", wrong_shared("1/m"), "The factor 1/m is in dout already."),
        Mistake(
            "1 − z² for the slope of tanh", wrong_shared("slope of z"),
            "The slope of tanh is 1 − a², with its output. You use its input.",
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
        Mistake(
            "the mask is taken from the output of the block", wrong_block("mask of the output"),
            "The output of the block has x added to it. Where was the ReLU on?",
        ),
        Mistake(
            "b is forgotten in z", wrong_block("no bias"),
            "What goes into the ReLU? The bias decides too whether it is on.",
        ),
        Mistake("the mask is inverted", wrong_block("inverted"), "You stop what should pass."),
        Mistake(
            "at 0", wrong_block("at 0"),
            "Right except where z is exactly 0. Which line of the task says what happens there?",
        ),
        Mistake(
            "the way around goes through W", wrong_block("both through W"),
            "The way around the layer does not meet W, and the way back from there does not either.",
        ),
        Mistake(
            "dW and db without the mask", wrong_block("mask for dx only"),
            "These two were right. W and b lie before the ReLU, so what reaches them has passed it.",
        ),
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
        Mistake(
            "the slopes of Tanh and ReLU are swapped", wrong_deep("slopes swapped"),
            "Forward, which activation comes first? On the way back each slope belongs to its own place.",
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

_LOGITS, _ONES, _SOFTMAX = SCORES
EXERCISES = (*BASICS, _LOGITS, _ONES, _SHARED, _BLOCK, _SOFTMAX, _DEEP)
