"""Live figures on the built site: the front page, the pages under Play, and a figure that a cell of a page shows."""

import json

import pytest
from browser import chromium, served
from built_site import CHAPTERS, ROOT, built, this_run

pytestmark = pytest.mark.site

PLAY = ["network", "graph", "slope", "bowl", "xor", "bumps", "digit"]
STANDS = {
    "network": "01 05 06 07 13",
    "graph": "03",
    "slope": "01 07",
    "bowl": "02",
    "xor": "09",
    "bumps": "05b",
    "digit": "11",
}


@pytest.fixture(scope="module")
def site():
    return built(this_run())


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(site):
    with served(site) as root:
        yield root


@pytest.fixture
def page(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    problems, foreign = [], []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "request",
        lambda request: request.url.startswith((address, "data:", "blob:")) or foreign.append(request.url),
    )
    yield page
    page.close()
    assert not problems
    assert not foreign


def test_the_front_page_opens_with_the_network_in_its_simplest_state(page, address):
    page.goto(f"{address}index.html")
    page.wait_for_selector(".live-network .live-picture")
    assert page.locator(".live-network").get_by_role("button", name="Next").count() == 0
    before = page.locator(".live-cost").inner_text()
    page.get_by_role("slider").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert page.locator(".live-cost").inner_text() != before
    assert "less than at the start" in page.locator(".live-cost").inner_text()


def test_a_figure_finds_the_room_it_needs(browser, address):
    """Nothing below it moves when its script comes: book_live.py keeps the room."""
    page = browser.new_page()
    height = "document.querySelector('live-figure').getBoundingClientRect().height"
    for kind in PLAY:
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.route("**/live/live.js", lambda route: route.abort())
            page.goto(f"{address}book/play/{kind}.html")
            page.evaluate("document.fonts.ready")  # a late font moves what stands above
            room = page.evaluate(height)
            page.unroute("**/live/live.js")
            page.reload()
            page.wait_for_selector("live-figure[data-ready]")
            page.evaluate("document.fonts.ready")
            assert page.evaluate(height) == pytest.approx(room, abs=60), f"{kind} at {width} px"
    page.close()


@pytest.mark.parametrize("kind", PLAY)
def test_a_figure_has_a_page_and_stands_in_its_chapters(page, address, site, kind):
    page.goto(f"{address}book/play/{kind}.html")
    page.wait_for_selector(f".live-{kind} .live-invitation")
    assert page.get_by_role("button", name="Copy link").count() == 1
    for number in STANDS[kind].split():
        (chapter,) = [name for name in CHAPTERS if name.startswith(f"chapters/{number}_")]
        text = (site / f"{chapter}.html").read_text(encoding="utf-8")
        assert f'<live-figure kind="{kind}"' in text
        if number == "01" and kind == "network":  # the book begins with it
            continue
        before = text[: text.index(f'<live-figure kind="{kind}"')]
        assert "<strong>Predict</strong>" in before[-6000:]


def test_ready_addresses_open_their_states(page, address):
    states = json.loads((ROOT / "bplib/live/states.json").read_text(encoding="utf-8"))
    page.goto(f"{address}book/play/index.html")
    links = page.evaluate("[...document.querySelectorAll('td a[href*=\"#\"]')].map(link => link.href)")
    assert len(links) == len(states)
    for link, each in zip(links, states):
        page.goto("about:blank")
        page.goto(link)
        page.wait_for_selector(f".live-{each['figure']} .live-invitation")
        assert page.evaluate("document.querySelector('live-figure').state") == each["state"]


def test_a_link_on_the_page_of_a_figure_changes_it_there(page, address):
    states = json.loads((ROOT / "bplib/live/states.json").read_text(encoding="utf-8"))
    wanted = [each["state"] for each in states if each["figure"] == "network"]
    page.goto(f"{address}book/play/network.html")
    page.wait_for_selector("live-figure[data-ready]")
    links = page.locator("td a[href*='#network=']")
    assert links.count() == len(wanted) > 3
    for i, state in enumerate(wanted):
        links.nth(i).click()
        page.wait_for_function(
            """wanted => {
                const text = state => JSON.stringify(Object.entries(state).sort())
                return text(document.querySelector("live-figure").state) === text(wanted)
            }""",
            arg=state,
        )
        assert page.evaluate("document.querySelector('live-figure').getBoundingClientRect().top") < 200


def test_equations_in_a_figure_lead_to_the_book(page, address, site):
    page.goto(f"{address}book/play/network.html")
    page.get_by_role("button", name="Backward").click()
    link = page.locator("a.live-number-of").first
    path, _, anchor = link.get_attribute("href").removeprefix(address).partition("#")
    assert anchor == "equation-bp4"
    assert f'id="{anchor}"' in (site / path).read_text(encoding="utf-8")


def test_a_cell_of_a_page_shows_a_figure_whose_state_python_reads_and_sets(page, address):
    page.goto(f"{address}exercises/06_four_equations.html")
    page.wait_for_selector(".run-page")
    cells = page.locator(".bd-article div.cell")

    def run(number, code):
        cell = cells.nth(number)
        if not cell.locator("textarea").count():
            cell.locator(".run-edit").click()
        cell.locator("textarea").fill(code)
        cell.locator(".run-go").click()
        page.wait_for_function("!document.querySelector('.run-busy')")
        return cell

    shown = run(1, "from bplib import live\nfigure = live.network()\nfigure")
    shown.locator(".live-network .live-picture").wait_for()
    field = shown.locator(".live-knobs .live-typed")
    field.fill("0.75")
    field.press("Enter")
    said = run(2, "print(figure.state['weights'][0][0][0])")
    assert said.locator(".cell_output").inner_text().strip() == "0.75"
    run(2, "figure.set(eta=0.125)\nprint('set')")
    page.wait_for_function(
        "document.querySelector('.live-network').parentElement.parentElement.state.eta === 0.125"
    )
    assert page.evaluate("document.querySelector('live-figure').state.weights[0][0][0]") == 0.75
