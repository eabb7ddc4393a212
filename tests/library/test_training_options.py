"""What train can do beside plain steps: a schedule for the learning rate, changed copies of the inputs."""

import re
import threading
import time

import numpy as np
import pytest

from bplib import TwoLayerNet, train
from bplib.optimizers import SGD, Momentum, cosine

X = np.random.default_rng(0).normal(size=(12, 3)).astype(np.float32)
T = np.arange(12) % 2
SETTINGS = {"batch_size": 4, "rng": 1, "progress": False}


def net():
    return TwoLayerNet(3, 4, 2, rng=0)


def test_schedule_sees_the_part_that_is_done():
    seen, optimizer, used = [], SGD(0.4), []
    step = optimizer._step
    optimizer._step = lambda name, p, g: used.append(optimizer.lr) or step(name, p, g)
    train(
        net(), X, T, epochs=2, optimizer=optimizer, schedule=lambda d: seen.append(d) or 1 - d / 2, **SETTINGS
    )
    assert seen == pytest.approx(np.arange(6) / 6)
    assert used[::4] == pytest.approx(0.4 * (1 - np.arange(6) / 12))
    assert optimizer.lr == 0.4  # its own again


def test_constant_schedule_is_none():
    a, b = net(), net()
    train(a, X, T, epochs=2, optimizer=Momentum(0.1), schedule=lambda done: 1, **SETTINGS)
    train(b, X, T, epochs=2, optimizer=Momentum(0.1), **SETTINGS)
    assert all(np.array_equal(a.params[k], b.params[k]) for k in a.params)


def test_learning_rate_is_given_back_after_an_error():
    optimizer = SGD(0.4)
    with pytest.raises(ZeroDivisionError):
        train(net(), X, T, epochs=1, optimizer=optimizer, schedule=lambda done: 1 / done, **SETTINGS)
    assert optimizer.lr == 0.4


@pytest.mark.parametrize("factor", [-1, np.nan, np.inf, None, "1"])
def test_schedule_must_return_a_number(factor):
    with pytest.raises(
        ValueError, match=re.escape(f"schedule must return a number of at least 0, got {factor!r} for 0")
    ):
        train(net(), X, T, epochs=1, optimizer=SGD(0.4), schedule=lambda done: factor, **SETTINGS)


def test_cosine():
    assert [cosine(d) for d in (0, 0.5, 1)] == pytest.approx([1, 0.5, 0])
    done = np.linspace(0, 1, 20)
    assert np.all(np.diff([cosine(d) for d in done]) < 0)
    assert cosine(1 / 3) == pytest.approx(0.75)


def test_augment_gives_every_epoch_its_inputs():
    calls, first = [], []

    def augment(x, rng):
        calls.append(threading.current_thread())
        return x + rng.normal()

    class Watched(TwoLayerNet):
        def loss_and_gradient(self, x, t):
            first.append(x)
            return super().loss_and_gradient(x, t)

    train(Watched(3, 4, 2, rng=0), X, T, epochs=3, optimizer=SGD(0.1), augment=augment, **SETTINGS)
    assert len(calls) == 3
    assert threading.main_thread() not in calls
    shifts = [np.sort(np.concatenate(first[i : i + 3]), axis=0)[0, 0] - X[:, 0].min() for i in (0, 3, 6)]
    assert len(np.unique(np.round(shifts, 4))) == 3
    assert {x.dtype for x in first} == {np.dtype(np.float32)}


def test_augment_that_changes_nothing_makes_no_difference():
    """The order of the examples is the same with and without it."""
    a, b = net(), net()
    train(a, X, T, epochs=3, optimizer=SGD(0.1), augment=lambda x, rng: x.astype(float), **SETTINGS)
    train(b, X, T, epochs=3, optimizer=SGD(0.1), **SETTINGS)
    assert all(np.array_equal(a.params[k], b.params[k]) for k in a.params)


def test_same_seed_same_network_with_augment():
    nets = [net(), net()]
    for one in nets:
        train(
            one,
            X,
            T,
            epochs=3,
            optimizer=SGD(0.1),
            augment=lambda x, rng: x + rng.normal(size=x.shape),
            **SETTINGS,
        )
    assert all(np.array_equal(nets[0].params[k], nets[1].params[k]) for k in nets[0].params)


def test_next_inputs_are_made_while_the_network_trains():
    """The second call begins before the first epoch has ended, and no call is for nothing."""
    events = []

    def augment(x, rng):
        events.append("augment")
        return x

    class Watched(TwoLayerNet):
        def loss_and_gradient(self, x, t):
            events.append("step")
            time.sleep(0.05)
            return super().loss_and_gradient(x, t)

    train(Watched(3, 4, 2, rng=0), X, T, epochs=2, optimizer=SGD(0.1), augment=augment, **SETTINGS)
    assert events.count("augment") == 2
    assert [i for i, e in enumerate(events) if e == "augment"][1] < 4


def test_augment_must_keep_the_shape():
    with pytest.raises(
        ValueError, match=re.escape("augment must return an array of shape (12, 3), got (6, 3)")
    ):
        train(net(), X, T, epochs=2, optimizer=SGD(0.1), augment=lambda x, rng: x[:6], **SETTINGS)


def test_an_error_in_augment_comes_through():
    def augment(x, rng):
        raise RuntimeError("no images")

    with pytest.raises(RuntimeError, match="no images"):
        train(net(), X, T, epochs=2, optimizer=SGD(0.1), augment=augment, **SETTINGS)


@pytest.mark.parametrize("kind", [SGD, Momentum])
def test_weight_decay_is_in_the_gradient_of_weights(kind):
    decay, plain = kind(0.1, weight_decay=0.3), kind(0.1)
    W, b = np.array([[1.0, -2.0]]), np.array([4.0])
    p, q = {"W": W.copy(), "b": b.copy()}, {"W": W.copy(), "b": b.copy()}
    for _ in range(3):
        decay.update(p, {"W": np.ones((1, 2)), "b": np.ones(1)})
        plain.update(q, {"W": 1 + 0.3 * q["W"], "b": np.ones(1)})
    np.testing.assert_allclose(p["W"], q["W"], rtol=1e-14)
    np.testing.assert_array_equal(p["b"], q["b"])


def test_weight_decay_leaves_the_gradient_alone():
    grads = {"W": np.ones((2, 2), np.float32)}
    params = {"W": np.ones((2, 2), np.float32)}
    SGD(0.5, weight_decay=0.5).update(params, grads)
    np.testing.assert_array_equal(grads["W"], 1)
    np.testing.assert_array_equal(params["W"], np.float32(0.25))
    with pytest.raises(ValueError, match="weight_decay must be at least 0 and less than 1, got -1"):
        SGD(0.1, weight_decay=-1)
