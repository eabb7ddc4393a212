"""Patients whose gradient is wrong, or is right and its computation leaves traces."""

import numpy as np

from bplib.activations import sigmoid

from ..differences import H
from ..healthy_networks import Healthy, HealthyReLU, HealthySquared
from .patient import patient


@patient(1, "sigmoid upside down", "wrong gradient")
class Patient1(Healthy):
    def activation(self, z):
        return 1 / (1 + np.exp(z))


@patient(16, "array not restored", "wrong gradient")
class Patient16(Healthy):
    def numerical_gradient(self, f, x, h=H):
        g = np.zeros(x.shape)
        for i in np.ndindex(x.shape):
            x[i] += h
            right = f(x)
            x[i] -= 2 * h
            g[i] = (right - f(x)) / (2 * h)
        return g


@patient(18, "mask of the derivative", "wrong gradient")
class Patient18(HealthyReLU):
    def back(self, d, z):
        return d * (d > 0)


@patient(21, "softmax derived twice", "wrong gradient")
class Patient21(Healthy):
    def cost(self, z, t):
        logp, T = self.log_softmax(z), self.targets(t)
        p = np.exp(logp)
        d = (p - T) / len(t)
        dz = p * (d - np.sum(p * d, axis=1, keepdims=True))
        return -np.sum(T * logp) / len(t), dz


@patient(22, "cache changed in place", "wrong gradient")
class Patient22(Healthy):
    def activation(self, z):
        np.exp(-z, out=z)
        z += 1
        return 1 / z


@patient(25, "mask after the activation", "wrong gradient")
class Patient25(HealthyReLU):
    def back(self, d, z):
        a = self.activation(z)
        return d * (a >= 0)


@patient(26, "dropout's scale left out", "wrong gradient")
class Patient26(HealthyReLU):
    def drop_back(self, d, l):
        return d * (np.asarray(self.keep[l]) > 0)


@patient(27, "a factor 2 dropped", "wrong gradient")
class Patient27(HealthySquared):
    def cost(self, z, t):
        y = sigmoid(z)
        r = y - self.targets(t)
        return np.sum(r**2) / len(t), r * y * (1 - y) / len(t)


@patient(29, "caller's array changed", "wrong gradient")
class Patient29(HealthyReLU):
    def back(self, d, z):
        d[z <= 0] = 0
        return d


@patient(30, "inner nodes not zeroed", "wrong gradient")
class Patient30(Healthy):
    def clear(self, zs):
        if not hasattr(self, "d") or self.d[0].shape != zs[0].shape:
            self.d = [np.zeros_like(z) for z in zs]
