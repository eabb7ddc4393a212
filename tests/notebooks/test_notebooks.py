"""The stored notebooks: in order, in step with each other, and reproduced by a fresh run."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from bplib import checks

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("notebooks", ROOT / "book/_tools/notebooks.py")
notebooks = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(notebooks)

PAGES = sorted(ROOT.glob("chapters/*.ipynb"))  # all pages of the chapters
CORE = sorted(ROOT.glob("chapters/[0-9][0-9]_*.ipynb"))  # those without a letter, which everybody reads
SOLUTIONS = sorted(ROOT.glob("solutions/*.ipynb"))
EXERCISES = sorted(ROOT.glob("exercises/*.ipynb"))
ALL = [*PAGES, *SOLUTIONS, *EXERCISES]
SECTIONS = ("Check yourself", "Summary", "Where next", "Sources")


def _name(path):
    return f"{path.parent.name}/{path.stem}"


each = pytest.mark.parametrize("path", ALL, ids=_name)
each_page = pytest.mark.parametrize("path", PAGES, ids=_name)
each_set = pytest.mark.parametrize("path", SOLUTIONS, ids=_name)


def _code(nb):
    return [cell for cell in nb.cells if cell.cell_type == "code"]


def _markdown(nb):
    return "\n\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")


def _texts(cell):
    """All that a cell has printed or shown as text."""
    for output in cell.outputs:
        yield output.get("text", "")
        yield output.get("data", {}).get("text/plain", "")


def test_there_is_an_exercise_set_and_its_solutions_for_every_chapter():
    assert [p.name for p in CORE] == [p.name for p in SOLUTIONS] == [p.name for p in EXERCISES]
    assert len(CORE) >= 13


@pytest.mark.notebook
@each
def test_a_fresh_run_gives_the_stored_outputs(path):
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:xdist", "-p", "no:cacheprovider", "-q"]
    command += [
        "--nbval-sanitize-with",
        str(ROOT / "tests/notebooks/nbval.cfg"),
        "--nbval-cell-timeout",
        "300",
        str(path),
    ]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert result.returncode == 0, result.stdout[-8000:] + result.stderr[-2000:]
    assert f"{len(_code(notebooks.read(path)))} passed" in result.stdout


@each
def test_execution_counts_are_complete(path):
    counts = [cell.execution_count for cell in _code(notebooks.read(path))]
    assert counts == list(range(1, len(counts) + 1)), "nbval compares nothing where a count is missing"


@each
def test_it_is_stored_normalized(path):
    text = path.read_text(encoding="utf-8")
    nb = notebooks.normalize(notebooks.read(path))
    assert notebooks.nbformat.writes(nb, indent=1) + "\n" == text, "run: make notebooks"


@each
def test_no_output_is_an_error_or_names_a_machine(path):
    for cell in _code(notebooks.read(path)):
        kinds = [output.output_type for output in cell.outputs]
        assert "error" not in kinds or "raises-exception" in cell.metadata.get("tags", [])
        for text in _texts(cell):
            assert not re.search(r"/(root|home|work|tmp|Users|opt)/|ipykernel_\d", text), text


@each
def test_every_figure_has_a_description(path):
    for cell in _code(notebooks.read(path)):
        # An animation is stored as the name of its object; its page is made again when the book is built.
        if any("<Figure size" in text or "display.HTML object" in text for text in _texts(cell)):
            alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
            assert len(alt) >= 40, f"no alt text for the figure of:\n{cell.source}"


@each
def test_markdown_is_portable(path):
    text = _markdown(notebooks.read(path))
    assert not re.search(r"^(:{3,}|`{3,}\{)", text, re.MULTILINE), "MyST directives belong to book/"
    assert not re.search(r"\{(ref|doc|eq|numref|cite|term)\}`", text), "MyST roles belong to book/"
    prose = re.sub(r"`[^`]*`", "", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    assert len(re.findall(r"(?m)^\$\$", prose)) % 2 == 0, "an equation is not closed"
    assert prose.count("<details>") == prose.count("</details>") == prose.count("<summary>")


@each
def test_links_to_other_files_of_the_book_lead_somewhere(path):
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", _markdown(notebooks.read(path))):
        assert (path.parent / target).exists(), target


@each
def test_the_number_in_the_title_is_that_of_the_file(path):
    title = notebooks.read(path).cells[0].source.splitlines()[0]
    number = path.stem.partition("_")[0].lstrip("0")
    wanted = rf"# {number}\. \w" if path in PAGES else rf"# Exercises {number}: \w"
    assert re.match(wanted, title), title


@each_page
def test_a_page_has_the_parts_that_every_page_has(path):
    text = _markdown(notebooks.read(path))
    headings = re.findall(r"(?m)^## +(.+)$", text)
    for section in SECTIONS:
        assert section in headings
    assert f"After this {'chapter' if path in CORE else 'page'} you can" in text
    assert path not in CORE or re.search(r"admonition-title\">Pitfall", text)
    assert text.count("<details>") >= 3


@each_set
def test_exercises_are_in_step_with_their_solutions(path):
    fresh, stored = notebooks.exercise_of(path), notebooks.read(ROOT / "exercises" / path.name)
    assert [(c.id, c.cell_type, c.source, c.metadata) for c in fresh.cells] == [
        (c.id, c.cell_type, c.source, c.metadata) for c in stored.cells
    ], "run: make exercises"
    assert "SOLUTION" not in str(stored)


@each_set
def test_every_solution_is_right_and_every_untouched_stub_is_not_done_yet(path):
    number = path.stem[:2]
    names = list(checks.exercises(number))
    assert 6 <= len(names) <= 12
    solved, untouched = (notebooks.read(ROOT / folder / path.name) for folder in ("solutions", "exercises"))
    for nb, heading in ((solved, "✓ Exercise {}. Right."), (untouched, "… Exercise {}. Not done yet.")):
        cells = [c for c in _code(nb) if notebooks.CHECK.search(c.source)]
        checked = [notebooks.CHECK.search(c.source)[1] for c in cells]
        assert sorted(checked) == sorted(names)
        for cell, name in zip(cells, checked):
            assert heading.format(name.removeprefix("0")) in "".join(_texts(cell))


@each_set
def test_every_solution_is_explained_and_every_exercise_rated(path):
    nb = notebooks.read(path)
    names = list(checks.exercises(path.stem[:2]))
    explanations = [c for c in nb.cells if "solution" in c.metadata.get("tags", [])]
    assert len(explanations) >= len(names)
    headings = re.findall(r"(?m)^## (\d+\.\d+) .+ (★+)(☆*)$", _markdown(nb))
    shown = [f"{int(n.split('.')[0]):02}.{n.split('.')[1]}" for n, _, _ in headings]
    assert sorted(shown) == sorted(names)
    assert shown == [
        notebooks.CHECK.search(c.source)[1] for c in _code(nb) if notebooks.CHECK.search(c.source)
    ]
    assert all(len(full + empty) == 3 for _, full, empty in headings)
    assert any("bug" in h.lower() for h in re.findall(r"(?m)^## (.+)$", _markdown(nb)))


READ_FIRST = re.compile(
    r"## [^\n]+\n\n\*\*Read first\*\*: \[chapter (\d+[a-z]?), “([^”]+)”\]\(\.\./chapters/(\w+)\.ipynb#([^)]+)\)\.\n"
)


@each_set
def test_every_exercise_says_what_to_read_first_and_the_order_follows_the_pages(path):
    headings = [c.source for c in notebooks.read(path).cells if re.match(r"## \d+\.\d+ ", c.source)]
    pages = []
    for source in headings:
        said = READ_FIRST.match(source)
        assert said, f"no line **Read first** under {source.splitlines()[0]}"
        number, heading, page, _ = said.groups()
        target = ROOT / f"chapters/{page}.ipynb"
        assert target.stem.partition("_")[0].lstrip("0") == number
        assert heading in re.findall(r"(?m)^#{2,3} +(.+)$", _markdown(notebooks.read(target))), heading
        pages.append(page)
    assert pages == sorted(pages)


def _mistakes():
    for path in SOLUTIONS:
        for name, exercise in checks.exercises(path.stem[:2]).items():
            for mistake in exercise.mistakes:
                yield pytest.param(name, mistake, id=f"{name} {mistake.name}")


@pytest.mark.parametrize(("name", "mistake"), list(_mistakes()))
def test_every_named_mistake_gets_its_own_hint(name, mistake):
    verdict = checks.check(name, mistake.wrong)
    assert (verdict.kind, verdict.mistake, verdict.text) == ("mistake", mistake.name, mistake.hint)
    assert len(mistake.hint) > 20


BAD_ANSWERS = {
    "None": lambda *args: None,
    "text": lambda *args: "no idea",
    "nan": lambda *args: np.nan,
    "a shape that nobody wants": lambda *args: np.zeros((7, 1, 7)),
    "an exception": lambda *args: 1 / 0,
    "the first argument": lambda *args: args[0] if args else None,
    "a dict of nothing": lambda *args: {},
    "an empty tuple": lambda *args: (),
}


@pytest.mark.no_cover
@pytest.mark.parametrize("bad", BAD_ANSWERS)
@each_set
def test_bad_answers_get_a_sentence(path, bad):
    for name, exercise in checks.exercises(path.stem[:2]).items():
        verdict = checks.check(name, BAD_ANSWERS[bad])
        assert not verdict, f"{name} accepts {bad}"
        assert verdict.text
        assert "Traceback" not in str(verdict)
        if exercise.accept is None and len(exercise.inputs(np.random.default_rng(0))) > 0:
            assert len(exercise.mistakes) >= 3, f"{name} names {len(exercise.mistakes)} mistakes"


@each
def test_a_foreign_bplib_is_named_in_a_sentence(path, monkeypatch):
    """On PyPI bplib is a stranger's package."""
    first = _code(notebooks.read(path))[0].source
    monkeypatch.setitem(sys.modules, "bplib", ModuleType("bplib"))
    with pytest.raises(ImportError, match=r"^This is not the book's bplib: uninstall it, then pip install"):
        exec(first, {})
