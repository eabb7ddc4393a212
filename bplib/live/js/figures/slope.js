// The slope: secant and tangent of a curve of the reader's choice, and the error of three methods against the step h.

import { FormulaError, parse } from "../arithmetic/formulas.js";
import { curve, errors, METHODS, slope } from "../arithmetic/slope.js";
import { axes, dot, line, sampled } from "../drawing/axes.js";
import { html, svg } from "../drawing/elements.js";
import { number, scientific, short } from "../drawing/format.js";
import { choice, slider } from "../page/controls.js";
import { Figure } from "../page/figure.js";
import { formulaField } from "../page/formula_field.js";

const RANGE = [-3, 3];
const MARKS = { forward: "none", central: "7 4", complex: "2 3" };

export class SlopeFigure extends Figure {
  static kind = "slope";

  initial({ formula = "sin(x)", x = 1, h = 0.5, method = "forward" }) {
    return { formula, x, h, method };
  }

  accepted(state) {
    try {
      const graph = parse(state.formula);
      return graph.inputs.length === 1 && METHODS.includes(state.method) && state.h > 0 ? state : null;
    } catch (error) {
      if (error instanceof FormulaError) return null;
      throw error;
    }
  }

  build() {
    const w = this.words.slope;
    this.formula = formulaField(this.words.formulas, w.formula, w.presets, (formula) => {
      const graph = parse(formula);
      if (graph.inputs.length !== 1) throw new FormulaError("inputs", String(graph.inputs.length));
      this.set({ formula });
    });
    this.x = slider("x", { min: RANGE[0], max: RANGE[1], step: 0.01 }, (x) => this.set({ x }, "x"));
    this.h = slider(w.step, { min: 1e-16, max: 2, logarithmic: true, digits: 20 }, (h) => this.set({ h }, "h"));
    this.method = choice(w.method, w.methods, (method) => this.set({ method }));
    this.curveBox = html("div", {});
    this.errorBox = html("div", {});
    this.said = html("p", { class: "live-cost", role: "status" });
    this.root.append(
      html("p", { class: "live-invitation" }, w.invitation),
      this.formula.box,
      html("div", { class: "live-row" }, this.x.box, this.h.box, this.method.box),
      this.said,
      html("div", { class: "live-pair" }, this.curveBox, this.errorBox),
      html("div", { class: "live-row" }, this.undoButton, this.resetButton),
    );
  }

  draw() {
    this.drawnWidth = this.width;
    const { formula, x, h, method } = this.state;
    const w = this.words.slope;
    const f = curve(parse(formula));
    const found = slope(f, x, h, method);
    const wanted = f.derivative(x);
    this.formula.set(formula);
    this.x.set(x);
    this.h.set(h);
    this.method.set(method);
    this.said.textContent = Number.isFinite(found) ? w.said(number(found, 6), number(wanted, 6), scientific(Math.abs(found - wanted))) : w.undefined;
    const wide = this.width > 560;
    const width = wide ? Math.floor((Math.min(this.width, 760) - 16) / 2) : this.width;
    this.drawCurve(f, { x, h, method, found, wanted, width });
    this.drawErrors(f, { x, h, method, width });
  }

  drawCurve(f, { x, h, method, found, wanted, width }) {
    const w = this.words.slope;
    const points = sampled(f.value, RANGE);
    const values = points.map(([, y]) => y).filter((y) => Number.isFinite(y) && Math.abs(y) < 1e3);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const room = 0.08 * (high - low || 1);
    const frame = axes({ width, height: 300, x: RANGE, y: [Math.max(low - room, -12), Math.min(high + room, 12)], xLabel: "x", yLabel: "f(x)", label: w.picture });
    const through = (x0, y0, m, attributes) => line(RANGE.map((at) => [at, y0 + m * (at - x0)]), frame, attributes);
    const ends = method === "central" ? [x - h, x + h] : [x, x + h];
    frame.inside.append(
      line(points, frame, { class: "live-curve-line live-blue" }),
      Number.isFinite(wanted) ? through(x, f.value(x), wanted, { class: "live-curve-line live-green", "stroke-dasharray": "2 4" }) : "",
      ...(method === "complex" || !Number.isFinite(found)
        ? []
        : [through(ends[0], f.value(ends[0]), found, { class: "live-curve-line live-orange" }), ...ends.map((at) => dot(at, f.value(at), frame, { class: "live-dot live-orange" }))]),
      dot(x, f.value(x), frame, { class: "live-dot live-green", r: 4 }),
    );
    this.curveBox.replaceChildren(frame.picture, legend([["live-orange", "", w.secant], ["live-green", "2 4", w.tangent]]));
  }

  drawErrors(f, { x, h, method, width }) {
    const w = this.words.slope;
    const frame = axes({ width, height: 300, x: [1e-16, 2], y: [1e-17, 10], logarithmic: "xy", xLabel: "h", yLabel: w.error, label: w.errorPicture });
    for (const name of METHODS) {
      const points = errors(f, x, name).map(([step, error]) => [step, error === 0 ? 1e-17 : error]);
      frame.inside.append(line(points, frame, { class: `live-curve-line ${name === method ? "live-orange" : "live-gray"}`, "stroke-dasharray": MARKS[name] }));
    }
    const error = Math.abs(slope(f, x, h, method) - f.derivative(x));
    if (Number.isFinite(error)) frame.inside.append(dot(h, Math.max(error, 1e-17), frame, { class: "live-dot live-orange" }));
    this.errorBox.replaceChildren(frame.picture, legend(METHODS.map((name) => [name === method ? "live-orange" : "live-gray", MARKS[name], w.methods[name]])));
  }
}

export function legend(lines) {
  return html(
    "p",
    { class: "live-legend" },
    lines.map(([color, dashes, text]) =>
      html("span", {}, svg("svg", { width: 26, height: 8, "aria-hidden": "true" }, svg("line", { x1: 0, x2: 26, y1: 4, y2: 4, class: `live-curve-line ${color}`, "stroke-dasharray": dashes })), ` ${short0(text)}`),
    ),
  );
}

const short0 = (text) => (typeof text === "number" ? short(text) : text);
