"""The exercises of set 3 on Jacobians and matrix products."""

import numpy as np

from .engine import Exercise, Mistake
from .set_06_reference import where_square

__all__ = ["MATRICES"]


def _jacobian(vjp, m, *, kept=False):
    """Row by row, from steps back. The option makes a mistake: the 1 of the row before is kept."""
    unit = np.tri(m) if kept else np.eye(m)
    return np.vstack([vjp(unit[j].reshape(m, 1)).T for j in range(m)])


def _steps_back(rng):
    """A step back through a Jacobian that is not square."""
    m, n = [(2, 3), (4, 2), (3, 4)][int(rng.integers(3))]
    J = rng.normal(size=(m, n))
    return (lambda z_bar: J.T @ z_bar), m


def _diagonal(vjp, m):
    full = _jacobian(vjp, m)
    kept = np.zeros_like(full)
    np.fill_diagonal(kept, np.diag(full))
    return kept


def _columns(rng):
    n = int(rng.integers(3, 6))
    return rng.uniform(0.3, 1.5, (n, 1)), rng.normal(size=(n, 1))


def _normalized(x, z_bar):
    s = x.sum()
    return z_bar / s - np.sum(z_bar * x) / s**2


def _first_trial(rng):
    rng.spawn(1)  # draws nothing; the spawned are counted
    return rng.bit_generator.seed_seq.n_children_spawned == 1


def _batch(rng):
    """First all sizes equal, where every product runs, then all different."""
    N, n, m = (4, 4, 4) if _first_trial(rng) else (5, 3, 2)
    return tuple(rng.normal(size=shape) for shape in ((N, n), (n, m), (N, m)))


def _affine(X, W, Z_bar):
    return Z_bar @ W.T, X.T @ Z_bar, Z_bar.sum(axis=0)


def _x_bar(X, W, Z_bar):
    return (Z_bar @ W if where_square(W) else Z_bar @ W.T), *_affine(X, W, Z_bar)[1:]


def _w_bar(wrong):
    """A mistake in the middle part; ``wrong`` of X, Z_bar runs where all sizes are equal."""

    def mistake(X, W, Z_bar):
        x, w, b = _affine(X, W, Z_bar)
        return x, wrong(X, Z_bar) if where_square(X, W) else w, b

    return mistake


def _b_bar(wrong):
    return lambda X, W, Z_bar: (*_affine(X, W, Z_bar)[:2], wrong(Z_bar))


_LEFT = "chapter 3, “From the left, without building Jacobians”"
_MANY = "chapter 3, “Many examples: Z = X W”"

