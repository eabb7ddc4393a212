"""Where nobody else can see it, ``train`` writes each gradient over the last one and lets the optimizer use it up.

So there are two kinds of tests: it makes no difference to the numbers, and whoever could see it gets new arrays.
"""

import copy
import functools
import itertools
import pickle
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from helpers import one_hot, same_params, snapshot

from bplib import TwoLayerNet, train
from bplib.layers import (
    Affine,
    Dropout,
    Layer,
    QuadraticLoss,
    ReLU,
    Sigmoid,
    SigmoidWithLoss,
    SoftmaxWithLoss,
    Tanh,
)
from bplib.models import Sequential
from bplib.optimizers import SGD, Adam, Momentum, cosine
from bplib.training import minibatches

# That a ReLU layer dies on the way is no matter here.
pytestmark = pytest.mark.filterwarnings("ignore:no hidden unit is on")

rng = np.random.default_rng(0)
X, T = rng.normal(size=(23, 6)), rng.integers(0, 3, 23)

NETS = {
    "relu": lambda: [Affine(6, 5, rng=1), ReLU(), Affine(5, 3, rng=2)],
    "sigmoid": lambda: [Affine(6, 5, rng=1), Sigmoid(), Affine(5, 3, rng=2)],
    "deep": lambda: [
        Affine(6, 5, rng=1), Tanh(), Affine(5, 4, rng=2), ReLU(), Dropout(0.3, rng=3), Affine(4, 3, rng=4),
    ],
    "no affine layer first": lambda: [Dropout(0.2, rng=3), Affine(6, 5, rng=1), ReLU(), Affine(5, 3, rng=2), Tanh()],
}  # fmt: skip
OPTIMIZERS = {
    "SGD": lambda: SGD(0.1),
    "SGD with decay": lambda: SGD(0.1, weight_decay=0.01),
    "Momentum": lambda: Momentum(0.05),
    "Momentum with decay": lambda: Momentum(0.05, weight_decay=0.01),
    "Adam": lambda: Adam(0.01),
}


def run(net, optimizer, t=T, **settings):
    settings = {"epochs": 3, "batch_size": 5, "rng": 7, "progress": False} | settings
    return train(net, X, t, optimizer=optimizer, **settings)


def constant(done):
    """A schedule that changes nothing. It is not the library's, so every step gets new arrays."""
    return 1


def grads_of(net):
    return [g for layer in net.layers for g in layer.grads.values()]


def assert_same_training(net, optimizer, t=T, **settings):
    """The same numbers as with new arrays in each step, to the last bit; what is left behind too."""
    other, other_optimizer = copy.deepcopy((net, optimizer))
    assert net._private_step(optimizer) is not None
    history = run(net, optimizer, t, **settings)
    plain = run(other, other_optimizer, t, schedule=constant, **settings)
    assert same_params(net, other.params)
    assert all(np.array_equal(a, b) for a, b in zip(grads_of(net), grads_of(other), strict=True))
    assert history.loss == plain.loss
    assert history.validation_loss == plain.validation_loss
    for name, state in optimizer._state.items():
        assert all(np.array_equal(state[kind], a) for kind, a in other_optimizer._state[name].items())
    assert optimizer._state.keys() == other_optimizer._state.keys()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("layers", NETS)
def test_same_numbers(layers, optimizer, dtype):
    for size in (1, 5, 23, 100):
        net = Sequential(NETS[layers]()).astype(dtype)
        assert_same_training(net, OPTIMIZERS[optimizer](), batch_size=size, validation=(X[:4], T[:4]))


def test_same_numbers_with_other_losses_and_inputs():
    assert_same_training(Sequential(NETS["relu"]()), SGD(0.1), t=one_hot(T, 3))
    assert_same_training(Sequential(NETS["deep"](), QuadraticLoss()), SGD(0.1), t=one_hot(T, 3))
    one = Sequential([Affine(6, 1, rng=0)], SigmoidWithLoss())
    assert_same_training(one, Momentum(0.1), t=(T > 1).astype(float))
    assert_same_training(
        TwoLayerNet(6, 4, 3, rng=0), SGD(0.1), augment=lambda x, rng: x + rng.normal(size=x.shape)
    )
    tied = Sequential([Affine(6, 6, rng=1), ReLU(), Affine(6, 6, rng=2)])
    tied.layers[2].W = tied.layers[0].W
    assert_same_training(tied, SGD(0.1, weight_decay=0.1))
    turned = Sequential(NETS["relu"]())
    turned.layers[0].W = np.asfortranarray(turned.layers[0].W)
    assert_same_training(turned, Adam(0.1))


