"""The gradient checks: what they look at before they blame the gradient, and what they can and cannot decide."""

import numpy as np
import pytest

from bplib import layers
from bplib.gradients import check_direction, check_gradients
from bplib.models import Sequential, TwoLayerNet

RNG = np.random.default_rng(0)
X, T = RNG.normal(size=(6, 4)), np.arange(6) % 3
both_checks = pytest.mark.parametrize("check", [check_gradients, check_direction])
both_types = pytest.mark.parametrize("dtype", [np.float64, np.float32])


def net(dtype=np.float64, kind=TwoLayerNet, **settings):
    return kind(4, 5, 3, dtype=dtype, rng=0, **settings)


class Simple:
    """loss = Σ w² / 2, or what a test makes of it."""

    def __init__(self, w=(1.0, -2.0)):
        self.params = {"w": np.array(w)}

    def loss(self, x, t):
        return float((self.params["w"] ** 2).sum()) / 2

    def gradient(self, x, t):
        return {"w": self.params["w"].copy()}


@both_checks
@both_types
@pytest.mark.parametrize("rate", [0.05, 0.5])
def test_dropout_that_is_on(check, dtype, rate):
    parts = [layers.Affine(4, 6, rng=1, dtype=dtype), layers.ReLU(), layers.Dropout(rate, rng=0)]
    model = Sequential([*parts, layers.Affine(6, 3, rng=2, dtype=dtype)])
    model.set_training(True)
    with pytest.raises(
        ValueError, match=r"the loss changes from call to call: is dropout on\? .*set_training\(False\)"
    ):
        check(model, X, T)
    model.set_training(False)
    assert check(model, X, T)


@both_checks
def test_dropout_that_shows_seldom(check):
    """Three losses may be the same by chance. Before a gradient is called wrong, twenty more are looked at."""
    seen = 0
    for seed in range(30):
        model = Sequential(
            [layers.Affine(4, 3, rng=seed), layers.Dropout(0.1, rng=seed), layers.Affine(3, 3, rng=1)]
        )
        model.set_training(True)
        try:
            assert check(model, X[:1], T[:1]).verdict != "FAILED"
        except ValueError as error:
            seen += "is dropout on?" in str(error)
    assert seen > 20


@both_checks
def test_random_numbers_that_are_held_still(check):
    class Still(layers.Dropout):
        def forward(self, x):
            self._rng = np.random.default_rng(5)
            return super().forward(x)

    model = Sequential([layers.Affine(4, 6, rng=1), Still(0.5), layers.Affine(6, 3, rng=2)])
    model.set_training(True)
    assert check(model, X, T)


@both_checks
@both_types
@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite(check, dtype, activation, value):
    bad = X.copy()
    bad[3, 2] = value
    with pytest.raises(ValueError, match=rf"x must be finite, x\[3, 2\] is {value}"):
        check(net(dtype, activation=activation), bad, T)
    model = net(dtype, activation=activation)
    model.params["W2"][1, 0] = value
    with pytest.raises(ValueError, match=rf"parameter W2 must be finite, W2\[1, 0\] is {value}"):
        check(model, X, T)


@both_checks
def test_targets_that_are_not_finite(check):
    model = Sequential([layers.Affine(4, 3, rng=1)], layers.QuadraticLoss())
    t = np.ones((6, 3))
    t[0, 1] = np.nan
    with pytest.raises(ValueError, match=r"t must be finite, t\[0, 1\] is nan"):
        check(model, X, t)


@both_checks
def test_what_the_model_makes_of_nan_is_its_own_affair(check):
    model = Simple()
    model.loss = lambda x, t: Simple.loss(model, x, t) + float(np.nansum(x))
    assert check(model, np.array([1.0, np.nan]), T)


@both_checks
@pytest.mark.parametrize(
    ("loss", "message"),
    [
        (np.nan, "the loss must be finite, got nan, though x, t and the parameters are"),
        (np.inf, "the loss must be finite, got inf"),
        (np.ones(3), r"model.loss must return one number, got an array of float64, shape \(3,\)"),
        (None, "model.loss must return one number, got NoneType"),
        ("1.0", "model.loss must return one number, got str"),
    ],
)
def test_losses_that_are_none(check, loss, message):
    model = Simple()
    model.loss = lambda x, t: loss
    with pytest.raises(ValueError, match=message):
        check(model, X, T)


@both_checks
def test_a_loss_may_be_an_array_of_one(check):
    model = Simple()
    model.loss = lambda x, t: np.array([[Simple.loss(model, x, t)]])
    assert check(model, X, T)


@both_checks
@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({}, "model.params must hold at least one array, got none"),
        (
            {"w": np.array([3, 4])},
            r"parameter w must be an array of floats, got an array of int64, shape \(2,\)",
        ),
        ({"w": [3.0, 4.0]}, "parameter w must be an array of floats, got list"),
        ({"w": 3.0}, "parameter w must be an array of floats, got float"),
        ({"w": np.ones(2, complex)}, "parameter w must be an array of floats, got an array of complex128"),
        ({"w": np.broadcast_to(1.0, 2)}, "parameter w must be writable"),
        (
            {"w": np.ones(2, np.float32)},
            r"a model whose parameters are not float64 must have astype\(dtype\)",
        ),
    ],
)
def test_parameters_that_cannot_be_moved(check, params, message):
    model = Simple()
    model.params = params
    with pytest.raises(ValueError, match=message):
        check(model, X, T)


