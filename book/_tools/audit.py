"""Lighthouse on the built site: the front page and three chapters, as on a phone and on a desktop, three times each.

Of the three reports on a page the one in the middle counts. Then, in each browser that the tests use and that is
here, the time until the formulas on the screen are typeset, and from the press of a Run button to the first output of
a page and to the first verdict on an exercise.

Run by ``make audit``, after ``make book``. The site is served compressed, as published sites are. Needs Node.js 18
and Chromium; npm fetches Lighthouse. Ends with an error if a score is too low.
"""

import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"
LIGHTHOUSE = "lighthouse@12.8.2"  # the last that runs on Node.js 18 and 20
PAGES = ["book/index", "chapters/01_derivatives", "chapters/06_four_equations", "chapters/11_mnist"]
WANTED = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
RUNS = 3  # one alone says as much of the machine as of the page
LINK = "chapters/06_four_equations.html#equation-bp2"  # among formulas, far down a long page
# Read before any script of the page.
CLOCK = b"""<script>
window.typeset = new Promise(resolve => {
    const look = () => {
        const seen = [...document.querySelectorAll(".math")].filter(formula => {
            const {top, bottom, height} = formula.getBoundingClientRect()
            return height && bottom > 0 && top < innerHeight
        })
        const ready = seen.length > 2 && seen.every(formula => formula.querySelector("mjx-container"))
        ready ? resolve(performance.now() / 1000) : requestAnimationFrame(look)
    }
    look()
})</script>"""
# Presses Run of a cell, at once or when Python has had time to start; returns the seconds until it has run.
RUN = """async ([number, wait]) => {
    const rest = seconds => new Promise(done => setTimeout(done, 1000 * seconds))
    while (!document.querySelector(".run-page")) await rest(0.01)
    const cell = document.querySelectorAll(".bd-article div.cell")[number]
    if (wait) cell.dispatchEvent(new PointerEvent("pointerdown", {bubbles: true}))
    await rest(wait)
    const start = performance.now()
    cell.querySelector(".run-go").click()
    while (!cell.classList.contains("run-ran")) await rest(0.01)
    return (performance.now() - start) / 1000
}"""
# Pages with the number of a cell, and what it gives.
RUNS_IN_PAGE = {
    "first output": ("chapters/01_derivatives", 4),
    "first verdict": ("exercises/06_four_equations", 2),
}
EARLY = 20  # seconds between the touch of a cell and the press of Run
COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".txt", ".xml")


class _Compressed(http.server.SimpleHTTPRequestHandler):
    """Sends text compressed, and every answer with the header by which browsers keep it a while."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in COMPRESSED:
            body = _gzipped(path)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@functools.cache
def _gzipped(path):
    return gzip.compress(path.read_bytes(), mtime=0)


def audit(address, device, chromium):
    """Lighthouse's report on a page, a dictionary."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        flags = "--headless=new --disable-background-networking" + (
            " --no-sandbox" if os.geteuid() == 0 else ""
        )
        command = ["npx", "--yes", LIGHTHOUSE, address, "--output=json", f"--output-path={report}", "--quiet"]
        command += [
            f"--only-categories={','.join(WANTED)}",
            f"--chrome-flags={flags}",
            "--no-enable-error-reporting",
        ]
        command += ["--preset=desktop"] if device == "desktop" else []
        subprocess.run(command, check=True, timeout=300, env={**os.environ, "CHROME_PATH": chromium})
        return json.loads(report.read_text(encoding="utf-8"))


