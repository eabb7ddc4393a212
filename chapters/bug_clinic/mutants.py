"""Mutants: the healthy methods with one small change, made by a rule and not by hand.

A mutant has the text of a healthy method but for one node of its syntax tree, by rules
in ``changes``. ``kind`` says whether a mutant is a bug: ``alike`` holds it against the
healthy method. ``halves`` divides the mutants into those that the instruments U to Z
were made with, and those held out.
"""

import ast
import copy
import inspect
import textwrap
from dataclasses import dataclass
from functools import cache
from types import GeneratorType

import numpy as np

from . import healthy_networks
from .healthy_networks import HEALTHY
from .images import digits
from .instruments import INSTRUMENTS

SWAPS = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.Eq: (ast.NotEq,),
}
OTHER_NAMES = {
    "argmax": "argmin",
    "max": "min",
    "maximum": "minimum",
    "minimum": "maximum",
    "sum": "mean",
    "mean": "sum",
    "zeros": "ones",
    "zeros_like": "ones_like",
    "exp": "log",
    "log": "exp",
}


def changes(node, names):
    """(rule, new node) for each of the small changes that are made at a node."""
    if isinstance(node, ast.BinOp):
        for op in SWAPS.get(type(node.op), ()):
            yield "another operator", ast.BinOp(node.left, op(), node.right)
        yield "an operand left out", node.left
        yield "an operand left out", node.right
    elif isinstance(node, ast.Compare):
        for op in SWAPS.get(type(node.ops[0]), ()):
            yield "another operator", ast.Compare(node.left, [op()], node.comparators)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "a sign", node.operand
    elif isinstance(node, ast.Return) and node.value is not None:
        values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
        for k, value in enumerate(values):
            new = [*values[:k], ast.UnaryOp(ast.USub(), value), *values[k + 1 :]]
            whole = ast.Tuple(new, ast.Load()) if len(new) > 1 else new[0]
            yield "a sign", ast.Return(whole)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield "another constant", ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        small = isinstance(node.value, int) and abs(node.value) <= 2
        for value in (node.value - 1, node.value + 1) if small else (node.value * 2,):
            yield "another constant", ast.Constant(value)
    elif isinstance(node, ast.Name) and node.id in names:
        after = names[(names.index(node.id) + 1) % len(names)]
        yield "another variable", ast.Name(after, node.ctx)
    elif isinstance(node, ast.Attribute):
        if node.attr == "T":
            yield "not transposed", node.value
        if node.attr in OTHER_NAMES:
            new = OTHER_NAMES[node.attr]
            yield "another function", ast.Attribute(node.value, new, node.ctx)
    elif isinstance(node, ast.Call):
        if len(node.args) == 1 and not node.keywords:
            yield "a call left out", node.args[0]
        for k in range(len(node.keywords)):
            rest = node.keywords[:k] + node.keywords[k + 1 :]
            yield "an argument left out", ast.Call(node.func, node.args, rest)
    elif isinstance(node, ast.IfExp):
        yield "a condition inverted", ast.IfExp(node.test, node.orelse, node.body)
    elif isinstance(node, ast.If):
        test = ast.UnaryOp(ast.Not(), node.test)
        yield "a condition inverted", ast.If(test, node.body, node.orelse)
    if isinstance(node, ast.Assign | ast.AugAssign):
        yield "a line left out", ast.Pass()


@dataclass(frozen=True)
class Mutation:
    """One change: of what, by which rule, the lines before and after, the new text."""

    key: str  # "Healthy.cost 17", the mutation with this number of this method
    base: type
    method: str
    rule: str
    before: str
    after: str
    text: str

    @property
    def cls(self):
        """The mutant: a class derived from the healthy one, like a patient."""
        space = dict(vars(healthy_networks))
        exec(compile(self.text, f"<mutant of {self.method}>", "exec"), space)
        return type("Mutant", (self.base,), {self.method: space[self.method]})


def _places(tree):
    """(parent, field, place in the list or None) of all nodes in the body."""
    todo = [(tree, "body", k) for k in range(len(tree.body))]
    while todo:
        parent, field, k = todo.pop(0)
        yield parent, field, k
        node = getattr(parent, field)
        node = node if k is None else node[k]
        for name, value in ast.iter_fields(node):
            if isinstance(value, list):
                todo += [
                    (node, name, j)
                    for j, v in enumerate(value)
                    if isinstance(v, ast.AST)
                ]
            elif isinstance(value, ast.AST):
                todo.append((node, name, None))


