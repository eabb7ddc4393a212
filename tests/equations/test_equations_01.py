"""The numbered equations of chapter 1, each held against something that does not use it."""

from fractions import Fraction

import numpy as np
import pytest

from bplib.gradients import derivative
from bplib.optimizers import SGD

EPS = Fraction(1, 2**52)

# Functions with their first four derivatives, at a positive number.
CURVES = {
    "1/x": (lambda x: 1 / x, [lambda x: -(x**-2), lambda x: 2 * x**-3, lambda x: -6 * x**-4, lambda x: 24 * x**-5]),
    "sin": (np.sin, [np.cos, lambda x: -np.sin(x), lambda x: -np.cos(x), np.sin]),
    "exp": (np.exp, [np.exp] * 4),
}  # fmt: skip
curves = pytest.mark.parametrize(("f", "primes"), CURVES.values(), ids=CURVES)


def points(rng, n=20):
    """Numbers between 0.5 and 1.5 on a coarse grid, so that adding a power of two to them needs no rounding."""
    return np.round(rng.uniform(0.5, 1.5, n) * 1024) / 1024


@pytest.mark.verifies("1.1")
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("f", "prime"),
    [(lambda x: 20 * x - 2 * x**2, lambda x: 20 - 4 * x), (lambda x: 1 / x, lambda x: -1 / x**2)],
)
def test_difference_quotient_comes_as_close_to_the_derivative_as_we_like(f, prime, sign, rng):
    """In fractions, without rounding: with a tenth of h, a tenth of the distance, from both sides."""
    for x in map(Fraction, points(rng)):
        for k in (3, 30, 300):
            h = Fraction(sign, 10**k)
            assert abs((f(x + h) - f(x)) / h - prime(x)) <= 20 * abs(h)
        assert derivative(f, float(x)) == pytest.approx(float(prime(x)), rel=1e-8)


@pytest.mark.verifies("1.2")
@curves
def test_forward_difference(f, primes, rng):
    h = 2.0**-20
    for x in points(rng):
        assert derivative(f, x, h, method="forward") == (f(x + h) - f(x)) / h
    assert derivative(f, x, h, method="forward") == pytest.approx(primes[0](x), rel=1e-4)


@pytest.mark.verifies("1.3")
@curves
def test_central_difference(f, primes, rng):
    h = 2.0**-17
    for x in points(rng):
        assert derivative(f, x, h, method="central") == (f(x + h) - f(x - h)) / (2 * h)
    assert derivative(f, x, h, method="central") == pytest.approx(primes[0](x), rel=1e-8)


@pytest.mark.verifies("1.9")
@curves
def test_complex_step(f, primes, rng):
    h = 2.0**-60
    for x in points(rng):
        assert derivative(f, x, h, method="complex") == np.imag(f(x + 1j * h)) / h
    assert derivative(f, x, h, method="complex") == pytest.approx(primes[0](x), rel=1e-14)


@pytest.mark.verifies("1.10")
@curves
@pytest.mark.parametrize("h", [2.0**-6, -(2.0**-6)])
def test_what_taylors_formula_leaves_out_is_of_the_size_of_the_fourth_power(f, primes, h, rng):
    for x in points(rng):
        first, second, third, fourth = (prime(x) for prime in primes)
        polynomial = f(x) + h * first + h**2 / 2 * second + h**3 / 6 * third
        assert f(x + h) - polynomial == pytest.approx(h**4 / 24 * fourth, rel=0.1, abs=1e-11)


@pytest.mark.verifies("1.11")
@curves
def test_truncation_error_of_the_forward_difference(f, primes, rng):
    h = 2.0**-12
    for x in points(rng):
        assert (f(x + h) - f(x)) / h - primes[0](x) == pytest.approx(h / 2 * primes[1](x), rel=0.01)


@pytest.mark.verifies("1.12")
@curves
def test_truncation_error_of_the_central_difference(f, primes, rng):
    h = 2.0**-8
    for x in points(rng):
        error = (f(x + h) - f(x - h)) / (2 * h) - primes[0](x)
        assert error == pytest.approx(h**2 / 6 * primes[2](x), rel=0.01)


@pytest.mark.verifies("1.13")
@curves
def test_truncation_error_of_the_complex_step(f, primes, rng):
    h = 2.0**-8
    for x in points(rng):
        error = np.imag(f(x + 1j * h)) / h - primes[0](x)
        assert error == pytest.approx(-(h**2) / 6 * primes[2](x), rel=0.01)


@pytest.mark.verifies("1.8")
def test_a_rounded_value_is_off_by_up_to_half_of_epsilon(rng):
    """At most, and nearly that much for some: 1/x a little above 1 is on the widest part of the grid."""
    assert float(EPS) == np.finfo(np.float64).eps
    off = [Fraction(1 / x) * Fraction(x) - 1 for x in rng.uniform(0.99, 1, 2000)]
    assert EPS / 2 * Fraction(97, 100) < max(map(abs, off)) <= EPS / 2


