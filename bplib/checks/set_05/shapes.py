"""Exercises 5.1 and 5.2: how many parameters a network has, and which shapes belong to a layer."""

import numpy as np

from .. import families as f
from ..engine import Exercise, Mistake, With, trial

__all__ = ["PARAMETERS", "SHAPES"]


def _pairs(sizes):
    return list(zip(sizes, sizes[1:]))


def _sizes(rng):
    """Four layers, then four of which two are alike, then the fewest, then five."""
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(3, 12))[:5])
    return ([a, b, c, d], [a, b, c, b], [a, b], [a, b, c, d, e])[trial(rng) - 1]


PARAMETERS = Exercise(
    "05.1", lambda sizes: sum(n * (k + 1) for k, n in _pairs(sizes)), lambda rng: (_sizes(rng),),
    (
        f.BIAS_LEFT_OUT(
            lambda sizes: sum(n * k for k, n in _pairs(sizes)), name="the biases are left out",
            hint="This counts the edges. Which parameters do not lie on an edge?",
        ),
        Mistake(
            "biases for the input", lambda sizes: sum(n * k for k, n in _pairs(sizes)) + sum(sizes),
            "Do the units of every layer compute a weighted input?",
        ),
        Mistake(
            "a bias for each unit of the layer before", lambda sizes: sum((n + 1) * k for k, n in _pairs(sizes)),
            "A bias belongs to the unit in which edges end. Which of the two sizes has the + 1?",
        ),
        Mistake(
            "one bias for a whole layer", lambda sizes: sum(n * k + 1 for k, n in _pairs(sizes)),
            "How many biases has a layer of three units?",
        ),
        f.LAST_LEFT_OUT(
            lambda sizes: sum(n * (k + 1) for k, n in _pairs(sizes)[:-1]), name="the last layer is left out",
            hint="How many matrices has a network of four layers? Your sum has one term less.",
        ),
        Mistake(
            "the number of units", lambda sizes: sum(sizes), "These are the units. Count what can be learned.",
        ),
        Mistake(
            "the number of units without the input", lambda sizes: sum(sizes[1:]),
            "These are the biases. Which parameters lie on the edges?",
        ),
        Mistake(
            "the first matrix is left out", lambda sizes: sum(n * (k + 1) for k, n in _pairs(sizes)[1:]),
            "One term is missing in your sum, the first. How many matrices has a network of four layers?",
        ),
        Mistake(
            "the output biases are left out", lambda sizes: sum(n * k for k, n in _pairs(sizes)) + sum(sizes[1:-1]),
            "The units of which layers have a bias? One of these layers is missing.",
        ),
        Mistake(
            "the first biases are left out", lambda sizes: sum(n * k for k, n in _pairs(sizes)) + sum(sizes[2:]),
            "The units of which layers have a bias? One of these layers is missing.",
        ),
        Mistake(
            "+ 1 on both sides", lambda sizes: sum((n + 1) * (k + 1) for k, n in _pairs(sizes)),
            "One of your two + 1 counts the biases. What does the other count?",
        ),
        Mistake(
            "three layers", lambda sizes: sizes[0] * sizes[1] + sizes[1] + sizes[1] * sizes[-1] + sizes[-1],
            "This is right for one hidden layer. The check tries more of them, and none.",
        ),
        Mistake(
            "the first three layers",
            lambda sizes: sum(n * (k + 1) for k, n in _pairs(sizes)[:2]),
            "This counts two matrices at most. The check tries deeper networks.",
        ),
        Mistake(
            "the first two layers", lambda sizes: sizes[1] * (sizes[0] + 1),
            "This counts one matrix. The check tries deeper networks.",
        ),
        Mistake(
            "from the input to the output", lambda sizes: sizes[-1] * (sizes[0] + 1),
            "Edges lead from one layer to the next. Are yours from the first to the last?",
        ),
        Mistake(
            "only the last matrix", lambda sizes: sizes[-1] * (sizes[-2] + 1),
            "This counts the last matrix and its biases only. Is the sum assigned anew in each step?",
            family=f.ASSIGNED.family,
        ),
        Mistake(
            "the product of all sizes", lambda sizes: int(np.prod(sizes)),
            "A product of all sizes counts paths. Edges lead from one layer to the next.",
        ),
        Mistake(
            "the product of all sizes, and the biases", lambda sizes: int(np.prod(sizes)) + sum(sizes[1:]),
            "A product of all sizes counts paths. Edges lead from one layer to the next.",
        ),
        Mistake(
            "one bias for the whole network", lambda sizes: sum(n * k for k, n in _pairs(sizes)) + 1,
            "How many biases has a layer of three units, and how many a network?",
        ),
        Mistake(
            "one bias for each layer", lambda sizes: sum(n * k for k, n in _pairs(sizes)) + len(sizes),
            "How many biases has a layer of three units?",
        ),
        Mistake(
            "a bias for each edge", lambda sizes: 2 * sum(n * k for k, n in _pairs(sizes)),
            "A bias belongs to a unit, and not to an edge.",
        ),
        Mistake(
            "the biases twice", lambda sizes: sum(n * (k + 2) for k, n in _pairs(sizes)),
            "The edges are counted well. How often do you count the biases?",
        ),
        Mistake(
            "the number of layers", lambda sizes: len(sizes), "This is the number of layers. How many numbers are in a"
            " matrix?",
        ),
        Mistake(
            "biases on both sides", lambda sizes: sum(n * k + n + k for k, n in _pairs(sizes)),
            "A bias belongs to the unit in which edges end. Which units do you count twice?",
        ),
        Mistake(
            "a bias for each input only", lambda sizes: sum(n * k for k, n in _pairs(sizes)) + sizes[0],
            "Which units have a bias? The input computes nothing.",
        ),
        Mistake(
            "biases subtracted", lambda sizes: sum(n * (k - 1) for k, n in _pairs(sizes)),
            "Edges and biases are both parameters. What is done with the two numbers?",
        ),
        Mistake(
            "one layer too many edges, no biases", lambda sizes: sum(n * k for k, n in zip(sizes,
            sizes[1:] + sizes[:1])),
            "Edges lead from one layer to the next. What follows the last one? And which parameters are on no edge?",
        ),
        Mistake(
            "sums for products", lambda sizes: sum(n + k for k, n in _pairs(sizes)),
            "How many edges lead from 3 units to 4, if each is joined to each?",
        ),
        Mistake(
            "sums for products, and the biases", lambda sizes: sum(2 * n + k for k, n in _pairs(sizes)),
            "How many edges lead from 3 units to 4, if each is joined to each?",
        ),
        Mistake(
            "within a layer", lambda sizes: sum(n * n for n in sizes), "Do edges join units of the same layer?"
        ),
        Mistake(
            "within a layer, and the biases", lambda sizes: sum(n * (n + 1) for n in sizes[1:]),
            "Do edges join units of the same layer?",
        ),
        Mistake(
            "edges over more than one layer",
            lambda sizes: sum(a * b for i, a in enumerate(sizes) for b in sizes[i + 1 :]) + sum(sizes[1:]),
            "Edges lead from one layer to the next. Do yours leave out layers?",
        ),
        Mistake(
            "from the last layer back to the first",
            lambda sizes: sum(n * (k + 1) for k, n in _pairs(sizes)) + sizes[0] * (sizes[-1] + 1),
            "An index −1 is the last entry. Where does your sum begin?", family=f.LAYER_OFF_BY_ONE.family,
        ),
    ),
    see="chapter 5, “Counting parameters”", trials=4,
)  # fmt: skip


