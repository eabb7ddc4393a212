"""The long measurements of chapter 13, which it reads from bplib/data/clinic_results.json.

    python book/_tools/clinic_results.py [--file FILE] [--jobs N]

Every instrument on every mutant of the healthy methods, and on healthy networks with seeds that no threshold was
chosen with. All of it takes about ten minutes on one core.
"""

import argparse
import json
import os
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tqdm import tqdm

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "chapters"))

from bug_clinic import HEALTHY, INSTRUMENTS, mutants  # noqa: E402

FILE = ROOT / "bplib" / "data" / "clinic_results.json"
SEEDS = range(100, 300)  # thresholds were chosen with seeds below 100


def noticed(cls, seed=0):
    """The letters of the instruments that find something, and of those that cannot run."""
    warnings.simplefilter("ignore")
    verdicts = {letter: run(cls, seed).verdict for letter, run in INSTRUMENTS.items()}
    return ["".join(k for k in verdicts if verdicts[k] == verdict) for verdict in ("finds", "crash")]


def one_mutant(number):
    """(key, its half, its kind, who finds it, who cannot run); nobody looks at a mutant that is alike."""
    mutation = mutants.mutations()[number]
    (half,) = (name for name, keys in mutants.halves().items() if mutation.key in keys)
    kind = mutants.kind(mutation)
    return [mutation.key, half, kind, *(["", ""] if kind == "alike" else noticed(mutation.cls))]


def one_healthy(case):
    """The letters that accuse a healthy network."""
    number, seed = case
    return "".join(noticed(HEALTHY[number], seed))


def measure(jobs=1):
    """All results, as they are kept."""
    number = len(mutants.mutations())
    cases = [(k, seed) for k in range(len(HEALTHY)) for seed in SEEDS]
    with ProcessPoolExecutor(jobs) as pool:
        found = list(tqdm(pool.map(one_mutant, range(number), chunksize=4), total=number, unit="mutant"))
        alarms = list(tqdm(pool.map(one_healthy, cases, chunksize=4), total=len(cases), unit="network"))
    return {
        "command": "python book/_tools/clinic_results.py",
        "instruments": "".join(INSTRUMENTS),
        "seeds of the healthy": [SEEDS.start, SEEDS.stop],
        "mutants": found,
        "healthy": {
            cls.__name__: alarms[k * len(SEEDS) : (k + 1) * len(SEEDS)] for k, cls in enumerate(HEALTHY)
        },
    }


def write(path, results):
    """A line for each mutant, and a line for each healthy class."""
    lines = json.dumps(results, ensure_ascii=False)
    lines = (
        lines.replace("], [", "],\n[")
        .replace('"mutants"', '\n"mutants"')
        .replace('"Healthy', '\n"Healthy', 1)
    )
    lines = lines.replace('"healthy":', '\n"healthy":')
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(lines + "\n", encoding="utf-8")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def main(arguments=None):
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--file", type=Path, default=FILE, help="where the results are kept")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes")
    options = parser.parse_args(arguments)
    write(options.file, measure(options.jobs))


if __name__ == "__main__":
    sys.exit(main())
