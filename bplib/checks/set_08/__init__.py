"""Exercise set 8: layers.

From columns to rows, the backward pass of one layer after another, what a careless check lets through, two ways to
the cost, and a network of three affine layers.
"""

from .affine import AFFINE
from .careless_check import CARELESS
from .relu import RELU
from .rows import TO_ROWS
from .sequential import DEEPER
from .softmax import SCORES, SOFTMAX
from .two_paths import BLOCK, SAME_WEIGHTS

__all__ = ["EXERCISES"]

EXERCISES = (
    TO_ROWS,  # 8.1
    RELU,  # 8.2
    AFFINE,  # 8.3
    SCORES,  # 8.4
    CARELESS,  # 8.5
    SAME_WEIGHTS,  # 8.6
    BLOCK,  # 8.7
    SOFTMAX,  # 8.8
    DEEPER,  # 8.9
)
