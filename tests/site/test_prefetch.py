"""What a start of Python needs is fetched while the reader reads: the start finds it in the browser's cache."""

import gzip
import hashlib
import json
import os
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import pytest
from browser import QUIET, Quiet, chromium, find_chromium, served
from built_site import built, this_run

pytestmark = pytest.mark.site

SECONDS = 90_000  # in milliseconds
MODULE = "const { prefetch, mayPrefetchEarly } = await import(new URL('_static/run/prefetch.js', location))"
# As the worker of a page starts Python.
START = """async packages => {
    const folder = new URL("lite/static/pyodide/", location).href
    const code = `import { loadPyodide } from "${folder}pyodide.mjs"
        const python = await loadPyodide({ indexURL: "${folder}", packages: ${JSON.stringify(packages)} })
        python.runPython("import os; os.environ['MPLBACKEND'] = 'agg'")
        postMessage(python.runPython("import bplib.plots; bplib.__name__"))`
    const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }))
    const worker = new Worker(url, { type: "module" })
    return new Promise((resolve, reject) => {
        worker.onmessage = event => resolve(event.data)
        worker.onerror = event => reject(new Error(event.message))
    })
}"""
EARLY = {"saveData": False, "effectiveType": "4g", "downlink": 10}


class _Plain(Quiet):
    """As ``python -m http.server``, with only the date of a file; notes what was sent whole."""

    sent: ClassVar = []

    def send_response(self, code, message=None):
        if code == 200:
            self.sent.append(urlsplit(self.path).path.lstrip("/"))
        super().send_response(code, message)


class _Host(_Plain):
    """As a host of static files: compressed, kept for ten minutes."""

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return self.send_error(404)
        data = path.read_bytes()
        if path.suffix in (".html", ".js", ".mjs", ".json", ".wasm"):
            data = gzip.compress(data, 1)
        tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        old = self.headers.get("If-None-Match") == tag
        self.send_response(304 if old else 200)
        self.send_header("ETag", tag)
        self.send_header("Cache-Control", "max-age=600")
        if not old:
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Length", str(len(data)))
            if data[:2] == b"\x1f\x8b":
                self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if not old:
            self.wfile.write(data)


@pytest.fixture(scope="module")
def site():
    return built(this_run())


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(params=[_Plain, _Host])
def page(request, browser, site, tmp_path):
    """A page of the site in a browser with a cache on disk, as readers have; the others' is in memory and too small."""
    _Plain.sent.clear()  # of both
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with served(site, request.param) as root:
        context = browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=find_chromium(), args=arguments
        )
        page = context.new_page()
        page.goto(f"{root}404.html")
        yield page
        context.close()


def _of_python(addresses):
    return sorted(
        path.removeprefix("lite/")
        for path in addresses
        if "/pyodide/" in path and not path.endswith("start.json")
    )


def test_a_start_finds_all_that_it_needs_in_the_cache(page, site):
    sent = _Plain.sent
    start = json.loads((site / "lite/static/pyodide/start.json").read_text(encoding="utf-8"))
    came = page.evaluate(f"async () => {{ {MODULE}; prefetch('lite/'); return await prefetch('lite/') }}")
    assert came == len(start["page"]) > 20
    assert _of_python(sent) == sorted(start["page"])  # each once
    sent.clear()
    asked = []
    page.context.on("request", lambda request: asked.append(urlsplit(request.url).path.lstrip("/")))
    assert page.evaluate(START, start["packages"]) == "bplib"
    assert _of_python(asked) == sorted(start["page"])
    assert not _of_python(sent)


@pytest.mark.parametrize(
    ("connection", "may"),
    [
        (EARLY, True),
        ({**EARLY, "type": "wifi"}, True),
        ({**EARLY, "saveData": True}, False),
        ({**EARLY, "effectiveType": "3g"}, False),
        ({**EARLY, "downlink": 1.5}, False),
        ({**EARLY, "type": "cellular"}, False),
        (None, False),
        ({}, False),
    ],
)
def test_nothing_is_fetched_early_unless_the_connection_is_good(browser, site, connection, may):
    with served(site) as root:
        page = browser.new_page()
        page.add_init_script(
            f"Object.defineProperty(Navigator.prototype, 'connection', {{value: {json.dumps(connection)}}})"
        )
        page.goto(f"{root}404.html")
        said = page.evaluate(f"async () => {{ {MODULE}; return mayPrefetchEarly() }}")
        page.close()
    assert said is may


def test_what_is_left_is_not_fetched_once_python_starts(browser, site):
    with served(site) as root:
        page = browser.new_page()
        page.goto(f"{root}404.html")
        came = page.evaluate(
            f"""async () => {{ {MODULE}
                const stop = new AbortController()
                stop.abort()
                return await prefetch("lite/", "notebook", stop.signal)
            }}"""
        )
        assert came == 0
        assert page.evaluate(f"async () => {{ {MODULE}; return await prefetch('nowhere/') }}") == 0
        page.close()
