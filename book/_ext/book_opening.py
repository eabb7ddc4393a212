"""How a chapter opens: its number, title and subtitle, then its goals, prerequisites and time in a box of one line that
unfolds. The notebooks hold all of it as plain Markdown.
"""

import re
from html import escape

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

_TITLE = re.compile(r"(\d+\w?)(\. )([^:]+)(: )?(.*)", re.DOTALL)
_TIME = re.compile(r"Time:?\s*:?\s*([^.;,]*? to read)")


class Opening(SphinxPostTransform):
    default_priority = 300
    formats = ("html",)

    def run(self, **kwargs):
        section = next(self.document.findall(nodes.section), None)
        if section is not None and self.env.docname.startswith("chapters/"):
            split_title(section[0])
            box_guide(section)


def split_title(title):
    """Mark number, name and subtitle of "6. Name: subtitle", which stay one heading."""
    text = title.astext()
    found = _TITLE.fullmatch(text)
    if not found or len(title) != 1:
        return
    parts = zip(
        ("chapter-number", "chapter-stop", "chapter-name", "chapter-colon", "chapter-subtitle"),
        found.groups(),
    )
    title[:] = [nodes.inline("", part, classes=[name]) for name, part in parts if part]


def box_guide(section):
    """Put what stands before the first cell, from the goals to the time, into a box that unfolds."""
    starts = [node.astext() if isinstance(node, nodes.paragraph) else "" for node in section]
    first = next(
        (
            i
            for i, text in enumerate(starts)
            if text.startswith(("After this chapter you can", "After this page you can"))
        ),
        None,
    )
    last = next((i for i, text in enumerate(starts) if _TIME.search(text)), None)
    if first is None or last is None or last < first:
        return
    time = _TIME.search(starts[last])[1]
    summary = (
        '<details class="chapter-guide"><summary>'
        '<span class="guide-title">Goals and prerequisites</span> '
        f'<span class="guide-time">{escape(time[0].upper() + time[1:])}</span></summary>'
    )
    guide = nodes.container(classes=["guide-body"])
    guide += section[first : last + 1]
    section[first : last + 1] = [
        nodes.raw("", summary, format="html"),
        guide,
        nodes.raw("", "</details>", format="html"),
    ]


def setup(app):
    app.add_post_transform(Opening)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
