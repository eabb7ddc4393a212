"""Exercise set 1, the derivative: what the answers are compared with, and the random inputs."""

import numpy as np

from ..gradients import derivative
from .compare import Unlike, match
from .engine import Exercise


def curve(rng):
    """A smooth random function of a number with all its derivatives about 1 in size, of either sign."""
    a, b, c, d = rng.choice([-1, 1]) * rng.uniform(0.6, 1.4, 4)
    return lambda x: a * np.sin(abs(b) * x + abs(c)) + d * np.exp(0.5 * x)


def kinked(rng):
    """A function with a kink, and a place where its two slopes differ in size and sign."""
    place, left, right = rng.uniform(-1, 1), rng.uniform(0.5, 1), rng.uniform(1.5, 2)
    return (lambda x: left * x + right * abs(x - place) + 0.3 * x**2), place


# The references call the library where it computes the same thing (with the step that is given).
def slope(f, a, b):
    return (f(b) - f(a)) / (b - a)


def central(f, x, h):
    return derivative(f, x, h, "central")


def one_sided(f, x, h):
    return slope(f, x - h, x), slope(f, x, x + h)


def g_prime(x):
    return derivative(lambda x: x * np.sin(x**2), x, method="complex")


def slopes(f, x, h=1e-5):
    return np.array([derivative(f, number, h) for number in x])


def buggy(f, x, dtype, h=1e-5):
    return np.array([f(p + h) - f(p - h) / 2 * h for p in x]).astype(dtype)


def divide(u, v):
    return u[0] / v[0], (u[1] * v[0] - u[0] * v[1]) / v[0] ** 2


def descend(C_prime, w, eta, steps):
    for _ in range(steps):
        w = w - eta * C_prime(w)
    return w


def downhill(change):
    """The answer to 01.9 with another change of the weight than -eta C'(w), given eta and C'(w)."""

    def answer(C_prime, w, eta, steps):
        for _ in range(steps):
            w = w + change(eta, C_prime(w))
        return w

    return answer


def second(step):
    """The answer to 01.10 with a given step."""

    def answer(f, x, fourth, eps):
        h = step(f(x), fourth, eps)
        return h, (f(x + h) - 2 * f(x) + f(x - h)) / h**2

    return answer


def root(factor, power=1 / 4):
    """A step like the best one for 01.10, with another factor or power."""
    return lambda y, fourth, eps: (factor * eps * abs(y) / fourth) ** power


best_second = second(root(24))


def spoiled(change):
    """The answer to 01.10, its step and value changed."""
    return lambda *args: change(*best_second(*args))


def accepting(reference, nearly, text, **settings):
    """Settings of an exercise that accepts as usual, and says ``text`` where ``nearly(wanted, got)``."""
    usual = Exercise("", reference, **settings)

    def accept(answer, *args):
        wanted = reference(*args)
        try:
            match(wanted, answer, usual, "the answer")
        except Unlike as unlike:
            if unlike.kind == "wrong" and nearly(wanted, answer):
                return text
            raise
        return True

    return {"accept": accept, **settings}


def slope_inputs(rng):
    a = rng.uniform(-1, 1)
    return curve(rng), a, a + rng.uniform(0.3, 1.5) * rng.choice([-1, 1])


def step_inputs(rng):
    return curve(rng), rng.uniform(-1, 1), rng.uniform(0.2, 0.5)


def kink_inputs(rng):
    return *kinked(rng), rng.uniform(0.1, 0.4)


def slopes_inputs(rng):
    # The seed of a check is fixed: among its six trials are floats and integers.
    n = rng.integers(4, 7)
    x = rng.uniform(1, 3, n) if rng.random() < 0.5 else rng.integers(1, 6, n)
    return curve(rng), x


def descend_inputs(rng):
    center, steepness = rng.uniform(-1, 1), rng.uniform(0.8, 1.6)
    # The seed of a check is fixed: among its trials are starts on either side of the minimum.
    w, eta = center + rng.choice([-1, 1]) * rng.uniform(0.5, 1.5), rng.uniform(0.1, 0.3)
    return (lambda w: steepness * (w - center) + 0.1 * (w - center) ** 3), w, eta, int(rng.integers(3, 7))


def second_inputs(rng):
    return curve(rng), rng.uniform(0.2, 1), rng.uniform(0.5, 2), 10.0 ** rng.uniform(-9, -6)
