"""Variants of exercises with other numbers, for an exam: questions with a key, and named mistakes as distractors."""

import ast
import contextlib
import copy
import dataclasses
import functools
import html
import io
import itertools
import math
import re
import warnings
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from bplib.checks import exercises
from bplib.checks.engine import WHOLE, Unlike, match
from bplib.checks.engine.deadline import TooLongError, deadline

from . import sources
from .sources import notebooks as store

ARGUMENTS, RESULT = 24, 9  # numbers and strings that can be given on paper, and be an answer
SMALLEST, LARGEST = 1e-3, 1e3  # of the numbers that are given
DISTRACTORS, FREQUENT = (
    3,
    8,
)  # so many of the first: the mistakes of an exercise begin with those that are made most
ATTEMPTS, DRAWS = 24, 4  # inputs are drawn so often, until so many can be used
VISIBLE = {"rtol": 0.02, "atol": 1e-3}  # two answers that are nearer to each other look alike
NOT_ON_PAPER = re.compile(r"find the bugs?\b|\bexperiment\b", re.IGNORECASE)
_LISTED = re.compile(r"[-*] |\d\. |\$\$|\||```")
_FOR_COMPUTERS = re.compile(
    r"\bchecks?\b|\bround\b|\bdifferences\b|\bdifference would pass|Try it yourself|No function may change"
)
_POINTS_TO_CODE = re.compile(r"\b([Tt]his layer|the cell|[Tt]he code|functions? (below|above))\b")
_GIFT = re.compile(r"[\\~=#{}:]")


@dataclasses.dataclass(frozen=True)
class Option:
    """An answer to choose: its value, as it is shown, and the mistake that leads to it (empty for the key)."""

    value: object
    text: str
    mistake: str = ""
    hint: str = ""


@dataclasses.dataclass(frozen=True)
class Question:
    """An exercise with numbers.

    Attributes:
        exercise: its name, such as "06.3".
        title: as in the set, without stars.
        function: the name of the function, as in the set.
        task: Markdown of the task.
        arguments: {name: value}.
        options: the key and the distractors, in the order in which they are shown.
        points: one for each star.
    """

    exercise: str
    title: str
    function: str
    task: str
    arguments: dict
    options: tuple[Option, ...]
    points: int

    @property
    def key(self):
        """The index of the right option."""
        return next(i for i, option in enumerate(self.options) if not option.mistake)

    @property
    def call(self):
        """As one would type it: output_error(z, a, y)."""
        return f"{self.function}({', '.join(self.arguments)})"

    @property
    def given(self):
        """A line for each argument, as one would type it."""
        return "\n".join(f"{name} = {show(value)}" for name, value in self.arguments.items())


# ---- numbers


def atoms(value):
    """The numbers and strings of which a value consists; None if it holds anything else, such as a function."""
    if isinstance(value, np.ndarray):
        return value.ravel().tolist() if value.dtype.kind in "biuf" else None
    if isinstance(value, bool | np.bool_ | int | float | np.integer | np.floating | str):
        return [value]
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if not isinstance(value, list | tuple):
        return None
    parts = [atoms(part) for part in value]
    return None if None in parts else list(itertools.chain.from_iterable(parts))


def _short(number):
    """A number to two digits; whole numbers stay."""
    number = float(number)
    if not math.isfinite(number) or number == 0 or number == round(number):
        return number
    return round(number, 1 - math.floor(math.log10(abs(number)))) + 0.0


