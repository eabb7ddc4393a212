import re

import numpy as np
import pytest

from bplib import check_gradients, optimizers, train
from bplib.layers import Affine, Dropout, ReLU
from bplib.models import Sequential


def in_training(rate, rng=0):
    layer = Dropout(rate, rng)
    layer.training = True
    return layer


def test_changes_nothing_outside_training(rng):
    layer, x = Dropout(0.5, 0), rng.normal(size=(4, 3))
    np.testing.assert_array_equal(layer.forward(x), x)
    np.testing.assert_array_equal(layer.backward(2 * x), 2 * x)
    assert (layer.params, layer.grads) == ({}, {})


@pytest.mark.parametrize("rate", [0.0, 0.2, 0.5, 0.9])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_drops_the_stated_part_and_keeps_the_mean(rate, dtype):
    layer, x = in_training(rate), np.full((200, 500), 3, dtype)
    y = layer.forward(x)
    assert y.dtype == dtype
    assert np.unique(y).tolist() == pytest.approx([0, 3 / (1 - rate)][(rate == 0) :])
    # 100,000 draws: five standard deviations of the part that is dropped
    assert np.mean(y == 0) == pytest.approx(rate, abs=5 * np.sqrt(rate * (1 - rate) / x.size) + 1e-12)
    assert y.mean() == pytest.approx(3, abs=3 * 5 * np.sqrt(rate / (1 - rate) / x.size) + 1e-5)


def test_backward_uses_the_mask_of_forward(rng):
    layer, x, dout = in_training(0.4), rng.normal(size=(6, 5)), rng.normal(size=(6, 5))
    factor = layer.forward(x) / x
    np.testing.assert_allclose(layer.backward(dout), dout * factor, rtol=1e-12)
    assert not np.array_equal(layer.forward(x) / x, factor)  # drawn anew


def test_same_seed_same_units(rng):
    x = rng.normal(size=(6, 5))
    np.testing.assert_array_equal(in_training(0.5, 7).forward(x), in_training(0.5, 7).forward(x))
    assert not np.array_equal(in_training(0.5, 7).forward(x), in_training(0.5, 8).forward(x))


def test_only_train_switches_it_on(rng):
    """Afterwards, and while the validation set is evaluated, the network answers with all of its units."""
    layer, seen = Dropout(0.5, 0), []
    net = Sequential([Affine(3, 8, rng=0), ReLU(), layer, Affine(8, 2, rng=1)])
    x, t = rng.normal(size=(20, 3)), rng.integers(0, 2, 20)
    forward = layer.forward
    layer.forward = lambda h: seen.append((len(h), layer.training)) or forward(h)
    settings = {"batch_size": 5, "optimizer": optimizers.SGD(0.1), "rng": 0, "progress": False}
    train(net, x, t, epochs=2, validation=(x, t), **settings)
    assert {training for size, training in seen if size == 5} == {True}
    assert {training for size, training in seen if size == 20} == {False}
    assert not any(part.training for part in [*net.layers, net.loss_layer])
    layer.forward = forward
    assert net.loss(x, t) == net.loss(x, t)
    assert check_gradients(net, x, t, progress=False)


def test_switched_off_after_an_error(rng):
    net = Sequential([Affine(3, 4, rng=0), Dropout(0.5, 0), Affine(4, 2, rng=1)])

    class Broken(optimizers.SGD):
        def update(self, params, grads):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(
            net, np.ones((4, 3)), [0, 1, 0, 1], epochs=1, batch_size=2, optimizer=Broken(0.1), progress=False
        )
    assert not net.layers[1].training


@pytest.mark.parametrize("rate", [1, -0.1, "half", None])
def test_rate_refused(rate):
    with pytest.raises(ValueError, match=re.escape(f"rate must be at least 0 and less than 1, got {rate!r}")):
        Dropout(rate)


def test_dout_of_the_wrong_shape():
    layer = in_training(0.5)
    layer.forward(np.ones((2, 3)))
    with pytest.raises(
        ValueError, match=re.escape("dout has shape (3, 2), the layer's output has shape (2, 3)")
    ):
        layer.backward(np.ones((3, 2)))
    with pytest.raises(RuntimeError, match=r"Dropout.backward needs a forward pass first"):
        Dropout(0.5).backward(np.ones((2, 3)))
