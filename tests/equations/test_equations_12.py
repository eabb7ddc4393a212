"""The numbered equations of chapter 12, each held against differences, sums or many random draws."""

import numpy as np
import pytest

from bplib import Network, layers, models
from bplib.activations import relu, sigmoid, sigmoid_prime, softmax, tanh, tanh_prime
from bplib.costs import binary_cross_entropy
from bplib.gradients import derivative, numerical_gradient

A = np.linspace(0.05, 0.95, 19)
TARGETS = (0.0, 0.3, 1.0)


@pytest.fixture
def rng():
    return np.random.default_rng(12)


@pytest.mark.verifies("12.1")
def test_one_step_back_is_bounded_and_the_bound_is_tight(rng):
    W, Z, D = rng.normal(size=(6, 4)), rng.normal(size=(5, 6)), rng.normal(size=(5, 4))
    layer, affine = layers.Sigmoid(), layers.Affine(6, 4, rng=0)
    affine.W = W
    affine.forward(layer.forward(Z))
    before = layer.backward(affine.backward(D))
    stretch = np.linalg.svd(W)[1].max()
    assert stretch == pytest.approx(np.linalg.norm(W, 2))
    bound = 0.25 * stretch * np.linalg.norm(D, axis=1)
    assert np.all(np.linalg.norm(before, axis=1) <= bound)
    worst = np.linalg.svd(W)[2][:1]  # the row that W stretches most, at z = 0, where the slope is ¼
    affine.forward(layer.forward(np.zeros((1, 6))))
    back = np.linalg.norm(layer.backward(affine.backward(worst)))
    assert back == pytest.approx(0.25 * stretch)


def entropy(a, y):
    """(12.15) with the constant 0."""
    return -y * np.log(a) - (1 - y) * np.log(1 - a)


@pytest.mark.verifies("12.13", "12.15")
@pytest.mark.parametrize("y", TARGETS)
def test_the_cost_meets_the_demand_and_is_zero_for_a_right_answer(y):
    z = np.log(A / (1 - A))
    assert np.allclose(derivative(lambda a: entropy(a, y), A) * sigmoid_prime(z), A - y, atol=1e-8)
    assert np.allclose([binary_cross_entropy([a], [y]) for a in A], entropy(A, y), rtol=1e-12)
    if y in (0, 1):
        assert entropy(1e-12 if y == 0 else 1 - 1e-12, y) == pytest.approx(0, abs=1e-10)


@pytest.mark.verifies("12.14")
@pytest.mark.parametrize("y", TARGETS)
def test_the_partial_fractions(y):
    whole = (A - y) / (A * (1 - A))
    assert np.allclose(whole, -y / A + (1 - y) / (1 - A), rtol=1e-12, atol=1e-14)
    assert np.allclose(whole, derivative(lambda a: entropy(a, y), A), rtol=1e-6, atol=1e-8)


@pytest.mark.verifies("12.16")
@pytest.mark.parametrize("y", TARGETS)
def test_the_binary_cross_entropy_from_z(y):
    z = np.linspace(-9, 9, 37)
    first = np.log(1 + np.exp(z)) - y * z
    second = np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z))) - y * z
    assert np.allclose(first, entropy(sigmoid(z), y), rtol=1e-9, atol=1e-12)
    assert np.allclose(first, second, rtol=1e-9, atol=1e-12)
    layer, column = layers.SigmoidWithLoss(), np.full((len(z), 1), y)
    assert layer.forward(z[:, None], column) == pytest.approx(second.mean(), rel=1e-12)
    assert np.allclose(
        layer.backward()[:, 0], derivative(lambda v: np.log(1 + np.exp(v)) - y * v, z) / len(z)
    )


@pytest.mark.verifies("12.17")
def test_the_cost_made_to_order_for_softmax(rng):
    z, t = rng.normal(0, 2, (4, 3)), np.eye(3)[[0, 2, 1, 2]]

    def cost(z):
        return sum(np.log(sum(np.exp(row))) - sum(target * row) for row, target in zip(z, t)) / 4

    assert np.allclose(numerical_gradient(cost, z), (softmax(z) - t) / 4, atol=1e-8)
    assert layers.SoftmaxWithLoss().forward(z, t) == pytest.approx(cost(z), rel=1e-12)