def short(value):
    """The same with numbers of two digits; rows that add up to one still do."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        rounded = np.vectorize(_short, otypes=[float])(value) if value.size else value
        if value.ndim and value.shape[-1] > 1 and (value > 0).all() and np.allclose(value.sum(axis=-1), 1):
            rounded = np.round(value, 2)
            rows, largest = rounded.reshape(-1, value.shape[-1]), value.argmax(axis=-1).ravel()
            for row, at in zip(rows, largest):
                row[at] = round(row[at] + 1 - row.sum(), 2)
        return rounded
    if isinstance(value, float | np.floating):
        return _short(value)
    if isinstance(value, dict):
        return {key: short(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(short, value))
    return value


def tidy(args):
    """Arguments with short numbers.

    Where one of them is the sigmoid of another it is so again, to four decimals; where names stand for steps of a
    graph, such as ("p", "*", ("a", "b")), their values are those of the short ones.
    """
    rounded = [short(arg) for arg in args]
    for (i, one), (j, other) in itertools.permutations(enumerate(args), 2):
        if (
            isinstance(one, np.ndarray)
            and isinstance(other, np.ndarray)
            and one.shape == other.shape
            and one.size
            and one.dtype.kind == other.dtype.kind == "f"
            and np.allclose(1 / (1 + np.exp(-np.clip(one, -500, 500))), other)
        ):
            rounded[j] = np.round(1 / (1 + np.exp(-rounded[i])), 4)
    for one in args:
        for j, other in enumerate(args):
            steps = _steps(one)
            if steps and isinstance(other, dict) and all(step[0] in other for step in steps):
                rounded[j] = _forward(steps, rounded[j])
    return tuple(rounded)


def _steps(value):
    """The steps (result, operation, operands) of a graph, in order; None if it is no graph."""
    if isinstance(value, dict):
        value = [(name, *step) for name, step in value.items() if isinstance(step, tuple) and len(step) == 2]
    if not isinstance(value, list) or not value:
        return None
    if not all(isinstance(s, tuple) and len(s) == 3 and isinstance(s[2], tuple) for s in value):
        return None
    return value


def _forward(steps, values):
    """Values whose results are computed from the operands, to three decimals."""
    operations = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}
    operations |= {"sin": math.sin, "exp": math.exp}
    values = dict(values)
    waiting = list(steps)
    for result, _, _ in steps:
        values.pop(result)
    while waiting:
        ready = [s for s in waiting if s[1] in operations and all(u in values for u in s[2])]
        if not ready:
            raise ValueError(f"steps must lead from one to the next by known operations, got {waiting[0]}")
        for result, name, operands in ready:
            values[result] = round(operations[name](*(values[u] for u in operands)), 3) + 0.0
        waiting = [s for s in waiting if s not in ready]
    return values


def show(value, decimals=None):
    """A value as one would type it, without the word array; with so many decimals, if they are given.

    The parts of a tuple or dict may have decimals of their own.
    """
    if isinstance(value, np.ndarray):
        return show(value.tolist(), decimals)
    if isinstance(value, bool | np.bool_ | str):
        return repr(value if isinstance(value, str) else bool(value))
    if isinstance(value, int | np.integer):
        return str(int(value))
    if isinstance(value, float | np.floating):
        if decimals is None:
            text = np.format_float_positional(value, trim="0")
            return text if "." in text else f"{text}.0"
        return f"{round(float(value), decimals) + 0.0:.{decimals}f}"
    each = decimals if isinstance(decimals, list) else [decimals] * len(value)
    if isinstance(value, dict):
        parts = [f"{key!r}: {show(part, d)}" for (key, part), d in zip(value.items(), each)]
        return "{" + ", ".join(parts) + "}"
    inner = ", ".join(map(show, value, each))
    if isinstance(value, tuple):
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return f"[{inner}]"


def _decimals(value):
    """So many that the largest number has four digits; for each part of a tuple or dict."""
    if isinstance(value, tuple | dict):
        return [_decimals(part) for part in (value.values() if isinstance(value, dict) else value)]
    numbers = [abs(a) for a in atoms(value) if isinstance(a, float | np.floating)]
    largest = max(numbers, default=0)
    return 3 if largest == 0 else min(6, max(1, 3 - math.floor(math.log10(largest))))


# ---- tasks


@functools.cache
def _tasks(number):
    """{exercise: (title, points, function, names of its arguments, task)} of those that can be done on paper.

    A set hands code to some exercises; what points to it is not for paper.
    """
    (path,) = sources.solutions([number])
    found, said, defined = {}, [], {}
    for cell in store.read(path).cells:
        if cell.cell_type == "markdown":
            said = [cell.source] if cell.source.startswith("## ") else [*said, cell.source]
        elif check := store.CHECK.search(cell.source):
            first, *blocks = re.split(r"\n{2,}", "\n\n".join(said)) if said else [""]
            if check[2] in defined and not NOT_ON_PAPER.search(first):
                task = _task(blocks, check[2])
                if not _POINTS_TO_CODE.search(task):
                    title = re.sub(r"^## [\d.]+ |\s*[★☆]+\s*$", "", first.splitlines()[0])
                    found[check[1]] = title, sources.stars(first), check[2], defined[check[2]], task
            said = []
        else:
            if "### BEGIN SOLUTION" not in cell.source:
                said = said[:1]  # what was said last belongs to code that is handed out
            for node in ast.parse(cell.source).body:
                if isinstance(node, ast.FunctionDef):
                    defined[node.name] = [a.arg for a in node.args.args]
    return found


def _task(blocks, function):
    """What is asked for, without links, hints, and what is for a computer alone.

    That is all up to the paragraph that names the function, and what is listed below it.
    """
    kept, named, hidden, listed = [], False, False, False
    for block in blocks:
        hidden = hidden or block.startswith("<details")
        if hidden or block.startswith("**Read first**"):
            hidden = hidden and "</details>" not in block
            continue
        before, listed = listed, bool(_LISTED.match(block))
        if named and not (listed and (before or re.search(r"(:|\bare|\bis|,)$", kept[-1]))):
            break
        kept.append(block)
        named = named or f"`{function}(" in block
    return "\n\n".join(filter(None, map(_on_paper, kept)))


def _on_paper(block):
    """A paragraph without links and without what is said of checks, of rounding and of differences."""
    block = re.sub(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^)\s]*\)", r"\1", block)
    if _LISTED.match(block):
        return block
    block = re.sub(r"\s*\([^()]*\([^()]*\)[^()]*\)|\s*\([^()]*\)", _kept, block)
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z`$])", block)
    return " ".join(sentence for sentence in sentences if not _FOR_COMPUTERS.search(sentence))


def _kept(found):
    return "" if _FOR_COMPUTERS.search(found[0]) else found[0]


def conventions(number):
    """What a set says of its conventions, as Markdown; empty if it says nothing."""
    (path,) = sources.solutions([number])
    for block in re.split(r"\n{2,}", store.read(path).cells[0].source):
        if block.startswith("**Conventions**"):
            return _on_paper(block)
    return ""


# ---- questions


@contextlib.contextmanager
def _quiet(seconds):
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        with deadline(seconds):
            yield


def _right(exercise, value, args, wanted):
    """Whether the check of the exercise takes a value for right."""
    try:
        if exercise.accept is None:
            match(wanted, value, exercise, WHOLE)
            return True
        return exercise.accept(value, *copy.deepcopy(args)) is True
    except (Unlike, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False


def _alike(one, other, exercise):
    """Whether two values are so near to each other that they look alike."""
    try:
        match(one, other, dataclasses.replace(exercise, **VISIBLE), WHOLE)
    except Unlike:
        return False
    return True


def _built_alike(one, other):
    """Whether two values have the same parts, shapes and kinds, so that nothing but numbers tells them apart."""
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and list(one) == list(other)
            and all(map(_built_alike, one.values(), other.values()))
        )
    if isinstance(one, list | tuple):
        return type(one) is type(other) and len(one) == len(other) and all(map(_built_alike, one, other))
    if isinstance(one, str | bool | np.bool_):
        return isinstance(other, str if isinstance(one, str) else bool | np.bool_)
    if not isinstance(other, int | float | np.number | np.ndarray) or isinstance(other, bool):
        return False
    return np.shape(one) == np.shape(other)


def _plain(value):
    """A value of Python and NumPy arrays alone."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_plain, value))
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and not value.ndim):
        return value.item()
    return value


