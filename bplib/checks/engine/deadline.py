"""A time limit for code that may never end."""

import functools
import signal
import sys
import threading
import time
from contextlib import contextmanager

__all__ = ["TooLongError", "deadline", "slowness"]

_STEPS, _USUAL = 20_000, 0.002  # a loop, and the seconds that it takes on a machine of today
_PATIENCE = 8  # on the clock on the wall: the machine may have other things to do


class TooLongError(BaseException):
    """The time is over. Not an Exception, so that an ``except Exception`` in a learner's loop lets it through."""


def _loop():
    total = 0
    for i in range(_STEPS):
        total += i * i
    return total


@functools.cache
def slowness():
    """How many times slower this machine is than the one that time limits are written for: from 1 to 4."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        _loop()
        times.append(time.perf_counter() - begun)
    return min(4.0, max(1.0, min(times) / _USUAL))


@contextmanager
def deadline(seconds):
    """Raise TooLongError in the body once it has used so many seconds of the processor.

    A body that waits, or a machine that is busy with other things, has eight times as long. On a slow machine, and
    in the browser, the limit grows by ``slowness()``.

    Uses the alarm signal, which interrupts any Python code, where there is one: in the main thread on Linux and
    macOS. Elsewhere (Windows, other threads, the browser) every line of the body looks at the clock.
    """
    main = threading.current_thread() is threading.main_thread()
    body = _alarm if main and hasattr(signal, "setitimer") else _traced
    with body(seconds * slowness()):
        yield


def _over(seconds):
    """A function that tells whether the time is over, from now on."""
    used, waited = time.process_time(), time.monotonic()
    return lambda: time.process_time() - used > seconds or time.monotonic() - waited > _PATIENCE * seconds


@contextmanager
def _alarm(seconds):
    over = _over(seconds)

    def ring(signum, frame):
        if over():
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
    # To look at the clock in every line makes a loop several times slower.
    over = _over(2 * seconds)

    def look(frame, event, arg):
        if over():
            raise TooLongError
        return look

    previous = sys.gettrace()
    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(previous)
