"""Exercise 9.3: weights by hand, for XOR with two sigmoid units."""

import numpy as np

from ..engine import Value

__all__ = ["BY_HAND"]


def _by_hand(answer):
    """True if (W1, b1, W2, b2) computes XOR of inputs −1 and 1 with sigmoid units, with |z| of at least 1."""
    try:
        if any(map(np.iscomplexobj, answer)):
            raise TypeError("complex numbers")
        arrays = [np.asarray(part, float) for part in answer]
    except (TypeError, ValueError):
        return "The answer should be a tuple (W1, b1, W2, b2) of four arrays of numbers."
    if len(arrays) != 4:
        return f"The answer should be a tuple of four arrays (W1, b1, W2, b2); it has {len(arrays)} parts."
    for name, array, shape in zip(("W1", "b1", "W2", "b2"), arrays, ((2, 2), (2,), (2, 1), (1,))):
        if array.shape != shape:
            return f"{name} should have shape {shape}, but it has shape {array.shape}."
        if not np.isfinite(array).all():
            return f"{name} should hold finite numbers."
    W1, b1, W2, b2 = arrays
    corners = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
    wanted = np.array([-1, 1, 1, -1])

    def logits(hidden, x=corners, steep=1):
        return (hidden(steep * (x @ W1 + b1)) @ W2 + b2)[:, 0]

    def sigma(z):
        return 1 / (1 + np.exp(-np.clip(z, -500, 500)))

    z = logits(sigma)
    if (wanted * z >= 1).all():
        return True
    shown = ", ".join(f"{v:.3g}" for v in z)
    got = f"Your four logits are {shown}."
    if (wanted * z > 0).all():
        h = sigma(corners @ W1 + b1)
        units = "The hidden units are all near 0 or 1 there. What multiplies them?"
        if np.minimum(h, 1 - h).max() > 0.1:
            units = "The hidden units are not all near 0 or 1 there: print them."
        return f"{got} All signs are right, but a logit is nearer to 0 than 1. {units}"
    if (wanted * z < 0).all():
        return f"{got} All four signs are wrong: this is the opposite of XOR."
    if (wanted * logits(sigma, steep=20) >= 1).all():
        return f"{got} The lines lie well. But is the hidden layer steep enough?"
    if (wanted * logits(np.tanh) > 0).all():
        return f"{got} They would be right with tanh. A sigmoid goes from 0 to 1, not from −1 to 1."
    if (wanted * logits(sigma, (corners + 1) / 2) > 0).all():
        return f"{got} They would be right for inputs 0 and 1. Here the inputs are −1 and 1: where do the lines lie?"
    bad = ", ".join(str(tuple(int(v) for v in x)) for x in corners[wanted * z <= 0])
    return f"{got} Wrong at {bad}. What does each of the two hidden units give there?"


_RIGHT = (np.full((2, 2), 10.0), np.array([10.0, -10.0]), np.array([[10.0], [-10.0]]), np.array([-5.0]))

BY_HAND = Value("09.3", _RIGHT, see="chapter 9, “Three hidden units, set by hand”", accept=_by_hand)
