"""What ``check_gradients`` and ``check_direction`` return."""

from dataclasses import dataclass, field

import numpy as np

# Why differences could not decide, and what to do.
REASONS = {
    "kinks": "there are kinks of the loss nearer to the parameters than any step. Try fewer examples, another batch,"
    " larger weights, biases that are not 0, or a smooth activation such as tanh",
    "round-off": "the loss has too much round-off for differences. Try smaller weights or inputs, so that outputs are"
    " not saturated, or another batch. Is the loss computed in float64?",
    "float32": "the gradient of a float64 copy is right, so this may be the round-off of float32. Check the copy:"
    " model.astype(np.float64)",
    "level": "the loss does not change with this entry. Is its array the one that the loss is computed with?",
}


@dataclass(frozen=True)
class ParameterCheck:
    """What the check found for one parameter array.

    Attributes:
        name, shape: of the array.
        checked: how many of its entries were checked.
        error: the largest relative error of the entries that could be decided.
        index: the entry with the largest difference; of those that could not be decided, if nothing failed.
        analytic, numeric: its two values, by backpropagation and by differences.
        kinks: how many entries are at a kink.
        inconclusive: how many entries could not be decided.
        reason: why not, a key of ``REASONS``.
    """

    name: str
    shape: tuple
    checked: int
    error: float
    index: tuple
    analytic: float
    numeric: float
    kinks: int
    inconclusive: int = 0
    reason: str = ""

    def __str__(self):
        counts = [(self.kinks, "at a kink"), (self.inconclusive, "inconclusive")]
        told = ", ".join(f"{count} {what}" for count, what in counts if count)
        return f"{self.name:<6}{self.shape!s:<14}{self.checked:>8}   {self.error:8.1e}" + (
            told and f"   {told}"
        )


@dataclass(frozen=True)
class _Report:
    """A verdict over several checks: true when the error of each is within the tolerance, and none inconclusive."""

    tolerance: float
    checks: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    @property
    def max_error(self):
        """The largest relative error of all checks (nan if one is nan)."""
        return float(np.max([check.error for check in self.checks]))

    @property
    def verdict(self):
        """ "FAILED" if an error is above the tolerance, else "inconclusive" if one is not known, else "passed"."""
        if not self.max_error <= self.tolerance:
            return "FAILED"
        return "inconclusive" if any(check.inconclusive for check in self.checks) else "passed"

    @property
    def ok(self):
        """Whether it passed."""
        return self.verdict == "passed"

    def __bool__(self):
        return self.ok

    def __repr__(self):
        return str(self)

    def _notes(self):
        reasons = {check.reason: None for check in self.checks if check.reason in REASONS}
        return [
            f"{word}: {text}"
            for word, texts in (("why", map(REASONS.get, reasons)), ("note", self.notes))
            for text in texts
        ]


@dataclass(frozen=True, repr=False)
class GradientReport(_Report):
    """The verdict of ``check_gradients``: true when it passed."""

    def __str__(self):
        lines = [f"{'name':<6}{'shape':<14}{'checked':>8}   {'rel. error':>8}", *map(str, self.checks)]
        if self.ok:
            lines.append(f"passed: no relative error above {self.tolerance:.0e}")
        for check in self.checks:
            entry = (
                f"{check.name}[{', '.join(map(str, check.index))}] is {check.analytic:.6g} by backpropagation"
            )
            if not check.error <= self.tolerance:
                lines.append(f"FAILED: {entry} and {check.numeric:.6g} by differences")
            elif check.inconclusive:
                lines.append(f"inconclusive: {entry}, and differences do not tell")
        return "\n".join([*lines, *self._notes()])


@dataclass(frozen=True)
class DirectionCheck:
    """The slope along one direction, by a difference of the loss and by the gradient.

    ``reason`` says why the difference could not decide (a key of ``REASONS``), where it could not.
    """

    numeric: float
    analytic: float
    error: float
    reason: str = ""

    @property
    def inconclusive(self):
        """Whether the difference could not decide; ``error`` is 0 then."""
        return bool(self.reason)

    def __str__(self):
        told = "   inconclusive" if self.inconclusive else ""
        return f"{self.numeric:>14.6e}{self.analytic:>18.6e}   {self.error:8.1e}{told}"


@dataclass(frozen=True, repr=False)
class DirectionReport(_Report):
    """The verdict of ``check_direction``: true when it passed."""

    def __str__(self):
        lines = [f"{'by difference':>14}{'by the gradient':>18}   {'rel. error':>8}", *map(str, self.checks)]
        ends = {
            "passed": "passed: no relative error above {:.0e}",
            "FAILED": "FAILED: a relative error above {:.0e}",
            "inconclusive": "inconclusive: differences do not tell whether the relative error is above {:.0e}",
        }
        lines.append(ends[self.verdict].format(self.tolerance))
        return "\n".join([*lines, *self._notes()])
