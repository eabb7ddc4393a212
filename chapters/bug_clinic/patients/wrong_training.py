"""Patients with the right gradient of some cost, and a broken training around it."""

import numpy as np

from bplib.activations import sigmoid

from ..healthy_networks import Healthy, HealthySquared
from .patient import patient


@patient(5, "labels overwritten", "wrong training")
class Patient5(HealthySquared):
    def cost(self, z, t):
        t = y = sigmoid(z)
        r = y - t
        return np.sum(r**2) / len(t), 2 * r * y * (1 - y) / len(t)


@patient(7, "sums, rate not over m", "wrong training")
class Patient7(Healthy):
    def cost(self, z, t):
        logp, T = self.log_softmax(z), self.targets(t)
        return -np.sum(T * logp), np.exp(logp) - T


@patient(9, "inputs not scaled", "wrong training")
class Patient9(Healthy):
    def scale(self, x):
        return np.asarray(x, float)


@patient(13, "update under a wrong name", "wrong training")
class Patient13(Healthy):
    def step(self, grads, eta):
        for l in range(1, self.layers + 1):
            W, b = f"W{l}", f"b{l}"
            self.p[W] = self.p[W] - eta * grads[W]
            self.p["b"] = self.p[b] - eta * grads[b]


@patient(23, "two permutations", "wrong training")
class Patient23(Healthy):
    def minibatches(self, x, t, size, rng):
        x, t = rng.permutation(x), rng.permutation(t)
        for i in range(0, len(x), size):
            yield x[i : i + size], t[i : i + size]


@patient(24, "all weights equal", "wrong training")
class Patient24(Healthy):
    def initialize(self, rng):
        p = {}
        for l in range(1, self.layers + 1):
            p[f"W{l}"] = np.zeros((self.sizes[l - 1], self.sizes[l]))
            p[f"b{l}"] = np.zeros((1, self.sizes[l]))
        return p
