"""Exercises 2.1 and 2.5: gradients on paper, of a function of two variables and of the cost of a plane."""

import numpy as np

from ...gradients import numerical_gradient
from ..engine import Exercise, Mistake, With, in_turn
from ..families import (
    BIAS_LEFT_OUT,
    FIRST_FOR_ALL,
    FUNCTION_ITSELF,
    HALF,
    INNER_DERIVATIVE,
    MEAN_MISSING,
    MEAN_TWICE,
    SIGN,
    TWICE,
)

__all__ = ["PARTIALS", "PLANE"]

_PARTIAL = "chapter 2, “One knob at a time: partial derivatives”"


def _partials(theta):
    return numerical_gradient(lambda t: t[0] ** 2 * t[1] + np.sin(3 * t[1]), theta, method="complex")


def _entries(
    first=lambda a, b: 2 * a * b, square=lambda a, b: a**2, wave=lambda a, b: 3 * np.cos(3 * b), swap=False
):  # fmt: skip
    """The answer to 02.1, from the first entry and the two terms of the second."""

    def answer(theta):
        entries = first(*theta), square(*theta) + wave(*theta)
        return np.array(entries[::-1] if swap else entries)

    return answer


PARTIALS = Exercise(
    "02.1", _partials, lambda rng: (rng.choice([-1, 1], 2) * rng.uniform(0.5, 2, 2),),
    (
        Mistake("swapped", With(_entries, swap=True),
            "Each number stands in the place of the other. Where does the derivative with respect to the first "
            "variable belong?"),
        Mistake("the constant factor dropped", With(_entries, first=lambda a, b: 2 * a),
            "In the first entry, the other variable is held still. Held still does not mean that it drops out: it is "
            "a factor like any number."),
        Mistake("a product taken for a constant", With(_entries, square=lambda a, b: 0),
            "In the second entry, one term is missing: the first term of f changes too when the second variable does."),
        INNER_DERIVATIVE(With(_entries, wave=lambda a, b: np.cos(3 * b)),
            hint="In the second entry, the chain rule asks for one more factor."),
        SIGN(With(_entries, wave=lambda a, b: -3 * np.cos(3 * b)),
            hint="In the second entry, one term has the wrong sign. Which of sine and cosine has the derivative with "
            "a minus?"),
        Mistake("inside the cosine", With(_entries, wave=lambda a, b: 3 * np.cos(b)),
            "In the second entry, the chain rule takes the outer derivative at the inner value itself: what stands in "
            "the parentheses of the cosine?"),
        Mistake("inside the cosine", With(_entries, wave=lambda a, b: 3 * np.cos(3)),
            "In the second entry, the chain rule takes the outer derivative at the inner value itself: what stands in "
            "the parentheses of the cosine?"),
        Mistake("inside the cosine", With(_entries, wave=lambda a, b: np.cos(b)),
            "In the second entry, what stands in the parentheses of the cosine, and which factor in front of it?"),
        Mistake("a factor other than 3", With(_entries, wave=lambda a, b: np.cos(3 * b) / 3),
            "In the second entry, the inner derivative multiplies. You divide by it."),
        Mistake("the variable in the inner derivative", With(_entries, wave=lambda a, b: 3 * b * np.cos(3 * b)),
            "In the second entry, how fast does the inside of the sine change?"),
        Mistake("both variables at once", With(_entries, square=lambda a, b: 2 * a),
            "In the second entry, you differentiated the square too. Which variable is held still there?"),
        Mistake("the first entry in the second", With(_entries, square=lambda a, b: 2 * a * b),
            "In the second entry, the square is differentiated, and it is held still there."),
        Mistake("the first term not differentiated", With(_entries, square=lambda a, b: a**2 * b),
            "In the second entry, one term stands as it does in f. How fast does it change?"),
        Mistake("the square lost", With(_entries, square=lambda a, b: a),
            "In the second entry, look at the power of the variable that is held still."),
        Mistake("the sine term lost", With(_entries, wave=lambda a, b: 0),
            "In the second entry, one term is missing: does the sine change with this variable?"),
        Mistake("what is held still left out, twice",
            With(_entries, first=lambda a, b: 2 * a, square=lambda a, b: 0),
            "In both entries you left out what is held still. A constant term drops out. A constant factor stays."),
        Mistake("sine kept", With(_entries, wave=lambda a, b: 3 * np.sin(3 * b)),
            "In the second entry, the outer function has to be differentiated as well."),
        Mistake("a term that does not change", With(_entries, first=lambda a, b: 2 * a * b + 3 * np.cos(3 * b)),
            "In the first entry, there is a term too many: does the sine change when only the first variable does?"),
        Mistake("a term that does not change", With(_entries, first=lambda a, b: 2 * a * b + np.sin(3 * b)),
            "In the first entry, there is a term too many: does the sine change when only the first variable does?"),
        Mistake("both at once in the first", With(_entries, first=lambda a, b: 2 * a * b + a**2),
            "In the first entry, there is a term too many: which variable is held still there?"),
        Mistake("the power rule", With(_entries, first=lambda a, b: a * b),
            "In the first entry, what does the power rule put in front?"),
        Mistake("the power rule", With(_entries, first=lambda a, b: 2 * a**2 * b),
            "In the first entry, which power does the power rule leave?"),
        Mistake("the power rule", With(_entries, first=lambda a, b: a**2 * b),
            "The first entry holds a term as it stands in f. How fast does it change?"),
        Mistake("degrees", With(_entries, wave=lambda a, b: 3 * np.cos(np.radians(3 * b))),
            "In the second entry, the angle is converted. np.cos takes radians, and so does the rule for the "
            "derivative of the sine."),
        Mistake("degrees", With(_entries, wave=lambda a, b: 3 * np.cos(np.degrees(3 * b))),
            "In the second entry, the angle is converted. np.cos takes radians, and so does the rule for the "
            "derivative of the sine."),
        FUNCTION_ITSELF(lambda t: t[0] ** 2 * t[1] + np.sin(3 * t[1]),
            hint="This is the value of f, one number. Its two partial derivatives are asked for."),
        Mistake("the sum of both", lambda t: _partials(t).sum(),
            "This is the sum of both. Each partial derivative is an entry of the gradient."),
    ),
    _PARTIAL, trials=4,
)  # fmt: skip


