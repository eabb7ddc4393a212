"""Exercise 9.9: the columns of a file, scaled."""

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn
from ..families import EPSILON_BELOW, PARENTHESES, SIGN

__all__ = ["COLUMNS"]


def _columns_inputs(rng):
    """(x_train, x_test) with columns of very different size; the test set of the third trial is one row.

    In the last two trials one column is tiny.
    """
    n, k, d = in_turn(rng, (7, 4, 3), (5, 6, 4), (6, 1, 4), (8, 5, 3))
    scale, shift = 10 ** rng.uniform(-2, 3, d), rng.normal(0, 50, d)
    if n in (6, 8):
        scale[1], shift[1] = 1e-6, 3e-6
    return tuple(shift + scale * rng.normal(size=(rows, d)) for rows in (n, k))


def _scaled(x_train, x_test):
    return _scaled_with()(x_train, x_test)


_MEANS = {
    "mean": np.mean,
    "minimum": np.min,
    "maximum": np.max,
    "median": np.median,
    "0": lambda x, axis, keepdims: np.zeros_like(np.mean(x, axis=axis, keepdims=keepdims)),
    "first row": lambda x, axis, keepdims: x[:1],
    "minus": lambda x, axis, keepdims: -np.mean(x, axis=axis, keepdims=keepdims),
}
_SPREADS = {
    "std": np.std,
    "variance": np.var,
    "n - 1": lambda x, axis, keepdims: np.std(x, axis=axis, keepdims=keepdims, ddof=1),
    "1": lambda x, axis, keepdims: np.ones_like(np.mean(x, axis=axis, keepdims=keepdims)),
    "range": np.ptp,
    "maximum": np.max,
    "size": lambda x, axis, keepdims: np.max(np.abs(x), axis=axis, keepdims=keepdims),
    "root mean square": lambda x, axis, keepdims: np.sqrt(np.mean(x**2, axis=axis, keepdims=keepdims)),
    "length": lambda x, axis, keepdims: np.linalg.norm(x, axis=axis, keepdims=keepdims),
    "mean": np.mean,
    "root": lambda x, axis, keepdims: np.sqrt(np.std(x, axis=axis, keepdims=keepdims)),
    "mean size": lambda x, axis, keepdims: np.mean(
        np.abs(x - np.mean(x, axis=axis, keepdims=True)), axis=axis, keepdims=keepdims
    ),
    "twice": lambda x, axis, keepdims: 2 * np.std(x, axis=axis, keepdims=keepdims),
}
_FORMS = {
    "right": lambda x, mean, spread: (x - mean) / spread,
    "precedence": lambda x, mean, spread: x - mean / spread,
    "divided first": lambda x, mean, spread: x / spread - mean,
    "multiplied": lambda x, mean, spread: (x - mean) * spread,
    "size": lambda x, mean, spread: np.abs(x - mean) / spread,
    "other way": lambda x, mean, spread: (mean - x) / spread,
    "not divided": lambda x, mean, spread: x - mean,
    "not centered": lambda x, mean, spread: x / spread,
    "untouched": lambda x, mean, spread: x.copy(),
}


def _scaled_with(
    mean="mean", spread="std", form="right", mean_axis=0, spread_axis=0, axis=0, source="train", test_mean="train",
    test_spread="train", test="right", train="right", more=0.0,
):  # fmt: skip
    """Columns with mean 0 and standard deviation 1 in the training set, with one thing or more that is wrong.

    ``axis`` (or one of its two kin) is that of mean and spread, ``source`` of which part they are, ``test_mean`` and
    ``test_spread`` of which part those of the test examples are. ``form``, ``train`` and ``test`` say what is done
    with them, in both parts or in one.
    """

    def measured(x):
        return (
            _MEANS[mean](x, axis=mean_axis if axis == 0 else axis, keepdims=True),
            _SPREADS[spread](x, axis=spread_axis if axis == 0 else axis, keepdims=True) + more,
        )

    def answer(x_train, x_test):
        if axis == 1 or test == "own":
            parts = [measured(x_train), measured(x_test)]
        else:
            sources = {"train": x_train, "test": x_test, "both": np.concatenate([x_train, x_test])}
            whole = measured(sources[source])
            own = measured(x_test)
            parts = [
                whole,
                (own[0] if test_mean == "test" else whole[0], own[1] if test_spread == "test" else whole[1]),
            ]
        ways = (train if form == "right" else form), (test if test in _FORMS and test != "right" else form)
        return tuple(_FORMS[way](x, *part) for way, x, part in zip(ways, (x_train, x_test), parts))

    return answer


_PARENTHESES = "Python divides before it subtracts. Where do parentheses belong?"
_SPREAD = "You divide by something else than the standard deviation. Are the spreads of your columns 1?"
_MEAN = "You subtract something else than the mean. Are the means of your columns 0?"
_TRAINED_WITH = (
    "The test examples must go through exactly the change that the network was trained with. And what is the spread"
    " of a single test example?"
)

