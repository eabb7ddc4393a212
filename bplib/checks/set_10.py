"""Exercise set 10: small digits. Rows are examples."""

from numbers import Real

import numpy as np

from . import set_10_judging as reference
from .engine import Exercise, Mistake, Value
from .set_10_basics import BASICS

__all__ = ["EXERCISES"]


def _shares(label, change, hint):
    return Mistake(label, lambda matrix: change(matrix, *reference.from_matrix(matrix)), hint)


def _transposed(matrix, accuracy, read, answered):
    right, rows = np.diag(matrix), matrix.sum(axis=1)
    columns = matrix.sum(axis=0)
    return accuracy, right / np.where(columns == 0, 1, columns), right / rows


_MATRIX = Exercise(
    "10.6", reference.from_matrix, reference.counts,
    (
        _shares("rows and columns swapped", _transposed, "What do the rows count: the labels, or the answers?"),
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


def _judged(label, hint, *kinds, see=""):
    return Mistake(label, reference.wrong_evaluate(*kinds), hint, see)


_MEANS = "chapter 10, “Batch size, time and accuracy”"


_ONE_LEFT = "One of the two is repaired."
_EVALUATE = Exercise(
    "10.7", reference.evaluate, reference.evaluate_inputs,
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
        _judged("the sum", "Write every example twice: your loss doubles. A mean would stay.", "sum", see=_MEANS),
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
        ),
        _judged("the share of wrong answers", "Your second number is the share of wrong answers.", "wrong share"),
        _judged("the number of right answers", "The accuracy is a share, not a count.", "hits"),
        _judged("swapped", "In which order are the two wanted?", "swapped"),
    ),
    see="chapter 10, “Which digits are mixed up”", parts=("loss", "accuracy"), trials=4,
)  # fmt: skip


def _noise(label, change, hint):
    def wrong(G, m):
        N, d = len(G), G - G.mean(axis=0)
        return change(G, m, N, np.sum(d**2) / N)

    return Mistake(label, wrong, hint)


_NOISE = Exercise(
    "10.8", reference.batch_noise, reference.example_gradients,
    (
        _noise(
            "as if an image could be drawn twice", lambda G, m, N, v: np.sqrt(v / m),
            "A batch of all examples has the full gradient, so its noise is 0. Are the draws independent?",
        ),
        _noise(
            "the square", lambda G, m, N, v: (N - m) / (N - 1) * v / m,
            "This is the mean of the squared distance. Which root is still to be taken?"
        ),
        _noise(
            "N in the denominator of the factor", lambda G, m, N, v: np.sqrt((N - m) / N * v / m),
            "For m = 1 no draw excludes another. What must the factor be there?",
        ),
        _noise(
            "the root twice", lambda G, m, N, v: np.sqrt((N - m) / (N - 1) * v / np.sqrt(m)),
            "The square of the distance falls as 1/m, the distance as 1/√m. Which of them stands under your root?",
        ),
        _noise(
            "1/m outside the root", lambda G, m, N, v: np.sqrt((N - m) / (N - 1) * v) / m,
            "The square of the distance falls as 1/m, the distance itself slower.",
        ),
        _noise(
            "1/m is left out", lambda G, m, N, v: np.sqrt((N - m) / (N - 1) * v),
            "A larger batch has less noise for a second reason."
        ),
        _noise(
            "N − 1 in both places", lambda G, m, N, v: np.sqrt((N - m) / (N - 1) * v * N / (N - 1) / m),
            "The mean over the N examples divides by N: there are no others of which they would be a sample.",
        ),
        _noise(
            "the mean over the parameters", lambda G, m, N, v: np.sqrt((N - m) / (N - 1) * v / m / G.shape[1]),
            "The squared length of a vector is the sum of the squares of its entries. You have taken their mean.",
        ),
        _noise(
            "the gradients themselves", lambda G, m, N, v: np.sqrt((N - m) / (N - 1) * np.sum(G**2) / N / m),
            "Not the length of the gradients is wanted, but their distance from the full one.",
        ),
        _noise(
            "a sum over the examples", lambda G, m, N, v: np.sqrt((N - m) / (N - 1) * v * N / m),
            "A mean over the examples is wanted inside, you have a sum.",
        ),
        _noise(
            "the sign of the dot products", lambda G, m, N, v: np.sqrt((N + m - 2) / (N - 1) * v / m),
            "What has been drawn cannot come again. Does that make two draws of a batch more alike, or less?",
        ),
    ),
    see="chapter 10, “The noise of a mini-batch”", trials=4,
)  # fmt: skip

_RATES = (0.01, 0.1, 1, 10)


def _rate(answer):
    """One of the four rates, as a number."""
    if isinstance(answer, bool) or not isinstance(answer, Real | np.ndarray) or np.ndim(answer):
        return "The answer should be one number, a learning rate."
    if answer == 1:
        return True
    if answer not in _RATES:
        return "Choose one of the four rates: 0.01, 0.1, 1 or 10."
    return "Another of the four rates has a higher validation accuracy. Try them all, and compare."


_CHOICE = Value(
    "10.9", 1.0,
    mistakes=(
        ("too small", 0.01, "With this rate ten epochs are hardly a beginning. Look at the accuracies of all four."),
        (
            "the rate of the chapter", 0.1,
            "This was a good rate for batches of 32. Here an epoch has only 5 steps. Look at the accuracies of"
            " all four.",
        ),
        ("too large", 10, "Look at the accuracy of this rate: it is that of guessing."),
        (
            "eight times the rate", 0.8,
            "Eight times the rate for batches of 32 is a good guess. Which of the four rates does the trial favor?",
        ),
        ("the place, not the rate", 2, "Is this the place in the list? The rate itself is wanted."),
    ),
    see="chapter 10, “Batch size, time and accuracy”", accept=_rate,
)  # fmt: skip

EXERCISES = (*BASICS, _MATRIX, _EVALUATE, _NOISE, _CHOICE)
