import math

import numpy as np
import pytest
from helpers import SEEDS, SIZES, complex_gradient, error, one_hot
from hypothesis import given

from bplib import costs
from bplib.gradients import numerical_gradient

PAIRS = {
    "quadratic": (costs.quadratic, costs.quadratic_prime),
    "binary_cross_entropy": (costs.binary_cross_entropy, costs.binary_cross_entropy_prime),
    "softmax_cross_entropy": (costs.softmax_cross_entropy, costs.softmax_cross_entropy_prime),
}
NAMES = list(PAIRS)
ALL = [f for pair in PAIRS.values() for f in pair]
DTYPES = [np.float32, np.float64]


def example(name, m, k, seed):
    """Outputs and targets of m examples (rows) that a cost accepts."""
    rng = np.random.default_rng(seed)
    if name == "quadratic":
        return rng.normal(size=(m, k)), rng.normal(size=(m, k))
    if name == "binary_cross_entropy":
        return rng.uniform(0.02, 0.98, (m, k)), rng.uniform(size=(m, k))
    return rng.normal(0, 2, (m, k)), one_hot(rng.integers(0, k, m), k)


def test_values():
    a, y = np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[0.0, 0.0], [3.0, 3.0]])
    assert costs.quadratic(a, y) == (1 + 4 + 0 + 4) / 2 / 2
    assert costs.quadratic_prime(a, y).tolist() == [[0.5, 1], [0, 1]]
    a, y = np.array([[0.25, 0.5]]), np.array([[1.0, 0.0]])
    assert costs.binary_cross_entropy(a, y) == pytest.approx(math.log(4) + math.log(2))
    assert costs.binary_cross_entropy_prime(a, y).tolist() == [[-4, 2]]
    logits = np.log([[1.0, 2.0, 1.0], [3.0, 3.0, 2.0]])
    assert costs.softmax_cross_entropy(logits, [1, 2]) == pytest.approx((math.log(2) + math.log(4)) / 2)
    wanted = [[0.125, -0.25, 0.125], [0.1875, 0.1875, -0.375]]
    assert np.allclose(costs.softmax_cross_entropy_prime(logits, [1, 2]), wanted)


