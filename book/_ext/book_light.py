"""Pages that open fast: one small MathJax, an icon font of the icons in use, pictures fetched when they are near,
animations fetched when they are played. Nothing of it changes what the notebooks hold.
"""

import html
import logging
import re
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from shutil import copytree, rmtree

from book_css import one_sheet
from fontTools import subset
from PIL import Image

# The parts of MathJax that the book uses, in the order in which they build on each other. Its contextual menu, a
# quarter of the whole, is left out; every formula has MathML for screen readers.
MATHJAX = ["startup", "core", "input/tex", "output/chtml", "output/chtml/fonts/tex", "a11y/assistive-mml"]
# What the theme brings and no page asks for: icons as a script of 1.5 MB, translations of the interface.
UNUSED = [
    "scripts/bootstrap.js",
    "scripts/bootstrap.js.map",
    "scripts/bootstrap.js.LICENSE.txt",
    "scripts/fontawesome.js",
    "scripts/fontawesome.js.map",
    "scripts/fontawesome.js.LICENSE.txt",
    "locales",
]
LOSSLESS = {"format": "WEBP", "lossless": True, "method": 4}


def lighter(head, formulas=True):
    """The head of a page without what the page does not need: the icon script, Sphinx's own search, the viewport for
    a second time, MathJax where there are no formulas.
    """
    # Bootstrap would show the menus of the bar, for which menu.js does; folds and tabs of its kinds are not used.
    unused = "fontawesome|bootstrap|togglebutton|design-tabs|searchtools|language_data|searchindex"
    unused += "|mathjax" * (not formulas)
    head = re.sub(rf'\s*<script[^>]*src="[^"]*(?:{unused})\.js[^"]*"[^>]*></script>', "", head)
    head = re.sub(r"\s*<script>(?:let|var) toggle\w+ = .*?</script>", "", head)
    head = re.sub(r'\s*<link rel="preload" as="script"[^>]*>', "", head)  # the text comes before the menus
    head = re.sub(r'\s*<meta name="viewport"[^>]*>', "", head)
    if not formulas:
        head = re.sub(r"\s*<script>window\.MathJax = .*?</script>", "", head)
    head = re.sub(r"<script (?=[^>]*src=)(?![^>]*defer)", '<script defer="defer" ', head)
    return head.replace(
        "<script>DOCUMENTATION_OPTIONS", '<script type="module">DOCUMENTATION_OPTIONS'
    )  # after them


def _light_page(app, pagename, templatename, context, doctree):
    body = context.get("body", "")
    formulas = 'class="math' in body + (context.get("toc") or "")
    context["lighter"] = partial(lighter, formulas=formulas)
    if body:
        body = _ANIMATION.sub(lambda match: _animation(app, context, match[0]), body)
        if "data-frames=" in body:
            body += f'<script defer src="{context["pathto"]("_static/player.js", resource=True)}"></script>'
        if formulas:  # mathjax_start.js looks for it
            body = body.replace("<section ", "<section data-formulas ", 1)
        body = re.sub(r"<img [^>]*>", _near_only, _webp_names(body))
        if pagename.startswith("chapters/"):  # which open with a figure: it does not wait
            body = body.replace('loading="lazy" decoding="async"', 'fetchpriority="high"', 1)
        context["body"] = body


def _webp_names(body):
    return re.sub(r"(_images/[^\"/]+)\.png", r"\1.webp", body)


def _near_only(match):
    """A picture that is fetched when it comes near, with its size, so that nothing moves when it arrives."""
    image = match[0]
    if "loading=" in image or ".svg" in image:
        return image
    if size := re.search(r' style="width: (\d+)px; height: (\d+)px;"', image):
        image = image.replace(size[0], f' width="{size[1]}" height="{size[2]}"')
    return image.replace("<img ", '<img loading="lazy" decoding="async" ', 1)


# The output of bplib.plots.animation_player, from its first script to its last.
_ANIMATION = re.compile(
    r'<script language="javascript">\s*function isInternetExplorer.*?/\* Instantiate.*?</script>', re.DOTALL
)


def _animation(app, context, player):
    """The player of a notebook as a first frame, and one picture of all frames that is fetched when it is played."""
    frames = [
        Image.open(BytesIO(b64decode(frame.replace("\\\n", "")))).convert("RGBA")
        for frame in re.findall(r'frames\[\d+\] = "data:image/png;base64,([^"]+)"', player)
    ]
    alt = html.unescape(re.search(r'<img alt="([^"]*)"', player)[1])
    interval = float(re.search(r"new Animation\(frames, img_id, slider_id, ([\d.]+),", player)[1])
    width, height = frames[0].size
    if height * len(frames) > 16383:
        raise ValueError(f"{len(frames)} frames of {height} pixels are too many for one picture: {alt}")
    sheet = Image.new("RGBA", (width, height * len(frames)))
    for i, frame in enumerate(frames):
        sheet.paste(frame, (0, i * height))
    name = f"animation-{sha256(sheet.tobytes()).hexdigest()[:32]}"
    folder = Path(app.outdir, "_images")
    folder.mkdir(parents=True, exist_ok=True)
    for file, picture in ((f"{name}.webp", sheet), (f"{name}-first.webp", frames[0])):
        if not (folder / file).exists():
            picture.save(folder / file, **LOSSLESS)
    path = context["pathto"](f"_images/{name}", resource=True)
    return (
        f'<div class="animation" data-frames="{path}.webp" data-count="{len(frames)}" data-interval="{interval:g}">'
        f'<img alt="{html.escape(alt)}" src="{path}-first.webp" width="{width}" height="{height}" />'
        "</div>"
    )


