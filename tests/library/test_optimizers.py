import math
import re

import numpy as np
import pytest
from helpers import unchanged

from bplib.optimizers import SGD, Adam, Momentum

ALL = {"SGD": lambda: SGD(0.1), "Momentum": lambda: Momentum(0.1), "Adam": lambda: Adam(0.1)}


def run(optimizer, gradients, p=1.0):
    """The places of one number after each step."""
    params, places = {"p": np.array([p])}, []
    for g in gradients:
        optimizer.update(params, {"p": np.array([g])})
        places.append(params["p"][0])
    return places


def test_sgd():
    assert run(SGD(0.1), [2, -1]) == pytest.approx([0.8, 0.9])


def test_momentum():
    # v: -0.2, then 0.5 · (-0.2) - 0.1 · 1 = -0.2, then -0.1 + 0.3 = 0.2
    assert run(Momentum(0.1, 0.5), [2, 1, -3]) == pytest.approx([0.8, 0.6, 0.8])
    assert run(Momentum(0.1, 0.0), [2, -1]) == pytest.approx([0.8, 0.9])
    assert run(Momentum(0.1), [1, 0]) == pytest.approx([0.9, 0.9 - 0.09])


def test_adam():
    beta1, beta2, eps, p, mean, square, wanted = 0.8, 0.9, 1e-3, 1.0, 0.0, 0.0, []
    gradients = [2.0, 0.5, -3.0, 0.0]
    for step, g in enumerate(gradients, start=1):
        mean, square = beta1 * mean + (1 - beta1) * g, beta2 * square + (1 - beta2) * g**2
        p -= 0.1 * (mean / (1 - beta1**step)) / (math.sqrt(square / (1 - beta2**step)) + eps)
        wanted.append(p)
    assert run(Adam(0.1, beta1, beta2, eps), gradients) == pytest.approx(wanted)


def test_adam_defaults():
    """The first step is lr in the direction of the sign, whatever the size of the gradient."""
    assert run(Adam(), [5]) == pytest.approx([1 - 0.001])
    assert run(Adam(), [-1e-3]) == pytest.approx([1 + 0.001], rel=1e-6)
    assert vars(Adam()) == {"lr": 0.001, "_state": {}, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "_steps": 0}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_in_place_and_type(name, dtype):
    optimizer = ALL[name]()
    params = {"W": np.ones((2, 3), dtype), "b": np.ones(3, dtype)}
    arrays, before = list(params.values()), {k: p.copy() for k, p in params.items()}
    grads = {"W": np.full((2, 3), 2, dtype), "b": np.ones(3, dtype), "other": 1}
    with unchanged(grads["W"], grads["b"]):
        for _ in range(3):
            optimizer.update(params, grads)
    for array, (key, p) in zip(arrays, params.items()):
        assert p is array
        assert p.dtype == dtype
        assert (p < before[key]).all()
    kept = [a for state in optimizer._state.values() for a in state.values()]
    assert {a.dtype for a in kept} <= {np.dtype(dtype)}


@pytest.mark.parametrize("name", ALL)
def test_each_parameter_has_its_own_state(name):
    together, alone = ALL[name](), ALL[name]()
    params, single = {"a": np.ones(2), "b": np.ones(2)}, {"b": np.ones(2)}
    for step in range(4):
        grads = {"a": np.full(2, 5.0 - step), "b": np.array([1.0, -step])}
        together.update(params, grads)
        alone.update(single, grads)
    assert np.array_equal(params["b"], single["b"])
    assert not np.array_equal(params["a"], params["b"])


@pytest.mark.parametrize("name", ALL)
def test_finds_the_bottom_of_a_bowl(name):
    optimizer, params = ALL[name](), {"p": np.array([3.0, -2.0])}
    for _ in range(300):
        optimizer.update(params, {"p": params["p"] * [1.0, 2.0]})
    assert np.abs(params["p"]).max() < 1e-2


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    ("params", "grads", "message"),
    [
        (
            {"W": np.ones(2), "b": np.ones(2)},
            {"W": np.ones(2)},
            "grads must have an entry for every parameter, b is missing",
        ),
        (
            {"W": np.ones(2), "b": np.ones(2)},
            {"W": np.ones(2), "b": np.ones((1, 2))},
            "grads['b'] has shape (1, 2), the parameter (2,)",
        ),
        (
            {"W": np.ones(2), "b": np.ones(2)},
            {"W": np.ones(2), "b": None},
            "grads['b'] has shape (), the parameter (2,)",
        ),
        (
            {"W": np.ones(2), "b": np.ones(2, int)},
            {"W": np.ones(2), "b": np.ones(2)},
            "params['b'] must be floats, got dtype int64",
        ),
    ],
)
def test_update_refuses(name, params, grads, message):
    optimizer = ALL[name]()
    with unchanged(*params.values()), pytest.raises(ValueError, match=re.escape(message)):
        optimizer.update(params, grads)
    assert optimizer._state == {}
    assert getattr(optimizer, "_steps", 0) == 0


@pytest.mark.parametrize("name", ["Momentum", "Adam"])
def test_another_model_needs_another_optimizer(name):
    optimizer = ALL[name]()
    optimizer.update({"a": np.ones(1), "W": np.ones(1)}, {"a": np.ones(1), "W": np.ones(1)})
    params = {"a": np.ones(1), "W": np.ones(3)}
    message = "params['W'] has shape (3,), this optimizer began with (1,): use a new one"
    with unchanged(*params.values()), pytest.raises(ValueError, match=re.escape(message)):
        optimizer.update(params, {"a": np.ones(1), "W": np.ones(3)})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: SGD(0), "lr must be a positive number, got 0"),
        (lambda: SGD(-0.1), "lr must be a positive number, got -0.1"),
        (lambda: SGD(math.inf), "lr must be a positive number, got inf"),
        (lambda: Adam("fast"), "lr must be a positive number, got 'fast'"),
        (lambda: Momentum(0.1, 1), "momentum must be at least 0 and less than 1, got 1"),
        (lambda: Momentum(0.1, -0.1), "momentum must be at least 0 and less than 1, got -0.1"),
        (lambda: Momentum(0.1, None), "momentum must be at least 0 and less than 1, got None"),
        (lambda: Momentum(0.1, math.nan), "momentum must be at least 0 and less than 1, got nan"),
        (lambda: Adam(beta1=1.0), "beta1 must be at least 0 and less than 1, got 1.0"),
        (lambda: Adam(beta2="x"), "beta2 must be at least 0 and less than 1, got 'x'"),
        (lambda: Adam(eps=0), "eps must be a positive number, got 0"),
    ],
)
def test_constructor_refuses(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


def test_optimizer_is_a_pattern():
    from bplib.optimizers import Optimizer

    with pytest.raises(NotImplementedError):
        Optimizer(0.1).update({"p": np.ones(1)}, {"p": np.ones(1)})
