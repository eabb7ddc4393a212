"""The numbered equations of chapter 8, each held against sums by index, differences or the columns of chapter 6."""

import numpy as np
import pytest

from bplib import costs, layers, models
from bplib.activations import log_softmax, sigmoid, sigmoid_prime, softmax
from bplib.costs import quadratic
from bplib.gradients import numerical_gradient
from bplib.network import Network

M, N, K = 5, 4, 3  # examples, inputs, outputs
SIZES = [4, 6, 5, 3]


@pytest.fixture
def rng():
    return np.random.default_rng(8)


@pytest.fixture
def columns(rng):
    return Network(SIZES, rng=rng), rng.normal(size=(SIZES[0], M)), rng.random((SIZES[-1], M))


def rows(columns):
    """X, T, and the row parameters of a network in columns."""
    net, x, y = columns
    return x.T, y.T, [W.T for W in net.weights], [b[:, 0] for b in net.biases]


def forward(x, weights, biases):
    """(8.4): the lists Z_1 … and A_0 …"""
    Z, A = [], [x]
    for W, b in zip(weights, biases):
        Z.append(A[-1] @ W + b)
        A.append(sigmoid(Z[-1]))
    return Z, A


def errors(columns):
    """(8.5) and (8.6): D_1 … D_N."""
    X, T, weights, biases = rows(columns)
    Z, A = forward(X, weights, biases)
    D = [(A[-1] - T) / len(X) * sigmoid_prime(Z[-1])]
    for W, z in zip(weights[:0:-1], Z[-2::-1]):
        D.insert(0, (D[0] @ W.T) * sigmoid_prime(z))
    return D


def errors_by_differences(columns, l):
    """∂C/∂Z of step l, with the rest of the network run on from there."""
    X, T, weights, biases = rows(columns)
    Z, _ = forward(X, weights, biases)

    def cost(z):
        a = sigmoid(z)
        for W, b in zip(weights[l + 1 :], biases[l + 1 :]):
            a = sigmoid(a @ W + b)
        return quadratic(a, T)

    return numerical_gradient(cost, Z[l])


@pytest.mark.verifies("8.1")
def test_a_batch_of_columns_sums_over_the_examples(columns):
    net, x, y = columns
    nabla_b, nabla_w = net.backprop(x, y)
    deltas = [D.T for D in errors(columns)]  # n_l × m, the 1/m in them
    X, _, weights, biases = rows(columns)
    activations = [a.T for a in forward(X, weights, biases)[1]]
    for delta, a, by_w, by_b in zip(deltas, activations, nabla_w, nabla_b):
        by_index = np.zeros(by_w.shape)
        for j, k in np.ndindex(by_w.shape):
            by_index[j, k] = sum(delta[j, i] * a[k, i] for i in range(M))
        assert np.allclose(by_index, by_w, rtol=1e-12, atol=1e-15)
        assert np.allclose(delta @ a.T, by_w, rtol=1e-12, atol=1e-15)
        sums = [sum(delta[j, i] for i in range(M)) for j in range(len(delta))]
        assert np.allclose(sums, by_b[:, 0], rtol=1e-12, atol=1e-15)
    singles = [net.backprop(x[:, [i]], y[:, [i]])[1] for i in range(M)]
    for batch, its in zip(nabla_w, zip(*singles)):
        assert np.allclose(batch, np.mean(its, axis=0), rtol=1e-12, atol=1e-15)


@pytest.mark.verifies("8.2")
def test_transposing_a_product_turns_the_order_around(rng):
    A, B = rng.normal(size=(M, N)), rng.normal(size=(N, K))
    by_index = np.array([[sum(A[i, j] * B[j, k] for j in range(N)) for i in range(M)] for k in range(K)])
    assert np.allclose(by_index, B.T @ A.T, rtol=1e-13)


@pytest.mark.verifies("8.3")
def test_the_equations_of_columns_transposed(columns):
    net, x, y = columns
    W, b = net.weights, net.biases
    a, z = [x], []
    for w, c in zip(W, b):
        z.append(w @ a[-1] + c)
        a.append(sigmoid(z[-1]))
        assert np.allclose(z[-1].T, a[-2].T @ w.T + c.T, rtol=1e-13)  # forward
    by_z = [errors_by_differences(columns, l) for l in range(3)]  # (δ^l) transposed
    by_a = numerical_gradient(lambda out: quadratic(out, y, axis=0), a[-1])
    assert np.allclose(by_z[2], by_a.T * sigmoid_prime(z[2].T), rtol=1e-6, atol=1e-10)  # (BP1)
    for l in (0, 1):
        assert np.allclose(
            by_z[l], (by_z[l + 1] @ W[l + 1]) * sigmoid_prime(z[l].T), rtol=1e-6, atol=1e-10
        )  # (BP2)
    nabla_b, nabla_w = net.backprop(x, y)
    for l in range(3):
        assert np.allclose(nabla_b[l].T, by_z[l].sum(axis=0), rtol=1e-6, atol=1e-10)  # (BP3)
        assert np.allclose(nabla_w[l].T, a[l] @ by_z[l], rtol=1e-6, atol=1e-10)  # (BP4)


