"""nbgrader for everybody on one server: into ENVIRONMENT/etc/jupyter/nbgrader_config.py."""

import contextlib
import os
import pwd
import stat
from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "COURSE_NAME"
c.Exchange.root = "EXCHANGE"


class CollectByOwner(ExchangeCollect):
    """Collects what students own, and nothing that only the instructor can read."""

    def _path_to_record(self, path):
        """Who owns the files has handed them in, whatever name they bear."""
        return super()._path_to_record(path) | {"username": pwd.getpwuid(os.lstat(path).st_uid).pw_name}

    def do_copy(self, src, dest, log=None):
        """Copy files, but no links: they could lead to the solutions."""
        left = 1000 * self.coursedir.max_dir_size
        for folder, _, names, opened in os.fwalk(src):
            target = Path(dest, os.path.relpath(folder, src))
            target.mkdir(parents=True, exist_ok=True)
            for name in names:
                with contextlib.suppress(OSError):
                    file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=opened)
                    with open(file, "rb") as source:
                        if stat.S_ISREG(os.fstat(file).st_mode):
                            content = source.read(left)
                            left -= len(content)
                            (target / name).write_bytes(content)
        if not os.path.isdir(dest):
            self.log.error("%s is no folder and was not collected", src)


c.ExchangeFactory.collect = CollectByOwner
