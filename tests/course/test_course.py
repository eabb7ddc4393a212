"""Chapters taken out of the book: nothing dangles, everything is there, and it says where it is from."""

import html
import re
import subprocess
import sys
import zipfile

import kit_path
import nbformat
import pytest
from kit import course, sources

LINK = re.compile(r"\]\(((?!https?:|mailto:|#)[^)#\s]+)(#[^)\s]*)?\)")
SITE = "https://example.org/book/"


def _texts(folder):
    for path in sorted(folder.rglob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                yield path, cell.source


def _slug(heading):
    return (
        re.sub(r"[^\w\- ]", "", heading.lower().replace("`", "").replace("$", "")).strip().replace(" ", "-")
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built once: the builds would take most of the time."""
    return course.wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def quick(monkeypatch, wheel):
    monkeypatch.setattr(course, "wheel", lambda folder: wheel)


@pytest.mark.parametrize("site", [None, SITE], ids=["alone", "with the book"])
@pytest.mark.parametrize("numbers", [*([n] for n in sources.chapters()), [3, 6, 7]], ids=str)
def test_no_link_dangles(tmp_path, quick, numbers, site):
    out = course.take(numbers, tmp_path / "out", site=site, execute=False, progress=False)
    said = "\n".join(text for _, text in _texts(out))
    for path, text in _texts(out):
        for target, anchor in LINK.findall(text):
            assert (path.parent / target).is_file(), f"{path.name}: {target}"
            if anchor and target.endswith(".ipynb"):
                headings = "\n".join(
                    c.source
                    for c in nbformat.read(path.parent / target, as_version=4).cells
                    if c.cell_type == "markdown"
                )
                slugs = [_slug(h) for h in re.findall(r"(?m)^#{1,3} (.+)$", headings)]
                assert anchor[1:] in slugs, f"{path.name}: {target}{anchor}"
    for page in re.findall(rf"\]\({re.escape(SITE)}([^)#]*)", said):
        source = kit_path.ROOT / page.replace(".html", "")
        assert source.with_suffix(".ipynb").exists() or source.with_suffix(".md").exists(), page
    assert (SITE in said) == bool(site)


def test_what_belongs_to_a_chapter_comes_along(tmp_path, wheel, monkeypatch):
    monkeypatch.setattr(course, "wheel", lambda folder: wheel)
    out = course.take([13], tmp_path / "out", execute=False, progress=False)
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert {"LICENSE", "LICENSE-text", "README.md", "requirements.txt"} <= names
    assert any(name.startswith("chapters/bug_clinic/") for name in names)
    assert {f"{folder}/13_bug_clinic.ipynb" for folder in ("chapters", "exercises", "solutions")} <= names
    with zipfile.ZipFile(wheel) as archive:
        assert "bplib/network.py" in archive.namelist()
    text = (out / "README.md").read_text(encoding="utf-8")
    assert "{" not in text
    assert f"{wheel.name}" in text


def test_the_core_alone_can_be_taken(tmp_path, quick):
    out = course.take([6], tmp_path / "out", core=True, execute=False, progress=False)
    assert [path.stem for path in (out / "chapters").glob("*.ipynb")] == ["06_four_equations"]


@pytest.mark.notebook
def test_a_course_is_run_and_shows_what_the_book_shows(tmp_path):
    command = [
        sys.executable,
        "book/_tools/kit",
        "course",
        "4",
        "--core",
        "--out",
        str(tmp_path / "out"),
        "--site",
        SITE,
    ]
    done = subprocess.run(command, cwd=kit_path.ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    (path,) = (tmp_path / "out/chapters").glob("*.ipynb")
    nb, original = (nbformat.read(p, as_version=4) for p in (path, kit_path.ROOT / "chapters" / path.name))
    pictures = 0
    for cell, before in zip(nb.cells, original.cells):
        tags = before.metadata.get("tags", [])
        folded = cell.metadata.get("jupyter", {})
        assert folded.get("source_hidden", False) == bool({"hide-input", "hide-cell"} & set(tags))
        assert folded.get("outputs_hidden", False) == bool({"hide-output", "hide-cell"} & set(tags))
        alt = before.metadata.get("mystnb", {}).get("image", {}).get("alt")
        shown = [o.data["text/html"] for o in cell.get("outputs", []) if "text/html" in o.get("data", {})]
        if alt and any(text.startswith("<img") for text in shown):
            pictures += 1
            assert any(f'alt="{html.escape(alt)}"' in text for text in shown)
    assert pictures >= 4
    last = nb.cells[-1].source
    assert all(
        words in last for words in (sources.TITLE, sources.AUTHORS, "CC BY 4.0", "Changed on", "4_neuron")
    )
    again = subprocess.run(command, cwd=kit_path.ROOT, capture_output=True, text=True, timeout=600)
    assert again.returncode == 1
    assert again.stderr.strip().endswith("is there already")


def test_bad_input_is_refused_in_words(tmp_path):
    for numbers, words in (([], "got none"), ([0], "got 0"), ([3, 99], "got 99")):
        with pytest.raises(ValueError, match=f"chapters must be some of 1 to 13, {words}"):
            course.take(numbers, tmp_path / "out")
    assert not list(tmp_path.iterdir())
