"""The figures of chapter 13: legible, and drawn from the numbers that they were given."""

import numpy as np
import pytest
from figures import drawn_inside, drawn_legibly, texts
from matplotlib import pyplot as plt

from bplib.plots import clinic

pytestmark = pytest.mark.usefixtures("figure_style")
STEPS = {"scale": [9], "cost": [4, 5, 7, 8, 14, 17, 21, 27], "numerical_gradient": [15, 16]}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NAMES = {
    "crash": {2: "slice for the last", 3: "misspelled in the loop"},
    "numerics": {8: "logarithm of zero"},
}
TABLE = {n: dict.fromkeys(LETTERS, "passes") for n in (2, 3, 8)}
TABLE[2] |= {"A": "crash", "B": "crash"}
TABLE[8] |= {"P": "finds"}
ERRORS = {"cured": {"W1": 1e-9, "b1": 0.0}, "patient 1": {"W1": 2.0, "b1": 1e-3}}
SLOPES = {"cured": np.full(10, 0.245), "patient": np.array([0.001, 0.001, 0.002, 0.245])}
H = 10.0 ** -np.arange(1, 5)
CURVES = {"cured": H**2, "patient": H}
SHARES = {"C  gradient check": (0.4, (0.3, 0.5)), "D  with dropout on": (0.0, (0.0, 0.1))}
USED = {"cured": H[3], "patient": H[1]}

FIGURES = {
    "steps": lambda: clinic.where_they_sit(STEPS),
    "table": lambda: clinic.findings(TABLE, NAMES, "No instrument finds all"),
    "shares": lambda: clinic.detection(SHARES, "What each instrument notices"),
    "errors": lambda: clinic.errors_by_array(ERRORS, 1e-4),
    "slopes": lambda: clinic.slope_shares(SLOPES, "Raw pixels saturate"),
    "curves": lambda: clinic.step_errors(H, CURVES, USED, "A smaller step is not better"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_legible(name):
    figure = drawn_inside(FIGURES[name])
    titles = [t.get_text() for ax in figure.axes for t in (ax.title, ax._right_title)]
    titles += [figure._suptitle.get_text()] if figure._suptitle else []
    assert max(map(len, titles)) > 10


def _labels():
    return [t.get_text() for t in texts(plt.gcf())]


def _line(label):
    (line,) = (line for line in plt.gcf().axes[0].lines if line.get_label() == label)
    return np.array(line.get_data(), float)


def test_every_number_stands_at_its_step():
    figure = drawn_legibly(FIGURES["steps"])
    (ax,) = figure.axes
    assert [t.get_text() for t in ax.get_yticklabels()] == list(STEPS)
    for row, numbers in enumerate(STEPS.values()):
        assert [t.get_text() for t in ax.texts if t.get_position()[1] == row] == [*map(str, numbers)]


def test_marks_stand_at_their_letter_and_row():
    FIGURES["table"]()
    assert {"crash", "numerics", "slice for the last 2", "logarithm of zero 8"} <= set(_labels())
    assert [t.get_text() for t in plt.gca().get_xticklabels()][:26] == list(LETTERS)
    rows = dict(zip((t.get_text() for t in plt.gca().get_yticklabels()), plt.gca().get_yticks()))
    assert np.array_equal(_line("finds"), [[LETTERS.index("P")], [rows["logarithm of zero 8"]]])
    assert np.array_equal(_line("crash"), [[0, 1], [rows["slice for the last 2"]] * 2])
    assert _line("passes").shape == (2, 75)


def test_errors_are_drawn_as_given():
    FIGURES["errors"]()
    assert np.allclose(_line("W1")[0], [1e-9, 2.0])
    assert np.allclose(_line("b1")[0], [1e-12, 1e-3])  # 0 has no place on a logarithmic axis


def test_shares_stand_on_their_intervals():
    FIGURES["shares"]()
    lines = [np.array(line.get_data(), float) for line in plt.gca().lines]
    assert np.array_equal(lines[0], [[0.3, 0.5], [0, 0]])
    assert np.array_equal(lines[1].ravel(), [0.4, 0])
    assert set(SHARES) <= set(_labels())


def test_slopes_are_shares():
    FIGURES["slopes"]()
    cured, patient = plt.gcf().axes
    assert sum(p.get_height() for p in patient.patches) == pytest.approx(1)
    assert patient.patches[0].get_height() == pytest.approx(0.75)
    assert cured.patches[-1].get_height() == pytest.approx(1)


def test_the_step_in_use_is_ringed():
    FIGURES["curves"]()
    assert np.array_equal(_line("patient"), [H, H])
    rings = [line for line in plt.gcf().axes[0].lines if line.get_fillstyle() == "none"]
    assert [tuple(float(v[0]) for v in ring.get_data()) for ring in rings] == [
        (H[3], H[3] ** 2),
        (H[1], H[1]),
    ]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: clinic.where_they_sit({}), "steps"),
        (lambda: clinic.where_they_sit({"cost": []}), "steps"),
        (lambda: clinic.findings(TABLE, {"crash": {9: "pixels"}}, ""), "bug 9"),
        (lambda: clinic.findings({2: {"A": "maybe"}}, {"crash": {2: "slice"}}, ""), "verdict"),
        (lambda: clinic.detection({}, ""), "at least one row"),
        (lambda: clinic.detection({"C": (0.4, (0.5, 0.3))}, ""), "0 … 1"),
        (lambda: clinic.errors_by_array({"a": {"W1": 1}, "b": {"W2": 1}}, 1e-4), "same arrays"),
        (lambda: clinic.errors_by_array(ERRORS, 0), "tolerance"),
        (lambda: clinic.slope_shares({}, ""), "slopes"),
        (lambda: clinic.step_errors(H, {"a": H[:2]}, {"a": H[0]}, ""), "shape"),
        (lambda: clinic.step_errors(H, {"a": H}, {"b": H[0]}, ""), "used"),
        (lambda: clinic.step_errors(H, {"a": H}, {"a": 0.5}, ""), "one of h"),
    ],
)
def test_bad_arguments_are_refused(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
