import re

import numpy as np
import pytest
from helpers import SEEDS, SIZES, error, exact_gradients, one_hot, same_params, snapshot, unchanged
from hypothesis import given
from hypothesis import strategies as st

from bplib import costs
from bplib.activations import sigmoid
from bplib.datasets import tiny_network, xor
from bplib.gradients import check_gradients
from bplib.layers import Affine, Sigmoid
from bplib.network import Network

COSTS = ["quadratic", "binary_cross_entropy"]
ALL_SIZES = st.lists(SIZES, min_size=2, max_size=5)


def network_and_batch(sizes, cost, m, seed):
    rng = np.random.default_rng(seed)
    net = Network(sizes, cost=cost, rng=rng)
    return net, rng.normal(size=(sizes[0], m)), rng.uniform(size=(sizes[-1], m))


@pytest.fixture
def net():
    return Network([3, 4, 2], rng=0)


@pytest.fixture
def batch(rng):
    return rng.normal(size=(3, 5)), one_hot(rng.integers(0, 2, 5), 2).T


@given(sizes=ALL_SIZES, seed=SEEDS)
def test_shapes_and_names(sizes, seed):
    net = Network(sizes, rng=seed)
    assert net.sizes == sizes
    assert net.cost == "quadratic"
    assert [w.shape for w in net.weights] == list(zip(sizes[1:], sizes))
    assert [b.shape for b in net.biases] == [(n, 1) for n in sizes[1:]]
    assert list(net.params)[:2] == ["W1", "b1"]
    assert net.params["W1"] is net.weights[0]
    last = len(sizes) - 1
    assert net.params[f"b{last}"] is net.biases[-1]
    assert len(net.params) == 2 * last


def test_initial_scale():
    net = Network([400, 300, 200], rng=0)
    assert [w.std() * w.shape[1] ** 0.5 for w in net.weights] == pytest.approx([1, 1], rel=0.01)
    assert [b.std() for b in net.biases] == pytest.approx([1, 1], rel=0.1)
    assert [p.mean() for p in net.params.values()] == pytest.approx([0, 0, 0, 0], abs=0.2)
    assert [w.mean() for w in net.weights] == pytest.approx([0, 0], abs=0.01)


def test_feedforward_by_hand():
    tiny = tiny_network()
    net = Network([2, 3, 2], rng=0)
    net.weights, net.biases = tiny.weights, tiny.biases
    hidden = [sigmoid(w @ tiny.x[:, 0] + b[0]) for w, b in zip(tiny.weights[0], tiny.biases[0])]
    wanted = [sigmoid(w @ np.array(hidden) + b[0]) for w, b in zip(tiny.weights[1], tiny.biases[1])]
    assert np.allclose(net.feedforward(tiny.x), np.array(wanted).reshape(2, 1), rtol=1e-14)
    assert net.loss(tiny.x, tiny.y) == pytest.approx(0.5 * sum((a - y) ** 2 for a, y in zip(wanted, [1, 0])))


@given(sizes=ALL_SIZES, cost=st.sampled_from(COSTS), m=SIZES, seed=SEEDS)
def test_backprop_is_the_gradient(sizes, cost, m, seed):
    net, x, y = network_and_batch(sizes, cost, m, seed)
    exact = exact_gradients(net, x, y)
    gradient = net.gradient(x, y)
    assert gradient.keys() == exact.keys() == net.params.keys()
    for name in exact:
        assert error(gradient[name], exact[name]) < 1e-9


@given(sizes=ALL_SIZES, cost=st.sampled_from(COSTS), seed=SEEDS)
def test_gradient_check(sizes, cost, seed):
    net, x, y = network_and_batch(sizes, cost, 4, seed)
    assert check_gradients(net, x, y, tolerance=1e-5)


