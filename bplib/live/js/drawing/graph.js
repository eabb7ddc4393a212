// The picture of a computational graph: nodes in columns by their distance from the inputs, values above, derivatives
// below, local derivatives on the edges.

import { OPERATIONS } from "../arithmetic/formulas.js";
import { depths, edges } from "../arithmetic/graph.js";
import { svg } from "./elements.js";
import { short } from "./format.js";

const RADIUS = 21;
const ROW = 92;

/** The sign in a node. */
export function signOf({ kind, name, value }) {
  if (kind === "number") return short(value, 3);
  if (kind === "function") return { ln: "ln", sqrt: "√", sigmoid: "σ", relu: "ReLU" }[name] ?? name;
  return kind === "input" ? name : OPERATIONS[name][0];
}

/** Places of the nodes, in CSS pixels of a picture at least this wide. */
export function layout(graph, width) {
  const depth = depths(graph);
  const last = Math.max(...depth);
  const columns = Array.from({ length: last + 1 }, () => []);
  // Numbers stand before the node that needs them, not at the far left.
  for (const [i, { kind }] of graph.nodes.entries()) {
    const users = edges(graph).filter(({ from }) => from === i).map(({ to }) => depth[to]);
    columns[kind === "number" && users.length ? Math.max(0, Math.min(...users) - 1) : depth[i]].push(i);
  }
  const wanted = Math.max(width, 2 * 40 + last * 92);
  const tallest = Math.max(...columns.map((column) => column.length));
  const height = tallest * ROW + 20;
  const across = last ? (wanted - 90) / last : 0;
  const places = [];
  columns.forEach((column, c) => {
    const middle = (i) => {
      const args = graph.nodes[i].args ?? [];
      const known = args.map((arg) => places[arg]?.[1]).filter((y) => y !== undefined);
      return known.length ? known.reduce((sum, y) => sum + y, 0) / known.length : i * 1e-3 + height / 2;
    };
    if (c) column.sort((i, j) => middle(i) - middle(j));
    column.forEach((i, row) => (places[i] = [44 + c * across, height / 2 + (row - (column.length - 1) / 2) * ROW + (c % 2 && column.length === 1 ? 0 : 0)]));
  });
  return { places, width: wanted, height };
}

/** ``value(i)``, ``derivative(i)`` and ``onEdge(edge)`` give texts, or "" for what is not known yet; ``lit`` has node numbers
    and names of edges, "from:to:argument". */
export function graphPicture({ graph, width, value, derivative, onEdge, lit, label, name }) {
  const { places, width: wide, height } = layout(graph, width);
  const all = edges(graph);
  const drawn = all.map(({ from, to, argument }) => {
    const twins = all.filter((other) => other.from === from && other.to === to);
    const [x1, y1] = places[from];
    const [x2, y2] = places[to];
    const length = Math.hypot(x2 - x1, y2 - y1);
    const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
    const crossed = places.some(([x, y], i) => i !== from && i !== to && Math.abs((x - x1) * uy - (y - y1) * ux) < RADIUS + 6 && (x - x1) * ux + (y - y1) * uy > 0 && (x - x1) * ux + (y - y1) * uy < length);
    const bend = (twins.length > 1 ? (argument ? 26 : -26) : 0) + (crossed ? 46 : 0);
    const [mx, my] = [(x1 + x2) / 2 - uy * bend, (y1 + y2) / 2 + ux * bend];
    const [sx, sy] = toward([x1, y1], [mx, my], RADIUS);
    const [ex, ey] = toward([x2, y2], [mx, my], RADIUS + 7);
    const part = `${from}:${to}:${argument}`;
    const text = onEdge({ from, to, argument });
    const at = [0.25 * x1 + 0.5 * mx + 0.25 * x2, 0.25 * y1 + 0.5 * my + 0.25 * y2];
    return svg(
      "g",
      { class: `live-arrow${lit.has(part) ? " live-lit" : ""}` },
      svg("path", { d: `M${sx.toFixed(1)} ${sy.toFixed(1)}Q${mx.toFixed(1)} ${my.toFixed(1)} ${ex.toFixed(1)} ${ey.toFixed(1)}`, "marker-end": "url(#live-head)" }),
      text ? label_(at, text) : "",
    );
  });
  const nodes = graph.nodes.map((node, i) => {
    const [x, y] = places[i];
    const sign = signOf(node);
    const [above, below] = [value(i), derivative(i)];
    return svg(
      "g",
      { class: `live-node live-${node.kind}${lit.has(i) ? " live-lit" : ""}` },
      svg("circle", { cx: x, cy: y, r: RADIUS }),
      svg("text", { x, y: y + 5, "text-anchor": "middle", class: sign.length > 4 ? "live-small" : "" }, sign),
      node.label ? svg("text", { x: x + RADIUS - 2, y: y - RADIUS + 6, class: "live-name" }, node.label) : "",
      above && node.kind !== "number" ? svg("text", { x, y: y - RADIUS - 6, "text-anchor": "middle", class: "live-value" }, above) : "",
      below ? svg("text", { x, y: y + RADIUS + 15, "text-anchor": "middle", class: "live-derivative" }, below) : "",
      svg("title", {}, name(i)),
    );
  });
  return svg(
    "svg",
    { class: "live-picture", width: wide, height, viewBox: `0 0 ${wide} ${height}`, role: "img", "aria-label": label },
    svg("defs", {}, svg("marker", { id: "live-head", viewBox: "0 0 8 8", refX: 6, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" }, svg("path", { d: "M0 0.5L7.5 4L0 7.5z", class: "live-head" }))),
    drawn,
    nodes,
  );
}

function toward([x, y], [tx, ty], distance) {
  const length = Math.hypot(tx - x, ty - y) || 1;
  return [x + ((tx - x) / length) * distance, y + ((ty - y) / length) * distance];
}

function label_([x, y], text) {
  const width = 8 + 6.8 * text.length;
  return svg("g", { class: "live-tag" }, svg("rect", { x: x - width / 2, y: y - 9, width, height: 18, rx: 4 }), svg("text", { x, y: y + 4, "text-anchor": "middle" }, text));
}
