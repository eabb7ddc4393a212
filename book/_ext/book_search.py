"""The search of the site: an index of sections in place of Sphinx's index of pages, and what the results quote.

Sphinx's own search finds pages, quotes their LaTeX, passes over numbers and takes δ and delta for two words. Its
stemmer and its list of stop words are used here as there. ``search.js`` is the other half.
"""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import book_links
import book_source
from docutils import nodes
from docutils.utils.math import tex2unichar
from sphinx.search.en import SearchEnglish

ENGLISH = SearchEnglish({})
# As search.js splits what is asked for: numbers of equations and sections, and words.
WORD = re.compile(r"\d+\.\d+|[^\W_]+|∇")
GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega"  # noqa: E501
NAMES = {chr(0x3B1 + i): name for i, name in enumerate(GREEK.split())} | {"∇": "nabla"}
OFTEN = 4  # times in a section
# Sphinx's files for its own search.
UNUSED = ["searchtools.js", "language_data.js"]


class Section(NamedTuple):
    """A section of a page without its subsections, or a term of the glossary: its anchor ("" for the page itself),
    its title, its text and its code.
    """

    anchor: str
    title: str
    text: str
    code: str


def sections(doctree, code=True):
    """The sections of a page, in order."""
    found = []
    for node in doctree.findall(nodes.section):
        text, source, terms = [], [], []
        _collect(node, text, source, terms)
        anchor = node["ids"][0] if isinstance(node.parent, nodes.section) else ""
        found += [Section(anchor, _text(node[0]), _line(text), _line(source) if code else ""), *terms]
    return found


def _collect(node, text, source, terms):
    for child in node.children:
        if isinstance(child, nodes.section | nodes.comment | nodes.image) or child is _title(node):
            continue
        if isinstance(child, nodes.Element) and "cell_output" in child["classes"]:
            continue
        if isinstance(child, nodes.literal_block):
            source.append(child.astext())
        elif isinstance(child, nodes.definition_list_item) and child[0]["ids"]:
            terms.append(Section(child[0]["ids"][0], _text(child[0]), _line([_text(child[-1])]), ""))
        elif isinstance(child, nodes.TextElement | nodes.raw):
            text.append(_text(child))
        else:
            _collect(child, text, source, terms)


def _title(node):
    return node[0] if isinstance(node, nodes.section) else None


def _line(parts):
    return " ".join(" ".join(parts).split())


def _text(node):
    """What a reader sees of a node, formulas included."""
    if isinstance(node, nodes.math | nodes.math_block):
        return plain(node.astext())
    if isinstance(node, nodes.raw):
        return re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", node.astext(), flags=re.DOTALL)
    if isinstance(node, nodes.Text):
        return node.astext()
    between = "" if isinstance(node, nodes.TextElement) else " "
    return between.join(_text(child) for child in node.children)


SIGNS = {}
for _kind in ("alpha", "bin", "close", "fence", "op", "open", "ord", "over", "rel"):
    SIGNS |= getattr(tex2unichar, f"math{_kind}", {})
SIGNS |= {"phi": "φ", "epsilon": "ε", "lVert": "‖", "rVert": "‖", "lvert": "|", "rvert": "|", "dots": "…"}
LETTERS = {*tex2unichar.mathalpha, *tex2unichar.mathord}
CHARACTERS = {"'": "′", "-": "−", "~": " ", "&": " "}
ACCENTS = {"bar": "\u0304", "overline": "\u0304", "hat": "\u0302", "tilde": "\u0303", "dot": "\u0307"}
SILENT = re.compile(r"(left|right|[bB]igg?[lr]?|displaystyle|text|operatorname|math\w+|boldsymbol)$")


def plain(latex):
    """A formula as a line of text. Indices and exponents stay in ^{} and _{}, without spaces and not nested."""
    tokens = re.findall(r"\\[a-zA-Z]+|\\.|\s+|.", latex, re.DOTALL)[::-1]
    return _line([_up_to(tokens, None)])


def _up_to(tokens, end):
    text = ""
    while tokens and tokens[-1] != end:
        text += _atom(tokens)
    if tokens:
        tokens.pop()
    return text


def _atom(tokens):
    """The text of the next token, with its arguments."""
    token = tokens.pop() if tokens else ""
    if token == "{":
        return _up_to(tokens, "}")
    if token in ("^", "_"):
        return token + "{" + re.sub(r"[\s{}^_]", "", _argument(tokens)) + "}"
    if re.fullmatch(r"\\[a-zA-Z]+", token):
        return _command(token[1:], tokens)
    if token[:1] == "\\":
        return token[1:] if token[1] in "{}%$#_|" else " "
    return CHARACTERS.get(token, token)


def _command(name, tokens):
    if name in ("begin", "end"):
        _argument(tokens)
        return " "
    if name == "tag":
        return f" ({_argument(tokens)})"
    if name.endswith("frac"):
        return f"{_whole(_argument(tokens))}/{_whole(_argument(tokens))}"
    if name == "sqrt":
        degree = ""
        if tokens[-1:] == ["["]:
            tokens.pop()
            degree = f"^{{{_up_to(tokens, ']')}}}"
        text = _argument(tokens)
        return f"{degree}√({text})" if len(text) > 1 else f"{degree}√{text}"
    if name == "underbrace":
        text = _argument(tokens)
        if tokens[-1:] == ["_"]:  # what stands below it, mostly a shape
            _atom(tokens)
        return text
    if name in ACCENTS:
        return _argument(tokens) + ACCENTS[name]
    if SILENT.match(name):
        return _argument(tokens)
    if name.endswith("quad"):
        return " "
    if name in LETTERS:
        following = next((token for token in reversed(tokens) if not token.isspace()), "")
        if re.match(r"\w|\\[a-z]", following):  # the space only ends the name
            _skip_space(tokens)
        return SIGNS[name]
    apart = bool(tokens) and tokens[-1] not in ("(", "^", "_", "\\bigl")
    return SIGNS.get(name) or f" {name}" + " " * apart


