"""Families of mistakes: those that can happen in many exercises, each worded once.

An exercise says which of them can happen in it: ``MEAN_MISSING(lambda …: …)`` is the mistake with the function that
makes it. Name and hint can be replaced where an exercise needs other words.
"""

from .engine import Family

__all__ = [
    "ASSIGNED",
    "BACKWARD_DIFFERENCE",
    "BIAS_AFTER_SIGMA",
    "BIAS_LEFT_OUT",
    "CLIPPED",
    "EPSILON_BELOW",
    "FIRST_FOR_ALL",
    "FORWARD_DIFFERENCE",
    "FUNCTION_ITSELF",
    "HALF",
    "INDEX_FOR_VALUE",
    "INNER_DERIVATIVE",
    "INTEGER_DIVISION",
    "KEEPDIMS",
    "LABELS_LEFT",
    "LABEL_ASSIGNED",
    "LAST_LEFT_OUT",
    "LAYER_OFF_BY_ONE",
    "MEAN_MISSING",
    "MEAN_OVER_ENTRIES",
    "MEAN_TWICE",
    "ONE_STEP_OFF",
    "OTHER_LOGARITHM",
    "OUTPUTS_COUNTED",
    "OWN_NORM",
    "OWN_STEP",
    "PARENTHESES",
    "RATE_LEFT_OUT",
    "SHALLOW_COPY",
    "SIGMA_LEFT_OUT",
    "SIGMA_TWICE",
    "SIGN",
    "SLOPE_LEFT_OUT",
    "SLOPE_OF_A",
    "SOFTMAX_AXIS",
    "SOFTMAX_OF_ALL",
    "SOFTMAX_SHIFT",
    "SOFTMAX_TWICE",
    "TANH_OF_A",
    "TRANSPOSE_LEFT_OUT",
    "TWICE",
    "TWO_FORGOTTEN",
    "UPDATED_TOO_EARLY",
]

# Slopes and differences
FORWARD_DIFFERENCE = Family(
    "forward difference",
    "This looks to one side of x only. The central difference has one point on each side.",
)
BACKWARD_DIFFERENCE = Family(
    "backward difference",
    "This looks to one side of x only. The central difference has one point on each side.",
)
TWO_FORGOTTEN = Family("the 2 is forgotten", "How far apart are the two points of a central difference?")
OWN_STEP = Family("a step of its own", "The step is given as an argument. Yours is another one.")
INNER_DERIVATIVE = Family(
    "inner derivative left out",
    "The chain rule multiplies by how fast the inside changes. That factor is missing.",
)
FUNCTION_ITSELF = Family(
    "the function itself", "This is the value of the function. Its derivative is asked for."
)
PARENTHESES = Family(
    "parentheses missing",
    "Division and multiplication come before subtraction, and a / b * c is (a / b) * c. Put in numbers.",
)

# Signs and factors
SIGN = Family("sign flipped", "The sizes are right and the sign is not: which of the two terms comes first?")
TWICE = Family("twice too large", "A factor of 2 is there that should not be. Where does the square's 2 go?")
HALF = Family("half as large", "A factor of ½ is there that should not be, or a 2 is missing.")
MEAN_MISSING = Family("1/m is missing", "This grows with the number of examples: the cost is their mean.")
MEAN_TWICE = Family(
    "1/m twice", "You divide by the number of examples twice. Where did the first 1/m come from?"
)
MEAN_OVER_ENTRIES = Family(
    "mean over all entries", "The mean is over the examples. Over the entries of one example one sums."
)
OUTPUTS_COUNTED = Family(
    "divided by the number of outputs",
    "The cost is a mean over examples, and a sum over the outputs of each of them.",
)

# Units
BIAS_LEFT_OUT = Family("bias left out", "A term is missing: what is the output where all inputs are 0?")
BIAS_AFTER_SIGMA = Family("bias after σ", "The bias belongs to the weighted sum. It comes before σ.")
SIGMA_LEFT_OUT = Family("σ left out", "This is the weighted sum. What does the unit do with it?")
SIGMA_TWICE = Family("σ twice", "σ is applied to what has gone through σ already.")
SLOPE_LEFT_OUT = Family(
    "the slope of the activation is left out", "On the way from a to z a factor is missing."
)
SLOPE_OF_A = Family(
    "σ'(a) for σ'(z)",
    "The slope is taken at the wrong place: at what comes out of the unit, not at what goes in.",
)
TANH_OF_A = Family("tanh of a", "a is tanh(z) already. Its square is all that the slope needs.")

# Sums over paths, layers and examples
ASSIGNED = Family(
    "= where += belongs",
    "Several shares arrive at one place, and yours keeps the last of them. Where are the others?",
)
LAYER_OFF_BY_ONE = Family(
    "off by one layer", "Which layer's number stands at this index? Count from the input."
)
FIRST_FOR_ALL = Family("the first for all", "What is right for the first is used for all others too.")
LAST_LEFT_OUT = Family("the last is left out", "One is missing at the end. How often does your loop run?")
UPDATED_TOO_EARLY = Family(
    "updated before it was used",
    "A parameter changes while its old value is still needed. Compute first, then change.",
)
TRANSPOSE_LEFT_OUT = Family(
    "transpose left out",
    "Where the matrix is square it runs, with the wrong sum. Write the shapes beside the product.",
)

# Softmax, labels and logarithms
SOFTMAX_AXIS = Family(
    "softmax along the wrong axis", "The shares of which numbers must sum to 1: those of an example."
)
SOFTMAX_OF_ALL = Family(
    "softmax over all entries", "All entries together sum to 1. It is those of each example that should."
)
SOFTMAX_SHIFT = Family(
    "softmax without its shift",
    "For large numbers exp overflows. What can be subtracted from all of them, for free?",
)
SOFTMAX_TWICE = Family("softmax twice", "What has gone through the softmax goes through it once more.")
LABELS_LEFT = Family(
    "labels not subtracted", "These are the shares. The gradient compares them with the labels."
)
LABEL_ASSIGNED = Family("= -1 for -= 1", "At the label you write -1. What was there should be lowered by 1.")
OTHER_LOGARITHM = Family("another logarithm", "The logarithm of the cross-entropy has the base e.")
CLIPPED = Family(
    "clipped", "Where the probabilities are near 0 or 1, yours are cut off, and the cost with them."
)

# Programs
INTEGER_DIVISION = Family("integer division", "// drops what is behind the decimal point.")
INDEX_FOR_VALUE = Family("the index for the value", "You use where it stands, not what stands there.")
KEEPDIMS = Family(
    "keepdims forgotten", "A sum loses its axis, and the next operation broadcasts along another one."
)
SHALLOW_COPY = Family("a shallow copy", "The list is new, the arrays in it are the old ones.")
EPSILON_BELOW = Family(
    "a small number in the denominator",
    "The number that you add below changes the result where the rest is small.",
)
OWN_NORM = Family("each relative to itself", "The error is relative to one common size, not each to its own.")
RATE_LEFT_OUT = Family(
    "learning rate left out", "The steps are as long as the slope itself. A factor is missing."
)
ONE_STEP_OFF = Family("one step too few or too many", "How often does your loop run?")
