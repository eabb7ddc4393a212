// A network of the book reads a digit: 784-h-10 with ReLU and softmax. And what a drawing needs so that it looks like
// MNIST's: fitted into 20 × 20 pixels, its center of mass in the middle of 28 × 28 (Y. LeCun, C. Cortes).

export const SIDE = 28;
const BOX = 20;

/** Weights from the bytes of the file: whole numbers from -127 to 127 times a scale. */
export function unpacked({ hidden, W1, b1, W2, b2 }) {
  const numbers = ({ bytes, scale }) => Array.from(atob(bytes), (sign) => (((sign.charCodeAt(0) + 128) & 255) - 128) * scale);
  return { hidden, W1: numbers(W1), b1, W2: numbers(W2), b2 };
}

/** Hidden activations, scores (probabilities) and the most probable digit of an image of 784 numbers from 0 to 1. */
export function read({ hidden, W1, b1, W2, b2 }, image) {
  const z = [...b1];
  image.forEach((pixel, i) => {
    if (pixel) for (let h = 0; h < hidden; h++) z[h] += pixel * W1[i * hidden + h];
  });
  const a = z.map((value) => Math.max(value, 0));
  const logits = b2.map((bias, k) => a.reduce((sum, value, h) => sum + value * W2[h * 10 + k], bias));
  const top = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  const scores = powers.map((power) => power / sum);
  return { hidden: a, logits, scores, digit: scores.indexOf(Math.max(...scores)) };
}

/** The derivative of one digit's logit with respect to each pixel: which would speak for it, and which against. */
export function pixelGradient({ hidden, W1, W2 }, activations, digit) {
  return Array.from({ length: SIDE * SIDE }, (_, i) => {
    let sum = 0;
    for (let h = 0; h < hidden; h++) if (activations[h] > 0) sum += W1[i * hidden + h] * W2[h * 10 + digit];
    return sum;
  });
}

/** A drawing as MNIST would have it: the box around it fitted into 20 × 20, its center of mass in the middle. */
export function asMnist(drawing) {
  const inked = drawing.flatMap((value, i) => (value > 0.05 ? [[i % SIDE, Math.floor(i / SIDE)]] : []));
  if (!inked.length) return drawing.map(() => 0);
  const [xs, ys] = [0, 1].map((axis) => inked.map((place) => place[axis]));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const size = Math.max(Math.max(...xs) - left, Math.max(...ys) - top) + 1;
  const zoom = size / BOX;
  const sampled = (x, y) => {
    const [i, j] = [Math.floor(x), Math.floor(y)];
    const [u, v] = [x - i, y - j];
    const at = (c, r) => (c >= 0 && r >= 0 && c < SIDE && r < SIDE ? drawing[r * SIDE + c] : 0);
    return (1 - v) * ((1 - u) * at(i, j) + u * at(i + 1, j)) + v * ((1 - u) * at(i, j + 1) + u * at(i + 1, j + 1));
  };
  const fitted = (dx, dy) =>
    Array.from({ length: SIDE * SIDE }, (_, i) => sampled(left + ((i % SIDE) - dx) * zoom, top + (Math.floor(i / SIDE) - dy) * zoom));
  const first = fitted(4, 4);
  const mass = first.reduce((sum, value) => sum + value, 0) || 1;
  const center = [0, 1].map((axis) => first.reduce((sum, value, i) => sum + value * (axis ? Math.floor(i / SIDE) : i % SIDE), 0) / mass);
  return fitted(4 + Math.round(13.5 - center[0]), 4 + Math.round(13.5 - center[1]));
}

/** A drawing with a round brush at a place, in pixels. */
export function painted(drawing, [x, y], radius = 1.35) {
  return drawing.map((value, i) => {
    const distance = Math.hypot((i % SIDE) + 0.5 - x, Math.floor(i / SIDE) + 0.5 - y);
    return Math.max(value, Math.min(1, Math.max(0, radius + 0.5 - distance)));
  });
}
