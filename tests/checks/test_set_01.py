"""Answers to set 1 that no list of named mistakes holds, or that were judged wrongly once."""

import math

import numpy as np
import pytest

from bplib.checks import check


def _second(h, value=lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / h**2):
    def answer(f, x, fourth, eps):
        step = h(f(x), fourth, eps)
        return step, value(f, x, step)

    return answer


def _best(y, fourth, eps):
    return (24 * eps * abs(y) / fourth) ** 0.25


def _none_for_no_steps(C_prime, w, eta, steps):
    for k in range(steps):
        w = w - eta * C_prime(w)
        if k == steps - 1:
            return w
    return None


def _returns_in_the_loop(C_prime, w, eta, steps):
    for _ in range(steps):
        w = w - eta * C_prime(w)
        return w


def _far_too_many(C_prime, w, eta, steps):
    for _ in range(500):
        w = w - eta * C_prime(w)
    return w


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("01.4", lambda x: np.sin(x**2) + 2 * x * abs(x) * np.cos(x**2), "x is negative"),
        ("01.6", lambda f, x, h=1e-5: (f(x + 1e-5) - f(x - 1e-5)) / 2e-5, "the argument h"),
        ("01.8", lambda u, v: (u[0] / abs(v[0]), u[1] / v[0] - u[0] * v[1] / v[0] ** 2), "Wrong: value"),
        ("01.9", _none_for_no_steps, "None"),
        (
            "01.10",
            _second(_best, lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h)),
            "for the first derivative",
        ),
        ("01.10", _second(_best, lambda f, x, h: math.pi), "Right: h. Wrong: value"),
        ("01.10", _second(lambda *args: _best(*args) * 1.03), "within 10 percent"),
        (
            "01.10",
            _second(lambda y, fourth, eps: (36 * eps * abs(y) / fourth) ** 0.25),
            "Only the number in front",
        ),
        ("01.10", _second(lambda y, fourth, eps: 1e-4), "It should depend on"),
    ],
)
def test_what_was_accepted_or_told_an_untruth(name, answer, words):
    verdict = check(name, answer)
    assert not verdict
    assert words in verdict.text


def test_a_right_step_is_not_called_searched_for():
    assert "within 10 percent" not in check("01.10", _second(_best, lambda f, x, h: 1.0)).text


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("01.1", lambda f, a, b: (f(a + 1e-6) - f(a)) / 1e-6, "slope of f at a alone"),
        ("01.1", lambda f, a, b: round(float((f(b) - f(a)) / (b - a)), 2), "rounded to 2 decimals"),
        ("01.1", lambda f, a, b: math.atan((f(b) - f(a)) / (b - a)), "angle"),
        ("01.2", lambda f, x, h: (f(x + 1e-3) - f(x)) / 1e-3, "a forward difference with a smaller step"),
        ("01.2", lambda f, x, h: (f(x) - f(x + h)) / h, "Two things at once"),
        (
            "01.3",
            lambda f, x, h: ((f(x) - f(x - 1e-6)) / 1e-6, (f(x + 1e-6) - f(x)) / 1e-6),
            "very small step",
        ),
        ("01.4", lambda x: np.sin(x**2) - x * np.cos(x**2), "Two things at once"),
        ("01.5", lambda a: a * (1 + a), "for the exponential"),
        ("01.7", lambda: 3, "negative integer"),
        ("01.8", lambda u, v: (u[0] * v[0], u[1] * v[0] + u[0] * v[1]), "pair of the product"),
        ("01.9", _returns_in_the_loop, "return inside the loop"),
        ("01.9", _far_too_many, "arrived where the slope is about 0"),
    ],
)
def test_plausible_answers_are_told_what_they_are(name, answer, words):
    verdict = check(name, answer)
    assert not verdict
    assert words in verdict.text


def test_right_answers_of_another_kind():
    assert check("01.6", lambda f, x, h=1e-5: [(f(float(p) + h) - f(float(p) - h)) / (2 * h) for p in x])
    assert check("01.8", lambda u, v: [u[0] / v[0], (u[1] - u[0] / v[0] * v[1]) / v[0]])
    assert check("01.7", lambda: np.int64(-2))
