"""Exercise set 11: reading handwritten digits. Rows are examples."""

from . import set_11_reference as network
from .compare import WHOLE, Unlike, match
from .engine import Exercise, Mistake, Value
from .set_11_basics import BASICS
from .set_11_recipe import RECIPE
from .set_11_training import TRAINING

__all__ = ["EXERCISES"]

_BRICKS = "chapter 11, “Four bricks”"
_CHOOSING = "chapter 11, “Training, and choosing on the validation set”"

# 11.5 to 11.7: the network

_FORWARD = Exercise(
    "11.5",
    network.predict,
    lambda rng: network.inputs(rng)[:2],
    mistakes=(
        Mistake(
            "no ReLU",
            network.wrong_predict("no relu"),
            "Two affine layers without anything between them are one affine layer.",
        ),
        Mistake(
            "ReLU after the last layer too",
            network.wrong_predict("relu at the end"),
            "Scores may be negative: which bricks does the task name, and in which order?",
        ),
        Mistake(
            "the biases are left out",
            network.wrong_predict("no biases"),
            "An affine layer has two parameters.",
        ),
        Mistake(
            "b1 is left out",
            network.wrong_predict("no b1"),
            "Each of the two affine layers has two parameters. The first uses one of them only.",
        ),
        Mistake(
            "b2 is left out",
            network.wrong_predict("no b2"),
            "Each of the two affine layers has two parameters. The second uses one of them only.",
        ),
        Mistake(
            "the bias is added after ReLU",
            network.wrong_predict("bias after relu"),
            "b1 belongs to the affine layer: it is added before ReLU decides which units are active.",
        ),
        Mistake(
            "sigmoid instead of ReLU",
            network.wrong_predict("sigmoid"),
            "The hidden units of this network have another activation function.",
        ),
        Mistake(
            "softmax applied",
            network.wrong_predict("softmax"),
            "These are probabilities. The scores before the softmax are wanted.",
        ),
    ),
    see=_BRICKS,
)

_SMOOTHED = Exercise(
    "11.6",
    network.smoothed(),
    network.smoothing_inputs,
    mistakes=(
        Mistake(
            "1/m is forgotten",
            network.smoothed("sum"),
            "The cost is the mean over the batch: which factor does that give every derivative?",
        ),
        Mistake(
            "divided by all entries",
            network.smoothed("all entries"),
            "The mean is taken over the examples, not over all entries of the array.",
        ),
        Mistake(
            "the sign",
            network.smoothed("sign"),
            "A score that is raised too little should have a negative derivative. Look at the sign.",
        ),
        Mistake(
            "the derivative of the softmax is applied twice",
            network.smoothed("softmax twice"),
            "Differentiating C by the scores directly already goes through the softmax. What comes after that?",
        ),
        Mistake(
            "the derivative by the probabilities",
            network.smoothed("cross-entropy only"),
            "This is the derivative by y. The scores z are one step further back.",
        ),
        Mistake(
            "no smoothing",
            network.smoothed("one-hot"),
            "The result does not depend on s: these are the one-hot targets.",
        ),
        Mistake(
            "the smoothing is shared by the wrong classes only",
            network.smoothed("others only"),
            "Read the targets again: how many classes share the probability s?",
        ),
        Mistake(
            "the targets do not sum to 1",
            network.smoothed("sum below 1"),
            "Add up your targets over one row, and read again what the right class gets.",
        ),
    ),
    see=_BRICKS,
)

