"""Exercise 11.2: the fraction of images that are read right."""

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn
from ..families import INDEX_FOR_VALUE, INTEGER_DIVISION, KEEPDIMS

__all__ = ["ACCURACY"]

_FOOL = "chapter 11, “Three ways to fool yourself”"


def _scores_and_labels(rng):
    """Scores of images of which a little more than half are read right, and of single images.

    In every row two scores are nearly equal: the largest, and in some of the rows that are read wrong the label's.
    """
    m, K, right = in_turn(rng, (13, 6, 7), (11, 4, 7), (1, 5, 1), (17, 7, 10), (1, 6, 0))
    t = np.concatenate([[0], rng.permutation(np.arange(1, m) % K)])  # 0 several times
    if m == 1:
        t[:] = rng.integers(1, K)
    rows = np.arange(m)
    scores = -rng.uniform(0.5, 3, (m, K))
    largest = np.where(rows < right, t, (t + 1 + rows % (K - 1)) % K)
    scores[rows, largest] = rng.integers(5, 8, m) + rng.uniform(0.4, 0.48, m)
    if m > 1:
        scores[0, 0] = 30  # the largest of all has index 0, also in the flat array
        scores[rows[1:5], t[1:5]] = t[1:5]  # four whose largest score happens to be the label
    second = np.where((rows >= right) & (rows % 2 == 0), t, (largest + 1 + rows % (K - 1)) % K)
    scores[rows, second] = scores[rows, largest] - rng.uniform(0.25, 0.3, m)
    if m > 1:
        scores[-1, t[-1]] = -12  # one whose smallest score is at the label
    return scores, t


def _accuracy(scores, t):
    return np.mean(scores.argmax(axis=1) == t)


def _of_labels(scores, t):
    """The score of each image at its label."""
    return scores[np.arange(len(t)), t]


def _above(threshold):
    """The fraction of images whose score at the label is above a threshold."""
    return lambda scores, t: np.mean(_of_labels(scores, t) > threshold(scores, t))


def _share(answers=lambda scores: scores.argmax(axis=1), hits=np.equal, counted=np.mean, factor=1):
    """The share of right answers: what the answers are, what counts as a hit, and how hits are counted."""
    return lambda scores, t: factor * counted(hits(answers(scores), t))


ACCURACY = Exercise(
    "11.2",
    _accuracy,
    _scores_and_labels,
    mistakes=(
        Mistake(
            "the labels are compared with themselves",
            lambda scores, t: 1.0,
            "The accuracy comes out as 1 whatever the scores are. Do the answers really come from the scores?",
            _FOOL,
        ),
        Mistake(
            "a count instead of a fraction",
            With(_share, counted=np.sum),
            "This is a number of answers. What does it have to be divided by?",
        ),
        Mistake(
            "percent",
            With(_share, factor=100),
            "A fraction lies between 0 and 1.",
        ),
        Mistake(
            "not averaged",
            lambda scores, t: scores.argmax(axis=1) == t,
            "You know of each image whether its answer is right. One number is wanted for all.",
        ),
        Mistake(
            "the fraction of wrong answers",
            With(_share, hits=np.not_equal),
            "This is the error rate: it should be small for a good network, the accuracy large.",
        ),
        Mistake(
            "the smallest score counts",
            With(_share, answers=lambda scores: scores.argmin(axis=1)),
            "The answer to an image is the column of its largest score.",
        ),
        INTEGER_DIVISION(
            lambda scores, t: int(_accuracy(scores, t)),
            name="rounded down",
            hint="Fractions become 0. Is yours cut to a whole number somewhere, by // or int?",
        ),
        Mistake(
            "scores are compared with labels",
            With(_share, answers=lambda scores: scores.max(axis=1)),
            "max gives the largest score. Which column it stands in is another question.",
        ),
        Mistake(
            "one answer for the whole batch",
            With(_share, answers=np.argmax),
            "argmax without an axis looks at the whole array at once. Each row needs an answer of its own.",
        ),
        Mistake(
            "the best image for each digit",
            lambda scores, t: scores.argmax(axis=0),
            "This has one number for each column. Along which axis do the scores of one image lie?",
        ),
        KEEPDIMS(
            With(_share, answers=lambda scores: scores.argmax(axis=1, keepdims=True)),
            name="every answer with every label",
            hint="A column of answers beside a row of labels makes a table: each answer is compared with all labels."
            " Write both shapes down.",
        ),
        Mistake(
            "answers along the other axis",
            With(_share, answers=lambda scores: scores.argmax(axis=0)[:, None]),
            "Your answers are rows, one for each column: the best image for each digit. And each of them is compared"
            " with all labels.",
        ),
        Mistake(
            "the mean score of the label",
            lambda scores, t: np.mean(_of_labels(scores, t)),
            "This is a mean of scores. Of each image, the answer is right or it is not.",
        ),
        INDEX_FOR_VALUE(
            lambda scores, t: np.mean(scores.argmax(axis=1)),
            name="the mean answer",
            hint="This is the mean of the columns. What do they have to be compared with?",
        ),
        Mistake(
            "the label's score need not be the largest",
            _above(lambda scores, t: scores.mean(axis=1)),
            "A label's score may pass your test and still not be the largest of its row.",
        ),
        Mistake(
            "the label is compared with one other class",
            _above(lambda scores, t: scores[np.arange(len(t)), (t + 1) % scores.shape[1]]),
            "The answer to an image is the column of the largest of all its scores.",
        ),
        *(
            Mistake(
                f"scores without their decimals, by {name}",
                lambda scores, t, whole=whole: _accuracy(whole(scores), t),
                "Scores that differ behind the decimal point only are equal for you. Compare them as they are.",
            )
            for name, whole in (("int", np.trunc), ("round", np.rint))
        ),
    ),
    trials=5,
    see=_FOOL,
)
