"""What the book's pages need beyond the theme: the equation index, and links from terms to the glossary."""

import re
from itertools import groupby

import book_source
from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective


def _anchor(number):
    return "equation-" + number.lower().replace(".", "-")


def _name_equations(app, doctree):
    """A numbered equation can be linked to, from the index and from elsewhere."""
    for block in doctree.findall(nodes.math_block):
        for number in re.findall(r"\\tag\{([^}]*)\}", block.astext()):
            anchor = _anchor(number)
            block["ids"].append(anchor)
            app.env.get_domain("std").anonlabels[anchor] = app.env.docname, anchor


def _keep_lines(app, doctree):
    """Sphinx puts a formula with line breaks into a split environment, in which no tag is allowed."""
    for block in doctree.findall(nodes.math_block):
        if r"\\" in block.astext() and not block.get("nowrap"):
            block["nowrap"] = True
            block.children[:] = [nodes.Text(rf"\[{block.astext()}\]")]


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
        for folder, files in (("tests", "test_*.py"), ("bplib", "*.py")):
            for path in (book_source.ROOT / folder).glob(files):
                self.env.note_dependency(str(path))
        return self.parse_text_to_nodes("\n".join(lines), allow_section_headings=True)

    def _row(self, equation, names, tests):
        yield f"* - {{ref}}`({equation.number}) <{_anchor(equation.number)}>`"
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


def _link_terms(app, doctree):
    """A term in italics in a chapter becomes a link to its entry in the glossary."""
    docname = app.env.docname
    if not docname.startswith("chapters/"):
        return
    names = book_source.glossary()
    for emphasis in list(doctree.findall(nodes.emphasis)):
        term = book_source.entry(emphasis.astext(), names)
        section = next((s for s in _parents(emphasis) if isinstance(s, nodes.section)), None)
        in_link = any(isinstance(p, nodes.reference | addnodes.pending_xref) for p in _parents(emphasis))
        if term is None or in_link or (section is not None and section[0].astext() == "Sources"):
            continue
        link = addnodes.pending_xref(
            "",
            refdomain="std",
            reftype="term",
            reftarget=term,
            refexplicit=True,
            refwarn=True,
            refdoc=docname,
        )
        emphasis.replace_self(link)
        link += emphasis


def _parents(node):
    while (node := node.parent) is not None:
        yield node


def _drop_thebe(app, pagename, templatename, context, doctree):
    """Thebe is off, but sphinx-thebe leaves its address on another host in every page, declared twice."""
    context["script_files"] = [
        script
        for script in context.get("script_files", [])
        if "thebe" not in f"{script} {getattr(script, 'attributes', '')}".lower()
    ]


def setup(app):
    app.add_directive("equation-index", EquationIndex)
    app.connect("doctree-read", _name_equations)
    app.connect("doctree-read", _keep_lines)
    app.connect("doctree-read", _link_terms)
    app.connect("html-page-context", _drop_thebe, priority=900)
    return {"version": "2", "parallel_read_safe": True, "parallel_write_safe": True}
