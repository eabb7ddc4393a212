"""Exercise set 9: what plausible answers are told, right ones and wrong ones."""

import numpy as np
import pytest

from bplib.activations import sigmoid
from bplib.checks import check

EDGES = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def loss(first, sign=1.0, cost=1.0):
    """An answer to 9.5 with a form of ln(1 + e^z), a sign of dz and a factor of the cost."""

    def answer(z, t):
        T = t[:, None]
        return cost * np.mean(first(z) - T * z), sign * (sigmoid(z) - T) / len(z)

    return answer


def old_parameters(W1, b1, W2, b2, X, y, eta):
    """9.6 with a step that is computed and not returned."""
    D2 = (sigmoid(np.tanh(X @ W1 + b1) @ W2 + b2) - y) / len(X)
    W2 - eta * D2.sum()
    return W1, b1, W2, b2


def scaled(x_train, x_test, more=0.0):
    mean, spread = x_train.mean(axis=0), x_train.std(axis=0) + more
    return (x_train - mean) / spread, (x_test - mean) / spread


def own_and_all(x_train, x_test):
    return tuple((x - x.mean()) / x.std() for x in (x_train, x_test))


def counted(sizes):
    total = 0
    for i in range(1, len(sizes)):
        total += (sizes[i - 1] + 1) * sizes[i]
    return total


RIGHT = [
    ("09.1", lambda w, b, t: np.where(t == 1, 1, -1) * (EDGES @ w + b)),
    ("09.4", counted),
    ("09.5", loss(lambda z: np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))))),
    ("09.9", scaled),
]


@pytest.mark.parametrize(("name", "answer"), RIGHT)
def test_right(name, answer):
    verdict = check(name, answer)
    assert verdict, verdict


TOLD = [
    # Told only that they are not right before.
    ("09.1", lambda w, b, t: (2 * t - 1) * (EDGES @ w - b), "the bias is subtracted"),
    ("09.1", lambda w, b, t: (1 - 2 * t) * (EDGES @ w), "Two things at once"),
    ("09.4", lambda sizes: (sizes[0] + 1) * sizes[1] + (sizes[1] + 1) * sizes[2], "made for three sizes"),
    ("09.4", lambda sizes: 2 * (len(sizes) - 1), "arrays, not numbers"),
    ("09.4", lambda sizes: counted([*sizes[:-1], 1]), "one output"),
    ("09.5", loss(lambda z: np.logaddexp(0, z), cost=2.0, sign=-1.0), "the sign of the gradient"),
    (
        "09.5",
        lambda z, t: (np.mean((sigmoid(z) - t[:, None]) ** 2), (sigmoid(z) - t[:, None]) / len(z)),
        "its ½",
    ),
    ("09.9", own_and_all, "Two things at once"),
    # Accepted before.
    ("09.9", lambda x, y: scaled(x, y, 1e-8), "a small number in the denominator"),
]


@pytest.mark.parametrize(("name", "answer", "words"), TOLD)
def test_wrong(name, answer, words):
    verdict = check(name, answer)
    assert not verdict
    assert words in str(verdict), verdict


def test_no_formula_is_called_right_that_is_not():
    verdict = check("09.5", loss(lambda z: np.log(1 + np.exp(z)), sign=-1.0))
    assert "exp(900) is infinite" in verdict.text
    assert "the sign of the gradient" in verdict.mistake
    assert "formula is right" not in verdict.text


def test_old_parameters_are_not_taken_for_the_bug_of_the_task():
    verdict = check("09.6", old_parameters)
    assert "bug" not in str(verdict)
    assert "Are the new parameters returned?" in verdict.text


def test_a_fraction_is_told_that_a_count_is_whole():
    assert "whole number" in check("09.2", lambda: 14 / 16).text
    assert not check("09.2", lambda: np.inf)


RIGHT = (np.full((2, 2), 10.0), np.array([10.0, -10.0]), np.array([[10.0], [-10.0]]), np.array([-5.0]))


def _by_hand(**changed):
    """The four arrays of 9.3 with some replaced: W1, b1, W2, b2."""
    return tuple({**dict(zip(("W1", "b1", "W2", "b2"), RIGHT)), **changed}.values())


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (_by_hand(b2=np.array([-5j])), "a tuple (W1, b1, W2, b2) of four arrays of numbers"),
        (RIGHT[:3], "it has 3 parts"),
        (_by_hand(b1=np.zeros(3)), "b1 should have shape (2,), but it has shape (3,)"),
        (_by_hand(W2=np.full((2, 1), np.inf)), "W2 should hold finite numbers"),
        (_by_hand(W2=RIGHT[2] / 20, b2=np.array([-0.25])), "a logit is nearer to 0 than 1"),
        (_by_hand(W2=-RIGHT[2], b2=-RIGHT[3]), "the opposite of XOR"),
        (_by_hand(W1=RIGHT[0] / 10, b1=RIGHT[1] / 10), "is the hidden layer steep enough"),
        (_by_hand(b2=np.array([-15.0])), "They would be right with tanh"),
        (_by_hand(b1=np.array([-5.0, -15.0])), "They would be right for inputs 0 and 1"),
        (_by_hand(b1=np.array([30.0, 30.0])), "Wrong at"),
    ],
)  # fmt: skip
def test_weights_by_hand_that_are_wrong_are_told_what_they_would_be_right_for(answer, words):
    verdict = check("09.3", lambda: answer)
    assert not verdict
    assert words in verdict.text or words in str(verdict), verdict.text


def test_weights_by_hand_that_are_right():
    assert check("09.3", lambda: RIGHT)
