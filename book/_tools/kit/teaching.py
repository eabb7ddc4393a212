"""To teach with the book: what teaching/NN.toml says of each chapter, as notes, as a syllabus, and as a page."""

import functools
import html
import json
import re
import textwrap
import tomllib
from dataclasses import dataclass
from pathlib import Path

from bplib import checks as checked

from . import exams, sources
from .sources import ROOT
from .sources import notebooks as store

import book_source  # isort: skip  # found by sources

FOLDER = Path(__file__).parent / "teaching"
PAGE = ROOT / "book/teaching.md"
TEMPLATE = sources.TEMPLATES / "teaching.md"
STATES = ROOT / "bplib/live/states.json"
MINUTES = {1: 5, 2: 15, 3: 60}  # of an exercise, by its stars, as how_to_use.md says
PLANS = (50, 90)
WITH_PENCIL = 2  # times as long as reading, as the chapters say
BOX = (164, 42, 8, 22)  # of the map: width and height, and the gaps between boxes
LETTERS = 22  # in a line of a box
COURSES = (([3, 6, 7], 4), (list(range(1, 14)), 12))
_CURED = "the bug is still there"  # what a check says of a bug that was not found
_KEYS = {
    "objectives": (3, 5),
    "needs": (0, 12),
    "plan50": (3, 10),
    "plan90": (4, 14),
    "misconceptions": (3, 5),
    "live": (1, 6),
    "class": (2, 8),
    "home": (2, 10),
    "exam": (4, 6),
}
_ENTRIES = {
    "plan50": ({"minutes", "does"}, {"section", "figure", "state", "predict"}),
    "plan90": ({"minutes", "does"}, {"section", "figure", "state", "predict"}),
    "misconceptions": ({"thought", "truth", "exercise"}, {"mistake"}),
    "live": ({"figure", "see"}, {"state"}),
    "exam": ({"points", "question", "answer"}, set()),
}


@dataclass(frozen=True)
class Exercise:
    """An exercise of a set: its name such as "06.3", its title, and its points, one for each star."""

    name: str
    title: str
    points: int

    @property
    def minutes(self):
        """How long it takes."""
        return MINUTES[self.points]

    @property
    def short(self):
        """As in the text: 6.3."""
        return self.name.lstrip("0")


@dataclass(frozen=True)
class Chapter:
    """What is said of a chapter, and what the book says of it."""

    number: int
    title: str
    objectives: tuple
    needs: tuple
    plans: dict
    misconceptions: tuple
    live: tuple
    in_class: tuple
    at_home: tuple
    exam: tuple

    @property
    def page(self):
        """The core page."""
        return sources.pages([self.number], core=True)[0]

    @property
    def topic(self):
        """The title up to its colon."""
        return self.title.partition(":")[0]

    @property
    def reading(self):
        """Minutes to read the core page."""
        return minutes_to_read(self.page)

    @property
    def more(self):
        """The exercises that are neither for class nor for home."""
        chosen = {*self.in_class, *self.at_home}
        return [exercise for exercise in exercises(self.number).values() if exercise not in chosen]

    @property
    def load(self):
        """Minutes outside of class: reading with a pencil, and the exercises for home."""
        return WITH_PENCIL * self.reading + sum(e.minutes for e in self.at_home)


# ---- what the book has


@functools.cache
def exercises(number):
    """{name: Exercise} of a set, in order."""
    found = {}
    (path,) = sources.solutions([number])
    for cell in store.read(path).cells:
        head = re.match(r"## (\d+)\.(\d+) (.+?)\s*([★☆]+)\s*$", cell.source.partition("\n")[0])
        if cell.cell_type == "markdown" and head:
            name = f"{int(head[1]):02}.{head[2]}"
            found[name] = Exercise(name, head[3], sources.stars(head[4]))
    return found


@functools.cache
def headings(number):
    """{page, such as "6" or "6b": (its file, its headings)} of a chapter."""
    return {
        page.stem.partition("_")[0].lstrip("0"): (page, list(book_source.headings(page)))
        for page in sources.pages([number])
    }


@functools.cache
def minutes_to_read(page):
    """By the count of the chapters themselves, to five minutes: not every edit of a chapter changes a course."""
    return 5 * round(book_source.reading_time(page).minutes / 5)


