"""The figures of chapter 9: legible, and drawn from the numbers that they were given."""

import re

import numpy as np
import pytest
from figures import texts, titled_legibly
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex

from bplib import plots
from bplib.activations import sigmoid
from bplib.plots import many_runs, planes

pytestmark = pytest.mark.usefixtures("figure_style")
X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
T = np.array([0, 1, 1, 0])
W1, B1 = np.array([[5.0, 5.0, 1.0], [5.0, 5.0, -1.0]]), np.array([-2.5, -7.5, 0.1])
W2 = np.array([2.0, -2.0, 0.2])
CLOUD = np.random.default_rng(0).normal(size=(60, 2)) * [3, 1]
COSTS = np.exp(-np.outer(np.arange(20), np.linspace(0, 0.2, 5)))
LINES = {
    "one": (np.array([1.0, 1.0]), -0.5),
    "two": (np.array([-1.0, 1.0]), 0.2),
    "three": (np.array([0.0, 2.0]), 1),
}
COUNTS = {"tanh": {"2": 41, "3": 5}, "sigmoid": {"2": 20, "3": 0}}


def hidden(x):
    return np.tanh(x @ W1 + B1)


def logits(x):
    return hidden(x) @ W2 - 1


def outputs(x):
    return sigmoid(logits(x))


def half(x):
    return np.full(len(x), 0.5)


def side(x):
    return x[:, :1] - 0.25