COLUMNS = Exercise(
    "09.9", _scaled, _columns_inputs,
    (
        Mistake("the test examples with their own mean", With(_scaled_with, test="own"), _TRAINED_WITH),
        Mistake(
            "the test examples with their own mean, but the spread of the others",
            With(_scaled_with, test_mean="test"),
            "The same temperature must become the same number in both parts. Whose mean is taken off the test"
            " examples?",
        ),
        Mistake(
            "mean and spread of both parts together", With(_scaled_with, source="both"),
            "The training must know nothing of the test examples, not even their mean.",
        ),
        Mistake(
            "mean and spread of the test examples", With(_scaled_with, source="test"),
            "The training set should have mean 0 and standard deviation 1. From which part do yours come?",
        ),
        Mistake(
            "one mean for all columns", With(_scaled_with, axis=None),
            "Each column has a unit of its own, and needs a mean and a spread of its own. Along which axis?",
        ),
        Mistake(
            "one mean, but a spread for each column", With(_scaled_with, mean_axis=None),
            "The spreads are those of the columns. The mean is one for all columns: along which axis?",
        ),
        Mistake(
            "one spread, but a mean for each column", With(_scaled_with, spread_axis=None),
            "The means are those of the columns. The spread is one for all columns: along which axis?",
        ),
        PARENTHESES(
            With(_scaled_with, form="precedence"), name="the division comes before the difference", hint=_PARENTHESES
        ),
        Mistake(
            "the test examples not divided", With(_scaled_with, test="not divided"),
            "The test examples are not divided. Is the spread that of x_train as it was given, or of an x_train that"
            " had been scaled?",
        ),
        Mistake(
            "the test examples not centered", With(_scaled_with, test="not centered"),
            "From the test examples no mean is taken off, or one of an x_train that had been centered.",
        ),
        Mistake(
            "the test examples with their own spread", With(_scaled_with, test_spread="test"),
            "The test examples are divided by a spread of their own.",
        ),
        Mistake(
            "rows instead of columns", With(_scaled_with, axis=1),
            "You have taken means over the inputs of one example, degrees and percent together.",
        ),
        Mistake(
            "not divided", With(_scaled_with, spread="1"),
            "The spreads are still those of the file.",
        ),
        Mistake("not centered", With(_scaled_with, mean="0"), "Are the means of your columns 0?"),
        Mistake(
            "the variance", With(_scaled_with, spread="variance"),
            "You divide by the variance. Which unit has it, if the column is in degrees?",
        ),
        Mistake(
            "divided by n − 1", With(_scaled_with, spread="n - 1"),
            "Take the standard deviation of NumPy as it comes.",
        ),
        Mistake(
            "from 0 to 1", _scaled_with(mean="minimum", spread="range"),
            "This brings the columns to the range from 0 to 1. Asked for are mean 0 and standard deviation 1.",
        ),
        Mistake(
            "from −1 to 1", lambda a, b: tuple(2 * (x - a.min(axis=0)) / np.ptp(a, axis=0) - 1 for x in (a, b)),
            "This brings the columns to the range from −1 to 1. Asked for are mean 0 and standard deviation 1.",
        ),
        *(
            Mistake(
                "cut off", lambda a, b, k=k: tuple(np.clip(x, -k, k) for x in _scaled(a, b)),
                "Numbers far from the mean are cut off in yours.",
            )
            for k in (1, 2)
        ),
        *(
            Mistake(f"divided by the {name}", With(_scaled_with, spread=spread), _SPREAD)
            for name, spread in (
                ("range", "range"), ("maximum", "maximum"), ("largest size", "size"), ("mean", "mean"),
                ("root of the mean square", "root mean square"), ("length of the column", "length"),
                ("root of the standard deviation", "root"), ("mean distance from the mean", "mean size"),
                ("double standard deviation", "twice"),
            )
        ),
        *(
            Mistake(f"the {name} for the mean", With(_scaled_with, mean=mean), _MEAN)
            for name, mean in (
                ("minimum", "minimum"), ("maximum", "maximum"), ("median", "median"), ("first row", "first row")
            )
        ),
        Mistake(
            "divided before the mean is taken off", With(_scaled_with, form="divided first"),
            "The mean is that of the column as it is. Which comes first, and where do parentheses belong?",
        ),
        SIGN(
            With(_scaled_with, mean="minus"), name="the mean added", hint="What is the mean of x plus its mean?"
        ),
        SIGN(
            With(_scaled_with, form="other way"), name="x subtracted from the mean",
            hint="A large number of the file should stay a large number. Which of the two comes first?",
        ),
        Mistake(
            "multiplied by the spread", With(_scaled_with, form="multiplied"),
            "A column that is spread widely is spread even more in yours.",
        ),
        Mistake(
            "distances from the mean", With(_scaled_with, form="size"),
            "A number below the mean should become negative.",
        ),
        Mistake(
            "the test examples untouched", With(_scaled_with, test="untouched"),
            "The test examples come out as they went in. Were they scaled at all? Or with a mean and a spread taken"
            " from x_train after it had been scaled?",
        ),
        Mistake(
            "only the test examples are scaled", With(_scaled_with, train="untouched"),
            "The training examples come out as they went in.",
        ),
        *(EPSILON_BELOW(With(_scaled_with, more=more)) for more in (
            1.0, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11)),
    ),
    see="chapter 10b, “Scaling a file”", parts=("the scaled x_train", "the scaled x_test"), trials=4,
)  # fmt: skip
