"""The exercise of set 9 on the gradients of many networks at once."""

import numpy as np

from ..activations import sigmoid
from .engine import Exercise, Mistake
from .set_09_reference import in_turn

__all__ = ["STACK", "wrong_stack"]

_SEE = "chapter 9, “A hundred networks at once”"


def stack_inputs(rng):
    """(W1, b1, W2, b2, X, T): s networks; in the first trial s = m = h, so that wrong axes run too."""
    s, m, n, h = in_turn(rng, (4, 4, 2, 4), (5, 3, 2, 6), (1, 4, 3, 2), (3, 1, 2, 4))
    shapes = (s, n, h), (s, 1, h), (s, h, 1), (s, 1, 1), (m, n)
    W1, b1, W2, b2, X = (rng.normal(size=shape) for shape in shapes)
    return W1, b1, W2, b2, X, rng.integers(0, 2, (m, 1)).astype(float)


def wrong_stack(kind):
    """Gradients of a stack of networks, with one thing wrong."""

    def wrong(W1, b1, W2, b2, X, T):
        A1 = np.tanh(X @ W1 + b1)
        a = sigmoid(A1 @ W2 + b2)
        D2 = a - T
        if kind == "quadratic":
            D2 = D2 * a * (1 - a)
        count = {
            "quarter": 4,
            "sum": 1,
            "all": len(W1) * len(X),
            "networks": len(W1),
            "1/m twice": len(X) ** 2,
        }
        D2 = D2 / count.get(kind, len(X))
        D2 = -D2 if kind == "sign" else D2
        slopes = {"no slope": 1, "sigmoid slope": A1 * (1 - A1), "slope of z": 1 - (X @ W1 + b1) ** 2}
        D1 = (D2 @ W2.swapaxes(1, 2)) * slopes.get(kind, 1 - A1**2)
        dW2 = A1.swapaxes(1, 2) @ D2
        biases = [D.sum(axis=1, keepdims=True) for D in (D1, D2)]
        if kind == "bias over networks":
            biases = [D.sum(axis=0, keepdims=True) for D in (D1, D2)]
        if kind == "bias over networks, an axis put in":
            biases = [D.sum(axis=0)[:, None, :] for D in (D1, D2)]
        if kind == "bias over units":
            biases = [D.sum(axis=2, keepdims=True) for D in (D1, D2)]
        if kind == "bias over units, an axis put in":
            biases = [D.sum(axis=2)[:, None, :] for D in (D1, D2)]
        if kind == "bias over all but units":
            biases = [D.sum(axis=(0, 1), keepdims=True) for D in (D1, D2)]
        if kind == "bias not summed":
            biases = [D1, D2]
        if kind == "bias flat":
            biases = [D.sum(axis=1) for D in (D1, D2)]
        if kind == "bias means":
            biases = [D.mean(axis=1, keepdims=True) for D in (D1, D2)]
        grads = X.T @ D1, biases[0], dW2, biases[1]
        if kind == "one for all":
            grads = tuple(np.broadcast_to(g.mean(axis=0), g.shape) for g in grads)
        if kind == "added up":
            grads = tuple(g.sum(axis=0) for g in grads)
        return grads

    return wrong


def _stack(W1, b1, W2, b2, X, T):
    return wrong_stack("nothing")(W1, b1, W2, b2, X, T)


STACK = Exercise(
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
            "the biases summed over the networks, with an axis put in",
            wrong_stack("bias over networks, an axis put in"),
            "A bias gradient sums over the examples. The first axis of an array (s, m, h) counts networks.",
        ),
        Mistake(
            "the biases summed over the units", wrong_stack("bias over units"),
            "For db1 and db2 you have summed over the units. Each unit has a bias of its own; over which axis of"
            " (s, m, h) do you sum?",
        ),
        Mistake(
            "the biases summed over the units, with an axis put in", wrong_stack("bias over units, an axis put in"),
            "For db1 and db2 you have summed over the last axis, the units. Which axis counts the examples?",
        ),
        Mistake(
            "the biases summed over networks and examples", wrong_stack("bias over all but units"),
            "For db1 and db2 you have summed over networks and examples. Each network has biases of its own.",
        ),
        Mistake(
            "the biases not summed", wrong_stack("bias not summed"),
            "A bias is added to every example of its network. So its derivative is a sum. Over which axis?",
        ),
        Mistake(
            "divided by 4", wrong_stack("quarter"), "You divide by 4. Is that the number of examples in every batch?"
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
    see=_SEE, parts=("dW1", "db1", "dW2", "db2"), trials=4,
)  # fmt: skip
