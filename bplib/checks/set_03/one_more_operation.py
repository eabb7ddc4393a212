"""Exercise 3.11: one more operation for a number that remembers, a power whose base and exponent both move."""

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn
from ..families import OTHER_LOGARITHM

__all__ = ["POWER"]

_TO_S = {
    "right": lambda s, t: t * s ** (t - 1),
    "not lowered": lambda s, t: t * s**t,
    "not in front": lambda s, t: s ** (t - 1),
    "raised": lambda s, t: t * s ** (t + 1),
    "lowered in front": lambda s, t: (t - 1) * s ** (t - 1),
    "as the exponent": lambda s, t: np.log(s) * s**t,
}
_TO_T = {
    "right": lambda s, t: np.log(s) * s**t,
    "as the base": lambda s, t: t * s ** (t - 1),
    "without the logarithm": lambda s, t: s**t,
    "the logarithm alone": lambda s, t: np.log(s),
    "lowered": lambda s, t: np.log(s) * s ** (t - 1),
    "divided": lambda s, t: s**t / np.log(s),
    "times the exponent": lambda s, t: t * np.log(s) * s**t,
    "decimal": lambda s, t: np.log10(s) * s**t,
    "binary": lambda s, t: np.log2(s) * s**t,
}


def _power(*, to_s="right", to_t="right", data=lambda s, t: s**t, exchanged=False):
    """The operation; the options make mistakes."""

    def power(s, t):
        slopes = (float(_TO_S[to_s](s, t)), float(_TO_T[to_t](s, t)))
        return data(s, t), *(slopes[::-1] if exchanged else slopes)

    return power


def _base_and_exponent(rng):
    """A base on either side of 1, an exponent of either sign; then the exponent 0, and the base 1."""
    s, t = rng.uniform(0.3, 0.8), rng.uniform(1.3, 2.5)
    return in_turn(rng, (s, t), (1 + s, -t), (1 + s, t + 1), (s, 0.0), (1.0, t), (s, -t / 4))


POWER = Exercise(
    "03.11", _power(), _base_and_exponent,
    (
        Mistake("the exponent is not lowered", With(_power, to_s="not lowered"),
            "Let t be 2 and only s move. Is your slope for s that of a square?"),
        Mistake("the exponent does not come down", With(_power, to_s="not in front"),
            "Let t be 2 and only s move. Is your slope for s that of a square? A factor is missing."),
        Mistake("the exponent is raised", With(_power, to_s="raised"),
            "The exponent of your slope for s goes the wrong way. Let t be 2."),
        Mistake("the exponent is lowered too early", With(_power, to_s="lowered in front"),
            "The factor in front of your slope for s is not the right one. Let t be 2."),
        Mistake("the rule for a moving exponent, twice", With(_power, to_s="as the exponent"),
            "Your slope for s is right for a moving t. Which rule is for a moving base?",
            "chapter 3, “A graph of small steps”"),
        Mistake("the rule for a moving base, twice", With(_power, to_t="as the base"),
            "Your slope for t is right for a moving s. When t moves, the base is fixed: write s as a power of e."),
        Mistake("the logarithm is left out", With(_power, to_t="without the logarithm"),
            "Your slope for t would be right for the base e. What does another base change?"),
        Mistake("the logarithm alone", With(_power, to_t="the logarithm alone"),
            "Your slope for t is that of the inner function of the composition. What is that of the outer one?",
            "chapter 3, “Rates multiply”"),
        Mistake("the exponent is lowered for t too", With(_power, to_t="lowered"),
            "In your slope for t, an exponent is lowered. That belongs to another rule."),
        Mistake("divided by the logarithm", With(_power, to_t="divided"),
            "In your slope for t, a factor stands in the denominator that should be above."),
        Mistake("times the exponent", With(_power, to_t="times the exponent"),
            "Your slope for t has a factor too many. What is the derivative of the inner function with respect to t?",
            "chapter 3, “Rates multiply”"),
        OTHER_LOGARITHM(With(_power, to_t="decimal"), name="the decimal logarithm",
            hint="The logarithm that belongs to e has the base e."),
        OTHER_LOGARITHM(With(_power, to_t="binary"), name="the binary logarithm",
            hint="The logarithm that belongs to e has the base e."),
        Mistake("the slopes exchanged", With(_power, exchanged=True),
            "Both slopes are right, but each stands in the place of the other one."),
        Mistake("the operands of the power exchanged", With(_power, data=lambda s, t: t**s if t > 0 else s**t),
            "Your value is a power, but which of the two is the base?"),
        Mistake("a product", With(_power, data=lambda s, t: s * t),
            "Your value is the product of the operands. Which operation is asked for?"),
    ),
    see="chapter 3, “A number that remembers”", trials=6, parts=("data", "slope_s", "slope_t"),
)  # fmt: skip
