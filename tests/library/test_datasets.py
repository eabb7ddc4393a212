import gzip
import re
import shutil
import struct
from importlib.resources import files

import numpy as np
import pytest
from helpers import one_hot

from bplib import datasets
from bplib.datasets.known_files import MNIST, read_known
from bplib.network import Network

PACKAGE = files("bplib") / "data" / "mnist"
NAMES = list(MNIST)


def same(a, b):
    return all(np.array_equal(p, q) for p, q in zip(a, b))


# Small ones


def test_xor():
    data = datasets.xor()
    assert [(*x, t) for x, t in zip(data.x_train.tolist(), data.t_train.tolist())] == [
        (0, 0, 0),
        (0, 1, 1),
        (1, 0, 1),
        (1, 1, 0),
    ]
    assert data.x_train.dtype == np.float64
    assert data.t_train.dtype.kind == "i"
    assert same(data[:2], data[2:])
    data.x_train[:] = data.t_train[:] = 9
    assert data.x_test.max() == data.t_test.max() == datasets.xor().x_train.max() == 1


def test_tiny_network():
    tiny = datasets.tiny_network()
    assert [w.shape for w in tiny.weights] == [(3, 2), (2, 3)]
    assert [b.shape for b in tiny.biases] == [(3, 1), (2, 1)]
    assert tiny.x.shape == tiny.y.shape == (2, 1)
    assert tiny.batch_x.shape == tiny.batch_y.shape == (2, 4)
    assert np.array_equal(tiny.batch_x[:, :1], tiny.x)
    assert np.array_equal(tiny.batch_y[:, :1], tiny.y)
    assert tiny.batch_x.tolist() == [[1, -1, 0.5, 0], [0.5, 2, -1.5, 1]]
    assert tiny.batch_y.tolist() == [[1, 0, 1, 0], [0, 1, 0, 1]]
    net = Network([2, 3, 2], rng=0)
    net.weights, net.biases = tiny.weights, tiny.biases
    assert net.loss(tiny.x, tiny.y) == pytest.approx(0.2048994, abs=1e-7)
    net.update_mini_batch(tiny.batch_x, tiny.batch_y, 1.0)
    tiny.x[:] = tiny.batch_y[:] = 7
    again = datasets.tiny_network()
    assert again.x.tolist() == [[1.0], [0.5]]
    assert again.weights[0].tolist() == [[0.5, -0.5], [1.0, 0.5], [-1.5, 1.0]]
    assert not np.shares_memory(again.x, again.batch_x)


def test_digits():
    x, t, x_test, t_test = datasets.digits()
    assert (x.shape, x_test.shape) == ((1438, 64), (359, 64))
    assert (t.shape, t_test.shape) == ((1438,), (359,))
    assert x.dtype == np.float64
    assert (x.min(), x.max()) == (0, 1)
    assert sorted(set(t)) == list(range(10))
    counts = np.bincount(np.concatenate([t, t_test]))
    assert counts.tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]  # each example once
    images = datasets.digits(flatten=False, normalize=False)
    assert images.x_train.shape == (1438, 8, 8)
    assert images.x_train.max() == 16
    assert np.array_equal(images.x_train.reshape(1438, 64) / 16, x)
    rows = datasets.digits(one_hot=True)
    assert np.array_equal(rows.t_train, one_hot(t, 10))
    assert np.array_equal(rows.t_test, one_hot(t_test, 10))


def test_digits_pictures_and_labels_belong_together():
    from sklearn.datasets import load_digits

    bunch = load_digits()
    known = {image.tobytes(): label for image, label in zip(bunch.images, bunch.target)}
    data = datasets.digits(flatten=False, normalize=False, rng=3)
    for x, t in (data[:2], data[2:]):
        assert all(known[image.tobytes()] == label for image, label in zip(np.ascontiguousarray(x), t))


def test_digits_split():
    assert same(datasets.digits(), datasets.digits(rng=0))
    assert same(datasets.digits(rng=1), datasets.digits(rng=np.random.default_rng(1)))
    assert not same(datasets.digits(rng=1), datasets.digits(rng=2))
    assert [len(part) for part in datasets.digits(test_fraction=0)] == [1797, 1797, 0, 0]
    assert len(datasets.digits(test_fraction=0.5).x_test) == 898


