"""Exercise 12.4: how many layers of a deep network the way back can afford."""

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn
from ..families import ONE_STEP_OFF

__all__ = ["STEPS"]


def _drawn_steps(rng):
    """(nv, s, fraction): products between 0.05 and 0.9, and a number of steps that is not nearly whole."""
    while True:
        nv = float(rng.choice((1.0, 2.0, 0.5, 16.0)))
        s = rng.uniform(0.05, 0.9) / nv
        fraction = 10 ** rng.uniform(-8, -0.5)
        steps = 2 * np.log(fraction) / np.log(nv * s)
        if 0.1 < steps % 1 < 0.9:
            return nv, s, fraction


def _steps_inputs(rng):
    """As ``_drawn_steps``; the first are sigmoids with v = 1/n, the second allows no step, the fourth hundreds."""
    drawn = _drawn_steps(rng)
    fixed = (
        (1.0, 1 / 16, 1e-3),
        (0.5, 0.3, 0.6),
        (2.0, 0.1, 0.015),
        (0.5, 1.9, 1e-4),
        (16.0, 0.02, 3e-7),
        (1.0, 0.96, 0.31),
    )
    return in_turn(rng, *fixed, drawn, drawn, drawn)


def _allowed(nv, s, fraction):
    return _wrong_steps("nothing")(nv, s, fraction)


def _wrong_steps(kind, down=""):
    """The number of affordable steps with one thing wrong."""

    def wrong(nv, s, fraction):
        factor = {"no nv": s, "slope squared again": nv * s**2}.get(kind, nv * s)
        if kind == "root of s":
            factor = (nv * s**0.5) ** 2
        steps = 2 * np.log(fraction) / np.log(factor)
        if kind == "natural for ten":
            steps = 2 * np.log(fraction) / np.log10(factor)
        if kind == "upside down":
            steps = 1 / steps
        if kind == "the lost part":
            steps = 2 * np.log(1 - fraction) / np.log(factor)
        if kind == "the same each time":
            steps = (1 - fraction) / (1 - factor**0.5)
        if down:
            return max(0, int(np.floor(steps))) if down == "and not below 0" else int(np.floor(steps))
        return int(steps)

    return wrong


def _steps_with(factor=lambda nv, s: nv * s, power=0.5, rounding=int, more=0):
    """The number of steps from a factor of each, a power of it, and how the quotient is made whole."""
    return lambda nv, s, fraction: rounding(np.log(fraction) / (power * np.log(factor(nv, s)))) + more


STEPS = Exercise(
    "12.4", _allowed, _steps_inputs,
    (
        Mistake(
            "no root", With(_steps_with, power=1),
            "nvs is the factor of the mean square. Which factor has its root in each step?",
        ),
        Mistake("the root twice", With(_steps_with, power=0.25), "The root of nvs is taken once too often."),
        ONE_STEP_OFF(
            With(_steps_with, more=1), name="one step too many",
            hint="Is it rounded up, or is 1 added? A step that leads below the fraction does not count.",
        ),
        ONE_STEP_OFF(
            With(_steps_with, more=-1), name="one step too few",
            hint="Is 1 subtracted? Every step that ends at the fraction or above it counts."
        ),
        Mistake(
            "one step and one layer too many", With(_steps_with, more=2), "Asked for are the steps, and rounded down."
        ),
        Mistake(
            "rounded to the nearest", With(_steps_with, rounding=round),
            "After a step that is only nearly allowed, the root mean square is below the fraction. Where do you round?",
        ),
        Mistake(
            "the root of s alone", With(_steps_with, factor=lambda nv, s: nv**2 * s),
            "You take the root of s, but not of nv. Which factor has the mean square, and what is its root?",
        ),
        Mistake(
            "the root on the wrong side", With(_steps_with, power=2),
            "The root mean square shrinks more slowly than the mean square. Does it fall below sooner, or later?",
        ),
        Mistake("not a whole number", With(_steps_with, rounding=float), "A number of steps is a whole number."),
        Mistake("nv is left out", With(_steps_with, factor=lambda nv, s: s), "The weights contribute a factor too."),
        Mistake(
            "s is squared again", With(_steps_with, factor=lambda nv, s: nv * s**2),
            "s is the mean of the squares already."
        ),
        *(
            Mistake(f"{name}, rounded down{' ' * bool(how)}{how}", _wrong_steps(kind, how or "down"), hint)
            for kind, name, hint in (
                ("no nv", "nv is left out", "The weights contribute a factor too."),
                ("slope squared again", "s is squared again", "s is the mean of the squares already."),
                (
                    "root of s", "the root of s alone",
                    "You take the root of s, but not of nv. Which factor has the mean square, and what is its root?",
                ),
            )
            for how in ("", "and not below 0")
        ),
        Mistake(
            "the quotient upside down", _wrong_steps("upside down"),
            "Which power of the factor is equal to the fraction? Solve for the exponent once more.",
        ),
        Mistake(
            "the part that is lost", _wrong_steps("the lost part"),
            "fraction is what remains of the root mean square, not what is lost.",
        ),
        Mistake(
            "a logarithm is missing", lambda nv, s, fraction: int(2 * fraction / (nv * s)),
            "The factor is multiplied with itself in each step. What solves for an exponent?",
        ),
        Mistake(
            "the same loss with each step", _wrong_steps("the same each time"),
            "Each step multiplies by a factor. You let each of them take away the same amount.",
        ),
        Mistake(
            "no step at all", lambda nv, s, fraction: 0,
            "Your number is always 0. With a factor of nearly 1, how many steps are allowed?",
        ),
        Mistake(
            "two kinds of logarithm", _wrong_steps("natural for ten"),
            "np.log and np.log10 in one fraction: take the same for both.",
        ),
    ),
    see="chapter 12, “The same on the way back”", trials=9,
)  # fmt: skip
