"""Figures as SVG: colors of the page, the same bytes every time, legible on a phone."""

import os
import re
import subprocess
import sys
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from figures import texts
from matplotlib import pyplot as plt

from bplib import plots
from bplib.plots import drawings, phone
from bplib.plots.svg import _relative, _same_look, _short

pytestmark = pytest.mark.usefixtures("figure_style")
COLUMN, LEGIBLE = 320, 12


def curves(labels=("one", "two"), title="What the curves say", **legend):
    """A figure as the chapters have them: curves, a title and a legend."""
    figure, ax = plt.subplots()
    for label, color in zip(labels, plots.PALETTE):
        ax.plot([0, 1], [0, 1], color=color, label=label)
    ax.set(title=title, xlabel="weight $w$", ylabel="cost")
    if legend:
        ax.legend(**legend)
    return figure


def start(text):
    return ElementTree.fromstring(text).attrib


def _points(text):
    """The width in points."""
    return float(start(text)["viewBox"].split()[2])


def _smallest(text):
    """The smallest text of an SVG in points: what its glyphs, of 100 units, are scaled by."""
    scales = re.findall(
        r'transform="translate\([^)]*\)(?: rotate\([^)]*\))? scale\(([\d.]+) -[\d.]+\)"', text
    )
    return 100 * min(map(float, scales))


def test_the_colors_of_a_drawing_are_those_of_the_page():
    figure = curves("abcde")
    figure.axes[0].bar([0.5], [0.5], color="none", edgecolor=plots.RED, hatch="//")
    text = drawings.drawing(figure)
    for name in ("blue", "orange", "green", "purple", "red"):
        assert f"stroke:var(--figure-{name},#" in text
    assert "fill:currentColor" in text  # text
    assert "stroke:currentColor" in text  # axes
    assert not re.findall(
        r"#[0-9a-f]{6}\b", re.sub(r"var\([^)]*\)", "", re.sub(r"#f[0-9a-f]{6}-\d+", "", text))
    )


def test_a_drawing_is_the_same_every_time_and_names_nothing_that_another_one_names():
    one, again, other = (drawings.drawing(curves(title=title)) for title in ("a", "a", "b"))
    assert one == again

    def names(text):
        return set(re.findall(r' id="([^"]+)"', text))

    used = set(re.findall(r'(?:href="#|url\(#)([\w-]+)', one))
    assert names(one) == used != set()
    assert not names(one) & names(other)


def test_a_drawing_is_an_element_that_can_stand_in_a_page():
    text = drawings.drawing(curves(title="1 < 2"))
    attributes = start(text)
    assert text.startswith("<svg ")
    assert attributes["class"] == "drawing"
    assert float(attributes["width"]) / float(attributes["height"]) == pytest.approx(
        _points(text) / float(attributes["viewBox"].split()[3]), rel=0.01
    )
    # A rule for all elements, a link elsewhere, or when it was drawn have no place in a page.
    assert not re.search(r"<style|<metadata|<!--|xlink|20\d\d-|http(?!://www.w3.org/2000/svg\")", text)


@pytest.mark.parametrize(("look", "of_the_group"), [("fill:red", True), ("fill:red;opacity:.5", False)])
def test_marks_of_one_look_say_it_once(look, of_the_group):
    svg = "http://www.w3.org/2000/svg"
    root = ElementTree.fromstring(
        f'<svg xmlns="{svg}"><g>{3 * f"<use style={chr(34)}{look}{chr(34)}/>"}</g></svg>'
    )
    _same_look(root)
    (group,) = root
    assert ("style" in group.attrib) == of_the_group  # the opacity of a group is another thing
    assert [use.get("style") for use in group] == 3 * [None if of_the_group else look]


