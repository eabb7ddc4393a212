"""What is said to instructors is true: sections, figures, exercises, needs, numbers; and courses come out sensible."""

import copy
import importlib
import itertools
import math
import re
import sys
import tomllib
from xml.etree import ElementTree

import kit_path
import numpy as np
import pytest
from kit import sources, teaching

from bplib import checks as checked
from bplib.activations import sigmoid, softmax
from bplib.experiments import interval

CHAPTERS = list(sources.chapters())
VERBS = {
    *("apply", "apply,", "check", "choose", "chain", "compare", "compute", "count", "derive", "diagnose"),
    *(
        "distinguish",
        "estimate",
        "explain",
        "find",
        "judge",
        "justify",
        "locate",
        "multiply",
        "name",
        "predict",
    ),
    *("prove", "read", "recognize", "report", "rewrite", "run", "show", "state", "train", "write", "cut"),
}


def _data(number):
    return tomllib.loads((teaching.FOLDER / f"{number:02}.toml").read_text(encoding="utf-8"))


# ---- the data


def test_there_is_a_file_for_each_chapter_and_none_besides():
    assert sorted(path.name for path in teaching.FOLDER.iterdir()) == [f"{n:02}.toml" for n in CHAPTERS]


@pytest.mark.parametrize("number", CHAPTERS)
def test_what_a_file_names_is_there(number):
    one = teaching.chapter(number)
    assert one.number == number
    assert one.in_class
    assert all(text.split()[0] in VERBS for text in one.objectives), one.objectives
    shown = [step for steps in one.plans.values() for step in steps if {"section", "figure"} & set(step)]
    assert len(shown) >= 8
    # Most of what is shown is on the core page, which is what everybody has read.
    assert sum(step.get("section", "").startswith(f"{number}: ") for step in shown) > len(shown) / 2
    named = [m for m in one.misconceptions if "mistake" in m]
    assert named
    for text in (e["question"] + e["answer"] for e in one.exam):
        assert text.replace("$$", "").count("$") % 2 == 0
        assert text.count("```") % 2 == 0


@pytest.mark.parametrize("number", CHAPTERS)
def test_a_chapter_needs_what_its_page_says_it_builds_on(number):
    assert list(teaching.chapter(number).needs) == teaching.builds_on(number)


def test_what_a_page_builds_on_is_read_from_its_own_line(monkeypatch):
    text = (
        "# 9. T\n\nSee [chapter 1](01_a.ipynb).\n\n"
        "**Builds on** [chapter 4](04_b.ipynb#x) and [chapter 2](02_c.ipynb); [page 3b](03b_d.ipynb).\n"
    )
    cell = type("Cell", (), {"source": text})
    monkeypatch.setattr(teaching.store, "read", lambda page: type("Notebook", (), {"cells": [cell]}))
    assert teaching.builds_on(9) == [2, 4]


def _set(*place, to):
    def change(data):
        for key in place[:-1]:
            data = data[key]
        data[place[-1]] = to

    return change


