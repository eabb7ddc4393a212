"""Dual numbers: forward-mode differentiation in a page.

A dual number is a + bε with ε² = 0. A function computed with x + vε instead of x gives f(x) + (∇f(x)·v) ε: its
value and its derivative along v, to the last digit, in one pass. Knows nothing of networks.

Source: A. Griewank, A. Walther, *Evaluating Derivatives*, second edition, SIAM 2008, chapter 3.
"""

import numpy as np

from ._validate import float_array, same_shape

__all__ = ["Dual"]

# The tangent of each operation, from the values (a, b) and tangents (da, db) of its inputs and its result r.
_RULES = {
    np.add: lambda r, a, b, da, db: da + db,
    np.subtract: lambda r, a, b, da, db: da - db,
    np.multiply: lambda r, a, b, da, db: da * b + a * db,
    np.divide: lambda r, a, b, da, db: (da - r * db) / b,
    np.matmul: lambda r, a, b, da, db: da @ b + a @ db,
    np.maximum: lambda r, a, b, da, db: np.where(a > b, da, db),
    np.negative: lambda r, a, da: -da,
    np.square: lambda r, a, da: 2 * a * da,
    np.sqrt: lambda r, a, da: da / (2 * r),
    np.exp: lambda r, a, da: r * da,
    np.log: lambda r, a, da: da / a,
    np.tanh: lambda r, a, da: (1 - r**2) * da,
    np.sin: lambda r, a, da: np.cos(a) * da,
    np.cos: lambda r, a, da: -np.sin(a) * da,
}


class Dual(np.lib.mixins.NDArrayOperatorsMixin):
    """value + tangent ε, for numbers and arrays; NumPy's functions and operators work on it.

    Equations (7.9), (7.10) and (7.11).

    Operators + - * / @ and ** with a constant number, the functions exp, log, tanh, sqrt, square, sin, cos and
    maximum of NumPy, sum and mean, and .T. Numbers and arrays beside a Dual count as constants.

    Args:
        value: number or array of real numbers.
        tangent: its derivative along the direction of interest, of the same shape.

    Raises:
        ValueError: if the two are not real numbers of the same shape.
        TypeError: by an operation for which no rule is known.
    """

    def __init__(self, value, tangent):
        self.value, self.tangent = float_array("value", value), float_array("tangent", tangent)
        same_shape("value", self.value, "tangent", self.tangent)

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        if ufunc not in _RULES or method != "__call__" or options:
            raise TypeError(f"dual numbers have no rule for {ufunc.__name__}")
        duals = [x if isinstance(x, Dual) else Dual(x, np.zeros(np.shape(x))) for x in inputs]
        values = [x.value for x in duals]
        result = ufunc(*values)
        tangent = _RULES[ufunc](result, *values, *(x.tangent for x in duals))
        return Dual(result, tangent)

    def __pow__(self, n):
        if isinstance(n, Dual) or np.ndim(n):
            raise TypeError("dual numbers have no rule for a power that is not a constant number")
        return Dual(self.value**n, n * self.value ** (n - 1) * self.tangent)

    def sum(self, *args, **options):
        """Sum of the entries, as ``numpy.sum``."""
        return Dual(self.value.sum(*args, **options), self.tangent.sum(*args, **options))

    def mean(self, *args, **options):
        """Mean of the entries, as ``numpy.mean``."""
        return Dual(self.value.mean(*args, **options), self.tangent.mean(*args, **options))

    @property
    def T(self):
        """The transpose."""
        return Dual(self.value.T, self.tangent.T)

    @property
    def shape(self):
        """The shape of value and tangent."""
        return self.value.shape

    def __repr__(self):
        return f"Dual({self.value}, {self.tangent})"
