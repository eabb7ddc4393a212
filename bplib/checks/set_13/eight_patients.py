"""Exercise 13.9: which instrument finds which of the eight models of given/patients.py."""

from ..engine import Value, describe

__all__ = ["DIAGNOSES", "SICK_BY"]

# The instrument that finds what a model has; none of the others does.
SICK_BY = {
    "A": "loss at the start",
    "B": "batch doubled",
    "C": "every parameter moves",
    "D": "healthy",
    "E": "gradient check",
    "F": "arrays before and after",
    "G": "accuracy untrained",
    "H": "weights compared",
}

_WORDS = (*sorted(set(SICK_BY.values()) - {"healthy"}), "healthy")
_ALSO = {
    "loss at initialization": "loss at the start",
    "untrained accuracy": "accuracy untrained",
    "parameter that never moves": "every parameter moves",
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
    run = f"Run all seven on {letter}, with a new batch for it, and print what each of them finds."
    if len(wrong) > 1:
        return f"{count} {run}"
    said = f"“{given[letter]}” has nothing to say against it."
    if given[letter] == "healthy":
        said = "You call it healthy; it is not."
    return f"{count} Model {letter}: {said} {run}"


_HEALTHY = dict.fromkeys(SICK_BY, "healthy")
DIAGNOSES = Value(
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
    see="chapter 13, “The protocol”", accept=_diagnoses,
    remark="Each of the seven illnesses was found by one instrument, and by no other."
    " That is why a clinic has several.",
)  # fmt: skip
