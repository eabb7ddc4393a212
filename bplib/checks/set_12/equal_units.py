"""Exercise 12.5: the number of different hidden units, where some are equal."""

import numpy as np

from ..engine import Exercise, Mistake, in_turn
from ..families import FIRST_FOR_ALL

__all__ = ["DIFFERENT_UNITS"]

# (n_0, n_2), how many units are drawn, and how further ones follow: what is changed, in which unit. A number is a
# difference in the largest entry of the unit, a negative number one in its smallest.
_PLANS = (
    ((5, 4), 3, ("copy", 0), ("copy", 0), ("W2", 1), ("W2", 1), ("W2", 1), ("b", 2), ("W1", 0), ("copy", 4)),
    (
        (3, 3),
        3,
        ("copy", 1),
        ("W1", 2),
        ("W1", 2),
        ("turned W1", 0),
        ("turned W2", 0),
        ("copy", 2),
        ("moved", 1),
    ),
    ((4, 5), 4, ("copy", 3)),
    ((2, 3), 1, ("copy", 0)),
    (
        (4, 3),
        2,
        (8e-3, 0),
        (1e-4, 0),
        (1e-6, 0),
        (4e-9, 0),
        ("copy", 0),
        (1e-4, 1),
        (4e-9, 1),
        (-4e-6, 1),
        (-8e-7, 1),
    ),
    ((6, 2), 10, *6 * [("copy", 2)]),
    ((4, 4), 4),
    ((1, 1), 1),
    (
        (3, 2),
        2,
        ("negative", 0),
        ("negative W1", 1),
        ("copy", 0),
        (4e-9, 2),
        ("b", 1),
        ("b", 1),
        ("turned W1", 1),
    ),
    (
        (2, 6),
        2,
        ("copy", 0),
        ("copy", 0),
        ("copy", 1),
        ("exchanged", 0),
        ("exchanged", 1),
        ("moved", 0),
        ("scaled", 1),
    ),
)


def _changed(unit, what, n0, rng):
    """One more unit, ``(W1 column, b, W2 row)`` in one array, made from another."""
    unit = unit.copy()
    parts = {"W1": slice(n0), "b": slice(n0, n0 + 1), "W2": slice(n0 + 1, None)}
    if isinstance(what, float):
        unit[np.argmax(np.abs(unit)) if what > 0 else np.argmin(np.abs(unit))] += abs(what)
    elif what == "moved":  # the sum stays
        unit[[0, -1]] += 0.5, -0.5
    elif what == "negative":
        unit *= -1
    elif what == "scaled":  # the product of what goes in and out stays
        unit[parts["W1"]] *= 2
        unit[parts["W2"]] /= 2
    elif what == "exchanged":  # the same numbers, of which two have changed places
        unit[[0, -1]] = unit[[-1, 0]]
    elif what != "copy":
        how, part = what.split() if " " in what else ("new", what)
        old = unit[parts[part]]
        unit[parts[part]] = {
            "new": rng.normal(size=len(old)).round(3),
            "turned": old[::-1],
            "negative": -old,
        }[how]
    return unit


def _hidden_units(rng):
    """(W1, b1, W2): groups of units that are equal up to 8e-10, and others that differ in part or a little."""
    (n0, n2), new, *others = in_turn(rng, *_PLANS)
    # Rounded, so that rounding to 9 places never splits equal ones.
    units = list(rng.normal(size=(new, n0 + 1 + n2)).round(3))
    units[-1][n0] = 0.012  # so that a relative tolerance is told from an absolute one
    for what, k in others:
        units.append(_changed(units[k], what, n0, rng))
    units = np.array(units)[rng.permutation(len(units))].T
    units += rng.uniform(-4e-10, 4e-10, units.shape)
    return units[:n0].copy(), units[n0].copy(), units[n0 + 1 :].T.copy()


def _alike(same, n0, kind):
    """Whether two units are taken for equal, where ``same`` says which of their entries are."""
    if kind == "one entry":
        return same.any()
    return same[:n0].all() or same[n0] or same[n0 + 1 :].all()


