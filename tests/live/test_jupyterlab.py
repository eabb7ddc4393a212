"""A live figure as a widget in a real JupyterLab: it is drawn there, and shows the state that Python sets."""

import json
import os
import subprocess
import sys
import time

import nbformat
import pytest

anywidget = pytest.importorskip("anywidget")

CELLS = [
    "from bplib import live\nfigure = live.network()\nfigure",
    "figure.set(eta=0.125)",
]
RUN = """async index => {
    const panel = jupyterapp.shell.currentWidget
    panel.content.activeCellIndex = index
    await jupyterapp.commands.execute("notebook:run-cell")
}"""


@pytest.fixture
def jupyterlab(tmp_path):
    """The address of a JupyterLab that serves an empty folder with one notebook."""
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in CELLS])
    nb.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nb, tmp_path / "figure.ipynb")
    runtime = tmp_path / "runtime"
    server = subprocess.Popen(
        [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
            "--ServerApp.port_retries=50", "--IdentityProvider.token=", f"--ServerApp.root_dir={tmp_path}",
            "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None",
        ],
        env={**os.environ, "JUPYTER_RUNTIME_DIR": str(runtime)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until = time.monotonic() + 120
        while not (found := list(runtime.glob("jpserver-*.json"))):
            assert time.monotonic() < until, "JupyterLab does not start"
            assert server.poll() is None, "JupyterLab has ended"
            time.sleep(0.2)
        yield json.loads(found[0].read_text(encoding="utf-8"))["url"]
    finally:
        server.terminate()
        server.wait(60)


def test_python_sets_the_state_of_a_figure_in_jupyterlab(browser_of_figures, jupyterlab):
    page = browser_of_figures.browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(120_000)
    page.goto(f"{jupyterlab}lab/tree/figure.ipynb")
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.content?.model?.cells?.length === 2")
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.ready")
    page.evaluate(RUN, 0)
    page.wait_for_selector(".live-network .live-picture")
    page.evaluate(RUN, 1)
    page.wait_for_function("document.querySelectorAll('.live-network .live-typed')[1].value === '0.125'")
    page.close()
