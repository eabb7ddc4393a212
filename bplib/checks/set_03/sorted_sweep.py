"""Exercise 3.10: a reverse sweep over steps in any order, which it sorts."""

from ..engine import Exercise, Mistake, trial
from ..families import ASSIGNED
from .shared import RULES, evaluate, hand_on, numbers, random_graph, with_squares

__all__ = ["SORTED_SWEEP"]


def _started(v, *outputs):
    return {**dict.fromkeys(v, 0.0), **dict.fromkeys(outputs, 1.0)}


def _visit(steps, v, bar, node, **mistake):
    """Let a node hand on, and return its operands. An input has none."""
    if node not in steps:
        return ()
    hand_on((node, *steps[node]), v, bar, **mistake)
    return steps[node][1]


def _sorted_sweep(steps, v, output, *, idle=True, arrows=tuple, first_in=False, start="output", **mistake):
    """The reverse sweep over steps in any order: a node hands on when all that use it have done so.

    The options make mistakes: a square hands on one share; results that lead nowhere are not counted off; of a double
    arrow one is counted; the sweep starts at the last of v or of steps, or at results that nobody uses.
    """
    waiting = dict.fromkeys(v, 0)
    for _, operands in steps.values():
        for i in arrows(operands):
            waiting[i] += 1
    ready = [node for node in v if waiting[node] == 0] if idle else [output]
    ends = [node for node in steps if waiting[node] == 0]
    starts = {"first end": ends[:1], "last end": ends[-1:], "none": [], "all": list(v)} | {
        "v": list(v)[-1:],
        "steps": list(steps)[-1:],
        "end": ready[-1:],
        "ends": ready,
    }
    bar = _started(v, *starts.get(start, [output]))
    while ready:
        for i in _visit(steps, v, bar, ready.pop(0 if first_in else -1), **mistake):
            waiting[i] -= 1
            if waiting[i] == 0:
                ready.append(i)
    return bar


def _in_given_order(backward, values=False, names=False):
    """A mistake: the steps, or the values, in the order in which they are given or of their names, backward or not."""

    def wrong(steps, v, output):
        bar, order = _started(v, output), list(v if values else sorted(steps) if names else steps)
        for node in reversed(order) if backward else order:
            _visit(steps, v, bar, node)
        return bar

    return wrong


def _output_only(steps, v, output):
    """A mistake: of all nodes only the output hands on."""
    bar = _started(v, output)
    _visit(steps, v, bar, output)
    return bar


def _early(last_in):
    """A mistake: a node hands on when it is first met on the way from the output, and only then."""

    def wrong(steps, v, output):
        bar, met, line = _started(v, output), {output}, [output]
        while line:
            for i in _visit(steps, v, bar, line.pop(-1 if last_in else 0)):
                if i not in met:
                    met.add(i)
                    line.append(i)
        return bar

    return wrong


def _scattered(rng, graph, inputs, output):
    """The arguments of exercise 10: the steps and the values as dicts in any order."""
    v = list(evaluate(graph, inputs).items())
    v = dict(v[i] for i in rng.permutation(len(v)))
    return {graph[i][0]: graph[i][1:] for i in rng.permutation(len(graph))}, v, output


def _scattered_inputs(rng):
    """A graph with nodes that come after the output, or that it does not use; a chain of 1500 steps; forty diamonds.

    In the first, two nodes have a double arrow and another use, which comes first for one and last for the other.
    """
    number = trial(rng)
    if number <= 2:
        more = (
            ("d", "*", ("e", "e")), ("k", "sin", ("e",)), ("l", "sin", ("k",)), ("y", "+", ("d", "l")),
            ("late", "*", ("y", "t")), ("later", "-", ("late", "p")), ("last", "+", ("later", "a")),
        )  # fmt: skip
        graph = [("idle", "+", ("a", "c")), *with_squares(random_graph(rng)), *more]
        return _scattered(rng, graph, numbers(rng), "y")
    graph, last = [], "x"
    if number == 4:
        for k in range(40):
            graph += [
                (f"u{k}", "*", ("a", last)),
                (f"v{k}", "*", ("b", last)),
                (f"w{k}", "+", (f"u{k}", f"v{k}")),
            ]
            last = f"w{k}"
        return _scattered(rng, graph, {"x": 1.0, "a": 0.6, "b": 0.5}, last)
    for k in range(1500):
        graph.append((f"u{k}", "+-"[k % 2], (last, "ab"[k % 3 == 0])))
        last = f"u{k}"
    return _scattered(rng, graph, numbers(rng, "xab"), last)