def test_same_numbers_with_the_library_s_schedule():
    a, b = (TwoLayerNet(6, 4, 3, rng=0) for _ in range(2))
    run(a, SGD(0.5), schedule=cosine)
    run(b, SGD(0.5), schedule=lambda done: cosine(done))
    assert same_params(a, b.params)


@pytest.mark.parametrize("size", [3, 10, 23])
def test_what_a_reader_holds_does_not_change(size):
    net, optimizer = Sequential(NETS["deep"]()), Momentum(0.1)
    run(net, optimizer)
    held = [net.predict(X), *net.gradient(X, T).values(), *net.loss_and_gradient(X[:7], T[:7])[1].values()]
    held += [*grads_of(net), *(a for batch in minibatches(X, T, 5, 0) for a in batch)]
    dout = held[0][:, :3] * 0 + 1
    net.predict(X)
    held += [net.layers[-1].backward(dout), net.layers[-1].dW, net.loss_layer.backward()[:0]]
    run(net, optimizer, batch_size=4)
    held += grads_of(net)  # the last batch's, left by train
    before = [a.copy() for a in held]
    run(net, optimizer, batch_size=size)
    run(net, SGD(0.1), batch_size=size, schedule=cosine)
    net.gradient(X[:size], T[:size])
    assert all(np.array_equal(a, b) for a, b in zip(held, before))


# Whoever looks on


class Kept:
    """Arrays as they came, with copies of what they were."""

    def __init__(self):
        self.arrays, self.copies = [], []

    def add(self, *arrays):
        self.arrays += arrays
        self.copies += [a.copy() for a in arrays]

    def check(self, at_least):
        assert len(self.arrays) >= at_least
        assert all(np.array_equal(a, b) for a, b in zip(self.arrays, self.copies))


class WatchingLayer(Layer):
    def __init__(self, kept):
        self.kept = kept

    def forward(self, x):
        self.kept.add(x)
        return x

    def backward(self, dout):
        self.kept.add(dout)
        return dout


class WatchingAffine(Affine):
    def forward(self, x):
        self.kept.add(x)
        return super().forward(x)

    def backward(self, dout):
        dx = super().backward(dout)
        self.kept.add(self.dW, self.db)
        return dx


class DoubledGradient(Affine):
    @property
    def grads(self):
        return {name: 2 * g for name, g in super().grads.items()}


class WatchingNet(TwoLayerNet):
    def loss_and_gradient(self, x, t):
        loss, grads = super().loss_and_gradient(x, t)
        self.kept.add(x, t, *grads.values())
        return loss, grads


class WatchingLoss(SoftmaxWithLoss):
    def forward(self, x, t):
        self.kept.add(x, t)
        return super().forward(x, t)


def watched(thing, kept):
    thing.kept = kept
    return thing


def spy(function, keep):
    @functools.wraps(function)
    def call(*args):
        result = function(*args)
        keep(*args, result)
        return result

    return call


def watched_by_a_layer(kept, monkeypatch):
    return Sequential(
        [WatchingLayer(kept), Affine(6, 5, rng=1), WatchingLayer(kept), Affine(5, 3, rng=2)]
    ), SGD(0.1)


def watched_by_an_affine_layer(kept, monkeypatch):
    layers = [WatchingAffine(6, 5, rng=1), ReLU(), WatchingAffine(5, 3, rng=2)]
    return Sequential([layer if isinstance(layer, ReLU) else watched(layer, kept) for layer in layers]), SGD(
        0.1
    )


def watched_by_a_model(kept, monkeypatch):
    return watched(WatchingNet(6, 4, 3, rng=0), kept), SGD(0.1)


def watched_by_a_loss(kept, monkeypatch):
    return Sequential(NETS["relu"](), watched(WatchingLoss(), kept)), SGD(0.1)


