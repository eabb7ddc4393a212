"""Exercise 12.6: units with ReLU that are off for all examples."""

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn
from ..families import BIAS_AFTER_SIGMA, BIAS_LEFT_OUT, LAST_LEFT_OUT

__all__ = ["DEAD_UNITS"]


def _network_with_dead_units(rng):
    """(Ws, bs, x): one to three hidden layers, with units that are off for all, at 0 for all, or off for many."""
    sizes, m = in_turn(rng, ((4, 9, 3), 7), ((3, 8, 7, 2), 5), ((5, 6, 8, 7, 4), 1), ((2, 10, 6, 5), 12))
    Ws = [rng.normal(size=pair) for pair in zip(sizes, sizes[1:])]
    bs = [rng.normal(0, 0.5, n) for n in sizes[1:]]
    before = None
    for W, b in zip(Ws, bs):
        off, zero, fed, tiny = (*rng.permutation(len(b)), -1, -1)[:4]
        b[off] = -1e3
        W[:, zero] = b[zero] = 0
        if before is not None and len(b) > 3:  # dead, as what comes from a unit that is off is never negative
            W[:, fed], b[fed] = 0, -0.01
            W[before, fed] = -1
        if len(b) > 6:  # not dead, though it looks so
            W[:, tiny], b[tiny] = 0, 1e-10
        before = off
    return Ws, bs, rng.normal(size=(m, sizes[0]))


def _relu(z):
    return np.maximum(z, 0)


def _counted(
    first=lambda x: x,
    bias=1,
    activation=_relu,
    off=lambda z: z <= 0,
    of=np.all,
    axis=0,
    living=False,
    last=-1,
    end=list,
):
    """Counts of dead units: what the layers do, what is off, over which axis it is asked for, and what is returned."""

    def counts(Ws, bs, x):
        a, result = first(x), []
        for W, b in zip(Ws[:last], bs[:last]):
            z = a @ W + bias * b
            a = activation(z)
            dead = of(off(z), axis=axis)
            result.append(int(np.sum(~dead if living else dead)))
        return end(result)

    return counts


def _dead(Ws, bs, x):
    return _counted()(Ws, bs, x)


def _wrong_dead(kind):
    """The list of counts with one thing wrong, which is no option of ``_counted``."""

    def wrong(Ws, bs, x):
        counts, a = [], x
        for W, b in zip(Ws[:-1], bs[:-1]):
            z = np.maximum(a @ W, 0) + b if kind == "bias after relu" else a @ W + b
            a = z if kind == "bias after relu" else np.maximum(z, 0)
            off = z <= 0
            if kind == "pairs":
                counts.append(int(off.sum()))
            elif kind == "most":
                counts.append(int(np.sum(off.mean(axis=0) > 0.5)))
            elif kind == "mean":
                counts.append(int(np.sum(z.mean(axis=0) <= 0)))
            else:
                counts.append(int(np.sum(off.all(axis=0))))
        if kind == "shares":
            return [count / len(b) for count, b in zip(counts, bs)]
        return counts[:-1] if kind == "the last hidden one missing" else counts

    return wrong


DEAD_UNITS = Exercise(
    "12.6", _dead, _network_with_dead_units,
    (
        Mistake(
            "the last layer is counted", With(_counted, last=None),
            "Your list has an entry too many. Is there a ReLU after the last affine layer?",
        ),
        Mistake(
            "examples are counted, not units", With(_counted, axis=1),
            "Along which axis do the examples lie? A unit must be off for all of them.",
        ),
        Mistake(
            "off for some example", With(_counted, of=np.any),
            "Nearly every unit is off for some example. A dead one is off for every example.",
        ),
        Mistake(
            "off only below 0", With(_counted, off=lambda z: z < 0),
            "What is the output of a unit with z = 0, and what does it pass back?",
        ),
        Mistake(
            "pairs of example and unit", _wrong_dead("pairs"),
            "You count all zeros of the layer's output. First ask for each unit whether all of its outputs are 0.",
        ),
        Mistake(
            "off on average", _wrong_dead("mean"),
            "A unit whose mean z is negative may be on for some examples. Is every single one at or below 0?",
        ),
        Mistake(
            "nearly 0 is counted too", With(_counted, off=lambda z: z <= 1e-8),
            "A unit whose outputs are tiny but above 0 passes all of its gradient back. It is not dead.",
        ),
        Mistake(
            "only the first example", With(_counted, off=lambda z: z[:1] <= 0),
            "You look at one example. A unit that is off for it may be on for another.",
        ),
        Mistake("the living are counted", With(_counted, living=True), "You count the units that are on."),
        BIAS_LEFT_OUT(
            With(_counted, bias=0), name="the biases are left out",
            hint="A very negative bias kills a unit. Where is it?",
        ),
        Mistake(
            "no ReLU between the layers", With(_counted, activation=lambda z: z),
            "What is the input of the second layer: z or a?",
        ),
        Mistake(
            "ReLU on the batch", With(_counted, first=_relu),
            "x goes into the first layer as it is. It may be negative.",
        ),
        BIAS_AFTER_SIGMA(
            _wrong_dead("bias after relu"), name="the bias after ReLU",
            hint="The bias belongs to the weighted sum. It comes before ReLU.",
        ),
        Mistake(
            "added up from layer to layer", With(_counted, end=lambda counts: list(np.cumsum(counts))),
            "Your counts go on from layer to layer. Where does the count begin again at 0?",
        ),
        Mistake("shares, not numbers", _wrong_dead("shares"), "These are shares of the units. Numbers are wanted."),
        LAST_LEFT_OUT(
            _wrong_dead("the last hidden one missing"), name="a hidden layer is missing",
            hint="Your list has an entry too few. Only the last affine layer has no ReLU.",
        ),
        Mistake(
            "tanh in place of ReLU", With(_counted, activation=np.tanh),
            "What comes out of ReLU is never negative. What comes out of yours?",
        ),
        Mistake(
            "off for most examples", _wrong_dead("most"),
            "A unit that is off for most examples is on for some. A dead one is off for every example.",
        ),
        Mistake(
            "only the last example", With(_counted, off=lambda z: z[-1:] <= 0),
            "You look at one example. A unit that is off for it may be on for another.",
        ),
        Mistake(
            "weights that are 0", lambda Ws, bs, x: [int(np.sum(~W.any(axis=0))) for W in Ws[:-1]],
            "A unit with other weights can be dead too. What comes out of it for the rows of x?",
        ),
        Mistake(
            "all layers together", With(_counted, end=sum),
            "You add up the numbers of the layers. Asked for is one number for each hidden layer.",
        ),
    ),
    see="chapter 12b, “What ReLU changes, and what it breaks”", trials=4,
)  # fmt: skip
