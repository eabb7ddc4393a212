"""Cells that run where they are read: chapters, exercises and their checks, in headless Chromium."""

import json
import re
from urllib.parse import urlparse

import nbformat
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browser import chromium, served
from built_site import ROOT, built, this_run

from bplib import checks

pytestmark = pytest.mark.site

SECONDS = 240_000  # in milliseconds: Python starts in three where nothing else runs
TEXTS = """() => [...document.querySelectorAll('.bd-article div.cell')].map(cell =>
    [...cell.querySelectorAll('.cell_output .stream pre')].map(pre => pre.textContent.trimEnd()).join('\\n'))"""
PICTURES = """() => [...document.querySelectorAll('.bd-article div.cell')].map(cell =>
    cell.querySelectorAll('.cell_output :is(img, svg:not(button *), .animation)').length > 0)"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served") / "some" / "book"
    folder.parent.mkdir()
    folder.symlink_to(built(this_run()), target_is_directory=True)
    return folder


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(folder):
    with served(folder.parents[1]) as root:
        yield root + "some/book/"


class Reader:
    """A reader with nothing in the browser's storage, on one page."""

    def __init__(self, browser, address):
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        self.context.set_default_timeout(SECONDS)
        self.page, self.address, self.problems, self.foreign = self.context.new_page(), address, [], []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.context.on("request", self._asked)
        self.asked = []

    def _asked(self, request):
        self.asked.append(request.url)
        url = urlparse(request.url)
        if url.scheme in ("http", "https") and url.netloc != urlparse(self.address).netloc:
            self.foreign.append(request.url)

    def open(self, path):
        self.page.goto(f"{self.address}{path}.html")
        self.page.wait_for_selector(".run-page")

    def cell(self, number):
        return self.page.locator(".bd-article div.cell").nth(number - 1)

    def number(self, text):
        """Number of the first cell whose code holds a text."""
        codes = self.page.locator(
            ".bd-article div.cell .cell_input > div:first-child pre"
        ).all_text_contents()
        return next(i for i, code in enumerate(codes, start=1) if text in code)

    def write(self, number, text):
        cell = self.cell(number)
        cell.evaluate("cell => cell.querySelectorAll('details').forEach(fold => { fold.open = true })")
        if not cell.locator("textarea").count():
            cell.locator(".run-edit").click()
        cell.locator("textarea").fill(text)

    def run(self, number):
        """Run a cell and wait until it has ended."""
        cell = self.cell(number)
        cell.locator(".run-go").click()
        self.rest()
        return cell.locator(".cell_output")

    def work(self, name):
        """Press a button of the menu of what the reader wrote."""
        self.page.locator(".run-work").evaluate("menu => { menu.open = true }")
        self.page.get_by_role("button", name=name).click()

    def rest(self):
        self.page.wait_for_function("!document.querySelector('.run-busy')")

    def run_all(self):
        button = self.page.get_by_role("button", name="Run all")
        button.click()
        self.page.wait_for_function("document.querySelector('.run-page button:disabled') === null")


@pytest.fixture
def reader(browser, address):
    reader = Reader(browser, address)
    yield reader
    reader.context.close()
    assert not reader.foreign
    assert not reader.problems


def code_cells(path):
    nb = nbformat.read(ROOT / path, as_version=4)
    return [c for c in nb.cells if c.cell_type == "code" and "solution" not in c.metadata.get("tags", [])]


def pytest_generate_tests(metafunc):
    """Chapters and sets 1 and 6; all of them by ``make audit``."""
    if "subject" in metafunc.fixturenames:
        folder = "chapters" if "chapter" in metafunc.function.__name__ else "exercises"
        names = sorted(path.stem for path in (ROOT / folder).glob("*.ipynb"))
        if not metafunc.config.getoption("--all-pages"):
            names = [name for name in names if name.startswith(("01_", "06_"))]
        metafunc.parametrize("subject", names)


