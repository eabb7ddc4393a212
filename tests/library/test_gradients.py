import math

import numpy as np
import pytest
from helpers import SEEDS, one_hot, snapshot
from hypothesis import given
from hypothesis import strategies as st

from bplib.gradients import check_gradients, derivative, numerical_gradient, relative_error
from bplib.models import TwoLayerNet
from bplib.network import Network

METHODS = ["forward", "central", "complex"]
ACCURACY = {"forward": 1e-6, "central": 1e-9, "complex": 1e-15}
FUNCTIONS = [
    (lambda x: x**3, lambda x: 3 * x**2),
    (np.exp, np.exp),
    (
        lambda x: np.sin(x) / (x**2 + 1),
        lambda x: (np.cos(x) * (x**2 + 1) - 2 * x * np.sin(x)) / (x**2 + 1) ** 2,
    ),
]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("f", "prime"), FUNCTIONS)
@given(x=st.floats(-3, 3))
def test_derivative(method, f, prime, x):
    scale = max(1, abs(f(x)), abs(prime(x)))
    assert derivative(f, x, method=method) == pytest.approx(prime(x), abs=30 * ACCURACY[method] * scale)


@pytest.mark.parametrize("method", METHODS)
def test_derivative_keeps_the_shape(method):
    x = np.arange(6.0).reshape(2, 3)
    slope = derivative(np.square, x, method=method)
    assert slope.shape == (2, 3)
    assert np.allclose(slope, 2 * x, atol=1e-6)
    assert np.ndim(derivative(np.square, 3, method=method)) == 0
    assert derivative(np.square, np.zeros((0, 2)), method=method).shape == (0, 2)


@pytest.mark.parametrize("x", [3, True, np.float32(3), np.int8(3), [3, 1]])
def test_integers_and_float32_become_float64(x):
    seen = []

    def f(x):
        seen.append(np.asarray(x).dtype)
        return x**2

    assert np.allclose(derivative(f, x), 2 * np.asarray(x, float), rtol=1e-9)
    assert set(seen) == {np.dtype(np.float64)}


def test_default_method_is_central():
    x = 1.3
    assert derivative(np.exp, x) == derivative(np.exp, x, method="central")
    assert derivative(np.exp, x) != derivative(np.exp, x, method="forward")


def test_formulas_and_steps():
    """With a large step the truncation errors of the three formulas are seen: +3xh, +h², -h²  for x³."""
    x, h = 2.0, 0.125
    assert derivative(lambda x: x**3, x, h, "forward") == pytest.approx(12 + 6 * h + h * h)
    assert derivative(lambda x: x**3, x, h, "central") == pytest.approx(12 + h * h)
    assert derivative(lambda x: x**3, x, h, "complex") == pytest.approx(12 - h * h)


@pytest.mark.parametrize("method", METHODS)
def test_step_grows_with_x(method):
    assert derivative(np.square, 1e12, method=method) == pytest.approx(2e12, rel=1e-7)
    slopes = derivative(np.square, np.array([1e-3, 1e12]), method=method)
    assert np.allclose(slopes, [2e-3, 2e12], rtol=1e-4 if method == "forward" else 1e-7)


def test_rounded_step_is_used():
    """x + 0.1 is not exactly x + 0.1; a straight line has slope 1 all the same."""
    x = 2.0**40 + 0.3
    assert derivative(lambda x: x, x, 1e-3) == 1


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"method": "backward"}, "method must be one of forward, central, complex; got 'backward'"),
        ({"x": 1j}, "x must be real, got dtype complex128"),
        ({"x": "1"}, "x must be numbers, got str"),
        ({"h": 0}, "h must be a positive number, got 0"),
        ({"h": -1.0}, "h must be a positive number, got -1.0"),
        ({"h": math.nan}, "h must be a positive number, got nan"),
        ({"h": "small"}, "h must be a positive number, got 'small'"),
        ({"h": 1e-20}, "h = 1e-20 is too small: x [+] h is x itself for x = 1"),
        ({"f": abs, "method": "complex"}, "f must return complex numbers for complex x"),
        ({"f": lambda x: np.ones(2)}, r"f must keep the shape of x: x has shape \(\), f\(x\) \(2,\)"),
        (
            {"f": lambda x: x[:2], "x": [1.0, 2, 3]},
            r"f must keep the shape of x: x has shape \(3,\), f\(x\) \(2,\)",
        ),
        (
            {"f": lambda x: x.sum(), "x": [1.0, 2, 3], "method": "complex"},
            r"f must keep the shape of x: x has shape \(3,\), f\(x\) \(\)",
        ),
    ],
)
def test_derivative_refuses(settings, message):
    settings = {"f": np.square, "x": 1.0} | settings
    with pytest.raises(ValueError, match=message):
        derivative(**settings)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3), (2, 1, 3), (0, 3)])
