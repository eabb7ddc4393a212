"""What exercise set 3 compares with: sweeps over graphs of small steps, right and wrong; and their inputs."""

import numpy as np

__all__ = [
    "careless_total", "count_paths", "early", "evaluate", "graph_inputs", "in_given_order", "local_derivatives",
    "path_inputs", "scattered_inputs", "sorted_sweep", "sweep", "total", "total_inputs", "twice",
]  # fmt: skip


_STEPS = {"+": lambda x, y: x + y, "-": lambda x, y: x - y, "*": lambda x, y: x * y, "sin": np.sin}


def evaluate(graph, inputs):
    """All values of a graph, a list of steps (result, operation, operands)."""
    v = dict(inputs)
    for result, operation, operands in graph:
        v[result] = float(_STEPS[operation](*(v[name] for name in operands)))
    return v


def local_derivatives(operation, *x, own=False, slope=np.cos, minus=-1.0):
    """The local derivatives of a step with respect to its operands x. The options make mistakes."""
    if operation == "sin":
        return (slope(x[0]),)
    return {"+": (1.0, 1.0), "-": (1.0, minus), "*": x if own else x[::-1]}[operation]


def sweep(graph, v, *, add=True, forward=False, start=1.0, once=False, bare=(), **mistake):
    """The reverse sweep. The options make mistakes; the operations in ``bare`` do not multiply by what came back."""
    bar = dict.fromkeys(v, 0.0)
    bar[graph[-1][0]] = start
    for result, operation, operands in graph if forward else reversed(graph):
        slopes = local_derivatives(operation, *(v[i] for i in operands), **mistake)
        for i, slope in dict(zip(operands, slopes)).items() if once else zip(operands, slopes):
            bar[i] = (bar[i] if add else 0) + (1.0 if operation in bare else bar[result]) * slope
    return bar


def total(graph, examples, **mistake):
    """The derivatives with respect to the inputs, summed over the examples."""
    bars = [sweep(graph, evaluate(graph, inputs), **mistake) for inputs in examples]
    return {name: sum(bar[name] for bar in bars) for name in examples[0]}


def careless_total(graph, examples, reset=()):
    """As ``total``, with a dictionary that is kept: what is not named in ``reset`` is not reset."""
    bar = {}
    for inputs in examples:
        v = evaluate(graph, inputs)
        bar = {name: 0.0 if name in reset else bar.get(name, 0.0) for name in v}
        bar[graph[-1][0]] = 1.0
        for result, operation, operands in reversed(graph):
            for i, slope in zip(operands, local_derivatives(operation, *(v[i] for i in operands))):
                bar[i] += bar[result] * slope
    return {name: bar[name] for name in examples[0]}


def _first_trial(rng):
    rng.spawn(1)  # draws nothing; the spawned are counted
    return rng.bit_generator.seed_seq.n_children_spawned == 1


def _random_graph(rng, operations=("+", "-", "*", "sin"), inputs="abc", steps=6):
    names, graph = list(inputs), []
    for k in range(steps):
        operation = operations[rng.integers(len(operations))]
        chosen = rng.integers(len(names), size=1 if operation == "sin" else 2)
        graph.append((f"u{k}", operation, tuple(names[i] for i in chosen)))
        names.append(f"u{k}")
    return graph


def _graph(rng, last="e"):
    """Every operation, and squares before and after another use; first without, then with random steps before."""
    before = [] if _first_trial(rng) else _random_graph(rng)
    x = before[-1][0] if before else "a"
    tail = (
        ("p", "*", (x, "b")), ("q", "-", ("p", "c")), ("o", "*", ("q", "q")), ("r", "sin", ("q",)),
        ("s", "*", ("q", "q")), ("t", "+", ("r", "s")), ("w", "-", ("t", "o")), (last, "*", ("w", "p")),
    )  # fmt: skip
    return [*before, *tail]


def _numbers(rng, names="abc"):
    return {name: float(x) for name, x in zip(names, rng.uniform(0.4, 1.3, len(names)))}


def graph_inputs(rng):
    graph = _graph(rng, last="g")  # not the name in the chapter
    return graph, evaluate(graph, _numbers(rng))


def total_inputs(rng):
    """As ``_graph``, but with sums and products only; and three examples."""
    before = [] if _first_trial(rng) else _random_graph(rng, ("+", "*"))
    x = before[-1][0] if before else "a"
    tail = (
        ("p", "*", (x, "b")), ("q", "+", ("p", "c")), ("r", "*", ("q", "a")), ("s", "*", ("q", "q")),
        ("t", "+", ("r", "s")), ("g", "*", ("t", "p")),
    )  # fmt: skip
    return [*before, *tail], [_numbers(rng) for _ in range(3)]


def count_paths(inputs, start, end, *, sources=False, arrows=tuple, combine=sum, preset=False):
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


