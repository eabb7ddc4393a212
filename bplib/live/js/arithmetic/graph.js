// Derivatives along a graph: reverse mode, from the output to all nodes, and forward mode, from one input to all nodes.

/** Edges of the graph, in the order in which the nodes are computed: {from, to, argument}. */
export const edges = ({ nodes }) =>
  nodes.flatMap(({ args = [] }, to) => args.map((from, argument) => ({ from, to, argument })));

/** Derivatives of the output with respect to every node, and what each edge contributes to the node before it. One
    multiplication an edge; a number has no derivative. */
export function reverseMode(graph, local) {
  const grads = graph.nodes.map(() => 0);
  const contributions = new Map();
  let multiplications = 0;
  grads[graph.output] = 1;
  const reached = new Set([graph.output]);
  for (let to = graph.output; to >= 0; to--) {
    if (!reached.has(to)) continue;
    for (const [argument, from] of (graph.nodes[to].args ?? []).entries()) {
      if (graph.nodes[from].kind === "number") continue;
      const share = grads[to] * local[to][argument];
      multiplications++;
      contributions.set(`${from}:${to}:${argument}`, share);
      grads[from] += share;
      reached.add(from);
    }
  }
  return { grads, contributions, multiplications };
}

/** Derivatives of every node with respect to one input, with one multiplication an edge. */
export function forwardMode(graph, local, input) {
  const tangents = [];
  const contributions = new Map();
  let multiplications = 0;
  for (const [to, { kind, name, args = [] }] of graph.nodes.entries()) {
    tangents[to] = kind === "input" && name === input ? 1 : 0;
    for (const [argument, from] of args.entries()) {
      if (graph.nodes[from].kind === "number") continue;
      const share = local[to][argument] * tangents[from];
      multiplications++;
      contributions.set(`${from}:${to}:${argument}`, share);
      tangents[to] += share;
    }
  }
  return { tangents, contributions, multiplications };
}

/** How many paths lead from each node to the output. */
export function paths({ nodes, output }) {
  const counts = nodes.map(() => 0);
  counts[output] = 1;
  for (let to = output; to >= 0; to--) for (const from of nodes[to].args ?? []) counts[from] += counts[to];
  return counts;
}

/** How far each node is from the inputs: its column in a drawing. */
export function depths({ nodes }) {
  const found = [];
  for (const [i, { args = [] }] of nodes.entries()) found[i] = args.length ? 1 + Math.max(...args.map((arg) => found[arg])) : 0;
  return found;
}
