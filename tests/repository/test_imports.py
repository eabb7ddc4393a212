"""Which way imports run: a room of the library imports only from the rooms that stand above it."""

import ast
import graphlib
from importlib.util import resolve_name
from pathlib import Path

import pytest

import bplib

FOLDER = Path(bplib.__file__).parent
# From the top down: each may import from those before it.
ROOMS = [
    "_validate", "_browser", "_work", "_files",
    "activations", "costs",
    "gradients", "dual", "autodiff",
    "network", "layers", "models",
    "optimizers", "training", "experiments",
    "datasets", "distortions",
    "plots",
    "live",
    "checks",
]  # fmt: skip


def _module(path):
    """bplib.layers for layers/__init__.py, bplib.layers.base for layers/base.py."""
    parts = path.relative_to(FOLDER.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_module(path): path for path in sorted(FOLDER.rglob("*.py"))}


def imported(module):
    """The modules of bplib that a module imports, also those that it imports inside of functions."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "bplib")
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            if base.split(".")[0] == "bplib":
                names = [f"{base}.{alias.name}" for alias in node.names]
                # From a folder comes a module of it, or a name that its __init__ hands on.
                yield from (name if name in MODULES else base for name in names)


def room(module):
    return module.split(".")[1]


def test_the_list_of_rooms_is_complete():
    assert {room(module) for module in MODULES if module != "bplib"} == set(ROOMS)


@pytest.mark.parametrize("module", sorted(set(MODULES) - {"bplib"}))
def test_a_room_imports_only_from_rooms_above_it(module):
    above = ROOMS[: ROOMS.index(room(module))]
    for other in imported(module):
        assert other != "bplib", "the rooms do not import from the package that hands on their names"
        assert room(other) in (*above, room(module)), f"{module} imports {other}"


def test_no_imports_run_in_a_circle():
    arrows = {module: set(imported(module)) - {module} for module in MODULES}
    graphlib.TopologicalSorter(arrows).prepare()


def _part(module):
    """What part of the checks: engine, given, set_06, networks."""
    return module.split(".")[2] if module.count(".") > 1 else ""


@pytest.mark.parametrize("module", sorted(name for name in MODULES if name.startswith("bplib.checks.")))
def test_in_the_checks_sets_do_not_import_sets_and_the_engine_knows_none(module):
    parts = {_part(other) for other in imported(module) if room(other) == "checks"} - {_part(module)}
    sets = {part for part in parts if part.startswith("set_")}
    assert not sets, f"{module} imports {sets}"
    if _part(module) in ("engine", "given"):
        assert not parts, f"{module} imports {parts}"


def test_only_plots_imports_matplotlib():
    for module, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            drawing = [name for name in names if name.split(".")[0] in ("matplotlib", "pylab")]
            assert not drawing or room(module) == "plots", f"{module} imports {drawing}"


def test_only_live_holds_javascript():
    scripts = {path.relative_to(FOLDER).parts[0] for path in FOLDER.rglob("*.[jm]*s")}
    assert scripts <= {"live"}
