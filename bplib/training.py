"""Mini-batches and the training loop."""

import math
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from numbers import Real

import numpy as np

from . import _browser
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
    return (
        (x.take(part, 0), t.take(part, 0)) for part in (order[i : i + size] for i in range(0, len(x), size))
    )


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


def _converted(model, x, t):
    """x in the model's type and t as the rows that its loss works with: once, not in every step."""
    dtype = getattr(model, "dtype", None)
    x = x if dtype is None else x.astype(dtype, copy=False)
    targets = getattr(getattr(model, "loss_layer", None), "targets", None)
    if targets is not None:
        output = model.predict(x[:1])
        t = targets(np.broadcast_to(output, (len(x), output.shape[1])), t)
    return x, t


@contextmanager
def _training(model, optimizer):
    """Dropout drops units inside; afterwards the optimizer has its own learning rate again."""
    set_training = getattr(model, "set_training", lambda _: None)
    lr = getattr(optimizer, "lr", None)
    set_training(True)
    try:
        yield set_training
    finally:
        set_training(False)
        if lr is not None:
            optimizer.lr = lr


def _inputs(x, epochs, augment, rng):
    """The inputs of each epoch."""
    if augment is None:
        yield from (x for _ in range(epochs))
        return
    with closing(_made_ahead(augment, epochs, x, rng)) as made:
        for changed in made:
            if np.shape(changed) != x.shape:
                raise ValueError(f"augment must return an array of shape {x.shape}, got {np.shape(changed)}")
            yield np.asarray(changed, x.dtype)


def _made_ahead(make, times, *args):
    """Results of make; the next one is made in a thread, where there are threads, while the caller works."""
    if _browser.IN_BROWSER:
        yield from (make(*args) for _ in range(times))
        return
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(make, *args)
        for left in reversed(range(times)):
            made = coming.result()
            coming = thread.submit(make, *args) if left else None
            yield made


def _factor(schedule, done):
    factor = schedule(done)
    if not (isinstance(factor, Real) and 0 <= factor < math.inf):
        raise ValueError(f"schedule must return a number of at least 0, got {factor!r} for {done:g}")
    return factor


def train(
    model,
    x,
    t,
    *,
    epochs,
    batch_size,
    optimizer,
    validation=None,
    schedule=None,
    augment=None,
    rng=None,
    progress=True,
):
    """Train a model by mini-batch gradient descent.

    Args:
        model: with ``params``, ``loss_and_gradient(x, t)``, ``loss`` and ``accuracy``, for example TwoLayerNet.
        x, t: training data, one row for each example.
        epochs: how often to go through the data.
        batch_size: examples in a step.
        optimizer: from ``bplib.optimizers``.
        validation: (x, t) to evaluate after every epoch.
        schedule: function of the fraction of the training that is done, from 0 to 1, which returns the factor on
            the optimizer's learning rate, for example ``bplib.optimizers.cosine``.
        augment: ``augment(x, rng)`` returns changed copies of all inputs, shape and type as x. It is called once
            for each epoch, in a thread, while the epoch before is still running (in the browser, which has no
            threads, before the epoch).
        rng: ``numpy.random.Generator`` or int seed for the order of the examples and for ``augment``.
        progress: show a progress bar with the loss of the epoch so far and the last validation accuracy.

    Returns:
        History. If the loss stops being a finite number, training stops with a RuntimeWarning that says so; the
        history then ends with the last whole epoch.

    Raises:
        ValueError: if an argument is out of range; nothing has been trained then. Also if ``schedule`` or
            ``augment`` returns what it should not; training stops there.

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
    x, t = _converted(model, x, t)
    history, params, done = History(), model.params, 0
    steps = epochs * -(-len(x) // batch_size)
    changing = rng.spawn(1)[0] if augment else None  # the order of the examples is the same with and without
    with (
        long_work(steps, unit="step", delay=0.5, progress=progress) as bar,
        _training(model, optimizer) as set_training,
        closing(_inputs(x, epochs, augment, changing)) as inputs,
    ):
        lr = optimizer.lr if schedule else None
        for epoch in range(1, epochs + 1):
            bar.set_description(f"epoch {epoch}/{epochs}", refresh=False)
            x_epoch = next(inputs)
            start, total = time.perf_counter(), 0.0
            for x_batch, t_batch in minibatches(x_epoch, t, batch_size, rng):
                if schedule:
                    optimizer.lr = lr * _factor(schedule, done / steps)
                loss, grads = model.loss_and_gradient(x_batch, t_batch)
                if not math.isfinite(loss):
                    warnings.warn(
                        f"the loss is {loss} in epoch {epoch}: training stopped (is lr too large?)",
                        RuntimeWarning,
                        stacklevel=2,
                    )
                    return history
                optimizer.update(params, grads)
                total += loss * len(x_batch)
                done += 1
                bar.update()
            history.seconds.append(time.perf_counter() - start)
            history.loss.append(total / len(x))
            shown = {"loss": f"{history.loss[-1]:.3f}"}
            if validation is not None:
                set_training(False)
                history.validation_loss.append(model.loss(*validation))
                history.validation_accuracy.append(model.accuracy(*validation))
                set_training(True)
                shown["validation"] = f"{history.validation_accuracy[-1]:.2%}"
            bar.set_postfix(shown, refresh=False)
    return history
