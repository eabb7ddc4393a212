"""Exercises 10.1 and 10.2: cutting data into three parts, and how large the test part must be."""

import numpy as np

from ..engine import WHOLE, Exercise, Mistake, Unlike, in_turn, match

__all__ = ["TEST_IMAGES", "THREE_PARTS"]


def _split_inputs(rng):
    """(count, n_validation, n_test, seed); a part may be empty."""
    sizes = in_turn(rng, (12, 3, 4), (9, 0, 2), (10, 2, 0), (30, 7, 5), (8, 3, 5))
    return (*sizes, int(rng.integers(100)))


def _three_parts(count, n_validation, n_test, seed):
    return _wrong_split("nothing")(count, n_validation, n_test, seed)


def _wrong_split(kind):
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
        if kind == "old functions":
            order = np.random.RandomState(seed).permutation(count)
        if kind == "choice":
            order = np.random.default_rng(seed).choice(count, count, replace=False)
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
        elif kind == "three permutations, training first":
            train = order[end:]
            validation, test = rng.permutation(count)[cut:end], rng.permutation(count)[:cut]
        elif kind == "validation at the end":
            train, validation = order[cut : count - n_validation], order[count - n_validation :]
        elif kind == "validation at the end, negative":
            train, validation = order[cut:][:-n_validation], order[cut:][-n_validation:]
        elif kind == "end of validation":
            validation = order[cut:n_validation]
        elif kind == "one lost at each cut":
            validation, train = order[cut + 1 : end + 1], order[end + 1 :]
        elif kind == "shares exchanged":
            test, validation, train = order[:n_validation], order[n_validation:end], order[end:]
        parts = train, validation, test
        if kind == "sorted":
            return tuple(np.sort(part) for part in parts)
        return parts[::-1] if kind == "order of the parts" else parts

    return wrong


def _split(label, kind, hint):
    return Mistake(label, _wrong_split(kind), hint)


THREE_PARTS = Exercise(
    "10.1", _three_parts, _split_inputs,
    (
        _split(
            "the order of the parts", "order of the parts",
            "The parts are all right. In which order are they wanted?",
        ),
        _split(
            "not shuffled", "not shuffled",
            "The indices come in the order of the file. Where does the seed enter?",
        ),
        _split(
            "drawn with replacement", "with replacement",
            "integers draws each index anew, so some come twice and others never. Which method only changes the"
            " order?",
        ),
        _split("another seed", "seed", "The parts do not depend on the seed that is given."),
        _split(
            "the validation part is inside the training part", "validation inside train",
            "Some indices are in two parts. Where does the training part begin?",
        ),
        _split(
            "validation and test overlap", "overlap",
            "Some indices are in two parts, and others in none. Where does the validation part begin?",
        ),
        _split(
            "a number taken for a place", "second cut",
            "n_validation is a number of examples. The second cut is a place in the order: how many stand before it?",
        ),
        _split("validation before test", "validation first", "Which part is cut off the front of the order first?"),
        _split("the training part is cut off first", "train first", "Which part is cut off the front of the order?"),
        _split(
            "the test part at the end", "test last",
            "The test part stands at the end of your order. Which part is cut off the front?",
        ),
        _split(
            "the test part at the end, by a negative number", "negative",
            "The test part stands at the end of your order; and what is order[-n:] for n = 0?",
        ),
        _split("one example is lost", "one too many lost", "Count the three parts: an example is in none of them."),
        _split(
            "three permutations", "three permutations",
            "Each part is cut from a shuffle of its own, so the parts overlap. One order must serve all three.",
        ),
        _split(
            "three permutations, the training part first", "three permutations, training first",
            "Each part is cut from a shuffle of its own, so the parts overlap. One order must serve all three.",
        ),
        _split(
            "the validation part at the end", "validation at the end",
            "The validation part stands at the end of your order. Which part comes after the test part?",
        ),
        _split(
            "the validation part at the end, by a negative number", "validation at the end, negative",
            "The validation part stands at the end of your order; and what is order[-n:] for n = 0?",
        ),
        _split(
            "a number taken for the end of the validation part", "end of validation",
            "n_validation is a number of examples. The second cut is a place in the order: how many stand before it?",
        ),
        _split(
            "one example is lost at each cut", "one lost at each cut",
            "A slice does not hold its end, and the next one begins there. Count the three parts.",
        ),
        _split(
            "the sizes of validation and test exchanged", "shares exchanged",
            "Which of the two numbers is that of the test part?",
        ),
        _split(
            "sorted", "sorted",
            "Each part holds the right indices, in ascending order. Leave them as they were drawn.",
        ),
        _split(
            "the old random functions", "old functions",
            "np.random.seed and np.random.permutation draw another order than default_rng(seed) does.",
        ),
        _split(
            "drawn by choice", "choice",
            "choice without replacement draws another order than permutation does, with the same seed.",
        ),
        _split(
            "cut from the end", "from the end",
            "You cut from the back of the order. The task begins at the front.",
        ),
    ),
    see="chapter 10, “Three parts of the data”", parts=("train", "validation", "test"), trials=5,
)  # fmt: skip


