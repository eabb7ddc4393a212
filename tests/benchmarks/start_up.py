"""How long starting takes: ``import bplib`` and loading MNIST. Run by hand, from the root:

    python -m tests.benchmarks.start_up

Each number is the median of several new processes (import) or calls (MNIST); ratios are to what cannot be avoided.
"""

import gzip
import hashlib
import statistics
import subprocess
import sys
import time
from importlib.resources import files

REPEATS = 7


def imported(module, before="pass"):
    """Seconds that ``import module`` takes in a new process, after ``before``."""
    code = f"import time; {before}; s = time.perf_counter(); import {module}; print(time.perf_counter() - s)"
    return float(
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    )


def timed(function):
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def unpacked():
    """The least that a checked reading of MNIST needs: unpack the files and sum them up."""
    for path in (files("bplib") / "data" / "mnist").iterdir():
        if path.name.endswith(".gz"):
            hashlib.sha256(gzip.decompress(path.read_bytes())).hexdigest()


def report(*rows):
    """Run the rows' functions in turn, so that a busy moment meets them all; print medians and ratios to the first."""
    times = {name: [] for name, _ in rows}
    for _ in range(REPEATS):
        for name, function in rows:
            times[name].append(function())
    base = statistics.median(times[rows[0][0]])
    for name, values in times.items():
        median = statistics.median(values)
        print(
            f"{name:<44}{median:8.3f} s   {median / base:6.2f}   ({min(values):.3f} to {max(values):.3f} s)"
        )


def main():
    from bplib import datasets

    print(f"{'median of ' + str(REPEATS):<44}{'time':>10}   {'ratio':>6}")
    report(
        ("import numpy", lambda: imported("numpy")),
        ("import bplib, NumPy being there", lambda: imported("bplib", "import numpy")),
    )
    report(
        ("unpack and hash the files of MNIST", lambda: timed(unpacked)),
        ("datasets.mnist()", lambda: timed(datasets.mnist)),
        ("datasets.mnist(normalize=False)", lambda: timed(lambda: datasets.mnist(normalize=False))),
    )


if __name__ == "__main__":
    main()
