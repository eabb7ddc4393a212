"""Exercise set 11: answers that were judged wrongly once, and plausible wrong ones with what they are told."""

import numpy as np
import pytest

from bplib.activations import log_softmax, softmax
from bplib.checks import check


def _of_labels(scores, t):
    return scores[np.arange(len(t)), t]


def _batches(changed):
    def answer(x, t, size, rng):
        order = changed(rng.permutation(len(x)))
        return [(x[order[i : i + size]], t[order[i : i + size]]) for i in range(0, len(x), size)]

    return answer


def _forward(params, x, hidden=lambda z: np.maximum(z, 0), b1=1, b2=1):
    return hidden(x @ params["W1"] + b1 * params["b1"]) @ params["W2"] + b2 * params["b2"]


def _gradient(params, x, t, shares=softmax, power=1, b1=1, slope=None):
    z1 = x @ params["W1"] + b1 * params["b1"]
    a1 = np.maximum(z1, 0)
    D = (shares(a1 @ params["W2"] + params["b2"]) - np.eye(len(params["b2"]))[t]) / float(len(x)) ** power
    D1 = (D @ params["W2"].T) * ((z1 > 0) if slope is None else slope)
    return {"W1": x.T @ D1, "b1": D1.sum(axis=0), "W2": a1.T @ D, "b2": D.sum(axis=0)}


def _smoothed(z, t, right, other):
    rows = np.eye(z.shape[1])[t]
    return (softmax(z) - rows * right - (1 - rows) * other) / len(t)


def _swapped(image, rows, columns):
    h, w = image.shape
    i, j = np.clip(columns.astype(int), 0, h - 2), np.clip(rows.astype(int), 0, w - 2)
    p, q = columns - i, rows - j
    upper = (1 - q) * image[i, j] + q * image[i, j + 1]
    return (1 - p) * upper + p * ((1 - q) * image[i + 1, j] + q * image[i + 1, j + 1])


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("11.1", lambda t, K: 1 - np.eye(K)[t], "and 0 at all other places"),
        ("11.2", lambda s, t: np.mean(_of_labels(s, t) > s.mean(axis=1)), "not be the largest of its row"),
        ("11.2", lambda s, t: np.mean(s.astype(int).argmax(axis=1) == t), "behind the decimal point"),
        ("11.2", lambda s, t: np.mean(s.round().argmax(axis=1) == t), "behind the decimal point"),
        (
            "11.2",
            lambda s, t: np.mean(_of_labels(s, t) > _of_labels(s, (t + 1) % s.shape[1])),
            "the largest of all its scores",
        ),
        ("11.2", lambda s, t: np.mean(s.argmax(axis=1, keepdims=True) == t), "with all labels"),
        ("11.3", lambda z: softmax(np.clip(z, -500, 500)), "beyond your limit become equal"),
        ("11.3", lambda z: softmax(z / np.abs(z).max(axis=1, keepdims=True)), "depends on differences"),
        ("11.4", lambda z, t: -np.mean(log_softmax(z.T).T[np.arange(len(t)), t]), "those of an example"),
        ("11.4", lambda z, t: -np.sum(np.log(_of_labels(softmax(z), t) + 1e-7)), "Two things at once"),
        ("11.5", lambda params, x: _forward(params, x, np.tanh), "another activation function"),
        ("11.5", lambda params, x: softmax(_forward(params, x, b1=0)), "Two things at once"),
        ("11.6", lambda z, t, s: _smoothed(z, t, 1 - s + s / z.shape[1], s), "what the wrong classes get"),
        ("11.6", lambda z, t, s: (1 - s) * _smoothed(z, t, 1, 0), "1 - s times"),
        ("11.7", lambda p, x, t: _gradient(p, x, t, lambda z: softmax(z.T).T), "those of an example"),
        ("11.7", lambda p, x, t: _gradient(p, x, t, b1=0), "Yours uses one of them only"),
        ("11.7", lambda p, x, t: _gradient(p, x, t, power=0, slope=1), "Two things at once"),
        ("11.8", _batches(np.argsort), "The other way is wanted"),
        ("11.8", _batches(lambda order: order[::-1]), "come first in the permutation"),
        ("11.8", _batches(lambda order: np.roll(order, 1)), "each example comes once, but in another order"),
        ("11.9", lambda p, g, eta: {k: p[k] - g[k] / eta if eta else p[k] for k in p}, "right on 1 of 5"),
        ("11.11", lambda a, dout, left, r: (a * left / r, dout / (1 - r)), "Two things at once"),
        ("11.12", _swapped, "image[i, j] is in row i"),
    ],
)
def test_it_is_told(name, answer, words):
    verdict = check(name, answer)
    assert not verdict
    assert words in verdict.text


@pytest.mark.parametrize("changed", [np.argsort, lambda order: order[::-1], lambda order: np.roll(order, 1)])
def test_one_permutation_in_another_order_is_not_called_several(changed):
    assert "exactly once" not in check("11.8", _batches(changed)).text


def test_both_ways_through_the_last_row_are_right():
    def clamped(image, rows, columns):
        h, w = image.shape
        i, j = rows.astype(int), columns.astype(int)
        below, beside, p, q = np.minimum(i + 1, h - 1), np.minimum(j + 1, w - 1), rows - i, columns - j
        upper = (1 - q) * image[i, j] + q * image[i, beside]
        return (1 - p) * upper + p * ((1 - q) * image[below, j] + q * image[below, beside])

    assert check("11.12", clamped)


def test_hints_of_two_mistakes_at_once_do_not_say_that_the_rest_is_right():
    text = check("11.7", lambda p, x, t: _gradient(p, x, t, power=0, slope=1)).text
    assert "right" not in text.replace("the right", "")
