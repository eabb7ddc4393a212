"""Exercise set 9: XOR."""

import numpy as np

from .engine import Exercise, Mistake, Value
from .set_09_basics import BY_HAND, COLUMNS, COUNTED, HOW_MANY, MARGINS
from .set_09_reference import (
    batch_inputs,
    logit_inputs,
    stack_inputs,
    step,
    wrong_loss,
    wrong_stack,
    wrong_step,
)

__all__ = ["EXERCISES"]


def _loss(z, t):
    return wrong_loss("nothing")(z, t)


_LOSS = Exercise(
    "09.5", _loss, logit_inputs,
    (
        Mistake(
            "labels against a column", wrong_loss("broadcast"),
            "z has shape (m, 1) and t has shape (m,). What shape has their difference?",
        ),
        Mistake(
            "labels against a column, in dz", wrong_loss("dz broadcast"),
            "The cost is right. In dz, z has shape (m, 1) and t has shape (m,). What shape has their difference?",
        ),
        Mistake(
            "labels against a column, in dz, and a sum", wrong_loss("dz broadcast, sum"),
            "The cost is right. In dz, what shape has the difference of (m, 1) and (m,)? And where is the mean?",
        ),
        Mistake(
            "the cost is a sum", wrong_loss("cost not mean"),
            "The gradient is right. The cost is the sum over the examples: it should be their mean.",
        ),
        Mistake(
            "the gradient of the sum", wrong_loss("error not mean"),
            "The cost is right, a mean. Its derivative has the factor of the mean too.",
        ),
        Mistake(
            "two sums", wrong_loss("both sums"),
            "Cost and gradient are those of the sum over the examples, not of the mean.",
        ),
        Mistake("1/m twice in the gradient", wrong_loss("1/m twice"), "In dz the mean is taken twice."),
        Mistake(
            "the sign of the gradient", wrong_loss("error flipped"),
            "When the target is 1 and the output too small, the cost falls with z. Which sign has the derivative then?",
        ),
        Mistake("the sign of the cost", wrong_loss("cost flipped"), "A cost is not negative. Yours is."),
        Mistake(
            "the slope of the sigmoid is still there", wrong_loss("slope"),
            "With this cost σ' cancels. Your dz has it as a factor; far out it is nearly 0.",
        ),
        Mistake(
            "0 and 1 exchanged", wrong_loss("swapped"),
            "Yours is the cost of the opposite labels. Which logarithm belongs to target 1?",
        ),
        Mistake(
            "the logarithm of 0", wrong_loss("logarithms"),
            "Far out σ(z) rounds to 0 or 1, and its logarithm is infinite. Simplify before you compute.",
        ),
        Mistake(
            "the logarithm of 0, in one of two cases", wrong_loss("where"),
            "Far out σ(z) rounds to 0 or 1, and when that is the wrong answer its logarithm is infinite. Simplify"
            " before you compute.",
        ),
        Mistake(
            "exp overflows", wrong_loss("overflow"),
            "The formula is right, but exp(900) is infinite. There is another form of it.",
        ),
        Mistake(
            "clipped probabilities", wrong_loss("clipped"),
            "Clipping hides the infinite logarithm and gives a wrong cost far out: it stays near 27.6"
            " where it should be"
            " hundreds. Simplify instead.",
        ),
        Mistake(
            "−z for z", wrong_loss("softplus of -z"),
            "In the first term z has the wrong sign, or in the second t should be 1 − t with the other sign.",
        ),
        Mistake("dz is flat", wrong_loss("flat"), "dz should have the shape of z, (m, 1). Yours has lost an axis."),
    ),
    see="chapter 9, “A loss for yes and no”", parts=("C", "dz"),
)  # fmt: skip

_STEP = Exercise(
    "09.6", step, batch_inputs,
    (
        Mistake(
            "the bug is still there", wrong_step("labels overwritten"),
            "Your step changes nothing at all. What is y at the moment when the difference is taken?",
        ),
        Mistake("uphill", wrong_step("uphill"), "The cost grows with your step. Look at the sign of the update."),
        Mistake(
            "the learning rate has no effect", wrong_step("no eta"), "How far does your step go when eta is doubled?"
        ),
        Mistake(
            "not divided by m", wrong_step("sum"),
            "This is a step for the sum over the batch. The cost is the mean.",
        ),
        Mistake("1/m twice", wrong_step("1/m twice"), "The mean is taken twice."),
        Mistake(
            "σ' at the output", wrong_step("slope at the output"),
            "With cross-entropy the slope of the output sigmoid cancels.",
        ),
        Mistake(
            "the answers instead of the outputs", wrong_step("rounded"),
            "The difference is taken with the output between 0 and 1, not with the rounded answer.",
        ),
        Mistake(
            "W2 changed before it is used", wrong_step("W2 first"),
            "D1 is computed with a W2 that has taken its step already. All gradients belong to the old parameters.",
        ),
        Mistake(
            "no slope in the hidden layer", wrong_step("no slope"),
            "On the way back through tanh a factor is missing.",
        ),
        Mistake(
            "the slope of the sigmoid in the hidden layer", wrong_step("sigmoid slope"),
            "a (1 − a) is the slope of the sigmoid. The hidden layer is tanh.",
        ),
        Mistake(
            "a square is missing", wrong_step("half slope"),
            "The slope of tanh is not 1 − a. What is it, in terms of a?",
        ),
        Mistake("the first layer stays", wrong_step("first layer stays"), "W1 and b1 have not moved."),
        Mistake("the biases stay", wrong_step("biases stay"), "b1 and b2 have not moved."),
        Mistake(
            "gradients, not parameters", wrong_step("gradients"),
            "These are the gradients. Return the parameters after the step.",
        ),
    ),
    see="chapter 9, “Three mistakes that look like bad luck”", parts=("W1", "b1", "W2", "b2"),
)  # fmt: skip


