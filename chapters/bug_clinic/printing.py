"""What the chapter prints of a patient: its method, what was found, and the cure."""

import inspect
import textwrap

from .examination import examine
from .instruments import INSTRUMENTS
from .patients import PATIENTS


def healthy(cls):
    """The healthy class that a patient was derived from."""
    return cls.__mro__[1]


def changed(cls):
    """The name of the one method that a patient changes."""
    (name,) = (name for name, part in vars(cls).items() if inspect.isfunction(part))
    return name


def pair(number):
    """The patient, and what it is once cured."""
    return {"patient": PATIENTS[number], "cured": healthy(PATIENTS[number])}


def source(cls, name):
    return textwrap.dedent(inspect.getsource(getattr(cls, name))).rstrip()


def show(number):
    """Print the method of a patient."""
    cls = PATIENTS[number]
    print(f"# in place of {healthy(cls).__name__}.{changed(cls)}")
    print(source(cls, changed(cls)))


def findings(number):
    """Print what the instruments that are not content have found."""
    for letter, finding in examine(PATIENTS[number]).items():
        if finding.verdict == "crash":
            detail = f"crash, {finding.detail.split(':')[0]}"
        else:
            detail = finding.detail
        if finding:
            print(f"{letter}  {INSTRUMENTS[letter].name}: {detail}")


def diagnose(number):
    """Print what the instruments that are not content have found, and the cure."""
    findings(number)
    cls = PATIENTS[number]
    print(f"\n# the healthy method\n{source(healthy(cls), changed(cls))}")
