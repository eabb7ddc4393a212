"""Networks in columns that several sets draw at random or compare with."""

from ..network import Network

__all__ = ["network", "parameters", "where_square"]


def network(weights, biases):
    """The tested network with these parameters."""
    net = Network([weights[0].shape[1], *map(len, weights)], rng=0)
    net.weights, net.biases = weights, biases
    return net


def parameters(rng, sizes):
    """(weights, biases) of a network in columns, drawn from N(0, 1)."""
    weights = [rng.normal(size=(n, k)) for n, k in zip(sizes[1:], sizes)]
    return weights, [rng.normal(size=(n, 1)) for n in sizes[1:]]


def where_square(*matrices):
    """Whether a mistake runs that layers of different sizes turn into an error."""
    return all(w.shape[0] == w.shape[1] for w in matrices)
