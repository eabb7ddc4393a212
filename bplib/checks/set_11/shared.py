"""The two-layer network that several exercises of set 11 compute with, and its gradient."""

import numpy as np

from ...models import TwoLayerNet
from ..engine import in_turn

__all__ = ["gradient", "inputs", "network", "softmax_again"]


def inputs(rng):
    """(params, x, t) of a small network in which no two sizes are equal; once with a single example."""
    n, h, K, m = in_turn(rng, (6, 8, 4, 5), (5, 7, 3, 9), (4, 5, 3, 1), (3, 9, 5, 7))
    params = {
        "W1": rng.normal(0, 0.7, (n, h)),
        "b1": rng.normal(0, 0.5, h),
        "W2": rng.normal(0, 0.7, (h, K)),
        "b2": rng.normal(0, 0.5, K),
    }
    return params, rng.normal(0, 1, (m, n)), rng.integers(K, size=m)


def network(params):
    """The tested network with these parameters."""
    n, h = params["W1"].shape
    net = TwoLayerNet(n, h, params["W2"].shape[1], dtype=np.float64, rng=0)
    for name, p in params.items():
        net.params[name] = p
    return net


def gradient(params, x, t):
    return network(params).gradient(x, t)


def softmax_again(y, dout):
    """dout through the derivative of the softmax, once more."""
    return y * (dout - (dout * y).sum(axis=1, keepdims=True))
