"""Exercise set 7: checking gradients."""

import numpy as np

from ..activations import sigmoid, sigmoid_prime
from .engine import Exercise, Mistake, Value
from .set_07_basics import BASICS
from .set_07_reference import (
    allowed,
    layer,
    other_tangent,
    sides,
    through_layer,
)
from .set_07_where import WHERE
from .set_07_whole import WHOLE_CHECK

__all__ = ["EXERCISES"]


def _letters(answer):
    """The letters of the wrong programs, in one form."""
    if not isinstance(answer, str):
        return 'The answer should be a string of letters, such as "ACE".'
    letters = {c for c in answer.upper() if c.isalpha()}
    if not letters <= set("ABCDE"):
        return "The programs are called A, B, C, D and E."
    if letters == {"B", "D"}:
        return answer == "BD" or (
            "The right letters. Write each once, as a capital, in alphabetical order and with nothing between them."
        )
    innocent = min(letters - {"B", "D"}, default="")
    return (
        f"{innocent} is in your answer and passes every check of the chapter."
        if innocent
        else "Not all are found."
    )


EXERCISES = (
    *BASICS,
    Exercise(
        "07.5", allowed, sides,
        (
            Mistake(
                "the mean everywhere", lambda l, r, a, t: np.abs(a - (l + r) / 2),
                "At a kink the mean of the two sides is no better than any other number between them.",
            ),
            Mistake(
                "the interval everywhere",
                lambda l, r, a, t: np.abs(a - np.clip(a, np.minimum(l, r), np.maximum(l, r))),
                "Where there is no kink, one number is right, not an interval.",
            ),
            Mistake(
                "left taken for the smaller one",
                lambda l, r, a, t: np.abs(a - np.where(np.abs(r - l) > t, np.clip(a, l, r), (l + r) / 2)),
                "Think of -|x|. Is the slope on the left always the smaller one?",
            ),
            Mistake(
                "kinks of one kind only",
                lambda l, r, a, t: np.where(r - l > t, allowed(l, r, a, t), np.abs(a - (l + r) / 2)),
                "Think of -|x|: there the right slope is the smaller one. Is that no kink?",
            ),
            Mistake(
                "the acceptable number itself",
                lambda l, r, a, t: np.where(
                    np.abs(r - l) > t, np.clip(a, np.minimum(l, r), np.maximum(l, r)), (l + r) / 2
                ),
                "This is the nearest acceptable number. How far is the analytic one from it?",
            ),
            Mistake(
                "with a sign",
                lambda l, r, a, t: np.where(a < (l + r) / 2, -1, 1) * allowed(l, r, a, t),
                "A difference in size has no sign.",
            ),
            Mistake(
                "kinks are not checked at all",
                lambda l, r, a, t: np.where(np.abs(r - l) > t, 0, np.abs(a - (l + r) / 2)),
                "At a kink not everything is right: what if the gradient is larger than both slopes?",
            ),
            Mistake(
                "the nearer end",
                lambda l, r, a, t: np.where(
                    np.abs(r - l) > t, np.minimum(np.abs(a - l), np.abs(a - r)), np.abs(a - (l + r) / 2)
                ),
                "At a kink, what is the answer for a number between the two slopes?",
            ),
            Mistake(
                "a kink at the threshold",
                lambda l, r, a, t: np.abs(
                    a - np.where(np.abs(r - l) >= t, np.clip(a, np.minimum(l, r), np.maximum(l, r)), (l + r) / 2)
                ),
                "Right except where the two sides are apart by just the threshold. What does the task say there?",
            ),
            Mistake(
                "the condition is inverted",
                lambda l, r, a, t: np.where(
                    np.abs(r - l) > t, np.abs(a - (l + r) / 2), allowed(l, r, a, -1)
                ),
                "Where do the two sides disagree: above the threshold or below it?",
            ),
        ),
        see="chapter 7, “Kinks”",
    ),
    Exercise(
        "07.6", through_layer, layer,
        (
            Mistake(
                "the product of the tangents",
                other_tangent(lambda W, dW, b, db, a, da, z: sigmoid_prime(z) * (dW @ da + db)),
                "Multiply out (W + dW d)(a + da d). Which product belongs to d²?",
            ),
            Mistake(
                "the product of the tangents is kept",
                other_tangent(lambda W, dW, b, db, a, da, z: sigmoid_prime(z) * (dW @ (a + da) + W @ da + db)),
                "One product too many. What is d²?",
            ),
            Mistake(
                "σ is left out", lambda W, dW, b, db, a, da: (W @ a + b, dW @ a + W @ da + db),
                "This is the dual number z. The layer goes on from there.",
            ),
            Mistake(
                "σ' of the tangent",
                other_tangent(lambda W, dW, b, db, a, da, z: sigmoid_prime(dW @ a + W @ da + db)),
                "At which number does (7.9) take the slope, and what does it do with the tangent?",
            ),
            Mistake(
                "σ' of the tangent, times the tangent",
                other_tangent(
                    lambda W, dW, b, db, a, da, z: (
                        sigmoid_prime(dW @ a + W @ da + db) * (dW @ a + W @ da + db)
                    )
                ),
                "At which number does (7.9) take the slope?",
            ),
            Mistake(
                "the tangent of the input is left out",
                other_tangent(lambda W, dW, b, db, a, da, z: sigmoid_prime(z) * (dW @ a + db)),
                "The layer before may depend on the parameters too.",
            ),
            Mistake(
                "the tangent of W is left out",
                other_tangent(lambda W, dW, b, db, a, da, z: sigmoid_prime(z) * (W @ da + db)),
                "The matrix product has two factors, and both may move.",
            ),
            Mistake(
                "the tangent of b is left out",
                other_tangent(lambda W, dW, b, db, a, da, z: sigmoid_prime(z) * (dW @ a + W @ da)),
                "A sum: the tangents of all its terms add up.",
            ),
            Mistake(
                "σ' is left out",
                other_tangent(lambda W, dW, b, db, a, da, z: dW @ a + W @ da + db),
                "This is the tangent of z. (7.9) leads on to the activation.",
            ),
            Mistake(
                "σ for σ'",
                other_tangent(lambda W, dW, b, db, a, da, z: sigmoid(z) * (dW @ a + W @ da + db)),
                "Which factor stands in (7.9): the function or its slope?",
            ),
            Mistake(
                "σ' at the wrong number",
                other_tangent(lambda W, dW, b, db, a, da, z: sigmoid_prime(sigmoid(z)) * (dW @ a + W @ da + db)),
                "The slope of σ belongs to what goes into it, not to what comes out.",
            ),
            Mistake(
                "σ of the tangent",
                other_tangent(lambda W, dW, b, db, a, da, z: sigmoid(dW @ a + W @ da + db)),
                "The tangent does not go through σ. What does (7.9) do with it?",
            ),
            Mistake(
                "in the wrong order", lambda *args: through_layer(*args)[::-1], "Value first, then tangent."
            ),
        ),
        see="chapter 7, “Forward mode with dual numbers”", parts=("value", "tangent"),
    ),
    Value(
        "07.7", "BD",
        (
            ("the right ones", "ACE", "Which ones are asked for, the right or the wrong ones?"),
            (
                "a sample was too small", "D",
                "One more is wrong, in few entries. Which check sees all of them at once?",
            ),
            ("only one", "B", "One more is wrong, by little, but by far more than differences are."),
            (
                "too strict", "ABD",
                "One of these is right as far as float32 goes. Is its error above the tolerance?",
            ),
            ("nothing was found", "", "Two of them are wrong. Did you check all entries?"),
            ("all of them", "ABCDE", "Some are right. Does your test let any gradient pass?"),
            ("all but one", "ABCD", "Compare the errors with the table of the chapter: there is a gap."),
        ),
        see="chapter 7, “What to expect of a right gradient”", accept=_letters,
    ),
    WHOLE_CHECK,
    WHERE,
)  # fmt: skip
