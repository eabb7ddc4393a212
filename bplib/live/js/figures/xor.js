// Exclusive or: a network 2-h-1 learns while one looks; what it answers everywhere, what its hidden units see, and how
// many of a hundred networks fail.

import { forward } from "../arithmetic/network.js";
import { answers, lossOf, solved, start, train, XOR } from "../arithmetic/xor.js";
import { axes, dot, line } from "../drawing/axes.js";
import { html, svg } from "../drawing/elements.js";
import { number, short } from "../drawing/format.js";
import { button, choice, slider } from "../page/controls.js";
import { Figure } from "../page/figure.js";

const GRID = 41;
const REACH = [-0.3, 1.3];
const AT_ONCE = 20; // steps between two pictures
const RUN = 5000; // steps of each of a hundred networks

export class XorFigure extends Figure {
  static kind = "xor";

  initial({ units = 2, activation = "sigmoid", cost = "quadratic", seed = 1, eta = 2 }) {
    const net = start({ units, activation, cost, seed });
    return { units, activation, cost, seed, eta, steps: 0, weights: net.weights, biases: net.biases, losses: [lossOf(net)], hundred: null };
  }

  accepted(state) {
    const { units, seed, eta } = state;
    return Number.isInteger(units) && units > 0 && units <= 6 && Number.isInteger(seed) && eta > 0 ? state : null;
  }

  get net() {
    const { units, activation, cost, weights, biases } = this.state;
    return { sizes: [2, units, 1], activation, cost, weights, biases };
  }

