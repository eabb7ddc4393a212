"""Graphs of small steps for the sweeps of set 3: their values, what a step hands on in reverse, and random graphs.

A graph is a list of steps (result, operation, operands), in the order of the calculation.
"""

import numpy as np

__all__ = ["RULES", "evaluate", "hand_on", "numbers", "random_graph", "with_squares"]

RULES = "chapter 3, “Three rules of bookkeeping”"

_STEPS = {"+": lambda x, y: x + y, "-": lambda x, y: x - y, "*": lambda x, y: x * y, "sin": np.sin}


def evaluate(graph, inputs):
    """All values of a graph."""
    v = dict(inputs)
    for result, operation, operands in graph:
        v[result] = float(_STEPS[operation](*(v[name] for name in operands)))
    return v


def _local_derivatives(operation, *x, factors=lambda x, y: (y, x), slope=np.cos, plus=1.0, minus=-1.0):
    """The local derivatives of a step with respect to its operands x. The options make mistakes."""
    if operation == "sin":
        return (slope(x[0]),)
    return {"+": (1.0, 1.0), "-": (plus, minus), "*": factors(*x) if operation == "*" else ()}[operation]


def hand_on(step, v, bar, *, add=True, once=False, bare=(), at="value", times=False, **mistake):
    """Add the shares of a step's operands to ``bar``.

    The options make mistakes: a share replaces what is there; a square hands on one share; the operations in
    ``bare`` do not multiply by what came back; the local derivatives are taken at what came back; a share is
    multiplied by the value of the result; or a local derivative is wrong.
    """
    result, operation, operands = step
    slopes = _local_derivatives(operation, *((v if at == "value" else bar)[i] for i in operands), **mistake)
    if times:
        slopes = [slope * v[result] for slope in slopes]
    for i, slope in dict(zip(operands, slopes)).items() if once else zip(operands, slopes):
        bar[i] = (bar[i] if add else 0) + (1.0 if operation in bare else bar[result]) * slope


def random_graph(rng, operations=("+", "-", "*", "sin"), inputs="abc", steps=6):
    names, graph = list(inputs), []
    for k in range(steps):
        operation = operations[rng.integers(len(operations))]
        chosen = rng.integers(len(names), size=1 if operation == "sin" else 2)
        graph.append((f"u{k}", operation, tuple(names[i] for i in chosen)))
        names.append(f"u{k}")
    return graph


def with_squares(before, last="e"):
    """The steps ``before``, and after them every operation, with squares before and after another use."""
    x = before[-1][0] if before else "a"
    tail = (
        ("p", "*", (x, "b")), ("q", "-", ("p", "c")), ("o", "*", ("q", "q")), ("r", "sin", ("q",)),
        ("s", "*", ("q", "q")), ("t", "+", ("r", "s")), ("w", "-", ("t", "o")), (last, "*", ("w", "p")),
    )  # fmt: skip
    return [*before, *tail]


def numbers(rng, names="abc"):
    """Inputs of either sign, the first of them positive."""
    signs = [1, *rng.permutation([-1, 1, *rng.choice([-1, 1], len(names))])]
    return {name: float(s * x) for name, s, x in zip(names, signs, rng.uniform(0.4, 1.3, len(names)))}
