"""Exercise set 5: from neurons to a network.

Shapes and counts, the forward pass, the layout of other programs, curves made of bumps, and how large the first
weights should be.
"""

from .bumps import BUMP, CURVE
from .first_weights import SATURATED, STANDARD_DEVIATION
from .forward_pass import BATCH, BUG, ONE_UNIT
from .row_layout import TO_ROWS
from .shapes import PARAMETERS, SHAPES

__all__ = ["EXERCISES"]

EXERCISES = (
    PARAMETERS,  # 1
    SHAPES,  # 2
    ONE_UNIT,  # 3
    BATCH,  # 4
    BUG,  # 5
    TO_ROWS,  # 6
    BUMP,  # 7
    STANDARD_DEVIATION,  # 8
    SATURATED,  # 9
    CURVE,  # 10
)
