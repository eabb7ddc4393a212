"""The scalar reverse mode, against the complex step, forward mode and ``Network.backprop``."""

import math

import numpy as np
import pytest
from helpers import error
from hypothesis import given
from hypothesis import strategies as st

import bplib.autodiff
from bplib import Network, datasets
from bplib.autodiff import Value
from bplib.dual import Dual

MODERATE = st.floats(-5, 5).filter(lambda x: abs(x) > 1e-3)
POSITIVE = st.floats(1e-3, 5)

# The calculation with Values, and the same as a function of complex numbers.
UNARY = {
    "negative": (lambda x: -x, lambda x: -x),
    "exp": (lambda x: x.exp(), np.exp),
    "tanh": (lambda x: x.tanh(), np.tanh),
    "sigmoid": (lambda x: x.sigmoid(), lambda x: 1 / (1 + np.exp(-x))),
    "relu": (lambda x: x.relu(), lambda x: x if x.real > 0 else 0 * x),
    "square": (lambda x: x**2, lambda x: x**2),
    "cube": (lambda x: x**3, lambda x: x**3),
    "reciprocal": (lambda x: x**-1, lambda x: 1 / x),
    "power 0": (lambda x: x**0, lambda x: x**0),
    "number on the left of +": (lambda x: 3 + x, lambda x: 3 + x),
    "number on the right of +": (lambda x: x + 3, lambda x: x + 3),
    "number on the left of -": (lambda x: 3 - x, lambda x: 3 - x),
    "number on the right of -": (lambda x: x - 3, lambda x: x - 3),
    "number on the left of *": (lambda x: 3 * x, lambda x: 3 * x),
    "number on the right of *": (lambda x: x * 3, lambda x: x * 3),
    "number on the left of /": (lambda x: 3 / x, lambda x: 3 / x),
    "number on the right of /": (lambda x: x / 3, lambda x: x / 3),
}
OF_POSITIVE = {
    "log": (lambda x: x.log(), np.log),
    "square root": (lambda x: x**0.5, np.sqrt),
    "power -1.5": (lambda x: x**-1.5, lambda x: x**-1.5),
}
BINARY = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y,
}


def slope(f, x, h=1e-200):
    """f'(x) by the complex step."""
    return np.imag(f(x + 1j * h)) / h


def gradients(f, *numbers):
    """The result of a calculation with Values, and the derivatives with respect to its inputs."""
    inputs = [Value(x) for x in numbers]
    result = f(*inputs)
    result.backward()
    return result.data, [x.grad for x in inputs]