def _layer(rng):
    """Sizes, all different and different from m, and a layer: one within, the first with weights, then the last."""
    *sizes, m = (int(n) for n in rng.permutation(np.arange(2, 14))[:6])
    number = trial(rng)
    return sizes[: 4 if number == 3 else 5], (3, 2, 4)[number - 1], m


def _four(*, w="to, from", b="column", a="before", z="own", off=0, rows=False, one=False, order=(0, 1, 2, 3)):
    """The four shapes with one thing changed."""

    def shapes(sizes, l, m):
        n_in, n_out, m = sizes[l - 2 + off], sizes[l - 1 + off], 1 if one else m
        enters = {"before": n_in, "own": n_out, "input": sizes[0]}[a]
        made = (
            {"to, from": (n_out, n_in), "from, to": (n_in, n_out), "with bias": (n_out, n_in + 1)}[w],
            {
                "column": (n_out, 1), "batch": (n_out, m), "flat": (n_out,), "row": (1, n_out), "before": (n_in, 1),
                "scalar": (1, 1), "matrix": (n_out, n_in), "examples": (m, 1),
            }[b],
            (m, enters) if rows else (enters, m),
            (m, {"own": n_out, "before": n_in, "output": sizes[-1]}[z])
            if rows else ({"own": n_out, "before": n_in, "output": sizes[-1]}[z], m),
        )  # fmt: skip
        return tuple(made[i] for i in order)

    return shapes


