// The bowl: a path downhill, from where the reader starts it, with a learning rate and momentum.

import { bowl, height, largestRate, path } from "../arithmetic/bowl.js";
import { axes, dot, draggable, line } from "../drawing/axes.js";
import { html, svg } from "../drawing/elements.js";
import { number, short } from "../drawing/format.js";
import { slider } from "../page/controls.js";
import { Figure } from "../page/figure.js";

const REACH = 3; // of the picture, on each side
const LEVELS = [0.05, 0.2, 0.5, 1, 2, 4, 8, 16, 32];

export class BowlFigure extends Figure {
  static kind = "bowl";

  initial({ curvatures = [1, 8], angle = 0.5, start = [-2.2, 1.2], eta = 0.1, momentum = 0, steps = 40 }) {
    return { curvatures, angle, start, eta, momentum, steps };
  }

  accepted(state) {
    const numbers = [...state.curvatures, state.angle, ...state.start, state.eta, state.momentum];
    return numbers.every(Number.isFinite) && Math.min(...state.curvatures, state.eta) > 0 && state.momentum >= 0 && state.momentum < 1 ? state : null;
  }

  build() {
    const w = this.words.bowl;
    this.sliders = {
      eta: slider(w.eta, { min: 0.005, max: 2.5, logarithmic: true }, (eta) => this.set({ eta }, "eta")),
      momentum: slider(w.momentum, { min: 0, max: 0.99, step: 0.01 }, (momentum) => this.set({ momentum: Math.min(Math.max(momentum, 0), 0.99) }, "momentum")),
      narrow: slider(w.narrow, { min: 1, max: 50, logarithmic: true }, (ratio) => this.set({ curvatures: [1, Math.max(1, ratio)] }, "narrow")),
      x: slider(w.startOf(1), { min: -REACH, max: REACH, step: 0.05 }, (x) => this.set({ start: [x, this.state.start[1]] }, "x")),
      y: slider(w.startOf(2), { min: -REACH, max: REACH, step: 0.05 }, (y) => this.set({ start: [this.state.start[0], y] }, "y")),
    };
    this.pictureBox = html("div", {});
    this.costBox = html("div", {});
    this.said = html("p", { class: "live-cost", role: "status" });
    this.rates = html("p", {});
    const boxes = Object.values(this.sliders).map(({ box }) => box);
    this.root.append(
      html("p", { class: "live-invitation" }, w.invitation),
      html("div", { class: "live-row" }, boxes.slice(0, 3)),
      this.said,
      html("div", { class: "live-pair" }, this.pictureBox, this.costBox),
      this.rates,
      html("div", { class: "live-row" }, boxes.slice(3), this.undoButton, this.resetButton),
    );
  }

  draw() {
    this.drawnWidth = this.width;
    const { curvatures, angle, start, eta, momentum, steps } = this.state;
    const w = this.words.bowl;
    const A = bowl(curvatures, angle);
    const places = path(A, start, { eta, momentum, steps });
    const costs = places.map((place) => height(A, place));
    this.sliders.eta.set(eta);
    this.sliders.momentum.set(momentum);
    this.sliders.narrow.set(Math.max(...curvatures) / Math.min(...curvatures));
    this.sliders.x.set(start[0]);
    this.sliders.y.set(start[1]);
    const limit = largestRate(curvatures, momentum);
    this.said.textContent = w.said(number(costs[0]), number(costs.at(-1)), steps);
    this.rates.textContent = eta > limit ? w.tooLarge(short(limit)) : w.largest(short(limit));
    this.rates.className = eta > limit ? "live-alarm" : "";
    const wide = this.width > 560;
    const width = wide ? Math.floor((Math.min(this.width, 760) - 16) / 2) : this.width;
    this.drawBowl(A, places, { curvatures, angle, width });
    this.drawCosts(costs, width);
  }

  drawBowl(A, places, { curvatures, angle, width }) {
    const w = this.words.bowl;
    const frame = axes({ width, height: width - 10, x: [-REACH, REACH], y: [-REACH, REACH], equal: true, xLabel: "θ₁", yLabel: "θ₂", label: w.picture });
    const unit = frame.X(1) - frame.X(0);
    const turn = `rotate(${((-angle * 180) / Math.PI).toFixed(2)} ${frame.X(0)} ${frame.Y(0)})`;
    for (const level of LEVELS) {
      const [rx, ry] = curvatures.map((curvature) => Math.sqrt((2 * level) / curvature) * unit);
      frame.inside.append(svg("ellipse", { cx: frame.X(0), cy: frame.Y(0), rx, ry, transform: turn, class: "live-contour" }));
    }
    for (const direction of [angle, angle + Math.PI / 2]) {
      const [c, s] = [9 * Math.cos(direction), 9 * Math.sin(direction)];
      frame.inside.append(line([[-c, -s], [c, s]], frame, { class: "live-curve-line live-gray", "stroke-dasharray": "3 5" }));
    }
    const inside = places.filter((place) => place.every((value) => Math.abs(value) < 1e3));
    frame.inside.append(
      line(inside, frame, { class: "live-curve-line live-orange" }),
      ...inside.slice(1).map(([x, y]) => dot(x, y, frame, { class: "live-dot live-orange", r: 2.5 })),
      dot(...places[0], frame, { class: "live-dot live-blue", r: 8 }),
    );
    draggable(frame.picture, ([px, py], go) => {
      const keep = (value) => Math.round(Math.min(Math.max(value, -REACH), REACH) * 100) / 100;
      this.set({ start: [keep(frame.fromX(px)), keep(frame.fromY(py))] }, go);
    });
    // The picture that is dragged stays, so that it keeps the pointer.
    if (this.pictureBox.firstChild?.viewBox?.baseVal.width === width) this.pictureBox.firstChild.replaceChildren(...frame.picture.childNodes);
    else this.pictureBox.replaceChildren(frame.picture);
  }

  drawCosts(costs, width) {
    const w = this.words.bowl;
    const shown = costs.map((cost) => Math.min(Math.max(cost, 1e-12), 1e6));
    const frame = axes({ width, height: Math.min(width - 10, 300), x: [0, costs.length - 1], y: [1e-8, 1e3], logarithmic: "y", xLabel: w.step, yLabel: w.cost, label: w.costPicture });
    frame.inside.append(line(shown.map((cost, i) => [i, cost]), frame, { class: "live-curve-line live-orange" }));
    this.costBox.replaceChildren(frame.picture);
  }
}
