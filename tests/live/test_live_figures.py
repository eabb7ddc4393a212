"""The live figures in a page: what they show, keyboard, pointer, undo, addresses, other words, narrow screens, axe."""

import json
import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from live_page import settings_of
from variants import CHANGES

from bplib import live
from bplib.live.modules import FOLDER, STYLE, joined

MAKE = {name: getattr(live, name) for name in live.__all__ if name != "LiveFigure"}
NETWORK = settings_of(live.network())
POINTED = """[...document.querySelectorAll('.live-pointed')].map(
    e => e.dataset.part ?? e.dataset.kind + ' ' + e.textContent)"""
# Words three times as long, as another language may have.
LONGER = """(() => {
    const longer = words => typeof words === "string" ? words + " " + words + " " + words
        : typeof words === "function" ? (...args) => longer(words(...args))
        : Object.fromEntries(Object.entries(words).map(([key, value]) => [key, longer(value)]))
    return longer(en)
})()"""


def _on_a_page():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BPLIB_FIGURES", "svg")
        return live.network().html()


PAGE_HTML = _on_a_page()


def plain(text):
    return text.replace("−", "-")


@pytest.mark.parametrize("kind", MAKE)
def test_a_figure_is_complete_on_a_phone_and_in_both_themes(figures, kind):
    for theme, width in (("light", 360), ("dark", 800)):
        page = figures.show(kind, settings_of(MAKE[kind]()), width=width)
        page.evaluate(
            """theme => {
                document.documentElement.dataset.theme = theme
                document.body.style.background = theme === 'dark' ? '#17171a' : '#fff'
            }""",
            theme,
        )
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator(".live-invitation").inner_text()
        if theme == "dark":
            page.add_style_tag(
                content=""":root { --book-text: #e8e6e1; --book-muted: #b5b2ab; --book-page: #17171a;
                    --book-line: #55524c; --book-accent: #a9b1ff; --book-bad: #f48a8a }"""
            )
        page.evaluate(AXE_SCRIPT)
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        found = page.evaluate("rules => axe.run('main', {runOnly: rules})", rules)["violations"]
        assert not [
            (rule["id"], node["html"][:200], node["failureSummary"])
            for rule in found
            for node in rule["nodes"]
        ]


@pytest.mark.parametrize("kind", MAKE)
def test_words_three_times_as_long_do_not_overflow(figures, kind):
    page = figures.show(kind, settings_of(MAKE[kind]()), words=LONGER, width=360)
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    first = page.locator(".live-invitation").inner_text()
    assert len(first) > 200


