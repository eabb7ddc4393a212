"""The numbered equations of chapter 6, each against bplib's network or derivatives by the complex step."""

from types import SimpleNamespace

import numpy as np
import pytest
from helpers import complex_gradient, exact_gradients

from bplib import costs, dual, numerical_gradient
from bplib.activations import sigmoid, sigmoid_prime
from bplib.dual import Dual
from bplib.network import Network

SIZES = [4, 5, 3, 2]  # all different, so that nothing fits in the wrong place
L = len(SIZES)


def network(m=1, cost="quadratic", seed=0):
    """A random network with all z, a, δ and gradients by layer, the layers numbered as in the text.

    z and a come from ``Network.feedforward`` of its first layers, the errors from nudging z (complex step),
    the gradients from ``Network.backprop``.
    """
    rng = np.random.default_rng(seed)
    net = Network(SIZES, cost=cost, rng=rng)
    s = SimpleNamespace(net=net, x=rng.normal(size=(SIZES[0], m)), y=rng.uniform(size=(SIZES[-1], m)))
    s.W, s.b = dict(enumerate(net.weights, 2)), dict(enumerate(net.biases, 2))
    s.a, s.z, s.delta = {1: s.x}, {}, {}
    for l in range(2, L + 1):
        first = Network(SIZES[:l])
        first.weights, first.biases = net.weights[: l - 1], net.biases[: l - 1]
        s.a[l] = first.feedforward(s.x)
        s.z[l] = np.log(s.a[l] / (1 - s.a[l]))  # σ(z) = a, solved for z
    s.cost = lambda a: getattr(costs, cost)(a, s.y, axis=0)

    def cost_from(l, z):
        """The cost, from the weighted inputs of layer l on."""
        a = sigmoid(z)
        for w, b in zip(net.weights[l - 1 :], net.biases[l - 1 :]):
            a = sigmoid(w @ a + b)
        return s.cost(a)

    s.cost_from, output = cost_from, s.a[L].astype(complex)
    s.slope = complex_gradient(lambda: s.cost(output), output)  # ∂C/∂a^L
    for l in range(2, L + 1):
        nudged = s.z[l].astype(complex)
        s.delta[l] = complex_gradient(lambda: cost_from(l, nudged), nudged)  # noqa: B023
    nabla_b, nabla_w = net.backprop(s.x, s.y)
    s.nabla_b, s.nabla_w = dict(enumerate(nabla_b, 2)), dict(enumerate(nabla_w, 2))
    exact = exact_gradients(net, s.x, s.y)
    for l in range(2, L + 1):
        close(s.nabla_b[l], exact[f"b{l - 1}"])
        close(s.nabla_w[l], exact[f"W{l - 1}"])
    return s


def close(a, b):
    np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-13)


@pytest.mark.verifies("6.1")
def test_weighted_input_and_activation_of_a_unit():
    s = network()
    for l in range(2, L + 1):
        for j in range(SIZES[l - 1]):
            z = sum(s.W[l][j, k] * s.a[l - 1][k, 0] for k in range(SIZES[l - 2])) + s.b[l][j, 0]
            close(s.z[l][j, 0], z)
            close(s.a[l][j, 0], 1 / (1 + np.exp(-z)))


@pytest.mark.parametrize("m", [1, 6])
def test_weighted_inputs_and_activations_of_a_layer(m):
    s = network(m)
    for l in range(2, L + 1):
        z = s.W[l] @ s.a[l - 1] + s.b[l]
        close(s.z[l], z)
        close(s.a[l], sigmoid(z))


@pytest.mark.verifies("6.2")
def test_quadratic_cost_of_one_example(rng):
    a, y = rng.uniform(size=(2, 5, 1))
    assert costs.quadratic(a, y, axis=0) == pytest.approx(
        1 / 2 * sum((a[j, 0] - y[j, 0]) ** 2 for j in range(5))
    )


@pytest.mark.verifies("6.3", "BP3")
@pytest.mark.parametrize("cost", ["quadratic", "binary_cross_entropy"])
def test_error_of_a_unit_is_the_derivative_by_its_bias(cost):
    """δ is ∂C/∂z, found by nudging z; ∂C/∂b is what ``Network.backprop`` returns for one example."""
    s = network(cost=cost)
    for l in range(2, L + 1):
        close(s.nabla_b[l], s.delta[l])


