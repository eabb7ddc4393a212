"""The rooms of the exercise sets: a set holds its exercises in order, and a file says which of them are in it."""

import importlib
import pkgutil

import pytest

from bplib import checks
from bplib.checks import Exercise, exercises

NUMBERS = [f"{number:02d}" for number in range(1, 14)]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_exercises_are_in_order(number):
    assert list(exercises(number)) == [f"{number}.{i}" for i in range(1, len(exercises(number)) + 1)]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_file_names_its_exercises(number):
    folder = importlib.import_module(f"{checks.__name__}.set_{number}")
    found = []
    for entry in pkgutil.iter_modules(folder.__path__):
        module = importlib.import_module(f"{folder.__name__}.{entry.name}")
        held = sorted(
            (value for value in vars(module).values() if isinstance(value, Exercise) and value in folder.EXERCISES),
            key=folder.EXERCISES.index,
        )  # fmt: skip
        names = [f"{int(number)}.{exercise.name.partition('.')[2]}" for exercise in held]
        said = module.__doc__.partition(":")[0]
        if len(names) == 1:
            assert said == f"Exercise {names[0]}"
        elif names:
            listed = f"{', '.join(names[:-1])} and {names[-1]}"
            assert said in (f"Exercises {listed}", f"Exercises {names[0]} to {names[-1]}")
        found += held
    assert sorted(found, key=folder.EXERCISES.index) == list(folder.EXERCISES)