@pytest.mark.verifies("8.4")
def test_the_forward_pass_in_rows_is_that_in_columns(columns):
    net, x, _ = columns
    X, _, weights, biases = rows(columns)
    Z, A = forward(X, weights, biases)
    assert np.allclose(A[-1], net.feedforward(x).T, rtol=1e-13)
    for W, b, a, z in zip(weights, biases, A, Z):
        layer = layers.Affine(*W.shape)
        layer.W, layer.b = W, b
        assert np.allclose(layer.forward(a), z, rtol=1e-13)


@pytest.mark.verifies("8.5")
def test_the_error_of_the_output_in_rows(columns):
    assert np.allclose(errors(columns)[-1], errors_by_differences(columns, 2), rtol=1e-7, atol=1e-11)


@pytest.mark.verifies("8.6")
@pytest.mark.parametrize("l", [0, 1])
def test_the_error_goes_one_step_back_in_rows(columns, l):
    assert np.allclose(errors(columns)[l], errors_by_differences(columns, l), rtol=1e-7, atol=1e-11)


@pytest.mark.verifies("8.7")
def test_the_bias_gradient_sums_the_rows(columns):
    net, x, y = columns
    for D, wanted in zip(errors(columns), net.backprop(x, y)[0]):
        by_index = [sum(D[i, k] for i in range(M)) for k in range(D.shape[1])]
        assert np.allclose(by_index, wanted[:, 0], rtol=1e-12, atol=1e-15)


@pytest.mark.verifies("8.8")
def test_the_weight_gradient_in_rows_is_the_transpose_of_that_in_columns(columns):
    net, x, y = columns
    X, _, weights, biases = rows(columns)
    _, A = forward(X, weights, biases)
    for a, D, wanted in zip(A, errors(columns), net.backprop(x, y)[1]):
        assert np.abs(a.T @ D - wanted.T).max() < 1e-12


@pytest.mark.verifies("8.9")
@pytest.mark.parametrize(
    "kind", [layers.Tanh, layers.Sigmoid, layers.ReLU, lambda: layers.Affine(N, K, rng=0)]
)
def test_backward_is_the_jacobian_times_dout(rng, kind):
    layer, x = kind(), rng.normal(size=(M, N))
    out = layer.forward(x)
    dout = rng.normal(size=out.shape)
    dx = layer.backward(dout)
    jacobian = np.empty((*out.shape, *x.shape))
    for p, q in np.ndindex(out.shape):
        jacobian[p, q] = numerical_gradient(lambda value, p=p, q=q: kind().forward(value)[p, q], x)
    by_index = np.zeros(x.shape)
    for p, q in np.ndindex(out.shape):
        by_index += dout[p, q] * jacobian[p, q]
    assert np.allclose(dx, by_index, rtol=0, atol=1e-8)  # (8.9)
    S = numerical_gradient(lambda value: np.sum(dout * kind().forward(value)), x)
    assert np.allclose(dx, S, rtol=0, atol=1e-8)  # the derivative of S = Σ D O, which a layer is checked with


@pytest.mark.verifies("8.10")
def test_backward_of_affine(rng):
    layer, x, dout = layers.Affine(N, K, rng=rng), rng.normal(size=(M, N)), rng.normal(size=(M, K))
    layer.b += rng.normal(size=K)
    layer.forward(x)
    dx = layer.backward(dout)
    W, b = layer.W.copy(), layer.b.copy()

    def S(x, W, b):
        z = [[sum(x[p, j] * W[j, q] for j in range(N)) + b[q] for q in range(K)] for p in range(M)]
        return np.sum(dout * np.array(z))

    pairs = (
        (dx, dout @ W.T, numerical_gradient(lambda v: S(v, W, b), x)),
        (layer.dW, x.T @ dout, numerical_gradient(lambda v: S(x, v, b), W)),
        (layer.db, sum(dout), numerical_gradient(lambda v: S(x, W, v), b)),
    )
    for got, equation, numeric in pairs:
        assert np.allclose(equation, numeric, rtol=0, atol=1e-8)
        assert np.allclose(got, equation, rtol=1e-13)


