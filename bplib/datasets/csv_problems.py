"""What is wrong with a row of a CSV file, and how to go on from there."""

import csv as csv_module
import io
import math
import re

__all__ = ["is_missing", "is_number", "no_number", "number", "other_delimiter", "ragged", "rows"]

# How programs write that there is no number: pandas' list (without nan), and those of the UCI repository.
_MISSING = {
    "NA",
    "N/A",
    "n/a",
    "#NA",
    "#N/A",
    "#N/A N/A",
    "<NA>",
    "NULL",
    "null",
    "None",
    "?",
    "-",
    "--",
    ".",
}
_MISSING |= {"1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN"}


def rows(text, delimiter):
    """(number of the line, cells) for each row that is not blank."""
    lines = io.StringIO(text, newline="")
    if delimiter == " ":
        lines = (" ".join(line.split()) for line in lines)
    reader = csv_module.reader(lines, delimiter=delimiter, skipinitialspace=True)
    for cells in reader:
        cells = [cell.strip() for cell in cells]
        if len(cells) > 1 or any(cells):
            yield reader.line_num, cells


def number(cell, decimal="."):
    """The number in a cell, or None. (Python reads 1_000 as a number, other programs do not.)"""
    if decimal != ".":
        cell = cell.replace(".", "_").replace(decimal, ".")
    try:
        return None if "_" in cell else float(cell)
    except ValueError:
        return None


def is_number(cell, decimal="."):
    """Whether there is a finite number in a cell."""
    value = number(cell, decimal)
    return value is not None and math.isfinite(value)


def is_missing(cell):
    """Whether a cell says that there is no value."""
    return not cell or cell in _MISSING


def other_delimiter(text, cells, delimiter):
    """What to say if another delimiter cuts these cells, and the first lines of text, into equally many values."""
    first_lines = "\n".join([line for line in text.splitlines()[:50] if line.strip()][:20])
    for mark in ";\t|" + (", " if len(cells) == 1 else ""):
        if mark == delimiter or not any(mark in cell for cell in cells):
            continue
        table = [row for _, row in rows(first_lines, mark)]
        if len(set(map(len, table))) == 1 < len(table[0]):
            comma = mark != "," and any(re.fullmatch(r"[+-]?\d+,\d+", cell) for row in table for cell in row)
            return f"separated by {mark!r}? Say delimiter={mark!r}" + (" and decimal=','" if comma else "")
    return ""


# Each of these returns (problem, how to go on). The second is empty where the first says it.


def ragged(cells, width, header, line, delimiter):
    """A row of another length than width. header: the names in the first row, line, or None."""
    problem = f"the row has {len(cells)} values, not {width}"
    if any("\n" in cell for cell in cells):
        return f"{problem}; a quotation mark in it or before it is never closed", ""
    if len(cells) == width + 1 and not cells[-1]:
        return f"{problem}: take away the {delimiter!r} at its end", ""
    comment = next((first for first in (cells[0], *(header or ())[:1]) if first.startswith("#")), None)
    if comment:
        return f"{problem}; lines of comments, such as {comment[:20]!r}, are not read: take them out", ""
    if header is None:
        return problem, "every row needs equally many values: mend this one, or take it out"
    if len(cells) == width - 1 and not header[-1]:
        return (
            f"{problem}, as line {line}, the header: take away the {delimiter!r} at the end of the header",
            "",
        )
    if width == 1:
        return f"{problem}, as line {line} ({header[0][:30]!r})", "take out what stands before the header"
    return f"{problem}, as line {line}, the header: there every column needs a name", ""


def no_number(cell, decimal, *, first):
    """A cell in which a finite number was wanted. first: whether it is the first of its row."""
    if not cell:
        return (
            "the value is missing",
            "leave the row out, or put a number in its place, such as the column's mean",
        )
    if is_missing(cell):
        return f"{cell!r} stands for a missing value: leave the row out, or put a number in its place", ""
    if number(cell, decimal) is not None:
        return f"{cell!r} is not a finite number", "leave the row out, or put a number in its place"
    if "\n" in cell:
        return f"{cell[:20]!r} … is not a number; a quotation mark before it is never closed", ""
    problem = f"{cell!r} is not a number"
    if first and cell.startswith(("#", "%", "//")):
        return f"{problem}; lines of comments are not read: take them out", ""
    if decimal == "." and re.fullmatch(r"[+-]?\d*,\d+(e[+-]?\d+)?", cell, re.IGNORECASE):
        thousands = ", or take it out if it separates thousands" if re.search(r"\d,\d{3}$", cell) else ""
        return f"{problem}; if that is a decimal comma, say decimal=','{thousands}", ""
    if re.fullmatch(r"[+-]?\d{1,3}([,.' _\u2019\u00a0\u202f]\d{3})+([.,]\d+)?", cell):
        return f"{problem}: take out what separates the thousands", ""
    if decimal == "," and re.fullmatch(r"[+-]?\d*\.\d+(e[+-]?\d+)?", cell, re.IGNORECASE):
        return f"{problem} with decimal=',': write it with a comma, or say decimal='.'", ""
    if re.fullmatch(r"'.*'", cell):
        return f"{problem}: take away the quotation marks", ""
    if re.fullmatch(r"[^\w.,-]?\s*[+-]?\d+([.,]\d+)*\s*([^\w\s]|[^\W\d_]{1,3})?", cell):
        return f"{problem}: take away what is no part of a number", ""
    return problem, "only labels may be words: write numbers for them, or leave the column out by drop="
