"""What the library does in the browser, with stand-ins for the browser's own module ``js``."""

import gzip
import sys
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
import sklearn
import tqdm

from bplib import TwoLayerNet, _browser, datasets, train
from bplib._work import long_work
from bplib.optimizers import SGD

ROOT = Path(__file__).resolve().parents[2]
SITE = "https://host/some/book/lite"
DIGITS = Path(sklearn.__file__).parent / "datasets/data/digits.csv.gz"


class _Buffer(bytes):
    def to_bytes(self):
        return bytes(self)


@pytest.fixture
def served(monkeypatch):
    """Files of the site by address (bytes), or what the server answers (a number), or an exception."""
    served = {}

    class Request:
        new = classmethod(lambda cls: cls())

        def open(self, method, address, asynchronous):
            assert (method, asynchronous) == ("GET", False)
            self.answer = served.get(address, 404)

        def send(self):
            assert self.responseType == "arraybuffer"
            if isinstance(self.answer, Exception):
                raise self.answer
            self.status = self.answer if isinstance(self.answer, int) else 200
            self.response = None if isinstance(self.answer, int) else _Buffer(self.answer)

    location = SimpleNamespace(href=f"{SITE}/extensions/@jupyterlite/kernel/static/352.js?v=1")
    monkeypatch.setitem(sys.modules, "js", SimpleNamespace(XMLHttpRequest=Request, location=location))
    monkeypatch.setattr(_browser, "IN_BROWSER", True)
    return served


@pytest.fixture
def data(served):
    for path in [*(files("bplib") / "data" / "mnist").glob("*.gz"), DIGITS]:
        served[f"{SITE}/static/bplib/{path.name}"] = path.read_bytes()
    return served


def test_digits_and_mnist_from_the_site_are_the_same(data, monkeypatch):
    found = datasets.digits(flatten=False, normalize=False), datasets.mnist(normalize=False)
    monkeypatch.setattr(_browser, "IN_BROWSER", False)
    for here, there in zip(
        (datasets.digits(flatten=False, normalize=False), datasets.mnist(normalize=False)), found
    ):
        for a, b in zip(here, there):
            np.testing.assert_array_equal(a, b)
            assert a.dtype == b.dtype


def test_a_file_that_the_server_has_unpacked_is_taken_too(data):
    name = f"{SITE}/static/bplib/digits.csv.gz"
    data[name] = gzip.decompress(data[name])
    assert datasets.digits().x_train.shape == (1438, 64)


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (404, FileNotFoundError, r"train-images-idx3-ubyte\.gz is missing"),
        (503, OSError, r"train-images-idx3-ubyte\.gz could not be fetched: the server answered 503"),
        (RuntimeError("NetworkError"), OSError, r"could not be fetched \(NetworkError\).*connection"),
        (b"<html>", ValueError, r"train-images-idx3-ubyte\.gz is not MNIST's"),
    ],
)
def test_files_that_cannot_be_had(data, answer, kind, said):
    data[f"{SITE}/static/bplib/train-images-idx3-ubyte.gz"] = answer
    with pytest.raises(kind, match=said):
        datasets.mnist()


def test_digits_must_be_the_digits(data):
    data[f"{SITE}/static/bplib/digits.csv.gz"] = b"1,2,3"
    with pytest.raises(ValueError, match=r"is not scikit-learn's digits\.csv"):
        datasets.digits()


@pytest.fixture
def no_threads(monkeypatch):
    monkeypatch.setattr(tqdm.tqdm, "monitor", None)
    monkeypatch.setattr(tqdm.tqdm, "monitor_interval", 10)

    def refuse(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", refuse)


def _trained():
    data = datasets.xor()
    net = TwoLayerNet(2, 4, 2, rng=0)
    settings = {"epochs": 3, "batch_size": 2, "optimizer": SGD(0.1), "rng": 0}
    train(net, *data[:2], augment=lambda x, rng: x + rng.normal(size=x.shape), progress=False, **settings)
    return net.params["W1"]


def test_training_with_augment_is_the_same_without_threads(monkeypatch, no_threads):
    monkeypatch.setattr(_browser, "IN_BROWSER", True)
    found = _trained()
    monkeypatch.setattr(_browser, "IN_BROWSER", False)
    with pytest.raises(RuntimeError, match="new thread"):
        _trained()
    monkeypatch.undo()
    np.testing.assert_array_equal(found, _trained())


def test_a_progress_bar_starts_no_thread(monkeypatch, no_threads, recwarn):
    monkeypatch.setattr(_browser, "IN_BROWSER", True)
    # To look for BLAS takes 0.3 s there, which was most of the time of a short training.
    monkeypatch.setattr("threadpoolctl.threadpool_limits", None)
    with long_work(2, delay=0) as bar:
        bar.update()
    assert not recwarn.list


def test_chapter_11_takes_fewer_images_in_the_browser(monkeypatch, figure_style):
    # The whole chapter takes three minutes there.
    cells = nbformat.read(ROOT / "chapters" / "11_mnist.ipynb", as_version=4).cells
    code, names = [cell.source for cell in cells if cell.cell_type == "code"], {}
    exec(code[0], names)
    monkeypatch.setattr(sys, "platform", "emscripten")
    for mark in ("IN_BROWSER = ", "to_fit, to_validate = "):
        exec(next(source for source in code if mark in source), names)
    assert [len(names[name]) for name in ("x_fit", "x_val", "x_test")] == [10_000, 2_000, 10_000]
    assert any("SEEDS = range(1, 3 if IN_BROWSER else 6)" in source for source in code)
    text = "".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert "In the browser they are fetched" in text
    assert "12,000 of the 60,000 training images, and below two seeds instead of five" in text