def watched_by_an_optimizer(kept, monkeypatch):
    class Watching(SGD):
        def update(self, params, grads):
            kept.add(*grads.values())
            super().update(params, grads)

    return TwoLayerNet(6, 4, 3, rng=0), Watching(0.1)


def watched_through_the_model_s_method(kept, monkeypatch):
    net = TwoLayerNet(6, 4, 3, rng=0)
    net.loss_and_gradient = spy(net.loss_and_gradient, lambda x, t, r: kept.add(x, t, *r[1].values()))
    return net, SGD(0.1)


def watched_through_a_layer_s_method(kept, monkeypatch):
    net = TwoLayerNet(6, 4, 3, rng=0)
    net.layers[1].forward = spy(net.layers[1].forward, lambda x, a: kept.add(x, a))
    return net, Momentum(0.1)


def watched_through_the_class(kept, monkeypatch):
    monkeypatch.setattr(
        Affine, "backward", spy(Affine.backward, lambda layer, dout, dx: kept.add(dout, layer.dW))
    )
    return TwoLayerNet(6, 4, 3, rng=0), SGD(0.1)


def watched_through_the_optimizer_s_method(kept, monkeypatch):
    optimizer = SGD(0.1)
    optimizer.update = spy(optimizer.update, lambda params, grads, _: kept.add(*grads.values()))
    return TwoLayerNet(6, 4, 3, rng=0), optimizer


WATCHED = [function for name, function in globals().items() if name.startswith("watched_")]


@pytest.mark.parametrize("watch", WATCHED, ids=lambda watch: watch.__name__)
def test_whoever_looks_on_sees_every_step_and_new_arrays(watch, monkeypatch):
    kept = Kept()
    net, optimizer = watch(kept, monkeypatch)
    run(net, optimizer)
    kept.check(at_least=15)  # steps


def test_a_schedule_sees_the_gradient_of_each_step():
    kept, net = Kept(), TwoLayerNet(6, 4, 3, rng=0)
    run(net, SGD(0.1), schedule=lambda done: kept.add(*grads_of(net)) or 1 if done else 1)
    kept.check(at_least=14 * 4)
    assert len({a.tobytes() for a in kept.arrays[::4]}) == 14


def test_a_layer_that_changes_its_gradient_is_heard():
    nets = [Sequential([kind(6, 3, rng=1)]) for kind in (DoubledGradient, Affine)]
    run(nets[0], SGD(0.1))
    run(nets[1], SGD(0.2))
    assert all(np.allclose(p, nets[1].params[name]) for name, p in nets[0].params.items())
    assert not np.allclose(nets[0].params["W1"], Affine(6, 3, rng=1).W)


SCALE = """
class Scale(Layer):
    def __init__(self):
        self.s = np.ones(1)

    params = property(lambda self: {"s": self.s})
    grads = property(lambda self: {"s": self.ds})

    def forward(self, x):
        self.x = x
        return self.s * x

    def backward(self, dout):
        self.ds = np.array([np.vdot(dout, self.x)])
        return self.s * dout
"""


def test_a_layer_of_the_library_without_a_private_pass_is_trained():
    """As one that a later chapter adds may be, at first."""
    module = {"__name__": "bplib.layers.scale", "Layer": Layer, "np": np}
    exec(SCALE, module)
    net = Sequential([module["Scale"](), Affine(6, 3, rng=0)])
    assert net._private_step(SGD(0.1)) is None
    run(net, SGD(0.1))
    assert net.layers[0].s != 1


def test_layers_of_different_types():
    net = Sequential([Affine(6, 5, rng=1), ReLU(), Affine(5, 3, rng=2, dtype=np.float32)])
    assert net._private_step(SGD(0.1)) is None
    run(net, SGD(0.1))
    assert [p.dtype.itemsize for p in net.params.values()] == [8, 8, 4, 4]


def test_a_layer_that_has_been_replaced():
    """The parameters are those of the layers that the network was made of."""
    net = Sequential(NETS["relu"]())
    old, net.layers[2] = net.layers[2], Affine(5, 3, rng=5)
    old.forward(np.ones((1, 5)))
    old.backward(np.zeros((1, 3)))
    before = net.layers[0].W.copy()
    run(net, SGD(0.1))
    assert np.array_equal(net.layers[2].W, Affine(5, 3, rng=5).W)
    assert not np.array_equal(net.layers[0].W, before)


