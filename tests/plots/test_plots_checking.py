"""The figures of chapter 7: legible, and drawn from the numbers that they were given."""

import numpy as np
import pytest
from figures import drawn_legibly, texts
from matplotlib import pyplot as plt

from bplib.plots import checking

pytestmark = pytest.mark.usefixtures("figure_style")
RNG = np.random.default_rng(0)
H = 10.0 ** np.arange(-8, -1)
N = np.array([1e2, 1e3, 1e4, 1e5])
SECONDS = {"central differences": 1e-7 * N**2, "backpropagation": 1e-8 * N}
SAMPLED = {"central differences": [False, True, True, True], "backpropagation": [False] * 4}
MISSED = {"1/2": 0.5 ** np.arange(1.0, 5), "1/30": (29 / 30) ** np.arange(1.0, 5)}

FIGURES = {
    "two_trainings": lambda: checking.two_trainings({"A": [0.2, 0.1, 0.0512], "B": [0.2, 0.15, 0.1]}),
    "error_strips": lambda: checking.error_strips({"right": [1e-10, 3e-10], "wrong": [0.5, 0.02]}, 1e-6),
    "slopes_at_kink": lambda: checking.slopes_at_kink(H, {"left": 0 * H, "right": 0 * H + 1}, 2e-6),
    "missed_by_samples": lambda: checking.missed_by_samples(np.arange(1, 5), MISSED, ([1, 3], [0.9, 0.8])),
    "random_directions": lambda: checking.random_directions(RNG.normal(size=2000)),
    "cost_of_gradients": lambda: checking.cost_of_gradients(N, SECONDS, SAMPLED),
    "memory_of_gradients": lambda: checking.memory_of_gradients(N, {"a": N, "b": 2 * N}),
}


def _lines():
    return [line for line in plt.gca().lines if len(line.get_xdata())]


def _texts():
    return " ".join(t.get_text() for t in texts(plt.gcf())).replace("−", "-")


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_legible(name):
    figure = drawn_legibly(FIGURES[name])
    assert len(figure.axes[0].get_title()) > 10


def test_every_figure_is_drawn_here():
    assert set(FIGURES) == set(checking.__all__)


def test_the_last_cost_is_in_the_legend():
    FIGURES["two_trainings"]()
    assert "A: 0.051 at the end" in _texts()
    assert "B: 0.100 at the end" in _texts()


def test_the_strips_show_every_error_and_the_tolerance():
    FIGURES["error_strips"]()
    shown = [list(line.get_xdata()) for line in _lines()]
    assert shown == [[1e-10, 3e-10], [0.5, 0.02], [1e-6, 1e-6]]
    assert "1e-06" in _texts()
    assert "wrong" in _texts()


def test_the_kink_is_marked():
    FIGURES["slopes_at_kink"]()
    left, right, mark = _lines()
    assert list(mark.get_xdata()) == [2e-6, 2e-6]
    assert np.array_equal(left.get_ydata(), 0 * H)
    assert np.array_equal(right.get_ydata(), 0 * H + 1)


def test_what_was_measured_stands_beside_the_prediction():
    FIGURES["missed_by_samples"]()
    assert [list(line.get_ydata()) for line in _lines()] == [*map(list, MISSED.values()), [0.9, 0.8]]
    assert "q = 1/30" in _texts()


def test_the_share_of_blind_directions_is_counted():
    checking.random_directions([0.005, 0.5, -0.001, 3.0])
    assert "50.0%" in plt.gca().get_title()


def test_the_slopes_are_fitted_and_samples_have_open_marks():
    slopes = FIGURES["cost_of_gradients"]()
    assert slopes == pytest.approx({"central differences": 2, "backpropagation": 1})
    assert "central differences, slope 2.0" in _texts()
    filled = [len(line.get_xdata()) for line in plt.gca().lines if line.get_linestyle() == "None"]
    assert filled == [1, 4]
    assert {line.get_fillstyle() for line in plt.gca().lines if line.get_linestyle() != "None"} == {"none"}


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: checking.two_trainings([1, 2]), "costs must be a dict"),
        (lambda: checking.two_trainings({}), "costs must be a dict of 1 to 5"),
        (lambda: checking.error_strips({"a": [[1.0]]}, 1e-6), r"groups\['a'\] must be a list"),
        (lambda: checking.error_strips({"a": [1.0]}, 0), "tolerance must be a positive"),
        (lambda: checking.slopes_at_kink(H, {"left": H[1:]}, 1e-6), r"series\['left'\] has shape"),
        (lambda: checking.slopes_at_kink(H, {"left": H}, -1), "distance must be a positive"),
        (lambda: checking.missed_by_samples(H, {"a": H}, ([1], [1, 2])), "the frequencies has shape"),
        (lambda: checking.random_directions([]), "must be a list of numbers"),
        (lambda: checking.cost_of_gradients(N, SECONDS, {k: [True] for k in SECONDS}), "sampled"),
        (lambda: checking.cost_of_gradients(N, SECONDS, {}), "sampled must"),
        (lambda: checking.memory_of_gradients(N, {"a": "b"}), "must be numbers"),
    ],
)
def test_wrong_arguments_are_refused(draw, words):
    with pytest.raises(ValueError, match=words):
        draw()
    assert not plt.get_fignums()