@pytest.mark.verifies("6.4")
def test_a_nudge_changes_the_cost_by_delta_times_the_nudge():
    """With a tenth of the nudge, a hundredth of what is missing."""
    s = network()
    for l in range(2, L + 1):
        for j in range(SIZES[l - 1]):
            missing = []
            for size in (1e-2, 1e-3):
                nudge = np.zeros_like(s.z[l])
                nudge[j] = size
                change = s.cost_from(l, s.z[l] + nudge) - s.cost_from(l, s.z[l])
                missing.append(change - s.nabla_b[l][j, 0] * size)
            assert missing[1] == pytest.approx(missing[0] / 100, rel=0.2, abs=1e-12)


@pytest.mark.verifies("BP1")
@pytest.mark.parametrize("m", [1, 6])
@pytest.mark.parametrize("cost", ["quadratic", "binary_cross_entropy"])
def test_error_of_the_output_layer(cost, m):
    s = network(m, cost)
    close(s.slope * sigmoid_prime(s.z[L]), s.delta[L])
    close(s.net.cost_derivative(s.a[L], s.y), s.slope)


@pytest.mark.verifies("6.5")
def test_derivative_of_the_quadratic_cost():
    s = network()
    close(s.a[L] - s.y, s.slope)
    close(costs.quadratic_prime(s.a[L], s.y, axis=0), s.a[L] - s.y)


@pytest.mark.verifies("6.6")
def test_error_of_a_hidden_unit_by_index():
    s = network()
    for l in range(2, L):
        for j in range(SIZES[l - 1]):
            back = sum(s.W[l + 1][k, j] * s.delta[l + 1][k, 0] for k in range(SIZES[l]))
            close(back * sigmoid_prime(s.z[l][j, 0]), s.delta[l][j, 0])


@pytest.mark.verifies("BP2")
@pytest.mark.parametrize("m", [1, 6])
def test_error_of_a_hidden_layer(m):
    s = network(m)
    for l in range(2, L):
        close((s.W[l + 1].T @ s.delta[l + 1]) * sigmoid_prime(s.z[l]), s.delta[l])


@pytest.mark.verifies("6.7")
def test_derivative_with_respect_to_a_weight():
    s = network()
    for l in range(2, L + 1):
        for j, k in np.ndindex(s.W[l].shape):
            close(s.nabla_w[l][j, k], s.delta[l][j, 0] * s.a[l - 1][k, 0])


@pytest.mark.verifies("BP4")
@pytest.mark.parametrize("m", [1, 6])
def test_weight_gradient(m):
    s = network(m)
    for l in range(2, L + 1):
        close(s.nabla_w[l], s.delta[l] @ s.a[l - 1].T)


class Counting(np.ndarray):
    """An array that counts the multiplications of the matrix products it takes part in."""

    total = 0

    def __array_ufunc__(self, ufunc, method, *inputs, **settings):
        plain = [np.asarray(i) for i in inputs]
        if ufunc is np.matmul:
            (n, k), (_, m) = (i.shape for i in plain)
            Counting.total += n * k * m
        return getattr(ufunc, method)(*plain, **settings).view(Counting)


@pytest.mark.verifies("6.9")
@pytest.mark.parametrize("sizes", [SIZES, [7, 2], [3, 9, 4], [6, 6, 6, 6]])
def test_multiplications_of_a_gradient(sizes, monkeypatch):
    """Those that ``Network`` really does, for one example."""
    for name, f in (("sigmoid", sigmoid), ("sigmoid_prime", sigmoid_prime)):
        monkeypatch.setattr(f"bplib.network.{name}", lambda z, f=f: f(z).view(Counting))
    net, last = Network(sizes, rng=0), len(sizes)
    net.weights = [w.view(Counting) for w in net.weights]
    x, y, n = np.ones((sizes[0], 1)), np.zeros((sizes[-1], 1)), dict(enumerate(sizes, 1))
    monkeypatch.setattr(Counting, "total", 0)
    net.feedforward(x)
    forward, _ = Counting.total, net.backprop(x, y)
    backward = Counting.total - 2 * forward
    assert forward == sum(n[l] * n[l - 1] for l in range(2, last + 1))
    by_bp2 = sum(n[l] * n[l - 1] for l in range(3, last + 1))
    assert backward == sum(n[l] * n[l - 1] for l in range(2, last + 1)) + by_bp2
    assert backward <= 2 * forward


