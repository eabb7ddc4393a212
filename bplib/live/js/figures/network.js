// The network: all parameters are knobs; forward and backward one operation at a time; differences beside derivatives;
// bugs, and the instruments that find them.

import {
  backward,
  cost,
  difference,
  differencesError,
  randomNetwork,
  shapesAlarm,
  stepped,
  TOLERANCE,
  training,
  withParameter,
} from "../arithmetic/network.js";
import { ACTIVATIONS, COSTS, IGNORANT } from "../arithmetic/functions.js";
import { relativeError, ShapeError } from "../arithmetic/matrices.js";
import { html, svg, symbol } from "../drawing/elements.js";
import { byTheBook, explained, nameOf, operations, partsOf, Values } from "../drawing/explain.js";
import { factor, number, scientific, short } from "../drawing/format.js";
import { networkPicture } from "../drawing/network.js";
import { button, choice, fold, slider } from "../page/controls.js";
import { Figure } from "../page/figure.js";

const LARGEST = 5; // of a knob
const KIND = { W: "weights", b: "biases" };
const BUGS = ["sign", "sum", "prime", "argument", "transpose", "early", "outer", "layer", "twice", "assign"];
const OVERFIT = { eta: 1, steps: 2000 };
/** The cost after which four examples count as learned, as a part of that at the start. */
const LEARNED = 0.2;

export class NetworkFigure extends Figure {
  static kind = "network";

  initial({ network, x, y, chosen = "W:2:1:1", at = null, eta = 1, example = 0, simple = false }) {
    return { ...network, x, y, example, op: at ?? (simple ? operations(network).findIndex(({ kind }) => kind === "C") : -1), chosen, eta, bug: "", blind: false, history: [], steps: 0 };
  }

  accepted(state) {
    const { sizes, weights, biases, x, y } = state;
    const layers = Array.isArray(sizes) && sizes.slice(1).map((n, i) => [n, sizes[i]]);
    const fits = (A, [rows, columns]) =>
      Array.isArray(A) && A.length === rows && A.every((row) => row.length === columns && row.every(Number.isFinite));
    const right =
      layers &&
      Array.isArray(x) &&
      Array.isArray(y) &&
      state.activation in ACTIVATIONS &&
      state.cost in COSTS &&
      layers.every((size, i) => fits(weights?.[i], size) && fits(biases?.[i], [size[0], 1])) &&
      fits(x, [sizes[0], x[0].length]) &&
      fits(y, [sizes.at(-1), x[0].length]);
    if (!right) return null;
    const [kind, l, j, k] = String(state.chosen).split(":");
    const there = kind in KIND && state[KIND[kind]][l - 2]?.[j - 1]?.[(k ?? 1) - 1] !== undefined;
    const { example, op } = state;
    return {
      ...state,
      chosen: there ? state.chosen : "W:2:1:1",
      example: example === "all" || x[0][example] !== undefined ? example : 0,
      op: Number.isInteger(op) ? Math.min(Math.max(op, -1), operations(state).length - 1) : -1,
      bug: BUGS.includes(state.bug) ? state.bug : "",
      eta: state.eta > 0 ? state.eta : 1,
      history: Array.isArray(state.history) ? state.history : [],
    };
  }

  // What follows from the state

  get net() {
    const { sizes, activation, cost, weights, biases } = this.state;
    return { sizes, activation, cost, weights, biases };
  }

  /** The examples of which the cost is the mean: all, or the one that is shown. */
  get batch() {
    const { x, y, example } = this.state;
    if (example === "all") return { x, y };
    return { x: x.map((row) => [row[example]]), y: y.map((row) => [row[example]]) };
  }

  get operations() {
    return operations(this.state);
  }

  /** Numbers of the whole pass, those that are not shown yet too; with the bug. */
  pass() {
    const { net, batch } = this;
    const forward = backward(net, batch); // a program with a bug may stop on its way back
    try {
      return { ...backward(net, batch, { bug: this.state.bug, eta: this.state.eta }), raised: "" };
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      return { ...forward, raised: error.message };
    }
  }

  // The figure

