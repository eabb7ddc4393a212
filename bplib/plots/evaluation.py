"""Figures of training and judging a classifier: slopes, learning curves, batch sizes, accuracies (chapter 10)."""

import numpy as np
from matplotlib import pyplot as plt

from .._validate import float_array, integer, same_shape
from . import BLUE, GRAY, GREEN, ORANGE, PALETTE
from .palette import ink_on

__all__ = [
    "accuracy_by_batch_size",
    "classifier_chart",
    "digit_numbers",
    "gradient_spread",
    "slope_histograms",
    "stopping_curves",
]

_STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1)))
_MARKERS = ("o", "s", "^", "D", "v")


def _vector(name, values):
    values = float_array(name, values)
    if values.ndim != 1 or values.size == 0:
        raise ValueError(f"{name} must be one-dimensional and not empty, got shape {values.shape}")
    return values


def _few(name, items):
    if not 1 <= len(items) <= len(_STYLES):
        raise ValueError(f"{name} must be one to five, got {len(items)}")
    return items


def digit_numbers(image, *, title=""):
    """A small image with the gray level written in each pixel.

    Args:
        image: shape (8, 8), gray levels from 0 to 16.
    """
    image = float_array("image", image)
    if image.shape != (8, 8) or image.min() < 0 or image.max() > 16:
        raise ValueError(f"image must have shape (8, 8) and levels from 0 to 16, got shape {image.shape}")
    _, ax = plt.subplots(figsize=(4.2, 4.3))
    ax.imshow(image, cmap="gray", vmin=0, vmax=16)
    for (i, j), value in np.ndenumerate(image):
        color = ink_on(3 * [value / 16])
        ax.text(j, i, f"{value:g}", ha="center", va="center", fontsize=11, color=color)
    ax.set(xticks=range(8), yticks=range(8), xlabel="column", ylabel="row", title=title)
    ax.grid(False)


def slope_histograms(groups, *, title=""):
    """Histograms of σ'(z), from 0 to ¼, one below the other, each with the share below 0.01.

    Args:
        groups: dict from a label to an array of slopes, one to five.
    """
    _few("groups", groups)
    figure, axes = plt.subplots(
        len(groups), 1, figsize=(5.2, 1.45 * len(groups) + 0.9), sharex=True, sharey=True, squeeze=False
    )
    for i, (ax, (label, slopes)) in enumerate(zip(axes[:, 0], groups.items())):
        slopes = float_array(label, slopes).ravel()
        share, edges = np.histogram(slopes, bins=25, range=(0, 0.25))
        ax.bar(edges[:-1], 100 * share / slopes.size, width=0.01, align="edge", color=PALETTE[i])
        flat = np.mean(slopes < 0.01)
        ax.text(0.97, 0.9, f"{label}\nbelow 0.01: {flat:.0%}", transform=ax.transAxes, ha="right", va="top")
        ax.set(ylabel="share (%)", ylim=(0, 100))
    axes[-1, 0].set(xlabel=r"slope $\sigma'(z)$ of a hidden unit for an image", xlim=(0, 0.25))
    figure.suptitle(title, fontsize=11, fontweight="bold")


def stopping_curves(train_loss, validation_loss, *, title="", top=None):
    """Losses by epoch, with a mark where the validation loss is lowest.

    Args:
        train_loss, validation_loss: one number for each epoch.
        top: largest loss shown.
    """
    train_loss, validation_loss = (
        _vector("train_loss", train_loss),
        _vector("validation_loss", validation_loss),
    )
    same_shape("train_loss", train_loss, "validation_loss", validation_loss)
    _, ax = plt.subplots()
    epochs = np.arange(1, len(train_loss) + 1)
    ax.plot(epochs, train_loss, color=BLUE, linestyle="--", label="training loss")
    ax.plot(epochs, validation_loss, color=ORANGE, label="validation loss")
    best = int(validation_loss.argmin())
    ax.axvline(best + 1, color=GRAY, linewidth=1.2, linestyle=":")
    mark = {"marker": "o", "markersize": 8, "linestyle": "none", "color": GREEN}
    ax.plot([best + 1], [validation_loss[best]], label=f"lowest, epoch {best + 1}", **mark)
    ax.set(xlabel="epoch", ylabel="mean cross-entropy", title=title, ylim=(0, top))
    ax.legend()