def _comparable(text, subject):
    """Without what is another in a browser: its whole numbers have 32 bits, and chapter 11 takes fewer images."""
    text = text.replace("int32", "int64")
    return re.sub(r"[\d.,\s]+", "#", text) if subject.startswith("11") else text


def test_a_chapter_shows_the_same_when_it_runs(reader, subject):
    page = f"chapters/{subject}"
    reader.open(page)
    cells = code_cells(f"{page}.ipynb")
    texts, pictures = reader.page.evaluate(TEXTS), reader.page.evaluate(PICTURES)
    assert len(texts) == len(cells)
    reader.run_all()
    assert reader.page.locator(".run-error").count() == 0
    assert reader.page.locator(".run-ran").count() == len(cells)
    assert reader.page.evaluate(PICTURES) == pictures
    for cell, before, after in zip(cells, texts, reader.page.evaluate(TEXTS), strict=True):
        if "nbval-ignore-output" not in cell.metadata.get("tags", []):
            assert _comparable(after, subject) == _comparable(before, subject), cell.source


def test_a_solved_set_is_right_and_counted(reader, subject):
    reader.open(f"exercises/{subject}")
    solved = [cell.source for cell in code_cells(f"solutions/{subject}.ipynb")]
    given = [cell.source for cell in code_cells(f"exercises/{subject}.ipynb")]
    assert len(solved) == len(given) == reader.page.locator(".run-go").count()
    for number, (answer, stub) in enumerate(zip(solved, given, strict=True), start=1):
        if answer != stub:
            reader.write(number, answer)
    reader.run_all()
    exercises = len({name for text in given for name in re.findall(r'\bcheck\("([\d.]+)"', text)})
    assert reader.page.locator(".run-right").count() == exercises
    assert f"{exercises} of {exercises} right" in reader.page.locator(".run-page").inner_text()
    assert reader.page.locator("nav.bd-links .current .run-progress").inner_text() == "✓"
    reader.open("chapters/01_derivatives")
    link = reader.page.locator(f"nav.bd-links a[href*='exercises/{subject}']")
    assert link.locator(".run-progress").inner_text() == "✓"


WRONG = "def slope_from_activation(a):\n    return a * (1 + a)"
RIGHT = "def slope_from_activation(a):\n    return a * (1 - a)"


def test_an_answer_is_checked_kept_and_counted(reader):
    reader.open("exercises/06_four_equations")
    assert "Not done yet" not in reader.page.locator(".bd-article").inner_text()
    check = reader.number('check("06.1"')
    reader.write(check - 1, WRONG)
    verdict = reader.run(check)
    assert "a (1 + a)" in verdict.inner_text()
    again = verdict.locator("div[role=status] a")
    again.wait_for()
    assert again.get_attribute("href").endswith(
        "/chapters/06_four_equations.html#bp1-the-error-of-the-output-layer"
    )
    assert reader.page.locator(".run-right").count() == 0
    reader.write(check - 1, RIGHT)
    verdict = reader.run(check)
    assert "Right" in verdict.inner_text()
    solution = verdict.locator("div[role=status] a").get_attribute("href")
    assert solution == "../solutions/06_four_equations.html#the-slope-of-the-sigmoid-from-its-value"
    assert reader.page.locator(".run-right").count() == 1
    # What cannot run is not taken for what ran before.
    reader.write(check - 1, RIGHT + ")")
    assert reader.run(check).inner_text() == ""
    assert "raised an error" in reader.cell(check).inner_text()
    assert "SyntaxError" in reader.cell(check - 1).inner_text()
    reader.write(check - 1, RIGHT)
    reader.run(check)
    reader.page.reload()
    reader.page.wait_for_selector(".run-right")
    reader.cell(check - 1).locator("textarea").wait_for()
    assert reader.cell(check - 1).locator("textarea").input_value() == RIGHT
    assert "1 of 10 right" in reader.page.locator(".run-page").inner_text()
    reader.page.on("dialog", lambda dialog: dialog.accept())
    reader.work("Start afresh")
    reader.page.wait_for_function("!document.querySelector('.run-right')")
    reader.page.wait_for_selector(".run-page")
    assert RIGHT not in reader.cell(check - 1).inner_text()


