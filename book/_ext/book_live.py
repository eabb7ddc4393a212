"""Live figures on the pages: their script, which is loaded when a figure comes near, and a directive for pages that
are not notebooks. In notebooks a cell such as ``live.network()`` shows the same element.
"""

import html
import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import book_source
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from bplib import live
from bplib.live.modules import FOLDER, STYLE, parts

DIGIT = FOLDER.parent / "digit.json"
STATES = json.loads((FOLDER.parent / "states.json").read_text(encoding="utf-8"))
ELEMENT = "<live-figure "
# The room that a figure takes, in pixels, on a screen of up to so many, so that nothing moves when its script is there.
HEIGHTS = {
    "bowl": {0: 660, 600: 1245},
    "bumps": {0: 601, 600: 623, 440: 747, 340: 846},
    "digit": {0: 661, 640: 683, 600: 1030, 440: 1210, 340: 1290},
    "graph": {0: 670, 640: 692, 600: 752, 440: 870, 340: 985},
    "network": {0: 1006, 640: 1066, 600: 1088, 440: 1225, 340: 1333},
    "slope": {0: 647, 640: 669, 600: 1053, 440: 1230, 340: 1322},
    "xor": {0: 736, 640: 771, 600: 1496, 440: 1366},
    # The graph under Play has more nodes than those of the chapters.
    ".live-box graph": {0: 1008, 640: 1030, 600: 1157, 440: 1300, 340: 1455},
}


class Figure(SphinxDirective):
    """``{live-figure} network``, with the arguments of ``live.network`` as JSON in its content."""

    required_arguments = 1
    has_content = True
    option_spec = {"class": directives.class_option}  # noqa: RUF012

    def run(self):
        make = getattr(live, self.arguments[0])
        figure = make(**json.loads("\n".join(self.content) or "{}"))
        box = nodes.container(classes=["live-box", *self.options.get("class", [])])
        box += nodes.raw("", figure.html(), format="html")
        return [box]


class States(SphinxDirective):
    """Links to figures in a certain state, with a sentence each: of all figures, or of one."""

    optional_arguments = 1

    def run(self):
        rows = [
            f'<tr><td><a href="{self._address(each)}">{html.escape(each["name"])}</a></td>'
            f"<td>{html.escape(each['see'])}</td></tr>"
            for each in STATES
            if each["figure"] in (self.arguments or [each["figure"]])
        ]
        head = "<thead><tr><th>state</th><th>what to see</th></tr></thead>"
        table = f'<table class="table">{head}<tbody>{"".join(rows)}</tbody></table>'
        return [nodes.raw("", f'<div class="pst-scrollable-table-container">{table}</div>', format="html")]

    @staticmethod
    def _address(each):
        """As addressOf in bplib/live/js/page/element.js writes it."""
        state = json.dumps(each["state"], ensure_ascii=False, separators=(",", ":"))
        return f"{each['figure']}.html#{urlencode({each['figure']: state})}"


def _add_script(app, pagename, templatename, context, doctree):
    """Pages with a figure get the loader; so do pages whose cells may show one when they run."""
    body = context.get("body") or ""
    runs = doctree is not None and pagename.startswith(("chapters/", "exercises/"))
    if ELEMENT in body or runs:
        address = context["pathto"]("_static/live/loader.js", resource=True)
        pages = {number: context["pathto"](page) for number, page in _equations().items()}
        context["body"] = (
            f'{_room(body)}{body}<script type="application/json" id="live-equations">{json.dumps(pages)}</script>'
            f'<script type="module" src="{address}"></script>'
        )


@cache
def _equations():
    """{number: page} of the equations that a figure names."""
    named = set(re.findall(rf'"({book_source.NUMBER})"', "".join(parts().values())))
    return {
        equation.number: f"chapters/{equation.chapter.stem}"
        for equation in book_source.equations()
        if equation.number in named
    }


def _room(body):
    """Style that keeps the room of the figures of a page until they are there, where scripts run."""
    rules = []
    for name, heights in HEIGHTS.items():
        *box, kind = name.split()
        if f'{ELEMENT}kind="{kind}"' not in body:
            continue
        where = " ".join([*box, f'live-figure[kind="{kind}"]:not([data-ready], .front-network *)'])
        for width, height in heights.items():
            rule = f"{where}{{min-height:{height}px}}"
            rules.append(f"@media (max-width:{width}px){{{rule}}}" if width else rule)
    if not rules:
        return ""
    return f"<style>@media screen and (scripting:enabled){{live-figure{{display:block}}{''.join(rules)}}}</style>"


def _write(app, exception):
    if exception is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir, "_static/live")
    if not folder.is_dir():
        raise ExtensionError("_static/live is not there: book/_static/live/loader.js is missing")
    for name, text in parts().items():
        (folder / name).write_text(text, encoding="utf-8")
    for path in (STYLE, DIGIT):
        (folder / path.name).write_bytes(path.read_bytes())


def setup(app):
    app.add_directive("live-figure", Figure)
    app.add_directive("live-states", States)
    app.connect("html-page-context", _add_script, priority=905)
    app.connect("build-finished", _write, priority=880)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
