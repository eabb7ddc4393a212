// A network of sigmoid (tanh, ReLU) units in columns, as bplib/network.py: forward, backward, a step, differences. And
// the same with one of the mistakes of bugs.json. A network is
//   {sizes, activation, cost, weights: [W², W³, …], biases: [b², b³, …]}
// where W[l - 2][j][k] leads from unit k to unit j; a batch is {x, y}, matrices with a column an example.

import { ACTIVATIONS, COSTS, sigmoid, sigmoidPrime, softmax } from "./functions.js";
import { elementwise, map, product, relativeError, rowSums, shape, ShapeError, times, transpose } from "./matrices.js";

/** The activation function of the output layer, which the cost decides, and its derivative. */
function output(net) {
  if (net.cost === "softmax_cross_entropy") return [softmax, null];
  const [f, prime] = net.cost === "quadratic" ? ACTIVATIONS[net.activation] : [sigmoid, sigmoidPrime];
  return [(Z) => map(f, Z), prime];
}

/** Weighted inputs z² … z^L and activations a¹ … a^L, as lists of matrices. */
export function forward(net, x) {
  const [f] = ACTIVATIONS[net.activation];
  const zs = [];
  const activations = [x];
  for (const [i, W] of net.weights.entries()) {
    const z = elementwise((sum, bias) => sum + bias, product(W, activations[i]), net.biases[i]);
    zs.push(z);
    activations.push(i === net.weights.length - 1 ? output(net)[0](z) : map(f, z));
  }
  return { zs, activations };
}

export function cost(net, { x, y }) {
  const { zs, activations } = forward(net, x);
  return COSTS[net.cost](activations.at(-1), zs.at(-1), y);
}

/** δ^L, shape (n_L, m), by (BP1). */
function outputError(net, z, a, y, bug) {
  const m = y[0].length;
  const sign = bug === "sign" ? -1 : 1;
  const share = bug === "sum" ? 1 : m;
  const error = map((a, y) => (sign * (a - y)) / share, a, y);
  // Of the cross-entropies the denominator of ∂C/∂a is canceled by the derivative of the activation.
  return net.cost === "quadratic" ? times(error, map(output(net)[1], z)) : error;
}

/** Gradient of the cost of a batch: lists of the shapes of weights and biases, and all that led there.

    With a bug, what the mistaken program gives, whatever its shapes; where it raises, a ShapeError. The update that
    comes too early needs a learning rate. */
export function backward(net, { x, y }, { bug = "", eta = 0.5 } = {}) {
  const { zs, activations } = forward(net, x);
  const m = x[0].length;
  const [, prime] = ACTIVATIONS[net.activation];
  const deltas = [];
  const gradient = { weights: [], biases: [] };
  let delta = outputError(net, zs.at(-1), activations.at(-1), y, bug);
  for (let i = zs.length - 1; i >= 0; i--) {
    deltas[i] = delta;
    gradient.biases[i] = rowSums(delta); // (BP3)
    gradient.weights[i] = weightGradient(delta, activations, i, m, bug);
    if (i > 0) delta = errorBefore(net, delta, zs, activations, i, prime, { bug, eta, gradient });
  }
  return { zs, activations, deltas, ...gradient };
}

/** ∂C/∂W of layer i + 2, by (BP4). */
function weightGradient(delta, activations, i, m, bug) {
  const before = activations[bug === "layer" ? i + 1 : i];
  if (bug === "outer") return product(before, transpose(delta));
  if (bug === "assign") return product(delta.map((row) => row.slice(-1)), transpose(before.map((row) => row.slice(-1))));
  const right = product(delta, transpose(before));
  return bug === "twice" ? map((value) => value / m, right) : right;
}

/** The error of layer i + 1 from that of layer i + 2, by (BP2). */
function errorBefore(net, delta, zs, activations, i, prime, { bug, eta, gradient }) {
  let W = net.weights[i];
  if (bug === "early") W = elementwise((w, slope) => w - eta * slope, W, gradient.weights[i]);
  const back = product(bug === "transpose" ? W : transpose(W), delta);
  if (bug === "prime") return back;
  return times(back, map(prime, bug === "argument" ? activations[i] : zs[i - 1]));
}

