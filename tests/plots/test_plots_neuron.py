"""The figures of chapter 4: legible, and drawn from the numbers that they were given."""

import re

import numpy as np
import pytest
from figures import texts, titled_legibly
from matplotlib import pyplot as plt

from bplib.activations import sigmoid, sigmoid_prime, softmax
from bplib.plots import neuron

pytestmark = pytest.mark.usefixtures("figure_style")
GRID = np.linspace(-4, 4, 41)
X = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
Y = np.array([[0.0, 1.0, 1.0, 1.0]])
W, B = np.array([[3.0, 4.0]]), np.array([[-1.0]])
LOGITS = np.array([2.0, 1.0, -1.0])
CURVES = {f"epoch {k}": sigmoid(k * GRID) for k in (0, 1, 2, 3, 4)}
EXAMPLES = np.array([-2.0, -1.0, 1.0, 2.0]), np.array([0.0, 0.0, 1.0, 1.0])

FIGURES = {
    "step and smooth": lambda: neuron.step_and_smooth(GRID, (GRID < 0) / 2, 1 - sigmoid(GRID)),
    "sigmoid": lambda: neuron.sigmoid_and_slope(
        GRID, sigmoid(GRID), sigmoid_prime(GRID), (0.25, 0.5622, 0.2461)
    ),
    "boundary": lambda: neuron.decision_boundary(W, B, X, Y, "w is perpendicular to the boundary"),
    "threshold": lambda: neuron.threshold_curves(*EXAMPLES, GRID, CURVES, 0.25),
    "learning": lambda: neuron.learning_curves(
        {"one": GRID**2 / 16, "two": GRID**2 / 32}, "Two runs that learn"
    ),
    "bars": lambda: neuron.class_bars(LOGITS, softmax(LOGITS), "Softmax turns numbers into shares"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_legible(name):
    titled_legibly(FIGURES[name])


def _labels():
    return {t.get_text() for t in texts(plt.gcf())}


def _line(label):
    (line,) = (line for line in plt.gcf().axes[0].lines if line.get_label() == label)
    return np.array(line.get_data(), float)


def test_the_marked_values_are_written():
    FIGURES["sigmoid"]()
    assert {"0.5622", "0.2461"} <= _labels()


def test_costs_are_drawn_as_given():
    FIGURES["step and smooth"]()
    assert np.array_equal(_line("share of wrong answers, step"), [GRID, (GRID < 0) / 2])
    assert np.array_equal(_line("cost, soft step"), [GRID, 1 - sigmoid(GRID)])


def test_the_boundary_is_where_z_is_zero_and_the_arrow_stands_on_it_along_w():
    FIGURES["boundary"]()
    assert np.allclose(W @ _line(r"$w \cdot x + b = 0$") + B, 0)
    arrow = next(t for t in plt.gca().texts if hasattr(t, "arrow_patch"))
    foot, tip = np.array(arrow.xyann), np.array(arrow.xy)
    assert np.isclose(W[0] @ foot + B.item(), 0)
    assert np.allclose((tip - foot) / np.linalg.norm(tip - foot), [0.6, 0.8])
    assert np.array_equal(_line("target 0"), X[:, :1])
    assert np.array_equal(_line("target 1"), X[:, 1:])


def test_the_player_has_a_frame_for_each_epoch():
    history = [(W, B), (-W, B + 1), (W[:, ::-1], B)]
    page = neuron.boundary_player(history, X, Y, [0, 3, 10], "A line turns between four points.").data
    assert len(re.findall(r"base64,", page)) == 3
    assert 'alt="A line turns between four points."' in page
    assert len(page) < 200_000


def test_threshold_and_curves_are_those_given():
    FIGURES["threshold"]()
    assert "0.25" in _labels()
    assert np.array_equal(_line("epoch 3"), [GRID, sigmoid(3 * GRID)])
    assert np.array_equal(_line("target 1")[0], [1, 2])


def test_learning_curves_are_those_given():
    FIGURES["learning"]()
    assert np.array_equal(_line("two"), [np.arange(41), GRID**2 / 32])


def test_bars_have_the_heights_and_numbers_given():
    FIGURES["bars"]()
    written = (["2", "1", "−1"], ["0.7054", "0.2595", "0.0351"])
    for ax, values, expected in zip(plt.gcf().axes, (LOGITS, softmax(LOGITS)), written):
        assert np.allclose([bar.get_height() for bar in ax.patches], values)
        assert [t.get_text() for t in ax.texts] == expected


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: neuron.step_and_smooth(GRID, GRID[1:], GRID), "step"),
        (lambda: neuron.sigmoid_and_slope(GRID, GRID, GRID[1:], (0, 0, 0)), "slope"),
        (lambda: neuron.sigmoid_and_slope(GRID, GRID, GRID, (0, 0)), "marked must be three numbers"),
        (lambda: neuron.decision_boundary(W[0], B, X, Y, ""), r"w must have shape \(1, 2\)"),
        (lambda: neuron.decision_boundary(0 * W, B, X, Y, ""), "w must not be all zeros"),
        (lambda: neuron.decision_boundary(W, B, X, Y[0], ""), r"y \(1, m\)"),
        (lambda: neuron.boundary_player([(W, B)], X, Y, [0, 1], ""), "epochs must be 1"),
        (lambda: neuron.threshold_curves(*EXAMPLES, GRID, {}, 0), "curves must be one to five"),
        (lambda: neuron.threshold_curves(*EXAMPLES, GRID, {"a": GRID[1:]}, 0), "shape"),
        (lambda: neuron.learning_curves({}, ""), "curves must be one to five"),
        (lambda: neuron.learning_curves({"one": W}, ""), "one-dimensional"),
        (lambda: neuron.class_bars(W, W, ""), "one-dimensional"),
    ],
)
def test_bad_arguments_are_refused(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
