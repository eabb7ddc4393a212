"""Derivatives along a direction, and the check of a whole gradient along one."""

import math

import numpy as np
import pytest

from bplib.gradients import check_direction, check_gradients, directional_derivative, numerical_gradient
from bplib.models import TwoLayerNet
from bplib.network import Network

RNG = np.random.default_rng(0)


def cubic(x):
    return np.sum(x**3) + x.ravel()[0] * x.ravel()[-1]


@pytest.mark.parametrize("method", ["forward", "central", "complex"])
@pytest.mark.parametrize("shape", [(), (3,), (2, 3)])
def test_it_is_the_gradient_times_the_direction(method, shape):
    x, v = RNG.normal(size=shape), RNG.normal(size=shape)
    tolerance = {"forward": 1e-6, "central": 1e-8, "complex": 1e-13}[method]
    wanted = np.sum(numerical_gradient(cubic, x, method="complex") * v)
    assert directional_derivative(cubic, x, v, method=method) == pytest.approx(wanted, rel=tolerance)


def test_it_grows_with_the_direction_and_not_with_its_length_alone():
    x, v = RNG.normal(size=5), RNG.normal(size=5)
    slope = directional_derivative(cubic, x, v)
    assert isinstance(slope, float)
    for factor in (1e-6, -3, 1e6):
        assert directional_derivative(cubic, x, factor * v) == pytest.approx(factor * slope, rel=1e-7)
    assert directional_derivative(cubic, x, 0 * v) == 0


def test_the_step_is_that_of_the_formula_and_two_evaluations_are_enough():
    points = []

    def f(x):
        points.append(x.copy())
        return float(np.sum(x**2))

    x, v = np.array([1.0, 2.0]), np.array([3.0, -4.0])
    directional_derivative(f, x, v, h=0.25)
    np.testing.assert_array_equal(points, [[1.75, 1.0], [0.25, 3.0]])
    directional_derivative(f, 1000 * np.ones(50), np.ones(50))
    assert len(points) == 4
    assert np.linalg.norm(points[2] - points[3]) == pytest.approx(2e3 * np.finfo(float).eps ** (1 / 3))


def test_integers_are_converted_and_the_arguments_are_left_alone():
    x, v = np.array([3, 4]), np.array([1, 0])
    assert directional_derivative(lambda p: np.sum(p**2), x, v) == pytest.approx(6)
    assert x.dtype == v.dtype == int


@pytest.mark.parametrize(
    ("x", "v", "settings", "message"),
    [
        ([1.0, 2.0], [1.0], {}, r"v has shape \(1,\), x has shape \(2,\)"),
        ([1j], [1.0], {}, "x must be real"),
        (["a"], [1.0], {}, "x must be numbers"),
        ([1.0], ["a"], {}, "v must be numbers"),
        ([1.0], [1.0], {"h": -1}, "h must be a positive number"),
        ([1.0], [1.0], {"method": "best"}, "method must be one of"),
    ],
)
def test_bad_arguments_are_refused(x, v, settings, message):
    with pytest.raises(ValueError, match=message):
        directional_derivative(np.sum, x, v, **settings)


def test_a_function_with_many_values_is_refused():
    with pytest.raises(ValueError, match=r"f must return one number, got shape \(2,\)"):
        directional_derivative(lambda x: 2 * x, [1.0, 2.0], [1.0, 1.0])


class Line:
    """loss = Σ w x, with a gradient that a test may spoil."""

    def __init__(self, factor=1.0):
        self.params = {"w": np.array([[1.0, 2.0], [3.0, 4.0]]), "v": np.array([1.0])}
        self.factor = factor

    def loss(self, x, t):
        return float((self.params["w"] * x).sum() + 2 * self.params["v"].sum())

    def gradient(self, x, t):
        return {"w": x * self.factor, "v": np.array([2.0])}


X = np.array([[1.0, -2.0], [0.5, 4.0]])


