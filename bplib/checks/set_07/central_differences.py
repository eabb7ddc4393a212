"""Exercise 7.3: central differences for every entry of an array, with two bugs in them."""

import numpy as np

from ...gradients import numerical_gradient
from ..engine import Exercise, Mistake, With, trial
from ..families import BACKWARD_DIFFERENCE, FORWARD_DIFFERENCE, OWN_STEP, PARENTHESES, TWO_FORGOTTEN

__all__ = ["TWO_BUGS"]


def _coupled(rng, shape):
    """A smooth function of an array of the shape, in which every entry matters for the slope along every other."""
    a, b, c = rng.uniform(0.5, 1.5, 3)
    # Slopes of both signs.
    w = rng.uniform(0.8, 1.2, shape) * rng.permutation(np.arange(np.prod(shape)) % 2 * 2 - 1).reshape(shape)
    return lambda x: float(
        a * np.sum(np.sin(w * x)) + b * np.sum(w * x) ** 2 / 5 + c * np.prod(np.cos(x / 3))
    )


def _integers_or_floats(rng):
    """f and x of some shape, and h but for the last of four trials, where the default is asked for."""
    number = trial(rng)
    shape, *h = (((2, 3), 0.03), ((5,), 1e-3), ((2, 1, 3), 0.01), ((3, 4),))[number - 1]
    x = rng.integers(1, 7, shape) * rng.choice([-1, 1, 1], shape)
    return _coupled(rng, shape), x if number % 2 else x + rng.uniform(-0.4, 0.4, shape), *h


def _central_gradient(f, x, h=1e-4):
    return numerical_gradient(f, x, h)


def _slopes(
    *, floats=True, back=0, forward=False, backward=False, width=2.0, reach=1.0, integers_out=False, step=None
):
    """The answer to 07.3 with a bug or two. Each entry is put back, but for ``back`` steps."""

    def answer(f, x, h=1e-4):
        h = step(h) if step else h
        point = x.astype(float) if floats else x.copy()
        gradient = np.zeros(x.shape, x.dtype if integers_out else float)
        for i in np.ndindex(x.shape):
            old = point[i]
            point[i] = old if backward else old + reach * h
            right = f(point)
            point[i] = old if forward else point[i] - (1 if backward else 2) * reach * h
            gradient[i] = (right - f(point)) / ((width(h) if callable(width) else width) * h)
            point[i] = old + back * h if back else old
        return gradient

    return answer


def _first_only(f, x, h=1e-4):
    gradient = np.zeros(x.shape)
    gradient.flat[0] = _central_gradient(f, x, h).flat[0]
    return gradient


def _relative_step(f, x, h=1e-4):
    slopes = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h * x[i]
        slopes[i] = (f(x + step) - f(x - step)) / (2 * h)
    return slopes


_ONE_SIDE = "Your numbers are near, but not near enough: you look to one side only."
_PLACE = "The first entry is right, the later ones are not. Where is the point by then?"
_DISTANCE = "How far apart are the two points, and by what do you divide?"

TWO_BUGS = Exercise(
    "07.3", _central_gradient, _integers_or_floats,
    (
        Mistake(
            "the integers are still integers", _slopes(floats=False),
            "For arrays of floats your function is right. What can an array of integers store?",
        ),
        Mistake("the entry is not put back", _slopes(back=-1), _PLACE),
        Mistake("the entry is put back in the wrong direction", _slopes(back=-2), _PLACE),
        Mistake("the entry is put back too far", _slopes(back=1), _PLACE),
        Mistake(
            "both bugs, on a copy", _slopes(floats=False, back=-1),
            "The caller's array is safe now. Both bugs are still there, inside the copy.",
        ),
        FORWARD_DIFFERENCE(_slopes(forward=True, width=1.0), name="a forward difference", hint=_ONE_SIDE),
        BACKWARD_DIFFERENCE(_slopes(backward=True, width=1.0), name="a backward difference", hint=_ONE_SIDE),
        TWO_FORGOTTEN(
            With(_slopes, width=1.0), name="the wrong distance",
            hint="How far apart are the two points of a central difference?",
        ),
        Mistake(
            "a one-sided step over the distance of two", _slopes(forward=True),
            "Every entry is off by about the same factor. How far apart are the two points?",
        ),
        Mistake(
            "a one-sided step over the distance of two", _slopes(backward=True),
            "Every entry is off by about the same factor. How far apart are the two points?",
        ),
        Mistake("half steps over the distance of two", With(_slopes, reach=0.5), _DISTANCE),
        Mistake(
            "half steps", _slopes(reach=0.5, width=1.0),
            "Your points are h apart. The central difference of the chapter goes a whole h to either side.",
        ),
        Mistake("two steps to either side", With(_slopes, reach=2.0), _DISTANCE),
        PARENTHESES(With(_slopes, width=lambda h: 2 / h), name="/ 2 * h"),
        Mistake(
            "the result is rounded to integers", With(_slopes, integers_out=True),
            "The slopes are stored in an array of the wrong type.",
        ),
        Mistake(
            "an array of integers, and the entry is put back too far", _slopes(floats=False, back=1),
            "The array of integers is still one, and entries are not put back to where they were.",
        ),
        *(
            OWN_STEP(
                With(_slopes, step=lambda h, own=own: own), name="another step than h",
                hint="These are slopes for another step than h. The default is for those who give none.",
            )
            for own in (1e-4, 1e-2, 1e-3, 1e-5, 1e-6, 1e-7)
        ),
        Mistake(
            "all entries moved at once", lambda f, x, h=1e-4: np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h)),
            "All entries move at once. How is the slope along one entry found?",
        ),
        Mistake(
            "the first entry only", _first_only,
            "Only the first slope is there. How often does your loop run, and what stands in the others?",
        ),
        Mistake(
            "a step that is relative to x", _relative_step,
            "Your step is h times an entry. It should be h for all of them.",
        ),
        Mistake(
            "the slopes without their signs", lambda f, x, h=1e-4: np.abs(_central_gradient(f, x, h)),
            "A function that falls has a negative slope. Yours never has.",
        ),
        Mistake(
            "the difference is not divided", With(_slopes, width=lambda h: 1 / h),
            "This is a difference. What turns it into a slope?",
        ),
    ),
    see="chapter 7b, “What may go in: integers and other guests”", trials=4,
)  # fmt: skip