@pytest.mark.verifies("12.4")
def test_the_mean_square_of_a_weighted_sum(rng):
    n, v = 50, 0.03
    a = rng.random((40, n)) ** 2  # not normal, and its mean is not 0
    z2 = np.mean([(a @ rng.normal(0, v**0.5, (n, 200))) ** 2 for _ in range(20)])
    assert z2 == pytest.approx(n * v * np.mean(a**2), rel=0.05)
    assert abs(z2 / (n * v * a.var()) - 1) > 0.5  # the mean square, not the variance


@pytest.mark.verifies("12.5")
def test_relu_keeps_half_of_the_mean_square(rng):
    z = rng.normal(0, 3, 400_000)
    assert np.mean(relu(z) ** 2) == pytest.approx(np.mean(z**2) / 2, rel=0.01)


def sizes(f, variance, rng, n=100, depth=10, nets=60):
    """⟨z²⟩ of the first and of the last layer."""
    result = np.zeros(2)
    for _ in range(nets):
        a, z2 = rng.normal(size=(10, n)), []
        for _ in range(depth):
            z = a @ rng.normal(0, variance**0.5, (n, n))
            z2.append(np.mean(z**2))
            a = f(z)
        result += np.array(z2)[[0, -1]] / nets
    return result


@pytest.mark.verifies("12.6")
def test_two_over_n_keeps_the_size_and_is_what_he_draws(rng):
    first, last = sizes(relu, 2 / 100, rng)
    assert last == pytest.approx(first, rel=0.2)
    first, last = sizes(relu, 1.8 / 100, rng)
    assert last < 0.6 * first
    W = layers.Affine(300, 200, init="he", rng=0).W
    assert W.var() == pytest.approx(2 / 300, rel=0.02)


@pytest.mark.verifies("12.7")
@pytest.mark.parametrize("inputs_of_next", [30, 120])
def test_the_mean_square_of_one_step_back(rng, inputs_of_next):
    n_next, v, nets = 60, 0.02, 60
    ratios = []
    for _ in range(nets):
        W = rng.normal(0, v**0.5, (inputs_of_next, n_next))
        z, D = rng.normal(0, 1.3, (20, inputs_of_next)), rng.normal(0, 2, (20, n_next))
        activation, affine = layers.Tanh(), layers.Affine(*W.shape, rng=0)
        affine.W = W
        affine.forward(activation.forward(z))
        before = activation.backward(affine.backward(D))
        ratios.append(np.mean(before**2) / (n_next * v * np.mean(tanh_prime(z) ** 2) * np.mean(D**2)))
    assert np.mean(ratios) == pytest.approx(1, abs=0.05)


@pytest.mark.verifies("12.8")
def test_the_middle_of_glorot_and_bengio(rng):
    n_in, n_out = 40, 160
    v = 2 / (n_in + n_out)
    forward, backward = n_in * v, n_out * v
    assert (forward + backward) / 2 == pytest.approx(1)  # one side gains what the other loses
    W = rng.normal(0, v**0.5, (400, n_in, n_out))
    x, D = rng.normal(size=(10, n_in)), rng.normal(size=(10, n_out))
    grows = np.mean((x @ W) ** 2) / np.mean(x**2) + np.mean((D @ W.swapaxes(1, 2)) ** 2) / np.mean(D**2)
    assert grows == pytest.approx(2, rel=0.05)
    assert 2 / (n_in + n_in) == 1 / n_in  # equal sizes: the variance of init="xavier"
    assert layers.Affine(300, 300, init="xavier", rng=0).W.var() == pytest.approx(2 / 600, rel=0.02)


@pytest.mark.verifies("12.9")
def test_biases_that_center_the_outputs_of_a_sigmoid_layer(rng):
    first, last = layers.Affine(5, 4, init="xavier", rng=1), layers.Affine(4, 3, init="xavier", rng=2)
    for k in range(3):
        last.b[k] = -1 / 2 * sum(last.W[j, k] for j in range(4))
    x = rng.normal(size=(8, 5))
    z = models.Sequential([first, layers.Sigmoid(), last]).predict(x)
    a = sigmoid(x @ first.W)
    by_index = [[sum((a[i, j] - 1 / 2) * last.W[j, k] for j in range(4)) for k in range(3)] for i in range(8)]
    np.testing.assert_allclose(z, by_index, rtol=1e-12, atol=1e-14)
    assert not np.allclose(z, a @ last.W)