MATRICES = (
    Exercise(
        "03.3", _jacobian, _steps_back,
        (
            Mistake(
                "the transpose", lambda vjp, m: _jacobian(vjp, m).T,
                "All entries are there, but in the other layout. What are rows, what are columns?",
            ),
            Mistake(
                "reshaped, not transposed", lambda vjp, m: _jacobian(vjp, m).T.reshape(m, -1),
                "The shape is right, the order of the entries is not. A reshape is no transpose.",
            ),
            Mistake(
                "columns in a list", lambda vjp, m: _jacobian(vjp, m)[..., np.newaxis],
                "The numbers are right, but your rows are still columns, of shape (n, 1) each.",
            ),
            Mistake(
                "rows that stand alone", lambda vjp, m: _jacobian(vjp, m)[:, np.newaxis],
                "The numbers are right, but there is one axis too many. Your rows have shape (1, n) each.",
            ),
            Mistake(
                "all outputs at once", lambda vjp, m: _jacobian(vjp, m).sum(axis=0) * np.ones((m, 1)),
                "All your rows are the same: the sum of the right ones. Which entries of z_bar should be 0?",
            ),
            Mistake(
                "all outputs at once, in one row", lambda vjp, m: _jacobian(vjp, m).sum(axis=0, keepdims=True),
                "This is the sum of all rows. With which z_bar does a step back give one of them?",
            ),
            Mistake(
                "an entry is not set back", lambda vjp, m: _jacobian(vjp, m, kept=True),
                "The first row is right, the others contain the rows before. What is left in z_bar by then?",
            ),
            Mistake(
                "the diagonal only", _diagonal,
                "Only outputs and inputs of the same number are there. Here every output depends on every input.",
            ),
        ),
        see=_LEFT,
    ),
    Exercise(
        "03.7", _normalized, _columns,
        (
            Mistake(
                "the sum is taken for a constant", lambda x, z_bar: z_bar / x.sum(),
                "x_k reaches every output, because it is part of the sum S.",
            ),
            Mistake(
                "the Jacobian is not transposed", lambda x, z_bar: z_bar / x.sum() - x * z_bar.sum() / x.sum() ** 2,
                "This is J times the column. Over which index of J does a step back sum: of outputs or of inputs?",
            ),
            Mistake(
                "the diagonal only", lambda x, z_bar: z_bar / x.sum() - z_bar * x / x.sum() ** 2,
                "You have the derivative of z_k with respect to x_k. Through which other outputs does x_k act?",
            ),
            Mistake(
                "the sign of the second term", lambda x, z_bar: z_bar / x.sum() + np.sum(z_bar * x) / x.sum() ** 2,
                "When S grows, does z grow or shrink?",
            ),
            Mistake(
                "the derivative of 1/S", lambda x, z_bar: z_bar / x.sum() - np.sum(z_bar * x) / x.sum(),
                "The first term is right. What is the derivative of 1/S with respect to S?",
            ),
            Mistake(
                "the direct path is missing", lambda x, z_bar: np.zeros_like(x) - np.sum(z_bar * x) / x.sum() ** 2,
                "This is what comes through S, the same for each entry. x_k also stands above the fraction.",
            ),
        ),
        see=_LEFT,
    ),
    Exercise(
        "03.8", _affine, _batch,
        (
            Mistake(
                "W without its transpose", _x_bar,
                "Something is wrong with X_bar. Over which index of W should its sum run? Square shapes do not tell.",
            ),
            Mistake(
                "X without its transpose", _w_bar(lambda X, Z_bar: X @ Z_bar),
                "Something is wrong with W_bar. Its sum should run over the examples.",
            ),
            Mistake(
                "W_bar the wrong way around", lambda X, W, Z_bar: (Z_bar @ W.T, Z_bar.T @ X, Z_bar.sum(axis=0)),
                "Your W_bar has outputs in rows and inputs in columns. How is W stored?",
            ),
            Mistake(
                "the bias summed over the outputs", _b_bar(lambda Z_bar: Z_bar.sum(axis=1)),
                "Something is wrong with b_bar. Which axis counts the examples?",
            ),
            Mistake(
                "the mean for the bias", _b_bar(lambda Z_bar: Z_bar.mean(axis=0)),
                "Your b_bar is too small by the number of examples. Z_bar belongs to the whole cost already.",
            ),
            Mistake(
                "the bias gradient is not summed", _b_bar(lambda Z_bar: Z_bar),
                "All examples share one bias. What happens to the contributions of several paths?",
            ),
            Mistake(
                "a bias gradient with two dimensions", _b_bar(lambda Z_bar: Z_bar.sum(axis=0, keepdims=True)),
                "The numbers of b_bar are right, but b has shape (m,).",
            ),
            Mistake(
                "the mean for the weights", lambda X, W, Z_bar: (Z_bar @ W.T, X.T @ Z_bar / len(X), Z_bar.sum(axis=0)),
                "Your W_bar is too small by the number of examples. Z_bar belongs to the whole cost already.",
            ),
            Mistake(
                "the mean for the weights and the bias",
                lambda X, W, Z_bar: (Z_bar @ W.T, X.T @ Z_bar / len(X), Z_bar.mean(axis=0)),
                "W_bar and b_bar are too small by the number of examples. Z_bar belongs to the whole cost already.",
            ),
            Mistake(
                "the mean for all three", lambda *args: tuple(part / len(args[0]) for part in _affine(*args)),
                "All three are too small by the number of examples. Z_bar belongs to the whole cost already.",
            ),
            Mistake(
                "the factors of X_bar exchanged",
                lambda X, W, Z_bar: ((W.T @ Z_bar if where_square(X, W) else Z_bar @ W.T), *_affine(X, W, Z_bar)[1:]),
                "In X_bar the rows should be examples. From which side does W act on Z_bar?",
            ),
            Mistake(
                "X_bar and W_bar swapped", lambda *args: (*_affine(*args)[1::-1], _affine(*args)[2]),
                "Which gradient comes first?",
            ),
        ),
        see=_MANY, parts=("X_bar", "W_bar", "b_bar"),
    ),
)  # fmt: skip