def path_inputs(rng):
    """A small graph with double arrows; a random one; a ladder of 60 diamonds; no path; and the inside of the ladder.

    No start but that of the ladder is the first node, no end but its end the last.
    """
    rng.spawn(1)
    trial = rng.bit_generator.seed_seq.n_children_spawned
    if trial in (1, 4):
        graph = {"a": (), "b": (), "p": ("a", "b"), "q": ("p", "p"), "r": ("q", "a")}
        ends = ("p", "e") if trial == 1 else ("r", "p")
        return graph | {"e": ("r", "q", "p", "b"), "f": ("e", "p")}, *ends
    if trial == 2:
        graph = {"b": (), "a": ()}
        for k in range(8):
            graph[f"u{k}"] = tuple(list(graph)[i] for i in rng.integers(len(graph), size=2))
        return graph | {"e": (*(f"u{k}" for k in range(8)), "a", "b"), "z": ("e", "a")}, "a", "e"
    ladder = {"x0": ()}
    for k in range(1, 61):
        ladder |= {f"u{k}": (f"x{k - 1}",), f"v{k}": (f"x{k - 1}",), f"x{k}": (f"u{k}", f"v{k}")}
    return ladder, *(("x0", "x60") if trial == 3 else ("x3", "x50"))


def _scattered(rng, graph, inputs, output):
    """The arguments of exercise 10: the steps and the values as dicts in any order."""
    v = list(evaluate(graph, inputs).items())
    v = dict(v[i] for i in rng.permutation(len(v)))
    return {graph[i][0]: graph[i][1:] for i in rng.permutation(len(graph))}, v, output


def scattered_inputs(rng):
    """A graph with nodes that come after the output, or that it does not use; ten diamonds; a chain of 1500 steps.

    In the first, two nodes have a double arrow and another use, which comes first for one and last for the other.
    """
    trial = 1 if _first_trial(rng) else rng.bit_generator.seed_seq.n_children_spawned
    if trial == 1:
        more = (
            ("d", "*", ("e", "e")), ("k", "sin", ("e",)), ("l", "sin", ("k",)), ("y", "+", ("d", "l")),
            ("late", "*", ("y", "t")), ("later", "-", ("late", "p")), ("last", "+", ("later", "a")),
        )  # fmt: skip
        return _scattered(rng, [("idle", "+", ("a", "c")), *_graph(rng), *more], _numbers(rng), "y")
    graph, last = [], "x"
    if trial == 3:  # the second: _graph has spawned too
        for k in range(10):
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
    return _scattered(rng, graph, _numbers(rng, "xab"), last)


def _hand_on(steps, v, bar, node, once=False):
    operation, operands = steps.get(node, ("+", ()))
    slopes = local_derivatives(operation, *(v[i] for i in operands)) if operands else ()
    shares = dict(zip(operands, slopes)).items() if once else zip(operands, slopes)
    for i, slope in shares:
        bar[i] += bar[node] * slope
    return operands


def _started(v, *outputs):
    return {**dict.fromkeys(v, 0.0), **dict.fromkeys(outputs, 1.0)}


def sorted_sweep(steps, v, output, *, once=False, idle=True, arrows=tuple, first_in=False, start="output"):
    """The reverse sweep over steps in any order: a node hands on when all that use it have done so.

    The options make mistakes: a square hands on one share; results that lead nowhere are not counted off; of a double
    arrow one is counted; the sweep starts at the last of v or of steps, or at results that nobody uses.
    """
    waiting = dict.fromkeys(v, 0)
    for _, operands in steps.values():
        for i in arrows(operands):
            waiting[i] += 1
    ready = [node for node in v if waiting[node] == 0] if idle else [output]
    starts = {"v": list(v)[-1:], "steps": list(steps)[-1:], "end": ready[-1:], "ends": ready}
    bar = _started(v, *starts.get(start, [output]))
    while ready:
        for i in _hand_on(steps, v, bar, ready.pop(0 if first_in else -1), once):
            waiting[i] -= 1
            if waiting[i] == 0:
                ready.append(i)
    return bar


def in_given_order(backward, values=False):
    """A mistake: the steps, or the values, in the order in which they are given, backward or not."""

    def wrong(steps, v, output):
        bar, order = _started(v, output), list(v if values else steps)
        for node in reversed(order) if backward else order:
            _hand_on(steps, v, bar, node)
        return bar

    return wrong


def early(last_in):
    """A mistake: a node hands on when it is first met on the way from the output, and only then."""

    def wrong(steps, v, output):
        bar, met, line = _started(v, output), {output}, [output]
        while line:
            for i in _hand_on(steps, v, bar, line.pop(-1 if last_in else 0)):
                if i not in met:
                    met.add(i)
                    line.append(i)
        return bar

    return wrong


def twice(steps, v, output):
    """A mistake: a node hands on all that it has, each time that it gets something."""
    bar, line = _started(v, output), [output]
    while line:
        operands = _hand_on(steps, v, bar, line.pop())
        line.extend(operands)
    return bar
