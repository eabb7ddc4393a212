"""Exercise set 12: slow learning. Rows are examples."""

from .affordable_layers import STEPS
from .dead_units import DEAD_UNITS
from .equal_units import DIFFERENT_UNITS
from .first_weights import BEST_SCALE, HE, TWO_SLOPES
from .gradient_norms import GRADIENT_NORMS
from .tanh_cost import TANH_COST
from .weighted_sum import SIZE

__all__ = ["EXERCISES"]

EXERCISES = (
    SIZE,  # 12.1
    TWO_SLOPES,  # 12.2
    TANH_COST,  # 12.3
    STEPS,  # 12.4
    DIFFERENT_UNITS,  # 12.5
    DEAD_UNITS,  # 12.6
    HE,  # 12.7
    GRADIENT_NORMS,  # 12.8
    BEST_SCALE,  # 12.9
)
