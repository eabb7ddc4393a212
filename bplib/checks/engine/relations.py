"""Relations: what numbers that are not right have in common with the right ones, in all trials.

A relation is looked for in a sample: the wrong parts of the answer in the trials, each beside the reference's. What
is said of it holds for all of the sample, and is worded here and nowhere else.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .parts import WHOLE, near

__all__ = ["RELATIONS", "WHERE_ALL", "Case", "Relation", "Sample", "related"]


@dataclass(frozen=True)
class Case:
    """A part of the answer in one trial."""

    wanted: np.ndarray
    got: np.ndarray
    args: dict
    trial: int
    name: str


@dataclass(frozen=True)
class Sample:
    """Cases that a relation is to hold for, and the exercise whose tolerances count."""

    cases: tuple[Case, ...]
    exercise: object

    def are(self, function):
        """Whether every array of the answer is what the function makes of the case."""
        with np.errstate(all="ignore"):
            return all(self._is(case, function(case)) for case in self.cases)

    def _is(self, case, target):
        target = np.asarray(target)
        return (
            target.shape == case.got.shape
            and target.dtype.kind in "biufc"
            and np.isfinite(target).all()
            and bool(near(target, case.got, self.exercise).all())
        )

    @property
    def numbers(self):
        """How many different numbers there are in the reference's answer."""
        values = np.concatenate([np.ravel(case.wanted) for case in self.cases])
        return np.unique(np.round(values, 9)).size

    @property
    def trials(self):
        """The cases by trial."""
        return [list(group) for _, group in itertools.groupby(self.cases, lambda case: case.trial)]

    @property
    def who(self):
        """What the sentence is about, and whether it is one number."""
        names = list(dict.fromkeys(case.name for case in self.cases))
        one = len(names) == 1 and all(case.wanted.ndim == 0 for case in self.cases)
        if names == [WHOLE]:
            return "Your number" if one else "Your numbers", one
        if one:
            return names[0][:1].upper() + names[0][1:] if names[0].startswith("part ") else names[0], True
        listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
        return f"The numbers in {listed}" if len(names) <= 4 else "The wrong numbers", False

    def say(self, singular, plural):
        """A sentence about the numbers of the sample."""
        who, one = self.who
        return f"{who} {singular if one else plural}"


@dataclass(frozen=True)
class Relation:
    """A name, and a function that gives the sentence about a sample for which the relation holds, else None."""

    name: str
    sentence: Callable


def related(sample):
    """(name, sentence) of the first relation that holds for a sample, or None."""
    for relation in RELATIONS:
        sentence = relation.sentence(sample)
        if sentence:
            return relation.name, sentence
    return None


# Numbers that do not depend on what they should depend on


def _argument(sample):
    for name, value in sample.cases[0].args.items():
        number = isinstance(value, np.ndarray | int | float | complex) and not isinstance(value, bool)
        if number and sample.are(lambda case, name=name: case.args[name]):
            words = f"the argument {name}, unchanged."
            return sample.say(f"is {words}", f"are {words}")
    return None


def _zero(sample):
    if sample.are(lambda case: np.zeros_like(case.wanted, float)):
        return sample.say("is always 0.", "are all 0. Are they computed, and then lost?")
    return None


def _same_in_all_trials(sample):
    groups = {}
    for case in sample.cases:
        groups.setdefault((case.name, case.wanted.shape), []).append(case)
    several = [group for group in groups.values() if len(group) > 1]
    depends = any(not near(group[0].wanted, group[1].wanted, sample.exercise).all() for group in several)
    if len(several) < len(groups) or not depends:
        return None
    if all(near(group[0].got, case.got, sample.exercise).all() for group in several for case in group):
        return sample.say(
            "is the same for every input. Does it depend on the arguments?",
            "are the same for every input. Do they depend on the arguments?",
        )
    return None


# Factors


def _sign(sample):
    if sample.are(lambda case: -case.wanted):
        return sample.say(
            "has the right size and the wrong sign. Is a difference taken the wrong way round, or a minus missing?",
            "have the right size and the wrong sign. Is a difference taken the wrong way round, or a minus missing?",
        )
    return None


