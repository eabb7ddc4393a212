"""Reverse-mode differentiation of scalar calculations: numbers that remember how they were computed (chapter 3).

Each operation is a function below that does both directions in one place: it returns its value and, for every
operand, its vector–Jacobian product, a function that takes g = ∂C/∂result to the operand's share of ∂C/∂operand. For
numbers that is g times the local derivative. ``Value`` records which operation was applied to what, and ``backward``
walks the record from the end to the beginning. Knows nothing of networks.

Sources: the list of steps is from R. E. Wengert, *A simple automatic derivative evaluation program*, Communications
of the ACM 7(8), 1964; the reverse sweep over it is in A. Griewank, A. Walther, *Evaluating Derivatives*, second
edition, SIAM 2008, chapter 3.
"""

import math
from numbers import Real

import numpy as np

__all__ = ["Value"]


# The operations. g is the derivative of the output with respect to the result of the operation.


def _add(x, y):
    return x + y, (lambda g: g, lambda g: g)


def _subtract(x, y):
    return x - y, (lambda g: g, lambda g: -g)


def _multiply(x, y):
    return x * y, (lambda g: g * y, lambda g: g * x)


def _divide(x, y):
    result = x / y
    return result, (lambda g: g / y, lambda g: -g * result / y)


def _power(x, n):
    slope = n * x ** (n - 1) if n else 0.0
    return x**n, (lambda g: g * slope,)


def _negative(x):
    return -x, (lambda g: -g,)


def _exp(x):
    result = math.exp(x)
    return result, (lambda g: g * result,)


def _log(x):
    return math.log(x), (lambda g: g / x,)


def _tanh(x):
    result = math.tanh(x)
    return result, (lambda g: g * (1 - result**2),)


def _sigmoid(x):
    small = math.exp(-abs(x))  # at most 1: no x overflows
    result = (1.0 if x >= 0 else small) / (1 + small)
    return result, (lambda g: g * small / (1 + small) ** 2,)


def _relu(x):
    return max(x, 0.0), (lambda g: g if x > 0 else 0.0,)