@given(sizes=ALL_SIZES, cost=st.sampled_from(COSTS), m=SIZES, seed=SEEDS)
def test_batch_is_the_mean_of_its_examples(sizes, cost, m, seed):
    net, x, y = network_and_batch(sizes, cost, m, seed)
    with unchanged(x, y, *net.weights, *net.biases):
        nabla_b, nabla_w = net.backprop(x, y)
    singles = [net.backprop(x[:, [i]], y[:, [i]]) for i in range(m)]
    for l in range(len(sizes) - 1):
        assert error(nabla_b[l], np.mean([b[l] for b, _ in singles], axis=0)) < 1e-12
        assert error(nabla_w[l], np.mean([w[l] for _, w in singles], axis=0)) < 1e-12
    assert error(net.feedforward(x)[:, [0]], net.feedforward(x[:, [0]])) < 1e-14


@given(sizes=ALL_SIZES, m=SIZES, seed=SEEDS)
def test_layers_give_the_same_gradients(sizes, m, seed):
    """Chapter 8's bridge: rows and columns are transposes of each other."""
    net, x, y = network_and_batch(sizes, "quadratic", m, seed)
    layers = []
    for w, b in zip(net.weights, net.biases):
        affine = Affine(w.shape[1], w.shape[0])
        affine.W, affine.b = w.T.copy(), b[:, 0].copy()
        layers += [affine, Sigmoid()]
    a = x.T
    for layer in layers:
        a = layer.forward(a)
    dout = costs.quadratic_prime(a, y.T)
    for layer in reversed(layers):
        dout = layer.backward(dout)
    nabla_b, nabla_w = net.backprop(x, y)
    assert error(a.T, net.feedforward(x)) < 1e-12
    for affine, gb, gw in zip(layers[::2], nabla_b, nabla_w):
        assert error(affine.dW.T, gw) < 1e-12
        assert error(affine.db[:, None], gb) < 1e-12


@pytest.mark.usefixtures("careful")
@pytest.mark.parametrize("cost", COSTS)
def test_saturated_units(cost):
    net = Network([2, 2, 2], cost=cost, rng=0)
    net.weights = [1e4 * w for w in net.weights]
    x, y = np.array([[1.0, -1.0], [2.0, -3.0]]), np.eye(2)
    assert np.isfinite(net.loss(x, y))
    assert all(np.isfinite(g).all() for g in net.gradient(x, y).values())


@pytest.mark.usefixtures("careful")
def test_a_saturated_wrong_answer_still_teaches():
    """With the cross-entropy the last error is a - y, even where σ' is 0."""
    net = Network([1, 1], cost="binary_cross_entropy", rng=0)
    net.weights, net.biases = [np.array([[-5000.0]])], [np.zeros((1, 1))]
    nabla_b, nabla_w = net.backprop(np.ones((1, 2)), np.array([[1.0, 0.0]]))
    assert nabla_b[0].tolist() == nabla_w[0].tolist() == [[-0.5]]


def test_cost_derivative(net):
    a, y = np.array([[0.25, 0.5], [0.75, 0.5]]), np.eye(2)
    assert np.array_equal(net.cost_derivative(a, y), (a - y) / 2)
    crossed = Network([3, 2], cost="binary_cross_entropy")
    assert np.allclose(crossed.cost_derivative(a, y), (a - y) / (a * (1 - a)) / 2)


def test_update_mini_batch_is_one_step(net, batch):
    before, (nabla_b, nabla_w) = snapshot(net), net.backprop(*batch)
    arrays = [*net.weights, *net.biases]
    net.update_mini_batch(*batch, 0.5)
    assert np.allclose(net.weights[0], before["W1"] - 0.5 * nabla_w[0], rtol=1e-14)
    assert np.allclose(net.biases[1], before["b2"] - 0.5 * nabla_b[1], rtol=1e-14)
    assert all(new is old for new, old in zip([*net.weights, *net.biases], arrays))  # in place


def test_sgd_is_steps_on_shuffled_mini_batches(batch):
    x, y = batch
    by_hand, net = Network([3, 4, 2], rng=0), Network([3, 4, 2], rng=0)
    rng = np.random.default_rng(7)
    for _ in range(3):
        order = rng.permutation(5)
        for part in (order[:2], order[2:4], order[4:]):
            by_hand.update_mini_batch(x[:, part], y[:, part], 0.3)
    with unchanged(x, y):
        net.sgd((x, y), 3, 2, 0.3, rng=7, progress=False)
    for name, p in net.params.items():
        assert error(p, by_hand.params[name]) < 1e-13


