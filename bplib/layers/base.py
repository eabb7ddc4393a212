"""What all layers share."""

from .._validate import float_array

__all__ = ["Layer", "checked_dout", "kept"]


def kept(value, layer):
    """What forward has kept for backward."""
    if value is None:
        raise RuntimeError(f"{type(layer).__name__}.backward needs a forward pass first")
    return value


def checked_dout(dout, shape):
    """dout as floats of the shape of the layer's output."""
    dout = float_array("dout", dout)
    if dout.shape != shape:
        raise ValueError(f"dout has shape {dout.shape}, the layer's output has shape {shape}")
    return dout


class Layer:
    """What all layers share. A layer without parameters has empty ``params`` and ``grads``.

    Equation (8.9).

    Attributes:
        training: True while ``train`` runs. Dropout asks for it; to the other layers it makes no difference.

    A layer of your own keeps each parameter as an attribute of the name that it has in ``params``, so that
    ``Sequential.astype`` can replace it.
    """

    training = False

    @property
    def params(self):
        """Parameter arrays by name, the arrays themselves."""
        return {}

    @property
    def grads(self):
        """∂C/∂(parameter) of the last backward pass, with the names and shapes of ``params``."""
        return {}

    def forward(self, x):
        """Output of the layer for a batch x."""
        raise NotImplementedError

    def backward(self, dout):
        """∂C/∂x from dout = ∂C/∂(output)."""
        raise NotImplementedError

    # What train calls where all code is the library's own: the same without checks. A layer with parameters that has
    # no _backward of its own is trained too, with new arrays in each step.

    def _forward(self, x):
        return self.forward(x)

    def _backward(self, dout, *out):
        """``out`` has an array for each entry of ``grads``, to be written in its place."""
        return self.backward(dout)
