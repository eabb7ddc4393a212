"""The measurements that take minutes, from bplib/data/clinic_results.json.

They are made by ``python book/_tools/clinic_results.py``.
"""

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Examined(NamedTuple):
    """A mutant, its half and its kind, and the letters of A to Z that notice it."""

    key: str
    half: str
    kind: str
    finds: str
    cannot_run: str

    @property
    def noticed(self):
        return set(self.finds + self.cannot_run)


@cache
def _results():
    text = files("bplib").joinpath("data/clinic_results.json").read_text("utf-8")
    return json.loads(text)


def kept_mutants(half=None, kind=None):
    """The mutants that have been examined, of one half and one kind, or of all."""
    everyone = [Examined(*row) for row in _results()["mutants"]]
    wanted = {"half": half, "kind": kind}.items()
    return [m for m in everyone if all(v in (None, getattr(m, k)) for k, v in wanted)]


def kept_alarms():
    """For each healthy network that has been examined, the letters that accuse it."""
    return [set(by) for row in _results()["healthy"].values() for by in row]
