"""Would we notice? Every published mistake is planted in a copy of the library, and some instrument must fail on it.

An instrument is a small function of the library; it raises when something is wrong. Every one of them passes on the
healthy library.
"""

import contextlib
import io

import numpy as np
import pytest
from helpers import error, exact_gradients, one_hot
from planted import PLANTED, patient

RNG = np.random.default_rng(0)
X, T = RNG.normal(size=(6, 4)), np.array([0, 1, 2, 2, 1, 0])
Y = one_hot(T, 3)
for array in (X, T, Y):
    array.setflags(write=False)  # no patient hands its mistake on to the next
UNITS = ("relu", "sigmoid", "tanh")
COSTS = ("quadratic", "binary_cross_entropy")


def networks(lib):
    return [lib.Network([4, 5, 4, 3], cost=cost, rng=1) for cost in COSTS]


def nets(lib):
    return [lib.TwoLayerNet(4, 5, 3, activation=unit, dtype=np.float64, rng=1) for unit in UNITS]


def all_models(lib):
    return [(net, X.T, Y.T) for net in networks(lib)] + [(net, X, T) for net in nets(lib)]


def close(gradient, exact):
    for name, g in exact.items():
        assert gradient[name].shape == g.shape
        assert error(gradient[name], g) < 1e-9, name


# Gradients


def activation_derivatives(lib):
    z = np.linspace(-4, 4, 9) + 0.1
    for name in ("sigmoid", "tanh", "relu"):
        f, prime = getattr(lib.activations, name), getattr(lib.activations, f"{name}_prime")
        assert np.allclose(prime(z), (f(z + 1e-6) - f(z - 1e-6)) / 2e-6, atol=1e-8)


def gradient_of_network(lib):
    """With two hidden layers: with none, the loop over hidden layers never runs."""
    for net in networks(lib):
        close(net.gradient(X.T, Y.T), exact_gradients(net, X.T, Y.T))


def gradient_of_models(lib):
    for net in nets(lib):
        close(net.gradient(X, T), exact_gradients(net, X, T))


def gradient_shapes(lib):
    for model, x, t in all_models(lib):
        gradient = model.gradient(x, t)
        assert {n: np.shape(g) for n, g in gradient.items()} == {n: p.shape for n, p in model.params.items()}


def doubled_batch(lib):
    """The mean over a batch is that over the batch and itself."""
    for model, x, t in all_models(lib):
        twice = np.concatenate([x, x], axis=int(x is not X)), np.concatenate([t, t], axis=int(x is not X))
        assert np.isclose(model.loss(*twice), model.loss(x, t))
        close(model.gradient(*twice), model.gradient(x, t))


def known_gradient(lib):
    for x in (np.array([0.5, -1.5, 2.0]), np.array([3, 4])):
        assert (
            error(lib.numerical_gradient(lambda x: np.sum(np.sin(x) * x), x), np.cos(x) * x + np.sin(x))
            < 1e-8
        )


def gradient_of_integers(lib):
    assert np.allclose(lib.numerical_gradient(lambda x: (x**2).sum(), np.array([3, 4])), [6, 8])


def check_at_a_kink(lib):
    net = lib.TwoLayerNet(2, 2, 2, dtype=np.float64, rng=0)
    assert lib.check_gradients(net, np.zeros((3, 2)), [0, 1, 1])  # every ReLU sees exactly 0


def gradient_of_loss_layers(lib):
    x, t = X[:, :2].copy(), np.abs(Y[:, :2])
    for layer in (lib.layers.SigmoidWithLoss(), lib.layers.QuadraticLoss()):
        numeric = lib.numerical_gradient(lambda x, layer=layer: layer.forward(x, t), x)
        layer.forward(x, t)
        assert error(layer.backward(), numeric) < 1e-6


def dropout_backward(lib):
    layer = lib.layers.Dropout(0.5, 0)
    layer.training = True
    factor = layer.forward(X) / X
    assert np.allclose(layer.backward(X), X * factor)


def same_answer_twice(lib):
    net = lib.Sequential([lib.layers.Affine(4, 3, rng=0), lib.layers.Dropout(0.5, 0)])
    lib.train(net, X, T, epochs=1, batch_size=3, optimizer=lib.optimizers.SGD(0.1), rng=0, progress=False)
    assert np.array_equal(net.predict(X), net.predict(X))


# Shapes, and what belongs to others


