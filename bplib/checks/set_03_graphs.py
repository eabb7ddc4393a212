"""The exercises of set 3 on graphs: paths, sweeps, and the order of the steps."""

import numpy as np

from .engine import Exercise, Mistake
from .set_03_reference import (
    careless_total,
    count_paths,
    early,
    graph_inputs,
    in_given_order,
    path_inputs,
    scattered_inputs,
    sorted_sweep,
    sweep,
    total,
    total_inputs,
    twice,
)

__all__ = ["GRAPHS"]

_SWEEPS = "chapter 3, “Two sweeps, forward and reverse”"
_RULES = "chapter 3, “Three rules of bookkeeping”"

GRAPHS = (
    Exercise(
        "03.4", count_paths, path_inputs,
        (
            Mistake(
                "a double arrow counts once", lambda *args: count_paths(*args, arrows=set),
                "In b = a + a two arrows lead from a to b. How many paths are these?",
            ),
            Mistake(
                "paths from all inputs", lambda inputs, _, end: count_paths(inputs, None, end, sources=True),
                "You count the paths to end from every input. Which of them begin at start?",
            ),
            Mistake(
                "paths from start and all inputs", lambda *args: count_paths(*args, sources=True),
                "You count the paths to end from every input as well. Which of them begin at start?",
            ),
            Mistake(
                "start is overwritten", lambda *args: count_paths(*args, preset=True),
                "You gave start a 1. When start has operands of its own, what does the loop put there?",
            ),
            Mistake(
                "whether there is a path, not how many", lambda *args: count_paths(*args, combine=max),
                "When several arrows lead to a node, what happens to the numbers of paths that they bring?",
            ),
            *(
                Mistake(
                    "= where += belongs",
                    lambda *args, at=at: count_paths(*args, combine=lambda counts: list(counts)[-1], preset=at),
                    "Each node keeps what its last arrow brought. What about the arrows before?",
                )
                for at in (False, True)
            ),
            Mistake(
                "always 0", lambda *args: 0,
                "Does start have a 1? And if it had one before the loop, what does the loop put there?",
            ),
            Mistake(
                "the end of the graph", lambda inputs, start, end: count_paths(inputs, start, list(inputs)[-1]),
                "These are the paths from start to the last node. Is that always where they should end?",
            ),
            Mistake(
                "the beginning of the graph", lambda inputs, start, end: count_paths(inputs, next(iter(inputs)), end),
                "These are the paths from the first node to end. Is that always where they should begin?",
            ),
            Mistake(
                "start and end swapped", lambda inputs, start, end: count_paths(inputs, end, start),
                "Arrows lead from an operand to its result. Your paths go from end to start.",
            ),
            Mistake(
                "arrows", lambda inputs, start, end: sum(map(len, inputs.values())),
                "This is the number of arrows of the whole graph.",
            ),
            Mistake(
                "only the last arrows", lambda inputs, start, end: len(inputs[end]),
                "This is the number of arrows that lead to end. How many paths come over each of them?",
            ),
        ),
        see="chapter 3, “Too many paths”", trials=5,
    ),
    Exercise(
        "03.5", sweep, graph_inputs,
        (
            Mistake(
                "= where += belongs", lambda *args: sweep(*args, add=False),
                "Some node is used more than once. What happens to its first share when the second one arrives?",
                _RULES,
            ),
            Mistake(
                "in the order of the calculation", lambda *args: sweep(*args, forward=True),
                "Nearly all derivatives are 0. What has a node to hand on before anything came back from the output?",
            ),
            Mistake(
                "the wrong factor", lambda *args: sweep(*args, own=True),
                "What is the local derivative of a product with respect to its first factor?",
                "chapter 3, “A graph of small steps”",
            ),
            Mistake(
                "the sign of a difference", lambda *args: sweep(*args, minus=1.0),
                "What does x − y do when y grows?",
            ),
            Mistake(
                "the sine for its slope", lambda *args: sweep(*args, slope=np.sin),
                "The step “sin” hands on its value. Which derivative belongs there?",
            ),
            Mistake(
                "the sine hands on all", lambda *args: sweep(*args, slope=lambda x: 1.0),
                "The step “sin” hands on its derivative unchanged. Its local derivative is not 1.",
            ),
            Mistake(
                "cosine of the result", lambda *args: sweep(*args, slope=lambda x: np.cos(np.sin(x))),
                "The local derivative of “sin” is taken at the wrong value: at the result or at the operand?",
            ),
            Mistake(
                "the sign of the cosine", lambda *args: sweep(*args, slope=lambda x: -np.cos(x)),
                "What is the derivative of the sine? Look at its sign.",
            ),
            Mistake(
                "the sine ignores what came back", lambda *args: sweep(*args, bare=("sin",)),
                "The step “sin” hands on its local derivative alone. By what should it be multiplied?",
            ),
            Mistake(
                "local derivatives only", lambda *args: sweep(*args, bare=("+", "-", "*", "sin")),
                "Each step hands on its local derivatives alone. By what should they be multiplied?",
            ),
            Mistake(
                "one share of a square", lambda *args: sweep(*args, once=True),
                "What does a step such as q * q hand on to q? It has two operands.",
            ),
            Mistake(
                "all zeros", lambda *args: sweep(*args, start=0.0),
                "Everything is 0. How fast does the output change with itself?",
            ),
        ),
        see=_SWEEPS,
    ),
    Exercise(
        "03.6", total, total_inputs,
        (
            Mistake(
                "nothing is reset", careless_total,
                "This is what the buggy function returns. What do the inner nodes hold when the second example begins?",
            ),
            Mistake(
                "only the last example", lambda graph, examples: total(graph, examples[-1:]),
                "This is the gradient of the last example alone. Not everything should be forgotten.",
            ),
            Mistake(
                "only the first example", lambda graph, examples: total(graph, examples[:1]),
                "This is the gradient of the first example alone.",
            ),
            Mistake(
                "the mean", lambda *args: {k: x / len(args[1]) for k, x in total(*args).items()},
                "This is the mean over the examples. The sum is asked for.",
            ),
            Mistake(
                "the inputs are reset, the inner nodes are not",
                lambda graph, examples: careless_total(graph, examples, reset=tuple(examples[0])),
                "You reset the wrong nodes: which sums should go on from example to example, and which should not?",
            ),
            Mistake(
                "= where += belongs", lambda *args: total(*args, add=False),
                "With = nothing is left over from the last example, but the shares of an example do not add up either.",
            ),
        ),
        see=_RULES,
    ),
    Exercise(
        "03.10", sorted_sweep, scattered_inputs,
        (
            Mistake(
                "the order in which they are given", in_given_order(True),
                "You go through steps backward as they are given. Are they in the order of the calculation?",
            ),
            Mistake(
                "the order in which they are given, from the front", in_given_order(False),
                "You go through steps as they are given. Which nodes have nothing to hand on yet?",
            ),
            *(
                Mistake(
                    "the order of v", in_given_order(backward, values=True),
                    "You go through v as it is given. It is in no particular order.",
                )
                for backward in (True, False)
            ),
            *(
                Mistake(
                    "another start than output", lambda *args, at=at: sorted_sweep(*args, start=at),
                    "Some node other than output has the derivative 1. Which one is asked for?",
                )
                for at in ("v", "steps", "end", "ends")
            ),
            *(
                Mistake(
                    "a double arrow is counted once",
                    lambda *args, order=order: sorted_sweep(*args, arrows=set, first_in=order),
                    "In q * q two arrows leave q, and two shares arrive. For how many did q wait?",
                )
                for order in (True, False)
            ),
            Mistake(
                "a node hands on too early", early(False),
                "From the output, layer by layer, some nodes hand on before all that use them have done so.",
            ),
            Mistake(
                "a node hands on too early, the last met first", early(True),
                "Some nodes hand on when they are first met. Who else uses them?",
            ),
            Mistake(
                "a node hands on more than once", twice,
                "When a second share arrives, your node hands on the first one once more.",
            ),
            Mistake(
                "waiting for shares that never come", lambda *args: sorted_sweep(*args, idle=False),
                "Some node is used by a result that leads nowhere, and waits for it forever. What should that one do?",
            ),
            Mistake(
                "one share of a square", lambda *args: sorted_sweep(*args, once=True),
                "What does q * q hand on to q? Count its operands.",
            ),
        ),
        see=_RULES, seconds=10.0,  # a forward sweep for each node is right, and takes a few seconds
    ),
)  # fmt: skip