@pytest.mark.verifies("6.10")
def test_evaluations_for_a_whole_gradient():
    x, calls = np.zeros(30), {"forward": 0, "central": 0}
    for method in calls:

        def f(point, method=method):
            calls[method] += 1
            return float(np.sum(np.sin(point)))

        numerical_gradient(f, x, method=method)
    # numerical_gradient evaluates f(x) anew for each entry: 2n. Once is enough: n + 1.
    assert calls == {"forward": 2 * 30, "central": 2 * 30}
    middle, h = np.sum(np.sin(x)), 1e-8
    by_n_and_one = [(np.sum(np.sin(x + h * e)) - middle) / h for e in np.eye(30)]
    assert np.allclose(by_n_and_one, np.cos(x), atol=1e-6)


@pytest.mark.verifies("6.10")
def test_products_for_a_whole_gradient(monkeypatch):
    """Forward mode has three matrix products for each of the plain pass, backpropagation at most two more."""
    products = []

    class Counted(np.ndarray):
        def __array_ufunc__(self, ufunc, method, *inputs, **options):
            if ufunc is np.matmul:
                products.append(1)
            plain = [np.asarray(i) if isinstance(i, Counted) else i for i in inputs]
            result = getattr(ufunc, method)(*plain, **options)
            return result.view(Counted) if isinstance(result, np.ndarray) else result

    rng = np.random.default_rng(3)
    net, x, y = Network([6, 5, 4, 3], rng=rng), rng.normal(size=(6, 6)), rng.random((3, 6))
    net.weights = [w.view(Counted) for w in net.weights]
    net.biases = [b.view(Counted) for b in net.biases]

    def count(run):
        products.clear()
        run()
        return len(products)

    def dual_pass():
        a = Dual(x, np.zeros(x.shape))
        for w, b in zip(net.weights, net.biases):
            a = np.tanh(Dual(w, w) @ a + Dual(b, b))

    rule = dual._RULES[np.matmul]

    def counted_rule(result, *parts):
        products.append(1)  # the product of the values; those of the tangents count themselves
        return np.asarray(rule(result, *(part.view(Counted) for part in parts)))

    monkeypatch.setitem(dual._RULES, np.matmul, counted_rule)
    once = count(lambda: net.loss(x, y))
    assert once == 3
    assert count(dual_pass) == 3 * once
    assert count(lambda: net.gradient(x, y)) <= 3 * once


@pytest.mark.verifies("6.8")
def test_cost_of_a_batch(rng):
    a, y = rng.uniform(size=(2, 3, 5))  # five columns
    single = [1 / 2 * sum((a[j, i] - y[j, i]) ** 2 for j in range(3)) for i in range(5)]
    assert costs.quadratic(a, y, axis=0) == pytest.approx(1 / 5 * sum(single))


@pytest.mark.verifies("6.11")
def test_error_of_an_example_in_a_batch():
    m = 6
    s = network(m)
    for i in range(m):
        nabla_b, _ = s.net.backprop(s.x[:, i : i + 1], s.y[:, i : i + 1])  # ∂C_i/∂z of the example on its own
        for l in range(2, L + 1):
            close(s.delta[l][:, i], 1 / m * nabla_b[l - 2][:, 0])


@pytest.mark.verifies("6.12")
def test_gradients_of_a_batch_sum_over_its_examples():
    m = 6
    s = network(m)
    for l in range(2, L + 1):
        for j, k in np.ndindex(s.W[l].shape):
            close(s.nabla_b[l][j, 0], sum(s.delta[l][j, i] for i in range(m)))
            close(s.nabla_w[l][j, k], sum(s.delta[l][j, i] * s.a[l - 1][k, i] for i in range(m)))


@pytest.mark.verifies("6.13")
def test_output_error_with_cross_entropy():
    s = network(cost="binary_cross_entropy")
    close(s.a[L] - s.y, s.delta[L])
    close(s.a[L] - s.y, s.nabla_b[L])
