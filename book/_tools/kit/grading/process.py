"""Start the process of a submission, apart from the grader, and talk with it."""

import contextlib
import functools
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ..sources import ROOT
from . import wire

MEMORY = 4 << 30
FILES = 50_000_000
PATIENCE = 60.0  # seconds to wait for a sign of life beyond what the work may take

STUB = '''\
"""The checks are made outside of this process."""


class Verdict(str):
    def __bool__(self):
        return False


def check(name, answer, *, seed=None):
    return Verdict(f"Exercise {name} is checked outside of this process.")
'''


NOBODY = {"user": 65534, "group": 65534, "extra_groups": []}
SEEN = ("/usr", "/bin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/alternatives")


def bubble(*folders, home=None):
    """The command that shows a process Python, its packages and these folders, and nothing else of the machine."""
    shown = [*SEEN, sys.base_prefix, sys.prefix, ROOT / "bplib/data", ROOT / "bplib/live/js", *folders]
    command = [
        "bwrap",
        "--unshare-all",
        "--die-with-parent",
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        "--tmpfs",
        "/tmp",
    ]
    for path in shown:
        command += ["--ro-bind-try", str(path), str(path)]
    return command + (["--bind", home, home, "--chdir", home] if home else [])


class GoneError(Exception):
    """The process of a submission has ended, or gives no sign of life."""


def library(folder):
    """Write what a submission may import: bplib without references and checks, and the worker."""
    package = Path(folder, "bplib")
    ours = ROOT / "bplib"
    skip = shutil.ignore_patterns("checks", "data", "__pycache__", "js")
    shutil.copytree(ours, package, ignore=skip)
    (package / "data").symlink_to(ours / "data")
    (package / "live/js").symlink_to(ours / "live/js")
    (package / "checks").mkdir()
    (package / "checks/__init__.py").write_text(STUB, encoding="utf-8")
    shutil.copytree(ours / "checks/given", package / "checks/given", ignore=skip)
    here = Path(__file__).parent
    for file in (here / "worker.py", here / "wire.py", ours / "checks/engine/deadline.py"):
        shutil.copy(file, folder)
    for path in (folder, *Path(folder).rglob("*")):
        if not os.path.islink(path):
            os.chmod(path, 0o755 if os.path.isdir(path) else 0o644)
    return folder


def _works(command, **options):
    try:
        done = subprocess.run(
            [*command, sys.executable, "-c", "import numpy"], capture_output=True, timeout=60, **options
        )
    except (OSError, ValueError, PermissionError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


@functools.cache
def protection():
    """How processes are kept apart here: (words, the function that gives the command in front, options of Popen)."""
    front, options, said = None, {}, ["limits on time, memory, output and processes"]
    if os.geteuid() == 0 and _works([], **NOBODY):
        options = NOBODY
        said.append("another user (nobody)")
    if shutil.which("bwrap") and _works(bubble(), **options):
        front = bubble
        said.append("bubblewrap: no network, no other process, no file but those of Python")
    elif options:
        said.append("no bubblewrap: the network can be reached")
    else:
        said.append("the same user and no bubblewrap: it could read and change the grader's files")
    return "; ".join(said), front, options


class Process:
    """A submission's process. ``with Process(folder) as process: process.ask({…})``."""

    def __init__(self, folder, memory=MEMORY):
        self.home = tempfile.mkdtemp(prefix="submission-")
        os.chmod(self.home, 0o777)
        _, front, options = protection()
        to_child, from_grader = os.pipe()
        to_grader, from_child = os.pipe()
        threads = dict.fromkeys(["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"], "1")
        environment = {
            **threads,
            "PATH": "/usr/bin:/bin",
            "HOME": self.home,
            "MPLBACKEND": "agg",
            "MPLCONFIGDIR": self.home,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
        }
        numbers = [str(n) for n in (to_child, from_child, memory, FILES)]
        before = front(folder, home=self.home) if front else []
        self.process = subprocess.Popen(
            [*before, sys.executable, "-s", str(Path(folder, "worker.py")), *numbers],
            cwd=self.home,
            env=environment,
            pass_fds=(to_child, from_child),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            **options,
        )
        os.close(to_child)
        os.close(from_child)
        self.output = os.fdopen(from_grader, "wb")
        self.input = _Timed(to_grader)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def send(self, message):
        try:
            wire.send(self.output, message)
        except (OSError, ValueError):
            raise GoneError("its process has ended") from None

    def receive(self, seconds):
        """The next message, which must come within so many seconds.

        Raises:
            GoneError: if the process has ended, sends what makes no sense, or nothing in time.
        """
        self.input.until = time.monotonic() + seconds
        try:
            message = wire.receive(self.input)
        except EOFError:
            raise GoneError("its process ended: it called exit, crashed, or took too much memory") from None
        except wire.WireError as error:
            raise GoneError(f"its process sent what cannot be read: {error}") from None
        except TimeoutError:
            raise GoneError("its process did not answer in time") from None
        if not isinstance(message, dict):
            raise GoneError("its process sent what cannot be read")
        return message

    def close(self):
        """End the process with all that it has started."""
        for kill in (lambda: os.killpg(self.process.pid, signal.SIGKILL), self.process.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill()
        self.process.wait()
        self.input.close()
        with contextlib.suppress(OSError):
            self.output.close()
        shutil.rmtree(self.home, ignore_errors=True)


class _Timed:
    """A pipe to read from, with an end of patience."""

    def __init__(self, number):
        self.number, self.until = number, 0.0

    def read(self, most):
        left = self.until - time.monotonic()
        if left <= 0 or not select.select([self.number], [], [], left)[0]:
            raise TimeoutError
        return os.read(self.number, most)

    def close(self):
        os.close(self.number)