def test_a_shortened_path_leads_through_the_same_points():
    path = (
        "M 10.04 20 \nL 11.26 19.5 \nL 12 19.5 \nQ 13 20 14 30.54 \nC 1 2 3 4 5 6 \nz\nM 0.3 -0.3 \nL 10 10"
    )
    short = _relative(path, 10, lambda tenths: _short(tenths / 10))
    assert short == "m10 20l1.3-.5 .7 0q1 .5 2 11c-13-28.5-11-26.5-9-24.5zm-9.7-20.3l9.7 10.3"
    assert _relative("M 80 160 \nL 800 160 \nz", 1 / 8, str) == "m10 20l90 0z"


def test_the_pixels_of_a_picture_are_stored_as_they_are():
    figure, ax = plt.subplots()
    image = ax.imshow(np.arange(64).reshape(8, 8), cmap="gray")
    before = image.get_interpolation()
    found = ElementTree.fromstring(drawings.drawing(figure)).find(".//{*}image")
    assert (found.get("width"), found.get("height")) == ("8", "8")
    assert found.get("href").startswith("data:image/png;base64,")
    assert image.get_interpolation() == before


def test_a_tint_does_not_hide_the_hatching_on_it():
    figure, ax = plt.subplots()
    filled = ax.contourf(
        [[0, 1], [0, 1]], [0.5, 2], colors=[mpl.colors.to_rgba(plots.BLUE, 0.15)], hatches=["//"]
    )
    filled.set_edgecolor(plots.BLUE)
    pattern = ElementTree.fromstring(drawings.drawing(figure)).find(".//{*}pattern")
    ground, lines = pattern
    assert ground.get("style") == f"fill:var(--figure-blue,{plots.BLUE});fill-opacity:0.15"
    assert "stroke:var(--figure-blue" in lines.get("style")
    assert lines.get("opacity") == "0.4"
    assert "fill-opacity" not in re.search(r'style="[^"]*fill:url[^"]*"', drawings.drawing(figure))[0]


def test_thousands_of_points_become_a_picture_and_the_text_stays_a_drawing(rng):
    figure, ax = plt.subplots()
    (dots,) = ax.plot(*rng.normal(size=(2, 8000)), color=plots.BLUE, marker="o", linestyle="none")
    ax.plot([0, 1], [0, 1], color=plots.ORANGE)
    text = drawings.drawing(figure)
    root = ElementTree.fromstring(text)
    assert len(root.findall(".//{*}image")) == 1
    assert len(root.findall(".//{*}use")) < 300
    assert "stroke:var(--figure-orange" in text
    assert not dots.get_rasterized()
    ax.set(xlim=(0, 2))
    dots.set_data([1, 2], [1, 2])
    assert "<image" not in drawings.drawing(figure)


def test_on_a_phone_the_text_of_a_figure_is_legible():
    figure = curves(title="A title that is much too long for a phone", loc="upper left")
    size, title = figure.get_size_inches().tolist(), figure.axes[0].get_title()
    wide, narrow = drawings.drawing(figure), drawings.drawing(figure, phone=True)
    assert _smallest(wide) == _smallest(narrow) == 10
    least = int(re.search(r"min-width:(\d+)px", wide)[1])
    assert least > COLUMN
    assert _smallest(wide) * least / _points(wide) >= LEGIBLE
    assert "min-width" not in narrow
    assert _smallest(narrow) * COLUMN / _points(narrow) >= LEGIBLE
    # The figure is as before.
    assert figure.get_size_inches().tolist() == size
    assert figure.axes[0].get_title() == title
    assert drawings.drawing(figure) == wide


def test_on_a_phone_a_title_has_more_lines():
    figure = curves(title="A title that is much too long for a phone, with $a + b + c$ at its end")
    with phone.laid_out_for_phone(figure) as has_room:
        assert has_room
        title = figure.axes[0].title
        assert title.get_text().count("\n") in (1, 2)
        assert "$a + b + c$" in title.get_text()
        box = title.get_window_extent()
        assert figure.bbox.x0 <= box.x0 <= box.x1 <= figure.bbox.x1


