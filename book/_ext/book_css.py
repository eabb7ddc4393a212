"""One style sheet for all pages, of the rules that some page can use: the theme's dozen hold a page back, and of
what they say nine tenths are about things that the book does not have.
"""

import re
from hashlib import sha256

import tinycss2

# What scripts would make that no page has, and the colors of code, which cells.css has.
UNUSED = {"sphinx-thebe.css", "togglebutton.css", "pygments.css"}
# Of what the theme's scripts could make: a choice of versions, and bubbles.
UNSEEN = re.compile(r"(st-)?version-switcher|list-group|popover|bs-popover")
_LINK = re.compile(r'[ \t]*<link (?=[^>]*rel="stylesheet")[^>]*href="([^"?]*_static/)([^"?]+)[^>]*>\n?')
_URL = re.compile(r'(\burl\("?)(?!data:|"|#)([^")]+)')


def one_sheet(site):
    """Write ``_static/site.css``, link it on every page, and remove what it is made of."""
    static = site / "_static"
    target = static / "site.css"
    pages = {
        path: path.read_text(encoding="utf-8")
        for path in [*site.glob("*.html"), *site.glob("[!_l]*/**/*.html")]
    }
    lists = {tuple(name for _, name in _LINK.findall(text)) for text in pages.values()} - {(), (target.name,)}
    if not lists:  # no page was written anew
        lists = {tuple(target.read_text(encoding="utf-8").splitlines()[0][2:-2].split())}
    (names,) = lists  # all pages have the same
    sources = {*static.glob("*.css"), *static.glob("styles/*.css")} - {target}
    texts = [path.read_text(encoding="utf-8") for path in sources]
    scripts = [path.read_text(encoding="utf-8") for path in static.rglob("*.js")]
    tags = re.findall(r"<[^>]*>", "".join(pages.values()))
    words = set(re.findall(r"[\w-]+", " ".join([*tags, *scripts])))
    words |= {name for text in texts for name in re.findall(r"var\(\s*(--[\w-]+)", text)}
    drawings = (
        path.read_text(encoding="utf-8") for path in site.glob("_images/*.svg")
    )  # colored by the page
    words |= {name for text in drawings for name in re.findall(r"var\((--[\w-]+)", text)}
    css = "".join(sheet(static / name, static, words) for name in names if name not in UNUSED)
    target.write_text(f"/*{' '.join(names)}*/\n{css}", encoding="utf-8")
    version = sha256(css.encode()).hexdigest()[:8]
    for path, text in pages.items():
        if links := list(_LINK.finditer(text)):
            link = f'<link rel="stylesheet" href="{links[0][1]}{target.name}?v={version}" />\n'
            new = text[: links[0].start()] + link + _LINK.sub("", text[links[0].end() :])
            if new != text:
                path.write_text(new, encoding="utf-8")
    for path in [*sources, *static.glob("styles/*.map")]:
        path.unlink()


def sheet(path, static, words):
    """The rules of a style sheet, and of those it imports, that can apply where only these words occur."""
    rules = tinycss2.parse_stylesheet(path.read_text(encoding="utf-8"), skip_whitespace=True)
    folder = path.parent.relative_to(static)
    text = []
    for rule in rules:
        if rule.type == "comment":
            text += [f"/*{rule.value}*/\n"] * rule.value.startswith("!")  # a license
        elif rule.type == "at-rule" and rule.lower_at_keyword == "import":
            (imported,) = [token.value for token in rule.prelude if token.type in ("url", "string")]
            text.append(sheet(static / _normal(folder / imported), static, words))
        elif rule.type != "at-rule" or rule.lower_at_keyword != "charset":
            text.append(_URL.sub(lambda url: f"{url[1]}{_normal(folder / url[2])}", _kept(rule, words)))
    return "".join(text)


def _normal(path):
    """Without "folder/.."."""
    parts = []
    for part in path.parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def _kept(rule, words):
    if rule.type == "at-rule":
        if rule.content is None or rule.lower_at_keyword not in ("media", "supports"):
            return rule.serialize() + "\n"
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        text = "".join(_kept(each, words) for each in inner)
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{text}}}\n" if text else ""
    if rule.type != "qualified-rule":
        raise ValueError(f"a style sheet that cannot be read: {rule.serialize()[:200]}")
    selectors = [
        tinycss2.serialize(selector).strip()
        for selector in _split(rule.prelude, ",")
        if _can_match(selector, words)
    ]
    content = _needed(rule.content, words)
    return f"{','.join(selectors)}{{{content}}}\n" if selectors else ""


def _needed(content, words):
    """Declarations without comments, and without variables that nothing asks for."""
    parts = _split((token for token in content if token.type != "comment"), ";")
    parts = [tinycss2.serialize(part).strip() for part in parts]
    return ";".join(
        part
        for part in parts
        if part and not (part.startswith("--") and part.split(":")[0].strip() not in words)
    )


def _split(tokens, mark):
    """The parts that commas, say, separate."""
    found = [[]]
    for token in tokens:
        if token == mark:
            found.append([])
        else:
            found[-1].append(token)
    return found


def _can_match(selector, words):
    """Whether all classes and ids occur somewhere. What is in brackets, as after ``:not``, is not asked."""
    before = None
    for token in selector:
        name = token.value if token.type == "hash" or (token.type == "ident" and before == ".") else None
        if name and (name not in words or UNSEEN.match(name)):
            return False
        before = token
    return True
