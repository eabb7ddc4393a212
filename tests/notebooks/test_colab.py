"""The copies of notebooks that Colab opens."""

import importlib.util
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

ROOT = Path(__file__).resolve().parents[2]
REPOSITORY = "https://github.com/owner/name"
_spec = importlib.util.spec_from_file_location("colab", ROOT / "book/_tools/colab.py")
colab = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(colab)
COLAB = "https://colab.research.google.com/github/owner/name/blob/colab/"


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    folder = tmp_path_factory.mktemp("colab")
    command = [sys.executable, ROOT / "book/_tools/colab.py", REPOSITORY + "/", folder]
    subprocess.run(command, check=True, timeout=120)
    return folder


def test_every_notebook_has_a_copy_with_the_same_cells_after_the_first(copies):
    originals = [*ROOT.glob("chapters/*.ipynb"), *ROOT.glob("exercises/*.ipynb")]
    assert len(originals) >= 26
    for original in originals:
        copy = nbformat.read(copies / original.relative_to(ROOT), as_version=4)
        nbformat.validate(copy)
        cells = nbformat.read(original, as_version=4).cells
        code = [cell.source for cell in copy.cells[-len(cells) :] if cell.cell_type == "code"]
        assert code == [cell.source for cell in cells if cell.cell_type == "code"]
        text = "".join(cell.source for cell in copy.cells if cell.cell_type == "markdown")
        assert f"]({COLAB}" in text
        assert "](../chapters/" not in text


@pytest.mark.parametrize("there", [True, False])
def test_the_first_cell_installs_bplib_only_when_it_is_missing(copies, monkeypatch, there):
    first = nbformat.read(copies / "exercises/01_derivatives.ipynb", as_version=4).cells[0].source
    calls = []

    class Shell:
        def run_line_magic(self, *arguments):
            calls.append(arguments)

    spec = ModuleSpec("bplib", None) if there else None
    monkeypatch.setattr("importlib.util.find_spec", lambda name: spec)
    exec(TransformerManager().transform_cell(first), {"get_ipython": Shell})
    command = '--quiet "backprop-from-first-principles @ git+https://github.com/owner/name"'
    assert calls == ([] if there else [("pip", f"install {command}")])


def test_colab_is_told_to_show_the_widgets_of_live_figures(copies, monkeypatch):
    second = nbformat.read(copies / "chapters/06_four_equations.ipynb", as_version=4).cells[1].source
    code, calls = TransformerManager().transform_cell(second), []

    class Shell:
        def run_line_magic(self, *arguments):
            calls.append(arguments)

    exec(code, {"get_ipython": Shell})
    assert calls == []  # elsewhere nothing is done
    output = ModuleType("output")
    output.enable_custom_widget_manager = lambda: calls.append("enabled")
    colab_package = ModuleType("google.colab")
    colab_package.output = output
    monkeypatch.setitem(sys.modules, "google", ModuleType("google"))
    monkeypatch.setitem(sys.modules, "google.colab", colab_package)
    exec(code, {"get_ipython": Shell})
    assert calls == [("pip", "install --quiet anywidget"), "enabled"]
    with_figures = [
        path for path in copies.rglob("*.ipynb") if "enable_custom" in path.read_text(encoding="utf-8")
    ]
    assert {path.name[:2] for path in with_figures} >= {"01", "02", "03", "05", "06", "07", "09", "11", "13"}
    assert not [path for path in with_figures if path.parent.name == "exercises"]


def test_a_package_beside_the_notebook_comes_with_it(copies, tmp_path, monkeypatch):
    cells = nbformat.read(copies / "chapters/13_bug_clinic.ipynb", as_version=4).cells
    (writing,) = [cell.source for cell in cells if "Path(name)" in cell.source]
    monkeypatch.chdir(tmp_path)
    exec(TransformerManager().transform_cell(writing), {})
    assert _texts(tmp_path) == _texts(ROOT / "chapters")
    assert "bug_clinic/patients/__init__.py" in _texts(tmp_path)
    assert "Path(name)" not in (copies / "chapters/01_derivatives.ipynb").read_text(encoding="utf-8")


def _texts(folder):
    """What the Python files in a folder and below it say."""
    return {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in folder.rglob("*.py")}


@pytest.mark.parametrize(
    "text", ["", "a\n", 'r"""\\d\n"""\n', "'''\n\\n'''\n", "{x} {{y}} %d\n%pip install\n", "σ …\n"]
)
def test_a_file_is_written_as_it_is_whatever_it_says(tmp_path, monkeypatch, text):
    (tmp_path / "there").mkdir()
    file = tmp_path / "there" / "module.py"
    file.write_text(text, encoding="utf-8")
    source = colab._writing(file, [file])
    monkeypatch.chdir(tmp_path)
    exec(TransformerManager().transform_cell(source), {})
    assert (tmp_path / "module.py").read_text(encoding="utf-8") == text
