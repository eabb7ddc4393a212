"""The figures of chapter 8: legible, and with the numbers that they were given."""

import numpy as np
import pytest
from figures import drawn_legibly, texts
from matplotlib import pyplot as plt
from matplotlib.patches import Rectangle

from bplib import plots
from bplib.plots import bricks

pytestmark = pytest.mark.usefixtures("figure_style")
A = np.array([[0.25, -1.5], [3.0, 0.5], [-2.0, 7.0]])
MARKED = np.array([[True, False], [False, True], [False, False]])
PRODUCTS = {"by $W_1$": 78_400, "by $X$": 78_400, "by $W_2$": 1000}


def _shown():
    return [t.get_text() for t in texts(plt.gcf())]


FIGURES = {
    "grids": lambda: bricks.number_grids([("$A$", A, MARKED), "−", ("$B$", A)], title="Two grids of numbers"),
    "two lines": lambda: bricks.number_grids([("$A$", A)], [("$A$", A.T)], title="One below the other"),
    "wide": lambda: bricks.number_grids([("$A$", np.ones((2, 9)))], title="Nine columns can be read"),
    "bars": lambda: bricks.multiplication_bars(PRODUCTS, dropped=["by $X$"], title="One can be left out"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_legible(name):
    figure = drawn_legibly(FIGURES[name])
    assert max(len(ax.get_title()) for ax in figure.axes) > 10


def test_the_numbers_are_those_given():
    bricks.number_grids([("$A$", A), "=", ("$B$", A.T)], value_format=".2f")
    shown = _shown()
    for v in A.flat:
        assert shown.count(f"{v:.2f}".replace("-", "−")) == 2
    assert {"$A$", "$B$", "=", "3×2", "2×3"} <= set(shown)


def test_every_number_stands_in_its_row_and_column():
    bricks.number_grids([("$A$", A)])
    places = {t.get_text(): t.get_position() for t in texts(plt.gcf())}
    number = {v: places[f"{v:g}".replace("-", "−")] for v in A.flat}
    for i, j in np.ndindex(2, 2):
        assert number[A[i, j]][0] < number[A[i, 1]][0] or j == 1
        assert number[A[i, j]][1] > number[A[i + 1, j]][1]


def test_marked_cells_have_a_border_of_their_own():
    bricks.number_grids([("$A$", A, MARKED)])
    thick = [p for p in plt.gca().findobj(Rectangle) if p.get_linewidth() > 2]
    assert len(thick) == 2
    assert [t.get_text() for t in texts(plt.gcf()) if t.get_color() == plots.BLUE] == ["0.25", "0.5"]


def test_what_can_be_dropped_is_hatched():
    bricks.multiplication_bars(PRODUCTS, dropped=["by $X$"])
    bars = plt.gca().containers[0]
    assert [bar.get_width() for bar in bars] == list(PRODUCTS.values())
    assert [bool(bar.get_hatch()) for bar in bars] == [False, True, False]
    assert {"78,400", "1,000"} <= set(_shown())


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (bricks.number_grids, "lines must hold at least one line"),
        (lambda: bricks.number_grids([("A", [1, 2])]), "array A must have two dimensions"),
        (lambda: bricks.number_grids([("A", A, MARKED.T)]), "its marks has shape"),
        (lambda: bricks.number_grids([("A", np.ones((1, 40)))]), "line has 40 columns"),
        (lambda: bricks.multiplication_bars({}), "parts must hold at least one product"),
        (
            lambda: bricks.multiplication_bars(PRODUCTS, dropped=["x"]),
            "dropped must be names of parts, got 'x'",
        ),
    ],
)
def test_refused(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
