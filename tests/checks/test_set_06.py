"""Set 6: answers that its checks once accepted, and what plausible wrong ones are told."""

import numpy as np
import pytest

from bplib.activations import sigmoid, sigmoid_prime
from bplib.checks import check


def _backprop(top=1.0, slope=lambda z, a: sigmoid_prime(z), back=lambda W, d: W.T @ d, enters=lambda a: a):
    """Backpropagation of a batch, with something changed; top is a number or a function of m and n_L."""

    def backprop(weights, biases, x, y):
        zs, activations = [], [x]
        for W, b in zip(weights, biases):
            zs.append(W @ activations[-1] + b)
            activations.append(sigmoid(zs[-1]))
        delta = (activations[-1] - y) * sigmoid_prime(zs[-1]) / x.shape[1]
        delta = delta * (top(*y.shape) if callable(top) else top)
        nabla_b, nabla_w = [], []
        for l in reversed(range(len(weights))):
            nabla_b.insert(0, delta.sum(axis=1, keepdims=True))
            nabla_w.insert(0, delta @ enters(activations[l]).T)
            if l:
                delta = back(weights[l], delta) * slope(zs[l - 1], activations[l])
        return nabla_b, nabla_w

    return backprop


def _two_matrices(weights, biases, x, y):
    """Three layers written out."""
    z2 = weights[0] @ x + biases[0]
    z3 = weights[1] @ sigmoid(z2) + biases[1]
    d3 = (sigmoid(z3) - y) * sigmoid_prime(z3) / x.shape[1]
    d2 = (weights[1].T @ d3) * sigmoid_prime(z2)
    return [d.sum(axis=1, keepdims=True) for d in (d2, d3)], [d2 @ x.T, d3 @ sigmoid(z2).T]


def _two_forward(weights, biases, x):
    z2 = weights[0] @ x + biases[0]
    z3 = weights[1] @ sigmoid(z2) + biases[1]
    return [z2, z3], [x, sigmoid(z2), sigmoid(z3)]


def _three_forward(weights, biases, x):
    zs, activations = _two_forward(weights, biases, x)
    z = weights[2] @ activations[-1] + biases[2]
    return [*zs, z], [*activations, sigmoid(z)]


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("06.10", _backprop(top=lambda n, m: 2 / n), "mean of the squares over the outputs"),
        ("06.10", _two_matrices, ""),
        ("06.2", _two_forward, ""),
        ("06.2", _three_forward, "This time weights has one entry"),
        ("06.1", lambda a: np.array([[v * (1 - v) for v in row] for row in a]), "This time a has 1 axis"),
        ("06.1", lambda a: (a * (1 - a)).astype(np.float32), "no further"),
    ],
)
def test_what_was_once_accepted_is_wrong(name, answer, words):
    verdict = check(name, answer)
    assert not verdict
    assert words in verdict.text


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("06.1", lambda a: a * 1 - a, "before subtraction"),
        ("06.3", lambda z, a, y: (a - y) * z * (1 - z), "which of z and a"),
        ("06.3", lambda z, a, y: (z - y) * sigmoid_prime(z), "compare with the target"),
        ("06.4", lambda W, d, z: (W.T @ d) * (1 - np.tanh(z) ** 2), "slope of the sigmoid"),
        ("06.4", lambda W, d, z: W[-1:].T * d[-1] * sigmoid_prime(z), "keeps the last"),
        ("06.5", lambda d, a: (d, d @ sigmoid_prime(a).T), "no σ any more"),
        ("06.6", lambda a, y: (a - y) ** 2 * (1 - a**2), "fourth power"),
        ("06.8", _backprop(slope=lambda z, a: a * (1 - a) ** 2), "Wrong: nabla_b[-2]"),
        ("06.9", _backprop(enters=sigmoid), "At its end".lower()),
        ("06.9", _backprop(back=lambda W, d: np.abs(W).T @ d), "lost their signs"),
        ("06.10", _backprop(top=lambda n, m: 1 / m), "m times too small"),
        ("06.10", _backprop(slope=lambda z, a: sigmoid_prime(a), top=2), "Two things at once"),
    ],
)
def test_a_wrong_answer_is_told_why(name, answer, words):
    verdict = check(name, answer)
    assert not verdict
    assert words in verdict.text


@pytest.mark.parametrize("name", ["06.8", "06.9", "06.10"])
def test_any_depth_is_right(name):
    assert check(name, _backprop())


def test_the_wrong_part_nearest_the_output_comes_first():
    def answer(*args):
        nabla_b, nabla_w = _backprop()(*args)
        return nabla_b, [*[w**3 for w in nabla_w[:-1]], nabla_w[-1]]

    assert check("06.9", answer).parts_wrong == ("nabla_w[-2]", "nabla_w[-3]", "nabla_w[-4]")
