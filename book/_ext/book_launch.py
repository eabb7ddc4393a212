"""Buttons on the pages of notebooks: run in the browser, start over, and elsewhere when there is a repository."""

from pathlib import Path
from urllib.parse import quote

from sphinx.errors import ConfigError

NOTEBOOKS = ("chapters/", "exercises/")
# book/_tools/lite.py leaves it when it has all that JupyterLite needs.
READY = Path(__file__).resolve().parents[2] / "_build" / "pyodide" / "complete"


def in_browser(page, up):
    """Buttons that lead to JupyterLite; ``up`` is the relative path from the page to the front of the site."""
    query = f"?path={quote(page)}.ipynb"
    return [
        {
            "type": "link",
            "url": f"{up}lite/notebooks/index.html{query}",
            "text": "Open as a notebook",
            "tooltip": "Open this page in JupyterLab, in a new tab; nothing to install, nothing leaves your computer",
            "icon": "fas fa-arrow-up-right-from-square",
            "label": "run-in-browser",
        },
        {
            "type": "link",
            "url": f"{up}lite/reset.html{query}",
            "tooltip": "Start the notebook over: throw away your changes to it in JupyterLab",
            "icon": "fas fa-rotate-left",
            "label": "start-over",
        },
    ]


def elsewhere(page, repository, branch="main"):
    """A group of links to services that run the notebook; ``repository`` is its address on GitHub.

    Raises:
        ConfigError: if it is not the address of a repository there.
    """
    host, _, name = repository.rstrip("/").removesuffix(".git").partition("github.com/")
    if host != "https://" or name.count("/") != 1:
        raise ConfigError(f"repository_url must be https://github.com/OWNER/NAME, got {repository}")
    path = quote(f"{page}.ipynb")
    services = {
        "Binder": f"https://mybinder.org/v2/gh/{name}/{branch}?urlpath=lab/tree/{path}",
        # Copies with a first cell that installs bplib, see book/_tools/colab.py.
        "Colab": f"https://colab.research.google.com/github/{name}/blob/colab/{path}",
    }
    links = [
        {"type": "link", "text": text, "url": url, "icon": "fas fa-cloud"} for text, url in services.items()
    ]
    tooltip = "Run on another computer"
    return {
        "type": "group",
        "tooltip": tooltip,
        "icon": "fas fa-rocket",
        "label": "elsewhere",
        "buttons": links,
    }


def _add_buttons(app, pagename, templatename, context, doctree):
    if not pagename.startswith(NOTEBOOKS) or doctree is None:
        return
    buttons = []
    if app.config.run_in_browser:
        buttons += in_browser(pagename, "../" * pagename.count("/"))
    options = app.config.html_theme_options
    if repository := options.get("repository_url"):
        buttons.append(elsewhere(pagename, repository, options.get("repository_branch") or "main"))
    context.setdefault("header_buttons", [])[:0] = buttons


def _look_for_lite(app, config):
    if config.run_in_browser is None:
        config.run_in_browser = READY.is_file()


def setup(app):
    # A change writes every page again.
    app.add_config_value("run_in_browser", None, "html", types=(bool, type(None)))
    app.add_css_file("launch.css")
    app.connect("config-inited", _look_for_lite)
    app.connect("html-page-context", _add_buttons, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
