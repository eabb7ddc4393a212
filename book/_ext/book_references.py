"""How sphinxcontrib-bibtex shows the sources of references.bib: author and year, the title as a link, a remark."""

import re
from urllib.parse import quote

import pybtex.plugin
from docutils import nodes
from pybtex.richtext import HRef, Tag, Text
from pybtex.style.formatting.unsrt import Style, dashify
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.template import field, first_of, href, join, names, optional, sentence, tag, words
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import BracketStyle, PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

_MARKUP = re.compile(r"\\texttt\{([^}]*)\}|\\href\{([^}]*)\}\{([^}]*)\}")


def address(entry):
    """Where a work can be read or bought; None if it is not known."""
    doi = entry.fields.get("doi")
    return f"https://doi.org/{quote(doi)}" if doi else entry.fields.get("url")


def addresses(entry):
    """The address of a work, and those of its parts that its annotation names."""
    parts = [found[2] for found in _MARKUP.finditer(entry.fields.get("annotation", "")) if found[2]]
    return [own for own in [address(entry)] if own] + parts


def _annotation(text):
    """Code and links in an annotation, which pybtex would show as they are written."""
    parts, end = [], 0
    for found in _MARKUP.finditer(text):
        code, url, label = found.groups()
        parts += [_plain(text[end : found.start()])]
        parts += [HRef(url, _plain(label)) if url else Tag("tt", _plain(code))]
        end = found.end()
    return Text(*parts, _plain(text[end:]))


def _plain(text):
    """LaTeX as text, with the space before it, which pybtex takes away."""
    return Text(" " * text.startswith(" "), Text.from_latex(text))


class _Keys(BaseLabelStyle):
    def format_labels(self, entries):
        return [entry.key for entry in entries]


class Works(Style):
    """A list of works in the order of their authors."""

    default_sorting_style = "author_year_title"
    default_label_style = _Keys

    def _template(self, entry):
        in_a_book = "In " if entry.type == "incollection" else ""
        title = field("title")
        if entry.type in ("book", "phdthesis"):
            title = tag("em")[title]
        if url := address(entry):
            title = href(url)[title]
        return words[
            names("author", sep=", ", sep2=" and ", last_sep=" and "),
            join["(", field("year"), ")."],
            sentence[title],
            sentence[
                optional[
                    words[
                        join[in_a_book, tag("em")[first_of[optional[field("journal")], field("booktitle")]]],
                        optional[field("volume"), optional["(", field("number"), ")"]],
                    ]
                ],
                optional[field("pages", apply_func=dashify)],
                optional[field("edition"), " edition"],
                "PhD thesis" if entry.type == "phdthesis" else "",
                *(optional[field(name)] for name in ("school", "organization", "publisher", "note")),
            ],
            optional[field("annotation", raw=True, apply_func=_annotation)],
        ]

    get_article_template = get_book_template = get_incollection_template = _template
    get_inproceedings_template = get_online_template = get_phdthesis_template = _template


class AuthorAndYear(AuthorYearReferenceStyle):
    """Nielsen (2015), or in brackets: (Nielsen, 2015)."""

    def __init__(self):
        round_ = BracketStyle("(", ")", sep="; ")
        super().__init__(
            bracket_parenthetical=round_,
            bracket_textual=round_,
            bracket_year=round_,
            person=PersonStyle(other=" and others"),
        )


def _note_citations(app, doctree):
    """A page that cites is read again when the list of works changes."""
    domain = app.env.get_domain("cite")
    if app.env.docname in {citation.docname for citation in domain.citation_refs}:
        for path in domain.bibdata.bibfiles:
            app.env.note_dependency(str(path))


def _as_lists(app, doctree, docname):
    """Works as the items of a list. Docutils has a label in brackets for each, which would say nothing here."""
    for container in {citation.parent for citation in doctree.findall(nodes.citation)}:
        works = [nodes.list_item("", *work[1:], ids=work["ids"]) for work in container]
        container.replace_self(nodes.bullet_list("", *works))


def setup(app):
    app.setup_extension("sphinxcontrib.bibtex")
    pybtex.plugin.register_plugin("pybtex.style.formatting", "works", Works)
    register_plugin("sphinxcontrib.bibtex.style.referencing", "author_and_year", AuthorAndYear)
    app.connect("doctree-read", _note_citations)
    app.connect("doctree-resolved", _as_lists)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