@pytest.mark.verifies("12.11")
def test_a_dead_unit_has_no_gradient_and_a_living_one_has(rng):
    first, last = layers.Affine(5, 4, rng=1), layers.Affine(4, 3, rng=2)
    net = models.Sequential([first, layers.ReLU(), last])
    first.b[2] = -100
    x, t = rng.normal(size=(8, 5)), rng.integers(3, size=8)
    grads = net.gradient(x, t)
    assert not grads["W1"][:, 2].any()
    assert grads["b1"][2] == 0
    D = net.layers[1].backward(last.backward(net.loss_layer.backward()))
    by_index = np.array([[sum(x[i, j] * D[i, k] for i in range(8)) for k in range(4)] for j in range(5)])
    assert np.allclose(grads["W1"], by_index, rtol=1e-12, atol=1e-15)
    assert np.allclose(grads["b1"], [sum(D[:, k]) for k in range(4)], rtol=1e-12, atol=1e-15)
    assert by_index[:, [0, 1, 3]].any()


@pytest.mark.verifies("12.12")
@pytest.mark.parametrize("alpha", [0.0, 0.3, 1.0])
def test_the_leaky_relu_keeps_more_than_half(rng, alpha):
    z = rng.normal(0, 2, 400_000)
    a = np.where(z > 0, z, alpha * z)
    assert np.mean(a**2) == pytest.approx((1 + alpha**2) / 2 * np.mean(z**2), rel=0.01)
    first, last = sizes(lambda z: np.where(z > 0, z, alpha * z), 2 / ((1 + alpha**2) * 100), rng)
    assert last == pytest.approx(first, rel=0.2)


def test_a_ten_layer_tanh_network_follows_both_recursions(rng):
    """(12.4) and (12.7) together, with the means of tanh² and tanh'² over a normal distribution."""
    grid = np.linspace(-8, 8, 2001)
    bell = np.exp(-(grid**2) / 2)
    bell /= bell.sum()
    q = [1.0]
    for _ in range(9):
        q.append(bell @ tanh(q[-1] ** 0.5 * grid) ** 2)
    assert sizes(tanh, 1 / 100, rng)[1] == pytest.approx(q[-1], rel=0.1)


@pytest.mark.verifies("12.10")
def test_equal_units_have_equal_derivatives(rng):
    net, x, y = Network([4, 3, 2], rng=1), rng.normal(size=(4, 5)), rng.random((2, 5))
    cost = net.loss(x, y)
    for array in (net.weights[0], net.biases[0], net.weights[1].T):  # swap units 1 and 2
        array[[0, 1]] = array[[1, 0]]
    assert net.loss(x, y) == pytest.approx(cost, rel=1e-12)
    for array in (net.weights[0], net.biases[0], net.weights[1].T):  # now make them equal
        array[1] = array[0]

    def of_first(w):
        net.weights[0][...] = w
        return net.loss(x, y)

    W = net.weights[0].copy()
    raised = np.array([W, W, W])  # the same weight of unit 1, of its equal 2, and of another unit
    for unit in range(3):
        raised[unit, unit, 1] += 0.3
    costs = [of_first(w) for w in raised]
    assert costs[0] == pytest.approx(costs[1], rel=1e-12)
    assert costs[0] != pytest.approx(costs[2], rel=1e-6)
    dW = numerical_gradient(of_first, W)
    net.weights[0][...] = W
    np.testing.assert_allclose(dW[1], dW[0], atol=1e-8)
    assert np.abs(dW[2] - dW[0]).max() > 1e-4
    np.testing.assert_allclose(net.backprop(x, y)[1][0], dW, atol=1e-8)


@pytest.mark.verifies("12.2")
def test_mean_square_of_a_weighted_input(rng):
    a = rng.random((30, 1))
    for v in (1.0, 0.25):
        z = rng.normal(0, v**0.5, (200_000, 30)) @ a  # as many units as draws
        assert np.mean(z**2) == pytest.approx(30 * v * np.mean(a**2), rel=0.02)


@pytest.mark.verifies("12.3")
@pytest.mark.parametrize("n_in", [9, 400])
def test_first_weights_of_a_network_have_variance_one_over_n(n_in):
    net = Network([n_in, 3000], rng=2)
    assert net.weights[0].var() == pytest.approx(1 / n_in, rel=0.03)
    assert net.weights[0].mean() == pytest.approx(0, abs=0.03 / n_in**0.5)
    assert net.biases[0].std() == pytest.approx(1, rel=0.05)
    a = np.random.default_rng(3).random((n_in, 1))
    z = net.weights[0] @ a
    assert np.mean(z**2) == pytest.approx(np.mean(a**2), rel=0.1)
