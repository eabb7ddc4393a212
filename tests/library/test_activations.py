import math

import numpy as np
import pytest
from helpers import complex_gradient, error
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from bplib import activations as act
from bplib.gradients import derivative

ELEMENTWISE = [act.sigmoid, act.sigmoid_prime, act.tanh, act.tanh_prime, act.relu, act.relu_prime]
WITH_PRIME = [(act.sigmoid, act.sigmoid_prime), (act.tanh, act.tanh_prime), (act.relu, act.relu_prime)]
SOFTMAXES = [act.softmax, act.log_softmax]
DTYPES = [np.float32, np.float64]

arrays = hnp.arrays(
    np.float64,
    hnp.array_shapes(max_dims=3, max_side=4),
    elements=st.floats(-20, 20).filter(lambda z: z == 0 or abs(z) > 1e-3),
)


@pytest.mark.parametrize(
    ("f", "z", "value"),
    [
        (act.sigmoid, 0, 0.5),
        (act.sigmoid, 2.0, 1 / (1 + math.exp(-2))),
        (act.sigmoid, -2.0, 1 / (1 + math.exp(2))),
        (act.sigmoid_prime, 0, 0.25),
        (act.sigmoid_prime, -1.5, math.exp(1.5) / (1 + math.exp(1.5)) ** 2),
        (act.tanh, 0.5, math.tanh(0.5)),
        (act.tanh_prime, 0, 1.0),
        (act.tanh_prime, -0.5, 1 / math.cosh(0.5) ** 2),
        (act.relu, -3, 0.0),
        (act.relu, 3, 3.0),
        (act.relu_prime, 0, 0.0),
        (act.relu_prime, 1e-300, 1.0),
    ],
)
def test_values(f, z, value):
    assert f(z) == pytest.approx(value, rel=1e-15)
    assert isinstance(f(z), float)  # a number in, a number out


@pytest.mark.parametrize(("f", "prime"), WITH_PRIME)
@given(z=arrays)
def test_prime_is_the_derivative(f, prime, z):
    smooth = z[z != 0] if f is act.relu else z
    assert np.allclose(prime(smooth), derivative(f, smooth, method="complex"), rtol=1e-13, atol=0)
    assert np.allclose(prime(smooth), derivative(f, smooth), rtol=0, atol=1e-7 / 10)
    assert prime(z).shape == f(z).shape == z.shape


@pytest.mark.parametrize("f", ELEMENTWISE + SOFTMAXES)
def test_types(f):
    for dtype in (np.float32, np.float64, np.complex64, np.complex128):
        assert f(np.ones((2, 3), dtype)).dtype == dtype
    assert f(np.array([1, 2])).dtype == f([True, False]).dtype == np.float64


@pytest.mark.usefixtures("careful")
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("f", ELEMENTWISE + SOFTMAXES)
def test_extremes(f, dtype):
    largest = np.finfo(dtype).max
    z = np.array([0, 1, 40, 89, 104, 710, 1e4, 3e38, largest], dtype)
    result = f(np.concatenate([z, -z]))
    assert result.dtype == dtype
    assert np.isfinite(result).all()
    if f is not act.relu and f is not act.log_softmax:
        assert np.abs(result).max() <= 1


@pytest.mark.parametrize("f", [act.sigmoid_prime, act.tanh_prime])
@pytest.mark.parametrize("z", [30.0, 200.0, -200.0])
def test_small_derivatives_keep_their_digits(f, z):
    scale = 1 if f is act.sigmoid_prime else 2
    wanted = scale**2 * math.exp(-scale * abs(z))
    assert f(z) == pytest.approx(wanted, rel=1e-12)
    assert wanted > 0


def test_sigmoid_rises_and_is_symmetric():
    z = np.linspace(-8, 8, 101)
    assert np.all(np.diff(act.sigmoid(z)) > 0)
    assert np.allclose(act.sigmoid(z) + act.sigmoid(-z), 1, rtol=1e-15)
    assert np.allclose(act.tanh(z), 2 * act.sigmoid(2 * z) - 1)


@pytest.mark.parametrize("f", [*ELEMENTWISE[:5], *SOFTMAXES])
def test_nan_is_not_hidden(f):
    assert np.isnan(f(np.array([np.nan, 1.0]))[0])


@pytest.mark.parametrize("f", ELEMENTWISE + SOFTMAXES)
def test_argument_is_left_as_it_was(f):
    z = np.array([[-1.0, 2.0], [0.0, 3.0]])
    before = z.copy()
    result = f(z)
    assert np.array_equal(z, before)
    assert not np.shares_memory(result, z)


@given(z=arrays, shift=st.floats(-1e3, 1e3), data=st.data())
def test_softmax(z, shift, data):
    axis = data.draw(st.integers(-z.ndim, z.ndim - 1))
    p = act.softmax(z, axis)
    assert np.allclose(p.sum(axis=axis), 1, rtol=1e-14)
    assert p.min() > 0
    assert np.allclose(act.softmax(z + shift, axis), p, rtol=1e-11)
    assert np.allclose(act.log_softmax(z, axis), np.log(p), rtol=1e-12, atol=1e-14)
    exponentials = np.exp(z)
    assert np.allclose(p, exponentials / exponentials.sum(axis=axis, keepdims=True), rtol=1e-13)


@pytest.mark.parametrize("j", range(3))
def test_softmax_derivatives(j):
    """∂softmax_j/∂z_k = p_j (δ_jk - p_k), ∂log_softmax_j/∂z_k = δ_jk - p_k."""
    z = np.array([0.5, -1.0, 2.0])
    p, c = act.softmax(z), z.astype(complex)
    rows = (np.eye(3) - p)[j]
    assert error(complex_gradient(lambda: act.softmax(c)[j], c), p[j] * rows) < 1e-14
    assert error(complex_gradient(lambda: act.log_softmax(c)[j], c), rows) < 1e-14


def test_softmax_of_far_apart_logits():
    z = np.array([[1e4, 0.0, -1e4]])
    assert act.softmax(z).tolist() == [[1, 0, 0]]
    assert act.log_softmax(z).tolist() == [[0, -1e4, -2e4]]
    assert act.softmax(np.array([0.0, -np.inf])).tolist() == [1, 0]


@pytest.mark.parametrize("f", ELEMENTWISE + SOFTMAXES)
@pytest.mark.parametrize(
    ("z", "message"),
    [
        ("abc", "z must be numbers, got str"),
        (None, "z must be numbers, got NoneType"),
        ([[1.0], [2.0, 3.0]], "z must be an array of numbers, got a ragged sequence"),
    ],
)
def test_not_numbers(f, z, message):
    with pytest.raises(ValueError, match=message):
        f(z)


@pytest.mark.parametrize("f", SOFTMAXES)
@pytest.mark.parametrize("z", [1.0, np.zeros((3, 0))])
def test_softmax_of_nothing(f, z):
    with pytest.raises(ValueError, match=r"z must have at least one entry along an axis, got shape \("):
        f(z)
