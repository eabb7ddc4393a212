"""The equations of chapter 5, each held against the library or against differences, on random input."""

import numpy as np
import pytest

from bplib import Network
from bplib.activations import sigmoid, sigmoid_prime
from bplib.gradients import derivative
from bplib.layers import Affine

SIZES = [4, 3, 5, 2]


@pytest.fixture
def net():
    return Network(SIZES, rng=5)


@pytest.mark.verifies("5.6")
def test_slope_of_a_neuron(rng):
    for w, b, x in rng.normal(size=(5, 3)):
        slope = derivative(lambda t, w=w, b=b: sigmoid(w * t + b), x)
        assert slope == pytest.approx(w * sigmoid_prime(w * x + b), rel=1e-7)
        assert np.sign(slope) == np.sign(w)


@pytest.mark.verifies("5.1")
def test_forward_pass_by_index(net, rng):
    x = rng.normal(size=4)
    a = {1: x}
    for l in range(2, 5):
        W, b = net.weights[l - 2], net.biases[l - 2]
        a[l] = np.zeros(SIZES[l - 1])
        for j in range(SIZES[l - 1]):
            z = sum(W[j, k] * a[l - 1][k] for k in range(SIZES[l - 2])) + b[j, 0]
            a[l][j] = 1 / (1 + np.exp(-z))
    np.testing.assert_allclose(net.feedforward(x.reshape(-1, 1))[:, 0], a[4], rtol=1e-12)


@pytest.mark.verifies("5.2")
def test_forward_pass_by_matrix(net, rng):
    a = x = rng.normal(size=(4, 1))
    for l in range(2, 5):
        z = net.weights[l - 2] @ a + net.biases[l - 2]
        assert z.shape == (SIZES[l - 1], 1)
        a = sigmoid(z)
    np.testing.assert_allclose(net.feedforward(x), a, rtol=1e-12)


@pytest.mark.verifies("5.4")
def test_forward_pass_of_a_batch_is_that_of_its_columns(net, rng):
    X = rng.normal(size=(4, 6))
    A = X
    for W, b in zip(net.weights, net.biases):
        Z = W @ A + b
        for i in range(6):
            np.testing.assert_allclose(Z[:, i], W @ A[:, i] + b[:, 0], rtol=1e-12)
        A = sigmoid(Z)
    np.testing.assert_allclose(net.feedforward(X), A, rtol=1e-12)


@pytest.mark.verifies("5.10")
def test_rows_are_the_transpose_of_columns(rng):
    W, b, A = rng.normal(size=(3, 4)), rng.normal(size=(3, 1)), rng.normal(size=(4, 6))
    Z = W @ A + b
    np.testing.assert_allclose(Z.T, A.T @ W.T + b.T, rtol=1e-12)
    layer = Affine(4, 3, rng=0)
    layer.params["W"][...], layer.params["b"][...] = W.T, b[:, 0]
    np.testing.assert_allclose(layer.forward(A.T), Z.T, rtol=1e-12)


@pytest.mark.verifies("5.3")
def test_two_affine_maps_are_one(rng):
    W2, b2 = rng.normal(size=(3, 4)), rng.normal(size=(3, 1))
    W3, b3 = rng.normal(size=(2, 3)), rng.normal(size=(2, 1))
    x = rng.normal(size=(4, 1))
    np.testing.assert_allclose(W3 @ (W2 @ x + b2) + b3, (W3 @ W2) @ x + (W3 @ b2 + b3), rtol=1e-12)


def bump(x, p, q, h, s):
    return h * (sigmoid(s * (x - p)) - sigmoid(s * (x - q)))


@pytest.mark.verifies("5.7")
def test_a_bump_is_high_between_its_edges_and_low_outside():
    p, q, h, s = -0.5, 1.5, 3.0, 40.0
    x = np.linspace(-4, 4, 801)
    inside, outside = (x > p + 0.5) & (x < q - 0.5), (x < p - 0.5) | (x > q + 0.5)
    B = bump(x, p, q, h, s)
    np.testing.assert_allclose(B[inside], h, rtol=1e-6)
    np.testing.assert_allclose(B[outside], 0, atol=1e-6)
    # The two hidden units of a network, read out by a difference, give the same.
    net = Network([1, 2, 1])
    net.weights = [np.array([[s], [s]]), np.array([[h, -h]])]
    net.biases = [np.array([[-s * p], [-s * q]]), np.zeros((1, 1))]
    np.testing.assert_allclose(net.feedforward(x.reshape(1, -1))[0], sigmoid(B), rtol=1e-12)


@pytest.mark.verifies("5.8")
def test_a_sum_of_bumps_stays_near_the_curve_and_halving_the_slices_halves_the_error():
    x, errors = np.linspace(0, 1, 1001), []
    for pairs in (10, 20, 40):
        edges = np.linspace(-0.1, 1.1, pairs + 1)
        w = edges[1] - edges[0]
        F = np.zeros_like(x)
        for i in range(1, pairs + 1):
            F += bump(x, edges[i - 1], edges[i], np.sin(4 * (edges[i - 1] + edges[i]) / 2), 20 / w)
        errors.append(np.abs(F - np.sin(4 * x)).max())
        assert errors[-1] <= 4 * w / 2  # the largest slope of sin(4x) is 4
    np.testing.assert_allclose(np.divide(errors[:-1], errors[1:]), 2, rtol=0.1)


@pytest.mark.verifies("5.9")
def test_a_tower_is_high_where_both_bumps_are():
    side = np.array([0.1, 0.5, 0.9])
    ridge = bump(side, 0.3, 0.7, 1.0, 60.0)
    tower = sigmoid(20 * (ridge + ridge[:, np.newaxis] - 1.5))
    assert tower[1, 1] > 0.999
    tower[1, 1] = 0
    assert tower.max() < 1e-3


@pytest.mark.verifies("5.5")
@pytest.mark.parametrize(
    ("sizes", "total"), [([2, 3, 2], 17), ([784, 30, 10], 23_860), ([4, 6, 3], 51), ([3, 7, 2, 5], 59)]
)
def test_number_of_parameters(sizes, total):
    net = Network(sizes, rng=0)
    counted = sum(p.size for p in net.params.values())
    assert counted == sum(sizes[l - 1] * (sizes[l - 2] + 1) for l in range(2, len(sizes) + 1)) == total
