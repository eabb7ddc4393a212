"""The gradient checks on several hundred random networks: no right gradient fails, and no wrong one passes.

Depth 1 to 12, all activations and losses, weights of 1e-3 to 10 times the usual size, batches of 1 to 64, float32 and
float64: among them what is hard to check, deep ReLU networks whose units are all next to their kink, saturated outputs,
and gradients far below the round-off of the loss. The networks are the same in every run.
"""

from collections import Counter

import numpy as np
import pytest

from bplib import layers
from bplib.gradients import check_direction, check_gradients
from bplib.models import Sequential
from bplib.network import Network

NETWORKS = 300
UNITS = {"relu": layers.ReLU, "sigmoid": layers.Sigmoid, "tanh": layers.Tanh}
EPS = np.finfo(np.float64).eps


def network(seed):
    """(model, x, t, units) of a number."""
    rng = np.random.default_rng(seed)
    units = str(rng.choice(["relu", "relu", "relu", "sigmoid", "tanh", "mixed", "Network"]))
    sizes = [int(n) for n in rng.integers(2, 5, rng.integers(2, 14))]
    scale, m = 10 ** rng.uniform(-3, 1), int(rng.choice([1, 2, 3, 5, 16, 64]))
    x = rng.normal(size=(m, sizes[0])) * rng.choice([1, 1, 0.1, 10])
    if units == "Network":
        net = Network(sizes, cost=str(rng.choice(["quadratic", "binary_cross_entropy"])), rng=rng)
        for w in net.weights:
            w *= scale
        return net, x.T.copy(), rng.integers(0, 2, (sizes[-1], m)) * 1.0, units
    dtype = np.float32 if rng.random() < 0.35 else np.float64
    parts = []
    for n_in, n_out in zip(sizes, sizes[1:]):
        affine = layers.Affine(n_in, n_out, init=str(rng.choice(["he", "xavier"])), dtype=dtype, rng=rng)
        affine.W *= dtype(scale)
        affine.b[...] = rng.normal(0, scale, n_out) * rng.integers(2)
        parts += [affine, UNITS[str(rng.choice(list(UNITS))) if units == "mixed" else units]()]
        parts += [layers.Dropout(0.5, rng=0)] * (rng.random() < 0.1)
    while not isinstance(parts[-1], layers.Affine):
        parts.pop()
    loss = (layers.SoftmaxWithLoss, layers.SigmoidWithLoss, layers.QuadraticLoss)[rng.integers(3)]()
    if isinstance(loss, layers.SoftmaxWithLoss):
        return Sequential(parts, loss), x, rng.integers(0, sizes[-1], m), units
    t = rng.integers(0, 2, (m, sizes[-1])) * 1.0
    return Sequential(parts, loss), x, t, units


class Spoiled:
    """A model with a mistake in its gradient, whatever its type."""

    def __init__(self, model, spoil):
        self._model, self._spoil = model, spoil
        self.loss = model.loss

    @property
    def params(self):
        return self._model.params

    def gradient(self, x, t):
        return self._spoil(self._model.gradient(x, t))

    def astype(self, dtype):
        return Spoiled(self._model.astype(dtype), self._spoil)


class WrongMask(layers.ReLU):
    def backward(self, dout):
        return dout * (dout > 0)


def mistakes(model, x, t, rng):
    """{mistake: model with it}, those that make a difference above round-off."""
    right = model.gradient(x, t)
    names = list(right)
    some, square = (
        str(rng.choice(names)),
        [n for n, g in right.items() if g.ndim == 2 and len(g) == len(g.T) > 1],
    )
    largest = np.unravel_index(np.abs(right[some]).argmax(), right[some].shape)
    bias = str(rng.choice([name for name in names if name[0] == "b"]))
    m = x.shape[1] if isinstance(model, Network) else len(x)

    def entry(name, index, factor):
        def spoil(g):
            g = {n: a.copy() for n, a in g.items()}
            g[name][index] *= g[name].dtype.type(factor)
            return g

        return spoil

    spoils = {
        "a factor": lambda g: g | {some: g[some] * g[some].dtype.type(1.1)},
        "one entry": entry(some, largest, 1.01),
        "a sign": entry(bias, np.unravel_index(np.abs(right[bias]).argmax(), right[bias].shape), -1),
        "sum, not mean": lambda g: {n: a * a.dtype.type(m) for n, a in g.items()},
        "a bias forgotten": lambda g: g | {bias: 0 * g[bias]},
    }
    if square:
        spoils["transposed"] = lambda g: g | {square[0]: g[square[0]].T.copy()}
    wrong = {mistake: Spoiled(model, spoil) for mistake, spoil in spoils.items()}
    if not isinstance(model, Network) and any(isinstance(layer, layers.ReLU) for layer in model.layers):
        masked = model.astype(model.dtype)
        for layer in masked.layers:
            if isinstance(layer, layers.ReLU):
                layer.__class__ = WrongMask
        wrong["mask of dout"] = masked
    single = any(g.dtype == np.float32 for g in right.values())
    right = {name: g.astype(np.float64) for name, g in right.items()}
    floor = 4 * EPS ** (2 / 3) * abs(model.loss(x, t))  # round-off of a difference

    def seen(model):
        for name, g in model.gradient(x, t).items():
            size = max(np.abs(g).max(), np.abs(right[name]).max())
            if np.abs(g - right[name]).max() > 3 * max((1e-3 if single else 1e-6) * size, floor):
                return True
        return False

    return {mistake: model for mistake, model in wrong.items() if seen(model)}


