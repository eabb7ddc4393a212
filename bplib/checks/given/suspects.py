"""Exercise 7.7: five gradients of which some are wrong. Whoever reads on knows the answer."""

import copy

import numpy as np

from ...network import Network

__all__ = ["suspects"]


def suspects():
    """Five models A to E for exercise 7.7, all of the same network, and a batch.

    Returns:
        (models, x, y): a dict of models with ``params``, ``loss`` and ``gradient``, x (12, 6) and y (4, 6).
    """
    rng = np.random.default_rng(77)
    net = Network([12, 40, 4], rng=rng)
    x, y = rng.normal(size=(12, 6)), rng.random((4, 6))

    def rounded(gradient):
        return {name: g.astype(np.float32).astype(float) for name, g in gradient.items()}

    def one_entry(gradient):
        gradient["b1"][23] *= 1.05
        return gradient

    def examples(gradient):
        parts = [net.gradient(x[:, i : i + 1], y[:, i : i + 1]) for i in range(6)]
        return {name: np.mean([part[name] for part in parts], axis=0) for name in gradient}

    def early(gradient):
        later = copy.deepcopy(net)
        later.update_mini_batch(x, y, 0.01)
        return gradient | {"W1": later.gradient(x, y)["W1"]}

    changes = {"A": rounded, "B": one_entry, "C": examples, "D": early, "E": lambda gradient: gradient}
    models = {}
    for letter, change in changes.items():
        models[letter] = copy.copy(net)
        models[letter].gradient = lambda x, y, change=change: change(net.gradient(x, y))
    return models, x, y
