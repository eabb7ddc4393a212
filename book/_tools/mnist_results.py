"""The long runs of chapter 11, whose results the chapter reads from bplib/data/mnist_results.json.

    python book/_tools/mnist_results.py [--only STEP …] [--seeds N] [--again]

Each finished run is written at once, so the work can be stopped at any time and goes on where it was. A step whose
settings have changed since is done again. A file that was made on another machine is not added to: --again begins
anew. All of it takes about an hour on two cores.
"""

import argparse
import json
import os
import platform
import re
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_info

from bplib.datasets import mnist
from bplib.distortions import distort, shift
from bplib.layers import Affine, Dropout, ReLU
from bplib.models import Sequential
from bplib.network import Network
from bplib.optimizers import SGD, Momentum, cosine
from bplib.training import train

FILE = Path(__file__).resolve().parents[2] / "bplib" / "data" / "mnist_results.json"
PLAIN = {
    "hidden": 100,
    "epochs": 20,
    "batch_size": 100,
    "lr": 0.1,
    "momentum": 0.0,
    "cosine": False,
    "weight_decay": 0.0,
    "dropout": 0.0,
    "shift": 0,
    "distort": {},
    "images": "validation",
}


def _steps():
    """The recipe: each step changes some settings of an earlier one. {name: (settings, number of seeds)}"""
    steps = {"100 units, SGD": (PLAIN, 5)}

    def step(name, earlier, seeds=3, **changes):
        steps[name] = ({**steps[earlier][0], **changes}, seeds)

    step("momentum and cosine", "100 units, SGD", 5, momentum=0.9, cosine=True)
    for lr in (0.2, 0.4, 0.8, 1.6):
        step(f"100 units, SGD, η = {lr}", "100 units, SGD", lr=lr)
        step(f"100 units, SGD and cosine, η = {lr}", "100 units, SGD", lr=lr, cosine=True)
    for lr in (0.05, 0.2, 0.4):
        step(f"momentum and cosine, η = {lr}", "momentum and cosine", lr=lr)
    step("800 units", "momentum and cosine", hidden=800)
    step("with weight decay", "800 units", weight_decay=1e-4)
    for lam in (3e-5, 3e-4, 1e-3):
        step(f"with weight decay, λ = {lam:.0e}", "800 units", weight_decay=lam)
    step("with weight decay, η = 0.2", "with weight decay", lr=0.2)
    step("with dropout", "800 units", dropout=0.5)
    for lr in (0.05, 0.2):
        step(f"800 units, η = {lr}", "800 units", lr=lr)
        step(f"with dropout, η = {lr}", "with dropout", lr=lr)
    step("with shifts", "800 units", shift=1)
    affine = {"sigma": 4.0, "rotation": 10.0, "scale": 0.1, "shear": 0.1}
    step("distortions, α = 34", "800 units", distort={"alpha": 34.0, **affine})
    step("distortions, α = 24", "800 units", distort={"alpha": 24.0, **affine})
    step("test: images as they are", "with dropout", 5, epochs=30, images="test")
    step("test: distorted images", "distortions, α = 24", 5, epochs=60, images="test")
    nielsen = {"sigmoid": True, "hidden": 30, "epochs": 30, "batch_size": 10, "lr": 3.0, "images": "test"}
    step("test: Nielsen's network", "100 units, SGD", 5, **nielsen)
    return steps


STEPS = _steps()


def network(settings, rng):
    """The two-layer network of a step, with or without dropout of its hidden units."""
    first = Affine(784, settings["hidden"], dtype=np.float32, rng=rng)
    last = Affine(settings["hidden"], 10, init="xavier", dtype=np.float32, rng=rng)
    between = [ReLU(), Dropout(settings["dropout"], rng.spawn(1)[0])]
    return Sequential([first, *between[: 2 if settings["dropout"] else 1], last])


def training(settings):
    """The arguments of ``train`` that follow from the settings."""
    if settings["momentum"]:
        optimizer = Momentum(settings["lr"], settings["momentum"], weight_decay=settings["weight_decay"])
    else:
        optimizer = SGD(settings["lr"], weight_decay=settings["weight_decay"])
    augment = None
    if settings["shift"]:
        augment = lambda x, rng: shift(x, rng, by=settings["shift"])  # noqa: E731
    elif settings["distort"]:
        augment = lambda x, rng: distort(x, rng, **settings["distort"])  # noqa: E731
    return {
        "epochs": settings["epochs"],
        "batch_size": settings["batch_size"],
        "optimizer": optimizer,
        "schedule": cosine if settings["cosine"] else None,
        "augment": augment,
    }


