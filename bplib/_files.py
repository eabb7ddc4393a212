"""What a file is, by its first bytes: a reader says what it found where it wanted something else."""

import codecs
import contextlib
import difflib
import io
import re
import zipfile
from pathlib import Path

__all__ = ["describe", "missing"]

_SAVE_ARRAYS = "open it where it was made, and save its arrays by np.savez"
_SAVE_CSV = "save it as CSV (UTF-8)"
_UTF_16 = "text in UTF-16: save it as UTF-8"

# How files begin, and what they are then. The longer beginning stands before the shorter one.
_BEGINNINGS = (
    (b"\x1f\x8b", "compressed by gzip: unpack it"),
    (b"BZh", "compressed by bzip2: unpack it"),
    (b"\xfd7zXZ\0", "compressed by xz: unpack it"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd: unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it"),
    (b"Rar!\x1a\x07", "a RAR archive: unpack it"),
    (b"\x93NUMPY", "a .npy file, one array without a name: np.load reads it, np.savez saves arrays by name"),
    (b"\x89HDF\r\n\x1a\n", f"an HDF5 file, as Keras writes them: {_SAVE_ARRAYS}"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"an old Office file, such as an Excel .xls: {_SAVE_CSV}"),
    (b"MATLAB 5.0 MAT-file", "a MATLAB file: scipy.io.loadmat reads it"),
    (b"PAR1", f"a Parquet table: {_SAVE_CSV}"),
    (b"ARROW1", f"a Feather table: {_SAVE_CSV}"),
    (b"SQLite format 3\0", "an SQLite database: export the table as CSV"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a document with fonts (RTF): save it as plain text"),
    (b"\xff\xfe\0\0", "text in UTF-32: save it as UTF-8"),
    (b"\xff\xfe", _UTF_16),
    (b"\xfe\xff", _UTF_16),
    (b"version https://git-lfs", "a pointer of Git LFS in place of the file: fetch the file by git lfs pull"),
)


def describe(data, *, text=True):
    """What the contents of a file are and how to go on from there, in a few words; None if nothing is known.

    Args:
        data: the bytes of the file; nothing in them is run or unpacked.
        text: describe plain text too.
    """
    if not data:
        return "empty: was it downloaded or saved to its end?"
    if data.startswith(b"PK") and data[2:4] in (b"\3\4", b"\5\6", b"\7\x08"):
        return _archive(data)
    for beginning, what in _BEGINNINGS:
        if data.startswith(beginning):
            return what
    if data[0] == 0x80 and data[1:2] in (b"\2", b"\3", b"\4", b"\5"):
        return f"a pickle, which can run any program when it is read: if you trust it, {_SAVE_ARRAYS}"
    if data[257:262] == b"ustar":
        return "a tar archive: unpack it"
    if data[:2] == b"\0\0" and data[2:3] in (b"\x08", b"\x09", b"\x0b", b"\x0c", b"\x0d", b"\x0e"):
        return "an IDX file: datasets.read_idx reads it" if len(data) > 4 else None
    if data[8:10] == b'{"' and data[4:8] == bytes(4):
        return f"a safetensors file: {_SAVE_ARRAYS}"
    halves = sorted((data[:400:2].count(0), data[1:400:2].count(0)))
    if halves[0] == 0 and halves[1] > 0.4 * len(data[:400]):  # every second byte of Latin letters
        return _UTF_16
    return _text(data, text)


def _archive(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except Exception:  # zipfile raises a dozen kinds
        return "a zip archive that is damaged, or not there to its end: copy or download it again"
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return f"an Excel workbook: {_SAVE_CSV}"
    if "[Content_Types].xml" in names or "mimetype" in names:
        return "a document of an office program: if it is a table, save it as CSV (UTF-8)"
    if any(name.endswith("data.pkl") for name in names):
        return f"a PyTorch file: {_SAVE_ARRAYS}"
    if any(name.endswith(".weights.h5") for name in names):
        return f"a Keras model: {_SAVE_ARRAYS}"
    if not names:
        return "an .npz file or another archive with nothing in it"
    shown = ", ".join(names[:4]) + (", …" if len(names) > 4 else "")
    if all(name.endswith(".npy") for name in names):
        return f"an .npz file of the arrays {shown.replace('.npy', '')}: np.load reads it"
    return f"a zip archive: unpack it (it holds {shown})"


def _text(data, plain):
    start = data[:1000]
    try:  # a character that is cut in two at the end is left out
        head = codecs.getincrementaldecoder("utf-8-sig")().decode(start).lstrip()
    except UnicodeDecodeError:
        head, plain = start.decode("latin-1").lstrip(), False
    if head.startswith("<"):
        page = re.search(r"<(!doctype )?html|<head|<body|<title", head, re.IGNORECASE)
        return "a web page: download the file itself, not the page about it" if page else "XML, not a table"
    if re.match(r"(%.*\n|\s)*@relation", head, re.IGNORECASE):
        return "a table for Weka (ARFF): save it as CSV"
    if re.match(r"""\{\s*["}]|\[\s*[\[{"\]]""", head):
        return "JSON: write its numbers as CSV or by np.savez"
    line = head.split("\n")[0].strip()
    if not plain or not line.isprintable():
        return None
    table = ", a table? (datasets.csv reads tables)" if re.search(r"\d[,;\t]", line) else ""
    return f"a text that begins {line[:30]!r}{table}"


def missing(path, what=""):
    """The error for a file that is not there; it names what there is instead."""
    found = ""
    if isinstance(path, Path):
        if re.match(r"(https?|ftp):/", path.as_posix()):
            found = ": an address is not a file, download it first"
        elif not path.parent.is_dir():
            found = f": there is no folder {path.parent}"
        else:
            with contextlib.suppress(OSError):
                names = [other.name for other in path.parent.iterdir() if other.is_file()]
                near = difflib.get_close_matches(path.name, names, n=3, cutoff=0.7)
                found = f"; beside it there is {', '.join(near)}" if near else ""
    return FileNotFoundError(f"{path} is missing{what}{found}")
