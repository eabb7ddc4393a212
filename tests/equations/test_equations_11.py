"""The numbered equations of chapter 11, each against bplib, or derivatives by the complex step, or SciPy."""

import numpy as np
import pytest
from helpers import complex_gradient
from scipy import ndimage

from bplib.activations import softmax
from bplib.costs import softmax_cross_entropy, softmax_cross_entropy_prime
from bplib.distortions import displacements, distort, resample
from bplib.layers import Affine, Dropout, SoftmaxWithLoss
from bplib.optimizers import SGD, Momentum, cosine
from bplib.training import train

M, N_IN, N_OUT = 5, 4, 3  # all different, so that nothing fits in the wrong place


@pytest.fixture
def affine(rng):
    """A layer with biases that are not zero, and a batch of rows for it."""
    layer = Affine(N_IN, N_OUT, rng=rng)
    layer.b[:] = rng.normal(size=N_OUT)
    return layer, rng.normal(size=(M, N_IN))


@pytest.mark.verifies("11.1")
def test_affine_layer_entry_by_entry(affine):
    layer, X = affine
    Z = layer.forward(X)
    assert Z.shape == (M, N_OUT)
    for i, k in np.ndindex(Z.shape):
        assert Z[i, k] == pytest.approx(sum(X[i, j] * layer.W[j, k] for j in range(N_IN)) + layer.b[k])


@pytest.mark.verifies("11.2")
def test_derivatives_of_the_affine_layer(affine, rng):
    """Of a cost whose derivative by Z is known: C = Σ D Z, and D is ∂C/∂Z."""
    layer, X = affine
    D = rng.normal(size=(M, N_OUT))
    layer.forward(X)
    dX = layer.backward(D)
    W, b, x = layer.W.astype(complex), layer.b.astype(complex), X.astype(complex)

    def cost():
        return np.sum(D * (x @ W + b))

    for exact, equation, brick in (
        (complex_gradient(cost, W), X.T @ D, layer.dW),
        (complex_gradient(cost, b), sum(D[i] for i in range(M)), layer.db),
        (complex_gradient(cost, x), D @ layer.W.T, dX),
    ):
        np.testing.assert_allclose(equation, exact, rtol=1e-12)
        np.testing.assert_allclose(brick, equation, rtol=1e-12)


@pytest.mark.verifies("11.3")
def test_softmax_and_cross_entropy_of_one_image(rng):
    z = rng.normal(size=10)
    for right in range(10):
        t = np.eye(10)[right]
        y = [np.exp(z[k]) / sum(np.exp(z[r]) for r in range(10)) for k in range(10)]
        assert softmax(z) == pytest.approx(y)
        assert sum(y) == pytest.approx(1)
        cost = -sum(t[k] * np.log(y[k]) for k in range(10))
        assert softmax_cross_entropy(z, t) == pytest.approx(cost)
        assert SoftmaxWithLoss().forward(z[None], np.array([right])) == pytest.approx(cost)
        assert cost == pytest.approx(-np.log(y[right]))


@pytest.mark.verifies("11.4")
def test_derivative_by_the_scores(rng):
    """Y − T over m, against the complex step through (11.3)."""
    Z, t = rng.normal(size=(M, 10)), rng.integers(0, 10, M)
    T, z = np.eye(10)[t], Z.astype(complex)

    def cost():
        return np.mean([-np.sum(T[i] * np.log(np.exp(z[i]) / np.exp(z[i]).sum())) for i in range(M)])

    equation = 1 / M * (softmax(Z) - T)
    assert equation.shape == (M, 10)
    np.testing.assert_allclose(equation, complex_gradient(cost, z), rtol=1e-11)
    last = SoftmaxWithLoss()
    last.forward(Z, t)
    np.testing.assert_allclose(last.backward(), equation, rtol=1e-12)
    np.testing.assert_allclose(softmax_cross_entropy_prime(Z, t), equation, rtol=1e-12)


