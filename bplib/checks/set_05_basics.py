"""Exercises 5.1 to 5.3: counting, shapes, and one unit by index."""

import numpy as np

from . import set_05_reference as ref
from .engine import Exercise, Mistake

__all__ = ["BASICS"]


def _pairs(sizes):
    return list(zip(sizes, sizes[1:]))


def _sizes(rng):
    """Four layers, then four of which two are alike, then the fewest, then five."""
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(3, 12))[:5])
    return ([a, b, c, d], [a, b, c, b], [a, b], [a, b, c, d, e])[ref.trial(rng) - 1]


def _layer(rng):
    """Sizes, all different and different from m, and a layer: one within, the first with weights, then the last."""
    *sizes, m = (int(n) for n in rng.permutation(np.arange(2, 14))[:6])
    number = ref.trial(rng)
    return sizes[: 4 if number == 3 else 5], (3, 2, 4)[number - 1], m


def _shapes(n_in, n_out, m):
    return (n_out, n_in), (n_out, 1), (n_in, m), (n_out, m)


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
        see="chapter 5, “Counting parameters”", trials=4,
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
            Mistake("the bias is left out", ref.one_unit(bias="none"), "Compare your sum with (5.2), term by term."),
            Mistake("the sign of the bias", ref.one_unit(bias="minus"), "Compare your sum with (5.2), sign by sign."),
            Mistake(
                "the bias in each step", ref.one_unit(bias="each"),
                "How often is the bias added? In (5.2), does it stand under the sum?",
            ),
            Mistake(
                "the bias of another unit", ref.one_unit(bias="first"), "This is the bias of the first unit."
            ),
            Mistake(
                "the index of the bias", ref.one_unit(bias="last k"),
                "Which index does the bias have in (5.2)? Is it the one that the sum runs over?",
            ),
            Mistake(
                "all biases", ref.one_unit(bias="all"),
                "How often is a bias added, and which? In (5.2), does it stand under the sum?",
            ),
            Mistake(
                "the index of a", ref.one_unit(activation="j"),
                "Each weight meets the activation of the unit that it comes from. Which index is that?",
            ),
            Mistake(
                "the shorter side", ref.one_unit(shorter=True),
                "With more inputs than units some of your terms are missing. Which axis of W does the loop run along?",
            ),
            Mistake("σ has been applied", ref.one_unit(squash=True), "The task asks for what enters the sigmoid."),
            Mistake(
                "another unit", ref.one_unit(off=1),
                "This is the weighted input of another unit. Does j count from 0 or from 1 here?",
            ),
            Mistake(
                "only the last term", ref.one_unit(keep=slice(-1, None)),
                "Only one term of the sum has survived. Is z assigned anew in each step?",
            ),
            Mistake(
                "the first term is missing", ref.one_unit(keep=slice(1, None)),
                "One term is missing. Where does a loop over all k begin in Python?",
            ),
            Mistake(
                "the loop ends too early", ref.one_unit(keep=slice(-1)),
                "One term is missing. What is the last number in range(n)?",
            ),
        ),
        see="chapter 5, “By index, then by matrix”",
    ),
)  # fmt: skip
