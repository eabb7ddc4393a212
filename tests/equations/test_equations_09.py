"""The numbered equations of chapter 9, each held against single cases, differences or a loop."""

import math
from itertools import product

import numpy as np
import pytest

from bplib import costs, layers
from bplib.activations import sigmoid
from bplib.experiments import interval
from bplib.gradients import numerical_gradient
from bplib.models import Sequential

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
S, M, N, H = 4, 5, 2, 3  # networks, examples, inputs, hidden units


@pytest.fixture
def rng():
    return np.random.default_rng(9)


@pytest.fixture
def neurons(rng):
    """w1, w2, b of many neurons, and their answers at the four corners, one row for each."""
    w1, w2, b = rng.normal(size=(3, 500))
    return w1, w2, b, [sigmoid(w1 * x1 + w2 * x2 + b) > 0.5 for x1, x2 in X]


@pytest.mark.verifies("9.1")
def test_the_answer_at_0_0_is_right_where_the_first_inequality_holds(neurons):
    _, _, b, answers = neurons
    assert np.array_equal(~answers[0], b < 0)


@pytest.mark.verifies("9.2")
def test_the_answer_at_0_1_is_right_where_the_second_inequality_holds(neurons):
    _, w2, b, answers = neurons
    assert np.array_equal(answers[1], w2 + b > 0)


@pytest.mark.verifies("9.3")
def test_the_answer_at_1_0_is_right_where_the_third_inequality_holds(neurons):
    w1, _, b, answers = neurons
    assert np.array_equal(answers[2], w1 + b > 0)


@pytest.mark.verifies("9.4")
def test_the_answer_at_1_1_is_right_where_the_fourth_inequality_holds(neurons):
    w1, w2, b, answers = neurons
    assert np.array_equal(~answers[3], w1 + w2 + b < 0)


@pytest.mark.verifies("9.5")
def test_the_sums_of_two_inequalities_each_have_the_same_left_side(neurons):
    w1, w2, b, answers = neurons
    left = w1 + w2 + 2 * b
    assert np.allclose((w2 + b) + (w1 + b), left, rtol=1e-13)
    assert np.allclose(b + (w1 + w2 + b), left, rtol=1e-13)
    assert (left[answers[1] & answers[2]] > 0).all()
    assert (left[~answers[0] & ~answers[3]] < 0).all()
    assert not (answers[1] & answers[2] & ~answers[0] & ~answers[3]).any()


def network(rng, hidden=H):
    first, second = layers.Affine(N, hidden, rng=rng), layers.Affine(hidden, 1, rng=rng)
    first.b += rng.normal(size=hidden)
    second.b += rng.normal(size=1)
    return Sequential([first, layers.Tanh(), second], layers.SigmoidWithLoss())


@pytest.mark.verifies("9.6")
def test_the_network_with_a_hidden_layer_by_index(rng):
    net, x = network(rng), rng.normal(size=(M, N))
    W1, b1, W2, b2 = net.params.values()
    z = np.empty((M, 1))
    for i in range(M):
        a1 = [math.tanh(sum(x[i, j] * W1[j, k] for j in range(N)) + b1[k]) for k in range(H)]
        z[i] = sum(a1[k] * W2[k, 0] for k in range(H)) + b2[0]
    assert np.allclose(net.predict(x), z, rtol=1e-12)


@pytest.mark.verifies("9.7")
def test_the_cost_from_logits_is_the_cross_entropy_of_the_outputs(rng):
    z, t = rng.normal(0, 3, (M, 1)), rng.random((M, 1))
    by_hand = sum(math.log(1 + math.exp(z[i, 0])) - t[i, 0] * z[i, 0] for i in range(M)) / M
    assert np.isclose(by_hand, costs.binary_cross_entropy(sigmoid(z), t), rtol=1e-12)
    assert np.isclose(layers.SigmoidWithLoss().forward(z, t), by_hand, rtol=1e-12)


@pytest.mark.verifies("9.8")
def test_the_logarithm_without_overflow(rng):
    z = rng.normal(0, 8, 50)
    stable = np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z)))
    assert np.allclose(stable, [math.log(1 + math.exp(v)) for v in z], rtol=1e-12)
    loss = layers.SigmoidWithLoss()
    assert loss.forward(np.array([[900.0]]), np.array([[0.0]])) == 900
    assert loss.forward(np.array([[-900.0]]), np.array([[1.0]])) == 900


@pytest.mark.verifies("9.9")
def test_the_derivative_by_the_logits(rng):
    z, t = rng.normal(size=(M, 1)), rng.integers(0, 2, (M, 1)).astype(float)
    loss = layers.SigmoidWithLoss()
    numeric = numerical_gradient(lambda z: loss.forward(z, t), z)
    assert np.allclose((sigmoid(z) - t) / M, numeric, rtol=0, atol=1e-9)
    loss.forward(z, t)
    assert np.allclose(loss.backward(), (sigmoid(z) - t) / M, rtol=1e-12)


