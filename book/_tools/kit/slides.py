"""A deck of slides for each page of a chapter, from the notebook of the page.

Shown are headings, displayed equations, boxes, predictions, figures and short code; what the page says in sentences is
in the speaker notes. A cell's own ``slideshow`` metadata wins: slide, subslide, fragment, skip, notes.
"""

import html
import re
import shutil
from dataclasses import dataclass, field
from importlib.metadata import distribution
from pathlib import Path

import jinja2
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from tqdm import tqdm

from . import sources
from .sources import AUTHORS, TEMPLATES, TEXT_LICENSE, TITLE
from .sources import notebooks as store

LINES = 12  # of code, or of output, that are read from the last row
WIDTH = 88
HERE = Path(__file__).parent
BOX = re.compile(r'(?s)<div class="admonition[^>]*>.*?</div>')
MATHJAX = "MathJax, https://www.mathjax.org, Copyright The MathJax Consortium, Apache License 2.0: https://www.apache.org/licenses/LICENSE-2.0\n"
FIELD = re.compile(r"\s*<span data-[^<>]*></span>")


def _math(content, options):
    left, right = (r"\[", r"\]") if options["display_mode"] else (r"\(", r"\)")
    return f"{left}{html.escape(content.strip())}{right}"


_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table").use(dollarmath_plugin, renderer=_math)


def shown(markdown):
    """Markdown as HTML, with formulas as MathJax reads them."""
    return _MARKDOWN.render(markdown)


@dataclass
class Part:
    """Something to show: HTML, and how much of a slide it takes (1 is all)."""

    html: str
    size: float
    fragment: bool = False


@dataclass
class Slide:
    """A slide under a heading: what is shown, and what is said."""

    heading: str
    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    opens: bool = False

    @property
    def size(self):
        return sum(part.size for part in self.parts)


class Deck:
    """The slides of a page, cell by cell."""

    def __init__(self, page, site, nb):
        self.page, self.site, self.nb, self.slides = page, site, nb, []
        self.taken = set()

    def made(self):
        for cell in self.nb.cells:
            wanted = cell.metadata.get("slideshow", {}).get("slide_type", "")
            if wanted == "skip":
                continue
            if wanted in ("slide", "subslide") and self.slides:
                self.slides.append(Slide(self.slides[-1].heading))
            if cell.cell_type == "markdown":
                self._markdown(cell, wanted)
            elif cell.cell_type == "code":
                self._code(cell, wanted)
        return [slide for slide in self.slides if slide.parts or slide.opens]

    def _text(self, source):
        return sources.relink(source, sources.inside(self.page), self.taken, self.site)

    def _show(self, part):
        """Put a part on the slide, or on the next one if it does not fit."""
        slide = self.slides[-1]
        if slide.parts and slide.size + part.size > 1:
            slide = Slide(slide.heading)
            self.slides.append(slide)
        part.fragment &= bool(slide.parts)  # alone on its slide it waits for no key
        slide.parts.append(part)

    def _say(self, markdown):
        if self.slides and markdown.strip():
            self.slides[-1].notes.append(shown(self._text(markdown)))

    def _markdown(self, cell, wanted):
        source = FIELD.sub("", cell.source)
        if wanted == "notes":
            return self._say(source)
        source, boxes = _set_apart(source)
        for block in re.split(r"\n[ \t]*\n", source):
            if not block.strip():
                continue
            if heading := re.match(r"(#{1,3}) +(.+)", block):
                self._heading(heading, block)
            elif block in boxes:
                self._show(_box(boxes[block], self._text))
            elif block.lstrip().startswith("$$"):
                lines = 1 + block.count(r"\\")
                self._show(Part(f'<div class="equation">{shown(block)}</div>', 0.22 + 0.13 * lines))
            elif "**Predict" in block:
                words = len(block.split())
                self._show(Part(f'<div class="predict">{shown(self._text(block))}</div>', 0.25 + words / 130))
            elif block.startswith("- (a)") and self.slides[-1].parts:  # the choices of the prediction above
                self.slides[-1].parts[-1].html += shown(self._text(block))
            elif block.startswith("|") and block.count("\n") <= 9:
                self._show(Part(shown(self._text(block)), 0.2 + 0.09 * block.count("\n")))
            elif self._asks():
                self._question(block)
            elif not self._tells():
                self._say(block)

    def _heading(self, heading, block):
        title = heading[2]
        if len(heading[1]) == 1:
            self.slides.append(Slide(title, opens=True))
        else:
            self.slides.append(Slide(title))
        rest = block[heading.end() :].strip()
        if rest:
            self._say(rest)

    def _under(self, *names):
        return self.slides and re.sub(r"<[^>]+>", "", self.slides[-1].heading).strip() in names

    def _asks(self):
        return self._under("Check yourself")

    def _tells(self):
        """Sections that are for reading alone."""
        return self._under("Sources", "Where next")

    def _question(self, block):
        if block.lstrip().startswith("<details"):
            self._say(re.sub(r"</?(details|summary)>", "", block))
        elif block.startswith("- ") and self.slides[-1].parts:  # the choices of the question above
            self.slides[-1].parts[-1].html += shown(self._text(block))
        else:
            words = len(block.split())
            self._show(Part(f'<div class="predict">{shown(self._text(block))}</div>', 0.4 + words / 130))

    def _code(self, cell, wanted):
        if not self.slides:
            return
        tags = set(cell.metadata.get("tags", []))
        fragment = wanted == "fragment" or "hide-output" in tags
        lines = cell.source.splitlines()
        folded = {"hide-input", "hide-cell", "remove-input", "remove-cell"} & tags
        fits = len(lines) <= LINES and max(map(len, lines), default=0) <= WIDTH
        setup = "import bplib" in cell.source
        live = any("<live-figure" in "".join(o.get("data", {}).get("text/html", "")) for o in cell.outputs)
        if lines and not (folded or setup or live) and fits:
            self._show(Part(_highlighted(cell.source), 0.12 + 0.055 * len(lines)))
        if setup or {"hide-cell", "remove-cell", "remove-output"} & tags:
            return
        alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        for output in cell.outputs:
            if part := _output(output, alt):
                part.fragment = fragment
                self._show(part)


