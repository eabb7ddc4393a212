import importlib
import inspect
import random
import re
import subprocess
import sys

import numpy as np
import pytest

import bplib
from bplib import autodiff, datasets, gradients, layers, models, network, optimizers, training

# The contract of the book: what chapters, exercises and other users rely on.
PUBLIC = {
    "activations": "sigmoid sigmoid_prime tanh tanh_prime relu relu_prime softmax log_softmax",
    "costs": "quadratic quadratic_prime binary_cross_entropy binary_cross_entropy_prime"
    " softmax_cross_entropy softmax_cross_entropy_prime",
    "gradients": "derivative numerical_gradient directional_derivative relative_error check_gradients"
    " check_direction GradientReport ParameterCheck DirectionReport DirectionCheck",
    "dual": "Dual",
    "autodiff": "Value",
    "network": "Network",
    "layers": "Layer Affine ReLU Sigmoid Tanh Dropout SoftmaxWithLoss SigmoidWithLoss QuadraticLoss",
    "models": "Sequential TwoLayerNet",
    "optimizers": "SGD Momentum Adam cosine",
    "training": "History minibatches train",
    "experiments": "Arm Comparison compare interval",
    "distortions": "displacements distort resample shift",
    "datasets.distortions": "displacements distort resample shift",
    "datasets": "Dataset TinyNetwork csv digits mnist read_idx tiny_network xor",
}
METHODS = {
    autodiff.Value: "backward exp log tanh sigmoid relu",
    network.Network: "feedforward backprop cost_derivative sgd update_mini_batch evaluate params loss gradient",
    models.Sequential: "predict loss accuracy loss_and_gradient gradient numerical_gradient params astype dtype"
    " save load set_training",
    layers.Layer: "forward backward params grads",
    optimizers.SGD: "update",
}


@pytest.mark.parametrize("module", PUBLIC)
def test_public_names(module):
    module = importlib.import_module(f"bplib.{module}")
    assert sorted(module.__all__) == sorted(PUBLIC[module.__name__.removeprefix("bplib.")].split())
    for name in module.__all__:
        public = getattr(module, name)
        assert inspect.getdoc(public), f"{name} has no docstring"
        assert public.__module__.startswith("bplib.")
    assert module.__doc__


@pytest.mark.parametrize("owner", METHODS)
def test_methods_have_docstrings(owner):
    for name in METHODS[owner].split():
        assert inspect.getdoc(getattr(owner, name)), name


def test_top_level():
    for name in bplib.__all__:
        assert getattr(bplib, name) is not None
    assert bplib.Network is network.Network
    assert bplib.train is training.train
    assert inspect.ismodule(bplib.training)
    assert re.fullmatch(r"\d+\.\d+\.\d+", bplib.__version__)
    with pytest.raises(AttributeError, match="module 'bplib' has no attribute 'nonsense'"):
        _ = bplib.nonsense


def test_import_is_light():
    code = "import bplib, sys; print([m for m in ('matplotlib', 'sklearn', 'tqdm', 'IPython') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


# Randomness

X, T = np.random.default_rng(0).normal(size=(8, 3)), np.arange(8) % 2


def trained(rng):
    net = models.TwoLayerNet(3, 4, 2, rng=0)
    training.train(net, X, T, epochs=1, batch_size=3, optimizer=optimizers.SGD(0.1), rng=rng, progress=False)
    return list(net.params.values())


def descended(rng):
    net = network.Network([3, 4, 2], rng=0)
    net.sgd((X.T, T), 1, 3, 0.5, rng=rng, progress=False)
    return net.weights


def directed(rng):
    net = models.TwoLayerNet(3, 4, 2, dtype=np.float64, rng=0)
    return [c.numeric for c in gradients.check_direction(net, X, T, directions=2, rng=rng).checks]


def sampled(rng):
    net = models.TwoLayerNet(3, 4, 2, dtype=np.float64, rng=0)
    return [c.error for c in gradients.check_gradients(net, X, T, sample=2, rng=rng, progress=False).checks]


DRAWING = {
    "Network": lambda rng: network.Network([3, 4, 2], rng=rng).weights,
    "Network.sgd": descended,
    "Affine": lambda rng: [layers.Affine(3, 4, rng=rng).W],
    "TwoLayerNet": lambda rng: list(models.TwoLayerNet(3, 4, 2, rng=rng).params.values()),
    "check_gradients": sampled,
    "check_direction": directed,
    "minibatches": lambda rng: [x for x, _ in training.minibatches(X, T, 8, rng)],
    "train": trained,
    "digits": lambda rng: datasets.digits(rng=rng),
}


@pytest.mark.parametrize("name", DRAWING)
def test_randomness_is_the_callers(name):
    def equal(a, b):
        return all(np.array_equal(p, q) for p, q in zip(a, b))

    draw, before, python_before = DRAWING[name], np.random.get_state(), random.getstate()
    first = draw(1)
    assert equal(first, draw(1))
    assert equal(first, draw(np.random.default_rng(1)))
    assert not equal(first, draw(2))
    # Few examples have few orders: two draws from fresh entropy are now and then the same, ten never are.
    assert not all(equal(first, draw(None)) for _ in range(10))
    shared = np.random.default_rng(1)
    assert equal(first, draw(shared))
    assert not equal(first, draw(shared))  # the generator moves on
    after = np.random.get_state()
    assert all(np.array_equal(a, b) for a, b in zip(before, after))
    assert random.getstate() == python_before


@pytest.mark.parametrize("rng", ["1", 1.5, -1, np.random, np.random.RandomState(0), [None]])
@pytest.mark.parametrize("name", DRAWING)
def test_what_is_no_generator(name, rng):
    with pytest.raises(ValueError, match=r"rng must be a numpy\.random\.Generator or an int seed, got"):
        DRAWING[name](rng)