@pytest.fixture(scope="module")
def verdicts():
    """(seed, units, report of check_gradients, report of check_direction) for each network."""
    rows = []
    for seed in range(NETWORKS):
        model, x, t, units = network(seed)
        before = {name: p.copy() for name, p in model.params.items()}
        entries = check_gradients(model, x, t, progress=False)
        rows.append((seed, units, entries, check_direction(model, x, t, directions=2, rng=seed)))
        assert all(np.array_equal(p, before[name]) for name, p in model.params.items())
    return rows


def test_a_right_gradient_never_fails(verdicts):
    assert [
        (seed, units) for seed, units, *reports in verdicts for r in reports if r.verdict == "FAILED"
    ] == []


def test_few_right_gradients_are_inconclusive(verdicts, record_property):
    for reports in zip(*(row[2:] for row in verdicts)):
        counts = Counter(report.verdict for report in reports)
        record_property("figures", f"right gradients of {NETWORKS} random networks: {dict(counts)}")
        assert counts["inconclusive"] <= 0.05 * NETWORKS
        for report in reports:
            assert report.ok is (report.verdict == "passed")
            assert ("why: " in str(report)) is (report.verdict == "inconclusive")


def test_smooth_networks_have_no_kinks(verdicts):
    smooth = [row for row in verdicts if row[1] in ("sigmoid", "tanh", "Network")]
    assert len(smooth) > NETWORKS / 4
    assert [seed for seed, _, entries, _ in smooth if any(check.kinks for check in entries.checks)] == []


def test_there_are_kinks(verdicts):
    assert sum(any(check.kinks for check in entries.checks) for _, _, entries, _ in verdicts) > NETWORKS / 10


@pytest.mark.no_cover
def test_a_wrong_gradient_never_passes():
    passed, counts, found = [], Counter(), 0
    for seed in range(NETWORKS):
        model, x, t, _ = network(seed)
        wrong = mistakes(model, x, t, np.random.default_rng(seed))
        for mistake in list(wrong)[seed % 5 :: 5]:  # one or two of them
            report = check_gradients(wrong[mistake], x, t, progress=False)
            counts[mistake] += 1
            found += report.verdict == "FAILED"
            passed += [(seed, mistake)] * bool(report)
    assert passed == []
    assert found > 0.95 * sum(counts.values())
    assert len(counts) == 7, counts
    assert min(counts.values()) > 10, counts


@pytest.mark.no_cover
def test_a_wrong_gradient_never_passes_along_a_direction():
    """A mistake that is seen in the whole gradient: 1e-3 of its length, and above the round-off of a difference."""
    passed, tried = [], 0
    for seed in range(NETWORKS):
        model, x, t, _ = network(seed)
        right = model.gradient(x, t)
        for mistake, wrong in list(mistakes(model, x, t, np.random.default_rng(seed)).items())[seed % 3 :: 3]:
            off, length = (
                np.sqrt(
                    sum(
                        np.sum((a.astype(np.float64) - zero * right[n]) ** 2)
                        for n, a in wrong.gradient(x, t).items()
                    )
                )
                for zero in (1, 0)
            )
            n = sum(g.size for g in right.values())
            if off > 0.1 * length and off / np.sqrt(n) > 1e4 * EPS ** (2 / 3) * abs(model.loss(x, t)):
                tried += 1
                passed += [(seed, mistake)] * bool(check_direction(wrong, x, t, directions=2, rng=seed))
    assert passed == []
    assert tried > NETWORKS / 2
