"""Set 4: answers that its checks once judged wrongly, and what plausible wrong ones are told."""

import numpy as np
import pytest

from bplib.activations import sigmoid, softmax
from bplib.checks import check


def _gradient(of_w, of_b):
    """An answer to 04.3 from the errors of the examples."""

    def gradient(w, b, X, y):
        a = sigmoid(w @ X + b)
        delta = (a - y) * a * (1 - a)
        return of_w(delta, X), of_b(delta)

    return gradient


def _train(step):
    """An answer to 04.7 from one step."""

    def train(w, b, X, y, eta, epochs):
        for _ in range(epochs):
            w, b = step(w, b, X, y, eta, sigmoid(w @ X + b) - y)
        return w, b

    return train


def _mean(delta):
    return delta.mean(axis=1, keepdims=True)


RIGHT = {
    "04.4": lambda w, b, x, y: w.T * (sigmoid(w @ x + b) - y) * sigmoid(w @ x + b) * sigmoid(-(w @ x + b)),
    "04.5": lambda: 0.66666667,
    "04.7": _train(lambda w, b, X, y, eta, e: (w - eta * e @ X.T / X.shape[1], b - eta * e.mean())),
    # Nine decimals are asked for: the cost of 1e-18 that ln(1 + u) loses is not looked at.
    "04.8": lambda z, y: np.mean(np.maximum(z, 0) - y * z + np.log(1 + np.exp(-abs(z)))),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_is_right(name):
    assert check(name, RIGHT[name])


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("04.1", lambda w, b, X: np.tanh(w @ X + b), "another function than the sigmoid"),
        ("04.1", lambda w, b, X: sigmoid(w @ (X + b)), "in or beside the sum"),
        ("04.3", _gradient(lambda d, X: _mean(d) @ _mean(X).T, _mean), "product of the two means"),
        ("04.3", _gradient(lambda d, X: d[:, :-1] @ X[:, :-1].T / X.shape[1],
                           lambda d: d[:, :-1].sum(keepdims=True) / d.shape[1]), "missing at the end"),
        ("04.4", lambda w, b, x, y: w.T * x * (sigmoid(w @ x + b) - y), "∂z/∂x_1"),
        ("04.5", lambda: 66.67, "between 0 and 1"),
        ("04.5", lambda: 0.62, "fall on both sides"),
        ("04.7", _train(lambda w, b, X, y, eta, e: (w - e @ X.T / X.shape[1], b - _mean(e))), "A factor is missing"),
        ("04.8", lambda z, y: np.mean(np.abs(z) - y * z + np.log1p(np.exp(-abs(z)))), "each term"),
        ("04.8", lambda z, y: np.mean(np.logaddexp(0, z) - y * z) / np.log(2), "base e"),
        ("04.9", lambda W, b, X, Y: (softmax(W @ X + b, axis=0) @ X.T / X.shape[1], _mean(softmax(W @ X + b, axis=0))),
         "compares them with the labels"),
        ("04.9", lambda W, b, X, Y: ((softmax(W @ X + b, axis=0) - Y) * Y @ X.T / X.shape[1],
                                     _mean((softmax(W @ X + b, axis=0) - Y) * Y)), "other classes"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_why(name, answer, words):
    verdict = check(name, answer)
    assert not verdict
    assert words in verdict.text


def test_two_mistakes_at_once_are_both_named():
    def answer(w, b, X, y):
        z = w @ X  # the bias is missing, and σ is applied twice on the way to the slope
        delta = (sigmoid(z) - y) * sigmoid(sigmoid(z)) * sigmoid(-sigmoid(z)) / X.shape[1]
        return delta @ X.T, delta.sum(axis=1, keepdims=True)

    verdict = check("04.3", answer)
    assert verdict.mistake == "σ'(a) for σ'(z); and the bias is left out of z"
    assert verdict.text.startswith("Two things at once.")


def test_overflow_is_told_only_where_the_rest_is_right():
    verdict = check("04.8", lambda z, y: np.mean(np.log(1 + np.exp(z)) + y * z))
    assert "ordinary z" not in verdict.text
