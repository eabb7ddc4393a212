"""Exercise 2.7: gradient descent, and the bugs that make it climb."""

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn
from ..families import ONE_STEP_OFF, RATE_LEFT_OUT, SIGN, UPDATED_TOO_EARLY

__all__ = ["DESCENT"]

_DOWN = "chapter 2, “Down the bowl”"


def _descend(
    grad, theta, eta, steps, *, sign=-1, fresh=True, start=True, end=True, mixed=False, alias=False, more=0,
    rate=lambda eta, k: eta, slope=lambda g: g, order=range, keep=1,
):  # fmt: skip
    """All parameters on the way down, or the same with mistakes."""
    theta = np.array(theta, dtype=float)
    path, first = [theta], grad(theta)
    for step in range(steps + more):
        g = slope(grad(theta) if fresh else first)
        if mixed:
            theta = theta.copy()
            for k in order(len(theta)):
                theta[k] += sign * eta * grad(theta)[k]
        else:
            theta = keep * theta + sign * rate(eta, step) * g
        path.append(theta)
    if alias:
        path = [theta] * len(path)
    return np.array(path[0 if start else 1 : None if end else -1])


def _descending(**mistakes):
    """The answer to 02.7, or the same with mistakes."""
    return lambda gradient, theta, eta, steps: _descend(gradient, theta, eta, steps, **mistakes)


def _first_row_moved(**mistakes):
    """The answer to 02.7 when the start is stored without a copy, and moves on: the first row is the last one."""

    def answer(*args):
        path = _descend(*args, **mistakes)
        return np.vstack([path[-1:], path[1:]])

    return answer


def _descend_inputs(rng):
    n, steps = in_turn(rng, (2, 4), (3, 3), (1, 5), (4, 0), (3, 6))
    B, center = rng.uniform(-1, 1, (n, n)), rng.uniform(-1, 1, n)
    A = B @ B.T + np.eye(n)
    theta, eta = center + rng.choice([-1, 1], n) * rng.uniform(0.5, 2, n), rng.uniform(0.05, 0.2)
    return (lambda t: A @ (t - center)), theta, eta, steps


