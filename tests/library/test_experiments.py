"""Arms × rates × seeds: which seeds choose, which report, and intervals that hold what they should."""

import numpy as np
import pytest

from bplib.experiments import Arm, compare, interval


def test_an_interval_is_two_standard_errors_to_either_side():
    values = np.array([0.9, 0.95, 0.97, 0.92])
    half = 2 * np.sqrt(np.sum((values - values.mean()) ** 2) / 3) / 2
    assert interval(values) == pytest.approx((values.mean() - half, values.mean() + half))
    assert interval([3, 3, 3.0]) == (3.0, 3.0)
    assert all(type(end) is float for end in interval(values))


@pytest.mark.parametrize("failures", [0, 3, 50, 100])
def test_a_share_gets_two_failures_and_two_successes_more(failures):
    values = np.arange(100) < failures
    share = (failures + 2) / 104
    half = 2 * np.sqrt(share * (1 - share) / 104)
    low, high = interval(values)
    assert (low, high) == pytest.approx((max(0, share - half), min(1, share + half)))
    assert (low, high) == interval(values.astype(int)) == interval(values.astype(float))
    assert low < high
    assert 0 <= low <= failures / 100 <= high <= 1


@pytest.mark.parametrize("p", [0.02, 0.05, 0.4])
@pytest.mark.parametrize("n", [50, 300])
def test_about_95_of_100_intervals_hold_the_share(p, n):
    rng = np.random.default_rng(1)
    counts = rng.binomial(n, p, size=2000)
    held = [low <= p <= high for low, high in (interval(np.arange(n) < k) for k in counts)]
    assert 0.93 < np.mean(held) <= 1


def test_about_92_of_100_intervals_of_ten_values_hold_the_mean():
    many = np.random.default_rng(2).normal(5, 3, size=(4000, 10))
    held = [low <= 5 <= high for low, high in map(interval, many)]
    assert 0.90 < np.mean(held) < 0.945


@pytest.mark.parametrize("values", [[], [1.0], 3.0, [[1, 2], [3, 4]], [1, np.nan], [np.inf, 1]])
def test_an_interval_needs_two_finite_numbers_in_a_row(values):
    with pytest.raises(ValueError, match=r"^values must be two or more finite numbers"):
        interval(values)


class Recorder:
    """A run whose best rate is known, which remembers what it was asked for."""

    def __init__(self, sign=1):
        self.asked, self.sign = [], sign

    def __call__(self, arm, rate, seed):
        self.asked.append((arm, rate, seed))
        noise = np.random.default_rng(seed).normal(0, 0.01)
        return self.sign * (arm - (rate - arm) ** 2) + noise


@pytest.mark.parametrize(("best", "sign"), [(max, 1), (min, -1)])
def test_each_arm_gets_its_own_best_rate_and_fresh_seeds(best, sign):
    run = Recorder(sign)
    found = compare(run, {"one": 1, "two": 2}, (1, 2, 4), tune=3, seeds=6, best=best, progress=False)
    assert {name: arm.rate for name, arm in found.items()} == {"one": 1, "two": 2}
    for name, arm in found.items():
        number = {"one": 1, "two": 2}[name]
        asked = [(rate, seed) for a, rate, seed in run.asked if a == number]
        assert asked[:9] == [(rate, seed) for rate in (1, 2, 4) for seed in range(3)]
        assert asked[9:] == [(number, seed) for seed in range(3, 9)]
        again = Recorder(sign)
        assert np.array_equal(arm.values, [again(number, number, seed) for seed in range(3, 9)])
        assert arm.tuning == {
            rate: pytest.approx(np.mean([again(number, rate, seed) for seed in range(3)]))
            for rate in (1, 2, 4)
        }
        assert arm.mean == pytest.approx(np.mean(arm.values))
        assert arm.interval == interval(arm.values)


def test_arms_may_be_names_only_and_all_arms_have_the_same_fresh_seeds():
    run = Recorder()
    found = compare(run, (1, 2), (1,), tune=3, seeds=2, progress=False)
    assert list(found) == ["1", "2"]
    assert run.asked == [(arm, 1, seed) for arm in (1, 2) for seed in (3, 4)]  # one rate: nothing is tuned
    assert found["1"].tuning == {}


