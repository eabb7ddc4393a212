"""Exercise set 10: small digits. Rows are examples."""

from .confusion_matrix import MATRIX
from .early_stopping import STOPPING
from .evaluation import EVALUATION
from .mini_batches import BATCH_NOISE, LARGE_BATCH_RATE
from .parts_of_the_data import TEST_IMAGES, THREE_PARTS
from .scaling import STANDARDIZE, WEIGHT_LIMIT

__all__ = ["EXERCISES"]

EXERCISES = (
    THREE_PARTS,  # 10.1
    TEST_IMAGES,  # 10.2
    STANDARDIZE,  # 10.3
    WEIGHT_LIMIT,  # 10.4
    STOPPING,  # 10.5
    MATRIX,  # 10.6
    EVALUATION,  # 10.7
    BATCH_NOISE,  # 10.8
    LARGE_BATCH_RATE,  # 10.9
)