@pytest.mark.verifies("8.11")
@pytest.mark.parametrize(
    ("layer", "function", "slope"),
    [
        (layers.Sigmoid(), lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a)),
        (layers.Tanh(), lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)), lambda a: 1 - a * a),
    ],
)
def test_backward_of_sigmoid_and_tanh_from_the_output(rng, layer, function, slope):
    z, dout = rng.normal(size=(M, N)), rng.normal(size=(M, N))
    equation = dout * slope(function(z))
    assert np.allclose(
        equation, numerical_gradient(lambda v: np.sum(dout * function(v)), z), rtol=0, atol=1e-8
    )
    assert np.allclose(layer.forward(z), function(z), rtol=1e-12)
    assert np.allclose(layer.backward(dout), equation, rtol=1e-12)


@pytest.mark.verifies("8.12")
def test_backward_of_relu(rng):
    z, dout = rng.choice([-1, 1], (M, N)) * rng.uniform(0.1, 2, (M, N)), rng.normal(size=(M, N))
    equation = np.array([[d if v > 0 else 0 for v, d in zip(*pair)] for pair in zip(z, dout)])
    numeric = numerical_gradient(lambda v: np.sum(dout * np.where(v < 0, 0, v)), z)
    assert np.allclose(equation, numeric, rtol=0, atol=1e-8)
    layer = layers.ReLU()
    layer.forward(z)
    assert np.array_equal(layer.backward(dout), equation)
    layer.forward(np.zeros((1, 1)))
    assert layer.backward(np.ones((1, 1))) == 0


def softmax_cost(z, t):
    """(8.14), example by example."""
    T = np.eye(z.shape[1])[t]
    return sum(np.log(sum(np.exp(z[i]))) - sum(T[i] * z[i]) for i in range(len(z))) / len(z)


@pytest.mark.verifies("8.14")
def test_cross_entropy_from_the_scores(rng):
    z, t = rng.normal(0, 2, (M, K)), rng.integers(K, size=M)
    y = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    by_definition = -np.mean([np.log(y[i, t[i]]) for i in range(M)])
    assert softmax_cost(z, t) == pytest.approx(by_definition, rel=1e-12)
    assert layers.SoftmaxWithLoss().forward(z, t) == pytest.approx(by_definition, rel=1e-12)


@pytest.mark.verifies("8.15")
def test_the_gradient_of_the_scores_is_y_less_t_by_m(rng):
    z, t = rng.normal(0, 2, (M, K)), rng.integers(K, size=M)
    y = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    equation = (y - np.eye(K)[t]) / M
    assert np.allclose(equation, numerical_gradient(lambda v: softmax_cost(v, t), z), rtol=0, atol=1e-8)
    layer = layers.SoftmaxWithLoss()
    layer.forward(z, t)
    assert np.allclose(layer.backward(), equation, rtol=1e-12, atol=1e-16)
    assert np.abs(equation.sum(axis=1)).max() < 1e-15


class Counted(np.ndarray):
    total = 0

    def __array_ufunc__(self, ufunc, method, *inputs, **settings):
        a, *rest = plain = [np.asarray(value) for value in inputs]
        if ufunc is np.matmul:
            Counted.total += a.size * rest[0].shape[1]
        return getattr(ufunc, method)(*plain, **settings)


@pytest.mark.verifies("8.18")
def test_the_share_of_the_unneeded_gradient(monkeypatch):
    n0, n1, n2 = 7, 4, 3
    net, spent = models.Sequential([layers.Affine(n0, n1), layers.Affine(n1, n2)]), {}
    for layer in net.layers:
        layer.W = layer.W.view(Counted)
    monkeypatch.setattr(layers.affine, "checked_dout", lambda dout, shape: np.asarray(dout).view(Counted))
    for needed in (True, False):
        net.layers[0].needs_dx = needed
        net.loss(np.ones((1, n0)), [1])
        Counted.total, dout = 0, net.loss_layer.backward()
        for layer in reversed(net.layers):
            dout = layer.backward(dout)
        spent[needed] = Counted.total
    assert spent[True] == 2 * n0 * n1 + 2 * n1 * n2
    assert (spent[True] - spent[False]) / spent[True] == pytest.approx(n0 / (2 * (n0 + n2)))


@pytest.mark.verifies("8.17")
def test_backward_of_the_leaky_relu(rng):
    z, dout, alpha = rng.normal(size=(M, N)), rng.normal(size=(M, N)), np.array([0.3])

    def S(z, alpha):
        return sum(d * (v if v > 0 else alpha[0] * v) for v, d in zip(z.flat, dout.flat))

    by_z = np.array([d * (1 if v > 0 else alpha[0]) for v, d in zip(z.flat, dout.flat)]).reshape(z.shape)
    by_alpha = sum(d * v for v, d in zip(z.flat, dout.flat) if v <= 0)
    assert np.allclose(by_z, numerical_gradient(lambda v: S(v, alpha), z), rtol=0, atol=1e-8)
    assert by_alpha == pytest.approx(numerical_gradient(lambda v: S(z, v), alpha)[0], rel=1e-7)


