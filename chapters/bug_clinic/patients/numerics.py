"""Patients that are right on paper, and wrong in floating-point numbers."""

import numpy as np

from bplib.activations import sigmoid

from ..differences import H
from ..healthy_networks import Healthy, HealthyBinary, HealthyReLU
from .patient import patient


@patient(8, "logarithm of zero", "numerics")
class Patient8(HealthyBinary):
    def cost(self, z, t):
        y, T = sigmoid(z), self.targets(t)
        loss = -np.mean(T * np.log(y) + (1 - T) * np.log(1 - y))
        return loss, (y - T) / len(t)


@patient(15, "step of 1e-10", "numerics")
class Patient15(Healthy):
    def numerical_gradient(self, f, x, h=1e-10):
        x = np.array(x, float)
        g = np.zeros(x.shape)
        for i in np.ndindex(x.shape):
            shifted = x.copy()
            shifted[i] += h
            g[i] = (f(shifted) - f(x)) / h
        return g


@patient(19, "checked at a kink", "numerics")
class Patient19(HealthyReLU):
    def apart(self, g, left, right):
        numeric = (left + right) / 2
        scale = max(np.abs(numeric).max(), np.abs(g).max(), 1e-5)
        return np.abs(g - numeric).max() / scale


@patient(20, "maximum not subtracted", "numerics")
class Patient20(Healthy):
    def log_softmax(self, z):
        e = np.exp(z)
        return np.log(e / e.sum(axis=1, keepdims=True))


@patient(28, "integers swallow the step", "numerics")
class Patient28(Healthy):
    def numerical_gradient(self, f, x, h=H):
        g = np.zeros(x.shape)
        for i in np.ndindex(x.shape):
            old = x[i]
            x[i] = old + h
            right = f(x)
            x[i] = old - h
            g[i] = (right - f(x)) / (2 * h)
            x[i] = old
        return g