@pytest.mark.verifies("11.5")
def test_learning_rate_along_half_a_wave():
    """In ``train``: the rates of the steps, with s = 0, 1/n, 2/n, …"""
    eta_0, rates = 0.3, []

    class Noting(SGD):
        def update(self, params, grads):
            rates.append(self.lr)

    class Still:
        params = {}  # noqa: RUF012

        def loss(self, x, t):
            return 1.0

        def loss_and_gradient(self, x, t):
            return 1.0, {}

    x = np.zeros((20, 1))
    settings = {"epochs": 4, "batch_size": 5, "progress": False}
    train(Still(), x, np.zeros(20, int), optimizer=Noting(eta_0), schedule=cosine, **settings)
    s = np.arange(16) / 16
    np.testing.assert_allclose(rates, 1 / 2 * eta_0 * (1 + np.cos(np.pi * s)), rtol=1e-12)
    assert [cosine(0), cosine(0.5), cosine(1)] == pytest.approx([1, 0.5, 0])


@pytest.mark.verifies("11.6")
def test_weight_decay_is_the_gradient_of_the_longer_cost(rng):
    """What SGD adds to the gradient, against the complex step through C + λ/2 Σ W²; biases are left alone."""
    lam, eta = 0.3, 0.1
    W, b, D, x = rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=(5, 4)), rng.normal(size=(5, 3))
    w = W.astype(complex)

    def cost():
        return np.sum(D * (x @ w + b)) + lam / 2 * sum(w[j, k] ** 2 for j, k in np.ndindex(w.shape))

    exact = complex_gradient(cost, w)
    dW, db = x.T @ D, D.sum(axis=0)
    np.testing.assert_allclose(dW + lam * W, exact, rtol=1e-12)
    params = {"W": W.copy(), "b": b.copy()}
    SGD(eta, weight_decay=lam).update(params, {"W": dW, "b": db})
    np.testing.assert_allclose((W - params["W"]) / eta, exact, rtol=1e-12)
    np.testing.assert_allclose(params["b"], b - eta * db, rtol=1e-12)


@pytest.mark.verifies("11.7")
@pytest.mark.parametrize("optimizer", [SGD(0.2, weight_decay=0.05), Momentum(0.2, 0, weight_decay=0.05)])
def test_a_step_shrinks_the_weights_first(optimizer, rng):
    eta, lam = 0.2, 0.05
    W, dW = rng.normal(size=(2, 3, 4))
    params = {"W": W.copy()}
    optimizer.update(params, {"W": dW})
    np.testing.assert_allclose(W - eta * (dW + lam * W), params["W"], rtol=1e-12)
    np.testing.assert_allclose((1 - eta * lam) * W - eta * dW, params["W"], rtol=1e-12)


def _dropout(rate, seed, shape):
    """A layer that drops, and the mask that it will draw."""
    layer = Dropout(rate, rng=seed)
    layer.training = True
    return layer, np.random.default_rng(seed).random(shape, np.float32) >= rate


@pytest.mark.verifies("11.8")
@pytest.mark.parametrize("r", [0.2, 0.5, 0.75])
def test_dropout_keeps_the_mean(r, rng):
    A = rng.normal(2, 1, (400, 300))
    layer, M = _dropout(r, 1, A.shape)
    dropped = layer.forward(A)
    for i, k in ((0, 0), (3, 7), (399, 299)):
        assert dropped[i, k] == pytest.approx(M[i, k] / (1 - r) * A[i, k])
    np.testing.assert_allclose(dropped, M / (1 - r) * A, rtol=1e-12)
    assert np.mean(M == 0) == pytest.approx(r, abs=0.01)
    assert dropped.mean() == pytest.approx(A.mean(), rel=0.02)


@pytest.mark.verifies("11.9")
def test_dropout_backward_has_the_same_mask(rng):
    """Against the complex step, with C = Σ D Ã for the mask that was drawn."""
    r, A, D = 0.4, rng.normal(size=(M, N_OUT)), rng.normal(size=(M, N_OUT))
    layer, mask = _dropout(r, 5, A.shape)
    assert 0 < mask.sum() < mask.size
    layer.forward(A)
    a = A.astype(complex)
    exact = complex_gradient(lambda: np.sum(D * (mask / (1 - r) * a)), a)
    np.testing.assert_allclose(mask / (1 - r) * D, exact, rtol=1e-12)
    np.testing.assert_allclose(layer.backward(D), exact, rtol=1e-12)