def _size(sample):
    if sample.are(lambda case: np.abs(case.wanted)):
        return sample.say(
            "has the right size, but its sign is lost where it is negative.",
            "have the right size, but the signs of the negative ones are lost.",
        )
    return None


def _factor(cases):
    """The one factor between the answer and the reference that fits the cases best."""
    with np.errstate(all="ignore"):
        above = sum(np.vdot(case.wanted, case.got) for case in cases)
        return above / sum(np.vdot(case.wanted, case.wanted) for case in cases)


_TIMES = {2: "twice as large as", 0.5: "half as large as"}


def _times(c):
    size = _TIMES.get(round(abs(c), 6), f"{abs(c):.{4 if abs(abs(c) - 1) > 0.01 else 7}g} times")
    return f"{size} {{it}} should be{', and of the wrong sign' if c < 0 else ''}".replace(
        "times {it}", "times what {it}"
    )


def _one_factor(sample):
    c = _factor(sample.cases)
    if sample.numbers < 2 or not np.isfinite(c) or np.iscomplexobj(c) or c == 0:
        return None
    if sample.are(lambda case: c * case.wanted):
        words, why = _times(c), "Which factor is missing, or there once too often?"
        return sample.say(f"is {words.format(it='it')}. {why}", f"are {words.format(it='they')}. {why}")
    return None


def _quantities(args):
    """(words, value) of the numbers that a factor may consist of: arguments, lengths and shapes."""
    for name, value in args.items():
        if isinstance(value, bool | str):
            continue
        if isinstance(value, int | float | np.number):
            yield name, float(value)
        elif isinstance(value, np.ndarray):
            yield from _lengths(name, value)
        elif isinstance(value, list | tuple) and value:
            yield f"the length of {name}", len(value)
            for i in {0, len(value) - 1}:
                if isinstance(value[i], np.ndarray):
                    yield from _lengths(f"{name}[{i if i == 0 else -1}]", value[i])
        elif isinstance(value, dict):
            for key, inner in value.items():
                if isinstance(inner, np.ndarray):
                    yield from _lengths(f"{name}[{key!r}]", inner)


def _common_quantities(sample):
    """(words, value by trial) of the quantities that there are in all trials of a sample."""
    known = {case.trial: dict(_quantities(case.args)) for case in sample.cases}
    for words in next(iter(known.values())):
        values = {trial: quantities.get(words, np.nan) for trial, quantities in known.items()}
        if np.isfinite(list(values.values())).all():
            yield words, values


def _lengths(name, array):
    if array.ndim == 0:
        yield name, float(array)
    elif array.ndim == 1:
        yield f"the number of entries of {name}", len(array)
    else:
        yield f"the number of rows of {name}", array.shape[0]
        yield f"the number of columns of {name}", array.shape[1]
        yield f"the number of entries of {name}", array.size


def _named_factor(sample):
    """The factor is another in each trial: what is it made of?"""
    trials = sample.trials
    with np.errstate(all="ignore"):
        factors = np.array([_factor(cases) for cases in trials])
    if len(trials) < 2 or not np.isfinite(factors).all() or np.iscomplexobj(factors) or not factors.all():
        return None
    if np.allclose(factors, factors[0], rtol=1e-6):
        return None
    by_trial = {cases[0].trial: c for cases, c in zip(trials, factors)}
    if not sample.are(lambda case: by_trial[case.trial] * case.wanted):
        return None
    # Two factors are soon made of something.
    known = _common_quantities(sample) if len(trials) > 2 else ()
    values = {words: np.array(list(v.values())) for words, v in known if all(v.values())}
    for words in _made_of(factors, values):
        why = "Is a factor missing, or there once too often?"
        return sample.say(
            f"is the right one times {words}. {why}", f"are the right ones times {words}. {why}"
        )
    if sample.numbers > 2 * len(trials):
        listed = ", ".join(f"{c:.4g}" for c in factors)
        return sample.say(
            "is the right one up to a factor",
            f"are right up to one factor, which is another in each trial: {listed}. On what does it depend?",
        )
    return None


