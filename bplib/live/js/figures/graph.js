// The graph of a formula that the reader types: values run forward, derivatives back (or forward, for one input), one
// edge at a time, with a counter of multiplications.

import { evaluate, FormulaError, parse } from "../arithmetic/formulas.js";
import { edges, forwardMode, paths, reverseMode } from "../arithmetic/graph.js";
import { html } from "../drawing/elements.js";
import { factor, number, short } from "../drawing/format.js";
import { graphPicture, signOf } from "../drawing/graph.js";
import { button, choice, slider } from "../page/controls.js";
import { Figure } from "../page/figure.js";
import { formulaField } from "../page/formula_field.js";

const START = 1;
const STEP = 1e-6;

export class GraphFigure extends Figure {
  static kind = "graph";

  initial({ formula = "(a*b + sin(c))**2", values = {}, mode = "reverse", at = 0 }) {
    return { formula, values: this.valuesFor(parse(formula), values), mode, input: parse(formula).inputs[0] ?? "", at };
  }

  valuesFor({ inputs }, values) {
    return Object.fromEntries(inputs.map((name, i) => [name, values[name] ?? START + i / 2]));
  }

  accepted(state) {
    try {
      const graph = parse(state.formula);
      const values = this.valuesFor(graph, state.values ?? {});
      return { ...state, values, input: graph.inputs.includes(state.input) ? state.input : (graph.inputs[0] ?? "") };
    } catch (error) {
      if (error instanceof FormulaError) return null;
      throw error;
    }
  }

  build() {
    const w = this.words.graph;
    this.formula = formulaField(this.words.formulas, w.formula, w.presets, (formula) => {
      const graph = parse(formula);
      const values = this.valuesFor(graph, this.state.values);
      this.set({ formula, values, input: graph.inputs[0] ?? "", at: 0 });
    });
    this.mode = choice(w.mode, w.modes, (mode) => this.set({ mode, at: Math.min(this.state.at, this.plan().values.length) }));
    this.input = choice(w.input, {}, (input) => this.set({ input }));
    this.steps = [
      button(w.previous, () => this.walk(-1)),
      button(w.next, () => this.walk(1), { class: "live-main" }),
      button(w.values, () => this.set({ at: this.plan().values.length })),
      button(w.derivatives, () => this.set({ at: this.plan().all.length })),
    ];
    this.position = html("span", { class: "live-position" });
    this.inputs = html("div", { class: "live-row" });
    this.pictureBox = html("div", { class: "live-picture-box live-scrolls", tabindex: 0, role: "group", "aria-label": w.pictureBox });
    this.panel = html("div", { class: "live-explanation live-low", "aria-live": "polite" });
    this.result = html("dl", { class: "live-results" });
    this.root.append(
      html("p", { class: "live-invitation" }, w.invitation),
      this.formula.box,
      html("div", { class: "live-row" }, this.mode.box, this.input.box),
      html("div", { class: "live-row live-steps", role: "group" }, this.steps, this.position),
      this.pictureBox,
      this.panel,
      this.inputs,
      this.result,
      html("div", { class: "live-row" }, this.undoButton, this.resetButton),
    );
  }

  walk(by) {
    this.set({ at: Math.min(Math.max(this.state.at + by, 0), this.plan().all.length) });
  }

  /** The operations: values of nodes in order, then the edges along which derivatives go. */
  plan() {
    const graph = parse(this.state.formula);
    const values = graph.nodes.flatMap(({ args }, i) => (args ? [{ node: i }] : []));
    const along = this.state.mode === "reverse" ? edges(graph).reverse() : edges(graph);
    const used = along.filter(({ from }) => graph.nodes[from].kind !== "number" && (this.state.mode === "forward" || paths(graph)[from] > 0));
    return { graph, values, all: [...values, ...used.map((edge) => ({ edge }))] };
  }

