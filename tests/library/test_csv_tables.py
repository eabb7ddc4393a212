"""What datasets.csv accepts by an argument, and how it refuses what it would have to guess."""

import gzip
import re

import numpy as np
import pytest

from bplib import datasets


@pytest.fixture
def csv(tmp_path):
    """Reads a text as a CSV file."""

    def read(text, **settings):
        path = tmp_path / "data.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return datasets.csv(path, **settings)

    return read


def said(error):
    """The message and its notes."""
    return "\n".join([str(error.value), *getattr(error.value, "__notes__", ())])


FIRST = "label,a,b\n3,1,2\n1,9,8\n"


@pytest.mark.parametrize("label", ["first", "label", 1])
def test_the_label_may_stand_first(csv, label):
    data = csv(FIRST, label=label)
    assert data.x_train.tolist() == [[1, 2], [9, 8]]
    assert data.t_train.tolist() == [3, 1]


def test_the_label_may_stand_anywhere(csv):
    data = csv("a,grew,b\n1,0,2\n3,1,4\n", label="grew")
    assert data.x_train.tolist() == [[1, 2], [3, 4]]
    assert data.t_train.tolist() == [0, 1]
    assert csv(FIRST, label="b").t_train.tolist() == csv(FIRST, label=3).t_train.tolist() == [2, 8]


@pytest.mark.parametrize("header", ["x,y,label", "t,x,y", "y,t,class", "height,width,grew", "label size,a,t"])
def test_headers_that_do_not_name_another_label(csv, header):
    assert csv(f"{header}\n1,2,0\n3,4,1\n").t_train.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("header", "named", "last"),
    [
        ("label,pixel0,pixel1", "column 1 ('label')", "label='label' or label='pixel1'"),
        ("a,species,b", "column 2 ('species')", "label='species' or label='b'"),
        ("Target,b,c", "column 1 ('Target')", "label='Target' or label='c'"),
        ("class,b,y", "column 1 ('class')", "label='class' or label='y'"),
        ("class,b,label", "column 1 ('class')", "label='class' or label='label'"),
        ("y,b,c", "column 1 ('y')", "label='y' or label='c'"),
        ("a,t,c", "column 2 ('t')", "label='t' or label='c'"),
        ("a,label,", "column 2 ('label')", "label='label' or label=3"),
    ],
)
def test_a_header_that_names_the_label_elsewhere(csv, tmp_path, header, named, last):
    message = f"{tmp_path / 'data.csv'}: the header names {named} as a label, and the last column is "
    with pytest.raises(
        ValueError, match=re.escape(message) + ".*" + re.escape(f"which one is the label, {last}")
    ):
        csv(f"{header}\n1,2,0\n3,4,1\n")


def test_without_a_header_a_last_column_that_is_constant_is_no_label(csv):
    """MNIST as CSV without a header: the label stands first, and the last pixel is 0 in every image."""
    text = "".join(f"{i % 3},{i},0\n" for i in range(11))
    with pytest.raises(
        ValueError, match=r"the label, column 3, is 0 in every row: .*label='first' or a name or number"
    ):
        csv(text)
    assert csv(text, label="first").t_train.tolist() == [i % 3 for i in range(11)]
    assert csv(text, label=3).t_train.tolist() == [0] * 11
    assert csv("1,0\n2,0\n").t_train.tolist() == [0, 0]  # so few may be of one class by chance


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"label": "Label"}, "label='Label' must name one column of {}: it has 'label', 'a', 'b'"),
        ({"label": 4}, "label must be at most 3, the columns of {}; got 4"),
        ({"label": 0}, "label must be an integer of at least 1, got 0"),
        ({"label": True}, "label must be an integer of at least 1, got True"),
        ({"label": None}, "label must be an integer of at least 1, got None"),
        ({"label": 1, "drop": ["label"]}, "label must be a column that is kept, drop has column 1 ('label')"),
        ({"drop": "c"}, "drop='c' must name one column of {}: it has 'label', 'a', 'b'"),
        ({"drop": [1, 2, 3]}, "drop must leave a label and at least one input of {}, it leaves no column"),
        ({"drop": [1, 2]}, "{}, line 2: only column 1, the label; at least one input column is wanted"),
        ({"delimiter": "\\t"}, "delimiter must be one character, such as ',', ';' or '\\t'; got '\\\\t'"),
        ({"delimiter": None}, "delimiter must be one character, such as ',', ';' or '\\t'; got None"),
        ({"decimal": ";"}, "decimal must be '.' or ',', got ';'"),
        (
            {"decimal": ","},
            "delimiter and decimal must differ, both are ',': say delimiter=';' or what it is",
        ),
    ],
)
def test_settings_are_refused(csv, tmp_path, settings, message):
    with pytest.raises(ValueError, match=re.escape(message.format(tmp_path / "data.csv"))):
        csv(FIRST, **settings)


