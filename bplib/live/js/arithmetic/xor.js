// Exclusive or: networks 2-h-1 that learn it, or do not.

import { backward, cost, forward, randomNetwork, stepped } from "./network.js";

export const XOR = {
  x: [
    [0, 0, 1, 1],
    [0, 1, 0, 1],
  ],
  y: [[0, 1, 1, 0]],
};

export const start = ({ units, activation, cost: name, seed }) => randomNetwork({ sizes: [2, units, 1], activation, cost: name, seed });

/** So many steps on all four examples. */
export function train(net, { eta, steps }) {
  for (let i = 0; i < steps; i++) net = stepped(net, XOR, eta);
  return net;
}

/** Answers of the network for the four examples. */
export const answers = (net) => forward(net, XOR.x).activations.at(-1)[0];

/** Whether all four answers are on the right side of ½. */
export const solved = (net) => answers(net).every((a, i) => a > 0.5 === XOR.y[0][i] > 0.5);

export const lossOf = (net) => cost(net, XOR);
export const gradientOf = (net) => backward(net, XOR);
