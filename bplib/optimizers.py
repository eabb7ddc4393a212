"""Optimizers: ``update(params, grads)`` takes one step, in place.

params and grads are dicts of arrays with the same names and shapes.
"""

import math

import numpy as np

from ._validate import fraction, positive

__all__ = ["SGD", "Adam", "Momentum", "cosine"]


def cosine(done):
    """½ (1 + cos(π · done)): a factor on the learning rate that falls from 1 to 0 as training goes on.

    Equation (11.5).

    Args:
        done: fraction of the training that is done, from 0 to 1.

    Source: Loshchilov and Hutter, ICLR 2017, without restarts.
    """
    return (1 + math.cos(math.pi * done)) / 2


class Optimizer:
    """Checks the arguments and keeps one state array per parameter and kind.

    Args:
        lr: learning rate.
        weight_decay: for SGD and Momentum, λ, at least 0 and less than 1: λ W is added to the gradient of each
            weight matrix W (a parameter of two or more dimensions), as if the cost had the term ½ λ Σ W².

    Raises:
        ValueError: if a setting is out of range; by ``update``, if names or shapes differ (nothing is changed then).
    """

    weight_decay = 0.0

    def __init__(self, lr):
        self.lr = positive("lr", lr)
        self._state = {}

    def update(self, params, grads):
        """One step on every parameter array, in place. The gradients stay as they are."""
        steps = []
        for name, p in params.items():
            if name not in grads:
                raise ValueError(f"grads must have an entry for every parameter, {name} is missing")
            g = np.asarray(grads[name])
            if g.shape != p.shape:
                raise ValueError(f"grads[{name!r}] has shape {g.shape}, the parameter {p.shape}")
            if p.dtype.kind != "f":
                raise ValueError(f"params[{name!r}] must be floats, got dtype {p.dtype}")
            for kept in self._state[name].values() if name in self._state else ():
                if kept.shape != p.shape:
                    raise ValueError(
                        f"params[{name!r}] has shape {p.shape}, this optimizer began with {kept.shape}: use a new one"
                    )
            steps.append((name, p, g))
        self._use_up((name, p, g.astype(np.result_type(g, p))) for name, p, g in steps)

    def _use_up(self, steps):
        """One step for each (name, parameter, gradient); the gradients are the optimizer's own from now on."""
        self._begin()
        for name, p, g in steps:
            if self.weight_decay and p.ndim > 1:
                g += self.weight_decay * p
            self._step(name, p, g)

    def _begin(self):
        pass

    def _step(self, name, p, g):
        """One step on p, in place; g may be used up."""
        raise NotImplementedError

    def _kept(self, kind, name, p):
        state = self._state.setdefault(name, {})
        if kind not in state:
            state[kind] = np.zeros_like(p)
        return state[kind]


class SGD(Optimizer):
    """Gradient descent: p ← p - lr · g.

    Equations (1.7), (2.11), (11.6) and (11.7).
    """

    def __init__(self, lr, *, weight_decay=0.0):
        super().__init__(lr)
        self.weight_decay = fraction("weight_decay", weight_decay)

    def _step(self, name, p, g):
        g *= self.lr
        p -= g


class Momentum(Optimizer):
    """Gradient descent with a velocity: v ← momentum · v - lr · g, then p ← p + v.

    Equation (10.4).

    Source: Polyak, USSR Comput. Math. Math. Phys. 4(5), 1964, in the form of Sutskever et al., ICML 2013.
    """

    def __init__(self, lr, momentum=0.9, *, weight_decay=0.0):
        super().__init__(lr)
        self.weight_decay = fraction("weight_decay", weight_decay)
        self.momentum = fraction("momentum", momentum)

    def _step(self, name, p, g):
        v = self._kept("v", name, p)
        v *= self.momentum
        g *= self.lr
        v -= g
        p += v


class Adam(Optimizer):
    """Steps scaled by running means of the gradient (beta1) and of its square (beta2), bias-corrected.

    Source: Kingma and Ba, ICLR 2015, algorithm 1.
    """

    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(lr)
        self.beta1, self.beta2 = fraction("beta1", beta1), fraction("beta2", beta2)
        self.eps = positive("eps", eps)
        self._steps = 0

    def _begin(self):
        self._steps += 1

    def _step(self, name, p, g):
        mean, square = self._kept("mean", name, p), self._kept("square", name, p)
        change = g - mean
        change *= 1 - self.beta1
        mean += change
        g *= g
        g -= square
        g *= 1 - self.beta2
        square += g
        root = np.divide(square, 1 - self.beta2**self._steps, out=g)  # corrected
        np.sqrt(root, out=root)
        root += self.eps
        step = np.divide(mean, 1 - self.beta1**self._steps, out=change)  # corrected
        step *= self.lr
        step /= root
        p -= step
