"""Exercise set 1, the derivative: references, inputs and named mistakes."""

import numpy as np

from .. import activations
from ..gradients import derivative
from .engine import Exercise, Mistake, Value

__all__ = ["EXERCISES"]


def _curve(rng):
    """A smooth random function of a number with all its derivatives about 1 in size."""
    a, b, c, d = rng.uniform(0.6, 1.4, 4)
    return lambda x: a * np.sin(b * x + c) + d * np.exp(0.5 * x)


def _kinked(rng):
    """A function with a kink, and a place where its two slopes differ in size and sign."""
    place, left, right = rng.uniform(-1, 1), rng.uniform(0.5, 1), rng.uniform(1.5, 2)
    return (lambda x: left * x + right * abs(x - place) + 0.3 * x**2), place


# The references call the library where it computes the same thing (with the step that is given).
def _slope(f, a, b):
    return (f(b) - f(a)) / (b - a)


def _central(f, x, h):
    return derivative(f, x, h, "central")


def _one_sided(f, x, h):
    return _slope(f, x - h, x), _slope(f, x, x + h)


def _g_prime(x):
    return derivative(lambda x: x * np.sin(x**2), x, method="complex")


def _slopes(f, x, h=1e-5):
    return np.array([derivative(f, number, h) for number in x])


def _integer_slopes(f, x, h=1e-5):
    result = np.zeros_like(x)
    for k in range(len(x)):
        result[k] = (f(x[k] + h) - f(x[k] - h)) / (2 * h)
    return result


def _divide(u, v):
    return u[0] / v[0], (u[1] * v[0] - u[0] * v[1]) / v[0] ** 2


def _descend(C_prime, w, eta, steps):
    for _ in range(steps):
        w = w - eta * C_prime(w)
    return w


def _second(step):
    """The answer to 01.10 with a given step."""

    def answer(f, x, fourth, eps):
        h = step(abs(f(x)), fourth, eps)
        return h, (f(x + h) - 2 * f(x) + f(x - h)) / h**2

    return answer


def _best_step(size, fourth, eps):
    return (24 * eps * size / fourth) ** (1 / 4)


def _second_over(power):
    def answer(f, x, fourth, eps):
        h = _best_step(abs(f(x)), fourth, eps)
        return h, (f(x + h) - 2 * f(x) + f(x - h)) / power(h)

    return answer


def _slope_inputs(rng):
    a = rng.uniform(-1, 1)
    return _curve(rng), a, a + rng.uniform(0.3, 1.5) * rng.choice([-1, 1])


def _step_inputs(rng):
    return _curve(rng), rng.uniform(-1, 1), rng.uniform(0.2, 0.5)


def _kink_inputs(rng):
    return *_kinked(rng), rng.uniform(0.1, 0.4)


def _slopes_inputs(rng):
    # The first and the third trial have floats, the second one integers (the first call decides by chance too).
    n = rng.integers(4, 7)
    x = rng.uniform(1, 3, n) if rng.random() < 0.5 else rng.integers(1, 6, n)
    return _curve(rng), x


def _descend_inputs(rng):
    center, steepness = rng.uniform(-1, 1), rng.uniform(0.8, 1.6)
    w, eta = center + rng.uniform(0.5, 1.5), rng.uniform(0.1, 0.3)
    return (lambda w: steepness * (w - center) + 0.1 * (w - center) ** 3), w, eta, int(rng.integers(3, 7))


def _second_inputs(rng):
    return _curve(rng), rng.uniform(0.2, 1), rng.uniform(0.5, 2), 10.0 ** rng.uniform(-10, -6)


_QUOTIENT = "chapter 1, “How fast is the car now?”"
_DIFFERENCES = "chapter 1, “Two points: forward and central difference”"
_KINKS = "chapter 1, “Where there is no derivative”"
_RULES = "chapter 1, “The rules, as programs”"
_STEP = "chapter 1, “The best step”"
_PITFALLS = "chapter 1, the pitfalls in “The best step”"
_LEARNING = "chapter 1, “What this has to do with learning”"