_GRADIENT = Exercise(
    "11.7",
    network.gradient,
    network.inputs,
    mistakes=(
        Mistake(
            "ReLU's mask is taken from the output gradient",
            network.wrong_gradient("mask of dout"),
            "Whether a unit passes the gradient on depends on whether it was active in the forward pass.",
        ),
        Mistake(
            "ReLU's derivative is left out",
            network.wrong_gradient("no mask"),
            "W2 and b2 are right. On the way to W1 and b1 a brick is skipped.",
        ),
        Mistake(
            "the activations instead of ReLU's derivative",
            network.wrong_gradient("a1 for the mask"),
            "The derivative of ReLU is not its output: which two values can it have?",
        ),
        Mistake(
            "1/m is forgotten",
            network.wrong_gradient("sum"),
            "This is the gradient of the sum over the batch. The loss is the mean.",
        ),
        Mistake(
            "1/m is applied twice",
            network.wrong_gradient("twice"),
            "The factor 1/m belongs in one place; later products carry it along.",
        ),
        Mistake(
            "1/m is applied twice for the biases",
            network.wrong_gradient("bias means"),
            "The weights are right, the biases are too small: do they take the sum or the mean of the rows?",
        ),
        Mistake(
            "the mean of the rows for b1",
            network.wrong_gradient("mean of b1"),
            "Only b1 is wrong, and it is too small: does it take the sum or the mean of the rows?",
        ),
        Mistake(
            "1/m is applied twice for the weights",
            network.wrong_gradient("weights twice"),
            "The biases are right, the weights are too small: the product of the matrices carries 1/m along already.",
        ),
        Mistake(
            "ReLU's derivative is left out for b1",
            network.wrong_gradient("no mask for b1"),
            "Only b1 is wrong. W1 and b1 belong to the same brick and receive the same array.",
        ),
        Mistake(
            "the softmax is left out",
            network.wrong_gradient("no softmax"),
            "The derivative by the scores compares probabilities with the targets. What makes probabilities of scores?",
        ),
        Mistake(
            "1 is taken off whole columns",
            network.wrong_gradient("all columns"),
            "[:, t] means the columns t of all rows. You want row 0 with t[0], row 1 with t[1], …",
        ),
        Mistake(
            "the sign",
            network.wrong_gradient("sign"),
            "Every entry has the wrong sign: is it y - t or t - y?",
        ),
        Mistake(
            "the derivative of the softmax is applied twice",
            network.wrong_gradient("softmax twice"),
            "The short form of the derivative by the scores contains the softmax already.",
        ),
        Mistake(
            "the input of ReLU where its output belongs",
            network.wrong_gradient("z1 for a1"),
            "Only W2 is wrong. What is the input of the second affine layer?",
        ),
        Mistake(
            "transposed",
            network.wrong_gradient("transposed"),
            "A gradient has the shape of its parameter: compare the shapes of W1 and of its gradient.",
        ),
        Mistake(
            "the biases have an axis too many",
            network.wrong_gradient("bias rows"),
            "b1 has shape (h,), its gradient (1, h). What does keepdims do?",
        ),
    ),
    see=_BRICKS,
)

# 11.10 an experiment

_LOOK = "Call accuracy_with with your number and look: is it 0.85 or more?"
_CHOOSE = "Choose one of the six numbers: the smallest that is enough."


def _accept_needed(answer):
    """True, or what else came back: the accuracy, a place in the list, or a number that is not in it."""
    try:
        match(1000, answer, _NEEDED, WHOLE)
    except Unlike as unlike:
        if unlike.kind != "wrong":
            raise
        if 0.8 < answer < 1 or 80 < answer < 100:
            return f"This looks like an accuracy. The number of images is wanted. {_CHOOSE}"
        if answer in range(1, 6):
            return f"This looks like a place in the list. The number that stands there is wanted. {_CHOOSE}"
        return f"This is not one of them. {_CHOOSE}"
    return True


_NEEDED = Value(
    "11.10",
    1000,
    mistakes=(
        *((f"too small, {n}", n, _LOOK) for n in (10, 30, 100, 300)),
        ("not the smallest", 3000, "This is enough, but a smaller one is enough."),
        *((f"not one of the six, {n}", n, _CHOOSE) for n in (500, 2000, 50_000, 60_000)),
    ),
    accept=_accept_needed,
    see=_CHOOSING,
    seconds=60.0,  # the answer may hold the search, which trains up to five networks
)

EXERCISES = (*BASICS, _FORWARD, _SMOOTHED, _GRADIENT, *TRAINING, _NEEDED, *RECIPE)
