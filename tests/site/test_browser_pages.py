"""The pages in Firefox and WebKit do what a test of the site asks of them, and notice what it relies on."""

import time

import pytest
from browser import Watched, firefox, served, webkit

pytestmark = pytest.mark.site

FORM = """<html><head><title>0</title></head><body style="margin: 0">
<input id="name" value="old"><textarea id="text"></textarea><div id="editor" contenteditable>old</div>
<button onclick="document.title = Number(document.title) + 1">count</button>
<p style="height: 5000px"></p><button id="below" onclick="document.title = 'below'">far down</button></body></html>"""
BAD = """<html><head></head><body><script src="missing.js"></script><script>
Promise.reject(new Error("nobody catches it")); fetch("http://elsewhere.example/asked").catch(() => 0)
new Worker(URL.createObjectURL(new Blob(["fetch('http://elsewhere.example/by-a-worker')"])))
throw new Error("thrown")</script></body></html>"""


@pytest.fixture(scope="module", params=[firefox, webkit], ids=["firefox", "webkit"])
def page(request):
    with request.param() as page:
        yield page


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    (folder / "form.html").write_text(FORM, encoding="utf-8")
    (folder / "bad.html").write_text(BAD, encoding="utf-8")
    with served(folder, Watched) as root:
        yield root


def test_it_types_and_clicks(page, address):
    page.goto(f"{address}form.html")
    for box in ("#name", "#text", "#editor"):
        page.fill(box, "Ça = (1, 2)")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("End")
    page.keyboard.type("\n+ x")
    for _ in range(2):
        page.click("button")
    values = page.evaluate("['#name', '#text'].map(box => document.querySelector(box).value)")
    assert values == ["Ça = (1, 2)", "Ça = (1, 2)\n+ x"]
    assert page.inner_text("#editor") == "Ça = (1, 2)"
    assert page.evaluate("document.title") == "2"


def test_it_waits_and_evaluates(page, address):
    page.goto(f"{address}form.html")
    assert page.evaluate("document.title") == "0"
    assert page.evaluate("async ([a, b]) => ({sum: a + b})", [1, 2]) == {"sum": 3}
    assert page.evaluate("() => undefined") is None
    page.evaluate("setTimeout(() => document.title = 'later', 200)")
    page.wait_for_function("title => document.title === title", "later")
    with pytest.raises(RuntimeError, match="nothing_of_the_kind"):
        page.evaluate("nothing_of_the_kind")
    with pytest.raises(TimeoutError):
        page.wait_for_selector("#absent", timeout=100)
    page.click("#below")
    assert page.evaluate("document.title") == "below"
    page.reload()
    assert page.evaluate("document.title") == "0"


def test_it_can_be_as_narrow_as_a_phone_and_asks_for_no_motion(page, address):
    page.goto(f"{address}form.html")
    for size in ({"width": 320, "height": 560}, {"width": 1200, "height": 800}):
        page.set_viewport_size(size)
        seen = page.evaluate("[innerWidth, innerHeight, document.documentElement.clientWidth]")
        assert seen == [size["width"], size["height"], size["width"]]
    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")


def test_it_scrolls_and_takes_a_picture(page, address, tmp_path):
    page.goto(f"{address}form.html")
    page.mouse.wheel(0, 700)
    page.wait_for_function("scrollY === 700")
    page.screenshot(tmp_path / "page.png")
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")


def test_it_tells_what_went_wrong_and_who_else_was_asked(page, address):
    del page.elsewhere[:]
    page.goto(f"{address}bad.html")
    page.wait_for_function("errors.length === 3")
    assert "missing.js" in page.evaluate("errors.find(text => text.includes('.js'))")
    assert page.evaluate("errors.some(text => text.includes('nobody catches it'))")
    assert page.evaluate("errors.some(text => text.includes('thrown'))")
    end = time.monotonic() + 30
    while len(page.elsewhere) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    assert set(page.elsewhere) == {"http://elsewhere.example/asked", "http://elsewhere.example/by-a-worker"}