# At the same time


def test_training_inside_of_training():
    inner, alone = (TwoLayerNet(6, 4, 3, rng=1) for _ in range(2))
    outer, quiet = (TwoLayerNet(6, 4, 3, rng=0) for _ in range(2))
    optimizer = SGD(0.1)

    def augment(x, rng):
        run(inner, optimizer, epochs=1)
        return x

    run(outer, optimizer, augment=augment)
    run(quiet, SGD(0.1))
    for _ in range(3):
        run(alone, SGD(0.1), epochs=1)
    assert same_params(outer, quiet.params)
    assert same_params(inner, alone.params)


def test_training_at_the_same_time():
    nets = [TwoLayerNet(6, 4 + i, 3, rng=i) for i in range(4)]
    alone = copy.deepcopy(nets)
    optimizer = SGD(0.1)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda net: run(net, optimizer, epochs=20), nets))
    for net, other in zip(nets, alone):
        run(other, SGD(0.1), epochs=20)
        assert same_params(net, other.params)


def test_copies_have_nothing_in_common():
    net, optimizer = TwoLayerNet(6, 4, 3, rng=0), Momentum(0.1)
    run(net, optimizer)
    twins = [copy.deepcopy((net, optimizer)), pickle.loads(pickle.dumps((net, optimizer)))]
    twins += [(net.astype(np.float32), copy.deepcopy(optimizer))]
    saved = [(snapshot(twin), [g.copy() for g in grads_of(twin)]) for twin, _ in twins]
    run(net, optimizer)
    for (twin, its_optimizer), (params, grads) in zip(twins, saved):
        assert same_params(twin, params)
        assert all(np.array_equal(a, b) for a, b in zip(grads_of(twin), grads))
        run(twin, its_optimizer)
        assert same_params(twin, net.params)


def test_loading_and_assigning_between_trainings(tmp_path):
    net, fresh = (TwoLayerNet(6, 4, 3, rng=0) for _ in range(2))
    path = net.save(tmp_path / "net")
    run(net, SGD(0.1))
    net.load(path)
    run(net, SGD(0.1))
    net.params["W1"] = fresh.params["W1"]
    net.params.update(fresh.params)
    run(net, SGD(0.1))
    run(fresh, SGD(0.1))
    assert same_params(net, fresh.params)


# What it is for


@pytest.mark.parametrize(("optimizer", "arrays"), [(SGD(0.1), 0), (Momentum(0.1), 0), (Adam(), 1)])
def test_a_step_makes_no_array_of_the_size_of_the_weights(optimizer, arrays):
    """Adam makes one. The batch is so small that what is made for its outputs does not matter."""
    x, t = rng.normal(size=(4, 300)), np.eye(3)[[0, 1, 2, 0]]
    net = Sequential([Affine(300, 200, rng=0), ReLU(), Affine(200, 3, rng=1)])
    step = net._private_step(optimizer)
    step(x, t)
    tracemalloc.start()
    step(x, t)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < (arrays + 0.2) * net.params["W1"].nbytes


def test_batches_of_a_private_step_are_in_the_same_place(monkeypatch):
    places, net = [], TwoLayerNet(6, 4, 3, dtype=np.float64, rng=0)
    private_step = net._private_step

    def watched(optimizer):
        step = private_step(optimizer)
        return lambda x, t: places.append((x, t)) or step(x, t)

    net._private_step = watched
    run(net, SGD(0.1), epochs=1)
    assert len(places) == 3
    assert all(
        np.shares_memory(a, b) for one, other in itertools.pairwise(places) for a, b in zip(one, other)
    )


def test_divergence_leaves_the_gradient_of_its_batch():
    net = TwoLayerNet(6, 4, 3, rng=0)
    run(net, SGD(0.1))
    before = grads_of(net)
    with np.errstate(all="ignore"), pytest.warns(RuntimeWarning, match="training stopped"):
        run(net, SGD(1e30), epochs=50)
    assert not any(a is b for a, b in zip(before, grads_of(net)))
    assert not all(np.isfinite(g).all() for g in grads_of(net))
