"""How fast bplib trains, beside other programs that compute the same: ``make bench``, or from the root

    python -m tests.benchmarks.training_speed [--repeats 7] [--examples 60000] [--output FILE]

All programs run in turns in one process, with the same data, first weights, order of examples, batch size, learning
rate and one thread on one core, so that a busy moment meets them all; medians and ratios are printed, and written
as the table of the book's page on speed. Before anything is timed, each program must arrive at the same weights.
PyTorch and JAX are optional (``pip install -e .[bench]``); what is not installed is named and left out.
"""

import argparse
import os
import platform
import statistics
import sys
import time
import warnings
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# One thread each; read when the libraries are loaded.
os.environ.update(
    OMP_NUM_THREADS="1", XLA_FLAGS="--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
)

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits
from tqdm import tqdm

from bplib import _work
from bplib.datasets import mnist
from tests.benchmarks.programs import PROGRAMS, Ours, use_cores

SETTINGS = ((50, 100), (100, 100), (50, 10))  # hidden units, batch size
LR = 0.1
ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "book" / "_results" / "training_speed.md"


def first_weights(hidden, rng):
    """W1, b1, W2, b2 of 784-hidden-10, float32, the scales of TwoLayerNet."""
    shapes, scales = ((784, hidden), (hidden, 10)), ((2 / 784) ** 0.5, hidden**-0.5)
    W1, W2 = (rng.normal(0, scale, shape).astype(np.float32) for shape, scale in zip(shapes, scales))
    return W1, np.zeros(hidden, np.float32), W2, np.zeros(10, np.float32)


def available():
    """(programs that can run, names of the packages that are missing)."""
    missing = {name for name in ("torch", "jax") if not _installed(name)}
    needs = {"Torch": "torch", "TorchCompiled": "torch", "Jax": "jax"}
    return [p for p in PROGRAMS if needs.get(p.__name__) not in missing], sorted(missing)


def _installed(name):
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def assert_same(programs, x, t, hidden, batch):
    """Every program arrives at the weights of bplib in float64 after a few steps."""
    weights = first_weights(hidden, np.random.default_rng(0))
    n = batch * 20
    order = np.random.default_rng(1).permutation(n)
    reference = type("Reference", (Ours,), {"dtype": np.float64})(weights, x[:n], t[:n], batch, LR)
    reference.epoch(order)
    for kind in programs:
        if kind.same:
            program = kind(weights, x[:n], t[:n], batch, LR)
            program.epoch(order)
            for ours, theirs in zip(reference.weights(), program.weights()):
                if not np.allclose(ours, theirs, rtol=0, atol=2e-5):
                    raise AssertionError(f"{kind.name}: other weights, by {np.abs(ours - theirs).max():.1e}")


