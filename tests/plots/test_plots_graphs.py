"""Computational graphs: what was given stands where it belongs, and nothing is lost."""

import numpy as np
import pytest
from figures import drawn_inside, texts
from matplotlib import pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, FancyBboxPatch, Polygon

from bplib import plots
from bplib.plots.graphs import animate_graph, draw_graph
from bplib.plots.nodes_and_edges import RADIUS, Edge, Node

pytestmark = pytest.mark.usefixtures("figure_style")
PRODUCT = {"a": (), "b": (), "c": (), "p": ("a", "b"), "s": ("p", "c"), "e": ("s",)}
LADDER = {"a": (), "b": ("a", "a"), "c": ("b", "b")}
SKIP = {"x": (), "u": ("x",), "v": ("u",), "w": ("x", "v")}
VALUES = {"a": 2.0, "b": -3, "e": "16"}

FIGURES = {
    "names": lambda: draw_graph(PRODUCT, title="Finding"),
    "everything": lambda: draw_graph(
        PRODUCT,
        labels={"p": "×", "e": "$(\\cdot)^2$"},
        values=VALUES,
        gradients=VALUES,
        edge_labels={("a", "p"): "b = −3", ("s", "e"): 8},
        title="Finding",
    ),
    "two edges": lambda: draw_graph(LADDER, edge_labels={("a", "b"): [1, "one"]}, title="Finding"),
    "paths": lambda: draw_graph(SKIP, paths=[["x", "u", "v", "w"], ["x", "w"], ["x", "u"]], title="Finding"),
    "long labels": lambda: draw_graph(
        {"first": (), "second": ("first",)}, labels={"second": "½(a − y)²"}, title="Finding"
    ),
    "one node": lambda: draw_graph({"x": ()}, gradients={"x": 1.0}, title="Finding"),
    "largest": lambda: draw_graph(
        {str(i): () if i < 6 else (str(i - 6),) for i in range(42)},
        values={str(i): -1.2345 for i in range(42)},
        title="Finding",
    ),
    "animation": lambda: animate_graph(
        PRODUCT, [{"title": "Finding"}, {"values": VALUES}, {"gradients": VALUES}]
    ).pause(),
}


def _colored(ax, color):
    return [text.get_text() for text in ax.texts if to_hex(text.get_color()) == color]


def _places(ax):
    """{label: (x, y)} of the nodes."""
    return {t.get_text(): t.get_position() for t in ax.texts}


@pytest.mark.filterwarnings("ignore:Animation was deleted:UserWarning")
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_legible_and_nothing_is_cut_off(name):
    assert "Finding" in [t.get_text() for t in texts(drawn_inside(FIGURES[name]))]


def test_values_stand_above_and_gradients_below_their_node():
    ax = draw_graph(PRODUCT, values=VALUES, gradients={"a": -0.5, "b": 1 / 3}, value_format=".2f")
    assert _colored(ax, plots.BLUE) == ["2.00", "−3.00", "16"]
    assert _colored(ax, plots.ORANGE) == ["−0.50", "0.33"]
    at = _places(ax)
    assert at["2.00"][0] == at["a"][0] == at["−0.50"][0]
    assert at["2.00"][1] > at["a"][1] + RADIUS > at["a"][1] - RADIUS > at["−0.50"][1]


def test_columns_follow_the_computation_and_late_inputs_stand_beside_their_use():
    at = _places(draw_graph(PRODUCT))
    assert at["a"][0] == at["b"][0] < at["p"][0] == at["c"][0] < at["s"][0] < at["e"][0]
    assert at["p"][1] == pytest.approx((at["a"][1] + at["b"][1]) / 2)
    assert at["a"][1] > at["b"][1]
    assert at["p"][1] > at["c"][1]


def test_places_can_be_given():
    at = _places(draw_graph(PRODUCT, places={"c": (0, 3), "e": (3, -1)}))
    assert at["c"][0] == at["a"][0]
    assert at["c"][1] == min(y for _, y in at.values())
    assert at["e"][1] == max(y for _, y in at.values())


def test_every_edge_has_an_arrow_whose_tip_is_at_the_border_of_its_end():
    ax = draw_graph(PRODUCT)
    heads = [patch for patch in ax.patches if isinstance(patch, Polygon)]
    at = _places(ax)
    ends = [at["p"], at["p"], at["s"], at["s"], at["e"]]
    assert len(heads) == len(ends) == len(ax.lines)
    for head, end in zip(heads, ends):
        assert np.linalg.norm(head.get_xy()[0] - end) == pytest.approx(RADIUS, abs=0.02)


def test_two_edges_between_the_same_nodes_are_two_lines():
    ax = draw_graph(LADDER, edge_labels={("a", "b"): [1, "one"]})
    assert len([p for p in ax.patches if isinstance(p, Polygon)]) == 4
    at = _places(ax)
    assert (at["1"][1] - at["a"][1]) * (at["one"][1] - at["a"][1]) < 0


