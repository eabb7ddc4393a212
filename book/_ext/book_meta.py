"""What a page says about itself: description, Open Graph, canonical address, how to cite it, version and date of the
build. And what a site needs beside its pages: a front page at its root, a page for wrong addresses, a sitemap.

The site's address is ``html_baseurl`` in _config.yml, and only there. Without it, what needs a whole address is left
out; nothing else changes, since all links are relative.

Extensions that do the same were tried and are not taken. sphinxext-opengraph (0.13) gives a page an address also where
there is none, shows formulas as LaTeX, and passes over a description that was written by hand. sphinx-sitemap (2.9)
loses in a second build the pages that did not change, and takes the slash at the end of the address for given.
sphinx-notfound-page (1.1) has links that hold under one path, which must be known when the book is built.
"""

import html
import os
import posixpath
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from docutils import nodes

ROOT = Path(__file__).resolve().parents[2]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
IMAGE = (
    "_static/page.png",
    1280,
    1180,
    "A page of the book, with an equation, a line of code and a drawn network",
)
LENGTH = 160  # of a description: what search engines show of it


def _describe(app, pagename, templatename, context, doctree):
    context["theme_extra_footer"] = (context.get("theme_extra_footer") or "") + _build()
    if pagename == app.config.master_doc and context.get("pageurl"):
        context["pageurl"] = _address(app)  # the same page stands at the root
    if doctree is None:
        return
    title = html.unescape(re.sub(r"<[^>]*>", "", context["title"]))
    given = re.search(r'<meta content="([^"]*)" name="description"', context["metatags"])
    text = html.unescape(given[1]) if given else _first_words(doctree)
    is_front = pagename == app.config.master_doc
    properties = {
        "title": title if is_front else f"{title} – {CITATION['title']}",
        "description": text,
        "type": "website" if is_front else "article",
        "site_name": CITATION["title"],
        "locale": "en_US",
    }
    if context.get("pageurl"):
        image, width, height, alt = IMAGE
        properties |= {"url": context["pageurl"], "image": _address(app) + image}
        properties |= {"image:width": width, "image:height": height, "image:alt": alt}
    tags = [] if given else [f'<meta name="description" content="{html.escape(text)}" />']
    tags += [f'<meta property="og:{k}" content="{html.escape(str(v))}" />' for k, v in properties.items()]
    tags += ['<meta name="twitter:card" content="summary_large_image" />'] * ("image" in properties)
    context["metatags"] += "\n".join(tags)
    context["body"] += _cite(pagename, title, context.get("pageurl"))


def _address(app):
    return app.config.html_baseurl.rstrip("/") + "/"


def _first_words(doctree):
    """The first paragraph of a page, cut at the end of a word."""
    paragraph = next(p for p in doctree.findall(nodes.paragraph) if isinstance(p.parent, nodes.section))
    text = re.sub(r"\\\w+|[{}$\\]", "", " ".join(paragraph.astext().split()))
    return text if len(text) <= LENGTH else text[: LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _build():
    """Version and day of the build; a build that is to be repeated to the byte sets SOURCE_DATE_EPOCH."""
    day = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())), UTC)
    return (
        f"<p>Version {CITATION['version']}, built on "
        f'<time datetime="{day:%Y-%m-%d}">{day:%B} {day.day}, {day.year}</time>.</p>'
    )


def _cite(pagename, title, url):
    """How to cite a page, in words and for BibTeX, folded away."""
    book = CITATION["title"]
    author = " and ".join(person["name"] for person in CITATION["authors"])
    year, version = str(CITATION["date-released"])[:4], CITATION["version"]
    part = "" if title == book else f"“{title}.” In "
    where = f", {url}" if url else ""
    sentence = f"{author} ({year}). {part}{book}, version {version}{where}."
    fields = {"author": f"{{{author}}}", "title": title, "year": year}
    if part:
        fields["booktitle"] = book
    fields["note"] = f"Version {version}"
    if url:
        fields["url"] = url
    kind = "incollection" if part else "book"
    key = f"backpropagation-{posixpath.basename(pagename)}".replace("_", "-")
    bibtex = (
        ",\n".join([f"@{kind}{{{key}", *(f"  {name} = {{{value}}}" for name, value in fields.items())])
        + "\n}"
    )
    return (
        '<details class="cite-page"><summary>Cite this page</summary>'
        f"<p>{html.escape(sentence)}</p>"
        f'<div class="highlight"><pre>{html.escape(bibtex)}</pre></div></details>'
    )


def _not_found(app):
    """The page 404.html, which hosts show for every wrong address."""
    titles = app.env.titles
    pages = [
        (f"{name}.html", titles[name].astext()) for name in sorted(titles) if name.startswith("chapters/")
    ]
    base = urlsplit(_address(app)).path if app.config.html_baseurl else ""
    yield "404", {"pages": pages, "base": base}, "404.html"


def _write_front_page_and_sitemap(app, exception):
    if exception is not None or app.builder.format != "html":
        return
    site, front = Path(app.outdir), app.config.master_doc
    page = (site / f"{front}.html").read_text(encoding="utf-8")
    (site / "index.html").write_text(_moved_up(page, posixpath.dirname(front)), encoding="utf-8")
    if app.config.html_baseurl:
        paths = ["" if name == front else f"{name}.html" for name in sorted(app.env.titles)]
        urls = "".join(f"  <url><loc>{html.escape(_address(app) + path)}</loc></url>\n" for path in paths)
        (site / "sitemap.xml").write_text(
            '<?xml version="1.0" encoding="utf-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n',
            encoding="utf-8",
        )


def _moved_up(page, folder):
    """A page of a folder as a page of the site's root: its relative addresses change, and nothing else."""

    def changed(match):
        name, url = match[1], match[2]
        parts = urlsplit(url)
        if parts.scheme or parts.netloc or not parts.path:
            return match[0]
        path = posixpath.normpath(posixpath.join(folder, parts.path))
        path += "/" * (url.endswith("/") and path != ".")
        return f'{name}="{parts._replace(path="./" if name.startswith("data-") else path).geturl()}"'

    return re.sub(r'\b(href|src|action|data-content_root)="([^"]*)"', changed, page)


def setup(app):
    app.connect("html-page-context", _describe)
    app.connect("html-collect-pages", _not_found)
    app.connect("build-finished", _write_front_page_and_sitemap, priority=800)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
