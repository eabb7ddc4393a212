"""The process in which a submission runs. It knows no reference and gives no verdict: it runs cells and makes calls.

    python worker.py READ WRITE MEMORY FILES

READ and WRITE are the numbers of two pipes. Messages in: {"cells": [[name, source], …]}, {"call": name, "args": …,
"seconds": …}, {"answer": …}. Out: what became of the cells, the results of calls, and calls of functions that were
among the arguments.
"""

import contextlib
import inspect
import linecache
import os
import resource
import sys
import time
import traceback

try:  # beside it, where submissions run
    import wire
    from deadline import TooLongError, deadline
except ImportError:  # for what the grader takes from here
    from bplib.checks.engine.deadline import TooLongError, deadline

    from . import wire


class _Ends(Exception):
    """The grader has gone."""


class Worker:
    def __init__(self, read, write):
        self.read, self.write = read, write
        self.space = {"__name__": "__main__"}

    def run(self, cells):
        """Run cells; returns what each raised, or None."""
        said = []
        for name, source, seconds in cells:
            linecache.cache[name] = (len(source), None, source.splitlines(True), name)
            wire.send(self.write, {"begins": name})
            try:
                with deadline(seconds):
                    exec(compile(source, name, "exec"), self.space)
            except TooLongError:
                said.append("TooLongError")
            except KeyboardInterrupt:
                said.append("KeyboardInterrupt")
            except BaseException as error:  # SystemExit too
                said.append(_words(error))
            else:
                said.append(None)
        return {"ran": said}

    def signature(self, name):
        """Names, kinds and defaults of a function's parameters, or what stands there instead of a function."""
        if name not in self.space:
            return {"missing": True}
        answer = self.space[name]
        if not callable(answer):
            return {"value": wire.encode(answer)}
        try:
            parameters = inspect.signature(answer).parameters.values()
            told = [[p.name, int(p.kind), p.default is not p.empty, _short(p.default)] for p in parameters]
        except Exception:
            told = None
        return {"signature": told}

    def call(self, name, args, seconds):
        """Call a function; returns its result and its arguments afterward."""
        args = wire.decode(args, self._outside)
        begun = time.process_time()
        try:
            with deadline(seconds):
                result = self.space[name](*args)
                result = wire.encode(result)
        except TooLongError:
            return {"endless": True}
        except _Ends:
            raise
        except BaseException as error:
            return {"raised": _told(error)}
        used = time.process_time() - begun
        return {"result": result, "args": wire.encode(args, lambda function: -1), "used": used}

    def _outside(self, number):
        """A function that is called in the grader."""

        def function(*args):
            wire.send(self.write, {"outside": number, "args": wire.encode(args)})
            answer = self._receive()
            if "raised" in answer:
                kind = getattr(__import__("builtins"), answer["raised"][0], RuntimeError)
                raise kind(answer["raised"][1])
            _write_back(args, wire.decode(answer["args"]))
            return wire.decode(answer["result"])

        return function

    def _receive(self):
        try:
            return wire.receive(self.read)
        except EOFError:
            raise _Ends from None

    def serve(self):
        while True:
            asked = self._receive()
            if "cells" in asked:
                answer = self.run(asked["cells"])
            elif "signature" in asked:
                answer = self.signature(asked["signature"])
            else:
                answer = self.call(asked["call"], asked["args"], asked["seconds"])
            wire.send(self.write, answer)


def _write_back(args, after):
    """Let arguments be what a function has made of them: arrays, lists and dicts, in place."""
    for old, new in zip(args, after):
        if isinstance(old, dict) and isinstance(new, dict):
            shared = [key for key in old if key in new]
            _write_back([old[key] for key in shared], [new[key] for key in shared])
            for key in [key for key in old if key not in new]:
                del old[key]
            for key in new:
                if key not in old or not _same(old[key], new[key]):
                    old[key] = new[key]
        elif isinstance(old, list) and isinstance(new, list):
            _write_back(old, new)
            if len(old) != len(new) or not all(map(_same, old, new)):
                old[:] = new
        elif isinstance(old, tuple) and isinstance(new, tuple):
            _write_back(old, new)
        elif _fits(old, new) and old.ndim:
            old[...] = new


def _fits(old, new):
    """Whether both are arrays of one shape and type."""
    return all(hasattr(a, "dtype") and hasattr(a, "shape") for a in (old, new)) and (
        (old.shape, old.dtype) == (new.shape, new.dtype)
    )


def _same(old, new):
    if _fits(old, new):
        return bool(((old == new) | ((old != old) & (new != new))).all())
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(_same(old[key], new[key]) for key in old)
    if isinstance(old, list | tuple) and type(old) is type(new):
        return len(old) == len(new) and all(map(_same, old, new))
    if hasattr(old, "dtype") or hasattr(new, "dtype"):
        return False
    return old is new or old == new or callable(old) or not isinstance(old, str | int | float | complex)


def _words(error):
    try:
        return f"{type(error).__name__}: {error}"[:400]
    except Exception:
        return type(error).__name__


def _short(value):
    with contextlib.suppress(Exception):
        return repr(value)[:40]
    return "…"


def _told(error):
    """Type and message of an exception, and the cell and line in which it was raised."""
    try:
        text = str(error)[:2000]
    except Exception:
        text = ""
    place = None
    with contextlib.suppress(Exception):
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith("<answer ")]
        if frames:
            place = [frames[-1].filename, frames[-1].lineno]
    return [type(error).__name__[:80], text, place]


def limit(memory, files):
    """What the process may use: bytes of memory, bytes of a file that it writes."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (files, files))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NPROC, (64, 64))


def main():
    read, write, memory, files = map(int, sys.argv[1:])
    with open(os.devnull, "r+b") as nothing:
        for stream in (0, 1, 2):
            os.dup2(nothing.fileno(), stream)
    limit(memory, files)
    sys.argv = [""]
    worker = Worker(os.fdopen(read, "rb"), os.fdopen(write, "wb"))
    with contextlib.suppress(_Ends, BrokenPipeError):
        worker.serve()
    os._exit(0)


if __name__ == "__main__":
    main()
