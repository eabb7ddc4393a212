"""The book on paper, as PDF: articles of the built site in one document, which Chromium prints.

What is folded on a page stands at the end of it: the answers, the hints, the code of the figures. Nobody sees an
answer before having thought of one, and no line of code is lost.
"""

import datetime
import functools
import http.server
import io
import itertools
import math
import os
import posixpath
import re
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit

import jinja2
import pikepdf
import yaml
from bs4 import BeautifulSoup
from PIL import Image
from tqdm import tqdm

from . import sources
from .sources import AUTHORS, PROJECT, ROOT, TEMPLATES, TEXT_LICENSE, TITLE

SITE = ROOT / "_build/html"
TOC = ROOT / "book/_toc.yml"
BOOK = ("Before you start", "Chapters", "Back matter")  # parts of the table of contents
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
PATIENCE = 900_000  # milliseconds
WIDTH = round(170 / 25.4 * 96)  # of the text on the paper, in pixels; see print.css
ROUNDS = 4  # of printing, until the numbers of pages that it says are right
# What is of use on a screen only.
CLICKED = (
    "nav.prev-next-top, .headerlink, details.cite-page, script, style, noscript, template, button, "
    ".toctree-wrapper, .front-ways, picture > source, .run-bar, .anim-controls"
)
KINDS = {"answer": "Answers", "hint": "Hints", "code": "Code of the figures, and imports"}


@dataclass
class Part:
    """A part of a printed page of the site."""

    name: str  # of the page, such as chapters/06_four_equations
    title: str
    body: str
    folded: dict = field(default_factory=dict)  # {kind: HTML}

    @property
    def id(self):
        return anchor(self.name)

    @property
    def letter(self):
        """Whether it stands aside, as 6b does."""
        return re.match(r"chapters/\d+[a-z]_", self.name) is not None

    @property
    def running(self):
        """What stands above each of its sheets."""
        return re.match(r"(\d+\w?\. )?[^:?]*", self.title)[0].translate(str.maketrans("", "", '\\"<'))


@dataclass
class Sheets:
    """What is printed, in order."""

    title: str
    parts: list
    kind: str = "book"
    contents: bool = False
    pictures: dict = field(default_factory=dict)  # {name: bytes}, last frames of animations


def anchor(page, fragment=""):
    """The name of a place in the printed document."""
    return "p-" + page.replace("/", "-") + (f".{fragment}" if fragment else "")


def listed(*captions):
    """The pages of some parts of the table of contents."""
    toc = yaml.safe_load(TOC.read_text(encoding="utf-8"))
    return [
        page["file"]
        for part in toc["parts"]
        if part["caption"] in captions
        for chapter in part["chapters"]
        for page in (chapter, *chapter.get("sections", ()))
    ]


