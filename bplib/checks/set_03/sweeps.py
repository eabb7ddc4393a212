"""Exercises 3.5 and 3.6: reverse sweeps in the order of the calculation, for one example and for several."""

import numpy as np

from ..engine import Exercise, Mistake, With, trial
from ..families import ASSIGNED, SIGN
from .shared import RULES, evaluate, hand_on, numbers, random_graph, with_squares

__all__ = ["REVERSE_SWEEP", "SEVERAL_EXAMPLES"]

_SWEEPS = "chapter 3, “Two sweeps, forward and reverse”"


def _sweep(graph, v, *, add=True, forward=False, start=1.0, others=0.0, once=False, bare=(), **mistake):
    """The reverse sweep. The options make mistakes: in the order, at the start, or in what is handed on."""
    bar = dict.fromkeys(v, others)
    bar[graph[-1][0]] = start
    for step in graph if forward else reversed(graph):
        hand_on(step, v, bar, add=add, once=once, bare=bare, **mistake)
    return bar


def _graph_inputs(rng):
    """A graph with squares; a small one in which the first operand of the last step is used by the second.

    From the third trial on there are random steps before the squares.
    """
    number = trial(rng)
    before = [] if number <= 2 else random_graph(rng)
    graph = with_squares(before, last="g")  # not the name in the chapter
    if number == 2:
        graph = [("p", "*", ("a", "b")), ("q", "sin", ("p",)), ("g", "-", ("p", "q"))]
    return graph, evaluate(graph, numbers(rng))


def _sweeper(**mistake):
    return lambda graph, v: _sweep(graph, v, **mistake)


def _depth_first(graph, v):
    """A mistake: nodes hand on in the order in which a walk from the output first meets them, operand by operand."""
    steps, bar, line, met = {step[0]: step for step in graph}, dict.fromkeys(v, 0.0), [graph[-1][0]], set()
    bar[graph[-1][0]] = 1.0
    while line:
        node = line.pop()
        if node in met or node not in steps:
            continue
        met.add(node)
        hand_on(steps[node], v, bar)
        line += steps[node][2][::-1]
    return bar


