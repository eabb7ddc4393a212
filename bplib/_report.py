"""What ``check_gradients`` and ``check_direction`` return."""

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class ParameterCheck:
    """What the check found for one parameter array; ``index`` is the entry with the largest difference."""

    name: str
    shape: tuple
    checked: int
    error: float
    index: tuple
    analytic: float
    numeric: float
    kinks: int

    def __str__(self):
        text = f"{self.name:<6}{self.shape!s:<14}{self.checked:>8}   {self.error:8.1e}"
        return text + (f"   {self.kinks} at a kink" if self.kinks else "")


@dataclass(frozen=True)
class _Report:
    """A verdict over several checks: true when the error of each is within the tolerance."""

    tolerance: float
    checks: list = field(default_factory=list)

    @property
    def max_error(self):
        """The largest relative error of all checks (nan if one is nan)."""
        return float(np.max([check.error for check in self.checks]))

    @property
    def ok(self):
        """Whether the error of every check is within the tolerance."""
        return bool(self.max_error <= self.tolerance)

    def __bool__(self):
        return self.ok

    def __repr__(self):
        return str(self)


@dataclass(frozen=True, repr=False)
class GradientReport(_Report):
    """The verdict of ``check_gradients``: true when every parameter's error is within the tolerance."""

    def __str__(self):
        lines = [f"{'name':<6}{'shape':<14}{'checked':>8}   {'rel. error':>8}", *map(str, self.checks)]
        if self.ok:
            lines.append(f"passed: no relative error above {self.tolerance:.0e}")
        for check in self.checks:
            if not check.error <= self.tolerance:
                lines.append(
                    f"FAILED: {check.name}[{', '.join(map(str, check.index))}] is {check.analytic:.6g}"
                    f" by backpropagation and {check.numeric:.6g} by differences"
                )
        return "\n".join(lines)


@dataclass(frozen=True)
class DirectionCheck:
    """The slope along one direction, by a difference of the loss and by the gradient."""

    numeric: float
    analytic: float
    error: float

    def __str__(self):
        return f"{self.numeric:>14.6e}{self.analytic:>18.6e}   {self.error:8.1e}"


@dataclass(frozen=True, repr=False)
class DirectionReport(_Report):
    """The verdict of ``check_direction``: true when the error of every direction is within the tolerance."""

    def __str__(self):
        head = f"{'by difference':>14}{'by the gradient':>18}   {'rel. error':>8}"
        verdict = "passed: no relative error" if self.ok else "FAILED: a relative error"
        return "\n".join([head, *map(str, self.checks), f"{verdict} above {self.tolerance:.0e}"])
