"""What shows readers where they are: the pages before and after above the title of a page, a line that grows while they
read, and the list of pages, opened at this page. And the style of the search's results.
"""

import re


def _add_neighbors(app, pagename, templatename, context, doctree):
    links = "".join(
        f'<a href="{context[way]["link"]}" rel="{way}" aria-label="{word}: {_plain(context[way]["title"])}">'
        f'<span class="title">{context[way]["title"].partition(":")[0]}</span><span class="word">{word}</span></a>'
        for way, word in (("prev", "Previous"), ("next", "Next"))
        if context.get(way)
    )
    if doctree is not None and links:
        context["body"] = (
            f'<nav class="prev-next-top" aria-label="Pages before and after">{links}</nav>\n{context["body"]}'
        )


def _plain(title):
    return re.sub("<[^>]*>", "", title).replace('"', "&quot;")


def setup(app):
    app.add_css_file("reading.css", priority=850)
    app.add_js_file("reading.js", loading_method="defer", priority=850)
    app.connect("html-page-context", _add_neighbors, priority=960)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
