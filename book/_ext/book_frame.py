"""What stands around the text: the chapters' short names in the list of pages, and the menus in the bar."""

import re

# "6. Name: subtitle" in a link of the list.
_SUBTITLE = re.compile(r"(<a [^>]*>\s*\d+\w?\. [^<:]+): [^<]*(?=</a>)")


def short(menu):
    """The list with "6. Name" for "6. Name: subtitle"."""
    return _SUBTITLE.sub(r"\1", menu)


def _frame(app, pagename, templatename, context, doctree):
    if menu := context.get("generate_toctree_html"):
        context["generate_toctree_html"] = lambda *args, **kwargs: short(str(menu(*args, **kwargs)))


def setup(app):
    app.add_js_file("menu.js", loading_method="defer")
    app.connect("html-page-context", _frame, priority=990)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
