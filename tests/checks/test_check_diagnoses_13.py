"""Exercise set 13: each patient is found by its instrument and by no other, and answers are told what is wrong."""

from pathlib import Path

import nbformat
import numpy as np
import pytest

from bplib import activations
from bplib.checks import check, exercises
from bplib.checks.given.patients import patients
from bplib.checks.set_13.eight_patients import SICK_BY
from bplib.gradients import check_gradients


def _complaints(letter):
    """The instruments of the exercise that complain about a model."""
    models, x, t = patients()
    model, x_before, t_before = models[letter], x.copy(), t.copy()
    loss, accuracy, first = model.loss(x, t), model.accuracy(x, t), model.gradient(x, t)
    found = {
        "arrays before and after": not (np.array_equal(x, x_before) and np.array_equal(t, t_before)),
        "gradient check": not check_gradients(model, x, t, progress=False),
        "loss at the start": abs(loss / np.log(5) - 1) > 0.2,
        "accuracy untrained": abs(accuracy - 0.2) > 0.1,
        "weights compared": len(np.unique(model.params["W1"].round(9), axis=1).T) < 8,
    }
    second = model.gradient(np.concatenate([x, x]), np.concatenate([t, t]))
    found["batch doubled"] = not all(np.allclose(first[name], second[name]) for name in first)
    before = {name: p.copy() for name, p in model.params.items()}
    model.step(x, t, 0.1)
    found["every parameter moves"] = any(np.array_equal(p, before[n]) for n, p in model.params.items())
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
        ({"B": 3}, "The diagnosis of B should be one string; it is an int (3)"),
        ({"X": "healthy"}, "called A to H"),
        ({"E": "healthy", "F": "healthy"}, "6 of 8 are right. Run all seven on E"),
        ({"D": ["healthy"]}, "The diagnosis of D should be one string"),
        ({"D": None}, "D has no diagnosis yet"),
        ({"g": " Accuracy  untrained "}, None),
        ({"g": "untrained accuracy", "A": "loss at initialization", "C": "Parameter that never moves"}, None),
    ],
)
def test_diagnoses_letter_by_letter(change, words):
    verdict = check(
        "13.9",
        lambda: {k: v for k, v in SICK_BY.items() if k not in change and k.lower() not in change} | change,
    )
    assert bool(verdict) is (words is None), verdict
    assert words is None or words in verdict.text


def test_diagnoses_that_are_no_dict():
    assert "should be a dict" in check("13.9", lambda: "ABC").text


def _three(weights):
    """The function that the exercise gives to the check."""
    return lambda sizes, seed: [weights(sizes, s) for s in (seed, seed, seed + 1)]


def _drawn(rng, sizes):
    return [rng.normal(0, n**-0.5, (n, k)) for n, k in zip(sizes, sizes[1:])]


def _weights(change):
    return lambda sizes, seed: change(_drawn(np.random.default_rng(seed), sizes))


def _uniform(sizes, seed):
    rng = np.random.default_rng([seed, 1])
    return tuple(rng.uniform(-((3 / n) ** 0.5), (3 / n) ** 0.5, (n, k)) for n, k in zip(sizes, sizes[1:]))


def _each_layer(seed_of):
    """A generator for each layer l, with n inputs."""

    def weights(sizes, seed):
        pairs = enumerate(zip(sizes, sizes[1:]))
        return [np.random.default_rng(seed_of(seed, l, n)).normal(0, n**-0.5, (n, k)) for l, (n, k) in pairs]

    return weights


def _old_way(sizes, seed):
    state = np.random.RandomState(seed)
    return [state.randn(n, k) / np.sqrt(n) for n, k in zip(sizes, sizes[1:])]


_OUTSIDE = np.random.default_rng(1)
_COUNTER = iter(range(10**6))

WEIGHTS = [
    (_weights(lambda Ws: Ws), None),
    (_weights(tuple), None),
    (_old_way, None),
    (_each_layer(lambda seed, l, n: [seed, l]), None),
    (_each_layer(lambda seed, l, n: seed + l), None),
    (_each_layer(lambda seed, l, n: seed * n), "begin with the same random numbers"),
    (_uniform, "Of normally distributed ones 4.6% are"),
    (_weights(lambda Ws: [np.sign(W) * len(W) ** -0.5 for W in Ws]), "normally distributed"),
    (lambda sizes, seed: _drawn(np.random.default_rng(), sizes), "the weights are different"),
    (lambda sizes, seed: _drawn(_OUTSIDE, sizes), "the weights are different"),
    (lambda sizes, seed: _drawn(np.random.default_rng([seed, next(_COUNTER)]), sizes), "are different"),
    (lambda sizes, seed: _drawn(np.random, sizes), "the weights are different"),
    (lambda sizes, seed: _drawn(np.random.default_rng(42), sizes), "always the same ones"),
    (lambda sizes, seed: _drawn(np.random.default_rng(7), sizes), "Array 0 is the same for seed"),
    (_weights(lambda Ws: None), "returned None"),
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
    (_weights(lambda Ws: [W * 2 for W in Ws]), "if it is far too large: loss at the start"),
    (_weights(lambda Ws: [W / len(W) ** 0.5 for W in Ws]), "Yours is 1/n_in"),
    (_weights(lambda Ws: [W / 10 for W in Ws]), "only the standard deviation itself"),
    (_weights(lambda Ws: [W * len(W) ** 0.5 / int(len(W) ** 0.5) for W in Ws]), "times 1/√n_in"),
    (_weights(lambda Ws: [W + 0.5 * len(W) ** -0.5 for W in Ws]), "mean of array 0"),
]


