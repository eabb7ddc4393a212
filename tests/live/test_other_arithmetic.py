"""Arithmetic of the other live figures: graphs of formulas, slopes, the bowl, XOR, the bumps, a digit."""

import ast
import json
import math

import numpy as np
import pytest
from variants import as_json, plain, run

from bplib import Network, activations, datasets, derivative, live

NAMES = {"sin": np.sin, "cos": np.cos, "exp": np.exp, "ln": np.log, "sqrt": np.sqrt, "tanh": np.tanh}
NAMES |= {"sigmoid": activations.sigmoid, "relu": activations.relu, "abs": np.abs}


def formulas(rng, count):
    """Random formulas of a, b and c, with values for which they are finite."""

    def made(depth):
        kind = rng.integers(0, 9) if depth else 0
        if kind == 0:
            return str(rng.choice(["a", "b", "c", "a", "b", "c", "2", "0.5"]))
        if kind <= 5:
            sign = ["+", "-", "*", "/", "*"][kind - 1]
            return f"({made(depth - 1)} {sign} {made(depth - 1)})"
        if kind == 6:
            return f"{made(0)}**{rng.integers(2, 4)}"
        return f"{rng.choice(['sin', 'cos', 'exp', 'tanh', 'sigmoid'])}({made(depth - 1)})"

    found = []
    while len(found) < count:
        formula, values = made(3), dict(zip("abc", rng.uniform(0.3, 1.8, size=3).tolist()))
        names = {node.id for node in ast.walk(ast.parse(formula)) if isinstance(node, ast.Name)} & set("abc")
        if not names:
            continue
        with np.errstate(all="ignore"):
            value = eval(formula, NAMES | values)
        if np.isfinite(value) and abs(value) < 1e3 and len(formula) < 90:
            found.append((formula, values, sorted(names), float(value)))
    return found


def test_values_and_derivatives_of_formulas(figures):
    drawn = formulas(np.random.default_rng(0), 300)
    found = run(
        figures.page(),
        "formulas",
        """({formula, values}) => {
            const graph = module.parse(formula)
            const {values: all, local} = module.evaluate(graph, values)
            const back = graphs.reverseMode(graph, local)
            const at = name => graph.nodes.findIndex(node => node.kind === "input" && node.name === name)
            return {
                value: all[graph.output], inputs: [...graph.inputs].sort(), edges: graphs.edges(graph).length,
                reverse: Object.fromEntries(graph.inputs.map(name => [name, back.grads[at(name)]])),
                forward: Object.fromEntries(graph.inputs.map(name =>
                    [name, graphs.forwardMode(graph, local, name).tangents[graph.output]])),
                multiplications: back.multiplications,
            }
        }""",
        [{"formula": formula, "values": values} for formula, values, _, _ in drawn],
        more={"graphs": "graph"},
    )
    for (formula, values, names, value), mine in zip(drawn, found, strict=True):
        assert mine["inputs"] == names
        assert abs(mine["value"] - value) <= 1e-12 * max(1, abs(value)), formula
        assert mine["multiplications"] <= mine["edges"]
        for name in names:
            others = {key: number for key, number in values.items() if key != name}

            def of(x, formula=formula, others=others, name=name):
                return eval(formula, NAMES | others | {name: x})

            with np.errstate(all="ignore"):
                wanted = derivative(of, np.array(values[name]), method="complex")
            assert abs(mine["reverse"][name] - wanted) <= 1e-11 * max(1, abs(wanted)), formula
            assert abs(mine["forward"][name] - mine["reverse"][name]) <= 1e-11 * max(1, abs(wanted)), formula


