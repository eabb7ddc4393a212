"""Exercise set 12: slow learning."""

from .engine import Exercise, Mistake, Value
from .set_12_basics import BASICS
from .set_12_reference import (
    dead,
    deep_batch,
    different,
    hidden_units,
    network_with_dead_units,
    norms,
    wrong_dead,
    wrong_different,
    wrong_norms,
)

__all__ = ["EXERCISES"]

_DIFFERENT = Exercise(
    "12.5", different, hidden_units,
    (
        Mistake(
            "only the incoming weights", wrong_different("W1 only"),
            "Two units with the same column of W1 may still differ. What else belongs to a unit?",
        ),
        Mistake(
            "the outgoing weights are left out", wrong_different("no W2"),
            "Two units that read the same but feed differently get different gradients. Which array says what a unit"
            " feeds?",
        ),
        Mistake("the bias is left out", wrong_different("no b1"), "Some units differ in their bias only."),
        Mistake(
            "only the outgoing weights", wrong_different("W2 only"),
            "You look at what the units feed. What do they read?",
        ),
        Mistake(
            "rows of W1", wrong_different("rows of W1"),
            "A row of W1 holds what one input sends to all units. Where is one unit, in the row convention?",
        ),
        Mistake(
            "exactly equal", wrong_different("exactly"),
            "Equal units differ in their last digits, after round-off. The task gives a tolerance.",
        ),
        Mistake(
            "the copies are counted", wrong_different("copies"),
            "You count how many units could be left out. Asked for is how many remain then.",
        ),
        Mistake(
            "units without a copy", wrong_different("not copied"),
            "You count units of which there is only one. A group of equal units also makes one different unit.",
        ),
        Mistake(
            "groups of copies", wrong_different("groups of copies"),
            "You count only units that have a copy. A unit that is alone is a different one too.",
        ),
        Mistake(
            "the largest group", wrong_different("largest group"),
            "This is the number of units in the largest group of equal ones. How many groups are there?",
        ),
    ),
    see="chapter 12, “Equal units stay equal”", trials=5,
)  # fmt: skip

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

EXERCISES = (*BASICS[:4], _DIFFERENT, _DEAD, BASICS[4], _NORMS, _SCALE)
