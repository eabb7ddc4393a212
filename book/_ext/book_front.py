"""The front page: its list of chapters as a path: at each chapter a place for the reader's progress, which the page's
script fills, named by the two digits of its set of exercises.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

_CHAPTER = re.compile(r"chapters/(\d\d)_")


class Front(SphinxPostTransform):
    default_priority = 300
    formats = ("html",)

    def run(self, **kwargs):
        for box in list(self.document.findall(nodes.container)):
            if "chapter-path" in box["classes"]:
                for step in box.findall(nodes.list_item):
                    if chapter := _chapter(step):
                        hook = f'<span class="path-progress" data-progress="{chapter}"></span>'
                        step[0] += nodes.raw("", hook, format="html")


def _chapter(step):
    """The two digits of the chapter to which a step leads."""
    for link in step.findall(nodes.reference):
        if found := _CHAPTER.search(link.get("refuri", "")):
            return found[1]
    return None


def setup(app):
    app.add_post_transform(Front)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
