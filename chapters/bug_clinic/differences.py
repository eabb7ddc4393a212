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


def apart(g, left, right):
    """Relative error of g against the slopes of the cost on either side.

    At a kink g may lie between the two slopes. They are differences to one side, and so
    they are off by about h: 1e-4 of the scale beyond them still passes.
    """
    numeric = (left + right) / 2
    scale = max(np.abs(numeric).max(), np.abs(g).max(), 1e-5)
    low, high = np.minimum(left, right), np.maximum(left, right)
    between = np.clip(g, low - 1e-4 * scale, high + 1e-4 * scale)
    kink = high - low > 1e-3 * scale
    return np.abs(g - np.where(kink, between, numeric)).max() / scale
