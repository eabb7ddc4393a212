"""Tables of numbers in CSV files. Nothing is guessed: what is not clear is refused, with the way on."""

import csv as csv_module
import math
import re
from pathlib import Path

import numpy as np

from .._files import describe
from .._validate import one_hot
from . import csv_problems
from .csv_columns import Columns
from .csv_problems import is_missing, is_number, no_number, number, other_delimiter
from .dataset import Dataset, split
from .known_files import read

__all__ = ["csv"]


def csv(
    path,
    *,
    label="last",
    drop=(),
    delimiter=",",
    decimal=".",
    test_fraction=0.0,
    one_hot=False,
    rng=0,
):
    """A CSV file of numbers with one example in a row, one of its columns the label.

    A first row that holds no number at all is taken for a header.

    Args:
        path: the file, UTF-8, gzip-compressed or not.
        label: which column is the label: "last", "first", its name in the header, or its number, from 1.
        drop: columns to leave out, a name or number or a list of them; "last" and "first" are those of the rest.
        delimiter: what separates the values: ",", ";", a tab, a space (which stands for any number of them) …
        decimal: "." or ",", what stands before the decimals.
        test_fraction: part of the examples, drawn at random, that becomes the test set.
        one_hot: labels (which must be 0, 1, 2, …, or names) as rows with a single one.
        rng: ``numpy.random.Generator`` or int seed for the split; without a test set the order is kept.

    Returns:
        Dataset of float64 inputs (N, columns - 1). Labels that are all whole numbers are integers of shape
        (N,); others are floats of shape (N, 1), so that they never broadcast against predictions (N, 1).
        Names of classes become 0, 1, 2, … in their sorted order; the Dataset has them as ``class_names``.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: for a ragged row, a missing or non-numeric value, a single column (a label and nothing to
            learn it from) or no data; the message names file, line and column. Also if the header names another
            column as the label, if an input counts the rows, and for what is no CSV file.
    """
    _check_marks(delimiter, decimal)
    path = Path(path)
    x, t, names = _Table(path, _text(path, delimiter), delimiter, decimal).read(label, drop)
    if one_hot:
        t = _one_hot_labels(path, t)
    data = Dataset(x, t, x[:0], t[:0]) if test_fraction == 0 else split(x, t, test_fraction, rng)
    return data.named(names)


def _check_marks(delimiter, decimal):
    good = isinstance(delimiter, str) and len(delimiter) == 1
    if not good or delimiter in '"\r\n.+-' or delimiter.isalnum():
        raise ValueError(f"delimiter must be one character, such as ',', ';' or '\\t'; got {delimiter!r}")
    if decimal not in (".", ","):
        raise ValueError(f"decimal must be '.' or ',', got {decimal!r}")
    if delimiter == decimal:
        raise ValueError("delimiter and decimal must differ, both are ',': say delimiter=';' or what it is")


def _one_hot_labels(path, t):
    refused = f"{path}: labels must be 0, 1, 2, … to become one-hot"
    if t.dtype.kind != "i":
        raise ValueError(f"{refused}; some are not whole numbers: read them without one_hot")
    low, high = int(t.min()), int(t.max())
    if low == 1:
        raise ValueError(f"{refused}; they are 1 to {high}: read them without one_hot, and subtract 1")
    if low != 0 or high >= max(100, len(t)):
        way_on = "read them without one_hot; np.unique(t, return_inverse=True) numbers them"
        raise ValueError(f"{refused}; they are {low} to {high}: {way_on}")
    return one_hot(t, high + 1)


