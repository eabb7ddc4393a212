"""What exercise set 10 compares with on results: counts, an evaluation in parts, the noise of a batch."""

import numpy as np

from .. import activations
from .set_08_reference import in_turn

__all__ = [
    "batch_noise",
    "counts",
    "evaluate",
    "evaluate_inputs",
    "example_gradients",
    "from_matrix",
    "wrong_evaluate",
]


def counts(rng):
    """(matrix,): in the second most images of 0 are read wrong, in the last a class is never the answer."""
    K = in_turn(rng, 3, 5, 4)
    matrix = rng.integers(0, 6, (K, K)) + np.diag(rng.integers(5, 20, K))
    if K == 5:
        matrix[0, 1] += 60
    if K == 4:
        matrix[:, 2] = 0
    return (matrix,)


def from_matrix(matrix):
    right, answered = np.diag(matrix), matrix.sum(axis=0)
    return (
        right.sum() / matrix.sum(),
        right / matrix.sum(axis=1),
        right / np.where(answered == 0, 1, answered),
    )


def evaluate_inputs(rng):
    """(scores, T, size): the last part is smaller, or there is one part only, or parts of one example."""
    N, K, size = in_turn(rng, (11, 4, 4), (7, 3, 3), (6, 5, 10), (5, 3, 1))
    return rng.normal(0, 2, (N, K)), np.eye(K)[rng.integers(K, size=N)], size


def evaluate(scores, T, size):
    return wrong_evaluate("nothing")(scores, T, size)


def wrong_evaluate(*kinds):
    """(loss, accuracy) in parts of `size`, with some things wrong."""

    def wrong(scores, T, size):
        total, right, parts, last = 0.0, 0.0, 0, 0
        for i in range(0, len(scores), size):
            s, t = scores[i : i + size], T[i : i + size]
            losses = -np.sum(t * activations.log_softmax(s), axis=1)
            total += losses.mean() if "mean of means" in kinds else losses.sum()
            hits = t.argmax(axis=1) == (t if "labels" in kinds else s).argmax(axis=1)
            if "columns" in kinds:
                hits = t.argmax(axis=0) == s.argmax(axis=0)
            right += hits.mean() if "accuracy by parts" in kinds else hits.sum()
            parts, last = parts + 1, len(s)
        count = parts if {"by parts", "mean of means"} & set(kinds) else len(scores)
        if "sum" in kinds:
            count = 1
        if "size" in kinds:
            count = parts * size
        if "entries" in kinds:
            count = scores.size
        if "last size" in kinds:
            count = parts * last
        accuracy = right / (parts if "accuracy by parts" in kinds else len(scores))
        if "wrong share" in kinds:
            accuracy = 1 - accuracy
        if "hits" in kinds:
            accuracy = right
        return (accuracy, total / count) if "swapped" in kinds else (total / count, accuracy)

    return wrong


def example_gradients(rng):
    """(G, m): the batch may be one example or all of them."""
    N, P, m = in_turn(rng, (6, 3, 2), (5, 4, 1), (4, 2, 4), (9, 5, 6))
    return rng.normal(1, 2, (N, P)), m


def batch_noise(G, m):
    N = len(G)
    single = np.sum((G - G.mean(axis=0)) ** 2) / N
    return np.sqrt((N - m) / (N - 1) * single / m)
