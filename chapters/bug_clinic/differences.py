"""Differences of the loss, with which gradients are checked."""

import numpy as np

H = 2.0**-17  # the step of all differences (chapter 7)


def sample(p, most=60):
    """Up to ``most`` places in a flattened array, spread over it."""
    return np.unique(np.linspace(0, p.size - 1, most).astype(int))


def one_sided(loss, p, places):
    """Slopes of the loss to the left and right of entries of p, which is restored."""
    flat, middle, slopes = p.reshape(-1), loss(), []
    for i in places:
        old = flat[i]
        flat[i] = old - H
        left = (middle - loss()) / H
        flat[i] = old + H
        slopes.append((left, (loss() - middle) / H))
        flat[i] = old
    return np.array(slopes).T
