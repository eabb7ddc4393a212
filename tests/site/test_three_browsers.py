"""Pages in Chromium, Firefox and WebKit: formulas typeset where the reader looks, nothing too wide, nothing amiss."""

import pytest
from browser import Watched, chromium, firefox, served, webkit
from built_site import built, this_run
from layout import shown, sticks_out

pytestmark = pytest.mark.site

CHAPTER = "chapters/06_four_equations"
SAMPLE = ["index", CHAPTER, "exercises/06_four_equations"]  # all of them in Chromium by test_accessibility.py
# As soon as there is a first formula, go to the last one. What is on the screen, and how many are ready, when all that
# is there is typeset.
JUMP = b"""<script>
const isSeen = element => {
    const {top, bottom, height} = element.getBoundingClientRect()
    return height && bottom > 0 && top < innerHeight
}
window.jump = new Promise(resolve => {
    const observer = new MutationObserver(() => {
        if (!document.querySelector("mjx-container")) return
        observer.disconnect()
        const formulas = [...document.querySelectorAll(".math")]
        const look = () => {
            formulas.at(-1).scrollIntoView({behavior: "instant"})
            const seen = formulas.filter(isSeen)
            if (!seen.length || seen.some(formula => !formula.querySelector("mjx-container")))
                return requestAnimationFrame(look)
            resolve([seen.length, document.querySelectorAll("mjx-container").length, formulas.length])
        }
        look()
    })
    observer.observe(document, {childList: true, subtree: true})
})
</script>"""


class Jumping(Watched):
    """Serves pages that jump to their last formula while the formulas are being typeset."""

    script = Watched.script + JUMP


@pytest.fixture(scope="module")
def site():
    return built(this_run())


@pytest.fixture(scope="module")
def address(site):
    with served(site, Watched) as root:
        yield root


@pytest.fixture(scope="module")
def chrome():
    with chromium() as browser:
        yield browser.new_page()


@pytest.fixture(scope="module")
def fox():
    with firefox() as page:
        yield page


@pytest.fixture(scope="module")
def kit():
    with webkit() as page:
        yield page


@pytest.fixture(params=["chrome", "fox", "kit"], ids=["chromium", "firefox", "webkit"])
def page(request):
    return request.getfixturevalue(request.param)


def test_what_the_reader_looks_at_is_typeset_before_the_rest(page, site):
    page.set_viewport_size({"width": 412, "height": 820})
    with served(site, Jumping) as address:
        page.goto(f"{address}{CHAPTER}.html")
        seen, ready, all_of_them = page.evaluate("jump")
    assert seen >= 1
    assert ready < all_of_them, "the reader waited for formulas that are elsewhere"


def test_no_formula_is_left_as_it_was_written(page, address):
    page.set_viewport_size({"width": 412, "height": 820})
    page.goto(f"{address}{CHAPTER}.html")
    page.wait_for_function("window.MathJax?.startup?.promise && document.querySelector('mjx-container')")
    page.evaluate("MathJax.startup.promise")
    assert page.evaluate("document.querySelectorAll('.math:not(:has(mjx-container))').length") == 0
    assert page.evaluate("document.querySelectorAll('.math').length") > 150
    text = page.evaluate("document.querySelector('.bd-article').innerText")
    assert "\\(" not in text
    assert "\\[" not in text
    assert page.evaluate("errors") == []


@pytest.mark.parametrize("name", SAMPLE)
def test_nothing_sticks_out_on_a_small_screen_and_nothing_is_amiss(page, address, name):
    if hasattr(page, "elsewhere"):
        del page.elsewhere[:]
    for width in (320, 360):
        shown(page, f"{address}{name}.html", width)
        assert sticks_out(page) == [False, []], f"{name} at {width} px"
    assert page.evaluate("errors") == []
    assert not getattr(page, "elsewhere", []), "test_site_weight.py sees to Chromium"


def test_formulas_have_one_size_and_their_numbers_are_not_cut_off_on_a_phone(page, address):
    shown(page, f"{address}{CHAPTER}.html", 360)
    sizes = page.evaluate(
        """[...document.querySelectorAll("mjx-container")].map(formula =>
             parseFloat(getComputedStyle(formula).fontSize)
             / parseFloat(getComputedStyle(formula.parentElement).fontSize))"""
    )
    assert max(sizes) - min(sizes) < 0.01
    assert 1 <= sizes[0] <= 1.2
    numbers = page.evaluate(
        """[...document.querySelectorAll("div.math:has(mjx-labels)")].map(equation => {
             const box = equation.getBoundingClientRect()
             const number = equation.querySelector("mjx-labels").getBoundingClientRect()
             return [number.left - box.left, box.right - number.right]
           })"""
    )
    assert len(numbers) > 10
    assert min(min(number) for number in numbers) > -1


def test_code_in_tables_is_broken_between_words_only(page, address):
    shown(page, f"{address}{CHAPTER}.html", 360)
    words, broken = page.evaluate(
        r"""() => {
             let words = 0
             const broken = []
             for (const code of document.querySelectorAll(".bd-article td code")) {
               const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT)
               while (walker.nextNode())
                 for (const word of walker.currentNode.data.matchAll(/\S+/g)) {
                   const range = new Range()
                   range.setStart(walker.currentNode, word.index)
                   range.setEnd(walker.currentNode, word.index + word[0].length)
                   words += 1
                   if (new Set([...range.getClientRects()].map(part => part.top)).size > 1) broken.push(word[0])
                 }
             }
             return [words, broken]
           }"""
    )
    assert words > 20
    assert not broken


def test_a_formula_in_a_line_is_no_stop_of_the_tab_key(page, address):
    shown(page, f"{address}{CHAPTER}.html", 1280)
    stops = page.evaluate(
        """[...document.querySelectorAll("span.math, span.math *")].filter(part =>
             part.tabIndex === 0 || ["auto", "scroll"].includes(getComputedStyle(part).overflowX)).length"""
    )
    assert stops == 0