class Printer:
    """Makes parts of the pages of a built site.

    Args:
        pages: names of all that are printed, to which links may lead.
        html: folder of the built site.
        site: address of the published book, to which other links lead; without it they are words.
        answers: whether there is a place for the answers.
        blanks: leave room to write where the page has a form.
    """

    def __init__(self, pages, *, html=SITE, site=None, answers=True, blanks=False):
        self.pages, self.html, self.site = set(pages), Path(html), site
        self.answers, self.blanks = answers, blanks
        self.pictures = {}

    def part(self, page):
        """A page of the site without what is clicked, and what was folded on it.

        Raises:
            ValueError: if the site has no such page.
        """
        file = self.html / f"{page}.html"
        if not file.is_file():
            raise ValueError(f"{file} is not there: build the site first, with make book")
        soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        article = soup.select_one("article.bd-article")
        for element in article.select(CLICKED):
            element.decompose()
        for note in article.find_all(string=lambda text: type(text).__name__ == "Comment"):
            note.extract()
        self._places(article, page)
        self._pictures(article, page)
        folded = self._unfold(soup, article, page)
        self._blanks(soup, article)
        heading = article.h1
        title = " ".join(heading.get_text().split())
        return Part(page, title, article.decode_contents(), folded)

    def _places(self, article, page):
        """Names of places that are unique in the document, and links that lead to them."""
        for element in article.select("[id]"):
            if not element.find_parent("svg"):
                element["id"] = anchor(page, element["id"])
        for link in article.select("a[href]"):
            place = self._place(link["href"], page)
            if place:
                link["href"] = place
            else:
                link.unwrap()
        for element in article.select("[src]"):
            if not element["src"].startswith("data:"):
                element["src"] = "/" + posixpath.normpath(f"{posixpath.dirname(page)}/{element['src']}")

    def _place(self, link, page):
        """Where a link leads in the document, or elsewhere; None, if nowhere."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return link
        target = (
            posixpath.normpath(f"{posixpath.dirname(page)}/{parts.path}") if parts.path else f"{page}.html"
        )
        name = target.removesuffix(".html")
        if name in self.pages:
            return f"#{anchor(name, unquote(parts.fragment))}"
        if not self.site:
            return None
        return f"{self.site.rstrip('/')}/{target}" + (f"#{parts.fragment}" if parts.fragment else "")

    def _pictures(self, article, page):
        """All pictures at once, of an animation its last frame."""
        for image in article.select("img"):
            for name in ("loading", "decoding", "fetchpriority"):
                del image[name]
        for player in article.select(".animation[data-frames]"):
            sheet = self.html / posixpath.normpath(f"{posixpath.dirname(page)}/{player['data-frames']}")
            name = f"{sheet.stem}-last.png"
            if name not in self.pictures:
                self.pictures[name] = last_frame(sheet, int(player["data-count"]))
            player.img["src"] = f"/print/{name}"
            del player["data-frames"]
        for link in article.select("figure a:has(> img), figure a:has(> .drawing-box)"):
            link.unwrap()

    def _unfold(self, soup, article, page):
        """Take out what is folded; a word says where it is now. {kind: HTML}."""
        for guide in article.select("details.chapter-guide"):
            guide.name = "div"
            guide.summary.name = "p"
        folded = {kind: [] for kind in KINDS}
        for details in article.select("details"):
            if details.find_parent("details"):
                raise ValueError(f"a fold in a fold on {page}")
            kind, word = _kind(details)
            number = len(folded[kind]) + 1
            here, there = anchor(page, f"{kind}-{number}-from"), anchor(page, f"{kind}-{number}")
            called = f"{kind.capitalize()} {number}"
            pointer = soup.new_tag("p", attrs={"class": f"pointer pointer-{kind}", "id": here})
            details.summary.decompose()
            cell = details.parent
            details.replace_with(pointer)
            if kind == "code":  # below what it draws
                cell.append(pointer.extract())
            if kind == "answer" and not self.answers:
                if word == "Answer":
                    pointer.decompose()
                else:
                    pointer.string = f"{word}: not on this sheet"
                continue
            pointer.append(
                _to(soup, there, (called if word == kind.capitalize() else f"{word}: {called.lower()}") + ",")
            )
            title = soup.new_tag("p", attrs={"class": "folded-title"})
            title.append(soup.new_tag("strong", string=called))
            title.append(_to(soup, here, ", for"))
            folded[kind].append(
                f'<div class="folded folded-{kind}" id="{there}">{title}{details.decode_contents()}</div>'
            )
        for cell in article.select(".above-output-prompt"):
            cell["class"] = [name for name in cell["class"] if name != "above-output-prompt"]
        return {kind: "\n".join(found) for kind, found in folded.items() if found}

    def _blanks(self, soup, article):
        for mark in article.select("[data-question]"):
            label = mark.get("data-label")
            mark.attrs = {}
            if not self.blanks:
                mark.decompose()
                continue
            if label:
                mark.append(f"{label}: ")
            mark.append(soup.new_tag("span", attrs={"class": "blank"}))


def _kind(details):
    """Answer, hint or code, and the word for it."""
    classes = details.get("class", ())
    words = details.summary.select_one(".collapsed") or details.summary
    word = " ".join(words.get_text().split()).removeprefix("Show the ")
    if word.startswith("Hint"):
        return "hint", "Hint"
    if "hide" in classes and "below-input" not in classes:
        return "code", "Code"
    return "answer", word[:1].upper() + word[1:]


def _to(soup, place, words):
    """A link to a place, with the number of its page."""
    link = soup.new_tag("a", attrs={"href": f"#{place}", "class": "to-page"}, string=f"{words} page ")
    link.append(soup.new_tag("span", attrs={"class": "page-of", "data-page-of": place}))
    return link


def last_frame(sheet, count):
    """The last of the frames that stand one below the other in a picture, as PNG on white."""
    with Image.open(sheet) as image:
        frame = image.convert("RGBA")
    height = frame.height // count
    frame = frame.crop((0, height * (count - 1), frame.width, height * count))
    paper = Image.new("RGBA", frame.size, "white")
    paper.alpha_composite(frame)
    file = io.BytesIO()
    paper.convert("RGB").save(file, "PNG")
    return file.getvalue()


_HATCHED = re.compile(r'<path d="(m[^"]*)"([^<>]*)style="fill:url\(#([^)]+)\)([^"]*)"/>')
_PATTERN = re.compile(r'<pattern id="([^"]+)"[^>]*width="72" height="72">(.*?)</pattern>')
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)")


def drawn(svg):
    """A drawing without patterns: Chromium would print them as pictures, blurred and large. What is hatched becomes a
    window on the lines of the hatching.

    Args:
        svg: the text of a drawing as bplib/plots/svg.py writes it.
    """
    count = itertools.count()

    def window(found):
        path, more, pattern, style = found.groups()
        left, top, right, bottom = (math.floor(each / 72) for each in _box(path))
        tiles = "".join(
            f'<use href="#{pattern}" x="{72 * i}" y="{72 * j}"/>'
            for i in range(left, right + 1)
            for j in range(top, bottom + 1)
        )
        name = f"{pattern}-{next(count)}"
        return (
            f'<clipPath id="{name}"><path d="{path}"/></clipPath><g {more}><g clip-path="url(#{name})">{tiles}</g></g>'
            f'<path d="{path}"{more}style="fill:none{style}"/>'
        )

    edge = r'<clipPath id="\1-tile"><rect width="72" height="72"/></clipPath>'
    tile = edge + r'<g id="\1" clip-path="url(#\1-tile)">\2</g>'
    return _PATTERN.sub(tile, _HATCHED.sub(window, svg))


def _box(path):
    """Left, top, right and bottom of a path of the commands m, l, c and z, in which each number counts from the point
    before."""
    x = y = 0.0
    start, places = (0.0, 0.0), []
    for command, numbers in re.findall(r"([a-z])([^a-z]*)", path):
        if command == "z":
            x, y = start
            continue
        values = [float(number) for number in _NUMBER.findall(numbers)]
        for i, (dx, dy) in enumerate(zip(values[::2], values[1::2])):
            places.append((x + dx, y + dy))
            if command != "c" or i % 3 == 2:
                x, y = x + dx, y + dy
            if command == "m" and i == 0:
                start = x, y
    across, down = zip(*places)
    return min(across), min(down), max(across), max(down)


def document(sheets, today=None):
    """The HTML of what is printed."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), undefined=jinja2.StrictUndefined, autoescape=True
    )
    text = environment.get_template("print.html").render(
        **{"sheets": sheets, "kinds": KINDS, "book": TITLE, "authors": AUTHORS, "license": TEXT_LICENSE},
        version=PROJECT["version"],
        today=today or datetime.date.today(),
    )
    return _closed(text)


