"""Build JupyterLite into the site, so that every chapter and exercise runs in the reader's browser.

    python book/_tools/lite.py fetch            collect Pyodide's files (else the site is built without JupyterLite)
    python book/_tools/lite.py build [FOLDER]   write JupyterLite to FOLDER (_build/html/lite by default)

Nothing is done when nothing changed. Without Pyodide's files both say in one line what to do; that is an error
where CI is set, so that no site is published without what its readers are used to.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path

import nbformat
from compiled import DROPPED_PACKAGES, compiled, compiler, rename
from pyodide_files import FROM_PYPI, LOCK, MissingError, collect, wanted

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
CACHE = ROOT / "_build" / "pyodide"
COMPILED = ROOT / "_build" / "compiled"
SITE = ROOT / "_build" / "html" / "lite"
NOTEBOOKS = ("chapters/*.ipynb", "exercises/*.ipynb", "book/notation.md")
CLINIC = ("chapters/bug_clinic/**/*.py",)
LIBRARY = (
    "bplib/**/*.py",
    "bplib/data/*.json",
    "bplib/live/*.json",
    "bplib/live/*.css",
    "bplib/live/js/**/*.js",
    "LICENSE",
)
DATA = ("bplib/data/mnist/*.gz",)
DIGITS = Path(find_spec("sklearn").origin).parent / "datasets" / "data" / "digits.csv.gz"
EXTENSION = "@jupyterlite/pyodide-kernel-extension"
# They are fetched while Python starts, and not one after the other as the kernel would ask for them.
FIRST = ["micropip", "piplite", "ssl", "jedi", "sqlite3", "ipykernel", "comm", "pyodide_kernel", "ipython"]
# Written by Pyodide's matplotlib in the browser; families that are not shipped are led to one that is.
FONTS = HERE / "fontlist.json"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# What a page that runs its cells itself loads. In start.json for its script, with the files that this means.
IN_PAGE = ["pyodide_kernel", "comm", "matplotlib-inline", PROJECT["name"]]
CORE = ["pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"]
KERNEL = {
    "pyodideUrl": "./static/pyodide/pyodide.js",
    "disablePyPIFallback": True,
    "loadPyodideOptions": {"packages": [*FIRST, PROJECT["name"]]},
}
SETTINGS = {
    # What a learner wrote is kept, also when the page is closed a moment later.
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 5},
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
}


def _files(*patterns):
    return [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]


def _library():
    return {str(path.relative_to(ROOT)): path.read_bytes() for path in _files(*LIBRARY)}


def write_wheel(folder, name, version, files):
    """A wheel of pure Python. Its build number says what is in it, so that no browser keeps an older one."""
    info = f"{name}-{version}.dist-info"
    files = {f"{info}/licenses/{path}" if path == "LICENSE" else path: data for path, data in files.items()}
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()
    files[f"{info}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: lite.py\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"]).encode()
    build = int(hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:8], 16)
    path = folder / f"{name}-{version}-{build}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for inside, data in files.items():
            archive.writestr(zipfile.ZipInfo(inside), data, zipfile.ZIP_DEFLATED)
    return path


def _entry(path, depends=(), imports=None):
    """What the lock says of a wheel that is not Pyodide's own, imported by its own name or by ``imports``."""
    name, version = path.name.split("-")[:2]
    return {
        "name": name,
        "version": version,
        "file_name": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "install_dir": "site",
        "package_type": "package",
        "depends": list(depends),
        "imports": [name] if imports is None else imports,
        "unvendored_tests": False,
    }


def _put_fonts_in(wheel):
    """Give matplotlib its list of fonts. The one in the wheel is of another version: it would search, and say so."""
    original = wheel.with_suffix(".old")
    wheel.rename(original)
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(wheel, "w") as new:
        for item in old.infolist():
            ours = item.filename == f"matplotlib/{FONTS.name}"
            new.writestr(item, FONTS.read_bytes() if ours else old.read(item))
    original.unlink()


def _compile(folder, entry):
    """Put the compiled wheel, slimmer if it is not ours, in the place of one that the lock names."""
    wheel, ours = folder / entry["file_name"], set(entry["imports"]) & {"bplib", "bug_clinic"}
    data = compiled(wheel, COMPILED, beside=bool(ours), slim=not ours)
    wheel.unlink()
    entry |= {"file_name": rename(wheel.name, data), "sha256": hashlib.sha256(data).hexdigest()}
    entry["depends"] = [name for name in entry["depends"] if name.replace("_", "-") not in DROPPED_PACKAGES]
    (folder / entry["file_name"]).write_bytes(data)


