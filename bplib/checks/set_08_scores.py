"""Exercises of set 8 on the softmax, and the one on a careless check."""

import numpy as np

from .. import activations
from .engine import Exercise, Mistake, Value
from .set_08_reference import in_turn, logits_gradient, scores_and_labels, softmax_alone, wrong_logits

__all__ = ["SCORES"]

_LOGITS = Exercise(
    "08.4", logits_gradient, scores_and_labels,
    (
        Mistake(
            "the sum, not the mean", wrong_logits("sum"),
            "This is the gradient of the sum over the examples. The cost is their mean.",
        ),
        Mistake("the sign", wrong_logits("sign"), "Where the probability of the right class is too small, what sign?"),
        Mistake("1/m twice", wrong_logits("1/m twice"), "The mean is taken once. Where do you divide a second time?"),
        Mistake(
            "divided by all entries", wrong_logits("all entries"),
            "Divide by the number of examples, not by that of all entries.",
        ),
        Mistake(
            "every row with every label", wrong_logits("all columns"),
            "y[:, t] means the columns t of all rows. Row 0 belongs to t[0], row 1 to t[1], …",
        ),
        Mistake(
            "the label itself is subtracted", wrong_logits("labels"),
            "A label is the number of a class. What is subtracted is a row with a 1 in its place.",
        ),
        Mistake(
            "columns, not rows", wrong_logits("columns"),
            "Your columns sum to 1. The classes of an example lie in a row.",
        ),
        Mistake(
            "no targets", wrong_logits("no target"),
            "These are the probabilities divided by m. Where do the labels come in?",
        ),
        Mistake("the probabilities", wrong_logits("no target, no mean"), "This is the softmax of the scores, forward."),
        Mistake(
            "one softmax for the whole array", wrong_logits("whole"),
            "All your probabilities together sum to 1. Those of each example should.",
        ),
        Mistake(
            "one softmax for the whole array", wrong_logits("whole, rows shifted"),
            "All your probabilities together sum to 1. Those of each example should.",
        ),
        Mistake(
            "one softmax for the whole array, and it overflows", wrong_logits("whole, overflow"),
            "exp(1000) is infinite; and over which entries must the probabilities sum to 1?",
        ),
        Mistake("no softmax", wrong_logits("no softmax"), "Scores are not probabilities yet."),
        Mistake(
            "exp overflows", wrong_logits("overflow"),
            "exp(1000) is infinite. What may be subtracted from the scores of a row without changing the result?",
        ),
        Mistake(
            "one maximum for the whole array", wrong_logits("one maximum"),
            "A row far below the largest score of the array becomes 0/0. What is to be subtracted, row by row?",
        ),
        Mistake(
            "the softmax differentiated twice", wrong_logits("softmax twice"),
            "y − t is the derivative with respect to the scores. It has passed through the softmax already.",
        ),
    ),
    see="chapter 8, “Softmax with cross-entropy”",
)  # fmt: skip

_LOOK_AGAIN = {
    "A": "Is there a suspect in which dout does not occur at all?",
    "B": "B uses 1 − x² for the slope of tanh, whatever D is. Do ones hide that?",
    "C": "Is there a suspect that only puts entries into another place?",
    "D": "D passes everything when dout is all ones. Does its forward pass everything?",
    "E": "Look at E once more: when differences and backward are both 0, they agree.",
}


def _letters(answer):
    """In any order, and in small letters too."""
    if not isinstance(answer, str):
        return 'The answer should be a string of letters such as "BCD".'
    letters = {c for c in answer.upper() if c.isalpha()}
    if not letters:
        return (
            "Is your D really all ones, in the differences as well as in backward? And is the comparison the right"
            " way around?"
        )
    if not letters <= set(_LOOK_AGAIN):
        return "The suspects are called A, B, C, D and E."
    if letters == {"A", "C", "E"}:
        return sorted(answer.upper()) == ["A", "C", "E"] or (
            'The letters are right. Write each once, with nothing between them, as in "BCD".'
        )
    return _which(letters)