SORTED_SWEEP = Exercise(
    "03.10", _sorted_sweep, _scattered_inputs,
    (
        Mistake(
            "the order in which they are given", _in_given_order(True),
            "You go through steps backward as they are given. Are they in the order of the calculation?",
        ),
        Mistake(
            "the order in which they are given, from the front", _in_given_order(False),
            "You go through steps as they are given. Which nodes have nothing to hand on yet?",
        ),
        *(
            Mistake(
                "the order of v", _in_given_order(backward, values=True),
                "You go through v as it is given. It is in no particular order.",
            )
            for backward in (True, False)
        ),
        *(
            Mistake(
                "another start than output", lambda *args, at=at: _sorted_sweep(*args, start=at),
                "Some node other than output has the derivative 1. Which one is asked for?",
            )
            for at in ("v", "steps", "end", "ends", "first end", "last end")
        ),
        *(
            Mistake(
                "a double arrow is counted once",
                lambda *args, order=order: _sorted_sweep(*args, arrows=set, first_in=order),
                "In q * q two arrows leave q, and two shares arrive. For how many did q wait?",
            )
            for order in (True, False)
        ),
        Mistake(
            "a node hands on too early", _early(False),
            "From the output, layer by layer, some nodes hand on before all that use them have done so.",
        ),
        Mistake(
            "a node hands on too early, the last met first", _early(True),
            "Some nodes hand on when they are first met. Who else uses them?",
        ),
        Mistake(
            "waiting for shares that never come", lambda *args: _sorted_sweep(*args, idle=False),
            "Some node is used by a result that leads nowhere, and waits for it forever. What should that one do?",
        ),
        Mistake(
            "one share of a square", lambda *args: _sorted_sweep(*args, once=True),
            "What does q * q hand on to q? Count its operands.",
        ),
        *(
            ASSIGNED(lambda *args, order=order: _sorted_sweep(*args, add=False, first_in=order))
            for order in (True, False)
        ),
        Mistake("only output hands on", _output_only,
            "Only output hands something on, and its operands do not. Who comes next, and when is a node ready?"),
        Mistake("the order of the names", _in_given_order(True, names=True),
            "You go through steps in the order of their names. Does a name say when a step is computed?"),
        Mistake("all zeros", lambda *args: _sorted_sweep(*args, start="none"),
            "Everything is 0. How fast does the output change with itself?"),
        Mistake("all ones at the start", lambda *args: _sorted_sweep(*args, start="all"),
            "Every node starts with a 1. Which is the only one whose derivative is known at the start?"),
        Mistake("starts with the value", lambda steps, v, output: {
            name: v[output] * x for name, x in _sorted_sweep(steps, v, output).items()},
            "The sweep starts with the value of the output. How fast does the output change with itself?"),
        Mistake("derivatives where values belong", lambda *args: _sorted_sweep(*args, at="bar"),
            "The local derivatives are computed from bars. At what are they to be taken?"),
        Mistake("local derivatives only", lambda *args: _sorted_sweep(*args, bare=("+", "-", "*", "sin")),
            "Each step hands on its local derivatives alone. By what should they be multiplied?"),
        Mistake("the wrong factor", lambda *args: _sorted_sweep(*args, factors=lambda x, y: (x, y)),
            "What is the local derivative of a product with respect to its first factor?"),
        Mistake("the sign of a difference", lambda *args: _sorted_sweep(*args, minus=1.0),
            "What does x − y do when y grows?"),
    ),
    see=RULES, trials=4, seconds=30.0,  # a forward sweep for each node is right, and takes a few seconds
)  # fmt: skip
