"""The house rules that a program can check: what lies where, what must not be committed."""

import ast
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
TOP = {"book", "chapters", "exercises", "solutions", "bplib", "tests", "requirements.txt", "README.md"}
TOOLS = {"pyproject.toml", "Makefile", "LICENSE", "LICENSE-text", "CITATION.cff", "CONTRIBUTING.md"}


def _tracked():
    try:
        names = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [name for name in names.split("\0") if name and (ROOT / name).is_file()]


def test_the_top_level_holds_what_the_architecture_names_and_nothing_else():
    top = {name.split("/")[0] for name in _tracked()}
    assert {name for name in top if not name.startswith(".")} == TOP | TOOLS


def test_no_two_modules_of_the_tests_have_the_same_name():
    """They are imported by their names alone."""
    names = [Path(name).name for name in _tracked() if name.startswith("tests/") and name.endswith(".py")]
    counts = Counter(name for name in names if name not in ("conftest.py", "__init__.py"))
    assert [name for name, count in counts.items() if count > 1] == []


def test_no_file_names_a_machine_or_a_registry():
    pattern = re.compile(rb"/(?:root|work|home/\w+)/|/tmp/w/|index-url|files\.pythonhosted|registry\.npmjs")
    for name in _tracked():
        if name != "tests/repository/test_repository.py" and not name.endswith((".gz", ".png")):
            assert not pattern.search((ROOT / name).read_bytes()), name


def _code(name):
    """The programs in a file: a module, or the cells of a notebook."""
    text = (ROOT / name).read_text(encoding="utf-8")
    if name.endswith(".py"):
        return [text]
    cells = ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    return [re.sub(r"^([%!])", r"#\1", cell, flags=re.MULTILINE) for cell in cells]


def _without_encoding(call):
    """Whether a call reads or writes text in an encoding that the machine chooses. (Images too have an open.)"""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    named = {keyword.arg for keyword in call.keywords}
    mode = next((k.value for k in call.keywords if k.arg == "mode"), None)
    if name == "read_text":
        return not call.args and "encoding" not in named
    if name == "write_text":
        return len(call.args) < 2 and "encoding" not in named
    if name == "open" and isinstance(call.func, ast.Name):
        mode = mode or (call.args[1] if len(call.args) > 1 else ast.Constant("r"))
    elif name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "fdopen", "open"):
        mode = mode or next(
            (a for a in call.args if re.fullmatch("[rwax][t+]*", str(getattr(a, "value", "")))), None
        )
    else:
        return name == "TextIOWrapper" and "encoding" not in named
    return isinstance(mode, ast.Constant) and "b" not in str(mode.value) and "encoding" not in named


def _calls(code):
    return [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("p.read_text()", True),
        ("p.read_text('utf-8')", False),
        ("p.read_text(encoding='utf-8')", False),
        ("p.write_text(t)", True),
        ("p.write_text(t, encoding='utf-8')", False),
        ("open(p)", True),
        ("open(p, 'w')", True),
        ("open(p, mode='a')", True),
        ("open(p, 'rb')", False),
        ("open(p, encoding='utf-8')", False),
        ("p.open('w')", True),
        ("Image.open(p)", False),
        ("NamedTemporaryFile()", False),
        ("NamedTemporaryFile('w')", True),
        ("NamedTemporaryFile(mode='w', encoding='utf-8')", False),
        ("io.TextIOWrapper(f)", True),
    ],
)
def test_calls_without_an_encoding_are_found(code, found):
    assert [_without_encoding(call) for call in _calls(code)] == [found]


def test_text_is_read_and_written_in_utf_8():
    """Ruff's PLW1514 sees only what it can tell to be a path; on Windows the default is another encoding."""
    for name in _tracked():
        if name.endswith((".py", ".ipynb")):
            for code in _code(name):
                for call in _calls(code):
                    assert not _without_encoding(call), f"{name}: {ast.unparse(call)[:80]} needs an encoding"


def test_a_numpy_that_multiplies_wrongly_is_excluded():
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "dependencies"
    ]
    numpy = next(r for r in map(Requirement, dependencies) if r.name == "numpy")
    assert [version for version in ("2.4.6", "2.5.0", "2.5.1") if version not in numpy.specifier] == ["2.5.0"]


def test_the_distribution_has_a_name_of_its_own():
    """The bplib on PyPI is a stranger's."""
    name = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"]
    assert importlib.metadata.files(name), "installed under this name"
    assert name != "bplib"
    for page in ("README.md", "CONTRIBUTING.md", "CITATION.cff", "book/how_to_use.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        assert name in text, page
        assert not re.search(r"(?<!not type `)pip install bplib", text), page


def test_requirements_pin_everything_that_pyproject_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [
        *project["dependencies"],
        *(d for name, extra in project["optional-dependencies"].items() if name != "bench" for d in extra),
    ]
    pinned = {}
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            requirement = Requirement(line)
            assert re.fullmatch(r"==[^,*]+", str(requirement.specifier)), line
            pinned.setdefault(requirement.name, []).append(str(requirement.specifier)[2:])
    for dependency in map(Requirement, asked):
        for version in pinned[dependency.name]:
            assert dependency.specifier.contains(version), f"{dependency} is pinned to {version}"


def test_the_readme_names_only_commands_that_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in ("README.md", "CONTRIBUTING.md", "book/how_to_use.md", "book/index.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        for target in re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{page}: make {target}"


def test_continuous_integration_runs_what_the_readme_says():
    assert "make test" in (ROOT / ".ci/run").read_text(encoding="utf-8")
    workflow = (ROOT / ".github/workflows/book.yml").read_text(encoding="utf-8")
    for version in ("3.11", "3.12", "3.13"):
        assert f'"{version}"' in workflow


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=["lint", "format"])
def test_ruff_has_nothing_to_say(command):
    result = subprocess.run(
        [sys.executable, "-m", "ruff", *command, "."], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    assert result.returncode == 0, result.stdout[-3000:]