def _light_site(app, exception):
    static = Path(app.outdir, "_static")
    if exception is not None or app.builder.format != "html":
        return
    # If nothing was out of date, nothing was copied anew: the site is as the last build left it.
    if (static / "styles/theme.css").is_file():
        _mathjax(static)
        _without_boxes(static / "scripts/pydata-sphinx-theme.js")
        for name in UNUSED:
            rmtree(static / name) if (static / name).is_dir() else (static / name).unlink(missing_ok=True)
        _icons(Path(app.outdir))
        one_sheet(Path(app.outdir))
        with ThreadPoolExecutor() as pool:
            list(pool.map(_to_webp, Path(app.outdir, "_images").glob("*.png")))


def _without_boxes(script):
    """The theme looks which boxes scroll as soon as the page is read, for which all of it must be laid out in one go.
    a11y.js does it for more kinds of boxes, a few at a time.
    """
    text = script.read_text(encoding="utf-8")
    text, found = re.subn(
        r'(function \w\(\)\{)(?:return;)?(?=const e=\(\)=>\{document\.querySelectorAll\(\["pre",)',
        r"\1return;",
        text,
    )
    if found != 1:
        raise ValueError(f"another {script.name} than the one that was looked at")
    script.write_text(text, encoding="utf-8")


def _mathjax(static):
    source = Path(find_spec("sphinx-mathjax-offline").origin).parent / "static/mathjax"
    target = static / "mathjax"
    start = (static / "mathjax_start.js").read_text(encoding="utf-8")
    parts = [(source / f"{part}.js").read_text(encoding="utf-8") for part in MATHJAX]
    for folder in (
        "output/chtml/fonts/woff-v2",
        "input/tex/extensions",
    ):  # these it fetches when it needs them
        copytree(source / folder, target / folder, dirs_exist_ok=True)
    # It is not to fetch them again. Each is run by itself: all in one go, they would stop a phone for a while.
    loaded = f"MathJax.loader.preLoad({', '.join(map(repr, MATHJAX))});"
    later = ",\n".join(f"() => {{\n{part}\n}}" for part in parts[1:])
    (target / "mathjax.js").write_text(
        f"{start}\n{parts[0]}\n{loaded}\nrunInParts([\n{later}\n]);", encoding="utf-8"
    )


def _icons(site):
    """A font of the icons in use: a file of a few KB, which book.css puts before the theme's of 160 KB."""
    styles = "".join(path.read_text(encoding="utf-8") for path in (site / "_static").glob("styles/*.css"))
    codes = {
        name: code
        for names, code in re.findall(r'([^{}]*)\{content:"\\([0-9a-f]+)"\}', styles)
        for name in re.findall(r"\.fa-([\w-]+):before", names)
    }
    pages = "".join(
        path.read_text(encoding="utf-8")
        for pattern in ("*.html", "[!_l]*/**/*.html", "_static/scripts/*.js")
        for path in site.glob(pattern)
    )
    used = {int(codes[name], 16) for name in set(re.findall(r"\bfa-([\w-]+)", pages)) & set(codes)}
    used |= {
        int(code, 16) for code in re.findall(r'content:"\\(f[0-9a-f]{3})";font-family:Font Awesome', styles)
    }
    used |= {ord(sign) for sign in re.findall(r'--pst-[\w-]+:"([\ue000-\uf8ff])"', styles)}
    logging.getLogger("fontTools.subset").setLevel("WARNING")
    font = subset.load_font(site / "_static/vendor/fontawesome/webfonts/fa-solid-900.ttf", subset.Options())
    subsetter = subset.Subsetter(subset.Options(layout_features=[]))
    subsetter.populate(unicodes=used)
    subsetter.subset(font)
    subset.save_font(font, site / "_static/icons.woff", subset.Options(flavor="woff"))


def _to_webp(path):
    """The same picture, to the pixel, in half the bytes. Pictures of notebooks are named by their content."""
    target = path.with_suffix(".webp")
    if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
        Image.open(path).convert("RGBA").save(target, **LOSSLESS)
    path.unlink()


def setup(app):
    app.config.mathjax_path = "mathjax/mathjax.js"
    app.connect("html-page-context", _light_page, priority=950)
    app.connect("build-finished", _light_site, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
