"""The live graph of a formula: forward and reverse mode, one edge at a time."""

import ast

import numpy as np

from ..activations import relu, sigmoid
from .figure import LiveFigure

__all__ = ["graph"]

FUNCTIONS = {"sin": np.sin, "cos": np.cos, "exp": np.exp, "ln": np.log, "log": np.log, "sqrt": np.sqrt}
FUNCTIONS |= {"tanh": np.tanh, "sigmoid": sigmoid, "relu": relu, "abs": np.abs}
SIGNS = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷", ast.Pow: "^"}
ARITHMETIC = {"+": np.add, "−": np.subtract, "×": np.multiply, "÷": np.divide, "^": np.power}


def graph(formula="(a*b + sin(c))**2", *, mode="reverse", at=0, **values):
    """The graph of a formula that the reader can type anew.

    Args:
        formula: Python's arithmetic and the functions sin, cos, exp, ln, sqrt, tanh, sigmoid, relu and abs; several
            statements with ";" between them, as in "b = a + a; c = b + b". The last one is the output.
        mode: "reverse", from the output back, or "forward", from one input on.
        at: how many operations have been done at the beginning.
        values: of the inputs, such as ``a=2``; 1, 1.5, 2, … by default.

    Raises:
        ValueError: if formula is not such a formula, a value is given for what is no input, or mode is unknown.
    """
    if mode not in ("reverse", "forward"):
        raise ValueError(f"mode must be 'reverse' or 'forward', got {mode!r}")
    parsed = _Parsed(formula)
    if strangers := set(values) - set(parsed.inputs):
        raise ValueError(
            f"{', '.join(sorted(strangers))} is no input of {formula!r}, which has {', '.join(parsed.inputs)}"
        )
    values = {name: float(values.get(name, 1 + i / 2)) for i, name in enumerate(parsed.inputs)}
    settings = {"formula": formula, "values": values, "mode": mode, "at": int(at)}
    return LiveFigure(
        "graph", settings, f"Live figure: the graph of {formula}", lambda: _picture(parsed, values)
    )


class _Parsed:
    """A formula as nodes: {name: (label, names of the nodes before it)}."""

    def __init__(self, formula):
        self.nodes, self.inputs, self._names = {}, [], {}
        try:
            lines = str(formula).replace("^", "**").replace(";", "\n").splitlines()
            body = ast.parse("\n".join(line.strip() for line in lines)).body
        except SyntaxError:
            raise ValueError(
                f"formula must be arithmetic such as '(a*b + sin(c))**2', got {formula!r}"
            ) from None
        if not body:
            raise ValueError("formula must not be empty")
        for statement in body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                self._names[statement.targets[0].id] = self._node(statement.value)
            elif isinstance(statement, ast.Expr):
                self._node(statement.value)
            else:
                raise ValueError(
                    f"formula must be expressions and assignments, got {ast.unparse(statement)!r}"
                )

    def _node(self, tree):
        if isinstance(tree, ast.Name):
            if tree.id not in self._names:
                self._names[tree.id] = self._add(tree.id, ())
                self.inputs.append(tree.id)
            return self._names[tree.id]
        if isinstance(tree, ast.Constant) and isinstance(tree.value, int | float):
            return self._add(f"{tree.value:g}", ())
        if isinstance(tree, ast.BinOp) and type(tree.op) in SIGNS:
            return self._add(SIGNS[type(tree.op)], (self._node(tree.left), self._node(tree.right)))
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
            return self._add("−", (self._node(tree.operand),))
        if isinstance(tree, ast.Call) and getattr(tree.func, "id", "") in FUNCTIONS and len(tree.args) == 1:
            return self._add(tree.func.id, (self._node(tree.args[0]),))
        raise ValueError(f"formula has {ast.unparse(tree)!r}, of which there is no derivative here")

    def _add(self, label, before):
        name = f"node {len(self.nodes)}"
        self.nodes[name] = (label, before)
        return name

    def values(self, given):
        found = {}
        for name, (label, before) in self.nodes.items():
            at = [found[other] for other in before]
            if not before:
                found[name] = given[label] if label in given else float(label)
            elif label in FUNCTIONS:
                found[name] = float(FUNCTIONS[label](at[0]))
            else:
                found[name] = float(ARITHMETIC[label](*at)) if len(at) == 2 else -at[0]
        return found


def _picture(parsed, given):
    from ..plots.graphs import draw_graph
    from ..plots.pictures import drawn

    inputs = {name: before for name, (_, before) in parsed.nodes.items()}
    labels = {name: label for name, (label, _) in parsed.nodes.items()}
    try:
        return drawn(lambda ax: draw_graph(inputs, labels=labels, values=parsed.values(given)))
    except ValueError:  # more than the book's drawing has room for
        return ""
