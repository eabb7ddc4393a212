"""Exercises of set 13 on loops: chunks of a batch, and a layer left out."""

from .engine import Exercise
from .set_13_product import PRODUCT
from .set_13_reference import bug, chunk_inputs, chunked, deep, deep_inputs, wrong_chunked, wrong_deep

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
        *(
            bug(
                "chunks of nearly equal length", wrong_chunked(kind),
                "np.array_split makes the chunks nearly equal, and the mean of their means is nearly right.",
                "batch doubled",
            )
            for kind in ("array_split", "array_split, rounded down")
        ),
        *(
            bug(
                "the last examples are dropped, and small batches are an exception", wrong_chunked(kind),
                "No chunk is short now. What has become of the examples that fill no whole chunk?", "gradient check",
            )
            for kind in ("whole chunks or nothing", "whole chunks or all")
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


_DEEP = Exercise(
    "13.7", deep, deep_inputs,
    (
        bug(
            "the bug is still there", wrong_deep("sick"),
            "The gradient of one layer is still all zeros. Write down the values of l and the indices for two layers.",
            "every parameter moves; gradient check",
        ),
        bug(
            "now the last layer is left out", wrong_deep("last"),
            "One layer is computed that was missing before, and another one is skipped now.",
            "every parameter moves; gradient check",
        ),
        bug(
            "from the first layer to the last", wrong_deep("forwards"),
            "All layers are visited, in the order of the forward pass. Where does the derivative come from?",
            "gradient check",
        ),
        bug(
            "the lists are in reversed order", wrong_deep("reversed"),
            "You computed from the last layer to the first. In which order are the lists to be returned?",
            "shapes",
        ),
        bug(
            "the first biases are left out", wrong_deep("weights only"),
            "The weights of the first layer have their gradient now. Its biases?",
            "every parameter moves; gradient check",
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
            "gradient check; shapes, in a network that is not square",
        ),
        bug(
            "z in place of a", wrong_deep("z for a"),
            "What goes into a layer has passed the tanh of the layer before.", "gradient check",
        ),
        bug(
            "not transposed", wrong_deep("transposed"),
            "The product is right and lies on its side.", "shapes, in a network that is not square",
        ),
        bug(
            "W is not transposed on the way back", wrong_deep("not transposed"),
            "In a square network no shape complains. Which index of W is summed over on the way back?",
            "gradient check; shapes, in a network that is not square",
        ),
        bug(
            "the weights of another layer on the way back", wrong_deep("W of the layer before"),
            "On its way back the derivative passes the weights of the layer that it leaves.",
            "gradient check; shapes, in a network that is not square",
        ),
        bug(
            "a factor 2", wrong_deep("twice"), "What does the ½ of the cost do to the 2 of the derivative?",
            "gradient check",
        ),
        bug("a sum over the batch", wrong_deep("sum"), "The cost is a mean over the batch.", "batch doubled"),
        bug(
            "means of the biases", wrong_deep("bias means"), "The factor 1/m is in dout already.", "gradient check"
        ),
        bug(
            "divided by all entries of t", wrong_deep("entries"),
            "The mean is over the m examples; over the outputs of one example it is a sum.",
            "gradient check",
        ),
        bug(
            "the slope is lost on the way back", wrong_deep("slope lost"),
            "dWs and dbs use dz. What goes back to the layer before: dout, or dout times the slope?",
            "gradient check",
        ),
        bug(
            "the first weights are left out", wrong_deep("biases only"),
            "The biases of the first layer have their gradient now. Its weights?",
            "every parameter moves; gradient check",
        ),
        bug("the sign", wrong_deep("sign"), "The whole gradient points the wrong way.", "gradient check"),
    ),
    trials=5, see="chapter 8, “The four equations in rows”", parts=("dWs", "dbs"),
    remark="What would have found it: every parameter moves. One step is enough, and no differences are needed;"
    " the gradient check finds it as well.",
)  # fmt: skip

NUMBERS = (_CHUNKS, PRODUCT, _DEEP)