def test_numerical_gradient(method, shape):
    rng = np.random.default_rng(1)
    x, weights = rng.normal(size=shape), rng.normal(size=shape)
    before = x.copy()
    gradient = numerical_gradient(lambda x: (weights * x**2).sum(), x, method=method)
    assert gradient.shape == shape
    assert gradient.dtype == np.float64
    assert np.allclose(gradient, 2 * weights * x, atol=1e-6)
    assert np.array_equal(x, before)


def test_numerical_gradient_of_integers_and_float32():
    f = lambda x: float((x**2).sum())  # noqa: E731
    for dtype in (np.int64, np.float32):
        x = np.array([3, 4], dtype)
        gradient = numerical_gradient(f, x)
        assert np.allclose(gradient, [6, 8], rtol=1e-9)
        assert gradient.dtype == np.float64
        assert x.tolist() == [3, 4]


def test_numerical_gradient_counts_and_protects():
    calls = []

    def greedy(x):
        calls.append(1)
        x *= 2
        return [[x.sum()]]  # one number, in whatever shape

    x = np.ones((2, 3))
    assert np.allclose(numerical_gradient(greedy, x), 2)
    assert len(calls) == 12
    assert np.array_equal(x, np.ones((2, 3)))


def test_numerical_gradient_refuses():
    with pytest.raises(ValueError, match=r"f must return one number, got shape \(2,\)"):
        numerical_gradient(np.square, [1.0, 2.0])
    with pytest.raises(ValueError, match="method must be one of"):
        numerical_gradient(np.sum, [], method="best")
    with pytest.raises(ValueError, match="x must be real"):
        numerical_gradient(np.sum, [1j])
    with pytest.raises(ValueError, match="drops the imaginary part"):
        numerical_gradient(lambda x: x.real.sum(), [1.0], method="complex")


@pytest.mark.parametrize(
    ("a", "b", "value"),
    [
        (1.0, 1.0, 0.0),
        ([1.0, 2.0], [1.0, 2.5], 0.2),
        ([1.0, -4.0], [1.0, 0.0], 1.0),
        ([0, 0], [0, 0], 0.0),
        (np.zeros((0, 3)), np.zeros((0, 3)), 0.0),
        ([1e-200], [2e-200], 0.5),
    ],
)
def test_relative_error(a, b, value):
    assert relative_error(a, b) == relative_error(b, a) == pytest.approx(value)
    assert type(relative_error(a, b)) is float


@pytest.mark.parametrize("other", [0.0, 1.0, math.nan])
def test_relative_error_of_nan(other):
    assert math.isnan(relative_error([math.nan, 1.0], [other, other]))
    assert math.isnan(relative_error([other, other], [math.nan, 1.0]))


def test_relative_error_refuses():
    with pytest.raises(ValueError, match=r"b has shape \(3,\), a has shape \(3, 1\)"):
        relative_error(np.ones((3, 1)), np.ones(3))
    with pytest.raises(ValueError, match="b must be numbers, got NoneType"):
        relative_error(1.0, None)


class Line:
    """loss = Σ w x + |v|, with a gradient that a test may spoil."""

    def __init__(self, factor=1.0, dtype=np.float64, v=1.0):
        self.params = {"w": np.array([[1.0, 2.0], [3.0, 4.0]], dtype), "v": np.array([v], dtype)}
        self.factor = factor

    def loss(self, x, t):
        return float((self.params["w"] * x).sum() + np.abs(self.params["v"]).sum())

    def gradient(self, x, t):
        return {"w": x * self.factor, "v": np.sign(self.params["v"])}