def test_a_cell_runs_what_it_needs_and_no_more(reader):
    reader.open("chapters/06_four_equations")
    before = reader.number("z, a = forward(W, b, x)")
    assert reader.run(before).inner_text().strip()
    ran = reader.page.locator(".run-ran").count()
    assert 2 < ran < before


def test_what_runs_is_stopped_and_the_code_is_kept(reader):
    reader.open("exercises/06_four_equations")
    check = reader.number('check("06.1"')
    reader.write(check - 1, "while True:\n    pass")
    go = reader.cell(check - 1).locator(".run-go")
    go.click()
    reader.page.wait_for_function("document.querySelector('.run-pill button')")
    reader.cell(check).locator(".run-go").click()  # waits, and is not run after the stop either
    reader.page.locator(".run-pill button").click()
    reader.rest()
    assert "Stopped" in reader.cell(check).inner_text()
    assert "while True" in reader.cell(check - 1).locator("textarea").input_value()
    assert "Stopped" in reader.cell(check - 1).inner_text()
    reader.write(check - 1, RIGHT)
    assert "Right" in reader.run(check).inner_text()


def test_a_name_without_a_value_is_traced_to_the_cell_that_gives_it(reader):
    reader.open("exercises/06_four_equations")
    check = reader.number('check("06.1"')
    reader.write(check - 1, "print(np)")
    reader.write(1, "from bplib.checks import check")
    reader.run(check - 1)
    said = reader.cell(check - 1).locator(".run-message")
    said.locator("a").wait_for()
    assert said.inner_text() == "The book gives np its value in cell 1, which you changed."
    reader.write(check - 1, "print(backprop)")
    reader.run(check - 1)
    assert re.fullmatch(r"backprop gets its value further down, in cell \d+\.", said.inner_text())


def test_every_section_that_a_verdict_names_is_linked(folder):
    """As again.js finds them: in the chapter's sections as the search keeps them."""
    seen = set()
    for number in range(1, 14):
        for exercise in checks.exercises(f"{number:02}").values():
            seen |= {exercise.see, *(mistake.see for mistake in getattr(exercise, "mistakes", ()))}
    seen.discard("")
    assert len(seen) > 90
    for see in seen:
        named = re.findall(r"chapter (\d+)([a-z]?),[^“]{0,30}“([^”]+)”", see)
        assert named, see
        for chapter, letter, title in named:
            (file,) = (folder / "_static/search/chapters").glob(f"{int(chapter):02}{letter}_*.json")
            titles = [name for _, name, *_ in json.loads(file.read_text(encoding="utf-8"))]
            assert title.replace(" ", "") in [name.replace(" ", "") for name in titles], see


def test_errors_text_and_bars_look_as_in_a_notebook(reader):
    reader.open("exercises/01_derivatives")
    second = reader.number('check("01.1"') - 1

    def shown(code):
        reader.write(second, code)
        return reader.run(second).inner_text()

    assert "ZeroDivisionError" in shown("def f(x):\n    return 1 / x\n\n\nf(0)")
    assert reader.cell(second).locator(".run-error span[class*=ansi]").count()
    assert "SyntaxError" in shown("def f(x:")
    assert shown("import sys\nprint('one\\rtwo')\nprint('three', file=sys.stderr)\n6 * 7").split() == [
        "two",
        "three",
        "42",
    ]
    assert shown(
        "import time\nfor i in range(3):\n    print('\\r', i, end='', flush=True)\n    time.sleep(0.1)"
    ).split() == ["2"]
    assert "left out" in shown("for _ in range(200_000):\n    print('many words')")
    assert shown("x = 5") == ""
    assert "write the value into the cell" in shown("input('Your name?')")
    assert "<b>" not in shown("from IPython.display import HTML\nHTML('<b>bold</b>')")
    shown("from matplotlib import pyplot as plt\nplt.plot([1, 2])\nplt.show()")
    assert reader.cell(second).locator(".cell_output :is(img, svg:not(button *))").count() == 1