def _drop(*place):
    def change(data):
        for key in place[:-1]:
            data = data[key]
        del data[place[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_drop("needs"), "06.toml must be a table of objectives, .*, got 'needs'"),
        (_set("extra", to=[]), "got 'extra'"),
        (_set("objectives", to=["one"]), "objectives must be a list of 3 to 5, got 1"),
        (_set("objectives", 0, to=""), "objectives must be a list of sentences, got ''"),
        (_set("objectives", to="words"), "objectives must be a list of 3 to 5, got 'words'"),
        (_set("needs", to=[6]), "needs must be a list of chapters before 6, got 6"),
        (_set("needs", to=["2"]), "needs must be a list of chapters before 6, got '2'"),
        (_set("plan50", 0, "minutes", to=7), "minutes of plan50 must be 50 in all, got 51"),
        (
            _set("plan90", 0, "minutes", to=0),
            r"plan90\[0\].minutes must be a whole number of at least 1, got 0",
        ),
        (_drop("plan50", 0, "does"), r"plan50\[0\] must be a table of does, figure, minutes"),
        (_set("plan50", 1, "section", to="6: No such heading"), r"plan50\[1\].section must be a heading"),
        (
            _set("plan50", 1, "section", to="7: Kinks"),
            r"plan50\[1\].section must be a heading .* got '7: Kinks'",
        ),
        (_set("plan50", 1, "section", to="Kinks"), r"plan50\[1\].section must be a heading"),
        (
            _set("live", 0, "figure", to="clock"),
            r"live\[0\].figure must be one of bowl, bumps, .* got 'clock'",
        ),
        (
            _set("live", 1, "state", to="asleep"),
            r"live\[1\].state must be one of the saturated neuron, .*'asleep'",
        ),
        (
            _set("live", 1, "figure", to="xor"),
            r"live\[1\].state must be one of none, got 'the saturated neuron'",
        ),
        (_set("class", 0, to="07.1"), "class and home must be exercises of set 6, got '07.1'"),
        (_set("home", 0, to="06.1"), "class and home must be exercises, each of them once"),
        (_set("misconceptions", 0, "exercise", to="06.99"), r"misconceptions\[0\].exercise must be one of set 6"),
        (
            _set("misconceptions", 1, "mistake", to="bad luck"),
            r"misconceptions\[1\].mistake must be a named mistake of exercise 06.4, got 'bad luck'",
        ),
        (_set("exam", 0, "points", to=True), r"exam\[0\].points must be a whole number of at least 1, got True"),
        (_set("exam", 0, "answer", to=" "), r"exam\[0\].answer must be words, got ' '"),
        (_set("exam", 0, "answer", to="by (6.99)"), "an equation in parentheses must be one of the book, got '6.99'"),
        (_set("exam", to=[]), "exam must be a list of 4 to 6, got 0"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_as_it_should_be_is_refused_in_words(change, words):
    data = copy.deepcopy(_data(6))
    change(data)
    with pytest.raises(ValueError, match=words):
        teaching.parsed(data, 6, "06.toml")


def test_a_plan_asks_for_a_prediction_and_a_file_is_toml(tmp_path, monkeypatch):
    data = _data(6)
    for step in data["plan50"]:
        step.pop("predict", None)
    with pytest.raises(ValueError, match="plan50 must be a plan with a predict, got 'none'"):
        teaching.parsed(data, 6, "06.toml")
    (tmp_path / "06.toml").write_text("needs = [", encoding="utf-8")
    monkeypatch.setattr(teaching, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"06.toml must be TOML: "):
        teaching.chapter.__wrapped__(6)


def _cross_entropy(z, t):
    return math.log(1 + math.exp(z)) - t * z


def _f(x):
    return 3 * x**2 - x


SHARE = interval(np.repeat([1, 0], [8, 88]))
NUMBERS = [  # chapter, question, number, how it is written in the answer
    (1, 1, (_f(2.1) - _f(2)) / 0.1 - 11, "0.3"),
    (1, 2, (3 * 1.45 - 6) ** 2 / 2 - 4.5, "-3.139"),
    (1, 2, -0.05 * 81, "-4.05"),
    (1, 3, -3 / math.e, "-1.104"),
    (2, 1, (5 * 3 + 12 * 4) / 5, "12.6"),
    (2, 2, 1 - 0.2 * -2, "1.4"),
    (2, 2, 0 - 0.2 * -1.5, "0.3"),
    (3, 1, 2 * 2 * 3 + 2 * 2 * 9, "48"),
    (3, 3, 4 + 10 * 4, "44"),
    (3, 3, 6 * 4 + 4, "28"),
    (4, 1, 1.5 * (0.5 - 1) * 0.25, "-0.1875"),
    (4, 5, -(1 - sigmoid(-5.0)), "-0.9933"),
    (4, 5, -(1 - sigmoid(-5.0)) * sigmoid(-5.0) * (1 - sigmoid(-5.0)), "-0.0066"),
    (5, 1, sigmoid(2 * 0.5 - sigmoid(1.0) + 0.5), "0.683"),
    (5, 2, 8 * 6 + 8 * 9 + 3 * 9, "147"),
    (6, 1, -0.125 * -1 * 0.25, "0.03125"),
    (6, 5, 0.5 + 2 * 0.4 * 0.3, "0.74"),
    (6, 5, -0.12 * 0.24, "-0.029"),
    (7, 4, 0.07 / 0.1, "0.7"),
    (8, 2, -math.log(softmax(np.log([[2.0, 1.0, 5.0]]))[0, 0]), "1.386"),
    (9, 3, SHARE[0], "0.04"),
    (9, 3, SHARE[1], "0.16"),
    (9, 4, (_cross_entropy(2, 0) + _cross_entropy(-1, 1)) / 2, "1.720"),
    (9, 4, (sigmoid(-1.0) - 1) / 2, "-0.366"),
    (10, 1, math.sqrt(0.01 * 100 * 0.5), "0.707"),
    (10, 2, (8 - 4) / np.std([2, 4, 6]), "2.449"),
    (10, 2, (10 - 4) / np.std([2, 4, 6]), "3.674"),
    (10, 4, math.sqrt(0.95 * 0.05 / 400), "0.011"),
    (11, 1, 784 * 64 + 64 + 640 + 10, "50{,}890"),
    (11, 2, math.log(26), "3.26"),
    (11, 3, 0.1 * (1 + math.cos(math.pi / 3)), "0.15"),
    (11, 4, 100 * math.sqrt(0.985 * 0.015 / 10_000), "0.12"),
    (12, 1, 1.5**9, "38"),
    (12, 3, 0.6**5, "0.078"),
    (12, 4, 0.5 * 9 + 1, "5.5"),
    (12, 5, 0.4 + 0.3 - 0.4, "0.3"),
    (13, 2, np.mean((np.array([[0], [1], [1]]) - np.array([0, 1, 1])) ** 2), "4/9"),
    (13, 4, interval(np.repeat([1, 0], [90, 6]))[0], "0.87"),
    (13, 4, interval(np.repeat([1, 0], [90, 6]))[1], "0.97"),
    (13, 4, interval(np.zeros(96))[1], "0.05"),
]


@pytest.mark.parametrize(("number", "question", "value", "text"), NUMBERS)
def test_the_numbers_in_the_answers_are_right(number, question, value, text):
    answer = re.sub(r"\\frac(\d)(\d)", r"\1/\2", teaching.chapter(number).exam[question - 1]["answer"])
    assert re.search(rf"(?<![\d.]){re.escape(text)}(?!\d)", answer.replace("−", "-")), answer
    parts = text.replace("{,}", "").split("/")
    written = float(parts[0]) / float(parts[1] if len(parts) > 1 else 1)
    digits = len(parts[0].partition(".")[2])
    assert abs(written - value) <= (0.51 * 10**-digits if len(parts) == 1 else 1e-9)


# ---- the map


def _closure(needs):
    found = {}
    for number in sorted(needs):
        found[number] = set(needs[number]).union(*(found[k] for k in needs[number]))
    return found


def test_the_arrows_of_the_map_lead_to_all_that_is_needed_and_none_is_too_many():
    needs = teaching.prerequisites()
    arrows = teaching.next_steps(needs)
    assert _closure(arrows) == _closure(needs)
    for number in arrows:
        for other in arrows[number]:
            fewer = arrows | {number: [k for k in arrows[number] if k != other]}
            assert _closure(fewer) != _closure(needs)
    assert teaching.next_steps({1: [], 2: [1], 3: [1, 2], 4: [1]}) == {1: [], 2: [1], 3: [2], 4: [1]}


def test_the_map_is_an_svg_that_is_legible_on_light_and_dark():
    needs = teaching.prerequisites()
    names = {number: teaching.chapter(number).topic for number in needs}
    text = teaching.drawing(needs, names)
    assert "\n\n" not in text  # it would end the block of HTML
    root = ElementTree.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    width, height = (float(x) for x in root.get("viewBox").split()[2:])
    assert width <= 360
    colors = {e.get(key) for e in root.iter() for key in ("fill", "stroke") if e.get(key)}
    assert colors == {"currentColor", "none"}
    boxes = [tuple(float(e.get(k)) for k in ("x", "y", "width", "height")) for e in root.iter(f"{space}rect")]
    assert len(boxes) == len(names)
    assert all(x >= 0 and y >= 0 and x + w <= width and y + h <= height for x, y, w, h in boxes)
    for (x, y, w, h), (x2, y2, *_) in itertools.combinations(boxes, 2):
        assert abs(x - x2) >= w or abs(y - y2) >= h
    lines = [e.text for e in root.iter(f"{space}text")]
    assert " ".join(lines) == " ".join(f"{n} {names[n]}" for n in sorted(names))
    assert all(7.2 * len(line) <= boxes[0][2] for line in lines)
    arrows = sum(map(len, teaching.next_steps(needs).values()))
    assert len(list(root.iter(f"{space}path"))) == 2 * arrows
    assert "6 after 5" in root.get("aria-label")
    assert "&lt;" in teaching.drawing({1: []}, {1: "a < b"})


def test_chapters_that_are_needed_and_not_taken_are_found():
    assert teaching.missing([3, 6, 7]) == [1, 2, 4, 5]
    assert teaching.missing([1]) == []
    assert teaching.missing([9]) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert teaching.missing(CHAPTERS) == []


# ---- courses


def _load(group):
    return sum(one.load for one in group)


@pytest.mark.parametrize("weeks", range(1, 14))
def test_chapters_are_spread_as_evenly_as_can_be(weeks):
    chosen = teaching.chapters(CHAPTERS)
    plan = teaching.weeks_of(CHAPTERS, weeks)
    assert [one.number for week in plan for one in week.chapters] == CHAPTERS
    assert len(plan) == weeks
    cuts = itertools.combinations(range(1, len(chosen)), weeks - 1)
    best = min(max(_load(chosen[a:b]) for a, b in itertools.pairwise((0, *cut, len(chosen)))) for cut in cuts)
    assert max(_load(week.chapters) for week in plan) == best
    for week in plan:
        assert week.minutes == (90 if len(week.chapters) == 1 else 50)
        assert week.load == _load(week.chapters)


@pytest.mark.parametrize(("numbers", "weeks"), [([3, 6, 7], 4), ([3, 6, 7], 6), ([6], 2), (CHAPTERS, 20)])
def test_the_longest_chapters_have_two_weeks_where_there_is_time(numbers, weeks):
    plan = teaching.weeks_of(numbers, weeks)
    assert len(plan) == weeks
    count = {n: sum(n == week.chapters[0].number for week in plan) for n in numbers}
    chosen = {n: teaching.chapter(n) for n in numbers}
    assert set(count.values()) <= {1, 2}
    twice = [chosen[n].load for n in numbers if count[n] == 2]
    once = [chosen[n].load for n in numbers if count[n] == 1]
    assert not once or min(twice) >= max(once)
    for n in numbers:
        weeks_of_it = [week for week in plan if week.chapters[0].number == n]
        home = [e for week in weeks_of_it for e in week.home]
        assert sorted(e.name for e in home) == sorted(e.name for e in chosen[n].at_home)
        if count[n] == 2:
            pages = [page for week in weeks_of_it for page in week.reading]
            assert pages == sources.pages([n])


def test_a_course_of_four_weeks_says_what_it_lacks_and_what_is_done():
    text = teaching.syllabus([3, 6, 7], 4)
    assert text.startswith("## 4 weeks: chapters 3, 6 and 7\n")
    for lacking in (
        "chapter 1, The derivative: for chapters 2, 3 and 7",
        "chapter 5, From neurons to a network",
    ):
        assert f"- {lacking}" in text
    assert len(re.findall(r"(?m)^### Week \d: ", text)) == 4
    for number in (3, 6, 7):
        for exercise in teaching.chapter(number).at_home:
            assert f"{exercise.short} {exercise.title} ({exercise.points} point" in text
        for step in teaching.chapter(number).plans[90]:
            assert step["does"] in text
    brief = teaching.syllabus([3, 6, 7], 4, brief=True)
    assert "### Week" not in brief
    assert len(re.findall(r"(?m)^\| \d \|", brief)) == 4


def test_the_order_in_which_chapters_are_named_does_not_matter():
    assert teaching.syllabus([7, 3, 6, 3], 4) == teaching.syllabus([3, 6, 7], 4)


def test_a_course_of_twelve_weeks_has_no_week_that_is_much_too_full():
    plan = teaching.weeks_of(CHAPTERS, 12)
    assert max(week.load for week in plan) <= 4 * 60
    assert "No chapter needs one that is not taken." in teaching.syllabus(CHAPTERS, 12, brief=True)


def test_bad_input_is_refused_in_words():
    for weeks in (0, 7, 2.0, True, "4", None):
        with pytest.raises(
            ValueError, match=r"weeks must be a whole number from 1 to 6, at most two for each chapter, got"
        ):
            teaching.syllabus([3, 6, 7], weeks)
    for numbers, words in (
        ([], "chapters must be some of 1 to 13, got none"),
        ([3, 14], "chapters must be some of 1 to 13, got 14"),
        (["3"], "chapters must be whole numbers, got '3'"),
        ([True], "chapters must be whole numbers, got True"),
    ):
        with pytest.raises(ValueError, match=words):
            teaching.syllabus(numbers, 1)
        with pytest.raises(ValueError, match=words):
            teaching.notes(numbers)


# ---- Markdown


def _slug(heading):
    text = re.sub(r"[^\w\- ]", "", heading.lower().strip().replace("`", "").replace("$", ""))
    return text.replace(" ", "-")


@pytest.mark.parametrize("number", CHAPTERS)
def test_links_of_the_notes_lead_to_a_heading(number):
    text = teaching.notes([number]) + teaching.syllabus([number], 2)
    links = sources.LINK.findall(text)
    assert len(links) >= 10
    for _, target, anchor in links:
        path = (kit_path.ROOT / "book" / target).resolve()
        assert path.is_file(), target
        if anchor:
            if path.suffix == ".ipynb":
                found = list(teaching.book_source.headings(path))
            else:
                found = re.findall(r"(?m)^#{1,3} (.+)$", path.read_text(encoding="utf-8"))
            assert anchor[1:] in map(_slug, found), f"{target}{anchor}"


def test_notes_hold_plans_questions_and_answers_and_the_brief_ones_do_not():
    text, brief = teaching.notes([6]), teaching.notes([6], brief=True)
    one = teaching.chapter(6)
    for part in (*one.objectives, *(m["truth"] for m in one.misconceptions)):
        assert part in text
        assert part in brief
    for part in (step["does"] for plan in one.plans.values() for step in plan):
        assert part in text
    assert one.exam[0]["answer"][:40] in text
    assert "Exam questions" not in brief
    assert "minutes**" not in brief
    begins = [int(n) for n in re.findall(r"(?m)^\| (\d+) \| ", text.split("**90 minutes**")[1])]
    assert begins == list(itertools.accumulate((s["minutes"] for s in one.plans[90][:-1]), initial=0))


def test_with_the_address_of_the_book_links_lead_there():
    text = teaching.notes([6], site="https://example.org/book/")
    assert not sources.LINK.findall(text)
    assert "](https://example.org/book/chapters/06_four_equations.html#bp2-one-layer-back)" in text
    assert "](https://example.org/book/book/play/network.html)" in text
    assert "(https://example.org/book/chapters/" in teaching.syllabus([6], 1, site="https://example.org/book")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "page.md"
    assert teaching.write(path) == path
    return path.read_text(encoding="utf-8")


def test_the_page_is_in_step_with_the_data(written):
    assert teaching.PAGE.read_text(encoding="utf-8") == written


def test_the_page_has_the_map_both_courses_and_all_chapters(written):
    assert "{" not in re.sub(r"`[^`]*`|\$[^$]*\$", "", written.partition("# Teaching")[2])
    assert "<svg" in written
    assert "### 4 weeks: chapters 3, 6 and 7" in written
    assert "### 12 weeks: chapters 1 to 13" in written
    for number in CHAPTERS:
        assert f"### [{number}. {teaching.chapter(number).title}](../chapters/" in written
    count, total = re.search(r"(\d+) of (\d+) in all", written).groups()
    assert int(count) == teaching.variants() >= 40
    assert int(total) == sum(len(checked.exercises(f"{number:02}")) for number in CHAPTERS)


@pytest.fixture
def kit(monkeypatch, capsys):
    """The kit, as from the command line: what it prints."""
    monkeypatch.setattr(sys, "path", list(sys.path))  # which the module changes
    main = importlib.import_module("kit.__main__").main

    def run(*arguments):
        main([str(argument) for argument in arguments])
        return capsys.readouterr().out

    return run


def test_the_commands_of_the_page_do_what_it_says(kit, tmp_path):
    text = teaching.TEMPLATE.read_text(encoding="utf-8")
    assert "book/_tools/kit syllabus 3 6 7 --weeks 4\n" in text
    assert "book/_tools/kit exam 06_four_equations --seed 2026\n" in text
    assert "book/_tools/kit teaching -->" in text
    assert "`notes 6`" in text
    assert kit("syllabus", 3, 6, 7, "--weeks", 4) == teaching.syllabus([3, 6, 7], 4) + "\n"
    assert kit("syllabus", 3, 6, "--weeks", 1, "--brief") == teaching.syllabus([3, 6], 1, brief=True) + "\n"
    assert kit("notes", 6) == teaching.notes([6]) + "\n"
    assert kit("notes", 6, "--site", "https://a.b") == teaching.notes([6], site="https://a.b") + "\n"
    assert kit("exam", "06_four_equations", "--seed", 2026, "--out", tmp_path / "exam").startswith("5 of 10 ")
    assert (tmp_path / "exam/moodle.gift.txt").is_file()
    assert kit("teaching", "--out", tmp_path / "page.md") == f"{tmp_path / 'page.md'}\n"
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == teaching.PAGE.read_text(encoding="utf-8")
    with pytest.raises(
        SystemExit, match="weeks must be a whole number from 1 to 2, at most two for each chapter"
    ):
        kit("syllabus", 3, "--weeks", 9)
    with pytest.raises(SystemExit):
        kit("exam", 6)  # without a seed
