"""What is found out about an answer that is not right and is no named mistake."""

import re
from dataclasses import dataclass

import numpy as np

from .parts import WHOLE, near, pairs
from .places import listed, region, trials_in_common
from .relations import WHERE_ALL, Case, Sample, related

__all__ = ["Finding", "find", "of_one_number", "right_but_for_the_shape"]


@dataclass(frozen=True)
class Finding:
    """Sentences about an answer, and the same as data.

    Attributes:
        text: the sentences; empty if nothing was found.
        relation: name of the relation to the right numbers, if there is one.
        right, wrong: names of the parts that are right in every trial, and of the others.
    """

    text: str
    relation: str = ""
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def _numbers(array):
    """As floats, so that Booleans and integers can be subtracted and divided."""
    return array.astype(float) if array.dtype.kind in "biu" else array


def _sample(exercise, trials, table, chosen):
    """The cases of the parts for which ``chosen(trial, part)``, or None if one of them cannot be compared."""
    cases = []
    for i, (args, parts) in enumerate(zip(trials, table)):
        for part in parts:
            if chosen(i, part):
                if not part.comparable:
                    return None
                cases.append(Case(_numbers(part.wanted), _numbers(part.got), args, i, part.name))
    return Sample(tuple(cases), exercise) if cases else None


def find(exercise, trials, wanted, got):
    """What can be said of an answer.

    Args:
        trials: a dict of arguments by name for each trial.
        wanted, got: what reference and answer returned, by trial.
    """
    table = [pairs(w, g, exercise) for w, g in zip(wanted, got)]
    if any(parts is None for parts in table):
        return Finding("")
    names = list(dict.fromkeys(part.name for parts in table for part in parts))
    bad = {part.name for parts in table for part in parts if not part.right}
    right, wrong = tuple(n for n in names if n not in bad), tuple(n for n in names if n in bad)
    if exercise.backward:
        wrong = tuple(sorted(wrong, key=_layer, reverse=True))
    if not wrong:
        return Finding("")
    texts, relation = [], ""
    booleans = [
        p for parts in table for p in parts if p.comparable and p.got.dtype.kind == "b" != p.wanted.dtype.kind
    ]
    if booleans:
        texts, relation = ["There are True and False where numbers belong."], "Booleans"
    whole = _related(exercise, trials, table, lambda i, part: True) if len(names) > 1 and not right else None
    if whole:
        return Finding(whole[1], whole[0], right, wrong)
    exchanged = _exchanged(table)
    if exchanged:
        return Finding(exchanged, "exchanged parts", right, wrong)
    if len(names) > 1:
        texts.append(_parts(exercise, names, right, wrong))
    ones = [any(not part.right for part in parts) for parts in table]
    told = _turned(exercise, table, wrong) or _relation_of(exercise, trials, table, wrong, ones)
    if told:
        relation = relation or told[0]
    if not all(ones) and not (told and told[2]):
        texts.append(_edges(trials, ones))
    if told:
        texts.append(told[1])
    else:
        place = _region(exercise, trials, table, wrong[0])
        if place:
            texts.append(place)
    return Finding("\n".join(filter(None, texts)), relation, right, wrong)


def _related(exercise, trials, table, chosen):
    sample = _sample(exercise, trials, table, chosen)
    return related(sample) if sample else None


def _turned(exercise, table, wrong):
    """As ``_relation_of``, for parts that are transposed, also where their shape tells it."""
    parts = [part for row in table for part in row if part.name in wrong]
    matrices = all(isinstance(p.got, np.ndarray) and p.got.ndim == p.wanted.ndim == 2 for p in parts)
    if not matrices or any(p.got.T.shape != p.wanted.shape for p in parts):
        return None
    if not all(near(p.wanted, p.got.T, exercise).all() for p in parts):
        return None
    who = "Your numbers" if wrong == (WHOLE,) else f"The numbers in {listed(wrong)}"
    return "transposed", f"{who} are right, but transposed: rows and columns are exchanged.", True


def _relation_of(exercise, trials, table, wrong, ones):
    """(name, sentences, whether they hold in all trials): of all wrong parts together, else of the first of them."""
    for chosen in dict.fromkeys([wrong, *((name,) for name in wrong[:3])]):
        for everywhere in (True, False) if not all(ones) else (True,):
            found = _related(
                exercise, trials, table,
                lambda i, part, names=chosen, all_=everywhere: part.name in names and (all_ or not part.right),
            )  # fmt: skip
            if found and (everywhere or found[0] not in WHERE_ALL):
                return *found, everywhere
    return None


