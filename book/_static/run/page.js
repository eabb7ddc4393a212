// The page is the workplace: its cells are run, changed and checked where they are read. Loaded by the pages of
// chapters and exercises; Python and the editor are fetched when they are first wanted.

import { linkSections } from "./again.js";
import { Cell } from "./cell.js";
import * as kept from "./kept.js";
import { mayPrefetchEarly, prefetch } from "./prefetch.js";
import { Python, Stopped } from "./python.js";

const script = document.querySelector("script[data-lite]");
const lite = new URL(script.dataset.lite, document.baseURI).href;
const page = script.dataset.page;

const python = new Python({ lite, figures: matchMedia("(max-width: 480px)").matches ? "svg-phone" : "svg" });
const cells = [...document.querySelectorAll(".bd-article div.cell")]
  .filter((element) => element.querySelector(".cell_input pre"))
  .map((element, i) => new Cell(element, i + 1));
const exercises = [...new Set(cells.map((cell) => cell.exercise).filter(Boolean))];

/** The name under which a cell's change is kept: in a set, exercise and place; else its number. */
const names = cells.map((cell, i) => {
  const check = cells.findIndex((other, j) => j >= i && other.exercise);
  return check < 0 || !cells.slice(0, i + 1).some((other) => other.isAnswer) ? `cell ${i + 1}` : `${cells[check].exercise} ${check - i}`;
});

function element(tag, className, ...content) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...content);
  return made;
}

function button(label, action, title = "") {
  const made = element("button", "", label);
  made.type = "button";
  made.title = title;
  made.addEventListener("click", action);
  return made;
}

// Running

/** Run a cell, after the cells above that it needs. Whether all went well. */
async function run(cell, goOn) {
  kept.persist();
  cell.busy = "waiting";
  try {
    const ok = await python.inTurn(async () => {
      const above = cells.slice(0, cell.number);
      const needed = await python.needed(above.map(({ text }) => text), above.map(({ fresh }) => fresh));
      for (const i of needed) {
        if (await execute(cells[i])) continue;
        cell.outputs().end(); // what it showed belongs to other code
        cell.say("A cell above that it needs raised an error: ", jump(cells[i]));
        return false;
      }
      return execute(cell);
    });
    if (ok && goOn) cells[cell.number]?.focus();
    return ok;
  } catch (error) {
    cell.say(
      error instanceof Stopped
        ? "Stopped. Python has begun afresh: what it had computed is gone, your code is not."
        : `Python could not start: ${error.message}`,
    );
    return false;
  } finally {
    cell.busy = "";
  }
}

async function execute(cell) {
  const { text } = cell;
  const outputs = cell.outputs();
  const since = performance.now();
  cell.busy = "running";
  let ok = false;
  try {
    ok = await python.run(text, statesOfFigures(), (kind, content) => {
      if (kind === "live") return setFigure(content);
      if (kind === "verdict") return judged(cell, content);
      outputs.show(kind, content);
      if (content.undefined) whereFrom(cell, content.undefined);
    });
  } finally {
    outputs.end();
    cell.busy = "";
    cell.ended(text, ok, (performance.now() - since) / 1000);
  }
  return ok;
}

const FIGURE = ".cell_output live-figure[data-number]";

/** The states of live figures that cells have shown and the reader has changed, by the numbers that Python knows. */
function statesOfFigures() {
  const changed = [...document.querySelectorAll(FIGURE)].filter((figure) => figure.changed && figure.closest(".run-ran"));
  return JSON.stringify(Object.fromEntries(changed.map(({ dataset, state }) => [dataset.number, state])));
}

function setFigure({ number, state }) {
  for (const figure of document.querySelectorAll(`${FIGURE}[data-number="${number}"]`)) {
    if (figure.figure) figure.state = JSON.parse(state);
    else figure.setAttribute("state", state);
  }
}

/** A name without a value: where the page gives it one. */
async function whereFrom(cell, name) {
  const source = cells[await python.giver(cells.map(({ original }) => original), name).catch(() => -1)];
  if (!source || source === cell) return;
  if (source.number > cell.number) cell.say(`${name} gets its value further down, in `, jump(source), ".");
  else if (source.text !== source.original) cell.say(`The book gives ${name} its value in `, jump(source), ", which you changed.");
}

function jump(cell) {
  cell.box.id ||= `cell-${cell.number}`;
  const link = element("a", "", `cell ${cell.number}`);
  link.href = `#${cell.box.id}`;
  return link;
}

function stop() {
  python.stop();
  for (const cell of cells) cell.forgetRun();
  python.start().catch(() => {});
}

/** Run what has not run, as it stands, from the top; an error in one cell does not keep the others from running. */
async function runAll({ currentTarget: all }) {
  all.disabled = true;
  try {
    for (const cell of cells) if (!cell.fresh && !(await run(cell)) && python.state !== "ready") return;
  } finally {
    all.disabled = false;
  }
}

// Exercises

function judged(cell, { exercise, kind }) {
  linkSections(cell.box);
  if (kind !== "right") return;
  kept.keepRight(exercise);
  const link = element("a", "", "Compare with the solution");
  link.href = `../${page.replace("exercises/", "solutions/")}.html#${cell.box.closest("section").id}`;
  cell.box.querySelector(".cell_output div[role=status]")?.append(element("p", "", link));
}

