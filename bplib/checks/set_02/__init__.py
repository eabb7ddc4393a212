"""Exercise set 2: gradients."""

from .descent import DESCENT
from .directions import ANGLE, SLOPE_TOWARD
from .flat_places import FLAT_PLACES
from .learning_rate import BEST_PLAN, LARGEST_RATE
from .numerical_gradient import NUMERICAL_GRADIENT
from .partial_derivatives import PARTIALS, PLANE

__all__ = ["EXERCISES"]

EXERCISES = (
    PARTIALS,  # 02.1
    ANGLE,  # 02.2
    SLOPE_TOWARD,  # 02.3
    NUMERICAL_GRADIENT,  # 02.4
    PLANE,  # 02.5
    FLAT_PLACES,  # 02.6
    DESCENT,  # 02.7
    LARGEST_RATE,  # 02.8
    BEST_PLAN,  # 02.9
)
