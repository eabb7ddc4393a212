"""Write copies of the chapters and exercises for Colab, with a first cell that installs bplib where it is missing.

Where a notebook has live figures, a cell lets Colab show them; where it imports Python files that stand beside it, a
cell writes them.

    python book/_tools/colab.py REPOSITORY FOLDER

REPOSITORY is the book's address on GitHub. The folder is to become the branch ``colab`` of that repository, which is
where the Colab buttons of the pages lead. The notebooks themselves stay free of cells that only Colab needs.
"""

import re
import sys
import tomllib
from pathlib import Path, PurePosixPath
from posixpath import normpath

import nbformat

ROOT = Path(__file__).resolve().parents[2]
DISTRIBUTION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"]
INSTALL = """\
# Colab has no bplib, the library of this book.
from importlib.util import find_spec

if find_spec("bplib") is None:
    %pip install --quiet "{distribution} @ git+{repository}"
"""

# https://github.com/googlecolab/colabtools/blob/main/google/colab/output/_widgets.py
LIVE = """\
# Live figures talk with Python by way of a widget, which Colab shows when it is told to.
try:
    from google.colab import output
except ImportError:
    pass
else:
    %pip install --quiet anywidget
    output.enable_custom_widget_manager()
"""

FILES = """\
# {name}, which this notebook imports, as it stands beside the notebook in the book.
from pathlib import Path

FILES = {{
{files}
}}
for name, source in FILES.items():
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(source, encoding="utf-8")
"""


def _imported(folder, code):
    """What a notebook imports from its own folder: modules, and packages with all their files."""
    for path in sorted([*folder.glob("*.py"), *(init.parent for init in folder.glob("*/__init__.py"))]):
        if re.search(rf"^(import|from) {path.stem}\b", code, re.MULTILINE):
            yield path, sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _writing(path, files):
    """The source of a cell that writes files to where they are beside the original notebook."""
    entries = []
    for file in files:
        source = file.read_text(encoding="utf-8")
        literal = repr(source) if "'''" in source else f"r'''{source}'''"
        entries.append(f'    "{file.relative_to(path.parent).as_posix()}": {literal},')
    return FILES.format(name=path.name, files="\n".join(entries))


def _links(text, folder, repository):
    """Relative links to notebooks lead to the copies on Colab."""
    base = (
        repository.replace("https://github.com/", "https://colab.research.google.com/github/")
        + "/blob/colab/"
    )
    return re.sub(r"\]\(((?!https?:)[^)#\s]+\.ipynb)", lambda m: f"]({base}{normpath(folder / m[1])}", text)


def prepared(path, repository):
    """The notebook at a path inside the book, as it is to be opened in Colab."""
    notebook = nbformat.read(ROOT / path, as_version=4)
    first = [INSTALL.format(distribution=DISTRIBUTION, repository=repository)]
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    if re.search(r"^live\.\w+\(", code, re.MULTILINE):
        first.append(LIVE)
    first += [_writing(*found) for found in _imported((ROOT / path).parent, code)]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _links(cell.source, PurePosixPath(path).parent, repository)
    cells = [nbformat.v4.new_code_cell(source, id=f"colab-{i}") for i, source in enumerate(first)]
    notebook.cells[:0] = cells
    return notebook


def main(repository, folder):
    for source in sorted([*ROOT.glob("chapters/*.ipynb"), *ROOT.glob("exercises/*.ipynb")]):
        path = source.relative_to(ROOT).as_posix()
        target = Path(folder, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(prepared(path, repository.rstrip("/").removesuffix(".git")), target)


if __name__ == "__main__":
    main(*sys.argv[1:])
