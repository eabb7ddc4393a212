"""Equations of chapter 7, each held against an independent computation."""

import tracemalloc

import numpy as np
import pytest

from bplib import Network, check_gradients, numerical_gradient, relative_error
from bplib.dual import Dual
from bplib.gradients import check_direction, directional_derivative


def some_network(seed=0, sizes=(4, 5, 3)):
    """A network, and a batch of six examples."""
    rng = np.random.default_rng(seed)
    return Network(list(sizes), rng=rng), rng.normal(size=(sizes[0], 6)), rng.random((sizes[-1], 6))


def unit_vector(rng, params):
    v = {name: rng.normal(size=p.shape) for name, p in params.items()}
    length = np.sqrt(sum(np.sum(part**2) for part in v.values()))
    return {name: part / length for name, part in v.items()}


def dot(g, v):
    return sum(np.sum(g[name] * v[name]) for name in v)


def cost_at(net, x, y, v, s):
    """C(θ + sv), from a network of its own."""
    moved = Network(net.sizes, rng=0)
    moved.weights = [w + s * v[f"W{l}"] for l, w in enumerate(net.weights, start=1)]
    moved.biases = [b + s * v[f"b{l}"] for l, b in enumerate(net.biases, start=1)]
    return moved.loss(x, y)


@pytest.mark.verifies("7.1")
def test_differences_of_the_cost_are_the_gradient():
    net, x, y = some_network()
    g, h = net.gradient(x, y), 1e-5
    for name, p in net.params.items():
        for i in np.ndindex(p.shape):
            e = {other: np.zeros(q.shape) for other, q in net.params.items()}
            e[name][i] = 1
            g_hat = (cost_at(net, x, y, e, h) - cost_at(net, x, y, e, -h)) / (2 * h)
            assert np.isclose(g_hat, g[name][i], rtol=1e-6, atol=1e-9)
    for check in check_gradients(net, x, y).checks:
        e = {other: np.zeros(q.shape) for other, q in net.params.items()}
        e[check.name][check.index] = 1
        g_hat = (cost_at(net, x, y, e, h) - cost_at(net, x, y, e, -h)) / (2 * h)
        assert np.isclose(check.numeric, g_hat, rtol=1e-6, atol=1e-9)


@pytest.mark.verifies("7.2")
def test_relative_error_entry_by_entry(rng):
    for _ in range(20):
        a, b = rng.normal(size=(2, 3, 4)) * rng.uniform(0.5, 2, (2, 1, 1))
        numerator = max(abs(a[i] - b[i]) for i in np.ndindex(a.shape))
        size_a = max(abs(a[i]) for i in np.ndindex(a.shape))
        size_b = max(abs(b[i]) for i in np.ndindex(a.shape))
        assert np.isclose(relative_error(a, b), numerator / max(size_a, size_b), rtol=1e-14)
    assert relative_error(np.zeros(3), np.zeros(3)) == 0


@pytest.mark.verifies("7.3")
@pytest.mark.parametrize("c", [-3.0, -1.0, -0.2, 0.0, 0.25, 0.5, 1.0, 2.0, 10.0])
def test_the_error_of_a_factor(c, rng):
    g = rng.normal(size=(3, 2))
    assert np.isclose(relative_error(c * g, g), abs(c - 1) / max(1, abs(c)))


@pytest.mark.verifies("7.5")
def test_samples_that_miss_every_wrong_entry(rng):
    n, wrong = 50, 6
    for k in (1, 3, 8):
        drawn = rng.integers(0, n, (100_000, k))  # entries 0 … 5 are the wrong ones
        assert np.isclose(np.mean((drawn >= wrong).all(axis=1)), (1 - wrong / n) ** k, atol=0.006)


@pytest.mark.verifies("7.6")
@pytest.mark.parametrize("q", [0.3, 0.05, 0.001])
@pytest.mark.parametrize("p", [0.1, 0.01])
def test_the_smallest_sample_that_is_large_enough(q, p):
    k = 1
    while (1 - q) ** k > p:
        k += 1
    assert k == np.ceil(np.log(p) / np.log(1 - q))


