"""Which cells must run before another: book/_static/run/needed.py, which the page's Python asks."""

import contextlib
import io
import linecache
import sys
import warnings

import nbformat
import pytest
from built_site import ROOT
from matplotlib import pyplot as plt

sys.path.insert(0, str(ROOT / "book/_static/run"))

from needed import giver, needed

SETUP = "import numpy as np"


def of(*codes, done=()):
    """Numbers of the cells that the last needs; the first is the one with the imports, 0."""
    codes = [SETUP, *codes]
    return needed(codes, [i in done for i in range(len(codes))])


@pytest.mark.parametrize(
    ("codes", "wanted"),
    [
        (["a = 1", "b = 2", "print(a)"], [0, 1]),
        (["a = 1", "b = a", "c = b"], [0, 1, 2]),
        (["a = 1", "a = 2", "print(a)"], [0, 2]),
        (["x = 1", "x = 3; print(x)"], [0]),
        (["x = 1", "x = x + 1; print(x)"], [0, 1]),
        (["x = 1", "x += 1"], [0, 1]),
        (["x = [1]", "x.append(2)", "print(x)"], [0, 1, 2]),
        (["x = [1]", "x[0] = 2", "print(x)"], [0, 1, 2]),
        (["x = np.ones(2)", "x *= 2", "print(x)"], [0, 1, 2]),
        (["net = 1", "train(net)", "print(net)"], [0, 1, 2]),
        (["class V: pass", "V.__add__, V.f = add, f", "V() + V()"], [0, 1, 2]),
        (["class V: pass", "show(V)", "V()"], [0, 1]),
        (["net = 1", "print(net)", "print(net)"], [0, 1]),
        (["x = np.ones(2)", "np.sum(x)", "print(x)"], [0, 1]),
        (["x = np.ones(2)", "np.random.shuffle(x)", "print(x)"], [0, 1, 2]),
        (["def f():\n    return k", "k = 2", "f()"], [0, 1, 2]),
        (["k = 1", "def f():\n    k = 2\n    return k", "f()"], [0, 2]),
        (["log = []", "def f():\n    log.append(1)", "f()", "print(log)"], [0, 1, 2, 3]),
        (["def f(x):\n    return x", "f(1)", "f(2)"], [0, 1]),
        (["x = 5", "[x for x in range(3)]"], [0]),
        (["n = 5", "[x for x in range(n)]"], [0, 1]),
        (["n = 5", "(lambda x: x + n)(1)"], [0, 1]),
        (["for i in range(3):\n    last = i", "print(last)"], [0, 1]),
        (["with open('f') as f:\n    t = f.read()", "t"], [0, 1]),
        (["try:\n    import this\nexcept ImportError as e:\n    q = 1", "q"], [0, 1]),
        (["from math import pi as p", "p"], [0, 1]),
        (["class A:\n    pass", "A()"], [0, 1]),
        (["b = 2\nclass A:\n    c = b", "A()"], [0, 1]),
        (["a = 1", "not python at all", "a"], [0, 1]),
        (["if True:\n    v = 1", "while v < 3:\n    v += 1", "v"], [0, 1, 2]),
        (["x, (y, *z) = 1, (2, 3)", "z"], [0, 1]),
        (["sum = 3", "sum"], [0, 1]),
        (["pass", "sum([1])"], [0]),
        (["if (n := 3): pass", "n"], [0, 1]),
        (["def f(:\n  return", "f()"], [0, 1]),
        (["def f(): pass", "k = (\ndef f(): pass", "f(k)"], [0, 2]),
    ],
)
def test_what_a_cell_needs(codes, wanted):
    assert of(*codes) == wanted


def test_what_has_run_is_not_run_again():
    assert of("a = 1", "b = a", "b", done=(0, 2)) == [1]
    assert of("a = 1", "b = a", "b", done=(0, 1, 2)) == []
    assert needed(["print(1)"], []) == []


def test_which_cell_gives_a_name_its_value():
    codes = ["import numpy as np", "def f(x):\n    y = x\n    return y", "a, b = f(1), 2", "b = 3", "c = 1 +"]
    assert [giver(codes, name) for name in ("np", "f", "b", "y", "c", "no")] == [0, 1, 2, -1, 4, -1]


@pytest.mark.parametrize("chapter", ["01_derivatives", "03_chain_rule"])
def test_every_cell_shows_the_same_if_only_what_it_needs_has_run(chapter, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.chdir(ROOT / "chapters")
    nb = nbformat.read(f"{chapter}.ipynb", as_version=4)
    cells = [cell for cell in nb.cells if cell.cell_type == "code"]
    codes = [cell.source for cell in cells]
    fewer = 0
    for number, cell in enumerate(cells):
        before = needed(codes[: number + 1], [False] * number)
        fewer += len(before) < number
        names = {"__name__": "__main__", "display": lambda *_: None}
        for i in before:
            _run(codes[i], names)
        if "nbval-ignore-output" not in cell.metadata.get("tags", []):
            stored = "".join(o.text for o in cell.outputs if o.get("name") == "stdout")
            assert _run(codes[number], names) == stored, codes[number]
    assert fewer > len(cells) / 2
    plt.close("all")


def _run(code, names):
    """What a cell prints. Its source can be read by what it calls, as in a notebook."""
    file = f"<cell {hash(code)}>"
    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
    out = io.StringIO()
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        exec(compile(code, file, "exec"), names)
    return out.getvalue()
