// The picture of a network: units with their numbers, edges as thick as their weights, solid if positive, dashed if
// negative. Every part carries its name, so that equation and code can light it.

import { svg } from "./elements.js";
import { short } from "./format.js";

const RADIUS = 23;
const ROW = 78; // between units of a layer
const MARGIN = 46; // room for what is wanted, beside the outputs

/** Where the units are: places[l - 1][j - 1] = [x, y]; in CSS pixels of a picture of this width. */
export function layout(sizes, width) {
  const height = Math.max(...sizes) * ROW + 26;
  const across = (width - 2 * MARGIN - RADIUS) / Math.max(1, sizes.length - 1);
  const places = sizes.map((n, i) =>
    Array.from({ length: n }, (_, j) => [MARGIN - 8 + i * across, height / 2 + (j - (n - 1) / 2) * ROW]),
  );
  return { places, height };
}

const signClass = (value) => (value < 0 ? "live-negative" : "live-positive");
const thickness = (value) => 1 + 5 * Math.tanh(Math.abs(value) / 2.5);

/** A new picture.

    ``seen(part)`` says whether a number is computed yet, ``lit`` which parts are to be lit, ``on`` what is done:
    choose(part), drag(part, event), point(part or null). */
export function networkPicture({ net, values, width, seen, lit, chosen, on, words }) {
  const { sizes } = net;
  const { places, height } = layout(sizes, width);
  const L = sizes.length;
  const marks = (part) => `${lit.has(part) ? " live-lit" : ""}${part === chosen ? " live-chosen" : ""}`;
  const pointed = (part) => ({
    "data-part": part,
    onpointerenter: () => on.point(part),
    onpointerleave: () => on.point(null),
    onclick: () => on.choose(part),
  });
  const knob = (part) => ({ ...pointed(part), onpointerdown: (event) => on.drag(part, event) });

  const edges = [];
  const labels = [];
  for (let l = 2; l <= L; l++)
    for (let j = 1; j <= sizes[l - 1]; j++) {
      for (let k = 1; k <= sizes[l - 2]; k++) {
        const part = `W:${l}:${j}:${k}`;
        const value = values.of(part.split(":"));
        const [x1, y1] = places[l - 2][k - 1];
        const [x2, y2] = places[l - 1][j - 1];
        const line = { x1, y1, x2, y2 };
        edges.push(
          svg(
            "g",
            { class: `live-edge ${signClass(value)}${marks(part)}`, ...knob(part) },
            svg("line", { ...line, class: "live-hit" }),
            svg("line", { ...line, class: "live-line", "stroke-width": thickness(value).toFixed(2) }),
            svg("title", {}, `${words.weight(l, j, k)}: ${short(value)}`),
          ),
        );
        if (lit.has(part) || part === chosen) labels.push(tag(x1 + 0.62 * (x2 - x1), y1 + 0.62 * (y2 - y1), short(value, 3), part));
      }
    }

  const units = [];
  for (let l = 1; l <= L; l++)
    for (let j = 1; j <= sizes[l - 1]; j++) units.push(unit(l, j));

  function unit(l, j) {
    const [x, y] = places[l - 1][j - 1];
    const a = `a:${l}:${j}`;
    const [z, d, b] = [`z:${l}:${j}`, `d:${l}:${j}`, `b:${l}:${j}`];
    const known = l === 1 || seen(a);
    const half = !known && seen(z);
    const inside = known ? short(values.of(a.split(":")), 3) : half ? short(values.of(z.split(":")), 2) : "?";
    const shownPart = half ? z : a;
    const parts = [
      svg(
        "g",
        { class: `live-unit${marks(shownPart)}${marks(z) && !known ? "" : lit.has(z) ? " live-lit" : ""}`, ...pointed(shownPart) },
        svg("circle", { cx: x, cy: y, r: RADIUS, class: half ? "live-half" : known ? "live-known" : "live-unknown" }),
        svg("text", { x, y: y + 4.5, "text-anchor": "middle" }, inside),
        svg("title", {}, half ? words.weighted(l, j) : l === 1 ? words.input(j) : words.activation(l, j)),
      ),
    ];
    if (l > 1) {
      const value = values.of(b.split(":"));
      const [bx, by] = [x - RADIUS * 0.72, y - RADIUS * 0.72];
      parts.push(
        svg(
          "g",
          { class: `live-bias ${signClass(value)}${marks(b)}`, ...knob(b) },
          svg("circle", { cx: bx, cy: by, r: 16, class: "live-hit" }),
          svg("circle", { cx: bx, cy: by, r: 4 + thickness(value) / 1.5, class: value === 0 ? "live-knob live-zero" : "live-knob" }),
          svg("title", {}, `${words.bias(l, j)}: ${short(value)}`),
        ),
      );
      if (lit.has(b) || b === chosen) labels.push(tag(bx - 4, by - 14, short(value, 3), b));
      if (seen(d))
        parts.push(
          svg(
            "g",
            { class: `live-delta${marks(d)}`, ...pointed(d) },
            svg("text", { x, y: y + RADIUS + 15, "text-anchor": "middle" }, `δ ${short(values.of(d.split(":")), 4)}`),
            svg("title", {}, words.error(l, j)),
          ),
        );
    }
    if (l === L) {
      const wanted = `y:${j}`;
      parts.push(
        svg(
          "g",
          { class: `live-wanted${marks(wanted)}`, ...pointed(wanted) },
          svg("text", { x: x + RADIUS + 6, y: y - 3 }, words.wantedShort),
          svg("text", { x: x + RADIUS + 6, y: y + 12, class: "live-number" }, short(values.of(wanted.split(":")), 2)),
          svg("title", {}, words.wanted(j)),
        ),
      );
    }
    return parts;
  }

  const picture = svg(
    "svg",
    { class: "live-picture", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": words.picture(sizes) },
    edges,
    units,
    labels,
  );
  return picture;
}

function tag(x, y, text, part) {
  const width = 9 + 7.2 * text.length;
  return svg(
    "g",
    { class: "live-tag", "data-part": part },
    svg("rect", { x: x - width / 2, y: y - 10, width, height: 20, rx: 4 }),
    svg("text", { x, y: y + 4.5, "text-anchor": "middle" }, text),
  );
}
