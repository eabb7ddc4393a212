"""Exercise set 13: the bug clinic. Sick code to be cured, and the instruments that find what it has."""

from .eight_patients import DIAGNOSES
from .first_weights import FIRST_WEIGHTS
from .instrument_of_your_own import NEVER_MOVES
from .misleading_evaluation import TOP_TWO
from .numerics import SURPRISE
from .silent_broadcast import LINE_GRADIENT
from .three_bugs import CURED_NET
from .wrong_gradient import ACCUMULATED, DEEP_GRADIENTS, TOO_SMALL

__all__ = ["EXERCISES"]

EXERCISES = (
    LINE_GRADIENT,  # 13.1 A line that comes out flat
    TOP_TWO,  # 13.2 Too good before training
    FIRST_WEIGHTS,  # 13.3 Units that agree
    TOO_SMALL,  # 13.4 What is left of the gradient? On paper
    ACCUMULATED,  # 13.5 Right for twelve examples, wrong for ten
    SURPRISE,  # 13.6 Infinitely surprised
    DEEP_GRADIENTS,  # 13.7 The first layer does not learn
    NEVER_MOVES,  # 13.8 An instrument of your own
    DIAGNOSES,  # 13.9 An experiment: eight patients, seven illnesses
    CURED_NET,  # 13.10 Find the bugs: three at once
)
