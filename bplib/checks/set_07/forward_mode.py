"""Exercise 7.6: a layer of dual numbers."""

import numpy as np

from ...activations import sigmoid, sigmoid_prime
from ..engine import Exercise, Mistake, With, in_turn
from ..families import BIAS_LEFT_OUT, SIGMA_TWICE, SIGN, SLOPE_LEFT_OUT, SLOPE_OF_A

__all__ = ["LAYER"]


def _layer(rng):
    """(W, dW, b, db, a, da): the sizes change, the last batch is a single example."""
    n, k, m = in_turn(rng, (3, 5, 4), (6, 4, 3), (4, 7, 1))
    W, dW = rng.normal(size=(2, n, k))
    b, db = rng.normal(size=(2, n, 1))
    a, da = rng.normal(size=(2, k, m))
    return W, dW, b, db, a, da


def _through_layer(W, dW, b, db, a, da):
    return _with()(W, dW, b, db, a, da)


_Z = {
    "Wa + b": lambda W, b, a: W @ a + b,
    "Wa": lambda W, b, a: W @ a,
    "Wa - b": lambda W, b, a: W @ a - b,
}
_DZ = {
    "all": lambda W, dW, b, db, a, da: dW @ a + W @ da + db,
    "b for db": lambda W, dW, b, db, a, da: dW @ a + W @ da + b,
    "difference": lambda W, dW, b, db, a, da: dW @ a - W @ da + db,
    "no dW": lambda W, dW, b, db, a, da: W @ da + db,
    "no da": lambda W, dW, b, db, a, da: dW @ a + db,
    "no db": lambda W, dW, b, db, a, da: dW @ a + W @ da,
    "only dW": lambda W, dW, b, db, a, da: dW @ a,
    "only da": lambda W, dW, b, db, a, da: W @ da,
    "only db": lambda W, dW, b, db, a, da: np.broadcast_to(db, (len(W), a.shape[1])),
    "product": lambda W, dW, b, db, a, da: dW @ da + db,
    "product kept": lambda W, dW, b, db, a, da: dW @ (a + da) + W @ da + db,
    "value with it": lambda W, dW, b, db, a, da: W @ a + b + dW @ a + W @ da + db,
    "a for da": lambda W, dW, b, db, a, da: dW @ a + W @ a + db,
    "da for a": lambda W, dW, b, db, a, da: dW @ da + W @ da + db,
    "entry by entry": lambda W, dW, b, db, a, da: (dW @ a) * (W @ da) + db,
    "Wa twice": lambda W, dW, b, db, a, da: W @ a + dW @ da + db,
}
_SLOPES = {
    "of z": lambda z, dz: sigmoid_prime(z) * dz,
    "none": lambda z, dz: dz,
    "σ": lambda z, dz: sigmoid(z) * dz,
    "of a": lambda z, dz: sigmoid_prime(sigmoid(z)) * dz,
    "of dz": lambda z, dz: sigmoid_prime(dz),
    "of dz, times dz": lambda z, dz: sigmoid_prime(dz) * dz,
    "of both": lambda z, dz: sigmoid_prime(z + dz) * dz,
    "σ of dz": lambda z, dz: sigmoid(dz),
    "difference": lambda z, dz: sigmoid(z + dz) - sigmoid(z),
    "moved": lambda z, dz: sigmoid(z + dz),
    "alone": lambda z, dz: sigmoid_prime(z),
    "added": lambda z, dz: sigmoid_prime(z) + dz,
    "twice": lambda z, dz: sigmoid_prime(z) ** 2 * dz,
    "one factor": lambda z, dz: (1 - sigmoid(z)) * dz,
    "tanh": lambda z, dz: (1 - sigmoid(z) ** 2) * dz,
    "of z, with z": lambda z, dz: z * (1 - z) * dz,
}
_VALUES = {"σ(z)": sigmoid, "z": lambda z: z, "σ twice": lambda z: sigmoid(sigmoid(z)), "σ'": sigmoid_prime}


def _with(z="Wa + b", dz="all", slope="of z", value="σ(z)"):
    """(value, tangent) of the layer, one or more of their pieces replaced."""

    def answer(W, dW, b, db, a, da):
        at = _Z[z](W, b, a)
        return _VALUES[value](at), _SLOPES[slope](at, _DZ[dz](W, dW, b, db, a, da))

    return answer


def _slope_of_some(*names):
    """The layer with the slope in front of some of the three terms only."""

    def answer(W, dW, b, db, a, da):
        z = W @ a + b
        terms = {"dW": dW @ a, "da": W @ da, "db": db}
        return sigmoid(z), sum(t * sigmoid_prime(z) if name in names else t for name, t in terms.items())

    return answer


