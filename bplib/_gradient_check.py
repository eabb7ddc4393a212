"""The gradient checks: a model's gradient against differences of its loss.

Knows nothing of networks: a model is anything with ``params`` (a dict of arrays), ``loss(x, t)``,
``gradient(x, t)`` (a dict with the same names and shapes) and, if its parameters are not float64,
``astype(dtype)``.
"""

import numpy as np

from ._report import DirectionCheck, DirectionReport, GradientReport, ParameterCheck
from ._validate import generator, integer, positive, same_shape
from ._work import long_work

EPS = np.finfo(np.float64).eps
# The steps at which truncation and round-off balance for a function of ordinary size (chapter 1).
STEP = {"forward": EPS ** (1 / 2), "central": EPS ** (1 / 3), "complex": 1e-20}


def _prepared(model, x, t, tolerance):
    """(gradient, twin of the model in float64, tolerance), the gradient with the shapes of the parameters."""
    params, gradient = model.params, model.gradient(x, t)
    for name, p in params.items():
        if name not in gradient:
            raise ValueError(f"gradient must have an entry for every parameter, {name} is missing")
        same_shape(f"parameter {name}", p, "its gradient", np.asarray(gradient[name]))
    double = all(p.dtype == np.float64 for p in params.values())
    tolerance = (1e-6 if double else 1e-3) if tolerance is None else positive("tolerance", tolerance)
    return gradient, model if double else model.astype(np.float64), tolerance


