"""Try a class in a real JupyterHub: an instructor and a student, from release to feedback.

    .venv/bin/python book/_tools/kit/hub/try_hub.py

It needs root (real Unix accounts are made), npm and the network (JupyterHub, nbgrader, JupyterLab and the proxy are
installed into a new folder), and a Python that every user can execute. It takes two to four minutes, says what it
sees, stops at the first thing that is not as it should be, and takes everything away again.
"""

import argparse
import asyncio
import contextlib
import csv
import html
import io
import json
import os
import re
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))
from kit import assignments, sources  # noqa: E402
from kit.grading import rebuild  # noqa: E402

from bplib.checks import check  # noqa: E402

SEED = 2026
COURSE = "backprop"
MISTAKE = "def output_error(z, a, y):\n    return a - y"
EXERCISE = "06.3"
GROUPS = ("students", "instructors")
NOT_COPIED = (".*", "_build", "build", "*.egg-info", "__pycache__", "tests")

CONFIG = """\
c = get_config()
load_subconfig({config!r})
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub_port}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.JupyterHub.services = [{{"name": "trial", "api_token": {token!r}}}]
c.JupyterHub.load_roles = [{{"name": "admin", "services": ["trial"]}}]
"""
NGSHARE = """\
c.JupyterHub.services.append({{"name": "ngshare", "url": {url!r}, "command": {command!r}}})
{roles}
"""


def roles():
    """What the values for a cluster say of roles, word for word."""
    values = (HERE / "cluster/values.yaml").read_text(encoding="utf-8")
    return "\n".join(line.strip() for line in values.splitlines() if "load_roles" in line)


class TrialError(Exception):
    """What was seen is not as it should be."""


