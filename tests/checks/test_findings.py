"""What the engine finds by itself: relations, on the references of all exercises, and what is none of them."""

import copy

import numpy as np
import pytest

from bplib.checks import Exercise, Mistake, examine, exercises
from bplib.checks.engine import With, in_turn
from bplib.checks.engine.relations import RELATIONS

SETS = [f"{number:02d}" for number in range(1, 14)]
EVERY = {name: exercise for number in SETS for name, exercise in exercises(number).items()}
# With accept, another answer than the reference's may be right; without arguments, one number is all there is.
COMPARED = [e for e in EVERY.values() if e.accept is None and e.inputs(np.random.default_rng(0))]


def applied(function, value):
    """An answer with a function applied to each of its arrays of numbers."""
    if isinstance(value, dict):
        return {key: applied(function, inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(applied(function, inner) for inner in value)
    if isinstance(value, str | bool | np.bool_):
        return value
    return function(np.asarray(value))


def turned(array):
    return array.T.copy() if array.ndim == 2 else array


CHANGES = {
    "sign": lambda a: -a,
    "size": np.abs,
    "zero": np.zeros_like,
    "three times": lambda a: 3 * a,
    "transposed": turned,
    "order": lambda a: a[::-1].copy() if a.ndim else a,
    "whole numbers": np.floor,
    "rounded": lambda a: np.round(a, 2),
    "digits": lambda a: a * (1 + 1e-3 * np.cos(np.arange(a.size)).reshape(a.shape)),
    "offset": lambda a: a + 0.25,
    "square": lambda a: a**2,
}
SAID = {
    "sign": "wrong sign",
    "size": "lost",
    "zero": "0",
    "three times": "3 times what",
    "transposed": "transposed",
    "order": "order",
    "whole numbers": "fraction",
    "rounded": "rounded to 2 decimals",
    "digits": "digits, and no further",
    "offset": "+0.25",
    "square": "square of the right",
}


@pytest.mark.no_cover  # coverage doubles the time of half a million lines
@pytest.mark.parametrize("change", CHANGES)
def test_a_relation_is_found_wherever_it_can_be(change):
    """An answer changed in this way is right, or a named mistake, or told what its numbers have in common."""
    found, silent = 0, []
    for exercise in COMPARED:
        if change == "square" and exercise.name == "03.4":
            continue  # the number of paths in a ladder, whose square is no number of 64 bits

        def answer(*args, exercise=exercise):
            with np.errstate(all="ignore"):
                return applied(CHANGES[change], exercise.reference(*copy.deepcopy(args)))

        verdict = examine(exercise, answer)
        if verdict.kind == "wrong" and SAID[change] not in verdict.text and not verdict.relation:
            silent.append(exercise.name)
        found += SAID[change] in verdict.text
    assert found >= 3, "the relation is hardly ever found"
    assert not silent, f"not told of the relation: {silent}"


def test_every_relation_has_a_name_of_its_own():
    names = [relation.name for relation in RELATIONS]
    assert len(set(names)) == len(names)


# What is said, on small exercises


def _inputs(rng):
    m, n = in_turn(rng, (5, 3), (4, 6), (7, 2))
    return rng.normal(size=(m, n)), rng.normal(size=(n, n + 1)), float(rng.uniform(0.1, 0.5))


PRODUCT = Exercise("01.1", lambda X, W, eta: X @ W, _inputs)
SEVERAL = Exercise(
    "01.2",
    lambda X, W, eta: {"W1": X.T @ X, "b1": X.sum(axis=0), "W2": X @ W, "b2": (X @ W).sum(axis=0)},
    _inputs,
    backward=True,
)
SCALE = Exercise(
    "01.3", lambda x, n: x * n, lambda rng: in_turn(rng, *[(rng.normal(), n) for n in (3, 0, 4, 7)]), trials=4
)

TOLD = {
    "times the number of rows": (
        PRODUCT,
        lambda X, W, eta: len(X) * (X @ W),
        "times the number of rows of X",
    ),
    "divided by it": (PRODUCT, lambda X, W, eta: (X @ W) / len(X), "times 1 / (the number of rows of X)"),
    "eta and the number of rows": (
        PRODUCT,
        lambda X, W, eta: eta * (X @ W) / len(X),
        "eta divided by the number of rows of X",
    ),
    "minus half": (
        PRODUCT,
        lambda X, W, eta: -(X @ W) / 2,
        "half as large as they should be, and of the wrong sign",
    ),
    "an unknown factor": (PRODUCT, lambda X, W, eta: (X @ W) * X[0, 0], "another in each trial"),
    "a factor for each row": (PRODUCT, lambda X, W, eta: (X @ W) * X[:, :1], "another for each row"),
    "an amount for each row": (PRODUCT, lambda X, W, eta: X @ W + X[:, :1], "off by one amount in each row"),
    "plus an argument": (PRODUCT, lambda X, W, eta: X @ W + eta, "are the right ones plus eta"),
    "the same everywhere": (PRODUCT, lambda X, W, eta: np.full((len(X), len(W.T)), 2.5), "is not right"),
    "an argument": (
        Exercise("01.4", lambda X: X**3, lambda rng: (rng.normal(size=3),)),
        lambda X: X,
        "the argument X, unchanged",
    ),
    "float32": (PRODUCT, lambda X, W, eta: (X @ W).astype(np.float16), "digits, and no further"),
    "Booleans": (PRODUCT, lambda X, W, eta: X @ W > 0, "True and False where numbers belong"),
    "last row": (
        PRODUCT,
        lambda X, W, eta: np.vstack([(X @ W)[:-1], np.ones(len(W.T))]),
        "wrong in the last row",
    ),
    "negative numbers": (
        PRODUCT,
        lambda X, W, eta: np.maximum(X @ W, 0) * 1.0,
        "where the right number is negative",
    ),
    "some rows": (
        PRODUCT,
        lambda X, W, eta: np.delete(np.insert(X @ W, 1, 9.0, axis=0), 2, axis=0),
        "in row 1",
    ),
    "one wrong part": (
        SEVERAL,
        lambda X, W, eta: SEVERAL.reference(X, W, eta) | {"b1": X[0]},
        "Right: W1, W2 and b2. Wrong: b1.",
    ),
    "the first on the way back": (
        SEVERAL,
        lambda X, W, eta: SEVERAL.reference(X, W, eta) | {"b1": X[0], "W2": np.cos(X @ W)},
        "W2 is the first that is wrong",
    ),
    "exchanged": (
        Exercise(
            "01.5",
            lambda a, b: (a + b, a - b),
            lambda rng: tuple(rng.normal(size=2)),
            parts=("sum", "difference"),
        ),
        lambda a, b: (a - b, a + b),
        "sum and difference are right, but exchanged",
    ),
    "an edge": (SCALE, lambda x, n: x * n if n else 5.0, "It is wrong where n is 0"),
    "raised at an edge": (
        SCALE,
        lambda x, n: x * n * (n // n),
        "On the first input it was right. This time n is 0.",
    ),
    "flat": (PRODUCT, lambda X, W, eta: (X @ W).ravel(), "The numbers are right; only the shape is not."),
    "turned": (PRODUCT, lambda X, W, eta: (X @ W).T, "Transposed, it would be right."),
    "not averaged": (
        Exercise("01.6", lambda X: X.mean(axis=0), lambda rng: (rng.normal(size=(4, 3)),)),
        lambda X: X,
        "Averaged over one of its axes",
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_what_is_found_is_said(case):
    exercise, answer, words = TOLD[case]
    verdict = examine(exercise, answer)
    assert not verdict
    assert words in verdict.text


def test_the_verdict_is_data_too():
    right = SEVERAL.reference
    verdict = examine(
        SEVERAL, lambda X, W, eta: right(X, W, eta) | {"W2": -(X @ W), "b2": -(X @ W).sum(axis=0)}
    )
    assert verdict.relation == "sign"
    assert verdict.parts_right == ("W1", "b1")
    assert verdict.parts_wrong == ("W2", "b2")
    named = Exercise(
        "01.1", lambda x: x, lambda rng: (1.0,), (Mistake("n", lambda x: 2 * x, "h", family="f"),)
    )
    assert examine(named, lambda x: 2 * x).family == "f"


NOT_TO_BE_TAKEN = {
    "one entry is right by chance": (
        PRODUCT,
        lambda X, W, eta: (X @ W) * np.linspace(1, 3, len(W.T)),
        "last",
    ),
    "nearly a factor": (PRODUCT, lambda X, W, eta: 2 * (X @ W) + 1e-4, "twice"),
    "random": (PRODUCT, lambda X, W, eta: np.random.default_rng(3).normal(size=(len(X), len(W.T))), "order"),
    "one number": (Exercise("01.7", lambda: 3.5, trials=1), lambda: 7.0, "twice"),
    "one number of a constant": (
        Exercise("01.8", lambda x: 2.0, lambda rng: (rng.normal(),)),
        lambda x: 4.0,
        "twice",
    ),
}


@pytest.mark.parametrize("case", NOT_TO_BE_TAKEN)
def test_what_does_not_hold_is_not_said(case):
    exercise, answer, words = NOT_TO_BE_TAKEN[case]
    verdict = examine(exercise, answer)
    assert not verdict
    assert words not in verdict.text
    assert not verdict.relation or verdict.relation == "factor of each column"


def test_of_one_number_not_the_side_is_told():
    exercise = Exercise("01.9", lambda: 40.0, trials=1)
    said = {
        value: examine(exercise, lambda value=value: value).text for value in (39.0, 41.0, 4000.0, 0.4, -40.0)
    }
    assert said[39.0].replace("39", "41") == said[41.0]
    assert said[4000.0].replace("4000", "0.4") == said[0.4]
    assert "order of magnitude is not" in said[0.4] or "not of the right order" in said[0.4]
    assert "Its sign is not right." in said[-40.0]


def test_moderate_numbers_are_looked_at_before_extreme_ones():
    exercise = Exercise(
        "01.10",
        lambda z: np.log1p(np.exp(-np.abs(z))) + np.maximum(z, 0),
        lambda rng: (in_turn(rng, 900.0, 1.5, -2.0),),
    )
    verdict = examine(exercise, lambda z: -np.log(1 + np.exp(z)))
    assert verdict.kind == "wrong"
    assert "z = 1.5" in verdict.text


def test_what_changes_from_call_to_call_is_noticed():
    rng = np.random.default_rng()
    verdict = examine(PRODUCT, lambda X, W, eta: X @ W + rng.normal())
    assert "two different results" in verdict.text


def test_two_named_mistakes_at_once():
    def factory(*, scale=1.0, sign=1):
        return lambda X, W, eta: sign * scale * (X @ W).cumsum(axis=0)

    exercise = Exercise(
        "01.11", With(factory), _inputs,
        (Mistake("half", With(factory, scale=0.5), "A half."), Mistake("sign", With(factory, sign=-1), "A sign.")),
    )  # fmt: skip
    exercise = Exercise("01.11", lambda X, W, eta: factory()(X, W, eta), _inputs, exercise.mistakes)
    verdict = examine(exercise, lambda X, W, eta: -0.5 * (X @ W).cumsum(axis=0))
    assert verdict.mistake == "half; and sign"
    assert "A half." in verdict.text
    assert "A sign." in verdict.text


# Other inputs


def test_a_seed_gives_other_inputs_and_the_same_ones_each_time():
    seen = []
    for seed in (None, None, 1, 1, 2):
        examine(PRODUCT, lambda X, W, eta: seen.append(X[0, 0]), seed)
    first = seen[::3]
    assert first[0] == first[1]
    assert first[2] == first[3]
    assert len(set(first)) == 3


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", EVERY)
def test_references_are_right_for_other_seeds(name, seed):
    assert examine(EVERY[name], EVERY[name].reference, seed)
