"""Figures whose colors are the page's. Notebooks draw them as SVG here, see bplib/plots/drawings.py.

A page shows them as ``<picture>``: a wide drawing, and one for phones where there is one. As files they bring the
light and the dark colors of figures.css along; figures.js puts them into the page, from which they then take them.
"""

import os
import re
from pathlib import Path

CSS = Path(__file__).parents[1] / "_static/figures.css"
NARROW = "(max-width: 480px)"  # there a wide drawing has to scroll for its text to be legible
_IMAGE = re.compile(r'<img [^>]*?src="([^"]*_images/([0-9a-f]{64}))\.svg"[^>]*>')
_PHONE = re.compile(r"<metadata>(<svg.*</svg>)</metadata>", re.DOTALL)
_START = re.compile(r'<svg [^>]*class="drawing"[^>]*>')


def picture(tag, address, text):
    """The HTML of a drawing.

    Args:
        tag: the ``<img>`` of Sphinx.
        address: what it shows, without ".svg".
        text: what the notebook has drawn there.
    """
    wide, (alt, phone) = _START.match(text)[0], (re.search(r' alt="[^"]*"', tag), _PHONE.search(text))
    source, least = "", _least(wide)
    if phone:
        phone = _START.match(phone[1])[0]
        source = f'<source media="{NARROW}" srcset="{address}-phone.svg"{_size(phone)}>'
        least = _least(phone)
    return (
        f'<span class="drawing-box"><picture>{source}<img class="drawing" src="{address}.svg"{alt[0] if alt else ""}'
        f'{_size(wide)} style="--least: {least}px" loading="lazy" decoding="async"></picture></span>'
    )


def _size(start):
    return "".join(re.findall(r' (?:width|height)="\d+"', start))


def _least(start):
    least = re.search(r"min-width:(\d+)px", start)
    return int(least[1]) if least else 0


def files(text, css):
    """What the notebook has drawn as one or two files, each with colors of its own for where it stands alone.

    Args:
        text: the drawing; one for phones may be inside.
        css: the text of figures.css.

    Returns:
        dict from the end of the file's name to its text.
    """
    light = re.search(r"^\.drawing \{(.*?)\}", css, re.DOTALL | re.MULTILINE)[1]
    dark = re.search(r'^html\[data-theme="dark"\] \.drawing \{(.*?)\}', css, re.DOTALL | re.MULTILINE)[1]
    style = f"svg:root{{{light}}}@media (prefers-color-scheme:dark){{svg:root{{{dark}}}}}"
    style = "<style>" + re.sub(r"\s+", " ", style) + "</style>"
    phone = _PHONE.search(text)
    found = {".svg": _PHONE.sub("", text)} | ({"-phone.svg": phone[1]} if phone else {})
    return {name: drawing.replace(">", f">{style}", 1) for name, drawing in found.items()}


def _pictures(app, pagename, templatename, context, doctree):
    if "_images/" not in (body := context.get("body") or ""):
        return
    sources = {name: Path(app.srcdir, source) for source, name in app.builder.images.items()}

    def shown(match):
        text = sources[f"{match[2]}.svg"].read_text(encoding="utf-8")
        return picture(match[0], match[1], text) if _START.match(text) else match[0]

    context["body"], found = _IMAGE.subn(shown, body)
    if found:
        context["body"] += (
            f'<script defer src="{context["pathto"]("_static/figures.js", resource=True)}"></script>'
        )


def _separate(app, exception):
    if exception is not None or app.builder.format != "html":
        return
    css = CSS.read_text(encoding="utf-8")
    for path in Path(app.outdir, "_images").glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        if _START.match(text) and "<style>" not in text:
            for end, drawing in files(text, css).items():
                path.with_name(path.stem + end).write_text(drawing, encoding="utf-8")


def setup(app):
    os.environ["BPLIB_FIGURES"] = "svg-both"  # the kernels that run the notebooks get it from here
    app.connect("html-page-context", _pictures, priority=940)  # before book_light looks at the images
    app.connect("build-finished", _separate, priority=890)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
