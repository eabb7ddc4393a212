"""The figures of chapter 2: legible, and drawn from the functions and points that they were given."""

import re

import numpy as np
import pytest
from figures import drawn_legibly, texts
from matplotlib import pyplot as plt

from bplib.plots import descent, directions

pytestmark = pytest.mark.usefixtures("figure_style")
X, Y = np.array([-2.0, -1.0, 0.0, 1.0, 2.0]), np.array([12.0, 11.0, 8.0, 6.0, 4.0])
ANGLES = np.arange(0, 360, 10)
GRADIENT = np.array([2.2, -1.2])
SLOPES = GRADIENT @ [np.cos(np.radians(ANGLES)), np.sin(np.radians(ANGLES))]
PATH = np.array([[1.0, 0.5], [0.5, 0.6], [0.2, 0.9]])


def bowl(theta):
    return theta[0] ** 2 + theta[1] ** 2 / 2


def saddle(theta):
    return theta[0] ** 2 - theta[1] ** 2


def contours(**settings):
    return descent.contour_map(bowl, (-2, 2), (-1.5, 1.5), (0.5, 1), title="A bowl from above", **settings)


FIGURES = {
    "line": lambda: descent.line_fit(X, Y, [-1, 7]),
    "cuts": lambda: descent.cuts(bowl, [1, 1], [2.0, 1.0]),
    "path": lambda: contours(paths={"a path": PATH}),
    "arrow": lambda: contours(arrows={"an arrow": (PATH[0], [1.0, 0.5])}, equal=False),
    "dot product": lambda: directions.dot_product([3, 1], [1, 2]),
    "slopes": lambda: directions.slopes_around(ANGLES, SLOPES, GRADIENT),
    "costs": lambda: descent.costs_by_step({"one": [1, 0.1], "two": [1, 0.5]}, title="One is faster"),
    "saddle": lambda: descent.saddle(saddle, PATH),
    "two minima": lambda: descent.two_minima(lambda w: w**4 - w**2, {"left": [-1, -0.8]}, (-1.2, 1.2)),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_legible(name):
    figure = drawn_legibly(FIGURES[name])
    assert max(len(ax.get_title()) for ax in figure.axes) > 10


def shown():
    return " ".join(t.get_text() for t in texts(plt.gcf())).replace("−", "-")


def points_of(ax, color):
    """All points of the lines of a color in a plot."""
    lines = [line.get_xydata() for line in ax.lines if line.get_color() == color and len(line.get_xdata())]
    return np.concatenate(lines)


def test_the_line_and_its_parameters_are_shown():
    FIGURES["line"]()
    assert "w = -1.0, b = 7.0" in shown()
    ends = plt.gca().lines[0].get_xydata()
    assert np.allclose(ends[:, 1], 7 - ends[:, 0])


def test_each_cut_has_the_slope_of_its_variable():
    FIGURES["cuts"]()
    assert "slope 2.0" in shown()
    assert "slope 1.0" in shown()
    for ax, slope in zip(plt.gcf().axes, (2.0, 1.0)):
        (start, end) = ax.lines[1].get_xydata()
        assert np.isclose((end - start)[1] / (end - start)[0], slope)


def test_a_path_is_drawn_point_by_point_and_levels_are_labeled():
    ax = contours(paths={"a path": PATH})
    assert np.array_equal(ax.lines[0].get_xydata(), PATH)
    ax.figure.canvas.draw()
    assert {"0.5", "1"} <= {t.get_text() for t in ax.texts}


def test_with_equal_scales_right_angles_are_right():
    assert contours().get_aspect() == 1
    assert contours(equal=False).get_aspect() == "auto"


def test_the_angle_and_the_product_are_computed():
    FIGURES["dot product"]()
    assert "cos 45° = 5" in shown()
    assert "length 3.16" in shown()


def test_rays_are_as_long_as_the_slopes():
    FIGURES["slopes"]()
    rose, curve = plt.gcf().axes
    tips = np.concatenate([line.get_xydata() for line in rose.lines if line.get_linestyle() == "None"])
    assert np.allclose(np.sort(np.hypot(*tips.T)), np.sort(np.abs(SLOPES)))
    assert len(tips) == 36
    (star,) = [line for line in curve.lines if line.get_marker() == "*"]
    assert np.isclose(star.get_ydata()[0], np.hypot(*GRADIENT))
    assert np.isclose(star.get_xdata()[0], 331.39, atol=0.01)


def test_the_saddle_shows_the_value_at_each_step():
    FIGURES["saddle"]()
    below = plt.gcf().axes[1]
    assert np.allclose(below.lines[0].get_ydata(), [saddle(p) for p in PATH])


def test_the_player_has_a_frame_for_each_learning_rate():
    page = descent.learning_rate_player(
        4.0, 1.5, 0.5, [0.1, 0.25, 0.4, 0.5, 0.6], "Steps on a parabola."
    ).data
    assert len(re.findall(r"base64,", page)) == 5
    assert 'alt="Steps on a parabola."' in page


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: descent.line_fit(X, Y[:3], [-1, 7]), "y"),
        (lambda: descent.line_fit(X, Y, [1, 2, 3]), "theta"),
        (lambda: descent.cuts(bowl, [1, np.nan], [2.0, 1.0]), "point"),
        (lambda: descent.contour_map(bowl, (0, 1, 2), (0, 1), (1,)), "xlim"),
        (lambda: contours(paths={"p": [1.0, 2.0]}), "path 'p'"),
        (lambda: contours(arrows={"a": ([1.0], [2.0])}), "arrow 'a'"),
        (lambda: directions.dot_product([0, 0], [1, 2]), "g and v"),
        (lambda: directions.slopes_around(ANGLES, SLOPES[:5], GRADIENT), "slopes"),
        (lambda: descent.learning_rate_player(0.0, 1, 0, [0.1], "x"), "curvature"),
        (lambda: descent.saddle(saddle, PATH[0]), "path"),
    ],
)
def test_bad_arguments_are_refused_by_name(call, name):
    with pytest.raises(ValueError, match=f"^{re.escape(name)}"):
        call()