def _closed(text):
    """Links to places that a page has no longer lead to the page."""
    places = set(re.findall(r'\sid="([^"]+)"', text))

    def replaced(found):
        place = found[1]
        return found[0] if place in places else f'href="#{place.partition(".")[0]}"'

    return re.sub(r'href="#(p-[^"]+)"', replaced, text)


class _Host(http.server.SimpleHTTPRequestHandler):
    """The built site, and under /print/ what belongs to the document."""

    def __init__(self, *args, files, **settings):
        self.files = files
        super().__init__(*args, **settings)

    def do_GET(self):
        path = urlsplit(self.path).path
        if path.startswith("/print/mathjax/"):
            mathjax = Path(
                distribution("sphinx-mathjax-offline").locate_file("sphinx-mathjax-offline/static/mathjax")
            )
            return self._give((mathjax / path.removeprefix("/print/mathjax/")).read_bytes(), path)
        if path.startswith("/print/"):
            name = path.removeprefix("/print/")
            return self._give(
                self.files[name] if name in self.files else (TEMPLATES / name).read_bytes(), path
            )
        file = Path(self.translate_path(self.path))
        if path.startswith("/_images/") and file.suffix == ".svg" and file.is_file():
            return self._give(drawn(file.read_text(encoding="utf-8")).encode(), path)
        super().do_GET()

    def _give(self, body, path):
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def _served(html, files):
    handler = functools.partial(_Host, directory=str(html), files=files)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _browser():
    """A Chromium without a window.

    Raises:
        ValueError: if there is none.
    """
    from playwright.sync_api import Error, sync_playwright

    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=next(filter(None, map(shutil.which, CHROMIUM)), None), args=[*QUIET, *root]
            )
        except Error:
            raise ValueError("To print, Chromium is needed: python -m playwright install chromium") from None
        try:
            yield browser
        finally:
            browser.close()


def pages_of(pdf):
    """{name of a place: number of its page} of an open PDF."""
    numbers = {page.objgen: i for i, page in enumerate(pdf.pages, 1)}
    return {
        name.removeprefix("/"): numbers[place[0].objgen]
        for name, place in pdf.Root.get("/Dests", {}).items()
        if place[0].objgen in numbers
    }