  build() {
    const w = this.words.xor;
    const afresh = (changes) => {
      this.pause();
      const { units, activation, cost, seed, eta } = { ...this.state, ...changes };
      this.set(this.initial({ units, activation, cost, seed, eta }));
    };
    this.units = choice(w.units, Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [n, String(n)])), (units) => afresh({ units: Number(units) }));
    this.activation = choice(w.activation, this.words.network.activations, (activation) => afresh({ activation }));
    const { quadratic, binary_cross_entropy } = this.words.network.costs;
    this.cost = choice(w.cost, { quadratic, binary_cross_entropy }, (cost) => afresh({ cost }));
    this.seed = slider(w.seed, { min: 0, max: 99, step: 1, digits: 0 }, (seed, last) => last && afresh({ seed: Math.round(seed) }));
    this.eta = slider(w.eta, { min: 0.05, max: 20, logarithmic: true }, (eta) => this.set({ eta }, "eta"));
    this.go = button(w.train, () => (this.timer ? this.pause() : this.play()), { class: "live-main" });
    this.once = button(w.hundredSteps, () => this.learn(100));
    this.many = button(w.hundred, () => this.runHundred());
    this.said = html("p", { class: "live-cost", role: "status" });
    this.manySaid = html("p", { role: "status" });
    this.bar = html("progress", { max: 100, value: 0, hidden: true });
    this.plane = html("div", {});
    this.hidden = html("div", {});
    this.curve = html("div", {});
    this.root.append(
      html("p", { class: "live-invitation" }, w.invitation),
      html("div", { class: "live-row" }, this.units.box, this.activation.box, this.cost.box),
      html("div", { class: "live-row" }, this.eta.box, this.seed.box),
      html("div", { class: "live-row" }, this.go, this.once, this.many, this.undoButton, this.resetButton),
      this.said,
      html("div", { class: "live-pair" }, this.plane, this.hidden),
      this.curve,
      this.bar,
      this.manySaid,
    );
  }

  learn(steps, go) {
    const { losses, eta } = this.state;
    const net = train(this.net, { eta, steps });
    const list = [...losses, lossOf(net)];
    this.set({ weights: net.weights, biases: net.biases, steps: this.state.steps + steps, losses: list.length > 600 ? list.filter((_, i) => i % 2 === 0) : list }, go);
  }

  play() {
    const go = {};
    this.go.textContent = this.words.xor.pause;
    this.timer = setInterval(() => {
      if (!this.root.isConnected) return this.pause();
      return this.learn(AT_ONCE, go);
    }, 60);
  }

  pause() {
    clearInterval(this.timer);
    this.timer = undefined;
    this.go.textContent = this.words.xor.train;
  }

  /** A hundred networks from other starts, one after the other, without holding the page up. */
  async runHundred() {
    const w = this.words.xor;
    const { units, activation, cost, eta } = this.state;
    this.pause();
    this.many.disabled = true;
    this.bar.hidden = false;
    let failed = 0;
    for (let seed = 0; seed < 100; seed++) {
      if (!solved(train(start({ units, activation, cost, seed: 1000 + seed }), { eta, steps: RUN }))) failed++;
      this.bar.value = seed + 1;
      this.manySaid.textContent = w.manySaid(failed, seed + 1, RUN);
      await new Promise((resume) => setTimeout(resume));
    }
    this.bar.hidden = true;
    this.many.disabled = false;
  }

  draw() {
    this.drawnWidth = this.width;
    const { state, net } = this;
    const w = this.words.xor;
    this.units.set(String(state.units));
    this.activation.set(state.activation);
    this.cost.set(state.cost);
    this.seed.set(state.seed);
    this.eta.set(state.eta);
    this.said.textContent = w.said(state.steps, number(lossOf(net)), answers(net).map((a) => short(a, 2)).join(", "), solved(net));
    const wide = this.width > 560;
    const width = wide ? Math.floor((Math.min(this.width, 760) - 16) / 2) : this.width;
    this.drawPlane(net, width);
    this.drawHidden(net, width);
    this.drawLosses(state.losses, state.steps);
  }

  drawPlane(net, width) {
    const w = this.words.xor;
    const frame = axes({ width, height: width - 20, x: REACH, y: REACH, equal: true, xLabel: "x₁", yLabel: "x₂", label: w.plane });
    const at = (i) => REACH[0] + ((REACH[1] - REACH[0]) * i) / (GRID - 1);
    const grid = Array.from({ length: GRID * GRID }, (_, i) => [at(i % GRID), at(Math.floor(i / GRID))]);
    const values = forward(net, [grid.map(([x]) => x), grid.map(([, y]) => y)]).activations.at(-1)[0];
    const size = frame.X(at(1)) - frame.X(at(0));
    // One path for each of ten shades, in place of 1681 squares.
    const shades = Array.from({ length: 10 }, () => "");
    for (const [i, [x, y]] of grid.entries()) {
      const shade = Math.min(9, Math.max(0, Math.floor(values[i] * 10)));
      shades[shade] += `M${(frame.X(x) - size / 2).toFixed(1)} ${(frame.Y(y) - size / 2).toFixed(1)}h${size.toFixed(1)}v${size.toFixed(1)}h${(-size).toFixed(1)}z`;
    }
    frame.inside.append(...shades.map((d, i) => svg("path", { d, class: i < 5 ? "live-fill-orange" : "live-fill-blue", opacity: (0.08 + (0.55 * Math.abs(i - 4.5)) / 4.5).toFixed(2) })));
    this.examples(frame, XOR.x);
    this.plane.replaceChildren(html("p", { class: "live-title" }, w.planeTitle), frame.picture);
  }

  /** The four examples: a square where 1 is wanted, a circle where 0 is. */
  examples(frame, [xs, ys]) {
    XOR.y[0].forEach((wanted, i) => {
      const [x, y] = [frame.X(xs[i]), frame.Y(ys[i])];
      frame.inside.append(
        wanted ? svg("rect", { x: x - 7, y: y - 7, width: 14, height: 14, class: "live-dot live-blue" }) : dot(xs[i], ys[i], frame, { r: 7.5, class: "live-dot live-orange" }),
        svg("text", { x: x + 12, y: y - 9, class: "live-label" }, `${XOR.x[0][i]}, ${XOR.x[1][i]}`),
      );
    });
  }

  drawHidden(net, width) {
    const w = this.words.xor;
    if (net.sizes[1] < 2) return this.hidden.replaceChildren(html("p", { class: "live-title" }, w.noHidden));
    const hidden = forward(net, XOR.x).activations[1];
    const all = [...hidden[0], ...hidden[1]];
    const reach = net.activation === "sigmoid" ? [-0.1, 1.3] : [Math.min(-0.1, ...all) - 0.1, Math.max(1, ...all) + 0.2];
    const frame = axes({ width, height: width - 20, x: reach, y: reach, equal: true, xLabel: "a₁", yLabel: "a₂", label: w.hidden });
    const [W] = net.weights[1];
    const [b] = net.biases[1][0];
    // Where the output is ½: W a + b = 0, for the first two units with the mean of the others.
    const rest = W.slice(2).reduce((sum, weight, i) => sum + weight * hidden[i + 2].reduce((total, a) => total + a / 4, 0), b);
    const points = Math.abs(W[1]) > Math.abs(W[0]) ? reach.map((x) => [x, -(W[0] * x + rest) / W[1]]) : reach.map((y) => [-(W[1] * y + rest) / W[0], y]);
    frame.inside.append(line(points, frame, { class: "live-curve-line live-green", "stroke-dasharray": "6 4" }));
    this.examples(frame, hidden);
    return this.hidden.replaceChildren(html("p", { class: "live-title" }, w.hiddenTitle), frame.picture);
  }

  drawLosses(losses, steps) {
    const w = this.words.xor;
    const top = Math.max(...losses);
    const frame = axes({ width: Math.min(this.width, 680), height: 150, x: [0, Math.max(steps, 1)], y: [0, top * 1.05], xLabel: w.step, yLabel: w.cost, label: w.losses });
    frame.inside.append(line(losses.map((loss, i) => [losses.length > 1 ? (steps * i) / (losses.length - 1) : 0, loss]), frame, { class: "live-curve-line live-orange" }));
    this.curve.replaceChildren(frame.picture);
  }
}
