"""What makes the pages accessible beyond the theme: a style sheet and a script (see them), and from the first moment
the colors that the reader's system asks for.
"""

# The theme's own script comes only after the page is drawn: until then, a dark room would be lit up by a white page.
COLORS = """{
  const html = document.documentElement.dataset;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  if (!["light", "dark"].includes(html.theme)) html.theme = dark ? "dark" : "light";
  html.mode ||= "auto";
}"""


def _set_mode(app, pagename, templatename, context, doctree):
    # Left empty, it is an error in the console of every page.
    context["default_mode"] = "auto"


def setup(app):
    app.add_css_file("a11y.css", priority=900)
    app.add_js_file(None, body=COLORS, priority=100)
    app.add_js_file("a11y.js", loading_method="defer", priority=900)
    app.connect("html-page-context", _set_mode)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
