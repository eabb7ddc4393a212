"""Numerical differentiation, and the gradient check that holds backpropagation against it.

Knows nothing of networks: a model is anything with ``params`` (a dict of arrays), ``loss(x, t)`` and
``gradient(x, t)`` (a dict with the same names and shapes).

Source for the choice of steps: Press et al., *Numerical Recipes*, section 5.7; for the complex step: Squire and
Trapp, SIAM Review 40(1), 1998.
"""

import numpy as np

from ._report import GradientReport, ParameterCheck
from ._validate import choice, float_array, generator, integer, positive, same_shape
from ._work import long_work

__all__ = [
    "GradientReport",
    "ParameterCheck",
    "check_gradients",
    "derivative",
    "numerical_gradient",
    "relative_error",
]

METHODS = ("forward", "central", "complex")
_EPS = np.finfo(np.float64).eps
# The steps at which truncation and round-off balance for a function of ordinary size (chapter 1).
_STEP = {"forward": _EPS ** (1 / 2), "central": _EPS ** (1 / 3), "complex": 1e-20}


def _float64(name, x):
    x = float_array(name, x)
    if x.dtype.kind == "c":
        raise ValueError(f"{name} must be real, got dtype {x.dtype}")
    return x.astype(np.float64)


def _step(h, x, method):
    """Step for each entry of x: the one given, or the method's best, scaled with |x| where |x| > 1."""
    if h is not None:
        return np.full(x.shape, positive("h", h))
    return _STEP[method] * (1 if method == "complex" else np.maximum(1, np.abs(x)))


def _check_distinct(lower, upper, h, x):
    if np.any(lower == upper):
        raise ValueError(
            f"h = {np.min(h):g} is too small: x + h is x itself for x = {x[lower == upper][0]:g}"
        )


def derivative(f, x, h=None, method="central"):
    """Derivative of a function of one number, from values of the function.

    ======== ===================================== ==================== ==========
    method   formula                               truncation error     equation
    ======== ===================================== ==================== ==========
    forward  (f(x + h) - f(x)) / h                 h/2 · f''(x)         (1.2)
    central  (f(x + h) - f(x - h)) / (2h)          h²/6 · f'''(x)       (1.3)
    complex  Im f(x + ih) / h                      -h²/6 · f'''(x)      (1.4)
    ======== ===================================== ==================== ==========

    Args:
        f: function of a number. Given an array x, f must work elementwise.
        x: a real number or array; integers and float32 are converted to float64 first.
        h: the step; by default √ε, ∛ε (both times max(1, |x|)) or 1e-20 for the three methods.
        method: "forward", "central" or "complex" (f must then accept complex numbers).

    Returns:
        f'(x), with the shape of x.

    Raises:
        ValueError: if x is not real numbers, h is not positive or so small that x + h = x, the method is
            unknown, f changes the shape, or (complex) f drops the imaginary part.
    """
    choice("method", method, METHODS)
    x = _float64("x", x)
    h = _step(h, x, method)

    def value(point):
        result = np.asarray(f(point[()]))
        if result.shape != x.shape:
            raise ValueError(f"f must keep the shape of x: x has shape {x.shape}, f(x) {result.shape}")
        return result

    if method == "complex":
        result = value(x + 1j * h)
        if result.dtype.kind != "c":
            raise ValueError("f must return complex numbers for complex x; this f drops the imaginary part")
        return (result.imag / h)[()]
    upper, lower = x + h, x - h if method == "central" else x
    _check_distinct(lower, upper, h, x)
    # The points are what was really evaluated: x + h is rounded, so their distance is not exactly h.
    return ((value(upper) - value(lower)) / (upper - lower))[()]