def test_a_name_without_a_header(csv, tmp_path):
    message = (
        f"label='grew' names a column, but {tmp_path / 'data.csv'} has no header: say its number, from 1 to 3"
    )
    with pytest.raises(ValueError, match=re.escape(message)):
        csv("1,2,0\n", label="grew")


# An index


@pytest.mark.parametrize(
    "name", ["", "Unnamed: 0", "index", "id", "Id", "ID", "PassengerId", "sample_id", "row"]
)
@pytest.mark.parametrize("index", [(0, 1), (1, 2), (7, 3)])
def test_an_index_is_refused(csv, name, index):
    text = f"{name},a,t\n{index[0]},1.5,0\n{index[1]},2.5,1\n"
    with pytest.raises(
        ValueError, match=r"column 1.* whole number in every row, an index\? Say drop=1 to leave it out"
    ):
        csv(text)
    data = csv(text, drop=1)
    assert data.x_train.tolist() == [[1.5], [2.5]]
    assert data.t_train.tolist() == [0, 1]
    assert csv(text.replace(name + ",", "time,", 1)).x_train.shape == (2, 2)


def test_what_is_no_index(csv):
    for text in ("id,a,t\n5,1,0\n5,2,1\n", "id,a,t\n.5,1,0\n1.5,2,1\n", "width,a,t\n1,1,0\n2,2,1\n"):
        assert csv(text).x_train.shape == (2, 2)


def test_an_index_without_a_header(csv):
    rows = [f"{i},{i * i % 7},{i % 2}\n" for i in range(11)]
    with pytest.raises(ValueError, match=r"column 1 holds another whole number .* Say drop=1"):
        csv("".join(rows))
    assert csv("".join(rows), drop=1).x_train.shape == (11, 1)
    assert csv("i,a,t\n" + "".join(rows)).x_train.shape == (11, 2)  # it has a name
    assert csv("".join(rows[:10])).x_train.shape == (10, 2)  # so few may count up by chance


def test_last_and_first_are_those_of_the_columns_that_are_left(csv):
    text = "id,t,a,note\n4,0,1,x\n5,1,2,y\n"
    data = csv(text, drop=["id", 4], label="first")
    assert data.x_train.tolist() == [[1], [2]]
    assert data.t_train.tolist() == [0, 1]
    assert csv(text, drop=["note", "t", "id"][:2], label="id").x_train.tolist() == [[1], [2]]


# Delimiters and decimals


@pytest.mark.parametrize(("mark", "shown"), [(";", "';'"), ("\t", r"'\t'"), ("|", "'|'"), (" ", "' '")])
@pytest.mark.parametrize("header", ["", "a,b,t\n"])
def test_another_delimiter(csv, mark, shown, header):
    text = (header + "1.5,2,0\n3,4,1\n").replace(",", mark)
    with pytest.raises(ValueError, match=re.escape(f"separated by {shown}? Say delimiter={shown}")):
        csv(text)
    assert csv(text, delimiter=mark).x_train.tolist() == [[1.5, 2], [3, 4]]


def test_commas_where_another_delimiter_was_named(csv):
    with pytest.raises(ValueError, match=re.escape("separated by ','? Say delimiter=','")):
        csv("1,2,0\n3,4,1\n", delimiter=";")


def test_runs_of_spaces(csv):
    assert csv("  1   2 0 \n3 4  1\n", delimiter=" ").x_train.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("mark", [";", "\t"])
@pytest.mark.parametrize("header", ["", "a|b|t\n"])
@pytest.mark.parametrize("labels", [("0", "1"), ("setosa", "virginica")])
def test_decimal_commas(csv, mark, header, labels):
    text = (header + f"1,5|2,5|{labels[0]}\n3,25|-4|{labels[1]}\n").replace("|", mark)
    with pytest.raises(ValueError, match=re.escape(f"Say delimiter={mark!r} and decimal=','")):
        csv(text)
    with pytest.raises(
        ValueError, match=r"'1,5' is not a number; if that is a decimal comma, say decimal=','|'3,25'"
    ):
        csv(text, delimiter=mark)
    data = csv(text, delimiter=mark, decimal=",")
    assert data.x_train.tolist() == [[1.5, 2.5], [3.25, -4]]
    assert data.t_train.tolist() == [0, 1]


def test_a_point_among_decimal_commas(csv):
    with pytest.raises(ValueError, match=r"'1\.5' is not a number with decimal=',': write it with a comma"):
        csv("1,5;0\n1.5;1\n", delimiter=";", decimal=",")


