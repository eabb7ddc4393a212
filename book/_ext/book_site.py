"""What the book's pages need beyond the theme."""


def _drop_remote_scripts(app, pagename, templatename, context, doctree):
    """Thebe is switched off, but its address on another host stays in every page; the book names no other host."""
    files = context.get("script_files", [])
    context["script_files"] = [f for f in files if "thebe" not in str(getattr(f, "filename", f) or "")]


def setup(app):
    app.connect("html-page-context", _drop_remote_scripts, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