  build() {
    const { words, settings } = this;
    const w = words.network;
    this.hovered = null;
    this.pictureBox = html("div", { class: "live-picture-box" });
    const signs = html("p", { class: "live-signs" }, settings.simple ? w.signsSimple : w.signs);
    this.mean = html("p", { class: "live-signs" });
    this.costLine = html("p", { class: "live-cost", role: "status" });
    this.knobChoice = choice(w.knob, {}, (part) => this.set({ chosen: part }));
    this.knob = slider("", { min: -LARGEST, max: LARGEST, step: 0.05 }, (value, last) => this.turn(value, last));
    this.slope = html("div", { class: "live-slope" });
    this.meaning = html("p", { class: "live-meaning" });
    this.panel = html("div", { class: "live-explanation", "aria-live": "polite" });
    const invitation = html("p", { class: "live-invitation" }, settings.invitation ?? (settings.simple ? w.invitation : w.invitationSteps));
    const knobs = html("div", { class: "live-knobs" }, html("div", { class: "live-row" }, this.knobChoice.box, this.knob.box), this.slope, this.meaning);
    if (settings.simple) {
      this.root.append(invitation, this.pictureBox, signs, this.costLine, knobs, html("div", { class: "live-row" }, this.undoButton, this.resetButton));
      return;
    }
    this.steps = [
      button(w.previous, () => this.walk(-1)),
      button(w.next, () => this.walk(1), { class: "live-main" }),
      button(w.forward, () => this.set({ op: this.operations.findIndex(({ kind }) => kind === "C") })),
      button(w.backward, () => this.set({ op: this.operations.length - 1 })),
    ];
    this.position = html("span", { class: "live-position" });
    this.eta = slider(w.eta, { min: 0.01, max: 100, logarithmic: true }, (eta) => this.set({ eta }, "eta"));
    this.descent = [button(w.oneStep, () => this.descend(1)), button(w.manySteps, () => this.descend(100))];
    this.curve = html("div", { class: "live-curve" });
    this.examples = choice(w.examples, {}, (value) => this.set({ example: value === "all" ? "all" : Number(value) }));
    this.size = choice(w.size, w.sizes, (size) => this.another({ sizes: size.split("-").map(Number) }));
    this.activation = choice(w.activationName, w.activations, (activation) => this.set({ activation }));
    this.costChoice = choice(w.costName, w.costs, (name) => this.set({ cost: name }));
    this.bugChoice = choice(w.bug, { "": w.noBug, ...w.bugNames, hidden: w.blind }, (bug) => this.inject(bug));
    this.guess = choice(w.suspect, { "": "", ...w.bugNames }, (bug) => this.suspect(bug));
    this.verdict = html("span", { role: "status" });
    this.instruments = html("dl", { class: "live-instruments" });
    this.bugFold = fold(
      w.bugs,
      html("div", { class: "live-row" }, this.bugChoice.box, this.guess.box, this.verdict),
      html("h4", {}, w.instruments),
      this.instruments,
    );
    this.bugFold.open = Boolean(this.state.bug);
    this.bugFold.addEventListener("toggle", () => this.drawInstruments());
    this.root.append(
      invitation,
      html("div", { class: "live-row live-steps", role: "group" }, this.steps, this.position),
      this.pictureBox,
      signs,
      this.mean,
      this.panel,
      this.costLine,
      knobs,
      html("div", { class: "live-row" }, this.eta.box, this.descent, this.undoButton, this.resetButton),
      this.curve,
      fold(w.settings, html("div", { class: "live-row" }, this.size.box, this.activation.box, this.costChoice.box, this.examples.box)),
      this.bugFold,
    );
  }

  walk(by) {
    this.set({ op: Math.min(Math.max(this.state.op + by, -1), this.operations.length - 1) });
  }

  /** Another value for the chosen knob. */
  turn(value, last) {
    const [kind, l, j, k] = this.state.chosen.split(":");
    const { net } = this;
    const next = withParameter(net, KIND[kind], l - 2, j - 1, (k ?? 1) - 1, value);
    this.set({ weights: next.weights, biases: next.biases }, last ? {} : `turn ${this.state.chosen}`);
  }

  /** A knob is dragged: up is more. */
  drag(part, event) {
    event.preventDefault();
    this.set({ chosen: part }, "choose");
    const from = new Values(this.net, this.batch, this.pass(), 0).of(part.split(":"));
    const y = event.clientY;
    const go = `drag ${event.timeStamp}`;
    const move = ({ clientY }) => {
      const value = from + (y - clientY) / 50;
      const [kind, l, j, k] = part.split(":");
      const next = withParameter(this.net, KIND[kind], l - 2, j - 1, (k ?? 1) - 1, Math.round(value * 100) / 100);
      if (Math.abs(y - clientY) > 3) this.set({ weights: next.weights, biases: next.biases }, go);
    };
    const end = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  }

