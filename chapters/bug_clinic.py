"""The patients and the instruments of chapter 13, which imports this module.

``Healthy`` and the three networks derived from it are right. Each patient changes one
method of one of them. An instrument takes a class, makes networks of it and returns a
``Finding``. All the bugs were really published; they are rebuilt here, not quoted.
"""

import ast
import inspect
import itertools
import textwrap
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import numpy as np
from sklearn.datasets import load_digits

from bplib.activations import sigmoid

H = 2.0**-17  # the step of all differences (chapter 7)
GROUPS = (
    "crash",
    "silent broadcast",
    "wrong gradient",
    "wrong training",
    "numerics",
    "misleading evaluation",
)
PATIENTS, INSTRUMENTS = {}, {}


# The healthy networks -----------------------------------------------------------------


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
        """The mean cost of a batch, and its derivative by z."""
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


# The patients: each changes one method ------------------------------------------------


def patient(number, name, group):
    def register(cls):
        cls.number, cls.name, cls.group = number, name, group
        PATIENTS[number] = cls
        return cls

    return register


@patient(1, "sigmoid upside down", "wrong gradient")
class Patient1(Healthy):
    def activation(self, z):
        return 1 / (1 + np.exp(z))


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


@patient(4, "labels in one dimension", "silent broadcast")
class Patient4(HealthySquared):
    def cost(self, z, t):
        y = sigmoid(z)
        r = y - t
        dz = 2 * r.sum(axis=1, keepdims=True) * y * (1 - y)
        return np.sum(r**2) / len(t), dz / len(t)


@patient(5, "labels overwritten", "wrong training")
class Patient5(HealthySquared):
    def cost(self, z, t):
        t = y = sigmoid(z)
        r = y - t
        return np.sum(r**2) / len(t), 2 * r * y * (1 - y) / len(t)


a1 = np.full((10, 8), 0.5)  # what earlier cells of patient 6's notebook left behind


@patient(6, "name of an old cell", "crash")
class Patient6(Healthy):
    def forward(self, x):
        x = self.scale(x)
        z1 = x @ self.p["W1"] + self.p["b1"]
        a = self.activation(z1)
        z2 = a1 @ self.p["W2"] + self.p["b2"]
        return [z1, z2], [x, a]


@patient(7, "sums, rate not over m", "wrong training")
class Patient7(Healthy):
    def cost(self, z, t):
        logp, T = self.log_softmax(z), self.targets(t)
        return -np.sum(T * logp), np.exp(logp) - T


@patient(8, "logarithm of zero", "numerics")
class Patient8(HealthyBinary):
    def cost(self, z, t):
        y, T = sigmoid(z), self.targets(t)
        loss = -np.mean(T * np.log(y) + (1 - T) * np.log(1 - y))
        return loss, (y - T) / len(t)


@patient(9, "inputs not scaled", "wrong training")
class Patient9(Healthy):
    def scale(self, x):
        return np.asarray(x, float)


@patient(10, "report turned around", "misleading evaluation")
class Patient10(Healthy):
    def due(self, i):
        return bool(i % 100)


@patient(11, "argmax of the labels", "misleading evaluation")
class Patient11(Healthy):
    def accuracy(self, x, t):
        answers = self.targets(t).argmax(axis=1)
        return np.mean(answers == t)


@patient(12, "bias without keepdims", "silent broadcast")
class Patient12(Healthy):
    def affine_gradient(self, a, d):
        return a.T @ d, d.sum(axis=0)


@patient(13, "update under a wrong name", "wrong training")
class Patient13(Healthy):
    def step(self, grads, eta):
        for l in range(1, self.layers + 1):
            W, b = f"W{l}", f"b{l}"
            self.p[W] = self.p[W] - eta * grads[W]
            self.p["b"] = self.p[b] - eta * grads[b]


@patient(14, "sum reported as the loss", "misleading evaluation")
class Patient14(Healthy):
    def cost(self, z, t):
        logp, T = self.log_softmax(z), self.targets(t)
        return -np.sum(T * logp), (np.exp(logp) - T) / len(t)


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


