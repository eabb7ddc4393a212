"""Exercise set 4: one neuron.

What it says, weights chosen by hand, gradients, learning from bad starts, and at last one neuron for each class.
"""

from .bad_starts import LARGEST_ERROR, TWO_STARTS
from .broken_training import TRAINING
from .finite_cost import FINITE_COST
from .gradients import BATCH_GRADIENT, INPUT_GRADIENT
from .nand import NAND
from .softmax import SOFTMAX_GRADIENT
from .weighted_sum import ACTIVATIONS

__all__ = ["EXERCISES"]

EXERCISES = (
    ACTIVATIONS,  # 1
    NAND,  # 2
    BATCH_GRADIENT,  # 3
    INPUT_GRADIENT,  # 4
    LARGEST_ERROR,  # 5
    TWO_STARTS,  # 6
    TRAINING,  # 7
    FINITE_COST,  # 8
    SOFTMAX_GRADIENT,  # 9
)
