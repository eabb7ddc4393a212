"""Exercise 10.6: what a confusion matrix says of a network."""

import numpy as np

from ..engine import Exercise, Mistake, in_turn
from ..families import INTEGER_DIVISION

__all__ = ["MATRIX"]


def _counts(rng):
    """(matrix,): in the second most images of 0 are read wrong, in the last a class is never the answer."""
    K = in_turn(rng, 3, 5, 4)
    matrix = rng.integers(0, 6, (K, K)) + np.diag(rng.integers(5, 20, K))
    if K == 5:
        matrix[0, 1] += 60
    if K == 4:
        matrix[:, 2] = 0
    return (matrix,)


def _from_matrix(matrix):
    right, answered = np.diag(matrix), matrix.sum(axis=0)
    return (
        right.sum() / matrix.sum(),
        right / matrix.sum(axis=1),
        right / np.where(answered == 0, 1, answered),
    )


def _shares(label, change, hint):
    return Mistake(label, lambda matrix: change(matrix, *_from_matrix(matrix)), hint)


def _right_by_wrong(M, a, r, w):
    right = np.diag(M)
    return a, right / np.maximum(M.sum(axis=1) - right, 1), right / np.maximum(M.sum(axis=0) - right, 1)


def _whole_trusted(M):
    return np.diag(M) // np.maximum(M.sum(axis=0), 1)


MATRIX = Exercise(
    "10.6", _from_matrix, _counts,
    (
        _shares(
            "rows and columns swapped", lambda M, a, r, w: (a, w, r),
            "What do the rows count: the labels, or the answers?",
        ),
        _shares(
            "the accuracy is a mean of shares", lambda M, a, r, w: (r.mean(), r, w),
            "Your accuracy gives a rare digit as much weight as a frequent one. It is a share of all images.",
        ),
        _shares(
            "the shares of all images", lambda M, a, r, w: (a, np.diag(M) / M.sum(), np.diag(M) / M.sum()),
            "You divide by the number of all images. The second and third are shares of the images of one class.",
        ),
        _shares(
            "the wrong ones", lambda M, a, r, w: (1 - a, 1 - r, 1 - w), "These are the shares of what is wrong.",
        ),
        _shares(
            "counts in place of shares", lambda M, a, r, w: (a, np.diag(M), np.diag(M)),
            "The diagonal holds counts. Shares of what are wanted?",
        ),
        _shares(
            "the number of right answers", lambda M, a, r, w: (np.trace(M), r, w),
            "The first is a count. The share of right answers is wanted.",
        ),
        _shares(
            "by rows twice", lambda M, a, r, w: (a, r, r),
            "The third asks something else: of the images that were read as k, how many are k?",
        ),
        _shares(
            "by columns twice", lambda M, a, r, w: (a, w, w),
            "The second asks something else: of the images that are k, how many were read as k?",
        ),
        _shares(
            "1 for 0/0", lambda M, a, r, w: (a, r, np.where(M.sum(axis=0) == 0, 1, w)),
            "Of a class that is never the answer, nothing can be trusted. What does the task want there?",
        ),
        _shares(
            "the right ones by classes", lambda M, a, r, w: (np.trace(M) / len(M), r, w),
            "You divide the number of right answers by the number of classes. Of how many images is it a share?",
        ),
        _shares(
            "the right ones by entries", lambda M, a, r, w: (np.trace(M) / M.size, r, w),
            "You divide the number of right answers by the number of entries. Of how many images is it a share?",
        ),
        _shares(
            "the mean of the matrix", lambda M, a, r, w: (np.trace(M) / M.mean(), r, w),
            "You divide the number of right answers by a mean. Of how many images is it a share?",
        ),
        _shares(
            "the most frequent answer", lambda M, a, r, w: (a, M.max(axis=1) / M.sum(axis=1), w),
            "The largest entry of a row is the most frequent answer. Which entry counts the right ones?",
        ),
        _shares(
            "the most frequent answer, and label",
            lambda M, a, r, w: (a, M.max(axis=1) / M.sum(axis=1), M.max(axis=0) / np.maximum(M.sum(axis=0), 1)),
            "The largest entry of a row is the most frequent answer. Which entry counts the right ones?",
        ),
        _shares(
            "right by wrong", _right_by_wrong,
            "You divide the right ones by the wrong ones. Divide by all images of the class.",
        ),
        _shares(
            "the whole table",
            lambda M, a, r, w: (a, M / M.sum(axis=1, keepdims=True), M / np.maximum(M.sum(axis=0), 1)),
            "Each is a table with a row for each class. Which of its entries are wanted?",
        ),
        _shares(
            "the mean of the trusted", lambda M, a, r, w: (w.mean(), r, w),
            "Your accuracy gives a rare answer as much weight as a frequent one. It is a share of all images.",
        ),
        INTEGER_DIVISION(lambda M: (np.trace(M) // M.sum(), np.diag(M) // M.sum(axis=1), _whole_trusted(M))),
        _shares("percent", lambda M, a, r, w: (100 * a, 100 * r, 100 * w), "Shares are wanted, not percent."),
        _shares(
            "only the accuracy in percent", lambda M, a, r, w: (100 * a, r, w), "The accuracy is wanted as a share.",
        ),
        _shares(
            "0/0", lambda M, a, r, w: (a, r, np.diag(M) / M.sum(axis=0)),
            "A class that is never the answer gives 0/0. What does the task want there?",
        ),
    ),
    see="chapter 10, “Which digits are mixed up”", parts=("accuracy", "read", "trusted"),
)  # fmt: skip