def _which(letters):
    """A hint on one letter that is too many, or else on one that is missing."""
    for letter in "DB":
        if letter in letters:
            return f"{letter} is found, even with ones. {_LOOK_AGAIN[letter]}"
    missing = [letter for letter in "EAC" if letter not in letters]
    found = "What you have is right, and one is missing." if len(missing) == 1 else "There are more."
    return f"{found} {_LOOK_AGAIN[missing[0]]}"


_ONES = Value(
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
    see="chapter 8, “What a layer promises”", accept=_letters,
)  # fmt: skip


def _outputs(rng):
    shape = in_turn(rng, (4, 3), (3, 5), (2, 4))
    e = np.exp(rng.normal(size=shape))
    return e / e.sum(axis=1, keepdims=True), rng.normal(size=shape)


_SOFTMAX = Exercise(
    "08.8", softmax_alone, _outputs,
    (
        Mistake(
            "only the entry itself", lambda y, dout: dout * y * (1 - y),
            "This would be right if each output depended on its own score only. Through which other outputs does a"
            " score act? All of them have it in their denominator.",
        ),
        Mistake(
            "dout is left out", lambda y, dout: y * (1 - y),
            "This is ∂y_k/∂z_k. backward returns ∂C/∂z, a sum over all y_j with what arrives for each of them.",
        ),
        Mistake(
            "the numerator only", lambda y, dout: dout * y,
            "The score z_k occurs in the numerator of y_k, and in one more place.",
        ),
        Mistake(
            "the denominator only", lambda y, dout: -y * (dout * y).sum(axis=1, keepdims=True),
            "The term with j = k has a second part: z_k occurs in the numerator of y_k too.",
        ),
        Mistake(
            "the sign of the whole", lambda y, dout: -softmax_alone(y, dout),
            "Right but for one sign in front of all. Look at the case j = k: does y_k rise or fall with z_k?",
        ),
        Mistake(
            "the softmax applied once more", lambda y, dout: softmax_alone(activations.softmax(y), dout),
            "y is the output of the softmax already, not the scores.",
        ),
        Mistake(
            "j = k counted twice", lambda y, dout: y * (dout * (1 - y) - (dout * y).sum(axis=1, keepdims=True)),
            "Your sum over j ≠ k runs over j = k as well, which you have counted before.",
        ),
        Mistake(
            "the sign of the second part", lambda y, dout: y * (dout + (dout * y).sum(axis=1, keepdims=True)),
            "The score occurs in the denominator: with which sign does the quotient rule take that?",
        ),
        Mistake(
            "summed over the examples", lambda y, dout: y * (dout - (dout * y).sum(axis=0)),
            "An example acts on its own row only. Along which axis do the classes lie?",
        ),
        Mistake(
            "summed over everything", lambda y, dout: y * (dout - (dout * y).sum()),
            "An example acts on its own row only. Your sum runs over all of them.",
        ),
        Mistake(
            "the sum without y", lambda y, dout: y * (dout - dout.sum(axis=1, keepdims=True)),
            "In the sum over j each dout_j has a factor that comes from ∂y_j/∂z_k. It is missing.",
        ),
        Mistake(
            "a mean, not a sum", lambda y, dout: y * (dout - (dout * y).mean(axis=1, keepdims=True)),
            "The chain rule adds the paths. It does not average them.",
        ),
        Mistake(
            "a factor y is missing", lambda y, dout: dout - (dout * y).sum(axis=1, keepdims=True),
            "Does each row of your result sum to 0, as it must? A factor of both parts is missing.",
        ),
        Mistake(
            "divided by m", lambda y, dout: softmax_alone(y, dout) / len(y), "The factor 1/m is in dout already."
        ),
    ),
    see="chapter 4, “The gradient of softmax with cross-entropy”",
)  # fmt: skip

SCORES = (_LOGITS, _ONES, _SOFTMAX)
