"""Patients whose arrays do not belong together, and broadcasting combines them."""

import numpy as np

from bplib.activations import sigmoid

from ..healthy_networks import Healthy, HealthySquared
from .patient import patient


@patient(4, "labels in one dimension", "silent broadcast")
class Patient4(HealthySquared):
    def cost(self, z, t):
        y = sigmoid(z)
        r = y - t
        dz = 2 * r.sum(axis=1, keepdims=True) * y * (1 - y)
        return np.sum(r**2) / len(t), dz / len(t)


@patient(12, "bias without keepdims", "silent broadcast")
class Patient12(Healthy):
    def affine_gradient(self, a, d):
        return a.T @ d, d.sum(axis=0)