def _halves(rng):
    """(p, d), with p above and below one half; twice the quotient is whole, and so is its root, once just above.

    In the last trial one image is enough.
    """
    return in_turn(
        rng,
        (0.97, 0.006),
        (0.2, 0.0123),
        (0.5, 0.25),
        (0.5, 0.125),
        (0.5, 0.24999),
        (0.31, 0.0021),
        (0.98, 0.2),
    )


def _needed(p, d):
    return int(np.ceil(p * (1 - p) / d**2))


def _accept_number(answer, p, d):
    """True, or what deviation as many images have."""
    try:
        match(_needed(p, d), answer, TEST_IMAGES, WHOLE)
    except Unlike as unlike:
        n = float(answer) if unlike.kind == "wrong" else 0
        if n < 1:
            raise
        with_n = f"With {n:.12g} image{'' if n == 1 else 's'} the deviation is {np.sqrt(p * (1 - p) / n):.6g}"
        if n > _needed(p, d):
            return f"{with_n}. That is at most {d:.6g}, but fewer would do."
        return f"{with_n}. That is more than {d:.6g}."
    return True


def _rounded_up(number):
    return lambda p, d: int(np.ceil(number(p, d)))


TEST_IMAGES = Exercise(
    "10.2", _needed, _halves,
    (
        Mistake(
            "the deviation is not squared", lambda p, d: int(np.ceil(p * (1 - p) / d)),
            "n stands under a root. What happens to d when both sides are squared?",
        ),
        Mistake(
            "the root of the numerator only", lambda p, d: int(np.ceil(np.sqrt(p * (1 - p)) / d)),
            "You have √n. One step is missing.",
        ),
        Mistake(
            "1 − p is left out", lambda p, d: int(np.ceil(p / d**2)),
            "What is the variance of a 0 or 1 that is 1 with probability p?",
        ),
        Mistake(
            "p is left out", lambda p, d: int(np.ceil((1 - p) / d**2)),
            "What is the variance of a 0 or 1 that is 1 with probability p?",
        ),
        Mistake(
            "rounded down", lambda p, d: int(np.floor(p * (1 - p) / d**2)),
            "With this many the deviation is still a little above d.",
        ),
        Mistake("whatever p is", lambda p, d: int(np.ceil(0.25 / d**2)), "Your n is the same for every p."),
        Mistake(
            "rounded down, plus 1", lambda p, d: int(p * (1 - p) / d**2) + 1,
            "One too many where the quotient is a whole number: put your n − 1 into (10.5).",
        ),
        Mistake(
            "rounded to the nearest", lambda p, d: round(p * (1 - p) / d**2),
            "Rounded to the nearest number it may be one too few. In which direction must you round?",
        ),
        Mistake(
            "not rounded", lambda p, d: p * (1 - p) / d**2,
            "A number of images is whole. In which direction must you round?",
        ),
        Mistake(
            "one too many", lambda p, d: _needed(p, d) + 1,
            "One fewer would do. Is it rounded up, and 1 added besides?",
        ),
        Mistake(
            "the square of p", _rounded_up(lambda p, d: p**2 * (1 - p) / d**2),
            "What is the variance of a 0 or 1 that is 1 with probability p? p stands in it once.",
        ),
        Mistake(
            "the square of the variance", _rounded_up(lambda p, d: (p * (1 - p)) ** 2 / d**2),
            "p (1 − p) stands under the root. What is it when both sides are squared?",
        ),
        Mistake(
            "the root of the variance", _rounded_up(lambda p, d: np.sqrt(p * (1 - p)) / d**2),
            "d is squared, and p (1 − p) is not freed of its root. Square both sides.",
        ),
        Mistake(
            "twice the deviation", _rounded_up(lambda p, d: 4 * p * (1 - p) / d**2),
            "You ask for d to be two deviations. One is asked for.",
        ),
        Mistake(
            "the variance of the wrong answers twice", _rounded_up(lambda p, d: (1 - p) ** 2 / d**2),
            "What is the variance of a 0 or 1 that is 1 with probability p?",
        ),
        Mistake(
            "the variance is left out", _rounded_up(lambda p, d: 1 / d**2),
            "Your n is the same for every p: what is the variance of a single answer?",
        ),
        Mistake(
            "the deviation itself", lambda p, d: np.sqrt(p * (1 - p)) * d, "Solve the equation of the chapter for n.",
        ),
    ),
    see="chapter 10, “How far to believe one number”", trials=7, atol=0.1, rtol=0,
    accept=_accept_number,
)  # fmt: skip
