"""Exercise set 7: what plausible answers are told, right ones and wrong ones."""

import numpy as np
import pytest

from bplib.checks import check, exercises


def size(a):
    return np.abs(a).max()


def where(direction=None, factor=2.0, h=1e-5, below=0.0):
    """An answer to 7.9 with another direction, distance, step or denominator."""

    def answer(params, loss, gradient, seed):
        rng, wrong = np.random.default_rng(seed), []
        for name, p in params.items():
            v = rng.normal(size=p.shape) if direction is None else direction(gradient[name])
            v = v / np.linalg.norm(v)
            numeric = (loss({**params, name: p + h * v}) - loss({**params, name: p - h * v})) / (factor * h)
            analytic = np.sum(gradient[name] * v)
            if abs(numeric - analytic) > 1e-5 * (max(abs(numeric), abs(analytic)) + below):
                wrong.append(name)
        return wrong

    return answer


def counted(q, p):
    """7.2 in a loop."""
    k = 0
    while (1 - q) ** k > p:
        k += 1
    return k


RIGHT = [
    ("07.1", lambda a, b: np.linalg.norm((a - b).ravel(), np.inf) / max(size(a), size(b))),
    ("07.2", counted),
    ("07.2", lambda q, p: np.int64(np.ceil(np.log2(p) / np.log2(1 - q)))),
    ("07.9", where()),
    ("07.9", where(direction=lambda g: np.random.default_rng(1).choice([-1, 1], g.shape))),
]


@pytest.mark.parametrize(("name", "answer"), RIGHT)
def test_right(name, answer):
    verdict = check(name, answer)
    assert verdict, verdict


TOLD = [
    # Accepted before.
    ("07.1", lambda a, b: size(a - b) / (max(size(a), size(b)) + 1e-8), "a small number in the denominator"),
    ("07.1", lambda a, b: size(a - b) / max(size(a), size(b), 1e-8), "a small number in the denominator"),
    ("07.9", where(direction=lambda g: g), "one of its entries is 0"),
    ("07.9", where(direction=np.sign), "Which v are blind to that"),
    ("07.9", where(below=1e-8), "relative to"),
    # Told something untrue before: a reason that was not theirs.
    ("07.9", where(factor=1.0), "differ by a factor"),
    ("07.9", where(h=0.1), "by a little"),
    # Told only that they are not right before.
    ("07.1", lambda a, b: size(a - b) / min(size(a), size(b)), "the smaller of the two"),
    ("07.1", lambda a, b: np.abs(a - b).sum() / (size(a) + size(b)), "the sum of the sizes; and a sum above"),
    ("07.2", lambda q, p: int(np.ceil(np.log10(p) / np.log(1 - q))), "two different logarithms"),
    ("07.2", lambda q, p: counted(q, p) + 1, "one too many"),
    ("07.5", lambda l, r, a, t: 0 * a, "kinks are not checked at all; and only kinks are checked"),
    ("07.7", lambda: "C", "Which check sees all of them"),
    ("07.7", lambda: "CD", "These are not the ones"),
]


@pytest.mark.parametrize(("name", "answer", "words"), TOLD)
def test_wrong(name, answer, words):
    verdict = check(name, answer)
    assert not verdict
    assert words in str(verdict), verdict


def test_no_sentence_on_letters_tells_which_are_wrong():
    """All pairs but the right one get one sentence, and all single letters."""
    right = exercises("07")["07.7"].reference()
    pairs = [a + b for a in "ABCDE" for b in "ABCDE" if a < b and a + b != right]
    assert len({str(check("07.7", lambda pair=pair: pair)) for pair in pairs}) == 1
    assert len({str(check("07.7", lambda letter=letter: letter)) for letter in "ABCDE"}) == 1


def test_slopes_of_both_signs_are_asked_for():
    """Accepted before: 7.3 with its signs lost."""
    reference = exercises("07")["07.3"].reference
    verdict = check("07.3", lambda f, x, h=1e-4: np.abs(reference(f, x, h)))
    assert "the slopes without their signs" in verdict.mistake
