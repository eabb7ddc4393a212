"""Exercise 8.5: what a layer check with ones for dout lets through."""

from ..engine import Value

__all__ = ["CARELESS"]

_NOT_THESE = (
    "These are not the ones. Write both for a D of ones, the differences of S and backward, and print them side by"
    " side for each suspect. Which agree? Two results that are both 0 agree as well."
)


def _letters(answer):
    """In any order, and in small letters too. All wrong ones get one sentence, so that no trial tells more."""
    if not isinstance(answer, str):
        return 'The answer should be a string of letters such as "BCD".'
    letters = {c for c in answer.upper() if c.isalpha()}
    if not letters:
        return (
            "Is your D really all ones, in the differences as well as in backward? And is the comparison the right"
            " way around?"
        )
    if not letters <= set("ABCDE"):
        return "The suspects are called A, B, C, D and E."
    if letters == {"A", "C", "E"}:
        return sorted(answer.upper()) == ["A", "C", "E"] or (
            'The letters are right. Write each once, with nothing between them, as in "BCD".'
        )
    return _NOT_THESE


CARELESS = Value(
    "08.5", "ACE",
    mistakes=(
        (
            "those that are found", "BD",
            "These are the suspects that a D of ones does find. Asked for are those that it lets through.",
        ),
        (
            "all that are wrong", "ABCDE",
            "All five are wrong, as a random D shows. Which of them look right when D is all ones?",
        ),
    ),
    see="chapter 8, “One brick, forward and back”", accept=_letters,
)  # fmt: skip
