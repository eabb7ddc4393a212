"""Wheels as the browser starts them fastest: compiled, and without what no notebook of the book imports.

Half of the time that Python takes to start in a browser goes into compiling sources. Where this machine has the Python
that Pyodide is (3.12), the sources in its wheels and in its standard library are replaced by what they compile to.
"""

import functools
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

VERSION = (3, 12)
SITE = "/lib/python3.12/site-packages"
# No notebook needs them: completion, embedding of fonts into PDF, time zones, IPython in a terminal.
DROPPED_PACKAGES = ("fonttools", "jedi", "parso", "prompt-toolkit", "pytz", "wcwidth")
_LEXERS = (
    "__init__|_mapping|_builtins|python|shell|html|javascript|css|jvm|ruby|perl|markup|special|diff|data"
)
# What cannot work in a page: servers, mail, terminals, processes; and what old or rare files are written in.
_LIBRARY = (
    "_aix_support|_osx_support|aifc|cgi|cgitb|chunk|compileall|crypt|curses|ensurepip|ftplib|idlelib|imaplib|lib2to3"
    "|mailbox|mailcap|modulefinder|msilib|nntplib|nturl2path|pipes|poplib|pty|smtplib|sndhdr|sunau|telnetlib|tkinter"
    r"|trace|turtledemo|uu|venv|wave|wsgiref|xdrlib|xmlrpc|zipapp|encodings/(mac_\w+|cp(?!125|437|65001|850)\w+|hp_\w+)"
)
# matplotlib's fonts that are kept: those of the book's style, and what mathtext falls back to; see fontlist.json.
_FONTS = r"DejaVuSans(-Bold|-Oblique|Display|Mono)?|cm\w+10|STIXNonUni(Ita)?"
DROPPED = re.compile(
    r"(^|/)tests?/(?!_natype)|\.pyi$|/py\.typed$|\.(pyx|pxd|h|c|a)$"
    rf"|^pygments/lexers/(?!(_?\w*_builtins|{_LEXERS})\.py$)\w+\.py$|^pygments/(?!styles|formatters)\w+/_\w+_builtins\.py$"
    rf"|^({_LIBRARY})(/|\.py$)"
    r"|^IPython/(sphinxext|testing/plugin|terminal/(?!__init__|embed|pt_inputhooks/__init__))"
    r"|^dateutil/zoneinfo/.*\.tar\.gz$"
    r"|^numpy/(f2py/(?!__init__)|distutils/|_pyinstaller/)|^numpy/_core/_(operand_flag|rational|simd|struct_ufunc|umath)_?tests\."
    r"|^PIL/_(webp|imagingft|imagingcms|imagingtk)\."
    r"|^matplotlib/mpl-data/(sample_data|images|fonts/(afm|pdfcorefonts))/"
    rf"|^matplotlib/mpl-data/fonts/ttf/(?!({_FONTS})\.ttf$)|^matplotlib/_ttconv\."
    r"|^matplotlib/backends/(?!__init__\.|_?backend_(agg|mixed|svg|template)\.)"
    r"|^sklearn/datasets/(data|descr|images)/(?!digits|iris)"
)
# What imports these asks for nothing in them: IPython, and with the first all that draws a prompt in a terminal;
# SciPy, which imports all of NumPy by a star.
REPLACED = {
    "IPython/terminal/embed.py": 'def embed(**_):\n    raise RuntimeError("there is no terminal in a web page")\n',
    "numpy/f2py/__init__.py": '"""Compiles Fortran, which a web page cannot."""\n',
}
_COMPILE = """
import py_compile, sys
from pathlib import Path
folder, place, beside = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "beside"
for path in sorted(folder.rglob("*.py")):
    inside = path.relative_to(folder).as_posix()
    target = path.with_suffix(".pyc")
    if beside:
        target = path.parent / "__pycache__" / f"{path.stem}.cpython-312.pyc"
    try:
        py_compile.compile(
            path, target, f"{place}/{inside}", doraise=True, quiet=2,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
    except (py_compile.PyCompileError, ValueError):
        continue
    if not beside:
        path.unlink()
"""


@functools.cache
def compiler():
    """A Python 3.12 of this machine, as the beginning of a command, or None."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = [[sys.executable], ["python3.12"], ["py", "-3.12"]]
    found += [[str(path)] for path in sorted(root.glob("versions/3.12*/bin/python3.12"))]
    for command in found:
        try:
            said = subprocess.run(
                [*command, "-c", "import sys; print(*sys.version_info[:2])"],
                capture_output=True,
                text=True,
                timeout=20,
            )
        except OSError:
            continue
        if said.stdout.split() == [str(number) for number in VERSION]:
            return command
    return None


def compiled(path, cache, *, place=SITE, beside=False, slim=True):
    """The contents of a wheel or zip file of Python modules, compiled, where there is a compiler.

    Args:
        path: the wheel or zip file.
        cache: folder that keeps results for the next time.
        place: where its modules will lie in the browser.
        beside: keep the sources, with what they compile to beside them (for tracebacks and ``inspect``).
        slim: leave out what no notebook imports.
    """
    key = [path.name, place, beside, slim, DROPPED.pattern, REPLACED, _COMPILE, compiler() is not None]
    digest = hashlib.sha256(repr(key).encode() + path.read_bytes()).hexdigest()
    kept = cache / digest
    if not kept.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            _build(path, Path(folder), place, beside, slim).replace(kept)
    return kept.read_bytes()


def _build(path, folder, place, beside, slim):
    inside = folder / "inside"
    with zipfile.ZipFile(path) as archive:
        for item in archive.infolist():
            if not item.is_dir() and not (slim and DROPPED.search(item.filename)):
                archive.extract(item, inside)
    inside.mkdir(exist_ok=True)
    for name, text in REPLACED.items():
        if (inside / name).is_file():
            (inside / name).write_text(text, encoding="utf-8")
    if compiler():
        # Columns are of no use to a traceback that has no sources to show.
        options = [] if beside else ["-X", "no_debug_ranges"]
        command = [*compiler(), *options, "-c", _COMPILE, str(inside), place, "beside" if beside else "alone"]
        subprocess.run(command, check=True, timeout=600)
    result = folder / "result.zip"
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(p for p in inside.rglob("*") if p.is_file()):
            # A fixed date, so that the same contents are the same file.
            item = zipfile.ZipInfo(file.relative_to(inside).as_posix())
            item.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(item, file.read_bytes())
    shutil.rmtree(inside)
    return result


def rename(name, data):
    """The name of a wheel with a build number that says what is in it, so that no browser keeps an older one."""
    build = int(hashlib.sha256(data).hexdigest()[:8], 16)
    project, version, *rest = name.removesuffix(".whl").split("-")
    return "-".join([project, version, str(build), *rest[-3:]]) + ".whl"
