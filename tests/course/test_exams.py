"""Exams: other numbers with every seed, a key that is right, distractors that are wrong, and files that import."""

import ast
import dataclasses
import html
import itertools
import re
import zipfile
from xml.etree import ElementTree

import kit_path  # noqa: F401
import numpy as np
import pytest
from kit import exams, sources

from bplib.checks import exercises
from bplib.checks.engine import WHOLE, Exercise, Mistake, Unlike, examine, match

SETS = list(sources.chapters())
SEED = 3
QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"


@pytest.fixture(scope="module")
def made():
    return {number: exams.questions(number, SEED) for number in SETS}


def _exercise(question):
    return exercises(question.exercise[:2])[question.exercise]


def _like(value, key):
    """A value read from text, with arrays where the key has them."""
    if isinstance(key, np.ndarray):
        return np.asarray(value, key.dtype).reshape(key.shape)
    if isinstance(key, list | tuple):
        return type(key)(map(_like, value, key))
    if isinstance(key, dict):
        return {name: _like(value[name], key[name]) for name in key}
    return value


def test_more_than_forty_exercises_make_questions(made):
    assert sum(map(len, made.values())) >= 40
    assert all(len(questions) >= 2 for questions in made.values())


@pytest.mark.parametrize("number", SETS)
def test_the_check_takes_the_key_and_names_the_mistake_of_every_other_answer(made, number):
    for question in made[number]:
        args = tuple(question.arguments.values())
        exercise = dataclasses.replace(_exercise(question), inputs=lambda rng, args=args: args, trials=1)
        assert len(question.options) == 1 + exams.DISTRACTORS
        assert sum(not option.mistake for option in question.options) == 1
        for option in question.options:
            verdict = examine(exercise, lambda *args, value=option.value: value)
            assert bool(verdict) == (not option.mistake), f"{question.exercise}: {option.text}"
            assert verdict.mistake == option.mistake, f"{question.exercise}: {option.text}"


@pytest.mark.parametrize("number", SETS)
def test_what_is_shown_is_enough_to_tell_the_answers_apart(made, number):
    for question in made[number]:
        key = question.options[question.key].value
        rough = dataclasses.replace(_exercise(question), rtol=0.006, atol=6e-4)
        texts = [option.text for option in question.options]
        assert len(set(texts)) == len(texts)
        for option in question.options:
            shown = _like(ast.literal_eval(option.text), key)
            if option.mistake:
                with pytest.raises(Unlike):
                    match(key, shown, rough, WHOLE)
            else:
                match(key, shown, rough, WHOLE)
        for line, (name, value) in zip(question.given.splitlines(), question.arguments.items(), strict=True):
            left, right = line.split(" = ")
            assert left == name
            assert exams.show(_like(ast.literal_eval(right), value)) == right


@pytest.mark.parametrize("number", SETS)
def test_numbers_are_short_and_few(made, number):
    for question in made[number]:
        given = list(itertools.chain.from_iterable(map(exams.atoms, question.arguments.values())))
        assert len(given) <= 24
        texts = [np.format_float_positional(x, trim="-") for x in given if isinstance(x, float)]
        assert all(len(re.sub(r"^-?[0.]*|\.|0+$", "", text)) <= 4 for text in texts), question.given
        assert len(exams.atoms(question.options[question.key].value)) <= 9


def test_tasks_are_for_paper(made):
    for question in itertools.chain(*made.values()):
        assert question.task.strip()
        assert not re.search(
            r"\]\(|<details|\bchecks?\b|\bRead first\b|experiment|find the bug", question.task, re.I
        )
        assert question.task.count("(") == question.task.count(")"), question.task
        assert question.task.count("`") % 2 == question.task.count("$") % 2 == 0
        assert not re.search(r"find the bug|experiment", question.title, re.I)
        assert question.points in (1, 2, 3)
    assert made[6][1].task.startswith("Write `output_error(z, a, y)`")
    assert made[6][2].task.endswith("of shape $(n_l, 1)$.")  # with the list


def test_the_same_seed_gives_the_same_exam_and_another_one_other_numbers(made):
    for number in (3, 6):
        again = exams.questions(number, SEED)
        assert list(map(exams.asked, again)) == list(map(exams.asked, made[number]))
        assert exams.gift(again) == exams.gift(made[number])
    for number in SETS:
        mine = {q.exercise: q.given for q in made[number]}
        theirs = {q.exercise: q.given for q in exams.questions(number, SEED + 1)}
        assert len(mine.keys() & theirs.keys()) >= 2
        assert all(theirs[name] != mine[name] for name in mine.keys() & theirs.keys())


def test_the_key_stands_in_every_place(made):
    places = {question.key for question in itertools.chain(*made.values())}
    assert places == {0, 1, 2, 3}


def _toy(*mistakes, **more):
    return Exercise(
        "06.1",
        lambda x: 2.0 * x,
        lambda rng: (float(rng.uniform(1, 2)),),
        tuple(Mistake(name, wrong, f"hint of {name}") for name, wrong in mistakes),
        **more,
    )


def _fails(x):
    raise OSError


