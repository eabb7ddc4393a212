"""One slope of the loss, held against differences with smaller and smaller steps: passed, failed or inconclusive.

Let C be the loss along a line, C₀ its value where the parameters are, and g the slope that is to be checked. A step h
to either side gives two one-sided slopes, l = (C₀ - C(-h))/h and r = (C(h) - C₀)/h. Their mean c, the central
difference, and their difference d = r - l are wrong by three things:

==================== ============================ ============================== =====================
what                 in c                         in d                           a step of h/4 has
==================== ============================ ============================== =====================
curvature            h²/6 · C'''                  h · C''                        1/16 of it, 1/4 of it
round-off            up to N/h                    up to 4N/h                     4 times as much
a kink at distance a up to ½ jump · (1 - a/h)     up to jump · (1 - a/h)         none, if h/4 < a
==================== ============================ ============================== =====================

N is the round-off of one value of C (``Line.round_off`` measures it). The three are told apart by how they change with
h, which goes down from 16 usual steps by factors of 4:

- Steps h and h/4 are *smooth* if d(h) = 4 d(h/4), up to round-off and 1e-4 of the scale. If they are not, there is a
  kink within h. Round-off and curvature alone never make one.
- g **passes** at the first smooth step where c is g, up to what is allowed and the round-off there.
- g **fails** if three steps in a row are smooth, and g is off by more than their c differ from each other, than their
  round-off, and than the interval from l to r explain.
- If l and r, freed of curvature by Richardson's extrapolation, stay apart and do not change any more, the kink is where
  the parameters are. Then g passes if it lies between the two, and fails if it does not.
- Else g is **inconclusive**: there are kinks at all distances down to the smallest step, the one at which round-off is
  1e-4 of the scale.

With several kinks inside one step neither c nor the interval from l to r needs to contain the right slope, which is
why both count only where other steps confirm them. ``Subject.judged`` adds two things: before a slope fails, that the
loss can show such changes at all; and where it passed only between the sides of a kink, failed at a kink, or was
inconclusive, what the program says 32 steps to both sides, where its gradient is another one.

Sources: two steps to tell a kink from curvature, and small steps, few examples against kinks: A. Karpathy and others,
CS231n, *Gradient checks*; the steps of 1/4 are those of Richardson's extrapolation (Press et al., *Numerical Recipes*,
section 5.7); that round-off is to be measured, not guessed: Moré and Wild, *Estimating computational noise*, SIAM
Journal on Scientific Computing 33(3), 2011.
"""

from dataclasses import dataclass

import numpy as np

from .differences import EPS

__all__ = ["KINK", "Line", "Slope", "settled"]

KINK = 1e-4  # of the scale: one-sided slopes that are closer are taken for the same
RATIO = 4  # of one step to the next
COARSE = 1e-4  # of the scale: a step with more round-off than this excuses nothing
TRIALS = 8  # values of the loss from which round-off is measured
NEAR = 0.5  # a jump of the loss within this step is a sign of what it is like here


class Line:
    """The loss along a line through the parameters: θ + sv.

    Args:
        loss: function without arguments.
        params: all arrays of parameters.
        parts: list of (array or view of one, v, g) for what moves: v of its shape, and g, the gradient to check.
    """

    def __init__(self, loss, params, parts):
        self.loss, self._params = loss, params
        self._parts = [(p, p.copy(), v, g) for p, v, g in parts]
        self.slope = float(sum(np.sum(g * v) for _, _, v, g in self._parts))
        self.middle, self._known = loss(), {}

    def move(self, s):
        """Move the parameters to θ + sv. Returns g · (what was really added, after rounding)."""
        for p, old, v, _ in self._parts:
            p[...] = old + s * v
        return float(sum(np.sum(g * (p - old)) for p, old, _, g in self._parts))

    def at(self, s):
        """(C(s), g · (what was added)), and the parameters are moved back."""
        try:
            added = self.move(s)
            return self.loss(), added
        finally:
            self.restore()

    def restore(self):
        for p, old, _, _ in self._parts:
            p[...] = old

    def sides(self, h):
        """The one-sided slopes with step h, left and right, *less* the slope that is to be checked."""
        if h not in self._known:
            (right, added), (left, taken) = self.at(h), self.at(-h)
            self._known[h] = (self.middle - left + taken) / h, (right - self.middle - added) / h
        return self._known[h]

    def round_off(self, h):
        """How much C(h) changes if each parameter changes in its last digit, at least 4 ε |C|.

        And what fourth differences leave of C at equal steps: nothing of a smooth function. Near h or near -h, where it
        is less, since a kink would leave something, too.
        """
        rng, values = np.random.default_rng(0), []
        old = [p.copy() for p in self._params]
        try:
            self.move(h)
            moved = [p.copy() for p in self._params]
            values.append(self.loss())
            for _ in range(TRIALS):
                for p, m in zip(self._params, moved):
                    p[...] = m * (1 + EPS * rng.integers(-1, 2, p.shape))
                values.append(self.loss())
        finally:
            for p, o in zip(self._params, old):
                p[...] = o
        near = [[self.at(s * (1 + j / 64))[0] for j in range(-4, 5)] for s in (h, -h)]
        left = np.sqrt(np.mean(np.diff(near, 4) ** 2, axis=1) / 70).min()
        return float(max(4 * EPS * abs(self.middle), 2 * np.ptp(values), 4 * left))

    def is_level(self):
        """Whether C is the same all along the line."""
        steps = NEAR * RATIO ** np.arange(6.0)
        return all(self.at(side * s)[0] == self.middle for s in steps for side in (1, -1))

    def stair(self):
        """The largest jump that C is seen to make near here.

        It is that of round-off, unless digits of an intermediate result are lost: ln(1 + 1e-20) is 0, and
        ln(1 - a) moves in stairs where a is next to 1.
        """
        return max(self._jump(NEAR), self._jump(-NEAR))

    def _jump(self, far):
        near, low, high = 0.0, self.middle, self.at(far)[0]
        while high == low and abs(far) < NEAR * RATIO**5:
            far *= RATIO
            high = self.at(far)[0]
        for _ in range(50):  # the half in which C changes more: where it jumps, if it does
            between = (near + far) / 2
            value = self.at(between)[0]
            if abs(value - low) > abs(high - value):
                far, high = between, value
            else:
                near, low = between, value
        return abs(high - low)


