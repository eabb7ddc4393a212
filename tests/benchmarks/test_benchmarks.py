"""The benchmarks run, and compare programs that compute the same; what they measure is no test's business."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(module, *arguments):
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_training_speed(tmp_path):
    output = tmp_path / "new" / "table.md"
    result = run("training_speed", "--repeats", "1", "--examples", "2000", "--output", str(output))
    assert result.returncode == 0, result.stderr
    text = output.read_text(encoding="utf-8")
    assert text in result.stdout
    rows = re.findall(r"^\| ([^|]+?) \|" + r" ([\d.]+) s \(([\d.]+)\) \|" * 3, text, re.MULTILINE)
    names = [row[0] for row in rows]
    for wanted in (
        "floor",
        "written by hand",
        "bplib, float32",
        "bplib, float64",
        "scikit-learn",
        "Saitoh",
        "Nielsen",
    ):
        assert any(wanted in name for name in names), wanted
    assert names[-2:] == ["1", "2"]  # BLAS threads
    assert all(float(number) > 0 for row in rows for number in row[1:])
    assert rows[0][2] == rows[0][4] == rows[0][6] == "1.00"


@pytest.mark.parametrize("examples", ["1000", "60100", "2050"])
def test_training_speed_refuses(examples):
    result = run("training_speed", "--examples", examples)
    assert result.returncode == 2
    assert f"--examples must be a multiple of 100 from 2,000 to 60,000, got {examples}" in result.stderr


def test_a_program_that_computes_something_else_is_noticed():
    code = """
import numpy as np
from tests.benchmarks import programs, training_speed
from bplib.datasets import mnist

class Wrong(programs.Layered):
    name = "no softmax"
    def gradient(self, x, t):
        return {name: 2 * g for name, g in super().gradient(x, t).items()}

data = mnist(one_hot=True)
training_speed.assert_same([Wrong], data.x_train[:2000], data.t_train[:2000], 50, 100)
"""
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert "AssertionError: no softmax: other weights, by" in result.stderr


def test_the_page_on_speed_has_the_table_that_make_bench_writes():
    fragment = (ROOT / "book/_results/training_speed.md").read_text(encoding="utf-8")
    assert "{include} _results/training_speed.md" in (ROOT / "book/performance.md").read_text(
        encoding="utf-8"
    )
    for program in (
        "written by hand",
        "bplib, float32",
        "bplib, float64",
        "PyTorch eager",
        "torch.compile",
        "JAX",
        "scikit-learn",
        "Saitoh",
        "Nielsen",
    ):
        assert program in fragment
    assert "/home" not in fragment