def test_distractors_differ_visibly_from_the_key_and_from_each_other():
    toy = _toy(
        ("right", lambda x: 2 * x),
        ("looks right", lambda x: 2.001 * x),
        ("first", lambda x: 3 * x),
        ("looks like the first", lambda x: 3.01 * x),
        ("another shape", lambda x: np.array([3.5 * x])),
        ("another kind", lambda x: "3.5"),
        ("not finite", lambda x: np.nan),
        ("absurd", lambda x: 1e9 * x),
        ("fails", _fails),
        ("second", lambda x: np.float64(4) * x),
    )
    found = exams._distractors(toy, (1.5,), 3.0)
    assert [option.mistake for option in found] == ["first", "second"]
    assert [option.value for option in found] == [4.5, 6.0]
    both = dataclasses.replace(toy, accept=lambda answer, x: answer in (2 * x, 4 * x) or "no")
    assert [option.mistake for option in exams._distractors(both, (1.5,), 3.0)] == ["first"]


def test_numbers_are_rounded_before_the_key_is_computed(made):
    question = next(q for q in made[6] if q.exercise == "06.3")
    z, a, y = question.arguments.values()
    assert np.array_equal(a, np.round(1 / (1 + np.exp(-z)), 4))
    key = question.options[question.key]
    assert np.allclose(key.value, (a - y) * a * (1 - a), rtol=0, atol=2e-4)
    assert exams.short(0.12345) == 0.12
    assert exams.short(-1234.5) == -1200
    assert exams.short(12345.0) == 12345
    assert exams.short((3, {"a": np.array([0.0, 0.999])})) == (3, {"a": pytest.approx([0, 1.0])})
    rows = exams.short(np.array([[0.333, 0.333, 0.334], [0.125, 0.125, 0.75]]))
    assert np.allclose(rows.sum(axis=1), 1)
    graph = [("p", "*", ("a", "b")), ("q", "sin", ("p",))]
    _, values = exams.tidy((graph, {"a": 1.234, "b": 2.0, "p": 2.468, "q": 0.6237}))
    assert values == {"a": 1.2, "b": 2.0, "p": 2.4, "q": 0.675}
    with pytest.raises(ValueError, match="steps must lead from one to the next by known operations"):
        exams.tidy(([("p", "?", ("a",))], {"a": 1.0, "p": 1.0}))


# ---- Moodle


def _pre(text):
    """As question/format/gift/format.php of Moodle does before it looks for structure."""
    text = text.replace("\\\\", "&&092;")
    for sign, code in zip(":#={}~", ("058", "035", "061", "123", "125", "126")):
        text = text.replace("\\" + sign, f"&&{code};")
    return text.replace("\\n", "&&010").replace("&&092;", "\\")


def _post(text):
    for sign, code in zip(":#={}~", ("058", "035", "061", "123", "125", "126")):
        text = text.replace(f"&&{code};", sign)
    text = text.replace("&&010", "\n").strip()
    assert text.startswith("[html]")
    return text.removeprefix("[html]")


def _import(text):
    """What Moodle reads: (name, question text, [(right, answer, feedback)])."""
    for block in re.split(r"\n\s*\n", text.strip()):
        block = _pre("\n".join(line for line in block.splitlines() if not line.strip().startswith("//")))
        assert block.startswith("::")
        name, _, rest = block[2:].partition("::")
        if "{" not in rest:
            assert "}" not in rest
            yield name, _post(rest), None
            continue
        asked, _, inner = rest.partition("{")
        inner, _, after = inner.partition("}")
        assert not after.strip()
        parts = [part.strip() for part in inner.strip().replace("=", "~=").split("~")]
        assert not parts[0]
        found = []
        for part in parts[1:]:
            shown, _, feedback = part.removeprefix("=").partition("#")
            found.append((part.startswith("="), _post(shown.strip()), _post(feedback.strip())))
        yield _post(f"[html]{name}"), _post(asked), found


def _plain(text):
    return html.unescape(re.sub("<[^>]+>", "", text)).strip()


@pytest.fixture(scope="module")
def awkward():
    signs = "~ = # { } : \\ \\n [x] <b> & %50% ::\n\n// {~wrong =right#no}"
    options = [exams.Option(1.0, "{'a': 1.0} ~=#"), exams.Option(2.0, "[2.0] <", f"m {signs}", f"h {signs}")]
    return exams.Question(
        "06.1", "A ~ = # { } : \\ title", "f", f"Task {signs} with $\\frac{{a}}{{b}} < 1$.", {"x": 1.0},
        tuple(options), 1,
    )  # fmt: skip


def test_moodle_reads_back_what_was_written(made, awkward):
    for questions in (*made.values(), [awkward]):
        read = list(_import(exams.gift(questions, "**Conventions** with {, = and ~.")))
        assert len(read) == 1 + len(questions)
        assert read[0][2] is None
        assert _plain(read[0][1]) == "Conventions with {, = and ~."
        for (name, asked, answers), question in zip(read[1:], questions):
            assert name == f"{question.exercise} {question.title}"
            assert asked == exams.page(exams.asked(question)).strip()
            assert [_plain(shown) for _, shown, _ in answers] == [o.text for o in question.options]
            assert [right for right, _, _ in answers] == [not o.mistake for o in question.options]
            for (_, _, feedback), option in zip(answers, question.options):
                assert _plain(feedback) == (
                    f"{option.mistake}. {option.hint}" if option.mistake else "Right."
                )