  draw() {
    this.drawnWidth = this.width;
    const { formula, values, mode, input, at } = this.state;
    const w = this.words.graph;
    const { graph, all } = this.plan();
    const found = evaluate(graph, values);
    const reverse = reverseMode(graph, found.local);
    const forward = forwardMode(graph, found.local, input);
    const { contributions } = mode === "reverse" ? reverse : forward;
    const done = all.slice(0, at);
    const known = new Set(done.filter((each) => "node" in each).map(({ node }) => node));
    const gone = done.filter((each) => "edge" in each).map(({ edge }) => edge);
    // What has arrived at each node so far.
    const sums = graph.nodes.map((node, i) => (mode === "reverse" ? Number(i === graph.output) : Number(node.kind === "input" && node.name === input)));
    const arrived = graph.nodes.map(() => []);
    for (const { from, to, argument } of gone) {
      const share = contributions.get(`${from}:${to}:${argument}`);
      const target = mode === "reverse" ? from : to;
      sums[target] += share;
      arrived[target].push(share);
    }
    const begun = gone.length > 0 || at >= this.plan().values.length;
    const last = all[at - 1];
    const lit = new Set();
    if (last?.edge) lit.add(`${last.edge.from}:${last.edge.to}:${last.edge.argument}`).add(last.edge.from).add(last.edge.to);
    else if (last) for (const each of [last.node, ...graph.nodes[last.node].args]) lit.add(each);
    const isKnown = (i) => !graph.nodes[i].args || known.has(i);
    const hasDerivative = (i) => begun && (arrived[i].length > 0 || sums[i] === 1) && graph.nodes[i].kind !== "number";
    this.pictureBox.replaceChildren(
      graphPicture({
        graph,
        width: Math.min(this.width, 680),
        value: (i) => (isKnown(i) ? short(found.values[i]) : "?"),
        derivative: (i) => (hasDerivative(i) ? `∂ ${short(sums[i])}` : ""),
        onEdge: ({ from, to, argument }) => (begun && isKnown(to) && graph.nodes[from].kind !== "number" ? short(found.local[to][argument], 3) : ""),
        lit,
        label: w.picture(graph.nodes.length),
        name: (i) => w.node(signOf(graph.nodes[i]), short(found.values[i])),
      }),
    );
    this.formula.set(formula);
    this.mode.set(mode);
    this.input.offer(Object.fromEntries(graph.inputs.map((name) => [name, name])));
    this.input.set(input);
    this.input.box.hidden = mode === "reverse";
    this.steps[0].disabled = at === 0;
    this.steps[1].disabled = at === all.length;
    this.position.textContent = w.operation(at, all.length);
    this.panel.replaceChildren(html("p", {}, this.say(last, graph, found, { mode, contributions, sums, arrived })));
    this.drawInputs(graph, values);
    this.drawResult(graph, values, found, reverse);
  }

  say(last, graph, { values, local }, { mode, contributions, sums, arrived }) {
    const w = this.words.graph;
    if (!last) return w.start;
    if ("node" in last) {
      const { args } = graph.nodes[last.node];
      const sign = signOf(graph.nodes[last.node]);
      const given = args.map((arg) => factor(values[arg]));
      const text = graph.nodes[last.node].kind === "function" ? `${sign}(${short(values[args[0]])})` : args.length === 1 ? `${sign}${given[0]}` : `${given[0]} ${sign} ${given[1]}`;
      return `${text} = ${number(values[last.node])}`;
    }
    const { from, to, argument } = last.edge;
    const share = contributions.get(`${from}:${to}:${argument}`);
    const [behind, target] = mode === "reverse" ? [to, from] : [from, to];
    const arrivedHere = arrived[target];
    const before = mode === "reverse" ? this.gradOf(graph, behind, local) : sums[behind];
    const sum = arrivedHere.length > 1 ? w.sum(arrivedHere.map((each) => factor(each)).join(" + "), number(sums[target])) : "";
    return w.product(factor(before), factor(local[to][argument]), number(share), sum);
  }

  gradOf(graph, node, local) {
    return reverseMode(graph, local).grads[node];
  }

  drawInputs(graph, values) {
    if (this.inputNames !== String(graph.inputs)) {
      this.inputNames = String(graph.inputs);
      this.sliders = graph.inputs.map((name) => {
        const made = slider(name, { min: -3, max: 3, step: 0.05 }, (value) => this.set({ values: { ...this.state.values, [name]: value } }, `input ${name}`));
        made.rename(name);
        return [name, made];
      });
      this.inputs.replaceChildren(...this.sliders.map(([, { box }]) => box));
    }
    for (const [name, { set }] of this.sliders) set(values[name]);
  }

  drawResult(graph, values, found, reverse) {
    const w = this.words.graph;
    const at = (changed) => evaluate(graph, changed).values[graph.output];
    const rows = graph.inputs.map((name) => {
      const node = graph.nodes.findIndex((each) => each.kind === "input" && each.name === name);
      const h = STEP * Math.max(1, Math.abs(values[name]));
      const numerical = (at({ ...values, [name]: values[name] + h }) - at({ ...values, [name]: values[name] - h })) / (2 * h);
      return html("div", {}, html("dt", {}, w.derivativeOf(name)), html("dd", {}, w.both(number(reverse.grads[node], 6), number(numerical, 6))));
    });
    const each = forwardMode(graph, found.local, graph.inputs[0]).multiplications;
    this.result.replaceChildren(
      html("div", {}, html("dt", {}, w.value), html("dd", {}, number(found.values[graph.output], 6))),
      ...rows,
      html("div", {}, html("dt", {}, w.count), html("dd", {}, w.counts(reverse.multiplications, each, graph.inputs.length, Math.max(...paths(graph))))),
    );
  }
}