@pytest.mark.parametrize("kind", MAKE)
def test_every_control_has_a_name_is_reached_by_the_tab_key_and_shows_where_it_is(figures, kind):
    page = figures.show(kind, settings_of(MAKE[kind]()))
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    wanted = page.evaluate(
        "[...document.querySelectorAll('main :is(button, select, input, summary, [tabindex=\"0\"])')]"
        ".filter(e => e.checkVisibility() && !e.disabled).length"
    )
    page.evaluate("document.body.focus()")
    reached = 0
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        name, ring = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e)
                const name = e.getAttribute("aria-label") || e.labels?.[0]?.textContent || e.textContent
                return [e === document.body ? null : name,
                        s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2] }"""
        )
        if name is None:
            break
        reached += 1
        assert name.strip()
        assert ring, f"no ring around {name}"
    assert reached == wanted


def test_numbers_on_the_screen_are_those_of_the_arithmetic_rounded(figures):
    page = figures.show("network", NETWORK)
    page.get_by_role("button", name="Backward").click()
    shown = page.evaluate(
        """() => ({
            cost: document.querySelector(".live-cost").textContent,
            units: [...document.querySelectorAll(".live-unit text")].map(text => text.textContent),
            errors: [...document.querySelectorAll(".live-delta text")].map(text => text.textContent),
            slopes: [...document.querySelectorAll(".live-slope dd")].map(text => text.textContent),
            pass: figure.pass(),
        })"""
    )
    tiny = MAKE["network"]().settings
    assert tiny["x"][0][0] == 1
    a = [row[0] for layer in shown["pass"]["activations"] for row in layer]
    assert [float(plain(text)) for text in shown["units"]] == pytest.approx(a, abs=0.5e-3)
    deltas = [row[0] for layer in shown["pass"]["deltas"] for row in layer]
    assert [float(plain(text).removeprefix("δ ")) for text in shown["errors"]] == pytest.approx(
        deltas, abs=0.5e-4
    )
    by_backprop, by_difference, error = shown["slopes"]
    assert float(plain(by_backprop)) == pytest.approx(shown["pass"]["weights"][0][0][0], abs=0.5e-6)
    assert by_backprop == by_difference
    assert re.search(r"10⁻(9|1\d|[¹]\S)", error)
    assert "0.2049" in shown["cost"]


def test_it_walks_one_operation_at_a_time_and_says_each_with_its_number(figures):
    page = figures.show("network", NETWORK)
    go, seen = page.get_by_role("button", name="Next"), []
    while go.is_enabled():
        go.click()
        seen.append(page.locator(".live-explanation").inner_text())
    assert len(seen) == 20
    for number, count in (("(6.1)", 10), ("(6.2)", 1), ("(BP1)", 2), ("(BP2)", 3)):
        assert sum(number in text for text in seen) == count
    assert "0.5 · 1 + (−0.5) · 0.5 + 0 = 0.2500" in re.sub(r"\s+", " ", seen[0])
    page.get_by_role("button", name="Back", exact=True).click()
    assert "Operation 19 of 20" in page.locator(".live-position").inner_text()


def test_the_lines_of_code_are_those_of_bplib(figures):
    sources = [(FOLDER.parents[1] / name).read_text(encoding="utf-8") for name in ("network.py", "costs.py")]
    page = figures.show("network", NETWORK)
    lines = page.evaluate(
        """async () => {
            const { explained, operations } = await import("/js/drawing/explain.js")
            const kinds = [...operations(figure.net).filter(({ kind }) => !"biases weights".includes(kind)),
                           { kind: "W", l: 2, j: 1, k: 1 }, { kind: "b", l: 2, j: 1 }]
            return ["quadratic", "binary_cross_entropy"].flatMap(cost => kinds.map(kind =>
                explained(kind, { net: { ...figure.net, cost }, batch: figure.batch })
                    .code.map(part => [part].flat()[0]).join("")))
        }"""
    )
    for line in set(lines):
        line = re.sub(r"^(quadratic|binary_cross_entropy)\(a, y\)", r"def \1(a, y", line)
        assert any(line in source for source in sources), line


def test_pointing_at_a_factor_lights_picture_equation_and_code(figures):
    page = figures.show("network", NETWORK)
    page.get_by_role("button", name="Next").click()
    page.locator(".live-equation [data-part='W:2:1:2']").first.hover()
    lit = page.evaluate(POINTED)
    assert "W w" in lit
    assert lit.count("W:2:1:2") == 4  # the edge and its number, in symbols, with numbers put in
    page.locator(".live-edge[data-part='W:2:1:2'] .live-hit").hover(force=True)
    assert "W w" in page.evaluate(POINTED)


def test_a_knob_is_turned_by_keyboard_number_and_pointer_and_undone(figures):
    page = figures.show("network", NETWORK)
    weight = "figure.state.weights[0][0][0]"
    knob = page.get_by_role("slider").first
    knob.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(weight) == pytest.approx(0.55)
    field = page.locator(".live-knobs .live-typed")
    field.fill("−1.25")
    field.press("Enter")
    assert page.evaluate(weight) == -1.25
    field.fill("no number")
    field.press("Enter")
    assert page.evaluate(weight) == -1.25
    before = page.locator(".live-cost").inner_text()
    box = page.locator(".live-edge[data-part='W:2:1:1'] .live-hit").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - 50, steps=5)
    page.mouse.up()
    assert page.evaluate(weight) == pytest.approx(-0.25, abs=0.05)
    assert page.locator(".live-cost").inner_text() != before
    undo = page.get_by_role("button", name="Undo")
    undo.click()
    assert page.evaluate(weight) == -1.25, "a drag is undone in one go"
    undo.click()
    assert page.evaluate(weight) == pytest.approx(0.55)
    page.get_by_role("button", name="Reset").click()
    assert page.evaluate(weight) == 0.5
    undo.click()
    assert page.evaluate(weight) == pytest.approx(0.55), "a reset is undone, too"


def test_a_finger_turns_a_knob(figures):
    page = figures.show("network", NETWORK, has_touch=True, width=400)
    box = page.locator(".live-bias[data-part='b:2:2'] .live-hit").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    client = page.context.new_cdp_session(page)
    for kind, points in (
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x, "y": y - 40}]),
        ("touchEnd", []),
    ):
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert page.evaluate("figure.state.chosen") == "b:2:2"
    assert page.evaluate("figure.state.biases[0][1][0]") == pytest.approx(0.3, abs=0.05)


def test_nothing_jumps_when_numbers_change(figures):
    page = figures.show("network", NETWORK)
    page.get_by_role("button", name="Backward").click()
    parts = ".live-cost, .live-slider, .live-curve, .live-fold"
    tops = f"[...document.querySelectorAll('{parts}')].map(e => Math.round(e.getBoundingClientRect().top))"
    before = page.evaluate(tops)
    for value in (-5, -0.001, 4.9):
        page.evaluate("value => figure.turn(value, true)", value)
        assert page.evaluate(tops) == before
    for _ in range(3):
        page.get_by_role("button", name="Back", exact=True).click()
    page.get_by_role("button", name="Next").click()
    assert page.evaluate(tops)[:2] == pytest.approx(before[:2], abs=40)


@pytest.mark.parametrize("bug", CHANGES)
def test_a_bug_is_put_in_and_the_instruments_beside_it_say_so(figures, bug):
    page = figures.show("network", NETWORK)
    page.locator("summary", has_text="Put a bug in").click()
    alarms = """Object.fromEntries([...document.querySelectorAll('[data-instrument]')].map(
        ({ dataset }) => [dataset.instrument, dataset.alarm === 'true']))"""
    assert not any(page.evaluate(alarms).values())
    page.get_by_label("Bug", exact=True).select_option(bug)
    found = page.evaluate(alarms)
    assert found["shapes"] or found["differences"]
    page.get_by_label("Bug", exact=True).select_option("")
    assert not any(page.evaluate(alarms).values())


def test_a_hidden_bug_is_not_given_away_and_is_named(figures):
    page = figures.show("network", NETWORK)
    page.evaluate("Math.random = () => 0.05")  # the first of the ten
    page.locator("summary", has_text="Put a bug in").click()
    page.get_by_label("Bug", exact=True).select_option("hidden")
    page.get_by_role("button", name="Backward").click()
    assert not page.locator("mark").count()
    assert "is hidden" in page.locator(".live-explanation").inner_text()
    suspect = page.get_by_label("Which one is it?")
    suspect.select_option("twice")
    assert "differently" in page.locator(".live-fold [role=status]").inner_text()
    suspect.select_option("sign")
    assert "That is the one" in page.locator(".live-fold [role=status]").inner_text()
    page.get_by_role("button", name="Back", exact=True).click()
    assert page.evaluate("figure.state.blind") is False


def test_the_wrong_line_is_shown_where_the_bug_is_open(figures):
    page = figures.show("network", {**NETWORK, "example": "all"})
    page.get_by_role("button", name="Backward").click()
    page.evaluate("figure.set({bug: 'layer'})")
    assert (
        "activations[l + 1].T" in page.locator(".live-slope mark").inner_text()
        or page.locator(".live-alarm").count()
    )


def test_training_shows_its_cost_and_other_networks_can_be_taken(figures):
    page = figures.show("network", {**NETWORK, "example": "all"})
    page.get_by_role("button", name="100 steps").click()
    assert "after 100 steps" in page.locator(".live-cost").inner_text()
    assert page.locator(".live-curve polyline").count() == 1
    page.locator("summary", has_text="Another network").click()
    for size in ("1-1", "2-2-1", "4-5-4-3", "2-3-2"):
        page.get_by_label("Layers").select_option(size)
        for name in ("relu", "tanh", "sigmoid"):
            page.get_by_label("Activation").select_option(name)
        for name in ("softmax_cross_entropy", "binary_cross_entropy", "quadratic"):
            page.get_by_label("Cost", exact=True).select_option(name)
        page.get_by_role("button", name="Backward").click()
        assert page.evaluate("figure.pass().weights.flat(9).every(Number.isFinite)")
    assert page.evaluate("figure.state.weights") == NETWORK["network"]["weights"]


def test_states_of_instructors_are_accepted(figures):
    states = json.loads((FOLDER.parent / "states.json").read_text(encoding="utf-8"))
    assert len({each["name"] for each in states}) == len(states) >= 10
    for each in states:
        page = figures.show(each["figure"], settings_of(MAKE[each["figure"]]()))
        page.evaluate("state => figure.take(state)", each["state"])
        left = page.evaluate("figure.difference")
        assert {key: left.get(key) for key in each["state"]} == each["state"], each["name"]


def test_a_state_that_is_none_changes_nothing(figures):
    page = figures.show("network", NETWORK)
    for state in (
        {"weights": "no"},
        {"sizes": [9, 9]},
        {"activation": "step"},
        {"x": [[1]]},
        {"biases": [[[None]]]},
    ):
        page.evaluate("state => figure.take(state)", state)
        assert page.evaluate("figure.difference") == {}
    for kind, state in (
        ("graph", {"formula": "a +"}),
        ("slope", {"formula": "a*b"}),
        ("slope", {"h": -1}),
        ("bowl", {"eta": "x"}),
        ("bumps", {"count": 1e6}),
        ("digit", {"drawing": "no"}),
        ("xor", {"units": 99}),
    ):
        page = figures.show(kind, settings_of(MAKE[kind]()))
        page.evaluate("state => figure.take(state)", state)
        assert page.evaluate("figure.difference") == {}


def test_a_formula_is_typed_and_a_wrong_one_is_refused_in_words(figures):
    page = figures.show("graph", settings_of(live.graph()))
    field = page.get_by_label("Formula")
    field.fill("x*y + tan(x)")
    field.press("Enter")
    assert "no function “tan”" in page.get_by_role("alert").inner_text()
    field.fill("x*y + x")
    field.press("Enter")
    assert page.get_by_role("alert").inner_text() == ""
    assert page.get_by_role("slider").count() == 2
    page.get_by_role("button", name="All derivatives").click()
    assert "2.500000; from two evaluations 2.500000" in page.locator(".live-results").inner_text()
    page.get_by_label("Derivatives").select_option("forward")
    page.get_by_label("With respect to").select_option("y")
    page.get_by_role("button", name="All derivatives").click()
    assert page.locator(".live-derivative").count()


def test_a_digit_is_drawn_by_keys_and_read(figures):
    page = figures.show("digit", {})
    page.get_by_label("Or one of MNIST’s").select_option("7")
    assert "It reads 7" in page.locator(".live-cost").inner_text()
    page.get_by_role("button", name="Reset").click()
    assert "97.1 %" in page.locator(".live-cost").inner_text()
    page.get_by_label("A field to draw a digit in").focus()
    for key in [*["ArrowUp"] * 8, " ", *["ArrowDown"] * 16]:
        page.keyboard.press(key)
    assert "It reads 1" in page.locator(".live-cost").inner_text()


def test_xor_is_trained_and_a_hundred_are_counted(figures):
    page = figures.show("xor", settings_of(live.xor(units=3, eta=5)))
    page.get_by_role("button", name="Train").click()
    page.wait_for_function("figure.state.steps > 100")
    page.get_by_role("button", name="Pause").click()
    steps = page.evaluate("figure.state.steps")
    page.wait_for_timeout(300)
    assert page.evaluate("figure.state.steps") == steps
    page.evaluate("figure.learn(4000)")
    assert "All four are right" in page.locator(".live-cost").inner_text()
    page.get_by_role("button", name="A hundred networks").click()
    page.wait_for_function("document.querySelector('main').innerText.includes('of 100 networks')")


def test_dragging_the_start_of_the_bowl_and_drawing_a_curve(figures):
    for kind, key in (("bowl", "start"), ("bumps", "values")):
        page = figures.show(kind, settings_of(MAKE[kind]()))
        before = page.evaluate(f"figure.state.{key}")
        box = page.locator(".live-axes").first.bounding_box()
        page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 0.3 * box["height"])
        page.mouse.down()
        page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.5 * box["height"], steps=6)
        page.mouse.up()
        assert page.evaluate(f"figure.state.{key}") != before
        page.get_by_role("button", name="Undo").click()
        assert page.evaluate(f"figure.state.{key}") == before


def test_all_modules_as_one_say_the_same_and_are_small(figures):
    import gzip

    page = figures.page()
    names = page.evaluate(
        """async () => {
            const { define } = await import("/joined/main.js")
            const { default: widget } = await import("/joined/widget.js")
            define()
            return [typeof widget.render, Boolean(customElements.get("live-figure"))] }"""
    )
    assert names == ["function", True]
    sent = [joined("main.js").encode(), STYLE.read_bytes(), (FOLDER.parent / "digit.json").read_bytes()]
    assert sum(len(gzip.compress(each)) for each in sent) < 60_000


def test_the_element_has_its_picture_without_scripts_and_takes_a_state_from_the_address(figures):
    page = figures.page(java_script_enabled=False)
    page.set_content(PAGE_HTML)
    assert page.locator(".live-static svg").count() == 1
    page = figures.page()
    page.evaluate(
        """([element, hash]) => { location.hash = hash; document.querySelector("main").innerHTML = element }""",
        [PAGE_HTML, "network=" + json.dumps({"eta": 0.25, "chosen": "b:3:2"})],
    )
    page.evaluate("import('/joined/main.js').then(({ define }) => define())")
    page.wait_for_selector(".live-network")
    state = "document.querySelector('live-figure').state"
    assert page.evaluate(state) == {"eta": 0.25, "chosen": "b:3:2"}
    assert not page.locator(".live-static").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".live-static").is_visible()
    assert not page.locator(".live-network").is_visible()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Copy link").click()
    assert "network=" in page.evaluate("location.hash")
    assert page.evaluate("decodeURIComponent(location.hash)").count("0.25") == 1


def test_an_equation_is_true_also_where_the_program_departs_from_it(figures):
    page = figures.show("network", NETWORK | {"example": "all"})
    page.evaluate("figure.set({ op: figure.operations.length - 1, bug: 'twice', example: 'all' })")
    said = plain(page.locator(".live-slope .live-equation div").nth(1).inner_text())
    terms, result = said.removeprefix("=").rsplit("=", 1)
    terms = terms.replace("·", "*").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    product = eval(re.sub(r"10(-\d)", r"10**\1", terms))
    assert product == pytest.approx(float(result), abs=2e-4)
    alarm = plain(page.locator(".live-slope .live-alarm").first.inner_text())
    gives, has = (float(number) for number in re.findall(r"-?[\d.]+\d", alarm))
    assert gives == float(result)
    assert has == pytest.approx(gives / 4, abs=1e-4)
    # The cost of a batch is the mean of those of its examples.
    page.evaluate("figure.set({ op: figure.operations.findIndex(({ kind }) => kind === 'C') })")
    numbers = re.findall(
        r"[\d.]+\d", page.locator(".live-explanation .live-equation div").nth(1).inner_text()
    )
    *costs, mean = map(float, numbers)
    assert len(costs) == 4
    assert sum(costs) / 4 == pytest.approx(mean, abs=1e-4)


def test_what_could_not_run_is_not_called_fine(figures):
    page = figures.show("network", NETWORK)
    page.evaluate("figure.set({ bug: 'transpose', example: 'all' })")
    page.locator(".live-fold summary").last.click()
    assert page.locator("[data-instrument=shapes]").get_attribute("data-alarm") == "true"
    assert page.locator("[data-instrument=differences] b").inner_text() == "not run:"
    page.get_by_role("button", name="One step").click()
    assert "?" not in page.locator(".live-picture").text_content()  # what training has done is seen


def test_what_is_no_number_is_taken_back(figures):
    page = figures.show("network", NETWORK)
    field = page.locator(".live-knobs .live-typed")
    before = field.input_value()
    field.fill("abc")
    field.press("Enter")
    assert field.input_value() == before
