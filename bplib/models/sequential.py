"""A chain of layers with a loss at its end. Rows are examples."""

import copy
import math

import numpy as np

from .. import gradients
from .._validate import float_array, is_ours, labels, same_shape
from .._work import long_work
from ..layers import Affine, Layer, SoftmaxWithLoss
from . import npz_files
from .parameters import Parameters

__all__ = ["Sequential"]


class Sequential:
    """A chain of layers with a loss at its end.

    Args:
        layers: list of layers, the first of which takes the input.
        loss: loss layer with ``forward(x, t)`` and ``backward()``; SoftmaxWithLoss() by default.

    Attributes:
        layers, loss_layer: what was given.
        params: the parameters of all layers, W1, b1, W2, b2, …: the arrays of the layers themselves.

    Raises:
        ValueError: if there is no layer with parameters, or a layer is there twice (each keeps one batch only).
    """

    def __init__(self, layers, loss=None):
        self.layers = list(layers)
        self.loss_layer = SoftmaxWithLoss() if loss is None else loss
        self._trained = [layer for layer in self.layers if layer.params]
        self._names = [
            (layer, {name: f"{name}{number}" for name in layer.params})
            for number, layer in enumerate(self._trained, start=1)
        ]
        if not self._trained:
            raise ValueError("layers must hold at least one layer with parameters, got none")
        if len(set(map(id, self.layers))) < len(self.layers):
            raise ValueError("layers must be different objects, one of them is there twice")
        for layer in self.layers:
            if isinstance(layer, Affine):
                layer.needs_dx = layer is not self.layers[0]

    @property
    def params(self):
        """The parameters of all layers by name, W1, b1, W2, …: the arrays themselves."""
        return Parameters(self._numbered("params"))

    @property
    def dtype(self):
        """The type of the parameters; batches are converted to it."""
        return next(iter(self._trained[0].params.values())).dtype

    def _numbered(self, kind):
        result = {}
        for layer, names in self._names:
            arrays = getattr(layer, kind)
            for name, numbered in names.items():
                result[numbered] = arrays[name]
        return result

    def _inputs(self, x):
        x = float_array("x", x)
        if x.ndim != 2:
            raise ValueError(f"x must be a batch of rows (m, features), got shape {x.shape}")
        if len(x) == 0:
            raise ValueError(f"x must hold at least one example, got shape {x.shape}")
        first = self.layers[0]
        if isinstance(first, Affine) and x.shape[1] != len(first.W):
            raise ValueError(f"x has {x.shape[1]} features, the first layer takes {len(first.W)}")
        dtype = self.dtype
        return x if x.dtype == dtype else x.astype(dtype)

    def predict(self, x):
        """Outputs of the last layer, shape (m, n_out): with SoftmaxWithLoss the scores before the softmax.

        Raises:
            ValueError: if x is not a batch of rows with as many features as the first layer takes.
        """
        x = self._inputs(x)
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def loss(self, x, t):
        """Mean loss over the batch; t holds labels (m,), or rows of the shape of the output."""
        return self.loss_layer.forward(self.predict(x), t)

    def accuracy(self, x, t):
        """Fraction of the examples whose class, as the loss layer reads it off the output, is the right one.

        With several outputs that is the largest one, and t holds labels (m,) or one-hot rows. With one output t
        holds 0 or 1, shape (m,) or (m, 1), and the class is 1 where the logit is positive (SigmoidWithLoss) or
        the output above ½ (QuadraticLoss). With SigmoidWithLoss and several outputs every one of them counts.
        """
        y = self.predict(x)
        classes = getattr(self.loss_layer, "classes", SoftmaxWithLoss().classes)(y)
        t = np.asarray(t)
        if classes.ndim == 2 or y.shape[1] == 1:
            t = self.loss_layer.targets(y, t).reshape(classes.shape) > 0.5
        elif t.ndim == 2:
            same_shape("the output", y, "t", t)
            t = t.argmax(axis=1)
        else:
            t = labels("t", t, y.shape[1], len(y))
        return float(np.mean(classes == t))

    def loss_and_gradient(self, x, t):
        """(loss, gradient) with one forward pass and one backward pass."""
        loss = self.loss(x, t)
        self._backward()
        return loss, self._numbered("grads")

    def _backward(self):
        dout = self.loss_layer.backward()
        for layer in reversed(self.layers):
            dout = layer.backward(dout)

    def _private_step(self, optimizer):
        """One step of ``train`` as a function of (x, t) that returns the loss, or None where it is not possible.

        Number for number it does what ``loss_and_gradient`` and ``update`` do, but the gradient is written into the
        same arrays each time, and the optimizer uses them up. Nobody may see that: it is possible where all code that
        meets these arrays is the library's own. What the layers show as ``grads`` is not touched.
        """
        params, chain = self.params, (*self.layers, self.loss_layer)
        if not (
            is_ours(self, "loss_and_gradient", "loss", "predict")
            and is_ours(optimizer, "update", "_step")
            and all(is_ours(layer, "forward", "backward") for layer in chain)
            and [layer for layer in self.layers if layer.params] == self._trained
            and all(type(layer)._backward is not Layer._backward for layer in self._trained)
            and all(p.dtype == self.dtype for p in params.values())
        ):
            return None
        grads = {name: np.empty(p.shape, p.dtype) for name, p in params.items()}
        steps = [(name, p, grads[name]) for name, p in params.items()]
        outs = {layer: [grads[numbered] for numbered in names.values()] for layer, names in self._names}
        backward = [(layer._backward, outs.get(layer, ())) for layer in reversed(self.layers)]

        def step(x, t):
            for layer in self.layers:
                x = layer._forward(x)
            loss = self.loss_layer._loss(x, t)
            if not math.isfinite(loss):
                self._backward()
                return loss
            dout = self.loss_layer.backward()
            for layer_backward, out in backward:
                dout = layer_backward(dout, *out)
            optimizer._use_up(steps)
            return loss

        return step

    def gradient(self, x, t):
        """Gradient of the mean loss by backpropagation: a dict with the names and shapes of ``params``."""
        return self.loss_and_gradient(x, t)[1]

    def numerical_gradient(self, x, t, *, progress=True):
        """The same gradient by central differences, in float64: two forward passes for every parameter.

        Args:
            x, t: the batch.
            progress: show a progress bar when it takes longer than a second.

        Returns:
            Dict of float64 arrays with the names and shapes of ``params``.
        """
        twin = self.astype(np.float64)
        result = {}
        with long_work(sum(p.size for p in twin.params.values()), progress=progress) as bar:
            for name, p in twin.params.items():
                bar.set_description(f"numerical gradient of {name}", refresh=False)
                result[name] = np.empty(p.shape)
                for index in np.ndindex(p.shape):

                    def loss(number, p=p, index=index):
                        p[index] = number
                        return twin.loss(x, t)

                    old = p[index]
                    result[name][index] = gradients.derivative(loss, old)
                    p[index] = old
                    bar.update()
        return result

    def set_training(self, training):
        """Tell every layer whether the network is being trained (``train`` does this; Dropout asks for it)."""
        for layer in (*self.layers, self.loss_layer):
            layer.training = training

    def astype(self, dtype):
        """A copy of the model with its parameters converted, independent of the original."""
        twin = copy.deepcopy(self)
        for layer in twin._trained:
            for name, array in layer.params.items():
                setattr(layer, name, array.astype(dtype))
        return twin

    def save(self, path):
        """Write the parameters to an .npz file (the suffix is added if it is not there); returns its path.

        The file appears whole or not at all: it is written beside its place and then moved there.
        """
        return npz_files.write(path, self.params)

    def load(self, path):
        """Read parameters that ``save`` wrote, into this model. Returns the model.

        Raises:
            FileNotFoundError: if there is no such file.
            ValueError: if it is not an .npz file of arrays with this model's names and shapes; the model is
                unchanged then.
        """
        path = npz_files.find(path)
        loaded, params = npz_files.read(path), self.params
        if loaded.keys() != params.keys():
            wanted, came = ", ".join(params), ", ".join(loaded) or "none"
            raise ValueError(f"{path.name} must hold the arrays {wanted}; it holds {came}")
        for name, array in loaded.items():
            if array.shape != params[name].shape:
                raise ValueError(
                    f"{path.name}: {name} has shape {array.shape}, the model's has {params[name].shape}"
                )
            largest = np.finfo(params[name].dtype).max
            if array.dtype.kind != "f" or not (np.abs(array) <= largest).all():
                raise ValueError(f"{path.name}: {name} must hold finite real numbers")
        for name, array in loaded.items():
            params[name] = array
        return self
