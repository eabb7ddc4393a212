"""The figures of the chapters, in one palette and one style. The only part of bplib that imports matplotlib.

``use_style()`` comes first in every chapter. Figures have no background of their own: every color of the palette
has a contrast of more than 3:1 on the light and on the dark theme, and no figure tells anything by color alone.
"""

import html
import os
import re
from base64 import b64decode, b64encode
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib as mpl
from matplotlib.animation import HTMLWriter
from PIL import Image

from .drawings import show_drawings
from .palette import BLUE, GRAY, GREEN, ORANGE, PALETTE, PURPLE, RED

__all__ = [
    "BLUE",
    "GRAY",
    "GREEN",
    "ORANGE",
    "PALETTE",
    "PURPLE",
    "RED",
    "TARGETS",
    "animation_player",
    "use_style",
]

# How the points of the two targets look: told apart by color, marker and filling.
TARGETS = {
    0: {"color": ORANGE, "marker": "s", "markerfacecolor": "none", "label": "target 0"},
    1: {"color": BLUE, "marker": "o", "label": "target 1"},
}

_STYLE = {
    "figure.figsize": (5.2, 3.3),
    "figure.dpi": 110,
    "figure.facecolor": "none",
    "figure.constrained_layout.use": True,
    "savefig.facecolor": "none",
    "savefig.dpi": 110,
    "axes.facecolor": "none",
    "axes.edgecolor": GRAY,
    "axes.labelcolor": GRAY,
    "axes.titlecolor": GRAY,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.labelsize": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": GRAY,
    "grid.alpha": 0.25,
    "axes.prop_cycle": mpl.cycler(color=PALETTE[:5])
    + mpl.cycler(linestyle=["-", "--", "-.", ":", (0, (5, 1, 1, 1))]),
    "lines.linewidth": 2,
    "text.color": GRAY,
    "xtick.color": GRAY,
    "ytick.color": GRAY,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "legend.fontsize": 10,
    "legend.frameon": False,
    "font.size": 11,
    "mathtext.fontset": "dejavusans",
    "animation.embed_limit": 5,
}


def use_style(*, formats=True):
    """Set the book's style for every figure drawn from here on, sharp on high-resolution screens.

    With ``formats`` a notebook shows figures as PNG or, if the environment variable BPLIB_FIGURES is set, as SVG; see
    drawings.py.
    """
    mpl.rcParams.update(_STYLE)
    if not formats:
        return
    try:
        from matplotlib_inline.backend_inline import set_matplotlib_formats

        if kind := os.environ.get("BPLIB_FIGURES"):
            show_drawings(kind)
        else:
            set_matplotlib_formats("retina")
    except (ImportError, AttributeError):  # not in a notebook
        pass


# The player of matplotlib takes its icons from another host; characters need none.
_ICONS = {
    "fa-minus": "−",
    "fa-fast-backward": "«",
    "fa-step-backward": "‹",
    "fa-play fa-flip-horizontal": "◀\ufe0e",
    "fa-pause": "‖",
    "fa-play": "▶\ufe0e",
    "fa-step-forward": "›",
    "fa-fast-forward": "»",
    "fa-plus": "+",
}


class _TransparentFrames(HTMLWriter):
    """matplotlib paints the frames of an animation on white, which would be a white card on a dark page."""

    def grab_frame(self, **settings):
        super().grab_frame(**{**settings, "facecolor": "none", "transparent": True})


def _fewer_colors(match):
    """A PNG in base64 with at most 128 colors, a third of the size: every frame is part of the page."""
    frame, small = Image.open(BytesIO(b64decode(match[0].replace("\\\n", "")))), BytesIO()
    frame.convert("RGBA").quantize(128, method=Image.Quantize.FASTOCTREE).save(small, "PNG", optimize=True)
    return b64encode(small.getvalue()).decode()


def animation_player(animation, alt, fps=10):
    """An animation as a player with buttons and a slider that also works in a static page.

    Args:
        animation: a matplotlib ``Animation``. Its figure is closed, so that it is not shown twice.
        alt: what the animation shows, for readers who do not see it.
        fps: frames in a second.

    Returns:
        HTML object for a notebook, without any request to another host. It does not start by itself.
    """
    from IPython.display import HTML
    from matplotlib import pyplot as plt

    figure = animation._fig
    # One layout for all frames: nothing jumps. And no drawing of a frame before the one that is kept.
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    figure.canvas.draw_idle = lambda: None
    with TemporaryDirectory() as folder:
        path = Path(folder) / "player.html"
        animation.save(path, writer=_TransparentFrames(fps=fps, embed_frames=True, default_mode="once"))
        player = path.read_text(encoding="utf-8")
    plt.close(figure)
    player = re.sub(r"(?<=data:image/png;base64,)[A-Za-z0-9+/=\\\n]+", _fewer_colors, player)
    player = re.sub(r"<link[^>]*font-awesome[^>]*>", "", player)
    for icon, character in _ICONS.items():
        player = player.replace(f'<i class="fa {icon}"></i>', character)
    for tag, attributes in {
        '<div class="animation"': 'style="display: block; max-width: 560px; margin: auto"',
        "<img": f'alt="{html.escape(alt)}" style="width: 100%; height: auto"',
        '<input id="_anim_slider': 'aria-label="Frame" style="width: 90%"',
    }.items():
        name, rest = tag.partition(" ")[::2]
        player = player.replace(tag, f"{name} {attributes}{' ' + rest if rest else ''}")
    return HTML(player)