def as_pairs(x, y):
    return [(x[:, [i]], y[:, [i]]) for i in range(x.shape[1])]


KINDS = {
    "list of arrays": lambda x, y: [x, y],
    "pairs of columns": as_pairs,
    "zip": lambda x, y: zip(x.T, y.T),
    "generator": lambda x, y: (pair for pair in as_pairs(x, y)),
    "labels": lambda x, y: (x, y.argmax(axis=0)),
    "uint8 labels": lambda x, y: (x, y.argmax(axis=0).astype(np.uint8)),
    "pairs with labels": lambda x, y: [(c, int(t)) for c, t in zip(x.T, y.argmax(axis=0))],
    "pairs of lists": lambda x, y: [(c.tolist(), d.tolist()) for c, d in zip(x.T, y.T)],
    "pairs of batches": lambda x, y: [(x[:, :2], y[:, :2]), (x[:, 2:4], y[:, 2:4])],
    "two pairs": lambda x, y: as_pairs(x, y),
}


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_of_training_data(kind, batch):
    x, y = (array[:, : {"two pairs": 2, "pairs of batches": 4}.get(kind, 5)] for array in batch)
    wanted, net = Network([3, 4, 2], rng=0), Network([3, 4, 2], rng=0)
    wanted.sgd((x, y), 2, 2, 0.5, rng=1, progress=False)
    net.sgd(KINDS[kind](x, y), 2, 2, 0.5, rng=1, progress=False)
    assert same_params(net, wanted.params)
    assert net.evaluate(KINDS[kind](x, y)) == wanted.evaluate((x, y))


def test_numbers_as_data():
    """One input, one output: x and y of a pair may be plain numbers."""
    x, y = np.array([[0.0, 1.0, 2.0]]), np.array([[0.0, 0.0, 1.0]])
    wanted, net = Network([1, 1], rng=0), Network([1, 1], rng=0)
    wanted.sgd((x, y), 1, 1, 1.0, rng=0, progress=False)
    net.sgd([(0, 0), (1, 0), (2, 1)], 1, 1, 1.0, rng=0, progress=False)
    assert same_params(net, wanted.params)
    net.sgd((x, y[0]), 1, 1, 1.0, rng=0, progress=False)
    assert not same_params(net, wanted.params)


def test_lines_on_stdout(net, batch, capsys):
    right = net.sgd(batch, 3, 2, 0.5, test_data=batch, rng=0)
    out, err = capsys.readouterr()
    assert err == ""  # no bar for what is done in an instant
    lines = out.splitlines()
    assert len(lines) == len(right) == 3
    for epoch, (line, count) in enumerate(zip(lines, right), start=1):
        assert line == f"Epoch {epoch}: {count} / 5"
    assert right[-1] == net.evaluate(batch)
    assert net.sgd(batch, 2, 2, 0.5) == []
    assert capsys.readouterr().out.splitlines() == ["Epoch 1", "Epoch 2"]


def test_silence(net, batch, capsys):
    assert len(net.sgd(batch, 2, 2, 0.5, test_data=batch, progress=False)) == 2
    assert capsys.readouterr() == ("", "")


def test_progress_bar(net, batch, bars):
    net.sgd(batch, 3, 2, 0.5)
    net.sgd(batch, 1, 5, 0.5, progress=False)
    assert [(bar.n, bar.total) for bar in bars] == [(9, 9), (0, 1)]
    assert bars[0].desc == "epoch 3/3: "


def test_lines_beside_a_bar(net, batch, bars, capsys, monkeypatch):
    """Once the bar is shown, the lines go through tqdm, which keeps the bar below them."""
    written = []
    monkeypatch.setattr("tqdm.tqdm.write", written.append)
    update = type(net).update_mini_batch
    monkeypatch.setattr(
        net, "update_mini_batch", lambda *args: setattr(bars[0], "last_print_n", 1) or update(net, *args)
    )
    net.sgd(batch, 2, 2, 0.5)
    assert written == ["Epoch 1", "Epoch 2"]
    assert capsys.readouterr().out == ""


