"""What the book has: pages of chapters, sets, what stands beside them, and where it is published."""

import base64
import html
import os
import re
import sys
import tomllib
from pathlib import Path
from posixpath import normpath, relpath

TOOLS = Path(__file__).resolve().parents[1]
ROOT = TOOLS.parents[1]
TEMPLATES = Path(__file__).parent / "templates"
sys.path[:0] = [str(TOOLS), str(TOOLS.parent / "_ext")]
import notebooks  # noqa: E402

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TITLE = "Backpropagation from First Principles"
AUTHORS = PROJECT["authors"][0]["name"]
TEXT_LICENSE = "https://creativecommons.org/licenses/by/4.0/"
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(((?!https?:|mailto:|#)[^)#\s]+)(#[^)\s]*)?\)")


def chapters():
    """{number: [its pages, the core page first]}."""
    found = {}
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        found.setdefault(int(path.stem[:2]), []).append(path)
    return found


def pages(numbers, *, core=False):
    """The pages of the chapters with these numbers, in order.

    Raises:
        ValueError: if there is no such chapter, or none is asked for.
    """
    known = chapters()
    if not numbers:
        raise ValueError(f"chapters must be some of {min(known)} to {max(known)}, got none")
    if unknown := sorted(set(numbers) - set(known)):
        raise ValueError(f"chapters must be some of {min(known)} to {max(known)}, got {unknown[0]}")
    return [page for n in sorted(set(numbers)) for page in known[n][: 1 if core else None]]


def solutions(numbers):
    """The solved sets of the chapters with these numbers."""
    return [ROOT / "solutions" / page.name for page in pages(numbers, core=True)]


def overlay():
    """The folder of a teacher's own sets, from the environment; None if there is none.

    Raises:
        ValueError: if it has no solutions/ and checks/, or a set in it has the number of one of the book's.
    """
    folder = os.environ.get("BPLIB_OVERLAY")
    if not folder:
        return None
    folder = Path(folder)
    if missing := [name for name in ("solutions", "checks") if not (folder / name).is_dir()]:
        raise ValueError(
            f"overlay must be a folder with solutions/ and checks/, {folder} has no {missing[0]}/"
        )
    return folder


def sets():
    """{number: path} of all solved sets: the book's, and a teacher's own."""
    found = {int(path.stem[:2]): path for path in solutions(list(chapters()))}
    if folder := overlay():
        for path in sorted((folder / "solutions").glob("[0-9][0-9]_*.ipynb")):
            if int(path.stem[:2]) in found:
                raise ValueError(
                    f"a set of your own must have a number that the book has not, got {path.name}"
                )
            found[int(path.stem[:2])] = path
    return found


def is_private(path):
    """Whether a set is a teacher's own, whose checks students do not have."""
    return ROOT not in path.resolve().parents


def inside(path):
    """Where a file stands in the book, as its links say it: chapters/06_four_equations.ipynb."""
    return path.relative_to(ROOT).as_posix()


def relink(text, here, taken, site):
    """Markdown whose links lead to what was taken, else to the published book; where there is none, they are words.

    Args:
        text: Markdown of a file of the book.
        here: where that file stands, such as chapters/06_four_equations.ipynb.
        taken: the same of all files that are taken along.
        site: address of the published book, or None.
    """
    folder = here.rpartition("/")[0]

    def replaced(found):
        words, target, anchor = found[1], normpath(f"{folder}/{found[2]}"), found[3] or ""
        if target in taken:
            return f"[{words}]({relpath(target, folder)}{anchor})"
        if site:
            page = re.sub(r"\.(ipynb|md)$", ".html", target)
            return f"[{words}]({site.rstrip('/')}/{page}{anchor})"
        return words

    return LINK.sub(replaced, text)


def beside(page, code):
    """The Python files that a notebook imports from its own folder."""
    for path in sorted(
        [*page.parent.glob("*.py"), *(init.parent for init in page.parent.glob("*/__init__.py"))]
    ):
        if re.search(rf"^\s*(import|from) {path.stem}\b", code, re.MULTILINE):
            yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def stars(heading):
    """Points of an exercise: one for each star in its heading."""
    return heading.count("★") or 1


def executed(path):
    """A notebook of the book with all its outputs: those that the book was built with, if they are of today."""
    nb = notebooks.read(path)
    kept = ROOT / "_build/.jupyter_cache"
    mark = ROOT / "_build/.library"
    newest = max(p.stat().st_mtime for folder in ("bplib", "chapters") for p in (ROOT / folder).rglob("*.py"))
    if kept.is_dir() and mark.exists() and mark.stat().st_mtime >= newest:
        from jupyter_cache import get_cache

        try:
            return get_cache(kept).merge_match_into_notebook(nb)[1]
        except KeyError:  # it has not been built since it was written
            pass
    return notebooks.run(nb, path.parent)


def picture(data, alt):
    """A figure of a cell as an image that holds its alternative text; None if the output holds no figure.

    Args:
        data: of the output, by kind.
        alt: what the figure shows.
    """
    if "image/svg+xml" in data:
        text = re.sub(r"min-width:\d+px;?", "", "".join(data["image/svg+xml"]))
        kind, source = "svg+xml", base64.b64encode(text.encode()).decode()
    elif "image/png" in data:
        kind, source = "png", "".join("".join(data["image/png"]).split())
    else:
        return None
    # Drawn for light pages: a white ground keeps it legible on dark ones.
    look = "max-width:100%;background:#fff"
    return f'<img src="data:image/{kind};base64,{source}" alt="{html.escape(alt)}" style="{look}">'
