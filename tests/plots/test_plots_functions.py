"""The figures of chapter 5: legible, and drawn from the numbers that they were given."""

import numpy as np
import pytest
from figures import drawn_legibly, texts
from matplotlib import pyplot as plt

from bplib.activations import sigmoid, sigmoid_prime
from bplib.plots import functions

pytestmark = pytest.mark.usefixtures("figure_style")
X = np.linspace(-2, 2, 41)
STEPS = [sigmoid(10 * (X - p)) for p in (-1, 1)]
HISTORY = np.linspace([0, 1, 2], [1, 0, 2], 21)
Z = {"std 1": 20 * X, "std 1/√n": X}
SLOPES = {name: sigmoid_prime(z) for name, z in Z.items()}
LINES = {f"{n} hidden": n * X + 1 for n in (1, 2, 3)}
UNITS = np.array([10, 20, 40])

FIGURES = {
    "neurons": lambda: functions.neuron_curves(X, {"rising": STEPS[0], "falling": 1 - STEPS[0]}, (-1, 1)),
    "bump": lambda: functions.bump(X, *STEPS, 10.0),
    "approximations": lambda: functions.approximations(X, X**2, {5: X**2 + 0.25, 10: X**2 - 0.125}),
    "errors": lambda: functions.errors_by_units(UNITS, 1 / UNITS, 2 / UNITS),
    "towers": lambda: functions.towers(X, X[:, np.newaxis] + X, X[:, np.newaxis] * X),
    "layers": lambda: functions.stacked_layers(X, LINES, {name: np.sin(y) for name, y in LINES.items()}),
    "parameters": lambda: functions.parameter_bars([784, 30, 10]),
    "training": lambda: functions.start_and_training(HISTORY[:, :1].repeat(3, axis=1), HISTORY),
    "scales": lambda: functions.two_scales(Z, SLOPES),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_legible(name):
    figure = drawn_legibly(FIGURES[name])
    assert max(len(ax.get_title()) for ax in figure.axes) > 10


def test_there_is_a_figure_of_every_function():
    assert len(FIGURES) == len(functions.__all__)


def _labels():
    return {t.get_text() for t in texts(plt.gcf())}


def _lines(ax):
    return [np.asarray(line.get_ydata(), float) for line in ax.lines]


def test_the_bump_is_the_difference_times_the_height():
    FIGURES["bump"]()
    above, below = plt.gcf().axes
    np.testing.assert_array_equal(_lines(above), STEPS)
    np.testing.assert_allclose(_lines(below)[0], 10 * (STEPS[0] - STEPS[1]))
    assert "… first minus second, times 10: a bump" in _labels()


def test_the_band_is_where_the_output_is_wanted():
    FIGURES["neurons"]()
    (band,) = plt.gca().patches
    xs = band.get_patch_transform().transform(band.get_path().vertices)[:, 0]
    assert (xs.min(), xs.max()) == (-1, 1)
    assert {"wanted: 1", "wanted: 0", "rising", "falling"} <= _labels()


def test_errors_of_approximations_are_measured():
    FIGURES["approximations"]()
    assert {
        "5 pairs, 10 hidden units: error up to 0.25",
        "10 pairs, 20 hidden units: error up to 0.12",
    } <= _labels()


def test_the_error_and_its_bound_are_those_given():
    FIGURES["errors"]()
    bound, errors = plt.gca().lines
    np.testing.assert_array_equal(errors.get_ydata(), 1 / UNITS)
    np.testing.assert_array_equal(bound.get_ydata(), 2 / UNITS)


def test_curves_of_stacked_layers_are_scaled_to_one():
    FIGURES["layers"]()
    for ax in plt.gcf().axes:
        assert [np.abs(y).max() for y in _lines(ax)] == [1, 1, 1]
        assert len(_lines(ax)) == 3


def test_a_curve_of_zeros_is_drawn_too():
    functions.stacked_layers(X, {"nothing": 0 * X}, {"nothing": 0 * X})
    assert not _lines(plt.gcf().axes[0])[0].any()


def test_parameters_are_counted():
    FIGURES["parameters"]()
    assert {"784-30-10: 23,860 parameters", "23,520", "30", "300", "10"} <= _labels()
    assert [bar.get_width() for bar in plt.gca().patches] == [23520, 30, 300, 10]


def test_every_unit_has_its_path():
    FIGURES["training"]()
    equal, drawn = plt.gcf().axes
    np.testing.assert_array_equal(_lines(drawn), HISTORY.T)
    assert all(np.array_equal(y, HISTORY[:, 0]) for y in _lines(equal))


def test_shares_of_a_histogram_add_up_to_one():
    FIGURES["scales"]()
    for ax in plt.gcf().axes:
        for outline in ax.patches:
            corners = outline.get_xy()
            heights = corners[1:-1:2, 1]
            assert heights.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: functions.neuron_curves(X, {"short": X[:-1]}, (0, 1)), "short has shape"),
        (lambda: functions.neuron_curves(X, {}, (0, 1)), "curves must hold 1 to 4"),
        (lambda: functions.neuron_curves(3.0, {"a": X}, (0, 1)), "x must be a flat array"),
        (lambda: functions.approximations(X, X, {2.5: X}), "each of sums must be an integer"),
        (lambda: functions.approximations(X, X, dict.fromkeys(range(1, 6), X)), "sums must hold 1 to 3"),
        (lambda: functions.errors_by_units(UNITS, UNITS[:2], UNITS), "errors has shape"),
        (lambda: functions.towers(X, X, X), "values must have shape"),
        (lambda: functions.parameter_bars([3]), "at least two layers"),
        (lambda: functions.parameter_bars([3, 0]), "each of sizes must be an integer"),
        (lambda: functions.start_and_training(X, X), "equal must have shape"),
        (lambda: functions.start_and_training(HISTORY, HISTORY[1:]), "drawn has shape"),
        (lambda: functions.two_scales(Z, {"other": X, "names": X}), "the same two labels"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
