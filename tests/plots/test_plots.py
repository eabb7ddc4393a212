"""The figures: legible on both themes and on a phone, and showing the numbers that they were given."""

import re
from base64 import b64decode
from io import BytesIO

import matplotlib as mpl
import numpy as np
import pytest
from figures import drawn_legibly, texts
from matplotlib import pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.colors import to_rgb
from PIL import Image

from bplib import plots
from bplib.plots import curves, images
from bplib.plots.palette import INKS
from bplib.training import History

pytestmark = pytest.mark.usefixtures("figure_style")
RNG = np.random.default_rng(0)
DIGITS = RNG.random((20, 784))
HISTORY = History([0.5, 0.3, 0.2], [0.4, 0.3, 0.3], [0.90, 0.92, 0.93], [1.0, 1.0, 1.0])
MATRIX = RNG.integers(0, 9, (10, 10)) + 900 * np.eye(10, dtype=int)

FIGURES = {
    "digit grid": lambda: images.digit_grid(DIGITS, title="Finding"),
    "digit grid with titles": lambda: images.digit_grid(DIGITS[:10], range(10), columns=5, title="Finding"),
    "pixel numbers": lambda: images.pixel_numbers(
        np.arange(784).reshape(28, 28) % 256, top=3, left=4, title="Finding"
    ),
    "class counts": lambda: images.class_counts(np.arange(20) % 10, title="Finding"),
    "confusion matrix": lambda: images.confusion_matrix(MATRIX, title="Finding"),
    "weights": lambda: images.weight_grid(RNG.normal(size=(784, 6)), columns=3, title="Finding"),
    "bricks": lambda: images.layer_bricks([("Affine", "Z", ""), ("Loss", "C", "dZ")], title="Finding"),
    "learning curves": lambda: curves.learning_curves(HISTORY, 0.95, title="Finding"),
    "learning curves without training accuracy": lambda: curves.learning_curves(HISTORY, title="Finding"),
    "accuracy curves": lambda: curves.accuracy_curves(
        {"a": HISTORY, "b": HISTORY}, bottom=90, title="Finding"
    ),
    "loss traces": lambda: curves.loss_traces({"a": [3, 2], "b": [1, 2]}, chance=2.3, title="Finding"),
    "one loss trace": lambda: curves.loss_traces({"a": [3, 2] * 20}, logarithmic=True, title="Finding"),
    "accuracy chart": lambda: curves.accuracy_chart(
        [("a", [95.0], "published"), ("b", [97.0, 98.0], "here"), ("c", [98.0], "validation")],
        title="Finding",
    ),
}


def _luminance(color):
    channels = np.array(to_rgb(color))
    return np.where(channels <= 0.03928, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4) @ [
        0.2126,
        0.7152,
        0.0722,
    ]


@pytest.mark.parametrize("color", plots.PALETTE)
@pytest.mark.parametrize("background", ["#ffffff", "#14181e", "#121212"])
def test_every_color_has_contrast_on_light_and_dark(color, background):
    low, high = sorted([_luminance(color), _luminance(background)])
    assert (high + 0.05) / (low + 0.05) >= 3


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_legible(name):
    figure = drawn_legibly(FIGURES[name], other_colors=INKS)  # on pictures
    assert "Finding" in [t.get_text() for t in texts(figure)]


def test_lines_differ_in_more_than_color():
    curves.accuracy_curves({str(i): HISTORY for i in range(5)})
    lines = plt.gca().lines
    assert len({(line.get_linestyle(), line.get_marker()) for line in lines}) == 5


def test_the_numbers_are_those_given():
    images.confusion_matrix(MATRIX)
    shown = [int(t.get_text()) for t in plt.gca().texts]
    assert shown == MATRIX.ravel().tolist()
    images.pixel_numbers(np.arange(784).reshape(28, 28) % 256, top=3, left=4, size=2)
    assert [t.get_text() for t in plt.gcf().axes[1].texts] == ["88", "89", "116", "117"]
    images.class_counts(np.array([0, 0, 9]))
    assert [bar.get_height() for bar in plt.gca().patches] == [2, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    curves.learning_curves(HISTORY, 0.95)
    above, below = plt.gcf().axes
    assert above.lines[0].get_ydata().tolist() == HISTORY.loss
    assert below.lines[-1].get_ydata() == [95]


def test_kinds_of_accuracy_have_marks_of_their_own_and_only_those_shown_are_named():
    curves.accuracy_chart([("a", [95.0], "published"), ("b", [97.0, 98.0], "here")])
    lines = [line for line in plt.gca().lines if len(line.get_xdata())]
    assert [line.get_xdata().tolist() for line in lines] == [[95], [97, 98]]
    assert [line.get_marker() for line in lines] == ["D", "o"]
    (legend,) = plt.gcf().legends
    assert {t.get_text() for t in legend.get_texts()} == {"published", "here, one for each seed"}


@pytest.mark.parametrize("value", range(0, 256, 5))
def test_numbers_on_pixels_have_contrast(value):
    images.pixel_numbers(np.full((28, 28), value), top=3, left=4, size=1)
    (text,) = plt.gcf().axes[1].texts
    low, high = sorted([_luminance(text.get_color()), _luminance((value / 255,) * 3)])
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_numbers_of_a_confusion_matrix_have_contrast():
    images.confusion_matrix(np.arange(100).reshape(10, 10))
    ax = plt.gca()
    for n, text in enumerate(ax.texts):
        if n % 11:  # not on the diagonal
            low, high = sorted([_luminance(text.get_color()), _luminance(ax.images[0].to_rgba(n)[:3])])
            assert (high + 0.05) / (low + 0.05) >= 4.5


def _player(frames=3):
    figure, ax = plt.subplots()
    (line,) = ax.plot([0, 1], [0, 1])
    animation = FuncAnimation(figure, lambda i: line.set_ydata([0, i]), frames, init_func=lambda: None)
    return plots.animation_player(animation, 'A line that "turns"').data


def test_the_player_asks_nothing_of_other_hosts_and_has_a_description():
    page = _player()
    assert "http" not in re.sub(r"base64,[^\"]+", "", page)
    assert 'alt="A line that &quot;turns&quot;"' in page
    assert 'aria-label="Frame"' in page
    assert "fa-" not in page
    assert not plt.get_fignums()


def test_the_frames_of_the_player_are_transparent_and_small():
    frames = re.findall(r'base64,([^"]+)"', _player())
    assert len(frames) == 3
    assert len(set(frames)) == 3
    picture = Image.open(BytesIO(b64decode(frames[0])))
    assert len(frames[0]) < 20_000
    assert picture.convert("RGBA").getpixel((1, 1))[3] == 0


def test_use_style_works_outside_a_notebook(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "matplotlib_inline.backend_inline", None)
    plots.use_style()
    assert mpl.rcParams["figure.facecolor"] == "none"
