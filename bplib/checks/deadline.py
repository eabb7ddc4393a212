"""A time limit for code that may never end."""

import signal
import sys
import threading
import time
from contextlib import contextmanager

__all__ = ["TooLongError", "deadline"]


class TooLongError(BaseException):
    """The time is over. Not an Exception, so that an ``except Exception`` in a learner's loop lets it through."""


@contextmanager
def deadline(seconds):
    """Raise TooLongError in the body once it has run for so many seconds.

    Uses the alarm signal, which interrupts any Python code, where there is one: in the main thread on Linux and
    macOS. Elsewhere (Windows, other threads, the browser) every line of the body looks at the clock.
    """
    main = threading.current_thread() is threading.main_thread()
    body = _alarm if main and hasattr(signal, "setitimer") else _traced
    with body(seconds):
        yield


@contextmanager
def _alarm(seconds):
    def ring(signum, frame):
        raise TooLongError

    previous = signal.signal(signal.SIGALRM, ring)
    # It rings again and again: a bare except in the loop may swallow the first ones.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.05)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


@contextmanager
def _traced(seconds):
    end = time.monotonic() + seconds

    def look(frame, event, arg):
        if time.monotonic() > end:
            raise TooLongError
        return look

    previous = sys.gettrace()
    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(previous)
