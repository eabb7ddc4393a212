"""Settings for long work: a progress bar, and one BLAS thread."""

from contextlib import contextmanager

__all__ = ["long_work"]


@contextmanager
def long_work(total, *, unit="it", delay=1.0, progress=True):
    """A tqdm bar that shows itself when the work takes longer than ``delay`` seconds, and leaves nothing behind.

    The matrix products of a mini-batch are too small to be worth a second BLAS thread, which makes the whole
    step slower, and much slower when the other core is busy: one thread is set meanwhile.
    """
    from threadpoolctl import threadpool_limits
    from tqdm import tqdm

    with (
        threadpool_limits(1, user_api="blas"),
        tqdm(total=total, unit=unit, delay=delay, leave=False, disable=not progress) as bar,
    ):
        yield bar