def _made_of(factors, values):
    """Words for the quantities, or products and quotients of two of them, that have these values."""
    signs = ((1, ""), (-1, "-"), (2, "2 · "), (0.5, "½ · "), (-2, "-2 · "), (-0.5, "-½ · "))
    for (sign, mark), (words, v) in itertools.product(signs, values.items()):
        powers = ((v, words), (1 / v, f"1 / ({words})" if " " in words else f"1 / {words}"))
        for power, text in (*powers, (v**2, f"the square of {words}")):
            if np.allclose(sign * power, factors, rtol=1e-6):
                yield f"{mark}{text}"
    for (sign, mark), ((a, v), (b, u)) in itertools.product(signs, itertools.permutations(values.items(), 2)):
        for power, text in (
            (v * u, f"{a} times {b}"),
            (v / u, f"{a} divided by {b}"),
            (1 / (v * u), f"1 / ({a} times {b})"),
        ):
            if np.allclose(sign * power, factors, rtol=1e-6):
                yield f"{mark}{text}"


def _factor_of_each_part(sample):
    names = {case.name for case in sample.cases}
    if len(names) < 2 or any(np.count_nonzero(case.wanted) < 2 for case in sample.cases):
        return None
    if sample.are(lambda case: _factor([case]) * case.wanted):
        return "Each part is right up to a factor, which is another for each of them. On what does it depend?"
    return None


def _factor_of_each(sample, axis):
    """Each row (axis 1) or column (axis 0) has a factor of its own."""

    def scaled(case):
        if case.wanted.ndim != 2 or case.wanted.shape[axis] < 3 or case.wanted.shape[1 - axis] < 2:
            return np.nan
        sums = (case.wanted * case.got).sum(axis, keepdims=True), (case.wanted**2).sum(axis, keepdims=True)
        return case.wanted * np.divide(*sums, out=np.zeros_like(sums[1], float), where=sums[1] > 0)

    if sample.are(scaled):
        line = "row" if axis else "column"
        return sample.say("", f"are right up to a factor, which is another for each {line}.")
    return None


# Other arithmetic


def _offset(sample):
    def off(case):
        return np.mean(case.got - case.wanted)

    first = off(sample.cases[0])
    count = sum(case.wanted.size for case in sample.cases)
    different = np.unique(np.concatenate([np.ravel(case.wanted) for case in sample.cases])).size
    if count < 3 or different < 2:
        return None
    if sample.are(lambda case: case.wanted + first):
        return sample.say(
            f"is off by {first:+.4g} in every trial.", f"are all off by the same amount, {first:+.4g}."
        )
    for words, values in _common_quantities(sample):
        for sign, verb in ((1, "plus"), (-1, "minus")):
            if sample.are(lambda case, v=values, sign=sign: case.wanted + sign * v[case.trial]):
                return sample.say(f"is the right one {verb} {words}.", f"are the right ones {verb} {words}.")
    if min(case.wanted.size for case in sample.cases) >= 3 and sample.are(
        lambda case: case.wanted + off(case)
    ):
        return sample.say("", "are all off by the same amount, which is another in each trial.")
    for axis, line in ((1, "row"), (0, "column")):
        if all(
            case.wanted.ndim == 2 and case.wanted.shape[axis] >= 3 for case in sample.cases
        ) and sample.are(
            lambda case, axis=axis: case.wanted + (case.got - case.wanted).mean(axis, keepdims=True)
        ):
            return sample.say("", f"are off by one amount in each {line}.")
    return None


def _whole(sample):
    for function in (np.floor, np.trunc, np.round):
        if sample.are(lambda case, function=function: function(case.wanted.real)):
            return sample.say(
                "has lost its fraction. Is there a //, an int() or an array of integers?",
                "have lost their fractions. Is there a //, an int() or an array of integers?",
            )
    return None


def _rounded(sample):
    for digits in range(2, 9):
        if sample.are(lambda case, digits=digits: np.round(case.wanted, digits)) and all(
            np.array_equal(case.got, np.round(case.got, digits)) for case in sample.cases
        ):
            return sample.say(
                f"is rounded to {digits} decimals. Leave it as it is computed.",
                f"are rounded to {digits} decimals. Leave them as they are computed.",
            )
    return None


