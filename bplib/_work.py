"""Settings for long work: a progress bar, and one BLAS thread."""

from contextlib import contextmanager

__all__ = ["long_work"]

# The products of a mini-batch are too small to be worth a second thread (measured: make bench).
BLAS_THREADS = 1


@contextmanager
def long_work(total, *, unit="it", delay=1.0, progress=True):
    """A tqdm bar that shows itself when the work takes longer than ``delay`` seconds, and leaves nothing behind.

    BLAS has one thread meanwhile: a second one makes the whole step of a small network slower, and much slower
    when the other core is busy.
    """
    from threadpoolctl import threadpool_limits
    from tqdm import tqdm

    with (
        threadpool_limits(BLAS_THREADS, user_api="blas"),
        tqdm(total=total, unit=unit, delay=delay, leave=False, disable=not progress) as bar,
    ):
        yield bar
