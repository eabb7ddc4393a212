"""The numbered equations of chapter 11, each against bplib's layers or derivatives by the complex step."""

import numpy as np
import pytest
from helpers import complex_gradient

from bplib.activations import softmax
from bplib.costs import softmax_cross_entropy, softmax_cross_entropy_prime
from bplib.layers import Affine, SoftmaxWithLoss
from bplib.optimizers import Momentum

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
def test_step_with_momentum(rng):
    """Several steps, so that the velocity counts; with a steady gradient they grow to 1/(1 − μ) = 10 times."""
    eta, mu = 0.1, 0.9
    optimizer, params = Momentum(eta, mu), {"p": rng.normal(size=(2, 3))}
    p, v = params["p"].copy(), np.zeros((2, 3))
    for _ in range(5):
        g = rng.normal(size=(2, 3))
        optimizer.update(params, {"p": g})
        v = mu * v - eta * g
        p = p + v
        np.testing.assert_allclose(params["p"], p, rtol=1e-12)
    for _ in range(300):
        before = params["p"].copy()
        optimizer.update(params, {"p": np.ones((2, 3))})
    np.testing.assert_allclose(params["p"] - before, -10 * eta, rtol=1e-9)
