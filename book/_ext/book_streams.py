"""What a cell prints, on its page as it was printed. It arrives in parts, at moments that the machine decides, and
myst-nb would end the line after each part.
"""

from myst_nb.core import render
from myst_nb.core.utils import coalesce_streams


def joined(outputs):
    """The outputs with all parts of a stream in its first one, as myst-nb wants them from there on."""
    first, whole = {}, []
    for output in outputs:
        name = output["name"] if output["output_type"] == "stream" else None
        if name in first:
            first[name]["text"] += output["text"]
            continue
        if name:
            first[name] = output
        whole.append(output)
    return coalesce_streams(whole)


def setup(app):
    render.coalesce_streams = joined
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