def gradient_spread(sizes, measured, single, *, title=""):
    """Spread of a mini-batch's gradient against the batch size, with the line single/√m.

    Args:
        sizes: batch sizes.
        measured: root mean square distance from the full gradient for each.
        single: that distance for single examples.
    """
    sizes, measured = _vector("sizes", sizes), _vector("measured", measured)
    same_shape("sizes", sizes, "measured", measured)
    _, ax = plt.subplots()
    ax.loglog(sizes, measured, color=BLUE, marker="o", linestyle="none", markersize=8, label="measured")
    line = float(single) / np.sqrt(sizes)
    ax.loglog(sizes, line, color=ORANGE, linestyle="--", label=r"single example $/\,\sqrt{m}$")
    ax.set(xlabel="batch size $m$ (images)", ylabel="distance from the full gradient", title=title)
    ax.legend()


def accuracy_by_batch_size(sizes, runs, *, bottom=None, title=""):
    """Accuracies against the batch size: a mark for each seed, a line through the means.

    Args:
        sizes: batch sizes.
        runs: dict from a label to accuracies from 0 to 1, shape (sizes, seeds).
        bottom: lowest accuracy shown, in percent.
    """
    sizes = _vector("sizes", sizes)
    _, ax = plt.subplots()
    for i, (label, accuracies) in enumerate(_few("runs", runs).items()):
        percent = 100 * float_array(label, accuracies)
        if percent.ndim != 2 or len(percent) != len(sizes):
            raise ValueError(f"{label} must have shape ({len(sizes)}, seeds), got {percent.shape}")
        look = {"color": PALETTE[i], "marker": _MARKERS[i], "markersize": 5}
        for seed in percent.T:
            ax.plot(sizes, seed, linestyle="none", alpha=0.6, **look)
        ax.plot(sizes, percent.mean(axis=1), linestyle=_STYLES[i], label=label, **look)
    ax.set(xscale="log", xlabel="batch size $m$ (images)", ylabel="validation accuracy (%)", title=title)
    ax.set_ylim(bottom, None)
    ax.legend(loc="lower left")


def classifier_chart(results, examples, *, title=""):
    """Accuracies of classifiers on one test set: a mark for each seed, a bar for the mean, one error bar beside.

    Args:
        results: dict from a label to accuracies from 0 to 1, one for each seed, one to five labels.
        examples: size of the test set. A gray bar shows plus and minus one standard deviation of its sampling,
            √(p (1 - p) / examples), around the first mean.
    """
    examples = integer("examples", examples)
    figure, ax = plt.subplots(figsize=(5.2, 0.55 * len(_few("results", results)) + 1.9))
    for i, (label, accuracies) in enumerate(results.items()):
        percent = 100 * _vector(label, accuracies)
        offsets = np.linspace(-0.2, 0.2, len(percent)) if len(percent) > 1 else np.zeros(1)
        look = {"color": PALETTE[i], "marker": _MARKERS[i], "markersize": 6, "alpha": 0.8}
        ax.plot(percent, -i + offsets, linestyle="none", **look)
        if len(percent) > 1:
            ax.plot(
                [percent.mean()] * 2, [-i - 0.35, -i + 0.35], color=PALETTE[i], linestyle="-", linewidth=2.5
            )
    p = float(np.mean(next(iter(results.values()))))
    sampling = 100 * np.sqrt(p * (1 - p) / examples)
    below = -len(results)
    ax.errorbar([100 * p], [below], xerr=[sampling], color=GRAY, capsize=5, linewidth=2)
    ax.set(yticks=-np.arange(len(results) + 1), xlabel=f"accuracy on {examples} test images (%)")
    ax.set_yticklabels([*results, "sampling of the test set"])
    ax.set_ylim(below - 0.6, 0.6)
    ax.grid(axis="y", visible=False)
    figure.suptitle(title, fontsize=11, fontweight="bold")