class Value:
    """A real number that remembers how it was computed, and can tell its derivatives.

    Equations (3.3) and (3.6).

    Write a calculation with Values in place of numbers: operators + - * / and unary -, ** with a constant number,
    the methods ``exp``, ``log``, ``tanh``, ``sigmoid`` and ``relu``. Numbers beside a Value count as constants. Then
    call ``backward`` on the result, and read ``grad`` of any Value that it was computed from::

        a, b = Value(2.0), Value(3.0)
        c = a * b + a
        c.backward()
        print(a.grad, b.grad)  # 4.0 2.0

    Args:
        data: the number, real and finite. Scalars only.

    Attributes:
        data: the number, a float. Changing it does not compute anything again.
        grad: the derivative, with respect to this Value, of the one on which ``backward`` was called last among those
            that depend on it; 0.0 if there was none.
        operation: what it was computed by, such as "+" or "exp"; "" for an input.
        operands: the Values it was computed from, a tuple.

    Raises:
        ValueError: if data, or what an operation would give, is not a finite real number.
        TypeError: by ** with an exponent that is a Value, and by NumPy's functions.
    """

    __slots__ = ("_vjps", "data", "grad", "operands", "operation")

    def __init__(self, data):
        self.data = _number("data", data)
        self.grad = 0.0
        self.operation, self.operands, self._vjps = "", (), ()

    def backward(self):
        """Fill ``grad`` of every Value that this one was computed from, and its own (1.0).

        Equation (3.6).

        The gradients are computed anew each time: they do not add up over calls, and what was in ``grad`` does not
        matter. So calling it twice gives the same gradients, and nothing has to be reset in between. For the gradient
        of a sum of several results, add the results and call it once.
        """
        order = _topological_order(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):  # all that use a node come before it
            for operand, vjp in zip(node.operands, node._vjps):
                operand.grad += vjp(node.grad)

    def exp(self):
        """e to the power of this Value."""
        return _recorded("exp", _exp, self)

    def log(self):
        """Natural logarithm; the Value must be positive."""
        return _recorded("log", _log, self)

    def tanh(self):
        """Hyperbolic tangent."""
        return _recorded("tanh", _tanh, self)

    def sigmoid(self):
        """1/(1 + exp(-x)), without overflow for any x."""
        return _recorded("sigmoid", _sigmoid, self)

    def relu(self):
        """max(x, 0), with the derivative 0 at 0."""
        return _recorded("relu", _relu, self)

    def __add__(self, other):
        return _recorded("+", _add, self, other)

    def __radd__(self, other):
        return _recorded("+", _add, other, self)

    def __sub__(self, other):
        return _recorded("-", _subtract, self, other)

    def __rsub__(self, other):
        return _recorded("-", _subtract, other, self)

    def __mul__(self, other):
        return _recorded("*", _multiply, self, other)

    def __rmul__(self, other):
        return _recorded("*", _multiply, other, self)

    def __truediv__(self, other):
        return _recorded("/", _divide, self, other)

    def __rtruediv__(self, other):
        return _recorded("/", _divide, other, self)

    def __neg__(self):
        return _recorded("-", _negative, self)

    def __pow__(self, n):
        if isinstance(n, Value):
            raise TypeError(
                "the exponent of ** must be a constant number, got a Value; use (y * x.log()).exp()"
            )
        n = _number("the exponent of **", n)
        return _recorded(f"**{n:g}", lambda x: _power(x, n), self)

    def __rpow__(self, base):
        raise TypeError("the exponent of ** must be a constant number, got a Value")

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        operator = {np.add: "add", np.subtract: "sub", np.multiply: "mul", np.divide: "truediv"}.get(ufunc)
        if operator and method == "__call__" and inputs[1] is self and not options:
            return getattr(self, f"__r{operator}__")(inputs[0])  # a number or an array of NumPy, on the left
        raise TypeError(
            f"np.{ufunc.__name__} takes no Value; a Value has operators and methods such as x.exp()"
        )

    def __repr__(self):
        return f"Value({self.data:g}, grad={self.grad:g})"


def _recorded(operation, rule, *operands):
    """The Value that an operation gives, with the record of how: its operands, and the way back to each."""
    operands = tuple(x if isinstance(x, Value) else Value(x) for x in operands)
    numbers = [operand.data for operand in operands]
    try:
        data, vjps = rule(*numbers)
    except (ArithmeticError, ValueError):  # a division by 0, an overflow, the logarithm of -1
        data = math.nan
    if isinstance(data, complex) or not math.isfinite(data):
        which = " and ".join(f"{number:g}" for number in numbers)
        raise ValueError(f"the operation {operation} on {which} has no finite real value and derivative")
    result = Value(data)
    result.operation, result.operands, result._vjps = operation, operands, vjps
    return result


def _topological_order(output):
    """The Values that output was computed from, each after all of its operands, and output last.

    With a list of what is still to do in place of a function that calls itself, so that no depth is too large.
    """
    order, met, to_do = [], set(), [(output, False)]
    while to_do:
        node, operands_done = to_do.pop()
        if operands_done:
            order.append(node)
        elif node not in met:
            met.add(node)
            to_do.append((node, True))  # it comes up again when its operands are done
            to_do.extend((operand, False) for operand in node.operands)
    return order


def _number(name, value):
    """``value`` as a finite float."""
    if type(value) is float and math.isfinite(value):  # nearly always
        return value
    if isinstance(value, np.ndarray | list | tuple):
        shape = getattr(value, "shape", None)
        kind = type(value).__name__ if shape is None else f"an array of shape {shape}"
        raise ValueError(f"{name} must be a number, got {kind}: a Value is a scalar")
    if not isinstance(value, Real):
        raise ValueError(f"{name} must be a real number, got {type(value).__name__}")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"{name} must be a finite number, got {number}")
    return number
