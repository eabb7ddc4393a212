"""A class on JupyterHub, as far as it can be looked at without root: try_hub.py does the rest, by hand.

The configuration says what the page says, the commands of the page exist, collecting is safe, feedback finds its way.
"""

import ast
import configparser
import importlib
import importlib.metadata
import json
import os
import pwd
import re
import shlex
import stat
import sys
import types
from pathlib import Path

import kit_path
import pytest
import yaml
from kit import sources
from kit.hub import feedback, install, try_hub
from nbgrader.coursedir import CourseDirectory
from packaging.requirements import Requirement
from traitlets.config import Config

HUB = kit_path.ROOT / "book/_tools/kit/hub"
PAGE = (kit_path.ROOT / "book/teaching_large.md").read_text(encoding="utf-8")
COMMANDS = [
    line.strip() for block in re.findall(r"```bash\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()
]
COMMANDS += re.findall(r"`((?:sudo )?python [^`]+)`", PAGE)
ME = pwd.getpwuid(os.getuid())


def _config(path):
    """What a file of configuration sets."""
    c = Config()
    exec(compile(path.read_text(encoding="utf-8"), path, "exec"), {"get_config": lambda: c})
    return c


@pytest.fixture
def environment(tmp_path):
    install.everybody(tmp_path / "env", "backprop", tmp_path / "exchange")
    return tmp_path / "env"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Of an instructor who is whoever runs the tests."""
    (tmp_path / "home").mkdir()
    known = pwd.struct_passwd((*ME[:5], str(tmp_path / "home"), ME[6]))
    monkeypatch.setattr(install.pwd, "getpwnam", lambda name: known)
    install.instructor(ME.pw_name, "backprop")
    return tmp_path / "home"


def test_all_files_are_installed_without_a_name_left_to_fill_in(environment, home):
    written = [p for p in (*environment.rglob("*"), *home.rglob("*")) if p.is_file()]
    assert len(written) == 7
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert not re.search("COURSE_NAME|COURSE_FOLDER|EXCHANGE|NGSHARE", text), path
        json.loads(text) if path.suffix == ".json" else compile(text, path, "exec")
        assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_the_hub_starts_servers_with_its_own_python_on_the_path(environment):
    c = _config(environment / "etc/jupyterhub/jupyterhub_config.py")
    assert c.Spawner.environment["PATH"].split(":")[0] == f"{sys.prefix}/bin"
    assert c.Spawner.cmd == [f"{sys.prefix}/bin/jupyterhub-singleuser"]
    assert c.PAMAuthenticator.allowed_groups == {"students", "instructors"}
    assert c.JupyterHub.bind_url in PAGE
    for group in c.PAMAuthenticator.allowed_groups:
        assert f"sudo groupadd {group}" in COMMANDS


def test_only_the_instructor_knows_where_the_course_is(environment, home, tmp_path):
    everybody = _config(environment / "etc/jupyter/nbgrader_config.py")
    assert everybody.CourseDirectory == {"course_id": "backprop"}
    assert everybody.Exchange.root == str(tmp_path / "exchange")
    mine = _config(home / ".jupyter/nbgrader_config.py")
    assert mine == {"CourseDirectory": {"root": str(home / "backprop")}}
    assert stat.S_IMODE((home / "backprop").stat().st_mode) == 0o700


def test_formgrader_is_off_for_everybody_and_on_for_the_instructor(environment, home):
    def read(path):
        return json.loads(path.read_text(encoding="utf-8"))

    for folder, there in ((environment / "etc/jupyter", False), (home / ".jupyter", True)):
        servers = read(folder / "jupyter_server_config.json")["ServerApp"]["jpserver_extensions"]
        assert servers["nbgrader.server_extensions.formgrader"] is there
        assert len(servers) == 2
        for name in servers:
            importlib.import_module(name)
        pages = read(folder / "labconfig/page_config.json")["disabledExtensions"]
        assert pages["@jupyter/nbgrader:formgrader"] is not there
        scripts = Path(importlib.import_module("nbgrader").__file__).parent.rglob("labextension/static/*.js")
        known = "".join(p.read_text(encoding="utf-8") for p in scripts)
        assert all(f'"{name}"' in known for name in pages)


def test_the_exchange_is_open_to_all_and_nothing_in_it_can_be_moved_by_another(tmp_path):
    install.shared(tmp_path / "one/exchange")
    mode = stat.S_IMODE((tmp_path / "one/exchange").stat().st_mode)
    assert mode == 0o1777
    assert f"mode {mode:o}" in PAGE


def test_a_cluster_has_ngshare_in_the_place_of_the_exchange(tmp_path, monkeypatch):
    said = []
    fake = types.ModuleType("ngshare_exchange")
    fake.configureExchange = lambda c, url=None: said.append(url)
    monkeypatch.setitem(sys.modules, "ngshare_exchange", fake)
    for url in ("", "http://127.0.0.1:1/services/ngshare"):
        install.everybody(tmp_path, "backprop", Path("unused"), url)
        c = _config(tmp_path / "etc/jupyter/nbgrader_config.py")
        assert c.CourseDirectory.course_id == "backprop"
    assert said == ["", "http://127.0.0.1:1/services/ngshare"]


@pytest.fixture
def collect(environment, tmp_path):
    c = _config(environment / "etc/jupyter/nbgrader_config.py")
    made = c.ExchangeFactory.collect(coursedir=CourseDirectory(root=str(tmp_path), course_id="backprop"))
    return made


def test_who_owns_the_files_has_handed_them_in(collect, tmp_path):
    path = tmp_path / "somebody+06_four_equations+2026-12-01 12:00:00.000000 UTC+x"
    path.mkdir()
    record = collect._path_to_record(str(path))
    assert record["username"] == ME.pw_name
    assert record["filename"] == path.name


def test_links_are_not_followed_when_collecting(collect, tmp_path):
    secret = tmp_path / "secret"
    (secret / "sub").mkdir(parents=True)
    (secret / "solved.ipynb").write_text("solved", encoding="utf-8")
    handed_in = tmp_path / "in"
    (handed_in / "folder").mkdir(parents=True)
    (handed_in / "own.ipynb").write_text("own", encoding="utf-8")
    (handed_in / "folder/more.txt").write_text("more", encoding="utf-8")
    (handed_in / "link.ipynb").symlink_to(secret / "solved.ipynb")
    (handed_in / "linked").symlink_to(secret)
    os.mkfifo(handed_in / "pipe")
    collect.do_copy(str(handed_in), str(tmp_path / "out"))
    found = sorted(str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*"))
    assert found == ["folder", "folder/more.txt", "own.ipynb"]
    assert (tmp_path / "out/own.ipynb").read_text(encoding="utf-8") == "own"
    (tmp_path / "whole").symlink_to(secret)
    collect.do_copy(str(tmp_path / "whole"), str(tmp_path / "none"))
    assert not (tmp_path / "none").exists()


def test_no_more_is_collected_than_nbgrader_allows(collect, tmp_path):
    collect.coursedir.max_dir_size = 1
    (tmp_path / "in").mkdir()
    for name in "ab":
        (tmp_path / "in" / name).write_bytes(bytes(800))
    collect.do_copy(str(tmp_path / "in"), str(tmp_path / "out"))
    assert sum(p.stat().st_size for p in (tmp_path / "out").iterdir()) == 1000


def test_feedback_is_laid_where_nbgrader_releases_it(tmp_path):
    pages = tmp_path / "graded/06_x/feedback"
    pages.mkdir(parents=True)
    for student in ("ada", "bob", "by_mail"):
        (tmp_path / "submitted" / student / "06_x").mkdir(parents=True)
        (pages / f"{student}.html").write_text(student, encoding="utf-8")
    for student, stamps in (("ada", feedback.STAMPS), ("bob", feedback.STAMPS[:1])):
        for stamp in stamps:
            (tmp_path / "submitted" / student / "06_x" / stamp).write_text(student, encoding="utf-8")
    assert feedback.lay_out(tmp_path, "06_x") == 2
    found = sorted(
        str(p.relative_to(tmp_path / "feedback")) for p in (tmp_path / "feedback").rglob("*") if p.is_file()
    )
    assert found == [
        "ada/06_x/06_x.html", "ada/06_x/submission_secret.txt", "ada/06_x/timestamp.txt",
        "bob/06_x/06_x.html", "bob/06_x/timestamp.txt",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="must have been graded"):
        feedback.lay_out(tmp_path, "07_y")


def test_commands_of_the_page_name_files_that_are_there():
    named = {
        word.removeprefix("/opt/book/").removeprefix("book/book/")
        for line in COMMANDS
        for word in shlex.split(line)
    }
    named = {re.sub(r"^_tools", "book/_tools", word) for word in named if "_tools/kit" in word}
    assert len(named) >= 6
    for name in named:
        assert (kit_path.ROOT / name).exists(), name
    assert f"`{HUB.relative_to(kit_path.ROOT).as_posix()}/`" in PAGE


@pytest.mark.parametrize("script", ["install.py", "feedback.py", "try_hub.py", "kit"])
def test_commands_of_the_page_have_the_options_that_they_are_given(script):
    file = HUB / script if script != "kit" else HUB.parent / "__main__.py"
    words = " ".join(re.findall(r"\"(--[a-z-]+)\"", file.read_text(encoding="utf-8")))
    uses = [
        line.split(f"/{script} ", 1)[1] for line in COMMANDS if f"/{script} " in line or line.endswith(script)
        if f"/{script} " in line
    ]  # fmt: skip
    assert uses
    for line in uses:
        for option in re.findall(r"--[a-z-]+", line):
            assert option in words.split(), f"{script} has no {option}"


def test_the_service_starts_what_is_installed(environment):
    unit = configparser.ConfigParser()
    unit.read_string((HUB / "jupyterhub.service").read_text(encoding="utf-8"))
    command = unit["Service"]["ExecStart"]
    assert "--environment /opt/hub" in PAGE
    assert command.split()[0] == "/opt/hub/bin/jupyterhub"
    assert (environment / Path(command.split()[-1]).relative_to("/opt/hub")).exists()


def test_the_values_for_a_cluster_are_those_that_were_tried():
    values = yaml.safe_load((HUB / "cluster/values.yaml").read_text(encoding="utf-8"))
    code = values["hub"]["extraConfig"]["ngshare"]
    ast.parse(code)
    tried = try_hub.roles()
    assert tried
    assert all(line in code for line in tried.splitlines())
    c = Config()
    c.JupyterHub.services, c.JupyterHub.load_roles = [], []
    exec(code, {"c": c})
    ngshare = yaml.safe_load((HUB / "cluster/ngshare.yaml").read_text(encoding="utf-8"))["ngshare"]
    assert c.JupyterHub.services[0]["api_token"] == ngshare["hub_api_token"]
    assert {role["name"] for role in c.JupyterHub.load_roles} == {"user", "server"}
    for role in c.JupyterHub.load_roles:
        assert "access:services!service=ngshare" in role["scopes"]
    assert values["singleuser"]["image"]["name"] in PAGE
    docker = (HUB / "cluster/Dockerfile").read_text(encoding="utf-8")
    assert "--ngshare" in docker
    assert f"{values['singleuser']['image']['name']}:{values['singleuser']['image']['tag']}" in docker


def test_an_environment_has_all_that_the_book_pins():
    pinned = (kit_path.ROOT / "requirements.txt").read_text(encoding="utf-8")
    asked = (HUB / "requirements.txt").read_text(encoding="utf-8").split("\n")
    names = [name for name in asked if name and not name.startswith("#")]
    assert "nbgrader" in names
    for name in names:
        assert name == "jupyterhub" or re.search(rf"(?m)^{name}==", pinned), name


def test_an_environment_has_all_that_the_kit_imports():
    """When it starts, that is; what a function imports is for what is not done on a hub."""
    kit = HUB.parent
    files = [p for p in kit.rglob("*.py") if p.parent != HUB]
    files += [kit.parent / "notebooks.py", kit.parents[1] / "_ext/book_source.py"]
    modules = set()
    for path in files:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules.add(node.module.split(".")[0])
    known = importlib.metadata.packages_distributions()
    needed = {known[name][0].lower().replace("_", "-") for name in modules if name in known}
    asked = {line for line in (HUB / "requirements.txt").read_text(encoding="utf-8").splitlines()}
    ours = {Requirement(line).name for line in sources.PROJECT["dependencies"]} | {sources.PROJECT["name"]}
    assert "nbformat" in needed
    assert needed <= asked | ours


def test_the_trial_needs_root(monkeypatch):
    monkeypatch.setattr(try_hub.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(sys, "argv", ["try_hub.py"])
    with pytest.raises(SystemExit, match="needs root"):
        try_hub.main()
