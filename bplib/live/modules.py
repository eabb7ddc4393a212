"""The figures' JavaScript: plain ES modules in three layers, and all of them as one, for front ends that take one.

``js/arithmetic/`` are pure functions, ``js/drawing/`` draws what they compute, ``js/page/`` has controls, the address
and every word; ``js/figures/`` puts each figure together.
"""

import re
from functools import cache
from pathlib import Path

__all__ = ["FOLDER", "STYLE", "joined"]

FOLDER = Path(__file__).parent / "js"
STYLE = Path(__file__).parent / "live.css"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function|class) (\w+))", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*.*?\*/)\n", re.MULTILINE | re.DOTALL)


@cache
def joined(entry="main.js"):
    """One module with the exports of ``entry``, of all modules that it needs, each in a function of its own."""
    order, text = [], []

    def add(path):
        if path in order:
            return
        source = path.read_text(encoding="utf-8")
        for _, name in _IMPORT.findall(source):
            add((path.parent / name).resolve())
        order.append(path)
        text.append(_wrapped(path, source))

    add((FOLDER / entry).resolve())
    last = _name(order[-1])
    exports = _EXPORT.findall(order[-1].read_text(encoding="utf-8"))
    given = "".join(f"export const {{ {name} }} = {last};\n" for name in exports)
    return "".join(text) + given + ("export default widget;\n" if "widget" in exports else "")


def _name(path):
    return "module_" + "_".join(path.relative_to(FOLDER.resolve()).with_suffix("").parts).replace("-", "_")


def _wrapped(path, source):
    def taken(match):
        names = ", ".join(part.strip().replace(" as ", ": ") for part in match[1].split(",") if part.strip())
        return f"const {{ {names} }} = {_name((path.parent / match[2]).resolve())};\n"

    exports = _EXPORT.findall(source)
    body = _COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub(taken, source)))
    body = re.sub(r"^[ \t]+", "", body, flags=re.MULTILINE)
    return f"const {_name(path)} = (() => {{\n{body}return {{ {', '.join(exports)} }};\n}})();\n"
