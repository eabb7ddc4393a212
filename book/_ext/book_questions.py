"""Questions that are answered on the page, and what an author writes for one.

A question ends with an empty element that says what the answer is. It shows nowhere; on the site questions.js makes a
form of it:

    <span data-number="12" data-within="0.1"></span>    a number; within may also be a share, 10%, or a factor, 3x
    <span data-word="5x4|5,4"></span>                   a word; numbers too may have other ways to write them after a |
    <span data-choice="b"></span>                       an item of the list that follows: "- (a) …", "- (b) …"

Several of them, each with a data-label="…", are the fields of one question. What the answer opens comes next: the
outputs of the cells below a prediction, or a <details> that explains.
"""

import math
import re
from hashlib import sha256
from string import ascii_lowercase
from typing import NamedTuple

from docutils import nodes
from sphinx.errors import ExtensionError

KINDS = "number", "word", "choice"
_MARK = re.compile(r"<span\s[^<>]*\bdata-[^<>]*>")
_FORM = re.compile(r'<span((?: data-[a-z]+="[^"]*")+)>')


class Field(NamedTuple):
    """What is to be filled in: a kind of ``KINDS``, the right answers, of which the first is shown, and more."""

    kind: str
    answers: tuple
    within: str = ""
    label: str = ""


def fields(text):
    """The fields of the question in a paragraph; none if it is not a question.

    Raises:
        ValueError: if one is not written as above; says why.
    """
    found = [_field(mark) for mark in _MARK.findall(text)]
    labels = {field.label for field in found}
    if len(found) > 1 and (len(labels) < len(found) or "" in labels):
        raise ValueError(f"several fields need a data-label each, and different ones: {text}")
    if len(found) > 1 and any(field.kind == "choice" for field in found):
        raise ValueError(f"a choice is the only field of its question: {text}")
    return found


def _field(mark):
    written = _FORM.fullmatch(mark)
    said = dict(re.findall(r'data-([a-z]+)="([^"]*)"', written[1])) if written else {}
    kinds = [kind for kind in KINDS if kind in said]
    if len(kinds) != 1 or not set(said) <= {*KINDS, "within", "label"}:
        raise ValueError(f"not the form of a question: {mark}")
    kind, answers, within = kinds[0], tuple(said[kinds[0]].split("|")), said.get("within", "")
    if not all(answers):
        raise ValueError(f"an empty answer: {mark}")
    if kind == "number" and not all(map(_is_number, answers)):
        raise ValueError(f"not a number: {mark}")
    if kind == "choice" and not re.fullmatch("[a-z]", said["choice"]):
        raise ValueError(f"not the letter of a choice: {mark}")
    if "within" in said and not (kind == "number" and re.fullmatch(r"\d+(\.\d+)?(%|x)?", within)):
        raise ValueError(f"data-within is 0.1, 10% or 3x, and only for a number: {mark}")
    return Field(kind, answers, within, said.get("label", ""))


def _is_number(text):
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def letters(items):
    """The letters of the choices in a list.

    Raises:
        ValueError: if there are fewer than two, or they do not begin with (a), (b), (c) …
    """
    found = [match[1] for item in items if (match := re.match(r"\(([a-z])\) \S", item))]
    if len(items) < 2 or len(found) < len(items) or "".join(found) != ascii_lowercase[: len(found)]:
        raise ValueError(f"the choices of a list begin with (a), (b) …: {list(items)}")
    return found


def _name_questions(app, doctree):
    """A question gets the name under which its answer is kept. It follows from the text: an answer to another
    question is of no use.
    """
    names = set()
    for paragraph in doctree.findall(nodes.paragraph):
        marks = [raw for raw in paragraph.findall(nodes.raw) if _MARK.match(raw.astext())]
        if not marks:
            continue
        try:
            asked = fields("".join(mark.astext() for mark in marks))
            if asked[0].kind == "choice" and asked[0].answers[0] not in letters(_items(paragraph)):
                raise ValueError(f"no such choice: {marks[0].astext()}")
        except ValueError as error:
            raise ExtensionError(f"{app.env.docname}: {error}") from None
        text = "".join(node.astext() for node in paragraph.children if not isinstance(node, nodes.raw))
        name = sha256(text.encode()).hexdigest()[:8]
        if name in names:
            raise ExtensionError(f"{app.env.docname}: the same question twice: {text}")
        names.add(name)
        for mark in marks:
            mark[:] = [nodes.Text(f'{mark.astext()[:-1]} data-question="{name}">')]


def _items(paragraph):
    below = paragraph.next_node(descend=False, siblings=True)
    return [item.astext() for item in below] if isinstance(below, nodes.bullet_list) else []


def _add_script(app, pagename, templatename, context, doctree):
    if " data-question=" in context.get("body", ""):
        script = context["pathto"]("_static/questions.js", resource=True)
        context["body"] += f'<script type="module" src="{script}"></script>'


def setup(app):
    app.add_css_file("questions.css")
    app.connect("doctree-read", _name_questions)
    app.connect("html-page-context", _add_script)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
