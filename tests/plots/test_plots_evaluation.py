"""The figures of chapter 10: legible, and drawn from the numbers that they were given."""

import numpy as np
import pytest
from figures import texts, titled_legibly
from matplotlib import pyplot as plt

from bplib.plots import evaluation
from bplib.plots.palette import INKS

pytestmark = pytest.mark.usefixtures("figure_style")
IMAGE = np.arange(64).reshape(8, 8) % 17
SLOPES = {"saturated": np.array([0.0, 0.001, 0.005, 0.2]), "in the middle": np.array([0.249, 0.245, 0.22])}
TRAIN, VALIDATION = [1.0, 0.5, 0.2, 0.1], [1.1, 0.7, 0.6, 0.8]
SIZES = [1, 10, 100]
RUNS = {
    "same epochs": [[0.97, 0.98], [0.96, 0.95], [0.90, 0.91]],
    "same steps": [[0.8, 0.9], [0.93, 0.94], [0.95] * 2],
}
RESULTS = {"this network": [0.97, 0.98, 0.975], "another": [0.96]}

FIGURES = {
    "numbers": lambda: evaluation.digit_numbers(IMAGE, title="A digit is 64 numbers"),
    "slopes": lambda: evaluation.slope_histograms(SLOPES, title="Nearly all slopes are 0"),
    "stopping": lambda: evaluation.stopping_curves(TRAIN, VALIDATION, title="The losses part", top=1.5),
    "spread": lambda: evaluation.gradient_spread(SIZES, [3.1, 1.0, 0.31], 3.0, title="The noise falls"),
    "batch size": lambda: evaluation.accuracy_by_batch_size(SIZES, RUNS, bottom=80, title="Two comparisons"),
    "classifiers": lambda: evaluation.classifier_chart(RESULTS, 400, title="Within the spread"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_legible(name):
    titled_legibly(FIGURES[name], INKS if name == "numbers" else ())


def _line(label):
    (line,) = (line for line in plt.gca().lines if line.get_label() == label)
    return np.array(line.get_data(), float)


def test_every_pixel_shows_its_number():
    FIGURES["numbers"]()
    assert [t.get_text() for t in plt.gca().texts] == [str(v) for v in IMAGE.ravel()]


def test_the_histograms_count_the_slopes_and_name_the_flat_share():
    FIGURES["slopes"]()
    above, below = plt.gcf().axes
    assert [bar.get_height() for bar in above.patches if bar.get_height()] == [75, 25]
    assert sum(bar.get_height() for bar in below.patches) == pytest.approx(100)
    assert {"saturated\nbelow 0.01: 75%", "in the middle\nbelow 0.01: 0%"} <= {
        t.get_text() for t in texts(plt.gcf())
    }


def test_the_mark_is_at_the_lowest_validation_loss():
    FIGURES["stopping"]()
    assert np.array_equal(_line("training loss"), [[1, 2, 3, 4], TRAIN])
    assert np.array_equal(_line("validation loss"), [[1, 2, 3, 4], VALIDATION])
    assert np.array_equal(_line("lowest, epoch 3"), [[3], [0.6]])


def test_the_line_falls_as_the_root():
    FIGURES["spread"]()
    assert np.array_equal(_line("measured")[1], [3.1, 1.0, 0.31])
    assert np.allclose(_line(r"single example $/\,\sqrt{m}$"), [SIZES, [3, 3 / 10**0.5, 0.3]])


def test_the_means_lie_on_the_lines():
    FIGURES["batch size"]()
    assert np.allclose(_line("same epochs"), [SIZES, [97.5, 95.5, 90.5]])
    assert len(plt.gca().lines) == 6


def test_the_bar_of_sampling_has_the_right_length():
    FIGURES["classifiers"]()
    ax = plt.gca()
    assert [t.get_text() for t in ax.get_yticklabels()] == [*RESULTS, "sampling of the test set"]
    assert np.allclose(ax.lines[0].get_xdata(), [97, 98, 97.5])
    assert np.allclose(ax.lines[1].get_xdata(), 97.5)
    (bar,) = ax.collections
    ends = bar.get_segments()[0][:, 0]
    assert np.allclose(ends, 97.5 + 100 * np.sqrt(0.975 * 0.025 / 400) * np.array([-1, 1]))


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: evaluation.digit_numbers(IMAGE[:4]), r"image must have shape \(8, 8\)"),
        (lambda: evaluation.digit_numbers(2 * IMAGE), "levels from 0 to 16"),
        (lambda: evaluation.slope_histograms({}), "groups must be one to five"),
        (lambda: evaluation.slope_histograms({"a": "words"}), "must be numbers"),
        (lambda: evaluation.stopping_curves(TRAIN, VALIDATION[:2]), "validation_loss"),
        (lambda: evaluation.stopping_curves([], []), "not empty"),
        (lambda: evaluation.gradient_spread(SIZES, [1.0], 1.0), "measured"),
        (lambda: evaluation.accuracy_by_batch_size(SIZES, {"a": [0.9]}), r"shape \(3, seeds\)"),
        (lambda: evaluation.classifier_chart({}, 10), "results must be one to five"),
        (lambda: evaluation.classifier_chart(RESULTS, 0), "examples must be an integer"),
    ],
)
def test_bad_arguments_are_refused(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
