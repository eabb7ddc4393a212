"""What shows readers where they are: the pages before and after above the title of a page, a line that grows while they
read, and the list of pages, opened at this page. And the style of the search's results.

The way through the book goes from chapter to chapter. Pages with a letter are steps aside: they lead back to it.
"""

import re

_ASIDE = re.compile(r"chapters/\d\d[a-z]_")


def neighbors(relations, page):
    """(page before, page after) on the way through the book; None where there is none."""
    found = []
    for way in (1, 2):
        name = relations[page][way]
        while name and _ASIDE.match(name) and not _ASIDE.match(page):
            name = relations[name][way]
        found.append(name)
    return tuple(found)


def _lead_on(app, pagename, context):
    relations = app.env.collect_relations()
    if pagename not in relations:
        return
    for way, name in zip(("prev", "next"), neighbors(relations, pagename)):
        if name and context.get(way):
            context[way] = {
                "link": app.builder.get_relative_uri(pagename, name),
                "title": app.builder.render_partial(app.env.titles[name])["title"],
            }


def _add_neighbors(app, pagename, templatename, context, doctree):
    _lead_on(app, pagename, context)
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
