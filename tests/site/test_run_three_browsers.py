"""An exercise is answered in the page in Firefox and WebKit as well."""

import pytest
from browser import Watched, firefox, served, webkit
from built_site import built, this_run

pytestmark = pytest.mark.site

SECONDS = 240_000  # in milliseconds: Python starts in ten where nothing else runs
PAGE = "exercises/06_four_equations.html"
WRONG, RIGHT = (f"def slope_from_activation(a): return a * (1 {sign} a)" for sign in "+-")
ANSWER, CHECK = (
    "#the-slope-of-the-sigmoid-from-its-value .cell" + place for place in (":not(.cell ~ .cell)", " + .cell")
)


@pytest.fixture(scope="module", params=[firefox, webkit], ids=["firefox", "webkit"])
def page(request):
    with request.param() as page:
        yield page


@pytest.fixture(scope="module")
def address():
    with served(built(this_run()), Watched) as root:
        yield root


def _answer(page, text):
    page.evaluate(
        "([box, text]) => { const field = document.querySelector(`${box} textarea`); field.focus(); field.select() }",
        [ANSWER, text],
    )
    page.keyboard.press("Delete")
    page.keyboard.type(text)
    page.click(f"{CHECK} .run-go")


def _says(page, words):
    page.wait_for_function(
        "([box, words]) => document.querySelector(`${box} .cell_output`)?.innerText.includes(words)",
        [CHECK, words],
        timeout=SECONDS,
    )


def test_an_exercise_is_answered_checked_and_kept(page, address):
    page.goto(address + PAGE)
    page.wait_for_selector(".run-page")
    page.evaluate("MathJax.startup.promise")  # until then formulas move what is to be clicked
    page.click(f"{ANSWER} .run-edit")
    page.wait_for_selector(f"{ANSWER} textarea")
    _answer(page, WRONG)
    _says(page, "a (1 + a)")
    _answer(page, RIGHT)
    _says(page, "Right")
    page.wait_for_selector("h2.run-right")
    page.reload()
    page.wait_for_selector("h2.run-right")
    page.wait_for_selector(f"{ANSWER} textarea")
    assert page.evaluate("box => document.querySelector(`${box} textarea`).value", ANSWER) == RIGHT
    assert not page.elsewhere
    assert not page.evaluate("window.errors")
