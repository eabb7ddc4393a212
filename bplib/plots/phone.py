"""A figure laid out anew for the column of a phone, where the text of a wide one would be too small to read."""

import itertools
import math
import re
from contextlib import contextmanager

from matplotlib.axis import Axis
from matplotlib.text import Text
from matplotlib.transforms import Bbox

__all__ = ["COLUMN", "MARGIN", "content_box", "laid_out_for_phone", "least_width"]

LEGIBLE = 12  # CSS pixels, the least for text
COLUMN = 320  # CSS pixels, that of a phone of 360
MARGIN = 2  # points around a figure


def least_width(points, figure):
    """CSS pixels at which the text of a drawing of so many points is legible. Indices of formulas are smaller."""
    smallest = min((text.get_fontsize() for text in _texts(figure)), default=math.inf)
    return math.ceil(points * LEGIBLE / smallest)


@contextmanager
def laid_out_for_phone(figure):
    """Make the figure as narrow as the column of a phone; what it was is restored at the end.

    Lines of a title are broken, and a legend is put below if it would be in the way.

    Yields:
        Whether there is room: whether no text or legend sticks out, or lies on another or on a line on which it does
        not lie in the wide figure. A drawing without axes, such as a network, has proportions of its own: False.
    """
    if not figure.axes or not all(ax.axison for ax in figure.axes):
        yield False
        return
    figure.draw_without_rendering()
    there = _overlaps(figure)
    size, titles, legends = figure.get_size_inches().copy(), _titles(figure), _legends(figure)
    texts, below = [title.get_text() for title in titles], None
    try:
        figure.set_size_inches(COLUMN / least_width(72, figure), size[1])
        _break_titles(figure, titles)
        disturbing = _in_the_way(figure, legends, there)
        if disturbing:
            below = _put_below(disturbing, figure)
            _break_titles(figure, titles)
        yield _shrunk(figure) and _overlaps(figure) <= there
    finally:
        if below:
            below.remove()
        for legend in legends:
            legend.set_visible(True)
            legend.set_in_layout(True)
        for title, text in zip(titles, texts):
            title.set_text(text)
        figure.set_size_inches(size)


def _shrunk(figure):
    """Whether all fits into the column, if need be after a little more shrinking: labels of ticks stick out."""
    for _ in range(3):
        over = least_width(72 * figure.get_tightbbox().width + 2 * MARGIN, figure) - COLUMN
        if over <= 0:
            return True
        if over > 40:
            return False
        width, height = figure.get_size_inches()
        figure.set_size_inches(width - (over + 1) / least_width(72, figure), height)
        figure.draw_without_rendering()
    return False


def content_box(figure):
    """What a drawing without axes has something on, in inches, as a phone has no room for empty sides.

    Returns:
        matplotlib ``Bbox``, or None if there are axes to be read, or nothing but the whole.
    """
    if not figure.axes or any(ax.axison for ax in figure.axes):
        return None
    figure.draw_without_rendering()
    parts = [
        part
        for ax in figure.axes
        for part in (*ax.texts, *ax.patches, *ax.lines, *ax.collections, *ax.images, ax.title)
        if part.get_visible() and not (isinstance(part, Text) and not part.get_text())
    ]
    parts += [*figure.texts, *figure.legends, *filter(None, [figure._suptitle])]
    box = Bbox.union([part.get_window_extent() for part in parts]).padded(MARGIN * figure.dpi / 72)
    return Bbox(box.get_points() / figure.dpi)


def _titles(figure):
    found = [figure._suptitle] if figure._suptitle else []
    return [*found, *(ax.title for ax in figure.axes if ax.get_title())]


def _break_titles(figure, titles):
    figure.draw_without_rendering()
    for title in titles:
        text = title.get_text()
        for lines in (2, 3):
            if not _inside(title, figure):
                title.set_text(_broken(text, lines))
                figure.draw_without_rendering()


def _inside(artist, figure):
    box = artist.get_window_extent()
    return figure.bbox.x0 - 1 <= box.x0 and box.x1 <= figure.bbox.x1 + 1


def _broken(text, count):
    """The text in so many lines of about the same length. What stands between two dollars stays together."""
    words = re.findall(r"(?:\$[^$]*\$|\S)+", text)
    lines, at = [[]], 0
    for word in words:
        if at + len(word) / 2 > len(text) * len(lines) / count and len(lines) < count:
            lines.append([])
        lines[-1].append(word)
        at += len(word) + 1
    return "\n".join(map(" ".join, lines))


def _legends(figure):
    found = [*figure.legends, *(ax.get_legend() for ax in figure.axes)]
    return [legend for legend in found if legend]


def _in_the_way(figure, legends, there):
    """The legends for which there is no place, or which take it from the axes beside them."""
    names = {name for pair in _overlaps(figure) - there for name in pair}
    return [
        legend
        for legend in legends
        if id(legend) in names
        or not _inside(legend, figure)
        or (legend.axes and legend.get_window_extent().x0 > legend.axes.bbox.x1)
    ]


def _put_below(legends, figure):
    """One legend in place of these, below the figure, in as many columns as there is room for."""
    handles = [handle for legend in legends for handle in legend.legend_handles]
    labels = [text.get_text() for legend in legends for text in legend.get_texts()]
    for legend in legends:
        legend.set_visible(False)
        legend.set_in_layout(False)
    columns = min(3, len(labels))
    while True:
        new = figure.legend(handles, labels, loc="outside lower center", ncols=columns, columnspacing=1)
        figure.draw_without_rendering()
        if columns == 1 or _inside(new, figure):
            return new
        new.remove()
        columns -= 1


def _texts(figure):
    """The texts that are drawn. An axis also has labels beyond its ends."""
    beyond = set()
    for axis in figure.findobj(Axis):
        low, high = sorted(axis.get_view_interval())
        room = 1e-9 * (high - low)
        for tick in (*axis.majorTicks, *axis.minorTicks):
            shown = axis.get_visible() and axis.axes.axison and low - room <= tick.get_loc() <= high + room
            beyond |= set() if shown else {id(tick.label1), id(tick.label2)}
    hidden = {
        id(text) for legend in _legends(figure) if not legend.get_visible() for text in legend.findobj(Text)
    }
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in beyond | hidden
    ]


def _overlaps(figure):
    """Pairs, by id, of what lies on each other: texts, legends and lines. The ticks of an axis count as one."""
    legends = [legend for legend in _legends(figure) if legend.get_visible()]
    names = {id(text): None for legend in legends for text in legend.findobj(Text)}
    names |= {
        id(text): id(axis) for axis in figure.findobj(Axis) for text in axis.get_ticklabels(which="both")
    }
    boxes = [(id(legend), legend.get_window_extent()) for legend in legends]
    boxes += [(names.get(id(text), id(text)), text.get_window_extent()) for text in _texts(figure)]
    boxes = [(name, box.padded(-1)) for name, box in boxes if name is not None]
    found = set()
    for (name, box), (other, another) in itertools.combinations(boxes, 2):
        if Bbox.intersection(box, another):
            found.add((name, other))
    for ax in figure.axes:
        for line in ax.lines:
            path = line.get_transform().transform_path(line.get_path())
            for name, box in boxes:
                box = Bbox.intersection(box, ax.bbox)  # the rest is cut off
                if box and box.width and box.height and len(path) and path.intersects_bbox(box, False):
                    found.add((name, id(line)))
    return found
