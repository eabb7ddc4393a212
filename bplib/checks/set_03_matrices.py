"""The exercises of set 3 on Jacobians and matrix products."""

import numpy as np

from .engine import Exercise, Mistake
from .set_06_reference import where_square

__all__ = ["MATRICES"]


def _jacobian(f, x, *, h=1e-5, divide=2.0, sides=2, shift=None, back=True):
    """Central differences, column by column. The options make mistakes."""
    columns, x = [], x.copy()
    for k in range(len(x)):
        step = np.zeros_like(x, dtype=float)
        step[slice(None) if shift == "all" else k] = h
        columns.append((f(x + step) - (f(x - step) if sides == 2 else f(x))) / (divide * h))
        x -= 0 if back else step
    return np.hstack(columns)


def _functions(rng):
    """A function from 3 numbers to 2, then 2 to 4, 4 to 3; and where to take the Jacobian."""
    m, n = [(2, 3), (4, 2), (3, 4)][int(rng.integers(3))]
    A, B = rng.normal(size=(m, n)), rng.normal(size=(m, n))
    return (lambda x: np.sin(A @ x) + B @ x**2), rng.normal(size=(n, 1))


def _diagonal(f, x):
    full = _jacobian(f, x)
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


_COLUMNS = "chapter 3, “The Jacobian”"
_MANY = "chapter 3, “Many examples: Z = X W”"

MATRICES = (
    Exercise(
        "03.3", _jacobian, _functions,
        (
            Mistake(
                "the transpose", lambda f, x: _jacobian(f, x).T,
                "All entries are there, but in the other layout. What are rows, what are columns?",
            ),
            Mistake(
                "divided by h", lambda f, x: _jacobian(f, x, divide=1.0),
                "Every entry is twice what it should be. How far apart are the two points?",
            ),
            Mistake(
                "divided by 2h, but one step", lambda f, x: _jacobian(f, x, sides=1),
                "Every entry is half of what it should be. How far apart are your two points?",
            ),
            Mistake(
                "not divided by the step", lambda f, x: _jacobian(f, x, divide=2e5),
                "Your entries are tiny. A difference becomes a derivative when it is divided by something.",
            ),
            Mistake(
                "all inputs moved at once", lambda f, x: _jacobian(f, x, shift="all"),
                "All your columns are the same. Which inputs move when you measure column k?",
            ),
            Mistake(
                "an input is not moved back", lambda f, x: _jacobian(f, x, back=False),
                "The first column is right, the others are a little off. Where is the first input by then?",
            ),
            Mistake(
                "the forward difference", lambda f, x: _jacobian(f, x, divide=1.0, sides=1),
                "Near, but the forward difference is not exact enough here. Step to both sides.",
            ),
            Mistake(
                "the diagonal only", _diagonal,
                "Only outputs and inputs of the same number are there. Here every output depends on every input.",
            ),
        ),
        see=_COLUMNS, rtol=1e-7,
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
        see="chapter 3, “From the left, without building Jacobians”",
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
                "W_bar the wrong way around", _w_bar(lambda X, Z_bar: Z_bar.T @ X),
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
