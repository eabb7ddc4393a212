"""The live slope, bowl, bumps, XOR and digit: one function each."""

import json
from pathlib import Path

import numpy as np

from .._validate import choice, float_array, integer, positive
from ..activations import sigmoid
from .figure import LiveFigure
from .graph import _Parsed

__all__ = ["bowl", "bumps", "digit", "slope", "xor"]

CURVES = {
    "hill": lambda x: np.sin(np.pi * x),
    "wave": lambda x: 0.5 + 0.45 * np.sin(3 * np.pi * x),
    "step": lambda x: np.where(x < 0.5, 0.15, 0.85),
    "line": lambda x: 0.1 + 0.8 * x,
}


def slope(formula="sin(x)", *, x=1.0, h=0.5, method="forward"):
    """Secant and tangent of a curve, and the error of three methods against the step.

    Args:
        formula: of one input, as for ``graph``.
        x, h: place and step.
        method: "forward", "central" or "complex".

    Raises:
        ValueError: if formula has not one input, h is not positive or method is unknown.
    """
    parsed = _Parsed(formula)
    if len(parsed.inputs) != 1:
        raise ValueError(f"formula must have one input, got {formula!r} with {len(parsed.inputs)}")
    choice("method", method, ("forward", "central", "complex"))
    settings = {"formula": formula, "x": float(x), "h": positive("h", h), "method": method}

    def picture(ax):
        def f(x):
            return list(parsed.values({parsed.inputs[0]: x}).values())[-1]

        places = np.linspace(-3, 3, 200)
        with np.errstate(all="ignore"):
            values = np.array([f(at) for at in places])
            values[np.abs(values) > 12] = np.nan
            back = settings["h"] if method == "central" else 0.0
            ends = np.array([settings["x"] - back, settings["x"] + settings["h"]])
            heights = np.array([f(at) for at in ends])
        ax.plot(places, values)
        ax.axline(*zip(ends, heights), color="#d9652b", ls="--")
        ax.plot(ends, heights, "o", color="#d9652b")
        ax.set(xlabel="x", ylabel="f(x)", title=f"A secant of {formula}")

    return LiveFigure("slope", settings, f"Live figure: the slope of {formula}", lambda: _drawn(picture))


def bowl(*, eta=0.1, momentum=0.0, curvatures=(1.0, 8.0), start=(-2.2, 1.2), steps=40):
    """A path downhill in a bowl.

    Args:
        eta, momentum: learning rate and μ, 0 ≤ μ < 1.
        curvatures: of the two main directions, positive.
        start: where the path begins, two numbers.
        steps: how many.

    Raises:
        ValueError: if an argument is out of range.
    """
    curvatures = [positive("each of curvatures", value) for value in curvatures]
    start = float_array("start", start).tolist()
    if len(curvatures) != 2 or len(start) != 2:
        raise ValueError(
            f"curvatures and start must have two numbers each, got {len(curvatures)} and {len(start)}"
        )
    if not 0 <= momentum < 1:
        raise ValueError(f"momentum must be at least 0 and less than 1, got {momentum!r}")
    settings = {
        "curvatures": curvatures,
        "start": start,
        "eta": positive("eta", eta),
        "momentum": float(momentum),
    }
    settings |= {"angle": 0.5, "steps": integer("steps", steps)}

    def picture(ax):
        turn = np.array([[np.cos(0.5), -np.sin(0.5)], [np.sin(0.5), np.cos(0.5)]])
        A = turn @ np.diag(curvatures) @ turn.T
        u, v = np.meshgrid(*[np.linspace(-3, 3, 80)] * 2)
        ax.contour(
            u,
            v,
            (A[0, 0] * u**2 + 2 * A[0, 1] * u * v + A[1, 1] * v**2) / 2,
            10,
            colors="#7f8790",
            linewidths=1,
        )
        places, step = [np.array(start)], np.zeros(2)
        for _ in range(settings["steps"]):
            step = momentum * step - settings["eta"] * A @ places[-1]
            places.append(places[-1] + step)
        ax.plot(*np.clip(np.array(places), -9, 9).T, "o-", color="#d9652b", ms=3)
        ax.set(
            xlim=(-3, 3), ylim=(-3, 3), xlabel="θ₁", ylabel="θ₂", title="Downhill in a bowl", aspect="equal"
        )

    return LiveFigure("bowl", settings, "Live figure: downhill in a bowl", lambda: _drawn(picture, (4, 4)))