def _plane(w, b, X, y):
    """The gradient of the cost of a plane, by differences."""

    def cost(w, b):
        return np.mean((X @ w + b - y) ** 2) / 2

    return numerical_gradient(lambda w: cost(w, b), w), float(numerical_gradient(lambda b: cost(w, b), b))


def _plane_with(change=lambda dw, db, X: (dw, db), bias=1, target=1, error=lambda r: r):
    """The answer to 02.5 from the formula, with something changed."""

    def answer(w, b, X, y):
        r = error(X @ w + bias * b - target * y)
        return change(X.T @ r / len(y), np.mean(r), X)

    return answer


def _last_example(w, b, X, y, *, divided=True, everywhere=True):
    """The answer to 02.5 when a loop keeps the part of the last example only: in both parts, or in dw."""
    r = X @ w + b - y
    m = len(y) if divided else 1
    return r[-1] * X[-1] / m, r[-1] / m if everywhere else np.mean(r)


def _plane_inputs(rng):
    m, n, sign = in_turn(rng, (6, 3, 1), (5, 4, -1), (1, 3, 1), (7, 5, -1), (4, 1, 1))
    return rng.uniform(-2, 2, n), sign * rng.uniform(1, 2), rng.uniform(-2, 2, (m, n)), rng.uniform(-3, 3, m)


def _cost_in_place(w, b, X, y, wide):
    """A mistake: the cost for both parts, as a number or in the shape of w."""
    cost = np.mean((X @ w + b - y) ** 2) / 2
    return np.full(w.shape, cost) if wide else cost, cost


_MEAN = (
    "Compare the factor in front of your sum with that of the cost, after the 2 of the square has met the ½."
)