FIGURES = {
    "lines": lambda: planes.lines_in_the_plane(LINES, X, T, "Three straight lines"),
    "one region": lambda: planes.decision_regions({"logit above 0": logits}, X, T, "Two lines make a strip"),
    "two regions": lambda: planes.decision_regions({"left": logits, "right": side}, X, T, "Two networks"),
    "wide regions": lambda: planes.decision_regions(
        {"a": side, "b": side}, CLOUD, CLOUD[:, 0] > 0, "Data that are wide"
    ),
    "named regions": lambda: planes.decision_regions(
        {"A field of seedlings": side}, CLOUD, CLOUD[:, 0] > 0, names=("temperature (°C)", "humidity (%)")
    ),
    "zones": lambda: many_runs.output_zones({"left": outputs, "right": half}, X, T, "Two ways to be stuck"),
    "hidden": lambda: planes.hidden_space(
        {"before": (hidden, np.ones(3), 0.2), "after": (hidden, W2, -1.0)},
        X,
        T,
        "Folded, they can be separated",
    ),
    "costs": lambda: many_runs.costs_of_many(COSTS, [0, 1], {"ln 2": 0.69}, "Most learn; two do not"),
    "bars": lambda: many_runs.failure_bars(COUNTS, 100, "Spare units help a lot", "hidden units"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_legible(name):
    titled_legibly(FIGURES[name])


def test_the_points_are_drawn_at_their_places_with_their_targets():
    FIGURES["one region"]()
    lines = {line.get_label(): line for line in plt.gcf().axes[0].lines}
    for target in (0, 1):
        drawn = lines[f"target {target}"]
        assert np.array_equal(np.transpose(drawn.get_data()), X[target == T])
    assert lines["target 0"].get_marker() != lines["target 1"].get_marker()


def test_the_boundary_lies_at_the_level():
    planes.decision_regions(
        {"above 2": lambda x: 3 * x[:, 0] + x[:, 1]}, X, T, "A straight boundary", level=2.0
    )
    edges = [
        c
        for c in plt.gcf().axes[0].collections
        if not c.get_hatch() and to_hex(c.get_edgecolor()[0]) == plots.GREEN
    ]
    vertices = np.concatenate([path.vertices for path in edges[0].get_paths()])
    assert np.allclose(3 * vertices[:, 0] + vertices[:, 1], 2, atol=1e-6)


def zones(predict, **settings):
    many_runs.output_zones({"a network": predict}, X, T, "Zones", **settings)
    (drawn,) = (c for c in plt.gcf().axes[0].collections if any(c.hatches or []))
    return drawn


def test_the_zones_end_at_the_two_outputs():
    drawn = zones(lambda x: np.clip(x[:, 0], 0, 1), between=(0.25, 0.75))
    assert drawn.hatches == [None, "..", "//"]
    ends = [(p.vertices[:, 0].min(), p.vertices[:, 0].max()) for p in drawn.get_paths()]
    assert np.allclose(ends, [(-0.3, 0.25), (0.25, 0.75), (0.75, 1.3)], atol=1e-6)


def test_a_network_that_is_undecided_everywhere_has_one_zone():
    assert [len(p.vertices) > 0 for p in zones(half).get_paths()] == [False, True, False]


def test_lines_pass_where_their_unit_changes_its_mind():
    FIGURES["lines"]()
    lines = {line.get_label(): line for line in plt.gcf().axes[0].lines}
    for label, (w, b) in LINES.items():
        assert np.allclose(np.transpose(lines[label].get_data()) @ w + b, 0, atol=1e-12)


def test_the_height_in_the_hidden_space_is_the_distance_from_the_plane():
    FIGURES["hidden"]()
    ax = plt.gcf().axes[1]
    lines = {line.get_label(): line for line in ax.lines}
    wanted = (hidden(X) @ W2 - 1.0) / np.linalg.norm(W2)
    for target in (0, 1):
        assert np.allclose(lines[f"target {target}"].get_ydata(), wanted[target == T])


def test_counts_and_costs_are_drawn_as_given():
    FIGURES["bars"]()
    assert {"41", "5", "20", "0"} <= {t.get_text() for t in texts(plt.gcf())}
    plt.close("all")
    FIGURES["costs"]()
    ax = plt.gcf().axes[0]
    drawn = [line.get_ydata() for line in ax.lines if len(line.get_ydata()) == len(COSTS)]
    assert len(drawn) == 5
    assert sum(line.get_linestyle() == "--" for line in ax.lines) == 2


def test_a_player_has_its_frames():
    player = planes.decision_player({"step 0": side, "step 5": logits}, X, T, "a boundary that bends")
    assert len(set(re.findall(r"frames\[(\d+)\] =", player.data))) == 2
    assert "a boundary that bends" in player.data


REFUSED = {
    "x": lambda: planes.decision_regions({"a": side}, X.T, T, ""),
    "targets": lambda: planes.decision_regions({"a": side}, X, np.array([0, 1, 2, 0]), ""),
    "panels": lambda: planes.decision_regions({"a": side, "b": side, "c": side}, X, T, ""),
    "predict": lambda: planes.decision_regions({"a": hidden}, X, T, ""),
    "lines": lambda: planes.lines_in_the_plane({}, X, T, ""),
    "w of a": lambda: planes.lines_in_the_plane({"a": (np.zeros(2), 1.0)}, X, T, ""),
    "zones": lambda: many_runs.output_zones({"zones": logits}, X, T),
    "between": lambda: many_runs.output_zones({"a": half}, X, T, between=(0.6, 0.4)),
    "frames": lambda: planes.decision_player({}, X, T, ""),
    "weights": lambda: planes.hidden_space({"a": (hidden, np.ones(2), 0.0)}, X, T),
    "costs": lambda: many_runs.costs_of_many(-COSTS, [], {}, ""),
    "marked": lambda: many_runs.costs_of_many(COSTS, [7], {}, ""),
    "out_of": lambda: many_runs.failure_bars(COUNTS, 0, ""),
    "groups": lambda: many_runs.failure_bars({"a": {"2": 1}, "b": {"3": 1}}, 10, ""),
    "counts": lambda: many_runs.failure_bars({"a": {"2": 11}}, 10, ""),
}


@pytest.mark.parametrize("word", REFUSED)
def test_what_cannot_be_drawn_is_refused(word):
    with pytest.raises(ValueError, match=word):
        REFUSED[word]()
    plt.close("all")
