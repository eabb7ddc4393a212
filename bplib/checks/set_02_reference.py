"""Exercise set 2, gradients: what the answers are compared with, variants with a mistake, and the random inputs."""

import math

import numpy as np

from ..gradients import numerical_gradient

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


def last_example(w, b, X, y, *, divided=True, everywhere=True):
    """The answer to 02.5 when a loop keeps the part of the last example only: in both parts, or in dw."""
    r = X @ w + b - y
    m = len(y) if divided else 1
    return r[-1] * X[-1] / m, r[-1] / m if everywhere else np.mean(r)


def by_rows(f, theta, h, *, short=False, axes=1):
    """The answer to 02.4 with so many numbers for an index: a whole row of a matrix moves at a time."""
    theta = np.array(theta, dtype=float)
    result = np.zeros(theta.shape[:axes] if short else theta.shape)
    for i in np.ndindex(theta.shape[:axes]):
        step = np.zeros(theta.shape)
        step[i] = h
        result[i] = (f(theta + step) - f(theta - step)) / (2 * h)
    return result


def between_axes(g, v):
    """The angle between the first two entries of two vectors, from the axis, with its sign."""
    return np.degrees(np.arctan2(v[1], v[0]) - np.arctan2(g[1], g[0]))


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


def first_row_moved(**mistakes):
    """The answer to 02.7 when the start is stored without a copy, and moves on: the first row is the last one."""

    def answer(*args):
        path = descend(*args, **mistakes)
        return np.vstack([path[-1:], path[1:]])

    return answer


def descending(**mistakes):
    return lambda gradient, theta, eta, steps: descend(gradient, theta, eta, steps, **mistakes)


def largest_rate():
    """The answer to 02.8: the largest k/1000 for which the cost falls over 1000 steps."""
    rate = 2 / np.linalg.eigvalsh([[np.mean(HOURS**2), np.mean(HOURS)], [np.mean(HOURS), 1]]).max()
    return math.floor(1000 * rate) / 1000


def two_vectors(rng):
    """Two vectors whose product has a size above 1, also when it is divided by one of the lengths only."""
    while True:
        g, v = rng.choice([-1, 1], (2, n := rng.integers(3, 6))) * rng.uniform(1, 3, (2, n))
        if abs(cosine(g, v)) * min(np.linalg.norm(g), np.linalg.norm(v)) > 1.1:
            return g, v


def toward_inputs(rng):
    n = rng.integers(2, 6)
    theta = rng.uniform(-2, 2, n)
    return rng.uniform(-3, 3, n), theta, theta + rng.choice([-1, 1], n) * rng.uniform(0.5, 2, n)


def gradient_inputs(rng):
    # The seed of a check is fixed: among its trials are vectors, matrices, three axes and integers.
    shape = [(2, 1, 3), (4,), (3, 2), (2, 3)][rng.integers(4)]
    theta = rng.uniform(-1, 1, shape) if rng.random() < 0.6 else rng.integers(-3, 4, shape)
    c, d = rng.uniform(0.5, 1.5, shape), rng.uniform(0.5, 1.5, shape)
    return (lambda t: np.sum(c * t**3) + np.sum(d * t) ** 3), theta, rng.uniform(0.1, 0.4)


def plane_inputs(rng):
    m, n = rng.integers(5, 8), rng.integers(2, 5)
    return rng.uniform(-2, 2, n), rng.uniform(1, 2), rng.uniform(-2, 2, (m, n)), rng.uniform(-3, 3, m)


def descend_inputs(rng):
    n = rng.integers(2, 5)
    B, center = rng.uniform(-1, 1, (n, n)), rng.uniform(-1, 1, n)
    A = B @ B.T + np.eye(n)
    theta, eta = center + rng.uniform(0.5, 2, n), rng.uniform(0.05, 0.2)
    return (lambda t: A @ (t - center)), theta, eta, int(rng.integers(3, 6))
