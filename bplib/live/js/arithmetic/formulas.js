// Formulas that a reader types: "(a*b + sin(c))**2", or several lines, "b = a + a; c = b + b". Parsed into a graph, whose
// nodes are inputs, numbers and operations.

/** name: [value, derivative from (argument, value), the same of complex numbers where there is one]. */
export const FUNCTIONS = {
  sin: [Math.sin, (x) => Math.cos(x), ([a, b]) => [Math.sin(a) * Math.cosh(b), Math.cos(a) * Math.sinh(b)]],
  cos: [Math.cos, (x) => -Math.sin(x), ([a, b]) => [Math.cos(a) * Math.cosh(b), -Math.sin(a) * Math.sinh(b)]],
  exp: [Math.exp, (_, y) => y, ([a, b]) => [Math.exp(a) * Math.cos(b), Math.exp(a) * Math.sin(b)]],
  ln: [Math.log, (x) => 1 / x, ([a, b]) => [Math.log(Math.hypot(a, b)), Math.atan2(b, a)]],
  sqrt: [Math.sqrt, (_, y) => 0.5 / y, (z) => power(z, 0.5)],
  tanh: [Math.tanh, (_, y) => 1 - y * y, (z) => divided(minus(complexExp(z), complexExp(negative(z))), plus(complexExp(z), complexExp(negative(z))))],
  sigmoid: [(x) => 1 / (1 + Math.exp(-x)), (_, y) => y * (1 - y), (z) => divided([1, 0], plus([1, 0], complexExp(negative(z))))],
  relu: [(x) => Math.max(x, 0), (x) => (x > 0 ? 1 : 0), null],
  abs: [Math.abs, (x) => Math.sign(x), null],
};
const ALIASES = { log: "ln", "σ": "sigmoid", logistic: "sigmoid" };
const CONSTANTS = { pi: Math.PI, "π": Math.PI };

const plus = ([a, b], [c, d]) => [a + c, b + d];
const minus = ([a, b], [c, d]) => [a - c, b - d];
const negative = ([a, b]) => [-a, -b];
const times = ([a, b], [c, d]) => [a * c - b * d, a * d + b * c];
const complexExp = FUNCTIONS.exp[2];

function divided([a, b], [c, d]) {
  const size = c * c + d * d;
  return [(a * c + b * d) / size, (b * c - a * d) / size];
}

/** z to a real power. Of a small imaginary part the sign of a negative z is kept for whole powers. */
function power([a, b], n) {
  if (Number.isInteger(n) && Math.abs(n) <= 64) {
    let result = [1, 0];
    for (let i = 0; i < Math.abs(n); i++) result = times(result, [a, b]);
    return n < 0 ? divided([1, 0], result) : result;
  }
  const size = Math.hypot(a, b) ** n;
  const angle = n * Math.atan2(b, a);
  return [size * Math.cos(angle), size * Math.sin(angle)];
}

/** name: [sign, value, derivatives with respect to each argument]. */
export const OPERATIONS = {
  add: ["+", (x, y) => x + y, () => [1, 1]],
  subtract: ["−", (x, y) => x - y, () => [1, -1]],
  multiply: ["×", (x, y) => x * y, (x, y) => [y, x]],
  divide: ["÷", (x, y) => x / y, (x, y) => [1 / y, -x / (y * y)]],
  power: ["^", (x, y) => x ** y, (x, y) => [y === 0 ? 0 : y * x ** (y - 1), x > 0 ? x ** y * Math.log(x) : 0]],
  negate: ["−", (x) => -x, () => [-1]],
};

export class FormulaError extends Error {
  /** ``kind``: empty, unexpected, unknown, twice or large; ``what``: the text that it is about. */
  constructor(kind, what = "") {
    super(`${kind} ${what}`);
    Object.assign(this, { kind, what });
  }
}

const MOST = 40; // nodes

/** The graph of a formula: {nodes, output, inputs}. A node is {kind: "input", name}, {kind: "number", value} or
    {kind: "operation" or "function", name, args, label}; args are indices of nodes before it.

    Raises FormulaError if it is not a formula. */
