"""A model's parameters as a dict that keeps the arrays."""

from .._validate import float_array

__all__ = ["Parameters"]


class Parameters(dict):
    """A model's parameters by name. Assigning to a name writes *into* the model's array.

    Raises:
        KeyError: for a new name.
        ValueError: if the shape differs from the parameter's.
    """

    def __setitem__(self, name, value):
        array = self[name]
        if value is array:  # what p[name] -= … leads to: it has been done in place already
            return
        value = float_array(name, value)
        if value.shape != array.shape:
            raise ValueError(f"{name} has shape {array.shape}, got {value.shape}")
        array[...] = value

    def update(self, params):
        """Assign to several names."""
        for name, value in params.items():
            self[name] = value
