"""Exercise set 7, the gradient check: what answers are compared with, and the random inputs."""

import numpy as np

from ..activations import sigmoid, sigmoid_prime
from ..gradients import numerical_gradient, relative_error


def trial(rng):
    """The number of the trial, from 0."""
    rng.spawn(1)  # draws nothing; the spawned are counted
    return rng.bit_generator.seed_seq.n_children_spawned - 1


def two_arrays(rng):
    a = rng.normal(size=(3, 4))
    # The larger entry is now in one array, now in the other.
    return (
        (a, a * rng.uniform(0.5, 0.9, a.shape)) if trial(rng) % 2 else (a * rng.uniform(0.5, 0.9, a.shape), a)
    )


# 07.2
def share_and_probability(rng):
    """In the last of five trials p is an exact power of 1 - q, in binary too."""
    pair = float(rng.uniform(0.02, 0.2)), float(rng.uniform(0.001, 0.02))
    return (0.5, 0.25) if trial(rng) == 4 else pair


# 07.3
def coupled(rng):
    """A smooth function of an array, in which every entry matters for the slope along every other."""
    a, b, c = rng.uniform(0.5, 1.5, 3)
    return lambda x: float(a * np.sum(np.sin(x)) + b * np.sum(x) ** 2 / 5 + c * np.prod(np.cos(x / 3)))


def integers_or_floats(rng):
    x = rng.integers(1, 7, (2, 3))
    return coupled(rng), x if trial(rng) % 2 == 0 else x + rng.uniform(-0.4, 0.4, x.shape)


def central_gradient(f, x):
    return numerical_gradient(f, x, 1e-4)


def slopes(*, floats=True, back=True, forward=False, width=2.0, integers_out=False):
    """The answer to 07.3 with a bug or two."""

    def answer(f, x, h=1e-4):
        point = x.astype(float) if floats else x.copy()
        gradient = np.zeros(x.shape, x.dtype if integers_out else float)
        for i in np.ndindex(x.shape):
            old = point[i]
            point[i] = old + h
            right = f(point)
            point[i] = old if forward else point[i] - 2 * h
            gradient[i] = (right - f(point)) / (width * h)
            point[i] = old if back else point[i]
        return gradient

    return answer


# 07.4
def line(rng):
    n = 6
    theta, v, gradient = rng.normal(size=(3, n))
    A = rng.normal(size=(n, n))
    return (lambda p: float(np.sum(np.sin(A @ p)) + p @ p / 2)), theta, gradient, v, 1e-3


def two_slopes(cost, theta, gradient, v, h):
    return (cost(theta + h * v) - cost(theta - h * v)) / (2 * h), float(gradient @ v)


# 07.5
def sides(rng):
    """Entries with and without a kink, of either order, and gradients within, below and above."""
    left = rng.normal(size=10)
    jump = (
        rng.uniform(0.5, 1.5, 10)
        * np.array([1, -1] * 5)
        * np.array([1, 1, 1, 1, 1, 1, 1e-2, 1e-2, 1e-2, 1e-2])
    )
    place = np.array([0.3, 0.8, -0.4, 1.7, 1.4, -0.6, 0.2, 0.9, -30.0, 40.0]) + rng.uniform(-0.1, 0.1, 10)
    return left, left + jump, left + place * jump, 0.1


def allowed(left, right, analytic, threshold):
    low, high = np.minimum(left, right), np.maximum(left, right)
    wanted = np.where(high - low > threshold, np.clip(analytic, low, high), (left + right) / 2)
    return np.abs(analytic - wanted)


# 07.6
def layer(rng):
    W, dW = rng.normal(size=(2, 3, 5))
    b, db = rng.normal(size=(2, 3, 1))
    a, da = rng.normal(size=(2, 5, 4))
    return W, dW, b, db, a, da


def through_layer(W, dW, b, db, a, da):
    z = W @ a + b
    return sigmoid(z), sigmoid_prime(z) * (dW @ a + W @ da + db)


def other_tangent(tangent):
    """The answer to 07.6 with another tangent, given all arguments and z."""

    def answer(W, dW, b, db, a, da):
        z = W @ a + b
        return sigmoid(z), tangent(W, dW, b, db, a, da, z)

    return answer


# 07.8, and 07.9 in set_07_where
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


_SHAPES = {"W1": (4, 3), "b1": (4, 1), "W2": (2, 4), "b2": (2, 1)}


def params_like(rng, shapes):
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def spoiled(rng):
    """07.8: params, loss, and a gradient in which some arrays are too large or too small, one in a single entry."""
    params, loss = params_like(rng, _SHAPES), Loss(rng, _SHAPES)
    gradient = loss.gradient(params)
    gradient["b1"] = 1.5 * gradient["b1"]
    gradient["W2"][1, 2] += rng.uniform(0.1, 0.3)
    gradient["W1"] = 0.6 * gradient["W1"]
    return params, loss, gradient


def errors(measure=relative_error, whole=None, difference=None):
    """The answer to 07.8. ``whole`` measures from all arrays at once, ``difference`` changes the differences."""

    def answer(params, loss, gradient):
        work = {name: p.copy() for name, p in params.items()}
        numeric = {}
        for name, p in work.items():
            numeric[name] = np.empty(p.shape)
            for i in np.ndindex(p.shape):
                numeric[name][i] = (difference or _central)(lambda: loss(work), p, i)
        if whole:
            return whole(gradient, numeric)
        return {name: float(measure(gradient[name], numeric[name])) for name in params}

    return answer


def _central(loss, p, i, h=1e-5):
    old = p[i]
    p[i] = old + h
    right, p[i] = loss(), old - h
    left, p[i] = loss(), old
    return (right - left) / (2 * h)


def with_step(h):
    return lambda loss, p, i: _central(loss, p, i, h)


def not_restored(loss, p, i, h=1e-5):
    slope = _central(loss, p, i, h)
    p[i] -= h
    return slope


def one_sided(loss, p, i, h=1e-5):
    old, left = p[i], loss()
    p[i] = old + h
    slope = (loss() - left) / h
    p[i] = old
    return slope


def one_scale(gradient, numeric):
    """Relative errors that are divided by the largest entry of all arrays."""
    size = max(np.abs(g).max() for arrays in (gradient, numeric) for g in arrays.values())
    return {name: float(np.abs(g - numeric[name]).max() / size) for name, g in gradient.items()}
