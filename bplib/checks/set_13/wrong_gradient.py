"""Exercises 13.4, 13.5 and 13.7: wrong gradients of dropout, of a batch in chunks, of a first layer left out."""

import numpy as np

from ... import activations
from ..engine import Exercise, Mistake, With, in_turn
from ..families import (
    ASSIGNED,
    BIAS_LEFT_OUT,
    HALF,
    LAST_LEFT_OUT,
    MEAN_MISSING,
    MEAN_TWICE,
    SIGN,
    TANH_OF_A,
    TWICE,
)
from .bug import bug

__all__ = ["ACCUMULATED", "DEEP_GRADIENTS", "TOO_SMALL"]


def _rates(rng):
    return (rng.choice([0.1, 0.2, 0.25, 0.5, 0.6, 0.8], in_turn(rng, 3, 1, 5, 2), replace=False),)


def _factors(rates):
    return np.append(np.cumprod((1 - rates)[::-1])[::-1], 1.0)


def _passed(of=lambda p: 1 - p, own=False, front=False, upside_down=False):
    """What is left of the gradients: by what each dropout layer multiplies, which layers count, and from which end."""

    def factors(p):
        each = of(p)
        if front:
            left = np.append(1.0, each if own else np.cumprod(each))
        else:
            left = np.append(each if own else np.cumprod(each[::-1])[::-1], 1.0)
        return 1 / left if upside_down else left

    return factors


TOO_SMALL = Exercise(
    "13.4", _factors, _rates,
    (
        Mistake(
            "counted from the wrong end", With(_passed, front=True),
            "The backward pass begins at the cost. Which gradient has passed no dropout layer on its way?",
        ),
        Mistake(
            "turned around", lambda p: _factors(p)[::-1],
            "The numbers are right and in reversed order. The first belongs to the first layer.",
        ),
        Mistake(
            "how many times too small", With(_passed, upside_down=True),
            "Asked for is the wrong gradient divided by the right one. A gradient that is too small gives less than 1.",
        ),
        Mistake(
            "only the next dropout layer", With(_passed, own=True),
            "On its way back a derivative passes every dropout layer that lies between the cost and the layer.",
        ),
        Mistake(
            "off by one layer", lambda p: np.append(_factors(p)[1:], 1.0),
            "Dropout layer l stands after Affine layer l. Does the gradient of layer l pass it on its way back?",
        ),
        Mistake(
            "all layers alike", lambda p: np.full(len(p) + 1, np.prod(1 - p)),
            "The last Affine layer has no dropout layer between itself and the cost.",
        ),
        Mistake(
            "p in place of 1 − p", With(_passed, of=lambda p: p),
            "The rate p is the fraction that is dropped. By what does forward divide?",
        ),
        Mistake(
            "added, not multiplied", lambda p: np.append(1 - np.cumsum(p[::-1])[::-1], 1.0),
            "Two layers one after the other: do their factors add or multiply?",
        ),
        Mistake(
            "the mask counted as well", lambda p: _factors(p) ** 2,
            "The mask is there in the sick backward and in the healthy one. Only one factor 1/(1 − p) is missing for"
            " each layer.",
        ),
        Mistake(
            "how many times too small, off by one layer", lambda p: 1 / np.append(_factors(p)[1:], 1.0),
            "Dropout layer l stands after Affine layer l. And a gradient that is too small gives less than 1.",
        ),
        Mistake(
            "1 − p after the product", lambda p: np.append(1 - np.cumprod(p[::-1])[::-1], 1.0),
            "You multiply the rates and subtract once. By what does each dropout layer divide, forward?",
        ),
        Mistake(
            "what is missing", lambda p: 1 - _factors(p),
            "This is the part of the gradient that is missing. Asked for is what the computed one is of the right one.",
        ),
        Mistake(
            "all layers right", lambda p: np.ones(len(p) + 1),
            "Does the derivative on its way to the first layers pass a backward step that is sick?",
        ),
        Mistake(
            "a mean rate for all", lambda p: (1 - p.mean()) ** np.arange(len(p), -1, -1.0),
            "The rates are not equal. Which of them does the derivative pass on its way to layer l?",
        ),
        Mistake(
            "roots", lambda p: np.sqrt(_factors(p)),
            "A root is taken of the factors. What makes it necessary?",
        ),
        Mistake(
            "the dropout layer before", lambda p: np.append(1.0, 1 - p),
            "On its way back a derivative passes the dropout layers that come after its layer, all of them.",
        ),
        LAST_LEFT_OUT(
            lambda p: _factors(p)[:-1], name="the last layer is left out",
            hint="There is one Affine layer more than there are dropout layers.",
        ),
    ),
    see="chapter 13b, “26. Dropout”",
    trials=4,
    remark="What would have found it: the gradient check, with the masks held fixed. Batch doubled, shapes and loss"
    " at the start see nothing: the forward pass is healthy.",
)  # fmt: skip