  descend(steps) {
    const { eta, bug, history } = this.state;
    const { net, costs } = training(this.net, this.batch, { eta, steps, bug });
    const all = [...(history.length ? history.slice(0, -1) : []), ...costs];
    const forward = this.operations.findIndex(({ kind }) => kind === "C"); // what the steps have done is to be seen
    this.set({ weights: net.weights, biases: net.biases, history: all, steps: all.length - 1, op: Math.max(this.state.op, forward) });
  }

  another(changes) {
    const { settings } = this;
    const { activation, cost: name } = this.state;
    const { sizes } = changes;
    const same = String(sizes) === String(settings.network.sizes);
    const net = same ? { ...settings.network, activation, cost: name } : randomNetwork({ sizes, activation, cost: name, seed: 4 });
    const { x, y } = same ? settings : examplesFor(sizes);
    this.set({ ...net, x, y, chosen: "W:2:1:1", op: -1, history: [], steps: 0, example: 0 });
  }

  inject(bug) {
    const hidden = bug === "hidden";
    const drawn = hidden ? BUGS[Math.floor(Math.random() * BUGS.length)] : bug;
    this.verdict.textContent = "";
    this.guesses = 0;
    this.guess.set("");
    this.set({ bug: drawn, blind: hidden, history: [], steps: 0, example: "all" });
  }

  suspect(bug) {
    if (!bug) return;
    const right = bug === this.state.bug;
    this.guesses = (this.guesses ?? 0) + 1;
    this.verdict.textContent = this.words.network.guessed(right, this.guesses);
    if (right) this.set({ blind: false });
  }

  // Drawing

  draw() {
    this.drawnWidth = this.width;
    const { state, net, batch } = this;
    const w = this.words.network;
    const pass = this.pass();
    const shown = state.example === "all" ? 0 : 0;
    const values = new Values(net, batch, pass, shown);
    const done = new Set(this.operations.slice(0, state.op + 1).flatMap(partsDone));
    const seen = (part) => done.has(part) && !(pass.raised && part.startsWith("d") && !part.startsWith(`d:${net.sizes.length}:`));
    const operation = this.operations[state.op];
    const about = operation && !this.settings.simple ? this.explain(operation) : null;
    this.pictured = { net, values, seen, about };
    this.drawPicture();
    if (!this.settings.simple) this.drawPanel(operation, about, values, pass);
    const all = cost(net, batch);
    const same = this.settings.simple && String(state.sizes) === String(this.begin.sizes) && state.cost === this.begin.cost;
    const begin = same ? cost({ ...net, weights: this.begin.weights, biases: this.begin.biases }, batch) : all;
    this.costLine.replaceChildren(w.costIs(number(all)), this.costBar(all), state.steps ? ` ${w.afterSteps(state.steps)}` : "", all !== begin ? w.since(number(Math.abs(all - begin)), all < begin) : "");
    this.drawKnob(values, pass);
    if (this.settings.simple) return;
    this.mean.textContent = state.example === "all" ? w.mean(state.x[0].length) : "";
    this.steps[0].disabled = state.op < 0;
    this.steps[1].disabled = state.op === this.operations.length - 1;
    this.position.textContent = state.op < 0 ? "" : w.operation(state.op + 1, this.operations.length);
    this.eta.set(state.eta);
    this.drawCurve();
    this.size.set(state.sizes.join("-"));
    this.activation.set(state.activation);
    this.costChoice.set(state.cost);
    const examples = state.x[0].map((_, i) => [i, w.example(i + 1)]);
    this.examples.offer({ ...Object.fromEntries(examples), all: w.batch(state.x[0].length) });
    this.examples.set(String(state.example));
    this.bugChoice.set(state.blind ? "hidden" : state.bug);
    this.guess.box.hidden = !state.blind;
    this.drawInstruments();
  }

