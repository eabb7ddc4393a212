"""Exercises 3.1, 3.2 and 3.4: rates multiply along a path, and several paths add up."""

import math

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn, trial
from ..families import ASSIGNED, FUNCTION_ITSELF, INNER_DERIVATIVE, SIGN

__all__ = ["BY_HAND", "NUMBER_OF_PATHS", "THREE_STEPS"]

_RATES = "chapter 3, “Rates multiply”"
_PATHS = "chapter 3, “Several paths add up”"


def _product(
    outer=lambda x: np.exp(np.sin(x**2)), middle=lambda x: np.cos(x**2), inner=lambda x: 2 * x, sign=1
):  # fmt: skip
    """The answer to 03.1, three factors."""
    return lambda x: sign * outer(x) * middle(x) * inner(x)


_slope = _product()


def _number(rng):
    """Of either sign, and large enough that the cosine of its square can be negative."""
    return (float(in_turn(rng, 1, -1) * rng.uniform(0.4, 1.7)),)


THREE_STEPS = Exercise(
    "03.1", _slope, _number,
    (
        INNER_DERIVATIVE(With(_product, inner=lambda x: 1), name="the innermost derivative is left out",
            hint="There are three steps, but your product has two factors. How fast does the first step change with "
            "x?"),
        Mistake("the middle derivative is left out", With(_product, middle=lambda x: 1),
            "There are three steps, but your product has two factors. Which step has none?"),
        Mistake("the outermost derivative is left out", With(_product, outer=lambda x: 1),
            "There are three steps, but your product has two factors. The last step has a derivative too."),
        Mistake("only the innermost derivative", lambda x: 2 * x,
            "This is how fast the first step changes. Two more follow."),
        Mistake("only the middle derivative", lambda x: np.cos(x**2),
            "This is how fast the second step changes. There are three."),
        Mistake("all derivatives taken at x", lambda x: np.exp(x) * np.cos(x) * 2 * x,
            "The factors are right, the places where they are taken are not. What is the operand of each step?"),
        Mistake("the cosine taken at x", With(_product, middle=np.cos),
            "One derivative is taken at the wrong place: at the input, not at the operand of its step."),
        Mistake("the exponential taken at x", With(_product, outer=np.exp),
            "The exponential is taken at x. What is the operand of its step?"),
        Mistake("the exponential taken at x²", With(_product, outer=lambda x: np.exp(x**2)),
            "The exponential is taken at x². What is the operand of its step?"),
        Mistake("the exponential of sin x", With(_product, outer=lambda x: np.exp(np.sin(x))),
            "In the exponent the sine is taken at x. Compare with the task."),
        Mistake("the cosine taken at sin(x²)", With(_product, middle=lambda x: np.cos(np.sin(x**2))),
            "The cosine is taken at the result of its step. A derivative is taken at the operand."),
        Mistake("derivatives put into one another", lambda x: np.exp(np.cos(x**2) * 2 * x),
            "Is the derivative of a composition the composition of the derivatives?"),
        Mistake("derivatives put into one another", lambda x: np.exp(np.cos(2 * x)),
            "Is the derivative of a composition the composition of the derivatives?"),
        Mistake("derivatives put into one another", lambda x: np.exp(np.sin(2 * x)),
            "Inside stands 2x, the derivative of the first step. It is a factor, and the other steps have theirs."),
        Mistake("a sum in the chain", lambda x: np.exp(np.sin(x**2)) * (np.cos(x**2) + 2 * x),
            "Two of the rates are added. How do rates combine that follow one another?"),
        Mistake("cosine squared", With(_product, middle=lambda x: np.cos(x) ** 2),
            "You square the cosine. It is x that is squared, before the sine is taken."),
        Mistake("the derivative of the cosine",
            With(_product, outer=lambda x: np.exp(np.cos(x**2)), middle=lambda x: -np.sin(x**2)),
            "This fits an exponent with the cosine. In the task stands the sine."),
        *(
            Mistake("degrees", With(
                _product, outer=lambda x, c=c: np.exp(np.sin(c(x))), middle=lambda x, c=c: np.cos(c(x))),
                "The angles are converted from or to degrees. np.sin takes radians, and so does the rule for its "
                "derivative.")
            for c in (lambda x: np.radians(x**2), lambda x: np.degrees(x**2))
        ),
        Mistake("the inner derivative inside the cosine",
            With(_product, middle=lambda x: np.cos(2 * x), inner=lambda x: 1),
            "The cosine is taken at 2x, the derivative of the first step. That is a factor of its own."),
        Mistake("the inner derivative inside the cosine", With(_product, middle=lambda x: np.cos(2 * x)),
            "The cosine is taken at 2x, the derivative of the first step. It should be taken at the operand."),
        Mistake("x for 2x", With(_product, inner=lambda x: x),
            "How fast does the first step, the square, change?"),
        Mistake("2 for 2x", With(_product, inner=lambda x: 2),
            "How fast does the first step, the square, change?"),
        Mistake("x² for 2x", With(_product, inner=lambda x: x**2),
            "In place of the derivative of the first step stands its value."),
        Mistake("the sine is not differentiated", With(_product, middle=lambda x: np.sin(x**2)),
            "In place of the derivative of the second step stands its value."),
        Mistake("the exponential of the cosine", lambda x: np.exp(np.cos(x**2)) * 2 * x,
            "What stands in the exponent is differentiated in place. Take one step after the other."),
        Mistake("the exponential of the cosine", With(_product, outer=lambda x: np.exp(np.cos(x**2))),
            "In the exponent stands the cosine. The exponential is its own derivative: what stays in its exponent?"),
        Mistake("the exponential of the cosine", lambda x: np.exp(np.cos(x**2)),
            "The exponential is its own derivative, and its exponent stays. What the exponent does is a factor."),
        Mistake("a sum for a product", lambda x: np.exp(np.sin(x**2)) + np.cos(x**2) + 2 * x,
            "The three rates are right. How do rates combine that follow one another?"),
        Mistake("the sine squared", lambda x: np.exp(np.sin(x) ** 2) * 2 * np.sin(x) * np.cos(x),
            "You read the square of the sine. It is x that is squared, before the sine is taken."),
        Mistake("the power rule for the exponential",
            With(_product, outer=lambda x: np.sin(x**2) * np.exp(np.sin(x**2) - 1)),
            "You use the power rule for the exponential. There the base is the variable; here it is the exponent."),
        Mistake("without the sine", lambda x: np.exp(x**2) * 2 * x,
            "This is the slope of e to the x². Where is the sine?"),
        FUNCTION_ITSELF(lambda x: np.exp(np.sin(x**2)), name="the value",
            hint="This is y itself. How fast does it change?"),
        SIGN(With(_product, sign=-1), hint="What is the derivative of the sine? Look at its sign."),
    ),
    see=_RATES, trials=5,
)  # fmt: skip