def _wrong(kind, decimals=9):
    """The number of different units with one thing wrong."""

    def close(a, b):
        if kind == "within":
            return np.allclose(a, b, rtol=0, atol=10.0**-decimals)
        return np.allclose(a, b)

    def wrong(W1, b1, W2):
        parts = {
            "W1 only": [W1], "no W2": [W1, b1], "no b1": [W1, W2.T], "W2 only": [W2.T], "no W1": [b1, W2.T],
            "rows of W1": [W1.T], "b1 only": [b1],
        }  # fmt: skip
        units = (
            np.vstack([W1, b1, W2]) if kind == "columns of W2" else np.vstack(parts.get(kind, [W1, b1, W2.T]))
        )
        if kind in ("one entry", "two of three"):
            found = []
            for unit in units.T:
                equal = [np.abs(unit - other) <= 1e-9 for other in found]
                if not any(_alike(same, len(W1), kind) for same in equal):
                    found.append(unit)
            return len(found)
        if kind in ("relative", "within"):
            found = []
            for unit in units.T:
                if not any(close(unit, other) for other in found):
                    found.append(unit)
            return len(found)
        if kind == "products":
            units = np.vstack([b1, *(row * W2.T for row in W1)])
        if kind == "sum":
            units = units.sum(axis=0, keepdims=True)
        if kind == "sorted":
            units = np.sort(units, axis=0)
        if kind == "sizes":
            units = np.abs(units)
        if kind != "exactly":
            units = units.round(decimals) + 0.0
        values, counts = np.unique(units, axis=1, return_counts=True)
        whole = {
            "copies": units.shape[1] - len(counts), "largest group": int(counts.max()),
            "not copied": int(np.sum(counts == 1)), "groups of copies": int(np.sum(counts > 1)),
            "pairs": units.shape[1] - int(np.sum(counts * (counts - 1) // 2)),
            "different pairs": int(np.sum(np.outer(counts, counts)) - np.sum(counts**2)) // 2,
            "the first": 1 + int(np.sum(np.any(units[:, 1:] != units[:, :1], axis=0))),
            "neighbors": 1 + int(np.sum(np.any(units[:, 1:] != units[:, :-1], axis=0))),
        }  # fmt: skip
        return whole.get(kind, values.shape[1])

    return wrong


DIFFERENT_UNITS = Exercise(
    "12.5", _wrong("nothing"), _hidden_units,
    (
        Mistake(
            "only the incoming weights", _wrong("W1 only"),
            "Two units with the same column of W1 may still differ. What else belongs to a unit?",
        ),
        Mistake(
            "the outgoing weights are left out", _wrong("no W2"),
            "Two units that read the same but feed differently get different gradients. Which array says what a unit"
            " feeds?",
        ),
        Mistake("the bias is left out", _wrong("no b1"), "Some units differ in their bias only."),
        Mistake(
            "only the outgoing weights", _wrong("W2 only"), "You look at what the units feed. What do they read?"
        ),
        Mistake(
            "the incoming weights are left out", _wrong("no W1"),
            "Some units have the same bias and the same outgoing weights, and differ in what they read.",
        ),
        Mistake("only the biases", _wrong("b1 only"), "Units with the same bias may differ in their weights."),
        Mistake(
            "rows of W1", _wrong("rows of W1"),
            "A row of W1 holds what one input sends to all units. Where is one unit, in the row convention?",
        ),
        Mistake(
            "columns of W2", _wrong("columns of W2"),
            "A column of W2 holds what all units send to one output. Where is one hidden unit in W2?",
        ),
        Mistake(
            "exactly equal", _wrong("exactly"),
            "You count every unit as different. Equal units differ in their last digits, after round-off: the task"
            " gives a tolerance.",
        ),
        Mistake(
            "a relative tolerance", _wrong("relative"),
            "Your tolerance is too wide. np.allclose and np.isclose have two, one of them relative: which are they when"
            " you do not set them?",
        ),
        Mistake(
            "a tolerance of 1e-6", _wrong("within", 6),
            "Your tolerance is too wide: some units differ by less than 1e-6, and are different.",
        ),
        Mistake(
            "a tolerance of 1e-4", _wrong("within", 4),
            "Your tolerance is too wide: some units differ by 1e-6, and are different.",
        ),
        *(
            Mistake(
                f"your tolerance is too wide, {about}", _wrong("nothing", digits),
                f"There are units that differ by {gap} in one entry alone. They are different: the task says 1e-9.",
            )
            for digits, about, gap in (
                (8, "1e-8 or more", "4e-9"), (5, "1e-5 or so", "1e-6"), (3, "1e-3 or so", "1e-4"),
                (2, "1e-2 or so", "0.008"), (1, "1e-1 or so", "0.008 or less"), (0, "1e-0 or so", "½"),
            )
        ),
        Mistake(
            "sums are compared", _wrong("sum"),
            "You compare one number for each unit, a sum. Different weights can have the same sum: compare each entry.",
        ),
        Mistake(
            "sums are compared, with a wider tolerance", _wrong("sum", 8),
            "You compare one number for each unit, a sum. Different weights can have the same sum: compare each entry.",
        ),
        Mistake(
            "one equal entry is enough", _wrong("one entry"),
            "Two units are taken for the same though they agree in a part of their numbers only. How many must agree?",
        ),
        Mistake(
            "one equal part is enough", _wrong("two of three"),
            "Two units are taken for the same though they agree in a part of their numbers only. How many must agree?",
        ),
        Mistake(
            "a copy is taken away for each pair", _wrong("pairs"),
            "You subtract the number of equal pairs. Of three equal units there are three pairs, and two copies.",
        ),
        Mistake(
            "pairs of different units", _wrong("different pairs"),
            "You count pairs of units that differ. Asked for are the units.",
        ),
        FIRST_FOR_ALL(
            _wrong("the first"), name="all are compared with the first",
            hint="Two units that differ from the first may be the same. With which others do you compare a unit?",
        ),
        Mistake(
            "the order of the weights is lost", _wrong("sorted"),
            "Two units with the same numbers in another order are different: each weight belongs to its own input"
            " or output.",
        ),
        Mistake(
            "products of the weights", _wrong("products"),
            "A unit with twice the incoming and half the outgoing weights has the same products, and is another unit.",
        ),
        Mistake(
            "without the signs", _wrong("sizes"), "A unit and its negative are different. Where do you lose the sign?"
        ),
        Mistake(
            "only neighbors are compared", _wrong("neighbors"),
            "Equal units need not stand beside one another. With which others do you compare a unit?",
        ),
        Mistake(
            "the copies are counted", _wrong("copies"),
            "You count how many units could be left out. Asked for is how many remain then.",
        ),
        Mistake(
            "units without a copy", _wrong("not copied"),
            "You count units of which there is only one. A group of equal units also makes one different unit.",
        ),
        Mistake(
            "groups of copies", _wrong("groups of copies"),
            "You count only units that have a copy. A unit that is alone is a different one too.",
        ),
        Mistake(
            "the largest group", _wrong("largest group"),
            "This is the number of units in the largest group of equal ones. How many groups are there?",
        ),
    ),
    see="chapter 12b, “Equal units stay equal”", trials=10,
)  # fmt: skip