@dataclass(frozen=True)
class Slope:
    """``verdict`` is "passed", "failed" or "inconclusive"; ``off`` how far g is from the nearest right slope."""

    verdict: str
    off: float = 0.0
    kink: bool = False
    reason: str = ""


def settled(line, h, allowed, scale, noise):
    """The verdict on one slope, as the module describes it.

    Args:
        line: the ``Line``; its ``slope`` is g.
        h: the usual step.
        allowed: how far g may be off.
        scale: size of the slopes that this one stands beside.
        noise: round-off of one value of the loss, N.
    """
    steps = np.array([RATIO**2 * h])  # larger ones first: they have less round-off
    left, right = (np.array([side]) for side in line.sides(steps[0]))
    while True:
        steps = np.append(steps, steps[-1] / RATIO)
        left, right = (np.append(a, b) for a, b in zip((left, right), line.sides(steps[-1])))
        off, apart, rounding = (left + right) / 2, right - left, noise / steps
        change = np.abs(apart[:-1] - RATIO * apart[1:])
        smooth = change <= KINK * np.maximum(scale, np.abs(apart[:-1])) + 4 * (
            rounding[:-1] + RATIO * rounding[1:]
        )
        kink = bool((~smooth & (steps[:-1] <= h)).any())
        slack = rounding[-2] if rounding[-2] <= COARSE * scale else 0
        if smooth[-1] and abs(off[-2]) <= allowed + slack:
            unexplained = 0.0 if kink else max(abs(off[-2]) - slack, 0.0)
            return Slope("passed", float(np.copysign(unexplained, off[-2])), kink)
        if len(steps) >= 3 and smooth[-2:].all():
            unsure = np.ptp(off[-3:]) + 2 * rounding[-1]
            if np.abs(off[-3:]).min() > allowed + unsure + max(unsure, abs(apart[-1])):
                return Slope("failed", float(off[-2]), kink)
        if len(steps) >= 5 and RATIO * rounding[-1] > COARSE * scale:
            break
    reason = "round-off" if noise / h > COARSE * scale else "kinks"
    return _at_a_kink(left, right, rounding, allowed) or Slope("inconclusive", float(off[2]), reason=reason)


def _at_a_kink(left, right, rounding, allowed):
    """The verdict if the kink is where the parameters are: then the two sides, freed of curvature, do not change."""
    left, right = ((RATIO * side[1:] - side[:-1]) / (RATIO - 1) for side in (left, right))
    rounding = 2 * (RATIO * rounding[1:] + rounding[:-1]) / (RATIO - 1)
    for i in reversed(range(len(left) - 1)):
        unsure = max(np.ptp(left[i : i + 2]), np.ptp(right[i : i + 2])) + rounding[i + 1]
        later = np.maximum(np.abs(left - left[i]), np.abs(right - right[i]))[i:]
        if unsure > max(abs(right[i] - left[i]) / 10, allowed) or (later > unsure + rounding[i:]).any():
            continue
        low, high = sorted((float(left[i]), float(right[i])))
        outside = max(low, -high, 0.0)
        if outside <= allowed + unsure:
            return Slope("passed", 0.0, True, "kinks")
        if outside > allowed + 2 * unsure:
            return Slope("failed", low if low > 0 else high, True, "kinks")
    return None
