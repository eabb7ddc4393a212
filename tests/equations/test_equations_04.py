"""Equation to test, chapter 4: the two sides of every numbered equation, held against each other."""

import numpy as np
import pytest

from bplib import costs
from bplib.activations import sigmoid, sigmoid_prime
from bplib.gradients import derivative, numerical_gradient
from bplib.network import Network

N, M, K = 3, 5, 4  # inputs, examples, classes


@pytest.fixture
def rng():
    return np.random.default_rng(4)


@pytest.fixture
def neuron(rng):
    """Weights (1, n), bias (1, 1), inputs (n, m), targets (1, m)."""
    return rng.normal(size=(1, N)), rng.normal(size=(1, 1)), rng.normal(size=(N, M)), rng.random((1, M))


def _weighted_inputs(w, b, X):
    """(4.1), index by index."""
    return np.array([[sum(w[0, k] * X[k, i] for k in range(N)) + b[0, 0] for i in range(X.shape[1])]])


def _network(w, b, cost="quadratic"):
    network = Network([N, 1], cost=cost, rng=0)
    network.weights, network.biases = [w], [b]
    return network


@pytest.mark.verifies("4.1", "4.2")
def test_a_neuron_is_a_weighted_sum_and_a_sigmoid(neuron):
    w, b, X, _ = neuron
    z = _weighted_inputs(w, b, X)
    assert np.allclose(z, w @ X + b)
    assert np.allclose(_network(w, b).feedforward(X), 1 / (1 + np.exp(-z)))
    assert np.allclose(sigmoid(z), 1 / (1 + np.exp(-z)))


@pytest.mark.verifies("4.3")
def test_the_slope_of_the_sigmoid_follows_from_its_value(rng):
    z = rng.normal(size=20) * 3
    assert np.allclose(sigmoid_prime(z), derivative(sigmoid, z))
    assert np.allclose(sigmoid_prime(z), sigmoid(z) * (1 - sigmoid(z)))


@pytest.mark.verifies("4.4")
def test_the_quadratic_cost_is_a_mean_of_half_squares(rng):
    a, y = rng.random((2, 1, M))
    assert np.isclose(costs.quadratic(a, y, axis=0), sum((a[0, i] - y[0, i]) ** 2 / 2 for i in range(M)) / M)


@pytest.mark.verifies("4.5", "4.6")
def test_the_gradient_of_one_example(neuron):
    w, b, X, Y = neuron
    x, y = X[:, :1], Y[:, :1]

    def cost_of(z):
        return costs.quadratic(sigmoid(z), y, axis=0)

    z = w @ x + b
    delta = numerical_gradient(cost_of, z)
    assert np.allclose((sigmoid(z) - y) * sigmoid_prime(z), delta)
    by_weights = numerical_gradient(lambda w: cost_of(w @ x + b), w)
    by_bias = numerical_gradient(lambda b: cost_of(w @ x + b), b)
    assert np.allclose([delta[0, 0] * x[k, 0] for k in range(N)], by_weights[0])
    assert np.allclose(delta, by_bias)


@pytest.mark.verifies("4.7")
@pytest.mark.parametrize("cost", ["quadratic", "binary_cross_entropy"])
def test_the_gradient_of_a_batch_adds_up_the_paths(neuron, cost):
    w, b, X, Y = neuron
    function = getattr(costs, cost)
    delta = numerical_gradient(lambda z: function(sigmoid(z), Y, axis=0), w @ X + b)
    by_weights = numerical_gradient(lambda w: function(sigmoid(w @ X + b), Y, axis=0), w)
    by_bias = numerical_gradient(lambda b: function(sigmoid(w @ X + b), Y, axis=0), b)
    assert np.allclose(delta @ X.T, by_weights, atol=1e-8)
    assert np.allclose(delta.sum(axis=1, keepdims=True), by_bias, atol=1e-8)
    nabla_b, nabla_w = _network(w, b, cost).backprop(X, Y)
    assert np.allclose(nabla_w[0], by_weights, atol=1e-8)
    assert np.allclose(nabla_b[0], by_bias, atol=1e-8)


@pytest.mark.verifies("4.8")
def test_z_is_the_distance_from_the_boundary_times_the_length_of_w(rng):
    w, b, x = rng.normal(size=2), float(rng.normal()), rng.normal(size=2)
    distance = (w @ x + b) / np.sqrt(w[0] ** 2 + w[1] ** 2)
    # The nearest of many points of the line, which runs at a right angle to w.
    origin, along = -b * w / (w @ w), np.array([-w[1], w[0]]) / np.hypot(*w)
    t = np.linspace(-10, 10, 200_001)[:, None]
    points = origin + t * along
    assert np.allclose(points @ w + b, 0)
    assert np.isclose(np.linalg.norm(points - x, axis=1).min(), abs(distance), rtol=1e-6)
    assert np.isclose(w @ (x + w - origin), w @ (x - origin) + w @ w)
    assert (w @ (x - origin) > 0) == (distance > 0)


@pytest.mark.verifies("4.9")
def test_cross_entropy_is_minus_the_mean_log_of_the_right_answer(rng):
    a, y = rng.random((1, M)), rng.integers(0, 2, (1, M)).astype(float)
    right = [np.log(a[0, i]) if y[0, i] == 1 else np.log(1 - a[0, i]) for i in range(M)]
    by_formula = -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))
    assert np.isclose(by_formula, -np.mean(right))
    assert np.isclose(costs.binary_cross_entropy(a, y, axis=0), by_formula)


@pytest.mark.verifies("4.10")
def test_the_slope_cancels_in_the_error_of_cross_entropy(rng):
    z, y = rng.normal(size=(1, 1)) * 2, rng.random((1, 1))
    measured = numerical_gradient(lambda z: costs.binary_cross_entropy(sigmoid(z), y, axis=0), z)
    assert np.allclose(sigmoid(z) - y, measured)
    by_chain = costs.binary_cross_entropy_prime(sigmoid(z), y, axis=0) * sigmoid_prime(z)
    assert np.allclose(by_chain, sigmoid(z) - y)
