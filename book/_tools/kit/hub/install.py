"""Set up a class on JupyterHub: a Python environment, nbgrader's exchange, and an instructor.

    python3 book/_tools/kit/hub/install.py --course backprop --environment /opt/hub --instructor ada

Run as root, by any Python. It can be run again, also after an update of the book.
"""

import argparse
import os
import pwd
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
BOOK = HERE.parents[3]
EXCHANGE = "/srv/nbgrader/exchange"


def packages(environment, *more):
    """Install what a hub and the kit need, in the versions of the book, and the library of the book."""
    pip = [str(environment / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pins = ["--constraint", str(BOOK / "requirements.txt")]
    subprocess.run(
        [*pip, *pins, "--requirement", str(HERE / "requirements.txt"), *more, str(BOOK)], check=True
    )


def write(source, target, **names):
    """Copy one of the files beside this one, with names filled in."""
    text = (HERE / source).read_text(encoding="utf-8")
    for name, value in names.items():
        text = text.replace(name, str(value))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    target.chmod(0o644)


def everybody(environment, course, exchange, ngshare=None):
    """Configuration for all users of an environment."""
    folder = environment / "etc/jupyter"
    source = "nbgrader_config.py" if ngshare is None else "nbgrader_config_ngshare.py"
    names = {"COURSE_NAME": course, "EXCHANGE": exchange, "NGSHARE": ngshare}
    write(source, folder / "nbgrader_config.py", **names)
    write("jupyter_server_config.json", folder / "jupyter_server_config.json")
    write("page_config.json", folder / "labconfig/page_config.json")
    write("jupyterhub_config.py", environment / "etc/jupyterhub/jupyterhub_config.py")


def shared(exchange):
    """The exchange: everybody may write into it, nobody may move or delete what belongs to another."""
    exchange.mkdir(parents=True, exist_ok=True)
    exchange.chmod(0o1777)


def instructor(name, course):
    """The folder of the course and the configuration that only the instructor has."""
    user = pwd.getpwnam(name)
    home = Path(user.pw_dir)
    folders = [home / course, home / ".jupyter", home / ".jupyter/labconfig"]
    for folder in folders:
        folder.mkdir(exist_ok=True)
    folders[0].chmod(0o700)
    files = {
        "nbgrader_config_instructor.py": "nbgrader_config.py",
        "jupyter_server_config_instructor.json": "jupyter_server_config.json",
        "page_config_instructor.json": "labconfig/page_config.json",
    }
    for source, target in files.items():
        write(source, home / ".jupyter" / target, COURSE_FOLDER=home / course)
    for path in (*folders, *(home / ".jupyter" / target for target in files.values())):
        shutil.chown(path, user.pw_uid, user.pw_gid)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="install.py", description="Set up a class on JupyterHub.")
    parser.add_argument("--course", required=True, help="id of the course, also the name of its folder")
    parser.add_argument("--environment", type=Path, help="of Python for all users, such as /opt/hub")
    parser.add_argument("--exchange", type=Path, default=Path(EXCHANGE), help=f"default: {EXCHANGE}")
    parser.add_argument(
        "--ngshare",
        nargs="?",
        const="",
        metavar="URL",
        help="instead of an exchange; address found on a cluster",
    )
    parser.add_argument("--instructor", metavar="NAME", help="of the Unix account")
    options = parser.parse_args(arguments)
    if not (options.environment or options.instructor):
        parser.error("environment or instructor is needed")
    os.umask(0o022)
    if options.environment:
        if not (options.environment / "bin/python").exists():
            parser.error(f"environment must be one of Python, {options.environment} has no bin/python")
        packages(options.environment, *(["ngshare-exchange"] if options.ngshare is not None else []))
        everybody(options.environment, options.course, options.exchange, options.ngshare)
        if options.ngshare is None:
            shared(options.exchange)
    if options.instructor:
        instructor(options.instructor, options.course)


if __name__ == "__main__":
    main()
