"""Exercise set 12: slow learning."""

from .engine import Exercise, Mistake, Value
from .set_08_reference import in_turn
from .set_12_basics import BASICS
from .set_12_reference import (
    dead,
    deep_batch,
    network_with_dead_units,
    norms,
    wrong_dead,
    wrong_norms,
)
from .set_12_units import DIFFERENT

__all__ = ["EXERCISES"]

_DEAD = Exercise(
    "12.6", dead, network_with_dead_units,
    (
        Mistake(
            "the last layer is counted", wrong_dead("the last layer too"),
            "Your list has an entry too many. Is there a ReLU after the last affine layer?",
        ),
        Mistake(
            "examples are counted, not units", wrong_dead("examples"),
            "Along which axis do the examples lie? A unit must be off for all of them.",
        ),
        Mistake(
            "off for some example", wrong_dead("for any example"),
            "Nearly every unit is off for some example. A dead one is off for every example.",
        ),
        Mistake(
            "off only below 0", wrong_dead("strictly"),
            "What is the output of a unit with z = 0, and what does it pass back?",
        ),
        Mistake(
            "pairs of example and unit", wrong_dead("pairs"),
            "You count all zeros of the layer's output. First ask for each unit whether all of its outputs are 0.",
        ),
        Mistake(
            "off on average", wrong_dead("mean"),
            "A unit whose mean z is negative may be on for some examples. Is every single one at or below 0?",
        ),
        Mistake(
            "nearly 0 is counted too", wrong_dead("nearly"),
            "A unit whose outputs are tiny but above 0 passes all of its gradient back. It is not dead.",
        ),
        Mistake(
            "only the first example", wrong_dead("first example"),
            "You look at one example. A unit that is off for it may be on for another.",
        ),
        Mistake("the living are counted", wrong_dead("living"), "You count the units that are on at least once."),
        Mistake("the biases are left out", wrong_dead("no bias"), "A very negative bias kills a unit. Where is it?"),
        Mistake(
            "no ReLU between the layers", wrong_dead("no relu"),
            "The first entry of your list is right. What is the input of the second layer: z or a?",
        ),
        Mistake(
            "all layers together", wrong_dead("sum"),
            "This is the number of dead units in the whole network. Asked for is one number for each hidden layer.",
        ),
    ),
    see="chapter 12, “What ReLU changes, and what it breaks”", trials=4,
)  # fmt: skip


def _draws(rng):
    sizes = in_turn(rng, (6, 3, 8), (4, 7), (9, 2, 5, 1))
    return ([rng.normal(size=pair) for pair in zip(sizes, sizes[1:])],)


def _scaled(factor):
    return lambda draws: [draw * factor(*draw.shape) for draw in draws]


_HE = Exercise(
    "12.7", _scaled(lambda n_in, n_out: (2 / n_in) ** 0.5), _draws,
    (
        Mistake(
            "the bug is still there", _scaled(lambda n_in, n_out: (2 / n_out) ** 0.5),
            "Which axis of W counts the inputs, in the row convention? Equal sizes do not tell.",
        ),
        Mistake(
            "no root", _scaled(lambda n_in, n_out: 2 / n_in),
            "A number of variance 1, multiplied by c, has the variance c².",
        ),
        Mistake(
            "no root, and the bug", _scaled(lambda n_in, n_out: 2 / n_out),
            "Two things: which axis counts the inputs, and what multiplying by c does to a variance.",
        ),
        Mistake(
            "Xavier", _scaled(lambda n_in, n_out: (1 / n_in) ** 0.5),
            "This is the variance for tanh. What does ReLU do to half of the mean square?",
        ),
        Mistake(
            "the middle of both sides", _scaled(lambda n_in, n_out: (2 / (n_in + n_out)) ** 0.5),
            "This is the variance of (12.11). Asked for is that of He.",
        ),
        Mistake(
            "twice the middle", _scaled(lambda n_in, n_out: (4 / (n_in + n_out)) ** 0.5),
            "You take the middle of inputs and outputs. He's variance has one of them.",
        ),
        Mistake(
            "all entries", _scaled(lambda n_in, n_out: (2 / (n_in * n_out)) ** 0.5),
            "You divide by the number of all weights. How many of them meet in one sum z?",
        ),
        Mistake(
            "multiplied, not divided", _scaled(lambda n_in, n_out: (n_in / 2) ** 0.5),
            "The more inputs, the smaller the weights.",
        ),
        Mistake("the draws as they are", _scaled(lambda n_in, n_out: 1), "These are the draws. Where is the scale?"),
        Mistake(
            "the size of the first layer for all",
            lambda draws: [draw * (2 / draws[0].shape[0]) ** 0.5 for draw in draws],
            "The first array is right. Each layer has a number of inputs of its own.",
        ),
        Mistake(
            "transposed", lambda draws: [draw.T * (2 / draw.shape[0]) ** 0.5 for draw in draws],
            "The numbers are right, but the shapes should be those of the draws.",
        ),
    ),
    see="chapter 12, “How large is a weighted sum?”",
)  # fmt: skip