def _put(parent, field, k, node):
    if k is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[k] = node


def of_method(base, method):
    """All mutations of one method of a healthy class."""
    source = textwrap.dedent(inspect.getsource(vars(base)[method]))
    tree = ast.parse(source).body[0]
    if ast.get_docstring(tree):
        del tree.body[0]
    stored = {
        n.id
        for n in ast.walk(tree)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    names = sorted(stored | {a.arg for a in tree.args.args} - {"self"})
    healthy = ast.unparse(tree)
    seen = {healthy}
    for parent, field, k in _places(tree):
        old = getattr(parent, field)
        old = old if k is None else old[k]
        for rule, new in changes(old, names):
            _put(parent, field, k, new)
            text = ast.unparse(ast.fix_missing_locations(tree))
            _put(parent, field, k, old)
            if text not in seen:
                seen.add(text)
                pairs = zip(healthy.splitlines(), text.splitlines())
                before, after = next((a, b) for a, b in pairs if a != b)
                lines = before.strip(), after.strip()
                key = f"{base.__name__}.{method} {len(seen) - 1}"
                yield Mutation(key, base, method, rule, *lines, text)


@cache
def mutations():
    """All mutations of all methods of the four healthy classes, in a fixed order."""
    return tuple(
        mutation
        for base in HEALTHY
        for method, part in vars(base).items()
        if inspect.isfunction(part)
        for mutation in of_method(base, method)
    )


SEEN = (
    "Healthy.apart 46"  # drawn for the second half, and X was made with it by mistake
)


def known(mutation):
    """Whether the mutant was known to pass A to T before the halves were drawn."""
    binary = mutation.base.__name__ == "HealthyBinary"
    return mutation.method == "step" or (binary and mutation.method == "predict")


@cache
def halves(seed=13):
    """{"built on": keys, "held out": keys}; what was known before is in the first."""
    everyone = mutations()
    first = [k for k, mutation in enumerate(everyone) if known(mutation)]
    order = np.random.default_rng(seed).permutation(len(everyone))
    rest = [k for k in order if k not in first]
    first = {*first, *rest[: len(everyone) // 2 - len(first)]}
    halves = {"built on": [], "held out": []}
    for k, mutation in enumerate(everyone):
        seen = k in first or mutation.key == SEEN
        halves["built on" if seen else "held out"].append(mutation.key)
    return halves


def _same(a, b):
    """Whether two results are the same up to rounding."""
    if isinstance(a, GeneratorType):
        a = list(a)
    if isinstance(b, GeneratorType):
        b = list(b)
    if isinstance(a, dict):
        return (
            isinstance(b, dict)
            and a.keys() == b.keys()
            and all(_same(a[k], b[k]) for k in a)
        )
    if isinstance(a, list | tuple):
        return (
            isinstance(b, list | tuple) and len(a) == len(b) and all(map(_same, a, b))
        )
    if isinstance(a, str) or isinstance(b, str) or a is None or b is None:
        return a == b
    if isinstance(a, np.random.Generator) or callable(a):
        return True
    try:
        a, b = np.asarray(a, float), np.asarray(b, float)
    except (TypeError, ValueError):
        return False
    return a.shape == b.shape and np.allclose(a, b, 1e-9, 1e-13, equal_nan=True)


def _calls(net, method, seed):
    """Arguments to call a method of a network with, ordinary ones and extreme ones."""
    rng = np.random.default_rng(seed)
    m = (1, 7, 12)[seed % 3]
    x, t = digits(type(net), m, 3 * seed)
    zs, acts = net.forward(x)
    z, a = rng.normal(size=(2, m, net.sizes[1]))
    d = rng.normal(size=z.shape)
    edge = np.array([[0.0, 1.0, -1.0, 30.0, -30.0, 700.0]])
    out = rng.normal(size=zs[-1].shape) * (1, 30, 1000)[seed % 3]
    net.d = [rng.normal(size=z.shape) for z in zs]
    grads = {name: rng.normal(size=p.shape) for name, p in net.p.items()}
    slopes = rng.normal(size=5) * (1e-3, 1, 50)[seed % 3]
    apart = np.array([1e-9, 1e-9, 1.5e-3, 5e-4, 1.0]) * np.abs(slopes).max()
    kinks = slopes + rng.permutation(apart) * rng.choice([-1, 1], 5)
    below = range(1, net.layers)

    def f(a):
        return np.sum(a**3) + np.sum(a) ** 2

    calls = {
        "scale": [(x,), (x.astype(int),), (np.arange(64).reshape(1, 64).tolist(),)],
        "initialize": [(np.random.default_rng(seed),)],
        "activation": [(z,), (edge,)],
        "slope": [(z,), (edge,)],
        "drop": [(acts[l], l) for l in below],
        "forward": [(x,), (x.astype(int),)],
        "targets": [(t,)],
        "log_softmax": [(out,), (edge,)],
        "cost": [(out, t), (zs[-1], t)],
        "loss": [(x, t)],
        "clear": [(zs,)],
        "affine_gradient": [(a, d[:, :3])],
        "back": [(d, z), (edge, edge)],
        "drop_back": [(net.d[l - 1], l) for l in below],
        "error_before": [(l, zs) for l in below],
        "backward": [(zs, acts, out)],
        "gradient": [(x, t)],
        "step": [(grads, 0.3), (grads, 0.0)],
        "minibatches": [(x, t, size, np.random.default_rng(seed)) for size in (5, 40)],
        "due": [(i,) for i in (*range(5), *range(95, 105), *range(195, 205))],
        "train": [(x, t, 2, 3, seed, eta) for eta in (None, 0.3, 0.0)]
        + [(x, t, 110, m, seed, 0.01)],
        "predict": [(x,)],
        "accuracy": [(x, t)],
        "numerical_gradient": [
            (f, np.array([3.0, 4.0])),
            (f, np.array([3, 4])),
            (f, rng.normal(size=(2, 3)), 1e-4),
        ],
        "apart": [
            (g, slopes, other)
            for other in (slopes, kinks)
            for g in (slopes, kinks, slopes + rng.normal(size=5), 0 * slopes)
        ]
        + [(1e-9 * slopes, 0 * slopes, 0 * slopes)],
        "check": [(x, t), (0 * x, t)],
    }
    return calls[method]


def _traces(cls, method, seed):
    """What calls of a method return, and leave behind in the network and arguments."""
    base = cls.__mro__[1] if cls not in HEALTHY else cls
    hidden = ((8,), (8, 6), (5, 4, 7))[seed % 3]
    if method == "__init__":
        return [vars(cls(hidden, seed)), vars(cls()), vars(cls(rng=seed))]
    traces = []
    for k in range(len(_calls(base(hidden, seed), method, seed))):
        net = base(hidden, seed)
        if seed % 2:
            rng = np.random.default_rng(seed)
            for l in range(1, net.layers):
                net.keep[l] = 2.0 * rng.integers(0, 2, net.sizes[l])
            net.p = {
                name: p + 0.1 * rng.normal(size=p.shape) for name, p in net.p.items()
            }
        arguments = _calls(net, method, seed)[k]
        net.__class__ = cls
        result = getattr(net, method)(*arguments)
        if isinstance(result, GeneratorType):
            result = list(result)
        traces.append([result, arguments, vars(net)])
    return copy.deepcopy(
        [[r, [a for a in args if not callable(a)], v] for r, args, v in traces]
    )


@cache
def _healthy_traces(base, method, seed):
    with np.errstate(all="ignore"):
        return _traces(base, method, seed)


def alike(mutation, seeds=range(12)):
    """Whether a mutant does all that the healthy method does, in 12 trials.

    The method is called with the same arguments and random numbers: three depths,
    batches of 1, 7 and 12, dropout on and off, extreme values. What it
    returns, and what it leaves behind in the network and in its arguments, must be the
    same up to rounding (a relative 1e-9).
    """
    cls = mutation.cls
    with np.errstate(all="ignore"):
        for seed in seeds:
            try:
                mine = _traces(cls, mutation.method, seed)
            except Exception:
                return False
            if not _same(_healthy_traces(mutation.base, mutation.method, seed), mine):
                return False
    return True


def kind(mutation):
    """One of "alike" (no bug), "raises" (the first training stops) and "silent"."""
    if alike(mutation):
        return "alike"
    return "raises" if INSTRUMENTS["A"](mutation.cls) else "silent"
