// Downhill in a bowl, f(θ) = ½ (θ - θ*)ᵀ A (θ - θ*) with θ* = 0, by steps of gradient descent with momentum:
// v ← μ v - η ∇f, θ ← θ + v. With μ = 0 it is (2.13), θ ← θ - η ∇f.

/** The symmetric matrix with these curvatures, its first eigenvector turned by an angle. */
export function bowl(curvatures, angle) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [p, q] = curvatures;
  return [
    [p * c * c + q * s * s, (p - q) * c * s],
    [(p - q) * c * s, p * s * s + q * c * c],
  ];
}

export const height = ([[a, b], [, d]], [x, y]) => (a * x * x + 2 * b * x * y + d * y * y) / 2;
export const gradient = ([[a, b], [c, d]], [x, y]) => [a * x + b * y, c * x + d * y];

/** The places that so many steps lead to, the start first. */
export function path(A, start, { eta, momentum = 0, steps }) {
  const places = [start];
  let [v, w] = [0, 0];
  for (let i = 0; i < steps; i++) {
    const [x, y] = places.at(-1);
    const [gx, gy] = gradient(A, [x, y]);
    [v, w] = [momentum * v - eta * gx, momentum * w - eta * gy];
    places.push([x + v, y + w]);
  }
  return places;
}

/** The largest learning rate for which the steps do not grow: 2 (1 + μ) over the largest curvature. */
export const largestRate = (curvatures, momentum = 0) => (2 * (1 + momentum)) / Math.max(...curvatures);
