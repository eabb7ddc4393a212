"""A headless Chromium for the tests: the one installed here, or one that is installed now."""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

INSTALL = Path(__file__).resolve().parents[1] / ".ci" / "install-chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Without these Chromium talks to its maker's hosts.
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")


def find_chromium():
    """Path of an installed Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium():
    """A Playwright browser.

    Raises:
        RuntimeError: if there is no Chromium and none can be installed; says what to install.
    """
    from playwright.sync_api import Error, sync_playwright

    arguments = [*QUIET, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        except Error:
            install()
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        yield browser
        browser.close()


def install():
    """Install Chromium, from Playwright's own host or from Debian's packages."""
    playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
    for command in (playwright, ["bash", str(INSTALL)]):
        if subprocess.run(command, capture_output=True, timeout=600).returncode == 0:
            return
    raise RuntimeError(
        "The site tests need Chromium: install it (on Debian or Ubuntu: sudo .ci/install-chromium) and try again"
    )


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


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
