// Activation functions and costs, computed as in bplib/activations.py and bplib/costs.py.

import { map } from "./matrices.js";

const TINY = 2 ** -1022; // the smallest normal number
const decay = (z) => Math.exp(-Math.abs(z));

export const sigmoid = (z) => (z >= 0 ? 1 / (1 + decay(z)) : decay(z) / (1 + decay(z)));
export const sigmoidPrime = (z) => decay(z) / (1 + decay(z)) ** 2;

/** name: the function and its derivative. */
export const ACTIVATIONS = {
  sigmoid: [sigmoid, sigmoidPrime],
  tanh: [Math.tanh, (z) => ((2 * decay(z)) / (1 + decay(z) ** 2)) ** 2],
  relu: [(z) => Math.max(z, 0), (z) => (z > 0 ? 1 : 0)],
};

/** Softmax of each column. */
export function softmax(Z) {
  const top = Z[0].map((_, j) => Math.max(...Z.map((row) => row[j])));
  const powers = Z.map((row) => row.map((z, j) => Math.exp(z - top[j])));
  const sums = Z[0].map((_, j) => powers.reduce((sum, row) => sum + row[j], 0));
  return powers.map((row) => row.map((power, j) => power / sums[j]));
}

function logSoftmax(Z) {
  const top = Z[0].map((_, j) => Math.max(...Z.map((row) => row[j])));
  const logs = Z[0].map((_, j) => Math.log(Z.reduce((sum, row) => sum + Math.exp(row[j] - top[j]), 0)));
  return Z.map((row) => row.map((z, j) => z - top[j] - logs[j]));
}

const log = (p) => Math.log(Math.max(p, TINY));

/** name: cost of a batch of columns, the mean over the examples; from the outputs a, the weighted inputs z of the
    output layer, and what is wanted. */
export const COSTS = {
  quadratic: (a, z, y) => mean(map((a, y) => (a - y) ** 2 / 2, a, y)),
  binary_cross_entropy: (a, z, y) => mean(map((a, y) => -(y * log(a) + (1 - y) * log(1 - a)), a, y)),
  softmax_cross_entropy: (a, z, y) => mean(map((p, y) => -y * p, logSoftmax(z), y)),
};

const mean = (A) => A.flat().reduce((sum, value) => sum + value, 0) / A[0].length;

/** What a network that knows nothing costs: it answers ½ for each output, or all classes alike. */
export const IGNORANT = {
  quadratic: (outputs) => outputs / 8,
  binary_cross_entropy: (outputs) => outputs * Math.LN2,
  softmax_cross_entropy: (outputs) => Math.log(outputs),
};
