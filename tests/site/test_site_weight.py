"""What a page of the site fetches: from whom, how much, when; and what it says to search engines and printers.

The site is served as it is published: compressed, under a path of its own, with 404.html for wrong addresses.
"""

import functools
import gzip
import json
import os
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import pytest
from browser import Quiet, chromium, served
from built_site import CHAPTERS, CORE, PAGES, ROOT, built, this_run

pytestmark = pytest.mark.site

PREFIX = "/some/book/"
BUDGET = json.loads((ROOT / "tests/site/site_budget.json").read_text(encoding="utf-8"))
PER_PAGE, PER_FILE, FIGURES, REST = BUDGET.values()
ALL = ["index", *PAGES, "search", "genindex"]
# Of the sets and their solutions, which are made alike, two; all of them by ``make audit``.
SOME = [name for name in ALL if not re.match(r"(exercises|solutions)/(?!01_|06_)", name)]
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 2}
READ = "window.MathJax ? MathJax.startup.promise : null"
# Read to the end of what is in view; then the pictures further down.
OPENED = """async () => {
    if (document.querySelector(".math")) {
        while (!document.querySelector("mjx-container")) await new Promise(requestAnimationFrame)
        dispatchEvent(new Event("beforeprint")) // all formulas now, not in slices: fifty pages are to be read
        await MathJax.startup.promise
    }
    await document.fonts.ready
    const seen = image => image.checkVisibility() && image.getBoundingClientRect().top < innerHeight
    while ([...document.images].some(image => seen(image) && !image.complete))
        await new Promise(requestAnimationFrame)
    const near = figure => figure.getBoundingClientRect().top < innerHeight + 600 // as loader.js has it
    while ([...document.querySelectorAll("live-figure:not([data-ready])")].some(near))
        await new Promise(requestAnimationFrame)
    return [...document.images].filter(image => !seen(image)).map(image => image.src)
}"""
ALL_OF_IT = """async () => {
    const come = image => image.complete || new Promise(done => image.onload = image.onerror = done)
    for (const image of document.images) image.loading = "eager"
    await Promise.all([...document.images].map(come))
    return {
        title: document.title,
        formulas: document.querySelectorAll(".math").length,
        readable: document.querySelectorAll(".math mjx-assistive-mml math > *").length,
        broken: [...document.images].filter(image => !image.naturalWidth).map(image => image.src),
        meta: [...document.querySelectorAll("meta")].map(
            meta => [meta.getAttribute("name") || meta.getAttribute("property"), meta.content]),
    }
}"""


@functools.cache
def _sent(path):
    """What a host sends for a file: compressed, unless it is compressed already."""
    content = path.read_bytes()
    return content if path.suffix in (".webp", ".png", ".woff", ".woff2") else gzip.compress(content)