def _presentable(value, most):
    """Whether a value consists of a few finite numbers and strings."""
    parts = atoms(value)
    if not parts or len(parts) > most:
        return False
    return all(isinstance(p, str) or math.isfinite(p) for p in parts)


def _distractors(exercise, args, key):
    """An option for each named mistake that leads to another answer; of those that look alike, the first."""
    found, names, decimals = [], set(), _decimals(key)
    scale = max((abs(a) for a in atoms(key) if not isinstance(a, str)), default=1) or 1
    for mistake in exercise.mistakes:
        try:
            with _quiet(exercise.seconds):
                value = _plain(mistake.wrong(*copy.deepcopy(args)))
        except (Exception, TooLongError):  # a mistake may fail on some inputs
            continue
        if not _presentable(value, RESULT) or not _built_alike(key, value):
            continue
        if any(abs(a) > 100 * scale for a in atoms(value) if not isinstance(a, str)):
            continue
        others = [key, *(option.value for option in found)]
        text = show(value, decimals)
        if any(_alike(other, value, exercise) or show(other, decimals) == text for other in others):
            continue
        if mistake.name not in names and not _right(exercise, value, args, key):
            names.add(mistake.name)
            found.append(Option(value, text, mistake.name, mistake.hint))
    return found


def _drawn(exercise, seed):
    """Arguments with short numbers, one trial after the other, but for those that are the same with every seed."""
    number = [int(part) for part in exercise.name.split(".")]
    for attempt in range(ATTEMPTS):
        rng, other = (np.random.default_rng([*number, s, attempt, 15]) for s in (seed, seed + 1))
        for _ in range(exercise.trials):
            args, compared = exercise.inputs(rng), exercise.inputs(other)
            if not all(_presentable(arg, ARGUMENTS) for arg in args) or repr(args) == repr(compared):
                continue
            try:
                yield tidy(args)
            except ValueError:
                continue


