// The slope of a curve by steps: forward and central differences (1.2), (1.3), and the complex step (1.4).

import { complexValue, evaluate } from "./formulas.js";
import { reverseMode } from "./graph.js";

export const METHODS = ["forward", "central", "complex"];

/** A formula of one input as a function: its value, and its derivative by reverse mode. */
export function curve(graph) {
  const [name] = graph.inputs;
  return {
    value: (x) => evaluate(graph, { [name]: x }).values[graph.output],
    derivative: (x) => reverseMode(graph, evaluate(graph, { [name]: x }).local).grads[graph.nodes.findIndex((node) => node.kind === "input")],
    complex: (z) => complexValue(graph, z),
  };
}

/** The slope at x with a step h; NaN where the method does not work. */
export function slope({ value, complex }, x, h, method) {
  if (method === "complex") return (complex([x, h])?.[1] ?? NaN) / h;
  const [left, right] = method === "forward" ? [x, x + h] : [x - h, x + h];
  return (value(right) - value(left)) / (right - left);
}

/** Errors of a method for steps of many sizes, as [h, |slope - derivative|]. */
export function errors(f, x, method, { from = -16, to = 0, each = 8 } = {}) {
  const wanted = f.derivative(x);
  return Array.from({ length: (to - from) * each + 1 }, (_, i) => 10 ** (from + i / each)).map((h) => [h, Math.abs(slope(f, x, h, method) - wanted)]);
}