LAYER = Exercise(
    "07.6", _through_layer, _layer,
    (
        Mistake(
            "the product of the tangents", With(_with, dz="product"),
            "Multiply out (W + dW d)(a + da d). Which product belongs to d²?",
        ),
        Mistake(
            "the product of the tangents is kept", With(_with, dz="product kept"),
            "One product too many. What is d²?",
        ),
        Mistake(
            "σ is left out", _with(value="z", slope="none"),
            "This is the dual number z. The layer goes on from there.",
        ),
        Mistake(
            "σ' of the tangent", With(_with, slope="of dz"),
            "At which number does (7.10) take the slope, and what does it do with the tangent?",
        ),
        Mistake(
            "σ' of the tangent, times the tangent", With(_with, slope="of dz, times dz"),
            "At which number does (7.10) take the slope?",
        ),
        Mistake(
            "the tangent of the input is left out", With(_with, dz="no da"),
            "The layer before may depend on the parameters too.",
        ),
        Mistake(
            "the tangent of W is left out", With(_with, dz="no dW"),
            "The matrix product has two factors, and both may move.",
        ),
        Mistake(
            "the tangent of b is left out", With(_with, dz="no db"),
            "A sum: the tangents of all its terms add up.",
        ),
        SLOPE_LEFT_OUT(
            With(_with, slope="none"), name="σ' is left out",
            hint="This is the tangent of z. (7.10) leads on to the activation.",
        ),
        Mistake(
            "σ for σ'", With(_with, slope="σ"), "Which factor stands in (7.10): the function or its slope?",
        ),
        SLOPE_OF_A(
            With(_with, slope="of a"), name="σ' at the wrong number",
            hint="The slope of σ belongs to what goes into it, not to what comes out.",
        ),
        Mistake(
            "σ of the tangent", With(_with, slope="σ of dz"),
            "The tangent does not go through σ. What does (7.10) do with it?",
        ),
        Mistake(
            "in the wrong order", lambda *args: _through_layer(*args)[::-1], "Value first, then tangent."
        ),
        BIAS_LEFT_OUT(
            With(_with, z="Wa"), name="b is left out of z",
            hint="At which z are function and slope taken? A term of z is missing.",
        ),
        SIGN(With(_with, z="Wa - b"), name="b with the wrong sign", hint="Which sign has b in z?"),
        Mistake(
            "the value is z", With(_with, value="z"), "Your value is the weighted sum. The layer goes on from there.",
        ),
        SIGMA_TWICE(With(_with, value="σ twice")),
        Mistake(
            "the slope for the value", With(_with, value="σ'"),
            "The value is what the layer gives without any tangents. Is that a slope?",
        ),
        Mistake("b for its tangent", With(_with, dz="b for db"), "Which of the two belongs to the tangent: b or db?"),
        *(
            Mistake(
                "a and its tangent mixed up", With(_with, dz=dz),
                "Multiply out (W + dW d)(a + da d). Which factor does each product with one d have?",
            )
            for dz in ("a for da", "da for a")
        ),
        Mistake(
            "the two products multiplied", With(_with, dz="entry by entry"),
            "Multiply out (W + dW d)(a + da d). What stands between the two products with one d?",
        ),
        *(
            Mistake("σ' for some of the terms only", wrong, "The slope multiplies all of the tangent of z.")
            for wrong in (_slope_of_some("dW"), _slope_of_some("dW", "da"), _slope_of_some("da"), _slope_of_some("db"))
        ),
        SIGN(
            With(_with, dz="difference"), name="a difference of the two products",
            hint="Multiply out (W + dW d)(a + da d). Which signs do the products with one d have?",
        ),
        *(
            Mistake(
                "only one of the three tangents", With(_with, dz=dz),
                "W, a and b may all move. Yours sees one of them only.",
            )
            for dz in ("only dW", "only da", "only db")
        ),
        Mistake(
            "the value is in the tangent", With(_with, dz="value with it"),
            "The part without d belongs to the value alone. What stands beside d?",
        ),
        Mistake(
            "the product of the values in the tangent", With(_with, dz="Wa twice"),
            "Multiply out (W + dW d)(a + da d). Which two products have just one d?",
        ),
        Mistake(
            "σ' at a moved number", With(_with, slope="of both"), "At which number does (7.10) take the slope?",
        ),
        Mistake(
            "a difference of two σ", With(_with, slope="difference"),
            "A tangent is no difference between two points. What does (7.10) multiply?",
        ),
        Mistake(
            "σ of value and tangent together", With(_with, slope="moved"),
            "A tangent is not added to the value. What does (7.10) do with it?",
        ),
        Mistake(
            "the slope alone", With(_with, slope="alone"), "This is a slope. Where do the tangents come in?",
        ),
        Mistake("the slope added", With(_with, slope="added"), "What does (7.10) do with slope and tangent?"),
        Mistake("the slope twice", With(_with, slope="twice"), "There is one σ in the layer. How many slopes?"),
        Mistake("1 − a for the slope", With(_with, slope="one factor"), "The slope of σ has one factor more."),
        Mistake("the slope of tanh", With(_with, slope="tanh"), "1 − a² is the slope of tanh. The layer has σ."),
        Mistake("z (1 − z) for the slope", With(_with, slope="of z, with z"), "a (1 − a) wants what comes out of σ."),
    ),
    see="chapter 7c, “A step of size d”", parts=("value", "tangent"),
)  # fmt: skip
