"""The checks of the exercises.

``check("06.3", my_function)`` holds an answer against the reference on random inputs and says what it finds: a
``Verdict`` that is true if the answer is right and that reads as a sentence, in a terminal and in a notebook.
The references, inputs and named mistakes of set NN are in ``set_NN``, mistakes that happen in many exercises in
``families``, how any answer is examined in ``engine``, and what exercises hand to the learner in ``given``.
"""

import os
from importlib import import_module
from importlib.util import find_spec

from .engine import Exercise, Family, Mistake, Value, Verdict, With, examine

__all__ = ["Exercise", "Family", "Mistake", "Value", "Verdict", "With", "check", "exercises"]

# A teacher's own sets, which are not published: FOLDER/checks/set_NN/.
if _overlay := os.environ.get("BPLIB_OVERLAY"):
    __path__.append(os.path.join(_overlay, "checks"))


def exercises(number):
    """The exercises of a set, by name, in order: ``exercises("06")["06.3"]``.

    Raises:
        ValueError: if there is no such set.
    """
    module = f"{__name__}.set_{number}"
    if not (isinstance(number, str) and number.isdigit() and find_spec(module)):
        raise ValueError(f"name must begin with the number of an exercise set, got {number!r}")
    return {exercise.name: exercise for exercise in import_module(module).EXERCISES}


def check(name, answer, *, seed=None):
    """Check the answer to an exercise.

    Args:
        name: the exercise, for example "06.3".
        answer: the learner's function. It may do anything, also raise, loop forever or change its arguments.
        seed: a whole number of at least 0, for other random inputs than those that every learner sees.

    Returns:
        Verdict: true if the answer is right.

    Raises:
        ValueError: if there is no exercise of that name, or seed is no such number.
    """
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int) or seed < 0):
        raise ValueError(f"seed must be a whole number of at least 0, got {seed!r}")
    known = exercises(str(name).partition(".")[0])
    if name not in known:
        raise ValueError(f"name must be one of {', '.join(known)}; got {name!r}")
    return examine(known[name], answer, seed)
