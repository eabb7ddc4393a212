"""Exercise set 6: the four equations of backpropagation.

The forward pass, each equation by itself, how errors shrink on their way back, and the whole of it.
"""

from .backpropagation import BATCH, BUG, ONE_EXAMPLE
from .errors_to_parameters import LAYER_GRADIENTS
from .forward_pass import FORWARD, SLOPE
from .one_layer_back import HIDDEN_ERROR, SHRINKING
from .output_error import QUADRATIC, QUARTIC

__all__ = ["EXERCISES"]

EXERCISES = (
    SLOPE,  # 1
    FORWARD,  # 2
    QUADRATIC,  # 3
    HIDDEN_ERROR,  # 4
    LAYER_GRADIENTS,  # 5
    QUARTIC,  # 6
    SHRINKING,  # 7
    BUG,  # 8
    ONE_EXAMPLE,  # 9
    BATCH,  # 10
)
