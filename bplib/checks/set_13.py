"""Exercise set 13: the bug clinic."""

from .compare import describe
from .engine import Value
from .set_13_basics import BASICS
from .set_13_moves import MOVES
from .set_13_net import NET
from .set_13_numbers import NUMBERS
from .set_13_patients import SICK_BY

__all__ = ["EXERCISES"]


_WORDS = (*sorted(set(SICK_BY.values()) - {"healthy"}), "healthy")
_ALSO = {
    "loss at initialization": "loss at the start",
    "untrained accuracy": "accuracy untrained",
    "parameter that never moves": "every parameter moves",
}
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
    given = {str(k).strip().upper(): v for k, v in answer.items()}
    for letter in SICK_BY:
        word = given.get(letter)
        if word is None:
            return f"{letter} has no diagnosis yet. It should be one of: {', '.join(_WORDS)}."
        if not isinstance(word, str):
            return f"The diagnosis of {letter} should be one string; it is {describe(word)}."
        word = " ".join(word.lower().split())
        given[letter] = _ALSO.get(word, word)
        if given[letter] not in _WORDS:
            return f"{word!r} is no instrument of the list. They are: {', '.join(_WORDS)}."
    if set(given) != set(SICK_BY):
        return "The models are called A to H."
    wrong = [letter for letter in SICK_BY if given[letter] != SICK_BY[letter]]
    if not wrong:
        return True
    count, letter = f"{len(SICK_BY) - len(wrong)} of 8 are right.", wrong[0]
    if len(wrong) > 1:
        return (
            f"{count} Run all seven on {letter}, with a new batch for it, and print what each of them finds."
        )
    said = f"“{given[letter]}” has nothing to say against it."
    if given[letter] == "healthy":
        said = "You call it healthy; it is not."
    return f"{count} Model {letter}: {said} {_LOOK[letter]}"


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
    see="chapter 13, “Twenty instruments”", accept=_diagnoses,
    remark="Each of the seven illnesses was found by one instrument, and by no other."
    " That is why a clinic has several.",
)  # fmt: skip

EXERCISES = (*BASICS, *NUMBERS, MOVES, _CLINIC, NET)
