"""The numbered equations of chapter 13, each held against a direct computation."""

import numpy as np
import pytest

from bplib import layers, models
from bplib.activations import softmax
from bplib.costs import softmax_cross_entropy
from bplib.gradients import numerical_gradient


@pytest.fixture
def rng():
    return np.random.default_rng(13)


@pytest.mark.verifies("13.1")
@pytest.mark.parametrize("K", [2, 3, 10])
def test_the_loss_of_a_guess_is_the_logarithm_of_the_number_of_classes(rng, K):
    t = rng.integers(K, size=50)
    assert np.isclose(softmax_cross_entropy(np.full((50, K), 0.7), t), np.log(K))
    # Small random weights come near to equal probabilities.
    net = models.TwoLayerNet(20, 30, K, rng=0)
    x = 0.1 * rng.normal(size=(50, 20))
    assert np.isclose(net.loss(x, t), np.log(K), rtol=0.1)
    assert np.round(np.log([10, 2]), 2).tolist() == [2.3, 0.69]


@pytest.mark.verifies("13.2")
@pytest.mark.parametrize("m", [1, 2, 7])
def test_the_broadcast_loss_pulls_every_output_to_the_mean_label(rng, m):
    y, t = rng.normal(size=(m, 1)), rng.normal(size=m)
    left = sum((y[i, 0] - t[j]) ** 2 for i in range(m) for j in range(m)) / m
    assert np.isclose(left, np.sum((y - t) ** 2) / m)  # what NumPy computes
    right = np.sum((y[:, 0] - t.mean()) ** 2) + np.sum((t - t.mean()) ** 2)
    assert np.isclose(left, right)


@pytest.mark.verifies("13.4")
def test_a_second_derivative_of_softmax_multiplies_by_its_jacobian(rng):
    m, K = 4, 5
    z, t = rng.normal(size=(m, K)), rng.integers(K, size=m)
    p = softmax(z)
    D = (p - np.eye(K)[t]) / m
    assert np.allclose(D, numerical_gradient(lambda z: softmax_cross_entropy(z, t), z), atol=1e-8)
    # Taken for the derivative by the probabilities, it goes through softmax once more.
    twice = numerical_gradient(lambda z: np.sum(D * softmax(z)), z)
    assert np.allclose(p * (D - np.sum(p * D, axis=1, keepdims=True)), twice, atol=1e-8)


@pytest.mark.verifies("13.3")
@pytest.mark.parametrize("N", [1, 2, 4])
def test_inner_derivatives_that_are_not_zeroed(rng, N):
    """Two passes over a chain of N steps, whose nodes keep what they have."""
    stack = [layers.Affine(3, 3, rng=k) for k in range(N)]
    out = rng.normal(size=(5, 3))
    for layer in stack:
        out = layer.forward(out)
    dout = rng.normal(size=(5, 3))
    nodes = [np.zeros((5, 3)) for _ in range(N)]  # nodes[l - 1] is the derivative after step l
    passes = []
    for _ in range(2):
        nodes[-1] = nodes[-1] + dout
        for l in range(N - 1, 0, -1):
            nodes[l - 1] = nodes[l - 1] + stack[l].backward(nodes[l])
        passes.append(list(nodes))
    for l in range(1, N + 1):
        assert np.allclose(passes[1][l - 1], (N - l + 2) * passes[0][l - 1])