X = np.array([[1.0, -2.0], [0.5, 4.0]])


def test_check_passes_and_reports():
    model = Line()
    saved = snapshot(model)
    report = check_gradients(model, X, None)
    assert report
    assert report.ok is True
    assert report.max_error < 1e-9
    assert report.tolerance == 1e-6
    w, v = report.checks
    assert (w.name, w.shape, w.checked, w.kinks) == ("w", (2, 2), 4, 0)
    assert (v.name, v.shape, v.checked) == ("v", (1,), 1)
    assert str(report) == repr(report)
    assert "passed: no relative error above 1e-06" in str(report)
    assert str(report).splitlines()[1].split()[:4] == ["w", "(2,", "2)", "4"]
    assert all(np.array_equal(model.params[name], saved[name]) for name in saved)


def test_check_fails_and_names_the_entry():
    factor = np.ones((2, 2))
    factor[1, 0] = 3
    report = check_gradients(Line(factor), X, None)
    assert not report
    assert report.checks[0].error == pytest.approx(1 / 4)
    assert report.checks[0].index == (1, 0)
    assert "FAILED: w[1, 0] is 1.5 by backpropagation and 0.5 by differences" in str(report)
    assert "passed" not in str(report)
    assert report.checks[1].error < 1e-6


@pytest.mark.parametrize("x", [X, 0 * X])
def test_check_fails_for_nan(x):
    report = check_gradients(Line(np.nan), x, None)
    assert not report
    assert math.isnan(report.max_error)
    assert "FAILED: w[0, 0] is nan" in str(report)


def test_check_of_a_loss_that_does_not_move():
    report = check_gradients(Line(), 0 * X, None)
    assert report.max_error < 1e-9
    assert [check.kinks for check in report.checks] == [0, 0]


@pytest.mark.parametrize(("slope", "ok"), [(1e-12, True), (1e-3, False)])
def test_where_differences_are_round_off_a_tiny_gradient_passes_and_a_wrong_one_does_not(slope, ok):
    model = Line()
    model.loss = lambda x, t: float(1 + 1e-12 * model.params["w"].sum())
    model.gradient = lambda x, t: {"w": np.full((2, 2), slope), "v": np.zeros(1)}
    assert check_gradients(model, X, None).ok is ok


def test_kink_is_reported_and_passes():
    report = check_gradients(Line(v=0.0), X, None)
    assert report
    assert [check.kinks for check in report.checks] == [0, 1]
    assert "1 at a kink" in str(report)
    wrong = Line(v=0.0)
    wrong.gradient = lambda x, t: {"w": x, "v": np.array([1.5])}  # outside of [-1, 1]
    report = check_gradients(wrong, X, None)
    assert not report
    assert report.checks[1].error == pytest.approx(0.5 / 1.5, rel=1e-3)


@pytest.mark.parametrize(("slope", "ok"), [(2.0, True), (4.0, True), (1.9, False), (4.1, False)])
def test_any_slope_between_the_sides_of_a_kink_is_right(slope, ok):
    model = Line(v=0.0)
    model.loss = lambda x, t: float(np.abs(model.params["v"][0]) + 3 * model.params["v"][0])
    model.gradient = lambda x, t: {"w": 0 * X, "v": np.array([slope])}
    report = check_gradients(model, X, None)
    assert report.ok is ok
    assert report.checks[1].kinks == 1


@pytest.mark.parametrize(("slope", "ok"), [(0.0, True), (-1.0, True), (0.01, False), (-1.02, False)])
def test_a_kink_of_a_curved_loss_forgives_the_error_of_one_sided_differences_only(slope, ok):
    model = Line(v=0.0)
    # Slopes -1 on the right and 0 on the left of 0, and a curvature that moves the one-sided differences.
    model.loss = lambda x, t: float(
        0.5 * max(model.params["v"][0], 0) ** 2 * 6 - max(model.params["v"][0], 0) + 1
    )
    model.gradient = lambda x, t: {"w": 0 * X, "v": np.array([slope])}
    report = check_gradients(model, X, None)
    assert report.ok is ok
    assert report.checks[1].kinks == 1
    if not ok:
        assert abs(report.checks[1].numeric - slope) < 0.03  # the nearest right slope, not the mean of two


