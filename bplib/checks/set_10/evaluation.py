"""Exercise 10.7: loss and accuracy, taken in parts."""

import numpy as np

from ... import activations
from ..engine import Exercise, Mistake, in_turn
from ..families import CLIPPED, MEAN_MISSING, MEAN_OVER_ENTRIES, SIGN, SOFTMAX_AXIS, SOFTMAX_SHIFT

__all__ = ["EVALUATION"]


def _evaluate_inputs(rng):
    """(scores, T, size): the last part is smaller, or there is one part only, or parts of one example.

    In the last trial two labels are hopeless: their probability is 0 in floating point.
    """
    N, K, size = in_turn(rng, (11, 4, 4), (7, 3, 3), (6, 5, 10), (5, 3, 1), (9, 4, 4))
    scores, labels = rng.normal(0, 2, (N, K)), rng.integers(K, size=N)
    if N == 9:
        scores[2] = scores[-1] = 1000
        scores[2, labels[2]] = scores[-1, labels[-1]] = -1000
    return scores, np.eye(K)[labels], size


def _logarithms(s, kinds):
    """The logarithms of the softmax, by one of several ways."""
    if "no softmax" in kinds:
        return s
    if "no logarithm" in kinds:
        return activations.softmax(s)
    return activations.log_softmax(s.T).T if "columns in the softmax" in kinds else activations.log_softmax(s)


def _by_the_way(scores, T, take):
    """(loss, accuracy) in one go, from a function that takes the logarithms of the right probabilities."""
    with np.errstate(all="ignore"):
        loss = -np.mean(take(scores, T))
    return loss, np.mean(scores.argmax(axis=1) == T.argmax(axis=1))


def _naive(s):
    return np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)


def _evaluate(scores, T, size):
    return _wrong_evaluate("nothing")(scores, T, size)


def _wrong_evaluate(*kinds):
    """(loss, accuracy) in parts of `size`, with some things wrong."""

    def wrong(scores, T, size):
        total, right, parts, last = 0.0, 0.0, 0, 0
        for i in range(0, len(scores), size):
            s, t = scores[i : i + size], T[i : i + size]
            if "whole parts only" in kinds and len(s) < size:
                break
            losses = -np.sum(t * _logarithms(s, kinds), axis=1)
            total += losses.mean() if "mean of means" in kinds else losses.sum()
            hits = t.argmax(axis=1) == (t if "labels" in kinds else s).argmax(axis=1)
            if "columns" in kinds:
                hits = t.argmax(axis=0) == s.argmax(axis=0)
            right += hits.mean() if "accuracy by parts" in kinds else hits.sum()
            parts, last = parts + 1, len(s)
            if "first part" in kinds:
                break
        count = parts if {"by parts", "mean of means"} & set(kinds) else len(scores)
        if "sum" in kinds:
            count = 1
        if "first part" in kinds:
            return total / last, right / last
        if "as many as whole parts hold" in kinds:
            count = max(parts * size, 1)
            return total / count, right / count
        if "loss by parts of one" in kinds:
            count = size
        if "size" in kinds:
            count = parts * size
        if "entries" in kinds:
            count = scores.size
        if "last size" in kinds:
            count = parts * last
        accuracy = right / (parts if "accuracy by parts" in kinds else len(scores))
        if "hits by parts" in kinds:
            accuracy = right / parts
        if "hits by parts times size" in kinds:
            accuracy = right / (parts * size)
        if "columns of all" in kinds:
            accuracy = np.mean(scores.argmax(axis=0) == T.argmax(axis=0))
        if "wrong share" in kinds:
            accuracy = 1 - accuracy
        if "hits" in kinds:
            accuracy = right
        return (accuracy, total / count) if "swapped" in kinds else (total / count, accuracy)

    return wrong


def _judged(label, hint, *kinds, see="", family=""):
    return Mistake(label, _wrong_evaluate(*kinds), hint, see, family)


_MEANS = "chapter 10c, “The same time”"

_ONE_LEFT = "One of the two is repaired."


def _signed(scores, T, size):
    loss, accuracy = _evaluate(scores, T, size)
    return -loss, accuracy