def test_answers_go_to_a_notebook_and_come_back(reader, tmp_path):
    reader.open("exercises/06_four_equations")
    check = reader.number('check("06.1"')
    reader.write(check - 1, RIGHT)
    with reader.page.expect_download() as download:
        reader.work("Save as notebook")
    path = tmp_path / download.value.suggested_filename
    assert path.name == "06_four_equations.ipynb"
    download.value.save_as(path)
    nb = nbformat.read(path, as_version=4)
    nbformat.validate(nb)
    sources = [cell.source for cell in nb.cells if cell.cell_type == "code"]
    assert sources[check - 2] == RIGHT
    assert len(nb.cells) == len(nbformat.read(ROOT / "exercises/06_four_equations.ipynb", as_version=4).cells)

    def take(name, text):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        reader.page.locator(".run-page input[type=file]").set_input_files(file)
        said = reader.page.locator(".run-page .run-said")
        reader.page.wait_for_function(
            "name => document.querySelector('.run-page .run-said').textContent.includes(name)", arg=name
        )
        return said.inner_text()

    reader.page.on("dialog", lambda dialog: dialog.accept())
    changed = path.read_text(encoding="utf-8").replace("return a * (1 - a)", "return a - a**2")
    assert "1 cell was taken" in take("mine.ipynb", changed)
    assert "a - a**2" in reader.cell(check - 1).locator("textarea").input_value()
    assert "is not a notebook" in take("no.ipynb", "no notebook")
    other = (ROOT / "exercises/01_derivatives.ipynb").read_text(encoding="utf-8")
    assert "is not the notebook of this page" in take("other.ipynb", other)
    assert "a - a**2" in reader.cell(check - 1).locator("textarea").input_value()
    two = changed.replace("δ^L, shape (n_L, 1).", "mine").replace("All weighted inputs", "Mine too")
    assert "2 cells were taken" in take("two.ipynb", two)
    kept = reader.page.evaluate("localStorage.getItem('bpfp:code:exercises/06_four_equations')")
    assert len(json.loads(kept)) == 3


def test_a_newer_version_of_a_cell_is_offered(reader):
    reader.open("exercises/06_four_equations")
    check = reader.number('check("06.1"')
    reader.write(check - 1, RIGHT)
    reader.page.wait_for_function("localStorage.getItem('bpfp:code:exercises/06_four_equations')")
    reader.page.evaluate(
        """() => {
            const key = 'bpfp:code:exercises/06_four_equations'
            const all = JSON.parse(localStorage.getItem(key))
            for (const change of Object.values(all)) change.original = 'def slope_from_activation(a): # old'
            localStorage.setItem(key, JSON.stringify(all))
        }"""
    )
    for choice, kept in (("", None), ("Keep mine", True), ("Take the book's", False)):
        saved = reader.page.evaluate("localStorage.getItem('bpfp:code:exercises/06_four_equations')")
        reader.page.reload()
        note = reader.page.locator(".run-note")
        assert "NotImplementedError" in note.locator("pre").text_content()
        assert reader.cell(check - 1).locator("textarea").input_value() == RIGHT
        if not choice:
            continue  # it is asked again
        note.get_by_role("button", name=choice).click()
        assert note.count() == 0
        assert (reader.cell(check - 1).locator("textarea").input_value() == RIGHT) == kept
        reader.page.wait_for_function(
            "old => localStorage.getItem('bpfp:code:exercises/06_four_equations') !== old", arg=saved
        )
        reader.page.evaluate(
            "old => localStorage.setItem('bpfp:code:exercises/06_four_equations', old)", saved
        )


