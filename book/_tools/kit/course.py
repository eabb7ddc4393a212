"""Take chapters and their sets out of the book, complete in a folder of their own."""

import datetime
import shutil
import subprocess
import sys
from pathlib import Path

from tqdm import tqdm

from . import sources
from .sources import AUTHORS, PROJECT, ROOT, TEMPLATES, TEXT_LICENSE, TITLE
from .sources import notebooks as store

FOLDED = {"hide-input": ("source",), "hide-output": ("outputs",), "hide-cell": ("source", "outputs")}


def fold(cell):
    """Fold a cell in JupyterLab as it is folded in the book."""
    parts = {part for tag in cell.metadata.get("tags", []) for part in FOLDED.get(tag, ())}
    if parts:
        cell.metadata["jupyter"] = {f"{part}_hidden": True for part in sorted(parts)}


def describe(cell):
    """Put the alternative text of a figure where every reader of notebooks finds it: into the picture itself."""
    alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt")
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        if alt and (shown := sources.picture(data, alt)):
            output["data"] = {"text/html": shown, "text/plain": alt}


def origin(page, site, today=None):
    """The cell that says where a notebook is from."""
    where = f" ({site.rstrip('/')}/)" if site else ""
    return store.nbformat.v4.new_markdown_cell(
        f"*From* {TITLE}{where}, version {PROJECT['version']}, by {AUTHORS}, `{sources.inside(page)}`. "
        f"Text and figures: [CC BY 4.0]({TEXT_LICENSE}); code: BSD-3-Clause. Changed on "
        f"{today or datetime.date.today():%Y-%m-%d}: taken out of the book, with its links adapted.",
        id="origin",
    )


def adapt(nb, page, taken, site):
    """Links, folds and the origin of a notebook that leaves the book."""
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            cell.source = sources.relink(cell.source, sources.inside(page), taken, site)
        fold(cell)
        describe(cell)
    nb.cells.append(origin(page, site))
    return nb


def wheel(folder):
    """Build the wheel of the library."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    built = subprocess.run([*command, "--wheel-dir", folder, str(ROOT)], capture_output=True, text=True)
    if built.returncode:
        raise RuntimeError(f"The wheel of the library could not be built:\n{built.stderr[-2000:]}")
    return next(Path(folder).glob(f"{PROJECT['name'].replace('-', '_')}-*.whl"))


def take(numbers, out, *, core=False, site=None, execute=True, progress=True):
    """Write chapters, their sets, what they import, the library, the licenses and a README into a new folder.

    Args:
        numbers: of the chapters.
        out: folder, which must not be there yet.
        core: leave out the pages that have a letter.
        site: address of the published book, to which links lead whose target is not taken.
        execute: with the figures, for which the notebooks may have to run.
        progress: show a progress bar.

    Raises:
        ValueError: if there is no such chapter, or the folder is there already.
    """
    out = Path(out)
    if out.exists():
        raise ValueError(f"out must be a new folder, {out} is there already")
    chosen = sources.pages(numbers, core=core)
    sets = [
        ROOT / folder / path.name
        for path in sources.solutions(numbers)
        for folder in ("exercises", "solutions")
    ]
    taken = {sources.inside(path) for path in [*chosen, *sets]}
    partial = out.with_name(f"{out.name}.part")
    shutil.rmtree(partial, ignore_errors=True)
    for path in tqdm([*chosen, *sets], unit="notebook", disable=not progress):
        target = partial / sources.inside(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        nb = sources.executed(path) if execute else store.read(path)
        code = "\n".join(cell.source for cell in nb.cells if cell.cell_type == "code")
        for file in sources.beside(path, code):
            copy = partial / sources.inside(file)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
        store.write(adapt(nb, path, taken, site), target)
    for name in ("LICENSE", "LICENSE-text", "requirements.txt"):
        shutil.copy(ROOT / name, partial)
    built = wheel(partial / "dist")
    titles = [store.read(page).cells[0].source.splitlines()[0].lstrip("# ") for page in chosen]
    said = (
        (TEMPLATES / "course.md")
        .read_text(encoding="utf-8")
        .format(
            **{"title": TITLE, "version": PROJECT["version"], "authors": AUTHORS, "wheel": built.name},
            what=("chapter " if len(set(numbers)) == 1 else "chapters ")
            + ", ".join(map(str, sorted(set(numbers)))),
            site=f" Links to other parts lead to {site}." if site else "",
            pages="; ".join(titles),
            numbers=" ".join(map(str, sorted(set(numbers)))),
            name=out.name,
            set=sets[0].stem,
        )
    )
    (partial / "README.md").write_text(said, encoding="utf-8")
    partial.rename(out)
    return out
