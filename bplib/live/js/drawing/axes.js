// A pair of axes, linear or logarithmic, and what is drawn in it.

import { svg } from "./elements.js";
import { short } from "./format.js";

const LEFT = 58;
const BELOW = 38;
const MARGIN = 16;
let axesSoFar = 0;

/** Axes of so many CSS pixels over the ranges x and y, [from, to]; ``logarithmic``: "x", "y" or "xy".

    Returns {picture, X, Y, x, y, inside}: the <svg>, pixels of a value, values of a pixel, and a group that is cut off
    at the edges. */
export function axes({ width, height, x, y, xLabel = "", yLabel = "", logarithmic = "", label, equal = false }) {
  const [right, bottom] = [width - MARGIN, height - BELOW];
  const scale = (range, from, to, log) => {
    const of = log ? Math.log10 : (value) => value;
    const [low, high] = range.map(of);
    const place = (value) => from + ((of(value) - low) / (high - low)) * (to - from);
    const back = (pixel) => {
      const value = low + ((pixel - from) / (to - from)) * (high - low);
      return log ? 10 ** value : value;
    };
    return [place, back];
  };
  if (equal) {
    const unit = (right - LEFT) / (x[1] - x[0]);
    const middle = (y[0] + y[1]) / 2;
    const half = (bottom - MARGIN) / unit / 2;
    y = [middle - half, middle + half];
  }
  const [X, fromX] = scale(x, LEFT, right, logarithmic.includes("x"));
  const [Y, fromY] = scale(y, bottom, MARGIN, logarithmic.includes("y"));
  const name = `live-clip-${++axesSoFar}`;
  const inside = svg("g", { "clip-path": `url(#${name})` });
  const picture = svg(
    "svg",
    { class: "live-axes", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    svg("clipPath", { id: name }, svg("rect", { x: LEFT, y: MARGIN, width: right - LEFT, height: bottom - MARGIN })),
    svg("rect", { x: LEFT, y: MARGIN, width: right - LEFT, height: bottom - MARGIN, class: "live-frame" }),
    ticks(x, logarithmic.includes("x"), (right - LEFT) / 70).map((value) => [
      svg("line", { x1: X(value), x2: X(value), y1: bottom, y2: bottom + 4, class: "live-axis" }),
      svg("text", { x: X(value), y: bottom + 17, "text-anchor": "middle" }, tickText(value, logarithmic.includes("x"))),
    ]),
    ticks(y, logarithmic.includes("y"), (bottom - MARGIN) / 40).map((value) => [
      svg("line", { x1: LEFT - 4, x2: LEFT, y1: Y(value), y2: Y(value), class: "live-axis" }),
      svg("text", { x: LEFT - 7, y: Y(value) + 4, "text-anchor": "end" }, tickText(value, logarithmic.includes("y"))),
    ]),
    svg("text", { x: (LEFT + right) / 2, y: height - 4, "text-anchor": "middle", class: "live-label" }, xLabel),
    svg("text", { x: 0, y: 0, transform: `translate(11 ${(MARGIN + bottom) / 2}) rotate(-90)`, "text-anchor": "middle", class: "live-label" }, yLabel),
    inside,
  );
  return { picture, X, Y, fromX, fromY, inside, y };
}

function ticks([low, high], logarithmic, most) {
  if (logarithmic) {
    const [from, to] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
    const step = Math.max(1, Math.ceil((to - from) / Math.max(1, most)));
    return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => 10 ** (from + i * step));
  }
  const rough = (high - low) / Math.max(2, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough) * power;
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
}

function tickText(value, logarithmic) {
  if (!logarithmic) return short(Number(value.toPrecision(6)), 3);
  const power = Math.round(Math.log10(value));
  return [svg("tspan", {}, "10"), svg("tspan", { dy: -5, "font-size": "75%" }, String(power).replace("-", "−"))];
}

/** A line through points [x, y]; where a number is not finite it has a gap. */
export function line(points, { X, Y }, attributes = {}) {
  let pen = "M";
  let d = "";
  for (const [x, y] of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      pen = "M";
      continue;
    }
    d += `${pen}${X(x).toFixed(1)} ${Math.min(Math.max(Y(y), -1e4), 1e4).toFixed(1)}`;
    pen = "L";
  }
  return svg("path", { d, class: "live-curve-line", ...attributes });
}

export const dot = (x, y, { X, Y }, attributes = {}) => svg("circle", { cx: X(x), cy: Y(y), r: 6, class: "live-dot", ...attributes });

/** Points of a function over a range. */
export const sampled = (f, [from, to], count = 240) =>
  Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count).map((x) => [x, f(x)]);

/** Follow the pointer over a picture: ``moved([x, y], event)`` gets CSS pixels of the picture. */
export function draggable(picture, moved) {
  const place = (event) => {
    const { left, top, width } = picture.getBoundingClientRect();
    const zoom = picture.viewBox ? picture.viewBox.baseVal.width / width : picture.width / width;
    return [(event.clientX - left) * zoom, (event.clientY - top) * zoom];
  };
  picture.style.touchAction = "none";
  picture.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const go = {};
    moved(place(event), go, true);
    const move = (next) => moved(place(next), go, false);
    const end = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  });
}
