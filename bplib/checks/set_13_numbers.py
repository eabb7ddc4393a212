"""Exercises of set 13 on numbers and loops: chunks of a batch, a product of many, a layer left out."""

import numpy as np

from .. import activations
from .engine import Exercise
from .set_13_reference import (
    bug,
    chunk_inputs,
    chunked,
    deep,
    deep_inputs,
    many,
    wrong_chunked,
    wrong_deep,
)

__all__ = ["NUMBERS"]

_CHUNKS = Exercise(
    "13.5", chunked, chunk_inputs,
    (
        bug(
            "the bug is still there", wrong_chunked("sick"),
            "Right when all chunks are equally long. What weight has an example of a short last chunk?",
            "batch doubled",
        ),
        bug(
            "a short chunk counts as a full one", wrong_chunked("size"),
            "You weight each chunk's mean with size. How many examples are in the last chunk?", "batch doubled",
        ),
        bug(
            "the number of chunks is rounded down", wrong_chunked("floor"),
            "m // size forgets the short chunk, and is 0 when a chunk is larger than the batch.", "batch doubled",
        ),
        bug(
            "the last examples are dropped", wrong_chunked("whole chunks"),
            "The examples of the short chunk belong to the batch as well.", "gradient check",
        ),
        bug(
            "the last examples are dropped and counted", wrong_chunked("mean of whole chunks"),
            "You divide by the number of all examples. Did all of them go into the sum?", "gradient check",
        ),
        bug(
            "a sum of means", wrong_chunked("sum of means"),
            "The chunks are added up. What turns the sum into the mean over all examples?", "batch doubled",
        ),
        bug(
            "the sum over all examples", wrong_chunked("sum"),
            "Each example has the same weight now. That weight should be 1/m.", "batch doubled",
        ),
        bug(
            "divided twice", wrong_chunked("per example"),
            "chunk_gradient returns a mean already, and you divide by m once more.", "batch doubled",
        ),
        bug(
            "divided by size times chunks", wrong_chunked("1/size"),
            "size times the number of chunks is not m when the last chunk is short.", "gradient check",
        ),
        bug(
            "divided by the number of chunks", wrong_chunked("chunks"),
            "You weight each chunk with its length. By what must the sum be divided then?", "gradient check",
        ),
        bug(
            "only the last chunk", wrong_chunked("last"),
            "This is the gradient of the last chunk alone: is += there?", "gradient check",
        ),
    ),
    trials=5, see="chapter 8, “One object, one place, one batch”",
    remark="What would have found it: batch doubled, with a size that does not divide the batch. The gradient check"
    " finds it too, on such a batch; on 8 or 12 examples with chunks of 4 both see nothing.",
)  # fmt: skip


def _logs(scores, t):
    return activations.log_softmax(scores)[np.arange(len(t)), t]


def _right_class(scores, t):
    return activations.softmax(scores)[np.arange(len(t)), t]


def _unshifted(scores, t):
    e = np.exp(scores)
    return e[np.arange(len(t)), t] / e.sum(axis=1)


_FLOORS = tuple(
    bug(
        "a floor under the probabilities", wrong,
        f"Nothing is infinite, and it is wrong: no surprise can be larger than −log({eps:.0e}) = {-np.log(eps):.1f},"
        " however sure the model was of the wrong class. The floor hides the illness.",
        "extreme values; gradient check",
    )
    for eps in (1e-12, 1e-15, 1e-10, 1e-8, 1e-16, 1e-9, 1e-7, 1e-6, 1e-300)
    for wrong in (
        lambda s, t, eps=eps: -np.mean(np.log(_right_class(s, t) + eps)),
        lambda s, t, eps=eps: -np.mean(np.log(np.maximum(_right_class(s, t), eps))),
    )
)  # fmt: skip