DESCENT = Exercise(
    "02.7", _descending(), _descend_inputs,
    (
        SIGN(With(_descending, sign=1), name="uphill",
            hint="Your steps go uphill. Which sign stands between the parameters and the step?"),
        UPDATED_TOO_EARLY(With(_descending, mixed=True), name="one entry after the other",
            hint="The direction is right for the first entry only. When the second one moves, the gradient is "
            "computed at a point where the first has moved already. All entries belong to the gradient at one point."),
        Mistake("one entry after the other, uphill", With(_descending, mixed=True, sign=1),
            "Two of the bugs are still there: the sign, and that the gradient is computed anew before the second "
            "entry moves."),
        Mistake("all rows equal", With(_descending, alias=True),
            "All rows are equal: the list holds one and the same array many times. Which line changes an array in "
            "place?"),
        Mistake("all rows equal, uphill", With(_descending, alias=True, sign=1),
            "All rows are equal: the list holds one and the same array many times. And look at the sign."),
        Mistake("all rows equal, one entry after the other", With(_descending, alias=True, mixed=True),
            "All rows are equal: the list holds one and the same array many times. And the gradient is computed anew "
            "before the second entry moves."),
        Mistake("a copy, and no bug mended", With(_descending, alias=True, mixed=True, sign=1),
            "You made a copy, so the argument stays as it was. The array that the list holds is still one and the "
            "same, the entries are moved one after another, and the sign is the wrong one."),
        Mistake("the first row moves on", _first_row_moved(),
            "All rows but the first are right. The first one is the same as the last: you stored the start itself, "
            "not a copy of it, and it moved on."),
        Mistake("the first row moves on, one entry after the other", _first_row_moved(mixed=True),
            "Two of the bugs are still there: the first row is the same as the last, because you stored the start "
            "itself, and the gradient is computed anew before the second entry moves."),
        Mistake("the first row moves on, and three bugs", _first_row_moved(mixed=True, sign=1),
            "The later rows are copies now. The first one still moves on, the entries are moved one after another, "
            "and the sign is the wrong one."),
        Mistake("the start is missing", With(_descending, start=False),
            "The first row should be where you started, before any step."),
        ONE_STEP_OFF(With(_descending, end=False), name="the last step is missing",
            hint="The last row is missing: there is one row more than there are steps."),
        UPDATED_TOO_EARLY(With(_descending, mixed=True, order=lambda n: range(n - 1, -1, -1)),
            name="one entry after the other, from the last",
            hint="The direction is right for the last entry only. When the next one moves, the gradient is computed "
            "at a point where the last has moved already. All entries belong to the gradient at one point."),
        ONE_STEP_OFF(With(_descending, more=1), name="one step too many",
            hint="There is one row too many at the end. How often does your loop run?"),
        Mistake("the start is missing, and one step too many", With(_descending, start=False, more=1),
            "The number of rows is right, but the first one should be where you started, before any step."),
        RATE_LEFT_OUT(With(_descending, rate=lambda eta, k: 1)),
        Mistake("half the rate", With(_descending, rate=lambda eta, k: eta / 2),
            "All steps are half as long as they should be."),
        Mistake("twice the rate", With(_descending, rate=lambda eta, k: 2 * eta),
            "All steps are twice as long as they should be."),
        Mistake("a rate that gets smaller", With(_descending, rate=lambda eta, k: eta / (k + 1)),
            "The later steps are too short: your eta gets smaller. It should stay the same."),
        Mistake("only the direction", With(_descending, slope=lambda g: g / (np.linalg.norm(g) or 1)),
            "All your steps have the length eta. The length of the gradient should count too."),
        Mistake("only the signs", With(_descending, slope=np.sign),
            "Of each entry of the gradient only the sign enters. Its size should count too."),
        Mistake("slopes without their signs", With(_descending, slope=np.abs),
            "The entries of the gradient have lost their signs. Where one is negative, downhill is the other way."),
        Mistake("the first entry only", With(_descending, slope=lambda g: g * (np.arange(len(g)) == 0)),
            "Only the first entry of theta moves."),
        Mistake("the sum for all entries", With(_descending, slope=lambda g: np.full(g.shape, g.sum())),
            "Every entry moves by the sum of the gradient. Each has a partial derivative of its own."),
        Mistake("only the step is kept", With(_descending, keep=0),
            "Each row is the step alone. The step should start from the row before."),
        Mistake("every step from the start",
            lambda f, theta, eta, steps: np.array([theta, *[theta - eta * f(theta)] * steps]),
            "The first step is right, and all later rows are equal to it: every step begins at the start."),
        Mistake("the end only", lambda *args: _descend(*args)[-1],
            "This is the last point. All points on the way are asked for, the start first."),
        Mistake("the end only, as a row", lambda *args: _descend(*args)[-1:],
            "This is the last point. All points on the way are asked for, the start first."),
        Mistake("the gradients", lambda f, *args: np.array([f(t) for t in _descend(f, *args)]),
            "These are the gradients at the points. The points themselves are asked for."),
        Mistake("the steps", lambda f, theta, eta, steps: np.array(
            [theta, *[-eta * f(t) for t in _descend(f, theta, eta, steps)[:-1]]]),
            "After the start come the steps alone. The points that they lead to are asked for."),
        Mistake("counted from the start", lambda *args: _descend(*args) - args[1],
            "The rows are counted from the start. The first row should be the start itself."),
        Mistake("one gradient for all steps", With(_descending, fresh=False),
            "All your steps are equal. The gradient has to be computed anew at each point."),
    ),
    _DOWN, trials=5,
)  # fmt: skip
