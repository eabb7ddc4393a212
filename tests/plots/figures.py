"""What is true of every figure of the book: legible on both themes, in gray and on a phone."""

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex

from bplib import plots

mpl.use("Agg")


def texts(figure):
    """The texts of a figure that are shown."""
    return [t for t in figure.findobj(mpl.text.Text) if t.get_text().strip() and t.get_visible()]


def drawn_legibly(draw, other_colors=()):
    """The one figure that ``draw()`` makes, after looking at its size, background, fonts and colors."""
    draw()
    (figure,) = map(plt.figure, plt.get_fignums())
    figure.canvas.draw()
    assert figure.get_facecolor()[3] == 0
    assert all(ax.get_facecolor()[3] == 0 for ax in figure.axes)
    assert figure.get_figwidth() <= 5.2
    assert min(t.get_fontsize() for t in texts(figure)) >= 10
    assert {to_hex(t.get_color()) for t in texts(figure)} <= {*plots.PALETTE, *other_colors}
    for line in figure.findobj(mpl.lines.Line2D):
        assert to_hex(line.get_color()) not in ("#000000", "#ffffff") or not line.get_visible()
    return figure


def titled_legibly(draw, other_colors=()):
    """As ``drawn_legibly``; a title, of the figure or of its axes, says what is to be seen."""
    figure = drawn_legibly(draw, other_colors)
    titles = [figure._suptitle] if figure._suptitle else []
    titles += [ax.title for ax in figure.axes]
    assert max(len(t.get_text()) for t in titles) > 10
    return figure


def drawn_inside(draw):
    """As ``drawn_legibly``; no text of the axes is cut off by the edge of the figure."""
    figure = drawn_legibly(draw)
    inside = figure.bbox.padded(1)
    for text in [t for ax in figure.axes for t in (*ax.texts, ax.title)]:
        box = text.get_window_extent()
        assert inside.x0 <= box.x0 <= box.x1 <= inside.x1, text
        assert inside.y0 <= box.y0 <= box.y1 <= inside.y1, text
    return figure