/** A network after one step of gradient descent; it fails with a ShapeError where NumPy would. */
export function stepped(net, batch, eta, bug = "") {
  const gradient = backward(net, batch, { bug, eta });
  const moved = (old, slopes) =>
    old.map((A, i) => {
      if (String(shape(A)) !== String(shape(slopes[i])) && !fits(shape(slopes[i]), shape(A)))
        throw new ShapeError(`(${shape(A)}) -= (${shape(slopes[i])})`);
      return elementwise((value, slope) => value - eta * slope, A, slopes[i]);
    });
  return { ...net, weights: moved(net.weights, gradient.weights), biases: moved(net.biases, gradient.biases) };
}

/** Whether an array of the first shape can be subtracted in place from one of the second. */
const fits = (small, large) => small.every((n, axis) => n === large[axis] || n === 1);

const STEP = Number.EPSILON ** (1 / 3);

/** The derivative with respect to one parameter from two evaluations of the cost (7.1). */
export function difference(net, batch, kind, i, j, k) {
  const value = net[kind][i][j][k];
  const h = STEP * Math.max(1, Math.abs(value));
  const at = (moved) => cost(withParameter(net, kind, i, j, k, moved), batch);
  return (at(value + h) - at(value - h)) / (value + h - (value - h));
}

/** The whole gradient, from differences. */
export function differences(net, batch) {
  const of = (kind) => net[kind].map((A, i) => A.map((row, j) => row.map((_, k) => difference(net, batch, kind, i, j, k))));
  return { weights: of("weights"), biases: of("biases") };
}

export function withParameter(net, kind, i, j, k, value) {
  const replaced = (list, at, change) => list.map((item, index) => (index === at ? change(item) : item));
  return { ...net, [kind]: replaced(net[kind], i, (A) => replaced(A, j, (row) => replaced(row, k, () => value))) };
}

export const parameterCount = (net) => net.sizes.slice(1).reduce((sum, n, i) => sum + n * (net.sizes[i] + 1), 0);

/** Numbers between 0 and 1 from a seed (Mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Normally distributed numbers from a seed. */
export function normal(seed) {
  const next = random(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** Random parameters: weights N(0, 1/n) with n the units of the layer before, biases N(0, 1), as ``Network``. */
export function randomNetwork({ sizes, activation = "sigmoid", cost = "quadratic", seed = 0 }) {
  const draw = normal(seed);
  const layer = (rows, columns, scale) => Array.from({ length: rows }, () => Array.from({ length: columns }, () => scale * draw()));
  return {
    sizes,
    activation,
    cost,
    weights: sizes.slice(1).map((n, i) => layer(n, sizes[i], sizes[i] ** -0.5)),
    biases: sizes.slice(1).map((n) => layer(n, 1, 1)),
  };
}

// Instruments: what finds a mistake

/** Whether each part of the gradient has the shape of its parameters: null, or what is wrong in words of NumPy. */
export function shapesAlarm(net, batch, bug) {
  try {
    const gradient = backward(net, batch, { bug });
    for (const kind of ["weights", "biases"])
      for (const [i, A] of net[kind].entries())
        if (String(shape(A)) !== String(shape(gradient[kind][i]))) return `(${shape(gradient[kind][i])}), (${shape(A)})`;
    return null;
  } catch (error) {
    if (error instanceof ShapeError) return error.message;
    throw error;
  }
}

export const TOLERANCE = 1e-6;

/** The largest relative error of a part of the gradient, against differences; Infinity if the shapes differ. Of a part
    so small that its differences are round-off, relative to that. */
export function differencesError(net, batch, bug) {
  if (shapesAlarm(net, batch, bug)) return Infinity;
  const gradient = backward(net, batch, { bug });
  const numerical = differences(net, batch);
  const least = (10 * Number.EPSILON * Math.max(1, cost(net, batch))) / STEP / TOLERANCE;
  const error = (kind, i) => relativeError(gradient[kind][i], numerical[kind][i], least);
  return Math.max(...["weights", "biases"].flatMap((kind) => net[kind].map((_, i) => error(kind, i))));
}

/** The costs before each of so many steps, and after the last; it ends where the program raises. */
export function training(net, batch, { eta, steps, bug = "" }) {
  const costs = [cost(net, batch)];
  try {
    for (let i = 0; i < steps; i++) {
      net = stepped(net, batch, eta, bug);
      costs.push(cost(net, batch));
    }
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
  }
  return { net, costs };
}
