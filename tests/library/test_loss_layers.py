import re

import numpy as np
import pytest
from helpers import SEEDS, SIZES, complex_gradient, error, unchanged
from hypothesis import given

from bplib import costs, optimizers, train
from bplib.activations import sigmoid
from bplib.gradients import check_gradients, numerical_gradient
from bplib.layers import Affine, QuadraticLoss, Sigmoid, SigmoidWithLoss, SoftmaxWithLoss, Tanh
from bplib.models import Sequential

BINARY = [SigmoidWithLoss, QuadraticLoss]


@given(m=SIZES, n=SIZES, seed=SEEDS)
def test_sigmoid_with_loss(m, n, seed):
    rng = np.random.default_rng(seed)
    x, t, layer = rng.normal(0, 3, (m, n)), rng.random((m, n)), SigmoidWithLoss()
    with unchanged(x, t):
        assert layer.forward(x, t) == pytest.approx(costs.binary_cross_entropy(sigmoid(x), t), rel=1e-12)
        dx = layer.backward()
    assert error(dx, (sigmoid(x) - t) / m) < 1e-12
    assert error(dx, numerical_gradient(lambda x: SigmoidWithLoss().forward(x, t), x)) < 1e-6


@given(m=SIZES, n=SIZES, seed=SEEDS)
def test_quadratic_loss(m, n, seed):
    rng = np.random.default_rng(seed)
    x, t, layer = rng.normal(size=(m, n)), rng.normal(size=(m, n)), QuadraticLoss()
    with unchanged(x, t):
        assert layer.forward(x, t) == pytest.approx(costs.quadratic(x, t), rel=1e-12)
        dx = layer.backward()
    c = x.astype(complex)
    assert error(dx, complex_gradient(lambda: costs.quadratic(c, t), c)) < 1e-12


@pytest.mark.parametrize("kind", BINARY)
def test_one_output_takes_a_column_or_a_list(kind):
    x, t = np.array([[1.0], [-2.0], [0.5]]), [1, 0, 1]
    layer = kind()
    one = layer.forward(x, t), layer.backward()
    column = layer.forward(x, np.array(t)[:, None]), layer.backward(2.0)
    assert one[0] == column[0]
    assert one[1].shape == (3, 1)
    np.testing.assert_array_equal(2 * one[1], column[1])


@pytest.mark.parametrize("kind", [*BINARY, SoftmaxWithLoss])
def test_types(kind):
    layer = kind()
    x = np.array([[0.25, -1.0], [0.5, 2.0]], np.float32)
    assert isinstance(layer.forward(x, [[1, 0], [0, 1]]), float)
    assert layer.backward().dtype == np.float32


@pytest.mark.usefixtures("careful")
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_huge_logits(dtype):
    layer = SigmoidWithLoss()
    x = np.array([[1e4, -1e4, 1e30, -1e30]], dtype)
    assert layer.forward(x, [[1, 0, 1, 0]]) == 0
    assert layer.forward(x[:, :2], [[0, 1]]) == pytest.approx(2e4)
    np.testing.assert_array_equal(layer.backward(), [[1, -1]])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: SigmoidWithLoss().forward(np.ones(3), [1, 0, 1]),
            "x must be a batch of logits (m, K), got shape (3,)",
        ),
        (
            lambda: QuadraticLoss().forward(np.ones((0, 1)), []),
            "x must be a batch of outputs (m, n), got shape (0, 1)",
        ),
        (
            lambda: SigmoidWithLoss().forward(np.ones((3, 2)), [1, 0, 1]),
            "t has shape (3,), the outputs have shape (3, 2): they must be the same",
        ),
        (
            lambda: QuadraticLoss().forward(np.ones((3, 1)), [1, 0]),
            "t has shape (2, 1), the outputs have shape (3, 1): they must be the same",
        ),
        (
            lambda: SigmoidWithLoss().forward(np.ones((2, 1)), [1, -1]),
            "t must lie between 0 and 1, got -1 to 1",
        ),
        (
            lambda: QuadraticLoss().forward(np.ones((2, 1)), ["a", "b"]),
            "t must be numbers, got list (dtype <U1)",
        ),
    ],
)
def test_refused(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


@pytest.mark.parametrize("kind", BINARY)
def test_backward_before_forward(kind):
    with pytest.raises(RuntimeError, match=f"{kind.__name__}.backward needs a forward pass first"):
        kind().backward()


def network(loss, outputs=1):
    last = [] if loss is SigmoidWithLoss else [Sigmoid()]
    return Sequential([Affine(2, 3, rng=0), Tanh(), Affine(3, outputs, rng=1), *last], loss())


@pytest.mark.parametrize("loss", BINARY)
@pytest.mark.parametrize("outputs", [1, 2])
def test_gradient_of_a_network(loss, outputs, rng):
    net = network(loss, outputs)
    assert check_gradients(net, rng.normal(size=(5, 2)), rng.integers(0, 2, (5, outputs)), progress=False)


@pytest.mark.parametrize("loss", BINARY)
@pytest.mark.parametrize("column", [False, True])
def test_accuracy_of_one_output(loss, column):
    net = network(loss)
    x = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    y = net.predict(x)[:, 0]
    t = (y > (0 if loss is SigmoidWithLoss else 0.5)).astype(int)
    assert len(set(t)) == 2
    wrong = t.copy()
    wrong[0] = 1 - wrong[0]
    shaped = (lambda t: t[:, None]) if column else (lambda t: t)
    assert net.accuracy(x, shaped(t)) == 1
    assert net.accuracy(x, shaped(wrong)) == 0.75


def test_accuracy_of_several_outputs():
    """Sigmoid outputs answer one question each; of outputs under the quadratic loss the largest is the answer."""
    net = Sequential([Affine(2, 2, rng=0)], SigmoidWithLoss())
    net.params["W1"] = np.eye(2)
    x, t = np.array([[1.0, 2], [-1, 3]]), np.array([[1, 1], [1, 1]])
    assert net.accuracy(x, t) == 0.75
    net = Sequential([Affine(2, 2, rng=0)], QuadraticLoss())
    net.params["W1"] = np.eye(2)
    assert net.accuracy(x, [1, 0]) == 0.5
    assert net.accuracy(x, np.array([[0, 1], [0, 1]])) == 1
    with pytest.raises(ValueError, match=re.escape("t has shape (2, 3), the outputs have shape (2, 2)")):
        Sequential([Affine(2, 2)], SigmoidWithLoss()).accuracy(x, np.ones((2, 3)))


@pytest.mark.parametrize("loss", BINARY)
def test_train_takes_them(loss):
    x, t = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), [0, 1, 1, 1]
    net = network(loss)
    settings = {"epochs": 300, "batch_size": 4, "optimizer": optimizers.Adam(0.05), "progress": False}
    history = train(net, x, t, validation=(x, t), rng=0, **settings)
    assert history.validation_accuracy[-1] == 1
    assert history.loss[-1] < history.loss[0] / 3
