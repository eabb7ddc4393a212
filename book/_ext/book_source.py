"""What the chapters, the library and the tests say about equations and terms, read from their sources.

Used by the site (``book_links``) to make the equation index and the links to the glossary, and by the tests.
"""

import ast
import json
import re
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

ROOT = Path(__file__).resolve().parents[2]
NUMBER = r"BP\d|\d+\.\d+"
_MARKDOWN = MarkdownIt("commonmark").use(dollarmath_plugin)


class Equation(NamedTuple):
    """A numbered equation: its number, its LaTeX without the tag, and the chapter it stands in."""

    number: str
    latex: str
    chapter: Path


class ReadingTime(NamedTuple):
    """What a page gives to read: words, displayed equations and lines of code that are not folded."""

    words: int
    formulas: int
    lines: int

    @property
    def minutes(self):
        """At 135 words a minute, 30 seconds a displayed equation and 5 seconds a line of code."""
        return self.words / 135 + self.formulas / 2 + self.lines / 12


class Term(NamedTuple):
    """A term in italics, and the chapter that defines it."""

    text: str
    chapter: Path


def chapters(root=ROOT):
    """The chapters, in order."""
    return sorted(root.glob("chapters/*.ipynb"))


def _cells(path):
    """(source, last heading above its end) of the Markdown cells of a notebook."""
    heading = ""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            source = "".join(cell["source"])
            headings = re.findall(r"(?m)^#{1,3} +(.+)$", source)
            heading = headings[-1] if headings else heading
            yield source, heading


def headings(path):
    """The headings of a notebook, in order, the first of which is its title."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            yield from re.findall(r"(?m)^#{1,3} +(.+)$", "".join(cell["source"]))


FOLDED = {"hide-input", "hide-cell", "remove-input", "remove-cell"}


def reading_time(path):
    """What a notebook gives to read, without what is folded away and without outputs; an inline formula is a word."""
    words = formulas = lines = 0
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            source = re.sub(r"(?s)<details.*?</details>", "", source)
            source, displayed = re.subn(r"(?s)\$\$.+?\$\$", " ", source)
            source = re.sub(r"\$[^$]+\$", "formula", re.sub(r"<[^>]+>|\]\([^)]*\)", "", source))
            formulas += displayed
            words += len(re.findall(r"\S*\w\S*", source))
        elif not FOLDED & set(cell["metadata"].get("tags", [])):
            lines += sum(bool(line.strip()) for line in source.splitlines())
    return ReadingTime(words, formulas, lines)


def equations(root=ROOT):
    """Every equation of the chapters that has a ``\\tag{…}``, in order."""
    found = []
    for path in chapters(root):
        for source, _ in _cells(path):
            for latex in re.findall(r"(?ms)^\s*\$\$(.+?)\$\$", source):
                for number in re.findall(r"\\tag\{([^}]*)\}", latex):
                    bare = re.sub(r"\s*\\tag\{[^}]*\}", "", latex).strip()
                    found.append(Equation(number, bare, path))
    return found


def verifying_tests(root=ROOT):
    """{number: ["file.py::test", …]}, from the markers ``@pytest.mark.verifies("…")``."""
    found = {}
    for path in sorted(root.glob("tests/**/test_*.py")):
        for node in ast.walk(_parsed(path)):
            for mark in getattr(node, "decorator_list", ()):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.verifies":
                    for number in mark.args:
                        found.setdefault(ast.literal_eval(number), []).append(f"{path.name}::{node.name}")
    return found


def implementing_names(root=ROOT):
    """{number: ["bplib.room.name", …]}, from docstrings that say "Equation (2.3)" or "Equations (BP1), (BP2)"."""
    found = {}
    for path in sorted([*root.glob("bplib/[!_]*.py"), *root.glob("bplib/[!_]*/__init__.py")]):
        room = path.parent.name if path.name == "__init__.py" else path.stem
        if room in ("checks", "plots"):
            continue
        for owner, node in _public(_handed_on(path)):
            text = ast.get_docstring(node) or ""
            for sentence in re.findall(rf"[Ee]quations?\s((?:\((?:{NUMBER})\)(?:,?\sand\s|,\s)?)+)", text):
                for number in re.findall(NUMBER, sentence):
                    found.setdefault(number, []).append(f"bplib.{room}.{owner}")
    return found


def _handed_on(path):
    """The statements of a module, and the definitions of what it hands on from files beside or below it."""
    module = _parsed(path)
    body, public = list(module.body), set()
    for node in module.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            public = set(ast.literal_eval(node.value))
    for node in module.body:
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module:
            names = {alias.name for alias in node.names} & public
            source = path.parent.joinpath(*node.module.split(".")).with_suffix(".py")
            if names and source.is_file():
                body += [inner for inner in _parsed(source).body if getattr(inner, "name", None) in names]
    return body


def _parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def _public(body):
    """(name, node) of the functions, classes and methods among statements."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    for node in body:
        if isinstance(node, kinds):
            yield node.name, node
            for inner in node.body if isinstance(node, ast.ClassDef) else ():
                if isinstance(inner, kinds):
                    yield f"{node.name}.{inner.name}", inner


def terms(root=ROOT):
    """Every term in italics in the chapters, in order; not what is italic under Sources or in a link."""
    found = []
    for path in chapters(root):
        for source, heading in _cells(path):
            if heading == "Sources":
                continue
            for block in _MARKDOWN.parse(source):
                if block.type == "inline":
                    found += [Term(text, path) for text in _italics(block.children)]
    return found


def _italics(tokens):
    """The texts in italics in a line of tokens."""
    depth, links, text = 0, 0, ""
    for token in tokens:
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        depth += {"em_open": 1, "em_close": -1}.get(token.type, 0)
        if token.type == "em_close" and not links:
            yield text
        text = "" if not depth else text + (f"${token.content}$" if "math" in token.type else token.content)


def glossary(root=ROOT):
    """{name in lower case: entry of the glossary}; an entry is called by the first of its names."""
    text = (root / "book/glossary.md").read_text(encoding="utf-8")
    names, first = {}, None
    for block in re.findall(r"(?ms)^(`{3,}|:{3,})\{glossary\}[^\n]*\n(.*?)^\1", text):
        for line in block[1].splitlines():
            if not line.strip() or line.startswith(" "):
                first = None
            else:
                first = first or line.strip()
                names[line.strip().lower()] = first
    return names


def entry(text, names):
    """The term of the glossary that a text in italics means, also in the plural; None if there is none."""
    wanted = " ".join(text.lower().replace("’", "'").split())
    for ending, singular in (("", ""), ("s", ""), ("es", ""), ("ies", "y"), ("ices", "ix")):
        if wanted.endswith(ending) and (found := names.get(wanted[: len(wanted) - len(ending)] + singular)):
            return found
    return None
