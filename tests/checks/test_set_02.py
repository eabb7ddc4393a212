"""Answers to set 2 that no list of named mistakes holds, or that were judged wrongly once."""

import math

import numpy as np
import pytest

from bplib.checks import check, exercises


def test_all_thousand_rates_may_be_tried():
    # That takes about 15 seconds, a million steps in two variables.
    assert exercises("02")["02.8"].seconds >= 100


def _moved(h, up=1.0, down=1.0):
    def answer(f, theta, step):
        theta, size = theta.astype(float), step if h is None else h
        result = np.zeros(theta.shape)
        for index in np.ndindex(theta.shape):
            high, low = theta.copy(), theta.copy()
            high[index] += up * size
            low[index] -= down * size
            result[index] = (f(high) - f(low)) / ((up + down) * size)
        return result

    return answer


def _plan(eta=lambda a: 2 / (a.min() + a.max()), steps=math.ceil):
    def answer(curvatures, reduction):
        rate = eta(curvatures)
        q = np.abs(1 - rate * curvatures).max()
        return rate, steps(math.log(reduction) / math.log(q))

    return answer


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("02.1", lambda t: np.array([2 * t[0], t[0] ** 2 + np.cos(3 * t[1])]), "Two things at once"),
        ("02.2", lambda g, v: np.degrees(np.arccos(np.clip(g @ v, -1, 1))), "cut off"),
        ("02.2", lambda g, v: np.degrees(np.arccos(g @ v / np.abs(g).sum() / np.abs(v).sum())), "Pythagoras"),
        ("02.3", lambda g, a, b: g @ (b - a) / np.linalg.norm(b), "the length of another arrow"),
        (
            "02.3",
            lambda g, a, b: g @ (b - a) / (np.linalg.norm(b) - np.linalg.norm(a)),
            "not the difference of two",
        ),
        ("02.4", _moved(1e-5), "The step is given as an argument"),
        ("02.4", _moved(None, 0.5, 0.5), "the step h/2"),
        (
            "02.5",
            lambda w, b, X, y: (X.T @ np.abs(X @ w + b - y) / len(y), np.mean(np.abs(X @ w + b - y))),
            "signs",
        ),
        ("02.6", lambda c, d: (np.array([-np.sqrt(c), d]), np.array([np.sqrt(c), d])), "Two things at once"),
        ("02.7", lambda g, t, eta, n: np.array([t, *[t - eta * g(t)] * n]), "begins at the start"),
        ("02.8", lambda: 0.25, "and with the next one"),
        ("02.8", lambda: 25, "none of the rates"),
        ("02.9", _plan(lambda a: 2.01 / (a.min() + a.max())), "Did you search for it"),
        ("02.9", _plan(steps=lambda k: -math.ceil(k)), "negative"),
    ],
)
def test_plausible_answers_are_told_what_they_are(name, answer, words):
    verdict = check(name, answer)
    assert not verdict
    assert words in verdict.text


def test_right_answers_of_another_kind():
    assert check("02.2", lambda g, v: math.degrees(math.acos(sum(g * v) / math.hypot(*g) / math.hypot(*v))))
    assert check("02.4", _moved(None))
    assert check("02.9", _plan())
