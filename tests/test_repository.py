"""The house rules that a program can check: what lies where, which way imports run, what must not be committed."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
TOP = {"book", "chapters", "exercises", "solutions", "bplib", "tests", "requirements.txt", "README.md"}
TOOLS = {"pyproject.toml", "Makefile", "LICENSE", "LICENSE-text", "CITATION.cff", "CONTRIBUTING.md"}
MODULES = sorted((ROOT / "bplib").rglob("*.py"))


def _tracked():
    try:
        names = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [name for name in names.split("\0") if name and (ROOT / name).is_file()]


def test_the_top_level_holds_what_the_architecture_names_and_nothing_else():
    top = {name.split("/")[0] for name in _tracked()}
    assert {name for name in top if not name.startswith(".")} == TOP | TOOLS


def test_no_file_names_a_machine_or_a_registry():
    pattern = re.compile(rb"/(?:root|work|home/\w+)/|/tmp/w/|index-url|files\.pythonhosted|registry\.npmjs")
    for name in _tracked():
        if name != "tests/test_repository.py" and not name.endswith((".gz", ".png")):
            assert not pattern.search((ROOT / name).read_bytes()), name


def test_only_plots_imports_matplotlib():
    for path in MODULES:
        if "plots" not in path.parts:
            assert not re.search(
                r"^\s*(import|from) (matplotlib|pylab)", path.read_text(encoding="utf-8"), re.MULTILINE
            )


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
        [sys.executable, "-m", "ruff", *command, "."], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout[-3000:]