@both_checks
def test_a_copy_that_is_not_float64(check):
    class Forgets(TwoLayerNet):
        def astype(self, dtype):
            twin = super().astype(dtype)
            twin.layers[0].b = twin.layers[0].b.astype(np.float32)
            return twin

    with pytest.raises(
        ValueError, match=r"astype\(np.float64\) must convert every parameter, b1 is float32 still"
    ):
        check(net(np.float32, Forgets), X, T)


@both_checks
@both_types
def test_parameters_that_are_new_copies(check, dtype):
    class Copies(TwoLayerNet):
        @property
        def params(self):
            return {name: p.copy() for name, p in super().params.items()}

    with pytest.raises(ValueError, match="W1 is a new copy at each call"):
        check(net(dtype, Copies), X, T)


@both_checks
def test_parameters_may_be_views(check):
    class Flat(Simple):
        def __init__(self):
            self.all = np.array([1.0, 2.0, 3.0, 4.0, -1.0])

        @property
        def params(self):
            return {"w": self.all[:4].reshape(2, 2), "v": self.all[4:].reshape(())}

        def loss(self, x, t):
            return float((self.all**3).sum())

        def gradient(self, x, t):
            return {"w": 3 * self.all[:4].reshape(2, 2) ** 2, "v": 3 * self.all[4] ** 2}

    assert check(Flat(), X, T)


class Stale(Simple):
    """Its params are copies, made once."""

    def __init__(self, names):
        self.net = net()
        self.params = {name: p.copy() if name in names else p for name, p in self.net.params.items()}

    def loss(self, x, t):
        return self.net.loss(x, t)

    def gradient(self, x, t):
        return self.net.gradient(x, t)


@both_checks
def test_parameters_that_are_old_copies(check):
    with pytest.raises(
        ValueError, match=r"the loss is the same whatever the parameters are.*model.params hold copies"
    ):
        check(Stale(("W1", "b1", "W2", "b2")), X, T)


def test_one_parameter_that_is_an_old_copy():
    report = check_gradients(Stale(("b1",)), X, T)
    assert [check.reason for check in report.checks] == ["", "level", "", ""]
    assert "why: the loss does not change with this entry. Is its array the one" in str(report)


@both_checks
def test_a_loss_that_is_constant(check):
    model = net()
    right = model.gradient(X, T)
    model.loss, model.gradient = lambda x, t: 1.5, lambda x, t: right
    with pytest.raises(
        ValueError, match="the loss is the same whatever the parameters are, and its gradient is not 0"
    ):
        check(model, X, T)
    model.gradient = lambda x, t: {name: 0 * g for name, g in right.items()}
    report = check(model, X, T)
    assert report
    assert "note: the loss is the same whatever the parameters are." in str(report)


@both_checks
def test_a_model_that_changes_the_batch(check):
    class Centers(TwoLayerNet):
        def gradient(self, x, t):
            x -= x.mean(axis=0)
            return super().gradient(x, t)

        def loss(self, x, t):
            return super().loss(x - x.mean(axis=0), t)

    x = X + 1
    report = check(net(kind=Centers), x, T)
    assert report
    assert report.notes == ["gradient changes x, which is not its own: here each call got a copy"]
    assert str(report).splitlines()[-1].startswith("note: gradient changes x")
    assert np.array_equal(x, X + 1)


@both_checks
def test_a_gradient_that_adds_up(check):
    class Adds(TwoLayerNet):
        total = 0.0

        def gradient(self, x, t):
            self.total = {n: g + (self.total and self.total[n]) for n, g in super().gradient(x, t).items()}
            return self.total

    model = net(kind=Adds)
    assert "note" not in str(check(model, X, T))
    report = check(model, X, T)
    assert report.verdict == "FAILED"
    assert (
        str(report)
        .splitlines()[-1]
        .startswith("note: gradient gives another answer at each call: does it add")
    )


@both_checks
def test_arrays_of_gradients_may_be_used_again(check):
    """A model that writes its gradient into the same arrays at each call, and something else into them meanwhile."""
    model = Simple()
    kept = np.zeros(2)

    def gradient(x, t):
        kept[:] = model.params["w"]
        return {"w": kept}

    def loss(x, t):
        kept[:] = np.nan
        return Simple.loss(model, x, t)

    model.gradient, model.loss = gradient, loss
    assert check(model, X, T)


# What differences can and cannot decide, on models whose loss is a formula


