"""Exercise set 10: answers that were judged wrongly once, and plausible wrong ones with what they are told."""

import math

import numpy as np
import pytest

from bplib.activations import log_softmax, softmax
from bplib.checks import check, exercises


def _standardized(x_train, x_new, mean=None, deviation=None):
    mean = x_train.mean(axis=0) if mean is None else mean
    deviation = x_train.std(axis=0) if deviation is None else deviation
    safe = np.where(deviation == 0, 1, deviation)
    return (x_train - mean) / safe, (x_new - mean) / safe


def _zero_where_constant(x_train, x_new):
    """The deviation is right; the values are replaced."""
    parts = _standardized(x_train, x_new)
    for part in parts:
        part[:, x_train.std(axis=0) == 0] = 0
    return parts


def _evaluated(logs):
    def answer(scores, T, size):
        with np.errstate(all="ignore"):
            return -np.mean(logs((T * softmax(scores)).sum(axis=1))), np.mean(
                scores.argmax(axis=1) == T.argmax(axis=1)
            )

    return answer


def _unequal_to_the_best(losses, patience):
    """Counts from the last epoch that fell."""
    best = worse = 0
    for i in range(1, len(losses)):
        worse = 0 if losses[i] < losses[i - 1] else worse + 1
        best = i if losses[i] < losses[i - 1] else best
        if worse == patience:
            return best + 1, i + 1
    return best + 1, len(losses)


def _three(count, n_validation, n_test, seed):
    order = np.random.default_rng(seed).permutation(count)
    rest = order[n_test:]
    return rest[: len(rest) - n_validation], rest[len(rest) - n_validation :], order[:n_test]


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("10.1", _three, "Which part comes after the test part?"),
        ("10.2", lambda p, d: math.ceil(p * (1 - p) / d**2) + 2, "but fewer would do"),
        ("10.2", lambda p, d: math.ceil(p**3 * (1 - p) / d**2), "That is more than"),
        ("10.3", lambda a, b: _standardized(a, b, mean=a.mean()), "your mean is that of the whole array"),
        (
            "10.3",
            lambda a, b: ((a - a.mean()) / a.std(), (b - a.mean()) / a.std()),
            "has a mean and a deviation of its own",
        ),
        ("10.3", _zero_where_constant, "loses its difference from the mean"),
        ("10.4", lambda x: np.sqrt(3 / np.mean(x.sum(axis=1) ** 2)), "square the sum"),
        ("10.5", _unequal_to_the_best, "Is it the lowest so far?"),
        ("10.6", lambda M: (np.trace(M) / len(M), *_shares(M)), "by the number of classes"),
        ("10.7", _evaluated(np.log), "its logarithm is infinite"),
        ("10.7", _evaluated(lambda p: np.log(p + 1e-12)), "far too small"),
        ("10.8", lambda G, m: np.sqrt(G.var(axis=0, ddof=1).sum() / m), "so its noise is 0"),
        ("10.9", lambda: 3, "Choose one of the four rates"),
    ],
)
def test_it_is_told(name, answer, words):
    verdict = check(name, answer)
    assert not verdict
    assert words in verdict.text


def _shares(M):
    return np.diag(M) / M.sum(axis=1), np.diag(M) / np.maximum(M.sum(axis=0), 1)


def test_what_is_replaced_in_the_value_is_not_called_nan():
    assert "nan" not in check("10.3", _zero_where_constant).mistake


def test_names_of_mistakes_tell_them_apart():
    for name, exercise in exercises("10").items():
        names = [mistake.name for mistake in exercise.mistakes]
        assert len(set(names)) == len(names), name


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("10.2", lambda p, d: math.ceil((math.sqrt(p * (1 - p)) / d) ** 2)),
        ("10.2", lambda p, d: next(n for n in range(1, 10**6) if math.sqrt(p * (1 - p) / n) <= d)),
        ("10.7", lambda s, T, size: (-np.mean((T * log_softmax(s)).sum(axis=1)), _accuracy(s, T))),
        ("10.9", lambda: np.float64(1)),
    ],
)
def test_it_is_right(name, answer):
    assert check(name, answer)


def _accuracy(scores, T):
    return np.mean(scores.argmax(axis=1) == T.argmax(axis=1))


def test_a_search_has_time():
    assert exercises("10")["10.9"].seconds >= 60
