"""Exercise 3.12: an order in which each node stands after all that use it. Many are right, so the order is judged."""

from ..engine import Exercise, Mistake, trial
from .shared import RULES

__all__ = ["RIGHT_ORDER"]


def _after_all_users(operands, output):
    """The reverse of a list in which each node is written down after its operands."""
    order, met, to_do = [], set(), [(output, False)]
    while to_do:
        node, done = to_do.pop()
        if done:
            order.append(node)
        elif node not in met:
            met.add(node)
            to_do.append((node, True))
            to_do += [(operand, False) for operand in operands[node]]
    return order[::-1]


def _as_met(take, last_first=False):
    """A mistake: the nodes as they are first met. ``take`` says which of those in line comes next."""

    def wrong(operands, output):
        order, line = [], [output]
        while line:
            node = line.pop(take)
            if node not in order:
                order.append(node)
                line += operands[node][::-1] if last_first else operands[node]
        return order

    return wrong


def _from_the_inputs(operands, output):
    """A mistake: each node after its operands."""
    return _after_all_users(operands, output)[::-1]


def _of_the_dictionary(backward):
    """A mistake: the nodes in the order of the dictionary, backward or not."""
    return lambda operands, output: list(operands)[::-1] if backward else list(operands)


def _by_name(operands, output):
    """A mistake: the nodes that are needed, in the reverse order of their names."""
    return sorted(_after_all_users(operands, output), reverse=True)


def _accepted(answer, operands, output):
    """True, or what is wrong with an order."""
    if not isinstance(answer, list | tuple) or not all(isinstance(name, str) for name in answer):
        return f"The answer should be a list of names, such as ['b', 'a'], but it is {answer!r:.60}."
    order, needed = list(answer), _after_all_users(operands, output)
    for name in order:
        if name not in operands:
            return f"Your list has {name!r}, which is no node of the graph."
        if order.count(name) > 1:
            return f"Your list has {name!r} {order.count(name)} times. Each node should hand on once."
        if name not in needed:
            return f"Your list has {name!r}, on which {output!r} does not depend."
    missing = [name for name in needed if name not in order]
    if missing:
        return f"Your list lacks {missing[0]!r}, on which {output!r} depends."
    place = {name: i for i, name in enumerate(order)}
    for user in needed:
        for operand in operands[user]:
            if place[operand] < place[user]:
                return f"In your list {operand!r} hands on before {user!r}, which uses it and comes later."
    return True


def _shuffled(rng, operands):
    return {name: operands[name] for name in rng.permutation(list(operands)).tolist()}


def _graphs(rng):
    """The graph of the task both ways around, one with a node that is not needed, and large random ones in any order.

    Names say nothing: they are dealt out at random. The last graph has 2^30 paths.
    """
    number = trial(rng)
    if number <= 2:
        last = ("b", "c") if number == 1 else ("c", "b")
        return {"a": (), "b": ("a", "a"), "c": ("b", "b"), "e": last}, "e"
    if number == 3:
        graph = {
            "x": (),
            "a": (),
            "u": ("x", "x"),
            "v": ("u", "a"),
            "w": ("v", "u"),
            "y": ("u", "w"),
            "z": ("y", "x"),
        }
        return _shuffled(rng, graph), "y"
    letters = [f"n{k}" for k in rng.permutation(90).tolist()]
    if number == 4:
        graph = {name: () for name in letters[:3]}
        for k in range(3, 40):
            graph[letters[k]] = tuple(letters[i] for i in rng.integers(max(0, k - 8), k, size=2))
        return _shuffled(rng, graph), letters[39]
    graph = {letters[0]: ()}
    for k in range(0, 60, 2):
        graph[letters[k + 1]] = (letters[k], letters[k])
        graph[letters[k + 2]] = (letters[k + 1], letters[k]) if k % 4 else (letters[k], letters[k + 1])
    return _shuffled(rng, graph), letters[60]


RIGHT_ORDER = Exercise(
    "03.12", _after_all_users, _graphs,
    (
        Mistake("as met, the last first", _as_met(-1),
            "This is the order of the buggy function. Which node of its second example hands on too early, and for "
            "which one should it wait?"),
        Mistake("as met, the first first", _as_met(-1, last_first=True),
            "The nodes stand in the order in which they are met, operand by operand. This cures one example and "
            "breaks the other one."),
        Mistake("as met, layer by layer", _as_met(0),
            "The nodes stand in the order in which they are met, layer by layer from the output. A node can be near "
            "the output on one path and far from it on another."),
        Mistake("from the inputs", _from_the_inputs,
            "Your order begins with the inputs. Which node is the only one that has something to hand on at the "
            "start?"),
        Mistake("the order of the dictionary", _of_the_dictionary(False),
            "These are the nodes as the dictionary has them, which may be any order."),
        Mistake("the order of the dictionary, backward", _of_the_dictionary(True),
            "These are the nodes as the dictionary has them, backward. It may have them in any order."),
        Mistake("the order of the names", _by_name,
            "The nodes stand in the order of their names. Does a name say when a node is computed?"),
    ),
    see=RULES, trials=5, accept=_accepted,
)  # fmt: skip