def no_silent_broadcast(lib):
    a, y = np.full((4, 1), 0.5), np.array([0.0, 1.0, 1.0, 0.0])
    for name in COSTS:
        with contextlib.suppress(ValueError):  # to refuse is right
            assert getattr(lib.costs, f"{name}_prime")(a, y).shape == a.shape


def arguments_unchanged(lib):
    def arrays():
        return [x, t, dout, *net.params.values(), *network.params.values()]

    x, t, dout = X.copy(), Y.copy(), X.copy()
    net, network = lib.TwoLayerNet(4, 5, 3, dtype=np.float64, rng=1), networks(lib)[0]
    before = [a.copy() for a in arrays()]
    lib.check_gradients(net, x, t)
    lib.check_gradients(network, x.T, t.T)
    for layer in (lib.layers.ReLU(), lib.layers.Sigmoid(), lib.layers.Tanh(), lib.layers.Affine(4, 4)):
        layer.forward(x)
        layer.backward(dout)
    assert all(np.array_equal(a, b) for a, b in zip(arrays(), before))


def second_batch(lib):
    """A layer that has seen another batch does what a new one does."""
    for kind in (lib.layers.ReLU, lib.layers.Sigmoid, lib.layers.Tanh):
        used, new = kind(), kind()
        used.forward(X[:3])
        assert np.array_equal(used.forward(X[3:]), new.forward(X[3:]))
        assert np.array_equal(used.backward(X[:3]), new.backward(X[:3]))


def backward_twice(lib):
    loss = lib.layers.SoftmaxWithLoss()
    loss.forward(X, T)
    assert np.array_equal(loss.backward(), loss.backward())
    for layer in (lib.layers.ReLU(), lib.layers.Sigmoid(), lib.layers.Tanh(), lib.layers.Affine(4, 4)):
        layer.forward(X)
        assert np.array_equal(layer.backward(X), layer.backward(X))


# Numbers


def sigmoid_goes_from_0_to_1(lib):
    assert lib.activations.sigmoid(-10.0) < 0.001
    assert lib.activations.sigmoid(10.0) > 0.999


def extreme_values(lib):
    with np.errstate(all="raise", under="ignore"):
        for z in (np.array([[-1e4, 0.0, 1e4]]), np.array([[-1e4, 0.0, 1e4]], np.float32)):
            for name in ("sigmoid", "tanh", "relu", "softmax", "log_softmax"):
                assert np.isfinite(getattr(lib.activations, name)(z)).all()
            assert np.isfinite(lib.costs.softmax_cross_entropy(z, [0]))
            a = lib.activations.sigmoid(z)
            for y in (a, 1 - a):
                assert np.isfinite(lib.costs.binary_cross_entropy(a, y))
                assert np.isfinite(lib.costs.binary_cross_entropy_prime(a, y)).all()


# Before training


def loss_at_the_start(lib):
    """A network that knows nothing gives each of K classes 1/K, a loss of ln K."""
    data = lib.datasets.digits()
    assert abs(lib.TwoLayerNet(64, 30, 10, rng=0).loss(data.x_train, data.t_train) - np.log(10)) < 0.5


def untrained_accuracy(lib):
    data = lib.datasets.digits()
    assert lib.TwoLayerNet(64, 30, 10, rng=0).accuracy(data.x_train, data.t_train) < 0.3
    assert lib.Network([64, 30, 10], rng=0).evaluate((data.x_train.T, data.t_train)) < 0.3 * len(data.x_train)


def slopes_of_hidden_units(lib):
    """σ'(z) is 1/4 at most; when most of them are far below, the gradient vanishes."""
    x = lib.datasets.digits().x_train
    net = lib.TwoLayerNet(64, 30, 10, activation="sigmoid", dtype=np.float64, rng=0)
    assert np.median(lib.activations.sigmoid_prime(net.layers[0].forward(x))) > 0.15


def hidden_units_differ(lib):
    for net in networks(lib):
        for w in net.weights:
            assert len(np.unique(w, axis=0)) == len(w)
    for net in nets(lib):
        for name in ("W1", "W2"):
            assert len(np.unique(net.params[name].T, axis=0)) == net.params[name].shape[1]


# Training


