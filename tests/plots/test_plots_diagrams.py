"""Drawn networks: the numbers that were given, told by more than color, legible, and errors with names."""

import numpy as np
import pytest
from figures import drawn_inside, texts
from matplotlib import pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, Rectangle

from bplib import plots
from bplib.plots import diagrams
from bplib.plots.diagrams import animate_network, draw_network, draw_product

pytestmark = pytest.mark.usefixtures("figure_style")
WEIGHTS = [np.array([[0.5, -0.5], [1.0, 0.5], [-1.5, 0.0]]), np.array([[1.0, -1.0, 0.5], [-0.5, 1.5, 1.0]])]
VALUES = [[1.0, 0.5], [0.1, -0.2, 0.0], [0.6, -0.4]]
LINES = (
    [("$W$", 3, 2), "@", ("$a$", 2, 1), "=", ("$z$", 3, 1)],
    [("$d$", 3, 1), "@", ("$t$", 1, 2), "=", ("$g$", 3, 2)],
)

FIGURES = {
    "weights": lambda: draw_network(WEIGHTS, edge_format="+.1f", title="Finding"),
    "values": lambda: draw_network(WEIGHTS, VALUES, captions=["$a^1$", "b", "c"], title="Finding"),
    "no numbers": lambda: draw_network(WEIGHTS, VALUES, value_format=None, title="Finding"),
    "large": lambda: draw_network([np.ones((12, 12)), np.ones((1, 12))], title="Finding"),
    "one edge": lambda: draw_network([[[2.0]]], edge_format=".1f", title="Finding"),
    "product": lambda: draw_product(*LINES, title="Finding"),
    "animation": lambda: animate_network(WEIGHTS, [{"title": "Finding"}, {"values": VALUES}]).pause(),
}


def _shown(ax):
    return [text.get_text() for text in ax.texts]


def _discs(ax):
    """The circles that are the number of a unit, not its outline."""
    return [patch for patch in ax.patches if to_hex(patch.get_edgecolor()) != plots.GRAY]


@pytest.mark.filterwarnings("ignore:Animation was deleted:UserWarning")
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_legible(name):
    assert "Finding" in [t.get_text() for t in texts(drawn_inside(FIGURES[name]))]


def test_without_values_the_units_are_empty_and_the_layers_are_numbered():
    ax = draw_network(WEIGHTS)
    assert len(ax.patches) == 7
    assert not _discs(ax)
    assert _shown(ax) == ["layer 1", "layer 2", "layer 3"]
    assert len(ax.lines) == 12
    assert ax.get_title() == ""
    assert not ax.axison


def test_values_and_captions_are_those_given():
    ax = draw_network(WEIGHTS, VALUES, captions=["in", "hidden", "out"])
    wanted = ["+1.000", "+0.500", "in", "+0.100", "−0.200", "+0.000", "hidden", "+0.600", "−0.400", "out"]
    assert _shown(ax) == wanted
    discs = _discs(ax)
    assert len(discs) == 6  # a zero has no disc
    assert [bool(disc.get_hatch()) for disc in discs] == [False, False, False, True, False, True]
    areas = np.array([disc.radius**2 for disc in discs])
    np.testing.assert_allclose(areas / areas[0], [1, 0.5, 0.1, 0.2, 0.6, 0.4])


def test_numbers_of_units_can_be_left_out_and_the_input_layer_too():
    ax = draw_network(WEIGHTS, VALUES[1:], value_format=None, value_scale=0.1)
    assert _shown(ax) == ["layer 1", "layer 2", "layer 3"]
    discs = _discs(ax)
    assert len(discs) == 4
    assert len({disc.radius for disc in discs}) == 1  # what exceeds the scale fills the unit


def test_edges_show_sign_and_size():
    lines = draw_network(WEIGHTS, edge_scale=1.5).lines
    numbers = [v for w in WEIGHTS for v in w.ravel()]
    widths = {}
    for line, v in zip(lines, numbers):
        assert to_hex(line.get_color()) == (plots.BLUE if v > 0 else plots.ORANGE if v else plots.GRAY)
        assert line.get_linestyle() == ("--" if v < 0 else "-")
        widths[abs(v)] = line.get_linewidth()
    assert widths[0.0] < widths[0.5] < widths[1.0] < widths[1.5]


def test_labels_of_edges_lie_on_their_edges():
    ax = draw_network(WEIGHTS, edge_format="+.1f")
    labels = ax.texts[:11]  # the edge that is 0 has none
    assert [t.get_text() for t in labels] == [
        f"{v:+.1f}".replace("-", "−") for w in WEIGHTS for v in w.ravel() if v
    ]
    assert len(ax.lines) == 2 * 11 + 1  # two halves each
    halves = [line for line in ax.lines if to_hex(line.get_color()) != plots.GRAY]
    for text, first, second in zip(labels, halves[::2], halves[1::2]):
        (x0, y0), (x1, y1) = first.get_xydata()[0], second.get_xydata()[-1]
        x, y = text.get_position()
        assert y == pytest.approx(y0 + (x - x0) / (x1 - x0) * (y1 - y0))
        assert np.tan(np.radians(text.get_rotation())) == pytest.approx((y1 - y0) / (x1 - x0))
        assert to_hex(text.get_color()) == to_hex(first.get_color())


