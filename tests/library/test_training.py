import re
import time

import numpy as np
import pytest
from helpers import SEEDS, error, one_hot, same_params, snapshot, unchanged
from hypothesis import given
from hypothesis import strategies as st
from threadpoolctl import threadpool_info, threadpool_limits

from bplib import training
from bplib.datasets import digits, xor
from bplib.layers import Affine, Dropout, ReLU, SigmoidWithLoss, Tanh
from bplib.models import Sequential, TwoLayerNet
from bplib.optimizers import SGD, Adam, Momentum
from bplib.training import History, minibatches, train


@pytest.fixture
def net():
    return TwoLayerNet(4, 5, 3, dtype=np.float64, rng=0)


@pytest.fixture
def data(rng):
    return rng.normal(size=(10, 4)), rng.integers(0, 3, 10)


@given(n=st.integers(1, 30), size=st.integers(1, 12), seed=SEEDS)
def test_minibatches(n, size, seed):
    x, t = np.arange(3 * n).reshape(n, 3), 3 * np.arange(n)  # x[i, 0] == t[i]
    with unchanged(x, t):
        batches = list(minibatches(x, t, size, seed))
        for x_batch, t_batch in batches:
            assert np.array_equal(x_batch[:, 0], t_batch)  # inputs and labels stay together
            assert not np.shares_memory(x_batch, x)
            x_batch[...] = t_batch[...] = -1
    assert [len(t_batch) for _, t_batch in batches] == [size] * (n // size) + [n % size] * (n % size > 0)
    seen = np.concatenate([t_batch for _, t_batch in minibatches(x, t, size, seed)])
    assert sorted(seen) == list(t)
    assert np.array_equal(seen, t[np.random.default_rng(seed).permutation(n)])


def test_minibatches_are_shuffled_anew():
    x, rng = np.arange(50), np.random.default_rng(0)
    first, second = (np.concatenate([t for _, t in minibatches(x, x, 7, rng)]) for _ in range(2))
    assert not np.array_equal(first, second)
    assert not np.array_equal(first, x)


def test_minibatches_of_lists_and_rows():
    x_batch, t_batch = next(minibatches([[1, 2], [3, 4]], [[0, 1], [1, 0]], 2, 0))
    assert x_batch.shape == t_batch.shape == (2, 2)


@pytest.mark.parametrize(
    ("x", "t", "size", "message"),
    [
        (
            np.ones((3, 2)),
            np.ones(2),
            1,
            "x and t must have one row each for every example, got shapes (3, 2) and (2,)",
        ),
        (1.0, np.ones(2), 1, "x and t must have one row each for every example, got shapes () and (2,)"),
        (np.ones(2), 1, 1, "x and t must have one row each for every example, got shapes (2,) and ()"),
        (np.ones((0, 2)), np.ones(0), 1, "x must hold at least one example, got shape (0, 2)"),
        (np.ones(2), np.ones(2), 0, "size must be an integer of at least 1, got 0"),
        (np.ones(2), np.ones(2), 1.5, "size must be an integer of at least 1, got 1.5"),
    ],
)
def test_minibatches_refuses_at_the_call(x, t, size, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        minibatches(x, t, size)


def test_train_is_steps_on_minibatches(data):
    x, t = data
    by_hand, net = (TwoLayerNet(4, 5, 3, dtype=np.float64, rng=0) for _ in range(2))
    rng, losses = np.random.default_rng(7), []
    for _ in range(2):
        total = 0
        for x_batch, t_batch in minibatches(x, t, 4, rng):
            total += by_hand.loss(x_batch, t_batch) * len(x_batch)
            for name, g in by_hand.gradient(x_batch, t_batch).items():
                by_hand.params[name] -= 0.3 * g
        losses.append(total / 10)
    with unchanged(x, t):
        history = train(net, x, t, epochs=2, batch_size=4, optimizer=SGD(0.3), rng=7, progress=False)
    for name, p in net.params.items():
        assert error(p, by_hand.params[name]) < 1e-12
    assert history.loss == pytest.approx(losses)


def test_history(net, data):
    x, t = data
    start = time.perf_counter()
    history = train(
        net, x, t, epochs=3, batch_size=4, optimizer=SGD(0.1), validation=(x[:5], t[:5]), progress=False
    )
    assert isinstance(history, History)
    for values in vars(history).values():
        assert len(values) == 3
        assert all(type(value) is float for value in values)
    assert history.validation_loss[-1] == net.loss(x[:5], t[:5])
    assert history.validation_accuracy[-1] == net.accuracy(x[:5], t[:5])
    assert min(history.seconds) > 0
    assert sum(history.seconds) < time.perf_counter() - start
    history = train(net, x, t, epochs=2, batch_size=20, optimizer=SGD(0.1), progress=False)
    assert len(history.loss) == len(history.seconds) == 2
    assert history.validation_loss == history.validation_accuracy == []
    assert History().loss is not History().loss


def test_progress(net, data, bars):
    def run(**settings):
        train(net, *data, epochs=3, batch_size=4, optimizer=SGD(0.1), **settings)

    run()
    run(progress=False)
    run(validation=data)
    assert [(bar.n, bar.total) for bar in bars] == [(9, 9), (0, 9), (9, 9)]
    assert bars[0].desc == "epoch 3/3: "
    assert re.fullmatch(r"loss=\d\.\d{3}", bars[0].postfix)
    assert re.fullmatch(r"loss=\d\.\d{3}, validation=\d+\.\d\d%", bars[2].postfix)


def test_nothing_is_shown_for_what_is_quick(net, data, capsys):
    train(net, *data, epochs=2, batch_size=4, optimizer=SGD(0.1), validation=data)
    net.numerical_gradient(*data)
    assert capsys.readouterr() == ("", "")


def test_types(data):
    x, t = data
    net = TwoLayerNet(4, 5, 3, rng=0)
    seen = set()
    net.layers[0].forward, forward = lambda x: seen.add(x.dtype) or forward(x), net.layers[0].forward
    for target in (t, one_hot(t, 3)):
        for optimizer in (SGD(0.1), Momentum(0.1), Adam()):
            train(
                net,
                x,
                target,
                epochs=1,
                batch_size=4,
                optimizer=optimizer,
                validation=(x, target),
                progress=False,
            )
    assert seen == {np.dtype(np.float32)}
    assert {a.dtype for a in [*net.params.values(), *net.gradient(x, t).values()]} == {np.dtype(np.float32)}


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_divergence_stops_with_a_warning(number, net, data):
    count = []

    def loss_and_gradient(x, t):
        count.append(1)
        loss, grads = TwoLayerNet.loss_and_gradient(net, x, t)
        return (number if len(count) == 5 else loss), grads

    net.loss_and_gradient = loss_and_gradient
    with pytest.warns(
        RuntimeWarning, match=rf"the loss is {number} in epoch 2: training stopped \(is lr too large\?\)"
    ) as caught:
        history = train(net, *data, epochs=4, batch_size=4, optimizer=SGD(0.1), progress=False)
    assert caught[0].filename == __file__
    assert len(count) == 5
    assert len(history.loss) == len(history.seconds) == 1
    assert all(np.isfinite(p).all() for p in net.params.values())


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid value")
def test_real_divergence():
    x = np.array([[1.0, -1.0], [2.0, 1.0]])
    net = Sequential([Affine(2, 2, rng=0), Affine(2, 2, rng=0)])
    with pytest.warns(RuntimeWarning, match="training stopped"):
        train(net, x, [0, 1], epochs=50, batch_size=2, optimizer=SGD(1e200), progress=False)


def test_one_blas_thread(net, data):
    def threads():
        return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}

    inside = set()
    net.loss_and_gradient = lambda x, t: inside.update(threads()) or TwoLayerNet.loss_and_gradient(net, x, t)
    with threadpool_limits(2, user_api="blas"):
        outside = threads()
        train(net, *data, epochs=1, batch_size=5, optimizer=SGD(0.1), progress=False)
        assert threads() == outside
    assert inside == {1}


def test_learns_xor():
    data = xor()
    net = Sequential([Affine(2, 8, rng=0), Tanh(), Affine(8, 2, rng=1)])
    history = train(
        net, data.x_train, data.t_train, epochs=200, batch_size=4, optimizer=Adam(0.05),
        validation=(data.x_test, data.t_test), rng=0, progress=False,
    )  # fmt: skip
    assert history.validation_accuracy[-1] == 1
    assert history.loss[-1] < 0.01 < 0.4 < history.loss[0]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_learns_digits(dtype):
    x, t, x_test, t_test = digits()
    net = TwoLayerNet(64, 32, 10, dtype=dtype, rng=0)
    assert net.accuracy(x_test, t_test) < 0.3
    history = train(net, x, t, epochs=15, batch_size=32, optimizer=Momentum(0.1), rng=0, progress=False)
    assert net.accuracy(x_test, t_test) > 0.95
    assert history.loss[0] > 10 * history.loss[-1]


X, T = np.zeros((4, 4)), np.array([0, 1, 2, 0])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"epochs": 0}, "epochs must be an integer of at least 1, got 0"),
        ({"batch_size": 2.5}, "batch_size must be an integer of at least 1, got 2.5"),
        ({"rng": "x"}, "rng must be a numpy.random.Generator or an int seed, got 'x'"),
        ({"t": T[:3]}, "x and t must have one row each for every example, got shapes (4, 4) and (3,)"),
        ({"x": X[:0], "t": T[:0]}, "x must hold at least one example, got shape (0, 4)"),
        ({"x": X[:, :3]}, "x has 3 features, the first layer takes 4"),
        ({"t": np.array([0, 1, 2, 3])}, "t must be labels from 0 to 2, got 3"),
        ({"t": np.array([0, 0, 0, -1])}, "t must be labels from 0 to 2, got -1"),
        ({"t": T[:, None]}, "t has shape (1, 1), x has shape (1, 3)"),
        ({"t": T + 0.0}, "t must be integer labels, got dtype float64"),
        ({"validation": (X, T[:2])}, "x and t must have one row each"),
        ({"validation": (X[:, :2], T)}, "x has 2 features, the first layer takes 4"),
        ({"validation": (X, T + 1)}, "t must be labels from 0 to 2, got 3"),
        ({"validation": X}, "validation must be a pair (x, t), got ndarray"),
        ({"validation": (X, T, T)}, "validation must be a pair (x, t), got tuple"),
    ],
)
def test_train_refuses_before_training(net, changes, message):
    saved = snapshot(net)
    settings = {"x": X, "t": T, "epochs": 1, "batch_size": 1, "optimizer": SGD(0.1), "progress": False}
    with pytest.raises(ValueError, match=re.escape(message)):
        train(net, **settings | changes)
    assert same_params(net, saved)


