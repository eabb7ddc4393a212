"""What is checked: a model and a batch, looked at before the gradient is blamed for what they do."""

import copy
from dataclasses import replace

import numpy as np

from .._validate import same_shape
from .differences import EPS, STEP
from .slopes import Line, Slope, settled

__all__ = ["Subject"]

BESIDE = 32  # steps from where the parameters are, if it cannot be decided there


class Subject:
    """A model, its float64 twin and a batch.

    Attributes:
        params: parameters of the twin, which is the model itself if that is float64.
        gradient: gradient of the model by name, in float64.
        loss_here: the loss of the twin where the parameters are.
        double: whether the model is float64.
        notes: what a reader should know whatever the verdict.

    Raises:
        ValueError: if the model or the batch is such that differences of the loss say nothing about the gradient.
    """

    def __init__(self, model, x, t):
        self._model, self._batch, self._careful, self.notes = model, (x, t), True, []
        self._moved, self._stair, self.loss_here = False, 0.0, 0.0
        self.params = _parameters(model)
        self.double = all(p.dtype == np.float64 for p in self.params.values())
        self._twin = model if self.double else _twin(model)
        self.params = _parameters(self._twin)
        with np.errstate(all="ignore"):  # what is not finite has its own message
            self.loss_here = self.loss()
            self.gradient = self.gradient_of(model)
            self.witness = None if self.double else self._witness()
            self._look_at_numbers()
            self._look_for_chance()
        self._moved, self._careful = False, bool(self.notes)

    def loss(self):
        """The loss of the twin."""
        loss = self._call(self._twin, "loss")
        if np.size(loss) != 1 or np.asarray(loss).dtype.kind not in "fiu":
            raise ValueError(f"model.loss must return one number, got {_described(loss)}")
        loss = float(np.reshape(loss, ()))
        self._moved = self._moved or loss != self.loss_here
        return loss

    def gradient_of(self, model):
        """The gradient of the model or of its twin, by name, with the shapes of the parameters."""
        gradient = self._call(model, "gradient")
        for name, p in self.params.items():
            if name not in gradient:
                raise ValueError(f"gradient must have an entry for every parameter, {name} is missing")
            same_shape(f"parameter {name}", p, "its gradient", np.asarray(gradient[name]))
        return {name: np.array(gradient[name], np.float64) for name in self.params}

    def _witness(self):
        """The gradient of the twin, if it is one of float64."""
        gradient = self._call(self._twin, "gradient")
        double = all(np.asarray(gradient.get(name)).dtype == np.float64 for name in self.params)
        return self.gradient_of(self._twin) if double else None

    def _call(self, model, method):
        """Call a method with the batch; with a copy, if one of them changes what it is given."""
        if not self._careful:
            return getattr(model, method)(*self._batch)
        given = copy.deepcopy(self._batch)
        result = getattr(model, method)(*given)
        for letter, before, after in zip("xt", self._batch, given):
            note = f"{method} changes {letter}, which is not its own: here each call got a copy"
            if (
                isinstance(before, np.ndarray)
                and before.tobytes() != after.tobytes()
                and note not in self.notes
            ):
                self.notes.append(note)
        return result

    def _look_at_numbers(self):
        """Raise if the loss is not finite, or if the gradient is not and the batch is to blame."""
        finite = np.isfinite(self.loss_here)
        if finite and all(np.isfinite(g).all() for g in self.gradient.values()):
            return
        for letter, array in zip("xt", self._batch):
            _all_finite(letter, array)
        if not finite:
            raise ValueError(
                f"the loss must be finite, got {self.loss_here}, though x, t and the parameters are: look at its"
                " logarithms and exponentials, and at what it divides by"
            )

    def _look_for_chance(self, calls=2):
        """Raise if the loss is not the same at each call."""
        for _ in range(calls):
            loss, first = self.loss(), self.loss_here
            if not abs(loss - first) <= 100 * EPS * max(abs(loss), abs(first)):
                off = (
                    " model.set_training(False) turns it off." if hasattr(self._model, "set_training") else ""
                )
                raise ValueError(
                    f"the loss changes from call to call: is dropout on? It was {first:.6g} and then {loss:.6g},"
                    f" with the same parameters and the same batch.{off}"
                )

    def add_notes(self, report):
        """Look once more at what is not right, and tell the report what was seen.

        Raises:
            ValueError: if the loss changes from call to call after all.
        """
        if not report:
            self._look_for_chance(calls=20)  # with few units dropout may draw the same ones twice
            again = self.gradient_of(self._model)
            if not all(
                np.allclose(again[name], g, 1e-6, 0, equal_nan=True) for name, g in self.gradient.items()
            ):
                self.notes.append(
                    "gradient gives another answer at each call: does it add to what it had, is dropout on in it?"
                )
        if self.is_level():
            self.notes.append(
                "the loss is the same whatever the parameters are. Does model.params hold what it is computed with?"
            )
        report.notes.extend(self.notes)
        return report

    def line(self, parts, gradient):
        """The ``Line`` of some parts, a list of (name, slices, v)."""
        moving = [(self.params[name][where], v, gradient[name][where]) for name, where, v in parts]
        return Line(self.loss, list(self.params.values()), moving)

    def judged(self, parts, h, tolerance, size, scale, noise):
        """The ``Slope`` of the gradient along a line, and beside it where that does not decide.

        Args:
            parts: the line, as for ``line``.
            h, scale, noise: as for ``settled``.
            tolerance: relative to ``size``, the largest slope of those that this one stands beside.
        """
        if self.witness is None:
            return self._judged(parts, self.gradient, h, tolerance, size, scale, noise)
        # A float32 gradient has round-off of its own. It is wrong if the same program is wrong in float64.
        slope = self._judged(parts, self.witness, h, 1e-3 * tolerance, size, scale, noise)
        apart = self.line(parts, self.gradient).slope - self.line(parts, self.witness).slope
        if slope.verdict != "passed":
            return replace(slope, off=slope.off - apart)
        if abs(apart) > self._allowed(tolerance, size):
            return Slope("inconclusive", -apart, reason="float32")
        return replace(slope, off=0.0)

    def _allowed(self, tolerance, size):
        """How far a slope may be off: tolerance times size, or the round-off of a difference."""
        return max(tolerance * size, 4 * EPS * abs(self.loss_here) / STEP["central"])

    def _judged(self, parts, gradient, h, tolerance, size, scale, noise):
        line, allowed = self.line(parts, gradient), self._allowed(tolerance, size)
        slope = settled(line, h, allowed, scale, noise)
        if slope.verdict == "failed":  # can the loss show changes that are so small?
            level = line.is_level()
            if level and self.is_level():
                raise ValueError(
                    "the loss is the same whatever the parameters are, and its gradient is not 0: does model.params"
                    " hold copies of the arrays that the loss is computed with?"
                )
            self._stair = self._stair or line.stair() or self._everywhere().stair()
            if self._stair > noise:
                noise = self._stair
                slope = settled(line, h, allowed, scale, noise)
            if level and slope.verdict == "failed":
                slope = replace(slope, reason="level")
        if (slope.verdict == "passed" and not slope.reason) or not (self.double or self.witness):
            return slope
        # Differences here did not pass it, or only between the sides of a kink. What does it say beside?
        beside = [
            self._beside(line, parts, s * h, h, tolerance, size, scale, noise) for s in (BESIDE, -BESIDE)
        ]
        if all(same for same, _ in beside):  # nothing: it takes no notice of the parameters
            return slope
        sides = [side for _, side in beside]
        failed, passed = (sum(side.verdict == verdict for side in sides) for verdict in ("failed", "passed"))
        if slope.verdict != "failed":
            if failed == 2 or (failed and slope.verdict == "passed"):
                return max(sides, key=lambda side: abs(side.off) * (side.verdict == "failed"))
            return Slope("passed", kink=True) if passed == 2 else replace(slope, verdict="inconclusive")
        if failed:
            return slope
        if passed == 2 and slope.reason == "kinks":
            return Slope("passed", kink=True)
        return Slope("inconclusive", slope.off, reason="kinks")

    def _beside(self, line, parts, s, h, tolerance, size, scale, noise):
        """Where the parameters are moved by s along the line: whether the gradient is the same, and its ``Slope``."""
        try:
            line.move(s)
            gradient, here = self.gradient_of(self._twin), self.gradient if self.double else self.witness
            same = all(np.array_equal(gradient[name], here[name]) for name in here)
            there = self.line(parts, gradient)
            size, scale = (max(value, abs(there.slope)) for value in (size, scale))
            return same, settled(there, h, self._allowed(tolerance, size), scale, noise)
        finally:
            line.restore()

    def is_level(self):
        """Whether the loss has never changed, and does not when all parameters move."""
        return not self._moved and self._everywhere().is_level()

    def _everywhere(self):
        """A line along which all parameters move."""
        rng = np.random.default_rng(0)
        v = [(name, ..., rng.normal(size=p.shape) * np.maximum(1, abs(p))) for name, p in self.params.items()]
        return self.line(v, self.gradient)


