"""Exercise set 2, gradients: what the answers are compared with, variants with a mistake, and the random inputs."""

import math

import numpy as np

from ..gradients import numerical_gradient
from .compare import Unlike, match
from .engine import Exercise

HOURS = np.arange(5.0)
HEIGHTS = np.array([12.0, 11.0, 8.0, 6.0, 4.0])


def partials(theta):
    return numerical_gradient(lambda t: t[0] ** 2 * t[1] + np.sin(3 * t[1]), theta, method="complex")


def cosine(g, v):
    return g @ v / (np.linalg.norm(g) * np.linalg.norm(v))


def degrees(number):
    return np.degrees(np.arccos(number))


def toward(g, theta, target):
    return g @ (target - theta) / np.linalg.norm(target - theta)


def gradient(f, theta, h):
    return numerical_gradient(f, theta, h)


def moving(*, dtype=float, restored=True, divisor=2.0, ends=(1, -1), everywhere=False, like=False):
    """A numerical gradient with some of its lines changed."""

    def answer(f, theta, h):
        theta = np.array(theta, dtype=dtype)
        result = np.zeros_like(theta) if like else np.zeros(theta.shape)
        for index in np.ndindex(theta.shape):
            old = theta.copy()
            entry = slice(None) if everywhere else index
            values = []
            for end in ends:
                theta[entry] = old[entry] + end * h
                values.append(f(theta))
            result[index] = (values[0] - values[1]) / (divisor * h)
            if restored:
                theta = old
        return result

    return answer


def plane(w, b, X, y):
    """The gradient of the cost of a plane, by differences."""

    def cost(w, b):
        return np.mean((X @ w + b - y) ** 2) / 2

    return numerical_gradient(lambda w: cost(w, b), w), float(numerical_gradient(lambda b: cost(w, b), b))


def plane_with(change=lambda dw, db, X: (dw, db), bias=1):
    """The answer to 02.5 from the formula, with something changed."""

    def answer(w, b, X, y):
        r = X @ w + bias * b - y
        return change(X.T @ r / len(y), np.mean(r), X)

    return answer


def stationary(c, d):
    return np.array([c, d]), np.array([-c, d])


def descend(grad, theta, eta, steps, *, sign=-1, fresh=True, start=True, end=True, mixed=False, alias=False):
    """All parameters on the way down, or the same with mistakes."""
    theta = np.array(theta, dtype=float)
    path, first = [theta], grad(theta)
    for _ in range(steps):
        g = grad(theta) if fresh else first
        if mixed:
            theta = theta.copy()
            for k in range(len(theta)):
                theta[k] += sign * eta * grad(theta)[k]
        else:
            theta = theta + sign * eta * g
        path.append(theta)
    if alias:
        path = [theta] * len(path)
    return np.array(path[0 if start else 1 : None if end else -1])


def descending(**mistakes):
    return lambda gradient, theta, eta, steps: descend(gradient, theta, eta, steps, **mistakes)


def largest_rate():
    """The answer to 02.8: the largest k/1000 for which the cost falls over 1000 steps."""
    rate = 2 / np.linalg.eigvalsh([[np.mean(HOURS**2), np.mean(HOURS)], [np.mean(HOURS), 1]]).max()
    return math.floor(1000 * rate) / 1000


def plan(curvatures, reduction):
    low, high = np.min(curvatures), np.max(curvatures)
    factor = (high - low) / (high + low)
    return 2 / (high + low), math.ceil(math.log(reduction) / math.log(factor))


def planned(rate=None, steps=None):
    """The answer to 02.9 with another learning rate, a function of the curvatures, or other steps."""

    def answer(curvatures, reduction):
        eta = plan(curvatures, reduction)[0] if rate is None else rate(np.asarray(curvatures))
        factor = np.max(np.abs(1 - eta * curvatures))
        wanted = math.log(reduction) / math.log(factor)
        return eta, math.ceil(wanted) if steps is None else steps(wanted)

    return answer


_PLAN = Exercise("", plan, parts=("eta", "steps"))
_NEARLY = (
    (
        lambda a: 2 / a.max(),
        "With your eta the steepest direction jumps to and fro forever: it is the bound itself.",
    ),
    (
        lambda a: 1 / a.max(),
        "Your eta is one over the largest curvature: safe, but slow in the flattest direction.",
    ),
)


def plan_accepted(answer, curvatures, reduction):
    """Compare as usual; two learning rates have a text of their own, whatever the steps."""
    try:
        match(plan(curvatures, reduction), answer, _PLAN, "the answer")
    except Unlike as unlike:
        for rate, text in _NEARLY:
            if unlike.kind == "wrong" and np.isclose(answer[0], rate(curvatures)):
                return text
        raise
    return True


def two_vectors(rng):
    """Two vectors whose product has a size above 1, also when it is divided by one of the lengths only."""
    while True:
        g, v = rng.choice([-1, 1], (2, 4)) * rng.uniform(1, 3, (2, 4))
        if abs(cosine(g, v)) > 0.3:
            return g, v


def toward_inputs(rng):
    theta = rng.uniform(-2, 2, 3)
    return rng.uniform(-3, 3, 3), theta, theta + rng.choice([-1, 1], 3) * rng.uniform(0.5, 2, 3)


def gradient_inputs(rng):
    # The seed of a check is fixed: among its trials are vectors, matrices and integers.
    shape = [(4,), (2, 3), (3, 2)][rng.integers(3)]
    theta = rng.uniform(-1, 1, shape) if rng.random() < 0.6 else rng.integers(-3, 4, shape)
    c, d = rng.uniform(0.5, 1.5, shape), rng.uniform(0.5, 1.5, shape)
    return (lambda t: np.sum(c * t**3) + np.sum(d * t) ** 2), theta, rng.uniform(0.1, 0.4)


def plane_inputs(rng):
    m, n = rng.integers(5, 8), 3
    return rng.uniform(-2, 2, n), rng.uniform(1, 2), rng.uniform(-2, 2, (m, n)), rng.uniform(-3, 3, m)


def descend_inputs(rng):
    B, center = rng.uniform(-1, 1, (3, 3)), rng.uniform(-1, 1, 3)
    A = B @ B.T + np.eye(3)
    theta, eta = center + rng.uniform(0.5, 2, 3), rng.uniform(0.05, 0.2)
    return (lambda t: A @ (t - center)), theta, eta, int(rng.integers(3, 6))


def plan_inputs(rng):
    return rng.permutation(rng.uniform(0.5, 9, rng.integers(3, 6))), 10 ** -rng.uniform(1, 4)
