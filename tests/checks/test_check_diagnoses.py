"""Exercises with many right answers: what their checks say of answers that no list of mistakes can hold."""

import numpy as np
import pytest

from bplib.checks import check, exercises
from bplib.checks.given.suspects import suspects
from bplib.gradients import check_gradients

NAND = [
    ((-10, -10, 15), None),
    ((-30, -20, 35), None),
    ("abc", "three numbers"),
    ((1, 2), "three numbers"),
    ((np.inf, 1, 1), "finite"),
    ((0, 0, 5), "both weights 0"),
    ((-10, -10, 20), "through this"),
    ((10, 10, -15), "This is AND"),
    ((10, 10, -5), "computes OR"),
    ((-10, -10, 5), "only when both inputs are 0"),
    ((-1, -1, 15), "always says yes"),
    ((-1, -1, -15), "always says no"),
    ((-10, 5, 8), "wrong side"),
    ((-1, -1, 1.5), "not near enough"),
]


@pytest.mark.parametrize(("answer", "words"), NAND)
def test_nand(answer, words):
    verdict = check("04.2", lambda: answer)
    assert bool(verdict) is (words is None), verdict
    assert words is None or words in verdict.text


def _bump(W2=None, b2=None, W3=None, b3=None):
    """An answer to 05.7 that is right but for what is replaced: arrays from (p, q, height, s)."""

    def answer(p, q, height, s):
        right = (
            np.array([[s], [s]]),
            np.array([[-s * p], [-s * q]]),
            np.array([[height, -height]]),
            np.zeros((1, 1)),
        )
        changed = (W2, b2, W3, b3)
        return tuple(r if c is None else c(p, q, height, s) for r, c in zip(right, changed))

    return answer


def _turned(p, q, height, s):
    """σ(-z) = 1 - σ(z): the same bump with the first unit turned round."""
    return (
        np.array([[-s], [s]]),
        np.array([[s * p], [-s * q]]),
        np.array([[-height, -height]]),
        np.array([[height]]),
    )


def test_every_network_that_makes_the_bump_is_right():
    assert check("05.7", _bump())
    assert check("05.7", _turned)
    assert check("05.7", lambda p, q, height, s: list(_bump()(p, q, height, s)))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda p, q, height, s: np.zeros((2, 1)), "a tuple of four arrays"),
        (_bump(W2=lambda *a: np.full((2, 1), "s")), "W2 should be an array of numbers"),
        (_bump(b2=lambda p, q, height, s: np.zeros(2)), "b2 should have shape (2, 1)"),
        (_bump(W3=lambda *a: np.full((1, 2), np.nan)), "W3 holds a number that is not finite"),
        (_bump(b3=lambda p, q, height, s: np.full((1, 1), 0.3 * height)), "not right far to the left"),
        (
            _bump(
                W2=lambda p, q, height, s: np.full((2, 1), 1.02 * s),
                b2=lambda p, q, height, s: -1.02 * s * np.array([[p], [q]]),
            ),
            "steepness",
        ),
    ],
)
def test_a_bump_that_is_not_right_is_told_where(answer, words):
    verdict = check("05.7", answer)
    assert not verdict
    assert words in verdict.text


def test_the_suspects_of_a_gradient_check_are_those_that_the_check_finds():
    models, x, y = suspects()
    found = "".join(
        name for name, model in models.items() if not check_gradients(model, x, y, progress=False)
    )
    assert list(models) == list("ABCDE")
    assert check("07.7", lambda: found)


@pytest.mark.parametrize("letters", ["ace", "ECA"])
def test_letters_in_any_order(letters):
    assert check("08.5", lambda: letters)


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("ACD", "side by side"),
        ("AC", "side by side"),
        ("A, C, E", "The letters are right"),
        ("AACE", "The letters are right"),
        ("XY", "called A, B, C, D and E"),
        (5, "string of letters"),
        ("", "all ones"),
    ],
)
def test_wrong_letters_get_a_hint_that_names_none_of_them(letters, words):
    verdict = check("08.5", lambda: letters)
    assert not verdict
    assert words in verdict.text


def _first_and_extra(params, loss, gradient, seed):
    """The names that are right with one that is not: the answer of 07.9 less or more one name."""
    wrong = exercises("07")["07.9"].reference(params, loss, gradient, seed)
    return [*wrong, *[name for name in params if name not in wrong][:1]]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda *args: ["nonsense"], "'nonsense', which is no name in params"),
        (lambda *args: "W1", "a list of names"),
        (lambda *args: [1], "a list of names"),
        (lambda *args: [], "lets everything pass"),
        (lambda params, *args: list(params), "lets nothing pass"),
        (_first_and_extra, "right to 15 digits"),
    ],
)
def test_a_list_of_arrays_is_examined_name_by_name(answer, words):
    verdict = check("07.9", answer)
    assert not verdict
    assert words in verdict.text