def test_on_a_phone_a_legend_that_would_lie_on_a_curve_stands_below():
    figure, ax = plt.subplots()
    ax.plot([0, 1], [1, 0], label="a legend of some width")
    ax.legend(loc="upper right")
    legend = ax.get_legend()
    ax.plot([0, 0.44, 0.44], [0, 0, 1])
    with phone.laid_out_for_phone(figure) as has_room:
        assert has_room
        (below,) = figure.legends
        assert below.get_window_extent().y1 < ax.get_window_extent().y0
        assert [t.get_text() for t in below.get_texts()] == ["a legend of some width"]
        assert not legend.get_visible()
    assert legend.get_visible()
    assert not figure.legends


def test_a_figure_without_room_on_a_phone_says_how_wide_it_must_be():
    figure = curves()
    ax = figure.axes[0]
    for x, words in ((0.02, "two texts which"), (0.52, "meet on a phone")):
        ax.text(x, 0.9, words, transform=ax.transAxes)
    with phone.laid_out_for_phone(figure) as has_room:
        assert not has_room
    narrow = drawings.drawing(figure, phone=True)
    assert narrow == drawings.drawing(figure)
    assert "min-width:" in narrow


def test_a_drawing_without_axes_loses_its_empty_sides_on_a_phone():
    figure, ax = plt.subplots()
    ax.set(xlim=(0, 5), ylim=(0, 3))
    ax.plot([2, 3], [1, 2])
    ax.text(2.5, 1, "a text that is legible", ha="center")
    ax.axis("off")
    with phone.laid_out_for_phone(figure) as has_room:
        assert not has_room  # its proportions stay
    wide, narrow = drawings.drawing(figure), drawings.drawing(figure, phone=True)
    assert _points(narrow) < 0.7 * _points(wide)
    assert _smallest(narrow) == _smallest(wide) == 11
    ax.plot([0, 5], [0, 3])
    assert drawings.drawing(figure, phone=True) == drawings.drawing(figure)


def test_the_smallest_text_that_is_shown_counts():
    figure = curves()
    ax = figure.axes[0]
    figure.draw_without_rendering()  # before that it has no ticks
    assert phone.least_width(100, figure) == 120
    ax.text(0, 0, "small", fontsize=8)
    assert phone.least_width(100, figure) == 150
    ax.texts[0].set_visible(False)
    assert phone.least_width(100, figure) == 120
    assert len(texts(figure)) > 5


NOTEBOOK = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
from bplib import plots
plots.use_style()
from matplotlib import pyplot as plt
figure, ax = plt.subplots()
ax.plot([0, 1], [0, 1])
data = shell.display_formatter.format(figure)[0]
text = data.get("image/svg+xml", "")
print(*sorted(data), text.count("<svg "), text.count("min-width"))
"""


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("", "image/png text/plain 0 0"),
        ("svg", "image/svg+xml text/plain 1 1"),
        ("svg-phone", "image/svg+xml text/plain 1 0"),
        ("svg-both", "image/svg+xml text/plain 2 1"),
    ],
)
def test_a_notebook_shows_what_the_environment_asks_for(kind, shown):
    environment = {
        **os.environ,
        "BPLIB_FIGURES": kind,
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }
    result = subprocess.run(
        [sys.executable, "-c", NOTEBOOK], env=environment, capture_output=True, text=True, timeout=120
    )
    assert result.stdout.strip() == shown, result.stderr


def test_another_word_than_these_is_a_mistake():
    with pytest.raises(ValueError, match="svg-phone"):
        drawings.show_drawings("png")


def test_outside_of_a_notebook_the_style_is_set_all_the_same(monkeypatch):
    monkeypatch.setenv("BPLIB_FIGURES", "svg")
    mpl.rcdefaults()
    plots.use_style()
    assert mpl.rcParams["figure.facecolor"] == "none"