def _difference(model, x, t, array, index, middle):
    """One-sided and central differences of the loss over one entry of a parameter array, which is restored."""
    old = array[index]
    h = STEP["central"] * max(1.0, abs(old))
    try:
        array[index] = old + h
        right = (model.loss(x, t) - middle) / (array[index] - old)
        array[index] = old - h
        left = (middle - model.loss(x, t)) / (old - array[index])
    finally:
        array[index] = old
    return left, (left + right) / 2, right


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

    Where the two one-sided differences disagree, the loss has a kink within h (a ReLU at 0). There every number
    between them (give or take 1e-4 of the largest entry, their own error) is a right answer, and the entry is
    counted under ``kinks``.

    Where a whole gradient is so small that the differences consist of round-off, the error is relative to that
    round-off instead, so that a right gradient passes.

    Returns:
        GradientReport: true if it passed, and a table when printed.

    Raises:
        ValueError: if the gradient lacks a parameter or has another shape, or an argument is out of range.
    """
    sample = None if sample is None else integer("sample", sample)
    rng = generator(rng)
    gradient, twin, tolerance = _prepared(model, x, t, tolerance)
    middle = twin.loss(x, t)
    chosen = {
        name: range(p.size) if sample is None else rng.choice(p.size, min(sample, p.size), replace=False)
        for name, p in model.params.items()
    }
    report = GradientReport(tolerance)
    with long_work(sum(map(len, chosen.values())), progress=progress) as bar:
        bar.set_description("gradient check", refresh=False)
        for name, flat in chosen.items():
            bar.set_postfix_str(name, refresh=False)
            rows = _differences(twin, x, t, name, flat, middle, bar)
            report.checks.append(_compared(name, rows, np.asarray(gradient[name]), middle, tolerance))
    return report


def _differences(model, x, t, name, flat, middle, bar):
    """(index, left, central, right) for each chosen entry of a parameter array."""
    array, rows = model.params[name], []
    for i in flat:
        index = tuple(int(k) for k in np.unravel_index(i, array.shape))
        rows.append((index, *_difference(model, x, t, array, index, middle)))
        bar.update()
    return rows


def _compared(name, rows, gradient, middle, tolerance):
    """The ParameterCheck of one parameter array."""
    indices = [row[0] for row in rows]
    left, numeric, right = np.array([row[1:] for row in rows], np.float64).T
    analytic = np.array([gradient[index] for index in indices], np.float64)
    scale = np.maximum(np.abs(numeric).max(), np.abs(analytic).max())  # nan if either is
    kink = np.abs(right - left) > 1e-4 * scale
    # One-sided differences are off by about h/2 · C'', less than what counts as a kink.
    slack = 1e-4 * scale
    nearest = np.clip(analytic, np.minimum(left, right) - slack, np.maximum(left, right) + slack)
    numeric = np.where(kink, nearest, numeric)
    difference = np.abs(analytic - numeric)
    worst = int(np.argmax(difference))
    round_off = 4 * EPS * np.abs(middle) / STEP["central"]
    scale = np.maximum(scale, round_off / tolerance)
    error = difference[worst] / scale if scale != 0 else 0.0
    return ParameterCheck(
        name, gradient.shape, len(rows), float(error), indices[worst],
        float(analytic[worst]), float(numeric[worst]), int(kink.sum()),
    )  # fmt: skip


def check_direction(model, x, t, directions=1, rng=None, tolerance=None):
    """Compare a model's whole gradient with one difference of its loss, along a random direction v.

    Equation (7.6).

    All parameters θ move at once: (C(θ + hv) - C(θ - hv)) / (2h) must be ∇C·v. Two evaluations of the loss for
    each direction, whatever the number of parameters. A wrong gradient is seen, but not where it is wrong:
    that is what ``check_gradients`` is for.

    Args:
        model, x, t, tolerance: as for ``check_gradients``.
        directions: how many random directions of length 1 to try.
        rng: ``numpy.random.Generator`` or int seed for the directions.

    A kink between the two points (a ReLU at 0) spoils the difference; another direction or batch may miss it.

    The error is relative to the larger of the two numbers, and at least to |∇C|/√n, the usual size of ∇C·v for
    n parameters: a direction that happens to be almost perpendicular to the gradient proves nothing.

    Returns:
        DirectionReport: true if it passed, and a table when printed.

    Raises:
        ValueError: if the gradient lacks a parameter or has another shape, or an argument is out of range.

    Source: the idea is that of ``check_grads`` in HIPS autograd.
    """
    directions, rng = integer("directions", directions), generator(rng)
    gradient, twin, tolerance = _prepared(model, x, t, tolerance)
    gradient = {name: np.asarray(gradient[name], np.float64) for name in model.params}
    usual = np.sqrt(sum(np.sum(g**2) for g in gradient.values()) / sum(g.size for g in gradient.values()))
    report = DirectionReport(tolerance)
    for _ in range(directions):
        v = {name: rng.normal(size=p.shape) for name, p in twin.params.items()}
        length = np.sqrt(sum(np.sum(part**2) for part in v.values()))
        numeric, analytic, loss = _along(
            {name: part / length for name, part in v.items()}, twin, x, t, gradient
        )
        round_off = 4 * EPS * np.abs(loss) / STEP["central"]
        scale = np.max([abs(numeric), abs(analytic), usual, round_off / tolerance])  # nan if one is
        error = abs(numeric - analytic) / scale if scale != 0 else 0.0
        report.checks.append(DirectionCheck(float(numeric), float(analytic), float(error)))
    return report


def _along(v, twin, x, t, gradient):
    """The slope of the loss along v, by a difference and by the gradient, and the loss. Restores the parameters."""
    old = {name: p.copy() for name, p in twin.params.items()}
    losses, ends = [], []
    try:
        for h in (STEP["central"], -STEP["central"]):
            for name, p in twin.params.items():
                p[...] = old[name] + h * v[name]
            ends.append({name: p.copy() for name, p in twin.params.items()})
            losses.append(twin.loss(x, t))
    finally:
        for name, p in twin.params.items():
            p[...] = old[name]
    # What was really added, after rounding, is not exactly hv.
    analytic = sum(np.sum(g * (ends[0][name] - ends[1][name])) for name, g in gradient.items())
    return (losses[0] - losses[1]) / (2 * STEP["central"]), analytic / (2 * STEP["central"]), losses[0]
