"""The Python side of a page of the book: IPython's shell, whose outputs go to the page as MIME bundles."""

import builtins
import json
import re
import sys
import time

import pyodide_kernel  # sets up the shell, as in JupyterLite
from needed import giver, needed
from pyodide.ffi import to_js

__all__ = ["run", "which_gives", "which_needed"]

PAUSE = 0.05  # seconds: print in a loop does not send a message a line
LIMIT = 500_000  # characters that one cell may print

_shell = pyodide_kernel.ipython_shell
_page = None  # function that sends (kind, content) to the page, for the cell that runs
_shown = None  # what the cell's last line gave


class Stream:
    """Text that a cell prints, sent a few times a second, and no more than the page can show."""

    encoding = "utf-8"

    def __init__(self, name):
        self.name, self._parts, self._sent, self._size = name, [], 0.0, 0

    def begin(self):
        self._size = 0

    def write(self, text):
        if self._size <= LIMIT:
            self._parts.append(text)
            self._size += len(text)
            if self._size > LIMIT:
                self._parts.append("\n… this cell prints more than a page can show: the rest is left out.\n")
        if time.monotonic() - self._sent > PAUSE:
            self.flush()
        return len(text)

    def flush(self):
        if self._parts:
            text = "".join(self._parts)
            self._parts.clear()
            _send("stream", {"name": self.name, "text": text})
        self._sent = time.monotonic()

    def isatty(self):
        return False


def _send(kind, content):
    from js import Object

    _page(kind, to_js(content, dict_converter=Object.fromEntries))


def _after_text(kind, content):
    """What is shown, after what was printed before it."""
    for stream in _STREAMS:
        stream.flush()
    _send(kind, content)


def _display(data, metadata=None, transient=None):
    _after_text("display", {"data": data})


def _result(count, data, metadata):
    _after_text("display", {"data": data})
    if type(_shown).__module__.startswith("bplib.checks"):
        _send("verdict", {"exercise": _shown.exercise, "kind": _shown.kind})


def _remembering(compute):
    def remember(result):
        global _shown
        _shown = result
        return compute(result)

    return remember


def _no_input(prompt=""):
    raise RuntimeError("input() cannot ask anything in a page of the book: write the value into the cell")


def _connect():
    builtins.input = _no_input
    display, hook = _shell.display_pub, _shell.displayhook
    display.clear_output_callback = lambda wait: _after_text("clear", {"wait": bool(wait)})
    display.display_data_callback = display.update_display_data_callback = _display
    hook.publish_execution_result = _result
    hook.compute_format_data = _remembering(hook.compute_format_data)
    sys.stdout, sys.stderr = _STREAMS


_STREAMS = [Stream("stdout"), Stream("stderr")]
_connect()


async def run(code, page, figures):
    """Run a cell. What it shows goes to ``page(kind, content)``; returns whether it raised nothing.

    ``figures`` has the states of live figures that the reader has changed: {number: state}.
    """
    global _page
    _page = page
    if live := sys.modules.get("bplib.live.figure"):
        live.page = lambda number, state: _after_text("live", {"number": number, "state": json.dumps(state)})
        live.take(json.loads(figures))
    for stream in _STREAMS:
        stream.begin()
    outcome = await pyodide_kernel.kernel_instance.run(code)
    failed = outcome["status"] != "ok"
    if failed:
        _after_text("error", {"text": "\n".join(outcome["traceback"]), "undefined": _undefined(outcome)})
    for stream in _STREAMS:
        stream.flush()
    return not failed


def _undefined(outcome):
    """The name that has no value, if that is the error."""
    named = re.match(r"name '(\w+)' is not defined", outcome["evalue"])
    return named[1] if named and "NameError" in outcome["ename"] else ""  # or "<class 'NameError'>"


def which_needed(codes, done):
    """As ``needed``, for what comes from the page."""
    return to_js(needed(codes.to_py(), done.to_py()))


def which_gives(codes, name):
    return giver(codes.to_py(), name)
