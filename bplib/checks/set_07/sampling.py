"""Exercise 7.2: how many entries must be drawn, when only some are checked."""

import numpy as np

from ..engine import WHOLE, Exercise, Mistake, in_turn, match
from ..families import ONE_STEP_OFF, OTHER_LOGARITHM

__all__ = ["ENOUGH"]


def _share_and_probability(rng):
    """In the fifth of seven trials p is an exact power of 1 - q, in binary too.

    Before rounding, the numbers of the first two trials are a little below and above a whole number. In the fourth p
    is large. In the sixth one entry is enough, in the last most entries are wrong.
    """
    q, whole = float(rng.uniform(0.02, 0.2)), int(rng.integers(20, 40))
    return in_turn(
        rng,
        (q, (1 - q) ** (whole - 0.1)),
        (q, (1 - q) ** (whole + 0.1)),
        (q, float(rng.uniform(0.001, 0.02))),
        (0.02, 0.3),
        (0.5, 0.25),
        (0.8, 0.7),
        (0.8, 0.001),
    )


def _enough(q, p):
    return int(np.ceil(np.log(p) / np.log(1 - q)))


def _whole_number(answer, q, p):
    """The right number, and of a type for counting."""
    match(_enough(q, p), answer, Exercise("07.2", _enough), WHOLE)
    return np.asarray(answer).dtype.kind in "iu" or (
        "The number is right, but it is not an integer: np.ceil, for one, returns a float."
    )


_FORMULAS = {
    "q and p exchanged": (
        lambda q, p: np.log(q) / np.log(1 - p), "Which of the two is raised to the power k in (7.5)?",
    ),
    "the probability to find it": (
        lambda q, p: np.log(1 - p) / np.log(1 - q),
        "p is the probability to miss the mistake. Yours is that to find it.",
    ),
    "q for 1 - q": (
        lambda q, p: np.log(p) / np.log(q),
        "An entry drawn at random is wrong with probability q. Which one do you need k times in a row?",
    ),
    "the approximation": (
        lambda q, p: -np.log(p) / q, "ln(1 - q) ≈ -q is good for small q only. Take the logarithm itself.",
    ),
    "the expected number": (
        lambda q, p: 1 / q, "After this many entries a wrong one turns up on average. Where does p come in?",
    ),
    "the quotient upside down": (
        lambda q, p: np.log(1 - q) / np.log(p),
        "Solve (1 - q)**k = p for k once more: which logarithm is divided by which?",
    ),
    "no logarithms": (
        lambda q, p: (1 - p) / q, "k is an exponent: it does not come out of a proportion. What undoes a power?",
    ),
    "no logarithms, p / q": (
        lambda q, p: p / q, "k is an exponent: it does not come out of a proportion. What undoes a power?",
    ),
    "the logarithm of the quotient": (
        lambda q, p: abs(np.log(p / (1 - q))),
        "The logarithm of a quotient is a difference of logarithms. What do you need here?",
    ),
    "the logarithms multiplied": (
        lambda q, p: np.log(p) * np.log(1 - q), "Solve (1 - q)**k = p for k once more: the k stands in a product.",
    ),
    "1 / p": (lambda q, p: 1 / p, "Your number does not depend on q. Solve (1 - q)**k = p for k."),
    "1 / (p q)": (
        lambda q, p: 1 / (p * q), "k is an exponent: it does not come out of a proportion. What undoes a power?",
    ),
    "no division": (
        lambda q, p: -np.log(p), "Your number does not depend on q. Solve (1 - q)**k = p for k.",
    ),
}  # fmt: skip
_LOGARITHMS = (
    lambda q, p: np.log10(p) / np.log(1 - q),
    lambda q, p: np.log(p) / np.log10(1 - q),
    lambda q, p: np.log2(p) / np.log(1 - q),
    lambda q, p: np.log(p) / np.log2(1 - q),
)
_ROUNDINGS = (lambda k: int(np.ceil(k)), int, round, float, lambda k: int(k) + 1)


def _formula(k, rounded):
    return lambda q, p: rounded(k(q, p))


ENOUGH = Exercise(
    "07.2", _enough, _share_and_probability,
    (
        Mistake(
            "rounded down", lambda q, p: int(np.log(p) / np.log(1 - q)),
            "Put your k into (7.5): the probability is still a little too large.",
        ),
        Mistake(
            "rounded down, plus one", lambda q, p: int(np.log(p) / np.log(1 - q)) + 1,
            "Right but for one kind of case, such as q = 0.5 and p = 0.25. What is (1 - q)**2 there, and is that"
            " small enough?",
        ),
        Mistake(
            "rounded to the nearest", lambda q, p: round(np.log(p) / np.log(1 - q)),
            "Are 43 entries enough if 43.4 are needed?",
        ),
        Mistake(
            "not rounded", lambda q, p: float(np.log(p) / np.log(1 - q)), "How many entries are 43.7 entries?"
        ),
        ONE_STEP_OFF(
            lambda q, p: _enough(q, p) + 1, name="one too many",
            hint="One entry less would do. If you count in a loop: what is k when the probability is looked at?",
        ),
        ONE_STEP_OFF(
            lambda q, p: _enough(q, p) - 1, name="one too few",
            hint="With so many the mistake is still missed too often. If you count in a loop: what is k when the"
            " probability is looked at?",
        ),
        *(
            Mistake(name, _formula(k, rounded), hint)
            for name, (k, hint) in _FORMULAS.items()
            for rounded in _ROUNDINGS
        ),
        Mistake(
            "both exchanged with their rest", _formula(lambda q, p: np.log(1 - p) / np.log(q), _ROUNDINGS[0]),
            "Which probability is raised to the power k in (7.5), and which one is p?",
        ),
        *(
            OTHER_LOGARITHM(
                _formula(k, rounded), name="two different logarithms",
                hint="The two logarithms of your quotient have different bases. Which base does not matter, if it is"
                " the same.",
            )
            for k in _LOGARITHMS
            for rounded in _ROUNDINGS
        ),
        Mistake(
            "the sign is wrong", _formula(lambda q, p: -np.log(p) / np.log(1 - q), _ROUNDINGS[0]),
            "Both logarithms are negative. Which sign has their quotient?",
        ),
    ),
    see="chapter 7b, “Checking only some of the parameters”", trials=7, rtol=1e-9,
    accept=_whole_number,
)  # fmt: skip
