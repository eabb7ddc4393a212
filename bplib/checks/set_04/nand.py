"""Exercise 4.2: weights and a bias for NAND, chosen by hand. Many are right, so the neuron itself is judged."""

import numpy as np

from ...activations import sigmoid
from ..engine import Exercise

__all__ = ["NAND"]

_INPUTS = ((0, 0), (0, 1), (1, 0), (1, 1))


def _accept_nand(answer):
    """True, or what is wrong with the weights and the bias of a neuron that should compute NAND."""
    try:
        w1, w2, b = (float(number) for number in answer if not isinstance(number, str))
    except (TypeError, ValueError):
        return "Return three numbers, in the order w1, w2, b."
    if isinstance(answer, dict | set):
        return "Return a tuple of three numbers. The order must be certain: w1, w2, b."
    if not np.isfinite([w1, w2, b]).all():
        return "Return three finite numbers."
    if w1 == w2 == 0:
        return "With both weights 0 the answer is the same for every input. NAND depends on its inputs."
    z = np.array([w1 * x1 + w2 * x2 + b for x1, x2 in _INPUTS])
    on_it = np.abs(z) <= 1e-9 * max(abs(w1), abs(w2), abs(b))
    if on_it.any():
        return (
            f"For the input {_INPUTS[int(np.argmax(on_it))]} the weighted input is 0: the boundary runs through this"
            " point, where the neuron says neither yes nor no. Shift the boundary first."
        )
    a, says, wanted = sigmoid(z), z > 0, np.array([True, True, True, False])
    if np.array_equal(says, ~wanted):
        return "All four answers are the opposite of what they should be. This is AND. What turns a yes into a no?"
    if np.array_equal(says, [False, True, True, True]):
        return "This neuron computes OR. Look at the table again."
    if np.array_equal(says, [True, False, False, False]):
        return "This neuron says yes only when both inputs are 0. How strong must the bias be against one weight?"
    if np.array_equal(says, [True, True, True, True]):
        return "This neuron always says yes. Together, the two weights must outweigh the bias."
    if not says.any():
        return "This neuron always says no. What is z for the input (0, 0)?"
    if not np.array_equal(says, wanted):
        i = int(np.argmax(says != wanted))
        return f"For the input {_INPUTS[i]} the neuron gives {a[i]:.2f}, on the wrong side of ½."
    i = int(np.argmax(np.abs(a - wanted)))
    if abs(a[i] - wanted[i]) >= 0.1:
        return (
            f"The boundary is in the right place, but for the input {_INPUTS[i]} the neuron gives {a[i]:.2f}, which"
            " is not near enough. What makes the answers sharper and leaves the boundary where it is?"
        )
    return True


NAND = Exercise(
    "04.2", lambda: (-20.0, -20.0, 30.0), accept=_accept_nand, trials=1,
    see="chapter 4, “The decision boundary moves”",
)  # fmt: skip
