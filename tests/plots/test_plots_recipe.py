"""The figures of chapter 11 on the recipe: legible, and drawn from the numbers that they were given."""

import numpy as np
import pytest
from figures import drawn_inside, drawn_legibly, texts
from matplotlib import pyplot as plt
from matplotlib.quiver import Quiver

from bplib.optimizers import cosine
from bplib.plots import recipe

pytestmark = pytest.mark.usefixtures("figure_style")
FIELD = np.stack([np.full((28, 28), 2.0), np.full((28, 28), -1.0)])
IMAGE = np.linspace(0, 1, 784).reshape(28, 28)
ROWS = [
    ("100 units", [97.7, 97.9, 97.8]),
    ("weight decay", [98.1, 98.3]),
    ("distortions", [99.2, 99.3, 99.1]),
]

FIGURES = {
    "displacements": lambda: recipe.displacement_figure(
        IMAGE, FIELD, IMAGE[::-1], title="Neighbors move alike"
    ),
    "gains": lambda: recipe.gain_chart(ROWS, title="Each step helps a little"),
    "rate": lambda: recipe.rate_curve(cosine, title="Long steps, then short ones"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_legible(name):
    drawn_legibly(FIGURES[name])
    plt.close("all")
    drawn_inside(FIGURES[name])


def test_the_arrows_point_to_where_the_pixels_are_read():
    FIGURES["displacements"]()
    figure = plt.gcf()
    (arrows,) = figure.findobj(Quiver)
    assert set(arrows.U) == {-1}  # to the right
    assert set(arrows.V) == {2}  # down
    assert (arrows.scale, arrows.scale_units, arrows.angles) == (1, "xy", "xy")
    before, after = (ax.images[0].get_array() for ax in figure.axes)
    np.testing.assert_array_equal(before, IMAGE)
    np.testing.assert_array_equal(after, IMAGE[::-1])


def test_means_and_spreads_are_those_of_the_seeds():
    FIGURES["gains"]()
    ax = plt.gca()
    assert {"97.80 ± 0.10", "98.20 ± 0.14", "99.20 ± 0.10"} <= {t.get_text() for t in texts(plt.gcf())}
    assert [t.get_text() for t in ax.get_yticklabels()] == [label for label, _ in ROWS]
    seeds, means = ax.lines[::2], ax.lines[1::2]
    assert [list(line.get_xdata()) for line in seeds] == [values for _, values in ROWS]
    assert [line.get_xdata()[0] for line in means] == pytest.approx([97.8, 98.2, 99.2])


def test_the_factor_falls_from_one_to_zero():
    FIGURES["rate"]()
    x, y = plt.gca().lines[0].get_data()
    assert (x[0], y[0], x[-1]) == (0, 1, 1)
    assert y[50] == pytest.approx(0.5)
    assert y[-1] == pytest.approx(0)


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match=r"field must be .*\(28, 28\), \(28, 28\), \(28, 28\)"):
        recipe.displacement_figure(IMAGE, IMAGE, IMAGE)
    with pytest.raises(ValueError, match=r"accuracies of one must be at least two numbers, got shape \(1,\)"):
        recipe.gain_chart([("one", [98.0])])
