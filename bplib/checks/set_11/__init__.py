"""Exercise set 11: reading handwritten digits. Rows are examples."""

from .accuracy import ACCURACY
from .between_pixels import BETWEEN_PIXELS
from .dropout import DROPOUT
from .label_smoothing import LABEL_SMOOTHING
from .one_hot_labels import ONE_HOT
from .softmax_and_loss import LOSS, SOFTMAX
from .training import IMAGES_NEEDED, MINI_BATCHES, STEP
from .two_layer_net import FORWARD, GRADIENT

__all__ = ["EXERCISES"]

EXERCISES = (
    ONE_HOT,  # 11.1
    ACCURACY,  # 11.2
    SOFTMAX,  # 11.3
    LOSS,  # 11.4
    FORWARD,  # 11.5
    LABEL_SMOOTHING,  # 11.6
    GRADIENT,  # 11.7
    MINI_BATCHES,  # 11.8
    STEP,  # 11.9
    IMAGES_NEEDED,  # 11.10
    DROPOUT,  # 11.11
    BETWEEN_PIXELS,  # 11.12
)
