"""The gradient checks: a model's gradient against differences of its loss.

Knows nothing of networks: a model is anything with ``params`` (a dict of arrays), ``loss(x, t)``,
``gradient(x, t)`` (a dict with the same names and shapes) and, if its parameters are not float64,
``astype(dtype)``.
"""

import numpy as np

from .._validate import float_array, generator, integer, positive, same_shape
from .._work import long_work
from .differences import EPS, STEP
from .report import DirectionCheck, DirectionReport, GradientReport, ParameterCheck
from .slopes import KINK
from .subject import Subject

__all__ = ["check_direction", "check_gradients", "relative_error"]


def relative_error(a, b):
    """Largest difference between two arrays, relative to the largest entry of either: max|a - b| / max(|a|, |b|).

    Equation (7.2).

    0 if both are all zeros, nan if one holds a nan. A right gradient in float64 differs from central differences
    by less than 1e-7, a wrong one nearly always by 1e-4 and more (chapter 7).

    Raises:
        ValueError: if the shapes differ or an argument is not numeric.
    """
    a, b = float_array("a", a), float_array("b", b)
    same_shape("a", a, "b", b)
    scale = np.maximum(np.abs(a).max(initial=0), np.abs(b).max(initial=0))  # nan if either is
    return float(np.abs(a - b).max() / scale) if scale != 0 else 0.0


def check_gradients(model, x, t, sample=None, rng=None, tolerance=None, progress=True):
    """Compare a model's gradient with central differences of its loss, parameter by parameter.

    Equation (7.1).

    Args:
        model: has ``params`` (dict of arrays), ``loss(x, t)``, ``gradient(x, t)`` (dict of arrays) and, if its
            parameters are not float64, ``astype(dtype)``: differences are always taken in float64.
        x, t: the batch, as the model wants it.
        sample: how many entries of each parameter to check, drawn at random; all by default.
        rng: ``numpy.random.Generator`` or int seed for the sample.
        tolerance: largest relative error that passes; by default 1e-6, for a float32 model 1e-3.
        progress: show a progress bar when it takes longer than a second.

    Two evaluations of the loss for each entry. Where they leave a doubt, because the entry is off or the one-sided
    differences disagree, more of them with other steps tell kinks (a ReLU at 0) from curvature and round-off
    (``bplib.gradients.slopes`` says how). The report has three outcomes:

    - **passed**: every entry is right. An entry at a kink is right if smaller steps leave the kink behind and agree
      with it, or, where the kink is exactly at the parameters, if it lies between the two one-sided slopes. Such
      entries are counted under ``kinks``.
    - **FAILED**: an entry is off by more than the tolerance times the largest entry of its array, and by more than
      the kinks, the curvature and the round-off of the loss explain; and it still is a few steps beside.
    - **inconclusive**: differences cannot tell. The report says why, and what to do. Not a pass.

    Where a whole gradient is so small that the differences consist of round-off, the error is relative to that
    round-off instead, so that a right gradient passes.

    A float32 gradient has round-off of its own, which grows with the depth and where outputs are saturated. It fails
    if it is off by more than the tolerance and the same program in float64 is wrong, too; if the gradient of the
    float64 copy is right, the entry is inconclusive.

    Returns:
        GradientReport: true if it passed, and a table when printed.

    Raises:
        ValueError: if the gradient lacks a parameter or has another shape, an argument is out of range, x, t, a
            parameter or the loss is not finite, the loss changes from call to call (is dropout on?), or the
            parameters are copies or not floats, so that changing them does not move the loss.
    """
    sample = None if sample is None else integer("sample", sample)
    rng = generator(rng)
    subject, tolerance = _subject(model, x, t, tolerance)
    chosen = {
        name: range(p.size) if sample is None else rng.choice(p.size, min(sample, p.size), replace=False)
        for name, p in subject.params.items()
        if p.size
    }
    report = GradientReport(tolerance)
    with long_work(sum(map(len, chosen.values())), progress=progress) as bar:
        bar.set_description("gradient check", refresh=False)
        for name, flat in chosen.items():
            bar.set_postfix_str(name, refresh=False)
            report.checks.append(_compared(subject, name, _differences(subject, name, flat, bar), tolerance))
    return subject.add_notes(report)


def _subject(model, x, t, tolerance):
    if tolerance is not None:
        tolerance = positive("tolerance", tolerance)
    subject = Subject(model, x, t)
    return subject, (1e-6 if subject.double else 1e-3) if tolerance is None else tolerance


def _step(value):
    return STEP["central"] * max(1.0, abs(value))


def _difference(subject, array, index):
    """One-sided and central differences of the loss over one entry of a parameter array, which is restored."""
    old, middle = array[index], subject.loss_here
    h = _step(old)
    try:
        array[index] = old + h
        right = (subject.loss() - middle) / (array[index] - old)
        array[index] = old - h
        left = (middle - subject.loss()) / (old - array[index])
    finally:
        array[index] = old
    return left, (left + right) / 2, right


def _differences(subject, name, flat, bar):
    """(index, left, central, right) for each chosen entry of a parameter array."""
    array, rows = subject.params[name], []
    for i in flat:
        index = tuple(int(k) for k in np.unravel_index(i, array.shape))
        rows.append((index, *_difference(subject, array, index)))
        bar.update()
    return rows


def _entry(name, index):
    """One entry of a parameter array, as a line for ``Subject.line``."""
    return [(name, (*(slice(k, k + 1) for k in index), ...), 1.0)]


