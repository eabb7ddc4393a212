"""Exercises 10.8 and 10.9: the noise of mini-batches, and a learning rate for large ones."""

from numbers import Real

import numpy as np

from ..engine import Exercise, Mistake, Value, With, in_turn

__all__ = ["BATCH_NOISE", "LARGE_BATCH_RATE"]


def _example_gradients(rng):
    """(G, m): the batch may be one example or all of them."""
    N, P, m = in_turn(rng, (6, 3, 2), (5, 4, 1), (4, 2, 4), (9, 5, 6), (2, 3, 1), (7, 1, 3))
    return rng.normal(1, 2, (N, P)), m


def _batch_noise(G, m):
    N = len(G)
    single = np.sum((G - G.mean(axis=0)) ** 2) / N
    return np.sqrt((N - m) / (N - 1) * single / m)


def _noise(label, change, hint):
    def wrong(G, m):
        N, d = len(G), G - G.mean(axis=0)
        return change(G, m, N, np.sum(d**2) / N)

    return Mistake(label, wrong, hint)


def _mean_distance(G):
    return np.linalg.norm(G - G.mean(axis=0), axis=1).mean()


def _by_row(G):
    return np.sum((G - G.mean(axis=1, keepdims=True)) ** 2) / len(G)


def _centered(G):
    return np.sum((G - G.mean(axis=0)) ** 2) / len(G)


def _noise_with(factor=lambda N, m: (N - m) / (N - 1), single=_centered, over=lambda m: m, root=0.5):
    """(factor · v / m)^root, with other functions in their places."""
    return lambda G, m: (factor(len(G), m) * single(G) / over(m)) ** root


def _variant(label, hint, **options):
    return Mistake(label, With(_noise_with, **options), hint)


BATCH_NOISE = Exercise(
    "10.8", _batch_noise, _example_gradients,
    (
        _variant(
            "as if an image could be drawn twice",
            "A batch of all examples has the full gradient, so its noise is 0. Are the draws independent?",
            factor=lambda N, m: 1,
        ),
        _variant(
            "the square",
            "This is the mean of the squared distance. Which root is still to be taken?",
            root=1,
        ),
        _variant(
            "N in the denominator of the factor",
            "For m = 1 no draw excludes another. What must the factor be there?",
            factor=lambda N, m: (N - m) / N,
        ),
        _variant(
            "the root twice",
            "The square of the distance falls as 1/m, the distance as 1/√m. Which of them stands under your root?",
            over=np.sqrt,
        ),
        _variant(
            "1/m outside the root",
            "The square of the distance falls as 1/m, the distance itself slower.",
            over=np.square,
        ),
        _variant(
            "1/m is left out",
            "A larger batch has less noise for a second reason.",
            over=lambda m: 1,
        ),
        _variant(
            "N − 1 in both places",
            "The mean over the N examples divides by N: there are no others of which they would be a sample.",
            single=lambda G: _centered(G) * len(G) / (len(G) - 1),
        ),
        _variant(
            "the mean over the parameters",
            "The squared length of a vector is the sum of the squares of its entries. You have taken their mean.",
            single=lambda G: _centered(G) / G.shape[1],
        ),
        _variant(
            "the gradients themselves",
            "Not the length of the gradients is wanted, but their distance from the full one.",
            single=lambda G: np.sum(G**2) / len(G),
        ),
        _variant(
            "a sum over the examples",
            "A mean over the examples is wanted inside, you have a sum.",
            single=lambda G: _centered(G) * len(G),
        ),
        _variant(
            "m − 1 of N are excluded",
            "A batch of all examples has the full gradient, so its noise is 0. Put m = N into your factor.",
            factor=lambda N, m: (N - m + 1) / N,
        ),
        _noise(
            "m of N − 1 are excluded", lambda G, m, N, v: np.sqrt(np.maximum(N - 1 - m, 0) / (N - 1) * v / m),
            "For m = 1 no draw excludes another. What must the factor be there?",
        ),
        _noise(
            "the squared length of the mean", lambda G, m, N, v: np.sqrt((N - m) / (N - 1) / m) * _mean_distance(G),
            "You take the mean of the distances, and square it afterwards. First the squares, then their mean.",
        ),
        _noise(
            "the mean of each gradient", lambda G, m, N, v: np.sqrt((N - m) / (N - 1) / m * _by_row(G)),
            "From each gradient you subtract the mean of its own entries. The full gradient g is a mean over examples.",
        ),
        _variant(
            "the variance of all entries",
            "All entries of G have one mean for you. The full gradient g is a vector: a mean over the examples.",
            single=np.var,
        ),
        _noise(
            "the variance of all entries, summed",
            lambda G, m, N, v: np.sqrt((N - m) / (N - 1) / m * G.var() * G.shape[1]),
            "All entries of G have one mean for you. The full gradient g is a vector: a mean over the examples.",
        ),
        _noise(
            "the factor outside the root", lambda G, m, N, v: (N - m) / (N - 1) * np.sqrt(v / m),
            "The factor of the squared distance stands before your root. Where does it belong?",
        ),
        _noise(
            "the factor upside down", lambda G, m, N, v: np.sqrt((N - 1) / np.maximum(N - m, 1e-300) * v / m),
            "A batch of all examples has the full gradient, so its noise is 0. Put m = N into your factor.",
        ),
        _noise(
            "one number for each parameter",
            lambda G, m, N, v: np.sqrt((N - m) / (N - 1) / m * G.var(axis=0)),
            "This is the noise of each parameter by itself. The squared distance is a sum over all of them.",
        ),
        _noise(
            "the sign of the dot products", lambda G, m, N, v: np.sqrt((N + m - 2) / (N - 1) * v / m),
            "What has been drawn cannot come again. Does that make two draws of a batch more alike, or less?",
        ),
    ),
    see="chapter 10c, “The noise of a mini-batch”", trials=6,
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


LARGE_BATCH_RATE = Value(
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
    see="chapter 10c, “Which batch size is best?”", accept=_rate, seconds=60.0,
)  # fmt: skip
