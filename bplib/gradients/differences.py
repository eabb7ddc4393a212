"""Numerical differentiation: derivatives and gradients from values of the function alone.

Source for the choice of steps: Press et al., *Numerical Recipes*, section 5.7; for the complex step: Squire and
Trapp, SIAM Review 40(1), 1998.
"""

import numpy as np

from .._validate import choice, float_array, positive, same_shape

__all__ = ["EPS", "STEP", "derivative", "directional_derivative", "numerical_gradient"]

EPS = np.finfo(np.float64).eps
# The steps at which truncation and round-off balance for a function of ordinary size (chapter 1).
STEP = {"forward": EPS ** (1 / 2), "central": EPS ** (1 / 3), "complex": 1e-20}
METHODS = tuple(STEP)


def _float64(name, x):
    x = float_array(name, x)
    if x.dtype.kind == "c":
        raise ValueError(f"{name} must be real, got dtype {x.dtype}")
    return x.astype(np.float64)


def _step(h, x, method):
    """Step for each entry of x: the one given, or the method's best, scaled with |x| where |x| > 1."""
    if h is not None:
        return np.full(x.shape, positive("h", h))
    return STEP[method] * (1 if method == "complex" else np.maximum(1, np.abs(x)))


def _check_distinct(lower, upper, h, x):
    if np.any(lower == upper):
        raise ValueError(
            f"h = {np.min(h):g} is too small: x + h is x itself for x = {x[lower == upper][0]:g}"
        )


def derivative(f, x, h=None, method="central"):
    """Derivative of a function of one number, from values of the function.

    Equations (1.1), (1.2), (1.3) and (1.9).

    ======== ===================================== ==================== ==========
    method   formula                               truncation error     equation
    ======== ===================================== ==================== ==========
    forward  (f(x + h) - f(x)) / h                 h/2 · f''(x)         (1.2)
    central  (f(x + h) - f(x - h)) / (2h)          h²/6 · f'''(x)       (1.3)
    complex  Im f(x + ih) / h                      -h²/6 · f'''(x)      (1.9)
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


def _single(result):
    """The value of f as one number."""
    result = np.asarray(result)
    if result.size != 1:
        raise ValueError(f"f must return one number, got shape {result.shape}")
    return result.reshape(())[()]


def numerical_gradient(f, x, h=None, method="central"):
    """Gradient of a function of an array, one entry of x at a time (equation 1.3 for each).

    Equations (2.2) and (2.4).

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
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):

        def along(number, index=index):
            point = x.astype(np.result_type(number))
            point[index] = number
            return _single(f(point))

        gradient[index] = derivative(along, x[index], h, method)
    return gradient


def directional_derivative(f, x, v, h=None, method="central"):
    """Derivative of f at x along v, the number ∇f(x)·v, from two evaluations of f whatever the size of x.

    Equations (2.8) and (2.9).

    Central: (f(x + hv) - f(x - hv)) / (2h). v need not have length 1: twice the v has twice the derivative.

    Args:
        f: function of an array that returns one number.
        x: real array of any shape; integers and float32 are converted to float64.
        v: array of the shape of x.
        h: the step; by default such that h|v| is the best step of ``derivative`` for max(1, max|x|).
        method: as for ``derivative``.

    Returns:
        The derivative, a float; 0 if v is all zeros.

    Raises:
        ValueError: as ``numerical_gradient``, and if v has another shape than x.
    """
    choice("method", method, METHODS)
    x, v = _float64("x", x), _float64("v", v)
    same_shape("x", x, "v", v)
    length = np.linalg.norm(v)
    if length == 0:
        return 0.0
    if h is None:
        size = 1 if method == "complex" else np.abs(x).max(initial=1)
        h = STEP[method] * size / length
    return float(derivative(lambda s: _single(f(x + s * v)), 0.0, h, method))