def _chunk(W, x, t):
    return x.T @ (activations.softmax(x @ W) - np.eye(W.shape[1])[t]) / len(x)


def _chunk_inputs(rng):
    """(W, x, t, size): a last chunk that is shorter, whole chunks, a chunk larger than the batch, single examples."""
    m, n, K, size = in_turn(rng, (10, 6, 3, 4), (12, 3, 5, 4), (3, 5, 4, 8), (11, 4, 5, 3), (5, 4, 3, 1))
    return rng.normal(size=(n, K)), rng.normal(size=(m, n)), rng.integers(0, K, m), size


def _chunked(W, x, t, size):
    return _chunk(W, x, t)


def _wrong_chunked(kind):
    """The gradient of a batch, in chunks, with something wrong."""

    def wrong(W, x, t, size):
        m = len(x)
        if kind in ("array_split", "array_split, rounded down"):
            count = -(-m // size) if kind == "array_split" else max(1, m // size)
            parts = zip(np.array_split(x, count), np.array_split(t, count))
            return np.mean([_chunk(W, *part) for part in parts], axis=0)
        if kind == "first chunk":
            return _chunk(W, x[:size], t[:size])
        if kind == "overlapping":
            longer = [slice(i, i + size + 1) for i in range(0, m, size)]
            return sum(_chunk(W, x[s], t[s]) * len(x[s]) for s in longer) / m
        starts = range(0, m - m % size if "whole chunks" in kind else m, size)
        parts = [(_chunk(W, x[i : i + size], t[i : i + size]), len(x[i : i + size])) for i in starts]
        means = sum(g for g, _ in parts) + np.zeros_like(W)
        whole = sum(n * g for g, n in parts) + np.zeros_like(W)
        results = {
            "sick": lambda: means / len(parts), "sum of means": lambda: means, "size": lambda: means * size / m,
            "floor": lambda: means / (m // size), "per example": lambda: means / m, "sum": lambda: whole,
            "1/size": lambda: whole / (size * len(parts)), "chunks": lambda: whole / len(parts),
            "weights and chunks": lambda: whole / m / len(parts), "twice": lambda: whole / m**2,
            "means by size": lambda: means / size,
            "weighted by chunks": lambda: sum(g * size / n for g, n in parts) / len(parts),
            "sign": lambda: -whole / m,
            "last": lambda: parts[-1][0], "whole chunks": lambda: means / len(parts),
            "mean of whole chunks": lambda: whole / m,
            "whole chunks or nothing": lambda: means / max(len(parts), 1),
            "whole chunks or all": lambda: means / len(parts) if parts else _chunk(W, x, t),
        }  # fmt: skip
        return results[kind]()

    return wrong


ACCUMULATED = Exercise(
    "13.5", _chunked, _chunk_inputs,
    (
        bug(
            "the bug is still there", _wrong_chunked("sick"),
            "Right when all chunks are equally long. What weight has an example of a short last chunk?",
            "batch doubled",
        ),
        bug(
            "a short chunk counts as a full one", _wrong_chunked("size"),
            "You weight each chunk's mean with size. How many examples are in the last chunk?", "batch doubled",
        ),
        bug(
            "the number of chunks is rounded down", _wrong_chunked("floor"),
            "m // size forgets the short chunk, and is 0 when a chunk is larger than the batch.", "batch doubled",
        ),
        *(
            bug(
                "chunks of nearly equal length", _wrong_chunked(kind),
                "np.array_split makes the chunks nearly equal, and the mean of their means is nearly right.",
                "batch doubled",
            )
            for kind in ("array_split", "array_split, rounded down")
        ),
        *(
            bug(
                "the last examples are dropped, and small batches are an exception", _wrong_chunked(kind),
                "No chunk is short now. What has become of the examples that fill no whole chunk?", "gradient check",
            )
            for kind in ("whole chunks or nothing", "whole chunks or all")
        ),
        bug(
            "the last examples are dropped", _wrong_chunked("whole chunks"),
            "The examples of the short chunk belong to the batch as well.", "gradient check",
        ),
        bug(
            "the last examples are dropped and counted", _wrong_chunked("mean of whole chunks"),
            "You divide by the number of all examples. Did all of them go into the sum?", "gradient check",
        ),
        bug(
            "a sum of means", _wrong_chunked("sum of means"),
            "The chunks are added up. What turns the sum into the mean over all examples?", "batch doubled",
        ),
        bug(
            "the sum over all examples", _wrong_chunked("sum"),
            "Each example has the same weight now. That weight should be 1/m.", "batch doubled",
        ),
        bug(
            "divided twice", _wrong_chunked("per example"),
            "chunk_gradient returns a mean already, and you divide by m once more.", "batch doubled",
        ),
        bug(
            "divided by size times chunks", _wrong_chunked("1/size"),
            "size times the number of chunks is not m when the last chunk is short.", "gradient check",
        ),
        bug(
            "divided by the number of chunks", _wrong_chunked("chunks"),
            "You weight each chunk with its length. By what must the sum be divided then?", "gradient check",
        ),
        bug(
            "the length of the chunks, and their number", _wrong_chunked("weights and chunks"),
            "The weights of the chunks sum to 1 already, and you divide by the number of chunks besides.",
            "gradient check",
        ),
        bug(
            "1/m twice", _wrong_chunked("twice"),
            "Each chunk has its length for a weight. The sum is divided by m twice.", "batch doubled", MEAN_TWICE,
        ),
        bug(
            "the means divided by size", _wrong_chunked("means by size"),
            "chunk_gradient returns a mean already, and you divide by size once more. What makes one mean of several?",
            "batch doubled",
        ),
        bug(
            "short chunks count more", _wrong_chunked("weighted by chunks"),
            "A short chunk gets a larger weight in yours. Which weight has an example of it then?", "batch doubled",
        ),
        bug("the sign", _wrong_chunked("sign"), "The whole gradient points the wrong way.", "gradient check", SIGN),
        bug(
            "only the first chunk", _wrong_chunked("first chunk"),
            "This is the gradient of the first chunk alone. Does your function return inside the loop?",
            "gradient check",
        ),
        bug(
            "chunks that overlap", _wrong_chunked("overlapping"),
            "Your chunks have an example too many: the first of the next one is counted twice. What is x[0:4]?",
            "gradient check",
        ),
        bug(
            "only the last chunk", _wrong_chunked("last"),
            "This is the gradient of the last chunk alone: is += there?", "gradient check", ASSIGNED,
        ),
    ),
    trials=5, see="chapter 8b, “Shared weights: their gradients add”",
    remark="What would have found it: batch doubled, with a size that does not divide the batch. The gradient check"
    " finds it too, on such a batch; on 8 or 12 examples with chunks of 4 both see nothing.",
)  # fmt: skip


def _deep_inputs(rng):
    """(Ws, bs, x, t) of tanh layers: first a square network, in which wrong indices run."""
    m, sizes = in_turn(
        rng, (5, (3, 3, 3, 3)), (4, (2, 5, 3, 4, 1)), (6, (4, 2)), (1, (3, 4, 2)), (3, (2, 3, 4, 3, 2, 4, 2))
    )
    Ws = [rng.normal(0, 0.7, shape) for shape in zip(sizes, sizes[1:])]
    bs = [rng.normal(0, 0.3, n) for n in sizes[1:]]
    return Ws, bs, rng.normal(size=(m, sizes[0])), rng.uniform(-1, 1, (m, sizes[-1]))


def _deep(Ws, bs, x, t):
    return _deep_with()(Ws, bs, x, t)


def _of_a(a, z, before):
    return 1 - a**2


def _deep_with(
    factor=1, power=1, divisor=None, slope=_of_a, first_slope=None, last_slope=None, steps=None, into="a", back="W.T",
    passed="dz", bias=np.sum, left_out=(), target=1, no_bias=False,
):  # fmt: skip
    """(dWs, dbs) of ½ mean ‖a − t‖² for tanh layers, with an option for each of its steps.

    ``power`` is that of 1/m, ``steps`` the layers that are visited, ``left_out`` the names of first arrays that stay 0.
    """

    def gradients(Ws, bs, x, t):
        a, zs, L = [x], [], len(Ws)
        for W, b in zip(Ws, bs):
            zs.append(a[-1] @ W + (0 if no_bias else b))
            a.append(np.tanh(zs[-1]))
        dWs, dbs = [np.zeros_like(W) for W in Ws], [np.zeros_like(b) for b in bs]
        dout = factor * (a[-1] - target * t) / (t.size if divisor == "entries" else float(len(x)) ** power)
        for l in range(L - 1, -1, -1) if steps is None else steps(L):
            slope_here = slope
            if l == L - 1 and last_slope is not None:
                slope_here = last_slope
            if l == 0 and first_slope is not None:
                slope_here = first_slope
            dz = dout * slope_here(a[l + 1], zs[l], a[l])
            dWs[l] = {"a": a[l], "output": a[l + 1], "z": zs[l - 1] if l else x}[into].T @ dz
            dbs[l] = bias(dz, axis=0)
            gone = dout if passed == "dout" else dz
            dout = gone @ {"W.T": Ws[l].T, "W": Ws[l], "before": Ws[l - 1].T}[back]
        if "b" in left_out:
            dbs[0] = np.zeros_like(bs[0])
        if "W" in left_out:
            dWs[0] = np.zeros_like(Ws[0])
        return dWs, dbs

    return gradients


def _no_slope(a, z, before):
    return 1


def _on_its_side(Ws, bs, x, t):
    dWs, dbs = _deep(Ws, bs, x, t)
    return [dW.T for dW in dWs], dbs


def _reversed(Ws, bs, x, t):
    dWs, dbs = _deep(Ws, bs, x, t)
    return dWs[::-1], dbs[::-1]


DEEP_GRADIENTS = Exercise(
    "13.7", _deep, _deep_inputs,
    (
        bug(
            "the bug is still there", With(_deep_with, steps=lambda L: range(L - 1, 0, -1)),
            "The gradient of one layer is still all zeros. Write down the values of l and the indices for two layers.",
            "every parameter moves; gradient check",
        ),
        bug(
            "now the last layer is left out", With(_deep_with, steps=lambda L: range(L - 2, -1, -1)),
            "One layer is computed that was missing before, and another one is skipped now.",
            "every parameter moves; gradient check",
        ),
        bug(
            "from the first layer to the last", With(_deep_with, steps=range),
            "All layers are visited, in the order of the forward pass. Where does the derivative come from?",
            "gradient check",
        ),
        bug(
            "the lists are in reversed order", _reversed,
            "You computed from the last layer to the first. In which order are the lists to be returned?",
            "shapes",
        ),
        bug(
            "the first biases are left out", With(_deep_with, left_out=("b",)),
            "The weights of the first layer have their gradient now. Its biases?",
            "every parameter moves; gradient check",
        ),
        bug("no slopes", With(_deep_with, slope=_no_slope), "Where is the derivative of tanh?", "gradient check"),
        bug(
            "no slope at the end", With(_deep_with, last_slope=_no_slope),
            "The last layer has a tanh too.", "gradient check",
        ),
        bug(
            "no slope at the start", With(_deep_with, first_slope=_no_slope),
            "The first layer was added to the loop without its tanh.", "gradient check",
        ),
        bug(
            "the slope from z", With(_deep_with, slope=lambda a, z, before: 1 - z**2),
            "1 − a² wants the output of the tanh. You use its input.", "gradient check",
        ),
        bug(
            "the slope of the layer before", With(_deep_with, slope=lambda a, z, before: 1 - before**2),
            "a[0] is the input, so the output of layer l is not a[l]. In a square network no shape complains.",
            "gradient check",
        ),
        bug(
            "the output where the input belongs", With(_deep_with, into="output"),
            "The weight gradient wants what went into the layer. In a square network no shape complains.",
            "gradient check; shapes, in a network that is not square",
        ),
        bug(
            "z in place of a", With(_deep_with, into="z"),
            "What goes into a layer has passed the tanh of the layer before.", "gradient check",
        ),
        bug(
            "not transposed", _on_its_side,
            "The product is right and lies on its side.", "shapes, in a network that is not square",
        ),
        bug(
            "W is not transposed on the way back", With(_deep_with, back="W"),
            "In a square network no shape complains. Which index of W is summed over on the way back?",
            "gradient check; shapes, in a network that is not square",
        ),
        bug(
            "the weights of another layer on the way back", With(_deep_with, back="before"),
            "On its way back the derivative passes the weights of the layer that it leaves.",
            "gradient check; shapes, in a network that is not square",
        ),
        bug(
            "a factor 2", With(_deep_with, factor=2), "What does the ½ of the cost do to the 2 of the derivative?",
            "gradient check", TWICE,
        ),
        bug(
            "a sum over the batch", With(_deep_with, power=0), "The cost is a mean over the batch.", "batch doubled",
            MEAN_MISSING,
        ),
        bug(
            "means of the biases", With(_deep_with, bias=np.mean),
            "The factor 1/m is in dout already.", "gradient check"
        ),
        bug(
            "divided by all entries of t", With(_deep_with, divisor="entries"),
            "The mean is over the m examples; over the outputs of one example it is a sum.",
            "gradient check",
        ),
        bug(
            "the slope is lost on the way back", With(_deep_with, passed="dout"),
            "dWs and dbs use dz. What goes back to the layer before: dout, or dout times the slope?",
            "gradient check",
        ),
        bug(
            "the first weights are left out", With(_deep_with, left_out=("W",)),
            "The biases of the first layer have their gradient now. Its weights?",
            "every parameter moves; gradient check",
        ),
        bug(
            "the slope of the output, once more through tanh",
            With(_deep_with, slope=lambda a, z, before: 1 - np.tanh(a) ** 2),
            "a is tanh(z) already. Its square is all that the slope needs.", "gradient check", TANH_OF_A,
        ),
        bug(
            "the slope of a sigmoid", With(_deep_with, slope=lambda a, z, before: a * (1 - a)),
            "a (1 − a) is the slope of another activation function.", "gradient check",
        ),
        bug(
            "the slope of ReLU", With(_deep_with, slope=lambda a, z, before: a > 0),
            "This is the slope of another activation function. That of tanh is no 0 or 1.", "gradient check",
        ),
        bug(
            "1 − a for the slope", With(_deep_with, slope=lambda a, z, before: 1 - a),
            "1 − a is not the slope of tanh. Something is to be squared.", "gradient check",
        ),
        bug(
            "1 + a² for the slope", With(_deep_with, slope=lambda a, z, before: 1 + a**2),
            "The slope of tanh is never above 1. Look at its sign.", "gradient check",
        ),
        bug(
            "1/m twice", With(_deep_with, power=2), "The mean is taken once. Where do you divide again?",
            "batch doubled; gradient check", MEAN_TWICE,
        ),
        bug(
            "the biases are left out in the forward pass", With(_deep_with, no_bias=True),
            "In your forward pass a term is missing from z.", "gradient check", BIAS_LEFT_OUT,
        ),
        bug(
            "the targets with the wrong sign", With(_deep_with, target=-1),
            "The error is a difference of output and target. Yours is their sum.", "overfit ten examples", SIGN,
        ),
        bug(
            "only the last layer", With(_deep_with, steps=lambda L: [L - 1]),
            "All gradients but those of the last layer are zeros. How often does your loop run?",
            "every parameter moves; gradient check",
        ),
        bug(
            "half of it", With(_deep_with, factor=0.5), "The ½ of the cost is there to cancel something.",
            "gradient check", HALF,
        ),
        bug(
            "the sign", With(_deep_with, factor=-1), "The whole gradient points the wrong way.", "gradient check", SIGN,
        ),
    ),
    trials=5, see="chapter 8, “The four equations in rows”", parts=("dWs", "dbs"), backward=True,
    remark="What would have found it: every parameter moves. One step is enough, and no differences are needed;"
    " the gradient check finds it as well.",
)  # fmt: skip
