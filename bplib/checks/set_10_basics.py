"""Exercises of set 10 on the data: parts, size of a test set, early stopping; scaling is in set_10_scaling."""

import numpy as np

from . import set_10_reference as reference
from .engine import Exercise, Mistake
from .set_10_scaling import SCALING

__all__ = ["BASICS"]


def _split(label, kind, hint):
    return Mistake(label, reference.wrong_split(kind), hint)


_PARTS = Exercise(
    "10.1", reference.three_parts, reference.split_inputs,
    (
        _split(
            "the order of the parts", "order of the parts",
            "The parts are all right. In which order are they wanted?",
        ),
        _split(
            "not shuffled", "not shuffled",
            "The indices come in the order of the file. Where does the seed enter?",
        ),
        _split(
            "drawn with replacement", "with replacement",
            "integers draws each index anew, so some come twice and others never. Which method only changes the"
            " order?",
        ),
        _split("another seed", "seed", "The parts do not depend on the seed that is given."),
        _split(
            "the validation part is inside the training part", "validation inside train",
            "Some indices are in two parts. Where does the training part begin?",
        ),
        _split(
            "validation and test overlap", "overlap",
            "Some indices are in two parts, and others in none. Where does the validation part begin?",
        ),
        _split(
            "a number taken for a place", "second cut",
            "n_validation is a number of examples. The second cut is a place in the order: how many stand before it?",
        ),
        _split("validation before test", "validation first", "Which part is cut off the front of the order first?"),
        _split("the training part is cut off first", "train first", "Which part is cut off the front of the order?"),
        _split(
            "the test part at the end", "test last",
            "The test part stands at the end of your order. Which part is cut off the front?",
        ),
        _split(
            "the test part at the end, by a negative number", "negative",
            "The test part stands at the end of your order; and what is order[-n:] for n = 0?",
        ),
        _split("one example is lost", "one too many lost", "Count the three parts: an example is in none of them."),
        _split(
            "three permutations", "three permutations",
            "Each part is cut from a shuffle of its own, so the parts overlap. One order must serve all three.",
        ),
        _split(
            "cut from the end", "from the end",
            "You cut from the back of the order. The task begins at the front.",
        ),
    ),
    see="chapter 10, “Three parts of the data”", parts=("train", "validation", "test"), trials=5,
)  # fmt: skip


def _needed(p, d):
    return int(np.ceil(p * (1 - p) / d**2))


_HOW_MANY = Exercise(
    "10.2", _needed, reference.halves,
    (
        Mistake(
            "the deviation is not squared", lambda p, d: int(np.ceil(p * (1 - p) / d)),
            "n stands under a root. What happens to d when both sides are squared?",
        ),
        Mistake(
            "the root of the numerator only", lambda p, d: int(np.ceil(np.sqrt(p * (1 - p)) / d)),
            "You have √n. One step is missing.",
        ),
        Mistake(
            "1 − p is left out", lambda p, d: int(np.ceil(p / d**2)),
            "What is the variance of a 0 or 1 that is 1 with probability p?",
        ),
        Mistake(
            "p is left out", lambda p, d: int(np.ceil((1 - p) / d**2)),
            "What is the variance of a 0 or 1 that is 1 with probability p?",
        ),
        Mistake(
            "rounded down", lambda p, d: int(np.floor(p * (1 - p) / d**2)),
            "With this many the deviation is still a little above d.",
        ),
        Mistake("whatever p is", lambda p, d: int(np.ceil(0.25 / d**2)), "Your n is the same for every p."),
        Mistake(
            "rounded down, plus 1", lambda p, d: int(p * (1 - p) / d**2) + 1,
            "One too many where the quotient is a whole number: put your n − 1 into (10.8).",
        ),
        Mistake(
            "rounded to the nearest", lambda p, d: round(p * (1 - p) / d**2),
            "Rounded to the nearest number it may be one too few. In which direction must you round?",
        ),
        Mistake(
            "not rounded", lambda p, d: p * (1 - p) / d**2,
            "A number of images is whole. In which direction must you round?",
        ),
        Mistake(
            "the deviation itself", lambda p, d: np.sqrt(p * (1 - p)) * d, "Solve the equation of the chapter for n.",
        ),
    ),
    see="chapter 10, “Ten seeds, and two other programs”", trials=6, atol=0.1, rtol=0,
)  # fmt: skip


def _stop(label, kind, hint):
    return Mistake(label, reference.wrong_stopping(kind), hint)


_STOPPING = Exercise(
    "10.5", reference.stopping, reference.loss_lists,
    (
        _stop(
            "the lowest of the whole list", "no patience",
            "Training has ended before some of these epochs. What does patience do?",
        ),
        _stop(
            "the future is known", "whole list",
            "The epochs trained are right. The best may only be sought among these.",
        ),
        _stop("one epoch too late", "too late", "Count again: how many epochs without a lower loss are allowed?"),
        _stop("one epoch too early", "too early", "Count again: how many epochs without a lower loss are allowed?"),
        _stop(
            "any fall counts", "reset by any fall",
            "You compare with the epoch before. A loss may fall and still be above the lowest so far.",
        ),
        _stop(
            "the count is never set back", "never reset",
            "You count all epochs without a new lowest loss. What happens to the count when there is one?",
        ),
        _stop("a tie counts as lower", "ties", "Where two losses are equal, has the loss been lowered?"),
        _stop("the last as the best", "last as best", "These are the parameters of the last epoch. Which were kept?"),
        _stop("counted from 0", "from zero", "The first epoch is number 1."),
        _stop("the best counted from 0", "best from zero", "The first epoch is number 1. You count the best from 0."),
        _stop(
            "the last epoch is not counted", "trained from zero",
            "The epoch after which training stops has been trained too.",
        ),
        _stop("swapped", "swapped", "In which order are the two wanted?"),
    ),
    see="chapter 10, “Early stopping”", parts=("best", "trained"), trials=7, rtol=0, atol=0.1,
)  # fmt: skip

BASICS = (_PARTS, _HOW_MANY, *SCALING, _STOPPING)