def measured(programs, x, t, hidden, batch, repeats, bar):
    """Seconds an epoch, median of interleaved runs, by the program's name.

    Seconds of the processor: on one core that is the time an epoch takes when nothing else wants the core.
    """
    rng = np.random.default_rng(0)
    weights = first_weights(hidden, rng)
    running = [kind(weights, x, t, batch, LR) for kind in programs]
    times = {program.name: [] for program in running}
    for repeat in range(repeats + 1):
        order = rng.permutation(len(x))
        for program in running:
            bar.set_description(f"784-{hidden}-10, batch {batch}: {program.name}", refresh=False)
            part = getattr(program, "part", 1)
            n = max(int(len(x) * part) // batch, 1) * batch
            start = time.process_time()
            program.epoch(order[:n])
            if repeat:  # the first round warms up
                times[program.name].append((time.process_time() - start) * len(x) / n)
            bar.update()
    return {name: statistics.median(values) for name, values in times.items()}


def threads_measured(x, t, repeats):
    """Seconds an epoch of bplib with one and two BLAS threads, for each setting; ``train`` sets one itself."""
    rng, result = np.random.default_rng(0), {}
    for hidden, batch in SETTINGS:
        times = {1: [], 2: []}
        programs = {threads: Ours(first_weights(hidden, rng), x, t, batch, LR) for threads in times}
        for _ in range(repeats):
            order = rng.permutation(len(x))
            for threads, program in programs.items():
                _work.BLAS_THREADS = threads
                start = time.perf_counter()
                program.epoch(order)
                times[threads].append(time.perf_counter() - start)
        result[hidden, batch] = {threads: statistics.median(values) for threads, values in times.items()}
    _work.BLAS_THREADS = 1
    return result


def machine():
    """What the numbers were measured on, in one line."""
    cpu = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        cpu = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    blas = {
        f"{pool['internal_api']} {pool['version']}"
        for pool in threadpool_info()
        if pool["user_api"] == "blas"
    }
    packages = [
        f"{name} {version(name)}" for name in ("numpy", "scikit-learn", "torch", "jax") if _installed(name)
    ]
    return f"{cpu}, {os.cpu_count()} cores, Python {platform.python_version()}, {', '.join([*packages, *sorted(blas)])}"


def table(results, threads, missing, examples, repeats):
    """The results as Markdown."""
    names = list(next(iter(results.values())))
    head = " | ".join(f"784-{h}-10, batch {b}" for h, b in SETTINGS) + " |"
    lines = [f"| program | {head}", "| --- " * (1 + len(SETTINGS)) + "|"]
    for name in names:
        cells = [
            f"{results[s][name]:.3f} s ({results[s][name] / results[s][names[0]]:.2f})" for s in SETTINGS
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += ["", "| BLAS threads of bplib | " + head, "| --- " * (1 + len(SETTINGS)) + "|"]
    for n in (1, 2):
        cells = [f"{threads[s][n]:.3f} s ({threads[s][n] / threads[s][1]:.2f})" for s in SETTINGS]
        lines.append(f"| {n} | {' | '.join(cells)} |")
    lines += [
        "",
        f"Seconds for {examples:,} images (of processor time on one core above, by the clock below), median of"
        f" {repeats} interleaved runs; in parentheses the ratio to the first line."
        f" Measured on {date.today():%d %B %Y}: {machine()}.",
    ]
    if missing:
        lines.append(f"Not installed and left out: {', '.join(missing)} (`pip install -e .[bench]`).")
    return "\n".join(lines) + "\n"


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--examples", type=int, default=60_000, help="a multiple of 100")
    parser.add_argument("--output", type=Path, help="by default the table of the book's page")
    options = parser.parse_args(arguments)
    if options.examples % 100 or not 2000 <= options.examples <= 60_000:
        parser.error(f"--examples must be a multiple of 100 from 2,000 to 60,000, got {options.examples}")
    data = mnist(one_hot=True)
    x, t = data.x_train[: options.examples], data.t_train[: options.examples]
    programs, missing = available()
    if missing:
        print(f"not installed and left out: {', '.join(missing)} (pip install -e .[bench])", file=sys.stderr)
    total = len(SETTINGS) * len(programs) * (options.repeats + 1)
    with warnings.catch_warnings(), threadpool_limits(1), tqdm(total=total, leave=False) as bar:
        warnings.filterwarnings("ignore", module="sklearn|torch|jax")
        use_cores(1)
        results = {}
        for hidden, batch in SETTINGS:
            assert_same(programs, x, t, hidden, batch)
            results[hidden, batch] = measured(programs, x, t, hidden, batch, options.repeats, bar)
        use_cores()
        threads = threads_measured(x, t, options.repeats)
    text = table(results, threads, missing, options.examples, options.repeats)
    print(text)
    output = options.output or (ROOT / "_build" / OUTPUT.name if missing else OUTPUT)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8")
    print(f"written to {output}")
    if output != OUTPUT and not options.output:
        print("The table of the book's page stays as it is: it compares with all programs.")


if __name__ == "__main__":
    main()
