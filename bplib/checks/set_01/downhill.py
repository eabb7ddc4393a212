"""Exercise 1.9: walking down a cost, step by step."""

import numpy as np

from ..engine import Exercise, Mistake, With, trial
from ..families import ONE_STEP_OFF, RATE_LEFT_OUT, SIGN
from .shared import accepting, close

__all__ = ["DOWNHILL"]

_LEARNING = "chapter 1, “A step downhill”"


def _walk(slope=lambda s: s, rate=lambda eta, k: eta, sign=-1, more=0, keep=1):
    """The answer to 01.9 with any change of slope, rate (in step k, counted from 0) or number of steps."""

    def answer(C_prime, w, eta, steps):
        for k in range(steps + more):
            w = keep * w + sign * rate(eta, k) * slope(C_prime(w))
        return w

    return answer


_descend = _walk()


def _multiplied(C_prime, w, eta, steps):
    for _ in range(steps):
        w = w * (1 - eta * C_prime(w))
    return w


def _descend_inputs(rng):
    center, steepness = rng.uniform(-1, 1), rng.uniform(0.8, 1.6)
    number = trial(rng)
    side, steps = ((1, 4), (-1, 6), (-1, 0), (1, 1), (-1, 3), (1, 60), (-1, 3))[number - 1]
    w = center + side * rng.uniform(0.5, 1.5)
    eta = rng.uniform(0.15, 0.25) if steps == 60 else rng.uniform(0.1, 0.3)
    if number == 7:
        eta = 1.3 / steepness  # each step leads across the minimum
    return (lambda w: steepness * (w - center) + 0.1 * (w - center) ** 3), w, eta, steps


def _told(wanted, got, C_prime, w, eta, steps):
    if steps > 1 and close(_descend(C_prime, w, eta, 1), got, 1e-6):
        return (
            "This is the weight after one step. Is there a return inside the loop, or does every step begin at the "
            "first weight again?"
        )
    for other in (1, 0.5, 0.1, 0.01, 0.001):
        if steps and close(_descend(C_prime, w, other, steps), got, 1e-9):
            return f"Your steps are those of eta = {other:g}. The learning rate is given: {eta:.4g}."
    if abs(C_prime(got)) < 1e-2 * abs(C_prime(w)):
        if abs(C_prime(wanted)) < 1e-2 * abs(C_prime(w)):
            return ""
        return (
            f"Yours has arrived where the slope is about 0. {steps} steps with this eta do not lead so far: how often "
            "does your loop run?"
        )
    at, n = w, 0
    while n < 40 and not close(at, got, 1e-7):
        at, n = at - eta * C_prime(at), n + 1
    if n < 40:
        return (
            f"This is the weight after {n} steps, where {steps} are asked for. How often does your loop run?"
        )
    return ""


DOWNHILL = Exercise(
    "01.9", _descend, _descend_inputs,
    (
        SIGN(With(_walk, sign=1), name="uphill",
            hint="You walk uphill. Where the slope is positive, the cost falls to the left."),
        Mistake("slope without its sign", With(_walk, slope=abs),
            "You always walk to the left. Where the slope is negative, downhill is to the right."),
        Mistake("steps only where the slope is positive", With(_walk, slope=lambda s: max(s, 0)),
            "Where the slope is negative you stay where you are. There, too, a step leads downhill."),
        Mistake("only the sign of the slope", With(_walk, slope=np.sign),
            "All of your steps have the length eta. How steep it is should count too."),
        Mistake("the slope squared", With(_walk, slope=lambda s: s ** 2),
            "The slope enters with its square. It should enter once, and with its sign."),
        Mistake("slope of the start used for every step",
            lambda C_prime, w, eta, steps: w - steps * eta * C_prime(w),
            "All of your steps are of the same length. The slope has to be computed anew at each new weight."),
        ONE_STEP_OFF(lambda C_prime, w, eta, steps: _descend(C_prime, w, eta, steps - 1), name="one step too few",
            hint="You stop one step too early. How often does your loop run?"),
        ONE_STEP_OFF(With(_walk, more=1), name="one step too many",
            hint="You take one step too many. How often does your loop run?"),
        Mistake("a single step", lambda C_prime, w, eta, steps: _descend(C_prime, w, eta, min(steps, 1)),
            "This is the weight after one step. Is there a return inside the loop, or does every step begin at the "
            "first weight again?"),
        Mistake("a single step, also for none", lambda C_prime, w, eta, steps: _descend(C_prime, w, eta, 1),
            "This is the weight after one step, whatever steps says. Where is the loop?"),
        RATE_LEFT_OUT(With(_walk, rate=lambda eta, k: 1)),
        Mistake("the square of the rate", With(_walk, rate=lambda eta, k: eta ** 2),
            "All steps are too short, by the factor eta: it enters twice."),
        Mistake("half the rate", With(_walk, rate=lambda eta, k: eta / 2),
            "All steps are half as long as they should be."),
        Mistake("twice the rate", With(_walk, rate=lambda eta, k: 2 * eta),
            "All steps are twice as long as they should be."),
        Mistake("a share of one step", lambda C_prime, w, eta, steps: w - eta * C_prime(w) / max(steps, 1),
            "This is the first step, divided by the number of steps. Each step should be a whole one."),
        Mistake("slope left out", lambda C_prime, w, eta, steps: w - eta * steps,
            "The slope does not enter: every step is eta long and leads to the left."),
        Mistake("divided by the learning rate", With(_walk, rate=lambda eta, k: 1 / eta),
            "The slope is divided by eta. A small eta should make small steps."),
        Mistake("a rate that gets smaller", With(_walk, rate=lambda eta, k: eta / (k + 1)),
            "The later steps are too short: your eta gets smaller. It should stay the same."),
        Mistake("powers of the rate", With(_walk, rate=lambda eta, k: eta ** (k + 1)),
            "The later steps are too short: your eta is multiplied by itself. It should stay the same."),
        Mistake("rate times the number of the step", With(_walk, rate=lambda eta, k: eta * k),
            "The first step has the length 0, and each later one is longer by a factor: the counter of your loop "
            "enters. eta should stay the same."),
        Mistake("rate times the number of the step", With(_walk, rate=lambda eta, k: eta * (k + 1)),
            "The later steps are too long: the counter of your loop enters. eta should stay the same."),
        Mistake("only the step is kept", With(_walk, keep=0),
            "Your new weight is the step alone. The step should start from the old weight."),
        Mistake("the sum of all steps", lambda C_prime, w, eta, steps: _descend(C_prime, w, eta, steps) - w,
            "This is how far you have come. Where are you then?"),
        Mistake("the length of the last step",
            lambda C_prime, w, eta, steps: eta * C_prime(_descend(C_prime, w, eta, max(steps, 1) - 1)),
            "This is a step. The final weight is asked for."),
        Mistake("the slope at the end", lambda C_prime, w, eta, steps: C_prime(_descend(C_prime, w, eta, steps)),
            "This is the slope where you arrive. The weight is asked for."),
        Mistake("the weight multiplied", _multiplied,
            "You multiply the weight by 1 - eta C'(w). The step is subtracted from it."),
        Mistake("the start returned", lambda C_prime, w, eta, steps: w,
            "This is the weight that you started from. Does the new one get assigned to w?"),
    ),
    _LEARNING, trials=7, **accepting(_descend, _told),
)  # fmt: skip