def split(data, images):
    """(x, t) to train on and (x, t) to measure on; the validation images are those of the chapter."""
    x, t, x_test, t_test = data
    if images == "test":
        return (x, t), (x_test, t_test)
    order = np.random.default_rng(0).permutation(len(x))
    fit, validation = np.split(order, [len(x) * 5 // 6])
    return (x[fit], t[fit]), (x[validation], t[validation])


def sigmoid_network(settings, seed, fit, measured_on, progress):
    """Train Nielsen's first network, sigmoids and the quadratic cost: accuracy, loss, loss on the training images."""
    net = Network([784, settings["hidden"], 10], rng=seed)
    (x, t), (x_new, t_new) = fit, measured_on
    data = (x.T, t)
    net.sgd(data, settings["epochs"], settings["batch_size"], settings["lr"], rng=seed, progress=progress)
    losses = [float(net.loss(x.T, np.eye(10)[t].T)) for x, t in (measured_on, fit)]
    return net.evaluate((x_new.T, t_new)) / len(t_new), *losses


def one_run(settings, seed, data, progress=True):
    """Train one network to its final epoch and measure it, once."""
    (x, t), measured_on = split(data, settings["images"])
    clock, cpu = time.perf_counter(), time.process_time()
    if settings.get("sigmoid"):
        accuracy, loss, training_loss = sigmoid_network(settings, seed, (x, t), measured_on, progress)
    else:
        rng = np.random.default_rng(seed)
        net = network(settings, rng)
        history = train(net, x, t, rng=rng, progress=progress, **training(settings))
        training_loss = history.loss[-1]
        accuracy, loss = net.accuracy(*measured_on), float(net.loss(*measured_on))
    return {
        "seed": seed,
        "accuracy": round(accuracy, 6),
        "loss": round(loss, 5),
        "training_loss": round(training_loss, 5),
        "seconds": round(time.perf_counter() - clock, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "date": date.today().isoformat(),
    }


def _processor():
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def machine():
    """What the seconds depend on: no name of the host, no folder."""
    blas = next((b for b in threadpool_info() if b["user_api"] == "blas"), {})
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": f"{blas.get('internal_api', 'unknown')} {blas.get('version', '')}".strip(),
        "blas_threads": 1,
    }


def read(path):
    """The results so far, or none."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"machine": None, "steps": {}}


def write(path, results):
    """The file is there whole, as it was or as it is to be."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        text = json.dumps(results, indent=1, ensure_ascii=False)
        # one line for each run
        text = re.sub(r"\{[^{}]*\}", lambda run: re.sub(r"\s*\n\s*", " ", run[0]), text)
        part.write_text(text + "\n", encoding="utf-8")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def missing(results, steps, only=None, seeds=None):
    """(step, seed) of the runs to be done, and the results without those of other settings than today's."""
    todo, kept = [], {}
    for name, (settings, number) in steps.items():
        known = results["steps"].get(name)
        same = known is not None and known["settings"] == settings
        kept[name] = known if same else {"settings": settings, "runs": []}
        done = {run["seed"] for run in kept[name]["runs"]}
        if only is None or name in only:
            todo += [(name, seed) for seed in range(1, (seeds or number) + 1) if seed not in done]
    return todo, {**results, "steps": kept}


def run(path, steps, data, *, only=None, seeds=None, again=False, progress=True):
    """Do what is missing in the file, one run after the other."""
    results = {"machine": None, "steps": {}} if again else read(path)
    here = machine()
    if results["machine"] not in (None, here):
        raise SystemExit(f"{path.name} was made on another machine ({results['machine']}): use --again")
    todo, results = missing({**results, "machine": here}, steps, only, seeds)
    for number, (name, seed) in enumerate(todo, start=1):
        print(f"{number} of {len(todo)}: {name}, seed {seed} …", flush=True)
        done = one_run(steps[name][0], seed, data, progress)
        results["steps"][name]["runs"].append(done)
        write(path, results)
        print(f"    accuracy {done['accuracy']:.2%} in {done['seconds']:.0f} s", flush=True)
    return results


def main(arguments=None):
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=STEPS, metavar="STEP", help="these steps only")
    parser.add_argument("--seeds", type=int, help="how many seeds, instead of those of each step")
    parser.add_argument("--again", action="store_true", help="forget the results that are there")
    parser.add_argument("--file", type=Path, default=FILE, help="where the results are kept")
    options = parser.parse_args(arguments)
    settings = {"only": options.only, "seeds": options.seeds, "again": options.again}
    run(options.file, STEPS, mnist(), progress=sys.stderr.isatty(), **settings)


if __name__ == "__main__":
    sys.exit(main())
