"""Patients that train in order and say something else about it."""

import numpy as np

from ..healthy_networks import Healthy
from .patient import patient


@patient(10, "report turned around", "misleading evaluation")
class Patient10(Healthy):
    def due(self, i):
        return bool(i % 100)


@patient(11, "argmax of the labels", "misleading evaluation")
class Patient11(Healthy):
    def accuracy(self, x, t):
        answers = self.targets(t).argmax(axis=1)
        return np.mean(answers == t)


@patient(14, "sum reported as the loss", "misleading evaluation")
class Patient14(Healthy):
    def cost(self, z, t):
        logp, T = self.log_softmax(z), self.targets(t)
        return -np.sum(T * logp), (np.exp(logp) - T) / len(t)