def _hand(
    through_e=1, through_q=1, direct=lambda to_p, q_bar: q_bar, over_p=1, own_in_e=False, own_in_p=False, swap=False,
    sign=1,
):  # fmt: skip
    """The derivatives of e = p q with p = a b, q = a + p. The options leave out arrows, or exchange factors."""

    def answer(a, b):
        p = a * b
        q = a + p
        to_p, q_bar = (p, q) if own_in_e else (q, p)
        p_bar = through_e * to_p + through_q * q_bar
        to_a, to_b = (a, b) if own_in_p else (b, a)
        bars = sign * (over_p * p_bar * to_a + direct(to_p, q_bar)), sign * p_bar * to_b
        return bars[::-1] if swap else bars

    return answer


def _swept(change):
    """An answer to 03.2 made of a, b, p, q and the right p_bar."""
    return lambda a, b: change(a, b, a * b, a + a * b, a + 2 * a * b)


_by_hand = _hand()

BY_HAND = Exercise(
    "03.2", _by_hand, lambda rng: (*_number(rng), float(rng.choice([-1, 1]) * rng.uniform(1.5, 3))),
    (
        Mistake("the path p → q → e is missing", With(_hand, through_q=0),
            "Two arrows leave p. Both contribute to the derivative with respect to p."),
        Mistake("the path p → e is missing", With(_hand, through_e=0),
            "Two arrows leave p. Both contribute to the derivative with respect to p."),
        Mistake("the path a → q is missing", With(_hand, direct=lambda to_p, q_bar: 0),
            "How many arrows leave a?"),
        ASSIGNED(With(_hand, over_p=0), name="the path a → p is missing",
            hint="Two arrows leave a, and yours has the share of one of them."),
        Mistake("the two are swapped", With(_hand, swap=True), "Which derivative comes first?"),
        *(
            Mistake("the wrong factor", With(_hand, **own),
                "What is the local derivative of a product with respect to a factor? Look at every product.")
            for own in ({"own_in_p": True}, {"own_in_e": True}, {"own_in_p": True, "own_in_e": True})
        ),
        Mistake("p and q held fixed", lambda a, b: (a * b, 0.0),
            "This counts only the arrow from a to q. What a and b do to p, they do to e as well."),
        Mistake("what came back to q is left out", With(_hand, direct=lambda to_p, q_bar: 1),
            "On the arrow from a to q stands a 1. By what is it multiplied?"),
        Mistake("what came back to q is left out", _swept(lambda a, b, p, q, p_bar: ((q + 1) * b + p, (q + 1) * a)),
            "On the arrow from p to q stands a 1. By what is it multiplied, on the way back to p?"),
        Mistake("what came back to q is left out", _swept(lambda a, b, p, q, p_bar: ((q + 1) * b + 1, (q + 1) * a)),
            "On the arrows that lead to q stands a 1. By what is it multiplied, on the way back?"),
        Mistake("the wrong factor", _swept(lambda a, b, p, q, p_bar: (2 * q * b + q, 2 * q * a)),
            "What is the local derivative of a product with respect to a factor? Look at every product."),
        Mistake("a product of shares", _swept(lambda a, b, p, q, p_bar: (q * p * b + p, q * p * a)),
            "Two shares arrive at p, over two paths. Yours are multiplied by each other."),
        Mistake("a gets what came back to p", With(_hand, direct=lambda to_p, q_bar: to_p + q_bar),
            "Along the arrow from a to q comes what came back to q, and no more."),
        Mistake("the derivatives of p and q", _swept(lambda a, b, p, q, p_bar: (p_bar, p)),
            "These are the derivatives with respect to p and q. The sweep goes on, to a and b."),
        Mistake("the derivatives of q and p", _swept(lambda a, b, p, q, p_bar: (p, p_bar)),
            "These are the derivatives with respect to q and p. The sweep goes on, to a and b."),
        Mistake("p_bar, not handed on", _swept(lambda a, b, p, q, p_bar: (p_bar + p, p_bar)),
            "On the arrows from a and b to p no local derivative is multiplied."),
        FUNCTION_ITSELF(_swept(lambda a, b, p, q, p_bar: (p * q, p * q)), name="the value of e",
            hint="This is e itself. Its derivatives are asked for."),
        Mistake("the local derivatives alone", lambda a, b: (b + 1, a),
            "These are local derivatives of p and q. By what came back from e should each be multiplied?"),
        Mistake("local derivatives of p alone", lambda a, b: (b, a),
            "These are the local derivatives of p. By what came back from e should they be multiplied?"),
        Mistake("products for sums", _swept(lambda a, b, p, q, p_bar: (q * p * b * p, q * p * a)),
            "Along a path rates are multiplied. What happens to the shares of several paths?"),
        Mistake("e = p + q", lambda a, b: (1 + 2 * b, 2 * a),
            "This fits e = p + q. Here e is the product of the two."),
    ),
    see=_PATHS, trials=4, parts=("a_bar", "b_bar"),
)  # fmt: skip


