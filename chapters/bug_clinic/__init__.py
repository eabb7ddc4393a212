"""The patients and the instruments of chapter 13, which imports this package.

``Healthy`` and the three networks derived from it are right. Each patient changes one
method of one of them. An instrument takes a class, makes networks of it and returns a
``Finding``. All thirty bugs were met in tutorials and libraries; they are rebuilt here,
not quoted.

====================  ==================================================================
healthy_networks.py   the four networks that are right
patients/             the thirty that are not, a file for each group; the list in its
                      ``__init__.py`` says in which file patient 17 is
instruments.py        the instruments, A to Z
examination.py        every instrument on every patient
mutants.py            the healthy methods with one small change each, made by a rule
kept.py               every instrument on every mutant, as measured beforehand
printing.py           what the chapter prints of a patient
images.py             the digits that all networks are given
differences.py        differences of the loss, for all that checks gradients
====================  ==================================================================
"""

from . import instruments, mutants
from .differences import H
from .examination import examine, smallest_sets, table
from .healthy_networks import (
    HEALTHY,
    Healthy,
    HealthyBinary,
    HealthyReLU,
    HealthySquared,
)
from .images import digits
from .instruments import (
    INSTRUMENTS,
    Finding,
    array_errors,
    instrument,
    step_errors,
    verdict_on,
)
from .kept import kept_alarms, kept_mutants
from .mutants import halves, kind, mutations
from .patients import GROUPS, PATIENTS
from .patients.crash import fresh_session
from .printing import changed, diagnose, findings, healthy, pair, show, source

__all__ = [
    "GROUPS",
    "HEALTHY",
    "INSTRUMENTS",
    "PATIENTS",
    "Finding",
    "H",
    "Healthy",
    "HealthyBinary",
    "HealthyReLU",
    "HealthySquared",
    "array_errors",
    "changed",
    "diagnose",
    "digits",
    "examine",
    "findings",
    "fresh_session",
    "halves",
    "healthy",
    "instrument",
    "instruments",
    "kept_alarms",
    "kept_mutants",
    "kind",
    "mutants",
    "mutations",
    "pair",
    "show",
    "smallest_sets",
    "source",
    "step_errors",
    "table",
    "verdict_on",
]