@pytest.mark.parametrize(("answer", "words"), WEIGHTS)
def test_first_weights(answer, words):
    verdict = check("13.3", _three(answer))
    assert bool(verdict) is (words is None), verdict
    assert words is None or words in verdict.text


def test_first_weights_of_one_call_are_not_enough():
    assert "Give the function three" in check("13.3", _weights(lambda Ws: Ws)).text


def _right(params, step):
    return exercises("13")["13.8"].reference(params, step)


def _in_place(params, step):
    before = {name: p.copy() for name, p in params.items()}
    step(params)
    return [name for name, p in params.items() if np.array_equal(p, before[name])]


def _put_back(params, step):
    before = {name: p.copy() for name, p in params.items()}
    step(params)
    still = [name for name, p in params.items() if np.array_equal(p, before[name])]
    params.update(before)
    return still


def _written_back(params, step):
    """The very arrays hold their numbers again."""
    arrays, before = dict(params), {name: p.copy() for name, p in params.items()}
    step(params)
    still = [name for name, p in params.items() if np.array_equal(p, before[name])]
    for name, array in arrays.items():
        array[...] = before[name]
        params[name] = array
    return still


def _compared(still):
    """An instrument that steps with copies and compares before and after in its own way."""

    def answer(params, step):
        after = {name: p.copy() for name, p in params.items()}
        step(after)
        return [name for name, p in params.items() if still(p, after[name])]

    return answer


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
        (_put_back, "params holds the old numbers again, but in new arrays"),
        (_written_back, None),
        (_compared(lambda b, a: b.tobytes() == a.tobytes()), None),
        (_compared(lambda b, a: b.ravel()[0] == a.ravel()[0]), "One entry stands for all"),
        (_compared(lambda b, a: b.ravel()[-1] == a.ravel()[-1]), "does move"),
        (_compared(lambda b, a: (b[-1] == a[-1]).all()), "does move"),
        (_compared(lambda b, a: np.abs(b - a).max() < 1e-14), "by very little does move"),
        (_compared(lambda b, a: np.isclose(b, a, rtol=0, atol=1e-15).all()), "by very little does move"),
        (_compared(lambda b, a: (b**2).sum() == (a**2).sum()), "does not see it"),
        (_compared(lambda b, a: set(b.ravel()) == set(a.ravel())), "in other places"),
        (_compared(lambda b, a: np.array_equal(abs(b), abs(a))), "does move"),
        (_compared(lambda b, a: b.std() == a.std()), "the norm does not see it"),
    ],
)
def test_names_of_parameters_that_never_move(answer, words):
    verdict = check("13.8", answer)
    assert bool(verdict) is (words is None), verdict
    assert words is None or words in verdict.text


def _cells():
    """Code cells of the solutions by the word after class or def."""
    path = Path(__file__).parents[2] / "solutions" / "13_bug_clinic.ipynb"
    cells = [c.source for c in nbformat.read(path, 4).cells if c.cell_type == "code"]
    return {source.split("(")[0].split(":")[0].split()[-1]: source for source in cells}


_CURES = {
    "slope": ("sigmoid_prime(a)", "a * (1 - a)"),
    "biases": ("b = b - eta", "b -= eta"),
    "overflow": (
        'e = np.exp(a @ self.params["W2"] + self.params["b2"])',
        'z = a @ self.params["W2"] + self.params["b2"]\n        e = np.exp(z - z.max(axis=1, keepdims=True))',
    ),
}


@pytest.mark.parametrize(
    ("cured", "name"),
    [
        ((), "all three bugs are still there"),
        (("slope",), "two bugs are left: the biases, and extreme scores"),
        (("biases",), "two bugs are left: the slope, and extreme scores"),
        (("overflow",), "three bugs are left: the slope, and the biases, and the logarithm of 0"),
        (("slope", "biases"), "one bug is left: extreme scores"),
        (("slope", "overflow"), "two bugs are left: the biases, and the logarithm of 0"),
        (("slope", "biases", "overflow"), "one bug is left: the logarithm of 0"),
    ],
)
def test_the_sick_net_and_its_half_cures_are_recognized(cured, name):
    cells = _cells()
    source = cells["SickNet"].replace("class SickNet", "class CuredNet")
    for bug in cured:
        assert _CURES[bug][0] in source
        source = source.replace(*_CURES[bug])
    space = {"np": np, "sigmoid": activations.sigmoid, "sigmoid_prime": activations.sigmoid_prime}
    exec(source + "\n\n" + cells["examination"], space)
    assert check("13.10", space["examination"]).mistake == name


def test_every_cure_is_told_the_instrument_and_so_is_every_bug_in_its_place():
    for name, exercise in exercises("13").items():
        assert exercise.remark, name
        assert check(name, exercise.reference).text == exercise.remark
    for name in ("13.1", "13.2", "13.3", "13.5", "13.6", "13.7", "13.10"):
        for mistake in exercises("13")[name].mistakes:
            assert "What would have found it: " in mistake.hint, (name, mistake.name)
