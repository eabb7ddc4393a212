"""Exercise set 12: answers that were judged wrongly once, and plausible wrong ones with what they are told."""

import numpy as np
import pytest

from bplib.activations import softmax
from bplib.checks import check, exercises


def _drawn(name):
    """The inputs of all trials."""
    exercise = exercises("12")[name]
    rng = np.random.default_rng([12, int(name.partition(".")[2])])
    return [exercise.inputs(rng) for _ in range(exercise.trials)]


def _cost(a, y, share=1):
    return share * np.log(2) - (1 + y) / 2 * np.log(1 + a) - (1 - y) / 2 * np.log(1 - a)


def _units(tolerance):
    def answer(W1, b1, W2):
        found = []
        for unit in np.vstack([W1, b1, W2.T]).T:
            if not any(np.abs(unit - other).max() <= tolerance for other in found):
                found.append(unit)
        return len(found)

    return answer


def _dead(activation):
    def answer(Ws, bs, x):
        counts = []
        for W, b in zip(Ws[:-1], bs[:-1]):
            x = activation(x @ W + b)
            counts.append(int((x <= 0).all(axis=0).sum()))
        return counts

    return answer


def _norms(Ws, x, t, shares=softmax, slope=lambda a: 1 - a**2, power=1):
    inputs = [x]
    for W in Ws:
        inputs.append(np.tanh(inputs[-1] @ W))
    inputs.pop()
    D = shares(inputs[-1] @ Ws[-1])
    D = (D - np.eye(D.shape[1])[t]) / float(len(t)) ** power
    result = []
    for W, a in zip(reversed(Ws), reversed(inputs)):
        result.insert(0, np.linalg.norm(a.T @ D))
        D = (D @ W.T) * slope(a)
    return result


def test_all_shapes_of_tanh_costs_are_drawn():
    inputs = _drawn("12.3")
    assert [a.shape for a, _ in inputs] == [(6,), (3, 5), (1,), (7, 4)]
    assert all(set(np.unique(y)) <= {-1.0, 1.0} for _, y in inputs[:3])
    assert (np.abs(inputs[-1][1]) < 1).all()


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("12.1", lambda a, v: v * np.mean(a.sum(axis=1) ** 2), "products of two different terms"),
        ("12.1", lambda a, v: 1.03 * v * np.mean(np.sum(a**2, axis=1)), "This is near the right number"),
        ("12.2", lambda n, p, q: 2 / n * (p**2 + q**2), "Put in numbers"),
        ("12.2", lambda n, p, q: 2 / (n * (p**2 - q**2)), "whatever the signs"),
        ("12.3", lambda a, y: _cost(a, y) * (y > 0), "The answer is"),
        ("12.3", lambda a, y: _cost(a, y, 0.5), "a right answer should cost 0"),
        (
            "12.4",
            lambda nv, s, fraction: int(np.floor(2 * np.log(fraction) / np.log(s))),
            "The weights contribute",
        ),
        ("12.5", _units(2e-10), "the task gives a tolerance"),
        ("12.6", _dead(np.tanh), "never negative"),
        ("12.6", _dead(lambda z: np.where(z > 0, z, 0.01 * z)), "right on"),
        (
            "12.7",
            lambda draws: [d * (2 / d.shape[0]) ** 0.5 / d.std() for d in draws],
            "a distribution of variance 1",
        ),
        ("12.8", lambda Ws, x, t: _norms(Ws, x, t, lambda z: softmax(z.T).T), "those of an example"),
        ("12.8", lambda Ws, x, t: _norms(Ws, x, t, slope=lambda a: 1, power=0), "Two things at once"),
        ("12.9", lambda: 3, "Choose one of the five"),
        ("12.9", lambda: "2", "should be one number"),
    ],
)
def test_it_is_told(name, answer, words):
    verdict = check(name, answer)
    assert not verdict
    assert words in verdict.text


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("12.3", _cost),
        ("12.5", _units(1e-9)),
        (
            "12.5",
            lambda W1, b1, W2: len({tuple(unit) for unit in np.vstack([W1, b1, W2.T]).T.round(9) + 0.0}),
        ),
        ("12.6", _dead(lambda z: np.maximum(z, 0))),
        ("12.8", _norms),
        ("12.9", lambda: np.float64(2)),
    ],
)
def test_it_is_right(name, answer):
    assert check(name, answer)