def _givable(args):
    parts = list(itertools.chain.from_iterable(map(atoms, args)))
    if len(parts) > ARGUMENTS:
        return False
    sizes = [abs(a) for a in parts if not isinstance(a, str) and a]
    return all(SMALLEST <= size <= LARGEST for size in sizes)


def variant(name, seed):
    """A question made of an exercise, or None if it makes none.

    An exercise makes a question if it is neither an experiment nor a bug to find, if its arguments and its answer are
    a few numbers or words, and if three of its named mistakes lead to answers that look different.

    Args:
        name: of the exercise, such as "06.3".
        seed: a whole number of at least 0.

    Raises:
        ValueError: if there is no such exercise, or seed is no such number.
    """
    _checked_seed(seed)
    number = str(name).partition(".")[0]
    known = exercises(number) if number in {f"{n:02}" for n in sources.chapters()} else {}
    if name not in known:
        raise ValueError(f"name must be that of an exercise, such as '06.3', got {name!r}")
    tasks = _tasks(int(number))
    if name not in tasks:
        return None
    exercise, (title, points, function, names, task) = known[name], tasks[name]
    if "seed" in names:  # nobody draws random numbers by hand
        return None
    tried = (_answered(exercise, args) for args in _drawn(exercise, seed) if 0 < len(args) <= len(names))
    # Of several draws the one on which the most mistakes show: a batch of one hides many.
    good = list(itertools.islice((t for t in tried if t and len(t[2]) >= DISTRACTORS), DRAWS))
    if not good:
        return None
    args, key, wrong = max(good, key=lambda drawn: len(drawn[2]))
    rng = np.random.default_rng([*map(int, name.split(".")), seed, 16])
    options = [Option(key, ""), *(wrong[i] for i in rng.permutation(min(len(wrong), FREQUENT))[:DISTRACTORS])]
    decimals = 0 if all(_whole(option.value) for option in options) else _decimals(key)
    options = [dataclasses.replace(option, text=show(option.value, decimals)) for option in options]
    shuffled = tuple(options[i] for i in rng.permutation(len(options)))
    return Question(name, title, function, task, dict(zip(names, args)), shuffled, points)


def _answered(exercise, args):
    """(args, key, distractors), or None if the arguments or the key cannot be shown."""
    if not _givable(args):
        return None
    try:
        with _quiet(exercise.seconds):
            key = _plain(exercise.reference(*copy.deepcopy(args)))
    except (Exception, TooLongError):  # the short numbers may be none that the task allows
        return None
    if not _presentable(key, RESULT) or not _right(exercise, key, args, key):
        return None
    if not any(isinstance(a, str) or a for a in atoms(key)):  # all zeros tell nothing
        return None
    return args, key, _distractors(exercise, args, key)