def _write_pyodide(site):
    """Pyodide with its wheels, ours, and those of the kernel; and the lock that names them."""
    folder = site / "static" / "pyodide"
    folder.mkdir(parents=True)
    for name in wanted():
        shutil.copy(CACHE / name, folder)
    library = folder / "python_stdlib.zip"
    library.write_bytes(compiled(library, COMPILED, place="/lib/python312.zip"))
    added = [_entry(next(folder.glob(f"{name}-*")), depends) for name, _, _, depends in FROM_PYPI]
    of_kernel = {"ipykernel": [], "piplite": ["micropip"], "pyodide_kernel": ["ipykernel", "ipython"]}
    for name, depends in of_kernel.items():
        wheel = next((site / "extensions" / EXTENSION / "static" / "pypi").glob(f"{name}-*.whl"))
        added.append(_entry(Path(shutil.copy(wheel, folder)), depends))
    ours = write_wheel(folder, PROJECT["name"].replace("-", "_"), PROJECT["version"], _library())
    added.append(_entry(ours, ("numpy", "matplotlib", "tqdm"), ["bplib"]))
    # The kernel loads packages that a cell imports, but does not see what bug_clinic imports in its turn.
    clinic = {path.relative_to(ROOT / "chapters").as_posix(): path.read_bytes() for path in _files(*CLINIC)}
    added.append(_entry(write_wheel(folder, "bug_clinic", "0", clinic), (PROJECT["name"], "scikit-learn")))
    # The kernel asks for ssl and jedi. The first would load OpenSSL (2 MB), and no page can open a socket anyway.
    added += [_entry(write_wheel(folder, name, "0", {}), imports=[]) for name in ("ssl", "jedi")]
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    for name in DROPPED_PACKAGES:
        (folder / lock["packages"].pop(name)["file_name"]).unlink()
    _put_fonts_in(folder / lock["packages"]["matplotlib"]["file_name"])
    for entry in added:
        lock["packages"][entry["name"].replace("_", "-")] = entry
    for entry in lock["packages"].values():
        if entry["file_name"].endswith(".whl"):
            _compile(folder, entry)
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    _write_start(site, lock["packages"])


def _needed(names, packages):
    """The files of packages and of all that they depend on, in the order of the lock."""
    found, left = set(), list(names)
    while left:
        name = left.pop().replace("_", "-")
        if name not in found:
            found.add(name)
            left += packages[name]["depends"]
    return [entry["file_name"] for name, entry in packages.items() if name in found]


def _write_start(site, packages):
    """Which files a start of Python fetches, so that a page can fetch them before: in a page, and in JupyterLite."""
    folder, extension = site / "static" / "pyodide", site / "extensions" / EXTENSION / "static"

    def files(script, names):
        return [f"static/pyodide/{name}" for name in [script, *CORE, *_needed(names, packages)]]

    of_jupyter = [*site.glob("build/jlab_core.*.js"), *extension.glob("remoteEntry.*.js")]
    page = (site / "notebooks/index.html").read_text(encoding="utf-8")
    bundle = re.search(r"build/notebooks/bundle\.js\?[^\"]*", page)[0]  # it is asked for with its version
    start = {
        "packages": IN_PAGE,
        "page": files("pyodide.mjs", IN_PAGE),
        "notebook": [
            "notebooks/index.html",
            bundle,
            *(path.relative_to(site).as_posix() for path in of_jupyter),
            *files("pyodide.js", KERNEL["loadPyodideOptions"]["packages"]),
        ],
    }
    (folder / "start.json").write_text(json.dumps(start), encoding="utf-8")


def _as_notebook(path):
    """A notebook that nobody has run. A page that notebooks lead to becomes one too, so that it is rendered."""
    if path.suffix == ".md":
        page = nbformat.v4.new_markdown_cell(path.read_text(encoding="utf-8"), id="page")
        return nbformat.v4.new_notebook(cells=[page])
    nb = nbformat.read(path, as_version=4)
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            # As on the book's pages, the code behind a figure is folded.
            folded = "hide-input" in cell.metadata.get("tags", [])
            cell.metadata |= {"jupyter": {"source_hidden": folded}}
        else:
            cell.source = cell.source.replace("../book/notation.md", "../book/notation.ipynb")
    return nb


