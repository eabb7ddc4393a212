"""What several files of set 1 need: functions whose slopes are asked for, and checks that look at a number closely."""

import numpy as np

from ..engine import WHOLE, Exercise, Unlike, match
from ..families import PARENTHESES as _FAMILY

__all__ = ["PARENTHESES", "accepting", "close", "curve"]

PARENTHESES = _FAMILY.hint


def accepting(reference, told, **settings):
    """Settings of an exercise that accepts as usual. Of a wrong number ``told(wanted, got, *args)`` may say more.

    It returns a sentence that is true of this input, or an empty string.
    """
    usual = Exercise("", reference, **settings)

    def accept(answer, *args):
        wanted = reference(*args)
        try:
            match(wanted, answer, usual, WHOLE)
        except Unlike as unlike:
            text = told(wanted, answer, *args) if unlike.kind == "wrong" else ""
            if text:
                return text
            raise
        return True

    return {"accept": accept, **settings}


def close(wanted, got, relative=1e-3):
    """Whether all numbers agree to about three digits."""
    wanted, got = np.asarray(wanted, float), np.asarray(got)
    return bool((np.abs(got - wanted) <= relative * np.abs(wanted).max()).all())


def curve(rng):
    """A smooth random function of a number with all its derivatives about 1 in size, of either sign."""
    a, b, c, d = rng.choice([-1, 1]) * rng.uniform(0.6, 1.4, 4)
    return lambda x: a * np.sin(abs(b) * x + abs(c)) + d * np.exp(0.5 * x)
