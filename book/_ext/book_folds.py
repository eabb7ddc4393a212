"""What is folded on the page of a notebook: beside the cells with a tag, the imports; and the words on the folds."""

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.transforms.post_transforms import SphinxPostTransform


class FoldImports(SphinxPostTransform):
    default_priority = 100  # before myst-nb folds cells
    formats = ("html",)

    def run(self, **kwargs):
        cells = (
            box for box in self.document.findall(nodes.container) if box.get("nb_element") == "cell_code"
        )
        first = next(cells, None)
        if (
            first is not None
            and "import bplib" in first[0].astext()
            and first.get("hide_mode") in (None, "", "input")
        ):
            first["hide_mode"] = "input"
            first["prompt_show"], first["prompt_hide"] = "Show the imports", "Hide the imports"


class NameFolds(SphinxPostTransform):
    default_priority = 250  # after it has
    formats = ("html",)

    def run(self, **kwargs):
        for fold in self.document.findall(HideCodeCellNode):
            for prompt in ("prompt_show", "prompt_hide"):
                fold[prompt] = fold[prompt].replace("the source", "the code")


def _named_by_their_words(app, pagename, templatename, context, doctree):
    """A label of myst-nb's own would keep a screen reader from them."""
    if body := context.get("body"):
        context["body"] = body.replace('<summary aria-label="Toggle hidden content">', "<summary>")


def setup(app):
    app.add_post_transform(FoldImports)
    app.add_post_transform(NameFolds)
    app.connect("html-page-context", _named_by_their_words)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
