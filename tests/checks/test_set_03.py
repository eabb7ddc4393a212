"""Answers to set 3 that no list of named mistakes holds, or that were judged wrongly once."""

import dataclasses
import math

import numpy as np
import pytest

from bplib.checks import check, exercises
from bplib.checks.engine import examine


def _unit(m, j):
    return np.eye(m)[:, [j]]


def _counted(combine=sum, itself=1):
    """An answer to 03.4 that combines in its own way what the operands of a node bring."""

    def answer(inputs, start, end):
        if start == end:
            return itself
        count = {}
        for node, operands in inputs.items():
            count[node] = 1 if node == start else combine([count[u] for u in operands]) if operands else 0
        return count[end]

    return answer


def _slopes(operation, *x):
    if operation == "sin":
        return (np.cos(x[0]),)
    return {"+": (1.0, 1.0), "-": (1.0, -1.0), "*": x[::-1]}[operation]


def _shares(steps, v, node):
    if node not in steps:
        return ()
    operation, operands = steps[node]
    return zip(operands, _slopes(operation, *(v[i] for i in operands)))


def _preorder(graph, v):
    steps, bar, order, line = {s[0]: s[1:] for s in graph}, dict.fromkeys(v, 0.0), [], [graph[-1][0]]
    while line:
        node = line.pop()
        if node not in order:
            order.append(node)
            line += steps[node][1][::-1] if node in steps else ()
    bar[order[0]] = 1.0
    for node in order:
        for i, slope in _shares(steps, v, node):
            bar[i] += bar[node] * slope
    return bar


def _path_by_path(steps, v, output):
    bar, line = dict.fromkeys(v, 0.0), [(output, 1.0)]
    while line:
        node, share = line.pop()
        bar[node] += share
        line += [(i, share * slope) for i, slope in _shares(steps, v, node)]
    return bar


def _output_only(steps, v, output):
    bar = dict.fromkeys(v, 0.0)
    bar[output] = 1.0
    for i, slope in _shares(steps, v, output):
        bar[i] += slope
    return bar


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        (
            "03.3",
            lambda vjp, m: np.vstack([vjp(_unit(m, j)).T for j in range(min(m, 2))]),
            "should have shape",
        ),
        ("03.4", _counted(itself=0), "From a node to itself"),
        ("03.4", _counted(math.prod), "you multiply the numbers"),
        ("03.4", _counted(lambda counts: counts[-1]), "what its last arrow brought"),
        ("03.5", _preorder, "before all that use it have done so"),
        ("03.10", _output_only, "Only output hands something on"),
    ],
)
def test_what_was_accepted_or_told_an_untruth(name, answer, words):
    verdict = check(name, answer)
    assert not verdict
    assert words in verdict.text


def test_walking_every_path_takes_too_long():
    exercise = dataclasses.replace(exercises("03")["03.10"], seconds=2.0)
    assert examine(exercise, _path_by_path).kind == "endless"


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("03.1", lambda x: np.exp(np.sin(x**2)) + np.cos(x**2) + 2 * x, "How do rates combine"),
        ("03.1", lambda x: np.exp(np.sin(x**2)) * np.cos(x) * x, "Two things at once"),
        ("03.2", lambda a, b: (a + 2 * a * b, a * b), "The sweep goes on"),
        ("03.2", lambda a, b: ((a + a * b) * b, (a + a * b) * a), "Two things at once"),
        ("03.7", lambda x, z: x / x.sum() * (z - np.sum(z * x) / x.sum()), "softmax"),
        ("03.8", lambda X, W, Z: (Z @ W, X.T @ Z, Z.sum(axis=1)), "Two things at once"),
        ("03.9", lambda: 47, "the one with J1"),
        ("03.9", lambda: 45, "one of which does not depend on m"),
    ],
)
def test_plausible_answers_are_told_what_they_are(name, answer, words):
    verdict = check(name, answer)
    assert not verdict
    assert words in verdict.text


def test_right_answers_of_another_kind():
    assert check("03.3", lambda vjp, m: np.hstack([vjp(_unit(m, j)) for j in range(m)]).T)
    assert check("03.4", _counted())


# 3.11, one more operation


def _slopes_of_a_power(s, t):
    return t * s ** (t - 1), s**t * math.log(s)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda s, t: (s**t, 0.0, _slopes_of_a_power(s, t)[1]), "slope_s"),
        (lambda s, t: (s**t, _slopes_of_a_power(s, t)[0], -_slopes_of_a_power(s, t)[1]), "slope_t"),
        (lambda s, t: (2 * s**t, *_slopes_of_a_power(s, t)), "data"),
        (lambda s, t: (s**t, t * s**t, s**t), "Two things at once"),
    ],
)
def test_a_wrong_part_of_a_power_is_located(answer, words):
    verdict = check("03.11", answer)
    assert not verdict
    assert words in verdict.text


def test_a_power_by_exponential_and_logarithm_is_right():
    assert check("03.11", lambda s, t: (math.exp(t * math.log(s)), t / s * s**t, math.log(s) * s**t))


# 3.12, an order


def _kahn(operands, output):
    """Another right order: by counting the shares that are still to come."""
    needed, line = {output}, [output]
    while line:
        for operand in operands[line.pop()]:
            if operand not in needed:
                needed.add(operand)
                line.append(operand)
    waiting = dict.fromkeys(needed, 0)
    for node in needed:
        for operand in operands[node]:
            waiting[operand] += 1
    order = []
    ready = [output]
    while ready:
        node = ready.pop()
        order.append(node)
        for operand in operands[node]:
            waiting[operand] -= 1
            if waiting[operand] == 0:
                ready.append(operand)
    return order


def test_any_right_order_is_accepted():
    assert check("03.12", _kahn)
    assert check("03.12", lambda *args: tuple(_kahn(*args)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda order: order[:-1], "Your list lacks"),
        (lambda order: [*order, order[0]], "2 times"),
        (lambda order: [*order, "nobody"], "no node of the graph"),
        (lambda order: [order[-1], *order[:-1]], "hands on before"),
        (lambda order: "".join(order), "should be a list of names"),
    ],
)
def test_what_is_wrong_with_an_order_is_said(change, words):
    verdict = check("03.12", lambda *args: change(_kahn(*args)))
    assert not verdict
    assert words in verdict.text


def test_nodes_that_are_not_needed_do_not_belong_in_the_order():
    def all_nodes(operands, output):
        order = _kahn(operands, output)
        return [node for node in operands if node not in order] + order

    assert "does not depend" in check("03.12", all_nodes).text