_PRODUCT = Exercise(
    "13.6", lambda scores, t: -np.mean(_logs(scores, t)), many,
    (
        bug(
            "the bug is still there", lambda s, t: -np.log(np.prod(_right_class(s, t))) / len(t),
            "A product of thousands of numbers below 1 is rounded to 0. What is the logarithm of a product?",
            "extreme values, here of the number of examples",
        ),
        bug(
            "the logarithm of a probability that was rounded to 0", lambda s, t: -np.mean(np.log(_right_class(s, t))),
            "The product is gone. But one probability can be rounded to 0 too, when scores lie hundreds apart.",
            "extreme values",
        ),
        bug(
            "exp overflows", lambda s, t: -np.mean(np.log(_unshifted(s, t))),
            "exp(1000) is infinite, and infinity divided by infinity is nan.", "extreme values",
        ),
        bug(
            "exp overflows in the logarithm of the sum",
            lambda s, t: np.mean(np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(t)), t]),
            "The logarithm is taken before anything can be rounded to 0: good. But exp(1000) is still infinite.",
            "extreme values",
        ),
        *_FLOORS,
        bug(
            "the product is clipped", lambda s, t: -np.log(max(np.prod(_right_class(s, t)), 1e-300)) / len(t),
            "Now the loss of many examples cannot exceed 691/m, whatever the model does. The product must go.",
            "extreme values; batch doubled",
        ),
        bug(
            "nan_to_num", lambda s, t: np.nan_to_num(-np.log(np.prod(_right_class(s, t))) / len(t)),
            "Infinity was replaced by a large number, which is as wrong as before and harder to see.",
            "extreme values",
        ),
        bug(
            "the sum, not the mean", lambda s, t: -np.sum(_logs(s, t)),
            "This grows with the number of examples.", "batch doubled",
        ),
        bug(
            "the logarithm of the mean", lambda s, t: -np.log(np.mean(_right_class(s, t))),
            "The mean of the logarithms is not the logarithm of the mean.", "gradient check",
        ),
        bug(
            "the sign", lambda s, t: np.mean(_logs(s, t)),
            "A probability is below 1, so its logarithm is negative. The surprise is positive.",
            "loss at initialization",
        ),
        bug(
            "every row with every label", lambda s, t: -np.mean(activations.log_softmax(s)[:, t]),
            "[:, t] means the columns t of all rows. Row 0 belongs to t[0], row 1 to t[1], …", "shape assertion",
        ),
        bug(
            "all classes", lambda s, t: -np.mean(activations.log_softmax(s)),
            "This is the mean over all classes. Only that of the label counts.", "overfit ten examples",
        ),
        bug(
            "logarithm to base 2", lambda s, t: -np.mean(_logs(s, t)) / np.log(2),
            "All values are larger by the same factor: which base has your logarithm?", "loss at initialization",
        ),
    ),
    trials=7, see="chapter 4, “When exp and log leave their range”",
    remark="What would have found it: extreme values. Try scores of ±1000, and try many examples as well as few.",
)  # fmt: skip

_DEEP = Exercise(
    "13.7", deep, deep_inputs,
    (
        bug(
            "the bug is still there", wrong_deep("sick"),
            "The gradient of one layer is still all zeros. Write down the values of l and the indices for two layers.",
            "parameter that never moves; gradient check",
        ),
        bug(
            "now the last layer is left out", wrong_deep("last"),
            "One layer is computed that was missing before, and another one is skipped now.",
            "parameter that never moves; gradient check",
        ),
        bug(
            "from the first layer to the last", wrong_deep("forwards"),
            "All layers are visited, in the order of the forward pass. Where does the derivative come from?",
            "gradient check",
        ),
        bug(
            "the lists are in reversed order", wrong_deep("reversed"),
            "You computed from the last layer to the first. In which order are the lists to be returned?",
            "shape assertion",
        ),
        bug(
            "the first biases are left out", wrong_deep("weights only"),
            "The weights of the first layer have their gradient now. Its biases?",
            "parameter that never moves; gradient check",
        ),
        bug("no slopes", wrong_deep("no slope"), "Where is the derivative of tanh?", "gradient check"),
        bug(
            "no slope at the end", wrong_deep("no slope at the end"),
            "The last layer has a tanh too.", "gradient check",
        ),
        bug(
            "no slope at the start", wrong_deep("no slope at the start"),
            "The first layer was added to the loop without its tanh.", "gradient check",
        ),
        bug(
            "the slope from z", wrong_deep("slope of z"),
            "1 − a² wants the output of the tanh. You use its input.", "gradient check",
        ),
        bug(
            "the slope of the layer before", wrong_deep("slope of the layer before"),
            "a[0] is the input, so the output of layer l is not a[l]. In a square network no shape complains.",
            "gradient check",
        ),
        bug(
            "the output where the input belongs", wrong_deep("output for input"),
            "The weight gradient wants what went into the layer. In a square network no shape complains.",
            "gradient check; shape assertion, in a network that is not square",
        ),
        bug(
            "z in place of a", wrong_deep("z for a"),
            "What goes into a layer has passed the tanh of the layer before.", "gradient check",
        ),
        bug(
            "not transposed", wrong_deep("transposed"),
            "The product is right and lies on its side.", "shape assertion, in a network that is not square",
        ),
        bug(
            "W is not transposed on the way back", wrong_deep("not transposed"),
            "In a square network no shape complains. Which index of W is summed over on the way back?",
            "gradient check; shape assertion, in a network that is not square",
        ),
        bug(
            "the weights of another layer on the way back", wrong_deep("W of the layer before"),
            "On its way back the derivative passes the weights of the layer that it leaves.",
            "gradient check; shape assertion, in a network that is not square",
        ),
        bug(
            "a factor 2", wrong_deep("twice"), "What does the ½ of the cost do to the 2 of the derivative?",
            "gradient check",
        ),
        bug("a sum over the batch", wrong_deep("sum"), "The cost is a mean over the batch.", "batch doubled"),
        bug(
            "means of the biases", wrong_deep("bias means"), "The factor 1/m is in dout already.", "gradient check"
        ),
        bug("the sign", wrong_deep("sign"), "The whole gradient points the wrong way.", "gradient check"),
    ),
    trials=4, see="chapter 8, “The four equations in rows”", parts=("dWs", "dbs"),
    remark="What would have found it: a parameter that never moves. One step is enough, and no differences are needed;"
    " the gradient check finds it as well.",
)  # fmt: skip

NUMBERS = (_CHUNKS, _PRODUCT, _DEEP)
