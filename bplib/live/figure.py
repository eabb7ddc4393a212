"""A figure that the reader can touch, in whatever shows it: a widget where there is a kernel, an element of the page
where the page knows it, a picture and a text elsewhere.
"""

import html
import json
import os
import re
from functools import cache

from .._browser import IN_BROWSER
from .modules import STYLE, joined

__all__ = ["LiveFigure", "take"]

# What a page of the book knows of the figures that its cells have shown, by their numbers; and the function, if a page
# has given one, that tells it of a state that Python has set: page(number, state).
_shown = {}
page = None


class LiveFigure:
    """A live figure. As the last line of a cell it shows itself.

    Attributes:
        kind: "network", "graph", …
        settings: what it was made with, as JSON has it.
        data: settings that a page of the book fetches by itself, and a notebook does not.
        state: what the reader, or Python, has made of it since: a dict. Assign to ``state``, or call ``set``, and the
            figure shows it.
    """

    def __init__(self, kind, settings, text, picture, state=None, data=None):
        self.kind, self.settings, self._text, self._picture = kind, settings, text, picture
        self._state = _plain(dict(state or {}))
        self.data = data or {}
        # Made now, so that the state can be set before the figure is shown.
        self._widget = _widgets() and _widgets()(
            kind=kind, settings={**settings, **self.data}, live_state=self._state
        )

    @property
    def state(self):
        return dict(self._widget.live_state if self._widget else self._state)

    @state.setter
    def state(self, state):
        self._state = _plain(dict(state))
        if self._widget:
            self._widget.live_state = self._state
        tell = page or _tell
        for number, figure in _shown.items():
            if figure is self:
                tell(number, self._state)

    def set(self, **changes):
        """Change parts of the state: ``figure.set(eta=0.5)``."""
        self.state = {**self.state, **changes}

    def __repr__(self):
        return self._text

    def _repr_mimebundle_(self, include=None, exclude=None):
        bundle = {"text/plain": self._text, "text/html": self.html()}
        if self._widget:
            bundle |= self._widget._repr_mimebundle_()[0]
            bundle |= {"text/plain": self._text, "text/html": self.html()}
        return bundle

    def html(self):
        """The element of a page, with the picture and the text that stand where no script runs.

        The pages of the book have the script; elsewhere the element brings it along.
        """
        _shown[number := str(len(_shown) + 1)] = self
        on_a_page = "BPLIB_FIGURES" in os.environ  # as book_figures.py and the page's own Python set it
        settings = self.settings if on_a_page else {**self.settings, **self.data}
        settings, state = (
            html.escape(json.dumps(part, ensure_ascii=False), quote=True) for part in (settings, self._state)
        )
        channel = f' data-channel="{_channel().name}"' if _channel() else ""
        # Whole, if small: it is there for a moment, or where no script runs.
        picture = re.sub(r"min-width:\d+px", "max-width:100%;height:auto", self._picture(), count=1)
        static = f'<div class="live-static">{picture}</div>'
        return (
            f'<live-figure kind="{self.kind}" data-number="{number}"{channel} settings="{settings}" '
            f'state="{state}">{static}</live-figure>{"" if on_a_page else _script()}'
        )


@cache
def _script():
    style = STYLE.read_text(encoding="utf-8")
    return f'<style>{style}</style><script type="module">{joined("main.js")}define();</script>'


def _plain(value):
    """A value as JSON has it: arrays as lists."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.tolist() if hasattr(value, "tolist") else value


def take(states):
    """States that a page has found in its figures, by their numbers: what the reader has done since a cell ran."""
    for number, state in states.items():
        if number in _shown:
            _shown[number]._state = state


@cache
def _channel():
    """In JupyterLite, which has no widgets: a channel from the kernel's worker to the pages of the same site."""
    if not IN_BROWSER or "BPLIB_FIGURES" in os.environ:
        return None
    from js import BroadcastChannel, crypto
    from pyodide.ffi import create_proxy

    channel = BroadcastChannel.new(f"bplib-live-{crypto.randomUUID()}")
    channel.onmessage = create_proxy(lambda event: take(json.loads(event.data)))
    return channel


def _tell(number, state):
    if _channel():
        _channel().postMessage(json.dumps({number: state}))


@cache
def _widgets():
    """The class of the widget, or None where there is no anywidget or no kernel to talk to, and on pages."""
    try:
        import anywidget
        import traitlets
        from IPython import get_ipython
    except ImportError:
        return None
    if getattr(get_ipython(), "kernel", None) is None or "BPLIB_FIGURES" in os.environ:
        return None

    class Widget(anywidget.AnyWidget):
        _esm = joined("widget.js")
        _css = STYLE.read_text(encoding="utf-8")
        kind = traitlets.Unicode().tag(sync=True)
        settings = traitlets.Dict().tag(sync=True)
        live_state = traitlets.Dict().tag(sync=True)

    return Widget
