"""What ``check_gradients`` returns."""

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
class GradientReport:
    """The verdict of ``check_gradients``: true when every parameter's error is within the tolerance."""

    tolerance: float
    checks: list[ParameterCheck] = field(default_factory=list)

    @property
    def max_error(self):
        """The largest relative error of all parameters (nan if one is nan)."""
        return float(np.max([check.error for check in self.checks]))

    @property
    def ok(self):
        """Whether every parameter's error is within the tolerance."""
        return bool(self.max_error <= self.tolerance)

    def __bool__(self):
        return self.ok

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

    __repr__ = __str__
