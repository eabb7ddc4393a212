"""The first exercises of set 5: counting, shapes, and the forward pass in its three forms."""

import numpy as np

from . import set_05_reference as ref
from .engine import Exercise, Mistake

__all__ = ["BASICS"]


def _pairs(sizes):
    return list(zip(sizes, sizes[1:]))


def _sizes(rng):
    return [int(n) for n in rng.permutation(np.arange(3, 12))[:4]]


def _layer(rng):
    """Sizes with layers before and after l, all different, and different from m."""
    numbers = [int(n) for n in rng.permutation(np.arange(2, 14))[:6]]
    return numbers[:5], int(rng.integers(3, 5)), numbers[5]


def _shapes(n_in, n_out, m):
    return (n_out, n_in), (n_out, 1), (n_in, m), (n_out, m)


_PLACE = "Compare the loop with the layers that have parameters: from which l to which?"

BASICS = (
    Exercise(
        "05.1", lambda sizes: sum(n * (k + 1) for k, n in _pairs(sizes)), lambda rng: (_sizes(rng),),
        (
            Mistake(
                "the biases are left out", lambda sizes: sum(n * k for k, n in _pairs(sizes)),
                "This counts the edges. Which parameters do not lie on an edge?",
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
            Mistake(
                "the last layer is left out", lambda sizes: sum(n * (k + 1) for k, n in _pairs(sizes)[:-1]),
                "How many matrices has a network of four layers? Your sum has one term less.",
            ),
            Mistake(
                "the number of units", lambda sizes: sum(sizes), "These are the units. Count what can be learned.",
            ),
        ),
        see="chapter 5, “Counting parameters”",
    ),
    Exercise(
        "05.2", lambda sizes, l, m: _shapes(sizes[l - 2], sizes[l - 1], m), _layer,
        (
            Mistake(
                "from, to",
                lambda sizes, l, m: ((sizes[l - 2], sizes[l - 1]), *_shapes(sizes[l - 2], sizes[l - 1], m)[1:]),
                "Write the product of the second shape and the third one below each other: do the inner sides of"
                " W and A agree?",
                "chapter 5, “By index, then by matrix”",
            ),
            Mistake(
                "one layer too far", lambda sizes, l, m: _shapes(sizes[l - 1], sizes[l], m),
                "Layers count from 1, lists from 0. At which index of sizes is the input layer?",
                "chapter 5, “Lists that begin with layer 2”",
            ),
            Mistake(
                "one layer too early", lambda sizes, l, m: _shapes(sizes[l - 3], sizes[l - 2], m),
                "Try l = 2 by hand: which two sizes should W² have?",
                "chapter 5, “Lists that begin with layer 2”",
            ),
            Mistake(
                "a bias for each example",
                lambda sizes, l, m: (
                    (sizes[l - 1], sizes[l - 2]), (sizes[l - 1], m), (sizes[l - 2], m), (sizes[l - 1], m)
                ),
                "Does the number of parameters depend on the number of examples?",
            ),
            Mistake(
                "examples as rows",
                lambda sizes, l, m: (
                    (sizes[l - 1], sizes[l - 2]), (sizes[l - 1], 1), (m, sizes[l - 2]), (m, sizes[l - 1])
                ),
                "Here an example is a column. What does that say about the last axis of A and Z?",
            ),
            Mistake(
                "a flat bias",
                lambda sizes, l, m: (
                    (sizes[l - 1], sizes[l - 2]), (sizes[l - 1],), (sizes[l - 2], m), (sizes[l - 1], m)
                ),
                "Added to a matrix, an array with one axis is taken for a row. Which shape is a column?",
            ),
            Mistake(
                "the activation of layer l",
                lambda sizes, l, m: (
                    (sizes[l - 1], sizes[l - 2]), (sizes[l - 1], 1), (sizes[l - 1], m), (sizes[l - 1], m)
                ),
                "The third shape is that of what enters the layer. Which layer does it come from?",
            ),
            Mistake(
                "one example only", lambda sizes, l, m: _shapes(sizes[l - 2], sizes[l - 1], 1),
                "These are the shapes for a single example. Where does m enter?",
            ),
        ),
        see="chapter 5, “A batch is a matrix of columns”", parts=("W^l", "b^l", "A^{l-1}", "Z^l"),
    ),
    Exercise(
        "05.3", ref.one_unit(), ref.unit_inputs,
        (
            Mistake(
                "the indices are exchanged", ref.one_unit(transpose=True),
                "Your loop walks down a column of W. Which edges are these: those into unit j, or those out of it?",
            ),
            Mistake("the bias is left out", ref.one_unit(bias=0), "Compare your sum with (5.2), term by term."),
            Mistake("the sign of the bias", ref.one_unit(bias=-1), "Compare your sum with (5.2), sign by sign."),
            Mistake(
                "the bias in each step", ref.one_unit(bias="each"),
                "How often is the bias added? In (5.2), does it stand under the sum?",
            ),
            Mistake("σ has been applied", ref.one_unit(squash=True), "The task asks for what enters the sigmoid."),
            Mistake(
                "another unit", ref.one_unit(off=1),
                "This is the weighted input of another unit. Does j count from 0 or from 1 here?",
            ),
            Mistake(
                "only the last term", ref.one_unit(last=True),
                "Only one term of the sum has survived. Is z assigned anew in each step?",
            ),
            Mistake(
                "the first term is missing", ref.one_unit(first_left_out=True),
                "One term is missing. Where does a loop over all k begin in Python?",
            ),
            Mistake(
                "the loop ends too early", ref.one_unit(short=True),
                "One term is missing. What is the last number in range(n)?",
            ),
        ),
        see="chapter 5, “By index, then by matrix”",
    ),
    Exercise(
        "05.4", ref.tested_feedforward, ref.flat_batch,
        (
            Mistake(
                "the bias along the wrong axis", ref.flat_feedforward(wrong_axis=True),
                "NumPy takes a flat array for a row. To which axis of W @ A is the bias added: units or examples?",
            ),
            Mistake(
                "the matrix is transposed", ref.flat_feedforward(transpose=True),
                "Write the shapes below W and A for layers of different sizes. Which of the two runs?",
                "chapter 5, “By index, then by matrix”",
            ),
            Mistake("the bias is left out", ref.flat_feedforward(bias=False), "Which parameters do you not use?"),
            Mistake(
                "the input went through σ", ref.flat_feedforward(first=True),
                "What is the activation of the first layer?",
            ),
            Mistake(
                "no σ in the last layer", ref.flat_feedforward(last=False), "Is one of the layers treated differently?"
            ),
            Mistake(
                "no σ in the hidden layers", ref.flat_feedforward(hidden=False),
                "Your layers collapse into one. What stands between two matrix products?",
                "chapter 5, “Without σ, layers collapse”",
            ),
        ),
        see="chapter 5, “A batch is a matrix of columns”",
    ),
    Exercise(
        "05.5", ref.output(range), ref.square_first,
        (
            Mistake(
                "the bug is still there", ref.output(lambda n: range(-1, n - 1)),
                "The last matrix still comes first. What does weights[l - 2] mean for the first l of the loop?",
            ),
            Mistake("the loop ends too early", ref.output(lambda n: range(n - 1)), _PLACE + " One is missing."),
            Mistake(
                "one layer too many", ref.output(lambda n: range(-1, n)),
                _PLACE + " One matrix is used twice, and nothing raises.",
            ),
            Mistake("the loop begins too late", ref.output(lambda n: range(1, n)), _PLACE + " W² is not used."),
            Mistake(
                "from the last layer to the first", ref.output(lambda n: reversed(range(n))),
                "All matrices are used once, but in which order?",
            ),
        ),
        see="chapter 5, “Lists that begin with layer 2”",
    ),
    Exercise(
        "05.6", lambda weights, biases: ([w.T for w in weights], [b[:, 0] for b in biases]), ref.parameters,
        (
            Mistake(
                "reshape for a transpose",
                lambda weights, biases: ([w.reshape(w.shape[::-1]) for w in weights], [b[:, 0] for b in biases]),
                "The shapes are right, the entries are in the wrong places. Which entry must W[0, 1] become?",
            ),
            Mistake(
                "the weights as they were", lambda weights, biases: (weights, [b[:, 0] for b in biases]),
                "Write the shapes below X @ W for an X of shape (m, n_in). Does it run?",
            ),
            Mistake(
                "the biases as they were", lambda weights, biases: ([w.T for w in weights], biases),
                "A bias of shape (n, 1) would be added along the wrong axis there. What shape is wanted?",
            ),
            Mistake(
                "biases with two axes", lambda weights, biases: ([w.T for w in weights], [b.T for b in biases]),
                "This would run, but the task asks for flat arrays, with one axis.",
            ),
            Mistake(
                "the layers in reverse order",
                lambda weights, biases: ([w.T for w in weights[::-1]], [b[:, 0] for b in biases[::-1]]),
                "The order of the factors is reversed in each layer. Is the order of the layers?",
            ),
            Mistake(
                "biases first", lambda weights, biases: ([b[:, 0] for b in biases], [w.T for w in weights]),
                "Which of the two lists comes first?",
            ),
        ),
        see="chapter 5, “Other texts, other layouts”", parts=("row_weights", "row_biases"),
    ),
)  # fmt: skip