@pytest.mark.parametrize("line", ["sep=;\n", "SEP=;\r\n", '"sep=;"\n'])
def test_the_line_of_a_spreadsheet_program(csv, tmp_path, line):
    text = line + "a;b;t\n1;2;0\n3;x;1\n"
    with pytest.raises(ValueError, match=r"line 1: 'sep=;' names the delimiter: say delimiter=';'"):
        csv(text)
    with pytest.raises(ValueError, match="line 4, column 2: 'x' is not a number"):
        csv(text, delimiter=";")
    assert csv(text.replace("x", "4"), delimiter=";").x_train.tolist() == [[1, 2], [3, 4]]


# Labels that are names


IRIS = "5.1,3.5,setosa\n4.9,3,virginica\n5,3,setosa\n"


def test_names_of_classes(csv):
    data = csv(IRIS)
    x, t, x_test, t_test = data
    assert data.class_names == ("setosa", "virginica")
    assert t.tolist() == [0, 1, 0]
    assert t.dtype == np.int64
    assert x.tolist() == [[5.1, 3.5], [4.9, 3], [5, 3]]
    assert (len(x_test), len(t_test), len(data)) == (0, 0, 4)
    assert csv(IRIS, one_hot=True).t_train.tolist() == [[1, 0], [0, 1], [1, 0]]


def test_names_stay_with_the_data(csv):
    data = csv(IRIS, test_fraction=0.34)
    assert data.class_names == ("setosa", "virginica")
    assert data._replace(x_train=data.x_train * 2).class_names == data.class_names
    assert csv("1,0\n2,1\n").class_names == datasets.xor().class_names == ()


def test_names_in_the_first_column_and_words_of_yes_and_no(csv):
    data = csv("yes,1,2\nno,3,4\n", label="first")
    assert (data.class_names, data.t_train.tolist()) == (("no", "yes"), [1, 0])
    assert csv("1,True\n2,False\n").t_train.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ("0 b", "line 2, column 2: 'b' is not a number, and other labels are numbers: write numbers for all, or"),
        ("a a", "line 1, column 2: 'a' is not a number, and no other class has a name: write numbers for all"),
        ("a NA b", "line 2, column 2: 'NA' stands for a missing value: leave the row out, or write its label"),
        ("a ? b", "line 2, column 2: '?' stands for a missing value: leave the row out, or write its label"),
        ("a nan b", "line 2, column 2: 'nan' is not a finite number"),
        ("5% 7%", "line 1, column 2: '5%' is not a number: take away what is no part of a number"),
        ("2020-01-01 2020-01-02", "'2020-01-01' is not a number; a label is a number, or a name with letters"),
        ("a A b", "the label, column 2, is 'A' and 'a': write them alike"),
        ("species a b a", "the label, column 2, is 'species' in line 1 only: if that line is the header, no name"),
        (" ".join(f"n{i}" for i in range(12)), "holds 12 words in 12 rows, such as 'n0', no classes: say which column"),
        ("growth" + " a b" * 6, "the label, column 2, is 'growth' in line 1 only"),
    ],
)  # fmt: skip
def test_words_that_are_no_classes(csv, labels, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        csv("".join(f"{2019 + i}.5,{label}\n" for i, label in enumerate(labels.split())))


def test_a_label_that_is_missing(csv):
    for header in ("", "a,t\n"):
        with pytest.raises(ValueError, match="column 2: the value is missing") as error:
            csv(header + "1,a\n2,\n3,b\n")
        assert "leave the row out, or write its label" in said(error)


# Cells


@pytest.mark.parametrize("header", ["", "a,b,t\n"])
@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("", "column 1: the value is missing"),
        ("NA", "'NA' stands for a missing value: leave the row out, or put a number in its place"),
        ("?", "'?' stands for a missing value: leave the row out, or put a number in its place"),
        ("null", "'null' stands for a missing value"),
        ("NaN", "'NaN' is not a finite number"),
        (
            '"1,234"',
            "'1,234' is not a number; if that is a decimal comma, say decimal=',', or take it out if it",
        ),
        ('"1,234,567.5"', "'1,234,567.5' is not a number: take out what separates the thousands"),
        ("1 234", "'1 234' is not a number: take out what separates the thousands"),
        ("1_234", "'1_234' is not a number: take out what separates the thousands"),
        ("$5", "'$5' is not a number: take away what is no part of a number"),
        ("5 cm", "'5 cm' is not a number: take away what is no part of a number"),
        ("'5'", "\"'5'\" is not a number: take away the quotation marks"),
        ("#5", "'#5' is not a number; lines of comments are not read: take them out"),
        ("male", "'male' is not a number"),
    ],
)
def test_cells_that_are_no_numbers(csv, header, cell, message):
    with pytest.raises(ValueError, match=re.escape(message)) as error:
        csv(f"{header}7,2,0\n{cell},3,1\n8,2,0\n")
    assert re.search("leave the|take |say decimal|drop=", said(error))
    if cell == "male":
        assert f"drop={'1' if not header else repr('a')}" in said(error)


