"""Exercise set 13: the bug clinic."""

from .engine import Exercise, Value
from .set_13_basics import BASICS
from .set_13_moves import MOVES
from .set_13_numbers import NUMBERS
from .set_13_patients import SICK_BY
from .set_13_reference import bug, net, net_inputs, wrong_net

__all__ = ["EXERCISES"]


_WORDS = (*sorted(set(SICK_BY.values()) - {"healthy"}), "healthy")
_LOOK = {
    "A": "What should a model with K classes lose before it has learned anything? Print it for all eight.",
    "B": "Give B every example twice. Is its gradient what it was?",
    "C": "Give C to your never_moves. (A step is lambda params: …; or compare copies of C's params.)",
    "D": "Did you run all instruments on D? One of them that complains would be enough, and none does.",
    "E": "check_gradients tells it of E at once, and also in which arrays.",
    "F": "Make a copy of x and of t before each call of F, and compare afterwards. Remember that patients() gives"
    " new ones.",
    "G": "Print the accuracy of all eight models before training, and think of what guessing would give.",
    "H": "Compare the columns of W1 of H with each other: each belongs to one hidden unit.",
}


def _diagnoses(answer):
    if not isinstance(answer, dict):
        return 'The answer should be a dict such as {"A": "healthy", "B": "gradient check", …}.'
    given = {
        str(k).strip().upper(): " ".join(v.lower().split()) for k, v in answer.items() if isinstance(v, str)
    }
    for letter in SICK_BY:
        if letter not in given:
            return f"{letter} has no diagnosis yet. It should be one of: {', '.join(_WORDS)}."
        if given[letter] not in _WORDS:
            return f"{given[letter]!r} is no instrument of the list. They are: {', '.join(_WORDS)}."
    if set(given) != set(SICK_BY):
        return "The models are called A to H."
    wrong = [letter for letter in SICK_BY if given[letter] != SICK_BY[letter]]
    if not wrong:
        return True
    letter = wrong[0]
    count = f"{len(SICK_BY) - len(wrong)} of 8 are right."
    said = (
        "You call it healthy; it is not." if given[letter] == "healthy" else _not_this(letter, given[letter])
    )
    return f"{count} Model {letter}: {said} {_LOOK[letter]}"


def _not_this(letter, word):
    return f"“{word}” has nothing to say against it."


_HEALTHY = dict.fromkeys(SICK_BY, "healthy")
_CLINIC = Value(
    "13.9", SICK_BY,
    mistakes=(
        ("all healthy", _HEALTHY, "That all eight run proves little. Seven of them are sick."),
        (
            "only the gradient check was used", _HEALTHY | {"E": "gradient check"},
            "E is right. But a gradient that fits its loss is not the whole of health: use the other instruments too.",
        ),
        (
            "everything by the gradient check", dict.fromkeys(SICK_BY, "gradient check"),
            "Did you run it? It passes all of them but one.",
        ),
    ),
    see="chapter 7, “What a check cannot see”", accept=_diagnoses,
    remark="Each of the seven illnesses was found by one instrument, and by no other."
    " That is why a clinic has several.",
)  # fmt: skip

_STEP = "parameters before and after a step, compared with −eta times the gradient"
_SLOPE = (
    "The slope of the sigmoid comes from its output a as a (1 − a). In gradient, what is it computed from?"
)
_EXTREME = "With scores of some hundreds exp overflows."
_BIASES = "b = b − … makes a new array and gives it the name b; the array in params stays as it was."
_FLOORS = tuple(
    bug(
        "a floor under the probabilities", wrong_net(f"{how} {eps}"),
        f"Nothing is infinite, and the loss is wrong where the model is very wrong: it cannot exceed −log({eps}).",
        "extreme values; gradient check",
    )
    for eps in ("1e-12", "1e-15", "1e-10", "1e-8", "1e-16", "1e-9", "1e-7", "1e-6", "1e-300")
    for how in ("+", "at least")
)  # fmt: skip

_NET = Exercise(
    "13.10", net, net_inputs,
    (
        bug(
            "all three bugs are still there", wrong_net("slope", "overflow", "biases"),
            "Begin with the gradient check: it says which arrays are wrong.",
            "gradient check, extreme values, parameter that never moves",
        ),
        bug(
            "two bugs are left: the slope, and extreme scores", wrong_net("slope", "overflow"),
            f"The biases move now. {_SLOPE} {_EXTREME}", "gradient check; extreme values",
        ),
        bug(
            "two bugs are left: the slope, and the biases", wrong_net("slope", "biases"),
            f"Extreme scores are no trouble now. {_SLOPE} {_BIASES}", "gradient check; parameter that never moves",
        ),
        bug(
            "two bugs are left: extreme scores, and the biases", wrong_net("overflow", "biases"),
            f"The gradient is right now. {_EXTREME} {_BIASES}", "extreme values; parameter that never moves",
        ),
        bug("one bug is left: the slope", wrong_net("slope"), _SLOPE, "gradient check"),
        bug("one bug is left: extreme scores", wrong_net("overflow"), _EXTREME, "extreme values"),
        bug("one bug is left: the biases", wrong_net("biases"), _BIASES, "parameter that never moves"),
        bug("b1 never moves", wrong_net("b1"), "One of the two biases is still the same after a step.",
            "parameter that never moves"),
        bug("b2 never moves", wrong_net("b2"), "One of the two biases is still the same after a step.",
            "parameter that never moves"),
        bug("nothing moves", wrong_net("nothing moves"),
            "The loss and the gradient are right. After step, params holds what it held before.",
            "parameter that never moves"),
        bug("the logarithm of 0", wrong_net("log"),
            "The probabilities are right and finite now. Then the logarithm of one that was rounded to 0 is taken.",
            "extreme values"),
        *_FLOORS,
        bug("one maximum for the whole batch", wrong_net("one maximum"),
            "The largest score of the batch is subtracted. A row far below it becomes 0/0: row by row.",
            "extreme values"),
        bug("no slope", wrong_net("no slope"), "The sigmoid is gone from the way back.", "gradient check"),
        bug("the slope from z", wrong_net("slope of z"), "In z (1 − z) stands the input of the sigmoid.",
            "gradient check"),
        bug("a sum over the batch", wrong_net("sum"), "The mean over the examples was there, and right.",
            "batch doubled; gradient check"),
        bug("a sum over the batch, in loss and gradient", wrong_net("sum", "sum of the loss"),
            "Loss and gradient fit each other, but both grow with the batch.", "batch doubled"),
        bug("uphill", wrong_net("up"), "The parameters move along the gradient. Which way is down?",
            "overfit ten examples"),
        bug("two steps in one", wrong_net("twice"), "Each parameter moves by twice eta times its gradient.",
            _STEP),
        bug("the learning rate is not used", wrong_net("no eta"),
            "Each parameter moves by its whole gradient. Where is eta?", _STEP),
    ),
    see="chapter 8, “TwoLayerNet, put together from bricks”", parts=("loss", "gradient", "params"),
    trials=4,
    remark="What would have found them: the gradient check (the slope), extreme values (the softmax and its logarithm),"
    " a parameter that never moves (the biases). None of the three finds two of them.",
)  # fmt: skip

EXERCISES = (*BASICS, *NUMBERS, MOVES, _CLINIC, _NET)