@pytest.mark.verifies("9.14")
def test_the_derivative_of_the_quadratic_cost_by_the_logits(rng):
    z, t = rng.normal(size=(M, 1)), rng.integers(0, 2, (M, 1)).astype(float)
    between, loss = layers.Sigmoid(), layers.QuadraticLoss()
    numeric = numerical_gradient(lambda z: loss.forward(between.forward(z), t), z)
    a = sigmoid(z)
    slope = np.exp(-z) / (1 + np.exp(-z)) ** 2
    assert np.allclose((a - t) * slope / M, numeric, rtol=0, atol=1e-9)
    loss.forward(between.forward(z), t)
    assert np.allclose(between.backward(loss.backward()), (a - t) * slope / M, rtol=1e-12)


@pytest.mark.verifies("9.12")
def test_a_stack_of_products_is_each_product(rng):
    W1, A1, D = rng.normal(size=(S, N, H)), rng.normal(size=(S, M, H)), rng.normal(size=(S, M, 1))
    x = rng.normal(size=(M, N))
    forward, backward = x @ W1, A1.swapaxes(1, 2) @ D
    for s in range(S):
        by_index = [[sum(x[i, j] * W1[s, j, k] for j in range(N)) for k in range(H)] for i in range(M)]
        assert np.allclose(forward[s], by_index, rtol=1e-12)
        by_index = [[sum(A1[s, i, j] * D[s, i, 0] for i in range(M))] for j in range(H)]
        assert np.allclose(backward[s], by_index, rtol=1e-12)


@pytest.mark.verifies("9.13")
def test_two_examples_with_the_same_output_and_other_targets_cost_half_of_ln_2(rng):
    t = np.array([0, 1, 1, 0])
    outputs = rng.uniform(0, 1, (2000, 4))
    outputs[:, 3] = outputs[:, 1]  # (0, 1) and (1, 1) are merged
    for a in outputs:
        assert costs.binary_cross_entropy(a[:, None], t[:, None]) >= math.log(2) / 2
    best = np.array([[0.0], [0.5], [1.0], [0.5]])
    assert np.isclose(costs.binary_cross_entropy(best, t[:, None]), math.log(2) / 2, rtol=1e-12)
    a = np.linspace(0.001, 0.999, 999)
    pair = -np.log(a) - np.log(1 - a)
    assert np.isclose(pair.min() / 4, math.log(4) / 4, rtol=1e-9)
    assert np.isclose(a[pair.argmin()], 0.5)


def test_the_single_neuron_ends_at_one_half_with_a_rate_up_to_5_and_never_with_more(rng):
    """Beside (9.5), with (9.9): the largest curvature at w = b = 0 is near 0.4, and 2 / 0.4 = 5."""
    columns = np.column_stack([X, np.ones(4)])
    assert 5.0 < 2 / np.linalg.eigvalsh(columns.T @ columns / 16).max() < 5.1
    targets = np.array([0.0, 1.0, 1.0, 0.0])
    for eta, ends_there in ((1.0, True), (5.0, True), (5.1, False)):
        w = rng.normal(size=3)
        for _ in range(6000):
            w -= eta * columns.T @ (sigmoid(columns @ w) - targets) / 4
        assert (np.abs(sigmoid(columns @ w) - 0.5).max() < 1e-3) == ends_there


@pytest.mark.verifies("9.10")
@pytest.mark.parametrize("p", [0.05, 0.4])
def test_the_standard_deviation_of_a_share(p):
    """Over all ways in which 8 runs can fail or not, each with its probability."""
    ways = np.array(list(product([0, 1], repeat=8)))
    chances = np.prod(np.where(ways == 1, p, 1 - p), axis=1)
    shares = ways.mean(axis=1)
    assert np.isclose(chances @ shares, p, rtol=1e-12)
    variance = chances @ (shares - p) ** 2
    assert np.isclose(np.sqrt(variance), np.sqrt(p * (1 - p) / 8), rtol=1e-12)


@pytest.mark.verifies("9.11")
def test_the_interval_of_a_mean(rng):
    values = [0.5, 2.0, 0.25, 4.0, 1.0]
    mean = sum(values) / 5
    s = math.sqrt(sum((v - mean) ** 2 for v in values) / (5 - 1))
    assert np.allclose(
        interval(values), (mean - 2 * s / math.sqrt(5), mean + 2 * s / math.sqrt(5)), rtol=1e-12
    )
    many = rng.normal(3, 2, (4000, 30))
    held = [low < 3 < high for low, high in map(interval, many)]
    assert 0.93 < np.mean(held) < 0.965  # about 95 %