def test_no_label_of_an_edge_touches_another_edge():
    ax = draw_network(WEIGHTS, edge_format="+.3f")
    ax.figure.canvas.draw()
    strokes = [ax.transData.transform(line.get_xydata()) for line in ax.lines]
    for text in ax.texts[:11]:
        middle, angle = ax.transData.transform(text.get_position()), np.radians(text.get_rotation())
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        text.set_rotation(0)
        half = np.array(text.get_window_extent().size) / 2
        for stroke in strokes:
            along = np.linspace(*((stroke - middle) @ turn.T), 300)
            assert not (np.abs(along) < 0.8 * half).all(axis=1).any(), text


def test_edges_of_none_are_thin_and_gray():
    lines = draw_network(WEIGHTS, edges=[None, np.zeros((2, 3))]).lines
    assert {(to_hex(line.get_color()), line.get_linewidth()) for line in lines} == {(plots.GRAY, 0.7)}


def test_it_draws_into_axes_that_exist():
    _, ax = plt.subplots()
    assert draw_network(WEIGHTS, ax=ax) is ax
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"weights": []}, "weights must hold at least one"),
        ({"weights": [np.ones(3)]}, r"weights must have shape \(n_out, n_in\), got \(3,\)"),
        ({"weights": [np.ones((0, 3))]}, r"got \(0, 3\)"),
        ({"weights": [np.ones((3, 2)), np.ones((2, 4))]}, "layer 3 take 4 inputs, layer 2 has 3 units"),
        ({"weights": [np.ones((13, 2))]}, "at most 12 units"),
        ({"weights": ["ab"]}, "weights must be numbers"),
        ({"values": [[1, 2]]}, "values must be 3 or 2 arrays, got 1"),
        ({"values": [[1, 2, 3], None, None]}, "values of layer 1 must be 2 numbers, got 3"),
        ({"edges": [None]}, "edges must be 2 arrays, got 1"),
        ({"edges": [np.ones((2, 3)), None]}, "edges has shape .2, 3., W of layer 2 has shape .3, 2."),
        ({"captions": ["a"]}, "captions must be 3 texts"),
        ({"value_scale": 0}, "value_scale must be a positive number"),
        ({"edge_scale": -1}, "edge_scale must be a positive number"),
    ],
)
def test_errors_name_the_argument(arguments, message):
    with pytest.raises(ValueError, match=message):
        draw_network(**{"weights": WEIGHTS, **arguments})
    assert not plt.get_fignums()


def test_an_animation_draws_its_frames_in_the_same_axes():
    frames = [{"title": "one", "values": VALUES}, {"title": "two", "edge_format": ".1f"}]
    animation = animate_network(WEIGHTS, iter(frames), interval=50)
    assert isinstance(animation, FuncAnimation)
    (ax,) = plt.gcf().axes
    assert ax.get_title() == "one"
    for frame in reversed(frames):
        animation._draw_frame(frame)
        assert ax.get_title() == frame["title"]
        assert len(ax.patches) == (13 if "values" in frame else 7)  # nothing is left of the frame before
    page = plots.animation_player(animation, "Two frames").data
    assert page.count("base64,") == 2
    assert not plt.get_fignums()


def test_an_animation_needs_a_frame():
    with pytest.raises(ValueError, match="frames must hold at least one"):
        animate_network(WEIGHTS, [])


def test_a_product_has_rectangles_of_its_proportions():
    ax = draw_product(*LINES, title="Sides")
    assert ax.get_title() == "Sides"
    matrices = [item for line in LINES for item in line if not isinstance(item, str)]
    outlines = [patch for patch in ax.patches if isinstance(patch, Rectangle) and not patch.get_fill()]
    heights, widths = (
        np.array([getattr(p, f"get_{side}")() for p in outlines]) for side in ("height", "width")
    )
    np.testing.assert_allclose(heights / heights[1] * 2, [rows for _, rows, _ in matrices])
    np.testing.assert_allclose(widths / widths[1], [columns for _, _, columns in matrices])
    wanted = [
        "$W$",
        "3×2",
        "@",
        "$a$",
        "2×1",
        "=",
        "$z$",
        "3×1",
        "$d$",
        "3×1",
        "@",
        "$t$",
        "1×2",
        "=",
        "$g$",
        "3×2",
    ]
    assert _shown(ax) == wanted
    assert not [patch for patch in ax.patches if isinstance(patch, Circle)]


def test_a_product_needs_no_title():
    assert draw_product(LINES[0]).get_title() == ""


def test_biases_are_small_circles_on_their_units_filled_or_hatched():
    ax = diagrams.draw_network([np.ones((2, 1)), np.ones((1, 2))])
    before = len(ax.patches)
    diagrams.draw_biases([1, 2, 1], [np.array([1.0, -1.0]), np.array([0.5])], ax)
    added = ax.patches[before:]
    assert [patch.get_hatch() for patch in added] == [None, "//////", None]
    places = diagrams.unit_places([1, 2, 1])
    for patch, place in zip(added, [*places[1], *places[2]], strict=True):
        assert 0 < np.linalg.norm(np.subtract(patch.center, place)) < 1.2 * diagrams.RADIUS
    with pytest.raises(ValueError, match="zip"):
        diagrams.draw_biases([1, 2, 1], [np.array([1.0])], ax)