@functools.cache
def figures():
    """{live figure: names of its states}."""
    states = json.loads(STATES.read_text(encoding="utf-8"))
    pages = [path.stem for path in sorted((ROOT / "book/play").glob("*.md")) if path.stem != "index"]
    return {page: [s["name"] for s in states if s["figure"] == page] for page in pages}


@functools.cache
def named_mistakes(name):
    """What the check of an exercise, such as "06.3", can call a mistake."""
    return {mistake.name for mistake in checked.exercises(name[:2])[name].mistakes}


@functools.cache
def equations():
    """The numbers of all equations of the book."""
    return {equation.number for equation in book_source.equations()}


def builds_on(number):
    """The chapters that the core page of a chapter says it builds on."""
    (page,) = sources.pages([number], core=True)
    text = store.read(page).cells[0].source
    (line,) = re.findall(r"(?m)^\*\*Builds on\*\* .+$", text)
    return sorted({int(n) for n in re.findall(r"\((\d\d)_\w+\.ipynb", line)})


# ---- what teaching/NN.toml says


def _wanted(where, wanted, got):
    return ValueError(f"{where} must be {wanted}, got {got!r}")


def _check_form(data, where):
    if set(data) != set(_KEYS):
        odd = sorted(set(data) ^ set(_KEYS))
        raise _wanted(where, f"a table of {', '.join(_KEYS)}", ", ".join(odd))
    for key, (least, most) in _KEYS.items():
        if not isinstance(data[key], list) or not least <= len(data[key]) <= most:
            got = len(data[key]) if isinstance(data[key], list) else data[key]
            raise _wanted(f"{where}: {key}", f"a list of {least} to {most}", got)
    for key, (required, optional) in _ENTRIES.items():
        for i, entry in enumerate(data[key]):
            here = f"{where}: {key}[{i}]"
            if not isinstance(entry, dict) or not required <= set(entry) <= required | optional:
                raise _wanted(here, f"a table of {', '.join(sorted(required | optional))}", entry)
            for name, value in entry.items():
                if name in ("minutes", "points"):
                    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                        raise _wanted(f"{here}.{name}", "a whole number of at least 1", value)
                elif not isinstance(value, str) or not value.strip():
                    raise _wanted(f"{here}.{name}", "words", value)
    for text in data["objectives"]:
        if not isinstance(text, str) or not text.strip():
            raise _wanted(f"{where}: objectives", "a list of sentences", text)


def _check_shown(entry, number, here):
    """Whether what is shown is there: a section of this chapter or of an earlier one, a figure and its state."""
    if "section" in entry:
        page, _, heading = entry["section"].partition(": ")
        digits = re.match(r"\d+", page)
        known = headings(int(digits[0])) if digits and 1 <= int(digits[0]) <= number else {}
        if heading not in known.get(page, (None, ()))[1]:
            raise _wanted(
                f"{here}.section", "a heading with its page, such as '6b: Summary'", entry["section"]
            )
    if "figure" in entry and entry["figure"] not in figures():
        raise _wanted(f"{here}.figure", f"one of {', '.join(figures())}", entry["figure"])
    if "state" in entry:
        states = figures()[entry["figure"]] if "figure" in entry else []
        if entry["state"] not in states:
            raise _wanted(f"{here}.state", f"one of {', '.join(states) or 'none'}", entry["state"])


