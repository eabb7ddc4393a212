// Matrices as lists of rows, with the shapes checked as NumPy does.

export class ShapeError extends Error {}

export const shape = (A) => [A.length, A[0].length];

export const zeros = (rows, columns) => Array.from({ length: rows }, () => Array(columns).fill(0));

export const map = (f, A, ...more) => A.map((row, i) => row.map((value, j) => f(value, ...more.map((B) => B[i][j]))));

export const transpose = (A) => A[0].map((_, j) => A.map((row) => row[j]));

/** A B, shape (rows of A, columns of B). */
export function product(A, B) {
  if (A[0].length !== B.length) throw new ShapeError(`(${shape(A)}) @ (${shape(B)})`);
  return A.map((row) => B[0].map((_, j) => row.reduce((sum, value, k) => sum + value * B[k][j], 0)));
}

/** Entry by entry; a shape of 1 is repeated, as NumPy does. */
export function elementwise(f, A, B) {
  const [rows, columns] = [0, 1].map((axis) => {
    const [one, other] = [shape(A)[axis], shape(B)[axis]];
    if (one !== other && one !== 1 && other !== 1) throw new ShapeError(`(${shape(A)}) * (${shape(B)})`);
    return Math.max(one, other);
  });
  const entry = (M, i, j) => M[M.length === 1 ? 0 : i][M[0].length === 1 ? 0 : j];
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => f(entry(A, i, j), entry(B, i, j))));
}

export const times = (A, B) => elementwise((a, b) => a * b, A, B);

/** The sum of each row, as a column. */
export const rowSums = (A) => A.map((row) => [row.reduce((sum, value) => sum + value, 0)]);

export const largest = (A) => Math.max(...A.flat().map(Math.abs));

/** max|A - B| / max(|A|, |B|), as relative_error of bplib (7.2); of small numbers, relative to ``least``. */
export function relativeError(A, B, least = 0) {
  const scale = Math.max(largest(A), largest(B), least);
  return scale === 0 ? 0 : largest(map((a, b) => a - b, A, B)) / scale;
}