def run(*command, said=None, **options):
    """Run a command to its end, or end it with all that it has started; what it said is shown if it fails."""
    process = subprocess.Popen(
        [str(part) for part in command],
        **{"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True},
        **{"start_new_session": True, **options},
    )
    try:
        answer, errors = process.communicate(said)
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    if process.returncode:
        words = f"{shlex.join(map(str, command))} ended with {process.returncode}"
        raise TrialError(f"{words}:\n{(answer + errors)[-3000:]}")
    return answer


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Steps:
    """Says what is done, and how long it took."""

    def __init__(self):
        self.begun = self.last = time.monotonic()

    def __call__(self, words):
        now = time.monotonic()
        print(f"✓ {words} ({now - self.last:.1f} s)", flush=True)
        self.last = now

    def expect(self, right, words, seen=""):
        """Stop unless it is so."""
        if not right:
            raise TrialError(f"{words}: this is not so. Seen:\n{seen}")
        self(words)


class Person:
    """Somebody with an account, a token and a server in the hub."""

    def __init__(self, name, home):
        self.name, self.home = name, home
        self.site = self.token = ""

    def ask(self, method, path, data=None, raw=False):
        """Answer of the person's server, or of another part of the hub if the path begins with a slash."""
        address = path if path.startswith("/") else f"/user/{self.name}/{path}"
        request = urllib.request.Request(
            self.site + urllib.parse.quote(address, safe="/?=&+"),
            method=method,
            data=None if data is None else json.dumps(data).encode(),
            headers={"Authorization": f"token {self.token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                body = answer.read().decode()
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace")[-1500:]
            raise TrialError(f"{method} {address}: {error.code} {error.reason}\n{said}") from None
        return body if raw else json.loads(body or "null")

    def status(self, path):
        try:
            self.ask("GET", path, raw=True)
        except TrialError as error:
            return int(re.search(r": (\d{3}) ", str(error))[1])
        return 200

    def type(self, command, seconds=300):
        """Type a command into a terminal of JupyterLab: (its exit code, what it said)."""
        return asyncio.run(asyncio.wait_for(self._type(command), seconds))

    async def _type(self, command):
        terminal = self.ask("POST", "api/terminals")["name"]
        address = f"{self.site}/user/{self.name}/terminals/websocket/{terminal}".replace("http:", "ws:", 1)
        request = HTTPRequest(address, headers={"Authorization": f"token {self.token}"})
        line, said = await websocket_connect(request), ""
        await line.write_message(json.dumps(["set_size", 50, 400]))
        await line.write_message(json.dumps(["stdin", f"{command}; echo ended-$?-\r"]))
        while not (end := re.search(r"ended-(\d+)-", said)):
            message = await line.read_message()
            if message is None:
                raise TrialError(f"the terminal of {self.name} was closed after:\n{said[-2000:]}")
            kind, *parts = json.loads(message)
            if kind == "stdout":
                said += parts[0]
        line.close()
        with contextlib.suppress(TrialError):
            self.ask("DELETE", f"api/terminals/{terminal}")
        return int(end[1]), re.sub(r"\x1b\[[\d;?]*[A-Za-z]|\x1b\].*?\x07|\r", "", said)

    def must(self, command, **options):
        code, said = self.type(command, **options)
        if code:
            raise TrialError(f"{self.name} typed {command}, which ended with {code}:\n{said[-3000:]}")
        return said


class Trial:
    """A folder, two accounts and a hub, which are gone afterwards."""

    def __init__(self, python, ngshare=False):
        self.python, self.say = python, Steps()
        self.ports = {"port": free_port(), "hub_port": free_port(), "proxy_port": free_port()}
        self.site = f"http://127.0.0.1:{self.ports['port']}"
        self.ngshare = f"{self.site}/services/ngshare" if ngshare else None
        self.scratch = self.hub = None
        self.people, self.groups = [], []

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        """Take everything away, in the order in which it depends on each other."""
        if self.hub is not None and self.hub.poll() is None:
            self.hub.send_signal(signal.SIGTERM)  # it ends the servers and the proxy
            try:
                self.hub.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(self.hub.pid, signal.SIGKILL)
                self.hub.wait()
        for person in self.people:
            self._end_processes_of(person.name)
            subprocess.run(["userdel", person.name], capture_output=True)
        for group in self.groups:
            subprocess.run(["groupdel", group], capture_output=True)
        if self.scratch:
            shutil.rmtree(self.scratch, ignore_errors=True)
        left = [p.name for p in self.people if _uid(p.name) is not None]
        if left or (self.scratch and self.scratch.exists()):
            print(f"Not all could be taken away: {left} {self.scratch}", file=sys.stderr)
        elif self.scratch:
            print("The hub, the accounts and the folder are gone again.")

    @staticmethod
    def _end_processes_of(name):
        """Of an account that this trial has made."""
        for _ in range(20):
            running = []
            for folder in Path("/proc").glob("[0-9]*"):
                with contextlib.suppress(OSError):
                    if folder.stat().st_uid == _uid(name) is not None:
                        running.append(int(folder.name))
            if not running:
                return
            for number in running:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            time.sleep(0.1)

    def set_up(self):
        """Environment, proxy, accounts, exchange, course."""
        self.scratch = Path(tempfile.mkdtemp(prefix="hub-trial-", dir="/srv"))
        self.scratch.chmod(0o755)
        self.environment = self.scratch / "environment"
        run(self.python, "-m", "venv", self.environment)
        env_python = self.environment / "bin/python"
        nobody = {"user": 65534, "group": 65534, "extra_groups": [], "cwd": "/"}
        version = run(env_python, "-c", "import sys; print(sys.version.split()[0])", **nobody).strip()
        self.say(f"an environment of Python {version} that every user can execute")
        tag = secrets.token_hex(3)
        for group in GROUPS:
            if subprocess.run(["getent", "group", group], capture_output=True).returncode:
                run("groupadd", group)
                self.groups.append(group)
        for role in ("instructor", "student"):
            person = Person(f"try-{role}-{tag}", self.scratch / "home" / f"try-{role}-{tag}")
            person.home.parent.mkdir(exist_ok=True)
            self.people.append(person)
            options = [
                "--create-home",
                "--key",
                "HOME_MODE=0700",
                "--shell",
                "/bin/bash",
                "--gid",
                f"{role}s",
            ]
            run("useradd", *options, "--home-dir", person.home, person.name)
        self.instructor, self.student = self.people
        self.say(f"accounts {self.instructor.name} and {self.student.name}")
        self.book = self.scratch / "book"
        shutil.copytree(sources.ROOT, self.book, ignore=shutil.ignore_patterns(*NOT_COPIED))
        self.exchange = self.scratch / "exchange"
        where = ["--environment", self.environment]
        where += ["--ngshare", self.ngshare] if self.ngshare else ["--exchange", self.exchange]
        whose = ["--course", COURSE, "--instructor", self.instructor.name]
        run(sys.executable, self.book / HERE.relative_to(sources.ROOT) / "install.py", *where, *whose)
        names = ("jupyterhub", "jupyterlab", "nbgrader", "backprop-from-first-principles")
        listed = json.loads(run(env_python, "-m", "pip", "list", "--format", "json"))
        found = {p["name"].lower(): p["version"] for p in listed}
        self.say("installed: " + ", ".join(f"{name} {found[name]}" for name in names))
        if self.ngshare:
            run(self.python, "-m", "venv", self.scratch / "ngshare")
            run(
                self.scratch / "ngshare/bin/python",
                "-m",
                "pip",
                "install",
                "--quiet",
                "ngshare",
                "sqlalchemy<2",
            )
        run("npm", "install", "--silent", "--prefix", self.scratch, "configurable-http-proxy")
        package = self.scratch / "node_modules/configurable-http-proxy/package.json"
        self.say(
            "from npm: configurable-http-proxy " + json.loads(package.read_text(encoding="utf-8"))["version"]
        )

    def start(self):
        """The hub and both servers."""
        site, token = self.site, secrets.token_hex(32)
        folder = self.scratch / "hub"
        folder.mkdir(mode=0o700)
        config = folder / "trial_config.py"
        ours = self.environment / "etc/jupyterhub/jupyterhub_config.py"
        text = CONFIG.format(config=str(ours), token=token, **self.ports)
        if self.ngshare:
            command = [str(self.scratch / "ngshare/bin/python"), "-m", "ngshare"]
            command += ["--admins", self.instructor.name, "--storage", str(folder / "files")]
            command += ["--database", f"sqlite:///{folder / 'ngshare.db'}"]
            text += NGSHARE.format(url=f"http://127.0.0.1:{free_port()}", command=command, roles=roles())
        config.write_text(text, encoding="utf-8")
        path = f"{self.environment}/bin:{self.scratch}/node_modules/.bin:/usr/local/bin:/usr/bin:/bin"
        with open(folder / "log", "wb") as log:
            self.hub = subprocess.Popen(
                [self.environment / "bin/jupyterhub", "-f", config],
                **{"cwd": folder, "stdout": log, "stderr": log, "start_new_session": True},
                env={"PATH": path, "HOME": str(folder), "LANG": "C.UTF-8"},
            )
        admin = Person("trial", None)
        admin.site, admin.token = site, token
        self._wait("the hub", lambda: admin.status("/hub/api/") == 200)
        version = admin.ask("GET", "/hub/api/")["version"]
        self.say(f"JupyterHub {version} runs")
        for person in self.people:
            person.site = site
            admin.ask("POST", f"/hub/api/users/{person.name}")
            person.token = admin.ask("POST", f"/hub/api/users/{person.name}/tokens", {"expires_in": 3600})[
                "token"
            ]
            person.ask("POST", f"/hub/api/users/{person.name}/server")

            def ready(person=person):
                return admin.ask("GET", f"/hub/api/users/{person.name}")["servers"].get("", {}).get("ready")

            self._wait(f"the server of {person.name}", ready)
            self.say(f"the server of {person.name} runs, as its user: {self._who(person)}")
        held = _memory(_uid(self.student.name)) / 1e6
        self.say(f"the student's server holds {held:.0f} MB before a notebook is open")
        password = secrets.token_urlsafe(12)
        run("chpasswd", said=f"{self.student.name}:{password}\n")
        signed = [self.sign_in(self.student.name, p) for p in (password, "wrong")]
        self.say.expect(
            signed == [True, False], "the student signs in with the password, and not with another"
        )
        run("usermod", "--gid", "nogroup", self.student.name)
        signed = self.sign_in(self.student.name, password)
        run("usermod", "--gid", "students", self.student.name)
        self.say.expect(not signed, "nobody signs in who is in neither group")

    def sign_in(self, name, password):
        """Does the form of the hub let them in?"""
        cookies = CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
        with browser.open(f"{self.site}/hub/login", timeout=60):
            form = {"username": name, "password": password}
        form["_xsrf"] = next(cookie.value for cookie in cookies if cookie.name == "_xsrf")
        try:
            with browser.open(f"{self.site}/hub/login", urllib.parse.urlencode(form).encode(), timeout=60):
                return any(cookie.name == "jupyterhub-session-id" for cookie in cookies) and any(
                    cookie.name == "jupyterhub-hub-login" for cookie in cookies
                )
        except urllib.error.HTTPError as error:
            if error.code != 403:
                raise
            return False

    def _who(self, person):
        said = person.must("id -un; command -v nbgrader")
        if not {person.name, f"{self.environment}/bin/nbgrader"} <= set(said.splitlines()):
            raise TrialError(f"the terminal of {person.name} says {said}")
        return "id and the path in its terminal are right"

    def _wait(self, words, ready, seconds=90):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.hub.poll() is not None:
                break
            with contextlib.suppress(OSError, TrialError):
                if ready():
                    return
            time.sleep(0.5)
        raise TrialError(f"{words} did not start within {seconds} s")

    def log(self):
        path = self.scratch / "hub/log" if self.scratch else None
        return path.read_text(encoding="utf-8", errors="replace")[-4000:] if path and path.exists() else ""


def _uid(name):
    done = subprocess.run(["id", "-u", name], capture_output=True, text=True)
    return int(done.stdout) if done.returncode == 0 else None


def _memory(uid):
    """Bytes that an account's processes hold, what they share with others divided among these."""
    held = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == uid:
                text = (folder / "smaps_rollup").read_text(encoding="utf-8")
                held += 1024 * int(re.search(r"(?m)^Pss:\s+(\d+)", text)[1])
    return held


def answered(nb, solved):
    """A set with all its answers, one of them wrong."""
    for cell, right in zip(nb["cells"], solved.cells, strict=True):
        if right.metadata.nbgrader.solution:
            cell["source"] = MISTAKE if "def output_error" in right.source else right.source
    return nb


def walls(trial):
    """What a student must not be able to do."""
    student, instructor, say = trial.student, trial.instructor, trial.say
    other = Person(instructor.name, None)
    other.site, other.token = student.site, student.token
    say.expect(other.status("api/contents") in (403, 404), "a student's token opens no other server")
    say.expect(student.status("formgrader") == 404, "the student has no formgrader")
    say.expect(
        instructor.status("formgrader") == 200,
        f"the instructor has it, at /user/{instructor.name}/formgrader",
    )
    pages = [
        set(re.findall(r"@jupyter/nbgrader:[a-z-]+", p.ask("GET", "lab", raw=True)))
        for p in (student, instructor)
    ]
    say.expect(
        "@jupyter/nbgrader:formgrader" in pages[0] and not pages[1],
        "JupyterLab's menu is without it for the student, with it for the instructor",
        pages,
    )
    places = {"the course": f"{instructor.home}/{COURSE}"}
    if not trial.ngshare:
        places["what others have handed in"] = f"{trial.exchange}/{COURSE}/inbound"
    for words, folder in places.items():
        code, said = student.type(f"ls {folder}")
        say.expect(code and "Permission denied" in said, f"the student cannot see {words}", said)
    if trial.ngshare:
        return
    code, said = student.type(f"mv {trial.exchange}/{COURSE} {trial.exchange}/gone")
    say.expect(
        code and "not permitted" in said, "the student cannot move the course out of the exchange", said
    )


def journey(trial):
    """Release, fetch, answer, validate, submit, collect, grade, feedback."""
    student, instructor, say = trial.student, trial.instructor, trial.say
    path = sources.solutions([6])[0]
    name, released = path.stem, rebuild.release(path)
    kit = f"python {trial.book}/book/_tools/kit"
    here = {"assignment_id": name, "course_id": COURSE}

    if trial.ngshare:
        instructor.must(f"ngshare-course-management create_course {COURSE} {instructor.name}")
        instructor.must(f"ngshare-course-management add_student {COURSE} {student.name}")
        say("instructor: ngshare has the course and the student")
    said = instructor.must(f"{kit} nbgrader ~/{COURSE} 6 --seed {SEED}")
    say.expect("hidden tests with seed 2026" in said, "instructor: kit nbgrader writes set 6", said)
    for action in ("assign", "release"):
        done = instructor.ask("POST", f"formgrader/api/assignment/{name}/{action}")
        say.expect(done["success"], f"instructor: formgrader, {action}", done)
    walls(trial)

    listed = student.ask("GET", f"assignments?course_id={COURSE}")["value"]
    say.expect([a["status"] for a in listed] == ["released"], "student: sees the set", listed)
    listed = student.ask("POST", "assignments/fetch", here)["value"]
    say.expect("fetched" in [a["status"] for a in listed], "student: fetches it", listed)
    file = f"api/contents/{name}/{name}.ipynb"
    model = student.ask("GET", file)
    text = json.dumps(model["content"])
    say.expect("BEGIN SOLUTION" not in text and "HIDDEN" not in text, "student: it holds no solutions")
    done = student.ask("POST", "assignments/validate", {"path": f"{name}/{name}.ipynb"})
    say.expect("failed" in json.dumps(done), "student: Validate fails on the untouched set", done)
    solved = assignments.assignment(assignments.store.read(path), SEED)
    student.ask("PUT", file, {"type": "notebook", "content": answered(model["content"], solved)})
    done = json.dumps(student.ask("POST", "assignments/validate", {"path": f"{name}/{name}.ipynb"}))
    say.expect(
        "output_error" in done and "failed" in done, "student: Validate names the one wrong answer", done
    )
    listed = student.ask("POST", "assignments/submit", here)["value"]
    say.expect("submitted" in [a["status"] for a in listed], "student: submits", listed)
    foreign = f"cd ~ && nbgrader submit --student={instructor.name} {name}"
    if trial.ngshare:
        say.expect(student.type(foreign)[0], "student: cannot submit under the instructor's name")
        status = student.status(f"/services/ngshare/submissions/{COURSE}/{name}")
        say.expect(status == 403, "student: cannot list what others have handed in", status)
    else:
        student.must(foreign)
        say("student: submits once more, under the instructor's name")

    done = instructor.ask("POST", f"formgrader/api/assignment/{name}/collect")
    say.expect(done["success"], "instructor: collects", done)
    collected = sorted(p.name for p in (instructor.home / COURSE / "submitted").iterdir())
    say.expect(collected == [student.name], "it is the student's, whatever name it bore", done)

    grading = f"{kit} grade {name} ~/{COURSE}/submitted --seed {SEED} --gradebook ~/{COURSE}"
    instructor.must(grading)
    out = instructor.home / COURSE / "graded" / name
    grades = (out / "grades.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(grades)))
    most = sum(released.points.values())
    wanted = most - released.points[EXERCISE]
    say.expect(
        len(rows) == 1 and student.name in rows[0].values() and str(wanted) in _numbers(rows[0]),
        f"instructor: kit grade gives {wanted} of {most} points, all but those of exercise {EXERCISE}",
        grades,
    )
    say(f"the class report says what kept submissions apart: {_protection(out)}")
    again = trial.scratch / "graded"
    arguments = ["grade", name, instructor.home / COURSE / "submitted", "--seed", SEED, "--out", again]
    run(trial.environment / "bin/python", trial.book / "book/_tools/kit", *arguments)
    say.expect((again / "grades.csv").read_text(encoding="utf-8") == grades, "root: the same grades")
    say.expect("another user (nobody)" in _protection(again), f"… with {_protection(again)}")
    instructor.must(f"cd ~/{COURSE} && nbgrader export")
    exported = (instructor.home / COURSE / "grades.csv").read_text(encoding="utf-8")
    scores = {row["student_id"]: row["score"] for row in csv.DictReader(io.StringIO(exported))}
    say.expect(scores == {student.name: f"{wanted}.0"}, "nbgrader export has the same points", exported)

    instructor.must(f"python {trial.book}/book/_tools/kit/hub/feedback.py ~/{COURSE} {name}")
    student.ask("POST", "assignments/fetch_feedback", here)
    folder = student.ask("GET", f"api/contents/{name}/feedback")["content"]
    say.expect(folder, "instructor: releases the feedback, student: fetches it")
    page = student.ask("GET", f"api/contents/{folder[0]['path']}/{name}.html")["content"]
    verdict = check(EXERCISE, lambda z, a, y: a - y, seed=SEED)
    say.expect(
        verdict.heading in html.unescape(page), f"student: reads in it: {verdict.heading}", page[-3000:]
    )
    if not trial.ngshare:
        links(trial, name)


def links(trial, name):
    """A submission made by hand, whose notebook is a link to the solved one: newer than the student's own."""
    student, instructor, say = trial.student, trial.instructor, trial.say
    solved = instructor.home / COURSE / "source" / name / f"{name}.ipynb"
    folder = trial.exchange / COURSE / "inbound" / f"{student.name}+{name}+2099-01-01 00:00:00 UTC+x"
    quoted = shlex.quote(str(folder))
    student.must(f"mkdir {quoted} && ln -s {solved} {quoted}/{name}.ipynb && date > {quoted}/timestamp.txt")
    instructor.ask("POST", f"formgrader/api/assignment/{name}/collect")
    got = instructor.home / COURSE / "submitted" / student.name / name
    say.expect(
        not (got / f"{name}.ipynb").exists() and (got / "timestamp.txt").exists(),
        "a link to the solutions, handed in as a notebook, is not followed",
        sorted(got.iterdir()),
    )


def _protection(out):
    return re.search(r"limits on time[^<]*", (out / "class.html").read_text(encoding="utf-8"))[0].rstrip(". ")


def _numbers(row):
    return {f"{float(v):g}" for v in row.values() if re.fullmatch(r"\d+(\.\d+)?", v or "")}


def main():
    parser = argparse.ArgumentParser(prog="try_hub.py", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--python",
        default="/usr/bin/python3",
        help="3.11 to 3.13, for every user (default: /usr/bin/python3)",
    )
    parser.add_argument(
        "--ngshare", action="store_true", help="with ngshare, the exchange of the configuration for a cluster"
    )
    options = parser.parse_args()
    if os.geteuid():
        raise SystemExit("try_hub.py makes accounts and needs root.")
    for command, package in (("useradd", "passwd"), ("npm", "npm"), (options.python, "python3 python3-venv")):
        if not shutil.which(command):
            raise SystemExit(f"try_hub.py needs {command}: apt-get install {package}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by a signal"))
    with Trial(options.python, options.ngshare) as trial:
        try:
            trial.set_up()
            trial.start()
            journey(trial)
        except Exception as error:
            print(f"✗ {error}\n\nThe hub's log ends with:\n{trial.log()}", file=sys.stderr)
            raise SystemExit(1) from None
        print(f"All as it should be, after {time.monotonic() - trial.say.begun:.0f} s.")


if __name__ == "__main__":
    main()