_PLACES = "Which comes first, second, third and fourth? Read the order in the task."
_BIAS = "b: one number for each unit of layer l. As a column, which shape is that?"
_LISTS = "chapter 5, “Lists that begin with layer 2”"

SHAPES = Exercise(
    "05.2", _four(), _layer,
    (
        Mistake(
            "from, to", With(_four, w="from, to"),
            "Write the product of the second shape and the third one below each other: do the inner sides of"
            " W and A agree?",
            "chapter 5, “By index, then by matrix”",
        ),
        f.LAYER_OFF_BY_ONE(
            With(_four, off=1), name="one layer too far",
            hint="Layers count from 1, lists from 0. At which index of sizes is the input layer?", see=_LISTS,
        ),
        f.LAYER_OFF_BY_ONE(
            With(_four, off=-1), name="one layer too early", hint="Try l = 2 by hand: which two sizes should W² have?",
            see=_LISTS,
        ),
        Mistake(
            "a bias for each example", With(_four, b="batch"),
            "Does the number of parameters depend on the number of examples?",
        ),
        Mistake(
            "examples as rows", With(_four, rows=True),
            "Here an example is a column. What does that say about the last axis of A and Z?",
        ),
        Mistake(
            "the other layout throughout", _four(rows=True, w="from, to", b="row"),
            "These are the shapes of programs with examples as rows. Here an example is a column.",
        ),
        Mistake(
            "the other layout throughout, with flat biases", _four(rows=True, w="from, to", b="flat"),
            "These are the shapes of programs with examples as rows. Here an example is a column.",
        ),
        f.KEEPDIMS(
            With(_four, b="flat"), name="a flat bias",
            hint="Added to a matrix, an array with one axis is taken for a row. Which shape is a column?",
        ),
        Mistake("a row for the bias", With(_four, b="row"), _BIAS),
        Mistake("a bias of the layer before", With(_four, b="before"), _BIAS),
        Mistake("one bias for the layer", With(_four, b="scalar"), _BIAS),
        Mistake("a bias for each edge", With(_four, b="matrix"), _BIAS),
        Mistake("a bias for each example only", With(_four, b="examples"), _BIAS),
        Mistake(
            "the bias in W", With(_four, w="with bias"), "Does W have a column for the bias? b has a shape of its own.",
        ),
        Mistake(
            "the activation of layer l", With(_four, a="own"),
            "The third shape is that of what enters the layer. Which layer does it come from?",
        ),
        Mistake(
            "the input for every layer", With(_four, a="input"),
            "The third shape is that of what enters layer l. Does the input enter every layer?",
        ),
        Mistake("Z of the layer before", With(_four, z="before"), "The fourth shape: of which layer is Z^l?"),
        Mistake("Z of the output", With(_four, z="output"), "The fourth shape: of which layer is Z^l?"),
        Mistake(
            "A and Z exchanged", _four(a="own", z="before"),
            "Which of the two enters layer l, and which is computed in it?",
        ),
        Mistake("b before W", With(_four, order=(1, 0, 2, 3)), _PLACES),
        Mistake("A and Z first", With(_four, order=(2, 3, 0, 1)), _PLACES),
        Mistake("A before W and b", With(_four, order=(2, 0, 1, 3)), _PLACES),
        Mistake(
            "one example only", With(_four, one=True), "These are the shapes for a single example. Where does m enter?"
        ),
    ),
    see="chapter 5, “A batch is a matrix of columns”", parts=("W^l", "b^l", "A^{l-1}", "Z^l"),
)  # fmt: skip
