// A digit: the reader draws one, and a small trained network of the book reads it.

import { asMnist, painted, pixelGradient, read, SIDE, unpacked } from "../arithmetic/digit.js";
import { draggable } from "../drawing/axes.js";
import { html, svg } from "../drawing/elements.js";
import { short } from "../drawing/format.js";
import { button, choice } from "../page/controls.js";
import { Figure } from "../page/figure.js";

const PIXEL = 10; // units of the picture
const LEVELS = "0123456789abcdef";
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const packed = (drawing) => drawing.map((value) => LEVELS[Math.round(value * 15)]).join("");
const pixels = (text) => Array.from(text, (sign) => LEVELS.indexOf(sign) / 15);
const EMPTY = "0".repeat(SIDE * SIDE);

export class DigitFigure extends Figure {
  static kind = "digit";

  initial({ drawing = EMPTY }) {
    return { drawing, against: "map" };
  }

  accepted(state) {
    return /^[0-9a-f]{784}$/.test(state.drawing) ? state : null;
  }

  build() {
    const w = this.words.digit;
    this.cursor = [14, 14];
    this.pen = false;
    this.field = svg("svg", { class: "live-drawing", viewBox: `0 0 ${SIDE * PIXEL} ${SIDE * PIXEL}`, tabindex: 0, role: "img", "aria-label": w.field });
    this.seen = svg("svg", { class: "live-drawing live-seen", viewBox: `0 0 ${SIDE * PIXEL} ${SIDE * PIXEL}`, role: "img", "aria-label": w.seen });
    this.scores = html("ol", { class: "live-scores", start: 0 });
    this.units = html("div", { class: "live-units", role: "img" });
    this.said = html("p", { class: "live-cost", role: "status" }, w.loading);
    this.examples = choice(w.examples, { "": w.choose }, (i) => i && this.set({ drawing: this.network.examples[Number(i)].pixels }));
    this.root.append(
      html("p", { class: "live-invitation" }, w.invitation),
      html("div", { class: "live-row" }, this.examples.box, this.undoButton, this.resetButton),
      html("div", { class: "live-pair live-digit-pair" }, html("div", {}, html("p", { class: "live-title" }, w.draw), this.field), html("div", {}, html("p", { class: "live-title" }, w.seenTitle), this.seen)),
      this.said,
      this.scores,
      html("p", { class: "live-title" }, w.unitsTitle),
      this.units,
    );
    draggable(this.field, ([x, y], go) => this.paint([x / PIXEL, y / PIXEL], go));
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.load();
  }

  async load() {
    const w = this.words.digit;
    try {
      this.network = this.settings.network ?? (await this.settings.load());
    } catch (error) {
      this.said.textContent = w.failed(error.message);
      return;
    }
    this.weights = unpacked(this.network);
    this.examples.offer({ "": w.choose, ...Object.fromEntries(this.network.examples.map(({ digit }, i) => [i, String(digit)])) });
    this.draw();
  }

  paint(place, go) {
    this.set({ drawing: packed(painted(pixels(this.state.drawing), place)) }, go);
  }

  /** Arrows move the pen; the space bar puts it down and lifts it. */
  key(event) {
    const step = ARROWS[event.key];
    if (!step && event.key !== " ") return;
    event.preventDefault();
    if (event.key === " ") {
      this.pen = !this.pen;
      this.penGo = {};
    } else this.cursor = this.cursor.map((at, axis) => Math.min(Math.max(at + step[axis], 0), SIDE - 1));
    if (this.pen) this.paint(this.cursor.map((at) => at + 0.5), this.penGo);
    else this.draw();
  }

  draw() {
    this.drawnWidth = this.width;
    const w = this.words.digit;
    const drawing = pixels(this.state.drawing);
    this.field.replaceChildren(...squares(drawing, () => "live-ink"), this.pen || this.field.matches(":focus-visible") ? svg("circle", { cx: (this.cursor[0] + 0.5) * PIXEL, cy: (this.cursor[1] + 0.5) * PIXEL, r: 8, class: this.pen ? "live-pen live-down" : "live-pen" }) : "");
    if (!this.weights) return;
    const image = asMnist(drawing);
    const empty = this.state.drawing === EMPTY;
    const { hidden, scores, digit } = read(this.weights, image);
    const slopes = pixelGradient(this.weights, hidden, digit);
    const most = Math.max(...slopes.map(Math.abs)) || 1;
    this.seen.replaceChildren(
      ...(empty ? [] : squares(slopes.map((slope) => slope / most), (value) => (value > 0 ? "live-fill-blue" : "live-fill-orange"))),
      ...squares(image, () => "live-ink live-faint"),
    );
    this.said.textContent = empty ? w.empty(short(100 * this.network.accuracy, 1)) : w.said(digit, (100 * scores[digit]).toFixed(1));
    this.scores.replaceChildren(
      ...scores.map((score, k) =>
        html("li", { class: !empty && k === digit ? "live-winner" : "" }, html("span", { class: "live-digit" }, String(k)), html("span", { class: "live-bar" }, html("span", { style: `width: ${empty ? 0 : (100 * score).toFixed(1)}%` })), empty ? "" : ` ${(100 * score).toFixed(1)} %`),
      ),
    );
    const top = Math.max(...hidden) || 1;
    this.units.setAttribute("aria-label", w.units(hidden.filter((a) => a > 0).length, hidden.length));
    this.units.replaceChildren(...hidden.map((a) => html("span", { style: `--level: ${empty ? 0 : (a / top).toFixed(2)}` })));
  }
}

/** A picture of numbers from -1 to 1, as squares as strong as they are large. */
function squares(values, name) {
  return values.flatMap((value, i) =>
    Math.abs(value) < 0.04 ? [] : [svg("rect", { x: (i % SIDE) * PIXEL, y: Math.floor(i / SIDE) * PIXEL, width: PIXEL, height: PIXEL, class: name(value), opacity: Math.abs(value).toFixed(2) })],
  );
}
