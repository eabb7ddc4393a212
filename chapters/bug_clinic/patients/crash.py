"""Patients that stop with an exception, though not always."""

from contextlib import contextmanager

import numpy as np

from ..healthy_networks import Healthy
from .patient import patient


@patient(2, "slice for the last", "crash")
class Patient2(Healthy):
    def gradient(self, x, t):
        zs, acts = self.forward(x)
        return self.backward(zs, acts, self.cost(np.array(zs[:-1]), t)[1])


@patient(3, "misspelled in the loop", "crash")
class Patient3(Healthy):
    def error_before(self, l, zs):
        last = l == self.layers - 1
        W = self.p[f"W{l + 1}"] if last else self.params[f"W{l + 1}"]
        return self.back(self.drop_back(self.d[l] @ W.T, l), zs[l - 1])


a1 = np.full((10, 8), 0.5)  # what earlier cells of patient 6's notebook left behind


@contextmanager
def fresh_session():
    """Names that earlier cells left behind are gone for a while."""
    left_over = globals().pop("a1")
    try:
        yield
    finally:
        globals()["a1"] = left_over


@patient(6, "name of an old cell", "crash")
class Patient6(Healthy):
    def forward(self, x):
        x = self.scale(x)
        z1 = x @ self.p["W1"] + self.p["b1"]
        a = self.activation(z1)
        z2 = a1 @ self.p["W2"] + self.p["b2"]
        return [z1, z2], [x, a]


@patient(17, "left over from Python 2", "crash")
class Patient17(Healthy):
    listing = "for i in xrange(epochs):\n    print 'epoch', i\n"

    def cost(self, z, t):
        logp, T = self.log_softmax(z), self.targets(t)
        return -np.sum(T * logp) / len(t), (np.exp(logp) - T) * (1 // len(t))
