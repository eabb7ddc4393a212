"""Firefox by WebDriver BiDi, which it speaks without a driver: https://www.w3.org/TR/webdriver-bidi/."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from page import Page
from websocket import create_connection

NAMES = ("firefox-esr", "firefox")
# What is not for this machine goes to a proxy; so does what Firefox would tell and ask its maker, if anything is left.
SETTINGS = {
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "browser.contentblocking.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.region.network.url": "",
    "browser.safebrowsing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.topsites.contile.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.blocklist.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 1,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
    "ui.prefersReducedMotion": 1,
    "ui.useOverlayScrollbars": 1,
}
# Without it, one of the settings is not heeded.
HEEDED = {"MOZ_REMOTE_SETTINGS_DEVTOOLS": "1"}


class FirefoxPage(Page):
    def __init__(self, address, elsewhere):
        super().__init__(elsewhere)
        self._socket = create_connection(address, timeout=120, suppress_origin=True)
        self._calls = 0
        self._call("session.new", capabilities={})
        self._context = self._call("browsingContext.getTree")["contexts"][0]["context"]

    def _call(self, method, **parameters):
        self._calls += 1
        self._socket.send(json.dumps({"id": self._calls, "method": method, "params": parameters}))
        while (answer := json.loads(self._socket.recv())).get("id") != self._calls:
            pass
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]

    def goto(self, url):
        self._call("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def reload(self):
        self._call("browsingContext.reload", context=self._context, wait="complete")

    def set_viewport_size(self, size):
        self._call("browsingContext.setViewport", context=self._context, viewport=size)

    def _run(self, script):
        answer = self._call(
            "script.evaluate", expression=script, target={"context": self._context}, awaitPromise=True
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return answer["result"]["value"]

    def _act(self, source):
        self._call("input.performActions", context=self._context, actions=[source])

    def _picture(self):
        return self._call("browsingContext.captureScreenshot", context=self._context)["data"]


@contextmanager
def firefox_page(proxy_port, elsewhere):
    """A page in a Firefox of its own. None if there is no Firefox."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        yield None
        return
    proxy = {f"network.proxy.{kind}": "127.0.0.1" for kind in ("http", "ssl")}
    proxy |= {f"network.proxy.{kind}_port": proxy_port for kind in ("http", "ssl")}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        settings = (SETTINGS | proxy).items()
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings]
        Path(profile, "user.js").write_text("".join(lines), encoding="utf-8")
        command = [program, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
        process = subprocess.Popen(
            command,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **HEEDED, "HOME": profile},
        )
        try:
            found = (re.search(r"WebDriver BiDi listening on (ws://\S+)", line) for line in process.stderr)
            page = FirefoxPage(next(filter(None, found))[1] + "/session", elsewhere)
            yield page
        finally:
            process.terminate()
            process.wait(timeout=30)
            process.stderr.close()
