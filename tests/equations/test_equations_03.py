"""The numbered equations of chapter 3, each held against derivatives by the complex step, which use no chain rule."""

import numpy as np
import pytest
from helpers import complex_gradient, error

from bplib.layers import Affine, Sigmoid, Tanh
from bplib.network import Network

H = 1e-20


def slope(f, x):
    """f'(x), entry by entry."""
    return np.imag(f(x + 1j * H)) / H


def jacobian(f, x):
    """∂f_j/∂x_k at [j, k], by nudging one entry of x after the other."""
    columns = []
    for k in range(len(x)):
        nudged = x.astype(complex)
        nudged[k] += 1j * H
        columns.append(np.imag(f(nudged)) / H)
    return np.stack(columns, axis=1)


def gradient(cost, x):
    """∂cost/∂x, of the shape of x."""
    x = x.astype(complex)
    return complex_gradient(lambda: cost(x), x)


STEPS = (
    (np.sin, np.cos),
    (np.exp, np.exp),
    (lambda v: v**3 + v, lambda v: 3 * v**2 + 1),
    (lambda v: 1 / (v**2 + 2), lambda v: -2 * v / (v**2 + 2) ** 2),
    (lambda v: 0 * v + 0.7, lambda v: 0 * v),
)


@pytest.mark.verifies("3.1")
@pytest.mark.parametrize(("f", "f_prime"), STEPS)
@pytest.mark.parametrize(("g", "g_prime"), STEPS)
def test_rates_multiply_in_a_composition(f, f_prime, g, g_prime, rng):
    """The last step is constant, so Δu = 0 is among the cases."""
    x = rng.uniform(-1, 1, 20)
    assert np.allclose(slope(lambda x: g(f(x)), x), g_prime(f(x)) * f_prime(x), rtol=1e-12, atol=0)


@pytest.mark.verifies("3.2")
def test_one_factor_for_each_step(rng):
    v0 = rng.uniform(-1, 1, 20)

    def whole(v):
        for f, _ in STEPS[:4]:
            v = f(v)
        return v

    v, product = v0, 1
    for f, f_prime in STEPS[:4]:
        v, product = f(v), product * f_prime(v)
    assert np.allclose(slope(whole, v0), product, rtol=1e-12, atol=0)


@pytest.mark.verifies("3.3")
def test_contributions_of_several_variables_add_up(rng):
    n = 5
    A, p = rng.normal(size=(n, n)), rng.normal(size=(3, n))

    def C(u):
        return u @ A @ np.sin(u)

    def u_of(t):
        return p[0] + p[1] * t + np.exp(p[2] * t)

    t = 0.3
    partial, velocity = gradient(C, u_of(t)), slope(u_of, t)
    total = sum(partial[i] * velocity[i] for i in range(n))
    assert slope(lambda t: C(u_of(t)), t) == pytest.approx(total, rel=1e-12)


class Graph:
    """A random graph: node v is the sum of sin(w u) over its operands u, among the nodes before it."""

    def __init__(self, rng, inputs=2, nodes=8):
        self.inputs, self.nodes = inputs, nodes
        self.w = {
            (u, v): rng.normal() for v in range(inputs, nodes) for u in range(v) if u == v - 1 or rng.random() < 0.6
        }  # fmt: skip
        self.start = rng.normal(size=inputs)
        self.values = self.run()
        self.local = {(u, v): w * np.cos(w * self.values[u]) for (u, v), w in self.w.items()}

    def run(self, nudged=None):
        """All values, as the program computes them, with a small imaginary number added to one node."""
        values = [complex(x) for x in self.start]
        for v in range(self.nodes):
            if v >= self.inputs:
                values.append(sum(np.sin(w * values[u]) for (u, to), w in self.w.items() if to == v))
            values[v] += 1j * H if v == nudged else 0
        return np.array(values) if nudged is not None else np.real(values)

    def measured(self, u, v):
        """∂v/∂u by nudging u."""
        return self.run(u)[v].imag / H

    def paths(self, u, v):
        """All paths from u to v, as lists of arrows."""
        if u == v:
            return [[]]
        return [[(u, n), *rest] for (a, n) in self.w if a == u for rest in self.paths(n, v)]


@pytest.mark.verifies("3.4")
def test_the_derivative_is_the_sum_over_all_paths_of_the_products_along_them(rng):
    graph = Graph(rng)
    end = graph.nodes - 1
    for start in range(graph.inputs):
        paths = graph.paths(start, end)
        assert len(paths) > 5
        total = sum(np.prod([graph.local[arrow] for arrow in path]) for path in paths)
        assert graph.measured(start, end) == pytest.approx(total, rel=1e-12)


@pytest.mark.verifies("3.5")
def test_forward_sweep_sums_over_the_operands_of_each_node(rng):
    graph = Graph(rng)
    dot = {v: graph.measured(0, v) for v in range(graph.nodes)}
    assert dot[0] == 1
    assert dot[1] == 0  # the other input does not move
    for v in range(graph.inputs, graph.nodes):
        operands = [u for (u, to) in graph.w if to == v]
        assert dot[v] == pytest.approx(sum(graph.local[u, v] * dot[u] for u in operands), rel=1e-12)


