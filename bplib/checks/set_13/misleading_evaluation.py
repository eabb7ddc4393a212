"""Exercise 13.2: an evaluation that finds everybody too good."""

import numpy as np

from ..engine import Exercise, in_turn
from .bug import bug

__all__ = ["TOP_TWO"]


def _scores(rng):
    """(scores, t): also far from 0, all below -1000, close together, and more than 500 of them."""
    m, K, factor, shift = in_turn(
        rng,
        (14, 5, 1, 0),
        (1, 6, 1, 0),
        (600, 10, 1, -5000),
        (2, 4, 0.01, 0),
        (40, 3, 1000, 0),
        (30, 8, 1e-6, 0),
    )
    t = rng.integers(0, K, m)
    return shift + factor * (rng.normal(size=(m, K)) + rng.uniform(0, 1.5) * np.eye(K)[t]), t


def _top_two(scores, t):
    return np.mean(_two(scores) == t[:, None], axis=0).sum()


def _two(scores):
    return np.argsort(scores, axis=1)[:, -2:]


def _best_of_each_class(scores, t):
    best = np.argsort(scores, axis=0)[-2:]  # (2, K)
    return np.mean([(best[:, label] == i).any() for i, label in enumerate(t)])


TOP_TWO = Exercise(
    "13.2", _top_two, _scores,
    (
        bug(
            "the bug is still there", lambda s, t: np.mean(np.isin(t, _two(s))),
            "Right for one example, too good for many. Among which classes is a label looked for: those of its own"
            " row?",
            "accuracy untrained",
        ),
        bug(
            "half of it", lambda s, t: np.mean(_two(s) == t[:, None]),
            "You take the mean over both places. A label can stand in one of them only, so this is at most 0.5.",
            "accuracy untrained",
        ),
        bug(
            "the two lowest scores", lambda s, t: np.mean((np.argsort(s, axis=1)[:, :2] == t[:, None]).any(axis=1)),
            "argsort sorts upward. At which end stand the best?", "overfit ten examples",
        ),
        bug(
            "only the highest score", lambda s, t: np.mean(s.argmax(axis=1) == t),
            "This is the ordinary accuracy. A label in second place counts here too.", "accuracy untrained",
        ),
        bug(
            "the three highest scores",
            lambda s, t: np.mean((np.argsort(s, axis=1)[:, -3:] == t[:, None]).any(axis=1)),
            "A label in third place counts for you. How many places has your slice?", "accuracy untrained",
        ),
        bug(
            "only the second highest", lambda s, t: np.mean(_two(s)[:, 0] == t),
            "You look at one of the two places only.", "accuracy untrained",
        ),
        bug(
            "the second and the third",
            lambda s, t: np.mean((np.argsort(s, axis=1)[:, -3:-1] == t[:, None]).any(axis=1)),
            "The last of the slice is missing. Where does [-3:-1] end?", "overfit ten examples",
        ),
        bug(
            "above the mean of the row",
            lambda s, t: np.mean(s[np.arange(len(t)), t] > s.mean(axis=1)),
            "A score above the mean may be the third largest.", "accuracy untrained",
        ),
        bug(
            "the number, not the fraction", lambda s, t: np.sum(_two(s) == t[:, None]),
            "This counts. A fraction lies between 0 and 1.", "accuracy untrained",
        ),
        bug(
            "nothing ever counts", lambda s, t: 0 * np.mean(s),
            "Always 0. Do you compare labels with classes (argsort) or with scores (sort)? Do you ask for any of the"
            " two places, or for all?",
            "accuracy untrained",
        ),
        bug(
            "the two lowest scores, counted", lambda s, t: np.sum(np.argsort(s, axis=1)[:, :2] == t[:, None]),
            "argsort sorts upward: at which end stand the best? And a fraction lies between 0 and 1.",
            "accuracy untrained",
        ),
        bug(
            "places and classes exchanged",
            lambda s, t: np.mean((np.argsort(np.argsort(s, axis=1), axis=1)[:, -2:] == t[:, None]).any(axis=1)),
            "argsort tells which class stands in a place. In yours, places and classes have changed roles.",
            "accuracy untrained; overfit ten examples",
        ),
        bug(
            "along the other axis", _best_of_each_class,
            "You look for the two best examples of each class. The scores of an example are a row.",
            "accuracy untrained",
        ),
        bug(
            "the fraction of the others", lambda s, t: 1 - _top_two(s, t),
            "This is the fraction of the labels that are not among the two.", "accuracy untrained",
        ),
        bug(
            "every label with every row", lambda s, t: np.mean(_two(s)[:, :, None] == t),
            "Each row is compared with all labels. Write the shapes of both sides beside the comparison.",
            "accuracy untrained; shapes",
        ),
        bug(
            "percent", lambda s, t: 100 * _top_two(s, t), "A fraction lies between 0 and 1.", "accuracy untrained",
        ),
        bug(
            "divided by the number of classes", lambda s, t: np.sum(_two(s) == t[:, None]) / s.shape[1],
            "Of what is it the fraction: of the examples or of the classes?", "batch doubled",
        ),
    ),
    trials=6, see="chapter 13, “Case 6: too good before training”",
    remark="What would have found it: accuracy untrained. With K classes and random scores the fraction must be"
    " near 2/K. No look at a trained network would have: there, numbers near 1 are hoped for.",
)  # fmt: skip