def _whole(value):
    return all(isinstance(a, str) or a == round(a) for a in atoms(value))


def questions(number, seed):
    """The questions of a set.

    Raises:
        ValueError: if there is no such set, or seed is no whole number of at least 0.
    """
    _checked_seed(seed)
    sources.pages([number])
    made = (variant(name, seed) for name in _tasks(number))
    return [question for question in made if question]


def _checked_seed(seed):
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise ValueError(f"seed must be a whole number of at least 0, got {seed!r}")


# ---- formats


def _math(content, options):
    content = html.escape(content.strip(), quote=False)
    return rf"\[{content}\]" if options["display_mode"] else rf"\({content}\)"


_MARKDOWN = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin, renderer=_math)


def page(text):
    r"""HTML of Markdown; formulas as \(…\) and \[…\], which Moodle and Canvas show."""
    return _MARKDOWN.render(text).strip()


LEAD = "Compute by hand what `{call}` returns for"


def asked(question):
    """Markdown of a question, without its options."""
    given = f"```\n{question.given}\n```"
    return "\n\n".join(filter(None, (question.task, LEAD.format(call=question.call), given)))


def escaped(text):
    r"""Text for GIFT: a backslash before its special characters, and \n for a line's end."""
    return _GIFT.sub(lambda found: "\\" + found[0], text).replace("\n", "\\n")


def gift(made, about=""):
    """Questions in GIFT, the format of Moodle."""
    blocks = []
    if about:
        blocks.append(f"::Conventions::[html]{escaped(page(about))}")
    for question in made:
        lines = [
            f"::{escaped(f'{question.exercise} {question.title}')}::[html]{escaped(page(asked(question)))}{{"
        ]
        for option in question.options:
            feedback = f"{option.mistake}. {option.hint}" if option.mistake else "Right."
            sign = "~" if option.mistake else "="
            lines.append(
                f"\t{sign}[html]{escaped(f'<code>{html.escape(option.text, quote=False)}</code>')}"
                f"#[html]{escaped(html.escape(feedback, quote=False))}"
            )
        blocks.append("\n".join([*lines, "}"]))
    return "\n\n".join(blocks) + "\n"


def _below(parent, tag, text=None, **attributes):
    child = ElementTree.SubElement(parent, tag, attributes)
    child.text = text
    return child


def _material(parent, text):
    _below(_below(parent, "material"), "mattext", text, texttype="text/html")


def _fields(parent, **fields):
    data = _below(parent, "qtimetadata")
    for label, entry in fields.items():
        field = _below(data, "qtimetadatafield")
        _below(field, "fieldlabel", label)
        _below(field, "fieldentry", entry)


