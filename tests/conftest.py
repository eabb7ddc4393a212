"""Settings and fixtures that the tests share."""

import io
import itertools

import numpy as np
import pytest
import tqdm
from hypothesis import settings

# The same examples in every run, so that a red test is red everywhere.
settings.register_profile("bplib", derandomize=True, deadline=None, max_examples=20, database=None)
settings.load_profile("bplib")


def pytest_addoption(parser):
    parser.addoption(
        "--all-pages", action="store_true", help="run all chapters and sets in their pages, not 1 and 6 only"
    )


def pytest_collection_modifyitems(items):
    """The longest first, so that no worker waits: what builds the site, whole notebooks, what needs the site."""

    def rank(item):
        if item.path.name == "test_accessibility.py":
            return 0
        return 1 if item.get_closest_marker("notebook") else 2 if item.get_closest_marker("site") else 3

    items.sort(key=rank)


def pytest_terminal_summary(terminalreporter):
    """Figures that tests have recorded, and how many of the planted mistakes were noticed, in one line each."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, value in report.user_properties:
                if name == "figures":
                    terminalreporter.write_line(value)
    counts = [
        sum("::test_noticed[" in report.nodeid for report in terminalreporter.getreports(outcome))
        for outcome in ("passed", "failed")
    ]
    if any(counts):
        terminalreporter.write_line(f"planted mistakes: {sum(counts)}, noticed: {counts[0]}")


@pytest.fixture(autouse=True)
def no_chance(monkeypatch):
    """What draws without a seed draws the same in every run of a test, and something else at each call."""
    seeds, generator = itertools.count(), np.random.default_rng
    monkeypatch.setattr(
        np.random, "default_rng", lambda seed=None: generator(next(seeds) if seed is None else seed)
    )
    np.random.seed(0)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def careful():
    """Every floating-point surprise but underflow is an error."""
    with np.errstate(all="raise", under="ignore"):
        yield


@pytest.fixture
def bars(monkeypatch):
    """The progress bars that were made, without the delay before they show."""
    made = []

    class Bar(tqdm.tqdm):
        def __init__(self, *args, delay, leave, **settings):
            assert 0 < delay <= 1  # what is done in an instant shows no bar
            assert not leave
            super().__init__(*args, file=io.StringIO(), **settings)
            self.total = settings["total"]  # a disabled bar does not keep it
            made.append(self)

    monkeypatch.setattr(tqdm, "tqdm", Bar)
    return made


@pytest.fixture
def figure_style():
    """The book's style for figures, and no figure left open."""
    import matplotlib as mpl
    from matplotlib import pyplot as plt

    from bplib import plots

    with mpl.rc_context():
        plots.use_style()
        yield
    plt.close("all")
