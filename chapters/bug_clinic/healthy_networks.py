"""The healthy networks: ``Healthy``, and three that change what must be changed."""

import numpy as np

from bplib.activations import sigmoid

from .differences import H, one_sided, sample


class Healthy:
    """Sigmoid units, softmax, cross-entropy, in rows; each step is a method."""

    classes, outputs, eta, guess = 10, 10, 2.0, np.log(10)

    def __init__(self, hidden=(8,), rng=0):
        self.sizes = [64, *hidden, self.outputs]
        self.layers = len(hidden) + 1
        self.p = self.initialize(np.random.default_rng(rng))
        self.keep = {l: 1.0 for l in range(1, self.layers)}  # factors of dropout
        self.lines = []  # what training has reported

    def scale(self, x):
        return np.asarray(x, float) / 16  # gray levels from 0 to 16

    def initialize(self, rng):
        p = {}
        for l in range(1, self.layers + 1):
            n_in, n_out = self.sizes[l - 1], self.sizes[l]
            p[f"W{l}"] = rng.normal(size=(n_in, n_out)) / np.sqrt(n_in)
            p[f"b{l}"] = np.zeros((1, n_out))
        return p

    def activation(self, z):
        return sigmoid(z)

    def slope(self, z):
        a = self.activation(z)
        return a * (1 - a)

    def drop(self, a, l):
        return a * self.keep[l]

    def forward(self, x):
        zs, acts = [], [self.scale(x)]
        for l in range(1, self.layers + 1):
            zs.append(acts[-1] @ self.p[f"W{l}"] + self.p[f"b{l}"])
            if l < self.layers:
                acts.append(self.drop(self.activation(zs[-1]), l))
        return zs, acts

    def targets(self, t):
        return np.eye(self.classes)[t]

    def log_softmax(self, z):
        z = z - z.max(axis=1, keepdims=True)
        return z - np.log(np.exp(z).sum(axis=1, keepdims=True))

    def cost(self, z, t):
        """The mean cost of a batch, and its derivative with respect to z."""
        logp, T = self.log_softmax(z), self.targets(t)
        return -np.sum(T * logp) / len(t), (np.exp(logp) - T) / len(t)

    def loss(self, x, t):
        return self.cost(self.forward(x)[0][-1], t)[0]

    def clear(self, zs):
        self.d = [np.zeros_like(z) for z in zs]

    def affine_gradient(self, a, d):
        return a.T @ d, d.sum(axis=0, keepdims=True)

    def back(self, d, z):
        return d * self.slope(z)

    def drop_back(self, d, l):
        return d * self.keep[l]

    def error_before(self, l, zs):
        d = self.d[l] @ self.p[f"W{l + 1}"].T
        return self.back(self.drop_back(d, l), zs[l - 1])

    def backward(self, zs, acts, dz):
        self.clear(zs)
        self.d[-1] = self.d[-1] + dz
        grads = {}
        for l in range(self.layers, 0, -1):
            dW, db = self.affine_gradient(acts[l - 1], self.d[l - 1])
            grads[f"W{l}"], grads[f"b{l}"] = dW, db
            if l > 1:
                self.d[l - 2] = self.d[l - 2] + self.error_before(l - 1, zs)
        return grads

    def gradient(self, x, t):
        zs, acts = self.forward(x)
        return self.backward(zs, acts, self.cost(zs[-1], t)[1])

    def step(self, grads, eta):
        for name in grads:
            self.p[name] = self.p[name] - eta * grads[name]

    def minibatches(self, x, t, size, rng):
        order = rng.permutation(len(x))
        for i in range(0, len(x), size):
            yield x[order[i : i + size]], t[order[i : i + size]]

    def due(self, i):
        return i % 100 == 0

    def train(self, x, t, epochs, size=5, rng=0, eta=None):
        rng, i = np.random.default_rng(rng), 0
        for _ in range(epochs):
            for xb, tb in self.minibatches(x, t, size, rng):
                self.step(self.gradient(xb, tb), self.eta if eta is None else eta)
                if self.due(i):
                    self.lines.append(f"step {i}: loss {self.loss(xb, tb):.2f}")
                i += 1

    def predict(self, x):
        return self.forward(x)[0][-1].argmax(axis=1)

    def accuracy(self, x, t):
        return np.mean(self.predict(x) == t)

    def numerical_gradient(self, f, x, h=H):
        x = np.array(x, float)  # a copy, in floats
        g = np.zeros(x.shape)
        for i in np.ndindex(x.shape):
            old = x[i]
            x[i] = old + h
            right = f(x)
            x[i] = old - h
            g[i] = (right - f(x)) / (2 * h)
            x[i] = old
        return g

    def apart(self, g, left, right):
        """Relative error of g against the slopes of the cost on either side."""
        numeric = (left + right) / 2
        scale = max(np.abs(numeric).max(), np.abs(g).max(), 1e-5)
        kink = np.abs(right - left) > 1e-3 * scale
        between = np.clip(g, np.minimum(left, right), np.maximum(left, right))
        return np.abs(g - np.where(kink, between, numeric)).max() / scale

    def check(self, x, t):
        """The gradient check: the largest relative error of all arrays."""
        grads, errors = self.gradient(x, t), []
        for name, p in self.p.items():
            at = sample(p)
            left, right = one_sided(lambda: self.loss(x, t), p, at)
            errors.append(self.apart(np.ravel(grads[name])[at], left, right))
        return max(errors)


class HealthyReLU(Healthy):
    """With ReLU in the hidden layers."""

    eta = 0.1

    def activation(self, z):
        return np.maximum(z, 0)

    def slope(self, z):
        return (z > 0).astype(float)


class HealthyBinary(Healthy):
    """One sigmoid output for two classes (is the digit odd?), binary cross-entropy."""

    classes, outputs, eta, guess = 2, 1, 1.0, np.log(2)

    def targets(self, t):
        return np.asarray(t, float)[:, None]

    def cost(self, z, t):
        T = self.targets(t)
        loss = np.sum(np.logaddexp(0, z) - T * z) / len(t)
        return loss, (sigmoid(z) - T) / len(t)

    def predict(self, x):
        return (self.forward(x)[0][-1][:, 0] > 0).astype(int)


class HealthySquared(HealthyBinary):
    """One sigmoid output, and the squared error as cost."""

    eta, guess = 4.0, 0.25

    def cost(self, z, t):
        y = sigmoid(z)
        r = y - self.targets(t)
        return np.sum(r**2) / len(t), 2 * r * y * (1 - y) / len(t)


HEALTHY = (Healthy, HealthyReLU, HealthyBinary, HealthySquared)
