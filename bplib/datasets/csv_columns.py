"""Which column of a table is what: the label, the inputs, and what is neither. Columns are counted from 1."""

import re

import numpy as np

from .._validate import integer

__all__ = ["Columns"]

FEW = 10  # That so few rows count up, or are all of one class, may be chance.

# Names of labels, only their letters. The second ones may well be inputs: coordinates, time.
_LABELS = {"label", "labels", "target", "targets", "class", "classes", "species", "category", "outcome"}
_LABELS |= {
    "output",
    "diagnosis",
    "survived",
    "classlabel",
    "classname",
    "targetclass",
    "groundtruth",
    "ytrue",
}
_PERHAPS_LABELS = {"y", "t"}
_INDEX = re.compile(
    r"(.*[^a-z])?(id|idx)|index|unnamed(: ?0)?|rows?([ _]?(names?|no|nr|number|num))?|no\.?|nr\.?|#|level_0",
    re.IGNORECASE,
)


def _rank(name):
    """2 for the name of a label, 1 for what may be one, 0 for others."""
    name = "".join(filter(str.isalpha, name)).casefold()
    return 2 if name in _LABELS else int(name in _PERHAPS_LABELS)


def _listed(names):
    return ", ".join(map(repr, names[:12])) + (", …" if len(names) > 12 else "")


class Columns:
    """What the columns of a table are.

    Args:
        path: the file, for messages.
        names: the cells of the header, or None.
        width: how many columns there are.
        label, drop: as for ``datasets.csv``.

    Attributes:
        label: index of the label's column.
        inputs: indices of the inputs' columns; none if only one column is left.

    Raises:
        ValueError: if label or drop names no column, or the header speaks against them.
    """

    def __init__(self, path, names, width, label, drop):
        self.path, self.names, self.width = path, names, width
        drop = [drop] if isinstance(drop, str) or not np.iterable(drop) else drop
        dropped = {self._index("drop", column) for column in drop}
        left = [i for i in range(width) if i not in dropped]
        if not left:
            raise ValueError(f"drop must leave a label and at least one input of {path}, it leaves no column")
        self.guessed = (
            isinstance(label, str) and label == "last"
        )  # the default: nobody need have thought of it
        ends = {"last": left[-1], "first": left[0]}
        self.label = ends[label] if isinstance(label, str) and label in ends else self._index("label", label)
        if self.label in dropped:
            raise ValueError(f"label must be a column that is kept, drop has {self._describe(self.label)}")
        self.inputs = [i for i in left if i != self.label]
        if names is not None:
            self._check_double_names(left)
            self._check_label_name()

    def _describe(self, i):
        return f"column {i + 1}" + (f" ({self.names[i]!r})" if self.names and self.names[i] else "")

    def _index(self, argument, column):
        if not isinstance(column, str):
            number = integer(argument, column)
            if number > self.width:
                raise ValueError(
                    f"{argument} must be at most {self.width}, the columns of {self.path}; got {number}"
                )
            return number - 1
        if self.names is None:
            raise ValueError(
                f"{argument}={column!r} names a column, but {self.path} has no header: say its number,"
                f" from 1 to {self.width}"
            )
        places = [i for i, name in enumerate(self.names) if name == column]
        if len(places) != 1:
            why = (
                f"{len(places)} are named so, say a number from 1"
                if places
                else f"it has {_listed(self.names)}"
            )
            raise ValueError(f"{argument}={column!r} must name one column of {self.path}: {why}")
        return places[0]

    def _check_double_names(self, left):
        for i in left:
            same = [j + 1 for j in left if self.names[j] == self.names[i]]
            if self.names[i] and len(same) > 1:
                raise ValueError(
                    f"{self.path}: the header names columns {' and '.join(map(str, same))} {self.names[i]!r}: give"
                    f" them different names, or leave one out by drop={same[-1]}"
                )

    def _check_label_name(self):
        last = self.names[self.label]
        for i in self.inputs if self.guessed else ():
            rank = _rank(self.names[i])
            if rank > _rank(last) or rank == _rank(last) == 2:
                raise ValueError(
                    f"{self.path}: the header names {self._describe(i)} as a label, and the last column is {last!r}:"
                    f" say which one is the label, label={self.names[i]!r} or label={last or self.label + 1!r}"
                )

    def empty(self, i, delimiter):
        """How to go on when a column holds nothing."""
        if i == self.label and self.names and self.names[i]:
            return "there are no labels in this column; if another one holds them, say which by label="
        end = f" (does each line end with {delimiter!r}?)" if i == self.width - 1 else ""
        return f"say drop={i + 1} to leave it out{end}"

    def check_inputs(self, x):
        """Refuse an index among the inputs: where the rows are sorted by class, it tells the classes apart."""
        for i, values in zip(self.inputs, x.T):
            if self.names is None:  # without a name, only what counts the rows, and nothing else
                counts = i == 0 and len(self.inputs) > 1 and len(x) > FEW and values[0] in (0, 1)
                index = counts and np.array_equal(values, values[0] + np.arange(len(x)))
            else:
                name = self.names[i]
                named = _INDEX.fullmatch(name) or name.endswith("Id") or (i == 0 and not name)
                whole = np.array_equal(values, np.round(values))
                index = named and len(x) > 1 and whole and len(np.unique(values)) == len(x)
            if index:
                raise ValueError(
                    f"{self.path}: {self._describe(i)} holds another whole number in every row, an index? Say"
                    f" drop={i + 1} to leave it out; if it is an input, give it a name of its own in the header"
                )

    def check_labels(self, cells):
        """Refuse a last column that is the same in every row: a pixel at the edge of an image, not a label."""
        if self.guessed and len(cells) > FEW and len(set(cells)) == 1:
            raise ValueError(
                f"{self.path}: the label, {self._describe(self.label)}, is {cells[0]} in every row: say which column"
                f" is the label, label='first' or a name or number; label={self.label + 1} if it is this one"
            )

    def check_class_names(self, names, cells, first_line):
        """Refuse words that are no classes: too many, a header's among them, or one written in two ways."""
        where = f"{self.path}: the label, {self._describe(self.label)},"
        alike = {name.casefold(): name for name in names}
        for name in names:
            if alike[name.casefold()] != name:
                raise ValueError(f"{where} is {name!r} and {alike[name.casefold()]!r}: write them alike")
        if len(names) > max(FEW, len(cells) / 2):
            raise ValueError(
                f"{where} holds {len(names)} words in {len(cells)} rows, such as {cells[0]!r}, no classes: say which"
                " column is the label, label='first' or a name or number"
            )
        alone = self.names is None and cells.count(cells[0]) == 1
        if alone and (_rank(cells[0]) == 2 or (len(cells) > FEW and len(names) > 2)):
            raise ValueError(
                f"{where} is {cells[0]!r} in line {first_line} only: if that line is the header, no name in it may be"
                " a number; else leave the row out"
            )