  drawPicture() {
    const { net, values, seen, about } = this.pictured;
    const lit = new Set([...(about ? partsOf(about) : []), ...(this.hovered ? [this.hovered] : [])]);
    const on = { choose: (part) => this.choose(part), drag: (part, event) => this.drag(part, event), point: (part) => this.point(part) };
    const picture = networkPicture({ net, values, width: Math.min(this.width, 680), seen, lit, chosen: this.state.chosen, on, words: this.words.network });
    this.pictureBox.replaceChildren(picture);
  }

  /** The part under the pointer is lit in equation and code. The picture stays: it would lose the pointer. */
  point(part) {
    this.hovered = part;
    this.light();
  }

  light() {
    for (const element of this.root.querySelectorAll("[data-part], [data-kind]")) {
      const kind = this.hovered?.split(":")[0];
      element.classList.toggle("live-pointed", Boolean(this.hovered) && (element.dataset.part === this.hovered || element.dataset.kind === kind));
    }
  }

  choose(part) {
    const [kind] = part.split(":");
    if (kind in KIND) this.set({ chosen: part }, "choose");
    else {
      const op = this.operations.findIndex((each) => `${each.kind}:${each.l}:${each.j}` === part);
      if (op >= 0 && op <= this.state.op) this.set({ op }, "choose");
    }
  }

  explain({ kind, l, j }) {
    if (kind === "biases" || kind === "weights") return null;
    return explained({ kind, l, j }, { net: this.net, batch: this.batch });
  }

  costBar(value) {
    const share = Math.min(1, value / (IGNORANT[this.state.cost](this.state.sizes.at(-1)) * 2));
    return html("span", { class: "live-bar", "aria-hidden": "true" }, html("span", { style: `width: ${(100 * share).toFixed(1)}%` }));
  }

  drawPanel(operation, about, values, pass) {
    const w = this.words.network;
    if (!operation) return this.panel.replaceChildren(html("p", {}, w.start));
    const { kind, l } = operation;
    const back = "d biases weights".includes(kind);
    if (back && this.state.blind) return this.panel.replaceChildren(html("p", {}, w.hidden));
    if (back && pass.raised && !(kind === "d" && l === this.net.sizes.length)) return this.panel.replaceChildren(html("p", { class: "live-alarm" }, `ValueError: ${pass.raised}`));
    if (!about) return this.panel.replaceChildren(html("p", {}, w[`${kind}Of`](l, this.batch.x[0].length)), this.table(kind, l, pass));
    const program = values.of(about.left.part.split(":"));
    const book = byTheBook(operation, values);
    return this.panel.replaceChildren(this.equation(about, values, book), this.codeLine(about), this.departure(book, program));
  }

  /** Where the program has not what the equation gives. */
  departure(book, program) {
    const departs = Math.abs(program - book) > 1e-9 * Math.max(1, Math.abs(book));
    return departs ? html("p", { class: "live-alarm" }, this.words.network.departs(number(book), number(program))) : "";
  }

  /** The cost of each example, whose mean is the cost. */
  costsOfExamples() {
    const { x, y } = this.batch;
    return x[0].map((_, i) => number(cost(this.net, { x: x.map((row) => [row[i]]), y: y.map((row) => [row[i]]) })));
  }

  /** An equation in symbols, and with the numbers put in. Its parts can be pointed at. */
  equation({ number: name, left, right }, values, result) {
    const show = ({ part }) => {
      const made = symbol(...nameOf(part));
      return this.partSpan(part, made);
    };
    const value = ({ part }, i, list) => {
      const before = list[i - 1];
      const after = list[i + 1];
      const alone = typeof before === "string" && /[([]$/.test(before) && typeof after === "string" && /^[)\]]/.test(after);
      const text = alone || list.length === 1 ? short(values.of(part.split(":"))) : factor(values.of(part.split(":")));
      return this.partSpan(part, text);
    };
    const m = this.batch.x[0].length;
    const numbers = left.part === "C" && m > 1 ? [`1/${m} · (${this.costsOfExamples().join(" + ")})`] : right.map((each, i) => (each.part ? value(each, i, right) : each));
    return html(
      "div",
      { class: "live-equation" },
      html("div", {}, show(left), " = ", ...right.map((each) => (each.part ? show(each) : each)), " ", this.reference(name)),
      html("div", {}, ...(right.length > 1 ? [" = ", ...numbers] : []), " = ", this.partSpan(left.part, html("b", {}, number(result)))),
    );
  }

