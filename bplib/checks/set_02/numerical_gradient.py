"""Exercise 2.4: a numerical gradient for any shape."""

import numpy as np

from ...gradients import numerical_gradient
from ..engine import WHOLE, Exercise, Mistake, Unlike, With, in_turn, match
from ..families import BACKWARD_DIFFERENCE, FORWARD_DIFFERENCE, FUNCTION_ITSELF, OWN_STEP, SIGN, TWO_FORGOTTEN

__all__ = ["NUMERICAL_GRADIENT"]

_BUILT = "chapter 2, “Built here: a numerical gradient for any shape”"
_SPOIL = "chapter 2, the pitfall in “Built here: a numerical gradient for any shape”"


def _gradient(f, theta, h):
    return numerical_gradient(f, theta, h)


def _moving(*, dtype=float, restored=True, divisor=2.0, ends=(1, -1), everywhere=False, like=False):
    """A numerical gradient with some of its lines changed."""

    def answer(f, theta, h):
        theta = np.array(theta, dtype=dtype)
        result = np.zeros_like(theta) if like else np.zeros(theta.shape)
        for index in np.ndindex(theta.shape):
            old = theta.copy()
            entry = slice(None) if everywhere else index
            values = []
            for end in ends:
                theta[entry] = old[entry] + end * h
                values.append(f(theta))
            result[index] = (values[0] - values[1]) / (divisor * h)
            if restored:
                theta = old
        return result

    return answer


def _by_rows(f, theta, h, *, short=False, axes=1):
    """The answer to 02.4 with so many numbers for an index: a whole row of a matrix moves at a time."""
    theta = np.array(theta, dtype=float)
    result = np.zeros(theta.shape[:axes] if short else theta.shape)
    for i in np.ndindex(theta.shape[:axes]):
        step = np.zeros(theta.shape)
        step[i] = h
        result[i] = (f(theta + step) - f(theta - step)) / (2 * h)
    return result


def _gradient_inputs(rng):
    floats, integers = (lambda shape: rng.uniform(-1, 1, shape)), (lambda shape: rng.integers(-3, 4, shape))
    draw, shape = in_turn(
        rng, (floats, (3, 2)), (integers, (4,)), (floats, (2, 1, 3)), (floats, (5,)), (integers, (2, 3)),
        (integers, (2, 2, 2)), (floats, (1,)), (floats, (3, 3)),
    )  # fmt: skip
    theta = draw(shape)
    c, d = rng.uniform(0.5, 1.5, shape), rng.uniform(0.5, 1.5, shape)
    return (lambda t: np.sum(c * t**3) + np.sum(d * t) ** 3), theta, rng.uniform(0.1, 0.4)


def _accepted(answer, f, theta, h):
    """As usual; of an answer that is much nearer to the exact gradient it is said that its step is another."""
    wanted = _gradient(f, theta, h)
    try:
        match(wanted, answer, _USUAL, WHOLE)
    except Unlike as unlike:
        if unlike.kind == "wrong":
            exact = _gradient(f, theta, 1e-4)
            if np.abs(answer - exact).max() < 0.02 * np.abs(wanted - exact).max():
                return (
                    "This is much nearer to the exact gradient than central differences are with this h. "
                    + OWN_STEP.hint
                )
        raise
    return True


_USUAL = Exercise("02.4", _gradient)

