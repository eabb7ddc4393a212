"""The instruments A to Z, which take a class, make networks of it and measure.

A to T were built for the thirty patients; U to Z were added when mutants had shown what
those twenty pass (see ``mutants.py``).
"""

import ast
import inspect
import itertools
import time
from dataclasses import dataclass

import numpy as np

from bplib import costs, layers

from .differences import apart, one_sided, sample
from .healthy_networks import HealthyReLU, HealthySquared
from .images import digits
from .patients.crash import fresh_session

INSTRUMENTS = {}


@dataclass(frozen=True)
class Finding:
    """What an instrument found: verdict is "finds", "passes" or "crash"."""

    letter: str
    verdict: str
    detail: str
    seconds: float

    def __bool__(self):
        return self.verdict != "passes"


def instrument(letter, name, threshold):
    """Turn a function (class, seed) -> (alarm, detail) into one that returns a Finding.

    A patient that raises an exception cannot be measured: the verdict is "crash".
    """

    def register(function):
        def run(cls, seed=0):
            start = time.perf_counter()
            with np.errstate(all="ignore"):
                try:
                    alarm, detail = function(cls, seed)
                    verdict = "finds" if alarm else "passes"
                except Exception as error:
                    verdict, detail = "crash", f"{type(error).__name__}: {error}"
            return Finding(letter, verdict, detail, time.perf_counter() - start)

        run.letter, run.name, run.threshold = letter, name, threshold
        run.__doc__ = function.__doc__
        INSTRUMENTS[letter] = run
        return run

    return register


def array_errors(net, x, t):
    """{name: relative error}: a gradient check that is not the patient's own."""
    grads, errors = net.gradient(x, t), {}
    for name, p in net.p.items():
        at = sample(p)
        left, right = one_sided(lambda: net.loss(x, t), p, at)
        errors[name] = apart(np.ravel(grads[name])[at], left, right)
    return errors


def verdict_on(errors, tolerance):
    """(alarm, detail) for relative errors by name."""
    wrong = {k: e for k, e in sorted(errors.items()) if not e <= tolerance}
    if not wrong:
        return False, f"relative error {max(errors.values()):.1e}"
    if (
        len(wrong) > 1 and np.ptp([*wrong.values()]) < 1e-4
    ):  # a common factor leaves equal errors
        return True, f"{max(wrong.values()):.4f} in each of {', '.join(wrong)}"
    return True, ", ".join(f"{name} {error:.3f}" for name, error in wrong.items())


def relative(a, b):
    """Relative error of two arrays (chapter 7); below 1e-9 all counts as nothing."""
    return np.abs(a - b).max() / max(np.abs(a).max(), np.abs(b).max(), 1e-9)


@instrument("A", "restart and run all", "any exception in a fresh session")
def restart(cls, seed):
    try:
        ast.parse(getattr(cls, "listing", ""))  # Python 3 must be able to read it
        net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
        with fresh_session():
            net.loss(x, t), net.gradient(x, t)
            net.train(x, t, epochs=1)
            net.accuracy(x, t)
    except Exception as error:  # here this is a find
        return True, type(error).__name__
    return False, "runs"


