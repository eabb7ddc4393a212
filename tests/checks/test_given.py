"""What exercises hand to the learner: found at the old places too, and without the references."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from bplib.checks import exercises, given

FILES = sorted(Path(given.__file__).parent.glob("*.py"))


@pytest.mark.parametrize(("old", "name"), [("set_07_suspects", "suspects"), ("set_13_patients", "patients")])
def test_the_old_place_gives_the_same_function(old, name):
    here = import_module(f"bplib.checks.given.{name}")
    there = import_module(f"bplib.checks.{old}")
    assert getattr(there, name) is getattr(here, name)
    assert there.__all__ == here.__all__ == [name]


def test_the_old_places_are_no_sets():
    for number in ("07_suspects", "13_patients"):
        with pytest.raises(ValueError, match="number of an exercise set"):
            exercises(number)


def _imported(path):
    """Absolute names of all modules that a file of given/ imports, and of all that it imports from them."""
    package = given.__name__.split(".")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) + 1 - node.level] if node.level else []
            module = ".".join([*start, *filter(None, [node.module])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_imports_neither_sets_nor_the_engine(path):
    for name in _imported(path):
        assert name.startswith("bplib.checks.given.") or not name.startswith("bplib.checks"), name


def test_the_patients_do_not_know_what_finds_them():
    patients = import_module("bplib.checks.given.patients")
    source = Path(patients.__file__).read_text(encoding="utf-8").lower()
    instruments = set(exercises("13")["13.9"].reference().values())
    assert len(instruments) == 8
    assert [word for word in ("sick_by", *instruments) if word in source] == []
    for module in (patients, import_module("bplib.checks.set_13_patients")):
        assert not hasattr(module, "SICK_BY")
