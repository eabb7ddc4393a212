"""The figures of chapter 1: legible, and drawn from the functions that they were given."""

import re

import numpy as np
import pytest
from figures import texts, titled_legibly
from matplotlib import pyplot as plt

from bplib.plots import derivatives

pytestmark = pytest.mark.usefixtures("figure_style")
STEPS = 2.0 ** -np.arange(2, 20)
ERRORS = {
    name: {"forward": (STEPS, STEPS), "central": (STEPS, STEPS**2), "complex": (STEPS, STEPS**2)}
    for name in ("float64", "float32")
}
MODELS = {"forward": (lambda h, eps: h + eps / h, lambda eps: eps**0.5)}


def reciprocal(x):
    return 1 / x


def relu(z):
    return np.maximum(0, z)


FIGURES = {
    "braking car": lambda: derivatives.braking_car(lambda t: 20 * t - 2 * t**2, 2, (4, 3)),
    "differences": lambda: derivatives.differences(reciprocal, -1.0, 1.0, 0.3),
    "complex step": lambda: derivatives.complex_step(reciprocal, 1.0, 0.2),
    "taylor": lambda: derivatives.taylor(reciprocal, (1, -1, 1, -1), 1.0, 0.65),
    "staircase": lambda: derivatives.staircase(reciprocal, 1.9, 28),
    "error curves": lambda: derivatives.error_curves(ERRORS, MODELS),
    "product rectangle": lambda: derivatives.product_rectangle(3.0, 1.8, 0.45, 0.35),
    "kink": lambda: derivatives.central_at_kink(relu, 1.0),
    "one step": lambda: derivatives.one_step(lambda w: (2 * w - 3) ** 2 / 2, -4.0, 0.5, 0.1),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_legible(name):
    titled_legibly(FIGURES[name])


def _labels():
    return " ".join(t.get_text() for t in texts(plt.gcf())).replace("−", "-")


def test_slopes_are_computed():
    FIGURES["braking car"]()
    assert {"2 s to 4 s: 8 m/s", "2 s to 3 s: 10 m/s"} <= {t.get_text() for t in plt.gca().get_legend().texts}
    plt.close("all")
    FIGURES["differences"]()
    assert re.search(r"forward: -0\.77", _labels())
    assert re.search(r"central: -1\.10", _labels())


def test_the_predicted_best_step_is_marked():
    FIGURES["error curves"]()
    for ax, kind in zip(plt.gcf().axes, ("float64", "float32")):
        stars = [line for line in ax.lines if line.get_marker() == "*" and len(line.get_xdata())]
        assert [float(line.get_xdata()[0]) for line in stars] == [float(np.finfo(kind).eps) ** 0.5]


def test_the_step_goes_downhill():
    FIGURES["one step"]()
    marked = {round(float(x), 6) for line in plt.gca().lines for x in np.atleast_1d(line.get_xdata())}
    assert {0.5, 0.9} <= marked


def test_the_player_shows_the_slope_of_each_secant():
    page = derivatives.secant_player(lambda t: t**2, 4.0, 2, [1.0, 0.5], "A secant becomes the tangent.").data
    assert len(re.findall(r"base64,", page)) == 2
    assert 'alt="A secant becomes the tangent."' in page
