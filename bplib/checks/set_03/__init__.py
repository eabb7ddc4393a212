"""Exercise set 3: the chain rule."""

from .jacobians import CHEAPER_FORWARD, JACOBIAN
from .one_more_operation import POWER
from .orders import RIGHT_ORDER
from .paths import BY_HAND, NUMBER_OF_PATHS, THREE_STEPS
from .sorted_sweep import SORTED_SWEEP
from .steps_back import AFFINE, NORMALIZATION
from .sweeps import REVERSE_SWEEP, SEVERAL_EXAMPLES

__all__ = ["EXERCISES"]

EXERCISES = (
    THREE_STEPS,  # 03.1
    BY_HAND,  # 03.2
    JACOBIAN,  # 03.3
    NUMBER_OF_PATHS,  # 03.4
    REVERSE_SWEEP,  # 03.5
    SEVERAL_EXAMPLES,  # 03.6
    NORMALIZATION,  # 03.7
    AFFINE,  # 03.8
    CHEAPER_FORWARD,  # 03.9
    SORTED_SWEEP,  # 03.10
    POWER,  # 03.11
    RIGHT_ORDER,  # 03.12
)