def bumps(curve="wave", *, count=8, steepness=60.0):
    """Pairs of sigmoids that build a curve, which the reader draws.

    Args:
        curve: the first one: "wave", "hill", "step" or "line".
        count: of bumps, 1 to 64.
        steepness: w of the sigmoids.

    Raises:
        ValueError: if an argument is out of range.
    """
    choice("curve", curve, tuple(CURVES))
    if integer("count", count) > 64:
        raise ValueError(f"count must be at most 64, got {count}")
    settings = {"curve": curve, "count": count, "steepness": positive("steepness", steepness)}

    def picture(ax):
        x, edges = np.linspace(0, 1, 400), np.arange(count + 1) / count
        heights = CURVES[curve](edges[:-1] + 0.5 / count)
        steps = sigmoid(settings["steepness"] * (x[:, None] - edges))
        ax.plot(x, CURVES[curve](x), label="the curve")
        ax.plot(x, (steps[:, :-1] - steps[:, 1:]) @ heights, label="the sum of the bumps")
        ax.set(xlabel="x", ylabel="f(x)", title=f"{count} bumps make a curve")
        ax.legend()

    return LiveFigure("bumps", settings, f"Live figure: {count} bumps make a curve", lambda: _drawn(picture))


def xor(*, units=2, activation="sigmoid", cost="quadratic", seed=1, eta=2.0):
    """A network 2-h-1 that learns exclusive or while one looks.

    Args:
        units: hidden ones, 1 to 6.
        activation: "sigmoid", "tanh" or "relu".
        cost: "quadratic" or "binary_cross_entropy".
        seed: of the first weights, from 0.
        eta: learning rate.

    Raises:
        ValueError: if an argument is out of range.
    """
    if integer("units", units) > 6:
        raise ValueError(f"units must be at most 6, got {units}")
    choice("activation", activation, ("sigmoid", "tanh", "relu"))
    choice("cost", cost, ("quadratic", "binary_cross_entropy"))
    settings = {
        "units": units,
        "activation": activation,
        "cost": cost,
        "seed": integer("seed", seed, at_least=0),
    }
    settings["eta"] = positive("eta", eta)

    def picture(ax):
        for wanted, marker, color in ((1, "s", "#2e7dd1"), (0, "o", "#d9652b")):
            points = [(0, 1), (1, 0)] if wanted else [(0, 0), (1, 1)]
            ax.plot(*zip(*points), marker, color=color, ms=10, ls="", label=f"{wanted} is wanted")
        ax.set(
            xlim=(-0.3, 1.3), ylim=(-0.3, 1.3), xlabel="x₁", ylabel="x₂", title="Exclusive or", aspect="equal"
        )
        ax.legend(loc="center")

    return LiveFigure(
        "xor",
        settings,
        f"Live figure: exclusive or with {units} hidden units",
        lambda: _drawn(picture, (4, 4)),
    )


def digit():
    """A digit that the reader draws, and a small network of the book that reads it."""
    network = json.loads((Path(__file__).parent / "digit.json").read_text(encoding="utf-8"))

    def picture():
        levels = [int(level, 16) for level in network["examples"][4]["pixels"]]
        squares = "".join(
            f'<rect x="{i % 28}" y="{i // 28}" width="1" height="1" opacity="{level / 15:.1f}"/>'
            for i, level in enumerate(levels)
            if level
        )
        start = '<svg viewBox="0 0 28 28" width="196" role="img" aria-label="A digit, 4" fill="currentColor">'
        return f"{start}{squares}</svg>"

    text = f"Live figure: a network that reads {100 * network['accuracy']:.1f} % of MNIST's test images"
    return LiveFigure("digit", {}, text, picture, data={"network": network})


def _drawn(*arguments):
    from ..plots.pictures import drawn  # it needs matplotlib

    return drawn(*arguments)
