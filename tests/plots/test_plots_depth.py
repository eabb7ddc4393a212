"""The figures of chapter 12: legible, and drawn from the numbers that they were given."""

import numpy as np
import pytest
from figures import texts, titled_legibly
from matplotlib import pyplot as plt

from bplib.plots import depth

pytestmark = pytest.mark.usefixtures("figure_style")
LAYERS = 2.0 ** np.arange(10)
STEPS = np.arange(0, 40, 10)
NORMS = np.outer([4.0, 3.0, 2.0, 1.0], 10.0 ** np.arange(-9, 1))  # (4, 10)
VALUES = np.random.default_rng(0).normal(size=(4, 5, 30))
A = np.linspace(0.05, 0.95, 19)

FIGURES = {
    "sizes": lambda: depth.sizes_by_layer(
        {"one": LAYERS, "two": 1 / LAYERS},
        {"one": 1.1 * LAYERS},
        ylabel="size",
        title="One grows, one shrinks",
    ),
    "histograms": lambda: depth.layer_histograms(
        {"small": list(VALUES), "large": list(3 * VALUES)}, (1, 4, 7, 10), title="The right one is wider"
    ),
    "norms": lambda: depth.norms_over_training(
        STEPS, {"a net": NORMS, "another": NORMS[::-1]}, (1, 4, 10), title="Layer 1 has the smallest norm"
    ),
    "counts": lambda: depth.counts_over_training(
        {"η = 1": [0, 3, 5], "η = 2": [8, 8, 9]},
        12,
        every=10,
        ylabel="units",
        title="More units at the larger rate",
    ),
    "costs": lambda: depth.costs_to_order(A, {"a": -1 / A}, {"a": -np.log(A)}, title="A slope and its cost"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_legible(name):
    titled_legibly(FIGURES[name])


def _lines(ax, label=None):
    return [
        np.array(line.get_data(), float) for line in ax.lines if label is None or line.get_label() == label
    ]


def test_sizes_are_marks_and_what_was_derived_is_a_line():
    FIGURES["sizes"]()
    ax = plt.gca()
    assert np.array_equal(_lines(ax, "one")[0], [np.arange(1, 11), LAYERS])
    assert np.array_equal(_lines(ax, "two")[0], [np.arange(1, 11), 1 / LAYERS])
    assert np.array_equal(_lines(ax)[0], [np.arange(1, 11), 1.1 * LAYERS])
    assert "derived" in {t.get_text() for t in texts(plt.gcf())}


def test_a_derived_line_may_end_before_the_last_layer():
    depth.sizes_by_layer({"one": LAYERS}, {"one": LAYERS[:-1]}, ylabel="size", title="One layer is left out")
    assert np.array_equal(_lines(plt.gca())[0], [np.arange(1, 10), LAYERS[:-1]])


def test_without_derived_no_line_is_in_the_legend():
    depth.sizes_by_layer({"one": LAYERS}, ylabel="size", title="Marks alone")
    assert "derived" not in {t.get_text() for t in texts(plt.gcf())}


def test_histograms_count_the_values_given_over_one_axis():
    FIGURES["histograms"]()
    axes = np.array(plt.gcf().axes).reshape(4, 2)
    everything = np.concatenate([VALUES.ravel(), 3 * VALUES.ravel()])
    edges = np.linspace(everything.min(), everything.max(), 41)
    for row, values in zip(axes, VALUES):
        for ax, factor in zip(row, (1, 3)):
            shares = np.histogram(factor * values, edges)[0] / values.size * 100
            assert np.allclose([bar.get_height() for bar in ax.patches], shares)
    assert [ax.get_ylabel() for ax in axes[:, 0]] == ["layer 1", "layer 4", "layer 7", "layer 10"]


def test_norms_are_those_of_the_layers_named():
    FIGURES["norms"]()
    one, other = plt.gcf().axes
    assert one.get_title() == "a net"
    assert np.array_equal(_lines(one, "layer 4")[0], [STEPS, NORMS[:, 3]])
    assert np.array_equal(_lines(other, "layer 10")[0], [STEPS, NORMS[::-1, 9]])


def test_counts_are_drawn_at_their_steps():
    FIGURES["counts"]()
    assert np.array_equal(_lines(plt.gca(), "η = 1")[0], [[10, 20, 30], [0, 3, 5]])
    assert "all 12" in {t.get_text() for t in texts(plt.gcf())}


def test_costs_and_slopes_are_those_given():
    FIGURES["costs"]()
    above, below = plt.gcf().axes
    assert np.array_equal(_lines(above)[0], [A, -1 / A])
    assert np.array_equal(_lines(below)[0], [A, -np.log(A)])


def _sizes(measured, derived=None):
    depth.sizes_by_layer(measured, derived, ylabel="", title="")


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: _sizes({}), "measured must be a dict"),
        (lambda: _sizes({"a": 0 * LAYERS}), "must be positive"),
        (lambda: _sizes({"a": LAYERS}, {"b": LAYERS}), "measured has not"),
        (lambda: _sizes({"a": LAYERS[1:]}, {"a": LAYERS}), "derived.* has 10 layers, measured has 9"),
        (lambda: depth.layer_histograms({}, (1,)), "columns must be a dict of 1 to 3"),
        (lambda: depth.layer_histograms({"a": [A]}, (1, 2)), "must hold 2 arrays"),
        (lambda: depth.norms_over_training(STEPS, {"a": NORMS[1:]}, (1,)), "must have shape"),
        (lambda: depth.norms_over_training(STEPS, {"a": NORMS}, (11,)), "at least 11"),
        (lambda: depth.norms_over_training(STEPS, {"a": NORMS}, ()), "one to five layers"),
        (lambda: depth.norms_over_training(STEPS, {"a": A}, (1,)), "2 dimensions"),
        (lambda: depth.counts_over_training({"a": [1]}, 0, ylabel="", title=""), "total"),
        (lambda: depth.counts_over_training({"a": [1]}, 2, every=0, ylabel="", title=""), "every"),
        (lambda: depth.costs_to_order(A, {"a": A[1:]}, {"a": A}, title=""), "shape"),
    ],
)
def test_bad_arguments_are_refused(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
