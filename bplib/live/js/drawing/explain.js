// What one operation of a network computes: the book's equation in symbols and in numbers, and the line of bplib.
// A part such as "W:2:1:2" names the same thing in the picture, in the equation and in the code.

import { ACTIVATIONS, COSTS } from "../arithmetic/functions.js";
import { map } from "../arithmetic/matrices.js";

const FUNCTION = { sigmoid: "σ", tanh: "tanh", relu: "ReLU" };

/** The operations of a forward and a backward pass, in order. Layers, units and examples count from 1. */
export function operations({ sizes }) {
  const L = sizes.length;
  const units = (l) => Array.from({ length: sizes[l - 1] }, (_, j) => j + 1);
  const list = [];
  for (let l = 2; l <= L; l++) for (const j of units(l)) list.push({ kind: "z", l, j }, { kind: "a", l, j });
  list.push({ kind: "C" });
  for (let l = L; l >= 2; l--) {
    for (const j of units(l)) list.push({ kind: "d", l, j });
    list.push({ kind: "biases", l }, { kind: "weights", l });
  }
  return list;
}

/** The values of a network by the names of their parts; ``example`` counts from 0. */
export class Values {
  constructor(net, batch, pass, example) {
    Object.assign(this, { net, batch, pass, example });
  }

  of([kind, ...indices]) {
    const { net, batch, pass, example } = this;
    const [l, j, k] = indices.map(Number);
    if (kind === "W") return net.weights[l - 2][j - 1][k - 1];
    if (kind === "b") return net.biases[l - 2][j - 1][0];
    if (kind === "z") return pass.zs[l - 2][j - 1][example];
    if (kind === "a") return pass.activations[l - 1][j - 1][example];
    if (kind === "d") return pass.deltas[l - 2][j - 1][example];
    if (kind === "y") return batch.y[l - 1][example]; // y:unit
    if (kind === "dW") return pass.weights[l - 2][j - 1]?.[k - 1] ?? NaN;
    if (kind === "db") return pass.biases[l - 2][j - 1][0];
    return COSTS[net.cost](pass.activations.at(-1), pass.zs.at(-1), batch.y); // C
  }
}

const LETTERS = { W: "W", b: "b", z: "z", a: "a", d: "δ", y: "y", C: "C" };

/** Letter, upper and lower index of a part. */
export function nameOf(part) {
  const [kind, ...indices] = part.split(":");
  if (kind === "dW" || kind === "db") return ["∂C/∂" + LETTERS[kind[1]], indices[0], indices.slice(1).join("")];
  if (kind === "y") return ["y", "", indices[0]];
  return [LETTERS[kind], indices[0] ?? "", indices.slice(1).join("")];
}

const joined = (lists, between) => lists.flatMap((list, i) => (i ? [between, ...list] : list));
const part = (...names) => ({ part: names.join(":") });

/** {number, left, right, code} of an operation or of a parameter's derivative.

    ``left`` is a part; ``right`` a list of texts and parts, to be shown with symbols and with numbers; ``code`` lists
    texts and [text, kind of part]. */