@pytest.mark.parametrize("name", NAMES)
@given(m=SIZES, k=SIZES, seed=SEEDS)
def test_prime_is_the_gradient(name, m, k, seed):
    cost, prime = PAIRS[name]
    a, y = example(name, m, k, seed)
    c = a.astype(complex)
    exact = complex_gradient(lambda: cost(c, y), c)
    assert np.allclose(prime(a, y), exact, rtol=1e-12, atol=1e-12)
    numeric = numerical_gradient(lambda a: cost(a, y), a)
    assert np.allclose(prime(a, y), numeric, rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("name", NAMES)
@given(m=SIZES, k=SIZES, seed=SEEDS)
def test_axis_and_mean(name, m, k, seed):
    """Columns give what rows give; the cost of a batch is the mean over its examples."""
    cost, prime = PAIRS[name]
    a, y = example(name, m, k, seed)
    assert cost(a.T, y.T, axis=0) == pytest.approx(cost(a, y), rel=1e-13)
    assert error(prime(a.T, y.T, axis=0).T, prime(a, y)) < 1e-13
    assert cost(a, y) == pytest.approx(np.mean([cost(*pair) for pair in zip(a, y)]), rel=1e-13)
    assert error(m * prime(a, y), np.array([prime(*pair) for pair in zip(a, y)])) < 1e-12
    twice = np.concatenate([a, a]), np.concatenate([y, y])
    assert cost(*twice) == pytest.approx(cost(a, y), rel=1e-13)


@pytest.mark.parametrize("f", [costs.softmax_cross_entropy, costs.softmax_cross_entropy_prime])
def test_labels_are_one_hot_rows(f, rng):
    t = rng.integers(0, 4, (2, 3))
    for dtype in (np.uint8, np.int64):
        logits = rng.normal(size=(2, 3, 4))
        assert np.array_equal(f(logits, t.astype(dtype)), f(logits, one_hot(t, 4)))
        columns = np.moveaxis(logits, -1, 1)  # (2, 4, 3)
        assert np.allclose(f(columns, t, axis=1), f(columns, np.moveaxis(one_hot(t, 4), -1, 1), axis=1))
    assert np.array_equal(f(logits[0, 0], 2), f(logits[0, 0], [0, 0, 1, 0]))


@pytest.mark.parametrize("name", NAMES)
def test_single_number_and_single_example(name):
    cost, prime = PAIRS[name]
    if name != "softmax_cross_entropy":
        assert cost(0.5, 1) == pytest.approx({"quadratic": 0.125}.get(name, math.log(2)))
        assert prime(0.5, 1) == pytest.approx({"quadratic": -0.5}.get(name, -2.0))
    a, y = example(name, 1, 3, 0)
    assert cost(a[0], y[0]) == pytest.approx(cost(a, y))


@pytest.mark.parametrize("name", NAMES)
def test_float32_stays_float32(name):
    a, y = (array.astype(np.float32) for array in example(name, 3, 4, 0))
    for f in PAIRS[name]:
        assert f(a, y).dtype == np.float32
    if name == "softmax_cross_entropy":
        assert costs.softmax_cross_entropy_prime(a, y.astype(np.float64)).dtype == np.float32
        assert costs.softmax_cross_entropy_prime(a, [0, 1, 2]).dtype == np.float32


@pytest.mark.usefixtures("careful")
@pytest.mark.parametrize("dtype", DTYPES)
def test_probabilities_of_0_and_1(dtype):
    a = np.array([[0, 1, 0, 1]], dtype)
    right, wrong = a.copy(), 1 - a
    assert costs.binary_cross_entropy(a, right) == 0
    assert not costs.binary_cross_entropy_prime(a, right).any()
    assert 4 * 80 < costs.binary_cross_entropy(a, wrong) < 4 * 750
    slope = costs.binary_cross_entropy_prime(a, wrong)
    assert np.isfinite(slope).all()
    assert np.array_equal(np.sign(slope), [[-1, 1, -1, 1]])
    for p in (np.finfo(dtype).tiny, np.finfo(dtype).smallest_subnormal, 1 - np.finfo(dtype).epsneg):
        a = np.array([[p]], dtype)
        assert np.isfinite(
            [costs.binary_cross_entropy(a, 0 * a), costs.binary_cross_entropy(a, 1 + 0 * a)]
        ).all()
        assert np.isfinite(costs.binary_cross_entropy_prime(a, 1 + 0 * a)).all()


@pytest.mark.usefixtures("careful")
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("size", [1e2, 1e4, 1e38])
def test_large_logits(dtype, size):
    logits = np.array([[size, -size, 0]], dtype)
    assert costs.softmax_cross_entropy(logits, [0]) == 0
    assert costs.softmax_cross_entropy(logits, [1]) == pytest.approx(2 * size)
    assert np.allclose(costs.softmax_cross_entropy_prime(logits, [1]), [[1, -1, 0]], rtol=0, atol=1e-40)
    largest = np.finfo(dtype).max
    assert np.isfinite(costs.softmax_cross_entropy(np.array([[largest, -largest]]), [1]))


@pytest.mark.parametrize("f", ALL)
def test_arguments_are_left_as_they_were(f):
    a, y = example(f.__name__.removesuffix("_prime"), 3, 4, 0)
    before = a.copy(), y.copy()
    f(a, y)
    assert np.array_equal(a, before[0])
    assert np.array_equal(y, before[1])


@pytest.mark.parametrize("f", ALL[:4])
@pytest.mark.parametrize(
    ("a", "y", "message"),
    [
        (np.zeros((3, 1)), np.zeros(3), r"y has shape \(3,\), a has shape \(3, 1\): they must be the same"),
        (np.zeros((3, 2)), np.zeros((2, 3)), r"y has shape \(2, 3\), a has shape \(3, 2\)"),
        (np.zeros((0, 2)), np.zeros((0, 2)), r"a must hold at least one number, got shape \(0, 2\)"),
        ("a", [1.0], "a must be numbers, got str"),
        ([1.0], [None], "y must be numbers, got list"),
    ],
)
def test_refused(f, a, y, message):
    with pytest.raises(ValueError, match=message):
        f(a, y)


@pytest.mark.parametrize("f", ALL[2:4])
@pytest.mark.parametrize(
    ("a", "came"), [([1.5], "1.5 to 1.5"), ([-0.1, 1], "-0.1 to 1"), ([np.nan], "nan to nan")]
)
def test_not_probabilities(f, a, came):
    with pytest.raises(ValueError, match=f"a must lie between 0 and 1, got {came}"):
        f(np.array(a), np.zeros(len(a)))


@pytest.mark.parametrize("f", ALL[4:])
@pytest.mark.parametrize(
    ("logits", "t", "message"),
    [
        (np.zeros((2, 3)), [0, 3], "t must be labels from 0 to 2, got 3"),
        (np.zeros((2, 3)), [0, -1], "t must be labels from 0 to 2, got -1"),
        (np.zeros((2, 3)), [0.0, 1.0], "t must be integer labels, got dtype float64"),
        (np.zeros((2, 3)), [0, 1, 2], r"t must be labels of shape \(2,\), got shape \(3,\)"),
        (np.zeros((2, 3)), [[0], [1]], r"t has shape \(2, 1\), logits has shape \(2, 3\)"),
        (np.zeros((2, 3)), np.zeros((2, 3)), "t must be one-hot"),
        (np.zeros((2, 3)), "ab", "t must be numbers"),
        (np.zeros((0, 3)), [], r"logits must hold at least one example, got shape \(0, 3\)"),
        (1.0, 0, r"logits must hold at least one example, got shape \(\)"),
        ("ab", [0], "logits must be numbers, got str"),
    ],
)
def test_refused_targets(f, logits, t, message):
    with pytest.raises(ValueError, match=message):
        f(logits, t)