PLANE = Exercise(
    "02.5", _plane, _plane_inputs,
    (
        MEAN_MISSING(_plane_with(change=lambda dw, db, X: (dw * len(X), db * len(X))),
            name="the sum, not the mean", hint=_MEAN),
        MEAN_TWICE(_plane_with(change=lambda dw, db, X: (dw / len(X), db / len(X))), name="divided twice",
            hint=_MEAN),
        TWICE(_plane_with(change=lambda dw, db, X: (2 * dw, 2 * db)), name="a factor 2 too much", hint=_MEAN),
        HALF(_plane_with(change=lambda dw, db, X: (dw / 2, db / 2)), name="a factor 2 too little", hint=_MEAN),
        Mistake("the sum for w only", _plane_with(change=lambda dw, db, X: (dw * len(X), db)),
            "db is right. dw is a mean over the examples as well: what divides it?"),
        Mistake("the sum for b only", _plane_with(change=lambda dw, db, X: (dw, db * len(X))),
            "dw is right. db is a mean over the examples as well: what divides it?"),
        Mistake("divided by the number of inputs",
            _plane_with(change=lambda dw, db, X: (dw * len(X) / X.shape[1], db * len(X) / X.shape[1])),
            "You divide by the number of columns of X. Over what is the mean of the cost taken?"),
        Mistake("dw divided by the number of inputs",
            _plane_with(change=lambda dw, db, X: (dw * len(X) / X.shape[1], db)),
            "db is right. You divide dw by the number of columns of X. Over what is the mean of the cost taken?"),
        Mistake("dw divided by all entries", _plane_with(change=lambda dw, db, X: (dw / X.shape[1], db)),
            "db is right. You divide dw by the number of columns of X too. Over what is the mean of the cost taken?"),
        Mistake("the product of the means", _plane_with(change=lambda dw, db, X: (db * X.mean(axis=0), db)),
            "db is right. For dw you multiplied a mean by a mean. The mean of products is another number: first "
            "multiply for each example, then add up."),
        *(
            Mistake(f"one number for all weights, {name}", _plane_with(change=change),
                "db is right. Your dw is one number: the sum runs over the weights as well. Each weight has a sum of "
                "its own, over the examples.")
            for name, change in (
                ("sum", lambda dw, db, X: (dw.sum(), db)),
                ("mean", lambda dw, db, X: (dw.mean(), db)),
                ("in the shape of w", lambda dw, db, X: (np.full(dw.shape, dw.sum()), db)),
            )
        ),
        *(
            Mistake(f"only the last example, {name}", change,
                "What you return is the part of the last example alone. In the loop, is it added to what was there, "
                "or put in its place?")
            for name, change in (
                ("divided", _last_example),
                ("not divided", lambda w, b, X, y: _last_example(w, b, X, y, divided=False)),
                ("in dw", lambda w, b, X, y: _last_example(w, b, X, y, everywhere=False)),
            )
        ),
        SIGN(_plane_with(change=lambda dw, db, X: (-dw, -db)),
            hint="All signs are the wrong ones. Is the error what the plane says minus what was measured, or the "
            "other way round?"),
        BIAS_LEFT_OUT(With(_plane_with, bias=0), name="the bias left out",
            hint="The errors are those of a plane without b. Compare your first line with the cost, term by term."),
        Mistake("the bias subtracted", With(_plane_with, bias=-1),
            "The errors are those of a plane with -b. Compare your first line with the cost, sign by sign."),
        Mistake("the targets left out", With(_plane_with, target=0),
            "The targets do not enter. What is the error of an example?"),
        Mistake("the targets added", With(_plane_with, target=-1),
            "You add the targets. The error is a difference."),
        Mistake("errors without their sign", With(_plane_with, error=np.abs),
            "The errors have lost their signs. After the derivative of the square each of them enters as it is."),
        Mistake("errors squared", With(_plane_with, error=np.square),
            "The errors are squared. What does the derivative of a square leave of it?"),
        Mistake("only the signs of the errors", With(_plane_with, error=np.sign),
            "Of each error only the sign enters. What does the derivative of a square leave of it?"),
        Mistake("the errors left out", _plane_with(change=lambda dw, db, X: (X.mean(axis=0), 1.0)),
            "The errors do not enter. This is how fast the prediction changes, on average. The cost is its square."),
        *(
            Mistake("the cost", lambda w, b, X, y, wide=wide: _cost_in_place(w, b, X, y, wide),
                "This is the cost itself. How fast does it change?")
            for wide in (False, True)
        ),
        FIRST_FOR_ALL(lambda w, b, X, y: (X[0] * (X[0] @ w + b - y[0]), X[0] @ w + b - y[0]),
            name="only the first example",
            hint="This is the share of the first example alone. Is there a return inside the loop?"),
        FIRST_FOR_ALL(lambda w, b, X, y: (X[0] * (X[0] @ w + b - y[0]) / len(y), (X[0] @ w + b - y[0]) / len(y)),
            name="only the first example, divided",
            hint="This is the share of the first example alone. Is there a return inside the loop?"),
        Mistake("the weights as a factor", lambda w, b, X, y: (w * _plane(w, b, X, y)[0], _plane(w, b, X, y)[1]),
            "db is right. Your dw is multiplied by w: the prediction changes with w_k as fast as X_ik says."),
        Mistake("b as a factor", lambda w, b, X, y: (_plane(w, b, X, y)[0], b * _plane(w, b, X, y)[1]),
            "dw is right. Your db is multiplied by b: how fast does the prediction change with b?"),
        Mistake("db from dw", _plane_with(change=lambda dw, db, X: (dw, dw.mean())),
            "dw is right. db is no mean of it: how fast does each error change with b?"),
        Mistake("db from dw", _plane_with(change=lambda dw, db, X: (dw, dw.sum())),
            "dw is right. db is no sum of it: how fast does each error change with b?"),
        Mistake("db zero", _plane_with(change=lambda dw, db, X: (dw, 0.0)),
            "dw is right. db is 0: does the prediction not change with b?"),
        Mistake("db 1", _plane_with(change=lambda dw, db, X: (dw, 1.0)),
            "dw is right. The prediction changes with b at the rate 1. By what is it multiplied?"),
        Mistake("the errors for db", lambda w, b, X, y: (_plane(w, b, X, y)[0], X @ w + b - y),
            "dw is right. db should be one number: what happens to the errors of all examples?"),
        Mistake("X squared", lambda w, b, X, y: ((X**2).T @ (X @ w + b - y) / len(y), _plane(w, b, X, y)[1]),
            "db is right. In dw the entries of X are squared. How fast does the error change with a weight?"),
        Mistake("X without its sign", lambda w, b, X, y: (
            np.abs(X).T @ (X @ w + b - y) / len(y), _plane(w, b, X, y)[1]),
            "db is right. In dw the entries of X have lost their signs."),
        Mistake("m - 1", _plane_with(change=lambda dw, db, X: (
            dw * len(X) / np.float64(len(X) - 1), db * len(X) / np.float64(len(X) - 1))),
            "You divide by m - 1. The cost is a mean over m."),
        Mistake("one sign flipped", _plane_with(change=lambda dw, db, X: (dw, -db)),
            "dw is right, db has the wrong sign. Both use the same errors."),
        Mistake("one sign flipped", _plane_with(change=lambda dw, db, X: (-dw, db)),
            "db is right, dw has the wrong sign. Both use the same errors."),
        Mistake("the inputs left out", _plane_with(change=lambda dw, db, X: (np.full(X.shape[1], db), db)),
            "db is right. For dw the error of each example is multiplied by how fast it changes with that weight."),
        Mistake("swapped", _plane_with(change=lambda dw, db, X: (db, dw)),
            "Both are right, but in the other order than asked for."),
    ),
    _PARTIAL, trials=5, parts=("dw", "db"),
)  # fmt: skip
