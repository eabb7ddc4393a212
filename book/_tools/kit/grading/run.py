"""Grade a whole class: every submission once, on all cores; what is done stays done."""

import contextlib
import hashlib
import multiprocessing
import os
import tempfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from tqdm import tqdm

from .. import sources
from . import folders, process, rebuild, report
from .examine import examine_all


def _set(name):
    """The path of a solved set by its name or number.

    Raises:
        ValueError: if there is none.
    """
    known = {path.stem: path for path in sources.sets().values()}
    found = [path for stem, path in known.items() if name in (stem, stem[:2], str(int(stem[:2])))]
    if not found:
        raise ValueError(f"set must be one of {', '.join(known)}; got {name!r}")
    return found[0]


def _grade(folder, released, submission, seed, kept):
    """Grade one submission and keep the outcome. Runs in a process of the pool."""
    graded = report.Graded(
        submission.student, submission.number, oddities=[submission.note] if submission.note else []
    )
    try:
        if submission.path is None:
            graded.problem = "Nothing was handed in."
        else:
            rebuilt = rebuild.rebuild(released, rebuild.read(submission.path))
            graded.outcomes, odd = examine_all(folder, released, rebuilt, seed)
            graded.oddities += odd
    except rebuild.UnreadableError as error:
        graded.problem = str(error)
    except Exception as error:  # whatever a submission does, the class is graded
        graded.problem = (
            f"It could not be graded ({type(error).__name__}: {str(error)[:200]}). Look at it by hand."
        )
    report.store(kept, graded)
    return graded


def _key(submission, released, seed):
    """Of a submission with all that its grade depends on."""
    digest = hashlib.sha256(repr((released, seed, submission.student, submission.number)).encode())
    folders = [sources.ROOT / "bplib", *filter(None, [sources.overlay()])]
    for path in (path for folder in folders for path in sorted(folder.rglob("*.py"))):
        digest.update(path.read_bytes())
    if submission.path is not None:
        digest.update(submission.path.read_bytes())
    return digest.hexdigest()[:20]


def grade(name, submitted, *, out=None, seed=None, partial=None, gradebook=None, jobs=None, progress=True):
    """Grade what a class has handed in for a set.

    Args:
        name: the set, such as 06_four_equations, or 6.
        submitted: folder or zip file: nbgrader's ``submitted``, a download of Canvas or Moodle, or one notebook or
            folder for each student.
        out: folder for the results; ``graded/NAME`` beside what was submitted, if none is given.
        seed: of the course: the inputs of the checks are others than those that students have seen.
        partial: TOML file that gives a part of the points for named mistakes, see ``report.Credit``.
        gradebook: folder of an nbgrader course whose gradebook gets the points.
        jobs: number of processes; one for each core, if none is given.

    Returns:
        Path of the results: grades.csv (also for Canvas and Moodle), feedback/, class.html.

    Raises:
        ValueError: if there is no such set, or nothing was handed in.
    """
    path = _set(str(name))
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int) or seed < 0):
        raise ValueError(f"seed must be a whole number of at least 0, got {seed!r}")
    released = rebuild.release(path)
    credit = report.Credit(partial, tuple(released.points))
    submitted = Path(submitted)
    if not submitted.exists():
        raise ValueError(f"submissions must be a folder or a zip file, there is no {submitted}")
    out = Path(out) if out else submitted.resolve().parent / "graded" / path.stem
    kept = out / "outcomes"
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="grading-") as scratch:
        os.chmod(scratch, 0o755)
        handed_in = folders.submissions(folders.unpacked(submitted, Path(scratch, "unpacked")), path.stem)
        library = process.library(Path(scratch, "library"))
        files = {s: kept / f"{_key(s, released, seed)}.json" for s in handed_in}
        graded = {s: done for s in handed_in if (done := report.stored(files[s]))}
        waiting = [s for s in handed_in if s not in graded]
        bar = tqdm(total=len(handed_in), initial=len(graded), unit="submission", disable=not progress)
        pool = ProcessPoolExecutor(jobs or os.cpu_count(), mp_context=multiprocessing.get_context("spawn"))
        with bar, pool:
            jobs_of = {pool.submit(_grade, library, released, s, seed, files[s]): s for s in waiting}
            for job in as_completed(jobs_of):
                one = jobs_of[job]
                try:
                    graded[one] = job.result()
                except BrokenProcessPool:  # the grader itself was killed, for example by lack of memory
                    words = "The grader was killed while it was examined. Grade again, with fewer jobs."
                    graded[one] = report.Graded(one.student, one.number, problem=words)
                bar.update()
    in_order = [graded[s] for s in handed_in]
    report.write(out, path.stem, released, in_order, credit, process.protection()[0])
    for old in set(kept.glob("*.json")) - set(files.values()):
        with contextlib.suppress(OSError):
            old.unlink()
    if gradebook:
        report.to_nbgrader(gradebook, path.stem, released, in_order, credit)
    return out