@instrument("B", "shapes", "any shape but the one stated")
def shapes(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    zs, _ = net.forward(x)
    loss, dz = net.cost(zs[-1], t)
    pairs = {"logits": (zs[-1], (10, cls.outputs)), "loss": (loss, ())}
    pairs["derivative of the cost"] = (dz, zs[-1].shape)
    grads = net.gradient(x, t)
    pairs |= {f"gradient of {k}": (grads[k], p.shape) for k, p in net.p.items()}
    for name, (array, wanted) in pairs.items():
        if np.shape(array) != wanted:
            return True, f"{name} is {np.shape(array)}, wanted {wanted}"
    return False, "all as stated"


@instrument("C", "gradient check", "relative error above 1e-6")
def gradient_check(cls, seed):
    return verdict_on(array_errors(cls(rng=seed), *digits(cls, 10, seed)), 1e-6)


@instrument("D", "gradient check with dropout on", "relative error above 1e-6")
def dropout_check(cls, seed):
    net = cls(rng=seed)
    net.keep = {1: np.tile([0.0, 2.0, 2.0, 0.0], 2)}  # held still during the check
    return verdict_on(array_errors(net, *digits(cls, 10, seed)), 1e-6)


@instrument("E", "one random direction", "relative error above 1e-6")
def direction(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    grads, rng = net.gradient(x, t), np.random.default_rng(seed)
    v = {name: rng.normal(size=p.shape) for name, p in net.p.items()}
    slope = sum(np.sum(grads[name] * v[name]) for name in v)
    old, h, losses = net.p, 1e-6, []
    for sign in (1, -1):
        net.p = {name: p + sign * h * v[name] for name, p in old.items()}
        losses.append(net.loss(x, t))
    numeric = (losses[0] - losses[1]) / (2 * h)
    usual = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
    error = abs(slope - numeric) / max(abs(numeric), usual, 1e-5)
    return not error <= 1e-6, f"relative error {error:.3f}"


@instrument("F", "check with three layers", "relative error above 1e-6")
def three_layers(cls, seed):
    net = cls(hidden=(8, 6), rng=seed)
    return verdict_on(array_errors(net, *digits(cls, 10, seed)), 1e-6)


@instrument("G", "batch doubled", "loss or gradient changed by 1e-6")
def batch_doubled(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    xx, tt = np.concatenate([x, x]), np.concatenate([t, t])
    once, twice = net.loss(x, t), net.loss(xx, tt)
    one, two = net.gradient(x, t), net.gradient(xx, tt)
    error = max([relative(one[k], two[k]) for k in one] + [relative(once, twice)])
    return not error < 1e-6, f"loss {once:.2f}, doubled {twice:.2f}"


@instrument("H", "arrays before and after", "any argument or parameter changed")
def before_and_after(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    rng = np.random.default_rng(seed)
    z, d = rng.normal(size=(2, 10, 8))
    out = rng.normal(size=(10, cls.outputs))
    calls = {
        "activation": (z,),
        "slope": (z,),
        "back": (d, z),
        "affine_gradient": (z, d),
        "cost": (out, t),
        "loss": (x, t),
        "gradient": (x, t),
        "numerical_gradient": (lambda a: np.sum(a**2), z[0]),
    }
    for name, arguments in calls.items():
        arrays = [a for a in (*arguments, *net.p.values()) if isinstance(a, np.ndarray)]
        before = [a.copy() for a in arrays]
        getattr(net, name)(*arguments)
        if not all(np.array_equal(a, b) for a, b in zip(arrays, before)):
            return True, f"{name} changes what it was given"
    return False, "nothing changed"


@instrument("I", "gradient twice", "the second differs by 1e-9")
def gradient_twice(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    first, second = net.gradient(x, t), net.gradient(x, t)
    errors = {name: relative(first[name], second[name]) for name in first}
    return verdict_on(errors, 1e-9)


@instrument("J", "loss at the start", "off the loss of a guess by a factor 1.5")
def loss_at_start(cls, seed):
    x, t = digits(cls, 100, seed)
    loss = np.mean([cls(rng=5 * seed + k).loss(x, t) for k in range(5)])
    return not 2 / 3 < loss / cls.guess < 1.5, f"{loss:.2f}, a guess {cls.guess:.2f}"


@instrument("K", "accuracy untrained", "off 1/K by more than 0.2")
def untrained_accuracy(cls, seed):
    x, t = digits(cls, 200, seed)
    share = np.mean([cls(rng=5 * seed + k).accuracy(x, t) for k in range(5)])
    far = abs(share - 1 / cls.classes)
    return not far < 0.2, f"{share:.2f}, chance {1 / cls.classes:.2f}"


@instrument("L", "every parameter moves", "an array the same after a step")
def everything_moves(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    before = {name: p.copy() for name, p in net.p.items()}
    net.step(net.gradient(x, t), cls.eta)
    still = [name for name in before if np.array_equal(before[name], net.p[name])]
    return bool(still), f"unchanged: {', '.join(still)}" if still else "all move"


@instrument("M", "weights compared", "two hidden units alike after training")
def weights_compared(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    net.train(x, t, epochs=5, size=10)
    columns = np.vstack([net.p["W1"], net.p["b1"], net.p["W2"].T]).T
    for i, j in itertools.combinations(range(len(columns)), 2):
        if relative(columns[i], columns[j]) < 1e-9:
            return True, f"units {i} and {j} are the same"
    return False, "all different"


@instrument("N", "slopes of the hidden units", "mean below 0.3 of the largest")
def slopes(cls, seed):
    x, _ = digits(cls, 100, seed)
    nets = [cls(rng=5 * seed + k) for k in range(5)]
    steepest = nets[0].slope(np.array([1e-3]))[0]
    mean = np.mean([net.slope(net.forward(x)[0][0]) for net in nets]) / steepest
    return not mean > 0.3, f"mean slope {mean:.2f} of the largest"


@instrument("O", "overfit ten examples", "loss above a fifth of the first")
def overfit(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    first = net.loss(x, t)
    net.train(x, t, epochs=300)
    last = net.loss(x, t)
    if first == 0:
        return True, "loss 0 before any training"
    learned = last < first / 5
    where = "below" if learned else "still above"
    return not learned, f"{where} a fifth of the first loss"


@instrument("P", "extreme values", "inf or nan for logits of ±1000")
def extreme_values(cls, seed):
    net = cls(rng=seed)
    t = np.arange(10) % cls.classes
    worst = []
    for big in (1000.0, -1000.0):
        z = np.full((10, cls.outputs), big)
        z[::2] *= -1
        z[:, 0] *= -1
        loss, dz = net.cost(z, t)
        worst += [loss, np.abs(dz).max(), net.activation(np.array([big / 10]))[0]]
    return not np.isfinite(worst).all(), f"loss {worst[0]:.0f}"


@instrument("Q", "known gradient", "(6, 8) missed by more than 1e-6")
def known_gradient(cls, seed):
    net = cls(rng=seed)
    for x in (np.array([3.0, 4.0]), np.array([3, 4])):
        g = net.numerical_gradient(lambda a: np.sum(a**2), x)
        if not relative(g, np.array([6.0, 8.0])) < 1e-6:
            return True, f"({g[0]:.6g}, {g[1]:.6g}) for {x.dtype}"
    return False, "(6, 8)"


def step_errors(cls, seed=0):
    """Steps 1e-1 … 1e-12, and the error of numerical_gradient of cls with each."""
    net, h = cls(rng=seed), 10.0 ** -np.arange(1, 13)
    x = np.random.default_rng(seed).uniform(0, 1, 10)

    def error(k):
        g = net.numerical_gradient(lambda a: np.sum(np.exp(a)), x.copy(), k)
        return np.abs(g - np.exp(x)).max()

    return h, np.array([error(k) for k in h])


@instrument("R", "error over the step", "step 30 times off the best one")
def error_over_step(cls, seed):
    h, errors = step_errors(cls, seed)
    best = h[np.argmin(errors)]
    used = inspect.signature(cls.numerical_gradient).parameters["h"].default
    return abs(np.log(used / best)) > np.log(30), f"h = {used:.0e}, best {best:.0e}"


@instrument("S", "check at a kink", "its own check: other verdict for blank images")
def check_at_kink(cls, seed):
    x, t = digits(cls, 10, seed)
    blank = np.zeros_like(x), np.full_like(t, t[1])  # z = 0 in the hidden layer
    errors = [cls(rng=seed).check(*batch) for batch in ((x, t), blank)]
    on_digits, on_blank = (error <= 1e-6 for error in errors)
    detail = f"passes digits: {on_digits}, blank images: {on_blank}"
    return on_digits != on_blank, detail


@instrument("T", "lines reported", "not between 1 and 10 in 200 steps")
def lines_reported(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 20, seed)
    net.train(x, t, epochs=50, eta=0.1)
    return not 1 <= len(net.lines) <= 10, f"{len(net.lines)} lines in 200 steps"


@instrument("U", "one example at a time", "a batch is not the mean of its examples")
def one_at_a_time(cls, seed):
    net, (x, t) = cls(hidden=(8, 6), rng=seed), digits(cls, 100, seed)
    z = net.forward(x)[0][-1]
    net.p["b3"] = net.p["b3"] - np.median(z, axis=0)  # now all answers occur
    answers, z = net.predict(x), net.forward(x)[0][-1]
    each = range(cls.classes)
    cheapest = [
        int(np.argmin([net.cost(row[None], [k])[0] for k in each])) for row in z
    ]
    if not np.array_equal(answers, cheapest):
        return True, "predict does not choose the class that costs least"
    if not abs(net.accuracy(x, t) - np.mean(cheapest == t)) < 1e-9:
        return True, "accuracy is not the share of right answers"
    last = z[9:10] / np.abs(z[9]).max()
    z, t = np.concatenate([z[:9], 1e4 * last]), t[:10]  # one example is extreme
    alone = [net.cost(z[i : i + 1], t[i : i + 1]) for i in range(10)]
    loss, dz = net.cost(z, t)
    error = relative(loss, np.mean([one[0] for one in alone]))
    error = max(error, relative(10 * dz, np.concatenate([one[1] for one in alone])))
    return not error < 1e-6, f"relative error {error:.1e}"


@instrument("V", "step follows the rate", "moved by other than η times the gradient")
def step_follows(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    for eta in (0.5, 0.01, 0.0):
        before = {name: p.copy() for name, p in net.p.items()}
        grads = net.gradient(x, t)
        net.step({name: g.copy() for name, g in grads.items()}, eta)
        for name, p in before.items():
            if not np.abs(p - net.p[name] - eta * grads[name]).max() <= 1e-12:
                return True, f"{name} at the rate {eta}"
    return False, "for three rates"


@instrument("W", "spread of the first z", "standard deviation not between 0.3 and 0.9")
def spread(cls, seed):
    x, _ = digits(cls, 100, seed)
    nets = [cls(hidden=(30,), rng=5 * seed + k) for k in range(5)]
    z = np.concatenate([net.forward(x)[0][0] for net in nets])
    return not 0.3 < z.std() < 0.9, f"standard deviation {z.std():.2f}"


@instrument("X", "errors planted", "its own check fails, or misses an error")
def planted(cls, seed):
    net, (x, t) = cls(rng=seed), digits(cls, 10, seed)
    right = net.gradient(x, t)
    if not net.check(x, t) < 1e-6:
        return True, "its own check fails as it is"
    for k, (name, g) in enumerate(right.items()):
        wrong = g.copy()
        at = sample(g)[len(sample(g)) // 2]  # an entry that every check looks at
        wrong.reshape(-1)[at] += (0.01, -0.01)[k % 2] * np.abs(g).max()
        net.gradient = lambda x, t, new={name: wrong}: right | new
        error = net.check(x, t)
        if not 0.005 < error < 0.05:
            return True, f"an error of 1 % in {name} is taken for {error:.1e}"
    one = np.array([3.0, -1.0, 2.0, 0.5])
    for size in (1e-3, 1.0, 1e3):
        for g, left, right, known in (
            (one, one, one, 0),
            (2 * one, one, one, 0.5),
            (-one, one, one, 2),
            (0 * one, -one, -one, 1),
            (one, one + 1e-5, one - 1e-5, 0),
            (-2 * one, one, one, 1.5),
            (0.5 * one, one, -one, 0),  # between the slopes at a kink
            (one, one, one - 2, 0),
            (one - 0.9, one - 1, one + 0.5, 0),
            (one + 0.4, one - 1, one + 0.5, 0),
            (one, one + 1, one + 0.5, 2 / 15),  # and not between them
        ):
            error = net.apart(size * g, size * left, size * right)
            if not abs(error - known) < 1e-3:
                return True, f"an error of {known:.2g} is taken for {error:.2g}"
    return False, "finds all, and nothing else"


@instrument("Y", "one epoch", "an example missing, twice, or with another label")
def one_epoch(cls, seed):
    net, numbers = cls(rng=seed), np.arange(23)  # example k has the label k
    batches = list(net.minibatches(numbers, numbers, 5, np.random.default_rng(seed)))
    if [len(xb) for xb, _ in batches] != [5, 5, 5, 5, 3]:
        return True, f"batches of {[len(xb) for xb, _ in batches]}"
    xs, ts = (np.concatenate([batch[k] for batch in batches]) for k in range(2))
    if not (np.array_equal(xs, ts) and np.array_equal(np.sort(xs), numbers)):
        return True, "examples and labels are not each there once"
    if np.array_equal(xs, numbers):
        return True, "not shuffled"
    x, t = digits(cls, 20, seed)
    trained = []
    for order in (1, 1, 2):
        net = cls(rng=seed)
        net.train(x, t, epochs=50, rng=order, eta=0.01)
        trained.append(net.p["W1"])
    if not np.array_equal(trained[0], trained[1]):
        return True, "the same seed, another training"
    if np.array_equal(trained[0], trained[2]):
        return True, "another seed, the same training"
    steps = [int(line.split()[1].strip(":")) for line in net.lines]
    return steps != [0, 100], f"{len(steps)} reports, not at the steps 0 and 100"


def second_program(net, x, t):
    """(loss, gradients) of the same network, computed by the layers of bplib."""
    cls, L = type(net), net.layers
    stack = []
    for l in range(1, L + 1):
        affine = layers.Affine(*net.p[f"W{l}"].shape, rng=0)
        affine.W, affine.b = net.p[f"W{l}"], net.p[f"b{l}"].ravel()
        stack.append(affine)
        if l < L:
            relu = issubclass(cls, HealthyReLU)
            stack.append(layers.ReLU() if relu else layers.Sigmoid())
    if cls.outputs == 1:
        stack.append(layers.Sigmoid())
    out = x / 16
    for layer in stack:
        out = layer.forward(out)
    if cls.outputs > 1:
        loss = costs.softmax_cross_entropy(out, t)
        d = costs.softmax_cross_entropy_prime(out, t)
    elif issubclass(cls, HealthySquared):
        y = t[:, None].astype(float)
        loss, d = 2 * costs.quadratic(out, y), 2 * costs.quadratic_prime(out, y)
    else:
        y = t[:, None].astype(float)
        loss = costs.binary_cross_entropy(out, y)
        d = costs.binary_cross_entropy_prime(out, y)
    for layer in reversed(stack):
        d = layer.backward(d)
    grads = {}
    for l, affine in enumerate(stack[0 : 2 * L : 2], start=1):
        grads[f"W{l}"], grads[f"b{l}"] = affine.dW, affine.db[None]
    return loss, grads


@instrument("Z", "a second program", "loss or gradient differs by 1e-6")
def compared(cls, seed):
    net, (x, t) = cls(hidden=(8, 6), rng=seed), digits(cls, 10, seed)
    rng = np.random.default_rng(seed)
    net.p = {name: p + 0.1 * rng.normal(size=p.shape) for name, p in net.p.items()}
    loss, grads = second_program(net, x, t)
    error = relative(net.loss(x, t), loss)
    if not error < 1e-6:
        return True, f"loss off by {error:.1e}"
    mine = net.gradient(x, t)
    return verdict_on(
        {name: relative(mine[name], g) for name, g in grads.items()}, 1e-6
    )
