"""Mini-batches and the training loop."""

import time
import warnings
from dataclasses import dataclass, field

import numpy as np

from ._validate import generator, integer
from ._work import long_work

__all__ = ["History", "minibatches", "train"]


def _same_length(x, t):
    x, t = np.asarray(x), np.asarray(t)
    if x.ndim == 0 or t.ndim == 0 or len(x) != len(t):
        raise ValueError(
            f"x and t must have one row each for every example, got shapes {x.shape} and {t.shape}"
        )
    if len(x) == 0:
        raise ValueError(f"x must hold at least one example, got shape {x.shape}")
    return x, t


def minibatches(x, t, size, rng=None):
    """Go once through the examples in random order, ``size`` at a time; the last batch may be smaller.

    Inputs and labels are shuffled by the same permutation.

    Args:
        x, t: arrays with one row for each example.
        size: examples in a batch.
        rng: ``numpy.random.Generator`` or int seed.

    Yields:
        (x_batch, t_batch), copies.

    Raises:
        ValueError: if x and t differ in length or are empty, or size is not a positive integer (at the call).
    """
    x, t = _same_length(x, t)
    size = integer("size", size)
    order = generator(rng).permutation(len(x))
    return ((x[part], t[part]) for part in (order[i : i + size] for i in range(0, len(x), size)))


@dataclass
class History:
    """What happened in training, one entry for each epoch.

    Attributes:
        loss: mean of the losses of the epoch's batches, each measured just before its step.
        validation_loss, validation_accuracy: at the end of the epoch (empty without validation data).
        seconds: time of the epoch, without the validation.
    """

    loss: list = field(default_factory=list)
    validation_loss: list = field(default_factory=list)
    validation_accuracy: list = field(default_factory=list)
    seconds: list = field(default_factory=list)


def _try_loss(model, x, t):
    """Let the model refuse what it cannot take (features, labels too small or too large) before it is trained."""
    rows = [t.argmin(), t.argmax()] if t.ndim == 1 else [0]
    model.loss(x[rows], t[rows])


def train(model, x, t, *, epochs, batch_size, optimizer, validation=None, rng=None, progress=True):
    """Train a model by mini-batch gradient descent.

    Args:
        model: with ``params``, ``loss_and_gradient(x, t)``, ``loss`` and ``accuracy``, for example TwoLayerNet.
        x, t: training data, one row for each example.
        epochs: how often to go through the data.
        batch_size: examples in a step.
        optimizer: from ``bplib.optimizers``.
        validation: (x, t) to evaluate after every epoch.
        rng: ``numpy.random.Generator`` or int seed for the order of the examples.
        progress: show a progress bar with the loss of the epoch so far and the last validation accuracy.

    Returns:
        History. If the loss stops being finite, training stops with a RuntimeWarning and the history so far.

    Raises:
        ValueError: if an argument is out of range; nothing has been trained then.

    BLAS uses one thread meanwhile: the products of a mini-batch are too small to be worth a second one.
    """
    x, t = _same_length(x, t)
    epochs, batch_size = integer("epochs", epochs), integer("batch_size", batch_size)
    rng = generator(rng)
    _try_loss(model, x, t)
    if validation is not None:
        if not (isinstance(validation, tuple | list) and len(validation) == 2):
            raise ValueError(f"validation must be a pair (x, t), got {type(validation).__name__}")
        validation = _same_length(*validation)
        _try_loss(model, *validation)
    dtype = getattr(model, "dtype", None)
    x = x if dtype is None else x.astype(dtype, copy=False)
    history = History()
    steps = epochs * -(-len(x) // batch_size)
    with long_work(steps, unit="step", delay=0.5, progress=progress) as bar:
        for epoch in range(1, epochs + 1):
            bar.set_description(f"epoch {epoch}/{epochs}", refresh=False)
            start, total = time.perf_counter(), 0.0
            for x_batch, t_batch in minibatches(x, t, batch_size, rng):
                loss, grads = model.loss_and_gradient(x_batch, t_batch)
                if not np.isfinite(loss):
                    warnings.warn(
                        f"the loss is {loss} in epoch {epoch}: training stopped (is lr too large?)",
                        RuntimeWarning,
                        stacklevel=2,
                    )
                    return history
                optimizer.update(model.params, grads)
                total += loss * len(x_batch)
                bar.update()
            history.seconds.append(time.perf_counter() - start)
            history.loss.append(total / len(x))
            shown = {"loss": f"{history.loss[-1]:.3f}"}
            if validation is not None:
                history.validation_loss.append(model.loss(*validation))
                history.validation_accuracy.append(model.accuracy(*validation))
                shown["validation"] = f"{history.validation_accuracy[-1]:.2%}"
            bar.set_postfix(shown, refresh=False)
    return history
