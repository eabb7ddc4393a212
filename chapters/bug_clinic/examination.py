"""Every instrument on every patient, and the fewest instruments that find all."""

import itertools
from functools import cache

from .instruments import INSTRUMENTS
from .patients import PATIENTS


@cache
def examine(cls, seed=0):
    """{letter: Finding} of all instruments."""
    return {letter: run(cls, seed) for letter, run in INSTRUMENTS.items()}


def table():
    """{number: {letter: verdict}} of every instrument on every patient."""
    return {
        number: {letter: finding.verdict for letter, finding in examine(cls).items()}
        for number, cls in PATIENTS.items()
    }


def smallest_sets(found):
    """All smallest sets of letters that find every patient in {number: letters}."""
    everyone = set().union(*found.values())
    certain = {next(iter(letters)) for letters in found.values() if len(letters) == 1}
    rest = [set(letters) for letters in found.values() if not certain & set(letters)]
    for size in range(len(everyone)):
        chosen = [
            certain | set(extra)
            for extra in itertools.combinations(sorted(everyone - certain), size)
            if all(letters & set(extra) for letters in rest)
        ]
        if chosen:
            return [sorted(letters) for letters in chosen]
    return []