@pytest.mark.parametrize("name", UNARY)
@given(x=MODERATE)
def test_an_operation_on_one_value(name, x):
    f, plain = UNARY[name]
    data, (grad,) = gradients(f, x)
    assert data == pytest.approx(np.real(plain(complex(x))), rel=1e-14, abs=1e-15)
    assert grad == pytest.approx(slope(plain, x), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("name", OF_POSITIVE)
@given(x=POSITIVE)
def test_an_operation_on_a_positive_value(name, x):
    f, plain = OF_POSITIVE[name]
    data, (grad,) = gradients(f, x)
    assert data == pytest.approx(np.real(plain(complex(x))), rel=1e-14, abs=1e-15)
    assert grad == pytest.approx(slope(plain, x), rel=1e-12)


@pytest.mark.parametrize("name", BINARY)
@given(x=MODERATE, y=MODERATE)
def test_an_operation_on_two_values(name, x, y):
    f = BINARY[name]
    data, (x_bar, y_bar) = gradients(f, x, y)
    assert data == f(x, y)
    assert x_bar == pytest.approx(slope(lambda x: f(x, y), x), rel=1e-12)
    assert y_bar == pytest.approx(slope(lambda y: f(x, y), y), rel=1e-12)


@given(st.floats(-1e6, 1e6))
def test_sigmoid_and_tanh_neither_overflow_nor_leave_their_range(x):
    for f, low in ((Value.sigmoid, 0), (Value.tanh, -1)):
        data, (grad,) = gradients(f, x)
        assert low <= data <= 1
        assert 0 <= grad <= 1


def test_the_slope_of_a_sigmoid_far_out_keeps_its_digits():
    _, (grad,) = gradients(Value.sigmoid, 50.0)
    assert grad == pytest.approx(math.exp(-50), rel=1e-12, abs=0)  # s (1 - s) would be 0


def test_relu_has_the_slope_0_at_0():
    assert gradients(Value.relu, 0.0) == (0.0, [0.0])
    assert gradients(Value.relu, -0.0) == (0.0, [0.0])


@given(x=MODERATE, y=POSITIVE, n=st.integers(-3, 3))
def test_forward_mode_agrees(x, y, n):
    def f(x, y, log, tanh, exp, square):
        u = tanh(x * y) + log(y) / y
        v = u * u - x / (2 + square(u)) + u
        return exp(-square(v) / 10) * v + y**n - 3 * x

    _, found = gradients(lambda x, y: f(x, y, Value.log, Value.tanh, Value.exp, lambda x: x**2), x, y)
    for k, grad in enumerate(found):
        tangents = (1.0, 0.0) if k == 0 else (0.0, 1.0)
        dual = f(Dual(x, tangents[0]), Dual(y, tangents[1]), np.log, np.tanh, np.exp, np.square)
        assert grad == pytest.approx(float(dual.tangent), rel=1e-9, abs=1e-9)


# Nodes that are used more than once


@given(MODERATE)
def test_a_cube_by_products(x):
    _, (grad,) = gradients(lambda x: x * x * x, x)
    assert grad == pytest.approx(3 * x**2, rel=1e-14)


def test_shares_add_up_at_an_input_and_at_a_node_in_between():
    assert gradients(lambda a: a + a, 1.0) == (2.0, [2.0])

    def doubled_twice(a):
        b = a + a
        return b + b

    assert gradients(doubled_twice, 1.0) == (4.0, [4.0])


@pytest.mark.parametrize("e_of", [lambda b, c: b + c, lambda b, c: c + b])
def test_a_node_waits_for_all_that_use_it(e_of):
    """In preorder the first gives 2 for 6."""
    a = Value(1.0)
    b = a + a
    c = b + b
    e_of(b, c).backward()
    assert (c.grad, b.grad, a.grad) == (1.0, 3.0, 6.0)


@given(st.integers(0, 2**32 - 1))
def test_random_graphs_against_the_complex_step(seed):
    rng = np.random.default_rng(seed)
    steps = [(rng.integers(3), *rng.integers(k, size=2)) for k in range(3, 15)]

    def calculate(inputs):
        nodes = list(inputs)
        for operation, i, j in steps:
            x, y = nodes[i], nodes[j]
            nodes.append((x + y, x - y * 0.5, x * y)[operation])
        return sum(nodes)

    start = rng.uniform(-1, 1, 3)
    _, found = gradients(lambda *inputs: calculate(inputs), *start)
    for k in range(3):
        exact = slope(lambda x, k=k: calculate([*start[:k], x, *start[k + 1 :]]), start[k])
        assert found[k] == pytest.approx(exact, rel=1e-9, abs=1e-9 * max(map(abs, found)))


# More than one backward pass


def sixteen_squares():
    a = Value(1.0)
    b = a + a
    c = b + b
    return a, b, c, c * c


def test_a_second_backward_pass_gives_the_same():
    """Where gradients accumulate and only a is set to zero, the second pass gives 96 for 32."""
    a, b, c, e = sixteen_squares()
    e.backward()
    first = [node.grad for node in (a, b, c, e)]
    assert first == [32.0, 16.0, 8.0, 1.0]
    a.grad = 0.0
    e.backward()
    assert [node.grad for node in (a, b, c, e)] == first
    b.grad = 1e9  # whatever stands there
    e.backward()
    assert [node.grad for node in (a, b, c, e)] == first


def test_a_pass_from_another_result_leaves_nothing_of_the_first():
    a, b, c, e = sixteen_squares()
    e.backward()
    c.backward()
    assert [node.grad for node in (a, b, c)] == [4.0, 2.0, 1.0]
    e.backward()
    assert a.grad == 32.0


def test_before_a_pass_and_where_nothing_depends_on_it_a_gradient_is_0():
    a, b = Value(1.0), Value(2.0)
    assert (a.grad, b.grad) == (0.0, 0.0)
    (b * 3).backward()
    assert (a.grad, b.grad) == (0.0, 3.0)
    a.backward()
    assert a.grad == 1.0


def test_data_changed_after_the_calculation_changes_no_gradient():
    a, b = Value(2.0), Value(3.0)
    product = a * b
    b.data = 100.0
    product.backward()
    assert a.grad == 3.0


def test_no_depth_is_too_large():
    x = y = Value(1.0)
    for _ in range(100_000):
        y = y * 1.0 + 0.0
    y.backward()
    assert x.grad == 1.0
    for _ in range(60):  # 2^60 paths
        x = x + x
    x.backward()
    assert x.operands[0].grad == 2.0


# A network


def test_the_tiny_network_has_the_gradients_of_backprop():
    tiny = datasets.tiny_network()
    network = Network([2, 3, 2], rng=0)
    network.weights, network.biases = tiny.weights, tiny.biases
    nabla_b, nabla_w = network.backprop(tiny.x, tiny.y)

    weights, biases = (
        [[[Value(p) for p in row] for row in array] for array in arrays] for arrays in tiny[:2]
    )
    a = [Value(x) for (x,) in tiny.x]
    for W, b in zip(weights, biases):
        a = [(sum(w * x for w, x in zip(row, a)) + bias).sigmoid() for row, (bias,) in zip(W, b)]
    C = sum((output - y) ** 2 for output, (y,) in zip(a, tiny.y)) / 2
    C.backward()

    assert C.data == pytest.approx(network.loss(tiny.x, tiny.y), rel=1e-14)
    found = [np.array([[p.grad for p in row] for row in array]) for array in (*biases, *weights)]
    assert sum(array.size for array in found) == 17
    for grad, wanted in zip(found, (*nabla_b, *nabla_w)):
        assert error(grad, wanted) < 1e-12


# What is recorded, and what is refused


def test_the_record():
    a, b = Value(2), Value(np.float32(0.5))
    assert (a.operation, a.operands, type(a.data), type(b.data)) == ("", (), float, float)
    product = a * b
    assert (product.operation, product.operands) == ("*", (a, b))
    assert (2 - a).operands[0].data == 2.0
    assert (a**3).operation == "**3"
    assert a.exp().operation == "exp"
    product.backward()
    assert repr(product) == "Value(1, grad=1)"
    assert repr(b) == "Value(0.5, grad=2)"


@pytest.mark.parametrize("number", [2, 2.0, np.float64(2), np.float32(2), np.int64(2)])
def test_numbers_of_any_kind_on_either_side(number):
    for f in BINARY.values():
        x = Value(3.0)
        assert (f(number, x).data, f(x, number).data) == (f(2.0, 3.0), f(3.0, 2.0))
        assert type(f(number, x)) is Value
    assert (Value(3.0) ** number).data == 9.0


ARRAY = np.array([1.0, 2.0])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: Value("2"), "data must be a real number, got str"),
        (lambda: Value(None), "data must be a real number, got NoneType"),
        (lambda: Value(1j), "data must be a real number, got complex"),
        (lambda: Value(math.nan), "data must be a finite number, got nan"),
        (lambda: Value(10**400), "data must be a finite number, got inf"),
        (lambda: Value(ARRAY), r"got an array of shape \(2,\): a Value is a scalar"),
        (lambda: Value(np.array(2.0)), r"got an array of shape \(\): a Value is a scalar"),
        (lambda: Value([1.0, 2.0]), "data must be a number, got list: a Value is a scalar"),
        (lambda: Value(1.0) * ARRAY, "a Value is a scalar"),
        (lambda: ARRAY * Value(1.0), "a Value is a scalar"),
        (lambda: ARRAY - Value(1.0), "a Value is a scalar"),
        (lambda: Value(1.0) + "x", "must be a real number, got str"),
        (lambda: Value(2.0) ** ARRAY, r"the exponent of \*\* must be a number, got an array"),
        (lambda: 1 / Value(0.0), "the operation / on 1 and 0 has no finite real value"),
        (lambda: Value(-1.0).log(), "the operation log on -1 has no finite real value"),
        (lambda: Value(1000.0).exp(), "the operation exp on 1000 has no finite real value"),
        (lambda: Value(1e200) * 1e200, r"the operation \* on 1e\+200 and 1e\+200"),
        (lambda: Value(-1.0) ** 0.5, r"the operation \*\*0.5 on -1 has no finite real value"),
        (lambda: Value(0.0) ** 0.5, r"the operation \*\*0.5 on 0 has no finite real value and derivative"),
        (lambda: Value(0.0) ** -1, r"the operation \*\*-1 on 0 has no finite real value"),
    ],
)
def test_bad_input_is_refused_in_words(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: Value(2.0) ** Value(3.0), "the exponent of .* must be a constant number, got a Value"),
        (lambda: 2 ** Value(3.0), "the exponent of .* must be a constant number, got a Value"),
        (lambda: np.exp(Value(1.0)), r"np.exp takes no Value; .* such as x.exp\(\)"),
        (lambda: np.add(Value(1.0), 1.0, dtype=float), "np.add takes no Value"),
        (lambda: np.add.reduce(Value(1.0)), "np.add takes no Value"),
    ],
)
def test_what_has_no_rule_is_refused_in_words(wrong, words):
    with pytest.raises(TypeError, match=words):
        wrong()


def test_the_module_is_small_enough_to_be_read():
    assert bplib.autodiff.__all__ == ["Value"]
    assert "Wengert" in bplib.autodiff.__doc__
