"""The small NumPy library that *Backpropagation from First Principles* builds up to.

Every room is a subject, a module or a folder of a few, and is explained by a chapter of the book:

=============  ==========================================================
activations    sigmoid, tanh, ReLU, softmax and their derivatives
costs          quadratic cost and cross-entropies, with their derivatives
gradients      numerical differentiation and the gradient check
network        ``Network``: the four equations, written as in the text (columns)
layers         Affine, Sigmoid, Tanh, ReLU, Dropout, loss layers (rows)
models         ``Sequential`` and ``TwoLayerNet``
optimizers     SGD, Momentum, Adam, cosine schedule
training       minibatches, train, History
experiments    arms × rates × seeds, with intervals
dual           dual numbers: forward-mode differentiation
autodiff       reverse-mode differentiation: numbers that remember how they were computed
datasets       XOR, digits, MNIST, CSV files
distortions    shifted and distorted images
plots          the figures of the chapters (needs matplotlib)
live           the figures that the reader can touch
checks         the checks of the exercises
=============  ==========================================================
"""

from importlib import import_module

from . import (
    activations,
    autodiff,
    costs,
    datasets,
    distortions,
    dual,
    experiments,
    gradients,
    layers,
    models,
    network,
    optimizers,
    training,
)
from .gradients import check_gradients, derivative, numerical_gradient, relative_error
from .models import Sequential, TwoLayerNet
from .network import Network
from .training import train

__version__ = "0.1.0"

__all__ = [
    "Network",
    "Sequential",
    "TwoLayerNet",
    "activations",
    "autodiff",
    "check_gradients",
    "checks",
    "costs",
    "datasets",
    "derivative",
    "distortions",
    "dual",
    "experiments",
    "gradients",
    "layers",
    "models",
    "network",
    "numerical_gradient",
    "optimizers",
    "plots",
    "relative_error",
    "train",
    "training",
]


def __getattr__(name):
    # plots takes half a second to import (matplotlib) and checks is needed in exercises only.
    if name in ("plots", "checks"):
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
