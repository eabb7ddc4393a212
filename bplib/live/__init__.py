"""Figures that the reader can touch: change a weight, and numbers, equation and code move together.

    from bplib import live
    live.network()

They work in notebooks, where Python reads and sets their ``state`` (with anywidget), and on the pages of the book.
"""

from .curves import bowl, bumps, digit, slope, xor
from .figure import LiveFigure
from .graph import graph
from .network import network

__all__ = ["LiveFigure", "bowl", "bumps", "digit", "graph", "network", "slope", "xor"]
