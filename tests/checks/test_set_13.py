"""Exercise set 13: answers that were judged wrongly once, and plausible wrong ones with what they are told."""

import copy

import numpy as np
import pytest

from bplib.activations import log_softmax, softmax
from bplib.checks import check
from bplib.checks.set_13.eight_patients import SICK_BY


def _mean_times_mean(w, b, x, t):
    error = w * x[:, 0] + b - t
    return np.mean(error**2) / 2, np.mean(error) * np.mean(x), np.mean(error)


def _half_and_sign(w, b, x, t):
    error = t - w * x[:, 0] - b
    return np.mean(error**2), np.mean(error * x[:, 0]), np.mean(error)


def _any_of_all(scores, t):
    best = np.argsort(scores, axis=1)[:, -2:]
    return np.mean([(best == label).any() for label in t])


def _second_step(params, step):
    after = copy.deepcopy(params)
    step(after)
    first = copy.deepcopy(after)
    step(after)
    return [name for name in params if np.array_equal(first[name], after[name])]


def _deep(Ws, bs, x, t, slope=lambda a: 1 - a**2, power=1, visited=None):
    a = [x]
    for W, b in zip(Ws, bs):
        a.append(np.tanh(a[-1] @ W + b))
    dWs, dbs = [0 * W for W in Ws], [0 * b for b in bs]
    dout = (a[-1] - t) / float(len(x)) ** power
    for l in reversed(range(len(Ws))):
        dz = dout * slope(a[l + 1])
        dWs[l], dbs[l] = a[l].T @ dz, dz.sum(axis=0)
        dout = dz @ Ws[l].T
    return dWs, dbs


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("13.1", _mean_times_mean, "the mean error times the mean of x"),
        ("13.1", _half_and_sign, "Two things at once"),
        ("13.2", _any_of_all, "Among which classes is a label looked for"),
        (
            "13.2",
            lambda s, t: np.sum(np.argsort(s, axis=1)[:, :2] == t[:, None]),
            "And a fraction lies between 0 and 1",
        ),
        ("13.4", lambda p: np.append(1, 1 / np.cumprod(1 - p)), "begins at the cost"),
        ("13.6", lambda s, t: -np.mean(log_softmax(s.T)[t, np.arange(len(t))]), "Those of an example should"),
        ("13.6", lambda s, t: np.mean(np.log(softmax(s)[np.arange(len(t)), t])), "Two things at once"),
        ("13.7", lambda *args: _deep(*args, slope=lambda a: 1 - np.tanh(a) ** 2), "a is tanh(z) already"),
        ("13.7", lambda *args: _deep(*args, slope=lambda a: 1, power=0), "Two things at once"),
        ("13.8", _second_step, "The first step is lost"),
    ],
)
def test_it_is_told(name, answer, words):
    verdict = check(name, answer)
    assert not verdict
    assert words in verdict.text


def test_a_hint_to_a_chunk_does_not_name_a_step_that_nobody_takes():
    assert "tolerance" not in check("13.8", _second_step).mistake


@pytest.mark.parametrize("letter", SICK_BY)
def test_the_instrument_that_finds_a_patient_is_not_named(letter):
    other = "gradient check" if SICK_BY[letter] != "gradient check" else "batch doubled"
    text = check("13.9", lambda: SICK_BY | {letter: other}).text
    assert f"Model {letter}" in text
    assert "Run all seven" in text
    assert SICK_BY[letter] not in text.replace("healthy", "") or SICK_BY[letter] == "healthy"


def test_the_gradient_of_all_layers_is_right():
    assert check("13.7", _deep)