SMALLEST = [  # formula, values, {input: derivative}, multiplications in reverse, paths from the first input
    ("b = a + a; c = b + b", {"a": 3}, {"a": 4}, 4, 4),
    ("b = a + a; c = b + b; d = c + c", {"a": 1}, {"a": 8}, 6, 8),
    ("x*x", {"x": 3}, {"x": 6}, 2, 2),
    ("-x**2", {"x": 3}, {"x": -6}, 2, 1),
    ("2**x", {"x": 3}, {"x": 8 * math.log(2)}, 1, 1),
    ("x/y", {"x": 6, "y": 3}, {"x": 1 / 3, "y": -2 / 3}, 2, 1),
    ("relu(x)", {"x": -1}, {"x": 0}, 1, 1),
    ("x − y · 2", {"x": 1, "y": 1}, {"x": 1, "y": -2}, 3, 1),
]


@pytest.mark.parametrize(("formula", "values", "wanted", "multiplications", "paths"), SMALLEST)
def test_small_graphs(figures, formula, values, wanted, multiplications, paths):
    (mine,) = run(
        figures.page(),
        "formulas",
        """({formula, values}) => {
            const graph = module.parse(formula)
            const back = graphs.reverseMode(graph, module.evaluate(graph, values).local)
            return {grads: Object.fromEntries(graph.nodes.flatMap((node, i) =>
                        node.kind === "input" ? [[node.name, back.grads[i]]] : [])),
                    multiplications: back.multiplications, paths: graphs.paths(graph)[0]}
        }""",
        [{"formula": formula, "values": values}],
        more={"graphs": "graph"},
    )
    assert mine["grads"] == pytest.approx(wanted, rel=1e-14)
    assert (mine["multiplications"], mine["paths"]) == (multiplications, paths)


@pytest.mark.parametrize(
    ("formula", "kind", "what"),
    [
        ("", "empty", ""),
        (" ; ", "empty", ""),
        ("a +", "unexpected", ""),
        ("(a", "unexpected", ""),
        ("a b", "unexpected", "b"),
        ("a $ b", "unexpected", "$"),
        ("tan(x)", "unknown", "tan"),
        ("sin + 1", "unexpected", "sin"),
        ("a = 1; a = 2", "twice", "a"),
        ("pi = 3", "twice", "pi"),
        ("+".join("abcdefghijklmnopqrstuvwxyz"), "large", "40"),
        ("constructor(x)", "unknown", "constructor"),
    ],
)
def test_what_is_no_formula_is_refused_in_words(figures, formula, kind, what):
    (mine,) = run(
        figures.page(),
        "formulas",
        """formula => { try { module.parse(formula); return "parsed" } catch (error) {
            if (!(error instanceof module.FormulaError)) throw error
            return [error.kind, error.what] } }""",
        [formula],
    )
    assert mine == [kind, what]


def test_slopes_are_those_of_derivative(figures):
    cases = [
        (f, x, h)
        for f in ("sin(x)", "exp(x)", "x**3 - x", "sigmoid(x)", "ln(x)")
        for x in (0.4, 1.7)
        for h in (0.25, 1e-3, 1e-8)
    ]
    found = run(
        figures.page(),
        "formulas",
        """([formula, x, h]) => {
            const f = slopes.curve(module.parse(formula))
            return [...slopes.METHODS.map(method => slopes.slope(f, x, h, method)), f.derivative(x)]
        }""",
        cases,
        more={"slopes": "slope"},
    )
    for (formula, x, h), mine in zip(cases, found, strict=True):

        def f(x, formula=formula):
            return eval(formula, NAMES | {"x": x})

        for method, slope in zip(("forward", "central", "complex"), mine):
            round_off = 4 * np.finfo(float).eps * max(1, abs(f(x))) / h if method != "complex" else 1e-14
            assert abs(slope - derivative(f, x, h=h, method=method)) <= round_off + 1e-14
        assert mine[3] == pytest.approx(derivative(f, x, method="complex"), rel=1e-13)


