"""What the book's pages need beyond the theme."""


def _drop_thebe(app, pagename, templatename, context, doctree):
    """Thebe is off, but sphinx-thebe leaves its address on another host in every page, declared twice."""
    context["script_files"] = [
        script
        for script in context.get("script_files", [])
        if "thebe" not in f"{script} {getattr(script, 'attributes', '')}".lower()
    ]


def setup(app):
    app.connect("html-page-context", _drop_thebe, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
