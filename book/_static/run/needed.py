"""Which cells above must run before a cell can, so that a reader may begin anywhere on a page.

A cell needs the cells that give its names their values, and those that may have changed such a value since: by a
method, by an assignment to a part, or as an argument of a function. What those need in their turn is needed, too.
Values that only the computer could follow, two names of one array say, are not followed.
"""

import ast
import re
import symtable

__all__ = ["giver", "needed"]

# What these are given stays as it is.
PURE = {
    "print",
    "len",
    "range",
    "sum",
    "min",
    "max",
    "abs",
    "zip",
    "enumerate",
    "sorted",
    "list",
    "tuple",
    "dict",
}
PURE |= {"set", "float", "int", "str", "repr", "round", "isinstance", "type", "any", "all"}
PURE_MODULES = {"np", "plt", "math"}  # np.sum(x), but not np.random.shuffle(x)

_GIVEN = re.compile(r"^(?:def|class)\s+(\w+)|^(\w+)\s*=", re.MULTILINE)


class Cell:
    """What one cell does with the names of the page.

    Attributes:
        binds: names that it gives a value.
        reads: names that must have a value before.
        later: names that functions and classes inside read, when they are called.
        changes: names whose value it may change.
        calls: names of functions that it calls.
        by_function: for each function that it defines, (names that it reads, changes, calls) when it runs.
        fixed: those of ``binds`` that are functions, classes or modules: what changes them assigns to a part of them.
        parts: names to a part of which it assigns, as in ``Value.__add__ = add``.
    """

    def __init__(self, code):
        self.binds, self.reads, self.later, self.fixed, self.parts = set(), set(), set(), set(), set()
        self.changes, self.calls, self.by_function = set(), set(), {}
        try:
            tree = ast.parse(code)
            table = symtable.symtable(code, "cell", "exec")
        except (SyntaxError, ValueError):
            # It will say so itself; if it is to give a name, nobody shall take an older one.
            self.binds = {name for names in _GIVEN.findall(code) for name in names if name}
            return
        for statement in tree.body:
            self._statement(statement)
        self.later = _globals_of(table)

    def _statement(self, node):
        """The statement's names, in the order in which Python comes to them."""
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside = _Uses()
            for part in node.body:
                inside.visit(part)
            self.by_function[node.name] = (inside.loads, inside.changes, inside.calls)
            self._expressions([*node.decorator_list, *getattr(node, "bases", [])])
            self._bind(node.name, fixed=True)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                self._bind(alias.asname or alias.name.partition(".")[0], fixed=True)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if isinstance(node, ast.AugAssign):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
                self._read(names)
                self.changes.update(names)
            self._expressions([node.value, *targets])
        elif isinstance(node, ast.For | ast.AsyncFor):
            self._expressions([node.iter, node.target])
            self._body(node.body + node.orelse)
        elif isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                self._expressions([item.context_expr, item.optional_vars])
            self._body(node.body)
        elif isinstance(node, ast.If | ast.While):
            self._expressions([node.test])
            self._body(node.body + node.orelse)
        elif isinstance(node, ast.Try):
            self._body(node.body)
            for handler in node.handlers:
                self._expressions([handler.type])
                if handler.name:
                    self._bind(handler.name)
                self._body(handler.body)
            self._body(node.orelse + node.finalbody)
        else:
            self._expressions([node])

    def _body(self, statements):
        for statement in statements:
            self._statement(statement)

    def _expressions(self, nodes):
        for node in filter(None, nodes):
            uses = _Uses()
            uses.visit(node)
            self._read(uses.loads)
            self.changes |= uses.changes
            self.parts |= uses.parts
            self.calls |= uses.calls
            for name in uses.stores:
                self._bind(name)

    def _read(self, names):
        self.reads |= {name for name in names if name not in self.binds}

    def _bind(self, name, fixed=False):
        self.binds.add(name)
        (self.fixed.add if fixed else self.fixed.discard)(name)


class _Uses(ast.NodeVisitor):
    """Names that an expression, or the body of a function, reads, gives a value, may change, and calls."""

    def __init__(self):
        self.loads, self.stores, self.changes, self.calls, self.parts = set(), set(), set(), set(), set()

    def visit_Name(self, node):
        (self.loads if isinstance(node.ctx, ast.Load) else self.stores).add(node.id)

    def visit_Attribute(self, node):
        self._part(node)

    def visit_Subscript(self, node):
        self._part(node)

    def _part(self, node):
        if not isinstance(node.ctx, ast.Load):
            self.changes.add(_root(node))
            self.parts.add(_root(node))
        self.generic_visit(node)

    def visit_Call(self, node):
        function, root = node.func, _root(node.func)
        if isinstance(function, ast.Name):
            self.calls.add(function.id)
        else:
            self.changes.add(root)
        pure = function.id in PURE if isinstance(function, ast.Name) else _is_plain(function)
        if not pure:
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                self.changes |= {part.id for part in ast.walk(argument) if isinstance(part, ast.Name)}
        self.generic_visit(node)

    def visit_AugAssign(self, node):
        self.changes.add(_root(node.target))
        self.loads.add(_root(node.target))
        self.generic_visit(node)

    def _scope(self, node):
        """A comprehension or a lambda: its own names are not the page's."""
        inside = _Uses()
        inside.generic_visit(node)
        own = inside.stores | {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}
        self.loads |= inside.loads - own
        self.changes |= inside.changes - own
        self.calls |= inside.calls - own

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_Lambda = _scope


def _root(node):
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call | ast.Starred):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _is_plain(function):
    """np.sum, plt.plot: a function of a module, not of something in it."""
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id in PURE_MODULES
    )


def _globals_of(table):
    """Names that functions inside read from the page when they run."""
    found = set()
    for child in table.get_children():
        found |= {symbol.get_name() for symbol in child.get_symbols() if symbol.is_global()}
        found |= _globals_of(child)
    return found


def needed(codes, done):
    """Which cells must run before the last one.

    Args:
        codes: the code of the cells, in order; the last is the one that is to run.
        done: for each of the others, whether it has run as it stands.

    Returns:
        Increasing list of indices, without those that are done. The first cell, with the imports and the settings of
        the page, is needed by every other.
    """
    cells = [Cell(code) for code in codes]
    functions = {}
    for cell in cells:
        functions |= cell.by_function
    fixed = set().union(*(cell.fixed for cell in cells))
    last = len(codes) - 1
    wanted, waiting = {last}, [last]
    if last > 0:
        wanted.add(0)
        waiting.append(0)
    while waiting:
        at = waiting.pop()
        called = cells[at].later - (cells[at].binds if at == last else set())
        for name, until in [*((name, at) for name in cells[at].reads), *((name, last) for name in called)]:
            giver = next((i for i in range(until - 1, -1, -1) if name in cells[i].binds), None)
            if giver is None:
                continue
            found = {giver}
            for i in range(giver + 1, until):
                if name in (cells[i].parts if name in fixed else _changes(cells[i], functions)):
                    found.add(i)
            waiting += found - wanted
            wanted |= found
    return [i for i in sorted(wanted - {last}) if not done[i]]


def giver(codes, name):
    """Number of the first cell, from 0, that gives a name a value; -1 if none does."""
    return next((i for i, code in enumerate(codes) if name in Cell(code).binds), -1)


def _changes(cell, functions):
    """Names whose value a cell may change, also through the functions that it calls."""
    changed, seen, calls = set(cell.changes), set(), list(cell.calls)
    while calls:
        name = calls.pop()
        if name in functions and name not in seen:
            seen.add(name)
            _, changes, more = functions[name]
            changed |= changes
            calls += more
    return changed
