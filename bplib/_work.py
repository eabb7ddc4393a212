"""Settings for long work: a progress bar, and one BLAS thread."""

from contextlib import contextmanager, nullcontext

from . import _browser

__all__ = ["long_work"]

# The products of a mini-batch are too small to be worth a second thread (measured: make bench).
BLAS_THREADS = 1


def _one_thread():
    from tqdm import tqdm

    if _browser.IN_BROWSER:
        tqdm.monitor_interval = 0  # the monitor would be a thread
        return nullcontext()  # there is no second thread, and looking for BLAS takes 0.3 s each time
    from threadpoolctl import threadpool_limits

    return threadpool_limits(BLAS_THREADS, user_api="blas")


@contextmanager
def long_work(total, *, unit="it", delay=1.0, progress=True):
    """A tqdm bar that shows itself when the work takes longer than ``delay`` seconds, and leaves nothing behind.

    BLAS has one thread meanwhile: a second one makes the whole step of a small network slower, and much slower
    when the other core is busy.
    """
    from tqdm import tqdm

    with (
        _one_thread(),
        tqdm(total=total, unit=unit, delay=delay, leave=False, disable=not progress) as bar,
    ):
        yield bar
