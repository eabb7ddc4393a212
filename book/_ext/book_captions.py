"""A number and a caption under every figure of a chapter: "Figure 6.2. The same network after the forward pass."

The words are the cell's ``caption`` where its metadata have one, else the first sentence of the alternative text, which
says what is seen; the title drawn in a figure says what follows from it, and is not said twice. Who hears the
alternative text does not hear its beginning again.
"""

import re
from html import escape, unescape

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

_PAGE = re.compile(r"chapters/0*(\d+\w?)_")
# The first alternative text in a player of bplib.plots.animation_player.
_PLAYER = re.compile(r'<img alt="([^"]*)"')
_SENTENCE = re.compile(r".+?[.!?](?=\s+[A-Z0-9]|$)", re.DOTALL)


class Captions(SphinxPostTransform):
    default_priority = 300  # after myst-nb has chosen among the forms of an output
    formats = ("html",)

    def run(self, **kwargs):
        page = _PAGE.match(self.env.docname)
        if not page:
            return
        number = 0
        for cell in self.document.findall(nodes.container):
            if cell.get("nb_element") != "cell_code":
                continue
            for figure, alt in figures(cell):
                number += 1
                caption(
                    figure,
                    f"{page[1]}.{number}",
                    cell.get("cell_metadata", {}).get("caption") or first_sentence(alt),
                )


def figures(cell):
    """The drawn outputs of a cell, each as (node, alternative text)."""
    found = []
    for node in cell.findall():
        if isinstance(node, nodes.image):
            found.append((node, node.get("alt", "")))
        elif isinstance(node, nodes.raw) and "isInternetExplorer" in node.astext():
            found.append((node, unescape(_PLAYER.search(node.astext())[1])))
    return found


def first_sentence(alt):
    """ "A curve. It bends." gives "A curve." """
    found = _SENTENCE.match(alt)
    return found[0] if found else alt


def caption(node, number, words):
    """Make the node a figure with a caption."""
    while isinstance(node.parent, nodes.reference):  # the picture is a link to itself
        node = node.parent
    parent, place = node.parent, node.parent.index(node)
    start = nodes.raw(
        "", f'<figure class="book-figure" id="figure-{number.replace(".", "-")}">', format="html"
    )
    end = (
        f'<figcaption><span class="figure-number">Figure {number}.</span> '
        f'<span aria-hidden="true">{escape(words, quote=False)}</span></figcaption></figure>'
    )
    parent[place : place + 1] = [start, node, nodes.raw("", end, format="html")]


def setup(app):
    app.add_post_transform(Captions)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
