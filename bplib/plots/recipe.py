"""What two layers can reach: displaced pixels, and the gain of each step (chapter 11, pages b and c)."""

import numpy as np
from matplotlib import pyplot as plt

from .._validate import float_array
from . import BLUE, GRAY, ORANGE

__all__ = ["displacement_figure", "gain_chart", "rate_curve"]


def displacement_figure(image, field, changed, *, title=""):
    """An image with arrows from its pixels to the places where they are read, and what is read there.

    Args:
        image, changed: before and after, shape (28, 28), from 0 to 1.
        field: how far down and how far right each pixel is read, shape (2, 28, 28).
    """
    image, changed, field = (
        float_array(name, value) for name, value in (("image", image), ("changed", changed), ("field", field))
    )
    if image.ndim != 2 or changed.shape != image.shape or field.shape != (2, *image.shape):
        raise ValueError(
            f"image, changed and field must be (h, w), (h, w) and (2, h, w), got {image.shape}, {changed.shape},"
            f" {field.shape}"
        )
    figure, axes = plt.subplots(1, 2, figsize=(5.2, 3.0))
    for ax, pixels, name in zip(axes, (image, changed), ("where each pixel is read", "what is read there")):
        ax.imshow(pixels, cmap="gray", vmin=0, vmax=1)
        ax.set_title(name, fontsize=10, fontweight="normal")
        ax.set(xticks=[], yticks=[])
    i, j = (places[1::3, 1::3] for places in np.indices(image.shape))
    down, right = field[:, 1::3, 1::3]
    axes[0].quiver(
        j, i, right, down, color=ORANGE, angles="xy", scale_units="xy", scale=1, width=0.009, headwidth=4
    )
    figure.suptitle(title, fontsize=11, fontweight="bold")


def gain_chart(rows, *, title=""):
    """Accuracy of each step of a recipe: a mark for each seed, a stroke at the mean, mean and spread as a number.

    Args:
        rows: list of (label, accuracies in percent, one for each seed, at least two).
    """
    rows = [(label, float_array("accuracies", values)) for label, values in rows]
    for label, values in rows:
        if values.ndim != 1 or len(values) < 2:
            raise ValueError(f"accuracies of {label} must be at least two numbers, got shape {values.shape}")
    figure, ax = plt.subplots(figsize=(5.2, 0.5 * len(rows) + 1.3))
    highest = max(values.max() for _, values in rows)
    lowest = min(values.min() for _, values in rows)
    for i, (_, values) in enumerate(rows):
        mean, spread = values.mean(), values.std(ddof=1)
        ax.plot(
            values, [-i] * len(values), color=BLUE, marker="o", linestyle="none", markersize=6, mfc="none"
        )
        ax.plot([mean] * 2, [-i - 0.3, -i + 0.3], color=ORANGE, linewidth=2.5, linestyle="-")
        ax.hlines(-i, lowest, highest, color=GRAY, linewidth=0.6, alpha=0.5, zorder=0)
        ax.text(
            highest + 0.11 * (highest - lowest), -i, f"{mean:.2f} ± {spread:.2f}", va="center", fontsize=10
        )
    ax.set(yticks=-np.arange(len(rows)), xlabel="accuracy (%)", ylim=(0.6 - len(rows), 0.6))
    ax.set_yticklabels([label for label, _ in rows])
    ax.set_xticks([tick for tick in ax.get_xticks() if lowest <= tick <= highest])
    ax.set_xlim(lowest - 0.05 * (highest - lowest), highest + 0.6 * (highest - lowest))
    ax.grid(False, axis="y")  # no lines through the numbers
    figure.suptitle(title, fontsize=11, fontweight="bold")


def rate_curve(schedule, *, title=""):
    """The factor on the learning rate over the training.

    Args:
        schedule: function of the fraction of the training that is done, from 0 to 1.
    """
    done = np.linspace(0, 1, 101)
    _, ax = plt.subplots(figsize=(5.2, 2.6))
    ax.plot(done, [schedule(s) for s in done], color=BLUE, linestyle="-")
    ax.axhline(0, color=GRAY, linewidth=1, linestyle="-")
    ax.set(xlabel="fraction of the training that is done", ylabel="factor on η", title=title)
