"""The figures of chapter 3: legible, and drawn from the numbers that they were given."""

import numpy as np
import pytest
from figures import drawn_legibly
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex

from bplib import plots
from bplib.plots import chain

pytestmark = pytest.mark.usefixtures("figure_style")
MATRIX = np.array([[0.5, 0.0, -1.25], [0.0, 2.0, 0.0]])


def shown():
    ax = plt.gca()
    return {ax.get_title(), *(t.get_text() for t in ax.texts)}


def test_changes_are_shown_with_the_factor_of_each_step():
    drawn_legibly(lambda: chain.draw_changes({"Δx": 0.1, "Δu": 0.21, "Δy": 2.793}, title="Stretched"))
    assert shown() == {"Δx = 0.1", "Δu = 0.21", "Δy = 2.793", "↓ × 2.1", "↓ × 13.3", "Stretched"}
    widths = [bar.get_width() for bar in plt.gca().patches]
    assert widths == [0.1, 0.21, 2.793]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"Δx": 0.1}, "changes must be at least two, got 1"),
        ({"Δx": 0.1, "Δu": 0.0}, "changes must be positive numbers"),
        ({"Δx": 0.1, "Δu": np.inf}, "changes must be positive numbers"),
        ({"Δx": 0.1, "Δu": "much"}, "changes must be numbers"),
    ],
)
def test_changes_that_cannot_be_drawn_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        chain.draw_changes(changes)


def test_a_matrix_is_shown_entry_by_entry():
    rows, columns = ["$z_1$", "$z_2$"], ["$x_1$", "$x_2$", "$x_3$"]
    drawn_legibly(lambda: chain.draw_matrix(MATRIX, rows, columns, title="Rows are outputs"))
    assert shown() == {*rows, *columns, "0.50", "−1.25", "2.00", "0", "Rows are outputs"}
    places = {t.get_text(): t.get_position() for t in plt.gca().texts}
    assert places["0.50"][0] == places["$x_1$"][0] < places["2.00"][0] == places["$x_2$"][0]
    assert places["0.50"][1] == places["−1.25"][1] == places["$z_1$"][1] > places["2.00"][1]


def test_the_sign_is_a_color_and_zeros_are_empty():
    chain.draw_matrix(MATRIX)
    filled = [to_hex(cell.get_facecolor()) for cell in plt.gca().patches if cell.get_fill()]
    assert filled == [plots.BLUE, plots.ORANGE, plots.BLUE]


@pytest.mark.parametrize("shape", [(8, 8), (1, 1), (8, 1), (1, 8)])
def test_any_size_stays_on_the_page(shape):
    drawn_legibly(lambda: chain.draw_matrix(np.ones(shape), ["z"] * shape[0], ["x"] * shape[1]))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((np.ones(3),), r"from 1 to 8 rows and columns, got shape \(3,\)"),
        ((np.ones((9, 2)),), r"from 1 to 8 rows and columns, got shape \(9, 2\)"),
        ((np.ones((0, 2)),), r"got shape \(0, 2\)"),
        ((MATRIX, ["z"]), "rows must be 2 texts, got 1"),
        ((MATRIX, None, ["x"]), "columns must be 3 texts, got 1"),
    ],
)
def test_a_matrix_that_cannot_be_drawn_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        chain.draw_matrix(*arguments)