@pytest.mark.verifies("3.6")
def test_reverse_sweep_sums_over_the_nodes_that_use_each_node(rng):
    graph = Graph(rng)
    end = graph.nodes - 1
    bar = {u: graph.measured(u, end) for u in range(graph.nodes)}
    assert bar[end] == 1
    for u in range(end):
        users = [v for (a, v) in graph.w if a == u]
        assert bar[u] == pytest.approx(sum(bar[v] * graph.local[u, v] for v in users), rel=1e-12)


@pytest.mark.verifies("3.7")
def test_matrix_product_multiplies_rows_with_columns(rng):
    A, B = rng.normal(size=(4, 3)), rng.normal(size=(3, 5))
    product = np.zeros((4, 5))
    for i, k in np.ndindex(4, 5):
        product[i, k] = sum(A[i, j] * B[j, k] for j in range(3))
    assert error(A @ B, product) < 1e-14


@pytest.mark.verifies("3.10")
def test_jacobian_has_a_row_for_each_output_and_a_column_for_each_input(rng):
    x, h = rng.normal(size=3), 1e-6

    def f(x):
        return np.array([x[0] * x[1], np.sin(x[2])])

    J = np.array([[x[1], x[0], 0], [0, 0, np.cos(x[2])]])
    assert error(jacobian(f, x), J) < 1e-14
    step = rng.normal(size=3) * h
    assert np.allclose(f(x + step) - f(x), J @ step, rtol=0, atol=100 * h**2)


@pytest.mark.verifies("3.11")
def test_jacobians_multiply_with_the_last_step_on_the_left(rng):
    A, B, x = rng.normal(size=(4, 3)), rng.normal(size=(2, 4)), rng.normal(size=3)

    def f(x):
        return np.sin(A @ x)

    def g(u):
        return np.exp(B @ u)

    first, last = jacobian(f, x), jacobian(g, f(x))
    whole = jacobian(lambda x: g(f(x)), x)
    for j, k in np.ndindex(2, 3):
        assert whole[j, k] == pytest.approx(sum(last[j, i] * first[i, k] for i in range(4)), rel=1e-12)
    assert error(whole, last @ first) < 1e-12


@pytest.mark.verifies("3.12")
def test_one_step_back_multiplies_with_the_transposed_jacobian(rng):
    A, x = rng.normal(size=(4, 3)), rng.normal(size=3)

    def f(x):
        return np.sin(A @ x)

    def C(z):
        return np.sum(np.exp(z))

    z_bar, J = gradient(C, f(x)), jacobian(f, x)
    x_bar = gradient(lambda x: C(f(x)), x)
    assert x_bar == pytest.approx([sum(z_bar[j] * J[j, k] for j in range(4)) for k in range(3)], rel=1e-12)
    assert error(x_bar, J.T @ z_bar) < 1e-12


@pytest.mark.verifies("3.13")
def test_an_elementwise_step_goes_back_entry_by_entry(rng):
    x, z_bar = rng.normal(size=(2, 5, 1))
    J = jacobian(np.sin, x.ravel())
    assert error(J.T @ z_bar.ravel(), (z_bar * np.cos(x)).ravel()) < 1e-14
    for layer, f in ((Sigmoid(), lambda x: 1 / (1 + np.exp(-x))), (Tanh(), np.tanh)):
        layer.forward(x)
        back = layer.backward(z_bar)
        assert error(back, z_bar * slope(f, x)) < 1e-12
        assert error(back, gradient(lambda x, f=f: np.sum(z_bar * f(x)), x)) < 1e-12


@pytest.mark.verifies("3.8", "3.9")
def test_gradients_of_a_matrix_times_a_column(rng):
    W, a, p = rng.normal(size=(2, 3)), rng.normal(size=(3, 1)), rng.normal(size=(2, 1))

    def C(z):
        return np.sum(np.sin(p * z))

    z_bar = gradient(C, W @ a)
    a_bar, W_bar = gradient(lambda a: C(W @ a), a), gradient(lambda W: C(W @ a), W)
    assert error(a_bar, W.T @ z_bar) < 1e-12
    assert error(W_bar, z_bar @ a.T) < 1e-12
    for j, k in np.ndindex(2, 3):
        assert W_bar[j, k] == pytest.approx(z_bar[j, 0] * a[k, 0], rel=1e-12)


@pytest.mark.verifies("3.9")
def test_network_has_the_outer_product_of_error_and_input(rng):
    x = rng.normal(size=(3, 1))
    nabla_b, nabla_w = Network([3, 2], rng=0).backprop(x, rng.random((2, 1)))
    assert error(nabla_w[0], nabla_b[0] @ x.T) < 1e-14


def test_gradients_of_many_examples_in_rows(rng):
    X, Z_bar = rng.normal(size=(4, 3)), rng.normal(size=(4, 2))
    layer = Affine(3, 2, rng=0)
    layer.b[:] = rng.normal(size=2)
    layer.forward(X)
    X_bar, (W, b) = layer.backward(Z_bar), (layer.W, layer.b)
    assert error(X_bar, Z_bar @ W.T) < 1e-14
    assert error(layer.dW, X.T @ Z_bar) < 1e-14
    assert error(layer.db, [sum(Z_bar[i, k] for i in range(4)) for k in range(2)]) < 1e-14
    assert error(X_bar, gradient(lambda X: np.sum(Z_bar * (X @ W + b)), X)) < 1e-12
    assert error(layer.dW, gradient(lambda W: np.sum(Z_bar * (X @ W + b)), W)) < 1e-12
    assert error(layer.db, gradient(lambda b: np.sum(Z_bar * (X @ W + b)), b)) < 1e-12