def _set_apart(source):
    """The Markdown with every box as a block of its own, and the boxes by these blocks."""
    boxes = {}

    def replaced(found):
        name = f"box {len(boxes)}"
        boxes[name] = found[0]
        return f"\n\n{name}\n\n"

    source = BOX.sub(replaced, source)
    source = re.sub(
        r"(?s)(<details>.*?</details>)", lambda m: "\n\n" + re.sub(r"\n\s*\n", "\n", m[1]) + "\n\n", source
    )
    source = re.sub(r"(?ms)^(\$\$.+?\$\$)", r"\n\n\1\n\n", source)
    return source, boxes


def _box(text, adapted):
    """The title of a box and its first sentences."""
    title = re.search(r'(?s)admonition-title">(.*?)</p>', text)
    inner = re.sub(r'(?s)^<div[^>]*>\s*<p class="admonition-title">.*?</p>|</div>\s*$', "", text).strip()
    paragraphs = [p for p in re.split(r"\n\s*\n", inner) if p.strip()]
    first = paragraphs[0] if paragraphs else ""
    items = re.match(r"(?:[-*]|\d+\.) ", first)
    kept = ""
    for part in first.splitlines() if items else re.split(r"(?<=[.?!])\s+", first):
        if len((kept + part).split()) > (110 if items else 55) and kept:
            break
        kept += ("\n" if items else " ") + part
    body = f"<strong>{title[1] if title else ''}</strong>{shown(adapted(kept.strip()))}"
    return Part(f'<div class="box">{body}</div>', 0.3 + len(kept.split()) / 130)


def _highlighted(code):
    return f'<div class="code">{highlight(code, PythonLexer(), HtmlFormatter(nowrap=False))}</div>'