def _count_paths(inputs, start, end, *, sources=False, arrows=tuple, combine=sum, preset=False):
    """Number of paths. The options make mistakes; with ``preset`` the 1 is set before the loop, which may lose it."""
    count = {start: 1} if preset else {}
    for node, operands in inputs.items():
        if operands:
            count[node] = combine(count[u] for u in arrows(operands))
        else:
            count.setdefault(node, int(sources))
        if node == start and not preset:
            count[node] = 1
    return count[end]


def _longest(inputs, start, end, among=max):
    """The number of arrows on the longest path, or 0."""
    length = {}
    for node, operands in inputs.items():
        known = [length[u] + 1 for u in operands if u in length]
        if node == start:
            length[node] = 0
        elif known:
            length[node] = among(known)
    return length.get(end, 0)


def _between(inputs, start, end):
    """The number of nodes that are reached from start and lead to end."""
    return sum(bool(_count_paths(inputs, start, n) and _count_paths(inputs, n, end)) for n in inputs)


def _visits(inputs, start, end):
    """The sum of the counts of all nodes up to end."""
    nodes = list(inputs)
    return sum(_count_paths(inputs, start, node) for node in nodes[: nodes.index(end) + 1])


def _path_inputs(rng):
    """A small graph with double arrows; a random one; a ladder of 60 diamonds; no path; the inside of the ladder.

    And from a node to itself. No start but that of the ladder is the first node, no end but its end the last.
    """
    number = trial(rng)
    if number in (1, 4, 6, 7):
        graph = {"a": (), "b": (), "p": ("b", "a"), "q": ("p", "p"), "r": ("q", "a", "q")}
        ends = {1: ("p", "e"), 4: ("r", "p"), 6: ("q", "q"), 7: ("b", "f")}[number]
        return graph | {"e": ("b", "r", "q", "p"), "f": ("e", "r", "p"), "g": ("f", "a")}, *ends
    if number == 2:
        graph = {"b": (), "a": ()}
        for k in range(8):
            graph[f"u{k}"] = tuple(list(graph)[i] for i in rng.integers(len(graph), size=2))
        return graph | {"e": (*(f"u{k}" for k in range(8)), "a", "b"), "z": ("e", "a")}, "a", "e"
    ladder = {"x0": ()}
    for k in range(1, 61):
        ladder |= {f"u{k}": (f"x{k - 1}",), f"v{k}": (f"x{k - 1}",), f"x{k}": (f"u{k}", f"v{k}")}
    return ladder, *(("x0", "x60") if number == 3 else ("x3", "x50"))