def test_the_path_in_the_bowl(figures):
    rng = np.random.default_rng(0)
    cases = [
        {"curvatures": rng.uniform(0.2, 9, 2).tolist(), "angle": rng.uniform(-3, 3),
         "start": rng.normal(size=2).tolist(),
         "eta": rng.uniform(0.01, 0.3), "momentum": float(rng.choice([0, 0.5, 0.9]))}
        for _ in range(50)
    ]  # fmt: skip
    found = run(
        figures.page(),
        "bowl",
        """c => { const A = module.bowl(c.curvatures, c.angle)
            const path = module.path(A, c.start, {...c, steps: 20})
            const heights = path.map(place => module.height(A, place))
            return [A, path, heights, module.largestRate(c.curvatures, c.momentum)] }""",
        cases,
    )
    for case, (A, path, heights, rate) in zip(cases, found, strict=True):
        A = np.array(A)
        assert np.allclose(np.linalg.eigvalsh(A), sorted(case["curvatures"]), atol=1e-12)
        theta, v = np.array(case["start"]), np.zeros(2)
        for place, height in zip(path, heights):
            assert np.allclose(place, theta, atol=1e-9 * max(1, np.abs(theta).max()))
            assert height == pytest.approx(theta @ A @ theta / 2, rel=1e-9)
            v = case["momentum"] * v - case["eta"] * A @ theta
            theta = theta + v
        # Below the rate the steps come down in the end, above they grow.
        for factor, grows in ((0.98, False), (1.02, True)):
            theta, v = np.array(case["start"]), np.zeros(2)
            for _ in range(4000):
                v = case["momentum"] * v - factor * rate * A @ theta
                theta = theta + v
                if np.abs(theta).max() > 1e6:
                    break
            assert (np.abs(theta).max() > np.abs(case["start"]).max()) == grows


def test_xor_is_trained_as_by_network(figures):
    settings = [
        {"units": u, "activation": "sigmoid", "cost": c, "seed": s}
        for u in (2, 4)
        for c in ("quadratic", "binary_cross_entropy")
        for s in (0, 7)
    ]
    found = run(
        figures.page(),
        "xor",
        """settings => { const net = module.start(settings), after = module.train(net, {eta: 2, steps: 300})
            return [net, after, module.lossOf(after), module.answers(after), module.solved(after), module.XOR] }""",
        settings,
    )
    for case, (net, _, loss, answers, solved, data) in zip(settings, found, strict=True):
        assert np.array_equal(np.array(data["x"]).T, datasets.xor().x_train)
        assert np.array_equal(np.array(data["y"])[0], datasets.xor().t_train)
        ours = Network([2, case["units"], 1], cost=case["cost"], rng=0)
        ours.weights, ours.biases = map(
            lambda parts: [np.array(p) for p in parts], (net["weights"], net["biases"])
        )
        x, y = np.array(data["x"], dtype=float), np.array(data["y"], dtype=float)
        for _ in range(300):
            ours.update_mini_batch(x, y, 2)
        assert np.allclose(ours.feedforward(x)[0], answers, atol=1e-9)
        assert ours.loss(x, y) == pytest.approx(loss, rel=1e-9)
        assert solved == (ours.evaluate((x, y)) == 4)


def test_bumps(figures):
    rng = np.random.default_rng(0)
    cases = [
        {"heights": rng.normal(size=n).tolist(), "w": w, "x": x}
        for n in (1, 5, 20)
        for w in (10, 300)
        for x in (0.0, 0.31, 1.0)
    ]
    found = run(figures.page(), "bumps", "c => module.sumOfBumps(c.heights, c.w)(c.x)", cases)
    for case, mine in zip(cases, found, strict=True):
        n, x, w = len(case["heights"]), case["x"], case["w"]
        edges = np.arange(n + 1) / n
        steps = activations.sigmoid(w * (x - edges))
        assert mine == pytest.approx(float(np.array(case["heights"]) @ (steps[:-1] - steps[1:])), abs=1e-12)


def test_a_network_as_json_is_what_python_gives(figures):
    assert json.loads(json.dumps(live.network().settings))["network"] == as_json(
        tiny(), "sigmoid", "quadratic"
    )


def tiny():
    made = datasets.tiny_network()
    net = Network([2, 3, 2], rng=0)
    net.weights, net.biases = made.weights, made.biases
    assert plain(net.weights) == plain(made.weights)
    return net
