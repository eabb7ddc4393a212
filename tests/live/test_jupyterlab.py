"""A live figure as a widget in a real JupyterLab: it is drawn there, Python sets its state and reads it back."""

import ast
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
    "print(figure.state)",
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


def test_python_sets_and_reads_the_state_of_a_figure_in_jupyterlab(browser_of_figures, jupyterlab):
    page = browser_of_figures.browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(120_000)
    page.goto(f"{jupyterlab}lab/tree/figure.ipynb")
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.content?.model?.cells?.length === 3")
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.ready")
    page.evaluate(RUN, 0)
    page.wait_for_selector(".live-network .live-picture")
    page.evaluate(RUN, 1)
    page.wait_for_function("document.querySelectorAll('.live-network .live-typed')[1].value === '0.125'")
    # The keys go to the figure, not to JupyterLab.
    page.locator(".live-network .live-typed").nth(1).click()
    page.keyboard.press("Control+A")
    page.keyboard.type("0.25")
    page.keyboard.press("Enter")
    page.locator(".live-network .live-slider input[type=range]").first.focus()
    page.keyboard.press("ArrowUp")
    for _ in range(50):  # messages of figures have a thread of their own in the kernel
        page.evaluate(RUN, 2)
        said = page.locator(".jp-Cell").nth(2).locator(".jp-OutputArea-output").inner_text()
        state = ast.literal_eval(said)
        if "weights" in state:
            break
        page.wait_for_timeout(100)
    assert state["eta"] == 0.25
    assert state["weights"][0][0][0] == pytest.approx(0.55)
    page.close()