REVERSE_SWEEP = Exercise(
    "03.5", _sweeper(), _graph_inputs,
    (
        ASSIGNED(With(_sweeper, add=False),
            hint="Some node is used more than once. What happens to its first share when the second one arrives?",
            see=RULES),
        Mistake("in the order of the calculation", With(_sweeper, forward=True),
            "Nearly all derivatives are 0. What has a node to hand on before anything came back from the output?"),
        Mistake("operand by operand", _depth_first,
            "Some node hands on before all that use it have done so. In which order are the steps finished?", RULES),
        Mistake("the wrong factor", With(_sweeper, factors=lambda x, y: (x, y)),
            "What is the local derivative of a product with respect to its first factor?",
            "chapter 3, “A graph of small steps”"),
        *(
            Mistake("the first factor for both", With(_sweeper, factors=lambda x, y, i=i: ((x, y)[i],) * 2),
                "A product hands on the same local derivative to both operands. What is it with respect to each?",
                "chapter 3, “A graph of small steps”")
            for i in (0, 1)
        ),
        Mistake("a product as a sum", With(_sweeper, factors=lambda x, y: (1.0, 1.0)),
            "A product hands on its derivative unchanged, as a sum does. What is its local derivative?",
            "chapter 3, “A graph of small steps”"),
        Mistake("the product for its derivative", With(_sweeper, factors=lambda x, y: (x * y, x * y)),
            "A product hands on its value. What is its local derivative?",
            "chapter 3, “A graph of small steps”"),
        SIGN(With(_sweeper, minus=1.0), name="the sign of a difference",
            hint="What does x − y do when y grows?"),
        SIGN(With(_sweeper, plus=-1.0, minus=1.0), name="the operands of a difference exchanged",
            hint="What does x − y do when x grows, and what when y grows?"),
        SIGN(With(_sweeper, plus=-1.0), name="both signs of a difference",
            hint="What does x − y do when x grows?"),
        Mistake("the second operand of a difference left out", With(_sweeper, minus=0.0),
            "The step “-” hands on nothing to its second operand."),
        Mistake("the sine for its slope", With(_sweeper, slope=np.sin),
            "The step “sin” hands on its value. Which derivative belongs there?"),
        Mistake("the sine hands on all", With(_sweeper, slope=lambda x: 1.0),
            "The step “sin” hands on its derivative unchanged. Its local derivative is not 1."),
        Mistake("the sine hands on nothing", With(_sweeper, slope=lambda x: 0.0),
            "Nothing comes through the step “sin”. Is there a branch for it?"),
        Mistake("cosine of the result", With(_sweeper, slope=lambda x: np.cos(np.sin(x))),
            "The local derivative of “sin” is taken at the wrong value: at the result or at the operand?"),
        SIGN(With(_sweeper, slope=lambda x: -np.cos(x)), name="the sign of the cosine",
            hint="What is the derivative of the sine? Look at its sign."),
        Mistake("the sine ignores what came back", With(_sweeper, bare=("sin",)),
            "The step “sin” hands on its local derivative alone. By what should it be multiplied?"),
        Mistake("products ignore what came back", With(_sweeper, bare=("*",)),
            "The step “*” hands on its local derivatives alone. By what should they be multiplied?"),
        Mistake("sums and differences ignore what came back", With(_sweeper, bare=("+", "-")),
            "The steps “+” and “-” hand on their local derivatives alone. By what should they be multiplied?"),
        Mistake("differences ignore what came back", With(_sweeper, bare=("-",)),
            "The step “-” hands on its local derivatives alone. By what should they be multiplied?"),
        Mistake("local derivatives only", With(_sweeper, bare=("+", "-", "*", "sin")),
            "Each step hands on its local derivatives alone. By what should they be multiplied?"),
        Mistake("local derivatives only, and =", With(_sweeper, bare=("+", "-", "*", "sin"), add=False),
            "Each step hands on its local derivatives alone, and = keeps the last of several shares."),
        Mistake("one share of a square", With(_sweeper, once=True),
            "What does a step such as q * q hand on to q? It has two operands."),
        Mistake("derivatives where values belong", With(_sweeper, at="bar"),
            "The local derivatives are computed from bars. At what are they to be taken?"),
        Mistake("times the value", With(_sweeper, times=True),
            "Each share is multiplied by the value of the result as well. What comes back, and times what?"),
        Mistake("starts with the value", lambda graph, v: _sweep(graph, v, start=v[graph[-1][0]]),
            "The sweep starts with the value of the output. How fast does the output change with itself?"),
        Mistake("all ones at the start", lambda graph, v: _sweep(graph, v, others=1.0),
            "Every node starts with a 1. Which is the only one whose derivative is known at the start?"),
        Mistake("all zeros", With(_sweeper, start=0.0),
            "Everything is 0. How fast does the output change with itself?"),
        Mistake("the values", lambda graph, v: dict(v), "These are the values. Their derivatives are asked for."),
    ),
    see=_SWEEPS, trials=5,
)  # fmt: skip


def _total(graph, examples, **mistake):
    """The derivatives with respect to the inputs, summed over the examples."""
    bars = [_sweep(graph, evaluate(graph, inputs), **mistake) for inputs in examples]
    return {name: sum(bar[name] for bar in bars) for name in examples[0]}


def _careless_total(graph, examples, reset=(), add_start=False):
    """As ``_total``, with a dictionary that is kept: what is not named in ``reset`` is not reset."""
    bar = {}
    for inputs in examples:
        v = evaluate(graph, inputs)
        bar = {name: 0.0 if name in reset else bar.get(name, 0.0) for name in v}
        bar[graph[-1][0]] = 1.0 + (bar[graph[-1][0]] if add_start else 0.0)
        for step in reversed(graph):
            hand_on(step, v, bar)
    return {name: bar[name] for name in examples[0]}


def _without(left_out):
    """A mistake: all nodes are reset but those of some steps."""

    def wrong(graph, examples):
        kept = {step[0] for step in left_out(graph)}
        names = {*examples[0], *(step[0] for step in graph)}
        return _careless_total(graph, examples, reset=(names - kept) - set(examples[0]))

    return wrong


def _only(reset):
    """A mistake: the nodes of some steps are reset, and no others."""
    return lambda graph, examples: _careless_total(graph, examples, [step[0] for step in reset(graph)])


def _on_one(combine):
    """A mistake: the examples are combined, and there is one sweep."""

    def wrong(graph, examples):
        return _total(graph, [{name: combine([e[name] for e in examples]) for name in examples[0]}])

    return wrong


def _running(graph, examples):
    """A mistake: what the inputs have summed up is added once more after each example."""
    total = dict.fromkeys(examples[0], 0.0)
    for k in range(len(examples)):
        for name, x in _total(graph, examples[: k + 1]).items():
            total[name] += x
    return total