@pytest.mark.verifies("7.4")
def test_two_evaluations_give_the_slope_along_a_direction(rng):
    net, x, y = some_network(1)
    v, h = unit_vector(rng, net.params), 1e-5
    slope = (cost_at(net, x, y, v, h) - cost_at(net, x, y, v, -h)) / (2 * h)
    assert np.isclose(slope, dot(net.gradient(x, y), v), rtol=1e-6)
    assert np.isclose(slope, directional_derivative(lambda s: cost_at(net, x, y, v, s), 0.0, 1.0), rtol=1e-6)
    (check,) = check_direction(net, x, y, rng=3).checks
    v = unit_vector(np.random.default_rng(3), net.params)
    slope = (cost_at(net, x, y, v, h) - cost_at(net, x, y, v, -h)) / (2 * h)
    assert np.isclose(check.numeric, slope, rtol=1e-6)
    assert np.isclose(check.analytic, slope, rtol=1e-6)


@pytest.mark.verifies("7.7")
@pytest.mark.parametrize("n", [2, 7, 40])
def test_what_a_random_direction_sees_of_an_error(n, rng):
    e = rng.normal(size=n) * np.arange(1, n + 1)
    v = rng.normal(size=(100_000, n))
    v /= np.linalg.norm(v, axis=1, keepdims=True)
    assert np.isclose(np.mean((v @ e) ** 2), np.sum(e**2) / n, rtol=0.03)


@pytest.mark.verifies("7.9")
def test_the_product_of_two_dual_numbers(rng):
    a, b, a2, b2 = rng.normal(size=4)
    product = Dual(a, b) * Dual(a2, b2)
    assert np.isclose(product.value, a * a2)
    assert np.isclose(product.tangent, a * b2 + b * a2)
    # A matrix that is not zero, and whose square is, is such a unit d.
    one, d = np.eye(2), np.array([[0.0, 1.0], [0.0, 0.0]])
    assert np.allclose((a * one + b * d) @ (a2 * one + b2 * d), a * a2 * one + (a * b2 + b * a2) * d)


@pytest.mark.verifies("7.10")
@pytest.mark.parametrize("f", [np.exp, np.sin, np.tanh, lambda x: 1 / (1 + np.exp(-x)), lambda x: x**3])
def test_a_function_of_a_dual_number(f, rng):
    a, b = rng.normal(size=2)
    result = f(Dual(a, b))
    assert np.isclose(result.value, f(a))
    assert np.isclose(result.tangent, numerical_gradient(f, a) * b, rtol=1e-8)


@pytest.mark.verifies("7.11")
def test_the_tangent_of_the_cost_is_its_slope_along_v(rng):
    net, x, y = some_network(2)
    v, a = unit_vector(rng, net.params), x
    for l, (W, b) in enumerate(zip(net.weights, net.biases), start=1):
        a = 1 / (1 + np.exp(-(Dual(W, v[f"W{l}"]) @ a + Dual(b, v[f"b{l}"]))))
    cost = np.sum((a - y) * (a - y)) / (2 * x.shape[1])
    assert np.isclose(cost.value, net.loss(x, y), rtol=1e-14)
    assert np.isclose(cost.tangent, dot(net.gradient(x, y), v), rtol=1e-12)


@pytest.mark.verifies("7.8")
def test_what_backpropagation_keeps():
    net, m = Network([40] * 11, rng=0), 4000
    x = np.random.default_rng(0).random((40, m))
    zs, activations = net._forward(x)
    kept = 2 * m * sum(net.sizes[1:])
    assert sum(z.size for z in zs) + sum(a.size for a in activations[1:]) == kept
    tracemalloc.start()
    try:
        net.gradient(x, x)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert 8 * kept < peak < 1.5 * 8 * kept
