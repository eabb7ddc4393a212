"""Exercise set 13: each patient is found by its instrument and by no other, and answers are told what is wrong."""

import numpy as np
import pytest

from bplib.checks import check, exercises
from bplib.checks.set_13_patients import SICK_BY, patients
from bplib.gradients import check_gradients


def _complaints(letter):
    """The instruments of the exercise that complain about a model."""
    models, x, t = patients()
    model, x_before, t_before = models[letter], x.copy(), t.copy()
    loss, accuracy, first = model.loss(x, t), model.accuracy(x, t), model.gradient(x, t)
    found = {
        "arrays before and after": not (np.array_equal(x, x_before) and np.array_equal(t, t_before)),
        "gradient check": not check_gradients(model, x, t, progress=False),
        "loss at initialization": abs(loss / np.log(5) - 1) > 0.2,
        "untrained accuracy": abs(accuracy - 0.2) > 0.1,
        "weights compared": len(np.unique(model.params["W1"].round(9), axis=1).T) < 8,
    }
    second = model.gradient(np.concatenate([x, x]), np.concatenate([t, t]))
    found["batch doubled"] = not all(np.allclose(first[name], second[name]) for name in first)
    before = {name: p.copy() for name, p in model.params.items()}
    model.step(x, t, 0.1)
    found["parameter that never moves"] = any(np.array_equal(p, before[n]) for n, p in model.params.items())
    return [instrument for instrument, complains in found.items() if complains]


@pytest.mark.parametrize("letter", SICK_BY)
def test_each_patient_is_found_by_one_instrument_and_no_other(letter):
    assert (_complaints(letter) or ["healthy"]) == [SICK_BY[letter]]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"D": "gradient check"}, "“gradient check” has nothing to say against it"),
        ({"E": "healthy"}, "7 of 8 are right. Model E: You call it healthy; it is not."),
        ({"F": "arrays"}, "'arrays' is no instrument of the list"),
        ({"B": 3}, "B has no diagnosis yet"),
        ({"X": "healthy"}, "called A to H"),
        ({"g": " Untrained  accuracy "}, None),
    ],
)
def test_diagnoses_letter_by_letter(change, words):
    verdict = check("13.9", lambda: {k: v for k, v in SICK_BY.items() if k.lower() not in change} | change)
    assert bool(verdict) is (words is None), verdict
    assert words is None or words in verdict.text


def test_diagnoses_that_are_no_dict():
    assert "should be a dict" in check("13.9", lambda: "ABC").text


def _weights(change):
    def answer(sizes, seed):
        rng = np.random.default_rng(seed)
        return change([rng.normal(0, n**-0.5, (n, k)) for n, k in zip(sizes, sizes[1:])])

    return answer


def _uniform(sizes, seed):
    rng = np.random.default_rng([seed, 1])
    return tuple(rng.uniform(-((3 / n) ** 0.5), (3 / n) ** 0.5, (n, k)) for n, k in zip(sizes, sizes[1:]))


def _each_layer_its_own(sizes, seed):
    pairs = enumerate(zip(sizes, sizes[1:]))
    return [np.random.default_rng([seed, l]).normal(0, n**-0.5, (n, k)) for l, (n, k) in pairs]


WEIGHTS = [
    (_weights(lambda Ws: Ws), None),
    (_uniform, None),
    (_each_layer_its_own, None),
    (_weights(lambda Ws: Ws[:-1]), "a list of"),
    (_weights(lambda Ws: [W.T for W in Ws]), "should have shape (40, 30)"),
    (_weights(lambda Ws: [W * np.nan for W in Ws]), "not finite"),
    (_weights(lambda Ws: [0 * W for W in Ws]), "all 0"),
    (_weights(lambda Ws: [np.full(W.shape, 0.1) for W in Ws]), "columns 0 and 1 of array 0 are still equal"),
    (_weights(lambda Ws: [W[:, :1] * range(1, W.shape[1] + 1) for W in Ws]), "multiples of each other"),
    (_weights(lambda Ws: [np.tile(W[0], (len(W), 1)) for W in Ws]), "multiples of each other"),
    (
        _weights(lambda Ws: [np.vstack([W[1:2], W[1:]]) for W in Ws]),
        "cannot tell the inputs 0 and 1 apart",
    ),
    (_weights(lambda Ws: [W / 10 for W in Ws]), "times 1/√n_in"),
    (_weights(lambda Ws: [W + 0.5 * len(W) ** -0.5 for W in Ws]), "mean of array 0"),
]


@pytest.mark.parametrize(("answer", "words"), WEIGHTS)
def test_first_weights(answer, words):
    verdict = check("13.3", answer)
    assert bool(verdict) is (words is None), verdict
    assert words is None or words in verdict.text


def _right(params, step):
    return exercises("13")["13.8"].reference(params, step)


def _in_place(params, step):
    before = {name: p.copy() for name, p in params.items()}
    step(params)
    return [name for name, p in params.items() if np.array_equal(p, before[name])]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda params, step: tuple(_right(params, step)), None),
        (lambda params, step: True, "not True or False"),
        (lambda params, step: "b1", "a list of names"),
        (lambda params, step: ["W9"], "'W9', which is no name"),
        (lambda params, step: list(params), "does move"),
        (lambda params, step: _right(params, step)[1:], "is not in your list"),
        (lambda params, step: _right(params, step) * 2, "Give each once"),
        (lambda params, step: _right(params, step)[::-1], "in the order of params"),
        (_in_place, "changed its argument params"),
    ],
)
def test_names_of_parameters_that_never_move(answer, words):
    verdict = check("13.8", answer)
    assert bool(verdict) is (words is None), verdict
    assert words is None or words in verdict.text


def test_every_cure_is_told_the_instrument_and_so_is_every_bug_in_its_place():
    for name, exercise in exercises("13").items():
        assert exercise.remark, name
        assert check(name, exercise.reference).text == exercise.remark
    for name in ("13.1", "13.2", "13.3", "13.5", "13.6", "13.7", "13.10"):
        for mistake in exercises("13")[name].mistakes:
            assert "What would have found it: " in mistake.hint, (name, mistake.name)