def test_special_characters_are_escaped():
    assert exams.escaped("a~b=c#d{e}f:g\\h\ni") == r"a\~b\=c\#d\{e\}f\:g\\h\ni"


def test_formulas_are_in_the_form_that_moodle_and_canvas_show():
    text = exams.page("A $a < b$ and\n\n$$\nc\n$$\n\n- `x`\n\n```\ny = 1\n```")
    assert r"\(a &lt; b\)" in text
    assert r"\[c\]" in text
    assert "<li><code>x</code></li>" in text
    assert "<pre><code>y = 1" in text


# ---- Canvas


@pytest.mark.parametrize("number", [*SETS, "awkward"])
def test_the_package_is_well_formed_and_has_one_right_answer_for_each_question(made, awkward, number):
    questions = [awkward] if number == "awkward" else made[number]
    files = exams.qti(questions, "Title & more", "exam_x", "**Conventions**")
    manifest = ElementTree.fromstring(files["imsmanifest.xml"])
    space = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
    (resource,) = manifest.iter(f"{space}resource")
    assert resource.get("type") == "imsqti_xmlv1p2"
    assert set(files) == {"imsmanifest.xml", resource.get("href")}
    root = ElementTree.fromstring(files[resource.get("href")])
    assert root.find(f"{QTI}assessment").get("title") == "Title & more"
    conventions, *items = root.iter(f"{QTI}item")
    assert "text_only_question" in "".join(conventions.itertext())
    assert len(items) == len(questions)
    idents = [e.get("ident") for e in root.iter() if e.get("ident") and e.tag != f"{QTI}response_lid"]
    assert len(idents) == len(set(idents))
    for item, question in zip(items, questions):
        fields = [e.text for e in item.iter(f"{QTI}fieldentry")]
        assert fields == ["multiple_choice_question", f"{question.points}.0"]
        assert item.find(f"{QTI}presentation/{QTI}material/{QTI}mattext").text == exams.page(
            exams.asked(question)
        )
        labels = {
            e.get("ident"): _plain(e.find(f".//{QTI}mattext").text) for e in item.iter(f"{QTI}response_label")
        }
        assert list(labels.values()) == [option.text for option in question.options]
        scoring, told = [], {}
        for condition in item.iter(f"{QTI}respcondition"):
            chosen = condition.find(f"{QTI}conditionvar/{QTI}varequal").text
            scoring += [chosen] * (condition.find(f"{QTI}setvar") is not None)
            for shown in condition.iter(f"{QTI}displayfeedback"):
                told[chosen] = shown.get("linkrefid")
        assert [labels[ident] for ident in scoring] == [question.options[question.key].text]
        assert set(told) == set(labels) - set(scoring)
        assert sorted(told.values()) == sorted(e.get("ident") for e in item.iter(f"{QTI}itemfeedback"))


# ---- files


def test_an_exam_is_written(tmp_path, made):
    said = exams.write("06_four_equations", SEED, tmp_path / "out")
    assert said.startswith(f"{len(made[6])} of 10 exercises in ")
    text, key = ((tmp_path / "out" / name).read_text(encoding="utf-8") for name in ("exam.md", "answers.md"))
    for i, question in enumerate(made[6], start=1):
        assert f"## {i}. {question.title}" in text
        letter = "ABCD"[question.key]
        assert f"**{letter}**, `{question.options[question.key].text}`" in key
        assert f"- **{letter}** `{question.options[question.key].text}`" in text
        assert not any(o.hint in text for o in question.options if o.mistake)
    assert "**right**" not in text
    with zipfile.ZipFile(tmp_path / "out/canvas.qti.zip") as archive:
        assert archive.namelist()[0] == "imsmanifest.xml"
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
    exams.write(6, SEED, tmp_path / "again")
    for path in (tmp_path / "out").iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_bad_input_is_refused_in_words(tmp_path):
    for seed in (-1, 1.5, True, "3", None):
        with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got"):
            exams.write(6, seed, tmp_path / "x")
        with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got"):
            exams.variant("06.3", seed)
    for number in ("06_four", "six", "", None, "6.5"):
        with pytest.raises(ValueError, match="set must be a number or a name such as 06_four_equations, got"):
            exams.write(number, 1, tmp_path / "x")
    with pytest.raises(ValueError, match="chapters must be some of 1 to 13, got 14"):
        exams.write(14, 1, tmp_path / "x")
    for name in ("6.3", "06.99", "", None, "99.1"):
        with pytest.raises(ValueError, match="name must be that of an exercise, such as"):
            exams.variant(name, 1)
    with pytest.raises(ValueError, match="out must be a new folder"):
        exams.write(6, 1, tmp_path)
    assert exams.variant("06.8", 1) is None
    assert not list(tmp_path.iterdir())
