"""The numbered equations of chapter 2, each held against its definition, a derivative or the library."""

import numpy as np
import pytest

from bplib.gradients import derivative, directional_derivative, numerical_gradient

SEEDS = range(3)


def smooth(rng):
    """A function of four variables in which all are mixed, and its gradient in closed form."""
    A, c = rng.uniform(-1, 1, (4, 4)), rng.uniform(0.5, 1.5, 4)

    def f(t):
        return t @ A @ t + np.sin(c @ t)

    return f, lambda t: (A + A.T) @ t + c * np.cos(c @ t)


def line_data(rng, centered=False):
    m = 6
    x, y = rng.uniform(-2, 2, m), rng.uniform(-2, 2, m)
    return (x - x.mean() if centered else x), y, m


def line_cost(x, y, m):
    """Equation (2.1), example by example."""
    return lambda w, b: sum((w * x[i] + b - y[i]) ** 2 for i in range(m)) / (2 * m)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.verifies("2.1")
def test_the_cost_of_a_line_is_half_the_mean_squared_error(seed):
    rng = np.random.default_rng(seed)
    x, y, m = line_data(rng)
    w, b = rng.normal(size=2)
    assert np.isclose(line_cost(x, y, m)(w, b), np.mean((w * x + b - y) ** 2) / 2)
    from bplib.costs import quadratic

    assert np.isclose(line_cost(x, y, m)(w, b), quadratic((w * x + b)[:, None], y[:, None]))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.verifies("2.2", "2.4")
def test_the_numerical_gradient_holds_the_partial_derivatives_in_their_places(seed):
    rng = np.random.default_rng(seed)
    f, gradient = smooth(rng)
    theta, h = rng.normal(size=4), 1e-7
    measured = numerical_gradient(f, theta)
    assert measured.shape == theta.shape
    for k in range(4):
        moved = theta.copy()
        moved[k] += h
        assert np.isclose((f(moved) - f(theta)) / h, measured[k], atol=1e-5)
    assert np.allclose(measured, gradient(theta))
    square = numerical_gradient(lambda W: f(W.ravel()), theta.reshape(2, 2))
    assert np.allclose(square, gradient(theta).reshape(2, 2))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.verifies("2.3")
def test_the_gradient_of_a_line(seed):
    rng = np.random.default_rng(seed)
    x, y, m = line_data(rng)
    w, b = rng.normal(size=2)
    cost = line_cost(x, y, m)
    dC_dw = sum((w * x[i] + b - y[i]) * x[i] for i in range(m)) / m
    dC_db = sum(w * x[i] + b - y[i] for i in range(m)) / m
    assert np.isclose(dC_dw, derivative(lambda w: cost(w, b), w))
    assert np.isclose(dC_db, derivative(lambda b: cost(w, b), b))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.verifies("2.5", "2.6", "2.7")
def test_length_product_and_angle(seed):
    """The angle is made first: v is g turned by it in a plane of five dimensions, and stretched."""
    rng = np.random.default_rng(seed)
    basis = np.linalg.qr(rng.normal(size=(5, 2)))[0]  # two unit vectors at a right angle
    phi, long, short = rng.uniform(0.1, 3), 3.0, 0.7
    g = long * basis[:, 0]
    v = short * (np.cos(phi) * basis[:, 0] + np.sin(phi) * basis[:, 1])
    length_g, length_v = (np.sqrt(sum(entry**2 for entry in u)) for u in (g, v))
    assert np.allclose([length_g, length_v], [long, short])
    assert np.allclose([length_g, length_v], [np.linalg.norm(g), np.linalg.norm(v)])
    product = sum(g[k] * v[k] for k in range(5))
    assert np.isclose(product, g @ v)
    assert np.isclose(product, length_g * length_v * np.cos(phi))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.verifies("2.8", "2.9")