@pytest.mark.parametrize("best", [max, min])
def test_side_by_side_is_the_same_as_one_by_one(best):
    arms, settings = {"a": 1.0, "b": 3.0}, {"tune": 4, "seeds": 5, "best": best, "progress": False}

    def one(arm, rate, seed):
        return (arm - rate) ** 2 + np.random.default_rng(seed).normal()

    def together(arm, rate, seeds):
        assert isinstance(seeds, np.ndarray)
        return [one(arm, rate, int(seed)) for seed in seeds]

    a = compare(one, arms, (0.5, 1, 2), **settings)
    b = compare(together, arms, (0.5, 1, 2), at_once=True, **settings)
    for name in arms:
        assert a[name].rate == b[name].rate
        assert np.array_equal(a[name].values, b[name].values)
        assert a[name].tuning == b[name].tuning


def test_failures_may_be_booleans():
    found = compare(lambda arm, rate, seed: seed % 2 == 0, ["x"], (1,), seeds=10, progress=False)
    assert found["x"].mean == 0.5
    assert found["x"].interval == interval([0, 1] * 5)


def test_the_result_is_not_chosen_for_being_good():
    """Rates that do not matter: the mean of the fresh seeds is not above what it is in truth."""

    def run(arm, rate, seed):
        return np.random.default_rng([int(rate), seed, arm]).normal()

    found = compare(run, range(40), range(1, 11), tune=3, seeds=10, progress=False)
    means = [arm.mean for arm in found.values()]
    assert abs(np.mean(means)) < 0.2  # 0 with a deviation of 0.05
    chosen = [max(arm.tuning.values()) for arm in found.values()]
    assert np.mean(chosen) > 0.6  # what choosing makes of it


@pytest.mark.parametrize(
    ("rate", "tuning", "edge"), [(1, {1: 0, 2: 0}, True), (2, {1: 0, 2: 1, 4: 0}, False), (1, {}, False)]
)
def test_a_rate_at_the_edge_is_marked(rate, tuning, edge):
    assert Arm("x", rate, np.zeros(3), tuning).at_the_edge is edge


def test_a_comparison_prints_as_a_table():
    found = compare(Recorder(), {"one": 1, "two and more": 2}, (1, 2, 4), seeds=7, progress=False)
    head, one, two, note = str(found).splitlines()
    assert head.split() == ["arm", "best", "rate", "mean", "interval", "runs"]
    assert one.split()[:2] == ["one", "1*"]
    low, high = found["two and more"].interval
    mean = found["two and more"].mean
    assert two.split() == ["two", "and", "more", "2", f"{mean:.3f}", f"{low:.3f}", "to", f"{high:.3f}", "7"]
    assert note == "* the smallest or largest rate tried"
    without = compare(Recorder(), {"two": 2}, (1, 2, 4), progress=False)
    assert "*" not in str(without)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"arms": {}}, "arms must name at least one arm"),
        ({"rates": ()}, "rates must name at least one rate"),
        ({"rates": (1, 0)}, "rates must be a positive number, got 0"),
        ({"rates": (-1,)}, "rates must be a positive number"),
        ({"tune": 0}, "tune must be an integer of at least 1"),
        ({"seeds": 1}, "seeds must be at least 2, got 1"),
        ({"seeds": 2.5}, "seeds must be an integer"),
        ({"best": np.mean}, "best must be min or max"),
        ({"run": lambda arm, rate, seed: np.nan}, "run must return a finite number for each seed"),
        ({"run": lambda arm, rate, seed: [1, 2]}, "run must return a finite number for each seed"),
        (
            {"run": lambda arm, rate, seeds: 1.0, "at_once": True},
            "run must return a finite number for each seed",
        ),
    ],
)
def test_bad_input_is_refused_in_words(change, message):
    good = {"run": Recorder(), "arms": {"one": 1}, "rates": (1, 2), "progress": False}
    with pytest.raises(ValueError, match=message):
        compare(**(good | change))
