"""Figures as SVG whose colors come from the page that shows them: for the site, and for code run in its pages.

The environment variable ``BPLIB_FIGURES`` asks ``use_style()`` for them: "svg" for the column of a wide screen,
"svg-phone" for that of a phone, "svg-both" for one file with the drawing for a phone inside, which the build of the
book takes apart. Without it figures are PNG, which every front end shows.

Text becomes outlines: it stands where the layout has put it whatever fonts a reader has, and is the same where a page
shows the drawing as ``<img>``. What there is to read in a figure is in its alternative text.
"""

import gzip
from io import StringIO

import matplotlib as mpl
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from .phone import COLUMN, MARGIN, content_box, laid_out_for_phone, least_width
from .svg import compact

__all__ = ["KINDS", "drawing", "show_drawings"]

KINDS = ("svg", "svg-phone", "svg-both")
MANY = 1000  # points of an artist that becomes a picture, if the drawing would have more than
LARGE = 40_000  # bytes, compressed


def show_drawings(kind):
    """Let the notebook show figures as SVG.

    Args:
        kind: "svg", "svg-phone" or "svg-both", as above.

    Raises:
        ValueError: if it is something else.
    """
    from IPython import get_ipython
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    if kind not in KINDS:
        raise ValueError(f"BPLIB_FIGURES must be one of {', '.join(KINDS)}, got {kind!r}")
    set_matplotlib_formats()  # none but the following
    show = _both if kind == "svg-both" else lambda figure: drawing(figure, phone=kind == "svg-phone")
    get_ipython().display_formatter.formatters["image/svg+xml"].for_type(Figure, show)


def drawing(figure, phone=False):
    """An SVG in which gray is ``currentColor``, blue ``var(--figure-blue)`` and so on through the palette.

    Args:
        figure: matplotlib ``Figure``.
        phone: whether to lay it out for the column of a phone, if its texts have room there. A figure that must be
            wider for its text to be legible has this ``min-width``, and a page should let it scroll.

    Returns:
        The text of an ``<svg>`` element.
    """
    return (_for_phone(figure) if phone else "") or _as_it_is(figure)


def _for_phone(figure):
    if box := content_box(figure):
        narrower = box.width < 0.95 * figure.get_tightbbox().width
        return _as_it_is(figure, box) if narrower else ""
    with laid_out_for_phone(figure) as has_room:
        return _as_it_is(figure) if has_room else ""


def _both(figure):
    wide, narrow = _as_it_is(figure), _for_phone(figure)
    return wide.replace("</svg>", f"<metadata>{narrow}</metadata></svg>") if narrow else wide


def _as_it_is(figure, box="tight"):
    pixels = _sharp_pixels(figure)
    text = _drawn(figure, box)
    if len(gzip.compress(text.encode())) > LARGE:
        dense = [
            artist
            for artist in figure.findobj(lambda artist: isinstance(artist, (Line2D, Collection)))
            if _points(artist) > MANY
        ]
        for artist in dense:
            artist.set_rasterized(True)
        text = _drawn(figure, box)
        for artist in dense:
            artist.set_rasterized(False)
    for image, interpolation in pixels:
        image.set_interpolation(interpolation)
    return text


def _points(artist):
    if isinstance(artist, Line2D):
        return len(artist.get_xdata())
    return max(sum(len(path) for path in artist.get_paths()), len(artist.get_offsets()))


def _sharp_pixels(figure):
    """Let pictures of few pixels be stored as these pixels. Returns what to set back."""
    images = [image for ax in figure.axes for image in ax.images if len(image.get_array()) <= 100]
    before = [(image, image.get_interpolation()) for image in images]
    for image in images:
        image.set_interpolation("none")
    return before


def _drawn(figure, box):
    file = StringIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "figures"}):
        figure.savefig(file, format="svg", dpi=220, bbox_inches=box, pad_inches=MARGIN / 72)
    text, width = compact(file.getvalue())
    least = least_width(width, figure)
    return text if least <= COLUMN else text.replace('style="', f'style="min-width:{least}px;', 1)
