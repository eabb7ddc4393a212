"""Curves of training, and results beside each other (chapter 11)."""

import numpy as np
from matplotlib import pyplot as plt

from . import BLUE, GRAY, GREEN, ORANGE, PALETTE

__all__ = ["accuracy_chart", "accuracy_curves", "learning_curves", "loss_traces"]

_STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1)))
_MARKERS = ("o", "s", "^", "D", "v")


def _epochs(values):
    return np.arange(1, len(values) + 1)


def learning_curves(history, train_accuracy=None, *, title=""):
    """Loss and accuracy of each epoch, one above the other.

    Args:
        history: ``bplib.training.History`` of a training with validation data.
        train_accuracy: accuracy on the training images when training is over; drawn as a single mark.
    """
    figure, (above, below) = plt.subplots(2, 1, figsize=(5.2, 4.8), sharex=True)
    epochs = _epochs(history.loss)
    above.plot(epochs, history.loss, color=BLUE, marker="o", label="training images")
    above.plot(epochs, history.validation_loss, color=ORANGE, marker="s", label="validation images")
    above.set(ylabel="mean cross-entropy", ylim=(0, None))
    above.legend()
    accuracy = 100 * np.array(history.validation_accuracy)
    below.plot(epochs, accuracy, color=ORANGE, linestyle="--", marker="s", label="validation images")
    if train_accuracy is not None:
        last = "training images, at the end"
        below.plot(epochs[-1:], [100 * train_accuracy], color=BLUE, marker="o", linestyle="none", label=last)
    below.set(xlabel="epoch", ylabel="accuracy (%)")
    below.legend(loc="lower right")
    figure.suptitle(title, fontsize=11, fontweight="bold")


def accuracy_curves(runs, *, bottom=None, title=""):
    """Validation accuracy by epoch of several trainings.

    Args:
        runs: dict from a label to a ``History``.
        bottom: lowest accuracy shown, in percent.
    """
    _, ax = plt.subplots()
    for i, (label, history) in enumerate(runs.items()):
        accuracy = 100 * np.array(history.validation_accuracy)
        style = {"color": PALETTE[i], "linestyle": _STYLES[i], "marker": _MARKERS[i]}
        ax.plot(_epochs(accuracy), accuracy, label=label, **style)
    ax.set(xlabel="epoch", ylabel="validation accuracy (%)", title=title, ylim=(bottom, None))
    ax.legend(loc="lower right")


def loss_traces(traces, *, chance=None, logarithmic=False, xlabel="epoch", title=""):
    """Losses over steps or epochs.

    Args:
        traces: dict from a label to a list of losses.
        chance: a loss to draw as a horizontal line, that of an answer by chance.
        logarithmic: a logarithmic axis for the loss.
    """
    _, ax = plt.subplots()
    for i, (label, losses) in enumerate(traces.items()):
        marker = _MARKERS[i] if len(losses) <= 20 else None
        ax.plot(_epochs(losses), losses, color=PALETTE[i], linestyle=_STYLES[i], marker=marker, label=label)
    if chance is not None:
        ax.axhline(chance, color=GRAY, linewidth=1.2, linestyle=(0, (1, 1)), label=f"by chance: {chance:.2f}")
    if logarithmic:
        ax.set_yscale("log")
    ax.set(xlabel=xlabel, ylabel="mean cross-entropy", title=title)
    if len(traces) + (chance is not None) > 1:
        ax.legend()


_KINDS = {
    "here": ("here, one for each seed", {"color": BLUE, "marker": "o"}),
    "published": ("published", {"color": GREEN, "marker": "D", "mfc": "none"}),
    "validation": ("published, on validation images", {"color": ORANGE, "marker": "s", "mfc": "none"}),
}


def accuracy_chart(rows, *, title=""):
    """Accuracies as marks on a line for each result; ours filled, published ones hollow.

    Args:
        rows: list of (label, accuracies in percent, kind): one accuracy, or one for each seed. The kind is
            "here", "published" (both measured on test images) or "validation" (published).
    """
    figure, ax = plt.subplots(figsize=(5.2, 0.36 * len(rows) + 1.9))
    for i, (_, values, kind) in enumerate(rows):
        ax.plot(values, [-i] * len(values), linestyle="none", markersize=7, alpha=0.9, **_KINDS[kind][1])
    for kind, (label, look) in _KINDS.items():
        if any(row[2] == kind for row in rows):
            ax.plot([], [], linestyle="none", markersize=7, label=label, **look)
    ax.set(yticks=-np.arange(len(rows)), xlabel="accuracy (%)")
    ax.set_yticklabels([label for label, _, _ in rows])
    ax.margins(y=0.12)
    figure.legend(loc="outside lower center", ncols=2, handletextpad=0.1, columnspacing=1)
    figure.suptitle(title, fontsize=11, fontweight="bold")
