"""Exercise set 9: XOR.

What one neuron cannot compute, weights by hand, the loss for yes and no, a training step, many networks at once, and
the columns of a file.
"""

from .by_hand import BY_HAND
from .columns import COLUMNS
from .counting import COUNTED
from .many_networks import FAILED, STACK
from .one_neuron import HOW_MANY, MARGINS
from .training_step import STEP
from .yes_or_no import LOSS

__all__ = ["EXERCISES"]

EXERCISES = (
    MARGINS,  # 9.1
    HOW_MANY,  # 9.2
    BY_HAND,  # 9.3
    COUNTED,  # 9.4
    LOSS,  # 9.5
    STEP,  # 9.6
    STACK,  # 9.7
    FAILED,  # 9.8
    COLUMNS,  # 9.9
)