def _skip_space(tokens):
    while tokens and tokens[-1].isspace():
        tokens.pop()


def _argument(tokens):
    _skip_space(tokens)
    return _atom(tokens).strip()


def _whole(text):
    """A part of a fraction: in parentheses, if it has parts of its own."""
    return f"({text})" if re.search(r"[\s+−/⋅×]", re.sub(r"[\^_]\{[^}]*\}", "", text)) else text


def stems(text, numbers=()):
    """The words of a text as the index has them; of the numbers only these."""
    for word in WORD.findall(text.lower()):
        name = NAMES.get(word, word)
        if name[0].isdigit() and not name.isalpha():
            if name in numbers:
                yield name
        elif len(name) > 1 and name not in ENGLISH.stopwords:
            yield ENGLISH.stem(name)


def index(pages, equations):
    """What search.js searches.

    Args:
        pages: [(name, title, sections)].
        equations: {number: (name of the page, anchor of the section, anchor of the equation, LaTeX)}.
    """
    places, words, of = [], defaultdict(list), {}
    for i, (name, _, parts) in enumerate(pages):
        for part in parts:
            of[name, part.anchor] = len(places)
            counts = Counter(stems(f"{part.title} {part.text} {part.code}", equations))
            for stem, count in counts.items():
                words[stem].append((len(places), count >= OFTEN))
            places.append([i, part.anchor, part.title])
    return {
        "pages": [[name, title] for name, title, _ in pages],
        "places": places,
        # Where a word stands; and after a dot, where it stands often.
        "words": {
            word: ".".join(
                filter(None, [_packed(p for p, _ in found), _packed(p for p, often in found if often)])
            )
            for word, found in sorted(words.items())
        },
        "equations": {
            number.lower(): [of[name, section], anchor, plain(latex)]
            for number, (name, section, anchor, latex) in equations.items()
        },
    }


def _packed(numbers):
    """Rising numbers as a string of their differences, to the base 26; the last digit of each is a capital."""
    text, before = "", 0
    for number in numbers:
        step, last = divmod(number - before, 26)
        digits = ""
        while step:
            step, digit = divmod(step, 26)
            digits = chr(ord("a") + digit) + digits
        text += digits + chr(ord("A") + last)
        before = number
    return text


def _folder(app):
    return Path(app.outdir, "_static/search")


def _begin(app):
    if app.builder.format == "html":
        app.builder.search = False  # Sphinx makes no index; the page of the search is made below


def _keep(app, pagename, templatename, context, doctree):
    """Keep the text of a page that is written, for the index of this build and of those that leave the page alone."""
    if doctree is not None and app.builder.format == "html":
        _write(app, pagename, doctree)


def _write(app, docname, doctree):
    hidden = "no-search" in app.env.metadata.get(docname, ())
    found = [] if hidden else sections(doctree, code=docname.startswith(("chapters/", "book/")))
    target = _folder(app) / f"{docname}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _search_page(app):
    yield "search", {}, "search.html"


def _write_index(app, exception):
    if exception is not None or app.builder.format != "html":
        return
    pages = []
    for docname in app.env.all_docs:
        file = _folder(app) / f"{docname}.json"
        if not file.exists():
            _write(app, docname, app.env.get_and_resolve_doctree(docname, app.builder))
        parts = [Section(*part) for part in json.loads(file.read_text(encoding="utf-8"))]
        pages.append((docname, _text(app.env.titles[docname]), parts))
    order = {name: i for i, name in enumerate(_in_order(app.env))}
    pages.sort(key=lambda page: order.get(page[0], -1))
    data = json.dumps(index(pages, _equations(app.env)), ensure_ascii=False, separators=(",", ":"))
    Path(app.outdir, "searchindex.js").write_text(f"window.searchIndex = {data};\n", encoding="utf-8")
    static = Path(app.outdir, "_static")
    words = json.dumps(sorted(ENGLISH.stopwords))
    (static / "stemmer.js").write_text(
        f"{ENGLISH.js_stemmer_code}\nconst stopwords = new Set({words});\n", encoding="utf-8"
    )
    for name in UNUSED:
        (static / name).unlink(missing_ok=True)


def _in_order(env, docname=None):
    """The pages in the order of the table of contents."""
    docname = docname or env.config.master_doc
    yield docname
    for child in env.toctree_includes.get(docname, ()):
        yield from _in_order(env, child)


def _equations(env):
    """{number: (page, anchor of its section, its own anchor, its LaTeX)}."""
    numbers = {book_links.anchor(equation.number): equation.number for equation in book_source.equations()}
    found = {}
    for label, (docname, place) in env.get_domain("std").anonlabels.items():
        if label in numbers:
            (block,) = [b for b in env.get_doctree(docname).findall(nodes.math_block) if place in b["ids"]]
            section = next(
                parent for parent in book_links.parents(block) if isinstance(parent, nodes.section)
            )
            inner = isinstance(section.parent, nodes.section)
            latex = block.astext()
            found[numbers[label]] = docname, section["ids"][0] if inner else "", place, latex
    return found


def setup(app):
    app.connect("builder-inited", _begin)
    app.connect("html-page-context", _keep)
    app.connect("html-collect-pages", _search_page)
    app.connect("build-finished", _write_index)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