def test_a_right_gradient_passes_and_is_reported():
    model = Line()
    saved = {name: p.copy() for name, p in model.params.items()}
    report = check_direction(model, X, None, directions=3, rng=0)
    assert report
    assert report.ok is True
    assert len(report.checks) == 3
    assert report.max_error == max(check.error for check in report.checks) < 1e-8
    assert all(np.array_equal(model.params[name], saved[name]) for name in saved)
    lines = str(report).splitlines()
    assert repr(report) == str(report)
    assert lines[0].split() == ["by", "difference", "by", "the", "gradient", "rel.", "error"]
    assert float(lines[1].split()[0]) == pytest.approx(report.checks[0].numeric, rel=1e-5)
    assert lines[-1] == "passed: no relative error above 1e-06"


def test_the_numbers_are_the_slope_along_a_direction_of_length_one():
    (check,) = check_direction(Line(), X, None, rng=7).checks
    rng = np.random.default_rng(7)
    w, v = rng.normal(size=(2, 2)), rng.normal(size=1)
    length = math.sqrt(np.sum(w**2) + np.sum(v**2))
    assert check.analytic == pytest.approx((np.sum(w * X) + 2 * v[0]) / length, rel=1e-9)
    assert check.numeric == pytest.approx(check.analytic, rel=1e-8)


@pytest.mark.parametrize("seed", range(20))
def test_a_single_wrong_entry_is_seen(seed):
    factor = np.ones((2, 2))
    factor[1, 0] = 3
    report = check_direction(Line(factor), X, None, rng=seed)
    assert not report
    assert str(report).splitlines()[-1] == "FAILED: a relative error above 1e-06"


def test_a_gradient_of_nan_fails():
    report = check_direction(Line(np.nan), 0 * X, None)
    assert not report
    assert math.isnan(report.max_error)
    still = Line()
    still.loss, still.gradient = lambda x, t: 0.0, lambda x, t: {"w": np.nan * X, "v": np.zeros(1)}
    assert not check_direction(still, X, None)


def test_a_loss_that_does_not_move():
    model = Line()
    model.loss = lambda x, t: 5.0
    model.gradient = lambda x, t: {"w": 0 * X, "v": np.zeros(1)}
    assert check_direction(model, X, None).max_error == 0


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_networks_pass_and_a_planted_bug_does_not(dtype, activation):
    net = TwoLayerNet(30, 20, 4, activation=activation, dtype=dtype, rng=0)
    x, t = RNG.normal(size=(8, 30)), RNG.integers(0, 4, 8)
    assert check_direction(net, x, t, directions=5, rng=1)
    right = net.gradient
    net.gradient = lambda x, t: {**right(x, t), "b1": right(x, t)["b1"] * 1.1}
    assert not check_direction(net, x, t, directions=5, rng=1)


def test_it_agrees_with_the_check_entry_by_entry_on_columns():
    net = Network([4, 5, 3], rng=0)
    x, y = RNG.normal(size=(4, 6)), RNG.uniform(size=(3, 6))
    assert check_gradients(net, x, y)
    assert check_direction(net, x, y, rng=0)


def test_parameters_come_back_when_the_loss_raises():
    model, calls = Line(), []
    saved = {name: p.copy() for name, p in model.params.items()}

    def loss(x, t):
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("stop")
        return 1.0

    model.loss = loss
    with pytest.raises(RuntimeError, match="stop"):
        check_direction(model, X, None)
    assert all(np.array_equal(model.params[name], saved[name]) for name in saved)


@pytest.mark.parametrize(
    ("gradient", "settings", "message"),
    [
        ({"w": X}, {}, "gradient must have an entry for every parameter, v is missing"),
        ({"w": X, "v": np.ones(2)}, {}, r"its gradient has shape \(2,\), parameter v has shape \(1,\)"),
        (None, {"directions": 0}, "directions must be an integer of at least 1, got 0"),
        (None, {"tolerance": 0}, "tolerance must be a positive number, got 0"),
        (None, {"rng": "seed"}, "rng must be a numpy.random.Generator or an int seed"),
    ],
)
def test_check_direction_refuses(gradient, settings, message):
    model = Line()
    if gradient is not None:
        model.gradient = lambda x, t: gradient
    with pytest.raises(ValueError, match=message):
        check_direction(model, X, None, **settings)


def test_the_tolerance_is_used():
    assert check_direction(Line(1.001), X, None, tolerance=0.01, rng=0)
    assert not check_direction(Line(1.001), X, None, tolerance=1e-5, rng=0)
