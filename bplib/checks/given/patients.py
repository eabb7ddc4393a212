"""Exercise 13.9: eight models, most of them sick. Whoever reads on knows the answer."""

import numpy as np

from ... import activations

__all__ = ["patients"]


class _Model:
    """Affine, Tanh, Affine, softmax with cross-entropy: 6 inputs, 8 hidden units, 5 classes."""

    def __init__(self, rng):
        self.params = {
            "W1": rng.normal(0, 6**-0.5, (6, 8)), "b1": np.zeros(8),
            "W2": rng.normal(0, 0.1, (8, 5)), "b2": np.zeros(5),
        }  # fmt: skip

    def _divisor(self, m):
        return m

    def _hidden(self, x):
        return np.tanh(x @ self.params["W1"] + self.params["b1"])

    def _scores(self, x):
        return self._hidden(x) @ self.params["W2"] + self.params["b2"]

    def _slope(self, a):
        return 1 - a**2

    def loss(self, x, t):
        chosen = activations.log_softmax(self._scores(x))[np.arange(len(x)), t]
        return float(-chosen.sum() / self._divisor(len(x)))

    def accuracy(self, x, t):
        return float(np.mean(self._scores(x).argmax(axis=1) == t))

    def gradient(self, x, t):
        a = self._hidden(x)
        d2 = (activations.softmax(self._scores(x)) - np.eye(5)[t]) / self._divisor(len(x))
        d1 = (d2 @ self.params["W2"].T) * self._slope(a)
        return {"W1": x.T @ d1, "b1": d1.sum(axis=0), "W2": a.T @ d2, "b2": d2.sum(axis=0)}

    def step(self, x, t, eta):
        grads = self.gradient(x, t)
        for name, p in self.params.items():
            p -= eta * grads[name]


class _LargeScores(_Model):
    def __init__(self, rng):
        super().__init__(rng)
        self.params["W2"] *= 60


class _WrittenSize(_Model):
    def _divisor(self, m):
        return 300


class _Forgotten(_Model):
    def step(self, x, t, eta):
        b1 = self.params["b1"].copy()
        super().step(x, t, eta)
        self.params["b1"][...] = b1


class _WrongSlope(_Model):
    def _slope(self, a):
        return 1 - np.abs(a)


class _Centers(_Model):
    def _hidden(self, x):
        return super()._hidden(x - x.mean(axis=0))

    def gradient(self, x, t):
        x -= x.mean(axis=0)
        return super().gradient(x, t)


class _Labels(_Model):
    def accuracy(self, x, t):
        return float(np.mean(np.eye(5)[t].argmax(axis=1) == t))


class _Twins(_Model):
    def __init__(self, rng):
        super().__init__(rng)
        self.params["W1"][:, 6] = self.params["W1"][:, 2]
        self.params["W2"][6] = self.params["W2"][2]


def patients():
    """Eight models A to H for exercise 13.9, new ones at each call, and a batch.

    Returns:
        (models, x, t): a dict of untrained models with ``params``, ``loss``, ``accuracy``, ``gradient`` and ``step``;
        x (300, 6), t (300,) with labels 0…4.
    """
    kinds = (_LargeScores, _WrittenSize, _Forgotten, _Model, _WrongSlope, _Centers, _Labels, _Twins)
    models = {
        letter: kind(np.random.default_rng(i)) for i, (letter, kind) in enumerate(zip("ABCDEFGH", kinds))
    }
    rng = np.random.default_rng(13)
    return models, rng.normal(0.5, 1, (300, 6)), rng.permutation(np.repeat(np.arange(5), 60))
