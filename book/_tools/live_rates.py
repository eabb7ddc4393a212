"""How often the instruments of the live network alarm: on healthy networks, and on networks with one of its ten bugs.

``make figures`` writes bplib/live/rates.json. Networks are drawn, of the sizes that the figure offers, with
random parameters and four random examples; each is looked at healthy and with a bug. Limits are those of the figure.
"""

import json
from pathlib import Path

import numpy as np
from tqdm import tqdm

from bplib import relative_error
from bplib.gradients import numerical_gradient
from bplib.live.bugs import BUGS, network_class

NETWORKS = 400
SIZES = [[2, 3, 2], [2, 2, 1], [3, 4, 2], [3, 3, 3], [4, 5, 4, 3]]
COSTS = ["quadratic", "binary_cross_entropy"]
TARGET = Path(__file__).parents[2] / "bplib" / "live" / "rates.json"
EPS = np.finfo(float).eps
TOLERANCE, ETA, STEPS, LEARNED, IGNORANT = 1e-6, 1.0, 2000, 0.2, 3.0


def main():
    names = ["", *(bug["id"] for bug in BUGS)]
    classes = {(bug, cost): network_class(bug, cost=cost, eta=ETA) for bug in names for cost in COSTS}
    counts = {name: {"found": 0, "healthy": 0} for name in ("shapes", "differences", "start", "overfit")}
    for seed in tqdm(range(NETWORKS), desc="networks"):
        sizes, cost, bug = SIZES[seed % 5], COSTS[seed // 5 % 2], BUGS[seed // 10 % 10]["id"]
        rng = np.random.default_rng(seed)
        x, labels = rng.normal(size=(sizes[0], 4)), rng.integers(0, max(2, sizes[-1]), size=4)
        y = np.array([[float(label == j) for label in labels] for j in range(sizes[-1])])
        for kind, which in (("healthy", ""), ("found", bug)):
            for name, alarm in instruments(classes[which, cost], sizes, seed, x, y, cost).items():
                counts[name][kind] += alarm
    rates = {
        name: {kind: [round(100 * value, 1) for value in interval(count)] for kind, count in both.items()}
        for name, both in counts.items()
    }
    content = {"networks": NETWORKS, "source": "python book/_tools/live_rates.py", **rates}
    TARGET.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def interval(count, z=1.96):
    """The rate and Wilson's interval of 95 %, E. B. Wilson, J. Am. Stat. Assoc. 22 (1927)."""
    p, n = count / NETWORKS, NETWORKS
    middle, half = (p + z**2 / (2 * n)), z * (p * (1 - p) / n + z**2 / (4 * n**2)) ** 0.5
    low, high = (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)
    return p, abs(low), min(high, 1)


def instruments(cls, sizes, seed, x, y, cost):
    """{instrument: whether it alarms}."""
    net = cls(sizes, rng=seed)
    start = net.loss(x, y)
    ignorant = sizes[-1] * (1 / 8 if cost == "quadratic" else np.log(2))
    alarms = {"shapes": False, "differences": False, "start": not start < IGNORANT * ignorant}
    try:
        nabla_b, nabla_w = net.backprop(x, y)
        pairs = list(zip([*nabla_w, *nabla_b], [*net.weights, *net.biases]))
        alarms["shapes"] = any(slope.shape != array.shape for slope, array in pairs)
    except ValueError:
        alarms["shapes"] = True
    if not alarms["shapes"]:
        alarms["differences"] = any(differ(net, slope, array, x, y, start) for slope, array in pairs)
    alarms["overfit"] = alarms["shapes"] or not trained(net, x, y) < LEARNED * start
    return alarms


def differ(net, slope, array, x, y, start):
    before = array.copy()

    def loss(values):
        array[...] = values
        return net.loss(x, y)

    numerical = numerical_gradient(loss, before)
    array[...] = before
    least = 10 * EPS * max(1, start) / EPS ** (1 / 3) / TOLERANCE
    scale = max(np.abs(slope).max(), np.abs(numerical).max())
    error = relative_error(slope, numerical) if scale >= least else np.abs(slope - numerical).max() / least
    return not error < TOLERANCE


def trained(net, x, y):
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            net.update_mini_batch(x, y, ETA)
        return net.loss(x, y)


if __name__ == "__main__":
    main()