def _median(address, device, chromium):
    """Of some reports the one in the middle, by performance."""
    reports = [audit(address, device, chromium) for _ in range(RUNS)]
    return sorted(reports, key=lambda report: report["categories"]["performance"]["score"] or 0)[RUNS // 2]


def _row(page, device, report):
    """A line of the table, and whether the page is good enough."""
    scores = {name: round(100 * (report["categories"][name]["score"] or 0)) for name in WANTED}
    metrics = report["audits"]
    times = [metrics[name]["numericValue"] for name in ("first-contentful-paint", "largest-contentful-paint")]
    blocked = metrics["total-blocking-time"]["numericValue"]
    shift = metrics["cumulative-layout-shift"]["numericValue"]
    size = metrics["total-byte-weight"]["numericValue"] / 1000
    cells = [f"{scores[name]:>5}" for name in WANTED]
    cells += [f"{time / 1000:5.1f} s" for time in times] + [
        f"{blocked:5.0f} ms",
        f"{shift:6.3f}",
        f"{size:6.0f} kB",
    ]
    failed = [
        f"    {name}: {metrics[ref['id']]['title']}"
        for name in WANTED
        if scores[name] < WANTED[name]
        for ref in report["categories"][name]["auditRefs"]
        if ref["weight"]
        and (metrics[ref["id"]]["score"] or 0) < 0.9
        and metrics[ref["id"]]["score"] is not None
    ]
    return "\n".join([f"{page:28}{device:9}" + " ".join(cells), *failed]), not failed


def _typesetting():
    """A line for each browser: seconds until the formulas on the screen are typeset."""
    from browser import NotHere, Watched, chromium, firefox, served, webkit

    class Timed(Watched):
        script = CLOCK

    with served(SITE, Timed) as address:
        for start in (chromium, firefox, webkit):
            try:
                with start() as browser:
                    page = browser.new_page() if start is chromium else browser
                    page.set_viewport_size({"width": 412, "height": 823})
                    times = []
                    for i in range(RUNS):
                        page.goto(f"{address}{LINK.replace('#', f'?{i}#')}")
                        times.append(page.evaluate("typeset"))
                    yield f"{start.__name__:9}{sorted(times)[RUNS // 2]:5.1f} s"
            except NotHere as reason:
                yield str(reason)


def _in_the_page():
    """A line for each browser: seconds until a page's first output and first verdict, cold, warm and started early."""
    from browser import NotHere, Watched, chromium, firefox, served, webkit

    with served(SITE, Watched) as address:
        for start in (chromium, firefox, webkit):
            for what, (name, number) in RUNS_IN_PAGE.items():
                try:
                    with start() as browser:  # nothing in its cache
                        page = browser.new_page() if start is chromium else browser
                        page.goto(f"{address}{name}.html")
                        cold = page.evaluate(RUN, [number, 0])
                        page.reload()
                        warm = page.evaluate(RUN, [number, 0])
                        page.reload()
                        early = page.evaluate(RUN, [number, EARLY])
                    times = f"cold {cold:4.1f}  warm {warm:4.1f}  started early {early:4.1f} s"
                    yield f"{start.__name__:9}{what:14} {times}"
                except NotHere as reason:
                    yield str(reason)
                    break


def main():
    sys.path.insert(0, str(ROOT / "tests" / "site"))
    from browser import find_chromium

    chromium = find_chromium()
    for found, what in (
        (shutil.which("npx"), "Node.js 18 or newer, with npm"),
        (chromium, "Chromium or Chrome"),
    ):
        if not found:
            sys.exit(f"make audit needs {what}")
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Compressed, directory=str(SITE))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(
        f"{'page':28}{'device':9} perf  a11y  best   seo   first   largest blocked  shift    size", flush=True
    )
    good = True
    for page in PAGES:
        for device in ("mobile", "desktop"):
            row, passes = _row(
                page, device, _median(f"http://127.0.0.1:{server.server_port}/{page}.html", device, chromium)
            )
            print(row, flush=True)
            good &= passes
    print(f"{LINK}, until the formulas on the screen are typeset:", *_typesetting(), sep="\n", flush=True)
    print("Run in the page:", *_in_the_page(), sep="\n", flush=True)
    sys.exit(
        0 if good else "A score is below " + ", ".join(f"{name} {least}" for name, least in WANTED.items())
    )


if __name__ == "__main__":
    main()