def numerical_gradient(f, x, h=None, method="central"):
    """Gradient of a function of an array, one entry of x at a time (equation 1.3 for each).

    Args:
        f: function of an array that returns one number.
        x: real array of any shape; integers and float32 are converted to float64. x is left as it was, and
            f is called with copies, so that an f that changes its argument does no harm.
        h, method: as for ``derivative``.

    Returns:
        An array of the shape of x: ∂f/∂x.

    Costs two evaluations of f for each entry (one with the complex step).

    Raises:
        ValueError: as ``derivative``, and if f does not return a single number.
    """
    choice("method", method, METHODS)
    x = _float64("x", x)

    def value(point):
        result = np.asarray(f(point))
        if result.size != 1:
            raise ValueError(f"f must return one number, got shape {result.shape}")
        return result.reshape(())[()]

    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):

        def along(number, index=index):
            point = x.astype(np.result_type(number))
            point[index] = number
            return value(point)

        gradient[index] = derivative(along, x[index], h, method)
    return gradient


def relative_error(a, b):
    """Largest difference between two arrays, relative to the largest entry of either: max|a - b| / max(|a|, |b|).

    0 if both are all zeros, nan if one holds a nan. Two right gradients in float64 differ by about 1e-9
    (central differences), two wrong ones by 1e-2 and more.

    Raises:
        ValueError: if the shapes differ or an argument is not numeric.
    """
    a, b = float_array("a", a), float_array("b", b)
    same_shape("a", a, "b", b)
    scale = np.maximum(np.abs(a).max(initial=0), np.abs(b).max(initial=0))  # nan if either is
    return float(np.abs(a - b).max() / scale) if scale != 0 else 0.0


def _difference(model, x, t, array, index, middle):
    """One-sided and central differences of the loss over one entry of a parameter array, which is restored."""
    old = array[index]
    h = _STEP["central"] * max(1.0, abs(old))
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

    Args:
        model: has ``params`` (dict of arrays), ``loss(x, t)``, ``gradient(x, t)`` (dict of arrays) and, if its
            parameters are not float64, ``astype(dtype)``: differences are always taken in float64.
        x, t: the batch, as the model wants it.
        sample: how many entries of each parameter to check, drawn at random; all by default.
        rng: ``numpy.random.Generator`` or int seed for the sample.
        tolerance: largest relative error that passes; by default 1e-6, for a float32 model 1e-3.
        progress: show a progress bar when it takes longer than a second.

    Where the two one-sided differences disagree, the loss has a kink within h (a ReLU at 0). There every number
    between them is a right answer, and the entry is counted under ``kinks``.

    Where a whole gradient is so small that the differences consist of round-off, the error is relative to that
    round-off instead, so that a right gradient passes.

    Returns:
        GradientReport: true if it passed, and a table when printed.

    Raises:
        ValueError: if the gradient lacks a parameter or has another shape, or an argument is out of range.
    """
    params, gradient = model.params, model.gradient(x, t)
    for name, p in params.items():
        if name not in gradient:
            raise ValueError(f"gradient must have an entry for every parameter, {name} is missing")
        same_shape(f"parameter {name}", p, "its gradient", np.asarray(gradient[name]))
    sample = None if sample is None else integer("sample", sample)
    rng = generator(rng)
    double = all(p.dtype == np.float64 for p in params.values())
    tolerance = (1e-6 if double else 1e-3) if tolerance is None else positive("tolerance", tolerance)
    twin = model if double else model.astype(np.float64)
    middle = twin.loss(x, t)
    chosen = {
        name: range(p.size) if sample is None else rng.choice(p.size, min(sample, p.size), replace=False)
        for name, p in params.items()
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
    nearest = np.clip(analytic, np.minimum(left, right), np.maximum(left, right))
    difference = np.abs(analytic - np.where(kink, nearest, numeric))
    worst = int(np.argmax(difference))
    round_off = 4 * _EPS * np.abs(middle) / _STEP["central"]
    scale = np.maximum(scale, round_off / tolerance)
    error = difference[worst] / scale if scale != 0 else 0.0
    return ParameterCheck(
        name, gradient.shape, len(rows), float(error), indices[worst],
        float(analytic[worst]), float(numeric[worst]), int(kink.sum()),
    )  # fmt: skip