def test_evaluate_counts():
    net = Network([2, 2], rng=0)
    net.weights, net.biases = [np.eye(2)], [np.zeros((2, 1))]  # the larger input wins
    x = np.array([[3.0, 0.0, 1.0, 5.0], [0.0, 1.0, 0.0, 6.0]])
    assert net.evaluate((x, np.array([0, 1, 1, 1]))) == 3
    assert net.evaluate((x, np.array([1, 0, 0, 0]))) == 1
    one = Network([1, 1], rng=0)  # an output of exactly ½ counts as 0
    one.weights, one.biases = [np.zeros((1, 1))], [np.zeros((1, 1))]
    assert one.evaluate((np.ones((1, 3)), np.array([[0.0, 1.0, 0.5]]))) == 2
    one.weights, one.biases = [np.ones((1, 1))], [np.zeros((1, 1))]
    assert one.evaluate((np.array([[-1.0, 2.0, 3.0]]), np.array([[0.0, 1.0, 0.0]]))) == 2


@pytest.mark.parametrize("cost", COSTS)
def test_learns_xor(cost):
    data = xor()
    net = Network([2, 4, 1], cost=cost, rng=1)
    right = net.sgd(
        (data.x_train.T, data.t_train), 1500, 4, 5.0, test_data=(data.x_test.T, data.t_test), progress=False
    )
    assert right[-1] == 4
    assert net.loss(data.x_train.T, data.t_train[None]) < 0.05


X, Y = np.zeros((3, 5)), np.zeros((2, 5))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda net: net.feedforward(np.zeros(3)),
            "a must be a column (3, 1) or a batch of columns (3, m), got shape (3,)",
        ),
        (lambda net: net.feedforward(np.zeros((4, 1))), "a has 4 rows, the first layer has 3 units"),
        (lambda net: net.feedforward(np.zeros((3, 0))), "a must hold at least one example, got shape (3, 0)"),
        (lambda net: net.feedforward("x"), "a must be numbers, got str"),
        (lambda net: net.backprop(X[:2], Y), "x has 2 rows, the first layer has 3 units"),
        (lambda net: net.backprop(X, Y[:1]), "y has 1 rows, the last layer has 2 units"),
        (lambda net: net.backprop(X, Y[:, :4]), "y has 4 columns, x has 5: one for each example is wanted"),
        (lambda net: net.backprop(X, Y[:, 0]), "y must be a column (2, 1)"),
        (lambda net: net.update_mini_batch(X, Y[:1], 0.1), "y has 1 rows, the last layer has 2 units"),
        (lambda net: net.loss(X, Y[:, :1]), "y has shape (2, 1), a has shape (2, 5)"),
        (lambda net: net.sgd((X, Y), 0, 2, 0.1), "epochs must be an integer of at least 1, got 0"),
        (
            lambda net: net.sgd((X, Y), 1, 1.5, 0.1),
            "mini_batch_size must be an integer of at least 1, got 1.5",
        ),
        (
            lambda net: net.sgd((X, Y), 1, True, 0.1),
            "mini_batch_size must be an integer of at least 1, got True",
        ),
        (lambda net: net.sgd((X, Y), 1, 2, 0), "eta must be a positive number, got 0"),
        (lambda net: net.sgd((X, Y), 1, 2, None), "eta must be a positive number, got None"),
        (
            lambda net: net.sgd((X, Y), 1, 2, 0.1, rng="x"),
            "rng must be a numpy.random.Generator or an int seed, got 'x'",
        ),
        (lambda net: net.sgd((X, Y[:, :4]), 1, 2, 0.1), "training_data has 5 inputs and 4 targets"),
        (
            lambda net: net.sgd((X[0], Y), 1, 2, 0.1),
            "x of training_data must be a column (3, 1) or a batch of columns",
        ),
        (
            lambda net: net.sgd((X, Y), 1, 2, 0.1, test_data=(X[:1], Y)),
            "x of test_data has 1 rows, the first layer has 3",
        ),
        (
            lambda net: net.sgd((X, np.array([0, 1, 2, 0, 0])), 1, 2, 0.1),
            "y of training_data must be labels from 0 to 1, got 2",
        ),
        (
            lambda net: net.sgd((X, np.zeros(5)), 1, 2, 0.1),
            "y of training_data must be integer labels, got dtype float64",
        ),
        (
            lambda net: net.sgd((X, np.zeros(4, int)), 1, 2, 0.1),
            "y of training_data must be 5 labels, shape (5,); got shape (4,)",
        ),
        (
            lambda net: net.sgd(5, 1, 2, 0.1),
            "training_data must be two arrays or an iterable of (x, y) pairs",
        ),
        (
            lambda net: net.sgd([], 1, 2, 0.1),
            "training_data must be two arrays or an iterable of (x, y) pairs",
        ),
        (
            lambda net: net.sgd([(X, Y, 1)], 1, 2, 0.1),
            "training_data must be two arrays or an iterable of (x, y) pairs",
        ),
        (
            lambda net: net.sgd([(np.zeros(3), 0), (np.zeros(4), 0)], 1, 2, 0.1),
            "another x has shape (4,), the first x of training_data has shape (3,)",
        ),
        (
            lambda net: net.sgd([(np.zeros(3), 0), (np.zeros(3), [0, 1])], 1, 2, 0.1),
            "another y has shape (2,), the first y of training_data has shape ()",
        ),
        (
            lambda net: net.sgd([(np.zeros((1, 3)), [0, 1])], 1, 2, 0.1),
            "x of training_data has 1 rows, the first layer has 3 units",
        ),
        (
            lambda net: net.sgd([(np.zeros(3), np.zeros((1, 2)))], 1, 2, 0.1),
            "y of training_data has 1 rows, the last layer has 2 units",
        ),
        (lambda net: net.evaluate((X, Y[:1])), "y of test_data has 1 rows, the last layer has 2 units"),
    ],
)
def test_refused_and_unchanged(net, call, message):
    with unchanged(*net.params.values()), pytest.raises(ValueError, match=re.escape(message)):
        call(net)