@pytest.mark.verifies("11.10")
def test_displacements_are_smoothed_noise():
    alpha, sigma = 34, 4
    xi = 2 * np.random.default_rng(3).random((2, 1, 28, 28), np.float32).astype(float) - 1

    def g(d):
        return np.exp(-(d**2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))

    k = np.arange(28)
    field = displacements(1, 3, alpha=alpha, sigma=sigma)
    for i, j in ((0, 0), (5, 17), (27, 3), (14, 13)):
        equation = alpha * np.sum(g(i - k)[:, None] * g(j - k) * xi[:, 0], axis=(1, 2))
        np.testing.assert_allclose(field[:, 0, i, j], equation, atol=1e-5)
    G = g(k[:, None] - k)
    np.testing.assert_allclose(field[:, 0], alpha * G @ xi[:, 0] @ G, atol=1e-5)
    smoothed = alpha * ndimage.gaussian_filter(xi, (0, 0, sigma, sigma), mode="constant", truncate=8)
    np.testing.assert_allclose(field, smoothed, atol=1e-5)


@pytest.mark.verifies("11.11")
@pytest.mark.parametrize(("alpha", "sigma"), [(34, 4), (10, 2)])
def test_the_size_of_a_displacement(alpha, sigma):
    """In the middle of the image, against fields that are drawn; a larger σ makes it smaller."""
    d = np.arange(-13, 14)
    g = np.exp(-(d**2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))
    equation = alpha**2 / 3 * sum(g[k] ** 2 * g[j] ** 2 for k, j in np.ndindex(27, 27))
    u = displacements(1500, 1, alpha=alpha, sigma=sigma)[:, :, 12:16, 12:16]
    assert np.mean(u**2) == pytest.approx(equation, rel=0.05)


@pytest.mark.verifies("11.12")
def test_value_between_pixels(rng):
    x = rng.normal(size=(28, 28))
    for i, j, p, q in ((0, 0, 0.25, 0.5), (13, 20, 0.9, 0.1), (26, 26, 0.99, 0.6), (7, 3, 0, 0.3)):
        equation = (1 - p) * ((1 - q) * x[i, j] + q * x[i, j + 1])
        equation += p * ((1 - q) * x[i + 1, j] + q * x[i + 1, j + 1])
        assert resample(x[None], np.full((28, 28), i + p), j + q)[0, 0, 0] == pytest.approx(equation)
        assert ndimage.map_coordinates(x, [[i + p], [j + q]], order=1)[0] == pytest.approx(equation)


@pytest.mark.verifies("11.13")
@pytest.mark.parametrize("seed", range(3))
def test_places_of_an_elastic_and_affine_distortion(seed, rng):
    x, limits = rng.random((1, 28, 28)), {"rotation": 20, "scale": 0.2, "shear": 0.3}
    draw = np.random.default_rng(seed)
    angle, tall, wide, slant = draw.uniform(-1, 1, (6, 1))[:4, 0]
    theta, a, b, h = np.radians(20) * angle, 1 + 0.2 * tall, 1 + 0.2 * wide, 0.3 * slant
    u, v = displacements(1, draw, alpha=30, sigma=4)[:, 0]
    m = np.array([13.5, 13.5])
    turn = np.array([[np.cos(theta), -np.sin(theta)], [np.sin(theta), np.cos(theta)]])
    stretch = np.array([[1 / a, 0], [-h / b, 1 / b]])
    rows, columns = np.empty((2, 28, 28))
    for i, j in np.ndindex(28, 28):
        place = m + turn @ stretch @ ([i, j] - m) + [u[i, j], v[i, j]]
        rows[i, j], columns[i, j] = place
    np.testing.assert_allclose(
        distort(x, seed, alpha=30, sigma=4, **limits)[0], resample(x, rows, columns)[0], atol=1e-5
    )
