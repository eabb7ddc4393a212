"""Exercise set 1: the derivative."""

from .best_step import FLOAT32_STEP, SECOND_DERIVATIVE
from .derivative_rules import PRODUCT_AND_CHAIN, QUOTIENT_RULE, SIGMOID_SLOPE
from .difference_quotients import CENTRAL_DIFFERENCE, LEFT_AND_RIGHT, SECANT, SLOPES_OF_MANY_POINTS
from .downhill import DOWNHILL

__all__ = ["EXERCISES"]

EXERCISES = (
    SECANT,  # 01.1
    CENTRAL_DIFFERENCE,  # 01.2
    LEFT_AND_RIGHT,  # 01.3
    PRODUCT_AND_CHAIN,  # 01.4
    SIGMOID_SLOPE,  # 01.5
    SLOPES_OF_MANY_POINTS,  # 01.6
    FLOAT32_STEP,  # 01.7
    QUOTIENT_RULE,  # 01.8
    DOWNHILL,  # 01.9
    SECOND_DERIVATIVE,  # 01.10
)