NUMERICAL_GRADIENT = Exercise(
    "02.4", _gradient, _gradient_inputs,
    (
        FORWARD_DIFFERENCE(With(_moving, divisor=1, ends=(1, 0)), name="forward difference",
            hint="This is the forward difference. The central one was asked for, with one point on each side."),
        BACKWARD_DIFFERENCE(With(_moving, divisor=1, ends=(0, -1)), name="backward difference",
            hint="This is the backward difference. The central one was asked for, with one point on each side."),
        Mistake("moved only back to the middle", With(_moving, ends=(1, 0)),
            "Your second point is theta itself: after the step up the entry goes down by one h only. From h above to "
            "h below is how far?"),
        TWO_FORGOTTEN(With(_moving, divisor=1), name="twice too large",
            hint="All entries are twice too large. How far apart are the two points?"),
        SIGN(With(_moving, ends=(-1, 1)), name="sign flipped",
            hint="All signs are the wrong ones. Which of the two values comes first?"),
        Mistake("half the step", With(_moving, divisor=1, ends=(0.5, -0.5)),
            "This is a central difference with the step h/2. It should go a whole h to each side."),
        Mistake("twice the step", With(_moving, divisor=4, ends=(2, -2)),
            "This is a central difference with the step 2h. It should go one h to each side."),
        Mistake("twice the step over 2h", With(_moving, ends=(2, -2)),
            "Your points are 4h apart, and you divide by 2h. Print both points."),
        Mistake("both points on one side", With(_moving, ends=(2, 0)),
            "Your points are theta and theta + 2h. Where should the middle between them be?"),
        Mistake("not divided by h", lambda f, t, h: _gradient(f, t, h) * h,
            "The distance of the two points is in the unit of h. You divide by 2 alone."),
        Mistake("divided by h squared", lambda f, t, h: _gradient(f, t, h) / h,
            "You divide by h twice."),
        Mistake("not divided", lambda f, t, h: _gradient(f, t, h) * 2 * h,
            "These are the differences of the values. Over which distance?"),
        Mistake("the values", lambda f, t, h: np.full(np.shape(t), f(np.asarray(t, float))),
            "Every entry is the value of f at theta."),
        FUNCTION_ITSELF(lambda f, t, h: f(np.asarray(t, float)), name="the value",
            hint="This is the value of f at theta. Its gradient is asked for, a number for each entry of theta."),
        Mistake("the sum of all, as one number", lambda f, t, h: _gradient(f, t, h).sum(),
            "This is one number, the sum of all partial derivatives. Each belongs to an entry of the result."),
        Mistake("the length of the gradient", lambda f, t, h: np.linalg.norm(_gradient(f, t, h)),
            "This is the length of the gradient. All of its entries are asked for."),
        Mistake("not put back", With(_moving, restored=False),
            "An entry that has been moved is not put back before the next one moves. Print theta in the loop."),
        Mistake("all entries at once", With(_moving, everywhere=True),
            "You move all entries at the same time. A partial derivative moves one, and holds the others still."),
        Mistake("an array of integers", With(_moving, dtype=None),
            "An array of integers cannot hold a number such as 3.2: make one that can.",
            _SPOIL),
        Mistake("a gradient of integers", With(_moving, like=True, dtype=None),
            "For integers look at the dtype of the array that you move, and of the one that you fill.",
            _SPOIL),
        Mistake("the result cut to integers", lambda f, t, h: _gradient(f, t, h).astype(np.asarray(t).dtype),
            "With floats all is right. With integers what is behind the decimal point is lost: look at the dtype of "
            "the array that you fill."),
        Mistake("row by row", _by_rows,
            "For a vector all is right. In a matrix, theta[i] is a whole row, and all of its entries move at once. "
            "The index of one entry of a matrix has two numbers."),
        Mistake("one number for each row", lambda f, t, h: _by_rows(f, t, h, short=True),
            "For a vector all is right. In a matrix, theta[i] is a whole row, and all of its entries move at once. "
            "The index of one entry of a matrix has two numbers."),
        Mistake("two indices", lambda f, t, h: _by_rows(f, t, h, axes=2),
            "Matrices are right. theta can have any number of axes, and an index has as many numbers."),
        Mistake("the sum of all", lambda f, t, h: np.full(np.shape(t), _gradient(f, t, h).sum()),
            "Every entry holds the sum of all partial derivatives. Which entry of the result does each belong to?"),
        Mistake("multiplied by the step", lambda f, t, h: _gradient(f, t, h) * h ** 2,
            "Your gradient has been multiplied by h where it should be divided: a / 2 * h is (a / 2) * h. Parentheses "
            "are missing."),
        Mistake("two names of one array", lambda f, t, h: np.zeros(np.shape(t)),
            "All entries are zero, as if both points were the same. Are they two arrays, or two names of one? An "
            "assignment such as low = up makes no copy.",
            _SPOIL),
        Mistake("flat", lambda f, t, h: _gradient(f, t, h).ravel(),
            "For a vector all is right. The gradient of a function of a matrix has the shape of the matrix."),
    ),
    _BUILT, trials=8, accept=_accepted,
)  # fmt: skip