def spoiled(array, *places):
    """A copy with numbers at places."""
    array = np.array(array, float)
    for place, number in places:
        array[place] = number
    return array


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"x": spoiled(X, ((2, 1), np.nan))}, "x must hold finite numbers, got nan in row 2, column 1, counted from 0"),
        (
            {"x": spoiled(X, ((0, 3), -np.inf), ((1, 0), np.nan))},
            "x must hold finite numbers, got -inf in row 0, column 3, counted from 0; 2 of 16 numbers are bad",
        ),
        ({"t": spoiled(T, (3, np.nan))}, "t must hold finite numbers, got nan in row 3, counted from 0"),
        ({"t": spoiled(np.eye(4)[:, :3], ((1, 2), np.inf))}, "t must hold finite numbers, got inf in row 1, column 2"),
        ({"validation": (spoiled(X, ((3, 0), np.inf)), T)}, "x of validation must hold finite numbers, got inf in"),
        ({"validation": (X, spoiled(T, (0, np.nan)))}, "t of validation must hold finite numbers, got nan in row 0"),
    ],
)  # fmt: skip
def test_train_looks_at_its_inputs_before_it_blames_a_setting(net, changes, message):
    saved = snapshot(net)
    settings = {"x": X, "t": T, "epochs": 1, "batch_size": 1, "optimizer": SGD(0.1), "progress": False}
    with pytest.raises(ValueError, match=re.escape(message)):
        train(net, **settings | changes)
    assert same_params(net, saved)