class _Host(Quiet):
    """Serves a folder under a path of its own, as a project page, and notes who asked for what."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar = []  # (address, bytes), None bytes where there is nothing

    def do_GET(self):
        address = urlsplit(self.path).path
        path = Path(self.directory, address.removeprefix(PREFIX))
        path = path / "index.html" if path.is_dir() else path
        found = address.startswith(PREFIX) and path.is_file()
        path = path if found else Path(self.directory, "404.html")
        content = _sent(path)
        self.asked.append((address, len(content) if found else None))
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(content)))
        if content[:2] == b"\x1f\x8b":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    do_HEAD = do_GET


@pytest.fixture(scope="module")
def site():
    return built(this_run())


@pytest.fixture(scope="module")
def host(site):
    with served(site, _Host) as root:
        yield root.rstrip("/") + PREFIX


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


class _Visit:
    """A page opened with nothing in the cache: what it fetched before anyone scrolled, and all it fetched."""

    def __init__(self, browser, host, name):
        context = browser.new_context(**PHONE)
        page, self.urls, self.errors = context.new_page(), [], []
        context.on("request", lambda request: self.urls.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        _Host.asked.clear()
        page.goto(f"{host}{name}.html")
        below = {urlsplit(url).path for url in page.evaluate(OPENED)}
        self.bytes = sum(size or 0 for address, size in list(_Host.asked) if address not in below)
        vars(self).update(page.evaluate(ALL_OF_IT))
        self.errors += [f"a picture did not come: {image}" for image in self.broken]
        self.asked = list(_Host.asked)
        context.close()


@pytest.fixture(scope="module")
def visits(browser, host, request):
    names = ALL if request.config.getoption("--all-pages") else SOME
    return {name: _Visit(browser, host, name) for name in names}


def test_no_page_asks_another_host_for_anything(visits, host):
    assert len(visits) >= len(SOME) > 30
    for name, visit in visits.items():
        assert len(visit.urls) > 5, name
        foreign = [url for url in visit.urls if not url.startswith((host, "data:", "blob:"))]
        assert not foreign, name


def test_every_page_gets_what_it_asks_for(visits):
    for name, visit in visits.items():
        missing = [address for address, size in visit.asked if size is None]
        assert not missing, name
        assert not visit.errors, name


def test_a_page_keeps_to_its_budget(visits, record_property):
    def allowed(name):
        return next(kilobytes for pattern, kilobytes in PER_PAGE.items() if fnmatch(name, pattern))

    weights = {name: visit.bytes / 1000 for name, visit in visits.items()}
    groups = sorted({name.partition("/")[0] for name in weights})
    heaviest = {group: max(kb for n, kb in weights.items() if n.split("/")[0] == group) for group in groups}
    record_property(
        "figures", "first load, KB: " + ", ".join(f"{group} {kb:.0f}" for group, kb in heaviest.items())
    )
    assert not {name: kb for name, kb in weights.items() if kb > allowed(name)}


def test_the_chapters_are_allowed_no_more_than_600_kilobytes():
    assert PER_PAGE["chapters/*"] <= 600


def test_every_file_keeps_to_its_budget(site):
    held = set()
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if path.is_file() and not name.startswith("lite/"):
            patterns = [pattern for pattern in PER_FILE if fnmatch(name, pattern)]
            held.update(patterns)
            for pattern in patterns:
                assert len(_sent(path)) <= 1000 * PER_FILE[pattern], name
    assert held == set(PER_FILE)


def test_the_site_is_no_heap_of_unused_files(site):
    def megabytes(folder):
        return sum(len(_sent(path)) for path in (site / folder).rglob("*") if path.is_file()) / 1e6

    assert 0 < megabytes("_images") <= FIGURES
    assert 0 < megabytes("_static") <= REST


def test_no_page_has_a_picture_inside_its_text(site):
    for name in CHAPTERS:
        assert "base64," not in (site / f"{name}.html").read_text(encoding="utf-8"), name


def test_figures_wait_until_they_are_near_and_keep_their_place(site):
    for name in CHAPTERS:
        images = re.findall(r"<img [^>]*_images/[^>]*>", (site / f"{name}.html").read_text(encoding="utf-8"))
        assert len(images) >= (3 if name in CORE else 1), name
        assert 'fetchpriority="high"' in images[0], name  # the chapter opens with it
        for image in images:
            assert image is images[0] or 'loading="lazy"' in image, name
            assert re.search(r' width="\d+" height="\d+"', image), name


def test_all_icons_come_from_the_small_font(visits):
    for name, visit in visits.items():
        fonts = [address for address, _ in visit.asked if "/vendor/" in address or "fontawesome" in address]
        assert not fonts, name
        assert any(address.endswith("/icons.woff") for address, _ in visit.asked), name


def test_every_formula_can_be_read_aloud(visits):
    assert visits["chapters/06_four_equations"].formulas > 150
    for name, visit in visits.items():
        assert visit.readable >= visit.formulas, name


def test_a_page_without_formulas_does_not_fetch_mathjax(visits):
    for name, visit in visits.items():
        fetched = any("mathjax" in address for address, _ in visit.asked)
        assert fetched == bool(visit.formulas), name


def test_every_page_says_what_it_is(visits):
    titles, descriptions = set(), set()
    pages = [name for name in PAGES if name in visits]
    for name in pages:
        meta = dict(visits[name].meta)
        assert [key for key, _ in visits[name].meta].count("description") == 1, name
        assert 40 <= len(meta["description"]) <= 200, f"{name}: {meta['description']}"
        assert meta["og:description"] == meta["description"]
        assert meta["og:title"]
        assert meta["og:site_name"] == "Backpropagation from First Principles"
        assert meta["og:type"] == ("website" if name == PAGES[0] else "article")
        assert not re.search(r"[\\$<>]", meta["og:title"] + meta["description"]), name
        assert "og:url" not in meta  # the site's address is not configured
        titles.add(visits[name].title)
        descriptions.add(meta["description"])
    assert len(descriptions) >= len(pages) - 12  # the sets of solutions begin with the same words
    assert "Backpropagation from First Principles" in titles


def test_every_page_can_be_cited_and_says_its_version(site):
    version = re.search(r'(?m)^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))[1]
    for name in PAGES:
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        assert text.count("Cite this page") == 1, name
        assert f"note = {{Version {version}}}" in text, name
        assert re.search(
            rf"Version {re.escape(version)}, built on <time datetime=\"20\d\d-\d\d-\d\d\">", text
        ), name
        assert "CC BY 4.0</a>" in text, name
        assert re.search(r'<link rel="icon" href="[./]*_static/favicon.svg"', text), name


def test_a_link_to_an_equation_stays_where_it_led_to(browser, host):
    page = browser.new_page(**PHONE)
    page.goto(f"{host}chapters/06_four_equations.html#equation-bp4")
    page.wait_for_function("document.querySelector('#equation-bp4 mjx-container')")
    tops = [page.locator("#equation-bp4").bounding_box()["y"]]
    page.evaluate(READ)
    page.wait_for_timeout(300)
    tops.append(page.locator("#equation-bp4").bounding_box()["y"])
    assert page.evaluate("scrollY") > 5000
    assert tops[1] == pytest.approx(tops[0], abs=2)
    assert 0 <= tops[1] < 300
    page.close()


def test_what_is_printed_is_typeset_even_if_it_was_not_yet_its_turn(browser, host):
    page = browser.new_page(**PHONE)
    page.goto(f"{host}chapters/06_four_equations.html", wait_until="commit")
    early, printed, formulas = page.evaluate(
        """async () => {
            const drawn = () => document.querySelectorAll("mjx-container").length
            while (!drawn()) await new Promise(resume => setTimeout(resume))
            const early = drawn()
            dispatchEvent(new Event("beforeprint"))
            return [early, drawn(), document.querySelectorAll(".math").length]
        }"""
    )
    assert early < formulas == printed
    page.close()


def test_the_style_sheet_has_what_some_page_can_use_and_nothing_else(tmp_path):
    sys.path.insert(0, str(ROOT / "book" / "_ext"))
    from book_css import sheet

    (tmp_path / "styles").mkdir()
    (tmp_path / "base.css").write_text(".used{background: url(mark.png)}", encoding="utf-8")
    theme = tmp_path / "styles" / "theme.css"
    theme.write_text(
        """@charset "utf-8"; @import "../base.css"; /*! License */ /* remark */
        a, .absent > b, p.used:not(.absent) { color: red; /* why */ --asked: 1; --never: url("data:a;b") }
        #absent, .used .absent { color: blue }
        @media (width > 9px) { .absent { top: 0 } #used { font: var(--asked) } }
        @media print { .absent { top: 0 } }
        @font-face { src: url("../icons.woff") }
        .bs-tooltip-end { top: 0 }""",
        encoding="utf-8",
    )
    assert sheet(theme, tmp_path, {"used", "--asked"}).splitlines() == [
        ".used{background: url(mark.png)}",
        "/*! License */",
        "a,p.used:not(.absent){color: red;--asked: 1}",
        "@media (width > 9px) {#used{font: var(--asked)}",
        "}",
        '@font-face { src: url("icons.woff") }',
    ]


def test_a_build_with_nothing_to_do_leaves_the_site_as_it_is(tmp_path):
    (tmp_path / "index.md").write_text("# A page\n\nWith $x$.\n", encoding="utf-8")
    settings = {
        "extensions": ["myst_parser", "book_light"],
        "html_theme": "sphinx_book_theme",
        "html_static_path": [str(ROOT / "book/_static")],
        "templates_path": [str(ROOT / "book/_templates")],
        "myst_enable_extensions": ["dollarmath"],
    }
    conf = "".join(f"{name} = {value!r}\n" for name, value in settings.items())
    (tmp_path / "conf.py").write_text(conf, encoding="utf-8")
    left = []
    for _ in range(2):
        result = subprocess.run(
            [sys.executable, "-m", "sphinx", "-W", "-q", tmp_path, tmp_path / "site"],
            env={**os.environ, "PYTHONPATH": str(ROOT / "book/_ext")},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert result.returncode == 0, result.stderr
        files = (path for path in (tmp_path / "site").rglob("*") if path.suffix in (".html", ".css", ".js"))
        left.append({path: path.read_bytes() for path in files})
    assert left[0].items() <= left[1].items()  # Sphinx writes pygments.css even so; no page asks for it
    assert any(path.name == "site.css" for path in left[0])


def test_a_page_has_one_style_sheet_and_no_script_holds_it_up(site):
    for name in [*PAGES, "genindex"]:
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        sheets = re.findall(r'<link [^>]*rel="stylesheet"[^>]*>', text)
        assert len(sheets) == 1, name
        assert "_static/site.css?v=" in sheets[0], name
        waits = [
            tag
            for tag in re.findall(r"<script [^>]*src=[^>]*>", text)
            if " defer" not in tag and 'type="module"' not in tag
        ]  # modules wait by themselves
        assert not waits, name


@pytest.mark.parametrize("word", ["BP2", "delta"])
def test_the_search_finds(browser, host, word):
    page = browser.new_page()
    page.goto(f"{host}chapters/01_derivatives.html")
    page.keyboard.press("Control+k")
    page.locator("dialog[open] input[name=q]").fill(word)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    page.wait_for_selector("#search-results li a[href*='chapters/06_four_equations']")
    page.close()


@pytest.mark.parametrize("wrong", ["nothing.html", "chapters/nothing.html", "no/such/deep/place/page.html"])
def test_a_wrong_address_leads_back_into_the_book(browser, host, wrong):
    page = browser.new_page()
    answer = page.goto(host + wrong)
    assert answer.status == 404
    assert "not here" in page.locator("h1").inner_text()
    page.wait_for_selector("html[data-root]")
    links = page.evaluate("[...document.querySelectorAll('a')].map(a => a.href)")
    assert links == [f"{host}{name}.html" for name in ("index", *CHAPTERS)]
    page.locator("input[name=q]").fill("delta")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{host}search.html?q=delta")
    page.close()


def _position(page):
    return page.locator(".animation img").first.evaluate("image => getComputedStyle(image).objectPosition")


def test_an_animation_is_fetched_when_it_is_played_and_can_be_stopped(browser, host):
    page = browser.new_page()
    _Host.asked.clear()
    page.goto(f"{host}chapters/01_derivatives.html")
    page.evaluate(READ)
    player = page.locator(".animation").first
    player.scroll_into_view_if_needed()
    # The first picture is asked for only now.
    page.wait_for_function("document.querySelector('.animation img').naturalWidth > 0")
    page.wait_for_load_state("networkidle")
    frames = PREFIX + player.get_attribute("data-frames").removeprefix("../")
    poster = player.locator("img").get_attribute("src")
    assert frames not in dict(_Host.asked)
    assert PREFIX + poster.removeprefix("../") in dict(_Host.asked)
    shown = player.locator("img").bounding_box()
    player.get_by_role("button", name="Next frame").click()
    page.wait_for_function("document.querySelector('.animation img').style.objectPosition")
    assert dict(_Host.asked)[frames] < 200_000
    assert player.locator("img").bounding_box() == pytest.approx(shown, abs=1)
    second = _position(page)
    player.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelector('.anim-slider').value > 3")
    player.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(300)
    stopped = _position(page)
    assert stopped != second
    page.wait_for_timeout(700)
    assert _position(page) == stopped
    assert [address for address, _ in _Host.asked].count(frames) == 1
    page.close()


def test_an_animation_comes_to_its_end_and_stays_there(browser, host):
    page = browser.new_page()
    page.goto(f"{host}chapters/03_chain_rule.html")
    player = page.locator(".animation").first
    player.locator(".anim-slider").focus()
    page.keyboard.press("End")
    count = int(player.get_attribute("data-count"))
    page.wait_for_function("document.querySelector('.animation img').style.objectPosition.endsWith('100%')")
    assert player.locator(".anim-frame").inner_text() == f"{count} / {count}"
    player.get_by_role("button", name="Next frame").click()
    assert player.locator(".anim-slider").input_value() == str(count - 1)
    page.close()


def test_with_reduced_motion_an_animation_is_a_slide_show(browser, host):
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{host}chapters/01_derivatives.html")
    player = page.locator(".animation").first
    assert float(player.get_attribute("data-interval")) < 500
    player.get_by_role("button", name="Play").click()
    page.wait_for_timeout(1000)
    assert player.locator(".anim-slider").input_value() == "0"
    page.wait_for_function("document.querySelector('.anim-slider').value == 1")
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_printed_page_has_the_text_and_nothing_to_click(browser, host, theme):
    page = browser.new_page(color_scheme=theme)
    page.goto(f"{host}chapters/06_four_equations.html")
    page.evaluate(READ)
    answer = page.locator(".bd-article details:not(.hide, .cite-page) p").first
    assert not answer.is_visible()
    page.emulate_media(media="print", color_scheme=theme)
    assert answer.is_visible()
    for hidden in (".bd-sidebar-primary", ".bd-header-article", ".prev-next-footer", ".anim-controls"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for text in (".bd-article p", ".bd-article h2", ".bd-article .highlight pre span"):
        color = page.locator(text).first.evaluate("element => getComputedStyle(element).color")
        assert max(map(int, re.findall(r"\d+", color)[:3])) < 150, f"{text} is printed in {color}"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.close()