def _item(section, question, ident):
    item = _below(section, "item", ident=ident, title=f"{question.exercise} {question.title}")
    _fields(
        _below(item, "itemmetadata"),
        question_type="multiple_choice_question",
        points_possible=f"{question.points}.0",
    )
    shown = _below(item, "presentation")
    _material(shown, page(asked(question)))
    choices = _below(_below(shown, "response_lid", ident="response1", rcardinality="Single"), "render_choice")
    processing = _below(item, "resprocessing")
    outcomes = _below(processing, "outcomes")
    _below(outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    for i, option in enumerate(question.options):
        label = _below(choices, "response_label", ident=f"{ident}_{i}")
        _material(label, f"<code>{html.escape(option.text, quote=False)}</code>")
        if option.mistake:
            condition = _below(processing, "respcondition", **{"continue": "Yes"})
            chosen = _below(condition, "conditionvar")
            _below(chosen, "varequal", f"{ident}_{i}", respident="response1")
            _below(condition, "displayfeedback", feedbacktype="Response", linkrefid=f"{ident}_{i}_fb")
            told = _below(_below(item, "itemfeedback", ident=f"{ident}_{i}_fb"), "flow_mat")
            _material(told, html.escape(f"{option.mistake}. {option.hint}", quote=False))
    condition = _below(processing, "respcondition", **{"continue": "No"})
    chosen = _below(condition, "conditionvar")
    _below(chosen, "varequal", f"{ident}_{question.key}", respident="response1")
    _below(condition, "setvar", "100", action="Set", varname="SCORE")


def _document(root):
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def qti(made, title, ident, about=""):
    """The files of an IMS package with questions in QTI 1.2: {name: bytes}."""
    root = ElementTree.Element("questestinterop", xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2")
    assessment = _below(root, "assessment", ident=ident, title=title)
    section = _below(assessment, "section", ident="root_section")
    if about:
        item = _below(section, "item", ident=f"{ident}_conventions", title="Conventions")
        _fields(_below(item, "itemmetadata"), question_type="text_only_question", points_possible="0.0")
        _material(_below(item, "presentation"), page(about))
    for i, question in enumerate(made, start=1):
        _item(section, question, f"{ident}_{i}")
    name = f"{ident}/{ident}.xml"
    manifest = ElementTree.Element(
        "manifest", identifier=f"{ident}_manifest", xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
    )
    described = _below(manifest, "metadata")
    _below(described, "schema", "IMS Content")
    _below(described, "schemaversion", "1.1.3")
    _below(manifest, "organizations")
    resource = _below(
        _below(manifest, "resources"), "resource", identifier=ident, type="imsqti_xmlv1p2", href=name
    )
    _below(resource, "file", href=name)
    return {"imsmanifest.xml": _document(manifest), name: _document(root)}


def sheet(made, title, about=""):
    """The exam on paper, as Markdown."""
    blocks = [f"# {title}", "Name:", about]
    for i, question in enumerate(made, start=1):
        points = f"{question.points} point" + "s" * (question.points > 1)
        options = "\n".join(f"- **{chr(65 + k)}** `{o.text}`" for k, o in enumerate(question.options))
        blocks += [f"## {i}. {question.title} ({points})", asked(question), options]
    return "\n\n".join(filter(None, blocks)) + "\n"


def answers(made, title):
    """The answers with the mistakes that lead to the others, as Markdown."""
    blocks = [f"# Answers: {title}"]
    for i, question in enumerate(made, start=1):
        lines = [
            f"- {chr(65 + k)} `{option.text}`: " + (option.mistake or "**right**")
            for k, option in enumerate(question.options)
        ]
        blocks += [
            f"## {i}. {question.title} (exercise {question.exercise})",
            f"**{chr(65 + question.key)}**, `{question.options[question.key].text}`",
            "\n".join(lines),
        ]
    return "\n\n".join(blocks) + "\n"


def write(number, seed, out=None):
    """Write an exam: for Moodle, for Canvas, on paper, and its answers.

    Args:
        number: of the set, or its name, such as 06_four_equations.
        seed: a whole number of at least 0. The same seed gives the same exam.
        out: a new folder (default: exam_06_seed for set 6).

    Returns:
        What to say of it.

    Raises:
        ValueError: if there is no such set, seed is no such number, the folder is there already, or no exercise of
            the set makes a question.
    """
    _checked_seed(seed)
    digits = re.match(r"\d+", str(number))
    names = {path.stem for path in sources.solutions(list(sources.chapters()))}
    if not digits or (str(number) not in names and not str(number).isdigit()):
        raise ValueError(f"set must be a number or a name such as 06_four_equations, got {number!r}")
    number = int(digits[0])
    sources.pages([number])
    ident = f"exam_{number:02}_{seed}"
    out = Path(ident if out is None else out)
    if out.exists():
        raise ValueError(f"out must be a new folder, {out} is there already")
    made = questions(number, seed)
    if not made:
        raise ValueError(f"set must have exercises with a few numbers, set {number} has none")
    title, about = f"Set {number}, variant {seed}", conventions(number)
    out.mkdir(parents=True)
    (out / "moodle.gift.txt").write_text(gift(made, about), encoding="utf-8")
    with zipfile.ZipFile(out / "canvas.qti.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in qti(made, title, ident, about).items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    (out / "exam.md").write_text(sheet(made, title, about), encoding="utf-8")
    (out / "answers.md").write_text(answers(made, title), encoding="utf-8")
    total = len(exercises(f"{number:02}"))
    return f"{len(made)} of {total} exercises in {out}: moodle.gift.txt, canvas.qti.zip, exam.md, answers.md"