def test_what_float32_cannot_hold():
    settings = {"epochs": 1, "batch_size": 2, "optimizer": SGD(0.1), "progress": False}
    x = spoiled(X, ((1, 2), 1e300))
    with pytest.raises(
        ValueError, match=r"x must hold finite numbers of float32, got 1e\+300 in row 1, column 2"
    ):
        train(TwoLayerNet(4, 5, 3, rng=0), x, T, **settings)


def test_a_model_that_has_diverged_is_not_trained_again(net):
    net.params["b1"][2] = np.nan
    with pytest.raises(
        ValueError, match="b1 of the model must hold finite numbers, got nan in row 2, counted from 0"
    ):
        train(net, X, T, epochs=1, batch_size=2, optimizer=SGD(0.1), progress=False)


def test_images_and_changed_copies(net):
    class Flat(TwoLayerNet):
        def loss(self, x, t):
            return super().loss(x.reshape(len(x), -1), t)

    images = np.zeros((4, 2, 2))
    images[1, 0, 1] = np.nan
    settings = {"epochs": 1, "batch_size": 2, "optimizer": SGD(0.1), "progress": False}
    with pytest.raises(
        ValueError, match=re.escape("x must hold finite numbers, got nan in row 1, at (0, 1), counted")
    ):
        train(Flat(4, 5, 3, rng=0), images, T, **settings)
    with pytest.raises(
        ValueError, match="what augment returns must hold finite numbers, got nan in row 0, column 0"
    ):
        train(net, X, T, augment=lambda x, rng: x * np.nan, **settings)


