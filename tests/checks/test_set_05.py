"""Set 5: what plausible wrong answers are told that were once told only that they are not right."""

import numpy as np
import pytest

from bplib.activations import sigmoid
from bplib.checks import check


def _forward(weights, biases, a, step):
    for W, b in zip(weights, biases):
        a = step(W, b, a)
    return a


def _batch(step):
    return lambda weights, flat_biases, X: _forward(weights, flat_biases, X, step)


def _one(step):
    return lambda weights, biases, x: _forward(weights, biases, x, step)


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("05.1", lambda s: s[0] * s[1] + s[1] + s[1] * s[-1] + s[-1], "one hidden layer"),
        ("05.1", lambda s: int(np.prod(s)), "counts paths"),
        ("05.1", lambda s: sum(s[1:]), "These are the biases"),
        ("05.3", lambda W, b, a, j: W[j, 0] * a[0, 0] + b[j, 0], "Where does your return stand"),
        ("05.3", lambda W, b, a, j: W[j] @ a[:, 0] * b[j, 0], "the bias and the sum"),
        ("05.4", _batch(lambda W, b, A: sigmoid(W @ A) + b[:, None]), "before σ"),
        ("05.4", _batch(lambda W, b, A: sigmoid(W @ A + b[0])), "a bias of its own"),
        ("05.4", _batch(lambda W, b, A: np.tanh(W @ A + b[:, None])), "another function"),
        ("05.5", _one(lambda W, b, a: sigmoid(W @ a)), "A term is missing"),
        ("05.6", lambda w, b: ([np.rot90(W) for W in w], [c[:, 0] for c in b]), "in the wrong places"),
        ("05.8", lambda n, q, b, t: np.sqrt((t - b) / (n * q)), "deviations, or their squares"),
        ("05.8", lambda n, q, b, t: t / np.sqrt(n), "Two things at once"),
        ("05.8", lambda n, q, b, t: t / np.sqrt(n * q + b**2), "wrong where beta is not 0"),
        ("05.9", lambda w, p, below: (0.5, 0.5, 0.5), "same for every input"),
    ],
)
def test_a_wrong_answer_is_told_why(name, answer, words):
    verdict = check(name, answer)
    assert not verdict
    assert words in verdict.text


def test_a_curve_for_which_only_the_jumps_are_wrong():
    def answer(f, edges, s):
        middles = f((edges[:-1] + edges[1:]) / 2)
        jumps = np.diff([0, *middles, 0])
        return np.full((len(edges), 1), s), -s * edges[:, None], jumps[None, :] ** 3

    verdict = check("05.10", answer)
    assert verdict.parts_wrong == ("W3",)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("05.4", _batch(lambda W, b, A: sigmoid(W @ A + b[:, np.newaxis]))),
        ("05.8", lambda n, q, b, t: ((t - b) * (t + b) / n / q) ** 0.5),
    ],
)
def test_a_right_answer_is_right(name, answer):
    assert check(name, answer)