def _digits(sample):
    """Right to a few digits: float32, or something that is only nearly right."""
    if all((case.got == np.round(case.got.real)).all() for case in sample.cases):
        return None  # a count that is off by one is no matter of digits
    errors = [
        np.abs(case.got - case.wanted).max() / np.abs(case.wanted).max() if case.wanted.any() else np.inf
        for case in sample.cases
        if not near(case.wanted, case.got, sample.exercise).all()
    ]
    worst = max(errors, default=np.inf)
    if not 0 < worst < 0.01:
        return None
    digits = int(-np.log10(worst))
    words = f"right to about {digits} digits, and no further."
    why = "Is something rounded, of type float32, or is a step too large?"
    if worst > 1e-3:
        why = "Is there an approximation in it, or a small number added?"
    return sample.say(f"is {words} {why}", f"are {words} {why}")


_FUNCTIONS = (
    ("1 divided by the right {one}", lambda w: 1 / w),
    ("the square of the right {one}", lambda w: w**2),
    ("the square root of the right {one}", lambda w: np.sqrt(w)),
    ("1 minus the right {one}", lambda w: 1 - w),
    ("the exponential of the right {one}", np.exp),
    ("the logarithm of the right {one}", np.log),
    ("σ of the right {one}: σ is applied once too often", lambda w: 1 / (1 + np.exp(-w))),
    ("tanh of the right {one}: it is applied once too often", np.tanh),
    ("the right {one} divided by the largest", lambda w: w / np.abs(w).max()),
    ("the right {one} divided by the sum", lambda w: w / w.sum()),
    ("the right {one} divided by the norm", lambda w: w / np.linalg.norm(w)),
    ("running sums of the right {one}", lambda w: np.cumsum(w) if w.ndim == 1 else np.full(w.shape, np.nan)),
)


def _function(sample):
    if sample.numbers < 2:
        return None
    for words, function in _FUNCTIONS:
        if sample.are(lambda case, function=function: function(case.wanted)):
            return sample.say(f"is {words.format(one='number')}.", f"are {words.format(one='numbers')}.")
    return None


# Order


def _transposed(sample):
    if all(case.wanted.ndim == 2 for case in sample.cases) and sample.are(lambda case: case.wanted.T):
        return sample.say(
            "", "are right, but transposed: rows and columns are exchanged. Which index comes first?"
        )
    return None


def _order(sample):
    axes = min(case.wanted.ndim for case in sample.cases)
    lines = ("place",) if axes == 1 else ("row", "column")
    for axis, line in enumerate(lines[:axes]):
        if sample.are(lambda case, axis=axis: np.flip(case.wanted, axis)):
            return sample.say("", f"are right, but in reverse order, the last {line} first.")
        for step, words in ((1, "late"), (-1, "early")):
            if sample.are(lambda case, step=step, axis=axis: np.roll(case.wanted, step, axis)):
                return sample.say("", f"are right, but each is one {line} {words}.")
    entries = sum(case.wanted.size for case in sample.cases)
    if (
        axes
        and entries >= 4
        and sample.numbers >= 3
        and all(_same_entries(case, sample) for case in sample.cases)
    ):
        return sample.say("", "are the right ones, in other places. In which order are they wanted?")
    return None


def _same_entries(case, sample):
    return near(np.sort(case.wanted, axis=None), np.sort(case.got, axis=None), sample.exercise).all()


RELATIONS = (
    Relation("zero", _zero),
    Relation("argument", _argument),
    Relation("same in all trials", _same_in_all_trials),
    Relation("sign", _sign),
    Relation("size", _size),
    Relation("transposed", _transposed),
    Relation("order", _order),
    Relation("factor", _one_factor),
    Relation("named factor", _named_factor),
    Relation("factor of each part", _factor_of_each_part),
    Relation("factor of each row", lambda sample: _factor_of_each(sample, 1)),
    Relation("factor of each column", lambda sample: _factor_of_each(sample, 0)),
    Relation("whole numbers", _whole),
    Relation("rounded", _rounded),
    Relation("offset", _offset),
    Relation("function", _function),
    Relation("digits", _digits),
)
# What says little where it holds in some of the trials only.
WHERE_ALL = ("argument", "same in all trials", "named factor", "offset")