  partSpan(part, ...content) {
    return html(
      "span",
      { class: "live-part", "data-part": part, onpointerenter: () => this.point(part), onpointerleave: () => this.point(null) },
      ...content,
    );
  }

  /** "(BP2)", as a link where the page knows its place. */
  reference(name) {
    const href = this.settings.equation?.(name) ?? null;
    return href ? html("a", { class: "live-number-of", href }, `(${name})`) : html("span", { class: "live-number-of" }, `(${name})`);
  }

  codeLine({ code }) {
    const { bug, blind } = this.state;
    const line = code.map((each) => (typeof each === "string" ? each : each[0])).join("");
    const changed = bug && !blind ? this.mistaken(line) : line;
    const parts =
      changed === line
        ? code.map((each) => (typeof each === "string" ? each : html("span", { "data-kind": each[1] }, each[0])))
        : [html("mark", {}, changed)];
    return html("p", { class: "live-code" }, html("span", { class: "live-code-label" }, this.words.network.line), html("code", {}, parts));
  }

  /** The line of code with the bug in it. */
  mistaken(line) {
    const changes = this.settings.bugs.find(({ id }) => id === this.state.bug)?.changes ?? [];
    const named = (text) => text.replaceAll("sigmoid", this.state.activation);
    return changes.reduce((text, [right, wrong]) => text.replace(named(right), named(wrong)), line);
  }

  table(kind, l, pass) {
    const rows = pass[kind][l - 2].map((row) => html("tr", {}, row.map((value) => html("td", {}, number(value)))));
    return html("table", { class: "live-matrix" }, html("tbody", {}, rows));
  }

  drawKnob(values, pass) {
    const { state, net, batch } = this;
    const w = this.words.network;
    const [kind, l, j, k] = state.chosen.split(":");
    const parts = [];
    for (let layer = 2; layer <= net.sizes.length; layer++)
      for (let unit = 1; unit <= net.sizes[layer - 1]; unit++) {
        for (let from = 1; from <= net.sizes[layer - 2]; from++) parts.push([`W:${layer}:${unit}:${from}`, `W${"⁰¹²³⁴⁵"[layer]} ${unit}${from}: ${w.weight(layer, unit, from)}`]);
        parts.push([`b:${layer}:${unit}`, `b${"⁰¹²³⁴⁵"[layer]} ${unit}: ${w.bias(layer, unit)}`]);
      }
    if (this.knobNames !== String(parts)) this.knobChoice.offer(Object.fromEntries(parts));
    this.knobNames = String(parts);
    this.knobChoice.set(state.chosen);
    this.knob.rename(symbol(...nameOf(state.chosen)));
    this.knob.set(values.of(state.chosen.split(":")));
    const derivative = `d${kind}:${l}:${j}${k ? `:${k}` : ""}`;
    const numerical = difference(net, batch, KIND[kind], l - 2, j - 1, (k ?? 1) - 1);
    if (this.settings.simple) {
      this.slope.replaceChildren();
      return;
    }
    const about = explained({ kind, l: Number(l), j: Number(j), k: Number(k) }, { net, batch });
    const program = values.of(derivative.split(":"));
    const error = Number.isFinite(program) ? relativeError([[program]], [[numerical]]) : NaN;
    const wrong = !(error < 1e-5) && Math.abs(program - numerical) > 1e-9;
    const open = state.op === this.operations.length - 1 && !pass.raised;
    this.slope.replaceChildren(
      ...(state.blind || pass.raised || !open ? [] : [this.knobEquation(about, values, program)]),
      html(
        "dl",
        {},
        html("div", {}, html("dt", {}, w.derivative), html("dd", {}, open ? number(program, 6) : "?")),
        html("div", {}, html("dt", {}, w.numerical), html("dd", {}, number(numerical, 6))),
        html("div", { class: open && wrong ? "live-alarm" : "" }, html("dt", {}, w.relative), html("dd", {}, open ? `${scientific(error)}: ${wrong ? w.differ : w.agree}` : "?")),
      ),
    );
    this.meaning.textContent = w.meaning(Math.abs(numerical) < 1e-12 ? 0 : numerical);
  }