def _write_notebook(nb, target):
    """As nbformat writes it, and trusted: nbformat leaves that out, and each would open as "Not Trusted"."""
    data = json.loads(nbformat.writes(nb))
    for cell in data["cells"]:
        if cell["cell_type"] == "code":
            cell["metadata"]["trusted"] = True
    target.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def _write_page_script(site, contents):
    """The scripts of the pages of notebooks, and which version of each notebook the site has."""
    for name in ("lite_page.js", "lite_versions.js"):
        shutil.copy(HERE / name, site)
    versions = {
        path.relative_to(contents).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(contents.rglob("*.ipynb"))
    }
    (site / "versions.json").write_text(json.dumps(versions), encoding="utf-8")
    page = site / "notebooks" / "index.html"
    text = page.read_text(encoding="utf-8")
    script = '<script type="module" src="../lite_page.js"></script>'
    page.write_text(text.replace("</head>", f"  {script}\n  </head>", 1), encoding="utf-8")


def _write_contents(folder):
    for path in _files(*NOTEBOOKS):
        target = folder / path.relative_to(ROOT).with_suffix(".ipynb")
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_notebook(_as_notebook(path), target)
    for path in _files(*CLINIC):
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)


def _write_data(folder):
    """Data sets, fetched by the notebooks that use them."""
    folder.mkdir(parents=True)
    for path in [*_files(*DATA), DIGITS]:
        shutil.copy(path, folder)


def _inputs():
    """A fingerprint of all that the result depends on."""
    digest = hashlib.sha256()
    for path in [
        *_files(*NOTEBOOKS, *CLINIC, *DATA, *LIBRARY, "book/_tools/*", "pyproject.toml", "requirements.txt"),
        DIGITS,
    ]:
        if path.is_file():
            digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def build(site):
    """JupyterLite, whole, in a folder; nothing happens if it is there and up to date."""
    stamp, inputs = site / "inputs.txt", _inputs()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == inputs:
        return
    # Not a name that begins as the site's: JupyterLite would take what is in it for its own output.
    work = site.with_name(f".source-of-{site.name}")
    for folder in (work, site):
        shutil.rmtree(folder, ignore_errors=True)
    _write_contents(work / "content")
    data = {
        "exposeAppInBrowser": True,
        # Without it imports do not look for each module on the server first, and Python starts twice as fast. The
        # folder of the notebook is out of reach then; what notebooks import from it is a wheel.
        "disabledExtensions": ["@jupyterlite/application-extension:service-worker-manager"],
        "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": KERNEL},
    }
    # Links between notebooks lead through tree.
    options = {"apps": ["lab", "notebooks", "tree"], "contents": ["content"], "output_dir": str(site)}
    options |= {"no_sourcemaps": True, "no_unused_shared_packages": True}
    # Of the extensions of JupyterLab that are installed here only the kernel belongs into the site.
    extension = Path(sys.prefix, "share/jupyter/labextensions", EXTENSION)
    options |= {"ignore_sys_prefix": ["federated_extensions"], "federated_extensions": [str(extension)]}
    for name, value in (
        ("jupyter-lite.json", {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}),
        ("jupyter_lite_config.json", {"LiteBuildConfig": options}),
        ("overrides.json", SETTINGS),
    ):
        (work / name).write_text(json.dumps(value), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlite_core", "build"]
    result = subprocess.run(command, cwd=work, capture_output=True, text=True, timeout=300)
    if result.returncode:
        sys.exit(result.stdout[-3000:] + result.stderr[-3000:])
    _write_pyodide(site)
    _write_data(site / "static" / "bplib")
    shutil.copy(HERE / "reset.html", site)
    _write_page_script(site, work / "content")
    if not compiler():
        print(
            "No Python 3.12 on this machine: Python starts in the browser from its sources, a few seconds later."
        )
    shutil.rmtree(work)
    stamp.write_text(inputs, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("action", choices=["fetch", "build"])
    parser.add_argument("folder", nargs="?", type=Path, default=SITE)
    arguments = parser.parse_args()
    ready = CACHE / "complete"  # tells book/_ext/book_launch.py that there is something to lead to
    try:
        if said := collect(CACHE):
            print(said)
        ready.touch()
    except MissingError as error:
        ready.unlink(missing_ok=True)
        print(f"No notebooks in the browser: {error}", file=sys.stderr)
        sys.exit(bool(os.environ.get("CI")))
    if arguments.action == "build":
        build(arguments.folder.resolve())


if __name__ == "__main__":
    main()