@pytest.mark.verifies("8.16")
def test_what_is_copied_forward_is_summed_backward_and_the_other_way_around(rng):
    x, v, D, E = rng.normal(size=(4, M, N))
    split = numerical_gradient(lambda x: np.sum(D * x) + np.sum(E * x), x)
    assert np.allclose(split, D + E, rtol=0, atol=1e-8)
    for add in (lambda w: np.sum(D * (w + v)), lambda w: np.sum(D * (v + w))):
        assert np.allclose(numerical_gradient(add, x), D, rtol=0, atol=1e-8)


@pytest.mark.verifies("8.21")
def test_the_shifted_log_sum_exp(rng):
    z = rng.normal(0, 3, K)
    top = z.max()
    shifted = top + np.log(sum(np.exp(z - top)))
    assert shifted == pytest.approx(np.log(sum(np.exp(z))), rel=1e-13)
    assert np.allclose(log_softmax(z), z - shifted, rtol=1e-12)
    assert 1 <= sum(np.exp(z - top)) <= K
    with np.errstate(all="raise", under="ignore"):
        assert np.array_equal(log_softmax(np.array([800.0, 0.0, -800.0])), [0, -800, -1600])


@pytest.mark.verifies("8.22")
def test_the_stable_logistic_cost(rng):
    z, t = rng.normal(0, 3, (M, 1)), rng.random((M, 1))
    stable = np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z))) - t * z
    assert np.allclose(stable, np.log(1 + np.exp(z)) - t * z, rtol=1e-12)
    a = sigmoid(z)
    assert np.allclose(stable, -t * np.log(a) - (1 - t) * np.log(1 - a), rtol=1e-10)
    assert layers.SigmoidWithLoss().forward(z, t) == pytest.approx(stable.mean(), rel=1e-12)
    pair = np.hstack([z, np.zeros((M, 1))])
    assert layers.SoftmaxWithLoss().forward(pair, np.hstack([t, 1 - t])) == pytest.approx(
        stable.mean(), rel=1e-12
    )


@pytest.mark.verifies("8.19")
def test_the_two_forms_of_the_sigmoid_are_equal_and_the_library_never_overflows(rng):
    z = rng.normal(size=20) * 4
    assert np.allclose(np.exp(z) / (np.exp(z) + 1), 1 / (1 + np.exp(-z)))
    assert np.allclose(np.exp(z) / (np.exp(z) + 1), sigmoid(z))
    with np.errstate(over="raise"):
        assert np.array_equal(sigmoid([-1e4, 1e4]), [0, 1])


@pytest.mark.verifies("8.13")
def test_softmax_is_the_share_of_each_exponential(rng):
    z = rng.normal(size=(K, M))
    a = softmax(z, axis=0)
    for i in range(M):
        total = sum(np.exp(z[k, i]) for k in range(K))
        assert np.allclose(a[:, i], [np.exp(z[j, i]) / total for j in range(K)])


@pytest.mark.verifies("8.20")
def test_a_number_added_to_all_logits_changes_no_softmax(rng):
    z, c = rng.normal(size=K), float(rng.normal())
    shifted = [np.exp(z[j] + c) / np.exp(z + c).sum() for j in range(K)]
    assert np.allclose(shifted, np.exp(z) / np.exp(z).sum())
    assert np.allclose(softmax(z + 1e3), softmax(z))


@pytest.mark.verifies("8.23")
def test_the_jacobian_of_softmax(rng):
    z = rng.normal(size=K)
    a = softmax(z)
    for j in range(K):
        measured = numerical_gradient(lambda z, j=j: softmax(z)[j], z)
        assert np.allclose([a[j] * ((j == k) - a[k]) for k in range(K)], measured)


@pytest.mark.verifies("8.24")
def test_softmax_with_cross_entropy_has_the_error_a_minus_y(rng):
    z, y = rng.normal(size=(K, 1)), np.zeros((K, 1))
    y[2] = 1
    a = softmax(z, axis=0)
    by_formula = -sum(y[j, 0] * np.log(a[j, 0]) for j in range(K))
    assert np.isclose(costs.softmax_cross_entropy(z, y, axis=0), by_formula)
    measured = numerical_gradient(lambda z: -np.sum(y * np.log(softmax(z, axis=0))), z)
    assert np.allclose(a - y, measured)
    assert np.allclose(costs.softmax_cross_entropy_prime(z, y, axis=0), a - y)