def _stack(W1, b1, W2, b2, X, T):
    return wrong_stack("nothing")(W1, b1, W2, b2, X, T)


_STACK = Exercise(
    "09.7", _stack, stack_inputs,
    (
        Mistake(
            "a sum over the batch", wrong_stack("sum"),
            "The cost is the mean over the examples. Yours is the sum.",
        ),
        Mistake(
            "divided by the number of networks", wrong_stack("networks"),
            "You divide by the length of the first axis. That counts networks, not examples.",
        ),
        Mistake(
            "divided by networks and examples", wrong_stack("all"),
            "The mean is over the examples of one network. The networks do not share a cost.",
        ),
        Mistake("1/m twice", wrong_stack("1/m twice"), "The mean is taken twice."),
        Mistake(
            "the sign", wrong_stack("sign"),
            "When an output is too large, which sign has the derivative by its logit?",
        ),
        Mistake(
            "the error of the quadratic cost", wrong_stack("quadratic"),
            "The slope of the output sigmoid is in your error. With cross-entropy it cancels.",
        ),
        Mistake(
            "no slope in the hidden layer", wrong_stack("no slope"),
            "On the way back through tanh a factor is missing.",
        ),
        Mistake(
            "the slope of the sigmoid in the hidden layer", wrong_stack("sigmoid slope"),
            "a (1 − a) is the slope of the sigmoid. The hidden layer is tanh.",
        ),
        Mistake(
            "1 − z² for the slope", wrong_stack("slope of z"),
            "The slope of tanh is 1 − a² with its output, not its input.",
        ),
        Mistake(
            "the biases summed over the networks", wrong_stack("bias over networks"),
            "A bias gradient sums over the examples. Which axis counts them in an array (s, m, h)?",
        ),
        Mistake(
            "the biases have lost an axis", wrong_stack("bias flat"),
            "The bias gradients should have the shapes (s, 1, h) and (s, 1, 1), like the biases.",
        ),
        Mistake(
            "means for the biases", wrong_stack("bias means"),
            "The mean is in the error already. For the biases the examples are summed.",
        ),
        Mistake(
            "the networks are averaged", wrong_stack("one for all"),
            "All your networks get the same gradient. Each has its own: the axis s is never summed over.",
        ),
        Mistake(
            "the networks are added up", wrong_stack("added up"),
            "The first axis has disappeared. Each network has its own gradient.",
        ),
    ),
    see="chapter 9, “A hundred networks at once”", parts=("dW1", "db1", "dW2", "db2"), trials=4,
)  # fmt: skip


def _failed(answer):
    """True for a count that other BLAS libraries may give as well."""
    if isinstance(answer, bool | str | complex) or np.ndim(answer):
        return "The answer should be one whole number."
    if not np.isfinite(answer) or not 0 <= answer <= 100:
        return "Of 100 networks the number that failed lies between 0 and 100."
    if 0 < answer < 1:
        return "This looks like a fraction. Return the number of networks of the hundred."
    if 38 <= answer <= 44:
        return answer == int(answer) or "A number of networks is a whole number."
    if 56 <= answer <= 62:
        return "This looks like the number of those that learned. Asked for are those that did not."
    if answer < 15:
        return "So few fail with three hidden units. The hidden layer here has two."
    if answer >= 70:
        return (
            "So many? Does your step go downhill, do the steps take the right number, and is a network counted as"
            " learned when all four answers are right?"
        )
    return (
        "Not the number that we find. Are the starting weights those of start(), the biases 0 at first, the learning"
        " rate 1, the cost the mean of the cross-entropy, and the steps 3000?"
    )


_FAILED = Value("09.8", 41, see="chapter 9, “A hundred networks at once”", accept=_failed)

EXERCISES = (MARGINS, HOW_MANY, BY_HAND, COUNTED, _LOSS, _STEP, _STACK, _FAILED, COLUMNS)
