"""The engine of the exercise checks: whatever an answer does, the verdict is a sentence and no traceback."""

import io
import sys
import threading
import time

import numpy as np
import pytest

from bplib import checks
from bplib.checks import Exercise, Mistake, Value, Verdict, examine
from bplib.checks.engine.deadline import TooLongError, deadline, slowness


def _mean(x):
    return x.mean(axis=0)


MEAN = Exercise(
    "01.1",
    _mean,
    lambda rng: (rng.normal(size=(4, 3)),),
    (
        Mistake("the sum", lambda x: x.sum(axis=0), "Divide by the number of rows."),
        Mistake("the wrong axis", lambda x: x.mean(axis=1), "Which axis counts the examples?", "elsewhere"),
        Mistake("one row is too few", lambda x: (x[1:] + 1).mean(axis=0), "Count the rows."),
    ),
    see="somewhere",
    seconds=0.5,
)


def _raise(error):
    raise error


def _in_place(x):
    x -= x.mean(axis=0)
    return _mean(x)


def _endless(x):
    while True:
        pass


def _todo(x):
    raise NotImplementedError()


class _Unprintable:
    def __repr__(self):
        raise RuntimeError("no repr")


ANSWERS = {
    "right": (_mean, "right", ""),
    "right as a list": (lambda x: [float(v) for v in x.mean(axis=0)], "right", ""),
    "stub": (_todo, "todo", "NotImplementedError"),
    "mistake": (lambda x: x.sum(axis=0), "mistake", "Divide by the number of rows"),
    "mistake of another shape": (lambda x: x.mean(axis=1), "mistake", "Which axis"),
    "None": (lambda x: None, "type", "returned None"),
    "string": (lambda x: "mean", "type", "a str ('mean')"),
    "ragged": (lambda x: [[1], [1, 2]], "type", "a list"),
    "object without repr": (lambda x: _Unprintable(), "type", "a _Unprintable"),
    "generator": (lambda x: (v for v in x), "type", "a generator"),
    "boolean": (lambda x: True, "type", "a bool"),
    "dict": (lambda x: {"mean": 1}, "type", "a dict"),
    "shape": (lambda x: x, "shape", "should have shape (3,), but it has shape (4, 3)"),
    "column": (lambda x: _mean(x)[:, None], "shape", "it has shape (3, 1)"),
    "nan": (lambda x: _mean(x) * np.array([1, np.nan, 1]), "not finite", "nan at index [1]"),
    "inf": (lambda x: _mean(x) / 0, "not finite", "inf at index [0]"),
    "wrong number": (
        lambda x: _mean(x) + np.array([0, 0, 1]),
        "wrong",
        "at index [2]. 1 of 3 entries differ",
    ),
    "raises": (lambda x: _raise(KeyError("W3")), "raised", "raised KeyError: 'W3'"),
    "raises without words": (lambda x: _raise(RuntimeError), "raised", "raised RuntimeError."),
    "leaves": (lambda x: sys.exit(1), "raised", "raised SystemExit"),
    "recursion": (lambda x: ANSWERS["recursion"][0](x), "raised", "RecursionError"),
    "mutates": (_in_place, "changed", "changed its argument x"),
    "endless": (_endless, "endless", "was still running after"),
    "not a function": (3.5, "type", "should be a function, but it is a float (3.5)"),
    "too few arguments": (lambda: 1, "type", "should take 1 argument; it is defined with ()"),
    "a class": (dict, "raised", "raised"),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_every_answer_gets_its_sentence(case):
    answer, kind, words = ANSWERS[case]
    verdict = examine(MEAN, answer)
    assert verdict.kind == kind
    assert words in verdict.text
    assert bool(verdict) is (kind == "right")
    assert "Traceback" not in str(verdict)
    assert verdict.heading in str(verdict)


def test_a_loop_that_swallows_exceptions_is_stopped_when_the_alarm_falls_outside_its_try():
    def answer(x):
        while True:
            try:
                raise ValueError
            except ValueError:
                pass

    assert examine(MEAN, answer).kind == "endless"


def test_a_mistake_is_named_with_its_hint_and_where_to_read():
    verdict = examine(MEAN, lambda x: x.mean(axis=1))
    assert (verdict.mistake, verdict.see) == ("the wrong axis", "elsewhere")
    assert examine(MEAN, lambda x: x.sum(axis=0)).see == "somewhere"
    assert "Read again: elsewhere." in str(verdict)


def test_a_mistake_that_raises_later_is_still_named():
    exercise = Exercise(
        "01.12",
        lambda w, x: w @ x,
        lambda rng: _shapes(rng, square),
        (Mistake("the wrong sum", lambda w, x: w.T @ x, "Over which index does the sum run?"),),
        trials=2,
    )
    square = [False, True]
    assert examine(exercise, lambda w, x: w.T @ x).mistake == "the wrong sum"
    square[:] = [False, True]
    assert examine(exercise, lambda w, x: np.linalg.inv(w) @ x * 2).kind == "raised"


def _shapes(rng, square):
    columns = 3 if square.pop() else 2
    return rng.normal(size=(3, columns)), rng.normal(size=columns)


def test_the_line_that_raised_is_shown_and_it_is_the_learners():
    verdict = examine(MEAN, lambda x: np.linalg.inv(x))
    assert "LinAlgError" in verdict.text
    assert "np.linalg.inv(x)" in verdict.text


def test_html_is_escaped_and_says_what_the_text_says():
    verdict = examine(MEAN, lambda x: "<script>alert(1)</script>")
    page = verdict._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "Exercise 1.1" in page
    assert "Read again" in page


def test_keyboard_interrupt_of_the_learner_goes_through():
    with pytest.raises(KeyboardInterrupt):
        examine(MEAN, lambda x: _raise(KeyboardInterrupt))


def test_inputs_are_the_same_every_time_and_no_global_state_is_touched():
    seen = []
    before = np.random.get_state()[1].copy()
    for _ in range(2):
        examine(MEAN, lambda x: seen.append(x.copy()) or _mean(x))
    assert len(seen) == 6
    assert np.array_equal(seen[0], seen[3])
    assert not np.array_equal(seen[0], seen[1])
    assert np.array_equal(before, np.random.get_state()[1])


def test_a_wrong_answer_is_shown_with_an_input_to_try():
    exercise = Exercise("01.8", lambda f, x, h, v: x + h, lambda rng: (np.sin, 0.25, 3, np.arange(2.0)))
    assert examine(exercise, lambda f, x, h, v: x).text.endswith(
        "The check tried it with x = 0.25, h = 3, v = [0., 1.]."
    )
    large = (np.ones((2, 3)), [np.ones(2), np.zeros(1)], {"a": 1}, "ab", np.zeros((30, 2)))
    exercise = Exercise("01.8", lambda W, v, d, s, X: 1.0, lambda rng: large)
    assert examine(exercise, lambda *args: 2.0).text == (
        "The answer is not right: yours is 2.\nThe check tried it with\nW = [[1., 1., 1.], [1., 1., 1.]]\n"
        "v = [[1., 1.], [0.]]\nd = {'a': 1}\ns = 'ab'\nX = an array of shape (30, 2)."
    )
    exercise = Exercise("01.9", lambda f: 1.0, lambda rng: (np.sin,))
    assert "tried" not in examine(exercise, lambda f: 2.0).text


def test_shapes_that_do_not_fit_get_a_word_of_help():
    exercise = Exercise("01.8", lambda W, x: W @ x, lambda rng: (np.ones((2, 3)), np.ones((3, 1))))
    for wrong in (lambda W, x: x @ W, lambda W, x: W + x, lambda W, x: np.dot(x, W)):
        verdict = examine(exercise, wrong)
        assert verdict.kind == "raised"
        assert "Write the shape beside each array of the line." in verdict.text
    verdict = examine(exercise, lambda W, x: float("x"))
    assert (verdict.kind, "shape beside" in verdict.text) == ("raised", False)


def test_parts_have_the_names_of_the_task():
    exercise = Exercise("01.11", lambda: (1.0, [2.0, 3.0]), parts=("W1", "grads"))
    assert examine(exercise, lambda: (0.0, [2.0, 3.0])).text.startswith(
        "Right: grads[0] and grads[1]. Wrong: W1."
    )
    assert examine(exercise, lambda: (1.0, [2.0, 4.0])).text.startswith(
        "Right: W1 and grads[0]. Wrong: grads[1].\ngrads[1] is not right"
    )
    verdict = examine(exercise, lambda: (1.0, [2.0], 3.0))
    assert (verdict.kind, verdict.text) == ("length", "The answer should have 2 parts; it has 3.")
    assert "an array of dtype float64 and shape (3,)" in examine(exercise, lambda: np.zeros(3)).text


def test_an_array_may_stand_for_a_pair_of_numbers():
    exercise = Exercise("01.10", lambda x: (x, 2 * x), lambda rng: (rng.normal(),))
    assert examine(exercise, lambda x: np.array([x, 2 * x]))
    assert examine(exercise, lambda x: np.float64(x)).kind == "type"


def test_structures_are_compared_part_by_part():
    exercise = Exercise(
        "01.2",
        lambda w: {"W": w, "parts": (1.0, [w[0], True, "yes"])},
        lambda rng: ([rng.normal(size=2)],),
    )

    def verdict(**changes):
        return examine(exercise, lambda w: {"W": w, "parts": (1.0, [w[0], True, "yes"])} | changes)

    assert verdict().kind == "right"
    assert "keys 'W', 'parts'; it has 'W', 'parts', 'b'" in verdict(b=1).text
    assert (
        "Part 1 of entry 'parts' of the answer is not right: yours is 2"
        in verdict(parts=(2.0, [1, True, "yes"])).text
    )
    assert "should have 2 parts; it has 1" in verdict(parts=(1.0,)).text
    assert "should be a tuple of 2" in verdict(parts=None).text
    assert "should be a dict" in examine(exercise, lambda w: [w]).text
    assert "not right" in examine(exercise, lambda w: {"W": w, "parts": (1.0, [w[0], False, "yes"])}).text
    assert (
        "'no' is not right" in examine(exercise, lambda w: {"W": w, "parts": (1.0, [w[0], True, "no"])}).text
    )
    assert "should be a string" in examine(exercise, lambda w: {"W": w, "parts": (1.0, [w[0], True, 1])}).text
    assert "True or False" in examine(exercise, lambda w: {"W": w, "parts": (1.0, [w[0], "x", "yes"])}).text


def test_changes_deep_inside_an_argument_are_seen():
    class Net:
        def __init__(self, rng):
            self.W = rng.normal(size=2)
            self.name = "net"

    def answer(net, table):
        return 0.0

    def spoils(net, table):
        table["a"][0] += 1
        return 0.0

    def renames(net, table):
        net.name = "other"
        return 0.0

    exercise = Exercise("01.3", lambda net, table: 0.0, lambda rng: (Net(rng), {"a": [1.0]}))
    assert examine(exercise, answer).kind == "right"
    assert "argument table" in examine(exercise, spoils).text
    assert "argument net" in examine(exercise, renames).text


def test_accept_decides_where_several_answers_are_right():
    exercise = Exercise(
        "01.4",
        lambda: 1e-5,
        accept=lambda h: True if 1e-6 <= h <= 1e-4 else "That step is not near the best one.",
        mistakes=(Mistake("forward", lambda: 1e-8, "That is the best step of another formula."),),
    )
    assert examine(exercise, lambda: 3e-6)
    assert examine(exercise, lambda: 1.0).text == "That step is not near the best one."
    assert examine(exercise, lambda: 1e-8).mistake == "forward"
    assert examine(exercise, lambda: "small").kind == "type"


def test_values_are_exercises_without_arguments():
    exercise = Value("01.5", 3, (("off by one", 4, "Count again."),), see="here")
    assert examine(exercise, lambda: 3)
    assert examine(exercise, lambda: 4).mistake == "off by one"
    assert examine(exercise, lambda: 5).kind == "wrong"
    assert "should take 0 arguments" in examine(exercise, lambda x: 3).text


def test_a_mistake_that_fails_on_an_input_is_not_the_one():
    exercise = Exercise(
        "01.6", _mean, lambda rng: (rng.normal(size=(2, 3)),), (Mistake("fails", lambda x: 1 / 0, "never"),)
    )
    assert examine(exercise, lambda x: x.sum(axis=0)).kind == "wrong"


def test_builtin_functions_without_a_signature_can_be_answers():
    exercise = Exercise("01.7", max, lambda rng: (rng.normal(size=3).tolist(),))
    assert examine(exercise, max)


@pytest.mark.parametrize("name", ["99.1", "", "x", None, 6.3])
def test_a_set_that_is_not_there_is_refused(name):
    with pytest.raises(ValueError, match=r"name must be"):
        checks.check(name, _mean)


def test_an_exercise_that_is_not_there_is_refused_with_the_names_that_are():
    with pytest.raises(ValueError, match=r"one of 01\.1, 01\.2.*got '01\.99'"):
        checks.check("01.99", _mean)


@pytest.mark.parametrize("everywhere", [True, False], ids=["main thread", "another thread"])
def test_the_deadline_works_in_any_thread(everywhere):
    outcome = []

    def body():
        try:
            with deadline(0.2):
                _endless(None)
        except TooLongError:
            outcome.append("stopped")

    if everywhere:
        body()
    else:
        thread = threading.Thread(target=body, daemon=True)
        thread.start()
        thread.join(20)
    assert outcome == ["stopped"]


def test_the_deadline_leaves_nothing_behind():
    with deadline(0.05):
        pass
    time.sleep(0.15)


def test_a_right_answer_is_told_the_remark_and_a_wrong_one_is_not():
    exercise = Exercise(
        "01.1", _mean, lambda rng: (rng.normal(size=(4, 3)),), remark="A shape assertion finds it."
    )
    assert examine(exercise, _mean).text == "A shape assertion finds it."
    assert "A shape assertion finds it." in examine(exercise, _mean)._repr_html_()
    assert "assertion" not in str(examine(exercise, lambda x: x.mean(axis=0) + 1))
    assert examine(MEAN, _mean).text == ""


def test_an_exception_on_a_later_input_is_no_named_mistake():
    """What was right so far looks like every mistake that shows only later; the exception decides."""

    def later(x):
        return x if x < 3 else -x

    exercise = Exercise(
        "99.9",
        lambda x: x,
        lambda rng: (int(rng.integers(1, 3)),),
        mistakes=(Mistake("later", later, "a hint"), Mistake("raises", lambda x: {1: 1}[x], "no entry")),
        see="",
        trials=20,
    )

    def asserts(x):
        assert x < 2
        return x

    assert examine(exercise, asserts).kind == "raised"
    verdict = examine(exercise, lambda x: {1: 1}[x])
    assert (verdict.kind, verdict.mistake) == ("mistake", "raises")


def test_numbers_are_shown_beside_large_arrays():
    exercise = Exercise(
        "99.8",
        lambda W, t, size, parts: float(size),
        lambda rng: (np.ones((9, 9)), np.ones(3), 4, [np.ones((5, 5)), np.ones(2)]),
        see="",
    )
    text = examine(exercise, lambda W, t, size, parts: 0.0).text
    assert "W = an array of shape (9, 9)" in text
    assert "size = 4" in text
    assert "parts = arrays of shapes (5, 5), (2,)" in text


# Manners


class _Rude(Exception):
    def __str__(self):
        raise RuntimeError("no words")

    __repr__ = __str__


class _NoArray:
    def __array__(self, *args, **settings):
        raise RuntimeError("no array")


RUDE = {
    "an exception that cannot be printed": (lambda x: _raise(_Rude()), "raised", "_Rude."),
    "a group of exceptions": (
        lambda x: _raise(ExceptionGroup("several", [_Rude()])),
        "raised",
        "ExceptionGroup",
    ),
    "what does not want to be an array": (lambda x: _NoArray(), "type", "_NoArray"),
    "a list of itself": (lambda x: _endless_list(), "type", "a list"),
    "an array of objects": (lambda x: np.array([None, {}], object), "type", "dtype object"),
    "complex numbers": (lambda x: _mean(x) * 1j, "wrong", ""),
    "huge integers": (lambda x: [10**400] * 3, "type", ""),
    "text in an array": (lambda x: np.array(["a", "b", "c"]), "type", "dtype <U1"),
    "dates": (lambda x: np.zeros(3, "datetime64[s]"), "type", "datetime64"),
    "a masked array": (lambda x: np.ma.masked_array(_mean(x) + 1, [True, False, False]), "wrong", ""),
    "a matrix": (lambda x: np.asmatrix(_mean(x)), "shape", ""),
}


def _endless_list():
    nested = []
    nested.append(nested)
    return nested


@pytest.mark.parametrize("case", RUDE)
def test_a_check_keeps_its_manners(case, recwarn, capfd):
    answer, kind, words = RUDE[case]
    verdict = examine(MEAN, answer)
    assert verdict.kind == kind
    assert words in verdict.text
    assert not recwarn.list
    assert capfd.readouterr() == ("", "")


def test_a_mistake_tried_after_an_exception_warns_of_nothing(recwarn):
    exercise = Exercise(
        "01.13",
        lambda x: x + 1,
        lambda rng: (np.array([0.0, 1.0]),),
        (Mistake("a logarithm", lambda x: np.log(x), "No logarithm."),),
    )
    assert examine(exercise, lambda x: _raise(ValueError("no"))).kind == "raised"
    assert examine(exercise, lambda x: np.log(x) + 3).kind in ("wrong", "not finite")
    assert not recwarn.list


@pytest.mark.parametrize("encoding", ["cp1252", "gbk", "ascii", "latin-1"])
def test_a_verdict_can_be_printed_on_any_console(encoding, monkeypatch):
    buffer = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(buffer, encoding=encoding))
    print(examine(MEAN, _mean), examine(MEAN, lambda x: x.sum(axis=0)))
    print(Verdict("06.3", "mistake", "σ'(z) and δ¹ ≥ ½", "the factor σ'(z) is left out"))
    sys.stdout.flush()
    printed = buffer.getvalue().decode(encoding)
    assert "Exercise 1.1. Right." in printed
    assert "the sum" in printed
    assert "?" not in printed.replace("?\n", "")


def test_a_verdict_is_printed_as_it_is_where_that_is_possible(capsys):
    print(examine(MEAN, _mean))
    assert capsys.readouterr().out.startswith("✓ Exercise 1.1. Right.")


def test_a_busy_or_slow_machine_has_more_time(monkeypatch):
    assert slowness() >= 1
    monkeypatch.setattr("bplib.checks.engine.deadline.slowness", lambda: 20.0)
    begun = time.monotonic()
    with pytest.raises(TooLongError), deadline(0.01):
        _endless(0)
    assert time.monotonic() - begun > 0.15


def test_one_who_waits_is_stopped_too():
    with pytest.raises(TooLongError), deadline(0.02):
        time.sleep(60)


@pytest.mark.parametrize("seed", [-1, 1.5, "1", True])
def test_a_seed_that_is_none(seed):
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got"):
        checks.check("01.1", _mean, seed=seed)