def deep(units, seed, sizes=(15, 20, 10, 10, 10, 5), factor=1.0):
    rng, parts = np.random.default_rng(seed), []
    for n_in, n_out in zip(sizes, sizes[1:]):
        parts += [layers.Affine(n_in, n_out, rng=rng), units()]
        parts[-2].W *= factor
    return Sequential(parts[:-1]), rng.normal(size=(2, sizes[0]))


@both_checks
@pytest.mark.parametrize("seed", range(5))
def test_several_kinks_inside_one_step(check, seed):
    model, x = deep(layers.ReLU, seed, factor=0.02)
    assert check(model, x, [0, 3], rng=0)
    right = model.gradient
    model.gradient = lambda x, t: {n: g * (1.01 if n == "b4" else 1) for n, g in right(x, t).items()}
    assert not check_gradients(model, x, [0, 3])


def test_a_deep_network_of_sigmoids_has_no_kinks():
    model, x = deep(layers.Sigmoid, 0, sizes=(6,) * 13)
    report = check_gradients(model, x, [0, 3])
    assert report
    assert "kink" not in str(report)


@pytest.mark.parametrize("place", [0.0, 1e-9, 2e-6, -3e-6])
@pytest.mark.parametrize("size", [1e-5, 1e-2, 1])
def test_one_kink_near_or_far(place, size):
    """A jump of 1e-5 is not worth the name of a kink, and still no reason to call a gradient wrong."""
    model = Simple((1.0, 0.0))
    model.loss = lambda x, t: Simple.loss(model, x, t) + size * abs(float(model.params["w"][1]) - place)
    model.gradient = lambda x, t: {"w": model.params["w"] + [0, size * np.sign(model.params["w"][1] - place)]}
    assert check_gradients(model, X, T)
    assert check_direction(model, X, T)
    model.gradient = lambda x, t: {"w": model.params["w"] + [0, 3 * size]}
    assert not check_gradients(model, X, T)


def test_curvature_is_no_kink():
    model = Simple((0.0, 0.0))
    model.loss = lambda x, t: float(1e3 * (np.exp(30 * model.params["w"]) + 0.5).sum())
    model.gradient = lambda x, t: {"w": 3e4 * np.exp(30 * model.params["w"])}
    report = check_gradients(model, X, T)
    assert report
    assert report.checks[0].kinks == 0


@both_checks
def test_a_loss_of_float32_is_inconclusive_and_says_why(check):
    model = Simple()
    model.loss = lambda x, t: float(np.float32(Simple.loss(model, x, t)))
    report = check(model, X, T)
    assert (report.verdict, report.ok, bool(report)) == ("inconclusive", False, False)
    assert report.max_error <= report.tolerance
    lines = str(report).splitlines()
    assert "inconclusive" in lines[1]
    assert lines[-2].startswith("inconclusive: ")
    assert lines[-1].startswith("why: the loss has too much round-off for differences.")


@both_checks
def test_what_is_wrong_in_float32_only_is_inconclusive(check):
    class Rounds(TwoLayerNet):
        def gradient(self, x, t):
            gradient = super().gradient(x, t)
            return {n: g * np.float32(1.01) if g.dtype == np.float32 else g for n, g in gradient.items()}

    report = check(net(np.float32, Rounds), X, T)
    assert report.verdict == "inconclusive"
    assert "why: the gradient of a float64 copy is right" in str(report)
    assert check(net(np.float64, Rounds), X, T)


@both_checks
def test_digits_that_the_loss_has_lost(check):
    """ln(1 + e^-w) is 0 for large w when it is computed so, and its derivative is not."""
    model = Simple((60.0, 45.0))
    model.loss = lambda x, t: float(np.log(1 + np.exp(-model.params["w"])).sum())
    model.gradient = lambda x, t: {"w": -1 / (1 + np.exp(model.params["w"]))}
    assert model.loss(X, T) == 0
    assert check(model, X, T).verdict == "inconclusive"


@both_checks
def test_a_loss_of_exactly_0(check):
    model = Sequential(
        [layers.Affine(4, 3, rng=1), layers.Tanh(), layers.Affine(3, 2, rng=2)], layers.QuadraticLoss()
    )
    report = check(model, X, model.predict(X))
    assert report
    assert "kink" not in str(report)


def test_two_evaluations_for_an_entry():
    model, calls = net(), []
    loss = model.loss
    model.loss = lambda x, t: calls.append(1) or loss(x, t)
    report = check_gradients(model, X, T)
    entries = sum(check.checked for check in report.checks)
    assert 2 * entries < len(calls) <= 2 * entries + 6


@pytest.mark.parametrize("side", [1, -1])
def test_between_the_sides_of_a_kink_a_program_must_be_right_on_both(side):
    model = Simple((0.0,))
    model.loss = lambda x, t: abs(float(model.params["w"][0]))
    slope = {1: 1.0, 0: 0.5, -1: -1.0}
    model.gradient = lambda x, t: {"w": np.array([slope[int(np.sign(model.params["w"][0]))]])}
    assert check_gradients(model, X, T)
    slope[side] *= 0.5
    report = check_gradients(model, X, T)
    assert report.verdict == "FAILED"
    assert report.max_error > 0.1