def _text(path, delimiter):
    raw = read(path)
    refused = f"{path} is not a CSV file in UTF-8"
    if raw and (what := describe(raw, text=False)):
        raise ValueError(f"{refused}: it is {what}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ValueError(f"{refused}: {error.reason} in line {line}; save it as UTF-8") from None
    # A spreadsheet program's own first line. It becomes a blank one, so that the lines keep their numbers.
    note = re.match(r'\s*"?sep=(.)"?[ \t]*(?=\r|\n|$)', text, re.IGNORECASE)
    if note and note[1] != delimiter:
        raise ValueError(f"{path}, line 1: 'sep={note[1]}' names the delimiter: say delimiter={note[1]!r}")
    return text[note.end() :] if note else text


class _Table:
    """The rows of a CSV file; ``read`` makes arrays of them."""

    def __init__(self, path, text, delimiter, decimal):
        self.path, self.text, self.delimiter, self.decimal = path, text, delimiter, decimal

    def read(self, label, drop):
        """Inputs (N, n), labels (N,) or (N, 1), and the names of the classes, if they have names."""
        columns, x, labels, lines = None, [], [], []
        try:
            for line, cells in csv_problems.rows(self.text, self.delimiter):
                if columns is None:
                    header, self.first, self.first_line = self._header(line, cells), cells, line
                    columns = self.columns = Columns(self.path, header, len(cells), label, drop)
                    if header:
                        continue
                x.append(self._inputs(line, cells))
                labels.append(cells[columns.label])
                lines.append(line)
        except csv_module.Error as error:
            raise ValueError(
                f"{self.path} is not a CSV file in UTF-8: {error} (a quotation mark that is never closed?)"
            ) from None
        if not x:
            raise ValueError(f"{self.path} holds no rows of numbers")
        x = np.array(x)
        t, names = self._labels(labels, lines)
        columns.check_inputs(x)
        columns.check_labels(labels)
        return x, t, names

    def _header(self, line, cells):
        """The names in the first row, or None if it is an example."""
        if all(number(cell, self.decimal) is None for cell in cells):
            return [cells[0].lstrip("# "), *cells[1:]]
        counting, word = [str(i) for i in range(len(cells))], not is_number(cells[-1], self.decimal)
        if len(cells) > 2 + word and cells[:-1] == counting[:-1] and (word or cells == counting):
            raise ValueError(
                f"{self.path}, line {line}: are 0, 1, 2, … the names of the columns, as pandas writes them? Take the"
                " line out; if it is an example, put another one first"
            )
        return None

    def _inputs(self, line, cells):
        columns = self.columns
        if len(cells) != columns.width:
            header = self.first if columns.names else None
            problem = csv_problems.ragged(cells, columns.width, header, self.first_line, self.delimiter)
            raise self._refused(line, cells, min(len(cells), columns.width), problem)
        if not columns.inputs:
            problem = "only column 1, the label; at least one input column is wanted"
            quoted = "take away the quotation marks around the whole line" if "," in cells[0] else ""
            raise self._refused(line, cells, None, (problem, quoted))
        numbers = [number(cells[i], self.decimal) for i in columns.inputs]
        for i, value in zip(columns.inputs, numbers):
            if value is None or not math.isfinite(value):
                raise self._refused(line, cells, i, no_number(cells[i], self.decimal, first=i == 0))
        return np.array(numbers)

    def _labels(self, cells, lines):
        if all(is_number(cell, self.decimal) for cell in cells):
            t = np.array([number(cell, self.decimal) for cell in cells])
            whole = np.all((t == np.round(t)) & (np.abs(t) < 2**53))
            return (t.astype(np.int64) if whole else t[:, np.newaxis]), ()
        names = sorted(set(cells))
        if len(names) == 1 or not all(map(self._is_word, names)) or self._other_delimiter(cells[:1]):
            self._refuse_labels(cells, lines)
        self.columns.check_class_names(names, cells, lines[0])
        numbers = {name: i for i, name in enumerate(names)}
        return np.array([numbers[cell] for cell in cells]), names

    def _is_word(self, cell):
        """Whether a cell may be the name of a class: 3,5 and 40 % may not."""
        no_value = is_missing(cell) or number(cell, self.decimal) is not None
        return not no_value and any(map(str.isalpha, cell)) and "\n" not in cell

    def _refuse_labels(self, cells, lines):
        """Name the first label that is neither number nor word; if there is none, the first word."""
        words = [self._is_word(cell) for cell in cells]
        neither = [i for i, cell in enumerate(cells) if not (words[i] or is_number(cell, self.decimal))]
        i, column = neither[0] if neither else words.index(True), self.columns.label
        problem, way_on = no_number(cells[i], self.decimal, first=column == 0)
        if is_missing(cells[i]):
            problem, way_on = problem.partition(": ")[0], "leave the row out, or write its label"
            if cells[i]:
                problem, way_on = f"{problem}: {way_on}", ""
        elif not neither:
            others = "no other class has a name" if all(words) else "other labels are numbers"
            problem, way_on = (
                f"{problem}, and {others}: write numbers for all, or names of two classes or more",
                "",
            )
        elif way_on:
            way_on = "a label is a number, or a name with letters"
        raise self._refused(lines[i], [cells[i]], column, (problem, way_on))

    def _other_delimiter(self, cells):
        return other_delimiter(self.text, cells, self.delimiter)

    def _refused(self, line, cells, column, problem):
        """The error for a row, that says how to go on."""
        (problem, way_on), names = problem, self.columns.names
        where = f"{self.path}, line {line}" + ("" if column is None else f", column {column + 1}")
        if other := self._other_delimiter(cells):
            way_on = other
        elif problem == "the value is missing" and self._all_empty(column):
            way_on = "as in every row: " + self.columns.empty(column, self.delimiter)
        else:
            if way_on.endswith("drop="):
                way_on += repr(names[column]) if names and names[column] else str(column + 1)
            letters = any(map(str.isalpha, "".join(cells)))
            if (
                "is not a number" in problem
                and line == self.first_line
                and letters
                and self.columns.width > 1
            ):
                header = "if this line is the header, no name in it may be a number"
                way_on = f"{way_on}; {header}" if way_on else header
        # In a table without names the plain fact is the message (chapter 9 prints it), the rest is a note.
        plain = names is None and line != self.first_line and not other
        error = ValueError(f"{where}: {problem}" + (f"; {way_on}" if way_on and not plain else ""))
        if way_on and plain:
            error.add_note(way_on)
        return error

    def _all_empty(self, column):
        table = [cells for _, cells in csv_problems.rows(self.text, self.delimiter)]
        table = table[1:] if self.columns.names else table
        return len(table) > 1 and not any(cells[column] for cells in table if len(cells) > column)