  knobEquation(about, values, program) {
    const m = this.batch.x[0].length;
    const factors = about.right.filter((each) => each.part);
    const ofExamples = Array.from({ length: m }, (_, i) => {
      const at = new Values(values.net, values.batch, values.pass, i);
      return factors.map(({ part }) => at.of(part.split(":")));
    });
    const book = ofExamples.reduce((sum, each) => sum + each.reduce((product, value) => product * value, 1), 0);
    if (m === 1) return html("div", {}, this.equation(about, values, book), this.codeLine(about), this.departure(book, program));
    const terms = ofExamples.map((each) => each.map(factor).join(" · "));
    return html(
      "div",
      { class: "live-equation" },
      html("div", {}, symbol(...nameOf(about.left.part)), " = ", ...about.right.map((each) => (each.part ? this.partSpan(each.part, symbol(...nameOf(each.part))) : each)), " ", this.reference(about.number)),
      html("div", {}, ` = ${terms.join(" + ")} = `, html("b", {}, number(book))),
      this.codeLine(about),
      this.departure(book, program),
    );
  }

  drawCurve() {
    const { history } = this.state;
    this.curve.hidden = history.length < 2;
    if (history.length < 2) return;
    const [width, height] = [Math.min(this.width, 420), 90];
    const finite = history.filter(Number.isFinite);
    const top = Math.max(...finite);
    const every = Math.ceil(history.length / 300);
    const points = history
      .map((value, i) => [i, value])
      .filter(([i, value]) => Number.isFinite(value) && (i % every === 0 || i === history.length - 1))
      .map(([i, value]) => `${(4 + ((width - 8) * i) / (history.length - 1)).toFixed(1)},${(height - 6 - ((height - 12) * value) / top).toFixed(1)}`);
    this.curve.replaceChildren(
      svg(
        "svg",
        { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": this.words.network.curve(number(history[0]), number(history.at(-1))) },
        svg("line", { x1: 0, x2: width, y1: height - 6, y2: height - 6, class: "live-axis" }),
        svg("polyline", { points: points.join(" "), class: "live-line-of-cost" }),
      ),
    );
  }

  drawInstruments() {
    if (!this.bugFold.open) return;
    const { state, net } = this;
    const w = this.words.network;
    const batch = { x: state.x, y: state.y };
    const shapes = shapesAlarm(net, batch, state.bug);
    const error = differencesError(net, batch, state.bug);
    const start = cost(net, batch);
    const ignorant = IGNORANT[state.cost](state.sizes.at(-1));
    const { costs } = training(net, batch, { ...OVERFIT, bug: state.bug });
    const raised = costs.length <= OVERFIT.steps;
    const rows = [
      ["shapes", w.shapes, shapes ? w.shapesWrong(shapes) : w.shapesFine, Boolean(shapes)],
      ["differences", w.differences, shapes ? w.overfitRaised : w.differencesSaid(scientific(error)), !shapes && !(error < TOLERANCE)],
      ["start", w.start0, w.startSaid(number(start), number(ignorant)), !(start < 3 * ignorant)],
      ["overfit", w.overfit, raised ? w.overfitRaised : w.overfitSaid(number(costs[0]), number(costs.at(-1))), raised || !(costs.at(-1) < LEARNED * costs[0])],
    ];
    this.instruments.replaceChildren(
      ...rows.map(([id, name, said, alarm]) => {
        const rate = this.settings.rates?.[id];
        return html(
          "div",
          { class: alarm ? "live-alarm" : "", "data-instrument": id, "data-alarm": String(alarm) },
          html("dt", {}, name),
          html("dd", {}, html("b", {}, alarm ? w.alarm : shapes && id === "differences" ? w.notRun : w.fine), ` ${said}`, rate ? html("small", {}, w.rate(rate.found, rate.healthy)) : ""),
        );
      }),
    );
  }
}

/** The parts whose numbers are known after an operation. */
function partsDone({ kind, l, j }) {
  return [`${kind}:${l}:${j}`];
}

/** Four examples for a network of these sizes, always the same. */
export function examplesFor(sizes) {
  const value = (i, j) => ((7 * i + 5 * j + 3 * i * j) % 9) / 2 - 2;
  const x = Array.from({ length: sizes[0] }, (_, i) => Array.from({ length: 4 }, (_, j) => value(i + 1, j + 1)));
  const n = sizes.at(-1);
  const y = Array.from({ length: n }, (_, i) => Array.from({ length: 4 }, (_, j) => (n === 1 ? j % 2 : j % n === i ? 1 : 0)));
  return { x, y };
}
