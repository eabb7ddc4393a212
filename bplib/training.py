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
from ._validate import finite, generator, integer
from ._work import long_work
from .layers import ReLU, SoftmaxWithLoss
from .models import Sequential
from .optimizers import cosine

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
    return _gathered(x, t, integer("size", size), generator(rng).permutation(len(x)))


def _gathered(x, t, size, order, again=False):
    """Batches in the given order; with ``again``, each is in the memory of the one before."""
    if again:
        x_kept, t_kept = (np.empty((min(size, len(a)), *a.shape[1:]), a.dtype) for a in (x, t))
    for part in (order[i : i + size] for i in range(0, len(x), size)):
        if again:  # mode="clip": else NumPy gathers into an array of its own and copies
            m = len(part)
            yield x.take(part, 0, x_kept[:m], "clip"), t.take(part, 0, t_kept[:m], "clip")
        else:
            yield x.take(part, 0), t.take(part, 0)


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
            finite("what augment returns", np.asarray(changed), x.dtype if x.dtype.kind == "f" else None)
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


def _plain_step(model, optimizer):
    """One step as a function of (x, t) that returns the loss."""
    params = model.params

    def step(x, t):
        loss, grads = model.loss_and_gradient(x, t)
        if math.isfinite(loss):
            optimizer.update(params, grads)
        return loss

    return step


def _factor(schedule, done):
    factor = schedule(done)
    if not (isinstance(factor, Real) and 0 <= factor < math.inf):
        raise ValueError(f"schedule must return a number of at least 0, got {factor!r} for {done:g}")
    return factor


def _dead_layers(model, x, size):
    """Numbers, from 1, of the ReLU layers that are 0 for every example; size of them are looked at at a time."""
    layers = getattr(model, "layers", ())
    dead = {number for number, layer in enumerate(layers, start=1) if isinstance(layer, ReLU)}
    for start in range(0, len(x), size):
        if not dead:
            break
        a = x[start : start + size]
        for number, layer in enumerate(layers[: max(dead)], start=1):
            a = layer.forward(a)
            if number in dead and a.any():
                dead.remove(number)
    return sorted(dead)


def _warn_of_dead_layers(model, x, size, optimizer):
    """Whether a ReLU layer is 0 for all examples: nothing before it has a gradient then, whatever comes."""
    dead = _dead_layers(model, x, size)
    if dead:
        chance = ""
        if isinstance(getattr(model, "loss_layer", None), SoftmaxWithLoss):
            classes = model.predict(x[:1]).shape[1]
            chance = f" at that of a guess (ln {classes} = {math.log(classes):.3f}, if the classes are equally many)"
        warnings.warn(
            f"no hidden unit is on: layer {dead[0]}, ReLU, is 0 for every example, so what comes before it learns"
            f" nothing any more, and the loss rests{chance}. Begin with a new model. What to look at: x goes from"
            f" {x.min():g} to {x.max():g}, is it scaled? lr is {getattr(optimizer, 'lr', math.nan):g}, too large?",
            RuntimeWarning,
            stacklevel=3,
        )
    return bool(dead)


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
        history then ends with the last whole epoch. If a ReLU layer is 0 for every example, so that the network
        cannot learn any more, one RuntimeWarning says that; it is looked for after epochs 1, 2, 4, 8, … and the
        last.

    Raises:
        ValueError: if an argument is out of range, or an array or parameter holds nan or inf; nothing has been
            trained then. Also if ``schedule`` or ``augment`` returns what it should not; training stops there.

    BLAS uses one thread meanwhile: the products of a mini-batch are too small to be worth a second one. Where all
    code is the library's own, the arrays of a step are used again in the next; nothing that you can hold changes.
    """
    x, t = _same_length(x, t)
    epochs, batch_size = integer("epochs", epochs), integer("batch_size", batch_size)
    rng = generator(rng)
    for name, p in model.params.items():
        finite(f"{name} of the model", np.asarray(p))
    finite("x", x, getattr(model, "dtype", None))
    finite("t", t)
    _try_loss(model, x, t)
    if validation is not None:
        if not (isinstance(validation, tuple | list) and len(validation) == 2):
            raise ValueError(f"validation must be a pair (x, t), got {type(validation).__name__}")
        validation = _same_length(*validation)
        finite("x of validation", validation[0], getattr(model, "dtype", None))
        finite("t of validation", validation[1])
        _try_loss(model, *validation)
    x, t = _converted(model, x, t)
    history, done, alive = History(), 0, True
    plain, private = _plain_step(model, optimizer), None
    if isinstance(model, Sequential) and (schedule is None or schedule is cosine):
        private = model._private_step(optimizer)
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
            order = rng.permutation(len(x))
            for x_batch, t_batch in _gathered(x_epoch, t, batch_size, order, again=bool(private)):
                if schedule:
                    optimizer.lr = lr * _factor(schedule, done / steps)
                # The first step checks everything, the last one leaves its gradient in the layers.
                step = private if private and 0 < done < steps - 1 else plain
                loss = step(x_batch, t_batch)
                if not math.isfinite(loss):
                    warnings.warn(
                        f"the loss is {loss} in epoch {epoch}: training stopped (is lr too large?)",
                        RuntimeWarning,
                        stacklevel=2,
                    )
                    return history
                total += loss * len(x_batch)
                done += 1
                bar.update()
            history.seconds.append(time.perf_counter() - start)
            history.loss.append(total / len(x))
            if alive and (epoch & (epoch - 1) == 0 or epoch == epochs):  # an epoch may be as short as a step
                set_training(False)
                alive = not _warn_of_dead_layers(model, x_epoch, batch_size, optimizer)
                set_training(True)
            shown = {"loss": f"{history.loss[-1]:.3f}"}
            if validation is not None:
                set_training(False)
                history.validation_loss.append(model.loss(*validation))
                history.validation_accuracy.append(model.accuracy(*validation))
                set_training(True)
                shown["validation"] = f"{history.validation_accuracy[-1]:.2%}"
            bar.set_postfix(shown, refresh=False)
    return history
