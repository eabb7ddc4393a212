"""Exercise set 8: what plausible answers are told, right ones and wrong ones."""

import numpy as np
import pytest

from bplib.activations import softmax
from bplib.checks import check, exercises


def shifted(shift):
    """An answer to 8.4 that subtracts something else from the scores."""

    def answer(z, t):
        e = np.exp(z - shift(z))
        y = e / e.sum(axis=1, keepdims=True)
        y[np.arange(len(t)), t] -= 1
        return y / len(t)

    return answer


def assigned(z, t):
    y = softmax(z)
    y[np.arange(len(t)), t] = -1
    return y / len(t)


def shared(slope, together=np.add):
    """An answer to 8.6."""

    def answer(W, x, dout):
        a = np.tanh(x @ W)
        d = dout * slope(np.tanh(a @ W))
        return together(a.T @ d, x.T @ ((d @ W.T) * slope(a)))

    return answer


def mixed(W, x, dout):
    """8.6 with two things wrong, in which no factor hides the other."""
    a = np.tanh(x @ W)
    d = dout * (1 - np.tanh(a @ W) ** 2)
    return (a.T @ d + x.T @ (d @ W.T)) / 2


def two_wrong(x, W, dout):
    return dout @ W, x.T @ dout, dout.mean(axis=0)


def jacobians(y, dout):
    return np.stack([(np.diag(a) - np.outer(a, a)) @ d for a, d in zip(y, dout)])


RIGHT = [
    ("08.2", lambda z, dout: np.where(z > 0, dout, 0)),
    ("08.3", lambda x, W, dout: ((W @ dout.T).T, np.einsum("mj,mk->jk", x, dout), np.ones(len(x)) @ dout)),
    ("08.4", shifted(lambda z: z.max(axis=1, keepdims=True))),
    ("08.5", lambda: "eca"),
    ("08.6", shared(lambda a: 1 - a**2)),
    ("08.8", jacobians),
]


@pytest.mark.parametrize(("name", "answer"), RIGHT)
def test_right(name, answer):
    verdict = check(name, answer)
    assert verdict, verdict


TOLD = [
    # Accepted before: no row had scores at both ends.
    ("08.4", shifted(lambda z: z.mean(axis=1, keepdims=True)), "the mean is subtracted"),
    # Told only that they are not right before.
    ("08.4", assigned, "= -1 for -= 1"),
    ("08.4", lambda z, t: (softmax(z) - np.roll(np.eye(z.shape[1]), 1, 1)[t]) / len(t), "off by one class"),
    ("08.6", shared(lambda a: 1 - np.tanh(a) ** 2), "tanh of both outputs"),
    ("08.6", shared(lambda a: 1 - a**2, np.multiply), "the contributions multiplied"),
    ("08.6", mixed, "Two things at once"),
    ("08.3", two_wrong, "Two things at once"),
    ("08.2", lambda z, dout: dout * (z * dout > 0), "the sign of the product decides"),
    ("08.8", lambda y, dout: y - dout, "the difference alone"),
]


@pytest.mark.parametrize(("name", "answer", "words"), TOLD)
def test_wrong(name, answer, words):
    verdict = check(name, answer)
    assert not verdict
    assert words in str(verdict), verdict


def test_the_wrong_layer_nearest_the_output_is_named_first():
    def answer(params, x, t):
        gradient = exercises("08")["08.9"].reference(params, x, t)
        return gradient | {name: gradient[name] ** 2 + 1 for name in ("W1", "b1", "W2")}

    verdict = check("08.9", answer)
    assert verdict.parts_right == ("b2", "W3", "b3")
    assert "W2 is the first that is wrong" in verdict.text


def test_no_sentence_on_letters_tells_which_pass():
    letters = ["A", "B", "C", "D", "E", "AC", "BE", "ABCE", "ACDE"]
    assert len({str(check("08.5", lambda answer=answer: answer)) for answer in letters}) == 1