def test_parameters_come_back_when_the_loss_raises():
    model = Line()
    saved = snapshot(model)
    calls = []

    def loss(x, t):
        calls.append(1)
        if len(calls) == 4:
            raise RuntimeError("stop")
        return 1.0

    model.loss = loss
    with pytest.raises(RuntimeError, match="stop"):
        check_gradients(model, X, None)
    assert all(np.array_equal(model.params[name], saved[name]) for name in saved)


def test_sample(rng):
    net = TwoLayerNet(5, 4, 3, dtype=np.float64, rng=0)
    x, t = rng.normal(size=(6, 5)), rng.integers(0, 3, 6)
    report = check_gradients(net, x, t, sample=3, rng=1)
    assert report
    assert [check.checked for check in report.checks] == [3, 3, 3, 3]
    assert [c.index for c in report.checks] == [
        c.index for c in check_gradients(net, x, t, sample=3, rng=1).checks
    ]
    assert [c.checked for c in check_gradients(net, x, t, sample=1000).checks] == [20, 4, 12, 3]
    spoiled = Line(np.array([[1.0, 1.0], [1.0, 3.0]]))  # a sample of all entries has each of them once
    assert not any(check_gradients(spoiled, X, None, sample=4, rng=seed) for seed in range(20))
    indices = {check_gradients(net, x, t, sample=1, rng=seed).checks[0].index for seed in range(20)}
    assert len(indices) > 5


def test_float32_model_is_compared_in_float64(rng):
    net = TwoLayerNet(5, 4, 3, rng=0)
    x, t = rng.normal(size=(6, 5)), rng.integers(0, 3, 6)
    saved = snapshot(net)
    report = check_gradients(net, x, t)
    assert report
    assert report.tolerance == 1e-3
    assert 1e-9 < report.max_error < 1e-5
    assert all(np.array_equal(net.params[name], saved[name]) for name in saved)


@given(seed=SEEDS)
def test_every_single_wrong_entry_is_found(seed):
    rng = np.random.default_rng(seed)
    net = Network([3, 4, 2], rng=rng)
    x, y = rng.normal(size=(3, 5)), one_hot(rng.integers(0, 2, 5), 2).T
    right = net.gradient(x, y)
    assert check_gradients(net, x, y)
    name = rng.choice(list(right))
    index = tuple(rng.integers(right[name].shape))
    right[name][index] += 1e-4 * np.abs(right[name]).max()
    net.gradient = lambda x, y: right
    assert not check_gradients(net, x, y)


@pytest.mark.parametrize(
    ("gradient", "settings", "message"),
    [
        ({"w": X}, {}, "gradient must have an entry for every parameter, v is missing"),
        ({"w": X.T[:1], "v": [1.0]}, {}, r"its gradient has shape \(1, 2\), parameter w has shape \(2, 2\)"),
        (None, {"sample": 0}, "sample must be an integer of at least 1, got 0"),
        (None, {"sample": 2.0}, "sample must be an integer of at least 1, got 2.0"),
        (None, {"tolerance": 0}, "tolerance must be a positive number, got 0"),
        (None, {"tolerance": -1}, "tolerance must be a positive number, got -1"),
        (None, {"rng": "seed"}, "rng must be a numpy.random.Generator or an int seed, got 'seed'"),
        (None, {"rng": np.random.RandomState(0)}, "rng must be .*, got a RandomState"),
    ],
)
def test_check_refuses(gradient, settings, message):
    model = Line()
    if gradient is not None:
        model.gradient = lambda x, t: gradient
    with pytest.raises(ValueError, match=message):
        check_gradients(model, X, None, **settings)


def test_tolerance_is_used():
    assert check_gradients(Line(1.001), X, None, tolerance=0.01)
    assert not check_gradients(Line(1.001), X, None, tolerance=1e-4)


def test_nothing_is_shown_for_what_is_quick(capsys):
    check_gradients(Line(), X, None)
    assert capsys.readouterr() == ("", "")


def test_progress_bar(bars):
    check_gradients(Line(), X, None)
    check_gradients(Line(), X, None, progress=False)
    assert [(bar.n, bar.total) for bar in bars] == [(5, 5), (0, 5)]
    assert bars[0].desc == "gradient check: "
