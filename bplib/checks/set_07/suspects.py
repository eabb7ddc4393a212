"""Exercise 7.7: which of five programs are wrong? The programs themselves are in ``checks.given.suspects``."""

from ..engine import Value

__all__ = ["SUSPECTS"]


_NOT_THESE = (
    "These are not the ones. Look at the largest error of each array, with all entries checked: between those of the"
    " right programs and those of the wrong ones there is a gap."
)


def _letters(answer):
    """The letters of the wrong programs, in one form. All others get one sentence, so that no trial tells more."""
    if not isinstance(answer, str):
        return 'The answer should be a string of letters, such as "ACE".'
    letters = {c for c in answer.upper() if c.isalpha()}
    if not letters <= set("ABCDE"):
        return "The programs are called A, B, C, D and E."
    if letters == {"B", "D"}:
        return answer == "BD" or (
            "The right letters. Write each once, as a capital, in alphabetical order and with nothing between them."
        )
    return _NOT_THESE


SUSPECTS = Value(
    "07.7", "BD",
    (
        ("the right ones", "ACE", "Which ones are asked for, the right or the wrong ones?"),
        *(
            (
                "only one", letter,
                "A program may be wrong in few entries, or by little. Which check sees all of them, and where is its"
                " threshold?",
            )
            for letter in "ABCDE"
        ),
        (
            "too strict", "ABD",
            "float32 keeps about seven digits. Is an error of that size above your tolerance?",
        ),
        ("nothing was found", "", "Not all of them are right. Did you check all entries?"),
        ("all of them", "ABCDE", "Some are right. Does your test let any gradient pass?"),
        *(
            ("all but one", letters, "Compare the errors with the table of the chapter: there is a gap.")
            for letters in ("ABCD", "ABCE", "ABDE", "ACDE", "BCDE")
        ),
    ),
    see="chapter 7, “What to expect of a right gradient”", accept=_letters,
)  # fmt: skip