@pytest.mark.parametrize(
    ("sizes", "settings", "message"),
    [
        ([3], {}, "sizes must name at least an input and an output layer, got [3]"),
        (3, {}, "sizes must be a list of layer sizes, got 3"),
        ([3, 0], {}, "each of sizes must be an integer of at least 1, got 0"),
        ([3, 2.0], {}, "each of sizes must be an integer of at least 1, got 2.0"),
        ("32", {}, "each of sizes must be an integer of at least 1, got '3'"),
        ([3, 2], {"cost": "hinge"}, "cost must be one of quadratic, binary_cross_entropy; got 'hinge'"),
        ([3, 2], {"rng": -1}, "rng must be a numpy.random.Generator or an int seed, got -1"),
    ],
)
def test_constructor_refuses(sizes, settings, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        Network(sizes, **settings)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_sgd_looks_at_its_inputs(bad):
    """Columns are examples: the row is the input, the column the example."""
    net = Network([3, 2], rng=0)
    before = [w.copy() for w in (*net.weights, *net.biases)]
    x, y = np.zeros((3, 5)), np.zeros((2, 5))
    spoiled_x, spoiled_y = x.copy(), y.copy()
    spoiled_x[1, 4] = spoiled_y[0, 3] = bad
    good, place = (x, y), f"must hold finite numbers, got {bad} in row 1, column 4, counted from 0"
    for name, data, test in (
        ("x of training_data", (spoiled_x, y), None),
        ("x of training_data", [(a[:, None], b[:, None]) for a, b in zip(spoiled_x.T, y.T)], None),
        ("x of test_data", good, (spoiled_x, np.zeros(5, int))),
    ):
        with pytest.raises(ValueError, match=f"{name} {place}"):
            net.sgd(data, 1, 2, 0.1, test_data=test, progress=False)
    with pytest.raises(
        ValueError, match=f"y of training_data must hold finite numbers, got {bad} in row 0, column 3"
    ):
        net.sgd((x, spoiled_y), 1, 2, 0.1, progress=False)
    with pytest.raises(ValueError, match=f"x of test_data {place}"):
        net.evaluate((spoiled_x, y))
    assert all(map(np.array_equal, before, (*net.weights, *net.biases)))
