"""The copies of notebooks that Colab opens."""

import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

ROOT = Path(__file__).resolve().parents[1]
REPOSITORY = "https://github.com/owner/name"
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
    command = '--quiet "bplib @ git+https://github.com/owner/name"'
    assert calls == ([] if there else [("pip", f"install {command}")])


def test_a_module_beside_the_notebook_comes_with_it(copies):
    second = nbformat.read(copies / "chapters/13_bug_clinic.ipynb", as_version=4).cells[1].source
    name, _, source = second.partition("\n")
    assert name == "%%writefile bug_clinic.py"
    assert source == (ROOT / "chapters/bug_clinic.py").read_text(encoding="utf-8")
    assert "%%writefile" not in (copies / "chapters/01_derivatives.ipynb").read_text(encoding="utf-8")