EVALUATION = Exercise(
    "10.7", _evaluate, _evaluate_inputs,
    (
        _judged(
            "both are still there", "The accuracy is 1 whatever the scores are, and the loss grows with size.",
            "labels", "by parts",
        ),
        _judged(
            "an argmax compared with itself",
            f"{_ONE_LEFT} The accuracy is still 1, even for scores drawn at random.", "labels",
        ),
        _judged(
            "divided by the number of parts",
            f"{_ONE_LEFT} The loss still grows with size. What is summed, and by what is it divided?",
            "by parts", see=_MEANS,
        ),
        _judged(
            "a mean of means",
            "Right when all parts are equally long. With 11 examples in parts of 4, how much does an"
            " example of the last part weigh?", "mean of means", see=_MEANS,
        ),
        _judged(
            "a mean of means, and an argmax compared with itself",
            "The accuracy is still 1 for any scores. And in the loss,"
            " the examples of a short last part weigh more than the others.", "mean of means", "labels",
        ),
        _judged(
            "the largest score of a column",
            "You look for the largest entry of each column. An example is a row.", "columns",
        ),
        _judged(
            "the sum", "Write every example twice: your loss doubles. A mean would stay.", "sum",
            see=_MEANS, family=MEAN_MISSING.family,
        ),
        _judged(
            "divided by parts times size",
            "Right when all parts are equally long. How many examples does the last one have?", "size",
        ),
        _judged(
            "divided by parts times the last size",
            "You divide by the length of the last part for all parts.", "last size",
        ),
        _judged(
            "the accuracy is a mean of means",
            "The loss is right. The accuracy takes a mean over parts of different length.",
            "accuracy by parts",
        ),
        _judged(
            "both are means of means",
            "Right when all parts are equally long. With 11 examples in parts of 4, how much"
            " does an example of the last part weigh?", "mean of means", "accuracy by parts",
        ),
        _judged(
            "divided by all entries",
            "The loss is a mean over the examples, not over the entries of the array.", "entries",
            family=MEAN_OVER_ENTRIES.family,
        ),
        Mistake(
            "the logarithm of the softmax",
            lambda scores, T, size: _by_the_way(
                scores, T, lambda s, t: np.log((t * activations.softmax(s)).sum(axis=1))
            ),
            "Where the right probability is 0 in floating point, its logarithm is infinite. What did the colleague's"
            " code take?",
        ),
        SOFTMAX_SHIFT(
            lambda scores, T, size: _by_the_way(scores, T, lambda s, t: np.log((t * _naive(s)).sum(axis=1))),
            name="exp overflows",
            hint="For scores of 1000 exp overflows. What did the colleague's code take?",
        ),
        *(
            CLIPPED(
                lambda scores, T, size, least=least: _by_the_way(
                    scores, T, lambda s, t: np.log((t * activations.softmax(s)).sum(axis=1) + least)
                ),
                name=f"a small number inside the logarithm, {least:g}",
                hint="The small number keeps the loss finite, but the loss of a hopeless example is now far too small.",
            )
            for least in (1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16, 1e-300)
        ),
        SIGN(
            _signed,
            name="the sign of the loss",
            hint="A loss of probabilities below 1 is positive: look at the sign of the logarithm.",
        ),
        SOFTMAX_AXIS(_wrong_evaluate("columns in the softmax")),
        _judged(
            "the softmax is left out", "These are scores. The cross-entropy takes logarithms of probabilities.",
            "no softmax",
        ),
        _judged(
            "the logarithm is left out", "These are probabilities. The cross-entropy takes their logarithms.",
            "no logarithm",
        ),
        _judged(
            "the hits by the number of parts",
            "The number of right answers is divided by the number of parts. Of how many is it a share?",
            "hits by parts",
        ),
        _judged(
            "the hits by parts times size",
            "Right when all parts are equally long. How many examples does the last one have?",
            "hits by parts times size",
        ),
        _judged(
            "both by parts times size",
            "Right when all parts are equally long. How many examples does the last one have, and how many are there?",
            "hits by parts times size", "size",
        ),
        _judged(
            "both by the number of parts",
            "Both sums are divided by the number of parts. How many examples are there in all?",
            "hits by parts", "by parts",
        ),
        _judged(
            "the largest score of a column of all",
            "You look for the largest entry of each column. An example is a row.", "columns of all",
        ),
        _judged(
            "the last part is left out",
            "The examples of a short last part are counted, and not looked at. Where should the loop end?",
            "whole parts only",
        ),
        _judged(
            "the last part is left out, and not counted",
            "The examples of a short last part do not enter. Where should the loop end?",
            "whole parts only", "as many as whole parts hold",
        ),
        _judged(
            "the first part only", "Only the first part enters. Does your function return inside the loop?",
            "first part",
        ),
        _judged(
            "divided by size", "You divide by the length of one part. How many examples are there in all?",
            "loss by parts of one",
        ),
        _judged("the share of wrong answers", "Your second number is the share of wrong answers.", "wrong share"),
        _judged("the number of right answers", "The accuracy is a share, not a count.", "hits"),
        _judged("swapped", "In which order are the two wanted?", "swapped"),
    ),
    see="chapter 10, “Which digits are mixed up”", parts=("loss", "accuracy"), trials=5,
)  # fmt: skip