_NORMS = Exercise(
    "12.8", norms, deep_batch,
    (
        Mistake("the sum, not the mean", wrong_norms("sum"), "The cost is the mean over the examples, not their sum."),
        Mistake("1/m twice", wrong_norms("1/m twice"), "The mean is taken once. Where do you divide again?"),
        Mistake(
            "squares without the root", wrong_norms("squares"),
            "You have the sum of the squares. A norm has one step more.",
        ),
        Mistake(
            "the root mean square", wrong_norms("mean square"),
            "You divide by the number of entries. The norm of the task is the root of the sum.",
        ),
        Mistake(
            "the largest stretch", wrong_norms("stretch"),
            "np.linalg.norm(g, 2) of a matrix is the stretch of (12.1). What does it do without the 2?",
        ),
        Mistake("the largest entry", wrong_norms("largest"), "You have the largest entry. All of them count."),
        Mistake("the sum of the absolute values", wrong_norms("absolute"), "Add squares, not absolute values."),
        Mistake(
            "the norms of D", wrong_norms("of D"),
            "These are the norms of the derivatives by Z. By which product does one get from D to the gradient of W?",
        ),
        Mistake("in the wrong order", wrong_norms("reversed"), "The numbers are right. Which layer comes first?"),
        Mistake("no slope", wrong_norms("no slope"), "The last entry of your list is right. What does a tanh do to D?"),
        Mistake(
            "1 − z² for the slope", wrong_norms("slope of z"), "The slope of tanh is 1 − a² with its output. You use z."
        ),
        Mistake(
            "the slope of the sigmoid", wrong_norms("sigmoid"), "a (1 − a) is the slope of another activation function."
        ),
        Mistake(
            "tanh of the output", wrong_norms("tanh again"),
            "You apply tanh to an array that is the output of tanh already.",
        ),
        Mistake(
            "z in place of a", wrong_norms("z for a"),
            "What goes into the second affine layer: the output of the first one, or the tanh of it?",
        ),
        Mistake(
            "tanh at the end", wrong_norms("tanh at the end"), "After the last affine layer comes the softmax at once."
        ),
        Mistake("no softmax", wrong_norms("no softmax"), "Scores are not probabilities yet."),
        Mistake("no targets", wrong_norms("no target"), "Where do the labels come in?"),
    ),
    see="chapter 8, “The four equations in rows”", trials=4,
)  # fmt: skip

_SCALE = Value(
    "12.9", 2,
    mistakes=(
        (
            "the nan", 8,
            "With this scale the loss is not a number any more. What does np.argmin do with nan?",
        ),
        (
            "a neighbor above", 4,
            "This one learns, but another has a lower mean on the validation digits. Print all five means.",
        ),
        (
            "a neighbor below", 1,
            "Its loss is still near ln 10. Print all five means: do you take the smallest?",
        ),
        (
            "the largest loss", 0.5,
            "Its loss is ln 10, that of an answer by chance. Are you looking for the largest, or for the smallest?",
        ),
    ),
    see="chapter 12, “How large is a weighted sum?”", seconds=120.0,
)  # fmt: skip

EXERCISES = (*BASICS, DIFFERENT, _DEAD, _HE, _NORMS, _SCALE)