export function explained({ kind, l, j, k }, { net, batch }) {
  const L = net.sizes.length;
  const m = batch.x[0].length;
  const before = Array.from({ length: net.sizes[l - 2] ?? 0 }, (_, i) => i + 1);
  const after = Array.from({ length: net.sizes[l] ?? 0 }, (_, i) => i + 1);
  const outputs = Array.from({ length: net.sizes[L - 1] }, (_, i) => i + 1);
  const f = FUNCTION[net.activation];
  const at = FUNCTION[outputFunction(net)] ?? f;
  const name = net.activation;
  if (kind === "z")
    return {
      number: "6.1",
      left: part("z", l, j),
      right: [...joined(before.map((i) => [part("W", l, j, i), " · ", part("a", l - 1, i)]), " + "), " + ", part("b", l, j)],
      code: ["zs.append(", ["w", "W"], " @ ", ["activations[-1]", "a"], " + ", ["b", "b"], ")"],
    };
  if (kind === "a") {
    const soft = l === L && net.cost === "softmax_cross_entropy";
    return {
      number: soft ? "8.13" : "6.1",
      left: part("a", l, j),
      right: soft
        ? ["exp(", part("z", l, j), ") / (", ...joined(outputs.map((i) => ["exp(", part("z", l, i), ")"]), " + "), ")"]
        : [`${l === L ? at : f}(`, part("z", l, j), ")"],
      code: ["activations.append(", soft ? "softmax" : l === L ? outputFunction(net) : name, "(", ["zs[-1]", "z"], "))"],
    };
  }
  if (kind === "C") return { ...costOf(net, m, outputs, L), left: part("C") };
  if (kind === "d" && l === L)
    return {
      number: net.cost === "quadratic" ? "BP1" : net.cost === "softmax_cross_entropy" ? "8.15" : "6.13",
      left: part("d", l, j),
      right: [
        "(", part("a", l, j), " − ", part("y", j), ")",
        ...(m > 1 ? [` / ${m}`] : []),
        ...(net.cost === "quadratic" ? [` · ${f}′(`, part("z", l, j), ")"] : []),
      ],
      code:
        net.cost === "quadratic"
          ? ["return self.cost_derivative(", ["a", "a"], ", ", ["y", "y"], `) * ${name}_prime(`, ["z", "z"], ")"]
          : ["return (", ["a", "a"], " - ", ["y", "y"], ") / y.shape[1]"],
    };
  if (kind === "d")
    return {
      number: "BP2",
      left: part("d", l, j),
      right: [
        "(", ...joined(after.map((i) => [part("W", l + 1, i, j), " · ", part("d", l + 1, i)]), " + "), `) · ${f}′(`, part("z", l, j), ")",
      ],
      code: ["delta = (", ["self.weights[l].T", "W"], " @ ", ["delta", "d"], `) * ${name}_prime(`, ["zs[l - 1]", "z"], ")"],
    };
  const sum = m > 1;
  if (kind === "b")
    return {
      number: "BP3",
      left: part("db", l, j),
      right: sum ? ["Σ ", part("d", l, j)] : [part("d", l, j)],
      code: ["nabla_b[l] = ", ["delta", "d"], ".sum(axis=1, keepdims=True)"],
    };
  return {
    number: sum ? "6.12" : "BP4",
    left: part("dW", l, j, k),
    right: [...(sum ? ["Σ "] : []), part("d", l, j), " · ", part("a", l - 1, k)],
    code: ["nabla_w[l] = ", ["delta", "d"], " @ ", ["activations[l].T", "a"]],
  };
}

/** The activation function of the output layer. */
export function outputFunction(net) {
  if (net.cost === "softmax_cross_entropy") return "softmax";
  return net.cost === "quadratic" ? net.activation : "sigmoid";
}

function costOf(net, m, outputs, L) {
  const a = (i) => part("a", L, i);
  const y = (i) => part("y", i);
  const share = m > 1 ? [`1/${m} Σ `] : [];
  if (net.cost === "quadratic")
    return {
      number: m > 1 ? "6.8" : "6.2",
      right: [...share, "½ [", ...joined(outputs.map((i) => ["(", a(i), " − ", y(i), ")²"]), " + "), "]"],
      code: ["quadratic(", ["a", "a"], ", ", ["y", "y"], ")"],
    };
  if (net.cost === "binary_cross_entropy")
    return {
      number: "4.9",
      right: [
        ...share, "−[",
        ...joined(outputs.map((i) => [y(i), " ln ", a(i), " + (1 − ", y(i), ") ln(1 − ", a(i), ")"]), " + "), "]",
      ],
      code: ["binary_cross_entropy(", ["a", "a"], ", ", ["y", "y"], ")"],
    };
  return {
    number: "8.24",
    right: [...share, "−[", ...joined(outputs.map((i) => [y(i), " ln ", a(i)]), " + "), "]"],
    code: ["softmax_cross_entropy(", ["z", "z"], ", ", ["y", "y"], ")"],
  };
}

/** The parts that an operation or a derivative is made of. */
export const partsOf = ({ left, right }) => [left.part, ...right.filter((each) => each.part).map((each) => each.part)];

/** What the book's equation gives for the factors that the program has: to see where a program departs from it. */
export function byTheBook({ kind, l, j, k }, values) {
  const { net, batch, pass } = values;
  const L = net.sizes.length;
  const m = batch.x[0].length;
  const [f, prime] = ACTIVATIONS[net.activation];
  const of = (...names) => values.of(names);
  if (kind === "d" && l === L) {
    const error = (of("a", l, j) - of("y", j)) / m;
    return net.cost === "quadratic" ? error * prime(of("z", l, j)) : error;
  }
  if (kind === "d") {
    const back = net.weights[l - 1].reduce((sum, row, i) => sum + row[j - 1] * of("d", l + 1, i + 1), 0);
    return back * prime(of("z", l, j));
  }
  if (kind === "b") return pass.deltas[l - 2][j - 1].reduce((sum, delta) => sum + delta, 0);
  if (kind === "W") return pass.deltas[l - 2][j - 1].reduce((sum, delta, i) => sum + delta * pass.activations[l - 2][k - 1][i], 0);
  if (kind === "a" && outputFunction(net) !== "softmax") return map(f, [[of("z", l, j)]])[0][0];
  return of(...(kind === "C" ? ["C"] : [kind, l, j]));
}