def off(net):
    """The network with no hidden unit on, whatever x from 0 to 1."""
    net.params["b1"][:] = -100
    return net


QUIET = {"batch_size": 4, "optimizer": SGD(0.1), "rng": 0, "progress": False}


def test_raw_pixels_are_noticed():
    """With pixels from 0 to 256 the first steps are so large that no ReLU unit is ever on again."""
    data = digits(rng=0, normalize=False)
    net = TwoLayerNet(64, 32, 10, rng=0)
    settings = {"epochs": 5, "batch_size": 50, "optimizer": SGD(0.1), "progress": False}
    with pytest.warns(RuntimeWarning, match="no hidden unit is on") as caught:
        history = train(net, data.x_train * 16, data.t_train, **settings)
    (warning,) = caught
    assert warning.filename == __file__
    assert re.fullmatch(
        r"no hidden unit is on: layer 2, ReLU, is 0 for every example, .* at that of a guess \(ln 10 = 2\.303, .*"
        r"x goes from 0 to 256, is it scaled\? lr is 0\.1, too large\?",
        str(warning.message),
    )
    assert history.loss[-1] == pytest.approx(np.log(10), abs=0.01)  # it did go on


def test_dead_layers_are_noticed_once_and_in_every_place(data):
    x, t = abs(data[0]), data[1]
    deep = Sequential([Affine(4, 5, rng=0), ReLU(), Affine(5, 5, rng=1), ReLU(), Affine(5, 3, rng=2)])
    deep.params["b2"][:] = -100
    with pytest.warns(RuntimeWarning, match="layer 4, ReLU, is 0 for every example") as caught:
        train(deep, x, t, epochs=9, **QUIET)
    assert len(caught) == 1
    one = off(Sequential([Affine(4, 5, rng=0), ReLU(), Affine(5, 1, rng=1)], SigmoidWithLoss()))
    with pytest.warns(
        RuntimeWarning, match=r"learns nothing any more, and the loss rests\. Begin with a new model"
    ):
        train(one, x, t > 0, epochs=1, **QUIET)


def test_what_is_no_dead_layer(data, recwarn):
    x, t = abs(data[0]), data[1]
    net = TwoLayerNet(4, 5, 3, rng=0)
    train(net, x, t, epochs=3, **QUIET)
    one_unit = off(TwoLayerNet(4, 5, 3, rng=0))
    one_unit.params["W1"][:, 0] = 0
    one_unit.params["W1"][3, 0] = 1000
    far = x.copy()
    far[:-1, 3] = 0  # the unit is on for a single example
    far[-1, 3] = 1
    train(one_unit, far, t, epochs=3, **QUIET | {"batch_size": 1, "optimizer": SGD(1e-6)})
    smooth = off(TwoLayerNet(4, 5, 3, activation="sigmoid", rng=0))
    train(smooth, x, t, epochs=3, **QUIET)
    assert [str(w.message) for w in recwarn] == []


def test_looking_for_dead_layers_changes_nothing(data, monkeypatch):
    """The draws of Dropout are those of the steps alone."""
    nets, looks, look = [], [], training._dead_layers

    def watched(*args):
        looks.append(args)
        return look(*args)

    for looking in (True, False):
        monkeypatch.setattr(training, "_dead_layers", watched if looking else lambda *args: [])
        net = Sequential([Affine(4, 6, rng=0), ReLU(), Dropout(0.5, 3), ReLU(), Affine(6, 3, rng=1)])
        train(net, *data, epochs=5, **QUIET)
        nets.append(net)
    assert len(looks) == 4  # after epochs 1, 2, 4 and the last
    assert same_params(nets[0], nets[1].params)


def test_a_model_of_ones_own():
    """train needs params, loss_and_gradient, loss and accuracy, and nothing else."""

    class Mean:
        params = {"p": np.zeros(1)}  # noqa: RUF012

        def loss(self, x, t):
            return float(np.mean((self.params["p"] - t) ** 2) / 2)

        def loss_and_gradient(self, x, t):
            return self.loss(x, t), {"p": np.mean(self.params["p"] - t, keepdims=True)}

    model = Mean()
    train(
        model,
        np.zeros(4),
        np.array([1.0, 2, 3, 4]),
        epochs=100,
        batch_size=4,
        optimizer=SGD(0.2),
        progress=False,
    )
    assert model.params["p"] == pytest.approx(2.5)