@pytest.mark.parametrize("fraction", [1, -0.1, 2.0, float("nan"), "0.2", None])
def test_test_fraction_is_refused(fraction, tmp_path):
    message = re.escape(f"test_fraction must be at least 0 and less than 1, got {fraction!r}")
    with pytest.raises(ValueError, match=message):
        datasets.digits(test_fraction=fraction)
    (tmp_path / "a.csv").write_text("1,0\n2,1\n", encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        datasets.csv(tmp_path / "a.csv", test_fraction=fraction)


# MNIST


@pytest.fixture(scope="module")
def mnist():
    return datasets.mnist()


def test_mnist(mnist):
    x, t, x_test, t_test = mnist
    assert (x.shape, x_test.shape, t.shape, t_test.shape) == ((60000, 784), (10000, 784), (60000,), (10000,))
    assert x.dtype == x_test.dtype == np.float32
    assert t.dtype == t_test.dtype == np.uint8
    assert (x.min(), x.max(), x_test.max()) == (0, 1, 1)
    assert t[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert t_test[:5].tolist() == [7, 2, 1, 0, 4]
    assert np.bincount(t).tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert x.mean() == pytest.approx(0.1307, abs=1e-4)
    assert x.flags.writeable
    assert t.flags.writeable


def test_mnist_options(mnist):
    raw = datasets.mnist(flatten=False, normalize=False, one_hot=True)
    assert (raw.x_train.shape, raw.x_test.shape) == ((60000, 28, 28), (10000, 28, 28))
    assert raw.x_train.dtype == np.uint8
    assert np.array_equal(raw.x_test.reshape(10000, 784), np.round(mnist.x_test * 255))
    assert raw.t_train.shape == (60000, 10)
    assert (raw.t_train.sum(axis=1) == 1).all()
    assert np.array_equal(raw.t_test.argmax(axis=1), mnist.t_test)
    double = datasets.mnist(dtype="float64", one_hot=True, folder=str(PACKAGE))
    assert double.x_test.dtype == double.t_test.dtype == np.float64
    assert np.allclose(double.x_test, mnist.x_test, rtol=1e-6)


@pytest.fixture
def copy(tmp_path):
    for name in NAMES:
        shutil.copy(PACKAGE / f"{name}.gz", tmp_path)
    return tmp_path


def spoil(folder, name, change):
    path = folder / f"{name}.gz"
    path.write_bytes(change(path.read_bytes()))


def flipped(data, i):
    return data[:i] + bytes([data[i] ^ 0xFF]) + data[i + 1 :]


def other_label(data):
    raw = bytearray(gzip.decompress(data))
    raw[-1] ^= 1
    return gzip.compress(bytes(raw), 1)


@pytest.mark.parametrize(
    "name", ["train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"]
)
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data[:1000], r"is truncated: its gzip stream ends after 1000 bytes"),
        (lambda data: data[:5], r"is truncated: its gzip stream ends after 5 bytes"),
        (lambda data: data[:-1], r"is truncated: its gzip stream ends after \d+ bytes"),
        (lambda data: flipped(data, len(data) // 2), r"is corrupted: "),
        (lambda data: flipped(data, len(data) - 6), r"is corrupted: CRC check failed"),
        (lambda data: data + b"more", r"is corrupted: Not a gzipped file"),
        (lambda data: b"", r"is not MNIST's {name}: SHA-256 of its contents is e3b0c44298"),
        (other_label, r"is not MNIST's {name}: SHA-256 of its contents is [0-9a-f]{{64}}"),
        (lambda data: gzip.compress(gzip.decompress(data) + b"x", 1), r"is not MNIST's {name}: SHA-256"),
    ],
)
def test_damaged_mnist(copy, name, change, message):
    spoil(copy, name, change)
    with pytest.raises(ValueError, match=re.escape(f"{copy / name}.gz ") + message.format(name=name)):
        read_known(copy, name)


def test_mnist_reads_the_folder_it_is_given(copy):
    first, second = copy / f"{NAMES[3]}.gz", copy / f"{NAMES[1]}.gz"
    shutil.copy(second, first)
    with pytest.raises(
        ValueError, match=re.escape(f"{first} holds train-labels-idx1-ubyte: the files have been swapped")
    ):
        datasets.mnist(folder=copy)
    first.unlink()
    with pytest.raises(FileNotFoundError, match=re.escape(f"{first} is missing")):
        datasets.mnist(folder=copy)


def test_uncompressed_mnist_is_read_too(copy):
    spoil(copy, NAMES[3], gzip.decompress)
    assert read_known(copy, NAMES[3])[8:11] == bytes([7, 2, 1])


@pytest.mark.parametrize(("dtype", "came"), [(np.float16, "float16"), (int, "int"), ("x", "x")])
def test_mnist_types(dtype, came):
    with pytest.raises(ValueError, match=f"dtype must be float32 or float64, got {came}"):
        datasets.mnist(dtype=dtype)


# IDX


def idx(array, code):
    big = array.astype(array.dtype.newbyteorder(">"))
    return struct.pack(f">HBB{array.ndim}I", 0, code, array.ndim, *array.shape) + big.tobytes()


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize(
    ("code", "kind"), [(8, "u1"), (9, "i1"), (11, "i2"), (12, "i4"), (13, "f4"), (14, "f8")]
)
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 2, 2), (0, 3)])
def test_read_idx(tmp_path, pack, code, kind, shape):
    array = np.array(np.arange(np.prod(shape, dtype=int)).reshape(shape) - 2).astype(kind)
    path = tmp_path / "some"
    path.write_bytes(pack(idx(array, code)))
    result = datasets.read_idx(str(path))
    np.testing.assert_array_equal(result, array, strict=True)
    assert result.dtype.isnative
    assert result.flags.writeable


