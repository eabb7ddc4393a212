"""What exercise set 10 compares with on data and stopping: random inputs, references, and what goes wrong in them."""

import numpy as np

from .set_08_reference import in_turn

__all__ = [
    "gray_levels", "halves", "loss_lists", "pixels", "split_inputs", "standardize", "stopping", "three_parts",
    "uniform_limit", "wrong_split", "wrong_standardize", "wrong_stopping",
]  # fmt: skip

# three parts


def split_inputs(rng):
    """(count, n_validation, n_test, seed); a part may be empty."""
    sizes = in_turn(rng, (12, 3, 4), (9, 0, 2), (10, 2, 0), (30, 7, 5), (8, 3, 5))
    return (*sizes, int(rng.integers(100)))


def three_parts(count, n_validation, n_test, seed):
    return wrong_split("nothing")(count, n_validation, n_test, seed)


def wrong_split(kind):
    """(train, validation, test) with one thing wrong."""

    def wrong(count, n_validation, n_test, seed):
        rng = np.random.default_rng(0 if kind == "seed" else seed)
        order = rng.permutation(count)
        if kind == "not shuffled":
            order = np.arange(count)
        if kind == "with replacement":
            order = np.random.default_rng(seed).integers(count, size=count)
        if kind == "from the end":
            order = order[::-1]
        cut, end = n_test, n_test + n_validation
        test, validation, train = order[:cut], order[cut:end], order[end:]
        if kind == "validation first":
            test, validation = order[n_validation:end], order[:n_validation]
        elif kind == "train first":
            train, validation, test = np.split(order, [count - end, count - cut])
        elif kind == "test last":
            validation, train, test = np.split(order, [n_validation, count - n_test])
        elif kind == "negative":
            test, validation, train = order[-n_test:], order[-end:-n_test], order[:-end]
        elif kind == "validation inside train":
            train = order[cut:]
        elif kind == "second cut":
            validation, train = order[cut:n_validation], order[n_validation:]
        elif kind == "overlap":
            validation, train = order[:n_validation], order[cut:]
        elif kind == "one too many lost":
            train = order[end + 1 :]
        elif kind == "three permutations":
            validation, train = rng.permutation(count)[cut:end], rng.permutation(count)[end:]
        parts = train, validation, test
        return parts[::-1] if kind == "order of the parts" else parts

    return wrong


# scaling


def gray_levels(rng):
    """(x_train, x_new): one pixel never changes in training; once there is a single new row."""
    m, k, n, level = in_turn(rng, (6, 4, 3, 1), (5, 1, 4, 3), (8, 3, 2, 0))
    x_train, x_new = rng.integers(0, 17, (m, n)), rng.integers(0, 17, (k, n))
    x_train[:, level] = 5
    x_new[:, level] = 9
    if m == 8:  # small, and of both signs
        return 0.03 * (x_train - 9.5), 0.03 * (x_new - 9.5)
    return x_train.astype(float), x_new.astype(float)


def standardize(x_train, x_new):
    return wrong_standardize("nothing")(x_train, x_new)


def _spread(x, kind, axis):
    if kind == "sample deviation":
        return x.std(axis=axis, ddof=1)
    return x.var(axis=axis) if kind == "variance" else x.std(axis=axis)


def wrong_standardize(kind):
    """(x_train, x_new) standardized, with one thing wrong."""

    def scaled(x, source):
        axis = {"whole": None}.get(kind, 0)
        mean, deviation = source.mean(axis=axis), _spread(source, kind, axis)
        if kind == "eps":
            return (x - mean) / (deviation + 1e-8)
        if kind == "not shifted":
            mean = 0
        if kind not in ("divided by zero", "nan to zero"):
            deviation = np.where(deviation == 0, 1, deviation)
        if kind == "range":
            deviation = np.where(deviation == 0, 1, np.ptp(source, axis=0))
            mean = source.min(axis=0)
        if kind == "at least 1":
            deviation = np.maximum(deviation, 1)
        if kind == "not divided":
            deviation = 1
        if kind == "one mean":
            mean = source.mean()
        if kind == "one deviation":
            deviation = source.std()
        result = (x - mean) / deviation
        return np.nan_to_num(result, posinf=0, neginf=0) if kind == "nan to zero" else result

    def wrong(x_train, x_new):
        if kind == "rows":
            return tuple(_by_row(x) for x in (x_train, x_new))
        if kind == "both sets":
            source = np.concatenate([x_train, x_new])
            return scaled(x_train, source), scaled(x_new, source)
        if kind == "new not scaled":
            return scaled(x_train, x_train), x_new
        parts = scaled(x_train, x_train), scaled(x_new, x_new if kind == "own" else x_train)
        return parts[::-1] if kind == "swapped" else parts

    return wrong


def _by_row(x):
    deviation = x.std(axis=1, keepdims=True)
    return (x - x.mean(axis=1, keepdims=True)) / np.where(deviation == 0, 1, deviation)


def pixels(rng):
    m, n, shift, scale = in_turn(rng, (5, 3, 2, 1), (4, 6, 0, 10), (1, 4, -3, 2))
    return (rng.normal(shift, scale, (m, n)),)


def uniform_limit(x):
    return np.sqrt(3 / np.mean(np.sum(x**2, axis=1)))


# stopping


def loss_lists(rng):
    """(losses, patience): a late minimum behind a wall, a tie, a list that ends first, patience 1, one epoch."""
    return in_turn(
        rng,
        ([2.0, 1.2, 0.9, 1.0, 0.95, 1.1, 1.05, 0.4, 0.3], 3),
        ([1.5, 0.8, 0.85, 0.8, 0.9, 0.81, 0.7, 0.6], 3),
        ([1.9, 1.4, 1.45, 1.1, 1.3, 1.25], 4),
        ([1.0, 0.5, 0.6, 0.2, 0.1], 1),
        ([1.2, 0.9, 0.92, 0.8999, 0.95, 0.91, 0.3], 2),
        ([0.7], 2),
        ([1.0, 1.1, 1.2, 0.9, 1.3, 1.2, 1.1, 1.0, 0.1], 4),
    )


def stopping(losses, patience):
    return wrong_stopping("nothing")(losses, patience)


def wrong_stopping(kind):
    """(best epoch, epochs trained) with one thing wrong."""

    def wrong(losses, patience):
        best, worse, last = 0, 0, len(losses) - 1
        wait = patience + {"too late": 1, "too early": -1}.get(kind, 0)
        for i, loss in enumerate(losses):
            lower = loss <= losses[best] if kind == "ties" else loss < losses[best]
            rose = i > 0 and loss > losses[i - 1]
            if kind == "reset by any fall":
                worse = worse + 1 if rose else 0
            elif kind == "never reset":
                worse += i > 0 and not lower
            else:
                worse = 0 if lower or i == 0 else worse + 1
            best = i if lower else best
            if worse >= wait and i > 0:
                last = i
                break
        if kind == "whole list":
            best = int(np.argmin(losses))
        if kind == "no patience":
            best, last = int(np.argmin(losses)), len(losses) - 1
        if kind == "last as best":
            best = last
        pair = (
            best + (kind not in ("from zero", "best from zero")),
            last + (kind not in ("from zero", "trained from zero")),
        )
        return pair[::-1] if kind == "swapped" else pair

    return wrong


def halves(rng):
    """(p, d), with p above and below one half; twice the quotient is whole, and exact in floats, once just above."""
    return in_turn(
        rng, (0.97, 0.006), (0.2, 0.0123), (0.5, 0.25), (0.75, 0.125), (0.5, 0.24999), (0.31, 0.0021)
    )
