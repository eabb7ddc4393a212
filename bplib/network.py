"""``Network``: a feedforward network of sigmoid units, with the four equations as in the text (chapter 6).

Columns are examples here: x has shape (n_0, m). ``bplib.models`` has the same in rows (chapter 8 is the bridge).
The design follows M. Nielsen, *Neural Networks and Deep Learning* (2015), chapters 1 to 3.
"""

import numpy as np

from . import costs
from ._validate import choice, finite, float_array, generator, integer, labels, one_hot, positive, same_shape
from ._work import long_work
from .activations import sigmoid, sigmoid_prime

__all__ = ["Network"]

COSTS = ("quadratic", "binary_cross_entropy")


def _side_by_side(arrays):
    return np.concatenate([a.reshape(-1, 1) if a.ndim < 2 else a for a in arrays], axis=1)


class Network:
    """A feedforward network of sigmoid units.

    Equation (12.3).

    Args:
        sizes: number of units of each layer, input first, for example [784, 30, 10].
        cost: "quadratic" or "binary_cross_entropy", each the mean over the examples of a batch.
        rng: ``numpy.random.Generator`` or int seed for the initial parameters.

    Attributes:
        sizes: the list given.
        weights: list of arrays; ``weights[i]`` has shape (sizes[i + 1], sizes[i]), drawn from N(0, 1/sizes[i]).
        biases: list of arrays; ``biases[i]`` has shape (sizes[i + 1], 1), drawn from N(0, 1).

    Layer l of the text (l = 2 … L, the input being layer 1) has its parameters in ``weights[l - 2]``.

    Raises:
        ValueError: if sizes is not two or more positive integers, or cost is unknown.
    """

    def __init__(self, sizes, *, cost="quadratic", rng=None):
        try:
            sizes = [integer("each of sizes", n) for n in sizes]
        except TypeError:
            raise ValueError(f"sizes must be a list of layer sizes, got {sizes!r}") from None
        if len(sizes) < 2:
            raise ValueError(f"sizes must name at least an input and an output layer, got {sizes}")
        self.sizes = sizes
        self.cost = choice("cost", cost, COSTS)
        rng = generator(rng)
        self.weights = [rng.normal(0, n_in**-0.5, (n_out, n_in)) for n_in, n_out in zip(sizes, sizes[1:])]
        self.biases = [rng.normal(0, 1, (n_out, 1)) for n_out in sizes[1:]]

    def feedforward(self, a):
        """Output of the network for a column (n_0, 1) or a batch of columns (n_0, m); shape (n_L, m).

        Equations (4.1), (5.1), (5.2), (5.4) and (6.1).

        Raises:
            ValueError: if a is not two-dimensional or has the wrong number of rows.
        """
        return self._forward(self._columns("a", a, self.sizes[0], "first"))[1][-1]

    def backprop(self, x, y):
        """Gradient of the cost of a batch by backpropagation, equations (BP1) to (BP4).

        Equations (3.8), (3.9), (4.7), (BP1), (6.3), (BP2), (6.6), (BP3), (BP4), (6.7), (6.11), (6.12) and
        (6.13).

        Args:
            x: inputs, shape (n_0, 1) or (n_0, m).
            y: targets, shape (n_L, 1) or (n_L, m).

        Returns:
            (nabla_b, nabla_w): two lists of arrays, of the shapes of ``biases`` and ``weights``: the gradient
            of the mean cost over the m examples.

        Raises:
            ValueError: if x or y has the wrong shape.
        """
        x = self._columns("x", x, self.sizes[0], "first")
        y = self._columns("y", y, self.sizes[-1], "last")
        if x.shape[1] != y.shape[1]:
            raise ValueError(
                f"y has {y.shape[1]} columns, x has {x.shape[1]}: one for each example is wanted"
            )
        zs, activations = self._forward(x)
        nabla_b, nabla_w = [None] * len(zs), [None] * len(zs)
        delta = self._output_error(zs[-1], activations[-1], y)  # (BP1), shape (n_L, m)
        for l in reversed(range(len(zs))):
            nabla_b[l] = delta.sum(axis=1, keepdims=True)  # (BP3), summed over the batch
            nabla_w[l] = delta @ activations[l].T  # (BP4): (n_l, m) @ (m, n_{l-1})
            if l > 0:
                delta = (self.weights[l].T @ delta) * sigmoid_prime(zs[l - 1])  # (BP2)
        return nabla_b, nabla_w

    def cost_derivative(self, a, y):
        """∂C/∂a of the mean cost of a batch of columns, shape (n_L, m). Raises as the cost's derivative."""
        return getattr(costs, f"{self.cost}_prime")(a, y, axis=0)

    def sgd(self, training_data, epochs, mini_batch_size, eta, *, test_data=None, rng=None, progress=True):
        """Train by mini-batch stochastic gradient descent.

        Args:
            training_data: (x, y), arrays of columns (n_0, m) and (n_L, m), or any iterable of pairs of
                columns (n_0, 1) and (n_L, 1). Integer labels may stand for y.
            epochs: how many times to go through the data, at least 1.
            mini_batch_size: examples in a step; the last one of an epoch may be smaller.
            eta: learning rate.
            test_data: like training_data; if given, it is evaluated after every epoch.
            rng: ``numpy.random.Generator`` or int seed for the order of the examples.
            progress: show a progress bar, and print a line such as "Epoch 3: 9432 / 10000" for each epoch.

        Returns:
            The number of right answers on test_data after each epoch (an empty list without test_data).

        Raises:
            ValueError: if an argument is out of range, or an array has the wrong shape or holds nan or inf;
                nothing is trained then.
        """
        from tqdm import tqdm

        x, y = self._examples("training_data", training_data)
        test = None if test_data is None else self._examples("test_data", test_data)
        epochs, size = integer("epochs", epochs), integer("mini_batch_size", mini_batch_size)
        eta, rng = positive("eta", eta), generator(rng)
        m, right = x.shape[1], []
        # Rows lie together in memory, so that picking the examples of a mini-batch is fast.
        x_rows, y_rows = np.ascontiguousarray(x.T), np.ascontiguousarray(y.T)
        steps = epochs * -(-m // size)
        with long_work(steps, unit="step", delay=0.5, progress=progress) as bar:
            for epoch in range(1, epochs + 1):
                bar.set_description(f"epoch {epoch}/{epochs}", refresh=False)
                order = rng.permutation(m)
                for start in range(0, m, size):
                    chosen = order[start : start + size]
                    self.update_mini_batch(x_rows[chosen].T, y_rows[chosen].T, eta)
                    bar.update()
                line = f"Epoch {epoch}"
                if test is not None:
                    right.append(self._count_right(*test))
                    line += f": {right[-1]} / {test[0].shape[1]}"
                if progress:
                    # tqdm.write keeps a bar below the lines, but would show one whose delay is not over.
                    (tqdm.write if bar.last_print_n else print)(line)
        return right

    def update_mini_batch(self, x, y, eta):
        """One step of gradient descent, in place: w ← w - η ∂C/∂w, b ← b - η ∂C/∂b. Raises as ``backprop``."""
        nabla_b, nabla_w = self.backprop(x, y)
        for w, b, nw, nb in zip(self.weights, self.biases, nabla_w, nabla_b):
            w -= eta * nw
            b -= eta * nb

    def evaluate(self, test_data):
        """Number of examples for which the output with the largest activation is the right one.

        With a single output unit, an answer is right if the output is on the same side of ½ as the target.

        Args:
            test_data: as for ``sgd``.
        """
        return self._count_right(*self._examples("test_data", test_data))

    @property
    def params(self):
        """The parameters under the names W1, b1, W2, …, for ``check_gradients`` (the arrays, not copies)."""
        return self._named(self.biases, self.weights)

    def loss(self, x, y):
        """Mean cost over the columns of a batch."""
        return float(getattr(costs, self.cost)(self.feedforward(x), y, axis=0))

    def gradient(self, x, y):
        """``backprop`` as a dict with the names of ``params``."""
        return self._named(*self.backprop(x, y))

    @staticmethod
    def _named(biases, weights):
        pairs = enumerate(zip(weights, biases), start=1)
        return {f"{letter}{l}": p for l, pair in pairs for letter, p in zip("Wb", pair)}

    def _forward(self, x):
        """All z (n_l, m) of layers 2 … L, and all a of layers 1 … L."""
        zs, activations = [], [x]
        for w, b in zip(self.weights, self.biases):
            zs.append(w @ activations[-1] + b)  # (n_l, n_{l-1}) @ (n_{l-1}, m) + (n_l, 1)
            activations.append(sigmoid(zs[-1]))
        return zs, activations

    def _output_error(self, z, a, y):
        if self.cost == "binary_cross_entropy":
            # σ'(z) cancels the denominator a (1 - a) of ∂C/∂a; written out, nothing is divided by 0.
            return (a - y) / y.shape[1]
        return self.cost_derivative(a, y) * sigmoid_prime(z)

    @staticmethod
    def _columns(name, value, rows, which):
        array = float_array(name, value)
        if array.ndim != 2:
            raise ValueError(
                f"{name} must be a column ({rows}, 1) or a batch of columns ({rows}, m), got shape {array.shape}"
            )
        if array.shape[0] != rows:
            raise ValueError(f"{name} has {array.shape[0]} rows, the {which} layer has {rows} units")
        if array.shape[1] == 0:
            raise ValueError(f"{name} must hold at least one example, got shape {array.shape}")
        return array

    def _examples(self, name, data):
        """Training or test data of any accepted kind as two arrays of columns."""
        if isinstance(data, tuple | list) and len(data) == 2 and all(isinstance(d, np.ndarray) for d in data):
            x, y = data
        else:
            try:
                xs, ys = zip(*[(np.asarray(x), np.asarray(y)) for x, y in data])
            except (TypeError, ValueError):
                raise ValueError(f"{name} must be two arrays or an iterable of (x, y) pairs") from None
            for x in xs:
                same_shape(f"the first x of {name}", xs[0], "another x", x)
            for y in ys:
                same_shape(f"the first y of {name}", ys[0], "another y", y)
            x = _side_by_side(xs)
            y = np.array(ys) if ys[0].ndim == 0 else _side_by_side(ys)
        x = self._columns(f"x of {name}", x, self.sizes[0], "first")
        if y.ndim == 1 and self.sizes[-1] > 1:
            y = one_hot(labels(f"y of {name}", y, self.sizes[-1], x.shape[1]), self.sizes[-1]).T
        elif y.ndim == 1:
            y = y.reshape(1, -1)
        y = self._columns(f"y of {name}", y, self.sizes[-1], "last")
        if x.shape[1] != y.shape[1]:
            raise ValueError(f"{name} has {x.shape[1]} inputs and {y.shape[1]} targets")
        finite(f"x of {name}", x)
        finite(f"y of {name}", y)
        return x, y

    def _count_right(self, x, y):
        a = self.feedforward(x)
        if len(a) == 1:
            return int(((a > 0.5) == (y > 0.5)).sum())
        return int((a.argmax(axis=0) == y.argmax(axis=0)).sum())