def _layer(name):
    """The number of the layer in the name of a part: W2 and nabla_w[-1] come after W1 and nabla_w[-2]."""
    numbers = re.findall(r"-?\d+", name)
    return int(numbers[-1]) if numbers else -1


def _parts(exercise, names, right, wrong):
    if len(names) > 8 and min(len(right), len(wrong)) > 4:
        text = f"{len(right)} of {len(names)} parts are right, {len(wrong)} are wrong."
    elif right:
        text = f"Right: {listed(right)}. Wrong: {listed(wrong)}."
    elif exercise.backward:
        return f"All parts are wrong. {wrong[0]} is the nearest to the output. Look there first."
    else:
        return ""
    if exercise.backward and len(wrong) > 1:
        text += f"\nOn the way back from the output, {wrong[0]} is the first that is wrong. Look there first."
    return text


def _exchanged(table):
    """A sentence if the parts are right, but stand in each other's places, in the same way in all trials."""
    count = len(table[0])
    if count < 2 or any(len(parts) != count for parts in table):
        return ""
    if not all(part.comparable for parts in table for part in parts):
        comparable = [part for parts in table for part in parts if isinstance(part.got, np.ndarray)]
        if len(comparable) < count * len(table):
            return ""
    moved = {}
    for i, part in enumerate(table[0]):
        if not part.right:
            for j in range(count):
                if j != i and all(_same(parts[j].wanted, parts[i].got) for parts in table):
                    moved[i] = j
                    break
            else:
                return ""
    if len(moved) < 2 or set(moved) != set(moved.values()):
        return ""
    names = [table[0][i].name for i in moved]
    if len(names) == 2:
        return f"{listed(names)} are right, but exchanged: each stands in the place of the other."
    return f"The parts {listed(names)} are right, but in another order than is asked for."


def _same(a, b):
    return (
        isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.shape == b.shape
        and a.dtype.kind in "biufc" and b.dtype.kind in "biufc" and np.allclose(a, b, rtol=1e-6, atol=1e-9)
    )  # fmt: skip


def _edges(trials, wrong):
    """A sentence about the trials in which the answer is wrong, where it is right in others."""
    words = trials_in_common(trials, wrong)
    count, bad = len(wrong), sum(wrong)
    there = f" It is wrong where {words}." if words else ""
    if bad == 1:
        return f"The answer is right on {count - 1} of {count} inputs, and wrong on one.{there}"
    return f"The answer is right on {count - bad} of {count} inputs.{there}"


def _region(exercise, trials, table, name):
    """In which entries a part is wrong, in the first trial in which that can be said; and the same in the others?"""
    said = []
    for args, parts in zip(trials, table):
        for part in parts:
            if part.name == name and not part.right and part.comparable:
                said.append(region(_numbers(part.wanted), _numbers(part.got), exercise, args))
    if not said or not all(said):
        return ""
    who = "The answer" if name == WHOLE else name
    return f"{who} is {said[0]}."


def of_one_number(wanted, got):
    """Of one number that is asked for: its sign and its order of magnitude, and never on which side it lies."""
    try:
        wanted, got = float(wanted), float(got)
    except (TypeError, ValueError):
        return ""
    if not np.isfinite([wanted, got]).all() or wanted == 0 or got == 0:
        return ""
    if (wanted > 0) != (got > 0):
        return "Its sign is not right."
    if abs(np.log10(abs(got / wanted))) > 1:
        return "It is not of the right order of magnitude."
    return "Its sign and its order of magnitude are right."


def right_but_for_the_shape(wanted, got):
    """A sentence if the numbers are right, and only their shape is not."""
    try:
        wanted, got = np.asarray(wanted), np.asarray(got)
        if got.dtype.kind not in "biufc" or wanted.dtype.kind not in "biufc":
            return ""
        if got.ndim == 2 and got.T.shape == wanted.shape and np.allclose(got.T, wanted, rtol=1e-6):
            return "Transposed, it would be right."
        if got.size == wanted.size and np.allclose(got.ravel(), wanted.ravel(), rtol=1e-6):
            return "The numbers are right; only the shape is not."
        if wanted.ndim == 0 and got.size and np.allclose(got, wanted, rtol=1e-6):
            return "Every entry is the right number; one number is wanted."
        for axis in range(got.ndim):
            for name, made in (("summed", np.sum), ("averaged", np.mean)):
                reduced = made(got, axis=axis)
                if reduced.shape == wanted.shape and np.allclose(reduced, wanted, rtol=1e-6):
                    return f"{name.capitalize()} over one of its axes, it would be right."
    except Exception:  # an answer may be anything
        pass
    return ""
