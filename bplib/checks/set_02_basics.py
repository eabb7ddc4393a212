"""Exercise set 2, the first half: partial derivatives, angles and slopes, and two gradients."""

import numpy as np

from .engine import Exercise, Mistake
from .set_02_reference import (
    between_axes,
    by_rows,
    cosine,
    degrees,
    gradient,
    gradient_inputs,
    last_example,
    moving,
    partials,
    plane,
    plane_inputs,
    plane_with,
    toward,
    toward_inputs,
    two_vectors,
)

__all__ = ["BASICS"]

_PARTIAL = "chapter 2, “One knob at a time: partial derivatives”"
_ARROWS = "chapter 2, “Arrows: length, product and angle”"
_STEEPEST = "chapter 2, “Steepest ascent, measured in 36 directions”"
_BUILT = "chapter 2, “Built here: a numerical gradient for any shape”"
_MEAN = (
    "Compare the factor in front of your sum with that of the cost, after the 2 of the square has met the ½."
)
_SPOIL = "chapter 2, the pitfall “Two lines that spoil a numerical gradient”"

# fmt: off
BASICS = (
    Exercise(
        "02.1", partials, lambda rng: (rng.choice([-1, 1], 2) * rng.uniform(0.5, 2, 2),),
        (
            Mistake("swapped", lambda t: partials(t)[::-1],
                "Both numbers are right, but each stands in the place of the other. Where does the derivative with "
                "respect to the first variable belong?"),
            Mistake("the constant factor dropped", lambda t: np.array([2 * t[0], t[0] ** 2 + 3 * np.cos(3 * t[1])]),
                "The second entry is right. In the first, the other variable is held still. Held still does not mean "
                "that it drops out: it is a factor like any number."),
            Mistake("a product taken for a constant", lambda t: np.array([2 * t[0] * t[1], 3 * np.cos(3 * t[1])]),
                "The first entry is right. In the second, one term is missing: the first term of f changes too when "
                "the second variable does."),
            Mistake("inner derivative left out", lambda t: np.array([2 * t[0] * t[1], t[0] ** 2 + np.cos(3 * t[1])]),
                "The first entry is right. In the second, the chain rule asks for one more factor."),
            Mistake("sign flipped", lambda t: np.array([2 * t[0] * t[1], t[0] ** 2 - 3 * np.cos(3 * t[1])]),
                "The first entry is right. In the second, one term has the wrong sign. Which of sine and cosine has "
                "the derivative with a minus?"),
            Mistake("inside the cosine", lambda t: np.array([2 * t[0] * t[1], t[0] ** 2 + 3 * np.cos(t[1])]),
                "The first entry is right. In the second, the chain rule takes the outer derivative at the inner value "
                "itself: what stands in the parentheses of the cosine?"),
            Mistake("both variables at once", lambda t: np.array([2 * t[0] * t[1], 2 * t[0] + 3 * np.cos(3 * t[1])]),
                "The first entry is right. In the second, you differentiated the square too. Which variable is held "
                "still there?"),
            Mistake("what is held still left out, twice", lambda t: np.array([2 * t[0], 3 * np.cos(3 * t[1])]),
                "In both entries you left out what is held still. A constant term drops out. A constant factor stays."),
            Mistake("sine kept", lambda t: np.array([2 * t[0] * t[1], t[0] ** 2 + 3 * np.sin(3 * t[1])]),
                "The first entry is right. In the second, the outer function has to be differentiated as well."),
            Mistake("a term that does not change", lambda t: partials(t) + np.array([3 * np.cos(3 * t[1]), 0]),
                "The second entry is right. In the first there is a term too many: does the sine change when only "
                "the first variable does?"),
        ),
        _PARTIAL, trials=4,
    ),
    Exercise(
        "02.2", lambda g, v: degrees(cosine(g, v)), two_vectors,
        (
            Mistake("radians", lambda g, v: np.arccos(cosine(g, v)),
                "The angle is right, but in radians, as NumPy returns it. Degrees were asked for."),
            Mistake("the cosine", cosine,
                "This is the cosine of the angle. One function leads from it back to the angle."),
            Mistake("the dot product", lambda g, v: g @ v,
                "This is the dot product. Which equation connects it with the angle?"),
            Mistake("sine", lambda g, v: 90 - degrees(cosine(g, v)),
                "You took the inverse of the sine. It is another function that stands in the equation."),
            Mistake("the sign lost", lambda g, v: degrees(abs(cosine(g, v))),
                "Angles of less than 90° are right. A negative dot product means an angle of more than 90°: keep its "
                "sign."),
            Mistake("squared lengths", lambda g, v: degrees(g @ v / ((g @ g) * (v @ v))),
                "You divide by the squares of the lengths. What is still missing in g @ g?"),
            Mistake("the supplement", lambda g, v: 180 - degrees(cosine(g, v)),
                "Yours and the right one add up to 180°: one of the two arrows points the wrong way, or a sign is "
                "flipped."),
            Mistake("outside of -1 to 1", lambda g, v: np.nan,
                "No angle has a cosine outside of -1 to 1, so the arccos has no answer. By what has "
                "the dot product to be divided? Where are the parentheses? And which of the two, arccos and the "
                "conversion to degrees, comes first?"),
            *(
                Mistake(f"arctan2 of two entries, {name}", change,
                    "You use the first two entries only. Vectors with more entries have an angle as well: their dot "
                    "product and their lengths give it.")
                for name, change in (
                    ("from g to v", between_axes),
                    ("from v to g", lambda g, v: between_axes(v, g)),
                    ("without a sign", lambda g, v: abs(between_axes(g, v))),
                    ("below 360", lambda g, v: between_axes(g, v) % 360),
                    ("below 180", lambda g, v: abs((between_axes(g, v) + 180) % 360 - 180)),
                )
            ),
            Mistake("one length", lambda g, v: degrees(g @ v / (g @ g)),
                "You divide by the square of one length. Both vectors have a length, and each enters once."),
        ),
        _ARROWS, trials=5,
    ),
    Exercise(
        "02.3", toward, toward_inputs,
        (
            Mistake("not per unit of length", lambda g, theta, target: g @ (target - theta),
                "Your slope depends on how far away the target is. A slope is a rise for each unit of the way: which "
                "length must the direction have?"),
            Mistake("the wrong way", lambda g, theta, target: -toward(g, theta, target),
                "The sign is the wrong one. What has to be added to theta to get to the target?"),
            Mistake("the target taken as the direction", lambda g, theta, target: g @ target / np.linalg.norm(target),
                "You walk in the direction of the vector target, as if you stood at the origin. You stand at theta."),
            Mistake("the steepest slope", lambda g, theta, target: np.linalg.norm(g),
                "This is the slope in the steepest direction. The way to the target is another direction."),
            Mistake("the cosine", lambda g, theta, target: cosine(g, target - theta),
                "This is the cosine of the angle between the gradient and the way. Why did you divide by the length of "
                "the gradient?"),
            Mistake("divided by the squared length", lambda g, a, b: g @ (b - a) / ((b - a) @ (b - a)),
                "You divide by the square of the distance. Put in a target twice as far away: the slope must stay."),
            Mistake("distance without the root", lambda g, a, b: g @ (b - a) / np.sum(np.abs(b - a)),
                "You divide by the sum of the distances along the axes. The length of an arrow is that of Pythagoras."),
            Mistake("slope without its sign", lambda g, a, b: abs(toward(g, a, b)),
                "Where it goes uphill all is right. Where it goes downhill the slope is negative, yours is positive."),
            Mistake("the mean", lambda g, a, b: g @ (b - a) / len(a),
                "You divide by the number of variables. The slope is per unit of the way: how long is the way?"),
            Mistake("not added up", lambda g, a, b: g * (b - a) / np.linalg.norm(b - a),
                "These are the terms of the dot product, one for each variable. The slope is one number."),
        ),
        _STEEPEST, trials=6,
    ),
    Exercise(
        "02.4", gradient, gradient_inputs,
        (
            Mistake("forward difference", moving(divisor=1, ends=(1, 0)),
                "This is the forward difference. The central one was asked for, with one point on each side."),
            Mistake("backward difference", moving(divisor=1, ends=(0, -1)),
                "This is the backward difference. The central one was asked for, with one point on each side."),
            Mistake("moved only back to the middle", moving(ends=(1, 0)),
                "Your second point is theta itself: after the step up the entry goes down by one h only. From h above "
                "to h below is how far?"),
            Mistake("twice too large", moving(divisor=1),
                "All entries are twice too large. How far apart are the two points?"),
            Mistake("sign flipped", moving(ends=(-1, 1)),
                "All signs are the wrong ones. Which of the two values comes first?"),
            Mistake("not put back", moving(restored=False),
                "An entry that has been moved is not put back before the next one moves. Print theta in the loop."),
            Mistake("all entries at once", moving(everywhere=True),
                "You move all entries at the same time. A partial derivative moves one, and holds the others still."),
            Mistake("an array of integers", moving(dtype=None),
                "With floats all is right. An array of integers cannot hold a number such as 3.2: make one that can.",
                _SPOIL),
            Mistake("a gradient of integers", moving(like=True, dtype=None),
                "With floats all is right. Look at the dtype of the array that you move, and of the one that you fill.",
                _SPOIL),
            Mistake("the result cut to integers", lambda f, t, h: gradient(f, t, h).astype(np.asarray(t).dtype),
                "With floats all is right. With integers what is behind the decimal point is lost: look at the dtype "
                "of the array that you fill."),
            Mistake("row by row", by_rows,
                "For a vector all is right. In a matrix, theta[i] is a whole row, and all of its entries move at once. "
                "The index of one entry of a matrix has two numbers."),
            Mistake("one number for each row", lambda f, t, h: by_rows(f, t, h, short=True),
                "For a vector all is right. In a matrix, theta[i] is a whole row, and all of its entries move at once. "
                "The index of one entry of a matrix has two numbers."),
            Mistake("two indices", lambda f, t, h: by_rows(f, t, h, axes=2),
                "Matrices are right. theta can have any number of axes, and an index has as many numbers."),
            Mistake("the sum of all", lambda f, t, h: np.full(np.shape(t), gradient(f, t, h).sum()),
                "Every entry holds the sum of all partial derivatives. Which entry of the result does each belong to?"),
            Mistake("multiplied by the step", lambda f, t, h: gradient(f, t, h) * h ** 2,
                "Your gradient has been multiplied by h where it should be divided: a / 2 * h is (a / 2) * h. "
                "Parentheses are missing."),
            Mistake("two names of one array", lambda f, t, h: np.zeros(np.shape(t)),
                "All entries are zero, as if both points were the same. Are they two arrays, or two names of one? An "
                "assignment such as low = up makes no copy.",
                _SPOIL),
            Mistake("flat", lambda f, t, h: gradient(f, t, h).ravel(),
                "For a vector all is right. The gradient of a function of a matrix has the shape of the matrix."),
        ),
        _BUILT, trials=8,
    ),
    Exercise(
        "02.5", plane, plane_inputs,
        (
            Mistake("the sum, not the mean", plane_with(lambda dw, db, X: (dw * len(X), db * len(X))), _MEAN),
            Mistake("divided twice", plane_with(lambda dw, db, X: (dw / len(X), db / len(X))), _MEAN),
            Mistake("a factor 2 too much", plane_with(lambda dw, db, X: (2 * dw, 2 * db)), _MEAN),
            Mistake("a factor 2 too little", plane_with(lambda dw, db, X: (dw / 2, db / 2)), _MEAN),
            Mistake("the sum for w only", plane_with(lambda dw, db, X: (dw * len(X), db)),
                "db is right. dw is a mean over the examples as well: what divides it?"),
            Mistake("the sum for b only", plane_with(lambda dw, db, X: (dw, db * len(X))),
                "dw is right. db is a mean over the examples as well: what divides it?"),
            Mistake("divided by the number of inputs",
                plane_with(lambda dw, db, X: (dw * len(X) / X.shape[1], db * len(X) / X.shape[1])),
                "You divide by the number of columns of X. Over what is the mean of the cost taken?"),
            Mistake("dw divided by the number of inputs", plane_with(lambda dw, db, X: (dw * len(X) / X.shape[1], db)),
                "db is right. You divide dw by the number of columns of X. Over what is the mean of the cost taken?"),
            Mistake("dw divided by all entries", plane_with(lambda dw, db, X: (dw / X.shape[1], db)),
                "db is right. You divide dw by the number of columns of X too. Over what is the mean of the cost "
                "taken?"),
            Mistake("the product of the means", plane_with(lambda dw, db, X: (db * X.mean(axis=0), db)),
                "db is right. For dw you multiplied a mean by a mean. The mean of products is another number: first "
                "multiply for each example, then add up."),
            *(
                Mistake(f"one number for all weights, {name}", plane_with(change),
                    "db is right. Your dw is one number: the sum runs over the weights as well. Each weight has a sum "
                    "of its own, over the examples.")
                for name, change in (
                    ("sum", lambda dw, db, X: (dw.sum(), db)),
                    ("mean", lambda dw, db, X: (dw.mean(), db)),
                    ("in the shape of w", lambda dw, db, X: (np.full(dw.shape, dw.sum()), db)),
                )
            ),
            *(
                Mistake(f"only the last example, {name}", change,
                    "What you return is the part of the last example alone. In the loop, is it added to what was "
                    "there, or put in its place?")
                for name, change in (
                    ("divided", last_example),
                    ("not divided", lambda w, b, X, y: last_example(w, b, X, y, divided=False)),
                    ("in dw", lambda w, b, X, y: last_example(w, b, X, y, everywhere=False)),
                )
            ),
            Mistake("sign flipped", plane_with(lambda dw, db, X: (-dw, -db)),
                "All signs are the wrong ones. Is the error what the plane says minus what was measured, or the other "
                "way round?"),
            Mistake("the bias left out", plane_with(bias=0),
                "The errors are those of a plane without b. Compare your first line with the cost, term by term."),
            Mistake("the bias subtracted", plane_with(bias=-1),
                "The errors are those of a plane with -b. Compare your first line with the cost, sign by sign."),
            Mistake("one sign flipped", plane_with(lambda dw, db, X: (-dw, db)),
                "db is right, dw has the wrong sign. Both use the same errors."),
            Mistake("the inputs left out", plane_with(lambda dw, db, X: (np.full(X.shape[1], db), db)),
                "db is right. For dw the error of each example is multiplied by how fast it changes with that weight."),
            Mistake("swapped", plane_with(lambda dw, db, X: (db, dw)),
                "Both are right, but in the other order than asked for."),
        ),
        _PARTIAL, parts=("dw", "db"),
    ),
)
# fmt: on
