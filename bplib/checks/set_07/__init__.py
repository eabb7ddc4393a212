"""Exercise set 7: checking gradients.

From the parts of a gradient check (the measure, the sample, the differences, the direction, kinks, forward mode) to
programs of which some are wrong.
"""

from .central_differences import TWO_BUGS
from .directions import BOTH_SIDES, WHERE
from .forward_mode import LAYER
from .kinks import KINKS
from .relative_error import MEASURE
from .sampling import ENOUGH
from .suspects import SUSPECTS
from .whole_check import WHOLE_CHECK

__all__ = ["EXERCISES"]

EXERCISES = (
    MEASURE,  # 7.1
    ENOUGH,  # 7.2
    TWO_BUGS,  # 7.3
    BOTH_SIDES,  # 7.4
    KINKS,  # 7.5
    LAYER,  # 7.6
    SUSPECTS,  # 7.7
    WHOLE_CHECK,  # 7.8
    WHERE,  # 7.9
)
