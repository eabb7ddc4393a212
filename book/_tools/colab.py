"""Write copies of the chapters and exercises for Colab, with a first cell that installs bplib where it is missing.

    python book/_tools/colab.py REPOSITORY FOLDER

REPOSITORY is the book's address on GitHub. The folder is to become the branch ``colab`` of that repository, which is
where the Colab buttons of the pages lead. The notebooks themselves stay free of cells that only Colab needs.
"""

import re
import sys
from pathlib import Path, PurePosixPath
from posixpath import normpath

import nbformat

ROOT = Path(__file__).resolve().parents[2]
INSTALL = """\
# Colab has no bplib, the library of this book.
from importlib.util import find_spec

if find_spec("bplib") is None:
    %pip install --quiet "bplib @ git+{repository}"
"""


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
    first = [INSTALL.format(repository=repository)]
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    for module in sorted((ROOT / path).parent.glob("*.py")):
        if re.search(rf"^(import|from) {module.stem}\b", code, re.MULTILINE):
            first.append(f"%%writefile {module.name}\n{module.read_text(encoding='utf-8')}")
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
