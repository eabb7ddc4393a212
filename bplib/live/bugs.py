"""The bugs that a live network can have put in: each a replacement in the text of bplib/network.py.

``bugs.json`` is the one place that says what they are; the figure, its tests and the measured rates of its instruments
read it.
"""

import inspect
import json
from pathlib import Path

from .. import activations, costs
from .. import network as _module

__all__ = ["BUGS", "network_class"]

BUGS = json.loads((Path(__file__).parent / "bugs.json").read_text(encoding="utf-8"))
_CHANGES = {bug["id"]: bug["changes"] for bug in BUGS}
_SOURCE = (
    inspect.getsource(_module).replace("from . import", "from bplib import").replace("from .", "from bplib.")
)


def network_class(bug="", *, activation="sigmoid", cost="quadratic", eta=0.5):
    """``Network`` with a bug in it, and with other activations and costs than it has itself.

    Args:
        bug: one of ``BUGS``, by its "id"; "" for none.
        activation: "sigmoid", "tanh" or "relu", of the hidden layers, and of the output with the quadratic cost.
        cost: "quadratic", "binary_cross_entropy" (a sigmoid output) or "softmax_cross_entropy" (a softmax output).
        eta: the learning rate of the update that comes too early.

    Returns:
        A subclass of Network, made with (sizes, rng=…).

    Raises:
        ValueError: if there is no such bug.
    """
    if bug and bug not in _CHANGES:
        raise ValueError(f"bug must be one of {', '.join(_CHANGES)}, got {bug!r}")
    source = _SOURCE
    for right, wrong in _CHANGES.get(bug, []):
        if source.count(right) != 1:
            raise ValueError(
                f"bug {bug}: {right!r} must stand once in bplib/network.py, got {source.count(right)} times"
            )
        source = source.replace(right, wrong)
    names = {"__name__": "bplib.network", "eta": eta}
    exec(source, names)
    names["sigmoid"] = getattr(activations, activation)
    names["sigmoid_prime"] = getattr(activations, f"{activation}_prime")

    class Variant(names["Network"]):
        def __init__(self, sizes, *, rng=None):
            # The error of the output is a - y with softmax, too.
            super().__init__(
                sizes, cost="quadratic" if cost == "quadratic" else "binary_cross_entropy", rng=rng
            )

        def _forward(self, x):
            zs, a = super()._forward(x)
            if cost != "quadratic":
                softmax = cost == "softmax_cross_entropy"
                a[-1] = activations.softmax(zs[-1], axis=0) if softmax else activations.sigmoid(zs[-1])
            return zs, a

        def loss(self, x, y):
            zs, a = self._forward(x)
            return float(
                getattr(costs, cost)(zs[-1] if cost == "softmax_cross_entropy" else a[-1], y, axis=0)
            )

    return Variant
