"""Exercise set 7, the gradient check: what answers are compared with, and the random inputs."""

import numpy as np

from ..activations import sigmoid, sigmoid_prime
from ..gradients import numerical_gradient
from .compare import WHOLE, match
from .engine import Exercise


def trial(rng):
    """The number of the trial, from 0."""
    rng.spawn(1)  # draws nothing; the spawned are counted
    return rng.bit_generator.seed_seq.n_children_spawned - 1


def two_arrays(rng):
    """The larger entry is now in one array, now in the other; in the third of four trials one sign differs.

    The first arrays have three axes, so that what is right for one or two of them is not taken for a mistake.
    """
    number = trial(rng)
    a = rng.normal(size=((2, 3, 2), (3, 4), (5,), (4, 2))[number])
    b = a * rng.uniform(0.5, 0.9, a.shape)
    if number == 2:
        b.flat[np.abs(a).argmax()] *= -1
    return (a, b) if number % 2 else (b, a)


def size(a):
    return np.abs(a).max()


def by_entry(a, b):
    return (np.abs(a - b) / np.maximum(np.abs(a), np.abs(b))).max()


# 07.2
def share_and_probability(rng):
    """In the last of five trials p is an exact power of 1 - q, in binary too.

    Before rounding, the numbers of the first two trials are a little below and above a whole number. In the fourth p
    is large.
    """
    number, q = trial(rng), float(rng.uniform(0.02, 0.2))
    whole = int(rng.integers(20, 40))
    p = ((1 - q) ** (whole - 0.1), (1 - q) ** (whole + 0.1), float(rng.uniform(0.001, 0.02)), 0.3, 0.25)[
        number
    ]
    return (0.02 if number == 3 else 0.5 if number == 4 else q), p


def enough(q, p):
    return int(np.ceil(np.log(p) / np.log(1 - q)))


def whole_number(answer, q, p):
    """The right number, and of a type for counting."""
    match(enough(q, p), answer, Exercise("07.2", enough), WHOLE)
    return np.asarray(answer).dtype.kind in "iu" or (
        "The number is right, but it is not an integer: np.ceil, for one, returns a float."
    )


# 07.3
def coupled(rng, shape):
    """A smooth function of an array of the shape, in which every entry matters for the slope along every other."""
    a, b, c = rng.uniform(0.5, 1.5, 3)
    w = rng.uniform(0.8, 1.2, shape)
    return lambda x: float(a * np.sum(np.sin(w * x)) + b * np.sum(x) ** 2 / 5 + c * np.prod(np.cos(x / 3)))


def integers_or_floats(rng):
    """f and x of some shape, and h but for the last of four trials, where the default is asked for."""
    number = trial(rng)
    shape, *h = (((2, 3), 0.03), ((4,), 1e-3), ((2, 1, 3), 0.01), ((3, 2),))[number]
    x = rng.integers(1, 7, shape)
    return coupled(rng, shape), x if number % 2 == 0 else x + rng.uniform(-0.4, 0.4, shape), *h


def central_gradient(f, x, h=1e-4):
    return numerical_gradient(f, x, h)


def slopes(*, floats=True, back=True, forward=False, width=2.0, integers_out=False, own_step=False):
    """The answer to 07.3 with a bug or two."""

    def answer(f, x, h=1e-4):
        h = 1e-4 if own_step else h
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
class TwoCosts:
    """A smooth function of a flat array that may be called twice."""

    def __init__(self, A):
        self.A, self.calls = A, 0

    def __call__(self, p):
        self.calls += 1
        if self.calls > 2:
            raise RuntimeError("the cost may be evaluated twice here, not more")
        return float(np.sum(np.sin(self.A @ p)) + p @ p / 2)


def line(rng):
    n, h = ((6, 1e-3), (4, 1e-2), (5, 3e-3))[trial(rng)]
    theta, v, gradient = rng.normal(size=(3, n))
    return TwoCosts(rng.normal(size=(n, n))), theta, gradient, v, h


def two_slopes(cost, theta, gradient, v, h):
    return (cost(theta + h * v) - cost(theta - h * v)) / (2 * h), float(gradient @ v)


# 07.5
def sides(rng):
    """Entries with and without a kink, of either order, and gradients within, below and above.

    The jumps are 1.2 to 4 times the threshold where there is a kink, 0.05 to 0.6 times where there is none, and in
    the last two entries just the threshold.
    """
    number = trial(rng)
    threshold, shape = (0.125, 2.0, 2.0**-10)[number], ((12,), (3, 4), (2, 2, 3))[number]
    left = rng.normal(0, 2, 12)
    left[10:] = (3, -2)
    jump = np.concatenate(
        [rng.uniform(1.2, 1.8, 3), rng.uniform(2.2, 4, 3), rng.uniform(0.05, 0.6, 4), [1, 1]]
    )
    jump *= np.array([1, -1] * 6)
    place = np.array([0.3, 0.8, -0.4, 1.7, 1.4, -0.6, 0.2, 0.9, -30.0, 40.0, 0.3, 0.8]) + rng.uniform(
        -0.1, 0.1, 12
    )
    left, right, analytic = ((threshold * a).reshape(shape) for a in (left, left + jump, left + place * jump))
    return left, right, analytic, threshold


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


# 07.8 in set_07_whole, 07.9 in set_07_where
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