def parameters_move(lib):
    for net in networks(lib):
        before = {name: p.copy() for name, p in net.params.items()}
        net.update_mini_batch(X.T, Y.T, 3)
        assert all((p != before[name]).any() for name, p in net.params.items())
    for optimizer in (lib.optimizers.SGD(0.1), lib.optimizers.Momentum(0.1), lib.optimizers.Adam(0.1)):
        for net in nets(lib):
            before = {name: p.copy() for name, p in net.params.items()}
            optimizer.update(net.params, net.gradient(X, T))
            assert all((p != before[name]).any() for name, p in net.params.items())


def loss_goes_down(lib):
    for kind in (lib.optimizers.SGD, lib.optimizers.Momentum, lib.optimizers.Adam):
        for net in nets(lib):
            before, optimizer = net.loss(X, T), kind(0.01)
            for _ in range(5):
                optimizer.update(net.params, net.gradient(X, T))
            assert net.loss(X, T) < before


def overfit_ten_examples(lib):
    rng = np.random.default_rng(1)
    x, t = rng.normal(size=(10, 4)), np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 0])
    net = lib.TwoLayerNet(4, 30, 3, rng=0)
    optimizer = lib.optimizers.Momentum(0.1)
    lib.train(net, x, t, epochs=100, batch_size=5, optimizer=optimizer, rng=0, progress=False)
    assert net.accuracy(x, t) == 1
    assert net.loss(x, t) < 0.1


def pairs_stay_together(lib):
    x = np.arange(20)
    assert all(np.array_equal(*batch) for batch in lib.training.minibatches(x, x, 7, 0))


def decay_of_weights_only(lib):
    for optimizer in (
        lib.optimizers.SGD(0.1, weight_decay=0.5),
        lib.optimizers.Momentum(0.1, weight_decay=0.5),
    ):
        params = {"W": np.ones((2, 2)), "b": np.ones(2)}
        optimizer.update(params, {name: np.zeros_like(p) for name, p in params.items()})
        assert (params["W"] < 1).all()
        assert (params["b"] == 1).all()


def learning_rate_given_back(lib):
    optimizer, net = lib.optimizers.SGD(0.1), nets(lib)[0]
    settings = {"epochs": 1, "batch_size": 2, "rng": 0, "progress": False}
    lib.train(net, X, T, optimizer=optimizer, schedule=lambda done: 1 - done, **settings)
    assert optimizer.lr == 0.1


def one_line_an_epoch(lib):
    net = networks(lib)[0]
    for progress, lines in ((True, 3), (False, 0)):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            net.sgd((X.T, Y.T), 3, 2, 0.1, progress=progress)
        assert len(out.getvalue().splitlines()) == lines


INSTRUMENTS = {
    f.__name__: f
    for f in (
        activation_derivatives, gradient_of_network, gradient_of_models, gradient_shapes, doubled_batch,
        known_gradient, gradient_of_integers, check_at_a_kink, no_silent_broadcast, arguments_unchanged,
        second_batch, backward_twice, sigmoid_goes_from_0_to_1, extreme_values, loss_at_the_start,
        untrained_accuracy, slopes_of_hidden_units, hidden_units_differ, parameters_move, loss_goes_down,
        overfit_ten_examples, pairs_stay_together, one_line_an_epoch, gradient_of_loss_layers, dropout_backward,
        same_answer_twice, decay_of_weights_only, learning_rate_given_back,
    )
}  # fmt: skip


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_healthy(name, tmp_path):
    with patient(tmp_path) as lib:
        INSTRUMENTS[name](lib)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # patients overflow and divide by zero
@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_noticed(planted, tmp_path):
    with patient(tmp_path, planted) as lib:
        for name in planted.noticed_by:
            with pytest.raises(Exception):  # noqa: B017, PT011 - a crash is a way of noticing, too
                INSTRUMENTS[name](lib)


def test_the_whole_catalogue_is_planted():
    numbers = {planted.number.rstrip("abc") for planted in PLANTED}
    assert {str(n) for n in range(1, 25)} <= numbers
    assert all(planted.noticed_by for planted in PLANTED)
    assert {name for planted in PLANTED for name in planted.noticed_by} == set(INSTRUMENTS)


def test_a_net_without_hidden_layer_shows_less(tmp_path):
    """Why an instrument must run every line: mistake 3 stays unseen where no layer is hidden."""
    planted = next(planted for planted in PLANTED if planted.number == "3")
    with patient(tmp_path, planted) as lib:
        net = lib.Network([4, 3], rng=0)
        close(net.gradient(X.T, Y.T), exact_gradients(net, X.T, Y.T))
