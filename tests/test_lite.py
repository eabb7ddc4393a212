"""Notebooks in the reader's browser: JupyterLite under a path of its own, on the loopback interface."""

import re
import time
import zlib
from urllib.parse import unquote, urlparse

import nbformat
import pytest
from browser import chromium, served
from built_site import built, this_run

pytestmark = pytest.mark.site

SECONDS = 90_000  # in milliseconds: a kernel starts in ten where nothing else runs
READY = "window.jupyterapp?.shell.currentWidget?.content?.model?.cells?.length > 0"
CONNECT = """async () => {
    const panel = jupyterapp.shell.currentWidget
    await panel.sessionContext.ready
    await panel.sessionContext.session.kernel.info
}"""
# Read in the model: on the page an error is hard to tell from text.
CELLS = """() => jupyterapp.shell.currentWidget.content.model.toJSON().cells.filter(c => c.cell_type == 'code').map(
    cell => ({source: [cell.source].flat().join(''), count: cell.execution_count, outputs: cell.outputs}))"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served") / "some" / "book"
    folder.parent.mkdir()
    folder.symlink_to(built(this_run()), target_is_directory=True)
    assert (folder / "lite").is_dir(), "the site was built without Pyodide's files: lite.py fetch says why"
    return folder


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(folder):
    with served(folder.parents[1]) as root:
        yield root + "some/book/lite/"


class Reader:
    """A reader's browser with nothing in its storage, and what it asked for."""

    def __init__(self, context, address):
        self.page, self.address, self.requests = context.new_page(), address, []
        # Requests of workers are among them.
        context.on("request", lambda request: self.requests.append(request.url))

    def open(self, path):
        self.page.goto(f"{self.address}notebooks/index.html?path={path}")
        self.wait()

    def wait(self):
        """Until the notebook is there, whole."""
        self.page.wait_for_function(READY, timeout=SECONDS)
        self.page.evaluate("jupyterapp.shell.currentWidget.context.ready")

    def connect(self):
        self.page.evaluate(CONNECT)

    def run(self, command="notebook:run-all-cells"):
        """Run cells, all by default; returns the seconds until the first output."""
        self.page.evaluate("jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
        start = time.perf_counter()
        self.page.evaluate(
            """command => {
                window.done = false
                jupyterapp.commands.execute(command).finally(() => { window.done = true })
            }""",
            command,
        )
        self.page.wait_for_function(
            f"window.done || ({CELLS})().some(c => c.outputs.length)", timeout=SECONDS
        )
        first = time.perf_counter() - start
        self.page.wait_for_function("window.done", timeout=SECONDS)
        return first

    def cells(self):
        return self.page.evaluate(CELLS)

    def text(self):
        return self.page.evaluate("JSON.stringify(jupyterapp.shell.currentWidget.content.model.toJSON())")


@pytest.fixture
def reader(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    reader = Reader(context, address)
    yield reader
    own = (address.partition("/some/")[0] + "/", "data:", "blob:")
    foreign = {url for url in reader.requests if not url.startswith(own)}
    context.close()
    assert not foreign


def _bytes(folder, urls):
    """Size of the files behind the addresses, each counted once, and after compression of what is not compressed."""
    plain = small = 0
    for path in {folder.parents[1] / unquote(urlparse(url).path).lstrip("/") for url in urls}:
        if path.is_file():
            data = path.read_bytes()
            plain += len(data)
            small += len(data if path.suffix in (".whl", ".zip", ".gz") else zlib.compress(data, 6))
    return plain, small


def _no_errors(cells):
    for number, cell in enumerate(cells):
        assert cell["count"], f"cell {number} was not run: {cell['source'][:200]}"
        bad = [o for o in cell["outputs"] if o["output_type"] == "error" or o.get("name") == "stderr"]
        assert not bad, cell["source"][:200]


def test_notebooks_are_as_nobody_has_run_them_and_lead_somewhere(folder):
    paths = sorted((folder / "lite" / "files").glob("*/*.ipynb"))
    assert len(paths) == 27  # chapters, exercises, notation
    links = 0
    for path in paths:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                assert not cell.outputs
                assert cell.execution_count is None
                assert cell.metadata.jupyter.source_hidden == ("hide-input" in cell.metadata.get("tags", []))
                continue
            for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", cell.source):
                assert (path.parent / link).is_file(), f"{path.name}: {link}"
                links += 1
    assert links > 100


def test_a_link_leads_to_the_notebook(reader):
    reader.open("exercises/01_derivatives.ipynb")
    with reader.page.context.expect_page() as other:
        reader.page.locator(".jp-MarkdownOutput a", has_text="chapter 1").first.click()
    reader.page = other.value
    reader.wait()
    assert "1. The derivative" in reader.text()


@pytest.mark.parametrize("name", ["chapters/01_derivatives", "chapters/06_four_equations"])
def test_a_chapter_runs(reader, folder, name, record_property):
    start = time.perf_counter()
    reader.open(f"{name}.ipynb")
    seen = time.perf_counter() - start
    reader.connect()
    started = time.perf_counter() - start
    first = reader.run()
    cells = reader.cells()
    _no_errors(cells)
    assert any("image/png" in o.get("data", {}) for cell in cells for o in cell["outputs"])
    loaded = [url for url in reader.requests if url.startswith(reader.address)]
    assert not [url for url in loaded if "mnist" in url or "-ubyte" in url or "scipy" in url]
    plain, small = _bytes(folder, loaded)
    # 26 MB when this was written; scikit-learn with SciPy would be 26 MB more.
    assert small < 32e6
    record_property(
        "figures",
        f"{name} in the browser: seen after {seen:.1f} s, first output after {started + first:.1f} s, all after "
        f"{time.perf_counter() - start:.1f} s; {plain / 1e6:.1f} MB, {small / 1e6:.1f} MB compressed",
    )


def test_exercises_are_checked_kept_and_reset(reader):
    path, task = "exercises/01_derivatives.ipynb", "raise NotImplementedError()"
    reader.open(path)
    reader.connect()
    reader.run()
    cells = reader.cells()
    _no_errors(cells)
    original = cells[1]["source"]
    assert task in original

    def answered(line):
        reader.page.evaluate(
            """async source => {
                const panel = jupyterapp.shell.currentWidget
                const cells = [...panel.content.model.cells]
                const [, answer, check] = cells.filter(cell => cell.type == 'code')
                answer.sharedModel.setSource(source)
                panel.content.activeCellIndex = cells.indexOf(check) + 1
                await panel.context.save()
            }""",
            original.replace(task, line),
        )
        reader.run("notebook:run-all-above")
        return "".join(reader.cells()[2]["outputs"][0]["data"]["text/plain"])

    assert "Not done yet" in "".join(cells[2]["outputs"][0]["data"]["text/plain"])
    assert "Over which distance" in answered("return f(b) - f(a)")
    assert "Exercise 01.1. Right." in answered("return (f(b) - f(a)) / (b - a)  # mine")

    reader.open(path)
    assert "# mine" in reader.text()

    reader.page.goto(f"{reader.address}reset.html?path={path}")
    assert reader.page.locator("#name").inner_text() == path
    reader.page.locator("#yes").click()
    reader.page.locator("#said a").click()
    reader.wait()
    assert "# mine" not in reader.text()
    assert "NotImplementedError" in reader.text()


def test_what_a_browser_does_not_have(reader):
    # Data come from the site, when they are asked for; there are no threads and no signals.
    reader.open("chapters/13_bug_clinic.ipynb")
    reader.connect()

    def run(code):
        return reader.page.evaluate(
            """async code => {
                const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel
                const request = kernel.requestExecute({code})
                let text = ''
                request.onIOPub = message => { text += message.content.text ?? message.content.evalue ?? '' }
                await request.done
                return text
            }""",
            code,
        )

    assert not [url for url in reader.requests if "digits.csv" in url or "-ubyte" in url]
    code = "from bplib import datasets; print(*(len(d().x_train) for d in (datasets.digits, datasets.mnist)))"
    assert run(code).split() == ["1438", "60000"]
    assert len({url for url in reader.requests if "-ubyte" in url}) == 4
    code = """
from bplib import TwoLayerNet, datasets, optimizers, train
x, t, *_ = datasets.digits()
settings = dict(epochs=2, batch_size=32, optimizer=optimizers.SGD(0.1), augment=lambda x, rng: x, rng=0)
print(len(train(TwoLayerNet(64, 8, 10, rng=0), x, t, progress=False, **settings).loss))
"""
    assert run(code).split() == ["2"]
    code = """
from bplib.checks import check
def slope(f, a, b):
    while True:
        pass
print(repr(check("01.1", slope)))
"""
    assert "seconds" in run(code)
    assert run("import bug_clinic; print(bug_clinic.__file__)").endswith("chapters/bug_clinic.py\n")