def _compared(subject, name, rows, tolerance):
    """The ParameterCheck of one parameter array."""
    indices, array = [row[0] for row in rows], subject.params[name]
    left, numeric, right = np.array([row[1:] for row in rows], np.float64).T
    analytic = np.array([subject.gradient[name][index] for index in indices])
    steps = np.array([_step(array[index]) for index in indices])
    size = np.maximum(np.abs(numeric).max(), np.abs(analytic).max())  # nan if either is
    noise = 4 * EPS * abs(subject.loss_here)
    scale = np.maximum(size, noise / STEP["central"] / tolerance)
    apart = np.abs(right - left) > KINK * size + 4 * noise / steps
    off = np.abs(analytic - numeric)
    doubtful = np.flatnonzero((off > tolerance * scale) | apart) if np.isfinite(scale) else []
    sides = np.maximum(size, np.maximum(np.abs(left), np.abs(right)).max())
    found = {}
    for i in sorted(doubtful, key=lambda i: -off[i]):
        entry = _entry(name, indices[i])
        if not found:
            noise = max(noise, subject.line(entry, subject.gradient).round_off(steps[i]))
        found[i] = slope = subject.judged(entry, steps[i], tolerance, size, sides, noise)
        numeric[i] = analytic[i] + slope.off
        if slope.verdict == "failed":
            break  # one is enough
    off = np.abs(analytic - numeric)
    left_out = [i for i in doubtful if i not in found]  # they are off by less than the one that failed
    off[left_out] = 0
    unknown = [i for i, slope in found.items() if slope.verdict == "inconclusive"]
    off[unknown] = 0
    failed = [i for i, slope in found.items() if slope.verdict == "failed"]
    worst = int((failed or unknown or [np.argmax(off)])[0])
    error = off[np.argmax(off)] / scale if scale != 0 else 0.0
    kinks = [i for i, slope in found.items() if slope.kink]
    if kinks:  # stairs of a saturated loss look like kinks
        first = kinks[0]
        stair = subject.line(_entry(name, indices[first]), subject.gradient).stair()
        if stair > abs(right[first] - left[first]) * steps[first] / 10:
            kinks = []
    return ParameterCheck(
        name, array.shape, len(rows), float(error), indices[worst],
        float(analytic[worst]), float(numeric[worst]), len(kinks),
        len(unknown), found[worst].reason if failed or unknown else "",
    )  # fmt: skip


def check_direction(model, x, t, directions=1, rng=None, tolerance=None):
    """Compare a model's whole gradient with one difference of its loss, along a random direction v.

    Equation (7.4).

    All parameters θ move at once: (C(θ + hv) - C(θ - hv)) / (2h) must be ∇C·v. Two evaluations of the loss for
    each direction, whatever the number of parameters. A wrong gradient is seen, but not where it is wrong:
    that is what ``check_gradients`` is for.

    Args:
        model, x, t, tolerance: as for ``check_gradients``.
        directions: how many random directions of length 1 to try.
        rng: ``numpy.random.Generator`` or int seed for the directions.

    Where all parameters move, a kink (a ReLU at 0) between the two points is likely. Where the two numbers differ,
    more evaluations with other steps tell a kink from a wrong gradient, as in ``check_gradients``; where they cannot,
    the direction is inconclusive.

    The error is relative to the larger of the two numbers, and at least to |∇C|/√n, the usual size of ∇C·v for
    n parameters: a direction that happens to be almost perpendicular to the gradient proves nothing.

    Returns:
        DirectionReport: true if it passed, and a table when printed.

    Raises:
        ValueError: as ``check_gradients``.

    Source: the idea is that of ``check_grads`` in HIPS autograd.
    """
    directions, rng = integer("directions", directions), generator(rng)
    subject, tolerance = _subject(model, x, t, tolerance)
    n = sum(g.size for g in subject.gradient.values())
    usual = np.sqrt(sum(np.sum(g**2) for g in subject.gradient.values()) / n)
    report = DirectionReport(tolerance)
    for _ in range(directions):
        v = {name: rng.normal(size=p.shape) for name, p in subject.params.items()}
        length = np.sqrt(sum(np.sum(part**2) for part in v.values()))
        v = [(name, ..., part / length) for name, part in v.items()]
        report.checks.append(_along(subject, v, usual, tolerance))
    return subject.add_notes(report)


def _along(subject, v, usual, tolerance):
    """The DirectionCheck of one direction: the slope of the loss by a difference and by the gradient."""
    h, line = STEP["central"], subject.line(v, subject.gradient)
    (right, added), (left, taken) = line.at(h), line.at(-h)
    # What was really added, after rounding, is not exactly hv.
    numeric, analytic = (right - left) / (2 * h), (added - taken) / (2 * h)
    noise = 4 * EPS * abs(subject.loss_here)
    size = np.max([abs(numeric), abs(analytic), usual])  # nan if one is
    scale = np.maximum(size, noise / h / tolerance)
    if abs(numeric - analytic) > tolerance * scale:
        slope = subject.judged(
            v, h, tolerance, size, np.max([size, *np.abs(line.sides(h))]), max(noise, line.round_off(h))
        )
        if slope.verdict == "inconclusive":
            return DirectionCheck(float(numeric), float(analytic), 0.0, slope.reason)
        numeric = analytic + slope.off
    error = abs(numeric - analytic) / scale if scale != 0 else 0.0
    return DirectionCheck(float(numeric), float(analytic), float(error))