def test_the_directional_derivative_is_the_gradient_times_the_direction(seed):
    rng = np.random.default_rng(seed)
    f, gradient = smooth(rng)
    theta, v, h = rng.normal(size=4), 2 * rng.normal(size=4), 1e-7
    measured = directional_derivative(f, theta, v)
    assert np.isclose((f(theta + h * v) - f(theta)) / h, measured, atol=1e-4)
    assert np.isclose(sum(gradient(theta)[k] * v[k] for k in range(4)), measured)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.verifies("2.10")
def test_the_slope_along_a_unit_vector_is_the_length_of_the_gradient_times_the_cosine(seed):
    rng = np.random.default_rng(seed)
    f, gradient = smooth(rng)
    theta = rng.normal(size=4)
    g = gradient(theta)
    across = np.linalg.qr(np.column_stack([g, rng.normal(size=4)]))[0][:, 1]
    for phi in np.radians([0, 30, 90, 140, 180]):
        v = np.cos(phi) * g / np.linalg.norm(g) + np.sin(phi) * across
        assert np.isclose(np.linalg.norm(v), 1)
        measured = directional_derivative(f, theta, v)
        assert np.isclose(measured, np.linalg.norm(g) * np.cos(phi), atol=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.verifies("2.11")
def test_a_small_step_lowers_the_cost_by_eta_times_the_squared_gradient(seed):
    rng = np.random.default_rng(seed)
    f, _ = smooth(rng)
    theta, eta = rng.normal(size=4), 1e-6
    g = numerical_gradient(f, theta)
    stepped = theta - eta * g
    assert np.isclose(f(stepped) - f(theta), -eta * (g @ g), rtol=1e-4)
    from bplib.optimizers import SGD

    params = {"theta": theta.copy()}
    SGD(eta).update(params, {"theta": g})
    assert np.allclose(params["theta"], stepped, rtol=0, atol=1e-15)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.verifies("2.12")
def test_a_step_on_a_parabola_multiplies_the_distance(seed):
    rng = np.random.default_rng(seed)
    a, minimum, w = rng.uniform(0.5, 5), rng.normal(), rng.normal()
    for eta in (0.5 / a, 1.5 / a, 2.5 / a):
        stepped = w - eta * derivative(lambda w: a / 2 * (w - minimum) ** 2, w)
        assert np.isclose(stepped - minimum, (1 - eta * a) * (w - minimum))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.verifies("2.13")
def test_with_centered_inputs_each_knob_has_a_factor_of_its_own(seed):
    rng = np.random.default_rng(seed)
    x, y, m = line_data(rng, centered=True)
    s = np.mean(x**2)
    best = np.array([np.mean(x * y) / s, np.mean(y)])
    cost, theta, eta = line_cost(x, y, m), rng.normal(size=2), 0.3
    stepped = theta - eta * numerical_gradient(lambda t: cost(*t), theta)
    assert np.allclose(stepped - best, np.array([1 - eta * s, 1 - eta]) * (theta - best))


@pytest.mark.parametrize("scale", [0.3, 3])
@pytest.mark.verifies("2.14")
def test_descent_converges_below_the_bound_and_diverges_above(scale):
    x, y, m = line_data(np.random.default_rng(0), centered=True)
    x = scale * x / np.sqrt(np.mean(x**2))
    s = np.mean(x**2)
    best = np.array([np.mean(x * y) / s, np.mean(y)])
    bound = 2 / max(s, 1)
    for eta, converges in ((0.97 * bound, True), (1.03 * bound, False)):
        theta = best + 1.0
        for _ in range(2000):
            r = theta[0] * x + theta[1] - y
            theta = theta - eta * np.array([r @ x, r.sum()]) / m
        assert (np.linalg.norm(theta - best) < 1e-3) == converges


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.verifies("2.15")
def test_at_a_saddle_one_coordinate_shrinks_and_the_other_grows(seed):
    rng = np.random.default_rng(seed)
    theta, eta = rng.normal(size=2), rng.uniform(0.05, 0.4)
    stepped = theta - eta * numerical_gradient(lambda t: t[0] ** 2 - t[1] ** 2, theta)
    assert np.allclose(stepped, [(1 - 2 * eta) * theta[0], (1 + 2 * eta) * theta[1]])
