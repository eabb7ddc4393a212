"""The patients and the instruments of chapter 13, which imports this package.

``Healthy`` and the three networks derived from it are right. Each patient changes one
method of one of them. An instrument takes a class, makes networks of it and returns a
``Finding``. All the bugs were really published; they are rebuilt here, not quoted.

====================  ==================================================================
healthy_networks.py   the four networks that are right
patients/             the thirty that are not, a file for each group; the list in its
                      ``__init__.py`` says in which file patient 17 is
instruments.py        the twenty instruments, A to T
examination.py        every instrument on every patient
printing.py           what the chapter prints of a patient
images.py             the digits that all networks are given
differences.py        differences of the loss, for all that checks gradients
====================  ==================================================================
"""

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
from .patients import GROUPS, PATIENTS
from .patients.crash import fresh_session
from .printing import changed, diagnose, healthy, pair, show, source

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
    "fresh_session",
    "healthy",
    "instrument",
    "pair",
    "show",
    "smallest_sets",
    "source",
    "step_errors",
    "table",
    "verdict_on",
]
