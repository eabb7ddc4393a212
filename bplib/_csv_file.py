"""Reading a file of numbers separated by commas, for ``datasets.csv``."""

import csv
import math


def read_rows(path):
    """The rows of numbers in a file, all of one length, at least two in a row; blank lines are skipped.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if it holds anything else; the message names file, line and column.
    """
    rows, width = [], None
    with open(path, newline="", encoding="utf-8-sig") as file:
        reader = csv.reader(file)
        try:
            for cells in reader:
                cells = [cell.strip() for cell in cells]
                if len(cells) < 2 and not any(cells):
                    continue
                where = f"{path}, line {reader.line_num}"
                header = width is None and not any(_number(cell) is not None for cell in cells)
                if width is None:
                    width = len(cells)
                if not header:
                    rows.append(_row(where, cells, width))
        except (UnicodeDecodeError, csv.Error) as error:
            raise ValueError(f"{path} is not a CSV file in UTF-8: {error}") from None
    if not rows:
        raise ValueError(f"{path} holds no rows of numbers")
    return rows


def _number(cell):
    """The number in a cell, or None. (Python reads 1_000 as a number, other programs do not.)"""
    try:
        return None if "_" in cell else float(cell)
    except ValueError:
        return None


def _row(where, cells, width):
    if len(cells) != width:
        column = min(len(cells), width) + 1
        raise ValueError(f"{where}, column {column}: the row has {len(cells)} values, not {width}")
    if width == 1:
        raise ValueError(f"{where}: only column 1, the label; at least one input column is wanted")
    numbers = [_number(cell) for cell in cells]
    for column, (cell, number) in enumerate(zip(cells, numbers), start=1):
        if not cell:
            raise ValueError(f"{where}, column {column}: the value is missing")
        if number is None:
            raise ValueError(f"{where}, column {column}: {cell!r} is not a number")
        if not math.isfinite(number):
            raise ValueError(f"{where}, column {column}: {cell!r} is not a finite number")
    return numbers
