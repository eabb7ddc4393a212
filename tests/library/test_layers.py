import re

import numpy as np
import pytest
from helpers import SEEDS, SIZES, complex_gradient, error, one_hot, unchanged
from hypothesis import given

from bplib import activations, costs
from bplib.gradients import numerical_gradient
from bplib.layers import Affine, Layer, ReLU, Sigmoid, SoftmaxWithLoss, Tanh

UNITS = {ReLU: activations.relu, Sigmoid: activations.sigmoid, Tanh: activations.tanh}
ALL = [Affine, *UNITS]
DTYPES = [np.float32, np.float64]


def made(kind, n_in=3, n_out=2, **settings):
    return Affine(n_in, n_out, rng=0, **settings) if kind is Affine else kind()


def away_from_kinks(rng, shape):
    return rng.choice([-1, 1], shape) * rng.uniform(0.05, 3, shape)


@given(m=SIZES, n_in=SIZES, n_out=SIZES, seed=SEEDS)
def test_affine_forward_and_gradients(m, n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    layer = Affine(n_in, n_out, rng=rng)
    layer.b += rng.normal(size=n_out)
    x, dout = rng.normal(size=(m, n_in)), rng.normal(size=(m, n_out))
    with unchanged(x, dout, layer.W, layer.b):
        z = layer.forward(x)
        dx = layer.backward(dout)
    by_hand = [
        [sum(x[i, k] * layer.W[k, j] for k in range(n_in)) + layer.b[j] for j in range(n_out)]
        for i in range(m)
    ]
    assert np.allclose(z, by_hand, rtol=1e-12, atol=1e-13)

    def loss():
        return (dout * layer.forward(cx)).sum()

    W, b, dW, db = layer.W, layer.b, layer.dW, layer.db
    cx, layer.W, layer.b = x.astype(complex), W.astype(complex), b.astype(complex)
    for gradient, variable in ((dx, cx), (dW, layer.W), (db, layer.b)):
        assert error(gradient, complex_gradient(loss, variable)) < 1e-9


@pytest.mark.parametrize("kind", UNITS)
@given(m=SIZES, n=SIZES, seed=SEEDS)
def test_units_forward_and_gradient(kind, m, n, seed):
    rng = np.random.default_rng(seed)
    x, dout = away_from_kinks(rng, (m, n)), rng.normal(size=(m, n))
    layer = kind()
    with unchanged(x, dout):
        assert np.allclose(layer.forward(x), UNITS[kind](x), rtol=1e-14)
        dx = layer.backward(dout)
    c = x.astype(complex)
    exact = complex_gradient(lambda: (dout * kind().forward(c)).sum(), c)
    assert np.allclose(dx, exact, rtol=1e-11, atol=1e-15)
    assert np.allclose(
        dx, numerical_gradient(lambda x: (dout * kind().forward(x)).sum(), x), rtol=0, atol=1e-7
    )
    assert (layer.params, layer.grads) == ({}, {})


@given(m=SIZES, k=SIZES, seed=SEEDS)
def test_softmax_with_loss(m, k, seed):
    rng = np.random.default_rng(seed)
    x, t = rng.normal(0, 3, (m, k)), rng.integers(0, k, m)
    layer = SoftmaxWithLoss()
    for target in (t, t.astype(np.uint8), one_hot(t, k), one_hot(t, k).astype(int)):
        with unchanged(x, target):
            loss = layer.forward(x, target)
            dx = layer.backward()
        assert type(loss) is float
        assert loss == pytest.approx(costs.softmax_cross_entropy(x, t), rel=1e-13)
        assert np.allclose(dx, costs.softmax_cross_entropy_prime(x, t), rtol=1e-10, atol=1e-15)
        assert np.array_equal(layer.backward(2.0), 2 * dx)
    numeric = numerical_gradient(lambda x: SoftmaxWithLoss().forward(x, t), x)
    assert np.allclose(dx, numeric, rtol=0, atol=1e-8)


def test_relu_at_zero():
    layer = ReLU()
    assert layer.forward([[-1.0, 0.0, 2.0]]).tolist() == [[0, 0, 2]]
    assert layer.backward(np.ones((1, 3))).tolist() == [[0, 0, 1]]


@pytest.mark.parametrize("kind", ALL)
def test_second_pass_replaces_the_first(kind, rng):
    """What a layer keeps belongs to the last batch, and backward may be called twice."""
    layer, fresh = made(kind), made(kind)
    width = 2 if kind is Affine else 3
    layer.forward(rng.normal(size=(5, 3)))
    layer.backward(rng.normal(size=(5, width)))
    x, dout = rng.normal(size=(4, 3)), rng.normal(size=(4, width))
    assert np.array_equal(layer.forward(x), fresh.forward(x))
    first, wanted = layer.backward(dout), fresh.backward(dout)
    assert np.array_equal(first, wanted)
    assert np.array_equal(layer.backward(dout), wanted)
    assert all(np.array_equal(layer.grads[name], fresh.grads[name]) for name in fresh.grads)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("kind", ALL)
def test_types(kind, dtype):
    layer = made(kind, dtype=dtype) if kind is Affine else kind()
    x = np.ones((4, 3), dtype)
    out = layer.forward(x)
    dx = layer.backward(np.ones_like(out))
    for array in (out, dx, *layer.params.values(), *layer.grads.values()):
        assert array.dtype == dtype


@pytest.mark.parametrize("dtype", DTYPES)
def test_loss_types(dtype):
    layer = SoftmaxWithLoss()
    for t in ([0, 1], np.eye(3)[:2], np.eye(3, dtype=int)[:2]):
        layer.forward(np.ones((2, 3), dtype), t)
        assert layer.backward().dtype == dtype


@pytest.mark.usefixtures("careful")
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("kind", UNITS)
def test_extremes(kind, dtype):
    layer = kind()
    z = np.array([[-1e4, -700, -100, 0, 100, 700, 1e4]], dtype)
    assert np.isfinite(layer.forward(z)).all()
    assert np.isfinite(layer.backward(np.ones_like(z))).all()
    loss = SoftmaxWithLoss()
    assert loss.forward(z, [0]) == 2e4
    assert np.allclose(loss.backward(), [[-1, 0, 0, 0, 0, 0, 1]])


def test_affine_parameters():
    layer = Affine(3, 2, rng=0)
    assert layer.W.shape == (3, 2)
    assert layer.b.tolist() == [0, 0]
    assert layer.params["W"] is layer.W
    assert layer.params["b"] is layer.b
    assert layer.grads == {"W": None, "b": None}
    layer.forward(np.ones((1, 3)))
    layer.backward(np.ones((1, 2)))
    assert layer.grads["W"] is layer.dW
    assert layer.grads["b"] is layer.db


@pytest.mark.parametrize(("init", "variance"), [("he", 2 / 200), ("lecun", 1 / 200), ("xavier", 1 / 200)])
def test_affine_initial_scale(init, variance):
    layer = Affine(200, 300, init=init, rng=0)
    assert layer.W.std() == pytest.approx(variance**0.5, rel=0.02)
    assert layer.W.mean() == pytest.approx(0, abs=0.001)
    assert np.array_equal(layer.W, Affine(200, 300, init=init, rng=0).W)


def test_he_is_the_default():
    assert np.array_equal(Affine(3, 2, rng=0).W, Affine(3, 2, init="he", rng=0).W)


def test_no_input_gradient_where_nobody_wants_it(rng):
    layer = Affine(3, 2, rng=0)
    layer.needs_dx = False
    layer.forward(rng.normal(size=(4, 3)))
    assert layer.backward(np.ones((4, 2))) is None
    assert layer.dW.shape == (3, 2)


@pytest.mark.parametrize("kind", [*ALL, SoftmaxWithLoss])
def test_backward_before_forward(kind):
    layer = made(kind)
    arguments = () if kind is SoftmaxWithLoss else (np.ones((1, 2)),)
    with pytest.raises(RuntimeError, match=f"{kind.__name__}.backward needs a forward pass first"):
        layer.backward(*arguments)


def test_layer_is_a_pattern():
    for call in (lambda: Layer().forward(1), lambda: Layer().backward(1)):
        with pytest.raises(NotImplementedError):
            call()


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("dout", [np.ones(4), np.ones((4, 1)), np.ones((1, 2)), np.ones((3, 4))])
def test_dout_of_the_wrong_shape(kind, dout):
    layer = made(kind)
    out = layer.forward(np.ones((4, 3)))
    message = f"dout has shape {dout.shape}, the layer's output has shape {out.shape}"
    with pytest.raises(ValueError, match=re.escape(message)):
        layer.backward(dout)
    assert set(layer.grads.values()) <= {None}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Affine(0, 2), "n_in must be an integer of at least 1, got 0"),
        (lambda: Affine(2, 1.0), "n_out must be an integer of at least 1, got 1.0"),
        (lambda: Affine(2, 2, init="zeros"), "init must be one of he, lecun, xavier; got 'zeros'"),
        (lambda: Affine(2, 2, dtype=np.float16), "dtype must be float32 or float64, got float16"),
        (lambda: Affine(2, 2, dtype="nonsense"), "dtype must be float32 or float64, got nonsense"),
        (lambda: Affine(2, 2, rng="x"), "rng must be a numpy.random.Generator or an int seed, got 'x'"),
        (lambda: Affine(3, 2).forward(np.ones(3)), "x must be a batch of rows (m, 3), got shape (3,)"),
        (lambda: Affine(3, 2).forward(np.ones((2, 4))), "x has 4 features, the layer takes 3"),
        (lambda: Affine(3, 2).forward("x"), "x must be numbers, got str"),
        (lambda: ReLU().forward(None), "x must be numbers, got NoneType"),
        (lambda: Sigmoid().forward(None), "z must be numbers, got NoneType"),
        (
            lambda: SoftmaxWithLoss().forward(np.ones(3), [1]),
            "x must be a batch of logits (m, K), got shape (3,)",
        ),
        (
            lambda: SoftmaxWithLoss().forward(np.ones((0, 3)), []),
            "x must be a batch of logits (m, K), got shape (0, 3)",
        ),
        (lambda: SoftmaxWithLoss().forward(np.ones((2, 3)), [1, 3]), "t must be labels from 0 to 2, got 3"),
        (
            lambda: SoftmaxWithLoss().forward(np.ones((2, 3)), [1]),
            "t must be 2 labels, shape (2,); got shape (1,)",
        ),
        (
            lambda: SoftmaxWithLoss().forward(np.ones((2, 3)), [1.0, 2.0]),
            "t must be integer labels, got dtype float64",
        ),
        (
            lambda: SoftmaxWithLoss().forward(np.ones((2, 3)), [[1], [2]]),
            "t has shape (2, 1), x has shape (2, 3)",
        ),
        (lambda: SoftmaxWithLoss().forward(np.ones((2, 3)), np.ones((2, 3))), "t must be one-hot"),
    ],
)
def test_refused(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()
