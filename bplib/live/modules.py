"""The figures' JavaScript: plain ES modules in three layers, all of them as one, for front ends that take one,
and in parts, for a site.

``js/arithmetic/`` are pure functions, ``js/drawing/`` draws what they compute, ``js/page/`` has controls, the address
and every word; ``js/figures/`` puts each figure together.
"""

import re
from functools import cache
from pathlib import Path

__all__ = ["FOLDER", "STYLE", "joined", "parts"]

FOLDER = Path(__file__).parent / "js"
STYLE = Path(__file__).parent / "live.css"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function|class) (\w+))", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*.*?\*/)\n", re.MULTILINE | re.DOTALL)


@cache
def joined(entry="main.js"):
    """One module with the exports of ``entry``, of all modules that it needs, each in a function of its own."""
    return _text(_needed(FOLDER / entry))


@cache
def parts():
    """The modules for a site, by the names of their files: what all figures need, and the rest of each figure."""
    site = _needed(FOLDER / "site.js")
    figures = {path.name: _needed(path) for path in (FOLDER / "figures").glob("*.js") if path.stem != "all"}
    shared = [
        path
        for path in dict.fromkeys([*site[:-1], *next(iter(figures.values()))])
        if path in site or all(path in needed for needed in figures.values())
    ]
    texts = {"live.js": _text([*shared, site[-1]]) + f"export {{ {', '.join(map(_name, shared))} }};\n"}
    for name, needed in figures.items():
        taken = ", ".join(_name(path) for path in needed if path in shared)
        own = [path for path in needed if path not in shared]
        texts[name] = f'import {{ {taken} }} from "./live.js";\n{_text(own)}'
    return texts


def _needed(entry):
    """A module after all that it needs."""
    order = []

    def add(path):
        if path not in order:
            for _, name in _IMPORT.findall(path.read_text(encoding="utf-8")):
                add((path.parent / name).resolve())
            order.append(path)

    add(entry.resolve())
    return order


def _text(paths):
    """Modules in one text, with the exports of the last."""
    sources = [path.read_text(encoding="utf-8") for path in paths]
    last, exports = _name(paths[-1]), _EXPORT.findall(sources[-1])
    given = "".join(f"export const {{ {name} }} = {last};\n" for name in exports)
    given += "export default widget;\n" if "widget" in exports else ""
    return "".join(map(_wrapped, paths, sources)) + given


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
