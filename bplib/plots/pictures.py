"""Drawings made without a notebook: what stands in the place of a live figure where no script runs."""

import matplotlib as mpl
from matplotlib import pyplot as plt

from . import use_style
from .drawings import drawing

__all__ = ["drawn"]


def drawn(draw, figsize=(5.2, 3.4)):
    """The text of an SVG in the style of the book, without showing anything.

    Args:
        draw: called with new axes; it draws in them, or returns axes of a figure of its own.
        figsize: of the new axes, in inches.
    """
    with mpl.rc_context(), plt.ioff():
        use_style(formats=False)
        figure, ax = plt.subplots(figsize=figsize)
        other = draw(ax)
        shown = figure if other is None else other.figure
        text = drawing(shown)
        for each in {figure, shown}:
            plt.close(each)
    return text