class Rounded:
    """c (1 + a (x - 1)² + d (x - 1)³) for x near 1, worked out in fractions and rounded once."""

    def __init__(self, rng):
        self.c = 2 ** int(rng.integers(-3, 4)) * Fraction(1025, 1024)
        self.a, self.d = (Fraction(int(rng.integers(300, 3000)), 1000) for _ in range(2))
        steps = map(int, rng.choice(np.arange(1, 2**14), 2000, replace=False))
        self.points = [1 + Fraction(k, 2**24) for k in steps]
        self.size, self.second, self.third = map(float, (self.c, self.c * 2 * self.a, self.c * 6 * self.d))

    def __call__(self, x):
        return Fraction(float(self.c * (1 + self.a * (x - 1) ** 2 + self.d * (x - 1) ** 3)))

    def slope(self, x):
        return self.c * (2 * self.a * (x - 1) + 3 * self.d * (x - 1) ** 2)

    def largest_error(self, estimate, h):
        h = Fraction(h)
        return max(float(abs(estimate(self, x, h) - self.slope(x))) for x in self.points)


def forward_error(f, second, eps, h):
    """E_forward of equation (1.14)."""
    return h / 2 * abs(second) + eps * abs(f) / h


def central_error(f, third, eps, h):
    """E_central of equation (1.15)."""
    return h**2 / 6 * abs(third) + eps * abs(f) / (2 * h)


@pytest.mark.verifies("1.14")
@pytest.mark.parametrize("k", [10, 24, 25, 26, 27, 28, 38])
def test_error_of_the_forward_difference_with_rounding(k, rng):
    """The largest of 2000 errors is the bound, on both branches and between: at most it, and nearly as large."""
    f, h = Rounded(rng), 2.0**-k
    measured = f.largest_error(lambda f, x, h: (f(x + h) - f(x)) / h, h)
    assert measured == pytest.approx(forward_error(f.size, f.second, float(EPS), h), rel=0.12)


@pytest.mark.verifies("1.15")
@pytest.mark.parametrize("k", [6, 16, 17, 18, 19, 30])
def test_error_of_the_central_difference_with_rounding(k, rng):
    f, h = Rounded(rng), 2.0**-k
    measured = f.largest_error(lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h), h)
    assert measured == pytest.approx(central_error(f.size, f.third, float(EPS), h), rel=0.12)


def lowest(error, h):
    """Whether error has its minimum, over all steps, at h."""
    factors = np.geomspace(1e-6, 1e6, 24_001)  # in steps of about a thousandth
    return abs(factors[np.argmin([error(h * factor) for factor in factors])] - 1) < 0.005


@pytest.mark.verifies("1.16")
def test_best_step_of_the_forward_difference(rng):
    for f, second in rng.uniform(0.1, 10, (5, 2)):
        for eps in (2.0**-52, 2.0**-23):
            best = np.sqrt(2 * f / second * eps)
            assert lowest(lambda h: forward_error(f, second, eps, h), best)  # noqa: B023


@pytest.mark.verifies("1.17")
def test_best_step_of_the_central_difference(rng):
    for f, third in rng.uniform(0.1, 10, (5, 2)):
        for eps in (2.0**-52, 2.0**-23):
            best = np.cbrt(3 * f / (2 * third) * eps)
            assert lowest(lambda h: central_error(f, third, eps, h), best)  # noqa: B023


@pytest.mark.verifies("1.4")
def test_product_rule(rng):
    for x in points(rng):
        for u, (du, *_) in CURVES.values():
            for v, (dv, *_) in CURVES.values():
                whole = derivative(lambda x: u(x) * v(x), x, method="complex")  # noqa: B023
                assert du(x) * v(x) + u(x) * dv(x) == pytest.approx(whole, rel=1e-12, abs=1e-12)


@pytest.mark.verifies("1.5")
def test_chain_rule(rng):
    for x in points(rng):
        for g, (dg, *_) in CURVES.values():
            for u, (du, *_) in CURVES.values():
                whole = derivative(lambda x: g(u(x)), x, method="complex")  # noqa: B023
                assert dg(u(x)) * du(x) == pytest.approx(whole, rel=1e-12)


@pytest.mark.verifies("1.6")
@pytest.mark.parametrize("n", [1, 2, 5, -1, -3, 0.5])
def test_power_rule(n, rng):
    """For a positive u, by the complex step, which knows of no rule."""
    for x in points(rng):
        for u, (du, *_) in CURVES.values():
            whole = derivative(lambda x: u(x) ** n, x, method="complex")  # noqa: B023
            assert n * u(x) ** (n - 1) * du(x) == pytest.approx(whole, rel=1e-12)


@pytest.mark.verifies("1.7")
def test_step_downhill(rng):
    for w, eta in rng.uniform(0.05, 0.2, (20, 2)):

        def cost(w):
            return (2 * w - 3) ** 2 / 2

        slope = derivative(cost, w)
        params = {"w": np.array(w)}
        SGD(eta).update(params, {"w": np.array(slope)})
        assert params["w"] == pytest.approx(w - eta * slope, rel=1e-15)
        assert cost(params["w"]) < cost(w)
