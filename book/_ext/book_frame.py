"""What stands around the text: the chapters' short names in the list of pages, and the menus in the bar."""

import re

# "6. Name: subtitle" in a link of the list.
_SUBTITLE = re.compile(r"(<a [^>]*>\s*\d+\w?\. [^<:]+): [^<]*(?=</a>)")


# The link of a chapter that has more pages, and the button that shows them, which the theme leaves without a name.
_MORE = re.compile(r"(>\s*(\d+)\. [^<]*</a>\s*<details[^>]*><summary)>")


def short(menu):
    """The list with "6. Name" for "6. Name: subtitle", and with a name for every button."""
    return _MORE.sub(r'\1 aria-label="More pages of chapter \2">', _SUBTITLE.sub(r"\1", menu))


def _frame(app, pagename, templatename, context, doctree):
    if menu := context.get("generate_toctree_html"):
        context["generate_toctree_html"] = lambda *args, **kwargs: short(str(menu(*args, **kwargs)))


def setup(app):
    app.add_js_file("menu.js", loading_method="defer")
    app.connect("html-page-context", _frame, priority=990)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