def printed(sheets, out, *, html=SITE, progress=True):
    """Print a document.

    Args:
        sheets: what is printed.
        out: the file.
        html: folder of the built site, for pictures and styles.
        progress: show a progress bar.

    Returns:
        What the script of the page has measured: formulas, and what is wider than the paper.
    """
    out = Path(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(f"{out.name}.part")
    files = sheets.pictures | {"index.html": document(sheets).encode()}
    with _served(html, files) as address, _browser() as browser, tqdm(total=3, disable=not progress) as bar:
        page = browser.new_page(viewport={"width": WIDTH, "height": 1000})
        page.set_default_timeout(PATIENCE)
        wrong = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("requestfailed", lambda request: wrong.append(f"not there: {request.url}"))
        page.on("response", lambda each: each.ok or wrong.append(f"{each.status}: {each.url}"))
        page.emulate_media(media="print", color_scheme="light", reduced_motion="reduce")
        bar.set_description("formulas")
        page.goto(f"{address}/print/index.html")
        page.wait_for_selector("html[data-ready]", state="attached")
        measured = page.evaluate("window.measured")
        wrong += [measured["wrong"]] if "wrong" in measured else measured["failed"]
        if wrong:
            raise RuntimeError(f"The pages could not be printed: {wrong[:3]}")
        bar.update()
        said = {}
        for again in range(ROUNDS):
            bar.set_description("pages" if not again else "numbers of pages")
            page.pdf(
                path=partial, prefer_css_page_size=True, print_background=True, outline=True, tagged=True
            )
            bar.update()
            with pikepdf.open(partial) as pdf:
                found = pages_of(pdf)
            if found == said:
                break
            said = found
            page.evaluate("numbers => window.sayPages(numbers)", said)
        else:
            raise RuntimeError("The numbers of pages that the document says change with each printing")
    with pikepdf.open(partial) as pdf:
        pdf.docinfo["/Author"], pdf.docinfo["/Title"] = AUTHORS, sheets.title
        # What tells the structure is four fifths of the file that Chromium writes: it is not compressed there.
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        measured["pages"] = len(pdf.pages)
    partial.unlink()
    return measured


def book(out, *, html=SITE, site=None, progress=True):
    """Print the chapters, and what stands before and after them; answers and folded code at the end of each page.

    Args:
        out: the file.
        html: folder of the built site.
        site: address of the published book, for links to what is not printed.

    Raises:
        ValueError: if the site is not built, or there is no Chromium.
    """
    pages = listed(*BOOK)
    printer = Printer(pages, html=html, site=site)
    sheets = Sheets(TITLE, [printer.part(page) for page in pages], contents=True, pictures=printer.pictures)
    return _said(out, printed(sheets, out, html=html, progress=progress))


def sets(kind, out, *, html=SITE, site=None, progress=True):
    """Print all exercises, or all solutions."""
    pages = listed(kind.capitalize())
    printer = Printer(pages, html=html, site=site)
    parts = [printer.part(page) for page in pages]
    sheets = Sheets(f"{TITLE}: {kind}", parts, kind=kind, contents=True, pictures=printer.pictures)
    return _said(out, printed(sheets, out, html=html, progress=progress))


def handout(number, out, *, answers=False, html=SITE, site=None, progress=True):
    """Print the core page of a chapter and its set.

    Args:
        number: of the chapter.
        out: the file.
        answers: with the answers and the solutions at the end.
    """
    core = sources.pages([number], core=True)[0].stem
    pages = [f"chapters/{core}", f"exercises/{core}"]
    solved = f"solutions/{core}"
    printer = Printer(
        [*pages, solved] if answers else pages, html=html, site=site, answers=answers, blanks=True
    )
    parts = [printer.part(page) for page in pages]
    if answers:
        solution = printer.part(solved)
        kept = "\n".join(part.folded.pop("answer", "") for part in parts)
        parts.append(Part(f"answers/{core}", "Answers", f"<h1>Answers</h1>{kept}"))
        parts.append(solution)
    sheets = Sheets(parts[0].title, parts, kind="handout", pictures=printer.pictures)
    return _said(out, printed(sheets, out, html=html, progress=progress))


def _said(out, measured):
    size = Path(out).stat().st_size / 1e6
    wide = "".join(f"\nwider than the paper: {each}" for each in measured["wide"])
    return f"{out}: {measured['pages']} pages, {size:.1f} MB, {measured['formulas']} formulas{wide}"
