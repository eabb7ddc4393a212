"""What a cell prints is on its page as it was printed, in how many parts ever it arrived."""

import sys

from built_site import ROOT
from nbformat.v4 import new_output

sys.path.append(str(ROOT / "book/_ext"))
from book_streams import joined


def printed(text):
    return new_output("stream", name="stdout", text=text)


def test_parts_of_one_line_stay_one_line():
    (output,) = joined([printed("delta^2 ="), printed(" [1. 2.]"), printed("\ndelta^3 = [3.]\n")])
    assert output["text"] == "delta^2 = [1. 2.]\ndelta^3 = [3.]\n"


def test_other_outputs_stay_where_they_are():
    shown = new_output("display_data", {"text/plain": "a figure"})
    outputs = joined([printed("one\n"), shown, printed("two\n")])
    assert [output["output_type"] for output in outputs] == ["stream", "display_data"]
    assert outputs[0]["text"] == "one\ntwo\n"


def test_a_bar_shows_its_end_alone():
    (output,) = joined([printed("10 %"), printed("\r90 %"), printed("\rdone\n")])
    assert output["text"] == "done\n"
