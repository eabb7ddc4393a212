"""How any answer is examined; knows no exercise.

=============  ==============================================================================
exercise.py    what an exercise and a mistake are
trials.py      which of its trials inputs are drawn for
examine.py     what is done with an answer, from the first call to the verdict
compare.py     how it is held against the reference, and parts.py of what parts it consists
findings.py    what is found out about a wrong answer that is no named mistake:
relations.py   how its numbers are related to the right ones, and
places.py      in which trials, rows and entries it is wrong
deadline.py    when it is stopped
verdict.py     what is said in the end
=============  ==============================================================================
"""

from .compare import Unlike, describe, match
from .examine import examine
from .exercise import Exercise, Family, Mistake, Value, With
from .parts import WHOLE
from .trials import in_turn, trial
from .verdict import Verdict

__all__ = [
    "WHOLE",
    "Exercise",
    "Family",
    "Mistake",
    "Unlike",
    "Value",
    "Verdict",
    "With",
    "describe",
    "examine",
    "in_turn",
    "match",
    "trial",
]
