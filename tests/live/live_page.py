"""The live figures' modules in a headless Chromium, served as they are, without a site."""

import functools
import json
import sys
from contextlib import contextmanager
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "site"))

from browser import Quiet, chromium, served
from page import PATIENCE

from bplib.live.modules import joined

ROOT = Path(__file__).resolve().parents[2]
PAGE = """<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Live figures</title>
<link rel="stylesheet" href="live.css"></head><body><main></main></body></html>"""


class _Host(Quiet):
    """The folder bplib/live, a page, and the modules joined to one."""

    extensions_map = Quiet.extensions_map | {".js": "text/javascript", ".json": "application/json"}

    def do_GET(self):
        path = self.path.partition("?")[0]
        if path == "/page.html":
            return self._give(PAGE, "text/html; charset=utf-8")
        if path.startswith("/joined/"):
            return self._give(joined(path.removeprefix("/joined/")), "text/javascript")
        return super().do_GET()

    def _give(self, text, kind):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Live:
    """A browser, and pages in it that know the modules."""

    def __init__(self, browser, address):
        self.browser, self.address = browser, address

    def page(self, width=800, height=900, **settings):
        """An empty page. What goes wrong in it is in ``page.problems``, foreign requests in ``page.foreign``."""
        page = self.browser.new_page(viewport={"width": width, "height": height}, **settings)
        page.set_default_timeout(PATIENCE)
        page.problems, page.foreign = [], []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on(
            "request",
            lambda request: (
                request.url.startswith((self.address, "data:")) or page.foreign.append(request.url)
            ),
        )
        page.goto(f"{self.address}page.html")
        return page

    def show(self, kind, settings=None, *, words="", **page):
        """A page with a figure, as ``window.figure``. ``words``: JavaScript that makes other words of ``en``."""
        page = self.page(**page)
        page.evaluate(
            f"""async ({{kind, settings}}) => {{
                const {{ show }} = await import("/js/figures/all.js")
                const {{ en }} = await import("/js/page/strings.js")
                settings.load = () => fetch("/digit.json").then(answer => answer.json())
                const words = {words or "en"}
                window.figure = show(document.querySelector("main"), kind, settings, {{ words }})
                while (kind === "digit" && !window.figure.weights) await new Promise(done => setTimeout(done, 20))
            }}""",
            {"kind": kind, "settings": settings or {}},
        )
        return page


@contextmanager
def live():
    handler = functools.partial(served, ROOT / "bplib" / "live", _Host)
    with handler() as address, chromium() as browser:
        yield Live(browser, address)


def settings_of(figure):
    """What Python gives a figure, as the page gets it."""
    return json.loads(json.dumps(figure.settings))
