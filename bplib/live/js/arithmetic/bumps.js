// A curve from bumps, each the difference of two sigmoids (chapter 5): height · [σ(w (x - s)) - σ(w (x - s - d))].

import { sigmoid } from "./functions.js";

/** The sum of bumps of these heights, side by side from 0 to 1, with a steepness w. */
export function sumOfBumps(heights, w) {
  const d = 1 / heights.length;
  return (x) => heights.reduce((sum, height, i) => sum + height * (sigmoid(w * (x - i * d)) - sigmoid(w * (x - (i + 1) * d))), 0);
}

/** Heights of so many bumps for a curve: its value in the middle of each. */
export const heightsFor = (curve, count) => Array.from({ length: count }, (_, i) => curve((i + 0.5) / count));

/** The largest distance from a curve, on a grid. */
export function largestError(f, curve, points = 400) {
  let largest = 0;
  for (let i = 0; i <= points; i++) largest = Math.max(largest, Math.abs(f(i / points) - curve(i / points)));
  return largest;
}

/** The piecewise linear curve through values at equal distances from 0 to 1. */
export function through(values) {
  const last = values.length - 1;
  return (x) => {
    const at = Math.min(Math.max(x, 0), 1) * last;
    const i = Math.min(Math.floor(at), last - 1);
    return values[i] + (at - i) * (values[i + 1] - values[i]);
  };
}