def _parameters(model):
    """``model.params``, after a look at them."""
    params, again = dict(model.params), model.params
    if not params:
        raise ValueError("model.params must hold at least one array, got none")
    for name, p in params.items():
        if not (isinstance(p, np.ndarray) and p.dtype.kind == "f"):
            raise ValueError(f"parameter {name} must be an array of floats, got {_described(p)}")
        if not p.flags.writeable:
            raise ValueError(
                f"parameter {name} must be writable: the check changes its entries, and puts them back"
            )
        if p.size and not np.shares_memory(p, again[name]):
            raise ValueError(
                f"model.params must hold the arrays that the loss is computed with; {name} is a new copy at each call"
            )
        _all_finite(f"parameter {name}", p)
    return params


def _twin(model):
    """A copy of the model in float64."""
    if not hasattr(model, "astype"):
        raise ValueError(
            "a model whose parameters are not float64 must have astype(dtype), for a copy that is"
        )
    twin = model.astype(np.float64)
    for name, p in twin.params.items():
        if p.dtype != np.float64:
            raise ValueError(
                f"model.astype(np.float64) must convert every parameter, {name} is {p.dtype} still"
            )
    return twin


def _described(value):
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}, shape {value.shape}"
    return f"{type(value).__name__}"


def _all_finite(name, array):
    """Raise if an array of floats holds nan or inf, and say where. Anything else is left alone."""
    if isinstance(array, np.ndarray) and array.dtype.kind == "f" and not np.isfinite(array).all():
        index = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{name} must be finite, {name.split()[-1]}{list(index)} is {array[index]}")
