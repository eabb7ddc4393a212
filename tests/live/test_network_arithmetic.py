"""Arithmetic of the live network against bplib: values, derivatives, every bug, differences and instruments."""

import numpy as np
import pytest
from variants import CHANGES, as_json, plain, run, variant

from bplib import numerical_gradient, relative_error

ACTIVATIONS = ("sigmoid", "tanh", "relu")
COSTS = ("quadratic", "binary_cross_entropy", "softmax_cross_entropy")
CASES = 990


def drawn(rng, activation, cost, bug=""):
    """A network of any size that the figure has, a batch, and both as JSON."""
    sizes = [int(n) for n in rng.integers(1, 7, size=rng.integers(2, 6))]
    net = variant(activation, cost, bug)(sizes, rng=rng)
    scale = float(rng.choice([0.3, 1, 3]))
    net.weights = [scale * w for w in net.weights]
    x = rng.normal(size=(sizes[0], rng.integers(1, 7)))
    y = rng.random((sizes[-1], x.shape[1]))
    if cost == "softmax_cross_entropy":
        y /= y.sum(axis=0)
    return (
        net,
        x,
        y,
        {"net": as_json(net, activation, cost), "batch": {"x": plain(x), "y": plain(y)}, "bug": bug},
    )


@pytest.fixture(scope="module")
def cases():
    rng = np.random.default_rng(0)
    bugs = ["", *CHANGES]
    return [drawn(rng, ACTIVATIONS[i % 3], COSTS[i // 3 % 3], bugs[i // 9 % len(bugs)]) for i in range(CASES)]


def test_values_and_derivatives_are_those_of_bplib(figures, cases):
    found = run(
        figures.page(),
        "network",
        """({net, batch, bug}) => {
            const {zs, activations} = module.forward(net, batch.x)
            let gradient
            try {
                const {weights, biases} = module.backward(net, batch, {bug})
                gradient = {weights, biases}
            } catch (error) {
                if (!(error instanceof matrices.ShapeError)) throw error
                gradient = "raises"
            }
            return {cost: module.cost(net, batch), zs, activations, gradient}
        }""",
        [case for *_, case in cases],
    )
    raised = 0
    for (net, x, y, case), mine in zip(cases, found, strict=True):
        close(mine["cost"], net.loss(x, y))
        zs, activations = net._forward(x)
        for a, b in zip([*zs, *activations], [*mine["zs"], *mine["activations"]], strict=True):
            close(b, a)
        try:
            nabla_b, nabla_w = net.backprop(x, y)
        except ValueError:
            assert mine["gradient"] == "raises", case["bug"]
            raised += 1
            continue
        assert mine["gradient"] != "raises", case["bug"]
        for a, b in zip(
            [*nabla_w, *nabla_b], [*mine["gradient"]["weights"], *mine["gradient"]["biases"]], strict=True
        ):
            close(b, a)
    assert raised > 20


def close(mine, wanted):
    mine, wanted = np.asarray(mine, dtype=float), np.asarray(wanted)
    assert mine.shape == wanted.shape
    assert np.all(np.abs(mine - wanted) <= 1e-12 * np.maximum(1, np.abs(wanted)))


def test_differences_are_within_round_off(figures):
    rng = np.random.default_rng(1)
    cases = [drawn(rng, ("sigmoid", "tanh")[i % 2], COSTS[i % 3]) for i in range(150)]
    found = run(
        figures.page(),
        "network",
        "({net, batch}) => ({...module.differences(net, batch), cost: module.cost(net, batch)})",
        [case for *_, case in cases],
    )
    eps = np.finfo(float).eps
    for (net, x, y, _), mine in zip(cases, found, strict=True):
        allowed = 10 * eps * max(1, abs(mine["cost"])) / eps ** (1 / 3)
        arrays, numbers = [*net.weights, *net.biases], [*mine["weights"], *mine["biases"]]
        for array, numerical in zip(arrays, numbers, strict=True):
            wanted = numerical_gradient(of_parameter(net, array, x, y), array)
            assert np.abs(np.asarray(numerical) - wanted).max() <= allowed


def of_parameter(net, array, x, y):
    """The loss as a function of one array of parameters."""

    def loss(values):
        before = array.copy()
        array[...] = values
        try:
            return net.loss(x, y)
        finally:
            array[...] = before

    return loss


def test_shapes_and_differences_give_no_alarm_on_a_thousand_healthy_networks(figures):
    rng = np.random.default_rng(2)
    cases = [drawn(rng, ("sigmoid", "tanh")[i % 2], COSTS[i % 3]) for i in range(1000)]
    found = run(
        figures.page(),
        "network",
        """({net, batch}) =>
            [module.shapesAlarm(net, batch, ''), module.differencesError(net, batch, ''), module.TOLERANCE]""",
        [case for *_, case in cases],
    )
    assert not [alarm for alarm, _, _ in found if alarm]
    assert max(error for _, error, _ in found) < found[0][2] == 1e-6


@pytest.mark.parametrize("bug", CHANGES)
def test_a_bug_is_seen_by_the_instruments_that_see_it_in_python(figures, bug):
    rng = np.random.default_rng(3)
    cases = [drawn(rng, "sigmoid", COSTS[i % 2], bug) for i in range(60)]
    found = run(
        figures.page(),
        "network",
        """({net, batch, bug}) =>
            [module.shapesAlarm(net, batch, bug) !== null, module.differencesError(net, batch, bug)]""",
        [case for *_, case in cases],
    )
    seen = 0
    for (net, x, y, case), (alarm, error) in zip(cases, found, strict=True):
        right = variant("sigmoid", case["net"]["cost"])(net.sizes, rng=0)
        right.weights, right.biases = net.weights, net.biases
        try:
            wrong = [part for parts in net.backprop(x, y) for part in parts]
        except ValueError:
            assert alarm
            seen += 1
            continue
        wanted = [part for parts in right.backprop(x, y) for part in parts]
        assert alarm == any(a.shape != b.shape for a, b in zip(wrong, wanted))
        if not alarm:
            size = max(relative_error(a, b) for a, b in zip(wrong, wanted))
            assert (error > 1e-6) == (size > 1e-6) or 1e-7 < size < 1e-5
            seen += size > 1e-6
        else:
            seen += 1
    assert seen > 15, "a bug that hardly any network shows"


def test_training_goes_the_way_of_update_mini_batch(figures):
    rng = np.random.default_rng(4)
    cases = [drawn(rng, "sigmoid", COSTS[i % 2]) for i in range(20)]
    found = run(
        figures.page(),
        "network",
        "({net, batch}) => module.training(net, batch, {eta: 0.7, steps: 25}).net",
        [case for *_, case in cases],
    )
    for (net, x, y, _), mine in zip(cases, found, strict=True):
        for _ in range(25):
            net.update_mini_batch(x, y, 0.7)
        for a, b in zip([*net.weights, *net.biases], [*mine["weights"], *mine["biases"]], strict=True):
            assert np.allclose(a, b, rtol=0, atol=1e-10)
