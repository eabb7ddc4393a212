"""The numbered equations of chapter 10, each held against an enumeration, differences or the library."""

from itertools import combinations, product

import numpy as np
import pytest

from bplib import layers
from bplib.activations import softmax
from bplib.models import TwoLayerNet
from bplib.optimizers import Momentum

N, M = 6, 3


@pytest.fixture
def rng():
    return np.random.default_rng(10)


def all_weights(s):
    """Every row of three weights from {-s, s}: mean 0, variance s², independent; each equally likely."""
    return np.array(list(product([-s, s], repeat=3)))


@pytest.mark.verifies("10.1")
@pytest.mark.parametrize("s", [1.0, 0.3])
def test_variance_of_a_weighted_input(rng, s):
    x, W = rng.normal(2, 3, size=3), all_weights(s)
    assert np.isclose(W.mean(), 0)
    assert np.isclose((W @ x).mean(), 0)
    assert np.isclose(((W @ x) ** 2).mean(), s**2 * sum(x_j**2 for x_j in x), rtol=1e-12)


@pytest.mark.verifies("10.2")
def test_variance_of_a_weighted_input_averaged_over_the_examples(rng):
    x, s = rng.normal(2, 3, size=(5, 3)), 0.3
    z = x @ all_weights(s).T
    v = [np.mean((x[:, j] - np.mean(x[:, j])) ** 2) for j in range(3)]
    mu = [np.mean(x[:, j]) for j in range(3)]
    assert np.isclose((z**2).mean(), s**2 * sum(a + b**2 for a, b in zip(v, mu)), rtol=1e-12)


@pytest.mark.verifies("10.3")
def test_standardized_inputs_have_mean_0_and_variance_1(rng):
    from sklearn.preprocessing import StandardScaler

    x, new = rng.normal([5, -2, 100], [1, 3, 40], (50, 3)), rng.normal(size=(4, 3))
    mu, v = x.mean(axis=0), ((x - x.mean(axis=0)) ** 2).mean(axis=0)
    tilde = (x - mu) / np.sqrt(v)
    assert np.allclose(tilde.mean(axis=0), 0, atol=1e-12)
    assert np.allclose((tilde**2).mean(axis=0), 1)
    assert np.allclose((new - mu) / np.sqrt(v), StandardScaler().fit(x).transform(new))


@pytest.mark.verifies("10.6")
@pytest.mark.parametrize("c", [16.0, 0.5])
def test_scaled_inputs_scale_the_rate_of_the_first_layer_by_the_square(rng, c):
    net = TwoLayerNet(4, 5, 3, activation="sigmoid", dtype=np.float64, rng=1)
    scaled = net.astype(np.float64)
    scaled.params["W1"] *= c
    tilde, t, eta = rng.random((7, 4)), rng.integers(3, size=7), 0.1
    assert np.isclose(net.loss(c * tilde, t), scaled.loss(tilde, t), rtol=1e-12)
    step_of_W = -eta * net.gradient(c * tilde, t)["W1"]
    gradient = scaled.numerical_gradient(tilde, t, progress=False)["W1"]
    assert np.allclose(c * step_of_W, -(c**2) * eta * gradient, rtol=1e-6, atol=1e-9)


@pytest.mark.verifies("10.7")
def test_cross_entropy_of_rows_and_of_labels(rng):
    z, t = rng.normal(0, 2, (8, 10)), rng.integers(10, size=8)
    Y, T = softmax(z), np.eye(10)[t]
    by_rows = -sum(T[i, k] * np.log(Y[i, k]) for i in range(8) for k in range(10)) / 8
    by_labels = -sum(np.log(Y[i, t[i]]) for i in range(8)) / 8
    assert by_rows == pytest.approx(by_labels, rel=1e-13)
    assert layers.SoftmaxWithLoss().forward(z, t) == pytest.approx(by_labels, rel=1e-12)
    assert layers.SoftmaxWithLoss().forward(z, T) == pytest.approx(by_rows, rel=1e-12)


def gradients(rng):
    """The gradients of N examples one by one, by backpropagation, and that of them all."""
    net = TwoLayerNet(4, 5, 3, dtype=np.float64, rng=2)
    x, t = rng.normal(size=(N, 4)), rng.integers(3, size=N)

    def of(chosen):
        return net.gradient(x[list(chosen)], t[list(chosen)])["W1"]

    return of, np.array([of([i]) for i in range(N)]), of(range(N))


def distance2(g, full):
    return np.sum((g - full) ** 2)


@pytest.mark.verifies("10.8")
def test_noise_of_independent_draws(rng):
    of, single, full = gradients(rng)
    every = [distance2(of(chosen), full) for chosen in product(range(N), repeat=M)]
    assert len(every) == N**M
    assert np.mean(every) == pytest.approx(sum(distance2(g, full) for g in single) / (N * M), rel=1e-10)


@pytest.mark.verifies("10.9")
@pytest.mark.parametrize("m", [1, 2, 4, N])
def test_noise_when_no_example_is_drawn_twice(rng, m):
    of, single, full = gradients(rng)
    every = [distance2(of(chosen), full) for chosen in combinations(range(N), m)]
    mean = sum(distance2(g, full) for g in single) / N
    assert np.mean(every) == pytest.approx((N - m) / (N - 1) * mean / m, rel=1e-10, abs=1e-25)


@pytest.mark.verifies("10.5")
@pytest.mark.parametrize("p", [0.96, 0.3])
def test_standard_deviation_of_an_accuracy(p):
    n, accuracies, chances = 8, [], []
    for right in product([0, 1], repeat=n):
        accuracies.append(np.mean(right))
        chances.append(np.prod([p if one else 1 - p for one in right]))
    mean = np.dot(chances, accuracies)
    variance = np.dot(chances, (np.array(accuracies) - mean) ** 2)
    assert np.sqrt(variance) == pytest.approx(np.sqrt(p * (1 - p) / n), rel=1e-12)


@pytest.mark.verifies("10.4")
@pytest.mark.parametrize("mu", [0.9, 0.5])
def test_a_step_with_momentum(rng, mu):
    eta, gradients = 0.1, rng.normal(size=(6, 3, 2))
    params, optimizer = {"W": rng.normal(size=(3, 2))}, Momentum(eta, mu)
    p = params["W"].copy()
    for k, g in enumerate(gradients):
        optimizer.update(params, {"W": g})
        # The step is the sum of all gradients so far, each faded by mu for every step since.
        v = -eta * sum(mu ** (k - j) * gradients[j] for j in range(k + 1))
        p = p + v
        assert np.allclose(params["W"], p, rtol=1e-12)


@pytest.mark.parametrize("mu", [0.9, 0.5])
def test_with_a_constant_gradient_the_steps_of_momentum_grow_by_one_over_one_minus_mu(mu):
    """Beside (10.4): the sum of the powers of mu."""
    params, optimizer = {"W": np.zeros(1)}, Momentum(0.1, mu)
    for _ in range(300):
        before = params["W"].copy()
        optimizer.update(params, {"W": np.ones(1)})
    assert np.isclose(before - params["W"], 0.1 / (1 - mu), rtol=1e-9)