function showRight() {
  const right = kept.right();
  for (const cell of cells.filter(({ exercise }) => exercise)) {
    const heading = cell.box.closest("section")?.querySelector("h2, h3");
    heading?.classList.toggle("run-right", Boolean(right[cell.exercise]));
  }
  count.textContent = exercises.length ? `${exercises.filter((name) => right[name]).length} of ${exercises.length} right` : "";
}

// What the reader changed

function save(cell) {
  const change = cell.text === cell.original ? null : { text: cell.text, original: cell.original };
  kept.keepChange(page, names[cell.number - 1], change);
}

/** Put the kept changes in. If the book's cell is another than the one that was changed, the reader chooses. */
function restoreChanges() {
  for (const [name, { text, original }] of Object.entries(kept.changes(page))) {
    const same = cells.find((cell) => cell.original === original);
    const cell = same ?? cells[names.indexOf(name)];
    if (!cell) continue;
    cell.set(text);
    cell.open();
    if (!same) offerNewer(cell);
    else if (names[cell.number - 1] !== name) {
      kept.keepChange(page, name, null); // it stands elsewhere now
      save(cell);
    }
  }
}

function offerNewer(cell) {
  const both = element("details", "run-both", element("summary", "", "See both"), element("pre", "", cell.original));
  const done = () => {
    note.remove();
    save(cell);
  };
  const keep = button("Keep mine", done);
  const take = button("Take the book's", () => {
    cell.restore();
    done();
  });
  const note = element("div", "run-note", "The book has a newer version of this cell than the one that you changed. ", keep, take, both);
  cell.box.before(note);
}

async function startAfresh() {
  const what = exercises.length ? "your code, and which exercises are right," : "your code and your answers";
  if (!confirm(`Start this page afresh? What you did on it, ${what} is forgotten.`)) return;
  kept.forget(page, exercises);
  location.reload();
}

// The bar of the page, and what Python does

const count = element("span", "run-count");

function addPageBar() {
  const open = element("input", "");
  open.type = "file";
  open.accept = ".ipynb";
  open.hidden = true;
  open.addEventListener("change", async () => {
    const { takeNotebook } = await import("./notebook.js");
    said.textContent = await takeNotebook(open.files[0], cells).catch((error) => error.message);
    open.value = "";
  });
  const give = async () => {
    const { giveNotebook } = await import("./notebook.js");
    said.textContent = await giveNotebook(lite, page, cells).then(() => "", (error) => error.message);
  };
  const said = element("span", "run-said");
  said.setAttribute("role", "status");
  // book_run.py has kept the room.
  const bar = document.querySelector(".run-room");
  bar.classList.add("run-page");
  bar.append(
    element("span", "run-hint", exercises.length ? "Answer and check here, in the page." : "The code of this page can be changed and run."),
    count,
    button("Run all", runAll, "Run all cells of this page, from the top"),
    element(
      "details",
      "run-work",
      element("summary", "", "Your work"),
      element("span", "", "is kept in this browser, on this device only."),
      button("Save as notebook", give, "A file of what you wrote, which JupyterLab opens"),
      button("Open a notebook", () => open.click(), "Put what you wrote elsewhere into this page"),
      button("Start afresh", startAfresh, "Forget what you did on this page"),
    ),
    open,
    said,
  );
}

const pill = element("div", "run-pill");
pill.setAttribute("role", "status");

const STATES = {
  starting: () => ["Python is starting …"],
  running: () => ["Python runs ", button("Stop", stop, "End what runs, an endless loop too. Your code stays.")],
  failed: () => [`Python could not start: ${python.reason}. Is there a connection? `, button("Try again", () => python.start().catch(() => {}))],
};

let soon;

python.addEventListener("state", () => {
  clearTimeout(soon);
  const show = () => pill.replaceChildren(...(STATES[python.state]?.() ?? []));
  // What takes an instant is not worth a word.
  if (python.state === "running") soon = setTimeout(show, 600);
  else show();
});

// The page comes alive

const wake = () => python.start().catch(() => {});
const started = new AbortController();
const fetchBefore = () => prefetch(lite, "page", started.signal);
python.addEventListener("state", () => started.abort(), { once: true });

restoreChanges();
for (const cell of cells) {
  cell.addEventListener("touch", wake);
  cell.addEventListener("run", ({ detail }) => run(cell, detail?.goOn));
  cell.addEventListener("stop", stop);
  cell.addEventListener("change", () => save(cell));
  for (const event of ["pointerdown", "focusin"]) cell.box.addEventListener(event, wake, { once: true, passive: true });
  cell.box.addEventListener("pointerenter", fetchBefore, { once: true });
}
if (cells.length) {
  addPageBar();
  document.body.append(pill);
  showRight();
  addEventListener("bpfp:right", showRight);
  addEventListener("storage", showRight); // another tab
  const notebook = document.querySelector(".btn-run-in-browser");
  for (const event of ["pointerenter", "focus", "touchstart"])
    notebook?.addEventListener(event, () => prefetch(lite, "notebook"), { once: true, passive: true });
  if (mayPrefetchEarly()) addEventListener("load", () => (window.requestIdleCallback ?? setTimeout)(fetchBefore));
}
