"""Dual numbers, against differences and against what is known exactly."""

import numpy as np
import pytest

from bplib.dual import Dual
from bplib.gradients import directional_derivative

RNG = np.random.default_rng(0)
X, V = RNG.uniform(0.5, 2, (3, 4)), RNG.normal(size=(3, 4))
W = RNG.normal(size=(2, 3))

FUNCTIONS = {
    "sum": lambda x: np.sum(x + 2 * x),
    "difference": lambda x: np.sum(3 - x) - np.sum(x - W.T[:, :1]),
    "product": lambda x: np.sum(x * x * X),
    "quotient": lambda x: np.sum((x + 1) / x) + np.sum(x / 3),
    "matrix product": lambda x: np.sum((W @ x) @ (x * 2).T),
    "constant on the right of a product": lambda x: np.sum(x @ X.T),
    "negative": lambda x: np.sum(-x * x),
    "square and root": lambda x: np.sum(np.square(x) + np.sqrt(x)),
    "exp and log": lambda x: np.sum(np.exp(-x) * np.log(x)),
    "tanh": lambda x: np.sum(np.tanh(x)),
    "sin and cos": lambda x: np.sum(np.sin(x) * np.cos(x)),
    "maximum": lambda x: np.sum(np.maximum(x - 1.1, 0) + np.maximum(1.3, x)),
    "powers": lambda x: np.sum(x**3 + x**-1 + x**0.5),
    "mean over an axis": lambda x: np.sum(x.mean(axis=0) ** 2) + np.mean(x),
    "sum that keeps the axis": lambda x: np.sum(x / x.sum(axis=1, keepdims=True) * X),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_value_and_derivative(name):
    f = FUNCTIONS[name]
    result = f(Dual(X, V))
    assert result.shape == ()
    assert result.value == pytest.approx(f(X), rel=1e-14)
    assert result.tangent == pytest.approx(directional_derivative(f, X, V), rel=1e-8)


def test_exact_on_numbers():
    y = 3 * Dual(2.0, 1.0) ** 2 + 1
    assert (y.value, y.tangent) == (13.0, 12.0)
    assert repr(Dual(1.0, 2.0)) == "Dual(1.0, 2.0)"


def test_integers_become_floats():
    y = Dual(3, 1) ** -1
    assert y.tangent == pytest.approx(-1 / 9)


@pytest.mark.parametrize("f", [np.arctan, np.add.reduce, lambda x: np.add(x, 1, dtype=np.float32)])
def test_an_operation_without_a_rule_is_refused(f):
    with pytest.raises(TypeError, match=r"no rule for (arctan|add)"):
        f(Dual([1.0, 2.0], [1.0, 0.0]))


@pytest.mark.parametrize("power", [Dual(2.0, 1.0), np.array([1, 2])])
def test_a_power_that_is_not_constant_is_refused(power):
    with pytest.raises(TypeError, match="a power that is not a constant number"):
        Dual([1.0, 2.0], [1.0, 0.0]) ** power
    with pytest.raises(TypeError, match="no rule for power"):
        2 ** Dual(1.0, 1.0)


def test_shapes_must_agree():
    with pytest.raises(ValueError, match=r"tangent has shape \(3,\), value has shape \(2,\)"):
        Dual([1.0, 2.0], [1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="value must be numbers, got str"):
        Dual("2", 1.0)
