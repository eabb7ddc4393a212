"""Predictions and questions that are answered on the page."""

import math

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browser import chromium, served
from built_site import SITE, built, this_run
from playwright.sync_api import expect

pytestmark = pytest.mark.site

SLOPES = "where the slopes are heading"
ERRORS = "how many times smaller"
STEPS = "what the three formulas give for"
RELU = "has a kink at 0"
SHRINKS = "what happens to the error of the central difference"
PARABOLA = "For the parabola"
SIDES = "What do the left, the right and the central difference say"
# The question on choices whose formulas are typeset, in chapter 6.
NOT_SHOWN = "What has this check not shown?"


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address():
    with served(built(this_run()).parent) as root:
        yield root + "html/"


@pytest.fixture
def context(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context
    context.close()


def _open(context, address, name="01_derivatives"):
    page = context.new_page()
    page.goto(f"{address}chapters/{name}.html")
    page.wait_for_selector("form.question")
    return page


def _form(page, text):
    return page.locator(f"p:has(> [data-question]):has-text({text!r}) + form.question")


def _output(page, form):
    return form.locator("xpath=following-sibling::div[contains(@class, 'cell')][1]")


def _says(form):
    return form.get_by_role("status").text_content()


def test_only_pages_with_questions_have_the_script():
    built(this_run())
    for page in SITE.glob("chapters/*.html"):
        text = page.read_text(encoding="utf-8")
        assert ("questions.js" in text) == ("data-question=" in text)
    assert "questions.js" not in (SITE / "book/index.html").read_text(encoding="utf-8")


def test_every_mark_on_a_page_becomes_a_field(context, address):
    for name, count in (("01_derivatives", 8), ("01b_steps_and_errors", 9)):
        page = _open(context, address, name)
        assert page.locator("form.question").count() == count
        asked = page.locator("[data-question]")
        fields = page.locator("form.question input[type=text], form.question fieldset:has(input[type=radio])")
        assert fields.count() == asked.count() >= count
        for form in page.locator("form.question").all():
            assert form.get_by_role("button").count() == 1


NUMBERS = {
    "12": 12, "-1": -1, "−1": -1, "– 1": -1, "+3": 3, ".5": 0.5, "12.": 12, "0,5": 0.5, "1,5": 1.5, "１２": 12,
    "3/4": 0.75, "1 1/2": 1.5, "-1 1/2": -1.5, "½": 0.5, "-½": -0.5, "1½": 1.5, "(1/4)^8": 0.25**8, "-2^2": -4,
    "1e-3": 1e-3, "1E-3": 1e-3, "10^-3": 1e-3, "10^−3": 1e-3, "10**-3": 1e-3, "10⁻³": 1e-3, "2^-40": 2**-40,
    "2·10^-3": 2e-3, "2 x 10^-3": 2e-3, "4.3×10⁻⁶": 4.3e-6, "√2/2": math.sqrt(0.5), "2*pi": 2 * math.pi,
    "50%": 0.5, "50 %": 0.5, "12 percent": 0.12, "100,000": 1e5, "100 000": 1e5, "1,000,000": 1e6, "1'000": 1e3,
    "ten": 10, "Zero ": 0, "one half": 0.5, "a quarter": 0.25, "a hundred": 100, "2 million": 2e6,
    "12 m/s": 12, "10 times": 10, "10x": 10, "3 digits": 3, "a factor of ten": 10, "≈ 12": 12, "about 12": 12,
}  # fmt: skip
NONE = [
    "", " ", "abc", "3 or 4", "10, 100", "1/0", "1e", "two thirds", "1..2", "(1", "1)", "∞", "infinity", "12 bananas",
    "x²", "10 to the -3", "<b>1</b>", "1;2", "constructor", "1 in 4", "NaN",
]  # fmt: skip


def test_numbers_are_read_as_people_write_them(context, address):
    page = _open(context, address)
    read = """async texts => {
      const { readNumber } = await import(new URL("../_static/questions.js", location))
      return texts.map(text => String(readNumber(text)))
    }"""
    found = dict(zip(NUMBERS, page.evaluate(read, list(NUMBERS))))
    for text, value in NUMBERS.items():
        assert math.isclose(float(found[text]), value, rel_tol=1e-12), text
    assert dict(zip(NONE, page.evaluate(read, NONE))) == dict.fromkeys(NONE, "NaN")


def test_any_prediction_opens_the_output_and_stands_beside_it(context, address):
    page = _open(context, address)
    form = _form(page, SLOPES)
    output = _output(page, form)
    for answer, said in [
        ("to the moon", "You predicted “to the moon”. Hold it against the output."),
        ("10", "You predicted 10. It comes out as 12."),
        ("11.98", "✓ You predicted 11.98. It comes out as 12, which is near enough."),
        ("12 m/s", "✓ You predicted 12 m/s, and so it is."),
    ]:
        if output.locator("details.hide").get_attribute("open") is not None:
            output.locator("details.hide > summary").click()
        assert not output.locator(".cell_output").is_visible()
        form.get_by_label("Your prediction").fill(answer)
        page.keyboard.press("Enter")
        assert output.locator(".cell_output").is_visible()
        sign = form.locator(".question-verdict").evaluate("p => getComputedStyle(p, '::before').content")
        assert (sign != "none") == said.startswith("✓")
        assert _says(form) == f"{said.removeprefix('✓ ')} The output is open below."
        prediction = output.locator(".prediction")
        assert prediction.locator("p").all_text_contents() == ["You predicted", answer]
        assert output.locator(".prediction-output").text_content() == "The cell printed"
        left, right = prediction.bounding_box(), output.locator("details.hide").bounding_box()
        assert left["x"] + left["width"] <= right["x"]
        assert left["y"] < right["y"] + right["height"]
        assert prediction.evaluate("box => box.getBoundingClientRect().top < innerHeight")


def test_a_prediction_of_several_numbers(context, address):
    page = _open(context, address)
    form = _form(page, ERRORS)
    form.get_by_label("forward").fill("10")
    page.keyboard.press("Enter")
    assert _says(form) == "Something is still missing."
    assert not _output(page, form).locator(".cell_output").is_visible()
    assert form.get_by_label("central").evaluate("field => field === document.activeElement")
    form.get_by_label("central").fill("20")
    page.keyboard.press("Enter")
    assert "You predicted forward: 10 ✓; central: 20 ✗. It comes out as forward: 10; central: 100." in _says(
        form
    )
    assert _output(page, form).locator(".prediction-value").all_text_contents() == [
        "forward 10",
        "central 20",
    ]


def test_a_choice_with_the_keyboard_alone(context, address):
    page = _open(context, address, "01b_steps_and_errors")
    form = _form(page, SHRINKS)
    assert form.locator("li").count() == 4
    assert form.get_by_role("radio", name="It falls like").count() == 1
    form.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert _says(form).startswith("You predicted (b). It comes out as (c).")
    prediction = _output(page, form).locator(".prediction-value")
    expect(prediction).to_contain_text("(b) It falls to about", timeout=60_000)  # when its formula is typeset
    assert prediction.locator("mjx-container").count() == 1
    form.get_by_role("radio").nth(2).check()
    form.get_by_role("button").click()
    assert _says(form).startswith("You predicted (c), and so it is.")
    assert _output(page, form).locator(".prediction").count() == 1


def test_a_figure_that_follows_is_opened_too(context, address):
    page = _open(context, address, "06b_cost_and_batches")
    form = _form(page, "in a network of 10 layers with 30 units each")
    form.get_by_label("Your prediction").fill("4^-8")
    page.keyboard.press("Enter")
    assert _says(form).startswith("You predicted 4^-8. It comes out as 4.3e−6, which is near enough.")
    cells = form.locator("xpath=following-sibling::div[contains(@class, 'cell')]")
    assert cells.nth(0).locator(".cell_output").is_visible()
    assert cells.nth(1).locator(".cell_output .drawing-box").is_visible()
    assert not cells.nth(1).locator("details.above-input .cell_input").is_visible()


def test_showing_the_output_needs_no_prediction(context, address):
    page = _open(context, address)
    form = _form(page, SLOPES)
    form.get_by_role("button").click()
    assert _says(form) == "Write your answer first."
    _output(page, form).locator("summary").click()
    assert _output(page, form).locator(".cell_output").is_visible()
    assert page.locator(".prediction").count() == 0


def test_an_answer_is_checked_and_opens_its_explanation(context, address):
    page = _open(context, address, "01b_steps_and_errors")
    form = _form(page, SIDES)
    explanation = form.locator("xpath=following-sibling::details[1]")
    fields = form.get_by_role("textbox")
    for texts, said in [
        (["1", "-1", "0"], "Right so far: central. Not yet: left, right. Try again, or open the answer."),
        (["-1", "one", "a bit"], "I cannot read “a bit” as a number. Write it as 12, 0.5, 3/4 or 1e-6, say."),
        (["−1", "one", "0.0"], "Right."),
    ]:
        assert explanation.get_attribute("open") is None
        for field, text in zip(fields.all(), texts, strict=True):
            field.fill(text)
        page.keyboard.press("Enter")
        assert _says(form) == said
    assert explanation.get_attribute("open") is not None


def test_a_wrong_sign_is_named(context, address):
    page = _open(context, address, "01b_steps_and_errors")
    form = _form(page, "what goes wrong if the derivative is written")
    form.get_by_label("Your answer to question 5").fill("-1")
    page.keyboard.press("Enter")
    assert _says(form) == "Not yet: the size is right, the sign is not. Try again, or open the answer."


def test_words_may_be_written_in_several_ways(context, address):
    page = _open(context, address, "06_four_equations")
    form = _form(page, "In a network with 5 units")
    for label, text in (("W³", "5 × 4"), ("δ²", "4 x 1"), ("δ³", "5 X 1"), ("∂C/∂W³", "4 x 5")):
        form.get_by_label(label, exact=True).fill(text)
    form.get_by_role("button").click()
    assert _says(form).startswith("Right so far: W³, δ², δ³. Not yet: ∂C/∂W³.")
    for shape in ("(5, 4)", "5 by 4", "5*4", "[5,4]"):
        form.get_by_label("∂C/∂W³", exact=True).fill(shape)
        form.get_by_role("button").click()
        assert _says(form) == "Right.", shape
        form.get_by_label("∂C/∂W³", exact=True).fill("4, 5")
        form.get_by_role("button").click()
        assert _says(form) != "Right."


def test_answers_are_kept_until_they_are_cleared(context, address):
    page = _open(context, address, "01b_steps_and_errors")
    _form(page, RELU).get_by_label("Your prediction").fill("11 & <b>more</b>")
    page.keyboard.press("Enter")
    _form(page, SHRINKS).get_by_role("radio").nth(1).check()
    _form(page, SHRINKS).get_by_role("button").click()
    _form(page, PARABOLA).get_by_label("Your answer").fill("0")
    page.keyboard.press("Enter")
    page.goto(f"{address}chapters/06_four_equations.html")
    assert page.locator(".prediction, form.question[data-verdict]").count() == 0
    page.goto(f"{address}chapters/01b_steps_and_errors.html")
    form = _form(page, RELU)
    assert form.get_by_label("Your prediction").input_value() == "11 & <b>more</b>"
    assert _output(page, form).locator(".prediction-value").text_content() == "11 & <b>more</b>"
    assert _output(page, form).locator(".cell_output").is_visible()
    assert _form(page, SHRINKS).get_by_role("radio").nth(1).is_checked()
    expect(page.locator(".prediction-value mjx-container")).to_have_count(1, timeout=60_000)
    assert _says(_form(page, PARABOLA)) == "Right."
    name = "bpfp:answer:chapters/01b_steps_and_errors:"
    kept = f"Object.keys(localStorage).filter(key => key.startsWith('{name}')).length"
    assert page.evaluate(kept) == 3
    page.evaluate(
        "import(new URL('../_static/questions.js', location)).then(module => module.clearAnswers())"
    )
    assert page.evaluate(kept) == 0
    assert form.get_by_label("Your prediction").input_value() == ""
    assert page.locator(".prediction, .predicted, form.question[data-verdict]").count() == 0
    page.reload()
    assert page.locator(".prediction").count() == 0


def test_what_is_not_an_answer_is_not_restored(context, address):
    page = _open(context, address, "01b_steps_and_errors")
    page.evaluate(
        """() => {
          const kept = ["not json", "[]", "[1, 2, 3, 4]", "{}", "null", '["z", "z", "z", "z"]', "7", '"text"', ""]
          const questions = new Set([...document.querySelectorAll("[data-question]")].map(m => m.dataset.question))
          const choice = document.querySelector("[data-choice]").dataset.question
          localStorage.setItem("bpfp:answer:chapters/01b_steps_and_errors:" + choice, '["z"]')
          for (const question of questions) if (question !== choice)
            localStorage.setItem("bpfp:answer:chapters/01b_steps_and_errors:" + question, kept.pop() ?? "[]")
        }"""
    )
    page.reload()
    page.wait_for_selector("form.question")
    assert page.locator("form.question").count() == 9
    assert page.locator(".prediction, form.question[data-verdict], form.question :checked").count() == 0


def test_without_storage_questions_are_answered_all_the_same(context, address):
    context.add_init_script("delete Storage.prototype.setItem; delete Storage.prototype.getItem")
    page = _open(context, address)
    form = _form(page, SLOPES)
    form.get_by_label("Your prediction").fill("12")
    page.keyboard.press("Enter")
    assert "and so it is" in _says(form)


def test_on_a_phone(browser, address):
    context = browser.new_context(
        viewport={"width": 360, "height": 780}, has_touch=True, reduced_motion="reduce"
    )
    page = _open(context, address, "01b_steps_and_errors")
    fields = _form(page, STEPS).get_by_role("textbox")
    fields.first.fill("10")
    for field in fields.all()[1:]:
        field.fill("a great deal more than ten times, that is for sure")
    _form(page, STEPS).get_by_role("button").tap()
    _form(page, SHRINKS).get_by_text("(d) It falls").tap()
    _form(page, SHRINKS).get_by_role("button").tap()
    for question in (STEPS, SHRINKS):
        output = _output(page, _form(page, question))
        above, below = (
            output.locator(".prediction").bounding_box(),
            output.locator("details.hide").bounding_box(),
        )
        assert above["y"] + above["height"] <= below["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    targets = page.evaluate(
        """[...document.querySelectorAll(".question :is(input[type=text], li label, button)")].map(target => {
             const { width, height } = target.getBoundingClientRect()
             return Math.min(width, height)
           })"""
    )
    assert len(targets) > 25
    assert min(targets) >= 44
    context.close()


def test_answered_questions_before_axe(context, address):
    page = _open(context, address, "01b_steps_and_errors")
    page.evaluate(
        """for (const form of document.querySelectorAll("form.question")) {
             for (const field of form.querySelectorAll("[type=text]")) field.value = "0"
             form.querySelector("[type=radio]")?.click()
             form.requestSubmit()
           }"""
    )
    assert page.locator(".prediction").count() == 4
    assert page.locator("form.question[data-verdict=right]").count() >= 2
    page.evaluate(AXE_SCRIPT)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_function(f"document.documentElement.dataset.theme === '{theme}'")
        found = page.evaluate("axe.run({include: ['form.question', '.prediction', '.prediction-output']})")
        found = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]]
        assert not found, theme


def test_on_paper_there_is_the_question_and_nothing_to_fill_in(context, address):
    page = _open(context, address, "01b_steps_and_errors")
    _form(page, RELU).get_by_label("Your prediction").fill("12")
    page.keyboard.press("Enter")
    page.emulate_media(media="print")
    for gone in ("form.question input", "form.question button", ".question-verdict", ".prediction", "legend"):
        assert page.locator(gone).count()
        assert page.locator(gone).filter(visible=True).count() == 0, gone
    choices = _form(page, SHRINKS).locator("li").filter(visible=True)
    assert choices.count() == 4
    assert choices.first.inner_text().startswith("(a) It falls like")


def test_without_the_script_a_question_is_text(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}chapters/06b_cost_and_batches.html")
    question = page.locator(f"p:has-text('{NOT_SHOWN}')")
    assert question.text_content().strip().endswith(NOT_SHOWN)
    assert page.locator("form.question").count() == 0
    choices = question.locator("xpath=following-sibling::ul[1]/li")
    assert [text.strip()[:3] for text in choices.all_text_contents()] == ["(a)", "(b)", "(c)", "(d)"]
    assert set(page.locator("[data-question]").all_text_contents()) == {""}
    context.close()