def _check_numbers(value, where):
    """Whether the equations that texts name, such as (12.3), are there."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            _check_numbers(part, where)
    elif isinstance(value, str):
        for number in re.findall(r"\((BP\d|[1-9]\d?\.\d+)\)", value):
            if number not in equations():
                raise _wanted(f"{where}: an equation in parentheses", "one of the book", number)


def parsed(data, number, where):
    """A Chapter from the table of a file.

    Args:
        data: the table.
        number: of the chapter.
        where: what to call the file in messages.

    Raises:
        ValueError: if something is missing, has another form, or names what the book does not have.
    """
    _check_form(data, where)
    for minutes in PLANS:
        steps = data[f"plan{minutes}"]
        if (total := sum(step["minutes"] for step in steps)) != minutes:
            raise _wanted(f"{where}: the minutes of plan{minutes}", f"{minutes} in all", total)
        if not any("predict" in step for step in steps):
            raise _wanted(f"{where}: plan{minutes}", "a plan with a predict", "none")
        for i, step in enumerate(steps):
            _check_shown(step, number, f"{where}: plan{minutes}[{i}]")
    for i, entry in enumerate(data["live"]):
        _check_shown(entry, number, f"{where}: live[{i}]")
    own, chosen = exercises(number), [*data["class"], *data["home"]]
    for name in chosen:
        if name not in own:
            raise _wanted(f"{where}: class and home", f"exercises of set {number}", name)
    if len(set(chosen)) < len(chosen):
        raise _wanted(f"{where}: class and home", "exercises, each of them once", chosen)
    for i, entry in enumerate(data["misconceptions"]):
        if entry["exercise"] not in own:
            raise _wanted(f"{where}: misconceptions[{i}].exercise", f"one of set {number}", entry["exercise"])
        if "mistake" in entry:
            known = named_mistakes(entry["exercise"])
            if entry["mistake"] not in known:
                raise _wanted(
                    f"{where}: misconceptions[{i}].mistake",
                    f"a named mistake of exercise {entry['exercise']}",
                    entry["mistake"],
                )
    _check_numbers(data, where)
    for other in data["needs"]:
        if isinstance(other, bool) or not isinstance(other, int) or not 1 <= other < number:
            raise _wanted(f"{where}: needs", f"a list of chapters before {number}", other)
    title = re.sub(r"^\d+\. ", "", next(book_source.headings(sources.pages([number], core=True)[0])))
    return Chapter(
        number=number, title=title, objectives=tuple(data["objectives"]), needs=tuple(data["needs"]),
        plans={minutes: tuple(data[f"plan{minutes}"]) for minutes in PLANS},
        misconceptions=tuple(data["misconceptions"]), live=tuple(data["live"]),
        in_class=tuple(own[name] for name in data["class"]), at_home=tuple(own[name] for name in data["home"]),
        exam=tuple(data["exam"]),
    )  # fmt: skip


@functools.cache
def chapter(number):
    """What teaching/NN.toml says of a chapter.

    Raises:
        ValueError: if there is no such chapter, or the file is not as it should be.
    """
    sources.pages([number])
    path = FOLDER / f"{number:02}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name} must be TOML: {error}") from None
    return parsed(data, number, path.name)


def chapters(numbers):
    """The chapters with these numbers, in order, each once.

    Raises:
        ValueError: if one of them is no number of a chapter, or there is none.
    """
    for number in numbers:
        if isinstance(number, bool) or not isinstance(number, int):
            raise ValueError(f"chapters must be whole numbers, got {number!r}")
    sources.pages(numbers)
    return [chapter(number) for number in sorted(set(numbers))]


# ---- Markdown


def _link(heading, page):
    anchor = re.sub(r"[^\w\- ]", "", heading.lower().replace("`", "").replace("$", "")).strip()
    return f"../{sources.inside(page)}#{anchor.replace(' ', '-')}"


def _shown(entry):
    """What is shown in a step, as links."""
    links = []
    if "section" in entry:
        name, _, heading = entry["section"].partition(": ")
        page, _ = headings(int(re.match(r"\d+", name)[0]))[name]
        links.append(f"[{name}, “{heading}”]({_link(heading, page)})")
    if "state" in entry:
        links.append(f"[{entry['figure']}, “{entry['state']}”](play/index.md#links-for-a-class)")
    elif "figure" in entry:
        links.append(f"[the live figure {entry['figure']}](play/{entry['figure']}.md)")
    return "; ".join(links) or "board"


def _cell(text):
    return " ".join(text.split()).replace("|", "\\|")


def _plan(steps):
    """A plan as a table with the minute at which each step begins."""
    lines = ["| from minute | show | do |", "| --- | --- | --- |"]
    begin = 0
    for step in steps:
        asked = f" **Predict:** {_cell(step['predict'])}" if "predict" in step else ""
        lines.append(f"| {begin} | {_shown(step)} | {_cell(step['does'])}{asked} |")
        begin += step["minutes"]
    return "\n".join(lines)


def _named(chosen, *, titles=True):
    """Exercises with their points."""
    return ", ".join(f"{e.short}{f' {e.title}' if titles else ''} ({_points(e.points)})" for e in chosen)


def _points(count):
    return f"{count} point" + "s" * (count != 1)


def _refer(numbers):
    words = [str(n) for n in numbers]
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _open(entry):
    state = f", “{entry['state']}”" if "state" in entry else ""
    where = "play/index.md#links-for-a-class" if state else f"play/{entry['figure']}.md"
    return f"[{entry['figure']}{state}]({where}): {entry['see']}"


def _exposed(entry, number):
    """The exercise that exposes a misconception, and what its check then says."""
    said = f": “{entry['mistake']}”" if entry.get("mistake", _CURED) != _CURED else ""
    return _cell(f"{exercises(number)[entry['exercise']].short}{said}")


def _chapter_notes(one, level, brief):
    exam = "\n\n".join(
        f"{i}. ({_points(e['points'])}) {_indented(e['question'])}\n\n   <details><summary>Answer</summary>\n\n"
        f"   {_indented(e['answer'])}\n\n   </details>"
        for i, e in enumerate(one.exam, start=1)
    )
    needs = f"chapter{'s' * (len(one.needs) > 1)} {_refer(one.needs)}" if one.needs else "no other chapter"
    blocks = [
        f"{'#' * level} [{one.number}. {one.title}](../{sources.inside(one.page)})",
        f"Needs {needs}. The core page takes about {one.reading} minutes to read.",
        "**Objectives.** Students can\n\n" + "\n".join(f"- {_cell(text)}" for text in one.objectives),
    ]
    if not brief:
        blocks += [f"**{minutes} minutes**\n\n{_plan(one.plans[minutes])}" for minutes in PLANS]
    blocks += [
        "**Misconceptions**\n\n| students think | in fact | exposed by |\n| --- | --- | --- |\n"
        + "\n".join(
            f"| {_cell(m['thought'])} | {_cell(m['truth'])} | {_exposed(m, one.number)} |"
            for m in one.misconceptions
        ),
        "**To show live**\n\n" + "\n".join(f"- {_cell(_open(entry))}" for entry in one.live),
        f"**Exercises in class**: {_named(one.in_class)}.\n\n**At home**: {_named(one.at_home)}.",
    ]
    if not brief:
        blocks.append(f"**Exam questions**\n\n{exam}")
    return "\n\n".join(blocks)


def _indented(text):
    return text.strip().replace("\n", "\n   ")


def notes(numbers, *, level=2, brief=False, site=None):
    """Notes on chapters, as Markdown.

    Args:
        numbers: of the chapters.
        level: of the headings.
        brief: without plans and exam questions.
        site: address of the published book, to which links then lead.

    Raises:
        ValueError: if there is no such chapter, or none is asked for.
    """
    text = "\n\n".join(_chapter_notes(one, level, brief) for one in chapters(numbers)) + "\n"
    return sources.relink(text, "book/teaching.md", set(), site) if site else text


def prerequisites():
    """{chapter: the chapters that it needs}."""
    return {number: chapter(number).needs for number in sources.chapters()}


def missing(numbers):
    """The chapters that these need, also by way of others, and that are not among them."""
    needs, open_, found = prerequisites(), list(numbers), set()
    while open_:
        for other in needs[open_.pop()]:
            if other not in found:
                found.add(other)
                open_.append(other)
    return sorted(found - set(numbers))


def next_steps(needs):
    """{chapter: those that it needs and that no other of them needs}: the arrows that a map has to show."""
    ancestors = {}
    for number in sorted(needs):
        ancestors[number] = set(needs[number]).union(*(ancestors[n] for n in needs[number]))
    return {n: [k for k in needs[n] if not any(k in ancestors[other] for other in needs[n])] for n in needs}


def drawing(needs, names):
    """The map of prerequisites as an SVG in the color of the text, so that it is legible on any ground.

    Args:
        needs: {chapter: the chapters that it needs}.
        names: {chapter: what to write into its box}.
    """
    direct = next_steps(needs)
    rows, places = {}, {}
    for number in sorted(needs):
        rows[number] = 1 + max((rows[k] for k in direct[number]), default=-1)
        places[number] = (sum(rows[n] == rows[number] for n in places), rows[number])
    width, height, gap_x, gap_y = BOX
    columns = 1 + max(column for column, _ in places.values())
    total = columns * (width + gap_x) - gap_x + 2, (max(rows.values()) + 1) * (height + gap_y) - gap_y + 2

    def corner(number):
        column, row = places[number]
        return 1 + column * (width + gap_x), 1 + row * (height + gap_y)

    parts = []
    for number, before in direct.items():
        for other in before:
            (x0, y0), (x1, y1) = corner(other), corner(number)
            # Arrows that arrive from the side end beside those from above.
            x, end = x0 + width / 2, x1 + width / 2 - 30 * (x0 < x1)
            parts.append(
                f'<path d="M{x:g} {y0 + height} L{end:g} {y1 - 7}"/>'
                f'<path d="M{end - 4:g} {y1 - 8} h8 l-4 8 z" fill="currentColor" stroke="none"/>'
            )
    for number in places:
        x, y = corner(number)
        parts.append(f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="5"/>')
        lines = textwrap.wrap(f"{number} {names[number]}", LETTERS)
        for i, line in enumerate(lines):
            at = y + height / 2 + 4.5 + 16 * (i - (len(lines) - 1) / 2)
            parts.append(
                f'<text x="{x + width / 2:g}" y="{at:g}" fill="currentColor" stroke="none" font-size="13" '
                f'text-anchor="middle">{html.escape(line)}</text>'
            )
    said = "; ".join(f"{n} after {_refer(k)}" for n, k in direct.items() if k)
    inner = "\n".join(parts)
    return (
        f'<svg role="img" aria-label="Map of prerequisites: {said}." viewBox="0 0 {total[0]} {total[1]}" '
        f'width="{total[0]}" style="max-width:100%;height:auto" fill="none" stroke="currentColor" '
        f'stroke-width="1.2" font-family="sans-serif" xmlns="http://www.w3.org/2000/svg">\n{inner}\n</svg>'
    )


# ---- a course


@dataclass(frozen=True)
class Week:
    """What is done in a week: chapters with their plans, what is read, and what is done at home."""

    chapters: tuple
    minutes: int
    part: str
    reading: tuple
    home: tuple

    @property
    def load(self):
        """Minutes outside of class."""
        read = sum(map(minutes_to_read, self.reading))
        return WITH_PENCIL * read + sum(e.minutes for e in self.home)


def weeks_of(numbers, weeks):
    """A Week for each week of a course: as even as they can be, in the order of the book, which is that of the needs.

    Where there are more chapters than weeks, neighbors share a week. Where there are fewer, those with most to do
    have two: the second is for the pages with a letter and for half of the exercises.

    Raises:
        ValueError: if there is no such chapter, or weeks is no whole number from 1 to two for each chapter.
    """
    chosen = chapters(numbers)
    most = 2 * len(chosen)
    if isinstance(weeks, bool) or not isinstance(weeks, int) or not 1 <= weeks <= most:
        raise ValueError(
            f"weeks must be a whole number from 1 to {most}, at most two for each chapter, got {weeks!r}"
        )
    if weeks >= len(chosen):
        long = sorted(chosen, key=lambda one: -one.load)[: weeks - len(chosen)]
        return [week for one in chosen for week in (_two(one) if one in long else [_together([one])])]
    return [_together(group) for group in _even(chosen, weeks)]


def _even(chosen, weeks):
    """Neighbors in so many groups, the largest load of which is as small as possible, and then the sum of squares."""
    best = {0: ((0, 0), [])}
    for _ in range(weeks):
        following = {}
        for begin, ((largest, squares), groups) in best.items():
            for end in range(begin + 1, len(chosen) + 1):
                load = sum(one.load for one in chosen[begin:end])
                cost = max(largest, load), squares + load**2
                if end not in following or cost < following[end][0]:
                    following[end] = cost, [*groups, chosen[begin:end]]
        best = following
    return best[len(chosen)][1]


def _together(group):
    return Week(
        tuple(group),
        90 if len(group) == 1 else 50,
        "",
        tuple(one.page for one in group),
        tuple(e for one in group for e in one.at_home),
    )


def _two(one):
    first, second, load = [], [], [0, 0]
    pages = sources.pages([one.number])[1:]
    load[0] = WITH_PENCIL * one.reading
    load[1] = WITH_PENCIL * sum(map(minutes_to_read, pages))
    for exercise in one.at_home:
        light = 0 if not second and load[0] + exercise.minutes <= load[1] + one.load / 2 else 1
        (first, second)[light].append(exercise)
        load[light] += exercise.minutes
    return [
        Week((one,), 90, "core page", (one.page,), tuple(first)),
        Week((one,), 50, "pages with a letter", tuple(pages), tuple(second)),
    ]


def _hours(minutes):
    return f"{round(minutes / 30) / 2:g} h"  # to half an hour


def _names(week):
    part = f", {week.part}" if week.part else ""
    return "; ".join(f"{one.number}. {one.topic}" for one in week.chapters) + part


def _pages(week):
    return ", ".join(
        f"[{page.stem.partition('_')[0].lstrip('0')}](../{sources.inside(page)})" for page in week.reading
    )


def _table(plan):
    lines = [
        "| week | chapters | read | in class | at home | work |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for i, week in enumerate(plan, start=1):
        inside = _named((e for one in week.chapters for e in one.in_class), titles=False)
        again = "questions; exam questions" if week.part == "pages with a letter" else inside
        home = _named(week.home, titles=False) or "the rest of the set"
        lines.append(f"| {i} | {_names(week)} | {_pages(week)} | {again} | {home} | {_hours(week.load)} |")
    return "\n".join(lines)


def _lacking(numbers):
    lacking = missing(numbers)
    if not lacking:
        return "No chapter needs one that is not taken."
    wanted = "\n".join(
        f"- chapter {n}, {chapter(n).topic}: for chapter{'s' * (len(users) > 1)} {_refer(users)}"
        for n in lacking
        if (users := [k for k in sorted({*numbers, *lacking}) if n in chapter(k).needs])
    )
    return f"Not taken, and needed. Students know this already, or read it first:\n\n{wanted}"


def syllabus(numbers, weeks, *, level=2, brief=False, site=None):
    """A course, as Markdown: what is read, done in class and done at home in every week.

    Args:
        numbers: of the chapters.
        weeks: how many there are.
        level: of the headings.
        brief: the table alone, without the plans.
        site: address of the published book, to which links then lead.

    Raises:
        ValueError: if there is no such chapter, or weeks is no whole number from 1 to two for each chapter.
    """
    plan = weeks_of(numbers, weeks)
    head = "#" * level
    count = f"{weeks} week" + "s" * (weeks != 1)
    taken = sorted(set(numbers))
    blocks = [
        f"{head} {count}: chapter{'s' * (len(taken) > 1)} "
        + (f"{taken[0]} to {taken[-1]}" if taken == list(sources.chapters()) else _refer(taken)),
        _lacking(taken),
        _table(plan),
        "*Work* is outside of class: reading with a pencil, twice the time of reading alone, and the exercises.",
    ]
    for i, week in enumerate(() if brief else plan, start=1):
        blocks.append(f"{head}# Week {i}: {_names(week)}")
        for one in week.chapters:
            if week.part == "pages with a letter":
                blocks.append(
                    "Questions on the exercises of last week, the misconceptions below, then exam questions.\n\n"
                    + "\n".join(
                        f"- “{_cell(m['thought'])}” In fact: {_cell(m['truth'])}" for m in one.misconceptions
                    )
                )
            else:
                blocks.append(
                    f"**{one.number}. {one.topic}, {week.minutes} minutes**\n\n{_plan(one.plans[week.minutes])}"
                )
        blocks.append(f"**At home**: {_named(week.home) or 'the rest of the set'}.")
        last = i == len(plan) or plan[i].chapters != week.chapters
        more = [e for one in week.chapters for e in one.more] if last else []
        blocks += [f"**For those who want more**: {_named(more)}."] if more else []
    text = "\n\n".join(blocks) + "\n"
    return sources.relink(text, "book/teaching.md", set(), site) if site else text


# ---- the page of the book


@functools.cache
def variants():
    """How many exercises make a question of an exam."""
    return sum(len(exams.questions(number, seed=0)) for number in sources.chapters())


def page():
    """The page "Teaching with this book"."""
    names = {number: chapter(number).topic for number in sources.chapters()}
    needs = prerequisites()
    rows = "\n".join(
        f"| [{n}](../{sources.inside(chapter(n).page)}) | {names[n]} | {_refer(k) or 'none'} |"
        for n, k in needs.items()
    )
    courses = "\n\n".join(syllabus(numbers, weeks, level=3, brief=True).strip() for numbers, weeks in COURSES)
    return TEMPLATE.read_text(encoding="utf-8").format(
        map=drawing(needs, names),
        needs=f"| chapter | on | needs |\n| --- | --- | --- |\n{rows}",
        courses=courses,
        notes=notes(list(names), level=3, brief=True).strip(),
        variants=variants(),
        exercises=sum(len(exercises(number)) for number in names),
    )


def write(out=PAGE):
    """Write the page "Teaching with this book".

    Returns:
        Where it is.
    """
    Path(out).write_text(page(), encoding="utf-8")
    return out
