// The bumps: pairs of sigmoids build a curve that the reader draws.

import { heightsFor, largestError, sumOfBumps, through } from "../arithmetic/bumps.js";
import { axes, draggable, line, sampled } from "../drawing/axes.js";
import { html } from "../drawing/elements.js";
import { short } from "../drawing/format.js";
import { choice, slider } from "../page/controls.js";
import { Figure } from "../page/figure.js";
import { legend } from "./slope.js";

const POINTS = 33;
const CURVES = {
  hill: (x) => Math.sin(Math.PI * x),
  wave: (x) => 0.5 + 0.45 * Math.sin(2 * Math.PI * x * 1.5),
  step: (x) => (x < 0.5 ? 0.15 : 0.85),
  line: (x) => 0.1 + 0.8 * x,
};
const valuesOf = (curve) => Array.from({ length: POINTS }, (_, i) => Math.round(1000 * curve(i / (POINTS - 1))) / 1000);

export class BumpsFigure extends Figure {
  static kind = "bumps";

  initial({ curve = "wave", count = 8, steepness = 60 }) {
    return { values: valuesOf(CURVES[curve]), count, steepness };
  }

  accepted(state) {
    const { values, count, steepness } = state;
    return Array.isArray(values) && values.length === POINTS && values.every(Number.isFinite) && Number.isInteger(count) && count > 0 && count <= 64 && steepness > 0 ? state : null;
  }

  build() {
    const w = this.words.bumps;
    this.curve = choice(w.curve, { "": w.drawn, ...w.curves }, (name) => name && this.set({ values: valuesOf(CURVES[name]) }));
    this.count = slider(w.count, { min: 1, max: 64, step: 1 }, (count) => this.set({ count: Math.round(Math.min(Math.max(count, 1), 64)) }, "count"));
    this.steepness = slider(w.steepness, { min: 5, max: 2000, logarithmic: true }, (steepness) => this.set({ steepness: Math.max(steepness, 0.1) }, "steepness"));
    this.pictureBox = html("div", {});
    this.said = html("p", { class: "live-cost", role: "status" });
    this.root.append(
      html("p", { class: "live-invitation" }, w.invitation),
      html("div", { class: "live-row" }, this.curve.box, this.count.box, this.steepness.box),
      this.pictureBox,
      legend([["live-blue", "", w.yours], ["live-orange", "", w.bumps]]),
      this.said,
      html("div", { class: "live-row" }, this.undoButton, this.resetButton),
    );
  }

  draw() {
    this.drawnWidth = this.width;
    const { values, count, steepness } = this.state;
    const w = this.words.bumps;
    const curve = through(values);
    const heights = heightsFor(curve, count);
    const built = sumOfBumps(heights, steepness);
    this.curve.set(Object.keys(CURVES).find((name) => String(valuesOf(CURVES[name])) === String(values)) ?? "");
    this.count.set(count);
    this.steepness.set(steepness);
    this.said.textContent = w.said(2 * count, short(largestError(built, curve), 3));
    const width = Math.min(this.width, 680);
    const frame = axes({ width, height: 340, x: [0, 1], y: [-0.2, 1.2], xLabel: "x", yLabel: "f(x)", label: w.picture });
    for (const [i, height] of heights.entries()) {
      const bump = sumOfBumps(heights.map((_, j) => (i === j ? height : 0)), steepness);
      frame.inside.append(line(sampled(bump, [0, 1], 160), frame, { class: "live-curve-line live-gray", "stroke-width": 1 }));
    }
    frame.inside.append(line(sampled(curve, [0, 1], 2 * POINTS), frame, { class: "live-curve-line live-blue" }), line(sampled(built, [0, 1], 400), frame, { class: "live-curve-line live-orange" }));
    let before = null;
    draggable(frame.picture, ([px, py], go, first) => {
      const at = Math.min(Math.max(Math.round(this.frame.fromX(px) * (POINTS - 1)), 0), POINTS - 1);
      const value = Math.round(1000 * Math.min(Math.max(this.frame.fromY(py), -0.2), 1.2)) / 1000;
      const next = [...this.state.values];
      const [from, start] = first || !before ? [at, value] : before;
      for (let i = Math.min(from, at); i <= Math.max(from, at); i++) next[i] = at === from ? value : start + ((value - start) * (i - from)) / (at - from);
      before = [at, value];
      this.set({ values: next }, go);
    });
    this.frame = frame;
    if (this.pictureBox.firstChild?.viewBox?.baseVal.width === width) this.pictureBox.firstChild.replaceChildren(...frame.picture.childNodes);
    else this.pictureBox.replaceChildren(frame.picture);
  }
}