def _output(output, alt):
    """What an output shows, or None."""
    if output.output_type == "stream":
        return _printed(output.text)
    data = output.get("data", {})
    text = "".join(data.get("text/html", ""))
    if shown := sources.picture(data, alt):
        return Part(shown, 0.8)
    if frames := re.findall(r'frames\[\d+\] = "(data:image/png;base64,[^"]+)"', text):
        alt = alt or html.unescape((re.search(r'<img alt="([^"]*)"', text) or ["", "An animation."])[1])
        source = re.sub(r"\\?\n", "", frames[-1])
        return Part(f'<img src="{source}" alt="{html.escape(alt)}">', 0.8)
    if "<live-figure" in text:
        return Part(f'<div class="live">{text}</div>', 1)
    if "<svg" in text or "<table" in text:
        return Part(f'<div class="drawn">{text}</div>', 0.8)
    return _printed(data["text/plain"]) if "text/plain" in data and "text/html" not in data else None


def _printed(text):
    lines = "".join(text).rstrip().splitlines()
    if not lines or len(lines) > LINES or max(map(len, lines)) > 110 or "<Figure" in lines[0]:
        return None
    return Part(f'<pre class="printed">{html.escape(chr(10).join(lines))}</pre>', 0.1 + 0.05 * len(lines))


def library(folder):
    """What all decks of a folder load: reveal.js, MathJax and the style, each with its license."""
    target = folder / "lib"
    target.mkdir(parents=True, exist_ok=True)
    for path in (HERE / "reveal").iterdir():
        shutil.copy(path, target / path.name.replace("LICENSE", "LICENSE-reveal.js"))
    for name in ("deck.css", "deck.js"):
        shutil.copy(TEMPLATES / name, target)
    mathjax = Path(
        distribution("sphinx-mathjax-offline").locate_file("sphinx-mathjax-offline/static/mathjax")
    )
    for name in ("tex-chtml.js", "output/chtml/fonts/woff-v2"):
        path = target / "mathjax" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if (mathjax / name).is_dir():
            shutil.copytree(mathjax / name, path, dirs_exist_ok=True)
        else:
            shutil.copy(mathjax / name, path)
    (target / "mathjax/LICENSE").write_text(MATHJAX, encoding="utf-8")


def title_and_time(nb):
    """The title of a page, the sentence under it, its goals, and the minutes it takes to read."""
    first = nb.cells[0].source
    paragraphs = re.split(r"\n\s*\n", first)
    goals = re.search(r"you can\*\*\n\n((?:- .+\n?)+)", first)
    return paragraphs[0].lstrip("# "), paragraphs[1], goals[1] if goals else ""


def deck(page, *, site=None, execute=True):
    """The HTML of the deck of a page.

    Args:
        page: path of the notebook.
        site: address of the published book, to which links lead; without it they are words.
        execute: with the figures, for which the notebook may have to run.
    """
    import book_source

    one = Deck(page, site, sources.executed(page) if execute else store.read(page))

    title, sentence, goals = title_and_time(one.nb)
    slides = one.made()
    slides[0].parts = [Part(shown(one._text(sentence)), 0.3)]
    if goals:
        slides.insert(1, Slide("After this you can", [Part(shown(one._text(goals)), 0.9)]))
    minutes = book_source.reading_time(page).minutes
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), undefined=jinja2.StrictUndefined
    )
    return environment.get_template("deck.html").render(
        title=html.escape(title),
        heading=lambda text: _MARKDOWN.renderInline(text),
        slides=slides,
        each=max(1, round(60 * minutes / len(slides))),
        book=TITLE,
        authors=AUTHORS,
        license=TEXT_LICENSE,
        page=sources.inside(page),
    )


def write(numbers, out, *, core=False, site=None, execute=True, progress=True):
    """Write a deck for every page of some chapters, and what they load, into a folder that needs no network.

    Args:
        numbers: of the chapters.
        out: folder; decks that are there are written anew.
        core: leave out the pages that have a letter.
        site: address of the published book, to which links lead.
        execute: with the figures, for which the notebooks may have to run.

    Raises:
        ValueError: if there is no such chapter.
    """
    out = Path(out)
    pages = sources.pages(numbers, core=core)
    library(out)
    for page in tqdm(pages, unit="deck", disable=not progress):
        (out / f"{page.stem}.html").write_text(deck(page, site=site, execute=execute), encoding="utf-8")
    return out
