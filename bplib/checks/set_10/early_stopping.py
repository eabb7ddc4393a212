"""Exercise 10.5: the epoch whose parameters are kept, and the epochs that are trained."""

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn
from ..families import ONE_STEP_OFF

__all__ = ["STOPPING"]


def _loss_lists(rng):
    """(losses, patience): a late minimum behind a wall, a tie, a list that ends first, patience 1, one epoch, …"""
    return in_turn(
        rng,
        ([2.0, 1.2, 0.9, 1.0, 0.95, 1.1, 1.05, 0.4, 0.3], 3),
        ([1.5, 0.8, 0.85, 0.8, 0.9, 0.81, 0.7, 0.6], 3),
        ([1.9, 1.4, 1.45, 1.1, 1.3, 1.25], 4),
        ([1.0, 0.5, 0.6, 0.2, 0.1], 1),
        ([1.2, 0.9, 0.92, 0.8999, 0.95, 0.91, 0.3], 2),
        ([0.7], 2),
        ([1.0, 1.1, 1.2, 0.9, 1.3, 1.2, 1.1, 1.0, 0.1], 4),
        ([1.3, 1.1, 0.8, 0.7], 2),
        ([0.5, 0.8, 0.7, 0.6, 0.55, 0.4], 3),
        ([0.9, 0.4, 0.5, 0.6, 0.7], 3),
    )


def _stopping(losses, patience):
    return _wrong_stopping("nothing")(losses, patience)


def _wrong_stopping(kind):
    """(best epoch, epochs trained) with one thing wrong."""

    def wrong(losses, patience):
        best, worse, last = 0, 0, len(losses) - 1
        for i, loss in enumerate(losses[1:], 1):
            lower = loss < losses[i - 1 if kind == "falls only" else best]
            worse = 0 if lower else worse + 1
            best = i if lower else best
            if worse >= patience:
                last = i
                break
        if kind == "whole list":
            best = int(np.argmin(losses))
        if kind == "no patience":
            best, last = int(np.argmin(losses)), len(losses) - 1
        if kind == "last as best":
            best = last
        if kind == "best as last":
            last = best
        if kind == "without the list's end":
            last = best + patience
        if kind == "all trained":
            last = len(losses) - 1
        if kind == "loss":
            return losses[best], last + 1
        if kind == "losses":
            return losses[best], losses[last]
        if kind == "waited":
            return best + 1, last - best
        return best + 1, last + 1

    return wrong


def _stop(label, kind, hint, family=""):
    return Mistake(label, _wrong_stopping(kind), hint, family=family)


def _stopped(wait=0, ties=False, count="since the best", best_from=1, trained_from=1, swapped=False):
    """(best, trained) with some of the rules changed: patience + wait, ties, what is counted, and from which number."""

    def stopping(losses, patience):
        best, worse, last = 0, 0, len(losses) - 1
        for i, loss in enumerate(losses[1:], 1):
            lower = loss <= losses[best] if ties else loss < losses[best]
            reset = {"since the best": lower, "since a fall": loss <= losses[i - 1], "all": False}[count]
            worse = 0 if reset else worse + (count != "all" or not lower)
            best = i if lower else best
            if worse >= patience + wait:
                last = i
                break
        pair = best + best_from, last + trained_from
        return pair[::-1] if swapped else pair

    return stopping


def _with(label, hint, family="", **options):
    return Mistake(label, With(_stopped, **options), hint, family=family)


STOPPING = Exercise(
    "10.5", _stopping, _loss_lists,
    (
        _stop(
            "the lowest of the whole list", "no patience",
            "Training has ended before some of these epochs. What does patience do?",
        ),
        _stop(
            "the future is known", "whole list",
            "The epochs trained are right. The best may only be sought among these.",
        ),
        _with(
            "one epoch too late", "Count again: how many epochs without a lower loss are allowed?",
            ONE_STEP_OFF.family, wait=1,
        ),
        _with(
            "one epoch too early", "Count again: how many epochs without a lower loss are allowed?",
            ONE_STEP_OFF.family, wait=-1,
        ),
        _with(
            "any fall counts",
            "You compare with the epoch before. A loss may fall and still be above the lowest so far.",
            count="since a fall",
        ),
        _with(
            "the count is never set back",
            "You count all epochs without a new lowest loss. What happens to the count when there is one?",
            count="all",
        ),
        _with(
            "a tie counts as lower", "Where two losses are equal, has the loss been lowered?",
            ties=True,
        ),
        _stop("the last as the best", "last as best", "These are the parameters of the last epoch. Which were kept?"),
        _stop(
            "the last fall as the best", "falls only",
            "Your best epoch is lower than the one before it. Is it the lowest so far?",
        ),
        _stop(
            "the best as the last", "best as last",
            "The best epoch is known as the best only after some more have been trained. They count too.",
        ),
        _stop(
            "beyond the end of the list", "without the list's end",
            "Your second number can be larger than the list is long. What if it ends before patience does?",
        ),
        _stop(
            "the whole list is trained", "all trained",
            "Your second number is the length of the list. When does training stop?",
        ),
        _stop("the loss, not the epoch", "loss", "The first is a loss. The number of its epoch is wanted."),
        _stop("losses, not epochs", "losses", "These are losses. The numbers of their epochs are wanted."),
        _stop(
            "the epochs that were waited", "waited",
            "Your second number counts the epochs after the best. All that are trained are to be counted.",
        ),
        _with(
            "counted from 0", "The first epoch is number 1.",
            best_from=0, trained_from=0,
        ),
        _with(
            "the best counted from 0", "The first epoch is number 1. You count the best from 0.",
            best_from=0,
        ),
        _with(
            "the last epoch is not counted", "The epoch after which training stops has been trained too.",
            trained_from=0,
        ),
        _with(
            "swapped", "In which order are the two wanted?",
            swapped=True,
        ),
    ),
    see="chapter 10, “Early stopping”", parts=("best", "trained"), trials=10, rtol=0, atol=0.1,
)  # fmt: skip