def test_each_path_has_a_color_and_a_style_and_shared_edges_show_both():
    ax = draw_graph(SKIP, paths=[["x", "u", "v"], ["x", "u"], ["x", "w"]])
    looks = [(to_hex(line.get_color()), line.get_linestyle(), line.get_linewidth()) for line in ax.lines]
    assert looks == [
        (plots.GREEN, "-", 2.6),
        (plots.PURPLE, "--", 2.6),
        (plots.GREEN, "-", 2.6),
        (plots.RED, "--", 2.6),
        (plots.GRAY, "-", 1.2),
    ]
    assert not np.allclose(ax.lines[0].get_ydata()[0], ax.lines[1].get_ydata()[0])


def test_a_path_can_take_the_second_of_two_edges():
    ax = draw_graph(LADDER, paths=[["a", ("b", 1), "c"]])
    assert [line.get_linewidth() for line in ax.lines] == [1.2, 2.6, 2.6, 1.2]


def test_an_edge_goes_around_the_nodes_on_its_way():
    ax = draw_graph(SKIP)
    (u, v) = (np.array(_places(ax)[name]) for name in "uv")
    line = ax.lines[2].get_xydata()  # x to w
    assert len(line) > 2
    for node in (u, v):
        assert np.linalg.norm(line - node, axis=1).min() > RADIUS


def test_a_label_of_an_edge_lies_in_its_gap_or_above_a_short_edge():
    _, ax = plt.subplots()
    start, end = Node((0, 0)), Node((2, 1))
    Edge(start, end, "b = 2").draw(ax)
    first, second = (line.get_xydata() for line in ax.lines)
    (text,) = ax.texts
    np.testing.assert_allclose(text.get_position(), [1, 0.5], atol=0.01)
    assert first[-1, 0] < 1 < second[0, 0]
    assert text.get_rotation() == pytest.approx(np.degrees(np.arctan(0.5)))
    Edge(start, Node((0.6, 0)), "much too long").draw(ax)
    assert len(ax.lines) == 3
    assert ax.texts[-1].get_position()[1] > 0


def test_the_text_of_an_edge_is_never_upside_down():
    _, ax = plt.subplots()
    for end in [(-2, 0), (-2, 1), (-2, -1), (0.1, -2), (0.1, 2)]:
        Edge(Node((0, 0)), Node(end), "b = 2").draw(ax)
    assert all(-90 <= (text.get_rotation() + 180) % 360 - 180 <= 90 for text in ax.texts)


def test_a_long_label_gets_a_box():
    ax = draw_graph({"x": (), "sum of squares": ("x",)})
    assert [type(p) for p in ax.patches if not isinstance(p, Polygon)] == [Circle, FancyBboxPatch]


def test_it_draws_into_axes_that_exist():
    _, ax = plt.subplots()
    assert draw_graph(PRODUCT, ax=ax) is ax
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"inputs": {}}, "inputs must hold at least one node"),
        ({"inputs": {"b": ("a",), "a": ()}}, "inputs must define 'a' before 'b'"),
        ({"values": {"q": 1}}, "values has an entry for 'q', which is not a node of the graph"),
        ({"gradients": {"q": 1}}, "gradients has an entry for 'q'"),
        ({"labels": {"q": 1}}, "labels has an entry for 'q'"),
        ({"places": {"q": (1, 1)}}, "places has an entry for 'q'"),
        (
            {"edge_labels": {("a", "e"): 1}},
            r"edge_labels has an entry for \('a', 'e'\), which is not an edge",
        ),
        ({"paths": [["a", "e"]]}, "paths takes an edge from 'a' to 'e', which is not there"),
        ({"paths": [["a", ("p", 1)]]}, "paths takes an edge from 'a' to 'p', which is not there"),
        ({"paths": [["a", "p"]] * 5}, "paths must be at most 4, got 5"),
        ({"places": {"e": (9, 0)}}, "7 columns and 6 rows"),
        ({"inputs": {str(i): () for i in range(7)}}, "7 columns and 6 rows"),
    ],
)
def test_errors_name_the_argument(arguments, message):
    with pytest.raises(ValueError, match=message):
        draw_graph(**{"inputs": PRODUCT, **arguments})
    assert not plt.get_fignums()


def test_an_animation_keeps_its_box_and_leaves_nothing_of_the_frame_before():
    frames = [{"values": VALUES}, {"gradients": VALUES, "title": "two"}]
    animation = animate_graph(PRODUCT, iter(frames), interval=50)
    assert isinstance(animation, FuncAnimation)
    (ax,) = plt.gcf().axes
    box = ax.get_ylim()
    for frame, color in ((frames[1], plots.ORANGE), (frames[0], plots.BLUE)):
        animation._draw_frame(frame)
        assert ax.get_ylim() == box
        assert {c for c in (plots.ORANGE, plots.BLUE) if _colored(ax, c)} == {color}
    page = plots.animation_player(animation, "Two frames of a graph").data
    assert page.count("base64,") == 2


def test_an_animation_needs_a_frame():
    with pytest.raises(ValueError, match="frames must hold at least one"):
        animate_graph(PRODUCT, [])


def test_an_edge_that_finds_no_way_around_goes_straight():
    between = {f"m{i}": (1, i - 3) for i in range(6)}
    inputs = {"a": (), **dict.fromkeys(between, ()), "z": ("a",)}
    ax = draw_graph(inputs, places={"a": (0, -0.5), "z": (2, -0.5), **between})
    assert len(ax.lines[0].get_xdata()) == 2
