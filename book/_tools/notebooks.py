"""Keep the stored notebooks in order.

    python book/_tools/notebooks.py run [NOTEBOOK …]   run notebooks and store them normalized (all by default)
    python book/_tools/notebooks.py exercises          write exercises/ from solutions/, and run them
    python book/_tools/notebooks.py times              say how long each page of the chapters takes to read

Normalized means: execution counts 1 … n, text outputs only (figures are drawn again when the book is built), no
warnings or progress bars, no metadata of a machine or an editor, and cell ids that follow from the contents.
"""

import argparse
import hashlib
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert.preprocessors import TagRemovePreprocessor
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions
from tqdm import tqdm

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("chapters", "solutions", "exercises")
KEPT = ("tags", "mystnb", "nbgrader", "slideshow")
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def read(path):
    """A notebook in the format of today."""
    return nbformat.read(path, as_version=4)


def _kept_output(output):
    if output.output_type in ("display_data", "execute_result"):
        output.metadata = {}
        for mime, content in list(output.data.items()):
            embedded = mime == "text/html" and ("data:image" in content or "<script" in content)
            if embedded or mime.startswith("image/") or "widget" in mime or "javascript" in mime:
                del output.data[mime]
    return output


def normalize(nb):
    """The notebook as it is stored, from one that has been run."""
    nb.metadata, nb.nbformat, nb.nbformat_minor = nbformat.from_dict(METADATA), 4, 5
    used = {}
    for cell in nb.cells:
        cell.metadata = nbformat.from_dict({k: cell.metadata[k] for k in KEPT if k in cell.metadata})
        cell.pop("attachments", None)
        digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:8]
        used[digest] = used.get(digest, 0) + 1
        cell.id = digest if used[digest] == 1 else f"{digest}-{used[digest]}"
        if cell.cell_type == "code":
            outputs = [o for o in cell.outputs if not (o.output_type == "stream" and o.name == "stderr")]
            cell.outputs = [_kept_output(output) for output in outputs]
    return nb


def run(nb, folder):
    """Run a notebook from top to bottom in its folder; raises if a cell does."""
    nb.metadata.kernelspec = nbformat.from_dict(METADATA["kernelspec"])
    NotebookClient(
        nb, timeout=900, resources={"metadata": {"path": str(folder)}}, coalesce_streams=True
    ).execute()
    return nb


def write(nb, path):
    nbformat.validate(nb)
    path.write_text(nbformat.writes(nb, indent=1) + "\n", encoding="utf-8")


def without_explanations(nb):
    """The notebook without the cells tagged ``solution``."""
    return TagRemovePreprocessor(enabled=True, remove_cell_tags={"solution"}).preprocess(nb, {})[0]


def to_exercise(nb):
    """What the learner opens, from a solved notebook: without solutions, hidden tests and explanations."""
    nb, resources = without_explanations(nb), {}
    for preprocessor in (ClearSolutions(enforce_metadata=False), ClearHiddenTests()):
        nb, resources = preprocessor.preprocess(nb, resources)
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        cell.source = cell.source.strip("\n")
    return normalize(nb)


CHECK = re.compile(r"^check\(\"(\d\d\.\d+)\", *([\w.]+)\)$", re.MULTILINE)


def exercise_of(path):
    """The generated exercise notebook, not yet run, of solutions/NN_name.ipynb."""
    return to_exercise(read(path))


def _solutions():
    return sorted((ROOT / "solutions").glob("*.ipynb"))


def _run_all(paths):
    for path in paths or sorted(p for f in FOLDERS for p in (ROOT / f).glob("*.ipynb")):
        yield path.stem
        write(normalize(run(read(path), path.resolve().parent)), path)


def _write_exercises(paths):
    for path in paths or _solutions():
        yield path.stem
        target = ROOT / "exercises" / path.name
        target.parent.mkdir(exist_ok=True)
        write(normalize(run(exercise_of(path), target.parent)), target)


def _print_times(paths):
    sys.path.append(str(ROOT / "book" / "_ext"))
    import book_source

    total = 0
    for path in paths or book_source.chapters():
        time = book_source.reading_time(path)
        core = path.stem[2] == "_"
        total += core * time.minutes
        counts = f"{time.words:5} words {time.formulas:3} equations {time.lines:4} lines"
        so_far = core * f"   {total:6.1f} min of core pages so far"
        tqdm.write(f"{path.stem:30}{time.minutes:5.1f} min  {counts}{so_far}")
        yield path.stem


COMMANDS = {
    "times": _print_times,
    "run": _run_all,
    "exercises": _write_exercises,
}


def main(arguments=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("paths", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    with tqdm(unit="notebook") as bar:
        for name in COMMANDS[options.command](options.paths):
            bar.set_description(name)
            bar.update()


if __name__ == "__main__":
    sys.exit(main())
