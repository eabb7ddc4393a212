// One code cell of a page: its code, which can be changed, and what it shows when it has run.

import { Outputs } from "./outputs.js";

function button(label, title, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.title = title;
  made.addEventListener("click", action);
  return made;
}

const EXERCISE = /\bcheck\(\s*"(\d\d\.\d+)"/;

export class Cell extends EventTarget {
  /** The code that ran last without an error, until Python is ended. */
  ran = null;
  #element;
  #input;
  #static;
  #editor;
  #opening;
  #bar;
  #state;
  #message;
  #go;
  #undo;
  #clock;

  /** ``element``: the cell as the book has it; ``number``: its place on the page, from 1. */
  constructor(element, number) {
    super();
    this.#element = element;
    this.number = number;
    this.#input = element.querySelector(".cell_input");
    this.#static = this.#input.querySelector("pre");
    this.original = this.#static.textContent.replace(/\n$/, "");
    this.text = this.original;
    this.#addBar();
    this.#static.addEventListener("click", (event) => this.#clicked(event));
  }

  /** The exercise that it checks, or undefined. */
  get exercise() {
    return EXERCISE.exec(this.original)?.[1];
  }

  /** Whether the reader is to write in it. */
  get isAnswer() {
    return this.original.includes("# YOUR CODE HERE");
  }

  /** Whether what it shows belongs to the code as it is now. */
  get fresh() {
    return this.ran === this.text;
  }

  get box() {
    return this.#element;
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #addBar() {
    const verb = this.exercise ? "Check" : "Run";
    this.#go = button(verb, `${verb} this cell, and the cells above that it needs (Shift+Enter)`, () => this.#tell(this.busy ? "stop" : "run"));
    this.#go.className = "run-go";
    const edit = button(this.isAnswer ? "Write your answer" : "Edit", "Change the code of this cell", () => this.edit(...this.#stub()));
    edit.className = this.exercise ? "run-edit run-quiet" : "run-edit";
    this.#undo = button("Undo changes", "Back to the code of the book", () => this.restore());
    this.#undo.hidden = true;
    this.#state = document.createElement("span");
    this.#message = document.createElement("span");
    this.#message.className = "run-message";
    this.#bar = document.createElement("div");
    this.#bar.className = "run-bar";
    this.#bar.append(this.#go, edit, this.#undo, this.#state, this.#message);
    this.#input.append(this.#bar);
  }

  /** What an answer replaces, from and to; else the beginning. */
  #stub() {
    const found = /# YOUR CODE HERE\n\s*raise NotImplementedError\(\)/.exec(this.text);
    return found ? [found.index, found.index + found[0].length] : [0, 0];
  }

  /** A click in the code opens it there, unless it selects text. On a touch screen the button does it. */
  #clicked(event) {
    if (matchMedia("(pointer: coarse)").matches || String(getSelection())) return;
    const position = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    const range = position ?? document.caretRangeFromPoint?.(event.clientX, event.clientY);
    const node = position?.offsetNode ?? range?.startContainer;
    if (!node || !this.#static.contains(node)) return this.edit(0);
    const before = document.createRange();
    before.setStart(this.#static, 0);
    before.setEnd(node, position?.offset ?? range.startOffset);
    return this.edit(String(before).length);
  }

  /** Open the editor, with a part of the text selected. */
  async edit(from, to = from) {
    this.#tell("touch");
    await this.open();
    this.#editor.focus(from, to);
  }

  /** Show the editor in the place of the code. */
  open() {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async #open() {
    const { openEditor } = await import("./editor.js");
    const box = document.createElement("div");
    box.className = "run-editor";
    this.#editor = await openEditor(box, this.text, `Code of cell ${this.number}`, {
      change: (text) => this.#changed(text),
      runHere: () => this.#tell("run"),
      runOn: () => this.#tell("run", { goOn: true }),
      leave: () => this.#go.focus(),
    });
    this.#static.closest("div.highlight").parentElement.hidden = true;
    this.#bar.querySelector(".run-edit").hidden = true;
    this.#input.insertBefore(box, this.#bar);
  }

  #changed(text) {
    if (text === this.text) return;
    this.text = text;
    this.#showState();
    this.#tell("change");
  }

  #showState() {
    this.#undo.hidden = this.text === this.original;
    this.#element.classList.toggle("run-stale", this.ran !== null && !this.fresh);
  }

  /** Put a text in, as if the reader had typed it. */
  set(text) {
    if (this.#editor) this.#editor.set(text);
    else if (text !== this.text) this.#static.textContent = `${text}\n`;
    this.#changed(text);
  }

  restore() {
    this.set(this.original);
  }

  focus() {
    if (this.#editor && this.isAnswer) this.#editor.focus();
    else this.#go.focus();
  }

  /** Words that stay until the next run. */
  say(...words) {
    this.#message.replaceChildren(...words);
  }

  /** Busy: waiting for its turn, or running since a moment. */
  set busy(state) {
    clearInterval(this.#clock);
    this.#element.classList.toggle("run-busy", Boolean(state));
    this.#element.ariaBusy = String(Boolean(state));
    this.#go.textContent = state ? "Stop" : this.exercise ? "Check" : "Run";
    this.#state.textContent = state === "waiting" ? "waiting for Python" : "";
    if (state === "waiting") this.say();
    if (state !== "running") return;
    const since = performance.now();
    const tick = () => {
      const seconds = Math.floor((performance.now() - since) / 1000);
      if (seconds >= 2) this.#state.textContent = `runs, ${seconds} s`;
    };
    this.#clock = setInterval(tick, 500);
  }

  get busy() {
    return this.#element.classList.contains("run-busy");
  }

  /** Where the outputs of a new run go. What the book shows there stays until there is something new. */
  outputs() {
    let box = this.#element.querySelector(".cell_output");
    if (!box) {
      box = document.createElement("div");
      box.className = "cell_output docutils container";
      this.#element.append(box);
    }
    for (let fold = box.closest("details"); fold && this.#element.contains(fold); fold = fold.parentElement.closest("details")) fold.open = true;
    box.style.minHeight = `${box.offsetHeight}px`; // what is below does not jump
    let outputs;
    return {
      show: (kind, content) => (outputs ??= new Outputs(box)).show(kind, content),
      end: () => {
        outputs ??= new Outputs(box);
        box.style.minHeight = "";
      },
    };
  }

  /** After a run of so many seconds: ``ok`` if nothing was raised. */
  ended(text, ok, seconds) {
    this.ran = ok ? text : null;
    if (ok) this.#state.textContent = `ran, ${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
    this.#element.classList.toggle("run-ran", ok);
    this.#element.classList.toggle("run-failed", !ok);
    this.#showState();
  }

  /** Python has been ended, and what this cell had made with it. */
  forgetRun() {
    this.ran = null;
    this.#state.textContent = "";
    this.#element.classList.remove("run-ran", "run-stale");
  }
}