def test_the_plain_fact_is_the_message_and_the_rest_a_note(csv, tmp_path):
    """Where nothing more is known: chapter 9 prints these messages."""
    with pytest.raises(ValueError, match="missing") as error:
        csv("1,2,0\n3,,1\n")
    assert str(error.value) == f"{tmp_path / 'data.csv'}, line 2, column 2: the value is missing"
    assert error.value.__notes__ == [
        "leave the row out, or put a number in its place, such as the column's mean"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,2,0,\n3,4,1,\n", "line 1, column 4: the value is missing; as in every row: say drop=4 to leave it out"
                             " (does each line end with ','?)"),
        ("1,,0\n3,,1\n", "line 1, column 2: the value is missing; as in every row: say drop=2 to leave it out"),
        ("a,b,t\n1,2,\n3,4,\n", "as in every row: there are no labels in this column; if another one holds them"),
        ("a,b,t\n1,2,0,\n", "the row has 4 values, not 3: take away the ',' at its end"),
        ("a,b,grew,\n1,2,0\n", "the row has 3 values, not 4, as line 1, the header: take away the ',' at the end"),
        ('"a","b"\n"1",2,0\n', "the row has 3 values, not 2, as line 1, the header: there every column needs a name"),
        ("My data\na,b,t\n1,2,0\n", "not 1, as line 1 ('My data'); take out what stands before the header"),
        ("# made by me\n1,2,0\n", "not 1; lines of comments, such as '# made by me', are not read: take them out"),
        ("1,2,0\n# more\n1,2,0\n", "not 3; lines of comments, such as '# more', are not read: take them out"),
        ('1,2,0\n"3,4,1\n5,6,0\n', "a quotation mark in it or before it is never closed"),
        ('1,2,a\n3,4,"b\n5,6,c\n', "is not a number; a quotation mark before it is never closed"),
        ('"1,2,0"\n"3,4,1"\n', "take away the quotation marks around the whole line"),
        ("0,1,2\n1.5,2,0\n", "line 1: are 0, 1, 2, … the names of the columns, as pandas writes them? Take the"),
        ("0,1,2,label\n1.5,2,3,0\n", "line 1: are 0, 1, 2, … the names of the columns"),
        ("0,1,2,species\n1,2,3,a\n1,2,3,b\n", "line 1: are 0, 1, 2, … the names of the columns"),
        ("2019,2020,growth\n1,2,0\n", " of two classes or more; if this line is the header, no name in it may be"),
        ("label,0,1\n1,2,3\n", "if this line is the header, no name in it may be a number"),
        ("a,a,t\n1,2,0\n", "the header names columns 1 and 2 'a': give them different names, or leave one out by"),
        ("t,a,t\n1,2,0\n", "the header names columns 1 and 3 't': give them different names, or leave one out by"),
    ],
)  # fmt: skip
def test_tables_that_are_refused(csv, text, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        csv(text)


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("1,2,0,\n3,4,1,\n", {"drop": 4}),
        ("a,a,b,t\n1,9,2,0\n3,9,4,1\n", {"drop": 2}),
        ("# a,b,t\n1,2,0\n3,4,1\n", {"label": "t"}),
        ('1, "2", "0"\n3, 4, 1\n', {}),
        ("1,2,0\r3,4,1\r", {}),
        (gzip.compress(b"1,2,0\n3,4,1\n", mtime=0), {}),
    ],
)
def test_tables_that_are_read(csv, text, settings):
    data = csv(text, **settings)
    assert data.x_train.tolist() == [[1, 2], [3, 4]]
    assert data.t_train.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ("1 2 3", "they are 1 to 3: read them without one_hot, and subtract 1"),
        ("2 3", "they are 2 to 3: read them without one_hot; np.unique(t, return_inverse=True) numbers them"),
        ("-1 1", "they are -1 to 1: read them without one_hot; np.unique"),
        ("0 9007199254740991", "they are 0 to 9007199254740991: read them without one_hot; np.unique"),
        ("0 0.5", "some are not whole numbers: read them without one_hot"),
    ],
)
def test_labels_that_do_not_become_one_hot(csv, labels, message):
    text = "".join(f"1,{label}\n" for label in labels.split())
    with pytest.raises(
        ValueError, match=re.escape(f"labels must be 0, 1, 2, … to become one-hot; {message}")
    ):
        csv(text, one_hot=True)
