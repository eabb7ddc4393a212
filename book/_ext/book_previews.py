"""What previews.js shows beside a link to an equation or to a term: one small file for all pages, which a page fetches
when it first needs it.

Extensions that do the same were looked at and are not taken. sphinx-hoverxref (1.4) asks a server for each preview.
sphinx-tippy (0.4) takes its script from another host and repeats the previews for every page that needs them; a finger
cannot reach what it shows.
"""

import json
from pathlib import Path

from book_links import parents
from docutils import nodes

GLOSSARY = "book/glossary"


def _equations(env):
    """{anchor: (heading, formula, where it stands, address)} of every numbered equation."""
    places = {
        place: docname
        for label, (docname, place) in env.get_domain("std").anonlabels.items()
        if label.startswith("equation-")
    }
    for docname in sorted(set(places.values())):
        for block in env.get_doctree(docname).findall(nodes.math_block):
            for anchor in set(block["ids"]) & set(places):
                formula = block.astext().strip().removeprefix(r"\[").removesuffix(r"\]")
                titles = [
                    parent[0].astext() for parent in parents(block) if isinstance(parent, nodes.section)
                ]
                where = f"Chapter {titles[-1].partition('.')[0]}: {titles[0]}"
                yield anchor, (f'<div class="math">\\[{_escaped(formula)}\\]</div>', where, f"{docname}.html")


def _escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _terms(app):
    """{anchor: (name and definition, where it stands, address)} of every term of the glossary."""
    doctree = app.env.get_and_resolve_doctree(GLOSSARY, app.builder)
    for item in doctree.findall(nodes.definition_list_item):
        terms = [term for term in item if isinstance(term, nodes.term)]
        (definition,) = [part for part in item if isinstance(part, nodes.definition)]
        text = "".join(app.builder.render_partial(part)["fragment"] for part in definition)
        name = _escaped(terms[0].astext())
        for term in terms:
            for anchor in term["ids"]:
                yield anchor, (f"<p><strong>{name}</strong></p>{text}", "Glossary", f"{GLOSSARY}.html")


def _write(app, exception):
    if exception is None and app.builder.format == "html" and GLOSSARY in app.env.all_docs:
        previews = dict(_equations(app.env)) | dict(_terms(app))
        target = Path(app.outdir, "_static/previews.json")
        target.write_text(json.dumps(previews, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def setup(app):
    app.add_css_file("previews.css", priority=850)
    app.add_js_file("previews.js", loading_method="defer", priority=850)
    app.connect("build-finished", _write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
