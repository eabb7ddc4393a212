"""What the book's pages need beyond the theme: the equation index, and links from numbers to their equations and from
terms to the glossary.
"""

import re
from functools import cache
from itertools import groupby
from pathlib import Path

import book_source
from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective


def anchor(number):
    """The id of an equation."""
    return "equation-" + number.lower().replace(".", "-")


def _name_solutions(app, doctree):
    """A set and its solutions, which are one notebook, are told apart by their titles."""
    if app.env.docname.startswith("solutions/"):
        title = next(doctree.findall(nodes.title))
        title.replace(title[0], nodes.Text(title[0].astext().replace("Exercises", "Solutions", 1)))


def _name_equations(app, doctree):
    """A numbered equation can be linked to, from the index and from elsewhere."""
    for block in doctree.findall(nodes.math_block):
        for number in re.findall(r"\\tag\{([^}]*)\}", block.astext()):
            name = anchor(number)
            block["ids"].append(name)
            app.env.get_domain("std").anonlabels[name] = app.env.docname, name


def _keep_lines(app, doctree):
    """Sphinx puts a formula with line breaks into a split environment, in which no tag is allowed."""
    for block in doctree.findall(nodes.math_block):
        if r"\\" in block.astext() and not block.get("nowrap"):
            block["nowrap"] = True
            text = nodes.Text(rf"\[{block.astext()}\]")
            block.clear()
            block += text


class EquationIndex(SphinxDirective):
    """Every numbered equation of the chapters, the function that implements it and the tests that verify it."""

    def run(self):
        tests, code = book_source.verifying_tests(), book_source.implementing_names()
        lines = []
        for chapter, equations in groupby(book_source.equations(), key=lambda equation: equation.chapter):
            self.env.note_dependency(str(chapter))
            title = next(book_source.headings(chapter))
            lines += [f"## {title}", "", "````{list-table}", ":header-rows: 1", ":class: equations", ""]
            lines += ["* - number", "  - equation, function, test"]
            for equation in equations:
                lines += self._row(equation, code.get(equation.number, []), tests.get(equation.number, []))
            lines += ["````", ""]
        for folder, files in (("tests", "**/test_*.py"), ("bplib", "**/*.py")):
            for path in (book_source.ROOT / folder).glob(files):
                self.env.note_dependency(str(path))
        return self.parse_text_to_nodes("\n".join(lines), allow_section_headings=True)

    def _row(self, equation, names, tests):
        yield f"* - {{ref}}`({equation.number}) <{anchor(equation.number)}>`"
        yield f"  - $\\displaystyle {' '.join(equation.latex.split()).rstrip(' .,;')}$"
        for verb, found in (("Computed by", names), ("Verified by", tests)):
            if found:
                yield ""
                yield f"    {verb} " + ", ".join(map(self._shown, found))

    @staticmethod
    def _shown(name):
        """A function as code; a test by its name in words, which can be broken into lines, and its file."""
        file, _, test = name.partition("::")
        return f"*{test.removeprefix('test_').replace('_', ' ')}* in `{file}`" if test else f"`{name}`"


NUMBERED = re.compile(rf"\(({book_source.NUMBER})\)")
# No link goes into a link or a title, and what stands there in parentheses is no number of an equation.
NO_LINKS = (
    *(nodes.title, nodes.term, nodes.reference, addnodes.pending_xref),
    *(nodes.literal, nodes.literal_block, nodes.raw, nodes.math, nodes.math_block),
)


@cache
def _numbers():
    return {equation.number for equation in book_source.equations()}


def _link_equations(app, doctree):
    """A number such as (6.3) or (BP2) in the text becomes a link to its equation."""
    for text in list(doctree.findall(nodes.Text)):
        if not NUMBERED.search(text) or any(isinstance(parent, NO_LINKS) for parent in parents(text)):
            continue
        parts = NUMBERED.split(text)  # text, number, text, number, …, text
        found = []
        for i, part in enumerate(parts):
            if i % 2 and part in _numbers():
                found.append(_link(app, "ref", anchor(part), nodes.inline("", f"({part})")))
            elif part:
                found.append(nodes.Text(f"({part})" if i % 2 else part))
        text.parent.replace(text, found)


def _link(app, kind, target, content):
    """A link to a label (ref) or to a term of the glossary (term)."""
    link = addnodes.pending_xref(
        "",
        refdomain="std",
        reftype=kind,
        reftarget=target,
        refexplicit=True,
        refwarn=True,
        refdoc=app.env.docname,
    )
    link += content
    return link


def _link_terms(app, doctree):
    """A term in italics in a chapter becomes a link to its entry in the glossary."""
    if not app.env.docname.startswith("chapters/"):
        return
    names = book_source.glossary()
    for emphasis in list(doctree.findall(nodes.emphasis)):
        term = book_source.entry(emphasis.astext(), names)
        section = next((s for s in parents(emphasis) if isinstance(s, nodes.section)), None)
        in_link = any(isinstance(p, nodes.reference | addnodes.pending_xref) for p in parents(emphasis))
        if term is None or in_link or (section is not None and section[0].astext() == "Sources"):
            continue
        emphasis.replace_self(_link(app, "term", term, emphasis.deepcopy()))


def parents(node):
    """What a node stands in, the innermost first."""
    while (node := node.parent) is not None:
        yield node


def _drop_scripts(app, pagename, templatename, context, doctree):
    """What no page needs.

    Thebe is off, but sphinx-thebe leaves its address on another host in every page, declared twice. And the book's
    search does not ask pages to mark words.
    """
    context["script_files"] = [
        script
        for script in context.get("script_files", [])
        if not re.search("thebe|sphinx_highlight", f"{script} {getattr(script, 'attributes', '')}".lower())
    ]


def _drop_thebe_settings(app, doctree, docname):
    """What sphinx-thebe adds at the end of every page for a script that is not there."""
    for node in list(doctree.children):
        if isinstance(node, nodes.raw) and re.search("x-thebe-config|>kernelName = ", node.astext()):
            doctree.remove(node)


def _drop_thebe_script(app, exception):
    if exception is None and app.builder.format == "html":
        Path(app.outdir, "_static/sphinx-thebe.js").unlink(missing_ok=True)


def _drop_viewport(app, pagename, templatename, context, doctree):
    """Sphinx and docutils each say it; Sphinx is enough."""
    if "metatags" in context:
        context["metatags"] = re.sub(r'\s*<meta name="viewport"[^>]*>', "", context["metatags"])


def setup(app):
    app.add_directive("equation-index", EquationIndex)
    app.connect("doctree-read", _name_solutions, priority=100)  # before Sphinx takes note of titles
    app.connect("doctree-read", _name_equations)
    app.connect("doctree-read", _keep_lines)
    app.connect("doctree-read", _link_terms)
    app.connect("doctree-read", _link_equations)
    app.connect("doctree-resolved", _drop_thebe_settings, priority=900)
    app.connect("html-page-context", _drop_scripts, priority=900)
    app.connect("build-finished", _drop_thebe_script)
    app.connect("html-page-context", _drop_viewport)
    return {"version": "3", "parallel_read_safe": True, "parallel_write_safe": True}