GOOD = idx(np.arange(6, dtype="u1").reshape(2, 3), 8)
HUGE = struct.pack(">HBB3I", 0, 8, 3, *[2**32 - 1] * 3) + b"abc"


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        (b"", "is not an IDX file: it begins with nothing"),
        (b"\0\0\x08", "is not an IDX file: it begins with 000008"),
        (b"hello world", "is not an IDX file: it begins with 68656c6c"),
        (b"\0\0\x07\x01" + GOOD[4:], "is not an IDX file: it begins with 00000701"),
        (b"\0\x01" + GOOD[2:], "is not an IDX file: it begins with 00010802"),
        (GOOD[:10], "is truncated: its header has 10 of 12 bytes"),
        (GOOD[:-1], r"is truncated: shape (2, 3) needs 18 bytes, it has 17"),
        (GOOD + b"x", r"is too long: shape (2, 3) needs 18 bytes, it has 19"),
        (
            HUGE,
            "is truncated: shape (4294967295, 4294967295, 4294967295) needs 79228162458924105385300197391 bytes",
        ),
        # Without mtime the time of day would be in the bytes, and so in the name of the test.
        (gzip.compress(GOOD, mtime=0)[:-9], "is truncated: its gzip stream ends after"),
        (b"\x1f\x8b", "is truncated: its gzip stream ends after 2 bytes"),
    ],
)
def test_read_idx_refuses(tmp_path, contents, message):
    path = tmp_path / "some"
    path.write_bytes(contents)
    with pytest.raises(ValueError, match=re.escape(f"{path} {message}")):
        datasets.read_idx(path)


def test_emnist_as_the_docstring_says(tmp_path):
    """EMNIST's images lie on their side, and its letters begin with 1; the docstring tells how to mend both."""
    upright = np.zeros((2, 28, 28), np.uint8)
    upright[:, 4:24, 8] = upright[:, 23, 8:18] = 255  # the letter L
    (tmp_path / "images").write_bytes(idx(upright.transpose(0, 2, 1), 8))
    (tmp_path / "labels").write_bytes(idx(np.array([12, 12], "u1"), 8))
    read = {"x": datasets.read_idx(tmp_path / "images"), "t": datasets.read_idx(tmp_path / "labels")}
    remedies = re.findall(r"``([xt][^`]*)``", datasets.read_idx.__doc__)
    x, t = (eval(remedy, read) for remedy in remedies)
    assert np.array_equal(x, upright)
    assert t.tolist() == [11, 11]  # L, if A is 0


def test_read_idx_of_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError, match=re.escape(f"{tmp_path / 'none'} is missing")):
        datasets.read_idx(tmp_path / "none")


# CSV


@pytest.fixture
def csv(tmp_path):
    """Reads a text as a CSV file."""

    def read(text, **settings):
        path = tmp_path / "data.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return datasets.csv(path, **settings)

    return read


X, T = [[1.5, 2.0], [3.0, -4.0], [5.0, 6.0]], [0, 1, 2]
PLAIN = "1.5,2,0\n3,-4,1\n5,6,2\n"


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.rstrip(),
        PLAIN.replace("\n", "\r\n"),
        "height,width,label\n" + PLAIN,
        "height,,label\n" + PLAIN,
        "\n\n" + "height,width,label\n" + PLAIN,
        "\ufeff" + PLAIN,
        "\ufeffheight,width,label\n" + PLAIN,
        "\n" + PLAIN.replace("\n", "\n\n  \n"),
        " 1.5 ,2e0, 0\n3,-4.0,+1\n5,6,2.0\n",
        '"1.5","2","0"\n"3","-4","1"\n5,6,2\n',
        '"a\nb",b,c\n' + PLAIN,
    ],
)
def test_csv(csv, text):
    data = csv(text)
    assert data.x_train.tolist() == X
    assert data.x_train.dtype == np.float64
    assert data.t_train.tolist() == T
    assert data.t_train.dtype == np.int64
    assert data.x_test.shape == (0, 2)
    assert data.t_test.shape == (0,)


