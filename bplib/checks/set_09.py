"""Exercise set 9: XOR."""

import numpy as np

from .engine import Exercise, Mistake
from .set_09_basics import BY_HAND, HOW_MANY, MARGINS
from .set_09_counts import COLUMNS, COUNTED
from .set_09_failures import FAILED
from .set_09_many import STACK
from .set_09_reference import (
    batch_inputs,
    logit_inputs,
    step,
    wrong_loss,
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
            "labels against a column, means of everything", wrong_loss("broadcast, mean"),
            "z has shape (m, 1) and t has shape (m,). What shape has their product? And their difference?",
        ),
        Mistake(
            "labels against a column, means of everything, but not in dz",
            wrong_loss("broadcast, mean, but not in dz"),
            "z has shape (m, 1) and t has shape (m,). What shape has their difference? And dz lacks the factor of the"
            " mean.",
        ),
        Mistake(
            "labels against a column, in C", wrong_loss("broadcast, mean, in C only"),
            "dz is right. In C, z has shape (m, 1) and t has shape (m,). What shape has their product?",
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
            "exp(−z) overflows", wrong_loss("no absolute value"),
            "With the maximum taken out, what is left needs an exponent that is never positive. For negative z yours"
            " is.",
        ),
        Mistake(
            "the maximum is left out", wrong_loss("no max"),
            "Your logarithm does not overflow, but for positive z a term has been lost when e^z was taken out of it.",
        ),
        Mistake(
            "t z is left out", wrong_loss("no t z"),
            "Your cost does not depend on the targets: ln(1 + e^z) is the cost for one of the two labels only.",
        ),
        Mistake(
            "t z with the other sign", wrong_loss("minus in front"),
            "Which sign has t z? A large z is good for target 1.",
        ),
        Mistake(
            "the quadratic cost", wrong_loss("quadratic"),
            "dz is that of the cross-entropy, but your C is the quadratic cost.",
        ),
        Mistake(
            "clipped logits", wrong_loss("z clipped"),
            "Clipping z avoids the overflow and gives a wrong cost far out. There is a form that needs no clipping.",
        ),
        *(
            Mistake(
                f"clipped probabilities, {least}", wrong_loss(f"clipped {least}"),
                "Clipping hides the infinite logarithm and gives a wrong cost far out: for one example it stays near"
                f" {-np.log(float(least)):.1f} where it should be hundreds. Simplify instead.",
            )
            for least in ("1e-7", "1e-8", "1e-10", "1e-12", "1e-15")
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
            "divided by 4", wrong_step("quarter"), "You divide by 4. Is that the number of examples in every batch?"
        ),
        Mistake(
            "means for the biases", wrong_step("bias means"),
            "The mean is in the error already. For the biases the examples are summed.",
        ),
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


EXERCISES = (MARGINS, HOW_MANY, BY_HAND, COUNTED, _LOSS, _STEP, STACK, FAILED, COLUMNS)
