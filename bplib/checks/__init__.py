"""The checks of the exercises.

``check("06.3", my_function)`` holds an answer against the reference on random inputs and says what it finds: a
``Verdict`` that is true if the answer is right and that reads as a sentence, in a terminal and in a notebook.
The references, inputs and named mistakes of set NN are in the module ``bplib.checks.set_NN``.
"""

from importlib import import_module
from importlib.util import find_spec

from .engine import Exercise, Mistake, Value, examine
from .verdict import Verdict

__all__ = ["Exercise", "Mistake", "Value", "Verdict", "check", "exercises"]


def exercises(number):
    """The exercises of a set, by name, in order: ``exercises("06")["06.3"]``.

    Raises:
        ValueError: if there is no such set.
    """
    module = f"{__name__}.set_{number}"
    if not (isinstance(number, str) and number.isdigit() and find_spec(module)):
        raise ValueError(f"name must begin with the number of an exercise set, got {number!r}")
    return {exercise.name: exercise for exercise in import_module(module).EXERCISES}


def check(name, answer):
    """Check the answer to an exercise.

    Args:
        name: the exercise, for example "06.3".
        answer: the learner's function. It may do anything, also raise, loop forever or change its arguments.

    Returns:
        Verdict: true if the answer is right.

    Raises:
        ValueError: if there is no exercise of that name.
    """
    known = exercises(str(name).partition(".")[0])
    if name not in known:
        raise ValueError(f"name must be one of {', '.join(known)}; got {name!r}")
    return examine(known[name], answer)
