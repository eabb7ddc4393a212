"""Pictures made of numbers: digits, class counts, confusion matrices, weights (chapter 11)."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from . import BLUE, GRAY, ORANGE
from .palette import ink_on

__all__ = ["class_counts", "confusion_matrix", "digit_grid", "layer_bricks", "pixel_numbers", "weight_grid"]

# From dark to light through the gray of the text: the sign of a weight can be told without color.
SIGNED = LinearSegmentedColormap.from_list("signed", ["#0d2c4d", GRAY, "#ffdcae"])
COUNTS = LinearSegmentedColormap.from_list("counts", ["#dde3ea", BLUE, "#0d2c4d"])


def _images(images):
    """Images as an array (n, side, side), from that or from rows of pixels."""
    images = np.asarray(images)
    side = round(images.shape[-1] ** 0.5) if images.ndim == 2 else images.shape[-1]
    return images.reshape(-1, side, side)


def _grid(count, columns, titles_lines):
    rows = -(-count // columns)
    width = 5.2 / columns
    figure, axes = plt.subplots(
        rows, columns, figsize=(5.2, rows * (width + 0.19 * titles_lines) + 0.45), squeeze=False
    )
    for ax in axes.flat:
        ax.axis("off")
    return figure, axes.flat


def digit_grid(images, titles=None, *, columns=10, title=""):
    """Digits side by side, white on black as in the files.

    Args:
        images: pixels from 0 to 1, shape (n, 784) or (n, 28, 28).
        titles: a text above each.
        columns: how many in a row.
        title: of the whole figure.
    """
    images = _images(images)
    if titles is None:
        return _mosaic(images, columns, title)
    figure, axes = _grid(len(images), columns, 1 + max(str(text).count("\n") for text in titles))
    for ax, image, text in zip(axes, images, titles):
        ax.imshow(image, cmap="gray", vmin=0, vmax=1)
        ax.set_title(text, fontsize=10, fontweight="normal", pad=2)
    figure.suptitle(title, fontsize=11, fontweight="bold")


def _mosaic(images, columns, title, gap=3):
    """Images joined into one, which is drawn much faster than a hundred axes. nan is transparent."""
    count, side, _ = images.shape
    rows, cell = -(-count // columns), side + gap
    whole = np.full((rows * cell - gap, columns * cell - gap), np.nan)
    for i, image in enumerate(images):
        top, left = i // columns * cell, i % columns * cell
        whole[top : top + side, left : left + side] = image
    _, ax = plt.subplots(figsize=(5.2, 5.2 * rows / columns + 0.35))
    ax.imshow(whole, cmap="gray", vmin=0, vmax=1)
    ax.set_title(title)
    ax.axis("off")


def pixel_numbers(image, *, top, left, size=8, title=""):
    """An image beside a square part of it in which every pixel shows its number.

    Args:
        image: shape (28, 28), integers from 0 to 255.
        top, left, size: the part that is enlarged.
    """
    part = image[top : top + size, left : left + size]
    figure, (whole, close) = plt.subplots(1, 2, figsize=(5.2, 3.3), width_ratios=[1, 1.55])
    whole.imshow(image, cmap="gray", vmin=0, vmax=255)
    whole.add_patch(Rectangle((left - 0.5, top - 0.5), size, size, fill=False, edgecolor=ORANGE, linewidth=2))
    whole.set(xticks=[0, 27], yticks=[0, 27], xlabel="column", ylabel="row")
    close.imshow(part, cmap="gray", vmin=0, vmax=255)
    for (i, j), value in np.ndenumerate(part):
        color = ink_on(3 * [value / 255])
        close.text(j, i, int(value), ha="center", va="center", fontsize=10, color=color)
    close.set(xticks=range(size), yticks=range(size), xlabel="column")
    close.set_xticklabels(range(left, left + size))
    close.set_yticklabels(range(top, top + size))
    for ax in (whole, close):
        ax.grid(False)
    figure.suptitle(title, fontsize=11, fontweight="bold")


def class_counts(t, *, title=""):
    """Bars: how often each of the labels 0 … 9 occurs."""
    counts = np.bincount(t, minlength=10)
    _, ax = plt.subplots(figsize=(5.2, 2.6))
    bars = ax.bar(range(10), counts, color=BLUE)
    ax.bar_label(bars, fontsize=10, color=GRAY)
    ax.set(xticks=range(10), xlabel="digit", ylabel="images", title=title)
    ax.margins(y=0.15)
    ax.grid(axis="x", visible=False)


def confusion_matrix(matrix, *, title=""):
    """Counts by true label (rows) and answer (columns). The diagonal, which is right, is left without color.

    Args:
        matrix: integers, shape (10, 10).
    """
    matrix = np.asarray(matrix)
    wrong = np.where(np.eye(len(matrix), dtype=bool), np.nan, matrix)
    _, ax = plt.subplots(figsize=(5.2, 4.9))
    shown = ax.imshow(wrong, cmap=COUNTS, vmin=0)
    for (i, j), count in np.ndenumerate(matrix):
        color = GRAY if i == j else ink_on(shown.to_rgba(count)[:3])
        weight = "bold" if i == j else "normal"
        ax.text(j, i, count, ha="center", va="center", fontsize=10, color=color, fontweight=weight)
    ax.set(xticks=range(len(matrix)), yticks=range(len(matrix)), title=title)
    ax.set(xlabel="answer of the network", ylabel="true label")
    ax.grid(False)


def weight_grid(weights, *, columns=8, title=""):
    """The weights into each of several units as pictures, each on its own scale around 0.

    Args:
        weights: shape (784, units): the columns are the pictures.
    """
    images = _images(np.asarray(weights).T)
    figure, axes = _grid(len(images), columns, 0)
    for ax, image in zip(axes, images):
        limit = np.abs(image).max()
        shown = ax.imshow(image, cmap=SIGNED, vmin=-limit, vmax=limit)
    bar = figure.colorbar(shown, ax=figure.axes, orientation="horizontal", shrink=0.75, aspect=40, pad=0.02)
    bar.set_ticks([-limit, 0, limit], labels=["most negative", "0", "most positive"])
    bar.outline.set_visible(False)
    figure.suptitle(title, fontsize=11, fontweight="bold")


def layer_bricks(bricks, *, title=""):
    """Layers as bricks, one above the other, with what goes forward (left) and backward (right).

    Args:
        bricks: list of (name, forward, backward): the brick, the text of the arrow out of it, and the text of
            the arrow that leaves it on the way back. The last backward text may be empty.
    """
    _, ax = plt.subplots(figsize=(5.2, 1.05 * len(bricks) + 0.55))
    for i, (name, forward, backward) in enumerate(bricks):
        y = -i
        box = FancyBboxPatch((2.6, y - 0.2), 4.2, 0.4, boxstyle="round,pad=0.08", fill=False)
        box.set(edgecolor=GRAY, linewidth=1.5)
        ax.add_patch(box)
        ax.text(4.7, y, name, ha="center", va="center", fontsize=11, fontweight="bold")
        _arrow(ax, 3.6, y - 0.3, y - 0.7, BLUE, "-")
        ax.text(3.4, y - 0.5, forward, ha="right", va="center", fontsize=10.5, color=BLUE)
        if i:
            _arrow(ax, 5.8, y + 0.3, y + 0.7, ORANGE, "--")
            ax.text(6.0, y + 0.5, backward, ha="left", va="center", fontsize=10.5, color=ORANGE)
    ax.text(3.4, 0.5, "forward ↓", ha="right", va="center", fontsize=11, color=BLUE, fontweight="bold")
    ax.text(6.0, 0.5, "backward ↑", ha="left", va="center", fontsize=11, color=ORANGE, fontweight="bold")
    ax.set(xlim=(0, 9.4), ylim=(-len(bricks) + 0.2, 0.75), title=title)
    ax.axis("off")


def _arrow(ax, x, start, end, color, style):
    look = {"color": color, "linestyle": style, "linewidth": 2, "mutation_scale": 14}
    ax.add_patch(FancyArrowPatch((x, start), (x, end), arrowstyle="-|>", shrinkA=0, shrinkB=0, **look))