@patient(17, "left over from Python 2", "crash")
class Patient17(Healthy):
    listing = "for i in xrange(epochs):\n    print 'epoch', i\n"

    def cost(self, z, t):
        logp, T = self.log_softmax(z), self.targets(t)
        return -np.sum(T * logp) / len(t), (np.exp(logp) - T) * (1 // len(t))


@patient(18, "mask of the derivative", "wrong gradient")
class Patient18(HealthyReLU):
    def back(self, d, z):
        return d * (d > 0)


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


PATIENTS = dict(sorted(PATIENTS.items()))


# The instruments ----------------------------------------------------------------------


@dataclass(frozen=True)
class Finding:
    """What an instrument found: verdict is "finds", "passes" or "crash"."""

    letter: str
    verdict: str
    detail: str
    seconds: float

    def __bool__(self):
        return self.verdict != "passes"


def instrument(letter, name, threshold):
    """Turn a function (class, seed) -> (alarm, detail) into one that returns a Finding.

    A patient that raises an exception cannot be measured: the verdict is "crash".
    """

    def register(function):
        def run(cls, seed=0):
            start = time.perf_counter()
            with np.errstate(all="ignore"):
                try:
                    alarm, detail = function(cls, seed)
                    verdict = "finds" if alarm else "passes"
                except Exception as error:
                    verdict, detail = "crash", f"{type(error).__name__}: {error}"
            return Finding(letter, verdict, detail, time.perf_counter() - start)

        run.letter, run.name, run.threshold = letter, name, threshold
        run.__doc__ = function.__doc__
        INSTRUMENTS[letter] = run
        return run

    return register


@cache
def _all_digits():
    bunch = load_digits()
    return bunch.data, bunch.target


def digits(cls, m, seed=0):
    """m digits with gray levels from 0 to 16, and labels for the classes of cls."""
    x, t = _all_digits()
    chosen = slice(10 * seed, 10 * seed + m)
    return x[chosen].copy(), t[chosen] % cls.classes


def sample(p, most=60):
    """Up to ``most`` places in a flattened array, spread over it."""
    return np.unique(np.linspace(0, p.size - 1, most).astype(int))


def one_sided(loss, p, places):
    """Slopes of the loss to the left and right of entries of p, which is restored."""
    flat, middle, slopes = p.reshape(-1), loss(), []
    for i in places:
        old = flat[i]
        flat[i] = old - H
        left = (middle - loss()) / H
        flat[i] = old + H
        slopes.append((left, (loss() - middle) / H))
        flat[i] = old
    return np.array(slopes).T


def array_errors(net, x, t):
    """{name: relative error}: a gradient check that is not the patient's own."""
    grads, errors = net.gradient(x, t), {}
    for name, p in net.p.items():
        at = sample(p)
        left, right = one_sided(lambda: net.loss(x, t), p, at)
        errors[name] = Healthy.apart(net, np.ravel(grads[name])[at], left, right)
    return errors


def verdict_on(errors, tolerance):
    """(alarm, detail) for relative errors by name."""
    wrong = {k: e for k, e in sorted(errors.items()) if not e <= tolerance}
    if not wrong:
        return False, f"relative error {max(errors.values()):.1e}"
    if (
        len(wrong) > 1 and np.ptp([*wrong.values()]) < 1e-4
    ):  # a common factor leaves equal errors
        return True, f"{max(wrong.values()):.4f} in each of {', '.join(wrong)}"
    return True, ", ".join(f"{name} {error:.3f}" for name, error in wrong.items())


def relative(a, b):
    """Relative error of two arrays (chapter 7); below 1e-9 all counts as nothing."""
    return np.abs(a - b).max() / max(np.abs(a).max(), np.abs(b).max(), 1e-9)


@contextmanager
def fresh_session():
    """Names that earlier cells left behind are gone for a while."""
    left_over = globals().pop("a1")
    try:
        yield
    finally:
        globals()["a1"] = left_over


@instrument("A", "restart and run all", "any exception in a fresh session")
def restart(cls, seed):
    try:
        ast.parse(getattr(cls, "listing", ""))  # Python 3 must be able to read it
        net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
        with fresh_session():
            net.loss(x, t), net.gradient(x, t)
            net.train(x, t, epochs=1)
            net.accuracy(x, t)
    except Exception as error:  # here this is a find
        return True, type(error).__name__
    return False, "runs"


@instrument("B", "shapes", "any shape but the one stated")
def shapes(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    zs, _ = net.forward(x)
    loss, dz = net.cost(zs[-1], t)
    pairs = {"logits": (zs[-1], (10, cls.outputs)), "loss": (loss, ())}
    pairs["derivative by z"] = (dz, zs[-1].shape)
    grads = net.gradient(x, t)
    pairs |= {f"gradient of {k}": (grads[k], p.shape) for k, p in net.p.items()}
    for name, (array, wanted) in pairs.items():
        if np.shape(array) != wanted:
            return True, f"{name} is {np.shape(array)}, wanted {wanted}"
    return False, "all as stated"


@instrument("C", "gradient check", "relative error above 1e-6")
def gradient_check(cls, seed):
    return verdict_on(array_errors(cls(rng=seed), *digits(cls, 10, seed)), 1e-6)


@instrument("D", "gradient check with dropout on", "relative error above 1e-6")
def dropout_check(cls, seed):
    net = cls(rng=seed)
    net.keep = {1: np.tile([0.0, 2.0, 2.0, 0.0], 2)}  # held still during the check
    return verdict_on(array_errors(net, *digits(cls, 10, seed)), 1e-6)


@instrument("E", "one random direction", "relative error above 1e-6")
def direction(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    grads, rng = net.gradient(x, t), np.random.default_rng(seed)
    v = {name: rng.normal(size=p.shape) for name, p in net.p.items()}
    slope = sum(np.sum(grads[name] * v[name]) for name in v)
    old, h, losses = net.p, 1e-6, []
    for sign in (1, -1):
        net.p = {name: p + sign * h * v[name] for name, p in old.items()}
        losses.append(net.loss(x, t))
    numeric = (losses[0] - losses[1]) / (2 * h)
    usual = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
    error = abs(slope - numeric) / max(abs(numeric), usual, 1e-5)
    return not error <= 1e-6, f"relative error {error:.3f}"


@instrument("F", "check with three layers", "relative error above 1e-6")
def three_layers(cls, seed):
    net = cls(hidden=(8, 6), rng=seed)
    return verdict_on(array_errors(net, *digits(cls, 10, seed)), 1e-6)


@instrument("G", "batch doubled", "loss or gradient changed by 1e-6")
def batch_doubled(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    xx, tt = np.concatenate([x, x]), np.concatenate([t, t])
    once, twice = net.loss(x, t), net.loss(xx, tt)
    one, two = net.gradient(x, t), net.gradient(xx, tt)
    error = max([relative(one[k], two[k]) for k in one] + [relative(once, twice)])
    return not error < 1e-6, f"loss {once:.2f}, doubled {twice:.2f}"


@instrument("H", "arrays before and after", "any argument or parameter changed")
def before_and_after(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    rng = np.random.default_rng(seed)
    z, d = rng.normal(size=(2, 10, 8))
    out = rng.normal(size=(10, cls.outputs))
    calls = {
        "activation": (z,),
        "slope": (z,),
        "back": (d, z),
        "affine_gradient": (z, d),
        "cost": (out, t),
        "loss": (x, t),
        "gradient": (x, t),
        "numerical_gradient": (lambda a: np.sum(a**2), z[0]),
    }
    for name, arguments in calls.items():
        arrays = [a for a in (*arguments, *net.p.values()) if isinstance(a, np.ndarray)]
        before = [a.copy() for a in arrays]
        getattr(net, name)(*arguments)
        if not all(np.array_equal(a, b) for a, b in zip(arrays, before)):
            return True, f"{name} changes what it was given"
    return False, "nothing changed"


@instrument("I", "gradient twice", "the second differs by 1e-9")
def gradient_twice(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    first, second = net.gradient(x, t), net.gradient(x, t)
    errors = {name: relative(first[name], second[name]) for name in first}
    return verdict_on(errors, 1e-9)


@instrument("J", "loss at the start", "off the loss of a guess by a factor 1.5")
def loss_at_start(cls, seed):
    x, t = digits(cls, 100, seed)
    loss = np.mean([cls(rng=5 * seed + k).loss(x, t) for k in range(5)])
    return not 2 / 3 < loss / cls.guess < 1.5, f"{loss:.2f}, a guess {cls.guess:.2f}"


@instrument("K", "accuracy untrained", "off 1/K by more than 0.2")
def untrained_accuracy(cls, seed):
    x, t = digits(cls, 200, seed)
    share = np.mean([cls(rng=5 * seed + k).accuracy(x, t) for k in range(5)])
    far = abs(share - 1 / cls.classes)
    return not far < 0.2, f"{share:.2f}, chance {1 / cls.classes:.2f}"


@instrument("L", "every parameter moves", "an array the same after a step")
def everything_moves(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    before = {name: p.copy() for name, p in net.p.items()}
    net.step(net.gradient(x, t), cls.eta)
    still = [name for name in before if np.array_equal(before[name], net.p[name])]
    return bool(still), f"unchanged: {', '.join(still)}" if still else "all move"


@instrument("M", "weights compared", "two hidden units alike after training")
def weights_compared(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    net.train(x, t, epochs=5, size=10)
    columns = np.vstack([net.p["W1"], net.p["b1"], net.p["W2"].T]).T
    for i, j in itertools.combinations(range(len(columns)), 2):
        if relative(columns[i], columns[j]) < 1e-9:
            return True, f"units {i} and {j} are the same"
    return False, "all different"


@instrument("N", "slopes of the hidden units", "mean below 0.3 of the largest")
def slopes(cls, seed):
    x, _ = digits(cls, 100, seed)
    nets = [cls(rng=5 * seed + k) for k in range(5)]
    steepest = nets[0].slope(np.array([1e-3]))[0]
    mean = np.mean([net.slope(net.forward(x)[0][0]) for net in nets]) / steepest
    return not mean > 0.3, f"mean slope {mean:.2f} of the largest"


@instrument("O", "overfit ten examples", "loss above a fifth of the first")
def overfit(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    first = net.loss(x, t)
    net.train(x, t, epochs=300)
    last = net.loss(x, t)
    if first == 0:
        return True, "loss 0 before any training"
    learned = last < first / 5
    where = "below" if learned else "still above"
    return not learned, f"{where} a fifth of the first loss"


@instrument("P", "extreme values", "inf or nan for logits of ±1000")
def extreme_values(cls, seed):
    net = cls(rng=seed)
    t = np.arange(10) % cls.classes
    worst = []
    for big in (1000.0, -1000.0):
        z = np.full((10, cls.outputs), big)
        z[::2] *= -1
        z[:, 0] *= -1
        loss, dz = net.cost(z, t)
        worst += [loss, np.abs(dz).max(), net.activation(np.array([big / 10]))[0]]
    return not np.isfinite(worst).all(), f"loss {worst[0]:.0f}"


@instrument("Q", "known gradient", "(6, 8) missed by more than 1e-6")
def known_gradient(cls, seed):
    net = cls(rng=seed)
    for x in (np.array([3.0, 4.0]), np.array([3, 4])):
        g = net.numerical_gradient(lambda a: np.sum(a**2), x)
        if not relative(g, np.array([6.0, 8.0])) < 1e-6:
            return True, f"({g[0]:.6g}, {g[1]:.6g}) for {x.dtype}"
    return False, "(6, 8)"


@instrument("R", "error over the step", "step 30 times off the best one")
def error_over_step(cls, seed):
    h, errors = step_errors(cls, seed)
    best = h[np.argmin(errors)]
    used = inspect.signature(cls.numerical_gradient).parameters["h"].default
    return abs(np.log(used / best)) > np.log(30), f"h = {used:.0e}, best {best:.0e}"


@instrument("S", "check at a kink", "its own check: other verdict for blank images")
def check_at_kink(cls, seed):
    x, t = digits(cls, 10, seed)
    blank = np.zeros_like(x), np.full_like(t, t[1])  # z = 0 in the hidden layer
    errors = [cls(rng=seed).check(*batch) for batch in ((x, t), blank)]
    on_digits, on_blank = (error <= 1e-6 for error in errors)
    detail = f"passes digits: {on_digits}, blank images: {on_blank}"
    return on_digits != on_blank, detail


@instrument("T", "lines reported", "not between 1 and 10 in 200 steps")
def lines_reported(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 20, seed)
    net.train(x, t, epochs=50, eta=0.1)
    return not 1 <= len(net.lines) <= 10, f"{len(net.lines)} lines in 200 steps"


INSTRUMENTS = dict(sorted(INSTRUMENTS.items()))


def step_errors(cls, seed=0):
    """Steps 1e-1 … 1e-12, and the error of numerical_gradient of cls with each."""
    net, h = cls(rng=seed), 10.0 ** -np.arange(1, 13)
    x = np.random.default_rng(seed).uniform(0, 1, 10)

    def error(k):
        g = net.numerical_gradient(lambda a: np.sum(np.exp(a)), x.copy(), k)
        return np.abs(g - np.exp(x)).max()

    return h, np.array([error(k) for k in h])


# The table, and what the chapter prints -----------------------------------------------


@cache
def examine(cls, seed=0):
    """{letter: Finding} of all instruments."""
    return {letter: run(cls, seed) for letter, run in INSTRUMENTS.items()}


def table():
    """{number: {letter: verdict}} of every instrument on every patient."""
    return {
        number: {letter: finding.verdict for letter, finding in examine(cls).items()}
        for number, cls in PATIENTS.items()
    }


def smallest_sets(found):
    """All smallest sets of letters that find every patient in {number: letters}."""
    everyone = set().union(*found.values())
    certain = {next(iter(letters)) for letters in found.values() if len(letters) == 1}
    rest = [set(letters) for letters in found.values() if not certain & set(letters)]
    for size in range(len(everyone)):
        chosen = [
            certain | set(extra)
            for extra in itertools.combinations(sorted(everyone - certain), size)
            if all(letters & set(extra) for letters in rest)
        ]
        if chosen:
            return [sorted(letters) for letters in chosen]
    return []


def healthy(cls):
    """The healthy class that a patient was derived from."""
    return cls.__mro__[1]


def changed(cls):
    """The name of the one method that a patient changes."""
    (name,) = (name for name, part in vars(cls).items() if inspect.isfunction(part))
    return name


def pair(number):
    """The patient, and what it is once cured."""
    return {"patient": PATIENTS[number], "cured": healthy(PATIENTS[number])}


def source(cls, name):
    return textwrap.dedent(inspect.getsource(getattr(cls, name))).rstrip()


def show(number):
    """Print the method of a patient."""
    cls = PATIENTS[number]
    print(f"# in place of {healthy(cls).__name__}.{changed(cls)}")
    print(source(cls, changed(cls)))


def diagnose(number):
    """Print what the instruments that are not content have found, and the cure."""
    for letter, finding in examine(PATIENTS[number]).items():
        if finding.verdict == "crash":
            detail = f"crash, {finding.detail.split(':')[0]}"
        else:
            detail = finding.detail
        if finding:
            print(f"{letter}  {INSTRUMENTS[letter].name}: {detail}")
    cls = PATIENTS[number]
    print(f"\n# the healthy method\n{source(healthy(cls), changed(cls))}")
