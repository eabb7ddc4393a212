"""The experiment of set 9: which of a hundred small networks do not learn XOR."""

from functools import cache

import numpy as np

from .engine import Exercise, Mistake
from .set_09_many import wrong_stack
from .set_09_reference import CORNERS, in_turn

__all__ = ["FAILED"]


@cache
def _experiment(kind, scale):
    """Seeds of the networks with two hidden units that do not learn XOR, with one thing wrong."""
    T = np.array([[0.0], [1.0], [1.0], [0.0]])
    draws = [np.random.default_rng(s + (kind == "seeds")) for s in range(100)]
    scale = 1 if kind == "no scale" else scale
    W1, W2 = (
        scale * np.stack(w)
        for w in zip(*((r.normal(0, 0.5**0.5, (2, 2)), r.normal(0, 0.5**0.5, (2, 1))) for r in draws))
    )
    params = [W1, np.zeros((100, 1, 2)), W2, np.zeros((100, 1, 1))]
    gradients = wrong_stack(kind if kind in ("sum", "quadratic", "sign", "no slope") else "nothing")
    moved = (1, 0, 1, 0) if kind == "no biases" else (1, 1, 1, 1)
    for _ in range(300 if kind == "short" else 3000):
        grads = gradients(*params, CORNERS, T)
        params = [p - k * g for p, k, g in zip(params, moved, grads)]
    W1, b1, W2, b2 = params
    right = ((np.tanh(CORNERS @ W1 + b1) @ W2 + b2 > 0) == (T > 0.5)).sum(axis=(1, 2))
    learned = right == 4
    return np.flatnonzero(learned if kind == "learned" else ~learned)


def _wrong(kind):
    return lambda scale: _experiment(kind, scale)


def failures(scale):
    return _experiment("nothing", scale)


def _same_seeds(answer, scale):
    """True for the seeds that failed, in rising order, or what is wrong with the answer."""
    if isinstance(answer, set | frozenset | dict) or answer is None or isinstance(answer, str):
        return "The answer should be a list or an array of seeds, in rising order."
    seeds = np.asarray(answer)
    if seeds.ndim == 0:
        return "Return the seeds of the networks that failed, in a list or an array, not how many they are."
    if seeds.dtype == bool:
        return "These are True and False. Return the seeds: at which places is the network one that failed?"
    if seeds.ndim != 1 or seeds.dtype.kind not in "iuf":
        return f"The answer should be a row of seeds, whole numbers; it has shape {seeds.shape}."
    if not np.isin(seeds, np.arange(100)).all():
        return "The seeds are whole numbers from 0 to 99."
    if (np.diff(seeds) <= 0).any():
        return "The seeds should be in rising order, each once."
    failed = failures(scale)
    if np.array_equal(seeds, failed):
        return True
    missing, extra = len(np.setdiff1d(failed, seeds)), len(np.setdiff1d(seeds, failed))
    return (
        f"With the scale {scale:g}, {missing} of the networks that fail are not in your answer, and {extra} that learn"
        " are. Are the starting weights those of start(seed, scale), the biases 0 at first, the learning rate 1, the"
        " cost the mean of the cross-entropy, the steps 3000, and all four answers right in a network that has learned?"
    )


FAILED = Exercise(
    "09.8", failures, lambda rng: (in_turn(rng, 0.3, 2.0),),
    (
        Mistake("those that learned", _wrong("learned"), "These seeds are of the networks that learned XOR."),
        Mistake(
            "the scale has no effect", _wrong("no scale"),
            "Your experiment is the same for every scale. Where do the starting weights come from?",
        ),
        Mistake(
            "seeds 1 to 100", _wrong("seeds"),
            "The experiment seems right, but network number 0 is not that of seed 0. With which seed do you begin?",
        ),
        Mistake(
            "the gradient of the sum", _wrong("sum"),
            "Your steps are four times too long. Is your cost the mean over the examples?",
        ),
        Mistake(
            "the quadratic cost", _wrong("quadratic"),
            "The slope of the output sigmoid is in your error. With cross-entropy it cancels.",
        ),
        Mistake(
            "too short a way", _wrong("short"),
            "With the small scale many of your networks are still on the plateau. Learning rate and number of steps:"
            " has each network gone the whole way?",
        ),
        Mistake(
            "uphill", _wrong("sign"),
            "In your answer no network learns. Does the cost fall with the steps? Look at the sign of the update.",
        ),
        Mistake(
            "no slope in the hidden layer", _wrong("no slope"),
            "On the way back through tanh a factor is missing.",
        ),
        Mistake(
            "the biases stay 0", _wrong("no biases"),
            "The biases are 0 at first. They are trained like the weights.",
        ),
    ),
    see="chapter 9, “A hundred networks at once”", trials=2, seconds=60.0, accept=_same_seeds,
)  # fmt: skip
