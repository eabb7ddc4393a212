"""WebKit, the engine of Safari: WebKitGTK's MiniBrowser and its driver, on a screen that nobody sees."""

import glob
import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from page import PATIENCE, Page
from selenium import webdriver
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

BROWSERS = ("/usr/lib/*/webkit*gtk-*/MiniBrowser", "/usr/libexec/webkit*gtk-*/MiniBrowser")
# Without it, the buttons of the browser's own bar would keep the window from being as narrow as a phone.
NARROW = "* { min-width: 0; padding: 0; margin: 0; }"
STILL = "[Settings]\ngtk-enable-animations = false\n"  # which is prefers-reduced-motion


class WebKitPage(Page):
    def __init__(self, driver, elsewhere):
        super().__init__(elsewhere)
        self._driver = driver
        driver.set_script_timeout(120)

    def goto(self, url):
        self._driver.get(url)

    def reload(self):
        self._driver.refresh()

    def set_viewport_size(self, size):
        wanted = [size["width"], size["height"]]
        end = time.monotonic() + PATIENCE / 1000
        # Asked for more than once: the window takes its time, and so does the page in it.
        while (seen := self.evaluate("[innerWidth, innerHeight]")) != wanted:
            if time.monotonic() > end:
                raise TimeoutError(f"the window stays at {seen}, not {wanted}")
            bar = self._driver.get_window_rect()["height"] - seen[1]
            self._driver.set_window_rect(0, 0, wanted[0], wanted[1] + max(bar, 0))
            self.wait_for_timeout(100)

    def _run(self, script):
        value, error = self._driver.execute_async_script(
            "const done = arguments[0]; "
            f"{script}.then(value => done([value, null]), error => done([null, String(error)]))"
        )
        if error:
            raise RuntimeError(error)
        return value

    def _act(self, source):
        self._driver.execute("actions", {"actions": [source]})

    def _picture(self):
        return self._driver.get_screenshot_as_base64()


@contextmanager
def webkit_page(proxy_port, elsewhere):
    """A page in a WebKit of its own. None if there is no WebKit, or no screen for it."""
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    browser = next((path for pattern in BROWSERS for path in glob.glob(pattern)), None)
    if not (driver and screen and browser):
        yield None
        return
    options = Options()
    options.binary_location = browser
    options.add_argument("--automation")
    proxy = f"127.0.0.1:{proxy_port}"
    proxy = {"proxyType": "manual", "httpProxy": proxy, "sslProxy": proxy, "noProxy": ["127.0.0.1"]}
    options.set_capability("proxy", proxy)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, _screen(screen) as display:
        for toolkit in ("gtk-3.0", "gtk-4.0"):
            Path(home, toolkit).mkdir()
            Path(home, toolkit, "gtk.css").write_text(NARROW, encoding="utf-8")
            Path(home, toolkit, "settings.ini").write_text(STILL, encoding="utf-8")
        folders = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), home)
        settings = {
            "DISPLAY": display,
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
        }  # there is no graphics processor
        service = Service(driver, env={**os.environ, **folders, **settings})
        session = webdriver.WebKitGTK(options=options, service=service)
        try:
            yield WebKitPage(session, elsewhere)
        finally:
            session.quit()


@contextmanager
def _screen(program):
    """The name of a new X screen."""
    read, write = os.pipe()
    command = [program, "-displayfd", str(write), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, pass_fds=[write], **silent)
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        process.terminate()
        process.wait(timeout=30)
