"""Experiments: arms × rates × seeds, each arm at its own best rate, with an interval."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ._validate import integer, positive
from ._work import long_work

__all__ = ["Arm", "Comparison", "compare", "interval"]


def interval(values):
    """An interval for the mean of independent results; about 95 % of such intervals hold it.

    Equations (9.10), (9.11).

    The mean plus and minus two standard errors s / √n. (With 10 results about 92 % of such intervals hold it.)
    Results that are all 0 or 1 (or booleans), such as failures, get two of each added before that, so that the
    interval has a width even where no run failed.

    Args:
        values: at least two numbers.

    Returns:
        (low, high), two floats; for 0s and 1s inside [0, 1].

    Raises:
        ValueError: if values are fewer than two, not one row of numbers, or not finite.

    Source: A. Agresti, B. A. Coull, Approximate is better than "exact" for interval estimation of binomial
    proportions, The American Statistician 52 (1998), for results of 0 and 1.
    """
    values = np.asarray(values, dtype=float)
    if values.ndim != 1 or len(values) < 2 or not np.isfinite(values).all():
        raise ValueError(f"values must be two or more finite numbers in a row, got {values!r}")
    if np.isin(values, (0, 1)).all():
        n = len(values) + 4
        share = (values.sum() + 2) / n
        half = 2 * np.sqrt(share * (1 - share) / n)
        return max(0.0, float(share - half)), min(1.0, float(share + half))
    half = 2 * values.std(ddof=1) / np.sqrt(len(values))
    return float(values.mean() - half), float(values.mean() + half)


@dataclass(frozen=True)
class Arm:
    """One arm of an experiment at its best rate: that rate, and the results of fresh seeds there."""

    name: str
    rate: float
    values: np.ndarray = field(repr=False)
    tuning: dict = field(repr=False)

    @property
    def mean(self):
        """Mean of the results."""
        return float(np.mean(self.values))

    @property
    def interval(self):
        """(low, high), see :func:`interval`."""
        return interval(self.values)

    @property
    def at_the_edge(self):
        """Whether the best rate is the smallest or the largest of several: a better one may lie beyond."""
        return len(self.tuning) > 1 and self.rate in (min(self.tuning), max(self.tuning))


class Comparison(dict):
    """The arms of an experiment by name; printed, a table."""

    def __str__(self):
        width = max(len("arm"), *map(len, self))
        lines = [f"{'arm':{width}}  best rate    mean   interval           runs"]
        for name, arm in self.items():
            low, high = arm.interval
            edge = "*" if arm.at_the_edge else " "
            lines.append(
                f"{name:{width}}  {arm.rate:>9g}{edge} {arm.mean:7.3f}  "
                f"{f'{low:.3f} to {high:.3f}':17s} {len(arm.values):5d}"
            )
        if any(arm.at_the_edge for arm in self.values()):
            lines.append("* the smallest or largest rate tried")
        return "\n".join(lines)


def compare(run, arms, rates, *, tune=5, seeds=20, best=max, at_once=False, progress=True):
    """Run every arm at every rate with a few seeds, then at its best rate with fresh seeds.

    The seeds 0 … tune − 1 choose the rate of each arm, by the mean; the seeds tune … tune + seeds − 1 give the
    results. So no result is reported that has been chosen for being good.

    Args:
        run: ``run(arm, rate, seed)`` returns one number; with ``at_once``, ``run(arm, rate, seeds)`` returns one for
            each seed of an array, as networks that are trained side by side do.
        arms: names, or {name: what run gets}.
        rates: the rates to try, positive numbers; one leaves nothing to choose, and nothing is tuned.
        tune: number of seeds for each rate.
        seeds: number of seeds for the results.
        best: ``max`` if a larger result is better, ``min`` if a smaller one is.
        at_once: whether run takes all seeds together.
        progress: whether to show a progress bar.

    Returns:
        Comparison, {name: Arm}.

    Raises:
        ValueError: if there is no arm or no rate, a rate is not positive, a count is too small, best is neither
            min nor max, or run returns what is not a finite number for each seed.
    """
    arms = dict(arms) if isinstance(arms, Mapping) else {str(arm): arm for arm in arms}
    rates = [positive("rates", rate) for rate in rates]
    if not arms:
        raise ValueError("arms must name at least one arm, got none")
    if not rates:
        raise ValueError("rates must name at least one rate, got none")
    if best not in (min, max):
        raise ValueError(f"best must be min or max, got {best!r}")
    integer("tune", tune)
    if integer("seeds", seeds) < 2:
        raise ValueError(f"seeds must be at least 2, got {seeds}")

    def results(name, rate, numbers):
        if at_once:
            values = np.asarray(run(arms[name], rate, np.array(numbers)), dtype=float)
        else:
            values = np.array([run(arms[name], rate, seed) for seed in numbers], dtype=float)
        if values.shape != (len(numbers),) or not np.isfinite(values).all():
            raise ValueError(
                f"run must return a finite number for each seed, got {values!r} from {name!r}, {rate:g}"
            )
        return values

    tuned = len(rates) > 1
    found = Comparison()
    with long_work(len(arms) * (tuned * len(rates) + 1), unit="setting", progress=progress) as bar:
        for name in arms:
            tuning = {}
            for rate in rates if tuned else ():
                bar.set_postfix_str(f"{name}, rate {rate:g}")
                tuning[rate] = float(results(name, rate, range(tune)).mean())
                bar.update()
            rate = best(tuning, key=tuning.get) if tuned else rates[0]
            found[name] = Arm(name, rate, results(name, rate, range(tune, tune + seeds)), tuning)
            bar.update()
    return found
