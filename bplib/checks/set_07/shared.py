"""What 7.8 and 7.9 both check: a cost of several arrays, and its gradient."""

import numpy as np

__all__ = ["Loss", "params_like"]


class Loss:
    """A smooth function of a dict of arrays that depends on all entries, and counts how often it is called."""

    def __init__(self, rng, shapes, most=None, unit=1.0):
        self.unit = unit
        self.inside = {name: rng.uniform(0.5, 1.5, shape) for name, shape in shapes.items()}
        self.most, self.calls = most, 0

    def __call__(self, params):
        self.calls += 1
        if self.most is not None and self.calls > self.most:
            raise RuntimeError(
                f"the loss may be evaluated {self.most} times here, two for each array, not more"
            )
        total = self._total(params)
        return float(self.unit * (total + total**2 / 10))

    def _total(self, params):
        return sum(np.sum(np.sin(a * params[name])) for name, a in self.inside.items())

    def gradient(self, params):
        outer = self.unit * (1 + self._total(params) / 5)
        return {name: outer * a * np.cos(a * params[name]) for name, a in self.inside.items()}


def params_like(rng, shapes):
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}
