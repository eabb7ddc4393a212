"""Browsers for the tests, without a window: Chromium, and where they are to be had Firefox and WebKit.

They are the ones installed here, or are installed now (``.ci/install-browsers``).
"""

import fcntl
import functools
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from contextlib import contextmanager
from pathlib import Path

INSTALL = Path(__file__).resolve().parents[2] / ".ci" / "install-browsers"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Without these Chromium talks to its maker's hosts.
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
PATIENCE = 120_000  # milliseconds for what takes a tenth of one where nothing else runs
# Read before any script of a page: what goes wrong in it.
WATCH = b"""<script>{
  const wrong = (window.errors = [])
  const note = event => wrong.push(String(event.reason ?? event.message ?? event.target?.src ?? event.target?.href))
  for (const kind of ["error", "unhandledrejection"]) addEventListener(kind, note, true)
}</script>"""


class NotHere(unittest.SkipTest):
    """A browser is not here and cannot be installed. A test that needs it is skipped, and says so."""


def find_chromium():
    """Path of an installed Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium(*settings):
    """A Playwright browser, started with these arguments.

    Raises:
        RuntimeError: if there is no Chromium and none can be installed; says what to install.
    """
    from playwright.sync_api import Error, sync_playwright

    arguments = [
        *QUIET,
        *settings,
        *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    ]
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        except Error:
            install()
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        browser.new_context, browser.new_page = map(_patient, (browser.new_context, browser.new_page))
        yield browser
        browser.close()


def _patient(make):
    def made(**settings):
        context_or_page = make(**settings)
        context_or_page.set_default_timeout(PATIENCE)
        return context_or_page

    return made


def install():
    """Install Chromium, from Playwright's own host or from Debian's packages."""
    playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
    for command in (playwright, ["bash", str(INSTALL)]):
        if subprocess.run(command, capture_output=True, timeout=600).returncode == 0:
            return
    raise RuntimeError(
        "The site tests need Chromium: install it (on Debian or Ubuntu: sudo .ci/install-browsers) and try again"
    )


@contextmanager
def firefox():
    """A page in Firefox, see ``page.Page``. Raises ``NotHere``."""
    from page_firefox import firefox_page

    with _page("Firefox", firefox_page) as page:
        yield page


@contextmanager
def webkit():
    """A page in WebKitGTK, see ``page.Page``. Raises ``NotHere``."""
    from page_webkit import webkit_page

    with _page("WebKitGTK", webkit_page) as page:
        yield page


@contextmanager
def _page(name, start):
    elsewhere = []
    with _proxy(elsewhere) as port:
        with start(port, elsewhere) as page:
            if page:
                yield page
                return
        _install_once()
        with start(port, elsewhere) as page:
            if not page:
                raise NotHere(f"no {name}: on Debian or Ubuntu, sudo .ci/install-browsers")
            yield page


@functools.cache
def _install_once():
    """Try to; one worker of a run does it, the others wait for it."""
    with open(Path(tempfile.gettempdir(), "install-browsers.lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run(["bash", str(INSTALL)], capture_output=True, timeout=600)


@contextmanager
def _proxy(elsewhere):
    """The port of a proxy that notes what it is asked for, and has nothing."""

    class Proxy(Quiet):
        def do_GET(self):
            elsewhere.append(self.path)
            self.send_error(502)

        do_CONNECT = do_HEAD = do_POST = do_GET

    with served(".", Proxy) as address:
        yield int(address.rpartition(":")[2].strip("/"))


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


class Watched(Quiet):
    """Serves pages that note in ``window.errors`` what goes wrong in them, for browsers that do not tell."""

    script = WATCH

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if path.suffix != ".html" or not path.is_file():
            return super().do_GET()
        body = path.read_bytes().replace(b"<head>", b"<head>" + self.script, 1)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def served(folder, handler=Quiet):
    """The address under which a folder is served on the loopback interface."""
    handler = functools.partial(handler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