export function parse(text) {
  const nodes = [];
  const names = new Map();
  const inputs = [];
  const add = (node) => {
    if (nodes.length >= MOST) throw new FormulaError("large", String(MOST));
    return nodes.push(node) - 1;
  };
  let output = -1;
  const statements = text.split(/[;\n]/).filter((part) => part.trim());
  if (!statements.length) throw new FormulaError("empty");
  for (const statement of statements) {
    const [, name, body] = /^\s*([\p{L}_][\p{L}\d_]*)\s*=(.*)$/u.exec(statement) ?? [null, "", statement];
    if (name && (names.has(name) || isKnown(name))) throw new FormulaError("twice", name);
    const tokens = body.match(/\*\*|\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|[\p{L}_][\p{L}\d_]*|\S/giu) ?? [];
    if (!tokens.length) throw new FormulaError("empty");
    output = sum(tokens);
    if (tokens.length) throw new FormulaError("unexpected", tokens[0]);
    if (name) {
      names.set(name, output);
      nodes[output].label ??= name;
    }
  }
  return { nodes, output, inputs };

  function take(tokens, ...wanted) {
    return wanted.includes(tokens[0]) ? tokens.shift() : "";
  }
  function chain(tokens, next, signs) {
    let left = next(tokens);
    for (let sign; (sign = take(tokens, ...Object.keys(signs))); )
      left = add({ kind: "operation", name: signs[sign], args: [left, next(tokens)] });
    return left;
  }
  function sum(tokens) {
    return chain(tokens, product, { "+": "add", "-": "subtract", "−": "subtract" });
  }
  function product(tokens) {
    return chain(tokens, signed, { "*": "multiply", "·": "multiply", "×": "multiply", "/": "divide" });
  }
  function signed(tokens) {
    if (take(tokens, "-", "−")) return add({ kind: "operation", name: "negate", args: [signed(tokens)] });
    take(tokens, "+");
    const base = atom(tokens);
    if (!take(tokens, "**", "^")) return base;
    return add({ kind: "operation", name: "power", args: [base, signed(tokens)] });
  }
  function atom(tokens) {
    const token = tokens.shift();
    if (token === undefined) throw new FormulaError("unexpected", "");
    if (token === "(") return closed(tokens);
    if (/^[\d.]/.test(token)) return add({ kind: "number", value: Number(token) });
    if (!/^[\p{L}_]/u.test(token)) throw new FormulaError("unexpected", token);
    const known = ALIASES[token] ?? token;
    if (tokens[0] === "(") {
      if (!Object.hasOwn(FUNCTIONS, known)) throw new FormulaError("unknown", token);
      tokens.shift();
      return add({ kind: "function", name: known, args: [closed(tokens)] });
    }
    if (Object.hasOwn(CONSTANTS, token)) return add({ kind: "number", value: CONSTANTS[token] });
    if (Object.hasOwn(FUNCTIONS, known)) throw new FormulaError("unexpected", token);
    if (!names.has(token)) {
      names.set(token, add({ kind: "input", name: token }));
      inputs.push(token);
    }
    return names.get(token);
  }
  function closed(tokens) {
    const inside = sum(tokens);
    if (!take(tokens, ")")) throw new FormulaError("unexpected", tokens[0] ?? "");
    return inside;
  }
}

const isKnown = (name) => Object.hasOwn(FUNCTIONS, ALIASES[name] ?? name) || Object.hasOwn(CONSTANTS, name);

/** The value of every node, and the derivative of each operation with respect to each of its arguments. */
export function evaluate({ nodes }, values) {
  const found = [];
  const local = [];
  for (const [i, { kind, name, value, args }] of nodes.entries()) {
    if (kind === "input") found[i] = values[name];
    else if (kind === "number") found[i] = value;
    else {
      const at = args.map((arg) => found[arg]);
      const [f, prime] = kind === "function" ? FUNCTIONS[name] : OPERATIONS[name].slice(1);
      found[i] = f(...at);
      local[i] = kind === "function" ? [prime(at[0], found[i])] : prime(...at);
    }
  }
  return { values: found, local };
}

/** The value of a formula of one input for a complex number, as [real, imaginary]; null where that is not defined. */
export function complexValue({ nodes, output }, z) {
  const found = [];
  for (const [i, { kind, name, value, args }] of nodes.entries()) {
    const at = args?.map((arg) => found[arg]);
    if (kind === "input") found[i] = z;
    else if (kind === "number") found[i] = [value, 0];
    else if (kind === "function") {
      if (!FUNCTIONS[name][2]) return null;
      found[i] = FUNCTIONS[name][2](at[0]);
    } else if (name === "power") {
      if (at[1][1] !== 0) return null;
      found[i] = power(at[0], at[1][0]);
    } else found[i] = { add: plus, subtract: minus, multiply: times, divide: divided, negate: negative }[name](...at);
  }
  return found[output];
}