def test_the_keyboard_reaches_everything_and_leaves_the_editor(reader):
    reader.open("exercises/06_four_equations")
    check = reader.number('check("06.1"')
    edit = reader.cell(check - 1).locator(".run-edit")
    edit.focus()
    reader.page.keyboard.press("Enter")
    field = reader.cell(check - 1).locator("textarea")
    field.wait_for()
    reader.page.wait_for_function("document.activeElement.tagName === 'TEXTAREA'")
    chosen = reader.page.evaluate(
        "() => { const f = document.activeElement; return f.value.slice(f.selectionStart, f.selectionEnd) }"
    )
    assert chosen.split() == [
        "#",
        "YOUR",
        "CODE",
        "HERE",
        "raise",
        "NotImplementedError()",
    ]
    reader.page.keyboard.press("Control+A")
    reader.page.keyboard.type("def slope_from_activation(a):")
    reader.page.keyboard.press("Enter")
    reader.page.keyboard.type("return a * (1 - a)")
    assert field.input_value() == RIGHT  # indented by itself
    reader.page.keyboard.press("Tab")
    assert field.input_value() != RIGHT
    reader.page.keyboard.press("Control+Z")
    assert field.input_value() == RIGHT
    reader.page.keyboard.press("Shift+Enter")
    reader.rest()
    reader.page.wait_for_function("document.activeElement.textContent === 'Check'")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_selector(".run-right")
    field.focus()
    reader.page.keyboard.press("Escape")
    assert reader.page.evaluate("document.activeElement.className") == "run-go"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_editors_and_what_they_show_are_accessible(reader, theme):
    reader.page.emulate_media(color_scheme=theme)
    reader.open("exercises/06_four_equations")
    check = reader.number('check("06.1"')
    for number in (check - 1, check):
        reader.cell(number).locator(".run-edit").click()
        reader.cell(number).locator("textarea").wait_for()
    reader.write(check - 1, "print(1)\n1 / 0  # text")
    reader.run(check - 1)
    reader.run(check)
    reader.cell(check - 1).locator(".run-error span[class*=ansi]").first.wait_for()
    reader.page.evaluate(AXE_SCRIPT)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = reader.page.evaluate("rules => axe.run('.bd-article', {runOnly: rules})", rules)["violations"]
    assert not [
        (rule["id"], node["html"], node["failureSummary"]) for rule in found for node in rule["nodes"]
    ]


def test_a_start_that_fails_says_so_and_is_tried_again(reader):
    reader.page.route("**/pyodide.asm.wasm*", lambda route: route.abort())
    reader.open("exercises/06_four_equations")
    number = reader.number('check("06.1"')
    reader.cell(number).locator(".run-go").click()
    reader.page.wait_for_function(
        "document.querySelector('.run-pill').textContent.includes('could not start')"
    )
    assert "could not start" in reader.cell(number).inner_text()
    reader.page.unroute("**/pyodide.asm.wasm*")
    reader.page.get_by_role("button", name="Try again").click()
    reader.page.wait_for_function("!document.querySelector('.run-pill').textContent")
    reader.run(number)
    assert "Not done yet" in reader.cell(number).inner_text()
    reader.problems.clear()  # Python's own loader leaves a promise behind


def test_nothing_of_python_is_fetched_before_it_is_wanted(reader):
    reader.context.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    reader.open("chapters/01_derivatives")
    reader.page.wait_for_load_state("networkidle")
    assert not [url for url in reader.asked if "/lite/" in url or "prism-code-editor" in url]
    cell = reader.cell(reader.number("def cost(w)"))
    cell.hover()
    cell.locator(".run-go").focus()
    reader.page.wait_for_function("document.querySelector('.run-pill').textContent.includes('starting')")


def test_the_settings_of_the_script_are_those_of_the_site(reader):
    reader.open("exercises/06_four_equations")
    totals = json.loads(reader.page.locator("script[data-exercises]").get_attribute("data-exercises"))
    for number, total in totals.items():
        (path,) = (ROOT / "exercises").glob(f"{number}_*.ipynb")
        assert total == len(set(re.findall(r'check\(\\"(\d\d\.\d+)', path.read_text(encoding="utf-8"))))
    assert sum(totals.values()) == 127