NUMBER_OF_PATHS = Exercise(
    "03.4", _count_paths, _path_inputs,
    (
        Mistake(
            "a double arrow counts once", lambda *args: _count_paths(*args, arrows=set),
            "In b = a + a two arrows lead from a to b. How many paths are these?",
        ),
        Mistake(
            "paths from all inputs", lambda inputs, _, end: _count_paths(inputs, None, end, sources=True),
            "You count the paths to end from every input. Which of them begin at start?",
        ),
        Mistake(
            "paths from start and all inputs", lambda *args: _count_paths(*args, sources=True),
            "You count the paths to end from every input as well. Which of them begin at start?",
        ),
        Mistake(
            "start is overwritten", lambda *args: _count_paths(*args, preset=True),
            "You gave start a 1. When start has operands of its own, what does the loop put there?",
        ),
        Mistake(
            "whether there is a path, not how many", lambda *args: _count_paths(*args, combine=max),
            "When several arrows lead to a node, what happens to the numbers of paths that they bring?",
        ),
        *(
            ASSIGNED(
                lambda *args, at=at: _count_paths(*args, combine=lambda counts: list(counts)[-1], preset=at),
                hint="Each node keeps what its last arrow brought. What about the arrows before?",
            )
            for at in (False, True)
        ),
        Mistake("the numbers are multiplied",
            lambda *args: _count_paths(*args, combine=lambda counts: math.prod(counts)),
            "At a node with several arrows you multiply the numbers that they bring. The paths are alternatives: they "
            "come one after the other only along a path."),
        Mistake("no path from a node to itself", lambda *args: 0 if args[1] == args[2] else _count_paths(*args),
            "From a node to itself there is one path, which has no arrows."),
        Mistake("one too many", lambda *args: _count_paths(*args) + 1, "You count one path too many. Which one?"),
        Mistake("one too few", lambda *args: _count_paths(*args) - 1, "You count one path too few. Which one?"),
        Mistake("the length of the longest path", _longest,
            "This is the number of arrows on the longest path. How many paths are there?"),
        Mistake("the length of the shortest path", lambda *args: _longest(*args, among=min),
            "This is the number of arrows on the shortest path. How many paths are there?"),
        Mistake("integers of 32 bits",
            lambda *args: (_count_paths(*args) + 2**31) % 2**32 - 2**31,
            "Small graphs are right. Large counts do not fit into 32 bits: of which type are your numbers?"),
        Mistake("arrows from start to end", lambda inputs, start, end: inputs[end].count(start),
            "You count the arrows that lead directly from start to end. What about longer paths?"),
        Mistake("arrows from start", lambda inputs, start, end: sum(o.count(start) for o in inputs.values()),
            "This is the number of arrows that leave start. Where do they lead?"),
        Mistake("nodes on the paths", _between,
            "This is the number of nodes that lie on the paths. How many paths are there?"),
        Mistake("arrows are counted at their node", _visits,
            "You add up the counts of all nodes on the way. Only those at end are paths to end."),
        Mistake(
            "always 0", lambda *args: 0,
            "Does start have a 1? And if it had one before the loop, what does the loop put there?",
        ),
        Mistake(
            "the end of the graph", lambda inputs, start, end: _count_paths(inputs, start, list(inputs)[-1]),
            "These are the paths from start to the last node. Is that always where they should end?",
        ),
        Mistake(
            "the beginning of the graph", lambda inputs, start, end: _count_paths(inputs, next(iter(inputs)), end),
            "These are the paths from the first node to end. Is that always where they should begin?",
        ),
        Mistake(
            "start and end swapped", lambda inputs, start, end: _count_paths(inputs, end, start),
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
    see="chapter 3, “Too many paths”", trials=7,
)  # fmt: skip