@pytest.mark.parametrize("label", ["0.5", "1e300", "9007199254740992"])
def test_csv_float_labels_are_a_column(csv, label):
    data = csv(f"1,2,1\n3,4,{label}\n")
    assert data.t_train.tolist() == [[1.0], [float(label)]]
    assert data.t_test.shape == (0, 1)


def test_csv_whole_labels(csv):
    assert csv("1,-3\n2,9007199254740991\n").t_train.tolist() == [-3, 2**53 - 1]


def test_csv_one_hot(csv):
    data = csv("1,0\n2,2\n3,1\n", one_hot=True)
    assert data.t_train.tolist() == [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
    assert data.t_train.dtype == np.float64
    for text in ("1,-1\n2,0\n", "1,0.5\n2,0\n"):
        with pytest.raises(ValueError, match=r"data.csv: labels must be 0, 1, 2, … to become one-hot"):
            csv(text, one_hot=True)


def test_csv_split(csv):
    text = "".join(f"{i},{10 * i}\n" for i in range(10))
    data = csv(text, test_fraction=0.3)
    assert [len(part) for part in data] == [7, 7, 3, 3]
    for x, t in (data[:2], data[2:]):
        assert np.array_equal(10 * x[:, 0], t)
    assert sorted([*data.t_train, *data.t_test]) == list(range(0, 100, 10))
    assert same(data, csv(text, test_fraction=0.3, rng=0))
    assert not same(data, csv(text, test_fraction=0.3, rng=1))
    with pytest.raises(ValueError, match=r"test_fraction = 0\.9 of 2 examples leaves none to train on"):
        csv("1,2\n3,4\n", test_fraction=0.9)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,2,0\n3,4\n", ", line 2, column 3: the row has 2 values, not 3"),
        ("1,2,0\n3,4,5,6\n", ", line 2, column 4: the row has 4 values, not 3"),
        ("a,b\n1,2,0\n", ", line 2, column 3: the row has 3 values, not 2"),
        ("1,2,0\n,,\n", ", line 2, column 1: the value is missing"),
        ("1,0\n,\n", ", line 2, column 1: the value is missing"),
        ("a,b,c\n1,,0\n", ", line 2, column 2: the value is missing"),
        ("1,2,0\n\n3,4, \n", ", line 3, column 3: the value is missing"),
        ("1,2,0\n3,x,1\n", ", line 2, column 2: 'x' is not a number"),
        ("a,b,c\nd,e,f\n1,2,3\n", ", line 2, column 1: 'd' is not a number"),
        ("1,two,0\n", ", line 1, column 2: 'two' is not a number"),
        ("1,2,0\n3,1_000,1\n", ", line 2, column 2: '1_000' is not a number"),
        ("1,2,0\nnan,4,1\n", ", line 2, column 1: 'nan' is not a finite number"),
        ("1,2,0\n3,4,-inf\n", ", line 2, column 3: '-inf' is not a finite number"),
        ("1,2,0\n3,1e999,1\n", ", line 2, column 2: '1e999' is not a finite number"),
        ("1\n2\n", ", line 1: only column 1, the label; at least one input column is wanted"),
        ("label\n2\n", ", line 2: only column 1, the label; at least one input column is wanted"),
        ("1;2\n3;4\n", ", line 2: only column 1, the label; at least one input column is wanted"),
        ('"a\nb",c\n1,x\n', ", line 3, column 2: 'x' is not a number"),
        ("", " holds no rows of numbers"),
        ("\n \n", " holds no rows of numbers"),
        ("a,b,c\n", " holds no rows of numbers"),
        (b"1,2\n\xff\xfe,3\n", " is not a CSV file in UTF-8: "),
        ('1,2\n"' + "x" * 200_000 + '",3\n', " is not a CSV file in UTF-8: field larger than field limit"),
    ],
)  # fmt: skip
def test_csv_refuses(csv, tmp_path, text, message):
    with pytest.raises(ValueError, match=re.escape(f"{tmp_path / 'data.csv'}{message}")):
        csv(text)


def test_csv_of_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError, match=re.escape(str(tmp_path / "none.csv"))):
        datasets.csv(tmp_path / "none.csv")