def _total_inputs(rng):
    """As ``_graph_inputs``, but with sums and products only; and three, two, one or five examples."""
    number = trial(rng)
    count = {1: 3, 2: 2, 3: 1}.get(number, 5)
    before = [] if number == 1 else random_graph(rng, ("+", "*"))
    x = before[-1][0] if before else "a"
    tail = (
        ("p", "*", (x, "b")), ("q", "+", ("p", "c")), ("r", "*", ("q", "a")), ("s", "*", ("q", "q")),
        ("t", "+", ("r", "s")), ("g", "*", ("t", "p")),
    )  # fmt: skip
    return [*before, *tail], [numbers(rng) for _ in range(count)]


SEVERAL_EXAMPLES = Exercise(
    "03.6", _total, _total_inputs,
    (
        Mistake(
            "nothing is reset", _careless_total,
            "This is what the buggy function returns. What do the inner nodes hold when the second example begins?",
        ),
        Mistake(
            "only the last example", lambda graph, examples: _total(graph, examples[-1:]),
            "This is the gradient of the last example alone. Not everything should be forgotten.",
        ),
        Mistake(
            "only the first example", lambda graph, examples: _total(graph, examples[:1]),
            "This is the gradient of the first example alone.",
        ),
        Mistake(
            "the mean", lambda *args: {k: x / len(args[1]) for k, x in _total(*args).items()},
            "This is the mean over the examples. The sum is asked for.",
        ),
        Mistake(
            "the inputs are reset, the inner nodes are not",
            lambda graph, examples: _careless_total(graph, examples, reset=tuple(examples[0])),
            "You reset the wrong nodes: which sums should go on from example to example, and which should not?",
        ),
        ASSIGNED(lambda *args: _total(*args, add=False),
            hint="With = nothing is left over from the last example, but the shares of an example do not add up "
            "either."),
        Mistake("the start adds up", lambda *args: _careless_total(*args, add_start=True),
            "Nothing is reset, and the output has one more 1 with each example. What should every node but the inputs "
            "hold when an example begins?"),
        Mistake("only one node is reset", _only(lambda graph: graph[:1]),
            "The node of the first step is reset, and no other inner node. Which nodes have something left over?"),
        Mistake("some nodes are not reset", _without(lambda graph: graph[:1]),
            "The node of the first step is not reset. It hands on what is left over."),
        Mistake("the examples are added up first", _on_one(sum),
            "The inputs of the examples are added, and there is one sweep. Each example has values of its own."),
        Mistake("the mean of the examples", _on_one(np.mean),
            "There is one sweep for the mean of the inputs. Each example has values of its own."),
        Mistake("the first example for all",
            lambda graph, examples: {k: len(examples) * x for k, x in _total(graph, examples[:1]).items()},
            "The derivatives of the first example are added as often as there are examples. Are the values computed "
            "anew?"),
        Mistake("the last example for all",
            lambda graph, examples: {k: len(examples) * x for k, x in _total(graph, examples[-1:]).items()},
            "The derivatives of the last example are added as often as there are examples. Which values does each "
            "sweep use?"),
        Mistake("the last example is left out", lambda graph, examples: _total(graph, examples[:-1] or examples),
            "The last of several examples is missing. How often does your loop run?"),
        Mistake("the first example is left out", lambda graph, examples: _total(graph, examples[1:] or examples),
            "The first of several examples is missing. At which one does your loop begin?"),
        Mistake("the sum of the inputs", lambda graph, examples: {k: sum(e[k] for e in examples) for k in examples[0]},
            "These are the sums of the inputs themselves. Their derivatives are asked for."),
        Mistake("two examples only", lambda graph, examples: _total(graph, examples[:2]),
            "One or two examples are right. Those after them are missing."),
        Mistake("the last example counts twice", lambda graph, examples: _total(graph, [*examples, examples[-1]]),
            "The last example is counted twice."),
        Mistake("the first example counts twice", lambda graph, examples: _total(graph, [examples[0], *examples]),
            "The first example is counted twice."),
        Mistake("the sums are handed on", _running,
            "The sum over the examples grows by all that has been summed before. What should be added for each "
            "example?"),
        Mistake("the wrong factor",
            lambda *args: _total(*args, factors=lambda x, y: (x, y)),
            "Nothing is left over any more. What is the local derivative of a product with respect to its first "
            "factor?"),
    ),
    see=RULES, trials=5,
)  # fmt: skip
