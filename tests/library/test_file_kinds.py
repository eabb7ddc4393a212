"""Every reader of files says what it found where it wanted something else, and how to go on."""

import gzip
import io
import pickle
import re
import shutil
import zipfile
from importlib.resources import files

import numpy as np
import pytest

from bplib import TwoLayerNet, datasets
from bplib.datasets.known_files import MNIST

PACKAGE = files("bplib") / "data" / "mnist"


def archive(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, b"contents")
    return file.getvalue()


def saved(save, *args, **arrays):
    file = io.BytesIO()
    save(file, *args, **arrays)
    return file.getvalue()


TABLE = "a,b,t\n1,2,0\n3,4,1\n"
# What is in the file, and what is said about it.
KINDS = {
    "web page": (b"\n<!DOCTYPE html>\n<html><title>Sign in", "a web page: download the file itself, not the page"),
    "web page, Latin-1": ("<html><title>größe".encode("latin-1"), "a web page: download the file itself"),
    "bzip2": (b"BZh91AY&SY\0", "compressed by bzip2: unpack it"),
    "zip": (archive("train.csv", "test.csv"), "a zip archive: unpack it (it holds train.csv, test.csv)"),
    "cut zip": (archive("train.csv")[:40], "a zip archive that is damaged, or not there to its end: copy or download"),
    "spreadsheet": (archive("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook: save it as CSV (UTF-8)"),
    "open spreadsheet": (archive("mimetype", "content.xml"), "a document of an office program: if it is a table, save"),
    "old spreadsheet": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "an old Office file, such as an Excel .xls: save"),
    "UTF-16": (TABLE.encode("utf-16"), "text in UTF-16: save it as UTF-8"),
    "UTF-16, no mark": (TABLE.encode("utf-16-le"), "text in UTF-16: save it as UTF-8"),
    "UTF-16, big end": (TABLE.encode("utf-16-be"), "text in UTF-16: save it as UTF-8"),
    "UTF-32": (TABLE.encode("utf-32"), "text in UTF-32: save it as UTF-8"),
    "pickle": (pickle.dumps({"W1": 1}), "a pickle, which can run any program when it is read: if you trust it"),
    "npy": (saved(np.save, np.ones(3)), "a .npy file, one array without a name: np.load reads it"),
    "PyTorch": (archive("net/data.pkl", "net/version"), "a PyTorch file: open it where it was made, and save"),
    "Keras": (archive("config.json", "model.weights.h5"), "a Keras model: open it where it was made, and save"),
    "HDF5": (b"\x89HDF\r\n\x1a\n\0\0", "an HDF5 file, as Keras writes them: open it where it was made"),
    "safetensors": (b"\x40" + bytes(7) + b'{"W1":{"dtype":"F32"}}', "a safetensors file: open it where it was made"),
    "tar": (b"a" * 257 + b"ustar\0" + bytes(250), "a tar archive: unpack it"),
    "JSON": (b'{"layers": [1, 2]}', "JSON: write its numbers as CSV or by np.savez"),
    "ARFF": (b"% about\n@RELATION iris\n", "a table for Weka (ARFF): save it as CSV"),
    "Git LFS": (b"version https://git-lfs.github.com/spec/v1\n", "a pointer of Git LFS in place of the file: fetch"),
    "image": (b"\x89PNG\r\n\x1a\n\0\0", "a PNG image"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_reader_says_what_it_found(tmp_path, kind):
    contents, what = KINDS[kind]
    path = tmp_path / "net.npz"
    path.write_bytes(contents)
    with pytest.raises(ValueError, match=re.escape(f"{path} is not a CSV file in UTF-8: it is {what}")):
        datasets.csv(path)
    begins = f"it begins with {contents[:4].hex()}"
    with pytest.raises(ValueError, match=re.escape(f"{path} is not an IDX file: {begins}; it is {what}")):
        datasets.read_idx(path)
    message = f"path must be an .npz file of arrays, net.npz is not: it is {what}"
    with pytest.raises(ValueError, match=re.escape(message)):
        TwoLayerNet(3, 2, 2, rng=0).load(path)


@pytest.mark.parametrize(
    ("contents", "what"),
    [
        (b"hello\nworld", "it begins with 68656c6c; it is a text that begins 'hello'"),
        (
            b"5,0,0\n",
            "it begins with 352c302c; it is a text that begins '5,0,0', a table? (datasets.csv reads tables)",
        ),
        (saved(np.savez, W1=np.ones(2)), "it is an .npz file of the arrays W1: np.load reads it"),
        (b"", "it begins with nothing; it is empty: was it downloaded or saved to its end?"),
    ],
)
def test_other_files_than_idx(tmp_path, contents, what):
    (tmp_path / "some").write_bytes(contents)
    with pytest.raises(ValueError, match=re.escape(what)):
        datasets.read_idx(tmp_path / "some")


@pytest.mark.parametrize("contents", ["größe".encode("latin-1"), bytes([1, 2, 200, 9] * 9)])
def test_nothing_is_said_about_what_is_unknown(tmp_path, contents):
    path = tmp_path / "net.npz"
    path.write_bytes(contents)
    with pytest.raises(ValueError, match=f"it begins with {contents[:4].hex()}$"):
        datasets.read_idx(path)
    with pytest.raises(ValueError, match=f"it begins with {contents[:4].hex()}$"):
        TwoLayerNet(3, 2, 2, rng=0).load(path)
    with pytest.raises(
        ValueError, match=r"is not a CSV file in UTF-8: invalid \w+ byte in line 1; save it as UTF-8"
    ):
        datasets.csv(path)


def test_gzip_within_gzip(tmp_path):
    path = tmp_path / "some.gz"
    path.write_bytes(gzip.compress(gzip.compress(b"1,2\n")))
    for read in (datasets.csv, datasets.read_idx):
        with pytest.raises(ValueError, match="is gzip within gzip: unpack it once, and read what comes out"):
            read(path)


@pytest.mark.parametrize("read", [datasets.csv, datasets.read_idx])
def test_files_that_are_not_there(tmp_path, read):
    (tmp_path / "iris.csv").write_bytes(b"1,2\n")
    for path, message in (
        (tmp_path / "Iris.csv.txt", "is missing; beside it there is iris.csv"),
        (tmp_path / "weather", "is missing$"),
        (
            tmp_path / "none" / "iris.csv",
            f"is missing: there is no folder {re.escape(str(tmp_path / 'none'))}",
        ),
        ("https://example.org/iris.csv", "is missing: an address is not a file, download it first"),
    ):
        with pytest.raises(FileNotFoundError, match=message):
            read(path)
    with pytest.raises(ValueError, match="is a folder: name a file in it"):
        read(tmp_path)


# MNIST's files


@pytest.fixture
def folder(tmp_path):
    for name in MNIST:
        shutil.copy(PACKAGE / f"{name}.gz", tmp_path)
    return tmp_path


@pytest.mark.parametrize("ending", ["", ".gz"])
@pytest.mark.parametrize("dot", [False, True])
def test_mnist_under_the_names_that_downloads_have(folder, ending, dot):
    for name in MNIST:
        path = folder / f"{name}.gz"
        raw = path.read_bytes() if ending else gzip.decompress(path.read_bytes())
        path.unlink()
        (folder / ((name.replace("-idx", ".idx") if dot else name) + ending)).write_bytes(raw)
    assert datasets.mnist(folder=folder).x_test.shape == (10000, 784)


def test_mnist_in_a_folder_of_the_folder(folder):
    inner = folder / "MNIST" / "raw"
    inner.mkdir(parents=True)
    name = f"{list(MNIST)[2]}.gz"
    (folder / name).rename(inner / name)
    message = f"{folder / name} is missing (it is in {inner}: say folder={str(inner)!r})"
    with pytest.raises(FileNotFoundError, match=re.escape(message)):
        datasets.mnist(folder=folder)


def test_mnist_that_is_not_there(folder):
    name = next(iter(MNIST))
    (folder / f"{name}.gz").unlink()
    message = f"{name}.gz is missing, and so are {name}, train-images.idx3-ubyte.gz, train-images.idx3-ubyte"
    with pytest.raises(FileNotFoundError, match=re.escape(message)):
        datasets.mnist(folder=folder)
    with pytest.raises(
        FileNotFoundError, match=re.escape(f"is missing: there is no folder {folder / 'none'}")
    ):
        datasets.mnist(folder=folder / "none")
    file = folder / f"{list(MNIST)[1]}.gz"
    with pytest.raises(
        ValueError, match=re.escape(f"folder must be the folder of MNIST's files, {file} is a file")
    ):
        datasets.mnist(folder=file)


@pytest.mark.parametrize("kind", ["web page", "zip", "HDF5"])
def test_mnist_is_something_else(folder, kind):
    contents, what = KINDS[kind]
    name = list(MNIST)[3]
    (folder / f"{name}.gz").write_bytes(contents)
    with pytest.raises(
        ValueError, match=rf"is not MNIST's {name}: SHA-256 .* is \w+; it is {re.escape(what)}"
    ):
        datasets.mnist(folder=folder)


def test_another_data_set_in_the_place_of_mnist(folder):
    name = list(MNIST)[3]
    raw = bytearray(gzip.decompress((folder / f"{name}.gz").read_bytes()))
    raw[-1] ^= 1
    (folder / f"{name}.gz").write_bytes(gzip.compress(raw, 1))
    with pytest.raises(ValueError, match=r"; it is an IDX file: datasets\.read_idx reads it"):
        datasets.mnist(folder=folder)


# Models


def test_a_model_under_a_name_without_npz(tmp_path):
    net, other = (TwoLayerNet(3, 2, 2, rng=seed) for seed in (0, 1))
    net.save(tmp_path / "a").rename(tmp_path / "renamed")
    other.load(tmp_path / "renamed")
    assert np.array_equal(other.params["W1"], net.params["W1"])
    (tmp_path / "net.pt").write_bytes(KINDS["PyTorch"][0])
    with pytest.raises(ValueError, match=r"npz file of arrays, net\.pt is not: it is a PyTorch file"):
        other.load(tmp_path / "net.pt")
    with pytest.raises(FileNotFoundError, match=r"nett\.npz is missing; beside it there is net\.pt"):
        other.load(tmp_path / "nett")
    with pytest.raises(FileNotFoundError, match=r"a\.npz cannot be written: there is no folder"):
        other.save(tmp_path / "none" / "a")
