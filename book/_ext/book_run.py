"""Pages whose code runs where it is read: what the scripts of _static/run need to know, and the exercises' outputs.

The scripts are loaded if the site has JupyterLite, from which they take Python. Without it, pages are to be read.
"""

import html
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

from docutils import nodes

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ("chapters/", "exercises/")


@cache
def _exercises():
    """How many exercises each set has: {"06": 10}."""
    names = {
        name
        for path in (ROOT / "exercises").glob("*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
        for name in re.findall(r'\bcheck\(\s*"(\d\d\.\d+)"', "".join(cell["source"]))
    }
    return dict(sorted(Counter(name[:2] for name in names).items()))


def _add_scripts(app, pagename, templatename, context, doctree):
    if not app.config.run_in_browser or doctree is None:
        return
    if pagename.startswith(NOTEBOOKS):
        context["body"] = _with_room(context["body"], pagename)
    data = {"progress": {"exercises": json.dumps(_exercises())}}
    if pagename.startswith(NOTEBOOKS):
        data["page"] = {"lite": "../" * pagename.count("/") + "lite/", "page": pagename}
    for name, settings in data.items():
        address = context["pathto"](f"_static/run/{name}.js", resource=True)
        given = "".join(f' data-{key}="{html.escape(value)}"' for key, value in settings.items())
        context["body"] += f'<script type="module" src="{address}"{given}></script>'


def _with_room(body, pagename):
    """Room for the bar of the page, which a script fills, so that nothing moves then.

    In a chapter it stands beside the folded imports: the first figure is to be seen at once.
    """
    before = "</h1>" if pagename.startswith("exercises/") else r'<div class="cell [^"]*">'
    return re.sub(before, r'\g<0><div class="run-room"></div>', body, count=1)


def _without_verdicts(app, doctree, docname):
    """An exercise that nobody has done needs no output that says so."""
    if not docname.startswith("exercises/"):
        return
    for box in list(doctree.findall(nodes.container)):
        if "cell_output" in box["classes"] and "Not done yet" in box.astext():
            box.parent.remove(box)


def setup(app):
    app.add_css_file("run.css")
    app.connect("html-page-context", _add_scripts, priority=900)
    app.connect("doctree-resolved", _without_verdicts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
